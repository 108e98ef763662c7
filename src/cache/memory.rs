//! What this working copy remembers of the places that it published to, a file for each. In: a place, as its target is
//! written. Out: a [`Memory`]. What is damaged counts as not there.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fs, io,
    path::{Path, PathBuf},
};

use super::{CacheKey, load, save};
#[cfg(feature = "publish")]
use crate::moment::Moment;
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

/// Notes when what a place was given last comes to read otherwise, if it does. Where that cannot be noted, nobody goes by it.
#[cfg(feature = "publish")]
pub fn note_next(path: &Path, next: Option<Moment>) {
    let text = next.map_or_else(|| "never".to_owned(), |next| next.second().to_string());
    let _ = super::put(&path.with_extension("next"), text.as_bytes());
}

/// When what a place was given last comes to read otherwise; none where it does not, or nothing is known.
#[cfg(feature = "publish")]
pub fn next(path: &Path) -> Option<Moment> {
    Moment::from_second(fs::read_to_string(path.with_extension("next")).ok()?.parse().ok()?)
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::published::{PublicState, PublishedBulletin};

    /// What other versions of the program remember is read as they meant it: where these bytes no longer fit, `VERSION` has to
    /// change too.
    #[test]
    fn the_bytes_of_a_memory_are_these() {
        let known = PublishedBulletin {
            addresses: vec!["/a/".into()],
            version: 1,
            earlier: vec![2],
            changed: 3,
            state: PublicState::Deleted(4),
            path: 5,
            head: 6,
            lists: vec![7],
            files: vec![300],
        };
        let met =
            PublishedRecord { lineage: 8, generation: 9, time: 10, bulletins: [("/a/".to_owned(), known)].into() };
        let memory = Memory { met: met.clone(), about: None, heard: Some(met) };
        let record = b"\x08\x09\x14\x01\x03/a/\x01\x03/a/\x01\x01\x02\x03\x02\x08\x05\x06\x01\x07\x01\xac\x02";
        assert_eq!(postcard::to_stdvec(&memory).unwrap(), [&record[..], b"\x00\x01", record].concat());
        assert_eq!(VERSION, *b"noticeboard: what was published2");
    }
}
