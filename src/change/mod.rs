//! A change to a document's text. In: the text and one [`Change`]. Out: the new text, in which nothing else changed: every
//! change is read again before it is handed out. It must not know the disk, browsers, or what a field means.

mod list;
mod place;
mod text;
pub mod yaml;

use std::ops::Range;

use place::Location;
pub use yaml::Value;
use yaml::{Style, find};

use crate::{
    parse::{
        front_matter::{self, Split},
        mend::Names,
        tree::{self, Map, TreeValue},
    },
    source::SourcePath,
};
/// What is to change in a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// A field gets a value. The path leads from the outermost key inwards; what is missing of it is made, and it is refused
    /// where it leads into a text. Into a list it leads by the number of an item that is there, counted from nought.
    Set { path: Vec<String>, value: Value },
    /// A value is added at the end of a list, which is made where there is none.
    Append { path: Vec<String>, value: Value },
    /// A field goes, with the lines that it stands on; a remark behind it stays. A map that this leaves empty goes as well.
    Remove { path: Vec<String> },
    /// The text below the front matter becomes another. Blank lines before and behind it stay as they are.
    Body { text: String },
}

impl Change {
    /// A field at the top gets a value.
    pub fn set(field: &str, value: Value) -> Self {
        Self::Set { path: vec![field.to_owned()], value }
    }

    /// A field at the top goes.
    pub fn remove(field: &str) -> Self {
        Self::Remove { path: vec![field.to_owned()] }
    }
}

/// Why a change cannot be made: the file has to be edited as a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The front matter cannot be read.
    Unreadable,
    /// It is written in a way that one field cannot be changed without touching others.
    Entangled,
}

/// Makes one change, in a document whose fields `names` knows. All bytes that do not belong to what is changed stay as they are.
///
/// # Errors
///
/// When the front matter cannot be read, or the new text would not read as the old one with just this change.
pub fn apply(text: &str, change: &Change, names: Names) -> Result<String, Refusal> {
    apply_in(text, change, Some(names))
}

fn apply_in(text: &str, change: &Change, names: Option<Names>) -> Result<String, Refusal> {
    let document = EditedDocument::read(text, names)?;
    for reach in [WriteExtent::Items, WriteExtent::Whole] {
        for style in [Style::Block, Style::Quoted] {
            let Ok(edits) = document.edit(change, style, reach) else { continue };
            let new = made(text, &edits);
            if document.holds(change, &new) {
                return Ok(new);
            }
        }
    }
    Err(Refusal::Entangled)
}

/// A text with some of its bytes replaced; the edits are in order, and none touches another.
fn made(text: &str, edits: &[TextEdit]) -> String {
    let mut new = String::with_capacity(text.len() + 64);
    let mut at = 0;
    for edit in edits {
        new.push_str(text.get(at..edit.range.start).unwrap_or_default());
        new.push_str(&edit.with);
        at = edit.range.end;
    }
    new.push_str(&text[at..]);
    new
}

/// A text as somebody typed it anew in a browser, which sends every line end alike: lines that stay keep their own.
pub fn retyped(text: &str, typed: &str) -> String {
    made(text, &[text::whole(text, typed)])
}

/// Makes several changes, one after another.
///
/// # Errors
///
/// The refusal of the first that cannot be made.
pub fn apply_all(text: &str, changes: &[Change], names: Names) -> Result<String, Refusal> {
    changes.iter().try_fold(text.to_owned(), |text, change| apply(&text, change, names))
}

/// Makes changes in settings, which are read as YAML has it; `changes` makes of what they say what is to change.
///
/// # Errors
///
/// When the settings cannot be read, or one of the changes cannot be made.
pub fn in_settings(text: &str, changes: impl FnOnce(&Value) -> Vec<Change>) -> Result<String, Refusal> {
    const MARK: &str = "---\n";
    // A line of dashes above them is theirs.
    let (head, rest) = text.split_at(text.strip_prefix(MARK).map_or(0, |_| MARK.len()));
    let end = if rest.is_empty() || rest.ends_with('\n') { "" } else { "\n" };
    let document = format!("{MARK}{rest}{end}{MARK}");
    let read = EditedDocument::read(&document, None)?;
    // What stands below another line of dashes is not read as settings.
    (read.split.body == document.len()).then_some(()).ok_or(Refusal::Entangled)?;
    let changes = changes(&Value::from(&read.map));
    let new = changes.iter().try_fold(document.clone(), |text, change| apply_in(&text, change, None))?;
    let new = new.strip_prefix(MARK).and_then(|new| new.strip_suffix(MARK)).ok_or(Refusal::Entangled)?;
    Ok(format!("{head}{new}"))
}

/// The front matter of a text as values, and its body.
///
/// # Errors
///
/// When it has none that can be read.
pub fn parts(text: &str, names: Names) -> Result<(Value, &str), Refusal> {
    let document = EditedDocument::read(text, Some(names))?;
    Ok((Value::from(&document.map), &text[document.split.body..]))
}

/// The text below the front matter, as it is shown to whoever edits it: without the blank lines round it, and with `\n` at the
/// end of each line.
///
/// # Errors
///
/// When there is no front matter that can be read.
pub fn body(text: &str, names: Names) -> Result<String, Refusal> {
    parts(text, names).map(|(_, body)| text::shown(body))
}

/// How much of a list is written when it changes.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WriteExtent {
    /// The items that change.
    Items,
    /// The list, where nothing in it is lost by that.
    Whole,
}

/// Bytes to put in the place of others.
struct TextEdit {
    range: Range<usize>,
    with: String,
}

/// A text that was read.
struct EditedDocument<'t> {
    text: &'t str,
    split: Split,
    map: Map,
    /// None for settings, in which no key is a field.
    names: Option<Names>,
}

impl<'t> EditedDocument<'t> {
    fn read(text: &'t str, names: Option<Names>) -> Result<Self, Refusal> {
        let split = front_matter::split(text).map_err(|_| Refusal::Unreadable)?;
        // TOML is read where it looks like fields, and what is written here is none.
        if split.marks.first().is_some_and(|mark| text[mark.range()].starts_with('+')) {
            return Err(Refusal::Unreadable);
        }
        let mut problems = Vec::new();
        let yaml = &text[split.yaml.clone()];
        let (at, path) = (split.yaml.start, SourcePath::default());
        let map = match names {
            Some(names) => tree::read_fields(yaml, at, &path, names, &mut problems),
            None => tree::read(yaml, at, &path, tree::SETTINGS, &mut problems),
        };
        // A key that is given twice is dropped by the reader: it would be lost with the value of its twin.
        let sound = !problems.iter().any(crate::problem::Problem::is_error);
        let map = map.filter(|_| sound).ok_or(Refusal::Unreadable)?;
        Ok(Self { text, split, map, names })
    }

    fn find<'p>(&self, path: &'p [String]) -> Location<'_, 'p> {
        place::find(self.text, &self.split, &self.map, path)
    }

    fn edit(&self, change: &Change, style: Style, reach: WriteExtent) -> Result<Vec<TextEdit>, Refusal> {
        let edits = match change {
            Change::Set { path, value } => self.set(path, value, style, reach)?,
            Change::Append { path, value } => self.append(path, value, style, reach)?,
            Change::Remove { path } => vec![self.remove(path, style, reach)?],
            Change::Body { text: new } => return Ok(vec![text::edit(self.text, self.split.body, new)]),
        };
        let with_ends = |edit: TextEdit| TextEdit { with: with_line_ends(&edit.with, self.text), ..edit };
        Ok(edits.into_iter().map(with_ends).collect())
    }

    fn remove(&self, path: &[String], style: Style, reach: WriteExtent) -> Result<TextEdit, Refusal> {
        let entries = self.entries();
        if find(&entries, path).is_none() {
            return Ok(TextEdit { range: 0..0, with: String::new() });
        }
        // What would be left without a key goes itself.
        let alone =
            |length: &usize| matches!(find(&entries, &path[..*length]), Some(Value::Map(map)) if map.len() == 1);
        let above = (1..path.len()).rev().take_while(alone).last();
        let path = &path[..above.unwrap_or(path.len())];
        match self.find(path) {
            Location::Entry(entry) => Ok(entry.removed(self.text)),
            Location::Inside { entry, rest: [key] }
                if reach == WriteExtent::Items
                    && let Some(edit) = list::out_of_braces(self.text, &entry, key) =>
            {
                Ok(edit)
            }
            Location::Inside { entry, rest } => {
                let mut whole = Value::from(&entry.node.value);
                let Value::Map(inner) = &mut whole else { return Err(Refusal::Entangled) };
                take(inner, rest);
                Ok(entry.with_value(self.text, &whole, style))
            }
            Location::Gap { .. } | Location::Nowhere => Err(Refusal::Entangled),
        }
    }

    fn set(&self, path: &[String], value: &Value, style: Style, reach: WriteExtent) -> Result<Vec<TextEdit>, Refusal> {
        let edit = match self.find(path) {
            // It says so already.
            Location::Entry(entry) if Value::from(&entry.node.value) == *value => return Ok(Vec::new()),
            Location::Entry(entry) => match (value, &entry.node.value) {
                (Value::List(new), TreeValue::List(_)) if reach == WriteExtent::Items => {
                    return list::edits(self.text, &entry, new, style).ok_or(Refusal::Entangled);
                }
                // A remark in it would be lost.
                (Value::List(_), TreeValue::List(_) | TreeValue::Map(_))
                    if self.text[entry.value(self.text)].contains('#') =>
                {
                    return Err(Refusal::Entangled);
                }
                _ => entry.with_value(self.text, value, style),
            },
            Location::Gap { at, indent, rest } => {
                let (key, inner) = rest.split_first().ok_or(Refusal::Entangled)?;
                let line = yaml::entry(key, &nested(inner, value), indent, style);
                let newline = if at > 0 && !self.text[..at].ends_with('\n') { "\n" } else { "" };
                TextEdit { range: at..at, with: format!("{newline}{line}") }
            }
            Location::Inside { entry, rest: [key] }
                if reach == WriteExtent::Items
                    && let Some(edit) = list::in_braces(self.text, &entry, key, value) =>
            {
                edit
            }
            // The value around it is written anew, whole.
            Location::Inside { entry, rest } => {
                let mut whole = Value::from(&entry.node.value);
                match &mut whole {
                    Value::Map(entries) => {
                        put(entries, rest, value);
                    }
                    Value::Null => whole = nested(rest, value),
                    // On one line there are no remarks that would be lost.
                    Value::List(items) if entry.is_on_one_line(self.text) => {
                        let (at, rest) = rest.split_first().ok_or(Refusal::Entangled)?;
                        put_item(items, at, rest, value);
                    }
                    Value::List(items) if reach == WriteExtent::Items => {
                        let (at, rest) = rest.split_first().ok_or(Refusal::Entangled)?;
                        put_item(items, at, rest, value);
                        return list::edits(self.text, &entry, items, style).ok_or(Refusal::Entangled);
                    }
                    // What stands there would be lost.
                    Value::Text(_) | Value::List(_) => return Err(Refusal::Entangled),
                }
                entry.with_value(self.text, &whole, style)
            }
            Location::Nowhere => return Err(Refusal::Entangled),
        };
        Ok(vec![edit])
    }

    fn append(
        &self,
        path: &[String],
        value: &Value,
        style: Style,
        reach: WriteExtent,
    ) -> Result<Vec<TextEdit>, Refusal> {
        let mut entries = self.entries();
        if !add(&mut entries, path, value) {
            return Err(Refusal::Entangled);
        }
        if let Location::Entry(entry) = self.find(path)
            && reach == WriteExtent::Items
            && let Some(edits) = list::from_map(self.text, &entry, value, style)
        {
            return Ok(edits);
        }
        let list = find(&entries, path).cloned().ok_or(Refusal::Entangled)?;
        self.set(path, &list, style, reach)
    }

    fn entries(&self) -> Vec<(String, Value)> {
        self.map.entries.iter().map(|entry| (entry.key.clone(), Value::from(&entry.value.value))).collect()
    }

    /// Whether a new text reads as this one with the change and nothing else.
    fn holds(&self, change: &Change, new: &str) -> bool {
        let Ok(new) = EditedDocument::read(new, self.names) else { return false };
        let (old_body, new_body) = (&self.text[self.split.body..], &new.text[new.split.body..]);
        let mut expected = self.entries();
        let sound = match change {
            Change::Set { path, value } => put(&mut expected, path, value),
            Change::Append { path, value } => add(&mut expected, path, value),
            Change::Remove { path } => {
                take(&mut expected, path);
                true
            }
            Change::Body { text: wanted } => {
                return text::shown(new_body) == text::plain(wanted) && new.entries() == expected;
            }
        };
        sound && new_body == old_body && new.entries() == expected
    }
}

fn put(entries: &mut Vec<(String, Value)>, path: &[String], value: &Value) -> bool {
    let Some((key, rest)) = path.split_first() else { return false };
    let known = entries.iter_mut().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value);
    match (known, rest) {
        (Some(known), []) => *known = value.clone(),
        (None, _) => entries.push((key.clone(), nested(rest, value))),
        (Some(Value::Map(inner)), rest) => return put(inner, rest, value),
        (Some(Value::List(items)), [at, rest @ ..]) => return put_item(items, at, rest, value),
        (Some(known @ Value::Null), rest) => *known = nested(rest, value),
        (Some(_), _) => return false,
    }
    true
}

/// Puts a value into an item that is there.
fn put_item(items: &mut [Value], at: &str, path: &[String], value: &Value) -> bool {
    let item = at.parse::<usize>().ok().and_then(|at| items.get_mut(at));
    match (item, path) {
        (Some(item), []) => *item = value.clone(),
        (Some(Value::Map(inner)), path) => return put(inner, path, value),
        _ => return false,
    }
    true
}

/// Takes the value at a path out, and the maps that this leaves empty.
fn take(entries: &mut Vec<(String, Value)>, path: &[String]) {
    let Some((key, rest)) = path.split_first() else { return };
    let Some(at) = entries.iter().position(|(name, _)| name.eq_ignore_ascii_case(key)) else { return };
    if let (Value::Map(inner), false) = (&mut entries[at].1, rest.is_empty()) {
        take(inner, rest);
        if !inner.is_empty() {
            return;
        }
    } else if !rest.is_empty() {
        return;
    }
    entries.remove(at);
}

/// A value inside the maps that a path asks for.
fn nested(path: &[String], value: &Value) -> Value {
    path.iter().rev().fold(value.clone(), |value, key| Value::Map(vec![(key.clone(), value)]))
}

fn add(entries: &mut Vec<(String, Value)>, path: &[String], value: &Value) -> bool {
    let mut list = match find(entries, path) {
        None | Some(Value::Null) => Vec::new(),
        Some(Value::List(items)) => items.clone(),
        Some(one @ Value::Map(_)) => vec![one.clone()],
        // A text is no item of a list that somebody began.
        Some(Value::Text(_)) => return false,
    };
    list.push(value.clone());
    put(entries, path, &Value::List(list))
}

/// The end of line that a text uses: that of its first line.
fn line_end(text: &str) -> &'static str {
    let first = text.find('\n').map(|at| &text[..at]);
    if first.is_some_and(|line| line.ends_with('\r')) { "\r\n" } else { "\n" }
}

fn with_line_ends(new: &str, text: &str) -> String {
    let end = line_end(text);
    if end == "\n" { new.to_owned() } else { new.replace('\n', end) }
}

#[cfg(test)]
mod tests;
