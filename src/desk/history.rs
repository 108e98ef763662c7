//! Earlier versions of bulletins. In: the folder of the state, a path and a text that is about to be replaced. Out: the texts
//! that were kept, newest first. They are bounded, the oldest go first, and none is kept of what was taken back. It must not
//! know what is in a text.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use crate::{cache::drafts, moment::Moment, replace, source::SourcePath};

/// So many versions are kept of a bulletin, and so many bytes of all bulletins together.
const MOST: usize = 50;
const MOST_BYTES: u64 = 64 * 1024 * 1024;

/// An earlier version of a bulletin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EarlierVersion {
    /// Its name among the versions of its bulletin.
    pub id: String,
    /// When it was replaced, in seconds since 1970.
    pub until: i64,
    /// In bytes.
    pub size: u64,
}

/// Keeps a text that is about to go, unless it is what was kept last, and gives the name of the version that holds it.
///
/// # Errors
///
/// When the disk cannot take it: then the text should not be replaced either.
pub fn keep(state: &Path, path: &SourcePath, text: &str, now: Moment) -> io::Result<String> {
    let folder = drafts::history(state, path);
    drafts::make(&folder)?;
    let mut known = versions(state, path);
    if let Some(newest) = known.first()
        && read(state, path, &newest.id).as_deref() == Some(text)
    {
        return Ok(newest.id.clone());
    }
    let at = now.second();
    let mut number = known.iter().filter(|version| version.until == at).count();
    let mut file = replace::staged(&folder, text.as_bytes())?;
    let id = loop {
        let id = format!("{at:012}-{number:03}");
        match file.persist_noclobber(folder.join(&id)) {
            Ok(_) => break id,
            Err(error) if error.error.kind() == io::ErrorKind::AlreadyExists && number < 999 => {
                number += 1;
                file = error.file;
            }
            Err(error) => return Err(error.error),
        }
    };
    for old in known.drain(..).skip(MOST - 1) {
        let _ = fs::remove_file(folder.join(old.id));
    }
    Ok(id)
}

/// The earlier versions of a bulletin, newest first.
pub fn versions(state: &Path, path: &SourcePath) -> Vec<EarlierVersion> {
    let mut versions: Vec<EarlierVersion> = files(&drafts::history(state, path)).map(|(_, version)| version).collect();
    versions.sort_unstable_by(|a, b| b.id.cmp(&a.id));
    versions
}

/// The text of an earlier version; none where there is none of that name.
pub fn read(state: &Path, path: &SourcePath, id: &str) -> Option<String> {
    until(id)?;
    fs::read_to_string(drafts::history(state, path).join(id)).ok()
}

/// Removes the oldest versions of all, until the rest is as large as is allowed.
pub fn trim(state: &Path) {
    let folders = fs::read_dir(drafts::all_history(state)).into_iter().flatten().flatten();
    let mut all: Vec<(PathBuf, EarlierVersion)> = folders.flat_map(|folder| files(&folder.path())).collect();
    all.sort_unstable_by(|(_, a), (_, b)| b.id.cmp(&a.id));
    let mut bytes = 0;
    for (path, version) in all {
        bytes += version.size;
        if bytes > MOST_BYTES {
            let _ = fs::remove_file(path);
        }
    }
}

fn files(folder: &Path) -> impl Iterator<Item = (PathBuf, EarlierVersion)> + use<> {
    fs::read_dir(folder).into_iter().flatten().flatten().filter_map(|entry| {
        let id = entry.file_name().into_string().ok()?;
        let until = until(&id)?;
        Some((entry.path(), EarlierVersion { id, until, size: entry.metadata().ok()?.len() }))
    })
}

/// When a version was replaced, by its name; none where it is no name of a version.
fn until(id: &str) -> Option<i64> {
    let (at, number) = id.split_once('-')?;
    let digits = |text: &str, length: usize| text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit());
    (digits(at, 12) && digits(number, 3)).then(|| at.parse().ok())?
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Moment {
        Moment::from_second(1_800_000_000 + second).unwrap()
    }

    #[test]
    fn versions_are_kept_newest_first_and_bounded() {
        let state = tempfile::tempdir().unwrap();
        let state = state.path();
        let roof = SourcePath::new("content/roof.md");
        assert_eq!(versions(state, &roof), []);
        for number in 0..70 {
            keep(state, &roof, &format!("version {number}"), at(number / 2)).unwrap();
        }
        keep(state, &roof, "version 69", at(99)).unwrap();
        let known = versions(state, &roof);
        assert_eq!(known.len(), MOST);
        let texts: Vec<_> = known.iter().map(|version| read(state, &roof, &version.id).unwrap()).collect();
        let wanted: Vec<_> = (20..70).rev().map(|number| format!("version {number}")).collect();
        assert_eq!(texts, wanted);
        assert_eq!(known[0].until, at(34).second());
        drafts::forget(state, [&roof].into_iter());
        assert_eq!(versions(state, &roof), []);
    }

    #[test]
    fn names_of_versions_lead_nowhere_else() {
        let state = tempfile::tempdir().unwrap();
        let roof = SourcePath::new("content/roof.md");
        keep(state.path(), &roof, "text", at(0)).unwrap();
        for id in ["../x", ".gitignore", "", "000000000000-0000", "/etc/passwd", "aaaaaaaaaaaa-000"] {
            assert_eq!(read(state.path(), &roof, id), None, "{id}");
        }
    }

    #[test]
    fn the_oldest_of_all_go_first() {
        let state = tempfile::tempdir().unwrap();
        let state = state.path();
        let (roof, wall) = (SourcePath::new("content/roof.md"), SourcePath::new("content/wall.md"));
        keep(state, &roof, "old", at(0)).unwrap();
        keep(state, &wall, "new", at(1)).unwrap();
        let name = versions(state, &wall)[0].id.clone();
        let file = fs::OpenOptions::new().write(true).open(drafts::history(state, &wall).join(name)).unwrap();
        file.set_len(MOST_BYTES).unwrap();
        trim(state);
        assert_eq!((versions(state, &roof).len(), versions(state, &wall).len()), (0, 1));
    }
}
