//! Words of a bulletin's life inside another field: `og: {status: withdrawn}`, `publish: {until: …}`, an entry of `updates` that
//! says `withdrawn: true`. In: the fields of a document, and what it says of its life. Out: problems that say what to write
//! instead. It must not know the clock.

use super::{
    given::Fields,
    held::{self, Intent, SaidLife},
};
use crate::{
    parse::{
        mend::KeyName,
        reader::{Reader, flag_meant},
        tree::{Map, MapEntry, Node, TreeValue},
    },
    problem::{Code, wording},
    source::Span,
};

/// Fields whose lines speak of the bulletin as a whole, without blanks and hyphens. Those of others speak of the field.
const OF_BULLETIN: &[&str] = &[
    "publish",
    "published",
    "publishing",
    "publication",
    "visibility",
    "schedule",
    "og",
    "extra",
    "params",
    "meta",
    "metadata",
    "bulletin",
    "post",
    "page",
    "life",
    "lifecycle",
    "updates",
    "when",
];

/// Those of them whose lines say when it is to be seen.
const OF_TIME: &[&str] = &["publish", "published", "publishing", "publication", "visibility", "schedule"];

/// Keys inside those with which it begins, and with which it ends.
const BEGINS: &[&str] = &["from", "start", "starts", "begin", "on", "at", "after"];
const ENDS: &[&str] = &["until", "till", "to", "end", "ends", "stop", "off", "before"];

/// Words that take a bulletin back inside any field.
const GONE: &[&str] = &["withdrawn", "retracted", "unpublished", "takendown"];

/// How many fields are looked into, one inside the other.
const DEEPEST: usize = 4;

/// Reports lines inside other fields that are meant to hold a document back or to end it, and do nothing.
pub fn report(fields: &Fields, said: &SaidLife, reader: &mut Reader) {
    // Nearly all values are texts, or lists of them.
    let nests = |node: &Node| match &node.value {
        TreeValue::Map(_) => true,
        TreeValue::List(list) => list.iter().any(|item| matches!(item.value, TreeValue::Map(_))),
        TreeValue::Null | TreeValue::Text(_) => false,
    };
    if said.is_hidden() {
        return;
    }
    for entry in &fields.map.entries {
        let is_log = entry.key.eq_ignore_ascii_case("updates");
        if is_log || nests(&entry.value) {
            Inside { fields, said, path: entry.key.clone() }.look(&entry.value, is_log, reader);
        }
    }
}

/// A field that is looked into.
struct Inside<'f> {
    fields: &'f Fields<'f>,
    said: &'f SaidLife,
    /// Its name, with those that it stands inside.
    path: String,
}

impl Inside<'_> {
    fn look(&self, node: &Node, is_log: bool, reader: &mut Reader) {
        match &node.value {
            TreeValue::Map(map) => self.map(map, node.span, reader),
            // A list of things speaks of them, but for the log and the fields that belong to the bulletin.
            TreeValue::List(list) if is_log || super::fields::is_known(&self.path) => {
                for item in list {
                    self.look(item, is_log, reader);
                }
            }
            TreeValue::Text(text) if is_log => self.word(text, node.span, reader),
            TreeValue::Null | TreeValue::Text(_) | TreeValue::List(_) => {}
        }
    }

    /// A text alone where an entry of the log belongs.
    fn word(&self, text: &str, span: Span, reader: &mut Reader) {
        let intent = held::intent_of("state", text, self.fields);
        if self.tell(intent, text, text.trim(), span, reader) {
            outdo(Code::ValueWrong, span, reader);
        }
    }

    fn map(&self, map: &Map, whole: Span, reader: &mut Reader) {
        for entry in map.entries.iter().filter(|entry| !entry.value.is_blank()) {
            let path = format!("{}.{}", self.path, entry.key);
            let mut rules = self.fields.settings.fields.iter();
            if rules.any(|rule| rule.keys.iter().any(|key| key.eq_ignore_ascii_case(&path))) {
                continue;
            }
            match &entry.value.value {
                TreeValue::Text(text) => {
                    let line = format!("{}: {}", entry.key, text.trim());
                    let span = Span { start: entry.key_span.start, end: entry.value.span.end };
                    if self.tell(self.intent(entry, text), text, &line, span, reader) {
                        outdo(Code::PartUnread, entry.key_span, reader);
                        outdo(Code::SettingUnknown, entry.key_span, reader);
                        outdo(Code::ValueWrong, whole, reader);
                    }
                }
                TreeValue::Map(_) if path.matches('.').count() < DEEPEST => {
                    Inside { path, ..*self }.look(&entry.value, false, reader);
                }
                TreeValue::Null | TreeValue::List(_) | TreeValue::Map(_) => {}
            }
        }
    }

    /// What a line is meant to do; none where it speaks of the field alone.
    fn intent(&self, entry: &MapEntry, text: &str) -> Option<Intent> {
        let key = held::plain(&entry.key);
        let parent = held::plain(self.path.rsplit('.').next().unwrap_or_default());
        let joined = format!("{parent}{key}");
        if held::has_key(&joined) {
            return held::intent_of(&joined, text, self.fields);
        }
        let of = |fields: &[&str]| fields.contains(&parent.as_str());
        if of(OF_TIME) && held::moment(text, self.fields).is_some() {
            let whole = |keys: &[&str], intent| keys.contains(&key.as_str()).then_some(intent);
            return whole(BEGINS, Intent::From).or_else(|| whole(ENDS, Intent::Until));
        }
        let says_yes = || flag_meant(text) == Some(true);
        match key.as_str() {
            "status" if of(OF_BULLETIN) => held::intent_of("state", text, self.fields),
            "status" => held::anywhere(text, self.fields),
            "draft" => says_yes().then_some(Intent::Draft),
            key if GONE.contains(&key) => {
                (says_yes() || held::moment(text, self.fields).is_some()).then_some(Intent::TakenBack)
            }
            key if of(OF_BULLETIN) && is_no_text(key) => held::intent_of(key, text, self.fields),
            _ => None,
        }
    }

    fn tell(&self, intent: Option<Intent>, text: &str, line: &str, span: Span, reader: &mut Reader) -> bool {
        let what = intent.and_then(|intent| held::what(intent, text.trim(), self.fields, self.said));
        let Some((what, until)) = what else { return false };
        let problem = wording::life_inside(reader.place(span), line, &self.path, what);
        held::report_until(until, problem, reader);
        true
    }
}

/// Whether a key holds no words for readers.
fn is_no_text(key: &str) -> bool {
    match super::fields::name(key) {
        KeyName::Text | KeyName::Texts | KeyName::Inner => false,
        KeyName::Typed | KeyName::Unknown => true,
    }
}

/// Takes out what was told of a place before, and says less.
fn outdo(code: Code, span: Span, reader: &mut Reader) {
    let place = Some(reader.place(span));
    reader.problems.retain(|known| known.code != code || known.place != place);
}
