//! An index of words, in pieces small enough that a browser fetches a few of them for a query. In: the terms of
//! documents, and what a result shows of each. Out: pieces as bytes. It must not know bulletins, pages or the disk.
//!
//! `themes/default/static/search.js` folds and splits a query in the same way, and reads these pieces:
//! [`contents`] (what there is), [`Index::words`] (terms with the documents that hold them), [`records`] (what a result
//! shows) and [`Index::spelling`] (frequent words, for slips of the finger).

mod bytes;
mod contents;
mod fold;
mod index;
mod invert;
mod spelling;
mod terms;
mod tokens;

pub use contents::{AreaRecord, Contents, FacetName, RECORDS, ResultRecord, contents, record_pieces, records, sum};
pub use fold::fold;
pub use index::{Index, word_pieces};
pub use invert::IndexedDocument;
pub use terms::{Terms, Weight, key};
pub use tokens::tokens;

/// Why the number of documents fits 32 bits.
const FEWER: &str = "each document is a file and takes memory: there are fewer than 4 thousand million";
