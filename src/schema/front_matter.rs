//! The schema of front matter. In: [`FIELDS`] and, of a site, its kinds, areas, contacts and other names of fields.
//! Out: JSON. It must not know the disk. Only what a field says is looked at: what is missing may stand in the file's name or body.

use serde_json::{Map, Value, json};

use super::{
    pattern,
    shape::{
        address, choice, contact_keys, described, flag, language, like, map, moment, one_or_more, open_map, sentence,
        text, web_address, words,
    },
};
use crate::{
    catalogue::{FIELDS, known_keys, when},
    settings::{AreaSpec, Settings},
};

pub fn schema(site: Option<&Settings>) -> Value {
    let mut properties = Map::new();
    let mut any_case = Map::new();
    let mut shapes = Map::new();
    for field in FIELDS {
        let shape = if is_free(field.name, site) { None } else { shape(field.name, site) };
        let about = format!("{} When absent: {}.", sentence(field.takes), field.absent);
        shapes.insert(field.name.to_owned(), described(shape.unwrap_or_else(|| json!({})), &about));
        for name in std::iter::once(&field.name).chain(field.others) {
            // Of the same names, the first field's counts; `url` alone is always an address.
            let value = match *name {
                "url" => described(web_address(), &about),
                "published" => json!({"anyOf": [moment(), flag()], "description": about}),
                _ => json!({"$ref": format!("#/$defs/{}", field.name)}),
            };
            if !name.contains('.') {
                any_case.insert(format!("^{}$", pattern::any_case(name)), value.clone());
            }
            properties.insert((*name).to_owned(), value);
        }
    }
    for key in ["og", "publish"] {
        let inner = |(name, value): (&String, &Value)| {
            Some((name.strip_prefix(key)?.strip_prefix('.')?.to_owned(), value.clone()))
        };
        let below: Map<String, Value> = properties.iter().filter_map(inner).collect();
        let about = if key == "og" { "Open Graph properties; what stands here wins over what is derived." } else { "" };
        let mut shape = json!({"type": ["object", "null"], "properties": below});
        if key == "publish" {
            // `publish: false` holds a bulletin back.
            shape = json!({"anyOf": [shape, flag()]});
        }
        let shape = described(shape, about);
        shapes.insert(key.to_owned(), shape);
        properties.insert(key.to_owned(), json!({"$ref": format!("#/$defs/{key}")}));
    }
    let rules = site.map_or(&[][..], |site| &site.fields);
    let mut known: Vec<&str> = known_keys().collect();
    known.extend(rules.iter().flat_map(|rule| &rule.keys).map(String::as_str));
    let slips = pattern::slips_of(known_keys().filter(|key| key.len() > 3));
    json!({
        "type": ["object", "null"],
        "properties": properties,
        "patternProperties": any_case,
        "propertyNames": {"if": {"pattern": slips}, "then": {"enum": known}},
        "$defs": shapes,
    })
}

/// Whether the settings give a field's values other meanings, so that any may stand there.
fn is_free(field: &str, site: Option<&Settings>) -> bool {
    let rules = site.map_or(&[][..], |site| &site.fields);
    rules.iter().any(|rule| rule.field == field && !(rule.ignore.is_empty() && rule.rename.is_empty()))
}

/// What a field takes; none when nobody has said so.
pub fn shape(field: &str, site: Option<&Settings>) -> Option<Value> {
    Some(match field {
        "title" | "summary" | "reason" => text(),
        "date" | "closed" | "updated" | "expires" => moment(),
        "area" => area(site),
        "kind" => kind(site),
        "status" => choice(&["open", "resolved", "withdrawn"]),
        "severity" => choice(&["extreme", "severe", "moderate", "minor", "unknown"]),
        "when" => {
            // A time alone is one of the day of the start.
            let end = json!({"anyOf": [moment(), like(r"^\s*[0-9]{1,2}([:.][0-9]{2})?\s*([aApP]\.?[mM]\.?)?\s*$")]});
            let times = vec![("start", moment()), ("end", end), ("place", text())];
            let mut map = open_map(times, &[]);
            map["anyOf"] = when::START.iter().chain(when::END).map(|name| json!({"required": [name]})).collect();
            // A line with the day, the hours and the place has a number in it at least.
            json!({"anyOf": [moment(), like("[0-9]"), map]})
        }
        "updates" => one_or_more(&open_map(vec![("date", moment()), ("text", text())], &["date", "text"])),
        "reference" | "tags" | "aliases" | "allow" => words(),
        "source" => {
            let keys = vec![("name", text()), ("url", web_address()), ("licence", text()), ("license", text())];
            let named = like(r"^(?!\s*/)(?!\s*[A-Za-z][A-Za-z0-9+.-]*://)|^\s*[Hh][Tt][Tt][Pp][Ss]?://");
            json!({"anyOf": [named, open_map(keys, &[])]})
        }
        "contacts" => contacts(site),
        "coverage" => {
            let keys = vec![("title", text()), ("url", web_address()), ("publisher", text())];
            let mut report = open_map(keys, &[]);
            report["anyOf"] = json!([{"required": ["title"]}, {"required": ["url"]}]);
            one_or_more(&json!({"anyOf": [web_address(), report]}))
        }
        "attachments" => {
            let file = open_map(vec![("src", address()), ("title", text())], &["src"]);
            one_or_more(&json!({"anyOf": [address(), file]}))
        }
        "image" => {
            let src = json!([{"required": ["src"]}, {"required": ["url"]}, {"required": ["path"]}]);
            let keys = vec![("src", address()), ("url", address()), ("path", address()), ("alt", text())];
            let mut picture = open_map(keys, &[]);
            picture["anyOf"] = src;
            one_or_more(&json!({"anyOf": [address(), picture]}))
        }
        "id" => address(),
        "og" => json!({"type": ["object", "null"]}),
        "lang" => language(),
        "slug" => json!({"type": ["string", "number", "boolean", "null"], "pattern": "^[^:]*$"}),
        "draft" | "pinned" => flag(),
        "author" => one_or_more(&json!({"anyOf": [text(), open_map(vec![("name", text())], &["name"])]})),
        _ => return None,
    })
}

fn kind(site: Option<&Settings>) -> Value {
    let Some(site) = site else {
        let built_in: Vec<String> = crate::settings::kinds::built_in().into_iter().map(|kind| kind.name).collect();
        let mut kind = text();
        kind["examples"] = built_in.into();
        return kind;
    };
    let names: Vec<&str> = site.kinds.iter().map(|kind| kind.name.as_str()).collect();
    let labels = site.kinds.iter().map(|kind| kind.label.as_str());
    let any = pattern::one_of(names.iter().copied().chain(labels));
    json!({"anyOf": [{"enum": names}, like(&any)]})
}

/// The names of areas and of those inside them, and their aliases.
fn names<'a>(areas: &'a [AreaSpec], into: &mut Vec<&'a str>, aliases: &mut Vec<&'a str>) {
    for area in areas {
        into.push(&area.name);
        aliases.extend(area.aliases.iter().map(|alias| alias.text.as_str()));
        names(&area.areas, into, aliases);
    }
}

fn area(site: Option<&Settings>) -> Value {
    let (mut known, mut aliases) = (Vec::new(), Vec::new());
    names(site.map_or(&[][..], |site| &site.areas), &mut known, &mut aliases);
    if known.is_empty() {
        return words();
    }
    // A name may hold the commas and slashes that part others.
    let any = pattern::some_paths_of(known.iter().chain(&aliases).copied());
    one_or_more(&json!({"anyOf": [{"enum": known}, like(&any)]}))
}

fn contacts(site: Option<&Settings>) -> Value {
    let written = map(contact_keys(), &["name"]);
    let Some(site) = site else { return one_or_more(&json!({"anyOf": [text(), written]})) };
    let names: Vec<&str> = site.contacts.iter().map(|contact| contact.name.as_str()).collect();
    // YAML makes a number of `101`.
    let numbers = names.iter().filter_map(|name| name.parse::<u64>().ok()).map(Value::from);
    let known: Vec<Value> = names.iter().map(|name| Value::from(*name)).chain(numbers).collect();
    one_or_more(&json!({"anyOf": [{"enum": known}, like(&pattern::some_of(names)), written]}))
}
