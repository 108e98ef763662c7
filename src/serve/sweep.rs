//! Renders in the background what no browser asks for, to find what cannot be rendered. In: editions. Out: faults. It must
//! not know browsers, and gives way to whoever is waiting: one thread, and each new edition goes before the rest.

use std::{
    collections::BTreeSet,
    sync::{Arc, mpsc},
    thread,
    time::{Duration, Instant},
};

use super::{
    edition::{Edition, PageError},
    lints::Linter,
    shared::Shared,
};
use crate::{
    plan::{Output, traits},
    source::SourcePath,
};

/// What changed between an edition and the one before.
pub struct EditionChange {
    pub edition: Arc<Edition>,
    /// The documents that changed; none when something did on which every page depends.
    pub documents: Option<BTreeSet<SourcePath>>,
}

/// Looks through editions as they come, and tells of each fault that is new.
pub fn run(shared: &Shared, changes: &mpsc::Receiver<EditionChange>, tell: &dyn Fn(&Edition, &[PageError])) {
    let Ok(mut change) = changes.recv() else { return };
    // Where the look through everything has come to.
    let mut reached = 0;
    let mut colleague = Linter::default();
    loop {
        match sweep(shared, &change, &mut reached, &mut colleague, changes, tell) {
            SweepEvent::Change(next) => change = next,
            SweepEvent::Rest => match changes.recv() {
                Ok(next) => change = next,
                Err(_) => return,
            },
        }
    }
}

/// How long after a change the rest is left alone.
const SETTLING: Duration = Duration::from_millis(300);
/// How long it rests while somebody waits.
const RESTING: Duration = Duration::from_millis(3);
/// How long a browser draws what it was sent.
const DRAWING: Duration = Duration::from_millis(400);
/// It leaves the cores to browsers for no longer than this, and then works for a while, whoever goes on asking.
const LONGEST_REST: Duration = Duration::from_secs(1);
const WHILE: Duration = Duration::from_millis(200);

enum SweepEvent {
    Change(EditionChange),
    Rest,
}

fn sweep(
    shared: &Shared,
    change: &EditionChange,
    reached: &mut usize,
    colleague: &mut Linter,
    changes: &mpsc::Receiver<EditionChange>,
    tell: &dyn Fn(&Edition, &[PageError]),
) -> SweepEvent {
    let edition = &change.edition;
    let outputs = &edition.site.plan.outputs;
    let mut faults = still(shared, edition);
    let mut told = faults.clone();
    let news = |faults: &[(Output, PageError)], told: &mut Vec<(Output, PageError)>| {
        if shared.set_faults(faults.to_vec()) {
            shared.tell();
        }
        let new = faults.iter().map(|(_, fault)| fault).filter(|one| told.iter().all(|(_, known)| !known.is(one)));
        let new: Vec<PageError> = new.cloned().collect();
        if !new.is_empty() {
            tell(edition, &new);
        }
        *told = faults.to_vec();
    };
    news(&faults, &mut told);
    if let Some(documents) = &change.documents {
        for output in
            outputs.iter().filter(|output| source(edition, output).is_some_and(|path| documents.contains(path)))
        {
            look(edition, output, &mut faults);
        }
        news(&faults, &mut told);
    } else {
        *reached = 0;
    }
    // The browser now needs the cores to show what changed.
    if let Ok(next) = changes.recv_timeout(SETTLING) {
        return SweepEvent::Change(next);
    }
    if let Some(next) = give_way(shared, changes) {
        return SweepEvent::Change(next);
    }
    if colleague.look(edition) {
        shared.tell();
    }
    let mut rested = Instant::now();
    while let Some(output) = outputs.get(*reached) {
        if let Ok(next) = changes.try_recv() {
            return SweepEvent::Change(next);
        }
        if shared.is_waited_for() {
            thread::sleep(RESTING);
            continue;
        }
        if rested.elapsed() > WHILE {
            if let Some(next) = give_way(shared, changes) {
                return SweepEvent::Change(next);
            }
            rested = Instant::now();
        }
        if look(edition, output, &mut faults) {
            news(&faults, &mut told);
        }
        *reached += 1;
    }
    SweepEvent::Rest
}

/// Rests while browsers draw what they were sent, or until the next change.
fn give_way(shared: &Shared, changes: &mpsc::Receiver<EditionChange>) -> Option<EditionChange> {
    let begun = Instant::now();
    while shared.was_waited_for(DRAWING) && begun.elapsed() < LONGEST_REST {
        match changes.recv_timeout(RESTING) {
            Ok(next) => return Some(next),
            Err(mpsc::RecvTimeoutError::Timeout) => {}
            Err(mpsc::RecvTimeoutError::Disconnected) => return None,
        }
    }
    None
}

/// Those of the known faults that an edition still has.
pub fn still(shared: &Shared, edition: &Edition) -> Vec<(Output, PageError)> {
    let mut faults = Vec::new();
    for (output, _) in shared.faults() {
        if let Some(output) = edition.site.plan.at(&output.address) {
            look(edition, output, &mut faults);
        }
    }
    faults
}

/// Renders one output; whether that showed a new fault.
fn look(edition: &Edition, output: &Output, faults: &mut Vec<(Output, PageError)>) -> bool {
    if !traits::of(&output.recipe).can_fail || faults.len() >= crate::problem::show::MOST_SHOWN {
        return false;
    }
    match edition.fault_of(output) {
        // The next edition reads what was saved in this moment.
        Some(fault) if fault.is_passing() => false,
        Some(fault) if faults.iter().all(|(_, known)| !known.is(&fault)) => {
            faults.push((output.clone(), fault));
            true
        }
        _ => false,
    }
}

/// The document that an output is made from.
fn source<'a>(edition: &'a Edition, output: &Output) -> Option<&'a SourcePath> {
    traits::document(&edition.site.catalogue, traits::of(&output.recipe).subject)
}
