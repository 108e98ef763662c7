//! Fingerprints: hashes of views. In: anything that can be hashed. Out: a number that stays the same for as long as what it
//! was made from does, on every machine. It must not know what is hashed.

use std::hash::{Hash, Hasher};

use rayon::prelude::*;
use siphasher::sip128::SipHasher13;

use super::{Viewer, search};
use crate::{
    catalogue::{BulletinId, Catalogue},
    plan::Plan,
};

/// A hash of what something is made from (SipHash-1-3 with 128 bits).
pub type Fingerprint = u128;

/// A hash of a few hundred bytes, which BLAKE3 is slow at. That two are alike by chance is as good as impossible, and who
/// could make them alike on purpose could write the bulletin in any case.
pub fn fingerprint(value: &impl Hash) -> Fingerprint {
    let mut bytes = HashBuffer(Vec::with_capacity(1024));
    value.hash(&mut bytes);
    SipHasher13::new().hash(&bytes.0).as_u128()
}

/// The hashes of what many views share, so that it is hashed once.
#[derive(Debug)]
pub struct ViewFingerprints {
    /// Of each bulletin's [`super::Article`], in the order of the catalogue.
    pub(super) articles: Vec<Fingerprint>,
    /// Of each bulletin's [`super::Card`].
    pub(super) cards: Vec<Fingerprint>,
    /// Of all that readers search.
    pub(super) searched: Fingerprint,
}

impl ViewFingerprints {
    pub fn of(catalogue: &Catalogue, plan: &Plan) -> Self {
        let viewer = Viewer::new(catalogue, plan, None);
        let ids: Vec<BulletinId> = catalogue.ids().collect();
        let one = |id: &BulletinId| (fingerprint(&viewer.article(*id).get()), fingerprint(&viewer.card(*id).get()));
        let (articles, cards): (Vec<_>, Vec<_>) = ids.par_iter().with_min_len(64).map(one).unzip();
        let searched = search::fingerprint_of_all(viewer, &articles);
        Self { articles, cards, searched }
    }
}

/// Something that an output does not show, though rendering it is easier with it at hand: it is no part of the hash.
#[derive(Clone, Copy, Debug)]
pub struct Unhashed<T>(pub T);

impl<T> Hash for Unhashed<T> {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

/// Tells what is remembered of one thing from what is remembered of others. It depends on what else there is.
pub type MemoryKey = Unhashed<u32>;

/// Bytes that grow by what is hashed into them, for a hash that does not depend on the machine or the run.
struct HashBuffer(Vec<u8>);

impl Hasher for HashBuffer {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        // Only the whole is asked for.
        0
    }
}
