//! What is added to a bulletin besides words: a picture or a file beside it, and what was pasted, as Markdown. In: a form with a
//! file, or the HTML of a clipboard. Out: what to put into the text, or the bulletin with it. It must not know browsers.

use axum::http::StatusCode;
use serde_json::json;

use super::{about, act, document, write};
use crate::{
    catalogue::field_name,
    change::{self, Change, Value},
    desk::{
        fields,
        form::FormData,
        http::{Answer, Upload},
        routes::sorry,
        save,
        state::{Desk, OpenSite},
        upload::{self, Stripped, What},
        written,
    },
    import,
    source::SourcePath,
};

/// Writes a file beside a bulletin. The script of a form puts it into the text; without one it is put there.
pub fn file(desk: &Desk, open: &OpenSite, form: &FormData, files: &[Upload]) -> Answer {
    let script = form.has("script");
    let refuse = |word: &'static str| {
        if script {
            Answer::Json(json!({"refused": open.edition().site.voice().text(word)}))
        } else {
            sorry(desk, StatusCode::UNPROCESSABLE_ENTITY, word, None)
        }
    };
    let Some(file) = files.iter().find(|file| file.field == "file") else {
        return refuse(upload::UploadRefusal::Empty.word());
    };
    // What is no document yet has its files where it will stand.
    let path = match form.text("path") {
        "" => write::new_path(desk, &open.edition().site.catalogue.settings, form),
        path => match document(desk, open, path) {
            Some(path) => path,
            None => return Answer::Nothing,
        },
    };
    let beside = |name: &str| SourcePath::new(format!("{}/{name}", path.folder()));
    let is_taken = |name: &str| save::is_there(&desk.folder, &beside(name));
    let accepted = match upload::accept(&file.name, &file.bytes, &path, is_taken) {
        Ok(accepted) => accepted,
        Err(refused) => return refuse(refused.word()),
    };
    let place = beside(&accepted.name);
    if let Err(why) = save::add(&desk.folder, &place, &accepted.bytes) {
        return if script { refuse("desk_sorry_disk") } else { act::not_saved(desk, &why) };
    }
    written::note(&desk.state(), [place.as_str()].into_iter());
    open.followed.refresh(&[place.as_str().into()]);
    let markdown = upload::markdown(&accepted.name, accepted.what, form.text("words"));
    if script {
        return Answer::Json(json!({
            "name": accepted.name,
            "picture": matches!(accepted.what, What::Picture { .. }),
            "stripped": accepted.what == What::Picture { stripped: Stripped::Something },
            "markdown": markdown,
        }));
    }
    match act::make(desk, open, &path, |text| with(text, &accepted, &markdown, form.text("words"))) {
        Ok(()) => Answer::See(format!("{}&said=added", about("bulletin", &path))),
        Err(act::NotMade::NotSaved(why)) => act::not_saved(desk, &why),
        Err(_) => Answer::See(format!("{}&said=entangled", about("text", &path))),
    }
}

/// The first picture of a bulletin is the one that stands for it; what else there is stands at the end of its text.
fn with(text: &str, accepted: &upload::AcceptedFile, markdown: &str, words: &str) -> Vec<Change> {
    let has_one =
        change::parts(text, field_name).is_ok_and(|(fields, _)| fields::places(&fields, "image").next().is_some());
    if matches!(accepted.what, What::Picture { .. }) && !has_one {
        let pairs =
            [("src", accepted.name.as_str()), ("alt", words)].map(|(key, text)| (key.to_owned(), Value::text(text)));
        return vec![Change::set("image", Value::Map(pairs.to_vec()))];
    }
    let body = change::body(text, field_name).unwrap_or_default();
    vec![Change::Body { text: format!("{body}\n\n{markdown}\n") }]
}

/// What was pasted, as Markdown.
pub fn paste(form: &FormData) -> Answer {
    let pasted = import::pasted(form.get("html").unwrap_or_default());
    Answer::Json(json!({"markdown": pasted.markdown, "pictures": pasted.pictures}))
}
