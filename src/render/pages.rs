//! HTML pages: which template renders each, and with what values. In: a view. Out: bytes, or a template's fault.
//! It must not know the template engine beyond its values.

mod bulletin;

use tera::{Context, Value};

use super::{
    Renderer, json_ld,
    meta::PageHead,
    parts,
    values::{MapField, Values, link_to, list, map, optional, safe, text, tree_map, url_of},
};
use crate::{
    address::Address,
    language,
    moment::Moment,
    plan::IndexPiece,
    problem::Problem,
    settings::{OutputGroup, Settings},
    view::{Card, CardRef, NamedPage, Notice, Page, ScopeName, ScopeView, Version, View},
    words::Phrase,
};

/// Renders a page; nothing where the view is of no page.
pub fn page(renderer: &Renderer, view: &View, address: &Address) -> Result<Vec<u8>, Problem> {
    let mut out = Vec::with_capacity(16 * 1024);
    let Some(context) = context(renderer, view, address, ValueSelection::AskedFor) else { return Ok(out) };
    let (template, fields) = context?;
    let mut context = Context::new();
    let values = renderer.values_in(view.language());
    context.insert_value("site", values.site.clone());
    context.insert_value("words", values.words.clone());
    for (name, value) in fields {
        context.insert_value(name, value);
    }
    renderer.templates.render(template, &context, address, &mut out)?;
    Ok(out)
}

/// What is said of a page in its head and frame.
pub struct PageFrame<'a> {
    kind: &'static str,
    head: PageHead<'a>,
    crumbs: Vec<(String, Address)>,
    /// The part of the site that it belongs to, in the menu.
    section: Option<&'static str>,
    scope: Option<&'a ScopeView<'a>>,
    index: Indexing,
}

/// Whether search engines may list a page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Indexing {
    Listed,
    Unlisted,
}

/// The template of a page, and what it sees besides `site` and `words`.
pub fn context(
    renderer: &Renderer,
    view: &View,
    address: &Address,
    wanted: ValueSelection,
) -> Option<Result<(&'static str, Vec<MapField>), Problem>> {
    let pages = Pages { wanted, renderer, values: renderer.values_in(view.language()), address };
    let of = |template: &'static str, fields: PageValues| Some(fields.map(|fields| (template, fields)));
    match view {
        View::Bulletin(view) => of("bulletin.html", pages.bulletin(view)),
        View::Notice(view) => of("retracted.html", pages.notice(view)),
        View::Poster(article) => of("poster.html", pages.poster(&article.get())),
        View::Page(view) => of("page.html", pages.document(view)),
        View::List(view) => Some(pages.list(view)),
        View::Areas(tree) => of("areas.html", pages.areas(tree)),
        View::Kinds(terms) => of("kinds.html", pages.terms("kinds", ("kinds_of_bulletin", "kinds_description"), terms)),
        View::Tags(terms) => of("tags.html", pages.terms("tags", ("tags_title", "tags_description"), terms)),
        View::Archive(years) => of("archive.html", pages.archive(years)),
        View::NotFound => of("404.html", pages.not_found()),
        View::Search => of("search.html", pages.search()),
        View::Alias(targets) => of("alias.html", Ok(pages.alias(targets))),
        View::SearchPiece(..)
        | View::Feed(_)
        | View::Sitemap(_)
        | View::News(_)
        | View::Robots(_)
        | View::Text(_)
        | View::Event(_)
        | View::CancelledEvent(_)
        | View::Calendar(_)
        | View::Alert(_)
        | View::Cancel(_)
        | View::Alerts(_)
        | View::Card(_)
        | View::Security
        | View::Redirects(_)
        | View::Headers(_)
        | View::Checked(_)
        | View::Asset(_)
        | View::File(_) => None,
    }
}

/// What a template sees besides `site`, or the fault of a part's template.
pub type PageValues = Result<Vec<MapField>, Problem>;

/// Which values are made.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum ValueSelection {
    /// All that `docs/templates.md` lists.
    All,
    /// Those that the templates at hand may ask for.
    AskedFor,
}

pub struct Pages<'a> {
    pub wanted: ValueSelection,
    pub renderer: &'a Renderer,
    pub values: &'a Values,
    pub address: &'a Address,
}

impl<'a> Pages<'a> {
    fn settings(&self) -> &'a Settings {
        &self.renderer.settings
    }

    fn head<'h>(&self, title: &'h str, description: &'h str) -> PageHead<'h>
    where
        'a: 'h,
    {
        PageHead {
            settings: self.settings(),
            voice: &self.values.voice,
            assets: &self.renderer.assets,
            title,
            description,
            address: self.address,
            bulletin: None,
            own_language: None,
            og: &[],
            image: None,
            versions: &[],
        }
    }

    /// Whether values are made that the built-in templates do not ask for.
    pub fn wants_all(&self) -> bool {
        self.wanted == ValueSelection::All || !self.renderer.templates.are_built_in()
    }

    /// Bulletins as values, for templates that lay them out themselves.
    pub fn cards(&self, cards: &[CardRef]) -> Value {
        let card = |card: &CardRef| match self.wanted {
            ValueSelection::All => map(self.values.fields(&card.get())),
            ValueSelection::AskedFor => self.values.card(*card),
        };
        list(cards.iter().map(card))
    }

    /// A bulletin with the fields of lists.
    pub(super) fn card_of(&self, card: &Card) -> Value {
        self.map(self.values.fields(card))
    }

    /// An address as it stands in a link.
    pub(super) fn link(&self, address: &Address) -> Value {
        link_to(self.settings(), address)
    }

    /// A map for the templates at hand, or one with all its fields.
    fn map(&self, fields: impl IntoIterator<Item = MapField>) -> Value {
        match self.wanted {
            ValueSelection::All => map(fields),
            ValueSelection::AskedFor => self.values.map(fields),
        }
    }

    pub fn moment(&self, when: Moment) -> Value {
        self.values.moment(when)
    }

    fn frame(&self, frame: &PageFrame, json_ld: Option<&str>) -> PageValues {
        let settings = self.settings();
        let head = &frame.head;
        let language = head.language();
        // Every page of the front is named by the site.
        let head_title = if head.title == settings.title || frame.kind == "front" {
            head.title.to_owned()
        } else {
            [head.title, " – ", &settings.title].concat()
        };
        let canonical = (frame.index == Indexing::Listed).then(|| head.canonical());
        let crumbs =
            frame.crumbs.iter().map(|(title, address)| map([("title", text(title)), ("address", self.link(address))]));
        let alternates = || head.versions.iter().filter(|_| frame.index == Indexing::Listed);
        let url = |version: &Version| url_of(settings, version.address);
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
                ("address", self.link(version.address)),
                ("url", url(version)),
            ])
        });
        let section = frame.section.map_or_else(Value::none, |section| self.link(&Address::new(section)));
        let link = settings.base.link(self.address);
        let voice = &self.values.voice;
        // The tag of a country says nothing of the words: `en-US` on a site in `en-GB` is at home.
        let foreign = language::first(language) != language::first(&voice.tag);
        let parts = parts::FrameKey { link: &link, section: frame.section, foreign, values: self.values };
        let page = self.map([
            ("frame", self.renderer.frame(&parts, self.address)?),
            ("foreign", foreign.into()),
            ("translated", (!voice.is_site()).into()),
            ("kind", text(frame.kind)),
            ("title", text(head.title)),
            ("head_title", head_title.into()),
            ("description", text(head.description)),
            ("address", text(&link)),
            ("url", url_of(settings, self.address)),
            ("canonical", optional(canonical.as_deref())),
            ("language", text(language)),
            ("direction", text(language::direction(language))),
            ("state", optional(head.bulletin.map(|article| article.card.state.name()))),
            ("exit", self.exit(frame)),
            ("noindex", (frame.index == Indexing::Unlisted).into()),
            ("meta", safe(&head.meta())),
            ("feeds", if self.wants_all() { self.values.announced(frame.scope) } else { Value::none() }),
            ("feed_links", self.renderer.feed_links(self.values, frame.scope, self.address)?),
            ("json_ld", json_ld.map_or_else(Value::none, safe)),
            ("crumbs", list(crumbs)),
            ("alternates", Value::from(hreflangs)),
            ("translations", list(others)),
            ("section", section),
        ]);
        Ok(vec![("page", page)])
    }

    /// Where readers are led who have to leave at once, on pages of a kind that may put them at risk.
    fn exit(&self, frame: &PageFrame) -> Value {
        let settings = self.settings();
        let kind = match (frame.head.bulletin, frame.scope.map(|scope| scope.name)) {
            (Some(article), _) => settings.kinds.get(article.card.kind),
            (None, Some(ScopeName::Kind(kind))) => settings.kinds.get(kind),
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
        scope: Option<&ScopeView>,
    ) -> PageValues {
        let head = self.head(title, description);
        let json_ld = json_ld::page(&head, &crumbs);
        self.frame(&PageFrame { kind, head, crumbs, section, scope, index: Indexing::Listed }, Some(&json_ld))
    }

    /// The way through areas, from the outside in.
    pub fn area_crumbs<'n>(&self, line: impl Iterator<Item = NamedPage<'n>>) -> Vec<(String, Address)> {
        let areas = (self.values.voice.text("areas").into(), Address::new("/areas/"));
        std::iter::once(areas).chain(line.map(|area| (area.name.to_owned(), area.address.clone()))).collect()
    }

    fn notice(&self, view: &Notice) -> PageValues {
        let voice = &self.values.voice;
        let head = self.head(voice.text("gone_title"), voice.text("gone_description"));
        let frame = PageFrame {
            kind: "retracted",
            head,
            crumbs: Vec::new(),
            section: None,
            scope: None,
            index: Indexing::Unlisted,
        };
        let mut values = self.frame(&frame, None)?;
        values.push(("since", self.moment(view.since)));
        Ok(values)
    }

    fn document(&self, page: &Page) -> PageValues {
        let head = PageHead {
            own_language: page.language,
            og: page.og,
            image: page.image,
            versions: &page.versions,
            // What a page says of itself in its head: its summary, or where it has none its title.
            ..self.head(page.title, if page.summary.is_empty() { page.title } else { page.summary })
        };
        let json_ld = json_ld::page(&head, &[]);
        let frame =
            PageFrame { kind: "page", head, crumbs: Vec::new(), section: None, scope: None, index: Indexing::Listed };
        let mut values = self.frame(&frame, Some(&json_ld))?;
        let document = map([
            ("title", text(page.title)),
            ("body", safe(&self.renderer.page_body(&page.body, &self.values.voice)?.page)),
            ("extra", tree_map(page.extra)),
        ]);
        values.push(("document", document));
        Ok(values)
    }

    fn not_found(&self) -> PageValues {
        let voice = &self.values.voice;
        let head = self.head(voice.text("lost_title"), voice.text("lost_description"));
        let frame =
            PageFrame { kind: "lost", head, crumbs: Vec::new(), section: None, scope: None, index: Indexing::Unlisted };
        self.frame(&frame, None)
    }

    fn search(&self) -> PageValues {
        let voice = &self.values.voice;
        let (title, description) = (voice.text("search_title"), voice.text("search_description"));
        let mut values = self.plain("search", title, description, Vec::new(), None, None)?;
        let archive = self.settings().outputs.has(OutputGroup::Archive);
        let link = |address: &Address| self.link(address);
        // The script counts, and takes the form of the word that goes with its number.
        let forms = |name| match voice.get(name) {
            Some(Phrase::Forms(forms)) => {
                list(forms.forms.iter().map(|(form, said)| map([("form", text(form.name())), ("text", text(said))])))
            }
            _ => list([]),
        };
        let search = map([
            ("contents", link(&IndexPiece::Contents.address())),
            ("archive", if archive { link(&Address::new("/archive/")) } else { Value::none() }),
            ("results", forms("search_results")),
            ("some", forms("search_some")),
        ]);
        values.push(("search", search));
        Ok(values)
    }

    fn alias(&self, targets: &[Address]) -> Vec<MapField> {
        let url = |target: &Address| url_of(self.settings(), target);
        let target = targets.first().map_or(Value::none(), url);
        let several = if targets.len() > 1 { targets } else { &[] };
        vec![("target", target), ("targets", Value::from(several.iter().map(url).collect::<Vec<_>>()))]
    }
}
