//! The site's own folder where it is a git repository: what the desk wrote becomes one commit, and nothing else does. In: the
//! folder and paths. Out: a commit, or why there is none. It never pushes, and must not know what is in the files.

use std::{
    path::Path,
    process::{Command, Output, Stdio},
};

use super::git;

/// What became of the wish for a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CommitResult {
    /// The short name of the commit.
    Commit(String),
    /// It is as the last commit has it.
    Nothing,
    /// The folder is in no repository, or in one that has nothing of it.
    NoRepository,
    /// Nobody is named in whose name to commit.
    NoIdentity,
    /// A merge or another step of the user's is under way, or the repository refused.
    NotNow,
}

/// Commits the files of a site at `root` that the desk wrote, each by its path below it; `settings` is that of the settings.
pub fn commit(root: &Path, settings: &str, paths: &[String], message: &str) -> CommitResult {
    let git = |arguments: &[&str]| run(root, arguments, &[]);
    let Some(top) = git(&["rev-parse", "--show-toplevel"]).filter(|output| output.status.success()) else {
        return CommitResult::NoRepository;
    };
    let top = Path::new(text(&top).trim_end_matches(['\n', '\r'])).to_owned();
    let own = top.canonicalize().ok() == root.canonicalize().ok();
    // A repository around the folder, such as that of a home, need not be meant.
    if !own && git(&["ls-files", "--", "."]).is_none_or(|output| output.stdout.is_empty()) {
        return CommitResult::NoRepository;
    }
    let says = |arguments: &[&str]| git(arguments).is_some_and(|output| output.status.success());
    if !says(&["-c", "user.useConfigOnly=true", "var", "GIT_AUTHOR_IDENT"]) {
        return CommitResult::NoIdentity;
    }
    if says(&["rev-parse", "--quiet", "--verify", "MERGE_HEAD"]) || !says(&["symbolic-ref", "--quiet", "HEAD"]) {
        return CommitResult::NotNow;
    }
    let status =
        ["--literal-pathspecs", "status", "--porcelain=v1", "-z", "--no-renames", "--untracked-files=all", "--"];
    let paths: Vec<&str> = paths.iter().map(String::as_str).filter(|path| is_ours(path, settings)).collect();
    let Some(changed) = run(root, &status, &paths).filter(|output| output.status.success()) else {
        return CommitResult::NotNow;
    };
    let told = text(&changed).into_owned();
    // `XY PATH`, below the top of the repository.
    let changed: Vec<&str> = told.split('\0').filter_map(|entry| entry.get(3..)).collect();
    if paths.is_empty() || changed.is_empty() {
        return CommitResult::Nothing;
    }
    let done = |output: Option<Output>| output.is_some_and(|output| output.status.success());
    let added = done(run(&top, &["--literal-pathspecs", "add", "--all", "--"], &changed));
    let commit = ["--literal-pathspecs", "commit", "--quiet", "--no-gpg-sign", "--only", "--message", message, "--"];
    if !added || !done(run(&top, &commit, &changed)) {
        return CommitResult::NotNow;
    }
    let name = git(&["rev-parse", "--short", "HEAD"]).map(|output| text(&output).trim().to_owned());
    name.map_or(CommitResult::NotNow, CommitResult::Commit)
}

/// Whether a path is one that the desk may have written: what it keeps for itself is never committed.
fn is_ours(path: &str, settings: &str) -> bool {
    let hidden = |part: &str| part.is_empty() || part.starts_with('.');
    path == settings || (path.starts_with("content/") && !path.split('/').any(hidden))
}

fn run(folder: &Path, arguments: &[&str], paths: &[&str]) -> Option<Output> {
    let mut command: Command = git::command();
    command.arg("-C").arg(folder).args(arguments).args(paths).stdin(Stdio::null());
    command.output().ok()
}

fn text(output: &Output) -> std::borrow::Cow<'_, str> {
    String::from_utf8_lossy(&output.stdout)
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "a test makes folders")]

    use std::fs;

    use super::*;

    const SETTINGS: &str = "ours.yaml";

    fn git(folder: &Path, arguments: &[&str]) -> String {
        let output = run(folder, arguments, &[]).expect("git is there");
        assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
        text(&output).into_owned()
    }

    fn files(paths: &[&str]) -> Vec<String> {
        paths.iter().map(|path| (*path).to_owned()).collect()
    }

    #[test]
    fn only_what_was_written_is_committed() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let roof = files(&["content/roof.md", ".noticeboard/history/x", "content/[x].md", "content/none.md"]);
        assert_eq!(commit(root, SETTINGS, &roof, "Publish"), CommitResult::NoRepository);
        git(root, &["init", "--quiet", "--initial-branch=main"]);
        fs::create_dir_all(root.join("content")).unwrap();
        fs::create_dir_all(root.join(".noticeboard/history")).unwrap();
        for path in ["content/roof.md", "content/wall.md", "content/[x].md", ".noticeboard/history/x"] {
            fs::write(root.join(path), "one").unwrap();
        }
        git(root, &["config", "user.name", ""]);
        git(root, &["config", "user.email", "warden@tanfold.example"]);
        assert_eq!(commit(root, SETTINGS, &roof, "Publish"), CommitResult::NoIdentity);
        git(root, &["config", "user.name", "Warden"]);
        git(root, &["add", "content/wall.md"]);
        assert!(matches!(commit(root, SETTINGS, &roof, "Publish"), CommitResult::Commit(_)));
        assert_eq!(git(root, &["ls-tree", "-r", "--name-only", "HEAD"]), "content/[x].md\ncontent/roof.md\n");
        assert_eq!(git(root, &["log", "--format=%an %s"]), "Warden Publish\n");
        assert!(git(root, &["status", "--porcelain"]).contains("A  content/wall.md"), "the rest is as it was");
        assert_eq!(commit(root, SETTINGS, &roof, "Publish"), CommitResult::Nothing);
        fs::remove_file(root.join("content/roof.md")).unwrap();
        assert!(matches!(commit(root, SETTINGS, &roof, "Publish"), CommitResult::Commit(_)));
        assert_eq!(git(root, &["ls-tree", "-r", "--name-only", "HEAD"]), "content/[x].md\n");
        for path in ["ours.yaml", "site.yaml"] {
            fs::write(root.join(path), "title: Ours").unwrap();
            let settings = commit(root, SETTINGS, &files(&[path]), "Publish");
            assert_eq!(matches!(settings, CommitResult::Commit(_)), path == SETTINGS, "{settings:?}");
        }
    }

    #[test]
    fn a_repository_around_the_folder_is_left_alone() {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "--quiet"]);
        let root = folder.path().join("site");
        fs::create_dir_all(root.join("content")).unwrap();
        fs::write(root.join("content/roof.md"), "one").unwrap();
        assert_eq!(commit(&root, SETTINGS, &files(&["content/roof.md"]), "Publish"), CommitResult::NoRepository);
    }
}
