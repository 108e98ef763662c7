//! Folded text to the tokens that are searched for: words, pairs of letters where words have no space between, and
//! numbers and compounds as a whole besides their parts. In: folded text. Out: tokens. It must not know documents.
//! `search.js` has the same as `tokens`; `tests/outside/lib/terms.json` holds both to one list.

use std::{mem, ops::Range};

use unicode_normalization::char::is_combining_mark;

/// The most bytes of a token; what is longer is cut, in a query too.
pub const LONGEST: usize = 31;

/// How many digits a telephone number has that is written with gaps.
const TELEPHONE: std::ops::RangeInclusive<usize> = 9..=15;

/// Hands each token of a folded text to `take`.
pub fn tokens(text: &str, mut take: impl FnMut(&str)) {
    let mut compound = Compound::default();
    let mut telephone = Telephone::default();
    let mut at = 0;
    while let Some(word) = next_word(text, at) {
        let (gap, written) = (&text[at..word.start], &text[word.clone()]);
        at = word.end;
        let digits = written.bytes().all(|byte| byte.is_ascii_digit());
        if !compound.joins(gap, digits) {
            compound.end(&mut take);
        }
        if !telephone.joins(gap, digits) {
            telephone.end(&mut take);
            telephone.plus = gap.ends_with('+');
        }
        if written.is_ascii() {
            take(cut(written));
        } else if !segments(written, &mut take) {
            compound.end(&mut take);
            telephone.end(&mut take);
            continue;
        }
        compound.add(written, digits);
        if digits {
            telephone.add(written);
        }
    }
    compound.end(&mut take);
    telephone.end(&mut take);
}

/// The next run of letters and digits.
fn next_word(text: &str, from: usize) -> Option<Range<usize>> {
    let mut start = from;
    let mut at = loop {
        match character(text, start)? {
            (true, length) => break start + length,
            (false, length) => start += length,
        }
    };
    loop {
        // Nearly all letters are of ASCII.
        at += text.as_bytes()[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        match character(text, at) {
            Some((true, length)) => at += length,
            _ => return Some(start..at),
        }
    }
}

/// Whether a letter or digit stands at a place, or what belongs to one, and how long it is.
fn character(text: &str, at: usize) -> Option<(bool, usize)> {
    let byte = text.as_bytes().get(at)?;
    if byte.is_ascii() {
        return Some((byte.is_ascii_alphanumeric(), 1));
    }
    let c = text[at..].chars().next()?;
    Some((c.is_alphanumeric() || is_combining_mark(c), c.len_utf8()))
}

/// A token as long as tokens are.
fn cut(token: &str) -> &str {
    &token[..token.floor_char_boundary(LONGEST)]
}

/// Whether words of a script stand without spaces between: Thai, Lao, Burmese, Khmer, Chinese, Japanese; and Korean,
/// whose words carry endings.
fn is_unspaced(c: char) -> bool {
    matches!(u32::from(c),
        0xe00..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3005..=0x3007 | 0x3040..=0x312f | 0x31f0..=0x31ff
        | 0x3400..=0x4dbf | 0x4e00..=0x9fff | 0xac00..=0xd7af | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}

/// Takes a word apart where it changes between such a script and another: in these, every pair of letters is a token, and
/// the last letter. Whether it was all of one spaced script.
fn segments(word: &str, take: &mut impl FnMut(&str)) -> bool {
    let mut spaced = true;
    let mut rest = word;
    while let Some(first) = rest.chars().next() {
        let kind = is_unspaced(first);
        let end = rest.find(|c| is_unspaced(c) != kind).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        rest = after;
        if !kind {
            take(cut(article(run)));
            continue;
        }
        spaced = false;
        let starts: Vec<usize> = run.char_indices().map(|(at, _)| at).chain([run.len()]).collect();
        for pair in starts.windows(3) {
            take(&run[pair[0]..pair[2]]);
        }
        take(&run[starts[starts.len() - 2]..]);
    }
    spaced
}

/// An Arabic word without its article.
fn article(word: &str) -> &str {
    word.strip_prefix("ال").filter(|rest| rest.chars().count() >= 3).unwrap_or(word)
}

/// Words joined by hyphens, and numbers joined by hyphens, slashes or full stops, such as a reference.
#[derive(Default)]
struct Compound<'t> {
    first: &'t str,
    /// All parts, once there are two.
    text: String,
    parts: usize,
    digits: bool,
}

impl<'t> Compound<'t> {
    fn joins(&self, gap: &str, digits: bool) -> bool {
        self.parts > 0 && (gap == "-" || (matches!(gap, "/" | ".") && digits && self.digits))
    }

    fn add(&mut self, word: &'t str, digits: bool) {
        self.digits = digits && (self.digits || self.parts == 0);
        match self.parts {
            0 => self.first = word,
            1 => self.text.extend([self.first, word]),
            _ => self.text.push_str(word),
        }
        self.parts += 1;
    }

    fn end(&mut self, take: &mut impl FnMut(&str)) {
        let parts = mem::take(&mut self.parts);
        if parts > 1 && (!self.digits || self.text.len() > 4) {
            take(cut(&self.text));
        }
        self.text.clear();
    }
}

/// Groups of digits that may be one telephone number.
#[derive(Default)]
struct Telephone {
    digits: String,
    groups: usize,
    plus: bool,
}

impl Telephone {
    fn joins(&self, gap: &str, digits: bool) -> bool {
        digits && self.groups > 0 && matches!(gap.len(), 1 | 2) && gap.bytes().all(|byte| b" ().-".contains(&byte))
    }

    fn add(&mut self, word: &str) {
        self.digits.push_str(word);
        self.groups += 1;
    }

    /// The number as it is dialled within the country, since that is how most are written.
    fn end(&mut self, take: &mut impl FnMut(&str)) {
        if self.groups == 0 {
            return;
        }
        let (groups, plus) = (mem::take(&mut self.groups), mem::take(&mut self.plus));
        let home = if plus { self.digits.strip_prefix("44") } else { self.digits.strip_prefix("0044") };
        if TELEPHONE.contains(&self.digits.len()) {
            if let Some(home) = home {
                take(&["0", home.strip_prefix('0').unwrap_or(home)].concat());
            } else if plus || (groups > 1 && self.digits.starts_with('0')) {
                take(&self.digits);
            }
        }
        self.digits.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::{super::fold, tokens};

    fn of(text: &str) -> String {
        let mut found = Vec::new();
        tokens(&fold(text), |token| found.push(token.to_owned()));
        found.join(" ")
    }

    #[test]
    fn references_and_telephone_numbers_are_found_whole_and_by_parts() {
        assert_eq!(of("Quote 46/322871/21."), "quote 46 322871 21 4632287121");
        assert_eq!(of("01632 960001"), "01632 960001 01632960001");
        assert_eq!(of("(01632) 960 001, 101"), "01632 960 001 01632960001 101");
        assert_eq!(of("+44 (0)1632 960001"), "44 0 1632 960001 01632960001");
        assert_eq!(of("+441632960001"), "441632960001 01632960001");
        assert_eq!(of("on 1/3 at 15:34"), "on 1 3 at 15 34");
    }

    #[test]
    fn compounds_are_found_whole_and_by_parts() {
        assert_eq!(of("Anti-social e-mail"), "anti social antisocial e mail email");
        assert_eq!(of("and/or a.b"), "and or a b");
    }

    #[test]
    fn scripts_without_spaces_become_pairs() {
        assert_eq!(of("警察署に"), "警察 察署 署に に");
        assert_eq!(of("2021年"), "2021 年");
        assert_eq!(of("الشرطة"), "شرطه");
    }

    #[test]
    fn long_words_are_cut_between_letters() {
        assert_eq!(of(&"x".repeat(40)).len(), 31);
        assert_eq!(of(&"д".repeat(40)).len(), 30);
    }

    proptest::proptest! {
        #[test]
        fn tokens_are_short_and_never_empty(text in "\\PC{0,60}") {
            tokens(&fold(&text), |token| assert!((1..=super::LONGEST).contains(&token.len()), "{token:?}"));
        }
    }
}
