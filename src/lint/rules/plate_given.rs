//! A vehicle's registration mark.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject, subject::before},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::PlateGiven,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Shown,
    triggers: &["0", "1", "2", "5", "6", "7"],
    asks: "A blue van, AB12 CDE, was seen.",
    silent: "A blue van was seen.",
    look,
};

/// The form in use since September 2001 (DVLA, INF104): two letters, two digits, three letters; some letters are not used.
static PLATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?P<mark>[A-HJ-PR-Y][A-HJ-PR-Y](?:0[2-9]|[1-2]\d|5[1-9]|6\d|7[0-6])\s?[A-HJ-PR-Z]{3})\b")
        .expect("it is a sound expression")
});
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:ref|reference|quote|quoting|log|code)\W+(?:\w+\W+){0,2}$").expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    if !subject.is(&["appeal", "warning", "incident"]) {
        return;
    }
    for copy in &subject.copies {
        for mark in PLATE.captures_iter(copy.text()) {
            let Some(mark) = mark.name("mark") else { continue };
            if REFERENCE.is_match(before(copy.text(), mark.start())) {
                continue;
            }
            found.add(
                copy.span(mark.range()),
                format!("`{}` is a vehicle's number plate, which leads to its keeper", mark.as_str()),
                "did the police publish it? Plates are often copied or stolen, and the keeper may have nothing to do with it",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{kind, quiet, trips};

    #[test]
    fn number_plates() {
        trips(
            "plate-given",
            &[kind("appeal", "A blue van, AB12 CDE, was seen."), kind("warning", "Look out for GN70KLM.")],
        );
        quiet(
            "plate-given",
            &[
                kind("notice", "A blue van, AB12 CDE, was seen."),
                kind("appeal", "It happened in ME15 9XX, near AB1 2CD."),
                kind("appeal", "Quote reference AB12 CDE."),
                kind("appeal", "Bus QI12 ABC does not exist."),
            ],
        );
    }
}
