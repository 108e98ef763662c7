//! Somebody who has a right to stay unnamed for life, and could be worked out.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While, subject::is_name},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::VictimNameable,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Shown,
    triggers: &["rape", "sexual", "indecent", "voyeurism", "trafficking", "fgm", "genital", "forced marriage"],
    look,
};

static OFFENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:rap(?:e|ed|ing)|sexual(?:ly)? (?:assault\w*|abus\w*|offences?|exploit\w*)|indecen\w+|voyeurism|human trafficking|trafficked|trafficking of|FGM|genital mutilation|forced marriage)\b").expect("it is sound")
});
static RELATION: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:his|her|their|own)\s+(?:\w+\s+)?(?:daughter|son|step(?:father|mother|son|daughter)|niece|nephew|teacher|pupil|wife|husband|partner|girlfriend|boyfriend|sister|brother|cousin)\b").expect("it is sound")
});
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?P<first>[A-Z][a-z'’-]+)\s+(?P<last>[A-Z][A-Za-z'’-]+),?\s+(?:aged\s+|\()?(?P<age>[1-9]\d?)\b")
        .expect("it is sound")
});
static VICTIM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\bvictim,?\s+(?:named\s+|called\s+)?(?P<name>(?-i:[A-Z][a-z'’-]+\s+[A-Z][A-Za-z'’-]+))")
        .expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    for copy in &subject.copies {
        let text = copy.text();
        let Some(offence) = OFFENCE.find(text) else { continue };
        let named = NAME.captures_iter(text).find(|name| is_name(&name["first"], &name["last"]));
        let victim = VICTIM.captures(text).and_then(|victim| victim.name("name"));
        let relation = RELATION.find(text).filter(|_| named.is_some());
        let (range, what) = match (victim, relation) {
            (Some(name), _) => (name.range(), name.as_str()),
            (None, Some(relation)) => (relation.range(), relation.as_str()),
            (None, None) => continue,
        };
        found.add(
            copy.span(range),
            format!("`{what}` beside `{}` may tell who the victim is", offence.as_str()),
            "can anybody work out who it was, from this and what else is known? Victims of such offences stay unnamed for life (Sexual Offences (Amendment) Act 1992)",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn victims_who_can_be_worked_out() {
        trips(
            "victim-nameable",
            &[
                body("Tom Sample, 44, was jailed for the rape of his stepdaughter."),
                body("The victim Ellie Sample was sexually assaulted in May."),
            ],
        );
        quiet(
            "victim-nameable",
            &[
                body("A woman was sexually assaulted in Church Street."),
                body("Tom Sample, 44, was jailed for rape."),
                body("Tom Sample, 44, thanked his wife."),
                body("A man raped his former partner."),
            ],
        );
    }
}
