//! A mobile number or private mail address that is no contact of the site. Nearly all are meant to be public.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject, numbers},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::NumberPrivate,
    gravity: Gravity::Medium,
    confidence: Confidence::Low,
    holds: LifePhase::Shown,
    triggers: &[
        "07",
        "+447",
        "+44 7",
        "@gmail",
        "@hotmail",
        "@yahoo",
        "@outlook",
        "@icloud",
        "@btinternet",
        "@aol",
        "@live",
    ],
    asks: "Ring Tom on 07700 900123.",
    silent: "contacts: [{name: Tom, phone: 07700 900123}]",
    look,
};

static MAIL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b[\w.+-]+@(?:gmail|hotmail|yahoo|outlook|icloud|btinternet|aol|live)\.(?:com|co\.uk)\b")
        .expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    let known = numbers::known(subject);
    for copy in &subject.copies {
        let mobiles = numbers::written(copy.text()).into_iter().filter(|number| {
            number.digits.starts_with("07") && known.iter().all(|known| known.digits != number.digits)
        });
        let mails = MAIL.find_iter(copy.text()).map(|mail| mail.range());
        for range in mobiles.map(|number| number.range).chain(mails) {
            found.add(
                copy.span(range.clone()),
                format!("`{}` looks like somebody's own", &copy.text()[range]),
                "do they know that it is published? Contacts of the site belong into `contacts`",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn private_numbers_and_addresses() {
        trips("number-private", &[body("Ring Tom on 07700 900123."), body("Write to tom.sample@gmail.com.")]);
        quiet(
            "number-private",
            &[
                body("Ring 01632 960001 or write to hall@council.example."),
                "contacts: [{name: Tom, phone: 07700 900123}]\n---\nRing 07700 900123.".into(),
            ],
        );
    }
}
