//! What is out there to bulletins: the bytes of a source → documents → facts → drafts with receipts. In: bytes, a name, and
//! what the site knows. Out: [`ImportDraft`]s. It must not know the disk, the network or the clock.

mod addresses;
mod blocks;
mod chat;
mod decode;
mod document;
mod draft;
mod facts;
mod feed;
mod forwards;
mod front;
mod hoax;
pub mod house;
mod html;
mod jekyll;
mod known;
mod leads;
mod letter;
mod mail;
mod moments;
mod numbers;
mod old_address;
mod old_site;
mod page;
mod pasted;
mod place;
mod places;
mod plain;
mod receipt;
mod references;
mod remains;
mod similar;
mod standing;
mod trackers;
mod unshown;
mod word;
mod word_styles;
mod wordpress;

pub use document::{ImportedBytes, ImportedFile, SourceDocument, SourceFormat, Sure, Warning};
pub use draft::{Action, ImportDraft, apply, draft as draft_of, left_behind};
pub use known::{BulletinIndex, IndexedBulletin};
pub use leads::{first_address, settled};
pub use old_site::{OldPath, OldSite, OldSiteFiles, is_settings, says_of_others};
pub use pasted::pasted;
pub use places::Places;
pub use receipt::{MetadataItem, Receipt, SourceOutcome, path as receipt_path};

use std::sync::LazyLock;

use regex::Regex;

use crate::{moment::Moment, settings::Settings};

/// The largest source that is read, in bytes.
pub const LARGEST: u64 = 25 * 1024 * 1024;

/// The longest text or page that is read, in bytes; messages, feeds and exports hold more than text.
const LARGEST_TEXT: usize = 4 * 1024 * 1024;

/// Where a source came from.
#[derive(Clone, Debug, Default)]
pub struct SourceOrigin {
    /// The name of the file, or what stands for one.
    pub name: String,
    /// Its address, when it was fetched.
    pub address: Option<String>,
    /// What it is in a site that another program makes, when such a site is taken over whole.
    pub old: Option<OldPath>,
    /// What its envelope says of its type, such as `text/html; charset=utf-8`.
    pub content_type: Option<String>,
}

/// What is asked of an import.
#[derive(Clone, Debug, Default)]
pub struct ImportRequest {
    /// Areas that every bulletin is given.
    pub areas: Vec<String>,
    pub kind: Option<String>,
    /// Whether a person has looked: no drafts, but where something must be mended first.
    pub looked_at: bool,
}

/// What the site knows.
#[derive(Clone, Copy, Debug)]
pub struct SiteFacts<'a> {
    pub settings: &'a Settings,
    pub places: &'a Places,
    pub index: &'a BulletinIndex,
    pub wishes: &'a ImportRequest,
    pub now: Moment,
}

/// Why nothing can be made of a source, in one sentence with what to do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRefusal(pub String);

impl ImportRefusal {
    pub fn new(why: impl Into<String>) -> Self {
        Self(why.into())
    }
}

/// Says which bulletins came from a feed that no longer has them, though it has older ones.
pub fn vanished(documents: &[SourceDocument], known: &SiteFacts) -> Vec<Receipt> {
    let mut feeds: Vec<(String, Vec<String>, Option<Moment>)> = Vec::new();
    for document in documents {
        let Some(feed) = document.best(document::MetadataKind::Feed).map(|feed| similar::mark(&feed.value)) else {
            continue;
        };
        let date =
            document.best(document::MetadataKind::Date).and_then(|date| moments::read(&date.value, known.settings));
        let ids = document.all(document::MetadataKind::Id).map(|id| similar::mark(&id.value));
        match feeds.iter_mut().find(|(mark, ..)| *mark == feed) {
            Some((_, all, oldest)) => {
                all.extend(ids);
                *oldest = oldest.map_or(date, |oldest| Some(date.map_or(oldest, |date| oldest.min(date))));
            }
            None => feeds.push((feed, ids.collect(), date)),
        }
    }
    let mut receipts = Vec::new();
    for (feed, ids, oldest) in feeds {
        let Some(oldest) = oldest.map(|oldest| oldest.rfc3339(&known.settings.zone)[..10].to_owned()) else { continue };
        for entry in known.index.entries() {
            let of_feed = entry.feed.as_ref() == Some(&feed) && !entry.ids.iter().any(|id| ids.contains(id));
            // What is older than all that the feed has has only gone off its end.
            if of_feed && entry.day > oldest && !entry.withdrawn {
                receipts.push(Receipt::vanished(&entry.path, &entry.title));
            }
        }
    }
    receipts
}

impl SourceOrigin {
    pub fn shown(&self) -> String {
        self.address.clone().unwrap_or_else(|| self.name.clone())
    }
}

/// Reads a source as documents.
pub fn read(bytes: &[u8], origin: &SourceOrigin) -> Result<Vec<SourceDocument>, ImportRefusal> {
    if let Some(why) = unreadable(bytes, &origin.name) {
        return Err(ImportRefusal::new(why));
    }
    if mail::outlook::is(bytes) {
        return Ok(mail::documents(mail::outlook::parse(bytes)?, SourceFormat::Outlook));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Ok(vec![word::read(bytes)?]);
    }
    if bytes.len() > LARGEST_TEXT {
        let head = String::from_utf8_lossy(&bytes[..bytes.len().min(8192)]);
        if mail::is(&head) {
            return mail::read(bytes, &head);
        }
    }
    let decoded = decode::decode(bytes, declared(bytes, origin).as_deref());
    let text = decoded.text.as_str();
    // Messages are read as bytes.
    let is_wide = decoded.encoding.is_some_and(|encoding| encoding.starts_with("UTF-16"));
    let bytes = if is_wide { text.as_bytes() } else { bytes };
    if text.trim().is_empty() {
        return Err(ImportRefusal::new("it is empty"));
    }
    if mail::is(text) || mail::is_of_apple(bytes) {
        return mail::read(bytes, text);
    }
    let mut documents = if text.len() <= LARGEST_TEXT && front::is(text) {
        vec![front::read(text, front::FileOrigin { name: &origin.name, old: origin.old.as_ref() })?]
    } else if wordpress::is(text) {
        wordpress::read(text)?
    } else if feed::is(text) {
        feed::read(text, origin.address.as_deref())?
    } else if is_json(text) {
        return Err(ImportRefusal::new(
            "it is JSON, but no feed: of another program's export give me its feed, or its posts as text or pages",
        ));
    } else if text.len() > LARGEST_TEXT {
        return Err(ImportRefusal::new("it is far longer than any bulletin: give me the part that is one"));
    } else if text.trim_start().starts_with("<?xml") && !page::is(text) {
        return Err(ImportRefusal::new("it is XML, but neither a feed nor an export of WordPress"));
    } else if let said @ [_, ..] = chat::messages(text).as_slice() {
        vec![chat::conversation(said.to_vec())]
    } else if let said @ [_, ..] = chat::telegram(text).as_slice() {
        vec![chat::conversation(said.to_vec())]
    } else if let Some(documents) = mail::copied(text) {
        documents
    } else if chat::is_post(text) {
        vec![chat::post(text)]
    } else if chat::is_marked(text) && !page::is(text) && !plain::is_markdown(text) {
        vec![held_as_chat(chat::copied(text), text)]
    } else if page::is(text) {
        let document = page::read(text, origin.address.as_deref());
        if page::is_empty(&document) {
            return Err(ImportRefusal::new(
                "no text is in this page: it may be made in the browser. Open it, copy the text, and give me that",
            ));
        }
        vec![document]
    } else {
        vec![held_as_chat(plain::read(text), text)]
    };
    let unshown = origin.old.as_ref().and_then(unshown::by_path);
    for document in &mut documents {
        if let Some(why) = &unshown {
            document.was_unshown(why);
        }
        if let Some(encoding) = decoded.encoding {
            document.warn(format!(
                "it was not in UTF-8 and was read as {encoding}: see whether quotes and pound signs are right"
            ));
        }
        if decoded.mended {
            document.warn(decode::MENDED);
        }
    }
    Ok(documents)
}

/// A document of a text, held where that looks like a chat in a form that is not read.
fn held_as_chat(mut document: SourceDocument, text: &str) -> SourceDocument {
    if chat::is_like_chat(text) {
        document.hold(
            "it looks like a chat of several people: keep the one message that is for everybody, without names, and import that",
        );
    }
    document
}

/// Whether a text is one object or list of JSON and nothing else.
fn is_json(text: &str) -> bool {
    text.trim_start().starts_with(['{', '[']) && serde_json::from_str::<serde::de::IgnoredAny>(text).is_ok()
}

/// Binds the documents of an old site together, in their order: how they lead to each other, their pictures, which are
/// translations of which. Answers what is to be said of the site as a whole.
pub fn bind(site: &OldSite, documents: &mut [SourceDocument]) -> Option<Receipt> {
    leads::bind(site, documents, [site.passed_over(), old_address::unfollowed(site)].concat())
}

/// The encoding that an envelope, a page or XML declares.
fn declared(bytes: &[u8], origin: &SourceOrigin) -> Option<String> {
    static CHARSET: LazyLock<Regex> =
        LazyLock::new(|| moments::pattern(r#"(?i)(?:charset|encoding)\s*=\s*["']?\s*([\w.:-]{3,30})"#));
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).into_owned();
    let told = origin.content_type.as_deref().and_then(|told| CHARSET.captures(told));
    told.or_else(|| CHARSET.captures(&head)).map(|found| found[1].to_owned())
}

/// Why a file cannot be a source, by its first bytes and its name.
fn unreadable(bytes: &[u8], name: &str) -> Option<String> {
    let name = name.to_lowercase();
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let begins = |mark: &[u8]| bytes.starts_with(mark);
    if begins(b"%PDF") {
        return Some(
            "it is a PDF, and text in PDFs comes out in pieces: open it, copy the text, and give me that".into(),
        );
    }
    if begins(b"\x89PNG")
        || begins(b"\xff\xd8\xff")
        || begins(b"GIF8")
        || bytes.get(4..8) == Some(b"ftyp")
        || ends(&[".heic"])
    {
        return Some("it is a picture: type what it says, and add the picture to that bulletin".into());
    }
    if begins(b"BEGIN:VCALENDAR") {
        return Some("it is an entry for a calendar: write a bulletin with `event`, or add this file to one".into());
    }
    if begins(b"BEGIN:VCARD") {
        return Some("it is somebody's card: write in the bulletin how that body can be reached".into());
    }
    if ends(&[".csv", ".tsv"]) {
        return Some("it is a table: copy the rows that belong to one bulletin, and give me those".into());
    }
    if begins(b"{\\rtf") {
        return Some("it is an RTF file: open it, and save it as .docx or copy the text".into());
    }
    if ends(&[".pages", ".odt", ".key", ".numbers", ".xlsx", ".pptx", ".ods"]) {
        return Some(
            "programs keep such files in forms of their own: open it, and export it as .docx or copy the text".into(),
        );
    }
    let packed = begins(b"PK\x03\x04") || mail::outlook::is(bytes);
    if !packed
        && bytes.iter().take(4096).filter(|byte| **byte == 0).count() > 0
        && !begins(b"\xff\xfe")
        && !begins(b"\xfe\xff")
    {
        let text = decode::decode(bytes, None);
        if text.encoding.is_none_or(|encoding| !encoding.starts_with("UTF-16")) {
            return Some("it is no text: give me an e-mail, a page, a text, a feed or a Word file".into());
        }
    }
    None
}
