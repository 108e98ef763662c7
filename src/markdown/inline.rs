//! The renderer's part for what stands inside a block: runs of text with bare addresses and telephone
//! numbers, code spans, links and images. Must not know how blocks are written.

use std::borrow::Cow;
use std::fmt::Write as _;

use pulldown_cmark::{CowStr, LinkType};

use super::blocks::TitledImage;
use super::html::HtmlRenderer;
use super::links::{self, LinkUse};
use super::{BodyPicture, PictureLoading, escape, headings};

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

impl<'a> HtmlRenderer<'a> {
    /// A run of text, whole. `closes_heading`: it is the last thing in a heading.
    pub(super) fn text(&mut self, text: &str, closes_heading: bool) {
        if self.shown.skipping.is_some() {
            return;
        }
        if let Some(image) = &mut self.image {
            image.alt.extend(text.chars().map(|letter| if letter == '\n' { ' ' } else { letter }));
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
        if links::is_relative(&destination) {
            // The site may lead a page and a feed to the same place by other words.
            self.differs.set(true);
        }
        let target = links::target(&destination, LinkUse::Link, self.site);
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
        let content = self.out.get(link.content..).unwrap_or_default();
        let end = link.content.saturating_sub("\">".len())..link.content;
        if links::is_own_address(content, &link.address) && self.out.get(end.clone()) == Some("\">") {
            self.out.replace_range(end, links::OWN_ADDRESS);
        }
        self.out.push_str("</a>");
    }

    pub(super) fn start_image(&mut self, destination: CowStr<'a>, title: CowStr<'a>) {
        match &mut self.image {
            Some(image) => image.inner += 1,
            None => {
                self.image = Some(OpenImage { destination, title, alt: String::new(), inner: 0 });
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
        let Some(OpenImage { destination, title, alt, .. }) = self.image.take() else {
            return;
        };
        if let Some(link) = &mut self.link {
            link.named |= !alt.trim().is_empty();
        }
        if let Some(heading) = &mut self.heading {
            heading.text.push_str(&alt);
        }
        if links::is_elsewhere(&destination, self.site) && self.link.is_none() {
            self.out.push_str("<a href=\"");
            links::write(&mut self.out, &links::target(&destination, LinkUse::Link, self.site).unwrap_or_default());
            self.out.push_str("\">");
            let words = if alt.trim().is_empty() { self.words().picture } else { alt.trim() };
            escape::text(&mut self.out, words);
            self.out.push_str("</a>");
            return;
        }
        let target = links::target(&destination, LinkUse::Image, self.site)
            .filter(|target| !target.is_empty() && !links::is_elsewhere(&destination, self.site));
        let Some(target) = target else {
            escape::text(&mut self.out, &alt);
            return;
        };
        let start = self.out.len();
        // The site may show a page and a feed different sizes.
        let on_page = self.on_page();
        let picture = self.site.picture(&destination);
        let choice = picture.as_ref().filter(|picture| !picture.srcset.is_empty());
        if let Some(choice) = choice {
            self.out.push_str("<picture><source type=\"image/webp\" srcset=\"");
            escape::attribute(&mut self.out, &choice.srcset);
            self.out.extend(["\" sizes=\"", choice.sizes, "\">"]);
        }
        self.out.push_str("<img src=\"");
        links::write(&mut self.out, picture.as_ref().map_or(&*target, |picture| &picture.src));
        self.out.push_str("\" alt=\"");
        escape::attribute(&mut self.out, alt.trim());
        self.out.push('"');
        if let Some(BodyPicture { width, height, .. }) = &picture {
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
        let begins = self.paragraph.start == 0 && start == self.paragraph.content;
        let late = on_page && !(begins && self.options.first == PictureLoading::AtOnce);
        self.out.push_str(if late { " loading=\"lazy\" decoding=\"async\">" } else { ">" });
        if choice.is_some() {
            self.out.push_str("</picture>");
        }
        if start == self.paragraph.content && !title.is_empty() {
            self.paragraph.image =
                Some(TitledImage { end: self.out.len(), title_attribute, title: title.into_string() });
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::{
        HtmlOptions, PictureLoading, html,
        testing::{Kent, page},
    };

    #[test]
    fn links_are_resolved() {
        assert_eq!(
            page("[a](../b.md#c \"d\") ![e](../f.png) [g](#h)"),
            "<p><a href=\"/kent/b/#c\" title=\"d\">a</a> <img src=\"/kent/f.png\" alt=\"e\" loading=\"lazy\" decoding=\"async\"> <a href=\"#h\">g</a></p>\n"
        );
        assert_eq!(page("[a](//b.uk)"), "<p><a href=\"https://b.uk\">a</a></p>\n");
    }

    #[test]
    fn active_addresses_become_text() {
        for bad in [
            "javascript:alert(1)",
            "JAVA&Tab;SCRIPT:x",
            "&#x6A;avascript:x",
            "<java\tscript:x>",
            "data:text/html,x",
            "vbscript:x",
        ] {
            assert_eq!(page(&format!("[*a*]({bad}) ![b]({bad})")), "<p><em>a</em> b</p>\n", "{bad}");
        }
        assert_eq!(page("<javascript:x>"), "<p>javascript:x</p>\n");
        assert_eq!(page("[a][b]\n\n[b]: javascript:c"), "<p>a</p>\n");
        assert_eq!(page("![a](mailto:b@c.uk)"), "<p>a</p>\n");
    }

    #[test]
    fn links_and_images_have_names() {
        assert_eq!(page("[](b)"), "<p><a href=\"b\">b</a></p>\n");
        assert_eq!(
            page("[![](a.png)](b)"),
            "<p><a href=\"b\" aria-label=\"b\"><img src=\"a.png\" alt=\"\" loading=\"lazy\" decoding=\"async\"></a></p>\n"
        );
        assert_eq!(
            page("![a *b* `c` ![d](e) \"](f.png)"),
            "<p><img src=\"f.png\" alt=\"a b c d &quot;\" loading=\"lazy\" decoding=\"async\"></p>\n"
        );
        assert_eq!(page("![a]()"), "<p>a</p>\n");
    }

    #[test]
    fn a_choice_of_sizes_is_offered_before_the_picture_itself() {
        let picture = "<picture><source type=\"image/webp\" srcset=\"/a.webp 480w, /b.webp 960w\" sizes=\"100vw\">\
                       <img src=\"/kent/large.jpg\" alt=\"a\" width=\"3\" height=\"4\"";
        let late = format!("{picture} loading=\"lazy\" decoding=\"async\"></picture>");
        assert_eq!(page("![a](large.jpg)"), format!("<p>{late}</p>\n"));
        let titled = page("![a](large.jpg \"b\")");
        assert_eq!(titled, format!("<figure>{late}<figcaption>b</figcaption></figure>\n"));
        let options = HtmlOptions { first: PictureLoading::AtOnce, ..HtmlOptions::default() };
        let at_once = html("![a](large.jpg) ![a](large.jpg)\n\n![a](large.jpg)", &options, &Kent);
        assert_eq!(at_once, format!("<p>{picture}></picture> {late}</p>\n<p>{late}</p>\n"));
    }

    #[test]
    fn sizes_of_images_are_written_when_known() {
        assert_eq!(
            page("![](sized.png)"),
            "<p><img src=\"/kent/sized.png\" alt=\"\" width=\"3\" height=\"4\" loading=\"lazy\" decoding=\"async\"></p>\n"
        );
    }
}
