//! The name of a known contact with somebody else's number behind it.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, LifePhase, Rule, Subject,
        numbers::{self, KnownNumber},
        subject::before,
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
        r"(?i)^(?:[\s,:(\-–]|['’]s?|\b(?:100%|completely|anonymously|anonymous|free|freephone|directly|today|now|in|confidence|the|charity|independent|on|at|by|ar|rhif|yw|calling|ringing|phoning|tel|telephone|phone|call|ring|via|number|is|their|freefone)\b)*$",
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
    Regex::new(r"(?i)^\s*(?:\(|[-–]\s)\s*(?:(?:the|charity|independent|for|of)\s+)*$")
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
            let ahead = &small[..number.start()];
            let is_named = |name: &String| {
                is_ahead(ahead, &name.to_ascii_lowercase())
                    && is_meant(text, number.start(), name)
                    && !ON_SHORT.is_match(name)
            };
            let mut owners = known.iter().filter(|known| known.names.iter().any(is_named)).peekable();
            let Some(owner) = owners.peek().copied() else { continue };
            if owners.any(|owner| owner.digits == number.as_str()) || is_of_scotland(&small, &number.range()) {
                continue;
            }
            tell(found, copy.span(number.range()), number.as_str(), owner);
        }
        for number in numbers.iter().filter(|number| number.digits.len() >= 9 && !number.is_mobile()) {
            if known.iter().any(|known| known.digits == number.digits) {
                continue;
            }
            let (ahead, after) = (&small[..number.range.start], &small[number.range.end..]);
            let is_named = |name: &String| {
                let lower = name.to_ascii_lowercase();
                let near = &after[..after.floor_char_boundary(APART + lower.len())];
                let behind = near.find(&lower).filter(|at| {
                    // With a number of its own behind it, it is the name of that.
                    let end = number.range.end + at + lower.len();
                    let next = numbers.iter().find(|next| next.range.start >= end);
                    BEHIND.is_match(&near[..*at])
                        && !next.is_some_and(|next| BETWEEN.is_match(&text[end..next.range.start]))
                });
                is_ahead(ahead, &lower) && is_meant(text, number.range.start, name) || behind.is_some()
            };
            let Some(owner) = known.iter().find(|known| known.names.iter().any(is_named)) else { continue };
            if is_of_scotland(&small, &number.range) {
                continue;
            }
            tell(found, copy.span(number.range.clone()), &text[number.range.clone()], owner);
        }
    }
    of_contacts(subject, found);
}

/// Contacts that are written out, and links that ring somebody, by the name of a service and with another number.
fn of_contacts(subject: &Subject, found: &mut Findings) {
    if subject.phones.is_empty() {
        return;
    }
    let (services, known) = (numbers::national(subject.settings), numbers::public(subject.settings));
    for phone in &subject.phones {
        let text = phone.passage.text();
        for number in numbers::written(text).into_iter().filter(|number| number.digits.len() >= 9) {
            let ahead = &text[..number.range.start];
            let owner = if ahead.contains(char::is_alphabetic) { ahead } else { &phone.owner };
            let owner = owner.trim_matches(|c: char| !c.is_alphanumeric());
            let is_theirs = |service: &&KnownNumber| service.names.iter().any(|name| name.eq_ignore_ascii_case(owner));
            let Some(service) = services.iter().find(is_theirs) else { continue };
            if known.iter().all(|known| known.digits != number.digits) {
                tell(found, phone.passage.span(number.range.clone()), &text[number.range], service);
            }
        }
    }
}

/// Names that are words as well, in small letters: `to report fraud, ring …`.
const WORDS: &[&str] = &["Report Fraud", "Missing People", "Victim Support", "Action Fraud", "gas emergency"];

/// Whether the name before a place is meant as one.
fn is_meant(text: &str, at: usize, name: &str) -> bool {
    !WORDS.contains(&name)
        || before(text, at).rmatch_indices(|c: char| c.is_uppercase()).any(|(start, _)| {
            let start = at - before(text, at).len() + start;
            text.get(start..start + name.len()).is_some_and(|written| written == name || written == name.to_uppercase())
        })
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
                body("Crimestoppers' number is 01632 960001."),
                body("[Crimestoppers](tel:01632960001)"),
                "contacts: [{name: Crimestoppers, phone: 01632 960001}]\n---\nRing.".into(),
                "contacts: [Crimestoppers 07700 900123]\n---\nRing.".into(),
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
                body("Wren Police 01632 960001, Crimestoppers 0800 555 111"),
                body("Wren Police 01632 960001 - Crimestoppers 0800 555 111"),
                body("To report fraud, call 01632 960001."),
                body("Please report fraud on 159."),
                "contacts: [{name: Wren Crimestoppers group, phone: 01632 960001}]\n---\nRing.".into(),
                body("Call the Samaritans, free, on 116 123, or our hall on 01632 960001."),
                "contacts:\n  - name: Village hall\n    phone: 01632 960001\n---\nRing the village hall on 07700 900123.".into(),
                "contacts:\n  - name: Village hall\n    phone: 01632 960001\n---\nRing the village hall on 01632 960001.".into(),
                "status: resolved\nclosed: 2026-11-03\n---\nCall Crimestoppers on 01632 960001.".into(),
            ],
        );
    }
}
