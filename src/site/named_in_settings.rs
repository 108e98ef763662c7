//! Pictures and addresses on the site that the settings name and that are not there. In: catalogue, plan and the text of
//! the settings. Out: problems. It must not know what the settings name them for.

use crate::{
    address::{self, Address},
    catalogue::Catalogue,
    parse::reader::nearest,
    plan::Plan,
    problem::{Problem, wording},
    settings::{self, NamedLink},
    source::Text,
};

/// What is named and not there.
pub fn missing(catalogue: &Catalogue, plan: &Plan, source: &Text) -> Vec<Problem> {
    let settings = &*catalogue.settings;
    let of_links = |links: &[NamedLink]| links.iter().filter_map(|link| link.address.clone()).collect::<Vec<_>>();
    let named = [
        ("menu", of_links(&settings.menu)),
        ("social", of_links(&settings.social)),
        ("subscribe", settings.subscribe.iter().map(|way| way.address.clone()).collect()),
        ("publisher", settings.publisher.iter().filter_map(|publisher| publisher.address.clone()).collect()),
        ("licence", settings.licence.iter().filter_map(|licence| licence.address.clone()).collect()),
        ("contacts", settings.contacts.iter().filter_map(|contact| contact.url.clone()).collect()),
    ];
    let mut problems = Vec::new();
    for (key, addresses) in named {
        for written in addresses {
            let on_site = settings.own_path(&written).or_else(|| menu_path(catalogue, &written));
            let Some(path) = on_site else { continue };
            let end = path.find(['?', '#']).unwrap_or(path.len());
            let address = Address::new(&address::decode(&path[..end]));
            let known = plan.at(&address).is_some() || plan.at(&address.join("/")).is_some();
            if !known {
                problems.push(wording::link_unchecked(settings::place_of(source, key), address.as_str()));
            }
        }
    }
    problems.extend(logo(catalogue, source));
    problems
}

/// The path of an address of the menu; none for a whole address or a place in the page.
fn menu_path(catalogue: &Catalogue, written: &str) -> Option<String> {
    let is_elsewhere = written.contains(':') || written.starts_with("//") || written.starts_with(['#', '?']);
    (!is_elsewhere).then(|| catalogue.settings.menu_path(written))
}

fn logo(catalogue: &Catalogue, source: &Text) -> Option<Problem> {
    let name = catalogue.settings.logo.as_deref()?;
    if catalogue.attachments.get(&settings::logo_path(name)).is_some() {
        return None;
    }
    let pictures = catalogue.attachments.iter().filter(|file| file.picture().is_some());
    let known: Vec<&str> = pictures.filter_map(|file| file.path.as_str().strip_prefix("content/")).collect();
    Some(wording::logo_missing(settings::place_of(source, "logo"), name, nearest(name, known.iter().copied())))
}
