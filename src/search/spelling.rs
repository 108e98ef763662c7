//! The words that many documents hold, so that a slip of the finger can be mended by the reader's browser. In: terms in
//! order with how many documents hold each. Out: one piece. It must not know where words stand.

use super::bytes::Bytes;

/// The most words: about 20 KB.
const MOST: usize = 3_000;
/// A word of fewer letters has too many neighbours.
const SHORTEST: usize = 4;

/// The words that most documents hold, in order: each with what it shares with the one before.
pub fn piece<'t>(terms: impl Iterator<Item = (&'t str, u32)>, all: u32) -> Vec<u8> {
    // What one document in a thousand holds, but at least two.
    let fewest = (all / 1_000).max(2);
    let word = |text: &str| text.chars().count() >= SHORTEST && text.chars().all(char::is_alphabetic);
    let mut words: Vec<(&str, u32)> = terms.filter(|(text, held)| *held >= fewest && word(text)).collect();
    if words.len() > MOST {
        words.sort_by_key(|(text, held)| (std::cmp::Reverse(*held), *text));
        words.truncate(MOST);
        words.sort_unstable();
    }
    let mut bytes = Bytes::default();
    bytes.count(words.len());
    let mut before = "";
    for (text, held) in words {
        bytes.tail(text, before);
        bytes.number(held);
        before = text;
    }
    bytes.0
}
