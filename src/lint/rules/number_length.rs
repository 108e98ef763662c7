//! A telephone number that somebody is to ring, and that has too few or too many digits to be one.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::NumberLength,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: While::Open,
    triggers: &["0", "+44"],
    asks: "Ring 0115 9999.",
    silent: "Ring 0115 496 0999.",
    look,
};

/// A word that asks to ring, and the number behind it.
static RUNG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:ring|ringing|call|calling|phone|phoning|telephone|tel|mobile|text|dial|whatsapp|ffoniwch)\b[:.]?(?:\s+(?:us|me|him|her|them|back|the|police|free|direct|now|today|anonymously|on|at|number|is|ar|or|(?-i:[A-Z][a-z]+))){0,5}[\s:]+((?:\+44[\s\u{a0}]?(?:\(0\))?|\(?0)(?:[\s\u{a0}()-]{0,2}\d){5,14})",
    )
    .expect("it is a sound expression")
});

/// Numbers of the country with fewer digits than the others: Childline's and, for a while yet, NHS Direct's.
const SHORT: [&str; 2] = ["08001111", "08454647"];

/// How many digits a national number has, with its nought (Ofcom, National Telephone Numbering Plan: nine or ten behind it).
const SOUND: std::ops::RangeInclusive<usize> = 10..=11;

fn look(subject: &Subject, found: &mut Findings) {
    if !subject.settings.is_british() {
        return;
    }
    for copy in &subject.copies {
        let text = copy.text();
        for number in RUNG.captures_iter(text).filter_map(|found| found.get(1)) {
            let national = number.as_str().replace("+44", "0").replace("(0)", "");
            let digits: String = national.chars().filter(char::is_ascii_digit).collect();
            // Two numbers that stand together, a reference or a date are none that is too long.
            let goes_on = text[number.end()..]
                .starts_with(|next: char| next.is_ascii_digit() || matches!(next, '/' | '-' | '.'))
                && text[number.end()..].chars().nth(1).is_some_and(|next| next.is_ascii_digit());
            // Of these, none has ten.
            let eleven = ["02", "03", "07"].iter().any(|start| digits.starts_with(start));
            let sound = SOUND.contains(&digits.len()) && (digits.len() == 11 || !eleven);
            if goes_on || sound || digits.len() > 13 || SHORT.contains(&digits.as_str()) {
                continue;
            }
            let what = if digits.len() < 11 { "few" } else { "many" };
            found.add(
                copy.span(number.range()),
                format!("`{}` has too {what} digits for a telephone number: {}", number.as_str(), digits.len()),
                "look at it again; nearly all numbers have eleven with the nought at the beginning",
            );
        }
    }
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
                "status: resolved\nclosed: 2026-11-03\n---\nRing 0115 9999.".into(),
            ],
        );
    }
}
