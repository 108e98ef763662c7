//! The notes of earlier runs, by path and content. In: readings and how to get at texts. Out: notes in the order of the
//! readings, of which only those are made anew whose document changed. It must not know where they are kept.

use std::{collections::HashMap, sync::Arc};

use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{Notes, look};
use crate::{catalogue::Reading, settings::Settings, source::SourcePath};

/// Notes with the documents that they are of.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct CachedNotes {
    entries: Vec<(SourcePath, [u8; 32], Notes)>,
}

impl CachedNotes {
    /// The notes of every reading. Whatever is not kept is looked at; `text` gives what a document holds, and nothing where it
    /// cannot be read.
    pub fn update(
        self,
        readings: &[Arc<Reading>],
        settings: &Settings,
        text: &(dyn Fn(&Reading) -> Option<Arc<str>> + Sync),
    ) -> UpdatedNotes {
        let known: HashMap<SourcePath, ([u8; 32], Notes)> =
            self.entries.into_iter().map(|(path, hash, notes)| (path, (hash, notes))).collect();
        let same = known.len() == readings.len();
        let found: Vec<(Option<Notes>, bool)> = readings
            .par_iter()
            .with_min_len(16)
            .map(|reading| match known.get(&reading.path).filter(|(hash, _)| *hash == reading.hash) {
                Some((_, notes)) => (Some(notes.clone()), false),
                None => (text(reading).map(|text| look(reading, &text, settings)), true),
            })
            .collect();
        let changed =
            if same && found.iter().all(|(_, new)| !new) { CacheState::Nothing } else { CacheState::Something };
        let read = found.iter().map(|(notes, _)| notes.is_some()).collect();
        let notes = found.into_iter().map(|(notes, _)| notes.unwrap_or_default()).collect();
        UpdatedNotes { notes, changed, read }
    }
}

/// The notes of every reading, in their order.
#[derive(Debug)]
pub struct UpdatedNotes {
    pub notes: Vec<Notes>,
    pub changed: CacheState,
    /// Which documents were read: of another nothing is known, and nothing is kept.
    read: Vec<bool>,
}

impl UpdatedNotes {
    /// What is to be written of them.
    pub fn to_keep<'a>(&'a self, readings: &'a [Arc<Reading>]) -> NotesToKeep<'a> {
        let all = readings.iter().zip(&self.notes).zip(&self.read).filter(|(_, read)| **read);
        NotesToKeep { entries: all.map(|((reading, notes), _)| (&reading.path, &reading.hash, notes)).collect() }
    }

    /// The same, to be held in memory.
    pub fn kept(self, readings: &[Arc<Reading>]) -> CachedNotes {
        let all = readings.iter().zip(self.notes).zip(self.read).filter(|(_, read)| *read);
        let entries = all.map(|((reading, notes), _)| (reading.path.clone(), reading.hash, notes));
        CachedNotes { entries: entries.collect() }
    }
}

/// What is to be written of notes, as [`CachedNotes`] is read: a hundred thousand are not copied for it.
#[derive(Debug, Serialize)]
pub struct NotesToKeep<'a> {
    entries: Vec<(&'a SourcePath, &'a [u8; 32], &'a Notes)>,
}

/// Whether what is kept has to be written again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheState {
    Nothing,
    Something,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        catalogue::reading::{self, BodyQuery},
        settings,
    };

    #[test]
    fn of_what_cannot_be_read_nothing_is_kept() {
        let (settings, _) = settings::read(None, "Watch");
        let text = "---\ntitle: A roof\ndate: 2026-11-01\narea: Kent\n---\nFrom 10am to 12pm.\n";
        let path = SourcePath::new("content/roof.md");
        let readings = [Arc::new(reading::read(&path, text, [0; 32], &settings, BodyQuery::Facts))];
        let lost = CachedNotes::default().update(&readings, &settings, &|_| None);
        assert!(lost.notes[0].findings.is_empty() && lost.to_keep(&readings).entries.is_empty());
        let read = lost.kept(&readings).update(&readings, &settings, &|_| Some(text.into()));
        assert_eq!((read.notes[0].findings.len(), read.changed), (1, CacheState::Something));
        let kept = read.kept(&readings).update(&readings, &settings, &|_| None);
        assert_eq!((kept.notes[0].findings.len(), kept.changed), (1, CacheState::Nothing));
    }
}
