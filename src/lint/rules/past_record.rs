//! What somebody did before, beside an arrest.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject, subject::before},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::PastRecord,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: LifePhase::Shown,
    triggers: &[
        "previous conviction",
        "previous offence",
        "known to",
        "on bail",
        "police bail",
        "on licence",
        "criminal record",
        "history of",
    ],
    asks: "A man was arrested. He is known to police.",
    silent: "A man was arrested.",
    look,
};

static RECORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:(?:has|had|having|with|his|her|their|of|and)\s+(?:[\w-]+\s+){0,3}previous (?:convictions?|offences)|(?:is|was|are|were|already|both|well)\s+(?:well\s+|also\s+)?known to (?:the |local |our )?(?:police|officers)|(?:while|already|out|was|were|still|who is)\s+on (?:police\s+)?(?:bail|licence)\b|(?:has|had|with)\s+a (?:long )?criminal record|(?:has|had|with) a (?:long )?history of (?:\w+ )?(?:offending|burglary|violence|theft|crime))").expect("it is sound")
});
static ARREST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:arrest(?:ed|s)?|charged (?:with|over)|(?:been|was|were) charged|detained|in custody|remanded)\b",
    )
    .expect("it is sound")
});
static DECIDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:convicted|jailed|pleaded guilty|admitted|sentenced|found guilty|imprisoned|(?:released|bailed)\s+(?:\w+\s+)?on bail|breach(?:ed|ing)?)\b").expect("it is sound")
});
/// What is known to the police and is nobody: `the street`.
static THING: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:street|area|house|address|premises|pub|park|estate|vehicle|van|car|scam|matter|incident|road|place|it|this|these|problem|group|trade)s?\s+(?:(?:is|was|are|were|already|well|also)\s+)*$").expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    for (at, copy) in subject.copies.iter().enumerate() {
        let text = copy.text();
        let Some(record) = RECORD.find(text) else { continue };
        let arrested = subject.near(at).iter().any(|copy| ARREST.is_match(copy.text()));
        if !arrested
            || subject.near(at).iter().any(|copy| DECIDED.is_match(copy.text()))
            || THING.is_match(before(text, record.start()))
        {
            continue;
        }
        found.add(
            copy.span(record.range()),
            format!("`{}` says what an arrested person did before", record.as_str()),
            "did the police publish it? Before a trial it may prejudice the court (Contempt of Court Act 1981)",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn what_somebody_did_before() {
        trips(
            "past-record",
            &[
                body("The man, who was on bail, has been arrested."),
                body("A man was arrested. He is known to police."),
                body("She has been charged. She has previous convictions."),
                body("A man was arrested in Mill Lane.\n\nHe has 12 previous convictions for burglary."),
                body("Both men are in custody. They were out on licence."),
                "updates:\n  - date: 2026-11-03\n    text: The man who was arrested is known to police.\n---\nA wall."
                    .into(),
                "status: resolved\nclosed: 2026-11-03\n---\nHe was arrested while on bail.".into(),
            ],
        );
        quiet(
            "past-record",
            &[
                body("A man was arrested and released on bail."),
                body("He was jailed. He had previous convictions, and was arrested in May."),
                body("The street is known to police for parking."),
                body("They were on licence to sell drink."),
                body("A man was arrested. The address is known to police."),
                body("A man was arrested, and is now on bail until 3 December 2026."),
                body("He is known to police.\n\nThe fete is on Friday.\n\nA man was arrested elsewhere."),
                "status: withdrawn\nclosed: 2026-11-03\n---\nHe was arrested while on bail.".into(),
            ],
        );
    }
}
