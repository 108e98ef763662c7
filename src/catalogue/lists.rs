//! The lists of a catalogue: by area, kind, tag and date, and the front page's. In: a catalogue with its bulletins.
//! Out: the same with its lists filled. It must not know pages or feeds.

use rayon::prelude::*;

use super::{BulletinId, Catalogue, Listing, Month, Showing, Year};
use crate::address::Address;

/// How many open bulletins a listing knows at once.
const NEWEST_OPEN: usize = 6;

/// Fills the lists. `bulletins` stand newest first by date; lists go by the newest update of those that were updated.
pub fn list(catalogue: &mut Catalogue) {
    let mut order: Vec<BulletinId> = catalogue.ids().collect();
    order.sort_by_cached_key(|id| (catalogue.list_key(*id), *id));
    catalogue.ranks = vec![0; order.len()];
    for (id, rank) in order.into_iter().zip(0..) {
        catalogue.ranks[id.0 as usize] = rank;
        let placed = catalogue.bulletin(id);
        if !placed.listed {
            continue;
        }
        let bulletin = &placed.bulletin;
        let showing = bulletin.life.showing;
        let (open, pinned) = (bulletin.life.state.is_open(), bulletin.pinned);
        let areas = catalogue.areas_of(bulletin);
        let (kind, tags) = (bulletin.kind, bulletin.tags.clone());
        let listings = [&mut catalogue.all, &mut catalogue.by_kind[kind]];
        let add = |listing: &mut Listing| match showing {
            Showing::Nothing => {}
            Showing::Whole => {
                listing.shown.push(id);
                listing.open += usize::from(open);
                if open && listing.newest_open.len() < NEWEST_OPEN {
                    listing.newest_open.push(id);
                }
            }
            Showing::Notice { .. } => listing.taken_back.push(id),
        };
        for listing in listings {
            add(listing);
        }
        for area in &areas {
            add(&mut catalogue.by_area[area.0 as usize]);
        }
        for tag in &tags {
            add(&mut catalogue.by_tag[*tag as usize]);
        }
        if showing == Showing::Whole && open && !pinned {
            catalogue.front.push(id);
        }
    }
    let pinned: Vec<BulletinId> = catalogue
        .all
        .shown
        .iter()
        .copied()
        .filter(|id| {
            let bulletin = &catalogue.bulletin(*id).bulletin;
            bulletin.pinned && bulletin.life.state.is_open()
        })
        .collect();
    catalogue.front.splice(0..0, pinned);
    let bulletins = &catalogue.bulletins;
    let open = |id: BulletinId| bulletins[id.0 as usize].bulletin.life.state.is_open();
    for listing in [&mut catalogue.by_area, &mut catalogue.by_kind, &mut catalogue.by_tag].into_iter().flatten() {
        part(listing, open);
    }
    let front = || catalogue.front.iter().map(|id| &bulletins[id.0 as usize].bulletin);
    catalogue.front_changed = front().map(|bulletin| bulletin.life.updated).max();
    catalogue.front_since = front().map(|bulletin| bulletin.date).min();
}

/// Parts a listing into what is open and what is not, where these are mixed.
fn part(listing: &mut Listing, open: impl Fn(BulletinId) -> bool) {
    let shown = || listing.shown.iter().copied();
    if shown().take(listing.open).all(&open) {
        return;
    }
    listing.parted = shown().filter(|id| open(*id)).chain(shown().filter(|id| !open(*id))).collect();
}

/// Fills the archive; `bulletins` stand newest first by date.
pub fn archive(catalogue: &mut Catalogue) {
    let shown = |id: &BulletinId| {
        let placed = catalogue.bulletin(*id);
        placed.listed && placed.bulletin.life.showing == Showing::Whole
    };
    catalogue.by_date = catalogue.ids().filter(shown).collect();
    let date = |id: &BulletinId| catalogue.bulletin(*id).bulletin.date.date(&catalogue.settings.zone);
    let dates: Vec<_> = catalogue.by_date.par_iter().map(date).collect();
    for (at, (year, month, _)) in dates.into_iter().enumerate() {
        if catalogue.years.last().is_none_or(|last| last.year != year) {
            catalogue.years.push(Year { year, range: at..at, months: Vec::new() });
        }
        let Some(in_year) = catalogue.years.last_mut() else { continue };
        in_year.range.end = at + 1;
        if in_year.months.last().is_none_or(|last| last.month != month) {
            let address = Address::new(&format!("/{year:04}/{month:02}/"));
            in_year.months.push(Month { month, range: at..at, address });
        }
        if let Some(in_month) = in_year.months.last_mut() {
            in_month.range.end = at + 1;
        }
    }
}
