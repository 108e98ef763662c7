//! Some Markdown in, what it says in brief out: the items of its first list, and how its paragraphs begin, each on one
//! line of plain text. Must not know where they are shown.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::plain::FoldedLine;
use super::{MAX_DEPTH, dialect, marks};

/// What a body says in brief.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Points {
    /// The first items of the first list that has at least two of more than an address. What an item holds besides its
    /// first words, such as a list of its own, is left out.
    pub items: Vec<String>,
    /// The paragraphs that stand by themselves or in a callout, up to that list; whole.
    pub paragraphs: Vec<String>,
}

/// The most paragraphs that are read.
const PARAGRAPHS: usize = 12;

/// Reads up to so many items. Markdown that is nested too deeply to be rendered has
/// no points.
pub fn points(text: &str, most: usize) -> Points {
    let mut reading = PointsReader { most, ..PointsReader::default() };
    let mut depth = 0;
    let unmarked = marks::unmarked(text);
    for event in Parser::new_ext(&unmarked.text, dialect(false)) {
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return Points::default();
                }
                reading.start(&tag);
            }
            Event::End(tag) => {
                depth -= 1;
                if reading.end(tag) {
                    break;
                }
            }
            event => reading.words(&event),
        }
    }
    if reading.points.items.len() < 2 {
        reading.points.items.clear();
    }
    reading.points
}

#[derive(Default)]
struct PointsReader {
    points: Points,
    most: usize,
    /// How many lists are open.
    lists: usize,
    /// How many elements are open that hold no points: quotes, tables, code, footnotes, headings, pictures, struck-out text.
    aside: usize,
    line: FoldedLine,
    /// How many links are open.
    links: usize,
    /// Whether there are words outside a link.
    words_of_its_own: bool,
    /// Whether the words that are read belong to the item or paragraph.
    taken: bool,
}

impl PointsReader {
    fn start(&mut self, tag: &Tag) {
        match tag {
            Tag::BlockQuote(None)
            | Tag::Table(_)
            | Tag::CodeBlock(_)
            | Tag::FootnoteDefinition(_)
            | Tag::Heading { .. }
            | Tag::HtmlBlock
            | Tag::Strikethrough
            | Tag::Image { .. } => self.aside += 1,
            Tag::List(_) => {
                self.lists += 1;
                self.taken = false;
            }
            Tag::Item if self.lists == 1 => self.begin(),
            Tag::Paragraph if self.lists == 0 => self.begin(),
            Tag::Link { .. } => self.links += 1,
            _ => {}
        }
    }

    fn begin(&mut self) {
        self.line = FoldedLine::default();
        self.words_of_its_own = false;
        self.taken = true;
    }

    /// Takes the end of an element; whether enough was read.
    fn end(&mut self, tag: TagEnd) -> bool {
        match tag {
            TagEnd::BlockQuote(None)
            | TagEnd::Table
            | TagEnd::CodeBlock
            | TagEnd::FootnoteDefinition
            | TagEnd::Heading(_)
            | TagEnd::HtmlBlock
            | TagEnd::Strikethrough
            | TagEnd::Image => self.aside = self.aside.saturating_sub(1),
            TagEnd::List(_) => {
                self.lists -= 1;
                if self.lists == 0 && self.points.items.len() < 2 {
                    self.points.items.clear();
                }
                return self.lists == 0 && !self.points.items.is_empty();
            }
            TagEnd::Item if self.lists == 1 && self.aside == 0 => {
                let line = std::mem::take(&mut self.line).text;
                if !line.is_empty() && self.words_of_its_own {
                    self.points.items.push(line);
                }
                self.taken = false;
                return self.points.items.len() >= self.most;
            }
            // A loose item: its first paragraph is what counts.
            TagEnd::Paragraph if self.lists == 1 => self.taken &= self.line.text.is_empty(),
            TagEnd::Paragraph if self.lists == 0 && self.aside == 0 => {
                let line = std::mem::take(&mut self.line).text;
                if !line.is_empty() && self.words_of_its_own && self.points.paragraphs.len() < PARAGRAPHS {
                    self.points.paragraphs.push(line);
                }
                self.taken = false;
            }
            TagEnd::Link => self.links = self.links.saturating_sub(1),
            tag => self.words(&Event::End(tag)),
        }
        false
    }

    fn words(&mut self, event: &Event) {
        if !self.taken || self.aside > 0 {
            return;
        }
        self.line.event(event);
        if let Event::Text(text) | Event::Code(text) = event {
            self.words_of_its_own |= self.links == 0 && !text.trim().is_empty();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> (Vec<String>, Vec<String>) {
        let Points { items, paragraphs } = points(text, 3);
        (items, paragraphs)
    }

    #[test]
    fn the_first_list_counts() {
        let (items, paragraphs) =
            of("# A\n\nOne *two*.\n\n## B\n\n- [ ] c **d**\n  e\n- f [g](h)\n  - i\n\n\n- j\n\n  k\n- l\n\nm");
        assert_eq!(items, ["c d e", "f g", "j"]);
        assert_eq!(paragraphs, ["One two."]);
        assert_eq!(of("1. a\n2. b").0, ["a", "b"]);
    }

    #[test]
    fn lists_of_one_or_of_links_do_not() {
        for list in ["- a\n", "- [a](b)\n- <https://c.uk>\n- [*d*](e)\n", "> - a\n> - b\n", "- \n- a\n"] {
            assert_eq!(of(&format!("{list}\n---\n\n- c\n- d\n")).0, ["c", "d"], "{list}");
        }
        assert_eq!(of("[^a] b\n\n[^a]: c\n    - d\n    - e"), (vec![], vec!["b".to_owned()]));
    }

    #[test]
    fn paragraphs_are_those_that_stand_by_themselves() {
        let (items, paragraphs) =
            of("a\n\n> b\n\n> [!WARNING]\n> c\n\n![d](e.png)\n\n| f |\n|---|\n| g |\n\n<p>h</p>\n\n`i`\n\nj\n\nk");
        assert_eq!((items.len(), paragraphs), (0, ["a", "c", "i", "j", "k"].map(str::to_owned).to_vec()));
    }

    #[test]
    fn too_deep_has_no_points() {
        assert_eq!(points(&">".repeat(50_000), 3), Points::default());
        assert_eq!(points(&"- ".repeat(50_000), 3), Points::default());
    }
}
