//! What somebody said may be published although `check` asks about it, kept from one `publish` to the next. In: a folder. Out:
//! sentences as they were asked. It must not know which rule asks.

use std::{collections::BTreeSet, path::Path};

use super::{CacheKey, keep, recall};

/// The file, below the site's folder.
const AGREED: &str = "agreed";
/// What was agreed to holds under any program and settings.
const ANY: &CacheKey = &[0; 32];

/// What was agreed to so far.
pub fn load_agreed(root: &Path) -> BTreeSet<String> {
    recall(root, AGREED, ANY)
}

/// Keeps it for the next publish.
pub fn save_agreed(root: &Path, agreed: &BTreeSet<String>) {
    keep(root, AGREED, ANY, agreed);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What was agreed to with one version of the program holds for the next, so the bytes stay.
    #[test]
    fn the_bytes_of_what_was_agreed_to_are_these() {
        let agreed: BTreeSet<String> = ["a".to_owned(), "b c".to_owned()].into();
        assert_eq!(postcard::to_stdvec(&agreed).unwrap(), b"\x02\x01a\x03b c");
    }
}
