//! What each output shows, as plain data. In: the catalogue, the plan and an output. Out: a [`View`], which holds all that
//! the output shows and nothing else: its hash is the output's fingerprint, and `render` makes the bytes from it. It must
//! not know templates, HTML, words, the disk or the clock.

mod body;
mod bulletin;
mod calendar;
mod crawl;
mod feed;
mod fingerprint;
mod frame;
mod list;
mod search;

pub use body::Body;
pub use bulletin::{AreaLink, Article, ArticleRef, Card, CardRef, FileLink, NamedPage, Version};
pub use calendar::{Calendar, CalendarEntry, CancelledEvent};
pub use crawl::{Headers, NewsSitemap, Redirects, Robots, Sitemap, SitemapEntry};
pub use feed::{AlertEntry, AlertFeed, AlertFile, CancelMessage, Feed, FeedEntry, Neutral, ScopeName, ScopeView};
pub use fingerprint::{Fingerprint, MemoryKey, Unhashed, ViewFingerprints, fingerprint};
pub use frame::{Frame, PageVersion, UrgentBulletin, in_language};
pub use list::{
    ArchiveMonth, ArchiveYear, AreaCount, AreaPage, Branch, CountedTerm, Front, ListPage, ListSubject, MapPlace,
};
pub use search::Search;

/// The plain data that views are made of and that the catalogue has in the same form.
pub use crate::catalogue::{
    Image, State, Times, When,
    alert::AlertMessage,
    attachments::beside,
    bulletin::{Coverage, FileName, Origin, Severity},
    entry::HeadingRole,
    links::{self, LinkDestination},
};
use crate::{
    address::Address,
    catalogue::{BulletinId, Catalogue, GoneId, PageId},
    moment::Moment,
    parse::tree::Map,
    pictures::{FileKind, Variant},
    plan::{IndexPiece, Output, Plan, Recipe},
    source::SourcePath,
};

/// What one output shows.
#[derive(Debug, Hash)]
pub enum View<'s> {
    Bulletin(BulletinPage<'s>),
    Notice(Notice<'s>),
    Page(Page<'s>),
    List(ListPage<'s>),
    Areas(Vec<Branch<'s>>),
    Kinds(Vec<CountedTerm<'s>>),
    Tags(Vec<CountedTerm<'s>>),
    Archive(Vec<ArchiveYear<'s>>),
    NotFound,
    Search,
    SearchPiece(IndexPiece, Search<'s>),
    Feed(Feed<'s>),
    Sitemap(Sitemap<'s>),
    News(NewsSitemap<'s>),
    Robots(Robots<'s>),
    Poster(ArticleRef<'s>),
    Text(ArticleRef<'s>),
    Event(ArticleRef<'s>),
    CancelledEvent(CancelledEvent<'s>),
    Calendar(Calendar<'s>),
    Alert(AlertFile<'s>),
    Cancel(CancelMessage<'s>),
    Alerts(AlertFeed<'s>),
    Card(CardRef<'s>),
    Security,
    Alias(&'s [Address]),
    Redirects(Redirects<'s>),
    Headers(Headers<'s>),
    /// When the site was built.
    Checked(Moment),
    Asset(u32),
    File(ContentFile<'s>),
}

impl<'s> View<'s> {
    /// The language of the document that the output is about; none: the site's.
    pub fn language(&self) -> Option<&'s str> {
        match self {
            Self::Bulletin(page) => page.article.language(),
            Self::Poster(article) | Self::Text(article) | Self::Event(article) => article.language(),
            Self::Card(card) => card.get().language,
            Self::Notice(notice) => notice.language,
            Self::Cancel(cancel) => cancel.language,
            Self::Page(page) => page.language,
            Self::List(_)
            | Self::Areas(_)
            | Self::Kinds(_)
            | Self::Tags(_)
            | Self::Archive(_)
            | Self::NotFound
            | Self::Search
            | Self::SearchPiece(..)
            | Self::Feed(_)
            | Self::Sitemap(_)
            | Self::News(_)
            | Self::Robots(_)
            | Self::CancelledEvent(_)
            | Self::Calendar(_)
            | Self::Alert(_)
            | Self::Alerts(_)
            | Self::Security
            | Self::Alias(_)
            | Self::Redirects(_)
            | Self::Headers(_)
            | Self::Checked(_)
            | Self::Asset(_)
            | Self::File(_) => None,
        }
    }
}

/// A bulletin's page.
#[derive(Debug, Hash)]
pub struct BulletinPage<'s> {
    pub article: ArticleRef<'s>,
    /// The same in every language that it is there in; empty where there is but one.
    pub versions: Vec<Version<'s>>,
    /// Other open bulletins of its areas, and those before it.
    pub nearby: Vec<CardRef<'s>>,
    pub earlier: Vec<CardRef<'s>>,
}

/// The neutral page of a bulletin that was taken back.
#[derive(Debug, Hash)]
pub struct Notice<'s> {
    pub since: Moment,
    pub language: Option<&'s str>,
}

/// A page that is no bulletin.
#[derive(Debug, Hash)]
pub struct Page<'s> {
    pub title: &'s str,
    pub summary: &'s str,
    pub language: Option<&'s str>,
    pub body: Body<'s>,
    pub image: Option<&'s Image>,
    pub og: &'s [(String, Vec<String>)],
    pub extra: &'s Map,
    pub versions: Vec<Version<'s>>,
}

/// A file of `content/`, or a size of a picture.
#[derive(Debug, Hash)]
pub struct ContentFile<'s> {
    pub path: &'s SourcePath,
    pub kind: Option<&'s FileKind>,
    /// None: the whole of it.
    pub variant: Option<Variant>,
    /// What stays the same for as long as its bytes do, where that is known.
    pub mark: Option<[u64; 4]>,
    pub key: MemoryKey,
}

/// The catalogue and the plan, as views are made from them.
#[derive(Clone, Copy, Debug)]
pub struct Viewer<'s> {
    pub(crate) catalogue: &'s Catalogue,
    pub(crate) plan: &'s Plan,
    /// The hashes of what many views share, where they are known.
    pub(crate) fingerprints: Option<&'s ViewFingerprints>,
}

/// What an output shows.
pub fn of<'s>(viewer: Viewer<'s>, output: &'s Output) -> View<'s> {
    let catalogue = viewer.catalogue;
    match &output.recipe {
        Recipe::Bulletin(id) => View::Bulletin(viewer.bulletin(*id)),
        Recipe::Notice(id) => View::Notice(viewer.notice(*id)),
        Recipe::Page(id) => View::Page(viewer.page(*id)),
        Recipe::List(list, number) => View::List(viewer.list(*list, *number)),
        Recipe::Areas => View::Areas(viewer.branches(catalogue.areas.roots())),
        Recipe::Kinds => View::Kinds(viewer.kinds()),
        Recipe::Tags => View::Tags(viewer.tags()),
        Recipe::Archive => View::Archive(viewer.archive()),
        Recipe::NotFound => View::NotFound,
        Recipe::Search => View::Search,
        Recipe::SearchPiece(piece) => View::SearchPiece(*piece, Search::new(viewer, *piece)),
        Recipe::Feed(format, scope) => View::Feed(viewer.feed(*format, *scope)),
        Recipe::Sitemap => View::Sitemap(viewer.sitemap(None)),
        Recipe::SitemapPart(part) => View::Sitemap(viewer.sitemap(Some(*part))),
        Recipe::News => View::News(viewer.news()),
        Recipe::Robots => View::Robots(viewer.robots()),
        Recipe::Poster(id) => View::Poster(viewer.article(*id)),
        Recipe::Text(id) => View::Text(viewer.article(*id)),
        Recipe::Event(id) => View::Event(viewer.article(*id)),
        Recipe::CancelledEvent(id) => View::CancelledEvent(calendar::cancelled(catalogue.gone(*id))),
        Recipe::Calendar(scope) => View::Calendar(viewer.calendar(*scope)),
        Recipe::Alert(id) => View::Alert(viewer.alert(*id)),
        Recipe::Cancel(id) => View::Cancel(viewer.cancel(*id)),
        Recipe::Alerts => View::Alerts(viewer.alerts()),
        Recipe::Card(id) => View::Card(viewer.card(*id)),
        Recipe::Security => View::Security,
        Recipe::Alias(targets) => View::Alias(targets),
        Recipe::Redirects => View::Redirects(viewer.redirects()),
        Recipe::Headers => View::Headers(viewer.headers()),
        Recipe::Checked => View::Checked(catalogue.now),
        Recipe::Asset(at) => View::Asset(*at),
        Recipe::Attachment(at) => View::File(viewer.file(*at, None)),
        Recipe::Picture(at, variant) => View::File(viewer.file(*at, Some(*variant))),
    }
}

impl<'s> Viewer<'s> {
    pub fn new(catalogue: &'s Catalogue, plan: &'s Plan, fingerprints: Option<&'s ViewFingerprints>) -> Self {
        Self { catalogue, plan, fingerprints }
    }

    fn bulletin(self, id: BulletinId) -> BulletinPage<'s> {
        let (nearby, earlier) = bulletin::related(self.catalogue, id);
        let cards = |ids: Vec<BulletinId>| ids.into_iter().map(|id| self.card(id)).collect();
        BulletinPage {
            article: self.article(id),
            versions: bulletin::versions(self.catalogue, id),
            nearby: cards(nearby),
            earlier: cards(earlier),
        }
    }

    fn notice(self, id: GoneId) -> Notice<'s> {
        let gone = self.catalogue.gone(id);
        Notice { since: gone.since, language: gone.language.as_deref() }
    }

    fn page(self, id: PageId) -> Page<'s> {
        let catalogue = self.catalogue;
        let page = catalogue.page(id);
        let entry = &page.entry;
        Page {
            title: &entry.title,
            summary: &entry.summary,
            language: entry.more.lang.as_deref(),
            body: Body::of(catalogue, entry, &page.address, catalogue.links_of_page(id)),
            image: page.image.as_deref(),
            og: &entry.more.og,
            extra: &entry.more.extra,
            versions: bulletin::page_versions(catalogue, id),
        }
    }

    fn file(self, at: u32, variant: Option<Variant>) -> ContentFile<'s> {
        let attachment = self.catalogue.attachments.at(at);
        let (path, kind, mark) = (&attachment.path, attachment.kind.as_ref(), attachment.mark);
        ContentFile { path, kind, variant, mark, key: Unhashed(at) }
    }
}
