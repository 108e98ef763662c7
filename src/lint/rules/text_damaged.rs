//! Text that a program damaged on its way: letters read in the wrong encoding, addresses hidden from robots, marks
//! escaped twice, a text cut at "See more".

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject},
    problem::Code,
    source::Span,
};

pub const RULE: Rule = Rule {
    code: Code::TextDamaged,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &["â€", "Ã", "Â", "ï¿½", "\u{fffd}", "protected]", "&amp;", "see more", "email-protection"],
    asks: "The residentâ€™s van.",
    silent: "The resident’s van.",
    look,
};

static DAMAGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        "(?P<letters>â€[™œ\u{9d}“”˜¦¢]?|Ã¢(?:â‚¬|€)\\S*|Ã[©¨¢ª®¯´¶¼±§¡³º\u{a0}]|Â[£°·´½¼\u{a0}»«]|ï¿½|\u{fffd})\
         |(?P<hidden>\\[\\s*email[\\s\u{a0}]*protected\\s*\\])\
         |(?P<twice>&(?:amp|nbsp|quot|apos|pound|rsquo|lsquo|ldquo|rdquo|ndash|mdash|hellip|lt|gt|#x?\\d{2,5});)\
         |(?P<cut>(?:…|\\.\\.\\.)\\s*See more\\s*$)",
    )
    .expect("it is a sound expression")
});

fn look(subject: &Subject, found: &mut Findings) {
    for anchor in subject.anchors.iter().filter(|anchor| anchor.destination.contains("/cdn-cgi/l/email-protection")) {
        found.add(
            Span::from(anchor.range.clone()),
            "the link stands where an e-mail address was",
            "look the address up on the page itself",
        );
    }
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
    use crate::lint::trial::{body, kind, quiet, trips};

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
                body("The hall&amp;#39;s roof costs &amp;pound;5."),
                "title: Fish &amp;amp; chips\n---\nCome.".into(),
                kind("appeal", "[Write to us](/cdn-cgi/l/email-protection#a1b2)"),
                body("The residentÃ¢â‚¬â„¢s van."),
                body("They left towards the park\u{2026} See more"),
            ],
        );
        quiet(
            "text-damaged",
            &[
                body("The resident\u{2019}s van and the caf\u{e9}."),
                body("Fish &amp; chips, £5, Âme, São."),
                body("To see more of this, come to the hall."),
                body("Â is a letter, and Ã too: Ãgua, Âge."),
                body("Nos amis de Saint-Jean-d'Âme viennent."),
                body("See more of it at the hall. We see more."),
                "status: resolved\nclosed: 2026-11-03\n---\nFish &amp;amp; chips.".into(),
                body("`&amp;amp;` is how it is written."),
            ],
        );
    }
}
