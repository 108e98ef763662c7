//! The screen where there is no site yet. In: a form. Out: the form with what is wrong, or a site.

use axum::http::StatusCode;
use serde_json::json;

use super::{
    page,
    place::{UnreadField, checked_target, checked_url},
};
use crate::{
    desk::{
        COUNTRIES, NewSite, OWN,
        form::FormData,
        http::{Answer, ScreenRequest},
        rows,
        state::Desk,
    },
    settings::is_email,
};

pub fn answer(desk: &Desk, ask: &ScreenRequest) -> Answer {
    match (&ask.sent, ask.path.as_str()) {
        (None, "") => form(desk, &FormData::default(), &[], None),
        (Some(sent), "") => begin(desk, sent, ask.welsh),
        (None, _) => Answer::See(OWN.to_owned()),
        (Some(_), _) => Answer::Nothing,
    }
}

fn form(desk: &Desk, form: &FormData, errors: &[UnreadField], said: Option<&str>) -> Answer {
    let value = |name: &str| form.get(name).unwrap_or_default();
    let names = ["name", "places", "publisher", "email", "country", "base_url", "target"];
    let values: serde_json::Map<_, _> = names.iter().map(|name| ((*name).to_owned(), json!(value(name)))).collect();
    let errors: Vec<_> = errors
        .iter()
        .map(|UnreadField { field, word, detail }| json!({"field": field, "word": word, "detail": detail}))
        .collect();
    let status = if errors.is_empty() && said.is_none() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let folder = std::path::absolute(&desk.folder.root).unwrap_or_else(|_| desk.folder.root.clone());
    let shown = json!({
        "page": page(desk, "welcome"),
        "f": values,
        "countries": COUNTRIES,
        "errors": errors,
        "said": said,
        "folder": folder.display().to_string(),
    });
    Answer::Page(status, "welcome.html", shown)
}

fn begin(desk: &Desk, sent: &FormData, welsh: bool) -> Answer {
    let mut errors = Vec::new();
    if sent.text("name").is_empty() {
        errors.push(UnreadField { field: "name", word: "desk_name_missing", detail: None });
    }
    if !sent.text("email").is_empty() && !is_email(sent.text("email")) {
        errors.push(UnreadField { field: "email", word: "desk_email_unread", detail: None });
    }
    // Where it stands can be said later.
    let mut checked = |name: &str, check: &dyn Fn(&str) -> Result<String, UnreadField>| match sent.text(name) {
        "" => String::new(),
        typed => check(typed).unwrap_or_else(|unread| {
            errors.push(unread);
            String::new()
        }),
    };
    let (base_url, target) =
        (checked("base_url", &checked_url), checked("target", &|typed| checked_target(typed, &desk.folder.root)));
    if !errors.is_empty() {
        return form(desk, sent, &errors, None);
    }
    let own = |name: &str| sent.text(name).to_owned();
    let site = NewSite {
        name: own("name"),
        places: sent.get("places").unwrap_or_default().to_owned(),
        publisher: own("publisher"),
        email: own("email"),
        base_url,
        target,
        country: COUNTRIES.iter().find(|known| **known == sent.text("country")).unwrap_or(&COUNTRIES[0]).to_string(),
        language: if welsh { "cy".into() } else { "en-GB".into() },
    };
    match desk.begin(&site) {
        Ok(()) => Answer::See(OWN.to_owned()),
        Err(sentence) => form(desk, sent, &[], Some(&rows::without_numbers(&sentence))),
    }
}
