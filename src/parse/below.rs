//! Lines of a body that are written as fields are: `status: withdrawn` below the line that ends the fields. In: a body. Out:
//! the lines that begin it, and the last one. It must not know which fields there are.

use std::ops::Range;

use super::tree::{MapEntry, Node, TreeValue};
use crate::{markdown, source::Span};

/// A line of a body that may be meant as a field.
#[derive(Clone, Debug, PartialEq)]
pub struct LineBelow {
    pub entry: MapEntry,
    /// The line with its end.
    pub whole: Span,
    /// Whether it is one of those that begin the body.
    pub begins: bool,
}

/// So many lines are looked at.
const LINES: usize = 12;
/// A key is no longer than this.
const LONGEST: usize = 24;

/// The lines that begin a body and are written as fields, and the last one of the body. Places are those of the file, in
/// which the body begins at a byte.
pub fn lines(body: &str, start: usize) -> Vec<LineBelow> {
    let mut found = Vec::new();
    let mut at = 0;
    for line in body.split_inclusive('\n') {
        let range = at..at + line.len();
        at = range.end;
        if line.trim().is_empty() && found.is_empty() {
            continue;
        }
        match read(&body[range.clone()], range.start + start, true) {
            Some(line) if found.len() < LINES => found.push(line),
            _ => break,
        }
    }
    let end = body.trim_end().len();
    let last = body[..end].rfind('\n').map_or(0, |at| at + 1);
    let behind = found.last().is_none_or(|line| line.whole.range().end <= last + start);
    if behind
        && last > 0
        && let Some(line) = read(&body[last..], last + start, false)
        && is_prose(body, last..end)
    {
        found.push(line);
    }
    found
}

/// Whether a line is no code.
fn is_prose(body: &str, line: Range<usize>) -> bool {
    markdown::prose_lines(body).any(|prose| prose.start == line.start)
}

fn read(line: &str, at: usize, begins: bool) -> Option<LineBelow> {
    let is_key = |byte: u8| byte.is_ascii_alphabetic() || matches!(byte, b'_' | b'-' | b' ');
    let key = line.bytes().take(LONGEST + 1).take_while(|byte| is_key(*byte)).count();
    let behind = line[key..].strip_prefix(':')?;
    let value = behind.trim();
    if key > LONGEST || !line.starts_with(|first: char| first.is_ascii_alphabetic()) || value.is_empty() {
        return None;
    }
    let from = key + 1 + (behind.len() - behind.trim_start().len());
    let node = Node { span: Span::new(at + from, at + from + value.len()), value: TreeValue::Text(value.to_owned()) };
    let name = line[..key].trim_end();
    let entry = MapEntry { key: name.to_owned(), key_span: Span::new(at, at + name.len()), value: node };
    Some(LineBelow { entry, whole: Span::new(at, at + line.len()), begins })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(body: &str) -> Vec<String> {
        let line = |line: LineBelow| {
            let TreeValue::Text(value) = line.entry.value.value else { return String::new() };
            format!("{}={value}", line.entry.key)
        };
        lines(body, 100).into_iter().map(line).collect()
    }

    #[test]
    fn lines_at_either_end_of_a_body() {
        assert_eq!(keys("status: withdrawn\n\nGo round.\n"), ["status=withdrawn"]);
        assert_eq!(
            keys("\r\nStatus: withdrawn\r\nclosed: 1 March\r\nGo round.\r\n"),
            ["Status=withdrawn", "closed=1 March"]
        );
        assert_eq!(keys("Go round.\n\nstatus: withdrawn\n\n"), ["status=withdrawn"]);
        assert_eq!(keys("status: withdrawn"), ["status=withdrawn"]);
        for none in [
            "",
            "Go round.\nstatus: a\nMore.\n",
            "Go.\n\n```\na: b\n```\n",
            "Go.\n\n```\na: b",
            "  a: b\n",
            "status:\n",
        ] {
            assert!(keys(none).is_empty(), "{none}");
        }
        let line = &lines("\nstatus: a\n", 100)[0];
        assert_eq!((line.entry.key_span, line.whole), (Span::new(101, 107), Span::new(101, 111)));
    }
}
