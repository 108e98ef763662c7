//! A telephone number that differs from a known one by one slip of the finger.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, Rule, Subject, While,
        numbers::{self, KnownNumber},
    },
    problem::{Code, Fix},
};

pub const RULE: Rule = Rule {
    code: Code::NumberNearMiss,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Open,
    triggers: &["0", "+44"],
    asks: "Crimestoppers, 0800 555 1111",
    silent: "Crimestoppers, 0800 555 111",
    look,
};

/// The name of the number's owner stands at most so many bytes away.
const NEAR: usize = 60;
/// Shorter numbers are one slip away from each other.
const LONG: usize = 9;

fn look(subject: &Subject, found: &mut Findings) {
    let mut known: Option<Vec<KnownNumber>> = None;
    for copy in &subject.copies {
        let text = copy.text();
        let numbers = numbers::written(text);
        if numbers.is_empty() {
            continue;
        }
        let known = known.get_or_insert_with(|| numbers::known(subject));
        for number in numbers {
            if known.iter().any(|known| known.digits == number.digits) {
                continue;
            }
            let slip = known.iter().find(|known| {
                if known.digits.len() < LONG || strsim::osa_distance(&known.digits, &number.digits) != 1 {
                    return false;
                }
                // A digit that was changed may make the number of a neighbour's desk: then words must say whose it is.
                let moved =
                    known.digits.len() != number.digits.len() || numbers::swapped(&known.digits, &number.digits);
                moved || numbers::is_spoken_of(text, &number.range, known, NEAR)
            });
            let Some(known) = slip.filter(|_| !is_corrected(text, &number.range)) else { continue };
            let span = copy.span(number.range.clone());
            let owner = known.names.first().map_or("a contact", String::as_str);
            let finding = found.add(
                span,
                format!("`{}` is one slip away from the number of {owner}", &text[number.range.clone()]),
                format!("is `{}` meant?", known.written),
            );
            if copy.is_exact() {
                finding.mended_by(Fix::replace(span, known.written.clone()).for_review());
            }
        }
    }
}

/// Whether the text itself says that the number is wrong: `0800 555 1111 is not Crimestoppers`.
fn is_corrected(text: &str, number: &Range<usize>) -> bool {
    static AFTER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)^\s*,?\s*(?:is|was|which is|which was)\s+(?:not|wrong|a mistake|incorrect|a misprint|the wrong)\b",
        )
        .expect("it is a sound expression")
    });
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:wrong|incorrect|misprinted|mistyped)(?: (?:number|telephone number))?(?: (?:is|was|as|given as|printed as))?[,: ]*$|,? not $")
            .expect("it is a sound expression")
    });
    let from = text.floor_char_boundary(number.start.saturating_sub(NEAR));
    AFTER.is_match(&text[number.end..]) || BEFORE.is_match(&text[from..number.start])
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, quiet, trips};

    #[test]
    fn numbers_that_were_mistyped() {
        trips(
            "number-near-miss",
            &[
                body("Ring Crimestoppers on 0800 555 1111."),
                body("Ring 0800 555 11 free of charge."),
                body("Report Fraud is at 0300 123 2400."),
                body("Ring Crimestoppers on 0800 565 111."),
                body("Ring 0800 555 112, anonymously."),
                body("Ring 0800 55 51 11 1."),
                body("Smell gas? Ring the National Gas Emergency Service on 0800 111 998."),
                kind("warning", "Call Report Fraud on +44 300 123 2400."),
                "title: x\ncontacts:\n  - name: The hall\n    phone: 01632 960001\n---\nRing the hall on 01632 960011."
                    .into(),
            ],
        );
        quiet(
            "number-near-miss",
            &[
                body("Ring Crimestoppers on 0800 555 111, or 0800 555111."),
                body("The number 0800 555 1111 is not Crimestoppers: theirs is 0800 555 111."),
                body("Ring Crimestoppers on 0800 555 111, not 0800 555 1111."),
                body("Ring the council on 0300 123 2041."),
                body("Ring the council's parking desk on 0300 123 2041."),
                body("Ring Crimestoppers on +44 800 555 111."),
                "status: resolved\nclosed: 2026-11-03\n---\nRing Crimestoppers on 0800 555 1111.".into(),
                body("Ring 01632 960001, quoting 46/322871/21."),
                "title: x\ncontacts:\n  - name: The hall\n    phone: 01632 960001\n---\nRing 01632 960002.".into(),
            ],
        );
    }
}
