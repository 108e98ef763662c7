//! What somebody did before, beside an arrest.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::PastRecord,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Shown,
    triggers: &[
        "previous conviction",
        "known to police",
        "known to the police",
        "on bail",
        "on licence",
        "criminal record",
    ],
    look,
};

static RECORD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:(?:has|had|with|his|her|their)\s+(?:\w+\s+)?previous convictions|(?:is|was|are|were)\s+(?:well\s+)?known to (?:the )?police|(?:while|already|out|was|were)\s+on (?:bail|licence)\b|(?:has|had|with)\s+a criminal record)").expect("it is sound")
});
static ARREST: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:arrest(?:ed|s)?|charged|detained|in custody)\b").expect("it is sound"));
static DECIDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:convicted|jailed|pleaded guilty|sentenced|found guilty|imprisoned|(?:released|bailed)\s+(?:\w+\s+)?on bail|breach(?:ed|ing)?)\b").expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    for copy in &subject.copies {
        let text = copy.text();
        if !ARREST.is_match(text) || DECIDED.is_match(text) {
            continue;
        }
        if let Some(record) = RECORD.find(text) {
            found.add(
                copy.span(record.range()),
                format!("`{}` says what an arrested person did before", record.as_str()),
                "did the police publish it? Before a trial it may prejudice the court (Contempt of Court Act 1981)",
            );
        }
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
            ],
        );
        quiet(
            "past-record",
            &[
                body("A man was arrested and released on bail."),
                body("He was jailed. He had previous convictions, and was arrested in May."),
                body("The street is known to police for parking."),
                body("They were on licence to sell drink."),
            ],
        );
    }
}
