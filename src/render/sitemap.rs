//! What crawlers and hosts read: sitemaps (sitemaps.org), `robots.txt` and `_redirects`. In: the plan and the catalogue.
//! Out: bytes. It must not know templates.

use super::{
    Renderer,
    versions::{self, Version},
    xml::Xml,
};
use crate::{
    address::Address,
    catalogue::Catalogue,
    moment::Moment,
    plan::{self, Output, Recipe, SITEMAP_MOST},
    settings::Group,
};

const NAMESPACE: [(&str, &str); 1] = [("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")];
/// The namespace of links to other languages.
const XHTML: (&str, &str) = ("xmlns:xhtml", "http://www.w3.org/1999/xhtml");

/// The outputs that the sitemap lists, in the order of the plan.
fn listed(renderer: &Renderer) -> Vec<&Output> {
    let listed = |output: &&Output| plan::in_sitemap(&renderer.catalogue, &output.recipe);
    renderer.plan.outputs.iter().filter(listed).collect()
}

/// The sitemap, or the index of its parts.
pub fn sitemap(renderer: &Renderer) -> Vec<u8> {
    let outputs = listed(renderer);
    if outputs.len() <= SITEMAP_MOST {
        return set(renderer, &outputs);
    }
    let mut xml = Xml::new(4096);
    xml.open("sitemapindex", &NAMESPACE);
    for part in 1..=plan::pages(outputs.len(), SITEMAP_MOST) {
        xml.open("sitemap", &[]);
        let address = Address::new(&format!("/sitemap-{part}.xml"));
        xml.text("loc", &[], &renderer.catalogue.settings.base.url(&address));
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    xml.finish()
}

/// One part of a sitemap, from 1.
pub fn part(renderer: &Renderer, part: u32) -> Vec<u8> {
    let outputs = listed(renderer);
    let mut parts = outputs.chunks(SITEMAP_MOST);
    set(renderer, parts.nth(part as usize - 1).unwrap_or_default())
}

fn set(renderer: &Renderer, outputs: &[&Output]) -> Vec<u8> {
    let settings = &renderer.catalogue.settings;
    let mut xml = Xml::new(192 * outputs.len() + 4096);
    let translated = outputs.iter().any(|output| !versions(&renderer.catalogue, &output.recipe).is_empty());
    xml.open("urlset", if translated { &[NAMESPACE[0], XHTML] } else { &NAMESPACE });
    with_changes(&renderer.catalogue, outputs, |address, changed, versions| {
        xml.open("url", &[]);
        xml.text("loc", &[], &settings.base.url(address));
        if let Some(changed) = changed {
            xml.text("lastmod", &[], &changed.rfc3339(&settings.zone));
        }
        let mut link = |language: &str, address: &Address| {
            let url = settings.base.url(address);
            xml.empty("xhtml:link", &[("rel", "alternate"), ("hreflang", language), ("href", &url)]);
        };
        for version in versions {
            link(version.language, version.address);
        }
        if let Some(usual) = versions.iter().find(|version| version.usual) {
            link("x-default", usual.address);
        }
        xml.close("url");
    });
    xml.close("urlset");
    xml.finish()
}

/// Everything that the sitemap lists, with when it last changed, and its languages.
pub fn each(renderer: &Renderer, take: impl FnMut(&Address, Option<Moment>, &[Version])) {
    with_changes(&renderer.catalogue, &listed(renderer), take);
}

fn with_changes(
    catalogue: &Catalogue,
    outputs: &[&Output],
    mut take: impl FnMut(&Address, Option<Moment>, &[Version]),
) {
    // The pages of a list follow one another and have one answer, for which the whole list must be read.
    let mut last: Option<(&Recipe, Option<Moment>)> = None;
    for output in outputs {
        let changed = match last {
            Some((known, changed)) if alike(known, &output.recipe) => changed,
            _ => changed(catalogue, &output.recipe),
        };
        last = Some((&output.recipe, changed));
        take(&output.address, changed, &versions(catalogue, &output.recipe));
    }
}

/// What an output is in each of its languages.
fn versions<'c>(catalogue: &'c Catalogue, recipe: &Recipe) -> Vec<Version<'c>> {
    match recipe {
        Recipe::Bulletin(id) => versions::of_bulletin(catalogue, *id),
        Recipe::Page(id) => versions::of_page(catalogue, *id),
        _ => Vec::new(),
    }
}

/// Whether two outputs are pages of one list.
fn alike(one: &Recipe, other: &Recipe) -> bool {
    matches!((one, other), (Recipe::List(one, _), Recipe::List(other, _)) if one == other)
}

/// When the content of a page last changed; none where nothing says so.
fn changed(catalogue: &Catalogue, recipe: &Recipe) -> Option<Moment> {
    let of = |id: &crate::catalogue::BulletinId| {
        let bulletin = &catalogue.bulletin(*id).bulletin;
        let ended = bulletin.life.state.since().into_iter();
        ended.chain([bulletin.life.updated]).max().unwrap_or(bulletin.date)
    };
    match recipe {
        Recipe::Bulletin(id) => Some(of(id)),
        Recipe::List(list, _) => plan::list_ids(catalogue, *list).iter().map(of).max(),
        Recipe::Areas | Recipe::Kinds | Recipe::Tags | Recipe::Archive => catalogue.all.shown.iter().map(of).max(),
        _ => None,
    }
}

/// `robots.txt`: everything may be read; pages that were taken back too, so that their `noindex` is seen.
pub fn robots(catalogue: &Catalogue) -> Vec<u8> {
    let mut text = String::from("User-agent: *\nAllow: /\n");
    if catalogue.settings.outputs.has(Group::Sitemap) {
        text.push('\n');
        for name in ["/sitemap.xml", "/news-sitemap.xml"] {
            text.push_str(&format!("Sitemap: {}\n", catalogue.settings.base.url(&Address::new(name))));
        }
    }
    text.into_bytes()
}

/// The aliases, one a line, in the form that several static hosts read.
pub fn redirects(renderer: &Renderer) -> Vec<u8> {
    let base = &renderer.catalogue.settings.base;
    let mut text = String::new();
    for output in &renderer.plan.outputs {
        // Hosts do not look at what follows a `?`, so that one of several is chosen by the reader.
        if let Recipe::Alias(targets) = &output.recipe
            && let [target] = targets.as_slice()
        {
            text.push_str(&format!("{} {} 301\n", base.link(&output.address), base.link(target)));
        }
    }
    text.into_bytes()
}
