//! Calendars: what happens at a time of its own. In: the catalogue. Out: what each calendar holds, in the order of its time.
//! It must not know formats.

use super::{ArticleRef, ScopeView, Times, Viewer};
use crate::{
    address::Address,
    catalogue::{BulletinId, Gone, GoneId, Order},
    moment::Moment,
    plan::{self, Scope},
};

/// The calendar of the site or of an area.
#[derive(Debug, Hash)]
pub struct Calendar<'s> {
    pub scope: ScopeView<'s>,
    pub entries: Vec<CalendarEntry<'s>>,
}

/// An entry of a calendar.
#[derive(Debug, Hash)]
pub enum CalendarEntry<'s> {
    Article(ArticleRef<'s>),
    Cancelled(CancelledEvent<'s>),
}

/// What is left of an event when its bulletin was taken back.
#[derive(Debug, Hash)]
pub struct CancelledEvent<'s> {
    pub page: &'s Address,
    pub changed: Moment,
    /// When it would have happened.
    pub times: Option<Times>,
}

impl<'s> Viewer<'s> {
    /// Everything of a listing with a time of its own, and for a while what was taken back of it.
    pub(super) fn calendar(self, scope: Scope) -> Calendar<'s> {
        let catalogue = self.catalogue;
        let listing = plan::scope_listing(catalogue, scope);
        let of_shown = |id: &BulletinId| {
            let placed = Some(catalogue.bulletin(*id)).filter(|placed| placed.bulletin.life.state.is_public())?;
            let times = placed.bulletin.says.more.when.as_ref()?.times;
            Some((times.sort_key(), placed.order(), CalendarEntry::Article(self.article(*id))))
        };
        let of_gone = |id: &GoneId| {
            let gone = catalogue.gone(*id);
            let times = gone.times.filter(|_| catalogue.is_owed(gone))?;
            Some((times.sort_key(), gone.order(), CalendarEntry::Cancelled(cancelled(gone))))
        };
        let mut entries: Vec<(Option<Moment>, Order, CalendarEntry)> =
            listing.shown.iter().filter_map(of_shown).chain(listing.gone.iter().filter_map(of_gone)).collect();
        entries.sort_by_key(|(time, order, _)| (*time, *order));
        Calendar { scope: self.scope(scope), entries: entries.into_iter().map(|(.., entry)| entry).collect() }
    }
}

pub(super) fn cancelled(gone: &Gone) -> CancelledEvent<'_> {
    let Gone { address, since, changed, times, .. } = gone;
    CancelledEvent { page: address, changed: *since.max(changed), times: *times }
}
