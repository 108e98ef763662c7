//! What there is to search, and what a result shows of a document. In: names, days, records. Out: the piece that is
//! fetched first, and pieces of records. It must not know how results look.

use super::{FEWER, Index, bytes::Bytes};

/// How many documents one piece of records holds.
pub const RECORDS: usize = 32;

/// The form of the pieces; a script that was kept from earlier does not read a newer one.
const FORM: u32 = 1;

/// A name that documents are chosen by, and the words that are shown for it.
#[derive(Clone, Debug)]
pub struct FacetName<'a> {
    pub name: &'a str,
    pub label: &'a str,
}

/// An area: its key among the terms, its name, how deep it lies in the tree.
#[derive(Clone, Debug)]
pub struct AreaRecord<'a> {
    pub key: &'a str,
    pub name: &'a str,
    pub depth: u32,
}

/// What there is to search. Documents stand in order, the oldest first.
#[derive(Clone, Debug, Default)]
pub struct Contents<'a> {
    pub kinds: Vec<FacetName<'a>>,
    pub states: Vec<FacetName<'a>>,
    pub severities: Vec<FacetName<'a>>,
    /// In the order of the tree.
    pub areas: Vec<AreaRecord<'a>>,
    /// The day of each document: `(year · 12 + month - 1) · 31 + day - 1`, months and days from 1.
    pub days: Vec<u32>,
    /// Those that are open.
    pub open: Vec<u32>,
}

/// What a result shows of a document.
#[derive(Clone, Debug, Default)]
pub struct ResultRecord<'a> {
    /// Below the site's first page, percent-encoded.
    pub address: &'a str,
    pub title: &'a str,
    pub summary: &'a str,
    pub place: &'a str,
    pub day: &'a str,
    /// Empty where it is the site's.
    pub language: &'a str,
    pub kind: u32,
    pub state: u32,
    pub severity: u32,
}

/// The most bytes of a title or summary that a result shows.
const LONGEST: usize = 320;

/// How many pieces the records of so many documents take.
pub fn record_pieces(documents: usize) -> u32 {
    u32::try_from(documents.div_ceil(RECORDS)).expect(FEWER)
}

/// A piece of records.
pub fn records<'a>(documents: impl Iterator<Item = ResultRecord<'a>>) -> Vec<u8> {
    let mut bytes = Bytes(Vec::with_capacity(RECORDS * 320));
    for record in documents {
        let ResultRecord { address, title, summary, place, day, language, kind, state, severity } = record;
        bytes.text(address);
        for text in [title, summary, place] {
            bytes.text(&shortened(text));
        }
        for text in [day, language] {
            bytes.text(text);
        }
        for number in [kind, state, severity] {
            bytes.number(number);
        }
    }
    bytes.0
}

/// A text that is not longer than results show, cut between words.
fn shortened(text: &str) -> std::borrow::Cow<'_, str> {
    if text.len() <= LONGEST {
        return text.into();
    }
    let cut = &text[..text.floor_char_boundary(LONGEST)];
    let cut = cut.rfind(char::is_whitespace).map_or(cut, |at| cut[..at].trim_end());
    format!("{cut} …").into()
}

/// The piece that is fetched first. Each other piece is named with its checksum, so that pieces of two builds never mix;
/// `records` holds those of the records. Its own checksum is at its end.
pub fn contents(contents: &Contents, index: &Index, records: &[u32]) -> Vec<u8> {
    let Contents { kinds, states, severities, areas, days, open } = contents;
    let mut bytes = Bytes::default();
    bytes.number(FORM);
    bytes.count(days.len());
    bytes.count(RECORDS);
    for words in [kinds, states, severities] {
        bytes.count(words.len());
        for FacetName { name, label } in words {
            bytes.text(name);
            bytes.text(label);
        }
    }
    bytes.count(areas.len());
    for AreaRecord { key, name, depth } in areas {
        bytes.text(key);
        bytes.text(name);
        bytes.number(*depth);
    }
    // Each day on which something was dated: how many days after the one before, and how many documents it has.
    let mut before = 0;
    for same in days.chunk_by(|one, other| one == other) {
        bytes.number(same[0].saturating_sub(before));
        bytes.count(same.len());
        before = same[0];
    }
    bytes.set(open, u32::try_from(days.len()).expect(FEWER));
    let check = |bytes: &mut Bytes, sum: u32| bytes.0.extend_from_slice(&sum.to_le_bytes()[..3]);
    bytes.count(index.pieces().len());
    for (first, piece) in index.pieces() {
        bytes.text(first);
        check(&mut bytes, sum(piece));
    }
    check(&mut bytes, sum(index.spelling()));
    for record in records {
        check(&mut bytes, *record);
    }
    let whole = sum(&bytes.0);
    check(&mut bytes, whole);
    bytes.0
}

/// A checksum (FNV-1a).
pub fn sum(bytes: &[u8]) -> u32 {
    let hash = bytes.iter().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    hash ^ (hash >> 24)
}
