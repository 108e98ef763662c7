//! Something urgent without 999.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    catalogue::bulletin::Severity,
    lint::{Confidence, Findings, Gravity, Rule, Subject, While},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::EmergencyMissing,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Open,
    triggers: &[],
    look,
};

static EMERGENCY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(?:999|112)\b").expect("it is sound"));

fn look(subject: &Subject, found: &mut Findings) {
    let Some(draft) = subject.draft else { return };
    let grave = matches!(draft.severity, Severity::Extreme | Severity::Severe);
    // A site elsewhere has another number, which its own contacts name.
    let national = subject.settings.contacts.iter().any(|contact| contact.phone.as_deref() == Some("999"));
    if !national || !(grave || subject.is(&["missing"])) {
        return;
    }
    let by_contact = subject.contacts().iter().any(|contact| contact.phone.as_deref() == Some("999"));
    if by_contact || subject.copies.iter().any(|copy| EMERGENCY.is_match(copy.text())) {
        return;
    }
    let (place, why) = if grave { ("severity", draft.severity.name()) } else { ("kind", "about a missing person") };
    found.add(
        subject.place_of(place),
        format!("this is {why}, and says nowhere to ring 999"),
        "should a reader who sees it now ring 999? Add it to `contacts`, or say so in the text",
    );
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{quiet, trips};

    #[test]
    fn urgent_things_without_the_number() {
        trips(
            "emergency-missing",
            &[
                "severity: extreme\ncontacts: [Crimestoppers]\n---\nKeep away.".into(),
                "kind: missing\ncontacts: ['101']\n---\nHave you seen him?".into(),
            ],
        );
        quiet(
            "emergency-missing",
            &[
                "severity: extreme\ncontacts: ['999']\n---\nKeep away.".into(),
                "severity: severe\ncontacts: ['101']\n---\nRing 999 if you see it.".into(),
                "severity: minor\ncontacts: ['101']\n---\nThe gate is shut.".into(),
                "kind: missing\n---\nThe usual contacts have it.".into(),
            ],
        );
    }
}
