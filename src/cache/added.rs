//! Which files the desk put below `content/`. Unlike other files there, each is public only while something that is shown
//! names it. In: the folder of the state, paths and hashes. Out: the same later. It must not know what is in a file.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{fs, io, io::Write as _, path::Path};

/// A file that the desk put there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedFile {
    /// Of its bytes (BLAKE3, in hexadecimal): what somebody else put in its place is not the desk's.
    pub hash: String,
    pub path: String,
}

const FILE: &str = "desk-added";

/// Notes a file.
///
/// # Errors
///
/// When the disk cannot take it.
pub fn note(state: &Path, hash: &str, path: &str) -> io::Result<()> {
    fs::create_dir_all(state)?;
    let mut file = fs::OpenOptions::new().create(true).append(true).open(state.join(FILE))?;
    file.write_all(format!("{hash} {path}\n").as_bytes())
}

/// All that were noted.
pub fn all(state: &Path) -> Vec<AddedFile> {
    super::hashes_and_paths(&state.join(FILE)).into_iter().map(|(hash, path)| AddedFile { hash, path }).collect()
}

/// Forgets files that are gone. What cannot be forgotten is held back all the same.
pub fn forget(state: &Path, gone: &[String]) {
    let known = all(state);
    let rest = known.iter().filter(|file| !gone.contains(&file.path));
    let lines: String = rest.flat_map(|file| [&*file.hash, " ", &*file.path, "\n"]).collect();
    let _ = super::put(&state.join(FILE), lines.as_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Older and newer versions of the program read the same file: a line for each, hash and path.
    #[test]
    fn the_lines_of_the_file_are_these() {
        let folder = tempfile::tempdir().unwrap();
        note(folder.path(), "ab", "content/a b.png").unwrap();
        note(folder.path(), "cd", "content/c.png").unwrap();
        assert_eq!(fs::read_to_string(folder.path().join(FILE)).unwrap(), "ab content/a b.png\ncd content/c.png\n");
        let file = |hash: &str, path: &str| AddedFile { hash: hash.into(), path: path.into() };
        assert_eq!(all(folder.path()), [file("ab", "content/a b.png"), file("cd", "content/c.png")]);
        forget(folder.path(), &["content/c.png".to_owned()]);
        assert_eq!(all(folder.path()), [file("ab", "content/a b.png")]);
    }
}
