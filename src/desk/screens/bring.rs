//! The screen on which something from elsewhere is brought in: a pasted text, an address or a file. In: a form. Out: what
//! became of it, with what was found and what was guessed; each bulletin that was made is a draft. It must not know formats.

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{about, form_word, in_words_of_form, kept, page, with_scheme, write};
use crate::{
    desk::{
        ImportInput,
        form::FormData,
        http::{Answer, Upload},
        rows,
        state::{Desk, OpenSite},
        unsaved, written,
    },
    import::{MetadataItem, Receipt, SourceOutcome, Sure},
    render::Voice,
    serve::Edition,
    source::SourcePath,
};

pub fn show(desk: &Desk, open: &OpenSite) -> Answer {
    let typed = kept::on_screen(desk, &open.edition(), kept::BRING);
    let value = |name: &str| typed.as_ref().and_then(|(typed, _)| kept::value(typed, name));
    let shown = json!({
        "page": page(desk, "bring"),
        "typed": typed.as_ref().map(|(_, told)| told),
        "text": value("text"),
        "address": value("address"),
    });
    Answer::Page(StatusCode::OK, "bring.html", shown)
}

/// Brings all of it in, and says what became of each.
pub fn take(desk: &Desk, open: &OpenSite, form: &FormData, files: &[Upload]) -> Answer {
    let file = files.iter().find(|file| file.field == "file");
    let text = form.text("text");
    // Somebody who pastes an address alone means what stands there; a text is taken before an address that stands beside it.
    let pasted = is_address(text);
    let given = Some(form.text("address")).filter(|address| !address.is_empty() && text.is_empty());
    let address = |address: &str| ImportInput::Address(with_scheme(address));
    let file = file.map(|file| ImportInput::File { name: file.name.clone(), bytes: file.bytes.clone() });
    let text = (!text.is_empty()).then(|| {
        if pasted { address(text) } else { ImportInput::Text(form.get("text").unwrap_or_default().to_owned()) }
    });
    let of_text = usize::from(file.is_some()) + usize::from(given.is_some());
    let has_text = text.is_some();
    let all: Vec<ImportInput> = file.into_iter().chain(given.map(address)).chain(text).collect();
    if all.is_empty() {
        return again(desk, "desk_bring_empty");
    }
    let mut receipts: Vec<Vec<Receipt>> = Vec::new();
    let mut unwritten = None;
    for brought in all {
        match desk.program.bring(brought) {
            Ok(made) => receipts.push(made),
            Err(sentence) => {
                unwritten = Some(sentence);
                break;
            }
        }
    }
    let is_refused = |receipt: &Receipt| matches!(receipt.outcome, SourceOutcome::Refused(_));
    // What was not taken stays in the form.
    let keeps_text = has_text && receipts.get(of_text).is_none_or(|made| made.iter().all(is_refused));
    let receipts: Vec<Receipt> = receipts.into_iter().flatten().collect();
    let paths: Vec<std::path::PathBuf> =
        receipts.iter().filter(|receipt| !receipt.path.is_empty()).map(|receipt| (&receipt.path).into()).collect();
    open.followed.refresh(&paths);
    written::note(&desk.state(), paths.iter().filter_map(|path| path.to_str()));
    let refused = receipts.iter().all(is_refused);
    if !refused && !keeps_text && unwritten.is_none() {
        unsaved::forget(&desk.state(), kept::BRING);
    }
    let keeps_address = refused || unwritten.is_some() || has_text;
    let shown = json!({
        "page": page(desk, "bring"),
        "error": unwritten.as_ref().map(|_| "desk_bring_unwritten"),
        "detail": unwritten.as_deref().map(rows::without_numbers),
        "address": if keeps_address { form.get("address") } else { None },
        "receipts": receipts.iter().map(|receipt| told(open, receipt)).collect::<Vec<_>>(),
        "text": if keeps_text { form.get("text") } else { None },
    });
    let status = match (unwritten.is_some(), refused) {
        (true, _) => StatusCode::INSUFFICIENT_STORAGE,
        (false, true) => StatusCode::UNPROCESSABLE_ENTITY,
        (false, false) => StatusCode::OK,
    };
    Answer::Page(status, "bring.html", shown)
}

fn again(desk: &Desk, error: &str) -> Answer {
    let shown = json!({"page": page(desk, "bring"), "error": error});
    Answer::Page(StatusCode::UNPROCESSABLE_ENTITY, "bring.html", shown)
}

/// Whether a text is one address and nothing else.
fn is_address(text: &str) -> bool {
    let begins = |mark: &str| text.get(..mark.len()).is_some_and(|head| head.eq_ignore_ascii_case(mark));
    (begins("https://") || begins("http://")) && !text.contains(char::is_whitespace)
}

/// A receipt as the screen shows it.
fn told(open: &OpenSite, receipt: &Receipt) -> Value {
    let edition = open.edition();
    let path = Some(&receipt.path).filter(|path| !path.is_empty()).map(|path| SourcePath::new(path.as_str()));
    // Bulletins that a sentence names are linked beside it.
    let named = |says: &str| -> Vec<Value> {
        let paths = says.split('`').skip(1).step_by(2).filter(|part| part.starts_with("content/"));
        paths.map(|path| bulletin(&edition, &SourcePath::new(path))).collect()
    };
    let (outcome, why) = match &receipt.outcome {
        SourceOutcome::Written => ("written", None),
        SourceOutcome::Known(why) => ("known", Some(why)),
        SourceOutcome::Coverage => ("coverage", None),
        SourceOutcome::Updated => ("updated", None),
        SourceOutcome::Vanished => ("vanished", None),
        SourceOutcome::Site => ("site", None),
        SourceOutcome::Refused(why) => ("refused", Some(why)),
    };
    let voice = edition.site.voice();
    let found = receipt.found.iter().map(|found| {
        json!({
            "label": label(&voice, found.field),
            "value": value(&edition, found),
            "from": found.from,
            "guessed": found.sure == Sure::Guessed,
        })
    });
    json!({
        "outcome": outcome,
        "why": why.map(|why| rows::sentence(why)),
        // A text has no name.
        "source": Some(&receipt.source).filter(|_| outcome == "refused").filter(|source| *source != "standard input"),
        "title": receipt.title,
        "bulletin": path.as_ref().map(|path| bulletin(&edition, path)),
        "edit": path.as_ref().map(|path| about("write", path)),
        "delete": path.as_ref().map(|path| about("delete", path)),
        "link": path.as_ref().and_then(|path| write::address(&edition, path)),
        "found": found.collect::<Vec<_>>(),
        "removed": receipt.removed.iter().map(|removed| json!({"what": removed.what, "why": removed.why})).collect::<Vec<_>>(),
        "look": receipt.look.iter().map(|warning| json!({"says": rows::sentence(&in_words_of_form(&warning.says, &voice)), "holds": warning.holds, "named": named(&warning.says)})).collect::<Vec<_>>(),
    })
}

/// A field as the form calls it.
fn label<'v>(voice: &'v Voice, field: &'v str) -> &'v str {
    let word = match field {
        "lang" => Some("desk_language"),
        "source.licence" => Some("licence_label"),
        _ => form_word(field),
    };
    word.map_or(field, |word| voice.text(word))
}

/// What was found, as people read it: a kind by its name, a date in words.
fn value(edition: &Edition, found: &MetadataItem) -> String {
    let (voice, settings) = (edition.site.voice(), &edition.site.catalogue.settings);
    let said = match found.field {
        "kind" => settings.kinds.iter().position(|kind| kind.name == found.value).map(|at| voice.kind(at).to_owned()),
        "date" => settings.calendar().read(&found.value).map(|moment| voice.moment(moment)),
        _ => None,
    };
    said.unwrap_or_else(|| found.value.clone())
}

fn bulletin(edition: &Edition, path: &SourcePath) -> Value {
    json!({"title": rows::title(edition, path).unwrap_or_else(|| path.file_name().to_owned()), "link": about("bulletin", path)})
}
