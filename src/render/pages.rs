//! HTML pages: which template renders each, and with what values. In: a recipe. Out: bytes, or a template's fault.
//! It must not know the template engine beyond its values.

use tera::{Context, Value};

use super::{
    Renderer, json_ld,
    meta::Head,
    parts, pictures,
    values::{Field, Values, contact, link_to, list, map, optional, safe, text, tree_map, url_of},
    versions::{self, Version},
    when,
};
use crate::{
    address::Address,
    catalogue::{AreaId, Bulletin, BulletinId, Catalogue, GoneId, Image, PageId, Placed, State, attachments},
    language,
    markdown::Target,
    moment::Moment,
    pictures::Picture,
    plan::{self, Output, Piece, Recipe, Scope},
    problem::Problem,
    settings::Group,
    words::Said,
};

/// How many bulletins stand under "nearby" and under "earlier".
const RELATED: usize = 4;

/// Renders a page.
pub fn page(renderer: &Renderer, output: &Output) -> Result<Vec<u8>, Problem> {
    let mut out = Vec::with_capacity(16 * 1024);
    let Some(context) = context(renderer, output, Wanted::AskedFor) else { return Ok(out) };
    let (template, fields) = context?;
    let mut context = Context::new();
    let values = values_of(renderer, output);
    context.insert_value("site", values.site.clone());
    context.insert_value("words", values.words.clone());
    for (name, value) in fields {
        context.insert_value(name, value);
    }
    renderer.templates.render(template, &context, &output.address, &mut out)?;
    Ok(out)
}

/// What is said of a page in its head and frame.
pub struct Frame<'a> {
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

/// What stands for the language that a page speaks: its document's, where it is about one, else the site's.
fn values_of<'r>(renderer: &'r Renderer, output: &Output) -> &'r Values {
    let catalogue = &renderer.catalogue;
    match &output.recipe {
        Recipe::Notice(id) => renderer.values_of_gone(catalogue.gone(*id)),
        Recipe::Bulletin(id) | Recipe::Poster(id) => renderer.values_of(&catalogue.bulletin(*id).bulletin.says.entry),
        Recipe::Page(id) => renderer.values_of(&catalogue.page(*id).entry),
        _ => renderer.site_values(),
    }
}

/// The template of a page, and what it sees besides `site` and `words`.
pub fn context(
    renderer: &Renderer,
    output: &Output,
    wanted: Wanted,
) -> Option<Result<(&'static str, Vec<Field>), Problem>> {
    let pages = Pages {
        wanted,
        renderer,
        values: values_of(renderer, output),
        catalogue: &renderer.catalogue,
        address: &output.address,
    };
    let of = |template: &'static str, fields: Fields| Some(fields.map(|fields| (template, fields)));
    match &output.recipe {
        Recipe::Bulletin(id) => of("bulletin.html", pages.bulletin(*id)),
        Recipe::Notice(id) => of("retracted.html", pages.notice(*id)),
        Recipe::Poster(id) => of("poster.html", pages.poster(*id)),
        Recipe::Page(id) => of("page.html", pages.document(*id)),
        Recipe::List(list, number) => Some(pages.list(*list, *number)),
        Recipe::Areas => of("areas.html", pages.areas()),
        Recipe::Kinds => of("kinds.html", pages.kinds()),
        Recipe::Tags => of("tags.html", pages.tags()),
        Recipe::Archive => of("archive.html", pages.archive()),
        Recipe::NotFound => of("404.html", pages.not_found()),
        Recipe::Search => of("search.html", pages.search()),
        Recipe::Alias(targets) => of("alias.html", Ok(pages.alias(targets))),
        _ => None,
    }
}

/// What a template sees besides `site`, or the fault of a part's template.
pub type Fields = Result<Vec<Field>, Problem>;

/// Which values are made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// All that `docs/templates.md` lists.
    All,
    /// Those that the templates at hand may ask for.
    AskedFor,
}

pub struct Pages<'a> {
    pub wanted: Wanted,
    pub renderer: &'a Renderer,
    pub values: &'a Values,
    pub catalogue: &'a Catalogue,
    pub address: &'a Address,
}

impl<'a> Pages<'a> {
    fn head<'h>(&self, title: &'h str, description: &'h str) -> Head<'h>
    where
        'a: 'h,
    {
        Head {
            catalogue: self.catalogue,
            voice: &self.values.voice,
            assets: &self.renderer.assets,
            title,
            description,
            address: self.address,
            bulletin: None,
            entry: None,
            image: None,
            versions: Vec::new(),
        }
    }

    /// A field with bulletins as values, for templates that lay them out themselves; nothing where none does.
    pub fn cards(&self, name: &'static str, ids: &[BulletinId]) -> Option<Field> {
        let wanted = self.wanted == Wanted::All || self.renderer.templates.ask_for(name);
        wanted.then(|| (name, list(ids.iter().map(|id| self.card(*id)))))
    }

    /// A bulletin as lists show it.
    pub(super) fn card(&self, id: BulletinId) -> Value {
        match self.wanted {
            Wanted::All => map(self.values.fields(self.catalogue, id)),
            Wanted::AskedFor => self.values.card(self.catalogue, id),
        }
    }

    /// A map for the templates at hand, or one with all its fields.
    fn map(&self, fields: impl IntoIterator<Item = Field>) -> Value {
        match self.wanted {
            Wanted::All => map(fields),
            Wanted::AskedFor => self.values.map(fields),
        }
    }

    pub fn moment(&self, when: Moment) -> Value {
        self.values.moment(self.catalogue, when)
    }

    fn frame(&self, frame: &Frame, json_ld: Option<&str>) -> Fields {
        let settings = &self.catalogue.settings;
        let head = &frame.head;
        let language = head.language();
        let head_title = if head.title == settings.title {
            head.title.to_owned()
        } else {
            [head.title, " – ", &settings.title].concat()
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
        let alternates = || head.versions.iter().filter(|_| frame.index == Index::Listed);
        let url = |version: &Version| url_of(self.catalogue, version.address);
        let hreflang = |language: &str, url| map([("language", text(language)), ("url", url)]);
        let usual = alternates().filter(|version| version.usual).map(|version| hreflang("x-default", url(version)));
        let of_versions = alternates().map(|version| hreflang(version.language, url(version)));
        let hreflangs: Vec<Value> = of_versions.chain(usual).collect();
        let others = head.others().map(|version| {
            map([
                ("name", text(self.renderer.language_name(version.language))),
                ("language", text(version.language)),
                ("direction", text(language::direction(version.language))),
                ("title", text(version.title)),
                ("address", link_to(self.catalogue, version.address)),
                ("url", url(version)),
            ])
        });
        let section = frame.section.map_or_else(Value::none, |section| link_to(self.catalogue, &Address::new(section)));
        let link = settings.base.link(self.address);
        let voice = &self.values.voice;
        // The tag of a country says nothing of the words: `en-US` on a site in `en-GB` is at home.
        let foreign = language::first(language) != language::first(&voice.tag);
        let parts = parts::Frame { link: &link, section: frame.section, foreign, values: self.values };
        let page = self.map([
            ("frame", self.renderer.frame(&parts, self.address)?),
            ("foreign", foreign.into()),
            ("translated", (!voice.is_site()).into()),
            ("kind", text(frame.kind)),
            ("title", text(head.title)),
            ("head_title", head_title.into()),
            ("description", text(head.description)),
            ("address", text(&link)),
            ("url", url_of(self.catalogue, self.address)),
            ("canonical", optional(canonical.as_deref())),
            ("language", text(language)),
            ("direction", text(language::direction(language))),
            ("state", optional(head.bulletin.map(|placed| placed.bulletin.life.state.name()))),
            ("exit", self.exit(frame)),
            ("noindex", (frame.index == Index::Unlisted).into()),
            ("meta", safe(&head.meta())),
            ("feeds", Value::from(feeds)),
            ("json_ld", json_ld.map_or_else(Value::none, safe)),
            ("crumbs", list(crumbs)),
            ("alternates", Value::from(hreflangs)),
            ("translations", list(others)),
            ("section", section),
        ]);
        Ok(vec![("page", page)])
    }

    /// Where readers are led who have to leave at once, on pages of a kind that may put them at risk.
    fn exit(&self, frame: &Frame) -> Value {
        let settings = &self.catalogue.settings;
        let kind = match (frame.head.bulletin, frame.scope) {
            (Some(placed), _) => settings.kinds.get(placed.bulletin.kind),
            (None, Some(Scope::Kind(kind))) => settings.kinds.get(kind as usize),
            _ => None,
        };
        kind.filter(|kind| kind.quick_exit).map_or_else(Value::none, |_| text(&settings.quick_exit))
    }

    /// A page that is no bulletin's: `title`, what it says of itself, where it belongs.
    pub fn plain(
        &self,
        kind: &'static str,
        title: &str,
        description: &str,
        crumbs: Vec<(String, Address)>,
        section: Option<&'static str>,
        scope: Option<Scope>,
    ) -> Fields {
        let head = self.head(title, description);
        let json_ld = json_ld::page(&head, &crumbs);
        self.frame(&Frame { kind, head, crumbs, section, scope, index: Index::Listed }, Some(&json_ld))
    }

    pub fn area_crumbs(&self, area: AreaId) -> Vec<(String, Address)> {
        let areas = &self.catalogue.areas;
        let mut crumbs: Vec<_> =
            areas.line(area).map(|id| (areas.get(id).name.clone(), areas.get(id).address.clone())).collect();
        crumbs.push((self.values.voice.text("areas").into(), Address::new("/areas/")));
        crumbs.reverse();
        crumbs
    }

    fn bulletin(&self, id: BulletinId) -> Fields {
        let catalogue = self.catalogue;
        let placed = catalogue.bulletin(id);
        let bulletin = &placed.bulletin;
        let entry = &bulletin.says.entry;
        let crumbs = match bulletin.areas.first() {
            Some(area) => self.area_crumbs(*area),
            None => {
                vec![(self.values.voice.kinds(bulletin.kind).to_owned(), catalogue.kind_address(bulletin.kind))]
            }
        };
        let head = Head {
            bulletin: Some(placed),
            entry: Some(entry),
            image: placed.image.as_deref(),
            versions: versions::of_bulletin(catalogue, id),
            ..self.head(&entry.title, description(entry))
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
        let mut values = self.frame(&frame, Some(&json_ld))?;
        values.push(("bulletin", self.map(self.whole(id, placed)?)));
        let (nearby, earlier) = related(catalogue, id);
        values.extend(self.cards("nearby", &nearby));
        values.extend(self.cards("earlier", &earlier));
        let lines = [
            ("nearby", self.renderer.lines(self.values, &nearby, self.address)?),
            ("earlier", self.renderer.lines(self.values, &earlier, self.address)?),
        ];
        values.push(("lines", map(lines)));
        Ok(values)
    }

    /// Everything of a bulletin: the fields of lists, and those of its own page.
    fn whole(&self, id: BulletinId, placed: &Placed) -> Fields {
        let catalogue = self.catalogue;
        let bulletin = &placed.bulletin;
        let entry = &bulletin.says.entry;
        let body = self.renderer.surroundings(entry, &placed.address, Target::Page);
        let (contacts, contact_list) = match &bulletin.contacts {
            Some(contacts) => {
                let contacts = list(contacts.iter().map(|known| contact(known, &self.values.voice)));
                (contacts.clone(), self.renderer.contacts(self.values, contacts, self.address)?)
            }
            None => (
                self.values.contacts(bulletin.kind),
                self.renderer.usual_contacts(self.values, bulletin.kind, self.address)?,
            ),
        };
        let origin = bulletin.says.more.origin.as_ref().map_or_else(Value::none, |origin| {
            map([
                ("name", text(&origin.name)),
                ("url", optional(origin.url.as_deref())),
                ("licence", optional(origin.licence.as_deref())),
            ])
        });
        let coverage = bulletin.says.more.coverage.iter().map(|report| {
            map([
                ("title", text(&report.title)),
                ("url", text(&report.url)),
                ("publisher", optional(report.publisher.as_deref())),
            ])
        });
        let own_language = language::first(catalogue.language_of(entry));
        let log_language = bulletin.updates_language.as_deref().filter(|log| language::first(log) != own_language);
        let log = bulletin.updates();
        let updates = log.iter().zip((1..=log.len()).rev()).map(|(update, number)| {
            map([
                ("date", self.moment(update.date)),
                ("text", safe(&body.part(&format!("update-{number}"), &update.text))),
                ("language", optional(log_language)),
                ("direction", optional(log_language.map(language::direction))),
            ])
        });
        let mut fields: Vec<Field> = Vec::with_capacity(32);
        fields.extend(self.values.fields(catalogue, id));
        let mut set = |name: &'static str, value: Value| fields.push((name, value));
        set("body", safe(&self.renderer.bulletin_body(id)?.page));
        set("updates", list(updates));
        set("references", list(bulletin.says.more.references.iter().map(|reference| text(reference))));
        set("source", origin);
        set("contacts", contacts);
        set("contact_list", contact_list);
        set("coverage", list(coverage));
        set("image", self.image(placed.image.as_deref()));
        set("authors", list(bulletin.says.more.authors.iter().map(|author| text(author))));
        set("banner", self.banner(placed));
        set("share", self.share(placed));
        let link = |address: Option<Address>| address.map_or_else(Value::none, |address| link_to(catalogue, &address));
        set("poster", link(plan::poster_address(catalogue, id)));
        set("text", link(plan::text_address(catalogue, id)));
        set("until", self.until(bulletin));
        set("event", link(plan::event_address(catalogue, id)));
        set("extra", tree_map(&entry.more.extra));
        Ok(fields)
    }

    /// A picture of the site's own; one on another host is never loaded by a page.
    pub(super) fn image(&self, image: Option<&Image>) -> Value {
        let Some(Image::Here { address, picture, alt }) = image else { return Value::none() };
        let picture = picture.as_ref();
        let whole = picture.map(Picture::whole);
        let number = |number: Option<u32>| number.map_or_else(Value::none, |number| u64::from(number).into());
        let plain = picture.map_or_else(|| address.clone(), |it| attachments::beside(address, it, &it.plain()));
        let choice = picture.map(|picture| pictures::srcset(&self.catalogue.settings.base, address, picture));
        map([
            ("address", link_to(self.catalogue, address)),
            ("url", url_of(self.catalogue, address)),
            ("alt", text(alt.as_deref().unwrap_or_default())),
            ("width", number(whole.map(|whole| whole.width))),
            ("height", number(whole.map(|whole| whole.height))),
            ("type", optional(whole.map(|whole| whole.format.media_type()))),
            ("src", link_to(self.catalogue, &plain)),
            ("srcset", optional(choice.as_deref().filter(|choice| !choice.is_empty()))),
            ("sizes", text(pictures::SIZES)),
        ])
    }

    /// Until when it holds, where the bulletin says so and has said no other time.
    fn until(&self, bulletin: &Bulletin) -> Value {
        let settings = &self.catalogue.settings;
        let expires = bulletin.expires.filter(|_| bulletin.says.more.when.is_none());
        let last = expires.map(|expires| expires.last_that_holds(&settings.zone));
        last.map_or_else(Value::none, |last| when::until(last, &self.values.voice, &settings.zone).into())
    }

    fn banner(&self, placed: &Placed) -> Value {
        let voice = &self.values.voice;
        let state = placed.bulletin.life.state;
        let when = |moment: Moment, at: &'static str, on: &'static str| {
            voice.fill(if moment.is_day() { on } else { at }, &[("when", &voice.moment(moment))])
        };
        let (title, words) = match state {
            State::Draft => ("draft_title", voice.text("draft_text").to_owned()),
            State::Scheduled => ("scheduled_title", when(placed.bulletin.date, "scheduled_at", "scheduled_for")),
            State::Resolved { since } => ("resolved_title", when(since, "resolved_text", "resolved_text")),
            State::Expired { since } => {
                let last = since.last_that_holds(&self.catalogue.settings.zone);
                ("expired_title", when(last, "expired_at", "expired_for"))
            }
            _ => return Value::none(),
        };
        map([("name", text(state.name())), ("title", text(voice.text(title))), ("text", words.into())])
    }

    fn share(&self, placed: &Placed) -> Value {
        let title = encoded(&placed.bulletin.says.entry.title);
        let url = encoded(&self.catalogue.settings.base.url(&placed.address));
        let way = |name: &str, title: &str, address: &[&str]| {
            map([("name", text(name)), ("title", text(title)), ("address", address.concat().into())])
        };
        list([
            way("whatsapp", self.values.voice.text("share_whatsapp"), &["https://wa.me/?text=", &title, "%20", &url]),
            way(
                "email",
                self.values.voice.text("share_email"),
                &["mailto:?subject=", &title, "&body=", &title, "%0D%0A", &url],
            ),
        ])
    }

    fn notice(&self, id: GoneId) -> Fields {
        let voice = &self.values.voice;
        let head = self.head(voice.text("gone_title"), voice.text("gone_description"));
        let frame =
            Frame { kind: "retracted", head, crumbs: Vec::new(), section: None, scope: None, index: Index::Unlisted };
        let mut values = self.frame(&frame, None)?;
        values.push(("since", self.moment(self.catalogue.gone(id).since)));
        Ok(values)
    }

    fn document(&self, id: PageId) -> Fields {
        let page = self.catalogue.page(id);
        let entry = &page.entry;
        let head = Head {
            entry: Some(entry),
            image: page.image.as_deref(),
            versions: versions::of_page(self.catalogue, id),
            ..self.head(&entry.title, description(entry))
        };
        let json_ld = json_ld::page(&head, &[]);
        let frame = Frame { kind: "page", head, crumbs: Vec::new(), section: None, scope: None, index: Index::Listed };
        let mut values = self.frame(&frame, Some(&json_ld))?;
        let document = map([
            ("title", text(&entry.title)),
            ("body", safe(&self.renderer.page_body(entry, &page.address)?.page)),
            ("extra", tree_map(&entry.more.extra)),
        ]);
        values.push(("document", document));
        Ok(values)
    }

    fn not_found(&self) -> Fields {
        let voice = &self.values.voice;
        let head = self.head(voice.text("lost_title"), voice.text("lost_description"));
        let frame =
            Frame { kind: "lost", head, crumbs: Vec::new(), section: None, scope: None, index: Index::Unlisted };
        self.frame(&frame, None)
    }

    fn search(&self) -> Fields {
        let voice = &self.values.voice;
        let (title, description) = (voice.text("search_title"), voice.text("search_description"));
        let mut values = self.plain("search", title, description, Vec::new(), None, None)?;
        let archive = self.catalogue.settings.outputs.has(Group::Archive);
        let link = |address: &Address| link_to(self.catalogue, address);
        // The script counts, and takes the form of the word that goes with its number.
        let forms = |name| match voice.get(name) {
            Some(Said::Forms(forms)) => {
                list(forms.forms.iter().map(|(form, said)| map([("form", text(form.name())), ("text", text(said))])))
            }
            _ => list([]),
        };
        let search = map([
            ("contents", link(&Piece::Contents.address())),
            ("archive", if archive { link(&Address::new("/archive/")) } else { Value::none() }),
            ("results", forms("search_results")),
            ("some", forms("search_some")),
        ]);
        values.push(("search", search));
        Ok(values)
    }

    fn alias(&self, targets: &[Address]) -> Vec<Field> {
        let url = |target: &Address| url_of(self.catalogue, target);
        let target = targets.first().map_or(Value::none(), url);
        let several = if targets.len() > 1 { targets } else { &[] };
        vec![("target", target), ("targets", Value::from(several.iter().map(url).collect::<Vec<_>>()))]
    }
}

/// Other open bulletins of the same areas, and the ones before this in its first area or kind: in its own language, where
/// they are there in it.
pub fn related(catalogue: &Catalogue, id: BulletinId) -> (Vec<BulletinId>, Vec<BulletinId>) {
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

/// A text as part of a query: all but letters and digits percent-encoded.
fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 2);
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() {
            out.push(char::from(byte));
        } else {
            out.push_str(percent_encoding::percent_encode_byte(byte));
        }
    }
    out
}

/// What a page says of itself in its head: its summary, or where it has none its title.
fn description(entry: &crate::catalogue::Entry) -> &str {
    if entry.summary.is_empty() { &entry.title } else { &entry.summary }
}
