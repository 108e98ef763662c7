//! Which areas of the site a text speaks of. In: names and a text. Out: areas. It must not know where the names are from.

use std::{collections::HashSet, sync::LazyLock};

use regex::Regex;

use super::moments::pattern;
use crate::{address::folded, settings::AreaSpec};

/// What behind a name makes it a part of another: a road, an organisation.
static AFTER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^[ \u{a0}](?:Road|Rd|Street|St|Lane|Avenue|Ave|Close|Drive|Way|Crescent|Terrace|Hill|Place|Court|Gardens|Grove|Row|Walk|Police|Constabulary|Council|Borough|County|Community|Neighbourhood|Online|News|Gazette|Herald|Times|Voice|Alert|Watch|United|FC|Town|Hospital|College|School|University|Magistrates|Crown|Fire)\b|^['’]?s?[ \u{a0}](?:Police|Constabulary|Council)\b",
    )
});
/// What before a name makes it a person's: a rank or title, perhaps with a first name.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:\b(?:Inspector|Insp|Sergeant|Sgt|Constable|PC|PCSO|DC|DS|DI|DCI|Supt|Superintendent|Chief|Officer|Mr|Mrs|Ms|Miss|Dr|Cllr|Councillor|Sir|Lord|Lady)\.?(?: [A-Z][\w'’-]+)?|\b[A-Z][a-z]+ (?:[A-Z]\. )?(?:Mc|O['’]))[ \u{a0}]$",
    )
});

/// One area that the site knows, under one of its names.
#[derive(Clone, Debug, PartialEq, Eq)]
struct NamedArea {
    name: String,
    folded: String,
    /// As front matter names it.
    area: String,
    /// The folded names of those above it.
    above: Vec<String>,
}

/// The areas that a site knows.
#[derive(Clone, Debug, Default)]
pub struct Places {
    all: Vec<NamedArea>,
    /// The folded names of all.
    known: HashSet<String>,
}

impl Places {
    /// The declared areas, and those that bulletins name.
    pub fn new<'a>(declared: &[AreaSpec], used: impl IntoIterator<Item = &'a str>) -> Self {
        let mut places = Self::default();
        for area in declared {
            places.declare(area, &[]);
        }
        // Many bulletins name few areas.
        let mut seen = HashSet::new();
        for path in used.into_iter().filter(|path| seen.insert(*path)) {
            let names: Vec<&str> = path.split('/').map(str::trim).collect();
            for (at, name) in names.iter().enumerate() {
                let above = names[..at].iter().map(|name| folded(name)).collect();
                places.add(name, name, above);
            }
        }
        places
    }

    fn declare(&mut self, area: &AreaSpec, above: &[String]) {
        for name in std::iter::once(&area.name).chain(area.aliases.iter().map(|alias| &alias.text)) {
            self.add(name, &area.name, above.to_vec());
        }
        let below = [above, &[folded(&area.name)]].concat();
        area.areas.iter().for_each(|inner| self.declare(inner, &below));
    }

    fn add(&mut self, name: &str, area: &str, above: Vec<String>) {
        let folded = folded(name);
        if !name.is_empty() && self.known.insert(folded.clone()) {
            self.all.push(NamedArea { name: name.to_owned(), folded, area: area.to_owned(), above });
        }
    }

    /// The area of a name, as front matter names it.
    pub fn named(&self, name: &str) -> Option<&str> {
        let name = folded(name.rsplit('/').next().unwrap_or(name));
        self.all.iter().find(|place| place.folded == name).map(|place| place.area.as_str())
    }

    /// Whether one area lies in another.
    pub fn lies_in(&self, area: &str, other: &str) -> bool {
        let other = folded(other.rsplit('/').next().unwrap_or(other));
        self.all.iter().filter(|place| place.area == area).any(|place| place.above.contains(&other))
    }

    /// The areas that a text names, in the order in which it does.
    pub fn in_text(&self, text: &str) -> Vec<String> {
        let mut found: Vec<(usize, String)> = Vec::new();
        for place in &self.all {
            let at = text.match_indices(&place.name).map(|(at, _)| at).find(|at| {
                let (before, after) = (&text[..*at], &text[at + place.name.len()..]);
                let whole = !before.ends_with(char::is_alphanumeric) && !after.starts_with(char::is_alphanumeric);
                let before = &before[before.floor_char_boundary(before.len().saturating_sub(60))..];
                whole && !AFTER.is_match(after) && !BEFORE.is_match(before) && !before.ends_with(['#', '@', '/'])
            });
            if let Some(at) = at
                && !found.iter().any(|(_, area)| *area == place.area)
            {
                found.push((at, place.area.clone()));
            }
        }
        found.sort();
        found.into_iter().map(|(_, area)| area).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn roads_people_and_organisations_are_no_areas() {
        let places = Places::new(&[], ["Kent/Maidstone/Coxheath", "Kent/Tonbridge"]);
        let text = "Called Maidstone residents in the Tonbridge Road area. A victim in Coxheath. Inspector Stephen Kent of Kent Police.";
        assert_eq!(places.in_text(text), ["Maidstone", "Coxheath"]);
        assert!(places.lies_in("Coxheath", "Kent"));
    }
}
