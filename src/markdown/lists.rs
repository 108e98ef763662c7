//! The renderer's part for raw lists, tables and what other hosts show: items without a list become one, cells without a
//! table stand apart, and a frame or a film becomes a link. Must not know attributes of other tags.

use super::escape;
use super::html::HtmlRenderer;
use super::links::{self, LinkUse};
use super::tags::{HtmlTag, HtmlToken, lower};

/// The raw lists and tables that are open.
#[derive(Default)]
pub(super) struct RawLists {
    lists: usize,
    tables: usize,
    orphans: Orphans,
}

/// A list that no author wrote around items.
#[derive(Default)]
enum Orphans {
    #[default]
    None,
    /// An item of it is open, whose words begin here.
    Open(usize),
    /// It was closed, and ends here: an item right behind it belongs to it.
    Closed(usize),
}

/// What is shown from elsewhere.
#[derive(Default)]
pub(super) struct EmbeddedContent {
    /// The element whose content stands in for what readers now have a link to.
    pub skipping: Option<String>,
    /// The element that has not yet said what it shows.
    waiting: Option<String>,
}

const CLOSE: &str = "</ul>";

impl HtmlRenderer<'_> {
    /// Notes a list, a table or an item that begins; an item without a list gets one.
    pub(super) fn open_list(&mut self, name: &str) {
        match name {
            "ul" | "ol" => self.raw_lists.lists += 1,
            "table" => self.raw_lists.tables += 1,
            "li" if self.raw_lists.lists == 0 => {
                match self.raw_lists.orphans {
                    Orphans::Open(_) => self.out.push_str("</li>"),
                    Orphans::Closed(end) if self.out.get(end..).is_some_and(|since| since.trim().is_empty()) => {
                        self.out.truncate(end - CLOSE.len());
                    }
                    _ => self.out.push_str("<ul>"),
                }
                self.raw_lists.orphans = Orphans::Open(self.out.len());
            }
            _ => {}
        }
    }

    /// Notes the end of a list, a table or an item; whether its tag was written.
    pub(super) fn close_list(&mut self, name: &str) -> bool {
        let raw = &mut self.raw_lists;
        match name {
            "ul" | "ol" => raw.lists = raw.lists.saturating_sub(1),
            "table" => raw.tables = raw.tables.saturating_sub(1),
            "li" if raw.lists == 0 => {
                if matches!(raw.orphans, Orphans::Open(_)) {
                    self.close_orphans();
                }
                self.raw_open.close(name);
                return true;
            }
            _ => {}
        }
        false
    }

    fn close_orphans(&mut self) {
        self.out.extend(["</li>", CLOSE]);
        self.raw_lists.orphans = Orphans::Closed(self.out.len());
    }

    /// An item that its author did not close ends with its block, unless the block ends with its tag.
    pub(super) fn end_of_raw_block(&mut self) {
        self.shown.skipping = None;
        if let Orphans::Open(start) = self.raw_lists.orphans
            && self.out.get(start..).is_some_and(|item| !item.trim_end().ends_with("<li>"))
        {
            self.out.truncate(self.out.trim_end().len());
            self.close_orphans();
            self.raw_open.close("li");
        }
    }

    /// Whether a part of a table stands where no table is: its tags would be lost, and its words run together.
    pub(super) fn is_stray_cell(&self, name: &str) -> bool {
        let part = matches!(name, "caption" | "col" | "colgroup" | "tbody" | "td" | "tfoot" | "th" | "thead" | "tr");
        part && self.raw_lists.tables == 0
    }

    /// Whether text that stands here has its numbers and addresses linked.
    pub(super) fn links_text(&self) -> bool {
        self.unlinked == 0 && self.link.is_none() && self.swallowing.is_none()
    }

    /// Whether a token belongs to what is left out, since a link stands in its place.
    pub(super) fn skips(&mut self, html: &str, token: &HtmlToken) -> bool {
        let Some(name) = &self.shown.skipping else { return false };
        if let HtmlToken::Close(tag) = token
            && *name == tag.lower_name(html)
        {
            self.shown.skipping = None;
        }
        true
    }

    /// Writes a link in the place of a frame, a film or a sound, which readers' browsers would fetch from another host.
    pub(super) fn show_elsewhere(&mut self, html: &str, tag: &HtmlTag, name: &str, inline: bool) {
        let value = |wanted: &str| {
            let found = tag.attributes(html).find(|attribute| lower(&html[attribute.name.clone()]) == wanted)?;
            let value = html_escape::decode_html_entities(&html[found.value?]).trim().to_owned();
            (!value.is_empty()).then_some(value)
        };
        let is_movie =
            || value("name").is_some_and(|name| matches!(&*name.to_ascii_lowercase(), "movie" | "src" | "url"));
        let named = match name {
            "iframe" | "embed" => value("src").or_else(|| value("data-src")),
            "video" | "audio" => value("src").or_else(|| value("data-src")),
            "object" => value("data"),
            "source" if self.shown.waiting.is_some() => value("src"),
            "param" if self.shown.waiting.is_some() && is_movie() => value("value"),
            _ => return,
        };
        let of = match name {
            "source" | "param" => self.shown.waiting.clone(),
            "video" | "audio" | "object" => Some(name.to_owned()),
            _ => None,
        };
        let target = named.as_deref().and_then(|named| links::target(named, LinkUse::Link, self.site));
        let Some(target) = target.map(std::borrow::Cow::into_owned).filter(|target| !target.is_empty()) else {
            self.shown.waiting = of;
            return;
        };
        self.shown.waiting = None;
        self.shown.skipping = of;
        let words = value("title").unwrap_or_else(|| target.clone());
        self.out.push_str(if inline { "" } else { "<p>" });
        if self.links_text() {
            self.out.push_str("<a href=\"");
            links::write(&mut self.out, &target);
            self.out.push_str("\">");
            escape::text(&mut self.out, &words);
            self.out.push_str("</a>");
        } else {
            escape::text(&mut self.out, &words);
        }
        self.out.push_str(if inline { "" } else { "</p>\n" });
    }
}
