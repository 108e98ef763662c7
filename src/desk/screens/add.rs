//! What is added to a bulletin besides words: a picture or a file beside it, and what was pasted, as Markdown. In: a form with a
//! file, or the HTML of a clipboard. Out: what to put into the text, or the bulletin with it. It must not know browsers.

use axum::http::StatusCode;
use serde_json::json;

use super::{about, act, write};
use crate::{
    catalogue::field_name,
    change::{self, Change, Value},
    desk::{
        fields,
        form::FormData,
        http::{Answer, Upload},
        routes::sorry,
        rows,
        save::{self, SaveFailure},
        state::{Desk, OpenSite},
        upload::{self, StrippedMetadata, UploadKind},
    },
    import,
    settings::OnClose,
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
    let accepted = match taken(desk, open, form, file) {
        Ok(accepted) => accepted,
        Err(AttachFailure::Nowhere) => return Answer::Nothing,
        Err(AttachFailure::Refused(refused)) => return refuse(refused.word()),
        Err(AttachFailure::NotSaved(why)) if script => return refuse(act::word(&why)),
        Err(AttachFailure::NotSaved(why)) => return act::not_saved(desk, &why),
    };
    let path = SourcePath::new(form.text("path"));
    let markdown = upload::markdown(&accepted.name, accepted.what, form.text("words"));
    if script {
        return Answer::Json(json!({
            "name": accepted.name,
            "link": write::file_link(desk, open, form, &accepted.name),
            "picture": matches!(accepted.what, UploadKind::Picture { .. }),
            "stripped": accepted.what == UploadKind::Picture { stripped: StrippedMetadata::Something },
            "markdown": markdown,
        }));
    }
    match act::make(desk, open, &path, |text| with(text, &accepted, &markdown, form.text("words"))) {
        Ok(()) => Answer::See(format!("{}&said=added", about("bulletin", &path))),
        Err(act::ChangeFailure::NotSaved(why)) => act::not_saved(desk, &why),
        Err(_) => Answer::See(format!("{}&said=entangled", about("text", &path))),
    }
}

/// Why a file was not written.
pub enum AttachFailure {
    /// There is no such bulletin.
    Nowhere,
    Refused(upload::UploadRefusal),
    NotSaved(SaveFailure),
}

/// Writes a file that came with a form beside its bulletin, or where that will stand.
///
/// # Errors
///
/// Why not: then nothing was written.
pub fn taken(
    desk: &Desk,
    open: &OpenSite,
    form: &FormData,
    file: &Upload,
) -> Result<upload::AcceptedFile, AttachFailure> {
    let path = write::path_of(desk, open, form).ok_or(AttachFailure::Nowhere)?;
    let beside = |name: &str| SourcePath::new(format!("{}/{name}", path.folder()));
    let is_taken = |name: &str| save::is_there(&desk.folder, &beside(name));
    // What people call a photo of somebody names them: where a bulletin is taken back, nothing may.
    let own_name = if goes(desk, open, form, &path) { "" } else { &file.name };
    let accepted = upload::accept(own_name, &file.bytes, &path, is_taken).map_err(AttachFailure::Refused)?;
    desk.add(open, &beside(&accepted.name), &accepted.bytes).map_err(AttachFailure::NotSaved)?;
    Ok(accepted)
}

/// Whether a bulletin is taken back when it is over: one of the kind that is chosen in its form, or in its file.
fn goes(desk: &Desk, open: &OpenSite, form: &FormData, path: &SourcePath) -> bool {
    let edition = open.edition();
    let catalogue = &edition.site.catalogue;
    let chosen = catalogue.settings.kinds.iter().find(|kind| kind.is_called(form.text("kind")));
    chosen.map_or_else(|| act::is_taken_down(desk, catalogue, path), |kind| kind.on_close == OnClose::Retract)
}

/// The first picture of a bulletin is the one that stands for it; what else there is stands at the end of its text.
fn with(
    text: &str,
    accepted: &upload::AcceptedFile,
    markdown: &str,
    words: &str,
) -> Result<Vec<Change>, change::Refusal> {
    let (fields, _) = change::parts(text, field_name)?;
    let has_one = fields::places(&fields, "image").next().is_some();
    if matches!(accepted.what, UploadKind::Picture { .. }) && !has_one {
        let pairs =
            [("src", accepted.name.as_str()), ("alt", words)].map(|(key, text)| (key.to_owned(), Value::text(text)));
        return Ok(vec![Change::set("image", Value::Map(pairs.to_vec()))]);
    }
    let body = change::body(text, field_name)?;
    Ok(vec![Change::Body { text: format!("{body}\n\n{markdown}\n") }])
}

/// What was pasted, as Markdown.
pub fn paste(form: &FormData) -> Answer {
    let pasted = import::pasted(form.get("html").unwrap_or_default());
    let removed = pasted.removed.iter().map(|left| rows::sentence(&format!("{}: {}", left.what, left.why)));
    Answer::Json(json!({
        "markdown": pasted.markdown,
        "pictures": pasted.pictures,
        "removed": removed.collect::<Vec<_>>(),
    }))
}
