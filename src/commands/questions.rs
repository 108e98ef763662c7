//! What the rules of `lint` note of a site on disk, and what of it whoever publishes is asked. In: a site, and what was agreed
//! to before. Out: notes, and sentences. It must not know any rule.

use std::path::Path;
#[cfg(feature = "publish")]
use std::sync::Mutex;

#[cfg(feature = "publish")]
use super::{CachePolicy, CommandRefusal, Global, PriorBuild, SiteOptions, listing, open};
use crate::{
    cache,
    catalogue::Reading,
    lint::{CacheState, Notes},
    read::OnDisk,
    site::Site,
    source::{Sources, Texts as _},
};
#[cfg(feature = "publish")]
use crate::{
    clock::Timings,
    lint,
    problem::{self, Problem},
};

/// What the rules note of the documents; the notes of an earlier look serve where they still hold.
pub fn notes(root: &Path, sources: &Sources, texts: &OnDisk, site: &Site) -> Vec<Notes> {
    let catalogue = &site.catalogue;
    let key = cache::readings_key(sources);
    let text = |reading: &Reading| texts.text(&reading.path, &reading.hash).ok();
    let kept = cache::load_notes(root, &key);
    let looked = kept.update(&site.readings, &catalogue.settings, &text);
    if looked.changed == CacheState::Something {
        cache::save_notes(root, &key, &looked.to_keep(&site.readings));
    }
    looked.notes
}

/// What could harm somebody, in what the public sees now.
#[cfg(feature = "publish")]
fn grave(global: &Global) -> Result<Vec<Problem>, CommandRefusal> {
    let listing = listing(global)?;
    let view = SiteOptions::default();
    let loaded = open(global, &view, &listing, CachePolicy::Use, PriorBuild::default(), &mut Timings::start())?;
    let notes = notes(&global.root, &loaded.sources, &loaded.texts, &loaded.site);
    let catalogue = &loaded.site.catalogue;
    let mut problems = lint::grave(&loaded.site.readings, &notes, &catalogue.settings, catalogue.now);
    problem::sort(&mut problems);
    Ok(problems)
}

/// What `check` finds grave, and what of it somebody said may go out: nobody is asked twice about the same.
#[cfg(feature = "publish")]
pub struct Questions {
    global: Global,
    /// What was asked in this run.
    asked: Mutex<Vec<String>>,
}

#[cfg(feature = "publish")]
impl Questions {
    pub fn new(global: &Global) -> Self {
        Self { global: global.quietly(), asked: Mutex::new(Vec::new()) }
    }

    /// A sentence for each thing that was not agreed to before.
    pub fn doubts(&self) -> Result<Vec<String>, String> {
        let problems = grave(&self.global).map_err(CommandRefusal::sentence)?;
        let agreed = cache::load_agreed(&self.global.root);
        let sentences = problems.iter().map(|problem| {
            let path = problem.place.as_ref().map_or("", |place| place.path.as_str());
            format!("{path}: {}: {}", problem.message, problem.help)
        });
        let sentences: Vec<String> = sentences.filter(|sentence| !agreed.contains(sentence)).collect();
        if let Ok(mut asked) = self.asked.lock() {
            asked.clone_from(&sentences);
        }
        Ok(sentences)
    }

    /// What was asked may go out, now and later.
    pub fn agree(&self) {
        if let Ok(asked) = self.asked.lock() {
            agree(&self.global.root, &asked);
        }
    }
}

/// What was asked may go out when it is published next.
#[cfg(feature = "publish")]
pub fn agree(root: &Path, asked: &[String]) {
    if !asked.is_empty() {
        let mut agreed = cache::load_agreed(root);
        agreed.extend(asked.iter().cloned());
        cache::save_agreed(root, &agreed);
    }
}
