//! Word files. In: the bytes of a `.docx`. Out: a [`SourceDocument`]: headings, lists, tables, links and footnotes as they are;
//! who wrote it, for whom, and what was said about it never leaves. It must not know the site.

use std::{
    collections::HashMap,
    io::{Cursor, Read as _},
};

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};
use zip::ZipArchive;

use super::{
    ImportRefusal,
    document::{ImportedBytes, ImportedFile, Inline, SourceDocument, SourceFormat, words},
    word_styles::{ParagraphStyle, Relations, is_on, numbering, styles, value},
};

mod assembly;

/// The most bytes of one part that are unpacked: a text of a thousand pages has fewer.
const PART: u64 = 24 * 1024 * 1024;
/// The most bytes of one picture.
const PICTURE: u64 = 16 * 1024 * 1024;

/// The most pictures of one file.
const MOST_PICTURES: usize = 50;

type Archive<'b> = ZipArchive<Cursor<&'b [u8]>>;

/// Reads a Word file.
pub fn read(bytes: &[u8]) -> Result<SourceDocument, ImportRefusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes))
        .map_err(|_| ImportRefusal::new("it is packed like a Word file, but cannot be unpacked"))?;
    let main = main_part(&mut archive)?;
    let Some(text) = part(&mut archive, &main)? else {
        return Err(ImportRefusal::new("it is a packed file and no Word file: unpack it, and give me what is in it"));
    };
    let (folder, name) = main.rsplit_once('/').unwrap_or(("", &main));
    let links = Relations::new(&part(&mut archive, &format!("{folder}/_rels/{name}.rels"))?.unwrap_or_default());
    // Some programs count the names of all parts on.
    let mut named = |kind: &str| -> Result<String, ImportRefusal> {
        let path =
            links.of_kind(kind).next().map_or_else(|| format!("word/{kind}.xml"), |target| below(folder, target));
        Ok(part(&mut archive, &path)?.unwrap_or_default())
    };
    let numbering = numbering(&named("numbering")?);
    let styles = styles(&named("styles")?);
    let notes = [named("footnotes")?, named("endnotes")?];
    let frame = links.of_kind("header").chain(links.of_kind("footer")).map(|target| below(folder, target));
    let frame: Vec<String> = frame.take(12).collect();
    let mut reader = WordReader {
        links: &links.targets,
        numbering: &numbering,
        styles: &styles,
        left: OmissionReasons::default(),
        pictures: Vec::new(),
        counters: HashMap::new(),
    };
    let mut paragraphs = reader.walk(&text)?;
    for notes in notes {
        paragraphs.extend(reader.walk(&notes)?.into_iter().filter(|one| matches!(one, WordPart::Note(..))));
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
    if reader.left.drawn {
        document.warn(
            "a chart, drawing or table of another program stands in it, and was left out: say in words what it shows",
        );
    }
    let pictures = std::mem::take(&mut reader.pictures);
    for path in frame {
        if part(&mut archive, &path)?.is_some_and(|xml| xml.contains("<w:t>") || xml.contains("<w:t ")) {
            document.remove("the head and foot of its pages", "they stand on every page, and may name who wrote it");
        }
    }
    let mut names = HashMap::new();
    for (at, id) in pictures.iter().enumerate() {
        let Some(target) = links.targets.get(id) else { continue };
        let path = below(folder, target);
        let ending = path.rsplit('.').next().unwrap_or_default().to_lowercase();
        let number = at + 1;
        if !matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "webp") || names.len() >= MOST_PICTURES {
            document
                .warn(format!("picture {number} in it (.{ending}) was left out: save it as .png or .jpg, and add it"));
            continue;
        }
        match bytes_of(&mut archive, &path, PICTURE).filter(|bytes| is_picture(bytes)) {
            Some(bytes) => {
                let name = format!("picture-{number}.{ending}");
                names.insert(id.clone(), name.clone());
                document.files.push(ImportedFile { name, bytes: ImportedBytes::Held(bytes) });
            }
            None => document.warn(format!(
                "picture {number} in it is empty, damaged or too large, and was left out: look at it in Word"
            )),
        }
    }
    if !names.is_empty() {
        document.warn("pictures came with it: say in words what each shows, and ask whose they are");
    }
    assembly::assemble(&mut document, paragraphs, &names);
    Ok(document)
}

/// The part that holds the text: `word/document.xml`, or as another program calls it.
fn main_part(archive: &mut Archive) -> Result<String, ImportRefusal> {
    let relations = Relations::new(&part(archive, "_rels/.rels")?.unwrap_or_default());
    let Some(main) = relations.of_kind("officeDocument").next().map(|target| below("", target)) else {
        return Ok("word/document.xml".into());
    };
    match main.split('/').next() {
        Some("xl") => Err(ImportRefusal::new("it is an Excel file: open it, copy the text, and give me that")),
        Some("ppt") => Err(ImportRefusal::new("it is a PowerPoint file: open it, copy the text, and give me that")),
        _ => Ok(main),
    }
}

/// The path of a part that another one in a folder names.
fn below(folder: &str, target: &str) -> String {
    match target.strip_prefix('/') {
        Some(rooted) => rooted.to_owned(),
        None if folder.is_empty() => target.trim_start_matches("./").to_owned(),
        None => format!("{folder}/{}", target.trim_start_matches("./")),
    }
}

/// Whether bytes begin as a picture does.
fn is_picture(bytes: &[u8]) -> bool {
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    begins(b"\x89PNG") || begins(b"\xff\xd8\xff") || begins(b"GIF8") || begins(b"RIFF")
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
    /// How deep, and its number where it counts.
    List(u8, Option<u64>),
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
    numbering: &'w HashMap<(String, u8), Option<u64>>,
    styles: &'w HashMap<String, ParagraphStyle>,
    left: OmissionReasons,
    pictures: Vec<String>,
    /// The number that comes next in each list, by list and level.
    counters: HashMap<(String, u8), u64>,
}

/// Which text of a file is left out.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "each is a kind of text that may stand in a file")]
struct OmissionReasons {
    /// By a change that was tracked.
    changed: bool,
    hidden: bool,
    struck: bool,
    /// What another program drew.
    drawn: bool,
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
            "chart" | "relIds" | "OLEObject" => self.left.drawn = true,
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

    fn kind(&mut self, paragraph: &Paragraph) -> ParagraphKind {
        if let Some(level) = self.heading(paragraph) {
            return ParagraphKind::Heading(level);
        }
        // What is empty has no number.
        let is_empty = words(&paragraph.inlines).trim().is_empty();
        match self.list(paragraph).filter(|_| !is_empty) {
            Some((_, level, None)) => ParagraphKind::List(level, None),
            Some((list, level, Some(start))) => {
                self.counters.retain(|(of, deeper), _| *of != list || *deeper <= level);
                let next = self.counters.entry((list, level)).or_insert(start);
                *next += 1;
                ParagraphKind::List(level, Some(*next - 1))
            }
            None => ParagraphKind::Text,
        }
    }

    /// The list of a paragraph, by itself or by its style: which, how deep, and where it starts if it counts.
    fn list(&self, paragraph: &Paragraph) -> Option<(String, u8, Option<u64>)> {
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
            Some(list) => {
                let start = self.numbering.get(&(list.to_owned(), level)).copied().flatten();
                Some((list.to_owned(), level, start))
            }
            None if name.starts_with("list bullet") => Some((name, level, None)),
            None if name.starts_with("list number") => Some((name, level, Some(1))),
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
