//! The kinds of bulletin: appeal, warning and so on. In: `kinds` of the settings. Out: [`Kind`]s.
//! It must not know bulletins.

use super::alerts;
use crate::parse::{
    reader::{Commas, Reader, nearest},
    tree::{Node, TreeValue},
};
use crate::{address::slug, problem::wording};

/// What becomes of a bulletin's page when it is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnClose {
    Keep,
    Retract,
}

/// Who gave a kind its name: the program's is said in the language of each page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameOrigin {
    Program,
    Site,
}

/// Whether what bulletins of a kind tell of happens at a time of its own (`when`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventTiming {
    /// It is told now, and `when` is seldom given.
    Now,
    /// On a day, which each bulletin has to say; without an end it is over with that day.
    Once,
    /// From some time on; without an end it goes on.
    While,
}

/// One kind of bulletin.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kind {
    /// The word of the front matter.
    pub name: String,
    pub label: String,
    pub label_by: NameOrigin,
    pub plural: String,
    pub plural_by: NameOrigin,
    /// The names of the contacts that its bulletins show when they name none.
    pub contacts: Vec<String>,
    /// How many days after its date a bulletin expires that does not say when.
    pub life: Option<i32>,
    pub on_close: OnClose,
    /// Whether its readers may have to leave the page at once.
    pub quick_exit: bool,
    pub happens: EventTiming,
    /// Whether its bulletins ask readers for help.
    pub asks: bool,
    /// Whether its bulletins ask readers to ring at once, in a line that stays at the foot of the screen.
    pub at_once: bool,
    /// The CAP 1.2 category, when bulletins of this kind are alerts.
    pub cap: Option<&'static str>,
}

const KEYS: &[&str] =
    &["name", "label", "plural", "contacts", "life", "on_close", "quick_exit", "happens", "asks", "at_once", "cap"];

impl Kind {
    fn built_in(name: &str, label: &str, plural: &str, contacts: &[&str]) -> Self {
        Self {
            name: name.into(),
            label: label.into(),
            label_by: NameOrigin::Program,
            plural: plural.into(),
            plural_by: NameOrigin::Program,
            contacts: contacts.iter().map(|name| (*name).into()).collect(),
            life: None,
            on_close: if name == "missing" { OnClose::Retract } else { OnClose::Keep },
            quick_exit: false,
            happens: match name {
                "event" => EventTiming::Once,
                "roads" | "consultation" => EventTiming::While,
                _ => EventTiming::Now,
            },
            asks: matches!(name, "appeal" | "missing" | "incident" | "animal"),
            at_once: name == "missing",
            cap: alerts::usual_category(name),
        }
    }

    /// The name of a bulletin's file behind its day. Where a page is taken back once it is closed, it must not say who it is
    /// about: the name becomes the address, and people keep links.
    pub fn file_name(&self, title: &str, areas: &[String]) -> String {
        if self.on_close == OnClose::Keep {
            return slug(title);
        }
        let what = if self.name == "missing" { "missing-person".to_owned() } else { slug(&self.name) };
        match areas.first().and_then(|area| area.rsplit('/').next()).map(slug).filter(|area| !area.is_empty()) {
            Some(area) => format!("{what}-in-{area}"),
            None => what,
        }
    }

    /// Whether a word of front matter means it: its name or either label, in capitals or not.
    pub fn is_called(&self, word: &str) -> bool {
        [&self.name, &self.label, &self.plural].iter().any(|name| name.eq_ignore_ascii_case(word))
    }

    /// A kind of which only the name is known.
    fn bare(name: &str) -> Self {
        let mut label = name.replace(['-', '_'], " ");
        if let Some(first) = label.get(..1).map(str::to_uppercase) {
            label.replace_range(..1, &first);
        }
        let plural = match label.strip_suffix('y') {
            Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
            _ if label.ends_with('s') => label.clone(),
            _ => format!("{label}s"),
        };
        let (label_by, plural_by) = (NameOrigin::Site, NameOrigin::Site);
        Self { label_by, plural_by, ..Self::built_in(name, &label, &plural, &[]) }
    }
}

/// The kinds of a site that declares none. Nobody is rung about street lights or a lost dog unless the bulletin says whom.
pub fn built_in() -> Vec<Kind> {
    vec![
        Kind::built_in("appeal", "Appeal", "Appeals", &["101", "Crimestoppers"]),
        Kind::built_in("warning", "Warning", "Warnings", &["101", "Report Fraud"]),
        Kind::built_in("missing", "Help find", "Missing people", &["999", "101", "Missing People"]),
        Kind::built_in("incident", "Incident", "Incidents", &["101", "Crimestoppers"]),
        Kind::built_in("advice", "Advice", "Advice", &["101"]),
        Kind::built_in("event", "Event", "Events", &[]),
        Kind::built_in("roads", "Roads", "Roads and travel", &[]),
        Kind::built_in("animal", "Animal", "Animals", &[]),
        Kind::built_in("consultation", "Consultation", "Consultations", &[]),
        Kind::built_in("notice", "Notice", "Notices", &[]),
    ]
}

/// What a site's own list of kinds is to the built-in ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KindsMerge {
    Added,
    Alone,
}

/// Reads `kinds`: a list of names or of maps with a `name`. A built-in name keeps what the map does not set.
pub fn read(node: &Node, own: KindsMerge, reader: &mut Reader) -> Vec<Kind> {
    let mut kinds = declared(node, reader);
    if own == KindsMerge::Added {
        let named = std::mem::take(&mut kinds);
        kinds = built_in();
        for kind in named {
            match kinds.iter().position(|known| known.name == kind.name) {
                Some(at) => kinds[at] = kind,
                None => kinds.push(kind),
            }
        }
    }
    kinds
}

fn declared(node: &Node, reader: &mut Reader) -> Vec<Kind> {
    let mut kinds: Vec<Kind> = Vec::new();
    for item in reader.list(node) {
        let name = match &item.value {
            TreeValue::Map(map) => map.get("name").and_then(|node| reader.text(node, "name")),
            _ => reader.text(item, "kinds"),
        };
        let Some(name) = name else {
            reader.report(wording::value_wrong(
                reader.place(item.span),
                "kinds",
                "a list of kinds, each with a `name`",
            ));
            continue;
        };
        let mut kind = built_in().into_iter().find(|kind| kind.name == name).unwrap_or_else(|| Kind::bare(&name));
        if let TreeValue::Map(map) = &item.value {
            for entry in &map.entries {
                let value = &entry.value;
                match entry.key.as_str() {
                    "name" => {}
                    "label" => {
                        if let Some(label) = reader.text(value, "label") {
                            if map.get("plural").is_none() {
                                kind.plural = Kind::bare(&label).plural;
                                kind.plural_by = NameOrigin::Site;
                            }
                            kind.label = label;
                            kind.label_by = NameOrigin::Site;
                        }
                    }
                    "plural" => {
                        if let Some(plural) = reader.text(value, "plural") {
                            kind.plural = plural;
                            kind.plural_by = NameOrigin::Site;
                        }
                    }
                    "contacts" => {
                        kind.contacts = reader
                            .words(value, "contacts", Commas::Separate)
                            .into_iter()
                            .map(|word| word.text)
                            .collect();
                    }
                    "life" => kind.life = days(value, reader),
                    "on_close" => {
                        let known = [("keep", OnClose::Keep), ("retract", OnClose::Retract)];
                        kind.on_close = reader.choice(value, "on_close", &known).unwrap_or(kind.on_close);
                    }
                    "quick_exit" => kind.quick_exit = reader.flag(value, "quick_exit").unwrap_or(kind.quick_exit),
                    "happens" => {
                        let known =
                            [("now", EventTiming::Now), ("once", EventTiming::Once), ("while", EventTiming::While)];
                        kind.happens = reader.choice(value, "happens", &known).unwrap_or(kind.happens);
                    }
                    "asks" => kind.asks = reader.flag(value, "asks").unwrap_or(kind.asks),
                    "at_once" => kind.at_once = reader.flag(value, "at_once").unwrap_or(kind.at_once),
                    "cap" => kind.cap = alerts::category(value, reader),
                    other => {
                        let near = nearest(other, KEYS.iter().copied());
                        reader.report(wording::setting_unknown(reader.place(entry.key_span), other, near));
                    }
                }
            }
        }
        if let Some(first) = kinds.iter().position(|known| known.name == kind.name) {
            reader.report(wording::value_wrong(reader.place(item.span), "kinds", "each kind once"));
            kinds.remove(first);
        }
        kinds.push(kind);
    }
    kinds
}

/// Reads a usual life: `30`, `30 days`, `6 weeks`; `never` for none.
fn days(node: &Node, reader: &mut Reader) -> Option<i32> {
    let text = reader.text(node, "life")?;
    let text = text.trim().to_ascii_lowercase();
    if text == "never" {
        return None;
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    let unit = match text[digits..].trim() {
        "" | "day" | "days" => Some(1),
        "week" | "weeks" => Some(7),
        _ => None,
    };
    let days = text[..digits].parse::<i32>().ok().zip(unit).and_then(|(count, unit)| count.checked_mul(unit));
    if days.is_none_or(|days| days > 36_500) {
        reader.report(wording::value_wrong(
            reader.place(node.span),
            "life",
            "a number of days or weeks, such as `30 days`",
        ));
        return None;
    }
    days
}

#[cfg(test)]
mod tests {
    use super::built_in;

    #[test]
    fn no_name_is_in_the_name_of_a_file_that_is_taken_back() {
        let kinds = built_in();
        let kind = |name: &str| kinds.iter().find(|kind| kind.name == name).expect("it is built in");
        let in_mill_end = ["Kent/Mill End".to_owned()];
        assert_eq!(kind("missing").file_name("Help find Jane", &[]), "missing-person");
        assert_eq!(kind("missing").file_name("Help find Jane", &in_mill_end), "missing-person-in-mill-end");
        assert_eq!(kind("animal").file_name("Lost dog Bess", &[]), "lost-dog-bess");
    }
}
