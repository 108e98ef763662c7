//! Files that the desk put beside bulletins, and their end: none that no document names any more stays below `content/`, from
//! where it would go out. In: a document and what it said. Out: files moved beside its earlier versions, back, or removed.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    collections::HashSet,
    fs,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use super::{
    save::{self, SaveFailure},
    state::{Desk, OpenSite},
    unsaved::{self, UnsavedForm},
    written,
};
use crate::{
    cache::{
        added::{self, AddedFile},
        drafts,
    },
    catalogue::{Reading, attachments::folded, links},
    serve::shared::held,
    settings::Settings,
    source::SourcePath,
};

/// A file that nothing names may belong to a form that stands open: after so long it does not.
const OPEN: Duration = Duration::from_hours(24);

impl Desk {
    /// Writes a file beside a document.
    ///
    /// # Errors
    ///
    /// Why it was not written: then nothing changed.
    pub fn add(&self, open: &OpenSite, path: &SourcePath, bytes: &[u8]) -> Result<(), SaveFailure> {
        let saving = held(&self.saving);
        save::add(&self.folder, path, bytes)?;
        let state = self.state();
        if let Err(error) = added::note(&state, &save::hash(bytes), path.as_str()) {
            // It would be public whether or not anything names it.
            save::remove(&self.folder, path, &save::hash(bytes))?;
            return Err(SaveFailure::Disk(state, error));
        }
        drop(saving);
        open.followed.refresh(&[PathBuf::from(path.as_str())]);
        Ok(())
    }

    /// The files of the desk that a text names.
    pub(super) fn added_in(&self, open: &OpenSite, path: &SourcePath, text: &str) -> Vec<AddedFile> {
        let mut files = added::all(&self.state());
        if !files.is_empty() {
            let edition = open.edition();
            let named = named(&edition.read(path, text), &edition.site.catalogue.settings);
            files.retain(|file| named.contains(&folded(&file.path)));
        }
        files
    }

    /// Brings files to what a document says now, of which it named some before: those that it names are there, and go with
    /// the next commit; those that it names no more are kept beside its earlier versions.
    pub(super) fn follow_files(&self, open: &OpenSite, path: &SourcePath, before: &[AddedFile], text: &str) {
        self.bring_back(open, path, text);
        let after = self.added_in(open, path, text);
        written::note(&self.state(), after.iter().map(|file| file.path.as_str()));
        let left = before.iter().filter(|file| !after.contains(file)).cloned().collect();
        self.drop_unnamed(open, left, Some(path));
    }

    /// Takes away, of some files, those that nothing names any more.
    pub(super) fn drop_unnamed(&self, open: &OpenSite, files: Vec<AddedFile>, of: Option<&SourcePath>) {
        let state = self.state();
        let mut gone = Vec::new();
        for file in self.unnamed(open, files, of) {
            let path = SourcePath::new(file.path.as_str());
            let Ok(disk) = save::place(&self.folder, &path) else { continue };
            if !fs::read(&disk).is_ok_and(|bytes| save::hash(&bytes) == file.hash) {
                continue;
            }
            let beside =
                of.map(|of| kept(&state, of, &file.path)).filter(|kept| kept.parent().is_some_and(Path::is_dir));
            // What cannot be removed is held back by the next build.
            if beside.map_or_else(|| fs::remove_file(&disk), |kept| fs::rename(&disk, kept)).is_ok() {
                gone.push(file.path);
            }
        }
        self.changed(open, &gone);
        if !gone.is_empty() {
            added::forget(&state, &gone);
        }
    }

    /// Takes away the files of a form that was thrown away.
    pub fn drop_typed(&self, open: &OpenSite, typed: &UnsavedForm) {
        let saving = held(&self.saving);
        let mut files = added::all(&self.state());
        files.retain(|file| mentions(typed, file));
        self.drop_unnamed(open, files, None);
        drop(saving);
    }

    /// Takes away the files that were added to forms of which nothing is left.
    pub(super) fn drop_forgotten(&self, open: &OpenSite) {
        let modified = |file: &AddedFile| fs::metadata(self.folder.root.join(&file.path)).and_then(|it| it.modified());
        let since = SystemTime::now().checked_sub(OPEN).unwrap_or(SystemTime::UNIX_EPOCH);
        let (there, gone): (Vec<_>, Vec<_>) =
            added::all(&self.state()).into_iter().partition(|file| modified(file).is_ok());
        if !gone.is_empty() {
            added::forget(&self.state(), &gone.into_iter().map(|file| file.path).collect::<Vec<_>>());
        }
        let old = there.into_iter().filter(|file| modified(file).is_ok_and(|modified| modified < since)).collect();
        self.drop_unnamed(open, old, None);
    }

    /// Those that no document names, nor the settings, nor what was typed and not saved.
    fn unnamed(&self, open: &OpenSite, mut files: Vec<AddedFile>, of: Option<&SourcePath>) -> Vec<AddedFile> {
        if files.is_empty() {
            return files;
        }
        let edition = open.edition();
        let catalogue = &edition.site.catalogue;
        let settings = fs::read_to_string(self.folder.root.join(self.folder.settings.as_str())).unwrap_or_default();
        // What was typed about the document itself is what was saved a moment ago.
        let own: Vec<String> = of.into_iter().flat_map(|of| drafts::names_about(of.as_str())).collect();
        let mut typed = unsaved::all(&self.state());
        typed.retain(|typed| !own.contains(&typed.key));
        files.retain(|file| !settings.contains(name(file)) && !typed.iter().any(|typed| mentions(typed, file)));
        for reading in edition.site.readings.iter() {
            let named = named(reading, &catalogue.settings);
            files.retain(|file| !named.contains(&folded(&file.path)));
        }
        files
    }

    /// Puts files back that a document names again.
    fn bring_back(&self, open: &OpenSite, path: &SourcePath, text: &str) {
        let state = self.state();
        if !drafts::history(&state, path).is_dir() {
            return;
        }
        let edition = open.edition();
        let reading = edition.read(path, text);
        let mut back = Vec::new();
        for file in
            reading.file_names(None).flat_map(|name| links::files_meant(&edition.site.catalogue.settings, path, name))
        {
            let (kept, place) = (kept(&state, path, &file), SourcePath::new(file.as_str()));
            let Ok(bytes) = fs::read(&kept) else { continue };
            // A file of that name that is there stays.
            if save::add(&self.folder, &place, &bytes).is_ok() {
                // What cannot be noted stays where it is, like what somebody else put there.
                let _ = added::note(&state, &save::hash(&bytes), &file);
                let _ = fs::remove_file(kept);
                back.push(file);
            }
        }
        self.changed(open, &back);
    }

    /// Shows files that came or went, and has them in the next commit.
    fn changed(&self, open: &OpenSite, files: &[String]) {
        if !files.is_empty() {
            written::note(&self.state(), files.iter().map(String::as_str));
            open.followed.refresh(&files.iter().map(PathBuf::from).collect::<Vec<_>>());
        }
    }
}

/// The files that a document names in whatever way, folded.
fn named(reading: &Reading, settings: &Settings) -> HashSet<String> {
    let names = reading.file_names(None);
    names.flat_map(|name| links::files_meant(settings, &reading.path, name)).map(|file| folded(&file)).collect()
}

/// The last part of a path.
fn name(file: &AddedFile) -> &str {
    file.path.rsplit('/').next().unwrap_or(&file.path)
}

/// Whether what was typed names a file. What the form was filled in from is not what it says.
fn mentions(typed: &UnsavedForm, file: &AddedFile) -> bool {
    typed.fields.iter().any(|(field, value)| field != "original" && value.contains(name(file)))
}

/// Where a file is kept beside the earlier versions of a document: these begin with a digit, this does not.
fn kept(state: &Path, of: &SourcePath, file: &str) -> PathBuf {
    drafts::history(state, of).join(format!("file-{}", &save::hash(file.as_bytes())[..32]))
}
