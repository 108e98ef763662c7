//! A bulletin or page in each of its languages, for links from one to the other. In: the catalogue. Out: [`Version`]s.
//! It must not know how they are written.

use crate::{
    address::Address,
    catalogue::{BulletinId, Catalogue, Kin, PageId},
};

/// One of the languages in which a document is there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Version<'a> {
    pub language: &'a str,
    pub title: &'a str,
    pub address: &'a Address,
    /// Whether the others are translations of it.
    pub original: bool,
    /// Whether it is for readers whose language is none of these.
    pub usual: bool,
}

/// A bulletin in each of its languages, the original first; none where there is but one.
pub fn of_bulletin(catalogue: &Catalogue, id: BulletinId) -> Vec<Version<'_>> {
    if catalogue.bulletin(id).kin == Kin::Alone {
        return Vec::new();
    }
    let version = |id: BulletinId| {
        let placed = catalogue.bulletin(id);
        let entry = &placed.bulletin.says.entry;
        Version {
            language: catalogue.language_of(entry),
            title: &entry.title,
            address: &placed.address,
            original: !matches!(placed.kin, Kin::TranslationOf(_)),
            usual: placed.listed,
        }
    };
    several(catalogue.versions(id).map(version).collect())
}

/// A page in each of its languages, likewise.
pub fn of_page(catalogue: &Catalogue, id: PageId) -> Vec<Version<'_>> {
    if catalogue.page(id).kin == Kin::Alone {
        return Vec::new();
    }
    let version = |id: PageId| {
        let page = catalogue.page(id);
        let original = !matches!(page.kin, Kin::TranslationOf(_));
        let language = catalogue.language_of(&page.entry);
        Version { language, title: &page.entry.title, address: &page.address, original, usual: original }
    };
    several(catalogue.page_versions(id).map(version).collect())
}

fn several(versions: Vec<Version<'_>>) -> Vec<Version<'_>> {
    if versions.len() > 1 { versions } else { Vec::new() }
}
