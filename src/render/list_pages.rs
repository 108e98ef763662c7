//! The pages of lists: front page, areas, kinds, tags, archive. In: the view of a page. Out: the values
//! that a template sees. It must not know the template engine beyond its values.

use tera::Value;

use super::{
    area_map,
    pages::{PageValues, Pages},
    parts::Pins,
    site_values::calendar_at,
    values::{MapField, area_count, list, map, safe, scope_title, text},
};
use crate::{
    address::Address,
    moment::Moment,
    plan,
    problem::Problem,
    view::{ArchiveMonth, ArchiveYear, AreaPage, Branch, CountedTerm, Front, ListPage, ListSubject, ScopeName},
};

impl Pages<'_> {
    pub fn list(&self, view: &ListPage) -> Result<(&'static str, Vec<MapField>), Problem> {
        let number = view.number;
        let (template, mut values) = match &view.of {
            ListSubject::Front(front) => ("front.html", self.front(front, number)?),
            ListSubject::Area(area) => ("area.html", self.area(area, number)?),
            ListSubject::Kind(term) => ("kind.html", self.term("kind", ("kinds_title", "/kinds/"), term, number)?),
            ListSubject::Tag(term) => ("tag.html", self.term("tag", ("tags_title", "/tags/"), term, number)?),
            ListSubject::Year(year) => ("year.html", self.year(year, number)?),
            ListSubject::Month(month, year, above) => ("month.html", self.month(month, *year, above, number)?),
        };
        let here = view.cards.as_slice();
        let pins = if matches!(view.of, ListSubject::Front(_)) { Pins::Shown } else { Pins::Ignored };
        let neighbour = |number: u32| self.link(&plan::page_address(&view.first, number));
        let (open, earlier) = match view.of {
            ListSubject::Area(_) | ListSubject::Kind(_) | ListSubject::Tag(_) => {
                here.split_at(here.partition_point(|card| card.is_open()))
            }
            ListSubject::Front(_) | ListSubject::Year(_) | ListSubject::Month(..) => (&here[..0], &here[..0]),
        };
        // A page that tells open ones from earlier ones shows each kind by itself.
        let parted = !(open.is_empty() && earlier.is_empty());
        let whole = !parted || self.wants_all();
        let all = || self.renderer.cards(here, pins, self.address).map(|cards| ("cards", cards));
        let value = map(whole.then(all).transpose()?.into_iter().chain([
            ("items", self.cards(here)),
            ("open_cards", self.renderer.cards(open, pins, self.address)?),
            ("earlier_cards", self.renderer.cards(earlier, pins, self.address)?),
            ("count", view.count.into()),
            ("number", u64::from(number).into()),
            ("pages", u64::from(view.pages).into()),
            ("newer", if number > 1 { neighbour(number - 1) } else { Value::none() }),
            ("older", if number < view.pages { neighbour(number + 1) } else { Value::none() }),
        ]));
        values.push(("list", value));
        Ok((template, values))
    }

    fn front(&self, front: &Front, number: u32) -> PageValues {
        let settings = &self.renderer.settings;
        let description = settings.description.as_deref().or(settings.tagline.as_deref()).unwrap_or(&settings.title);
        let title = self.numbered(&settings.title, number);
        let mut values = self.plain("front", &title, description, Vec::new(), Some("/"), None)?;
        let places = self.values.places(front);
        values.push(("places", places.all));
        values.push(("open_places", places.open));
        values.push(("open_count", front.open_count.into()));
        values.push(("open_areas", places.named));
        let moment = |moment: Option<Moment>| moment.map_or_else(Value::none, |moment| self.moment(moment));
        values.push(("last_change", moment(front.last_change)));
        values.push(("open_since", moment(front.open_since)));
        Ok(values)
    }

    fn area(&self, view: &AreaPage, number: u32) -> PageValues {
        let settings = &self.renderer.settings;
        let own = &view.area.area;
        let title = self.numbered(own.name, number);
        let description = self.values.voice.fill("area_description", &[("place", own.name)]);
        let line = view.parents.iter().chain((number > 1).then_some(own));
        let crumbs = self.area_crumbs(line.copied());
        let scope = Some(&view.scope);
        let mut values = self.plain("area", &title, &description, crumbs, Some("/areas/"), scope)?;
        let around = match &view.around {
            Some((around, cards)) => {
                let lines = self.renderer.lines(self.values, cards, self.address)?;
                area_count(settings, around, [("lines", lines)])
            }
            None => Value::none(),
        };
        let has_calendars = self.renderer.frame.has_calendars;
        let calendar = if has_calendars { calendar_at(settings, view.area.area.address) } else { Value::none() };
        let more = [
            ("around", around),
            ("parents", list(view.parents.iter().map(|parent| self.values.name(parent)))),
            ("areas", list(view.inside.iter().map(|inside| area_count(settings, inside, [])))),
            ("feeds", self.values.feeds(&view.scope)),
            ("calendar", calendar),
            ("map", area_map::svg(&view.map, &self.values.voice).map_or_else(Value::none, |map| safe(&map))),
        ];
        values.push(("area", area_count(settings, &view.area, more)));
        Ok(values)
    }

    fn term(&self, kind: &'static str, above: (&str, &str), term: &CountedTerm, number: u32) -> PageValues {
        let voice = &self.values.voice;
        let (name, label, plural) = self.names(term);
        let title = self.numbered(plural, number);
        let description = scope_title(&self.renderer.settings, &term.scope, voice);
        let crumbs = vec![(voice.text(above.0).to_owned(), Address::new(above.1))];
        let mut values = self.plain(kind, &title, &description, crumbs, None, Some(&term.scope))?;
        let value = map([
            ("name", text(name)),
            ("label", text(label)),
            ("plural", text(plural)),
            ("address", self.link(&term.scope.address)),
            ("open", term.open.into()),
            ("count", term.count.into()),
            ("feeds", self.values.feeds(&term.scope)),
        ]);
        values.push(("term", value));
        Ok(values)
    }

    /// The name, the label and the plural of a kind or a tag.
    fn names<'t>(&'t self, term: &CountedTerm<'t>) -> (&'t str, &'t str, &'t str) {
        match term.scope.name {
            ScopeName::Kind(kind) => {
                let voice = &self.values.voice;
                (&self.renderer.settings.kinds[kind].name, voice.kind(kind), voice.kinds(kind))
            }
            ScopeName::Tag(name) | ScopeName::Area(name) => (name, name, name),
            ScopeName::Site => ("", "", ""),
        }
    }

    pub fn areas(&self, tree: &[Branch]) -> PageValues {
        let mut values = self.single("areas", ("areas", "areas_description"), Some("/areas/"))?;
        values.push(("tree", self.branches(tree)));
        Ok(values)
    }

    fn branches(&self, branches: &[Branch]) -> Value {
        let branch = |branch: &Branch| {
            area_count(&self.renderer.settings, &branch.area, [("areas", self.branches(&branch.inside))])
        };
        list(branches.iter().map(branch))
    }

    /// All kinds, or all tags.
    pub fn terms(&self, kind: &'static str, said: (&str, &str), terms: &[CountedTerm]) -> PageValues {
        let mut values = self.single(kind, said, None)?;
        let terms = terms.iter().map(|term| {
            let (name, _, plural) = self.names(term);
            map([
                ("name", text(name)),
                ("label", text(plural)),
                ("address", self.link(&term.scope.address)),
                ("open", term.open.into()),
                ("count", term.count.into()),
            ])
        });
        values.push(("terms", list(terms)));
        Ok(values)
    }

    fn period_value(&self, title: String, address: &Address, count: usize) -> [MapField; 3] {
        [("title", title.into()), ("address", self.link(address)), ("count", count.into())]
    }

    fn months(&self, year: &ArchiveYear) -> Value {
        list(year.months.iter().map(|month| {
            map(self.period_value(self.values.voice.dates.month(month.month).into(), month.address, month.count))
        }))
    }

    pub fn archive(&self, years: &[ArchiveYear]) -> PageValues {
        let mut values = self.single("archive", ("archive", "archive_description"), Some("/archive/"))?;
        let years = years.iter().map(|year| {
            let [title, address, count] = self.period_value(year.year.to_string(), &year.address, year.count);
            map([title, address, count, ("months", self.months(year))])
        });
        values.push(("years", list(years)));
        Ok(values)
    }

    fn year(&self, year: &ArchiveYear, number: u32) -> PageValues {
        let own = self.period_value(year.year.to_string(), &year.address, year.count);
        let crumbs = vec![self.archive_crumb()];
        self.period(
            "year",
            &year.year.to_string(),
            number,
            crumbs,
            own,
            [("year", Value::none()), ("months", self.months(year))],
        )
    }

    fn month(&self, month: &ArchiveMonth, year: i16, above: &Address, number: u32) -> PageValues {
        let title = self.values.voice.dates.month_of_year(year, month.month);
        let crumbs = vec![self.archive_crumb(), (year.to_string(), above.clone())];
        let year = map([("title", year.to_string().into()), ("address", self.link(above))]);
        let own = self.period_value(title.clone(), month.address, month.count);
        self.period("month", &title, number, crumbs, own, [("year", year), ("months", list([]))])
    }

    fn archive_crumb(&self) -> (String, Address) {
        (self.values.voice.text("archive").to_owned(), Address::new("/archive/"))
    }

    fn period(
        &self,
        kind: &'static str,
        title: &str,
        number: u32,
        crumbs: Vec<(String, Address)>,
        own: [MapField; 3],
        more: [MapField; 2],
    ) -> PageValues {
        let description = self.values.voice.fill("period_description", &[("period", title)]);
        let mut values =
            self.plain(kind, &self.numbered(title, number), &description, crumbs, Some("/archive/"), None)?;
        values.push(("period", map(own.into_iter().chain(more))));
        Ok(values)
    }

    /// A page there is one of: its name for templates, and the words for its title and what it says of itself.
    fn single(&self, kind: &'static str, said: (&str, &str), section: Option<&'static str>) -> PageValues {
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
