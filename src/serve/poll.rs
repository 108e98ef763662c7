//! Changes where the system cannot tell of them: each file is looked at every second. In: folders. Out: paths that came,
//! went or changed. (The watching library polls too, but goes by whole seconds and misses the second of two quick saves.)

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    sync::mpsc,
    thread,
    time::{Duration, SystemTime},
};

use walkdir::WalkDir;

use super::watch::{WatchEvent, WriteProgress};

/// What tells one state of a file from another.
type FileMark = (u64, Option<SystemTime>);

/// Begins to look, until nobody hears it any more.
pub fn begin(places: Vec<PathBuf>, every: Duration, tell: mpsc::Sender<WatchEvent>) {
    let mut known = census(&places);
    thread::spawn(move || {
        loop {
            thread::sleep(every);
            let now = census(&places);
            let paths = differences(&known, &now);
            known = now;
            if !paths.is_empty() && tell.send(WatchEvent { paths, how: WriteProgress::Whole }).is_err() {
                return;
            }
        }
    });
}

fn census(places: &[PathBuf]) -> BTreeMap<PathBuf, FileMark> {
    let files = places.iter().flat_map(|place| WalkDir::new(place).follow_links(true)).flatten();
    files
        .filter(|entry| entry.file_type().is_file())
        .filter_map(|entry| {
            let metadata = entry.metadata().ok()?;
            Some((entry.into_path(), (metadata.len(), metadata.modified().ok())))
        })
        .collect()
}

fn differences(before: &BTreeMap<PathBuf, FileMark>, now: &BTreeMap<PathBuf, FileMark>) -> Vec<PathBuf> {
    let new = now.iter().filter(|(path, mark)| before.get(*path) != Some(mark));
    let gone = before.keys().filter(|path| !now.contains_key::<Path>(path));
    new.map(|(path, _)| path).chain(gone).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_went_or_changed_is_told() {
        let census = |files: &[(&str, u64)]| -> BTreeMap<PathBuf, FileMark> {
            files.iter().map(|(path, length)| (PathBuf::from(path), (*length, None))).collect()
        };
        let before = census(&[("a", 1), ("b", 1), ("c", 1)]);
        let now = census(&[("a", 1), ("b", 2), ("d", 1)]);
        assert_eq!(differences(&before, &now), ["b", "d", "c"].map(PathBuf::from));
        assert!(differences(&now, &now).is_empty());
    }
}
