//! What the bulletin of a form is shown as: its links, and what a chat makes of one. In: the site and a path. Out: data.

use serde_json::{Value, json};

use super::write::address;
use crate::{address::Address, catalogue::LinkTarget, plan, serve::Edition, source::SourcePath};

/// What a chat shows of a link to a bulletin.
pub fn chat(edition: &Edition, path: &SourcePath) -> Value {
    let catalogue = &edition.site.catalogue;
    let Some(LinkTarget::Bulletin(id)) = catalogue.target(path.as_str()) else { return Value::Null };
    let entry = &catalogue.bulletin(id).bulletin.says.entry;
    json!({"title": entry.title, "summary": entry.summary, "site": catalogue.settings.title})
}

/// The links of what a bulletin is shown as.
pub fn links(edition: &Edition, path: &SourcePath) -> Value {
    let catalogue = &edition.site.catalogue;
    let base = &catalogue.settings.base;
    let Some(page) = address(edition, path) else { return Value::Null };
    let Some(LinkTarget::Bulletin(id)) = catalogue.target(path.as_str()) else { return json!({"page": page}) };
    let link = |address: Option<Address>| address.map(|address| base.link(&address));
    json!({
        "page": page,
        "poster": link(plan::poster_address(catalogue, id)),
        "card": link(plan::card_address(catalogue, catalogue.bulletin(id))),
        "text": link(plan::text_address(catalogue, id)),
    })
}
