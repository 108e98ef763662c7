//! What has to be done, and in which order, so that readers never meet a page that lacks something. In: the site that the
//! host is to hold, what it holds, and the record of earlier publishes. Out: a [`PublishPlan`]. It must not know any host.
//!
//! What was taken back goes first: its notice, everything that may still speak of it, its files. Then comes what pages
//! load, then pages that nothing leads to yet, then those that lead to them, then feeds and sitemaps; what the site no
//! longer has goes last. After any part of it the host reads whole.

use std::collections::{BTreeMap, BTreeSet};

use super::{
    state::{self, HostFile, HostRecord},
    wanted::{HostListing, HostListingEntry, SiteFile, SiteFiles},
};
use crate::{address::PagePart, role::Role};

/// Steps that may be done side by side. All of a group are done before the next begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StepGroup {
    /// Notices in the place of what was taken back.
    Retract,
    /// Then every file that is changed, since it may speak of it, where all that it leads to is there.
    Drop,
    /// The files that belonged to what was taken back.
    Own,
    /// What stands in the way of something new: a file where a folder has to be, or the other way.
    Clear,
    /// What pages load, show and link to.
    Assets,
    /// Pages that the host did not have: nothing leads to them yet.
    NewPages,
    NewLists,
    /// As `Drop`, where something new had to be sent before.
    LateDrop,
    Pages,
    /// Lists, and the front page, by which people come.
    Lists,
    Feeds,
    Index,
    /// What the site no longer has: nothing leads to it any more.
    Remove,
}

impl StepGroup {
    /// Those that take back what was taken back; nothing else waits for so little.
    pub const FIRST: &[Self] = &[Self::Retract, Self::Drop, Self::Own];
    pub const ALL: &[Self] = &[
        Self::Retract,
        Self::Drop,
        Self::Own,
        Self::Clear,
        Self::Assets,
        Self::NewPages,
        Self::NewLists,
        Self::LateDrop,
        Self::Pages,
        Self::Lists,
        Self::Feeds,
        Self::Index,
        Self::Remove,
    ];
}

/// What is done with one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Act {
    Send,
    /// A page without what it loads, as long as that is not there.
    SendBare,
    Delete,
}

/// One thing to do.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    pub name: String,
    pub act: Act,
}

/// All that has to be done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PublishPlan {
    pub groups: BTreeMap<StepGroup, Vec<Step>>,
    /// The record as it holds before the first step.
    pub state: HostRecord,
    /// How many files the host holds as they should be.
    pub same: usize,
    /// Files that are as they should be, though the record does not know: a publish sent them that was killed.
    pub found: Vec<String>,
    /// Files that a publish put there and somebody else replaced: the site no longer has them, but they are not ours.
    pub replaced: Vec<String>,
    /// Files that no publish is known to have put there.
    pub strange: Vec<String>,
    /// Of these, those that are replaced.
    pub foreign: Vec<String>,
    /// Pages that no publish is known to have put there, and that are as they should be.
    pub like_ours: usize,
    /// Whether something is taken back.
    pub retracts: bool,
}

impl PublishPlan {
    pub fn is_empty(&self) -> bool {
        self.groups.values().all(Vec::is_empty)
    }

    /// The steps of a group.
    pub fn of(&self, group: StepGroup) -> &[Step] {
        self.groups.get(&group).map_or(&[], Vec::as_slice)
    }

    /// Marks every file that the first groups replace as unknown in the record, before it is replaced. What the file was stays
    /// there, since the host shows it until then.
    pub fn retracting(&mut self) {
        let names = StepGroup::FIRST.iter().filter_map(|group| self.groups.get(group)).flatten().map(|step| &step.name);
        for name in names {
            if let Some(kept) = self.state.files.get_mut(name) {
                (kept.print, kept.mark) = (None, None);
            }
        }
    }

    /// Has the record say of everything that is sent after the first groups that it is not known what is in it. Whether
    /// there is any.
    pub fn ahead(&mut self, site: &SiteFiles) -> bool {
        let later =
            self.groups.iter().filter(|(group, _)| !StepGroup::FIRST.contains(group)).flat_map(|(_, steps)| steps);
        let mut any = false;
        for step in later {
            if step.act == Act::Delete {
                // Until it is gone, the publish has not come to its end.
                if let Some(kept) = self.state.files.get_mut(&step.name) {
                    kept.print = None;
                }
                continue;
            }
            keep(&mut self.state, site, &step.name, None).print = None;
            any = true;
        }
        any
    }

    /// Has the record say that a step was done.
    pub fn done(&mut self, site: &SiteFiles, step: &Step, mark: Option<String>) {
        if step.act == Act::Delete {
            self.state.files.remove(&step.name);
            return;
        }
        let kept = keep(&mut self.state, site, &step.name, mark);
        if step.act == Act::SendBare {
            kept.print = None;
        }
    }

    /// Has the record say that all was done: what files went with before is no longer to be seen.
    pub fn settle(&mut self, site: &SiteFiles) {
        for (name, wanted) in site {
            if let Some(kept) = self.state.files.get_mut(name) {
                kept.of.clone_from(&wanted.of);
            }
        }
        self.state.retracting = false;
    }

    /// Has these files go with what is taken back.
    pub fn take_along(&mut self, names: &BTreeSet<String>) {
        for steps in self.groups.values_mut() {
            steps.retain(|step| step.act != Act::Delete || !names.contains(&step.name));
        }
        let own = self.groups.entry(StepGroup::Own).or_default();
        own.extend(names.iter().map(|name| Step { name: name.clone(), act: Act::Delete }));
        own.sort();
        own.dedup();
        self.groups.retain(|_, steps| !steps.is_empty());
    }

    /// How many files would be deleted that were not taken back.
    pub fn deletions(&self) -> usize {
        self.of(StepGroup::Clear).len() + self.of(StepGroup::Remove).len()
    }
}

/// What the plan is made from.
#[derive(Clone, Copy, Debug)]
pub struct PlanInputs<'a> {
    pub site: &'a SiteFiles,
    pub seen: &'a HostListing,
    /// None where the host has no record.
    pub state: Option<&'a HostRecord>,
    /// Of the [`unsure`] files, those that were found to be as they should.
    pub equal: &'a BTreeSet<String>,
    /// In seconds since 1970.
    pub now: i64,
    /// For how many seconds files that pages loaded are kept after the last page that did: copies of pages live on.
    pub grace: i64,
    /// Files that are held back, by their names, since nothing that is shown shows them.
    pub withheld: &'a BTreeSet<String>,
}

impl<'a> PlanInputs<'a> {
    fn kept(&self, name: &str) -> Option<&'a HostFile> {
        self.state.and_then(|state| state.files.get(name))
    }

    fn is_same(&self, name: &str, wanted: &SiteFile) -> bool {
        let Some(seen) = self.seen.get(name) else { return false };
        let known = self.kept(name).is_some_and(|kept| {
            kept.print == Some(wanted.print) && kept.headers == wanted.headers.print() && stands(kept, seen)
        });
        known || self.equal.contains(name)
    }

    /// Whether the host shows a bulletin, as far as is known, where a notice has to be.
    fn is_taken_back(&self, name: &str, wanted: &SiteFile) -> bool {
        let Some(seen) = self.seen.get(name).filter(|_| wanted.role == Role::Notice) else { return false };
        let was_notice = self.kept(name).is_some_and(|kept| kept.role == Role::Notice && stands(kept, seen));
        !was_notice && !self.is_same(name, wanted)
    }

    /// Whether a notice was sent by a publish that did not come to say so.
    fn was_just_taken_back(&self, name: &str, wanted: &SiteFile) -> bool {
        wanted.role == Role::Notice && self.kept(name).is_none_or(|kept| kept.role != Role::Notice)
    }

    /// Whether a file that the site does not have belonged to something that was taken back, whatever the record says:
    /// it lies below its address, is its card, is a picture that is held back, or is one of these or of a page compressed.
    fn is_of_taken_back(&self, name: &str) -> bool {
        let is_notice = |page: &str| self.site.get(page).is_some_and(|page| page.role == Role::Notice);
        if let Some(plain) = packed_from(name)
            && (self.site.contains_key(plain) || self.is_of_taken_back(plain))
        {
            return true;
        }
        let folders = name.rmatch_indices('/').map(|(at, _)| &name[..at]);
        for folder in folders {
            let page = self.site.get(&format!("{folder}/index.html"));
            if let Some(page) = page.or_else(|| self.site.get(&format!("{folder}.html"))) {
                if page.role == Role::Notice {
                    return true;
                }
                break;
            }
        }
        // What stands beside a page that is a file bears its name with another ending.
        let mut pages = PagePart::ALL.iter().filter_map(|part| name.strip_suffix(part.ending()));
        if pages.any(|page| is_notice(&format!("{page}.html"))) {
            return true;
        }
        if let Some(page) = page_of_card(name)
            && (is_notice(&format!("{page}/index.html")) || is_notice(page) || is_notice(&format!("{page}.html")))
        {
            return true;
        }
        self.withheld.contains(name)
            || name.match_indices('.').any(|(at, _)| at > 0 && self.withheld.contains(&name[..at]))
    }
}

/// What a file is a compressed copy of, as hosts serve it in its place.
pub(super) fn packed_from(name: &str) -> Option<&str> {
    [".gz", ".br", ".zst"].iter().find_map(|ending| name.strip_suffix(ending))
}

/// The address of the page whose share card a file is, without `.html` or `/index.html`.
pub(super) fn page_of_card(name: &str) -> Option<&str> {
    let card = name.strip_prefix("cards/")?;
    Some(card.strip_suffix("/card.png").or_else(|| card.strip_suffix(".png")).unwrap_or(card))
}

/// Whether the host still has what was sent.
fn stands(kept: &HostFile, seen: &HostListingEntry) -> bool {
    seen.mark.is_none() || kept.mark == seen.mark
}

/// The files of which neither record nor listing tells whether they are as they should be: the host has to be asked.
pub fn unsure<'a>(site: &'a SiteFiles, seen: &HostListing, state: Option<&HostRecord>) -> Vec<&'a str> {
    let unsure = |name: &str| {
        let Some(seen) = seen.get(name) else { return false };
        match state.and_then(|state| state.files.get(name)) {
            Some(kept) => kept.print.is_none() || !stands(kept, seen),
            None => true,
        }
    };
    site.keys().map(String::as_str).filter(|name| unsure(name)).collect()
}

/// Works out what has to be done.
pub fn plan(given: &PlanInputs) -> PublishPlan {
    let PlanInputs { site, seen, .. } = *given;
    let mut plan = PublishPlan { state: given.state.cloned().unwrap_or_default(), ..PublishPlan::default() };
    let is_new = |role: fn(Role) -> bool| site.iter().any(|(name, file)| role(file.role) && !seen.contains_key(name));
    let loads_something_new = is_new(|role| role == Role::Asset);
    let leads_to_something_new = is_new(|role| !matches!(role, Role::Feed | Role::Index));
    // Whether the last publish was stopped before all was sent and deleted.
    let unfinished = given.state.is_some_and(|state| state.files.values().any(|kept| kept.print.is_none()));

    let mut changed = Vec::new();
    for (name, wanted) in site {
        let kept = given.kept(name);
        if given.is_same(name, wanted) {
            plan.same += 1;
            plan.retracts |= given.was_just_taken_back(name, wanted);
            if kept.is_some_and(|kept| kept.print.is_none() || !stands(kept, &seen[name])) {
                plan.found.push(name.clone());
            }
            plan.like_ours += usize::from(kept.is_none() && matches!(wanted.role, Role::Page | Role::List));
            keep(&mut plan.state, site, name, seen[name].mark.clone());
            continue;
        }
        plan.retracts |= given.is_taken_back(name, wanted);
        if kept.is_none() && seen.contains_key(name) {
            plan.foreign.push(name.clone());
        }
        changed.push((name, wanted));
    }
    let own: BTreeSet<String> = own(given);
    plan.retracts |= plan.state.retracting || !own.is_empty();
    plan.state.retracting = plan.retracts;

    for (name, wanted) in changed {
        let mut add = |group, act| plan.groups.entry(group).or_default().push(Step { name: name.clone(), act });
        let taken_back = given.is_taken_back(name, wanted);
        let bare = taken_back && loads_something_new && wanted.is_html();
        if taken_back {
            add(StepGroup::Retract, if bare { Act::SendBare } else { Act::Send });
        }
        if !taken_back || bare {
            let is_known = seen.contains_key(name);
            let is_page = matches!(wanted.role, Role::Page | Role::Notice);
            let group = match group(wanted.role, is_known || name == FRONT) {
                group if !plan.retracts || !is_known || group == StepGroup::Assets => group,
                // Pages that it left may lead to what was never sent: they go before those that lead to them.
                group if unfinished && !is_page && leads_to_something_new => group,
                _ if leads_to_something_new || unfinished && !is_page => StepGroup::LateDrop,
                _ => StepGroup::Drop,
            };
            add(group, Act::Send);
        }
    }
    for first in [StepGroup::Drop, StepGroup::LateDrop] {
        // What many read, then pages that merely name it.
        let role = |step: &Step| match site[&step.name].role {
            Role::Notice => 0,
            Role::List => 1,
            Role::Feed | Role::Index => 2,
            Role::Page | Role::Asset | Role::File => 3,
        };
        plan.groups.entry(first).or_default().sort_by_key(role);
    }
    plan.groups.retain(|_, steps| !steps.is_empty());
    for name in &own {
        plan.groups.entry(StepGroup::Own).or_default().push(Step { name: name.clone(), act: Act::Delete });
    }
    for name in gone(given, &mut plan, &own) {
        let group = if stands_in_the_way(&name, site) { StepGroup::Clear } else { StepGroup::Remove };
        plan.groups.entry(group).or_default().push(Step { name, act: Act::Delete });
    }
    let known = |name: &String| {
        site.contains_key(name)
            || own.contains(name)
            || plan.state.files.contains_key(name)
            || plan.replaced.contains(name)
            || name.starts_with(state::FOLDER)
    };
    plan.strange = seen.keys().filter(|name| !known(name)).cloned().collect();
    plan
}

/// The files on the host that belonged to what was taken back, by what the record says and by what they are.
fn own(given: &PlanInputs) -> BTreeSet<String> {
    let by_record = |name: &String| {
        let of = given.kept(name).map_or(&[][..], |kept| &kept.of);
        of.iter().any(|of| given.site.get(of).is_some_and(|page| page.role == Role::Notice))
    };
    let of_site = |name: &&String| given.site.contains_key(*name) || name.starts_with(state::FOLDER);
    let names = given.seen.keys().filter(|name| !of_site(name));
    let names = names.filter(|name| by_record(name) || given.is_of_taken_back(name));
    // A copy of a page that is merely compressed is no sign that something was taken back.
    let names: BTreeSet<String> = names.cloned().collect();
    let is_copy = |name: &String| {
        let file = packed_from(name).and_then(|plain| given.site.get(plain));
        file.is_some_and(|file| file.role != Role::Notice)
    };
    let retracts = given.state.is_some_and(|state| state.retracting)
        || names.iter().any(|name| !is_copy(name))
        || given.site.iter().any(|(name, wanted)| given.is_taken_back(name, wanted));
    names.into_iter().filter(|name| retracts || !is_copy(name)).collect()
}

/// The page that people know of before there is any.
const FRONT: &str = "index.html";

/// When a file is sent; `is_known` says whether something leads to it before.
fn group(role: Role, is_known: bool) -> StepGroup {
    match role {
        Role::Asset | Role::File => StepGroup::Assets,
        Role::Page | Role::Notice if !is_known => StepGroup::NewPages,
        Role::List if !is_known => StepGroup::NewLists,
        Role::Page | Role::Notice => StepGroup::Pages,
        Role::List => StepGroup::Lists,
        Role::Feed => StepGroup::Feeds,
        Role::Index => StepGroup::Index,
    }
}

/// Keeps of a file what is known of it when it was sent. It goes with the pages that it belonged to before as well: the
/// host may still show them as they were.
fn keep<'s>(state: &'s mut HostRecord, site: &SiteFiles, name: &str, mark: Option<String>) -> &'s mut HostFile {
    let wanted = &site[name];
    let mut of: BTreeSet<String> = wanted.of.iter().cloned().collect();
    let before = state.files.remove(name).map(|kept| kept.of).unwrap_or_default();
    of.extend(before.into_iter().filter(|page| site.contains_key(page) || state.files.contains_key(page)));
    state.files.entry(name.to_owned()).or_insert(HostFile {
        print: Some(wanted.print),
        mark,
        headers: wanted.headers.print(),
        role: wanted.role,
        of: of.into_iter().collect(),
        retired: None,
    })
}

/// The files of ours that have to be deleted. Those that are gone already leave the record, and so do those that
/// somebody else replaced; those that copies of pages may still load are kept for a while.
fn gone(given: &PlanInputs, plan: &mut PublishPlan, own: &BTreeSet<String>) -> Vec<String> {
    let mut gone = Vec::new();
    let of_others = |name: &&String| !given.site.contains_key(*name) && !own.contains(*name);
    let names: Vec<String> = plan.state.files.keys().filter(of_others).cloned().collect();
    for name in names {
        let Some(kept) = plan.state.files.get_mut(&name) else { continue };
        let Some(seen) = given.seen.get(&name) else {
            plan.state.files.remove(&name);
            continue;
        };
        if kept.mark.is_some() && !stands(kept, seen) {
            plan.state.files.remove(&name);
            plan.replaced.push(name);
            continue;
        }
        if kept.role == Role::Asset && !stands_in_the_way(&name, given.site) {
            let since = *kept.retired.get_or_insert(given.now);
            if (0..given.grace).contains(&(given.now - since)) {
                continue;
            }
        }
        gone.push(name);
    }
    gone
}

/// Whether a file bears the name of a folder that the site needs, or lies in a folder that bears the name of a file.
fn stands_in_the_way(name: &str, site: &SiteFiles) -> bool {
    let folder = format!("{name}/");
    let below = site.range(folder.clone()..).next().is_some_and(|(next, _)| next.starts_with(&folder));
    below || name.match_indices('/').any(|(at, _)| site.contains_key(&name[..at]))
}
