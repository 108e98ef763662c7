//! A body as the pieces of text that a reader sees, each with the place of every character in the source, for those who
//! read it as a colleague would. In: Markdown. Out: [`Passages`]. It must not know what is looked for.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::dialect;

/// What a passage is in its text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PassagePart {
    /// With its level, from 1.
    Heading(u8),
    Paragraph,
    Item,
    Cell,
}

/// One paragraph, heading, item of a list or cell of a table.
#[derive(Clone, Debug)]
pub struct Passage {
    pub part: PassagePart,
    /// Its text without marks; lines are parted by a line end.
    pub text: String,
    /// Whether it is quoted from somebody.
    pub quoted: bool,
    /// Where runs of the text begin: in the text, and in the source.
    runs: Vec<(usize, usize)>,
    /// What of the text stands between backticks.
    code: Vec<Range<usize>>,
}

impl Passage {
    fn new(part: PassagePart, quoted: bool) -> Self {
        Self { part, text: String::new(), quoted, runs: Vec::new(), code: Vec::new() }
    }

    /// Whether a place of the text stands between backticks.
    pub fn is_code(&self, at: usize) -> bool {
        self.code.iter().any(|range| range.contains(&at))
    }

    /// The place in the source of a range of the text.
    pub fn source(&self, range: Range<usize>) -> Range<usize> {
        let at = |offset: usize| {
            let run = self.runs.iter().rev().find(|(plain, _)| *plain <= offset);
            run.map_or(0, |(plain, source)| source + (offset - plain))
        };
        let start = at(range.start);
        let end = if range.is_empty() { start } else { at(range.end - 1) + 1 };
        start..end.max(start)
    }
}

/// A link or picture of a body.
#[derive(Clone, Debug)]
pub struct Anchor {
    /// What it says: of a picture, its description.
    pub text: String,
    pub destination: String,
    pub range: Range<usize>,
    pub image: bool,
}

/// A body taken apart.
#[derive(Clone, Debug, Default)]
pub struct Passages {
    pub passages: Vec<Passage>,
    pub anchors: Vec<Anchor>,
}

/// Takes a body apart. Code is left out: nobody wrote it as a sentence.
pub fn passages(body: &str) -> Passages {
    let mut out = Passages::default();
    let mut open: Option<Passage> = None;
    let mut anchors: Vec<Anchor> = Vec::new();
    let (mut quotes, mut code) = (0_usize, 0_usize);
    for (event, range) in Parser::new_ext(body, dialect(false)).into_offset_iter() {
        match event {
            Event::Start(Tag::BlockQuote(kind)) => quotes += usize::from(kind.is_none()),
            Event::End(TagEnd::BlockQuote(kind)) => quotes -= usize::from(kind.is_none()),
            Event::Start(Tag::CodeBlock(_)) => code += 1,
            Event::End(TagEnd::CodeBlock) => code -= 1,
            Event::Start(Tag::Link { dest_url, .. }) => anchors.push(anchor(&dest_url, range, false)),
            Event::Start(Tag::Image { dest_url, .. }) => anchors.push(anchor(&dest_url, range, true)),
            Event::End(TagEnd::Link | TagEnd::Image) => out.anchors.extend(anchors.pop()),
            Event::Start(tag) => {
                if let Some(part) = part(&tag) {
                    out.passages.extend(open.take().filter(says_something));
                    open = Some(Passage::new(part, quotes > 0));
                }
            }
            Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell) => {
                out.passages.extend(open.take().filter(says_something));
            }
            Event::Text(_) if code > 0 => {}
            Event::Text(text) => add(&text, range, &mut anchors, &mut open, quotes > 0),
            Event::Code(text) => {
                let start = open.as_ref().map_or(0, |passage| passage.text.len());
                // The text begins behind the backticks.
                let mark = body[range.clone()].bytes().take_while(|byte| *byte == b'`').count();
                add(&text, range.start + mark..range.end, &mut anchors, &mut open, quotes > 0);
                if let Some(passage) = &mut open {
                    passage.code.push(start..passage.text.len());
                }
            }
            Event::SoftBreak | Event::HardBreak => {
                if let Some(passage) = &mut open {
                    passage.runs.push((passage.text.len(), range.start));
                    passage.text.push('\n');
                }
            }
            Event::InlineHtml(html) => {
                // A line that HTML breaks is broken here too.
                if let Some(passage) = open.as_mut().filter(|_| html.starts_with("<br")) {
                    passage.runs.push((passage.text.len(), range.start));
                    passage.text.push('\n');
                }
            }
            _ => {}
        }
    }
    out.passages.extend(open.take().filter(says_something));
    out
}

/// Adds text to the passage that is open, and to the links around it; the description of a picture is no part of it.
fn add(text: &str, range: Range<usize>, anchors: &mut [Anchor], open: &mut Option<Passage>, quoted: bool) {
    for anchor in anchors.iter_mut() {
        anchor.text.push_str(text);
    }
    if anchors.last().is_some_and(|anchor| anchor.image) {
        return;
    }
    let passage = open.get_or_insert_with(|| Passage::new(PassagePart::Paragraph, quoted));
    passage.runs.push((passage.text.len(), range.start));
    passage.text.push_str(text);
}

fn says_something(passage: &Passage) -> bool {
    !passage.text.trim().is_empty()
}

fn anchor(destination: &str, range: Range<usize>, image: bool) -> Anchor {
    Anchor { text: String::new(), destination: destination.to_owned(), range, image }
}

fn part(tag: &Tag) -> Option<PassagePart> {
    match tag {
        Tag::Paragraph => Some(PassagePart::Paragraph),
        Tag::Heading { level, .. } => Some(PassagePart::Heading(*level as u8)),
        Tag::Item => Some(PassagePart::Item),
        Tag::TableCell => Some(PassagePart::Cell),
        _ => None,
    }
}

/// One text as a passage of its own, which begins at an offset of the source.
pub fn of_text(text: &str, offset: usize) -> Passage {
    Passage { text: text.to_owned(), runs: vec![(0, offset)], ..Passage::new(PassagePart::Paragraph, false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_knows_its_place() {
        let body =
            "# Roof\n\nRing **01622 604100**, or see [the `site`](/x).\n\n- One\n- Two\n\n> Quoted\n\n    code\n";
        let found = passages(body);
        let texts: Vec<&str> = found.passages.iter().map(|passage| passage.text.as_str()).collect();
        assert_eq!(texts, ["Roof", "Ring 01622 604100, or see the site.", "One", "Two", "Quoted"]);
        let at = found.passages[1].text.find("604100").expect("it is there");
        assert_eq!(&body[found.passages[1].source(at..at + 6)], "604100");
        let at = found.passages[1].text.find("site").expect("it is there");
        assert_eq!(&body[found.passages[1].source(at..at + 4)], "site");
        assert!(found.passages[4].quoted && !found.passages[3].quoted);
        assert_eq!((found.anchors[0].text.as_str(), found.anchors[0].destination.as_str()), ("the site", "/x"));
    }
}
