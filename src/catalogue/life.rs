//! The life of a bulletin: which state it is in, decided here and nowhere else. In: its dates and status, and a fixed
//! now. Out: a [`Fate`]. It must not know pages, lists or feeds.

use serde::{Deserialize, Serialize};

use crate::moment::{Moment, Zone};

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

/// Where a bulletin that is shown stands at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum State {
    /// Shown in a preview alone.
    Draft,
    /// Dated in the future; shown in a preview alone.
    Scheduled,
    Open,
    /// Open, with entries in its log of updates.
    Updated,
    Resolved {
        since: Moment,
        /// Before what it tells of had begun.
        called_off: bool,
    },
    Expired {
        since: Moment,
    },
}

/// What becomes of a bulletin at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// All of it is shown.
    Shown(Life),
    /// It was taken back: a neutral notice stands in its place.
    Gone(End),
    /// Nothing of it is shown. `next`: when it comes to be shown, if it does by itself.
    Hidden { reason: Reason, next: Option<Moment> },
}

/// Why a bulletin is not shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    Draft,
    Scheduled,
}

/// When a bulletin was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct End {
    pub since: Moment,
    /// The newest change that readers could see, this one among them.
    pub changed: Moment,
    /// When its notice or its entry in feeds comes to read otherwise, if it does by itself.
    pub next: Option<Moment>,
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
        }
    }

    /// Whether something that happens once was called off: its bulletin was resolved before it began.
    pub fn is_called_off(self) -> bool {
        matches!(self, Self::Resolved { called_off: true, .. })
    }

    /// Open or updated: what the front page lists.
    pub fn is_open(self) -> bool {
        match self {
            Self::Open | Self::Updated => true,
            Self::Draft | Self::Scheduled | Self::Resolved { .. } | Self::Expired { .. } => false,
        }
    }

    /// Whether the public sees it: the others are shown in a preview alone.
    pub fn is_public(self) -> bool {
        match self {
            Self::Draft | Self::Scheduled => false,
            Self::Open | Self::Updated | Self::Resolved { .. } | Self::Expired { .. } => true,
        }
    }

    /// Since when it is resolved or expired, as readers are told it: what expired ended with the last day that held.
    pub fn told_since(self, zone: &Zone) -> Option<Moment> {
        let since = self.since()?;
        Some(if matches!(self, Self::Expired { .. }) { since.last_that_holds(zone) } else { since })
    }

    /// The last moment that holds before it is resolved or expired.
    pub fn last_before(self, zone: &Zone) -> Option<Moment> {
        self.since().map(|since| since.last_that_holds(zone))
    }

    /// The newest change that feeds tell of, given what its editors last changed: that it expired is one.
    pub fn changed(self, updated: Moment) -> Moment {
        match self {
            Self::Expired { since } => since.max(updated),
            _ => updated,
        }
    }

    /// Since when it is resolved or expired.
    pub fn since(self) -> Option<Moment> {
        match self {
            Self::Resolved { since, .. } | Self::Expired { since } => Some(since),
            Self::Draft | Self::Scheduled | Self::Open | Self::Updated => None,
        }
    }
}

/// The facts that a bulletin's life follows from.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LifeFacts {
    pub draft: bool,
    pub status: Status,
    pub date: Moment,
    /// `updated` as given.
    pub updated: Option<Moment>,
    /// The moments of the log of updates.
    pub updates: Vec<Moment>,
    /// Since when it is closed, as given.
    pub closed: Option<Moment>,
    pub expires: Option<Moment>,
    /// When something that happens once has begun for certain: of a whole day nobody knows when it began.
    pub begun: Option<Moment>,
    pub on_closed: OnClosed,
}

impl LifeFacts {
    /// Whether it is taken back: by its status, or by being closed where its kind asks for that.
    fn is_taken_back(&self) -> bool {
        match self.status {
            Status::Open => false,
            Status::Resolved => self.on_closed == OnClosed::TakeBack,
            Status::Withdrawn => true,
        }
    }

    /// Resolved: called off, where what it tells of had not begun.
    fn resolved(&self, since: Moment) -> State {
        State::Resolved { since, called_off: self.begun.is_some_and(|begun| since < begun) }
    }
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

/// The life of a bulletin that is shown, at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Life {
    pub state: State,
    /// The newest change that readers can see.
    pub updated: Moment,
    /// The next moment after now at which something about it changes.
    pub next: Option<Moment>,
    /// Of one that is open and will end at a known moment: the state that it will be in from then on.
    pub ends: Option<State>,
}

/// How long a bulletin that was taken back keeps its neutral entry in feeds, in days.
const RETRACTION_DAYS: i64 = 30;

/// When feeds forget a bulletin that was taken back.
pub fn forgotten(since: Moment) -> Moment {
    Moment::from_second(forgets_after(since.second())).unwrap_or(since)
}

/// The same in seconds since 1970.
pub fn forgets_after(since: i64) -> i64 {
    since + RETRACTION_DAYS * DAY
}

/// How long a bulletin that expired keeps an entry in feeds that says so, in days: readers who look once a week see it.
const ENDED_DAYS: i64 = 14;

/// When feeds drop a bulletin that expired.
pub fn dropped(expires: Moment) -> Moment {
    Moment::from_second(expires.second() + ENDED_DAYS * DAY).unwrap_or(expires)
}

/// In seconds.
pub const DAY: i64 = 86_400;

/// How long a bulletin counts as news, in seconds.
pub const NEWS: i64 = 2 * DAY;

/// The moments at which readers come to see something else that follows from a bulletin's course.
fn turns(course: &LifeFacts) -> impl Iterator<Item = Moment> + Clone + '_ {
    let own = [Some(course.date), course.updated, course.closed, course.expires].into_iter().flatten();
    own.chain(course.updates.iter().copied()).chain(course.expires.map(dropped))
}

/// The same, and the moments at which only what search engines read changes.
pub fn all_turns(course: &LifeFacts) -> impl Iterator<Item = Moment> + '_ {
    // It is news until the second after two days, and forgotten some time after it was taken back.
    let news = course.date.second() + NEWS;
    let news = [news, news + 1].into_iter().filter_map(Moment::from_second);
    let turns = turns(course);
    turns.clone().chain(turns.map(forgotten)).chain(news)
}

/// The moments at which a bulletin changed, its date first, as feeds and alerts tell of them: each later than the one
/// before, since readers' programs take over only what is newer than their copy, and know an alert by its second. What has
/// a day alone comes after all that has a time on that day; of several at one moment, each counts a second more.
pub fn told(date: Moment, changes: impl Iterator<Item = Moment>) -> Vec<Moment> {
    let changes: Vec<Moment> = changes.collect();
    let timed = || changes.iter().copied().filter(|change| !change.is_day()).chain([date]);
    let place = |change: Moment| timed().filter(|one| is_on(*one, change)).fold(change, Moment::max);
    let mut later: Vec<(Moment, bool)> = changes.iter().map(|change| (place(*change), change.is_day())).collect();
    later.sort_unstable();
    let mut told = vec![date];
    let mut newest = date;
    for (change, _) in later {
        if change.second() <= newest.second() {
            newest = Moment::new(newest.second() + 1, newest.precision()).unwrap_or(newest);
        } else {
            newest = change;
        }
        told.push(newest);
    }
    told
}

/// Whether a moment lies in a day that was given alone.
fn is_on(moment: Moment, day: Moment) -> bool {
    day.is_day() && (day.second()..day.second() + DAY).contains(&moment.second())
}

/// Decides. What is dated after `now` has not happened yet, but for a bulletin that is taken back: that holds at once.
pub fn decide(course: &LifeFacts, now: Moment, preview: Preview) -> Fate {
    let past = |moment: &Moment| *moment <= now;
    let to_come = |moment: &Moment| *moment > now;
    let changes = course.updates.iter().copied().chain(course.updated);
    let changed = changes.clone().filter(past).chain([course.date]).max().unwrap_or(course.date);
    let closed = match course.closed {
        Some(closed) => Some(closed).filter(past),
        // Not said: with the newest change that has come.
        None => Some(changed).filter(|_| course.status != Status::Open),
    };
    // What says that it was corrected before it was published says nothing, but for the day of that alone.
    let corrected = course.updated.filter(|updated| {
        let is_told = !updated.is_day() && course.updates.contains(updated);
        *updated != course.date && !is_told && (*updated > course.date || is_on(course.date, *updated))
    });
    let end = closed.or_else(|| Some(changed).filter(|_| course.is_taken_back()));
    let told = told(course.date, course.updates.iter().copied().chain(corrected).filter(past).chain(end));
    let updated = told.last().copied().unwrap_or(changed);
    let next = || turns(course).filter(to_come).min();
    let waiting =
        if course.draft { Some(Reason::Draft) } else { Some(Reason::Scheduled).filter(|_| to_come(&course.date)) };
    match waiting {
        Some(Reason::Draft) if !preview.drafts => return Fate::Hidden { reason: Reason::Draft, next: None },
        Some(Reason::Scheduled) if !preview.future => {
            return Fate::Hidden { reason: Reason::Scheduled, next: next() };
        }
        _ => {}
    }
    // Nothing is said to have happened in the future.
    let since = closed.unwrap_or(changed);
    if course.is_taken_back() {
        let forgotten = Some(forgotten(since)).filter(to_come);
        // What is to come moves the entry in feeds, and since when it is gone; once both are settled, nothing does.
        let is_settled = forgotten.is_none() && course.closed.is_some_and(|closed| past(&closed));
        let moves = changes.chain(course.closed).filter(to_come).filter(|_| !is_settled);
        return Fate::Gone(End { since, changed: updated, next: moves.chain(forgotten).min() });
    }
    let state = match waiting {
        Some(Reason::Draft) => State::Draft,
        Some(Reason::Scheduled) => State::Scheduled,
        None if course.status == Status::Resolved && closed.is_some() => course.resolved(since),
        None => match course.expires.filter(past) {
            Some(since) => State::Expired { since },
            None if course.updates.iter().any(past) => State::Updated,
            None => State::Open,
        },
    };
    let next = if course.draft { None } else { next() };
    let expires = course.expires.map(|since| State::Expired { since });
    let resolved = course.closed.filter(|_| course.status == Status::Resolved).map(|since| course.resolved(since));
    let ends = expires.into_iter().chain(resolved).filter(|_| state.is_open()).min_by_key(|state| state.since());
    Fate::Shown(Life { state, updated, next, ends })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::moment::Precision;

    fn at(day: i64) -> Moment {
        Moment::from_second(day * DAY).expect("the day is in range")
    }

    fn course() -> LifeFacts {
        LifeFacts {
            draft: false,
            status: Status::Open,
            date: at(10),
            updated: None,
            updates: vec![at(12)],
            closed: None,
            expires: Some(at(20)),
            begun: None,
            on_closed: OnClosed::Keep,
        }
    }

    fn life(course: &LifeFacts, day: i64) -> Life {
        match decide(course, at(day), Preview::default()) {
            Fate::Shown(life) => life,
            other => panic!("on day {day} it is {other:?}"),
        }
    }

    fn state(course: &LifeFacts, day: i64) -> State {
        life(course, day).state
    }

    #[test]
    fn a_bulletin_passes_through_its_states() {
        let course = course();
        let early = decide(&course, at(9), Preview::default());
        assert_eq!(early, Fate::Hidden { reason: Reason::Scheduled, next: Some(at(10)) });
        assert_eq!(state(&course, 10), State::Open);
        assert_eq!(state(&course, 12), State::Updated);
        assert_eq!(state(&course, 20), State::Expired { since: at(20) });
        assert_eq!(life(&course, 15).next, Some(at(20)));
        assert_eq!(life(&course, 15).updated, at(12));
    }

    #[test]
    fn a_change_dated_ahead_is_a_moment_to_build_at() {
        let course = LifeFacts { updated: Some(at(16)), ..course() };
        assert_eq!(life(&course, 15).next, Some(at(16)));
        assert_eq!(life(&course, 16).next, Some(at(20)));
        assert!(all_turns(&course).any(|turn| turn == at(16)));
    }

    #[test]
    fn what_is_open_knows_how_it_will_end() {
        let course = LifeFacts { status: Status::Resolved, closed: Some(at(14)), ..course() };
        assert_eq!(life(&course, 13).ends, Some(State::Resolved { called_off: false, since: at(14) }));
        assert_eq!(life(&course, 15).ends, None);
        let open = LifeFacts { status: Status::Open, closed: None, ..course };
        assert_eq!(life(&open, 13).ends, Some(State::Expired { since: at(20) }));
        assert_eq!(life(&LifeFacts { expires: None, ..open }, 13).ends, None);
    }

    #[test]
    fn what_is_resolved_before_it_begins_is_called_off() {
        for (closed, called_off) in [(14, true), (15, false), (16, false)] {
            let course =
                LifeFacts { status: Status::Resolved, closed: Some(at(closed)), begun: Some(at(15)), ..course() };
            assert_eq!(state(&course, 17), State::Resolved { since: at(closed), called_off });
            assert_eq!(life(&course, 13).ends, Some(State::Resolved { since: at(closed), called_off }));
        }
    }

    #[test]
    fn each_change_is_told_of_later_than_the_one_before() {
        let second = |second: i64| Moment::from_second(second).expect("the second is in range");
        let day = |day: i64| Moment::new(day * DAY, Precision::Day).expect("the day is in range");
        let told = |date: Moment, changes: &[Moment]| -> Vec<i64> {
            told(date, changes.iter().copied()).into_iter().map(Moment::second).collect()
        };
        let morning = 10 * DAY + 34_200;
        assert_eq!(told(second(morning), &[]), [morning]);
        // The day of the appeal itself, once and twice; another day.
        assert_eq!(told(second(morning), &[day(10)]), [morning, morning + 1]);
        assert_eq!(told(second(morning), &[day(10), day(10)]), [morning, morning + 1, morning + 2]);
        assert_eq!(told(second(morning), &[day(12)]), [morning, 12 * DAY]);
        assert_eq!(told(day(10), &[day(10)]), [10 * DAY, 10 * DAY + 1]);
        // A day alone after what has a time on it, in whichever order they are given.
        let noon = 12 * DAY + DAY / 2;
        for changes in [[day(12), second(noon)], [second(noon), day(12)]] {
            assert_eq!(told(second(morning), &changes), [morning, noon, noon + 1]);
        }
        assert_eq!(told(second(morning), &[second(noon), second(noon)]), [morning, noon, noon + 1]);
        assert_eq!(told(second(morning), &[day(9)]), [morning, morning + 1]);
    }

    #[test]
    fn what_is_taken_back_moves_its_entry() {
        for closed in [None, Some(at(10)), Some(at(14))] {
            let course = LifeFacts { status: Status::Withdrawn, updates: vec![], closed, ..course() };
            match decide(&course, at(10), Preview::default()) {
                Fate::Gone(end) => assert_eq!((end.since, end.changed.second()), (at(10), 10 * DAY + 1)),
                other => panic!("it is {other:?}"),
            }
        }
    }

    #[test]
    fn resolving_takes_effect_when_it_happened() {
        let course = LifeFacts { status: Status::Resolved, closed: Some(at(14)), ..course() };
        assert_eq!(state(&course, 13), State::Updated);
        assert_eq!(state(&course, 25), State::Resolved { called_off: false, since: at(14) });
    }

    #[test]
    fn only_what_has_come_says_since_when() {
        let course = LifeFacts {
            status: Status::Resolved,
            closed: None,
            updates: vec![at(12), at(18)],
            expires: None,
            ..course()
        };
        assert_eq!(state(&course, 13), State::Resolved { called_off: false, since: at(12) });
        assert_eq!((life(&course, 13).next, life(&course, 13).ends), (Some(at(18)), None));
        assert_eq!(state(&course, 18), State::Resolved { called_off: false, since: at(18) });
    }

    #[test]
    fn what_is_taken_back_names_each_moment_at_which_its_notice_changes() {
        let next = |course: &LifeFacts, day| match decide(course, at(day), Preview::default()) {
            Fate::Gone(end) => end.next,
            other => panic!("on day {day} it is {other:?}"),
        };
        let withdrawn = LifeFacts { status: Status::Withdrawn, closed: Some(at(60)), updates: vec![], ..course() };
        // Forgotten once, and remembered when it closes.
        assert_eq!([11, 45, 61, 91].map(|day| next(&withdrawn, day)), [Some(at(40)), Some(at(60)), Some(at(90)), None]);
        let unsaid = LifeFacts { closed: None, updates: vec![at(20)], ..withdrawn.clone() };
        assert_eq!([11, 21].map(|day| next(&unsaid, day)), [Some(at(20)), Some(at(50))]);
        // Nothing that comes after feeds forgot it is shown.
        let settled = LifeFacts { closed: Some(at(11)), updates: vec![at(80)], ..withdrawn };
        assert_eq!([12, 42].map(|day| next(&settled, day)), [Some(at(41)), None]);
    }

    #[test]
    fn what_is_taken_back_is_taken_back_at_once() {
        let missing =
            LifeFacts { status: Status::Resolved, closed: Some(at(14)), on_closed: OnClosed::TakeBack, ..course() };
        let withdrawn = LifeFacts { status: Status::Withdrawn, closed: Some(at(14)), ..course() };
        for course in [missing, withdrawn] {
            let gone = |day, preview| match decide(&course, at(day), preview) {
                Fate::Gone(end) => end,
                other => panic!("on day {day} it is {other:?}"),
            };
            // Closed tomorrow, taken back today.
            assert_eq!(gone(13, Preview::default()).since, at(12));
            assert_eq!(gone(13, Preview::default()).next, Some(at(14)));
            assert_eq!(gone(15, Preview::default()).since, at(14));
            assert_eq!(gone(30, Preview::default()).next, Some(at(44)));
            let early = decide(&course, at(9), Preview::default());
            assert_eq!(early, Fate::Hidden { reason: Reason::Scheduled, next: Some(at(10)) });
            assert_eq!(gone(9, Preview { drafts: true, future: true }).since, at(10));
        }
    }
}
