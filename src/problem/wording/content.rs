//! The folder `content` as a whole: not there, not at hand, or empty all at once.

use super::{Code, Problem, problem, quoted};
use crate::source::{Place, SourcePath};

pub fn content_missing(folder: &str) -> Problem {
    without_content(
        format!("there is no folder `content` in {}", quoted(folder)),
        "run the command in the site's folder, or start a site with `noticeboard init`",
    )
}

pub fn content_dangling(folder: &str) -> Problem {
    without_content(
        format!("`content` in {} is a link that leads to nothing", quoted(folder)),
        "see whether the disk that it leads to is at hand, or put the folder itself in its place",
    )
}

pub fn content_elsewhere(folder: &str) -> Problem {
    without_content(
        format!("`content` in {} is a link that leads out of the site's folder", quoted(folder)),
        "put the folder itself there; a site whose texts lie on another disk lies there as a whole, and `--root` names it",
    )
}

fn without_content(message: String, help: &str) -> Problem {
    let (place, related) = (None, Vec::new());
    Problem { code: Code::ContentMissing, place, message, help: help.into(), related, fix: None }
}

/// No bulletin is left of those that the last build showed.
pub fn content_emptied(shown: usize) -> Problem {
    problem(
        Code::ContentEmptied,
        Place::whole(&SourcePath::new("content")),
        format!("there is no bulletin here, and the last build showed {shown}: their pages would all go"),
        "see whether the disk or the folder is at hand; `--keep-going` builds without them, if that is meant",
    )
}
