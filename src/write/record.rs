//! The record of an output folder, held while it is in use. In: where it is kept, and the files that it names. Out: what
//! of it still holds. It must not know how outputs are made.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
};

use rayon::prelude::*;

use super::{
    Failure, Folders, disk, is_empty,
    manifest::{Manifest, ManifestFile, PriorFile},
    stage::hash_of,
};
use crate::stamp::Stamp;

/// Whether a file is as it was written, as far as its stamp tells.
fn stands(path: &Path, written: Option<&ManifestFile>, taken: i64) -> bool {
    let Some(stamp) = written.and_then(|written| written.stamp) else { return false };
    let there = fs::symlink_metadata(path).ok().filter(fs::Metadata::is_file).and_then(|there| Stamp::of(&there));
    there == Some(stamp) && stamp.is_settled(taken)
}

/// The record of an output folder, which nobody else may change while it is held.
pub struct Record {
    pub(super) path: PathBuf,
    pub(super) manifest: Option<Manifest>,
    pub(super) _lock: OutputLock,
}

/// A record after a look at the output folder: of files that are not as they were written it knows the names alone.
pub struct ComparedRecord(pub(super) Record);

/// The right to change what the folder for records holds, and the output folder, which one program has at a time.
pub struct OutputLock {
    _file: File,
}

impl OutputLock {
    /// Waits until no other build has it.
    ///
    /// # Errors
    ///
    /// When the folder for records cannot be written.
    pub fn take(folders: &Folders) -> Result<Self, Failure> {
        let Folders { root: _, out: _, state } = folders;
        fs::create_dir_all(state).map_err(disk(state))?;
        let path = state.join("lock");
        let file = File::create(&path).map_err(disk(&path))?;
        file.lock().map_err(disk(&path))?;
        Ok(Self { _file: file })
    }
}

impl Record {
    /// Reads the record of an output folder.
    pub fn read(folders: &Folders, lock: OutputLock) -> Self {
        let path = folders.record();
        Self { manifest: Manifest::read(&path), path, _lock: lock }
    }

    /// Compares it with the output folder.
    pub fn compare(mut self, folders: &Folders) -> ComparedRecord {
        if let Some(Manifest { files, taken, .. }) = &mut self.manifest {
            let empty = is_empty(&folders.out).unwrap_or(false);
            files.par_iter_mut().with_min_len(64).for_each_init(PathBuf::new, |path, file| {
                if empty || !stands(at(path, &folders.out, &file.name), file.written.as_ref(), *taken) {
                    file.written = None;
                }
            });
        }
        ComparedRecord(self)
    }

    /// Every file that the record names, with what is in it now.
    pub fn files(&self, folders: &Folders) -> Vec<(String, io::Result<OutputFile>)> {
        let Some(Manifest { files, .. }) = &self.manifest else { return Vec::new() };
        let held = |file: &PriorFile| (file.name.clone(), look(&folders.out.join(&file.name)));
        files.par_iter().with_min_len(64).map(held).collect()
    }
}

impl ComparedRecord {
    /// Whether the output folder is just as the last build left it: every file that the record names, as it was written.
    pub fn is_untouched(&self) -> bool {
        let manifest = self.0.manifest.as_ref();
        manifest.is_some_and(|it| it.names_stand && it.files.iter().all(|file| file.written.is_some()))
    }
}

/// A path below a folder, in memory that served for another one.
fn at<'p>(path: &'p mut PathBuf, folder: &Path, name: &str) -> &'p Path {
    path.clear();
    path.push(folder);
    path.push(name);
    path
}

/// What is in a file of the output folder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutputFile {
    pub hash: blake3::Hash,
    pub size: u64,
}

/// Looks into a file.
pub fn look(path: &Path) -> io::Result<OutputFile> {
    let size = fs::symlink_metadata(path)?;
    if !size.is_file() {
        return Err(io::Error::other("it is no file"));
    }
    Ok(OutputFile { hash: hash_of(path)?, size: size.len() })
}

/// The name of the file that the record of an output folder is kept in.
pub fn name(root: &Path, out: &Path) -> String {
    let whole = |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    let (root, out) = (whole(root), whole(out));
    match out.strip_prefix(&root).ok().and_then(Path::to_str) {
        Some(name) if !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_".contains(&b)) => {
            format!("{name}.manifest")
        }
        _ => {
            let hash = blake3::hash(out.to_string_lossy().as_bytes()).to_hex();
            format!("{}.manifest", &hash[..16])
        }
    }
}
