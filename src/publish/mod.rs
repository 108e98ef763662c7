//! The publishing edge: brings a static host to what an output folder holds. In: the site that it is to hold, the host,
//! and how to speak with whoever asked. Out: files there, and a [`Report`]. It must not know any rule of the site.
//!
//! What has to be done is worked out before anything is done ([`steps`]), from three things: the files that are wanted,
//! the host's listing, and the record of earlier publishes that lies on the host ([`state`]).

pub mod bare;
pub mod checkout;
mod content;
pub mod folder;
mod git;
pub mod host;
mod job;
pub mod local;
mod lock;
mod look;
mod patience;
mod patient;
pub mod ready;
mod run;
mod sftp;
mod speaking;
pub mod state;
pub mod steps;
mod store;
pub mod target;
pub mod tell;
pub mod wanted;
mod web;

pub use git::Author;
pub use job::{PartialResult, PublishError, PublishJob, PublishMode, Remember, Report};
pub use run::{run, run_on};
pub use target::Target;

/// Speaks with whoever asked for a publish.
pub trait PublishListener: Send + Sync {
    /// Hears how far it is.
    fn progress(&self, done: usize, all: usize);

    /// Whether to stop.
    fn stop(&self) -> bool;

    /// Says something that should be known.
    fn say(&self, line: &str);

    /// Says what will be done, or was done, to a file.
    fn step(&self, line: &str);

    /// Asks a question; none where nobody is there to answer.
    fn agree(&self, question: &str) -> Option<bool>;
}

/// Words for so many of something.
pub fn count(n: usize, one: &str, many: &str) -> String {
    let mut digits = n.to_string();
    let mut at = digits.len();
    while at > 3 {
        at -= 3;
        digits.insert(at, ',');
    }
    format!("{digits} {}", if n == 1 { one } else { many })
}
