//! The parts of a written date: text goes in, its numbers, words and marks come out, in order and without the spaces.
//! Must not know what they mean.

/// One part of a written date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// A run of digits: its value (all nines when too great to hold) and how many digits it has.
    Number(u32, usize),
    /// A run of ASCII letters.
    Word(&'a str),
    /// Any other ASCII character but a space.
    Mark(u8),
    /// There is nothing more.
    End,
}

/// The most parts that any accepted form has, with some room.
const MOST: usize = 28;
/// The longest text that is looked at, in bytes.
const LONGEST: usize = 120;

/// The parts of one text, and how far they have been read.
pub(super) struct Tokens<'a> {
    list: [Token<'a>; MOST],
    at: usize,
}

impl<'a> Tokens<'a> {
    /// Takes `text` apart. `None` when it is too long, or holds a character that no date has.
    pub(super) fn of(text: &'a str) -> Option<Self> {
        let text = text.trim();
        if text.len() > LONGEST {
            return None;
        }
        let mut list = [Token::End; MOST];
        let mut filled = 0;
        let mut rest = text;
        while let Some(&first) = rest.as_bytes().first() {
            let (token, length) = match first {
                b'0'..=b'9' => number(rest),
                b'a'..=b'z' | b'A'..=b'Z' => {
                    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
                    (Token::Word(&rest[..length]), length)
                }
                _ => {
                    let character = rest.chars().next()?;
                    if character.is_whitespace() {
                        rest = &rest[character.len_utf8()..];
                        continue;
                    }
                    if !first.is_ascii_punctuation() {
                        return None;
                    }
                    (Token::Mark(first), 1)
                }
            };
            // The last place stays `End`.
            if filled + 1 >= MOST {
                return None;
            }
            list[filled] = token;
            filled += 1;
            rest = &rest[length..];
        }
        Some(Self { list, at: 0 })
    }

    /// The part `ahead` places further on, without taking it.
    pub(super) fn peek(&self, ahead: usize) -> Token<'a> {
        self.list.get(self.at + ahead).copied().unwrap_or(Token::End)
    }

    /// Passes over the next `count` parts.
    pub(super) fn skip(&mut self, count: usize) {
        self.at += count;
    }

    /// Takes the next part when it is `mark`.
    pub(super) fn take_mark(&mut self, mark: u8) -> bool {
        let found = self.peek(0) == Token::Mark(mark);
        self.at += usize::from(found);
        found
    }

    /// Takes the next part when it is one of `words`, in any case.
    pub(super) fn take_word(&mut self, words: &[&str]) -> bool {
        let found = self.is_word(0, words);
        self.at += usize::from(found);
        found
    }

    /// Whether the part `ahead` places further on is one of `words`, in any case.
    pub(super) fn is_word(&self, ahead: usize, words: &[&str]) -> bool {
        matches!(self.peek(ahead), Token::Word(word) if words.iter().any(|known| word.eq_ignore_ascii_case(known)))
    }
}

fn number(rest: &str) -> (Token<'_>, usize) {
    let mut value = 0_u32;
    let mut digits = 0;
    for byte in rest.bytes().take_while(u8::is_ascii_digit) {
        value = value.saturating_mul(10).saturating_add(u32::from(byte - b'0'));
        digits += 1;
    }
    (Token::Number(value, digits), digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_of_every_kind_are_left_out() {
        let tokens = Tokens::of(" 1\u{a0}Mar\u{202f}2021, ").unwrap();
        assert_eq!(tokens.peek(0), Token::Number(1, 1));
        assert_eq!(tokens.peek(1), Token::Word("Mar"));
        assert_eq!(tokens.peek(2), Token::Number(2021, 4));
        assert_eq!(tokens.peek(3), Token::Mark(b','));
        assert_eq!(tokens.peek(4), Token::End);
        assert_eq!(tokens.peek(400), Token::End);
    }

    #[test]
    fn what_no_date_holds_is_refused() {
        assert!(Tokens::of("1 März 2021").is_none());
        assert!(Tokens::of(&"1".repeat(121)).is_none());
        assert!(Tokens::of(&"1:".repeat(30)).is_none());
        assert!(Tokens::of("\u{0}").is_none());
    }
}
