//! Telephone numbers as written in a text, and those that are known. In: texts and settings. Out: digits with places. It
//! must not know any rule.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::Subject;
use crate::settings::{Contact, Settings, contacts};

/// A number in a text.
#[derive(Clone, Debug)]
pub struct NumberMention {
    /// Its digits, with `0` for `+44`.
    pub digits: String,
    pub range: Range<usize>,
}

impl NumberMention {
    /// Whether it is somebody's own telephone, as one for many people seldom is.
    pub fn is_mobile(&self) -> bool {
        self.digits.starts_with("07")
    }
}

/// A number whose owner is known.
#[derive(Clone, Debug)]
pub struct KnownNumber {
    pub digits: String,
    /// As people write it.
    pub written: String,
    /// The names of its owner.
    pub names: Vec<String>,
    /// Words that speak of its owner without the name.
    pub hints: &'static [&'static str],
}

/// Other names of the contacts that a British site has, and words beside their numbers.
const ALIASES: &[(&str, &[&str], &[&str])] = &[
    ("Crimestoppers", &["Crime Stoppers", "Crime-stoppers"], &["anonymous"]),
    ("Report Fraud", &["ReportFraud"], &["fraud"]),
    ("Action Fraud", &["ActionFraud"], &["fraud"]),
];

/// Other numbers of theirs, such as textphones.
const BESIDES: &[(&str, &str)] = &[("Report Fraud", "0300 123 2050")];

/// Services that British bulletins name, beside the contacts of the settings: name, number, and another name. Each is the
/// number that the service gives to the public.
const SERVICES: &[(&str, &str, &str)] = &[
    ("Anti-Terrorist Hotline", "0800 789 321", "Anti Terrorist Hotline"),
    ("National Gas Emergency Service", "0800 111 999", "gas emergency"),
    ("National Domestic Abuse Helpline", "0808 2000 247", "Domestic Abuse Helpline"),
    ("Victim Support", "0808 168 9111", "VictimSupport"),
    ("RSPCA", "0300 1234 999", "R.S.P.C.A."),
    ("Floodline", "0345 988 1188", "Flood line"),
    ("Modern Slavery Helpline", "08000 121 700", "Modern Slavery & Exploitation Helpline"),
    ("NSPCC", "0808 800 5000", "N.S.P.C.C."),
    ("Citizens Advice consumer helpline", "0808 223 1133", "Citizens Advice consumer service"),
    ("Age UK", "0800 678 1602", "AgeUK"),
];

/// The numbers of a text with eight digits or more that begin as telephone numbers of the country do.
pub fn written(text: &str) -> Vec<NumberMention> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:\+44[\s\u{a0}]?(?:\(0\))?|\(?\b0)(?:[\s\u{a0}()-]{0,2}\d){7,11}\b")
            .expect("it is a sound expression")
    });
    NUMBER
        .find_iter(text)
        .filter(|found| {
            !text[found.end()..].starts_with(['/', '-']) && !text[..found.start()].ends_with(['/', '.', '-'])
        })
        .map(|found| NumberMention { digits: digits(found.as_str()), range: found.range() })
        .collect()
}

/// The digits of a number as it is dialled in the country.
pub fn digits(written: &str) -> String {
    written.replace("+44", "0").replace("(0)", "").chars().filter(char::is_ascii_digit).collect()
}

/// The numbers that are known: those of the settings' contacts, of the bulletin itself, and of services of the country.
pub fn known(subject: &Subject) -> Vec<KnownNumber> {
    known_with(subject.settings, &subject.contacts())
}

/// Those of them that are known without the bulletin.
pub fn public(settings: &Settings) -> Vec<KnownNumber> {
    known_with(settings, &[])
}

/// The numbers that the country gives to everybody, whatever the settings say.
pub fn national(settings: &Settings) -> Vec<KnownNumber> {
    let mut known: Vec<KnownNumber> = Vec::new();
    if settings.is_british() {
        for contact in contacts::of_country("GB") {
            add_contact(&mut known, &contact);
        }
        for (name, phone) in BESIDES {
            add(&mut known, phone, std::iter::once((*name).to_owned()), &[]);
        }
        for (name, phone, alias) in SERVICES {
            add(&mut known, phone, [*name, *alias].into_iter().map(str::to_owned), &[]);
        }
    }
    known
}

fn known_with(settings: &Settings, own: &[&Contact]) -> Vec<KnownNumber> {
    let mut known = national(settings);
    let given = known.len();
    for contact in settings.contacts.iter().chain(own.iter().copied()) {
        // What was mistyped there is no number to hold others against.
        let digits = contact.phone.as_deref().map(digits).unwrap_or_default();
        if slip(&digits, &known[..given], |known| names_owner(&contact.name, known)).is_none() {
            add_contact(&mut known, contact);
        }
    }
    known
}

fn add_contact(known: &mut Vec<KnownNumber>, contact: &Contact) {
    if let Some(phone) = &contact.phone {
        let (aliases, hints) = ALIASES
            .iter()
            .find(|(name, _, _)| *name == contact.name)
            .map_or((&[][..], &[][..]), |(_, aliases, hints)| (*aliases, *hints));
        let names = std::iter::once(contact.name.clone()).chain(aliases.iter().map(|alias| (*alias).to_owned()));
        add(known, phone, names, hints);
    }
}

/// Shorter numbers are one slip away from each other.
const LONG: usize = 9;

/// The known number that differs from one by a slip; none where it is known itself. A digit that was changed may make the
/// number of a neighbour's desk: then words must say whose it is.
pub fn slip<'k>(
    digits: &str,
    known: &'k [KnownNumber],
    is_theirs: impl Fn(&KnownNumber) -> bool,
) -> Option<&'k KnownNumber> {
    if known.iter().any(|known| known.digits == digits) {
        return None;
    }
    known.iter().find(|known| {
        known.digits.len() >= LONG
            && strsim::osa_distance(&known.digits, digits) == 1
            && (known.digits.len() != digits.len() || swapped(&known.digits, digits) || is_theirs(known))
    })
}

fn add(known: &mut Vec<KnownNumber>, phone: &str, names: impl Iterator<Item = String>, hints: &'static [&'static str]) {
    let digits = digits(phone);
    let at = known.iter().position(|known| known.digits == digits).unwrap_or(known.len());
    if at == known.len() {
        known.push(KnownNumber { digits, written: phone.to_owned(), names: Vec::new(), hints });
    }
    for name in names {
        // `999` is a number, and no name that somebody is called by.
        if name.contains(char::is_alphabetic) && !known[at].names.contains(&name) {
            known[at].names.push(name);
        }
    }
}

/// Whether two numbers of one length differ by two neighbours that changed places.
pub fn swapped(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let differ: Vec<usize> = one.iter().zip(other).enumerate().filter(|(_, (a, b))| a != b).map(|(at, _)| at).collect();
    one.len() == other.len() && matches!(differ[..], [a, b] if b == a + 1 && one[a] == other[b] && one[b] == other[a])
}

/// Whether a text names its owner.
pub fn names_owner(text: &str, known: &KnownNumber) -> bool {
    is_spoken_of(text, &(0..text.len()), known, 0)
}

/// Whether its owner is spoken of near a place of a text.
pub fn is_spoken_of(text: &str, range: &Range<usize>, known: &KnownNumber, reach: usize) -> bool {
    let from = text.floor_char_boundary(range.start.saturating_sub(reach));
    let to = text.ceil_char_boundary((range.end + reach).min(text.len()));
    let around = text[from..to].to_lowercase();
    let names = known.names.iter().map(String::as_str).chain(known.hints.iter().copied());
    names.into_iter().any(|name| around.contains(&name.to_lowercase()))
}
