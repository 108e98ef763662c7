//! A telephone number that differs from a known one by one slip of the finger.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, LifePhase, Rule, Subject,
        numbers::{self, KnownNumber},
        subject::{ContactPhone, PlacedPassage},
    },
    problem::{Code, Fix},
};

pub const RULE: Rule = Rule {
    code: Code::NumberNearMiss,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: LifePhase::Open,
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
    look_at_contacts(subject, found);
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
            let slip = slip(&number.digits, known, |known| numbers::is_spoken_of(text, &number.range, known, NEAR));
            let Some(known) = slip.filter(|_| !is_corrected(text, &number.range)) else { continue };
            tell(copy, &number.range, known, found);
        }
    }
}

/// What is known without the bulletin is held against the contacts that it writes out.
fn look_at_contacts(subject: &Subject, found: &mut Findings) {
    if subject.phones.is_empty() {
        return;
    }
    let known = numbers::public(subject.settings);
    for ContactPhone { owner, passage } in &subject.phones {
        for number in numbers::written(passage.text()) {
            if known.iter().any(|known| known.digits == number.digits) {
                continue;
            }
            if let Some(known) = slip(&number.digits, &known, |known| numbers::names_owner(owner, known)) {
                tell(passage, &number.range, known, found);
            }
        }
    }
}

/// The known number that differs from one by a slip. A digit that was changed may make the number of a neighbour's desk:
/// then words must say whose it is.
fn slip<'k>(
    digits: &str,
    known: &'k [KnownNumber],
    is_theirs: impl Fn(&KnownNumber) -> bool,
) -> Option<&'k KnownNumber> {
    known.iter().find(|known| {
        known.digits.len() >= LONG
            && strsim::osa_distance(&known.digits, digits) == 1
            && (known.digits.len() != digits.len() || numbers::swapped(&known.digits, digits) || is_theirs(known))
    })
}

fn tell(passage: &PlacedPassage, number: &Range<usize>, known: &KnownNumber, found: &mut Findings) {
    let span = passage.span(number.clone());
    let owner = known.names.first().map_or("a contact", String::as_str);
    let finding = found.add(
        span,
        format!("`{}` is one slip away from the number of {owner}", &passage.text()[number.clone()]),
        format!("is `{}` meant?", known.written),
    );
    if passage.is_exact() {
        finding.mended_by(Fix::replace(span, known.written.clone()).for_review());
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
                "contacts: Crimestoppers 0800 555 112\n---\nRing them.".into(),
                "contacts: [{name: Crimestoppers, phone: 0800 555 1111}]\n---\nRing them.".into(),
                "contacts:\n  - name: Report Fraud\n    phone: \"0300 123 2400\"\n---\nRing them.".into(),
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
                "contacts: [Crimestoppers, Jean 07700 900123]\n---\nRing them.".into(),
                "contacts: [{name: The council, phone: 0300 123 2041}]\n---\nRing them.".into(),
                "contacts: [{name: Crimestoppers, phone: 0800 555111}]\n---\nRing them.".into(),
            ],
        );
    }
}
