//! Fields in which people write other words than the program knows: kind, status, areas, a contact with its number. In: the
//! fields of a bulletin. Out: what is meant, and problems that say what to write. It must not know other documents.

use super::{
    area::AreaName,
    bulletin::Severity,
    given::{Fields, GivenWord},
    life::Status,
};
use crate::{
    address::folded,
    language,
    parse::{
        reader::{Commas, Reader, nearest},
        tree::{Node, TreeValue},
    },
    problem::wording,
    settings::{AreaSpec, Contact, FolderLevel, OnClose, Slash, WordOrigin},
    source::Span,
};

pub fn kind(fields: &Fields, reader: &mut Reader) -> usize {
    let settings = fields.settings;
    let known = |word: &str| settings.kinds.iter().position(|kind| kind.is_called(word));
    report_spare(fields, "kind", |word| known(word).is_some(), reader);
    match fields.one("kind", known, reader) {
        None => settings.default_kind,
        Some(Ok(kind)) => kind,
        Some(Err(word)) => {
            let known: Vec<&str> = settings.kinds.iter().map(|kind| kind.name.as_str()).collect();
            let near = nearest(&word.text, known.iter().copied());
            let near = near.or_else(|| usual_kind(&word.text).filter(|kind| known.contains(kind)));
            reader.report(wording::kind_unknown(reader.place(word.span), "kind", &word.text, &known, near));
            settings.default_kind
        }
    }
}

pub fn severity(fields: &Fields, reader: &mut Reader) -> Option<Severity> {
    let known = |word: &str| {
        Severity::WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word)).map(|(_, severity)| *severity)
    };
    report_spare(fields, "severity", |word| known(word).is_some(), reader);
    match fields.one("severity", known, reader)? {
        Ok(severity) => Some(severity),
        Err(word) => {
            let known: Vec<&str> = Severity::WORDS.iter().map(|(word, _)| *word).collect();
            let near = nearest(&word.text, known.iter().copied()).or_else(|| usual_severity(&word.text));
            reader.report(wording::word_unknown(reader.place(word.span), "severity", &word.text, &known, near));
            None
        }
    }
}

/// Reports the known words of a field's own list behind the one that is taken, where one word is wanted. Words of other
/// programs among them are kept for templates.
fn report_spare(fields: &Fields, field: &'static str, known: impl Fn(&str) -> bool, reader: &mut Reader) {
    let Some(TreeValue::List(list)) = fields.map.get(field).map(|node| &node.value) else { return };
    let meaning = |item: &Node| match &item.value {
        TreeValue::Text(text) => fields.meaning(field, text.trim().to_owned()).map(|meaning| meaning.text),
        _ => None,
    };
    let is_known = |item: &&Node| meaning(item).is_some_and(|word| known(&word));
    for item in list.iter().filter(is_known).skip(1) {
        if let TreeValue::Text(text) = &item.value {
            reader.report(wording::value_spare(reader.place(item.span), field, text.trim()));
        }
    }
}

/// The language that a document names, or that of its folder; a name of a file tells of it after these.
pub fn lang(fields: &Fields, reader: &mut Reader) -> Option<String> {
    // Another program's word, or a folder's name, is a language only where it is the tag of a known one.
    let own = fields.find("lang").is_some_and(|(_, name)| matches!(name, "lang" | "og.locale"));
    let known = |word: &str| language::tag(word).filter(|tag| own || language::is_known(tag));
    match fields.one("lang", known, reader)? {
        Ok(tag) => Some(tag),
        Err(word) => {
            let expected = "a language tag, such as `en-GB` or `cy`";
            reader.report(wording::value_wrong(reader.place(word.span), "lang", expected));
            None
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
    // In the order of the list: a lost dog is an animal.
    let words = word.to_lowercase();
    let words: Vec<&str> = words.split(|letter: char| !letter.is_alphanumeric()).collect();
    MEANT.iter().find(|(_, meant)| words.iter().any(|word| meant.contains(word))).map(|(kind, _)| *kind)
}

/// The word for how bad something is that people mean by another.
fn usual_severity(word: &str) -> Option<&'static str> {
    const MEANT: &[(&str, &[&str])] = &[
        ("extreme", &["critical", "emergency", "deadly", "danger", "highest", "black"]),
        ("severe", &["high", "urgent", "serious", "important", "red", "bad"]),
        ("moderate", &["medium", "normal", "amber", "orange", "middle"]),
        ("minor", &["low", "small", "green", "yellow", "slight"]),
        ("unknown", &["none", "unclear", "tbc"]),
    ];
    let words = word.to_lowercase();
    let words: Vec<&str> = words.split(|letter: char| !letter.is_alphanumeric()).collect();
    MEANT.iter().find(|(_, meant)| words.iter().any(|word| meant.contains(word))).map(|(severity, _)| *severity)
}

/// What a word or a few for the state of a bulletin mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MeantState {
    Withdrawn,
    /// Who or what was looked for was found.
    Found,
    Resolved,
    Open,
    Draft,
    Expired,
}

/// Words that people write for a state. Of several in one text, the state that shows least comes first.
const STATE_WORDS: &[(MeantState, &[&str])] = &[
    (
        MeantState::Withdrawn,
        &[
            "withdrawn",
            "withdraw",
            "cancelled",
            "canceled",
            "deleted",
            "delete",
            "removed",
            "retracted",
            "mistake",
            "wrong",
            "unpublish",
            "unpublished",
            "down",
            "hidden",
        ],
    ),
    (MeantState::Found, &["found", "safe", "located", "traced", "home", "deceased", "dead", "died", "body"]),
    (
        MeantState::Resolved,
        &[
            "resolved",
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
            "re-opened",
            "arrested",
            "caught",
            "charged",
            "archived",
        ],
    ),
    (MeantState::Open, &["open", "active", "live", "new", "current", "ongoing", "published", "public"]),
    (MeantState::Draft, &["draft", "hold", "pending", "private", "scheduled", "embargoed", "future"]),
    (MeantState::Expired, &["expired", "expires"]),
];

/// The state that people mean by a text.
pub fn state(text: &str) -> Option<MeantState> {
    let text = text.to_lowercase();
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric() && letter != '-')
        .map(|word| word.trim_matches('-'))
        .collect();
    STATE_WORDS.iter().find(|(_, known)| words.iter().any(|word| known.contains(word))).map(|(state, _)| *state)
}

/// What to write for a state that has other words here, and why.
fn usual_status(text: &str, on_close: OnClose) -> Option<(&'static str, &'static str)> {
    let over = "the page then says that it is over, and lists no longer show it as open";
    let gone = "nothing of it is then to be seen any more, here and with readers who have it already";
    let found = "a page about somebody who was found says nothing of them any more";
    Some(match state(text)? {
        MeantState::Withdrawn => ("withdrawn", gone),
        MeantState::Found if on_close == OnClose::Retract => ("withdrawn", found),
        MeantState::Found | MeantState::Resolved => ("resolved", over),
        MeantState::Open => ("open", "or leave the line out"),
        MeantState::Draft => ("open", "and `draft: true` on a line of its own, while nobody is to see it yet"),
        MeantState::Expired => ("resolved", "or write the last day on which it holds as `expires: 26/11/2026`"),
    })
}

pub fn status(fields: &Fields, kind: usize, reader: &mut Reader) -> Option<(Status, Span)> {
    let (node, _) = fields.find("status")?;
    let known = |word: &str| Status::WORDS.iter().find(|(known, _)| known.eq_ignore_ascii_case(word));
    report_spare(fields, "status", |word| known(word).is_some(), reader);
    match fields.one("status", known, reader)? {
        Ok((_, status)) => Some((*status, node.span)),
        Err(GivenWord { text, span, .. }) => {
            let near = nearest(&text, Status::WORDS.iter().map(|(word, _)| *word));
            let instead = usual_status(&text, fields.settings.kinds[kind].on_close);
            reader.report(wording::status_unknown(reader.place(span), &text, near, instead));
            None
        }
    }
}

/// Its areas. Commas part several, unless one of the whole name is declared.
pub fn areas(fields: &Fields, reader: &mut Reader) -> Vec<AreaName> {
    let Some((node, name)) = fields.find("area") else { return named(fields, fields.otherwise("area"), None, reader) };
    let single = |text: &str| {
        let last = text.rsplit('/').next().unwrap_or(text);
        !text.contains(',') || is_declared(fields, last) || is_declared(fields, text)
    };
    let own = matches!(name, "area" | "areas");
    let apart = matches!(&node.value, TreeValue::Text(text) if !single(text.trim()));
    let commas = if apart { Commas::Separate } else { Commas::Belong };
    let mut words = fields.words_of("area", node, name, commas, reader);
    if name == "area"
        && let Some(more) = fields.map.get("areas")
    {
        let whole = matches!(&more.value, TreeValue::Text(text) if single(text.trim()));
        let commas = if whole { Commas::Belong } else { Commas::Separate };
        words.extend(fields.words_of("area", more, "areas", commas, reader));
    }
    let between = if apart { Some("commas") } else { parted(fields, node, &mut words) };
    if let Some(between) = between.filter(|_| own) {
        let parts: Vec<&str> = words.iter().map(|word| word.text.as_str()).collect();
        reader.report(wording::areas_with_commas(reader.place(node.span), &parts, between));
    }
    let words = if words.is_empty() { fields.otherwise("area") } else { words };
    named(fields, words, Some(name), reader)
}

/// Parts one word with another mark than a comma in it, `Tanfold and Mill End`, where each part is an area that the settings
/// declare; the mark comes out.
fn parted(fields: &Fields, node: &Node, words: &mut Vec<GivenWord>) -> Option<&'static str> {
    const BETWEEN: [(&str, &str); 6] =
        [(";", "`;`"), (" & ", "`&`"), (" + ", "`+`"), (" / ", "`/`"), (" | ", "`|`"), (" and ", "`and`")];
    let [word] = words.as_slice() else { return None };
    if !matches!(node.value, TreeValue::Text(_)) || is_declared(fields, &word.text) {
        return None;
    }
    let parts_at = |mark: &str| {
        let parts: Vec<&str> = word.text.split(mark).map(str::trim).filter(|part| !part.is_empty()).collect();
        // `Kent / Dover` leads into Kent.
        let leads = mark == " / " && parts.windows(2).any(|two| lies_in(&fields.settings.areas, two[0], two[1]));
        (parts.len() > 1 && !leads && parts.iter().all(|part| is_declared(fields, part))).then_some(parts)
    };
    let (parts, shown) = BETWEEN.iter().find_map(|(mark, shown)| Some((parts_at(mark)?, *shown)))?;
    let (span, by) = (word.span, word.by);
    *words = parts.iter().map(|part| GivenWord { text: (*part).to_owned(), span, by }).collect();
    Some(shown)
}

/// Whether the settings declare an area of a name.
fn is_declared(fields: &Fields, name: &str) -> bool {
    declares(&fields.settings.areas, &folded(name))
}

/// Whether one of some areas, or one inside them, has a name; the name is folded.
fn declares(specs: &[AreaSpec], name: &str) -> bool {
    specs.iter().any(|spec| has_name(spec, name) || declares(&spec.areas, name))
}

fn has_name(spec: &AreaSpec, name: &str) -> bool {
    let same = |other: &String| folded(other) == name;
    same(&spec.name) || spec.aliases.iter().any(|alias| same(&alias.text))
}

/// Whether the settings declare one area inside another.
fn lies_in(specs: &[AreaSpec], outer: &str, inner: &str) -> bool {
    specs.iter().any(|spec| {
        has_name(spec, &folded(outer)) && declares(&spec.areas, &folded(inner)) || lies_in(&spec.areas, outer, inner)
    })
}

/// The most areas that lie in one another: from a continent to a street there are fewer.
const MOST_AREA_PARTS: usize = 12;

/// Words as names of areas. A `/` leads into an area where the field's own name gives it or the settings say so; in the
/// words of another program it is a letter.
fn named(fields: &Fields, words: Vec<GivenWord>, name: Option<&str>, reader: &mut Reader) -> Vec<AreaName> {
    let rule = fields.settings.rule("area");
    let folder = rule.and_then(|rule| rule.folder);
    let mut names = Vec::new();
    for GivenWord { text, span, by } in words {
        // A word without a place is that of a folder, or the settings' own.
        let (text, usual) = match name {
            _ if by == WordOrigin::Settings => (text, Slash::Nests),
            None => {
                (readable(&text, fields), if folder == Some(FolderLevel::All) { Slash::Nests } else { Slash::Belongs })
            }
            Some("area" | "areas") => (text, Slash::Nests),
            Some(_) => (text, Slash::Belongs),
        };
        let said = rule.and_then(|rule| rule.nest).filter(|_| by == WordOrigin::Document);
        let whole = !text.contains('/') || is_declared(fields, &text);
        let slash = if whole { Slash::Belongs } else { said.unwrap_or(usual) };
        let name = AreaName { text, slash, span };
        if name.parts().count() > MOST_AREA_PARTS {
            let expected = "an area of at most 12 parts, such as `Kent/Maidstone`";
            reader.report(wording::value_wrong(reader.place(span), "area", expected));
        } else {
            names.push(name);
        }
    }
    names
}

/// The name of a folder as a name for people, `mill-end` as `Mill End`, unless an area of its own name is declared.
fn readable(folder: &str, fields: &Fields) -> String {
    let plain = folder.chars().all(|letter| !letter.is_uppercase() && !letter.is_whitespace());
    if !plain || is_declared(fields, folder) {
        return folder.to_owned();
    }
    let part = |part: &str| {
        let words = part.split(['-', '_']).filter(|word| !word.is_empty()).map(|word| {
            let mut letters = word.chars();
            letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect::<String>()
        });
        words.collect::<Vec<_>>().join(" ")
    };
    folder.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// A person with an e-mail address, as people write it: `Jean jean@tanfold.example`.
pub fn named_mail(text: &str) -> Option<Contact> {
    let edges = ['<', '>', '(', ')', ':', ','];
    let address = text.split_whitespace().last()?.trim_matches(edges);
    let (who, host) = address.split_once('@')?;
    let plain = |part: &str| {
        !part.is_empty() && part.chars().all(|letter| letter.is_ascii_alphanumeric() || "-_.+".contains(letter))
    };
    if !plain(who) || !plain(host) || !host.contains('.') || host.ends_with('.') {
        return None;
    }
    let name =
        text.split(address).next()?.trim_matches(|letter: char| letter.is_whitespace() || edges.contains(&letter));
    Some(Contact {
        name: if name.is_empty() { address.to_owned() } else { name.to_owned() },
        phone: None,
        url: Some(format!("mailto:{address}")),
        note: None,
        valid_from: None,
        valid_until: None,
        replaced_by: None,
    })
}

/// The contacts that a text names: several, where each part between words such as `and` is a known one, or has a number or an
/// address.
pub fn people<'t>(text: &'t str, contacts: &[Contact]) -> Vec<&'t str> {
    let is_known = |part: &str| contacts.iter().any(|contact| folded(&contact.name) == folded(part));
    let is_one = |part: &&str| is_known(part) || named_number(part).is_some() || named_mail(part).is_some();
    let parted = [" and ", " or ", " & ", ";", " / "].iter().find_map(|mark| {
        let parts: Vec<&str> = text.split(mark).map(str::trim).filter(|part| !part.is_empty()).collect();
        (parts.len() > 1 && !is_known(text) && parts.iter().all(is_one)).then_some(parts)
    });
    parted.unwrap_or_else(|| vec![text])
}

/// A person with a number, as people write it: `Jean 01632 960001`.
pub fn named_number(text: &str) -> Option<Contact> {
    let at = text.find(|letter: char| letter.is_ascii_digit() || letter == '+' || letter == '(')?;
    // What stands in brackets behind it says when to ring.
    let (behind, note) = match text[at..].trim_end().strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
        Some((number, note)) if note.contains(char::is_alphabetic) => (number, Some(note.trim().to_owned())),
        _ => (&text[at..], None),
    };
    let number = behind.trim().trim_matches(['(', ')']).trim();
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    let plain = number
        .chars()
        .all(|letter| letter.is_ascii_digit() || matches!(letter, ' ' | '-' | '+' | '(' | ')' | '.' | '\u{a0}'));
    // The short numbers that everybody knows need a name, which tells them from a count.
    let short = digits == 3 && at > 0 && matches!(number, "101" | "105" | "111" | "112" | "119" | "999");
    if !plain || !((5..=15).contains(&digits) || short) {
        return None;
    }
    let name =
        text[..at].trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, ':' | '-' | '–' | '('));
    let name = name.trim_end_matches(" on").trim();
    Some(Contact {
        name: if name.is_empty() { number.to_owned() } else { name.to_owned() },
        phone: Some(number.to_owned()),
        url: None,
        note,
        valid_from: None,
        valid_until: None,
        replaced_by: None,
    })
}
