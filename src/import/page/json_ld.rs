//! What a page says of itself as structured data (JSON-LD). In: its JSON. Out: candidates for metadata. It must not know the rest
//! of the page.

use std::collections::HashMap;

use serde_json::Value as Json;

use super::licence;
use crate::{
    import::document::{MetadataKind, SourceDocument, Sure},
    parse::reader::decoded,
};

/// How deeply it is looked into, and how many parts of a list.
const DEEPEST: usize = 8;
const MOST: usize = 50;

/// Learns from structured data.
pub fn read(value: &Json, document: &mut SourceDocument) {
    let mut names = HashMap::new();
    named(value, &mut names, 0);
    article(value, document, &names, 0);
}

/// Gathers the names of what other parts of the data refer to by its id.
fn named<'j>(value: &'j Json, names: &mut HashMap<&'j str, &'j str>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Json::Array(list) => list.iter().take(MOST).for_each(|item| named(item, names, depth + 1)),
        Json::Object(map) => {
            let text = |key: &str| map.get(key).and_then(Json::as_str);
            if let (Some(id), Some(name)) = (text("@id"), text("name")) {
                names.entry(id).or_insert(name);
            }
            map.values().filter(|inner| !inner.is_string()).for_each(|inner| named(inner, names, depth + 1));
        }
        _ => {}
    }
}

/// What is said about an article.
fn article(value: &Json, document: &mut SourceDocument, names: &HashMap<&str, &str>, depth: usize) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Json::Array(list) => list.iter().take(MOST).for_each(|item| article(item, document, names, depth + 1)),
        Json::Object(map) => {
            if let Some(graph) = map.get("@graph") {
                article(graph, document, names, depth + 1);
            }
            let kinds: Vec<&str> = match map.get("@type") {
                Some(Json::String(kind)) => vec![kind],
                Some(Json::Array(list)) => list.iter().filter_map(Json::as_str).collect(),
                _ => Vec::new(),
            };
            let is_article = kinds.iter().any(|kind| {
                kind.ends_with("Article")
                    || matches!(*kind, "BlogPosting" | "Report" | "SpecialAnnouncement" | "GovernmentService" | "Event")
            });
            let page = kinds.iter().any(|kind| kind.ends_with("Page"));
            if !is_article && !page {
                return;
            }
            let sure = if is_article { Sure::Said } else { Sure::Likely };
            let mut add = |key: &str, piece: MetadataKind| {
                if let Some(text) = map.get(key).and_then(name_of) {
                    document.add(piece, decoded(&text), "structured data", sure);
                }
            };
            add("headline", MetadataKind::Title);
            add("datePublished", MetadataKind::Date);
            add("dateModified", MetadataKind::Updated);
            add("description", MetadataKind::Summary);
            add("inLanguage", MetadataKind::Language);
            add("mainEntityOfPage", MetadataKind::Address);
            for key in ["publisher", "sourceOrganization"] {
                if let Some(name) = map.get(key).and_then(|body| body_of(body, names)) {
                    document.add(MetadataKind::Publisher, decoded(&name), "structured data", sure);
                }
            }
            if let Some(licence_of) = map.get("license").and_then(name_of) {
                document.add(MetadataKind::Licence, licence(&licence_of), "structured data", sure);
            }
            // A person's name is nobody's publisher.
            if let Some(author) = map.get("author")
                && author.to_string().contains("Organization")
                && let Some(name) = body_of(author, names)
            {
                document.add(MetadataKind::Publisher, decoded(&name), "structured data", Sure::Likely);
            }
        }
        _ => {}
    }
}

/// The name of a body, which may stand elsewhere in the data; an address is none.
fn body_of(value: &Json, names: &HashMap<&str, &str>) -> Option<String> {
    let name = match value {
        Json::String(name) => name.as_str(),
        Json::Array(list) => return list.first().and_then(|first| body_of(first, names)),
        Json::Object(map) => match map.get("name").and_then(Json::as_str) {
            Some(name) => name,
            None => names.get(map.get("@id").and_then(Json::as_str)?)?,
        },
        _ => return None,
    };
    (!name.contains("://")).then(|| name.to_owned())
}

/// A text, or the name of what stands there.
fn name_of(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Array(list) => list.first().and_then(name_of),
        Json::Object(map) => map.get("name").or_else(|| map.get("@id")).or_else(|| map.get("url")).and_then(name_of),
        _ => None,
    }
}
