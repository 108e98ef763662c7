//! The readings of a site's documents, kept from build to build in files of a few hundred. In: a listing and the
//! settings. Out: a reading of every document, of which only those are made anew whose bytes changed.
//! It must not know what a reading says.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    cmp::Ordering as CmpOrdering,
    collections::HashSet,
    fs, io,
    path::{Path, PathBuf},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};

use rayon::prelude::*;
use siphasher::sip::SipHasher13;

use super::{CacheKey, load_by, save};
use crate::{
    catalogue::{
        Reading, Readings,
        reading::{self, BodyQuery},
    },
    markdown::PageHtml,
    read::{ListedFile, ReadDocument, SiteListing},
    settings::{OutputGroup, Settings},
    source::SourcePath,
    stamp::Stamp,
};

/// Readings in the order of their paths, each with the stamp that its file had; none where that may deceive.
#[derive(Debug, Default)]
pub struct Shelf {
    readings: Readings,
    stamps: Vec<Option<Stamp>>,
}

/// What an update of the shelf found out.
#[derive(Debug, Default)]
pub struct ShelfUpdate {
    /// The texts of documents that were read on the way and are needed again, up to a bound.
    pub texts: Vec<(SourcePath, Arc<str>)>,
    /// The paths whose reading is new, and those that are gone.
    pub changed: Vec<SourcePath>,
    /// How many files were read.
    pub read: usize,
    /// How many were read anew, since their bytes differ.
    pub parsed: usize,
    /// Whether the shelf differs from what was kept, if only in a stamp.
    pub differs: bool,
}

/// So many bytes of text and of HTML are held for rendering; documents beyond are read again when they are rendered.
const HELD: usize = 40 * 1024 * 1024;
/// One document in so many begins a new file.
const ABOUT: u64 = 256;
/// A file never holds more documents than this.
const MOST: usize = 1_024;
/// So many bytes hold nearly every file.
const LARGE: usize = 512 * 1024;

/// The bodies that are held from reading to rendering.
struct Bodies {
    /// Whether outputs are made of the texts, besides their HTML.
    texts_wanted: bool,
    held: AtomicUsize,
}

impl Bodies {
    fn new(settings: &Settings) -> Self {
        let texts_wanted = [OutputGroup::Posters, OutputGroup::Text, OutputGroup::Search]
            .iter()
            .any(|group| settings.outputs.has(*group));
        Self { texts_wanted, held: AtomicUsize::new(0) }
    }

    /// Whether so many bytes more may be held.
    fn has_room(&self, bytes: usize) -> bool {
        self.held.fetch_add(bytes, Ordering::Relaxed) + bytes <= HELD
    }

    /// The HTML of a body, if it is to be held.
    fn keep(&self, html: PageHtml) -> Option<Arc<PageHtml>> {
        self.has_room(html.size()).then(|| Arc::new(html.fitted()))
    }

    /// Reads a document.
    fn read(&self, path: &SourcePath, text: &str, hash: [u8; 32], settings: &Settings) -> Reading {
        let kept = self.held.load(Ordering::Relaxed) < HELD;
        let keep = |html| self.keep(html);
        let body = if kept { BodyQuery::Html(&keep) } else { BodyQuery::Facts };
        reading::read(path, text, hash, settings, body)
    }

    /// The text of a document, if it is to be held: most are of no more use when they were read and their HTML made.
    fn hold(&self, reading: &Reading, text: String) -> Option<Arc<str>> {
        let wanted = self.texts_wanted || !reading.has_html();
        (wanted && self.has_room(text.len())).then(|| text.into())
    }
}

/// A reading as a file keeps it.
type StoredReading = (Option<Stamp>, Arc<Reading>);

/// A document whose file was read.
struct ShelfDocument {
    reading: Arc<Reading>,
    stamp: Option<Stamp>,
    text: Option<Arc<str>>,
    /// Whether its bytes are not those that were known.
    parsed: bool,
}

impl Shelf {
    /// The readings that earlier builds kept in a folder.
    pub fn load(folder: &Path, key: &CacheKey) -> Self {
        let Ok(files) = fs::read_dir(folder) else { return Self::default() };
        let paths: Vec<_> = files.flatten().map(|file| file.path()).filter(|path| path.extension().is_none()).collect();
        let load = |bytes: &mut Vec<u8>, path: PathBuf| load_by(bytes, &path, key).map(restored);
        let parts: Vec<_> = paths.into_par_iter().map_init(|| Vec::with_capacity(LARGE), load).collect();
        let mut parts: Vec<Vec<StoredReading>> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
        parts.sort_by(|a, b| a[0].1.path.cmp(&b[0].1.path));
        let in_order =
            parts.is_sorted_by(|a, b| a.last().map(|(_, last)| &last.path) < b.first().map(|(_, first)| &first.path));
        if !in_order {
            // A build that was killed left two files with the same document: whichever is right is found by its stamp.
            let mut kept: Vec<StoredReading> = parts.into_iter().flatten().collect();
            kept.sort_by(|a, b| a.1.path.cmp(&b.1.path));
            kept.dedup_by(|a, b| a.1.path == b.1.path);
            parts = vec![kept];
        }
        let count = parts.iter().map(Vec::len).sum();
        let (mut stamps, mut readings) = (Vec::with_capacity(count), Vec::with_capacity(count));
        for (stamp, reading) in parts.into_iter().flatten() {
            stamps.push(stamp);
            readings.push(reading);
        }
        Self { readings: readings.into(), stamps }
    }

    /// The readings, in the order of their paths.
    pub fn readings(&self) -> &Readings {
        &self.readings
    }

    /// The shelf for what is listed now. What is the same file, or holds the same bytes, is taken over.
    /// The HTML of bodies that are read is held up to a bound.
    pub fn update(&self, listing: &SiteListing, settings: &Settings) -> (Self, ShelfUpdate) {
        let bodies = Bodies::new(settings);
        let (known, gone) = self.join(&listing.documents);
        let take = |(listed, known): (_, &Option<usize>)| self.take(listing, listed, *known, settings, &bodies);
        let taken: Vec<Option<Box<ShelfDocument>>> = listing.documents.par_iter().zip(&known).map(take).collect();
        let mut readings = Vec::with_capacity(taken.len());
        let mut stamps = Vec::with_capacity(taken.len());
        let mut update = ShelfUpdate { differs: taken.len() != self.readings.len(), ..ShelfUpdate::default() };
        for (taken, known) in taken.into_iter().zip(known) {
            let Some(taken) = taken else {
                readings.extend(known.map(|at| self.readings[at].clone()));
                stamps.extend(known.map(|at| self.stamps[at]));
                continue;
            };
            let ShelfDocument { reading, stamp, text, parsed } = *taken;
            update.read += 1;
            update.differs = true;
            if parsed {
                update.parsed += 1;
                update.changed.push(reading.path.clone());
            }
            update.texts.extend(text.map(|text| (reading.path.clone(), text)));
            readings.push(reading);
            stamps.push(stamp);
        }
        update.changed.extend(gone);
        (Self { readings: readings.into(), stamps }, update)
    }

    /// Where the reading of each listed document stands, and the paths of those that are listed no more.
    fn join(&self, documents: &[ListedFile]) -> (Vec<Option<usize>>, Vec<SourcePath>) {
        let mut gone = Vec::new();
        let mut at = 0;
        let mut place = |listed: &ListedFile| {
            while let Some(reading) = self.readings.get(at) {
                let same = reading.path.is(&listed.path);
                match if same { CmpOrdering::Equal } else { reading.path.cmp(&listed.path) } {
                    CmpOrdering::Less => gone.push(reading.path.clone()),
                    CmpOrdering::Equal => {
                        at += 1;
                        return Some(at - 1);
                    }
                    CmpOrdering::Greater => return None,
                }
                at += 1;
            }
            None
        };
        let known = documents.iter().map(&mut place).collect();
        gone.extend(self.readings[at..].iter().map(|reading| reading.path.clone()));
        (known, gone)
    }

    fn at(&self, path: &SourcePath) -> Option<usize> {
        self.readings.binary_search_by(|reading| reading.path.cmp(path)).ok()
    }

    /// Reads a document; none where its file is the one that is known.
    fn take(
        &self,
        listing: &SiteListing,
        listed: &ListedFile,
        known: Option<usize>,
        settings: &Settings,
        bodies: &Bodies,
    ) -> Option<Box<ShelfDocument>> {
        let stamp = listed.stamp.filter(|stamp| stamp.is_settled(listing.taken));
        if let Some(at) = known
            && self.stamps[at].is_some()
            && self.stamps[at] == stamp
        {
            return None;
        }
        let ReadDocument { hash, text, problems } = listing.document(listed);
        let known = known.map(|at| &self.readings[at]).filter(|reading| reading.hash == hash);
        let Some(text) = text else {
            let reading = Arc::new(reading::broken(&listed.path, hash, problems));
            return Some(Box::new(ShelfDocument { reading, stamp: None, text: None, parsed: true }));
        };
        let (reading, parsed) = match known {
            Some(known) => (known.clone(), false),
            None => {
                let mut reading = bodies.read(&listed.path, &text, hash, settings);
                reading.problems.extend(problems);
                (Arc::new(reading), true)
            }
        };
        let text = bodies.hold(&reading, text);
        Some(Box::new(ShelfDocument { reading, stamp, text, parsed }))
    }

    /// Keeps the shelf in a folder, in place of what `before` has kept there.
    ///
    /// # Errors
    ///
    /// When the disk cannot take it; what is there then is of use as far as it goes.
    pub fn save(&self, folder: &Path, key: &CacheKey, before: &Self) -> io::Result<()> {
        fs::create_dir_all(folder)?;
        let old: HashSet<&str> = before.parts().map(|range| before.readings[range.start].path.as_str()).collect();
        let parts: Vec<_> = self.parts().collect();
        parts.par_iter().try_for_each(|range| {
            let first = &self.readings[range.start].path;
            if old.contains(first.as_str()) && before.holds(&self.readings[range.clone()], &self.stamps[range.clone()])
            {
                return Ok(());
            }
            let content: Vec<(Option<Stamp>, &Reading)> =
                range.clone().map(|at| (self.stamps[at], &*self.readings[at])).collect();
            save(&folder.join(file_name(first)), key, &content)
        })?;
        let new: HashSet<String> = parts.iter().map(|range| file_name(&self.readings[range.start].path)).collect();
        for file in fs::read_dir(folder)?.flatten() {
            if !file.file_name().to_str().is_some_and(|name| new.contains(name)) {
                fs::remove_file(file.path())?;
            }
        }
        Ok(())
    }

    /// Whether the part that begins with the first of these readings is exactly these.
    fn holds(&self, readings: &[Arc<Reading>], stamps: &[Option<Stamp>]) -> bool {
        let Some(start) = readings.first().and_then(|reading| self.at(&reading.path)) else { return false };
        let range = start..start + readings.len();
        let known = self.readings.get(range.clone()).zip(self.stamps.get(range.clone()));
        let same = known.is_some_and(|(known, known_stamps)| {
            known_stamps == stamps && known.iter().zip(readings).all(|(a, b)| Arc::ptr_eq(a, b))
        });
        same && (range.end == self.readings.len() || self.begins(range.end))
    }

    /// The runs of readings that share a file. Where one begins depends on a path alone, so that a new document changes
    /// one file and not all behind it.
    fn parts(&self) -> impl Iterator<Item = std::ops::Range<usize>> + '_ {
        let mut start = 0;
        std::iter::from_fn(move || {
            let first = start;
            let rest = first + 1..self.readings.len();
            let end = rest.take(MOST - 1).find(|at| self.begins(*at));
            start = end.unwrap_or(self.readings.len().min(first + MOST));
            (first < start).then_some(first..start)
        })
    }

    fn begins(&self, at: usize) -> bool {
        number(&self.readings[at].path).is_multiple_of(ABOUT)
    }
}

fn restored(mut part: Vec<StoredReading>) -> Vec<StoredReading> {
    part.iter_mut().filter_map(|(_, reading)| Arc::get_mut(reading)).for_each(Reading::restore);
    part
}

/// A number that a path always has.
fn number(path: &SourcePath) -> u64 {
    SipHasher13::new().hash(path.as_str().as_bytes())
}

fn file_name(first: &SourcePath) -> String {
    blake3::hash(first.as_str().as_bytes()).to_hex()[..24].to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{markdown::facts_and_html, settings};

    #[test]
    fn html_is_held_up_to_a_bound() {
        let (settings, _) = settings::read(None, "kent");
        let html = || facts_and_html("A *text*.", settings.raw_html, false, &|_| Vec::new(), None).1.unwrap();
        let bodies = Bodies::new(&settings);
        assert_eq!(*bodies.keep(html()).unwrap(), html());
        bodies.held.store(HELD, Ordering::Relaxed);
        assert!(bodies.keep(html()).is_none());
    }
}
