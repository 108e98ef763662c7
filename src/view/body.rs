//! A body of Markdown with all that rendering it asks of the site. In: an entry and where it stands. Out: a [`Body`], whose
//! hash needs no look into the text. It must not know Markdown.

use std::sync::Arc;

use super::{HeadingRole, LinkDestination, Unhashed};
use crate::{
    address::Address,
    catalogue::{Catalogue, Entry, SiteLink, links},
    markdown::PageHtml,
    pictures::Picture,
    source::SourcePath,
};

/// The body of a document.
#[derive(Debug, Hash)]
pub struct Body<'s> {
    pub path: &'s SourcePath,
    /// The hash of its file (BLAKE3).
    pub file: &'s [u8; 32],
    /// Where it begins in the file, in bytes.
    pub from: u32,
    /// The title of the document, and whether it begins with it.
    pub title: &'s str,
    pub heading: HeadingRole,
    /// Whether a picture of the document's own stands above it.
    pub is_below_picture: bool,
    /// The page that it stands on.
    pub page: &'s Address,
    /// Where its links and pictures lead, and those of the log, but for other hosts.
    pub links: Vec<BodyLink<'s>>,
    /// Its HTML, where it was made when the document was read.
    pub html: Unhashed<Option<&'s Arc<PageHtml>>>,
}

/// A link or a picture of a body.
#[derive(Debug, Hash)]
pub struct BodyLink<'s> {
    /// As written, without white space around it.
    pub destination: &'s str,
    pub lead: LinkDestination,
    /// The picture of the site that it is.
    pub picture: Option<(&'s Address, &'s Picture)>,
}

impl<'s> Body<'s> {
    /// The body of an entry that stands on a page, with its links and those of an original whose log it may have taken over.
    pub(super) fn of(
        catalogue: &'s Catalogue,
        entry: &'s Entry,
        page: &'s Address,
        links: impl Iterator<Item = &'s SiteLink>,
    ) -> Self {
        let link = |link: &'s SiteLink| {
            let destination = link.destination.trim();
            let attachment = if link.image { links::attachment(catalogue, &entry.path, destination) } else { None };
            let picture = attachment.and_then(|file| Some((&file.address, file.picture()?)));
            BodyLink { destination, lead: links::lead(catalogue, &entry.path, page, destination), picture }
        };
        Self {
            path: &entry.path,
            file: &entry.hash,
            from: entry.body,
            title: &entry.title,
            heading: entry.heading,
            is_below_picture: entry.more.image.is_some(),
            page,
            links: links.map(link).collect(),
            html: Unhashed(entry.html.as_ref()),
        }
    }

    /// The link of a destination as it is written in the body.
    pub fn link(&self, destination: &str) -> Option<&BodyLink<'s>> {
        self.links.iter().find(|link| link.destination == destination.trim())
    }
}
