//! Plain text in; the same text with its addresses and telephone numbers kept apart from the direction of the words round
//! them out. Between Arabic or Hebrew words the groups of `01632 960001` would stand in the wrong order, and the last `/` of
//! an address before it. Must not know which digits are a telephone number, nor which language the text is in.

use std::{borrow::Cow, ops::Range};

use super::bare::{self, Punctuation};

/// Opens and closes a part that is read from left to right by itself (UAX 9, section 2.4).
const OPENS: char = '\u{2066}';
const CLOSES: char = '\u{2069}';

/// A text that is written from right to left, with marks round its addresses and round the telephone `numbers` in it, which
/// stand in order and apart. What its author put between such marks stays as it is.
pub fn isolated(text: &str, numbers: Vec<Range<usize>>) -> Cow<'_, str> {
    let mut addresses = Vec::new();
    bare::find(text, Punctuation::AsTyped, &mut addresses);
    let mut parts: Vec<Range<usize>> = addresses.into_iter().map(|address| address.range).collect();
    parts.extend(numbers);
    parts.sort_by_key(|part| part.start);
    if parts.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + parts.len() * 6);
    let mut done = 0;
    for part in parts {
        let is_marked = text[..part.start].ends_with(['\u{2066}', '\u{2067}', '\u{2068}']);
        if part.start < done || is_marked {
            continue;
        }
        out.push_str(&text[done..part.start]);
        out.push(OPENS);
        out.push_str(&text[part.clone()]);
        out.push(CLOSES);
        done = part.end;
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_numbers_are_marked_once() {
        let text = "فون کریں 01632 960001 یا https://example.org/ پر، jean@x.example۔";
        let number = text.find("01632").map(|at| at..at + 12).into_iter().collect::<Vec<_>>();
        let marked = isolated(text, number);
        assert_eq!(
            marked,
            "فون کریں \u{2066}01632 960001\u{2069} یا \u{2066}https://example.org/\u{2069} پر، \u{2066}jean@x.example\u{2069}۔"
        );
        let number = marked.find("01632").map(|at| at..at + 12).into_iter().collect();
        assert_eq!(isolated(&marked, number), marked);
        assert_eq!(isolated("سڑک", Vec::new()), "سڑک");
    }
}
