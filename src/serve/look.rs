//! What stands at a path. In: a plain path and an edition. Out: an output, a redirect, or nothing. It must not know how an
//! answer is sent.

use percent_encoding::percent_decode_str;

use super::edition::Edition;
use crate::{address::Address, plan::Output};

/// What was found.
pub enum FileLookup<'a> {
    Output(&'a Output),
    /// It stands elsewhere: a link of the site.
    Elsewhere(String),
    /// Nothing does, and this is the page that says so.
    Nothing(Option<&'a Output>),
}

/// Looks up a path that [`super::host::plain`] let through.
pub fn find<'a>(edition: &'a Edition, path: &str) -> FileLookup<'a> {
    let site = &edition.site;
    let base = &site.catalogue.settings.base;
    let folder = percent_decode_str(base.path()).decode_utf8_lossy();
    let nothing = || FileLookup::Nothing(site.plan.at(&Address::new("/404.html")));
    let Some(below) = path.strip_prefix(&*folder) else {
        let outside = path == "/" || format!("{path}/") == *folder;
        return if outside { FileLookup::Elsewhere(base.path().to_owned()) } else { nothing() };
    };
    let address = Address::new(below);
    if let Some(output) = site.plan.at(&address) {
        return FileLookup::Output(output);
    }
    if let Some(above) = below.strip_suffix("index.html").filter(|above| above.is_empty() || above.ends_with('/'))
        && let Some(output) = site.plan.at(&Address::new(above))
    {
        return FileLookup::Output(output);
    }
    let closed = address.join("/");
    if !below.ends_with('/') && site.plan.at(&closed).is_some() {
        return FileLookup::Elsewhere(base.link(&closed));
    }
    nothing()
}
