//! Where the front matter ends and the body begins. In: the text of a file. Out: byte ranges.
//! It must not know YAML.

use std::ops::Range;

use crate::source::Span;

/// A file in its two parts.
#[derive(Debug, PartialEq, Eq)]
pub struct Split {
    /// The front matter with its marks.
    pub whole: Span,
    /// The YAML between the marks, in bytes.
    pub yaml: Range<usize>,
    /// The first byte of the body.
    pub body: usize,
}

/// Why a file cannot be split.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// The first line that is not blank begins no front matter.
    Missing(Span),
    /// The front matter begins here and is never closed; `mark` is what would close it.
    Unclosed { at: Span, mark: &'static str },
}

enum Mark {
    Dashes,
    Fence(usize),
}

impl Mark {
    fn opening(line: &str) -> Option<Self> {
        let line = line.trim_end();
        if line == "---" {
            return Some(Self::Dashes);
        }
        let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
        let word = line[ticks..].trim_start();
        let yaml = word.eq_ignore_ascii_case("yaml") || word.eq_ignore_ascii_case("yml");
        (ticks >= 3 && yaml).then_some(Self::Fence(ticks))
    }

    fn closes(&self, line: &str) -> bool {
        let line = line.trim_end();
        match self {
            Self::Dashes => line == "..." || (line.len() >= 3 && line.bytes().all(|byte| byte == b'-')),
            Self::Fence(ticks) => line.len() >= *ticks && line.bytes().all(|byte| byte == b'`'),
        }
    }
}

/// Splits a file in either form of front matter. A byte order mark, blank lines before it and blanks after its
/// marks are passed over.
pub fn split(text: &str) -> Result<Split, Fault> {
    let mut at = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let mut lines = text[at..].split_inclusive('\n');
    let (start, opening) = loop {
        let Some(line) = lines.next() else { return Err(Fault::Missing(Span::new(0, 0))) };
        if !line.trim().is_empty() {
            break (at, line);
        }
        at += line.len();
    };
    at += opening.len();
    let first_line = Span::new(start, start + opening.trim_end().len());
    let mark = Mark::opening(opening).ok_or(Fault::Missing(first_line))?;
    let yaml = at;
    for line in lines {
        if mark.closes(line) {
            let whole = Span::new(start, at + line.trim_end().len());
            return Ok(Split { whole, yaml: yaml..at, body: at + line.len() });
        }
        at += line.len();
    }
    let mark = if matches!(mark, Mark::Dashes) { "---" } else { "```" };
    Err(Fault::Unclosed { at: first_line, mark })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (&str, &str) {
        let split = split(text).expect("the text has front matter");
        (&text[split.yaml], &text[split.body..])
    }

    #[test]
    fn both_forms_are_split() {
        assert_eq!(parts("---\ntitle: A\n---\nBody"), ("title: A\n", "Body"));
        assert_eq!(parts("\u{feff}\r\n \r\n--- \r\ntitle: A\r\n...\t\r\nBody"), ("title: A\r\n", "Body"));
        assert_eq!(parts("```yaml\ntitle: A\n```\n\nBody"), ("title: A\n", "\nBody"));
        assert_eq!(parts("``` YML  \ntitle: A\n``` \nBody"), ("title: A\n", "Body"));
        assert_eq!(parts("---\n---"), ("", ""));
    }

    #[test]
    fn a_body_may_begin_with_a_yaml_block() {
        assert_eq!(parts("---\na: b\n---\n```yaml\nc: d\n```\n"), ("a: b\n", "```yaml\nc: d\n```\n"));
    }

    #[test]
    fn faults_say_where() {
        assert_eq!(split("\nMore on it\n"), Err(Fault::Missing(Span::new(1, 11))));
        assert_eq!(split(""), Err(Fault::Missing(Span::new(0, 0))));
        assert_eq!(split("---\ntitle: A\n"), Err(Fault::Unclosed { at: Span::new(0, 3), mark: "---" }));
        assert_eq!(split("```yaml\nx"), Err(Fault::Unclosed { at: Span::new(0, 7), mark: "```" }));
        assert_eq!(split("```rust\nx\n```\n"), Err(Fault::Missing(Span::new(0, 7))));
    }
}
