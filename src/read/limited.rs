//! The bytes of a file, up to a limit. In: where it lies and how large it is said to be. Out: its bytes, or a problem.
//! It must not know what is in it.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{fs::File as DiskFile, io::Read as _, path::Path};

use crate::{
    problem::{Problem, wording},
    source::SourcePath,
};

/// Reads a file, which has about that size, if somebody knows; one that is too large or cannot be read is reported.
pub fn limited(
    disk: &Path,
    path: &SourcePath,
    size: Option<u64>,
    most: u64,
    problems: &mut Vec<Problem>,
) -> Option<Vec<u8>> {
    let read = || -> std::io::Result<Result<Vec<u8>, u64>> {
        let file = DiskFile::open(disk)?;
        let size = match size {
            Some(size) => size,
            None => file.metadata()?.len(),
        };
        if size > most {
            return Ok(Err(size));
        }
        let expected = usize::try_from(size).unwrap_or(0);
        let mut bytes = vec![0; expected + 1];
        // Nearly every file comes whole at once, and one byte less than there was room for says that it ends there.
        let begun = match (&file).read(&mut bytes) {
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => 0,
            begun => begun?,
        };
        bytes.truncate(begun);
        if begun != expected {
            // A file that grows while it is read, or since it was listed, ends at the limit all the same.
            file.take(most + 1 - begun as u64).read_to_end(&mut bytes)?;
        }
        let size = bytes.len() as u64;
        Ok(if size > most { Err(size) } else { Ok(bytes) })
    };
    match read() {
        Ok(Ok(bytes)) => Some(bytes),
        Ok(Err(size)) => {
            problems.push(wording::file_too_large(path, size, most));
            None
        }
        Err(error) => {
            problems.push(wording::file_unreadable(path, &error.to_string()));
            None
        }
    }
}
