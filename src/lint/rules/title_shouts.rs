//! A title in capitals.

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Section, Subject},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::TitleShouts,
    gravity: Gravity::Low,
    confidence: Confidence::Low,
    holds: LifePhase::Open,
    triggers: &[],
    asks: "CALLERS AT THE DOOR",
    silent: "Callers at the door",
    look,
};

fn look(subject: &Subject, found: &mut Findings) {
    for copy in subject.copies.iter().filter(|copy| copy.section == Section::Title) {
        let letters = copy.text().chars().filter(|c| c.is_alphabetic()).count();
        let capitals = copy.text().chars().filter(|c| c.is_uppercase()).count();
        if letters >= 12 && capitals * 10 > letters * 7 {
            found.add(
                copy.span(0..copy.text().len()),
                "the title is in capitals",
                "write it as a sentence: it is read sooner, and screen readers do not spell it",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{quiet, trips};

    #[test]
    fn titles_in_capitals() {
        trips("title-shouts", &["title: CALLERS AT THE DOOR\n---\nx".into()]);
        quiet("title-shouts", &["title: Callers at the door\n---\nx".into(), "title: NHW AGM\n---\nx".into()]);
    }
}
