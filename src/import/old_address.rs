//! The addresses at which an old site showed a document, by its fields, its path and the site's settings. In: these. Out:
//! candidates. It must not know what becomes of them.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::{
    document::{MetadataKind, SourceDocument, Sure},
    house::{self, Value},
    moments::{self, pattern},
    old_site::{OldPath, OldSite, SiteMaker, hugo_path},
};
use crate::{
    address,
    moment::{self, DateOrder, Zone},
    parse::tree::{Map, TreeValue},
};

/// Where an address is said to be from at which a document stood even before.
pub const EARLIER: &str = "the earlier addresses in front matter";
const BY_PATH: &str = "the path in the other program";
const BY_FIELD: &str = "front matter";

/// What a pattern of addresses is filled with.
struct AddressParts<'a> {
    /// Year, month and day as they are written.
    date: Option<(String, String, String)>,
    title: String,
    /// The last part of the address, as the file or its `slug` says.
    name: String,
    categories: Vec<String>,
    collection: &'a str,
    /// The path in its collection or section, without the ending.
    path: String,
    sections: Vec<&'a str>,
}

/// Says at which addresses the other program showed a document.
pub fn add(document: &mut SourceDocument, fields: &Map, old: &OldPath) {
    let (language, place) = old.language();
    let parts = parts(fields, old, &place);
    let text = |key: &str| match &fields.get(key)?.value {
        TreeValue::Text(text) => Some(text.trim().to_owned()),
        _ => None,
    };
    // Hugo's own address of a page, and that of Jekyll and Eleventy.
    let own = text("url").filter(|url| !url.contains("://"));
    let own = own.or_else(|| text("permalink").filter(|own| !matches!(own.as_str(), "false" | "no")));
    let own = own.or_else(|| text("slug").filter(|slug| slug.contains('/')));
    if let Some(own) = own {
        let pattern = jekyll_style(&own, old.collection().is_some()).map_or(own.clone(), str::to_owned);
        match filled(&pattern, &parts, old.site.maker) {
            Ok(address) => {
                let is_page = !address.ends_with(".html");
                document.add(MetadataKind::OldAddress, rooted(&address), BY_FIELD, Sure::Said);
                if is_page {
                    return;
                }
            }
            Err(part) => document.warn(format!(
                "its address on the old site was `{own}`, in which `{part}` cannot be followed: write that address under `aliases`"
            )),
        }
    }
    for address in by_settings(&parts, old, &place) {
        let prefix = language.as_deref().filter(|own| old.site.main_language() != Some(own));
        let prefix = prefix.filter(|_| old.site.maker == SiteMaker::Hugo);
        let address =
            prefix.map_or_else(|| address.clone(), |language| format!("/{}{address}", language.to_lowercase()));
        document.add(MetadataKind::OldAddress, address, BY_PATH, Sure::Said);
    }
}

/// What of the settings that say how addresses are made cannot be followed.
pub fn unfollowed(site: &OldSite) -> Vec<String> {
    let parts = AddressParts {
        date: Some(("2026".into(), "01".into(), "02".into())),
        title: "title".into(),
        name: "name".into(),
        categories: Vec::new(),
        collection: "posts",
        path: "name".into(),
        sections: vec!["posts"],
    };
    let mut patterns: Vec<&str> = Vec::new();
    if site.maker == SiteMaker::Jekyll {
        patterns.extend(site.texts("permalink"));
        if let Some(Value::Map(collections)) = site.setting(&["collections"]) {
            patterns.extend(collections.iter().filter_map(|(_, own)| own.get("permalink")?.as_text()));
        }
    }
    if site.maker == SiteMaker::Hugo {
        texts_in(site.setting(&["permalinks"]), &mut patterns);
    }
    let told = |pattern: &str| {
        let style = jekyll_style(pattern, true).unwrap_or(pattern);
        filled(style, &parts, site.maker).err().map(|part| {
            format!(
                "the settings of the old site make addresses by `{pattern}`, in which `{part}` cannot be followed: the addresses in `aliases` are guesses, so see whether they are those of the old site"
            )
        })
    };
    patterns.into_iter().filter_map(told).collect()
}

fn texts_in<'v>(value: Option<&'v Value>, texts: &mut Vec<&'v str>) {
    match value {
        Some(Value::Text(text)) => texts.push(text),
        Some(Value::Map(entries)) => entries.iter().for_each(|(_, value)| texts_in(Some(value), texts)),
        _ => {}
    }
}

/// The addresses that follow from the settings, or from what the program does without any.
fn by_settings(parts: &AddressParts, old: &OldPath, place: &str) -> Vec<String> {
    let site = &*old.site;
    let (folder, name) = place.rsplit_once('/').unwrap_or(("", place));
    let slashed = |path: &str| if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
    let at = |path: &str| {
        let parts: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).collect();
        slashed(&parts.join("/"))
    };
    let is_index = matches!(name, "_index" | "index");
    if site.maker == SiteMaker::Hugo {
        let by_section = (!is_index || name == "index").then(|| hugo_pattern(site, parts)).flatten();
        let address = by_section.and_then(|pattern| filled(pattern, parts, site.maker).ok());
        let whole = format!(
            "{}/{}",
            if name == "index" { folder.rsplit_once('/').map_or("", |(above, _)| above) } else { folder },
            parts.name
        );
        let address = address.unwrap_or_else(|| if name == "_index" { at(folder) } else { at(&whole) });
        let address = hugo_path(&address);
        let bare = address.trim_end_matches('/');
        if site.is_on(&["uglyurls"]) && !bare.is_empty() {
            return vec![address.clone(), format!("{bare}.html")];
        }
        return vec![address];
    }
    let dated = moment::date_prefix(name);
    if site.maker == SiteMaker::Jekyll && (site.is_configured || dated.is_some()) {
        return by_jekyll(parts, old, place);
    }
    if let (Some((year, month, day)), Some((_, rest))) = (&parts.date, dated) {
        return vec![
            format!("/{year}/{month:0>2}/{day:0>2}/{rest}/"),
            format!("/{year}/{month:0>2}/{day:0>2}/{rest}.html"),
        ];
    }
    vec![if is_index { at(folder) } else { at(place) }]
}

fn by_jekyll(parts: &AddressParts, old: &OldPath, place: &str) -> Vec<String> {
    let site = &*old.site;
    let (folder, name) = place.rsplit_once('/').unwrap_or(("", place));
    let style = site.setting(&["permalink"]).and_then(Value::as_text);
    let pattern = match old.collection() {
        Some("posts" | "drafts") => style.unwrap_or("date"),
        Some(own) => site
            .setting(&["collections", own, "permalink"])
            .and_then(Value::as_text)
            .unwrap_or("/:collection/:path:output_ext"),
        None => {
            let path = if matches!(name, "index" | "_index") { folder } else { place };
            let slashed = if path.is_empty() { "/".to_owned() } else { format!("/{path}/") };
            let pretty = style.is_some_and(|style| style == "pretty" || style.ends_with('/'));
            let html = (!pretty && !path.is_empty() && path == place).then(|| format!("/{path}.html"));
            return std::iter::once(slashed).chain(html).collect();
        }
    };
    let Ok(address) = filled(jekyll_style(pattern, true).unwrap_or(pattern), parts, SiteMaker::Jekyll) else {
        return by_jekyll_date(parts);
    };
    match address.strip_suffix(".html") {
        Some(bare) => vec![format!("{bare}/"), address],
        None => vec![address],
    }
}

/// What Jekyll does without settings.
fn by_jekyll_date(parts: &AddressParts) -> Vec<String> {
    let pattern = jekyll_style("date", true).unwrap_or_default();
    let address = filled(pattern, parts, SiteMaker::Jekyll).unwrap_or_else(|_| format!("/{}.html", parts.path));
    vec![address.replace(".html", "/"), address]
}

/// The pattern that a name of Jekyll's styles stands for.
fn jekyll_style(name: &str, is_post: bool) -> Option<&'static str> {
    Some(match (name, is_post) {
        ("date", true) => "/:categories/:year/:month/:day/:title:output_ext",
        ("pretty", true) => "/:categories/:year/:month/:day/:title/",
        ("ordinal", true) => "/:categories/:year/:y_day/:title:output_ext",
        ("weekdate", true) => "/:categories/:year/W:week/:short_day/:title:output_ext",
        ("none", true) => "/:categories/:title:output_ext",
        ("pretty", false) => "/:path/",
        ("date" | "ordinal" | "weekdate" | "none", false) => "/:path:output_ext",
        _ => return None,
    })
}

/// The pattern of Hugo's settings for the section of a page.
fn hugo_pattern<'s>(site: &'s OldSite, parts: &AddressParts) -> Option<&'s str> {
    let section = parts.sections.first().copied().unwrap_or_default();
    let of_pages = site.setting(&["permalinks", "page", section]);
    of_pages.or_else(|| site.setting(&["permalinks", section])).and_then(Value::as_text)
}

fn parts<'a>(fields: &Map, old: &'a OldPath, place: &str) -> AddressParts<'a> {
    let value = |key: &str| fields.get(key).and_then(house::value);
    let text = |key: &str| value(key).and_then(|value| value.as_text().map(|text| text.trim().to_owned()));
    let maker = old.site.maker;
    let stem = place.rsplit('/').next().unwrap_or(place);
    let bundle = stem == "index" && maker == SiteMaker::Hugo;
    let stem = if bundle { place.rsplit('/').nth(1).unwrap_or(stem) } else { stem };
    let prefix = moment::date_prefix(stem);
    // Hugo keeps the date in names, unless it is told to take it from there.
    let by_name = old.site.setting(&["frontmatter", "date"]).is_some_and(|how| how.each_text().contains(&":filename"));
    let bare = prefix.filter(|_| maker != SiteMaker::Hugo || by_name).map_or(stem, |(_, rest)| rest);
    let slug = text("slug").filter(|slug| !slug.contains('/') && maker != SiteMaker::Eleventy);
    let written = text("date").or_else(|| text("publishdate")).filter(|_| maker != SiteMaker::Unknown);
    let date = written.as_deref().and_then(day_of).or_else(|| prefix.and_then(|(date, _)| day_of(date)));
    let mut categories: Vec<String> = Vec::new();
    if maker == SiteMaker::Jekyll {
        let above = old.path.split("/_posts/").next().filter(|above| *above != old.path);
        categories.extend(above.into_iter().flat_map(|above| above.split('/')).map(str::to_owned));
    }
    for value in ["categories", "category"].iter().filter_map(|key| value(key)) {
        match &value {
            Value::Text(text) => categories.extend(text.split_whitespace().map(str::to_owned)),
            list => categories.extend(list.each_text().into_iter().map(str::to_owned)),
        }
    }
    for name in &mut categories {
        *name = name.to_lowercase().replace(' ', "%20");
    }
    let mut seen = std::collections::HashSet::new();
    categories.retain(|name| seen.insert(name.clone()));
    let collection = old.collection().unwrap_or_default();
    let inner = place.trim_start_matches(&format!("_{collection}/")).to_owned();
    let mut sections: Vec<&str> = old.below().split('/').collect();
    sections.pop();
    if bundle {
        sections.pop();
    }
    AddressParts {
        date,
        title: address::slug(&text("title").unwrap_or_default()),
        name: slug.unwrap_or_else(|| bare.to_owned()),
        categories,
        collection,
        path: inner,
        sections,
    }
}

/// Year, month and day as they are written, whatever zone they are meant in.
fn day_of(text: &str) -> Option<(String, String, String)> {
    static DAY: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d{4})-(\d\d?)-(\d\d?)(?:\D|$)"));
    if let Some(found) = DAY.captures(text.trim()) {
        return Some((found[1].to_owned(), format!("{:0>2}", &found[2]), format!("{:0>2}", &found[3])));
    }
    let zone = Zone::utc();
    let (year, month, day) = moments::read_in(text, &zone, DateOrder::DayFirst)?.date(&zone);
    Some((format!("{year:04}"), format!("{month:02}"), format!("{day:02}")))
}

/// A pattern filled in, or the part of it that cannot be.
fn filled(pattern_of: &str, parts: &AddressParts, maker: SiteMaker) -> Result<String, String> {
    static PART: LazyLock<Regex> = LazyLock::new(|| pattern(r":([a-z_]+)(\[[^\]]*\])?"));
    static SLASHES: LazyLock<Regex> = LazyLock::new(|| pattern(r"/{2,}"));
    if let Some(at) = pattern_of.find("{{").or_else(|| pattern_of.find("{%")) {
        return Err(pattern_of[at..].to_owned());
    }
    let mut lost: Option<String> = None;
    let out = PART.replace_all(pattern_of, |found: &Captures| {
        let known = if found.get(2).is_some() { None } else { part(&found[1], parts, maker) };
        known.unwrap_or_else(|| {
            lost.get_or_insert_with(|| found[0].to_owned());
            String::new()
        })
    });
    match lost {
        Some(part) => Err(part),
        None => Ok(SLASHES.replace_all(&out, "/").into_owned()),
    }
}

fn part(name: &str, parts: &AddressParts, maker: SiteMaker) -> Option<String> {
    let bare = |number: &str| number.trim_start_matches('0').to_owned();
    let day = || parts.date.clone();
    Some(match name {
        "year" => day()?.0,
        "month" => day()?.1,
        "day" => day()?.2,
        "short_year" => day()?.0.get(2..)?.to_owned(),
        "i_month" => bare(&day()?.1),
        "i_day" => bare(&day()?.2),
        "monthname" => moment::month_name(day()?.1.parse().ok()?).to_lowercase(),
        "long_month" => moment::month_name(day()?.1.parse().ok()?).to_owned(),
        "short_month" => moment::month_name(day()?.1.parse().ok()?).get(..3)?.to_owned(),
        "title" if maker == SiteMaker::Hugo => parts.title.clone(),
        "slug" if maker == SiteMaker::Jekyll => address::slug(&parts.name),
        "title" | "name" | "slug" | "filename" | "contentbasename" | "slugorfilename" | "slugorcontentbasename" => {
            parts.name.clone()
        }
        "categories" => parts.categories.join("/"),
        "slugified_categories" => parts.categories.iter().map(|name| address::slug(name)).collect::<Vec<_>>().join("/"),
        "collection" => parts.collection.to_owned(),
        "path" => parts.path.clone(),
        "basename" => parts.name.clone(),
        "section" => parts.sections.first().copied().unwrap_or_default().to_owned(),
        "sections" => parts.sections.join("/"),
        "output_ext" => ".html".to_owned(),
        _ => return None,
    })
}

/// An address as it begins at the root of the site.
fn rooted(address: &str) -> String {
    format!("/{}", address.trim_start_matches("./").trim_start_matches('/'))
}
