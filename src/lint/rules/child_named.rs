//! A child with name and age.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While, subject::is_name},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::ChildNamed,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Shown,
    triggers: &[
        "year-old", "year old", "aged", ", 1", ", 2", ", 3", ", 4", ", 5", ", 6", ", 7", ", 8", ", 9", " (1", " (5",
        " (6", " (7", " (8", " (9",
    ],
    look,
};

static CHILD: LazyLock<Regex> = LazyLock::new(|| {
    let name = |n: u8| format!(r"(?P<first{n}>[A-Z][a-z'’-]+)\s+(?P<last{n}>[A-Z][A-Za-z'’-]+)");
    let age = "(?:[2-9]|1[0-7])";
    Regex::new(&format!(
        r"\b{},?\s+(?:aged\s+{age}\b|\(?{age}\)?,?\s+(?:of|from)\s+[A-Z])|\b{age}[- ]year[- ]old\s+{}",
        name(1),
        name(2)
    ))
    .expect("it is a sound expression")
});

fn look(subject: &Subject, found: &mut Findings) {
    if subject.is(&["missing", "page"]) {
        return;
    }
    for copy in &subject.copies {
        for child in CHILD.captures_iter(copy.text()) {
            let part = |name: &str| child.name(name).map_or("", |found| found.as_str());
            let (first, last) = if part("first1").is_empty() {
                (part("first2"), part("last2"))
            } else {
                (part("first1"), part("last1"))
            };
            if !is_name(first, last) {
                continue;
            }
            found.add(
                copy.span(child.get(0).map_or(0..0, |all| all.range())),
                format!("`{first} {last}` is named with an age under 18"),
                "did those who look after the child agree, and may it be published? A child in a police matter is not to be known",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, quiet, trips};

    #[test]
    fn children_by_name() {
        trips(
            "child-named",
            &[
                body("Ellie Sample, aged 12, saw it."),
                body("The 15-year-old Tom Sample was there."),
                kind("incident", "Tom Sample, 16, from Maidstone was hurt."),
            ],
        );
        quiet(
            "child-named",
            &[
                kind("missing", "Tom Sample, 16, from Maidstone is missing."),
                body("A 15-year-old boy was there."),
                body("Ellie Sample, aged 34, saw it."),
                body("Mill Lane, 12 of them."),
                body("Year Group, aged 12 to 14."),
            ],
        );
    }
}
