//! What templates see of moments, areas, contacts, bulletins in a list, in one language. In: views and a voice.
//! Out: template values, as `docs/templates.md` lists them. It must not know which page they stand on.

use std::sync::Arc;

use tera::{Map, Value, value::Key};

use super::{dial, memo::Memo, site_values, voice::Voice, when};
use crate::{
    address::Address,
    language,
    moment::Moment,
    parse::tree,
    settings::{Contact, FeedFormat, NamedLink, OutputGroup, Settings},
    telephone,
    view::{
        AreaCount, Card, CardRef, Frame, Front, Image, NamedPage as Named, ScopeName, ScopeView, Severity, State,
        beside,
    },
    words::Phrase,
};

/// A field of a map.
pub type MapField = (&'static str, Value);

/// A map of a template, from its fields.
pub fn map(fields: impl IntoIterator<Item = MapField>) -> Value {
    keyed(fields.into_iter().map(|(name, value)| (Key::Str(name), value)))
}

/// A map of a template. Its entries are put straight into a map of the engine's kind, which is the quickest to make one of.
fn keyed(entries: impl Iterator<Item = (Key<'static>, Value)>) -> Value {
    let mut map = Map::with_capacity(entries.size_hint().1.unwrap_or_default());
    map.extend(entries);
    Value::from(map)
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
fn moment(moment: Moment, voice: &Voice) -> Value {
    let shown = moment.shown(voice.zone());
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
pub fn tree(node: &tree::TreeValue) -> Value {
    match node {
        tree::TreeValue::Null => Value::none(),
        tree::TreeValue::Text(text) => Value::from(text.as_str()),
        tree::TreeValue::List(items) => list(items.iter().map(|item| tree(&item.value))),
        tree::TreeValue::Map(map) => tree_map(map),
    }
}

/// A map of the user's own as a template value.
pub fn tree_map(source: &tree::Map) -> Value {
    keyed(source.entries.iter().map(|entry| (Key::from(entry.key.clone()), tree(&entry.value.value))))
}

/// A contact in a voice.
pub fn contact(contact: &Contact, voice: &Voice) -> Value {
    let tel = contact.phone.as_deref().and_then(|phone| telephone::dialled(phone, voice.numbering()));
    map([
        ("name", text(&contact.name)),
        ("phone", optional(contact.phone.as_deref())),
        ("tel", optional(tel.as_deref())),
        (
            "linked",
            contact.phone.as_deref().map_or_else(Value::none, |phone| safe(&dial::linked(phone, voice.numbering()))),
        ),
        ("url", optional(contact.url.as_deref())),
        ("note", optional(voice.contact_note(contact))),
    ])
}

/// `{name, url}` of the settings.
pub fn link(link: &NamedLink) -> Value {
    map([("name", text(&link.name)), ("url", optional(link.address.as_deref()))])
}

/// The values of one language that many pages have in common. Those of kinds and states are made once and shared.
pub struct Values {
    pub voice: Voice,
    settings: Arc<Settings>,
    /// What templates see as `words`, and as `site`.
    pub words: Value,
    pub site: Value,
    /// The feeds of the whole site.
    pub site_feeds: Value,
    kinds: Vec<Value>,
    states: Vec<(State, Value)>,
    severities: Vec<(Severity, Value)>,
    /// The usual contacts of each kind.
    contacts: Vec<Value>,
    cards: Memo<Value>,
    /// The date of a bulletin, and when it was updated.
    dates: Memo<(Value, Value)>,
    places: Memo<FrontAreas>,
    /// Whether values lack what the built-in templates do not show.
    brief: bool,
}

/// The areas that the pages of the front list show, each with how many bulletins it has.
#[derive(Clone)]
pub struct FrontAreas {
    /// Those of the top two levels.
    pub all: Value,
    /// Those of them where a bulletin is open.
    pub open: Value,
    /// Those to name when one says where bulletins are open.
    pub named: Value,
}

/// The most cards that are remembered: about 2 KB each.
const CARDS: usize = 2_048;

impl Values {
    /// Makes what is shared. `brief`: whether all templates are built in. `bulletins`: how many there are.
    pub fn new(settings: &Arc<Settings>, frame: &Frame, voice: Voice, brief: bool, bulletins: usize) -> Self {
        let whole = ScopeView {
            name: ScopeName::Site,
            address: Address::new("/"),
            formats: settings.outputs.feeds.iter().copied().collect(),
        };
        let site_feeds = feeds(settings, &whole, &voice);
        Self {
            words: words(&voice),
            site: site_values::site(settings, frame, &voice, site_feeds.clone()),
            kinds: (0..settings.kinds.len()).map(|at| kind(settings, at, &voice)).collect(),
            site_feeds,
            states: [State::Draft, State::Scheduled, State::Open, State::Updated]
                .map(|state| (state, state_value(state, &voice)))
                .into(),
            severities: Severity::WORDS
                .iter()
                .map(|(_, severity)| (*severity, severity_value(*severity, &voice)))
                .collect(),
            contacts: frame
                .usual
                .iter()
                .map(|contacts| list(contacts.iter().map(|known| contact(known, &voice))))
                .collect(),
            cards: Memo::new(CARDS, bulletins),
            dates: Memo::new(CARDS, bulletins),
            places: Memo::new(1, 1),
            brief,
            settings: settings.clone(),
            voice,
        }
    }

    /// The usual contacts of a kind.
    pub fn contacts(&self, kind: usize) -> Value {
        self.contacts[kind].clone()
    }

    /// The areas that all pages of the front list show alike.
    pub fn places(&self, front: &Front) -> FrontAreas {
        self.places.get(0, || {
            let counts = |areas: &mut dyn Iterator<Item = &AreaCount>| -> Value {
                list(areas.map(|area| area_count(&self.settings, area, [])))
            };
            FrontAreas {
                all: counts(&mut front.places.iter()),
                open: counts(&mut front.places.iter().filter(|place| place.open > 0)),
                named: counts(&mut front.open_areas.iter()),
            }
        })
    }

    /// `{name, address}` of an area or a tag.
    pub fn name(&self, named: &Named) -> Value {
        map([("name", text(named.name)), ("address", link_to(&self.settings, named.address))])
    }

    pub fn kind(&self, kind: usize) -> Value {
        self.kinds[kind].clone()
    }

    fn state(&self, state: State) -> Value {
        let shared = self.states.iter().find(|(known, _)| *known == state).map(|(_, value)| value.clone());
        shared.unwrap_or_else(|| state_value(state, &self.voice))
    }

    fn severity(&self, severity: Severity) -> Value {
        let shared = self.severities.iter().find(|(known, _)| *known == severity);
        shared.map_or_else(Value::none, |(_, value)| value.clone())
    }

    /// The feeds that a page announces: those of what it belongs to, then the site's.
    pub fn announced(&self, scope: Option<&ScopeView>) -> Value {
        let own = scope.map(|scope| self.feeds(scope));
        let all = own.iter().chain([&self.site_feeds]);
        list(all.flat_map(|feeds| feeds.as_array().into_iter().flatten().cloned()))
    }

    /// The feeds of a scope.
    pub fn feeds(&self, scope: &ScopeView) -> Value {
        feeds(&self.settings, scope, &self.voice)
    }

    /// A map for the templates at hand: the built-in ones ask whether there is something before they show it, so they
    /// need no fields of which there is nothing to say.
    pub fn map(&self, fields: impl IntoIterator<Item = MapField>) -> Value {
        let says_something = |value: &Value| {
            !(value.is_none() || value.as_bool() == Some(false) || value.as_array().is_some_and(<[_]>::is_empty))
        };
        map(fields.into_iter().filter(|(_, value)| !self.brief || says_something(value)))
    }

    /// The fields of a bulletin wherever it is shown.
    pub fn fields(&self, card: &Card) -> impl Iterator<Item = MapField> + use<> {
        let tags = if self.settings.outputs.has(OutputGroup::Tags) { card.tags.as_slice() } else { &[] };
        // The day that is named is the last one that holds.
        let last = card.expires.map(|expires| expires.last_that_holds(&self.settings.zone));
        let more = [
            ("url", url_of(&self.settings, card.address)),
            ("expires", last.map_or_else(Value::none, |last| self.moment(last))),
            ("areas", list(card.areas.iter().map(|area| self.name(area)))),
            ("tags", list(tags.iter().map(|tag| self.name(tag)))),
        ];
        self.brief_fields(card).into_iter().chain(more)
    }

    /// Those of them that the built-in templates show in lists.
    fn brief_fields(&self, card: &Card) -> [MapField; 16] {
        let (date, updated) = self.dates.get(card.key.0, || {
            let date = self.moment(card.date);
            (date.clone(), if card.updated == card.date { date } else { self.moment(card.updated) })
        });
        let other = self.other(card.language);
        [
            ("title", text(card.title)),
            ("language", optional(other)),
            ("direction", optional(other.map(language::direction))),
            ("address", link_to(&self.settings, card.address)),
            ("summary", text(card.summary)),
            ("date", date),
            ("updated", updated),
            ("was_updated", (card.updated > card.date).into()),
            ("kind", self.kind(card.kind)),
            ("state", self.state(card.state)),
            ("ends", card.ends.map_or_else(Value::none, |state| ending(state, &self.voice))),
            ("severity", self.severity(card.severity)),
            ("where", self.voice.names(card.areas.iter().map(|area| area.name)).into()),
            ("pinned", card.pinned.into()),
            ("picture", thumbnail(&self.settings, card.image)),
            ("when", self.when(card)),
        ]
    }

    /// When the thing itself happens, as templates see it.
    fn when(&self, card: &Card) -> Value {
        let words = when::words(card, &self.settings, &self.voice);
        let Some((when, words)) = card.when.zip(words) else { return Value::none() };
        let moment = |moment: Option<Moment>| moment.map_or_else(Value::none, |moment| self.moment(moment));
        map([
            ("words", text(&words)),
            ("start", moment(when.times.start)),
            ("end", moment(when.times.end)),
            ("place", optional(when.place.as_deref())),
        ])
    }

    /// A moment as templates see it.
    pub fn moment(&self, when: Moment) -> Value {
        moment(when, &self.voice)
    }

    /// The language of a text, where it is another than that of the page around it.
    pub fn other<'l>(&'l self, own: Option<&'l str>) -> Option<&'l str> {
        let site = &self.settings.language;
        let around = if self.voice.is_site() { site } else { &self.voice.tag };
        let own = own.unwrap_or(site);
        (language::first(own) != language::first(around)).then_some(own)
    }

    /// A bulletin as the templates at hand show it in lists.
    pub fn card(&self, card: CardRef) -> Value {
        let make = || {
            let card = card.get();
            if self.brief { self.map(self.brief_fields(&card)) } else { map(self.fields(&card)) }
        };
        self.cards.get(card.key(), make)
    }
}

/// An address as it stands in a link.
pub fn link_to(settings: &Settings, address: &Address) -> Value {
    settings.base.link(address).into()
}

/// An address with scheme and host.
pub fn url_of(settings: &Settings, address: &Address) -> Value {
    settings.base.url(address).into()
}

/// `{name, address, open, count}` of an area, with the `more` fields that a page asks for.
pub fn area_count(settings: &Settings, area: &AreaCount, more: impl IntoIterator<Item = MapField>) -> Value {
    let own = [
        ("name", text(area.area.name)),
        ("address", link_to(settings, area.area.address)),
        ("open", area.open.into()),
        ("count", area.count.into()),
    ];
    map(own.into_iter().chain(more))
}

fn kind(settings: &Settings, kind: usize, voice: &Voice) -> Value {
    map([
        ("name", text(&settings.kinds[kind].name)),
        ("label", text(voice.kind(kind))),
        ("plural", text(voice.kinds(kind))),
        ("address", link_to(settings, &settings.kind_address(kind))),
        ("asks", settings.kinds[kind].asks.into()),
    ])
}

/// The state that an open bulletin will be in, and from when on: to the second for scripts, and in words.
fn ending(state: State, voice: &Voice) -> Value {
    let zone = voice.zone();
    map([
        ("name", text(state.name())),
        ("label", text(voice.state(state))),
        ("inline", text(voice.state_inline(state))),
        ("at", optional(state.since().map(|since| since.rfc3339(zone)).as_deref())),
        ("until", state.last_before(zone).map_or_else(Value::none, |last| moment(last, voice))),
    ])
}

fn state_value(state: State, voice: &Voice) -> Value {
    let since = state.told_since(voice.zone()).map_or_else(Value::none, |since| moment(since, voice));
    map([
        ("name", text(state.name())),
        ("label", text(voice.state(state))),
        ("inline", text(voice.state_inline(state))),
        ("open", state.is_open().into()),
        ("called_off", state.is_called_off().into()),
        ("since", since),
    ])
}

fn feeds(settings: &Settings, scope: &ScopeView, voice: &Voice) -> Value {
    list(scope.formats.iter().map(|format| feed(settings, *format, scope, voice)))
}

fn feed(settings: &Settings, format: FeedFormat, scope: &ScopeView, voice: &Voice) -> Value {
    let address = scope.address.join(format.file_name());
    map([
        ("title", scope_title(settings, scope, voice).into()),
        ("address", link_to(settings, &address)),
        ("url", url_of(settings, &address)),
        ("type", text(format.media_type())),
        ("format", text(format.name())),
    ])
}

/// The title of a feed: the site's, and what it is about.
pub fn scope_title(settings: &Settings, scope: &ScopeView, voice: &Voice) -> String {
    let site = &settings.title;
    let name = match scope.name {
        ScopeName::Site => return site.clone(),
        ScopeName::Kind(kind) => voice.kinds(kind),
        ScopeName::Area(name) | ScopeName::Tag(name) => name,
    };
    voice.fill("feed_title", &[("name", name), ("site", site)])
}

/// The smallest copy of a picture, for lists; none for drawings and for pictures that lie elsewhere.
fn thumbnail(settings: &Settings, image: Option<&Image>) -> Value {
    let Some(Image::Here { address, picture: Some(picture), .. }) = image else { return Value::none() };
    let smallest = picture.choice().into_iter().min_by_key(|variant| variant.width).unwrap_or_else(|| picture.plain());
    map([
        ("src", link_to(settings, &beside(address, picture, &smallest))),
        ("width", u64::from(smallest.width).into()),
        ("height", u64::from(smallest.height).into()),
    ])
}

fn severity_value(severity: Severity, voice: &Voice) -> Value {
    let label = |label: &str| map([("name", text(severity.name())), ("label", text(label))]);
    voice.severity(severity).map_or_else(Value::none, label)
}

/// What templates see as `words`: each text by its name, and the language that they are in.
pub fn words(voice: &Voice) -> Value {
    let said = voice.all().map(|(name, said)| {
        let value = match said {
            Phrase::Text(said) => text(said),
            // Which form it is, `with` finds out.
            Phrase::Forms(_) => map([("word", text(name)), ("language", u64::from(voice.id().0).into())]),
        };
        (Key::from(name.to_owned()), value)
    });
    let own = [("language", text(&voice.tag)), ("direction", text(language::direction(&voice.tag)))];
    keyed(said.chain(own.map(|(name, value)| (Key::Str(name), value))))
}
