//! A title that is cut where it is shared.

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Section, Subject},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::TitleLong,
    gravity: Gravity::Low,
    confidence: Confidence::Low,
    holds: LifePhase::Open,
    triggers: &[],
    asks: "title: ROOF OF THE CHURCH HALL in Tanfold, where lead and copper pipes were taken on two nights",
    silent: "title: Lead taken from the roof of Tanfold church hall",
    look,
};

/// The characters of a title that chat programs and search engines show.
const LONG: usize = 70;

fn look(subject: &Subject, found: &mut Findings) {
    for copy in subject.copies.iter().filter(|copy| copy.section == Section::Title) {
        // Without ` | Publisher`, which is no part of it.
        let characters = subject.entry.title.chars().count().min(copy.text().chars().count());
        if characters > LONG {
            found.add(
                copy.span(0..copy.text().len()),
                format!("this title has {characters} characters and will be cut where it is shared"),
                format!("say the most important thing in {LONG} characters"),
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{quiet, trips};

    #[test]
    fn titles_that_are_cut() {
        let title = |letters: usize| format!("title: {}\n---\nText.", "a".repeat(letters));
        trips("title-long", &[title(71)]);
        quiet("title-long", &[title(70), format!("---\n{}", "word ".repeat(30))]);
    }
}
