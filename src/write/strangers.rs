//! Files of the output folder that no record names, after a record was lost. In: the folder, and the names of what a build
//! writes. Out: such files, now and in later builds while they stand there. It must not know how outputs are made.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
};

use super::manifest::below;
use crate::cache;

/// Where those are noted that look as if an earlier build had written them.
fn note(record: &Path) -> PathBuf {
    record.with_extension("strange")
}

/// All of them, where there is no record; else those that were noted and still stand.
pub(super) fn all(out: &Path, record: &Path, recorded: bool, names: &HashSet<&str>) -> Vec<String> {
    let all = if recorded { noted(out, record) } else { look(out) };
    all.into_iter().filter(|name| !names.contains(name.as_str())).collect()
}

fn noted(out: &Path, record: &Path) -> Vec<String> {
    let noted = fs::read_to_string(note(record)).unwrap_or_default();
    let stands = |name: &&str| below(out, name).is_some_and(|path| path.is_file());
    noted.lines().filter(stands).map(str::to_owned).collect()
}

fn look(out: &Path) -> Vec<String> {
    let mut all = Vec::new();
    for entry in walkdir::WalkDir::new(out).sort_by_file_name().into_iter().flatten() {
        let below = entry.path().strip_prefix(out).unwrap_or(entry.path());
        let name = below.to_string_lossy().replace('\\', "/");
        // Marks for hosts (`CNAME`, `.nojekyll`) are put there by people.
        let a_mark = name == "CNAME" || name.starts_with('.');
        if entry.file_type().is_file() && !a_mark {
            all.push(name);
        }
    }
    all
}

/// Notes those of which the next build tells again: a file of somebody's own is told of once.
pub(super) fn keep(record: &Path, strangers: &[String]) {
    let lines: String =
        strangers.iter().filter(|name| is_of_program(name)).flat_map(|name| [name.as_str(), "\n"]).collect();
    let path = note(record);
    // What cannot be noted was told of now.
    let _ = if lines.is_empty() { fs::remove_file(path) } else { cache::put(&path, lines.as_bytes()) };
}

/// Whether a build gives files such names.
fn is_of_program(name: &str) -> bool {
    let (folder, file) = name.rsplit_once('/').unwrap_or(("", name));
    let first = folder.split('/').next().unwrap_or_default();
    match file {
        "rss.xml" | "atom.xml" | "feed.json" | "cap.xml" | "bulletin.txt" | "calendar.ics" | "event.ics" => true,
        "index.html" => {
            let is_year = first.len() == 4 && first.bytes().all(|byte| byte.is_ascii_digit());
            is_year || matches!(first, "areas" | "kinds" | "tags" | "archive" | "page" | "search")
        }
        _ => matches!(first, "search" | "cards"),
    }
}

#[cfg(test)]
mod tests {
    use super::is_of_program;

    #[test]
    fn what_people_put_there_is_told_of_once() {
        for name in ["rss.xml", "areas/kent/index.html", "2021/03/roof/bulletin.txt", "search/records-0.bin"] {
            assert!(is_of_program(name), "{name}");
        }
        for name in ["google1.html", "old.html", "mine/index.html", "2021/03/roof/by-hand.html", "leaflet.pdf"] {
            assert!(!is_of_program(name), "{name}");
        }
    }
}
