//! Letters that the police use among themselves.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::PoliceCode,
    gravity: Gravity::Low,
    confidence: Confidence::Low,
    holds: LifePhase::Open,
    triggers: &["vrm", "ic1", "ic2", "ic3", "ic4", "ic5", "ic6", "rtc", "abh", "gbh", "twoc", "misper", "asb", "mo "],
    asks: "An RTC in Mill Lane.",
    silent: "A crash in Mill Lane.",
    look,
};

const CODES: &[(&str, &str)] = &[
    ("VRM", "number plate"),
    ("RTC", "crash"),
    ("TWOC", "taken without consent"),
    ("MISPER", "missing person"),
    ("ABH", "assault with injury"),
    ("GBH", "serious assault"),
    ("ASB", "anti-social behaviour"),
    ("MO", "way of working"),
];

static CODE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?:VRM|IC[1-9]|RTC|TWOC|MISPER|ABH|GBH|ASB|MO)\b").expect("it is sound"));

fn look(subject: &Subject, found: &mut Findings) {
    for copy in &subject.copies {
        if let Some(code) = CODE.find(copy.text()) {
            let means = CODES.iter().find(|(known, _)| *known == code.as_str()).map(|(_, means)| *means);
            let help = means
                .map_or_else(|| "describe what a neighbour would see".to_owned(), |means| format!("write `{means}`"));
            found.add(copy.span(code.range()), format!("`{}` is a code that readers do not know", code.as_str()), help);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn codes() {
        trips("police-code", &[body("An RTC in Mill Lane."), body("An IC1 male was seen.")]);
        quiet("police-code", &[body("A crash in Mill Lane."), body("The artcode of mo, basic.")]);
    }
}
