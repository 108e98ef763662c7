//! The alert that a bulletin is (CAP 1.2): what it says to those who follow it, and when it said so before. In: the
//! catalogue at its fixed now. Out: an [`Alert`]. It must not know XML.

use super::{
    BulletinId, Catalogue, State, TranslationRole,
    bulletin::Draft,
    life::{End, forgotten, told},
};
use crate::{moment::Moment, settings::Settings};

/// What the newest message of an alert does (CAP 1.2, section 3.2.1, `msgType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum AlertMessage {
    /// It is the first one.
    Alert,
    /// It takes the place of those before it.
    Update,
    /// It ends those before it.
    Cancel,
}

impl AlertMessage {
    /// The word of CAP.
    pub fn name(self) -> &'static str {
        match self {
            Self::Alert => "Alert",
            Self::Update => "Update",
            Self::Cancel => "Cancel",
        }
    }
}

/// A bulletin as an alert.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Alert {
    pub message: AlertMessage,
    /// The CAP category of its kind.
    pub category: &'static str,
    /// When each of its messages was sent, the oldest first; a message is known by its place here, from 1.
    pub sent: Vec<Moment>,
}

impl Alert {
    /// When its newest message was sent.
    pub fn newest(&self) -> Option<Moment> {
        self.sent.last().copied()
    }
}

/// The alert of a bulletin: none where the site sends none, or the kind has no category. A translation speaks in its
/// original's alert.
pub fn alert(catalogue: &Catalogue, id: BulletinId) -> Option<Alert> {
    let settings = &catalogue.settings;
    settings.alerts.as_ref()?;
    let placed = catalogue.bulletin(id);
    if matches!(placed.kin, TranslationRole::TranslationOf(_)) {
        return None;
    }
    let bulletin = &placed.bulletin;
    let category = settings.kinds[bulletin.kind].cap?;
    let end = match bulletin.life.state {
        State::Draft | State::Scheduled => return None,
        State::Open | State::Updated => None,
        State::Resolved { since, .. } | State::Expired { since } => Some(since),
    };
    let message = match (end, bulletin.updates().is_empty()) {
        (Some(_), _) => AlertMessage::Cancel,
        (None, false) => AlertMessage::Update,
        (None, true) => AlertMessage::Alert,
    };
    let updates = bulletin.updates().iter().map(|update| update.date);
    Some(Alert { message, category, sent: sent(bulletin.date, updates, bulletin.expires, end) })
}

/// When the messages of a bulletin were sent that was taken back, the last one taking the others back: none where it sent
/// none, or feeds have forgotten it.
pub fn taken_back(settings: &Settings, draft: &Draft, end: &End, now: Moment) -> Vec<Moment> {
    let sends = settings.alerts.is_some() && settings.kinds[draft.kind].cap.is_some();
    if !sends || forgotten(end.since) <= now {
        return Vec::new();
    }
    let updates = draft.more.updates.iter().map(|update| update.date).filter(|date| *date <= now);
    sent(draft.course.date, updates, draft.course.expires, Some(end.since))
}

/// The moments of messages: its date, its updates, and its end; twice where it had expired before it was closed.
fn sent(
    date: Moment,
    updates: impl Iterator<Item = Moment>,
    expires: Option<Moment>,
    end: Option<Moment>,
) -> Vec<Moment> {
    let expired = expires.filter(|expires| end.is_some_and(|end| *expires < end));
    // That it expired is a moment, though a day alone was given for it.
    let moment = |expires: Moment| Moment::from_second(expires.second()).unwrap_or(expires);
    let end = end.map(|end| if expires == Some(end) { moment(end) } else { end });
    told(date, updates.chain(expired.map(moment)).chain(end))
}
