//! Links between documents that lead nowhere. In: a catalogue and the readings' links. Out: problems.
//! It must not know Markdown or HTML.

use rayon::prelude::*;

use super::{
    Catalogue, Reading, Target,
    links::{self, Lead},
};
use crate::{
    address::Address,
    parse::reader::nearest,
    problem::{Problem, wording},
    source::{Place, SourcePath},
};

/// For so many links the nearest name is looked for.
const LOOKED_FOR: usize = 50;

/// Reports links that lead nowhere, of every document but those that are hidden.
pub fn check(catalogue: &Catalogue, problems: &mut Vec<Problem>) {
    // Looking for the nearest name reads every path: after a few links the rest go without.
    let mut looked = 0;
    let mut near = |from: &SourcePath, path: &str| {
        looked += 1;
        let documents = catalogue.readings.iter().map(|reading| reading.path.as_str());
        let known = documents.chain(catalogue.attachments.iter().map(|file| file.path.as_str()));
        let near = if looked <= LOOKED_FOR { nearest(path, known) } else { None };
        near.map(|near| relative(from.folder(), near))
    };
    let mut check = |document: &Reading, page: &Address| {
        for link in &document.links {
            let place = Place::at(&document.path, link.span);
            let destination = &link.destination;
            match links::lead(catalogue, &document.path, page, destination) {
                Lead::Missing { path } => {
                    let near = near(&document.path, &path);
                    problems.push(wording::link_target_missing(place, destination, near.as_deref()));
                }
                Lead::NoFile { path } => {
                    let near = near(&document.path, &path);
                    problems.push(wording::attachment_missing(place, destination, near.as_deref()));
                }
                Lead::Hidden { state } => problems.push(wording::link_hidden(place, destination, state)),
                _ => {}
            }
        }
    };
    let nowhere = Address::new("/");
    let documents = catalogue.readings.par_iter().zip(&catalogue.targets);
    let with_links: Vec<_> = documents.filter(|(document, _)| !document.links.is_empty()).collect();
    for (document, target) in with_links {
        match *target {
            Target::Bulletin(id) => check(document, &catalogue.bulletin(id).address),
            Target::Page(id) => check(document, &catalogue.page(id).address),
            // One that could not be read in full has its other problems reported in the same run.
            Target::Broken => check(document, &nowhere),
            Target::Hidden => {}
        }
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
