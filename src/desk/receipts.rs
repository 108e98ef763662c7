//! The receipts of what was brought in, which lie beside its drafts. In: the path of a draft. Out: what has to be dealt with
//! before it is published; and a receipt put away with its draft, and back. It must not know what a receipt says besides.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{fs, path::PathBuf};

use serde_json::Value;

use super::{rows, save::SiteFolder};
use crate::{cache::drafts, import, source::SourcePath};

fn receipt(folder: &SiteFolder, path: &SourcePath) -> PathBuf {
    folder.root.join(import::receipt_path(path.as_str()))
}

/// Where the receipt of a draft that was deleted is kept: beside the draft's own text, and as long.
fn kept(folder: &SiteFolder, path: &SourcePath) -> PathBuf {
    drafts::history(&folder.root.join(crate::cache::STATE), path).join("receipt")
}

/// What of a draft has to be dealt with before it is published, a sentence each.
pub fn held(folder: &SiteFolder, path: &SourcePath) -> Vec<String> {
    let read = fs::read(receipt(folder, path)).ok().and_then(|bytes| serde_json::from_slice::<Value>(&bytes).ok());
    let look = read.as_ref().and_then(|receipt| receipt["look"].as_array());
    let held = look.into_iter().flatten().filter(|warning| warning["holds"] == true);
    held.filter_map(|warning| warning["says"].as_str()).map(rows::sentence).collect()
}

/// Puts the receipt of a draft away that was deleted: it names people, too.
pub fn put_away(folder: &SiteFolder, path: &SourcePath) {
    // Mostly there is none.
    let _ = fs::rename(receipt(folder, path), kept(folder, path));
}

/// Puts the receipt of a draft back that is there again.
pub fn put_back(folder: &SiteFolder, path: &SourcePath) {
    let (kept, place) = (kept(folder, path), receipt(folder, path));
    if kept.exists() && !place.exists() {
        let _ = fs::rename(kept, place);
    }
}
