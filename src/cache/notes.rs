//! What the rules of `lint` noted of each document, kept from one `check` to the next. In: a folder and a key. Out: notes.
//! It must not know what a note says.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::path::Path;

use super::{Key, STATE, load, save};
use crate::lint::Kept;

/// The file, below the site's folder.
const NOTES: &str = "notes";

/// The notes of the last check under the same program and settings; none where there are none.
pub fn load_notes(root: &Path, key: &Key) -> Kept {
    load(&root.join(STATE).join(NOTES), key).unwrap_or_default()
}

/// Keeps notes, where a build has made a place for what is kept. What cannot be kept is looked at again next time.
pub fn save_notes(root: &Path, key: &Key, notes: &Kept) {
    let folder = root.join(STATE);
    if folder.is_dir() {
        let _ = save(&folder.join(NOTES), key, notes);
    }
}
