//! A body in, what a build must know of it before any page is made out: title heading, excerpt,
//! destinations, what will be taken out. Makes no HTML, and must not know the site.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, LinkType, Parser, Tag, TagEnd};

use super::links::{self, LinkUse};
use super::marks::{self, UnmarkedBody};
use super::opening::{Opening, without_marks};
use super::plain::FoldedLine;
use super::report::{Examiner, RawPiece};
use super::tables;
use super::typed::Slip;
use super::{MAX_DEPTH, RawHtml, dialect, headings};

/// An excerpt is cut at a word within so many characters.
const EXCERPT: usize = 200;

/// So many bytes of text surely hold an excerpt.
const ENOUGH: usize = 4 * EXCERPT + 4;

/// What is known of a body. Ranges are bytes of the body.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Facts {
    /// The body's first block, when it is an `h1` with text in it.
    pub heading: Option<Heading>,
    /// The text of the first paragraph that has any, on one line, cut near 200 characters; of the
    /// first other text when there is no such paragraph.
    pub excerpt: String,
    /// Destinations of links and images, in Markdown and in raw HTML, in order. Bare addresses are
    /// not among them.
    pub links: Vec<Link>,
    /// What the renderer will take out.
    pub removed: Vec<RemovedMarkup>,
    /// Marks of kramdown, which are taken out.
    pub marks: Vec<RemovedMarkup>,
    /// Lists and headings that are read otherwise than they are typed.
    pub slips: Vec<Slip>,
    /// Text that is code only because it is indented.
    pub indented: Vec<Range<usize>>,
    /// Cells of tables that stand behind the last column, so that nothing of them is shown.
    pub lost_cells: Vec<Range<usize>>,
    /// Whether there is raw HTML other than comments.
    pub has_raw_html: bool,
    /// Why the body cannot be rendered as it should, and where that shows. What comes after is not
    /// looked at.
    pub limit: Option<(Limit, Range<usize>)>,
}

/// The heading that a body begins with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// Its text on one line, without marks or `{#id}`.
    pub text: String,
    /// The heading with its marks.
    pub range: Range<usize>,
}

/// A link or an image.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Link {
    /// Where it leads, as written but for escapes and entities, which are decoded.
    pub destination: String,
    /// The whole link or image in Markdown; the address in raw HTML.
    pub range: Range<usize>,
    /// It is an image.
    pub image: bool,
}

/// Something that the renderer will take out.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovedMarkup {
    /// What it is, such as `<script>`, `onclick on <a>` or ``a `javascript:` address``.
    pub what: String,
    /// Where it stands.
    pub range: Range<usize>,
    pub loss: Loss,
}

/// What readers lose with something that is taken out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Loss {
    /// What it said or did.
    Content,
    /// How it looked.
    Looks,
    /// The thing itself: a link to it stands in its place.
    Frame,
}

/// A bound that a body goes beyond.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Limit {
    /// Quotes, lists and emphasis are nested too deeply: the body is shown as written.
    TooDeep,
    /// Raw HTML is nested too deeply to be cleaned: it is shown as text.
    RawTooDeep,
    /// The body is too large for its raw HTML to be cleaned: that is shown as text.
    RawTooLarge,
}

/// Reads what must be known of `text`, a body without front matter, whose raw HTML is to be treated
/// as `raw` says. Never fails or panics; see `Facts::limit`.
pub fn facts(text: &str, raw: RawHtml) -> Facts {
    let unmarked = marks::unmarked(text);
    let mut reading = FactsReader::new(&unmarked.text, raw);
    for (event, range) in Parser::new_ext(&unmarked.text, dialect(false)).into_offset_iter() {
        reading.event(&event, range);
        if reading.facts.limit.is_some() {
            break;
        }
    }
    reading.finish(&unmarked)
}

/// The facts of a body whose events are being heard.
pub(super) struct FactsReader<'a> {
    facts: Facts,
    examiner: Examiner<'a>,
    depth: usize,
    first: bool,
    /// Inside the first block, which is an `h1`.
    title: Option<FoldedLine>,
    place: BlockKind,
    notes: usize,
    /// How many images and struck-out texts are open.
    unsaid: usize,
    excerpt: FoldedLine,
    has_excerpt: bool,
    /// Where in the excerpt the paragraph or item begins that is being read, and what stands before it if nothing does.
    part: (usize, Option<char>),
    /// Whether a few words were followed by a paragraph already.
    went_on: bool,
    /// Text outside paragraphs, for want of an excerpt.
    other: FoldedLine,
    /// The HTML block that is being read.
    block: Option<RawPiece>,
    /// How many columns the open table has.
    columns: usize,
}

/// In what block the words stand.
enum BlockKind {
    Paragraph,
    /// A heading, code, or a table: no excerpt is made of these. The cells of a table say nothing one behind the other.
    Unsaid,
    Elsewhere,
}

impl<'a> FactsReader<'a> {
    pub fn new(text: &'a str, raw: RawHtml) -> Self {
        Self {
            facts: Facts::default(),
            examiner: Examiner::new(text, raw),
            depth: 0,
            first: true,
            title: None,
            place: BlockKind::Elsewhere,
            notes: 0,
            unsaid: 0,
            excerpt: FoldedLine::default(),
            has_excerpt: false,
            part: (0, None),
            went_on: false,
            other: FoldedLine::default(),
            block: None,
            columns: 0,
        }
    }

    /// Hears the next event. What comes after a limit is passed over.
    pub fn event(&mut self, event: &Event, range: Range<usize>) {
        if self.facts.limit.is_some() {
            return;
        }
        let first = std::mem::replace(&mut self.first, false);
        match event {
            Event::Start(tag) => {
                self.depth += 1;
                if self.depth > MAX_DEPTH {
                    self.facts.limit = Some((Limit::TooDeep, range));
                    return;
                }
                self.start(tag, range, first);
            }
            Event::End(tag) => {
                self.depth -= 1;
                self.end(*tag, range);
            }
            Event::Html(html) => {
                if let Some(block) = &mut self.block {
                    block.push(html, range.start);
                }
            }
            Event::InlineHtml(html) => {
                let mut piece = RawPiece::default();
                piece.push(html, range.start);
                self.examiner.examine(&piece, &mut self.facts);
                self.words(event);
            }
            event => self.words(event),
        }
    }

    fn start(&mut self, tag: &Tag, range: Range<usize>, first: bool) {
        match tag {
            Tag::Paragraph => self.place = BlockKind::Paragraph,
            Tag::Heading { level, .. } => {
                self.place = BlockKind::Unsaid;
                self.title = (first && *level == HeadingLevel::H1).then(FoldedLine::default);
            }
            Tag::CodeBlock(kind) => {
                self.place = BlockKind::Unsaid;
                if *kind == CodeBlockKind::Indented {
                    self.facts.indented.push(range);
                }
            }
            Tag::Table(alignments) => {
                self.columns = alignments.len();
                self.place = BlockKind::Unsaid;
            }
            Tag::TableRow => {
                let row = self.examiner.text().get(range.clone()).unwrap_or_default();
                let lost = tables::beyond(row, self.columns);
                self.facts.lost_cells.extend(lost.map(|lost| range.start + lost.start..range.start + lost.end));
            }
            Tag::FootnoteDefinition(_) => self.notes += 1,
            Tag::Strikethrough => self.unsaid += 1,
            Tag::HtmlBlock => self.block = Some(RawPiece::default()),
            Tag::Link { link_type, dest_url, .. } => {
                let destination =
                    if *link_type == LinkType::Email { format!("mailto:{dest_url}") } else { dest_url.to_string() };
                self.link(destination, range, LinkUse::Link);
            }
            Tag::Image { dest_url, .. } => {
                self.unsaid += 1;
                self.link(dest_url.to_string(), range, LinkUse::Image);
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Paragraph => {
                self.place = BlockKind::Elsewhere;
                self.end_of_words('.');
            }
            TagEnd::Item if !self.excerpt.text.is_empty() => self.end_of_words(','),
            TagEnd::Heading(_) => {
                self.place = BlockKind::Elsewhere;
                if let Some(title) = self.title.take() {
                    let text = headings::split_id(&title.text).0.to_owned();
                    self.facts.heading = (!text.is_empty()).then_some(Heading { text, range });
                }
            }
            TagEnd::CodeBlock | TagEnd::Table => self.place = BlockKind::Elsewhere,
            TagEnd::FootnoteDefinition => self.notes -= 1,
            TagEnd::Image | TagEnd::Strikethrough => self.unsaid -= 1,
            TagEnd::HtmlBlock => {
                if let Some(block) = self.block.take() {
                    self.examiner.examine(&block, &mut self.facts);
                    let words = if self.excerpt.text.is_empty() { &mut self.other } else { &mut self.excerpt };
                    if self.notes == 0 && !self.has_excerpt && words.text.len() < ENOUGH {
                        words.push("\n");
                        words.html(block.html());
                        words.end_of_block();
                    }
                }
            }
            tag => self.words(&Event::End(tag)),
        }
    }

    /// Takes the words of an event where they are wanted.
    fn words(&mut self, event: &Event) {
        if self.unsaid > 0 {
            return;
        }
        if let Some(title) = &mut self.title {
            title.event(event);
        }
        if self.notes > 0 {
            return;
        }
        match self.place {
            BlockKind::Unsaid => {}
            _ if self.has_excerpt || self.excerpt.text.len() >= ENOUGH => {}
            BlockKind::Elsewhere if self.excerpt.text.is_empty() && self.other.text.len() >= ENOUGH => {}
            BlockKind::Elsewhere if self.excerpt.text.is_empty() => self.other.event(event),
            BlockKind::Paragraph | BlockKind::Elsewhere => {
                if matches!(event, Event::Text(_) | Event::Code(_))
                    && let Some(joint) = self.part.1.take()
                    && self.excerpt.text.ends_with(char::is_alphanumeric)
                {
                    self.excerpt.text.push(joint);
                }
                self.excerpt.event(event);
            }
        }
    }

    /// The end of a paragraph or an item: a greeting, a date or a few words go on with what follows.
    fn end_of_words(&mut self, joint: char) {
        if self.has_excerpt {
            return;
        }
        self.excerpt.end_of_block();
        let bare = without_marks(&self.excerpt.text);
        if bare.len() < self.excerpt.text.len() {
            self.excerpt.text = bare.to_owned();
        }
        if self.excerpt.text.is_empty() {
            return;
        }
        let part = self.excerpt.text.get(self.part.0..).unwrap_or_default().trim_start_matches(['.', ',', ' ']);
        // A list goes on until it says enough, and a paragraph for one more.
        let goes_on = match Opening::of(&self.excerpt.text, part) {
            Opening::Whole => false,
            Opening::Few => joint == ',' || !std::mem::replace(&mut self.went_on, true),
            Opening::Salutation => true,
        };
        self.has_excerpt = !goes_on;
        self.part = (self.excerpt.text.len(), Some(joint));
    }

    fn link(&mut self, destination: String, range: Range<usize>, used: LinkUse) {
        if let Some(what) = links::refusal(&destination, used) {
            self.facts.removed.push(RemovedMarkup { what, range, loss: Loss::Content });
        } else {
            self.facts.links.push(Link { destination, range, image: used == LinkUse::Image });
        }
    }

    /// What was found.
    pub fn finish(self, unmarked: &UnmarkedBody) -> Facts {
        let found = if self.excerpt.text.is_empty() { self.other } else { self.excerpt };
        let mut facts = self.facts;
        facts.excerpt = cut(without_marks(&found.text));
        if unmarked.differs() {
            let ranges = facts.links.iter_mut().map(|link| &mut link.range);
            let ranges = ranges.chain(facts.removed.iter_mut().map(|removed| &mut removed.range));
            let ranges = ranges.chain(facts.heading.iter_mut().map(|heading| &mut heading.range));
            let ranges = ranges.chain(&mut facts.indented).chain(&mut facts.lost_cells);
            for range in ranges.chain(facts.limit.iter_mut().map(|(_, range)| range)) {
                *range = unmarked.range(range.clone());
            }
            let marks = unmarked.marks.iter().cloned();
            facts.marks = marks.map(|(what, range)| RemovedMarkup { what, range, loss: Loss::Content }).collect();
            facts.slips.clone_from(&unmarked.slips);
        }
        facts
    }
}

/// `text`, or its beginning up to the last word that ends within the bound, with an ellipsis.
fn cut(text: &str) -> String {
    // In ASCII every character is a byte.
    let in_ascii = text.as_bytes().get(..=EXCERPT).is_some_and(<[u8]>::is_ascii);
    let end = if in_ascii { Some(EXCERPT) } else { text.char_indices().nth(EXCERPT).map(|(end, _)| end) };
    let Some(end) = end else { return text.to_owned() };
    let within = &text[..end];
    let whole =
        if text[end..].starts_with(' ') { within } else { within.rsplit_once(' ').map_or(within, |(words, _)| words) };
    let whole = whole.trim_end_matches(|last: char| {
        last.is_whitespace() || matches!(last, ',' | ';' | ':' | '-' | '–' | '—' | '.' | '(')
    });
    format!("{whole}…")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str) -> Facts {
        facts(text, RawHtml::Clean)
    }

    #[test]
    fn the_title_is_the_first_block_when_it_is_an_h1() {
        let heading = of("\n# A *b* {#c}\n\nd\n").heading.unwrap();
        assert_eq!((heading.text.as_str(), heading.range), ("A b", 1..14));
        assert_eq!(of("A\n=\n").heading.unwrap().text, "A");
        for text in ["a\n\n# B", "## A", "#", "# {#a}", "<!-- a -->\n\n# B", "> # A", ""] {
            assert_eq!(of(text).heading, None, "{text}");
        }
    }

    #[test]
    fn the_excerpt_is_the_first_paragraph_with_text() {
        assert_eq!(of("# A\n\n```\nb\n```\n\n![c](d)\n\nE **f**\n g&amp;h[^1].\n\ni\n\n[^1]: j").excerpt, "E f g&h. i");
        assert_eq!(of("# A\n\n- b\n- c\n").excerpt, "b c");
        assert_eq!(of("<p class=\"a\">b <i>c</i></p>").excerpt, "b c");
        assert_eq!(of("# A").excerpt, "");
        assert_eq!(of("| Day | Who |\n|--|--|\n| Monday | Jean |").excerpt, "", "cells are no sentence");
        assert_eq!(of("| Day | Who |\n|--|--|\n| Monday | Jean |\n\n- Ring Jean.").excerpt, "Ring Jean.");
        assert_eq!(of("~~All of this is over.~~\n\nAt ~~7pm~~ <del>6pm</del> 8pm.").excerpt, "At 8pm.");
    }

    #[test]
    fn a_greeting_a_date_and_a_few_words_go_on_with_what_follows() {
        let next = "Lead was taken from the roof of the church in the night.";
        for (first, want) in [
            ("Dear neighbours,", "Dear neighbours, "),
            (
                "Hello everyone in the valley, and a very good morning to you!",
                "Hello everyone in the valley, and a very good morning to you! ",
            ),
            ("Monday 1 March 2021", "Monday 1 March 2021. "),
            (
                "Published on Wednesday 24th November 2021 at 10:30am",
                "Published on Wednesday 24th November 2021 at 10:30am. ",
            ),
            ("**Please read**", "Please read. "),
            ("Annwyl gymdogion,", "Annwyl gymdogion, "),
            ("{% include map.html %}", ""),
            ("{% include map.html %} {% if x %}", ""),
            ("{{< figure src=\"a.png\" >}}", ""),
        ] {
            assert_eq!(of(&format!("{first}\n\n{next}\n\nMore.")).excerpt, format!("{want}{next}"), "{first}");
        }
        assert_eq!(of(&format!("{next}\n\nMore.")).excerpt, next);
        assert_eq!(of("{% include a.html %} Lead was taken.").excerpt, "Lead was taken.");
        assert_eq!(of("We need:\n\n- two torches\n- a ladder\n").excerpt, "We need: two torches, a ladder");
        assert_eq!(of("Short.").excerpt, "Short.");
    }

    #[test]
    fn what_stands_apart_on_a_page_does_in_the_excerpt() {
        for (body, want) in [
            ("Ring 101<br>999 in danger", "Ring 101 999 in danger"),
            ("<p>Ring 101</p><p>999 in danger</p>", "Ring 101 999 in danger"),
            ("<table><tr><th>Room</th><td>2</td></tr><tr><th>Doors</th><td>10</td></tr></table>", "Room 2 Doors 10"),
            ("<ul><li>One</li><li>2</li></ul>", "One 2"),
            ("a<b>b</b>c <i>d</i>", "abc d"),
            ("<dl><dt>Call</dt><dd>101</dd><dd>999</dd></dl>", "Call 101 999"),
            ("101<sup>1</sup> and 10<sup>th</sup> and H<sub>2</sub>O", "101¹ and 10th and H₂O"),
            ("<div>101</div><div>999</div>", "101 999"),
            ("101<hr>999", "101 999"),
            ("<select><option>101</option><option>999</option></select>", "101 999"),
            ("<h2>101</h2>999", "101 999"),
        ] {
            assert_eq!(of(body).excerpt, want, "{body}");
        }
    }

    #[test]
    fn marks_of_kramdown_are_reported_and_places_stay() {
        let text = "A.\n{: .b}\n\n[c](d.md){:target=\"_blank\"} <b onclick=e>f</b> [g](javascript:h)\n";
        let facts = of(text);
        let marks: Vec<_> = facts.marks.iter().map(|mark| (&*mark.what, &text[mark.range.clone()])).collect();
        assert_eq!(marks, [("{: .b}", "{: .b}"), ("{:target=\"_blank\"}", "{:target=\"_blank\"}")]);
        assert_eq!(&text[facts.links[0].range.clone()], "[c](d.md)");
        assert_eq!(&text[facts.removed[0].range.clone()], "onclick=e");
        assert_eq!(&text[facts.removed[1].range.clone()], "[g](javascript:h)");
    }

    #[test]
    fn the_excerpt_is_cut_at_a_word() {
        let excerpt = of(&"word, ".repeat(100)).excerpt;
        assert!(
            excerpt.ends_with("word…") && excerpt.chars().count() <= 201 && excerpt.chars().count() > 190,
            "{excerpt}"
        );
        assert_eq!(of(&"é".repeat(300)).excerpt, "é".repeat(200) + "…");
        let exact = "a".repeat(200);
        assert_eq!(of(&exact).excerpt, exact);
    }

    #[test]
    fn links_are_listed_with_their_places() {
        let text = "[a](b.md#c) ![d](e\\_f.png) <https://g.uk> <h@i.uk>\n\n<a href='j.md'>k</a> <img src=l.png>\n\n[m][n]\n\n[n]: o&amp;p";
        let links: Vec<_> = of(text)
            .links
            .into_iter()
            .map(|link| (link.destination, text[link.range].to_owned(), link.image))
            .collect();
        let expected = [
            ("b.md#c", "[a](b.md#c)", false),
            ("e_f.png", "![d](e\\_f.png)", true),
            ("https://g.uk", "<https://g.uk>", false),
            ("mailto:h@i.uk", "<h@i.uk>", false),
            ("j.md", "j.md", false),
            ("l.png", "l.png", true),
            ("o&p", "[m][n]", false),
        ];
        assert_eq!(
            links,
            expected.map(|(destination, range, image)| (destination.to_owned(), range.to_owned(), image))
        );
    }

    #[test]
    fn active_addresses_are_reported() {
        let text = "a [b](JavaScript:c) ![d](data:e)";
        let facts = of(text);
        let removed: Vec<_> =
            facts.removed.iter().map(|removed| (removed.what.as_str(), &text[removed.range.clone()])).collect();
        assert_eq!(removed, [("a `javascript:` address", "[b](JavaScript:c)"), ("a `data:` address", "![d](data:e)")]);
        assert!(facts.links.is_empty() && !facts.has_raw_html);
    }

    #[test]
    fn limits_are_reported() {
        let quotes = ">".repeat(50_000);
        assert_eq!(of(&quotes).limit.unwrap().0, Limit::TooDeep);
        assert_eq!(of(&"<div>".repeat(100_000)).limit, Some((Limit::RawTooDeep, 1000..1005)));
        let large = "a\n".repeat(600_000) + "<b>";
        assert_eq!(of(&large).limit, Some((Limit::RawTooLarge, 1_200_000..1_200_003)));
        assert_eq!(facts(&large, RawHtml::Escape).limit, None);
        assert_eq!(of(&"a\n".repeat(600_000)).limit, None);
    }
}
