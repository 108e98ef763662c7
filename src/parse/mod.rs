//! A text to a document: the front matter as a tree with spans, and where the body begins. In: a text and its path.
//! Out: a [`Document`] and problems. It must not know the disk, the clock, addresses, or other documents.

pub mod below;
pub mod front_matter;
pub mod mend;
pub mod reader;
mod second;
pub mod tree;
mod unopened;

use std::{collections::HashSet, sync::Arc};

use crate::{
    markdown::{self, Loss},
    problem::{Cause, Edit, Problem, wording},
    source::{Place, SourcePath, Span},
};
use below::LineBelow;
use mend::{KeyName, Names};
use tree::Map;
use unopened::{FirstFacts, PlainFileKind};

/// One Markdown file, split and read as far as that is possible without knowing the site.
#[derive(Clone, Debug)]
pub struct Document {
    pub path: SourcePath,
    /// The front matter; none when it could not be read (the problem was reported), so that links to it still find it.
    pub fields: Option<Map>,
    /// The front matter as a whole, for problems about what it lacks.
    pub front_matter: Span,
    /// Where the body begins, in bytes; it goes on to the end of the file.
    pub body: usize,
    /// Where its fields end and the line begins that says so, in bytes, and how its lines end.
    pub fields_end: usize,
    pub line_end: &'static str,
    /// Lines of its body that may be meant as fields.
    pub below: Vec<LineBelow>,
    pub facts: markdown::Facts,
    /// Its body as HTML, where that was wanted and the site decides nothing in it.
    pub html: Option<Arc<markdown::PageHtml>>,
    /// Whether nothing in it is an error so far.
    pub sound: bool,
}

impl Document {
    /// The links and images of its body and of its log of updates, each with the place in the file.
    pub fn links(&self, log: Option<&tree::Node>) -> Vec<(markdown::Link, Span)> {
        let place = |range: &std::ops::Range<usize>| Span::from(range.clone()).shifted(self.body);
        let mut links: Vec<_> = self.facts.links.iter().map(|link| (link.clone(), place(&link.range))).collect();
        for (text, span) in log.into_iter().flat_map(tree::texts) {
            let facts = markdown::facts(text, markdown::RawHtml::Clean);
            links.extend(facts.links.into_iter().map(|link| (link, span)));
        }
        links
    }
}

/// Reads a text. `names` knows the fields, `read` reads the body. What is wrong with it goes to `problems`; a document comes out in any case.
pub fn parse(
    path: &SourcePath,
    text: &str,
    names: Names,
    read: impl FnOnce(&str) -> (markdown::Facts, Option<Arc<markdown::PageHtml>>),
    problems: &mut Vec<Problem>,
) -> Document {
    let before = problems.len();
    let split = match front_matter::split(text) {
        Ok(split) => split,
        Err(fault) => {
            let (problem, at) = unsplit(path, text, names, fault);
            problems.push(problem);
            return broken(path, at);
        }
    };
    let yaml = &text[split.yaml.clone()];
    let mut found = Vec::new();
    let fields = tree::read_fields(yaml, split.yaml.start, path, names, &mut found);
    if (fields.is_none() || split.is_closed_by_rule(text))
        && let Some(end) = blank_end(yaml, names)
    {
        // Its text was taken for front matter, up to a line of dashes further down, or another one drawn across it.
        let at = Span::new(split.whole.start as usize, split.whole.start as usize + 3);
        let range = split.yaml.start + end.start..split.yaml.start + end.end;
        problems.push(wording::front_matter_unclosed(
            path,
            at,
            "---",
            Some((range.into(), &yaml[end])),
            line_end(text),
        ));
        return broken(path, at);
    }
    for mark in &split.marks {
        problems.push(wording::mark_of_dashes(Place::at(path, *mark), &text[mark.range()]));
    }
    problems.append(&mut found);
    let body = &text[split.body..];
    let (facts, html) = read(body);
    let place = |range: &std::ops::Range<usize>| Place::at(path, Span::from(range.clone()).shifted(split.body));
    if let Some((_, range)) = &facts.limit {
        problems.push(wording::body_too_deep(place(range)));
    }
    let marks = markdown::foreign_marks(body).into_iter().map(|(at, mark)| (place(&(at..at + mark.len())), mark));
    problems.extend(wording::short_codes(&marks.collect::<Vec<_>>()));
    problems.extend(second::begins(body, names).map(|line| wording::bulletin_second(place(&line))));
    for mark in facts.marks.iter().take(1) {
        problems.push(wording::mark_dropped(place(&mark.range), &mark.what, facts.marks.len()));
    }
    if let Some(fence) = markdown::open_fence(body) {
        problems.push(wording::fence_unclosed(place(&fence)));
    }
    if let Some((at, swallows)) = markdown::open_comment(body) {
        problems.push(wording::comment_unclosed(place(&(at..at + 4)), swallows));
    }
    let slips: Vec<(Cause, Edit)> = facts.slips.iter().map(|slip| read_as(slip, split.body)).collect();
    problems.extend(wording::read_in_body(path, text, &slips));
    for code in &facts.indented {
        problems.push(wording::text_as_code(path, text, code.start + split.body..code.end + split.body));
    }
    for cell in &facts.lost_cells {
        problems.push(wording::cell_lost(place(cell), body.get(cell.clone()).unwrap_or_default()));
    }
    // What is left out many times is said once for each document, and how things looked is counted.
    let mut said = HashSet::new();
    let (looks, others): (Vec<_>, Vec<_>) = facts.removed.iter().partition(|removed| removed.loss == Loss::Looks);
    for removed in others.into_iter().filter(|removed| said.insert(removed.what.as_str())) {
        problems.push(match removed.loss {
            Loss::Frame => wording::frame_removed(place(&removed.range), &removed.what),
            Loss::Content | Loss::Looks => wording::html_removed(place(&removed.range), &removed.what),
        });
    }
    if let Some(first) = looks.first() {
        problems.push(wording::looks_removed(place(&first.range), &first.what, looks.len()));
    }
    let sound = !problems[before..].iter().any(Problem::is_error);
    Document {
        path: path.clone(),
        fields,
        front_matter: split.whole,
        body: split.body,
        fields_end: split.yaml.end,
        line_end: line_end(text),
        below: below::lines(body, split.body),
        facts,
        html,
        sound,
    }
}

/// Why a body is read otherwise than it is typed, and how, as an edit of its file.
fn read_as(slip: &markdown::Slip, body: usize) -> (Cause, Edit) {
    let why = match slip.what {
        markdown::SlipKind::Bullet(mark) => Cause::Bullet(mark),
        markdown::SlipKind::Item => Cause::NoBlank('-'),
        markdown::SlipKind::Heading => Cause::NoBlank('#'),
        markdown::SlipKind::Entry => Cause::NoMark,
        markdown::SlipKind::Table => Cause::Columns,
        markdown::SlipKind::Break => Cause::Joined,
        markdown::SlipKind::Apart => Cause::Apart,
        markdown::SlipKind::Link => Cause::Link,
        markdown::SlipKind::Bold => Cause::NoBlank('*'),
        markdown::SlipKind::OpenBold => Cause::Unclosed('*'),
        markdown::SlipKind::Control(letter) => Cause::Control(letter),
    };
    (why, Edit { span: Span::from(slip.range.clone()).shifted(body), text: slip.instead.clone() })
}

/// The text of some Markdown on one line, for those who look for words in it.
pub fn plain(markdown: &str) -> String {
    markdown::plain(markdown)
}

/// How the lines of a file end.
fn line_end(text: &str) -> &'static str {
    if text.contains("\r\n") { "\r\n" } else { "\n" }
}

/// Why a file has no front matter, in words.
fn unsplit(path: &SourcePath, text: &str, names: Names, fault: front_matter::SplitError) -> (Problem, Span) {
    match fault {
        front_matter::SplitError::Missing(at) => {
            let line = &text[at.range()];
            let key = line.split([':', '：']).next().unwrap_or_default().trim();
            let field = key.len() < line.len() && names(&key.to_lowercase()) != KeyName::Unknown;
            let place = Place::at(path, at);
            let problem = if field {
                wording::front_matter_unopened(place, line, line_end(text))
            } else {
                match PlainFileKind::of(text) {
                    PlainFileKind::Text(FirstFacts { title, date, area }) => {
                        let known = [&title, &date, &area].map(Option::as_deref);
                        wording::front_matter_missing(place, line, known)
                    }
                    PlainFileKind::Mail => wording::front_matter_of_mail(place, path),
                    PlainFileKind::Above(first) => wording::front_matter_below(place, &first),
                }
            };
            (problem, at)
        }
        front_matter::SplitError::Unclosed { at, mark, rest } => {
            let yaml = &text[rest.clone()];
            let strange = || {
                // As much as front matter may hold.
                let head = &yaml[..yaml.floor_char_boundary(tree::FRONT_MATTER.bytes.min(yaml.len()))];
                let found = mend::mends(head, mend::Dialect::Bulletin, names);
                let first = found.strange.first().filter(|range| range.start > 0)?;
                let mut last = last_line(yaml, first.start);
                // A heading right above the text belongs to it.
                while yaml[last.clone()].starts_with('#') && last.start > 0 {
                    last = last_line(yaml, last.start);
                }
                Some(last)
            };
            let end = blank_end(yaml, names).or_else(strange).unwrap_or_else(|| last_line(yaml, yaml.len()));
            let range = rest.start + end.start..rest.start + end.end;
            let last = (!end.is_empty()).then(|| (range.into(), &yaml[end]));
            (wording::front_matter_unclosed(path, at, mark, last, line_end(text)), at)
        }
    }
}

/// The last line of the fields where the text goes on behind a blank line with something that is no known field.
fn blank_end(yaml: &str, names: Names) -> Option<std::ops::Range<usize>> {
    let mut at = 0;
    let mut blank = None;
    for line in yaml.split_inclusive('\n') {
        let text = line.trim();
        if text.is_empty() {
            blank = blank.or(Some(at));
        } else if let Some(end) = blank {
            let key = text.split(':').next().unwrap_or_default();
            let field = key.len() < text.len() && names(&key.trim().to_lowercase()).is_field();
            let goes_on = match line.chars().next() {
                Some(' ' | '\t') => true,
                // A list goes on with a field that has no value yet, and with a list.
                Some('-') => {
                    let above = yaml[last_line(yaml, end)].trim();
                    above.ends_with(':') || above.starts_with('-')
                }
                // A note among the fields has a field below it.
                Some('#') => yaml[at + line.len()..]
                    .lines()
                    .map(str::trim)
                    .find(|line| !line.is_empty() && !line.starts_with('#'))
                    .is_some_and(is_word_before_colon),
                _ => false,
            };
            if !field && !goes_on && end > 0 {
                return Some(last_line(yaml, end));
            }
            blank = None;
        }
        at += line.len();
    }
    None
}

/// Whether a line is one word with a colon behind it, as a field is.
fn is_word_before_colon(line: &str) -> bool {
    let word = |key: &str| {
        !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.'))
    };
    line.split_once(':').is_some_and(|(key, _)| word(key.trim_end()))
}

/// The last line before a place that holds something.
fn last_line(text: &str, before: usize) -> std::ops::Range<usize> {
    let end = text[..before].trim_end().len();
    let start = text[..end].rfind('\n').map_or(0, |at| at + 1);
    start..end
}

fn broken(path: &SourcePath, at: Span) -> Document {
    let facts = markdown::Facts::default();
    Document {
        path: path.clone(),
        fields: None,
        front_matter: at,
        body: 0,
        fields_end: 0,
        line_end: "\n",
        below: Vec::new(),
        facts,
        html: None,
        sound: false,
    }
}
