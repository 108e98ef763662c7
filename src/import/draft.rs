//! Facts to a bulletin in the house form, and what is to be done with it. In: a document and what the site knows. Out: a
//! [`ImportDraft`] with its receipt. It must not know formats or the disk.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    SiteFacts, addresses, blocks,
    document::{ImportedBody, ImportedFile, MetadataKind, SourceDocument, SourceFormat, Sure, Warning},
    facts::{self, TextFacts},
    house::{self, Value},
    known::{IndexedBulletin, MatchedBy, Query, Resemblance},
    moments::pattern,
    place::{self, is_own, old_addresses, page_path, page_place},
    plain::shown,
    receipt::{MetadataItem, Receipt, SourceOutcome},
    remains, similar,
    standing::Authority,
};
use crate::{
    address::slug,
    catalogue::{field_name, translation::OF_ORIGINAL},
    change, parse,
};

/// What is to be done on disk.
#[derive(Clone, Debug, PartialEq)]
pub enum Action {
    /// Nothing: it is there.
    Nothing,
    /// A new file, at the first free name like `path`; `replaces` is an untouched draft that it takes the place of.
    Write { path: String, text: String, files: Vec<ImportedFile>, replaces: Option<String> },
    /// An addition to the bulletin at `path`.
    Edit { path: String, change: Addition },
}

/// An addition to a bulletin.
#[derive(Clone, Debug, PartialEq)]
pub enum Addition {
    Coverage(Value),
    /// Addresses at which it stood elsewhere.
    Aliases(Vec<String>),
    /// A new state of the source: the body as it is there now, when that was, and its fingerprint.
    Update {
        body: String,
        title: String,
        date: String,
        mark: String,
    },
}

/// A bulletin as it would be written, and what became of its source.
#[derive(Clone, Debug)]
pub struct ImportDraft {
    pub action: Action,
    pub receipt: Receipt,
}

/// Makes a draft of a document.
pub fn draft(mut document: SourceDocument, source: &str, known: &SiteFacts) -> ImportDraft {
    if document.house.is_none() {
        addresses::clean(&mut document);
    }
    let body = found_addresses(&mut document);
    let plain = parse::plain(&body);
    if let Some(text) = document.house.clone() {
        return as_it_is(&document, text, &plain, source, known);
    }
    let facts = facts::of(&mut document, &plain, known);
    // A title that was made of the text takes nothing out of it.
    let body = if facts.title.sure == Sure::Guessed { body } else { without_title(&body, &facts.title.value) };
    let plain = parse::plain(&body);
    check(&mut document, &facts, &plain);
    let of_text = similar::fingerprint(&plain);
    // A feed is watched for changes of its titles too.
    let mark = if document.format == SourceFormat::Feed {
        similar::fingerprint(&format!("{} {plain}", facts.title.value))
    } else {
        of_text.clone()
    };
    let ids: Vec<String> = document.all(MetadataKind::Id).map(|id| similar::mark(&id.value)).collect();
    let asked = Query {
        // Entries of one feed may differ in nothing but what stands behind `#`.
        address: facts
            .address
            .as_ref()
            .map(|address| address.value.clone())
            .filter(|address| document.format != SourceFormat::Feed || !address.contains('#')),
        ids: ids.clone(),
        text: of_text,
        sketch: similar::sketch(&format!("{} {body}", facts.title.value)),
        references: facts.references.clone(),
        day: facts
            .date
            .as_ref()
            .filter(|date| date.sure > Sure::Guessed)
            .map(|date| date.value.rfc3339(&known.settings.zone)[..10].to_owned()),
        title: Some(facts.title.value.clone()).filter(|_| facts.title.sure > Sure::Guessed),
        areas: facts.areas.iter().map(|area| area.value.clone()).collect(),
        numbers: similar::numbers(&body),
    };
    let mut receipt = receipt(&document, &facts, source, known);
    // Posts of a site that is taken over whole are told apart by their addresses, not by what they tell of.
    let whole = document.is_moved();
    let old = old_addresses(&document);
    if document.page && plain.trim().is_empty() && is_own(&page_place(&document)) {
        receipt.path = page_path(&document);
        receipt.outcome = SourceOutcome::Known("the site has such a page already: it makes it itself".into());
        return ImportDraft { action: Action::Nothing, receipt };
    }
    let beside = place::beside(&document);
    let kin = if let Some(path) = &beside {
        known.index.at(path).map_or(Resemblance::New, |entry| Resemblance::Same(entry, MatchedBy::Address))
    } else if document.page {
        page_kin(&document, &asked, &facts.title.value, &mut receipt, known)
    } else if whole {
        known.index.moved(&asked, &facts.title.value, &old)
    } else {
        known.index.find(&asked)
    };
    let mut replaces = None;
    let mut coverage = None;
    match kin {
        Resemblance::Same(entry, MatchedBy::Text) if whole && old.iter().any(|address| !known.index.keeps(address)) => {
            receipt.path.clone_from(&entry.path);
            receipt.outcome = SourceOutcome::Known("known by its text, and its old address leads there now".into());
            let new = old.into_iter().filter(|address| !known.index.keeps(address)).collect();
            return ImportDraft {
                action: Action::Edit { path: entry.path.clone(), change: Addition::Aliases(new) },
                receipt,
            };
        }
        Resemblance::Same(entry, by) => return same(&document, entry, by, (&facts, &body, &mark), receipt, known),
        Resemblance::Event(_) if asked.text == similar::fingerprint("") => {}
        Resemblance::Event(entry) => match (facts.standing, entry.standing) {
            (Authority::Press, Authority::Official | Authority::Unknown) => {
                return cover(entry, report(&facts), receipt);
            }
            (Authority::Official, Authority::Press) if entry.untouched => {
                replaces = Some(entry.path.clone());
                coverage = Some(told(&entry.title, entry.url.as_deref(), entry.publisher.as_deref()));
                receipt.look.push(Warning {
                    says: format!("it takes the place of the draft `{}`, which became its coverage", entry.path),
                    holds: false,
                });
            }
            _ => receipt.look.push(Warning {
                says: format!("it may tell of the same event as `{}`: perhaps it is an update of that", entry.path),
                holds: false,
            }),
        },
        Resemblance::New => {}
    }
    let mut fields = fields(&document, &facts, &body, (&ids, &mark), coverage, known);
    if beside.is_some() {
        // Where a translation belongs, and its life, is its original's to say.
        fields.retain(|(key, _)| !OF_ORIGINAL.contains(&key.as_str()));
    }
    let text = house::write(&fields, &body);
    let path = beside.unwrap_or_else(|| place::path(&document, &facts, known));
    receipt.path.clone_from(&path);
    receipt.draft = fields.iter().any(|(key, _)| key == "draft");
    ImportDraft { action: Action::Write { path, text, files: document.files, replaces }, receipt }
}

/// A page is known by the place where it would stand. What there is still to be filled in is no such page: the new one is
/// put beside it, and known by its text.
fn page_kin<'a>(
    document: &SourceDocument,
    asked: &Query,
    title: &str,
    receipt: &mut Receipt,
    known: &SiteFacts<'a>,
) -> Resemblance<'a> {
    let path = page_path(document);
    let Some(entry) = known.index.at(&path) else { return Resemblance::New };
    if !entry.unfilled {
        return Resemblance::Same(entry, MatchedBy::Address);
    }
    receipt.look.push(Warning {
        says: format!(
            "`{path}` is there and still has to be filled in: this may take its place. Then delete that file and give its name to this one"
        ),
        holds: false,
    });
    known.index.page_of_text(&asked.text, title, &path)
}

/// The body, without the marks that a page has in place of e-mail addresses: those are lost.
fn found_addresses(document: &mut SourceDocument) -> String {
    static LOST: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?i)\\?\[\s*e-?mail(?:\s|\u{a0}|&nbsp;|&#160;|&#xa0;)+protected\s*\\?\]"));
    let body = body(document);
    if document.house.is_some() || !LOST.is_match(&body) {
        return body;
    }
    document.hold(
        "an e-mail address in it was hidden by the page and is lost: look it up there, and put it where `…` stands",
    );
    LOST.replace_all(&body, "…").into_owned()
}

/// The body as Markdown.
fn body(document: &SourceDocument) -> String {
    match &document.body {
        ImportedBody::Markdown(text) => text.clone(),
        ImportedBody::Blocks(blocks) => blocks::markdown(blocks),
    }
}

/// The body without a first heading that only says the title again.
fn without_title(body: &str, title: &str) -> String {
    let (first, rest) = body.split_once('\n').unwrap_or((body, ""));
    let heading = first.trim_start_matches('#');
    let plain = |text: &str| similar::fingerprint(&parse::plain(text));
    let same = !title.is_empty() && (plain(heading) == plain(title) || plain(&facts::quiet(heading)) == plain(title));
    if same && (first.starts_with('#') || !rest.trim().is_empty()) {
        rest.trim_start_matches('\n').to_owned()
    } else {
        body.to_owned()
    }
}

/// A bulletin that an import wrote is taken over as it is.
fn as_it_is(document: &SourceDocument, text: String, plain: &str, source: &str, known: &SiteFacts) -> ImportDraft {
    let entry = IndexedBulletin::of("", &text);
    let stem = document.stem.clone().unwrap_or_default();
    let year: String = entry.day.chars().take(4).collect();
    let rest = crate::moment::date_prefix(&stem).map(|(_, rest)| slug(rest)).filter(|rest| !rest.is_empty());
    let stem = format!("{}-{}", entry.day, rest.unwrap_or_else(|| slug(&entry.title)));
    let path = if entry.day.is_empty() {
        let name = document.stem.as_deref().map(slug).filter(|name| !name.is_empty());
        format!("content/pages/{}.md", name.unwrap_or_else(|| slug(&entry.title)))
    } else {
        format!("content/{year}/{stem}.md")
    };
    let mut receipt = Receipt {
        source: source.to_owned(),
        format: document.format.name(),
        outcome: SourceOutcome::Written,
        path: path.clone(),
        title: entry.title.clone(),
        draft: document.draft,
        found: Vec::new(),
        removed: Vec::new(),
        look: Vec::new(),
    };
    let day = Some(entry.day.clone()).filter(|day| !day.is_empty());
    let asked = Query { ids: entry.ids.clone(), text: similar::fingerprint(plain), day, ..Query::default() };
    if let Resemblance::Same(there, by) = known.index.moved(&asked, &entry.title, &[]) {
        receipt.path.clone_from(&there.path);
        receipt.outcome = SourceOutcome::Known(format!("known {}", by.words()));
        return ImportDraft { action: Action::Nothing, receipt };
    }
    ImportDraft { action: Action::Write { path, text, files: document.files.clone(), replaces: None }, receipt }
}

/// A text that is there already: nothing to do, unless its feed has it in a new state.
fn same(
    document: &SourceDocument,
    entry: &IndexedBulletin,
    by: MatchedBy,
    (facts, body, mark): (&TextFacts, &str, &str),
    mut receipt: Receipt,
    known: &SiteFacts,
) -> ImportDraft {
    receipt.path.clone_from(&entry.path);
    receipt.found.clear();
    receipt.removed.clear();
    receipt.look.clear();
    let changed =
        by != MatchedBy::Text && !entry.texts.iter().any(|text| text == mark) && !document.page && !document.is_moved();
    if changed && document.format == SourceFormat::Feed {
        let when =
            facts.updated.as_ref().map(|updated| updated.value).filter(|when| *when <= known.now).unwrap_or(known.now);
        receipt.outcome = SourceOutcome::Updated;
        let change = Addition::Update {
            body: body.to_owned(),
            title: facts.title.value.clone(),
            date: when.plain(&known.settings.zone),
            mark: mark.to_owned(),
        };
        return ImportDraft { action: Action::Edit { path: entry.path.clone(), change }, receipt };
    }
    // A page that somebody wrote here is not that of the old site, though it stands at the same place.
    let other = document.page && by == MatchedBy::Address && !entry.texts.iter().any(|text| text == mark);
    let changed = if changed {
        "; it says something else now, so please compare"
    } else if other {
        "; what is there says something else, and nothing of this was taken, so please compare"
    } else {
        ""
    };
    receipt.outcome = SourceOutcome::Known(format!("known {}{changed}", by.words()));
    ImportDraft { action: Action::Nothing, receipt }
}

/// A press story on the event of a bulletin: its coverage.
fn cover(entry: &IndexedBulletin, report: Value, mut receipt: Receipt) -> ImportDraft {
    receipt.path.clone_from(&entry.path);
    let title = report.get("title").and_then(Value::as_text).unwrap_or_default();
    if entry.coverage.iter().any(|known| known == title) {
        receipt.outcome = SourceOutcome::Known("it is in its coverage".into());
        return ImportDraft { action: Action::Nothing, receipt };
    }
    receipt.outcome = SourceOutcome::Coverage;
    ImportDraft { action: Action::Edit { path: entry.path.clone(), change: Addition::Coverage(report) }, receipt }
}

/// A press story as an item of `coverage`.
fn report(facts: &TextFacts) -> Value {
    let value = |fact: &Option<facts::Fact<String>>| fact.as_ref().map(|fact| fact.value.clone());
    told(&facts.title.value, value(&facts.address).as_deref(), value(&facts.publisher).as_deref())
}

fn told(title: &str, url: Option<&str>, publisher: Option<&str>) -> Value {
    let items = [("title", Some(title)), ("url", url), ("publisher", publisher)];
    let item = |(key, value): (&str, Option<&str>)| Some((key.to_owned(), Value::text(house::written(value?))));
    Value::Map(items.into_iter().filter_map(item).collect())
}

/// Makes a change in the text of a bulletin: all else stays to the byte, and what was in the house form stays in it. None
/// when the text cannot take it.
pub fn apply(text: &str, change: &Addition) -> Option<String> {
    let new = added(text, change)?;
    if !house::is(text) {
        return Some(new);
    }
    let (Value::Map(fields), body) = change::parts(&new, field_name).ok()? else { return Some(new) };
    Some(house::write(&house::ordered(fields), body))
}

fn added(text: &str, change: &Addition) -> Option<String> {
    match change {
        Addition::Coverage(report) => {
            let append = change::Change::Append { path: vec!["coverage".into()], value: report.clone() };
            change::apply(text, &append, field_name).ok()
        }
        Addition::Aliases(new) => {
            let append = |alias: &String| change::Change::Append {
                path: vec!["aliases".into()],
                value: Value::text(alias.as_str()),
            };
            change::apply_all(text, &new.iter().map(append).collect::<Vec<_>>(), field_name).ok()
        }
        Addition::Update { body, title, date, mark } => {
            let split = parse::front_matter::split(text).ok()?;
            let entry = IndexedBulletin::of("", text);
            let own = &text[split.body..];
            let old = marks(own);
            let earlier = text[split.yaml].to_owned();
            let told = |one: &&str| {
                let mark = similar::fingerprint(&parse::plain(one));
                old.contains(&mark) || earlier.contains(one.lines().next().unwrap_or_default())
            };
            let mut says: Vec<String> =
                paragraphs(body).into_iter().filter(|one| !told(one)).map(str::to_owned).collect();
            if says.is_empty() && *title != entry.title {
                says.push(format!("The title is now: {title}"));
            }
            // Of what somebody here has written anew nobody knows whether the publisher ever said it.
            if says.is_empty() || entry.as_imported && !left_behind(text, change).is_empty() {
                says.push(TAKEN_OUT.into());
            }
            let update = Value::Map(vec![
                ("date".into(), Value::text(date.as_str())),
                ("text".into(), Value::text(house::written(&says.join("\n\n")))),
            ]);
            let append = change::Change::Append { path: vec!["updates".into()], value: update };
            let known =
                change::Change::Set { path: vec!["imported".into(), "text".into()], value: Value::text(mark.as_str()) };
            change::apply_all(text, &[append, known], field_name).ok()
        }
    }
}

/// What readers are told where a publisher took words back that still stand in a bulletin.
const TAKEN_OUT: &str = "The publisher has taken something out of this text.";

/// What still stands in a bulletin though its source no longer has it, for who looks after it.
pub fn left_behind(text: &str, change: &Addition) -> Vec<Warning> {
    let Addition::Update { body, .. } = change else { return Vec::new() };
    let Ok(split) = parse::front_matter::split(text) else { return Vec::new() };
    let new = marks(body);
    let gone = paragraphs(&text[split.body..]).into_iter().filter(|one| {
        let plain = parse::plain(one);
        !plain.trim().is_empty() && !new.contains(&similar::fingerprint(&plain))
    });
    let warning = |one: &str| Warning {
        says: format!("its source no longer says {}: see whether that may still stand here", shown(&parse::plain(one))),
        holds: false,
    };
    gone.map(warning).collect()
}

/// The paragraphs of a body as they are known again.
fn marks(body: &str) -> Vec<String> {
    paragraphs(body).into_iter().map(|one| similar::fingerprint(&parse::plain(one))).collect()
}

fn paragraphs(body: &str) -> Vec<&str> {
    body.split("\n\n").map(str::trim).filter(|one| !one.is_empty()).collect()
}

/// What a person has to look at before it is published.
fn check(document: &mut SourceDocument, facts: &TextFacts, plain: &str) {
    if plain.trim().is_empty() && !document.page {
        document.hold("it has no text");
    }
    if facts.title.sure == Sure::Guessed {
        document.warn("it has no title of its own: its first sentence was taken");
    }
    if facts.areas.is_empty() && !document.page {
        document.warn("it names no area that the site knows: add `area`");
    }
    if plain.contains('\u{fffd}') || facts.title.value.contains('\u{fffd}') {
        document.hold(
            "letters were lost before it came here, and `\u{fffd}` stands in their place: look up what it said there",
        );
    }
    remains::look(document, &facts.title.value, plain, facts.standing);
}

/// The fields of the bulletin, in the house's order.
fn fields(
    document: &SourceDocument,
    facts: &TextFacts,
    body: &str,
    (ids, mark): (&[String], &str),
    coverage: Option<Value>,
    known: &SiteFacts,
) -> Vec<(String, Value)> {
    let given = |name: &str| document.fields.iter().any(|(key, _)| key == name);
    let text = |text: &str| Value::text(house::written(text));
    let mut fields: Vec<(String, Value)> = document.fields.clone();
    let mut add = |key: &str, value: Option<Value>| {
        if let Some(value) = value.filter(|value| !value.is_empty() && !given(key)) {
            fields.push((key.to_owned(), value));
        }
    };
    add("title", Some(text(&facts.title.value)));
    add("date", facts.date.as_ref().map(|date| Value::text(date.value.plain(&known.settings.zone))));
    let list = |values: Vec<Value>| match <[Value; 1]>::try_from(values) {
        Ok([one]) if one.as_text().is_some_and(|text| !text.contains(',')) => Some(one),
        Ok([one]) => Some(Value::List(vec![one])),
        Err(values) => Some(Value::List(values)),
    };
    add("area", list(facts.areas.iter().map(|area| text(&area.value)).collect()));
    add("kind", facts.kind.as_ref().map(|kind| Value::text(kind.value.as_str())));
    let first = body.split("\n\n").next().map(|first| similar::fingerprint(&parse::plain(first))).unwrap_or_default();
    let summary = facts.summary.as_ref().filter(|summary| similar::fingerprint(&summary.value) != first);
    add("summary", summary.map(|summary| text(&summary.value)));
    let later =
        facts.updated.as_ref().filter(|updated| facts.date.as_ref().is_none_or(|date| updated.value > date.value));
    add(
        "updated",
        later.filter(|_| !document.page).map(|updated| Value::text(updated.value.plain(&known.settings.zone))),
    );
    let own = document.is_moved();
    if !own {
        add("reference", list(facts.references.iter().map(|one| text(one)).collect()));
    }
    add("source", source(facts));
    if !own {
        add("contacts", Some(Value::List(facts.contacts.clone())));
    }
    add("coverage", coverage.map(|report| Value::List(vec![report])));
    let picture = document
        .all(MetadataKind::Picture)
        .find(|picture| !picture.value.contains("://"))
        .map(|picture| text(&picture.value));
    add("image", picture);
    add("tags", Some(Value::List(facts.tags.iter().map(|tag| text(tag)).collect())));
    add("lang", facts.language.as_ref().map(|language| Value::text(language.value.as_str())));
    add(
        "aliases",
        Some(Value::texts(old_addresses(document).into_iter().filter(|address| !known.index.keeps(address)))),
    );
    let held = document.warnings.iter().any(|warning| warning.holds);
    let draft = document.draft || !known.wishes.looked_at || held;
    add("draft", draft.then(|| Value::text("true")));
    let mut imported = vec![("text".to_owned(), Value::text(mark))];
    if let Some(id) = list(ids.iter().map(Value::text).collect()).filter(|id| !id.is_empty()) {
        imported.push(("id".into(), id));
    }
    if let Some(feed) = document.best(MetadataKind::Feed) {
        imported.push(("feed".into(), Value::text(similar::mark(&feed.value))));
    }
    add("imported", Some(Value::Map(imported)));
    house::ordered(fields)
}

fn source(facts: &TextFacts) -> Option<Value> {
    let text = |text: &str| Value::text(house::written(text));
    let mut source = Vec::new();
    if let Some(publisher) = &facts.publisher {
        source.push(("name".to_owned(), text(&publisher.value)));
    }
    if let Some(address) = &facts.address {
        source.push(("url".to_owned(), text(&address.value)));
    }
    if let Some(licence) = &facts.licence {
        source.push(("licence".to_owned(), text(&licence.value)));
    }
    (!source.is_empty()).then_some(Value::Map(source))
}

fn receipt(document: &SourceDocument, facts: &TextFacts, source: &str, known: &SiteFacts) -> Receipt {
    let mut found = Vec::new();
    let mut add = |field, value: &str, from: &str, sure| {
        found.push(MetadataItem { field, value: value.to_owned(), from: from.to_owned(), sure });
    };
    add("title", &facts.title.value, &facts.title.from, facts.title.sure);
    if let Some(date) = &facts.date {
        add("date", &date.value.plain(&known.settings.zone), &date.from, date.sure);
    }
    for area in &facts.areas {
        add("area", &area.value, &area.from, area.sure);
    }
    let single = [
        ("kind", &facts.kind),
        ("source.name", &facts.publisher),
        ("source.url", &facts.address),
        ("source.licence", &facts.licence),
        ("summary", &facts.summary),
        ("lang", &facts.language),
    ];
    for (field, fact) in single {
        if let Some(fact) = fact {
            add(field, &fact.value, &fact.from, fact.sure);
        }
    }
    for reference in &facts.references {
        add("reference", reference, "the text", Sure::Likely);
    }
    for contact in &facts.contacts {
        let name = contact.as_text().or_else(|| contact.get("name")?.as_text()).unwrap_or_default();
        add("contacts", name, "a number in the text", Sure::Likely);
    }
    let mut look = document.warnings.clone();
    for picture in document.all(MetadataKind::Picture).filter(|picture| picture.value.contains("://")) {
        look.push(Warning {
            says: format!(
                "a picture stands at {}: ask its owner whether you may show it, then add it with `image: {{src, alt}}`",
                picture.value
            ),
            holds: false,
        });
    }
    Receipt {
        source: source.to_owned(),
        format: document.format.name(),
        outcome: SourceOutcome::Written,
        path: String::new(),
        title: facts.title.value.clone(),
        draft: false,
        found,
        removed: document.removed.clone(),
        look,
    }
}
