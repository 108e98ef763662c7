//! Recipes to bytes. In: the catalogue, the plan, templates, assets and the texts of bodies. Out: [`Rendered`] outputs,
//! each a pure function of these. It must not know the disk, the clock, or where output goes.

mod blocks;
pub mod body;
mod calendar;
mod cap;
#[cfg_attr(not(feature = "cards"), path = "no_card.rs")]
mod card;
mod entries;
mod feed;
mod filling;
mod headers;
pub mod inputs;
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
mod poster;
mod qr;
mod search;
mod security;
mod site_values;
mod sitemap;
pub mod templates;
mod text;
pub mod values;
mod versions;
mod voice;
mod when;
mod xml;

use std::{
    ops::Deref,
    sync::{Arc, OnceLock},
};

use rayon::prelude::*;
use tera::Value;

use crate::{
    address::Address,
    assets::Assets,
    catalogue::{BulletinId, Catalogue, Entry, Gone, reading},
    language,
    markdown::{PageHtml, Target},
    plan::{Output, Plan, Recipe},
    problem::{Problem, wording},
    search::Index,
    source::{SourcePath, Texts},
    telephone::Telephones,
    words::{LanguageId, Words},
};
use body::Surroundings;
use entries::Entries;
pub use kept::Kept;
use memo::Memo;
use parts::Parts;
use pictures::Pictures;
use templates::Templates;
use values::Values;
use voice::Voice;

/// What an output is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Rendered {
    Bytes(Vec<u8>),
    /// Bytes that need no second look: a file of the theme or the program, a picture.
    Shared(Arc<[u8]>),
    /// A copy of a source file.
    Copy(SourcePath),
}

/// Everything that rendering reads.
pub struct Renderer {
    pub catalogue: Catalogue,
    pub plan: Plan,
    pub assets: Assets,
    templates: Templates,
    words: Arc<Words>,
    telephones: Telephones,
    /// What templates see of the catalogue, in each language that the site or one of its documents speaks; the site's first.
    values: Vec<Values>,
    entries: Entries,
    bodies: Memo<Arc<PageHtml>>,
    parts: Parts,
    /// What readers search, made when a piece of it is first asked for.
    index: OnceLock<Index>,
    pictures: Pictures,
    texts: Arc<dyn Texts>,
    kept: Arc<dyn Kept>,
}

/// The Markdown of a document's body.
pub struct Body {
    text: Arc<str>,
    from: usize,
}

impl Deref for Body {
    type Target = str;

    fn deref(&self) -> &str {
        self.text.get(self.from..).unwrap_or_default()
    }
}

/// The most bodies that are remembered from a bulletin's page to its feeds, or the other way: about 4 KB each.
const BODIES: usize = 1_024;

impl Renderer {
    /// Takes everything together.
    pub fn new(
        catalogue: Catalogue,
        plan: Plan,
        assets: Assets,
        templates: Templates,
        words: &Arc<Words>,
        texts: Arc<dyn Texts>,
        kept: Arc<dyn Kept>,
    ) -> Self {
        let telephones = reading::telephones(&catalogue.settings);
        let voices = spoken(&catalogue, words).into_iter().map(|id| Voice::new(words, id, &catalogue.settings));
        let values: Vec<Values> =
            voices.map(|voice| Values::new(&catalogue, voice, templates.are_built_in())).collect();
        let bodies = Memo::new(BODIES, catalogue.bulletins.len());
        let parts = Parts::new(&catalogue, &values);
        let pictures = Pictures::new(&catalogue);
        let entries = Entries::new(&catalogue);
        let words = words.clone();
        let index = OnceLock::new();
        Self {
            catalogue,
            plan,
            assets,
            templates,
            words,
            telephones,
            values,
            entries,
            bodies,
            parts,
            index,
            pictures,
            texts,
            kept,
        }
    }

    /// Renders one output.
    ///
    /// # Errors
    ///
    /// When a template asks for something that is not there.
    pub fn render(&self, output: &Output) -> Result<Rendered, Problem> {
        Ok(Rendered::Bytes(match &output.recipe {
            Recipe::Asset(at) => return Ok(Rendered::Shared(self.assets.at(*at).bytes.clone())),
            Recipe::Attachment(at) => return self.attachment(*at, output),
            Recipe::Picture(at, variant) => return self.picture(*at, Some(variant), output),
            Recipe::Feed(format, scope) => feed::feed(self, *format, *scope)?,
            Recipe::Sitemap => sitemap::sitemap(self),
            Recipe::SitemapPart(part) => sitemap::part(self, *part),
            Recipe::News => news::sitemap(&self.catalogue),
            Recipe::Text(id) => text::text(self, *id)?,
            Recipe::Event(id) => calendar::of_bulletin(self, *id),
            Recipe::CancelledEvent(id) => calendar::of_gone(self, *id),
            Recipe::Calendar(scope) => calendar::of_scope(self, *scope),
            Recipe::Alert(id) => cap::message(self, *id)?,
            Recipe::Cancel(id) => cap::cancel(self, *id),
            Recipe::Alerts => cap::feed(self),
            Recipe::Card(id) => card::png(self, *id, &output.address)?,
            Recipe::Security => security::text(&self.catalogue),
            Recipe::Robots => sitemap::robots(&self.catalogue),
            Recipe::Redirects => sitemap::redirects(self),
            Recipe::Headers => headers::text(&self.catalogue),
            Recipe::SearchPiece(piece) => search::piece(self, *piece),
            _ => return pages::page(self, output).map(Rendered::Bytes),
        }))
    }

    /// What surrounds the body of an entry that stands at an address.
    fn surroundings<'a>(&'a self, entry: &'a Entry, address: &'a Address, target: Target) -> Surroundings<'a> {
        let voice = &self.values_of(entry).voice;
        Surroundings { catalogue: &self.catalogue, voice, telephones: &self.telephones, entry, address, target }
    }

    /// What stands for the site in its own language: where lists and feeds speak.
    fn site_values(&self) -> &Values {
        &self.values[0]
    }

    /// The same in the language of a document, where there are words in it.
    fn values_of(&self, entry: &Entry) -> &Values {
        self.values_in(entry.more.lang.as_deref())
    }

    /// The same in the language of the page of a bulletin that was taken back.
    fn values_of_gone(&self, gone: &Gone) -> &Values {
        self.values_in(gone.language.as_deref())
    }

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

    /// The body of a bulletin as HTML. What was not made when it was read is remembered where a feed is likely to need it
    /// too.
    fn bulletin_body(&self, id: BulletinId) -> Result<Arc<PageHtml>, Problem> {
        let placed = self.catalogue.bulletin(id);
        let entry = &placed.bulletin.says.entry;
        if let Some(html) = &entry.html {
            return Ok(html.clone());
        }
        let make = || self.page_body(entry, &placed.address);
        if feed::may_hold(&self.catalogue, id) { self.bodies.try_get(id.0, make) } else { make() }
    }

    /// The body of an entry that stands at an address as HTML, for a page.
    fn page_body(&self, entry: &Entry, address: &Address) -> Result<Arc<PageHtml>, Problem> {
        match &entry.html {
            Some(html) => Ok(html.clone()),
            None => Ok(Arc::new(self.surroundings(entry, address, Target::Page).page(&self.body(entry)?))),
        }
    }

    /// The Markdown of an entry's body.
    fn body(&self, entry: &Entry) -> Result<Body, Problem> {
        let text = self.texts.text(&entry.path, &entry.hash);
        let text = text.map_err(|reason| wording::file_unreadable(&entry.path, &reason))?;
        Ok(Body { text, from: entry.body as usize })
    }

    /// The values that a template sees for an output, without the site's: for the documentation's test.
    pub fn template_values(&self, output: &Output) -> Option<Value> {
        let (_, fields) = pages::context(self, output, pages::Wanted::All)?.ok()?;
        Some(values::map(fields))
    }

    /// The values that every template sees as `site`.
    pub fn site_value(&self) -> Value {
        self.site_values().site.clone()
    }

    /// The values that templates see as `words` where they speak the site's language.
    pub fn words_value(&self) -> Value {
        self.site_values().words.clone()
    }
}

/// The languages of a site: its own first, then those of its documents that it has words in.
fn spoken(catalogue: &Catalogue, words: &Words) -> Vec<LanguageId> {
    let mut spoken = vec![words.site()];
    let bulletins = catalogue.bulletins.par_iter().filter_map(|placed| placed.bulletin.says.entry.more.lang.as_deref());
    let mut tags: Vec<&str> = bulletins.collect();
    tags.extend(catalogue.gone.iter().filter_map(|gone| gone.language.as_deref()));
    tags.extend(catalogue.pages.iter().filter_map(|page| page.entry.more.lang.as_deref()));
    tags.sort_unstable();
    tags.dedup();
    for id in tags.into_iter().filter_map(|tag| words.find(tag)) {
        if !spoken.contains(&id) {
            spoken.push(id);
        }
    }
    spoken
}
