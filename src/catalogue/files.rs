//! Which files go with which documents: what is copied and what is held back, and the picture of each document. In: files
//! and readings. Out: [`Attachments`] and [`Image`]s. It must not know pages.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use super::{
    Attachments, Image, Reading,
    attachments::{self, Owner},
    bulletin::FileName,
    entry::{self, Entry, ImageName},
    given::Fields,
    links,
};
use crate::{
    address::Address,
    moment::Moment,
    parse::{
        reader::Reader,
        tree::{Node, TreeValue},
    },
    problem::{Problem, wording},
    settings::Settings,
    source::{File, Place},
};

/// Places the attachments, and holds those back that only documents refer to which are not shown, or entries of a log that
/// are not shown yet. `shown` holds the addresses of the readings that are.
pub fn attachments<'a>(
    files: &[File],
    readings: &[Arc<Reading>],
    originals: &[Option<usize>],
    settings: &Settings,
    now: Moment,
    shown: impl Iterator<Item = (usize, &'a Address)>,
) -> Attachments {
    if files.is_empty() {
        return Attachments::default();
    }
    let shown: HashMap<usize, &Address> = shown.collect();
    let mut owners = BTreeMap::new();
    let mut by_shown: HashMap<String, Vec<Address>> = HashMap::new();
    let mut by_hidden = HashSet::new();
    for (at, reading) in readings.iter().enumerate() {
        let address = shown.get(&at);
        // A translation lies in its original's folder.
        let own_folder = originals[at].is_none() && entry::is_folder(&reading.path);
        if own_folder && !matches!(reading.path.folder(), "content" | "content/pages") {
            let owner = address.map_or(Owner::Hidden, |address| Owner::Shown((*address).clone()));
            owners.insert(reading.path.folder().to_owned(), owner);
        }
        let files = |at| reading.file_names(at).flat_map(|name| links::files_meant(settings, &reading.path, name));
        if let Some(address) = address {
            for file in files(Some(now)) {
                by_shown.entry(links::composed(&file).into_owned()).or_default().push((*address).clone());
            }
        }
        if address.is_none() || reading.is_seen_later(now) {
            by_hidden.extend(files(None).map(|file| attachments::folded(&file)));
        }
    }
    Attachments::place(files, &owners, &by_hidden, &by_shown)
}

/// The files that the front matter of a document says go with it.
pub fn named(fields: &Fields, reader: &mut Reader) -> Vec<FileName> {
    let Some((node, name)) = fields.find("attachments") else { return Vec::new() };
    let mut files = Vec::new();
    for item in reader.list(node) {
        let (src, title) = if let TreeValue::Map(map) = &item.value {
            reader.only(map, name, &["src", "title"]);
            (map.get("src"), map.get("title").and_then(|node| reader.text(node, "title")))
        } else {
            (Some(item), None)
        };
        let Some(src) = src else {
            reader.report(wording::value_wrong(reader.place(item.span), name, "the name of a file, or `{src, title}`"));
            continue;
        };
        if let TreeValue::Text(text) = &src.value
            && let Some(parts) = several(text)
        {
            let part = |part: &str| Node { span: src.span, value: TreeValue::Text(part.to_owned()) };
            let parts = parts.into_iter().filter_map(|text| reader.address(&part(text), name));
            files.extend(parts.map(|src| FileName { src, title: None, span: item.span }));
            continue;
        }
        let Some(address) = reader.address(src, name) else { continue };
        if links::is_whole(&address) && fields.settings.own_path(&address).is_none() {
            let expected = "a file of the site; what stands elsewhere belongs under `source` or `coverage`";
            reader.report(wording::value_wrong(reader.place(src.span), name, expected));
            continue;
        }
        files.push(FileName { src: address, title, span: src.span });
    }
    files
}

/// The names of several files in one text, between commas: `map.pdf, form.docx`. None where it is one name.
pub fn several(text: &str) -> Option<Vec<&str>> {
    let is_file = |part: &&str| {
        let ending = part.rsplit_once('.').map_or("", |(_, ending)| ending);
        (2..=5).contains(&ending.len())
            && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
            && ending.bytes().any(|byte| byte.is_ascii_alphabetic())
    };
    let parts = text.split([',', ';']).flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" & "));
    let parts: Vec<&str> = parts.map(str::trim).filter(|part| !part.is_empty()).collect();
    (parts.len() > 1 && !text.contains("://") && parts.iter().all(is_file)).then_some(parts)
}

/// The picture that a field of a document names.
pub fn image_name(node: &Node, name: &str, reader: &mut Reader) -> Option<ImageName> {
    let (src, alt) = match &node.value {
        TreeValue::Map(map) => {
            reader.only(map, name, &["src", "url", "path", "alt"]);
            let alt = map.get("alt").and_then(|node| reader.text(node, "alt"));
            let src = ["src", "url", "path"].iter().find_map(|key| map.get(key));
            let Some(src) = src else {
                reader.report(wording::value_wrong(
                    reader.place(node.span),
                    name,
                    "a path, an address, or `{src, alt}`",
                ));
                return None;
            };
            (src, alt)
        }
        // A list of pictures: the first is the one that is shared.
        TreeValue::List(list) => (list.first()?, None),
        _ => (node, None),
    };
    if let TreeValue::Text(text) = &src.value
        && is_on_own_disk(text)
    {
        reader.report(wording::picture_on_own_disk(reader.place(src.span), text));
        return None;
    }
    if let TreeValue::Text(text) = &src.value
        && let Some([first, others @ ..]) = several(text).as_deref()
    {
        for other in others {
            reader.report(wording::picture_spare(reader.place(src.span), first, other));
        }
        let first = Node { span: src.span, value: TreeValue::Text((*first).to_owned()) };
        return Some(ImageName { src: reader.address(&first, name)?, alt, span: src.span });
    }
    Some(ImageName { src: reader.address(src, name)?, alt, span: src.span })
}

/// Whether a path begins at the root of its author's own machine: `C:\Pictures\dog.jpg`, `file:///C:/Pictures/dog.jpg`.
fn is_on_own_disk(path: &str) -> bool {
    let path = path.trim();
    let mut letters = path.chars();
    let drive = letters.next().is_some_and(|letter| letter.is_ascii_alphabetic())
        && letters.next() == Some(':')
        && matches!(letters.next(), Some('\\' | '/'))
        && letters.next() != Some('/');
    let home = path.starts_with('/') && path.split('/').nth(1) == Some("Users");
    drive || home || path.starts_with("\\\\") || path.to_ascii_lowercase().starts_with("file:")
}

/// The picture that a document names.
pub fn image(
    entry: &Entry,
    attachments: &Attachments,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Option<Box<Image>> {
    let name = entry.more.image.as_ref()?;
    let place = Place::at(&entry.path, name.span);
    let files = || links::files_meant(settings, &entry.path, &name.src);
    let found = files().find_map(|file| attachments.get(&file));
    let is_elsewhere = || name.src.contains("://") || name.src.starts_with("//");
    if found.is_none() && is_elsewhere() && settings.own_path(&name.src).is_none() {
        let scheme = if name.src.starts_with("//") { "https:" } else { "" };
        return Some(Box::new(Image::Elsewhere { url: format!("{scheme}{}", name.src), alt: name.alt.clone() }));
    }
    let Some(found) = found.filter(|found| found.kind.is_some()) else {
        if files().any(|file| attachments.is_withheld(&file)) {
            problems.push(wording::image_withheld(place, &name.src));
            return None;
        }
        let alike = files().find_map(|file| attachments.but_for_capitals(&file));
        // The name as it would stand here: the folder is written as it is.
        let near = alike.filter(|found| found.kind.is_some()).map(|found| {
            let folder = &name.src[..name.src.rfind('/').map_or(0, |at| at + 1)];
            format!("{folder}{}", found.path.as_str().rsplit('/').next().unwrap_or_default())
        });
        problems.push(wording::image_missing(place, &name.src, near.as_deref()));
        return None;
    };
    if name.alt.is_none() {
        problems.push(wording::image_without_alt(place));
    }
    let (address, picture) = (found.address.clone(), found.picture().copied());
    Some(Box::new(Image::Here { address, picture, alt: name.alt.clone() }))
}
