//! What requests share: the current edition, editions at other dates, what changed since when, and faults that were found
//! in the background. In: editions. Out: the same to every request. It must not know HTTP.

use std::{
    collections::VecDeque,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use tokio::sync::watch;

use super::{
    edition::{Edition, PageError},
    host::Hosts,
};
use crate::{catalogue::Preview, moment::Moment, plan::Output};

/// Everything that a request needs.
pub struct Shared {
    pub hosts: Hosts,
    /// Tells this run of the preview from an earlier one at the same address.
    pub run: String,
    current: RwLock<Arc<Edition>>,
    /// Editions at other dates, and with what is not public yet: the newest first.
    others: Mutex<VecDeque<(OtherEdition, Arc<Edition>)>>,
    /// The links of attachments that changed, each with the edition that it changed in.
    touched: Mutex<VecDeque<(u64, String)>>,
    /// What cannot be rendered, each with an output that shows it.
    faults: Mutex<Vec<(Output, PageError)>>,
    /// Beats when browsers should look.
    beat: watch::Sender<u64>,
    /// How much work somebody waits for.
    waited_for: AtomicUsize,
    /// When the last of it was done.
    done: Mutex<Option<Instant>>,
}

/// When another edition is, and what of the bulletins that are not public it shows.
type OtherEdition = (Moment, Preview);

/// Work that somebody waits for, while it lasts.
pub struct WaitGuard<'a>(&'a Shared);

impl Drop for WaitGuard<'_> {
    fn drop(&mut self) {
        *held(&self.0.done) = Some(Instant::now());
        self.0.waited_for.fetch_sub(1, Ordering::Relaxed);
    }
}

/// Other editions that are kept: for two people who look at two dates, and one who looks at a draft.
const OTHERS: usize = 3;
/// Changes of attachments that are remembered; a tab that slept through more looks again in any case.
const TOUCHED: usize = 1_000;

/// What a lock guards, whoever failed while holding it.
pub fn held<T>(lock: &Mutex<T>) -> MutexGuard<'_, T> {
    lock.lock().unwrap_or_else(PoisonError::into_inner)
}

impl Shared {
    pub fn new(hosts: Hosts, run: String, edition: Arc<Edition>) -> Self {
        Self {
            hosts,
            run,
            current: RwLock::new(edition),
            others: Mutex::default(),
            touched: Mutex::default(),
            faults: Mutex::default(),
            beat: watch::Sender::new(0),
            waited_for: AtomicUsize::new(0),
            done: Mutex::default(),
        }
    }

    /// Says that somebody waits, until what is given back is dropped.
    pub fn wait_for(&self) -> WaitGuard<'_> {
        self.waited_for.fetch_add(1, Ordering::Relaxed);
        WaitGuard(self)
    }

    /// Whether somebody waits: then what is done in the background rests.
    pub fn is_waited_for(&self) -> bool {
        self.waited_for.load(Ordering::Relaxed) > 0
    }

    /// Whether somebody waits, or waited so short a time ago: their browser draws what it got, and needs the cores for it.
    pub fn was_waited_for(&self, ago: Duration) -> bool {
        self.is_waited_for() || held(&self.done).is_some_and(|done| done.elapsed() < ago)
    }

    /// The edition that is current.
    pub fn edition(&self) -> Arc<Edition> {
        self.current.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Puts a new edition in place and tells every browser.
    pub fn publish(&self, edition: Arc<Edition>, touched: Vec<String>) {
        {
            let mut list = held(&self.touched);
            list.extend(touched.into_iter().map(|link| (edition.number, link)));
            let surplus = list.len().saturating_sub(TOUCHED);
            list.drain(..surplus);
        }
        // Of the old edition nothing is dropped while the lock is held: that of a large site takes a while.
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let before = std::mem::replace(&mut *current, edition);
        drop(current);
        self.tell();
        drop(before);
    }

    /// Tells browsers to look.
    pub fn tell(&self) {
        self.beat.send_modify(|beat| *beat += 1);
    }

    /// Hears when browsers are to look.
    pub fn listen(&self) -> watch::Receiver<u64> {
        self.beat.subscribe()
    }

    /// The current site at another moment, or with what is not public yet. Made once for all that ask; it takes as long as
    /// reading the site.
    pub fn other(&self, moment: Moment, preview: Preview) -> Arc<Edition> {
        let mut others = held(&self.others);
        let current = self.edition();
        others.retain(|(_, edition)| edition.number == current.number);
        let wanted = (moment, preview);
        if let Some((_, edition)) = others.iter().find(|(known, _)| *known == wanted) {
            return edition.clone();
        }
        let edition = Arc::new(current.other(moment, preview));
        others.push_front((wanted, edition.clone()));
        others.truncate(OTHERS);
        edition
    }

    /// The links of attachments that changed after an edition.
    pub fn touched_since(&self, number: u64) -> Vec<String> {
        held(&self.touched).iter().filter(|(at, _)| *at > number).map(|(_, link)| link.clone()).collect()
    }

    /// What cannot be rendered.
    pub fn faults(&self) -> Vec<(Output, PageError)> {
        held(&self.faults).clone()
    }

    /// Puts what cannot be rendered in the place of what was known of it, and says whether that is news.
    pub fn set_faults(&self, faults: Vec<(Output, PageError)>) -> bool {
        let mut known = held(&self.faults);
        let same = known.len() == faults.len() && known.iter().zip(&faults).all(|((_, one), (_, other))| one.is(other));
        *known = faults;
        !same
    }
}

/// A date of the bar, `2026-03-02`, or any other moment that the site can read. A day alone means its middle, so that what
/// happens in the morning of that day is seen.
pub fn moment(text: &str, edition: &Edition) -> Option<Moment> {
    let settings = &edition.site.catalogue.settings;
    let read = |text: &str| settings.calendar().read(text);
    let moment = read(text)?;
    if moment.is_day() { read(&format!("{text} 12:00")) } else { Some(moment) }
}
