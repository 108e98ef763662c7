//! HTML pages: which template renders each, and with what values. In: a recipe. Out: bytes, or a template's fault.
//! It must not know the template engine beyond its values.

use tera::{Context, Value};

use super::{
    Renderer, json_ld,
    meta::{self, Head},
    values::{
        Field, Values, area_count, contact, link, link_to, list, map, moment, optional, safe, scope_title, text,
        tree_map, url_of,
    },
};
use crate::{
    address::Address,
    catalogue::{AreaId, BulletinId, Catalogue, Image, PageId, Placed, State},
    markdown::Target,
    moment::Moment,
    plan::{self, List, Output, Recipe, Scope},
    problem::Problem,
    settings::Contact,
};

/// How many bulletins stand under "nearby" and under "earlier".
const RELATED: usize = 4;

/// Renders a page.
pub fn page(renderer: &Renderer, output: &Output) -> Result<Vec<u8>, Problem> {
    let mut out = Vec::with_capacity(16 * 1024);
    let Some((template, fields)) = context(renderer, output) else { return Ok(out) };
    let mut context = Context::new();
    for (name, value) in fields {
        context.insert_value(name, value);
    }
    renderer.templates.render(template, &context, &output.address, &mut out)?;
    Ok(out)
}

/// What every template sees as `site`.
pub fn site(catalogue: &Catalogue, values: &Values) -> Value {
    let settings = &catalogue.settings;
    let pages = || {
        catalogue
            .pages
            .iter()
            .map(|page| map([("title", text(&page.entry.title)), ("address", link_to(catalogue, &page.address))]))
    };
    let menu = if settings.menu.is_empty() {
        let mut built_in = vec![("Bulletins", "/"), ("Areas", "/areas/")];
        if settings.outputs.archive {
            built_in.push(("Archive", "/archive/"));
        }
        let built_in = built_in.into_iter().map(|(title, address)| {
            map([("title", text(title)), ("address", link_to(catalogue, &Address::new(address)))])
        });
        list(built_in.chain(pages()))
    } else {
        list(settings.menu.iter().map(|entry| {
            let address = entry.address.as_deref().unwrap_or("/");
            let address = if address.contains(':') || address.starts_with("//") {
                text(address)
            } else {
                text(&format!("{}{}", settings.base.path(), address.trim_start_matches('/')))
            };
            map([("title", text(&entry.name)), ("address", address)])
        }))
    };
    let valid: Vec<&Contact> = settings.contacts.iter().filter(|contact| contact.valid_at(catalogue.now)).collect();
    let emergency = valid.iter().find(|contact| matches!(contact.phone.as_deref().map(str::trim), Some("999" | "112")));
    let social = settings
        .social
        .iter()
        .map(|link| map([("title", text(&link.name)), ("url", optional(link.address.as_deref()))]));
    map([
        ("title", text(&settings.title)),
        ("tagline", optional(settings.tagline.as_deref())),
        ("description", optional(settings.description.as_deref())),
        ("url", settings.base.root().into()),
        ("home", text(settings.base.path())),
        ("language", text(&settings.language)),
        ("direction", text(direction(&settings.language))),
        ("menu", menu),
        ("pages", list(pages())),
        ("contacts", list(valid.iter().map(|valid| contact(valid)))),
        ("emergency", emergency.map_or_else(Value::none, |valid| contact(valid))),
        ("publisher", settings.publisher.as_ref().map_or_else(Value::none, link)),
        ("licence", settings.licence.as_ref().map_or_else(Value::none, link)),
        ("social", list(social)),
        ("analytics", settings.analytics.as_deref().map_or_else(Value::none, safe)),
        ("feeds", values.feeds(catalogue, Scope::Site)),
        ("extra", tree_map(&settings.extra)),
    ])
}

/// `rtl` for languages written from right to left.
fn direction(language: &str) -> &'static str {
    let first = language.split('-').next().unwrap_or_default();
    if matches!(first, "ar" | "dv" | "fa" | "he" | "ku" | "ps" | "sd" | "ug" | "ur" | "yi") { "rtl" } else { "ltr" }
}

/// What is said of a page in its head and frame.
struct Frame<'a> {
    kind: &'static str,
    head: Head<'a>,
    crumbs: Vec<(String, Address)>,
    /// The part of the site that it belongs to, in the menu.
    section: Option<&'static str>,
    scope: Option<Scope>,
    index: Index,
}

/// Whether search engines may list a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Index {
    Listed,
    Unlisted,
}

/// The template of a page, and what it sees besides `site`.
pub fn context(renderer: &Renderer, output: &Output) -> Option<(&'static str, Vec<Field>)> {
    let pages = Pages { renderer, values: &renderer.values, catalogue: &renderer.catalogue, address: &output.address };
    Some(match &output.recipe {
        Recipe::Bulletin(id) => ("bulletin.html", pages.bulletin(*id)),
        Recipe::Notice(id) => ("retracted.html", pages.notice(*id)),
        Recipe::Page(id) => ("page.html", pages.document(*id)),
        Recipe::List(list, number) => pages.list(*list, *number),
        Recipe::Areas => ("areas.html", pages.areas()),
        Recipe::Kinds => ("kinds.html", pages.kinds()),
        Recipe::Tags => ("tags.html", pages.tags()),
        Recipe::Archive => ("archive.html", pages.archive()),
        Recipe::NotFound => ("404.html", pages.not_found()),
        Recipe::Alias(target) => ("alias.html", pages.alias(target)),
        _ => return None,
    })
}

struct Pages<'a> {
    renderer: &'a Renderer,
    values: &'a Values,
    catalogue: &'a Catalogue,
    address: &'a Address,
}

impl<'a> Pages<'a> {
    fn head<'h>(&self, title: &'h str, description: &'h str) -> Head<'h>
    where
        'a: 'h,
    {
        Head {
            catalogue: self.catalogue,
            assets: &self.renderer.assets,
            title,
            description,
            address: self.address,
            bulletin: None,
            entry: None,
            image: None,
        }
    }

    fn moment(&self, when: Moment) -> Value {
        moment(when, &self.catalogue.settings.zone)
    }

    fn frame(&self, frame: &Frame, json_ld: Option<&str>) -> Vec<Field> {
        let settings = &self.catalogue.settings;
        let head = &frame.head;
        let own_language = head.entry.and_then(|entry| entry.lang.as_deref());
        let language = own_language.unwrap_or(&settings.language);
        let head_title = if head.title == settings.title {
            head.title.to_owned()
        } else {
            format!("{} – {}", head.title, settings.title)
        };
        let canonical = (frame.index == Index::Listed).then(|| head.canonical());
        let mut feeds: Vec<Value> = Vec::new();
        for scope in frame.scope.into_iter().filter(|scope| *scope != Scope::Site).chain([Scope::Site]) {
            feeds.extend(self.values.feeds(self.catalogue, scope).as_array().into_iter().flatten().cloned());
        }
        let crumbs = frame
            .crumbs
            .iter()
            .map(|(title, address)| map([("title", text(title)), ("address", link_to(self.catalogue, address))]));
        let section = frame.section.map_or_else(Value::none, |section| link_to(self.catalogue, &Address::new(section)));
        let page = map([
            ("kind", text(frame.kind)),
            ("title", text(head.title)),
            ("head_title", head_title.into()),
            ("description", text(head.description)),
            ("address", link_to(self.catalogue, self.address)),
            ("url", url_of(self.catalogue, self.address)),
            ("canonical", optional(canonical.as_deref())),
            ("language", text(language)),
            ("direction", text(direction(language))),
            ("noindex", (frame.index == Index::Unlisted).into()),
            ("meta", meta::value(&head.meta())),
            ("feeds", Value::from(feeds)),
            ("json_ld", json_ld.map_or_else(Value::none, safe)),
            ("crumbs", list(crumbs)),
            ("section", section),
        ]);
        vec![("page", page)]
    }

    /// A page that is no bulletin's: `title`, what it says of itself, where it belongs.
    fn plain(
        &self,
        kind: &'static str,
        title: &str,
        description: &str,
        crumbs: Vec<(String, Address)>,
        section: Option<&'static str>,
        scope: Option<Scope>,
    ) -> Vec<Field> {
        let head = self.head(title, description);
        let json_ld = json_ld::page(&head, &crumbs);
        self.frame(&Frame { kind, head, crumbs, section, scope, index: Index::Listed }, Some(&json_ld))
    }

    fn area_crumbs(&self, area: AreaId) -> Vec<(String, Address)> {
        let areas = &self.catalogue.areas;
        let mut crumbs: Vec<_> =
            areas.line(area).map(|id| (areas.get(id).name.clone(), areas.get(id).address.clone())).collect();
        crumbs.push(("Areas".into(), Address::new("/areas/")));
        crumbs.reverse();
        crumbs
    }

    fn bulletin(&self, id: BulletinId) -> Vec<Field> {
        let catalogue = self.catalogue;
        let placed = catalogue.bulletin(id);
        let bulletin = &placed.bulletin;
        let entry = &bulletin.entry;
        let crumbs = match bulletin.areas.first() {
            Some(area) => self.area_crumbs(*area),
            None => {
                vec![(catalogue.settings.kinds[bulletin.kind].plural.clone(), catalogue.kind_address(bulletin.kind))]
            }
        };
        let head = Head {
            bulletin: Some(placed),
            entry: Some(entry),
            image: placed.image.as_ref(),
            ..self.head(&entry.title, &entry.summary)
        };
        let index = match bulletin.life.state {
            State::Draft | State::Scheduled => Index::Unlisted,
            _ => Index::Listed,
        };
        let json_ld = json_ld::bulletin(&head, placed, &crumbs);
        let scope = bulletin
            .areas
            .first()
            .map_or(Scope::Kind(u32::try_from(bulletin.kind).unwrap_or(0)), |id| Scope::Area(*id));
        let frame = Frame { kind: "bulletin", head, crumbs, section: Some("/"), scope: Some(scope), index };
        let mut values = self.frame(&frame, Some(&json_ld));
        values.push(("bulletin", map(self.whole(id, placed))));
        let (nearby, earlier) = self.related(id, placed);
        values.push(("nearby", self.values.cards(self.catalogue, &nearby)));
        values.push(("earlier", self.values.cards(self.catalogue, &earlier)));
        values
    }

    /// Everything of a bulletin: the fields of lists, and those of its own page.
    fn whole(&self, id: BulletinId, placed: &Placed) -> Vec<Field> {
        let catalogue = self.catalogue;
        let bulletin = &placed.bulletin;
        let entry = &bulletin.entry;
        let body = self.renderer.surroundings(entry, &placed.address, Target::Page);
        let contacts = match &bulletin.contacts {
            Some(contacts) => list(contacts.iter().map(AsRef::as_ref).map(contact)),
            None => list(catalogue.usual[bulletin.kind].iter().map(contact)),
        };
        let origin = bulletin.origin.as_ref().map_or_else(Value::none, |origin| {
            map([
                ("name", text(&origin.name)),
                ("url", optional(origin.url.as_deref())),
                ("licence", optional(origin.licence.as_deref())),
            ])
        });
        let coverage = bulletin.coverage.iter().map(|report| {
            map([
                ("title", text(&report.title)),
                ("url", text(&report.url)),
                ("publisher", optional(report.publisher.as_deref())),
            ])
        });
        let updates = bulletin
            .updates
            .iter()
            .map(|update| map([("date", self.moment(update.date)), ("text", safe(&body.part(&update.text)))]));
        let mut fields: Vec<Field> = self.values.fields(catalogue, id).into();
        let mut set = |name: &'static str, value: Value| fields.push((name, value));
        set("body", safe(&body.body(self.renderer.body(entry))));
        set("updates", list(updates));
        set("references", list(bulletin.references.iter().map(|reference| text(reference))));
        set("source", origin);
        set("contacts", contacts);
        set("coverage", list(coverage));
        set("image", self.image(placed.image.as_ref()));
        set("authors", list(bulletin.authors.iter().map(|author| text(author))));
        set("banner", self.banner(placed));
        set("share", self.share(placed));
        set("extra", tree_map(&entry.extra));
        fields
    }

    /// A picture of the site's own; one on another host is never loaded by a page.
    fn image(&self, image: Option<&Image>) -> Value {
        let Some(Image::Here { address, size, alt }) = image else { return Value::none() };
        let number = |number: Option<u32>| number.map_or_else(Value::none, |number| u64::from(number).into());
        map([
            ("address", link_to(self.catalogue, address)),
            ("url", url_of(self.catalogue, address)),
            ("alt", text(alt.as_deref().unwrap_or_default())),
            ("width", number(size.map(|size| size.width))),
            ("height", number(size.map(|size| size.height))),
            ("type", optional(size.map(|size| size.media_type))),
        ])
    }

    fn banner(&self, placed: &Placed) -> Value {
        let zone = &self.catalogue.settings.zone;
        let state = placed.bulletin.life.state;
        let (title, words) = match state {
            State::Draft => {
                ("Draft".to_owned(), "This bulletin is not finished, and only a preview shows it.".to_owned())
            }
            State::Scheduled => {
                let when = placed.bulletin.date.words(zone);
                ("Not published yet".to_owned(), format!("This bulletin is to be published at {when}."))
            }
            State::Resolved { since } => {
                let when = since.words(zone);
                ("Resolved".to_owned(), format!("Resolved since {when}. The bulletin stays here for the record."))
            }
            State::Expired { since } => {
                let when = since.words(zone);
                ("Expired".to_owned(), format!("This bulletin ended at {when}. What it says may no longer be right."))
            }
            _ => return Value::none(),
        };
        map([("name", text(state.name())), ("title", title.into()), ("text", words.into())])
    }

    fn share(&self, placed: &Placed) -> Value {
        let title = &placed.bulletin.entry.title;
        let url = self.catalogue.settings.base.url(&placed.address);
        let encode =
            |text: &str| percent_encoding::utf8_percent_encode(text, percent_encoding::NON_ALPHANUMERIC).to_string();
        let way = |name: &str, title: &str, address: String| {
            map([("name", text(name)), ("title", text(title)), ("address", address.into())])
        };
        list([
            way("whatsapp", "WhatsApp", format!("https://wa.me/?text={}", encode(&format!("{title} {url}")))),
            way(
                "email",
                "E-mail",
                format!("mailto:?subject={}&body={}", encode(title), encode(&format!("{title}\r\n{url}"))),
            ),
        ])
    }

    /// Other open bulletins of the same areas, and the ones before this in its first area or kind.
    fn related(&self, id: BulletinId, placed: &Placed) -> (Vec<BulletinId>, Vec<BulletinId>) {
        let catalogue = self.catalogue;
        let bulletin = &placed.bulletin;
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
        let key = |id: BulletinId| (catalogue.list_key(id), id);
        let after = listing.shown.partition_point(|other| key(*other) <= key(id));
        let older = listing.shown[after..].iter().copied().filter(|other| !nearby.contains(other));
        let earlier = older.take(RELATED).collect();
        (nearby, earlier)
    }

    fn notice(&self, id: BulletinId) -> Vec<Field> {
        let bulletin = &self.catalogue.bulletin(id).bulletin;
        let title = "This bulletin is no longer available";
        let description = "The bulletin that stood here was taken back.";
        let head = self.head(title, description);
        let frame =
            Frame { kind: "retracted", head, crumbs: Vec::new(), section: None, scope: None, index: Index::Unlisted };
        let mut values = self.frame(&frame, None);
        let since = bulletin.life.state.since().unwrap_or(bulletin.date);
        values.push(("since", self.moment(since)));
        values
    }

    fn document(&self, id: PageId) -> Vec<Field> {
        let page = self.catalogue.page(id);
        let entry = &page.entry;
        let head = Head { entry: Some(entry), image: page.image.as_ref(), ..self.head(&entry.title, &entry.summary) };
        let json_ld = json_ld::page(&head, &[]);
        let frame = Frame { kind: "page", head, crumbs: Vec::new(), section: None, scope: None, index: Index::Listed };
        let mut values = self.frame(&frame, Some(&json_ld));
        let body = self.renderer.surroundings(entry, &page.address, Target::Page);
        let document = map([
            ("title", text(&entry.title)),
            ("body", safe(&body.body(self.renderer.body(entry)))),
            ("extra", tree_map(&entry.extra)),
        ]);
        values.push(("document", document));
        values
    }

    fn list(&self, which: List, number: u32) -> (&'static str, Vec<Field>) {
        let (template, mut values) = match which {
            List::Front => ("front.html", self.front(number)),
            List::Area(area) => ("area.html", self.area(area, number)),
            List::Kind(kind) => ("kind.html", self.term(which, Scope::Kind(kind), number)),
            List::Tag(tag) => ("tag.html", self.term(which, Scope::Tag(tag), number)),
            List::Year(year) => ("year.html", self.period(year, None, number)),
            List::Month(year, month) => ("month.html", self.period(year, Some(month), number)),
        };
        let ids = plan::list_ids(self.catalogue, which);
        let per_page = self.catalogue.settings.per_page;
        let pages = plan::pages(ids.len(), per_page);
        let first = plan::list_address(self.catalogue, which);
        let from = (number as usize - 1) * per_page;
        let here = &ids[from.min(ids.len())..(from + per_page).min(ids.len())];
        let neighbour = |number: u32| link_to(self.catalogue, &plan::page_address(&first, number));
        let value = map([
            ("items", self.values.cards(self.catalogue, here)),
            ("count", ids.len().into()),
            ("number", u64::from(number).into()),
            ("pages", u64::from(pages).into()),
            ("newer", if number > 1 { neighbour(number - 1) } else { Value::none() }),
            ("older", if number < pages { neighbour(number + 1) } else { Value::none() }),
        ]);
        values.push(("list", value));
        (template, values)
    }

    fn front(&self, number: u32) -> Vec<Field> {
        let catalogue = self.catalogue;
        let settings = &catalogue.settings;
        let description = settings.description.as_deref().or(settings.tagline.as_deref()).unwrap_or(&settings.title);
        let title = numbered(&settings.title, number);
        let mut values = self.plain("front", &title, description, Vec::new(), Some("/"), None);
        let areas = &catalogue.areas;
        let top = areas.roots().iter().copied();
        let places = top.flat_map(|root| std::iter::once(root).chain(areas.get(root).children.iter().copied()));
        values.push(("places", list(places.map(|id| area_count(self.catalogue, id, [])))));
        values.push(("open_count", catalogue.front.len().into()));
        let change = catalogue.front.iter().map(|id| catalogue.bulletin(*id).bulletin.life.updated).max();
        values.push(("last_change", change.map_or_else(Value::none, |change| self.moment(change))));
        values
    }

    fn area(&self, id: AreaId, number: u32) -> Vec<Field> {
        let areas = &self.catalogue.areas;
        let area = areas.get(id);
        let title = numbered(&area.name, number);
        let description = format!("Community safety bulletins for {}", area.name);
        let mut crumbs = self.area_crumbs(id);
        if number == 1 {
            crumbs.pop();
        }
        let mut values = self.plain("area", &title, &description, crumbs, Some("/areas/"), Some(Scope::Area(id)));
        let mut parents: Vec<AreaId> = areas.line(id).skip(1).collect();
        parents.reverse();
        let more = [
            ("parents", list(parents.into_iter().map(|parent| self.values.area_name(parent)))),
            ("areas", list(area.children.iter().map(|child| area_count(self.catalogue, *child, [])))),
            ("feeds", self.values.feeds(self.catalogue, Scope::Area(id))),
        ];
        values.push(("area", area_count(self.catalogue, id, more)));
        values
    }

    fn term(&self, which: List, scope: Scope, number: u32) -> Vec<Field> {
        let catalogue = self.catalogue;
        let (kind, name, label, plural) = match scope {
            Scope::Kind(kind) => {
                let spec = &catalogue.settings.kinds[kind as usize];
                ("kind", &spec.name, &spec.label, &spec.plural)
            }
            Scope::Tag(tag) => {
                let name = &catalogue.tags[tag as usize].name;
                ("tag", name, name, name)
            }
            Scope::Site | Scope::Area(_) => return Vec::new(),
        };
        let title = numbered(plural, number);
        let description = scope_title(catalogue, scope);
        let crumb = if kind == "kind" { ("Kinds", "/kinds/") } else { ("Tags", "/tags/") };
        let crumbs = vec![(crumb.0.to_owned(), Address::new(crumb.1))];
        let mut values = self.plain(kind, &title, &description, crumbs, None, Some(scope));
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
        values
    }

    fn areas(&self) -> Vec<Field> {
        let mut values =
            self.plain("areas", "Areas", "All areas that bulletins are about", Vec::new(), Some("/areas/"), None);
        let roots = self.catalogue.areas.roots();
        values.push(("tree", list(roots.iter().map(|id| self.branch(*id)))));
        values
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

    fn kinds(&self) -> Vec<Field> {
        let mut values =
            self.plain("kinds", "Kinds of bulletin", "The kinds of bulletin on this site", Vec::new(), None, None);
        let kinds = self.catalogue.settings.kinds.iter().zip(0..).map(|(kind, at)| {
            (Scope::Kind(at), kind.name.clone(), kind.plural.clone(), self.catalogue.kind_address(at as usize))
        });
        values.push(("terms", self.terms(kinds)));
        values
    }

    fn tags(&self) -> Vec<Field> {
        let mut values = self.plain("tags", "Tags", "The tags of this site's bulletins", Vec::new(), None, None);
        let shown = |at: &u32| !self.catalogue.by_tag[*at as usize].shown.is_empty();
        let tags = (0..)
            .zip(&self.catalogue.tags)
            .filter(|(at, _)| shown(at))
            .map(|(at, tag)| (Scope::Tag(at), tag.name.clone(), tag.name.clone(), tag.address.clone()));
        values.push(("terms", self.terms(tags)));
        values
    }

    fn period_value(&self, title: String, address: &Address, count: usize) -> [Field; 3] {
        [("title", title.into()), ("address", link_to(self.catalogue, address)), ("count", count.into())]
    }

    fn months(&self, year: &crate::catalogue::Year) -> Value {
        list(
            year.months
                .iter()
                .map(|month| map(self.period_value(month_name(month.month).into(), &month.address, month.range.len()))),
        )
    }

    fn archive(&self) -> Vec<Field> {
        let description = "Every bulletin by year and month";
        let mut values = self.plain("archive", "Archive", description, Vec::new(), Some("/archive/"), None);
        let years = self.catalogue.years.iter().map(|year| {
            let [title, address, count] = self.period_value(year.year.to_string(), &year.address(), year.range.len());
            map([title, address, count, ("months", self.months(year))])
        });
        values.push(("years", list(years)));
        values
    }

    fn period(&self, year: u32, month: Option<u32>, number: u32) -> Vec<Field> {
        let year = &self.catalogue.years[year as usize];
        let mut crumbs = vec![("Archive".to_owned(), Address::new("/archive/"))];
        let (kind, title, address, count, year_value, months) = match month {
            None => ("year", year.year.to_string(), year.address(), year.range.len(), Value::none(), self.months(year)),
            Some(month) => {
                let month = &year.months[month as usize];
                crumbs.push((year.year.to_string(), year.address()));
                let above = map([
                    ("title", year.year.to_string().into()),
                    ("address", link_to(self.catalogue, &year.address())),
                ]);
                let title = format!("{} {}", month_name(month.month), year.year);
                ("month", title, month.address.clone(), month.range.len(), above, list([]))
            }
        };
        let description = format!("Bulletins of {title}");
        let mut values = self.plain(kind, &numbered(&title, number), &description, crumbs, Some("/archive/"), None);
        let [title, address, count] = self.period_value(title, &address, count);
        values.push(("period", map([title, address, count, ("year", year_value), ("months", months)])));
        values
    }

    fn not_found(&self) -> Vec<Field> {
        let head = self.head("This page is not here", "There is nothing at this address.");
        let frame =
            Frame { kind: "not-found", head, crumbs: Vec::new(), section: None, scope: None, index: Index::Unlisted };
        self.frame(&frame, None)
    }

    fn alias(&self, target: &Address) -> Vec<Field> {
        vec![("target", url_of(self.catalogue, target))]
    }
}

/// A title with the number of its page, from the second on.
fn numbered(title: &str, number: u32) -> String {
    if number > 1 { format!("{title}, page {number}") } else { title.to_owned() }
}

/// The English name of a month, from 1.
fn month_name(month: u8) -> &'static str {
    const NAMES: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    NAMES.get(usize::from(month.saturating_sub(1))).copied().unwrap_or_default()
}
