//! Where words of bulletins are kept beside the bulletins, while somebody works on them in the desk: earlier versions, and
//! what was typed and not saved. In: the folder of the state, and paths. Out: folders and files, or their end: what was taken
//! back is forgotten here too, by whichever command takes it back. No build, publish or commit takes them along.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use crate::source::SourcePath;

/// Earlier versions, a folder for each document, below the folder of the state.
const HISTORY: &str = "history";
/// What was not saved, a file for each document.
const UNSAVED: &str = "unsaved";

/// The folder of the earlier versions of a document.
pub fn history(state: &Path, path: &SourcePath) -> PathBuf {
    state.join(HISTORY).join(name(path.as_str()))
}

/// The folder with a folder of earlier versions for each document.
pub fn all_history(state: &Path) -> PathBuf {
    state.join(HISTORY)
}

/// The file of what was typed into a document and not saved; what is no document yet has a name of its own.
pub fn unsaved(state: &Path, path: &str) -> PathBuf {
    state.join(UNSAVED).join(name(path))
}

/// The folder of all that was typed and not saved.
pub fn all_unsaved(state: &Path) -> PathBuf {
    state.join(UNSAVED)
}

/// What stands in the folder of earlier versions of a document that was deleted: its path. Versions begin with a digit; this
/// does not.
const DELETED: &str = "deleted";

/// Notes that a document was deleted: its earlier versions stay for whoever did so by a slip, until a [`sweep`].
///
/// # Errors
///
/// When the disk cannot take it.
pub fn note_deleted(state: &Path, path: &SourcePath) -> io::Result<()> {
    fs::write(history(state, path).join(DELETED), path.as_str())
}

/// Notes that a document is there again.
pub fn note_back(state: &Path, path: &SourcePath) {
    // Mostly it was never deleted.
    let _ = fs::remove_file(history(state, path).join(DELETED));
}

/// Forgets the earlier versions of documents that were deleted before a moment, and are not there again.
pub fn sweep(state: &Path, before: SystemTime, is_there: impl Fn(&SourcePath) -> bool) {
    for (folder, _) in there(state) {
        let mark = folder.join(DELETED);
        let Ok(path) = fs::read_to_string(&mark) else { continue };
        let since = fs::metadata(&mark).and_then(|metadata| metadata.modified());
        // What cannot be removed now goes next time.
        let _ = if is_there(&SourcePath::new(path.trim_end())) {
            fs::remove_file(mark)
        } else if since.is_ok_and(|since| since < before) {
            fs::remove_dir_all(folder)
        } else {
            Ok(())
        };
    }
}

/// Makes a folder for words; the first time with a mark that keeps it out of a repository, whatever that ignores.
///
/// # Errors
///
/// When the disk cannot take it.
pub fn make(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let mark = folder.join(".gitignore");
    // On a disk that was full it was left empty.
    if fs::read(&mark).is_ok_and(|text| text == MARK) { Ok(()) } else { fs::write(mark, MARK) }
}

/// What keeps a folder out of a repository.
const MARK: &[u8] = b"*\n";

/// The screens besides the form of a document on which words are typed about it.
pub const SCREENS: [&str; 3] = ["text", "update", "resolved"];

/// The name under which is kept what is typed about a document on a screen of its own.
pub fn name_on(screen: &str, path: &str) -> String {
    format!("{screen}:{path}")
}

/// The names under which words about a document are kept: that of its form, and those of screens of their own.
pub fn names_about(path: &str) -> impl Iterator<Item = String> {
    std::iter::once(path.to_owned()).chain(SCREENS.into_iter().map(move |screen| name_on(screen, path)))
}

/// What parts a path from the name of a form, in the name under which is kept what is typed into that form.
const OF_FORM: char = '#';

/// The name under which is kept what is typed into one form of a document: two tabs have one each.
pub fn name_of_form(path: &str, form: &str) -> String {
    if is_new(form) { format!("{path}{OF_FORM}{form}") } else { path.to_owned() }
}

/// The path and the form of such a name.
fn form_of(name: &str) -> Option<(&str, &str)> {
    name.rsplit_once(OF_FORM).filter(|(_, form)| is_new(form))
}

/// Whether a file holds what is typed into the form of a document, by its name.
pub fn is_of_form(file: &str, path: &str) -> bool {
    let rest = file.strip_prefix(name(path).as_str());
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
}

/// Forgets what is kept of the words of documents.
pub fn forget<'p>(state: &Path, paths: impl Iterator<Item = &'p SourcePath>) {
    let there = there(state);
    if there.is_empty() {
        return;
    }
    let gone: HashSet<String> = paths.flat_map(|path| names_about(path.as_str())).map(|path| name(&path)).collect();
    remove(there, |name| gone.contains(of_document(name)));
}

/// Forgets what is kept of all documents but some. What was typed into no document yet stays.
pub fn forget_all_but<'p>(state: &Path, living: impl Iterator<Item = &'p SourcePath>) {
    let there = there(state);
    if there.is_empty() {
        return;
    }
    let living: HashSet<String> = living.flat_map(|path| names_about(path.as_str())).map(|path| name(&path)).collect();
    remove(there, |name| !living.contains(of_document(name)));
}

/// What is kept of documents, each by its name.
fn there(state: &Path) -> Vec<(PathBuf, String)> {
    let folders = [all_history(state), all_unsaved(state)];
    let entries = folders.iter().filter_map(|folder| fs::read_dir(folder).ok()).flat_map(Iterator::flatten);
    let named = entries.filter_map(|entry| Some((entry.path(), entry.file_name().into_string().ok()?)));
    named.filter(|(_, name)| is_of_document(name)).collect()
}

fn remove(there: Vec<(PathBuf, String)>, goes: impl Fn(&str) -> bool) {
    for (path, _) in there.into_iter().filter(|(_, name)| goes(name)) {
        // What cannot be removed now goes with the next build.
        let _ = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    }
}

/// What begins the name of what is no document yet.
const NEW: &str = "new-";

/// Whether it is the name of a form.
fn is_new(name: &str) -> bool {
    let rest = name.strip_prefix(NEW);
    rest.is_some_and(|rest| !rest.is_empty() && rest.len() <= 40 && rest.chars().all(|c| c.is_ascii_alphanumeric()))
}

/// The name under which a path is kept: of one length, with no letter of a title in it, and that of a form behind it. What is
/// no document yet keeps the name that it was given.
fn name(path: &str) -> String {
    let hash = |path: &str| blake3::hash(path.as_bytes()).to_hex()[..LENGTH].to_owned();
    match form_of(path) {
        Some((path, form)) => format!("{}-{form}", hash(path)),
        None if is_new(path) => path.to_owned(),
        None => hash(path),
    }
}

/// The length of a name without that of a form.
const LENGTH: usize = 32;

/// The name of the document that a file is about.
fn of_document(name: &str) -> &str {
    name.get(..LENGTH).unwrap_or(name)
}

fn is_of_document(name: &str) -> bool {
    let (own, form) = (of_document(name), name.get(LENGTH..).unwrap_or_default());
    own.len() == LENGTH
        && own.bytes().all(|byte| byte.is_ascii_hexdigit())
        && (form.is_empty() || form.starts_with('-'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_taken_back_is_forgotten() {
        let state = tempfile::tempdir().unwrap();
        let state = state.path();
        let (roof, wall) = (SourcePath::new("content/roof.md"), SourcePath::new("content/wall.md"));
        for path in [&roof, &wall] {
            make(&history(state, path)).unwrap();
            fs::write(history(state, path).join("1.md"), "words").unwrap();
        }
        make(&all_unsaved(state)).unwrap();
        let form = name_of_form(roof.as_str(), "new-2b");
        for path in [roof.as_str(), &form, wall.as_str(), "update:content/roof.md", "text:content/wall.md", "new-1a"] {
            fs::write(unsaved(state, path), "words").unwrap();
        }
        forget(state, [&roof].into_iter());
        assert!(!history(state, &roof).exists() && !unsaved(state, roof.as_str()).exists());
        assert!(!unsaved(state, &form).exists());
        assert!(history(state, &wall).exists());
        assert!(!unsaved(state, "update:content/roof.md").exists() && unsaved(state, "text:content/wall.md").exists());
        fs::write(all_unsaved(state).join(".gitignore"), "").unwrap();
        make(&all_unsaved(state)).unwrap();
        assert_eq!(fs::read(all_unsaved(state).join(".gitignore")).unwrap(), MARK, "a full disk left it empty");
        forget_all_but(state, [&roof].into_iter());
        assert!(!history(state, &wall).exists() && !unsaved(state, wall.as_str()).exists());
        assert!(!unsaved(state, "text:content/wall.md").exists());
        assert!(unsaved(state, "new-1a").exists());
        assert!(all_unsaved(state).join(".gitignore").exists());
    }

    #[test]
    fn what_was_deleted_is_forgotten_unless_it_was_put_back() {
        let state = tempfile::tempdir().unwrap();
        let state = state.path();
        let [roof, wall, gate] = ["roof", "wall", "gate"].map(|name| SourcePath::new(format!("content/{name}.md")));
        for path in [&roof, &wall, &gate] {
            make(&history(state, path)).unwrap();
        }
        note_deleted(state, &roof).unwrap();
        note_deleted(state, &wall).unwrap();
        sweep(state, SystemTime::UNIX_EPOCH, |_| false);
        assert!(history(state, &roof).exists(), "it was deleted after that");
        let later = SystemTime::now() + std::time::Duration::from_mins(1);
        sweep(state, later, |path| *path == wall);
        assert!(!history(state, &roof).exists());
        assert!(history(state, &wall).exists() && history(state, &gate).exists());
        sweep(state, later, |_| false);
        assert!(history(state, &wall).exists(), "it was put back, and its versions are its own again");
    }

    #[test]
    fn names_lead_nowhere_else() {
        for path in ["../../x", "new-../x", "new-", "/etc/passwd", "", "../x#new-1a", "x#new-../x"] {
            assert!(!name(path).contains(['/', '.']), "{path}");
        }
    }
}
