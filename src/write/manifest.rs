//! The record of what the program wrote into an output folder. In: two files. Out: a [`Manifest`].
//!
//! The record itself is kept as the other files of `.noticeboard` are, with a checksum, and counts as not there when it is
//! damaged or of another version. The names of the output's files also stand in a plain list that every version of the
//! program reads: by it a page that has to go is known whatever became of the record. While files with new names are put
//! in place there is no record, so that a build that is killed leaves the list to go by.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Write as _},
    path::{Component, Path, PathBuf},
};

use serde::{Deserialize, Serialize};

use crate::{
    cache::{self, CacheKey},
    stamp::{self, Stamp},
};

/// What is known of one file that was written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManifestFile {
    pub stamp: Option<Stamp>,
    /// The fingerprint of what it was made from.
    pub inputs: Option<u128>,
}

/// A file of the output folder that a build wrote.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PriorFile {
    /// Its path below the output folder, with `/` between the names.
    pub name: String,
    /// None for a file of which only the name is known.
    pub written: Option<ManifestFile>,
}

/// The files of an output folder, in the order in which they were recorded.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    pub files: Vec<PriorFile>,
    /// When it was written, in nanoseconds since 1970: a file that was changed shortly before may have changed unseen.
    pub taken: i64,
    /// Whether the list of names is as it was written.
    pub names_stand: bool,
}

/// What the file of a record holds.
#[derive(Serialize, Deserialize)]
struct ManifestContent<F> {
    taken: i64,
    /// The stamp of the list of names.
    names: Option<Stamp>,
    files: F,
}

/// A change of this makes old records count as not there.
const VERSION: CacheKey = *b"noticeboard: what was written, 7";

impl Manifest {
    /// Reads the record, or else the list of names; none when there is neither.
    pub fn read(path: &Path) -> Option<Self> {
        if let Some(ManifestContent::<Vec<PriorFile>> { taken, names, mut files }) = cache::load(path, &VERSION) {
            files.retain(|file| is_below(&file.name));
            let names_stand = names.is_some() && stamp_of_names(path) == names;
            return Some(Self { files, taken, names_stand });
        }
        let names = match fs::read(names_path(path)) {
            Ok(names) => listed(&String::from_utf8_lossy(&names)),
            // A record that cannot be read still says that there was one.
            Err(_) if path.exists() => BTreeSet::new(),
            Err(_) => return None,
        };
        let files = names.into_iter().map(|name| PriorFile { name, written: None }).collect();
        Some(Self { files, ..Self::default() })
    }
}

/// Replaces the record, by temporary file and rename.
pub fn write(path: &Path, files: &[PriorFile]) -> io::Result<()> {
    cache::save(path, &VERSION, &ManifestContent { taken: stamp::time(), names: stamp_of_names(path), files })
}

/// Replaces the list of names, by temporary file and rename, after it took the record away: what that says is no longer
/// the whole truth.
pub fn write_names<'n>(path: &Path, mut names: impl Iterator<Item = &'n str>) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    cache::put_by(&names_path(path), |file| names.try_for_each(|name| writeln!(file, "{:08x} {name}", checksum(name))))
}

/// The names of a list. A line that is damaged is passed over.
fn listed(list: &str) -> BTreeSet<String> {
    let name = |line: &str| {
        let (sum, name) = line.split_once(' ')?;
        let sound = u32::from_str_radix(sum, 16).ok()? == checksum(name) && is_below(name);
        sound.then(|| name.to_owned())
    };
    list.lines().filter_map(name).collect()
}

/// The checksum of a name (FNV-1a, both halves of it). It is the same in all versions of the program.
fn checksum(name: &str) -> u32 {
    let step = |sum: u64, byte: u8| (sum ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3);
    let sum = name.bytes().fold(0xcbf2_9ce4_8422_2325, step);
    let [a, b, c, d, ..] = (sum ^ (sum >> 32)).to_le_bytes();
    u32::from_le_bytes([a, b, c, d])
}

fn names_path(path: &Path) -> PathBuf {
    path.with_extension("names")
}

fn stamp_of_names(path: &Path) -> Option<Stamp> {
    Stamp::of(&fs::symlink_metadata(names_path(path)).ok()?)
}

/// Whether a name stays below the folder that it is joined to.
pub fn is_below(name: &str) -> bool {
    let normal = |part: &str| !matches!(part, "" | "." | "..");
    // Other systems know more ways out than names.
    let inside = || Path::new(name).components().all(|part| matches!(part, Component::Normal(_)));
    name.split('/').all(normal) && (cfg!(unix) || inside())
}

/// A path below a folder; none when the name would lead out of it.
pub fn below(folder: &Path, name: &str) -> Option<PathBuf> {
    is_below(name).then(|| folder.join(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, written: Option<ManifestFile>) -> PriorFile {
        PriorFile { name: name.to_owned(), written }
    }

    fn files() -> [PriorFile; 2] {
        let stamp = Stamp { size: 5, modified: -1, changed: 7, node: 8 };
        [file("a b.html", Some(ManifestFile { stamp: Some(stamp), inputs: Some(3) })), file("c", None)]
    }

    #[test]
    fn what_is_written_is_read_again_and_what_is_damaged_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("public.manifest");
        let read = || Manifest::read(&path).unwrap();
        assert!(Manifest::read(&path).is_none());
        write_names(&path, ["a b.html", "c", "x"].into_iter()).unwrap();
        write(&path, &files()).unwrap();
        assert_eq!(read().files, files(), "the list is not asked while there is a record");
        let whole = fs::read(&path).unwrap();
        for damage in [&whole[..whole.len() - 1], b"", b"rubbish"] {
            fs::write(&path, damage).unwrap();
            assert_eq!(read().files, ["a b.html", "c", "x"].map(|name| file(name, None)));
            assert!(!read().names_stand);
        }
        fs::remove_file(names_path(&path)).unwrap();
        assert_eq!(read().files, []);
        fs::write(&path, &whole).unwrap();
        assert_eq!(read().files, files());
        assert!(!read().names_stand, "the list is lost");
        write_names(&path, ["a b.html"].into_iter()).unwrap();
        assert!(!path.exists(), "from here on the list is the truth");
    }

    /// What other versions of the program left is read as they meant it: where these bytes no longer fit, `VERSION` has to
    /// change too. The list of names has no version: it never changes.
    #[test]
    fn the_bytes_of_the_record_are_these() {
        let names = Some(Stamp { size: 1, modified: -1, changed: 7, node: 8 });
        let bytes = postcard::to_stdvec(&ManifestContent { taken: 5, names, files: &files()[..] }).unwrap();
        let stamp = b"\x01\x05\x01\x0e\x08";
        let expected = [b"\x0a\x01\x01\x01\x0e\x08\x02\x08a b.html\x01", &stamp[..], b"\x01\x03\x01c\x00"].concat();
        assert_eq!(bytes, expected);
        assert_eq!(VERSION, *b"noticeboard: what was written, 7");
    }

    #[test]
    fn a_record_never_names_what_lies_outside() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("public.manifest");
        let names = ["../x", "/etc/passwd", "a/../../x", "", "a b/c.html"];
        write_names(&path, names.into_iter()).unwrap();
        assert_eq!(Manifest::read(&path).unwrap().files, [file("a b/c.html", None)]);
        write(&path, &names.map(|name| file(name, None))).unwrap();
        assert_eq!(Manifest::read(&path).unwrap().files, [file("a b/c.html", None)]);
    }

    #[test]
    fn names_that_another_version_wrote_are_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("public.manifest");
        fs::write(&path, "00000000 noticeboard manifest 1 5\nwhat another version knows\n").unwrap();
        fs::write(names_path(&path), "de0847de areas/index.html\nde0847df areas/other.html\n").unwrap();
        assert_eq!(Manifest::read(&path).unwrap().files, [file("areas/index.html", None)]);
        write_names(&path, ["areas/index.html"].into_iter()).unwrap();
        assert_eq!(fs::read_to_string(names_path(&path)).unwrap(), "de0847de areas/index.html\n");
    }
}
