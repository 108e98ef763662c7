//! A missing person's page that was taken back, and still tells what became of them.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Section, Subject, subject::before},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::FoundTold,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: LifePhase::Gone,
    triggers: &["found", "safe", "located", "returned", "traced", "reunited", "no longer missing", "back home"],
    asks: "updates: [{date: 2026-11-03, text: Found safe and well.}]",
    silent: "updates: []",
    look,
};

static FOUND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:found|located|traced)\b|\bsafe and (?:well|sound)\b|\b(?:returned|back|safe at) home\b|\breunited\b|\bno longer missing\b|\bsafe[-_]and[-_](?:well|sound)|\bfound[-_]|-found\b")
        .expect("it is sound")
});

/// What is found besides, or not.
static ELSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:not|never|nothing|nobody|no one|yet to be|until|bags?|phone|mobile|car|van|vehicle|bike|bicycle|coat|jacket|clothes|clothing|shoes|hat|scarf|wallet|purse|handbag|rucksack|keys|glasses|dog|belongings|items?|things?|call|signal|teams?|crews?|searchers|volunteers|officers)\b[^.;:!?]{0,40}$")
        .expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    if !subject.is_of_missing() {
        return;
    }
    let help = "take it out: nothing of it is shown any more, but the file may be, and an address is";
    for copy in subject.copies.iter().filter(|copy| copy.section == Section::Update) {
        let mut all = FOUND.find_iter(copy.text());
        if let Some(words) = all.find(|words| !ELSE.is_match(before(copy.text(), words.start()))) {
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
                format!(
                    "{gone}updates:\n  - date: 2026-11-03\n    text: She is no longer missing.\n---\nHave you seen her?"
                ),
            ],
        );
        quiet("found-told", &[
            format!("{gone}---\nHer bag was found in Mill Lane."),
            format!("{gone}aliases: [/2026/11/foundry-lane/]\n---\nHave you seen her?"),
            "kind: missing\nstatus: resolved\nclosed: 2026-11-03\nupdates:\n  - date: 2026-11-02\n    text: A new picture.\n---\nHave you seen her?".into(),
            format!("{gone}updates:\n  - date: 2026-11-02\n    text: A new picture.\n---\nHave you seen her?"),
            format!("{gone}updates:\n  - date: 2026-11-02\n    text: His bag was found.\n---\nHave you seen him?"),
            format!("{gone}updates:\n  - date: 2026-11-02\n    text: He has not been found.\n---\nHave you seen him?"),
            "kind: missing\nupdates:\n  - date: 2026-11-03\n    text: Her bag was found.\n---\nHave you seen her?".into(),
            "kind: appeal\nstatus: withdrawn\nclosed: 2026-11-03\nupdates:\n  - date: 2026-11-03\n    text: Found.\n---\nA bike.".into(),
        ]);
    }
}
