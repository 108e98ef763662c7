//! Which document has an address that two want. In: documents with addresses, and what stands on the site as it was
//! published. Out: those that have one, and a problem for each of the others, which are then in no list and no feed. It
//! must not know the disk, lists or pages.

use std::{
    cmp::Reverse,
    collections::{HashMap, HashSet},
};

use crate::{
    address::{Address, clash},
    moment::Moment,
    problem::{
        Problem,
        wording::{self, AddressOrigin},
    },
    source::{Place, SourcePath, Span},
};

/// The documents whose pages an earlier build put where readers see them.
#[derive(Clone, Debug, Default)]
pub struct PublicPages(HashMap<Address, SourcePath>);

impl PublicPages {
    pub fn new(pages: impl IntoIterator<Item = (Address, SourcePath)>) -> Self {
        Self(pages.into_iter().map(|(address, path)| (clash::canonical(&address).into_owned(), path)).collect())
    }

    /// The document whose page stands at an address.
    fn at(&self, address: &Address) -> Option<&SourcePath> {
        if self.0.is_empty() { None } else { self.0.get(&*clash::canonical(address)) }
    }
}

/// A document that wants an address.
pub struct Claim<'a> {
    pub path: &'a SourcePath,
    pub address: &'a Address,
    /// Its date; a page has none, and was there before.
    pub date: Option<Moment>,
}

/// The places of the claims that are in vain: what stands there stays, else the older, else the first by its path.
pub fn in_vain(claims: &[Claim], public_pages: &PublicPages, problems: &mut Vec<Problem>) -> HashSet<usize> {
    let mut first: HashMap<_, usize> = HashMap::with_capacity(claims.len());
    let mut alike: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, claim) in claims.iter().enumerate() {
        let known = *first.entry(clash::canonical(claim.address)).or_insert(at);
        if known != at {
            alike.entry(known).or_insert_with(|| vec![known]).push(at);
        }
    }
    let mut lost = HashSet::new();
    for mut places in alike.into_values() {
        let rank = |at: &usize| {
            let claim = &claims[*at];
            (Reverse(public_pages.at(claim.address) == Some(claim.path)), claim.date, claim.path)
        };
        places.sort_unstable_by(|one, other| rank(one).cmp(&rank(other)));
        let Some((winner, others)) = places.split_first() else { continue };
        let place = |claim: &Claim| Place::at(claim.path, Span::new(0, 0));
        for at in others {
            let (claim, by) = (&claims[*at], &claims[*winner]);
            let (address, other) = (claim.address.as_str(), by.address.as_str());
            problems.push(wording::address_taken(place(claim), AddressOrigin::Slug, address, other, Some(place(by))));
            lost.insert(*at);
        }
    }
    lost
}
