//! What other hosts answered when it was last asked whether something stands at an address. In: a folder. Out: [`AnswerCache`]. An
//! address is kept as its hash, so that nothing of a text that is taken back stays here.

use std::{collections::HashMap, path::Path};

use serde::{Deserialize, Serialize};

use super::{CacheKey, keep, recall};

/// The file, below the site's folder.
const ASKED: &str = "links";
/// A change of this makes older answers count as not there.
const VERSION: CacheKey = *b"noticeboard: what links answered";
/// How long an answer is believed, in seconds: that something stands, a week; that it is gone, a day.
const STANDS: i64 = 7 * 24 * 60 * 60;
const GONE: i64 = 24 * 60 * 60;

/// Answers of other hosts, by the hash of the address (BLAKE3).
#[derive(Debug, Default, Serialize, Deserialize)]
pub struct AnswerCache(HashMap<[u8; 32], (LinkState, i64)>);

/// What was answered. What is kept has the number of a variant: a new one comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum LinkState {
    Stands,
    /// Nothing is there: the status that its server gave.
    Gone(u16),
    /// There is no host of the name.
    NoHost,
}

impl AnswerCache {
    /// What was answered, of which only what still counts.
    pub fn load(root: &Path, now: i64) -> Self {
        let mut asked: Self = recall(root, ASKED, &VERSION);
        asked.0.retain(|_, (told, at)| {
            let believed = if *told == LinkState::Stands { STANDS } else { GONE };
            (*at..at.saturating_add(believed)).contains(&now)
        });
        asked
    }

    /// What was answered of an address, when it was asked lately.
    pub fn of(&self, address: &str) -> Option<LinkState> {
        self.0.get(blake3::hash(address.as_bytes()).as_bytes()).map(|(told, _)| *told)
    }

    /// Notes an answer, and when it was given, in seconds since 1970.
    pub fn note(&mut self, address: &str, told: LinkState, at: i64) {
        self.0.insert(*blake3::hash(address.as_bytes()).as_bytes(), (told, at));
    }

    /// Keeps the answers for next time.
    pub fn save(&self, root: &Path) {
        keep(root, ASKED, &VERSION, self);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Where these bytes no longer fit, `VERSION` has to change too.
    #[test]
    fn the_bytes_of_an_answer_are_these() {
        let states = [LinkState::Stands, LinkState::Gone(404), LinkState::NoHost];
        let bytes = states.map(|state| postcard::to_stdvec(&AnswerCache([([7; 32], (state, 3))].into())).unwrap());
        let of = |state: &[u8]| [&b"\x01"[..], &[7; 32], state, b"\x06"].concat();
        assert_eq!(bytes, [of(b"\x00"), of(b"\x01\x94\x03"), of(b"\x02")]);
        assert_eq!(VERSION, *b"noticeboard: what links answered");
    }
}
