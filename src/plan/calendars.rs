//! Which calendars there are, and where they stand. In: the catalogue. Out: addresses and outputs. It must not know what a
//! calendar looks like.

use super::{Planner, Recipe, Scope, scope_address};
use crate::{
    address::{Address, PagePart},
    catalogue::{BulletinId, Catalogue, GoneId},
    settings::OutputGroup,
};

/// The name of a calendar beside its page.
pub const CALENDAR: &str = "calendar.ics";

/// Where the time of a bulletin stands for calendars; none where it has none of its own.
pub fn event_address(catalogue: &Catalogue, id: BulletinId) -> Option<Address> {
    let placed = catalogue.bulletin(id);
    let has = placed.bulletin.says.more.when.is_some() && catalogue.settings.outputs.has(OutputGroup::Calendars);
    has.then(|| placed.address.beside(PagePart::Event))
}

/// Where it stood for a bulletin that was taken back: it stays, so that calendars learn of that.
pub fn cancelled_address(catalogue: &Catalogue, id: GoneId) -> Option<Address> {
    let gone = catalogue.gone(id);
    let had = gone.times.is_some() && catalogue.settings.outputs.has(OutputGroup::Calendars);
    had.then(|| gone.address.beside(PagePart::Event))
}

/// Whether the site has calendars: something on it has a time of its own.
pub fn has_calendars(catalogue: &Catalogue) -> bool {
    let shown = || catalogue.ids().any(|id| event_address(catalogue, id).is_some());
    shown() || catalogue.gone_ids().any(|id| cancelled_address(catalogue, id).is_some())
}

impl Planner<'_> {
    /// Calendars stand beside the front page and the areas of a site on which something has a time of its own.
    pub(super) fn calendars(&mut self) {
        let catalogue = self.catalogue;
        if !has_calendars(catalogue) {
            return;
        }
        for id in catalogue.ids() {
            if let Some(address) = event_address(catalogue, id).filter(|_| self.stands(id)) {
                self.add(address, Recipe::Event(id));
            }
        }
        for id in catalogue.gone_ids() {
            if let Some(address) = cancelled_address(catalogue, id) {
                self.add(address, Recipe::CancelledEvent(id));
            }
        }
        for scope in std::iter::once(Scope::Site).chain(catalogue.areas.ids().map(Scope::Area)) {
            self.add(scope_address(catalogue, scope).join(CALENDAR), Recipe::Calendar(scope));
        }
    }
}
