//! What the last build saw and said: when nothing of it is different now, there is nothing to do. In: a file.
//! Out: a [`LastBuildReport`]. It must not know how a site is built.

use std::{io, path::Path};

use serde::{Deserialize, Serialize};

use super::{CacheKey, load, save};
use crate::{moment::Moment, problem::Problem};

/// What the last build saw and said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastBuildReport {
    /// The fingerprint of the files that it read.
    pub listing: [u8; 32],
    /// The moment that counted as now.
    pub now: Moment,
    /// The first moment after it at which something may read otherwise.
    pub until: Option<Moment>,
    pub bulletins: usize,
    pub outputs: usize,
    /// When the site wants to be built next, in words and as a machine reads it.
    pub next: Option<(String, String)>,
    pub problems: Vec<Problem>,
}

impl LastBuildReport {
    /// Reads what was kept under a key, which stands for the program and for what it was asked.
    pub fn load(path: &Path, key: &CacheKey) -> Option<Self> {
        load(path, key)
    }

    /// Keeps it.
    ///
    /// # Errors
    ///
    /// When the disk cannot take it.
    pub fn save(&self, path: &Path, key: &CacheKey) -> io::Result<()> {
        save(path, key, self)
    }

    /// Whether a build of the same files at a moment would make the same.
    pub fn holds_at(&self, now: Moment) -> bool {
        self.now <= now && self.until.is_none_or(|until| now < until)
    }
}
