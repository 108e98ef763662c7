//! The news sitemap (Google's extension of sitemaps.org): what was published in the last two days. In: their view.
//! Out: bytes. It must not know templates.

use super::xml::Xml;
use crate::{settings::Settings, view::NewsSitemap};

/// The sitemap.
pub fn sitemap(settings: &Settings, news: &NewsSitemap) -> Vec<u8> {
    let mut xml = Xml::new(4096);
    let namespaces = [
        ("xmlns", "http://www.sitemaps.org/schemas/sitemap/0.9"),
        ("xmlns:news", "http://www.google.com/schemas/sitemap-news/0.9"),
    ];
    xml.open("urlset", &namespaces);
    for (address, language, date, title) in &news.0 {
        let language = language.unwrap_or(&settings.language);
        xml.open("url", &[]);
        xml.text("loc", &[], &settings.base.url(address));
        xml.open("news:news", &[]);
        xml.open("news:publication", &[]);
        xml.text("news:name", &[], &settings.title);
        // The language alone, without the country (ISO 639).
        xml.text("news:language", &[], language.split('-').next().unwrap_or(language));
        xml.close("news:publication");
        xml.text("news:publication_date", &[], &date.rfc3339(&settings.zone));
        xml.text("news:title", &[], title);
        xml.close("news:news");
        xml.close("url");
    }
    xml.close("urlset");
    xml.finish()
}
