//! A document as the text that it is, for what no form can show. In: a path and a text. Out: the text, or the file changed.

use axum::http::StatusCode;
use serde_json::json;

use super::{about, act, document, page, told};
use crate::{
    desk::{
        form::FormData,
        http::Answer,
        rows,
        save::{self, Before, NotSaved},
        state::{Desk, OpenSite},
    },
    source::SourcePath,
};

pub fn show(desk: &Desk, open: &OpenSite, query: &FormData) -> Answer {
    let Some(path) = document(desk, open, query.text("path")) else { return Answer::Nothing };
    match save::read(&desk.folder, &path) {
        Ok((text, hash)) => shown(
            desk,
            open,
            &path,
            &text,
            &hash,
            if query.text("said") == "entangled" { "entangled" } else { "" },
            StatusCode::OK,
        ),
        Err(why) => act::not_saved(desk, &why),
    }
}

fn shown(
    desk: &Desk,
    open: &OpenSite,
    path: &SourcePath,
    text: &str,
    before: &str,
    said: &str,
    status: StatusCode,
) -> Answer {
    let edition = open.edition();
    let problems: Vec<_> =
        edition.read(path, text).problems.iter().map(|problem| told(problem, text, &edition.site.voice())).collect();
    let there = (said == "changed").then(|| save::read(&desk.folder, path).ok()).flatten();
    let shown = json!({
        "page": page(desk, "text"),
        "path": path.as_str(),
        "title": rows::title(&edition, path),
        "back": about("bulletin", path),
        "text": text,
        "before": there.as_ref().map_or(before, |(_, hash)| hash.as_str()),
        "theirs": there.as_ref().map(|(text, _)| text),
        "problems": problems,
        "said": said,
    });
    Answer::Page(status, "text.html", shown)
}

pub fn save(desk: &Desk, open: &OpenSite, form: &FormData) -> Answer {
    let Some(path) = document(desk, open, form.text("path")) else { return Answer::Nothing };
    let typed = form.get("text").unwrap_or_default();
    // A browser sends every line end alike; the file keeps its own.
    let windows = save::read(&desk.folder, &path).is_ok_and(|(text, _)| text.contains("\r\n"));
    let text = if windows { typed.replace('\n', "\r\n") } else { typed.to_owned() };
    match desk.save(open, &path, &Before::Hash(form.text("before").to_owned()), &text) {
        Ok(()) => Answer::See(format!("{}&said=saved", about("bulletin", &path))),
        Err(NotSaved::Changed) => shown(desk, open, &path, typed, form.text("before"), "changed", StatusCode::CONFLICT),
        // What was written stays in the form.
        Err(why) => shown(desk, open, &path, typed, form.text("before"), act::word(&why), act::status(&why)),
    }
}
