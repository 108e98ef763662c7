//! Where the site stands, said once for publishing. In: an address and a place. Out: the settings, in which nothing else changed.

use axum::http::StatusCode;

use super::{act, with_scheme};
use crate::{
    address::BaseUrl,
    change::{self, Change, Value},
    desk::{
        OWN,
        form::FormData,
        http::Answer,
        routes::sorry,
        save::{self, Before, NotSaved},
        state::{Desk, OpenSite},
    },
    parse::mend::KeyName,
    publish::Target,
};

/// A field that cannot be read: its name, the name of the words that say so, and what is said of it besides.
pub struct UnreadField {
    pub field: &'static str,
    pub word: &'static str,
    pub detail: Option<String>,
}

/// Where the site will stand, whole, as somebody typed it.
///
/// # Errors
///
/// Where readers cannot reach it.
pub fn checked_url(typed: &str) -> Result<String, UnreadField> {
    let url = with_scheme(typed);
    let is_read = BaseUrl::parse(&url).is_some_and(|base| !base.is_local());
    let unread = UnreadField { field: "base_url", word: "desk_base_url_unread", detail: None };
    if is_read { Ok(url) } else { Err(unread) }
}

/// The place that its files are sent to, as somebody typed it.
///
/// # Errors
///
/// Where it is none.
pub fn checked_target(typed: &str) -> Result<String, UnreadField> {
    let unread = |why| UnreadField { field: "target", word: "desk_target_unread", detail: Some(why) };
    Target::parse(typed).map(|_| typed.to_owned()).map_err(unread)
}

/// Writes both into the settings.
pub fn set(desk: &Desk, open: &OpenSite, form: &FormData) -> Answer {
    let (url, target) = match (checked_url(form.text("base_url")), checked_target(form.text("target"))) {
        (Ok(url), Ok(target)) => (url, target),
        (Err(UnreadField { word, detail, .. }), _) | (_, Err(UnreadField { word, detail, .. })) => {
            return sorry(desk, StatusCode::UNPROCESSABLE_ENTITY, word, detail.as_deref());
        }
    };
    let path = &desk.folder.settings;
    let (text, before) = match save::read(&desk.folder, path) {
        Ok((text, hash)) => (text, Before::Hash(hash)),
        Err(NotSaved::Disk(_, error)) if error.kind() == std::io::ErrorKind::NotFound => {
            (String::new(), Before::Absent)
        }
        Err(why) => return act::not_saved(desk, &why),
    };
    // The settings as the front matter of a document, whose fields nobody knows.
    let mark = if text.is_empty() || text.ends_with('\n') { "" } else { "\n" };
    let document = format!("---\n{text}{mark}---\n");
    let changes = [
        Change::set("base_url", Value::text(url)),
        Change::Set { path: vec!["publish".to_owned(), "target".to_owned()], value: Value::text(target) },
    ];
    let new = change::apply_all(&document, &changes, |_| KeyName::Unknown);
    let new = new.ok().and_then(|new| Some(new.strip_prefix("---\n")?.strip_suffix("---\n")?.to_owned()));
    let Some(new) = new else { return sorry(desk, StatusCode::CONFLICT, "desk_sorry_settings", None) };
    match desk.save(open, path, &before, &new) {
        Ok(()) => Answer::See(format!("{OWN}publish")),
        Err(why) => act::not_saved(desk, &why),
    }
}
