//! The fingerprints of outputs that were rendered without a fault, kept from one `check` to the next. In: a folder. Out: the
//! fingerprints. It must not know what they are of: each holds the program, the theme and all that its output shows.

use std::{collections::HashSet, path::Path};

use super::{CacheKey, keep, recall};

/// The file, below the site's folder.
const SOUND: &str = "sound";
/// A change of this makes older files count as not there.
const VERSION: CacheKey = *b"noticeboard: outputs that render";

/// What the last check found sound; nothing where there was none.
pub fn load_sound(root: &Path) -> HashSet<u128> {
    recall(root, SOUND, &VERSION)
}

/// Keeps them for the next check.
pub fn save_sound(root: &Path, sound: &HashSet<u128>) {
    keep(root, SOUND, &VERSION, sound);
}
