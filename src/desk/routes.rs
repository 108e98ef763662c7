//! Which screen answers what. In: a request that was let in. Out: an answer. It must not know what stands on a screen.

use std::sync::LazyLock;

use axum::http::StatusCode;
use serde_json::json;

use super::{
    http::{Answer, ScreenRequest},
    save,
    screens::{
        act, add, all, bring, bulletin, kept, new, place, publish, settings, text, today, versions, welcome, write,
    },
    state::Desk,
};

/// The desk's style sheet and scripts, by name.
const FILES: &[(&str, &str, &str)] = &[
    ("desk.css", "text/css; charset=utf-8", include_str!("desk.css")),
    ("add.js", "text/javascript; charset=utf-8", include_str!("add.js")),
    ("bulletin.js", "text/javascript; charset=utf-8", include_str!("bulletin.js")),
    ("keep.js", "text/javascript; charset=utf-8", include_str!("keep.js")),
    ("write.js", "text/javascript; charset=utf-8", include_str!("write.js")),
    ("publish.js", "text/javascript; charset=utf-8", include_str!("publish.js")),
];

/// A hash of these files, which stands in their addresses: browsers keep them as long as it is the same.
pub fn stamp() -> &'static str {
    static STAMP: LazyLock<String> = LazyLock::new(|| {
        let texts: String = FILES.iter().map(|(.., text)| *text).collect();
        save::hash(texts.as_bytes())[..16].to_owned()
    });
    &STAMP
}

/// Answers a request.
pub fn answer(desk: &Desk, ask: &ScreenRequest) -> Answer {
    if let Some((_, media, text)) =
        ask.path.strip_prefix("static/").and_then(|name| FILES.iter().find(|file| file.0 == name))
    {
        return Answer::Own { media, text, lasting: ask.query.get("v") == Some(stamp()) };
    }
    let Some(open) = desk.site() else { return welcome::answer(desk, ask) };
    let open = &*open;
    match (ask.path.as_str(), &ask.sent) {
        ("", None) => today::show(desk, open, &ask.query),
        ("all", None) => all::show(desk, open, &ask.query),
        ("new", None) => new::kinds(desk, open),
        ("write", None) => write::show(desk, open, &ask.query),
        ("write", Some(form)) => write::save(desk, open, form, &ask.files),
        ("typed", Some(form)) => write::typed(desk, open, form),
        ("drop-typed", Some(form)) => kept::drop_typed(desk, form),
        ("add", Some(form)) => add::file(desk, open, form, &ask.files),
        ("paste", Some(form)) => add::paste(form),
        ("bring", None) => bring::show(desk, open),
        ("bring", Some(form)) => bring::take(desk, open, form, &ask.files),
        ("versions", None) => versions::show(desk, open, &ask.query),
        ("restore", Some(form)) => versions::restore(desk, open, form),
        ("text", None) => text::show(desk, open, &ask.query),
        ("text", Some(form)) => text::save(desk, open, form),
        ("bulletin", None) => bulletin::show(desk, open, &ask.query),
        ("publish", None) => publish::show(desk, open),
        ("publish", Some(form)) => publish::begin(desk, open, form),
        ("place", Some(form)) => place::set(desk, open, form),
        ("settings", None) => settings::show(desk, open, &ask.query),
        ("settings", Some(form)) => settings::save(desk, open, form),
        ("mend", Some(form)) => act::mend(desk, open, form),
        ("publish/progress", None) => publish::progress(desk),
        (name, None) => act::show(desk, open, name, &ask.query),
        (name, Some(form)) => act::done(desk, open, name, form),
    }
}

/// A screen on which there is nothing but a sentence, and a way back.
pub fn sorry(desk: &Desk, status: StatusCode, word: &str, detail: Option<&str>) -> Answer {
    let shown = json!({"page": super::screens::page(desk, "sorry"), "word": word, "detail": detail});
    Answer::Page(status, "closed.html", shown)
}
