//! A service that an open bulletin names although another took its place.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject},
    problem::{Code, Fix},
};

pub const RULE: Rule = Rule {
    code: Code::ContactSuperseded,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    // The contacts of the settings say which names end.
    triggers: &[],
    asks: "Report it to Action Fraud.",
    silent: "Report it to Report Fraud.",
    look,
};

static OF_THE_PAST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:formerly|previously|then|replac\w+|was|used to be|known as|until|successor\w*|instead of|(?:took|takes|taken|in) (?:the )?place of|took over from|took on|(?:has|have) taken on)\b[^.]{0,25}$")
        .expect("it is a sound expression")
});
static AFTERWARDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^[^.]{0,25}\b(?:became|was replaced|is now|has been|now called|closed)\b").expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    for contact in &subject.settings.contacts {
        let Some(until) = contact.valid_until else { continue };
        for copy in &subject.copies {
            let text = copy.text();
            let names = [contact.name.clone(), contact.name.replace(' ', ""), contact.name.replace(' ', "-")];
            let Some((at, end)) = names.iter().find_map(|name| Some((find_words(text, name)?, name.len()))) else {
                continue;
            };
            let end = at + end;
            if copy.passage.quoted || OF_THE_PAST.is_match(&text[..at]) || AFTERWARDS.is_match(&text[end..]) {
                continue;
            }
            let now = contact.replaced_by.as_deref();
            let help = now.map_or_else(
                || "name whom readers should turn to now".to_owned(),
                |name| format!("`{name}` took its place: is that meant?"),
            );
            let span = copy.span(at..end);
            let finding = found.add(span, format!("`{}` is no longer there", &text[at..end]), help).since(until);
            if let Some(name) = now.filter(|_| copy.is_exact()) {
                finding.mended_by(Fix::replace(span, name).for_review());
            }
            // Once in a bulletin is enough to be seen.
            break;
        }
    }
}

/// Where a name stands as words of its own.
fn find_words(text: &str, name: &str) -> Option<usize> {
    if text.len() < name.len() || name.is_empty() {
        return None;
    }
    let is_part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let first = name.as_bytes()[0];
    let (small, large) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    memchr::memchr2_iter(small, large, text.as_bytes()).find(|at| {
        text.get(*at..*at + name.len()).is_some_and(|found| found.eq_ignore_ascii_case(name))
            && !is_part(text[..*at].chars().next_back())
            && !is_part(text[at + name.len()..].chars().next())
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, quiet, trips, trips_at};

    #[test]
    fn services_that_were_replaced() {
        trips(
            "contact-superseded",
            &[
                body("You can also contact Action Fraud on **0300 123 2040**."),
                "title: Report it to Action Fraud\n---\nDo.".into(),
                kind("warning", "Report it to ActionFraud."),
                kind("advice", "> [!TIP]\n> Ring Action-Fraud."),
                "updates:\n  - date: 2026-11-03\n    text: Ring Action Fraud.\n---\nA scam.".into(),
            ],
        );
        quiet(
            "contact-superseded",
            &[
                body("Ring Report Fraud, formerly Action Fraud."),
                body("Report Fraud took the place of Action Fraud in December."),
                body("Report Fraud has taken on the work of Action Fraud."),
                body("Action Fraud became Report Fraud in December."),
                body("> Ring Action Fraud, they said."),
                body("Ring Report Fraud."),
                body("Fraud action groups met, and action: fraudsters beware."),
                body("It was reported to what was then Action Fraud."),
                "status: resolved\nclosed: 2026-11-03\n---\nRing Action Fraud.".into(),
                "status: withdrawn\nclosed: 2026-11-03\n---\nRing Action Fraud.".into(),
            ],
        );
        assert!(!trips_at("contact-superseded", &body("Ring Action Fraud."), "2025-12-03"));
        assert!(trips_at("contact-superseded", &body("Ring Action Fraud."), "2025-12-05"));
    }
}
