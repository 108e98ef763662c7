//! What an import found, guessed and removed, for people and for programs. In: facts. Out: [`Receipt`], in words and as JSON.
//! It must not know formats, and never holds the whole of what was removed for being private.

use serde_json::{Value as Json, json};

use super::document::{RemovedParts, Sure, Warning};

/// The receipt beside a bulletin: its name begins with `_`, so it is no part of the site.
pub fn path(bulletin: &str) -> String {
    let (folder, name) = bulletin.rsplit_once('/').unwrap_or(("", bulletin));
    format!("{folder}/_{}.import.json", name.trim_end_matches(".md"))
}

/// What became of a source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SourceOutcome {
    /// A new bulletin.
    Written,
    /// It was there already, and nothing was done; by what it was known, and what else is to be said.
    Known(String),
    /// It was added to a bulletin as a report of the same event.
    Coverage,
    /// It was added to a bulletin as an update.
    Updated,
    /// It came from a feed that no longer has it.
    Vanished,
    /// It is a site that is taken over whole, of which something is left or to be said.
    Site,
    /// Nothing could be made of it.
    Refused(String),
}

impl SourceOutcome {
    fn name(&self) -> &'static str {
        match self {
            Self::Written => "written",
            Self::Known(_) => "known",
            Self::Coverage => "coverage",
            Self::Updated => "updated",
            Self::Vanished => "vanished",
            Self::Site => "site",
            Self::Refused(_) => "refused",
        }
    }
}

/// One piece of metadata.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MetadataItem {
    pub field: &'static str,
    pub value: String,
    pub from: String,
    pub sure: Sure,
}

/// What an import did with one text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Receipt {
    pub source: String,
    pub format: &'static str,
    pub outcome: SourceOutcome,
    /// The bulletin, below the site's folder; empty when there is none.
    pub path: String,
    pub title: String,
    pub draft: bool,
    pub found: Vec<MetadataItem>,
    pub removed: Vec<RemovedParts>,
    pub look: Vec<Warning>,
}

impl Receipt {
    /// A source of which nothing could be made.
    pub fn refused(source: &str, format: &'static str, why: impl Into<String>) -> Self {
        Self {
            source: source.to_owned(),
            format,
            outcome: SourceOutcome::Refused(why.into()),
            path: String::new(),
            title: String::new(),
            draft: false,
            found: Vec::new(),
            removed: Vec::new(),
            look: Vec::new(),
        }
    }

    /// A bulletin whose feed no longer has it.
    pub fn vanished(path: &str, title: &str) -> Self {
        let mut receipt = Self::refused("the feed", "feed", "");
        (receipt.outcome, receipt.path, receipt.title) = (SourceOutcome::Vanished, path.to_owned(), title.to_owned());
        receipt
    }

    /// What is to be said of a site that was taken over: its files that no document shows, and what was not taken or could not
    /// be followed.
    pub fn of_site(folder: &str, left: Vec<String>, look: Vec<String>) -> Self {
        let mut receipt = Self::refused(folder, "site", "");
        receipt.outcome = SourceOutcome::Site;
        let why = "nothing that came over shows it or leads to it";
        receipt.removed = left.into_iter().map(|file| RemovedParts { what: format!("`{file}`"), why }).collect();
        receipt.look = look.into_iter().map(|says| Warning { says, holds: false }).collect();
        receipt
    }

    pub fn json(&self) -> Json {
        let found = |guessed: bool| -> Vec<Json> {
            let kept = self.found.iter().filter(|found| (found.sure == Sure::Guessed) == guessed);
            kept.map(|found| json!({"field": found.field, "value": found.value, "from": found.from, "sure": sure(found.sure)})).collect()
        };
        let mut json = json!({
            "source": self.source,
            "format": self.format,
            "outcome": self.outcome.name(),
            "path": self.path,
            "title": self.title,
            "draft": self.draft,
            "found": found(false),
            "guessed": found(true),
            "removed": self.removed.iter().map(|removed| json!({"what": removed.what, "why": removed.why})).collect::<Vec<_>>(),
            "look": self.look.iter().map(|warning| json!({"says": warning.says, "holds": warning.holds})).collect::<Vec<_>>(),
        });
        if let SourceOutcome::Known(why) | SourceOutcome::Refused(why) = &self.outcome {
            json["why"] = why.as_str().into();
        }
        json
    }

    /// In words, for a terminal.
    pub fn words(&self) -> String {
        let mut out = match &self.outcome {
            SourceOutcome::Written if self.draft => {
                format!("{}: new draft, from {} ({})\n", self.path, self.source, self.format)
            }
            SourceOutcome::Written => format!("{}: new bulletin, from {} ({})\n", self.path, self.source, self.format),
            SourceOutcome::Known(why) => format!("{}: nothing new in {} ({why})\n", self.path, self.source),
            SourceOutcome::Coverage => {
                format!("{}: {} is a report of the same event, and was added as its coverage\n", self.path, self.source)
            }
            SourceOutcome::Updated => {
                format!("{}: {} says something new, which was added to its updates\n", self.path, self.source)
            }
            SourceOutcome::Vanished => format!(
                "{}: its feed no longer has it: the publisher may have taken it back, so please look\n",
                self.path
            ),
            SourceOutcome::Site => format!("{}: the old site as a whole\n", self.source),
            SourceOutcome::Refused(why) => format!("{}: {why}\n", self.source),
        };
        if !matches!(self.outcome, SourceOutcome::Written | SourceOutcome::Site | SourceOutcome::Updated) {
            return out;
        }
        for found in &self.found {
            let guess = if found.sure == Sure::Guessed { ", a guess" } else { "" };
            out.push_str(&format!("  {}: {} (from {}{guess})\n", found.field, found.value, found.from));
        }
        for removed in &self.removed {
            out.push_str(&format!("  left out: {}: {}\n", removed.what, removed.why));
        }
        for warning in &self.look {
            out.push_str(&format!(
                "  {}: {}\n",
                if warning.holds { "must be mended" } else { "please look" },
                warning.says
            ));
        }
        out
    }
}

fn sure(sure: Sure) -> &'static str {
    match sure {
        Sure::Guessed => "guessed",
        Sure::Likely => "likely",
        Sure::Said => "said",
    }
}

/// A number of things: `1 post`, `3 posts`.
pub fn counted(count: usize, one: &str) -> String {
    format!("{count} {one}{}", if count == 1 { "" } else { "s" })
}

/// The verb of so many things.
pub fn was(count: usize) -> &'static str {
    if count == 1 { "was" } else { "were" }
}

/// A private text as a receipt may show it: its kind and ends.
pub fn masked(text: &str) -> String {
    let text = text.trim();
    if let Some((name, host)) = text.split_once('@') {
        let first: String = name.chars().take(1).collect();
        let last = host.rsplit('.').next().unwrap_or_default();
        return format!("{first}…@….{last}");
    }
    let first: String = text.chars().take(2).collect();
    format!("{first}…")
}
