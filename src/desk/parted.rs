//! Fields with parts, each of which has boxes of its own in the form: a picture, a source, when something happens. In: front
//! matter, or a filled-in form. Out: what the boxes show, and the changes. It must not know the disk, screens or requests.

use std::borrow::Cow;

use super::{
    fields::{in_one_line, one, place, sent},
    form::FormData,
    moments::{FormClock, MOMENTS, moment_in, written},
};
use crate::{
    catalogue::when,
    change::{Change, Refusal, Value},
    moment::Moment,
};

/// A field with parts. A plain text stands for the first.
pub struct PartedField {
    pub name: &'static str,
    parts: &'static [PartName],
}

/// A part of a field.
pub struct PartName {
    /// The keys that are read for it, the one that is written first.
    keys: &'static [&'static str],
    /// Its name in the form.
    form: &'static str,
}

pub const PARTED: &[PartedField] = &[
    PartedField {
        name: "image",
        parts: &[
            PartName { keys: &["src", "url", "path"], form: "image" },
            PartName { keys: &["alt"], form: "image_alt" },
        ],
    },
    PartedField {
        name: "source",
        parts: &[
            PartName { keys: &["name"], form: "source_name" },
            PartName { keys: &["url"], form: "source_url" },
            PartName { keys: &["licence", "license"], form: "source_licence" },
        ],
    },
    PartedField {
        name: "when",
        parts: &[
            PartName { keys: when::START, form: "start" },
            PartName { keys: when::END, form: "end" },
            PartName { keys: when::PLACE, form: "place" },
        ],
    },
];

/// A field with parts as a document has it.
struct ReadField<'v> {
    /// Where it stands as one value, or will; none where each part has a place of its own.
    whole: Option<Vec<String>>,
    parts: Vec<ReadPart<'v>>,
}

/// A part of a field in a document.
struct ReadPart<'v> {
    name: &'static PartName,
    path: Vec<String>,
    /// As it is written; empty where it is missing.
    text: Cow<'v, str>,
}

impl ReadField<'_> {
    fn text(&self, form: &str) -> &str {
        self.parts.iter().find(|part| part.name.form == form).map_or("", |part| &part.text)
    }
}

/// Whether a source is read as an address, and no name.
fn is_address(text: &str) -> bool {
    text.contains("://") || text.starts_with('/')
}

/// The places of a field's parts, where each stands at the top.
fn places_apart(fields: &Value, field: &str, path: &[String]) -> Option<Vec<Vec<String>>> {
    let top = |names: &[&str]| names.iter().map(|name| vec![(*name).to_owned()]).collect::<Vec<_>>();
    let is_at = |name: &str| matches!(path, [only] if only == name);
    let text =
        |name: &str| fields.at(&[name.to_owned()]).and_then(Value::as_text).filter(|text| !text.trim().is_empty());
    match field {
        "when" if is_at("starts") || is_at("ends") => Some(top(&["starts", "ends", "place"])),
        // `source` may say who wrote it while `url` says where it stands.
        "source" if text("url").is_some() && (is_at("url") || text("source").is_some_and(|text| !is_address(text))) => {
            let licence = vec!["source".to_owned(), "licence".to_owned()];
            Some([top(&["source", "url"]), vec![licence]].concat())
        }
        _ => None,
    }
}

/// The parts of a field in a document; none where they are written in a way that the form has no boxes for.
fn read_parts<'v>(fields: &'v Value, field: &'static PartedField, clock: &FormClock) -> Option<ReadField<'v>> {
    let path = place(fields, field.name);
    let text_at = |path: &[String]| match fields.at(path) {
        None | Some(Value::Null) => Some(Cow::Borrowed("")),
        Some(Value::Text(text)) => Some(Cow::Borrowed(text.as_str())),
        Some(_) => None,
    };
    if let Some(places) = places_apart(fields, field.name, &path) {
        let part =
            |(name, path): (&'static PartName, Vec<String>)| Some(ReadPart { name, text: text_at(&path)?, path });
        return Some(ReadField {
            whole: None,
            parts: field.parts.iter().zip(places).map(part).collect::<Option<_>>()?,
        });
    }
    let inner = |key: &str| [path.as_slice(), &[key.to_owned()]].concat();
    let mut texts: Vec<Cow<'v, str>> = vec![Cow::Borrowed(""); field.parts.len()];
    match fields.at(&path).filter(|value| !value.is_empty()) {
        Some(map @ Value::Map(_)) => {
            let has = |key: &&&str| map.at(&[(**key).to_owned()]).is_some_and(|value| !value.is_empty());
            if field.name == "when" && when::HOURS.iter().any(|key| has(&key)) {
                return None;
            }
            let part = |name: &'static PartName| {
                let path = inner(name.keys.iter().find(has).unwrap_or(&name.keys[0]));
                Some(ReadPart { name, text: text_at(&path)?, path })
            };
            return Some(ReadField { whole: None, parts: field.parts.iter().map(part).collect::<Option<_>>()? });
        }
        Some(Value::Text(text)) => match when::span(text, clock.calendar).filter(|_| field.name == "when") {
            Some(when) => {
                let plain = |moment: Option<Moment>| moment.map(|moment| moment.plain(clock.calendar.zone));
                let said = [plain(when.times.start), plain(when.times.end), when.place];
                texts = said.into_iter().map(|text| Cow::Owned(text.unwrap_or_default())).collect();
            }
            None => texts[usize::from(field.name == "source" && is_address(text))] = Cow::Borrowed(text.as_str()),
        },
        Some(Value::List(_)) => return None,
        Some(Value::Null) | None => {}
    }
    let part = |(name, text): (&'static PartName, Cow<'v, str>)| ReadPart { name, path: inner(name.keys[0]), text };
    let parts = field.parts.iter().zip(texts).map(part).collect();
    Some(ReadField { whole: Some(path), parts })
}

/// Puts what a document says of a field into the boxes of a form; nothing where there are none for it.
pub fn show(form: &mut FormData, fields: &Value, field: &'static PartedField, clock: &FormClock) {
    let Some(read) = read_parts(fields, field, clock) else { return };
    for part in &read.parts {
        if MOMENTS.contains(&part.name.form) {
            let start = clock.calendar.read(read.text("start"));
            moment_in(form, part.name.form, &part.text, start, clock);
        } else {
            form.push(part.name.form, in_one_line(&part.text));
        }
    }
}

/// The changes of a field with parts.
///
/// # Errors
///
/// When the form fills in what the document has in a way of its own.
pub fn changes(
    fields: &Value,
    field: &'static PartedField,
    before: &FormData,
    form: &FormData,
    clock: &FormClock,
) -> Result<Vec<Change>, Refusal> {
    match read_parts(fields, field, clock) {
        Some(read) => Ok(in_parts(read, before, form, clock)),
        None if field.parts.iter().all(|part| sent(form, part.form).is_none_or(|now| now.is_empty())) => Ok(Vec::new()),
        None => Err(Refusal::Entangled),
    }
}

/// The changes of a field with parts. A field that is one text stays one as long as that is enough; a part that was not
/// touched stays as it is written.
fn in_parts(read: ReadField, before: &FormData, form: &FormData, clock: &FormClock) -> Vec<Change> {
    let now: Vec<Option<String>> = read.parts.iter().map(|part| new_part(part, before, form, clock)).collect();
    if now.iter().all(Option::is_none) {
        return Vec::new();
    }
    let Some(path) = read.whole else {
        let changed = read.parts.into_iter().zip(now).filter_map(|(part, now)| Some(one(part.path, &now?)));
        return changed.collect();
    };
    let texts = read.parts.iter().zip(now).map(|(part, now)| (part.name, now.map_or(part.text.clone(), Cow::Owned)));
    let filled: Vec<(&PartName, Cow<str>)> = texts.filter(|(_, text)| !text.trim().is_empty()).collect();
    let is_enough = |part: &PartName, text: &str| match part.form {
        "source_name" => !is_address(text),
        "source_url" => is_address(text),
        "image" | "start" => true,
        _ => false,
    };
    vec![match filled.as_slice() {
        [] => Change::Remove { path },
        [(part, text)] if is_enough(part, text) => Change::Set { path, value: Value::text(text.as_ref()) },
        _ => {
            let entries = filled.iter().map(|(part, text)| (part.keys[0].to_owned(), Value::text(text.as_ref())));
            Change::Set { path, value: Value::Map(entries.collect()) }
        }
    }]
}

/// What a form makes of a part of a field; none where it says nothing of it, or what it was filled in with.
fn new_part(part: &ReadPart, before: &FormData, form: &FormData, clock: &FormClock) -> Option<String> {
    let now = sent(form, part.name.form).filter(|now| sent(before, part.name.form).as_ref() != Some(now))?;
    Some(written(form, part.name.form, &now, clock))
}
