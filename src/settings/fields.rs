//! Other keys to read for a field, for content that was written for another program. In: `fields` of the settings.
//! Out: [`FieldRule`]s. It must not know bulletins.

use serde::{Deserialize, Serialize};

use crate::{
    parse::{
        reader::{Commas, Reader, nearest},
        tree::{Node, TreeValue},
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
    /// Marks that part one text into several values.
    pub split: Vec<String>,
    /// The folder whose name is a value, where no key gives one.
    pub folder: Option<FolderLevel>,
    /// The value where nothing else gives one.
    pub default: Option<String>,
    /// Whether `/` leads into an area; none: in the field's own names alone.
    pub nest: Option<Slash>,
}

/// One of the folders that a document lies in, below `content/`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FolderLevel {
    /// Counted from 1, beginning below `content/`.
    At(usize),
    /// The one that it lies in.
    Last,
    /// All of them, as a path.
    All,
}

/// What a `/` in the name of an area is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Slash {
    /// It leads into the area, as in `Kent/Maidstone`.
    Nests,
    /// It is a letter of the name, as in `Parks/Gardens`.
    Belongs,
}

/// A value and who gave it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Meaning {
    pub text: String,
    pub by: WordOrigin,
}

/// Who gave a value the words that it has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WordOrigin {
    Document,
    Settings,
}

impl FieldRule {
    /// What a value means; none when it is passed over. Letters' case does not matter.
    pub fn apply(&self, value: String) -> Option<Meaning> {
        let same = |other: &str| other.to_lowercase() == value.to_lowercase();
        if self.ignore.iter().any(|word| same(word)) {
            return None;
        }
        let renamed = self.rename.iter().find(|(from, _)| same(from)).map(|(_, to)| to.clone());
        Some(match renamed {
            Some(text) => Meaning { text, by: WordOrigin::Settings },
            None => Meaning { text: value, by: WordOrigin::Document },
        })
    }

    /// The values that a text holds.
    pub fn parts(&self, text: String) -> Vec<String> {
        if self.split.is_empty() {
            return vec![text];
        }
        let apart = self.split.iter().fold(vec![text.as_str()], |parts, mark| {
            parts.into_iter().flat_map(|part| part.split(mark.as_str())).collect()
        });
        apart.into_iter().map(str::trim).filter(|part| !part.is_empty()).map(str::to_owned).collect()
    }
}

/// The fields whose values can be split, taken from a folder or given by default: those that hold words.
const OF_WORDS: &[&str] = &["area", "kind", "status", "severity", "lang", "tags", "reference", "author"];

/// Reads `fields`: for each field a list of keys, or a map such as `{keys, ignore, rename}`, or a list that holds both.
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
    let TreeValue::Map(map) = &item.value else {
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
            key @ ("split" | "folder" | "default") if !OF_WORDS.contains(&&*rule.field) => {
                let expected =
                    format!("`split`, `folder` and `default` for one of these fields: {}", OF_WORDS.join(", "));
                reader.report(wording::value_wrong(reader.place(entry.key_span), key, &expected));
            }
            "split" => {
                let marks = reader.words(&entry.value, "split", Commas::Belong);
                rule.split.extend(marks.into_iter().map(|word| word.text));
            }
            "folder" => rule.folder = folder(&entry.value, reader),
            "default" => rule.default = reader.text(&entry.value, "default"),
            "nest" if rule.field == "area" => {
                let nests = reader.flag(&entry.value, "nest");
                rule.nest = nests.map(|nests| if nests { Slash::Nests } else { Slash::Belongs });
            }
            other => {
                let near = nearest(other, ["keys", "ignore", "rename", "split", "folder", "default", "nest"]);
                reader.report(wording::setting_unknown(reader.place(entry.key_span), other, near));
            }
        }
    }
}

fn folder(node: &Node, reader: &mut Reader) -> Option<FolderLevel> {
    let text = reader.text(node, "folder")?;
    let folder = match text.to_ascii_lowercase().as_str() {
        "first" => Some(FolderLevel::At(1)),
        "last" => Some(FolderLevel::Last),
        "all" => Some(FolderLevel::All),
        number => number.parse().ok().filter(|number| *number > 0).map(FolderLevel::At),
    };
    if folder.is_none() {
        let expected = "`first`, `last`, `all`, or the number of a folder, counted from `content`";
        reader.report(wording::value_wrong(reader.place(node.span), "folder", expected));
    }
    folder
}
