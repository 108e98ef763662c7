//! What can be done with a bulletin in one step: an update, an end, resolved, open again, taken back, deleted. In: a path and few
//! words. Out: a screen that says what readers will see and asks once; then the change.

use std::io::ErrorKind;

use axum::http::StatusCode;
use serde_json::json;

use super::{about, document, kept, mend_name, page, write};
use crate::{
    address::Address,
    cache::memory,
    catalogue::{Catalogue, LinkTarget, PlacedBulletin, State, field_name},
    change::{self, Change, Refusal, Value},
    clock,
    desk::{
        OWN, fields,
        form::FormData,
        http::Answer,
        routes::sorry,
        rows,
        save::{self, FileBefore, SaveFailure},
        state::{Desk, OpenSite},
    },
    problem::{Problem, fix},
    published::{PublicState, PublishedBulletin},
    serve::Edition,
    settings::{OnClose, Settings},
    source::SourcePath,
};

/// What can be done, and the address it has.
pub const ACTS: &[&str] = &["update", "ends", "resolved", "reopen", "take-back", "delete"];
/// What is done to a bulletin in all its languages at once, whichever of them it is asked for.
const OF_ALL: &[&str] = &["ends", "resolved", "reopen", "take-back"];

/// The screen that asks.
pub fn show(desk: &Desk, open: &OpenSite, name: &str, query: &FormData) -> Answer {
    ask(desk, open, name, query, None)
}

fn ask(desk: &Desk, open: &OpenSite, name: &str, form: &FormData, error: Option<(StatusCode, &'static str)>) -> Answer {
    let Some(act) = ACTS.iter().find(|act| **act == name) else { return Answer::Nothing };
    let Some(asked) = document(desk, open, form.text("path")) else { return Answer::Nothing };
    let edition = open.edition();
    let path = acted_on(&edition, name, &asked);
    if rows::gone(&edition, &path).is_some() && name != "reopen" {
        return Answer::See(about("bulletin", &path));
    }
    let catalogue = &edition.site.catalogue;
    let placed = placed(catalogue, &path);
    // What was published is taken back.
    if name == "delete" && !placed.is_some_and(|placed| is_deletable(desk, placed)) {
        return Answer::Nothing;
    }
    let item = form.get("item").and_then(|at| said_at(&edition.text(&path)?, at));
    if form.has("item") && item.is_none() && error.is_none() {
        return Answer::Nothing;
    }
    // What was typed here and not sent stands here again, and can be thrown away.
    let typed = kept::on_screen(desk, &edition, &kept::name(name, &path))
        .filter(|(typed, _)| !form.has("text") && kept::value(typed, "item") == form.get("item"));
    let ends = placed.and_then(|placed| placed.bulletin.expires).map(|expires| {
        let zone = &catalogue.settings.zone;
        expires.last_that_holds(zone).rfc3339(zone).get(..10).unwrap_or_default().to_owned()
    });
    let shown = json!({
        "page": page(desk, "act"),
        "act": if form.has("item") { "update_edit".to_owned() } else { act.replace('-', "_") },
        "item": form.get("item"),
        "was": form.get("was").map(str::to_owned).or(item.as_ref().map(|said| save::hash(said.as_bytes()))),
        "path": path.as_str(),
        "before": save::read(&desk.folder, &path).ok().map(|(_, hash)| hash),
        "title": rows::title(&edition, &path),
        "back": about("bulletin", &asked),
        "everywhere": path != asked,
        "action": act,
        "over": name == "resolved" && is_taken_down(desk, catalogue, &path),
        // What is open can be closed instead, and stay.
        "instead": placed.is_some_and(|placed| placed.bulletin.life.state.is_open() && !retracts(catalogue, placed)),
        "happens": placed.is_some_and(|placed| placed.bulletin.says.more.when.is_some()),
        "ends": form.get("day").map(str::to_owned).or(ends),
        "text": typed.as_ref().and_then(|(typed, _)| kept::value(typed, "text")).or(form.get("text")).or(item.as_deref()),
        "typed": typed.as_ref().map(|(_, told)| told),
        "error": error.map(|(_, word)| word),
    });
    Answer::Page(error.map_or(StatusCode::OK, |(status, _)| status), "sure.html", shown)
}

/// The document that an act changes: of a translation, what it translates says what becomes of it.
fn acted_on(edition: &Edition, name: &str, path: &SourcePath) -> SourcePath {
    OF_ALL.contains(&name).then(|| rows::original(edition, path)).flatten().unwrap_or_else(|| path.clone())
}

/// The bulletin that a document is.
fn placed<'c>(catalogue: &'c Catalogue, path: &SourcePath) -> Option<&'c PlacedBulletin> {
    match catalogue.target(path.as_str())? {
        LinkTarget::Bulletin(id) => Some(catalogue.bulletin(id)),
        _ => None,
    }
}

/// Whether a bulletin is taken down once it is over.
pub fn retracts(catalogue: &Catalogue, placed: &PlacedBulletin) -> bool {
    catalogue.settings.kinds[placed.bulletin.kind].on_close == OnClose::Retract
}

/// The same of a document, also of one with an error in it.
pub fn is_taken_down(desk: &Desk, catalogue: &Catalogue, path: &SourcePath) -> bool {
    let kinds = &catalogue.settings.kinds;
    let by_word = || {
        let (text, _) = save::read(&desk.folder, path).ok()?;
        let (fields, _) = change::parts(&text, field_name).ok()?;
        let word = fields::value(&fields, "kind")?.as_text()?.trim();
        kinds.iter().find(|kind| kind.is_called(word)).map(|kind| kind.on_close == OnClose::Retract)
    };
    placed(catalogue, path).map_or_else(|| by_word().unwrap_or(false), |placed| retracts(catalogue, placed))
}

/// What is known to stand at an address on the web since the last publish from here; none where nothing is known of it.
pub fn public_state(desk: &Desk, address: &Address) -> Option<PublicState> {
    let is_there = |known: &PublishedBulletin| known.addresses.iter().any(|known| *known == *address.as_str());
    let known = memory::all(&desk.state()).bulletins;
    let mut states = known.values().filter(|known| is_there(known)).map(|known| known.state);
    let first = states.next()?;
    Some(if states.any(|state| state == PublicState::Shown) { PublicState::Shown } else { first })
}

/// Whether a bulletin is a draft of which nothing is public, as far as is known.
pub fn is_deletable(desk: &Desk, placed: &PlacedBulletin) -> bool {
    placed.bulletin.life.state == State::Draft && public_state(desk, &placed.address) != Some(PublicState::Shown)
}

/// Does what was asked.
pub fn done(desk: &Desk, open: &OpenSite, name: &str, form: &FormData) -> Answer {
    if !ACTS.contains(&name) {
        return Answer::Nothing;
    }
    let kept = kept::name(name, &SourcePath::new(form.text("path")));
    let Some(path) = document(desk, open, form.text("path")) else {
        // Words that came for a file that is gone are not lost with it.
        let is_said = !form.text("text").is_empty();
        return if is_said { write::without_file(desk, open, form, &kept) } else { Answer::Nothing };
    };
    let edition = open.edition();
    let path = acted_on(&edition, name, &path);
    let (text, hash) = save::read(&desk.folder, &path).unwrap_or_default();
    // It was done a moment ago, as by a second press of the button.
    if is_done(&text, name, form) {
        return after(desk, open, &path, name, form);
    }
    // What was taken back comes back by the act for that, and by no other.
    if rows::gone(&edition, &path).is_some() && name != "reopen" {
        return sorry(desk, StatusCode::CONFLICT, "desk_sorry_taken_back", None);
    }
    if form.has("before") && form.text("before") != hash && !text.is_empty() {
        return ask(desk, open, name, form, Some((StatusCode::CONFLICT, "desk_sorry_changed")));
    }
    let Ok(now) = clock::now() else { return sorry(desk, StatusCode::INTERNAL_SERVER_ERROR, "desk_sorry_clock", None) };
    let now = now.minute().plain(&edition.site.catalogue.settings.zone);
    let words = form.text("text");
    if name == "update" && words.is_empty() {
        return ask(desk, open, name, form, Some((StatusCode::UNPROCESSABLE_ENTITY, "desk_update_empty")));
    }
    if name == "update" && form.has("item") {
        let at = form.text("item");
        // Somebody may have changed it, or added one before it.
        if said_at(&text, at).is_none_or(|said| save::hash(said.as_bytes()) != form.text("was")) {
            return ask(desk, open, name, form, Some((StatusCode::CONFLICT, "desk_sorry_changed")));
        }
    } else if name == "update" && is_newest(&edition.site.catalogue, &path, words) {
        return ask(desk, open, name, form, Some((StatusCode::CONFLICT, "desk_update_same")));
    }
    if name == "delete" {
        return delete(desk, open, &path);
    }
    match make(desk, open, &path, |text| changes(text, name, form, &now)) {
        Ok(()) => after(desk, open, &path, name, form),
        Err(ChangeFailure::NotSaved(SaveFailure::Changed))
            if save::read(&desk.folder, &path).is_ok_and(|(text, _)| is_done(&text, name, form)) =>
        {
            after(desk, open, &path, name, form)
        }
        Err(ChangeFailure::NotSaved(why)) if !words.is_empty() && write::is_gone(&why) => {
            write::without_file(desk, open, form, &kept)
        }
        Err(ChangeFailure::Entangled) if !words.is_empty() => {
            ask(desk, open, name, form, Some((StatusCode::CONFLICT, "desk_entangled_words")))
        }
        Err(ChangeFailure::Entangled) => Answer::See(format!("{}&said=entangled", about("text", &path))),
        Err(ChangeFailure::Wrong) => {
            ask(desk, open, name, form, Some((StatusCode::UNPROCESSABLE_ENTITY, "desk_day_unread")))
        }
        // What was written stays in its form.
        Err(ChangeFailure::NotSaved(why)) => ask(desk, open, name, form, Some((status(&why), word(&why)))),
    }
}

/// Where an act leads that was done. What was typed for it is kept no longer.
fn after(desk: &Desk, open: &OpenSite, path: &SourcePath, name: &str, form: &FormData) -> Answer {
    kept::sent(desk, &kept::name(name, &SourcePath::new(form.text("path"))), form.text("text"));
    // What has ended by itself is open again with another day.
    if name == "reopen" && has_ended(open, path) {
        return Answer::See(about("ends", path));
    }
    Answer::See(format!("{}&said={}", about("bulletin", path), name))
}

/// Whether a text says already what an act would make it say.
fn is_done(text: &str, name: &str, form: &FormData) -> bool {
    let Ok((fields, _)) = change::parts(text, field_name) else { return false };
    let says = |field: &str| fields::value(&fields, field).and_then(Value::as_text).unwrap_or_default().trim();
    let is_status = |status: &str| says("status").eq_ignore_ascii_case(status);
    let words = form.text("text");
    match name {
        "resolved" => {
            is_status("resolved") && (words.is_empty() || updates(text).last().is_some_and(|(_, said)| said == words))
        }
        "take-back" => is_status("withdrawn"),
        "ends" => says("expires") == form.text("day"),
        _ => false,
    }
}

/// Whether these words are a bulletin's newest update already, as when somebody goes back and sends them again.
fn is_newest(catalogue: &Catalogue, path: &SourcePath, words: &str) -> bool {
    let newest = placed(catalogue, path).and_then(|placed| placed.bulletin.updates().first());
    newest.is_some_and(|update| update.text.trim() == words)
}

/// The updates of a document as its file has them: the day of each as it is written there, and its words.
pub fn updates(text: &str) -> Vec<(String, String)> {
    let Ok((fields, _)) = change::parts(text, field_name) else { return Vec::new() };
    let Some(Value::List(items)) = fields::value(&fields, "updates") else { return Vec::new() };
    let part = |item: &Value, key: &str| {
        item.at(&[key.to_owned()]).and_then(Value::as_text).unwrap_or_default().trim().to_owned()
    };
    items.iter().map(|item| (part(item, "date"), part(item, "text"))).collect()
}

/// Whether a document says itself when it ends.
pub fn says_its_end(text: &str) -> bool {
    change::parts(text, field_name).is_ok_and(|(fields, _)| fields::places(&fields, "expires").next().is_some())
}

/// The words of an update, by its number among those of its file.
fn said_at(text: &str, at: &str) -> Option<String> {
    let all = updates(text);
    all.get(at.parse::<usize>().ok()?).map(|(_, said)| said.clone()).filter(|said| !said.is_empty())
}

/// Removes a draft.
fn delete(desk: &Desk, open: &OpenSite, path: &SourcePath) -> Answer {
    let edition = open.edition();
    if !placed(&edition.site.catalogue, path).is_some_and(|placed| is_deletable(desk, placed)) {
        return Answer::Nothing;
    }
    // Somebody may have written to it a moment ago, and it may be no draft any more.
    if !edition.is_as_read(path.as_str()) {
        return not_saved(desk, &SaveFailure::Changed);
    }
    match desk.remove(open, path) {
        Ok(id) => {
            let mut query = url::form_urlencoded::Serializer::new(String::new());
            query.append_pair("deleted", path.as_str()).append_pair("id", &id);
            Answer::See(format!("{OWN}?{}", query.finish()))
        }
        Err(why) => not_saved(desk, &why),
    }
}

/// Whether the last day of a bulletin is over.
fn has_ended(open: &OpenSite, path: &SourcePath) -> bool {
    let edition = open.edition();
    placed(&edition.site.catalogue, path)
        .is_some_and(|placed| matches!(placed.bulletin.life.state, State::Expired { .. }))
}

/// The changes by which a bulletin is `open`, `resolved` or `withdrawn`, whatever it said before.
pub fn in_status(fields: &Value, status: &str, now: &str) -> Vec<Change> {
    if status == "open" {
        return ["status", "closed"].iter().flat_map(|name| fields::removed(fields, name)).collect();
    }
    let set = |(name, value)| Change::Set { path: fields::place(fields, name), value: Value::text(value) };
    [("status", status), ("closed", now)].map(set).to_vec()
}

/// The same where a button of a document's form was pressed for that.
pub fn pressed_status(settings: &Settings, text: &str, form: &FormData) -> Vec<Change> {
    let (Some(status), Ok(now)) = (form.get("status"), clock::now()) else { return Vec::new() };
    let status = if status == "resolved" { "resolved" } else { "open" };
    let fields = change::parts(text, field_name).map(|(fields, _)| fields);
    fields.map_or_else(|_| Vec::new(), |fields| in_status(&fields, status, &now.minute().plain(&settings.zone)))
}

/// What an act changes in a text, each field where it stands.
fn changes(text: &str, name: &str, form: &FormData, now: &str) -> Result<Vec<Change>, Refusal> {
    let (fields, _) = change::parts(text, field_name)?;
    let set = |name: &str, value: &str| Change::Set { path: fields::place(&fields, name), value: Value::text(value) };
    let removed = |name: &str| fields::removed(&fields, name);
    let words = form.text("text");
    if let (Some(at), "update") = (form.get("item"), name) {
        let path = [fields::place(&fields, "updates"), vec![at.to_owned(), "text".to_owned()]].concat();
        return Ok(vec![Change::Set { path, value: Value::text(words) }]);
    }
    let mut changes = Vec::new();
    if !words.is_empty() && matches!(name, "update" | "resolved") {
        let entry = [("date", now), ("text", words)].map(|(key, text)| (key.to_owned(), Value::text(text)));
        changes.push(Change::Append { path: fields::place(&fields, "updates"), value: Value::Map(entry.to_vec()) });
    }
    changes.extend(match name {
        "ends" if form.text("day").is_empty() => removed("expires"),
        "ends" => vec![set("expires", form.text("day"))],
        "resolved" => in_status(&fields, "resolved", now),
        "reopen" => in_status(&fields, "open", now),
        // A draft that was taken back would be nothing but hidden.
        "take-back" => [fields::undrafted(&fields), in_status(&fields, "withdrawn", now)].concat(),
        _ => Vec::new(),
    });
    Ok(changes)
}

/// Why a change was not made.
pub enum ChangeFailure {
    /// The file cannot be read, or it takes more than one place of it: somebody has to write it.
    Entangled,
    /// The document could not be read afterwards.
    Wrong,
    NotSaved(SaveFailure),
}

/// Makes changes in a document as it is on disk now.
pub fn make(
    desk: &Desk,
    open: &OpenSite,
    path: &SourcePath,
    changes: impl Fn(&str) -> Result<Vec<Change>, Refusal>,
) -> Result<(), ChangeFailure> {
    let (text, before) = save::read(&desk.folder, path).map_err(ChangeFailure::NotSaved)?;
    let new = changes(&text).and_then(|changes| change::apply_all(&text, &changes, field_name));
    let new = new.map_err(|_| ChangeFailure::Entangled)?;
    let edition = open.edition();
    let errors = |text: &str| edition.found_in(&edition.read(path, text)).filter(|problem| problem.is_error()).count();
    if errors(&new) > errors(&text) {
        return Err(ChangeFailure::Wrong);
    }
    desk.save(open, path, &FileBefore::Hash(before), &new).map_err(ChangeFailure::NotSaved)
}

/// Mends one thing that is wrong in a document, where the program knows how.
pub fn mend(desk: &Desk, open: &OpenSite, form: &FormData) -> Answer {
    let Some(path) = document(desk, open, form.text("path")) else { return Answer::Nothing };
    let (text, before) = match save::read(&desk.folder, &path) {
        Ok(read) => read,
        Err(why) => return not_saved(desk, &why),
    };
    let edition = open.edition();
    // What was read is what the problems speak of, or nothing is done.
    if edition.text(&path).as_deref() != Some(&*text) {
        return not_saved(desk, &SaveFailure::Changed);
    }
    let problems = edition.problems_at(&path, &text);
    let all: Vec<&Problem> = problems.iter().collect();
    let named = all.iter().find(|problem| mend_name(problem, &all) == form.text("mend"));
    let new = without(&text, named.copied().into_iter());
    match desk.save(open, &path, &FileBefore::Hash(before), &new) {
        Ok(()) => Answer::See(format!("{}&said=saved", about("bulletin", &path))),
        Err(why) => not_saved(desk, &why),
    }
}

/// A text after problems in it were mended where the program knows how.
pub fn without<'p>(text: &str, problems: impl Iterator<Item = &'p Problem>) -> String {
    let edits = problems.filter_map(|problem| match &problem.fix.as_deref()?.change {
        fix::FixAction::Edits(edits) => Some(edits.as_slice()),
        // Every file is written in UTF-8, and keeps its name.
        fix::FixAction::Utf8 | fix::FixAction::Name(_) => None,
    });
    fix::apply(text, edits).0
}

/// What is said where a file could not be written.
pub fn not_saved(desk: &Desk, why: &SaveFailure) -> Answer {
    let detail = match why {
        SaveFailure::Changed | SaveFailure::Outside | SaveFailure::NoText => None,
        SaveFailure::Disk(path, error) => {
            let place = path.display();
            let is_told = word(why) != "desk_sorry_disk";
            Some(if is_told { place.to_string() } else { rows::without_numbers(&format!("{place}: {error}")) })
        }
    };
    sorry(desk, status(why), word(why), detail.as_deref())
}

/// The name of the words that say why a file could not be written.
pub fn word(why: &SaveFailure) -> &'static str {
    match why {
        SaveFailure::Changed => "desk_sorry_changed",
        SaveFailure::Outside => "desk_sorry_outside",
        SaveFailure::NoText => "desk_sorry_no_text",
        SaveFailure::Disk(_, error) => match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "desk_sorry_full",
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "desk_sorry_denied",
            ErrorKind::NotFound => "desk_sorry_missing",
            _ => "desk_sorry_disk",
        },
    }
}

/// What a browser is told besides.
pub fn status(why: &SaveFailure) -> StatusCode {
    match why {
        SaveFailure::Changed => StatusCode::CONFLICT,
        SaveFailure::Outside => StatusCode::FORBIDDEN,
        SaveFailure::NoText => StatusCode::UNSUPPORTED_MEDIA_TYPE,
        SaveFailure::Disk(..) => StatusCode::INSUFFICIENT_STORAGE,
    }
}
