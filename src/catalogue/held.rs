//! Words with which people and other programs hold a bulletin back or end it, and which no field has: `embargo`, `hidden`,
//! `unpublish_on`. In: the fields of a document, and what it says of its life. Out: problems that say what to write instead.
//! It must not know the clock: what is only to come is told until then.

use super::{
    entry,
    given::Fields,
    life::Status,
    meant::{self, MeantState},
};
use crate::{
    moment::Moment,
    parse::{
        reader::{Reader, flag, flag_meant, flag_of},
        tree::{Map, MapEntry, Node, TreeValue},
    },
    problem::{
        Fix, Problem,
        wording::{self, MissingEffect},
    },
    settings::OnClose,
    source::Span,
};

/// What a line is meant to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Intent {
    /// Nobody is to see it.
    Draft,
    /// Nobody is to see it, or everybody: it says neither yes nor no.
    Unclear,
    /// Nobody is to see it before a day.
    From,
    /// It ends with a day.
    Until,
    /// Nothing of it is to be seen any more.
    TakenBack,
    /// It is over.
    Resolved,
    /// Who or what was looked for was found: what that asks for is the kind's to say.
    Found,
}

/// Keys by what they are meant to do, in small letters, without blanks and hyphens.
const KEYS: &[(Intent, &[&str])] = &[
    (
        Intent::Draft,
        &[
            "private",
            "hidden",
            "unpublished",
            "unlisted",
            "isdraft",
            "wip",
            "headless",
            "disabled",
            "hide",
            "drafted",
            "notpublic",
            "donotpublish",
            "dontpublish",
            "donotshow",
            "dontshow",
            "notready",
            "eleventyexcludefromcollections",
        ],
    ),
    (
        Intent::From,
        &[
            "embargo",
            "embargoed",
            "embargodate",
            "embargountil",
            "embargoeduntil",
            "hold",
            "onhold",
            "holduntil",
            "notbefore",
            "publishon",
            "publishat",
            "publishafter",
            "publishfrom",
            "publishtime",
            "publishup",
            "golive",
            "goliveon",
            "livefrom",
            "visiblefrom",
            "showfrom",
            "availablefrom",
            "validfrom",
            "scheduled",
            "scheduledfor",
            "scheduledat",
        ],
    ),
    (
        Intent::Until,
        &[
            "until",
            "enddate",
            "expire",
            "expired",
            "expiry",
            "expirydate",
            "expiration",
            "expirationdate",
            "expireon",
            "expireat",
            "expiresat",
            "expireson",
            "unpublish",
            "unpublishon",
            "unpublishat",
            "unpublishafter",
            "publishdown",
            "publishuntil",
            "notafter",
            "validto",
            "validuntil",
            "visibleuntil",
            "showuntil",
            "liveuntil",
            "availableuntil",
            "removeon",
            "removeby",
            "removeafter",
            "deleteon",
            "deleteafter",
            "archiveon",
            "archiveat",
        ],
    ),
    (
        Intent::TakenBack,
        &[
            "withdrawn",
            "withdraw",
            "deleted",
            "delete",
            "removed",
            "remove",
            "retracted",
            "retract",
            "takendown",
            "takedown",
            "trashed",
            "cancelled",
            "canceled",
            "cancel",
            "withdrawnon",
            "deletedat",
        ],
    ),
    (
        Intent::Resolved,
        &[
            "resolved",
            "resolve",
            "archived",
            "archive",
            "solved",
            "finished",
            "ended",
            "completed",
            "over",
            "inactive",
            "resolvedon",
        ],
    ),
    (Intent::Found, &["found", "foundsafe", "safeandwell", "located", "traced"]),
];

/// Keys that are meant so where their value is `false`.
const DENIED: &[(Intent, &[&str])] = &[
    (
        Intent::Draft,
        &["public", "visible", "show", "display", "live", "listed", "approved", "ispublished", "ispublic", "enabled"],
    ),
    (Intent::Resolved, &["active", "open", "ongoing", "current"]),
];

/// Keys whose value is a word for a state.
const STATES: &[&str] = &[
    "state",
    "poststatus",
    "visibility",
    "publishstatus",
    "publishingstatus",
    "publicationstatus",
    "publicationstate",
    "workflowstate",
    "reviewstatus",
    "pagestatus",
    "stage",
];

/// Words for a state, by what they are meant to do.
const WORDS: &[(Intent, &[&str])] = &[
    (
        Intent::Draft,
        &[
            "draft",
            "autodraft",
            "pending",
            "private",
            "hidden",
            "unlisted",
            "hold",
            "onhold",
            "embargoed",
            "scheduled",
            "future",
            "unpublished",
            "notpublished",
            "review",
            "inreview",
            "password",
            "internal",
        ],
    ),
    (Intent::TakenBack, &["withdrawn", "deleted", "removed", "retracted", "trash", "trashed", "cancelled", "canceled"]),
    (Intent::Resolved, &["resolved", "solved", "closed", "archived", "over", "ended", "expired", "finished"]),
];

/// Words that speak of a bulletin's life under any key that nothing reads, by what they are meant to do.
const ANYWHERE: &[(Intent, &[&str])] = &[
    (Intent::Draft, &["draft", "autodraft", "unpublished", "notpublished", "donotpublish", "dontpublish"]),
    (Intent::TakenBack, &["withdrawn", "withdraw", "retracted", "deleted", "trash", "trashed", "takendown"]),
    (Intent::Resolved, &["resolved"]),
];

/// Words with which `publish` says yes.
const NOW: &[&str] = &[
    "now",
    "immediately",
    "atonce",
    "asap",
    "today",
    "published",
    "public",
    "live",
    "done",
    "always",
    "online",
    "web",
    "website",
    "everywhere",
    "all",
];

/// Words with which `publish` and `published` put it off.
const LATER: &[&str] = &["later", "soon", "wait", "waiting", "tbc", "tba", "tomorrow", "future"];

/// The fields of a bulletin's life, and how many slips of the keyboard may lie between a key and each.
const FIELDS: [(&str, usize); 4] = [("status", 2), ("draft", 1), ("expires", 2), ("closed", 1)];

/// What a document says of its life, in the fields that are read.
pub struct SaidLife {
    pub draft: bool,
    pub date: Option<Moment>,
    pub status: Option<Status>,
    pub on_close: OnClose,
}

impl SaidLife {
    /// Whether nobody sees anything of it as it is. No error may hold up what takes it back.
    pub fn is_hidden(&self) -> bool {
        let is_taken_back = match self.status {
            Some(Status::Withdrawn) => true,
            Some(Status::Resolved) => self.on_close == OnClose::Retract,
            Some(Status::Open) | None => false,
        };
        self.draft || is_taken_back
    }
}

/// A key or a word as the tables have it.
pub fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn among(table: &[(Intent, &[&str])], word: &str) -> Option<Intent> {
    table.iter().find(|(_, words)| words.contains(&word)).map(|(intent, _)| *intent)
}

/// Whether a text says no.
fn is_denied(text: &str) -> bool {
    flag_meant(text) == Some(false) || matches!(plain(text).as_str(), "na" | "null")
}

/// Whether a value says yes or no where it could say when, as other programs have `published`.
pub fn is_no_date(node: &Node) -> bool {
    matches!(&node.value, TreeValue::Text(text) if flag_meant(text).is_some())
}

/// Whether a value says that it is not yet the time.
pub fn is_put_off(node: &Node) -> bool {
    matches!(&node.value, TreeValue::Text(text) if puts_off(text))
}

fn puts_off(text: &str) -> bool {
    LATER.contains(&plain(text).as_str()) || among(WORDS, &plain(text)) == Some(Intent::Draft)
}

/// The text of a value, or of a list of one.
fn one_text(node: &Node) -> Option<&str> {
    match &node.value {
        TreeValue::Text(text) => Some(text),
        TreeValue::List(list) => match list.as_slice() {
            [Node { value: TreeValue::Text(text), .. }] => Some(text),
            _ => None,
        },
        TreeValue::Null | TreeValue::Map(_) => None,
    }
}

/// What a field is meant to do that is none of those read; none where it is meant to do nothing of the kind.
fn intent(entry: &MapEntry, fields: &Fields) -> Option<Intent> {
    if entry.value.is_blank() {
        return None;
    }
    let key = plain(&entry.key);
    match &entry.value.value {
        // Hugo, "Build options".
        TreeValue::Map(map) if key == "build" => is_unbuilt(map).then_some(Intent::Draft),
        _ => intent_of(&key, one_text(&entry.value)?, fields),
    }
}

fn is_unbuilt(map: &Map) -> bool {
    let denied = |part: &str| map.get(part).is_some_and(|node| flag(node) == Some(false) || is_never(node));
    denied("render") || denied("list")
}

/// The same of a key, as the tables have it, and a text.
pub fn intent_of(key: &str, text: &str, fields: &Fields) -> Option<Intent> {
    let denied = is_denied(text);
    match key {
        // Eleventy, "Permalinks": nothing is written.
        "permalink" => return (flag_of(text) == Some(false)).then_some(Intent::Draft),
        // As a flag it is read.
        "publish" | "published" if flag_of(text).is_some() => return None,
        "publish" if denied || puts_off(text) => return Some(Intent::Draft),
        "publish" => {
            let is_now = flag_meant(text) == Some(true) || NOW.contains(&plain(text).as_str());
            let otherwise = if is_now { None } else { Some(Intent::Unclear) };
            return moment(text, fields).map_or(otherwise, |_| Some(Intent::From));
        }
        // Any other text is a date that cannot be read, or beside the one that counts.
        "published" => return (denied || puts_off(text)).then_some(Intent::Draft),
        // Whatever it is.
        "password" => return (!denied).then_some(Intent::Draft),
        key if STATES.contains(&key) => {
            return among(WORDS, &plain(text)).or_else(|| anywhere(text, fields));
        }
        _ => {}
    }
    if denied {
        return among(DENIED, key);
    }
    let says_yes = flag_meant(text) == Some(true);
    let Some(intent) = among(KEYS, key) else {
        return of_slip(key, text, fields).or_else(|| anywhere(text, fields));
    };
    let is_meant = match intent {
        Intent::Draft | Intent::Unclear => says_yes,
        // An event has ends of its own.
        Intent::Until if key == "enddate" => fields.find("when").is_none() && !has_start(fields),
        Intent::From | Intent::Until => true,
        Intent::TakenBack | Intent::Resolved | Intent::Found => says_yes || moment(text, fields).is_some(),
    };
    is_meant.then_some(intent)
}

/// What a word is meant to do wherever it stands, alone or before a day.
pub fn anywhere(text: &str, fields: &Fields) -> Option<Intent> {
    let whole = among(ANYWHERE, &plain(text));
    whole.or_else(|| {
        let (word, rest) = text.trim().split_once([' ', ',', ':'])?;
        let rest = rest.trim_start_matches([' ', ',', ':', '-', '–']);
        moment(rest.strip_prefix("on ").unwrap_or(rest), fields).and_then(|_| among(ANYWHERE, &plain(word)))
    })
}

/// The field of a bulletin's life that a key is a slip of.
fn slip_of(key: &str) -> Option<&'static str> {
    let key = plain(key);
    let near = |(field, most): &(&str, usize)| {
        let begins = key.len() > 3 && field.starts_with(&key);
        begins || (key.len() > 3 && strsim::osa_distance(&key, field) <= *most)
    };
    FIELDS.iter().find(|field| near(field)).map(|(field, _)| *field)
}

/// What a key that is a slip of one of the words or fields is meant to do, where its value is one that it would have.
fn of_slip(key: &str, text: &str, fields: &Fields) -> Option<Intent> {
    let is_given = |field| fields.find(field).is_some();
    let says_yes = flag_of(text) == Some(true);
    let has_digit = text.bytes().any(|byte| byte.is_ascii_digit());
    match slip_of(key) {
        Some("status") => return among(WORDS, &plain(text)).or_else(|| meant::state(text).and_then(of_state)),
        Some("draft") => return (flag_meant(text) == Some(true)).then_some(Intent::Draft),
        Some("expires") => return (has_digit && !is_given("expires")).then_some(Intent::Until),
        Some(_) => {
            let is_day = has_digit && moment(text, fields).is_some();
            return ((is_day || says_yes) && !is_given("closed")).then_some(Intent::Resolved);
        }
        None => {}
    }
    let near = |words: &[&str]| words.iter().any(|word| word.len() > 5 && strsim::osa_distance(key, word) == 1);
    let meant =
        || KEYS.iter().find(|(intent, words)| *intent != Intent::Found && near(words)).map(|(intent, _)| *intent);
    (says_yes || (has_digit && moment(text, fields).is_some())).then(meant)?
}

fn of_state(state: MeantState) -> Option<Intent> {
    match state {
        MeantState::Withdrawn => Some(Intent::TakenBack),
        MeantState::Found => Some(Intent::Found),
        MeantState::Resolved | MeantState::Expired => Some(Intent::Resolved),
        MeantState::Draft => Some(Intent::Draft),
        MeantState::Open => None,
    }
}

fn is_never(node: &Node) -> bool {
    matches!(&node.value, TreeValue::Text(text) if text.trim().eq_ignore_ascii_case("never"))
}

fn has_start(fields: &Fields) -> bool {
    fields.map.entries.iter().any(|entry| matches!(plain(&entry.key).as_str(), "startdate" | "starttime" | "start"))
}

pub fn moment(text: &str, fields: &Fields) -> Option<Moment> {
    fields.settings.calendar().read(text.trim())
}

/// Whether a field is one that [`report`] looks at, and so no slip of another.
pub fn knows(entry: &MapEntry, fields: &Fields) -> bool {
    has_key(&plain(&entry.key)) || intent(entry, fields).is_some()
}

/// Whether a key is one of the tables', in which it is written without blanks and hyphens.
pub fn has_key(key: &str) -> bool {
    among(KEYS, key).or_else(|| among(DENIED, key)).is_some() || STATES.contains(&key)
}

/// Whether a line says with a word and a yes that nobody is to see a bulletin, or see it any more: `withdrawn: yes`.
pub fn takes_away(key: &str, text: &str) -> bool {
    let intent = among(KEYS, &plain(key));
    flag_of(text) == Some(true) && matches!(intent, Some(Intent::Draft | Intent::TakenBack))
}

/// Reports fields that are meant to hold a document back or to end it, and do nothing.
pub fn report(fields: &Fields, said: &SaidLife, reader: &mut Reader) {
    if said.is_hidden() {
        return;
    }
    for entry in fields.map.entries.iter().filter(|entry| entry::may_be_misread(entry, fields)) {
        if let Some(intent) = intent(entry, fields) {
            let text = one_text(&entry.value).map_or("…", str::trim);
            if let Some((what, until)) = what(intent, text, fields, said) {
                tell(entry, text, what, until, fields, reader);
            }
        }
    }
}

/// What a line does not do that it is meant to, and until when that matters, if it does for a time; none where it need not do
/// it. `text` is its value.
pub fn what<'t>(
    intent: Intent,
    text: &'t str,
    fields: &Fields,
    said: &SaidLife,
) -> Option<(MissingEffect<'t>, Option<Moment>)> {
    let day = moment(text, fields);
    let shown = day.map(|_| text);
    let over = || said.status.is_some_and(|status| status != Status::Open);
    let intent = match intent {
        Intent::Found | Intent::Resolved if said.on_close == OnClose::Retract => Intent::TakenBack,
        Intent::Found => Intent::Resolved,
        // A page has no life but that of a draft.
        Intent::TakenBack if fields.is_page() => Intent::Draft,
        other => other,
    };
    let what = match intent {
        Intent::From => match (day, said.date) {
            (Some(day), Some(date)) if day <= date => return None,
            (Some(_), _) if !fields.is_page() => MissingEffect::From(text),
            _ => MissingEffect::Draft,
        },
        Intent::Draft => MissingEffect::Draft,
        Intent::Unclear => MissingEffect::Unclear,
        Intent::Until if fields.is_page() || fields.find("expires").is_some() || over() => return None,
        Intent::Until => MissingEffect::Until(shown),
        Intent::TakenBack => MissingEffect::TakenBack(shown),
        Intent::Resolved | Intent::Found if fields.is_page() || over() => return None,
        Intent::Resolved | Intent::Found => MissingEffect::Resolved(shown),
    };
    Some((what, day.filter(|_| intent == Intent::From)))
}

/// Reports what is a problem for good, or until before a moment.
pub fn report_until(until: Option<Moment>, problem: Problem, reader: &mut Reader) {
    match until {
        Some(until) => reader.report_during(None, Some(until), problem),
        None => reader.report(problem),
    }
}

fn tell(
    entry: &MapEntry,
    text: &str,
    what: MissingEffect,
    until: Option<Moment>,
    fields: &Fields,
    reader: &mut Reader,
) {
    let line = format!("{}: {text}", entry.key);
    let place = reader.place(Span { start: entry.key_span.start, end: entry.value.span.end });
    let mut problem = wording::life_unread(place, &line, what);
    let slip = slip_of(&entry.key).filter(|_| among(KEYS, &plain(&entry.key)).is_none());
    let Some(slip) = slip else { return report_until(until, problem, reader) };
    if is_value_of(slip, text, fields) && (slip == "draft" || !fields.is_page()) && fields.find(slip).is_none() {
        problem = problem.with_fix(Fix::replace(entry.key_span, slip).for_review());
    }
    match moment(text, fields).filter(|_| slip == "closed") {
        // A day to come is the one on which something closes.
        Some(day) => {
            let meant = wording::key_misspelt(reader.place(entry.key_span), &entry.key, slip);
            reader.report_during(None, Some(day), meant);
            reader.report_during(Some(day), None, problem);
        }
        None => reader.report(problem),
    }
}

/// Whether a field of a bulletin's life takes a text, and says all that the text means.
fn is_value_of(field: &str, text: &str, fields: &Fields) -> bool {
    match field {
        "status" => Status::WORDS.iter().any(|(word, _)| word.eq_ignore_ascii_case(text)),
        "draft" => flag_of(text) == Some(true),
        "expires" => moment(text, fields).is_some(),
        // It ends nothing alone.
        _ => false,
    }
}
