//! A list that becomes another, item by item, or a map in braces, key by key: what stays of it keeps its bytes, with the
//! remarks between. In: a text, an entry and what is new. Out: the bytes that change, or none where one item cannot be told
//! from the next.

use std::ops::Range;

use super::{
    TextEdit,
    place::{FieldEntry, end_of, end_of_content, end_of_line, kept_lines, start_of_line, trimmed},
    yaml::{self, Style, Value},
};
use crate::parse::tree::{MapEntry, Node, TreeValue};

/// What becomes of the items of a list.
struct ItemChanges<'v> {
    /// Items that get another value.
    replaced: Vec<(usize, &'v Value)>,
    removed: Range<usize>,
    /// Items that come in behind so many of the old ones.
    behind: usize,
    come: &'v [Value],
}

impl<'v> ItemChanges<'v> {
    fn of(old: &[Value], new: &'v [Value]) -> Self {
        let before = old.iter().zip(new).take_while(|(old, new)| old == new).count();
        let after = old[before..].iter().rev().zip(new[before..].iter().rev()).take_while(|(old, new)| old == new);
        let after = after.count();
        let (gone, come) = (old.len() - after - before, new.len() - after - before);
        let both = gone.min(come);
        Self {
            replaced: (before..before + both).map(|at| (at, &new[at])).collect(),
            removed: before + both..before + gone,
            behind: before + both,
            come: &new[before + both..before + come],
        }
    }
}

/// The edits that make a list another, which is not empty.
pub(super) fn edits(text: &str, entry: &FieldEntry, new: &[Value], style: Style) -> Option<Vec<TextEdit>> {
    let TreeValue::List(items) = &entry.node.value else { return None };
    if items.is_empty() || new.is_empty() {
        return None;
    }
    let old: Vec<Value> = items.iter().map(|item| Value::from(&item.value)).collect();
    let changes = ItemChanges::of(&old, new);
    let mut edits =
        if entry.is_block(text) { in_lines(text, items, &changes, style) } else { in_brackets(text, items, &changes) }?;
    edits.sort_by_key(|edit| edit.range.start);
    Some(edits)
}

/// The edits of a map that becomes the first item of a list.
pub(super) fn from_map(text: &str, entry: &FieldEntry, value: &Value, style: Style) -> Option<Vec<TextEdit>> {
    let TreeValue::Map(map) = &entry.node.value else { return None };
    let range = entry.value(text);
    let put = |at: usize, with: String| TextEdit { range: at..at, with };
    if !entry.is_block(text) {
        return Some(vec![put(range.start, "[".to_owned()), put(range.end, format!(", {}]", yaml::flow(value)))]);
    }
    let first = map.entries.first()?.key_span.range().start;
    let indent = first - start_of_line(text, first);
    let mut edits = vec![put(first, "- ".to_owned())];
    let mut at = end_of_line(text, first);
    while at < range.end {
        let end = end_of_line(text, at);
        if !text[at..end].trim().is_empty() {
            edits.push(put(at, "  ".to_owned()));
        }
        at = end;
    }
    edits.push(put(end_of_content(text, range.end), format!("\n{}", yaml::item(value, indent, style))));
    Some(edits)
}

/// The entries of a map in braces, of which none is a key without a value.
fn entries_in_braces<'e>(text: &str, entry: &'e FieldEntry) -> Option<&'e [MapEntry]> {
    let TreeValue::Map(map) = &entry.node.value else { return None };
    let is_sound = text[entry.value(text)].starts_with('{')
        && !map.entries.is_empty()
        && map.entries.iter().all(|entry| entry.value.value != TreeValue::Null);
    is_sound.then_some(map.entries.as_slice())
}

/// The edit that gives a key of a map in braces another value, or adds it at the end.
pub(super) fn in_braces(text: &str, entry: &FieldEntry, key: &str, value: &Value) -> Option<TextEdit> {
    let entries = entries_in_braces(text, entry)?;
    Some(match entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(key)) {
        Some(known) => {
            let range = known.value.span.range().start..end_of(text, &known.value);
            TextEdit { range, with: yaml::flow(value) }
        }
        None => {
            let at = end_of(text, &entries.last()?.value);
            TextEdit { range: at..at, with: format!(", {}: {}", yaml::scalar(key), yaml::flow(value)) }
        }
    })
}

/// The edit that takes a key out of a map in braces which has others.
pub(super) fn out_of_braces(text: &str, entry: &FieldEntry, key: &str) -> Option<TextEdit> {
    let entries = entries_in_braces(text, entry)?;
    let at = entries.iter().position(|entry| entry.key.eq_ignore_ascii_case(key))?;
    let start = |entry: &MapEntry| entry.key_span.range().start;
    let range = match (at.checked_sub(1), entries.get(at + 1)) {
        (Some(before), _) => end_of(text, &entries[before].value)..end_of(text, &entries[at].value),
        (None, Some(next)) => start(&entries[at])..start(next),
        (None, None) => return None,
    };
    Some(TextEdit { range, with: String::new() })
}

/// An item that is written behind a dash.
struct DashedItem {
    dash: usize,
    indent: usize,
    /// The end of its value.
    end: usize,
    /// The first byte behind its lines.
    behind: usize,
    /// Whether blank lines at its end belong to it.
    keeps: bool,
}

impl DashedItem {
    fn of(text: &str, item: &Node) -> Option<Self> {
        let is_dash =
            |at: usize| text[at..].starts_with('-') && !text[at + 1..].starts_with(|c: char| !c.is_whitespace());
        let mut line = start_of_line(text, item.span.range().start);
        let dash = loop {
            let content = &text[line..end_of_content(text, line)];
            let at = line + content.len() - content.trim_start_matches(' ').len();
            if is_dash(at) {
                break at;
            }
            // The dash stands on a line above, by itself.
            let own = at >= item.span.range().start || content.trim().is_empty() || content.trim().starts_with('#');
            line = start_of_line(text, line.checked_sub(1).filter(|_| own)?);
        };
        let end = trimmed(text, dash + 1, end_of(text, item).max(dash + 1));
        let kept = kept_lines(text, item);
        let behind = end_of_line(text, end).max(kept.unwrap_or(0));
        Some(Self { dash, indent: dash - line, end, behind, keeps: kept.is_some() })
    }
}

fn in_lines(text: &str, items: &[Node], changes: &ItemChanges, style: Style) -> Option<Vec<TextEdit>> {
    let dashed: Vec<DashedItem> = items.iter().map(|item| DashedItem::of(text, item)).collect::<Option<_>>()?;
    // Two on one line are lists in a list.
    dashed.windows(2).all(|two| two[0].behind <= two[1].dash).then_some(())?;
    let mut edits = Vec::new();
    for (at, value) in &changes.replaced {
        let (item, node) = (&dashed[*at], &items[*at]);
        let from = node.span.range().start;
        let is_scalar = matches!(node.value, TreeValue::Text(_)) && text[item.dash + 1..from].trim().is_empty();
        edits.push(match value {
            Value::Text(new) if is_scalar && value.is_inline(style) => {
                let with = if style == Style::Quoted { yaml::quoted(new) } else { yaml::scalar(new) };
                TextEdit { range: from..item.end, with }
            }
            Value::Map(_) if text[from..].starts_with('{') => {
                TextEdit { range: from..item.end, with: yaml::flow(value) }
            }
            // A remark in it would be lost.
            _ if !matches!(node.value, TreeValue::Text(_)) && text[item.dash..item.end].contains(" #") => return None,
            _ => TextEdit {
                range: item.dash..item.end,
                with: yaml::item(value, item.indent, style).trim_start().to_owned(),
            },
        });
    }
    for item in &dashed[changes.removed.clone()] {
        edits.push(TextEdit { range: start_of_line(text, item.dash)..item.behind, with: String::new() });
    }
    if changes.come.is_empty() {
        return Some(edits);
    }
    let lines = |indent: usize| {
        changes.come.iter().map(|value| yaml::item(value, indent, style)).collect::<Vec<_>>().join("\n")
    };
    let (at, with) = match changes.behind.checked_sub(1).map(|at| &dashed[at]) {
        Some(item) if item.keeps => (item.behind, format!("{}\n", lines(item.indent))),
        Some(item) => (end_of_content(text, item.end), format!("\n{}", lines(item.indent))),
        None => (start_of_line(text, dashed[0].dash), format!("{}\n", lines(dashed[0].indent))),
    };
    edits.push(TextEdit { range: at..at, with });
    Some(edits)
}

fn in_brackets(text: &str, items: &[Node], changes: &ItemChanges) -> Option<Vec<TextEdit>> {
    let start = |at: usize| items[at].span.range().start;
    let end = |at: usize| end_of(text, &items[at]);
    let mut edits: Vec<TextEdit> = changes
        .replaced
        .iter()
        .map(|(at, value)| TextEdit { range: start(*at)..end(*at), with: yaml::flow(value) })
        .collect();
    let removed = &changes.removed;
    if !removed.is_empty() {
        let range = match removed.start.checked_sub(1) {
            Some(before) => end(before)..end(removed.end - 1),
            None if removed.end < items.len() => start(0)..start(removed.end),
            None => return None,
        };
        edits.push(TextEdit { range, with: String::new() });
    }
    if !changes.come.is_empty() {
        let come = changes.come.iter().map(yaml::flow).collect::<Vec<_>>().join(", ");
        let (at, with) = match changes.behind.checked_sub(1) {
            Some(before) => (end(before), format!(", {come}")),
            None => (start(0), format!("{come}, ")),
        };
        edits.push(TextEdit { range: at..at, with });
    }
    Some(edits)
}
