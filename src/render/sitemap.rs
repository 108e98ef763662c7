//! What crawlers and hosts read: sitemaps (sitemaps.org), `robots.txt` and `_redirects`. In: views. Out: bytes. It must not
//! know templates.

use super::xml::Xml;
use crate::{
    address::Address,
    settings::Settings,
    view::{Redirects, Robots, Sitemap, SitemapEntry},
};

const NAMESPACE: [(&str, &str); 1] = [("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9")];
/// The namespace of links to other languages.
const XHTML: (&str, &str) = ("xmlns:xhtml", "http://www.w3.org/1999/xhtml");

/// A sitemap, or the index of several.
pub fn sitemap(settings: &Settings, sitemap: &Sitemap) -> Vec<u8> {
    let parts = match sitemap {
        Sitemap::Whole(entries) => return set(settings, entries),
        Sitemap::Index(parts) => *parts,
    };
    let mut xml = Xml::new(4096);
    xml.open("sitemapindex", &NAMESPACE);
    for part in 1..=parts {
        xml.open("sitemap", &[]);
        let address = Address::new(&format!("/sitemap-{part}.xml"));
        xml.text("loc", &[], &settings.base.url(&address));
        xml.close("sitemap");
    }
    xml.close("sitemapindex");
    xml.finish()
}

fn set(settings: &Settings, entries: &[SitemapEntry]) -> Vec<u8> {
    let mut xml = Xml::new(192 * entries.len() + 4096);
    let translated = entries.iter().any(|entry| !entry.versions.is_empty());
    xml.open("urlset", if translated { &[NAMESPACE[0], XHTML] } else { &NAMESPACE });
    for SitemapEntry { address, changed, versions } in entries {
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
    }
    xml.close("urlset");
    xml.finish()
}

/// `robots.txt`: everything may be read; pages that were taken back too, so that their `noindex` is seen.
pub fn robots(settings: &Settings, robots: &Robots) -> Vec<u8> {
    let lines = robots.0.iter().map(|sitemap| format!("Sitemap: {}\n", settings.base.url(sitemap)));
    let sitemaps: String = lines.collect();
    let gap = if sitemaps.is_empty() { "" } else { "\n" };
    format!("User-agent: *\nAllow: /\n{gap}{sitemaps}").into_bytes()
}

/// The aliases and what is gone, one a line, in the form that several static hosts read. Those that know no `410` pass
/// such a line over; the notice is what is shown either way.
pub fn redirects(settings: &Settings, redirects: &Redirects) -> Vec<u8> {
    let base = &settings.base;
    let line = |(alias, target): &(&Address, &Address)| format!("{} {} 301\n", base.link(alias), base.link(target));
    let gone = redirects.gone.iter().map(|address| base.link(address)).map(|link| format!("{link} {link} 410!\n"));
    redirects.aliases.iter().map(line).chain(gone).collect::<String>().into_bytes()
}
