//! What can be done with a bulletin in one step: an update, an end, resolved, open again, taken back. In: a path and few
//! words. Out: a screen that says what readers will see and asks once; then the change.

use axum::http::StatusCode;
use serde_json::json;

use super::{about, document, page};
use crate::{
    catalogue::field_name,
    change::{self, Change, Value},
    clock,
    desk::{
        fields,
        form::FormData,
        http::Answer,
        routes::sorry,
        rows,
        save::{self, Before, NotSaved},
        state::{Desk, OpenSite},
    },
    problem::{Problem, fix},
    settings::OnClose,
    source::SourcePath,
};

/// What can be done, and the address it has.
pub const ACTS: &[&str] = &["update", "ends", "resolved", "reopen", "take-back"];

/// The screen that asks.
pub fn show(desk: &Desk, open: &OpenSite, name: &str, query: &FormData) -> Answer {
    ask(desk, open, name, query, None)
}

fn ask(desk: &Desk, open: &OpenSite, name: &str, form: &FormData, error: Option<&str>) -> Answer {
    let Some(act) = ACTS.iter().find(|act| **act == name) else { return Answer::Nothing };
    let Some(path) = document(desk, open, form.text("path")) else { return Answer::Nothing };
    let edition = open.edition();
    let catalogue = &edition.site.catalogue;
    let placed = catalogue.bulletins.iter().find(|placed| placed.bulletin.says.entry.path == path);
    let kind = placed.map(|placed| &catalogue.settings.kinds[placed.bulletin.kind]);
    let ends = placed.and_then(|placed| placed.bulletin.expires).map(|expires| {
        let zone = &catalogue.settings.zone;
        expires.last_that_holds(zone).rfc3339(zone).get(..10).unwrap_or_default().to_owned()
    });
    let shown = json!({
        "page": page(desk, "act"),
        "act": act.replace('-', "_"),
        "path": path.as_str(),
        "title": rows::title(&edition, &path),
        "back": about("bulletin", &path),
        "action": act,
        "retracts": kind.is_some_and(|kind| kind.on_close == OnClose::Retract),
        "ends": ends,
        "text": form.text("text"),
        "error": error,
    });
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Answer::Page(status, "sure.html", shown)
}

/// Does what was asked.
pub fn done(desk: &Desk, open: &OpenSite, name: &str, form: &FormData) -> Answer {
    let Some(path) = document(desk, open, form.text("path")).filter(|_| ACTS.contains(&name)) else {
        return Answer::Nothing;
    };
    let Ok(now) = clock::now() else { return sorry(desk, StatusCode::INTERNAL_SERVER_ERROR, "desk_sorry_clock", None) };
    let now = now.minute().plain(&open.edition().site.catalogue.settings.zone);
    let words = form.text("text");
    if name == "update" && words.is_empty() {
        return ask(desk, open, name, form, Some("desk_update_empty"));
    }
    match make(desk, open, &path, |text| changes(text, name, form, &now)) {
        Ok(()) => Answer::See(format!("{}&said={}", about("bulletin", &path), name)),
        Err(NotMade::Entangled) => Answer::See(format!("{}&said=entangled", about("text", &path))),
        Err(NotMade::Wrong) => ask(desk, open, name, form, Some("desk_day_unread")),
        Err(NotMade::NotSaved(why)) => not_saved(desk, &why),
    }
}

/// What an act changes in a text, each field where it stands.
fn changes(text: &str, name: &str, form: &FormData, now: &str) -> Vec<Change> {
    // What cannot be read is refused when it is to be changed.
    let fields = change::parts(text, field_name).map_or(Value::Null, |(fields, _)| fields);
    let set = |name: &str, value: &str| Change::Set { path: fields::place(&fields, name), value: Value::text(value) };
    let removed = |name: &str| fields::removed(&fields, name);
    let words = form.text("text");
    let mut changes = Vec::new();
    if !words.is_empty() && matches!(name, "update" | "resolved") {
        let entry = [("date", now), ("text", words)].map(|(key, text)| (key.to_owned(), Value::text(text)));
        changes.push(Change::Append { path: fields::place(&fields, "updates"), value: Value::Map(entry.to_vec()) });
    }
    changes.extend(match name {
        "ends" if form.text("day").is_empty() => removed("expires"),
        "ends" => vec![set("expires", form.text("day"))],
        "resolved" => vec![set("status", "resolved"), set("closed", now)],
        "reopen" => [removed("status"), removed("closed")].concat(),
        "take-back" => vec![set("status", "withdrawn"), set("closed", now)],
        _ => Vec::new(),
    });
    changes
}

/// Why a change was not made.
pub enum NotMade {
    /// It takes more than one place of the file: somebody has to write it.
    Entangled,
    /// The document could not be read afterwards.
    Wrong,
    NotSaved(NotSaved),
}

/// Makes changes in a document as it is on disk now.
pub fn make(
    desk: &Desk,
    open: &OpenSite,
    path: &SourcePath,
    changes: impl Fn(&str) -> Vec<Change>,
) -> Result<(), NotMade> {
    let (text, before) = save::read(&desk.folder, path).map_err(NotMade::NotSaved)?;
    let new = change::apply_all(&text, &changes(&text), field_name).map_err(|_| NotMade::Entangled)?;
    let edition = open.edition();
    let errors = |text: &str| edition.read(path, text).problems.iter().filter(|problem| problem.is_error()).count();
    if errors(&new) > errors(&text) {
        return Err(NotMade::Wrong);
    }
    desk.save(open, path, &Before::Hash(before), &new).map_err(NotMade::NotSaved)
}

/// Mends what is wrong where the program knows how: every problem of one code in a document.
pub fn mend(desk: &Desk, open: &OpenSite, form: &FormData) -> Answer {
    let Some(path) = document(desk, open, form.text("path")) else { return Answer::Nothing };
    let (text, before) = match save::read(&desk.folder, &path) {
        Ok(read) => read,
        Err(why) => return not_saved(desk, &why),
    };
    let edition = open.edition();
    let of_code = |problem: &&Problem| {
        let here = problem.place.as_ref().is_some_and(|place| place.path == path);
        here && problem.code.name() == form.text("code")
    };
    let fixes = edition.all_problems().filter(of_code).filter_map(|problem| problem.fix.as_deref());
    let edits = fixes.filter_map(|fix| match &fix.change {
        fix::FixAction::Edits(edits) => Some(edits.as_slice()),
        fix::FixAction::Utf8 | fix::FixAction::Name(_) => None,
    });
    // What was read is what the problems speak of, or nothing is done.
    if edition.text(&path).as_deref() != Some(&*text) {
        return not_saved(desk, &NotSaved::Changed);
    }
    let (new, _) = fix::apply(&text, edits);
    match desk.save(open, &path, &Before::Hash(before), &new) {
        Ok(()) => Answer::See(format!("{}&said=saved", about("bulletin", &path))),
        Err(why) => not_saved(desk, &why),
    }
}

/// What is said where a file could not be written.
pub fn not_saved(desk: &Desk, why: &NotSaved) -> Answer {
    match why {
        NotSaved::Changed => sorry(desk, StatusCode::CONFLICT, "desk_sorry_changed", None),
        NotSaved::Outside => sorry(desk, StatusCode::FORBIDDEN, "desk_sorry_outside", None),
        NotSaved::Disk(path, error) => {
            let detail = format!("{}: {error}", path.display());
            sorry(desk, StatusCode::INSUFFICIENT_STORAGE, "desk_sorry_disk", Some(&detail))
        }
    }
}
