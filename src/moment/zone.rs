//! Time zones: an IANA name goes in, a `Zone` comes out, or the names that were perhaps meant.
//! The zone data are those built into the program, so that every machine builds the same bytes.
//! Must not know the machine's own zone, nor moments.

use jiff::tz::{TimeZone, TimeZoneDatabase};
use std::sync::LazyLock;

/// The zones built into the program: those of the machine may be older or newer.
static ZONES: LazyLock<TimeZoneDatabase> = LazyLock::new(TimeZoneDatabase::bundled);

/// A time zone of the IANA database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

/// A name that the IANA database does not have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownZone {
    /// The name as given.
    pub name: String,
    /// Up to three names near to it, the nearest first; often none.
    pub nearest: Vec<String>,
}

impl Zone {
    /// The zone with the IANA name `name` (`Europe/London`), whatever its case.
    pub fn new(name: &str) -> Result<Self, UnknownZone> {
        match ZONES.get(name) {
            Ok(zone) if !zone.is_unknown() => Ok(Self(zone)),
            _ => Err(UnknownZone { name: name.to_owned(), nearest: nearest(name) }),
        }
    }

    /// The time that all clocks are set by.
    pub fn utc() -> Self {
        Self(TimeZone::UTC)
    }

    /// The IANA name, in its own spelling.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    pub(super) fn jiff(&self) -> &TimeZone {
        &self.0
    }
}

impl std::fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "there is no time zone `{}`", self.name)?;
        match self.nearest.as_slice() {
            [] => Ok(()),
            names => write!(f, "; did you mean {}?", names.join(" or ")),
        }
    }
}

impl std::error::Error for UnknownZone {}

/// Names that differ from `name`, or whose place (`London`) differs from it, by at most two letters.
fn nearest(name: &str) -> Vec<String> {
    const FAR: usize = 3;
    let name = name.trim().to_ascii_lowercase().replace(' ', "_");
    if name.len() > 40 {
        return Vec::new();
    }
    let mut names: Vec<(usize, String)> = ZONES
        .available()
        .filter_map(|known| {
            let lower = known.as_str().to_ascii_lowercase();
            let place = lower.rsplit('/').next().unwrap_or(&lower);
            let distance = distance(&name, &lower).min(distance(&name, place));
            (distance < FAR && distance * 2 < name.len()).then(|| (distance, known.as_str().to_owned()))
        })
        .collect();
    names.sort();
    names.into_iter().take(3).map(|(_, name)| name).collect()
}

/// How many letters must be put in, taken out or changed to make one text the other.
fn distance(one: &str, other: &str) -> usize {
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (i, a) in one.bytes().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, b) in other.bytes().enumerate() {
            let change = diagonal + usize::from(a != b);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_found_whatever_their_case() {
        assert_eq!(Zone::new("europe/london").unwrap().name(), "Europe/London");
        assert_eq!(Zone::new("UTC").unwrap().name(), "UTC");
    }

    #[test]
    fn an_unknown_name_comes_with_those_near_to_it() {
        for slip in ["Europe/Londn", "London", "Europe/london "] {
            let unknown = Zone::new(slip).unwrap_err();
            assert_eq!(unknown.nearest.first().map(String::as_str), Some("Europe/London"), "{slip}");
        }
        assert_eq!(Zone::new("").unwrap_err().nearest, Vec::<String>::new());
        assert_eq!(Zone::new("Nowhere/Atall").unwrap_err().to_string(), "there is no time zone `Nowhere/Atall`");
        assert!(Zone::new("Etc/Unknown").is_err());
    }
}
