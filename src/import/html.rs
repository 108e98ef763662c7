//! HTML to a tree and a tree to blocks. In: HTML as it was found. Out: [`Element`]s and [`Block`]s. It must not know whether
//! it was a page or a message.

use url::Url;

use super::document::{Block, Inline, words};
use crate::markdown::{
    tags::{HtmlToken, HtmlTokens, is_void},
    well_formed,
};

/// An element with what is in it.
#[derive(Clone, Debug, Default)]
pub struct Element {
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<HtmlNode>,
}

#[derive(Clone, Debug)]
pub enum HtmlNode {
    Element(Element),
    Text(String),
}

/// A tree, and whether elements were left out because they were nested too deeply.
pub fn tree(html: &str) -> (Element, bool) {
    let tidy = well_formed(html);
    let html = tidy.html.as_str();
    let mut open: Vec<Element> = vec![Element { name: "body".into(), ..Element::default() }];
    for token in HtmlTokens::of(html) {
        match token {
            HtmlToken::Open(tag) => {
                let decode =
                    |range: std::ops::Range<usize>| html_escape::decode_html_entities(&html[range]).into_owned();
                let attributes = tag
                    .attributes(html)
                    .map(|attribute| (html[attribute.name].to_owned(), attribute.value.map(decode).unwrap_or_default()))
                    .collect();
                let element = Element { name: tag.lower_name(html).into_owned(), attributes, children: Vec::new() };
                if is_void(&element.name) {
                    push(&mut open, HtmlNode::Element(element));
                } else {
                    open.push(element);
                }
            }
            HtmlToken::Close(_) if open.len() > 1 => {
                if let Some(element) = open.pop() {
                    push(&mut open, HtmlNode::Element(element));
                }
            }
            HtmlToken::Text(range) | HtmlToken::RawText(range) => {
                push(&mut open, HtmlNode::Text(html_escape::decode_html_entities(&html[range]).into_owned()));
            }
            _ => {}
        }
    }
    while open.len() > 1 {
        if let Some(element) = open.pop() {
            push(&mut open, HtmlNode::Element(element));
        }
    }
    (open.pop().unwrap_or_default(), tidy.deep)
}

fn push(open: &mut [Element], node: HtmlNode) {
    if let Some(last) = open.last_mut() {
        last.children.push(node);
    }
}

impl Element {
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    /// Class, id and role in one, for those who look for words in them.
    pub fn labels(&self) -> String {
        ["class", "id", "role", "aria-label"]
            .iter()
            .filter_map(|name| self.attribute(name))
            .collect::<Vec<_>>()
            .join(" ")
            .to_lowercase()
    }

    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| if let HtmlNode::Element(element) = node { Some(element) } else { None })
    }

    /// All text in it, with single blanks.
    pub fn text(&self) -> String {
        let mut out = String::new();
        self.add_text(&mut out);
        out.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    fn add_text(&self, out: &mut String) {
        for node in &self.children {
            match node {
                HtmlNode::Text(text) => out.push_str(text),
                HtmlNode::Element(element) => {
                    element.add_text(out);
                    if !is_inline(&element.name) {
                        out.push(' ');
                    }
                }
            }
        }
    }

    /// The first element in it for which something holds, itself included.
    pub fn find(&self, holds: &dyn Fn(&Self) -> bool) -> Option<&Self> {
        if holds(self) { Some(self) } else { self.elements().find_map(|element| element.find(holds)) }
    }

    /// Takes out elements for which something holds, each with what is in it.
    pub fn prune(&mut self, goes: &mut dyn FnMut(&Self) -> bool) {
        self.children.retain_mut(|node| match node {
            HtmlNode::Text(_) => true,
            HtmlNode::Element(element) => {
                let stays = !goes(element);
                if stays {
                    element.prune(goes);
                }
                stays
            }
        });
    }

    /// Whether it is not shown.
    pub fn is_hidden(&self) -> bool {
        let style = self.attribute("style").unwrap_or_default().replace(' ', "").to_lowercase();
        self.attribute("hidden").is_some()
            || style.contains("display:none")
            || style.contains("visibility:hidden")
            || style.contains("mso-hide:all")
    }

    /// Whether it has the size of a picture that only tells who reads: at most 3 pixels wide or high.
    pub fn is_tiny(&self) -> bool {
        let size = |name| self.attribute(name).and_then(|size: &str| size.trim_end_matches("px").parse::<u32>().ok());
        size("width").is_some_and(|width| width <= 3) || size("height").is_some_and(|height| height <= 3)
    }
}

fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "tt"
            | "u"
            | "var"
            | "wbr"
            | "ruby"
    )
}

/// What a tree is read with.
#[derive(Debug, Default)]
pub struct HtmlReader {
    /// What addresses in it are relative to.
    pub base: Option<Url>,
    /// Whether pictures stay where they stand, since they are the site's own.
    pub in_place: bool,
    /// The pictures that were met: address and words.
    pub pictures: Vec<(String, String)>,
    /// Pictures whose address is relative to a page that is not known.
    pub unplaced: Vec<String>,
    /// What stands below pictures that do not come along.
    pub captions: Vec<String>,
    /// How many pictures had the size of a tracker.
    pub trackers: usize,
}

/// The words of a link to a telephone number, with the number where they do not say it.
fn with_number(mut inner: Vec<Inline>, address: &str) -> Vec<Inline> {
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let number = crate::address::decode(address.trim_start_matches("tel:").split(';').next().unwrap_or_default());
    let number = number.replace(['-', '.'], " ");
    let number = number
        .strip_prefix("+44")
        .map_or(number.clone(), |rest| format!("0{}", rest.trim_start().trim_start_matches('0')));
    let said = digits(&words(&inner));
    let own = digits(&number);
    if own.len() >= 3 && !said.contains(own.trim_start_matches('0')) {
        inner.push(Inline::Text(format!(" ({})", number.trim())));
    }
    inner
}

/// A tree as blocks. Pictures are gathered, and do not stand in the blocks.
pub fn blocks(element: &Element, reading: &mut HtmlReader) -> Vec<Block> {
    let mut writer = Writer { reading, blocks: Vec::new(), line: Vec::new() };
    writer.children(element);
    writer.flush();
    writer.blocks
}

struct Writer<'r> {
    reading: &'r mut HtmlReader,
    blocks: Vec<Block>,
    line: Vec<Inline>,
}

impl Writer<'_> {
    fn children(&mut self, element: &Element) {
        for node in &element.children {
            match node {
                HtmlNode::Text(text) => self.line.push(Inline::Text(text.clone())),
                HtmlNode::Element(element) if element.is_hidden() => {}
                HtmlNode::Element(element) => self.element(element),
            }
        }
    }

    fn inner(&mut self, element: &Element) -> Vec<Block> {
        let mut writer = Writer { reading: self.reading, blocks: Vec::new(), line: Vec::new() };
        writer.children(element);
        writer.flush();
        writer.blocks
    }

    fn flush(&mut self) {
        let line = std::mem::take(&mut self.line);
        for part in paragraphs(line) {
            self.blocks.push(Block::Paragraph(part));
        }
    }

    fn element(&mut self, element: &Element) {
        match element.name.as_str() {
            name if is_inline(name) && !has_blocks(element) => {
                let inline = self.inline(element);
                self.line.extend(inline);
            }
            "br" => self.line.push(Inline::Break),
            "hr" => {
                self.flush();
                self.blocks.push(Block::Rule);
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                let level = element.name.as_bytes()[1] - b'0';
                let inline = self.inlines(element);
                for part in paragraphs(inline) {
                    self.blocks.push(Block::Heading(level, part));
                }
            }
            "ul" | "ol" => {
                self.flush();
                let list = self.list(element);
                self.blocks.extend(list);
            }
            "blockquote" => {
                self.flush();
                let inner = self.inner(element);
                if !inner.is_empty() {
                    self.blocks.push(Block::Quote(inner));
                }
            }
            "pre" => {
                self.flush();
                let mut text = String::new();
                element.add_text(&mut text);
                self.blocks.push(Block::Code(text));
            }
            "table" => {
                self.flush();
                match self.table(element) {
                    Some(table) => {
                        if let Some(caption) = element.elements().find(|inner| inner.name == "caption") {
                            self.children(caption);
                            self.flush();
                        }
                        self.blocks.push(table);
                    }
                    None => self.children(element),
                }
                self.flush();
            }
            // A picture that stays keeps what stands below it.
            "figcaption" if !self.reading.in_place => {
                self.reading.captions.extend(Some(element.text()).filter(|text| !text.is_empty()));
            }
            // A button that opens what stands below it is its heading.
            "button"
                if !element.attributes.iter().any(|(name, _)| name == "aria-expanded" || name == "aria-controls") => {}
            "button" => {
                self.flush();
                let inline = self.inlines(element);
                self.line.push(Inline::Strong(inline));
                self.flush();
            }
            "legend" => {}
            _ => {
                self.flush();
                self.children(element);
                self.flush();
            }
        }
    }

    /// A list; none without items. Word and Google Docs put a list in a list beside the item that it belongs to.
    fn list(&mut self, element: &Element) -> Option<Block> {
        let start = (element.name == "ol")
            .then(|| element.attribute("start").and_then(|start| start.parse().ok()).unwrap_or(1));
        let mut items: Vec<Vec<Block>> = Vec::new();
        for item in element.elements() {
            let deeper = matches!(item.name.as_str(), "ul" | "ol");
            let inner = if deeper { self.list(item).into_iter().collect() } else { self.inner(item) };
            match items.last_mut() {
                Some(last) if deeper => last.extend(inner),
                _ if inner.is_empty() => {}
                _ => items.push(inner),
            }
        }
        (!items.is_empty()).then_some(Block::List(start, items))
    }

    fn inlines(&mut self, element: &Element) -> Vec<Inline> {
        let mut out = Vec::new();
        for node in &element.children {
            match node {
                HtmlNode::Text(text) => out.push(Inline::Text(text.clone())),
                HtmlNode::Element(inner) if inner.is_hidden() => {}
                HtmlNode::Element(inner) if inner.name == "br" => out.push(Inline::Break),
                HtmlNode::Element(inner) => out.extend(self.inline(inner)),
            }
        }
        out
    }

    fn inline(&mut self, element: &Element) -> Vec<Inline> {
        if element.name == "img" {
            return self.picture(element);
        }
        let inner = self.inlines(element);
        if words(&inner).trim().is_empty() {
            // A picture that leads to itself in another size, or nothing.
            return inner;
        }
        match element.name.as_str() {
            "b" | "strong" => vec![Inline::Strong(inner)],
            "i" | "em" | "cite" => vec![Inline::Emphasis(inner)],
            "s" | "strike" | "del" => vec![Inline::Struck(inner)],
            "code" | "kbd" | "samp" | "tt" => vec![Inline::Code(words(&inner))],
            "a" => match element.attribute("href").and_then(|href| self.address(href)) {
                Some(address) if address.starts_with("tel:") => with_number(inner, &address),
                Some(address) => vec![Inline::Link(address, inner)],
                None => inner,
            },
            _ => inner,
        }
    }

    /// A whole address; none for one that leads only about the page.
    fn address(&self, href: &str) -> Option<String> {
        let href = href.trim();
        if href.is_empty() || href.starts_with('#') || href.contains("/cdn-cgi/l/email-protection") {
            return None;
        }
        let url = match Url::parse(href) {
            Ok(url) => url,
            Err(_) => self.reading.base.as_ref()?.join(href).ok()?,
        };
        matches!(url.scheme(), "http" | "https" | "mailto" | "tel").then(|| url.into())
    }

    fn picture(&mut self, element: &Element) -> Vec<Inline> {
        if element.is_tiny() || element.is_hidden() {
            self.reading.trackers += 1;
            return Vec::new();
        }
        // What is shown once a reader comes near stands elsewhere.
        let is_held_back = |src: &&str| src.trim().is_empty() || src.starts_with("data:");
        let src = ["src", "data-src", "data-lazy-src", "data-original"]
            .iter()
            .filter_map(|name| element.attribute(name))
            .find(|src| !is_held_back(src));
        let Some(given) = src else { return Vec::new() };
        let Some(src) = self.address(given) else {
            if self.reading.base.is_none() && Url::parse(given.trim()).is_err() {
                self.reading.unplaced.push(given.trim().to_owned());
            }
            return Vec::new();
        };
        let alt = element.attribute("alt").unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
        self.reading.pictures.push((src.clone(), alt.clone()));
        if self.reading.in_place { vec![Inline::Picture { src, alt }] } else { Vec::new() }
    }

    /// A table of data; none for one that only lays out a page.
    fn table(&mut self, table: &Element) -> Option<Block> {
        let mut rows: Vec<Vec<&Element>> = Vec::new();
        collect_rows(table, &mut rows);
        let headed = rows.iter().flatten().any(|cell| cell.name == "th");
        let wide = rows.len() >= 2 && rows.iter().all(|row| row.len() >= 2);
        let plain = rows.iter().flatten().all(|cell| !has_layout(cell) && cell.text().len() <= 300);
        if !(plain && (headed || wide)) || rows.iter().all(|row| row.len() < 2) {
            return None;
        }
        let cell = |cell: &&Element, writer: &mut Self| {
            let mut line = Vec::new();
            for block in writer.inner(cell) {
                if !line.is_empty() {
                    line.push(Inline::Text(" ".into()));
                }
                match block {
                    Block::Paragraph(inlines) | Block::Heading(_, inlines) => line.extend(inlines),
                    other => line.push(Inline::Text(super::document::block_words(&other))),
                }
            }
            line.into_iter()
                .map(|inline| if inline == Inline::Break { Inline::Text(" ".into()) } else { inline })
                .collect()
        };
        let rows = rows.iter().map(|row| row.iter().map(|one| cell(one, self)).collect()).collect();
        Some(Block::Table(rows))
    }
}

fn collect_rows<'e>(table: &'e Element, rows: &mut Vec<Vec<&'e Element>>) {
    for element in table.elements() {
        match element.name.as_str() {
            "tr" => rows.push(element.elements().filter(|cell| matches!(cell.name.as_str(), "td" | "th")).collect()),
            "thead" | "tbody" | "tfoot" => collect_rows(element, rows),
            _ => {}
        }
    }
    rows.retain(|row| !row.is_empty());
}

fn has_blocks(element: &Element) -> bool {
    element.elements().any(|inner| !(is_inline(&inner.name) || inner.name == "br") || has_blocks(inner))
}

fn has_layout(element: &Element) -> bool {
    element
        .find(&|inner| matches!(inner.name.as_str(), "table" | "h1" | "h2" | "h3" | "ul" | "ol" | "img" | "blockquote"))
        .is_some()
}

/// A run of inlines as paragraphs: blanks in a row are one, and two breaks in a row part paragraphs.
pub fn paragraphs(line: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut out: Vec<Vec<Inline>> = vec![Vec::new()];
    let mut broken = false;
    for inline in line {
        if inline == Inline::Break {
            let last = out.last_mut();
            if let Some(last) = last {
                trim_end(last);
                if broken && !last.is_empty() {
                    out.push(Vec::new());
                } else if !last.is_empty() && last.last() != Some(&Inline::Break) {
                    last.push(Inline::Break);
                }
            }
            broken = true;
            continue;
        }
        let blank = matches!(&inline, Inline::Text(text) if text.trim().is_empty());
        let Some(last) = out.last_mut() else { continue };
        let at_start = last.last().is_none_or(|last| *last == Inline::Break || ends_blank(last));
        if let Some(inline) = collapsed(inline, at_start) {
            last.push(inline);
        }
        broken &= blank;
    }
    for part in &mut out {
        while part.last() == Some(&Inline::Break) {
            part.pop();
            trim_end(part);
        }
        trim_end(part);
        while part.last() == Some(&Inline::Break) {
            part.pop();
        }
    }
    out.retain(|part| {
        part.iter().any(|inline| matches!(inline, Inline::Note(_) | Inline::Picture { .. }))
            || !words(part).trim().is_empty()
    });
    out
}

fn ends_blank(inline: &Inline) -> bool {
    match inline {
        Inline::Text(text) => text.ends_with(char::is_whitespace),
        Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Struck(inner) | Inline::Link(_, inner) => {
            inner.last().is_some_and(ends_blank)
        }
        _ => false,
    }
}

fn trim_end(line: &mut Vec<Inline>) {
    while let Some(Inline::Text(text)) = line.last_mut() {
        let length = text.trim_end().len();
        text.truncate(length);
        if length > 0 {
            break;
        }
        line.pop();
    }
}

/// An inline with single blanks; none when nothing is left.
fn collapsed(inline: Inline, at_start: bool) -> Option<Inline> {
    let inner = |inner: Vec<Inline>| {
        let mut start = at_start;
        let mut out: Vec<Inline> = Vec::new();
        for one in inner {
            if let Some(one) = collapsed(one, start) {
                start = one == Inline::Break || ends_blank(&one);
                out.push(one);
            }
        }
        out
    };
    match inline {
        Inline::Text(text) => {
            let mut out = String::with_capacity(text.len());
            let mut blank = at_start;
            for c in text.chars() {
                if c.is_whitespace() {
                    if !blank {
                        out.push(' ');
                    }
                    blank = true;
                } else if !matches!(c, '\u{200b}' | '\u{200c}' | '\u{34f}' | '\u{ad}' | '\u{feff}') {
                    out.push(c);
                    blank = false;
                }
            }
            (!out.is_empty()).then_some(Inline::Text(out))
        }
        Inline::Strong(list) => Some(inner(list)).filter(|list| !list.is_empty()).map(Inline::Strong),
        Inline::Emphasis(list) => Some(inner(list)).filter(|list| !list.is_empty()).map(Inline::Emphasis),
        Inline::Struck(list) => Some(inner(list)).filter(|list| !list.is_empty()).map(Inline::Struck),
        Inline::Link(to, list) => Some(inner(list)).filter(|list| !list.is_empty()).map(|list| Inline::Link(to, list)),
        other => Some(other),
    }
}
