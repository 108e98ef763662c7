//! Problems as text for people and programs. In: sorted problems and a way to look up a source's text. Out: strings.
//! It must not know which stage found a problem, nor where the strings go.

use std::{collections::BTreeMap, sync::Arc};

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::{Code, Problem, ProblemSeverity};
use crate::source::{self, Place, SourcePath};

/// So many problems of one kind are shown to a person in full.
pub const FEW: usize = 6;
/// So many problems are shown in full in one run, whatever their kinds.
pub const MOST_SHOWN: usize = 50;
/// So many places are named where problems of one kind are told together.
const EXAMPLES: usize = 3;

/// Gives the text of a source, to show the line of a problem.
pub type Lookup<'a> = dyn Fn(&SourcePath) -> Option<Arc<str>> + 'a;

/// A place with line and column, and the line itself.
struct SourceLine {
    number: usize,
    column: usize,
    text: String,
    mark: std::ops::Range<usize>,
}

/// The longest line that is quoted, in bytes to either side of the place.
const WINDOW: usize = 200;

fn line(place: &Place, lookup: &Lookup) -> Option<SourceLine> {
    let span = place.span?;
    let text = lookup(&place.path)?;
    let start = text.floor_char_boundary((span.start as usize).min(text.len()));
    let (number, column) = source::line_and_column(&text, start);
    let line_start = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let line_end = text[start..].find('\n').map_or(text.len(), |at| start + at);
    let from = text.floor_char_boundary(start.saturating_sub(WINDOW).max(line_start));
    let to = text.floor_char_boundary((start + WINDOW).min(line_end));
    let end = text.floor_char_boundary((span.end as usize).clamp(start, to));
    // A mark of no width, or at the end of a line, still shows one caret.
    let quoted = text[from..to].trim_end_matches('\r');
    let mark = (start - from).min(quoted.len())..(end - from).max(start - from + 1).min(quoted.len().max(start - from));
    let mark = mark.start..quoted.ceil_char_boundary(mark.end.max(mark.start));
    Some(SourceLine { number, column, text: quoted.replace('\t', " "), mark })
}

/// The texts of sources with what follows a secret's key on its line blanked: a report is read by more people than the
/// settings, if only in the log of a build.
fn veiled<'a>(problems: &'a [Problem], lookup: &'a Lookup) -> impl Fn(&SourcePath) -> Option<Arc<str>> + 'a {
    let places = problems.iter().filter(|problem| problem.code == Code::SecretInSettings);
    let secrets: Vec<&Place> = places.filter_map(|problem| problem.place.as_ref()).collect();
    move |path| {
        let text = lookup(path)?;
        let mut ends = secrets.iter().filter(|place| place.path == *path).filter_map(|place| place.span).peekable();
        if ends.peek().is_none() {
            return Some(text);
        }
        let mut text = text.to_string();
        for span in ends {
            let from = text.ceil_char_boundary(span.end as usize).min(text.len());
            let to = text[from..].find('\n').map_or(text.len(), |at| from + at);
            text.replace_range(from..to, &" ".repeat(to - from));
        }
        Some(text.into())
    }
}

/// One problem in the form of `design.md`, with colours when `colour` is set.
pub fn human(problem: &Problem, lookup: &Lookup, renderer: &Renderer) -> String {
    let lookup: &Lookup = &veiled(std::slice::from_ref(problem), lookup);
    let level = match problem.severity() {
        ProblemSeverity::Error => Level::ERROR,
        ProblemSeverity::Warning | ProblemSeverity::Lint => Level::WARNING,
    };
    let code = problem.code.name();
    let mut group = level.primary_title(one_line(&problem.message)).id(code).elements(Vec::<Origin>::new());
    let lines: Vec<_> = problem
        .place
        .iter()
        .map(|place| (place, None))
        .chain(problem.related.iter().map(|(place, words)| (place, Some(words.as_str()))))
        .map(|(place, words)| (place, words, line(place, lookup)))
        .collect();
    for (place, words, line) in &lines {
        group = match line {
            Some(line) => {
                let kind = if words.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
                group.element(
                    Snippet::source(line.text.as_str())
                        .path(place.path.as_str())
                        .line_start(line.number)
                        .annotation(kind.span(line.mark.clone()).label(*words)),
                )
            }
            None => group.element(Origin::path(place.path.as_str())),
        };
    }
    let group = group.element(Level::HELP.message(one_line(&problem.help)));
    renderer.render(&[group])
}

/// Words from outside never break the frame of a message, nor steer the terminal.
fn one_line(words: &str) -> String {
    words.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// All problems for a person, in their order. Of a kind that is met often, errors are shown up to `FEW`, and the rest in
/// a few lines with a count and examples; warnings of such a kind in these lines alone.
pub fn report(problems: &[Problem], lookup: &Lookup, renderer: &Renderer) -> String {
    let lookup: &Lookup = &veiled(problems, lookup);
    let mut text = String::new();
    let mut of_kind: BTreeMap<Code, Vec<&Problem>> = BTreeMap::new();
    for problem in problems {
        of_kind.entry(problem.code).or_default().push(problem);
    }
    let mut told: BTreeMap<Code, usize> = BTreeMap::new();
    let mut whole = 0;
    for problem in problems {
        let all = &of_kind[&problem.code];
        let at = told.entry(problem.code).or_default();
        *at += 1;
        if *at > all.len() {
            continue;
        }
        let in_full = if all.len() <= FEW {
            all.len()
        } else if problem.is_error() {
            FEW
        } else {
            0
        };
        if *at <= in_full && whole < MOST_SHOWN {
            whole += 1;
            text.push_str(&human(problem, lookup, renderer));
            text.push_str("\n\n");
        } else if *at == in_full + 1 || (*at <= in_full && whole == MOST_SHOWN) {
            text.push_str(&together(&all[*at - 1..], *at - 1, lookup, renderer));
            text.push_str("\n\n");
            // The rest of its kind is told.
            told.insert(problem.code, all.len());
        }
    }
    if !problems.is_empty() {
        text.push_str(&count(problems));
        text.push('\n');
    }
    text
}

/// Problems of one kind in a few lines: how many there are, where the first ones are, and what to do.
fn together(problems: &[&Problem], shown: usize, lookup: &Lookup, renderer: &Renderer) -> String {
    let first = problems[0];
    let level = if first.is_error() { Level::ERROR } else { Level::WARNING };
    let alike = problems.iter().all(|problem| problem.message == first.message);
    let times = if problems.len() == 1 { "once".to_owned() } else { format!("{} times", problems.len()) };
    let more = if shown > 0 { " more" } else { "" };
    let such = if alike { "" } else { ", such as" };
    let title = format!("{times}{more}{such}: {}", one_line(&first.message));
    let places = problems.iter().filter_map(|problem| problem.place.as_ref()).take(EXAMPLES);
    let places = places.map(|place| match line(place, lookup) {
        Some(SourceLine { number, column, .. }) => format!("{}:{number}:{column}", place.path.as_str()),
        None => place.path.as_str().to_owned(),
    });
    let mut places = places.collect::<Vec<_>>().join(", ");
    if problems.len() > EXAMPLES {
        places.push_str(" …");
    }
    let mut group = level.primary_title(title).id(first.code.name()).elements(Vec::<Origin>::new());
    if !places.is_empty() {
        group = group.element(Origin::path(places));
    }
    renderer.render(&[group.element(Level::HELP.message(one_line(&first.help)))])
}

/// `3 errors, 1 warning`.
pub fn count(problems: &[Problem]) -> String {
    let errors = problems.iter().filter(|problem| problem.is_error()).count();
    match (errors, problems.len() - errors) {
        (errors, 0) => number(errors, "error"),
        (0, warnings) => number(warnings, "warning"),
        (errors, warnings) => format!("{}, {}", number(errors, "error"), number(warnings, "warning")),
    }
}

/// `1 bulletin`, `2 bulletins`.
pub fn number(n: usize, word: &str) -> String {
    format!("{n} {word}{}", if n == 1 { "" } else { "s" })
}

fn json_place(place: &Place, lookup: &Lookup) -> serde_json::Map<String, serde_json::Value> {
    let mut map = serde_json::Map::new();
    map.insert("path".into(), place.path.as_str().into());
    if let Some(line) = line(place, lookup) {
        map.insert("line".into(), line.number.into());
        map.insert("column".into(), line.column.into());
    }
    map
}

/// One problem taken apart, for a program that lays it out itself: what [`json()`] gives, and of each place the line that is
/// quoted, cut before and after its mark.
pub fn parts(problem: &Problem, lookup: &Lookup) -> serde_json::Value {
    let lookup: &Lookup = &veiled(std::slice::from_ref(problem), lookup);
    let quoted = |place: &Place| {
        let mut map = json_place(place, lookup);
        if let Some(SourceLine { text, mark, .. }) = line(place, lookup) {
            map.insert("quoted".into(), json!([text[..mark.start], text[mark.clone()], text[mark.end..]]));
        }
        map
    };
    let related = problem.related.iter().map(|(place, words)| {
        let mut map = quoted(place);
        map.insert("message".into(), words.as_str().into());
        map
    });
    json!({
        "severity": problem.severity().word(),
        "code": problem.code.name(),
        "message": one_line(&problem.message),
        "help": one_line(&problem.help),
        "place": problem.place.as_ref().map(quoted),
        "related": related.collect::<Vec<_>>(),
    })
}

/// One problem as a terminal without colours shows it.
pub fn plain(problem: &Problem, lookup: &Lookup) -> String {
    human(problem, lookup, &Renderer::plain())
}

/// All problems as one JSON array of `{severity, code, message, help, path, line, column, related}`.
pub fn json(problems: &[Problem], lookup: &Lookup) -> String {
    let list: Vec<_> = problems
        .iter()
        .map(|problem| {
            let mut map = problem.place.as_ref().map(|place| json_place(place, lookup)).unwrap_or_default();
            map.insert("severity".into(), problem.severity().word().into());
            map.insert("code".into(), problem.code.name().into());
            map.insert("message".into(), problem.message.as_str().into());
            map.insert("help".into(), problem.help.as_str().into());
            let related = problem.related.iter().map(|(place, words)| {
                let mut map = json_place(place, lookup);
                map.insert("message".into(), words.as_str().into());
                map
            });
            map.insert("related".into(), related.collect());
            map
        })
        .collect();
    format!("{:#}", json!(list))
}

/// All problems as GitHub workflow commands, one a line.
pub fn github(problems: &[Problem], lookup: &Lookup) -> String {
    let escape = |text: &str| text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A");
    let property = |text: &str| escape(text).replace(':', "%3A").replace(',', "%2C");
    let mut out = String::new();
    for problem in problems {
        out.push_str(&format!("::{} title={}", problem.severity().word(), property(problem.code.name())));
        if let Some(place) = &problem.place {
            out.push_str(&format!(",file={}", property(place.path.as_str())));
            if let Some(line) = line(place, lookup) {
                out.push_str(&format!(",line={},col={}", line.number, line.column));
            }
        }
        out.push_str(&format!("::{}: {}\n", escape(&problem.message), escape(&problem.help)));
    }
    out
}

/// All problems as a report of GitLab's "Code Quality". A problem that stands in no file is put to the settings.
pub fn gitlab(problems: &[Problem], lookup: &Lookup) -> String {
    let list: Vec<_> = problems
        .iter()
        .map(|problem| {
            let path = problem.place.as_ref().map_or("site.yaml", |place| place.path.as_str());
            let line = problem.place.as_ref().and_then(|place| line(place, lookup)).map_or(1, |line| line.number);
            let severity = match problem.severity() {
                ProblemSeverity::Error => "critical",
                ProblemSeverity::Warning => "major",
                ProblemSeverity::Lint => "minor",
            };
            let code = problem.code.name();
            json!({
                "description": format!("{}. {}", problem.message, problem.help),
                "check_name": code,
                "fingerprint": format!("{code}:{path}:{line}:{}", problem.message),
                "severity": severity,
                "location": {"path": path, "lines": {"begin": line}},
            })
        })
        .collect();
    format!("{:#}", json!(list))
}

/// A path as a relative address (RFC 3986): what is no letter, digit or mark of a path is written in hexadecimal.
fn uri(path: &str) -> String {
    const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'/').remove(b'-').remove(b'.').remove(b'_').remove(b'~');
    utf8_percent_encode(path, KEPT).to_string()
}

/// All problems as SARIF 2.1.0, for code hosts.
pub fn sarif(problems: &[Problem], lookup: &Lookup) -> String {
    let results: Vec<_> = problems
        .iter()
        .map(|problem| {
            let locations: Vec<_> = problem
                .place
                .iter()
                .map(|place| {
                    let mut physical = json!({"artifactLocation": {"uri": uri(place.path.as_str())}});
                    if let Some(line) = line(place, lookup) {
                        physical["region"] = json!({"startLine": line.number, "startColumn": line.column});
                    }
                    json!({"physicalLocation": physical})
                })
                .collect();
            json!({
                "ruleId": problem.code.name(),
                "level": problem.severity().word(),
                "message": {"text": format!("{}; {}", problem.message, problem.help)},
                "locations": locations,
            })
        })
        .collect();
    let rules: Vec<_> = Code::ALL
        .iter()
        .map(|code| json!({"id": code.name(), "fullDescription": {"text": code.explanation()}}))
        .collect();
    format!(
        "{:#}",
        json!({
            "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
            "version": "2.1.0",
            "runs": [{"tool": {"driver": {"name": "noticeboard", "version": env!("CARGO_PKG_VERSION"), "rules": rules}},
                "columnKind": "unicodeCodePoints", "results": results}],
        })
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn of_the_kinds_that_come_after_the_most_each_is_told_together() {
        let (kinds, of_each) = (12, 5);
        let problem = |code: &Code| Problem {
            code: *code,
            place: None,
            message: "a fault".into(),
            help: "mend it".into(),
            related: Vec::new(),
            fix: None,
        };
        let problems: Vec<Problem> =
            Code::ALL[..kinds].iter().flat_map(|code| std::iter::repeat_n(problem(code), of_each)).collect();
        let text = report(&problems, &|_| None, &Renderer::plain());
        let together = kinds - MOST_SHOWN / of_each;
        assert_eq!(text.matches("5 times: a fault").count(), together, "{text}");
        assert_eq!(text.matches("a fault").count(), MOST_SHOWN + together, "{text}");
    }
}
