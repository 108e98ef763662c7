//! A missing person's page that says more than helps to find them: it stays in people's minds when they are back.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Section, Subject, While, subject::is_name},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::MissingTooMuch,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Open,
    triggers: &["missing"],
    look,
};

static ILLNESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:dementia|alzheimer'?s|autis(?:m|tic)|schizophreni\w+|bipolar|depress(?:ion|ed)|suicidal|psychosis|psychotic|learning (?:disabilit\w+|difficult\w+)|epilep\w+|diabet\w+|self[- ]harm\w*|mental health|asperger'?s|adhd|ptsd|alcoholic|addict\w*)\b").expect("it is sound")
});
static HOUSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b\d{1,4}[a-zA-Z]?,?\s+(?:[A-Z][\w'’]+\s+){1,3}(?:Street|Road|Avenue|Lane|Close|Drive|Way|Crescent|Court|Place|Gardens|Terrace|Grove|Rise|Walk|Mews)\b").expect("it is sound")
});
static NAME: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"\b(?P<first>[A-Z][a-z'’-]+)\s+(?P<last>[A-Z][A-Za-z'’-]+)\b").expect("it is sound"));

fn look(subject: &Subject, found: &mut Findings) {
    if !subject.is(&["missing"]) {
        return;
    }
    for copy in &subject.copies {
        if let Some(illness) = ILLNESS.find(copy.text()) {
            found.add(
                copy.span(illness.range()),
                format!("`{}` is about the person's health", illness.as_str()),
                "does it help to find them? `may be confused` or `may need help` says what a reader has to know",
            );
        }
        if let Some(house) = HOUSE.find(copy.text()) {
            found.add(
                copy.span(house.range()),
                format!("`{}` is a whole address", house.as_str()),
                "does the number of the house help to find the person? The street or part of town is usually enough",
            );
        }
    }
    surname(subject, found);
}

/// The surname of the person in the address of the page, which people have after it was taken back.
fn surname(subject: &Subject, found: &mut Findings) {
    let path = subject.entry.path.as_str().to_lowercase();
    let slug = subject.fields.find("slug").and_then(|node| match &node.value {
        crate::parse::tree::Value::Text(text) => Some(text.to_lowercase()),
        _ => None,
    });
    let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    let parts: Vec<String> =
        words(path.trim_end_matches(".md")).into_iter().chain(slug.iter().flat_map(|slug| words(slug))).collect();
    let in_sight = subject.copies.iter().filter(|copy| matches!(copy.section, Section::Title | Section::Body)).take(3);
    for copy in in_sight {
        for name in NAME.captures_iter(copy.text()) {
            let last = name["last"].to_lowercase();
            if is_name(&name["first"], &name["last"])
                && parts.contains(&name["first"].to_lowercase())
                && parts.contains(&last)
            {
                let place = if slug.is_some() { subject.place_of("slug") } else { subject.place_of("title") };
                found.add(
                    place,
                    format!("the address of the page holds the name `{} {}`", &name["first"], &name["last"]),
                    "name the file `missing-person-in-…` before it is published: an address is copied, and stays",
                );
                return;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{kind, quiet, trips, trips_named};

    #[test]
    fn more_than_helps() {
        trips(
            "missing-too-much",
            &[kind("missing", "He has dementia."), kind("missing", "Last seen at 14 Mill Lane.")],
        );
        quiet(
            "missing-too-much",
            &[
                kind("missing", "Tom Sample may be confused. He was last seen in Mill Lane at 14:00."),
                kind("notice", "A talk on dementia at 14 Mill Lane."),
            ],
        );
        let text = kind("missing", "Have you seen Tom Sample?");
        let named = |path: &str| trips_named("missing-too-much", &text, "2026-11-28", path);
        assert!(named("content/2026-11-01-tom-sample-missing.md"));
        assert!(!named("content/2026-11-01-missing-man.md"));
    }
}
