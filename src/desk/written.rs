//! Which files the desk wrote since they were last kept in the folder's own history. In: the folder of the state, and paths.
//! Out: the same paths later, or a commit. It must not know what a commit is made with.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use super::Program;

/// A path a line.
fn file(state: &Path) -> PathBuf {
    state.join("desk-written")
}

/// Notes files that were written. What cannot be noted is left to be committed by hand.
pub fn note<'p>(state: &Path, paths: impl Iterator<Item = &'p str>) {
    let known = all(state);
    let is_new = |path: &&str| !known.iter().any(|known| known == path);
    let lines: String = paths.filter(is_new).flat_map(|path| [path, "\n"]).collect();
    let _ = fs::create_dir_all(state);
    let file = fs::OpenOptions::new().create(true).append(true).open(file(state));
    let _ = file.and_then(|mut file| file.write_all(lines.as_bytes()));
}

fn all(state: &Path) -> Vec<String> {
    let noted = fs::read_to_string(file(state)).unwrap_or_default();
    noted.lines().map(str::to_owned).collect()
}

/// Keeps them in the folder's own history, where it has one, and begins anew; the name of the commit.
pub fn commit(state: &Path, program: &dyn Program) -> Option<String> {
    let commit = program.commit(&all(state))?;
    let _ = fs::remove_file(file(state));
    Some(commit)
}
