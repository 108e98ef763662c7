//! What the host is to hold, and what it is known to hold. In: names, hashes, roles. Out: the types that the steps of a
//! publish are worked out from. It must not know disks and hosts.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::role::Role;

/// A hash of bytes: the first half of their BLAKE3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Print(pub [u8; 16]);

impl Print {
    /// The first half of a hash.
    pub fn of(hash: &blake3::Hash) -> Self {
        let mut print = [0; 16];
        print.copy_from_slice(&hash.as_bytes()[..16]);
        Self(print)
    }

    /// The print of something made from bytes in a certain way.
    pub fn derived(self, way: &str) -> Self {
        let mut hasher = blake3::Hasher::new();
        hasher.update(&self.0);
        hasher.update(way.as_bytes());
        Self::of(&hasher.finalize())
    }
}

/// What a host says about a file besides its bytes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FileHeaders {
    pub content_type: &'static str,
    pub cache_control: String,
    pub encoding: Option<&'static str>,
}

impl FileHeaders {
    /// What tells these from others.
    pub fn print(&self) -> u64 {
        let Self { content_type, cache_control, encoding } = self;
        let hash = blake3::hash(format!("{content_type}\n{cache_control}\n{encoding:?}").as_bytes());
        let mut print = [0; 8];
        print.copy_from_slice(&hash.as_bytes()[..8]);
        u64::from_le_bytes(print)
    }
}

/// A file that the host is to hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SiteFile {
    pub print: Print,
    /// The size of what it is made from, in bytes.
    pub size: u64,
    pub role: Role,
    /// The files that it goes with, should they be taken back.
    pub of: Vec<String>,
    pub headers: FileHeaders,
    pub source: BytesSource,
}

impl SiteFile {
    /// Whether it is a page, compressed or not.
    pub fn is_html(&self) -> bool {
        matches!(&self.source, BytesSource::File(name) | BytesSource::Gzip(name) if name.ends_with(".html"))
    }
}

/// Where the bytes of a file come from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BytesSource {
    /// A file of the output folder, by its name there.
    File(String),
    /// The same, compressed.
    Gzip(String),
    Text(String),
}

/// The files that a host is to hold, by their names below the target, with `/` in them.
pub type SiteFiles = BTreeMap<String, SiteFile>;

/// What a host's listing tells of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HostListingEntry {
    pub size: u64,
    /// What stays the same for as long as the file does: an `ETag`, a size and a time, a number of `git`.
    pub mark: Option<String>,
}

/// What a host holds, by name.
pub type HostListing = BTreeMap<String, HostListingEntry>;
