//! The record of what the program wrote into an output folder. In: its file. Out: [`Manifest`]. A line of it that
//! cannot be read is passed over: the record is a help, and what it lacks is only written or left alone.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fmt::Write as _,
    fs,
    io::{self, BufWriter, Write as _},
    ops::Range,
    path::{Component, Path, PathBuf},
    str::FromStr,
    sync::{
        OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use ahash::{AHashMap, AHashSet};
use rayon::prelude::*;

use crate::stamp::{self, Stamp};

/// What is known of one file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub stamp: Option<Stamp>,
    /// The fingerprint of what it was made from.
    pub inputs: Option<u128>,
}

/// A file that a record names; what it says lies in the record's text.
#[derive(Clone, Debug)]
pub struct Known {
    /// Where its line begins, where its name does, and where both end.
    start: usize,
    name: usize,
    end: usize,
    /// The checksum of its line; 0 where there is none.
    sum: u32,
    /// None for a file of which only the name is known.
    pub written: Option<Written>,
}

impl Known {
    /// Its path below the output folder, with `/` between the names.
    pub fn name<'t>(&self, text: &'t str) -> &'t str {
        &text[self.name..self.end]
    }
}

/// The files of an output folder, in the order in which they were recorded.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    pub text: String,
    pub files: Vec<Known>,
    /// When it was written, in nanoseconds since 1970: a file that was changed shortly before may have changed unseen.
    pub taken: i64,
    /// Whether the names stand beside it as they should.
    pub names_stand: bool,
}

/// How the first line begins: a record of another version is not read. Behind it stand when the record was written and
/// the stamp of the names beside it.
const VERSION: &str = "noticeboard manifest 6";
/// How the last line begins. Behind it stands the total of the checksums between: a record that lost a line shows it.
const TOTAL: &str = "total";
/// So many lines are worth a thread's while.
const AT_ONCE: usize = 1_024;

impl Manifest {
    /// Reads the record; none when there is none. The names stand beside it once more: should a part of the one be
    /// lost, a file that has to go is still known by the other. They are not read where nothing of the record is lost and
    /// they are as they were when it was written.
    pub fn read(path: &Path) -> Option<Self> {
        let record = fs::read(path).ok();
        let there = record.is_some();
        let mut manifest = Self { text: text_of(record.unwrap_or_default()), ..Self::default() };
        let text = manifest.text.as_str();
        let mut start = 0;
        let mut lines = text.match_indices('\n').map(|(end, _)| std::mem::replace(&mut start, end + 1)..end);
        let first = lines
            .next()
            .and_then(|first| checked(&text[first], sum_of_words))
            .and_then(|(_, first)| First::read(first));
        if let Some(first) = first {
            manifest.taken = first.taken;
            let mut lines: Vec<Range<usize>> = lines.collect();
            let total = lines.last().and_then(|last| total(&text[last.clone()]));
            lines.truncate(lines.len() - usize::from(total.is_some()));
            let read: Vec<_> = lines.into_par_iter().with_min_len(AT_ONCE).map(|at| line(text, at)).collect();
            #[expect(clippy::filter_map_identity, reason = "this one takes over the memory, `flatten` doubles it")]
            let read = read.into_iter().filter_map(|file| file).collect();
            manifest.files = read;
            let found = manifest.files.iter().fold(0, |total, file| add(total, file.sum));
            let same = || first.names.is_settled(first.taken) && stamp_of_names(path) == Some(first.names);
            if total == Some(found) && same() {
                manifest.names_stand = true;
                return Some(manifest);
            }
        }
        let names = fs::read(names_path(path)).ok();
        if names.is_none() && !there {
            return None;
        }
        manifest.add_names(&text_of(names.unwrap_or_default()));
        Some(manifest)
    }

    /// Adds the names that stand beside the record and are not known by it.
    fn add_names(&mut self, names: &str) {
        let known: AHashSet<&str> = self.files.iter().map(|file| file.name(&self.text)).collect();
        let whole = names.lines().filter_map(|text| checked(text, sum_of_bytes));
        let sound: AHashSet<&str> = whole.map(|(_, name)| name).filter(|name| is_below(name)).collect();
        let mut unknown: Vec<&str> = sound.iter().filter(|name| !known.contains(**name)).copied().collect();
        unknown.sort_unstable();
        // A line that stands twice was not written so.
        let once = known.len() == self.files.len();
        self.names_stand = once && sound.len() == known.len() + unknown.len();
        for name in unknown {
            let start = self.text.len();
            self.text.push_str(name);
            self.files.push(Known { start, name: start, end: self.text.len(), sum: 0, written: None });
        }
    }

    /// The files with what is known of them.
    pub fn files(&self) -> impl Iterator<Item = (&str, Option<&Written>)> {
        self.files.iter().map(|file| (file.name(&self.text), file.written.as_ref()))
    }
}

/// Finds the files of a record by their names: at once where they are asked for in about the order of the record.
pub struct Finder<'m> {
    manifest: &'m Manifest,
    /// How far behind its place among those that are asked for the last one was found (wrapping).
    shift: AtomicUsize,
    /// The places by names, once one was not where it was looked for.
    places: OnceLock<AHashMap<&'m str, usize>>,
}

impl<'m> Finder<'m> {
    pub fn new(manifest: &'m Manifest) -> Self {
        Self { manifest, shift: AtomicUsize::new(0), places: OnceLock::new() }
    }

    /// The place of a file among the record's, which probably is near `place`.
    pub fn find(&self, name: &str, place: usize) -> Option<usize> {
        let Manifest { text, files, .. } = self.manifest;
        let likely = place.wrapping_add(self.shift.load(Ordering::Relaxed));
        if files.get(likely).is_some_and(|file| file.name(text) == name) {
            return Some(likely);
        }
        let places = || files.iter().enumerate().map(|(at, file)| (file.name(text), at)).collect();
        let at = *self.places.get_or_init(places).get(name)?;
        self.shift.store(at.wrapping_sub(place), Ordering::Relaxed);
        Some(at)
    }
}

/// What the first line says.
struct First {
    taken: i64,
    names: Stamp,
}

impl First {
    fn read(line: &str) -> Option<Self> {
        let mut parts = line.strip_prefix(VERSION)?.split_ascii_whitespace();
        Some(Self { taken: number(parts.next())?, names: stamp(&mut parts)? })
    }
}

/// What the last line says.
fn total(line: &str) -> Option<u64> {
    let (_, says) = checked(line, sum_of_words)?;
    number(says.strip_prefix(TOTAL)?.strip_prefix(' '))
}

/// A total of checksums with one more.
fn add(total: u64, sum: u32) -> u64 {
    total.wrapping_add(u64::from(sum))
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

/// A file that was made anew, with what is known of it.
#[derive(Clone, Debug)]
pub struct New {
    pub name: String,
    pub written: Option<Written>,
}

/// A file to be recorded.
#[derive(Clone, Debug)]
pub enum Recorded {
    /// As the record before has it: the place there.
    AsBefore(usize),
    New(Box<New>),
}

impl Recorded {
    /// Its path below the output folder.
    pub fn name<'n>(&'n self, before: &'n Manifest) -> &'n str {
        match self {
            Self::AsBefore(at) => before.files[*at].name(&before.text),
            Self::New(new) => &new.name,
        }
    }

    /// What the record before has of it.
    fn known<'m>(&self, before: &'m Manifest) -> Option<&'m Known> {
        if let Self::AsBefore(at) = self { Some(&before.files[*at]) } else { None }
    }

    fn as_new(&self) -> Option<&New> {
        if let Self::New(new) = self { Some(new) } else { None }
    }

    /// Whether another goes on where this one ends: both are new, or their lines stand together in the record before.
    fn is_followed_by(&self, other: &Self, before: &Manifest) -> bool {
        match (self, other) {
            (Self::New(_), Self::New(_)) => true,
            (Self::AsBefore(at), Self::AsBefore(next)) => before.files[*at].end + 1 == before.files[*next].start,
            _ => false,
        }
    }
}

/// Replaces the names beside a record, by temporary file and rename.
pub fn write_names<'n>(path: &Path, names: impl Iterator<Item = &'n str>) -> io::Result<()> {
    let names: Vec<&str> = names.collect();
    let path = names_path(path);
    let mut file = Beside::new(&path)?;
    file.lines(&names, |name, text| push(text, sum_of_bytes, |text| text.push_str(name)))?;
    file.replace()
}

/// Replaces a record, by temporary file and rename, once the names stand beside it.
pub fn write(path: &Path, files: &[Recorded], before: &Manifest) -> io::Result<()> {
    // Writing to a string cannot fail.
    let mut first = String::new();
    push(&mut first, sum_of_words, |text| {
        let _ = write!(text, "{VERSION} {} ", stamp::time());
        say_stamp(stamp_of_names(path).unwrap_or(NO_STAMP), text);
    });
    let mut file = Beside::new(path)?;
    file.file.write_all(first.as_bytes())?;
    let mut total = 0_u64;
    for run in files.chunk_by(|one, other| one.is_followed_by(other, before)) {
        let known = || run.iter().filter_map(|recorded| recorded.known(before));
        if let (Some(first), Some(last)) = (known().next(), known().next_back()) {
            file.file.write_all(&before.text.as_bytes()[first.start..last.end])?;
            file.file.write_all(b"\n")?;
            total = known().fold(total, |total, known| add(total, known.sum));
        } else {
            let new: Vec<&New> = run.iter().filter_map(Recorded::as_new).collect();
            let say = |new: &&New, text: &mut String| say(&new.name, new.written.as_ref(), text);
            let of_new = file.lines(&new, |new, text| push(text, sum_of_words, |text| say(new, text)))?;
            total = total.wrapping_add(of_new);
        }
    }
    let mut last = String::new();
    push(&mut last, sum_of_words, |text| {
        let _ = write!(text, "{TOTAL} {total}");
    });
    file.file.write_all(last.as_bytes())?;
    file.replace()
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

/// A file that is written beside the one that it will replace.
struct Beside<'p> {
    path: &'p Path,
    new: PathBuf,
    file: BufWriter<fs::File>,
}

impl<'p> Beside<'p> {
    fn new(path: &'p Path) -> io::Result<Self> {
        let mut new = path.as_os_str().to_owned();
        new.push(".new");
        let new = PathBuf::from(new);
        Ok(Self { path, file: BufWriter::new(fs::File::create(&new)?), new })
    }

    /// Adds a line for each of `files`, a few thousand at a time: `say` puts one and gives its checksum. Gives the total
    /// of these.
    fn lines<T: Sync>(&mut self, files: &[T], say: impl Fn(&T, &mut String) -> u32 + Sync) -> io::Result<u64> {
        let lines = |files: &[T]| {
            let mut text = String::with_capacity(160 * files.len());
            let total = files.iter().fold(0, |total, file| add(total, say(file, &mut text)));
            (text, total)
        };
        let mut all = 0_u64;
        for some in files.chunks(16 * AT_ONCE) {
            let parts: Vec<(String, u64)> = some.par_chunks(AT_ONCE).map(lines).collect();
            for (part, total) in parts {
                self.file.write_all(part.as_bytes())?;
                all = all.wrapping_add(total);
            }
        }
        Ok(all)
    }

    fn replace(mut self) -> io::Result<()> {
        self.file.flush()?;
        fs::rename(&self.new, self.path)
    }
}

/// Adds a line with its checksum before it, which it gives.
fn push(text: &mut String, sum: Sum, write: impl FnOnce(&mut String)) -> u32 {
    let start = text.len();
    text.push_str("00000000 ");
    write(text);
    let sum = sum(&text.as_bytes()[start + 9..]);
    text.replace_range(start..start + 8, &format!("{sum:08x}"));
    text.push('\n');
    sum
}

/// What a line says with its checksum, when it is whole.
fn checked(line: &str, sum_of: Sum) -> Option<(u32, &str)> {
    let (sum, rest) = line.split_once(' ')?;
    let sum = u32::from_str_radix(sum, 16).ok()?;
    (sum == sum_of(rest.as_bytes())).then_some((sum, rest))
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

/// The file that a line of a record's text names.
fn line(text: &str, at: Range<usize>) -> Option<Known> {
    let (sum, says) = checked(&text[at.clone()], sum_of_words)?;
    let (name, written) = file(says)?;
    Some(Known { start: at.start, name: at.end - name.len(), end: at.end, sum, written })
}

fn file(says: &str) -> Option<(&str, Option<Written>)> {
    let mut parts = says.splitn(6, ' ');
    let inputs = parts.next()?;
    let stamp = stamp(&mut parts)?;
    let name = parts.next().filter(|name| is_below(name))?;
    let stamp = Some(stamp).filter(|stamp| stamp.modified != 0);
    let half = |range| u64::from_str_radix(inputs.get(range)?, 16).ok().map(u128::from);
    let inputs = half(0..16).zip(half(16..32)).map(|(high, low)| high << 64 | low);
    Some((name, stamp.map(|_| Written { stamp, inputs })))
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

    fn new(name: &str, written: Option<Written>) -> Recorded {
        Recorded::New(Box::new(New { name: name.to_owned(), written }))
    }

    #[test]
    fn a_record_never_names_what_lies_outside() {
        for name in ["../x", "/etc/passwd", "a/../../x", ""] {
            assert_eq!(file(&format!("- 0 0 0 0 {name}")), None, "{name}");
        }
        assert_eq!(file("- 0 0 0 0 a b/c.html"), Some(("a b/c.html", None)));
        assert_eq!(file("nonsense"), None);
    }

    #[test]
    fn what_is_written_is_read_again_and_what_is_damaged_is_not() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("public.manifest");
        let stamp = Stamp { size: 5, modified: -1, changed: 7, node: 8 };
        let written = Written { stamp: Some(stamp), inputs: Some(3) };
        let new = |name: &str, written: Option<&Written>| new(name, written.cloned());
        let read = || Manifest::read(&path).unwrap();
        let list = |manifest: &Manifest| -> Vec<(String, Option<Written>)> {
            manifest.files().map(|(name, written)| (name.to_owned(), written.cloned())).collect()
        };
        write_names(&path, ["a b.html", "c"].into_iter()).unwrap();
        write(&path, &[new("a b.html", Some(&written)), new("c", None)], &Manifest::default()).unwrap();
        let files = [("a b.html".to_owned(), Some(written)), ("c".to_owned(), None)];
        assert_eq!(list(&read()), files);
        let first = fs::read_to_string(&path).unwrap();
        write(&path, &[Recorded::AsBefore(0), new("c", None)], &read()).unwrap();
        assert_eq!(list(&read()), files);
        let text = fs::read_to_string(&path).unwrap();
        let lines = |text: &str| text.lines().skip(1).map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(lines(&text), lines(&first), "what is as before is said as before");

        fs::write(&path, text.replace("a b.html", "b b.html")).unwrap();
        assert_eq!(list(&read()), [("c".to_owned(), None), ("a b.html".to_owned(), None)]);
        // One line lost and another there twice.
        let (a, c) = (&lines(&text)[0], &lines(&text)[1]);
        fs::write(&path, text.replace(a.as_str(), c)).unwrap();
        assert!(list(&read()).contains(&("a b.html".to_owned(), None)));
        assert!(!read().names_stand);
        fs::write(&path, &text).unwrap();
        fs::remove_file(names_path(&path)).unwrap();
        assert_eq!(list(&read()), files);
        assert!(!read().names_stand);
        fs::remove_file(&path).unwrap();
        assert!(Manifest::read(&path).is_none());
    }

    #[test]
    fn files_are_found_wherever_they_are_looked_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("public.manifest");
        let names = ["a", "b", "c", "d", "e"];
        write(&path, &names.map(|name| new(name, None)), &Manifest::default()).unwrap();
        let manifest = Manifest::read(&path).unwrap();
        let finder = Finder::new(&manifest);
        for (place, (name, at)) in [("a", 0), ("d", 3), ("e", 4), ("b", 1), ("c", 2)].into_iter().enumerate() {
            assert_eq!(finder.find(name, place), Some(at));
        }
        assert_eq!(finder.find("x", 1), None);
    }

    #[test]
    fn names_that_another_version_wrote_are_known() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("public.manifest");
        fs::write(&path, "00000000 noticeboard manifest 1 5\nwhat another version knows\n").unwrap();
        fs::write(names_path(&path), "de0847de areas/index.html\n").unwrap();
        let read = Manifest::read(&path).unwrap();
        assert_eq!(read.files().collect::<Vec<_>>(), [("areas/index.html", None)]);
        assert!(read.names_stand);
    }
}
