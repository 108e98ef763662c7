//! The renderer's part for what stands inside a block: runs of text with bare addresses and telephone
//! numbers, code spans, links and images. Must not know how blocks are written.

use std::borrow::Cow;
use std::fmt::Write as _;
use std::ops::Range;

use pulldown_cmark::{CowStr, LinkType};

use super::blocks::TitledImage;
use super::html::Renderer;
use super::links::{self, Use};
use super::{bare, escape, headings};

/// A link that is being written.
pub(super) struct OpenLink {
    /// Whether it has a tag; an address that must not pass leaves the text alone.
    written: bool,
    content: usize,
    /// What to show when the link holds nothing.
    address: String,
    /// Something in it can be read out.
    named: bool,
}

impl OpenLink {
    /// Notes that the link holds something that names it.
    pub(super) fn note_name(&mut self) {
        self.named = true;
    }
}

/// An image whose alternative text is being read.
pub(super) struct OpenImage<'a> {
    destination: CowStr<'a>,
    title: CowStr<'a>,
    alt: String,
    /// Images inside its alternative text.
    inner: usize,
}

impl<'a> Renderer<'a> {
    /// A run of text, whole. `closes_heading`: it is the last thing in a heading.
    pub(super) fn text(&mut self, text: &str, closes_heading: bool) {
        if let Some(image) = &mut self.image {
            image.alt.extend(
                text.chars()
                    .map(|letter| if letter == '\n' { ' ' } else { letter }),
            );
            return;
        }
        let mut text = text;
        if let Some(heading) = &mut self.heading {
            if closes_heading && let (rest, Some(id)) = headings::split_id(text) {
                heading.id = Some(id.to_owned());
                text = rest;
            }
            heading.text.push_str(text);
        }
        if let Some(link) = &mut self.link {
            link.named |= !text.trim().is_empty();
        }
        if self.link.is_some() || self.unlinked > 0 {
            escape::text(&mut self.out, text);
        } else {
            self.linked_text(text);
        }
    }

    pub(super) fn code_span(&mut self, code: &str) {
        if let Some(image) = &mut self.image {
            image.alt.push_str(code);
            return;
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(code);
        }
        if let Some(link) = &mut self.link {
            link.named = true;
        }
        self.out.push_str("<code>");
        escape::text(&mut self.out, code);
        self.out.push_str("</code>");
    }

    pub(super) fn hard_break(&mut self) {
        if let Some(image) = &mut self.image {
            image.alt.push(' ');
            return;
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push(' ');
        }
        self.out.push_str("<br>\n");
    }

    pub(super) fn start_link(&mut self, kind: LinkType, destination: &str, title: &str) {
        if self.image.is_some() {
            return;
        }
        if self.link.is_some() {
            self.inner_links += 1;
            return;
        }
        let destination = if kind == LinkType::Email {
            Cow::Owned(format!("mailto:{destination}"))
        } else {
            Cow::Borrowed(destination)
        };
        let target = links::target(&destination, Use::Link, self.site);
        if let Some(target) = &target {
            self.out.push_str("<a href=\"");
            links::write(&mut self.out, target);
            if !title.is_empty() {
                self.out.push_str("\" title=\"");
                escape::attribute(&mut self.out, title);
            }
            self.out.push_str("\">");
        }
        self.link = Some(OpenLink {
            written: target.is_some(),
            content: self.out.len(),
            address: target.map(Cow::into_owned).unwrap_or_default(),
            named: false,
        });
    }

    pub(super) fn end_link(&mut self) {
        if self.image.is_some() {
            return;
        }
        if self.inner_links > 0 {
            self.inner_links -= 1;
            return;
        }
        let Some(link) = self.link.take().filter(|link| link.written) else {
            return;
        };
        if !link.named {
            let content = self.out.get(link.content..).unwrap_or_default();
            if content.trim().is_empty() {
                escape::text(&mut self.out, &link.address);
            } else if !content.contains("aria-label") && self.out.is_char_boundary(link.content) {
                let mut name = String::from(" aria-label=\"");
                escape::attribute(&mut name, &link.address);
                name.push('"');
                self.out.insert_str(link.content - 1, &name);
            }
        }
        self.out.push_str("</a>");
    }

    pub(super) fn start_image(&mut self, destination: CowStr<'a>, title: CowStr<'a>) {
        match &mut self.image {
            Some(image) => image.inner += 1,
            None => {
                self.image = Some(OpenImage {
                    destination,
                    title,
                    alt: String::new(),
                    inner: 0,
                })
            }
        }
    }

    pub(super) fn end_image(&mut self) {
        match &mut self.image {
            Some(image) if image.inner > 0 => {
                image.inner -= 1;
                return;
            }
            _ => {}
        }
        let Some(OpenImage {
            destination,
            title,
            alt,
            ..
        }) = self.image.take()
        else {
            return;
        };
        if let Some(link) = &mut self.link {
            link.named |= !alt.trim().is_empty();
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(&alt);
        }
        let target =
            links::target(&destination, Use::Image, self.site).filter(|target| !target.is_empty());
        let Some(target) = target else {
            escape::text(&mut self.out, &alt);
            return;
        };
        let start = self.out.len();
        self.out.push_str("<img src=\"");
        links::write(&mut self.out, &target);
        self.out.push_str("\" alt=\"");
        escape::attribute(&mut self.out, alt.trim());
        self.out.push('"');
        if let Some((width, height)) = self.site.image_size(&destination) {
            // Writing to a string cannot fail.
            _ = write!(self.out, " width=\"{width}\" height=\"{height}\"");
        }
        let before = self.out.len();
        if !title.is_empty() {
            self.out.push_str(" title=\"");
            escape::attribute(&mut self.out, &title);
            self.out.push('"');
        }
        let title_attribute = before..self.out.len();
        self.out.push_str(if self.on_page() {
            " loading=\"lazy\">"
        } else {
            ">"
        });
        if start == self.paragraph.content && !title.is_empty() {
            self.paragraph.image = Some(TitledImage {
                end: self.out.len(),
                title_attribute,
                title: title.into_string(),
            });
        }
    }

    /// Writes text with its bare addresses and telephone numbers as links.
    fn linked_text(&mut self, text: &str) {
        let mut found = std::mem::take(&mut self.bare);
        found.clear();
        bare::find(text, &mut found);
        let phones = self.site.telephones(text);
        let mut phones = phones.iter().peekable();
        let mut done = 0;
        for address in &found {
            while let Some((range, phone)) =
                phones.next_if(|(range, _)| range.start < address.range.end)
            {
                if range.end <= address.range.start {
                    self.telephone(text, &mut done, range, phone);
                }
            }
            let shown = &text[address.range.clone()];
            escape::text(&mut self.out, &text[done..address.range.start]);
            self.out.extend(["<a href=\"", address.prefix]);
            let shown = if self.options.typographic {
                as_typed(shown)
            } else {
                Cow::Borrowed(shown)
            };
            links::write(&mut self.out, &shown);
            self.out.push_str("\">");
            escape::text(&mut self.out, &shown);
            self.out.push_str("</a>");
            done = address.range.end;
        }
        for (range, phone) in phones {
            self.telephone(text, &mut done, range, phone);
        }
        escape::text(&mut self.out, &text[done..]);
        self.bare = found;
    }

    /// Writes the text up to a telephone number, and the number, unless its range makes no sense.
    fn telephone(&mut self, text: &str, done: &mut usize, range: &Range<usize>, address: &str) {
        if range.start < *done || range.is_empty() {
            return;
        }
        let (Some(before), Some(number)) = (text.get(*done..range.start), text.get(range.clone()))
        else {
            return;
        };
        escape::text(&mut self.out, before);
        self.out.push_str("<a href=\"");
        links::write(&mut self.out, address);
        self.out.push_str("\">");
        escape::text(&mut self.out, number);
        self.out.push_str("</a>");
        *done = range.end;
    }
}

/// Undoes typographic punctuation, which has no place in an address.
fn as_typed(address: &str) -> Cow<'_, str> {
    let mut typed = Cow::Borrowed(address);
    for (mark, plain) in [
        ('–', "--"),
        ('—', "---"),
        ('…', "..."),
        ('‘', "'"),
        ('’', "'"),
    ] {
        if typed.contains(mark) {
            typed = Cow::Owned(typed.replace(mark, plain));
        }
    }
    typed
}
