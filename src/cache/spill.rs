//! A file for what memory is too dear for while the site is built. In: bytes. Out: the same, as long as the build goes on.
//! The file has no name, or goes with the program: a build that is killed leaves nothing behind.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    sync::{
        OnceLock,
        atomic::{AtomicBool, AtomicU64, Ordering},
    },
};

use crate::markdown::Spill;

/// A file that is made when something is first put into it.
#[derive(Debug)]
pub struct SpillFile {
    folder: PathBuf,
    file: OnceLock<Option<File>>,
    end: AtomicU64,
    closed: AtomicBool,
}

impl SpillFile {
    /// A file in a folder, which is made where it is not there.
    pub fn new(folder: &Path) -> Self {
        let (end, closed) = (AtomicU64::new(0), AtomicBool::new(false));
        Self { folder: folder.to_owned(), file: OnceLock::new(), end, closed }
    }

    /// Gives the disk back what the file takes, and loses what was put into it. Whether there was anything.
    pub fn clear(&self) -> bool {
        self.closed.store(true, Ordering::Relaxed);
        self.file.get().and_then(Option::as_ref).is_some_and(|file| file.set_len(0).is_ok())
    }

    fn open(&self) -> Option<&File> {
        let make = || fs::create_dir_all(&self.folder).and_then(|()| tempfile::tempfile_in(&self.folder)).ok();
        if self.closed.load(Ordering::Relaxed) { None } else { self.file.get_or_init(make).as_ref() }
    }
}

impl Spill for SpillFile {
    fn put(&self, bytes: &[u8]) -> Option<u64> {
        let file = self.open()?;
        let at = self.end.fetch_add(bytes.len() as u64, Ordering::Relaxed);
        if write_at(file, bytes, at).is_err() {
            // The disk is full: the site's pages need the room more.
            self.clear();
            return None;
        }
        Some(at)
    }

    fn get(&self, at: u64, bytes: &mut [u8]) -> Option<()> {
        read_at(self.open()?, bytes, at).ok()
    }
}

#[cfg(unix)]
fn write_at(file: &File, bytes: &[u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::write_all_at(file, bytes, at)
}

#[cfg(unix)]
fn read_at(file: &File, bytes: &mut [u8], at: u64) -> io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, at)
}

#[cfg(windows)]
fn write_at(file: &File, mut bytes: &[u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let written = std::os::windows::fs::FileExt::seek_write(file, bytes, at)?;
        if written == 0 {
            return Err(io::ErrorKind::WriteZero.into());
        }
        bytes = &bytes[written..];
        at += written as u64;
    }
    Ok(())
}

#[cfg(windows)]
fn read_at(file: &File, mut bytes: &mut [u8], mut at: u64) -> io::Result<()> {
    while !bytes.is_empty() {
        let read = std::os::windows::fs::FileExt::seek_read(file, bytes, at)?;
        if read == 0 {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        bytes = &mut bytes[read..];
        at += read as u64;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gives_back_what_was_put_and_leaves_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join(".noticeboard");
        let spill = SpillFile::new(&state);
        assert!(!state.exists(), "a file that is not needed is not made");
        let places: Vec<_> = ["one", "three", "five"].map(|text| (text, spill.put(text.as_bytes()).unwrap())).into();
        for (text, at) in places {
            let mut bytes = vec![0; text.len()];
            spill.get(at, &mut bytes).unwrap();
            assert_eq!(bytes, text.as_bytes());
        }
        drop(spill);
        assert_eq!(fs::read_dir(&state).unwrap().count(), 0);
    }

    #[test]
    fn what_was_cleared_is_lost_and_nothing_more_is_taken() {
        let folder = tempfile::tempdir().unwrap();
        let spill = SpillFile::new(folder.path());
        assert!(!spill.clear(), "it took nothing");
        let spill = SpillFile::new(folder.path());
        let at = spill.put(b"something").unwrap();
        assert!(spill.clear());
        assert_eq!(spill.get(at, &mut [0; 9]), None);
        assert_eq!(spill.put(b"more"), None);
    }

    #[test]
    fn a_folder_that_cannot_be_made_takes_nothing() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("file");
        fs::write(&file, "").unwrap();
        assert_eq!(SpillFile::new(&file).put(b"something"), None);
    }
}
