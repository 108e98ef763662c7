//! A missing person's page that was taken back, and still tells what became of them.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Section, Subject, While},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::FoundTold,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Gone,
    triggers: &["found", "safe", "located", "returned"],
    look,
};

static FOUND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:found|located|traced)\b|\bsafe and (?:well|sound)\b|\breturned home\b|\bfound[-_]|-found\b")
        .expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    if !subject.is(&["missing"]) {
        return;
    }
    let help = "take it out: nothing of it is shown any more, but the file may be, and an address is";
    for copy in subject.copies.iter().filter(|copy| copy.section == Section::Update) {
        if let Some(words) = FOUND.find(copy.text()) {
            found.add(copy.span(words.range()), format!("`{}` says what became of the person", words.as_str()), help);
        }
    }
    for alias in &subject.entry.more.aliases {
        if FOUND.is_match(alias.address.as_str()) {
            let place = subject.place_of("aliases");
            found.add(place, format!("the old address `{}` says what became of the person", alias.address), help);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{quiet, trips};

    #[test]
    fn what_became_of_them() {
        let gone = "kind: missing\nstatus: withdrawn\nclosed: 2026-11-03\n";
        trips(
            "found-told",
            &[
                format!(
                    "{gone}updates:\n  - date: 2026-11-03\n    text: She was found safe and well.\n---\nHave you seen her?"
                ),
                format!("{gone}aliases: [/2026/11/woman-found/]\n---\nHave you seen her?"),
            ],
        );
        quiet("found-told", &[
            format!("{gone}updates:\n  - date: 2026-11-02\n    text: A new picture.\n---\nHave you seen her?"),
            "kind: missing\nupdates:\n  - date: 2026-11-03\n    text: Her bag was found.\n---\nHave you seen her?".into(),
            "kind: appeal\nstatus: withdrawn\nclosed: 2026-11-03\nupdates:\n  - date: 2026-11-03\n    text: Found.\n---\nA bike.".into(),
        ]);
    }
}
