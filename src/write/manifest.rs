//! The record of what the program wrote into an output folder. In: its file. Out: [`Manifest`]. A line of it that
//! cannot be read is passed over: the record is a help, and what it lacks is only written or left alone.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    collections::BTreeMap,
    fmt::Write as _,
    fs, io,
    path::{Component, Path, PathBuf},
    time::UNIX_EPOCH,
};

/// What is known of one file that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub hash: blake3::Hash,
    pub stamp: Option<Stamp>,
}

/// The size of a file in bytes and when it was last changed, in nanoseconds since 1970: when both are as recorded, so
/// are its bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    pub size: u64,
    pub changed: u128,
}

impl Stamp {
    pub fn of(metadata: &fs::Metadata) -> Option<Self> {
        let changed = metadata.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
        Some(Self { size: metadata.len(), changed })
    }
}

/// The files of an output folder by their paths below it, with `/` between the names.
#[derive(Clone, Debug, Default)]
pub struct Manifest {
    pub files: BTreeMap<String, Option<Written>>,
}

/// The first line: a record of another version is not read.
const VERSION: &str = "noticeboard manifest 1";

impl Manifest {
    /// Reads the record; none when there is none.
    pub fn read(path: &Path) -> Option<Self> {
        let text = fs::read(path).ok()?;
        let text = String::from_utf8_lossy(&text);
        let mut lines = text.lines();
        if lines.next() != Some(VERSION) {
            return None;
        }
        Some(Self { files: lines.filter_map(line).collect() })
    }

    /// Replaces the record by temporary file and rename.
    pub fn write(&self, path: &Path) -> io::Result<()> {
        let mut text = format!("{VERSION}\n");
        for (name, written) in &self.files {
            let (hash, stamp) = match written {
                Some(written) => (written.hash.to_hex().to_string(), written.stamp),
                None => ("-".into(), None),
            };
            let (size, changed) = stamp.map_or((0, 0), |stamp| (stamp.size, stamp.changed));
            // Writing to a string cannot fail.
            let _ = writeln!(text, "{hash} {size} {changed} {name}");
        }
        let beside = path.with_extension("new");
        fs::write(&beside, text)?;
        fs::rename(&beside, path)
    }
}

fn line(line: &str) -> Option<(String, Option<Written>)> {
    let mut parts = line.splitn(4, ' ');
    let (hash, size, changed, name) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    below(Path::new(""), name)?;
    let written = blake3::Hash::from_hex(hash).ok().map(|hash| {
        let stamp = size.parse().ok().zip(changed.parse().ok()).map(|(size, changed)| Stamp { size, changed });
        Written { hash, stamp: stamp.filter(|stamp| stamp.changed > 0) }
    });
    Some((name.to_owned(), written))
}

/// A path below a folder; none when the name would lead out of it.
pub fn below(folder: &Path, name: &str) -> Option<PathBuf> {
    let path = Path::new(name);
    let plain = !name.is_empty() && path.components().all(|part| matches!(part, Component::Normal(_)));
    plain.then(|| folder.join(path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_record_never_names_what_lies_outside() {
        for name in ["../x", "/etc/passwd", "a/../../x", ""] {
            assert_eq!(line(&format!("- 0 0 {name}")), None, "{name}");
        }
        assert!(line("- 0 0 a b/c.html").is_some());
        assert!(line("nonsense").is_none());
    }
}
