//! Some Markdown in, its text on one line out, for descriptions.
//! Must not know HTML beyond taking it out.
#![expect(clippy::needless_bitwise_bool, reason = "all bytes of a text are compared at once, without branches")]

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::spoken::{Speaker, SpokenPiece};
use super::{dialect, escape, headings, marks};

/// The text of some Markdown on one line, without marks, notes, images or what was struck out, white space folded.
pub fn plain(text: &str) -> String {
    let mut words = BodyWords::default();
    let unmarked = marks::unmarked(text);
    Parser::new_ext(&unmarked.text, dialect(false)).for_each(|event| words.event(&event));
    words.text()
}

/// The text of a body whose events are being heard, as [`plain`] gives it.
#[derive(Default)]
pub struct BodyWords {
    line: FoldedLine,
    notes: usize,
    /// How many images and struck-out texts are open.
    unsaid: usize,
    /// The HTML block that is being read.
    block: Option<String>,
    /// Where the text of the last heading begins.
    heading: usize,
}

impl BodyWords {
    /// What was heard.
    pub fn text(self) -> String {
        self.line.text
    }

    /// Hears the next event.
    pub(super) fn event(&mut self, event: &Event) {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => self.notes += 1,
            Event::End(TagEnd::FootnoteDefinition) => self.notes -= 1,
            Event::Start(Tag::Image { .. } | Tag::Strikethrough) => self.unsaid += 1,
            Event::End(TagEnd::Image | TagEnd::Strikethrough) => self.unsaid -= 1,
            Event::Start(Tag::HtmlBlock) => self.block = Some(String::new()),
            Event::Html(html) => self.block.get_or_insert_default().push_str(html),
            Event::End(TagEnd::HtmlBlock) if self.notes == 0 => {
                self.line.push("\n");
                self.line.html(&self.block.take().unwrap_or_default());
                self.line.end_of_block();
            }
            _ if self.notes > 0 || self.unsaid > 0 => {}
            event => {
                self.line.event(event);
                match event {
                    Event::Start(Tag::Heading { .. }) => self.heading = self.line.text.len(),
                    Event::End(TagEnd::Heading(_)) => self.line.drop_id(self.heading),
                    _ => {}
                }
            }
        }
    }
}

/// The words of a line of Markdown or HTML, such as a summary, without its marks. Nothing in it is a block: a number or a
/// sign at its beginning stays.
pub fn plain_line(text: &str) -> String {
    let is_mark = |byte| matches!(byte, b'#' | b'&' | b'*' | b'<' | b'>' | b'['..=b'`' | b'{'..=b'~');
    // Nearly every summary is nothing but words.
    let words = |line: &str| is_folded(line) && !line.bytes().fold(false, |found, byte| found | is_mark(byte));
    let line = text.trim();
    if words(line) {
        return line.to_owned();
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if words(&line) { line } else { marked_line(&line) }
}

/// The same where there may be marks.
fn marked_line(line: &str) -> String {
    const START: &str = ". ";
    let plain = plain(&[START, &without_strange_tags(line)].concat());
    plain.strip_prefix(START).map_or_else(|| plain.trim_start_matches('.').trim_start().to_owned(), str::to_owned)
}

/// The tags that somebody who pastes a text brings with it. Whatever else stands between `<` and `>` was meant to be read.
const PASTED: &[&str] = &[
    "a",
    "abbr",
    "b",
    "big",
    "blockquote",
    "br",
    "cite",
    "code",
    "del",
    "div",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "q",
    "s",
    "small",
    "span",
    "strike",
    "strong",
    "sub",
    "sup",
    "time",
    "tt",
    "u",
    "ul",
    "wbr",
];

/// A text in which only those tags are tags.
fn without_strange_tags(line: &str) -> String {
    let mut parts = line.split('<');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let rest = part.strip_prefix('/').unwrap_or(part);
        let name: String =
            rest.chars().take_while(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let ends = rest[name.len()..].starts_with([' ', '/', '>']);
        out.push_str(if ends && PASTED.contains(&name.as_str()) { "<" } else { "&lt;" });
        out.push_str(part);
    }
    out
}

/// One line of text that grows, with white space folded and forbidden characters left out.
#[derive(Default)]
pub(super) struct FoldedLine {
    pub text: String,
    gap: bool,
    html: Speaker,
}

impl FoldedLine {
    pub fn push(&mut self, text: &str) {
        let bare = text.trim();
        if is_folded(bare) {
            self.gap |= text.starts_with(char::is_whitespace);
            if self.gap && !self.text.is_empty() && !bare.is_empty() {
                self.text.push(' ');
            }
            self.gap = (self.gap && bare.is_empty()) || text.ends_with(char::is_whitespace);
            escape::verbatim(&mut self.text, bare);
            return;
        }
        for word in text.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            if !bare.is_empty() {
                if self.gap && !self.text.is_empty() {
                    self.text.push(' ');
                }
                self.gap = false;
                escape::verbatim(&mut self.text, bare);
            }
            self.gap |= bare.len() < word.len();
        }
    }

    /// Takes a heading's `{#id}` off its text, which begins at `start`.
    fn drop_id(&mut self, start: usize) {
        let heading = self.text.get(start..).unwrap_or_default();
        if let (rest, Some(_)) = headings::split_id(heading) {
            let end = start + rest.len();
            self.text.truncate(end);
        }
    }

    /// Takes the words of a piece of HTML; what stands apart on a page does here.
    pub fn html(&mut self, html: &str) {
        let mut speaker = std::mem::take(&mut self.html);
        speaker.say(html, &mut |said| match said {
            SpokenPiece::Words(words) => self.push(&words),
            SpokenPiece::Shown(address) => self.push(&address),
            SpokenPiece::Link(_) => {}
            SpokenPiece::Line | SpokenPiece::Block | SpokenPiece::Cell | SpokenPiece::Item(_) => self.gap = true,
        });
        self.html = speaker;
    }

    /// The end of a block, behind which there is a gap.
    pub fn end_of_block(&mut self) {
        self.gap = true;
        self.html.end_of_block();
    }

    /// Takes the text that an event holds; the end of a block is a gap.
    pub fn event(&mut self, event: &Event) {
        match event {
            Event::Text(text) | Event::Code(text) => {
                if let Some(words) = self.html.words(Cow::Borrowed(text)) {
                    self.push(&words);
                }
            }
            Event::InlineHtml(html) => self.html(html),
            Event::SoftBreak | Event::HardBreak | Event::Rule => self.gap = true,
            Event::Start(tag) if !is_inline(tag.to_end()) => self.gap = true,
            Event::End(tag) if !is_inline(*tag) => self.end_of_block(),
            _ => {}
        }
    }
}

/// Whether a text is of words in ASCII with one space between, as nearly all are. All bytes are compared at once.
fn is_folded(text: &str) -> bool {
    let bytes = text.as_bytes();
    let pairs = bytes.iter().zip(bytes.iter().skip(1));
    let double = pairs.fold(false, |found, (one, other)| found | ((one | other) == b' '));
    !double && bytes.iter().fold(true, |plain, &byte| plain & (b' '..=b'~').contains(&byte))
}

/// Whether what ends with it reads on with what stands around it.
pub(super) fn is_inline(tag: TagEnd) -> bool {
    matches!(tag, TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_go_and_words_stay() {
        assert_eq!(plain("# A {#a}\n\nb *c*\n**d** `e`\\\nf &amp; [g](h)\n\n- i\n- j"), "A b c d e f & g i j");
        assert_eq!(plain("un*frigging*believable"), "unfriggingbelievable");
    }

    proptest::proptest! {
        #[test]
        fn words_alone_are_read_as_what_may_have_marks(words in proptest::collection::vec("[!-~]{1,6}", 0..6)) {
            let line = words.join(" ");
            proptest::prop_assert_eq!(plain_line(&line), marked_line(&line));
        }

        #[test]
        fn folding_is_the_same_by_either_way(parts in proptest::collection::vec("[ a-c]{0,4}|[ \n\ta\u{a0}é]{0,3}", 0..6)) {
            let mut folded = FoldedLine::default();
            for part in &parts {
                folded.push(part);
            }
            let words: Vec<String> = parts.concat().split_whitespace().map(str::to_owned).collect();
            proptest::prop_assert_eq!(folded.text, words.join(" "));
        }
    }

    #[test]
    fn what_was_struck_out_goes() {
        for (text, want) in [
            ("at ~~7pm~~ 8pm in the ~~Scout hut~~ Corn Hall", "at 8pm in the Corn Hall"),
            ("at <del>7pm</del> 8pm, <s>not</s> <strike>**sure**</strike> here", "at 8pm, here"),
            ("~~[old](a.md) ![b](c)~~ new", "new"),
            ("| ~~a~~ | b |\n|--|--|\n| c | ~~d~~ e |", "b c e"),
            ("<p>a <del>b <q>c</q></del></p>\n\n~~d\ne~~ f", "a f"),
            // A stroke that nobody ends takes no more than its block away.
            ("a <del>b\n\nc\n\n<div><s>d</div>\n\ne", "a c e"),
        ] {
            assert_eq!(plain(text), want, "{text}");
        }
        assert_eq!(plain_line("Meet at ~~7pm~~ 8pm"), "Meet at 8pm");
    }

    #[test]
    fn notes_images_and_html_go() {
        assert_eq!(plain("a[^1] ![b](c) <b>d</b>\n\n<div\nclass=x>e<script>f</script></div>\n\n[^1]: g"), "a d e");
    }

    #[test]
    fn a_line_is_read_without_blocks() {
        for (line, want) in [
            (
                "<strong>Tiles</strong> of the **church** at the 10<sup>th</sup> [hall](https://a.uk/)",
                "Tiles of the church at the 10th hall",
            ),
            ("1. Lead taken", "1. Lead taken"),
            ("# 5 sheds", "# 5 sheds"),
            ("- a\n- b", "- a - b"),
            ("5 < 6 & 7 > 3", "5 < 6 & 7 > 3"),
            ("a &amp; b &lt;i&gt;", "a & b <i>"),
            ("46/322871/21 *", "46/322871/21 *"),
            ("![a picture](b.png) c", "c"),
            ("**unfinished", "**unfinished"),
            ("Ring 101<br>999", "Ring 101 999"),
            ("[a](b){:.c}", "a"),
            ("<p>Roof</p>", "Roof"),
            ("    code", "code"),
            ("", ""),
        ] {
            assert_eq!(plain_line(line), want, "{line}");
        }
    }

    #[test]
    fn template_marks_are_text() {
        assert_eq!(plain("{{ page.title }} {% if x %}"), "{{ page.title }} {% if x %}");
    }
}
