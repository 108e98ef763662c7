//! The staging folder: where outputs that differ are put before the output folder is touched. In: rendered outputs, and what
//! stands there. Out: files. It must not know which outputs there are.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    collections::HashSet,
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use super::{
    Failure, Folders, OutputOutcome, disk,
    manifest::{ManifestFile, PriorFile},
};
use crate::{cache, render::RenderedOutput, source::SourcePath, stamp::Stamp};

/// The staging folder; it is emptied when it is made and when it goes out of use.
pub(super) struct Stage {
    folder: PathBuf,
}

impl Drop for Stage {
    fn drop(&mut self) {
        // What is left is only staged files; the next build removes them too.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Stage {
    pub(super) fn new(state: &Path) -> Result<Self, Failure> {
        let folder = state.join("stage");
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(disk(&folder)(error)),
            _ => {}
        }
        fs::create_dir_all(&folder).map_err(disk(&folder))?;
        Ok(Self { folder })
    }

    /// Compares what was rendered with what is there, and stages it when it differs.
    pub(super) fn prepare(
        &self,
        name: String,
        rendered: &RenderedOutput,
        inputs: Option<u128>,
        folders: &Folders,
        fresh: bool,
    ) -> Result<OutputOutcome, Failure> {
        let here = folders.out.join(&name);
        let source;
        let content = match rendered {
            RenderedOutput::Bytes(bytes) => OutputContent::Bytes(bytes),
            RenderedOutput::Shared(bytes) => OutputContent::Bytes(bytes),
            RenderedOutput::Copy(path) => {
                source = source_path(&folders.root, path);
                OutputContent::File(&source)
            }
        };
        if !fresh
            && let Ok(metadata) = fs::symlink_metadata(&here)
            && metadata.is_file()
            && content.stands(&here, metadata.len())
        {
            let written = Some(ManifestFile { stamp: Stamp::of(&metadata), inputs });
            return Ok(OutputOutcome::Same(PriorFile { name, written }));
        }
        let staged = self.folder.join(&name);
        let to = Self::put(&staged, &content, &here)?;
        // Where the whole folder is moved, its files keep their stamps.
        let stamp = if fresh { to.metadata().ok().and_then(|metadata| Stamp::of(&metadata)) } else { None };
        Ok(OutputOutcome::Staged(PriorFile { name, written: Some(ManifestFile { stamp, inputs }) }))
    }

    /// Writes a staged file, which is to stand at `here`.
    fn put(staged: &Path, content: &OutputContent, here: &Path) -> Result<File, Failure> {
        let mut to = Self::begin(staged).map_err(disk(here))?;
        match content {
            OutputContent::Bytes(bytes) => to.write_all(bytes).map_err(disk(here))?,
            OutputContent::File(source) => {
                let mut from = File::open(source).map_err(disk(source))?;
                io::copy(&mut from, &mut to).map_err(disk(here))?;
            }
        }
        Ok(to)
    }

    /// Begins a staged file, with its folder: nearly every page has one of its own, and other files lie beside a page.
    fn begin(staged: &Path) -> io::Result<File> {
        let make_folder = || staged.parent().map_or(Ok(()), fs::create_dir_all);
        if staged.ends_with("index.html") {
            make_folder()?;
        }
        match File::create(staged) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make_folder()?;
                File::create(staged)
            }
            begun => begun,
        }
    }

    /// The whole staging folder becomes the output folder, which is not there or empty.
    pub(super) fn become_folder(&self, out: &Path) -> Result<StagingMove, Failure> {
        if let Some(above) = out.parent() {
            fs::create_dir_all(above).map_err(disk(above))?;
        }
        let _ = fs::remove_dir(out);
        match fs::rename(&self.folder, out) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => copy_folder(&self.folder, out)?,
            // A mount point cannot be replaced by a folder: it is filled.
            Err(_) if out.is_dir() => copy_folder(&self.folder, out)?,
            other => return other.map(|()| StagingMove::Whole).map_err(disk(out)),
        }
        Ok(StagingMove::ByCopies)
    }

    /// Moves one staged file to its place.
    pub(super) fn publish(&self, out: &Path, name: &str, made: &mut HashSet<PathBuf>) -> Result<(), Failure> {
        let from = self.folder.join(name);
        let to = out.join(name);
        if let Some(folder) = to.parent()
            && made.insert(folder.to_owned())
        {
            fs::create_dir_all(folder).map_err(disk(folder))?;
        }
        match fs::rename(&from, &to) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => copy_over(&from, &to),
            other => other.map_err(disk(&to)),
        }
    }
}

/// How the staging folder became the output folder.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum StagingMove {
    Whole,
    /// Its files are others now, with other stamps.
    ByCopies,
}

enum OutputContent<'a> {
    Bytes(&'a [u8]),
    File(&'a Path),
}

impl OutputContent<'_> {
    /// Whether a file of so many bytes holds just this. Where that cannot be read, it is written again.
    fn stands(&self, there: &Path, size: u64) -> bool {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64 == size && fs::read(there).is_ok_and(|there| there == *bytes),
            Self::File(source) => {
                let size_is_same = fs::metadata(source).is_ok_and(|metadata| metadata.len() == size);
                size_is_same && hash_of(there).is_ok_and(|hash| hash_of(source).is_ok_and(|source| source == hash))
            }
        }
    }
}

fn source_path(root: &Path, path: &SourcePath) -> PathBuf {
    root.join(path.as_str())
}

pub(super) fn hash_of(path: &Path) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize())
}

/// A copy on another disk, by temporary file and rename.
fn copy_over(from: &Path, to: &Path) -> Result<(), Failure> {
    let beside = cache::beside(to);
    fs::copy(from, &beside).map_err(disk(to))?;
    fs::rename(&beside, to).map_err(disk(to))
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Failure> {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.map_err(|error| Failure::Disk { path: from.to_owned(), error: error.into() })?;
        let below = entry.path().strip_prefix(from).unwrap_or(entry.path());
        let there = to.join(below);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&there).map_err(disk(&there))?;
        } else {
            copy_over(entry.path(), &there)?;
        }
    }
    Ok(())
}
