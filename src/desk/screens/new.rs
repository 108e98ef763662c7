//! A bulletin that is to be written: which kinds there are, its form before anything stands in it, where it will lie. In: the
//! site, a kind, the name of a form. Out: screens, and a path. It must not know how a form is saved.

use axum::http::StatusCode;
use serde_json::json;

use super::{about, page, write::filled};
use crate::{
    clock,
    desk::{
        OWN,
        form::FormData,
        http::Answer,
        moments::FormClock,
        routes::sorry,
        save,
        state::{Desk, OpenSite},
        unsaved,
    },
    settings::{NameOrigin, Settings},
    source::SourcePath,
};

/// The kinds, each with a sentence on when it is used.
pub fn kinds(desk: &Desk, open: &OpenSite) -> Answer {
    let edition = open.edition();
    let (voice, settings) = (edition.site.voice(), &edition.site.catalogue.settings);
    let kinds = settings.kinds.iter().enumerate().map(|(at, kind)| {
        let when = format!("desk_kind_{}", kind.name);
        let when =
            (kind.label_by == NameOrigin::Program).then(|| voice.text(&when).to_owned()).filter(|text| *text != when);
        let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("kind", &kind.name).finish();
        json!({"link": format!("{OWN}write?{query}"), "label": voice.kind(at), "when": when})
    });
    let shown = json!({"page": page(desk, "new"), "kinds": kinds.collect::<Vec<_>>()});
    Answer::Page(StatusCode::OK, "kinds.html", shown)
}

/// The form of a new bulletin: empty, as it was typed into, or of what it made.
pub fn form(desk: &Desk, open: &OpenSite, query: &FormData) -> Answer {
    let edition = open.edition();
    let settings = &edition.site.catalogue.settings;
    let Ok(now) = clock::now() else {
        return sorry(desk, StatusCode::INTERNAL_SERVER_ERROR, "desk_sorry_clock", None);
    };
    if let Some(typed) = unsaved::of(&desk.state(), query.text("unsaved")) {
        return filled(desk, &edition, &FormData::from(typed.fields), &[], StatusCode::OK);
    }
    let key = query.text("key");
    if key.is_empty() {
        return Answer::See(address(query.text("kind"), &unsaved::key()));
    }
    // Whoever goes back to a form finds what became of it, or what was typed into it.
    if let Some(made) = desk.made(key).filter(|made| save::is_there(&desk.folder, &made.path)) {
        return Answer::See(about("write", &made.path));
    }
    if let Some(typed) = unsaved::of(&desk.state(), key) {
        return filled(desk, &edition, &FormData::from(typed.fields), &[], StatusCode::OK);
    }
    let ((day, time), mut form) = (FormClock::of(settings).boxes(now), FormData::default());
    let kind = settings.kinds.iter().find(|kind| kind.name == query.text("kind"));
    form.push("kind", kind.unwrap_or(&settings.kinds[settings.default_kind]).name.as_str());
    form.push("date_day", day);
    form.push("date_time", time);
    if let Some(exact) = FormClock::of(settings).exact(now.minute()) {
        form.push("date_exact", exact);
    }
    form.push("key", key);
    filled(desk, &edition, &form, &[], StatusCode::OK)
}

/// The address of the form of a new bulletin. Its name stands there, so that going back leads to the same form.
fn address(kind: &str, key: &str) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair("kind", kind).append_pair("key", key);
    format!("{OWN}write?{}", query.finish())
}

/// The path of a new document: its day and title. It never changes afterwards, and the page's address follows from it.
pub fn path(desk: &Desk, settings: &Settings, form: &FormData) -> SourcePath {
    let kind = settings.kinds.iter().find(|kind| kind.is_called(form.text("kind")));
    let kind = kind.unwrap_or(&settings.kinds[settings.default_kind]);
    let areas: Vec<String> = form.all("area").into_iter().map(str::to_owned).collect();
    let stamp = clock::now().ok().map(|now| now.rfc3339(&settings.zone)).unwrap_or_default();
    let day = FormClock::of(settings)
        .day(form.text("date_day"))
        .or_else(|| Some(stamp.get(..10)?.to_owned()))
        .unwrap_or_default();
    let stem = format!("{day}-{}", kind.file_name(form.text("title"), &areas));
    let folder = format!("content/{}", day.get(..4).unwrap_or("new"));
    let names = std::iter::once(stem.clone()).chain((2..).map(|number| format!("{stem}-{number}")));
    let paths = names.map(|name| SourcePath::new(format!("{folder}/{name}.md")));
    let mut free = paths.filter(|path| !save::is_there(&desk.folder, path));
    free.next().unwrap_or_else(|| SourcePath::new(format!("{folder}/{stem}.md")))
}
