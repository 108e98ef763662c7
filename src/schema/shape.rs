//! What a value may be, as pieces of a schema: texts, moments, addresses, flags, lists. In: a few words. Out: JSON.
//! It must not know which fields and settings there are.

use serde_json::{Map, Value, json};

use super::pattern;

/// One text. What YAML makes a number or a truth value of is text all the same; an empty value is as if absent.
pub fn text() -> Value {
    json!({"type": ["string", "number", "boolean", "null"]})
}

/// A text or a list of texts.
pub fn words() -> Value {
    json!({"anyOf": [text(), {"type": "array", "items": text()}]})
}

/// A text that a pattern holds for.
pub fn like(pattern: &str) -> Value {
    json!({"type": ["string", "null"], "pattern": pattern})
}

/// A moment.
pub fn moment() -> Value {
    like(&pattern::moment())
}

/// One of a few words, in any case.
pub fn choice(words: &[&str]) -> Value {
    json!({"anyOf": [{"enum": words}, like(&pattern::one_of(words.iter().copied()))]})
}

/// True or false, in the words that people use.
pub fn flag() -> Value {
    let words = ["true", "yes", "on", "1", "false", "no", "off", "0"];
    json!({"anyOf": [{"type": ["boolean", "null"]}, {"enum": [0, 1]}, like(&pattern::one_of(words))]})
}

/// A whole number of 1 or more.
pub fn count() -> Value {
    json!({"anyOf": [{"type": "integer", "minimum": 1}, like(r"^\s*\+?0*[1-9][0-9]*\s*$")]})
}

/// An address that cannot run a program: with `http`, `https`, `mailto` or `tel`, or a place on the site.
pub fn address() -> Value {
    like(r"^\s*(?:[Hh][Tt][Tt][Pp][Ss]?:|[Mm][Aa][Ii][Ll][Tt][Oo]:|[Tt][Ee][Ll]:|[^:]*(?:[/?#]|$))")
}

/// The keys of a contact that is written out.
pub fn contact_keys() -> Vec<(&'static str, Value)> {
    vec![
        ("name", text()),
        ("phone", text()),
        ("url", address()),
        ("note", text()),
        ("valid_from", moment()),
        ("valid_until", moment()),
        ("replaced_by", text()),
    ]
}

/// An address of the web.
pub fn web_address() -> Value {
    like(r"^\s*(?:[Hh][Tt][Tt][Pp][Ss]?://\S.*)?$")
}

/// A language tag.
pub fn language() -> Value {
    like(r"^\s*(?:[A-Za-z]{2,8}(?:[-_][A-Za-z0-9]{1,8})*)?\s*$")
}

/// A length of time in these units, or a number alone.
pub fn span(units: &str) -> Value {
    json!({"anyOf": [{"type": "integer", "minimum": 0}, like(&format!(r"^\s*(?:[0-9]+\s*(?:{units})?)?\s*$"))]})
}

/// One of `item`, or a list of it.
pub fn one_or_more(item: &Value) -> Value {
    json!({"anyOf": [item, {"type": "array", "items": item}]})
}

/// A map that holds these keys and no others.
pub fn map(keys: Vec<(&str, Value)>, needed: &[&str]) -> Value {
    let mut map = open_map(keys, needed);
    map["additionalProperties"] = false.into();
    map
}

/// A map that may hold other keys as well.
pub fn open_map(keys: Vec<(&str, Value)>, needed: &[&str]) -> Value {
    let properties: Map<String, Value> = keys.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    json!({"type": ["object", "null"], "properties": properties, "required": needed})
}

/// `value` with a description.
pub fn described(mut value: Value, description: &str) -> Value {
    value["description"] = description.into();
    value
}

/// A sentence: a capital at its head and a full stop.
pub fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let head: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    format!("{head}{}.", letters.as_str())
}
