//! What mends a problem, and the mending. In: the text of a source and the fixes of its problems. Out: the new text and
//! what was changed. Pure: it must not know the disk, nor what a fix is for.

use serde::{Deserialize, Serialize};

use crate::source::{Span, line_and_column};

/// How sure it is that a fix is what the author wants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Safety {
    /// There is one right answer: the program reads it so already.
    Safe,
    /// It is probably right; somebody should look.
    Ask,
}

/// What mends a problem.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Fix {
    pub safety: Safety,
    pub change: FixAction,
}

/// What is done to the file at the place of a problem.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum FixAction {
    /// Some of its bytes are replaced. The edits belong together: all are made, or none.
    Edits(Vec<Edit>),
    /// It is written in UTF-8.
    Utf8,
    /// It gets another name in its folder.
    Name(String),
}

/// Bytes of a file, and what stands there instead.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Edit {
    pub span: Span,
    pub text: String,
}

impl Fix {
    /// A fix with one right answer: bytes that are replaced.
    pub fn replace(span: Span, text: impl Into<String>) -> Self {
        Self { safety: Safety::Safe, change: FixAction::Edits(vec![Edit { span, text: text.into() }]) }
    }

    /// The same, to be looked at first.
    pub fn for_review(mut self) -> Self {
        self.safety = Safety::Ask;
        self
    }
}

/// Lines that were changed, as a person is shown them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangedLines {
    /// The first of the lines, from 1.
    pub line: usize,
    pub before: String,
    pub after: String,
}

/// Makes the edits of fixes in a text, all but those that touch one made before them: the caller reads the new text and
/// comes again. No other byte changes.
pub fn apply<'f>(text: &str, fixes: impl IntoIterator<Item = &'f [Edit]>) -> (String, Vec<ChangedLines>) {
    let mut taken: Vec<&Edit> = Vec::new();
    for edits in fixes {
        let fits = |edit: &Edit| {
            let range = edit.span.range();
            range.end <= text.len() && text.is_char_boundary(range.start) && text.is_char_boundary(range.end)
        };
        let clear = |edit: &Edit| taken.iter().all(|made| !touch(made.span, edit.span));
        if edits.iter().all(|edit| fits(edit) && clear(edit)) {
            taken.extend(edits);
        }
    }
    // Two at one place stay in their order.
    taken.sort_by_key(|edit| (edit.span.start, edit.span.end));
    let mut new = String::with_capacity(text.len() + 64);
    let mut changed: Vec<ChangedLines> = Vec::new();
    let mut at = 0;
    let mut rest = taken.as_slice();
    while let Some(first) = rest.first() {
        // All edits of the same lines are one change.
        let start = text[..first.span.range().start].rfind('\n').map_or(0, |at| at + 1);
        let mut end = line_end(text, first.span.range().end);
        let mut count = 1;
        while let Some(next) = rest.get(count)
            && next.span.range().start <= end
        {
            end = end.max(line_end(text, next.span.range().end));
            count += 1;
        }
        new.push_str(&text[at..start]);
        let from = new.len();
        at = start;
        for edit in &rest[..count] {
            new.push_str(&text[at..edit.span.range().start]);
            new.push_str(&edit.text);
            at = edit.span.range().end;
        }
        new.push_str(&text[at..end]);
        at = end;
        changed.push(ChangedLines {
            line: line_and_column(text, start).0,
            before: text[start..end].to_owned(),
            after: new[from..].to_owned(),
        });
        rest = &rest[count..];
    }
    new.push_str(&text[at..]);
    (new, changed)
}

fn line_end(text: &str, at: usize) -> usize {
    text[at..].find('\n').map_or(text.len(), |end| at + end)
}

/// Whether two edits want the same bytes, or the same place.
fn touch(one: Span, other: Span) -> bool {
    if one.start == one.end || other.start == other.end {
        return one == other || (one.start < other.end && other.start < one.end);
    }
    one.start < other.end && other.start < one.end
}

#[cfg(test)]
mod tests {
    use super::*;

    fn edit(start: usize, end: usize, text: &str) -> Edit {
        Edit { span: Span::new(start, end), text: text.into() }
    }

    #[test]
    fn other_bytes_stay() {
        let text = "a: b: c\r\n\u{feff}keep \t\r\nx\n";
        let (new, changed) = apply(text, [&[edit(3, 3, "\""), edit(7, 7, "\"")][..]]);
        assert_eq!(new, "a: \"b: c\"\r\n\u{feff}keep \t\r\nx\n");
        assert_eq!(changed.len(), 1);
        assert_eq!((changed[0].line, changed[0].after.trim_end()), (1, "a: \"b: c\""));
    }

    #[test]
    fn what_touches_waits_for_the_next_time() {
        let (one, two, three) = ([edit(0, 3, "x")], [edit(2, 4, "y")], [edit(4, 5, "z")]);
        let (new, _) = apply("abcdef", [&one[..], &two[..], &three[..]]);
        assert_eq!(new, "xdzf");
        assert_eq!(apply("é", [&[edit(1, 2, "")][..], &[edit(0, 9, "")][..]]).0, "é");
    }
}
