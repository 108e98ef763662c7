//! Writing to the site's own files. In: a path of the site, what was there when it was read, and what is to be there. Out: the
//! file, changed as a whole or not at all. It must not know forms or browsers.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{fs, io, path::PathBuf};

use tempfile::NamedTempFile;

use crate::{
    read::decoded,
    replace::{self, staged_new},
    source::SourcePath,
};

/// What was at a path when somebody began to write.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FileBefore {
    Absent,
    /// A file of this hash (BLAKE3, in hexadecimal).
    Hash(String),
}

/// The folder of a site.
#[derive(Clone, Debug)]
pub struct SiteFolder {
    pub root: PathBuf,
    /// The settings, which need not be called `site.yaml`.
    pub settings: SourcePath,
}

/// Why nothing was written.
#[derive(Debug)]
pub enum SaveFailure {
    /// The file is not what it was: somebody else changed it.
    Changed,
    /// It lies outside what the desk writes to.
    Outside,
    /// What is there is no text.
    NoText,
    Disk(PathBuf, io::Error),
}

/// What tells a text from others.
pub fn hash(bytes: &[u8]) -> String {
    blake3::hash(bytes).to_hex().to_string()
}

/// The place of a path on disk, where the desk may write: below `content/`, and the settings, without links that lead out of the site.
///
/// # Errors
///
/// Where it is none.
pub fn place(folder: &SiteFolder, path: &SourcePath) -> Result<PathBuf, SaveFailure> {
    let plain = |part: &str| {
        !part.is_empty()
            && !part.starts_with(['.', '_'])
            && !part.chars().any(|c| c.is_control() || c == '\\' || c == ':')
    };
    let SiteFolder { root, settings } = folder;
    let is_content = path.as_str().starts_with("content/") && path.as_str().split('/').all(plain);
    let inside = is_content || path == settings;
    let disk = root.join(path.as_str());
    let known = disk.ancestors().skip(1).find_map(|above| above.canonicalize().ok());
    let (Some(known), Ok(whole)) = (known, root.canonicalize()) else { return Err(SaveFailure::Outside) };
    let link = fs::symlink_metadata(&disk).is_ok_and(|metadata| !metadata.is_file());
    if inside && !link && known.starts_with(&whole) { Ok(disk) } else { Err(SaveFailure::Outside) }
}

/// Whether something is at a path.
pub fn is_there(folder: &SiteFolder, path: &SourcePath) -> bool {
    fs::symlink_metadata(folder.root.join(path.as_str())).is_ok()
}

/// The text of a file as the site reads it, in whichever encoding it is kept, and the hash of its bytes.
///
/// # Errors
///
/// When it is no text of the site.
pub fn read(folder: &SiteFolder, path: &SourcePath) -> Result<(String, String), SaveFailure> {
    let disk = place(folder, path)?;
    let bytes = fs::read(&disk).map_err(|error| SaveFailure::Disk(disk.clone(), error))?;
    let hash = hash(&bytes);
    let text = decoded(bytes).ok_or(SaveFailure::NoText)?;
    Ok((text, hash))
}

/// Writes a new file that lies beside a document, in one step.
///
/// # Errors
///
/// Why it was not written: then nothing changed.
pub fn add(folder: &SiteFolder, path: &SourcePath, bytes: &[u8]) -> Result<(), SaveFailure> {
    let disk = place(folder, path)?;
    let failed = |error| SaveFailure::Disk(disk.clone(), error);
    staged_new(disk.parent().unwrap_or(&disk), bytes)
        .and_then(|file| Ok(file.persist_noclobber(&disk)?))
        .map_err(failed)?;
    Ok(())
}

/// Removes a file that is still what it was.
///
/// # Errors
///
/// Why it is still there.
pub fn remove(folder: &SiteFolder, path: &SourcePath, known: &str) -> Result<(), SaveFailure> {
    let disk = place(folder, path)?;
    let failed = |error| SaveFailure::Disk(disk.clone(), error);
    if hash(&fs::read(&disk).map_err(failed)?) != known {
        return Err(SaveFailure::Changed);
    }
    fs::remove_file(&disk).map_err(failed)
}

/// A text on the disk in UTF-8, which is to take the place of a document: see [`put`].
///
/// # Errors
///
/// When the disk cannot take it.
pub fn staged(folder: &SiteFolder, path: &SourcePath, text: &str) -> Result<NamedTempFile, SaveFailure> {
    let disk = place(folder, path)?;
    // Lines that end as on the first Macs are read as others are, and written as they were.
    let of_mac = |bytes: &Vec<u8>| !bytes.contains(&b'\n') && bytes.contains(&b'\r');
    let kept = fs::read(&disk).is_ok_and(|bytes| of_mac(&bytes)).then(|| text.replace('\n', "\r"));
    let bytes = kept.as_deref().unwrap_or(text).as_bytes();
    staged_new(disk.parent().unwrap_or(&disk), bytes).map_err(|error| SaveFailure::Disk(disk, error))
}

/// Puts a text in its place in one step, where the file is still what it was.
///
/// # Errors
///
/// Why it was not written: then nothing changed.
pub fn put(
    folder: &SiteFolder,
    path: &SourcePath,
    before: &FileBefore,
    file: NamedTempFile,
) -> Result<(), SaveFailure> {
    let disk = place(folder, path)?;
    let failed = |error| SaveFailure::Disk(disk.clone(), error);
    match (fs::read(&disk), before) {
        (Ok(bytes), FileBefore::Hash(known)) if hash(&bytes) == *known => {
            replace::put(file, &disk).map_err(failed)?;
        }
        (Err(error), FileBefore::Absent) if error.kind() == io::ErrorKind::NotFound => {
            file.persist_noclobber(&disk).map_err(|error| match error.error.kind() {
                io::ErrorKind::AlreadyExists => SaveFailure::Changed,
                _ => failed(error.error),
            })?;
        }
        (Err(error), _) if error.kind() != io::ErrorKind::NotFound => return Err(failed(error)),
        _ => return Err(SaveFailure::Changed),
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_settings_are_those_that_are_read() {
        let site = tempfile::tempdir().unwrap();
        let folder =
            |settings: &str| SiteFolder { root: site.path().join("site"), settings: SourcePath::new(settings) };
        fs::create_dir(site.path().join("site")).unwrap();
        let may = |settings: &str, path: &str| place(&folder(settings), &SourcePath::new(path)).is_ok();
        assert!(may("site.yaml", "site.yaml") && may("other.yaml", "other.yaml") && may("a/.b.yaml", "a/.b.yaml"));
        assert!(!may("other.yaml", "site.yaml") && !may("../other.yaml", "../other.yaml"));
        assert!(may("other.yaml", "content/roof.md") && !may("other.yaml", "content/../other.yaml"));
    }
}
