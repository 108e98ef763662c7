//! A child with name and age.

use std::{cell::LazyCell, sync::LazyLock};

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, LifePhase, Rule, Section, Subject,
        subject::{Name, before, links, name_pattern},
    },
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::ChildNamed,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: LifePhase::Shown,
    triggers: &[
        "year-old",
        "year old",
        "years old",
        "aged",
        ", 1",
        ", 2",
        ", 3",
        ", 4",
        ", 5",
        ", 6",
        ", 7",
        ", 8",
        ", 9",
        " (1",
        " (3",
        " (4",
        " (5",
        " (6",
        " (7",
        " (8",
        " (9",
        "who is",
    ],
    asks: "Ellie Sample, aged 12, saw the man.",
    silent: "A girl of twelve saw the man.",
    look,
};

static CHILD: LazyLock<Regex> = LazyLock::new(|| {
    let age = "(?:[1-9]|1[0-7])";
    let in_words =
        "(?i:three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen)";
    // An age between commas; without the second one, a number may count something else: `seconded by Tom Sample, 7 agreed`.
    let goes_on = r"(?:,\s+(?:of|from|was|is|has|had|who|whose|said|says|told|saw|heard|ran|fell|rode|took|gave|made|came|got|felt|knew|thought|wrote|drew|sang|broke|caught|won|went|hurt|hit|left|lost|found|lives|goes|attends|and\s+(?:his|her|their|\p{Lu}\p{Ll}+)|a|an|the|[a-z]+ed|[A-Z]?[a-z]+\s+said)|\s+(?:from|who|whose|of\s+\p{Lu}\p{Ll}+))\b";
    Regex::new(&format!(
        r"{}(?:,?\s+(?:\(?aged\s+(?:{age}|{in_words})\b|who\s+is\s+(?:{age}|{in_words})\b|(?:who\s+is\s+|is\s+|\()?{age}\s+years\s+old\b|an?\s+{age}[- ]year[- ]old|\((?P<bracket>[3-9]|1[0-7])\))|,\s+(?:{age}{goes_on}|(?:[2-9]|1[0-7])\s+(?:was|is|has)\b|(?P<last>{age})(?:[.;!?]*$|[.;!?]+\s)))|\b(?:{age}|{in_words})[- ]year[- ]old\s+(?P<between>(?:[a-z-]+\s+){{0,2}}){}",
        name_pattern(1),
        name_pattern(2)
    ))
    .expect("it is a sound expression")
});
/// A number in brackets is an age where people are spoken of.
static YOUNG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)\b(?:he|she|his|her|him|{CHILDREN})\b")).expect("it is sound"));
/// The same words by which a whole report is about young people.
static OF_YOUNG: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"(?i)\b(?:{CHILDREN})\b")).expect("it is sound"));
const CHILDREN: &str = "boys?|girls?|child|children|pupils?|students?|sons?|daughters?|brothers?|sisters?|young|youngsters?|youths?|teenagers?|schoolboys?|schoolgirls?|siblings?|kids?";
/// Before a name with a number at the end of a sentence, which may count something else: it is somebody.
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)\b(?:(?:named|identified|known)\s+(?:\w+\s+){{0,2}}as|named|called|(?:{CHILDREN}|victims?|cyclists?|pedestrians?|winners?),?(?:\s+(?:was|is|were|are|named))*)\s+$")).expect("it is sound")
});
/// Breeds that look like a name.
static BREED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:German Shepherd|Jack Russell|Border Collie|Shih Tzu|Maine Coon|Great Dane|Cavalier \S+|\S+ (?:Terrier|Spaniel|Retriever|Labrador|Bulldog|Poodle|Shorthair|Collie|Corgi|Husky|Ragdoll|Whippet|Lurcher|Pony|Cob))$")
        .expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    if subject.is_of_missing() || subject.is(&["page", "animal"]) {
        return;
    }
    let is_report = subject.is(&["appeal", "incident", "warning"]);
    let young = LazyCell::new(|| {
        subject.copies.iter().any(|copy| {
            (copy.section == Section::Title && YOUNG.is_match(copy.text()))
                || (is_report && OF_YOUNG.is_match(copy.text()))
        })
    });
    for copy in &subject.copies {
        let text = copy.text();
        for child in CHILD.captures_iter(text) {
            let Some(name) = Name::of(&child, text) else { continue };
            if child.name("bracket").is_some() && !YOUNG.is_match(copy.words_around(name.start)) && !*young {
                continue;
            }
            if child.name("last").is_some() && !CALLED.is_match(before(text, name.start)) {
                continue;
            }
            if child.name("between").is_some_and(|between| links(between.as_str())) {
                continue;
            }
            if BREED.is_match(&format!("{} {}", name.first, name.last)) {
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
                body("Ten-year-old Tom Sample was hit by a van."),
                body("Ellie Sample, aged seven, drew it."),
                kind("incident", "Tom Sample, 16, from Maidstone was hurt."),
                body("Ellie Sample, 12, won the prize for her poster."),
                body("The pupils Ellie Sample (12) and Tom Sample (11) raised £200."),
                body("The winners were Ava Sample, 9, and Noah Sample."),
                "title: Children's party\n---\nThe winners were Ava Sample (9) and Noah.".into(),
                body("Well done to Ellie Sample (aged 8), who drew our sticker."),
                body("Zoë Green, aged 9, drew it."),
                body("Ellie Sample, 12 was hit by a car."),
                body("Ellie Sample, 12, saw the man."),
                body("The girl was named as Ellie Sample, 12."),
                body("The boy was named locally as Tom Sample, 12. He is in hospital."),
                kind("incident", "Two pupils were hurt. Ellie Sample (12) is in hospital."),
                kind("incident", "Two pupils were hurt.\n\nEllie Sample (12) is in hospital."),
                body("Tom Sample, a 15-year-old, was there."),
                body("Tom Sample, 9 years old, was there."),
                body("Ellie Sample, who is nine, drew it."),
                body("Ellie Sample,\naged 12, saw\nit."),
                body("Thank you, 9-year-old reader Ellie Sample!"),
                "title: Tom Sample, 16, hurt in crash\n---\nThe police said so.".into(),
            ],
        );
        quiet(
            "child-named",
            &[
                kind("missing", "Tom Sample, 16, from Maidstone is missing."),
                body("A 15-year-old boy was there."),
                body("A seven-year-old German Shepherd was found."),
                body("A 9-year-old Border Terrier is lost."),
                body("A ten-year-old Ford Fiesta was stolen."),
                body("Thieves took a 12-year-old Land Rover Defender."),
                body("A ten-year-old boy and Cllr Tom Sample were there."),
                body("Ellie Sample, aged 34, saw it."),
                body("Mill Lane, 12 of them."),
                body("Year Group, aged 12 to 14."),
                body("House Sparrow (12), Sand Martin (5)."),
                body("Varying Condition 2 of permission 26/01234 at Wren Farm."),
                body("Better Broadband Information Sheet 7 was handed out."),
                body("Proposed by Cllr Tom Sample, seconded by Cllr Ellie Sample, 7 agreed and 1 abstained."),
                body("Proposed by Cllr Tom Sample, seconded by Cllr Ellie Sample, 7. Nobody abstained."),
                body("Cllr Ellie Sample, 7. Tom Sample, 1 was against."),
                kind("incident", "A fire broke out. Business Saver Account (4) was closed."),
                body("The children were thanked. Business Saver Account (1) holds £687."),
                body("The plan is done. Business Continuity Plan Part 1. All councillors were content."),
                body("He bowled to a 10 year old and of Tom Sample nobody spoke."),
                body("Between Sept 17 and April 3,715 holes were filled."),
                kind("event", "Display Boards (4) and a Banner (5) are there for the school."),
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
