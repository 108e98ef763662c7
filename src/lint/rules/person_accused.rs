//! Somebody by name who is only suspected.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While, subject::is_name},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::PersonAccused,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Shown,
    triggers: &["arrest", "charged", "wanted", "suspect", "accused", "remanded", "questioned"],
    look,
};

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?P<first>[A-Z][a-z'’-]+)\s+(?P<last>[A-Z][A-Za-z'’-]+),?\s+(?:aged\s+|\()?(?P<age>[1-9]\d)\)?(?:,|\s+of\b|\s+from\b|\s+was\b|\s+has\b|\s+is\b|\.|$)")
        .expect("it is a sound expression")
});
static ACCUSED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:arrested|charged with|been charged|was charged|wanted (?:by|for|in|on|over)|is wanted|suspect(?:s|ed)?|accused|remanded|questioned by|questioned on)\b").expect("it is sound")
});
static DECIDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:convicted|jailed|pleaded guilty|pleads guilty|sentenced|found guilty|imprisoned|victim|died|killed)\b").expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    if subject.is(&["missing"]) {
        return;
    }
    for copy in &subject.copies {
        let text = copy.text();
        if !ACCUSED.is_match(text) || DECIDED.is_match(text) {
            continue;
        }
        for named in NAMED.captures_iter(text) {
            let (first, last) = (&named["first"], &named["last"]);
            if !is_name(first, last) {
                continue;
            }
            let end = named.name("age").map_or(0, |age| age.end());
            let start = named.get(0).map_or(0, |all| all.start());
            found.add(
                copy.span(start..end),
                format!("`{first} {last}` is named beside an arrest or charge"),
                "did the police publish the name? They name nobody on arrest as a rule, and an innocent neighbour stays suspected (UK GDPR, article 10)",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, quiet, trips};

    #[test]
    fn people_by_name() {
        trips(
            "person-accused",
            &[
                body("Tom Sample, 34, of Mill Lane, has been charged with burglary."),
                body("Police arrested Ellie Sample, aged 41, from Maidstone."),
                body("Wanted: Tom Sample, 29. He is wanted by Kent Police."),
            ],
        );
        quiet(
            "person-accused",
            &[
                body("A man, 34, of Maidstone, has been charged."),
                body("Tom Sample, 34, of Mill Lane, was jailed after he was charged."),
                body("Mill Lane, 34 of them, and a man was arrested."),
                body("On Monday May, 12 was arrested."),
                kind("missing", "Tom Sample, 34, of Maidstone, is missing. A suspect was seen."),
                body("Tom Sample, 34, of Mill Lane, won the cup."),
            ],
        );
    }
}
