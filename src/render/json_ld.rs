//! Structured data in the vocabulary of schema.org, as JSON-LD. In: a page's head. Out: the text of a script block.
//! It must not know templates or bodies.

use super::{json::Json, meta::Head, versions::Version};
use crate::{
    address::Address,
    catalogue::{AreaId, Placed},
    moment::Moment,
    settings::Happens,
};

/// The structured data of a bulletin's page.
pub fn bulletin(head: &Head, placed: &Placed, crumbs: &[(String, Address)]) -> String {
    let kind = &head.catalogue.settings.kinds[placed.bulletin.kind];
    graph(2048, |json| {
        json.object(|json| article(json, head, placed));
        json.object(|json| breadcrumb(json, head, crumbs));
        if kind.happens == Happens::Once {
            event(json, head, placed);
        }
        if kind.name == "warning" {
            json.object(|json| announcement(json, head, placed));
        }
    })
}

/// What happens on a day, as programs for calendars and search engines read it.
fn event(json: &mut Json, head: &Head, placed: &Placed) {
    let bulletin = &placed.bulletin;
    let settings = &head.catalogue.settings;
    let Some((when, start)) = bulletin.says.more.when.as_ref().and_then(|when| Some((when, when.times.start?))) else {
        return;
    };
    let moment = |moment: Moment| {
        let written = moment.rfc3339(&settings.zone);
        if moment.is_day() { written[..10].to_owned() } else { written }
    };
    let url = settings.base.url(&placed.address);
    json.object(|json| {
        json.field("@type", "Event");
        json.field("@id", &[&url, "#event"].concat());
        json.field("url", &url);
        json.field("name", &bulletin.says.entry.title);
        if !bulletin.says.entry.summary.is_empty() {
            json.field("description", &bulletin.says.entry.summary);
        }
        json.name("image");
        json.list(|json| json.text(&head.picture().url));
        json.field("startDate", &moment(start));
        if let Some(end) = when.times.end {
            json.field("endDate", &moment(end));
        }
        json.field("eventStatus", "https://schema.org/EventScheduled");
        let areas = bulletin.areas.iter().map(|id| head.catalogue.areas.get(*id).name.as_str());
        let names = head.voice.names(areas);
        let place = when.place.as_deref().unwrap_or(&names);
        if !place.is_empty() {
            json.name("location");
            json.object(|json| {
                json.field("@type", "Place");
                json.field("name", place);
                json.field("address", if names.is_empty() { place } else { &names });
            });
        }
        json.name("organizer");
        publisher(json, head);
    });
}

/// The structured data of another page: the way to it.
pub fn page(head: &Head, crumbs: &[(String, Address)]) -> String {
    graph(512, |json| json.object(|json| breadcrumb(json, head, crumbs)))
}

fn graph(bytes: usize, items: impl FnOnce(&mut Json)) -> String {
    let mut json = Json::with_capacity(bytes);
    json.object(|json| {
        json.field("@context", "https://schema.org");
        json.name("@graph");
        json.list(items);
    });
    json.finish()
}

fn organisation(json: &mut Json, name: &str, url: Option<&str>) {
    json.object(|json| {
        json.field("@type", "Organization");
        json.field("name", name);
        if let Some(url) = url {
            json.field("url", url);
        }
    });
}

fn publisher(json: &mut Json, head: &Head) {
    let settings = &head.catalogue.settings;
    let publisher = settings.publisher.as_ref();
    let name = publisher.map_or(settings.title.as_str(), |publisher| &publisher.name);
    match publisher.and_then(|publisher| publisher.address.as_deref()) {
        Some(url) => organisation(json, name, Some(url)),
        None => organisation(json, name, Some(&settings.base.root())),
    }
}

fn article(json: &mut Json, head: &Head, placed: &Placed) {
    let catalogue = head.catalogue;
    let settings = &catalogue.settings;
    let bulletin = &placed.bulletin;
    let zone = &settings.zone;
    let url = settings.base.url(&placed.address);
    json.field("@type", "NewsArticle");
    json.field("@id", &url);
    json.field("url", &url);
    json.field("mainEntityOfPage", &url);
    json.field("headline", &bulletin.says.entry.title);
    if !bulletin.says.entry.summary.is_empty() {
        json.field("description", &bulletin.says.entry.summary);
    }
    json.name("image");
    json.list(|json| json.text(&head.picture().url));
    let date = bulletin.date.rfc3339(zone);
    json.field("datePublished", &date);
    if bulletin.life.updated == bulletin.date {
        json.field("dateModified", &date);
    } else {
        json.field("dateModified", &bulletin.life.updated.rfc3339(zone));
    }
    if let Some(expires) = bulletin.expires {
        json.field("expires", &expires.rfc3339(zone));
    }
    json.name("author");
    match &bulletin.says.more.origin {
        _ if !bulletin.says.more.authors.is_empty() => {
            json.list(|json| bulletin.says.more.authors.iter().for_each(|name| organisation(json, name, None)));
        }
        Some(origin) => organisation(json, &origin.name, origin.url.as_deref()),
        None => publisher(json, head),
    }
    json.name("publisher");
    publisher(json, head);
    json.field("inLanguage", head.language());
    translations(json, head);
    json.field("articleSection", head.voice.kind(bulletin.kind));
    json.field("creativeWorkStatus", head.voice.state(bulletin.life.state));
    places(json, head, &bulletin.areas);
    if !bulletin.tags.is_empty() {
        let tags: Vec<&str> = bulletin.tags.iter().map(|tag| catalogue.tags[*tag as usize].name.as_str()).collect();
        json.field("keywords", &tags.join(", "));
    }
    if let Some(origin) = &bulletin.says.more.origin {
        if let Some(url) = &origin.url {
            json.field("isBasedOn", url);
        }
        json.field("creditText", &origin.name);
        if let Some(licence) = origin.licence.as_ref().filter(|licence| licence.starts_with("http")) {
            json.field("license", licence);
        }
    }
    if !bulletin.updates().is_empty() {
        json.name("correction");
        json.list(|json| {
            for update in bulletin.updates() {
                json.object(|json| {
                    json.field("@type", "CorrectionComment");
                    json.field("text", &crate::markdown::plain(&update.text));
                    json.field("datePublished", &update.date.rfc3339(zone));
                });
            }
        });
    }
}

/// What an article is a translation of, and its translations: the other versions by their addresses.
fn translations(json: &mut Json, head: &Head) {
    let version = |json: &mut Json, version: &Version| {
        let url = head.catalogue.settings.base.url(version.address);
        json.object(|json| {
            // Its own page says the rest of it.
            json.field("@type", "CreativeWork");
            json.field("@id", &url);
            json.field("url", &url);
            json.field("name", version.title);
            json.field("inLanguage", version.language);
        });
    };
    let original = head.versions.iter().find(|version| version.original);
    if let Some(original) = original.filter(|original| original.address != head.address) {
        json.name("translationOfWork");
        version(json, original);
    } else if !head.versions.is_empty() {
        json.name("workTranslation");
        json.list(|json| head.others().for_each(|other| version(json, other)));
    }
}

fn places(json: &mut Json, head: &Head, areas: &[AreaId]) {
    if !areas.is_empty() {
        json.name("spatialCoverage");
        json.list(|json| areas.iter().for_each(|id| json.object(|json| place(json, head, *id))));
    }
}

fn place(json: &mut Json, head: &Head, id: AreaId) {
    let area = head.catalogue.areas.get(id);
    json.field("@type", "AdministrativeArea");
    json.field("name", &area.name);
    json.field("url", &head.catalogue.settings.base.url(&area.address));
    if let Some(position) = area.position {
        json.name("geo");
        json.object(|json| {
            json.field("@type", "GeoCoordinates");
            for (name, degrees) in [("latitude", position.latitude), ("longitude", position.longitude)] {
                json.name(name);
                json.raw(&serde_json::Value::from(degrees).to_string());
            }
        });
    }
    if let Some(parent) = area.parent {
        json.name("containedInPlace");
        json.object(|json| {
            json.field("@type", "AdministrativeArea");
            json.field("name", &head.catalogue.areas.get(parent).name);
        });
    }
}

fn announcement(json: &mut Json, head: &Head, placed: &Placed) {
    let settings = &head.catalogue.settings;
    let bulletin = &placed.bulletin;
    let entry = &bulletin.says.entry;
    let zone = &settings.zone;
    json.field("@type", "SpecialAnnouncement");
    json.field("name", &entry.title);
    json.field("text", if entry.summary.is_empty() { &entry.title } else { &entry.summary });
    json.field("datePosted", &bulletin.date.rfc3339(zone));
    json.field("category", "https://en.wikipedia.org/wiki/Public_safety");
    json.field("url", &settings.base.url(&placed.address));
    if let Some(expires) = bulletin.expires {
        json.field("expires", &expires.rfc3339(zone));
    }
    places(json, head, &bulletin.areas);
}

fn breadcrumb(json: &mut Json, head: &Head, crumbs: &[(String, Address)]) {
    let settings = &head.catalogue.settings;
    let base = &settings.base;
    json.field("@type", "BreadcrumbList");
    json.name("itemListElement");
    json.list(|json| {
        let mut position = 0;
        let mut item = |name: &str, url: &str| {
            position += 1;
            json.object(|json| {
                json.field("@type", "ListItem");
                json.name("position");
                json.raw(&position.to_string());
                json.field("name", name);
                json.field("item", url);
            });
        };
        item(&settings.title, &base.root());
        for (title, address) in crumbs {
            item(title, &base.url(address));
        }
        if head.address.as_str() != "/" && crumbs.iter().all(|(_, address)| address != head.address) {
            item(head.title, &base.url(head.address));
        }
    });
}
