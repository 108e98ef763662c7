//! Which files the desk wrote since they were last kept in the folder's own history. In: the folder of the state, and paths.
//! Out: the same paths later, or a commit. It must not know what a commit is made with.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use super::Program;
use crate::publish::checkout::CommitResult;

/// A path a line.
fn file(state: &Path) -> PathBuf {
    state.join("desk-written")
}

/// The same while they are being kept: what is written meanwhile is noted anew.
fn taken(state: &Path) -> PathBuf {
    state.join("desk-written-taken")
}

/// Notes files that were written. What cannot be noted is left to be committed by hand.
pub fn note<'p>(state: &Path, paths: impl Iterator<Item = &'p str>) {
    let known = all(&file(state));
    let is_new = |path: &&str| !known.iter().any(|known| known == path);
    let lines: String = paths.filter(is_new).flat_map(|path| [path, "\n"]).collect();
    let _ = fs::create_dir_all(state);
    let file = fs::OpenOptions::new().create(true).append(true).open(file(state));
    let _ = file.and_then(|mut file| file.write_all(lines.as_bytes()));
}

fn all(file: &Path) -> Vec<String> {
    let noted = fs::read_to_string(file).unwrap_or_default();
    noted.lines().map(str::to_owned).collect()
}

/// Keeps them in the folder's own history, where it has one, and begins anew; the name of the commit.
pub fn commit(state: &Path, program: &dyn Program) -> Option<String> {
    // Where the program ended in the middle of this, they wait there.
    note(state, all(&taken(state)).iter().map(String::as_str));
    let _ = fs::rename(file(state), taken(state));
    let paths = all(&taken(state));
    let kept = program.commit(&paths);
    let done = matches!(kept, Some(CommitResult::Commit(_) | CommitResult::Nothing));
    // A note that was being written while they were taken counts as well.
    let left = all(&taken(state)).into_iter().filter(|path| !done || !paths.contains(path)).collect::<Vec<_>>();
    note(state, left.iter().map(String::as_str));
    let _ = fs::remove_file(taken(state));
    if let Some(CommitResult::Commit(name)) = kept { Some(name) } else { None }
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};

    use super::*;
    use crate::{
        desk::{ImportInput, NewSite, PublishFailure, PublishSummary},
        import::Receipt,
        publish::PublishListener,
    };

    /// A history that keeps what comes as it is told, while the desk writes on.
    struct History {
        state: PathBuf,
        kept: Option<CommitResult>,
        seen: Mutex<Vec<String>>,
    }

    impl Program for History {
        fn start(&self, _: &NewSite) -> Result<(), String> {
            Ok(())
        }

        fn publish(&self, _: &[String], _: Arc<dyn PublishListener>) -> Result<PublishSummary, PublishFailure> {
            Err(PublishFailure::Broken)
        }

        fn bring(&self, _: ImportInput) -> Result<Vec<Receipt>, String> {
            Ok(Vec::new())
        }

        fn commit(&self, paths: &[String]) -> Option<CommitResult> {
            self.seen.lock().unwrap().extend_from_slice(paths);
            note(&self.state, ["content/meanwhile.md"].into_iter());
            self.kept.clone()
        }
    }

    #[test]
    fn what_is_written_during_a_commit_waits_for_the_next() {
        for (kept, left) in [
            (Some(CommitResult::Commit("1a2b".to_owned())), &["content/meanwhile.md"][..]),
            (Some(CommitResult::Nothing), &["content/meanwhile.md"]),
            (Some(CommitResult::NotNow), &["content/meanwhile.md", "content/roof.md"]),
            (None, &["content/meanwhile.md", "content/roof.md"]),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let state = folder.path();
            note(state, ["content/roof.md"].into_iter());
            let history = History { state: state.to_owned(), kept: kept.clone(), seen: Mutex::default() };
            assert_eq!(commit(state, &history).is_some(), matches!(kept, Some(CommitResult::Commit(_))));
            assert_eq!(*history.seen.lock().unwrap(), ["content/roof.md"]);
            assert_eq!(all(&file(state)), left, "{kept:?}");
            assert!(!taken(state).exists());
        }
    }
}
