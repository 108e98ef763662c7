//! What was pasted from a word processor, a page or a message: HTML of a clipboard to Markdown. In: that HTML. Out: text, and
//! what did not come with it. It must not know browsers, sites or bulletins.

use super::{
    blocks,
    document::{Block, Inline, RemovedParts, SourceDocument, SourceFormat, words},
    html::{self, Element, HtmlNode, HtmlReader},
    letter,
    plain::shown,
    trackers,
};

/// What became of a clipboard.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PastedText {
    pub markdown: String,
    /// How many pictures were in it: those stay behind, and are added one by one.
    pub pictures: usize,
    /// What else stayed behind, and why.
    pub removed: Vec<RemovedParts>,
}

/// Makes Markdown of the HTML of a clipboard.
pub fn pasted(html: &str) -> PastedText {
    let (mut tree, _) = html::tree(html);
    let mut pictures = 0;
    tree.prune(&mut |element| {
        pictures += usize::from(element.name == "img" && !element.is_tiny() && !element.is_hidden());
        element.is_hidden() || matches!(element.name.as_str(), "img" | "button" | "form" | "label")
    });
    plain_styles(&mut tree);
    word_lists(&mut tree);
    let mut document = SourceDocument::of(SourceFormat::Page);
    let mut reading = HtmlReader::default();
    let blocks = html::blocks(&tree, &mut reading);
    for caption in reading.captions {
        document.remove(shown(&caption), "it stands below a picture, which does not come along");
    }
    document.services = letter::services(&blocks);
    let blocks = blocks.into_iter().map(|block| tidy(&mut document, block)).collect::<Vec<_>>();
    PastedText { markdown: blocks::markdown(&blocks), pictures, removed: document.removed }
}

/// The value of a property in the style of an element, in small letters.
fn style(element: &Element, property: &str) -> Option<String> {
    let style = element.attribute("style")?.to_lowercase();
    let mut pairs = style.split(';').filter_map(|pair| pair.split_once(':'));
    pairs.find(|(name, _)| name.trim() == property).map(|(_, value)| value.trim().to_owned())
}

/// Bold and italic that stand in styles become elements, and elements whose style says otherwise become none: editors in
/// browsers put a text that is not bold into a `b`.
fn plain_styles(element: &mut Element) {
    let weight = style(element, "font-weight");
    let bold = weight.as_deref().map(|weight| weight.starts_with("bold") || weight >= "600" && weight.len() == 3);
    let slanted = style(element, "font-style").map(|slant| slant.starts_with("italic") || slant.starts_with("oblique"));
    let heading = matches!(element.name.as_str(), "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "th");
    match element.name.as_str() {
        "b" | "strong" if bold == Some(false) => element.name = "span".into(),
        "i" | "em" if slanted == Some(false) => element.name = "span".into(),
        "span" | "font" if bold == Some(true) && slanted == Some(true) => {
            let inner =
                Element { name: "em".into(), children: std::mem::take(&mut element.children), ..Element::default() };
            element.name = "strong".into();
            element.children = vec![HtmlNode::Element(inner)];
        }
        "span" | "font" if bold == Some(true) => element.name = "strong".into(),
        "span" | "font" if slanted == Some(true) => element.name = "em".into(),
        "p" if element.labels().split(' ').any(|label| label == "msotitle") => element.name = "h1".into(),
        _ => {}
    }
    for node in &mut element.children {
        if let HtmlNode::Element(inner) = node {
            plain_styles(inner);
        }
    }
    if heading || element.name == "h1" {
        unmark(element);
    }
}

/// A heading is not bold besides.
fn unmark(element: &mut Element) {
    for node in &mut element.children {
        if let HtmlNode::Element(inner) = node {
            if matches!(inner.name.as_str(), "b" | "strong") {
                inner.name = "span".into();
            }
            unmark(inner);
        }
    }
}

/// One point of a list as Word writes it: a paragraph that says in its style at which level of which list it stands.
struct Point {
    level: usize,
    /// The number that it shows; none for a bullet.
    number: Option<u64>,
    text: Element,
}

/// Word's lists become lists.
fn word_lists(element: &mut Element) {
    let mut children = Vec::with_capacity(element.children.len());
    let mut points: Vec<Point> = Vec::new();
    for node in std::mem::take(&mut element.children) {
        match node {
            HtmlNode::Element(mut inner) => match point(&mut inner) {
                Some(level) => points.push(level),
                None => {
                    children.extend(list(&mut points));
                    word_lists(&mut inner);
                    children.push(HtmlNode::Element(inner));
                }
            },
            HtmlNode::Text(text) if text.trim().is_empty() && !points.is_empty() => {}
            text @ HtmlNode::Text(_) => {
                children.extend(list(&mut points));
                children.push(text);
            }
        }
    }
    children.extend(list(&mut points));
    element.children = children;
}

/// Takes a paragraph of Word's apart that is a point of a list: it names its level. An item of a list in HTML and a numbered
/// heading may name one too, and stay what they are.
fn point(element: &mut Element) -> Option<Point> {
    let told = style(element, "mso-list").filter(|_| element.name == "p")?;
    let (_, level) = told.split_once("level")?;
    let level = level.chars().take_while(char::is_ascii_digit).collect::<String>().parse().unwrap_or(1);
    let mut mark = String::new();
    element.prune(&mut |inner| {
        let is_mark = style(inner, "mso-list").is_some_and(|told| told == "ignore");
        if is_mark {
            mark = inner.text();
        }
        is_mark
    });
    let counted = mark.trim().strip_suffix(['.', ')']).map(|number| number.trim_start_matches('('));
    let letters = counted.is_some_and(|number| number.len() <= 4 && number.chars().all(char::is_alphanumeric));
    let number = counted.filter(|_| letters).map(|number| number.parse().unwrap_or(1));
    let text = Element { name: "li".into(), children: std::mem::take(&mut element.children), ..Element::default() };
    Some(Point { level, number, text })
}

/// The points that were gathered as one list, those at deeper levels inside the point before them.
fn list(points: &mut Vec<Point>) -> Option<HtmlNode> {
    let taken = std::mem::take(points);
    let first = taken.first()?;
    let base = taken.iter().map(|point| point.level).min().unwrap_or(1);
    let mut attributes = Vec::new();
    let name = if let Some(number) = first.number {
        attributes.push(("start".to_owned(), number.to_string()));
        "ol"
    } else {
        "ul"
    };
    let mut items: Vec<HtmlNode> = Vec::new();
    let mut deeper: Vec<Point> = Vec::new();
    let close = |items: &mut Vec<HtmlNode>, deeper: &mut Vec<Point>| {
        let Some(inner) = list(deeper) else { return };
        match items.last_mut() {
            Some(HtmlNode::Element(item)) => item.children.push(inner),
            _ => {
                let item = Element { name: "li".into(), children: vec![inner], ..Element::default() };
                items.push(HtmlNode::Element(item));
            }
        }
    };
    for point in taken {
        if point.level > base {
            deeper.push(point);
        } else {
            close(&mut items, &mut deeper);
            items.push(HtmlNode::Element(point.text));
        }
    }
    close(&mut items, &mut deeper);
    Some(HtmlNode::Element(Element { name: name.into(), attributes, children: items }))
}

/// A block with links that anybody may have.
fn tidy(document: &mut SourceDocument, block: Block) -> Block {
    let mut all = |blocks: Vec<Block>| blocks.into_iter().map(|block| tidy(document, block)).collect::<Vec<_>>();
    match block {
        Block::Quote(inner) => Block::Quote(all(inner)),
        Block::List(start, items) => Block::List(start, items.into_iter().map(&mut all).collect()),
        Block::Paragraph(line) => Block::Paragraph(links(document, line)),
        Block::Heading(level, line) => Block::Heading(level, links(document, line)),
        Block::Table(rows) => {
            let row = |row: Vec<Vec<Inline>>| row.into_iter().map(|cell| links(document, cell)).collect();
            Block::Table(rows.into_iter().map(row).collect())
        }
        other => other,
    }
}

fn links(document: &mut SourceDocument, line: Vec<Inline>) -> Vec<Inline> {
    let mut out = Vec::with_capacity(line.len());
    for inline in line {
        match inline {
            Inline::Strong(inner) => out.push(Inline::Strong(links(document, inner))),
            Inline::Emphasis(inner) => out.push(Inline::Emphasis(links(document, inner))),
            Inline::Struck(inner) => out.push(Inline::Struck(links(document, inner))),
            Inline::Link(to, inner) => {
                let inner = links(document, inner);
                match if to.starts_with("http") { trackers::public(document, &to) } else { Some(to) } {
                    Some(to) => out.push(Inline::Link(to, inner)),
                    None => {
                        let said = words(&inner);
                        // Where the words are an address, its host is all that anybody may have of it.
                        let address = Some(said.trim()).filter(|said| !said.contains(char::is_whitespace));
                        match address.and_then(trackers::host_behind) {
                            Some(host) => out.push(Inline::Text(host)),
                            None => out.extend(inner),
                        }
                    }
                }
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests;
