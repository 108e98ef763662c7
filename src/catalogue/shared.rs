//! Pictures of bulletins that were taken back, which stay public since something else shows them. In: a catalogue. Out:
//! problems. It must not know Markdown or HTML.

use std::collections::HashMap;

use super::{Catalogue, LinkTarget, Reading, links, reading::DocumentContent, translation};
use crate::{
    problem::{Problem, wording},
    source::Place,
};

/// What more pages show is a picture for many occasions, not that of one person.
const FEW: usize = 3;

/// Reports each place that shows such a picture or links to it.
pub fn check(catalogue: &Catalogue, problems: &mut Vec<Problem>) {
    let pictures = taken_back(catalogue);
    if pictures.is_empty() {
        return;
    }
    for (reading, target) in catalogue.readings.iter().zip(&catalogue.targets) {
        match target {
            LinkTarget::Bulletin(_) | LinkTarget::Page(_) => {}
            LinkTarget::Broken | LinkTarget::Hidden => continue,
        }
        let mut told: Vec<&str> = Vec::new();
        for name in reading.file_names(Some(catalogue.now)) {
            let Some(file) = links::attachment(catalogue, &reading.path, name) else { continue };
            let Some(of) = pictures.get(file.path.as_str()) else { continue };
            // A translation that is taken back alone leaves the picture to the others.
            let is_own = translation::place(reading) == translation::place(of);
            if !is_own && !told.contains(&file.path.as_str()) {
                told.push(file.path.as_str());
                problems.push(wording::picture_of_gone(place(reading, name), file.path.file_name(), &of.path));
            }
        }
    }
}

/// The public pictures that bulletins name which were taken back, by path, each with the bulletin.
fn taken_back(catalogue: &Catalogue) -> HashMap<&str, &Reading> {
    let readings = catalogue.gone.iter().map(|gone| &*catalogue.readings[gone.reading]);
    let pictures = readings.flat_map(|reading| {
        let files = reading.file_names(None).filter_map(|name| links::attachment(catalogue, &reading.path, name));
        let few = files.filter(|file| file.picture().is_some() && (1..=FEW).contains(&file.pages.len()));
        few.map(move |file| (file.path.as_str(), reading))
    });
    pictures.collect()
}

/// Where a document names a file.
fn place(reading: &Reading, name: &str) -> Place {
    let link = reading.links.iter().find(|link| link.destination == name).map(|link| link.span);
    let image = match &reading.says {
        DocumentContent::Bulletin(draft) => draft.entry.more.image.as_ref(),
        DocumentContent::Page(page) => page.entry.more.image.as_ref(),
        DocumentContent::Broken => None,
    };
    let image = || image.filter(|image| image.src == name).map(|image| image.span);
    link.or_else(image).map_or_else(|| Place::whole(&reading.path), |span| Place::at(&reading.path, span))
}
