//! Looks at a host before anything is done: at its record, its files, and at what speaks against publishing there. In: a
//! job with its host. Out: what was found, with the plan of what has to be done. It must not change anything.

use std::{
    collections::BTreeSet,
    hash::{BuildHasher, RandomState},
    sync::Arc,
};

use tokio::{sync::Semaphore, task::JoinSet};

use super::{
    PublishError, PublishListener, PublishMode,
    content::content,
    count,
    host::{FailureScope, Guard, HostError, PutCondition},
    patience::persist,
    run::{AttemptEnd, HELD, OpenJob, held},
    speaking::WithdrawnMarks,
    state::{self, HostRecord, RecordError},
    steps::{self, Act, PlanInputs, PublishPlan},
    wanted::HostListing,
};
use crate::{
    address::Address,
    published::{Objection, PublishedRecord},
    role::Role,
};

/// By how much clocks may differ, in seconds.
const CLOCKS_DIFFER: i64 = 10 * 60;

/// What the host is found to hold.
pub(super) struct HostContents {
    pub seen: HostListing,
    pub state: Option<HostRecord>,
    /// What the host calls the record that lies there (its `ETag`), so that it is replaced only while it is still that one.
    pub record: PutCondition,
    pub plan: PublishPlan,
    /// What is known of the bulletins once all is done.
    pub published: PublishedRecord,
    /// What those that are taken back are known by.
    pub wanted: WithdrawnMarks,
}

/// Looks at what the host holds, and works out what has to be done. What was found before is good as long as the record
/// is the same.
pub(super) async fn look(
    job: &OpenJob<'_>,
    talk: &Arc<dyn PublishListener>,
    before: Option<HostContents>,
) -> Result<HostContents, AttemptEnd> {
    let stop = || talk.stop();
    let read = persist(0, stop, || job.host.read(state::NAME)).await?;
    let record = match &read {
        None => PutCondition::Absent,
        Some((_, mark)) => is(mark.clone()),
    };
    if let Some(found) =
        before.filter(|found| found.state.is_some() && found.record == record && record != PutCondition::Always)
    {
        return Ok(found);
    }
    let state = match read.map(|(bytes, _)| HostRecord::read(&bytes)) {
        None => None,
        Some(Ok(state)) => Some(state),
        Some(Err(RecordError::Damaged)) => {
            talk.say("The record of earlier publishes on the host is damaged: files are compared one by one, and none is deleted");
            None
        }
        Some(Err(RecordError::Newer)) => {
            let sentence = "a later version of noticeboard published to this place: use that one";
            return Err(PublishError::Host(sentence.into()).into());
        }
    };
    let (published, wanted) = bulletins(job, talk, state.as_ref())?;
    let seen = persist(64 << 20, stop, || job.host.list()).await?;
    let equal = compare(job, talk, &seen, state.as_ref()).await?;
    let given = PlanInputs {
        site: &job.site,
        seen: &seen,
        state: state.as_ref(),
        equal: &equal,
        now: job.now,
        grace: job.grace,
        withheld: &job.withheld,
    };
    let mut plan = steps::plan(&given);
    if wanted.any && !seen.is_empty() {
        // Its page may stand at an address that nobody here knows.
        plan.retracts = true;
        plan.state.retracting = true;
    }
    Ok(HostContents { seen, state, record, plan, published, wanted })
}

/// Holds the bulletins against what the place knows of them. What will be known once they are published, and what those
/// that are taken back are known by.
fn bulletins(
    job: &OpenJob<'_>,
    talk: &Arc<dyn PublishListener>,
    state: Option<&HostRecord>,
) -> Result<(PublishedRecord, WithdrawnMarks), AttemptEnd> {
    let there = state.map(|state| &state.published);
    let met = job.memory.met(there);
    // Where the record was lost, this copy remembers.
    let mut there = there.filter(|there| there.lineage != 0).unwrap_or(&met).clone();
    if there.lineage == 0 {
        there.lineage = RandomState::new().hash_one(job.now) | 1;
    }
    if job.now + CLOCKS_DIFFER < there.time {
        let question = "By the clock of this machine, the last publish to this place is still to come: one of the two clocks \
                        is wrong. Is this one right?";
        if job.earnest == PublishMode::Tell || talk.agree(question) != Some(true) {
            return Err(PublishError::Clock(there.time).into());
        }
    }
    if state.is_some_and(|state| state.retracting) {
        there = there.telling_again(job.now);
    }
    let there = there.recalling(&met);
    let shown = there.shown().count();
    if job.bulletins.is_empty() && shown > 0 && !job.unasked && job.earnest == PublishMode::Do {
        let bulletins = count(shown, "bulletin", "bulletins");
        let question = format!("This site has no bulletin, and {bulletins} would be deleted there. Go on?");
        if talk.agree(&question) != Some(true) {
            return Err(PublishError::Emptied(shown).into());
        }
    }
    refuse_unknown(job, &there)?;
    let of = |unasked| {
        let mut objections = met.objections(&there, &job.bulletins, |_| true, &job.restored, unasked);
        for address in there.tombstones(&job.restored) {
            let stands = job.site.get(&Address::new(address).file()).is_some_and(|file| file.role != Role::Notice);
            let objection = Objection::TakenBack(address.clone());
            if stands && !objections.contains(&objection) {
                objections.push(objection);
            }
        }
        objections
    };
    let objections = of(job.unasked);
    if !objections.is_empty() {
        let only_unknown = objections.iter().all(|objection| matches!(objection, Objection::Unknown(_)));
        let first: Vec<&str> = objections.iter().take(3).map(Objection::address).collect();
        let bulletins = count(objections.len(), "bulletin is", "bulletins are");
        let question = format!(
            "{bulletins} there that this copy of the site never had, such as `{}`. Delete them?",
            first.join("`, `")
        );
        if !only_unknown || job.earnest == PublishMode::Tell || talk.agree(&question) != Some(true) {
            return Err(PublishError::Objections(objections).into());
        }
    }
    let other_ids = there.ids(&job.bulletins).iter().zip(&job.bulletins).any(|(id, bulletin)| *id != bulletin.used);
    if other_ids || there.tells_more_than(&job.memory.known(), &job.bulletins, job.now) {
        job.memory.hears(&there);
        return Err(PublishError::Ids.into());
    }
    Ok((there.renewed(&job.bulletins, job.now), WithdrawnMarks::of(&job.bulletins, &there, state)))
}

/// Refuses to restore what neither this copy of the site nor the place knows of: the address is mistyped.
fn refuse_unknown(job: &OpenJob<'_>, there: &PublishedRecord) -> Result<(), AttemptEnd> {
    let bare = |address: &str| address.trim_end_matches('/').to_owned();
    let here = job.bulletins.iter().flat_map(|bulletin| bulletin.aliases.iter().chain([&bulletin.address]));
    let there = there.bulletins.values().flat_map(|known| &known.addresses);
    let known: BTreeSet<String> = here.chain(there).map(|address| bare(address)).collect();
    match job.restored.iter().find(|address| !known.contains(&bare(address))) {
        None => Ok(()),
        Some(address) => Err(PublishError::Host(format!(
            "there is no bulletin at `{address}` to restore, here or at the place: nothing was published. Write the address \
             as the page has it, such as `/2026/11/roof/`"
        ))
        .into()),
    }
}

/// Whether the place holds a site that is not this one: no record, nothing that is as it should be, and a front page
/// that is of another address.
pub(super) async fn is_foreign(
    job: &OpenJob<'_>,
    talk: &Arc<dyn PublishListener>,
    found: &HostContents,
) -> Result<bool, AttemptEnd> {
    let HostContents { plan, state, .. } = found;
    if state.is_some() || plan.foreign.is_empty() || plan.like_ours > 0 || job.memory.met(None).lineage != 0 {
        return Ok(false);
    }
    let front = persist(0, || talk.stop(), || job.host.read("index.html")).await?;
    let own = job.told.base.root();
    Ok(!front.is_some_and(|(bytes, _)| String::from_utf8_lossy(&bytes).contains(&own)))
}

/// The condition that a file still bears a mark.
pub(super) fn is(mark: Option<String>) -> PutCondition {
    mark.map_or(PutCondition::Always, PutCondition::Is)
}

/// Asks the host of the files that neither its listing nor the record tells of.
async fn compare(
    job: &OpenJob<'_>,
    talk: &Arc<dyn PublishListener>,
    seen: &HostListing,
    state: Option<&HostRecord>,
) -> Result<BTreeSet<String>, AttemptEnd> {
    let mut equal = BTreeSet::new();
    let mut tasks = JoinSet::new();
    let room = Arc::new(Semaphore::new(HELD));
    let mut names = steps::unsure(&job.site, seen, state).into_iter();
    loop {
        while tasks.len() < job.host.at_once()
            && !talk.stop()
            && let Some(name) = names.next()
        {
            let (host, site, out, talk) = (job.host.clone(), job.site.clone(), job.out.clone(), talk.clone());
            let (name, seen, room) = (name.to_owned(), seen[name].clone(), room.clone());
            tasks.spawn(async move {
                let wanted = &site[&name];
                let _held = room.acquire_many(held(wanted.size)).await;
                let content = tokio::task::block_in_place(|| content(&out, wanted, Act::Send))?;
                let ask = || host.holds(&name, &seen, content.clone(), &wanted.headers);
                let same = persist(wanted.size, || talk.stop(), ask).await?;
                Ok::<_, HostError>((name, same))
            });
        }
        let Some(task) = tasks.join_next().await else { break };
        match task {
            Ok(Ok((name, true))) => _ = equal.insert(name),
            Ok(Err(fault)) if fault.trouble == FailureScope::Fatal => return Err(fault.into()),
            // Where the host could not tell, what is wrong shows when it is sent.
            Ok(_) => {}
            Err(error) => return Err(PublishError::Host(error.to_string()).into()),
        }
    }
    if talk.stop() { Err(PublishError::Interrupted.into()) } else { Ok(equal) }
}

/// Says what a person should know of the host.
pub(super) fn speak(job: &OpenJob<'_>, talk: &Arc<dyn PublishListener>, found: &HostContents) {
    let HostContents { plan, state, seen, .. } = found;
    let first = |names: &[String]| names.iter().take(3).map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    if !plan.replaced.is_empty() {
        let files = count(plan.replaced.len(), "file that is", "files that are");
        talk.say(&format!(
            "Left alone: {files} no longer part of the site, but not as it was sent: {}",
            first(&plan.replaced)
        ));
    }
    if state.is_none() && !seen.is_empty() && !plan.strange.is_empty() && job.host.guard() == Guard::Lock {
        let files = count(plan.strange.len(), "file that no publish", "files that no publish");
        talk.say(&format!("Left alone: {files} is known to have put there, such as {}", first(&plan.strange)));
    }
}
