//! A reference in the text that the field `reference` does not hold: it is then neither on the poster nor beside the number.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::ReferenceUnlisted,
    gravity: Gravity::Low,
    confidence: Confidence::High,
    holds: While::Open,
    triggers: &["reference", "ref", "quoting", "crime number", "incident number"],
    look,
};

/// After a word that announces it: `46/322871/21`, `26*345678`, `CAD 1234 of 5 March`, with a digit in any case.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:quoting|quote|reference|crime|incident)\s+(?:(?:the|crime|incident|reference|ref|number|no\.?|code)\s+){0,3}[:.]?\s*(?P<ref>\d{2}[/*]\d{3,}(?:/\d{2})?|\d{3,}/\d{2}|[A-Z]{2,4}-\d{3,})\b")
        .expect("it is a sound expression")
});

fn look(subject: &Subject, found: &mut Findings) {
    let Some(draft) = subject.draft else { return };
    if !subject.is(&["appeal", "warning", "incident", "missing", "notice"]) {
        return;
    }
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let listed: Vec<String> = draft.more.references.iter().map(|known| plain(known)).collect();
    let mut told: Vec<String> = Vec::new();
    for copy in &subject.copies {
        for reference in REFERENCE.captures_iter(copy.text()) {
            let Some(written) = reference.name("ref") else { continue };
            let key = plain(written.as_str());
            // `26/01234/FUL` is about a plan to build.
            let goes_on = copy.text()[written.end()..].starts_with(['/', '-']);
            if goes_on || listed.iter().any(|known| known.contains(&key)) || told.contains(&key) {
                continue;
            }
            found.add(
                copy.span(written.range()),
                format!("the reference `{}` stands in the text alone", written.as_str()),
                format!(
                    "add `reference: {}` to the front matter: then it is on the poster and beside the number too",
                    written.as_str()
                ),
            );
            told.push(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{kind, quiet, trips};

    #[test]
    fn references_in_the_text_alone() {
        trips(
            "reference-unlisted",
            &[
                kind("appeal", "Call 01632 960001, quoting reference 46/322871/21."),
                kind("warning", "Quote crime number 26/1234/26."),
            ],
        );
        quiet(
            "reference-unlisted",
            &[
                "kind: appeal\nreference: 46/322871/21\n---\nCall us, quoting reference 46/322871/21.".into(),
                kind("appeal", "It was on 01/03/2021, at number 46."),
                kind("event", "Planning reference 26/01234/FUL is discussed."),
                kind("appeal", "Planning reference 26/01234/FUL."),
            ],
        );
    }
}
