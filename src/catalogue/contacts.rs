//! Whom to reach about a bulletin. In: the contacts of the settings, the names that a bulletin or its kind gives, and now.
//! Out: contacts that are valid now. It must not know how they are shown.

use std::sync::Arc;

use super::bulletin::{ContactName, Draft};
use crate::{
    address::folded,
    moment::Moment,
    problem::{Problem, wording},
    settings::{Contact, Settings},
    source::{Place, SourcePath},
};

/// The contacts of a site at a moment.
pub struct Contacts {
    settings: Arc<Settings>,
    now: Moment,
    all: Vec<Arc<Contact>>,
}

impl Contacts {
    pub fn new(settings: Arc<Settings>, now: Moment) -> Self {
        let all = settings.contacts.iter().cloned().map(Arc::new).collect();
        Self { settings, now, all }
    }

    /// When a contact next comes or goes.
    pub fn next(&self) -> Option<Moment> {
        let changes = self.all.iter().flat_map(|contact| contact.valid_from.into_iter().chain(contact.valid_until));
        changes.filter(|change| *change > self.now).min()
    }

    /// The usual contacts of each kind, in the order of the settings' kinds.
    pub fn usual(&self, settings: &Settings) -> Vec<Vec<Contact>> {
        let of_kind = |names: &Vec<String>| {
            // A kind that rings 999 rings the number for emergencies of another country there.
            let emergency = || self.all.iter().find(|contact| contact.is_for_emergencies());
            let named = |name: &String| self.named(name).or_else(|| emergency().filter(|_| name == "999"));
            let valid = names.iter().filter_map(|name| self.valid(named(name)?));
            valid.map(|contact| (**contact).clone()).collect()
        };
        settings.kinds.iter().map(|kind| of_kind(&kind.contacts)).collect()
    }

    /// The contacts that a bulletin names; none where it names none.
    pub fn of(&self, draft: &Draft, problems: &mut Vec<Problem>) -> Option<Vec<Arc<Contact>>> {
        let names = draft.more.contacts.as_ref()?;
        Some(names.iter().filter_map(|name| self.one(name, &draft.entry.path, problems)).collect())
    }

    /// The contact of a name, or the one that is valid now in its stead.
    fn one(&self, name: &ContactName, path: &SourcePath, problems: &mut Vec<Problem>) -> Option<Arc<Contact>> {
        let (name, span) = match name {
            ContactName::Written(contact) => return Some(Arc::new(self.settings.complete_contact(contact))),
            ContactName::Named { name, span } => (name, *span),
        };
        // An unknown name was reported when the bulletin was read.
        let contact = self.named(name)?;
        let valid = self.valid(contact);
        if valid.is_none_or(|valid| valid.name != contact.name) {
            let by = valid.map(|valid| valid.name.as_str());
            problems.push(wording::contact_replaced(Place::at(path, span), name, by));
        }
        valid.cloned()
    }

    /// The contact of a name, without regard to case.
    fn named(&self, name: &str) -> Option<&Arc<Contact>> {
        let name = folded(name);
        self.all.iter().find(|contact| folded(&contact.name) == name)
    }

    /// The contact itself when it is valid, else the one that took its place or held it before.
    fn valid<'c>(&'c self, contact: &'c Arc<Contact>) -> Option<&'c Arc<Contact>> {
        if contact.valid_at(self.now) {
            return Some(contact);
        }
        let after = contact.replaced_by.as_deref().and_then(|name| self.named(name));
        let same = |name: &Option<String>| name.as_deref().is_some_and(|name| folded(name) == folded(&contact.name));
        let before = self.all.iter().find(|other| same(&other.replaced_by));
        after.into_iter().chain(before).find(|other| other.valid_at(self.now))
    }
}
