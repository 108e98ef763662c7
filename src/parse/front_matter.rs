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
    /// Marks in the place of `---`, as a word processor makes them.
    pub marks: Vec<Span>,
}

impl Split {
    /// Whether a line of other marks than hyphens ends the fields, with an empty line above it: a rule of the text may be that.
    pub fn is_closed_by_rule(&self, text: &str) -> bool {
        let fields = &text[self.yaml.clone()];
        let mark = text[self.yaml.end..self.body].trim();
        let above = fields.strip_suffix('\n').unwrap_or(fields).trim_end_matches('\r');
        let is_below_blank = above.rsplit('\n').next().is_some_and(|line| line.trim().is_empty());
        is_below_blank && is_drawn(mark) && dashes(mark) != Dashes::Right
    }
}

/// Why a file cannot be split.
#[derive(Debug, PartialEq, Eq)]
pub enum SplitError {
    /// The first line that is not blank begins no front matter.
    Missing(Span),
    /// The front matter begins here and is never closed; `mark` is what would close it, and its lines go on to `end`.
    Unclosed { at: Span, mark: &'static str, rest: Range<usize> },
}

enum Delimiter {
    Dashes,
    /// A line of other marks, which another such line closes as well.
    Drawn,
    /// Hyphens behind blanks.
    Indented,
    Fence(usize),
}

/// How near a line is to one of three hyphens.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Dashes {
    Right,
    /// Long dashes, or hyphens with blanks between them.
    Meant,
    No,
}

fn dashes(line: &str) -> Dashes {
    let line =
        line.trim_matches(super::mend::is_blank).trim_end_matches(['\n', '\r']).trim_end_matches(super::mend::is_blank);
    if line.len() >= 3 && line.bytes().all(|byte| byte == b'-') {
        return Dashes::Right;
    }
    let mut hyphens = 0;
    let mut long = false;
    for letter in line.chars() {
        match letter {
            '-' | '\u{2010}' | '\u{2011}' | '\u{ad}' | '\u{2212}' => hyphens += 1,
            '–' | '—' | '―' | '⸺' | '⸻' | '─' | '━' => long = true,
            _ if super::mend::is_blank(letter) => {}
            _ => return Dashes::No,
        }
    }
    if long || hyphens >= 3 { Dashes::Meant } else { Dashes::No }
}

/// Whether a line in a body is one of three hyphens, or meant as that.
pub(super) fn is_mark(line: &str) -> bool {
    !line.starts_with([' ', '\t']) && dashes(line) != Dashes::No
}

/// Whether a line is one of other marks that people draw lines with, or of too few or too many hyphens: `--`, `___`, `\---`. It
/// is meant as three hyphens only where fields follow, or where nothing else ends them.
fn is_drawn(line: &str) -> bool {
    let line = line.trim();
    let line = line.strip_prefix('\\').unwrap_or(line);
    let first = line.bytes().next().unwrap_or_default();
    line.len() >= 2
        && matches!(first, b'-' | b'_' | b'=' | b'*' | b'~' | b'+')
        && line.bytes().all(|byte| byte == first)
}

/// Whether a text begins with a line such as `title: …`.
fn begins_with_field(text: &str) -> bool {
    let line = text.lines().find(|line| !line.trim().is_empty()).unwrap_or_default().trim_start();
    let word = line.bytes().take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-')).count();
    word > 1 && line[word..].trim_start().starts_with([':', '='])
}

impl Delimiter {
    fn opening(line: &str) -> Option<Self> {
        let line = line.trim_end();
        if dashes(line) == Dashes::Meant || line == "---" {
            return Some(Self::Dashes);
        }
        let ticks = line.bytes().take_while(|byte| *byte == b'`').count();
        let word = line[ticks..].trim_start();
        let yaml = word.eq_ignore_ascii_case("yaml") || word.eq_ignore_ascii_case("yml");
        (ticks >= 3 && yaml).then_some(Self::Fence(ticks))
    }

    /// Three backticks or more and nothing else.
    fn bare_fence(line: &str) -> Option<Self> {
        let line = line.trim();
        (line.len() >= 3 && line.bytes().all(|byte| byte == b'`')).then_some(Self::Fence(line.len()))
    }

    fn closes(&self, line: &str) -> bool {
        // As nearly every line does.
        if line.starts_with(|first: char| first.is_ascii_alphanumeric()) {
            return false;
        }
        match self {
            Self::Dashes => line.trim_end() == "..." || (dashes(line) != Dashes::No && !line.starts_with(' ')),
            Self::Indented => Self::Dashes.closes(line.trim_start_matches(super::mend::is_blank)),
            Self::Drawn => Self::Dashes.closes(line) || (is_drawn(line) && !line.starts_with(' ')),
            Self::Fence(ticks) => {
                let line = line.trim_end();
                line.len() >= *ticks && line.bytes().all(|byte| byte == b'`')
            }
        }
    }
}

/// Splits a file in either form of front matter. A byte order mark, blank lines before it and blanks after its
/// marks are passed over.
pub fn split(text: &str) -> Result<Split, SplitError> {
    // A program that joins files may leave several.
    let mut at = text.len() - text.trim_start_matches('\u{feff}').len();
    let mut lines = text[at..].split_inclusive('\n');
    let (start, opening) = loop {
        let Some(line) = lines.next() else { return Err(SplitError::Missing(Span::new(0, 0))) };
        if !line.trim().is_empty() {
            break (at, line);
        }
        at += line.len();
    };
    at += opening.len();
    let first_line = Span::new(start, start + opening.trim_end().len());
    let followed = || begins_with_field(&text[at..]);
    let drawn = || (is_drawn(opening) && followed()).then_some(Delimiter::Drawn);
    // A fence that does not say of what, and marks that are indented as all that stands between them.
    let fence = || Delimiter::bare_fence(opening).filter(|_| followed());
    let indented = || (dashes(opening) == Dashes::Right && followed()).then_some(Delimiter::Indented);
    let found = Delimiter::opening(opening).or_else(indented).or_else(drawn).or_else(fence);
    let mark = found.ok_or(SplitError::Missing(first_line))?;
    let is_fence = matches!(mark, Delimiter::Fence(_));
    // Only a line that nobody could take for the text of a field closes what another mark does not.
    let closed = closing(text, at, &mark).or_else(|| closing(text, at, &Delimiter::Drawn).filter(|_| !is_fence));
    let Some(close) = closed else {
        if matches!(mark, Delimiter::Drawn) {
            return Err(SplitError::Missing(first_line));
        }
        let mark = if is_fence { "```" } else { "---" };
        return Err(SplitError::Unclosed { at: first_line, mark, rest: at..text.len() });
    };
    let line = |from: &Range<usize>| {
        Span::new(from.start, from.start + text[from.clone()].trim_end_matches(['\n', '\r']).len())
    };
    let odd = |from: &Range<usize>| !is_fence && !matches!(text[from.clone()].trim_end(), "---" | "...");
    let marks = [start..at, close.clone()].iter().filter(|from| odd(from)).map(line).collect();
    let end = close.start + text[close.clone()].trim_end().len();
    Ok(Split { whole: Span::new(start, end), yaml: at..close.start, body: close.end, marks })
}

/// The line behind a place that closes what a mark opened.
fn closing(text: &str, from: usize, mark: &Delimiter) -> Option<Range<usize>> {
    let mut at = from;
    while at < text.len() {
        let end = memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |end| at + end + 1);
        if mark.closes(&text[at..end]) {
            return Some(at..end);
        }
        at = end;
    }
    None
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
    fn long_dashes_are_marks_and_are_told() {
        for text in ["—\na: b\n—\nBody", "—-\na: b\n–-\nBody", "- - -\na: b\n---\nBody", "---\na: b\n—\u{a0}\nBody"]
        {
            let split = split(text).expect("it is front matter");
            assert_eq!((&text[split.yaml], &text[split.body..]), ("a: b\n", "Body"), "{text}");
            assert!(!split.marks.is_empty());
        }
        assert!(split("---\na:\n- b\n---\n").expect("it is front matter").marks.is_empty());
    }

    #[test]
    fn other_lines_are_marks_where_fields_follow() {
        for (open, close) in
            [("--", "--"), ("___", "___"), ("\\---", "\\---"), ("-----", "---"), ("---", "==="), ("***", "***")]
        {
            let text = format!("{open}\ntitle: c\n{close}\nBody");
            let split = split(&text).expect("it is front matter");
            assert_eq!(
                (&text[split.yaml], &text[split.body..], split.marks.is_empty()),
                ("title: c\n", "Body", false),
                "{text}"
            );
        }
        for (text, yaml) in [
            ("+++\ntitle = c\n+++\nBody", "title = c\n"),
            ("   ---\n   title: c\n   ---\nBody", "   title: c\n"),
            ("```\ntitle: c\n```\nBody", "title: c\n"),
            ("\u{feff}\u{feff}---\ntitle: c\n---\nBody", "title: c\n"),
        ] {
            assert_eq!(parts(text), (yaml, "Body"), "{text}");
        }
        assert_eq!(split("```\nlet a = 1;\n```\n"), Err(SplitError::Missing(Span::new(0, 3))));
        // A line drawn above a text is one, and what is drawn below the fields is not looked for before their end.
        assert_eq!(split("***\n\nMore on it: soon\n\n***\n"), Err(SplitError::Missing(Span::new(0, 3))));
        let text = "---\ntitle: A\n---\nBody\n\n***\n";
        assert_eq!(&text[split(text).expect("it is front matter").body..], "Body\n\n***\n");
        assert!(split("------\ntitle: A\n------\n").expect("it is front matter").marks.len() == 2);
    }

    #[test]
    fn faults_say_where() {
        assert_eq!(split("\nMore on it\n"), Err(SplitError::Missing(Span::new(1, 11))));
        assert_eq!(split(""), Err(SplitError::Missing(Span::new(0, 0))));
        assert_eq!(
            split("---\ntitle: A\n"),
            Err(SplitError::Unclosed { at: Span::new(0, 3), mark: "---", rest: 4..13 })
        );
        assert_eq!(split("```yaml\nx"), Err(SplitError::Unclosed { at: Span::new(0, 7), mark: "```", rest: 8..9 }));
        assert_eq!(split("```rust\nx\n```\n"), Err(SplitError::Missing(Span::new(0, 7))));
    }
}
