//! What templates see of moments, areas, contacts, bulletins in a list, in one language. In: the catalogue and a voice.
//! Out: template values, as `docs/templates.md` lists them. It must not know which page they stand on.

use std::collections::BTreeMap;

use tera::Value;

use super::{memo::Memo, site_values, voice::Voice, when};
use crate::{
    address::Address,
    catalogue::{AreaId, Bulletin, BulletinId, Catalogue, State, bulletin::Severity},
    language,
    moment::Moment,
    parse::tree,
    plan::{self, Scope},
    settings::{Contact, FeedFormat, Group, Link},
    telephone,
    words::Said,
};

/// A field of a map.
pub type Field = (&'static str, Value);

/// A field's name, and its place among the fields of a map.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Name(usize, &'static str);

impl From<Name> for tera::value::Key<'static> {
    fn from(Name(_, name): Name) -> Self {
        Self::from(name)
    }
}

/// A map of a template, from its fields.
pub fn map(fields: impl IntoIterator<Item = Field>) -> Value {
    // The engine copies whatever map it is given into its own: one that keeps the places costs no hashing of names.
    let named = fields.into_iter().enumerate().map(|(place, (name, value))| (Name(place, name), value));
    Value::from(named.collect::<BTreeMap<Name, Value>>())
}

pub fn text(text: &str) -> Value {
    Value::from(text)
}

/// A text, or none.
pub fn optional(value: Option<&str>) -> Value {
    value.map_or_else(Value::none, Value::from)
}

/// A list of values.
pub fn list(values: impl IntoIterator<Item = Value>) -> Value {
    Value::from(values.into_iter().collect::<Vec<_>>())
}

/// A text that stands in a page as it is.
pub fn safe(html: &str) -> Value {
    Value::safe_string(html)
}

/// A moment in a voice.
fn moment(moment: Moment, catalogue: &Catalogue, voice: &Voice) -> Value {
    let shown = moment.shown(&catalogue.settings.zone);
    map([
        ("iso", shown.rfc3339().into()),
        ("words", voice.dates.moment(&shown).into()),
        ("day", voice.dates.day(&shown).into()),
        ("short", voice.dates.short(&shown).into()),
        ("year", i64::from(shown.year()).into()),
        ("month", u64::from(shown.month()).into()),
    ])
}

/// A tree of the user's own as template values.
pub fn tree(node: &tree::Value) -> Value {
    match node {
        tree::Value::Null => Value::none(),
        tree::Value::Text(text) => Value::from(text.as_str()),
        tree::Value::List(items) => list(items.iter().map(|item| tree(&item.value))),
        tree::Value::Map(map) => tree_map(map),
    }
}

/// A map of the user's own as a template value.
pub fn tree_map(source: &tree::Map) -> Value {
    let entries = source.entries.iter().map(|entry| (entry.key.clone(), tree(&entry.value.value)));
    Value::from(entries.collect::<BTreeMap<_, _>>())
}

/// A contact in a voice.
pub fn contact(contact: &Contact, voice: &Voice) -> Value {
    let tel = contact.phone.as_deref().and_then(telephone::international);
    map([
        ("name", text(&contact.name)),
        ("phone", optional(contact.phone.as_deref())),
        ("tel", optional(tel.as_deref())),
        ("url", optional(contact.url.as_deref())),
        ("note", optional(voice.contact_note(contact))),
    ])
}

/// `{name, url}` of the settings.
pub fn link(link: &Link) -> Value {
    map([("name", text(&link.name)), ("url", optional(link.address.as_deref()))])
}

/// The values that the catalogue's parts have in common wherever they are shown in one language. Those of areas, kinds and
/// states are made once and shared.
pub struct Values {
    pub voice: Voice,
    /// What templates see as `words`, and as `site`.
    pub words: Value,
    pub site: Value,
    areas: Vec<Value>,
    area_feeds: Vec<Value>,
    kinds: Vec<Value>,
    kind_feeds: Vec<Value>,
    site_feeds: Value,
    states: Vec<(State, Value)>,
    severities: Vec<(Severity, Value)>,
    /// The usual contacts of each kind.
    contacts: Vec<Value>,
    /// The areas of the top two levels, with how many bulletins are open in each; and those where some are.
    places: (Value, Value),
    /// The top areas where a bulletin is open.
    open_areas: Value,
    /// When a bulletin of the front page was last changed, and the date of its oldest one.
    last_change: Value,
    open_since: Value,
    cards: Memo<Value>,
    /// The date of a bulletin, and when it was updated.
    dates: Memo<(Value, Value)>,
    /// Whether values lack what the built-in templates do not show.
    brief: bool,
}

/// The most cards that are remembered: about 2 KB each.
const CARDS: usize = 2_048;

impl Values {
    /// Makes what is shared. `brief`: whether all templates are built in.
    pub fn new(catalogue: &Catalogue, voice: Voice, brief: bool) -> Self {
        let kinds = 0..catalogue.settings.kinds.len();
        let of = |scope| feeds(catalogue, scope, &voice);
        let site_feeds = of(Scope::Site);
        let change = |change: Moment| moment(change, catalogue, &voice);
        Self {
            words: words(&voice),
            site: site_values::site(catalogue, &voice, site_feeds.clone()),
            areas: catalogue.areas.ids().map(|id| area_name(catalogue, id)).collect(),
            area_feeds: catalogue.areas.ids().map(|id| of(Scope::Area(id))).collect(),
            kinds: kinds.clone().map(|at| kind(catalogue, at, &voice)).collect(),
            kind_feeds: kinds.zip(0..).map(|(_, at)| of(Scope::Kind(at))).collect(),
            site_feeds,
            states: [State::Draft, State::Scheduled, State::Open, State::Updated]
                .map(|state| (state, state_value(catalogue, state, &voice)))
                .into(),
            severities: Severity::WORDS
                .iter()
                .map(|(_, severity)| (*severity, severity_value(*severity, &voice)))
                .collect(),
            contacts: catalogue
                .usual
                .iter()
                .map(|contacts| list(contacts.iter().map(|known| contact(known, &voice))))
                .collect(),
            places: (places(catalogue, |_| true), places(catalogue, |area| catalogue.area(area).open > 0)),
            open_areas: list(open_areas(catalogue).into_iter().map(|id| area_count(catalogue, id, []))),
            last_change: catalogue.front_changed.map_or_else(Value::none, change),
            open_since: catalogue.front_since.map_or_else(Value::none, change),
            cards: Memo::new(CARDS, catalogue.bulletins.len()),
            dates: Memo::new(CARDS, catalogue.bulletins.len()),
            brief,
            voice,
        }
    }

    /// The usual contacts of a kind.
    pub fn contacts(&self, kind: usize) -> Value {
        self.contacts[kind].clone()
    }

    /// When a bulletin of the front page was last changed, and the date of its oldest one, or none.
    pub fn front_moments(&self) -> (Value, Value) {
        (self.last_change.clone(), self.open_since.clone())
    }

    /// The top areas where a bulletin is open.
    pub fn open_areas(&self) -> Value {
        self.open_areas.clone()
    }

    /// The areas of the top two levels, and those of them where a bulletin is open.
    pub fn places(&self) -> (Value, Value) {
        self.places.clone()
    }

    /// `{name, address}` of an area.
    pub fn area_name(&self, id: AreaId) -> Value {
        self.areas[id.0 as usize].clone()
    }

    pub fn kind(&self, kind: usize) -> Value {
        self.kinds[kind].clone()
    }

    fn state(&self, catalogue: &Catalogue, state: State) -> Value {
        let shared = self.states.iter().find(|(known, _)| *known == state).map(|(_, value)| value.clone());
        shared.unwrap_or_else(|| state_value(catalogue, state, &self.voice))
    }

    fn severity(&self, severity: Severity) -> Value {
        let shared = self.severities.iter().find(|(known, _)| *known == severity);
        shared.map_or_else(Value::none, |(_, value)| value.clone())
    }

    /// The feeds of a scope.
    pub fn feeds(&self, catalogue: &Catalogue, scope: Scope) -> Value {
        match scope {
            Scope::Site => self.site_feeds.clone(),
            Scope::Area(area) => self.area_feeds[area.0 as usize].clone(),
            Scope::Kind(kind) => self.kind_feeds[kind as usize].clone(),
            Scope::Tag(_) => feeds(catalogue, scope, &self.voice),
        }
    }

    /// A map for the templates at hand: the built-in ones ask whether there is something before they show it, so they
    /// need no fields of which there is nothing to say.
    pub fn map(&self, fields: impl IntoIterator<Item = Field>) -> Value {
        let says_something = |value: &Value| {
            !(value.is_none() || value.as_bool() == Some(false) || value.as_array().is_some_and(<[_]>::is_empty))
        };
        map(fields.into_iter().filter(|(_, value)| !self.brief || says_something(value)))
    }

    /// The fields of a bulletin wherever it is shown.
    pub fn fields(&self, catalogue: &Catalogue, id: BulletinId) -> impl Iterator<Item = Field> + use<> {
        let placed = catalogue.bulletin(id);
        let bulletin = &placed.bulletin;
        // The day that is named is the last one that holds.
        let last = bulletin.expires.map(|expires| expires.last_that_holds(&catalogue.settings.zone));
        let expires = last.map_or_else(Value::none, |last| self.moment(catalogue, last));
        let more = [
            ("url", url_of(catalogue, &placed.address)),
            ("expires", expires),
            ("areas", list(bulletin.areas.iter().map(|id| self.area_name(*id)))),
            ("tags", tags(catalogue, bulletin)),
        ];
        self.brief_fields(catalogue, id).into_iter().chain(more)
    }

    /// Those of them that the built-in templates show in lists.
    fn brief_fields(&self, catalogue: &Catalogue, id: BulletinId) -> [Field; 14] {
        let placed = catalogue.bulletin(id);
        let bulletin = &placed.bulletin;
        let (date, updated) = self.dates.get(id.0, || {
            let date = self.moment(catalogue, bulletin.date);
            let same = bulletin.life.updated == bulletin.date;
            (date.clone(), if same { date } else { self.moment(catalogue, bulletin.life.updated) })
        });
        let other = self.other(catalogue, bulletin.says.entry.more.lang.as_deref());
        let names = bulletin.areas.iter().map(|id| catalogue.areas.get(*id).name.as_str());
        let happens = when::words(bulletin, &catalogue.settings, &self.voice);
        [
            ("title", text(&bulletin.says.entry.title)),
            ("language", optional(other)),
            ("direction", optional(other.map(language::direction))),
            ("address", link_to(catalogue, &placed.address)),
            ("summary", text(&bulletin.says.entry.summary)),
            ("date", date),
            ("updated", updated),
            ("was_updated", (bulletin.life.updated > bulletin.date).into()),
            ("kind", self.kind(bulletin.kind)),
            ("state", self.state(catalogue, bulletin.life.state)),
            ("severity", self.severity(bulletin.says.severity)),
            ("where", self.voice.names(names).into()),
            ("pinned", bulletin.pinned.into()),
            ("when", happens.map_or_else(Value::none, |words| self.when(catalogue, bulletin, &words))),
        ]
    }

    /// When the thing itself happens, as templates see it.
    fn when(&self, catalogue: &Catalogue, bulletin: &Bulletin, words: &str) -> Value {
        let Some(when) = &bulletin.says.more.when else { return Value::none() };
        let moment = |moment: Option<Moment>| moment.map_or_else(Value::none, |moment| self.moment(catalogue, moment));
        map([
            ("words", text(words)),
            ("start", moment(when.times.start)),
            ("end", moment(when.times.end)),
            ("place", optional(when.place.as_deref())),
        ])
    }

    /// A moment as templates see it.
    pub fn moment(&self, catalogue: &Catalogue, when: Moment) -> Value {
        moment(when, catalogue, &self.voice)
    }

    /// The language of a text, where it is another than that of the page around it.
    pub fn other<'l>(&self, catalogue: &'l Catalogue, own: Option<&'l str>) -> Option<&'l str> {
        let site = &catalogue.settings.language;
        let around = if self.voice.is_site() { site } else { &self.voice.tag };
        let own = own.unwrap_or(site);
        (language::first(own) != language::first(around)).then_some(own)
    }

    /// A bulletin as the templates at hand show it in lists.
    pub fn card(&self, catalogue: &Catalogue, id: BulletinId) -> Value {
        let make = || {
            if self.brief { self.map(self.brief_fields(catalogue, id)) } else { map(self.fields(catalogue, id)) }
        };
        self.cards.get(id.0, make)
    }
}

/// The areas of the top two levels that are wanted, each with how many bulletins are open in it.
fn places(catalogue: &Catalogue, wanted: impl Fn(AreaId) -> bool) -> Value {
    list(plan::places(catalogue).filter(|id| wanted(*id)).map(|id| area_count(catalogue, id, [])))
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

/// An address as it stands in a link.
pub fn link_to(catalogue: &Catalogue, address: &Address) -> Value {
    catalogue.settings.base.link(address).into()
}

/// An address with scheme and host.
pub fn url_of(catalogue: &Catalogue, address: &Address) -> Value {
    catalogue.settings.base.url(address).into()
}

fn area_name(catalogue: &Catalogue, id: AreaId) -> Value {
    let area = catalogue.areas.get(id);
    map([("name", text(&area.name)), ("address", link_to(catalogue, &area.address))])
}

/// `{name, address, open, count}` of an area, with the `more` fields that a page asks for.
pub fn area_count(catalogue: &Catalogue, id: AreaId, more: impl IntoIterator<Item = Field>) -> Value {
    let area = catalogue.areas.get(id);
    let listing = catalogue.area(id);
    let own = [
        ("name", text(&area.name)),
        ("address", link_to(catalogue, &area.address)),
        ("open", listing.open.into()),
        ("count", listing.shown.len().into()),
    ];
    map(own.into_iter().chain(more))
}

fn kind(catalogue: &Catalogue, kind: usize, voice: &Voice) -> Value {
    map([
        ("name", text(&catalogue.settings.kinds[kind].name)),
        ("label", text(voice.kind(kind))),
        ("plural", text(voice.kinds(kind))),
        ("address", link_to(catalogue, &catalogue.kind_address(kind))),
    ])
}

fn state_value(catalogue: &Catalogue, state: State, voice: &Voice) -> Value {
    let since =
        state.told_since(&catalogue.settings.zone).map_or_else(Value::none, |since| moment(since, catalogue, voice));
    map([
        ("name", text(state.name())),
        ("label", text(voice.state(state))),
        ("inline", text(voice.state_inline(state))),
        ("open", state.is_open().into()),
        ("since", since),
    ])
}

fn tags(catalogue: &Catalogue, bulletin: &Bulletin) -> Value {
    if !catalogue.settings.outputs.has(Group::Tags) {
        return list([]);
    }
    list(bulletin.tags.iter().map(|tag| {
        let tag = &catalogue.tags[*tag as usize];
        map([("name", text(&tag.name)), ("address", link_to(catalogue, &tag.address))])
    }))
}

fn feeds(catalogue: &Catalogue, scope: Scope, voice: &Voice) -> Value {
    let formats = plan::feed_formats(catalogue, scope);
    list(formats.into_iter().map(|format| feed(catalogue, format, scope, voice)))
}

fn feed(catalogue: &Catalogue, format: FeedFormat, scope: Scope, voice: &Voice) -> Value {
    let address = plan::scope_address(catalogue, scope).join(format.file_name());
    map([
        ("title", scope_title(catalogue, scope, voice).into()),
        ("address", link_to(catalogue, &address)),
        ("url", url_of(catalogue, &address)),
        ("type", text(format.media_type())),
        ("format", text(format.name())),
    ])
}

/// The title of a feed: the site's, and what it is about.
pub fn scope_title(catalogue: &Catalogue, scope: Scope, voice: &Voice) -> String {
    let site = &catalogue.settings.title;
    let name = match scope {
        Scope::Site => return site.clone(),
        Scope::Area(area) => &catalogue.areas.get(area).name,
        Scope::Kind(kind) => voice.kinds(kind as usize),
        Scope::Tag(tag) => &catalogue.tags[tag as usize].name,
    };
    voice.fill("feed_title", &[("name", name), ("site", site)])
}

fn severity_value(severity: Severity, voice: &Voice) -> Value {
    let label = |label: &str| map([("name", text(severity.name())), ("label", text(label))]);
    voice.severity(severity).map_or_else(Value::none, label)
}

/// What templates see as `words`: each text by its name, and the language that they are in.
fn words(voice: &Voice) -> Value {
    let said = voice.all().map(|(name, said)| {
        let value = match said {
            Said::Text(said) => text(said),
            // Which form it is, `with` finds out.
            Said::Forms(_) => map([("word", text(name)), ("language", u64::from(voice.id().0).into())]),
        };
        (name.to_owned(), value)
    });
    let own = [("language", text(&voice.tag)), ("direction", text(language::direction(&voice.tag)))];
    let own = own.map(|(name, value)| (name.to_owned(), value));
    Value::from(said.chain(own).collect::<BTreeMap<_, _>>())
}
