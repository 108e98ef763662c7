//! The screen to write on: the form with the fields that the kind needs, the page beside it. In: the site, a path, a filled-in
//! form. Out: the form with what is wrong at each field, or the file changed.

use std::{io, path::PathBuf, sync::Arc};

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{
    about, act,
    add::{self, AttachFailure},
    choices, document, kept, mend_name, new, page, place, shown, text, told_all, versions,
};
use crate::{
    address::Address,
    cache::drafts,
    catalogue::{LinkTarget, field_name},
    change::{self, Change},
    desk::{
        OWN, fields,
        form::FormData,
        http::{Answer, Upload},
        join,
        moments::FormClock,
        receipts, rows,
        save::{self, FileBefore, SaveFailure},
        state::{Desk, MadeBulletin, OpenSite},
        unsaved,
        upload::{self, AcceptedFile, UploadKind},
    },
    moment::Moment,
    problem::Problem,
    render::Voice,
    serve::Edition,
    settings::{EventTiming, Kind},
    source::SourcePath,
};

/// The form, empty or of a document.
pub fn show(desk: &Desk, open: &OpenSite, query: &FormData) -> Answer {
    let edition = open.edition();
    let settings = &edition.site.catalogue.settings;
    if !query.has("path") {
        return new::form(desk, open, query);
    }
    let typed = kept::of_document(desk, query);
    let there = document(desk, open, query.text("path")).map(|path| (save::read(&desk.folder, &path), path));
    let (path, text, hash) = match there {
        Some((Ok((text, hash)), path)) => (path, text, hash),
        Some((Err(why), _)) if !is_gone(&why) => return act::not_saved(desk, &why),
        _ => {
            // What was typed into a file that is gone is still there.
            let typed = typed.filter(|_| query.has("go-on"));
            return typed
                .map_or(Answer::Nothing, |typed| without_file(desk, open, &FormData::from(typed.fields), &typed.key));
        }
    };
    if let Some(typed) = typed.as_ref().filter(|_| query.has("go-on")) {
        return filled(desk, &edition, &FormData::from(typed.fields.clone()), &[], StatusCode::OK);
    }
    let Ok(mut form) = fields::shown(&text, &FormClock::of(settings)) else {
        return Answer::See(about("text", &path));
    };
    form.push("path", path.as_str());
    form.push("before", hash);
    if let Some(typed) = &typed {
        form.push("typed_at", typed.at.to_string());
        form.push("typed_key", typed.key.as_str());
        form.push("typed_link", kept::go_on(&path, typed));
    }
    form.push("key", unsaved::key());
    form.push("original", text.as_str());
    // Somebody may have written to it a moment ago.
    let is_read = edition.is_as_read(path.as_str());
    let edition = if is_read { edition } else { open.followed.refresh(&[PathBuf::from(path.as_str())]) };
    filled(desk, &edition, &form, &all_told(&edition, &edition.problems_at(&path, &text), &text), StatusCode::OK)
}

/// Problems as the form shows them.
fn all_told(edition: &Edition, problems: &[Problem], text: &str) -> Vec<Value> {
    let voice = edition.site.voice();
    told_all(problems, text, &voice)
}

/// Something that the form says at a field, which is no problem of the document.
fn said_at_field(edition: &Edition, field: &str, word: &str) -> Value {
    json!({"field": field, "error": true, "code": "", "mend": null, "status": false, "message": edition.site.voice().text(word), "help": ""})
}

/// The screen with a form as it is filled in.
pub fn filled(desk: &Desk, edition: &Edition, form: &FormData, problems: &[Value], status: StatusCode) -> Answer {
    let (voice, catalogue) = (edition.site.voice(), &edition.site.catalogue);
    let settings = &catalogue.settings;
    let chosen = settings.kinds.iter().position(|kind| kind.is_called(form.text("kind")));
    let kind = chosen.unwrap_or(settings.default_kind);
    let mut values = serde_json::Map::new();
    for (name, _) in form.pairs() {
        let value = match name.as_str() {
            "area" | "reference" | "contacts" | "tags" | "mend" => json!(form.all(name)),
            _ => json!(form.get(name)),
        };
        values.insert(name.clone(), value);
    }
    let areas: Vec<String> = catalogue.areas.ids().map(|id| catalogue.areas.path(id)).collect();
    let path = Some(form.text("path")).filter(|path| !path.is_empty()).map(SourcePath::new);
    let link = path.as_ref().and_then(|path| address(edition, path));
    let typed = form.get("typed_at").and_then(|at| Moment::from_second(at.parse().ok()?));
    let typed = typed.map(|at| {
        let (day, time) = said_at(edition, at);
        json!({"key": form.get("typed_key"), "day": day, "time": time, "link": form.get("typed_link")})
    });
    let shown = json!({
        "page": page(desk, "write"),
        "typed": typed,
        "is_new": path.is_none(),
        "is_page": path.as_ref().is_some_and(|path| path.below("content/pages").is_some()),
        "path": path.as_ref().map(SourcePath::as_str),
        "back": path.as_ref().map_or_else(|| OWN.to_owned(), |path| about("bulletin", path)),
        "as_text": path.as_ref().map(|path| about("text", path)),
        "f": values,
        "kind": voice.kind(kind),
        "asks": asks(&settings.kinds[kind], &voice),
        "kinds": choices::kinds(settings, &voice, form.text("kind"), chosen),
        "areas": areas,
        "contacts": settings.contacts.iter().map(|contact| contact.name.as_str()).collect::<Vec<_>>(),
        "severities": choices::severities(&voice, form.text("severity")),
        "problems": problems,
        "errors": problems.iter().filter(|problem| problem["error"] == true).count(),
        "is_draft": path.as_ref().and_then(|path| edition.text(path)).map_or(form.get("draft") == Some("yes"), |text| fields::is_draft(&text)),
        "held": path.as_ref().map(|path| held_back(desk, edition, path)),
        "link": link,
        "picture": beside(edition, &path.unwrap_or_else(|| new::path(desk, settings, form)), form.text("image")),
    });
    Answer::Page(status, "write.html", shown)
}

/// What holds a draft back that was brought in, until somebody has dealt with it.
pub fn held_back(desk: &Desk, edition: &Edition, path: &SourcePath) -> Vec<String> {
    let is_draft = edition.text(path).is_some_and(|text| fields::is_draft(&text));
    if is_draft { receipts::held(&desk.folder, path) } else { Vec::new() }
}

/// The link of a file beside a document, where the site has it.
fn beside(edition: &Edition, path: &SourcePath, name: &str) -> Option<String> {
    let folder = path.folder().strip_prefix("content").filter(|_| !name.is_empty())?.to_owned();
    let address = Address::new(&format!("{folder}/{name}"));
    edition.site.plan.at(&address).map(|_| edition.site.catalogue.settings.base.link(&address))
}

/// The link of a file that was added to a form's document.
pub fn file_link(desk: &Desk, open: &OpenSite, form: &FormData, name: &str) -> Option<String> {
    beside(&open.edition(), &path_of(desk, open, form)?, name)
}

/// The document of a form, or where it will stand.
pub fn path_of(desk: &Desk, open: &OpenSite, form: &FormData) -> Option<SourcePath> {
    match form.text("path") {
        "" => Some(new::path(desk, &open.edition().site.catalogue.settings, form)),
        path => document(desk, open, path),
    }
}

/// A moment as a day in words and a time.
pub fn said_at(edition: &Edition, at: Moment) -> (String, String) {
    let (zone, voice) = (&edition.site.catalogue.settings.zone, edition.site.voice());
    (voice.moment(at.start_of_day(zone)), voice.dates.time(&at.shown(zone)))
}

/// What of a form a kind needs at once; the rest stands under "More".
fn asks(kind: &Kind, voice: &Voice) -> Value {
    let example = format!("desk_example_{}", kind.name);
    let example = voice.get(&example).map_or("desk_example_notice", |_| example.as_str());
    json!({
        "when": kind.happens != EventTiming::Now,
        "reference": kind.asks,
        "ends": kind.happens == EventTiming::Now && !kind.asks,
        "title": match kind.name.as_str() {
            "missing" => voice.text("desk_title_missing").to_owned(),
            _ => voice.fill("desk_title_hint", &[("example", voice.text(example))]),
        },
        "hint": match (kind.name.as_str(), kind.happens, kind.asks) {
            ("missing", ..) => "desk_hint_missing",
            ("warning" | "advice", ..) => "desk_hint_warning",
            ("roads", ..) => "desk_hint_roads",
            (_, EventTiming::Once | EventTiming::While, _) => "desk_hint_event",
            (_, _, true) => "desk_hint_appeal",
            _ => "desk_hint_notice",
        },
    })
}

/// The link of a document's page.
pub fn address(edition: &Edition, path: &SourcePath) -> Option<String> {
    let catalogue = &edition.site.catalogue;
    let address = match catalogue.target(path.as_str())? {
        LinkTarget::Bulletin(id) => &catalogue.bulletin(id).address,
        LinkTarget::Page(id) => &catalogue.page(id).address,
        LinkTarget::Broken | LinkTarget::Hidden => return None,
    };
    Some(catalogue.settings.base.link(address))
}

/// What a form makes of its document.
struct EditedText {
    path: SourcePath,
    before: FileBefore,
    text: String,
    /// The fields of the form whose change the file does not take.
    refused: Vec<&'static str>,
}

/// Whether a file could not be read since there is none.
pub fn is_gone(why: &SaveFailure) -> bool {
    matches!(why, SaveFailure::Disk(_, error) if error.kind() == io::ErrorKind::NotFound)
}

/// Why a form makes nothing of it.
enum WriteRefusal {
    /// There is no such document, or none any more.
    Gone,
    /// The file is not what it was when the form was filled in.
    Changed,
    Entangled,
    Saved(SaveFailure),
}

/// Works out what a form makes of its document, as that is on disk now.
fn written(desk: &Desk, open: &OpenSite, form: &FormData) -> Result<EditedText, WriteRefusal> {
    let edition = open.edition();
    let settings = &edition.site.catalogue.settings;
    let clock = FormClock::of(settings);
    // What is typed is changed by the button that was pressed, and shown before it is saved; by no earlier one.
    let pressed: Vec<&str> = form.text("do").strip_prefix("mend ").into_iter().collect();
    if form.text("path").is_empty() {
        let path = new::path(desk, settings, form);
        let text = fields::new_text(form, &clock).map_err(|_| WriteRefusal::Entangled)?;
        let text = mended(&edition, &path, text, &pressed);
        return Ok(EditedText { path, before: FileBefore::Absent, text, refused: Vec::new() });
    }
    let path = document(desk, open, form.text("path")).ok_or(WriteRefusal::Gone)?;
    let read = save::read(&desk.folder, &path);
    let (text, hash) = read.map_err(|why| if is_gone(&why) { WriteRefusal::Gone } else { WriteRefusal::Saved(why) })?;
    if hash != form.text("before") {
        return Err(WriteRefusal::Changed);
    }
    // What the form was filled in from; where both were joined that is older than the file.
    let original = form.get("original").filter(|original| !original.is_empty()).unwrap_or(&text);
    let original = if original == text.replace("\r\n", "\n") { &text } else { original };
    // What was mended already stands in the form: only what differs from that was typed since.
    let earlier = form.all("mend");
    let shown = mended(&edition, &path, original.to_owned(), &earlier);
    let text = if original == text { shown.clone() } else { mended(&edition, &path, text, &earlier) };
    let mut changes = fields::changes(&shown, form, &clock).map_err(|_| WriteRefusal::Entangled)?;
    changes.extend(act::pressed_status(settings, &shown, form));
    let changes = if shown == text { changes } else { join::onto(&text, &shown, changes).changes };
    let (text, refused) = applied(&text, &changes)?;
    let text = mended(&edition, &path, text, &pressed);
    Ok(EditedText { path, before: FileBefore::Hash(hash), text, refused })
}

/// A text with some changes made in it. Where its front matter does not take one of them, its body alone is changed, and the
/// fields of the form come that are not.
fn applied(text: &str, changes: &[Change]) -> Result<(String, Vec<&'static str>), WriteRefusal> {
    change::parts(text, field_name).map_err(|_| WriteRefusal::Entangled)?;
    if let Ok(new) = change::apply_all(text, changes, field_name) {
        return Ok((new, Vec::new()));
    }
    let is_body = |change: &&Change| matches!(change, Change::Body { .. });
    let (body, fields): (Vec<&Change>, Vec<&Change>) = changes.iter().partition(is_body);
    let body: Vec<Change> = body.into_iter().cloned().collect();
    let text = change::apply_all(text, &body, field_name).map_err(|_| WriteRefusal::Entangled)?;
    Ok((text, fields.into_iter().map(field_of).collect()))
}

/// The field of the form that a change is of.
fn field_of(change: &Change) -> &'static str {
    let (Change::Set { path, .. } | Change::Append { path, .. } | Change::Remove { path }) = change else {
        return "text";
    };
    path.first().and_then(|key| fields::field_at(&format!("{key}:"), 0)).unwrap_or_default()
}

/// A text after some problems in it were mended, one after the other, each by its [`mend_name`].
fn mended(edition: &Edition, path: &SourcePath, mut text: String, names: &[&str]) -> String {
    for name in names {
        let reading = Arc::new(edition.read(path, &text));
        let problems = edition.problems_of(&reading, &text);
        let all: Vec<&Problem> = problems.iter().collect();
        let named = all.iter().find(|problem| mend_name(problem, &all) == *name);
        text = act::without(&text, named.copied().into_iter());
    }
    text
}

/// A form for a new bulletin that has made one before, as when somebody goes back after a save: that one is changed by it.
fn of_made(desk: &Desk, form: &FormData) -> FormData {
    let mut form = form.clone();
    let made = Some(form.text("key")).filter(|_| form.text("path").is_empty()).and_then(|key| desk.made(key));
    if let Some(MadeBulletin { path, text, .. }) = made {
        form.push("path", path.as_str());
        form.push("before", save::hash(text.as_bytes()));
        form.push("original", text);
    }
    form
}

/// A form after a button at a place that the site does not know: the place that was meant stands there, or the site knows it.
/// It is looked at, not saved.
fn with_area(desk: &Desk, open: &OpenSite, form: FormData) -> Result<FormData, Answer> {
    let pressed = form.get("do").unwrap_or_default();
    let mut form =
        if let Some((typed, meant)) = pressed.strip_prefix("area use ").and_then(|both| both.split_once('\t')) {
            let meant_is = |(name, value): &(String, String)| {
                let is_it = name == "area" && value.trim() == typed;
                (name.clone(), if is_it { meant.to_owned() } else { value.clone() })
            };
            FormData::from(form.pairs().iter().map(meant_is).collect::<Vec<_>>())
        } else {
            let added = place::add(desk, open, pressed.strip_prefix("area new ").unwrap_or_default());
            added.map_err(|why| {
                let (status, word) = place::not_changed(&why);
                let edition = open.edition();
                filled(desk, &edition, &form, &[said_at_field(&edition, "area", word)], status)
            })?;
            form
        };
    form.push("do", "look");
    Ok(form)
}

/// Saves a form, with the files that came with it.
pub fn save(desk: &Desk, open: &OpenSite, form: &FormData, files: &[Upload]) -> Answer {
    let mut form = of_made(desk, form);
    if form.text("do").starts_with("area ") {
        form = match with_area(desk, open, form) {
            Ok(form) => form,
            Err(refused) => return refused,
        };
    }
    match form.text("do") {
        "draft" => form.push("draft", "yes"),
        "ready" => form.push("draft", "no"),
        _ => {}
    }
    if let Some(file) = files.iter().find(|file| file.field == "file") {
        let word = match add::taken(desk, open, &form, file) {
            Ok(accepted) => {
                put_in(&mut form, &accepted);
                None
            }
            // A form whose file is gone is shown as that of a new bulletin.
            Err(AttachFailure::Nowhere) => return saved(desk, open, form),
            Err(AttachFailure::Refused(refused)) => Some((StatusCode::UNPROCESSABLE_ENTITY, refused.word())),
            Err(AttachFailure::NotSaved(why)) => Some((act::status(&why), act::word(&why))),
        };
        if let Some((status, word)) = word {
            let edition = open.edition();
            return filled(desk, &edition, &form, &[said_at_field(&edition, "add_file", word)], status);
        }
    }
    saved(desk, open, form)
}

/// Puts a file that was added into a form: the first picture stands for the bulletin, all else at the end of its text.
fn put_in(form: &mut FormData, accepted: &AcceptedFile) {
    let words = form.text("words").to_owned();
    if matches!(accepted.what, UploadKind::Picture { .. }) && form.text("image").is_empty() {
        form.push("image", accepted.name.as_str());
        form.push("image_alt", words);
    } else {
        let markdown = upload::markdown(&accepted.name, accepted.what, &words);
        let text = format!("{}\n\n{markdown}", form.get("text").unwrap_or_default().trim_end());
        form.push("text", text.trim_start());
    }
    form.push("words", "");
    form.push("came", "yes");
}

/// Saves a form whose files are written.
fn saved(desk: &Desk, open: &OpenSite, mut form: FormData) -> Answer {
    let mend = form.text("do").strip_prefix("mend ").map(str::to_owned);
    let status = form.text("do").strip_prefix("status ").map(str::to_owned);
    if let Some(status) = &status {
        form.push("status", status.as_str());
    }
    let edition = open.edition();
    let EditedText { path, before, text, refused } = match written(desk, open, &form) {
        Ok(written) => written,
        Err(WriteRefusal::Gone) => return without_file(desk, open, &form, &kept::name_of(&form).unwrap_or_default()),
        Err(WriteRefusal::Changed) => return conflict(desk, open, &form),
        Err(WriteRefusal::Entangled) => return text::beside(desk, open, &form),
        Err(WriteRefusal::Saved(why)) => {
            let told = said_at_field(&edition, "", act::word(&why));
            return filled(desk, &edition, &form, &[told], act::status(&why));
        }
    };
    let reading = Arc::new(edition.read(&path, &text));
    // What the rules ask holds nobody up.
    let wrong = edition.found_in(&reading).any(Problem::is_error);
    // A picture that nobody described is not saved in passing: it was chosen a moment ago.
    let undescribed = form.has("came") && !form.text("image").is_empty() && form.text("image_alt").is_empty();
    let undescribed = undescribed && matches!(form.text("do"), "ready" | "save");
    let pressed = mend.is_some() || status.is_some();
    // What was taken back comes back by the act for that, and by no other.
    let is_gone = |edition: &Edition| rows::gone(edition, &path).is_some();
    if is_gone(&edition) && !is_gone(&edition.with_reading(reading.clone(), &text)) {
        let told = said_at_field(&edition, "", "desk_sorry_taken_back");
        return filled(desk, &edition, &form, &[told], StatusCode::CONFLICT);
    }
    let is_ready = form.get("draft") == Some("no") && form.get("dealt") != Some("yes");
    let is_held = is_ready && !held_back(desk, &edition, &path).is_empty();
    if wrong || undescribed || is_held || pressed || form.text("do") == "look" {
        let shown = edition.with_reading(reading, &text);
        let mut told = all_told(&edition, &shown.problems_at(&path, &text), &text);
        let number = desk.type_in(shown);
        if let Some(name) = &mend {
            form.push("mend", name.as_str());
        }
        if pressed {
            form = as_mended(&form, &text, &FormClock::of(&edition.site.catalogue.settings));
        }
        if undescribed {
            told.retain(|problem| problem["field"] != "image_alt");
            told.push(said_at_field(&edition, "image_alt", "desk_wrong_image_without_alt"));
        }
        if is_held {
            told.push(said_at_field(&edition, "dealt", "desk_held_first"));
        }
        told.extend(refused.iter().map(|field| said_at_field(&edition, field, "desk_field_entangled")));
        form.push("unsaved", number.to_string());
        let status = if wrong || undescribed || is_held { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
        return filled(desk, &edition, &form, &told, status);
    }
    match desk.save(open, &path, &before, &text) {
        Ok(()) if refused.is_empty() => {
            // What was typed into another form of it is none of this one.
            let of_form = drafts::name_of_form(path.as_str(), form.text("key"));
            for name in [form.text("key"), form.text("was"), &of_form] {
                unsaved::forget(&desk.state(), name);
            }
            let key = form.text("key");
            if !key.is_empty() && (before == FileBefore::Absent || desk.made(key).is_some()) {
                desk.note_made(MadeBulletin { key: key.to_owned(), path: path.clone(), text });
            }
            Answer::See(format!("{}&said=saved", about("bulletin", &path)))
        }
        Ok(()) => in_part(desk, open, form, &text, &refused),
        // Another form took the path, or this one did a moment ago.
        Err(SaveFailure::Changed) if before == FileBefore::Absent => saved(desk, open, of_made(desk, &form)),
        Err(SaveFailure::Changed) => conflict(desk, open, &form),
        // What was written stays in the form.
        Err(why) => {
            let told = said_at_field(&edition, "", act::word(&why));
            filled(desk, &edition, &form, &[told], act::status(&why))
        }
    }
}

/// The form after a save of its text alone, where the file says its fields in a way that no form can change.
fn in_part(desk: &Desk, open: &OpenSite, mut form: FormData, text: &str, refused: &[&str]) -> Answer {
    form.push("before", save::hash(text.as_bytes()));
    form.push("original", text);
    let edition = open.edition();
    keep(desk, &edition, &form);
    let told: Vec<_> = refused.iter().map(|field| said_at_field(&edition, field, "desk_field_entangled")).collect();
    filled(desk, &edition, &form, &told, StatusCode::CONFLICT)
}

/// Keeps a form that was sent and not saved. What cannot be kept still stands in the form.
fn keep(desk: &Desk, edition: &Edition, form: &FormData) {
    let mut form = form.clone();
    form.push("touched", "yes");
    let _ = kept::keep(desk, edition, &form);
}

/// The form of a file that is gone, as that of a new bulletin: nothing that was typed goes with the file. `was` is the name
/// under which it is kept until it is saved.
pub fn without_file(desk: &Desk, open: &OpenSite, form: &FormData, was: &str) -> Answer {
    let of_file = |name: &str| {
        let own = ["path", "before", "original", "typed_at", "typed_key", "typed_link", "key", "was", "screen"];
        own.contains(&name)
    };
    let rest = form.pairs().iter().filter(|(name, _)| !of_file(name)).cloned();
    // What leads out of the content is no bulletin, and never was.
    let path = SourcePath::new(form.text("path"));
    let is_place = path.below("content").is_some() && save::place(&desk.folder, &path).is_ok();
    let mut form = FormData::from(rest.collect::<Vec<_>>());
    form.push("key", unsaved::key());
    form.push("was", was);
    let status = if is_place { StatusCode::CONFLICT } else { StatusCode::NOT_FOUND };
    let edition = open.edition();
    filled(desk, &edition, &form, &[said_at_field(&edition, "", "desk_sorry_gone")], status)
}

/// The form of a text that was mended: what stands beside its fields stays.
fn as_mended(form: &FormData, text: &str, clock: &FormClock) -> FormData {
    let Ok(mut mended) = fields::shown(text, clock) else { return form.clone() };
    let kept = [
        "path",
        "before",
        "original",
        "key",
        "was",
        "typed_at",
        "typed_key",
        "typed_link",
        "mend",
        "status",
        "draft",
        "words",
        "dealt",
    ];
    for (name, value) in form.pairs().iter().filter(|(name, _)| kept.contains(&name.as_str())) {
        mended.push(name, value.as_str());
    }
    mended
}

/// What is shown where a file changed since its form was filled in: both, and what can be done.
fn conflict(desk: &Desk, open: &OpenSite, form: &FormData) -> Answer {
    let path = SourcePath::new(form.text("path"));
    let edition = open.edition();
    let (there, hash) = match save::read(&desk.folder, &path) {
        Ok(read) => read,
        Err(why) if is_gone(&why) => {
            return without_file(desk, open, form, &kept::name_of(form).unwrap_or_default());
        }
        Err(why) => {
            let told = said_at_field(&edition, "", act::word(&why));
            return filled(desk, &edition, form, &[told], act::status(&why));
        }
    };
    let clock = FormClock::of(&edition.site.catalogue.settings);
    let original = form.get("original").unwrap_or_default();
    // Where no form can show a file, somebody puts the words in by hand.
    let Ok(changes) = fields::changes(original, form, &clock) else { return text::beside(desk, open, form) };
    let mine = applied(original, &changes).map_or_else(|_| original.to_owned(), |(text, _)| text);
    let joined = join::onto(&there, original, changes);
    let Ok((both, _)) = applied(&there, &joined.changes) else { return text::beside(desk, open, form) };
    keep(desk, &edition, form);
    let kept = form.pairs().iter().filter(|(name, _)| !["before", "token", "do"].contains(&name.as_str()));
    let shown = json!({
        "page": page(desk, "conflict"),
        "path": path.as_str(),
        "title": rows::title(&edition, &path),
        "theirs": there,
        // What joining them would make of it.
        "lines": versions::compared(&there, &both),
        "mine": mine,
        "clash": joined.clash,
        "before": hash,
        "kept": kept.collect::<Vec<_>>(),
        "again": about("write", &path),
    });
    Answer::Page(StatusCode::CONFLICT, "conflict.html", shown)
}

/// What is being typed: the number by which its pages are asked for, and what is wrong with it.
pub fn typed(desk: &Desk, open: &OpenSite, form: &FormData) -> Answer {
    let edition = open.edition();
    let form = &of_made(desk, form);
    // What cannot be kept is still in the form, and whoever types should know.
    let unkept = kept::keep(desk, &edition, form).is_err().then(|| edition.site.voice().text("desk_unkept").to_owned());
    if form.has("only") || form.has("screen") {
        return Answer::Json(json!({"only": true, "unkept": unkept}));
    }
    let Ok(EditedText { path, text, .. }) = written(desk, open, form) else {
        return Answer::Json(json!({"unsaved": null, "unkept": unkept}));
    };
    let reading = Arc::new(edition.read(&path, &text));
    let edition = edition.with_reading(reading, &text);
    let told = all_told(&edition, &edition.problems_at(&path, &text), &text);
    let (links, chat) = (shown::links(&edition, &path), shown::chat(&edition, &path));
    let number = desk.type_in(edition);
    Answer::Json(json!({"unsaved": number, "problems": told, "links": links, "chat": chat, "unkept": unkept}))
}
