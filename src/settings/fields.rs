//! Other keys to read for a field, for content that was written for another program. In: `fields` of the settings.
//! Out: [`FieldRule`]s. It must not know bulletins.

use crate::{
    parse::{
        reader::{Commas, Reader, nearest},
        tree::{Node, Value},
    },
    problem::wording,
};

/// How one field is read, besides its own names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FieldRule {
    pub field: String,
    /// Keys to read after the field's own names.
    pub keys: Vec<String>,
    /// Values that are passed over.
    pub ignore: Vec<String>,
    /// Values that mean another.
    pub rename: Vec<(String, String)>,
}

impl FieldRule {
    /// What a value means; none when it is passed over. Letters' case does not matter.
    pub fn apply(&self, value: String) -> Option<String> {
        let same = |other: &str| other.to_lowercase() == value.to_lowercase();
        if self.ignore.iter().any(|word| same(word)) {
            return None;
        }
        let renamed = self.rename.iter().find(|(from, _)| same(from)).map(|(_, to)| to.clone());
        Some(renamed.unwrap_or(value))
    }
}

/// Reads `fields`: for each field a list of keys, or `{keys, ignore, rename}`, or a list that holds both.
/// `known` names the fields there are.
pub fn read(node: &Node, known: &[&str], reader: &mut Reader) -> Vec<FieldRule> {
    let Some(map) = reader.map(node, "fields") else { return Vec::new() };
    let mut rules = Vec::new();
    for entry in &map.entries {
        if !known.contains(&entry.key.as_str()) {
            let near = nearest(&entry.key, known.iter().copied());
            reader.report(wording::setting_unknown(reader.place(entry.key_span), &entry.key, near));
            continue;
        }
        let mut rule = FieldRule { field: entry.key.clone(), ..FieldRule::default() };
        for item in reader.list(&entry.value) {
            read_item(item, &mut rule, reader);
        }
        rules.push(rule);
    }
    rules
}

fn read_item(item: &Node, rule: &mut FieldRule, reader: &mut Reader) {
    let Value::Map(map) = &item.value else {
        rule.keys.extend(reader.text(item, "fields"));
        return;
    };
    for entry in &map.entries {
        match entry.key.as_str() {
            "keys" | "from" => {
                let keys = reader.words(&entry.value, &entry.key, Commas::Separate);
                rule.keys.extend(keys.into_iter().map(|word| word.text));
            }
            "ignore" => {
                let words = reader.words(&entry.value, "ignore", Commas::Belong);
                rule.ignore.extend(words.into_iter().map(|word| word.text));
            }
            "rename" => {
                for entry in reader.map(&entry.value, "rename").into_iter().flat_map(|map| &map.entries) {
                    if let Some(to) = reader.text(&entry.value, "rename") {
                        rule.rename.push((entry.key.clone(), to));
                    }
                }
            }
            other => {
                let near = nearest(other, ["keys", "ignore", "rename"]);
                reader.report(wording::setting_unknown(reader.place(entry.key_span), other, near));
            }
        }
    }
}
