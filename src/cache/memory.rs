//! What this working copy remembers of the places that it published to, a file for each. In: a place, as its target is
//! written. Out: a [`Memory`]. What is damaged counts as not there.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{CacheKey, load, save};
use crate::published::{Memory, PublishedRecord};

/// A change of this makes old memories count as not there.
const VERSION: CacheKey = *b"noticeboard: what was published2";
/// How the names of the files begin.
const NAME: &str = "published-";

/// Where the memory of a place is kept, in the folder of the state.
pub fn path(state: &Path, target: &str) -> PathBuf {
    let hash = blake3::hash(target.as_bytes()).to_hex();
    state.join(format!("{NAME}{}", &hash[..16]))
}

/// What is remembered of a place.
pub fn read(path: &Path) -> Memory {
    load(path, &VERSION).unwrap_or_default()
}

/// Remembers.
///
/// # Errors
///
/// When the disk cannot take it.
pub fn write(path: &Path, memory: &Memory) -> io::Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder)?;
    }
    save(path, &VERSION, memory)
}

/// What is known of the bulletins of a site, of all places together: of one, what the latest publish said.
pub fn all(state: &Path) -> PublishedRecord {
    let Ok(entries) = fs::read_dir(state) else { return PublishedRecord::default() };
    let of_memory = |entry: &fs::DirEntry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with(NAME) && !name.contains('.')
    };
    let mut known: Vec<PublishedRecord> = entries
        .flatten()
        .filter(of_memory)
        .map(|entry| read(&entry.path()).known().clone())
        .filter(|met| met.lineage != 0)
        .collect();
    known.sort_unstable_by_key(|known| (known.time, known.lineage));
    let mut all = known.pop().unwrap_or_default();
    for other in known.into_iter().rev() {
        for (id, known) in other.bulletins {
            all.bulletins.entry(id).or_insert(known);
        }
    }
    all
}
