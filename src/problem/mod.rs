//! What is wrong with a site, and what to do about it. In: what a stage found. Out: a [`Problem`] with code, severity,
//! place, message and help. The wording stands in `wording`, the printing in `show`; it must not know how a stage works.

pub mod codes;
pub mod fix;
pub mod show;
pub mod wording;
mod written;

use serde::{Deserialize, Serialize};

use crate::source::Place;
pub use codes::Code;
pub use fix::{Edit, Fix, FixAction, Safety};
pub use written::{Cause, UnreadableLine, is_unseen};

/// How much a problem weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemSeverity {
    /// Nothing is published unless the user asks to keep going.
    Error,
    /// Published all the same; somebody should look.
    Warning,
    /// Only `check` speaks of it.
    Lint,
}

impl ProblemSeverity {
    /// The word that is printed.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning | Self::Lint => "warning",
        }
    }
}

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Problem {
    pub place: Option<Place>,
    pub code: Code,
    pub message: String,
    pub help: String,
    /// Other places that belong to it, each with a few words.
    pub related: Vec<(Place, String)>,
    /// What would mend it, where the program knows.
    pub fix: Option<Box<Fix>>,
}

/// Why a file cannot be read that was saved while it was needed: whoever reads it next reads it whole.
pub const CHANGED: &str = "it was changed while the site was built: build again";

impl Problem {
    /// Whether it is over as soon as the site is read again.
    pub fn is_passing(&self) -> bool {
        self.code == Code::FileUnreadable && self.message.contains(CHANGED)
    }

    /// The same problem with what mends it.
    pub fn with_fix(mut self, fix: Fix) -> Self {
        self.fix = Some(Box::new(fix));
        self
    }

    pub fn severity(&self) -> ProblemSeverity {
        self.code.severity()
    }

    pub fn is_error(&self) -> bool {
        self.severity() == ProblemSeverity::Error
    }
}

/// Sorts problems, errors first, then by path, place and code, and drops repeats, so that one fault met many times is one
/// problem.
pub fn sort(problems: &mut Vec<Problem>) {
    let lighter = |problem: &Problem| !problem.is_error();
    problems.sort_by(|a, b| {
        (lighter(a), &a.place, a.code.name(), &a.message)
            .cmp(&(lighter(b), &b.place, b.code.name(), &b.message))
            .then(a.help.cmp(&b.help))
    });
    problems.dedup_by(|a, b| a.place == b.place && a.code == b.code && a.message == b.message);
}
