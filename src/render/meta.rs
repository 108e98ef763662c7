//! The head of a page: Open Graph (ogp.me), Twitter card and canonical address. In: what a page is. Out: an ordered list
//! of metadata. It must not know templates or bodies.

use crate::{
    address::Address,
    assets::{Assets, SHARE_CARD},
    catalogue::{Catalogue, Entry, Image, Placed},
    settings::Canonical,
};

/// One `meta` element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meta {
    pub attribute: &'static str,
    pub name: String,
    pub content: String,
}

/// The picture that a page is shared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SharePicture {
    pub url: String,
    pub width: Option<u32>,
    pub height: Option<u32>,
    pub media_type: Option<String>,
    pub alt: String,
}

/// What the metadata of a page are made from.
pub struct Head<'a> {
    pub catalogue: &'a Catalogue,
    pub assets: &'a Assets,
    pub title: &'a str,
    pub description: &'a str,
    pub address: &'a Address,
    /// The bulletin, on a bulletin's page.
    pub bulletin: Option<&'a Placed>,
    pub entry: Option<&'a Entry>,
    pub image: Option<&'a Image>,
}

/// The properties that are derived where the front matter does not give them.
const DERIVED: &[&str] = &["title", "type", "url", "image", "description", "site_name", "locale"];

impl Head<'_> {
    fn given(&self, property: &str) -> Option<&[String]> {
        let entry = self.entry?;
        entry.og.iter().find(|(name, _)| name == property).map(|(_, values)| values.as_slice())
    }

    fn first(&self, property: &str, otherwise: impl FnOnce() -> String) -> String {
        self.given(property).and_then(<[String]>::first).cloned().unwrap_or_else(otherwise)
    }

    /// The picture that this page is shared with: its own, or the theme's card.
    pub fn picture(&self) -> SharePicture {
        let base = &self.catalogue.settings.base;
        let alt = |own: &Option<String>| {
            let own = self.given("image:alt").and_then(<[String]>::first).or(own.as_ref());
            own.cloned().unwrap_or_else(|| format!("Picture shared with: {}", self.title))
        };
        let whole = |address: &&String| address.starts_with("http://") || address.starts_with("https://");
        let given = self.given("image").and_then(<[String]>::first).filter(whole);
        let elsewhere = given.or(match self.image {
            Some(Image::Elsewhere { url, .. }) => Some(url),
            _ => None,
        });
        if let Some(url) = elsewhere {
            let own = match self.image {
                Some(Image::Elsewhere { alt, .. }) => alt.clone(),
                _ => None,
            };
            let number = |property| self.given(property)?.first()?.parse().ok();
            return SharePicture {
                url: url.clone(),
                width: number("image:width"),
                height: number("image:height"),
                media_type: self.given("image:type").and_then(<[String]>::first).cloned(),
                alt: alt(&own),
            };
        }
        match self.image {
            Some(Image::Here { address, size, alt: own }) => SharePicture {
                url: base.url(address),
                width: size.map(|size| size.width),
                height: size.map(|size| size.height),
                media_type: size.map(|size| size.media_type.to_owned()),
                alt: alt(own),
            },
            _ => SharePicture {
                url: self.assets.get(SHARE_CARD).map(|asset| base.url(&asset.address)).unwrap_or_default(),
                width: Some(1200),
                height: Some(630),
                media_type: Some("image/png".into()),
                alt: "A notice board with the words “Community safety bulletin”".into(),
            },
        }
    }

    /// The metadata in their order: required properties first, the parts of the picture directly after it.
    pub fn meta(&self) -> Vec<Meta> {
        let settings = &self.catalogue.settings;
        let mut meta = Vec::with_capacity(24);
        let mut property = |name: &str, content: String| {
            meta.push(Meta { attribute: "property", name: format_property(name), content });
        };
        let kind = self.first("type", || if self.bulletin.is_some() { "article" } else { "website" }.into());
        property("title", self.first("title", || self.title.to_owned()));
        property("type", kind.clone());
        property("url", self.first("url", || settings.base.url(self.address)));
        let picture = self.picture();
        property("image", picture.url.clone());
        if picture.url.starts_with("https://") {
            property("image:secure_url", picture.url.clone());
        }
        if let Some(media_type) = picture.media_type {
            property("image:type", media_type);
        }
        if let (Some(width), Some(height)) = (picture.width, picture.height) {
            property("image:width", width.to_string());
            property("image:height", height.to_string());
        }
        property("image:alt", picture.alt.clone());
        // Further pictures follow the parts of the first, since a new root ends the last.
        let others = self.given("image").into_iter().flatten().skip(1);
        for other in others.filter(|other| **other != picture.url && url::Url::parse(other).is_ok()) {
            property("image", other.clone());
        }
        let description = self.first("description", || self.description.to_owned());
        if !description.is_empty() {
            property("description", description);
        }
        property("site_name", self.first("site_name", || settings.title.clone()));
        let language = self.entry.and_then(|entry| entry.lang.as_deref()).unwrap_or(&settings.language);
        property("locale", locale(language, &settings.language));
        if let Some(placed) = self.bulletin.filter(|_| kind == "article") {
            self.article(placed, &mut property);
        }
        let image_part = |name: &str| name.starts_with("image:");
        let given = self.entry.into_iter().flat_map(|entry| &entry.og);
        for (name, values) in given.filter(|(name, _)| !DERIVED.contains(&name.as_str()) && !image_part(name)) {
            for value in values {
                property(name, value.clone());
            }
        }
        let mut card = |name: &str, content: &str| {
            meta.push(Meta { attribute: "name", name: name.into(), content: content.into() });
        };
        card("twitter:card", "summary_large_image");
        card("twitter:image:alt", &clip(&picture.alt, 420));
        meta
    }

    fn article(&self, placed: &Placed, property: &mut impl FnMut(&str, String)) {
        let settings = &self.catalogue.settings;
        let bulletin = &placed.bulletin;
        let zone = &settings.zone;
        property("article:published_time", bulletin.date.rfc3339(zone));
        property("article:modified_time", bulletin.life.updated.rfc3339(zone));
        if let Some(expires) = bulletin.expires {
            property("article:expiration_time", expires.rfc3339(zone));
        }
        property("article:section", settings.kinds[bulletin.kind].label.clone());
        let areas = bulletin.areas.iter().map(|area| self.catalogue.areas.get(*area).name.clone());
        let tags = bulletin.tags.iter().map(|tag| self.catalogue.tags[*tag as usize].name.clone());
        for tag in areas.chain(tags) {
            property("article:tag", tag);
        }
    }

    /// The address that `rel=canonical` names.
    pub fn canonical(&self) -> String {
        let settings = &self.catalogue.settings;
        let origin = self.bulletin.and_then(|placed| placed.bulletin.origin.as_ref()?.url.clone());
        let origin = origin.filter(|_| settings.canonical == Canonical::Source);
        origin.unwrap_or_else(|| settings.base.url(self.address))
    }
}

/// Metadata as they stand in the head of a page, an element a line.
pub fn elements(meta: &[Meta]) -> String {
    let mut out = String::with_capacity(128 * meta.len());
    for Meta { attribute, name, content } in meta {
        out.push_str("<meta ");
        out.push_str(attribute);
        out.push_str("=\"");
        html_escape::encode_double_quoted_attribute_to_string(name, &mut out);
        out.push_str("\" content=\"");
        html_escape::encode_double_quoted_attribute_to_string(content, &mut out);
        out.push_str("\">\n");
    }
    out.pop();
    out
}

/// `og:` before a property, unless it has a namespace of its own.
fn format_property(name: &str) -> String {
    const OWN: &[&str] = &["article:", "profile:", "book:", "music:", "video:", "fb:", "og:"];
    // `og:video:width` is a part of `og:video`; the `video.` types have their own namespace.
    let own = OWN.iter().any(|space| name.starts_with(space)) && !name.starts_with("video:");
    if own { name.to_owned() } else { format!("og:{name}") }
}

/// `language_TERRITORY`, as Open Graph writes a locale; a language without a territory takes the site's.
pub fn locale(language: &str, site: &str) -> String {
    let territory = |tag: &str| {
        tag.split('-')
            .skip(1)
            .find(|part| part.len() == 2 && part.bytes().all(|b| b.is_ascii_uppercase()))
            .map(str::to_owned)
    };
    let first = language.split('-').next().unwrap_or("en");
    let territory = territory(language).or_else(|| territory(site)).unwrap_or_else(|| "GB".into());
    format!("{first}_{territory}")
}

/// A text cut to so many characters, at a word where that is possible.
pub fn clip(text: &str, most: usize) -> String {
    let Some((end, _)) = text.char_indices().nth(most) else { return text.to_owned() };
    let before = text.char_indices().nth(most - 1).map_or(end, |(at, _)| at);
    let cut = text[..before].rfind(char::is_whitespace).filter(|at| *at > before / 2).unwrap_or(before);
    format!("{}…", text[..cut].trim_end())
}
