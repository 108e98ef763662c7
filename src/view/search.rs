//! What readers search. In: the catalogue. Out: the bulletins that are searched, with their terms, and the areas by which
//! readers choose. It must not know how an index is made.

use std::hash::{Hash, Hasher};

use super::{CardRef, Fingerprint, State, Viewer, fingerprint};
use crate::{
    catalogue::{AreaId, BulletinId},
    moment::Moment,
    plan::{self, IndexPiece},
    search::{RECORDS, Terms},
};

/// What a piece of the search shows: the records of some bulletins, or something of all that are searched.
#[derive(Clone, Copy, Debug)]
pub struct Search<'s> {
    viewer: Viewer<'s>,
    piece: IndexPiece,
}

/// A bulletin that is searched.
pub struct SearchableBulletin<'s> {
    pub terms: Vec<&'s Terms>,
    /// The areas that it is listed under, by their places among all.
    pub areas: Vec<u32>,
    pub kind: usize,
    pub state: State,
    pub date: Moment,
}

/// An area by which readers choose.
#[derive(Debug, Hash)]
pub struct SearchArea<'s> {
    /// As its address names it: `kent/maidstone`.
    pub key: &'s str,
    pub name: &'s str,
    pub aliases: &'s [String],
}

impl Hash for Search<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        match self.piece {
            IndexPiece::Records(number) => self.records(number).hash(state),
            IndexPiece::Contents | IndexPiece::Words(_) | IndexPiece::Spelling => {
                let known = self.viewer.fingerprints.map(|known| known.searched);
                known.unwrap_or_else(|| fingerprint_of_all(self.viewer, &[])).hash(state);
            }
        }
    }
}

impl<'s> Search<'s> {
    pub(super) fn new(viewer: Viewer<'s>, piece: IndexPiece) -> Self {
        Self { viewer, piece }
    }

    /// The bulletins of a piece of records, the oldest first.
    pub fn records(self, number: u32) -> Vec<CardRef<'s>> {
        let ids = plan::searched(self.viewer.catalogue).skip(number as usize * RECORDS).take(RECORDS);
        ids.map(|id| self.viewer.card(id)).collect()
    }

    /// How many bulletins are searched.
    pub fn count(self) -> usize {
        self.viewer.catalogue.by_date.len()
    }

    /// How many pieces their words take.
    pub fn word_pieces(self) -> u32 {
        plan::word_pieces(self.viewer.catalogue)
    }

    /// All that is searched, the oldest first.
    pub fn found(self) -> impl Iterator<Item = SearchableBulletin<'s>> {
        let catalogue = self.viewer.catalogue;
        plan::searched(catalogue).map(move |id| {
            let bulletin = &catalogue.bulletin(id).bulletin;
            SearchableBulletin {
                terms: plan::terms(catalogue, id).collect(),
                areas: catalogue.areas.around(&bulletin.areas).into_iter().map(|area| area.0).collect(),
                kind: bulletin.kind,
                state: bulletin.life.state,
                date: bulletin.date,
            }
        })
    }

    /// All areas, in the order of their places.
    pub fn areas(self) -> Vec<SearchArea<'s>> {
        self.viewer.catalogue.areas.ids().map(|id| self.area(id)).collect()
    }

    /// The areas that hold bulletins as a tree: each with how far down it stands.
    pub fn tree(self) -> Vec<(SearchArea<'s>, u32)> {
        let catalogue = self.viewer.catalogue;
        let mut tree = Vec::new();
        let mut rest: Vec<(AreaId, u32)> = catalogue.areas.roots().iter().rev().map(|root| (*root, 0)).collect();
        while let Some((id, depth)) = rest.pop() {
            if !catalogue.area(id).shown.is_empty() {
                tree.push((self.area(id), depth));
            }
            rest.extend(catalogue.areas.get(id).children.iter().rev().map(|child| (*child, depth + 1)));
        }
        tree
    }

    fn area(self, id: AreaId) -> SearchArea<'s> {
        let area = self.viewer.catalogue.areas.get(id);
        let key = area.address.as_str().trim_start_matches("/areas/").trim_end_matches('/');
        SearchArea { key, name: &area.name, aliases: &area.aliases }
    }
}

/// The hash of everything that is searched, from the hashes of bulletins where they are known.
pub(super) fn fingerprint_of_all(viewer: Viewer, articles: &[Fingerprint]) -> Fingerprint {
    let catalogue = viewer.catalogue;
    let own = |id: BulletinId| match articles.get(id.0 as usize) {
        Some(known) => *known,
        None => fingerprint(&viewer.article(id).get()),
    };
    let versions = plan::searched(catalogue).flat_map(|id| catalogue.versions(id));
    let search = Search::new(viewer, IndexPiece::Contents);
    fingerprint(&(versions.map(own).collect::<Vec<_>>(), search.tree(), search.areas()))
}
