//! What stands round a number in a sentence: the text and the number's place go in, whether it can be, or must be,
//! a telephone number comes out. Must not know the numbering plan.

use super::vocabulary::{
    ABOUT, ANSWERING, CALLING, COUNTING, FILLERS, FOLLOWING, LINKING, NAMING, REFERENCE, SHORTENED, SUBJECT, TELEPHONE,
};
use std::ops::Range;

/// How far from a number words are looked at, in bytes, so that a long text takes time in proportion to its length.
pub(super) const REACH: usize = 120;

/// On which sides of a number another stands, with nothing but a stroke or a comma between: `07700 900123/07700 900124`.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Neighbours {
    pub(super) before: bool,
    pub(super) after: bool,
}

/// What stands round one number.
pub(super) struct NumberContext<'a> {
    before: &'a str,
    after: &'a str,
}

impl<'a> NumberContext<'a> {
    pub(super) fn of(text: &'a str, number: &Range<usize>) -> Self {
        let from = text.floor_char_boundary(number.start.saturating_sub(REACH));
        let to = text.ceil_char_boundary(number.end.saturating_add(REACH));
        Self {
            before: text.get(from..number.start).unwrap_or_default(),
            after: text.get(number.end..to).unwrap_or_default(),
        }
    }

    /// Whether the number stands free: not inside a word, a longer run of digits, a sum of money, or an address. Another
    /// number beside it takes no freedom away.
    pub(super) fn is_free(&self, neighbours: Neighbours) -> bool {
        let mut before = self.before.chars().rev();
        let (last, one_before) = (before.next(), before.next());
        let joined_before = match last {
            _ if neighbours.before => false,
            None => false,
            // `Tel.01622 604100`.
            Some('.') if self.follows_telephone() => false,
            Some('_' | '/' | '\\' | '.' | '#' | '@' | '=' | '+' | '%' | '~' | '&' | '?') => true,
            // `Tel:01622 604100` stands free, `10:01622` does not; nor does `9-0`.
            Some(':' | ',' | '\'' | '’' | ')') => one_before.is_some_and(char::is_numeric),
            Some('-' | '\u{2010}'..='\u{2014}') => one_before.is_some_and(char::is_alphanumeric),
            Some(character) => character.is_alphanumeric(),
        };
        let mut after = self.after.chars();
        let (first, second) = (after.next(), after.next());
        let joined_after = match first {
            _ if neighbours.after => false,
            None => false,
            Some('_' | '@' | '%' | '°' | '\\' | '=' | '&' | '£' | '$' | '€') => true,
            Some('/' | '.' | ',' | ':' | '-' | '\u{2010}'..='\u{2014}' | '\'' | '’' | '+' | '(' | '*') => {
                second.is_some_and(|character| character.is_ascii_digit())
            }
            Some(character) => character.is_alphanumeric(),
        };
        let money = self.before.trim_end().ends_with(['£', '$', '€', '¥']);
        !joined_before && !joined_after && !money && !self.in_address()
    }

    /// Whether a word that says that a telephone number follows stands right before it, shortened.
    fn follows_telephone(&self) -> bool {
        let head = self.before.strip_suffix('.').unwrap_or_default();
        let word = head.rsplit(|character: char| !is_word_character(character)).next().unwrap_or_default();
        is_one(word, TELEPHONE)
    }

    /// Whether the text that runs up to the number without a space is a web or e-mail address.
    fn in_address(&self) -> bool {
        let word = self.before.rsplit(char::is_whitespace).next().unwrap_or_default();
        word.contains("://") || word.contains("www.") || word.contains('@')
    }

    /// Whether what stands before it says that it is a reference.
    pub(super) fn is_reference(&self) -> bool {
        let mut says_no = false;
        let mut filled = false;
        let mut words = words_before(self.before);
        while let Some(word) = words.next() {
            if is_one(word, TELEPHONE) {
                return false;
            }
            if is_one(word, FILLERS) {
                filled = true;
                says_no |= is_one(word, &["no", "nos"]);
                continue;
            }
            let mut to_call_about = || !filled && words.next().is_some_and(|word| is_one(word, ABOUT));
            return says_no || is_one(word, REFERENCE) || (is_one(word, SUBJECT) && !to_call_about());
        }
        says_no
    }

    /// Whether a two-letter square of the National Grid stands before it.
    pub(super) fn in_grid(&self) -> bool {
        words_before(self.before).next().is_some_and(|word| {
            matches!(word.as_bytes(), [b'H' | b'N' | b'O' | b'S' | b'T', b'A'..=b'Z'])
                && !is_one(word, &["TO", "ON", "OR", "NO", "SO"])
        })
    }

    /// Whether four or more digits that are no year stand right before it or right after it, as in a card's number.
    /// After it, digits that begin with 0 are another telephone number.
    pub(super) fn continues_digits(&self) -> bool {
        const GAPS: [char; 3] = [' ', '-', '\u{a0}'];
        let is_more = |digits: &str| {
            digits.len() >= 4 && !(digits.len() == 4 && (digits.starts_with("19") || digits.starts_with("20")))
        };
        let before = self.before.strip_suffix(GAPS).unwrap_or_default();
        let rest = before.trim_end_matches(|character: char| character.is_ascii_digit());
        let after = self.after.strip_prefix(GAPS).unwrap_or_default();
        let digits = after.bytes().take_while(u8::is_ascii_digit).count();
        is_more(&before[rest.len()..]) || (!after.starts_with('0') && is_more(&after[..digits]))
    }

    /// Whether something is counted or named by the number: `101 people`, `101 High Street`, `101-year-old`, `Room 101`.
    pub(super) fn is_counted(&self) -> bool {
        if words_before(self.before).next().is_some_and(|word| is_one(word, COUNTING)) {
            return true;
        }
        match self.words_after() {
            (None, _) => self.after.starts_with(['-', '\u{2010}', '\u{2011}']),
            // `101 emergency calls`, `101 to 110`.
            (Some("emergency" | "non-emergency"), Some(next)) => !is_one(next, NAMING) && !is_one(next, FOLLOWING),
            (Some("to"), Some(next)) => next.starts_with(|character: char| character.is_ascii_digit()),
            (Some(word), _) => !is_one(word, FOLLOWING) && !is_one(word, NAMING),
        }
    }

    /// Whether the words round the number say that it is for calling.
    pub(super) fn is_called(&self) -> bool {
        if self.words_after().0.is_some_and(|word| is_one(word, NAMING)) {
            return true;
        }
        let mut words = words_before(self.before);
        let nearest = words.next();
        let counted_before = words.next().is_some_and(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
        nearest.is_some_and(|word| (is_one(word, LINKING) && !counted_before) || is_one(word, ANSWERING))
            || words_before(self.before).take(6).any(|word| is_one(word, CALLING))
    }

    /// The two words after the number, when only space stands between.
    fn words_after(&self) -> (Option<&'a str>, Option<&'a str>) {
        let (first, rest) = word_after(self.after);
        (first, first.and_then(|_| word_after(rest).0))
    }
}

/// The word that follows some space, and what follows it.
fn word_after(text: &str) -> (Option<&str>, &str) {
    let rest = text.trim_start();
    let end = rest.find(|character: char| !is_word_character(character)).unwrap_or(rest.len());
    let (word, after) = rest.split_at(end);
    ((!word.is_empty() && rest.len() < text.len()).then_some(word), after)
}

/// The words of the sentence before a number, the nearest first.
fn words_before(before: &str) -> impl Iterator<Item = &str> {
    let sentence = before.rmatch_indices(['.', '!', '?', ';']).find(|(at, mark)| {
        let (head, tail) = (&before[..*at], &before[at + 1..]);
        let last = head.rsplit(|character: char| !is_word_character(character)).next().unwrap_or_default();
        tail.starts_with(char::is_whitespace) && !(*mark == "." && is_one(last, SHORTENED))
    });
    before[sentence.map_or(0, |(at, _)| at + 1)..]
        .rsplit(|character: char| !is_word_character(character))
        .filter(|word| !word.is_empty())
}

fn is_word_character(character: char) -> bool {
    character.is_alphanumeric() || matches!(character, '-' | '\'' | '’')
}

fn is_one(word: &str, words: &[&str]) -> bool {
    words.iter().any(|known| word.eq_ignore_ascii_case(known))
}
