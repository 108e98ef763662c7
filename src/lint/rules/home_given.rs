//! The house in which somebody lives.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, LifePhase, Rule, Subject,
        subject::{PlacedPassage, house_pattern, is_public_place},
    },
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::HomeGiven,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: LifePhase::Shown,
    triggers: &[
        "lives ",
        "living ",
        "lived ",
        "resident",
        "burglar",
        "break-in",
        "break into",
        "breaking into",
        "broke into",
        "broken into",
        "victim",
        "home ",
        "burgled",
        "householder",
        "homeowner",
        "occupant",
        "pensioner",
        "widow",
    ],
    asks: "The resident of 14 Mill Lane heard a noise.",
    silent: "A resident of Mill Lane heard a noise.",
    look,
};

static HOME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"\b(?i:(?P<once>lived\s+(?:alone\s+)?(?:at|in))|(?:lives|living|resides|residing)\s+(?:alone\s+)?(?:at|in)|(?:resident|householder|homeowner|occupant|occupier|pensioner|widow|widower|victim)s?\W(?:who\s+|is\s+|was\s+)?(?:of|at|from|lives at|named)?|(?:burglary|break-in|burglars|broke in)(?:\s+(?:happened|took place|occurred|was(?:\s+reported)?))?\s+(?:at|in|of|to)|(?:broke|broken|breaking|break)\s+into|burgled(?:\s+at)?|(?:burglars?|thieves|intruders?|robbers?)\s+(?:have\s+)?(?:struck|called|entered)(?:\s+at)?|(?:his|her|their|the\s+(?:victim|family|couple|woman|man)['’]s)\s+home\s*(?:at|in|of|,)?)\W(?:(?i:(?:an?|the)\s+(?:\d\d-year-old|elderly)\s+\w+,?\s+(?:who\s+lives\s+at|of|from|at))\s)?(?P<between>[^.\n;]{{0,20}}?\W)??(?P<home>(?:(?i:flat|apartment)\s+\w{{1,4}},?\s+)?{}\b)(?P<rest>[^.\n]{{0,30}})",
        house_pattern()
    ))
    .expect("it is a sound expression")
});
/// A house that was broken into: `The house at 14 Mill Lane was burgled`.
static BROKEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"\b(?i:house|home|flat|bungalow|cottage|property)\s+(?:at|in|of|on)\s+(?P<home>{}\b)[^.\n]{{0,20}}?\s(?i:(?:was|were|has been|had been|is|being)\s+(?:\w+ly\s+)?(?:broken into|burgled|ransacked|raided|targeted|burnt?|set on fire))\b",
        house_pattern()
    ))
    .expect("it is a sound expression")
});
/// Many houses, or something else that is counted: `all 14`, `1 to 20`.
static MANY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\d|\b(?:to|and|all|between|over|about|around|some|bus|route|number)\b").expect("it is sound")
});

/// Of a burglary, whose: `at the Spar, 3 High Street`.
static SHOP: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:[Bb]urgl|[Bb]r[eo]).*\b(?:at|in|of|to|into)\W.*\p{Lu}.*\d").expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    // Of a missing person, `missing-too-much` tells the same.
    if subject.is_of_missing() {
        return;
    }
    for copy in subject.copies.iter().filter(|copy| copy.text().contains(|c: char| c.is_ascii_digit())) {
        for house in BROKEN.captures_iter(copy.text()).filter_map(|found| found.name("home")) {
            let ahead = copy.text()[..house.start()].rsplit(['.', ',', '\n']).next().unwrap_or_default();
            if !is_public_place(&ahead[ahead.floor_char_boundary(ahead.len().saturating_sub(40))..]) {
                tell(copy, house.range(), found);
            }
        }
        for home in HOME.captures_iter(copy.text()) {
            let part = |name: &str| home.name(name).map_or("", |part| part.as_str());
            let Some(house) = home.name("home") else { continue };
            // Where people once lived is told in minutes, memories and quizzes.
            if home.name("once").is_some() && !subject.is(&["appeal", "incident", "warning"]) {
                continue;
            }
            let begins = home.get(0).map_or("", |all| &copy.text()[all.start()..=house.start()]);
            let ends = part("rest").split([',', ';', ')']).nth(1).unwrap_or_default();
            if MANY.is_match(part("between"))
                || SHOP.is_match(begins)
                || is_public_place(part("between"))
                || is_public_place(ends)
            {
                continue;
            }
            tell(copy, house.range(), found);
        }
    }
}

fn tell(copy: &PlacedPassage, house: Range<usize>, found: &mut Findings) {
    found.add(
        copy.span(house.clone()),
        format!("`{}` is somebody's home", &copy.text()[house]),
        "does the number of the house have to be there? The street is usually enough, and a burglar reads it too",
    );
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, quiet, trips};

    #[test]
    fn houses_of_people() {
        trips(
            "home-given",
            &[
                body("The resident of 14 Mill Lane heard a noise."),
                body("The man, who lives at 3a Church Hill Road, was out."),
                body("A burglary at 27 Station Road on Monday."),
                body("The house at 14 Mill Lane was broken into on Monday."),
                body("Burglars struck at 14 Mill Lane on Monday."),
                body("The burglary happened at 15 Elm Grove, where a couple were asleep."),
                body("The victim, an 84-year-old woman of 12 Church Lane, lost £300."),
                kind("incident", "Thieves broke into a home at 14 Mill Lane."),
                kind("incident", "On Monday they tried to break into 14 Mill Lane."),
                kind("incident", "The victim, of 22 Elm Grove, is 81."),
                kind("appeal", "The victim was at her home, 22 Elm Grove, when two men rang."),
                kind("warning", "A pensioner from Flat 3, 14 Mill Lane was called."),
                kind("incident", "She lives alone at 5 Quarry Terrace."),
                kind("incident", "The man, who lived alone at 5 Quarry Terrace, was found on Monday."),
                "title: Burglary at 27 Station Road\n---\nTools were taken.".into(),
                "status: resolved\nclosed: 2026-11-03\n---\nThe resident of 14 Mill Lane heard a noise.".into(),
                "updates:\n  - date: 2026-11-03\n    text: The victim lives at 9 Mill Lane.\n---\nA van.".into(),
            ],
        );
        quiet(
            "home-given",
            &[
                body("The residents of Mill Lane heard a noise."),
                body("Come to the hall at 14 Mill Lane."),
                body("A burglary at around 10pm in Station Road."),
                body("The burglary happened at the Spar, 15 High Street."),
                body("The victim, an 84-year-old woman of Church Lane, lost £300."),
                body("Residents of all 14 villages met."),
                body("Residents of 2 to 40 Mill Lane have no water."),
                body("A burglary at the village hall, 14 Mill Lane."),
                body("A burglary at 14 High Street, the Corner Shop."),
                body("A burglary at the Spar, 3 High Street."),
                kind("incident", "Thieves broke into the Spar at 3 High Street."),
                kind("incident", "Thieves broke into a shop at 14 Mill Lane."),
                kind("missing", "She left her home at 6 Birch Close."),
                body("A victim was robbed on the 12 Mill Lane bus."),
                body("The victims met in 2026. Mill Lane is shut."),
                body("She lives in Mill Lane."),
                body("If the detective lived at 22 Baker Street, who lived at number 221?"),
                body("We were born at our home at 22 Mill Lane, before the war."),
                "status: withdrawn\nclosed: 2026-11-03\n---\nThe resident of 14 Mill Lane heard a noise.".into(),
            ],
        );
    }
}
