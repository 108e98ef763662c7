//! `build --write-aliases`: gives bulletins that stand at another address now their old ones as aliases, so that links to
//! these lead on. In: the site as it is on disk. Out: the files changed, all of their other bytes as they were.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{fs, path::Path};

use super::{CommandRefusal, Earlier, Global, Keeping, SiteOptions, listing, open};
use crate::{
    address::Address,
    catalogue,
    change::{self, Change, Value},
    clock::Timings,
    published::{self, Lost},
    read, replace,
    source::SourcePath,
    terminal::{errln, outln},
};

/// Writes the aliases that are missing, and says so.
pub fn write(global: &Global, view: &SiteOptions) -> Result<(), CommandRefusal> {
    let listing = listing(global)?;
    let site = open(global, view, &listing, Keeping::Use, Earlier::default(), &mut Timings::start())?.site;
    let current = published::current(&site.catalogue, &site.readings);
    let stands = |address: &str| site.plan.at(&Address::new(address)).is_some();
    let known = super::memory::all(&global.below(super::cache::STATE));
    for lost in known.lost(&current, stands) {
        let Lost::Moved { at, address } = lost else { continue };
        let Some(path) = published::path(&site.catalogue, &site.readings, &current[at].address) else { continue };
        if add(&global.root, path, &address)? {
            outln!("{path}: added `aliases: {address}`");
        } else {
            errln!("{path}: its front matter is written in a way that has to be changed by hand: `aliases: {address}`");
        }
    }
    Ok(())
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
