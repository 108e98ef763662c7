//! What a publish is given, and what it tells. In: nothing. Out: the types. It must not know how anything is sent.

use std::{
    collections::{BTreeMap, BTreeSet},
    path::PathBuf,
    sync::Arc,
};

use super::{git::Author, steps::Act, target::Target, tell::Recipient, wanted::SiteFiles};
use crate::published::{CurrentBulletin, Objection, PublishedRecord};

/// What is to be published, and where.
pub struct PublishJob {
    pub target: Target,
    /// The address of a store, and the region that its requests are signed for.
    pub endpoint: Option<String>,
    pub region: Option<String>,
    /// Who is told what changed.
    pub told: Recipient,
    /// In whose name a branch is changed.
    pub author: Author,
    /// A folder for what has to be kept on this machine.
    pub state: PathBuf,
    pub site: Arc<SiteFiles>,
    /// The output folder that the files come from.
    pub out: PathBuf,
    /// In seconds since 1970.
    pub now: i64,
    pub grace: i64,
    /// How many files may be deleted unasked; none: any number.
    pub most_deleted: Option<usize>,
    /// Whether anything is done, or only said.
    pub earnest: PublishMode,
    /// The bulletins of the site.
    pub bulletins: Vec<CurrentBulletin>,
    /// See `Given::withheld` in `steps`.
    pub withheld: BTreeSet<String>,
    pub memory: Arc<dyn Remember>,
    /// The addresses of what is published although the host knows it as taken back, newer or deleted.
    pub restored: BTreeSet<String>,
    /// Whether what somebody else put there, and what this copy never had, may be replaced and deleted unasked; and whether
    /// what is doubtful is published.
    pub unasked: bool,
    /// What should not be published without a word, a sentence for each; or why that cannot be told. Asked for when there
    /// is something to publish.
    pub doubts: DoubtCheck,
}

/// Tells what is doubtful.
pub type DoubtCheck = Arc<dyn Fn() -> Result<Vec<String>, String> + Send + Sync>;

/// Remembers what this working copy met at the place.
pub trait Remember: Send + Sync {
    /// What it met there last, where the place says so much now.
    fn met(&self, there: Option<&PublishedRecord>) -> PublishedRecord;

    /// What the site is built by.
    fn known(&self) -> PublishedRecord;

    /// Remembers what the place says, for building by.
    fn hears(&self, published: &PublishedRecord);

    /// Remembers what is about to be said there.
    fn about(&self, published: &PublishedRecord);

    /// Remembers what is known there.
    fn meets(&self, published: &PublishedRecord);
}

/// Whether anything is done.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PublishMode {
    Do,
    Tell,
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    pub sent: usize,
    pub bytes: u64,
    pub deleted: usize,
    pub same: usize,
    /// Whether something was taken back.
    pub retracted: bool,
    /// The files that were sent or deleted, and what became of them.
    pub changed: BTreeMap<String, Act>,
}

/// Why a publish is not whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PublishError {
    /// Nothing more can be done, in a sentence.
    Host(String),
    /// Some files could not be sent or deleted: their names, and why.
    Files(Vec<(String, String)>),
    /// Everything was done, but somebody who keeps copies could not be told: who and why, a sentence for each.
    Untold(Vec<String>),
    /// So many files would be deleted, which is more than may be; all else was done, or nothing.
    Deletions(usize, PartialResult),
    /// What must not be published as it is.
    Objections(Vec<Objection>),
    /// The site has no bulletin, and the place has so many.
    Emptied(usize),
    /// The place holds files of somebody else that would be replaced: how many, and the first few.
    Foreign(usize, Vec<String>),
    /// What is doubtful, and nobody said that it may go out; what was taken back is gone, or there was none.
    Doubts(Vec<String>, PartialResult),
    /// The clock of this machine is behind that of the last publish: that one, in seconds since 1970.
    Clock(i64),
    /// The place knows the bulletins under other ids than the site was built with; this copy remembers them now.
    Ids,
    Interrupted,
}

/// What was done of a publish that did not do all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PartialResult {
    Nothing,
    /// What was taken back is gone, and nothing else was done.
    TakenBack,
    /// Something was taken back, and everything was sent.
    AllElse,
}
