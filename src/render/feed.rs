//! Feeds: RSS 2.0 (with the RSS Advisory Board's profile), Atom (RFC 4287) and JSON Feed 1.1. In: a format and a scope.
//! Out: bytes. It must not know templates.

use std::{cmp::Reverse, sync::Arc};

use super::{
    Renderer,
    entries::{Owed, Piece},
    json::Json,
    values::scope_title,
    xml::Xml,
};
use crate::{
    assets::FEED_STYLE,
    catalogue::{BulletinId, Catalogue, Listing, life::forgotten},
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
    entries: Vec<Arc<Piece>>,
}

impl Feed {
    /// About how many bytes it takes.
    fn bytes(&self) -> usize {
        self.entries.iter().map(|entry| entry.text.len() + 1).sum::<usize>() + 4096
    }
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
    let voice = &renderer.site_values().voice;
    let (ids, left) = choose(catalogue, scope);
    let piece = |id: &Owed| renderer.entries.piece(renderer, *id, format);
    let entries: Vec<Arc<Piece>> = ids.iter().map(piece).collect::<Result<_, Problem>>()?;
    let title = scope_title(catalogue, scope, voice);
    let page = plan::scope_address(catalogue, scope);
    let updated = entries.iter().map(|entry| entry.updated).chain(left).max().unwrap_or_else(epoch);
    Ok(Feed {
        description: settings
            .description
            .clone()
            .unwrap_or_else(|| voice.fill("feed_description", &[("title", &title)])),
        title,
        page: settings.base.url(&page),
        own: settings.base.url(&page.join(format.file_name())),
        language: settings.language.clone(),
        updated,
        author: settings.publisher.as_ref().map_or_else(|| settings.title.clone(), |publisher| publisher.name.clone()),
        entries,
    })
}

/// The entries of a feed, newest first, and when one last left it.
pub fn choose(catalogue: &Catalogue, scope: Scope) -> (Vec<Owed>, Option<Moment>) {
    let most = catalogue.settings.feed_items;
    let listing = plan::scope_listing(catalogue, scope);
    let lasting = listing.shown.iter().copied().filter(|id| catalogue.in_feeds(&catalogue.bulletin(*id).bulletin));
    let owed = listing.gone.iter().copied().filter(|id| catalogue.is_owed(catalogue.gone(*id)));
    let mut entries: Vec<Owed> = lasting.map(Owed::Bulletin).chain(owed.map(Owed::Neutral)).collect();
    let newest_first = |entry: &Owed| match entry {
        Owed::Bulletin(id) => {
            let placed = catalogue.bulletin(*id);
            (Reverse(placed.bulletin.life.updated), placed.order())
        }
        Owed::Neutral(id) => (Reverse(catalogue.gone(*id).changed), catalogue.gone(*id).order()),
    };
    if entries.len() > most {
        entries.select_nth_unstable_by_key(most, newest_first);
        entries.truncate(most);
    }
    entries.sort_unstable_by_key(newest_first);
    // What left the feed changed it too (RFC 6721 has a mark for that, which readers do not know).
    let expired = listing.shown.iter().filter_map(|id| catalogue.bulletin(*id).bulletin.expires);
    let forgotten = listing.gone.iter().map(|id| forgotten(catalogue.gone(*id).since));
    let left = expired.chain(forgotten).filter(|moment| *moment <= catalogue.now).max();
    (entries, left)
}

/// Whether some feed is likely to have a bulletin: it is among the newest of one of its lists. To be asked cheaply; a
/// wrong answer costs time alone.
pub fn may_hold(catalogue: &Catalogue, id: BulletinId) -> bool {
    let settings = &catalogue.settings;
    let bulletin = &catalogue.bulletin(id).bulletin;
    let areas = bulletin.areas.iter().map(|area| catalogue.area(*area));
    let rank = |id: BulletinId| catalogue.ranks[id.0 as usize];
    let newest = |listing: &Listing| {
        let shown = &listing.shown[..listing.shown.len().min(settings.feed_items)];
        shown.last().is_some_and(|last| rank(id) <= rank(*last))
    };
    !settings.outputs.feeds.is_empty() && areas.chain([&catalogue.by_kind[bulletin.kind]]).any(newest)
}

/// A document of about so many bytes that names the style of feeds, where the theme has one.
pub fn styled(renderer: &Renderer, bytes: usize) -> Xml {
    let mut xml = Xml::new(bytes);
    if let Some(style) = renderer.assets.get(FEED_STYLE) {
        xml.style(&renderer.catalogue.settings.base.link(&style.address));
    }
    xml
}

/// When a feed without entries was last changed: never, so that the same site gives the same bytes.
pub fn epoch() -> Moment {
    Moment::from_second(0).expect("1970 is in range")
}

fn rss(renderer: &Renderer, feed: &Feed) -> Vec<u8> {
    let zone = &renderer.catalogue.settings.zone;
    let mut xml = styled(renderer, feed.bytes());
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
    feed.entries.iter().for_each(|entry| xml.insert(&entry.text));
    xml.close("channel");
    xml.close("rss");
    xml.finish()
}

fn atom(renderer: &Renderer, feed: &Feed) -> Vec<u8> {
    let zone = &renderer.catalogue.settings.zone;
    let mut xml = styled(renderer, feed.bytes());
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
    feed.entries.iter().for_each(|entry| xml.insert(&entry.text));
    xml.close("feed");
    xml.finish()
}

fn json_feed(feed: &Feed, renderer: &Renderer) -> Vec<u8> {
    let mut json = Json::with_capacity(feed.bytes());
    json.object(|json| {
        json.field("version", "https://jsonfeed.org/version/1.1");
        json.field("title", &feed.title);
        json.field("home_page_url", &feed.page);
        json.field("feed_url", &feed.own);
        json.field("description", &feed.description);
        json.field("language", &feed.language);
        json.name("authors");
        json.list(|json| json.object(|json| json.field("name", &feed.author)));
        if let Some(hub) = &renderer.catalogue.settings.hub {
            json.name("hubs");
            json.list(|json| {
                json.object(|json| {
                    json.field("type", "WebSub");
                    json.field("url", hub);
                });
            });
        }
        json.name("items");
        json.list(|json| feed.entries.iter().for_each(|entry| json.raw(&entry.text)));
    });
    let mut bytes = json.finish().into_bytes();
    bytes.push(b'\n');
    bytes
}
