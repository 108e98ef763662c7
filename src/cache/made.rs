//! What is expensive to make, such as a cleaned picture or a share card, kept from build to build: one file for each output.
//! In: an output's address, a hash of what it is made from, its bytes. Out: the bytes, while they are made from the same.
//! What is planned no more is removed by the next build, so that nothing of a bulletin stays that was taken back.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    sync::atomic::{AtomicUsize, Ordering},
};

use super::{CacheKey, HASH, hash};
use crate::{address::Address, render::OutputCache};

/// Where it is kept, below the site's folder.
pub const MADE: &str = ".noticeboard/made";

/// What may be done to the folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    Read,
    Write,
}

/// What earlier builds made.
#[derive(Debug)]
pub struct ImageCache {
    folder: PathBuf,
    access: Access,
    /// Tells the temporary files of one run apart.
    count: AtomicUsize,
}

impl ImageCache {
    /// The files of a folder, which need not be there.
    pub fn new(folder: &Path, access: Access) -> Self {
        Self { folder: folder.to_owned(), access, count: AtomicUsize::new(0) }
    }

    /// Removes what belongs to none of these outputs, and what a build left that was killed.
    pub fn prune<'a>(&self, outputs: impl Iterator<Item = &'a Address>) {
        let Ok(files) = fs::read_dir(&self.folder) else { return };
        let there: Vec<_> = files.flatten().map(|file| file.file_name()).collect();
        if self.access == Access::Read || there.is_empty() {
            return;
        }
        let planned: HashSet<String> = outputs.map(file_name).collect();
        for name in there {
            if !name.to_str().is_some_and(|name| planned.contains(name)) {
                // What cannot be removed now is removed by a later build.
                let _ = fs::remove_file(self.folder.join(name));
            }
        }
    }

    fn write(&self, name: &str, key: &CacheKey, bytes: &[u8]) -> io::Result<()> {
        fs::create_dir_all(&self.folder)?;
        // A preview may keep the same beside a build.
        let count = self.count.fetch_add(1, Ordering::Relaxed);
        let beside = self.folder.join(format!("{name}.{}-{count}", std::process::id()));
        let written = fs::write(&beside, [&hash(key, bytes)[..], bytes].concat())
            .and_then(|()| fs::rename(&beside, self.folder.join(name)));
        if written.is_err() {
            let _ = fs::remove_file(&beside);
        }
        written
    }
}

impl OutputCache for ImageCache {
    fn get(&self, output: &Address, key: &CacheKey) -> Option<Vec<u8>> {
        let mut bytes = fs::read(self.folder.join(file_name(output))).ok()?;
        let known = *bytes.first_chunk::<HASH>()?;
        bytes.drain(..HASH);
        (known == hash(&of_this_version(key), &bytes)).then_some(bytes)
    }

    fn keep(&self, output: &Address, key: &CacheKey, bytes: &[u8]) {
        if self.access == Access::Write {
            // What cannot be kept is made again next time.
            let _ = self.write(&file_name(output), &of_this_version(key), bytes);
        }
    }
}

/// The key as this version of the program knows it. What makes an output says with its own number when it makes it
/// otherwise than before (see [`OutputCache`]), so that a newly compiled program need not make every picture again.
fn of_this_version(key: &CacheKey) -> CacheKey {
    let mut hasher = blake3::Hasher::new();
    hasher.update(env!("CARGO_PKG_VERSION").as_bytes());
    hasher.update(&[0]);
    hasher.update(key);
    *hasher.finalize().as_bytes()
}

fn file_name(output: &Address) -> String {
    blake3::hash(output.as_str().as_bytes()).to_hex()[..32].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(folder: &Path) -> usize {
        fs::read_dir(folder).map_or(0, Iterator::count)
    }

    #[test]
    fn an_output_keeps_what_was_made_last() {
        let folder = tempfile::tempdir().unwrap();
        let made = ImageCache::new(&folder.path().join("made"), Access::Write);
        let (roof, wall) = (Address::new("/roof.webp"), Address::new("/wall.webp"));
        assert_eq!(made.get(&roof, &[1; 32]), None);
        made.keep(&roof, &[1; 32], b"one");
        assert_eq!(made.get(&roof, &[1; 32]).as_deref(), Some(&b"one"[..]));
        assert_eq!(made.get(&wall, &[1; 32]), None, "another output");
        assert_eq!(made.get(&roof, &[2; 32]), None, "made from something else");
        made.keep(&roof, &[2; 32], b"two");
        assert_eq!(made.get(&roof, &[1; 32]), None);
        assert_eq!(made.get(&roof, &[2; 32]).as_deref(), Some(&b"two"[..]));
        assert_eq!(files(&made.folder), 1, "the old one is gone");
    }

    #[test]
    fn what_is_planned_no_more_is_removed() {
        let folder = tempfile::tempdir().unwrap();
        let made = ImageCache::new(folder.path(), Access::Write);
        let (roof, wall) = (Address::new("/roof.webp"), Address::new("/wall.webp"));
        made.keep(&roof, &[1; 32], b"one");
        made.keep(&wall, &[1; 32], b"two");
        fs::write(folder.path().join("0123.1-0"), "what a kill left").unwrap();
        ImageCache::new(folder.path(), Access::Read).prune([].into_iter());
        assert_eq!(files(folder.path()), 3, "who only reads removes nothing");
        made.prune([&roof].into_iter());
        assert_eq!(files(folder.path()), 1);
        assert!(made.get(&roof, &[1; 32]).is_some() && made.get(&wall, &[1; 32]).is_none());
    }

    #[test]
    fn what_was_damaged_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let made = ImageCache::new(folder.path(), Access::Write);
        let roof = Address::new("/roof.webp");
        made.keep(&roof, &[1; 32], b"one");
        let path = folder.path().join(file_name(&roof));
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            fs::write(&path, &damaged).unwrap();
            assert_eq!(made.get(&roof, &[1; 32]), None, "byte {at}");
            fs::write(&path, &whole[..at]).unwrap();
            assert_eq!(made.get(&roof, &[1; 32]), None, "cut at {at}");
        }
    }

    #[test]
    fn who_only_reads_and_who_has_no_room_goes_on() {
        let folder = tempfile::tempdir().unwrap();
        let roof = Address::new("/roof.webp");
        ImageCache::new(folder.path(), Access::Read).keep(&roof, &[1; 32], b"one");
        assert_eq!(files(folder.path()), 0);
        fs::write(folder.path().join("file"), "").unwrap();
        let made = ImageCache::new(&folder.path().join("file"), Access::Write);
        made.keep(&roof, &[1; 32], b"one");
        assert_eq!(made.get(&roof, &[1; 32]), None);
    }
}
