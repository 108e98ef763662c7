//! Fields in which people write other words than the program knows: kind, status, areas, a contact with its number. In: the
//! fields of a bulletin. Out: what is meant, and problems that say what to write. It must not know other documents.

use super::{area::AreaName, bulletin::Fields, life::Status};
use crate::{
    address::folded,
    parse::{
        reader::{Commas, Reader, nearest},
        tree::Value,
    },
    problem::wording,
    settings::{AreaSpec, Contact, Kind, OnClose},
    source::Span,
};

/// The first word of a list that is known, where one word is wanted; the first word where none is.
fn one_word<T>(words: Vec<(String, Span)>, known: impl Fn(&str) -> Option<T>) -> Option<Result<T, (String, Span)>> {
    let found = words.iter().find_map(|(word, _)| known(word));
    found.map(Ok).or_else(|| words.into_iter().next().map(Err))
}

pub fn kind(fields: &Fields, reader: &mut Reader) -> usize {
    let settings = fields.settings;
    let known = |word: &str| {
        let same = |kind: &Kind| kind.name.eq_ignore_ascii_case(word) || kind.label.eq_ignore_ascii_case(word);
        settings.kinds.iter().position(same)
    };
    match one_word(fields.words("kind", Commas::Belong, reader), known) {
        None => settings.default_kind,
        Some(Ok(kind)) => kind,
        // Of the words of another program, none need be a kind.
        Some(Err(_)) if fields.find("kind").is_none_or(|(_, name)| name != "kind") => settings.default_kind,
        Some(Err((word, span))) => {
            let known: Vec<&str> = settings.kinds.iter().map(|kind| kind.name.as_str()).collect();
            let near = nearest(&word, known.iter().copied());
            let near = near.or_else(|| usual_kind(&word).filter(|kind| known.contains(kind)));
            reader.report(wording::kind_unknown(reader.place(span), &word, &known, near));
            settings.default_kind
        }
    }
}

/// The kind that people mean by a word that is none.
fn usual_kind(word: &str) -> Option<&'static str> {
    const MEANT: &[(&str, &[&str])] = &[
        ("roads", &["road", "street", "traffic", "closure", "diversion", "roadworks"]),
        ("animal", &["dog", "cat", "pet", "horse", "animals"]),
        ("event", &["meeting", "coffee", "fair", "workshop", "surgery"]),
        ("missing", &["missing", "lost", "vanished"]),
        ("warning", &["scam", "fraud", "alert", "flood", "danger", "beware"]),
        ("appeal", &["crime", "theft", "burglary", "witness", "witnesses", "cctv"]),
        ("consultation", &["survey", "planning", "vote"]),
        ("advice", &["tip", "tips", "prevention", "guide"]),
        ("notice", &["news", "post", "article", "info", "information", "bulletin", "announcement"]),
    ];
    let words = word.to_lowercase();
    let mut words = words.split(|letter: char| !letter.is_alphanumeric());
    words.find_map(|word| MEANT.iter().find(|(_, meant)| meant.contains(&word)).map(|(kind, _)| *kind))
}

/// What people write for the state of a bulletin that is over.
fn usual_status(word: &str, on_close: OnClose) -> Option<(&'static str, &'static str)> {
    let over = "the page then says that it is over, and lists no longer show it as open";
    let gone = "nothing of it is then to be seen any more, here and with readers who have it already";
    let found = "a page about somebody who was found says nothing of them any more";
    let word = word.to_lowercase();
    let is = |words: &[&str]| words.iter().any(|known| word.split_whitespace().any(|word| word == *known));
    if is(&["found", "safe", "located", "traced", "home"]) {
        return Some(if on_close == OnClose::Retract { ("withdrawn", found) } else { ("resolved", over) });
    }
    if is(&[
        "withdraw",
        "cancelled",
        "canceled",
        "deleted",
        "delete",
        "removed",
        "retracted",
        "mistake",
        "wrong",
        "hidden",
    ]) {
        return Some(("withdrawn", gone));
    }
    if is(&[
        "closed",
        "close",
        "over",
        "solved",
        "done",
        "finished",
        "ended",
        "complete",
        "completed",
        "past",
        "resolve",
        "reopened",
    ]) {
        return Some(("resolved", over));
    }
    if is(&["active", "live", "new", "current", "ongoing", "published", "public"]) {
        return Some(("open", "or leave the line out"));
    }
    is(&["expired", "expires"])
        .then_some(("resolved", "or write the last day on which it holds as `expires: 26/11/2026`"))
}

pub fn status(fields: &Fields, kind: usize, reader: &mut Reader) -> Option<(Status, Span)> {
    let (node, _) = fields.find("status")?;
    let known = |word: &str| Status::WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
    match one_word(fields.words("status", Commas::Belong, reader), known)? {
        Ok((_, status)) => Some((*status, node.span)),
        Err((word, span)) => {
            let near = nearest(&word, Status::WORDS.iter().map(|(word, _)| *word));
            let instead = usual_status(&word, fields.settings.kinds[kind].on_close);
            reader.report(wording::status_unknown(reader.place(span), &word, near, instead));
            None
        }
    }
}

/// Its areas. Commas part several, unless one of the whole name is declared.
pub fn areas(fields: &Fields, reader: &mut Reader) -> Vec<AreaName> {
    fn declares(specs: &[AreaSpec], name: &str) -> bool {
        let same = |other: &String| folded(other) == name;
        specs.iter().any(|spec| same(&spec.name) || spec.aliases.iter().any(same) || declares(&spec.areas, name))
    }
    let whole = |text: &str| {
        declares(&fields.settings.areas, &folded(text.rsplit('/').next().unwrap_or(text))) || !text.contains(',')
    };
    let single =
        fields.find("area").filter(|(node, _)| matches!(&node.value, Value::Text(text) if !whole(text.trim())));
    if let Some((node, name)) = single {
        let words = reader.words(node, name, Commas::Separate);
        if name == "area" || name == "areas" {
            let parts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
            reader.report(wording::areas_with_commas(reader.place(node.span), &parts));
        }
        let meant = words.into_iter().filter_map(|word| Some((fields.meaning("area", word.text)?, word.span)));
        return named(meant.collect(), reader);
    }
    let words = fields.words("area", Commas::Belong, reader);
    named(words, reader)
}

/// The most areas that lie in one another: from a continent to a street there are fewer.
const MOST_AREA_PARTS: usize = 12;

fn named(words: Vec<(String, Span)>, reader: &mut Reader) -> Vec<AreaName> {
    let mut names = Vec::new();
    for (text, span) in words {
        if text.split('/').count() > MOST_AREA_PARTS {
            let expected = "an area of at most 12 parts, such as `Kent/Maidstone`";
            reader.report(wording::value_wrong(reader.place(span), "area", expected));
        } else {
            names.push(AreaName { text, span });
        }
    }
    names
}

/// A person with a number, as people write it: `Jean 01632 960001`.
pub fn named_number(text: &str) -> Option<Contact> {
    let at = text.find(|letter: char| letter.is_ascii_digit() || letter == '+' || letter == '(')?;
    let number = text[at..].trim().trim_matches(['(', ')']).trim();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let plain = number
        .chars()
        .all(|letter| letter.is_ascii_digit() || matches!(letter, ' ' | '-' | '+' | '(' | ')' | '.' | '\u{a0}'));
    if !plain || !(5..=15).contains(&digits) {
        return None;
    }
    let name =
        text[..at].trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, ':' | '-' | '–' | '('));
    let name = name.trim_end_matches(" on").trim();
    Some(Contact {
        name: if name.is_empty() { number.to_owned() } else { name.to_owned() },
        phone: Some(number.to_owned()),
        url: None,
        note: None,
        valid_from: None,
        valid_until: None,
        replaced_by: None,
    })
}
