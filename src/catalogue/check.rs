//! Links between documents that lead nowhere. In: a catalogue and the readings' links. Out: problems.
//! It must not know Markdown or HTML.

use std::collections::{HashMap, HashSet};

use rayon::prelude::*;

use super::{
    Catalogue, LinkTarget, Reading, TranslationRole, entry,
    links::{self, LinkDestination},
    reading::DocumentContent,
};
use crate::{
    address::{Address, folded},
    moment::Moment,
    parse::reader::nearest,
    problem::{Problem, wording},
    source::{Place, SourcePath},
};

/// For so many links the nearest name is looked for.
const LOOKED_FOR: usize = 50;

/// Reports links that lead nowhere, of every document but those that are hidden.
pub fn check(catalogue: &Catalogue, problems: &mut Vec<Problem>) {
    unlinked(catalogue, problems);
    copies(catalogue, problems);
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
                LinkDestination::Missing { path } => {
                    let near = near(&document.path, &path);
                    problems.push(wording::link_target_missing(place, destination, near.as_deref()));
                }
                // Its file is held back for as long as it is.
                LinkDestination::NoFile { .. } if link.from.is_some_and(|from| from > catalogue.now) => {}
                LinkDestination::NoFile { path } if catalogue.attachments.is_withheld(&path) => {
                    problems.push(wording::attachment_withheld(place, destination));
                }
                LinkDestination::NoFile { path } => {
                    let near = near(&document.path, &path);
                    problems.push(wording::attachment_missing(place, destination, near.as_deref()));
                }
                LinkDestination::Hidden { state } => problems.push(wording::link_hidden(place, destination, state)),
                _ => {}
            }
        }
    };
    let nowhere = Address::new("/");
    let documents = catalogue.readings.par_iter().zip(&catalogue.targets);
    let with_links: Vec<_> = documents.filter(|(document, _)| !document.links.is_empty()).collect();
    for (document, target) in with_links {
        match *target {
            LinkTarget::Bulletin(id) => check(document, &catalogue.bulletin(id).address),
            LinkTarget::Page(id) => check(document, &catalogue.page(id).address),
            // One that could not be read in full has its other problems reported in the same run.
            LinkTarget::Broken => check(document, &nowhere),
            LinkTarget::Hidden => {}
        }
    }
}

/// Files for a word processor, and the like, that would be public though no page links to them.
fn unlinked(catalogue: &Catalogue, problems: &mut Vec<Problem>) {
    const ENDINGS: &[&str] = &[
        "doc", "docx", "docm", "odt", "rtf", "pages", "wpd", "txt", "pdf", "xls", "xlsx", "xlsm", "ods", "csv",
        "numbers", "ppt", "pptx", "odp", "key", "eml", "msg", "zip", "htm", "html", "mht", "mhtml", "xps", "json",
        "rst", "org", "adoc", "mdx", "mdown", "mdwn", "mkd", "mkdn", "mdtext", "mdtxt", "vcf", "gpx", "kml",
    ];
    // With these, search engines see that a site is its owner's.
    const OWNER: &[&str] = &["google", "yandex_", "pinterest-", "wmail_"];
    let is_document = |path: &SourcePath| {
        let name = path.file_name().to_lowercase();
        name != "robots.txt"
            && !(name.ends_with(".html") && OWNER.iter().any(|start| name.starts_with(start)))
            && name.rsplit_once('.').is_some_and(|(_, ending)| ENDINGS.contains(&ending))
            && !path.as_str().starts_with("content/.well-known/")
    };
    let files: Vec<_> = catalogue.attachments.iter().filter(|file| is_document(&file.path)).collect();
    if files.is_empty() {
        return;
    }
    let linked: HashSet<String> = catalogue
        .readings
        .iter()
        .flat_map(|reading| {
            let files = reading.file_names(None).filter_map(|name| links::attachment(catalogue, &reading.path, name));
            files.map(|file| file.path.as_str().to_owned())
        })
        .collect();
    let addresses = || catalogue.settings.menu.iter().filter_map(|link| link.address.as_deref());
    let in_menu = |file: &str| addresses().any(|address| file.ends_with(address) && address.len() > 1);
    let unlinked = files.iter().filter(|file| !linked.contains(file.path.as_str()) && !in_menu(file.path.as_str()));
    problems.extend(unlinked.map(|file| wording::file_unlinked(&file.path)));
}

/// Copies of bulletins that were taken back, which are still to be seen: `walker - Copy.md` beside `walker.md`.
fn copies(catalogue: &Catalogue, problems: &mut Vec<Problem>) {
    if catalogue.gone.is_empty() {
        return;
    }
    let says = |at: usize| match &catalogue.readings[at].says {
        DocumentContent::Bulletin(draft) => Some(draft),
        _ => None,
    };
    let mut by_name: HashMap<String, usize> = HashMap::new();
    let mut by_title: HashMap<(String, Moment), usize> = HashMap::new();
    for gone in &catalogue.gone {
        let reading = &catalogue.readings[gone.reading];
        by_name.entry(plain_name(&reading.path)).or_insert(gone.reading);
        if let Some(draft) = says(gone.reading).filter(|draft| !draft.entry.title.is_empty()) {
            by_title.entry((folded(&draft.entry.title), draft.course.date)).or_insert(gone.reading);
        }
    }
    for placed in &catalogue.bulletins {
        let path = &catalogue.readings[placed.reading].path;
        let plain = plain_name(path);
        let own = entry::stem(path).to_lowercase();
        // The name of a copy, or the copy of which the original was renamed.
        let of_name = by_name
            .get(&plain)
            .filter(|at| plain != own || entry::stem(&catalogue.readings[**at].path).to_lowercase() != own);
        let of_title = || {
            let draft = says(placed.reading)?;
            by_title.get(&(folded(&draft.entry.title), draft.course.date))
        };
        let translates = matches!(placed.kin, TranslationRole::TranslationOf(_));
        if let Some(of) = of_name.or_else(of_title).filter(|_| !translates) {
            problems.push(wording::near_copy(path, &catalogue.readings[*of].path));
        }
    }
}

/// The name of a document without what systems put to that of a copy.
fn plain_name(path: &SourcePath) -> String {
    const MARKS: &[&str] = &[
        " - copy",
        " copy",
        "-copy",
        "_copy",
        " - kopie",
        " - copi",
        " (copy)",
        " (conflict)",
        "-conflict",
        " (backup)",
        "-backup",
        "-old",
        " old",
    ];
    let name = entry::stem(path).to_lowercase();
    let mut name = name.as_str();
    loop {
        let before = name;
        name = name.trim_end();
        // `walker (2)`, `walker (conflicted copy 2026-11-20)`.
        if let Some(inner) = name.strip_suffix(')').and_then(|rest| rest.rsplit_once('('))
            && (inner.1.bytes().all(|byte| byte.is_ascii_digit())
                || inner.1.contains("cop")
                || inner.1.contains("conflict"))
        {
            name = inner.0.trim_end();
        }
        for mark in MARKS {
            name = name.strip_suffix(mark).unwrap_or(name);
        }
        for mark in ["copy of ", "kopie von ", "copy-of-"] {
            name = name.strip_prefix(mark).unwrap_or(name);
        }
        if name == before {
            return name.to_owned();
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
