//! The name of a known contact with somebody else's number behind it.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While, numbers},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::NumberNotTheirs,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Open,
    triggers: &["crimestoppers", "action fraud", "report fraud", "missing people"],
    look,
};

/// What may stand between a name and its number.
static BETWEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^(?:[\s,:(\-–]|\b(?:100%|completely|anonymously|anonymous|free|freephone|directly|today|now|in|confidence|the|charity|independent|on|at|by|calling|ringing|phoning|tel|telephone|phone|call|ring|via|number|is|their|freefone)\b)*$",
    )
    .expect("it is a sound expression")
});

fn look(subject: &Subject, found: &mut Findings) {
    let known = numbers::known(subject);
    for copy in &subject.copies {
        let text = copy.text();
        for number in numbers::written(text).into_iter().filter(|number| number.digits.len() >= 9) {
            let before = &text[..number.range.start];
            let small = before.to_lowercase();
            let owner = known.iter().filter(|known| known.national).find(|known| {
                known.names.iter().any(|name| {
                    let at = small.rfind(&name.to_lowercase());
                    at.and_then(|at| before.get(at + name.len()..)).is_some_and(|between| BETWEEN.is_match(between))
                })
            });
            let Some(owner) = owner.filter(|owner| owner.digits != number.digits) else { continue };
            // The same name may have two numbers.
            if known.iter().any(|other| other.digits == number.digits && other.names == owner.names) {
                continue;
            }
            found.add(
                copy.span(number.range.clone()),
                format!("`{}` is not the number of {}", &text[number.range.clone()], owner.names[0]),
                format!("it is `{}`: which of the two is meant, the name or the number?", owner.written),
            );
        }
    }
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
                body("Missing People: 0500 700 700."),
                body("Report it to Action Fraud by calling 01632 960123."),
            ],
        );
        quiet(
            "number-not-theirs",
            &[
                body("Call Crimestoppers anonymously on 0800 555 111."),
                body("Call Crimestoppers, or the hall on 01632 960001."),
                body("Crimestoppers takes no names. Ring us on 01632 960001."),
                body("Ring the police on 01632 960001."),
            ],
        );
    }
}
