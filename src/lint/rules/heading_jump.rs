//! Headings that leave a level out.

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Section, Subject},
    markdown::PassagePart,
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::HeadingJump,
    gravity: Gravity::Low,
    confidence: Confidence::Low,
    holds: LifePhase::Open,
    triggers: &["###"],
    asks: "## What happened\n\n#### What to do",
    silent: "## What happened\n\n### What to do",
    look,
};

fn look(subject: &Subject, found: &mut Findings) {
    let mut before: Option<u8> = None;
    for copy in subject.copies.iter().filter(|copy| copy.section == Section::Body) {
        let PassagePart::Heading(level) = copy.passage.part else { continue };
        if before.is_some_and(|before| level > before + 1) {
            found.add(
                copy.span(0..copy.text().len()),
                format!("the heading `{}` leaves a level out", copy.text()),
                "use one `#` more than the heading above it has",
            );
        }
        before = Some(level);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn levels_that_are_left_out() {
        trips("heading-jump", &[body("## One\n\n#### Two\n")]);
        quiet("heading-jump", &[body("### One\n\n#### Two\n\n## Three\n"), body("## One\n\n`####` is code.\n")]);
    }
}
