//! What of a site is known again: addresses, ids, texts and events of its bulletins. In: texts of bulletins. Out: an
//! [`BulletinIndex`] that finds what a new text is already. It must not know the disk.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use super::{
    house::{self, Value},
    similar::{self, SAME_EVENT, SAME_TEXT, Sketch, Weights},
    standing::{self, Authority},
};
use crate::{
    catalogue::placeholders,
    parse::{
        self, front_matter,
        reader::decoded,
        tree::{self, Map},
    },
    source::SourcePath,
};

/// What is kept of one bulletin.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about the bulletin")]
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
    /// Whether its text is the one that was imported.
    pub as_imported: bool,
    /// Whether it is a draft that nobody has touched since it was imported.
    pub untouched: bool,
    /// Titles of reports that it names.
    pub coverage: Vec<String>,
    pub aliases: Vec<String>,
    /// Whether what `init` or `new` wrote in it is still to be replaced.
    pub unfilled: bool,
    /// Whether it was taken back.
    pub withdrawn: bool,
}

/// All bulletins of a site, and what they are looked up by.
#[derive(Clone, Debug, Default)]
pub struct BulletinIndex {
    entries: Vec<IndexedBulletin>,
    /// The places of entries by what they are known by, in order. An entry that was taken out leaves its place empty.
    places: HashMap<Mark, Vec<usize>>,
}

/// What a bulletin may be known by.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Mark {
    Path(String),
    Id(String),
    Address(String),
    Text(String),
    Alias(String),
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
    /// Its title; none when that was made of the text.
    pub title: Option<String>,
    pub areas: Vec<String>,
    /// The numbers in it, as its sketch has them.
    pub numbers: Sketch,
}

impl Query {
    /// Whether a bulletin in the same words, or nearly, is this one: posts of every week may differ in nothing but their day,
    /// and those of two villages in nothing but their area.
    fn is(&self, entry: &IndexedBulletin) -> bool {
        let letters = |text: &str| -> String {
            text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
        };
        // One may have a word before it, such as the name of the service that sent it.
        let alike = |title: &String| {
            let (one, other) = (letters(title), letters(&entry.title));
            one.ends_with(&other) || other.ends_with(&one)
        };
        let name = |area: &String| crate::address::folded(area.rsplit('/').next().unwrap_or(area));
        let places: Vec<String> = entry.areas.iter().map(name).collect();
        let apart =
            !places.is_empty() && !self.areas.is_empty() && !self.areas.iter().any(|area| places.contains(&name(area)));
        let of_day = self.day.as_ref().is_none_or(|day| entry.day.is_empty() || *day == entry.day);
        self.title.as_ref().is_none_or(alike) && of_day && !apart
    }

    /// Whether a number stands in it that a bulletin does not have.
    fn has_other_numbers(&self, entry: &IndexedBulletin) -> bool {
        self.numbers.iter().any(|number| entry.sketch.binary_search(number).is_err())
    }
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

    /// What it is known by.
    fn marks(&self) -> impl Iterator<Item = Mark> {
        let ids = self.ids.iter().cloned().map(Mark::Id);
        let addresses = self.addresses.iter().cloned().map(Mark::Address);
        // Of what has no text nothing is known again by its text.
        let none = similar::fingerprint("");
        let texts = self.texts.iter().filter(move |text| **text != none).cloned().map(Mark::Text);
        let aliases = self.aliases.iter().map(|alias| Mark::Alias(bare(alias)));
        std::iter::once(Mark::Path(self.path.clone())).chain(ids).chain(addresses).chain(texts).chain(aliases)
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
        self.as_imported = as_imported;
        self.untouched = as_imported && text("draft").as_deref() == Some("true");
        self.texts = imported;
        if !self.texts.contains(&now) {
            self.texts.push(now);
        }
        self.withdrawn = text("status").is_some_and(|status| status.eq_ignore_ascii_case("withdrawn"));
        self.unfilled = placeholders::is_in(body);
        self.sketch = similar::sketch(&format!("{} {body}", self.title));
        self.publisher = text("source.name");
        self.standing = standing::of(self.publisher.as_deref(), source.as_deref(), body);
        self.url = source;
    }
}

impl BulletinIndex {
    /// Adds a bulletin.
    pub fn add(&mut self, entry: IndexedBulletin) {
        let place = self.entries.len();
        for mark in entry.marks() {
            self.places.entry(mark).or_default().push(place);
        }
        self.entries.push(entry);
    }

    /// Takes the bulletin in a file out.
    pub fn remove(&mut self, path: &str) {
        let Some(place) = self.place_of(path) else { return };
        for mark in std::mem::take(&mut self.entries[place]).marks() {
            if let Some(places) = self.places.get_mut(&mark) {
                places.retain(|known| *known != place);
            }
        }
    }

    /// The bulletins, in the order in which they were added.
    pub fn entries(&self) -> impl Iterator<Item = &IndexedBulletin> {
        self.entries.iter().filter(|entry| !entry.path.is_empty())
    }

    /// The bulletin in a file.
    pub fn at(&self, path: &str) -> Option<&IndexedBulletin> {
        self.place_of(path).map(|place| &self.entries[place])
    }

    fn place_of(&self, path: &str) -> Option<usize> {
        self.places.get(&Mark::Path(path.to_owned()))?.first().copied()
    }

    /// Whether a bulletin or page keeps an old address already.
    pub fn keeps(&self, alias: &str) -> bool {
        self.places.get(&Mark::Alias(bare(alias))).is_some_and(|places| !places.is_empty())
    }

    /// The first bulletin that has one of the marks and of which something more holds.
    fn first(
        &self,
        marks: impl IntoIterator<Item = Mark>,
        holds: impl Fn(&IndexedBulletin) -> bool,
    ) -> Option<(usize, &IndexedBulletin)> {
        let places = marks.into_iter().filter_map(|mark| self.places.get(&mark)).flatten();
        let known = places.map(|place| (*place, &self.entries[*place])).filter(|(_, entry)| holds(entry));
        known.min_by_key(|(place, _)| *place)
    }

    fn by_id(&self, ids: &[String]) -> Option<&IndexedBulletin> {
        self.first(ids.iter().cloned().map(Mark::Id), |_| true).map(|(_, entry)| entry)
    }

    /// What a text is to the site.
    pub fn find(&self, asked: &Query) -> Resemblance<'_> {
        if let Some(entry) = self.by_id(&asked.ids) {
            return Resemblance::Same(entry, MatchedBy::Id);
        }
        let address = asked.address.as_deref().map(|address| Mark::Address(address_mark(address)));
        let by_address = self.first(address, |_| true).map(|known| (known, MatchedBy::Address));
        let by_text = self.first([Mark::Text(asked.text.clone())], |entry| asked.is(entry));
        let by_text = by_text.map(|known| (known, MatchedBy::Text));
        match by_address.into_iter().chain(by_text).min_by_key(|((place, _), _)| *place) {
            Some(((_, entry), by)) => Resemblance::Same(entry, by),
            None => self.event(asked),
        }
    }

    /// What a post of a site that is taken over whole is: it is known by its id and its old addresses, and by its text only
    /// where title and day are the same too, for posts of one site may have one text.
    pub fn moved(&self, asked: &Query, title: &str, old: &[String]) -> Resemblance<'_> {
        let day = asked.day.as_deref();
        let by_address = || {
            let alike = |entry: &IndexedBulletin| entry.title == title || Some(entry.day.as_str()) == day;
            self.first(old.iter().map(|old| Mark::Alias(bare(old))), alike)
        };
        let by_text = || {
            let alike = |entry: &IndexedBulletin| entry.title == title && day.is_none_or(|day| day == entry.day);
            self.first([Mark::Text(asked.text.clone())], alike)
        };
        if let Some(entry) = self.by_id(&asked.ids) {
            return Resemblance::Same(entry, MatchedBy::Id);
        }
        let by_address = by_address().map(|(_, entry)| Resemblance::Same(entry, MatchedBy::Address));
        let by_text = || by_text().map(|(_, entry)| Resemblance::Same(entry, MatchedBy::Text));
        by_address.or_else(by_text).unwrap_or(Resemblance::New)
    }

    /// The page of a text, besides the one at a path.
    pub fn page_of_text(&self, text: &str, title: &str, but: &str) -> Resemblance<'_> {
        let is_page = |entry: &IndexedBulletin| {
            entry.title == title && entry.path != but && entry.path.starts_with("content/pages/")
        };
        let found = self.first([Mark::Text(text.to_owned())], is_page);
        found.map_or(Resemblance::New, |(_, entry)| Resemblance::Same(entry, MatchedBy::Text))
    }

    /// The bulletin on the same event, if there is one.
    fn event(&self, asked: &Query) -> Resemblance<'_> {
        let weights = Weights::new(&asked.sketch, self.entries().map(|entry| entry.sketch.as_slice()));
        let mut best: Option<(f32, &IndexedBulletin)> = None;
        for entry in self.entries() {
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
            Some((_, entry))
                if weights.alike(&asked.sketch, &entry.sketch) >= SAME_TEXT
                    && asked.is(entry)
                    && !asked.has_other_numbers(entry) =>
            {
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
