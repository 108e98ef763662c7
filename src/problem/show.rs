//! Problems as text for people and programs. In: sorted problems and a way to look up a source's text. Out: strings.
//! It must not know which stage found a problem, nor where the strings go.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use annotate_snippets::{AnnotationKind, Level, Origin, Renderer, Snippet};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::json;

use super::{Code, Problem, ProblemSeverity};
use crate::source::{self, Place, SourcePath};

/// So many problems that are alike are shown to a person in full.
pub const FEW: usize = 6;
/// So many problems are shown in full in one run, whatever their codes.
pub const MOST_SHOWN: usize = 50;
/// So often something of one code is told, each time of one problem or of some that are alike.
const MOST_OF_CODE: usize = 20;
/// So many places are named where problems are told together.
const MOST_PLACES: usize = 40;
/// Places are put on one line while they have so many bytes.
const WIDTH: usize = 100;

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

/// All problems for a person, in their order. Problems are told together only where the same is to be done about them. Of
/// errors that are alike the first `FEW` are shown whole; warnings that are alike are told together from the first one on,
/// where a code has more than `FEW` of them.
pub fn report(problems: &[Problem], lookup: &Lookup, renderer: &Renderer) -> String {
    let lookup: &Lookup = &veiled(problems, lookup);
    let mut text = String::new();
    let mut before: BTreeMap<Code, usize> = BTreeMap::new();
    for group in told_together(problems) {
        let before = before.entry(problems[group[0]].code).or_default();
        text.push_str(&match group.as_slice() {
            [alone] => human(&problems[*alone], lookup, renderer),
            all => {
                let all: Vec<&Problem> = all.iter().map(|at| &problems[*at]).collect();
                together(&all, *before, lookup, renderer)
            }
        });
        *before += group.len();
        text.push_str("\n\n");
    }
    if !problems.is_empty() {
        text.push_str(&count(problems));
        text.push('\n');
    }
    text
}

/// The problems by their places in the list, those together that are told together, in the order of the first of each.
fn told_together(problems: &[Problem]) -> Vec<Vec<usize>> {
    let mut of_code: BTreeMap<Code, Vec<usize>> = BTreeMap::new();
    for (at, problem) in problems.iter().enumerate() {
        of_code.entry(problem.code).or_default().push(at);
    }
    let mut told: Vec<Vec<usize>> = Vec::new();
    // What is left of a code when there is no more room.
    let mut left: BTreeMap<Code, Vec<usize>> = BTreeMap::new();
    for (code, all) in of_code {
        let few = all.len() <= FEW;
        let mut groups = if few { all.chunks(1).map(<[usize]>::to_vec).collect() } else { alike(problems, &all) };
        groups.sort_unstable();
        let rest = groups.split_off(groups.len().min(MOST_OF_CODE));
        left.insert(code, rest.into_iter().flatten().collect());
        told.extend(groups);
    }
    told.sort_unstable();
    let mut whole = 0;
    told.retain(|group| {
        whole += usize::from(group.len() == 1);
        let has_room = group.len() > 1 || whole <= MOST_SHOWN;
        if !has_room {
            left.entry(problems[group[0]].code).or_default().extend(group);
        }
        has_room
    });
    for mut rest in left.into_values().filter(|rest| !rest.is_empty()) {
        rest.sort_unstable();
        told.push(rest);
    }
    told.sort_unstable();
    told
}

/// The problems of one code, by what is to be done about them: together where the help is the same and the messages differ
/// in what they quote alone; of errors the first `FEW` of each kind by themselves.
fn alike(problems: &[Problem], all: &[usize]) -> Vec<Vec<usize>> {
    let mut at: HashMap<(&str, String), usize> = HashMap::new();
    let mut kinds: Vec<Vec<usize>> = Vec::new();
    for problem in all {
        let Problem { message, help, .. } = &problems[*problem];
        let unquoted: String = message.split('`').step_by(2).collect();
        let kind = *at.entry((help, unquoted)).or_insert(kinds.len());
        kinds.resize_with(kinds.len().max(kind + 1), Vec::new);
        kinds[kind].push(*problem);
    }
    let parted = kinds.into_iter().flat_map(|kind| {
        let by_themselves = if problems[kind[0]].is_error() { FEW.min(kind.len()) } else { 0 };
        let (first, rest) = kind.split_at(by_themselves);
        let rest = Some(rest.to_vec()).filter(|rest| !rest.is_empty());
        first.iter().map(|one| vec![*one]).chain(rest).collect::<Vec<_>>()
    });
    parted.collect()
}

/// Problems of one code in a few lines: how many there are, where, and what to do; `before` were told already.
fn together(problems: &[&Problem], before: usize, lookup: &Lookup, renderer: &Renderer) -> String {
    let first = problems[0];
    let level = if first.is_error() { Level::ERROR } else { Level::WARNING };
    let more = if before > 0 { " more" } else { "" };
    let such = if problems.iter().all(|problem| problem.message == first.message) { "" } else { ", such as" };
    let title = format!("{} times{more}{such}: {}", problems.len(), one_line(&first.message));
    let mut group = level.primary_title(title).id(first.code.name()).elements(Vec::<Origin>::new());
    let mut places = problems.iter().filter_map(|problem| problem.place.as_ref());
    let mut row = String::new();
    for place in places.by_ref().take(MOST_PLACES) {
        let place = match line(place, lookup) {
            Some(SourceLine { number, column, .. }) => format!("{}:{number}:{column}", place.path.as_str()),
            None => place.path.as_str().to_owned(),
        };
        if !row.is_empty() && row.len() + place.len() > WIDTH {
            group = group.element(Origin::path(std::mem::take(&mut row)));
        }
        row.push_str(if row.is_empty() { "" } else { ", " });
        row.push_str(&place);
    }
    if !row.is_empty() {
        group = group.element(Origin::path(row));
    }
    let more = places.count();
    if more > 0 {
        let message = format!("and {}: `noticeboard check --format json` names all", number(more, "more place"));
        group = group.element(Level::NOTE.message(message));
    }
    let same = problems.iter().all(|problem| problem.help == first.help);
    let help =
        if same { &first.help } else { "what to do differs from one to the next: mend what is shown, then look again" };
    renderer.render(&[group.element(Level::HELP.message(one_line(help)))])
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

    /// A problem of one code at a place of its own.
    fn fault(code: Code, at: usize, message: &str, help: &str) -> Problem {
        let path = SourcePath::new(format!("content/{at:03}.md"));
        let place = Some(Place::whole(&path));
        Problem { code, place, message: message.into(), help: help.into(), related: Vec::new(), fix: None }
    }

    #[test]
    fn no_problem_is_told_under_the_help_of_another() {
        for code in [Code::DateUnreadable, Code::WhenMissing] {
            let problems: Vec<Problem> = (0..12)
                .map(|at| match at % 3 {
                    0 => fault(code, at, &format!("`{at}` is wrong (it is late)"), &format!("write `{at}`")),
                    1 => fault(code, at, &format!("`{at}` is wrong (it is late)"), "write it so"),
                    _ => fault(code, at, &format!("`{at}` is wrong (it is early)"), "write it so"),
                })
                .collect();
            let text = report(&problems, &|_| None, &Renderer::plain());
            for (at, problem) in problems.iter().enumerate() {
                let place = format!("content/{at:03}.md");
                let told = text.split("\n\n").find(|told| told.contains(&place));
                let told = told.unwrap_or_else(|| panic!("{place} is named in {text}"));
                assert!(told.contains(&format!("help: {}", problem.help)), "{at}: {told}");
                let why = if at % 3 == 2 { "early" } else { "late" };
                assert!(told.contains(why), "{at}: {told}");
            }
        }
    }

    #[test]
    fn every_place_is_named_up_to_some_tens() {
        let problems: Vec<Problem> = (0..60).map(|at| fault(Code::WhenMissing, at, "no time", "say when")).collect();
        let text = report(&problems, &|_| None, &Renderer::plain());
        assert_eq!(text.matches("content/").count(), MOST_PLACES, "{text}");
        assert!(text.contains("60 times: no time") && text.contains("and 20 more places"), "{text}");
        let different: Vec<Problem> =
            (0..60).map(|at| fault(Code::DateUnreadable, at, "no time", &format!("say {at}"))).collect();
        let text = report(&different, &|_| None, &Renderer::plain());
        assert_eq!(text.matches("content/").count(), 60, "{text}");
        assert!(text.contains("40 times more: no time") && text.contains("what to do differs"), "{text}");
    }
}
