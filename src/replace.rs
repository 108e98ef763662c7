//! A file that takes its place at one stroke. In: a path and bytes. Out: the file, whole and on the disk, or what was there before.
//! It must not know what is written.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fs,
    io::{self, Write as _},
    path::Path,
};

use tempfile::{Builder, NamedTempFile};

/// A file in a folder, whole and on the disk, which is to take its place there. Its name begins with a dot: no site has it.
/// Nobody but its owner may read it.
///
/// # Errors
///
/// When the disk cannot take it.
pub fn staged(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    written(&mut Builder::new(), folder, bytes)
}

/// The same, with the rights that new files have: whoever else works in the folder may read it.
///
/// # Errors
///
/// When the disk cannot take it.
#[cfg(feature = "desk")]
pub fn staged_new(folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    let mut builder = Builder::new();
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        // The system takes away what the user's mask says.
        builder.permissions(fs::Permissions::from_mode(0o666));
    }
    written(&mut builder, folder, bytes)
}

fn written(builder: &mut Builder, folder: &Path, bytes: &[u8]) -> io::Result<NamedTempFile> {
    fs::create_dir_all(folder)?;
    let mut file = builder.prefix(".saving-").tempfile_in(folder)?;
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

#[cfg(test)]
mod tests {
    #[test]
    #[cfg(all(unix, feature = "desk"))]
    fn a_new_file_has_the_rights_of_any_new_file() {
        use std::{fs, os::unix::fs::PermissionsExt as _, path::Path};

        let folder = tempfile::tempdir().unwrap();
        let rights = |path: &Path| fs::metadata(path).unwrap().permissions().mode() & 0o777;
        let [other, new, own] = ["other.md", "new.md", "own.md"].map(|name| folder.path().join(name));
        fs::write(&other, "a").unwrap();
        super::staged_new(folder.path(), b"a").unwrap().persist(&new).unwrap();
        super::staged(folder.path(), b"a").unwrap().persist(&own).unwrap();
        assert_eq!((rights(&new), rights(&own)), (rights(&other), 0o600));
    }
}
