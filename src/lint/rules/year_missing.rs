//! A weekday with its date and no year.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Section, Subject, subject::MONTH},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::YearMissing,
    gravity: Gravity::Low,
    confidence: Confidence::Low,
    holds: LifePhase::Open,
    triggers: &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    asks: "Come on Friday 4 December.",
    silent: "Come on Friday 4 December 2026.",
    look,
};

static DATED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)\b(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+(?:the\s+)?(?:\d{{1,2}}(?:st|nd|rd|th)?\s+(?:of\s+)?{MONTH}|{MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?)\b(?P<year>,?\s+\d{{4}}\b)?"
    ))
    .expect("it is a sound expression")
});

fn look(subject: &Subject, found: &mut Findings) {
    if subject.is(&["page"]) {
        return;
    }
    for copy in subject.copies.iter().filter(|copy| matches!(copy.section, Section::Title | Section::Body)) {
        // Once in a passage is enough to see it.
        let without = DATED.captures_iter(copy.text()).find(|date| date.name("year").is_none());
        let Some(whole) = without.and_then(|date| date.get(0)) else { continue };
        found.add(
            copy.span(whole.range()),
            format!("`{}` has no year", whole.as_str()),
            "add the year: the bulletin may be found or passed on in another",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn dates_without_a_year() {
        trips("year-missing", &[body("Come on Friday 4 December."), body("It was on Sunday, November 1st.")]);
        quiet(
            "year-missing",
            &[
                body("Come on Friday 4 December 2026."),
                body("Come on Friday, or on 4 December."),
                "status: resolved\nclosed: 2026-11-03\n---\nCome on Friday 4 December.".into(),
            ],
        );
    }
}
