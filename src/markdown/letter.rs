//! Some Markdown in, plain text in blocks out, for e-mails.
//! Must not know how a message is sent or wrapped.

use std::{borrow::Cow, fmt::Write as _};

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::links::{self, LinkUse};
use super::plain::is_inline;
use super::spoken::{Speaker, SpokenPiece};
use super::{BodySite, HtmlWords, MAX_DEPTH, dialect, headings, marks};

/// What stands in an empty cell, so that those behind it stay in their columns.
const EMPTY_CELL: &str = "–";

/// A tab, and the ends of lines and pages of a word processor, part two words as a blank does.
fn blank_for_tab(letter: char) -> char {
    if matches!(letter, '\t' | '\u{b}' | '\u{c}') { ' ' } else { letter }
}

/// The text of some Markdown for an e-mail: blocks apart by empty lines, lists with their marks,
/// quotes with `> `, callouts under their titles in `words`, links with their addresses behind them as
/// `site` resolves them, and without what was struck out. Lines are not wrapped. Markdown that is nested
/// too deeply to be rendered comes back as written.
pub fn plain_blocks(text: &str, words: &HtmlWords, site: &dyn BodySite) -> String {
    let mut letter = LetterWriter::default();
    let mut depth = 0;
    let unmarked = marks::unmarked(text);
    for event in Parser::new_ext(&unmarked.text, dialect(false)) {
        match event {
            Event::Start(tag) => {
                depth += 1;
                if depth > MAX_DEPTH {
                    return text
                        .chars()
                        .map(blank_for_tab)
                        .filter(|&letter| letter == '\n' || !letter.is_control())
                        .collect();
                }
                letter.start(&tag, words, site);
            }
            Event::End(tag) => {
                depth -= 1;
                letter.end(tag, site);
            }
            _ if letter.struck > 0 => {}
            Event::Text(text) | Event::Code(text) => {
                if let Some(words) = letter.speaker.words(Cow::Borrowed(&text)) {
                    letter.push(&words);
                }
            }
            Event::InlineHtml(html) => letter.inline_html(&html, site),
            Event::Html(html) => letter.html.push_str(&html),
            Event::FootnoteReference(name) => letter.push(&format!("[{name}]")),
            Event::SoftBreak => letter.push(" "),
            Event::HardBreak => letter.push("\n"),
            Event::Rule => {
                letter.gap();
                letter.push("* * *");
            }
            Event::TaskListMarker(done) => letter.push(if done { "[x] " } else { "[ ] " }),
            _ => {}
        }
    }
    letter.out.truncate(letter.out.trim_end().len());
    letter.out
}

#[derive(Default)]
struct LetterWriter {
    out: String,
    /// Where what was written on this line begins, behind indents and marks.
    content: usize,
    /// What each line begins with, by open quotes and list items.
    indents: Vec<&'static str>,
    /// The next number of each open list; `None` for one without numbers.
    lists: Vec<Option<u64>>,
    /// The addresses of open links, and where their text begins.
    links: Vec<(String, usize)>,
    heading: usize,
    /// How many struck-out texts are open, and whether one has just ended: of the blanks around it one stays.
    struck: usize,
    was_struck: bool,
    /// Where the cell of Markdown begins that is being read, or where the last cell of HTML ended; and whether its row says
    /// anything so far.
    cell: usize,
    row_says: bool,
    /// The HTML block that is being read.
    html: String,
    speaker: Speaker,
}

impl LetterWriter {
    /// A tag inside a paragraph.
    fn inline_html(&mut self, html: &str, site: &dyn BodySite) {
        let mut speaker = std::mem::take(&mut self.speaker);
        self.was_struck |= speaker.is_struck();
        speaker.say(html, &mut |said| self.said(said, site));
        self.speaker = speaker;
    }

    /// What a block of HTML says; its lines are those of its elements, not those it is written in.
    fn html_block(&mut self, site: &dyn BodySite) {
        let html = std::mem::take(&mut self.html);
        let mut speaker = std::mem::take(&mut self.speaker);
        speaker.say(&html, &mut |said| {
            let SpokenPiece::Words(words) = said else { return self.said(said, site) };
            let (words, bare) = (words.as_ref(), words.split_whitespace().collect::<Vec<_>>().join(" "));
            let stands_behind_words = !self.at_start() && !self.out.ends_with(char::is_whitespace);
            if words.starts_with(char::is_whitespace) && stands_behind_words {
                self.push(" ");
            }
            self.push(&bare);
            if !bare.is_empty() && words.ends_with(char::is_whitespace) {
                self.push(" ");
            }
        });
        self.speaker = speaker;
    }

    fn said(&mut self, said: SpokenPiece, site: &dyn BodySite) {
        match said {
            SpokenPiece::Words(words) => self.push(&words),
            SpokenPiece::Line if self.at_start() => {}
            SpokenPiece::Line => self.new_line(),
            SpokenPiece::Block => self.gap(),
            SpokenPiece::Cell => {
                // White space between two cells is none of theirs.
                let words = self.out.trim_end_matches(' ').len().max(self.content);
                self.out.truncate(words);
                if words == self.content {
                    self.push(EMPTY_CELL);
                } else if words == self.cell {
                    self.out.extend(["  ", EMPTY_CELL]);
                }
                self.cell = self.out.len();
                self.push("  ");
            }
            SpokenPiece::Item(mark) => {
                if !self.at_start() {
                    self.new_line();
                }
                self.push(&mark);
            }
            SpokenPiece::Shown(destination) => {
                let target = links::target(&destination, LinkUse::Link, site).unwrap_or_default().into_owned();
                self.push(&target);
            }
            SpokenPiece::Link(destination) => {
                let target = links::target(&destination, LinkUse::Link, site).unwrap_or_default().into_owned();
                let bare = target.trim_start_matches("mailto:").trim_start_matches("tel:");
                if !target.is_empty() && !target.starts_with('#') && !self.out.trim_end().ends_with(bare) {
                    self.out.extend([" (", &target, ")"]);
                }
            }
        }
    }

    fn push(&mut self, text: &str) {
        let stands_behind_blank = self.at_start() || self.out.ends_with(' ');
        let one_blank = std::mem::take(&mut self.was_struck) && stands_behind_blank;
        let text = if one_blank { text.trim_start_matches(' ') } else { text };
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.new_line();
            }
            self.out.extend(line.chars().map(blank_for_tab).filter(|letter| !letter.is_control()));
        }
    }

    fn new_line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
        self.out.extend(self.indents.iter().copied());
        self.content = self.out.len();
    }

    /// Writes what a line or a block begins with.
    fn mark(&mut self, mark: &str) {
        self.out.push_str(mark);
        self.content = self.out.len();
    }

    fn at_start(&self) -> bool {
        self.out.len() == self.content
    }

    /// An empty line, unless nothing was written on this one.
    fn gap(&mut self) {
        if !self.at_start() {
            self.new_line();
            self.new_line();
        }
    }

    fn start(&mut self, tag: &Tag, words: &HtmlWords, site: &dyn BodySite) {
        match tag {
            Tag::Paragraph | Tag::CodeBlock(_) | Tag::Table(_) | Tag::HtmlBlock => self.gap(),
            Tag::Heading { .. } => {
                self.gap();
                self.heading = self.out.len();
            }
            Tag::BlockQuote(kind) => {
                self.gap();
                self.indents.push("> ");
                self.mark("> ");
                if let Some(kind) = kind {
                    self.out.extend([words.callout(*kind), ":"]);
                    self.new_line();
                }
            }
            Tag::Strikethrough => self.struck += 1,
            Tag::List(first) => {
                if self.lists.is_empty() {
                    self.gap();
                }
                self.lists.push(*first);
            }
            Tag::Item => self.start_item(),
            Tag::FootnoteDefinition(name) => {
                self.gap();
                self.mark(&format!("[{name}] "));
            }
            Tag::TableRow if !self.at_start() => self.new_line(),
            Tag::TableCell => self.cell = self.out.len(),
            Tag::Link { dest_url, .. } => {
                let target = links::target(dest_url, LinkUse::Link, site);
                self.links.push((target.unwrap_or_default().into_owned(), self.out.len()));
            }
            _ => {}
        }
    }

    fn start_item(&mut self) {
        if !self.at_start() {
            self.new_line();
        }
        if let Some(Some(number)) = self.lists.last_mut() {
            // Writing to a string cannot fail.
            _ = write!(self.out, "{number}. ");
            *number += 1;
            self.indents.push("   ");
        } else {
            self.out.push_str("- ");
            self.indents.push("  ");
        }
        self.content = self.out.len();
    }

    fn end(&mut self, tag: TagEnd, site: &dyn BodySite) {
        if !is_inline(tag) {
            self.speaker.end_of_block();
            self.was_struck = false;
        }
        match tag {
            TagEnd::Heading(_) => {
                let text = self.out.get(self.heading..).unwrap_or_default();
                if let (rest, Some(_)) = headings::split_id(text) {
                    let end = self.heading + rest.len();
                    self.out.truncate(end);
                }
            }
            // A code block ends with a line feed, after which nothing stands on the line.
            TagEnd::CodeBlock if self.at_start() => {
                self.out.truncate(self.out.rfind('\n').unwrap_or(self.out.len()));
            }
            TagEnd::HtmlBlock => self.html_block(site),
            TagEnd::BlockQuote(_) | TagEnd::Item => _ = self.indents.pop(),
            TagEnd::List(_) => _ = self.lists.pop(),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(),
            TagEnd::Strikethrough => {
                self.struck -= 1;
                self.was_struck = true;
            }
            TagEnd::Link => self.end_link(),
            _ => {}
        }
    }

    fn end_cell(&mut self) {
        let words = self.out.get(self.cell..).unwrap_or_default();
        if words.trim().is_empty() {
            self.push(EMPTY_CELL);
        } else {
            self.row_says = true;
        }
        self.push("  ");
    }

    /// A row that says nothing, such as the head that Markdown asks for, has no line.
    fn end_row(&mut self) {
        if !std::mem::take(&mut self.row_says) {
            self.out.truncate(self.content);
        }
    }

    fn end_link(&mut self) {
        let (address, start) = self.links.pop().unwrap_or_default();
        if self.struck > 0 || self.speaker.is_struck() {
            return;
        }
        let shown = self.out.get(start..).unwrap_or_default();
        let bare = address.strip_prefix("mailto:").or_else(|| address.strip_prefix("tel:")).unwrap_or(&address);
        if !address.is_empty() && !address.starts_with('#') && shown != bare && shown != address {
            self.out.extend([" (", &address, ")"]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter(text: &str) -> String {
        plain_blocks(text, &HtmlWords::ENGLISH, &())
    }

    #[test]
    fn what_was_struck_out_goes() {
        for (text, want) in [
            (
                "The meeting is at ~~7pm~~ 8pm in the ~~Scout hut~~ Corn Hall.",
                "The meeting is at 8pm in the Corn Hall.",
            ),
            ("~~Once~~ a <del>b [c](d)</del> e\n\n- <s>f</s> g", "a e\n\n- g"),
            ("~~[old](https://a.uk) and\nold~~ new", "new"),
            ("<p>at <strike>7pm</strike> 8pm</p>", "at 8pm"),
            ("a <del>b\n\nc", "a\n\nc"),
        ] {
            assert_eq!(letter(text), want, "{text}");
        }
    }

    #[test]
    fn callouts_have_their_titles() {
        assert_eq!(
            letter("a\n\n> [!CAUTION]\n> Bring a torch.\n>\n> - b\n\nc"),
            "a\n\n> Caution:\n> Bring a torch.\n>\n> - b\n\nc"
        );
        assert_eq!(letter("> [!TIP]\n> - b\n> - c"), "> Tip:\n> - b\n> - c");
    }

    #[test]
    fn cells_stay_in_their_columns() {
        let table =
            "| Day | Who | Where |\n|--|--|--|\n| Monday | | Hall |\n| | Jean | |\n| | | |\n| ~~a~~ | b | c |\n\nd";
        assert_eq!(letter(table), "Day  Who  Where\nMonday  –  Hall\n–  Jean  –\n–  b  c\n\nd");
        assert_eq!(letter("| | |\n|--|--|\n| Ring | 101 |"), "Ring  101");
        let html = "<table><tr><td>a</td><td></td><td>b</td></tr><tr><td></td><td>c</td></tr></table>";
        assert_eq!(letter(html), "a  –  b\n–  c");
    }

    #[test]
    fn blocks_stand_apart() {
        assert_eq!(
            letter("# Roof *works* {#r}\n\nOne\ntwo\\\nthree.\n\n999\n\n---\n\nfour"),
            "Roof works\n\nOne two\nthree.\n\n999\n\n* * *\n\nfour"
        );
        for table in [
            "<table><tr><td>101</td><td>999</td></tr><tr><td>b</table>",
            "<table><tr><td>101<td>999<tr><td>b</table>",
            "<table>\n<tr>\n<td>101</td>\n<td>999</td>\n</tr>\n<tr><td>b</td></tr>\n</table>",
        ] {
            assert_eq!(letter(table), "101  999\nb", "{table}");
        }
        assert_eq!(letter("a\n\n```\nb\n\nc\n```\n\nd"), "a\n\nb\n\nc\n\nd");
        assert_eq!(letter("a\n\n<div\nclass=x>b <b>c</b> &amp; d</div>\n\ne"), "a\n\nb c & d\n\ne");
    }

    #[test]
    fn lists_and_quotes_keep_their_marks() {
        assert_eq!(letter("a\n\n- b\n- c\n  - d\n- [x] e\n\nf"), "a\n\n- b\n- c\n  - d\n- [x] e\n\nf");
        assert_eq!(letter("3. a\n\n   b\n4. c"), "3. a\n\n   b\n4. c");
        assert_eq!(letter("> a\n>\n> b\n\nc"), "> a\n>\n> b\n\nc");
    }

    #[test]
    fn links_show_their_address_once() {
        assert_eq!(
            letter("[report](https://a.uk/r) <https://b.uk> <c@d.uk> [e](#e) [f](javascript:g)"),
            "report (https://a.uk/r) https://b.uk c@d.uk e f"
        );
    }

    #[test]
    fn too_deep_comes_back_as_written() {
        let text = ">".repeat(50_000);
        assert_eq!(letter(&text), text);
    }
}
