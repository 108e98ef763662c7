//! A file that takes its place at one stroke. In: a path and bytes. Out: the file, whole and on the disk, or what was there before.
//! It must not know what is written.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use tempfile::NamedTempFile;

/// A file in a folder, whole and on the disk, which is to take its place there. Its name begins with a dot: no site has it.
///
/// # Errors
///
/// When the disk cannot take it.
pub fn staged(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    fs::create_dir_all(folder)?;
    let mut file = NamedTempFile::with_prefix_in(".saving-", folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    Ok(file)
}

/// Puts a file that was staged in the place of one that is there, with the rights that it had.
///
/// # Errors
///
/// When the disk cannot take it.
pub fn put(staged: NamedTempFile, disk: &Path) -> io::Result<()> {
    staged.as_file().set_permissions(fs::metadata(disk)?.permissions())?;
    staged.persist(disk).map_err(|error| error.error)?;
    Ok(())
}

/// Puts a text in the place of a file that is there.
///
/// # Errors
///
/// When the disk cannot take it.
pub fn replace(disk: &Path, text: &str) -> io::Result<()> {
    let folder = disk.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    put(staged(folder, text.as_bytes())?, disk)
}
