//! Runs of digits in text: a place goes in, the groups of digits that stand together there come out, with the spaces,
//! hyphens and brackets between them passed over. Must not know which digits are a telephone number.

/// The most groups that are taken together.
pub(super) const MOST: usize = 8;

/// One group of digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct DigitGroup {
    /// Where its first digit stands, in bytes.
    pub(super) start: usize,
    /// Where its last digit ends, in bytes.
    pub(super) end: usize,
    /// Where what belongs to it ends: after its closing bracket, if it has one.
    pub(super) close: usize,
    /// Whether it stands in brackets.
    pub(super) bracketed: bool,
}

impl DigitGroup {
    /// How many digits it has.
    pub(super) fn digits(&self) -> usize {
        self.end - self.start
    }
}

/// Groups that stand together.
#[derive(Debug, Default)]
pub(super) struct Groups {
    /// Where the whole begins, in bytes: at the plus sign or bracket before the first digit.
    pub(super) start: usize,
    /// Whether a plus sign stands before the first digit.
    pub(super) plus: bool,
    list: [DigitGroup; MOST],
    filled: usize,
}

impl Groups {
    /// The groups from `start`, where a digit, a plus sign or an opening bracket stands. `None` when no digit follows it.
    pub(super) fn at(text: &str, start: usize) -> Option<Self> {
        let bytes = text.as_bytes();
        let mut groups = Self { start, ..Self::default() };
        let mut at = start;
        while groups.filled < MOST {
            let mut bracketed = false;
            if bytes.get(at) == Some(&b'(') {
                bracketed = true;
                at += 1;
            }
            if groups.filled == 0 && bytes.get(at) == Some(&b'+') {
                groups.plus = true;
                at += 1;
            }
            let digits = bytes.iter().skip(at).take_while(|byte| byte.is_ascii_digit()).count();
            let end = at + digits;
            let closed = bytes.get(end) == Some(&b')');
            if digits == 0 || (bracketed && !closed) {
                break;
            }
            let close = end + usize::from(bracketed);
            groups.list[groups.filled] = DigitGroup { start: at, end, close, bracketed };
            groups.filled += 1;
            let Some(next) = next_group(text, close, bracketed) else { break };
            at = next;
        }
        (groups.filled > 0).then_some(groups)
    }

    pub(super) fn list(&self) -> &[DigitGroup] {
        &self.list[..self.filled]
    }
}

/// Where the next group begins, when only a space or two, or a hyphen, or a bracket, stands between.
fn next_group(text: &str, from: usize, after_bracket: bool) -> Option<usize> {
    let mut spaces = 0;
    let mut hyphens = 0;
    for (offset, character) in text.get(from..)?.char_indices() {
        match character {
            '0'..='9' | '(' => {
                let joined = spaces + hyphens > 0 || after_bracket || character == '(';
                return joined.then_some(from + offset);
            }
            '-' | '\u{2010}'..='\u{2013}' => hyphens += 1,
            space if space.is_whitespace() => spaces += 1,
            _ => return None,
        }
        if hyphens > 1 || spaces > 2 {
            return None;
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn digits(text: &str) -> Vec<&str> {
        Groups::at(text, 0)
            .map_or_else(Vec::new, |groups| groups.list().iter().map(|group| &text[group.start..group.end]).collect())
    }

    #[test]
    fn groups_stand_together_across_spaces_hyphens_and_brackets() {
        assert_eq!(digits("+44 (0)1622\u{a0}604-100 or 101"), ["44", "0", "1622", "604", "100"]);
        assert_eq!(digits("(01622) 604100."), ["01622", "604100"]);
        assert_eq!(digits("01622 - 604100"), ["01622", "604100"]);
    }

    #[test]
    fn they_end_at_anything_else() {
        assert_eq!(digits("01/03/2021"), ["01"]);
        assert_eq!(digits("01--03"), ["01"]);
        assert_eq!(digits("101, 999"), ["101"]);
        assert_eq!(digits("101) 999"), ["101"]);
        assert_eq!(digits("(101 999)"), Vec::<&str>::new());
        assert_eq!(digits("+"), Vec::<&str>::new());
    }
}
