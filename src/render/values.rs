//! What templates see of moments, areas, contacts, bulletins in a list. In: the catalogue. Out: template values, as
//! `docs/templates.md` lists them. It must not know which page they stand on.

use tera::Value;
use tera::value::{Key, Map};

use crate::{
    address::Address,
    catalogue::{AreaId, Bulletin, BulletinId, Catalogue, State, bulletin::Severity},
    moment::{Moment, Zone},
    parse::tree,
    plan::{self, Scope},
    settings::{Contact, FeedFormat, Link},
    telephone,
};

/// A map of a template, from its fields.
pub fn map<const N: usize>(fields: [(&'static str, Value); N]) -> Value {
    let mut map = Map::with_capacity_and_hasher(N, Default::default());
    for (name, value) in fields {
        map.insert(Key::Str(name), value);
    }
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

pub fn moment(moment: Moment, zone: &Zone) -> Value {
    map([
        ("iso", moment.rfc3339(zone).into()),
        ("words", moment.words(zone).into()),
        ("day", moment.day_words(zone).into()),
        ("year", i64::from(moment.year(zone)).into()),
        ("month", u64::from(moment.month(zone)).into()),
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
    let mut map = Map::default();
    for entry in &source.entries {
        map.insert(Key::from(entry.key.clone()), tree(&entry.value.value));
    }
    Value::from(map)
}

pub fn contact(contact: &Contact) -> Value {
    let tel = contact.phone.as_deref().and_then(telephone::international);
    map([
        ("name", text(&contact.name)),
        ("phone", optional(contact.phone.as_deref())),
        ("tel", optional(tel.as_deref())),
        ("url", optional(contact.url.as_deref())),
        ("note", optional(contact.note.as_deref())),
    ])
}

/// `{name, url}` of the settings.
pub fn link(link: &Link) -> Value {
    map([("name", text(&link.name)), ("url", optional(link.address.as_deref()))])
}

/// The values that the catalogue's parts have in common wherever they are shown.
#[derive(Clone, Copy)]
pub struct Values<'a> {
    pub catalogue: &'a Catalogue,
}

impl Values<'_> {
    pub fn link(&self, address: &Address) -> Value {
        self.catalogue.settings.base.link(address).into()
    }

    pub fn url(&self, address: &Address) -> Value {
        self.catalogue.settings.base.url(address).into()
    }

    pub fn moment(&self, when: Moment) -> Value {
        moment(when, &self.catalogue.settings.zone)
    }

    fn maybe_moment(&self, when: Option<Moment>) -> Value {
        when.map_or_else(Value::none, |when| self.moment(when))
    }

    /// `{name, address}` of an area.
    pub fn area_name(&self, id: AreaId) -> Value {
        let area = self.catalogue.areas.get(id);
        map([("name", text(&area.name)), ("address", self.link(&area.address))])
    }

    /// `{name, address, open, count}` of an area, with the `more` fields that a page asks for.
    pub fn area_count<const N: usize>(&self, id: AreaId, more: [(&'static str, Value); N]) -> Value {
        let area = self.catalogue.areas.get(id);
        let listing = self.catalogue.area(id);
        let mut map = Map::default();
        map.insert(Key::Str("name"), text(&area.name));
        map.insert(Key::Str("address"), self.link(&area.address));
        map.insert(Key::Str("open"), listing.open.into());
        map.insert(Key::Str("count"), listing.shown.len().into());
        for (name, value) in more {
            map.insert(Key::Str(name), value);
        }
        Value::from(map)
    }

    pub fn kind(&self, kind: usize) -> Value {
        let spec = &self.catalogue.settings.kinds[kind];
        map([
            ("name", text(&spec.name)),
            ("label", text(&spec.label)),
            ("plural", text(&spec.plural)),
            ("address", self.link(&self.catalogue.kind_address(kind))),
        ])
    }

    pub fn state(&self, state: State) -> Value {
        map([
            ("name", text(state.name())),
            ("label", text(state_label(state))),
            ("open", state.is_open().into()),
            ("since", self.maybe_moment(state.since())),
        ])
    }

    /// The fields of a bulletin that every list shows.
    pub fn card(&self, id: BulletinId) -> Map {
        let placed = self.catalogue.bulletin(id);
        let bulletin = &placed.bulletin;
        let mut map = Map::with_capacity_and_hasher(24, Default::default());
        let mut set = |name: &'static str, value: Value| {
            map.insert(Key::Str(name), value);
        };
        set("title", text(&bulletin.entry.title));
        set("address", self.link(&placed.address));
        set("url", self.url(&placed.address));
        set("summary", text(&bulletin.entry.summary));
        set("date", self.moment(bulletin.date));
        set("updated", self.moment(bulletin.life.updated));
        set("was_updated", (bulletin.life.updated > bulletin.date).into());
        set("expires", self.maybe_moment(bulletin.expires));
        set("kind", self.kind(bulletin.kind));
        set("state", self.state(bulletin.life.state));
        set("severity", severity(bulletin.severity));
        set("areas", list(bulletin.areas.iter().map(|id| self.area_name(*id))));
        set("tags", self.tags(bulletin));
        set("pinned", bulletin.pinned.into());
        map
    }

    fn tags(&self, bulletin: &Bulletin) -> Value {
        if !self.catalogue.settings.outputs.tags {
            return list([]);
        }
        list(bulletin.tags.iter().map(|tag| {
            let tag = &self.catalogue.tags[*tag as usize];
            map([("name", text(&tag.name)), ("address", self.link(&tag.address))])
        }))
    }

    pub fn cards(&self, ids: &[BulletinId]) -> Value {
        list(ids.iter().map(|id| Value::from(self.card(*id))))
    }

    /// The feeds of a scope.
    pub fn feeds(&self, scope: Scope) -> Value {
        let formats = &self.catalogue.settings.outputs.feeds;
        list(formats.iter().map(|format| self.feed(*format, scope)))
    }

    fn feed(&self, format: FeedFormat, scope: Scope) -> Value {
        let address = plan::scope_address(self.catalogue, scope).join(format.file_name());
        map([
            ("title", scope_title(self.catalogue, scope).into()),
            ("address", self.link(&address)),
            ("url", self.url(&address)),
            ("type", text(format.media_type())),
            ("format", text(format.name())),
        ])
    }
}

/// The title of a feed: the site's, and what it is about.
pub fn scope_title(catalogue: &Catalogue, scope: Scope) -> String {
    let site = &catalogue.settings.title;
    match scope {
        Scope::Site => site.clone(),
        Scope::Area(area) => format!("{}: {site}", catalogue.areas.get(area).name),
        Scope::Kind(kind) => format!("{}: {site}", catalogue.settings.kinds[kind as usize].plural),
        Scope::Tag(tag) => format!("{}: {site}", catalogue.tags[tag as usize].name),
    }
}

/// The word for a state.
pub fn state_label(state: State) -> &'static str {
    match state {
        State::Draft => "Draft",
        State::Scheduled => "Scheduled",
        State::Open => "Open",
        State::Updated => "Updated",
        State::Resolved { .. } => "Resolved",
        State::Expired { .. } => "Expired",
        State::Withdrawn { .. } | State::Retracted { .. } => "No longer available",
    }
}

fn severity(severity: Severity) -> Value {
    let label = match severity {
        Severity::Extreme => "Extreme",
        Severity::Severe => "Severe",
        Severity::Moderate => "Moderate",
        Severity::Minor => "Minor",
        Severity::Unknown => return Value::none(),
    };
    map([("name", text(severity.name())), ("label", text(label))])
}
