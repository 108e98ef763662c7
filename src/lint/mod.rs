//! What a careful colleague would ask before a bulletin goes out. In: what a document says, its text and the settings.
//! Out: [`Notes`], of which the state and the moment decide what is told. Pure: it must not know the disk or the clock.
//! Each rule is a file in `rules/`, with its own cases.

mod contacts;
mod facts;
mod fraud;
mod kept;
mod numbers;
mod rules;
mod site;
mod subject;
#[cfg(test)]
mod trial;
mod unused;
#[cfg(feature = "import")]
mod web;

use std::sync::{Arc, LazyLock};

use aho_corasick::{AhoCorasick, AhoCorasickKind};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use crate::{
    catalogue::{
        Preview, Reading,
        life::{self, Fate},
        reading::DocumentContent,
    },
    moment::Moment,
    problem::{Code, Fix, Problem},
    settings::Settings,
    source::{Place, Span},
};
pub use contacts::mistyped;
pub use kept::{CacheState, CachedNotes, NotesToKeep};
pub use rules::RULES;
pub use subject::{Section, Subject};
pub use unused::unused;
#[cfg(feature = "import")]
pub use web::addresses;

/// What a slip could cost, when the rule is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Gravity {
    /// A reader is slowed down, or the bulletin looks careless.
    Low,
    /// A reader may do the wrong thing, or not be able to help.
    Medium,
    /// Somebody may be harmed, or a court case.
    High,
}

/// How often the rule is right.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Confidence {
    /// Only told with `--pedantic`.
    Low,
    High,
}

/// In which states of a bulletin a rule has something to say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LifePhase {
    /// It is shown, or will be.
    Shown,
    /// It is open, or will be.
    Open,
    /// It is resolved or expired.
    Over,
    /// It was taken back.
    Gone,
}

/// A rule.
#[derive(Debug)]
pub struct Rule {
    pub code: Code,
    pub gravity: Gravity,
    pub confidence: Confidence,
    pub holds: LifePhase,
    /// Small letters, one of which the file must hold for the rule to look at it; none: it looks at every document.
    pub triggers: &'static [&'static str],
    /// What it asks about, and what is said instead, as `check --explain` shows them.
    pub asks: &'static str,
    pub silent: &'static str,
    pub look: fn(&Subject, &mut Findings),
}

impl Rule {
    /// The rule of a code.
    pub fn of(code: Code) -> Option<&'static Self> {
        RULES.iter().find(|rule| rule.code == code)
    }

    /// Whether it is asked for.
    fn speaks(&self, level: Level) -> bool {
        self.confidence == Confidence::High || level == Level::Pedantic
    }
}

/// Something that a rule found.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Finding {
    pub problem: Problem,
    /// It holds from this moment on.
    since: Option<Moment>,
}

/// What is known of one document after it was looked at.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Notes {
    pub findings: Vec<Finding>,
    /// The codes that its front matter switches off, and why.
    allow: Vec<String>,
    reason: Option<String>,
    /// The numbers and references of its text, sorted: the same in every language.
    facts: Vec<String>,
    /// What tells texts that are nearly alike.
    sketch: Vec<u32>,
}

/// What the rules have found in one document.
pub struct Findings<'a> {
    subject: &'a Subject<'a>,
    code: Code,
    list: Vec<Finding>,
}

impl Findings<'_> {
    /// Something was found at a place of the file. The message says what, the help asks or says what to do.
    pub fn add(&mut self, span: Span, message: impl Into<String>, help: impl Into<String>) -> &mut Finding {
        let problem = Problem {
            place: Some(Place::at(&self.subject.entry.path, span)),
            code: self.code,
            message: message.into(),
            help: help.into(),
            related: Vec::new(),
            fix: None,
        };
        self.list.push(Finding { problem, since: None });
        let last = self.list.len() - 1;
        &mut self.list[last]
    }
}

impl Finding {
    /// It holds from a moment on.
    pub fn since(&mut self, moment: Moment) -> &mut Self {
        self.since = Some(moment);
        self
    }

    /// What mends it.
    pub fn mended_by(&mut self, fix: Fix) -> &mut Self {
        self.problem.fix = Some(Box::new(fix));
        self
    }
}

/// Whether rules of low confidence speak too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Level {
    #[default]
    Usual,
    Pedantic,
}

/// Every trigger, with the rules that it calls.
struct Triggers {
    words: AhoCorasick,
    /// For each word the places of its rules.
    rules: Vec<Vec<usize>>,
}

static TRIGGERS: LazyLock<Triggers> = LazyLock::new(|| {
    let mut words: Vec<&str> = RULES.iter().flat_map(|rule| rule.triggers).copied().collect();
    words.sort_unstable();
    words.dedup();
    let calls = |word: &&str| (0..RULES.len()).filter(|at| RULES[*at].triggers.contains(word)).collect();
    let rules = words.iter().map(calls).collect();
    let words = AhoCorasick::builder()
        .ascii_case_insensitive(true)
        .kind(Some(AhoCorasickKind::DFA))
        .build(&words)
        .expect("a few hundred short words are far below the limit");
    Triggers { words, rules }
});

/// Looks at one document with every rule.
pub fn look(reading: &Reading, text: &str, settings: &Settings) -> Notes {
    let Some(subject) = Subject::new(reading, text, settings) else { return Notes::default() };
    // Numbers and words of the police that are such in the United Kingdom alone.
    let british =
        |code: Code| matches!(code, Code::NumberLength | Code::NumberRetired | Code::NumberPrivate | Code::PoliceCode);
    let elsewhere = !settings.is_british();
    let mut called: Vec<bool> = RULES.iter().map(|rule| rule.triggers.is_empty()).collect();
    // Words that are parted by the end of a line stand together in what readers get.
    for text in std::iter::once(text).chain(subject.copies.iter().map(subject::PlacedPassage::text)) {
        for found in TRIGGERS.words.find_overlapping_iter(text) {
            for rule in &TRIGGERS.rules[found.pattern().as_usize()] {
                called[*rule] = true;
            }
        }
    }
    let mut findings = Vec::new();
    for (rule, _) in RULES.iter().zip(&called).filter(|(rule, called)| **called && !(elsewhere && british(rule.code))) {
        let mut found = Findings { subject: &subject, code: rule.code, list: Vec::new() };
        (rule.look)(&subject, &mut found);
        findings.append(&mut found.list);
    }
    rules::settle(&mut findings);
    let (allow, reason) = (subject.allow(), subject.reason());
    Notes {
        findings,
        allow,
        reason,
        facts: facts::of(subject.prose().map(subject::PlacedPassage::text), settings.date_order),
        sketch: site::sketch(&subject),
    }
}

/// What of all notes is to be told now. `notes` stand in the order of the readings.
pub fn tell(
    readings: &[Arc<Reading>],
    notes: &[Notes],
    settings: &Settings,
    now: Moment,
    level: Level,
) -> Vec<Problem> {
    told(readings, notes, settings, now, level).map(|(_, problem)| problem).collect()
}

/// What of all notes could harm somebody and is nearly always right, of what the public sees now: whoever publishes is asked
/// about it.
pub fn grave(readings: &[Arc<Reading>], notes: &[Notes], settings: &Settings, now: Moment) -> Vec<Problem> {
    told(readings, notes, settings, now, Level::Usual)
        .filter(|(_, problem)| Rule::of(problem.code).is_some_and(|rule| rule.gravity == Gravity::High))
        .filter(|(at, _)| !matches!(fate(&readings[*at], now), Some(Fate::Hidden { .. } | Fate::Gone(_))))
        .map(|(_, problem)| problem)
        .collect()
}

/// What is to be told now, each with the place of its document among the readings.
fn told(
    readings: &[Arc<Reading>],
    notes: &[Notes],
    settings: &Settings,
    now: Moment,
    level: Level,
) -> impl Iterator<Item = (usize, Problem)> {
    let fates: Vec<Option<Fate>> = readings.par_iter().map(|reading| fate(reading, now)).collect();
    let of_document = |(at, (fate, notes)): (usize, (&Option<Fate>, &Notes))| {
        let told = |finding: &&Finding| {
            finding.since.is_none_or(|since| since <= now)
                && Rule::of(finding.problem.code).is_some_and(|rule| rule.speaks(level) && rule.holds.at(*fate))
                && !is_allowed(finding.problem.code, notes, settings)
        };
        notes.findings.iter().filter(told).map(|finding| (at, finding.problem.clone())).collect::<Vec<_>>()
    };
    let of_documents: Vec<_> = fates.par_iter().zip(notes).enumerate().flat_map_iter(of_document).collect();
    let open: Vec<bool> = fates.iter().map(|fate| LifePhase::Open.at(*fate)).collect();
    let of_site: Vec<_> = site::compare(readings, notes, &open)
        .into_iter()
        .filter(|(at, problem)| {
            Rule::of(problem.code).is_some_and(|rule| rule.speaks(level))
                && !is_allowed(problem.code, &notes[*at], settings)
        })
        .collect();
    of_documents.into_iter().chain(of_site)
}

/// What is left unsaid since somebody switched it off: a sentence for each, in the order of the readings.
pub fn allowed(readings: &[Arc<Reading>], notes: &[Notes]) -> Vec<String> {
    let of = |(reading, notes): (&Arc<Reading>, &Notes)| {
        let reason = notes.reason.clone().unwrap_or_else(|| "no `reason` is given".into());
        let path = reading.path.clone();
        let codes = notes.allow.clone().into_iter();
        codes.map(move |code| format!("`{code}` is allowed in {path}: {reason}"))
    };
    readings.iter().zip(notes).flat_map(of).collect()
}

fn is_allowed(code: Code, notes: &Notes, settings: &Settings) -> bool {
    settings.allows(code) || notes.allow.iter().any(|name| name == code.name())
}

/// What becomes of a bulletin; none for a page.
fn fate(reading: &Reading, now: Moment) -> Option<Fate> {
    match &reading.says {
        DocumentContent::Bulletin(draft) => Some(life::decide(&draft.course, now, Preview::default())),
        DocumentContent::Page(_) | DocumentContent::Broken => None,
    }
}

impl LifePhase {
    /// Whether it is now; a page is always shown.
    fn at(self, fate: Option<Fate>) -> bool {
        let (open, over, gone) = match fate {
            None | Some(Fate::Hidden { .. }) => (true, false, false),
            Some(Fate::Shown(life)) => (life.state.is_open(), !life.state.is_open(), false),
            Some(Fate::Gone(_)) => (false, false, true),
        };
        match self {
            Self::Shown => open || over,
            Self::Open => open,
            Self::Over => over,
            Self::Gone => gone,
        }
    }
}
