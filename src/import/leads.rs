//! How the documents of an old site lead to each other, to its pictures and to its other files, and which are translations
//! of which. In: all documents of a site. Out: the same with marks where they lead to each other, and the files that they
//! show; later the paths in place of the marks. It must not know the disk.

use std::{
    borrow::Cow,
    collections::{BTreeSet, HashMap},
    sync::LazyLock,
};

use regex::{Captures, Regex};
use url::Url;

use super::{
    document::{Block, ImportedBody, ImportedBytes, ImportedFile, Inline, MetadataKind, SourceDocument},
    front::COVER,
    house::Value,
    moments::pattern,
    old_site::OldSite,
    receipt::Receipt,
};
use crate::{address, moment, source::join};

/// In place of the address of a document of the same site, until it is known where that is written: its number follows.
const DOCUMENT: &str = "x-moved-document:";
/// What a template mark named, until it is known which document that is: its kind and what it named follow.
const NAMED: &str = "x-moved-name:";

/// Where a template mark leads, as it stands in a body until all documents are known.
pub fn named(kind: &str, name: &str) -> String {
    format!("{NAMED}{kind}/{}", name.trim().replace(' ', "%20"))
}

/// A place in a body that leads somewhere, and where.
static LEAD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r#"(?m)(\]\([ \t]*<?|\b(?:src|href)[ \t]*=[ \t]*["']?|^ {0,3}\[[^\]\n]+\]:[ \t]*<?)([^\s)>"'<]+)"#)
});
static NAME: LazyLock<Regex> = LazyLock::new(|| pattern(r#"x-moved-name:(\w+)/([^\s)>"'<]*)"#));
static NUMBER: LazyLock<Regex> = LazyLock::new(|| pattern(r"x-moved-document:(\d+)"));

/// The endings of files that come over when a document shows them or leads to them.
const TAKEN: &[&str] = &[
    "jpg", "jpeg", "png", "gif", "webp", "avif", "svg", "bmp", "tif", "tiff", "pdf", "doc", "docx", "odt", "xls",
    "xlsx", "ods", "ppt", "pptx", "odp", "csv", "ics", "gpx", "kml", "mp3", "ogg", "m4a", "mp4", "webm", "zip",
];

/// A site whose documents are bound together.
struct BoundSite<'a> {
    old: &'a OldSite,
    /// Documents by their paths without language and ending, in small letters, and by their languages.
    by_place: HashMap<(Option<String>, String), usize>,
    /// Documents by the last part of those, none where several have it.
    by_name: HashMap<String, Option<usize>>,
    by_address: HashMap<String, usize>,
    shown: BTreeSet<String>,
}

/// A document while its body is read.
struct BodyInSite<'a> {
    path: &'a str,
    place: String,
    language: Option<String>,
    address: Option<String>,
    is_page: bool,
    files: Vec<ImportedFile>,
    says: Vec<String>,
}

/// Binds the documents of a site together. Answers what is to be said of the site as a whole.
pub fn bind(old: &OldSite, documents: &mut [SourceDocument], unfollowed: Vec<String>) -> Option<Receipt> {
    let mut site = BoundSite::new(old, documents);
    for (number, document) in documents.iter_mut().enumerate() {
        let original = site.original_of(document, number);
        let Some(part) = &mut document.part else { continue };
        part.original = original;
        let part = part.clone();
        let address = first_address(document);
        let mut reading = BodyInSite {
            path: &part.path,
            place: part.place.clone(),
            language: part.language.clone(),
            address,
            is_page: document.page,
            files: Vec::new(),
            says: Vec::new(),
        };
        if let ImportedBody::Markdown(body) = &mut document.body {
            let led = LEAD.replace_all(body, |found: &Captures| {
                let to = site.lead(&found[2], &mut reading).map_or(Cow::Borrowed(&found[2]), Cow::Owned);
                format!("{}{to}", &found[1])
            });
            let led =
                NAME.replace_all(&led, |found: &Captures| site.name(&found[1], &found[2], &mut reading)).into_owned();
            *body = led;
        }
        site.pictures(document, &mut reading);
        let BodyInSite { files, says, .. } = reading;
        document.files.extend(files);
        for says in says {
            document.warn(says);
        }
    }
    let left: Vec<String> =
        old.files.iter().filter(|file| is_taken(file) && !site.shown.contains(*file)).cloned().collect();
    let unfollowed: Vec<String> = [old.unfollowed.clone(), unfollowed].concat();
    (!left.is_empty() || !unfollowed.is_empty()).then(|| Receipt::of_site(&old.folder, left, unfollowed))
}

/// The address that stands for a document where nothing was written of it.
pub fn first_address(document: &SourceDocument) -> Option<String> {
    let addresses = || document.all(MetadataKind::OldAddress).map(|candidate| candidate.value.as_str());
    addresses().find(|address| !address.ends_with(".html")).or_else(|| addresses().next()).map(str::to_owned)
}

/// A text with paths in place of its marks for other documents. `targets` has, for each of these, the file in which it is
/// kept, and else its old address.
pub fn settled<'t>(text: &'t str, path: &str, targets: &[(Option<String>, Option<String>)]) -> Cow<'t, str> {
    NUMBER.replace_all(text, |found: &Captures| {
        let target = found[1].parse::<usize>().ok().and_then(|number| targets.get(number));
        match target {
            Some((Some(file), _)) => relative(path, file),
            Some((None, Some(address))) => address.clone(),
            _ => "/".to_owned(),
        }
    })
}

/// The path of a file as it is written beside another one.
fn relative(from: &str, to: &str) -> String {
    let mut above: Vec<&str> = from.split('/').collect();
    above.pop();
    let to: Vec<&str> = to.split('/').collect();
    let shared = above.iter().zip(&to[..to.len() - 1]).take_while(|(one, other)| one == other).count();
    let up = std::iter::repeat_n("..", above.len() - shared);
    up.chain(to[shared..].iter().copied()).collect::<Vec<_>>().join("/")
}

impl<'a> BoundSite<'a> {
    fn new(old: &'a OldSite, documents: &[SourceDocument]) -> Self {
        let mut site = Self {
            old,
            by_place: HashMap::new(),
            by_name: HashMap::new(),
            by_address: HashMap::new(),
            shown: BTreeSet::new(),
        };
        for (number, document) in documents.iter().enumerate() {
            let Some(part) = &document.part else { continue };
            let place = page_of(&part.place);
            let name = place.rsplit('/').next().unwrap_or(&place).to_owned();
            site.by_place.entry((part.language.clone(), place)).or_insert(number);
            site.by_name.entry(name).and_modify(|known| *known = None).or_insert(Some(number));
            for address in document.all(MetadataKind::OldAddress) {
                site.by_address.entry(bare(&address.value)).or_insert(number);
            }
        }
        site
    }

    /// The document of which one is a translation: what lies at the same place in the site's own language.
    fn original_of(&self, document: &SourceDocument, number: usize) -> Option<usize> {
        let part = document.part.as_ref()?;
        let language = part.language.as_ref()?;
        let main = self.old.main_language().map(str::to_owned);
        if Some(language) == main.as_ref() {
            return None;
        }
        let place = page_of(&part.place);
        let found = self.by_place.get(&(None, place.clone())).or_else(|| self.by_place.get(&(main, place)));
        found.copied().filter(|found| *found != number)
    }

    /// The document at a place, in the language of the one that names it.
    fn at(&self, place: &str, reading: &BodyInSite) -> Option<usize> {
        let place = page_of(place.trim_matches('/'));
        let main = self.old.main_language().map(str::to_owned);
        let languages = [reading.language.clone(), None, main];
        languages.into_iter().find_map(|language| self.by_place.get(&(language, place.clone()))).copied()
    }

    /// Where a template mark leads.
    fn name(&self, kind: &str, name: &str, reading: &mut BodyInSite) -> String {
        let name = address::decode(name);
        let (target, rest) = split(&name);
        let stem = without_ending(target);
        let last = stem.rsplit('/').next().unwrap_or(stem).to_lowercase();
        if target.is_empty() {
            return rest.to_owned();
        }
        let here = reading.place.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = || join(here, stem).and_then(|place| self.at(&place, reading));
        let rooted = target.starts_with('/');
        let found = match kind {
            "post_url" | "link" => self.at(stem, reading),
            _ if rooted => self.at(stem, reading),
            _ => beside().or_else(|| self.at(stem, reading)),
        };
        let found = found.or_else(|| self.by_name.get(&last).copied().flatten().filter(|_| !rooted));
        if let Some(number) = found {
            return format!("{DOCUMENT}{number}{rest}");
        }
        let guess = match moment::date_prefix(&last) {
            _ if kind == "link" && is_taken(target) => format!("/{}", target.trim_start_matches('/')),
            Some((date, rest)) if kind != "ref" => {
                let parts: Vec<String> = date.split('-').map(|part| format!("{part:0>2}")).collect();
                format!("/{}/{rest}/", parts.join("/"))
            }
            _ => format!("/{}/", stem.trim_matches('/')),
        };
        if !is_taken(target) {
            reading.says.push(format!(
                "a link leads to `{target}`, which is no document of the old site: it was made `{guess}`"
            ));
        }
        format!("{guess}{rest}")
    }

    /// Where a destination in a body leads now; none where it stays as it is.
    fn lead(&mut self, destination: &str, reading: &mut BodyInSite) -> Option<String> {
        let named = destination.starts_with(NAMED);
        if named || destination.starts_with('#') || destination.contains("{{") || destination.contains("{%") {
            return None;
        }
        let (target, rest) = split(destination);
        let is_whole = target.contains("://");
        let local = if is_whole { self.own_path(destination)? } else { target.to_owned() };
        if !is_whole && local.split('/').next().is_some_and(|first| first.contains(':')) {
            return None;
        }
        let folder = self.old.base.as_ref().map_or("", |base| base.path().trim_end_matches('/'));
        let below = local.strip_prefix(folder).filter(|below| !folder.is_empty() && below.starts_with('/'));
        let path = address::decode(below.unwrap_or(&local));
        let rooted = path.starts_with('/');
        let file = self.file(&path, reading);
        if file.is_some() {
            return file;
        }
        let lower = path.to_lowercase();
        let document = if lower.ends_with(".md") || lower.ends_with(".markdown") {
            let here = reading.place.rsplit_once('/').map_or("", |(folder, _)| folder);
            let place = if rooted { Some(path.clone()) } else { join(here, &path) };
            place.and_then(|place| self.at(without_ending(&place), reading))
        } else if is_whole || below.is_some() {
            self.by_address.get(&bare(&path)).copied()
        } else if rooted {
            None
        } else {
            let own = reading.address.as_deref().unwrap_or("/");
            let base = Url::parse(&format!("https://old.example{own}")).ok();
            let joined = base.and_then(|base| base.join(&path).ok());
            joined.and_then(|url| self.by_address.get(&bare(&address::decode(url.path()))).copied())
        };
        if let Some(number) = document {
            let rest = if is_whole { destination.find('#').map_or("", |at| &destination[at..]) } else { rest };
            return Some(format!("{DOCUMENT}{number}{rest}"));
        }
        if is_whole {
            reading.says.push(format!("`{destination}` still leads to the old site: nothing of it stood there"));
            return None;
        }
        below.map(|below| format!("{below}{rest}"))
    }

    /// The path of an address on the old site's host.
    fn own_path(&self, destination: &str) -> Option<String> {
        let base = self.old.base.as_ref()?;
        let url = Url::parse(destination).ok()?;
        (host(&url) == host(base)).then(|| url.path().to_owned())
    }

    /// Where a file of the old site is kept now, once it is taken along.
    fn file(&mut self, path: &str, reading: &mut BodyInSite) -> Option<String> {
        if !is_taken(path) {
            return None;
        }
        let rooted = path.trim_start_matches('/');
        let own = |folder: &str| {
            reading.address.as_deref().and_then(|own| join(&format!("{folder}{}", own.trim_matches('/')), path))
        };
        let here = reading.path.rsplit_once('/').map_or("", |(folder, _)| folder);
        let beside = if path.starts_with('/') { None } else { join(here, path) };
        let content = &self.old.content;
        let anywhere = ["static/", content.as_str(), "", "public/", "src/", "assets/"];
        let by_address = || [own("static/"), own("")].into_iter().flatten().filter(|_| !path.starts_with('/'));
        let mut places = beside
            .clone()
            .into_iter()
            .chain(by_address())
            .chain(anywhere.iter().map(|folder| format!("{folder}{rooted}")));
        let found = places.find(|place| self.old.files.contains(place))?;
        self.shown.insert(found.clone());
        let bytes = ImportedBytes::InFile(format!("{}/{found}", self.old.folder.trim_end_matches('/')));
        let is_bundle = reading.place.rsplit('/').next() == Some("index") && !reading.is_page;
        let inner = beside.filter(|beside| *beside == found && is_bundle);
        let inner = inner.and_then(|beside| beside.strip_prefix(&format!("{here}/")).map(kept_name));
        let name = inner.unwrap_or_else(|| {
            let below = found.strip_prefix("static/").or_else(|| found.strip_prefix(content.as_str()));
            format!("/{}", kept_name(if path.starts_with('/') { rooted } else { below.unwrap_or(&found) }))
        });
        let file = ImportedFile { name: name.clone(), bytes };
        if !reading.files.contains(&file) {
            reading.files.push(file);
        }
        Some(name.replace(' ', "%20"))
    }

    /// Takes the picture of a document along.
    fn pictures(&mut self, document: &mut SourceDocument, reading: &mut BodyInSite) {
        let mut place = |text: &str| -> Option<String> {
            let local = if text.contains("://") { self.own_path(text)? } else { text.to_owned() };
            let kept = self.file(&address::decode(&local), reading);
            if kept.is_none() && !text.contains("://") {
                reading.says.push(format!("its picture `{text}` is not in the folder of the old site"));
            }
            kept.map(|kept| address::decode(&kept))
        };
        for candidate in document.candidates.iter_mut().filter(|candidate| candidate.piece == MetadataKind::Picture) {
            if let Some(kept) = place(&candidate.value) {
                candidate.value = kept;
            }
        }
        let mut lost = Vec::new();
        document.fields.retain_mut(|(key, value)| {
            let is_cover = key == COVER;
            let Value::Map(entries) = value else { return true };
            let src = entries.iter().find(|(key, _)| key == "src").filter(|_| is_cover || key == "image");
            let Some((_, src)) = src else { return true };
            let kept = src.as_text().and_then(&mut place);
            // What a theme showed is a picture here when there is one.
            if is_cover && kept.is_some() {
                "image".clone_into(key);
            }
            let is_kept = !is_cover || kept.is_some();
            let alt = entries.iter().find(|(key, _)| key == "alt").and_then(|(_, alt)| alt.as_text());
            if let Some(alt) = alt.filter(|_| !is_kept) {
                lost.push(format!("the words of that picture were “{alt}”"));
            }
            if let Some((_, src)) = entries.iter_mut().find(|(key, _)| key == "src")
                && let Some(kept) = kept
            {
                *src = Value::text(kept);
            }
            is_kept
        });
        reading.says.extend(lost);
    }
}

/// Leads the links of an export to each other. `hosts` are those of its site, `ids` the numbers of its posts.
pub fn bind_export(documents: &mut [SourceDocument], hosts: &[String], ids: &HashMap<String, usize>) {
    let mut by_address: HashMap<String, usize> = HashMap::new();
    for (number, document) in documents.iter().enumerate() {
        for address in document.all(MetadataKind::OldAddress) {
            let path = Url::parse(&address.value).map_or(address.value.clone(), |url| url.path().to_owned());
            if !bare(&path).is_empty() {
                by_address.entry(bare(&address::decode(&path))).or_insert(number);
            }
        }
    }
    let lead = |to: &str| -> Result<String, bool> {
        let Ok(url) = Url::parse(to) else { return Err(false) };
        if !hosts.contains(&host(&url)) {
            return Err(false);
        }
        let by_id = url.query_pairs().find(|(key, _)| matches!(&**key, "p" | "page_id"));
        let number = match by_id {
            Some((_, id)) => ids.get(&*id).copied(),
            None => by_address.get(&bare(&address::decode(url.path()))).copied(),
        };
        let rest = url.fragment().map(|rest| format!("#{rest}")).unwrap_or_default();
        number.map(|number| format!("{DOCUMENT}{number}{rest}")).ok_or(true)
    };
    for document in documents {
        let mut old: Vec<String> = Vec::new();
        let ImportedBody::Blocks(blocks) = &mut document.body else { continue };
        each_lead(blocks, &mut |to, is_picture| match lead(to) {
            Ok(new) if !is_picture => *to = new,
            Ok(_) | Err(true) => old.push(to.clone()),
            Err(false) => {}
        });
        for to in old {
            document.warn(format!(
                "`{to}` still stands on the old site and goes when that goes: copy it from there, or take it out"
            ));
        }
    }
}

/// Visits the addresses in blocks; and whether each is that of a picture.
pub fn each_lead(blocks: &mut [Block], visit: &mut impl FnMut(&mut String, bool)) {
    for block in blocks {
        match block {
            Block::Heading(_, inner) | Block::Paragraph(inner) | Block::Footnote(_, inner) => in_line(inner, visit),
            Block::List(_, items) => items.iter_mut().for_each(|item| each_lead(item, visit)),
            Block::Quote(inner) => each_lead(inner, visit),
            Block::Table(rows) => rows.iter_mut().flatten().for_each(|cell| in_line(cell, visit)),
            Block::Code(_) | Block::Rule => {}
        }
    }
}

fn in_line(inlines: &mut [Inline], visit: &mut impl FnMut(&mut String, bool)) {
    for inline in inlines {
        match inline {
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Struck(inner) => in_line(inner, visit),
            Inline::Link(to, inner) => {
                visit(to, false);
                in_line(inner, visit);
            }
            Inline::Picture { src, .. } => visit(src, true),
            Inline::Text(_) | Inline::Code(_) | Inline::Note(_) | Inline::Break => {}
        }
    }
}

/// The name of a host, as it is compared.
pub fn host(url: &Url) -> String {
    url.host_str().unwrap_or_default().trim_start_matches("www.").to_lowercase()
}

/// A place without the name that stands for its folder, in small letters.
fn page_of(place: &str) -> String {
    let place = place.to_lowercase();
    let (folder, name) = place.rsplit_once('/').unwrap_or(("", &place));
    if matches!(name, "index" | "_index") { folder.to_owned() } else { place }
}

fn bare(address: &str) -> String {
    let address = address.trim_matches('/');
    address.strip_suffix("index.html").unwrap_or(address).trim_end_matches('/').to_owned()
}

fn without_ending(path: &str) -> &str {
    let is_page = |ending: &str| matches!(ending, "md" | "markdown" | "mdown" | "html");
    path.rsplit_once('.').filter(|(_, ending)| is_page(ending)).map_or(path, |(stem, _)| stem)
}

/// A destination without what follows its path, and that.
fn split(destination: &str) -> (&str, &str) {
    destination.split_at(destination.find(['?', '#']).unwrap_or(destination.len()))
}

fn is_taken(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| TAKEN.iter().any(|taken| taken.eq_ignore_ascii_case(ending)))
}

/// A path that a site takes: no part of it begins with a mark that hides it.
fn kept_name(path: &str) -> String {
    path.split('/')
        .map(|part| part.trim_start_matches(['_', '.']))
        .filter(|part| !part.is_empty())
        .collect::<Vec<_>>()
        .join("/")
}
