//! The list of outputs: each an address and a recipe. In: the catalogue and the assets. Out: a [`Plan`] and problems
//! (two things at one address). It must not know how a page looks.

mod calendars;
mod claims;
pub mod traits;

use std::collections::HashMap;

use rayon::prelude::*;

use crate::{
    address::{Address, PagePart},
    assets::Assets,
    catalogue::{AreaId, BulletinId, Catalogue, GoneId, Listing, PageId, PlacedBulletin, alert, attachments},
    pictures::Variant,
    problem::Problem,
    search::{self, Terms},
    settings::{FeedFormat, OutputGroup},
    source::Place,
};

pub use calendars::{CALENDAR, event_address, has_calendars};

/// Where pages ask when the site was last built.
pub const CHECKED: &str = "/checked.txt";

/// The bulletins of one feed, or of one run of list pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Scope {
    Site,
    Area(AreaId),
    Kind(u32),
    Tag(u32),
}

/// A list of bulletins in pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum List {
    /// The open bulletins, on the front page.
    Front,
    Area(AreaId),
    Kind(u32),
    Tag(u32),
    /// The place of a year among the catalogue's.
    Year(u32),
    /// The places of a year, and of a month in it.
    Month(u32, u32),
}

/// How one output is made.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Recipe {
    Bulletin(BulletinId),
    /// The neutral notice where a bulletin stood that was taken back.
    Notice(GoneId),
    Page(PageId),
    /// A page of a list; pages count from 1.
    List(List, u32),
    Areas,
    Kinds,
    Tags,
    Archive,
    NotFound,
    /// The page to search from.
    Search,
    /// A piece of what that page searches.
    SearchPiece(IndexPiece),
    Feed(FeedFormat, Scope),
    /// A sitemap with everything, or the index of several.
    Sitemap,
    /// One of several sitemaps, from 1.
    SitemapPart(u32),
    /// The bulletins of the last two days, for news search.
    News,
    Robots,
    /// A bulletin as a poster for a notice board.
    Poster(BulletinId),
    /// A bulletin as plain text, to pass on by e-mail or message.
    Text(BulletinId),
    /// When a bulletin's thing happens, for a calendar.
    Event(BulletinId),
    /// What is left of that when the bulletin was taken back: its time, cancelled, without a word.
    CancelledEvent(GoneId),
    /// All such times of the site or an area, to subscribe to.
    Calendar(Scope),
    /// A bulletin as an alert (CAP 1.2).
    Alert(BulletinId),
    /// The message that takes back the alert of a bulletin that was taken back.
    Cancel(GoneId),
    /// The feed of all alerts.
    Alerts,
    /// The picture that a bulletin without one is shared with.
    Card(BulletinId),
    /// `security.txt`.
    Security,
    /// A page that leads on to another address. Old addresses that were told apart by their query lead to one of several.
    Alias(Vec<Address>),
    /// The aliases for hosts that redirect.
    Redirects,
    /// What browsers may do with pages, for hosts that read it.
    Headers,
    /// When the site was last built, which pages ask for where the site promises to be fresh.
    Checked,
    /// A file named by its content, by its place among the assets.
    Asset(u32),
    /// A file of `content/`, by its place among the attachments.
    Attachment(u32),
    /// A picture of `content/` in another size.
    Picture(u32, Variant),
}

/// A piece of the index that readers search.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum IndexPiece {
    /// What there is, and which pieces.
    Contents,
    /// Terms with the bulletins that hold them, from 0.
    Words(u32),
    /// What results show, from 0.
    Records(u32),
    /// Frequent words.
    Spelling,
}

impl IndexPiece {
    /// Where it stands, beside the page.
    pub fn address(self) -> Address {
        Address::new(&match self {
            Self::Contents => "/search/contents.bin".to_owned(),
            Self::Words(number) => format!("/search/words-{number}.bin"),
            Self::Records(number) => format!("/search/records-{number}.bin"),
            Self::Spelling => "/search/spelling.bin".to_owned(),
        })
    }
}

/// One output.
#[derive(Clone, Debug)]
pub struct Output {
    pub address: Address,
    pub recipe: Recipe,
}

/// All outputs of a site.
#[derive(Debug, Default)]
pub struct Plan {
    pub outputs: Vec<Output>,
    by_address: HashMap<Address, u32>,
}

/// The most addresses in one sitemap (sitemaps.org protocol).
pub const SITEMAP_MOST: usize = 50_000;

impl Plan {
    /// The outputs in the order of what they are about, newest first, so that rendering in this order has to remember
    /// little: what shows a bulletin, its own page and the pages of all its lists, stands near together however large the
    /// site is. What is about the whole site or shows much of it, and takes longest, comes first.
    pub fn by_date(&self, catalogue: &Catalogue) -> Vec<&Output> {
        let mut order: Vec<(Option<BulletinId>, &Output)> =
            self.outputs.par_iter().map(|output| (traits::newest(catalogue, &output.recipe), output)).collect();
        order.par_sort_by_key(|(id, _)| *id);
        order.into_iter().map(|(_, output)| output).collect()
    }

    /// The output at an address.
    pub fn at(&self, address: &Address) -> Option<&Output> {
        self.by_address.get(address).map(|at| &self.outputs[*at as usize])
    }
}

/// Plans every output of a site.
pub fn plan(catalogue: &Catalogue, assets: &Assets) -> (Plan, Vec<Problem>) {
    let mut planner = Planner {
        catalogue,
        plan: Plan::default(),
        uncommon: HashMap::new(),
        aliases: HashMap::new(),
        problems: Vec::new(),
    };
    let likely = planner.likely();
    planner.plan.outputs.reserve(likely);
    planner.plan.by_address.reserve(likely);
    planner.documents();
    planner.lists();
    planner.single();
    planner.search();
    planner.feeds();
    planner.calendars();
    planner.alerts();
    planner.cards();
    planner.files(assets);
    planner.sitemap();
    planner.part_files_from_folders();
    (planner.plan, planner.problems)
}

/// The address of a page of a list, from its first page's.
pub fn page_address(first: &Address, number: u32) -> Address {
    if number <= 1 { first.clone() } else { first.join(&format!("page/{number}/")) }
}

/// How many pages a list of `count` has: at least one.
pub fn pages(count: usize, per_page: usize) -> u32 {
    u32::try_from(count.div_ceil(per_page).max(1)).expect("a list has fewer pages than entries, which take memory")
}

/// The part of a list that stands on one of its pages.
pub fn page_of(ids: &[BulletinId], per_page: usize, number: u32) -> &[BulletinId] {
    let from = (number as usize).saturating_sub(1) * per_page;
    &ids[from.min(ids.len())..(from + per_page).min(ids.len())]
}

/// The first address of a list.
pub fn list_address(catalogue: &Catalogue, list: List) -> Address {
    match list {
        List::Front => Address::new("/"),
        List::Area(area) => catalogue.areas.get(area).address.clone(),
        List::Kind(kind) => catalogue.settings.kind_address(kind as usize),
        List::Tag(tag) => catalogue.tags[tag as usize].address.clone(),
        List::Year(year) => catalogue.years[year as usize].address(),
        List::Month(year, month) => catalogue.years[year as usize].months[month as usize].address.clone(),
    }
}

/// The bulletins of a list, in its order.
pub fn list_ids(catalogue: &Catalogue, list: List) -> &[BulletinId] {
    match list {
        List::Front => &catalogue.front,
        List::Area(area) => catalogue.area(area).open_first(),
        List::Kind(kind) => catalogue.by_kind[kind as usize].open_first(),
        List::Tag(tag) => catalogue.by_tag[tag as usize].open_first(),
        List::Year(year) => &catalogue.by_date[catalogue.years[year as usize].range.clone()],
        List::Month(year, month) => {
            &catalogue.by_date[catalogue.years[year as usize].months[month as usize].range.clone()]
        }
    }
}

/// The areas that the front page counts: those at the top, each with those directly inside it.
pub fn places(catalogue: &Catalogue) -> impl Iterator<Item = AreaId> + '_ {
    let areas = &catalogue.areas;
    let top = areas.roots().iter().copied();
    top.flat_map(|root| std::iter::once(root).chain(areas.get(root).children.iter().copied()))
}

/// The bulletins that a feed draws from.
pub fn scope_listing(catalogue: &Catalogue, scope: Scope) -> &Listing {
    match scope {
        Scope::Site => &catalogue.all,
        Scope::Area(area) => catalogue.area(area),
        Scope::Kind(kind) => &catalogue.by_kind[kind as usize],
        Scope::Tag(tag) => &catalogue.by_tag[tag as usize],
    }
}

/// The page that a feed stands beside.
pub fn scope_address(catalogue: &Catalogue, scope: Scope) -> Address {
    match scope {
        Scope::Site => Address::new("/"),
        Scope::Area(area) => list_address(catalogue, List::Area(area)),
        Scope::Kind(kind) => list_address(catalogue, List::Kind(kind)),
        Scope::Tag(tag) => list_address(catalogue, List::Tag(tag)),
    }
}

/// Where the alert of the bulletin at an address stands.
pub fn alert_address(page: &Address) -> Address {
    page.beside(PagePart::Alert)
}

/// Where the poster of a bulletin stands; none where the site has none.
pub fn poster_address(catalogue: &Catalogue, id: BulletinId) -> Option<Address> {
    let wanted = catalogue.settings.outputs.has(OutputGroup::Posters);
    wanted.then(|| catalogue.bulletin(id).address.beside(PagePart::Poster))
}

/// Where the plain text of a bulletin stands; none where the site has none.
pub fn text_address(catalogue: &Catalogue, id: BulletinId) -> Option<Address> {
    let wanted = catalogue.settings.outputs.has(OutputGroup::Text);
    wanted.then(|| catalogue.bulletin(id).address.beside(PagePart::Text))
}

/// Where the share card of a bulletin stands; none where it has a picture of its own.
/// The address stays while the card changes, so that what was shared before keeps its picture.
pub fn card_address(catalogue: &Catalogue, placed: &PlacedBulletin) -> Option<Address> {
    let made = cfg!(feature = "cards") && catalogue.settings.outputs.has(OutputGroup::Cards);
    if !made || placed.has_share_picture() {
        return None;
    }
    let page = placed.address.as_str().trim_end_matches('/');
    let name = page.rsplit('/').next().unwrap_or_default();
    // Names of files have 255 bytes at most.
    let ending = if name.len() <= 250 { ".png" } else { "/card.png" };
    Some(Address::new(&["/cards", page, ending].concat()))
}

struct Planner<'a> {
    catalogue: &'a Catalogue,
    plan: Plan,
    /// The outputs whose addresses are not in their canonical form, by that.
    uncommon: HashMap<Address, u32>,
    /// Where the aliases were asked for.
    aliases: HashMap<Address, Place>,
    problems: Vec<Problem>,
}

impl Planner<'_> {
    /// About how many outputs there will be, so that their tables need not grow.
    fn likely(&self) -> usize {
        let Catalogue { settings, bulletins, pages, .. } = self.catalogue;
        let of_each = [OutputGroup::Posters, OutputGroup::Text, OutputGroup::Cards]
            .into_iter()
            .filter(|group| settings.outputs.has(*group));
        let lists = 4 * bulletins.len() / settings.per_page;
        bulletins.len() * (1 + of_each.count()) + pages.len() + lists
    }

    fn documents(&mut self) {
        let catalogue = self.catalogue;
        for id in catalogue.ids() {
            if !self.add(catalogue.bulletin(id).address.clone(), Recipe::Bulletin(id)) {
                continue;
            }
            if let Some(address) = poster_address(catalogue, id) {
                self.add(address, Recipe::Poster(id));
            }
            if let Some(address) = text_address(catalogue, id) {
                self.add(address, Recipe::Text(id));
            }
        }
        for id in catalogue.gone_ids() {
            self.add(catalogue.gone(id).address.clone(), Recipe::Notice(id));
        }
        for (page, id) in catalogue.pages.iter().zip(0..) {
            self.add(page.address.clone(), Recipe::Page(PageId(id)));
        }
        self.aliases();
        // Wherever a bulletin stood that was taken back, its notice stands.
        for id in catalogue.gone_ids() {
            let former = catalogue.former.get(&catalogue.gone(id).address);
            for address in former.iter().flat_map(|former| &former.addresses) {
                if self.plan.at(address).is_none() {
                    self.add(address.clone(), Recipe::Notice(id));
                }
            }
        }
    }

    fn list(&mut self, list: List) {
        let first = list_address(self.catalogue, list);
        let count = list_ids(self.catalogue, list).len();
        for number in 1..=pages(count, self.catalogue.settings.per_page) {
            self.add(page_address(&first, number), Recipe::List(list, number));
        }
    }

    fn lists(&mut self) {
        let catalogue = self.catalogue;
        self.list(List::Front);
        for area in catalogue.areas.ids() {
            self.list(List::Area(area));
        }
        for (_, kind) in catalogue.settings.kinds.iter().zip(0..) {
            self.list(List::Kind(kind));
        }
        if catalogue.settings.outputs.has(OutputGroup::Tags) {
            for (tag, _) in (0..).zip(&catalogue.tags) {
                self.list(List::Tag(tag));
            }
        }
        if catalogue.settings.outputs.has(OutputGroup::Archive) {
            for (year, place) in catalogue.years.iter().zip(0..) {
                self.list(List::Year(place));
                for (_, month) in year.months.iter().zip(0..) {
                    self.list(List::Month(place, month));
                }
            }
        }
    }

    fn single(&mut self) {
        let outputs = &self.catalogue.settings.outputs;
        let (tags, archive) = (outputs.has(OutputGroup::Tags), outputs.has(OutputGroup::Archive));
        self.add(Address::new("/areas/"), Recipe::Areas);
        self.add(Address::new("/kinds/"), Recipe::Kinds);
        if tags {
            self.add(Address::new("/tags/"), Recipe::Tags);
        }
        if archive {
            self.add(Address::new("/archive/"), Recipe::Archive);
        }
        if self.catalogue.settings.fresh_within.is_some() {
            self.add(Address::new(CHECKED), Recipe::Checked);
        }
        if outputs.has(OutputGroup::Headers) {
            self.add(Address::new("/_headers"), Recipe::Headers);
        }
        self.add(Address::new("/404.html"), Recipe::NotFound);
        self.add(Address::new("/robots.txt"), Recipe::Robots);
        let catalogue = self.catalogue;
        if catalogue.settings.security.as_ref().is_some_and(|security| security.holds(catalogue.now)) {
            self.add(Address::new("/.well-known/security.txt"), Recipe::Security);
        }
    }

    fn search(&mut self) {
        let catalogue = self.catalogue;
        if !catalogue.settings.outputs.has(OutputGroup::Search) {
            return;
        }
        self.add(Address::new("/search/"), Recipe::Search);
        let words = (0..word_pieces(catalogue)).map(IndexPiece::Words);
        let records = (0..search::record_pieces(catalogue.by_date.len())).map(IndexPiece::Records);
        for piece in words.chain(records).chain([IndexPiece::Spelling, IndexPiece::Contents]) {
            self.add(piece.address(), Recipe::SearchPiece(piece));
        }
    }

    fn feeds(&mut self) {
        for scope in scopes(self.catalogue) {
            let beside = scope_address(self.catalogue, scope);
            for format in feed_formats(self.catalogue, scope) {
                self.add(beside.join(format.file_name()), Recipe::Feed(format, scope));
            }
        }
    }

    fn alerts(&mut self) {
        let catalogue = self.catalogue;
        if catalogue.settings.alerts.is_none() {
            return;
        }
        self.add(Address::new("/cap.xml"), Recipe::Alerts);
        for id in catalogue.ids().filter(|id| alert::alert(catalogue, *id).is_some()) {
            if !self.stands(id) {
                continue;
            }
            self.add(alert_address(&catalogue.bulletin(id).address), Recipe::Alert(id));
        }
        for id in catalogue.gone_ids().filter(|id| !catalogue.gone(*id).messages.is_empty()) {
            self.add(alert_address(&catalogue.gone(id).address), Recipe::Cancel(id));
        }
    }

    /// Whether a bulletin has its page: of two at one address one has, and that was said.
    fn stands(&self, id: BulletinId) -> bool {
        let page = self.plan.at(&self.catalogue.bulletin(id).address);
        page.is_some_and(|page| page.recipe == Recipe::Bulletin(id))
    }

    fn cards(&mut self) {
        let catalogue = self.catalogue;
        for id in catalogue.ids() {
            if let Some(address) = card_address(catalogue, catalogue.bulletin(id)).filter(|_| self.stands(id)) {
                self.add(address, Recipe::Card(id));
            }
        }
    }

    fn files(&mut self, assets: &Assets) {
        for (asset, at) in assets.iter().zip(0..) {
            self.add(asset.address.clone(), Recipe::Asset(at));
        }
        for (attachment, at) in self.catalogue.attachments.iter().zip(0..) {
            let address = &attachment.address;
            // Without the picture its smaller sizes have nothing to stand beside.
            let stands = self.add(address.clone(), Recipe::Attachment(at));
            if let Some(picture) = attachment.picture().filter(|_| stands) {
                for variant in picture.beside() {
                    self.add(attachments::beside(address, picture, &variant), Recipe::Picture(at, variant));
                }
            }
        }
    }

    fn sitemap(&mut self) {
        if !self.catalogue.settings.outputs.has(OutputGroup::Sitemap) {
            return;
        }
        let count =
            self.plan.outputs.iter().filter(|output| traits::in_sitemap(self.catalogue, &output.recipe)).count();
        self.add(Address::new("/sitemap.xml"), Recipe::Sitemap);
        // A sitemap has at least one address (sitemaps.org).
        if self.catalogue.news().next().is_some() {
            self.add(Address::new("/news-sitemap.xml"), Recipe::News);
        }
        if count > SITEMAP_MOST {
            for part in 1..=pages(count, SITEMAP_MOST) {
                self.add(Address::new(&format!("/sitemap-{part}.xml")), Recipe::SitemapPart(part));
            }
        }
    }
}

/// The bulletins that readers search, the oldest first: a new one moves no other.
pub fn searched(catalogue: &Catalogue) -> impl Iterator<Item = BulletinId> + '_ {
    catalogue.by_date.iter().rev().copied()
}

/// What is searched of a bulletin: its words, and those of its translations. A log that a translation takes over says
/// nothing new.
pub fn terms(catalogue: &Catalogue, id: BulletinId) -> impl Iterator<Item = &Terms> {
    let versions = catalogue.versions(id).map(|id| &catalogue.bulletin(id).bulletin);
    versions.flat_map(|bulletin| {
        let updates = bulletin.updates().iter().filter(|_| bulletin.updates_language.is_none());
        std::iter::once(&bulletin.says.terms).chain(updates.map(|update| &update.terms))
    })
}

/// How many pieces the words of the bulletins take.
pub fn word_pieces(catalogue: &Catalogue) -> u32 {
    let size = |id: BulletinId| terms(catalogue, id).map(Terms::size).sum();
    search::word_pieces(searched(catalogue).map(size))
}

/// The formats of the feeds beside a page. Few people follow a tag, so that it has one format, and from a few bulletins on.
pub fn feed_formats(catalogue: &Catalogue, scope: Scope) -> Vec<FeedFormat> {
    let outputs = &catalogue.settings.outputs;
    let Scope::Tag(tag) = scope else { return outputs.feeds.iter().copied().collect() };
    let Listing { shown, gone, .. } = &catalogue.by_tag[tag as usize];
    // What was taken back counts while its readers are owed an entry that says so.
    if shown.len() + gone.len() < outputs.tag_feeds.from {
        return Vec::new();
    }
    match &outputs.tag_feeds.formats {
        Some(formats) => formats.iter().copied().collect(),
        None => outputs.feeds.iter().take(1).copied().collect(),
    }
}

/// Every scope that may have feeds.
pub fn scopes(catalogue: &Catalogue) -> Vec<Scope> {
    let mut scopes = vec![Scope::Site];
    scopes.extend(catalogue.areas.ids().map(Scope::Area));
    scopes.extend(catalogue.settings.kinds.iter().zip(0..).map(|(_, kind)| Scope::Kind(kind)));
    if catalogue.settings.outputs.has(OutputGroup::Tags) {
        scopes.extend((0..).zip(&catalogue.tags).map(|(tag, _)| Scope::Tag(tag)));
    }
    scopes
}
