//! Structured data in the vocabulary of schema.org, as JSON-LD. In: a page's head. Out: the text of a script block.
//! It must not know templates or bodies.

use serde_json::{Map, Value, json};

use super::{meta::Head, values::state_label};
use crate::{
    address::Address,
    catalogue::{AreaId, Placed},
};

/// The structured data of a bulletin's page.
pub fn bulletin(head: &Head, placed: &Placed, crumbs: &[(String, Address)]) -> String {
    let article = article(head, placed);
    let mut graph = vec![article];
    graph.push(breadcrumb(head, crumbs));
    let kind = &head.catalogue.settings.kinds[placed.bulletin.kind];
    if kind.name == "warning" {
        graph.push(announcement(head, placed));
    }
    script(&json!({"@context": "https://schema.org", "@graph": graph}))
}

/// The structured data of another page: the way to it.
pub fn page(head: &Head, crumbs: &[(String, Address)]) -> String {
    script(&json!({"@context": "https://schema.org", "@graph": [breadcrumb(head, crumbs)]}))
}

/// JSON for a script block: `</` cannot end it.
fn script(value: &Value) -> String {
    value.to_string().replace("</", "<\\/").replace("<!--", "<\\u0021--")
}

fn publisher(head: &Head) -> Value {
    let settings = &head.catalogue.settings;
    let name = settings.publisher.as_ref().map_or(settings.title.as_str(), |publisher| &publisher.name);
    let url = settings.publisher.as_ref().and_then(|publisher| publisher.address.clone());
    json!({"@type": "Organization", "name": name, "url": url.unwrap_or_else(|| settings.base.root())})
}

fn article(head: &Head, placed: &Placed) -> Value {
    let catalogue = head.catalogue;
    let settings = &catalogue.settings;
    let bulletin = &placed.bulletin;
    let zone = &settings.zone;
    let url = settings.base.url(&placed.address);
    let mut map = Map::new();
    let mut set = |name: &str, value: Value| {
        map.insert(name.into(), value);
    };
    set("@type", json!("NewsArticle"));
    set("@id", json!(url));
    set("url", json!(url));
    set("mainEntityOfPage", json!(url));
    set("headline", json!(bulletin.entry.title));
    if !bulletin.entry.summary.is_empty() {
        set("description", json!(bulletin.entry.summary));
    }
    set("image", json!([head.picture().url]));
    set("datePublished", json!(bulletin.date.rfc3339(zone)));
    set("dateModified", json!(bulletin.life.updated.rfc3339(zone)));
    if let Some(expires) = bulletin.expires {
        set("expires", json!(expires.rfc3339(zone)));
    }
    let publisher = publisher(head);
    let author = match &bulletin.origin {
        _ if !bulletin.authors.is_empty() => {
            bulletin.authors.iter().map(|name| json!({"@type": "Organization", "name": name})).collect()
        }
        Some(origin) => {
            let mut author = json!({"@type": "Organization", "name": origin.name});
            if let Some(url) = &origin.url {
                author["url"] = json!(url);
            }
            author
        }
        None => publisher.clone(),
    };
    set("author", author);
    set("publisher", publisher);
    set("inLanguage", json!(bulletin.entry.lang.as_deref().unwrap_or(&settings.language)));
    set("articleSection", json!(settings.kinds[bulletin.kind].label));
    set("creativeWorkStatus", json!(state_label(bulletin.life.state)));
    if !bulletin.areas.is_empty() {
        set("spatialCoverage", json!(bulletin.areas.iter().map(|id| place(head, *id)).collect::<Vec<_>>()));
    }
    if !bulletin.tags.is_empty() {
        let tags: Vec<&str> = bulletin.tags.iter().map(|tag| catalogue.tags[*tag as usize].name.as_str()).collect();
        set("keywords", json!(tags.join(", ")));
    }
    if let Some(origin) = &bulletin.origin {
        if let Some(url) = &origin.url {
            set("isBasedOn", json!(url));
        }
        set("creditText", json!(origin.name));
        if let Some(licence) = origin.licence.as_ref().filter(|licence| licence.starts_with("http")) {
            set("license", json!(licence));
        }
    }
    if !bulletin.updates.is_empty() {
        let corrections = bulletin.updates.iter().map(|update| {
            json!({
                "@type": "CorrectionComment",
                "text": crate::markdown::plain(&update.text),
                "datePublished": update.date.rfc3339(zone),
            })
        });
        set("correction", corrections.collect());
    }
    Value::Object(map)
}

fn place(head: &Head, id: AreaId) -> Value {
    let area = head.catalogue.areas.get(id);
    let mut place = json!({
        "@type": "AdministrativeArea",
        "name": area.name,
        "url": head.catalogue.settings.base.url(&area.address),
    });
    if let Some(position) = area.position {
        place["geo"] = json!({
            "@type": "GeoCoordinates",
            "latitude": position.latitude,
            "longitude": position.longitude,
        });
    }
    if let Some(parent) = area.parent {
        let parent = head.catalogue.areas.get(parent);
        place["containedInPlace"] = json!({"@type": "AdministrativeArea", "name": parent.name});
    }
    place
}

fn announcement(head: &Head, placed: &Placed) -> Value {
    let settings = &head.catalogue.settings;
    let bulletin = &placed.bulletin;
    let zone = &settings.zone;
    let mut map = json!({
        "@type": "SpecialAnnouncement",
        "name": bulletin.entry.title,
        "text": if bulletin.entry.summary.is_empty() { &bulletin.entry.title } else { &bulletin.entry.summary },
        "datePosted": bulletin.date.rfc3339(zone),
        "category": "https://en.wikipedia.org/wiki/Public_safety",
        "url": settings.base.url(&placed.address),
    });
    if let Some(expires) = bulletin.expires {
        map["expires"] = json!(expires.rfc3339(zone));
    }
    if !bulletin.areas.is_empty() {
        map["spatialCoverage"] = bulletin.areas.iter().map(|id| place(head, *id)).collect();
    }
    map
}

fn breadcrumb(head: &Head, crumbs: &[(String, Address)]) -> Value {
    let base = &head.catalogue.settings.base;
    let mut items = vec![(head.catalogue.settings.title.as_str(), base.root())];
    items.extend(crumbs.iter().map(|(title, address)| (title.as_str(), base.url(address))));
    let here = base.url(head.address);
    if items.iter().all(|(_, url)| *url != here) {
        items.push((head.title, here));
    }
    let elements: Vec<Value> = items
        .iter()
        .zip(1..)
        .map(|((name, item), position)| json!({"@type": "ListItem", "position": position, "name": name, "item": item}))
        .collect();
    json!({"@type": "BreadcrumbList", "itemListElement": elements})
}
