//! Word files. In: the bytes of a `.docx`. Out: a [`SourceDocument`]: headings, lists, tables, links and footnotes as they are;
//! who wrote it, for whom, and what was said about it never leaves. It must not know the site.

use std::{
    collections::HashMap,
    io::{Cursor, Read as _},
    sync::LazyLock,
};

use regex::Regex;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{
    ImportRefusal,
    document::{
        Block, ImportedBody, ImportedBytes, ImportedFile, Inline, MetadataKind, SourceDocument, SourceFormat, Sure,
        words,
    },
    html, letter,
    moments::pattern,
    plain,
    word_styles::{ParagraphStyle, is_on, numbering, relations, styles, value},
};

/// The most bytes of one part that are unpacked: a text of a thousand pages has fewer.
const PART: u64 = 24 * 1024 * 1024;
/// The most bytes of one picture.
const PICTURE: u64 = 16 * 1024 * 1024;

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// Reads a Word file.
pub fn read(bytes: &[u8]) -> Result<SourceDocument, ImportRefusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| ImportRefusal::new("it is packed like a Word file, but cannot be unpacked"))?;
    let Some(text) = part(&mut archive, "word/document.xml")? else {
        return Err(ImportRefusal::new("it is a packed file and no Word file: unpack it, and give me what is in it"));
    };
    let links = relations(&part(&mut archive, "word/_rels/document.xml.rels")?.unwrap_or_default());
    let numbering = numbering(&part(&mut archive, "word/numbering.xml")?.unwrap_or_default());
    let styles = styles(&part(&mut archive, "word/styles.xml")?.unwrap_or_default());
    let mut reader = WordReader {
        links: &links,
        numbering: &numbering,
        styles: &styles,
        left: OmissionReasons::default(),
        pictures: Vec::new(),
    };
    let mut paragraphs = reader.walk(&text)?;
    for notes in ["word/footnotes.xml", "word/endnotes.xml"] {
        if let Some(notes) = part(&mut archive, notes)? {
            paragraphs.extend(reader.walk(&notes)?.into_iter().filter(|one| matches!(one, WordPart::Note(..))));
        }
    }
    let mut document = SourceDocument::of(SourceFormat::Word);
    document.remove("author, company and comments", "a Word file names people who are no source");
    if reader.left.hidden {
        document.remove("hidden text", "Word shows it to nobody");
    }
    if reader.left.struck {
        document.remove("text that was struck out", "it no longer holds");
    }
    if reader.left.changed {
        document.remove("text that was struck out as a change", "it is no longer part of the text");
        document.warn("the file has tracked changes: they were taken as accepted");
    }
    let pictures = std::mem::take(&mut reader.pictures);
    let mut names = HashMap::new();
    for (at, id) in pictures.iter().enumerate() {
        let Some(target) = links.get(id) else { continue };
        let path = format!("word/{}", target.trim_start_matches("./"));
        let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
        if !matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp") || names.len() >= 50 {
            continue;
        }
        if let Some(bytes) = bytes_of(&mut archive, &path, PICTURE) {
            let name = format!("picture-{}.{ending}", at + 1);
            names.insert(id.clone(), name.clone());
            document.files.push(ImportedFile { name, bytes: ImportedBytes::Held(bytes) });
        }
    }
    if !names.is_empty() {
        document.warn("pictures came with it: say in words what each shows, and ask whose they are");
    }
    assemble(&mut document, paragraphs, &names);
    Ok(document)
}

/// A part as text, of at most so many bytes.
fn part(archive: &mut Archive, name: &str) -> Result<Option<String>, ImportRefusal> {
    let Ok(file) = archive.by_name(name) else { return Ok(None) };
    let mut bytes = Vec::new();
    file.take(PART + 1)
        .read_to_end(&mut bytes)
        .map_err(|_| ImportRefusal::new("it is damaged: open it in Word, and save it again"))?;
    if bytes.len() as u64 > PART {
        return Err(ImportRefusal::new("it unpacks to far more than a text: it may be made to do harm"));
    }
    Ok(Some(String::from_utf8_lossy(&bytes).into_owned()))
}

fn bytes_of(archive: &mut Archive, name: &str, most: u64) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    archive.by_name(name).ok()?.take(most + 1).read_to_end(&mut bytes).ok()?;
    (bytes.len() as u64 <= most).then_some(bytes)
}

/// What a paragraph is.
#[derive(Clone, Copy, Debug)]
enum ParagraphKind {
    Text,
    /// How deep, and whether it counts.
    List(u8, bool),
    /// 0 is the title.
    Heading(u8),
}

/// What stands in a Word file, in its order.
enum WordPart {
    Paragraph(Vec<Inline>, ParagraphKind),
    Table(Vec<Vec<Vec<Inline>>>),
    Note(String, Vec<Inline>),
}

#[derive(Default)]
struct Paragraph {
    inlines: Vec<Inline>,
    style: Option<String>,
    list: Option<String>,
    level: Option<u8>,
    outline: Option<u8>,
}

struct WordReader<'w> {
    links: &'w HashMap<String, String>,
    numbering: &'w HashMap<(String, u8), bool>,
    styles: &'w HashMap<String, ParagraphStyle>,
    left: OmissionReasons,
    pictures: Vec<String>,
}

/// Which text of a file is left out.
#[derive(Default)]
struct OmissionReasons {
    /// By a change that was tracked.
    changed: bool,
    hidden: bool,
    struck: bool,
}

/// What is open while a part is read.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is an element that is open")]
struct OpenWordParts {
    paragraph: Option<Paragraph>,
    /// The paragraphs round it: a box of text stands in the middle of one.
    outer: Vec<Paragraph>,
    /// What the next picture shows, in its author's words.
    alt: String,
    /// How bold and slanted the run is.
    bold: bool,
    slanted: bool,
    /// Whether the run is hidden, and struck out.
    hidden: bool,
    struck: bool,
    in_run_properties: bool,
    in_text: bool,
    in_code: bool,
    /// The links that are open, each with where its words begin.
    links: Vec<(String, usize)>,
    /// A field's code, and whether its result is being read.
    field: Option<String>,
    rows: Vec<Vec<Vec<Inline>>>,
    tables: usize,
    note: Option<String>,
    skip: usize,
}

impl WordReader<'_> {
    fn walk(&mut self, xml: &str) -> Result<Vec<WordPart>, ImportRefusal> {
        let mut reader = Reader::from_str(xml);
        let mut pieces = Vec::new();
        let mut open = OpenWordParts::default();
        loop {
            match reader.read_event() {
                Ok(Event::Start(element)) => self.start(&element, &mut open, false),
                Ok(Event::Empty(element)) => self.start(&element, &mut open, true),
                Ok(Event::End(element)) => self.end(element.local_name().as_ref(), &mut open, &mut pieces),
                Ok(Event::Text(run)) if open.skip == 0 => {
                    self.text(&html_escape::decode_html_entities(&run), &mut open);
                }
                Ok(Event::GeneralRef(name)) if open.skip == 0 => {
                    let entity = format!("&{};", &*name);
                    self.text(&html_escape::decode_html_entities(&entity), &mut open);
                }
                Ok(Event::Eof) => break,
                Err(_) => return Err(ImportRefusal::new("it is damaged: open it in Word, and save it again")),
                Ok(_) => {}
            }
        }
        Ok(pieces)
    }

    fn start(&mut self, element: &BytesStart, open: &mut OpenWordParts, empty: bool) {
        let name = element.local_name();
        let name = name.as_ref();
        if open.skip > 0 {
            open.skip += usize::from(!empty);
            return;
        }
        // Struck out, moved away, said twice for old programs, or what only a picture's format needs.
        if matches!(name, "del" | "moveFrom" | "Fallback" | "sectPr" | "pPrChange" | "rPrChange" | "tblPrChange")
            && !empty
        {
            self.left.changed |= matches!(name, "del" | "moveFrom");
            open.skip = 1;
            return;
        }
        let said = || value(element, "val");
        match name {
            "p" if !empty => {
                // What is nested more deeply is no text.
                if let Some(outer) = open.paragraph.replace(Paragraph::default())
                    && open.outer.len() < 100
                {
                    open.outer.push(outer);
                }
            }
            "pStyle" => set(open, |paragraph| paragraph.style = said()),
            "numId" => set(open, |paragraph| paragraph.list = said()),
            "ilvl" => set(open, |paragraph| paragraph.level = said().and_then(|level| level.parse().ok())),
            "outlineLvl" => set(open, |paragraph| paragraph.outline = said().and_then(|level| level.parse().ok())),
            "r" => {
                (open.bold, open.slanted) = (false, false);
                let style = open.paragraph.as_ref().and_then(|paragraph| paragraph.style.as_deref());
                (open.hidden, open.struck) = self.marks(style);
            }
            "rStyle" if open.in_run_properties => {
                let (hidden, struck) = self.marks(said().as_deref());
                (open.hidden, open.struck) = (open.hidden || hidden, open.struck || struck);
            }
            "vanish" if open.in_run_properties => open.hidden = is_on(element),
            "strike" | "dstrike" if open.in_run_properties => open.struck = is_on(element),
            "rPr" => open.in_run_properties = !empty,
            "b" if open.in_run_properties => open.bold = is_on(element),
            "i" if open.in_run_properties => open.slanted = is_on(element),
            "t" => open.in_text = !empty,
            "instrText" => open.in_code = !empty,
            "tab" if !open.in_run_properties => push(open, Inline::Text("\t".into())),
            "br" | "cr" if value(element, "type").as_deref() != Some("page") => push(open, Inline::Break),
            "noBreakHyphen" => push(open, Inline::Text("-".into())),
            "hyperlink" if !empty => {
                let to = value(element, "id").and_then(|id| self.links.get(&id).cloned()).unwrap_or_default();
                let at = open.paragraph.as_ref().map_or(0, |paragraph| paragraph.inlines.len());
                open.links.push((to, at));
            }
            "fldChar" => match value(element, "fldCharType").as_deref() {
                Some("begin") => open.field = Some(String::new()),
                Some("separate") => {
                    let to = open.field.as_deref().and_then(hyperlink).unwrap_or_default();
                    let at = open.paragraph.as_ref().map_or(0, |paragraph| paragraph.inlines.len());
                    open.links.push((to, at));
                }
                Some("end") if open.field.take().is_some() => close_link(open),
                _ => {}
            },
            "footnoteReference" | "endnoteReference" => {
                if let Some(id) = value(element, "id") {
                    push(open, Inline::Note(note(name, &id)));
                }
            }
            "footnote" | "endnote" => {
                let kind = value(element, "type");
                open.note = value(element, "id").filter(|_| kind.is_none()).map(|id| note(name, &id));
            }
            // A sign of a font of signs: what stands at the start of a line is a bullet.
            "sym" => push(open, Inline::Text("•".into())),
            "docPr" => open.alt = value(element, "descr").map(|words| said_of(&words)).unwrap_or_default(),
            "blip" if open.hidden => self.left.hidden = true,
            "blip" => {
                if let Some(id) = value(element, "embed") {
                    self.pictures.push(id.clone());
                    let alt = std::mem::take(&mut open.alt);
                    push(open, Inline::Picture { src: id, alt });
                }
            }
            "tbl" if !empty => {
                open.tables += 1;
                if open.tables == 1 {
                    open.rows.clear();
                }
            }
            "tr" if !empty && open.tables == 1 => open.rows.push(Vec::new()),
            "tc" if !empty && open.tables == 1 => {
                if let Some(row) = open.rows.last_mut() {
                    row.push(Vec::new());
                }
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str, open: &mut OpenWordParts, pieces: &mut Vec<WordPart>) {
        if open.skip > 0 {
            open.skip -= 1;
            return;
        }
        match name {
            "t" => open.in_text = false,
            "instrText" => open.in_code = false,
            "rPr" => open.in_run_properties = false,
            "hyperlink" => close_link(open),
            "p" => {
                let Some(paragraph) = open.paragraph.take() else { return };
                open.paragraph = open.outer.pop();
                open.links.clear();
                if open.tables > 0 {
                    if let Some(cell) = open.rows.last_mut().and_then(|row| row.last_mut()) {
                        if !cell.is_empty() && !paragraph.inlines.is_empty() {
                            cell.push(Inline::Text(" ".into()));
                        }
                        cell.extend(paragraph.inlines);
                    }
                } else if let Some(id) = &open.note {
                    pieces.push(WordPart::Note(id.clone(), paragraph.inlines));
                } else {
                    let kind = self.kind(&paragraph);
                    pieces.push(WordPart::Paragraph(paragraph.inlines, kind));
                }
            }
            "tbl" => {
                open.tables = open.tables.saturating_sub(1);
                if open.tables == 0 {
                    pieces.push(WordPart::Table(std::mem::take(&mut open.rows)));
                }
            }
            "footnote" | "endnote" => open.note = None,
            _ => {}
        }
    }
}

/// The label of a note: footnotes and endnotes count by themselves.
fn note(element: &str, id: &str) -> String {
    if element.starts_with("end") { format!("e{id}") } else { id.to_owned() }
}

/// What a picture shows, without what Word adds when it described it by itself.
fn said_of(words: &str) -> String {
    let words = words.split("AI\u{2d}generated content").next().unwrap_or_default();
    words.split_whitespace().collect::<Vec<_>>().join(" ").replace(['[', ']'], "")
}

fn set(open: &mut OpenWordParts, change: impl FnOnce(&mut Paragraph)) {
    if let Some(paragraph) = &mut open.paragraph {
        change(paragraph);
    }
}

fn push(open: &mut OpenWordParts, inline: Inline) {
    let Some(paragraph) = &mut open.paragraph else { return };
    let all = &mut paragraph.inlines;
    // Runs that look alike are one, but not across the place where a link begins.
    let begins = open.links.iter().any(|(_, at)| *at == all.len());
    match (all.last_mut().filter(|_| !begins), inline) {
        (Some(Inline::Strong(last)), Inline::Strong(next)) | (Some(Inline::Emphasis(last)), Inline::Emphasis(next)) => {
            last.extend(next);
        }
        (Some(Inline::Text(last)), Inline::Text(next)) => last.push_str(&next),
        (_, inline) => all.push(inline),
    }
}

/// The words since a link was opened become its words.
fn close_link(open: &mut OpenWordParts) {
    let Some((to, at)) = open.links.pop() else { return };
    let Some(paragraph) = &mut open.paragraph else { return };
    let inner = paragraph.inlines.split_off(at.min(paragraph.inlines.len()));
    let safe = crate::parse::reader::safe_address(&to).filter(|to| to.contains("://") || to.starts_with("mailto:"));
    match safe {
        Some(to) if !words(&inner).trim().is_empty() => paragraph.inlines.push(Inline::Link(to, inner)),
        _ => paragraph.inlines.extend(inner),
    }
}

/// The address in the code of a field: `HYPERLINK "https://…"`.
fn hyperlink(code: &str) -> Option<String> {
    let rest = code.trim().strip_prefix("HYPERLINK")?.trim_start();
    Some(rest.strip_prefix('"')?.split('"').next()?.to_owned())
}

impl WordReader<'_> {
    fn text(&mut self, text: &str, open: &mut OpenWordParts) {
        if open.in_code {
            if let Some(code) = &mut open.field {
                code.push_str(text);
            }
        } else if open.in_text && (open.hidden || open.struck) {
            self.left.hidden |= open.hidden;
            self.left.struck |= open.struck && !open.hidden;
        } else if open.in_text {
            let one = Inline::Text(text.to_owned());
            let one = if open.slanted { Inline::Emphasis(vec![one]) } else { one };
            push(open, if open.bold { Inline::Strong(vec![one]) } else { one });
        }
    }

    /// Whether a style hides its text, and whether it strikes it out.
    fn marks(&self, style: Option<&str>) -> (bool, bool) {
        let (mut hidden, mut struck) = (None, None);
        let mut style = style.and_then(|style| self.styles.get(style));
        for _ in 0..10 {
            let Some(found) = style else { break };
            hidden = hidden.or(found.hidden);
            struck = struck.or(found.struck);
            style = found.based_on.as_ref().and_then(|on| self.styles.get(on));
        }
        (hidden == Some(true), struck == Some(true))
    }

    fn kind(&self, paragraph: &Paragraph) -> ParagraphKind {
        match (self.heading(paragraph), self.list(paragraph)) {
            (Some(level), _) => ParagraphKind::Heading(level),
            (None, Some((level, counts))) => ParagraphKind::List(level, counts),
            (None, None) => ParagraphKind::Text,
        }
    }

    /// The list of a paragraph, by itself or by its style: how deep, and whether it counts.
    fn list(&self, paragraph: &Paragraph) -> Option<(u8, bool)> {
        let mut list = paragraph.list.clone();
        let mut level = paragraph.level;
        let mut name = String::new();
        let mut style = paragraph.style.clone();
        for _ in 0..10 {
            let Some(found) = style.as_ref().and_then(|style| self.styles.get(style)) else { break };
            list = list.or_else(|| found.list.clone());
            level = level.or(found.level);
            if name.is_empty() {
                name.clone_from(&found.name);
            }
            style.clone_from(&found.based_on);
        }
        let level = level.unwrap_or(0);
        match list.as_deref() {
            Some("0") => None,
            Some(list) => Some((level, self.numbering.get(&(list.to_owned(), level)).copied().unwrap_or(false))),
            None if name.starts_with("list bullet") => Some((level, false)),
            None if name.starts_with("list number") => Some((level, true)),
            None => None,
        }
    }

    /// The level of a heading: 0 is the title.
    fn heading(&self, paragraph: &Paragraph) -> Option<u8> {
        let mut style = paragraph.style.clone();
        let mut outline = paragraph.outline;
        for _ in 0..10 {
            let Some(found) = style.as_ref().and_then(|style| self.styles.get(style)) else { break };
            if found.name == "title" {
                return Some(0);
            }
            if let Some(level) = found.name.strip_prefix("heading ").and_then(|level| level.parse().ok()) {
                return Some(level);
            }
            outline = outline.or(found.outline);
            style.clone_from(&found.based_on);
        }
        // A file without styles still names them.
        let id = paragraph.style.as_deref().unwrap_or_default().to_lowercase();
        if id == "title" {
            return Some(0);
        }
        id.strip_prefix("heading")
            .and_then(|level| level.parse().ok())
            .or(outline.filter(|level| *level < 9).map(|level| level + 1))
    }
}

/// A list that somebody made by hand, with a sign and a blank before each item.
fn by_hand(mut inlines: Vec<Inline>, kind: ParagraphKind) -> (Vec<Inline>, ParagraphKind) {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^\s*(?:(?:([•▪●◦○·*–‣■□►➢➤✓✔→\u{f0b7}\u{f0a7}\u{f0d8}\u{f0fc}-])|(\d{1,2}[.)]))[\s\u{a0}]+|o\t\s*)")
    });
    if !matches!(kind, ParagraphKind::Text) {
        return (inlines, kind);
    }
    let Some(Inline::Text(first)) = inlines.first_mut() else { return (inlines, kind) };
    let Some(found) = MARK.captures(first) else { return (inlines, kind) };
    let kind = ParagraphKind::List(0, found.get(2).is_some());
    *first = first[found[0].len()..].to_owned();
    (inlines, kind)
}

/// Adds an item to the list before it, as deep as it stands.
fn item(blocks: &mut Vec<Block>, level: u8, counts: bool, inlines: Vec<Inline>) {
    let Some(line) = html::paragraphs(inlines).into_iter().next() else { return };
    let start = counts.then_some(1);
    let same = matches!(blocks.last(), Some(Block::List(of, _)) if level > 0 || of.is_some() == counts);
    if !same {
        blocks.push(Block::List(start, Vec::new()));
    }
    let Some(Block::List(_, items)) = blocks.last_mut() else { return };
    match (level, items.last_mut()) {
        (1.., Some(last)) => item(last, level - 1, counts, line),
        _ => items.push(vec![Block::Paragraph(line)]),
    }
}

/// Pictures by the names of their files.
fn named(inlines: Vec<Inline>, names: &HashMap<String, String>) -> Vec<Inline> {
    let name = |inline| match inline {
        Inline::Picture { src, alt } => names.get(&src).map(|name| Inline::Picture { src: name.clone(), alt }),
        other => Some(other),
    };
    inlines.into_iter().filter_map(name).collect()
}

/// A heading is bold in any case.
fn unbold(inlines: Vec<Inline>) -> Vec<Inline> {
    inlines
        .into_iter()
        .flat_map(|inline| if let Inline::Strong(inner) = inline { inner } else { vec![inline] })
        .collect()
}

/// Puts the pieces together: lists, headings, the title.
fn assemble(document: &mut SourceDocument, pieces: Vec<WordPart>, names: &HashMap<String, String>) {
    let mut blocks: Vec<Block> = Vec::new();
    for piece in pieces {
        match piece {
            WordPart::Paragraph(inlines, kind) => {
                let (inlines, kind) = by_hand(named(inlines, names), kind);
                match kind {
                    ParagraphKind::List(level, counts) => item(&mut blocks, level, counts, inlines),
                    ParagraphKind::Heading(0) if document.best(MetadataKind::Title).is_none() => {
                        document.add(MetadataKind::Title, words(&inlines), "the title", Sure::Said);
                    }
                    ParagraphKind::Heading(level) => blocks.extend(
                        html::paragraphs(unbold(inlines))
                            .into_iter()
                            .map(|part| Block::Heading((level + 1).min(6), part)),
                    ),
                    ParagraphKind::Text => blocks.extend(html::paragraphs(inlines).into_iter().map(Block::Paragraph)),
                }
            }
            // A box round some lines is no table.
            WordPart::Table(rows) if rows.iter().all(|row| row.len() < 2) => {
                let cells = rows.into_iter().flatten().flat_map(|cell| html::paragraphs(named(cell, names)));
                blocks.extend(cells.map(Block::Paragraph));
            }
            WordPart::Table(rows) => {
                let cell = |cell: Vec<Inline>| named(cell, names);
                let row = |row: Vec<Vec<Inline>>| row.into_iter().map(cell).collect();
                blocks.push(Block::Table(rows.into_iter().map(row).collect()));
            }
            WordPart::Note(id, inlines) => {
                blocks.extend(
                    html::paragraphs(inlines).into_iter().take(1).map(|part| Block::Footnote(id.clone(), part)),
                );
            }
        }
    }
    let blocks = plain::framed(document, blocks);
    document.body = ImportedBody::Blocks(letter::opened(document, blocks));
    if document.best(MetadataKind::Title).is_none() {
        plain::headline(document);
    }
}
