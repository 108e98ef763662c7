//! The pages of lists: front page, areas, kinds, tags, archive. In: the catalogue. Out: what each page shows. It must not
//! know words or templates.

use super::{CardRef, NamedPage, ScopeView, Viewer, bulletin::area_name};
use crate::{
    address::Address,
    catalogue::{Area, AreaId, BulletinId, Catalogue, Listing},
    moment::Moment,
    plan::{self, Scope},
    settings::areas::Position,
};

/// How many open bulletins of the area around it an area shows in which none is open.
const AROUND: usize = 4;

/// One page of a list.
#[derive(Debug, Hash)]
pub struct ListPage<'s> {
    pub of: ListSubject<'s>,
    /// The bulletins on this page.
    pub cards: Vec<CardRef<'s>>,
    /// How many the whole list has.
    pub count: usize,
    /// This page, from 1, and how many there are.
    pub number: u32,
    pub pages: u32,
    /// Where the first page stands.
    pub first: Address,
}

/// What a list is about.
#[derive(Debug, Hash)]
pub enum ListSubject<'s> {
    Front(Front<'s>),
    Area(AreaPage<'s>),
    Kind(CountedTerm<'s>),
    Tag(CountedTerm<'s>),
    Year(ArchiveYear<'s>),
    /// A month, and its year.
    Month(ArchiveMonth<'s>, i16, Address),
}

/// What the front page says besides its list.
#[derive(Debug, Hash)]
pub struct Front<'s> {
    /// The areas at the top, each with those directly inside it.
    pub places: Vec<AreaCount<'s>>,
    /// The areas to name when one says where bulletins are open.
    pub open_areas: Vec<AreaCount<'s>>,
    pub open_count: usize,
    /// When one of the open bulletins was last changed, and the date of the oldest one.
    pub last_change: Option<Moment>,
    pub open_since: Option<Moment>,
}

/// An area and how many bulletins it has.
#[derive(Clone, Copy, Debug, Hash)]
pub struct AreaCount<'s> {
    pub area: NamedPage<'s>,
    pub open: usize,
    pub count: usize,
}

/// The page of an area.
#[derive(Debug, Hash)]
pub struct AreaPage<'s> {
    pub area: AreaCount<'s>,
    pub scope: ScopeView<'s>,
    /// Those above it, from the outside in.
    pub parents: Vec<NamedPage<'s>>,
    pub inside: Vec<AreaCount<'s>>,
    /// What its map shows: itself first, then those beside it and inside it; empty where there is nothing to draw.
    pub map: Vec<MapPlace<'s>>,
    /// Where something is open round an area in which nothing is, and the newest of it.
    pub around: Option<(AreaCount<'s>, Vec<CardRef<'s>>)>,
}

/// An area on a map.
#[derive(Debug, Hash)]
pub struct MapPlace<'s> {
    pub name: &'s str,
    /// Where its name stands: its position, or the middle of its outline.
    pub position: Position,
    pub outline: &'s [Position],
}

/// A kind or a tag, and how many bulletins it has.
#[derive(Debug, Hash)]
pub struct CountedTerm<'s> {
    pub scope: ScopeView<'s>,
    pub open: usize,
    pub count: usize,
}

/// An area of the tree with those inside it.
#[derive(Debug, Hash)]
pub struct Branch<'s> {
    pub area: AreaCount<'s>,
    pub inside: Vec<Branch<'s>>,
}

/// A year of the archive.
#[derive(Debug, Hash)]
pub struct ArchiveYear<'s> {
    pub year: i16,
    pub address: Address,
    pub count: usize,
    /// The months with bulletins, newest first.
    pub months: Vec<ArchiveMonth<'s>>,
}

/// A month of the archive.
#[derive(Debug, Hash)]
pub struct ArchiveMonth<'s> {
    /// From 1.
    pub month: u8,
    pub address: &'s Address,
    pub count: usize,
}

impl<'s> Viewer<'s> {
    pub(super) fn list(self, list: plan::List, number: u32) -> ListPage<'s> {
        let catalogue = self.catalogue;
        let ids = plan::list_ids(catalogue, list);
        let per_page = catalogue.settings.per_page;
        let of = match list {
            plan::List::Front => ListSubject::Front(self.front()),
            plan::List::Area(area) => ListSubject::Area(self.area_page(area)),
            plan::List::Kind(kind) => ListSubject::Kind(self.term(Scope::Kind(kind))),
            plan::List::Tag(tag) => ListSubject::Tag(self.term(Scope::Tag(tag))),
            plan::List::Year(year) => ListSubject::Year(year_of(&catalogue.years[year as usize])),
            plan::List::Month(year, month) => {
                let year = &catalogue.years[year as usize];
                ListSubject::Month(month_of(&year.months[month as usize]), year.year, year.address())
            }
        };
        ListPage {
            of,
            cards: self.cards(plan::page_of(ids, per_page, number)),
            count: ids.len(),
            number,
            pages: plan::pages(ids.len(), per_page),
            first: plan::list_address(catalogue, list),
        }
    }

    fn front(self) -> Front<'s> {
        let catalogue = self.catalogue;
        Front {
            places: plan::places(catalogue).map(|id| count(catalogue, id)).collect(),
            open_areas: open_areas(catalogue).into_iter().map(|id| count(catalogue, id)).collect(),
            open_count: catalogue.front.len(),
            last_change: catalogue.front_changed,
            open_since: catalogue.front_since,
        }
    }

    fn area_page(self, id: AreaId) -> AreaPage<'s> {
        let catalogue = self.catalogue;
        let mut parents: Vec<NamedPage> =
            catalogue.areas.line(id).skip(1).map(|parent| area_name(catalogue, parent)).collect();
        parents.reverse();
        AreaPage {
            area: count(catalogue, id),
            scope: self.scope(Scope::Area(id)),
            parents,
            inside: catalogue.areas.get(id).children.iter().map(|child| count(catalogue, *child)).collect(),
            map: map_of(catalogue, id),
            around: around(catalogue, id).map(|around| {
                let open = &catalogue.area(around).newest_open;
                (count(catalogue, around), self.cards(&open[..open.len().min(AROUND)]))
            }),
        }
    }

    fn term(self, scope: Scope) -> CountedTerm<'s> {
        let Listing { open, shown, .. } = plan::scope_listing(self.catalogue, scope);
        CountedTerm { scope: self.scope(scope), open: *open, count: shown.len() }
    }

    pub(super) fn kinds(self) -> Vec<CountedTerm<'s>> {
        (0..).zip(&self.catalogue.settings.kinds).map(|(kind, _)| self.term(Scope::Kind(kind))).collect()
    }

    pub(super) fn tags(self) -> Vec<CountedTerm<'s>> {
        (0..).zip(&self.catalogue.tags).map(|(tag, _)| self.term(Scope::Tag(tag))).collect()
    }

    pub(super) fn branches(self, ids: &[AreaId]) -> Vec<Branch<'s>> {
        let branch = |id: &AreaId| Branch {
            area: count(self.catalogue, *id),
            inside: self.branches(&self.catalogue.areas.get(*id).children),
        };
        ids.iter().map(branch).collect()
    }

    pub(super) fn archive(self) -> Vec<ArchiveYear<'s>> {
        self.catalogue.years.iter().map(year_of).collect()
    }

    /// What a feed or a list is about.
    pub(super) fn scope(self, scope: Scope) -> ScopeView<'s> {
        ScopeView::of(self.catalogue, scope)
    }
}

fn count(catalogue: &Catalogue, id: AreaId) -> AreaCount<'_> {
    let Listing { open, shown, .. } = catalogue.area(id);
    AreaCount { area: area_name(catalogue, id), open: *open, count: shown.len() }
}

/// The fewest places without an outline that make a map: two dots say nothing of where they lie.
const DOTS: usize = 3;

/// An area among its neighbours, where it has an outline or a position, and where there is something to see it beside.
fn map_of(catalogue: &Catalogue, id: AreaId) -> Vec<MapPlace<'_>> {
    let areas = &catalogue.areas;
    let own = areas.get(id);
    let siblings = own.parent.map_or_else(|| areas.roots(), |parent| &areas.get(parent).children);
    let around = siblings.iter().filter(|other| **other != id).chain(&own.children);
    let Some(first) = map_place(own) else { return Vec::new() };
    let mut places = vec![first];
    places.extend(around.filter_map(|other| map_place(areas.get(*other))));
    let bare = places.iter().all(|place| place.outline.is_empty());
    if bare && places.len() < DOTS { Vec::new() } else { places }
}

fn map_place(area: &Area) -> Option<MapPlace<'_>> {
    #[expect(clippy::cast_precision_loss, reason = "an outline has far fewer points than a float holds exactly")]
    let count = area.outline.len() as f64;
    let middle = |of: fn(&Position) -> f64| area.outline.iter().map(of).sum::<f64>() / count;
    let of_outline =
        || Position { latitude: middle(|point| point.latitude), longitude: middle(|point| point.longitude) };
    let position = area.position.or_else(|| (!area.outline.is_empty()).then(of_outline))?;
    Some(MapPlace { name: &area.name, position, outline: &area.outline })
}

fn year_of(year: &crate::catalogue::Year) -> ArchiveYear<'_> {
    ArchiveYear {
        year: year.year,
        address: year.address(),
        count: year.range.len(),
        months: year.months.iter().map(month_of).collect(),
    }
}

fn month_of(month: &crate::catalogue::Month) -> ArchiveMonth<'_> {
    ArchiveMonth { month: month.month, address: &month.address, count: month.range.len() }
}

/// Where something is open round an area in which nothing is: the nearest area above it.
fn around(catalogue: &Catalogue, id: AreaId) -> Option<AreaId> {
    if catalogue.area(id).open > 0 {
        return None;
    }
    catalogue.areas.line(id).skip(1).find(|above| catalogue.area(*above).open > 0)
}

/// The areas to name when one says where bulletins are open: those at the top; where there is but one of them, those
/// inside it, unless something is open that is about the whole of it.
fn open_areas(catalogue: &Catalogue) -> Vec<AreaId> {
    let open =
        |ids: &[AreaId]| -> Vec<AreaId> { ids.iter().copied().filter(|id| catalogue.area(*id).open > 0).collect() };
    let top = open(catalogue.areas.roots());
    let [only] = catalogue.areas.roots() else { return top };
    let within = |id: &BulletinId| catalogue.bulletin(*id).bulletin.areas.iter().all(|area| area != only);
    let inside = open(&catalogue.areas.get(*only).children);
    if inside.is_empty() || !catalogue.front.iter().all(within) { top } else { inside }
}
