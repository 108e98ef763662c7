//! What the rules of `lint` noted of each document, kept from one `check` to the next. In: a folder and a key. Out: notes.
//! It must not know what a note says.

use std::path::Path;

use super::{CacheKey, keep, recall};
use crate::lint::{CachedNotes, NotesToKeep};

/// The file, below the site's folder.
const NOTES: &str = "notes";

/// The notes of the last check under the same program and settings; none where there are none.
pub fn load_notes(root: &Path, key: &CacheKey) -> CachedNotes {
    recall(root, NOTES, key)
}

/// Keeps notes for the next check.
pub fn save_notes(root: &Path, key: &CacheKey, notes: &NotesToKeep) {
    keep(root, NOTES, key, notes);
}
