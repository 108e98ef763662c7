//! Telephone numbers in text: a run of text goes in, the places of the numbers and the addresses that ring them come out.
//! What merely looks like a number stays text: references, dates, sums of money, counts.
//! `plan` says which digits are a number, `groups` which digits stand together, `surroundings` what the words round them say.
//! Must not know Markdown, HTML, bulletins or the site.

mod groups;
mod plan;
mod surroundings;
mod vocabulary;

use std::collections::HashMap;
use std::ops::Range;

use groups::{DigitGroup, Groups};
use surroundings::{Neighbours, NumberContext, REACH};

pub use plan::international;

/// Short numbers that are found without being contacts of the site, and those that text relay puts `18001` before.
const NATIONAL: [&str; 14] = [
    "999",
    "112",
    "101",
    "111",
    "105",
    "119",
    "116 000",
    "116 006",
    "116 111",
    "116 117",
    "116 123",
    "18000",
    "18001 101",
    "18001 111",
];

/// The most digits of a short number, which is one only when the words round it do not count something with it.
const SHORT: usize = 6;
/// The most digits of a contact of the site that is one only when the words round it say that it is for calling.
const SHORTEST: usize = 4;

/// How the telephone numbers of a country are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Numbering {
    /// After the plan of the United Kingdom.
    British,
    /// After a plan that is not known here: a number in full, with its `+`, and the site's own are known for sure.
    Other,
}

/// The address that rings a number which is known to be one, such as a contact's: `tel:` and the number in full where that
/// is known, else its digits. None for what holds letters, or too few or too many digits.
pub fn dialled(number: &str, numbering: Numbering) -> Option<String> {
    let full = number.trim_start_matches(['(', ' ']).starts_with('+');
    let known = if full || numbering == Numbering::British { international(number) } else { None };
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    let unreadable = number.chars().any(char::is_alphabetic) || !(2..=15).contains(&digits.len());
    known.or_else(|| (!unreadable).then(|| format!("tel:{digits}")))
}

/// Finds telephone numbers: those of the United Kingdom's plan, foreign ones written with a `+`, and the site's own.
#[derive(Clone, Debug)]
pub struct Telephones {
    /// Numbers by their digits, which are found in any spacing.
    known: HashMap<String, OwnNumber>,
    /// How many digits the longest of them has.
    longest: usize,
    numbering: Numbering,
}

/// A number that is found in any spacing.
#[derive(Clone, Debug)]
struct OwnNumber {
    href: String,
    /// Whether it is one of the site's contacts.
    is_contact: bool,
}

/// A telephone number in a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberMatch {
    /// Its place in the text, in bytes.
    pub range: Range<usize>,
    /// The address that rings it (RFC 3966): `tel:+441622604100`, `tel:999`, `tel:+441622604100;ext=12`.
    pub href: String,
}

impl Telephones {
    /// `contact_numbers` are those of the site, as people write them; one without a digit, or with letters, is passed over.
    pub fn new<'a>(contact_numbers: impl IntoIterator<Item = &'a str>, numbering: Numbering) -> Self {
        let mut known = HashMap::new();
        let national: &[&str] = if numbering == Numbering::British { &NATIONAL } else { &[] };
        let national = national.iter().map(|number| (*number, false));
        for (number, is_contact) in national.chain(contact_numbers.into_iter().map(|number| (number, true))) {
            let digits: String = number.chars().filter(char::is_ascii_digit).collect();
            let Some(href) = dialled(number, numbering) else { continue };
            if let Some(national) = href.strip_prefix("tel:+44").filter(|national| !national.contains(';')) {
                known.insert(format!("0{national}"), OwnNumber { href, is_contact });
            } else if !href.contains(['+', ';']) {
                known.insert(digits, OwnNumber { href, is_contact });
            }
        }
        let longest = known.keys().map(String::len).max().unwrap_or(0);
        Self { known, longest, numbering }
    }

    /// The numbers in `text`, in order and not overlapping.
    pub fn find(&self, text: &str) -> Vec<NumberMatch> {
        self.find_in_context("", text, "")
    }

    /// Where they stand.
    pub fn places(&self, text: &str) -> Vec<Range<usize>> {
        self.find(text).into_iter().map(|found| found.range).collect()
    }

    /// The numbers in `text`, in order and not overlapping, judged with what is read just `before` and `after` it: when a
    /// number stands in bold, the words that say it is for calling stand outside. Ranges are in `text`.
    pub fn find_in_context(&self, before: &str, text: &str, after: &str) -> Vec<NumberMatch> {
        // Whole blocks at a time, without leaving early inside one: most runs hold no digit.
        let has_digit = |block: &[u8]| block.iter().fold(false, |found, byte| found | byte.is_ascii_digit());
        if !text.as_bytes().chunks(64).any(has_digit) {
            return Vec::new();
        }
        if before.is_empty() && after.is_empty() {
            return self.scan(text, &(0..text.len()));
        }
        let before = &before[before.floor_char_boundary(before.len().saturating_sub(REACH))..];
        let after = &after[..after.ceil_char_boundary(REACH)];
        let run = before.len()..before.len() + text.len();
        let mut found = self.scan(&[before, text, after].concat(), &run);
        found.retain(|found| run.start <= found.range.start && found.range.end <= run.end);
        for NumberMatch { range, .. } in &mut found {
            *range = range.start - run.start..range.end - run.start;
        }
        found
    }

    /// The numbers in `text`, of which `run` is the run that is asked about.
    fn scan(&self, text: &str, run: &Range<usize>) -> Vec<NumberMatch> {
        let bytes = text.as_bytes();
        let mut found: Vec<NumberMatch> = Vec::new();
        let mut at = 0;
        while let Some(skipped) = bytes[at..].iter().position(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'(')) {
            at += skipped;
            if let Some(one) = self.number_at(text, at, run, found.last()) {
                at = one.range.end;
                found.push(one);
            } else {
                let digits = bytes[at..].iter().take_while(|byte| byte.is_ascii_digit()).count();
                at += digits.max(1);
            }
        }
        found
    }

    /// The longest number that begins at `start`. `last` is the number found before it.
    fn number_at(
        &self,
        text: &str,
        start: usize,
        run: &Range<usize>,
        last: Option<&NumberMatch>,
    ) -> Option<NumberMatch> {
        let groups = Groups::at(text, start)?;
        let mut digits = String::with_capacity(16);
        let mut best = None;
        for (index, group) in groups.list().iter().enumerate() {
            if digits.len() + group.digits() > 17 {
                break;
            }
            digits.push_str(&text[group.start..group.end]);
            let grouped = &groups.list()[..=index];
            let Some(href) = self.address(groups.plus, &digits, grouped) else { continue };
            let (end, extension) = extension(text, group.close, digits.len());
            let range = groups.start..end;
            let round = NumberContext::of(text, &range);
            let neighbours = Neighbours {
                before: last.is_some_and(|last| is_joint(&text[last.range.end..groups.start])),
                after: self.joins_number(text, end, digits.len()),
            };
            if round.is_free(neighbours)
                && !round.is_reference()
                && self.is_meant(&round, &digits, &range, text, run, last)
            {
                let extension = extension.map(|digits| format!(";ext={digits}")).unwrap_or_default();
                best = Some(NumberMatch { range, href: href + &extension });
            }
        }
        best
    }

    /// Whether a stroke or a comma stands at `end`, and right behind it another number, short where the one before is.
    fn joins_number(&self, text: &str, end: usize, digits_before: usize) -> bool {
        let Some(start) = text.get(end..end + 1).filter(|joint| is_joint(joint)).map(|_| end + 1) else { return false };
        let Some(groups) = Groups::at(text, start) else { return false };
        let mut digits = String::new();
        groups.list().iter().enumerate().any(|(index, group)| {
            digits.push_str(&text[group.start..group.end]);
            (digits.len() > SHORT) == (digits_before > SHORT)
                && self.address(groups.plus, &digits, &groups.list()[..=index]).is_some()
                && NumberContext::of(text, &(groups.start..group.close))
                    .is_free(Neighbours { before: true, after: false })
        })
    }

    /// The address of `digits`, when they are a number and stand in groups as one.
    fn address(&self, plus: bool, digits: &str, groups: &[DigitGroup]) -> Option<String> {
        // `(111)`: brackets round the whole are not part of it.
        if let [DigitGroup { bracketed: true, .. }] = groups {
            return None;
        }
        if !plus
            && digits.len() <= self.longest
            && let Some(known) = self.known.get(digits)
        {
            return Some(known.href.clone());
        }
        if !plus && self.numbering == Numbering::Other {
            return None;
        }
        let href = plan::from_digits(plus, digits)?;
        let sound = match digits.strip_prefix("00") {
            _ if plus => true,
            Some(abroad) if abroad.starts_with("44") => true,
            // Any long number may begin with noughts: a foreign one must show its country code by a space.
            Some(_) => groups.len() > 2 && groups[0].digits() <= 5,
            None => is_ordinary(digits, groups),
        };
        (sound && groups.iter().skip(1).filter(|group| group.bracketed).count() <= 1).then_some(href)
    }

    /// Whether a number of these digits is meant there.
    fn is_meant(
        &self,
        round: &NumberContext,
        digits: &str,
        range: &Range<usize>,
        text: &str,
        run: &Range<usize>,
        last: Option<&NumberMatch>,
    ) -> bool {
        let joined = last.is_some_and(|last| {
            let between = text.get(last.range.end..range.start).unwrap_or_default().trim();
            let between = between.strip_prefix(',').unwrap_or(between).trim_start();
            matches!(between, "" | "or" | "and" | "/" | "&" | "and/or")
        });
        if !joined && round.continues_digits() {
            return false;
        }
        if digits.len() > SHORT {
            return !(plan::is_short_geographic(digits) && round.in_grid());
        }
        // Something may be in bold that counts 105; a contact of the site is trusted further.
        let is_contact = self.known.get(digits).is_some_and(|known| known.is_contact);
        let alone = text.get(run.clone()).is_some_and(|whole| whole.trim() == &text[range.clone()]);
        let trusted = is_contact && (alone || digits.len() > SHORTEST);
        !round.is_counted() && (trusted || joined || round.is_called())
    }
}

/// Whether two numbers may stand with nothing but this between.
fn is_joint(between: &str) -> bool {
    matches!(between, "/" | ",")
}

/// Whether the groups are such as people make of a British number: the area code, or the first part of it, stands by itself,
/// and no group but the first is a single digit.
fn is_ordinary(digits: &str, groups: &[DigitGroup]) -> bool {
    let Some((first, others)) = groups.split_first() else { return false };
    let code = match first.digits() {
        all if all == digits.len() => return !first.bracketed && !plan::is_short_geographic(digits),
        3 => digits.starts_with("02"),
        4 | 5 => true,
        6 => digits.starts_with("01"),
        _ => false,
    };
    let shape = |lengths: &[usize]| others.iter().map(DigitGroup::digits).eq(lengths.iter().copied());
    let freephone = digits.len() == 10 && !plan::is_short_geographic(digits);
    code && others.len() <= 4
        && others.iter().all(|group| group.digits() > 1 && !group.bracketed)
        && (!freephone || shape(&[6]) || shape(&[3, 3]) || shape(&[2, 4]) || shape(&[2, 2, 2]))
}

/// Where a number that ends at `end` ends with its extension (`ext 12`, `extension 12`, `x12`), and the extension's digits.
fn extension(text: &str, end: usize, digits: usize) -> (usize, Option<&str>) {
    let none = (end, None);
    if digits <= SHORT {
        return none;
    }
    let Some(after) = text.get(end..) else { return none };
    let rest = after.trim_start_matches([' ', ',', '\u{a0}']);
    let letters = rest.bytes().take(10).take_while(u8::is_ascii_alphabetic).count();
    let (word, rest) = rest.split_at(letters);
    if !["extension", "extn", "ext", "x"].iter().any(|known| word.eq_ignore_ascii_case(known)) {
        return none;
    }
    let rest = rest.trim_start_matches(['.', ':', ' ', '\u{a0}']);
    let count = rest.bytes().take(8).take_while(u8::is_ascii_digit).count();
    if (1..=7).contains(&count) { (text.len() - rest.len() + count, Some(&rest[..count])) } else { none }
}

#[cfg(test)]
mod tests;
