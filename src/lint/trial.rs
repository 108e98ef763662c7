//! Documents for the rules' own cases: each rule is tried on texts that trip it and on texts that nearly do.

use crate::{
    catalogue::reading::{self, BodyQuery},
    moment::{self, DateOrder, Zone},
    problem::{
        Problem,
        fix::{self, FixAction},
    },
    settings,
    source::SourcePath,
};

use super::{Level, look, tell};

/// A notice with this body.
pub fn body(text: &str) -> String {
    kind("notice", text)
}

/// A bulletin of a kind with this body.
pub fn kind(kind: &str, text: &str) -> String {
    format!("kind: {kind}\n---\n{text}")
}

/// Each document is found fault with, by this code.
pub fn trips(code: &str, documents: &[String]) {
    for document in documents {
        assert!(trips_at(code, document, "2026-11-28"), "{code} does not see\n{document}");
    }
}

/// No document is.
pub fn quiet(code: &str, documents: &[String]) {
    for document in documents {
        assert!(!trips_at(code, document, "2026-11-28"), "{code} is wrong about\n{document}");
    }
}

/// A document after the first finding of a code was mended; none where there is no finding, or no mend.
pub fn mend(code: &str, document: &str) -> Option<String> {
    let (problems, whole) = told_of(document, "2026-11-28", "content/2026/2026-11-01-roof.md");
    let problem = problems.into_iter().find(|problem| problem.code.name() == code)?;
    let FixAction::Edits(edits) = problem.fix?.change else { return None };
    let (new, _) = fix::apply(&whole, [edits.as_slice()]);
    let head = whole.len() - document.len();
    Some(new[head..].to_owned())
}

/// Whether a document is found fault with on a day. What is missing of its front matter is filled in.
pub fn trips_at(code: &str, document: &str, now: &str) -> bool {
    trips_named(code, document, now, "content/2026/2026-11-01-roof.md")
}

/// The same with a path of its own.
pub fn trips_named(code: &str, document: &str, now: &str, path: &str) -> bool {
    told(document, now, path).iter().any(|problem| problem.code.name() == code)
}

/// What a document is told to do that is found fault with.
pub fn help(code: &str, document: &str, now: &str) -> String {
    let told = told(document, now, "content/2026/2026-11-01-roof.md");
    told.into_iter().find(|problem| problem.code.name() == code).map(|problem| problem.help).unwrap_or_default()
}

/// How often a document is found fault with.
pub fn count(code: &str, document: &str) -> usize {
    let told = told(document, "2026-11-28", "content/2026/2026-11-01-roof.md");
    told.iter().filter(|problem| problem.code.name() == code).count()
}

fn told(document: &str, now: &str, path: &str) -> Vec<Problem> {
    told_of(document, now, path).0
}

/// The same with the whole text.
fn told_of(document: &str, now: &str, path: &str) -> (Vec<Problem>, String) {
    let mut text = String::from("---\n");
    for (field, value) in [("title", "A roof"), ("date", "2026-11-01"), ("area", "Kent")] {
        if !document.lines().any(|line| line.starts_with(&format!("{field}:"))) {
            text.push_str(&format!("{field}: {value}\n"));
        }
    }
    text.push_str(document);
    let (settings, problems) = settings::read(None, "Watch");
    assert!(problems.is_empty(), "{problems:?}");
    let reading = reading::read(&SourcePath::new(path), &text, [0; 32], &settings, BodyQuery::Facts);
    assert!(!reading.problems.iter().any(Problem::is_error), "{:?}\n{text}", reading.problems);
    let notes = look(&reading, &text, &settings);
    let zone = Zone::new("Europe/London").expect("the zone is known");
    let now = moment::parse(now, &zone, DateOrder::DayFirst).expect("the day can be read").moment;
    (tell(&[reading.into()], &[notes], &settings, now, Level::Pedantic), text)
}
