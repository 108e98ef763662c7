//! Numbers that ring nowhere any more, or cost what nobody expects.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject, numbers},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::NumberRetired,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &["0845", "08457", "0500", "0345 60", "0870"],
    asks: "Ring the police on 0845 600 0000.",
    silent: "Ring the police on 101.",
    look,
};

/// Numbers that were replaced, with what took their place.
const REPLACED: &[(&str, &str)] = &[
    ("08457909090", "Samaritans are at `116 123`"),
    ("08454647", "NHS Direct became NHS `111`"),
    ("08454040506", "Citizens Advice took over from Consumer Direct: `0808 223 1133`"),
    ("0500700700", "Missing People are at `116 000`"),
];

static POLICE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:police|constabulary|heddlu)\b").expect("it is sound"));

fn look(subject: &Subject, found: &mut Findings) {
    let phones = subject.phones.iter().map(|phone| (&phone.passage, phone.owner.as_str()));
    for (copy, owner) in subject.copies.iter().map(|copy| (copy, "")).chain(phones) {
        let text = copy.text();
        for number in numbers::written(text) {
            let replaced =
                REPLACED.iter().find(|(digits, _)| *digits == number.digits).map(|(_, now)| (*now).to_owned());
            let from = text.floor_char_boundary(number.range.start.saturating_sub(60));
            let to = text.ceil_char_boundary((number.range.end + 60).min(text.len()));
            let of_police =
                number.digits.starts_with("0845") && (POLICE.is_match(&text[from..to]) || POLICE.is_match(owner));
            let closed = number.digits.starts_with("0500") && matches!(number.digits.len(), 10 | 11);
            let Some(now) = replaced
                .or_else(|| of_police.then(|| "the police are at `101`, and `999` in an emergency".to_owned()))
                .or_else(|| closed.then(|| "numbers that begin with 0500 were closed in June 2017".to_owned()))
            else {
                continue;
            };
            found.add(
                copy.span(number.range.clone()),
                format!("`{}` is a number that is no longer in use", &text[number.range.clone()]),
                now,
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn numbers_of_the_past() {
        trips(
            "number-retired",
            &[
                body("Ring the police on 0845 600 0000."),
                body("Samaritans: 08457 90 90 90"),
                body("Free on 0500 123456."),
                "contacts: [{name: Wren Police, phone: 0845 600 0000}]\n---\nRing.".into(),
            ],
        );
        quiet(
            "number-retired",
            &[
                body("Ring the council on 0845 600 0000."),
                body("Ring 101. The library is at 0345 600 0000."),
                body("Ring 0800 555 111."),
            ],
        );
    }
}
