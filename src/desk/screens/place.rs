//! Where the site stands, said once for publishing. In: an address and a place. Out: the settings, in which nothing else changed.

use std::path::Path;

use axum::http::StatusCode;

use super::{
    act::{self, ChangeFailure},
    publish, with_scheme,
};
use crate::{
    address::BaseUrl,
    change::{self, Change, Value},
    desk::{
        OWN,
        form::FormData,
        http::Answer,
        routes::sorry,
        save::{self, FileBefore, SaveFailure},
        state::{Desk, OpenSite},
    },
    publish::Target,
    source::is_of_site,
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

/// The place that the files of the site in a folder are sent to, as somebody typed it.
///
/// # Errors
///
/// Where it is none, or holds the site itself; and where it may as well be meant as a host.
pub fn checked_target(typed: &str, root: &Path) -> Result<String, UnreadField> {
    let unread = |word, detail| UnreadField { field: "target", word, detail };
    let target = Target::parse(typed).map_err(|why| unread("desk_target_unread", Some(why)))?;
    if let Target::Folder(folder) = &target {
        // Only shells know that as a folder of somebody's own, and only Windows a drive: here both would be names.
        let is_drive = typed.get(1..2) == Some(":") && typed.starts_with(|c: char| c.is_ascii_alphabetic());
        if typed.starts_with('~') || is_drive && !cfg!(windows) {
            return Err(unread("desk_target_name", None));
        }
        if is_like_a_host(typed) {
            return Err(unread("desk_target_host", None));
        }
        if is_of_site(&publish::whole(root, folder), &publish::whole(root, Path::new(""))) {
            return Err(unread("desk_target_own", None));
        }
    }
    Ok(typed.to_owned())
}

/// Whether a text may be the name of a host: words with points between, as no folder is called by people.
fn is_like_a_host(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let is_word =
        |part: &&str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    let ends = |part: &str| part.len() > 1 && part.bytes().all(|byte| byte.is_ascii_alphabetic());
    parts.len() > 1 && parts.iter().all(is_word) && parts.last().is_some_and(|part| ends(part))
}

/// Writes both into the settings.
pub fn set(desk: &Desk, open: &OpenSite, form: &FormData) -> Answer {
    let (url, target) = (checked_url(form.text("base_url")), checked_target(form.text("target"), &desk.folder.root));
    let (url, target) = match (url, target) {
        (Ok(url), Ok(target)) => (url, target),
        (url, target) => {
            let unread: Vec<UnreadField> = [url.err(), target.err()].into_iter().flatten().collect();
            return publish::again(desk, open, form, &unread);
        }
    };
    let target = Change::Set { path: vec!["publish".to_owned(), "target".to_owned()], value: Value::text(target) };
    match change_settings(desk, open, |_| vec![Change::set("base_url", Value::text(url.as_str())), target.clone()]) {
        Ok(()) => Answer::See(format!("{OWN}publish")),
        Err(ChangeFailure::NotSaved(why)) => act::not_saved(desk, &why),
        Err(why) => {
            let (status, word) = not_changed(&why);
            sorry(desk, status, word, None)
        }
    }
}

/// Changes the settings, each where it stands; `changes` makes of what they say what is to change.
///
/// # Errors
///
/// Why nothing was changed.
pub fn change_settings(
    desk: &Desk,
    open: &OpenSite,
    changes: impl FnOnce(&Value) -> Vec<Change>,
) -> Result<(), ChangeFailure> {
    let path = &desk.folder.settings;
    let (text, before) = match save::read(&desk.folder, path) {
        Ok((text, hash)) => (text, FileBefore::Hash(hash)),
        Err(SaveFailure::Disk(_, error)) if error.kind() == std::io::ErrorKind::NotFound => {
            (String::new(), FileBefore::Absent)
        }
        Err(why) => return Err(ChangeFailure::NotSaved(why)),
    };
    let new = change::in_settings(&text, changes).map_err(|_| ChangeFailure::Entangled)?;
    desk.save(open, path, &before, &new).map_err(ChangeFailure::NotSaved)
}

/// How it is said that the settings could not be changed: the status of the answer, and the name of the words.
pub fn not_changed(why: &ChangeFailure) -> (StatusCode, &'static str) {
    match why {
        ChangeFailure::NotSaved(why) => (act::status(why), act::word(why)),
        ChangeFailure::Entangled | ChangeFailure::Wrong => (StatusCode::CONFLICT, "desk_sorry_settings"),
    }
}

/// Adds a place to those of the settings, at the end.
///
/// # Errors
///
/// Why nothing was changed.
pub fn add(desk: &Desk, open: &OpenSite, name: &str) -> Result<(), ChangeFailure> {
    let area = Value::Map(vec![("name".to_owned(), Value::text(name))]);
    change_settings(desk, open, |_| vec![Change::Append { path: vec!["areas".to_owned()], value: area }])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_none_of_the_site_and_no_host() {
        let root = Path::new("/srv/site");
        let word = |typed: &str| checked_target(typed, root).err().map(|unread| unread.word);
        for typed in ["content", "content/2026", "./themes/x", "templates", ".noticeboard", ".", "..", "/srv/site"] {
            assert_eq!(word(typed), Some("desk_target_own"), "{typed}");
        }
        for typed in ["ftp.tanfold.example", "tanfold.example", "www.tanfold-watch.example"] {
            assert_eq!(word(typed), Some("desk_target_host"), "{typed}");
        }
        for typed in ["~/www", "~", "~ann/www"] {
            assert_eq!(word(typed), Some("desk_target_name"), "{typed}");
        }
        for typed in ["C:\\www", "d:\\web site"] {
            assert_eq!(word(typed), (!cfg!(windows)).then_some("desk_target_name"), "{typed}");
        }
        for typed in ["../out", "/srv/www", "./tanfold.example", "web", "content-old", "/var/www/tanfold.example"] {
            assert_eq!(word(typed), None, "{typed}");
        }
    }
}
