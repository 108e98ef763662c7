//! A branch as a host, for hosts of Pages: every publish is one commit, made by the `git` program of this machine in a
//! repository of our own. In: names and bytes. Out: a commit on top of what the branch held, never in its place. It must
//! not know in which order things are done: a branch shows all of it at once.
#![expect(clippy::disallowed_methods, reason = "edge: processes and disk")]

use std::{
    collections::BTreeMap,
    fs,
    io::{self, Write},
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
    sync::{Mutex, PoisonError},
};

use tokio::task::block_in_place;

use super::{
    host::{FailureScope, FileBytes, Guard, Host, HostError, HostFuture, MarkedFile, PutCondition},
    state, target,
    wanted::{FileHeaders, HostListing, HostListingEntry},
};

/// A branch.
pub struct GitHost {
    target: target::GitTarget,
    repository: PathBuf,
    /// In whose name commits are made.
    author: Author,
    /// The commit that the branch points to; none for a new branch.
    tip: Option<String>,
    /// What becomes of each file: its number for `git`, or none where it goes.
    changes: Mutex<BTreeMap<String, Option<String>>>,
}

/// In whose name commits are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    pub name: String,
    pub email: String,
}

/// The branch in our own repository.
const OURS: &str = "refs/noticeboard/tip";

/// The `git` program, which asks nobody and takes no repository from whatever it runs in, such as a hook.
pub fn command() -> Command {
    let mut command = Command::new("git");
    command.env("LC_ALL", "C").env("GIT_TERMINAL_PROMPT", "0");
    for name in ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_OBJECT_DIRECTORY"] {
        command.env_remove(name);
    }
    command
}

impl GitHost {
    /// Gets the branch as it is now into a repository below `folder`.
    ///
    /// # Errors
    ///
    /// When `git` is missing, or the repository cannot be reached.
    pub fn open(target: target::GitTarget, author: Author, folder: &Path) -> Result<Self, HostError> {
        let hash = blake3::hash(format!("{}#{}", target.remote, target.branch).as_bytes()).to_hex();
        let repository = folder.join(format!("branch-{}.git", &hash[..16]));
        let mut git = Self { target, repository, author, tip: None, changes: Mutex::default() };
        if !git.repository.join("HEAD").exists() {
            let path = git.repository.to_string_lossy().into_owned();
            git.whole(command().args(["init", "--quiet", "--bare", &path]))?;
        }
        let branch = format!("refs/heads/{}", git.target.branch);
        let listed = git.remote(&["ls-remote", "--", &git.target.remote, &branch])?;
        let known = String::from_utf8_lossy(&listed.stdout).lines().any(|line| line.ends_with(&branch));
        if known {
            let to = format!("+{branch}:{OURS}");
            git.remote(&["fetch", "--quiet", "--depth=1", "--no-tags", "--", &git.target.remote, &to])?;
            let tip = git.whole(git.git().args(["rev-parse", "--verify", OURS]))?;
            git.tip = Some(String::from_utf8_lossy(&tip.stdout).trim().to_owned());
        }
        Ok(git)
    }

    fn git(&self) -> Command {
        let mut command = command();
        command.arg("--git-dir").arg(&self.repository);
        if std::env::var_os("GIT_SSH_COMMAND").is_none() && std::env::var_os("GIT_SSH").is_none() {
            command.env("GIT_SSH_COMMAND", "ssh -o BatchMode=yes -o StrictHostKeyChecking=yes -o ConnectTimeout=15");
        }
        command.stdin(Stdio::null());
        command
    }

    /// Runs a command that speaks with the remote.
    fn remote(&self, arguments: &[&str]) -> Result<Output, HostError> {
        let output = self.git().args(arguments).output().map_err(|error| missing(&error))?;
        if output.status.success() { Ok(output) } else { Err(self.refused(&String::from_utf8_lossy(&output.stderr))) }
    }

    /// Runs a command that has to work on this machine.
    fn whole(&self, command: &mut Command) -> Result<Output, HostError> {
        let output = command.stdin(Stdio::null()).output().map_err(|error| missing(&error))?;
        if output.status.success() { Ok(output) } else { Err(broken(&self.repository, &output.stderr)) }
    }

    /// Puts bytes into our repository, and tells their number.
    fn keep(&self, content: &FileBytes) -> Result<String, HostError> {
        let told = match content {
            FileBytes::Bytes(bytes) => {
                let mut command = self.git();
                command.args(["hash-object", "-w", "--no-filters", "--stdin"]);
                self.piped(command, bytes)?
            }
            FileBytes::File { path, .. } => {
                self.whole(self.git().args(["hash-object", "-w", "--no-filters", "--"]).arg(path))?.stdout
            }
        };
        Ok(String::from_utf8_lossy(&told).trim().to_owned())
    }

    fn list_now(&self) -> Result<HostListing, HostError> {
        let mut listing = HostListing::new();
        let Some(tip) = &self.tip else { return Ok(listing) };
        let told = self.whole(self.git().args(["ls-tree", "-r", "-l", "-z", tip]))?;
        for line in told.stdout.split(|byte| *byte == 0) {
            // `100644 blob NUMBER SIZE<tab>NAME`
            let Ok(line) = std::str::from_utf8(line) else { continue };
            let Some((facts, name)) = line.split_once('\t') else { continue };
            let mut facts = facts.split_whitespace().skip(2);
            let (Some(number), Some(size)) = (facts.next(), facts.next()) else { continue };
            if !name.starts_with(state::FOLDER) {
                let size = size.parse().unwrap_or(0);
                listing.insert(name.to_owned(), HostListingEntry { size, mark: Some(number.to_owned()) });
            }
        }
        Ok(listing)
    }

    fn read_now(&self, name: &str) -> Result<MarkedFile, HostError> {
        let Some(tip) = &self.tip else { return Ok(None) };
        let what = format!("{tip}:{name}");
        let number =
            self.git().args(["rev-parse", "--verify", "--quiet", &what]).output().map_err(|error| missing(&error))?;
        if !number.status.success() {
            return Ok(None);
        }
        let bytes = self.whole(self.git().args(["cat-file", "blob", &what]))?.stdout;
        Ok(Some((bytes, Some(String::from_utf8_lossy(&number.stdout).trim().to_owned()))))
    }

    /// One commit with every change, on top of the branch.
    fn commit(&self) -> Result<(), HostError> {
        let changes = self.changes.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if changes.is_empty() {
            return Ok(());
        }
        let index = self.repository.join("noticeboard-index");
        let _ = fs::remove_file(&index);
        let indexed = |arguments: &[&str], input: &[u8]| {
            let mut command = self.git();
            command.args(arguments).env("GIT_INDEX_FILE", &index);
            self.piped(command, input)
        };
        match &self.tip {
            Some(tip) => indexed(&["read-tree", tip], b"")?,
            None => indexed(&["read-tree", "--empty"], b"")?,
        };
        let mut lines = Vec::new();
        for (name, number) in &changes {
            let line = match number {
                Some(number) => format!("100644 {number}\t{name}\0"),
                None => format!("0 {}\t{name}\0", "0".repeat(40)),
            };
            lines.extend_from_slice(line.as_bytes());
        }
        indexed(&["update-index", "-z", "--index-info"], &lines)?;
        let tree = String::from_utf8_lossy(&indexed(&["write-tree"], b"")?).trim().to_owned();
        let mut command = self.git();
        command.args(["commit-tree", &tree, "-m", "Publish the site"]);
        if let Some(tip) = &self.tip {
            command.args(["-p", tip]);
        }
        // The branch is public, and the name and address of whoever published are not.
        for who in ["GIT_AUTHOR", "GIT_COMMITTER"] {
            command.env(format!("{who}_NAME"), &self.author.name).env(format!("{who}_EMAIL"), &self.author.email);
        }
        let commit = String::from_utf8_lossy(&self.piped(command, b"")?).trim().to_owned();
        let to = format!("{commit}:refs/heads/{}", self.target.branch);
        self.remote(&["push", "--quiet", "--", &self.target.remote, &to])?;
        self.whole(self.git().args(["update-ref", OURS, &commit]))?;
        Ok(())
    }

    /// Runs a command and hands it its input.
    fn piped(&self, mut command: Command, input: &[u8]) -> Result<Vec<u8>, HostError> {
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| missing(&error))?;
        let stdin = child.stdin.take();
        let output = std::thread::scope(|scope| {
            scope.spawn(move || {
                // Where it stops reading, its status says why.
                let _ = stdin.map(|mut stdin| stdin.write_all(input));
            });
            child.wait_with_output()
        });
        let output = output.map_err(|error| missing(&error))?;
        if output.status.success() { Ok(output.stdout) } else { Err(broken(&self.repository, &output.stderr)) }
    }

    /// Why the remote refused, in words of ours: what `git` says may hold an address with a token in it.
    fn refused(&self, said: &str) -> HostError {
        let remote = shown(&self.target.remote);
        let branch = &self.target.branch;
        let has = |text: &str| said.contains(text);
        let fatal = |sentence: String| HostError::new(FailureScope::Fatal, sentence);
        if has("Host key verification failed") || has("IDENTIFICATION HAS CHANGED") {
            fatal(format!(
                "the key of the host of `{remote}` is not known here, or is another than before, and is not taken: connect once with `ssh` and compare it"
            ))
        } else if has("non-fast-forward") || has("fetch first") || has("cannot lock ref") || has("stale info") {
            HostError::new(FailureScope::Overtaken, "somebody else was sooner")
        } else if has("protected branch") || has("pre-receive hook declined") || has("GH006") {
            fatal(format!("`{remote}` does not take commits on `{branch}`: a rule there protects it"))
        } else if has("denied")
            || has("Authentication failed")
            || has("could not read Username")
            || has("could not read Password")
            || has("403")
        {
            fatal(format!("`{remote}` does not let you in, or not to write: try `git ls-remote {remote}`"))
        } else if has("not found") || has("does not appear to be a git repository") || has("does not exist") {
            fatal(format!("there is no repository `{remote}`, or you may not see it"))
        } else if has("Could not resolve") {
            fatal(format!("there is no host of the name in `{remote}`"))
        } else if has("No space left")
            || has("insufficient space")
            || has("unpacker error")
            || has("unable to write")
            || has("Read-only file system")
        {
            fatal(format!("`{remote}` has no room to write"))
        } else {
            HostError::new(
                FailureScope::Passing,
                format!("`{remote}` does not answer as it should: try `git ls-remote {remote}`"),
            )
        }
    }
}

/// An address without a user, whose name may be a token.
fn shown(remote: &str) -> String {
    let Some((scheme, rest)) = remote.split_once("://") else { return remote.to_owned() };
    let end = rest.find('/').unwrap_or(rest.len());
    let host = rest[..end].rsplit_once('@').map_or(&rest[..end], |(_, host)| host);
    format!("{scheme}://{host}{}", &rest[end..])
}

fn missing(error: &io::Error) -> HostError {
    let sentence = if error.kind() == io::ErrorKind::NotFound {
        "a branch needs the program `git`, and it is not installed".to_owned()
    } else {
        format!("`git` cannot be started: {error}")
    };
    HostError::new(FailureScope::Fatal, sentence)
}

fn broken(repository: &Path, said: &[u8]) -> HostError {
    let said = String::from_utf8_lossy(said);
    let line = said.lines().find(|line| !line.contains("://")).unwrap_or("it does not say why").trim();
    HostError::new(FailureScope::Fatal, format!("`git` cannot work in `{}`: {line}", repository.display()))
}

impl Host for GitHost {
    fn list(&self) -> HostFuture<'_, HostListing> {
        Box::pin(async { block_in_place(|| self.list_now()) })
    }

    fn read<'a>(&'a self, name: &'a str) -> HostFuture<'a, MarkedFile> {
        Box::pin(async move { block_in_place(|| self.read_now(name)) })
    }

    fn put<'a>(
        &'a self,
        name: &'a str,
        content: FileBytes,
        _: &'a FileHeaders,
        _: PutCondition,
    ) -> HostFuture<'a, Option<String>> {
        Box::pin(async move {
            let number = block_in_place(|| self.keep(&content))?;
            self.changes.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), Some(number.clone()));
            Ok(Some(number))
        })
    }

    fn delete<'a>(&'a self, name: &'a str) -> HostFuture<'a, ()> {
        Box::pin(async move {
            self.changes.lock().unwrap_or_else(PoisonError::into_inner).insert(name.to_owned(), None);
            Ok(())
        })
    }

    fn holds<'a>(
        &'a self,
        _: &'a str,
        seen: &'a HostListingEntry,
        content: FileBytes,
        _: &'a FileHeaders,
    ) -> HostFuture<'a, bool> {
        Box::pin(async move {
            if seen.size != content.size() {
                return Ok(false);
            }
            let number = block_in_place(|| self.keep(&content))?;
            Ok(seen.mark.as_deref() == Some(&number))
        })
    }

    fn at_once(&self) -> usize {
        8
    }

    fn guard(&self) -> Guard {
        Guard::Whole
    }

    fn finish(&self) -> HostFuture<'_, ()> {
        Box::pin(async { block_in_place(|| self.commit()) })
    }
}

#[cfg(test)]
mod tests {
    use super::shown;

    #[test]
    fn a_token_is_not_shown() {
        assert_eq!(shown("https://ghp_secret@host.example/a.git"), "https://host.example/a.git");
        assert_eq!(shown("https://user:pass@host.example/a.git"), "https://host.example/a.git");
        assert_eq!(shown("git@host.example:a.git"), "git@host.example:a.git");
        assert_eq!(shown("file:///srv/a.git"), "file:///srv/a.git");
    }
}
