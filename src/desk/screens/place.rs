//! Where the site stands, said once for publishing. In: an address and a place. Out: the settings, in which nothing else changed.

use axum::http::StatusCode;

use super::act;
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
    source::SourcePath,
};

/// Writes both into the settings.
pub fn set(desk: &Desk, open: &OpenSite, form: &FormData) -> Answer {
    let url = form.text("base_url");
    let url = if url.contains("://") { url.to_owned() } else { format!("https://{url}") };
    let target = form.text("target");
    if BaseUrl::parse(&url).is_none_or(|base| base.is_local()) {
        return sorry(desk, StatusCode::UNPROCESSABLE_ENTITY, "desk_base_url_unread", None);
    }
    if target.is_empty() || Target::parse(target).is_err() {
        return sorry(
            desk,
            StatusCode::UNPROCESSABLE_ENTITY,
            "desk_target_unread",
            Target::parse(target).err().as_deref(),
        );
    }
    let path = SourcePath::new("site.yaml");
    let (text, before) = match save::read(&desk.root, &path) {
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
    match desk.save(open, &path, &before, &new) {
        Ok(()) => Answer::See(format!("{OWN}publish")),
        Err(why) => act::not_saved(desk, &why),
    }
}
