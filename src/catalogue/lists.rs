//! The lists of a catalogue: by area, kind, tag and date, and the front page's. In: the bulletins that are shown, and which
//! feeds those belong to that were taken back. Out: [`Lists`]. It must not know pages or feeds.

use std::cmp::Reverse;

use rayon::prelude::*;

use super::{
    AreaId, Areas, BulletinId, GoneId, Listing, Month, PlacedBulletin, State, Year,
    bulletin::{Bulletin, SmallList},
};
use crate::{
    address::Address,
    moment::{Moment, Zone},
    settings::Settings,
};

/// How many open bulletins a listing knows at once.
const NEWEST_OPEN: usize = 6;

/// Every list of a site; [`super::Catalogue`] says what each is.
pub struct Lists {
    pub all: Listing,
    pub front: Vec<BulletinId>,
    pub front_changed: Option<Moment>,
    pub front_since: Option<Moment>,
    pub ranks: Vec<u32>,
    pub by_date: Vec<BulletinId>,
    pub years: Vec<Year>,
    pub by_area: Vec<Listing>,
    pub by_kind: Vec<Listing>,
    pub by_tag: Vec<Listing>,
}

/// Which feeds a bulletin belongs to that was taken back. Only what exists without it is named here.
pub struct Membership {
    /// Whether it is in feeds at all: of a bulletin and its translations, one is.
    pub listed: bool,
    pub areas: SmallList<AreaId>,
    pub kind: usize,
    pub tags: SmallList<u32>,
}

/// Lists the bulletins, which stand newest first by date; lists go by the newest update of those that were updated.
pub fn lists(
    bulletins: &[PlacedBulletin],
    gone: &[Membership],
    areas: &Areas,
    tags: usize,
    settings: &Settings,
) -> Lists {
    let one = |id: BulletinId| &bulletins[id.0 as usize];
    let ids = || (0..).map(BulletinId).take(bulletins.len());
    let mut all = Listing::default();
    let mut by_area = vec![Listing::default(); areas.len()];
    let mut by_kind = vec![Listing::default(); settings.kinds.len()];
    let mut by_tag = vec![Listing::default(); tags];
    let mut ranks = vec![0; bulletins.len()];
    let mut order: Vec<BulletinId> = ids().collect();
    order.sort_by_cached_key(|id| (list_key(&one(*id).bulletin), *id));
    for (id, rank) in order.into_iter().zip(0..) {
        ranks[id.0 as usize] = rank;
        let PlacedBulletin { bulletin, listed: true, .. } = one(id) else { continue };
        let open = bulletin.life.state.is_open();
        all.add(id, open);
        by_kind[bulletin.kind].add(id, open);
        areas.around(&bulletin.areas).iter().for_each(|area| by_area[area.0 as usize].add(id, open));
        bulletin.tags.iter().for_each(|tag| by_tag[*tag as usize].add(id, open));
    }
    for (membership, id) in gone.iter().zip((0..).map(GoneId)).filter(|(membership, _)| membership.listed) {
        all.gone.push(id);
        by_kind[membership.kind].gone.push(id);
        areas.around(&membership.areas).iter().for_each(|area| by_area[area.0 as usize].gone.push(id));
        membership.tags.iter().for_each(|tag| by_tag[*tag as usize].gone.push(id));
    }
    let is_open = |id: BulletinId| one(id).bulletin.life.state.is_open();
    for listing in [&mut by_area, &mut by_kind, &mut by_tag].into_iter().flatten() {
        listing.part(is_open);
    }
    for listing in &mut by_kind {
        listing.by_time(bulletins);
    }
    let mut front: Vec<BulletinId> = all.shown.iter().copied().filter(|id| is_open(*id)).collect();
    // What is urgent stands before what somebody pinned.
    front.sort_by_key(|id| (one(*id).bulletin.says.severity.urgency(), !one(*id).bulletin.pinned));
    let by_date: Vec<BulletinId> = ids().filter(|id| one(*id).listed).collect();
    Lists {
        front_changed: front.iter().map(|id| one(*id).bulletin.life.updated).max(),
        front_since: front.iter().map(|id| one(*id).bulletin.date).min(),
        years: years(bulletins, &by_date, &settings.zone),
        all,
        front,
        ranks,
        by_date,
        by_area,
        by_kind,
        by_tag,
    }
}

/// What lists are sorted by, newest first: the last update of a bulletin that was updated, else its date.
fn list_key(bulletin: &Bulletin) -> Reverse<Moment> {
    let updated = bulletin.life.state == State::Updated;
    Reverse(if updated { bulletin.life.updated } else { bulletin.date })
}

impl Listing {
    fn add(&mut self, id: BulletinId, open: bool) {
        self.shown.push(id);
        if open {
            self.open += 1;
            if self.newest_open.len() < NEWEST_OPEN {
                self.newest_open.push(id);
            }
        }
    }

    /// Puts what is open in the order in which it happens, the next first, where something happens at a time of its own.
    fn by_time(&mut self, bulletins: &[PlacedBulletin]) {
        let time = |id: &BulletinId| bulletins[id.0 as usize].bulletin.says.more.when.as_ref()?.times.sort_key();
        if self.open_first()[..self.open].iter().any(|id| time(id).is_some()) {
            let mut ids = self.open_first().to_vec();
            ids[..self.open].sort_by_key(|id| (time(id).is_none(), time(id)));
            self.parted = ids;
        }
    }

    /// Parts it into what is open and what is not, where these are mixed.
    fn part(&mut self, is_open: impl Fn(BulletinId) -> bool) {
        let shown = || self.shown.iter().copied();
        if !shown().take(self.open).all(&is_open) {
            let (open, others): (Vec<_>, Vec<_>) = shown().partition(|id| is_open(*id));
            self.parted = [open, others].concat();
        }
    }
}

/// The archive of bulletins that stand newest first by date.
fn years(bulletins: &[PlacedBulletin], by_date: &[BulletinId], zone: &Zone) -> Vec<Year> {
    let date = |id: &BulletinId| bulletins[id.0 as usize].bulletin.date.date(zone);
    let dates: Vec<_> = by_date.par_iter().map(date).collect();
    let mut years: Vec<Year> = Vec::new();
    for (at, (year, month, _)) in dates.into_iter().enumerate() {
        if years.last().is_none_or(|last| last.year != year) {
            years.push(Year { year, range: at..at, months: Vec::new() });
        }
        let Some(in_year) = years.last_mut() else { continue };
        in_year.range.end = at + 1;
        if in_year.months.last().is_none_or(|last| last.month != month) {
            let address = Address::new(&format!("/{year:04}/{month:02}/"));
            in_year.months.push(Month { month, range: at..at, address });
        }
        if let Some(in_month) = in_year.months.last_mut() {
            in_month.range.end = at + 1;
        }
    }
    years
}
