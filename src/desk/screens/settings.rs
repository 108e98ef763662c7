//! The settings of the site that people change: its name, who publishes it, its places, its country. In: a form. Out: the form
//! with what the settings say, or the settings, in which nothing else changed. Where they cannot be read: their text.

use axum::http::StatusCode;
use serde_json::json;

use super::{
    act, page,
    place::{change_settings, not_changed},
    told_all,
};
use crate::{
    change::{self, Change, Value},
    desk::{
        COUNTRIES, OWN,
        fields::one,
        form::FormData,
        http::Answer,
        places, rows,
        save::{self, FileBefore},
        state::{Desk, OpenSite},
    },
    settings::{Settings, is_email},
};

pub fn show(desk: &Desk, open: &OpenSite, query: &FormData) -> Answer {
    screen(desk, open, &FormData::default(), query.text("said"), StatusCode::OK)
}

/// The screen: what was typed, and for the rest what the settings say.
fn screen(desk: &Desk, open: &OpenSite, typed: &FormData, said: &str, status: StatusCode) -> Answer {
    let edition = open.edition();
    let settings = &edition.site.catalogue.settings;
    let path = &desk.folder.settings;
    let whole = rows::is_unsettled(&edition, path) || typed.has("text");
    let read = if whole { save::read(&desk.folder, path).ok() } else { None };
    let text = typed.get("text").or(read.as_ref().map(|(text, _)| text.as_str()));
    let problems: Vec<_> =
        text.map_or_else(Vec::new, |text| told_all(&edition.problems_at(path, text), text, &edition.site.voice()));
    let publisher = settings.publisher.as_ref();
    let value = |name: &str, own: Option<&str>| typed.get(name).or(own).unwrap_or_default().to_owned();
    let places = places::as_lines(&settings.areas);
    let country = value("country", Some(settings.country.as_deref().unwrap_or(COUNTRIES[0])));
    let shown = json!({
        "page": page(desk, "settings"),
        "said": said,
        "whole": whole,
        "text": text,
        "before": typed.get("before").or(read.as_ref().map(|(_, hash)| hash.as_str())),
        "problems": problems,
        "name": value("name", Some(&settings.title)),
        "publisher": value("publisher", publisher.map(|publisher| publisher.name.as_str())),
        "email": value("email", publisher.and_then(|publisher| publisher.email.as_deref())),
        "places": places.as_ref().map(|places| value("places", Some(places))),
        "countries": COUNTRIES,
        // One that is not among them is left as it is.
        "country": Some(&country).filter(|country| COUNTRIES.contains(&country.as_str())),
    });
    Answer::Page(status, "settings.html", shown)
}

pub fn save(desk: &Desk, open: &OpenSite, form: &FormData) -> Answer {
    if let Some(text) = form.get("text") {
        let (path, before) = (&desk.folder.settings, FileBefore::Hash(form.text("before").to_owned()));
        // A browser sends every line end alike; the file keeps its own.
        let old = save::read(&desk.folder, path).map(|(old, _)| old).unwrap_or_default();
        let text = change::retyped(&old, text);
        return match desk.save(open, path, &before, &text) {
            Ok(()) => Answer::See(format!("{OWN}settings?said=desk_saved")),
            Err(why) => screen(desk, open, form, act::word(&why), act::status(&why)),
        };
    }
    if form.text("name").is_empty() {
        return screen(desk, open, form, "desk_name_missing", StatusCode::UNPROCESSABLE_ENTITY);
    }
    if !form.text("email").is_empty() && !is_email(form.text("email")) {
        return screen(desk, open, form, "desk_email_unread", StatusCode::UNPROCESSABLE_ENTITY);
    }
    let edition = open.edition();
    let settings = &edition.site.catalogue.settings;
    match change_settings(desk, open, |fields| changes(fields, settings, form)) {
        Ok(()) => Answer::See(format!("{OWN}settings?said=desk_saved")),
        Err(why) => {
            let (status, word) = not_changed(&why);
            screen(desk, open, form, word, status)
        }
    }
}

/// The changes of who publishes the site.
fn publisher(fields: &Value, settings: &Settings, form: &FormData) -> Vec<Change> {
    let known = settings.publisher.as_ref();
    // An address belongs to somebody: where nobody is named, to the site.
    let site = if form.text("email").is_empty() { "" } else { form.text("name") };
    let name = Some(form.text("publisher")).filter(|name| !name.is_empty()).unwrap_or(site);
    let parts = [
        ("name", known.map(|publisher| publisher.name.as_str()), name),
        ("email", known.and_then(|publisher| publisher.email.as_deref()), form.text("email")),
    ];
    let differs = |(_, now, typed): &(&str, Option<&str>, &str)| now.unwrap_or_default() != *typed;
    let own = fields.at(&["publisher".to_owned()]);
    // One text is the name alone, and cannot hold more.
    if matches!(own, Some(Value::Text(_))) && parts.iter().any(differs) {
        let said = parts.iter().filter(|(.., typed)| !typed.is_empty());
        let pairs = said.map(|(key, _, typed)| ((*key).to_owned(), Value::text(*typed)));
        return vec![Change::set("publisher", Value::Map(pairs.collect()))];
    }
    let change = |(key, _, typed): (&str, Option<&str>, &str)| one(vec!["publisher".to_owned(), key.to_owned()], typed);
    parts.into_iter().filter(differs).map(change).collect()
}

/// What differs between the form and the settings.
fn changes(fields: &Value, settings: &Settings, form: &FormData) -> Vec<Change> {
    let mut changes = Vec::new();
    if form.text("name") != settings.title {
        changes.push(Change::set("title", Value::text(form.text("name"))));
    }
    changes.extend(publisher(fields, settings, form));
    if let (Some(typed), Some(now)) = (form.get("places"), places::as_lines(&settings.areas))
        && places::of_lines(typed) != places::of_lines(&now)
    {
        let areas = places::of_lines(typed);
        let path = ["areas".to_owned()];
        if areas.is_empty() {
            changes.push(Change::Remove { path: path.to_vec() });
        } else {
            changes.extend(places::changes(&path, areas, fields.at(&path)));
        }
    }
    let country = form.text("country");
    if COUNTRIES.contains(&country) && country != settings.country.as_deref().unwrap_or(COUNTRIES[0]) {
        changes.push(Change::set("country", Value::text(country)));
    }
    changes
}
