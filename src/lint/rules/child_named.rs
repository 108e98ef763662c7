//! A child with name and age.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, Rule, Section, Subject, While,
        subject::{Name, name_pattern},
    },
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::ChildNamed,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Shown,
    triggers: &[
        "year-old", "year old", "aged", ", 1", ", 2", ", 3", ", 4", ", 5", ", 6", ", 7", ", 8", ", 9", " (1", " (2",
        " (3", " (4", " (5", " (6", " (7", " (8", " (9", "who is",
    ],
    asks: "Ellie Sample, aged 12, saw the man.",
    silent: "A girl of twelve saw the man.",
    look,
};

static CHILD: LazyLock<Regex> = LazyLock::new(|| {
    let age = "(?:[1-9]|1[0-7])";
    let goes_on = r"(?:(?:of|from|was|is|has|had|who|whose|said|says|told|won|went|hurt|hit|left|lost|found|lives|goes|attends|and\s+(?:his|her|their|\p{Lu}\p{Ll}+)|a|an|the|[a-z]+ed)\b|[A-Z]?[a-z]+\s+said)";
    Regex::new(&format!(
        r"{},?\s+(?:\(?aged\s+{age}\b|who\s+is\s+{age}\b|an?\s+{age}[- ]year[- ]old|{age},?\s+{goes_on}|\((?P<bracket>{age})\))|\b{age}[- ]year[- ]old\s+(?:[a-z-]+\s+){{0,2}}{}",
        name_pattern(1),
        name_pattern(2)
    ))
    .expect("it is a sound expression")
});
/// A number in brackets is an age where people are spoken of.
static YOUNG: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:he|she|his|her|him|boys?|girls?|child|children|pupils?|students?|school|sons?|daughters?|brothers?|sisters?|young|youngsters?|youths?|teenagers?|schoolboy|schoolgirl|siblings?|kids?)\b").expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    if subject.is(&["missing", "page", "animal"]) {
        return;
    }
    let title = subject.copies.iter().filter(|copy| copy.section == Section::Title);
    let of_children = title.into_iter().any(|title| YOUNG.is_match(title.text()));
    for copy in &subject.copies {
        let text = copy.text();
        for child in CHILD.captures_iter(text) {
            let Some(name) = Name::of(&child, text) else { continue };
            if child.name("bracket").is_some() && !of_children && !YOUNG.is_match(text) {
                continue;
            }
            found.add(
                copy.span(name.start..child.get(0).map_or(name.start, |all| all.end())),
                format!("`{} {}` is named with an age under 18", name.first, name.last),
                "did those who look after the child agree, and may it be published? A child in a police matter is not to be known",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, quiet, trips};

    #[test]
    fn children_by_name() {
        trips(
            "child-named",
            &[
                body("Ellie Sample, aged 12, saw it."),
                body("The 15-year-old Tom Sample was there."),
                kind("incident", "Tom Sample, 16, from Maidstone was hurt."),
                body("Ellie Sample, 12, won the prize for her poster."),
                body("The pupils Ellie Sample (12) and Tom Sample (11) raised £200."),
                body("The winners were Ava Sample, 9, and Noah Sample."),
                "title: Children's party\n---\nThe winners were Ava Sample (9) and Noah.".into(),
                body("Well done to Ellie Sample (aged 8), who drew our sticker."),
                body("Zoë Green, aged 9, drew it."),
                body("Tom Sample, a 15-year-old, was there."),
                body("Thank you, 9-year-old reader Ellie Sample!"),
                "title: Tom Sample, 16, hurt in crash\n---\nThe police said so.".into(),
            ],
        );
        quiet(
            "child-named",
            &[
                kind("missing", "Tom Sample, 16, from Maidstone is missing."),
                body("A 15-year-old boy was there."),
                body("Ellie Sample, aged 34, saw it."),
                body("Mill Lane, 12 of them."),
                body("Year Group, aged 12 to 14."),
                body("House Sparrow (12), Sand Martin (5)."),
                body("Tom Sample, 34, and his son, 12, were there."),
                body("A boy, 12, from Milton Keynes was hurt."),
                body("Come to Wren Park, 12 noon."),
                body("Ellie Sample (secretary) and 12 others met."),
                body("In Milton Keynes, 12 were hurt."),
                body("Tom Sample, 12 Mill Lane, has the key."),
                "status: withdrawn\nclosed: 2026-11-03\n---\nEllie Sample, aged 12, saw it.".into(),
            ],
        );
    }
}
