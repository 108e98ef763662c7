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
    /// The notes of every reading. Whatever is not kept is looked at; `text` gives what a document holds.
    pub fn update(
        self,
        readings: &[Arc<Reading>],
        settings: &Settings,
        text: &(dyn Fn(&Reading) -> Option<Arc<str>> + Sync),
    ) -> (Vec<Notes>, CacheState) {
        let known: HashMap<SourcePath, ([u8; 32], Notes)> =
            self.entries.into_iter().map(|(path, hash, notes)| (path, (hash, notes))).collect();
        let same = known.len() == readings.len();
        let notes: Vec<(Notes, bool)> = readings
            .par_iter()
            .with_min_len(16)
            .map(|reading| match known.get(&reading.path).filter(|(hash, _)| *hash == reading.hash) {
                Some((_, notes)) => (notes.clone(), false),
                None => (text(reading).map(|text| look(reading, &text, settings)).unwrap_or_default(), true),
            })
            .collect();
        let changed =
            if same && notes.iter().all(|(_, new)| !new) { CacheState::Nothing } else { CacheState::Something };
        (notes.into_iter().map(|(notes, _)| notes).collect(), changed)
    }

    /// The same as [`NotesToKeep`], to be held in memory.
    pub fn of(readings: &[Arc<Reading>], notes: &[Notes]) -> Self {
        let entry = |(reading, notes): (&Arc<Reading>, &Notes)| (reading.path.clone(), reading.hash, notes.clone());
        Self { entries: readings.iter().zip(notes).map(entry).collect() }
    }
}

/// What is to be written of notes, as [`CachedNotes`] is read: a hundred thousand are not copied for it.
#[derive(Debug, Serialize)]
pub struct NotesToKeep<'a> {
    entries: Vec<(&'a SourcePath, &'a [u8; 32], &'a Notes)>,
}

impl<'a> NotesToKeep<'a> {
    /// Of notes that stand in the order of the readings.
    pub fn of(readings: &'a [Arc<Reading>], notes: &'a [Notes]) -> Self {
        Self {
            entries: readings.iter().zip(notes).map(|(reading, notes)| (&reading.path, &reading.hash, notes)).collect(),
        }
    }
}

/// Whether what is kept has to be written again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CacheState {
    Nothing,
    Something,
}
