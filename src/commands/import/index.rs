//! What `import` remembers of a site's bulletins from one run to the next, so that it reads only those that changed.
//! In: a listing and the folder of what is kept. Out: an index. It must not know what is in a bulletin.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    collections::{HashMap, HashSet},
    fs,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use crate::{
    cache::{self, CacheKey},
    import::{BulletinIndex, IndexedBulletin},
    read::SiteListing,
    stamp::Stamp,
};

/// The file of what is kept, below the folder of state.
const FILE: &str = "import-index";
/// What an index is made by: one of another version is made anew.
const VERSION: CacheKey = *b"noticeboard: known to imports, 5";

/// A bulletin as it is kept.
type StoredEntry = (Option<Stamp>, IndexedBulletin);

/// The bulletins of a site, and the stamps of the files that they were read from.
#[derive(Debug, Default)]
pub struct Stock {
    pub index: BulletinIndex,
    /// By path; none of what was written since.
    stamps: HashMap<String, Stamp>,
    /// Month and name of each bulletin: what its address is made of.
    addresses: HashSet<String>,
}

impl Stock {
    /// What was kept, brought to what the listing says.
    pub fn load(listing: &SiteListing, state: &Path) -> Self {
        let kept: Vec<StoredEntry> = cache::load(&state.join(FILE), &VERSION).unwrap_or_default();
        let mut kept: HashMap<String, StoredEntry> =
            kept.into_iter().map(|(stamp, entry)| (entry.path.clone(), (stamp, entry))).collect();
        let wanted: Vec<_> = listing
            .documents
            .iter()
            .map(|file| {
                let path = file.path.as_str();
                let same = kept.remove(path).filter(|(stamp, _)| {
                    stamp.is_some()
                        && *stamp == file.stamp
                        && file.stamp.is_some_and(|stamp| stamp.is_settled(listing.taken))
                });
                (path, file.stamp, same.map(|(_, entry)| entry))
            })
            .collect();
        let read = |path: &str| {
            let bytes = fs::read(disk(&listing.root, path)).unwrap_or_default();
            IndexedBulletin::of(path, &String::from_utf8_lossy(&bytes))
        };
        let entries: Vec<StoredEntry> = wanted
            .into_par_iter()
            .with_min_len(64)
            .map(|(path, stamp, entry)| (stamp, entry.unwrap_or_else(|| read(path))))
            .collect();
        let mut stock = Self::default();
        for (stamp, entry) in entries {
            stock.addresses.extend(address(&entry.path));
            stock.stamps.extend(stamp.map(|stamp| (entry.path.clone(), stamp)));
            stock.index.add(entry);
        }
        stock
    }

    /// Adds a bulletin that was written.
    pub fn add(&mut self, path: &str, text: &str) {
        let entry = IndexedBulletin::of(path, text);
        self.addresses.extend(address(path));
        self.index.add(entry);
    }

    /// Forgets a bulletin that was removed or is going to be added anew.
    pub fn forget(&mut self, path: &str) {
        if self.index.at(path).is_some() {
            self.index.remove(path);
            self.stamps.remove(path);
            if let Some(address) = address(path) {
                self.addresses.remove(&address);
            }
        }
    }

    /// Whether a bulletin would stand at the same address.
    pub fn has_address(&self, path: &str) -> bool {
        address(path).is_some_and(|address| self.addresses.contains(&address))
    }

    /// Keeps it for the next run; what cannot be kept is read again.
    pub fn save(&self, root: &Path) {
        let stamp = |entry: &IndexedBulletin| {
            let now = || fs::metadata(disk(root, &entry.path)).ok().and_then(|metadata| Stamp::of(&metadata));
            self.stamps.get(&entry.path).copied().or_else(now)
        };
        let kept: Vec<(Option<Stamp>, &IndexedBulletin)> =
            self.index.entries().map(|entry| (stamp(entry), entry)).collect();
        let state = root.join(cache::STATE);
        let _ = fs::create_dir_all(&state).and_then(|()| cache::save(&state.join(FILE), &VERSION, &kept));
    }
}

fn disk(root: &Path, path: &str) -> PathBuf {
    if root == Path::new(".") { PathBuf::from(path) } else { root.join(path) }
}

/// Month and name of a dated path; none for pages and undated names.
fn address(path: &str) -> Option<String> {
    let path = path.strip_suffix("/index.md").unwrap_or_else(|| path.trim_end_matches(".md"));
    let name = path.rsplit('/').next()?;
    let (date, rest) = crate::moment::date_prefix(name)?;
    Some(format!("{}/{rest}", date.get(..7)?))
}
