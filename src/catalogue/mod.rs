//! Readings of documents, settings and a fixed now to a [`Catalogue`]: typed, linked, sorted, indexed by area, kind, tag and date.
//! It must not know the disk, the clock, templates or HTML.

mod addresses;
pub mod alert;
pub mod area;
pub mod attachments;
mod below;
pub mod bulletin;
mod candidate;
mod check;
mod claims;
mod contacts;
pub mod entry;
mod fields;
mod files;
mod given;
mod held;
mod inside;
pub mod life;
pub mod links;
mod lists;
mod meant;
mod named;
mod origin;
mod page_life;
pub mod placeholders;
mod rare;
pub mod reading;
mod resolve;
mod said;
mod shared;
mod tags;
mod terms;
pub mod translation;
mod twice;
pub mod unshown;
mod updates;
pub mod when;

use std::{cmp::Reverse, collections::HashMap, ops::Range, sync::Arc};

pub use area::{Area, AreaId, Areas};
pub use attachments::{Attachment, Attachments};
pub use bulletin::Bulletin;
pub use claims::PublicPages;
pub use entry::{Alias, Entry, Id};
pub use fields::{FIELDS, allow, known_keys, name as field_name};
pub use life::{Preview, Reason, State};
pub use reading::{Reading, Readings, SiteLink};
pub use resolve::catalogue;
pub use tags::Tag;
pub use translation::TranslationRole;
pub use when::{Times, When};

use crate::{
    address::Address,
    language::first,
    moment::Moment,
    pictures::Picture,
    settings::{Canonical, Contact, Settings},
    source::SourcePath,
};

/// The place of a bulletin in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct BulletinId(pub u32);

/// The place of a page in the catalogue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct PageId(pub u32);

/// The place among the bulletins that were taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct GoneId(pub u32);

/// What is left of a bulletin that was taken back. It has no title, area, kind or picture, so nothing of these can be
/// shown by mistake; the listings name it by its id while feeds owe their readers a neutral entry.
#[derive(Clone, Debug)]
pub struct Gone {
    /// The file that says so.
    pub path: SourcePath,
    pub address: Address,
    pub published: Moment,
    pub since: Moment,
    /// The newest change that readers could see.
    pub changed: Moment,
    /// When feeds forget it, if they have not yet.
    pub next: Option<Moment>,
    /// The language of its page, where it is not the site's.
    pub language: Option<String>,
    pub aliases: Vec<Alias>,
    /// When each message of its alert was sent, the last one taking the others back; none where there is no alert.
    pub messages: Vec<Moment>,
    /// When what it told of happens, which calendars drop; nothing says what that was.
    pub times: Option<Times>,
    /// The place of its file among the readings.
    pub reading: usize,
}

/// A bulletin that is not shown yet: a draft, or one dated in the future.
#[derive(Clone, Debug)]
pub struct Hidden {
    pub path: SourcePath,
    /// Where it will stand.
    pub address: Address,
    pub reason: Reason,
    /// When it comes to be shown, if it does by itself.
    pub next: Option<Moment>,
    /// The place of its file among the readings.
    pub reading: usize,
}

/// Where a bulletin stands among all, shown or not: newest first by date, then in the order of the paths.
pub type Order = (Reverse<Moment>, usize);

impl Gone {
    pub fn order(&self) -> Order {
        (Reverse(self.published), self.reading)
    }
}

/// A picture that was found.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Image {
    /// One of the site's own files.
    Here { address: Address, picture: Option<Picture>, alt: Option<String> },
    /// One on another host: named in metadata, never loaded by a page.
    Elsewhere { url: String, alt: Option<String> },
}

/// A bulletin with its place on the site.
#[derive(Clone, Debug)]
pub struct PlacedBulletin {
    pub bulletin: Bulletin,
    pub address: Address,
    pub image: Option<Box<Image>>,
    /// The place of its file among the readings.
    pub reading: usize,
    /// Its translations, or what it is one of.
    pub kin: TranslationRole<BulletinId>,
    /// Whether it stands in lists and feeds: of a bulletin and its translations, one does.
    pub listed: bool,
}

impl PlacedBulletin {
    pub fn order(&self) -> Order {
        (Reverse(self.bulletin.date), self.reading)
    }

    /// Whether it comes with a picture that it can be shared with: one of the site's own that is large enough, or one
    /// elsewhere that its author chose.
    pub fn has_share_picture(&self) -> bool {
        let elsewhere = || self.bulletin.says.entry.share_picture().is_some();
        self.image.as_deref().is_some_and(Image::can_be_shared) || elsewhere()
    }
}

impl Image {
    /// Whether chat programs and networks show it large: they make little of what is below 600 × 315 pixels, and
    /// nothing of drawings.
    pub fn can_be_shared(&self) -> bool {
        match self {
            Self::Here { picture, .. } => picture.is_some_and(|it| it.width >= 600 && it.height >= 315),
            Self::Elsewhere { .. } => true,
        }
    }
}

/// A page with its place on the site.
#[derive(Clone, Debug)]
pub struct PlacedPage {
    pub entry: Arc<Entry>,
    pub address: Address,
    pub image: Option<Box<Image>>,
    /// The place of its file among the readings.
    pub reading: usize,
    /// Its translations, or what it is one of.
    pub kin: TranslationRole<PageId>,
}

/// The bulletins of a list, newest first.
#[derive(Clone, Debug, Default)]
pub struct Listing {
    /// Those that lists show.
    pub shown: Vec<BulletinId>,
    /// The same with the open ones first; empty where that is the same order.
    parted: Vec<BulletinId>,
    /// Those that were taken back, whose entry in feeds is overwritten for a while.
    pub gone: Vec<GoneId>,
    /// How many of `shown` are open.
    pub open: usize,
    /// The first few open ones, for "nearby".
    pub newest_open: Vec<BulletinId>,
}

impl Listing {
    /// Those that lists show: the open ones first, then the others, each newest first.
    pub fn open_first(&self) -> &[BulletinId] {
        if self.parted.is_empty() { &self.shown } else { &self.parted }
    }
}

/// What the public may see of a site at one moment. In a preview, drafts and scheduled bulletins count as shown.
#[derive(Debug)]
pub struct Catalogue {
    pub settings: Arc<Settings>,
    pub now: Moment,
    /// Every bulletin that is shown, newest first.
    pub bulletins: Vec<PlacedBulletin>,
    /// What is left of those that were taken back, newest first.
    pub gone: Vec<Gone>,
    /// Those that are not shown yet, by path.
    pub hidden: Vec<Hidden>,
    /// How many bulletins there are, shown or not, their translations not counted.
    pub sources: usize,
    /// Whether a bulletin is there in several languages.
    pub in_languages: bool,
    /// Every page that is shown, by address.
    pub pages: Vec<PlacedPage>,
    pub areas: Areas,
    pub tags: Vec<Tag>,
    pub attachments: Attachments,
    /// Every bulletin that lists show.
    pub all: Listing,
    /// The open bulletins: pinned first, then newest first.
    pub front: Vec<BulletinId>,
    /// When one of `front` was last changed.
    pub front_changed: Option<Moment>,
    /// The date of the oldest one of `front`.
    pub front_since: Option<Moment>,
    /// The place of each bulletin in the order of lists, which listings keep.
    pub ranks: Vec<u32>,
    /// Every bulletin that lists show, newest first by its date alone.
    pub by_date: Vec<BulletinId>,
    /// The years with bulletins, newest first.
    pub years: Vec<Year>,
    /// By area: with the bulletins of the areas inside it.
    pub by_area: Vec<Listing>,
    /// By kind, in the order of the settings.
    pub by_kind: Vec<Listing>,
    /// By tag, in the order of `tags`.
    pub by_tag: Vec<Listing>,
    /// What each document says, in the order of the paths: those that are hidden or were taken back among them, so that
    /// nothing outside this module sees it.
    readings: Readings,
    /// What stands at the path of each, for links between documents.
    targets: Vec<LinkTarget>,
    /// The usual contacts of each kind that are valid now, in the order of the settings' kinds.
    pub usual: Vec<Vec<Contact>>,
    /// What is known of bulletins from when they were published, by the addresses that they have now.
    pub former: HashMap<Address, FormerBulletin>,
    /// What feeds still owe readers an entry for, though its file is there no more.
    pub departed: Vec<DeletedBulletin>,
    /// When the site wants to be built next.
    pub next: Option<Moment>,
    /// The first moment after now at which anything of the site may read otherwise, if only in a sitemap.
    pub until: Option<Moment>,
}

/// What a bulletin was before.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct FormerBulletin {
    /// Its id for good: its first public address.
    pub id: Address,
    /// The public addresses that it had.
    pub addresses: Vec<Address>,
    /// Of one that was taken back: since when readers could know.
    pub told: Option<Moment>,
    /// Of one that was taken back: what names the files that went with it by [`crate::published::hash`].
    pub files: Vec<u64>,
}

/// A bulletin that was taken back, and whose file is gone as well.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeletedBulletin {
    /// Its id for good.
    pub id: Address,
    pub address: Address,
    /// Since when readers could know.
    pub told: Moment,
    /// The addresses of the lists whose feeds had it.
    pub lists: Vec<Address>,
}

/// A year of the archive, in the site's time zone.
#[derive(Clone, Debug)]
pub struct Year {
    pub year: i16,
    /// Its bulletins among `by_date`.
    pub range: Range<usize>,
    /// The months with bulletins, newest first.
    pub months: Vec<Month>,
}

impl Year {
    pub fn address(&self) -> Address {
        Address::new(&format!("/{:04}/", self.year))
    }
}

/// A month of the archive.
#[derive(Clone, Debug)]
pub struct Month {
    /// From 1.
    pub month: u8,
    /// Its bulletins among `by_date`.
    pub range: Range<usize>,
    pub address: Address,
}

/// What a link to a source file leads to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LinkTarget {
    Bulletin(BulletinId),
    Page(PageId),
    /// A document that could not be read; its problem was reported.
    Broken,
    /// One that is not shown.
    Hidden,
}

impl Catalogue {
    pub fn bulletin(&self, id: BulletinId) -> &PlacedBulletin {
        &self.bulletins[id.0 as usize]
    }

    /// The id of a bulletin at an address: the first public address that it had.
    pub fn id_of<'c>(&'c self, address: &'c Address) -> &'c Address {
        self.former.get(address).map_or(address, |former| &former.id)
    }

    pub fn gone(&self, id: GoneId) -> &Gone {
        &self.gone[id.0 as usize]
    }

    pub fn page(&self, id: PageId) -> &PlacedPage {
        &self.pages[id.0 as usize]
    }

    /// What stands at a source path.
    pub fn target(&self, path: &str) -> Option<LinkTarget> {
        let at = self.readings.binary_search_by(|known| known.path.as_str().cmp(path)).ok()?;
        Some(self.targets[at])
    }

    /// Where a bulletin stands for search engines, if that is elsewhere: at its original. A translation is none of an original in
    /// another language.
    pub fn canonical(&self, id: BulletinId) -> Option<&str> {
        let placed = self.bulletin(id);
        let url = placed.bulletin.says.more.origin.as_ref()?.url.as_deref()?;
        let is_elsewhere = self.settings.canonical == Canonical::Source
            && placed.kin.original().is_none()
            && url != self.settings.base.url(&placed.address);
        is_elsewhere.then_some(url)
    }

    /// The links that a bulletin may show: its own, and those of its original, from which it takes what it does not say.
    pub fn links_of(&self, id: BulletinId) -> impl Iterator<Item = &SiteLink> {
        let shown = std::iter::once(id).chain(self.bulletin(id).kin.original().copied());
        shown.flat_map(|id| &self.readings[self.bulletin(id).reading].links)
    }

    /// The same of a page.
    pub fn links_of_page(&self, id: PageId) -> impl Iterator<Item = &SiteLink> {
        let shown = std::iter::once(id).chain(self.page(id).kin.original().copied());
        shown.flat_map(|id| &self.readings[self.page(id).reading].links)
    }

    /// How many documents there are.
    pub fn documents(&self) -> usize {
        self.readings.len()
    }

    pub fn area(&self, id: AreaId) -> &Listing {
        &self.by_area[id.0 as usize]
    }

    /// The ids of all bulletins, newest first.
    pub fn ids(&self) -> impl Iterator<Item = BulletinId> + use<> {
        (0..).map(BulletinId).take(self.bulletins.len())
    }

    /// The ids of those that were taken back.
    pub fn gone_ids(&self) -> impl Iterator<Item = GoneId> + use<> {
        (0..).map(GoneId).take(self.gone.len())
    }

    /// A bulletin and its translations, the original first; itself where it stands alone.
    pub fn versions(&self, id: BulletinId) -> impl Iterator<Item = BulletinId> + '_ {
        translation::family(id, |id| &self.bulletin(id).kin)
    }

    /// The same of a page.
    pub fn page_versions(&self, id: PageId) -> impl Iterator<Item = PageId> + '_ {
        translation::family(id, |id| &self.page(id).kin)
    }

    /// The language of a document.
    pub fn language_of<'c>(&'c self, entry: &'c Entry) -> &'c str {
        entry.more.lang.as_deref().unwrap_or(&self.settings.language)
    }

    /// The version of a bulletin in a language, where there is one; else itself.
    pub fn in_language(&self, id: BulletinId, tag: &str) -> BulletinId {
        let speaks = |id: &BulletinId| first(self.language_of(&self.bulletin(*id).bulletin.says.entry)) == first(tag);
        if self.bulletin(id).kin == TranslationRole::Alone || speaks(&id) {
            return id;
        }
        self.versions(id).find(speaks).unwrap_or(id)
    }

    /// Whether nothing is a draft or dated in the future: then a preview shows just what the public sees.
    pub fn is_all_public(&self) -> bool {
        self.readings.iter().all(|one| match &one.says {
            reading::DocumentContent::Bulletin(draft) => !draft.course.draft && draft.course.date <= self.now,
            reading::DocumentContent::Page(page) => !page.draft,
            reading::DocumentContent::Broken => true,
        })
    }

    /// How many bulletins there are, shown or not, and how many pages; their translations are not counted.
    pub fn counts(&self) -> (usize, usize) {
        let pages = self.pages.iter().filter(|page| !matches!(page.kin, TranslationRole::TranslationOf(_)));
        (self.sources, pages.count())
    }

    /// Whether feeds hold a bulletin as an entry of its own.
    pub fn in_feeds(&self, bulletin: &Bulletin) -> bool {
        let lasts = bulletin.expires.is_none_or(|expires| life::dropped(expires) > self.now);
        lasts && bulletin.life.state.is_public()
    }

    /// The bulletins that are news, the newest first: those of feeds that are no older than two days. What is over is none.
    pub fn news(&self) -> impl Iterator<Item = &PlacedBulletin> {
        let since = Moment::from_second(self.now.second() - life::NEWS);
        let own = self.by_date.iter().filter(|id| self.canonical(**id).is_none());
        let placed = own.map(|id| self.bulletin(*id));
        let fresh = placed.take_while(move |placed| since.is_none_or(|since| placed.bulletin.date >= since));
        let lasts = |bulletin: &Bulletin| bulletin.expires.is_none_or(|expires| expires > self.now);
        fresh.filter(move |placed| lasts(&placed.bulletin) && self.in_feeds(&placed.bulletin))
    }

    /// Whether feeds still owe their readers a neutral entry for a bulletin that was taken back.
    pub fn is_owed(&self, gone: &Gone) -> bool {
        self.forgotten(gone) > self.now
    }

    /// When feeds forget a bulletin that was taken back: some time after they first could say so.
    pub fn forgotten(&self, gone: &Gone) -> Moment {
        let told = self.former.get(&gone.address).and_then(|former| former.told);
        life::forgotten(told.map_or(gone.since, |told| told.max(gone.since)))
    }
}
