//! The fingerprints of outputs that were rendered without a fault, kept from one `check` to the next. In: a folder. Out: the
//! fingerprints. It must not know what they are of: each holds the program, the theme and all that its output shows.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{collections::HashSet, path::Path};

use super::{Key, STATE, load, save};

/// The file, below the site's folder.
const SOUND: &str = "sound";
/// A change of this makes older files count as not there.
const VERSION: Key = *b"noticeboard: outputs that render";

/// What the last check found sound; nothing where there was none.
pub fn load_sound(root: &Path) -> HashSet<u128> {
    load(&root.join(STATE).join(SOUND), &VERSION).unwrap_or_default()
}

/// Keeps them, where a build has made a place for what is kept. What cannot be kept is looked at again next time.
pub fn save_sound(root: &Path, sound: &HashSet<u128>) {
    let folder = root.join(STATE);
    if folder.is_dir() {
        let _ = save(&folder.join(SOUND), &VERSION, sound);
    }
}
