//! Text that a program damaged on its way: letters read in the wrong encoding, addresses hidden from robots, marks
//! escaped twice, a text cut at "See more".

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::TextDamaged,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: While::Open,
    triggers: &["â€", "Ã", "Â£", "Â ", "ï¿½", "\u{fffd}", "protected]", "&amp;", "see more"],
    look,
};

static DAMAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "(?P<letters>â€[™œ\u{9d}“”˜¦¢]?|Ã[©¨¢ªª®¯´¶¼±§\u{a0}]|Â[£°·\u{a0}»«]|ï¿½|\u{fffd})\
         |(?P<hidden>\\[\\s*email[\\s\u{a0}]*protected\\s*\\])\
         |(?P<twice>&(?:amp|nbsp|quot|lt|gt|#\\d{2,5});)\
         |(?P<cut>(?:…|\\.\\.\\.)\\s*See more\\s*$)",
    )
    .expect("it is a sound expression")
});

fn look(subject: &Subject, found: &mut Findings) {
    for copy in &subject.copies {
        // One for each kind of damage in a passage is enough to see it.
        let mut told: Vec<&str> = Vec::new();
        for damage in DAMAGE.captures_iter(copy.text()) {
            let Some(all) = damage.get(0).filter(|all| !copy.passage.is_code(all.start())) else { continue };
            let is = |name: &str| damage.name(name).is_some();
            let (kind, message, help) = if is("letters") {
                ("letters", "was read in the wrong encoding", "copy the text again, or write the letters anew")
            } else if is("hidden") {
                ("hidden", "stands where an e-mail address was", "look the address up on the page itself")
            } else if is("twice") {
                ("twice", "is shown to readers as it is written here", "write the sign itself")
            } else {
                ("cut", "says that the rest of the text is missing", "open the post, and copy all of it")
            };
            if !told.contains(&kind) {
                told.push(kind);
                found.add(copy.span(all.range()), format!("`{}` {message}", all.as_str().trim()), help);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn damaged_texts() {
        trips(
            "text-damaged",
            &[
                body("The resident\u{e2}\u{20ac}\u{2122}s van."),
                body("It costs \u{c2}\u{a3}5."),
                body("A caf\u{c3}\u{a9} in the square."),
                body("Write to [email protected] for more."),
                body("Fish &amp;amp; chips."),
                body("They left towards the park\u{2026} See more"),
            ],
        );
        quiet(
            "text-damaged",
            &[
                body("The resident\u{2019}s van and the caf\u{e9}."),
                body("Fish &amp; chips, £5, Âme, São."),
                body("To see more of this, come to the hall."),
                body("`&amp;amp;` is how it is written."),
            ],
        );
    }
}
