//! What a build leaves for the next one, in `.noticeboard`: readings of documents, what was expensive to make, and what the
//! last build saw and said.
//! In: files. Out: what can be made of them. It is a help and never a truth: what is missing, damaged, or of another
//! version of the program counts as not there, and costs time alone.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

pub mod added;
#[cfg(feature = "publish")]
mod agreed;
#[cfg(feature = "import")]
mod asked;
mod built;
pub mod drafts;
mod last;
mod made;
pub mod memory;
mod notes;
mod shelf;
mod sound;
pub mod translations;

use std::{
    fs,
    io::{self, BufWriter, Read as _, Seek as _, SeekFrom, Write},
    path::{Path, PathBuf},
};

use serde::{Serialize, de::DeserializeOwned};

use crate::{source::Sources, stamp::Stamp};

#[cfg(feature = "publish")]
pub use agreed::{load_agreed, save_agreed};
#[cfg(feature = "import")]
pub use asked::{AnswerCache, LinkState};
pub use built::{BuildRecord, BuiltFile};
pub use last::LastBuildReport;
pub use made::{Access, ImageCache, MADE};
pub use notes::{load_notes, save_notes};
pub use shelf::Shelf;
pub use sound::{load_sound, save_sound};

/// What must be the same for something kept to be of use.
pub type CacheKey = [u8; 32];

/// What tells this program from others: its version, and the marks of its file.
pub fn program() -> Vec<u8> {
    let file = std::env::current_exe().and_then(fs::metadata).ok().and_then(|metadata| Stamp::of(&metadata));
    let mut program = concat!(env!("CARGO_PKG_NAME"), " ", env!("CARGO_PKG_VERSION"), "\n").as_bytes().to_vec();
    if let Some(Stamp { size, modified, .. }) = file {
        program.extend(size.to_le_bytes());
        program.extend(modified.to_le_bytes());
    }
    program
}

/// Where everything is kept, below the site's folder.
pub use crate::source::STATE;

/// Where readings are kept, below the site's folder.
pub const READINGS: &str = ".noticeboard/readings";

/// What must be the same for a reading to hold: the program and the settings.
pub fn readings_key(sources: &Sources) -> CacheKey {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&program());
    hasher.update(sources.folder_name.as_bytes());
    hasher.update(sources.settings.as_ref().map_or("", |text| &text.text).as_bytes());
    *hasher.finalize().as_bytes()
}

/// A file is the hash of its key and content, then the content.
const HASH: usize = 32;

fn hash(key: &CacheKey, content: &[u8]) -> [u8; HASH] {
    let mut hasher = blake3::Hasher::new_keyed(key);
    hasher.update(content);
    *hasher.finalize().as_bytes()
}

/// Reads what was kept under a key.
pub fn load<T: DeserializeOwned>(path: &Path, key: &CacheKey) -> Option<T> {
    load_by(&mut Vec::new(), path, key)
}

/// The same, through memory that served for another file.
fn load_by<T: DeserializeOwned>(bytes: &mut Vec<u8>, path: &Path, key: &CacheKey) -> Option<T> {
    bytes.clear();
    fs::File::open(path).ok()?.read_to_end(bytes).ok()?;
    let (known, content) = bytes.split_first_chunk::<HASH>()?;
    if *known != hash(key, content) {
        return None;
    }
    postcard::from_bytes(content).ok()
}

/// Keeps something under a key, by temporary file and rename.
///
/// # Errors
///
/// When the disk cannot take it.
pub fn save<T: Serialize>(path: &Path, key: &CacheKey, content: &T) -> io::Result<()> {
    put_by(path, |file| {
        // The hash is known once all is written.
        file.write_all(&[0; HASH])?;
        let hasher = blake3::Hasher::new_keyed(key);
        let mut hashed = BufWriter::with_capacity(PIECE, HashedWriter { file, hasher });
        postcard::to_io(content, &mut hashed).map_err(io::Error::other)?;
        let HashedWriter { file, hasher } = hashed.into_inner().map_err(io::IntoInnerError::into_error)?;
        file.seek(SeekFrom::Start(0))?;
        file.write_all(hasher.finalize().as_bytes())
    })
}

/// So many bytes are hashed at once.
const PIECE: usize = 64 * 1024;

/// Hashes what it writes.
struct HashedWriter<'f> {
    file: &'f mut BufWriter<fs::File>,
    hasher: blake3::Hasher,
}

impl Write for HashedWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.hasher.update(&bytes[..written]);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// What an earlier command kept in a file of [`STATE`]; nothing where it left none that serves.
fn recall<T: DeserializeOwned + Default>(root: &Path, name: &str, key: &CacheKey) -> T {
    load(&root.join(STATE).join(name), key).unwrap_or_default()
}

/// Keeps something for the next command, where a build has made a place for what is kept. What cannot be kept is found out
/// anew next time.
fn keep<T: Serialize>(root: &Path, name: &str, key: &CacheKey, content: &T) {
    let folder = root.join(STATE);
    if folder.is_dir() {
        let _ = save(&folder.join(name), key, content);
    }
}

/// Puts bytes into a file, by temporary file and rename.
///
/// # Errors
///
/// When the disk cannot take them.
pub fn put(path: &Path, bytes: &[u8]) -> io::Result<()> {
    put_by(path, |file| file.write_all(bytes))
}

/// The lines `HASH PATH` of a file in the folder of the state, in their order; none where there is no such file.
fn hashes_and_paths(file: &Path) -> Vec<(String, String)> {
    let lines = fs::read_to_string(file).unwrap_or_default();
    let pair = |line: &str| line.split_once(' ').map(|(hash, path)| (hash.to_owned(), path.to_owned()));
    lines.lines().filter_map(pair).collect()
}

/// Where a file is written before it takes its place. The whole name stays: another thread may be writing the file whose name
/// differs in its ending.
pub fn beside(path: &Path) -> PathBuf {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    beside.into()
}

/// Puts into a file what `write` writes, by temporary file and rename.
///
/// # Errors
///
/// When the disk cannot take it.
pub fn put_by(path: &Path, write: impl FnOnce(&mut BufWriter<fs::File>) -> io::Result<()>) -> io::Result<()> {
    let beside = beside(path);
    let mut file = BufWriter::new(fs::File::create(&beside)?);
    write(&mut file)?;
    file.flush()?;
    fs::rename(&beside, path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_damaged_is_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("kept");
        let key = [7; 32];
        save(&path, &key, &vec![1_u32, 2, 3]).unwrap();
        assert_eq!(load::<Vec<u32>>(&path, &key), Some(vec![1, 2, 3]));
        assert_eq!(load::<Vec<u32>>(&path, &[8; 32]), None);
        let whole = fs::read(&path).unwrap();
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            fs::write(&path, &damaged).unwrap();
            assert_eq!(load::<Vec<u32>>(&path, &key), None, "byte {at}");
            fs::write(&path, &whole[..at]).unwrap();
            assert_eq!(load::<Vec<u32>>(&path, &key), None, "cut at {at}");
        }
    }
}
