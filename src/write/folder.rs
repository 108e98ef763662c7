//! The files that the output folder is to hold, and how they come there: new names are recorded first, then files are moved,
//! what pages need before pages, then what is gone is removed. In: what became of each output. Out: the folder and its
//! record. It must not know how outputs are made.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    collections::{BTreeSet, HashSet},
    fs, io,
    path::Path,
};

use super::{
    Failure, OutputOutcome, PriorOutput, WriteReport, disk,
    manifest::{self, PriorFile, below},
    stage::{Stage, StagingMove},
    strangers,
};
use crate::{problem::Problem, stamp::Stamp};

/// The files that the output folder is to hold.
pub(super) struct FolderFiles {
    all: Vec<PriorFile>,
    /// Which of them lie in the staging folder.
    staged: Vec<usize>,
    /// Whether the record has to be written again since files that had changed shortly before it are known to stand now.
    settled_since: bool,
    /// Whether some could not be rendered.
    some_failed: bool,
}

impl FolderFiles {
    /// Gathers them, and why some could not be rendered.
    pub(super) fn of(outcomes: Vec<Vec<OutputOutcome>>, stays: &[String], prior: &PriorOutput) -> (Self, Vec<Problem>) {
        let all = Vec::with_capacity(outcomes.iter().map(Vec::len).sum::<usize>() + stays.len());
        let mut files = Self { all, staged: Vec::new(), settled_since: false, some_failed: false };
        let mut problems = Vec::new();
        for outcome in outcomes.into_iter().flatten() {
            match outcome {
                OutputOutcome::Unchanged(place) => files.all.push(prior.file(place)),
                OutputOutcome::Same(file) => {
                    files.settled_since = true;
                    files.all.push(file);
                }
                OutputOutcome::Staged(file) => {
                    files.staged.push(files.all.len());
                    files.all.push(file);
                }
                OutputOutcome::Failed(name, problem) => {
                    // What stood there before stays.
                    files.all.extend(name.and_then(|name| prior.place(&name)).map(|place| prior.file(place)));
                    files.some_failed = true;
                    problems.push(*problem);
                }
            }
        }
        files.all.extend(stays.iter().filter_map(|name| prior.place(name)).map(|place| prior.file(place)));
        (files, problems)
    }

    /// Brings the output folder and the record to these files.
    pub(super) fn put_in_place(
        mut self,
        out: &Path,
        record: &Path,
        stage: &Stage,
        prior: &PriorOutput,
        is_taken_back: &dyn Fn(&str) -> bool,
    ) -> Result<WriteReport, Failure> {
        let names: HashSet<&str> = self.all.iter().map(|file| file.name.as_str()).collect();
        let prior_names = prior.manifest.files.iter().map(|file| file.name.as_str());
        let stale: BTreeSet<&str> = prior_names.filter(|name| !names.contains(name)).collect();
        let strangers = if prior.fresh { Vec::new() } else { strangers::all(out, record, prior.recorded, &names) };
        let strangers: Vec<String> = strangers.into_iter().filter(|name| !stale.contains(name.as_str())).collect();
        // What was taken back is nowhere in the folder, whoever remembers having written it.
        let (taken_back, strangers): (Vec<_>, Vec<_>) = strangers.into_iter().partition(|name| is_taken_back(name));
        let new_names = names.len() + stale.len() > prior.manifest.files.len();
        if new_names {
            let ahead = names.iter().copied().chain(stale.iter().copied());
            manifest::write_names(record, ahead).map_err(disk(record))?;
        }
        let moved = self.move_staged(out, stage, &stale, prior)?;
        let mut removed = 0;
        for name in stale.iter().copied().chain(taken_back.iter().map(String::as_str)) {
            removed += usize::from(remove(out, name).map_err(disk(out))?);
        }
        let names_stand = prior.manifest.names_stand && !new_names && stale.is_empty();
        if !names_stand && (!new_names || !stale.is_empty()) {
            manifest::write_names(record, self.all.iter().map(|file| file.name.as_str())).map_err(disk(record))?;
        }
        for place in &self.staged {
            let PriorFile { name, written } = &mut self.all[*place];
            if let Some(written) = written.as_mut().filter(|it| it.stamp.is_none() || moved == StagingMove::ByCopies) {
                written.stamp = fs::metadata(out.join(name)).ok().and_then(|metadata| Stamp::of(&metadata));
            }
        }
        if self.settled_since || !self.staged.is_empty() || !names_stand || self.some_failed {
            manifest::write(record, &self.all).map_err(disk(record))?;
        }
        strangers::keep(record, &strangers);
        let strange = (strangers.iter().take(3).cloned().collect(), strangers.len());
        Ok(WriteReport { written: self.staged.len(), removed, strange })
    }

    /// Moves what was staged: at once into an empty folder, else file by file, what pages need first.
    fn move_staged(
        &self,
        out: &Path,
        stage: &Stage,
        stale: &BTreeSet<&str>,
        prior: &PriorOutput,
    ) -> Result<StagingMove, Failure> {
        if prior.fresh && !self.staged.is_empty() {
            return stage.become_folder(out);
        }
        let mut names: Vec<&str> = self.staged.iter().map(|place| self.all[*place].name.as_str()).collect();
        names.sort_by_key(|name| !name.starts_with("assets/"));
        clear_the_way(out, stale, &names);
        let mut folders_made = HashSet::new();
        for name in names {
            stage.publish(out, name, &mut folders_made)?;
        }
        Ok(StagingMove::Whole)
    }
}

/// Removes old files where a folder must stand now, and old folders where a file must.
fn clear_the_way(out: &Path, stale: &BTreeSet<&str>, staged: &[&str]) {
    for output in staged {
        let mut folder = *output;
        while let Some((above, _)) = folder.rsplit_once('/') {
            if stale.contains(above) {
                // What cannot be removed shows when the file is published.
                let _ = remove(out, above);
            }
            folder = above;
        }
        let inside = format!("{output}/");
        for name in stale.range(inside.as_str()..).take_while(|name| name.starts_with(&inside)) {
            let _ = remove(out, name);
        }
    }
}

/// Removes a file that the record names, and the folders that it leaves empty.
fn remove(out: &Path, name: &str) -> io::Result<bool> {
    let Some(path) = below(out, name) else { return Ok(false) };
    if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir()) {
        // A folder of this build took the place of the file.
        return Ok(false);
    }
    match fs::remove_file(&path) {
        Ok(()) => {}
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(false);
        }
        Err(error) => return Err(error),
    }
    let mut folder = path.parent();
    while let Some(empty) = folder.filter(|folder| *folder != out && folder.starts_with(out)) {
        if fs::remove_dir(empty).is_err() {
            break;
        }
        folder = empty.parent();
    }
    Ok(true)
}
