//! A body as HTML, with the site's links and telephone numbers. In: Markdown and where it stands. Out: HTML.
//! It must not know templates.

use std::ops::Range;

use super::{pictures, voice::Voice};
use crate::{
    address::Address,
    markdown::{self, BodySite, HtmlPlace, PageHtml, PictureLoading, Resolution},
    settings::Settings,
    view::{self, Body, HeadingRole, LinkDestination},
};

/// Where a body is going to stand.
pub struct BodyContext<'a> {
    pub settings: &'a Settings,
    pub voice: &'a Voice,
    pub body: &'a Body<'a>,
    pub target: HtmlPlace,
}

impl BodyContext<'_> {
    /// The body of the document itself.
    pub fn body(&self, text: &str) -> String {
        markdown::html(text, &self.options(self.body.heading, self.first()), self)
    }

    /// Some other Markdown of the document, such as an update, with a name that its ids begin with.
    pub fn part(&self, name: &str, text: &str) -> String {
        markdown::html(
            text,
            &markdown::HtmlOptions { part: name, ..self.options(HeadingRole::Own, PictureLoading::Late) },
            self,
        )
    }

    /// The body of the document itself, for its page and perhaps for feeds.
    pub fn page(&self, text: &str) -> PageHtml {
        markdown::page_html(text, &self.options(self.body.heading, self.first()), self)
    }

    /// The body of the document itself as plain text in blocks, without the title that it may begin with.
    pub fn plain(&self, text: &str) -> String {
        let plain = self.plain_part(text);
        match self.body.heading {
            HeadingRole::Title => match plain.strip_prefix(self.body.title) {
                Some(rest) => rest.trim_start().to_owned(),
                None => plain,
            },
            HeadingRole::Own => plain,
        }
    }

    /// Some other Markdown of the document as plain text in blocks.
    pub fn plain_part(&self, text: &str) -> String {
        markdown::plain_blocks(text, &self.voice.markdown(), self)
    }

    /// A picture of the bulletin's own stands above its body.
    fn first(&self) -> PictureLoading {
        if self.body.is_below_picture { PictureLoading::Late } else { PictureLoading::AtOnce }
    }

    fn options(&self, heading: HeadingRole, first: PictureLoading) -> markdown::HtmlOptions<'_> {
        let settings = self.settings;
        markdown::HtmlOptions {
            raw: settings.raw_html,
            typographic: settings.typographic_quotes,
            skip_title_heading: heading == HeadingRole::Title,
            target: self.target,
            words: self.voice.markdown(),
            first,
            ..markdown::HtmlOptions::default()
        }
    }

    /// A link as it stands here: with scheme and host in a feed.
    fn link(&self, address: &Address, rest: &str) -> String {
        let base = &self.settings.base;
        match self.target {
            HtmlPlace::Page => base.link(address) + rest,
            HtmlPlace::Feed => base.url(address) + rest,
        }
    }
}

impl BodySite for BodyContext<'_> {
    fn resolve(&self, destination: &str) -> Resolution {
        if view::links::is_whole(destination) {
            return if destination.starts_with(['#', '?']) && self.target == HtmlPlace::Feed {
                Resolution::To(self.link(self.body.page, destination))
            } else {
                Resolution::AsWritten
            };
        }
        match self.body.link(destination).map(|link| &link.lead) {
            // None is what the reading of the document did not take for a link of the site's, such as one that raw HTML makes.
            Some(LinkDestination::AsWritten) | None => Resolution::AsWritten,
            Some(LinkDestination::Elsewhere { url }) => Resolution::To(url.clone()),
            Some(LinkDestination::Here { address, rest } | LinkDestination::Site { address, rest }) => {
                Resolution::To(self.link(address, rest))
            }
            Some(
                LinkDestination::Hidden { .. }
                | LinkDestination::Broken
                | LinkDestination::Missing { .. }
                | LinkDestination::NoFile { .. },
            ) => Resolution::Nowhere,
        }
    }

    fn telephones(&self, text: &str) -> Vec<(Range<usize>, String)> {
        self.settings.telephones.find(text).into_iter().map(|found| (found.range, found.href)).collect()
    }

    fn is_own(&self, url: &str) -> bool {
        self.settings.own_path(url).is_some()
    }

    fn picture(&self, destination: &str) -> Option<markdown::BodyPicture> {
        let (address, picture) = self.body.link(destination)?.picture?;
        let plain = picture.plain();
        let src = self.link(&view::beside(address, picture, &plain), "");
        let (shown, srcset) = match self.target {
            HtmlPlace::Page => (picture.whole(), pictures::srcset(&self.settings.base, address, picture)),
            HtmlPlace::Feed => (plain, String::new()),
        };
        let sizes = pictures::LAZY_SIZES;
        Some(markdown::BodyPicture { src, srcset, sizes, width: shown.width, height: shown.height })
    }
}
