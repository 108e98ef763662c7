//! Something urgent without 999.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    catalogue::bulletin::Severity,
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::EmergencyMissing,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &[],
    asks: "severity: extreme\ncontacts: [Crimestoppers]",
    silent: "severity: extreme\ncontacts: ['999', Crimestoppers]",
    look,
};

static EMERGENCY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b(?:999|112|911|000|111)\b").expect("it is sound"));

fn look(subject: &Subject, found: &mut Findings) {
    let Some(draft) = subject.draft else { return };
    let grave = matches!(draft.severity, Severity::Extreme | Severity::Severe);
    let Some(number) = subject.settings.contacts.iter().find(|contact| contact.is_for_emergencies()) else { return };
    if !(grave || subject.is(&["missing"])) {
        return;
    }
    let number = number.phone.as_deref().unwrap_or(&number.name);
    let by_contact = subject.contacts().iter().any(|contact| contact.is_for_emergencies());
    let in_text =
        |text: &str| EMERGENCY.find_iter(text).any(|found| found.as_str() == "112" || found.as_str() == number);
    if by_contact || subject.copies.iter().any(|copy| in_text(copy.text())) {
        return;
    }
    let (place, why) = if grave { ("severity", draft.severity.name()) } else { ("kind", "about a missing person") };
    found.add(
        subject.place_of(place),
        format!("this is {why}, and says nowhere to ring {number}"),
        format!("should a reader who sees it now ring {number}? Add it to `contacts`, or say so in the text"),
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
