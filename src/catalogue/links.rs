//! Where the links of a body lead. In: a destination as written and the document that holds it. Out: a [`LinkDestination`].
//! It must not know Markdown or HTML.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use super::{Attachment, Catalogue, LinkTarget};
use crate::{
    address::{self, Address},
    settings::Settings,
    source::{SourcePath, join},
};

/// Where a destination leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum LinkDestination {
    /// Another host, another scheme, or a place in the same page: left as it is.
    AsWritten,
    /// Another host, named without a scheme.
    Elsewhere { url: String },
    /// A place on the site; `rest` is what follows the path, from `?` or `#` on.
    Here { address: Address, rest: String },
    /// A document of the site that is not published at present.
    Hidden { state: &'static str },
    /// A document that could not be read, or a mark of another program; its own problem was reported.
    Broken,
    /// A document that should be there and is not.
    Missing { path: String },
    /// An attachment that should be beside the document and is not.
    NoFile { path: String },
    /// An address on the site, written out.
    Site { address: Address, rest: String },
}

/// Finds where `destination` leads from a document at `path` whose page stands at `page`.
pub fn lead(catalogue: &Catalogue, path: &SourcePath, page: &Address, destination: &str) -> LinkDestination {
    let own = catalogue.settings.own_path(destination);
    let destination = own.as_deref().unwrap_or(destination);
    if is_whole(destination) {
        return LinkDestination::AsWritten;
    }
    let (target, rest) = split(destination);
    let decoded = percent_encoding::percent_decode_str(target).decode_utf8_lossy();
    if decoded.contains("{{") || decoded.contains("{%") {
        return LinkDestination::Broken;
    }
    let bare = destination.trim_matches(['(', ')', ' ']);
    if bare.starts_with("https://") || bare.starts_with("http://") {
        return LinkDestination::Elsewhere { url: bare.to_owned() };
    }
    let rooted = decoded.starts_with('/');
    let is_document = |name: &str| {
        let lower = name.to_ascii_lowercase();
        lower.ends_with(".md") || lower.ends_with(".markdown")
    };
    let below = below_base(&catalogue.settings, destination);
    for file in files_meant(&catalogue.settings, path, destination) {
        if let Some(target) = document(catalogue, &file) {
            let address = match target {
                LinkTarget::Bulletin(id) => catalogue.bulletin(id).address.clone(),
                LinkTarget::Page(id) => catalogue.page(id).address.clone(),
                LinkTarget::Broken => return LinkDestination::Broken,
                LinkTarget::Hidden => return LinkDestination::Hidden { state: "not published" },
            };
            return LinkDestination::Here { address, rest: rest.to_owned() };
        }
        if let Some(attachment) = catalogue.attachments.get(&file) {
            return LinkDestination::Here { address: attachment.address.clone(), rest: rest.to_owned() };
        }
    }
    if is_document(&decoded) {
        let file = files_meant(&catalogue.settings, path, destination).next();
        return LinkDestination::Missing { path: file.unwrap_or_else(|| decoded.into_owned()) };
    }
    if !rooted && names_host(&decoded) {
        return LinkDestination::Elsewhere { url: format!("https://{bare}") };
    }
    let name = decoded.rsplit('/').next().unwrap_or_default();
    if let Some(file) = join(path.folder(), &decoded).filter(|_| !rooted && is_file_name(name)) {
        return LinkDestination::NoFile { path: file };
    }
    // An address, not a file: of the site, or as the browser would read it from this page.
    let address = if let Some(below) = below {
        Address::new(&address::decode(split(below).0))
    } else if rooted {
        Address::new(&decoded)
    } else {
        let folder = page.as_str().rsplit_once('/').map_or("", |(folder, _)| folder);
        let Some(mut joined) = join(folder, &decoded) else { return LinkDestination::AsWritten };
        if decoded.ends_with('/') || matches!(decoded.rsplit('/').next(), Some("." | "..")) {
            joined.push('/');
        }
        Address::new(&joined)
    };
    LinkDestination::Site { address, rest: rest.to_owned() }
}

/// Whether a destination begins with the name of a host, such as `www.example.org` or `council.example.gov.uk/path`.
fn names_host(target: &str) -> bool {
    const ENDINGS: &[&str] = &["uk", "com", "org", "net", "eu", "scot", "wales", "cymru", "london", "gov", "edu"];
    let (host, path) = target.split_once('/').map_or((target, None), |(host, path)| (host, Some(path)));
    let mut labels = host.split('.');
    let plain = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    let all_plain = labels.clone().all(plain);
    let known = labels.next_back().is_some_and(|last| ENDINGS.contains(&last.to_ascii_lowercase().as_str()));
    let count = host.split('.').count();
    all_plain && (host.starts_with("www.") || (known && count >= 2 && (path.is_some() || count >= 3)))
}

/// Whether a name has the ending of a file that people attach, and not that of a web page.
fn is_file_name(name: &str) -> bool {
    let Some((stem, ending)) = name.rsplit_once('.') else { return false };
    let ending = ending.to_ascii_lowercase();
    let a_page = matches!(&*ending, "html" | "htm" | "php" | "asp" | "aspx" | "xml");
    !stem.is_empty() && !a_page && (2..=5).contains(&ending.len()) && ending.bytes().all(|b| b.is_ascii_alphanumeric())
}

/// The attachment that a destination means.
pub fn attachment<'c>(catalogue: &'c Catalogue, path: &SourcePath, destination: &str) -> Option<&'c Attachment> {
    files_meant(&catalogue.settings, path, destination).find_map(|file| catalogue.attachments.get(&file))
}

/// A path as a browser shows it, with the site's own folder on its host in it, without that: `/watch/areas/` is `/areas/` of
/// a site at `https://example.org/watch/`, unless that has the name of a folder of the program's own.
fn below_base<'d>(settings: &Settings, destination: &'d str) -> Option<&'d str> {
    const OWN: &[&str] = &["/areas", "/kinds", "/tags", "/archive", "/search"];
    // Authors write the folder of the settings' address, whatever takes its place in this run.
    [&settings.base, &settings.home].into_iter().find_map(|base| {
        let folder = base.path().strip_suffix('/').filter(|folder| !folder.is_empty() && !OWN.contains(folder))?;
        let below = destination.strip_prefix(folder)?;
        if below.is_empty() { Some("/") } else { Some(below).filter(|below| below.starts_with('/')) }
    })
}

/// The files below `content/` that a destination may mean in a document at `path`, the likeliest first: as a path beside the
/// document or from `content/` on, with the site's own folder before it, or as the site's own whole address. None where it
/// leads to another host. Whatever is shown, linked or held back is found by this and by nothing else.
pub fn files_meant(settings: &Settings, path: &SourcePath, destination: &str) -> impl Iterator<Item = String> + use<> {
    let destination = destination.trim();
    let own = settings.own_path(destination);
    let destination = own.as_deref().unwrap_or(destination);
    let here = Some(destination).filter(|destination| !is_whole(destination));
    let below = here.and_then(|destination| below_base(settings, destination));
    let files = here.into_iter().chain(below).flat_map(|destination| files_of(path, destination));
    files.collect::<Vec<_>>().into_iter()
}

/// The files below `content/` that a destination may mean: what it is decoded, and what it is as written, since names of
/// files may hold a `%` of their own.
fn files_of(path: &SourcePath, destination: &str) -> impl Iterator<Item = String> + use<> {
    let written = split(destination).0;
    let below = |name: &str| {
        let file = if name.starts_with('/') { join("content", name) } else { join(path.folder(), name) };
        file.filter(|file| file.starts_with("content/"))
    };
    let decoded = address::decode(written);
    let as_written = if decoded == written { None } else { below(written) };
    below(&decoded).into_iter().chain(as_written)
}

/// The document at a path, however its accents are written: some systems take them apart in the names of files.
fn document(catalogue: &Catalogue, file: &str) -> Option<LinkTarget> {
    let found = catalogue.target(file);
    if found.is_some() || file.is_ascii() {
        return found;
    }
    let wanted = composed(file);
    let alike = |path: &SourcePath| !path.as_str().is_ascii() && composed(path.as_str()) == wanted;
    let known = catalogue.readings.iter().find(|reading| alike(&reading.path))?;
    catalogue.target(known.path.as_str())
}

/// A path with its accents in one form (Unicode, NFC).
pub fn composed(path: &str) -> Cow<'_, str> {
    if path.is_ascii() { Cow::Borrowed(path) } else { Cow::Owned(path.nfc().collect()) }
}

/// The path of a destination, and what follows it from `?` or `#` on.
fn split(destination: &str) -> (&str, &str) {
    destination.split_at(memchr::memchr2(b'?', b'#', destination.as_bytes()).unwrap_or(destination.len()))
}

/// Whether a destination is left as it is wherever it stands: it names a scheme or a host, or a place in the same page.
pub fn is_whole(destination: &str) -> bool {
    let (target, _) = split(destination);
    target.is_empty() || has_scheme(target) || target.starts_with("//")
}

fn has_scheme(target: &str) -> bool {
    let scheme = target.split(':').next().unwrap_or_default();
    scheme.len() < target.len()
        && scheme.starts_with(|c: char| c.is_ascii_alphabetic())
        && scheme.bytes().all(|b| b.is_ascii_alphanumeric() || b"+-.".contains(&b))
}
