//! The alert that a bulletin is (CAP 1.2): what it says to those who follow it, and when it said so before. In: the
//! catalogue at its fixed now. Out: an [`Alert`]. It must not know XML.

use super::{BulletinId, Catalogue, Kin, State, bulletin::Bulletin, life::forgotten};
use crate::moment::Moment;

/// What the newest message of an alert does (CAP 1.2, section 3.2.1, `msgType`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Message {
    /// It is the first one.
    Alert,
    /// It takes the place of those before it.
    Update,
    /// It ends those before it.
    Cancel,
}

impl Message {
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
    pub message: Message,
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

/// The alert of a bulletin: none where the site sends none, the kind has no category, readers do not see the bulletin,
/// or it was taken back so long ago that feeds have forgotten it.
pub fn alert(catalogue: &Catalogue, id: BulletinId) -> Option<Alert> {
    let settings = &catalogue.settings;
    settings.alerts.as_ref()?;
    let placed = catalogue.bulletin(id);
    // A translation speaks in its original's alert.
    if matches!(placed.kin, Kin::TranslationOf(_)) {
        return None;
    }
    let bulletin = &placed.bulletin;
    let category = settings.kinds[bulletin.kind].cap?;
    let ends = ends(bulletin, catalogue.now)?;
    let message = match (ends.is_empty(), bulletin.updates().is_empty()) {
        (false, _) => Message::Cancel,
        (true, false) => Message::Update,
        (true, true) => Message::Alert,
    };
    let later = bulletin.updates().iter().map(|update| update.date).chain(ends);
    let mut sent = vec![bulletin.date];
    sent.extend(later.map(|moment| moment.max(bulletin.date)));
    sent.sort_unstable();
    sent.dedup();
    Some(Alert { message, category, sent })
}

/// When a bulletin was over: never yet, once, or twice when it had expired before it was closed. None for a bulletin
/// that sends nothing.
fn ends(bulletin: &Bulletin, now: Moment) -> Option<Vec<Moment>> {
    let life = &bulletin.life;
    let since = match life.state {
        State::Draft | State::Scheduled => return None,
        State::Open | State::Updated => return Some(Vec::new()),
        State::Withdrawn { since } | State::Retracted { since } if forgotten(since) <= now => return None,
        State::Resolved { since }
        | State::Expired { since }
        | State::Withdrawn { since }
        | State::Retracted { since } => since,
    };
    let expired = bulletin.expires.filter(|expires| *expires < since);
    Some(expired.into_iter().chain([since]).collect())
}
