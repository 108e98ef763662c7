//! A body in, HTML out: drives the parser's events through the renderer, whose parts for blocks,
//! inline text, tables, footnotes and raw HTML stand in files of their own.
//! Must not know the page around the body, nor read anything from disk.

use std::cell::Cell;
use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use super::bare::BareAddress;
use super::blocks::{OpenCode, OpenHeading, OpenParagraph};
use super::clean::OpenElements;
use super::footnotes::FootnoteList;
use super::headings::{Ids, Levels};
use super::inline::{OpenImage, OpenLink};
use super::lists::{EmbeddedContent, RawLists};
use super::short_numbers::ListPlace;
use super::tables::OpenTable;
use super::{
    BodySite, HtmlOptions, HtmlPlace, HtmlWords, MAX_DEPTH, RawHtml, clean, dialect, escape, highlight, marks,
};

/// The HTML of a page's body.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageHtml {
    /// The HTML for inside an `<article>`.
    pub page: String,
    /// The ids of its headings, when these are all that a feed's HTML has not.
    ids: Option<Vec<Range<usize>>>,
}

impl PageHtml {
    /// How much it takes, in bytes.
    pub fn size(&self) -> usize {
        self.page.len()
    }

    /// The same in no more memory than it needs: the text is copied, since to shrink one in place frees nothing.
    pub fn fitted(self) -> Self {
        Self { page: self.page.as_str().to_owned(), ..self }
    }

    /// Whether a feed's HTML can be told from it.
    pub(super) fn differs_by_ids_alone(&self) -> bool {
        self.ids.is_some()
    }

    /// What [`html`] gives for [`HtmlPlace::Feed`], where that can be told from the page's.
    pub fn feed(&self) -> Option<String> {
        let mut out = String::with_capacity(self.page.len());
        let mut done = 0;
        for id in self.ids.as_ref()? {
            out.push_str(&self.page[done..id.start]);
            done = id.end;
        }
        out.push_str(&self.page[done..]);
        Some(out)
    }
}

/// Renders `text`, a body without front matter, as HTML for inside an `<article>`.
///
/// Headings come out as `h2` to `h6`. A body that [`super::facts`] reports as too deep is shown as
/// written, one whose raw HTML is too much has its raw HTML shown as text. Never fails or panics.
pub fn html(text: &str, options: &HtmlOptions, site: &dyn BodySite) -> String {
    page_html(text, options, site).page
}

/// The same, with what a feed needs so that the body need not be read again: most bodies differ there by ids alone.
pub fn page_html(text: &str, options: &HtmlOptions, site: &dyn BodySite) -> PageHtml {
    let raw = match (options.raw, options.target) {
        (RawHtml::Trust, HtmlPlace::Feed) => RawHtml::Clean,
        (raw, _) => raw,
    };
    let unmarked = marks::unmarked(text);
    let body = &*unmarked.text;
    let parsed = || Parser::new_ext(body, dialect(options.typographic));
    let rendered = match HtmlRenderer::new(body, raw, options, site).run(&mut parsed()) {
        Err(RenderRefusal::RawHtml) => HtmlRenderer::new(body, RawHtml::Escape, options, site).run(&mut parsed()),
        rendered => rendered,
    };
    rendered.unwrap_or_else(|_| {
        let mut out =
            String::from(if options.target == HtmlPlace::Page { "<pre tabindex=\"0\">\n" } else { "<pre>\n" });
        escape::text(&mut out, text);
        out.push_str("</pre>\n");
        PageHtml { page: out, ids: None }
    })
}

/// Why a body cannot be rendered as asked.
pub(super) enum RenderRefusal {
    Depth,
    RawHtml,
}

pub(super) struct HtmlRenderer<'a> {
    pub options: &'a HtmlOptions<'a>,
    pub site: &'a dyn BodySite,
    /// What becomes of raw HTML in this run.
    pub raw: RawHtml,
    pub too_large_to_clean: bool,
    pub out: String,
    pub ids: Ids,
    pub levels: Levels,
    pub notes: FootnoteList,
    pub heading: Option<OpenHeading>,
    pub paragraph: OpenParagraph,
    pub link: Option<OpenLink>,
    /// Links inside the open link, which are written as text.
    pub inner_links: usize,
    pub image: Option<OpenImage<'a>>,
    pub code: Option<OpenCode>,
    /// How many more bytes of code may be highlighted.
    pub to_highlight: usize,
    pub table: OpenTable,
    /// The lists that are open, the outermost first.
    pub lists: Vec<ListPlace>,
    /// The open HTML block, as far as it is read.
    pub raw_block: Option<String>,
    /// Raw elements that are open and in which nothing is made a link.
    pub unlinked: usize,
    pub raw_open: OpenElements,
    pub raw_headings: Vec<u8>,
    pub raw_lists: RawLists,
    pub shown: EmbeddedContent,
    /// The raw inline element that the sanitiser will take out with its content.
    pub swallowing: Option<String>,
    /// Raw HTML was written, so the sanitiser must run.
    pub raw_written: bool,
    pub bare: Vec<BareAddress>,
    /// Where the ids of headings stand.
    pub heading_ids: Vec<Range<usize>>,
    /// Whether anything else was written that a page and a feed do not have in common.
    pub differs: Cell<bool>,
    run: String,
}

impl<'a> HtmlRenderer<'a> {
    pub fn new(text: &str, raw: RawHtml, options: &'a HtmlOptions<'a>, site: &'a dyn BodySite) -> Self {
        Self {
            options,
            site,
            raw,
            too_large_to_clean: text.len() > clean::MAX_SIZE,
            out: String::with_capacity(text.len() + text.len() / 2 + 64),
            ids: Ids::of_part(options.part),
            levels: Levels::default(),
            notes: FootnoteList::default(),
            heading: None,
            paragraph: OpenParagraph::default(),
            link: None,
            inner_links: 0,
            image: None,
            code: None,
            to_highlight: highlight::MAX_IN_BODY,
            table: OpenTable::default(),
            lists: Vec::new(),
            raw_block: None,
            unlinked: 0,
            raw_open: OpenElements::default(),
            raw_headings: Vec::new(),
            raw_lists: RawLists::default(),
            shown: EmbeddedContent::default(),
            swallowing: None,
            raw_written: false,
            bare: Vec::new(),
            heading_ids: Vec::new(),
            differs: Cell::new(false),
            run: String::new(),
        }
    }

    /// Renders the events of a body.
    pub fn run(mut self, events: &mut impl Iterator<Item = Event<'a>>) -> Result<PageHtml, RenderRefusal> {
        let mut next = events.next();
        if self.options.skip_title_heading && is_title(next.as_ref()) {
            events.by_ref().find(|event| matches!(event, Event::End(TagEnd::Heading(_))));
            next = events.next();
        }
        let mut depth = 0;
        while let Some(event) = next.take() {
            match event {
                Event::Text(text) if self.raw_block.is_none() && self.code.is_none() => {
                    next = self.gather(&text, events);
                    continue;
                }
                Event::SoftBreak => {
                    next = self.gather("\n", events);
                    continue;
                }
                Event::Start(tag) => {
                    depth += 1;
                    if depth > MAX_DEPTH {
                        return Err(RenderRefusal::Depth);
                    }
                    self.start(tag);
                }
                Event::End(tag) => {
                    depth -= 1;
                    self.end(tag)?;
                }
                Event::InlineHtml(html) => {
                    self.differs.set(true);
                    self.inline_html(&html)?;
                }
                event => self.leaf(&event),
            }
            next = events.next();
        }
        self.write_notes();
        let ids = (!self.differs.get()).then_some(self.heading_ids);
        let cleaned = self.raw_written && self.raw == RawHtml::Clean;
        Ok(PageHtml { page: if cleaned { clean::clean(&self.out) } else { self.out }, ids })
    }

    /// Writes `first` and all text that follows it as one run, and hands back the event after it.
    /// The parser cuts text at every mark and entity, and a number or an address may span the cuts.
    fn gather(&mut self, first: &str, events: &mut impl Iterator<Item = Event<'a>>) -> Option<Event<'a>> {
        let mut run = std::mem::take(&mut self.run);
        run.clear();
        let next = loop {
            match events.next() {
                Some(Event::Text(text)) => {
                    if run.is_empty() {
                        run.push_str(first);
                    }
                    run.push_str(&text);
                }
                Some(Event::SoftBreak) => {
                    if run.is_empty() {
                        run.push_str(first);
                    }
                    run.push('\n');
                }
                next => break next,
            }
        };
        let closes_heading = matches!(next, Some(Event::End(TagEnd::Heading(_))));
        self.text(if run.is_empty() { first } else { &run }, closes_heading);
        self.run = run;
        next
    }

    fn leaf(&mut self, event: &Event<'a>) {
        match event {
            Event::Text(text) => {
                if let Some(code) = &mut self.code {
                    code.text.push_str(text);
                } else if let Some(html) = &mut self.raw_block {
                    html.push_str(text);
                }
            }
            Event::Html(html) => {
                if let Some(block) = &mut self.raw_block {
                    block.push_str(html);
                }
            }
            Event::Code(code) => self.code_span(code),
            Event::FootnoteReference(name) => self.note_reference(name),
            Event::HardBreak => self.hard_break(),
            Event::Rule => {
                self.line();
                self.out.push_str("<hr>\n");
            }
            Event::TaskListMarker(done) => self.task(*done),
            _ => {}
        }
    }

    fn start(&mut self, tag: Tag<'a>) {
        match tag {
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, &dest_url, &title),
            Tag::Image { dest_url, title, .. } => self.start_image(dest_url, title),
            _ if self.image.is_some() => {}
            Tag::Emphasis => self.out.push_str("<em>"),
            Tag::Strong => self.out.push_str("<strong>"),
            Tag::Strikethrough => self.out.push_str("<del>"),
            Tag::Table(alignments) => self.start_table(alignments),
            Tag::TableHead | Tag::TableRow => self.start_row(matches!(tag, Tag::TableHead)),
            Tag::TableCell => self.start_cell(),
            Tag::FootnoteDefinition(name) => self.start_note(&name),
            Tag::HtmlBlock => {
                self.differs.set(true);
                self.raw_block = Some(String::new());
            }
            tag => self.start_block(tag),
        }
    }

    fn end(&mut self, tag: TagEnd) -> Result<(), RenderRefusal> {
        match tag {
            TagEnd::Link => self.end_link(),
            TagEnd::Image => self.end_image(),
            _ if self.image.is_some() => {}
            TagEnd::Emphasis => self.out.push_str("</em>"),
            TagEnd::Strong => self.out.push_str("</strong>"),
            TagEnd::Strikethrough => self.out.push_str("</del>"),
            TagEnd::Table => self.end_table(),
            TagEnd::TableHead | TagEnd::TableRow => self.end_row(tag == TagEnd::TableHead),
            TagEnd::TableCell => self.end_cell(),
            TagEnd::FootnoteDefinition => self.end_note(),
            TagEnd::HtmlBlock => {
                let html = self.raw_block.take().unwrap_or_default();
                self.html_block(&html)?;
            }
            tag => self.end_block(tag),
        }
        Ok(())
    }

    /// Begins a new line of HTML, for whoever reads the source.
    pub fn line(&mut self) {
        if !self.out.is_empty() && !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    /// The words that are added here. They are others on a page in another language.
    pub fn words(&self) -> &'a HtmlWords<'a> {
        self.differs.set(true);
        &self.options.words
    }

    /// Whether this is for a page. Who asks writes something else for a feed.
    pub fn on_page(&self) -> bool {
        self.differs.set(true);
        self.options.target == HtmlPlace::Page
    }
}

/// Whether a body that begins with this event begins with a heading that can be its title.
fn is_title(first: Option<&Event>) -> bool {
    use pulldown_cmark::HeadingLevel;
    matches!(first, Some(Event::Start(Tag::Heading { level: HeadingLevel::H1, .. })))
}

#[cfg(test)]
mod tests {
    use crate::markdown::testing::page;

    #[test]
    fn too_deep_bodies_are_shown_as_written() {
        let quotes = ">".repeat(50_000);
        assert_eq!(page(&quotes), format!("<pre tabindex=\"0\">\n{}</pre>\n", "&gt;".repeat(50_000)));
        let quotes = "> ".repeat(64);
        assert!(page(&format!("{quotes}a")).starts_with("<blockquote>"));
    }

    #[test]
    fn too_much_raw_html_is_shown_as_text() {
        let html = page(&("a **b**\n\n".to_owned() + &"<div>".repeat(100_000)));
        assert!(html.starts_with("<p>a <strong>b</strong></p>\n<p>&lt;div&gt;&lt;div&gt;"));
        let html = page(&("a ".repeat(600_000) + "<b>"));
        assert!(html.ends_with("&lt;b&gt;</p>\n"));
    }

    #[test]
    fn forbidden_characters_are_dropped() {
        assert_eq!(page("a\0b&#1;c\u{7f}`d\u{1}`"), "<p>ab\u{fffd}c<code>d</code></p>\n".replace("\u{fffd}", ""));
        assert_eq!(page("<b>a\u{1}&#2;</b>"), "<p><b>a</b></p>\n");
        assert_eq!(page("a\r\nb\r\n"), "<p>a\nb</p>\n");
    }
}
