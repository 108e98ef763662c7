//! The record of earlier publishes that lies on the host itself: which files are ours, and what was in them. In: bytes.
//! Out: a [`HostRecord`], and bytes again. What it says is trusted only as far as the host's listing agrees; it never names
//! what lies outside the target.

use std::{
    collections::BTreeMap,
    io::{Read as _, Write as _},
};

use flate2::{Compression, read::DeflateDecoder, write::DeflateEncoder};
use serde::{Deserialize, Serialize};

use super::wanted::Print;
use crate::{
    published::{PublicState, PublishedBulletin, PublishedRecord},
    role::Role,
    write,
};

/// Where the record lies on the host, with the lock beside it.
pub const FOLDER: &str = ".noticeboard/";
pub const NAME: &str = ".noticeboard/state";

/// What is known of a file that a publish put there.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostFile {
    /// None while it is not known what became of it: it was about to be sent.
    pub print: Option<Print>,
    /// The host's mark of it after it was sent; none as above, or where the host gave none.
    pub mark: Option<String>,
    pub headers: u64,
    pub role: Role,
    pub of: Vec<String>,
    /// Since when the site no longer has it, in seconds since 1970.
    pub retired: Option<i64>,
}

/// The record.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HostRecord {
    pub files: BTreeMap<String, HostFile>,
    /// Addresses of which some cache still has to be told.
    pub untold: Vec<String>,
    /// The bulletins, as they are or are about to be.
    pub published: PublishedRecord,
    /// Whether a publish that took something back has not come to its end.
    pub retracting: bool,
}

/// The record as version 1 had it.
#[derive(Deserialize)]
struct HostRecordV1 {
    files: BTreeMap<String, HostFile>,
    untold: Vec<String>,
}

/// The record as version 2 had it: it did not say which lists and files went with a bulletin.
#[derive(Deserialize)]
struct HostRecordV2 {
    files: BTreeMap<String, HostFile>,
    untold: Vec<String>,
    published: PublishedRecordV2,
    retracting: bool,
}

#[derive(Deserialize)]
struct PublishedRecordV2 {
    lineage: u64,
    generation: u64,
    time: i64,
    bulletins: BTreeMap<String, PublishedBulletinV2>,
}

#[derive(Deserialize)]
struct PublishedBulletinV2 {
    addresses: Vec<String>,
    version: u64,
    earlier: Vec<u64>,
    changed: u64,
    state: PublicState,
    path: u64,
    head: u64,
}

impl From<HostRecordV1> for HostRecord {
    fn from(HostRecordV1 { files, untold }: HostRecordV1) -> Self {
        Self { files, untold, ..Self::default() }
    }
}

impl From<HostRecordV2> for HostRecord {
    fn from(HostRecordV2 { files, untold, published, retracting }: HostRecordV2) -> Self {
        let PublishedRecordV2 { lineage, generation, time, bulletins } = published;
        let known = |(id, known): (String, PublishedBulletinV2)| {
            let PublishedBulletinV2 { addresses, version, earlier, changed, state, path, head } = known;
            let (lists, files) = (Vec::new(), Vec::new());
            (id, PublishedBulletin { addresses, version, earlier, changed, state, path, head, lists, files })
        };
        let bulletins = bulletins.into_iter().map(known).collect();
        Self { files, untold, published: PublishedRecord { lineage, generation, time, bulletins }, retracting }
    }
}

/// Why there is no record.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecordError {
    /// It is cut, or was changed by somebody.
    Damaged,
    /// A later version of the program wrote it.
    Newer,
}

const HEAD: &str = "noticeboard state ";
const VERSION: &str = "3";
/// The versions before, which are read.
const FIRST: &str = "1";
const SECOND: &str = "2";
/// The largest record that is read, uncompressed: that of about a million files.
const LARGEST: u64 = 256 * 1024 * 1024;
const SUM: usize = 16;

impl HostRecord {
    /// Reads a record.
    ///
    /// # Errors
    ///
    /// See `RecordError`.
    pub fn read(bytes: &[u8]) -> Result<Self, RecordError> {
        let rest = bytes.strip_prefix(HEAD.as_bytes()).ok_or(RecordError::Damaged)?;
        let end = rest.iter().position(|byte| *byte == b'\n').ok_or(RecordError::Damaged)?;
        let (version, rest) = (&rest[..end], &rest[end + 1..]);
        let version = std::str::from_utf8(version).map_err(|_| RecordError::Damaged)?;
        if ![FIRST, SECOND, VERSION].contains(&version) {
            return Err(version.parse::<u32>().map_or(RecordError::Damaged, |_| RecordError::Newer));
        }
        let (sum, packed) = rest.split_at_checked(SUM).ok_or(RecordError::Damaged)?;
        if blake3::hash(packed).as_bytes()[..SUM] != *sum {
            return Err(RecordError::Damaged);
        }
        let mut plain = Vec::new();
        let read = DeflateDecoder::new(packed).take(LARGEST).read_to_end(&mut plain);
        read.map_err(|_| RecordError::Damaged)?;
        let state = match version {
            FIRST => whole::<HostRecordV1>(&plain).map(Self::from),
            SECOND => whole::<HostRecordV2>(&plain).map(Self::from),
            _ => whole(&plain),
        };
        let mut state = state.ok_or(RecordError::Damaged)?;
        state.files.retain(|name, _| is_below(name));
        Ok(state)
    }

    /// The record as it lies on the host.
    pub fn write(&self) -> Vec<u8> {
        let plain =
            postcard::to_stdvec(self).expect("every type in it has a form in postcard, and memory takes all bytes");
        packed(VERSION, &plain)
    }
}

/// A value that takes all of the bytes.
fn whole<'b, T: Deserialize<'b>>(plain: &'b [u8]) -> Option<T> {
    postcard::take_from_bytes(plain).ok().and_then(|(value, rest)| rest.is_empty().then_some(value))
}

/// A record of a version, with its checksum.
fn packed(version: &str, plain: &[u8]) -> Vec<u8> {
    let mut packed = DeflateEncoder::new(Vec::new(), Compression::fast());
    let packed = packed.write_all(plain).and_then(|()| packed.finish()).expect("writing to memory does not fail");
    let mut bytes = format!("{HEAD}{version}\n").into_bytes();
    bytes.extend_from_slice(&blake3::hash(&packed).as_bytes()[..SUM]);
    bytes.extend_from_slice(&packed);
    bytes
}

/// Whether a name stays below the target wherever it is joined to a path, on whichever system.
pub fn is_below(name: &str) -> bool {
    !name.contains(['\\', '\0', '\n']) && write::is_below(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn state() -> HostRecord {
        let kept = HostFile {
            print: Some(Print([3; 16])),
            mark: Some("d41d8cd98f00b204e9800998ecf8427e".into()),
            headers: 7,
            role: Role::Page,
            of: vec!["b/index.html".into()],
            retired: None,
        };
        let files = [("a/index.html", kept.clone()), ("b/é.html", kept)];
        let known = PublishedBulletin {
            addresses: vec!["/a/".into()],
            version: 1,
            earlier: vec![2],
            changed: 3,
            state: PublicState::Gone(4),
            path: 5,
            head: 0,
            lists: vec![6],
            files: vec![300],
        };
        let bulletins = [("/a/".to_owned(), known)].into();
        let published = PublishedRecord { lineage: 7, generation: 3, time: 8, bulletins };
        HostRecord {
            files: files.map(|(name, kept)| (name.into(), kept)).into(),
            untold: vec!["https://a.example/".into()],
            published,
            retracting: true,
        }
    }

    #[test]
    fn what_is_written_is_read_again() {
        assert_eq!(HostRecord::read(&state().write()), Ok(state()));
    }

    /// What other versions of the program left on hosts is read as they meant it: where these bytes no longer fit, `VERSION`
    /// has to change too, and the bytes before have to be read.
    #[test]
    fn the_bytes_of_the_record_are_these() {
        let mut files = Vec::new();
        for name in [&b"\x0ca/index.html"[..], b"\x09b/\xc3\xa9.html"] {
            files.extend_from_slice(name);
            files.push(1);
            files.extend([3; 16]);
            files.extend(b"\x01\x20d41d8cd98f00b204e9800998ecf8427e\x07\x03\x01\x0cb/index.html\x00");
        }
        let untold = b"\x01\x12https://a.example/";
        let known = b"\x07\x03\x10\x01\x03/a/\x01\x03/a/\x01\x01\x02\x03\x01\x08\x05\x00";
        let third = [&b"\x02"[..], &files, untold, known, b"\x01\x06\x01\xac\x02\x01"].concat();
        assert_eq!(postcard::to_stdvec(&state()).unwrap(), third);
        assert!(state().write().starts_with(b"noticeboard state 3\n"));

        let second = [&b"\x02"[..], &files, untold, known, b"\x01"].concat();
        let mut want = state();
        let known = want.published.bulletins.get_mut("/a/").unwrap();
        (known.lists, known.files) = (Vec::new(), Vec::new());
        assert_eq!(HostRecord::read(&packed(SECOND, &second)), Ok(want));
        let first = [&b"\x02"[..], &files, untold].concat();
        let want = HostRecord { published: PublishedRecord::default(), retracting: false, ..state() };
        assert_eq!(HostRecord::read(&packed(FIRST, &first)), Ok(want));
    }

    /// Where a bulletin stands is written as a number, which stays: 0 shown, 1 taken back, 2 deleted.
    #[test]
    fn the_bytes_of_each_state_are_these() {
        let states = [PublicState::Shown, PublicState::Gone(4), PublicState::Deleted(4)];
        let bytes = states.map(|state| postcard::to_stdvec(&state).unwrap());
        assert_eq!(bytes, [&b"\x00"[..], b"\x01\x08", b"\x02\x08"]);
    }

    #[test]
    fn what_was_damaged_is_not_read() {
        let whole = state().write();
        for at in 0..whole.len() {
            assert!(HostRecord::read(&whole[..at]).is_err(), "cut at {at}");
            let mut damaged = whole.clone();
            damaged[at] ^= 1;
            assert!(HostRecord::read(&damaged).is_err(), "byte {at}");
        }
        assert_eq!(HostRecord::read(b"noticeboard state 4\nwhatever"), Err(RecordError::Newer));
    }

    #[test]
    fn a_record_never_names_what_lies_outside() {
        let mut bad = state();
        let kept = bad.files["a/index.html"].clone();
        for name in ["../x", "/etc/passwd", "a/../../x", "", "a//b", "a\\..\\b"] {
            bad.files.insert(name.into(), kept.clone());
        }
        assert_eq!(HostRecord::read(&bad.write()), Ok(state()));
    }
}
