//! Where the entries of front matter stand, down to the byte. In: a text and its tree. Out: an [`FieldEntry`] with the range of
//! its value. It must not know what a field means.

use std::ops::Range;

use super::{
    TextEdit,
    yaml::{self, Style},
};
use crate::parse::{
    front_matter::Split,
    tree::{self, Map, Node},
};

/// One key with its value, each on lines of its own.
pub(super) struct FieldEntry<'t> {
    pub node: &'t Node,
    key: Range<usize>,
    /// The column of the key, in bytes from the beginning of its line.
    indent: usize,
}

/// What a path leads to.
pub(super) enum Location<'t, 'p> {
    Entry(FieldEntry<'t>),
    /// The rest of the path is missing, and goes here.
    Gap {
        at: usize,
        indent: usize,
        rest: &'p [String],
    },
    /// The rest of the path leads into a value that is written as one.
    Inside {
        entry: FieldEntry<'t>,
        rest: &'p [String],
    },
    /// The front matter is not written line by line.
    Nowhere,
}

/// Looks for a path.
pub(super) fn find<'t, 'p>(text: &str, split: &Split, map: &'t Map, path: &'p [String]) -> Location<'t, 'p> {
    let mut map = map;
    let mut rest = path;
    let mut around: Option<FieldEntry<'t>> = None;
    loop {
        let Some((key, inner)) = rest.split_first() else { return Location::Nowhere };
        let Some(entry) = map.entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(key)) else {
            return gap(text, split, map, around, rest);
        };
        let Some(entry) = FieldEntry::of(text, entry) else {
            return around.map_or(Location::Nowhere, |entry| Location::Inside { entry, rest });
        };
        match &entry.node.value {
            _ if inner.is_empty() => return Location::Entry(entry),
            tree::TreeValue::Map(below) if entry.is_block(text) => {
                map = below;
                around = Some(entry);
                rest = inner;
            }
            tree::TreeValue::List(items) if let Some(entry) = in_item(text, items, inner) => {
                return Location::Entry(entry);
            }
            _ => return Location::Inside { entry, rest: inner },
        }
    }
}

/// The field of a list's item that the rest of a path leads to: by the number of the item, and its key.
fn in_item<'t>(text: &str, items: &'t [Node], rest: &[String]) -> Option<FieldEntry<'t>> {
    let [at, key] = rest else { return None };
    let tree::TreeValue::Map(map) = &items.get(at.parse::<usize>().ok()?)?.value else { return None };
    FieldEntry::of(text, map.entries.iter().find(|entry| entry.key.eq_ignore_ascii_case(key))?)
}

fn gap<'t, 'p>(
    text: &str,
    split: &Split,
    map: &'t Map,
    around: Option<FieldEntry<'t>>,
    rest: &'p [String],
) -> Location<'t, 'p> {
    match (map.entries.last().map(|entry| FieldEntry::of(text, entry)), around) {
        (Some(Some(last)), Some(_)) => Location::Gap { at: last.lines(text).end, indent: last.indent, rest },
        // Behind everything, remarks too: none of them becomes part of another field.
        (Some(Some(last)), None) => Location::Gap { at: split.yaml.end, indent: last.indent, rest },
        (None, None) => Location::Gap { at: split.yaml.start, indent: 0, rest },
        (_, Some(entry)) => Location::Inside { entry, rest },
        (Some(None), None) => Location::Nowhere,
    }
}

impl<'t> FieldEntry<'t> {
    /// An entry that begins its line, or follows the dash of a list; none for one inside brackets.
    fn of(text: &str, entry: &'t tree::MapEntry) -> Option<Self> {
        let key = entry.key_span.range();
        let line = start_of_line(text, key.start);
        let before = text[line..key.start].trim_start_matches('\u{feff}');
        before.bytes().all(|byte| matches!(byte, b' ' | b'-')).then_some(())?;
        Some(Self { node: &entry.value, key, indent: before.len() })
    }

    /// The byte after the colon.
    fn after_colon(&self, text: &str) -> usize {
        let rest = &text[self.key.end..];
        rest.find(':').map_or(self.key.end, |at| self.key.end + at + 1)
    }

    /// Where the value begins behind the colon; none where it stands on the lines below, or is nothing.
    fn inline(&self, text: &str) -> Option<usize> {
        let colon = self.after_colon(text);
        let line = &text[colon..end_of_content(text, colon)];
        let value = line.trim_start();
        let at = colon + line.len() - value.len();
        (!value.is_empty() && !value.starts_with('#')).then_some(at)
    }

    /// Whether the value is written on the line of its key, and nowhere else.
    pub(super) fn is_on_one_line(&self, text: &str) -> bool {
        self.inline(text).is_some() && !text[self.value(text)].contains('\n')
    }

    /// Whether the value is written on the lines below the key.
    pub(super) fn is_block(&self, text: &str) -> bool {
        self.inline(text).is_none()
    }

    /// The bytes of the value, without what follows on its last line.
    pub(super) fn value(&self, text: &str) -> Range<usize> {
        let colon = self.after_colon(text);
        if self.node.value == tree::TreeValue::Null && self.inline(text).is_none() {
            return colon..colon;
        }
        let span = self.node.span.range();
        match self.inline(text) {
            Some(at) => {
                let end = match &self.node.value {
                    tree::TreeValue::List(_) | tree::TreeValue::Map(_) => end_of_brackets(text, at).unwrap_or(span.end),
                    _ => span.end.max(at),
                };
                at..trimmed(text, at, end)
            }
            None => colon..trimmed(text, colon, end_of(text, self.node).max(colon)),
        }
    }

    /// The change that gives it another value.
    pub(super) fn with_value(&self, text: &str, value: &super::Value, style: Style) -> TextEdit {
        let old = self.value(text);
        let new = yaml::behind_key(value, self.indent, style);
        if self.inline(text).is_some() {
            // What stands on one line stays there, with what follows on it.
            return match value {
                super::Value::List(_) | super::Value::Map(_) => TextEdit { range: old, with: yaml::flow(value) },
                _ if value.is_inline(style) => TextEdit { range: old, with: new.trim_start().to_owned() },
                _ => TextEdit { range: self.after_colon(text)..old.end, with: new },
            };
        }
        TextEdit { range: self.after_colon(text)..old.end, with: new }
    }

    /// The change that takes it away. A remark on its last line stays, on a line of its own.
    pub(super) fn removed(&self, text: &str) -> TextEdit {
        let range = self.lines(text);
        let value = self.value(text).end.max(self.after_colon(text)).min(range.end);
        let line = text[value..range.end].lines().next().unwrap_or_default().trim();
        let with = if line.starts_with('#') { format!("{:1$}{line}\n", "", self.indent) } else { String::new() };
        TextEdit { range, with }
    }

    /// The lines of the entry, to their last end of line.
    pub(super) fn lines(&self, text: &str) -> Range<usize> {
        let from = start_of_line(text, self.key.start);
        let mark = if text[from..].starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let end = end_of_line(text, self.value(text).end.max(self.key.end));
        from + mark..kept_lines(text, self.node).map_or(end, |kept| kept.max(end))
    }
}

/// Where a node ends, its closing brackets included.
pub(super) fn end_of(text: &str, node: &Node) -> usize {
    let span = node.span.range();
    if matches!(text.as_bytes().get(span.start), Some(b'[' | b'{')) && !matches!(node.value, tree::TreeValue::Text(_)) {
        return end_of_brackets(text, span.start).unwrap_or(span.end);
    }
    match &node.value {
        tree::TreeValue::Null | tree::TreeValue::Text(_) => span.end,
        tree::TreeValue::List(items) => items.last().map_or(span.end, |item| end_of(text, item)),
        tree::TreeValue::Map(map) => map.entries.last().map_or(span.end, |entry| {
            let null = entry.value.value == tree::TreeValue::Null && entry.value.span.range().is_empty();
            let colon = entry.key_span.range().end + 1;
            if null { colon.min(text.len()) } else { end_of(text, &entry.value) }
        }),
    }
}

/// The end of a text that keeps the blank lines behind it (YAML 1.2, section 8.1.1.2), where a node ends in one.
pub(super) fn kept_lines(text: &str, node: &Node) -> Option<usize> {
    match &node.value {
        tree::TreeValue::Null => None,
        tree::TreeValue::Text(_) => {
            let span = node.span.range();
            let head = text[..span.start].trim_end_matches([' ', '\n', '\r']);
            let line = &head[start_of_line(head, head.len())..];
            let mark = line.rsplit(' ').next().unwrap_or_default();
            (mark.starts_with(['|', '>']) && mark.contains('+')).then_some(span.end)
        }
        tree::TreeValue::List(items) => kept_lines(text, items.last()?),
        tree::TreeValue::Map(map) => kept_lines(text, &map.entries.last()?.value),
    }
}

/// The end of a value in brackets that begins here.
fn end_of_brackets(text: &str, from: usize) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut open = 0_usize;
    let mut at = from;
    while let Some(byte) = bytes.get(at) {
        let begins = at == from || matches!(bytes[at - 1], b' ' | b'\n' | b',' | b'[' | b'{' | b':' | b'\t');
        match byte {
            b'[' | b'{' => open += 1,
            b']' | b'}' => {
                open = open.checked_sub(1)?;
                if open == 0 {
                    return Some(at + 1);
                }
            }
            b'#' if begins => at = end_of_content(text, at),
            b'\'' | b'"' if begins => at = end_of_quote(bytes, at)?,
            _ => {}
        }
        if at == from && open == 0 {
            return None;
        }
        at += 1;
    }
    None
}

/// The closing quotation mark of one that opens here.
fn end_of_quote(bytes: &[u8], from: usize) -> Option<usize> {
    let mark = *bytes.get(from)?;
    let mut at = from + 1;
    loop {
        match *bytes.get(at)? {
            b'\\' if mark == b'"' => at += 1,
            byte if byte == mark && mark == b'\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            byte if byte == mark => return Some(at),
            _ => {}
        }
        at += 1;
    }
}

/// The end without the white space before it.
pub(super) fn trimmed(text: &str, from: usize, end: usize) -> usize {
    let end = end.min(text.len());
    if from >= end { end } else { from + text[from..end].trim_end().len() }
}

pub(super) fn start_of_line(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |at| at + 1)
}

/// The end of a line without its end-of-line bytes.
pub(super) fn end_of_content(text: &str, at: usize) -> usize {
    let end = text[at..].find('\n').map_or(text.len(), |found| at + found);
    if end > at && text.as_bytes()[end - 1] == b'\r' { end - 1 } else { end }
}

/// The first byte of the next line.
pub(super) fn end_of_line(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |found| at + found + 1)
}
