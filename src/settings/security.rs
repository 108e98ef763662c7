//! Whom to tell of a weakness of the site (RFC 9116). In: `security` of the settings. Out: [`Security`] and, at a
//! moment, what is wrong with it. It must not know how the file looks.

use super::language;
use crate::{
    moment::{Moment, Zone},
    parse::{
        reader::{Commas, MomentRules, Reader, nearest, safe_address},
        tree::Node,
    },
    problem::{Problem, wording},
    source::Place,
};

/// What `security.txt` says.
#[derive(Clone, Debug)]
pub struct Security {
    /// Addresses with `https`, `mailto` or `tel`; the first is the one that is preferred.
    pub contacts: Vec<String>,
    /// Until when it can be relied on.
    pub expires: Moment,
    pub policy: Option<String>,
    /// The languages that reports may be written in.
    pub languages: Vec<String>,
    /// Where `expires` stands.
    place: Place,
}

const KEYS: &[&str] = &["contact", "expires", "policy", "languages"];

/// So many days before its end that is told of: enough for whoever looks at the site once a month.
const NOTICE: i32 = 31;

/// So many days ahead and no more should `expires` be (RFC 9116, section 2.5.5: less than a year).
const YEAR: i32 = 366;

impl Security {
    /// Whether it can be relied on at a moment.
    pub fn holds(&self, now: Moment) -> bool {
        self.expires > now
    }

    /// What is wrong with it at a moment.
    pub fn problem(&self, now: Moment, zone: &Zone) -> Option<Problem> {
        let until = self.expires.words(zone);
        let place = || self.place.clone();
        if !self.holds(now) {
            Some(wording::security_lapsed(place(), &until))
        } else if self.told(zone) <= now {
            Some(wording::security_ending(place(), &until))
        } else if self.expires > now.plus_days(YEAR, zone) {
            Some(wording::security_far(place(), &until))
        } else {
            None
        }
    }

    /// Since when its end is told of.
    pub fn told(&self, zone: &Zone) -> Moment {
        self.expires.plus_days(-NOTICE, zone)
    }
}

/// Reads `security`.
pub fn read(node: &Node, calendar: MomentRules, reader: &mut Reader) -> Option<Security> {
    let map = reader.map(node, "security")?;
    let (mut all, mut until, mut policy, mut languages) = (Vec::new(), None, None, Vec::new());
    let before = reader.problems.len();
    for entry in &map.entries {
        let value = &entry.value;
        match entry.key.as_str() {
            "contact" | "contacts" => all = contacts(value, reader),
            "expires" => until = reader.moment(value, "expires", calendar).map(|expires| (expires, value.span)),
            "policy" => policy = web(value, reader),
            "languages" => {
                let items = reader.list(value);
                languages = items.iter().filter_map(|item| language(item, "languages", reader)).collect();
            }
            other => {
                let near = nearest(other, KEYS.iter().copied());
                reader.report(wording::setting_unknown(reader.place(entry.key_span), other, near));
            }
        }
    }
    let Some((expires, span)) = until.filter(|_| !all.is_empty()) else {
        // What cannot be read is one problem, not two.
        if reader.problems.len() == before {
            reader.report(wording::value_wrong(reader.place(node.span), "security", "a `contact` and an `expires`"));
        }
        return None;
    };
    Some(Security { contacts: all, expires, policy, languages, place: reader.place(span) })
}

/// Contacts as RFC 9116 wants them (section 2.5.3): an e-mail address alone gets its `mailto:`.
fn contacts(node: &Node, reader: &mut Reader) -> Vec<String> {
    let mut contacts = Vec::new();
    for word in reader.words(node, "contact", Commas::Separate) {
        let bare = word.text.contains('@') && !word.text.contains(':');
        let text = if bare { format!("mailto:{}", word.text) } else { word.text };
        let known = ["https://", "mailto:", "tel:"].iter().any(|scheme| text.starts_with(scheme));
        match safe_address(&text).filter(|_| known) {
            Some(address) => contacts.push(address),
            None => {
                let expected = "an e-mail address, or an address with `https://`, `mailto:` or `tel:`";
                reader.report(wording::value_wrong(reader.place(word.span), "contact", expected));
            }
        }
    }
    contacts
}

/// A web address, which has to begin with `https` (RFC 9116, section 2.5.6).
fn web(node: &Node, reader: &mut Reader) -> Option<String> {
    let address = reader.address(node, "policy")?;
    if address.starts_with("https://") {
        return Some(address);
    }
    reader.report(wording::value_wrong(reader.place(node.span), "policy", "an address with `https://`"));
    None
}
