//! The inverted index: for each term the documents that hold it. In: documents in order. Out: terms in
//! order, with their documents as bytes. What it holds in memory besides that is bounded, however many documents there are.

use std::collections::HashMap;

use rayon::prelude::*;

use super::{FEWER, Terms, Weight, bytes::Bytes};

/// A document: its own terms, and sets of terms that it shares with others, by their place among these.
#[derive(Clone, Debug, Default)]
pub struct IndexedDocument<'t> {
    pub own: Vec<&'t Terms>,
    pub shared: Vec<u32>,
}

/// Terms that follow one another, with their documents.
#[derive(Debug, Default)]
pub struct Run {
    /// The texts of the terms, one after another.
    pub texts: String,
    /// The lists of the terms, one after another.
    pub lists: Vec<u8>,
    pub terms: Vec<TermList>,
}

/// A term: where its text and its list end in their run, and how many documents hold it.
#[derive(Clone, Copy, Debug)]
pub struct TermList {
    pub text: usize,
    pub list: usize,
    pub documents: u32,
}

/// So many places where terms stand are held in memory for each thread.
const HELD: u32 = 1 << 20;

/// Turns round. The runs follow one another in the order of the terms; where one ends has no meaning.
pub fn invert(documents: &[IndexedDocument], shared: &[Terms]) -> Vec<Run> {
    let all = u32::try_from(documents.len()).expect(FEWER);
    let ranges = ranges(documents, shared);
    ranges.into_par_iter().map(|range| run(documents, shared, range, all)).collect()
}

/// The first two bytes of a term, which keep the order of terms.
fn head(term: &str) -> u16 {
    let bytes = term.as_bytes();
    u16::from_be_bytes([bytes.first().copied().unwrap_or(0), bytes.get(1).copied().unwrap_or(0)])
}

fn terms<'t>(document: &'t IndexedDocument, shared: &'t [Terms]) -> impl Iterator<Item = (&'t str, Weight)> {
    let common = document.shared.iter().map(|at| &shared[*at as usize]);
    document.own.iter().copied().chain(common).flat_map(Terms::iter)
}

/// Ranges of the first two bytes that hold about as many places each: as many as there are threads, or more.
fn ranges(documents: &[IndexedDocument], shared: &[Terms]) -> Vec<std::ops::RangeInclusive<u16>> {
    let empty = || vec![0_u32; 1 << 16];
    let add = |mut counts: Vec<u32>, more: Vec<u32>| {
        counts.iter_mut().zip(more).for_each(|(count, more)| *count += more);
        counts
    };
    let own = documents.par_iter().with_min_len(4096).fold(empty, |mut counts, document| {
        for (term, _) in terms(document, shared) {
            counts[usize::from(head(term))] += 1;
        }
        counts
    });
    let counts = own.reduce(empty, add);
    let all: u32 = counts.iter().sum();
    let threads = u32::try_from(rayon::current_num_threads()).unwrap_or(1);
    let each = all.div_ceil(threads).clamp(1, HELD);
    let mut ranges = Vec::new();
    let (mut start, mut held) = (0, 0);
    for (head, count) in (0..=u16::MAX).zip(counts) {
        held += count;
        if held >= each {
            ranges.push(start..=head);
            (start, held) = (head.saturating_add(1), 0);
        }
    }
    if held > 0 {
        ranges.push(start..=u16::MAX);
    }
    ranges
}

/// What is known of a term while documents are gone through.
struct TermState<'t> {
    text: &'t str,
    documents: u32,
    /// Where it was last met.
    last: usize,
}

fn run(documents: &[IndexedDocument], shared: &[Terms], range: std::ops::RangeInclusive<u16>, all: u32) -> Run {
    let mut places: HashMap<&str, u32> = HashMap::new();
    let mut known: Vec<TermState> = Vec::new();
    // Each meeting of a term and a document: the term, and the document with the weight in its lowest bits.
    let mut met: Vec<(u32, u32)> = Vec::new();
    for (document, id) in documents.iter().zip(0_u32..) {
        for (term, weight) in terms(document, shared).filter(|(term, _)| range.contains(&head(term))) {
            let place = *places.entry(term).or_insert_with(|| {
                known.push(TermState { text: term, documents: 0, last: usize::MAX });
                u32::try_from(known.len() - 1).expect("each term takes memory: there are fewer than 4 thousand million")
            });
            let term = &mut known[place as usize];
            let meeting = id << 2 | weight as u32;
            match met.get_mut(term.last).filter(|(_, last)| last >> 2 == id) {
                // It stands in two places of one document, of which the better one counts.
                Some((_, last)) => *last = meeting.min(*last),
                None => {
                    term.last = met.len();
                    term.documents += 1;
                    met.push((place, meeting));
                }
            }
        }
    }
    drop(places);
    let mut order: Vec<u32> = (0..).take(known.len()).collect();
    order.sort_unstable_by_key(|place| known[*place as usize].text);
    // The meetings sorted by term; those of one term stay in the order of documents.
    let mut starts = vec![0_usize; known.len()];
    let mut end = 0;
    for place in &order {
        starts[*place as usize] = end;
        end += known[*place as usize].documents as usize;
    }
    let mut sorted = vec![0_u32; met.len()];
    let mut next = starts.clone();
    for (place, meeting) in met {
        let next = &mut next[place as usize];
        sorted[*next] = meeting;
        *next += 1;
    }
    let mut run = Run::default();
    for place in order {
        let TermState { text, documents, .. } = known[place as usize];
        let start = starts[place as usize];
        let mut bytes = Bytes(run.lists);
        list(&sorted[start..start + documents as usize], all, &mut bytes);
        run.lists = bytes.0;
        run.texts.push_str(text);
        run.terms.push(TermList { text: run.texts.len(), list: run.lists.len(), documents });
    }
    run
}

/// The documents of a term: for each weight that there is, those with it.
fn list(meetings: &[u32], all: u32, out: &mut Bytes) {
    let of = |weight: Weight| meetings.iter().filter(move |meeting| **meeting & 3 == weight as u32).map(|m| m >> 2);
    let there = Weight::ALL.into_iter().filter(|weight| of(*weight).next().is_some());
    out.0.push(there.clone().fold(0, |mask, weight| mask | 1 << weight as u8));
    for weight in there {
        out.set(&of(weight).collect::<Vec<u32>>(), all);
    }
}
