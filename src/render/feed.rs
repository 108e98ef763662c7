//! Feeds: RSS 2.0 (with the RSS Advisory Board's profile), Atom (RFC 4287) and JSON Feed 1.1. In: the view of a feed.
//! Out: bytes. It must not know templates.

use std::sync::Arc;

use super::{Renderer, entries::RenderedEntry, json::Json, values::scope_title, xml::Xml};
use crate::{
    assets::FEED_STYLE,
    moment::Moment,
    problem::Problem,
    settings::FeedFormat,
    view::{self, FeedEntry},
};

/// One feed before it takes a format.
struct FeedContent {
    title: String,
    description: String,
    /// The page that it stands beside.
    page: String,
    /// Where it stands itself.
    own: String,
    language: String,
    updated: Moment,
    author: String,
    entries: Vec<Arc<RenderedEntry>>,
}

impl FeedContent {
    /// About how many bytes it takes.
    fn bytes(&self) -> usize {
        self.entries.iter().map(|entry| entry.text.len() + 1).sum::<usize>() + 4096
    }
}

/// Renders a feed.
pub fn feed(renderer: &Renderer, view: &view::Feed) -> Result<Vec<u8>, Problem> {
    let feed = gather(renderer, view)?;
    Ok(match view.format {
        FeedFormat::Rss => rss(renderer, &feed),
        FeedFormat::Atom => atom(renderer, &feed),
        FeedFormat::Json => json_feed(&feed, renderer),
    })
}

fn gather(renderer: &Renderer, view: &view::Feed) -> Result<FeedContent, Problem> {
    let settings = &renderer.settings;
    let voice = &renderer.site_values().voice;
    let piece = |entry: &FeedEntry| renderer.entries.piece(renderer, entry, view.format);
    let entries: Vec<Arc<RenderedEntry>> = view.entries.iter().map(piece).collect::<Result<_, Problem>>()?;
    let title = scope_title(settings, &view.scope, voice);
    let updated = entries.iter().map(|entry| entry.updated).chain(view.left).max().unwrap_or_else(epoch);
    let page = &view.scope.address;
    Ok(FeedContent {
        description: settings
            .description
            .clone()
            .unwrap_or_else(|| voice.fill("feed_description", &[("title", &title)])),
        title,
        page: settings.base.url(page),
        own: settings.base.url(&page.join(view.format.file_name())),
        language: settings.language.clone(),
        updated,
        author: settings.publisher.as_ref().map_or_else(|| settings.title.clone(), |publisher| publisher.name.clone()),
        entries,
    })
}

/// A document of about so many bytes that names the style of feeds, where the theme has one.
pub fn styled(renderer: &Renderer, bytes: usize) -> Xml {
    let mut xml = Xml::new(bytes);
    if let Some(style) = renderer.assets.get(FEED_STYLE) {
        xml.style(&renderer.settings.base.link(&style.address));
    }
    xml
}

/// When a feed without entries was last changed: never, so that the same site gives the same bytes.
pub fn epoch() -> Moment {
    Moment::from_second(0).expect("1970 is in range")
}

fn rss(renderer: &Renderer, feed: &FeedContent) -> Vec<u8> {
    let zone = &renderer.settings.zone;
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
    if let Some(hub) = &renderer.settings.hub {
        xml.empty("atom:link", &[("rel", "hub"), ("href", hub)]);
    }
    feed.entries.iter().for_each(|entry| xml.insert(&entry.text));
    xml.close("channel");
    xml.close("rss");
    xml.finish()
}

fn atom(renderer: &Renderer, feed: &FeedContent) -> Vec<u8> {
    let zone = &renderer.settings.zone;
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
    if let Some(hub) = &renderer.settings.hub {
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

fn json_feed(feed: &FeedContent, renderer: &Renderer) -> Vec<u8> {
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
        if let Some(hub) = &renderer.settings.hub {
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
