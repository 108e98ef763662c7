//! Texts with front matter: collected appeals, bulletins, posts of Jekyll and Hugo. In: text. Out: a [`SourceDocument`] whose
//! fields have the house's names. It must not know the site.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    ImportRefusal,
    document::{ImportedBody, MetadataKind, SitePart, SourceDocument, SourceFormat, Sure},
    house::{self, Value},
    jekyll,
    moments::pattern,
    old_address,
    old_site::{OldPath, SiteMaker},
    unshown,
};
use crate::{
    catalogue::{FIELDS, known_keys},
    moment::{self, DateOrder, Zone},
    parse::{
        front_matter,
        reader::decoded,
        tree::{self, Map},
    },
    source::SourcePath,
};

/// Where a text with front matter lay.
#[derive(Clone, Copy, Debug, Default)]
pub struct FileOrigin<'a> {
    /// The name of the file.
    pub name: &'a str,
    /// What it is in a site that another program makes.
    pub old: Option<&'a OldPath>,
}

/// Keys of other programs that say how a page looks there.
const LOOKS: &[&str] = &[
    "layout",
    "hero",
    "showtoc",
    "toc",
    "hidemeta",
    "editpost",
    "disableanchoredheadings",
    "type",
    "weight",
    "sitemap",
    "outputs",
    "markup",
    "comments",
    "share",
    "cascade",
    "menu",
    "formopen",
    "isodate",
];

/// Keys of other programs that say from when and until when a page is shown, in small letters.
const WHEN: &[&str] = &["embargo", "unpublishdate"];

/// Where the picture is that a theme shows with a page, until it is known whether there is a file of it.
pub const COVER: &str = "cover";

/// A key at the beginning of a line.
static KEY: LazyLock<Regex> = LazyLock::new(|| pattern(r#"^["']?[\w.-]+["']?\s*:(?:\s|$)"#));

/// Whether a text begins with front matter.
pub fn is(text: &str) -> bool {
    let head = text.trim_start();
    if head.starts_with("+++") {
        return head.lines().skip(1).any(|line| line.trim_end() == "+++");
    }
    if head.starts_with('{') {
        return json_front(head).is_some();
    }
    let known = |line: &str| {
        let key = line.split_once(':').map(|(key, _)| key.trim().to_lowercase());
        key.is_some_and(|key| known_keys().any(|known| known.eq_ignore_ascii_case(&key)) || LOOKS.contains(&&*key))
    };
    let looks_like = |yaml: &str| {
        let first = yaml.lines().find(|line| !line.trim().is_empty() && !line.starts_with('#'));
        // A text in quotes may go on in lines that look like none of front matter.
        first.is_some_and(|line| KEY.is_match(line)) && yaml.lines().any(known)
            || yaml.lines().all(|line| {
                let line = line.trim_end();
                line.is_empty() || line.starts_with([' ', '\t', '#', '-', ']', '}', '"', '\'']) || line.contains(':')
            })
    };
    match front_matter::split(text) {
        // A rule and some words are no front matter.
        Ok(split) => looks_like(&text[split.yaml]),
        Err(front_matter::SplitError::Unclosed { .. }) => head.lines().nth(1).is_some_and(known),
        Err(_) => false,
    }
}

/// Reads a text with front matter.
pub fn read(text: &str, origin: FileOrigin) -> Result<SourceDocument, ImportRefusal> {
    let (mut map, body) = split(text)?;
    lower(&mut map);
    let mut document = SourceDocument::of(SourceFormat::FrontMatter);
    let stem = origin.name.rsplit('/').next().unwrap_or_default();
    let mut stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem).to_owned();
    if let Some(old) = origin.old {
        old.fill(&mut map);
        lower(&mut map);
        let (language, place) = old.language();
        if let Some(language) = &language {
            let ending = format!(".{language}");
            stem = stem.strip_suffix(&ending).unwrap_or(&stem).to_owned();
            document.add(MetadataKind::Language, language.replace('_', "-"), "the name of the file", Sure::Likely);
        }
        document.part = Some(SitePart { path: old.path.clone(), place, language, ..SitePart::default() });
    }
    document.stem = Some(stem.clone());
    if house::is(text) {
        document.house = Some(text.to_owned());
    }
    let mut used: Vec<String> = Vec::new();
    for field in FIELDS {
        let found = std::iter::once(field.name)
            .chain(field.others.iter().copied())
            .filter_map(|name| Some((name, house::value(map.find(&name.to_lowercase())?)?)))
            .collect::<Vec<_>>();
        used.extend(found.iter().map(|(name, _)| name.to_lowercase()));
        fields_of_one(&mut document, field.name, found, origin);
    }
    for (key, piece) in [("og.url", MetadataKind::Address), ("og.site_name", MetadataKind::Publisher)] {
        if let Some(text) = map.find(key).and_then(house::value).as_ref().and_then(Value::as_text) {
            document.add(piece, decoded(text), "Open Graph", Sure::Likely);
        }
    }
    shown(&mut document, &map, origin);
    leftovers(&mut document, &map, &used, origin);
    let is_section = origin.old.is_some() && stem == "_index";
    if is_section {
        // The date of a list is no bulletin's.
        document.candidates.retain(|candidate| candidate.piece != MetadataKind::Date);
    } else if let Some((date, _)) = moment::date_prefix(&stem) {
        document.add(MetadataKind::Date, date, "the name of the file", Sure::Likely);
    }
    let body = match origin.old {
        Some(old) => {
            let unshown = unshown::by_path(old);
            let is_post = matches!(old.collection(), Some("posts" | "drafts"));
            // It had no address, unless its fields say one.
            if unshown.is_none() || map.get("permalink").is_some() || map.get("url").is_some() {
                old_address::add(&mut document, &map, old);
            }
            document.page = document.best(MetadataKind::Date).is_none() && !is_post;
            jekyll::body(&mut document, body)
        }
        None => body.to_owned(),
    };
    let body = body.trim_matches('\n').trim_end();
    let collected = origin.old.is_none() && document.best(MetadataKind::Address).is_some();
    document.body =
        ImportedBody::Markdown(if collected && document.house.is_none() { tidied(body) } else { body.to_owned() });
    Ok(document)
}

/// The fields of a text, their names in small letters.
pub fn fields(text: &str) -> Option<Map> {
    let (mut map, _) = split(text).ok()?;
    lower(&mut map);
    Some(map)
}

/// Takes from the fields whether it was shown where it came from, and when.
fn shown(document: &mut SourceDocument, map: &Map, origin: FileOrigin) {
    if flag(map, "published").as_deref() == Some("false") {
        document.draft = true;
    }
    if let Some(why) = unshown::by_fields(map) {
        document.was_unshown(&why);
    }
    let text = |key: &str| map.find(key).and_then(house::value).and_then(|value| value.as_text().map(decoded));
    for (key, from) in [("publishdate", "`publishDate`"), ("embargo", "`embargo`")] {
        if let Some(moment) = text(key) {
            document.add(MetadataKind::NotBefore, moment, from, Sure::Said);
        }
    }
    if origin.old.is_some() {
        for (key, from) in [("expirydate", "`expiryDate`"), ("unpublishdate", "`unpublishDate`")] {
            if let Some(moment) = text(key) {
                document.add(MetadataKind::Gone, moment, from, Sure::Said);
            }
        }
    }
}

/// A body that a program made of a page: blanks that tags left before commas go, and what each of several quotes says
/// stands in its own paragraph.
fn tidied(body: &str) -> String {
    static BLANK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(\*\*|\)) ([,.;:])(\s|$)"));
    static QUOTES: LazyLock<Regex> = LazyLock::new(|| pattern(r#"([.!?][’'”"]?)\n(['‘"“]\p{L})"#));
    let body = BLANK.replace_all(body, "$1$2$3");
    QUOTES.replace_all(&body, "$1\n\n$2").into_owned()
}

fn flag(map: &Map, key: &str) -> Option<String> {
    map.find(key).and_then(house::value)?.as_text().map(|text| text.trim().to_lowercase())
}

/// Front matter and body, whatever marks stand round the former.
fn split(text: &str) -> Result<(Map, &str), ImportRefusal> {
    let head = text.trim_start();
    let path = SourcePath::new("source");
    if let Some(rest) = head.strip_prefix("+++") {
        let (toml, body) = rest
            .split_once("\n+++")
            .ok_or_else(|| ImportRefusal::new("its front matter is never closed: a line `+++` is missing"))?;
        let yaml = jekyll::yaml_of_toml(toml)
            .map_err(|why| ImportRefusal::new(format!("its front matter is no TOML: {why}")))?;
        let map = tree::read(&yaml, 0, &path, tree::FRONT_MATTER, &mut Vec::new());
        return Ok((map.unwrap_or_default(), body.trim_start_matches(['+', ' '])));
    }
    if let Some((json, body)) = json_front(head) {
        // JSON is YAML.
        let map = tree::read(json, 0, &path, tree::FRONT_MATTER, &mut Vec::new());
        return Ok((map.unwrap_or_default(), body));
    }
    let split = front_matter::split(text)
        .map_err(|_| ImportRefusal::new("its front matter is never closed: a line `---` is missing"))?;
    let mut problems = Vec::new();
    let map = tree::read(&text[split.yaml.clone()], split.yaml.start, &path, tree::FRONT_MATTER, &mut problems);
    match map {
        Some(map) => Ok((map, &text[split.body..])),
        None => {
            let why = problems.first().map_or("it is no list of lines `key: value`", |problem| &problem.message);
            Err(ImportRefusal::new(format!("its front matter cannot be read: {why}")))
        }
    }
}

/// Front matter in JSON, which Hugo reads too, and what follows it.
fn json_front(text: &str) -> Option<(&str, &str)> {
    let mut values = serde_json::Deserializer::from_str(text).into_iter::<serde_json::Map<String, serde_json::Value>>();
    let first = values.next()?.ok()?;
    let (json, body) = text.split_at(values.byte_offset());
    // A text of nothing but JSON is no text with front matter.
    (first.contains_key("title") && !body.trim().is_empty()).then_some((json, body))
}

/// Names of fields compare without regard to capitals.
fn lower(map: &mut Map) {
    for entry in &mut map.entries {
        let key = entry.key.to_lowercase();
        let is_known = known_keys().any(|known| known.eq_ignore_ascii_case(&key))
            || LOOKS.contains(&key.as_str())
            || unshown::KEYS.contains(&key.as_str())
            || WHEN.contains(&key.as_str());
        if key != entry.key && is_known {
            entry.key = key;
        }
        if let tree::TreeValue::Map(inner) = &mut entry.value.value {
            lower(inner);
        }
    }
}

/// Takes all that is given of one field: the first name that is there counts. What another says besides is taken too where
/// the field holds several, and else told.
fn fields_of_one(document: &mut SourceDocument, field: &str, mut found: Vec<(&str, Value)>, origin: FileOrigin) {
    let is_flag = |value: &Value| value.as_text().is_some_and(|text| matches!(text.trim(), "true" | "false"));
    match field {
        "date" => found.retain(|(name, value)| !(*name == "published" && is_flag(value))),
        // These are read where the addresses of the old site are.
        "slug" if origin.old.is_some() => found
            .retain(|(name, value)| *name != "permalink" && !value.as_text().is_some_and(|text| text.contains('/'))),
        "slug" => found.retain(|(name, value)| !(*name == "permalink" && is_flag(value))),
        "source" if origin.old.is_some() => {
            found.retain(|(name, value)| *name != "url" || value.as_text().is_none_or(|text| text.contains("://")));
        }
        "title" => {
            // A title that is the page's own plus ` | Publisher` is that title, and names the source.
            if let Some(short) = found.get(1).and_then(|(_, short)| short.as_text()) {
                document.add(MetadataKind::Title, decoded(short), "Open Graph", Sure::Likely);
            }
            found.truncate(1);
        }
        _ => {}
    }
    let mut found = found.into_iter();
    let Some((name, first)) = found.next() else { return };
    take(document, field, name, first.clone(), origin);
    for (other, value) in found {
        let is_place = |value: &Value| value.as_text().is_some_and(|text| text.contains("://"));
        let names_both = field == "source" && first.as_text().is_some() && !is_place(&first) && is_place(&value);
        if same(field, &first, &value) {
            document.remove(format!("`{other}`"), "another field says the same thing and counts first");
        } else if matches!(field, "tags" | "area" | "aliases") || names_both {
            take(document, field, other, value, origin);
        } else if field != "date" || other != "publishDate" {
            document.remove(
                format!("`{other}`, which says “{}”", shortened(&value)),
                "another name of the same field counts first and says something else: see which is right",
            );
        }
    }
}

/// Whether two values of a field say the same.
fn same(field: &str, one: &Value, other: &Value) -> bool {
    let moment = |value: &Value| {
        let text = value.as_text().filter(|_| matches!(field, "date" | "updated" | "expires"))?;
        super::moments::read_in(text, &Zone::utc(), DateOrder::DayFirst)
    };
    let texts = |value: &Value| value.each_text().iter().map(|text| decoded(text.trim())).collect::<Vec<_>>();
    let words = || !texts(one).is_empty() && texts(one) == texts(other);
    one == other || words() || moment(one).is_some_and(|one| moment(other) == Some(one))
}

/// A value as a receipt shows it.
fn shortened(value: &Value) -> String {
    const LONGEST: usize = 300;
    let text = match value {
        Value::Map(entries) => {
            let entry = |(key, value): &(String, Value)| format!("{key}: {}", shortened(value));
            entries.iter().map(entry).collect::<Vec<_>>().join(", ")
        }
        Value::List(list) => list.iter().map(shortened).collect::<Vec<_>>().join(", "),
        Value::Text(text) => decoded(text).split_whitespace().collect::<Vec<_>>().join(" "),
        Value::Null => String::new(),
    };
    if text.chars().count() <= LONGEST { text } else { text.chars().take(LONGEST).chain(['…']).collect() }
}

/// Takes one field under the house's name.
fn take(document: &mut SourceDocument, field: &str, name: &str, value: Value, origin: FileOrigin) {
    let text = value.as_text().map(decoded);
    let from = if name.starts_with("og.") { "Open Graph" } else { "front matter" };
    match (field, text) {
        ("title", Some(text)) => document.add(MetadataKind::Title, text, from, Sure::Said),
        ("date", Some(text)) => document.add(MetadataKind::Date, text, from, Sure::Said),
        ("updated", Some(text)) => document.add(MetadataKind::Updated, text, from, Sure::Said),
        ("summary", Some(text)) => document.add(MetadataKind::Summary, text, from, Sure::Said),
        ("kind", Some(text)) => document.add(MetadataKind::Kind, text, from, Sure::Said),
        ("lang", Some(text)) => document.add(MetadataKind::Language, text.replace('_', "-"), from, Sure::Said),
        ("area", _) => {
            for area in value.each_text() {
                document.add(MetadataKind::Area, decoded(area), from, Sure::Said);
            }
        }
        ("source", Some(text)) if text.starts_with('/') => {
            document.add(MetadataKind::OldAddress, text, from, Sure::Said);
        }
        ("source", Some(text)) if text.starts_with("http") => {
            document.add(MetadataKind::Address, text, from, Sure::Said);
        }
        ("source", Some(text)) => document.add(MetadataKind::Publisher, text, from, Sure::Said),
        ("source", None) => {
            for (key, piece) in
                [("name", MetadataKind::Publisher), ("url", MetadataKind::Address), ("licence", MetadataKind::Licence)]
            {
                if let Some(text) = value.get(key).and_then(Value::as_text) {
                    document.add(piece, decoded(text), from, Sure::Said);
                }
            }
        }
        ("image", Some(text)) => picture(document, &text, from),
        ("image", None) => {
            if let Some(image) = image(&value) {
                document.fields.push(("image".into(), escaped(image)));
            }
        }
        ("status", Some(text)) if unshown::status(&text).is_some() => {
            document.remove(format!("`{name}: {text}`"), "it says whether the other program showed it");
        }
        ("draft", Some(text)) => document.draft = matches!(text.to_lowercase().as_str(), "true" | "yes" | "on" | "1"),
        ("aliases", _) if origin.old.is_some() => {
            for address in value.each_text() {
                document.add(MetadataKind::OldAddress, address, old_address::EARLIER, Sure::Said);
            }
        }
        ("tags", _) => {
            let is_text = value.as_text().is_some();
            // Jekyll parts a text at its blanks.
            let by_blanks = origin.old.is_some_and(|old| old.site.maker == SiteMaker::Jekyll && old.site.is_configured);
            let parts = |text: &&str| -> Vec<String> {
                let mark = if by_blanks && !text.contains(',') { ' ' } else { ',' };
                if is_text { text.split(mark).map(str::to_owned).collect() } else { vec![(*text).to_owned()] }
            };
            for tag in value.each_text().iter().flat_map(parts) {
                let tag = tag.trim();
                let is_there = document.all(MetadataKind::Tag).any(|known| known.value.eq_ignore_ascii_case(tag));
                if is_there {
                    continue;
                }
                document.add(MetadataKind::Tag, decoded(tag), from, Sure::Said);
            }
        }
        ("og", _) => {
            let known = ["title", "description", "image", "locale", "type", "url", "site_name"];
            if let Value::Map(map) = value {
                let rest: Vec<(String, Value)> =
                    map.into_iter().filter(|(key, _)| !known.contains(&key.as_str())).collect();
                if !rest.is_empty() {
                    document.fields.push(("og".into(), Value::Map(rest)));
                }
            }
        }
        _ => document.fields.push((field.into(), escaped(value))),
    }
}

/// A picture, unless it is the one that a publisher shows with every page.
pub fn picture(document: &mut SourceDocument, address: &str, from: &'static str) {
    static USUAL: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"(?i)default|logo|/brand/|placeholder|og[-_]image|social[-_](?:share|card)|favicon|avatar")
    });
    if address.contains("://") && USUAL.is_match(address) {
        document.remove("the picture of the page", "the publisher shows it with every page");
    } else {
        document.add(MetadataKind::Picture, address, from, Sure::Said);
    }
}

/// Texts decoded once, and written so that they are read the same.
fn escaped(value: Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(house::written(&decoded(&text))),
        Value::List(list) => Value::List(list.into_iter().map(escaped).collect()),
        Value::Map(map) => Value::Map(map.into_iter().map(|(key, value)| (key, escaped(value))).collect()),
        Value::Null => Value::Null,
    }
}

/// A picture that is given by several keys, or the first of a list, as this program reads it.
fn image(value: &Value) -> Option<Value> {
    match value {
        Value::Text(_) => Some(Value::Map(vec![("src".into(), value.clone())])),
        Value::List(list) => image(list.first()?),
        Value::Map(entries) => {
            let names = ["src", "path", "url", "image", "teaser", "overlay_image"];
            let src = names.iter().find_map(|name| value.get(name).filter(|src| src.as_text().is_some()))?;
            let alt = ["alt", "image_alt", "caption", "image_description"].iter().find_map(|name| value.get(name));
            let rest = entries.iter().filter(|(key, _)| matches!(key.as_str(), "focus" | "credit" | "licence"));
            let alt = alt.map(|alt| ("alt".to_owned(), alt.clone()));
            let src = std::iter::once(("src".to_owned(), src.clone()));
            Some(Value::Map(src.chain(alt).chain(rest.cloned()).collect()))
        }
        Value::Null => None,
    }
}

/// What no field names stays, but for what only said how a page looked elsewhere.
fn leftovers(document: &mut SourceDocument, map: &Map, used: &[String], origin: FileOrigin) {
    for entry in &map.entries {
        let key = entry.key.to_lowercase();
        let is_used = used.iter().any(|name| *name == key || name.split('.').next() == Some(&key));
        let is_field = FIELDS
            .iter()
            .any(|field| field.name == key || field.others.iter().any(|other| other.eq_ignore_ascii_case(&key)));
        if is_used || is_field || matches!(key.as_str(), "og" | "imported") {
            continue;
        }
        let Some(value) = house::value(&entry.value) else { continue };
        // A word or a day is kept: a build tells of what would be public against it.
        if key == "publish" && value.as_text().is_none_or(unshown::is_flag) {
            continue;
        }
        if unshown::KEYS.contains(&key.as_str()) {
            document.remove(format!("`{}`", entry.key), "it says whether the other program showed it");
            continue;
        }
        if key == "embargo" {
            continue;
        }
        if origin.old.is_some() && of_old_site(document, &key, &value) {
            continue;
        }
        if key == "publisher"
            && let Some(text) = value.as_text()
        {
            document.add(MetadataKind::Publisher, decoded(text), "front matter", Sure::Said);
            continue;
        }
        document.fields.push((entry.key.clone(), value));
    }
}

/// Takes a field that only another program has; whether it is one.
fn of_old_site(document: &mut SourceDocument, key: &str, value: &Value) -> bool {
    match key {
        "unpublishdate" => {
            if document.fields.iter().all(|(name, _)| name != "expires") {
                document.fields.push(("expires".into(), value.clone()));
            }
        }
        "cover" | "header" | "resources" => {
            let has_one = document.best(MetadataKind::Picture).is_some()
                || document.fields.iter().any(|(name, _)| name == "image");
            let found = cover(key, value).filter(|_| !has_one);
            let src = found.as_ref().and_then(|found| found.get("src")).and_then(Value::as_text).unwrap_or_default();
            let is_known = document.fields.iter().any(|(name, _)| name == COVER);
            match found {
                Some(_) if src.contains("://") => picture(document, &decoded(src), "front matter"),
                Some(image) if !is_known => document.fields.push((COVER.into(), escaped(image))),
                _ => document.remove(
                    format!("`{key}`, which says “{}”", shortened(value)),
                    "only the other program knows what it is for; what the text shows comes over",
                ),
            }
            if let Some(caption) =
                value.get("caption").filter(|caption| value.get("alt").is_some_and(|alt| alt != *caption))
            {
                document.remove(
                    format!("`{key}.caption`, which says “{}”", shortened(caption)),
                    "pictures have no captions here",
                );
            }
        }
        _ if LOOKS.contains(&key) => {
            document.remove(format!("`{key}`"), "it says how the page looked in the other program");
        }
        _ => return false,
    }
    true
}

/// The picture that stands for a page, where themes and bundles of Hugo and Jekyll name it.
fn cover(key: &str, value: &Value) -> Option<Value> {
    if key != "resources" {
        return image(value);
    }
    let Value::List(list) = value else { return None };
    let is_cover = |item: &&Value| {
        let name = item.get("name").and_then(Value::as_text).unwrap_or_default();
        ["cover", "featur", "thumb", "header"].iter().any(|start| name.starts_with(start))
    };
    image(list.iter().find(is_cover)?)
}
