//! A folder as a host: of this machine, or one that is mounted. In: names and bytes. Out: files, each put in its place by
//! a rename. It must not know in which order things are done.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fs::{self, File},
    io::{self, Read, Write as _},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
    time::UNIX_EPOCH,
};

use tokio::task::block_in_place;
use walkdir::WalkDir;

use super::{
    host::{FailureScope, FileBytes, Host, HostError, HostFuture, MarkedFile, PutCondition},
    state,
    wanted::{FileHeaders, HostListing, HostListingEntry},
};

/// A folder.
pub struct FolderHost {
    root: PathBuf,
    count: AtomicU64,
}

/// New files are written under such names before they are moved.
const NEW: &str = "new-";

impl FolderHost {
    /// Takes a folder that is there, or whose own folder is.
    ///
    /// # Errors
    ///
    /// When it is neither, or no folder.
    pub fn open(root: PathBuf) -> Result<Self, HostError> {
        let above = root.parent().filter(|above| !above.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if !root.is_dir() && !above.is_dir() {
            let sentence = format!("there is no folder `{}` to publish into; is the disk at hand?", above.display());
            return Err(HostError::new(FailureScope::Fatal, sentence));
        }
        if root.exists() && !root.is_dir() {
            let sentence = format!("`{}` is a file, and the site needs a folder", root.display());
            return Err(HostError::new(FailureScope::Fatal, sentence));
        }
        Ok(Self { root, count: AtomicU64::new(0) })
    }

    /// Clears what a publish left that was killed.
    fn tidy(&self) {
        let Ok(entries) = fs::read_dir(self.root.join(state::FOLDER)) else { return };
        for entry in entries.flatten().filter(|entry| entry.file_name().to_string_lossy().starts_with(NEW)) {
            // What cannot be removed harms nobody.
            let _ = fs::remove_file(entry.path());
        }
    }

    fn list_now(&self) -> io::Result<HostListing> {
        let mut listing = HostListing::new();
        if !self.root.is_dir() {
            return Ok(listing);
        }
        let inside = |entry: &walkdir::DirEntry| {
            entry.depth() != 1 || entry.file_name().to_string_lossy() != state::FOLDER.trim_end_matches('/')
        };
        for entry in WalkDir::new(&self.root).into_iter().filter_entry(inside) {
            let entry = entry?;
            if entry.file_type().is_dir() {
                continue;
            }
            // A name that is no text is none of ours.
            let Some(name) = entry.path().strip_prefix(&self.root).ok().and_then(Path::to_str) else { continue };
            let name = if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() };
            let metadata = entry.metadata()?;
            listing.insert(name, HostListingEntry { size: metadata.len(), mark: Some(mark(&metadata)) });
        }
        Ok(listing)
    }

    fn put_now(&self, name: &str, content: &FileBytes, when: &PutCondition) -> io::Result<Option<String>> {
        let path = self.root.join(name);
        if *when == PutCondition::Absent {
            make_folder(&path)?;
            let mut file = File::create_new(&path)?;
            write(&mut file, content)?;
            return Ok(Some(mark(&file.metadata()?)));
        }
        if let PutCondition::Is(wanted) = when
            && fs::symlink_metadata(&path).map(|metadata| mark(&metadata)).ok().as_ref() != Some(wanted)
        {
            return Err(io::ErrorKind::AlreadyExists.into());
        }
        let number = self.count.fetch_add(1, Ordering::Relaxed);
        let new = self.root.join(format!("{}{NEW}{}-{number}", state::FOLDER, std::process::id()));
        make_folder(&new)?;
        let put = || {
            let mut file = File::create(&new)?;
            write(&mut file, content)?;
            make_folder(&path)?;
            fs::rename(&new, &path)?;
            Ok(Some(mark(&file.metadata()?)))
        };
        put().inspect_err(|_| {
            let _ = fs::remove_file(&new);
        })
    }

    fn delete_now(&self, name: &str) -> io::Result<()> {
        let path = self.root.join(name);
        match fs::remove_file(&path) {
            Err(error) if !matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
                return Err(error);
            }
            _ => {}
        }
        let mut folder = path.parent();
        while let Some(empty) = folder.filter(|folder| *folder != self.root && folder.starts_with(&self.root)) {
            if fs::remove_dir(empty).is_err() {
                break;
            }
            folder = empty.parent();
        }
        Ok(())
    }

    fn fault(&self, error: &io::Error) -> HostError {
        let root = self.root.display();
        match error.kind() {
            io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
                HostError::new(FailureScope::Fatal, format!("the disk of `{root}` is full"))
            }
            io::ErrorKind::ReadOnlyFilesystem => {
                HostError::new(FailureScope::Fatal, format!("`{root}` is on a disk that can only be read"))
            }
            io::ErrorKind::PermissionDenied => {
                HostError::new(FailureScope::Fatal, format!("`{root}` may not be written to by this user"))
            }
            io::ErrorKind::AlreadyExists => HostError::new(FailureScope::Unmet, "it is there already"),
            _ => HostError::new(FailureScope::Lasting, error.to_string()),
        }
    }
}

impl Host for FolderHost {
    fn list(&self) -> HostFuture<'_, HostListing> {
        Box::pin(async { block_in_place(|| self.list_now()).map_err(|error| self.fault(&error)) })
    }

    fn read<'a>(&'a self, name: &'a str) -> HostFuture<'a, MarkedFile> {
        Box::pin(async move {
            let path = self.root.join(name);
            let read = || {
                let mut file = File::open(&path)?;
                let mut bytes = Vec::new();
                file.read_to_end(&mut bytes)?;
                Ok::<_, io::Error>((bytes, Some(mark(&file.metadata()?))))
            };
            match block_in_place(read) {
                Ok(found) => Ok(Some(found)),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
                Err(error) => Err(self.fault(&error)),
            }
        })
    }

    fn put<'a>(
        &'a self,
        name: &'a str,
        content: FileBytes,
        _: &'a FileHeaders,
        when: PutCondition,
    ) -> HostFuture<'a, Option<String>> {
        Box::pin(
            async move { block_in_place(|| self.put_now(name, &content, &when)).map_err(|error| self.fault(&error)) },
        )
    }

    fn delete<'a>(&'a self, name: &'a str) -> HostFuture<'a, ()> {
        Box::pin(async move { block_in_place(|| self.delete_now(name)).map_err(|error| self.fault(&error)) })
    }

    fn holds<'a>(
        &'a self,
        name: &'a str,
        seen: &'a HostListingEntry,
        content: FileBytes,
        _: &'a FileHeaders,
    ) -> HostFuture<'a, bool> {
        Box::pin(async move {
            let same = || {
                let path = self.root.join(name);
                let is_file = fs::symlink_metadata(&path)?.is_file();
                Ok(is_file
                    && seen.size == content.size()
                    && hash(&FileBytes::File { path, size: 0 })? == hash(&content)?)
            };
            block_in_place(same).map_err(|error| self.fault(&error))
        })
    }

    fn at_once(&self) -> usize {
        4
    }

    fn finish(&self) -> HostFuture<'_, ()> {
        Box::pin(async {
            block_in_place(|| self.tidy());
            Ok(())
        })
    }
}

fn make_folder(file: &Path) -> io::Result<()> {
    file.parent().map_or(Ok(()), fs::create_dir_all)
}

fn write(file: &mut File, content: &FileBytes) -> io::Result<()> {
    match content {
        FileBytes::Bytes(bytes) => file.write_all(bytes),
        FileBytes::File { path, .. } => io::copy(&mut File::open(path)?, file).map(|_| ()),
    }
}

fn hash(content: &FileBytes) -> io::Result<blake3::Hash> {
    match content {
        FileBytes::Bytes(bytes) => Ok(blake3::hash(bytes)),
        FileBytes::File { path, .. } => {
            let mut hasher = blake3::Hasher::new();
            hasher.update_reader(File::open(path)?)?;
            Ok(hasher.finalize())
        }
    }
}

fn mark(metadata: &fs::Metadata) -> String {
    let modified = metadata.modified().ok().and_then(|time| time.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    format!("{}-{}", metadata.len(), modified.as_nanos())
}
