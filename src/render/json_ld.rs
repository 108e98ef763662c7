//! Structured data in the vocabulary of schema.org, as JSON-LD. In: a page's head. Out: the text of a script block.
//! It must not know templates or bodies.

use super::{json::Json, meta::PageHead};
use crate::{
    address::Address,
    moment::Moment,
    settings::EventTiming,
    view::{AreaLink, Article, Version},
};

/// The structured data of a bulletin's page.
pub fn bulletin(head: &PageHead, article: &Article, crumbs: &[(String, Address)]) -> String {
    let kind = &head.settings.kinds[article.card.kind];
    graph(2048, |json| {
        json.object(|json| news_article(json, head, article));
        json.object(|json| breadcrumb(json, head, crumbs));
        if kind.happens == EventTiming::Once {
            event(json, head, article);
        }
        if kind.name == "warning" {
            json.object(|json| announcement(json, head, article));
        }
    })
}

/// What happens on a day, as programs for calendars and search engines read it.
fn event(json: &mut Json, head: &PageHead, article: &Article) {
    let (settings, card) = (head.settings, &article.card);
    let Some((happens, start)) = card.when.and_then(|when| Some((when, when.times.start?))) else { return };
    let moment = |moment: Moment| {
        let written = moment.rfc3339(&settings.zone);
        if moment.is_day() { written[..10].to_owned() } else { written }
    };
    let url = settings.base.url(card.address);
    json.object(|json| {
        json.field("@type", "Event");
        json.field("@id", &[&url, "#event"].concat());
        json.field("url", &url);
        json.field("name", card.title);
        if !card.summary.is_empty() {
            json.field("description", card.summary);
        }
        json.name("image");
        json.list(|json| json.text(&head.picture().url));
        json.field("startDate", &moment(start));
        if let Some(end) = happens.times.end {
            json.field("endDate", &moment(end));
        }
        let off = card.state.is_called_off();
        let status = if off { "https://schema.org/EventCancelled" } else { "https://schema.org/EventScheduled" };
        json.field("eventStatus", status);
        let names = head.voice.names(card.areas.iter().map(|area| area.name));
        let place = happens.place.as_deref().unwrap_or(&names);
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
pub fn page(head: &PageHead, crumbs: &[(String, Address)]) -> String {
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

fn publisher(json: &mut Json, head: &PageHead) {
    let settings = head.settings;
    let publisher = settings.publisher.as_ref();
    let name = publisher.map_or(settings.title.as_str(), |publisher| &publisher.name);
    match publisher.and_then(|publisher| publisher.address.as_deref()) {
        Some(url) => organisation(json, name, Some(url)),
        None => organisation(json, name, Some(&settings.base.root())),
    }
}

fn news_article(json: &mut Json, head: &PageHead, article: &Article) {
    let settings = head.settings;
    let card = &article.card;
    let zone = &settings.zone;
    let url = settings.base.url(card.address);
    json.field("@type", "NewsArticle");
    json.field("@id", &url);
    json.field("url", &url);
    json.field("mainEntityOfPage", &url);
    json.field("headline", card.title);
    if !card.summary.is_empty() {
        json.field("description", card.summary);
    }
    json.name("image");
    json.list(|json| json.text(&head.picture().url));
    let date = card.date.rfc3339(zone);
    json.field("datePublished", &date);
    if card.updated == card.date {
        json.field("dateModified", &date);
    } else {
        json.field("dateModified", &card.updated.rfc3339(zone));
    }
    if let Some(expires) = card.expires {
        json.field("expires", &expires.rfc3339(zone));
    }
    json.name("author");
    match article.origin {
        _ if !article.authors.is_empty() => {
            json.list(|json| article.authors.iter().for_each(|name| organisation(json, name, None)));
        }
        Some(origin) => organisation(json, &origin.name, origin.url.as_deref()),
        None => publisher(json, head),
    }
    json.name("publisher");
    publisher(json, head);
    json.field("inLanguage", head.language());
    translations(json, head);
    json.field("articleSection", head.voice.kind(card.kind));
    json.field("creativeWorkStatus", head.voice.state(card.state));
    places(json, head, &article.areas);
    if !card.tags.is_empty() {
        let tags: Vec<&str> = card.tags.iter().map(|tag| tag.name).collect();
        json.field("keywords", &tags.join(", "));
    }
    if let Some(origin) = article.origin {
        if let Some(url) = &origin.url {
            json.field("isBasedOn", url);
        }
        json.field("creditText", &origin.name);
        if let Some(licence) = origin.licence.as_ref().filter(|licence| licence.starts_with("http")) {
            json.field("license", licence);
        }
    }
    if !article.updates.is_empty() {
        json.name("correction");
        json.list(|json| {
            for update in &article.updates {
                json.object(|json| {
                    json.field("@type", "CorrectionComment");
                    json.field("text", &crate::markdown::plain(update.text));
                    json.field("datePublished", &update.date.rfc3339(zone));
                });
            }
        });
    }
}

/// What an article is a translation of, and its translations: the other versions by their addresses.
fn translations(json: &mut Json, head: &PageHead) {
    let version = |json: &mut Json, version: &Version| {
        let url = head.settings.base.url(version.address);
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

fn places(json: &mut Json, head: &PageHead, areas: &[AreaLink]) {
    if !areas.is_empty() {
        json.name("spatialCoverage");
        json.list(|json| areas.iter().for_each(|area| json.object(|json| place(json, head, area))));
    }
}

fn place(json: &mut Json, head: &PageHead, area: &AreaLink) {
    json.field("@type", "AdministrativeArea");
    if let Some(own) = area.line.first() {
        json.field("name", own.name);
        json.field("url", &head.settings.base.url(own.address));
    }
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
    if let Some(parent) = area.line.get(1) {
        json.name("containedInPlace");
        json.object(|json| {
            json.field("@type", "AdministrativeArea");
            json.field("name", parent.name);
        });
    }
}

fn announcement(json: &mut Json, head: &PageHead, article: &Article) {
    let settings = head.settings;
    let card = &article.card;
    let zone = &settings.zone;
    json.field("@type", "SpecialAnnouncement");
    json.field("name", card.title);
    json.field("text", if card.summary.is_empty() { card.title } else { card.summary });
    json.field("datePosted", &card.date.rfc3339(zone));
    json.field("category", "https://en.wikipedia.org/wiki/Public_safety");
    json.field("url", &settings.base.url(card.address));
    if let Some(expires) = card.expires {
        json.field("expires", &expires.rfc3339(zone));
    }
    places(json, head, &article.areas);
}

fn breadcrumb(json: &mut Json, head: &PageHead, crumbs: &[(String, Address)]) {
    let settings = head.settings;
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
