//! The output folder, as several commands look at it: where it is, who may write to it, what is kept beside it. In: the
//! options. Out: folders, a lock, or why there is none. It must not know what is built or published.
#![expect(clippy::disallowed_methods, reason = "edge: the output folder and what lies beside it")]

use std::path::{Path, PathBuf};

use super::{CommandRefusal, Global};
use crate::{
    cache,
    write::{Failure, Folders, OutputLock},
};

/// The folders of a build into `out`, or of the usual one.
pub fn folders(global: &Global, out: Option<&Path>) -> Result<Folders, CommandRefusal> {
    let out = match out {
        Some(out) => out.to_owned(),
        None => global.below("public"),
    };
    let (root, inside) = (whole(&global.root), whole(&out));
    let holds_sources = ["content", "templates", "themes"].iter().any(|folder| inside.starts_with(root.join(folder)));
    if root.starts_with(&inside) || holds_sources {
        return Err(CommandRefusal::Usage(format!("`--out` must be a folder of its own, not `{}`", out.display())));
    }
    if out.exists() && !out.is_dir() {
        return Err(CommandRefusal::Usage(format!("`{}` is a file, and the site needs a folder", out.display())));
    }
    Ok(Folders { root: global.root.clone(), state: global.below(cache::STATE), out })
}

/// A path with links and `..` followed as far as it exists.
pub fn whole(path: &Path) -> PathBuf {
    let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let known = path.ancestors().find_map(|above| Some((above.canonicalize().ok()?, path.strip_prefix(above).ok()?)));
    known.map_or_else(|| path.clone(), |(above, rest)| above.join(rest))
}

/// What stands before the site's own paths in the repository that it lies in, as hosts of code name files: `site/` or nothing.
/// Where there is no repository, it is the folder in which the program runs.
pub fn in_repository(root: &Path) -> String {
    let root = whole(root);
    let top = root.ancestors().find(|folder| folder.join(".git").exists()).map(Path::to_owned);
    let inner = root.strip_prefix(top.unwrap_or_else(|| whole(Path::new(".")))).unwrap_or(Path::new(""));
    inner.components().map(|part| part.as_os_str().to_string_lossy().into_owned() + "/").collect()
}

/// Keeps other builds out, once none is at work.
pub fn lock(folders: &Folders) -> Result<OutputLock, CommandRefusal> {
    OutputLock::take(folders).map_err(|failure| match failure {
        Failure::Disk { path, error } => unwritable(&path, &error),
        Failure::Problems(_) | Failure::Interrupted => CommandRefusal::Failed("nothing can be written".into()),
    })
}

/// The disk stood in the way.
pub fn unwritable(path: &Path, error: &std::io::Error) -> CommandRefusal {
    CommandRefusal::Failed(format!("`{}` cannot be written or read: {error}", path.display()))
}

/// Removes what the program kept of texts that are taken back, beside the site itself.
pub fn forget(folders: &Folders) {
    let Ok(entries) = std::fs::read_dir(&folders.state) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with("branch-") && name.ends_with(".git") {
            // It is made again from the branch when it is needed. What cannot be removed now goes with the next publish.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}
