//! The entries of feeds. In: a bulletin. Out: what the formats share, and the piece of each format: an RSS `item`, an Atom
//! `entry`, an item of a JSON Feed. It must not know which feeds an entry stands in.

use std::{collections::BTreeSet, sync::Arc};

use super::{Renderer, gist, json::Json, memo::Memo, pictures, reach, voice::Voice, when, xml::Xml};
use crate::{
    language,
    markdown::HtmlPlace,
    media,
    moment::{Moment, Zone},
    pictures::Picture,
    problem::Problem,
    settings::{FeedFormat, OutputGroup, Settings},
    view::{AreaLink, ArticleRef, FeedEntry, FileLink, Image, Neutral, beside},
};

/// One entry, as the formats share it, before it takes a format. A bulletin that was taken back has only neutral words.
pub struct EntryContent {
    /// Its id for good: the address of its page.
    id: String,
    url: String,
    title: String,
    summary: String,
    content: String,
    published: Moment,
    pub updated: Moment,
    authors: Vec<String>,
    /// What it is filed under: a word, and the address of its list.
    categories: Vec<(String, String)>,
    language: Option<String>,
    point: Option<(f64, f64)>,
    /// The address of its picture.
    image: Option<String>,
    files: Vec<AttachedFile>,
    facts: ReaderFacts,
}

/// A file that goes with a bulletin.
struct AttachedFile {
    url: String,
    title: String,
    media_type: &'static str,
}

/// What our own readers may want to know, for JSON Feed.
#[derive(Default)]
struct ReaderFacts {
    state: &'static str,
    kind: Option<String>,
    severity: &'static str,
    areas: Vec<String>,
    references: Vec<String>,
    expires: Option<Moment>,
}

/// An entry in one format.
pub struct RenderedEntry {
    pub updated: Moment,
    pub text: String,
}

/// The most pieces that are remembered, about 4 KB each: an entry stands in the feeds of the site, its kind and its areas,
/// and feeds are rendered one after another.
const PIECES: usize = 4_096;
/// The most entries that are remembered beside them, where one body serves several formats.
const ENTRIES: usize = 512;

/// The entries of feeds that were made before, as many as there is room for.
pub struct Entries {
    formats: Vec<FeedFormat>,
    pieces: Memo<Arc<RenderedEntry>>,
    made: Memo<Arc<EntryContent>>,
}

impl Entries {
    /// An empty memory for the feeds of a site.
    pub fn new(settings: &Settings, bulletins: usize) -> Self {
        let outputs = &settings.outputs;
        let of_tags = outputs.tag_feeds.formats.iter().flatten();
        let formats: BTreeSet<FeedFormat> = outputs.feeds.iter().chain(of_tags).copied().collect();
        let formats: Vec<FeedFormat> = formats.into_iter().collect();
        let pieces = Memo::new(PIECES, bulletins * formats.len());
        let made = Memo::new(ENTRIES, bulletins);
        Self { formats, pieces, made }
    }

    /// What a feed of a format says of a bulletin.
    pub fn piece(
        &self,
        renderer: &Renderer,
        entry: &FeedEntry,
        format: FeedFormat,
    ) -> Result<Arc<RenderedEntry>, Problem> {
        let zone = &renderer.settings.zone;
        let article = match entry {
            FeedEntry::Article(article) => *article,
            FeedEntry::Neutral(gone) => return Ok(Arc::new(neutral(renderer, gone).piece(format, zone))),
        };
        let all = u32::try_from(self.formats.len()).unwrap_or(1);
        let at = self.formats.iter().zip(0..).find_map(|(known, at)| (*known == format).then_some(at)).unwrap_or(0);
        self.pieces.try_get(article.key().wrapping_mul(all).wrapping_add(at), || {
            let make = || whole(renderer, article).map(Arc::new);
            let entry = if all > 1 { self.made.try_get(article.key(), make) } else { make() }?;
            Ok(Arc::new(entry.piece(format, zone)))
        })
    }
}

/// A bulletin as an item of a JSON Feed, whether or not it stands in a feed.
///
/// # Errors
///
/// When its text cannot be read.
#[cfg(feature = "desk")]
pub fn item(renderer: &Renderer, article: ArticleRef) -> Result<String, Problem> {
    Ok(whole(renderer, article)?.piece(FeedFormat::Json, &renderer.settings.zone).text)
}

fn neutral(renderer: &Renderer, gone: &Neutral) -> EntryContent {
    let voice = &renderer.values_in(gone.language).voice;
    let words = voice.text("gone_text");
    EntryContent {
        id: renderer.settings.base.url(gone.id),
        url: renderer.settings.base.url(gone.address),
        title: voice.text("gone_mark").to_owned(),
        summary: words.into(),
        content: format!("<p>{}</p>", html_escape::encode_text(words)),
        published: gone.published,
        updated: gone.changed,
        authors: Vec::new(),
        categories: Vec::new(),
        language: renderer.site_values().other(gone.language).map(str::to_owned),
        point: None,
        image: None,
        files: Vec::new(),
        facts: ReaderFacts { state: "withdrawn", ..ReaderFacts::default() },
    }
}

fn whole(renderer: &Renderer, article: ArticleRef) -> Result<EntryContent, Problem> {
    let settings = &renderer.settings;
    let article = &article.get();
    let card = &article.card;
    let voice = &renderer.values_in(card.language).voice;
    let kind = &settings.kinds[card.kind];
    let body = renderer.surroundings(&article.body, voice, HtmlPlace::Feed);
    let summary = gist::summary(card, settings, voice);
    let mut content = String::new();
    if let Some(ended) = voice.ended(card.state) {
        mark(&mut content, &ended);
    }
    // Its areas stand beside the text, and readers need not show them.
    if let Some(happens) = when::words_with_place(card, settings, voice) {
        mark(&mut content, &happens);
    }
    if let Some(holds) = when::holds(card, voice) {
        mark(&mut content, &holds);
    }
    let mut text = String::new();
    for update in &article.updates {
        mark(&mut text, &voice.fill("update_mark", &[("when", &voice.moment(update.date))]));
        text.push_str(&body.part("", update.text));
    }
    match renderer.article_body(article)?.feed() {
        Some(own) => text.push_str(&own),
        None => text.push_str(&body.body(&renderer.body(&article.body)?)),
    }
    let image = article.image.and_then(|image| picture(settings, image, &text, &mut content));
    content.push_str(&text);
    if content.trim().is_empty() {
        // A feed entry has content (RFC 4287, section 4.1.1).
        content = format!("<p>{}</p>\n", html_escape::encode_text(&summary));
    }
    if card.state.is_open() {
        name_contacts(&mut content, &reach::lines(renderer, voice, article));
    }
    let files: Vec<AttachedFile> = article.attachments.iter().map(|file| attached(settings, file)).collect();
    if !files.is_empty() {
        name_files(&mut content, &files, voice);
    }
    let mut categories = vec![(
        renderer.site_values().voice.kind(card.kind).to_owned(),
        settings.base.url(&settings.kind_address(card.kind)),
    )];
    let tags = card.tags.iter().filter(|_| settings.outputs.has(OutputGroup::Tags));
    let named = card.areas.iter().chain(tags);
    categories.extend(named.map(|named| (named.name.to_owned(), settings.base.url(named.address))));
    let position = article.areas.iter().find_map(|area| area.position);
    let authors = match article.origin {
        _ if !article.authors.is_empty() => article.authors.to_vec(),
        Some(origin) => vec![origin.name.clone()],
        None => Vec::new(),
    };
    let facts = ReaderFacts {
        state: card.state.name(),
        kind: Some(kind.name.clone()),
        severity: card.severity.name(),
        areas: article.areas.iter().map(AreaLink::path).collect(),
        references: article.references.to_vec(),
        expires: card.expires,
    };
    if language::is_right_to_left(card.language.unwrap_or(&settings.language)) {
        content = right_to_left(&content);
    }
    Ok(EntryContent {
        id: settings.base.url(article.id),
        url: settings.base.url(card.address),
        title: voice.headline(card),
        summary: summary.into_owned(),
        content,
        published: card.date,
        updated: card.state.changed(card.updated),
        authors,
        categories,
        language: card.language.map(str::to_owned),
        point: position.map(|position| (position.latitude, position.longitude)),
        image,
        files,
        facts,
    })
}

/// The address of a bulletin's own picture, in the size for readers of feeds. It is put above its `text`, unless that shows
/// it; one of another host is never loaded.
fn picture(settings: &Settings, image: &Image, text: &str, content: &mut String) -> Option<String> {
    let Image::Here { address, picture, alt } = image else { return None };
    let whole = settings.base.url(address);
    let plain = picture.as_ref().map(Picture::plain);
    let url = picture.as_ref().zip(plain).map(|(picture, plain)| settings.base.url(&beside(address, picture, &plain)));
    let url = url.unwrap_or_else(|| whole.clone());
    if !pictures::is_shown(text, &whole) {
        let source = html_escape::encode_double_quoted_attribute(&url);
        let alt = html_escape::encode_double_quoted_attribute(alt.as_deref().unwrap_or_default());
        let size = plain.map(|plain| format!(" width=\"{}\" height=\"{}\"", plain.width, plain.height));
        content.extend(["<p><img src=\"", &source, "\" alt=\"", &alt, "\"", &size.unwrap_or_default(), "></p>\n"]);
    }
    Some(url)
}

/// Whom to ring and what to quote, a line each, below the text: a reader of feeds shows nothing else of the page.
fn name_contacts(content: &mut String, lines: &[reach::ReachLine]) {
    if !lines.is_empty() {
        let lines: Vec<String> = lines.iter().map(reach::ReachLine::html).collect();
        content.extend(["<p>", &lines.join("<br>\n"), "</p>\n"]);
    }
}

fn attached(settings: &Settings, file: &FileLink) -> AttachedFile {
    let media_type = media::content_type(file.name());
    AttachedFile {
        url: settings.base.url(&file.address),
        title: file.title.unwrap_or_else(|| file.name()).to_owned(),
        media_type: media_type.split(';').next().unwrap_or(media_type),
    }
}

/// The files that go with a bulletin, below its text, as links: most readers show no others.
fn name_files(content: &mut String, files: &[AttachedFile], voice: &Voice) {
    let link = |file: &AttachedFile| {
        let (url, title) = (html_escape::encode_quoted_attribute(&file.url), html_escape::encode_text(&file.title));
        format!("<a href=\"{url}\">{title}</a>")
    };
    let links: Vec<String> = files.iter().map(link).collect();
    let label = voice.count("file_label", files.len() as u64, &[]);
    content.extend(["<p>", &html_escape::encode_text(&label), ": ", &links.join(voice.text("list_comma")), "</p>\n"]);
}

/// The content of an entry that is written from right to left: readers know neither the page's direction nor its style sheet.
fn right_to_left(content: &str) -> String {
    let numbers = content.replace("<a href=\"tel:", "<a dir=\"ltr\" href=\"tel:");
    format!("<div dir=\"rtl\">\n{}\n</div>\n", numbers.trim_end())
}

/// Words of the program's own above a text.
fn mark(content: &mut String, words: &str) {
    content.extend(["<p><strong>", &html_escape::encode_text(words), "</strong></p>\n"]);
}

impl EntryContent {
    /// The entry in a format, as it stands in any feed.
    pub fn piece(&self, format: FeedFormat, zone: &Zone) -> RenderedEntry {
        let text = match format {
            FeedFormat::Rss => self.rss(zone),
            FeedFormat::Atom => self.atom(zone),
            FeedFormat::Json => self.json(zone),
        };
        RenderedEntry { updated: self.updated, text }
    }

    fn rss(&self, zone: &Zone) -> String {
        let mut xml = Xml::piece(2, self.content.len() + 2048);
        xml.open("item", &[]);
        xml.text("title", &[], &self.title);
        xml.text("link", &[], &self.url);
        let is_address = if self.id == self.url { "true" } else { "false" };
        xml.text("guid", &[("isPermaLink", is_address)], &self.id);
        xml.text("pubDate", &[], &self.published.rfc2822(zone));
        if self.updated > self.published {
            xml.text("atom:updated", &[], &self.updated.rfc3339(zone));
        }
        for author in &self.authors {
            xml.text("dc:creator", &[], author);
        }
        for (word, address) in &self.categories {
            xml.text("category", &[("domain", address)], word);
        }
        // What stands there is read as HTML (RSS Advisory Board profile, `description`): a plain text is escaped for that too.
        xml.text("description", &[], &html_escape::encode_text(&self.summary));
        xml.cdata("content:encoded", &self.content);
        self.point(&mut xml);
        xml.close("item");
        xml.into_piece()
    }

    fn atom(&self, zone: &Zone) -> String {
        let mut xml = Xml::piece(1, self.content.len() * 2 + 2048);
        match &self.language {
            Some(language) => xml.open("entry", &[("xml:lang", language)]),
            None => xml.open("entry", &[]),
        }
        xml.text("id", &[], &self.id);
        xml.text("title", &[], &self.title);
        xml.empty("link", &[("rel", "alternate"), ("type", "text/html"), ("href", &self.url)]);
        for AttachedFile { url, title, media_type } in &self.files {
            xml.empty("link", &[("rel", "enclosure"), ("type", media_type), ("title", title), ("href", url)]);
        }
        xml.text("published", &[], &self.published.rfc3339(zone));
        xml.text("updated", &[], &self.updated.rfc3339(zone));
        for author in &self.authors {
            xml.open("author", &[]);
            xml.text("name", &[], author);
            xml.close("author");
        }
        for (word, address) in &self.categories {
            xml.empty("category", &[("term", word), ("scheme", address)]);
        }
        xml.text("summary", &[], &self.summary);
        xml.text("content", &[("type", "html")], &self.content);
        self.point(&mut xml);
        xml.close("entry");
        xml.into_piece()
    }

    fn point(&self, xml: &mut Xml) {
        if let Some((latitude, longitude)) = self.point {
            xml.text("georss:point", &[], &format!("{latitude} {longitude}"));
        }
    }

    fn json(&self, zone: &Zone) -> String {
        let mut json = Json::with_capacity(self.content.len() + 2048);
        let texts = |json: &mut Json, name: &'static str, texts: &[String]| {
            json.name(name);
            json.list(|json| texts.iter().for_each(|text| json.text(text)));
        };
        json.object(|json| {
            json.field("id", &self.id);
            json.field("url", &self.url);
            json.field("title", &self.title);
            json.field("summary", &self.summary);
            json.field("content_html", &self.content);
            if let Some(image) = &self.image {
                json.field("image", image);
            }
            json.field("date_published", &self.published.rfc3339(zone));
            json.field("date_modified", &self.updated.rfc3339(zone));
            if !self.authors.is_empty() {
                json.name("authors");
                json.list(|json| self.authors.iter().for_each(|name| json.object(|json| json.field("name", name))));
            }
            if !self.categories.is_empty() {
                json.name("tags");
                json.list(|json| self.categories.iter().for_each(|(word, _)| json.text(word)));
            }
            if let Some(language) = &self.language {
                json.field("language", language);
            }
            if !self.files.is_empty() {
                json.name("attachments");
                json.list(|json| {
                    for AttachedFile { url, title, media_type } in &self.files {
                        json.object(|json| {
                            json.field("url", url);
                            json.field("mime_type", media_type);
                            json.field("title", title);
                        });
                    }
                });
            }
            json.name("_bulletin");
            json.object(|json| {
                let facts = &self.facts;
                json.field("state", facts.state);
                let Some(kind) = &facts.kind else { return };
                json.field("kind", kind);
                json.field("severity", facts.severity);
                texts(json, "areas", &facts.areas);
                if !facts.references.is_empty() {
                    texts(json, "reference", &facts.references);
                }
                if let Some(expires) = facts.expires {
                    json.field("expires", &expires.rfc3339(zone));
                }
            });
        });
        json.finish()
    }
}
