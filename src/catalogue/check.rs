//! Links between documents that lead nowhere. In: a catalogue and the documents' links. Out: problems.
//! It must not know Markdown or HTML.

use super::{
    Catalogue, Entry, Showing,
    links::{self, Lead},
};
use crate::{
    address::Address,
    parse::{Document, reader::nearest},
    problem::{Problem, wording},
    source::{Place, SourcePath, Span},
};

/// For so many links the nearest name is looked for.
const LOOKED_FOR: usize = 50;

/// Reports links of shown documents that lead nowhere.
pub fn check(catalogue: &Catalogue, documents: &[Document], problems: &mut Vec<Problem>) {
    // Looking for the nearest name reads every path: after a few links the rest go without.
    let mut looked = 0;
    let mut near = |from: &SourcePath, path: &str| {
        looked += 1;
        let documents = catalogue.targets.keys().map(String::as_str);
        let known = documents.chain(catalogue.attachments.iter().map(|file| file.path.as_str()));
        let near = if looked <= LOOKED_FOR { nearest(path, known) } else { None };
        near.map(|near| relative(from.folder(), near))
    };
    let mut check = |entry: &Entry, page: &Address| {
        let document = &documents[entry.document as usize];
        for link in &document.facts.links {
            let place = Place::at(&entry.path, Span::from(link.range.clone()).shifted(document.body));
            match links::lead(catalogue, &entry.path, page, &link.destination) {
                Lead::Missing { path } => {
                    let near = near(&entry.path, &path);
                    problems.push(wording::link_target_missing(place, &link.destination, near.as_deref()));
                }
                Lead::NoFile { path } => {
                    let near = near(&entry.path, &path);
                    problems.push(wording::attachment_missing(place, &link.destination, near.as_deref()));
                }
                Lead::Hidden { state } => problems.push(wording::link_hidden(place, &link.destination, state)),
                _ => {}
            }
        }
    };
    for placed in catalogue.bulletins.iter().filter(|placed| placed.bulletin.life.showing == Showing::Whole) {
        check(&placed.bulletin.entry, &placed.address);
    }
    for page in &catalogue.pages {
        check(&page.entry, &page.address);
    }
}

/// A path as a link in `folder` would write it.
fn relative(folder: &str, path: &str) -> String {
    let from: Vec<&str> = folder.split('/').collect();
    let to: Vec<&str> = path.split('/').collect();
    let common = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n("..", from.len() - common);
    up.chain(to[common..].iter().copied()).collect::<Vec<_>>().join("/")
}
