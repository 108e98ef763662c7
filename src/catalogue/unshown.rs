//! Pictures that are public though nothing shows them. In: a catalogue, and all texts of the site that are no documents.
//! Out: problems. It must not know what these texts are.

use aho_corasick::AhoCorasick;

use super::{Attachment, Catalogue};
use crate::problem::{Problem, wording};

/// Browsers and systems ask for these by their names.
const ASKED_FOR: &[&str] = &["favicon", "apple-touch-icon", "android-chrome-", "mstile-"];

/// Reports each picture that no page shows, links to or has in its folder, and that none of these texts names.
pub fn check<'t>(catalogue: &Catalogue, texts: impl Iterator<Item = &'t [u8]>) -> Vec<Problem> {
    let files: Vec<&Attachment> = catalogue.attachments.iter().filter(|file| may_be_unshown(file)).collect();
    if files.is_empty() {
        return Vec::new();
    }
    // Too many names to be looked for: nothing is said of them.
    let Ok(names) = AhoCorasick::new(files.iter().map(|file| file.path.file_name())) else { return Vec::new() };
    let mut named = vec![false; files.len()];
    for found in texts.flat_map(|text| names.find_overlapping_iter(text)) {
        named[found.pattern().as_usize()] = true;
    }
    let unshown = files.iter().zip(named).filter(|(_, named)| !named);
    unshown.map(|(file, _)| wording::picture_unshown(&file.path)).collect()
}

fn may_be_unshown(file: &Attachment) -> bool {
    file.picture().is_some()
        && file.pages.is_empty()
        && !file.path.as_str().starts_with("content/.well-known/")
        && !ASKED_FOR.iter().any(|start| file.path.file_name().starts_with(start))
}
