//! The form of a document: which of its fields stand in it and how. In: the text of a document, or a filled-in form. Out: the
//! form that shows it, and the changes that make it what the form says. It must not know the disk, screens or requests.

use super::{
    form::FormData,
    moments::{FormClock, MOMENTS, moment_in, moment_of},
    parted::{self, PARTED},
};
use crate::{
    catalogue::{FIELDS, field_name},
    change::{self, Change, Refusal, Value},
    import::house,
    parse::reader::flag_of,
};

/// Fields that are one text.
const TEXTS: &[&str] = &["title", "kind", "summary", "severity", "author", "lang"];
/// Fields that are several texts.
const LISTS: &[&str] = &["area", "reference", "contacts", "tags"];
const YES_OR_NO: &[&str] = &["pinned", "draft"];

/// The paths of a field in front matter under which it has a value, the one that counts first.
pub fn places(fields: &Value, field: &str) -> impl Iterator<Item = Vec<String>> {
    let known = FIELDS.iter().find(|known| known.name == field);
    let names = std::iter::once(field).chain(known.into_iter().flat_map(|known| known.others.iter().copied()));
    // `og.image` may be a key of its own, or `image` below `og`.
    let paths = names.flat_map(|name| {
        let inside = name.contains('.').then(|| name.split('.').map(str::to_owned).collect::<Vec<_>>());
        std::iter::once(vec![name.to_owned()]).chain(inside)
    });
    // `published: false` says that it is a draft, and is no date.
    let is_mark = move |value: &Value| field == "date" && value.as_text().is_some_and(|text| flag_of(text).is_some());
    paths.filter(move |path| fields.at(path).is_some_and(|value| !value.is_empty() && !is_mark(value)))
}

/// Where a field stands in front matter: under the first of its names that has a value, else under its own.
pub fn place(fields: &Value, field: &str) -> Vec<String> {
    places(fields, field).next().unwrap_or_else(|| vec![field.to_owned()])
}

/// The value of a field, under whichever of its names.
pub fn value<'v>(fields: &'v Value, field: &str) -> Option<&'v Value> {
    fields.at(&place(fields, field))
}

/// The changes after which a document says nothing of a field.
pub fn removed(fields: &Value, field: &str) -> Vec<Change> {
    places(fields, field).map(|path| Change::Remove { path }).collect()
}

/// The changes after which a document is no draft, whichever way it says that it is one.
pub fn undrafted(fields: &Value) -> Vec<Change> {
    let published = is_unpublished(fields).then(|| Change::remove("published"));
    removed(fields, "draft").into_iter().chain(published).collect()
}

/// The form that shows a document, as a browser would send it back untouched.
///
/// # Errors
///
/// When its front matter cannot be read.
pub fn shown(text: &str, clock: &FormClock) -> Result<FormData, Refusal> {
    let (fields, _) = change::parts(text, field_name)?;
    let mut form = FormData::default();
    let value = |field: &str| value(&fields, field);
    for name in TEXTS {
        match value(name) {
            None | Some(Value::Null) => form.push(name, ""),
            // What stands in a box of several lines keeps them.
            Some(Value::Text(text)) if *name == "summary" => form.push(name, text.as_str()),
            Some(Value::Text(text)) => form.push(name, in_one_line(text)),
            Some(_) => {}
        }
    }
    for name in LISTS {
        let texts = match value(name) {
            None | Some(Value::Null) => Vec::new(),
            // A list with more than names in it is edited as text.
            Some(Value::List(items)) if items.iter().any(|item| item.as_text().is_none()) => continue,
            Some(Value::Map(_)) => continue,
            Some(Value::Text(text)) if *name == "tags" => text.split(',').map(str::trim).collect(),
            Some(value) => value.each_text(),
        };
        form.push(name, "");
        for text in texts {
            form.push(name, in_one_line(text));
        }
    }
    for field in PARTED {
        parted::show(&mut form, &fields, field, clock);
    }
    for name in ["date", "expires"] {
        match value(name) {
            None | Some(Value::Null) => moment_in(&mut form, name, "", None, clock),
            Some(Value::Text(text)) => moment_in(&mut form, name, text, None, clock),
            Some(_) => {}
        }
    }
    for name in YES_OR_NO {
        let marked = value(name).and_then(Value::as_text).and_then(flag_of).unwrap_or(false);
        let yes = marked || (*name == "draft" && is_unpublished(&fields));
        form.push(name, if yes { "yes" } else { "no" });
    }
    form.push("text", change::body(text, field_name)?);
    Ok(form)
}

/// Whether a document is a draft; one that cannot be read is none that is ready.
pub fn is_draft(text: &str) -> bool {
    let Ok((fields, _)) = change::parts(text, field_name) else { return true };
    let marked = value(&fields, "draft").and_then(Value::as_text).and_then(flag_of).unwrap_or(false);
    marked || is_unpublished(&fields)
}

/// Whether it is a draft by `published: false`, as other programs say it.
fn is_unpublished(fields: &Value) -> bool {
    fields.at(&["published".to_owned()]).and_then(Value::as_text).and_then(flag_of) == Some(false)
}

/// A text in a box of one line, from which browsers take the ends of lines.
pub fn in_one_line(text: &str) -> String {
    text.trim().replace(['\n', '\r'], " ")
}

/// What a form says for a name; none where it does not hold it.
pub fn sent(form: &FormData, name: &str) -> Option<String> {
    if MOMENTS.contains(&name) {
        return form.has(&format!("{name}_day")).then(|| moment_of(form, name));
    }
    form.has(name).then(|| form.text(name).to_owned())
}

/// The changes that make a document say what a form says. What the form does not hold, and what it holds as before, stays.
///
/// # Errors
///
/// When the front matter of the document cannot be read, or the form fills in what the document has in a way of its own.
pub fn changes(text: &str, form: &FormData, clock: &FormClock) -> Result<Vec<Change>, Refusal> {
    let before = shown(text, clock)?;
    let (fields, _) = change::parts(text, field_name)?;
    let mut changes = Vec::new();
    for name in [
        "title",
        "date",
        "area",
        "kind",
        "summary",
        "severity",
        "expires",
        "when",
        "reference",
        "source",
        "contacts",
        "image",
        "tags",
        "lang",
        "pinned",
        "author",
        "draft",
    ] {
        let path = place(&fields, name);
        if LISTS.contains(&name) {
            let (now, then) = (form.all(name), before.all(name));
            if form.has(name) && now != then {
                // What the form could not show is not replaced by what was typed without seeing it.
                before.has(name).then_some(()).ok_or(Refusal::Entangled)?;
                changes.push(list(&fields, path, &now));
            }
        } else if YES_OR_NO.contains(&name) {
            let (now, then) = (form.get(name), before.get(name));
            if now.is_some() && now != then {
                changes.extend(yes_or_no(&fields, name, now == Some("yes")));
            }
        } else if let Some(field) = PARTED.iter().find(|field| field.name == name) {
            changes.extend(parted::changes(&fields, field, &before, form, clock)?);
        } else if let Some(now) = sent(form, name) {
            match sent(&before, name) {
                Some(then) if now != then => changes.push(one(path, &now)),
                None if !now.is_empty() => return Err(Refusal::Entangled),
                _ => {}
            }
        }
    }
    if form.has("text") && form.get("text").map(trimmed) != before.get("text").map(trimmed) {
        changes.push(Change::Body { text: form.get("text").unwrap_or_default().to_owned() });
    }
    Ok(changes)
}

fn trimmed(text: &str) -> &str {
    text.trim_matches(['\n', '\r']).trim_end()
}

/// A field of one text, or none.
pub fn one(path: Vec<String>, text: &str) -> Change {
    if text.is_empty() { Change::Remove { path } } else { Change::Set { path, value: Value::text(text) } }
}

/// Several texts; what is a list stays one.
fn list(fields: &Value, path: Vec<String>, texts: &[&str]) -> Change {
    let is_list = matches!(fields.at(&path), Some(Value::List(items)) if !items.is_empty());
    match texts {
        [] => Change::Remove { path },
        [text] if !is_list => Change::Set { path, value: Value::text(*text) },
        texts => Change::Set { path, value: Value::texts(texts.iter().copied()) },
    }
}

fn yes_or_no(fields: &Value, name: &str, yes: bool) -> Vec<Change> {
    match name {
        "draft" if !yes => undrafted(fields),
        _ => vec![one(place(fields, name), if yes { "true" } else { "" })],
    }
}

/// The text of a new document.
///
/// # Errors
///
/// Never, as a document without fields can be read.
pub fn new_text(form: &FormData, clock: &FormClock) -> Result<String, Refusal> {
    let mut fields: Vec<(String, Value)> = Vec::new();
    let mut body = String::new();
    for change in changes("---\n---\n", form, clock)? {
        match change {
            Change::Set { path, value } => fields.extend(path.into_iter().next().map(|key| (key, value))),
            Change::Body { text } => body = text,
            Change::Append { .. } | Change::Remove { .. } => {}
        }
    }
    Ok(house::write(&house::ordered(fields), &body))
}

/// Whether a byte of a document stands in its body.
fn is_in_body(text: &str, at: usize) -> bool {
    change::parts(text, field_name).is_ok_and(|(_, body)| at >= text.len() - body.len())
}

/// The key at the top of front matter, in small letters, under which a byte of it stands; none outside of all.
pub fn key_at(text: &str, at: usize) -> Option<String> {
    let head = text.get(..at).unwrap_or(text);
    let line_end = text[head.len()..].find('\n').map_or(text.len(), |end| head.len() + end);
    text[..line_end].lines().rev().find_map(|line| {
        let (key, _) = line.split_once(':')?;
        (!key.is_empty() && !key.starts_with([' ', '-', '#', '\t']))
            .then(|| key.trim_start_matches('\u{feff}').trim().to_lowercase())
    })
}

/// The name in the form of the field in which a byte of a document stands; none outside of all.
pub fn field_at(text: &str, at: usize) -> Option<&'static str> {
    if is_in_body(text, at) {
        return Some("text");
    }
    let key = key_at(text, at)?;
    let field = FIELDS.iter().find(|field| {
        std::iter::once(field.name)
            .chain(field.others.iter().copied())
            .any(|name| name.split('.').next() == Some(&*key))
    })?;
    let names = TEXTS.iter().chain(LISTS).copied();
    match field.name {
        "date" => Some("date_day"),
        "expires" => Some("expires_day"),
        "when" => Some("start_day"),
        "image" => Some("image"),
        "source" => Some("source_name"),
        name => names.into_iter().find(|known| *known == name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> crate::settings::Settings {
        crate::settings::read(None, "").0
    }

    fn edited(text: &str, edits: &[(&str, &str)]) -> String {
        let settings = settings();
        let clock = FormClock::of(&settings);
        let form = shown(text, &clock).expect("it can be read");
        let pairs = form.pairs().iter().map(|(name, value)| {
            let new = edits.iter().find(|(known, _)| known == name).map(|(_, value)| (*value).to_owned());
            (name.clone(), new.unwrap_or_else(|| value.clone()))
        });
        let form = FormData::from(pairs.collect::<Vec<_>>());
        let changes = changes(text, &form, &clock).expect("it can be read");
        change::apply_all(text, &changes, field_name).expect("it can be changed")
    }

    const ROOF: &str = "---\r\n# mine\r\nTitle:  'Roof: gone'\r\ndate: 1 March 2021 15:34\r\nog:\r\n  description: Lead\r\nimage: roof.png\r\nwhen: {start: 2021-03-19, place: Hall}\r\nbeat: x\r\n---\r\n\r\nThe body.\r\n";

    #[test]
    fn what_was_not_touched_is_no_change() {
        assert_eq!(edited(ROOF, &[]), ROOF);
        let settings = settings();
        assert_eq!(
            changes(ROOF, &shown(ROOF, &FormClock::of(&settings)).expect("it can be read"), &FormClock::of(&settings)),
            Ok(Vec::new())
        );
    }

    #[test]
    fn a_field_is_changed_where_it_stands() {
        assert_eq!(edited(ROOF, &[("title", "Roof back")]), ROOF.replace("'Roof: gone'", "Roof back"));
        assert_eq!(edited(ROOF, &[("summary", "Tin")]), ROOF.replace("description: Lead", "description: Tin"));
        assert_eq!(edited(ROOF, &[("date_time", "16:00")]), ROOF.replace("1 March 2021 15:34", "2021-03-01 16:00"));
        assert_eq!(edited(ROOF, &[("place", "Barn")]), ROOF.replace("place: Hall", "place: Barn"));
        assert_eq!(
            edited(ROOF, &[("image_alt", "A roof")]),
            ROOF.replace("image: roof.png", "image: {src: roof.png, alt: A roof}")
        );
        assert_eq!(edited(ROOF, &[("text", "New.\n\nMore.")]), ROOF.replace("The body.", "New.\r\n\r\nMore."));
    }

    #[test]
    fn what_other_programs_call_a_field_is_changed_there_too() {
        let text = "---\nTitle: Roof\ncreated: 2021-03-01\nPublished: no\nexpiryDate: 2021-04-01\n---\nText.\n";
        let settings = settings();
        let form = shown(text, &FormClock::of(&settings)).expect("it can be read");
        assert_eq!((form.text("draft"), form.text("date_day")), ("yes", "2021-03-01"));
        assert_eq!(edited(text, &[("draft", "no")]), text.replace("Published: no\n", ""));
        assert_eq!(edited(text, &[("expires_day", "2021-05-01")]), text.replace("2021-04", "2021-05"));
        let (fields, _) = change::parts(text, field_name).expect("it can be read");
        assert_eq!(value(&fields, "title"), Some(&Value::text("Roof")));
        let both = text.replace("Title", "expires: 2021-06-01\nTitle");
        let (fields, _) = change::parts(&both, field_name).expect("it can be read");
        let ended = change::apply_all(&both, &removed(&fields, "expires"), field_name).expect("it can be changed");
        assert_eq!(ended, text.replace("expiryDate: 2021-04-01\n", ""));
    }

    #[test]
    fn a_time_that_clocks_show_twice_stays_the_one_that_it_was() {
        let text = "---\ntitle: Roof\ndate: 2021-10-31T01:30:00+00:00\nexpires: 2021-12-01\n---\nText.\n";
        assert_eq!(edited(text, &[]), text);
        let ended = edited(text, &[("expires_day", "2021-12-02")]);
        assert_eq!(ended, text.replace("12-01", "12-02"));
        assert_eq!(
            edited(text, &[("date_time", "02:30")]),
            text.replace("2021-10-31T01:30:00+00:00", "2021-10-31 02:30")
        );
        let settings = settings();
        let clock = FormClock::of(&settings);
        let mut form = FormData::default();
        for (name, value) in [
            ("title", "Roof"),
            ("date_day", "2021-10-31"),
            ("date_time", "01:30"),
            ("date_exact", "2021-10-31T01:30:00+00:00"),
        ] {
            form.push(name, value);
        }
        assert!(new_text(&form, &clock).expect("it is made").contains("date: 2021-10-31T01:30:00+00:00\n"));
    }

    #[test]
    fn a_new_document_has_the_house_form() {
        let mut form = FormData::default();
        for (name, value) in [
            ("title", "Callers: take care"),
            ("kind", "warning"),
            ("date_day", "2026-11-28"),
            ("date_time", "10:00"),
            ("area", "Mill End"),
            ("area", ""),
            ("text", "They say\nthey are from the council."),
            ("draft", "yes"),
        ] {
            form.push(name, value);
        }
        let settings = settings();
        let text = new_text(&form, &FormClock::of(&settings)).expect("it is made");
        assert_eq!(
            text,
            "---\ntitle: \"Callers: take care\"\ndate: 2026-11-28 10:00\narea: Mill End\nkind: warning\ndraft: true\n---\n\nThey say\nthey are from the council.\n"
        );
        assert_eq!(field_at(&text, text.find("2026").expect("it is there")), Some("date_day"));
        assert_eq!(field_at(&text, text.len() - 3), Some("text"));
    }
}
