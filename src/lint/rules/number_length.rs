//! A telephone number that somebody is to ring, and that has too few or too many digits to be one.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, LifePhase, Rule, Subject,
        numbers::{self, digits},
        subject::PlacedPassage,
    },
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::NumberLength,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &["0", "+44"],
    asks: "Ring 0115 9999.",
    silent: "Ring 0115 496 0999.",
    look,
};

/// A word that asks to ring, and the number behind it.
static RUNG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:ring|ringing|call|calling|phone|phoning|galwch|telephone|tel|mobile|text|dial|whatsapp|ffoniwch)\b[:.]?(?:\s+(?:us|me|ni|fi|him|her|them|back|the|police|free|direct|now|today|anonymously|on|at|number|is|ar|or|(?-i:[A-Z][a-z]+))){0,5}[\s:]+((?:\+44[ \u{a0}]?(?:\(0\))?|\(?0)(?:[ \u{a0}()-]{0,2}\d){5,14})",
    )
    .expect("it is a sound expression")
});

/// A number of a contact: nothing but that stands there.
static PHONE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?:^|[^\d/.+-])((?:\+44[ \u{a0}]?(?:\(0\))?|\(?0)(?:[ \u{a0}()-]{0,2}\d){5,14})(?:$|[^\d/.])")
        .expect("it is a sound expression")
});

/// A last one or two figures that are hours or days, by what stands behind them: `01632 960001 9am`, `(24 hours)`.
static TIME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:[:.]\d\d)?[ \u{a0}-]?(?:hours?|hrs?|h|[ap]\.?m|to|till|until|o['’]clock|noon|midday|days?|lines?)\b",
    )
    .expect("it is a sound expression")
});
static LAST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"[ \u{a0}()-]+\d{1,2}$").expect("it is a sound expression"));

/// Numbers of the country with fewer digits than the others: Childline's and, for a while yet, NHS Direct's.
const SHORT: [&str; 2] = ["08001111", "08454647"];

/// How many digits a national number has, with its nought (Ofcom, National Telephone Numbering Plan: nine or ten behind it).
const SOUND: std::ops::RangeInclusive<usize> = 10..=11;

fn look(subject: &Subject, found: &mut Findings) {
    for copy in &subject.copies {
        let text = copy.text();
        let ends_line = |range: Range<usize>| copy.passage.ends_line(&range);
        for number in RUNG.captures_iter(text).filter_map(|found| found.get(1)) {
            // `01632 96 00 01 to tell us` is whole.
            let may_end = |last: &str| last.contains('(') || !is_sound(&digits(number.as_str()));
            let hours = LAST
                .find(number.as_str())
                .filter(|last| TIME.is_match(&text[number.end()..]) && may_end(last.as_str()));
            let written = &number.as_str()[..hours.map_or(number.len(), |hours| hours.start())];
            let digits = digits(written);
            // A number and what stands in the next line are two things.
            let mut gaps = number.as_str().match_indices(' ').map(|(at, _)| at);
            let line = gaps.find(|at| ends_line(number.start() + at..number.start() + at + 1));
            if line.is_some_and(|line| is_sound(&numbers::digits(&number.as_str()[..line]))) {
                continue;
            }
            // Two numbers that stand together, a reference or a date are none that is too long.
            let goes_on = text[number.end()..]
                .starts_with(|next: char| next.is_ascii_digit() || matches!(next, '/' | '-' | '.'))
                && text[number.end()..].chars().nth(1).is_some_and(|next| next.is_ascii_digit());
            // What begins with two noughts is a number abroad.
            let is_other = digits.len() < 6 || digits.len() > 13 || digits.starts_with("00");
            if goes_on || is_sound(&digits) || is_other || begins_whole(written) {
                continue;
            }
            tell(copy, number.start()..number.start() + written.len(), found);
        }
    }
    for phone in &subject.phones {
        let text = phone.passage.text();
        for number in PHONE.captures_iter(text).filter_map(|found| found.get(1)) {
            let digits = digits(number.as_str());
            let is_other = digits.len() < 6 || digits.starts_with("00") || begins_whole(number.as_str());
            if !is_sound(&digits) && !is_other {
                tell(&phone.passage, number.range(), found);
            }
        }
    }
}

fn tell(passage: &PlacedPassage, number: Range<usize>, found: &mut Findings) {
    let written = &passage.text()[number.clone()];
    let count = digits(written).len();
    let what = if count < 11 { "few" } else { "many" };
    let message = format!("`{written}` has too {what} digits for a telephone number: {count}");
    let help = "look at it again; nearly all numbers have eleven with the nought at the beginning";
    found.add(passage.span(number), message, help);
}

/// Whether there may be a number with these digits.
fn is_sound(digits: &str) -> bool {
    // Of these, none has ten.
    let eleven = ["02", "03", "07"].iter().any(|start| digits.starts_with(start));
    SHORT.contains(&digits) || (SOUND.contains(&digits.len()) && (digits.len() == *SOUND.end() || !eleven))
}

/// Whether a whole number stands at the beginning, and figures of something else behind it: `01632 960001 (9-5)`.
fn begins_whole(written: &str) -> bool {
    let mut gaps = written.match_indices([' ', '\u{a0}', '(']).map(|(at, _)| digits(&written[..at]).len());
    gaps.any(|digits| digits == *SOUND.end())
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn numbers_that_ring_nowhere() {
        trips(
            "number-length",
            &[
                body("Please ring 0115 9999."),
                body("Call Jean on 07700 90012 if you saw it."),
                body("Tel: 01632 9600011"),
                body("Text +44 7700 90012."),
                body("Ring the police on (020) 7946 099."),
                body("Phone us on 0207 946 01234 today."),
                body("Ring 0115 9999 (24 hours)."),
                body("Ffoniwch ni ar 0115 9999."),
                "contacts: [{name: Jean, phone: 0770 900123}]\n---\nRing her.".into(),
                "contacts: [{name: Jean, phone: 07700 900123 or 01632 9600011}]\n---\nRing her.".into(),
            ],
        );
        quiet(
            "number-length",
            &[
                body("Ring 01632 960001, or 0800 1111."),
                body("Ring Crimestoppers on 0800 555 111."),
                body("Call 01204 52220."),
                body("Quote 0115 9999 when you ring 101."),
                body("Call 101 and quote 01234/26."),
                body("Ring 020 7946 0999."),
                body("Ring +44 (0)1632 960001."),
                body("Ring 01632 960001 01632 960002."),
                body("The call at 0930 was not answered."),
                body("Ring on 05/12/2026."),
                body("Call 01632 960001 (24 hours)."),
                body("Call 01204 52220 (24hrs)."),
                body("Ring 01632 960001 9am to 5pm."),
                body("Ring 01632 960001 (9-5)."),
                body("Ring 01632 96 00 01 to tell us."),
                body("Ring 07700 900 123 to tell us."),
                body("Tel: 01632 960001\n12 Mill Lane"),
                body("Tel: 01204 52220\n12 Mill Lane"),
                body("Ring 00353 1 234 567."),
                "contacts: [{name: Jean, phone: 07700 900123 or 01632 960144}, Crimestoppers]\n---\nRing her.".into(),
                "contacts: [{name: Jean, phone: 01632 960144 / 960145}]\n---\nRing her.".into(),
                "contacts: [{name: The hall, phone: \"(01632) 960144 ext 12\"}]\n---\nRing us.".into(),
                "contacts: [{name: The desk, phone: \"01632 960144, 9-5\"}, {name: Childline, phone: 0800 1111}]\n---\nRing.".into(),
                "status: resolved\nclosed: 2026-11-03\n---\nRing 0115 9999.".into(),
            ],
        );
    }
}
