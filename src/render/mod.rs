//! Views to bytes. In: a view, templates, assets and the texts of bodies. Out: [`RenderedOutput`] outputs, each a pure function of
//! these. It must not know the catalogue, the disk, the clock, or where output goes.

mod area_map;
pub mod body;
mod calendar;
mod cap;
#[cfg_attr(not(feature = "cards"), path = "no_card.rs")]
mod card;
mod dial;
mod entries;
mod feed;
mod filling;
mod gist;
mod headers;
mod json;
mod json_ld;
mod kept;
mod list_pages;
mod memo;
mod meta;
mod news;
mod pages;
mod parts;
mod pictures;
mod plain;
mod poster;
mod qr;
mod reach;
#[cfg(feature = "desk")]
pub mod screens;
mod search;
mod security;
mod site_values;
mod sitemap;
pub mod templates;
mod text;
pub mod values;
mod voice;
mod when;
mod xml;

use std::{
    ops::Deref,
    sync::{Arc, OnceLock},
};

/// A value as templates see it.
pub use tera::Value as TemplateValue;
use tera::Value;

use crate::{
    address::Address,
    assets::Assets,
    language,
    markdown::{HtmlPlace, PageHtml},
    moment::Moment,
    problem::{Problem, wording},
    search::Index,
    settings::{Contact, Settings},
    source::{SourcePath, Texts},
    view::{self, Article, Frame, View},
    words::{LanguageId, Words},
};
use body::BodyContext;
use entries::Entries;
pub use kept::OutputCache;
use memo::Memo;
use parts::Parts;
use pictures::Pictures;
use templates::Templates;
use values::Values;
pub use voice::Voice;

/// What an output is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RenderedOutput {
    Bytes(Vec<u8>),
    /// Bytes that need no second look: a file of the theme or the program, a picture.
    Shared(Arc<[u8]>),
    /// A copy of a source file.
    Copy(SourcePath),
}

/// Everything that rendering reads besides views.
pub struct Renderer {
    settings: Arc<Settings>,
    frame: Frame,
    assets: Arc<Assets>,
    templates: Arc<Templates>,
    words: Arc<Words>,
    /// What templates see in each language that the site or one of its documents speaks; the site's first.
    values: Vec<Values>,
    entries: Entries,
    bodies: Memo<Arc<PageHtml>>,
    parts: Parts,
    /// What readers search, made when a piece of it is first asked for.
    index: OnceLock<Index>,
    pictures: Pictures,
    texts: Arc<dyn Texts>,
    kept: Arc<dyn OutputCache>,
}

/// The Markdown of a document's body.
pub struct BodyText {
    text: Arc<str>,
    from: usize,
}

impl Deref for BodyText {
    type Target = str;

    fn deref(&self) -> &str {
        self.text.get(self.from..).unwrap_or_default()
    }
}

/// The most bodies that are remembered from a bulletin's page to its feeds, or the other way: about 4 KB each.
const BODIES: usize = 1_024;

impl Renderer {
    /// Takes everything together. `bulletins`: how many there are.
    #[expect(clippy::too_many_arguments, reason = "each is a thing of its own, and they are brought together once")]
    pub fn new(
        settings: Arc<Settings>,
        frame: Frame,
        bulletins: usize,
        assets: Arc<Assets>,
        templates: Arc<Templates>,
        words: &Arc<Words>,
        texts: Arc<dyn Texts>,
        kept: Arc<dyn OutputCache>,
    ) -> Self {
        let voices = spoken(&frame, words).into_iter().map(|id| Voice::new(words, id, &settings));
        let brief = templates.are_built_in();
        let values: Vec<Values> = voices.map(|voice| Values::new(&settings, &frame, voice, brief, bulletins)).collect();
        Self {
            parts: Parts::new(&values, settings.kinds.len(), bulletins),
            entries: Entries::new(&settings, bulletins),
            bodies: Memo::new(BODIES, bulletins),
            index: OnceLock::new(),
            pictures: Pictures::new(),
            words: words.clone(),
            settings,
            frame,
            assets,
            templates,
            values,
            texts,
            kept,
        }
    }

    /// Renders the output of a view, which stands at an address.
    ///
    /// # Errors
    ///
    /// When a template asks for something that is not there.
    pub fn render(&self, view: &View, address: &Address) -> Result<RenderedOutput, Problem> {
        let settings = &*self.settings;
        Ok(RenderedOutput::Bytes(match view {
            View::Asset(at) => return Ok(RenderedOutput::Shared(self.assets.at(*at).bytes.clone())),
            View::File(file) => return self.file(file, address),
            View::Feed(view) => feed::feed(self, view)?,
            View::Sitemap(view) => sitemap::sitemap(settings, view),
            View::News(view) => news::sitemap(settings, view),
            View::Text(article) => text::text(self, &article.get())?,
            View::Event(article) => calendar::of_bulletin(self, &article.get()),
            View::CancelledEvent(view) => calendar::of_gone(self, view),
            View::Calendar(view) => calendar::of_scope(self, view),
            View::Alert(view) => cap::message(self, view)?,
            View::Cancel(view) => cap::cancel(self, view),
            View::Alerts(view) => cap::feed(self, view),
            View::Card(card) => card::png(self, &card.get(), address)?,
            View::Security => security::text(settings),
            View::Robots(view) => sitemap::robots(settings, view),
            View::Redirects(view) => sitemap::redirects(settings, view),
            View::Headers(view) => headers::text(settings, view),
            View::Checked(now) => self.checked(*now).into_bytes(),
            View::SearchPiece(piece, view) => search::piece(self, *piece, *view),
            View::Bulletin(_)
            | View::Notice(_)
            | View::Page(_)
            | View::List(_)
            | View::Areas(_)
            | View::Kinds(_)
            | View::Tags(_)
            | View::Archive(_)
            | View::NotFound
            | View::Search
            | View::Poster(_)
            | View::Alias(_) => pages::page(self, view, address)?,
        }))
    }

    /// The moment of the build, then its day in each language of the site: browsers do not know all of them.
    fn checked(&self, now: Moment) -> String {
        let zone = &self.settings.zone;
        let day = |voice: &Voice| format!("{} {}\n", voice.tag, voice.moment(now.start_of_day(zone)));
        let days = self.values.iter().map(|values| day(&values.voice));
        std::iter::once(format!("{}\n", now.rfc3339(zone))).chain(days).collect()
    }

    /// A hash of all that is drawn on a share card: it stays while the rest of the site changes.
    pub fn card_key(&self, bulletin: &view::Card) -> [u8; 32] {
        card::key(self, bulletin)
    }

    /// What surrounds a body that is shown in a language.
    fn surroundings<'a>(&'a self, body: &'a view::Body<'a>, voice: &'a Voice, target: HtmlPlace) -> BodyContext<'a> {
        BodyContext { settings: &self.settings, voice, body, target }
    }

    /// What stands for the site in its own language: where lists and feeds speak.
    fn site_values(&self) -> &Values {
        &self.values[0]
    }

    /// The same in the language of a document, where there are words in it.
    fn values_in(&self, language: Option<&str>) -> &Values {
        let of = |tag: &str| {
            let id = self.words.find(tag)?;
            self.values.iter().find(|values| values.voice.id() == id)
        };
        language.and_then(of).unwrap_or_else(|| self.site_values())
    }

    /// What a language calls itself.
    fn language_name<'n>(&'n self, tag: &'n str) -> &'n str {
        self.words.find(tag).map_or_else(|| language::name(tag), |id| self.words.language(id).text("language_name"))
    }

    /// Whom to reach about a bulletin.
    fn contacts_of<'a>(&'a self, article: &Article<'a>) -> Vec<&'a Contact> {
        match article.contacts {
            Some(contacts) => contacts.iter().map(AsRef::as_ref).collect(),
            None => self.frame.usual[article.card.kind].iter().collect(),
        }
    }

    /// The body of a bulletin as HTML. What was not made when it was read is remembered where a feed is likely to need it
    /// too.
    fn article_body(&self, article: &Article) -> Result<Arc<PageHtml>, Problem> {
        if let Some(html) = article.body.html.0 {
            return Ok(html.clone());
        }
        let make = || self.page_body(&article.body, &self.values_in(article.card.language).voice);
        if article.may_be_in_feeds.0 { self.bodies.try_get(article.card.key.0, make) } else { make() }
    }

    /// A body as HTML, for a page.
    fn page_body(&self, body: &view::Body, voice: &Voice) -> Result<Arc<PageHtml>, Problem> {
        match body.html.0 {
            Some(html) => Ok(html.clone()),
            None => Ok(Arc::new(self.surroundings(body, voice, HtmlPlace::Page).page(&self.body(body)?))),
        }
    }

    /// The Markdown of a body.
    fn body(&self, body: &view::Body) -> Result<BodyText, Problem> {
        let text = self.texts.text(body.path, body.file);
        let text = text.map_err(|reason| wording::file_unreadable(body.path, &reason))?;
        Ok(BodyText { text, from: body.from as usize })
    }

    /// The values that a template sees for a view, without the site's: for the documentation's test.
    pub fn template_values(&self, view: &View, address: &Address) -> Option<Value> {
        let (_, fields) = pages::context(self, view, address, pages::ValueSelection::All)?.ok()?;
        Some(values::map(fields))
    }

    /// The values that every template sees as `site`.
    pub fn site_value(&self) -> Value {
        self.site_values().site.clone()
    }

    /// A bulletin as feeds tell of it: an item of a JSON Feed.
    ///
    /// # Errors
    ///
    /// When its text cannot be read.
    #[cfg(feature = "desk")]
    pub fn feed_item(&self, article: view::ArticleRef) -> Result<String, Problem> {
        entries::item(self, article)
    }

    /// The texts of the interface.
    #[cfg(feature = "desk")]
    pub fn words(&self) -> &Arc<Words> {
        &self.words
    }

    /// The values that templates see as `words` where they speak the site's language.
    pub fn words_value(&self) -> Value {
        self.site_values().words.clone()
    }
}

/// The languages of a site: its own first, then those of its documents that it has words in.
fn spoken(frame: &Frame, words: &Words) -> Vec<LanguageId> {
    let mut spoken = vec![words.site()];
    for id in frame.languages.iter().filter_map(|tag| words.find(tag)) {
        if !spoken.contains(&id) {
            spoken.push(id);
        }
    }
    spoken
}
