//! Texts with front matter: collected appeals, bulletins, posts of Jekyll and Hugo. In: text. Out: a [`SourceDocument`] whose
//! fields have the house's names. It must not know the site.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    ImportRefusal,
    document::{ImportedBody, MetadataKind, SourceDocument, SourceFormat, Sure},
    house::{self, Value},
    jekyll,
    moments::pattern,
};
use crate::{
    catalogue::{FIELDS, known_keys},
    moment,
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
    /// Its path below the content of a site that another program makes.
    pub below: Option<&'a str>,
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
    "headless",
    "cascade",
    "menu",
    "formopen",
    "isodate",
];

/// A key at the beginning of a line.
static KEY: LazyLock<Regex> = LazyLock::new(|| pattern(r#"^["']?[\w.-]+["']?\s*:(?:\s|$)"#));

/// Whether a text begins with front matter.
pub fn is(text: &str) -> bool {
    let head = text.trim_start();
    if head.starts_with("+++") {
        return head.lines().skip(1).any(|line| line.trim_end() == "+++");
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
    let stem = stem.rsplit_once('.').map_or(stem, |(stem, _)| stem);
    document.stem = Some(stem.to_owned());
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
        let title_too = (field.name == "title").then(|| found.get(1)).flatten();
        if let Some((_, short)) = title_too {
            title_of_both(&mut document, short);
        }
        let Some((name, value)) = found.into_iter().next() else { continue };
        take(&mut document, field.name, name, value, origin);
    }
    for (key, piece) in [("og.url", MetadataKind::Address), ("og.site_name", MetadataKind::Publisher)] {
        if let Some(text) = map.find(key).and_then(house::value).as_ref().and_then(Value::as_text) {
            document.add(piece, decoded(text), "Open Graph", Sure::Likely);
        }
    }
    if flag(&map, "published").as_deref() == Some("false") {
        document.draft = true;
        document.candidates.retain(|candidate| candidate.piece != MetadataKind::Date || candidate.value != "false");
    }
    leftovers(&mut document, &map, &used, origin);
    let prefix = moment::date_prefix(stem);
    if let Some((date, _)) = prefix {
        document.add(MetadataKind::Date, date, "the name of the file", Sure::Likely);
    }
    let body = match origin.below {
        Some(below) => {
            jekyll::addresses(&mut document, below);
            document.page = document.best(MetadataKind::Date).is_none();
            jekyll::body(&mut document, body)
        }
        None => body.to_owned(),
    };
    let body = body.trim_matches('\n').trim_end();
    let collected = origin.below.is_none() && document.best(MetadataKind::Address).is_some();
    document.body =
        ImportedBody::Markdown(if collected && document.house.is_none() { tidied(body) } else { body.to_owned() });
    Ok(document)
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

/// Names of fields compare without regard to capitals.
fn lower(map: &mut Map) {
    for entry in &mut map.entries {
        let key = entry.key.to_lowercase();
        if key != entry.key
            && (known_keys().any(|known| known.eq_ignore_ascii_case(&key)) || LOOKS.contains(&key.as_str()))
        {
            entry.key = key;
        }
        if let tree::TreeValue::Map(inner) = &mut entry.value.value {
            lower(inner);
        }
    }
}

/// A title that is the page's own plus ` | Publisher` is that title, and names the source.
fn title_of_both(document: &mut SourceDocument, short: &Value) {
    if let Some(short) = short.as_text() {
        document.add(MetadataKind::Title, decoded(short), "Open Graph", Sure::Likely);
    }
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
        ("draft", Some(text)) => document.draft = matches!(text.to_lowercase().as_str(), "true" | "yes" | "on" | "1"),
        ("slug", Some(text)) if origin.below.is_some() && text.contains('/') => {
            document.add(MetadataKind::OldAddress, text, from, Sure::Said);
        }
        ("aliases", _) if origin.below.is_some() => {
            for address in value.each_text() {
                document.add(MetadataKind::OldAddress, address, jekyll::EARLIER, Sure::Said);
            }
        }
        ("tags", _) => {
            let commas = value.as_text().is_some();
            for tag in
                value.each_text().iter().flat_map(|text| if commas { text.split(',').collect() } else { vec![*text] })
            {
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

/// What no field names stays, but for what only said how a page looked elsewhere.
fn leftovers(document: &mut SourceDocument, map: &Map, used: &[String], origin: FileOrigin) {
    for entry in &map.entries {
        let key = entry.key.to_lowercase();
        let known = FIELDS.iter().any(|field| field.name == key)
            || used.iter().any(|name| *name == key || name.split('.').next() == Some(&key))
            || matches!(key.as_str(), "og" | "publish" | "imported");
        let other_name = FIELDS.iter().any(|field| field.others.iter().any(|other| other.eq_ignore_ascii_case(&key)));
        let Some(value) = house::value(&entry.value) else { continue };
        if known && !other_name {
            continue;
        }
        if other_name {
            // Another name of a field that is there already: it is kept only in the receipt, unless it says the same.
            if used.first().is_none_or(|name| *name != key) && used.contains(&key) && second(map, &key) {
                document.remove(format!("`{}`", entry.key), "another field says the same thing and counts first");
            }
            continue;
        }
        if origin.below.is_some() && LOOKS.contains(&key.as_str()) {
            document.remove(format!("`{}`", entry.key), "it says how the page looked in the other program");
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

/// Whether a key is not the first name of its field that is present.
fn second(map: &Map, key: &str) -> bool {
    FIELDS.iter().filter(|field| field.others.iter().any(|other| other.eq_ignore_ascii_case(key))).any(|field| {
        let mut names = std::iter::once(field.name).chain(field.others.iter().copied());
        names.find(|name| map.find(name).is_some()) != Some(key)
    })
}
