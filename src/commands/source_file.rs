//! Changes to the site's own files. In: a file and its new text. Out: the file, changed as a whole or not at all. It must
//! not know what the change is for.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

/// Puts a text in the place of a file at one stroke, with the rights that it had.
pub fn replace(disk: &Path, text: &str) -> std::io::Result<()> {
    let folder = disk.parent().map_or_else(PathBuf::new, Path::to_owned);
    let mut file = tempfile::NamedTempFile::new_in(folder)?;
    file.write_all(text.as_bytes())?;
    file.as_file().set_permissions(fs::metadata(disk)?.permissions())?;
    file.persist(disk).map_err(|error| error.error)?;
    Ok(())
}
