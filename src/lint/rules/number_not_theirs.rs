//! The name of a known contact with somebody else's number behind it.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, LifePhase, Rule, Subject,
        numbers::{self, KnownNumber},
    },
    problem::Code,
    source::Span,
};

pub const RULE: Rule = Rule {
    code: Code::NumberNotTheirs,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: LifePhase::Open,
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
            let is_named = |name: &String| is_ahead(before, &name.to_ascii_lowercase()) && !ON_SHORT.is_match(name);
            let mut owners = known.iter().filter(|known| known.names.iter().any(is_named)).peekable();
            let Some(owner) = owners.peek().copied() else { continue };
            if owners.any(|owner| owner.digits == number.as_str()) || is_of_scotland(&small, &number.range()) {
                continue;
            }
            tell(found, copy.span(number.range()), number.as_str(), owner);
        }
        for number in numbers.into_iter().filter(|number| number.digits.len() >= 9 && !number.is_mobile()) {
            if known.iter().any(|known| known.digits == number.digits) {
                continue;
            }
            let (before, after) = (&small[..number.range.start], &small[number.range.end..]);
            let is_named = |name: &String| {
                let name = name.to_ascii_lowercase();
                let near = &after[..after.floor_char_boundary(APART + name.len())];
                let behind = near.find(&name).map(|at| &near[..at]);
                is_ahead(before, &name) || behind.is_some_and(|between| BEHIND.is_match(between))
            };
            let Some(owner) = known.iter().find(|known| known.names.iter().any(is_named)) else { continue };
            if is_of_scotland(&small, &number.range) {
                continue;
            }
            tell(found, copy.span(number.range.clone()), &text[number.range], owner);
        }
    }
}

/// Whether a name stands before a number with nothing between that leads elsewhere.
fn is_ahead(before: &str, name: &str) -> bool {
    let near = &before[before.floor_char_boundary(before.len().saturating_sub(APART + name.len()))..];
    near.rfind(name).is_some_and(|at| BETWEEN.is_match(&near[at + name.len()..]))
}

/// Whether the sentence with a number is about Scotland, where other numbers serve: fraud is told to the police on 101.
fn is_of_scotland(small: &str, number: &Range<usize>) -> bool {
    const ENDS: [char; 4] = ['.', '!', '?', '\n'];
    let before = &small[small.floor_char_boundary(number.start.saturating_sub(2 * APART))..number.start];
    let after = &small[number.end..small.ceil_char_boundary((number.end + APART).min(small.len()))];
    let before = before.rsplit(ENDS).next().unwrap_or_default();
    before.contains("scotland") || after.split(ENDS).next().is_some_and(|after| after.contains("scotland"))
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
                body("In Scotland, report fraud on 101."),
                "contacts:\n  - name: Mill End neighbourhood team\n    phone: \"101\"\n---\nRing the Mill End neighbourhood team on 101.".into(),
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
