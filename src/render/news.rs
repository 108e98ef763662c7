//! The news sitemap (Google's extension of sitemaps.org): what was published in the last two days. In: the catalogue.
//! Out: bytes. It must not know templates.

use super::xml::Xml;
use crate::{
    catalogue::{Catalogue, Placed, life},
    moment::Moment,
};

/// The most articles in one news sitemap.
const MOST: usize = 1_000;

/// The sitemap; it is empty when nothing is news.
pub fn sitemap(catalogue: &Catalogue) -> Vec<u8> {
    let settings = &catalogue.settings;
    let mut xml = Xml::new(4096);
    let namespaces = [
        ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"),
        ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9"),
    ];
    xml.open("urlset", &namespaces);
    for placed in news(catalogue) {
        let bulletin = &placed.bulletin;
        let language = bulletin.says.entry.more.lang.as_deref().unwrap_or(&settings.language);
        xml.open("url", &[]);
        xml.text("loc", &[], &settings.base.url(&placed.address));
        xml.open("news:news", &[]);
        xml.open("news:publication", &[]);
        xml.text("news:name", &[], &settings.title);
        // The language alone, without the country (ISO 639).
        xml.text("news:language", &[], language.split('-').next().unwrap_or(language));
        xml.close("news:publication");
        xml.text("news:publication_date", &[], &bulletin.date.rfc3339(&settings.zone));
        xml.text("news:title", &[], &bulletin.says.entry.title);
        xml.close("news:news");
        xml.close("url");
    }
    xml.close("urlset");
    xml.finish()
}

/// The bulletins that are news, newest first: those of feeds that are no older than two days.
fn news(catalogue: &Catalogue) -> impl Iterator<Item = &Placed> {
    let since = Moment::from_second(catalogue.now.second() - life::NEWS);
    let placed = catalogue.by_date.iter().map(|id| catalogue.bulletin(*id));
    let fresh = placed.take_while(move |placed| since.is_none_or(|since| placed.bulletin.date >= since));
    fresh.filter(|placed| catalogue.in_feeds(&placed.bulletin)).take(MOST)
}
