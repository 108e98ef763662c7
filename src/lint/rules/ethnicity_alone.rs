//! Somebody who is described by their ethnicity and nothing else.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::EthnicityAlone,
    gravity: Gravity::Medium,
    confidence: Confidence::Low,
    holds: LifePhase::Shown,
    triggers: &[
        "white",
        "black",
        "asian",
        "african",
        "european",
        "eastern",
        "romanian",
        "polish",
        "albanian",
        "arab",
        "chinese",
        "mediterranean",
        "traveller",
        "gypsy",
        "foreign",
        "ic1",
        "ic2",
        "ic3",
        "ic4",
        "ic5",
        "ic6",
    ],
    asks: "An Asian man was seen beside the van.",
    silent: "An Asian man in his 30s, tall, in a red jacket, was seen beside the van.",
    look,
};

const PEOPLE: &str =
    "(?:m[ae]n|males?|wom[ae]n|females?|person|youths?|boys?|girls?|lads?|gang|couple|callers?|suspects?|offenders?)";

static ETHNICITY: LazyLock<Regex> = LazyLock::new(|| {
    let of = "(?:white|black|(?:south |east )?asian|afro-?caribbean|african|(?:eastern )?european|romanian|polish|albanian|arab|chinese|mediterranean|foreign|traveller|gypsy|IC[1-9])";
    Regex::new(&format!(
        r"(?i)\b(?:(?P<people>{of}(?:[- ]looking)?\s+{PEOPLE})|(?:described|known) as (?:being )?(?:an? )?{of}\b|{PEOPLE}\s+of\s+(?:{of})\s+(?:appearance|origin|descent))\b"
    ))
    .expect("it is a sound expression")
});
/// What a neighbour could know somebody by.
static SEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:aged|years? old|year-old|in (?:his|her|their) (?:early |mid |late )?(?:teens|\d0s)|\d'?\s?(?:ft|foot|feet|cm)|tall|short|slim|stocky|heavy|build|hair(?:ed)?|beard(?:ed)?|moustache|glasses|bald|tattoos?|scar|wearing|wore|dressed|jacket|hoodie|hooded|coat|cap|hat|trainers|jeans|tracksuit|jumper|t-shirt|trousers|backpack|rucksack|accent|teens|teenage|young|elderly|middle-aged)\b").expect("it is sound")
});

/// Somebody whom a reader may have seen.
static SOUGHT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:seen|saw|spotted|suspects?|offenders?|described|wanted|looking for|speak to|identify|trace|ran|fled|drove|driving|knock\w*|call(?:ed|ing) (?:at|on)|door to door|approach\w*|followed|loitering|acting|stole|robbed|broke|attacked|threatened|snatched|pretend\w*|posing)\b").expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    if !subject.is(&["appeal", "warning", "incident", "notice"]) && !subject.is_of_missing() {
        return;
    }
    for (at, copy) in subject.copies.iter().enumerate() {
        let Some(words) = ETHNICITY.find(copy.text()) else { continue };
        if !SOUGHT.is_match(&copy.text()[copy.sentence_at(words.start())])
            || subject.near(at).iter().any(|copy| SEEN.is_match(copy.text()))
        {
            continue;
        }
        found.add(
            copy.span(words.range()),
            format!("`{}` is all that is said of how they look", words.as_str()),
            "what would a neighbour know them by: age, height, build, clothes? Ethnicity alone describes thousands, and casts suspicion on them",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{kind, quiet, trips};

    #[test]
    fn descriptions_that_are_none() {
        trips(
            "ethnicity-alone",
            &[
                kind("appeal", "An Asian man was seen near the van."),
                kind("warning", "Two men of Eastern European appearance are going door to door."),
                kind("incident", "A white male ran off."),
                kind("warning", "The man is described as Asian."),
            ],
        );
        quiet(
            "ethnicity-alone",
            &[
                kind("appeal", "An Asian man in his 30s, tall and slim, was seen."),
                kind("appeal", "A white man was seen.\n\nHe wore a red jacket."),
                kind("appeal", "A white van was seen with a black dog in it."),
                kind("event", "Black people's history: a walk."),
                kind("incident", "Police brutality against black people was discussed."),
                kind("incident", "In 1993 a gang of white men killed him."),
                kind("notice", "She had a Chinese girl to do the housework."),
                "kind: appeal\nstatus: withdrawn\nclosed: 2026-11-03\n---\nA white male ran off.".into(),
            ],
        );
    }
}
