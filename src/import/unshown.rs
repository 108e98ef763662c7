//! What an old site did not show though its file lay there: such a document stays a draft. In: its fields and its path.
//! Out: why, in the words of the other program. It must not know when it is, nor the disk.

use super::old_site::{OldPath, SiteMaker};
use crate::parse::tree::{Map, Node, TreeValue};

/// Keys of other programs that say whether a page is shown, in small letters.
pub const KEYS: &[&str] = &[
    "headless",
    "_build",
    "build",
    "eleventyexcludefromcollections",
    "private",
    "hidden",
    "unlisted",
    "password",
    "visibility",
];

/// Values of `status` that are other programs' own, and whether they show what has them.
const STATES: &[(&str, bool)] = &[
    ("draft", false),
    ("private", false),
    ("pending", false),
    ("trash", false),
    ("publish", true),
    ("published", true),
    ("public", true),
];

/// Whether a `status` of another program shows what has it; none for one that is no other program's.
pub fn status(text: &str) -> Option<bool> {
    STATES.iter().find(|(name, _)| name.eq_ignore_ascii_case(text.trim())).map(|(_, is_shown)| *is_shown)
}

/// The field by which a document was not shown, or in no list, as it is written.
pub fn by_fields(fields: &Map) -> Option<String> {
    let text = |key: &str| match &fields.get(key)?.value {
        TreeValue::Text(text) => Some(text.trim().to_lowercase()),
        _ => None,
    };
    let is_on = |key: &&&str| text(key).is_some_and(|text| is_yes(&text));
    let on = ["headless", "eleventyexcludefromcollections", "private", "hidden", "unlisted"];
    if let Some(key) = on.iter().find(is_on) {
        return Some(format!("`{key}: true`"));
    }
    if text("permalink").is_some_and(|text| is_no(&text)) {
        return Some("`permalink: false`".into());
    }
    if text("publish").is_some_and(|text| is_no(&text)) {
        return Some("`publish: false`".into());
    }
    if fields.get("password").is_some() {
        return Some("only who had a password could read it".into());
    }
    if let Some(who) = text("visibility").filter(|who| who != "public") {
        return Some(format!("`visibility: {who}`"));
    }
    if let Some(state) = text("status").filter(|state| status(state) == Some(false)) {
        return Some(format!("`status: {state}`"));
    }
    ["_build", "build"].iter().find_map(|key| {
        let built = fields.get(key)?;
        match &built.value {
            TreeValue::Text(text) => is_no(text).then(|| format!("`{key}: {text}`")),
            TreeValue::Map(map) => ["render", "list"].iter().find_map(|part| {
                let how = text_of(map.get(part)?)?;
                let is_shown = matches!(how.to_lowercase().as_str(), "always" | "true");
                (!is_shown).then(|| format!("`{key}: {{{part}: {how}}}`"))
            }),
            _ => None,
        }
    })
}

/// Why no page was made of the file at a path.
pub fn by_path(old: &OldPath) -> Option<String> {
    let name = old.path.rsplit('/').next().unwrap_or(&old.path);
    let folders = || old.path.split('/').rev().skip(1);
    if folders().any(|folder| folder == "_drafts") {
        return Some("it lay in `_drafts`".into());
    }
    if old.site.leaves_out(&old.path) {
        return Some("its settings left the file out".into());
    }
    let is_index = name == "_index.md" || name.starts_with("_index.");
    if old.site.maker == SiteMaker::Hugo {
        // What lies beside an `index.md` is a part of that page.
        let mut folder = old.path.as_str();
        while let Some((above, _)) = folder.rsplit_once('/') {
            let is_page = name.starts_with("index.") && above.len() + 1 + name.len() == old.path.len();
            if !is_page && !is_index && old.site.files.contains(&format!("{above}/index.md")) {
                return Some(format!("it lay in the folder of the page `{above}/index.md`"));
            }
            folder = above;
        }
        return None;
    }
    if name.starts_with(['_', '#', '~']) && !is_index {
        return Some("no page is made of a file whose name begins so".into());
    }
    if old.site.maker == SiteMaker::Jekyll {
        let own = old.collection().filter(|own| *own != "posts" && !old.site.shows_collection(own))?;
        let is_included = old.site.texts("include").iter().any(|kept| kept.trim_matches('/') == format!("_{own}"));
        return (!is_included).then(|| format!("it made no pages of the folder `_{own}`"));
    }
    None
}

fn text_of(node: &Node) -> Option<&str> {
    if let TreeValue::Text(text) = &node.value { Some(text.trim()) } else { None }
}

/// Whether a text says yes or no.
pub fn is_flag(text: &str) -> bool {
    is_yes(&text.trim().to_lowercase()) || is_no(text)
}

fn is_yes(text: &str) -> bool {
    matches!(text, "true" | "yes" | "on" | "1")
}

fn is_no(text: &str) -> bool {
    matches!(text.trim().to_lowercase().as_str(), "false" | "no" | "off" | "0" | "never")
}
