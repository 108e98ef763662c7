//! An open appeal that gives readers no way to answer it.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject, numbers},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::AppealUnanswerable,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &[],
    asks: "kind: appeal\ncontacts: []",
    silent: "kind: appeal\ncontacts: ['101', Crimestoppers]\nreference: 46/322871/21",
    look,
};

static ANSWER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:101|999|105|112)\b|[\w.+-]+@[\w-]+\.\w|https?://|www\.").expect("it is a sound expression")
});

fn look(subject: &Subject, found: &mut Findings) {
    let Some(draft) = subject.draft.filter(|_| subject.is(&["appeal", "warning"])) else { return };
    let by_contact = subject.contacts().iter().any(|contact| contact.phone.is_some() || contact.url.is_some());
    let in_text = |text: &str| ANSWER.is_match(text) || !numbers::written(text).is_empty();
    let by_link = subject.anchors.iter().any(|anchor| !anchor.image);
    if by_contact
        || by_link
        || !draft.more.references.is_empty()
        || subject.copies.iter().any(|copy| in_text(copy.text()))
    {
        return;
    }
    found.add(
        subject.place_of("kind"),
        format!("this is an open {} without a number, address or reference to answer it with", subject.kind),
        "whom should a reader ring who saw something? Add `contacts`, and a `reference` if there is one",
    );
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{kind, quiet, trips};

    #[test]
    fn appeals_that_nobody_can_answer() {
        trips("appeal-unanswerable", &["kind: appeal\ncontacts: []\n---\nDid you see it?".into()]);
        quiet(
            "appeal-unanswerable",
            &[
                kind("appeal", "The usual contacts stand beside it."),
                "kind: appeal\ncontacts: []\n---\nRing 01632 960001.".into(),
                "kind: appeal\ncontacts: []\nreference: 46/1/26\n---\nDid you see it?".into(),
                "kind: notice\ncontacts: []\n---\nThe hall is shut.".into(),
                "kind: appeal\nstatus: resolved\nclosed: 2026-11-02\ncontacts: []\n---\nDid you see it?".into(),
            ],
        );
    }
}
