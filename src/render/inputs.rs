//! What an output is made from, as a fingerprint: while it stays the same, so do the output's bytes, and it need not be
//! rendered. In: a renderer and what tells programs and sources apart. Out: fingerprints.
//! What a page comes to show of the catalogue must be counted here; outputs that are few and show much have none.

use std::hash::{Hash, Hasher};

use rayon::prelude::*;
use siphasher::sip128::SipHasher13;

use super::{Renderer, calendar, card, entries::Owed, feed, list_pages, pages, search, sitemap, versions};
use crate::{
    address::Address,
    catalogue::{AreaId, BulletinId, Catalogue, Entry, Gone, Image, Kin, alert, links, reading::Link},
    plan::{self, List, Output, Piece, Recipe, Scope},
    settings::Group,
    source::Sources,
};

/// What something is made from (SipHash-1-3 with 128 bits).
pub type Fingerprint = u128;

/// The fingerprints of what outputs share.
pub struct Inputs<'r> {
    renderer: &'r Renderer,
    /// What tells this program from others.
    program: Fingerprint,
    /// What every page is made from: the program, the settings, the theme, the frame.
    site: Fingerprint,
    /// What each bulletin is by itself, in the catalogue's order.
    own: Vec<Fingerprint>,
    /// What lists show of it.
    cards: Vec<Fingerprint>,
    /// All that readers search.
    searched: Fingerprint,
}

impl<'r> Inputs<'r> {
    /// Takes what tells the program from others, and the sources that the renderer was made from.
    pub fn new(renderer: &'r Renderer, program: &[u8], sources: &Sources) -> Self {
        let catalogue = &renderer.catalogue;
        let ids: Vec<BulletinId> = catalogue.ids().collect();
        let of_bulletins = |id: &BulletinId| (own(catalogue, *id), card(catalogue, *id));
        let (own, cards) = ids.par_iter().with_min_len(64).map(of_bulletins).unzip();
        let site = site(renderer, program, sources);
        let program = print(program);
        let mut inputs = Self { renderer, program, site, own, cards, searched: Fingerprint::default() };
        inputs.searched = inputs.searched();
        inputs
    }

    /// What an output is made from; none where that is not worth knowing.
    pub fn of(&self, output: &Output) -> Option<Fingerprint> {
        let catalogue = &self.renderer.catalogue;
        let mut bytes = Bytes::default();
        match &output.recipe {
            // Nothing of the site is in them.
            Recipe::Attachment(_) | Recipe::Picture(..) | Recipe::Card(_) => self.program.hash(&mut bytes),
            _ => self.site.hash(&mut bytes),
        }
        output.address.hash(&mut bytes);
        if let Recipe::Card(id) = &output.recipe {
            // Whatever else the site shows, a card stays as it is.
            card::key(self.renderer, *id).hash(&mut bytes);
            return Some(bytes.print());
        }
        match &output.recipe {
            Recipe::Bulletin(id) => {
                1.hash(&mut bytes);
                self.own(*id).hash(&mut bytes);
                versions::of_bulletin(catalogue, *id).hash(&mut bytes);
                let (nearby, earlier) = pages::related(catalogue, *id);
                nearby.len().hash(&mut bytes);
                self.cards(nearby.iter().chain(&earlier), &mut bytes);
            }
            Recipe::Notice(id) => {
                2.hash(&mut bytes);
                let gone = catalogue.gone(*id);
                (gone.since, &gone.language).hash(&mut bytes);
            }
            Recipe::Page(id) => {
                3.hash(&mut bytes);
                let page = catalogue.page(*id);
                if let Kin::TranslationOf(original) = page.kin {
                    catalogue.page(original).entry.hash.hash(&mut bytes);
                }
                versions::of_page(catalogue, *id).hash(&mut bytes);
                document(
                    catalogue,
                    &page.entry,
                    &page.address,
                    page.image.as_deref(),
                    &catalogue.readings[page.reading].links,
                    &mut bytes,
                );
            }
            Recipe::List(list, number) => {
                4.hash(&mut bytes);
                self.list(*list, *number, &mut bytes);
            }
            Recipe::Feed(format, scope) => {
                5.hash(&mut bytes);
                format.hash(&mut bytes);
                self.scope(*scope, &mut bytes);
                let (entries, changed) = feed::choose(catalogue, *scope);
                changed.hash(&mut bytes);
                for entry in entries {
                    match entry {
                        Owed::Bulletin(id) => self.own(id).hash(&mut bytes),
                        Owed::Neutral(id) => {
                            let gone = catalogue.gone(id);
                            (&gone.address, gone.published, gone.changed, &gone.language).hash(&mut bytes);
                        }
                    }
                }
            }
            Recipe::Alert(id) => {
                6.hash(&mut bytes);
                for id in catalogue.versions(*id) {
                    self.own(id).hash(&mut bytes);
                }
                alert::alert(catalogue, *id).hash(&mut bytes);
            }
            Recipe::Cancel(id) => {
                15.hash(&mut bytes);
                let gone = catalogue.gone(*id);
                (&gone.address, &gone.language, &gone.messages).hash(&mut bytes);
            }
            Recipe::Alias(targets) => {
                7.hash(&mut bytes);
                targets.hash(&mut bytes);
            }
            Recipe::Asset(_) => 8.hash(&mut bytes),
            Recipe::Attachment(at) | Recipe::Picture(at, _) => {
                (9, &output.recipe).hash(&mut bytes);
                let attachment = catalogue.attachments.at(*at);
                (&attachment.path, attachment.kind).hash(&mut bytes);
                attachment.mark?.hash(&mut bytes);
            }
            Recipe::Sitemap | Recipe::SitemapPart(_) => {
                (10, &output.recipe).hash(&mut bytes);
                sitemap::each(self.renderer, |address, changed, versions| {
                    (address, changed, versions).hash(&mut bytes);
                });
            }
            Recipe::Poster(id) => {
                11.hash(&mut bytes);
                self.own(*id).hash(&mut bytes);
            }
            Recipe::Text(id) => {
                12.hash(&mut bytes);
                self.own(*id).hash(&mut bytes);
            }
            Recipe::Event(id) => {
                16.hash(&mut bytes);
                self.own(*id).hash(&mut bytes);
            }
            Recipe::Calendar(scope) => {
                17.hash(&mut bytes);
                self.scope(*scope, &mut bytes);
                for entry in calendar::choose(catalogue, *scope) {
                    match entry {
                        Owed::Bulletin(id) => self.own(id).hash(&mut bytes),
                        Owed::Neutral(id) => gone_time(catalogue.gone(id), &mut bytes),
                    }
                }
            }
            Recipe::CancelledEvent(id) => {
                18.hash(&mut bytes);
                gone_time(catalogue.gone(*id), &mut bytes);
            }
            Recipe::SearchPiece(Piece::Records(number)) => {
                13.hash(&mut bytes);
                for id in search::ids_of_records(catalogue, *number) {
                    self.cards[id.0 as usize].hash(&mut bytes);
                    catalogue.bulletin(id).bulletin.says.entry.more.lang.hash(&mut bytes);
                }
            }
            Recipe::SearchPiece(piece) => (14, piece, &self.searched).hash(&mut bytes),
            // There is one of each, and what they are made from is nearly everything; cards are above.
            Recipe::Card(_)
            | Recipe::Areas
            | Recipe::Kinds
            | Recipe::Tags
            | Recipe::Archive
            | Recipe::NotFound
            | Recipe::Search
            | Recipe::News
            | Recipe::Robots
            | Recipe::Alerts
            | Recipe::Security
            | Recipe::Redirects
            | Recipe::Headers => return None,
        }
        Some(bytes.print())
    }

    fn searched(&self) -> Fingerprint {
        let mut bytes = Bytes::default();
        if self.renderer.catalogue.settings.outputs.has(Group::Search) {
            let catalogue = &self.renderer.catalogue;
            let versions = plan::searched(catalogue).flat_map(|id| catalogue.versions(id));
            versions.for_each(|id| self.own(id).hash(&mut bytes));
        }
        bytes.print()
    }

    fn own(&self, id: BulletinId) -> &Fingerprint {
        &self.own[id.0 as usize]
    }

    fn cards<'i>(&self, ids: impl IntoIterator<Item = &'i BulletinId>, bytes: &mut Bytes) {
        for id in ids {
            self.cards[id.0 as usize].hash(bytes);
        }
    }

    fn scope(&self, scope: Scope, bytes: &mut Bytes) {
        let catalogue = &self.renderer.catalogue;
        plan::scope_address(catalogue, scope).hash(bytes);
        match scope {
            Scope::Site | Scope::Kind(_) => {}
            Scope::Area(area) => catalogue.areas.get(area).name.hash(bytes),
            Scope::Tag(tag) => catalogue.tags[tag as usize].name.hash(bytes),
        }
    }

    fn list(&self, list: List, number: u32, bytes: &mut Bytes) {
        let catalogue = &self.renderer.catalogue;
        let ids = plan::list_ids(catalogue, list);
        (number, ids.len()).hash(bytes);
        self.cards(plan::page_of(ids, catalogue.settings.per_page, number), bytes);
        match list {
            List::Front => {
                let places: Vec<AreaId> = plan::places(catalogue).collect();
                counts(catalogue, &places, bytes);
                (catalogue.front_changed, catalogue.front_since).hash(bytes);
            }
            List::Area(area) => {
                line(catalogue, area, bytes);
                let line: Vec<AreaId> = catalogue.areas.line(area).collect();
                counts(catalogue, &line[..1], bytes);
                counts(catalogue, &catalogue.areas.get(area).children, bytes);
                if let Some(around) = list_pages::around(catalogue, area) {
                    counts(catalogue, &[around], bytes);
                    self.cards(list_pages::open_around(catalogue, around), bytes);
                }
            }
            List::Kind(kind) => catalogue.by_kind[kind as usize].open.hash(bytes),
            List::Tag(tag) => {
                let at = tag as usize;
                (&catalogue.tags[at].name, &catalogue.tags[at].address, catalogue.by_tag[at].open).hash(bytes);
            }
            List::Year(year) => {
                let year = &catalogue.years[year as usize];
                (year.year, year.range.len()).hash(bytes);
                for month in &year.months {
                    (month.month, &month.address, month.range.len()).hash(bytes);
                }
            }
            List::Month(year, month) => {
                let year = &catalogue.years[year as usize];
                (year.year, year.months[month as usize].month).hash(bytes);
            }
        }
    }
}

/// What every page is made from besides what it is about.
fn site(renderer: &Renderer, program: &[u8], sources: &Sources) -> Fingerprint {
    let catalogue = &renderer.catalogue;
    let settings = &catalogue.settings;
    let mut bytes = Bytes::default();
    program.hash(&mut bytes);
    sources.folder_name.hash(&mut bytes);
    sources.settings.as_ref().map(|text| &text.text).hash(&mut bytes);
    (settings.base.root(), &settings.theme, settings.card).hash(&mut bytes);
    for template in &sources.templates {
        (&template.path, &template.text).hash(&mut bytes);
    }
    for asset in renderer.assets.iter() {
        (&asset.address, blake3::hash(&asset.bytes).as_bytes()).hash(&mut bytes);
    }
    for page in &catalogue.pages {
        (&page.entry.title, &page.entry.more.lang, &page.address, &page.kin).hash(&mut bytes);
    }
    // Contacts come and go with the time.
    for contact in settings.contacts.iter().filter(|contact| contact.valid_at(catalogue.now)) {
        contact.name.hash(&mut bytes);
    }
    catalogue.usual.hash(&mut bytes);
    bytes.print()
}

/// What a document shows on its own page, besides the site's frame.
fn document(
    catalogue: &Catalogue,
    entry: &Entry,
    address: &Address,
    image: Option<&Image>,
    links: &[Link],
    bytes: &mut Bytes,
) {
    (&entry.path, entry.hash, address, image).hash(bytes);
    for link in links {
        links::lead(catalogue, &entry.path, address, &link.destination).hash(bytes);
        if link.image {
            links::attachment(catalogue, &entry.path, &link.destination).and_then(|file| file.kind).hash(bytes);
        }
    }
}

fn own(catalogue: &Catalogue, id: BulletinId) -> Fingerprint {
    let placed = catalogue.bulletin(id);
    let bulletin = &placed.bulletin;
    let mut bytes = Bytes::default();
    document(
        catalogue,
        &bulletin.says.entry,
        &placed.address,
        placed.image.as_deref(),
        &catalogue.readings[placed.reading].links,
        &mut bytes,
    );
    if let Kin::TranslationOf(original) = placed.kin {
        catalogue.bulletin(original).bulletin.says.entry.hash.hash(&mut bytes);
    }
    (bulletin.life.state, bulletin.life.updated).hash(&mut bytes);
    (bulletin.updates().len(), &bulletin.contacts, bulletin.date, bulletin.expires).hash(&mut bytes);
    for area in &bulletin.areas {
        line(catalogue, *area, &mut bytes);
    }
    tags(catalogue, id, &mut bytes);
    bytes.print()
}

fn card(catalogue: &Catalogue, id: BulletinId) -> Fingerprint {
    let placed = catalogue.bulletin(id);
    let bulletin = &placed.bulletin;
    let mut bytes = Bytes::default();
    (&bulletin.says.entry.title, &bulletin.says.entry.summary, &bulletin.says.entry.more.lang, &placed.address)
        .hash(&mut bytes);
    (bulletin.life.state, bulletin.life.updated, bulletin.date, bulletin.expires).hash(&mut bytes);
    (bulletin.kind, bulletin.says.severity, bulletin.pinned).hash(&mut bytes);
    bulletin.says.more.when.hash(&mut bytes);
    bulletin.areas.len().hash(&mut bytes);
    for area in &bulletin.areas {
        let area = catalogue.areas.get(*area);
        (&area.name, &area.address).hash(&mut bytes);
    }
    tags(catalogue, id, &mut bytes);
    bytes.print()
}

fn tags(catalogue: &Catalogue, id: BulletinId, bytes: &mut Bytes) {
    let tags = &catalogue.bulletin(id).bulletin.tags;
    tags.len().hash(bytes);
    for tag in tags {
        let tag = &catalogue.tags[*tag as usize];
        (&tag.name, &tag.address).hash(bytes);
    }
}

/// What a calendar is told of a bulletin that was taken back.
fn gone_time(gone: &Gone, bytes: &mut Bytes) {
    (&gone.address, gone.published, gone.changed, gone.times).hash(bytes);
}

/// An area and those above it.
fn line(catalogue: &Catalogue, id: AreaId, bytes: &mut Bytes) {
    for id in catalogue.areas.line(id) {
        let area = catalogue.areas.get(id);
        (&area.name, &area.address).hash(bytes);
    }
    0_u8.hash(bytes);
}

/// How many bulletins areas have.
fn counts(catalogue: &Catalogue, ids: &[AreaId], bytes: &mut Bytes) {
    ids.len().hash(bytes);
    for id in ids {
        let (area, listing) = (catalogue.areas.get(*id), catalogue.area(*id));
        (&area.name, &area.address, listing.open, listing.shown.len()).hash(bytes);
    }
}

/// Bytes that grow by what is hashed into them, for a hash that does not depend on the machine or the run.
struct Bytes(Vec<u8>);

impl Default for Bytes {
    fn default() -> Self {
        Self(Vec::with_capacity(1024))
    }
}

impl Bytes {
    fn print(&self) -> Fingerprint {
        print(&self.0)
    }
}

/// A hash of a few hundred bytes, which BLAKE3 is slow at. That two are alike by chance is as good as impossible, and who
/// could make them alike on purpose could write the bulletin in any case.
fn print(bytes: &[u8]) -> Fingerprint {
    SipHasher13::new().hash(bytes).as_u128()
}

impl Hasher for Bytes {
    fn write(&mut self, bytes: &[u8]) {
        self.0.extend_from_slice(bytes);
    }

    fn finish(&self) -> u64 {
        // Only the whole is asked for.
        0
    }
}
