//! Earlier versions of a bulletin: which there are, what changed since, and one of them put back. In: a path and the name of a
//! version. Out: data, or the file changed. Of what was taken back there are none.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{about, act, document, page, write};
use crate::{
    catalogue::field_name,
    change::{self, Refusal},
    desk::{
        diff::{self, DiffLine, LinePart},
        fields,
        form::FormData,
        history,
        http::Answer,
        rows,
        save::{self, FileBefore},
        state::{Desk, OpenSite},
    },
    moment::Moment,
    source::SourcePath,
};

/// Lines that are the same are shown so far round one that is not.
const ROUND: usize = 3;

pub fn show(desk: &Desk, open: &OpenSite, query: &FormData) -> Answer {
    let Some(path) = document(desk, open, query.text("path")) else { return Answer::Nothing };
    let (text, before) = match save::read(&desk.folder, &path) {
        Ok(read) => read,
        Err(why) => return act::not_saved(desk, &why),
    };
    let state = desk.state();
    let edition = open.edition();
    let versions: Vec<Value> = history::versions(&state, &path)
        .into_iter()
        .map(|version| {
            let until = Moment::from_second(version.until).map(|until| write::said_at(&edition, until));
            let (day, time) = until.unwrap_or_default();
            let title = history::read(&state, &path, &version.id).and_then(|text| title(&text));
            json!({
                "id": version.id,
                "day": day,
                "time": time,
                "title": title,
                "link": format!("{}&id={}", about("versions", &path), version.id),
            })
        })
        .collect();
    let chosen = query.text("id");
    let old = history::read(&state, &path, chosen).map(|old| as_now(&old, &text).unwrap_or(old));
    if !chosen.is_empty() && old.is_none() {
        return Answer::Nothing;
    }
    let shown = json!({
        "page": page(desk, "versions"),
        "path": path.as_str(),
        "title": rows::title(&edition, &path),
        "back": about("bulletin", &path),
        "all": about("versions", &path),
        "versions": versions,
        "chosen": versions.iter().find(|version| version["id"] == chosen),
        "same": old.as_ref().is_some_and(|old| *old == text),
        "lines": old.as_ref().map(|old| compared(old, &text)),
        "before": before,
    });
    Answer::Page(StatusCode::OK, "versions.html", shown)
}

/// The title that a version had.
fn title(text: &str) -> Option<String> {
    let (fields, _) = change::parts(text, field_name).ok()?;
    fields::value(&fields, "title")?.as_text().map(str::to_owned)
}

/// The lines that differ, with some round them; a gap stands for lines that are the same.
pub fn compared(old: &str, new: &str) -> Vec<Value> {
    let lines = diff::lines(old, new);
    let differs = |line: &DiffLine| !matches!(line, DiffLine::Both(_));
    let mut near = vec![false; lines.len()];
    for at in (0..lines.len()).filter(|at| differs(&lines[*at])) {
        let to = (at + ROUND + 1).min(lines.len());
        near[at.saturating_sub(ROUND)..to].fill(true);
    }
    let mut out = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        match line {
            _ if !near[at] => {
                if at == 0 || near[at - 1] {
                    out.push(json!({"is": "gap", "text": ""}));
                }
            }
            DiffLine::Both(text) => out.push(json!({"is": "both", "text": text})),
            DiffLine::Old(_) | DiffLine::New(_) if is_in_run(&lines, at) => {}
            DiffLine::Old(_) | DiffLine::New(_) => out.extend(run(&lines[at..])),
        }
    }
    out
}

/// Whether the line before one differs too.
fn is_in_run(lines: &[DiffLine], at: usize) -> bool {
    at.checked_sub(1).is_some_and(|before| !matches!(lines[before], DiffLine::Both(_)))
}

/// The lines that differ at the beginning of some, those that went before those that came. As many that came as went are told
/// apart word by word.
fn run(lines: &[DiffLine]) -> Vec<Value> {
    let differing = || lines.iter().take_while(|line| !matches!(line, DiffLine::Both(_)));
    let olds: Vec<&str> =
        differing().filter_map(|line| if let DiffLine::Old(text) = line { Some(*text) } else { None }).collect();
    let news: Vec<&str> =
        differing().filter_map(|line| if let DiffLine::New(text) = line { Some(*text) } else { None }).collect();
    let whole = |text| vec![LinePart { text, same: false }];
    let (gone, came): (Vec<_>, Vec<_>) = if olds.len() == news.len() {
        olds.iter().zip(&news).map(|(old, new)| <(_, _)>::from(diff::words(old, new))).unzip()
    } else {
        (olds.into_iter().map(whole).collect(), news.into_iter().map(whole).collect())
    };
    let told = |is: &'static str, parts: Vec<LinePart>| {
        let parts = parts.iter().map(|part| json!({"text": part.text, "same": part.same}));
        json!({"is": is, "parts": parts.collect::<Vec<_>>()})
    };
    let gone = gone.into_iter().map(|parts| told("old", parts));
    gone.chain(came.into_iter().map(|parts| told("new", parts))).collect()
}

/// A version that is a draft or is none, as the text now is: to put it back must not take a page off the web.
fn as_now(old: &str, now: &str) -> Result<String, Refusal> {
    let Ok((then, _)) = change::parts(old, field_name) else { return Ok(old.to_owned()) };
    let changes = match (fields::is_draft(old), fields::is_draft(now)) {
        (false, true) => vec![fields::one(fields::place(&then, "draft"), "true")],
        (true, false) => fields::undrafted(&then),
        (true, true) | (false, false) => return Ok(old.to_owned()),
    };
    change::apply_all(old, &changes, field_name)
}

/// Puts an earlier version back. What stands there now becomes an earlier version itself.
pub fn restore(desk: &Desk, open: &OpenSite, form: &FormData) -> Answer {
    let path = SourcePath::new(form.text("path"));
    if save::place(&desk.folder, &path).is_err() {
        return Answer::Nothing;
    }
    let Some(old) = history::read(&desk.state(), &path, form.text("id")) else { return Answer::Nothing };
    // A draft that was deleted has nothing in its place.
    let before = match form.text("before") {
        "" => FileBefore::Absent,
        hash => FileBefore::Hash(hash.to_owned()),
    };
    let text = match save::read(&desk.folder, &path) {
        Ok((now, _)) => as_now(&old, &now),
        Err(_) => Ok(old),
    };
    let Ok(text) = text else { return Answer::See(format!("{}&said=entangled", about("text", &path))) };
    match desk.save(open, &path, &before, &text) {
        Ok(()) => Answer::See(format!("{}&said=restored", about("bulletin", &path))),
        Err(why) => act::not_saved(desk, &why),
    }
}

/// Whether there are earlier versions to be shown.
pub fn there(desk: &Desk, path: &SourcePath) -> bool {
    !history::versions(&desk.state(), path).is_empty()
}
