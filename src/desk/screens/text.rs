//! A document as the text that it is, for what no form can show. In: a path and a text. Out: the text, or the file changed.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{about, act, document, kept, page, told_all, write};
use crate::{
    change,
    desk::{
        fields,
        form::FormData,
        http::Answer,
        moments::FormClock,
        rows,
        save::{self, FileBefore, SaveFailure},
        state::{Desk, OpenSite},
        unsaved,
    },
    source::SourcePath,
};

pub fn show(desk: &Desk, open: &OpenSite, query: &FormData) -> Answer {
    let Some(path) = document(desk, open, query.text("path")) else {
        // What was typed into a file that is gone is still there.
        let name = kept::name("text", &SourcePath::new(query.text("path")));
        let typed = unsaved::of(&desk.state(), &name).filter(|_| query.has("go-on"));
        return typed.map_or(Answer::Nothing, |typed| without_file(desk, open, &FormData::from(typed.fields)));
    };
    let (text, hash) = match save::read(&desk.folder, &path) {
        Ok(read) => read,
        Err(why) => return act::not_saved(desk, &why),
    };
    let edition = open.edition();
    let typed = kept::on_screen(desk, &edition, &kept::name("text", &path));
    if let Some((typed, _)) = typed.as_ref().filter(|_| query.has("go-on")) {
        let value = |name: &str| kept::value(typed, name).unwrap_or_default();
        return TextScreen { text: value("text"), before: value("before"), ..TextScreen::of(&path) }.shown(desk, open);
    }
    // What was typed into a form that cannot show this file.
    let clock = FormClock::of(&edition.site.catalogue.settings);
    let mine = unsaved::of_document(&desk.state(), path.as_str()).filter(|_| fields::shown(&text, &clock).is_err());
    let mine = mine.map(|typed| words(&FormData::from(typed.fields)));
    let said = if query.text("said") == "entangled" { "entangled" } else { "" };
    let screen = TextScreen {
        text: &text,
        before: &hash,
        said,
        mine,
        typed: typed.map(|(_, told)| told),
        path: &path,
        held: Vec::new(),
        status: StatusCode::OK,
    };
    screen.shown(desk, open)
}

/// What stands on the screen.
struct TextScreen<'s> {
    path: &'s SourcePath,
    text: &'s str,
    /// The hash of the file that the text was made from.
    before: &'s str,
    said: &'s str,
    /// What was typed into the form of this document, which the file does not take.
    mine: Option<String>,
    /// When a text was typed here and not saved.
    typed: Option<Value>,
    /// What holds back what is no draft any more by this text.
    held: Vec<String>,
    status: StatusCode,
}

impl<'s> TextScreen<'s> {
    fn of(path: &'s SourcePath) -> Self {
        Self { path, text: "", before: "", said: "", mine: None, typed: None, held: Vec::new(), status: StatusCode::OK }
    }

    fn shown(self, desk: &Desk, open: &OpenSite) -> Answer {
        let edition = open.edition();
        let (path, text) = (self.path, self.text);
        let reading = edition.read(path, text);
        let problems = told_all(edition.found_in(&reading), text, &edition.site.voice());
        let there = (self.said == "changed").then(|| save::read(&desk.folder, path).ok()).flatten();
        let shown = json!({
            "page": page(desk, "text"),
            "path": path.as_str(),
            "title": rows::title(&edition, path),
            "back": about("bulletin", path),
            "text": text,
            "before": there.as_ref().map_or(self.before, |(_, hash)| hash.as_str()),
            "theirs": there.as_ref().map(|(text, _)| text),
            "problems": problems,
            "said": self.said,
            "mine": self.mine,
            "held": self.held,
            "typed": self.typed,
            "go_on": format!("{}&go-on=yes", about("text", path)),
        });
        Answer::Page(self.status, "text.html", shown)
    }
}

/// The words of a form, to be put into a text by hand.
fn words(form: &FormData) -> String {
    let all = ["title", "summary", "text"].map(|name| form.text(name));
    all.into_iter().filter(|text| !text.is_empty()).collect::<Vec<_>>().join("\n\n")
}

/// The text of a document which does not take what was typed into its form, with that beside it.
pub fn beside(desk: &Desk, open: &OpenSite, form: &FormData) -> Answer {
    let path = SourcePath::new(form.text("path"));
    let Ok((text, hash)) = save::read(&desk.folder, &path) else {
        return write::without_file(desk, open, form, path.as_str());
    };
    let (mine, status) = (Some(words(form)), StatusCode::CONFLICT);
    TextScreen { text: &text, before: &hash, said: "entangled", mine, status, ..TextScreen::of(&path) }
        .shown(desk, open)
}

/// What was typed into a file that is gone, as the form of a new bulletin.
fn without_file(desk: &Desk, open: &OpenSite, form: &FormData) -> Answer {
    let edition = open.edition();
    let typed = form.get("text").unwrap_or_default();
    let mut new = fields::shown(typed, &FormClock::of(&edition.site.catalogue.settings)).unwrap_or_else(|_| {
        let mut new = FormData::default();
        new.push("text", typed);
        new
    });
    let path = SourcePath::new(form.text("path"));
    new.push("path", path.as_str());
    write::without_file(desk, open, &new, &kept::name("text", &path))
}

pub fn save(desk: &Desk, open: &OpenSite, form: &FormData) -> Answer {
    let Some(path) = document(desk, open, form.text("path")) else { return without_file(desk, open, form) };
    let typed = form.get("text").unwrap_or_default();
    // A browser sends every line end alike; the file keeps its own.
    let text = match save::read(&desk.folder, &path) {
        Ok((text, _)) => change::retyped(&text, typed),
        Err(_) => typed.to_owned(),
    };
    let screen = TextScreen { text: typed, before: form.text("before"), ..TextScreen::of(&path) };
    let is_ready = !fields::is_draft(&text) && form.get("dealt") != Some("yes");
    let held = if is_ready { write::held_back(desk, &open.edition(), &path) } else { Vec::new() };
    if !held.is_empty() {
        return TextScreen { held, status: StatusCode::UNPROCESSABLE_ENTITY, ..screen }.shown(desk, open);
    }
    match desk.save(open, &path, &FileBefore::Hash(form.text("before").to_owned()), &text) {
        Ok(()) => {
            kept::sent(desk, &kept::name("text", &path), typed);
            Answer::See(format!("{}&said=saved", about("bulletin", &path)))
        }
        Err(SaveFailure::Changed) if !save::is_there(&desk.folder, &path) => without_file(desk, open, form),
        Err(SaveFailure::Changed) => {
            TextScreen { said: "changed", status: StatusCode::CONFLICT, ..screen }.shown(desk, open)
        }
        // What was written stays in the form.
        Err(why) => TextScreen { said: act::word(&why), status: act::status(&why), ..screen }.shown(desk, open),
    }
}
