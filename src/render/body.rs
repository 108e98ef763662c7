//! A body as HTML, with the site's links and telephone numbers. In: Markdown and where it stands. Out: HTML.
//! It must not know templates.

use std::ops::Range;

use super::{pictures, voice::Voice};
use crate::{
    address::Address,
    catalogue::{
        Catalogue, attachments,
        entry::{Entry, Heading},
        links::{self, Lead},
    },
    markdown::{self, First, PageHtml, Resolution, Site, Target},
    telephone::Telephones,
};

/// Where a body is going to stand.
pub struct Surroundings<'a> {
    pub catalogue: &'a Catalogue,
    pub voice: &'a Voice,
    pub telephones: &'a Telephones,
    pub entry: &'a Entry,
    pub address: &'a Address,
    pub target: Target,
}

impl Surroundings<'_> {
    /// The body of the document itself.
    pub fn body(&self, text: &str) -> String {
        markdown::html(text, &self.options(self.entry.heading, self.first()), self)
    }

    /// Some other Markdown of the document, such as an update, with a name that its ids begin with.
    pub fn part(&self, name: &str, text: &str) -> String {
        markdown::html(text, &markdown::Options { part: name, ..self.options(Heading::Own, First::Late) }, self)
    }

    /// The body of the document itself, for its page and perhaps for feeds.
    pub fn page(&self, text: &str) -> PageHtml {
        markdown::page_html(text, &self.options(self.entry.heading, self.first()), self)
    }

    /// The body of the document itself as plain text in blocks, without the title that it may begin with.
    pub fn plain(&self, text: &str) -> String {
        let plain = markdown::plain_blocks(text, self);
        match self.entry.heading {
            Heading::Title => match plain.strip_prefix(self.entry.title.as_str()) {
                Some(rest) => rest.trim_start().to_owned(),
                None => plain,
            },
            Heading::Own => plain,
        }
    }

    /// Some other Markdown of the document as plain text in blocks.
    pub fn plain_part(&self, text: &str) -> String {
        markdown::plain_blocks(text, self)
    }

    /// A picture of the bulletin's own stands above its body.
    fn first(&self) -> First {
        if self.entry.more.image.is_none() { First::AtOnce } else { First::Late }
    }

    fn options(&self, heading: Heading, first: First) -> markdown::Options<'_> {
        let settings = &self.catalogue.settings;
        markdown::Options {
            raw: settings.raw_html,
            typographic: settings.typographic_quotes,
            skip_title_heading: heading == Heading::Title,
            target: self.target,
            words: self.voice.markdown(),
            first,
            ..markdown::Options::default()
        }
    }

    /// A link as it stands here: with scheme and host in a feed.
    fn link(&self, address: &Address, rest: &str) -> String {
        let base = &self.catalogue.settings.base;
        match self.target {
            Target::Page => base.link(address) + rest,
            Target::Feed => base.url(address) + rest,
        }
    }
}

impl Site for Surroundings<'_> {
    fn resolve(&self, destination: &str) -> Resolution {
        match links::lead(self.catalogue, &self.entry.path, self.address, destination) {
            Lead::AsWritten if destination.starts_with(['#', '?']) && self.target == Target::Feed => {
                Resolution::To(self.link(self.address, destination))
            }
            Lead::AsWritten => Resolution::AsWritten,
            Lead::Elsewhere { url } => Resolution::To(url),
            Lead::Here { address, rest } | Lead::Site { address, rest } => Resolution::To(self.link(&address, &rest)),
            Lead::Hidden { .. } | Lead::Broken | Lead::Missing { .. } | Lead::NoFile { .. } => Resolution::Nowhere,
        }
    }

    fn telephones(&self, text: &str) -> Vec<(Range<usize>, String)> {
        self.telephones.find(text).into_iter().map(|found| (found.range, found.href)).collect()
    }

    fn is_own(&self, url: &str) -> bool {
        url.starts_with(&self.catalogue.settings.base.root())
    }

    fn picture(&self, destination: &str) -> Option<markdown::Picture> {
        let attachment = links::attachment(self.catalogue, &self.entry.path, destination)?;
        let (address, picture) = (&attachment.address, attachment.picture()?);
        let plain = picture.plain();
        let src = self.link(&attachments::beside(address, picture, &plain), "");
        let (shown, srcset) = match self.target {
            Target::Page => (picture.whole(), pictures::srcset(&self.catalogue.settings.base, address, picture)),
            Target::Feed => (plain, String::new()),
        };
        let sizes = pictures::LAZY_SIZES;
        Some(markdown::Picture { src, srcset, sizes, width: shown.width, height: shown.height })
    }
}
