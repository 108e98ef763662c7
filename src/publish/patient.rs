//! A host whose answers are timed, so that whoever waits is told what for. In: a host, and how to speak with whoever
//! asked. Out: the same host; and a line while it does not answer. It must not know what is done.
#![expect(clippy::disallowed_methods, reason = "edge: clock")]

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::{task::JoinHandle, time::sleep};

use super::{
    PublishListener,
    host::{FailureScope, FileBytes, Guard, Host, HostError, HostFuture, MarkedFile, PutCondition},
    wanted::{FileHeaders, HostListing, HostListingEntry},
};

/// After so long without an answer it is said what is waited for, and again after each such time.
const FIRST: Duration = Duration::from_secs(5);
const AGAIN: Duration = Duration::from_secs(20);

/// What is known of the answers of a host.
struct AnswerRecord {
    /// How many questions are open.
    open: usize,
    answered: Instant,
    /// Why the last attempt failed, where it is tried again.
    trouble: Option<String>,
}

/// Watches over the answers of a host.
#[derive(Clone)]
pub struct AnswerWatch(Arc<Mutex<AnswerRecord>>);

impl AnswerWatch {
    /// Begins to watch over a place, until the task that is given back is ended.
    pub fn begin(place: String, talk: Arc<dyn PublishListener>) -> (Self, JoinHandle<()>) {
        let watch = Self(Arc::new(Mutex::new(AnswerRecord { open: 0, answered: Instant::now(), trouble: None })));
        let watched = watch.clone();
        let task = tokio::spawn(async move {
            let mut next = FIRST;
            loop {
                sleep(Duration::from_secs(1)).await;
                let (waited, trouble) = {
                    let pulse = watched.0.lock().unwrap_or_else(PoisonError::into_inner);
                    let waits = pulse.open > 0 || pulse.trouble.is_some();
                    (if waits { pulse.answered.elapsed() } else { Duration::ZERO }, pulse.trouble.clone())
                };
                if waited < FIRST {
                    next = FIRST;
                } else if waited >= next {
                    next = waited + AGAIN;
                    let why = trouble.map_or(String::new(), |trouble| format!(" ({trouble})"));
                    talk.say(&format!("Waiting for {place}: no answer for {} seconds{why}", waited.as_secs()));
                }
            }
        });
        (watch, task)
    }

    /// Does something that waits for the host.
    pub async fn over<T>(&self, doing: impl Future<Output = Result<T, HostError>>) -> Result<T, HostError> {
        {
            let mut pulse = self.0.lock().unwrap_or_else(PoisonError::into_inner);
            if pulse.open == 0 && pulse.trouble.is_none() {
                pulse.answered = Instant::now();
            }
            pulse.open += 1;
        }
        let done = doing.await;
        let mut pulse = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        pulse.open -= 1;
        match &done {
            Err(fault) if fault.trouble == FailureScope::Passing => pulse.trouble = Some(fault.sentence.clone()),
            _ => (pulse.answered, pulse.trouble) = (Instant::now(), None),
        }
        done
    }
}

/// A host that is watched over.
pub struct WatchedHost {
    pub host: Arc<dyn Host>,
    pub watch: AnswerWatch,
}

impl Host for WatchedHost {
    fn list(&self) -> HostFuture<'_, HostListing> {
        Box::pin(self.watch.over(self.host.list()))
    }

    fn read<'a>(&'a self, name: &'a str) -> HostFuture<'a, MarkedFile> {
        Box::pin(self.watch.over(self.host.read(name)))
    }

    fn put<'a>(
        &'a self,
        name: &'a str,
        content: FileBytes,
        headers: &'a FileHeaders,
        when: PutCondition,
    ) -> HostFuture<'a, Option<String>> {
        Box::pin(self.watch.over(self.host.put(name, content, headers, when)))
    }

    fn delete<'a>(&'a self, name: &'a str) -> HostFuture<'a, ()> {
        Box::pin(self.watch.over(self.host.delete(name)))
    }

    fn holds<'a>(
        &'a self,
        name: &'a str,
        seen: &'a HostListingEntry,
        content: FileBytes,
        headers: &'a FileHeaders,
    ) -> HostFuture<'a, bool> {
        Box::pin(self.watch.over(self.host.holds(name, seen, content, headers)))
    }

    fn at_once(&self) -> usize {
        self.host.at_once()
    }

    fn guard(&self) -> Guard {
        self.host.guard()
    }

    fn finish(&self) -> HostFuture<'_, ()> {
        Box::pin(self.watch.over(self.host.finish()))
    }
}
