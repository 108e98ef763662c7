//! The record of what the program wrote into an output folder. In: its file. Out: [`Manifest`]. A line of it that
//! cannot be read is passed over: the record is a help, and what it lacks is only written or left alone.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fmt::Write as _,
    fs,
    io::{self, Write as _},
    path::{Component, Path, PathBuf},
    str::FromStr,
};

use ahash::AHashMap;
use rayon::prelude::*;

use crate::stamp::{self, Stamp};

/// What is known of one file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub stamp: Option<Stamp>,
    /// The fingerprint of what it was made from.
    pub inputs: Option<u128>,
}

/// The files of an output folder by their paths below it, with `/` between the names. None for a file of which only the
/// name is known.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    pub files: AHashMap<String, Option<Written>>,
    /// When it was written, in nanoseconds since 1970: a file that was changed shortly before may have changed unseen.
    pub taken: i64,
    /// Whether the names stand beside it as they should.
    pub names_stand: bool,
}

/// How the first line begins: a record of another version is not read. Behind it stand when the record was written, how
/// many files it names, and the stamp of the names beside it.
const VERSION: &str = "noticeboard manifest 5";
/// So many lines are worth a thread's while.
const AT_ONCE: usize = 1_024;

impl Manifest {
    /// Reads the record; none when there is none. The names stand beside it once more: should a part of the one be
    /// lost, a file that has to go is still known by the other. They are not read where nothing of the record is lost and
    /// they are as they were when it was written.
    pub fn read(path: &Path) -> Option<Self> {
        let record = fs::read(path).ok();
        let there = record.is_some();
        let mut manifest = Self::default();
        let text = text_of(record.unwrap_or_default());
        let mut lines = text.lines();
        if let Some(first) = lines.next().and_then(|first| checked(first, sum_of_words)).and_then(First::read) {
            manifest.taken = first.taken;
            let lines: Vec<&str> = lines.collect();
            let read = |lines: &[&str]| {
                let whole = lines.iter().filter_map(|text| checked(text, sum_of_words));
                whole.filter_map(line).collect::<Vec<_>>()
            };
            let read: Vec<_> = lines.par_chunks(AT_ONCE).map(read).collect();
            manifest.files.reserve(lines.len());
            manifest.files.extend(read.into_iter().flatten());
            let same = || first.names.is_settled(first.taken) && stamp_of_names(path) == Some(first.names);
            if manifest.files.len() == first.count && same() {
                manifest.names_stand = true;
                return Some(manifest);
            }
        }
        let names = fs::read(names_path(path)).ok();
        if names.is_none() && !there {
            return None;
        }
        let names = text_of(names.unwrap_or_default());
        let lines: Vec<&str> = names.lines().collect();
        let sound = |lines: &[&str]| {
            let whole = lines.iter().filter_map(|text| checked(text, sum_of_bytes));
            let sound: Vec<&str> = whole.filter(|name| is_below(name)).collect();
            let unknown = sound.iter().filter(|name| !manifest.files.contains_key(**name));
            (sound.len(), unknown.map(|name| (*name).to_owned()).collect::<Vec<_>>())
        };
        let sound: Vec<_> = lines.par_chunks(AT_ONCE).map(sound).collect();
        let count: usize = sound.iter().map(|(count, _)| count).sum();
        manifest.files.extend(sound.into_iter().flat_map(|(_, unknown)| unknown).map(|name| (name, None)));
        manifest.names_stand = count == manifest.files.len();
        Some(manifest)
    }
}

/// What the first line says.
struct First {
    taken: i64,
    count: usize,
    names: Stamp,
}

impl First {
    fn read(line: &str) -> Option<Self> {
        let mut parts = line.strip_prefix(VERSION)?.split_ascii_whitespace();
        let (taken, count) = (number(parts.next())?, number(parts.next())?);
        Some(Self { taken, count, names: stamp(&mut parts)? })
    }
}

fn number<T: FromStr>(part: Option<&str>) -> Option<T> {
    part?.parse().ok()
}

/// A stamp in four numbers.
fn stamp<'p>(parts: &mut impl Iterator<Item = &'p str>) -> Option<Stamp> {
    let mut next = || parts.next();
    Some(Stamp { size: number(next())?, modified: number(next())?, changed: number(next())?, node: number(next())? })
}

fn stamp_of_names(path: &Path) -> Option<Stamp> {
    Stamp::of(&fs::symlink_metadata(names_path(path)).ok()?)
}

/// The bytes of a file as text; what is none belongs to lines that are damaged.
fn text_of(bytes: Vec<u8>) -> String {
    String::from_utf8(bytes).unwrap_or_else(|damaged| String::from_utf8_lossy(damaged.as_bytes()).into_owned())
}

/// A file with what is known of it.
pub type Recorded<'w> = (&'w str, Option<&'w Written>);

/// Replaces the names beside a record, by temporary file and rename.
pub fn write_names<'n>(path: &Path, names: impl Iterator<Item = &'n str>) -> io::Result<()> {
    let names: Vec<&str> = names.collect();
    replace(&names_path(path), "", &names, sum_of_bytes, |name, text| text.push_str(name))
}

/// Replaces a record, by temporary file and rename, once the names stand beside it.
pub fn write(path: &Path, files: &[Recorded]) -> io::Result<()> {
    let mut first = String::new();
    push(&mut first, sum_of_words, |text| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{VERSION} {} {} ", stamp::time(), files.len());
        say_stamp(stamp_of_names(path).unwrap_or(NO_STAMP), text);
    });
    replace(path, &first, files, sum_of_words, |(name, written), text| say(name, *written, text))
}

fn say(name: &str, written: Option<&Written>, text: &mut String) {
    // Writing to a string cannot fail.
    let _ = match written.and_then(|written| written.inputs) {
        Some(inputs) => write!(text, "{inputs:032x}"),
        None => text.write_str("-"),
    };
    text.push(' ');
    say_stamp(written.and_then(|written| written.stamp).unwrap_or(NO_STAMP), text);
    text.push(' ');
    text.push_str(name);
}

const NO_STAMP: Stamp = Stamp { size: 0, modified: 0, changed: 0, node: 0 };

fn say_stamp(stamp: Stamp, text: &mut String) {
    let Stamp { size, modified, changed, node } = stamp;
    // Writing to a string cannot fail.
    let _ = write!(text, "{size} {modified} {changed} {node}");
}

fn names_path(path: &Path) -> PathBuf {
    path.with_extension("names")
}

/// Replaces a file by a first line and one for each of `files`, a few thousand at a time.
fn replace<T: Sync>(
    path: &Path,
    first: &str,
    files: &[T],
    sum: Sum,
    say: impl Fn(&T, &mut String) + Sync,
) -> io::Result<()> {
    let mut beside = path.as_os_str().to_owned();
    beside.push(".new");
    let lines = |files: &[T]| {
        let mut text = String::with_capacity(128 * files.len());
        for file in files {
            push(&mut text, sum, |text| say(file, text));
        }
        text
    };
    let mut file = fs::File::create(&beside)?;
    file.write_all(first.as_bytes())?;
    for some in files.chunks(16 * AT_ONCE) {
        let parts: Vec<String> = some.par_chunks(AT_ONCE).map(lines).collect();
        for part in parts {
            file.write_all(part.as_bytes())?;
        }
    }
    fs::rename(&beside, path)
}

/// Adds a line with its checksum before it.
fn push(text: &mut String, sum: Sum, write: impl FnOnce(&mut String)) {
    let start = text.len();
    text.push_str("00000000 ");
    write(text);
    let sum = format!("{:08x}", sum(&text.as_bytes()[start + 9..]));
    text.replace_range(start..start + 8, &sum);
    text.push('\n');
}

/// What a line says, when it is whole.
fn checked(line: &str, sum_of: Sum) -> Option<&str> {
    let (sum, rest) = line.split_once(' ')?;
    (u32::from_str_radix(sum, 16).ok()? == sum_of(rest.as_bytes())).then_some(rest)
}

/// A sum that a damaged line hardly has.
type Sum = fn(&[u8]) -> u32;

/// That of names (FNV-1a, both halves of it). It is the same in all versions of the program: by the names one version
/// knows what another has written, so that a page which has to go does go.
fn sum_of_bytes(bytes: &[u8]) -> u32 {
    let step = |sum: u64, byte: &u8| (sum ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3);
    folded(bytes.iter().fold(0xcbf2_9ce4_8422_2325, step))
}

/// That of records, of eight bytes at a time.
fn sum_of_words(bytes: &[u8]) -> u32 {
    let step = |sum: u64, word: u64| (sum.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let (words, rest) = bytes.as_chunks();
    let sum = words.iter().fold(0xcbf2_9ce4_8422_2325, |sum, word| step(sum, u64::from_le_bytes(*word)));
    folded(rest.iter().fold(sum, |sum, byte| step(sum, u64::from(*byte))))
}

fn folded(sum: u64) -> u32 {
    u32::try_from((sum ^ (sum >> 32)) & 0xffff_ffff).unwrap_or(0)
}

fn line(line: &str) -> Option<(String, Option<Written>)> {
    let mut parts = line.splitn(6, ' ');
    let inputs = parts.next()?;
    let stamp = stamp(&mut parts)?;
    let name = parts.next().filter(|name| is_below(name))?;
    let stamp = Some(stamp).filter(|stamp| stamp.modified != 0);
    let half = |range| u64::from_str_radix(inputs.get(range)?, 16).ok().map(u128::from);
    let inputs = half(0..16).zip(half(16..32)).map(|(high, low)| high << 64 | low);
    Some((name.to_owned(), stamp.map(|_| Written { stamp, inputs })))
}

fn is_below(name: &str) -> bool {
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

    #[test]
    fn a_record_never_names_what_lies_outside() {
        for name in ["../x", "/etc/passwd", "a/../../x", ""] {
            assert_eq!(line(&format!("- 0 0 0 0 {name}")), None, "{name}");
        }
        assert_eq!(line("- 0 0 0 0 a b/c.html"), Some(("a b/c.html".to_owned(), None)));
        assert_eq!(line("nonsense"), None);
    }

    #[test]
    fn what_is_written_is_read_again_and_what_is_damaged_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("public.manifest");
        let stamp = Stamp { size: 5, modified: -1, changed: 7, node: 8 };
        let written = Written { stamp: Some(stamp), inputs: Some(3) };
        write(&path, &[("a b.html", Some(&written)), ("c", None)]).unwrap();
        write_names(&path, ["a b.html", "c"].into_iter()).unwrap();
        let files = [("a b.html".to_owned(), Some(written)), ("c".to_owned(), None)];
        assert_eq!(Manifest::read(&path).unwrap().files, AHashMap::from(files));

        let text = fs::read_to_string(&path).unwrap();
        fs::write(&path, text.replace("a b.html", "b b.html")).unwrap();
        let read = Manifest::read(&path).unwrap();
        assert_eq!(read.files, AHashMap::from([("a b.html".to_owned(), None), ("c".to_owned(), None)]));
        fs::remove_file(names_path(&path)).unwrap();
        assert_eq!(Manifest::read(&path).unwrap().files, AHashMap::from([("c".to_owned(), None)]));
        assert!(!Manifest::read(&path).unwrap().names_stand);
        fs::remove_file(&path).unwrap();
        assert!(Manifest::read(&path).is_none());
    }

    #[test]
    fn names_that_another_version_wrote_are_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("public.manifest");
        fs::write(&path, "00000000 noticeboard manifest 1 5\nwhat another version knows\n").unwrap();
        fs::write(names_path(&path), "de0847de areas/index.html\n").unwrap();
        let read = Manifest::read(&path).unwrap();
        assert_eq!(read.files, AHashMap::from([("areas/index.html".to_owned(), None)]));
        assert!(read.names_stand);
    }
}
