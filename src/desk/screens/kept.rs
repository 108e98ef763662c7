//! What was typed and not saved: kept while somebody types, offered on the screen where it was typed, thrown away on request. In:
//! a form, or a screen and its bulletin. Out: what is kept, as data. It must not know what a form is for.

use std::io;

use serde_json::{Value, json};

use super::{about, write};
use crate::{
    cache::drafts,
    clock,
    desk::{
        OWN,
        form::FormData,
        http::Answer,
        rows,
        state::Desk,
        unsaved::{self, UnsavedForm},
    },
    moment::Moment,
    serve::Edition,
    source::SourcePath,
};

/// The name under which is kept what was typed on the screen that brings in.
pub const BRING: &str = "new-bring";

/// The name under which is kept what is typed on a screen about a bulletin.
pub fn name(screen: &str, path: &SourcePath) -> String {
    drafts::name_on(screen, path.as_str())
}

/// The name under which a form is kept; none of a form that has none.
pub fn name_of(form: &FormData) -> Option<String> {
    let path = form.text("path");
    match form.text("screen") {
        "bring" => Some(BRING.to_owned()),
        screen if drafts::SCREENS.contains(&screen) => Some(name(screen, &SourcePath::new(path))),
        _ if path.is_empty() => Some(form.text("key").to_owned()),
        _ => Some(drafts::name_of_form(path, form.text("key"))),
    }
    .filter(|name| !name.is_empty())
}

/// Keeps what is being typed, from the first letter on; nothing of what is taken back. What a browser kept for a while is not
/// put over what was typed since.
///
/// # Errors
///
/// When the disk does not take it.
pub fn keep(desk: &Desk, edition: &Edition, form: &FormData) -> io::Result<()> {
    let Some(name) = name_of(form).filter(|_| form.has("touched")) else { return Ok(()) };
    if rows::gone(edition, &SourcePath::new(form.text("path"))).is_some() {
        return Ok(());
    }
    let since = form.get("at").and_then(|at| at.parse::<i64>().ok());
    if since.is_some_and(|since| unsaved::of(&desk.state(), &name).is_some_and(|known| known.at > since)) {
        return Ok(());
    }
    let own = |(name, _): &&(String, String)| !["token", "touched", "only", "at", "do"].contains(&name.as_str());
    let fields: Vec<_> = form.pairs().iter().filter(own).cloned().collect();
    let now = clock::now().map_err(io::Error::other)?;
    unsaved::keep(&desk.state(), &name, &fields, now)
}

/// Throws away what was typed and not saved.
pub fn drop_typed(desk: &Desk, form: &FormData) -> Answer {
    let typed = unsaved::of(&desk.state(), form.text("key"));
    unsaved::forget(&desk.state(), form.text("key"));
    if let (Some(open), Some(typed)) = (desk.site(), typed) {
        desk.drop_typed(&open, &typed);
    }
    match (form.text("screen"), form.text("path")) {
        ("bring", _) => Answer::See(format!("{OWN}bring")),
        (_, "") => Answer::See(OWN.to_owned()),
        (screen, path) => {
            let screen = drafts::SCREENS.iter().find(|known| **known == screen).unwrap_or(&"write");
            Answer::See(about(screen, &SourcePath::new(path)))
        }
    }
}

/// What was typed on a screen and not saved, and when, as that screen says it.
pub fn on_screen(desk: &Desk, edition: &Edition, name: &str) -> Option<(UnsavedForm, Value)> {
    let typed = unsaved::of(&desk.state(), name)?;
    let (day, time) = when(edition, &typed);
    let told = json!({"key": name, "day": day, "time": time});
    Some((typed, told))
}

/// Forgets what was kept of words that were sent; what was typed on the same screen elsewhere stays.
pub fn sent(desk: &Desk, name: &str, words: &str) {
    let is_other = |typed: &UnsavedForm| value(typed, "text").is_some_and(|kept| kept.trim() != words.trim());
    if !unsaved::of(&desk.state(), name).as_ref().is_some_and(is_other) {
        unsaved::forget(&desk.state(), name);
    }
}

/// The day and the time at which something was typed, in words.
pub fn when(edition: &Edition, typed: &UnsavedForm) -> (String, String) {
    Moment::from_second(typed.at).map(|at| write::said_at(edition, at)).unwrap_or_default()
}

/// A value of what was typed.
pub fn value<'u>(typed: &'u UnsavedForm, name: &str) -> Option<&'u str> {
    let own = typed.fields.iter().rev().find(|(known, _)| known == name);
    own.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
}

/// The address of a document's form as it was typed into.
pub fn go_on(path: &SourcePath, typed: &UnsavedForm) -> String {
    format!("{}&go-on={}", about("write", path), value(typed, "key").unwrap_or("yes"))
}

/// What was typed into a form of a document, and not saved: into the one that `go-on` names, else into the last.
pub fn of_document(desk: &Desk, query: &FormData) -> Option<UnsavedForm> {
    let (state, path) = (desk.state(), query.text("path"));
    match query.text("go-on") {
        "" | "yes" => unsaved::of_document(&state, path),
        form => unsaved::of(&state, &drafts::name_of_form(path, form)),
    }
}

/// What was typed and not saved, and where one goes on with it, as a row of the first screen.
pub fn row(edition: &Edition, typed: &UnsavedForm) -> Value {
    let (day, time) = when(edition, typed);
    let path = value(typed, "path").map(SourcePath::new);
    let screen = value(typed, "screen").unwrap_or_default();
    let link = match (&path, screen) {
        (_, "bring") => format!("{OWN}bring"),
        (Some(path), "update" | "resolved") => {
            let item = value(typed, "item").map(|item| format!("&item={item}")).unwrap_or_default();
            about(screen, path) + &item
        }
        (Some(path), "text") => format!("{}&go-on=yes", about("text", path)),
        (Some(path), _) => go_on(path, typed),
        (None, _) => format!("{OWN}write?unsaved={}", typed.key),
    };
    let title = value(typed, "title").map(str::to_owned).or_else(|| rows::title(edition, path.as_ref()?));
    let word = match screen {
        "bring" => "desk_bring_title",
        "update" => "desk_act_update",
        "resolved" => "desk_act_resolved",
        "text" => "desk_as_text",
        _ => "",
    };
    json!({"key": typed.key, "title": title, "screen": word, "link": link, "day": day, "time": time})
}
