//! The house form of a bulletin: `---`, a fixed order of keys, Markdown. In: fields and a body. Out: the text of a file.
//! It must not know where they came from.

pub use crate::change::Value;
use crate::{
    catalogue::{FIELDS, field_name},
    change::{
        self,
        yaml::{self, Style},
    },
    parse::tree::{self, Node},
};

/// A value that was read, without what is empty in it: that is as if absent.
pub fn value(node: &Node) -> Option<Value> {
    match &node.value {
        tree::TreeValue::Null => None,
        tree::TreeValue::Text(text) => Some(Value::Text(text.clone())),
        tree::TreeValue::List(list) => Some(Value::List(list.iter().filter_map(value).collect())),
        tree::TreeValue::Map(map) => {
            let entry = |entry: &tree::MapEntry| Some((entry.key.clone(), value(&entry.value)?));
            Some(Value::Map(map.entries.iter().filter_map(entry).collect()))
        }
    }
    .filter(|value| !value.is_empty())
}

/// Puts fields into the house's order; what no field names comes last, in the order given.
pub fn ordered(mut fields: Vec<(String, Value)>) -> Vec<(String, Value)> {
    let place = |key: &str| FIELDS.iter().position(|field| field.name == key).unwrap_or(FIELDS.len());
    fields.sort_by_key(|(key, _)| place(key));
    fields
}

/// The text of a file.
pub fn write(fields: &[(String, Value)], body: &str) -> String {
    let mut out = String::from("---\n");
    for (key, value) in fields {
        out.push_str(&yaml::entry(key, value, 0, Style::Block));
    }
    out.push_str("---\n");
    let body = body.trim_matches(['\n', '\r']).trim_end();
    if !body.is_empty() {
        out.push('\n');
        out.push_str(body);
        out.push('\n');
    }
    out
}

/// Whether a text is what an import wrote: the house form to the byte, with the mark of where it came from.
pub fn is(text: &str) -> bool {
    let Ok((Value::Map(fields), body)) = change::parts(text, field_name) else { return false };
    let imported = fields.iter().any(|(key, _)| key == "imported");
    imported && text.starts_with("---\n") && write(&ordered(fields), body) == text
}

/// A text as a field of front matter takes it: entities in it are read once, so those that are meant are written out.
pub fn written(text: &str) -> String {
    let text = text.trim();
    if html_escape::decode_html_entities(text) == text { text.to_owned() } else { text.replace('&', "&amp;") }
}
