//! The head of a page: Open Graph (ogp.me), Twitter card and canonical address. In: what a page is. Out: metadata in their
//! order, as HTML. It must not know templates or bodies.

use std::borrow::Cow;

use super::{card, voice::Voice};
use crate::{
    address::Address,
    assets::{Assets, SHARE_CARD},
    language,
    settings::Settings,
    view::{self, Article, Image, Version},
};

/// The picture that a page is shared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharePicture<'a> {
    pub url: Cow<'a, str>,
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub media_type: Option<&'a str>,
    pub alt: Cow<'a, str>,
}

/// What the metadata of a page are made from.
pub struct PageHead<'a> {
    pub settings: &'a Settings,
    pub voice: &'a Voice,
    pub assets: &'a Assets,
    pub title: &'a str,
    pub description: &'a str,
    pub address: &'a Address,
    /// The bulletin, on a bulletin's page.
    pub bulletin: Option<&'a Article<'a>>,
    /// The language of the document, where it names one.
    pub own_language: Option<&'a str>,
    /// Open Graph properties as the document gives them, without the `og:`.
    pub og: &'a [(String, Vec<String>)],
    pub image: Option<&'a Image>,
    /// The same page in every language that it is there in, this one among them; empty where there is but this one.
    pub versions: &'a [Version<'a>],
}

/// The properties that are derived where the front matter does not give them.
const DERIVED: &[&str] = &["title", "type", "url", "image", "description", "site_name", "locale"];

impl<'a> PageHead<'a> {
    fn given(&self, property: &str) -> Option<&'a [String]> {
        let (_, values) = self.og.iter().find(|(name, _)| name == property)?;
        Some(values)
    }

    fn first(&self, property: &str) -> Option<&'a str> {
        self.given(property)?.first().map(String::as_str)
    }

    /// The language of the page.
    pub fn language(&self) -> &'a str {
        let spoken = || if self.voice.is_site() { self.settings.language.as_str() } else { &self.voice.tag };
        self.own_language.unwrap_or_else(spoken)
    }

    /// The picture that this page is shared with: its own, its card, or the theme's.
    pub fn picture(&self) -> SharePicture<'a> {
        let base = &self.settings.base;
        let alt = |own: Option<&'a String>| match self.first("image:alt").or(own.map(String::as_str)) {
            Some(alt) => Cow::Borrowed(alt),
            None => Cow::Owned(self.voice.fill("share_picture_alt", &[("title", self.title)])),
        };
        let chosen = self.first("image");
        let chosen = chosen.filter(|url| url.starts_with("http://") || url.starts_with("https://"));
        let elsewhere = chosen.or(match self.image {
            Some(Image::Elsewhere { url, .. }) => Some(url.as_str()),
            _ => None,
        });
        if let Some(url) = elsewhere {
            let own = match self.image {
                Some(Image::Elsewhere { alt, .. }) => alt.as_ref(),
                _ => None,
            };
            let number = |property| self.first(property)?.parse().ok();
            return SharePicture {
                url: Cow::Borrowed(url),
                width: number("image:width"),
                height: number("image:height"),
                media_type: self.first("image:type"),
                alt: alt(own),
            };
        }
        if let Some(card) = self.bulletin.and_then(|article| card::picture(self.settings, self.voice, article)) {
            return card;
        }
        match self.image {
            Some(Image::Here { address, picture: Some(picture), alt: own }) => {
                let plain = picture.plain();
                SharePicture {
                    url: base.url(&view::beside(address, picture, &plain)).into(),
                    width: Some(plain.width),
                    height: Some(plain.height),
                    media_type: Some(plain.format.media_type()),
                    alt: alt(own.as_ref()),
                }
            }
            _ => SharePicture {
                url: self.assets.get(SHARE_CARD).map(|asset| base.url(&asset.address)).unwrap_or_default().into(),
                width: Some(1200),
                height: Some(630),
                media_type: Some("image/png"),
                alt: Cow::Borrowed(self.voice.text("share_board_alt")),
            },
        }
    }

    /// The metadata as they stand in the head of a page, an element a line: required properties first, the parts of the
    /// picture directly after it.
    pub fn meta(&self) -> String {
        let settings = self.settings;
        let mut out = String::with_capacity(2048);
        let mut property = |name: &str, content: &str| element(&mut out, start_of(name), name, content);
        let kind = self.first("type").unwrap_or(if self.bulletin.is_some() { "article" } else { "website" });
        // Who sees the link in a chat sees no banner: what is over says so, whoever worded the title.
        let state = self.bulletin.map(|article| article.card.state);
        let title = self.first("title").unwrap_or(self.title);
        property("title", &state.map_or_else(|| title.to_owned(), |state| self.voice.marked(title, state)));
        property("type", kind);
        match self.first("url") {
            Some(url) => property("url", url),
            None => property("url", &settings.base.url(self.address)),
        }
        let picture = self.picture();
        property("image", &picture.url);
        if picture.url.starts_with("https://") {
            property("image:secure_url", &picture.url);
        }
        if let Some(media_type) = picture.media_type {
            property("image:type", media_type);
        }
        if let (Some(width), Some(height)) = (picture.width, picture.height) {
            property("image:width", &width.to_string());
            property("image:height", &height.to_string());
        }
        property("image:alt", &picture.alt);
        // Further pictures follow the parts of the first, since a new root ends the last.
        let others = self.given("image").into_iter().flatten().skip(1);
        for other in others.filter(|other| **other != picture.url && url::Url::parse(other).is_ok()) {
            property("image", other);
        }
        let description = self.first("description").unwrap_or(self.description);
        match state.and_then(|state| self.voice.ended(state)) {
            Some(ended) => property("description", [&*ended, description].join(" ").trim_end()),
            None if description.is_empty() => {}
            None => property("description", description),
        }
        property("site_name", self.first("site_name").unwrap_or(&settings.title));
        if let Some(locale) = locale(self.language(), &settings.language) {
            property("locale", &locale);
        }
        for other in self.others() {
            if let Some(locale) = locale(other.language, &settings.language) {
                property("locale:alternate", &locale);
            }
        }
        if let Some(article) = self.bulletin.filter(|_| kind == "article") {
            self.article(article, &mut property);
        }
        let image_part = |name: &str| name.starts_with("image:");
        for (name, values) in self.og.iter().filter(|(name, _)| !DERIVED.contains(&name.as_str()) && !image_part(name))
        {
            let name = html_escape::encode_double_quoted_attribute(name);
            for value in values {
                property(&name, value);
            }
        }
        element(&mut out, NAME, "twitter:card", "summary_large_image");
        element(&mut out, NAME, "twitter:image", &picture.url);
        element(&mut out, NAME, "twitter:image:alt", &clip(&picture.alt, 420));
        out.pop();
        out
    }

    fn article(&self, article: &Article, property: &mut impl FnMut(&str, &str)) {
        let settings = self.settings;
        let card = &article.card;
        let zone = &settings.zone;
        let date = card.date.rfc3339(zone);
        property("article:published_time", &date);
        if card.updated == card.date {
            property("article:modified_time", &date);
        } else {
            property("article:modified_time", &card.updated.rfc3339(zone));
        }
        if let Some(expires) = card.expires {
            property("article:expiration_time", &expires.rfc3339(zone));
        }
        property("article:section", self.voice.kind(card.kind));
        for tag in card.areas.iter().chain(&card.tags) {
            property("article:tag", tag.name);
        }
    }

    /// The page in its other languages.
    pub fn others(&self) -> impl Iterator<Item = &Version<'a>> {
        self.versions.iter().filter(|version| version.address != self.address)
    }

    /// The address that `rel=canonical` names.
    pub fn canonical(&self) -> String {
        let elsewhere = self.bulletin.and_then(|article| article.canonical);
        elsewhere.map_or_else(|| self.settings.base.url(self.address), str::to_owned)
    }
}

/// How an element begins whose name is no property.
const NAME: &str = "<meta name=\"";

/// Appends one `meta` element and the end of its line. `name` is ready to stand in it.
fn element(out: &mut String, start: &str, name: &str, content: &str) {
    out.push_str(start);
    out.push_str(name);
    out.push_str("\" content=\"");
    value(out, content);
    out.push_str("\">\n");
}

/// Appends the value of an attribute.
fn value(out: &mut String, text: &str) {
    let bytes = text.as_bytes();
    if memchr::memchr3(b'<', b'>', b'"', bytes).is_some() || memchr::memchr(b'&', bytes).is_some() {
        html_escape::encode_double_quoted_attribute_to_string(text, out);
    } else {
        out.push_str(text);
    }
}

/// How the element of a property begins: with `og:` before it, unless it has a namespace of its own.
fn start_of(name: &str) -> &'static str {
    const OWN: &[&str] = &["article:", "profile:", "book:", "music:", "video:", "fb:", "og:"];
    // `og:video:width` is a part of `og:video`; the `video.` types have their own namespace.
    let own = OWN.iter().any(|space| name.starts_with(space)) && !name.starts_with("video:");
    if own { "<meta property=\"" } else { "<meta property=\"og:" }
}

/// `language_TERRITORY`, as Open Graph writes a locale. The languages of the site's country take that; of another, such as
/// Urdu in the United Kingdom, it is not known, and none is given.
pub fn locale(language: &str, site: &str) -> Option<String> {
    let territory = |tag: &str| {
        let part = tag.split('-').skip(1).find(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase()));
        part.map(str::to_owned)
    };
    let first = language::first(language);
    let country = territory(site);
    let is_british = BRITISH.contains(&first) && country.as_deref().is_none_or(|country| country == "GB");
    let of_country =
        || if is_british { Some("GB".to_owned()) } else { country.filter(|_| first == language::first(site)) };
    Some(format!("{first}_{}", territory(language).or_else(of_country)?))
}

/// The languages of the United Kingdom.
const BRITISH: [&str; 6] = ["en", "cy", "gd", "ga", "sco", "kw"];

/// A text cut to so many characters, at a word where that is possible.
pub fn clip(text: &str, most: usize) -> String {
    if text.len() <= most {
        return text.to_owned();
    }
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let before = text.char_indices().nth(most - 1).map_or(end, |(at, _)| at);
    let cut = text[..before].rfind(char::is_whitespace).filter(|at| *at > before / 2).unwrap_or(before);
    format!("{}…", text[..cut].trim_end())
}
