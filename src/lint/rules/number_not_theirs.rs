//! The name of a known contact with somebody else's number behind it.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, Rule, Subject, While,
        numbers::{self, KnownNumber},
    },
    problem::Code,
    source::Span,
};

pub const RULE: Rule = Rule {
    code: Code::NumberNotTheirs,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Open,
    triggers: &["0", "+44", "101", "111"],
    asks: "Call Crimestoppers on 01632 960001.",
    silent: "Call Crimestoppers on 0800 555 111.",
    look,
};

/// What may stand between a name and its number.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:[\s,:(\-–]|\b(?:100%|completely|anonymously|anonymous|free|freephone|directly|today|now|in|confidence|the|charity|independent|on|at|by|calling|ringing|phoning|tel|telephone|phone|call|ring|via|number|is|their|freefone)\b)*$",
    )
    .expect("it is a sound expression")
});

/// A number that is dialled for everybody, behind a word that asks to ring it.
static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:on|calling|ringing|phoning|via)\s+(?P<number>101|999|111|105)(?:$|[\s.,;:)!?]+(?:(?-i:[a-z(])|$))",
    )
    .expect("it is a sound expression")
});
/// Those who may be rung on such a number.
static ON_SHORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)police|constabulary|heddlu|council|nhs|fire|ambulance|coastguard|rescue|power|emergency")
        .expect("it is a sound expression")
});
/// What may stand between a number and the name behind it: `0800 555 111 (the charity Crimestoppers)`.
static BEHIND: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s*(?:\(|[-–,]\s)\s*(?:(?:the|charity|independent|for|of)\s+)*$")
        .expect("it is a sound expression")
});

/// The name of a contact and its number stand at most so many bytes apart.
const APART: usize = 60;

fn look(subject: &Subject, found: &mut Findings) {
    let mut known: Option<Vec<KnownNumber>> = None;
    for copy in &subject.copies {
        let text = copy.text();
        let numbers = numbers::written(text);
        let short: Vec<_> = SHORT.captures_iter(text).filter_map(|found| found.name("number")).collect();
        if numbers.is_empty() && short.is_empty() {
            continue;
        }
        let known = known.get_or_insert_with(|| numbers::known(subject));
        // The same letters in the same places, so that a place in one is a place in the other.
        let small = text.to_ascii_lowercase();
        for number in short {
            let before = &small[..number.start()];
            let is_named = |name: &String| {
                let at = before.rfind(&name.to_ascii_lowercase());
                let between = at.map(|at| &before[at + name.len()..]);
                between.is_some_and(|between| between.len() <= APART && BETWEEN.is_match(between))
                    && !ON_SHORT.is_match(name)
            };
            let Some(owner) = known.iter().find(|known| known.names.iter().any(is_named)) else { continue };
            tell(found, copy.span(number.range()), number.as_str(), owner);
        }
        for number in numbers.into_iter().filter(|number| number.digits.len() >= 9 && !number.is_mobile()) {
            if known.iter().any(|known| known.digits == number.digits) {
                continue;
            }
            let (before, after) = (&small[..number.range.start], &small[number.range.end..]);
            let is_named = |name: &String| {
                let name = name.to_ascii_lowercase();
                let ahead = before.rfind(&name).map(|at| &before[at + name.len()..]);
                let behind = after.find(&name).map(|at| &after[..at]);
                ahead.is_some_and(|between| between.len() <= APART && BETWEEN.is_match(between))
                    || behind.is_some_and(|between| between.len() <= APART && BEHIND.is_match(between))
            };
            let Some(owner) = known.iter().find(|known| known.names.iter().any(is_named)) else { continue };
            tell(found, copy.span(number.range.clone()), &text[number.range], owner);
        }
    }
}

fn tell(found: &mut Findings, span: Span, number: &str, owner: &KnownNumber) {
    found.add(
        span,
        format!("`{number}` is not the number of {}", owner.names[0]),
        format!("it is `{}`: which of the two is meant, the name or the number?", owner.written),
    );
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn numbers_of_somebody_else() {
        trips(
            "number-not-theirs",
            &[
                body("Call Crimestoppers anonymously on 01632 960001."),
                body("Ring 01632 960001 (Crimestoppers) if you saw them."),
                body("Crime Stoppers: 01632 960001"),
                "contacts:\n  - name: Village hall\n    phone: 01632 960001\n---\nRing the village hall on 01632 960999.".into(),
                body("Missing People: 01632 960001."),
                body("Report it to Crimestoppers on 101."),
                body("Ring Crimestoppers anonymously on 999, or us."),
                body("Report it to Action Fraud by calling 01632 960123."),
            ],
        );
        quiet(
            "number-not-theirs",
            &[
                body("Call Crimestoppers anonymously on 0800 555 111."),
                body("Ring Crimestoppers, or the police on 101."),
                body("Ring Crimestoppers on 0800 555 111, or on 101 the police."),
                body("Call at Crimestoppers on 101 High Street."),
                "contacts:\n  - name: Wren Police\n    phone: 01632 960001\n---\nRing Wren Police on 101.".into(),
                body("Call Crimestoppers, or the hall on 01632 960001."),
                body("Crimestoppers takes no names. Ring us on 01632 960001."),
                body("Ring the police on 01632 960001."),
                body("Call the Samaritans, free, on 116 123, or our hall on 01632 960001."),
                "contacts:\n  - name: Village hall\n    phone: 01632 960001\n---\nRing the village hall on 07700 900123.".into(),
                "contacts:\n  - name: Village hall\n    phone: 01632 960001\n---\nRing the village hall on 01632 960001.".into(),
                "status: resolved\nclosed: 2026-11-03\n---\nCall Crimestoppers on 01632 960001.".into(),
            ],
        );
    }
}
