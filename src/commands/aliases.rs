//! `build --write-aliases`: gives bulletins that stand at another address now their old ones as aliases, so that links to
//! these lead on. In: the site as it is on disk, what was published, and the last build. Out: the files changed, all of their
//! other bytes as they were.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{collections::BTreeSet, fs, path::Path};

use super::{CachePolicy, CommandRefusal, Global, PriorBuild, SiteOptions, listing, open};
use crate::{
    address::Address,
    cache::BuildRecord,
    catalogue,
    change::{self, Change, Value},
    clock::Timings,
    published::{self, CurrentBulletin, LostAddress, MovedAddress},
    read, replace,
    site::Site,
    source::SourcePath,
};

/// Writes the aliases that are missing. What was done and what could not be done, in a line for each.
pub fn write(global: &Global, view: &SiteOptions, built: Option<&BuildRecord>) -> Result<Vec<String>, CommandRefusal> {
    let listing = listing(global)?;
    let site = open(global, view, &listing, CachePolicy::Use, PriorBuild::default(), &mut Timings::start())?.site;
    let current = published::current(&site.catalogue, &site.readings);
    let stands = |address: &str| site.plan.at(&Address::new(address)).is_some();
    let lost = super::memory::all(&global.below(super::cache::STATE)).lost(&current, stands);
    let published = lost.into_iter().filter_map(|lost| match lost {
        LostAddress::Moved { at, address } => Some((current[at].address.clone(), address)),
        LostAddress::Deleted(_) => None,
    });
    // A site may come to its readers by other means than a publish: what was built counts as well.
    let built = built.map(|built| moved(built, &site, &current)).unwrap_or_default();
    let built = built.into_iter().map(|MovedAddress { old, new }| (new, old));
    let missing: BTreeSet<(String, String)> = published.chain(built).collect();
    let mut said = Vec::new();
    for (address, old) in missing {
        let Some(path) = published::path(&site.catalogue, &site.readings, &address) else { continue };
        said.push(if add(&global.root, path, &old)? {
            format!("{path}: added `aliases: {old}`")
        } else {
            format!("{path}: its front matter is written in a way that has to be changed by hand: `aliases: {old}`")
        });
    }
    if said.is_empty() {
        said.push("No alias to add: no bulletin is known to have stood where nothing stands now".into());
    }
    Ok(said)
}

/// The addresses at which bulletins of a site stood in earlier builds, and nothing stands now. What a preview alone showed
/// was never for readers.
pub fn moved(before: &BuildRecord, site: &Site, current: &[CurrentBulletin]) -> Vec<MovedAddress> {
    let stands = |address: &str| site.plan.at(&Address::new(address)).is_some();
    let mut moved = published::moved(&before.moved, &before.bulletins, current, stands);
    if before.drafts || before.future {
        moved.retain(|moved| before.moved.iter().any(|known| known.old == moved.old));
    }
    moved
}

/// Adds an alias to a file; whether that could be done.
fn add(root: &Path, path: &SourcePath, address: &str) -> Result<bool, CommandRefusal> {
    let failed = |error: std::io::Error| CommandRefusal::Failed(format!("`{path}` cannot be changed: {error}"));
    let disk = root.join(path.as_str());
    let Some(text) = read::decoded(fs::read(&disk).map_err(failed)?) else { return Ok(false) };
    let change = |name: &str| Change::Append { path: vec![name.to_owned()], value: Value::text(address) };
    let name = if holds(&text, "redirect_from") { "redirect_from" } else { "aliases" };
    let Ok(new) = change::apply(&text, &change(name), catalogue::field_name) else { return Ok(false) };
    replace::replace(&disk, &new).map_err(failed)?;
    Ok(true)
}

/// Whether the front matter of a text has a key.
fn holds(text: &str, key: &str) -> bool {
    change::parts(text, catalogue::field_name).is_ok_and(|(values, _)| values.get(key).is_some())
}
