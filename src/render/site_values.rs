//! What every template sees as `site`, in one language. In: the catalogue and a voice. Out: values. It must not know pages.

use tera::Value;

use super::{
    values::{contact, link, link_to, list, map, optional, safe, text, tree_map},
    voice::Voice,
};
use crate::{
    address::Address,
    catalogue::Catalogue,
    language,
    settings::{Contact, Group},
};

/// What every template sees as `site`.
pub fn site(catalogue: &Catalogue, voice: &Voice, feeds: Value) -> Value {
    let settings = &catalogue.settings;
    let pages = || {
        catalogue
            .pages
            .iter()
            .map(|page| map([("title", text(&page.entry.title)), ("address", link_to(catalogue, &page.address))]))
    };
    let to = |address: &str| link_to(catalogue, &Address::new(address));
    let menu = if settings.menu.is_empty() {
        let mut built_in = vec![("bulletins", "/"), ("areas", "/areas/")];
        if settings.outputs.has(Group::Archive) {
            built_in.push(("archive", "/archive/"));
        }
        if settings.outputs.has(Group::Search) {
            built_in.push(("search_title", "/search/"));
        }
        let built_in = built_in.into_iter().map(|(name, address)| {
            map([("title", text(voice.text(name))), ("address", link_to(catalogue, &Address::new(address)))])
        });
        list(built_in.chain(pages()))
    } else {
        list(settings.menu.iter().map(|entry| {
            let address = entry.address.as_deref().unwrap_or("/");
            let address = if address.contains(':') || address.starts_with("//") {
                text(address)
            } else {
                text(&format!("{}{}", settings.base.path(), address.trim_start_matches('/')))
            };
            map([("title", text(&entry.name)), ("address", address)])
        }))
    };
    let valid: Vec<&Contact> = settings.contacts.iter().filter(|contact| contact.valid_at(catalogue.now)).collect();
    let emergency = emergency(catalogue);
    let others = valid.iter().filter(|valid| emergency.is_none_or(|emergency| emergency.name != valid.name));
    let social = settings
        .social
        .iter()
        .map(|link| map([("title", text(&link.name)), ("url", optional(link.address.as_deref()))]));
    map([
        ("title", text(&settings.title)),
        ("tagline", optional(settings.tagline.as_deref())),
        ("description", optional(settings.description.as_deref())),
        ("url", settings.base.root().into()),
        ("home", text(settings.base.path())),
        ("language", text(&settings.language)),
        ("direction", text(language::direction(&settings.language))),
        ("search", if settings.outputs.has(Group::Search) { to("/search/") } else { Value::none() }),
        ("menu", menu),
        ("pages", list(pages())),
        ("contacts", list(others.map(|valid| contact(valid, voice)))),
        ("emergency", emergency.map_or_else(Value::none, |valid| contact(valid, voice))),
        ("publisher", settings.publisher.as_ref().map_or_else(Value::none, link)),
        ("licence", settings.licence.as_ref().map_or_else(Value::none, link)),
        ("social", list(social)),
        ("analytics", settings.analytics.as_deref().map_or_else(Value::none, safe)),
        ("feeds", feeds),
        ("extra", tree_map(&settings.extra)),
    ])
}

/// The contact for emergencies that is valid now.
pub fn emergency(catalogue: &Catalogue) -> Option<&Contact> {
    let valid = catalogue.settings.contacts.iter().filter(|contact| contact.valid_at(catalogue.now));
    valid.into_iter().find(|contact| is_for_emergencies(contact))
}

/// Whether a contact is one for emergencies.
pub fn is_for_emergencies(contact: &Contact) -> bool {
    matches!(contact.phone.as_deref().map(str::trim), Some("999" | "112"))
}
