//! Does what has to be done. In: a [`PublishJob`]. Out: files on the host, the record beside them, and a [`Report`].
//! It must not know what a file is for.
//!
//! The record is written ahead: before a file may change, it says that it is not known what is in it. So whatever a
//! killed publish left is looked at again by the next.
#![expect(clippy::disallowed_methods, reason = "edge: clock")]

use std::{
    collections::BTreeSet,
    sync::{Arc, OnceLock},
    time::{Duration, Instant},
};

use tokio::{sync::Semaphore, task::JoinSet};

use super::{
    PartialResult, PublishError, PublishJob, PublishListener, PublishMode, Report,
    content::{LARGE, content},
    count,
    folder::FolderHost,
    git::GitHost,
    host::{FailureScope, FileBytes, Guard, Host, HostError, HostFuture, PutCondition},
    lock::{self, HostLock},
    look::{HostContents, is, is_foreign, look, speak},
    patience::persist,
    patient::{AnswerWatch, WatchedHost},
    sftp::SftpHost,
    speaking::speaking,
    state::{self, HostRecord},
    steps::{Act, PublishPlan, Step, StepGroup},
    store,
    target::Target,
};
use crate::{role::Role, settings::FeedFormat};

impl From<HostError> for PublishError {
    fn from(fault: HostError) -> Self {
        Self::Host(fault.sentence)
    }
}

/// The most bytes of files that are held at a time, in KiB.
pub(super) const HELD: usize = 64 * 1024;
/// How often the record is written while files are sent.
const RECORDED_EVERY: Duration = Duration::from_secs(10);
/// So many files may fail before the rest of their group is not tried.
const FAILURES: usize = 20;
/// How often another publish may be sooner.
const RACES: usize = 5;

/// Publishes.
///
/// # Errors
///
/// See [`PublishError`]; what was done by then stands, and so does the record of it.
pub fn run(job: &PublishJob, talk: &Arc<dyn PublishListener>) -> Result<Report, PublishError> {
    run_on(job, talk, &|| Box::pin(open(job, talk)))
}

/// Gets hold of a host.
pub type HostOpener<'a> = &'a (dyn Fn() -> HostFuture<'a, Arc<dyn Host>> + Sync);

/// Publishes to a host that somebody gets hold of.
///
/// # Errors
///
/// As `run`.
pub fn run_on<'a>(
    job: &'a PublishJob,
    talk: &'a Arc<dyn PublishListener>,
    open: HostOpener<'a>,
) -> Result<Report, PublishError> {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let runtime =
        runtime.map_err(|error| PublishError::Host(format!("this machine has no room for threads: {error}")))?;
    let done = runtime.block_on(publish(job, talk, open));
    // What still waits for an answer is not waited for.
    runtime.shutdown_background();
    done
}

async fn publish<'a>(
    job: &'a PublishJob,
    talk: &'a Arc<dyn PublishListener>,
    open: HostOpener<'a>,
) -> Result<Report, PublishError> {
    let (watch, task) = AnswerWatch::begin(job.target.place(), talk.clone());
    let done = race(job, talk, &watch, open).await;
    task.abort();
    done
}

async fn race<'a>(
    job: &'a PublishJob,
    talk: &'a Arc<dyn PublishListener>,
    watch: &AnswerWatch,
    open: HostOpener<'a>,
) -> Result<Report, PublishError> {
    let doubts = OnceLock::new();
    for _ in 0..RACES {
        let host = watch.over(open()).await?;
        let host: Arc<dyn Host> = Arc::new(WatchedHost { host, watch: watch.clone() });
        let job = OpenJob { job, host, doubts: &doubts };
        match once(&job, talk).await {
            Err(AttemptEnd::Overtaken) => talk.say("Another publish to this place was sooner: looking at what it left"),
            Err(AttemptEnd::For(stopped)) => return Err(stopped),
            Ok(report) => return Ok(report),
        }
    }
    Err(PublishError::Host("other publishes to this place are always sooner; try again when they have ended".into()))
}

/// A job with its host at hand.
pub(super) struct OpenJob<'a> {
    job: &'a PublishJob,
    pub host: Arc<dyn Host>,
    /// What is doubtful and was not agreed to; empty until it was asked for.
    doubts: &'a OnceLock<Vec<String>>,
}

impl std::ops::Deref for OpenJob<'_> {
    type Target = PublishJob;

    fn deref(&self) -> &PublishJob {
        self.job
    }
}

/// Gets hold of the host.
async fn open(job: &PublishJob, talk: &Arc<dyn PublishListener>) -> Result<Arc<dyn Host>, HostError> {
    Ok(match &job.target {
        Target::Folder(root) => Arc::new(FolderHost::open(root.clone())?),
        Target::Store(store) => store::open(store, job.endpoint.as_deref(), job.region.as_deref()).await?,
        Target::Sftp(sftp) => Arc::new(SftpHost::new(sftp.clone(), job.now)),
        Target::Git(target) => {
            let open = || -> HostFuture<'_, GitHost> {
                Box::pin(async {
                    tokio::task::block_in_place(|| GitHost::open(target.clone(), job.author.clone(), &job.state))
                })
            };
            Arc::new(persist(LARGE, || talk.stop(), open).await?)
        }
    })
}

/// Why one attempt ended.
pub(super) enum AttemptEnd {
    Overtaken,
    For(PublishError),
}

impl From<HostError> for AttemptEnd {
    fn from(fault: HostError) -> Self {
        if fault.trouble == FailureScope::Overtaken { Self::Overtaken } else { Self::For(fault.into()) }
    }
}

impl From<PublishError> for AttemptEnd {
    fn from(stopped: PublishError) -> Self {
        Self::For(stopped)
    }
}

async fn once(job: &OpenJob<'_>, talk: &Arc<dyn PublishListener>) -> Result<Report, AttemptEnd> {
    let mut found = look(job, talk, None).await?;
    if !job.unasked && is_foreign(job, talk, &found).await? {
        let files = count(found.plan.foreign.len(), "file", "files");
        let first = found.plan.foreign.iter().take(3).cloned().collect::<Vec<_>>();
        let question = format!(
            "This place holds another site: {files} of it would be replaced, such as `{}`. Go on?",
            first.join("`, `")
        );
        if job.earnest == PublishMode::Do && talk.agree(&question) != Some(true) {
            return Err(PublishError::Foreign(found.plan.foreign.len(), first).into());
        }
    }
    speak(job, talk, &found);
    if job.earnest == PublishMode::Tell {
        take_along(job, talk, &mut found).await?;
        return Ok(tell(&found, talk));
    }
    let untold = !found.plan.state.untold.is_empty();
    let is_known = |state: &HostRecord| *state == found.plan.state && state.published == found.published;
    if found.plan.is_empty() && found.state.as_ref().is_some_and(is_known) && !untold {
        job.memory.meets(&found.published);
        return Ok(Report { same: found.plan.same, ..Report::default() });
    }
    let doubts = doubts(job, talk)?;
    if !doubts.is_empty() && !found.plan.retracts {
        return Err(PublishError::Doubts(doubts.to_vec(), PartialResult::Nothing).into());
    }
    let mut may_delete = doubts.is_empty() && may_delete(job, talk, &found.plan);
    let lock = match job.host.guard() {
        Guard::Whole => None,
        Guard::Lock => Some(HostLock::take(&job.host, talk).await?.ok_or(PublishError::Interrupted)?),
    };
    if lock.is_some() {
        // Another publish may have been at work until now.
        let before = found.plan.deletions();
        found = look(job, talk, Some(found)).await?;
        if found.plan.deletions() > before && doubts.is_empty() {
            may_delete = self::may_delete(job, talk, &found.plan);
        }
    }
    take_along(job, talk, &mut found).await?;
    let HostContents { mut plan, record, mut published, .. } = found;
    published.time = job.now;
    // From here on, the host may say so.
    job.memory.about(&published);
    plan.state.published = published;
    let mut work = PublishRun {
        job,
        talk,
        lock: lock.as_ref(),
        all: plan.groups.values().map(Vec::len).sum(),
        done: 0,
        report: Report { same: plan.same, retracted: plan.retracts, ..Report::default() },
        room: Arc::new(Semaphore::new(HELD)),
        recorded: Instant::now(),
        dirty: true,
        record,
        plan,
        failed: Vec::new(),
        doubts,
        untold: Vec::new(),
        told: BTreeSet::new(),
    };
    let ended = work.all_groups(may_delete).await;
    if ended.is_err() && !job.told.caches.is_empty() {
        // The next publish tells of what this one did.
        work.plan.state.untold = work.addresses().into_iter().collect();
    }
    // What was done is recorded, whatever happened; where even that is not possible, the record says less than it could.
    let recorded = if work.is_lost() { Ok(()) } else { work.record().await };
    // What a host shows as a whole or not at all has to be ended for what was done.
    let doubtful = matches!(ended, Err(AttemptEnd::For(PublishError::Doubts(..))));
    let done =
        doubtful || matches!(ended, Ok(()) | Err(AttemptEnd::For(PublishError::Deletions(_, PartialResult::AllElse))));
    let finished = match (done, recorded) {
        (true, Ok(())) => {
            let finished = work.finish_and_tell().await;
            if doubtful {
                // The rest is still to be published, as after a publish that was interrupted.
            } else if finished.is_ok() || matches!(finished, Err(AttemptEnd::For(PublishError::Untold(_)))) {
                job.memory.meets(&work.plan.state.published);
            }
            finished
        }
        (true, Err(stop)) => Err(stop),
        _ => Ok(()),
    };
    let report = work.report;
    if let Some(lock) = lock {
        lock.release().await;
    }
    ended?;
    finished?;
    Ok(report)
}

/// Has the files that speak of what is taken back go with it.
async fn take_along(
    job: &OpenJob<'_>,
    talk: &Arc<dyn PublishListener>,
    found: &mut HostContents,
) -> Result<(), AttemptEnd> {
    if found.plan.retracts {
        let speaking = speaking(job, talk, found).await?;
        found.plan.take_along(&speaking);
    }
    Ok(())
}

/// What is doubtful and may not go out. Whoever is there is asked once.
fn doubts<'a>(job: &OpenJob<'a>, talk: &Arc<dyn PublishListener>) -> Result<&'a [String], PublishError> {
    if let Some(asked) = job.doubts.get() {
        return Ok(asked);
    }
    let mut doubts = tokio::task::block_in_place(|| (job.job.doubts)()).map_err(PublishError::Host)?;
    if job.unasked {
        doubts.drain(..).for_each(|doubt| talk.say(&format!("warning: published all the same: {doubt}")));
    } else if !doubts.is_empty() {
        let question = format!("Before this goes out:\n  {}\nPublish it all the same?", doubts.join("\n  "));
        if talk.agree(&question) == Some(true) {
            doubts.clear();
        }
    }
    Ok(job.doubts.get_or_init(|| doubts))
}

/// Says what would be done.
fn tell(found: &HostContents, talk: &Arc<dyn PublishListener>) -> Report {
    let HostContents { plan, .. } = found;
    let foreign: BTreeSet<&String> = plan.foreign.iter().collect();
    let mut report = Report { same: plan.same, ..Report::default() };
    for step in StepGroup::ALL.iter().flat_map(|group| plan.of(*group)) {
        let (word, number) = match step.act {
            Act::Send if foreign.contains(&step.name) => ("replace", &mut report.sent),
            Act::Send => ("send", &mut report.sent),
            Act::SendBare => ("send, bare at first,", &mut report.sent),
            Act::Delete => ("delete", &mut report.deleted),
        };
        *number += usize::from(report.changed.insert(step.name.clone(), step.act).is_none());
        talk.step(&format!("{word} {}", step.name));
    }
    report
}

/// Whether what the site no longer has may be deleted.
fn may_delete(job: &PublishJob, talk: &Arc<dyn PublishListener>, plan: &PublishPlan) -> bool {
    let deletions = plan.deletions();
    if job.most_deleted.is_none_or(|most| deletions <= most) {
        return true;
    }
    let files = count(deletions, "file", "files");
    let first: Vec<&str> = plan.of(StepGroup::Remove).iter().take(3).map(|step| step.name.as_str()).collect();
    talk.agree(&format!("{files} would be deleted from the host, such as `{}`. Go on?", first.join("`, `")))
        == Some(true)
}

/// A step that was tried: the mark of the file and how many bytes were sent, or what went wrong.
type StepResult = (Step, Result<(Option<String>, u64), HostError>);

/// A publish under way.
struct PublishRun<'a> {
    job: &'a OpenJob<'a>,
    talk: &'a Arc<dyn PublishListener>,
    lock: Option<&'a HostLock>,
    all: usize,
    done: usize,
    report: Report,
    room: Arc<Semaphore>,
    recorded: Instant,
    /// Whether the record on the host lacks something.
    dirty: bool,
    /// What the record on the host is known by.
    record: PutCondition,
    plan: PublishPlan,
    failed: Vec<(String, String)>,
    /// What is doubtful: then only what was taken back goes.
    doubts: &'a [String],
    /// Why somebody could not be told what changed.
    untold: Vec<String>,
    /// The files that caches were told of.
    told: BTreeSet<String>,
}

impl PublishRun<'_> {
    async fn all_groups(&mut self, may_delete: bool) -> Result<(), AttemptEnd> {
        let retracts = self.plan.retracts;
        if retracts {
            // From here on nobody brings it back unknowingly.
            self.plan.retracting();
            self.record().await?;
        }
        for group in StepGroup::FIRST {
            self.group(*group).await?;
        }
        if self.job.host.guard() == Guard::Lock {
            // Copies of what was taken back are not to wait for the rest.
            self.tell_caches().await;
        }
        if !may_delete && !retracts {
            return Err(PublishError::Deletions(self.plan.deletions(), PartialResult::Nothing).into());
        }
        if self.plan.ahead(&self.job.site) {
            self.dirty = true;
            self.record().await?;
        }
        // What speaks of something that was taken back does not wait for a word about other deletions.
        let rest =
            StepGroup::ALL.iter().filter(|group| !StepGroup::FIRST.contains(group) && **group != StepGroup::Remove);
        // What is doubtful is not sent; whatever named what was taken back is, though it leads to it.
        let sent = |group: &&StepGroup| {
            use StepGroup::{Assets, Feeds, Index, LateDrop, Lists};
            self.doubts.is_empty() || matches!(group, Assets | LateDrop | Lists | Feeds | Index)
        };
        let rest: Vec<StepGroup> = rest.filter(sent).copied().collect();
        for group in rest {
            self.group(group).await?;
        }
        if !self.doubts.is_empty() {
            return Err(PublishError::Doubts(self.doubts.to_vec(), PartialResult::TakenBack).into());
        }
        if !may_delete && !self.plan.of(StepGroup::Remove).is_empty() {
            return Err(PublishError::Deletions(self.plan.of(StepGroup::Remove).len(), PartialResult::AllElse).into());
        }
        self.group(StepGroup::Remove).await?;
        self.plan.settle(&self.job.site);
        Ok(())
    }

    fn is_lost(&self) -> bool {
        self.lock.is_some_and(HostLock::is_lost)
    }

    /// Does the steps of a group, side by side.
    async fn group(&mut self, group: StepGroup) -> Result<(), AttemptEnd> {
        let steps: Vec<Step> = self.plan.of(group).to_vec();
        let mut steps = steps.into_iter();
        let mut tasks: JoinSet<StepResult> = JoinSet::new();
        let mut fatal = None;
        loop {
            while fatal.is_none()
                && tasks.len() < self.job.host.at_once()
                && self.failed.len() < FAILURES
                && !self.talk.stop()
                && !self.is_lost()
                && let Some(step) = steps.next()
            {
                self.start(step, &mut tasks);
            }
            let Some(task) = tasks.join_next().await else { break };
            let (step, done) = task.map_err(|error| PublishError::Host(error.to_string()))?;
            match done {
                Ok((mark, bytes)) => self.record_step(step, mark, bytes),
                // Who goes on after the network went away fails file by file.
                Err(fault) if matches!(fault.trouble, FailureScope::Fatal | FailureScope::Passing) => {
                    self.failed.push((step.name, fault.sentence.clone()));
                    fatal.get_or_insert(fault);
                }
                Err(fault) if fault.trouble == FailureScope::Overtaken => return Err(AttemptEnd::Overtaken),
                Err(fault) => self.failed.push((step.name, fault.sentence)),
            }
            if self.recorded.elapsed() > RECORDED_EVERY && !self.is_lost() {
                self.record().await?;
            }
        }
        if self.talk.stop() {
            return Err(PublishError::Interrupted.into());
        }
        if self.is_lost() {
            let sentence = "another publish took over, since this one was not heard of for a minute";
            return Err(PublishError::Host(sentence.into()).into());
        }
        match fatal {
            Some(fault) if fault.trouble == FailureScope::Fatal => Err(fault.into()),
            _ if self.failed.is_empty() => Ok(()),
            _ => Err(PublishError::Files(std::mem::take(&mut self.failed)).into()),
        }
    }

    fn start(&self, step: Step, tasks: &mut JoinSet<StepResult>) {
        let (host, site, out, talk) =
            (self.job.host.clone(), self.job.site.clone(), self.job.out.clone(), self.talk.clone());
        let room = self.room.clone();
        tasks.spawn(async move {
            let stop = || talk.stop();
            let done = match step.act {
                Act::Delete => persist(0, stop, || host.delete(&step.name)).await.map(|()| (None, 0)),
                Act::Send | Act::SendBare => {
                    let wanted = &site[&step.name];
                    let _held = room.acquire_many(held(wanted.size)).await;
                    match tokio::task::block_in_place(|| content(&out, wanted, step.act)) {
                        Err(fault) => Err(fault),
                        Ok(content) => {
                            let size = content.size();
                            let put = || host.put(&step.name, content.clone(), &wanted.headers, PutCondition::Always);
                            persist(size, stop, put).await.map(|mark| (mark, size))
                        }
                    }
                }
            };
            (step, done)
        });
    }

    /// Keeps what was done.
    fn record_step(&mut self, step: Step, mark: Option<String>, bytes: u64) {
        self.plan.done(&self.job.site, &step, mark);
        let word = if step.act == Act::Delete { "deleted" } else { "sent" };
        self.report.deleted += usize::from(step.act == Act::Delete);
        self.report.sent += usize::from(step.act == Act::Send);
        self.report.bytes += bytes;
        self.talk.step(&format!("{word} {}", step.name));
        self.report.changed.insert(step.name, step.act);
        self.dirty = true;
        self.done += 1;
        self.talk.progress(self.done, self.all);
    }

    /// Writes the record, on the condition that nobody else did.
    async fn record(&mut self) -> Result<(), AttemptEnd> {
        if !self.dirty {
            return Ok(());
        }
        let bytes: Arc<[u8]> = self.plan.state.write().into();
        let headers = lock::headers();
        let put = || self.job.host.put(state::NAME, FileBytes::Bytes(bytes.clone()), &headers, self.record.clone());
        let put = persist(bytes.len() as u64, || self.talk.stop(), put).await;
        self.record = match put {
            Ok(mark) => is(mark),
            Err(fault) if fault.trouble == FailureScope::Unmet => {
                let found = persist(0, || self.talk.stop(), || self.job.host.read(state::NAME)).await?;
                match found {
                    // An answer was lost on its way.
                    Some((found, mark)) if *found == *bytes => is(mark),
                    _ => {
                        let sentence =
                            "another publish to this place is under way: what it sends may not be what was built here";
                        return Err(PublishError::Host(sentence.into()).into());
                    }
                }
            }
            Err(fault) => return Err(fault.into()),
        };
        self.dirty = false;
        self.recorded = Instant::now();
        Ok(())
    }

    async fn finish_and_tell(&mut self) -> Result<(), AttemptEnd> {
        persist(LARGE, || self.talk.stop(), || self.job.host.finish()).await?;
        self.tell_caches().await;
        if self.job.host.guard() == Guard::Lock {
            self.record().await?;
        }
        let feeds = self.report.changed.iter().filter(|(name, act)| {
            let file = self.job.site.get(*name);
            **act == Act::Send && file.is_some_and(|file| file.role == Role::Feed && is_feed(name))
        });
        let feeds: Vec<&str> = feeds.map(|(name, _)| name.as_str()).collect();
        if let Err(sentence) = self.job.told.hub(&feeds, || self.talk.stop()).await {
            self.talk.say(&format!("warning: feed readers were not told: {sentence}"));
        }
        if self.untold.is_empty() { Ok(()) } else { Err(PublishError::Untold(std::mem::take(&mut self.untold)).into()) }
    }

    /// The addresses of everything that changed and that caches were not told of.
    fn addresses(&self) -> BTreeSet<String> {
        let names = self.report.changed.keys().chain(&self.plan.found).filter(|name| !self.told.contains(*name));
        let mut addresses = self.job.told.addresses(names);
        addresses.extend(self.plan.state.untold.iter().cloned());
        addresses
    }

    /// Tells caches of everything that they were not told of. What they could not be told the record keeps for the next
    /// publish.
    async fn tell_caches(&mut self) {
        let addresses = self.addresses();
        if addresses.is_empty() || self.job.told.caches.is_empty() {
            self.dirty |= !self.plan.state.untold.is_empty();
            self.plan.state.untold.clear();
            return;
        }
        match self.job.told.caches(&addresses, || self.talk.stop()).await {
            Ok(()) => {
                self.untold.clear();
                self.told.extend(self.report.changed.keys().chain(&self.plan.found).cloned());
                self.dirty |= !self.plan.state.untold.is_empty();
                self.plan.state.untold.clear();
            }
            Err(sentences) => {
                self.untold = sentences;
                self.plan.state.untold = addresses.into_iter().collect();
                self.dirty = true;
            }
        }
    }
}

/// Whether a file is a feed that readers subscribe to.
fn is_feed(name: &str) -> bool {
    let name = name.rsplit('/').next().unwrap_or_default();
    FeedFormat::ALL.iter().any(|format| format.file_name() == name)
}

/// How much of the room for bytes a file takes while it is sent, in KiB.
pub(super) fn held(size: u64) -> u32 {
    u32::try_from(size.min(LARGE) / 1024 + 1).unwrap_or(1)
}
