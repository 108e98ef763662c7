//! A document to what a bulletin needs: one value for each piece of metadata, chosen among its candidates or found in its
//! text. In: [`SourceDocument`] and what the site knows. Out: [`TextFacts`]. It must not know formats or files.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    SiteFacts,
    document::{MetadataKind, SourceDocument, SourceFormat, Sure},
    hoax,
    house::Value,
    moments::{self, pattern},
    numbers, page, plain, references,
    standing::{self, Authority},
};
use crate::moment::Moment;

/// A value and how it was come by.
#[derive(Clone, Debug, PartialEq)]
pub struct Fact<T> {
    pub value: T,
    pub from: String,
    pub sure: Sure,
}

/// What is known of a text.
#[derive(Clone, Debug)]
pub struct TextFacts {
    pub title: Fact<String>,
    pub publisher: Option<Fact<String>>,
    pub address: Option<Fact<String>>,
    /// None for a page.
    pub date: Option<Fact<Moment>>,
    pub updated: Option<Fact<Moment>>,
    pub areas: Vec<Fact<String>>,
    pub kind: Option<Fact<String>>,
    pub references: Vec<String>,
    pub contacts: Vec<Value>,
    pub summary: Option<Fact<String>>,
    pub language: Option<Fact<String>>,
    pub licence: Option<Fact<String>>,
    pub tags: Vec<String>,
    pub standing: Authority,
}

static OGL: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)open government licen[cs]e(?: v?(\d(?:\.0)?))?"));
/// Between a title and its publisher.
static TAIL: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(.{3,}?)\s+(?:[|–—·•»:]|-)\s+([^|–—·•»]{2,50})$"));
/// Signs and words before a title that are no part of it.
static LOUD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:[^\p{L}\p{N}£“‘'\x22(]*\b(?:APPEAL|WARNING|ALERT|UPDATE|URGENT|BREAKING|NEWS|ATTENTION|WITNESS APPEAL|APÊL|RHYBUDD)\b[^\p{L}\p{N}£“‘'\x22(]{2,})|^[^\p{L}\p{N}£“‘'\x22(\[]+",
    )
});
/// Where the date of the message is from that passed another one on.
pub const PASSED_ON: &str = "the message that passed it on";

/// Before these a long first sentence can end.
static CUT: LazyLock<Regex> =
    LazyLock::new(|| pattern(r",? (?:by|after|as|when|while|who|which|and|following|because|so that|before|but) "));

/// Finds them. `text` is the body in plain words.
pub fn of(document: &mut SourceDocument, text: &str, known: &SiteFacts) -> TextFacts {
    let (title, tail) = title(document, text);
    let publisher = document
        .best(MetadataKind::Publisher)
        .map(|candidate| Fact { value: candidate.value.clone(), from: candidate.from.into(), sure: candidate.sure })
        .or(tail);
    let address = said(document, MetadataKind::Address);
    let standing = standing::of(
        publisher.as_ref().map(|publisher| publisher.value.as_str()),
        address.as_ref().map(|address| address.value.as_str()),
        text,
    );
    let date = date(document, text, known).map(|date| not_before(document, date, known));
    gone(document, known);
    let areas = areas(document, &title.value, text, known);
    let now = date.as_ref().map_or(known.now, |date| date.value);
    let kind = kind(document, &title.value, address.as_ref(), known);
    let speaks =
        publisher.as_ref().filter(|_| standing == Authority::Official).map(|publisher| publisher.value.as_str());
    let facts = TextFacts {
        references: references::find(text),
        contacts: numbers::contacts(text, speaks, now, known.settings),
        summary: summary(document),
        language: language(document, known),
        licence: licence(document, text),
        updated: updated(document, known),
        tags: document.all(MetadataKind::Tag).map(|tag| tag.value.clone()).collect(),
        title,
        publisher,
        address,
        date,
        areas,
        kind,
        standing,
    };
    look_for_hoax(document, &facts, text, known);
    facts
}

fn said(document: &SourceDocument, piece: MetadataKind) -> Option<Fact<String>> {
    let found = document.best(piece)?;
    Some(Fact { value: found.value.clone(), from: found.from.into(), sure: found.sure })
}

/// The title, and the publisher whose name stood behind it.
fn title(document: &mut SourceDocument, text: &str) -> (Fact<String>, Option<Fact<String>>) {
    let Some(best) = document.best(MetadataKind::Title).cloned() else {
        return (Fact { value: first_sentence(text), from: "the first sentence".into(), sure: Sure::Guessed }, None);
    };
    let fact = |value: &str| Fact { value: quiet(value), from: best.from.into(), sure: best.sure };
    let parts =
        |title: &str| TAIL.captures(title).map(|found| (found[1].trim().to_owned(), found[2].trim().to_owned()));
    let from_title = |name: String| Some(Fact { value: name, from: "the end of the title".into(), sure: Sure::Likely });
    let others: Vec<String> = document.all(MetadataKind::Title).map(|title| title.value.clone()).collect();
    // The title of a page is often that of the text and the name of the site.
    for candidate in &others {
        let Some((short, name)) = parts(candidate) else { continue };
        let same = others.contains(&short);
        let named = document.all(MetadataKind::Publisher).any(|publisher| publisher.value.eq_ignore_ascii_case(&name));
        let of_page = document.all(MetadataKind::Title).any(|one| one.value == *candidate && one.from == page::TITLE);
        let speaks = standing::of(Some(&name), None, "") != Authority::Unknown
            && (candidate.contains('|') || of_page && name.split(' ').all(|word| word.starts_with(char::is_uppercase)));
        if same || named || speaks {
            let publisher = from_title(name);
            if parts(&best.value).is_some() || best.value == *candidate {
                return (fact(&short), publisher);
            }
            return (fact(&best.value), publisher);
        }
    }
    // Who publishes it is said beside it.
    let publisher = document.best(MetadataKind::Publisher).map(|publisher| publisher.value.clone());
    let rest = publisher.and_then(|name| best.value.strip_prefix(name.as_str()));
    // A hyphen without a blank before it makes one word: `police-led`.
    let rest = rest.filter(|rest| !rest.starts_with('-')).map(str::trim_start);
    let rest = rest.and_then(|rest| rest.strip_prefix([':', '|', '–', '-']));
    let rest = rest.map(str::trim).filter(|rest| rest.chars().count() >= 8).map(capitalised);
    (fact(rest.as_deref().unwrap_or(&best.value)), None)
}

/// A text with a capital at its start.
pub(super) fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// A title without signs and shouted words before it, and without blanks round it.
pub fn quiet(title: &str) -> String {
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    let quiet = LOUD.replace(&title, "");
    // What stood behind a shouted word begins a title.
    let quiet = match quiet.chars().next() {
        Some(first) if quiet.len() < title.len() && first.is_lowercase() => capitalised(&quiet),
        _ => quiet.into_owned(),
    };
    let quiet = quiet
        .trim_end_matches(|c: char| !c.is_alphanumeric() && !c.is_ascii_punctuation() && !"’”…£".contains(c))
        .trim();
    if quiet.chars().count() < 8 { title } else { quiet.to_owned() }
}

/// The first sentence of a text, short enough for a title.
pub fn first_sentence(text: &str) -> String {
    let line = text
        .lines()
        .map(str::trim)
        .find(|line| line.chars().filter(|c| c.is_alphabetic()).count() > 3)
        .unwrap_or("Untitled");
    let line = quiet(line);
    let mut end = line.len();
    for (at, _) in line.match_indices(['.', '!', '?']) {
        let after = line[at + 1..].chars().next();
        if after.is_none_or(char::is_whitespace) && at > 8 {
            // A question stays one.
            end = if line[at..].starts_with('?') { at + 1 } else { at };
            break;
        }
    }
    let sentence = line[..end].trim();
    if sentence.chars().count() <= 90 {
        return sentence.to_owned();
    }
    let limit = sentence.char_indices().nth(90).map_or(sentence.len(), |(at, _)| at);
    if let Some(cut) = CUT.find_iter(&sentence[..limit]).filter(|found| found.start() > 30).last() {
        return sentence[..cut.start()].to_owned();
    }
    let cut = sentence[..limit].rfind(' ').unwrap_or(limit);
    format!("{}…", sentence[..cut].trim_end_matches(','))
}

fn date(document: &mut SourceDocument, text: &str, known: &SiteFacts) -> Option<Fact<Moment>> {
    if document.page {
        return None;
    }
    let mut candidates: Vec<_> = document.all(MetadataKind::Date).cloned().collect();
    // What is still to come is the day of what a text tells of.
    candidates.retain(|candidate| {
        candidate.from != plain::LABELLED
            || moments::read(&candidate.value, known.settings).is_none_or(|moment| moment <= known.now)
    });
    let read: Vec<(Moment, &super::document::MetadataCandidate)> = candidates
        .iter()
        .filter_map(|candidate| {
            let moment = moments::read(&candidate.value, known.settings)
                .or_else(|| moments::without_year(&candidate.value, known.now, known.settings))
                .or_else(|| moments::this_week(&candidate.value, known.now, known.settings))
                .or_else(|| moments::ago(&candidate.value, known.now, known.settings))?;
            Some((moment, candidate))
        })
        .collect();
    for candidate in &candidates {
        if !read.iter().any(|(_, other)| other.value == candidate.value) {
            document.warn(format!("the date `{}` ({}) could not be read", candidate.value, candidate.from));
        }
    }
    let best = read.iter().copied().reduce(|best, next| {
        let closer = next.1.sure == best.1.sure && best.0.is_day() && !next.0.is_day();
        if next.1.sure > best.1.sure || closer && best.0.date(&known.settings.zone) == next.0.date(&known.settings.zone)
        {
            next
        } else {
            best
        }
    });
    if let Some((moment, candidate)) = best {
        for (other, disagrees) in &read {
            if other.date(&known.settings.zone) != moment.date(&known.settings.zone)
                && disagrees.from != "the address"
                && disagrees.from != PASSED_ON
            {
                let (other, own) = (other.words(&known.settings.zone), moment.words(&known.settings.zone));
                document.warn(format!(
                    "the dates disagree: {} says {other}, {} says {own}; the latter was taken",
                    disagrees.from, candidate.from
                ));
            }
        }
        // What was so long ago when it was copied, nobody knows.
        let sure = if moments::is_ago(&candidate.value) { Sure::Guessed } else { candidate.sure };
        return Some(Fact { value: moment, from: candidate.from.into(), sure });
    }
    if let Some((words, moment)) = moments::in_text(text, known.settings) {
        let before = moment <= known.now;
        if before && document.format != SourceFormat::Chat {
            return Some(Fact {
                value: moment,
                from: format!("the first date in the text, “{words}”"),
                sure: Sure::Guessed,
            });
        }
    }
    document.warn("nothing says when it was published: it was given today's date");
    Some(Fact {
        value: known.now.start_of_day(&known.settings.zone),
        from: "today, since nothing says when".into(),
        sure: Sure::Guessed,
    })
}

/// The date, or the moment before which it was not to be shown where that is still to come.
fn not_before(document: &mut SourceDocument, mut date: Fact<Moment>, known: &SiteFacts) -> Fact<Moment> {
    let candidates: Vec<_> = document.all(MetadataKind::NotBefore).cloned().collect();
    for candidate in candidates {
        match moments::read(&candidate.value, known.settings) {
            None => document.hold(format!(
                "it was not to be shown before `{}` ({}), which could not be read: write that as its `date`",
                candidate.value, candidate.from
            )),
            Some(moment) if moment > known.now && moment > date.value => {
                let shown = date.value.words(&known.settings.zone);
                document
                    .warn(format!("its date was {shown}, and it was not to be shown before the one that it has now"));
                date = Fact { value: moment, from: candidate.from.into(), sure: candidate.sure };
            }
            Some(moment) if moment != date.value => {
                document
                    .remove(format!("{} ({})", candidate.from, candidate.value), "it has passed, and waits no longer");
            }
            Some(_) => {}
        }
    }
    date
}

/// Keeps what the old site no longer showed, and a page that it did not show yet, a draft.
fn gone(document: &mut SourceDocument, known: &SiteFacts) {
    let first = |piece| {
        let moments = document.all(piece).filter_map(|candidate| {
            moments::read(&candidate.value, known.settings).map(|moment| (moment, candidate.from))
        });
        moments.min_by_key(|(moment, _)| *moment)
    };
    let gone = first(MetadataKind::Gone).filter(|(moment, _)| *moment <= known.now);
    let waits = first(MetadataKind::NotBefore).filter(|(moment, _)| document.page && *moment > known.now);
    for (moment, from) in gone.into_iter().chain(waits) {
        document.was_unshown(&format!("{from}: {}", moment.words(&known.settings.zone)));
    }
}

fn updated(document: &SourceDocument, known: &SiteFacts) -> Option<Fact<Moment>> {
    let found = document.best(MetadataKind::Updated)?;
    let value = moments::read(&found.value, known.settings)?;
    Some(Fact { value, from: found.from.into(), sure: found.sure })
}

fn areas(document: &mut SourceDocument, title: &str, text: &str, known: &SiteFacts) -> Vec<Fact<String>> {
    let mut areas: Vec<Fact<String>> = Vec::new();
    let fact = |value: &str, from: &str, sure: Sure| Fact { value: value.to_owned(), from: from.to_owned(), sure };
    for area in &known.wishes.areas {
        areas.push(fact(area, "the command line", Sure::Said));
    }
    // Another program's posts speak of many places; what is in a title is what they are about.
    let foreign = document.is_moved();
    let searched = if foreign { title.to_owned() } else { format!("{title}\n{text}") };
    let named = known.places.in_text(&searched);
    let given: Vec<_> = document.all(MetadataKind::Area).cloned().collect();
    let mut taken = Vec::new();
    for tag in document.all(MetadataKind::Tag) {
        if let Some(area) = known.places.named(&tag.value) {
            areas.push(fact(area, "a tag that is an area of the site", Sure::Likely));
            taken.push(tag.value.clone());
        }
    }
    document.candidates.retain(|candidate| candidate.piece != MetadataKind::Tag || !taken.contains(&candidate.value));
    for candidate in given {
        let value = known.places.named(&candidate.value).unwrap_or(&candidate.value).to_owned();
        // A wide area says nothing more where the text names places inside it.
        if named.iter().any(|area| known.places.lies_in(area, &value)) {
            document.remove(format!("the area `{value}`"), "the text names areas inside it, which are on its page too");
            continue;
        }
        areas.push(fact(&value, candidate.from, candidate.sure));
    }
    for area in named {
        areas.push(fact(&area, "the text", Sure::Likely));
    }
    let mut seen: Vec<String> = Vec::new();
    areas.retain(|area| {
        let name = crate::address::folded(area.value.rsplit('/').next().unwrap_or(&area.value));
        let new = !seen.contains(&name);
        seen.push(name);
        new
    });
    areas
}

/// The kind: the one wished for, the one given, or one that title or address name.
fn kind(
    document: &mut SourceDocument,
    title: &str,
    address: Option<&Fact<String>>,
    known: &SiteFacts,
) -> Option<Fact<String>> {
    let kinds = &known.settings.kinds;
    let fact = |value: &str, from: &str, sure| Some(Fact { value: value.to_owned(), from: from.to_owned(), sure });
    if let Some(kind) = &known.wishes.kind {
        return fact(kind, "the command line", Sure::Said);
    }
    if let Some(given) = document.best(MetadataKind::Kind).cloned() {
        if let Some(kind) = kinds.iter().find(|kind| kind.name.eq_ignore_ascii_case(&given.value)) {
            return fact(&kind.name, given.from, given.sure);
        }
        document.warn(format!("`{}` is none of the site's kinds", given.value));
    }
    let tagged = document.all(MetadataKind::Tag).find_map(|tag| {
        let same = |word: &str| word.eq_ignore_ascii_case(&tag.value);
        kinds
            .iter()
            .find(|kind| same(&kind.name) || same(&kind.plural))
            .map(|kind| (kind.name.clone(), tag.value.clone()))
    });
    if let Some((kind, tag)) = tagged {
        document.candidates.retain(|candidate| candidate.piece != MetadataKind::Tag || candidate.value != tag);
        return fact(&kind, "a tag that is a kind of the site", Sure::Likely);
    }
    let there = |name: &str| kinds.iter().any(|kind| kind.name == name);
    // A shouted word before a title is no part of it, and says what it is all the same.
    let loud = document.best(MetadataKind::Title).map(|title| title.value.to_lowercase()).unwrap_or_default();
    let title = title.to_lowercase();
    let path = address.map(|address| address.value.to_lowercase()).unwrap_or_default();
    if document.page || document.is_moved() {
        return None;
    }
    let thing = thing_missed(&title);
    if title.starts_with("missing") && thing.is_some_and(|thing| ANIMALS.contains(&thing)) && there("animal") {
        return fact("animal", "the title", Sure::Guessed);
    }
    let missing = thing.is_none()
        && (title.starts_with("missing") || title.contains("help find") || title.contains("missing person"))
        && there("missing");
    if missing {
        document
            .warn("it seems to be about a missing person: when they are found, take it back by `status: withdrawn`");
        return fact("missing", "the title", Sure::Guessed);
    }
    let said = |words: &[&str]| words.iter().any(|word| title.contains(word) || loud.contains(word));
    let in_title = said(&["appeal", "apêl "]) || loud.starts_with("apêl");
    if (in_title || path.contains("/appeal")) && there("appeal") {
        return fact("appeal", if in_title { "the title" } else { "the address" }, Sure::Guessed);
    }
    let warning = said(&["warn", "scam", "fraud", "beware", "rhybudd"]);
    if warning && there("warning") {
        return fact("warning", "the title", Sure::Guessed);
    }
    None
}

/// The thing or animal that a title in small letters says is missing; none where it is a person, whatever is with them.
/// `Missing dog walker` is a person, `Missing dog walker’s bag` and `Missing dog` are not.
fn thing_missed(title: &str) -> Option<&str> {
    let things = THING.captures_iter(title).filter(|thing| thing.get(2).is_none());
    let mut things = things.filter_map(|thing| thing.get(1));
    things.find(|thing| !PERSON.is_match(&title[..thing.start()])).map(|thing| thing.as_str())
}

/// What is missed besides people, and the words behind it that make a person or a place of it.
static THING: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"\b(bags?|handbag|bikes?|bicycle|keys?|purse|wallet|phone|ring|parcels?|bins?|van|car|trailer|caravan|signs?|{})\b( (?:walker|rider|driver|owner|lane|road|street|close|hill|farm|park)s?\b)?",
        ANIMALS.join("|")
    ))
});
/// Before a thing, what says that a person is missed: the person, or how they are with the thing. `Missing man’s bike` is a
/// bike.
static PERSON: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"\bmissing\b(?:.*\b(?:m[ae]n|wom[ae]n|boys?|girls?|child|children|baby|toddler|teenagers?|teen|youth|person|people|pensioner|pupil|student|patient|mother|father|mum|dad|son|daughter|brother|sister|husband|wife|grandmother|grandfather)(?:[^\w’']|$)|.*\blast seen\b[^:]*$|.*\b(?:with|driving|riding)(?: \w+){0,3} $|.*\b(?:in|on|by) (?:an?|the|his|her|their)(?: \w+){0,2} $)",
    )
});
const ANIMALS: &[&str] =
    &["cat", "kitten", "puppy", "tortoise", "rabbit", "horse", "pony", "parrot", "sheep", "dog", "dogs", "pet"];

fn summary(document: &SourceDocument) -> Option<Fact<String>> {
    let found = document.best(MetadataKind::Summary)?;
    let long_enough = found.value.chars().count() >= 20;
    let cut = found.value.ends_with("...") || found.value.ends_with('…') || found.value.ends_with("[…]");
    (found.sure == Sure::Said || long_enough && !cut).then(|| Fact {
        value: found.value.clone(),
        from: found.from.into(),
        sure: found.sure,
    })
}

fn language(document: &SourceDocument, known: &SiteFacts) -> Option<Fact<String>> {
    let found = said(document, MetadataKind::Language)?;
    let primary = |tag: &str| tag.split(['-', '_']).next().unwrap_or_default().to_lowercase();
    let tag = crate::language::tag(&found.value)?;
    (primary(&tag) != primary(&known.settings.language)).then_some(Fact { value: tag, ..found })
}

fn licence(document: &SourceDocument, text: &str) -> Option<Fact<String>> {
    said(document, MetadataKind::Licence).or_else(|| {
        let found = OGL.captures(text)?;
        let version = found.get(1).map_or("3.0", |version| version.as_str());
        let version = if version.contains('.') { version.to_owned() } else { format!("{version}.0") };
        Some(Fact { value: format!("OGL-UK-{version}"), from: "the text".into(), sure: Sure::Likely })
    })
}

fn look_for_hoax(document: &mut SourceDocument, facts: &TextFacts, text: &str, known: &SiteFacts) {
    if facts.standing == Authority::Official
        || document.house.is_some()
        || document.page
        || document.format == SourceFormat::FrontMatter
    {
        return;
    }
    let numbers = numbers::all(text, known.settings);
    let signs = hoax::signs(hoax::HoaxFacts {
        text,
        publisher: facts.publisher.as_ref().map(|publisher| publisher.value.as_str()),
        dated: facts
            .date
            .as_ref()
            .is_some_and(|date| date.sure > Sure::Guessed || date.from.starts_with("the first date")),
        placed: !facts.areas.is_empty(),
        mobile: numbers.iter().any(|number| number.mobile),
        other_contact: numbers.iter().any(|number| !number.mobile) || !facts.references.is_empty(),
    });
    if !signs.is_empty() {
        document.hold(format!(
            "this looks like a known pattern of hoaxes ({}): is it on the force's own site?",
            signs.join("; ")
        ));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_begins_behind_the_name_of_who_speaks() {
        for (said, want) in [
            ("Wren Valley Police: appeal after burglary in Mill Lane", "Appeal after burglary in Mill Lane"),
            ("Wren Valley Police - sheds entered in Mill Lane", "Sheds entered in Mill Lane"),
            ("Wren Valley Police-led patrols begin", "Wren Valley Police-led patrols begin"),
        ] {
            let mut document = SourceDocument::of(SourceFormat::Chat);
            document.add(MetadataKind::Publisher, "Wren Valley Police", "the post", Sure::Said);
            document.add(MetadataKind::Title, said, "the first line", Sure::Likely);
            assert_eq!(title(&mut document, "").0.value, want);
        }
    }

    #[test]
    fn a_person_is_missed_whatever_is_with_them() {
        for title in [
            "missing: tom sample, last seen with his dog",
            "missing man last seen in a red car",
            "missing girl on a blue bike",
            "missing man from horse lane",
            "missing from horse lane: tom sample",
            "missing: tom sample, driving a white van",
            "missing dog walker",
        ] {
            assert_eq!(thing_missed(title), None, "{title}");
        }
        for (title, thing) in [
            ("missing dog", "dog"),
            ("missing dog walker’s bag", "bag"),
            ("missing man’s bike", "bike"),
            ("missing cat last seen in mill lane", "cat"),
            ("missing keys with a blue ring", "keys"),
            ("missing dog with a red collar", "dog"),
            ("help find the man who took this bike", "bike"),
            ("missing after a burglary in a shed: a bike", "bike"),
        ] {
            assert_eq!(thing_missed(title), Some(thing), "{title}");
        }
    }
}
