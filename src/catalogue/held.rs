//! Words with which people and other programs hold a bulletin back or end it, and which no field has: `embargo`, `hidden`,
//! `unpublish_on`. In: the fields of a document, and what it says of its life. Out: problems that say what to write instead.
//! It must not know the clock: what is only to come is told until then.

use super::{entry, given::Fields, life::Status};
use crate::{
    moment::Moment,
    parse::{
        reader::{Reader, flag, flag_of},
        tree::{MapEntry, Node, TreeValue},
    },
    problem::wording::{self, Unheld},
    settings::OnClose,
    source::Span,
};

/// What a line is meant to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Intent {
    /// Nobody is to see it.
    Draft,
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
            "donotpublish",
            "dontpublish",
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
            "deleted",
            "removed",
            "retracted",
            "takendown",
            "trashed",
            "cancelled",
            "canceled",
            "withdrawnon",
            "deletedat",
        ],
    ),
    (
        Intent::Resolved,
        &["resolved", "archived", "solved", "finished", "ended", "completed", "over", "inactive", "resolvedon"],
    ),
    (Intent::Found, &["found", "foundsafe", "safeandwell", "located", "traced"]),
];

/// Keys that are meant so where their value is `false`.
const DENIED: &[(Intent, &[&str])] = &[
    (Intent::Draft, &["public", "visible", "live", "listed", "approved", "ispublished", "ispublic", "enabled"]),
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
fn plain(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn among(table: &[(Intent, &[&str])], word: &str) -> Option<Intent> {
    table.iter().find(|(_, words)| words.contains(&word)).map(|(intent, _)| *intent)
}

/// Whether a text says no.
fn is_denied(text: &str) -> bool {
    flag_of(text) == Some(false) || matches!(plain(text).as_str(), "never" | "none" | "na" | "n" | "null" | "notyet")
}

/// What a field is meant to do that is none of those read; none where it is meant to do nothing of the kind.
fn intent(entry: &MapEntry, fields: &Fields) -> Option<Intent> {
    if entry.value.is_blank() {
        return None;
    }
    let key = plain(&entry.key);
    let text = match &entry.value.value {
        TreeValue::Text(text) => text.as_str(),
        // Hugo, "Build options".
        TreeValue::Map(map) if key == "build" => {
            let denied = |part: &str| map.get(part).is_some_and(|node| flag(node) == Some(false) || is_never(node));
            return (denied("render") || denied("list")).then_some(Intent::Draft);
        }
        _ => return None,
    };
    let denied = is_denied(text);
    match key.as_str() {
        // Eleventy, "Permalinks": nothing is written.
        "permalink" => return (flag_of(text) == Some(false)).then_some(Intent::Draft),
        // As a flag it is read.
        "publish" if flag_of(text).is_some() => return None,
        "publish" if denied || among(WORDS, &plain(text)) == Some(Intent::Draft) => return Some(Intent::Draft),
        "publish" => return moment(text, fields).map(|_| Intent::From),
        // Whatever it is.
        "password" => return (!denied).then_some(Intent::Draft),
        key if STATES.contains(&key) => return among(WORDS, &plain(text)),
        _ => {}
    }
    if denied {
        return among(DENIED, &key);
    }
    let intent = among(KEYS, &key)?;
    let says_yes = flag_of(text) == Some(true);
    let is_meant = match intent {
        Intent::Draft => says_yes,
        // An event has ends of its own.
        Intent::Until if key == "enddate" => fields.find("when").is_none() && !has_start(fields),
        Intent::From | Intent::Until => true,
        Intent::TakenBack | Intent::Resolved | Intent::Found => says_yes || moment(text, fields).is_some(),
    };
    is_meant.then_some(intent)
}

fn is_never(node: &Node) -> bool {
    matches!(&node.value, TreeValue::Text(text) if text.trim().eq_ignore_ascii_case("never"))
}

fn has_start(fields: &Fields) -> bool {
    fields.map.entries.iter().any(|entry| matches!(plain(&entry.key).as_str(), "startdate" | "starttime" | "start"))
}

fn moment(text: &str, fields: &Fields) -> Option<Moment> {
    fields.settings.calendar().read(text.trim())
}

/// Whether a key is a word for what [`report`] looks at, and so no slip of another.
pub fn knows(key: &str) -> bool {
    let key = plain(key);
    among(KEYS, &key).or_else(|| among(DENIED, &key)).is_some() || STATES.contains(&key.as_str())
}

/// Reports fields that are meant to hold a document back or to end it, and do nothing.
pub fn report(fields: &Fields, said: &SaidLife, reader: &mut Reader) {
    if said.is_hidden() {
        return;
    }
    for entry in fields.map.entries.iter().filter(|entry| entry::may_be_misread(entry, fields)) {
        if let Some(intent) = intent(entry, fields) {
            tell(entry, intent, fields, said, reader);
        }
    }
}

fn tell(entry: &MapEntry, intent: Intent, fields: &Fields, said: &SaidLife, reader: &mut Reader) {
    let text = match &entry.value.value {
        TreeValue::Text(text) => text.trim(),
        _ => "…",
    };
    let day = moment(text, fields);
    let line = format!("{}: {text}", entry.key);
    let place = reader.place(Span { start: entry.key_span.start, end: entry.value.span.end });
    let shown = day.map(|_| text);
    let over = || said.status.is_some_and(|status| status != Status::Open);
    let intent = match intent {
        Intent::Found if said.on_close == OnClose::Retract => Intent::TakenBack,
        Intent::Found => Intent::Resolved,
        // A page has no life but that of a draft.
        Intent::TakenBack if fields.is_page() => Intent::Draft,
        other => other,
    };
    let what = match intent {
        Intent::From => match (day, said.date) {
            (Some(day), Some(date)) if day <= date => return,
            (Some(day), _) => {
                let what = if fields.is_page() { Unheld::Draft } else { Unheld::From(text) };
                reader.report_during(None, Some(day), wording::life_unread(place, &line, what));
                return;
            }
            (None, _) => Unheld::Draft,
        },
        Intent::Draft => Unheld::Draft,
        Intent::Until if fields.is_page() || fields.find("expires").is_some() || over() => return,
        Intent::Until => Unheld::Until(shown),
        Intent::TakenBack => Unheld::TakenBack(shown),
        Intent::Resolved | Intent::Found if fields.is_page() || over() => return,
        Intent::Resolved | Intent::Found => Unheld::Resolved(shown),
    };
    reader.report(wording::life_unread(place, &line, what));
}
