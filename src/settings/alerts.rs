//! Whether bulletins also go out as alerts (CAP 1.2), and in whose name. In: `cap` of the settings, the category of a
//! kind. Out: [`AlertSettings`]. It must not know bulletins.

use crate::{
    parse::{
        reader::{Reader, nearest},
        tree::Node,
    },
    problem::wording,
};

/// How the receiver of an alert is to take it (CAP 1.2, section 3.2.1, `status`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AlertStatus {
    Actual,
    /// The default: a neighbourhood's site is no alerting authority.
    #[default]
    Exercise,
    System,
    Test,
    Draft,
}

impl AlertStatus {
    /// The words of CAP.
    pub const WORDS: &[(&str, Self)] = &[
        ("Actual", Self::Actual),
        ("Exercise", Self::Exercise),
        ("System", Self::System),
        ("Test", Self::Test),
        ("Draft", Self::Draft),
    ];

    /// The word of CAP.
    pub fn name(self) -> &'static str {
        Self::WORDS.iter().find(|(_, status)| *status == self).map_or("Exercise", |(word, _)| word)
    }
}

/// What is common to all alerts of a site.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AlertSettings {
    pub status: AlertStatus,
    /// Who sends them; none: the site's own host.
    pub sender: Option<String>,
    /// The operator or device that they come from.
    pub source: Option<String>,
}

/// What an event can be about (CAP 1.2, section 3.2.2, `category`), each word with itself; `none` is no alert.
pub const CATEGORIES: &[(&str, Option<&str>)] = &[
    ("Geo", Some("Geo")),
    ("Met", Some("Met")),
    ("Safety", Some("Safety")),
    ("Security", Some("Security")),
    ("Rescue", Some("Rescue")),
    ("Fire", Some("Fire")),
    ("Health", Some("Health")),
    ("Env", Some("Env")),
    ("Transport", Some("Transport")),
    ("Infra", Some("Infra")),
    ("CBRNE", Some("CBRNE")),
    ("Other", Some("Other")),
    ("none", None),
];

/// The category of a built-in kind.
pub fn usual_category(kind: &str) -> Option<&'static str> {
    match kind {
        "appeal" | "warning" | "incident" => Some("Security"),
        "missing" => Some("Rescue"),
        _ => None,
    }
}

/// Reads the category of a kind; a word that CAP does not have is reported.
pub fn category(node: &Node, reader: &mut Reader) -> Option<&'static str> {
    reader.choice(node, "cap", CATEGORIES).flatten()
}

/// Reads `cap`; alerts are on where it is a map at all.
pub fn read(node: &Node, reader: &mut Reader) -> Option<AlertSettings> {
    let map = reader.map(node, "cap")?;
    let mut alerts = AlertSettings::default();
    for entry in &map.entries {
        let value = &entry.value;
        match entry.key.as_str() {
            "status" => alerts.status = reader.choice(value, "status", AlertStatus::WORDS).unwrap_or_default(),
            "sender" => alerts.sender = sender(value, reader),
            "source" => alerts.source = reader.text(value, "source"),
            other => {
                let near = nearest(other, ["status", "sender", "source"]);
                reader.report(wording::setting_unknown(reader.place(entry.key_span), other, near));
            }
        }
    }
    Some(alerts)
}

/// Reads a sender: a name without spaces, commas, `<` and `&` (CAP 1.2, section 3.2.1).
fn sender(node: &Node, reader: &mut Reader) -> Option<String> {
    let sender = reader.text(node, "sender")?;
    if sender.contains(|c: char| c.is_whitespace() || matches!(c, ',' | '<' | '&')) {
        let expected = "a name such as `wrenvalley.example`, without spaces, commas, `<` and `&`";
        reader.report(wording::value_wrong(reader.place(node.span), "sender", expected));
        return None;
    }
    Some(sender)
}
