//! Where documents stand. In: a slug, and what the pattern of the settings asks for. Out: an [`Address`]. It must not know
//! whether a document is shown.

use std::fmt::Write as _;

use super::{
    Area,
    bulletin::{Draft, Slug},
    entry,
};
use crate::{
    address::{Address, slug},
    settings::{PermalinkPart, Settings},
    source::SourcePath,
};

/// The address of a bulletin, from its slug, and from what else its draft says where the pattern asks for that.
pub fn of_bulletin(slug_of: &Slug, draft: &Draft, area: Option<&Area>, settings: &Settings) -> Address {
    let part = match slug_of {
        Slug::Whole(address) => return address.clone(),
        Slug::Part(part) | Slug::Cut { part, whole: _ } => part,
    };
    let (year, month, day) = draft.course.date.date(&settings.zone);
    let mut path = String::with_capacity(part.len() + 16);
    for piece in &settings.permalink {
        // Writing to a string cannot fail.
        let _ = match piece {
            // Categories may be none, and leave two slashes.
            PermalinkPart::Text(text) if path.ends_with('/') => path.write_str(text.trim_start_matches('/')),
            PermalinkPart::Text(text) => path.write_str(text),
            PermalinkPart::Year => write!(path, "{year:04}"),
            PermalinkPart::ShortYear => write!(path, "{:02}", year.rem_euclid(100)),
            PermalinkPart::Month => write!(path, "{month:02}"),
            PermalinkPart::BareMonth => write!(path, "{month}"),
            PermalinkPart::Day => write!(path, "{day:02}"),
            PermalinkPart::BareDay => write!(path, "{day}"),
            PermalinkPart::Slug => path.write_str(part),
            PermalinkPart::Area => {
                write!(path, "{}", area.map_or_else(|| "everywhere".to_owned(), |area| slug(&area.name)))
            }
            PermalinkPart::Kind => write!(path, "{}", slug(&settings.kinds[draft.kind].name)),
            PermalinkPart::Categories => {
                let names: Vec<String> = draft.more.categories.iter().map(|name| slug(name)).collect();
                write!(path, "{}", names.join("/"))
            }
        };
    }
    if !path.ends_with('/') && !path.ends_with(".html") {
        path.push('/');
    }
    Address::new(&path)
}

/// A page stands where it lies below `content/pages/`.
pub fn of_page(slug_of: &Slug, path: &SourcePath) -> Address {
    let part = match slug_of {
        Slug::Whole(address) => return address.clone(),
        Slug::Part(part) | Slug::Cut { part, whole: _ } => part,
    };
    let below = path.below("content/pages").unwrap_or_default();
    let mut folders: Vec<String> = below.split('/').map(slug).collect();
    folders.pop();
    if entry::is_folder(path) {
        folders.pop();
    }
    folders.push(part.clone());
    Address::new(&format!("/{}/", folders.join("/")))
}
