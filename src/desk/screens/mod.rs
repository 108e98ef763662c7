//! What stands on each screen, as data for its template. In: the site and a request. Out: an answer. It must not know HTTP.

pub mod act;
pub mod add;
pub mod all;
pub mod bring;
pub mod bulletin;
pub mod choices;
pub mod kept;
pub mod new;
pub mod place;
pub mod publish;
pub mod settings;
pub mod shown;
pub mod text;
pub mod today;
pub mod versions;
pub mod welcome;
pub mod write;

use serde_json::{Value, json};

use super::{
    OWN, routes, rows, save,
    state::{Desk, OpenSite},
};
use crate::{
    problem::{Problem, fix},
    render::Voice,
    source::SourcePath,
};

/// What every screen shows.
pub fn page(desk: &Desk, screen: &str) -> Value {
    let site = desk.site().map(|open| open.edition());
    let title = site.as_ref().map(|edition| edition.site.catalogue.settings.title.clone());
    let front = site.map(|edition| edition.site.catalogue.settings.base.path().to_owned());
    // A browser tells the desks of several folders apart by this.
    let folder = std::path::absolute(&desk.folder.root).unwrap_or_else(|_| desk.folder.root.clone());
    let here = &save::hash(folder.as_os_str().as_encoded_bytes())[..16];
    let stamp = routes::stamp();
    json!({"screen": screen, "own": OWN, "stamp": stamp, "token": desk.door.form(), "site": title, "front": front, "here": here})
}

/// A path of a document, as an address and a form hold it.
pub fn document(desk: &Desk, open: &OpenSite, path: &str) -> Option<SourcePath> {
    let path = SourcePath::new(path);
    save::place(&desk.folder, &path).ok()?;
    rows::reading(&open.edition(), &path)?;
    Some(path)
}

/// The address of a screen about a document.
pub fn about(screen: &str, path: &SourcePath) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("path", path.as_str()).finish();
    format!("{OWN}{screen}?{query}")
}

/// An address as people write it, `www.police.example/news`, whole.
pub fn with_scheme(address: &str) -> String {
    if address.contains("://") { address.to_owned() } else { format!("https://{address}") }
}

/// Problems for a person who writes.
pub fn told_all<'p>(problems: impl IntoIterator<Item = &'p Problem>, text: &str, voice: &Voice) -> Vec<Value> {
    let problems: Vec<&Problem> = problems.into_iter().collect();
    let is_edit =
        |problem: &Problem| problem.fix.as_ref().is_some_and(|fix| matches!(fix.change, fix::FixAction::Edits(_)));
    let all = problems.iter().map(|problem| {
        let mut told = told(problem, text, voice);
        if is_edit(problem) {
            told["mend"] = json!(mend_name(problem, &problems));
        }
        told
    });
    all.collect()
}

/// By what a form names a problem that it asks to mend: its code, how many that say the same stand before it, and what it
/// says. Where other places of a text changed meanwhile, it is the same.
pub fn mend_name(problem: &Problem, all: &[&Problem]) -> String {
    let start = |problem: &Problem| problem.place.as_ref().and_then(|place| place.span).map_or(0, |span| span.start);
    let is_before = |other: &&&Problem| {
        other.code == problem.code && other.message == problem.message && start(other) < start(problem)
    };
    let before = all.iter().filter(is_before).count();
    format!("{} {before} {}", problem.code.name(), &save::hash(problem.message.as_bytes())[..8])
}

/// A problem for a person who writes: in the form's own words where it has some, with the field of the form that has it.
fn told(problem: &Problem, text: &str, voice: &Voice) -> Value {
    let span = problem.place.as_ref().and_then(|place| place.span);
    let code = problem.code.name();
    let field = match code {
        "title-missing" => Some("title"),
        "date-missing" => Some("date_day"),
        "area-missing" => Some("area"),
        "when-missing" | "when-ends-early" => Some("start_day"),
        "image-without-alt" => Some("image_alt"),
        _ => span.and_then(|span| super::fields::field_at(text, span.start as usize)),
    };
    let own = format!("desk_wrong_{}", code.replace('-', "_"));
    let own = voice.get(&own).map(|_| voice.text(&own).to_owned());
    // What a command would do, a button does here.
    let help =
        problem.help.split("; `noticeboard ").next().filter(|help| own.is_none() && !help.starts_with("`noticeboard "));
    let help = help.map(|help| rows::sentence(&in_words_of_form(help, voice))).unwrap_or_default();
    // The form has no place for an offset.
    let help = if code == "date-in-clock-change" { voice.text("desk_help_clock_change").to_owned() } else { help };
    // The word for whether it is over, which no box of the form holds.
    let is_status = code == "word-unknown"
        && span.is_some_and(|span| super::fields::key_at(text, span.start as usize).is_some_and(|key| key == "status"));
    // A place that the site does not know is another one misspelt, or a new one.
    let area = (code == "area-undeclared").then(|| problem.message.split('`').nth(1)).flatten();
    let nearest = area.and_then(|_| problem.help.strip_prefix("did you mean ")?.split('`').nth(1));
    json!({
        "area": area,
        "nearest": nearest,
        "use": nearest.map(|nearest| voice.fill("desk_area_use", &[("area", nearest)])),
        "field": field,
        "error": problem.is_error(),
        "code": code,
        "mend": null,
        "status": is_status,
        "message": own.unwrap_or_else(|| rows::sentence(&in_words_of_form(&problem.message, voice))),
        "help": help,
    })
}

/// Fields of front matter, and the words by which the form calls them.
const FORM_WORDS: &[(&str, &str)] = &[
    ("area", "desk_area"),
    ("contacts", "desk_contacts"),
    ("date", "desk_date"),
    ("expires", "desk_last_day"),
    ("image", "desk_picture"),
    ("kind", "desk_kind"),
    ("reference", "desk_reference"),
    ("severity", "desk_severity"),
    ("source", "desk_source_name"),
    ("source.name", "desk_source_name"),
    ("source.url", "desk_source_url"),
    ("summary", "desk_summary"),
    ("title", "desk_title"),
    ("when", "desk_when"),
];

/// What the form calls a field of front matter.
pub fn form_word(field: &str) -> Option<&'static str> {
    FORM_WORDS.iter().find(|(known, _)| *known == field).map(|(_, word)| *word)
}

/// A sentence about the fields of a file, in the words of the form that shows them.
pub fn in_words_of_form(sentence: &str, voice: &Voice) -> String {
    FORM_WORDS.iter().fold(sentence.to_owned(), |sentence, (field, word)| {
        sentence.replace(&format!("`{field}`"), &format!("`{}`", voice.text(word)))
    })
}
