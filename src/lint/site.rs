//! Rules that look at several documents: texts that are nearly alike, and facts that differ between languages. In: the
//! notes of all documents. Out: problems, each with the document that it is of. It must not know how notes are made.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use super::{
    Notes, Subject,
    facts::{self, is_date},
};
use crate::{
    catalogue::{Reading, reading::DocumentContent},
    language,
    problem::{Code, Problem},
    source::{Place, Span},
};

/// How many smallest hashes of a text's runs of words are kept.
const SKETCH: usize = 32;
/// So many words make a run.
const RUN: usize = 4;
/// Texts with fewer words are alike by chance.
const SHORT: usize = 25;
/// Bulletins of one day or week; reports of every month follow one pattern and are no copies.
const DAYS: i64 = 7;
/// So many hashes of [`SKETCH`] in common make two texts nearly one.
const ALIKE: usize = 24;

/// The smallest hashes of a text's runs of words (Broder 1997, "On the resemblance and containment of documents").
pub fn sketch(subject: &Subject) -> Vec<u32> {
    let words = subject.prose().flat_map(|copy| copy.text().split(|c: char| !c.is_alphanumeric()));
    let words: Vec<u32> = words.filter(|word| !word.is_empty()).map(hash).collect();
    if words.len() < SHORT {
        return Vec::new();
    }
    let of_run =
        |run: &[u32]| run.iter().fold(0, |all: u32, word| (all.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b1));
    let mut hashes: Vec<u32> = words.windows(RUN).map(of_run).collect();
    hashes.sort_unstable();
    hashes.dedup();
    hashes.truncate(SKETCH);
    // A hundred thousand of these are held at once.
    hashes.shrink_to_fit();
    hashes
}

/// FNV-1a with 32 bits over a word in small letters: the same on every machine.
fn hash(word: &str) -> u32 {
    let next = |hash: u32, letter: u32| (hash ^ letter).wrapping_mul(0x0100_0193);
    if word.is_ascii() {
        return word.bytes().fold(0x811c_9dc5, |hash, byte| next(hash, u32::from(byte.to_ascii_lowercase())));
    }
    word.chars().flat_map(char::to_lowercase).fold(0x811c_9dc5, |hash, letter| next(hash, u32::from(letter)))
}

/// What several documents say together. `open` tells of each whether it is open.
pub fn compare(readings: &[Arc<Reading>], notes: &[Notes], open: &[bool]) -> Vec<(usize, Problem)> {
    let mut problems = alike(readings, notes, open);
    problems.extend(translations(readings, notes, open));
    problems
}

fn alike(readings: &[Arc<Reading>], notes: &[Notes], open: &[bool]) -> Vec<(usize, Problem)> {
    let dated = |(at, reading): (usize, &Arc<Reading>)| open[at].then(|| Some((day(reading)?, at))).flatten();
    let mut by_day: Vec<(i64, usize)> = readings.iter().enumerate().filter_map(dated).collect();
    by_day.sort_unstable();
    // Only what was written in these days is held.
    let mut recent = RecentRuns::default();
    let mut oldest = 0;
    // Two closures or meetings in the words of one pattern have other days, and other titles.
    let are_two = |one: usize, other: usize| {
        let has_own = |one: usize, other: usize| {
            notes[one].facts.iter().any(|fact| is_date(fact) && notes[other].facts.binary_search(fact).is_err())
        };
        title(&readings[one]) != title(&readings[other]) && (has_own(one, other) || has_own(other, one))
    };
    let mut problems = Vec::new();
    for (today, at) in &by_day {
        while by_day[oldest].0 + DAYS < *today {
            recent.forget(by_day[oldest].1, &notes[by_day[oldest].1].sketch);
            oldest += 1;
        }
        let sketch = &notes[*at].sketch;
        let most = recent.most_alike(sketch);
        recent.add(*at, sketch);
        let enough = |count: usize| count >= ALIKE && count * 4 >= sketch.len() * 3;
        if let Some((other, _)) = most
            .filter(|(other, count)| enough(*count) && !kin(&readings[*other], &readings[*at]) && !are_two(*other, *at))
        {
            let first = &readings[other].path;
            problems.push((
                *at,
                Problem {
                    place: Some(Place::at(&readings[*at].path, Span::new(0, 0))),
                    code: Code::NearDuplicate,
                    message: format!("this is nearly the same text as `{first}`, which is open too"),
                    help: "is it an update of the other? Then add it there under `updates`; else withdraw one of them"
                        .into(),
                    related: vec![(Place::whole(first), "the other".into())],
                    fix: None,
                },
            ));
        }
    }
    problems.sort_unstable_by_key(|(at, _)| *at);
    problems
}

/// A run of words that more bulletins of some days share is a signature, not a copy.
const SHARED: usize = 64;

/// The hashes of sketches, each with the bulletins that have it, of which only the first [`SHARED`] are known.
#[derive(Default)]
struct RecentRuns {
    bulletins: HashMap<u32, Vec<usize>>,
}

impl RecentRuns {
    /// The bulletin that has most hashes in common with a sketch, and how many; of several the first.
    fn most_alike(&self, sketch: &[u32]) -> Option<(usize, usize)> {
        let mut common: HashMap<usize, usize> = HashMap::new();
        for at in sketch.iter().filter_map(|hash| self.bulletins.get(hash)).flatten() {
            *common.entry(*at).or_default() += 1;
        }
        common.into_iter().max_by_key(|(at, count)| (*count, std::cmp::Reverse(*at)))
    }

    fn add(&mut self, at: usize, sketch: &[u32]) {
        for hash in sketch {
            let known = self.bulletins.entry(*hash).or_default();
            if known.len() < SHARED {
                known.push(at);
            }
        }
    }

    fn forget(&mut self, at: usize, sketch: &[u32]) {
        for hash in sketch {
            if let Some(known) = self.bulletins.get_mut(hash) {
                known.retain(|known| *known != at);
                if known.is_empty() {
                    self.bulletins.remove(hash);
                }
            }
        }
    }
}

/// The day of a bulletin, counted from 1970.
fn day(reading: &Reading) -> Option<i64> {
    match &reading.says {
        DocumentContent::Bulletin(draft) => Some(draft.course.date.second().div_euclid(24 * 60 * 60)),
        DocumentContent::Page(_) | DocumentContent::Broken => None,
    }
}

fn title(reading: &Reading) -> Option<&str> {
    match &reading.says {
        DocumentContent::Bulletin(draft) => Some(&draft.entry.title),
        DocumentContent::Page(page) => Some(&page.entry.title),
        DocumentContent::Broken => None,
    }
}

/// Whether two documents are one in two languages.
fn kin(one: &Reading, other: &Reading) -> bool {
    fn stem(reading: &Reading) -> &str {
        let plain = || reading.path.as_str().trim_end_matches(".md");
        reading.translation.as_ref().map_or_else(plain, |translation| &translation.stem)
    }
    stem(one) == stem(other)
}

/// The languages in which dates are read: of others, only numbers and addresses are compared.
const DATED: &[&str] = &["en", "cy"];

/// The references that the front matter of a bulletin gives.
fn references(reading: &Reading) -> &[String] {
    match &reading.says {
        DocumentContent::Bulletin(draft) => &draft.more.references,
        DocumentContent::Page(_) | DocumentContent::Broken => &[],
    }
}

fn translations(readings: &[Arc<Reading>], notes: &[Notes], open: &[bool]) -> Vec<(usize, Problem)> {
    let mut problems = Vec::new();
    for (at, reading) in readings.iter().enumerate() {
        let Some(translation) = &reading.translation else { continue };
        let original = format!("{}.md", translation.stem);
        let Ok(of) = readings.binary_search_by(|known| known.path.as_str().cmp(&original)) else { continue };
        // What cannot be read says nothing that could be compared.
        if !open[of] || matches!(reading.says, DocumentContent::Broken) {
            continue;
        }
        let dated = DATED.contains(&language::first(&translation.tag));
        let here: HashSet<&String> = notes[at].facts.iter().collect();
        let mut lacking = notes[of]
            .facts
            .iter()
            .filter(|fact| !facts::is_loose(fact) && !here.contains(fact) && (dated || !is_date(fact)));
        // A translation that gives no references takes over those of the original.
        let (own, others) = (references(reading), references(&readings[of]));
        let mut other = others.iter().filter(|reference| !own.is_empty() && !own.contains(reference));
        // Of these, a translation may say fewer; but none that the original does not say.
        let unlike = || facts::unlike(&notes[of].facts, &notes[at].facts, dated).map(|fact| facts::words(fact));
        let lacking = lacking.next().map(|fact| facts::words(fact)).or_else(|| other.next().cloned()).or_else(unlike);
        if let Some(fact) = lacking {
            problems.push((
                at,
                Problem {
                    place: Some(Place::at(&reading.path, Span::new(0, 0))),
                    code: Code::TranslationFacts,
                    message: format!("`{original}` says `{fact}`, and this translation does not"),
                    help: "is a number, reference, date or address missing or mistyped in one of the two?".into(),
                    related: vec![(Place::whole(&readings[of].path), "the original".into())],
                    fix: None,
                },
            ));
        }
    }
    problems
}
