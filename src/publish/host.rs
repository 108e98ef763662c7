//! What every host can do, and what may go wrong. In: names and bytes. Out: marks and [`HostError`]s. It must not know in
//! which order things are done.

use std::{future::Future, path::PathBuf, pin::Pin, sync::Arc};

use super::wanted::{FileHeaders, HostListing, HostListingEntry};

/// Something that a host does.
pub type HostFuture<'a, T> = Pin<Box<dyn Future<Output = Result<T, HostError>> + Send + 'a>>;

/// A small file with its mark; none when it is not there.
pub type MarkedFile = Option<(Vec<u8>, Option<String>)>;

/// A place that holds files.
pub trait Host: Send + Sync {
    /// Every file below the target, without those of the record.
    fn list(&self) -> HostFuture<'_, HostListing>;

    /// A small file with its mark; none when it is not there.
    fn read<'a>(&'a self, name: &'a str) -> HostFuture<'a, MarkedFile>;

    /// Puts a file in its place as a whole, and tells its mark.
    fn put<'a>(
        &'a self,
        name: &'a str,
        content: FileBytes,
        headers: &'a FileHeaders,
        when: PutCondition,
    ) -> HostFuture<'a, Option<String>>;

    /// Takes a file away; one that is not there is as good.
    fn delete<'a>(&'a self, name: &'a str) -> HostFuture<'a, ()>;

    /// Whether a file is there just so, as far as that can be told for less than sending it again.
    fn holds<'a>(
        &'a self,
        name: &'a str,
        seen: &'a HostListingEntry,
        content: FileBytes,
        headers: &'a FileHeaders,
    ) -> HostFuture<'a, bool>;

    /// How many files may be on their way at a time.
    fn at_once(&self) -> usize;

    /// How the host keeps two publishes apart.
    fn guard(&self) -> Guard {
        Guard::Lock
    }

    /// Ends a publish; some hosts show nothing of it before.
    fn finish(&self) -> HostFuture<'_, ()> {
        Box::pin(async { Ok(()) })
    }
}

/// How two publishes are kept apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Guard {
    /// By a lock beside the record.
    Lock,
    /// The host takes a publish as a whole or not at all ([`FailureScope::Overtaken`]).
    Whole,
}

/// The bytes of a file.
#[derive(Clone, Debug)]
pub enum FileBytes {
    Bytes(Arc<[u8]>),
    /// A file that is too large to be held.
    File {
        path: PathBuf,
        size: u64,
    },
}

impl FileBytes {
    pub fn size(&self) -> u64 {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64,
            Self::File { size, .. } => *size,
        }
    }
}

/// On which condition a file is put in its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PutCondition {
    Always,
    /// Nothing stands there.
    Absent,
    /// What stands there bears this mark.
    Is(String),
}

/// What went wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostError {
    pub trouble: FailureScope,
    /// A sentence without its full stop, and without a secret.
    pub sentence: String,
}

/// How far what went wrong reaches.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureScope {
    /// It may be otherwise in a moment.
    Passing,
    /// This file cannot be sent; others may.
    Lasting,
    /// Nothing can be done at this host.
    Fatal,
    /// A condition did not hold.
    Unmet,
    /// Another publish was sooner.
    Overtaken,
}

impl HostError {
    pub fn new(trouble: FailureScope, sentence: impl Into<String>) -> Self {
        Self { trouble, sentence: sentence.into() }
    }
}
