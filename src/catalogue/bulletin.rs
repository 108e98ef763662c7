//! A bulletin, typed, and its reading out of front matter field by field. In: a [`Document`] and the settings.
//! Out: a [`Draft`] with everything that needs no other document, and problems. It must not know the disk or pages.

use std::sync::Arc;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::{
    area::{AreaId, AreaName},
    below,
    entry::Entry,
    given::Fields,
    held::{self, SaidLife},
    inside,
    life::{Life, LifeFacts, OnClosed, Status},
    meant, origin,
    rare::{Rare, Sparse},
    twice, updates,
    when::{self, Times, When},
};
use crate::{
    address::{Address, folded},
    moment::{self, Moment},
    parse::{
        Document,
        reader::{Commas, Reader},
        tree::{Node, TreeValue},
    },
    problem::{Problem, wording},
    search::Terms,
    settings::{Contact, EventTiming, OnClose, Settings, contacts},
    source::{Place, SourcePath, Span},
};

/// How grave a bulletin is, in the words of CAP 1.2 (section 3.2.2, `severity`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Severity {
    Extreme,
    Severe,
    Moderate,
    Minor,
    Unknown,
}

impl Severity {
    /// The words of the front matter.
    pub const WORDS: &[(&str, Self)] = &[
        ("extreme", Self::Extreme),
        ("severe", Self::Severe),
        ("moderate", Self::Moderate),
        ("minor", Self::Minor),
        ("unknown", Self::Unknown),
    ];

    /// Whether readers are told of it, and colours stress it; the other words are the editors' own.
    pub fn is_urgent(self) -> bool {
        matches!(self, Self::Extreme | Self::Severe)
    }

    /// The place in lists that begin with what is urgent.
    pub fn urgency(self) -> u8 {
        match self {
            Self::Extreme => 0,
            Self::Severe => 1,
            Self::Moderate | Self::Minor | Self::Unknown => 2,
        }
    }

    /// The word of the front matter.
    pub fn name(self) -> &'static str {
        Self::WORDS.iter().find(|(_, severity)| *severity == self).map_or("unknown", |(word, _)| word)
    }
}

/// An entry of the log of updates; the text is Markdown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    pub date: Moment,
    pub text: String,
    /// Where the text stands in its file.
    pub span: Span,
    /// What is searched of it.
    pub terms: Terms,
}

/// Who wrote the original, and where it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Origin {
    pub name: String,
    pub url: Option<String>,
    pub licence: Option<String>,
}

/// A press report of the same event.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Coverage {
    pub title: String,
    /// None where the report stands only on paper, or nobody kept its address.
    pub url: Option<String>,
    pub publisher: Option<String>,
}

/// A file of the site that goes with a bulletin, as its front matter names it.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct FileName {
    /// As a link of the body would have it.
    pub src: String,
    /// What readers are told that it is; none: its name.
    pub title: Option<String>,
    pub span: Span,
}

/// A bulletin of which everything is known: what it says, and what follows from other documents, the settings and now.
/// A large site has many: what is said stands once, and is shared with the reading.
#[derive(Clone, Debug)]
pub struct Bulletin {
    /// What its file says; of a translation, with what it takes over.
    pub says: Arc<Draft>,
    pub date: Moment,
    pub expires: Option<Moment>,
    pub life: Life,
    /// Those it names, without those above them.
    pub areas: SmallList<AreaId>,
    /// The place of its kind among the settings' kinds.
    pub kind: usize,
    pub tags: SmallList<u32>,
    pub pinned: bool,
    /// How many entries of the log are dated after now.
    pub to_come: u32,
    /// The language of the log, in a translation that has none of its own.
    pub updates_language: Option<Box<str>>,
    /// None: the usual contacts of its kind.
    pub contacts: Option<Vec<Arc<Contact>>>,
}

/// A few small things, as nearly every bulletin has them, in place.
pub type SmallList<T> = SmallVec<[T; 4]>;

impl Bulletin {
    /// The log, newest first, without what is dated after now.
    pub fn updates(&self) -> &[Update] {
        self.says.more.updates.get(self.to_come as usize..).unwrap_or_default()
    }
}

/// A contact as a bulletin names it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ContactName {
    Named { name: String, span: Span },
    Written(Contact),
}

/// A bulletin as its own file tells it.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Draft {
    pub entry: Entry,
    pub course: LifeFacts,
    pub kind: usize,
    pub area_names: Vec<AreaName>,
    pub tags: Vec<String>,
    pub severity: Severity,
    pub pinned: bool,
    pub more: Rare<RareFields>,
    /// What is searched of it, besides its updates, areas and kind; empty where the site has no search.
    pub terms: Terms,
    /// Where its slug or file name says it should stand, or the whole address that it asks for.
    pub slug: Slug,
}

/// The rare fields of a bulletin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RareFields {
    /// The log, newest first.
    pub updates: Vec<Update>,
    pub references: Vec<String>,
    pub when: Option<When>,
    pub origin: Option<Box<Origin>>,
    pub contacts: Option<Vec<ContactName>>,
    pub coverage: Vec<Coverage>,
    pub attachments: Vec<FileName>,
    pub authors: Vec<String>,
    /// Its `categories`, where addresses are made from them.
    pub categories: Vec<String>,
}

impl Sparse for RareFields {
    const NONE: &'static Self = &Self {
        updates: Vec::new(),
        references: Vec::new(),
        when: None,
        origin: None,
        contacts: None,
        coverage: Vec::new(),
        attachments: Vec::new(),
        authors: Vec::new(),
        categories: Vec::new(),
    };
}

/// What a bulletin's address is made from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Slug {
    /// The last part; the pattern of the settings makes the rest.
    Part(String),
    /// The same, where it had to be cut; `whole` is what other programs make of it.
    Cut {
        part: String,
        whole: String,
    },
    Whole(Address),
}

/// What a document must say that stands by itself, and a translation need not.
#[derive(Debug)]
pub enum MissingFieldPolicy<'p> {
    /// It is a problem at once.
    Reported,
    /// It becomes one where no original turns up.
    Kept(&'p mut Vec<Problem>),
}

impl MissingFieldPolicy<'_> {
    fn take(&mut self, problem: Problem, reader: &mut Reader) {
        match self {
            Self::Reported => reader.report(problem),
            Self::Kept(kept) => kept.push(problem),
        }
    }
}

/// Reads a bulletin. None comes out when what is missing or wrong leaves nothing to publish; a problem says so.
pub fn read(
    document: &Document,
    hash: [u8; 32],
    settings: &Settings,
    mut lacking: MissingFieldPolicy,
    reader: &mut Reader,
) -> Option<Draft> {
    let fields = Fields::of(document, settings)?;
    let errors_before = reader.problems.len();
    let stem = super::entry::stem(&document.path);
    let prefix = moment::date_prefix(stem);
    let entry = super::entry::read(document, hash, &fields, reader);
    let date = date(&fields, prefix.map(|(date, _)| date), document.front_matter, &mut lacking, reader);
    let kind = meant::kind(&fields, reader);
    let draft = draft(&fields, reader);
    let status = meant::status(&fields, kind, reader);
    let updated = if updates::report_misplaced(&fields, reader) { None } else { fields.moment("updated", reader) };
    let updated = updated.map(|(moment, _)| moment);
    let updates = updates::read(&fields, reader);
    let expires = expires(&fields, date, reader);
    let when = when(&fields, settings.kinds[kind].happens, expires.map(|(until, _)| until), reader);
    if when.is_none() && fields.find("when").is_none() && settings.kinds[kind].happens == EventTiming::Once {
        let day = fields.find("date").and_then(|(node, _)| match &node.value {
            TreeValue::Text(text) => Some(text.as_str()),
            _ => None,
        });
        lacking.take(wording::when_missing(reader.place(start(document.front_matter)), day), reader);
    }
    let expires = expires.map(|(until, span)| (until.through(&settings.zone), span));
    let closed = fields.moment("closed", reader).map(|(moment, _)| moment);
    let severity = meant::severity(&fields, reader);
    let before_areas = reader.problems.len();
    let area_names = meant::areas(&fields, reader);
    if area_names.is_empty() && reader.problems.len() == before_areas {
        lacking.take(wording::area_missing(reader.place(start(document.front_matter))), reader);
    }
    let tags = fields.words("tags", Commas::Separate, reader).into_iter().flat_map(|tag| hashed(tag.text)).collect();
    let references = fields.words("reference", Commas::Belong, reader).into_iter().map(|word| word.text);
    let references = distinct(references);
    let authors = authors(&fields, reader);
    let categories = categories(&fields);
    let origin = origin::read(&fields, entry.as_ref().and_then(|entry| entry.more.publisher.clone()), reader);
    let contacts = contact_names(&fields, reader);
    let coverage = origin::coverage(&fields, reader);
    let attachments = super::files::named(&fields, reader);
    let pinned = fields.find("pinned").and_then(|(node, name)| reader.flag(node, name)).unwrap_or(false);
    let slug = super::entry::slug_of(&fields, prefix.map_or(stem, |(_, rest)| rest), reader);
    super::entry::report_misspelt(&fields, reader);
    let said =
        SaidLife { draft, date, status: status.map(|(status, _)| status), on_close: settings.kinds[kind].on_close };
    held::report(&fields, &said, reader);
    inside::report(&fields, &said, reader);
    below::report(document, &fields, &said, reader);
    twice::report(&fields, &said, reader);

    let (entry, date) = (entry?, date?);
    let dates = updates.iter().map(|update| update.date).chain(updated).chain([date]);
    match status {
        Some((status, span)) if status != Status::Open && closed.is_none() => {
            tell_unclosed(status, span, dates.collect(), settings, &mut lacking, reader);
        }
        None if closed.is_some() => tell_unended(&fields, &mut lacking, reader),
        _ => {}
    }
    let status = status.map_or(Status::Open, |(status, _)| status);
    let spec = &settings.kinds[kind];
    let over = when.as_ref().map(|when| when.times.over(spec.happens, &settings.zone));
    // What happens on a day does not end before it has happened.
    let happened = over.flatten().filter(|_| spec.happens != EventTiming::While);
    report_ends(expires, date, happened, &mut lacking, reader);
    let usual = spec.life.map(|days| date.plus_days(days, &settings.zone));
    report_early(&fields, date, closed, &updates, reader);
    if reader.problems[errors_before..].iter().any(crate::problem::Problem::is_error) {
        return None;
    }
    let begins = when.as_ref().filter(|_| spec.happens == EventTiming::Once).and_then(|when| when.times.sort_key());
    let course = LifeFacts {
        draft,
        status,
        date,
        updated,
        updates: updates.iter().map(|update| update.date).collect(),
        closed,
        expires: expires.map(|(expires, _)| expires.max(happened.unwrap_or(expires))).or(over.unwrap_or(usual)),
        begun: begins.map(|begins| begins.through(&settings.zone)),
        on_closed: if spec.on_close == OnClose::Retract { OnClosed::TakeBack } else { OnClosed::Keep },
    };
    Some(Draft {
        entry,
        course,
        kind,
        area_names,
        tags,
        severity: severity.unwrap_or(Severity::Unknown),
        pinned,
        more: Rare::new(RareFields {
            updates,
            references,
            when,
            origin: origin.map(Box::new),
            contacts,
            coverage,
            attachments,
            authors,
            categories,
        }),
        terms: Terms::default(),
        slug,
    })
}

/// Tells of changes that would have come before the bulletin.
fn report_early(fields: &Fields, date: Moment, closed: Option<Moment>, updates: &[Update], reader: &mut Reader) {
    let day = date.start_of_day(&fields.settings.zone);
    if let (Some((node, name)), Some(closed)) = (fields.find("closed"), closed)
        && closed < day
    {
        reader.report(wording::change_before_date(reader.place(node.span), name));
    }
    for update in updates.iter().filter(|update| update.date < day) {
        reader.report(wording::change_before_date(reader.place(update.span), "updates"));
    }
}

/// Tells that a bulletin says since when it is closed, and has no status.
fn tell_unended(fields: &Fields, lacking: &mut MissingFieldPolicy, reader: &mut Reader) {
    // One that cannot be read is told of already.
    if let (None, Some((node, _))) = (fields.find("status"), fields.find("closed"))
        && let TreeValue::Text(text) = &node.value
    {
        lacking.take(wording::status_missing(reader.place(node.span), text.trim()), reader);
    }
}

/// Tells that a bulletin does not say since when it is closed: the newest of its dates that has come is taken until then.
fn tell_unclosed(
    status: Status,
    span: Span,
    mut dates: Vec<Moment>,
    settings: &Settings,
    lacking: &mut MissingFieldPolicy,
    reader: &mut Reader,
) {
    let word = if status == Status::Resolved { "resolved" } else { "withdrawn" };
    let place = reader.place(span);
    let told = |taken: Moment| wording::closed_missing(place.clone(), word, &taken.words(&settings.zone));
    dates.sort_unstable();
    dates.dedup();
    match dates.as_slice() {
        // One after the other comes, and takes the place of the one before.
        [first, .., last] if matches!(lacking, MissingFieldPolicy::Reported) && first != last => {
            for (nth, date) in dates.iter().enumerate() {
                reader.report_during(Some(*date).filter(|_| nth > 0), dates.get(nth + 1).copied(), told(*date));
            }
        }
        [.., last] => lacking.take(told(*last), reader),
        [] => {}
    }
}

/// Until when it holds. A length of time is counted from its date for whoever wrote it, and not taken.
fn expires(fields: &Fields, date: Option<Moment>, reader: &mut Reader) -> Option<(Moment, Span)> {
    if let (Some((node, name)), Some(date)) = (fields.find("expires"), date)
        && let TreeValue::Text(text) = &node.value
        && let Some(days) = moment::days(text)
    {
        let day = date.plus_days(days, &fields.settings.zone).rfc3339(&fields.settings.zone);
        let help = wording::DateHelp::Counted(day[..10].to_owned());
        let reason = moment::MomentError::Length.to_string();
        reader.report(wording::date_unreadable(reader.place(node.span), name, text, &reason, &help));
        return None;
    }
    let (until, span) = fields.moment("expires", reader)?;
    let text = fields.find("expires").map(|(node, _)| &node.value);
    let Some(TreeValue::Text(text)) = text else { return Some((until, span)) };
    Some((when::closing(until, text, &fields.settings.zone), span))
}

/// What `when` says; what goes on for a while and gives only the day on which it expires has said until when.
fn when(fields: &Fields, happens: EventTiming, expires: Option<Moment>, reader: &mut Reader) -> Option<When> {
    let until = expires.filter(|_| happens == EventTiming::While);
    when::read(fields, reader).or(until.map(|end| When { times: Times { start: None, end: Some(end) }, place: None }))
}

/// Tells where a bulletin would expire before it is published, or before what it is about has happened.
fn report_ends(
    expires: Option<(Moment, Span)>,
    date: Moment,
    happened: Option<Moment>,
    lacking: &mut MissingFieldPolicy,
    reader: &mut Reader,
) {
    let Some((expires, span)) = expires else { return };
    if expires <= date {
        lacking.take(wording::expires_before_date(reader.place(span)), reader);
    }
    if happened.is_some_and(|happened| expires < happened) {
        lacking.take(wording::expires_before_when(reader.place(span)), reader);
    }
}

/// The first line of a span, for problems about what a whole front matter lacks.
fn start(span: Span) -> Span {
    Span { start: span.start, end: span.end.min(span.start + 3) }
}

fn date(
    fields: &Fields,
    prefix: Option<&str>,
    front_matter: Span,
    lacking: &mut MissingFieldPolicy,
    reader: &mut Reader,
) -> Option<Moment> {
    let calendar = fields.settings.calendar();
    // `published: false` is a draft mark of other programs, no date.
    let node = fields.find_where("date", |node| !held::is_no_date(node));
    if let Some((node, name)) = node {
        return reader.moment(node, name, calendar);
    }
    let from_name = prefix.and_then(|date| moment::parse(date, calendar.zone, moment::DateOrder::DayFirst).ok());
    if let Some(reading) = from_name {
        return Some(reading.moment);
    }
    lacking.take(wording::date_missing(reader.place(start(front_matter))), reader);
    // A translation takes its original's; until that is at hand, any moment stands there.
    if matches!(lacking, MissingFieldPolicy::Kept(_)) { Moment::from_second(0) } else { None }
}

/// Whether it is a draft: by `draft`, or by `published: false` or `publish: false` of other programs.
pub fn draft(fields: &Fields, reader: &mut Reader) -> bool {
    let marked = fields.find("draft").and_then(|(node, name)| reader.flag(node, name)).unwrap_or(false);
    let denied = |key: &&str| fields.map.get(key).and_then(crate::parse::reader::flag) == Some(false);
    marked || ["published", "publish"].iter().any(denied)
}

/// Names; other programs write maps with a `name`.
fn authors(fields: &Fields, reader: &mut Reader) -> Vec<String> {
    let mut of_one = |node: &Node, name: &str| {
        let items = reader.list(node).iter();
        let written = items.map(|item| match &item.value {
            TreeValue::Map(map) => map.get("name").unwrap_or(item),
            _ => item,
        });
        written.flat_map(|item| fields.words_of("author", item, name, Commas::Belong, reader)).collect::<Vec<_>>()
    };
    let mut authors: Vec<_> = fields.all("author").flat_map(|(node, name)| of_one(node, name)).collect();
    if authors.is_empty() {
        authors = fields.otherwise("author");
    }
    distinct(authors.into_iter().map(|author| author.text))
}

/// Texts without those that came before: two names of one field often say the same.
fn distinct(texts: impl Iterator<Item = String>) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for text in texts {
        if !all.contains(&text) {
            all.push(text);
        }
    }
    all
}

/// The categories as Jekyll has them: a list, or a text whose blanks part several.
fn categories(fields: &Fields) -> Vec<String> {
    let node = ["categories", "category"].iter().find_map(|key| fields.map.get(key));
    let Some(node) = node.filter(|_| fields.settings.asks_for_categories()) else { return Vec::new() };
    let texts = crate::parse::tree::texts(node).into_iter().map(|(text, _)| text);
    match &node.value {
        TreeValue::Text(text) => text.split([',', ' ']).filter(|word| !word.is_empty()).map(str::to_owned).collect(),
        _ => texts.map(str::to_owned).collect(),
    }
}

/// A tag, or those that stand in one text with a `#` before each, as on other networks.
fn hashed(text: String) -> Vec<String> {
    if !text.split_whitespace().all(|word| word.starts_with('#')) {
        return vec![text];
    }
    let tags = text.split('#').map(|tag| tag.trim().to_owned());
    tags.filter(|tag| !tag.is_empty()).collect()
}

fn contact_names(fields: &Fields, reader: &mut Reader) -> Option<Vec<ContactName>> {
    let (node, name) = fields.find("contacts")?;
    let mut names = Vec::new();
    for item in reader.list(node) {
        match &item.value {
            TreeValue::Map(map) => {
                let contact = contacts::written(map, item, fields.settings.calendar(), reader);
                names.extend(contact.map(ContactName::Written));
            }
            _ => named_contacts(item, name, fields, &mut names, reader),
        }
    }
    Some(names)
}

/// The contacts that a text names. A number or a mailbox alone belongs to the name before it.
fn named_contacts(node: &Node, key: &str, fields: &Fields, names: &mut Vec<ContactName>, reader: &mut Reader) {
    let contacts = &fields.settings.contacts;
    let written = |part: &str| meant::named_number(part).or_else(|| meant::named_mail(part));
    let words = reader.words(node, key, Commas::Separate);
    let parts =
        words.iter().flat_map(|word| meant::people(&word.text, contacts).into_iter().map(|part| (part, word.span)));
    let mut parts = parts.peekable();
    while let Some((part, span)) = parts.next() {
        let known: Vec<&str> = contacts.iter().map(|contact| contact.name.as_str()).collect();
        let near = || crate::parse::reader::nearest(part, known.iter().copied());
        let own =
            |(next, _): &(&str, Span)| written(next).is_some_and(|contact| contact.name == *next) && near().is_none();
        if contacts.iter().any(|contact| folded(&contact.name) == folded(part)) {
            names.push(ContactName::Named { name: part.to_owned(), span });
        } else if let Some(contact) = written(part) {
            names.push(ContactName::Written(contact));
        } else if let Some(mut contact) = parts.next_if(own).and_then(|(next, _)| written(next)) {
            part.clone_into(&mut contact.name);
            while let Some(more) = parts.next_if(own).and_then(|(next, _)| written(next)) {
                let phones = contact.phone.into_iter().chain(more.phone);
                contact.phone = phones.reduce(|first, next| format!("{first}, {next}"));
                contact.url = contact.url.or(more.url);
            }
            names.push(ContactName::Written(contact));
        } else {
            reader.report(wording::contact_unknown(reader.place(span), part, &known, near()));
            names.push(ContactName::Named { name: part.to_owned(), span });
        }
    }
}

/// Where a problem about a bulletin as a whole points.
pub fn place_of(path: &SourcePath, front_matter: Span) -> Place {
    Place::at(path, start(front_matter))
}
