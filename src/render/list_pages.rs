//! The pages of lists: front page, areas, kinds, tags, archive. In: a list and the number of its page. Out: the values
//! that a template sees. It must not know the template engine beyond its values.

use tera::Value;

use super::{
    pages::{Fields, Pages, Wanted},
    parts::Pins,
    values::{Field, area_count, link_to, list, map, scope_title, text},
};
use crate::{
    address::Address,
    catalogue::{AreaId, BulletinId, Catalogue, Year},
    plan::{self, List, Scope},
    problem::Problem,
};

/// How many open bulletins of the area around it an area shows in which none is open.
const AROUND: usize = 4;

impl Pages<'_> {
    pub fn list(&self, which: List, number: u32) -> Result<(&'static str, Vec<Field>), Problem> {
        let (template, mut values) = match which {
            List::Front => ("front.html", self.front(number)?),
            List::Area(area) => ("area.html", self.area(area, number)?),
            List::Kind(kind) => ("kind.html", self.term(which, Scope::Kind(kind), number)?),
            List::Tag(tag) => ("tag.html", self.term(which, Scope::Tag(tag), number)?),
            List::Year(year) => ("year.html", self.period(year, None, number)?),
            List::Month(year, month) => ("month.html", self.period(year, Some(month), number)?),
        };
        let ids = plan::list_ids(self.catalogue, which);
        let per_page = self.catalogue.settings.per_page;
        let pages = plan::pages(ids.len(), per_page);
        let first = plan::list_address(self.catalogue, which);
        let here = plan::page_of(ids, per_page, number);
        let pins = if which == List::Front { Pins::Shown } else { Pins::Ignored };
        let neighbour = |number: u32| link_to(self.catalogue, &plan::page_address(&first, number));
        let is_open = |id: &BulletinId| self.catalogue.bulletin(*id).bulletin.life.state.is_open();
        let (open, earlier) = match which {
            List::Area(_) | List::Kind(_) | List::Tag(_) => here.split_at(here.partition_point(is_open)),
            List::Front | List::Year(_) | List::Month(..) => (&here[..0], &here[..0]),
        };
        // A page that tells open ones from earlier ones shows each kind by itself.
        let parted = !(open.is_empty() && earlier.is_empty());
        let whole = !parted || self.wanted == Wanted::All || !self.renderer.templates.are_built_in();
        let all = || self.renderer.cards(here, pins, self.address).map(|cards| ("cards", cards));
        let asked_for = self.cards("items", here).into_iter().chain(whole.then(all).transpose()?);
        let value = map(asked_for.chain([
            ("open_cards", self.renderer.cards(open, pins, self.address)?),
            ("earlier_cards", self.renderer.cards(earlier, pins, self.address)?),
            ("count", ids.len().into()),
            ("number", u64::from(number).into()),
            ("pages", u64::from(pages).into()),
            ("newer", if number > 1 { neighbour(number - 1) } else { Value::none() }),
            ("older", if number < pages { neighbour(number + 1) } else { Value::none() }),
        ]));
        values.push(("list", value));
        Ok((template, values))
    }

    fn front(&self, number: u32) -> Fields {
        let catalogue = self.catalogue;
        let settings = &catalogue.settings;
        let description = settings.description.as_deref().or(settings.tagline.as_deref()).unwrap_or(&settings.title);
        let title = self.numbered(&settings.title, number);
        let mut values = self.plain("front", &title, description, Vec::new(), Some("/"), None)?;
        let (places, open_places) = self.values.places();
        values.push(("places", places));
        values.push(("open_places", open_places));
        values.push(("open_count", catalogue.front.len().into()));
        values.push(("open_areas", self.values.open_areas()));
        let (last_change, open_since) = self.values.front_moments();
        values.push(("last_change", last_change));
        values.push(("open_since", open_since));
        Ok(values)
    }

    fn area(&self, id: AreaId, number: u32) -> Fields {
        let areas = &self.catalogue.areas;
        let area = areas.get(id);
        let title = self.numbered(&area.name, number);
        let description = self.values.voice.fill("area_description", &[("place", &area.name)]);
        let mut crumbs = self.area_crumbs(id);
        if number == 1 {
            crumbs.pop();
        }
        let mut values = self.plain("area", &title, &description, crumbs, Some("/areas/"), Some(Scope::Area(id)))?;
        let mut parents: Vec<AreaId> = areas.line(id).skip(1).collect();
        parents.reverse();
        let around = match around(self.catalogue, id) {
            Some(around) => {
                let lines = self.renderer.lines(self.values, open_around(self.catalogue, around), self.address)?;
                area_count(self.catalogue, around, [("lines", lines)])
            }
            None => Value::none(),
        };
        let more = [
            ("around", around),
            ("parents", list(parents.into_iter().map(|parent| self.values.area_name(parent)))),
            ("areas", list(area.children.iter().map(|child| area_count(self.catalogue, *child, [])))),
            ("feeds", self.values.feeds(self.catalogue, Scope::Area(id))),
        ];
        values.push(("area", area_count(self.catalogue, id, more)));
        Ok(values)
    }

    fn term(&self, which: List, scope: Scope, number: u32) -> Fields {
        let catalogue = self.catalogue;
        let voice = &self.values.voice;
        let (kind, name, label, plural) = match scope {
            Scope::Kind(kind) => {
                let name = catalogue.settings.kinds[kind as usize].name.as_str();
                ("kind", name, voice.kind(kind as usize), voice.kinds(kind as usize))
            }
            Scope::Tag(tag) => {
                let name = catalogue.tags[tag as usize].name.as_str();
                ("tag", name, name, name)
            }
            Scope::Site | Scope::Area(_) => return Ok(Vec::new()),
        };
        let title = self.numbered(plural, number);
        let description = scope_title(catalogue, scope, voice);
        let crumb = if kind == "kind" { ("kinds_title", "/kinds/") } else { ("tags_title", "/tags/") };
        let crumbs = vec![(voice.text(crumb.0).to_owned(), Address::new(crumb.1))];
        let mut values = self.plain(kind, &title, &description, crumbs, None, Some(scope))?;
        let listing = plan::scope_listing(catalogue, scope);
        let term = map([
            ("name", text(name)),
            ("label", text(label)),
            ("plural", text(plural)),
            ("address", link_to(self.catalogue, &plan::list_address(catalogue, which))),
            ("open", listing.open.into()),
            ("count", listing.shown.len().into()),
            ("feeds", self.values.feeds(self.catalogue, scope)),
        ]);
        values.push(("term", term));
        Ok(values)
    }

    pub fn areas(&self) -> Fields {
        let mut values = self.single("areas", ("areas", "areas_description"), Some("/areas/"))?;
        let roots = self.catalogue.areas.roots();
        values.push(("tree", list(roots.iter().map(|id| self.branch(*id)))));
        Ok(values)
    }

    fn branch(&self, id: AreaId) -> Value {
        let children = self.catalogue.areas.get(id).children.iter();
        area_count(self.catalogue, id, [("areas", list(children.map(|id| self.branch(*id))))])
    }

    fn terms(&self, scopes: impl Iterator<Item = (Scope, String, String, Address)>) -> Value {
        list(scopes.map(|(scope, name, label, address)| {
            let listing = plan::scope_listing(self.catalogue, scope);
            map([
                ("name", name.into()),
                ("label", label.into()),
                ("address", link_to(self.catalogue, &address)),
                ("open", listing.open.into()),
                ("count", listing.shown.len().into()),
            ])
        }))
    }

    pub fn kinds(&self) -> Fields {
        let mut values = self.single("kinds", ("kinds_of_bulletin", "kinds_description"), None)?;
        let kinds = self.catalogue.settings.kinds.iter().zip(0..).map(|(kind, at)| {
            (
                Scope::Kind(at),
                kind.name.clone(),
                self.values.voice.kinds(at as usize).to_owned(),
                self.catalogue.kind_address(at as usize),
            )
        });
        values.push(("terms", self.terms(kinds)));
        Ok(values)
    }

    pub fn tags(&self) -> Fields {
        let mut values = self.single("tags", ("tags_title", "tags_description"), None)?;
        let tags = (0..)
            .zip(&self.catalogue.tags)
            .map(|(at, tag)| (Scope::Tag(at), tag.name.clone(), tag.name.clone(), tag.address.clone()));
        values.push(("terms", self.terms(tags)));
        Ok(values)
    }

    fn period_value(&self, title: String, address: &Address, count: usize) -> [Field; 3] {
        [("title", title.into()), ("address", link_to(self.catalogue, address)), ("count", count.into())]
    }

    fn months(&self, year: &Year) -> Value {
        list(year.months.iter().map(|month| {
            map(self.period_value(self.values.voice.dates.month(month.month).into(), &month.address, month.range.len()))
        }))
    }

    pub fn archive(&self) -> Fields {
        let mut values = self.single("archive", ("archive", "archive_description"), Some("/archive/"))?;
        let years = self.catalogue.years.iter().map(|year| {
            let [title, address, count] = self.period_value(year.year.to_string(), &year.address(), year.range.len());
            map([title, address, count, ("months", self.months(year))])
        });
        values.push(("years", list(years)));
        Ok(values)
    }

    fn period(&self, year: u32, month: Option<u32>, number: u32) -> Fields {
        let year = &self.catalogue.years[year as usize];
        let mut crumbs = vec![(self.values.voice.text("archive").to_owned(), Address::new("/archive/"))];
        let (kind, title, address, count, year_value, months) = match month {
            None => ("year", year.year.to_string(), year.address(), year.range.len(), Value::none(), self.months(year)),
            Some(month) => {
                let month = &year.months[month as usize];
                crumbs.push((year.year.to_string(), year.address()));
                let above = map([
                    ("title", year.year.to_string().into()),
                    ("address", link_to(self.catalogue, &year.address())),
                ]);
                let title = self.values.voice.dates.month_of_year(year.year, month.month);
                ("month", title, month.address.clone(), month.range.len(), above, list([]))
            }
        };
        let description = self.values.voice.fill("period_description", &[("period", &title)]);
        let mut values =
            self.plain(kind, &self.numbered(&title, number), &description, crumbs, Some("/archive/"), None)?;
        let [title, address, count] = self.period_value(title, &address, count);
        values.push(("period", map([title, address, count, ("year", year_value), ("months", months)])));
        Ok(values)
    }

    /// A page there is one of: its name for templates, and the words for its title and what it says of itself.
    fn single(&self, kind: &'static str, said: (&str, &str), section: Option<&'static str>) -> Fields {
        let voice = &self.values.voice;
        self.plain(kind, voice.text(said.0), voice.text(said.1), Vec::new(), section, None)
    }

    /// A title with the number of its page, from the second on.
    fn numbered(&self, title: &str, number: u32) -> String {
        if number == 1 {
            return title.to_owned();
        }
        self.values.voice.fill("numbered", &[("title", title), ("number", &number.to_string())])
    }
}

/// Where something is open round an area in which nothing is: the nearest area above it.
pub fn around(catalogue: &Catalogue, id: AreaId) -> Option<AreaId> {
    if catalogue.area(id).open > 0 {
        return None;
    }
    catalogue.areas.line(id).skip(1).find(|above| catalogue.area(*above).open > 0)
}

/// The bulletins that such an area shows of the one around it.
pub fn open_around(catalogue: &Catalogue, around: AreaId) -> &[BulletinId] {
    let open = &catalogue.area(around).newest_open;
    &open[..open.len().min(AROUND)]
}
