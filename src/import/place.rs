//! Where what is imported is written: a dated path, the place of a page, the name beside an original. In: a document. Out:
//! paths below the folder of the site. It must not know what is there.

use super::{
    SiteFacts,
    document::{MetadataKind, SourceDocument},
    facts::TextFacts,
};
use crate::address::slug;

/// Where a translation is kept: beside its original, with its language before the ending.
pub fn beside(document: &SourceDocument) -> Option<String> {
    let part = document.part.as_ref()?;
    let original = part.beside.as_ref()?.strip_suffix(".md")?;
    Some(format!("{original}.{}.md", part.language.as_ref()?.to_lowercase()))
}

/// The places on the old site, but for the front page and the one at which it will stand.
pub fn old_addresses(document: &SourceDocument) -> Vec<String> {
    let own = page_path(document);
    let own = own.trim_start_matches("content/pages").trim_end_matches(".md");
    let mut addresses: Vec<String> = Vec::new();
    for candidate in document.all(MetadataKind::OldAddress) {
        let value = candidate.value.trim();
        let path = match url::Url::parse(value) {
            Ok(url) if url.query().is_some() => continue,
            Ok(url) => url.path().to_owned(),
            Err(_) => format!("/{}", value.trim_start_matches('/')),
        };
        let bare = path.trim_matches('/');
        let here = document.page && bare == own.trim_matches('/');
        if !bare.is_empty() && !here && !is_own(bare) && !addresses.iter().any(|known| known.trim_matches('/') == bare)
        {
            addresses.push(path);
        }
    }
    addresses
}

/// Whether every site has a page of this name, which nobody writes.
pub fn is_own(place: &str) -> bool {
    let year = place.len() == 4 && place.bytes().all(|byte| byte.is_ascii_digit());
    year || matches!(
        place,
        "areas" | "archive" | "assets" | "cards" | "kinds" | "page" | "search" | "tags" | "subscribe"
    )
}

/// Where a page of another site stands here.
pub fn page_path(document: &SourceDocument) -> String {
    let place = page_place(document);
    let ending = if is_own(&place) { "-page" } else { "" };
    format!("content/pages/{place}{ending}.md")
}

/// The place of a page below those of the site, as its address has it.
pub fn page_place(document: &SourceDocument) -> String {
    let first = document.all(MetadataKind::OldAddress).map(|candidate| candidate.value.trim().to_owned());
    let old: Vec<String> = first.collect();
    let place =
        old.iter().rfind(|address| !address.contains(':') && !address.ends_with(".html")).cloned().unwrap_or_default();
    let of_part =
        || document.part.as_ref().filter(|part| !part.place.ends_with("index")).map(|part| part.place.clone());
    let place = if old.is_empty() { of_part().unwrap_or_default() } else { place };
    let parts: Vec<String> = place.split('/').map(slug).filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        slug(document.stem.as_deref().unwrap_or("page").trim_start_matches('_'))
    } else {
        parts.join("/")
    }
}

/// Where it is written.
pub fn path(document: &SourceDocument, facts: &TextFacts, known: &SiteFacts) -> String {
    let Some(date) = &facts.date else { return page_path(document) };
    let day = &date.value.rfc3339(&known.settings.zone)[..10];
    let rest = document.stem.as_deref().and_then(crate::moment::date_prefix).map(|(_, rest)| slug(rest));
    let name = rest.filter(|rest| !rest.is_empty()).unwrap_or_else(|| slug(&facts.title.value));
    let has_own = document.files.iter().any(|file| !file.name.starts_with('/'));
    let ending = if has_own { "/index.md" } else { ".md" };
    format!("content/{}/{day}-{name}{ending}", &day[..4])
}
