//! What of a site is known again: addresses, ids, texts and events of its bulletins. In: texts of bulletins. Out: an
//! [`BulletinIndex`] that finds what a new text is already. It must not know the disk.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{
    house::{self, Value},
    similar::{self, SAME_EVENT, SAME_TEXT, Sketch, Weights},
    standing::{self, Authority},
};
use crate::{
    parse::{
        self, front_matter,
        reader::decoded,
        tree::{self, Map},
    },
    source::SourcePath,
};

/// What is kept of one bulletin.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct IndexedBulletin {
    pub path: String,
    pub title: String,
    /// The day of its date, as it begins: `2021-03-01`.
    pub day: String,
    pub areas: Vec<String>,
    pub references: Vec<String>,
    /// Marks of the addresses at which the same text or report of it stands.
    pub addresses: Vec<String>,
    pub ids: Vec<String>,
    pub feed: Option<String>,
    /// Fingerprints: of what was imported, and of what it says now.
    pub texts: Vec<String>,
    pub sketch: Sketch,
    pub standing: Authority,
    /// Who published it, and where, as its `source` says.
    pub publisher: Option<String>,
    pub url: Option<String>,
    /// Whether it is a draft that nobody has touched since it was imported.
    pub untouched: bool,
    /// Titles of reports that it names.
    pub coverage: Vec<String>,
    pub aliases: Vec<String>,
}

/// All bulletins of a site.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct BulletinIndex {
    pub entries: Vec<IndexedBulletin>,
    /// The old addresses that bulletins and pages keep.
    #[serde(skip)]
    aliases: HashSet<String>,
}

/// What a new text is to the site.
#[derive(Clone, Debug, PartialEq)]
pub enum Resemblance<'a> {
    /// Nothing that is there tells of it.
    New,
    /// It is there already.
    Same(&'a IndexedBulletin, MatchedBy),
    /// Another text on the same event.
    Event(&'a IndexedBulletin),
}

/// By what it was known again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MatchedBy {
    Address,
    Id,
    Text,
}

impl MatchedBy {
    pub fn words(self) -> &'static str {
        match self {
            Self::Address => "by its address",
            Self::Id => "by its message or entry id",
            Self::Text => "by its text",
        }
    }
}

impl PartialEq for IndexedBulletin {
    fn eq(&self, other: &Self) -> bool {
        self.path == other.path
    }
}

/// What is asked about.
#[derive(Clone, Debug, Default)]
pub struct Query {
    pub address: Option<String>,
    pub ids: Vec<String>,
    pub text: String,
    pub sketch: Sketch,
    pub references: Vec<String>,
    /// The day that it says it is of; none when that was guessed.
    pub day: Option<String>,
}

/// An address as it is known again: without scheme, `www`, mark at its end and what follows visitors round.
pub fn address_mark(address: &str) -> String {
    let Ok(mut url) = url::Url::parse(address.trim()) else { return similar::mark(address) };
    url.set_fragment(None);
    let kept: Vec<(String, String)> = url
        .query_pairs()
        .filter(|(key, _)| {
            !key.starts_with("utm_")
                && !matches!(&**key, "fbclid" | "gclid" | "mc_cid" | "mc_eid" | "at_medium" | "at_campaign")
        })
        .map(|(key, value)| (key.into_owned(), value.into_owned()))
        .collect();
    let query: Vec<String> = kept.iter().map(|(key, value)| format!("{key}={value}")).collect();
    let host = url.host_str().unwrap_or_default().trim_start_matches("www.").to_owned();
    similar::mark(&format!("{host}{}?{}", url.path().trim_end_matches('/'), query.join("&")))
}

impl IndexedBulletin {
    /// What is kept of the bulletin in a file; little of one that cannot be read.
    pub fn of(path: &str, text: &str) -> Self {
        let mut entry = Self { path: path.to_owned(), ..Self::default() };
        let Ok(split) = front_matter::split(text) else { return entry };
        let source = SourcePath::new(path);
        let map = tree::read(&text[split.yaml.clone()], 0, &source, tree::FRONT_MATTER, &mut Vec::new());
        let map = map.unwrap_or_default();
        let body = &text[split.body..];
        entry.fill(&map, body);
        entry
    }

    fn fill(&mut self, map: &Map, body: &str) {
        let value = |name: &str| map.find(name).and_then(house::value);
        let text = |name: &str| value(name).and_then(|value| value.as_text().map(decoded));
        let texts = |name: &str| {
            value(name).map(|value| value.each_text().into_iter().map(decoded).collect()).unwrap_or_default()
        };
        self.title = text("title").or_else(|| text("og.title")).unwrap_or_default();
        self.day = text("date").or_else(|| text("publish.date")).unwrap_or_default().chars().take(10).collect();
        self.areas = [texts("area"), texts("areas")].concat();
        self.references = texts("reference");
        let source =
            text("source.url").or_else(|| text("url")).or_else(|| text("source")).filter(|url| url.starts_with("http"));
        let coverage = value("coverage");
        let reports = match &coverage {
            Some(Value::List(list)) => list.as_slice(),
            Some(one) => std::slice::from_ref(one),
            None => &[],
        };
        let report =
            |key: &str| reports.iter().filter_map(|report| report.get(key)?.as_text().map(decoded)).collect::<Vec<_>>();
        self.addresses = source.iter().cloned().chain(report("url")).map(|url| address_mark(&url)).collect();
        self.coverage = report("title");
        self.aliases = texts("aliases");
        // A page keeps its own address as well.
        if let Some(page) = self.path.strip_prefix("content/pages/") {
            self.aliases.push(format!("/{}/", page.trim_end_matches(".md")));
        }
        self.ids = texts("imported.id");
        self.feed = text("imported.feed");
        let plain = parse::plain(body);
        let now = similar::fingerprint(&plain);
        let imported: Vec<String> = texts("imported.text");
        let with_title = || similar::fingerprint(&format!("{} {plain}", self.title));
        let as_imported = imported.first().is_some_and(|mark| *mark == now || *mark == with_title());
        self.untouched = as_imported && text("draft").as_deref() == Some("true");
        self.texts = imported;
        // Of what has no text nothing is known again by its text.
        if plain.trim().is_empty() {
            self.texts.clear();
        } else if !self.texts.contains(&now) {
            self.texts.push(now);
        }
        self.sketch = similar::sketch(&format!("{} {body}", self.title));
        self.publisher = text("source.name");
        self.standing = standing::of(self.publisher.as_deref(), source.as_deref(), body);
        self.url = source;
    }
}

impl BulletinIndex {
    /// Adds a bulletin.
    pub fn add(&mut self, entry: IndexedBulletin) {
        self.aliases.extend(entry.aliases.iter().map(|alias| bare(alias)));
        self.entries.push(entry);
    }

    /// Counts the old addresses of bulletins that were added all at once.
    pub fn count_addresses(&mut self) {
        self.aliases = self.entries.iter().flat_map(|entry| entry.aliases.iter().map(|alias| bare(alias))).collect();
    }

    /// Whether a bulletin or page keeps an old address already.
    pub fn keeps(&self, alias: &str) -> bool {
        self.aliases.contains(&bare(alias))
    }

    /// What a text is to the site.
    pub fn find(&self, asked: &Query) -> Resemblance<'_> {
        let address = asked.address.as_deref().map(address_mark);
        for entry in &self.entries {
            if asked.ids.iter().any(|id| entry.ids.contains(id)) {
                return Resemblance::Same(entry, MatchedBy::Id);
            }
        }
        for entry in &self.entries {
            if address.as_ref().is_some_and(|address| entry.addresses.contains(address)) {
                return Resemblance::Same(entry, MatchedBy::Address);
            }
            // The same words months later are another bulletin: a meeting every month, a warning every winter.
            if entry.texts.contains(&asked.text) && asked.day.as_deref().is_none_or(|day| near(day, &entry.day)) {
                return Resemblance::Same(entry, MatchedBy::Text);
            }
        }
        self.event(asked)
    }

    /// What a post of a site that is taken over whole is: it is known by its id and its old addresses, and by its text only
    /// where title and day are the same too, for posts of one site may have one text.
    pub fn moved(&self, asked: &Query, title: &str, old: &[String]) -> Resemblance<'_> {
        let day = asked.day.as_deref();
        let at =
            |entry: &IndexedBulletin| entry.aliases.iter().any(|alias| old.iter().any(|old| bare(old) == bare(alias)));
        let by_id = |entry: &&IndexedBulletin| asked.ids.iter().any(|id| entry.ids.contains(id));
        let by_address =
            |entry: &&IndexedBulletin| (entry.title == title || Some(entry.day.as_str()) == day) && at(entry);
        let by_text = |entry: &&IndexedBulletin| {
            entry.texts.contains(&asked.text) && entry.title == title && day.is_none_or(|day| day == entry.day)
        };
        let found = |by: MatchedBy, holds: &dyn Fn(&&IndexedBulletin) -> bool| {
            self.entries.iter().find(holds).map(|entry| Resemblance::Same(entry, by))
        };
        found(MatchedBy::Id, &by_id)
            .or_else(|| found(MatchedBy::Address, &by_address))
            .or_else(|| found(MatchedBy::Text, &by_text))
            .unwrap_or(Resemblance::New)
    }

    /// The bulletin on the same event, if there is one.
    fn event(&self, asked: &Query) -> Resemblance<'_> {
        let weights = Weights::new(&asked.sketch, self.entries.iter().map(|entry| entry.sketch.as_slice()));
        let mut best: Option<(f32, &IndexedBulletin)> = None;
        for entry in &self.entries {
            let referenced =
                !asked.references.is_empty() && asked.references.iter().any(|one| entry.references.contains(one));
            let shared = weights.shared(&asked.sketch, &entry.sketch);
            let apart = asked.day.as_deref().is_some_and(|day| !near(day, &entry.day));
            let other = !referenced && !asked.references.is_empty() && !entry.references.is_empty();
            let score = if referenced { 1.0 + shared } else { shared };
            if (referenced || shared >= SAME_EVENT && !apart && !other) && best.is_none_or(|(most, _)| score > most) {
                best = Some((score, entry));
            }
        }
        match best {
            Some((_, entry)) if weights.alike(&asked.sketch, &entry.sketch) >= SAME_TEXT => {
                Resemblance::Same(entry, MatchedBy::Text)
            }
            Some((_, entry)) => Resemblance::Event(entry),
            None => Resemblance::New,
        }
    }
}

fn bare(alias: &str) -> String {
    alias.trim_matches('/').to_owned()
}

/// Whether two days are so near that an event may be told of on both: five weeks.
fn near(one: &str, other: &str) -> bool {
    let days = |day: &str| -> Option<i64> {
        let mut parts = day.split('-').map(|part| part.parse::<i64>().ok());
        let (year, month, day) = (parts.next()??, parts.next()??, parts.next()??);
        Some(year * 372 + month * 31 + day)
    };
    match (days(one), days(other)) {
        (Some(one), Some(other)) => (one - other).abs() <= 36,
        _ => true,
    }
}
