//! Feeds: RSS 2.0 (with the RSS Advisory Board's profile), Atom (RFC 4287) and JSON Feed 1.1. In: a format and a scope.
//! Out: bytes. It must not know templates.

use std::sync::Arc;

use serde_json::{Map, Value, json};

use super::{Renderer, values::scope_title, xml::Xml};
use crate::{
    assets::FEED_STYLE,
    catalogue::{BulletinId, Catalogue, Placed, Showing, State, life::forgotten},
    markdown::Target,
    moment::Moment,
    plan::{self, Scope},
    problem::Problem,
    settings::FeedFormat,
};

/// One feed before it takes a format.
struct Feed {
    title: String,
    description: String,
    /// The page that it stands beside.
    page: String,
    /// Where it stands itself.
    own: String,
    language: String,
    updated: Moment,
    author: String,
    entries: Vec<Arc<Entry>>,
}

/// One entry, as the formats share it, before it takes a format. A bulletin that was taken back has only neutral words.
pub struct Entry {
    /// Its id for good: the address of its page.
    url: String,
    title: String,
    summary: String,
    content: String,
    published: Moment,
    updated: Moment,
    authors: Vec<String>,
    /// What it is filed under: a word, and the address of its list.
    categories: Vec<(String, String)>,
    language: Option<String>,
    point: Option<(f64, f64)>,
    /// What our own readers may want to know, for JSON Feed.
    bulletin: Map<String, Value>,
}

/// Renders a feed.
pub fn feed(renderer: &Renderer, format: FeedFormat, scope: Scope) -> Result<Vec<u8>, Problem> {
    let feed = gather(renderer, format, scope)?;
    Ok(match format {
        FeedFormat::Rss => rss(renderer, &feed),
        FeedFormat::Atom => atom(renderer, &feed),
        FeedFormat::Json => json_feed(&feed, renderer),
    })
}

fn gather(renderer: &Renderer, format: FeedFormat, scope: Scope) -> Result<Feed, Problem> {
    let catalogue = &renderer.catalogue;
    let settings = &catalogue.settings;
    let (ids, left) = choose(catalogue, scope);
    let entry = |id: &BulletinId| renderer.entries.get(id.0, || entry(renderer, *id).map(Arc::new));
    let entries: Vec<Arc<Entry>> = ids.iter().map(entry).collect::<Result<_, Problem>>()?;
    let title = scope_title(catalogue, scope);
    let page = plan::scope_address(catalogue, scope);
    let updated = entries.iter().map(|entry| entry.updated).chain(left).max().unwrap_or_else(epoch);
    Ok(Feed {
        description: settings.description.clone().unwrap_or_else(|| format!("Community safety bulletins: {title}")),
        title,
        page: settings.base.url(&page),
        own: settings.base.url(&page.join(format.file_name())),
        language: settings.language.clone(),
        updated,
        author: settings.publisher.as_ref().map_or_else(|| settings.title.clone(), |publisher| publisher.name.clone()),
        entries,
    })
}

/// The bulletins of a feed, newest first, and when one last left it.
pub fn choose(catalogue: &Catalogue, scope: Scope) -> (Vec<BulletinId>, Option<Moment>) {
    let settings = &catalogue.settings;
    let listing = plan::scope_listing(catalogue, scope);
    let lasting = listing.shown.iter().copied().filter(|id| {
        let placed = catalogue.bulletin(*id);
        catalogue.in_feeds(&placed.bulletin)
    });
    let recent = |id: &BulletinId| {
        let since = catalogue.bulletin(*id).bulletin.life.state.since();
        since.is_none_or(|since| forgotten(since) > catalogue.now)
    };
    let mut ids: Vec<BulletinId> = lasting.chain(listing.taken_back.iter().copied().filter(recent)).collect();
    let newest_first = |id: &BulletinId| (std::cmp::Reverse(catalogue.bulletin(*id).bulletin.life.updated), *id);
    if ids.len() > settings.feed_items {
        ids.select_nth_unstable_by_key(settings.feed_items, newest_first);
        ids.truncate(settings.feed_items);
    }
    ids.sort_unstable_by_key(newest_first);
    // What left the feed changed it too (RFC 6721 has a mark for that, which readers do not know).
    let left = listing.shown.iter().chain(&listing.taken_back).filter_map(|id| {
        let bulletin = &catalogue.bulletin(*id).bulletin;
        let forgotten = bulletin.life.state.since().filter(|_| bulletin.life.showing != Showing::Whole).map(forgotten);
        bulletin.expires.into_iter().chain(forgotten).filter(|moment| *moment <= catalogue.now).max()
    });
    let left = left.max();
    (ids, left)
}

/// A document that names the style of feeds, where the theme has one.
pub fn styled(renderer: &Renderer) -> Xml {
    let mut xml = Xml::new();
    if let Some(style) = renderer.assets.get(FEED_STYLE) {
        xml.style(&renderer.catalogue.settings.base.link(&style.address));
    }
    xml
}

/// When a feed without entries was last changed: never, so that the same site gives the same bytes.
pub fn epoch() -> Moment {
    Moment::from_second(0).expect("1970 is in range")
}

fn entry(renderer: &Renderer, id: BulletinId) -> Result<Entry, Problem> {
    let placed = renderer.catalogue.bulletin(id);
    match placed.bulletin.life.showing {
        Showing::Whole => whole(renderer, placed),
        Showing::Notice { .. } | Showing::Nothing => Ok(taken_back(renderer, placed)),
    }
}

fn taken_back(renderer: &Renderer, placed: &Placed) -> Entry {
    let bulletin = &placed.bulletin;
    let words = "This bulletin is no longer available.";
    Entry {
        url: renderer.catalogue.settings.base.url(&placed.address),
        title: "Bulletin no longer available".into(),
        summary: words.into(),
        content: format!("<p>{words}</p>"),
        published: bulletin.date,
        updated: bulletin.life.state.since().unwrap_or(bulletin.date).max(bulletin.date),
        authors: Vec::new(),
        categories: Vec::new(),
        language: None,
        point: None,
        bulletin: Map::from_iter([("state".to_owned(), json!("withdrawn"))]),
    }
}

fn whole(renderer: &Renderer, placed: &Placed) -> Result<Entry, Problem> {
    let catalogue = &renderer.catalogue;
    let settings = &catalogue.settings;
    let zone = &settings.zone;
    let bulletin = &placed.bulletin;
    let entry = &bulletin.entry;
    let kind = &settings.kinds[bulletin.kind];
    let body = renderer.surroundings(entry, &placed.address, Target::Feed);
    let mut content = String::new();
    let mut title = entry.title.clone();
    if let State::Resolved { since } = bulletin.life.state {
        title = format!("Resolved: {title}");
        content.push_str(&format!("<p><strong>Resolved since {}.</strong></p>\n", since.words(zone)));
    }
    for update in &bulletin.updates {
        content.push_str(&format!("<p><strong>Update, {}</strong></p>\n", update.date.words(zone)));
        content.push_str(&body.part(&update.text));
    }
    content.push_str(&body.body(&renderer.body(entry)?));
    if content.trim().is_empty() {
        // A feed entry has content, if only its title (RFC 4287, section 4.1.1).
        content = format!("<p>{}</p>", html_escape::encode_text(&entry.title));
    }
    let mut categories = vec![(kind.label.clone(), settings.base.url(&renderer.catalogue.kind_address(bulletin.kind)))];
    for area in &bulletin.areas {
        let area = catalogue.areas.get(*area);
        categories.push((area.name.clone(), settings.base.url(&area.address)));
    }
    if settings.outputs.tags {
        for tag in &bulletin.tags {
            let tag = &catalogue.tags[*tag as usize];
            categories.push((tag.name.clone(), settings.base.url(&tag.address)));
        }
    }
    let position = bulletin.areas.iter().find_map(|area| catalogue.areas.get(*area).position);
    let authors = match &bulletin.origin {
        _ if !bulletin.authors.is_empty() => bulletin.authors.clone(),
        Some(origin) => vec![origin.name.clone()],
        None => Vec::new(),
    };
    let mut facts = Map::new();
    facts.insert("state".into(), json!(bulletin.life.state.name()));
    facts.insert("kind".into(), json!(kind.name));
    facts.insert("severity".into(), json!(bulletin.severity.name()));
    let areas: Vec<String> = bulletin.areas.iter().map(|area| catalogue.areas.path(*area)).collect();
    facts.insert("areas".into(), json!(areas));
    if !bulletin.references.is_empty() {
        facts.insert("reference".into(), json!(bulletin.references));
    }
    if let Some(expires) = bulletin.expires {
        facts.insert("expires".into(), json!(expires.rfc3339(zone)));
    }
    Ok(Entry {
        url: settings.base.url(&placed.address),
        title,
        summary: entry.summary.clone(),
        content,
        published: bulletin.date,
        updated: bulletin.life.updated,
        authors,
        categories,
        language: entry.lang.clone(),
        point: position.map(|position| (position.latitude, position.longitude)),
        bulletin: facts,
    })
}

fn rss(renderer: &Renderer, feed: &Feed) -> Vec<u8> {
    let zone = &renderer.catalogue.settings.zone;
    let mut xml = styled(renderer);
    let namespaces = [
        ("version", "2.0"),
        ("xmlns:atom", "http://www.w3.org/2005/Atom"),
        ("xmlns:content", "http://purl.org/rss/1.0/modules/content/"),
        ("xmlns:dc", "http://purl.org/dc/elements/1.1/"),
        ("xmlns:georss", "http://www.georss.org/georss"),
    ];
    xml.open("rss", &namespaces);
    xml.open("channel", &[]);
    xml.text("title", &[], &feed.title);
    xml.text("link", &[], &feed.page);
    xml.text("description", &[], &feed.description);
    xml.text("language", &[], &feed.language.to_ascii_lowercase());
    if !feed.entries.is_empty() {
        xml.text("lastBuildDate", &[], &feed.updated.rfc2822(zone));
    }
    xml.text("generator", &[], "noticeboard");
    let own = [("rel", "self"), ("type", FeedFormat::Rss.media_type()), ("href", &*feed.own)];
    xml.empty("atom:link", &own);
    if let Some(hub) = &renderer.catalogue.settings.hub {
        xml.empty("atom:link", &[("rel", "hub"), ("href", hub)]);
    }
    for entry in &feed.entries {
        xml.open("item", &[]);
        xml.text("title", &[], &entry.title);
        xml.text("link", &[], &entry.url);
        xml.text("guid", &[("isPermaLink", "true")], &entry.url);
        xml.text("pubDate", &[], &entry.published.rfc2822(zone));
        if entry.updated > entry.published {
            xml.text("atom:updated", &[], &entry.updated.rfc3339(zone));
        }
        for author in &entry.authors {
            xml.text("dc:creator", &[], author);
        }
        for (word, address) in &entry.categories {
            xml.text("category", &[("domain", address)], word);
        }
        let summary = if entry.summary.is_empty() { &entry.title } else { &entry.summary };
        // What stands there is read as HTML (RSS Advisory Board profile, `description`): a plain text is escaped for that too.
        xml.text("description", &[], &html_escape::encode_text(summary));
        xml.cdata("content:encoded", &entry.content);
        if let Some((latitude, longitude)) = entry.point {
            xml.text("georss:point", &[], &format!("{latitude} {longitude}"));
        }
        xml.close("item");
    }
    xml.close("channel");
    xml.close("rss");
    xml.finish()
}

fn atom(renderer: &Renderer, feed: &Feed) -> Vec<u8> {
    let zone = &renderer.catalogue.settings.zone;
    let mut xml = styled(renderer);
    let namespaces = [
        ("xmlns", "http://www.w3.org/2005/Atom"),
        ("xmlns:georss", "http://www.georss.org/georss"),
        ("xml:lang", &*feed.language),
    ];
    xml.open("feed", &namespaces);
    xml.text("id", &[], &feed.own);
    xml.text("title", &[], &feed.title);
    xml.text("subtitle", &[], &feed.description);
    xml.text("updated", &[], &feed.updated.rfc3339(zone));
    xml.empty("link", &[("rel", "self"), ("type", FeedFormat::Atom.media_type()), ("href", &feed.own)]);
    xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &feed.page)]);
    if let Some(hub) = &renderer.catalogue.settings.hub {
        xml.empty("link", &[("rel", "hub"), ("href", hub)]);
    }
    xml.open("author", &[]);
    xml.text("name", &[], &feed.author);
    xml.close("author");
    xml.text("generator", &[], "noticeboard");
    for entry in &feed.entries {
        match &entry.language {
            Some(language) => xml.open("entry", &[("xml:lang", language)]),
            None => xml.open("entry", &[]),
        }
        xml.text("id", &[], &entry.url);
        xml.text("title", &[], &entry.title);
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &entry.url)]);
        xml.text("published", &[], &entry.published.rfc3339(zone));
        xml.text("updated", &[], &entry.updated.rfc3339(zone));
        for author in &entry.authors {
            xml.open("author", &[]);
            xml.text("name", &[], author);
            xml.close("author");
        }
        for (word, address) in &entry.categories {
            xml.empty("category", &[("term", word), ("scheme", address)]);
        }
        if !entry.summary.is_empty() {
            xml.text("summary", &[], &entry.summary);
        }
        xml.text("content", &[("type", "html")], &entry.content);
        if let Some((latitude, longitude)) = entry.point {
            xml.text("georss:point", &[], &format!("{latitude} {longitude}"));
        }
        xml.close("entry");
    }
    xml.close("feed");
    xml.finish()
}

fn json_feed(feed: &Feed, renderer: &Renderer) -> Vec<u8> {
    let zone = &renderer.catalogue.settings.zone;
    let items: Vec<Value> = feed
        .entries
        .iter()
        .map(|entry| {
            let mut item = json!({
                "id": entry.url,
                "url": entry.url,
                "title": entry.title,
                "content_html": entry.content,
                "date_published": entry.published.rfc3339(zone),
                "date_modified": entry.updated.rfc3339(zone),
                "_bulletin": entry.bulletin,
            });
            if !entry.summary.is_empty() {
                item["summary"] = json!(entry.summary);
            }
            if !entry.authors.is_empty() {
                item["authors"] = entry.authors.iter().map(|name| json!({"name": name})).collect();
            }
            if !entry.categories.is_empty() {
                item["tags"] = entry.categories.iter().map(|(word, _)| json!(word)).collect();
            }
            if let Some(language) = &entry.language {
                item["language"] = json!(language);
            }
            item
        })
        .collect();
    let mut whole = json!({
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.own,
        "description": feed.description,
        "language": feed.language,
        "authors": [{"name": feed.author}],
        "items": items,
    });
    if let Some(hub) = &renderer.catalogue.settings.hub {
        whole["hubs"] = json!([{"type": "WebSub", "url": hub}]);
    }
    let mut bytes = whole.to_string().into_bytes();
    bytes.push(b'\n');
    bytes
}
