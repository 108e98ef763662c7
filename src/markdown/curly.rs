//! A plain text in; the same text with the quotation marks and dashes that bodies get where a site asks for them out.
//! Must not know where it is shown.

use std::borrow::Cow;

use pulldown_cmark::{Event, Parser};

use super::bare::{self, Punctuation};
use super::dialect;

/// A line of plain text with typographic punctuation. Addresses in it stay as they are.
pub fn typographic(line: &str) -> Cow<'_, str> {
    let is_typed = line.contains(['\'', '"']) || line.contains("--") || line.contains("...");
    if !is_typed {
        return Cow::Borrowed(line);
    }
    let mut addresses = Vec::new();
    bare::find(line, Punctuation::AsTyped, &mut addresses);
    if !addresses.is_empty() {
        return Cow::Borrowed(line);
    }
    // Nothing in it is Markdown but what becomes typographic.
    let mut escaped = String::from(START);
    let (words, end) = line.split_at(line.trim_end().len());
    for letter in words.chars() {
        if letter.is_ascii_punctuation() && !matches!(letter, '\'' | '"' | '-' | '.') {
            escaped.push('\\');
        }
        escaped.push(letter);
    }
    let mut text = String::with_capacity(line.len() + 8);
    for event in Parser::new_ext(&escaped, dialect(true)) {
        if let Event::Text(part) = event {
            text.push_str(&part);
        }
    }
    text.push_str(end);
    text.strip_prefix(START).map_or(Cow::Borrowed(line), |text| Cow::Owned(text.to_owned()))
}

/// What keeps the beginning of a line from being the mark of a list.
const START: &str = "x ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_and_dashes_are_those_of_bodies() {
        for (line, want) in [
            ("\"It's back\" -- said Jean...", "“It’s back” – said Jean…"),
            ("- a 'b' *c* <d> & [e](f) \\ 1. `g`", "- a ‘b’ *c* <d> & [e](f) \\ 1. `g`"),
            ("See https://example.org/a--b", "See https://example.org/a--b"),
            ("plain", "plain"),
        ] {
            assert_eq!(typographic(line), want);
        }
    }

    proptest::proptest! {
        #[test]
        fn other_text_stays_as_it_is(words in proptest::collection::vec("[!#-&(-,/-~]{1,6}", 0..6)) {
            let line = format!("it's {}", words.join(" "));
            proptest::prop_assert_eq!(typographic(&line).replace('’', "'"), line);
        }
    }
}
