//! Markdown bodies: one text in, HTML, plain text or a list of facts out.
//!
//! [`facts`] is the cheap pass over a body, [`html`] makes the page or the feed entry, [`facts_and_html`] does
//! both where it can, [`plain`] and [`plain_blocks`] make text. Nothing here may know of files, templates,
//! settings or other bulletins: what the site knows comes in through [`BodySite`].

mod bare;
mod blocks;
mod clean;
mod curly;
mod escape;
mod facts;
mod footnotes;
mod foreign;
mod headings;
mod highlight;
mod html;
mod inline;
mod isolate;
mod letter;
mod link_slips;
mod links;
mod lists;
mod marks;
mod nesting;
mod once;
mod opening;
mod passages;
mod plain;
mod points;
mod programs;
#[cfg(test)]
mod properties;
mod raw;
mod report;
mod rules;
mod run_on;
mod runs;
mod short_numbers;
mod spoken;
mod tables;
pub mod tags;
mod typed;

use std::ops::Range;

pub use curly::typographic;
pub use facts::{Facts, Link, Loss, facts};
pub use foreign::well_formed;
pub use highlight::highlight_css;
pub use html::{PageHtml, html, page_html};
pub use isolate::isolated;
pub use letter::plain_blocks;
pub use once::facts_and_html;
pub use passages::{Anchor, Passage, PassagePart, Passages, of_text, of_value, passages};
pub use plain::{plain, plain_line};
pub use points::{Points, points};
pub use programs::foreign_marks;
pub use typed::{Slip, SlipKind};

/// The lines of a body that are no code, without their ends.
pub fn prose_lines(body: &str) -> impl Iterator<Item = Range<usize>> {
    marks::lines(body).into_iter().filter(|line| line.code == marks::CodeState::No).map(|line| line.range)
}

/// The line that begins a block of code between fences which nothing closes.
pub fn open_fence(body: &str) -> Option<Range<usize>> {
    let bytes = body.as_bytes();
    memchr::memmem::find(bytes, b"```").or_else(|| memchr::memmem::find(bytes, b"~~~"))?;
    // One more line is code where the block goes on.
    let longer = format!("{}\nx", body.trim_end());
    let lines = marks::lines(&longer);
    let is_fenced = |line: &&marks::Line| line.code == marks::CodeState::Fenced;
    let first = lines.iter().rev().take_while(is_fenced).last()?.range.clone();
    // `` ```code``` `` is no fence.
    let info = longer[first.clone()].trim_start().trim_start_matches(['`', '~', '>', ' ']);
    (!info.contains('`')).then_some(first)
}

/// Where a comment of HTML begins that nothing closes, and whether all text below it belongs to it.
pub fn open_comment(body: &str) -> Option<(usize, bool)> {
    let from = body.rfind("-->").map_or(0, |at| at + 3);
    let at = from + memchr::memmem::find(&body.as_bytes()[from..], b"<!--")?;
    let line = prose_lines(body).find(|line| line.contains(&at))?;
    let before = &body[line.start..at];
    let in_code = before.matches('`').count() % 2 == 1;
    // Behind other words it is text.
    let begins = before.chars().all(|letter| matches!(letter, ' ' | '>' | '-' | '*' | '+'));
    (!in_code).then_some((at, begins))
}

/// What becomes of HTML that the author wrote in a body.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum RawHtml {
    /// A safe subset goes through, the rest is taken out and reported.
    #[default]
    Clean,
    /// It is shown as text, tags and all.
    Escape,
    /// It goes through, but for addresses that could run a program.
    Trust,
}

/// Where the HTML is going to stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum HtmlPlace {
    /// A page of the site, inside its `<article>`.
    #[default]
    Page,
    /// An entry of a feed, among entries of other sites: no ids, no links to footnotes, no form
    /// controls, no highlighting. Raw HTML that a page would trust is cleaned here.
    Feed,
}

/// How [`html`] renders a body.
#[derive(Clone, Copy, Debug)]
pub struct HtmlOptions<'a> {
    /// What becomes of raw HTML.
    pub raw: RawHtml,
    /// Straight quotes, `--` and `...` become typographic ones.
    pub typographic: bool,
    /// The body's first block, when it is an `h1`, was used as the page's title: leave it out.
    pub skip_title_heading: bool,
    /// Code blocks in a known language are highlighted; see [`highlight_css`].
    pub highlight: bool,
    /// Page or feed.
    pub target: HtmlPlace,
    /// When a picture is loaded with which the body begins.
    pub first: PictureLoading,
    /// What the ids of notes and headings begin with, where several texts stand on one page; empty for its body.
    pub part: &'a str,
    /// The words that the renderer adds by itself.
    pub words: HtmlWords<'a>,
}

/// When a picture is loaded with which a body begins. Every other waits until a reader comes near it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum PictureLoading {
    /// Another picture or much text stands above it.
    #[default]
    Late,
    /// It is what readers see first.
    AtOnce,
}

impl Default for HtmlOptions<'_> {
    fn default() -> Self {
        Self {
            raw: RawHtml::Clean,
            typographic: false,
            skip_title_heading: false,
            highlight: true,
            target: HtmlPlace::Page,
            first: PictureLoading::Late,
            part: "",
            words: HtmlWords::ENGLISH,
        }
    }
}

/// The words that the renderer adds by itself, in the language of the page. Plain text.
#[derive(Clone, Copy, Debug)]
pub struct HtmlWords<'a> {
    /// Title of a `[!NOTE]` callout.
    pub note: &'a str,
    /// Title of a `[!TIP]` callout.
    pub tip: &'a str,
    /// Title of an `[!IMPORTANT]` callout.
    pub important: &'a str,
    /// Title of a `[!WARNING]` callout.
    pub warning: &'a str,
    /// Title of a `[!CAUTION]` callout.
    pub caution: &'a str,
    /// Name of the section that holds the footnotes.
    pub footnotes: &'a str,
    /// Name of the link from a footnote to the place that refers to it.
    pub back: &'a str,
    /// What a link says that stands for a picture without words on another host.
    pub picture: &'a str,
    /// Name of the frame in which a wide table scrolls; the second gets ` 2`, and so on.
    pub table: &'a str,
    /// Name of a ticked box in a task list.
    pub done: &'a str,
    /// Name of an empty box in a task list.
    pub to_do: &'a str,
}

impl<'a> HtmlWords<'a> {
    /// The title of a callout.
    fn callout(&self, kind: pulldown_cmark::BlockQuoteKind) -> &'a str {
        use pulldown_cmark::BlockQuoteKind as Callout;
        match kind {
            Callout::Note => self.note,
            Callout::Tip => self.tip,
            Callout::Important => self.important,
            Callout::Warning => self.warning,
            Callout::Caution => self.caution,
        }
    }
}

impl HtmlWords<'static> {
    /// The words in English.
    pub const ENGLISH: Self = Self {
        note: "Note",
        tip: "Tip",
        important: "Important",
        warning: "Warning",
        caution: "Caution",
        footnotes: "Footnotes",
        back: "Back to the text",
        picture: "Picture on another site",
        table: "Table",
        done: "Done",
        to_do: "To do",
    };
}

/// Where a destination leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Resolution {
    /// It stays as the author wrote it.
    AsWritten,
    /// To this address, not escaped.
    To(String),
    /// Nowhere: its text stays, without a link.
    Nowhere,
}

/// A picture of the site's own, as a body shows it. Nothing is escaped yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BodyPicture {
    /// Where it lies, for every browser.
    pub src: String,
    /// The sizes for browsers that know WebP; may be empty.
    pub srcset: String,
    /// How wide it will be, while nothing better is known.
    pub sizes: &'static str,
    pub width: u32,
    pub height: u32,
}

/// What the renderer must know about the site; implemented by the caller.
///
/// `()` is a site that knows nothing.
pub trait BodySite {
    /// Where a link or image of this body leads. Asked about every destination without a scheme, fragments and
    /// `/rooted` paths too.
    fn resolve(&self, destination: &str) -> Resolution;

    /// The telephone numbers in a run of text: byte range in `text`, in order, and `tel:` address. It is asked about text that
    /// holds a digit.
    fn telephones(&self, text: &str) -> Vec<(Range<usize>, String)>;

    /// Whether a whole address is one of this site. A picture on another host is never loaded: it becomes a link.
    fn is_own(&self, _url: &str) -> bool {
        false
    }

    /// A picture of the site's own, by its destination as written; `None` if nothing is known of it.
    fn picture(&self, _destination: &str) -> Option<BodyPicture> {
        None
    }
}

impl BodySite for () {
    fn resolve(&self, _destination: &str) -> Resolution {
        Resolution::AsWritten
    }

    fn telephones(&self, _text: &str) -> Vec<(Range<usize>, String)> {
        Vec::new()
    }
}

/// How many elements may be open at once, block and inline together (a list level counts twice).
/// A body that goes deeper is shown as written.
const MAX_DEPTH: usize = 128;

/// The dialect, the same for every pass. Heading ids are read by [`headings`], because the parser's
/// own reading would eat template marks at the end of a heading.
fn dialect(typographic: bool) -> pulldown_cmark::Options {
    use pulldown_cmark::Options as Dialect;
    let mut dialect = Dialect::ENABLE_TABLES
        | Dialect::ENABLE_FOOTNOTES
        | Dialect::ENABLE_STRIKETHROUGH
        | Dialect::ENABLE_TASKLISTS
        | Dialect::ENABLE_GFM;
    dialect.set(Dialect::ENABLE_SMART_PUNCTUATION, typographic);
    dialect
}

/// A site for tests: `.md` destinations become addresses, `01622 604100` is a telephone number.
#[cfg(test)]
mod testing {
    use super::*;

    pub(super) struct Kent;

    impl BodySite for Kent {
        fn resolve(&self, destination: &str) -> Resolution {
            match destination.strip_prefix("../") {
                Some(path) => Resolution::To(format!("/kent/{}", path.replace(".md", "/"))),
                None => Resolution::AsWritten,
            }
        }

        fn telephones(&self, text: &str) -> Vec<(Range<usize>, String)> {
            let numbers = ["01622 604100", "01622\n604100", "01622604100"];
            let found = |number: &&str| {
                let matches = text.match_indices(*number);
                matches.map(|(at, found)| (at..at + found.len(), "tel:+441622604100".to_owned())).collect::<Vec<_>>()
            };
            let mut found: Vec<_> = numbers.iter().flat_map(found).collect();
            found.sort_by_key(|(range, _)| range.start);
            found
        }

        fn picture(&self, destination: &str) -> Option<BodyPicture> {
            let picture = |srcset: &str| BodyPicture {
                src: format!("/kent/{destination}"),
                srcset: srcset.into(),
                sizes: "100vw",
                width: 3,
                height: 4,
            };
            match destination {
                "sized.png" => Some(picture("")),
                "large.jpg" => Some(picture("/a.webp 480w, /b.webp 960w")),
                _ => None,
            }
        }
    }

    pub(super) fn page(text: &str) -> String {
        html(text, &HtmlOptions::default(), &Kent)
    }

    pub(super) fn feed(text: &str) -> String {
        html(text, &HtmlOptions { target: HtmlPlace::Feed, ..HtmlOptions::default() }, &Kent)
    }

    pub(super) fn trusted(text: &str) -> String {
        html(text, &HtmlOptions { raw: RawHtml::Trust, ..HtmlOptions::default() }, &Kent)
    }

    pub(super) fn escaped(text: &str) -> String {
        html(text, &HtmlOptions { raw: RawHtml::Escape, ..HtmlOptions::default() }, &Kent)
    }
}
