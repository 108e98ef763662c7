//! What was typed and not saved: it is there again after a closed tab, a crash, a power cut. In: the folder of the state, a
//! path or a name for what is none yet, and the fields of a form. Out: the same fields later. It must not know what they mean.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{fs, io, path::Path};

use serde::{Deserialize, Serialize};

use crate::{cache::drafts, moment::Moment, replace};

/// So many of them are kept, the newest; a form larger than this is not.
const MOST: usize = 200;
const MOST_BYTES: usize = 4 * 1024 * 1024;

/// What was typed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnsavedForm {
    /// The path of the bulletin, or the name of what is none yet.
    pub key: String,
    /// When, in seconds since 1970.
    pub at: i64,
    /// The fields of the form with their values, in its order.
    pub fields: Vec<(String, String)>,
}

/// A name for what is no document yet.
pub fn key() -> String {
    // Where there are no random numbers, two new bulletins at a time share one.
    let random = super::door::secret().unwrap_or_else(|_| "0".repeat(16));
    format!("new-{}", random.get(..16).unwrap_or(&random))
}

/// Keeps what was typed, in place of what was typed there before.
///
/// # Errors
///
/// When the disk cannot take it, or when it is larger than any bulletin.
pub fn keep(state: &Path, key: &str, fields: &[(String, String)], now: Moment) -> io::Result<()> {
    let unsaved = UnsavedForm { key: key.to_owned(), at: now.second(), fields: fields.to_vec() };
    let text = serde_json::to_vec(&unsaved).map_err(io::Error::other)?;
    if text.len() > MOST_BYTES {
        return Err(io::Error::other("it is larger than any bulletin"));
    }
    let folder = drafts::all_unsaved(state);
    drafts::make(&folder)?;
    replace::staged(&folder, &text)?.persist(drafts::unsaved(state, key)).map_err(|error| error.error)?;
    if fs::read_dir(&folder)?.count() > MOST {
        for old in all(state).into_iter().skip(MOST) {
            forget(state, &old.key);
        }
    }
    Ok(())
}

/// What was typed there and not saved.
pub fn of(state: &Path, key: &str) -> Option<UnsavedForm> {
    let bytes = fs::read(drafts::unsaved(state, key)).ok()?;
    serde_json::from_slice(&bytes).ok().filter(|unsaved: &UnsavedForm| unsaved.key == key)
}

/// What was typed last into a form of a document, and not saved.
pub fn of_document(state: &Path, path: &str) -> Option<UnsavedForm> {
    let is_of_form = |entry: &fs::DirEntry| drafts::is_of_form(&entry.file_name().to_string_lossy(), path);
    let entries = fs::read_dir(drafts::all_unsaved(state)).into_iter().flatten().flatten().filter(is_of_form);
    entries.filter_map(|entry| read(&entry)).max_by_key(|unsaved| unsaved.at)
}

fn read(entry: &fs::DirEntry) -> Option<UnsavedForm> {
    serde_json::from_slice(&fs::read(entry.path()).ok()?).ok()
}

/// Everything that was typed and not saved, newest first.
pub fn all(state: &Path) -> Vec<UnsavedForm> {
    let entries = fs::read_dir(drafts::all_unsaved(state)).into_iter().flatten().flatten();
    let mut all: Vec<UnsavedForm> = entries
        .filter(|entry| !entry.file_name().to_string_lossy().starts_with('.'))
        .filter_map(|entry| read(&entry))
        .collect();
    all.sort_by(|a: &UnsavedForm, b| (b.at, &a.key).cmp(&(a.at, &b.key)));
    all
}

/// Forgets all that was typed about a document, which is gone.
pub fn forget_document(state: &Path, path: &str) {
    let entries = fs::read_dir(drafts::all_unsaved(state)).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| drafts::is_of_form(&entry.file_name().to_string_lossy(), path)) {
        let _ = fs::remove_file(entry.path());
    }
    drafts::names_about(path).for_each(|name| forget(state, &name));
}

/// Forgets it: it was saved, or is not wanted.
pub fn forget(state: &Path, key: &str) {
    let _ = fs::remove_file(drafts::unsaved(state, key));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> Vec<(String, String)> {
        vec![("title".to_owned(), text.to_owned()), ("text".to_owned(), "a\r\nb".to_owned())]
    }

    #[test]
    fn what_was_typed_is_there_again() {
        let state = tempfile::tempdir().unwrap();
        let state = state.path();
        let at = |second: i64| Moment::from_second(1_800_000_000 + second).unwrap();
        keep(state, "content/roof.md", &fields("One"), at(0)).unwrap();
        keep(state, "new-1a2b", &fields("Two"), at(1)).unwrap();
        keep(state, "content/roof.md", &fields("Three"), at(2)).unwrap();
        assert_eq!(of(state, "content/roof.md").unwrap().fields, fields("Three"));
        assert_eq!(of(state, "content/wall.md"), None);
        let keys = all(state).into_iter().map(|unsaved| unsaved.key).collect::<Vec<_>>();
        assert_eq!(keys, ["content/roof.md", "new-1a2b"]);
        forget(state, "content/roof.md");
        assert_eq!(of(state, "content/roof.md"), None);
        // Each form of a document has its own, and the one that was typed into last is found first.
        let (one, other) =
            (drafts::name_of_form("content/wall.md", "new-1"), drafts::name_of_form("content/wall.md", "new-2"));
        keep(state, &one, &fields("Four"), at(4)).unwrap();
        keep(state, &other, &fields("Five"), at(3)).unwrap();
        assert_eq!(of_document(state, "content/wall.md").unwrap().fields, fields("Four"));
        forget(state, &one);
        assert_eq!(of_document(state, "content/wall.md").unwrap().key, other);
        forget_document(state, "content/wall.md");
        assert_eq!(of_document(state, "content/wall.md"), None);
        let huge = vec![("text".to_owned(), "x".repeat(MOST_BYTES))];
        assert!(keep(state, "content/roof.md", &huge, at(3)).is_err());
    }

    #[test]
    fn they_are_bounded() {
        let state = tempfile::tempdir().unwrap();
        for number in 0..i64::try_from(MOST).unwrap() + 3 {
            let now = Moment::from_second(1_800_000_000 + number).unwrap();
            keep(state.path(), &format!("new-{number}"), &fields("x"), now).unwrap();
        }
        let all = all(state.path());
        assert_eq!(all.len(), MOST);
        assert_eq!(all.last().unwrap().key, "new-3");
    }
}
