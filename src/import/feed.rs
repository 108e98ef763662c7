//! Feeds: RSS, Atom and JSON Feed. In: the bytes of one. Out: a [`SourceDocument`] for each entry. It must not know which entries
//! the site has.

use std::{borrow::Cow, collections::HashSet};

use chrono::{DateTime, Utc};
use feed_rs::{
    model::{self, Feed},
    parser,
};
use quick_xml::{Reader, events::Event};
use url::Url;

use super::{
    ImportRefusal,
    document::{ImportedBody, MetadataKind, SourceDocument, SourceFormat, Sure},
    page, plain,
};
use crate::parse::reader::decoded;

/// Whether a text is a feed.
pub fn is(text: &str) -> bool {
    let head: String = text.trim_start().chars().take(3000).collect();
    if head.starts_with('{') {
        return head.contains("jsonfeed.org/version");
    }
    head.starts_with('<') && ["<rss", "<feed", "<rdf:RDF", "<RDF", ":feed "].iter().any(|mark| head.contains(mark))
        || is_entry(&head)
}

/// Whether a text is one entry of an Atom feed by itself (RFC 4287, 2).
fn is_entry(head: &str) -> bool {
    let rest = head.trim_start();
    let rest = rest.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")).map_or(rest, |(_, rest)| rest);
    rest.trim_start().starts_with("<entry") && rest.contains("www.w3.org/2005/Atom")
}

/// Reads a feed. `address` is where it was fetched.
pub fn read(text: &str, address: Option<&str>) -> Result<Vec<SourceDocument>, ImportRefusal> {
    // A declaration names an encoding that the text no longer has.
    let text = match text.trim_start().strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        Some((_, rest)) => rest,
        None => text.trim_start(),
    };
    let text = if is_entry(text) {
        Cow::Owned(format!("<feed xmlns=\"http://www.w3.org/2005/Atom\">{text}</feed>"))
    } else {
        Cow::Borrowed(text)
    };
    let text = match text.starts_with('{').then(|| with_texts(&text)).flatten() {
        Some(text) => Cow::Owned(text),
        None => text,
    };
    let reader = parser::Builder::new().base_uri(address).timestamp_parser(moment).build();
    let feed = reader.parse(text.as_bytes()).map_err(|error| {
        ImportRefusal::new(format!("it is a feed that cannot be read: {}", sentence(&error.to_string())))
    })?;
    if feed.entries.is_empty() {
        return Err(ImportRefusal::new(
            "it is a feed without entries: where it had some, see whether its publisher took them back",
        ));
    }
    let drafts = drafts(&text);
    let documents = feed.entries.iter().map(|entry| {
        let mut document = document(entry, &feed, address);
        if drafts.contains(&entry.id) {
            document.was_unshown("it was a draft");
        }
        document
    });
    Ok(documents.collect())
}

/// A JSON Feed whose ids are texts; some programs write numbers. None where nothing had to be changed.
fn with_texts(text: &str) -> Option<String> {
    let mut feed: serde_json::Value = serde_json::from_str(text).ok()?;
    let mut changed = false;
    for item in feed.get_mut("items")?.as_array_mut()? {
        if let Some(id) = item.get_mut("id").filter(|id| id.is_number()) {
            *id = id.to_string().into();
            changed = true;
        }
    }
    changed.then(|| feed.to_string())
}

/// The ids of entries that are drafts, as the Atom Publishing Protocol (RFC 5023, 13.1.1) and exports of Blogger say it.
fn drafts(text: &str) -> HashSet<String> {
    let mut drafts = HashSet::new();
    if !text.contains("draft>") && !text.contains("blogger:status>") {
        return drafts;
    }
    let mut reader = Reader::from_str(text);
    let (mut id, mut value, mut is_draft) = (String::new(), String::new(), false);
    while let Ok(event) = reader.read_event() {
        match event {
            Event::Eof => break,
            Event::Start(element) => {
                value.clear();
                // Before the entries stands the id of the feed.
                if matches!(element.name().as_ref(), "entry" | "item") {
                    id.clear();
                }
            }
            Event::Text(text) => value.push_str(&text),
            Event::CData(text) => value.push_str(&text),
            Event::End(element) => {
                let name = element.name();
                match name.as_ref() {
                    "entry" | "item" if std::mem::take(&mut is_draft) => {
                        drafts.insert(id.clone());
                    }
                    "id" if id.is_empty() => value.trim().clone_into(&mut id),
                    "app:draft" | "draft" => is_draft |= value.trim().eq_ignore_ascii_case("yes"),
                    "blogger:status" => is_draft |= !matches!(value.trim(), "LIVE"),
                    _ => {}
                }
                value.clear();
            }
            _ => {}
        }
    }
    drafts
}

/// What a library says, short enough for a sentence.
fn sentence(error: &str) -> String {
    error.chars().take(120).filter(|c| !c.is_control()).collect()
}

/// What marks a moment that is a day: a part of a second that no feed gives.
const DAY: u32 = 1;

/// A moment in any form that is met in feeds; feed-rs has its own type for it.
fn moment(text: &str) -> Option<DateTime<Utc>> {
    let zone = crate::moment::Zone::new("UTC").ok()?;
    let read = super::moments::read_in(text, &zone, crate::moment::DateOrder::DayFirst)?;
    DateTime::from_timestamp(read.second(), if read.is_day() { DAY } else { 0 })
}

/// A moment of a feed as it is read elsewhere.
fn written(moment: &DateTime<Utc>) -> String {
    if moment.timestamp_subsec_nanos() == DAY { moment.format("%Y-%m-%d").to_string() } else { moment.to_rfc3339() }
}

fn document(entry: &model::Entry, feed: &Feed, address: Option<&str>) -> SourceDocument {
    let mut document = SourceDocument::of(SourceFormat::Feed);
    document.add(MetadataKind::Id, entry.id.as_str(), "the feed", Sure::Said);
    let own = feed.links.iter().find(|link| link.rel.as_deref() == Some("self")).or_else(|| feed.links.first());
    let name = feed.title.as_ref().map(text).unwrap_or_default();
    let mark = own.map(|link| link.href.clone()).or_else(|| address.map(str::to_owned)).unwrap_or_else(|| name.clone());
    document.add(MetadataKind::Feed, mark, "the feed", Sure::Said);
    if let Some(title) = &entry.title {
        document.add(MetadataKind::Title, text(title), "the feed", Sure::Said);
    }
    let mut links = entry.links.iter().filter(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let link = links.find_map(|link| absolute(&link.href, address.or(own.map(|own| own.href.as_str()))));
    let link = link.or_else(|| entry.id.starts_with("http").then(|| entry.id.clone()));
    if let Some(link) = &link {
        document.add(MetadataKind::Address, link.as_str(), "the feed", Sure::Said);
    }
    let published = entry.published.or(entry.updated);
    if let Some(published) = published {
        document.add(MetadataKind::Date, written(&published), "the feed", Sure::Said);
    }
    if let Some(updated) = entry.updated.filter(|updated| Some(*updated) > published) {
        document.add(MetadataKind::Updated, written(&updated), "the feed", Sure::Said);
    }
    document.add(MetadataKind::Publisher, name, "the feed", Sure::Likely);
    if let Some(language) = entry.language.as_ref().or(feed.language.as_ref()) {
        document.add(MetadataKind::Language, language.as_str(), "the feed", Sure::Likely);
    }
    for category in &entry.categories {
        let label = category.label.clone().filter(|label| !label.is_empty()).unwrap_or_else(|| category.term.clone());
        document.add(MetadataKind::Tag, decoded(&label), "the feed", Sure::Likely);
    }
    let content =
        entry.content.as_ref().and_then(|content| content.body.clone()).filter(|body| !body.trim().is_empty());
    let summary =
        entry.summary.as_ref().map(|summary| summary.content.clone()).filter(|summary| !summary.trim().is_empty());
    let whole = content.is_some();
    let body = content.or(summary).unwrap_or_default();
    let blocks = if body.contains('<') {
        page::fragment(&body, link.as_deref(), &mut document)
    } else {
        plain::blocks(&decoded(&body))
    };
    let blocks = plain::framed(&mut document, blocks);
    let words: usize = blocks.iter().map(|block| super::document::block_words(block).len()).sum();
    if !whole && words < 600 {
        let at = link.map_or_else(String::new, |link| format!(": the whole is at {link}"));
        document.warn(format!("the feed has perhaps only the beginning of the text{at}"));
    }
    document.body = ImportedBody::Blocks(blocks);
    document
}

/// An address of the web as it stands, or as it follows from that of the feed.
fn absolute(link: &str, feed: Option<&str>) -> Option<String> {
    if link.starts_with("http") {
        return Some(link.to_owned());
    }
    let joined = Url::parse(feed?).ok()?.join(link).ok()?;
    matches!(joined.scheme(), "http" | "https").then(|| joined.into())
}

/// A text of a feed without marks of HTML.
fn text(text: &model::Text) -> String {
    let content = decoded(&text.content);
    if content.contains('<') { super::html::tree(&content).0.text() } else { content }
}
