//! YAML in the form that nearly all front matter has: lines `key: text` and `key: [text, text]`. In: such YAML. Out: the
//! tree that the library would give, several times sooner; none for anything else, which is left to the library.

use super::tree::{self, Entry, Limits, Map, Node, Value};
use crate::source::Span;

/// A longer text is left to the library, and so are all limits.
const LONGEST: usize = 4 * 1024;

/// Reads YAML that stands at `offset` in its source.
pub fn read(yaml: &str, offset: usize, limits: Limits) -> Option<Map> {
    // So short a text keeps every limit: a node takes two bytes at least.
    if yaml.len() > LONGEST.min(limits.bytes).min(limits.nodes) {
        return None;
    }
    let mut entries: Vec<Entry> = Vec::with_capacity(8);
    let mut at = 0;
    for line in yaml.split_inclusive('\n') {
        let start = offset + at;
        at += line.len();
        let line = line.strip_suffix('\n').unwrap_or(line).trim_end_matches(' ');
        let (key, rest) = line.split_once(": ")?;
        let named = key.starts_with(|first: char| first.is_ascii_alphabetic());
        if !named || !key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte)) {
            return None;
        }
        if entries.iter().any(|entry| entry.key.eq_ignore_ascii_case(key)) {
            return None;
        }
        let text = rest.trim_start_matches(' ');
        let value = value(text, start + line.len() - text.len())?;
        let key_span = Span::new(start, start + key.len());
        entries.push(Entry { key: key.to_owned(), key_span, value });
    }
    let span = Span { start: entries.first()?.key_span.start, end: entries.last()?.value.span.end };
    Some(Map { entries, span })
}

/// The value that a text at this place is.
fn value(text: &str, at: usize) -> Option<Node> {
    let Some(inner) = text.strip_prefix('[') else { return scalar(text, at, Inside::Line) };
    let inner = inner.strip_suffix(']')?;
    let mut items = Vec::new();
    let mut from = at + 1;
    if !inner.trim_matches(' ').is_empty() {
        for item in inner.split(',') {
            let text = item.trim_start_matches(' ');
            let place = from + item.len() - text.len();
            items.push(scalar(text.trim_end_matches(' '), place, Inside::List)?);
            from += item.len() + 1;
        }
    }
    let whole = Span::new(at, at + text.len());
    let end = items.last().map_or(whole.end, |item: &Node| item.span.end);
    Some(Node { span: Span { end, ..whole }, value: Value::List(items) })
}

/// Where a text stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Line,
    List,
}

fn scalar(text: &str, at: usize, inside: Inside) -> Option<Node> {
    let node = |value| Node { span: Span::new(at, at + text.len()), value };
    if !text.chars().all(is_plain) {
        return None;
    }
    for quote in ['"', '\''] {
        if let Some(inner) = text.strip_prefix(quote) {
            let inner = inner.strip_suffix(quote)?;
            let whole = !inner.contains(quote) && !inner.contains('\\');
            return whole.then(|| node(Value::Text(inner.to_owned())));
        }
    }
    let begins = text.starts_with(|first: char| first.is_alphanumeric());
    let marks = text.contains(": ") || text.ends_with(':') || text.contains(" #");
    let of_lists = |letter: char| matches!(letter, '[' | ']' | '{' | '}' | ',' | ':');
    if !begins || marks || inside == Inside::List && text.contains(of_lists) {
        return None;
    }
    Some(node(if tree::is_null(text) { Value::Null } else { Value::Text(text.to_owned()) }))
}

/// Whether a character means nothing but itself: not those that end lines or are not for print.
fn is_plain(letter: char) -> bool {
    matches!(letter, ' '..='~' | '\u{a1}'..='\u{2027}' | '\u{2030}'..='\u{d7ff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{parse::tree::FRONT_MATTER, source::SourcePath};

    /// What the library makes of it; none where it finds anything wrong.
    fn by_library(yaml: &str) -> Option<Map> {
        let mut problems = Vec::new();
        let path = SourcePath::new("content/a.md");
        let map = tree::read_by_library(yaml, 7, &path, FRONT_MATTER, &mut problems);
        map.filter(|_| problems.is_empty())
    }

    #[test]
    fn what_people_write_is_read() {
        let yaml = "title: \"Roof: a shed\"\ndate: 15:34 01/03/2021\narea: [Kent, 'A b',  \"c\" ]\ntags: []\nold: ~x\n";
        assert!(read(yaml, 7, FRONT_MATTER).is_none(), "a mark that may mean something");
        let yaml = yaml.replace("old: ~x", "old: null");
        assert_eq!(read(&yaml, 7, FRONT_MATTER).expect("it is read"), by_library(&yaml).expect("it is sound"));
    }

    fn line() -> impl Strategy<Value = String> {
        let key = prop::sample::select(vec!["a", "title", "og.title", "b-c", "D_1", "a b", "é", "- a", "?", "'a'", ""]);
        let text = prop_oneof![
            4 => "[a-zA-Z0-9][ -~]{0,12}",
            2 => "[ -~£é…\u{2028}\u{feff}\t]{0,10}",
            1 => "\"[ -~]{0,8}\"",
            1 => "'[ -~]{0,8}'",
            2 => prop::collection::vec("[a-z \"'é#:]{0,6}", 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            1 => prop::sample::select(vec!["null", "~", "Null", "|", ">", "&a b", "*a", "!x y", "{a: b}", "---", "...", "0", "-1", "[[a]]"])
                .prop_map(str::to_owned),
        ];
        let space = prop::sample::select(vec!["", " ", "  "]);
        let mark = prop::sample::select(vec![": ", ": ", ": ", ":  ", ":", " : "]);
        (key, mark, text, space, prop::sample::select(vec!["\n", "\n", "\n", "\r\n", "", "\n\n", "\n  c\n", "\n# d\n"]))
            .prop_map(|(key, mark, text, space, end)| format!("{key}{mark}{text}{space}{end}"))
    }

    proptest! {
        #![proptest_config(ProptestConfig { cases: 20_000, failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn whatever_is_read_is_what_the_library_reads(lines in prop::collection::vec(line(), 1..4)) {
            let yaml = lines.concat();
            if let Some(map) = read(&yaml, 7, FRONT_MATTER) {
                prop_assert_eq!(Some(map), by_library(&yaml), "{:?}", yaml);
            }
        }
    }
}
