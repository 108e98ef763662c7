//! A bulletin as its own page and as lists show it. In: the catalogue. Out: [`Article`]s and [`Card`]s, and handles to
//! them whose hash is remembered. It must not know which output shows them.

use std::{
    hash::{Hash, Hasher},
    sync::Arc,
};

use super::{
    Body, Coverage, FileName, Image, LinkDestination, MemoryKey, Origin, ScopeView, Severity, State, Unhashed, Viewer,
    When, fingerprint, links,
};
use crate::{
    address::Address,
    catalogue::{AreaId, Bulletin, BulletinId, Catalogue, Listing, PageId, TranslationRole},
    moment::Moment,
    parse::tree::Map,
    plan::{self, Scope},
    settings::{Contact, areas::Position},
    source::SourcePath,
};

/// How many bulletins stand under "nearby" and under "earlier".
const RELATED: usize = 4;

/// A bulletin as lists show it.
#[derive(Debug, Hash)]
pub struct Card<'s> {
    pub title: &'s str,
    pub summary: &'s str,
    /// The language of its document; none: the site's.
    pub language: Option<&'s str>,
    pub address: &'s Address,
    pub date: Moment,
    pub updated: Moment,
    pub expires: Option<Moment>,
    /// The place of its kind among the settings' kinds.
    pub kind: usize,
    pub state: State,
    /// Of an open one that will end at a known moment: the state that it will be in.
    pub ends: Option<State>,
    pub severity: Severity,
    pub pinned: bool,
    /// When the thing itself happens that it tells of.
    pub when: Option<&'s When>,
    /// Its own picture, of which lists show the smallest copy.
    pub image: Option<&'s Image>,
    /// Those that it names.
    pub areas: Vec<NamedPage<'s>>,
    pub tags: Vec<NamedPage<'s>>,
    pub key: MemoryKey,
}

/// A bulletin as its own page shows it, with its poster, its text, its alert and its entries in feeds.
#[derive(Debug, Hash)]
pub struct Article<'s> {
    /// Its id for good: the first public address that it had.
    pub id: &'s Address,
    pub card: Card<'s>,
    pub body: Body<'s>,
    pub image: Option<&'s Image>,
    /// Where its share card, its poster and its text stand, where it has them.
    pub share_card: Option<Address>,
    pub poster: Option<Address>,
    pub text: Option<Address>,
    /// Where its time stands for calendars.
    pub event: Option<Address>,
    /// Open Graph properties as given, without the `og:`.
    pub og: &'s [(String, Vec<String>)],
    /// The log, newest first.
    pub updates: Vec<LogEntry<'s>>,
    /// The language of the log, where it is another's.
    pub updates_language: Option<&'s str>,
    pub references: &'s [String],
    pub origin: Option<&'s Origin>,
    /// Where it stands for search engines, if that is elsewhere.
    pub canonical: Option<&'s str>,
    pub coverage: &'s [Coverage],
    pub attachments: Vec<FileLink<'s>>,
    pub authors: &'s [String],
    /// None: the usual contacts of its kind.
    pub contacts: Option<&'s [Arc<Contact>]>,
    /// The areas of its card, each with those above it.
    pub areas: Vec<AreaLink<'s>>,
    /// Its first area, or its kind: whose feeds its page announces.
    pub scope: ScopeView<'s>,
    pub extra: &'s Map,
    /// Whether some feed is likely to have it as well; a wrong answer costs time alone.
    pub may_be_in_feeds: Unhashed<bool>,
}

/// A file to fetch.
#[derive(Debug, Hash)]
pub struct FileLink<'s> {
    /// None: its name.
    pub title: Option<&'s str>,
    pub address: Address,
}

/// An entry of the log.
#[derive(Debug, Hash)]
pub struct LogEntry<'s> {
    pub date: Moment,
    /// Markdown.
    pub text: &'s str,
}

/// What has a name and a page: an area, a tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct NamedPage<'s> {
    pub name: &'s str,
    pub address: &'s Address,
}

/// An area that a bulletin is about.
#[derive(Debug, Hash)]
pub struct AreaLink<'s> {
    /// Itself and those above it, from the inside out.
    pub line: Vec<NamedPage<'s>>,
    pub position: Option<Position>,
    pub outline: &'s [Position],
}

/// One of the languages in which a document is there.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Version<'s> {
    pub language: &'s str,
    pub title: &'s str,
    pub address: &'s Address,
    /// Whether the others are translations of it.
    pub original: bool,
    /// Whether it is for readers whose language is none of these.
    pub usual: bool,
}

/// A bulletin's [`Article`], made when it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct ArticleRef<'s> {
    viewer: Viewer<'s>,
    id: BulletinId,
}

/// A bulletin's [`Card`], made when it is asked for.
#[derive(Clone, Copy, Debug)]
pub struct CardRef<'s> {
    viewer: Viewer<'s>,
    id: BulletinId,
}

impl Hash for ArticleRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let known = self.viewer.fingerprints.map(|known| known.articles[self.id.0 as usize]);
        known.unwrap_or_else(|| fingerprint(&self.get())).hash(state);
    }
}

impl Hash for CardRef<'_> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        let known = self.viewer.fingerprints.map(|known| known.cards[self.id.0 as usize]);
        known.unwrap_or_else(|| fingerprint(&self.get())).hash(state);
    }
}

impl<'s> CardRef<'s> {
    pub fn key(self) -> u32 {
        self.id.0
    }

    pub fn is_open(self) -> bool {
        self.viewer.catalogue.bulletin(self.id).bulletin.life.state.is_open()
    }

    /// Whether it stands at the top of the front page for being urgent or pinned.
    pub fn is_lead(self) -> bool {
        let bulletin = &self.viewer.catalogue.bulletin(self.id).bulletin;
        bulletin.pinned || bulletin.says.severity.is_urgent()
    }

    pub fn get(self) -> Card<'s> {
        let catalogue = self.viewer.catalogue;
        let placed = catalogue.bulletin(self.id);
        let bulletin = &placed.bulletin;
        let entry = &bulletin.says.entry;
        Card {
            title: &entry.title,
            summary: &entry.summary,
            language: entry.more.lang.as_deref(),
            address: &placed.address,
            date: bulletin.date,
            updated: bulletin.life.updated,
            expires: bulletin.expires,
            kind: bulletin.kind,
            state: bulletin.life.state,
            ends: bulletin.life.ends,
            severity: bulletin.says.severity,
            pinned: bulletin.pinned,
            when: bulletin.says.more.when.as_ref(),
            image: placed.image.as_deref(),
            areas: bulletin.areas.iter().map(|id| area_name(catalogue, *id)).collect(),
            tags: bulletin.tags.iter().map(|tag| tag_name(catalogue, *tag)).collect(),
            key: Unhashed(self.id.0),
        }
    }
}

impl FileLink<'_> {
    /// The last part of its address.
    pub fn name(&self) -> &str {
        let path = self.address.as_str().trim_end_matches('/');
        path.rsplit('/').next().unwrap_or(path)
    }

    /// The ending of its name in capitals, by which people know what a file is: `PDF`.
    pub fn ending(&self) -> Option<String> {
        let (_, ending) = self.name().rsplit_once('.')?;
        (ending.len() <= 5).then(|| ending.to_ascii_uppercase())
    }
}

impl AreaLink<'_> {
    /// Its path as bulletins write it, `Kent/Maidstone`.
    pub fn path(&self) -> String {
        self.line.iter().rev().map(|area| area.name).collect::<Vec<_>>().join("/")
    }
}

impl<'s> ArticleRef<'s> {
    pub fn key(self) -> u32 {
        self.id.0
    }

    /// The language of its document; none: the site's.
    pub fn language(self) -> Option<&'s str> {
        self.viewer.catalogue.bulletin(self.id).bulletin.says.entry.more.lang.as_deref()
    }

    pub fn get(self) -> Article<'s> {
        let Viewer { catalogue, .. } = self.viewer;
        let placed = catalogue.bulletin(self.id);
        let bulletin = &placed.bulletin;
        let (entry, more) = (&bulletin.says.entry, &*bulletin.says.more);
        let update =
            |update: &'s crate::catalogue::bulletin::Update| LogEntry { date: update.date, text: &update.text };
        Article {
            id: catalogue.id_of(&placed.address),
            card: self.viewer.card(self.id).get(),
            body: Body::of(catalogue, entry, &placed.address, catalogue.links_of(self.id)),
            image: placed.image.as_deref(),
            share_card: plan::card_address(catalogue, placed),
            poster: plan::poster_address(catalogue, self.id),
            text: plan::text_address(catalogue, self.id),
            event: plan::event_address(catalogue, self.id),
            og: &entry.more.og,
            updates: bulletin.updates().iter().map(update).collect(),
            updates_language: bulletin.updates_language.as_deref(),
            references: &more.references,
            origin: more.origin.as_deref(),
            canonical: catalogue.canonical(self.id),
            coverage: &more.coverage,
            attachments: files(catalogue, &entry.path, &placed.address, &more.attachments),
            authors: &more.authors,
            contacts: bulletin.contacts.as_deref(),
            areas: bulletin.areas.iter().map(|id| area(catalogue, *id)).collect(),
            scope: self.viewer.scope(match bulletin.areas.first() {
                Some(area) => Scope::Area(*area),
                None => Scope::Kind(place_of(bulletin.kind)),
            }),
            extra: &entry.more.extra,
            may_be_in_feeds: Unhashed(may_be_in_feeds(catalogue, self.id, bulletin)),
        }
    }
}

impl<'s> Viewer<'s> {
    pub fn article(self, id: BulletinId) -> ArticleRef<'s> {
        ArticleRef { viewer: self, id }
    }

    pub fn card(self, id: BulletinId) -> CardRef<'s> {
        CardRef { viewer: self, id }
    }

    pub(super) fn cards(self, ids: &[BulletinId]) -> Vec<CardRef<'s>> {
        ids.iter().map(|id| self.card(*id)).collect()
    }
}

pub(super) fn area_name(catalogue: &Catalogue, id: AreaId) -> NamedPage<'_> {
    let area = catalogue.areas.get(id);
    NamedPage { name: &area.name, address: &area.address }
}

pub(super) fn tag_name(catalogue: &Catalogue, tag: u32) -> NamedPage<'_> {
    let tag = &catalogue.tags[tag as usize];
    NamedPage { name: &tag.name, address: &tag.address }
}

fn area(catalogue: &Catalogue, id: AreaId) -> AreaLink<'_> {
    let area = catalogue.areas.get(id);
    let line = catalogue.areas.line(id).map(|id| area_name(catalogue, id)).collect();
    AreaLink { line, position: area.position, outline: &area.outline }
}

/// The files of a bulletin that are there.
fn files<'s>(catalogue: &Catalogue, path: &SourcePath, page: &Address, names: &'s [FileName]) -> Vec<FileLink<'s>> {
    let link = |file: &'s FileName| match links::lead(catalogue, path, page, &file.src) {
        LinkDestination::Here { address, .. } => Some(FileLink { title: file.title.as_deref(), address }),
        _ => None,
    };
    names.iter().filter_map(link).collect()
}

fn place_of(kind: usize) -> u32 {
    u32::try_from(kind).expect("a site has fewer kinds than 2^32: each takes memory")
}

/// A bulletin in each of its languages, the original first; none where there is but one.
pub(super) fn versions(catalogue: &Catalogue, id: BulletinId) -> Vec<Version<'_>> {
    if catalogue.bulletin(id).kin == TranslationRole::Alone {
        return Vec::new();
    }
    let version = |id: BulletinId| {
        let placed = catalogue.bulletin(id);
        let entry = &placed.bulletin.says.entry;
        Version {
            language: catalogue.language_of(entry),
            title: &entry.title,
            address: &placed.address,
            original: !matches!(placed.kin, TranslationRole::TranslationOf(_)),
            usual: placed.listed,
        }
    };
    several(catalogue.versions(id).map(version).collect())
}

/// A page in each of its languages, likewise.
pub(super) fn page_versions(catalogue: &Catalogue, id: PageId) -> Vec<Version<'_>> {
    if catalogue.page(id).kin == TranslationRole::Alone {
        return Vec::new();
    }
    let version = |id: PageId| {
        let page = catalogue.page(id);
        let original = !matches!(page.kin, TranslationRole::TranslationOf(_));
        let language = catalogue.language_of(&page.entry);
        Version { language, title: &page.entry.title, address: &page.address, original, usual: original }
    };
    several(catalogue.page_versions(id).map(version).collect())
}

fn several(versions: Vec<Version<'_>>) -> Vec<Version<'_>> {
    if versions.len() > 1 { versions } else { Vec::new() }
}

/// Other open bulletins of the same areas, and the ones before this in its first area or kind: in its own language, where
/// they are there in it.
pub(super) fn related(catalogue: &Catalogue, id: BulletinId) -> (Vec<BulletinId>, Vec<BulletinId>) {
    if !catalogue.in_languages {
        return related_to(catalogue, id);
    }
    let language = catalogue.language_of(&catalogue.bulletin(id).bulletin.says.entry);
    let listed = catalogue.versions(id).find(|id| catalogue.bulletin(*id).listed).unwrap_or(id);
    let (nearby, earlier) = related_to(catalogue, listed);
    let speaking = |ids: Vec<BulletinId>| ids.into_iter().map(|id| catalogue.in_language(id, language)).collect();
    (speaking(nearby), speaking(earlier))
}

/// The same among the bulletins that lists show.
fn related_to(catalogue: &Catalogue, id: BulletinId) -> (Vec<BulletinId>, Vec<BulletinId>) {
    let bulletin = &catalogue.bulletin(id).bulletin;
    let mut nearby: Vec<BulletinId> = Vec::new();
    for area in bulletin.areas.iter().flat_map(|area| catalogue.areas.line(*area)) {
        let open = catalogue.area(area).newest_open.iter().copied();
        for other in open.filter(|other| *other != id) {
            if nearby.len() < RELATED && !nearby.contains(&other) {
                nearby.push(other);
            }
        }
    }
    let listing = match bulletin.areas.first() {
        Some(area) => catalogue.area(*area),
        None => &catalogue.by_kind[bulletin.kind],
    };
    let rank = |id: BulletinId| catalogue.ranks[id.0 as usize];
    let after = listing.shown.partition_point(|other| rank(*other) <= rank(id));
    let older = listing.shown[after..].iter().copied().filter(|other| !nearby.contains(other));
    let earlier = older.take(RELATED).collect();
    (nearby, earlier)
}

/// Whether a bulletin is among the newest of one of its lists, and so probably in feeds. To be asked cheaply.
fn may_be_in_feeds(catalogue: &Catalogue, id: BulletinId, bulletin: &Bulletin) -> bool {
    let settings = &catalogue.settings;
    let areas = bulletin.areas.iter().map(|area| catalogue.area(*area));
    let rank = |id: BulletinId| catalogue.ranks[id.0 as usize];
    let newest = |listing: &Listing| {
        let shown = &listing.shown[..listing.shown.len().min(settings.feed_items)];
        shown.last().is_some_and(|last| rank(id) <= rank(*last))
    };
    !settings.outputs.feeds.is_empty() && areas.chain([&catalogue.by_kind[bulletin.kind]]).any(newest)
}
