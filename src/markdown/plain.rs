//! Some Markdown in, plain text out: on one line for descriptions, or in blocks for e-mails.
//! Must not know HTML beyond taking it out.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::links::{self, Use};
use super::tags::{Token, Tokens};
use super::{MAX_DEPTH, Site, dialect, headings};

/// The text of some Markdown on one line, without marks, notes or images, white space folded.
pub fn plain(text: &str) -> String {
    let mut line = Folded::default();
    let (mut notes, mut images) = (0, 0);
    for event in Parser::new_ext(text, dialect(false)) {
        match event {
            Event::Start(Tag::FootnoteDefinition(_)) => notes += 1,
            Event::End(TagEnd::FootnoteDefinition) => notes -= 1,
            Event::Start(Tag::Image { .. }) => images += 1,
            Event::End(TagEnd::Image) => images -= 1,
            _ if notes > 0 || images > 0 => {}
            event => line.event(&event),
        }
    }
    line.text
}

/// The text of some Markdown for an e-mail: blocks apart by empty lines, lists with their marks,
/// quotes with `> `, links with their addresses behind them as `site` resolves them. Lines are not
/// wrapped.
pub fn plain_blocks(text: &str, site: &dyn Site) -> String {
    let mut blocks = Blocks::default();
    for event in Parser::new_ext(text, dialect(false)) {
        match event {
            Event::Start(tag) => blocks.start(&tag, site),
            Event::End(tag) => blocks.end(tag),
            Event::Text(text) | Event::Code(text) => blocks.push(&text),
            Event::Html(html) | Event::InlineHtml(html) => blocks.push(&without_tags(&html)),
            Event::FootnoteReference(name) => {
                blocks.push("[");
                blocks.push(&name);
                blocks.push("]");
            }
            Event::SoftBreak => blocks.push(" "),
            Event::HardBreak => blocks.push("\n"),
            Event::Rule => {
                blocks.gap();
                blocks.push("* * *");
            }
            Event::TaskListMarker(done) => blocks.push(if done { "[x] " } else { "[ ] " }),
            _ => {}
        }
    }
    let end = blocks.out.trim_end().len();
    blocks.out.truncate(end);
    blocks.out
}

/// One line of text that grows, with white space folded and forbidden characters left out.
#[derive(Default)]
pub(super) struct Folded {
    pub text: String,
    gap: bool,
}

impl Folded {
    pub fn push(&mut self, text: &str) {
        for word in text.split_inclusive(char::is_whitespace) {
            let bare = word.trim_end();
            if !bare.is_empty() {
                if self.gap && !self.text.is_empty() {
                    self.text.push(' ');
                }
                self.gap = false;
                self.text
                    .extend(bare.chars().filter(|letter| !letter.is_control()));
            }
            self.gap |= bare.len() < word.len();
        }
    }

    /// Takes the text that an event holds; the end of a block is a gap.
    pub fn event(&mut self, event: &Event) {
        match event {
            Event::Text(text) | Event::Code(text) => self.push(text),
            Event::Html(html) | Event::InlineHtml(html) => self.push(&without_tags(html)),
            Event::SoftBreak | Event::HardBreak | Event::Rule => self.gap = true,
            Event::Start(tag) if !is_inline(&tag.to_end()) => self.gap = true,
            Event::End(tag) if !is_inline(tag) => self.gap = true,
            _ => {}
        }
    }
}

fn is_inline(tag: &TagEnd) -> bool {
    matches!(
        tag,
        TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Link | TagEnd::Image
    )
}

/// The text of a piece of HTML, its entities decoded.
pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::new();
    for token in Tokens::of(html) {
        if let Token::Text(range) = token {
            html_escape::decode_html_entities_to_string(&html[range], &mut text);
        }
    }
    text
}

/// Text in blocks that grows.
#[derive(Default)]
struct Blocks {
    out: String,
    /// What each line begins with, by open quotes and list items.
    indents: Vec<&'static str>,
    /// The next number of each open list; `None` for one without numbers.
    lists: Vec<Option<u64>>,
    /// The addresses of open links, and where their text begins.
    links: Vec<(String, usize)>,
    heading: Option<usize>,
    deep: usize,
}

impl Blocks {
    fn push(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                self.new_line();
            }
            self.out
                .extend(line.chars().filter(|letter| !letter.is_control()));
        }
    }

    fn new_line(&mut self) {
        self.out.truncate(self.out.trim_end_matches(' ').len());
        self.out.push('\n');
        self.out.extend(self.indents.iter().copied());
    }

    /// An empty line, unless nothing was written since the last one.
    fn gap(&mut self) {
        if !self.out.is_empty() && !self.at_start() {
            self.new_line();
            self.new_line();
        }
    }

    /// Whether nothing stands on this line but what it begins with.
    fn at_start(&self) -> bool {
        let line = self.out.rsplit('\n').next().unwrap_or_default();
        line.trim_matches([' ', '>', '-', '.'])
            .chars()
            .all(|letter| letter.is_ascii_digit())
            && line.len() <= 2 * self.indents.len() + 20
    }

    fn start(&mut self, tag: &Tag, site: &dyn Site) {
        self.deep += 1;
        match tag {
            Tag::Paragraph | Tag::CodeBlock(_) | Tag::Table(_) | Tag::HtmlBlock => self.gap(),
            Tag::Heading { .. } => {
                self.gap();
                self.heading = Some(self.out.len());
            }
            Tag::BlockQuote(_) => {
                self.gap();
                self.indent("> ");
                self.out.push_str("> ");
            }
            Tag::List(first) => {
                if self.lists.is_empty() {
                    self.gap();
                }
                self.lists.push(*first);
            }
            Tag::Item => {
                if !self.at_start() {
                    self.new_line();
                }
                match self.lists.last_mut() {
                    Some(Some(number)) => {
                        self.out.push_str(&format!("{number}. "));
                        *number += 1;
                        self.indent("   ");
                    }
                    _ => {
                        self.out.push_str("- ");
                        self.indent("  ");
                    }
                }
            }
            Tag::FootnoteDefinition(name) => {
                self.gap();
                self.out.extend(["[", name, "] "]);
            }
            Tag::TableRow => self.new_line(),
            Tag::Link { dest_url, .. } => {
                let target = links::target(dest_url, Use::Link, site);
                self.links
                    .push((target.unwrap_or_default().into_owned(), self.out.len()));
            }
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        self.deep -= 1;
        match tag {
            TagEnd::Heading(_) => {
                let start = self.heading.take().unwrap_or_default();
                let (text, id) = headings::split_id(self.out.get(start..).unwrap_or_default());
                let end = start + text.len();
                if id.is_some() {
                    self.out.truncate(end);
                }
            }
            TagEnd::BlockQuote(_) | TagEnd::Item => {
                self.dedent();
                if tag != TagEnd::Item {
                    self.out.push('\n');
                }
            }
            TagEnd::List(_) => _ = self.lists.pop(),
            TagEnd::TableCell => self.push("  "),
            TagEnd::Link => {
                let (address, start) = self.links.pop().unwrap_or_default();
                let shown = self.out.get(start..).unwrap_or_default();
                let said = address.is_empty()
                    || address.strip_prefix("mailto:").unwrap_or(&address) == shown
                    || address.starts_with('#');
                if !said {
                    self.out.extend([" (", &address, ")"]);
                }
            }
            _ => {}
        }
    }

    /// Deeper than the renderer would go, nothing is set in any further.
    fn indent(&mut self, by: &'static str) {
        self.indents
            .push(if self.deep > MAX_DEPTH { "" } else { by });
    }

    fn dedent(&mut self) {
        self.indents.pop();
    }
}
