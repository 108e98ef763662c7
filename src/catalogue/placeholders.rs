//! What `new` and `init` leave for the author to replace, and what is put where nobody knew yet what to say. In: the text of
//! a document and its front matter. Out: [`Placeholder`]s. It must not know which bulletins are shown.

use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, MatchKind};
use serde::{Deserialize, Serialize};

use super::fields::allow;
use crate::{
    parse::{
        Document,
        tree::{self, Map, TreeValue},
    },
    problem::{Code, Problem, wording},
    source::{Place, SourcePath, Span},
};

/// Something that is yet to be replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placeholder {
    pub span: Span,
    pub left: PlaceholderKind,
}

/// What was left.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PlaceholderKind {
    /// Words that ask for other words.
    Words,
    /// A bulletin or page that the program wrote, to show how one looks.
    Sample,
    /// `when` without a day.
    Day,
    /// An item of a list with nothing in it.
    Item,
    /// A summary or title that says nothing.
    Field,
}

impl PlaceholderKind {
    /// What is wrong, and what to do.
    pub fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Words => {
                ("these words are there for you to replace", "write what they ask for, or take the line out")
            }
            Self::Sample => (
                "this is a sample that came with the program",
                "delete the file, or make it a bulletin of your own and take this sentence out",
            ),
            Self::Day => (
                "`when` does not say the day yet",
                "write the day and time behind `start:`, such as `start: 2026-12-05 10:00`, or take `when` out",
            ),
            Self::Item => {
                ("there is nothing behind the last mark of the list", "write something behind it, or take it out")
            }
            Self::Field => ("this says nothing yet", "write what it is about, or take the line out"),
        }
    }
}

impl Placeholder {
    /// The problem that it is, in the document at a path.
    pub fn problem(&self, path: &SourcePath) -> Problem {
        let (message, help) = self.left.words();
        wording::placeholder_left(Place::at(path, self.span), message, help)
    }
}

/// What every text begins with that `new` and `init` ask to be replaced.
pub const MARK: &str = "WRITE HERE";

/// Other words that mean the same: those of earlier versions, and what designers fill pages with.
const WORDS: &[&str] = &[
    "Say in the first sentence what happened, where and when.",
    "Say here who writes the bulletins, how you check them,",
    "Say here how to reach you:",
    "WRITE\nHERE",
    "WRITE\r\nHERE",
    "WRITE  HERE",
    "WRITE\u{a0}HERE",
    "Lorem ipsum dolor sit amet",
];

/// What the samples of `init` say of themselves.
pub const SAMPLES: &[&str] =
    &["This is a sample, and nothing in it happened.", "This is a sample. Change it as you like"];

/// Summaries and titles that stand for one, in small letters.
const NOTHING: &[&str] = &[
    "...",
    "…",
    "-",
    "?",
    "tbc",
    "tbd",
    "todo",
    "to do",
    "xxx",
    "placeholder",
    "summary",
    "summary here",
    "title",
    "title here",
    "your title",
    "untitled",
    "new bulletin",
    "write a summary",
];

/// A text of so many bytes is none of these.
const ENOUGH: usize = 64;

/// How a bracket begins that an author is to replace: `[insert date]`, `[your name]`. Letters' case does not matter.
const BRACKETS: &[&str] = &[
    "[insert ",
    "[enter ",
    "[add ",
    "[put ",
    "<insert ",
    "<enter ",
    "<add ",
    "<put ",
    "[your ",
    "[name of ",
    "[date of ",
    "[time of ",
];

/// So many letters follow in it, at most.
const IN_BRACKETS: usize = 36;

/// Where such brackets begin, unless they are those of a link.
fn bracketed(text: &str) -> Option<usize> {
    static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
        AhoCorasick::builder().ascii_case_insensitive(true).build(BRACKETS).expect("the words are few and short")
    });
    memchr::memchr2(b'[', b'<', text.as_bytes())?;
    let is_meant = |from: usize| {
        let Some((inside, behind)) = text[from..].split_once([']', '>']) else { return false };
        let are_words = inside.chars().all(|letter| letter.is_alphanumeric() || " /'’-".contains(letter));
        are_words && (2..=IN_BRACKETS).contains(&inside.chars().count()) && !behind.starts_with(['(', '[', ':'])
    };
    FINDER.find_iter(text).find(|found| is_meant(found.end())).map(|found| found.start())
}

/// Where the first of the words begins that are there to be replaced, and what they are.
fn search(text: &str) -> Option<(usize, PlaceholderKind)> {
    static FINDER: LazyLock<AhoCorasick> = LazyLock::new(|| {
        let words = SAMPLES.iter().chain(WORDS).chain([&MARK]);
        AhoCorasick::builder().match_kind(MatchKind::LeftmostFirst).build(words).expect("the words are few and short")
    });
    let Some(found) = FINDER.find(text) else { return bracketed(text).map(|at| (at, PlaceholderKind::Words)) };
    let left =
        if found.pattern().as_usize() < SAMPLES.len() { PlaceholderKind::Sample } else { PlaceholderKind::Words };
    Some((found.start(), left))
}

/// Whether a text has something in it that is there to be replaced.
pub fn is_in(text: &str) -> bool {
    search(text).is_some()
}

/// What is yet to be replaced in a document, in its order; nothing where its front matter allows that.
pub fn find(document: &Document, text: &str) -> Box<[Placeholder]> {
    let Some(fields) = &document.fields else { return Box::default() };
    // Nearly every document has none of them, and its lines need not be looked at.
    let lines = if search(text).is_some() { text } else { "" };
    let mut found: Vec<Placeholder> = Vec::new();
    let mut start = 0;
    for whole in lines.split_inclusive('\n') {
        let words = search(whole);
        // A note for whoever edits the file is none.
        let is_note = start < document.body && whole.trim_start().starts_with('#');
        if let Some((at, left)) = words.filter(|_| !is_note) {
            let end = whole.trim_end().len();
            found.push(Placeholder { span: Span::new(start + at, start + end.max(at)), left });
        }
        start += whole.len();
    }
    // Words that go on in the next line.
    if found.is_empty()
        && let Some((at, left)) = search(lines).filter(|(at, _)| *at >= document.body)
    {
        found.push(Placeholder { span: Span::new(at, at + MARK.len()), left });
    }
    found.extend(unsaid(fields));
    found.extend(empty_item(document, text));
    if found.is_empty() || allow(fields).any(|code| code == Code::PlaceholderLeft.name()) {
        return Box::default();
    }
    found.sort_by_key(|placeholder| placeholder.span.start);
    found.into()
}

/// Fields that are there and say nothing.
fn unsaid(fields: &Map) -> Vec<Placeholder> {
    let texts = ["title", "summary", "when.place"].into_iter().filter_map(|name| {
        let node = fields.find(name)?;
        let TreeValue::Text(text) = &node.value else { return None };
        let text = text.trim();
        let says_nothing = text.len() < ENOUGH && NOTHING.contains(&&*text.to_lowercase());
        says_nothing.then_some(Placeholder { span: node.span, left: PlaceholderKind::Field })
    });
    let day = fields.find("when").filter(|node| match &node.value {
        TreeValue::Map(when) => {
            let said = |entry: &tree::MapEntry| entry.value.value != TreeValue::Null && entry.key != "place";
            !when.entries.is_empty() && !when.entries.iter().any(said)
        }
        _ => false,
    });
    texts.chain(day.map(|node| Placeholder { span: node.span, left: PlaceholderKind::Day })).collect()
}

/// A mark of a list at the very end, with nothing behind it.
fn empty_item(document: &Document, text: &str) -> Option<Placeholder> {
    let body = text.get(document.body..)?.trim_end();
    let mark = body.rfind('\n').map(|end| &body[end + 1..]).filter(|line| matches!(*line, "-" | "*"))?;
    let at = document.body + body.len() - mark.len();
    Some(Placeholder { span: Span::new(at, at + mark.len()), left: PlaceholderKind::Item })
}
