//! The life of a bulletin: which state it is in, decided here and nowhere else. In: its dates and status, and a fixed
//! now. Out: a [`State`] and what follows from it. It must not know pages, lists or feeds.

use serde::{Deserialize, Serialize};

use crate::moment::Moment;

/// What the front matter says of a bulletin's course.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Status {
    Open,
    Resolved,
    Withdrawn,
}

impl Status {
    /// The words of the front matter.
    pub const WORDS: &[(&str, Self)] =
        &[("open", Self::Open), ("resolved", Self::Resolved), ("withdrawn", Self::Withdrawn)];
}

/// Where a bulletin stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    Draft,
    /// Dated in the future.
    Scheduled,
    Open,
    /// Open, with entries in its log of updates.
    Updated,
    Resolved {
        since: Moment,
    },
    Expired {
        since: Moment,
    },
    /// Taken back by its status.
    Withdrawn {
        since: Moment,
    },
    /// Taken back since it was closed and its kind asks for that.
    Retracted {
        since: Moment,
    },
}

/// What of a bulletin is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Showing {
    /// Nothing at all.
    Nothing,
    /// All of it.
    Whole,
    /// A neutral notice in its place.
    Notice { since: Moment },
}

impl State {
    /// The word for templates and feeds.
    pub fn name(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Scheduled => "scheduled",
            Self::Open => "open",
            Self::Updated => "updated",
            Self::Resolved { .. } => "resolved",
            Self::Expired { .. } => "expired",
            Self::Withdrawn { .. } => "withdrawn",
            Self::Retracted { .. } => "retracted",
        }
    }

    /// Open or updated: what the front page lists.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::Updated)
    }

    /// Since when it is resolved, expired or taken back.
    pub fn since(self) -> Option<Moment> {
        match self {
            Self::Resolved { since }
            | Self::Expired { since }
            | Self::Withdrawn { since }
            | Self::Retracted { since } => Some(since),
            _ => None,
        }
    }
}

/// The facts that a bulletin's life follows from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Course {
    pub draft: bool,
    pub status: Status,
    pub date: Moment,
    /// `updated` as given.
    pub updated: Option<Moment>,
    /// The moments of the log of updates.
    pub updates: Vec<Moment>,
    /// Since when it is closed; filled in when the status is not `open`.
    pub closed: Option<Moment>,
    pub expires: Option<Moment>,
    pub on_closed: OnClosed,
}

/// What a bulletin's kind asks for when it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum OnClosed {
    Keep,
    TakeBack,
}

/// Which bulletins that are not for the public yet are shown all the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Preview {
    pub drafts: bool,
    pub future: bool,
}

/// A bulletin's life at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Life {
    pub state: State,
    pub showing: Showing,
    /// The newest change that readers can see.
    pub updated: Moment,
    /// The next moment after now at which something about it changes.
    pub next: Option<Moment>,
}

/// How long a bulletin that was taken back keeps its neutral entry in feeds, in days.
const RETRACTION_DAYS: i64 = 30;

/// When feeds forget a bulletin that was taken back.
pub fn forgotten(since: Moment) -> Moment {
    Moment::from_second(since.second() + RETRACTION_DAYS * DAY).unwrap_or(since)
}

const DAY: i64 = 86_400;

/// How long a bulletin counts as news, in seconds.
pub const NEWS: i64 = 2 * DAY;

/// The moments at which anything may come to read otherwise that follows from a bulletin's course.
pub fn turns(course: &Course) -> impl Iterator<Item = Moment> + '_ {
    let own = [Some(course.date), course.updated, course.closed, course.expires].into_iter().flatten();
    let own = own.chain(course.updates.iter().copied());
    // It is news until the second after two days, and forgotten some time after it was taken back.
    let news = course.date.second() + NEWS;
    let news = [news, news + 1].into_iter().filter_map(Moment::from_second);
    own.clone().chain(own.map(forgotten)).chain(news)
}

/// Decides. What is dated after `now` has not happened yet, but for a bulletin that is taken back: that holds at once.
pub fn decide(course: &Course, now: Moment, preview: Preview) -> Life {
    let past = |moment: &Moment| *moment <= now;
    let taken_back = course.status == Status::Withdrawn
        || (course.on_closed == OnClosed::TakeBack && course.status == Status::Resolved);
    let closed = course.closed.filter(past);
    let changes = course.updates.iter().copied().chain(course.updated).chain(closed).filter(past);
    let updated = changes.chain([course.date]).max().unwrap_or(course.date);
    // Taking back holds at once; nothing is said to have happened in the future.
    let since = closed.unwrap_or(updated);
    let state = if course.draft {
        State::Draft
    } else if !past(&course.date) {
        State::Scheduled
    } else if course.status == Status::Withdrawn {
        State::Withdrawn { since }
    } else if taken_back {
        State::Retracted { since }
    } else if course.status == Status::Resolved && closed.is_some() {
        State::Resolved { since }
    } else if let Some(since) = course.expires.filter(past) {
        State::Expired { since }
    } else if course.updates.iter().any(past) {
        State::Updated
    } else {
        State::Open
    };
    let showing = match state {
        State::Draft if !preview.drafts => Showing::Nothing,
        State::Scheduled if !preview.future => Showing::Nothing,
        State::Withdrawn { since } | State::Retracted { since } => Showing::Notice { since },
        _ if taken_back => Showing::Notice { since },
        _ => Showing::Whole,
    };
    let to_come = |moment: &Moment| *moment > now;
    let next = match state {
        State::Draft => None,
        State::Withdrawn { since } | State::Retracted { since } => Some(forgotten(since)).filter(to_come),
        _ => {
            let moments = [course.date].into_iter().chain(course.expires).chain(course.closed);
            moments.chain(course.updates.iter().copied()).filter(to_come).min()
        }
    };
    Life { state, showing, updated, next }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(day: i64) -> Moment {
        Moment::from_second(day * DAY).expect("the day is in range")
    }

    fn course() -> Course {
        Course {
            draft: false,
            status: Status::Open,
            date: at(10),
            updated: None,
            updates: vec![at(12)],
            closed: None,
            expires: Some(at(20)),
            on_closed: OnClosed::Keep,
        }
    }

    fn state(course: &Course, day: i64) -> State {
        decide(course, at(day), Preview::default()).state
    }

    #[test]
    fn a_bulletin_passes_through_its_states() {
        let course = course();
        assert_eq!(state(&course, 9), State::Scheduled);
        assert_eq!(state(&course, 10), State::Open);
        assert_eq!(state(&course, 12), State::Updated);
        assert_eq!(state(&course, 20), State::Expired { since: at(20) });
        assert_eq!(decide(&course, at(9), Preview::default()).next, Some(at(10)));
        assert_eq!(decide(&course, at(15), Preview::default()).next, Some(at(20)));
        assert_eq!(decide(&course, at(15), Preview::default()).updated, at(12));
    }

    #[test]
    fn resolving_takes_effect_when_it_happened() {
        let course = Course { status: Status::Resolved, closed: Some(at(14)), ..course() };
        assert_eq!(state(&course, 13), State::Updated);
        assert_eq!(state(&course, 25), State::Resolved { since: at(14) });
    }

    #[test]
    fn what_is_taken_back_is_taken_back_at_once() {
        let missing =
            Course { status: Status::Resolved, closed: Some(at(14)), on_closed: OnClosed::TakeBack, ..course() };
        let withdrawn = Course { status: Status::Withdrawn, closed: Some(at(14)), ..course() };
        for course in [missing, withdrawn] {
            // Closed tomorrow, taken back today.
            assert_eq!(decide(&course, at(13), Preview::default()).showing, Showing::Notice { since: at(12) });
            assert_eq!(decide(&course, at(15), Preview::default()).showing, Showing::Notice { since: at(14) });
            assert_eq!(decide(&course, at(30), Preview::default()).next, Some(at(44)));
            assert_eq!(state(&course, 9), State::Scheduled);
            let future = decide(&course, at(9), Preview { drafts: true, future: true });
            assert_eq!(future.showing, Showing::Notice { since: at(10) });
        }
    }
}
