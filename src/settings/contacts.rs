//! Whom a reader can ring. In: `contacts` of the settings or of a bulletin. Out: [`Contact`]s, the national ones among
//! them. It must not know bulletins.

use serde::{Deserialize, Serialize};

use super::{country, links};
use crate::{
    address::folded,
    moment::{Moment, Zone},
    parse::{
        reader::{Commas, MomentRules, Reader, nearest},
        tree::{Map, Node, TreeValue},
    },
    problem::{Code, wording},
};

/// A person or service that a reader can turn to.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Contact {
    pub name: String,
    pub phone: Option<String>,
    pub url: Option<String>,
    pub note: Option<String>,
    /// From when it can be reached.
    pub valid_from: Option<Moment>,
    /// Until when it can be reached.
    pub valid_until: Option<Moment>,
    /// The name of the contact that took its place.
    pub replaced_by: Option<String>,
}

/// The note of the number for emergencies.
const EMERGENCY: &str = "In an emergency";

/// The notes of the national contacts.
const NOTES: &[(&str, &str)] = &[
    ("999", EMERGENCY),
    ("101", "Police, when it is not urgent"),
    ("Crimestoppers", "You need not give your name"),
    ("Report Fraud", "Fraud and cyber crime"),
    ("Action Fraud", "Fraud and cyber crime"),
    ("Missing People", "Free and confidential"),
];

/// The keys under which people write a telephone number, the right one first.
pub const PHONE_KEYS: &[&str] = &["phone", "tel", "telephone", "mobile", "number"];

const KEYS: &[&str] = &["name", "phone", "url", "note", "valid_from", "valid_until", "replaced_by"];

impl Contact {
    /// Whether it is one for emergencies.
    pub fn is_for_emergencies(&self) -> bool {
        let known = matches!(self.phone.as_deref().map(str::trim), Some("999" | "112" | "911" | "000"));
        known || self.note.as_deref() == Some(EMERGENCY)
    }

    /// Its address, and that as people read it: of a mailbox the part behind `mailto:`.
    pub fn shown_url(&self) -> Option<(&str, &str)> {
        let url = self.url.as_deref()?;
        Some((url, url.strip_prefix("mailto:").unwrap_or(url)))
    }

    /// The name under which files of words have the note that the program gave it; none where the site gave one.
    pub fn national_note(&self) -> Option<&str> {
        let note = self.note.as_deref()?;
        if note == EMERGENCY {
            return Some("999");
        }
        NOTES.contains(&(&*self.name, note)).then_some(&self.name)
    }

    fn national(name: &str, phone: &str, url: Option<&str>) -> Self {
        let note = NOTES.iter().find(|(known, _)| *known == name).map(|(_, note)| (*note).into());
        Self {
            name: name.into(),
            phone: Some(phone.into()),
            url: url.map(Into::into),
            note,
            valid_from: None,
            valid_until: None,
            replaced_by: None,
        }
    }

    /// Whether it can be reached at a moment.
    pub fn valid_at(&self, now: Moment) -> bool {
        self.valid_from.is_none_or(|from| from <= now) && self.valid_until.is_none_or(|until| now < until)
    }
}

/// The usual contacts of a country: the number for emergencies, and in the United Kingdom 101, Crimestoppers, Report Fraud,
/// which took the place of Action Fraud on 4 December 2025, and Missing People.
pub fn of_country(country: &str) -> Vec<Contact> {
    if country == "GB" {
        return british();
    }
    let number = country::emergency(country);
    number
        .map(|number| Contact { note: Some(EMERGENCY.into()), ..Contact::national(number, number, None) })
        .into_iter()
        .collect()
}

fn british() -> Vec<Contact> {
    let change = Zone::new("Europe/London")
        .ok()
        .and_then(|zone| crate::moment::parse("2025-12-04", &zone, crate::moment::DateOrder::DayFirst).ok())
        .map(|reading| reading.moment);
    let fraud = "0300 123 2040";
    vec![
        Contact::national("999", "999", None),
        Contact::national("101", "101", Some("https://www.police.uk/")),
        Contact::national("Crimestoppers", "0800 555 111", Some("https://crimestoppers-uk.org/")),
        Contact {
            valid_from: change,
            ..Contact::national("Report Fraud", fraud, Some("https://www.reportfraud.police.uk/"))
        },
        Contact {
            valid_until: change,
            replaced_by: Some("Report Fraud".into()),
            ..Contact::national("Action Fraud", fraud, Some("https://www.actionfraud.police.uk/"))
        },
        Contact::national("Missing People", "116 000", Some("https://www.missingpeople.org.uk/")),
    ]
}

/// Reads one contact that is written out. What is wrong is reported; none comes out without a name.
pub fn written(map: &Map, node: &Node, calendar: MomentRules, reader: &mut Reader) -> Option<Contact> {
    let mut contact = Contact {
        name: String::new(),
        phone: None,
        url: None,
        note: None,
        valid_from: None,
        valid_until: None,
        replaced_by: None,
    };
    let cut_off = reader.cut_off(map, Code::SettingUnknown);
    for (at, entry) in map.entries.iter().enumerate() {
        let value = &entry.value;
        if cut_off.contains(&at) {
            continue;
        }
        match entry.key.to_ascii_lowercase().as_str() {
            "name" => contact.name = reader.text(value, "name").unwrap_or_default(),
            key if PHONE_KEYS.contains(&key) => {
                // Who gives two of them gives both.
                let numbers = contact.phone.take().into_iter().chain(reader.text(value, key));
                contact.phone = numbers.reduce(|first, next| format!("{first}, {next}"));
            }
            "url" => contact.url = links::address(value, "url", reader),
            key @ ("email" | "mail") => {
                let mail = reader.text(value, key);
                let mail = mail.map(|mail| mail.strip_prefix("mailto:").map(str::to_owned).unwrap_or(mail));
                match mail.filter(|mail| mail.contains('@') && !mail.contains(char::is_whitespace)) {
                    Some(mail) => contact.url = contact.url.take().or_else(|| Some(format!("mailto:{mail}"))),
                    None => reader.report(wording::value_wrong(reader.place(value.span), key, "an e-mail address")),
                }
            }
            "note" => contact.note = reader.text(value, "note"),
            "valid_from" => contact.valid_from = reader.moment(value, "valid_from", calendar),
            "valid_until" => contact.valid_until = reader.moment(value, "valid_until", calendar),
            "replaced_by" => contact.replaced_by = reader.text(value, "replaced_by"),
            other => {
                let near = nearest(other, KEYS.iter().copied());
                reader.report(wording::setting_unknown(reader.place(entry.key_span), other, near));
            }
        }
    }
    if contact.name.is_empty() {
        reader.report(wording::value_wrong(reader.place(node.span), "contacts", "contacts with a `name`"));
        return None;
    }
    Some(contact)
}

/// Reports names that are none of the site's contacts.
pub fn known(node: &Node, key: &str, contacts: &[Contact], reader: &mut Reader) {
    let mut words = reader.words(node, key, Commas::Separate);
    // 999 is the number for emergencies, whatever it is in the country.
    let is_meant = |contact: &Contact, word: &str| {
        folded(&contact.name) == folded(word) || (word == "999" && contact.is_for_emergencies())
    };
    words.retain(|word| !contacts.iter().any(|contact| is_meant(contact, &word.text)));
    for word in words {
        let names: Vec<&str> = contacts.iter().map(|contact| contact.name.as_str()).collect();
        let near = nearest(&word.text, names.iter().copied());
        reader.report(wording::contact_unknown(reader.place(word.span), &word.text, &names, near));
    }
}

/// Reads `contacts` of the settings: they join the usual ones, one of the same name takes its place, and one with `remove`
/// takes it off.
pub fn read(node: &Node, usual: Vec<Contact>, calendar: MomentRules, reader: &mut Reader) -> Vec<Contact> {
    let mut contacts = usual;
    for item in reader.list(node) {
        let TreeValue::Map(map) = &item.value else {
            reader.report(wording::value_wrong(
                reader.place(item.span),
                "contacts",
                "a list of `{name, phone, url, note}`",
            ));
            continue;
        };
        let remove = map.get("remove").and_then(|node| reader.flag(node, "remove")).unwrap_or(false);
        let mut map = map.clone();
        map.entries.retain(|entry| entry.key != "remove");
        if let Some(contact) = written(&map, item, calendar, reader) {
            let before = contacts.len();
            contacts.retain(|known| !known.name.eq_ignore_ascii_case(&contact.name));
            if !remove {
                contacts.push(contact);
            } else if contacts.len() == before {
                let expected = "the name of a contact that the site would have without it";
                reader.report(wording::value_wrong(reader.place(item.span), "remove", expected));
            }
        }
    }
    // One further down may take the place of one further up.
    for item in reader.list(node) {
        let replaced_by = match &item.value {
            TreeValue::Map(map) => map.get("replaced_by"),
            TreeValue::Null | TreeValue::Text(_) | TreeValue::List(_) => None,
        };
        if let Some(name) = replaced_by {
            known(name, "replaced_by", &contacts, reader);
        }
    }
    contacts
}
