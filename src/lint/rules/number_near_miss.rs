//! A telephone number that differs from a known one by one slip of the finger.

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While, numbers},
    problem::{Code, Fix},
};

pub const RULE: Rule = Rule {
    code: Code::NumberNearMiss,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Open,
    triggers: &["0", "+44"],
    look,
};

/// The name of the number's owner stands at most so many bytes away.
const NEAR: usize = 60;

fn look(subject: &Subject, found: &mut Findings) {
    let known = numbers::known(subject);
    for copy in &subject.copies {
        for number in numbers::written(copy.text()) {
            if known.iter().any(|known| known.digits == number.digits) {
                continue;
            }
            let slip = known.iter().find(|known| {
                if strsim::osa_distance(&known.digits, &number.digits) != 1 {
                    return false;
                }
                // A digit that was changed may make the number of a neighbour's desk: then the name must say whose it is.
                let moved =
                    known.digits.len() != number.digits.len() || numbers::swapped(&known.digits, &number.digits);
                moved || numbers::named_near(copy.text(), &number.range, &known.names, NEAR)
            });
            let Some(known) = slip else { continue };
            let span = copy.span(number.range.clone());
            let finding = found.add(
                span,
                format!(
                    "`{}` is one slip away from the number of {}",
                    &copy.text()[number.range.clone()],
                    known.names[0]
                ),
                format!("is `{}` meant?", known.written),
            );
            if copy.is_exact() {
                finding.mended_by(Fix::replace(span, known.written.clone()).for_review());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn numbers_that_were_mistyped() {
        trips(
            "number-near-miss",
            &[
                body("Ring Crimestoppers on 0800 555 1111."),
                body("Ring 0800 555 11 free of charge."),
                body("Report Fraud is at 0300 123 2400."),
                body("Ring Crimestoppers on 0800 565 111."),
            ],
        );
        quiet(
            "number-near-miss",
            &[
                body("Ring Crimestoppers on 0800 555 111, or 0800 555111."),
                body("Ring the council on 0300 123 2041."),
                body("Ring 01632 960001, quoting 46/322871/21."),
                "title: x\ncontacts:\n  - name: The hall\n    phone: 01632 960001\n---\nRing 01632 960002.".into(),
            ],
        );
    }
}
