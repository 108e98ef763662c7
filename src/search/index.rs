//! Terms cut into pieces of a few kilobytes. In: documents. Out: an [`Index`], whose pieces are known by number before
//! it is made. It must not know what documents are.

use rayon::prelude::*;

use super::{
    FEWER, IndexedDocument, Terms,
    bytes::Bytes,
    invert::{Run, invert},
    spelling,
};

/// The index of words: every piece as bytes, and the term that each begins with.
#[derive(Debug, Default)]
pub struct Index {
    pieces: Vec<(String, Vec<u8>)>,
    spelling: Vec<u8>,
}

/// How much of the documents' terms one piece stands for: lists take about a fifth of what they are made from.
const OF_TERMS: usize = 80 * 1024;

/// How many pieces the words of documents take, from the sizes of their terms.
pub fn word_pieces(sizes: impl Iterator<Item = usize>) -> u32 {
    let size: usize = sizes.sum();
    u32::try_from(size.div_ceil(OF_TERMS).max(1)).expect("terms are in memory, and 4 thousand million pieces are not")
}

impl Index {
    /// Makes the index of documents in so many pieces. `shared` are the sets of terms that documents name.
    pub fn of(documents: &[IndexedDocument], shared: &[Terms], pieces: u32) -> Self {
        let runs = invert(documents, shared);
        let terms = SortedTerms::of(&runs);
        let cuts = terms.cuts(pieces as usize);
        let all = u32::try_from(documents.len()).expect(FEWER);
        let spelling = spelling::piece(terms.iter(0..terms.len()).map(|term| (term.text, term.documents)), all);
        let pieces = cuts.par_windows(2).map(|cut| terms.piece(cut[0]..cut[1])).collect();
        Self { pieces, spelling }
    }

    /// A piece of words, from 0.
    pub fn words(&self, number: u32) -> &[u8] {
        self.pieces.get(number as usize).map_or(&[], |(_, bytes)| bytes)
    }

    /// The first term of each piece of words, and its bytes.
    pub fn pieces(&self) -> impl ExactSizeIterator<Item = (&str, &[u8])> {
        self.pieces.iter().map(|(first, bytes)| (first.as_str(), bytes.as_slice()))
    }

    /// Frequent words, to find what was meant by one that is not there.
    pub fn spelling(&self) -> &[u8] {
        &self.spelling
    }
}

/// A term with its documents as bytes.
#[derive(Clone, Copy)]
struct Term<'r> {
    text: &'r str,
    list: &'r [u8],
    documents: u32,
}

/// The terms of all runs, by number.
struct SortedTerms<'r> {
    runs: &'r [Run],
    /// The number of each run's first term.
    starts: Vec<usize>,
}

impl<'r> SortedTerms<'r> {
    fn of(runs: &'r [Run]) -> Self {
        let starts = runs.iter().scan(0, |start, run| {
            let first = *start;
            *start += run.terms.len();
            Some(first)
        });
        Self { runs, starts: starts.collect() }
    }

    fn len(&self) -> usize {
        self.runs.iter().map(|run| run.terms.len()).sum()
    }

    fn at(&self, number: usize) -> Term<'r> {
        let at = self.starts.partition_point(|start| *start <= number) - 1;
        let run = &self.runs[at];
        let number = number - self.starts[at];
        let term = run.terms[number];
        let (text, list) =
            number.checked_sub(1).map_or((0, 0), |before| (run.terms[before].text, run.terms[before].list));
        Term { text: &run.texts[text..term.text], list: &run.lists[list..term.list], documents: term.documents }
    }

    fn iter(&self, range: std::ops::Range<usize>) -> impl Iterator<Item = Term<'r>> + '_ {
        range.map(|number| self.at(number))
    }

    /// Where each piece begins, and where the last one ends. Pieces hold about as many bytes each. Of the terms near
    /// where one should end, it ends before the one whose hash is least: so a few bytes more or less move no other end.
    fn cuts(&self, pieces: usize) -> Vec<usize> {
        let count = self.len();
        let mut sizes = 0;
        let ends: Vec<usize> = self
            .iter(0..count)
            .map(|term| {
                sizes += term.text.len() + term.list.len();
                sizes
            })
            .collect();
        let at = |size: usize| ends.partition_point(|end| *end < size);
        let mut cuts = vec![0];
        for piece in 1..pieces {
            let (want, slack) = (sizes * piece / pieces, sizes / pieces / 8);
            let near = at(want.saturating_sub(slack)).max(cuts[piece - 1])..at(want + slack).min(count);
            let least = near.clone().min_by_key(|number| super::sum(self.at(*number).text.as_bytes()));
            cuts.push(least.unwrap_or(near.start.min(count)));
        }
        cuts.push(count);
        cuts
    }

    /// A piece: how many terms, then each with what it shares with the one before, its text and its list.
    fn piece(&self, range: std::ops::Range<usize>) -> (String, Vec<u8>) {
        let mut bytes = Bytes::default();
        bytes.count(range.len());
        let mut before = "";
        let first = range.clone().next().map(|first| self.at(first).text.to_owned()).unwrap_or_default();
        for Term { text, list, .. } in self.iter(range) {
            bytes.tail(text, before);
            bytes.count(list.len());
            bytes.0.extend_from_slice(list);
            before = text;
        }
        (first, bytes.0)
    }
}
