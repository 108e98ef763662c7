//! Telephone numbers as written in a text, and those that are known. In: texts and settings. Out: digits with places. It
//! must not know any rule.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use super::Subject;

/// A number in a text.
#[derive(Clone, Debug)]
pub struct Written {
    /// Its digits, with `0` for `+44`.
    pub digits: String,
    pub range: Range<usize>,
}

/// A number whose owner is known.
#[derive(Clone, Debug)]
pub struct Known {
    pub digits: String,
    /// As people write it.
    pub written: String,
    /// The names of its owner.
    pub names: Vec<String>,
    /// Whether it is one for the whole country.
    pub national: bool,
}

/// The contacts whose names everybody uses for one number.
const NATIONAL: [&str; 4] = ["Crimestoppers", "Action Fraud", "Report Fraud", "Missing People"];

/// The numbers of a text with eight digits or more that begin as telephone numbers of the country do.
pub fn written(text: &str) -> Vec<Written> {
    static NUMBER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:\+44[\s\u{a0}]?(?:\(0\))?|\(?\b0)(?:[\s\u{a0}()-]{0,2}\d){7,11}\b")
            .expect("it is a sound expression")
    });
    NUMBER
        .find_iter(text)
        .filter(|found| {
            !text[found.end()..].starts_with(['/', '-']) && !text[..found.start()].ends_with(['/', '.', '-'])
        })
        .map(|found| {
            let national = found.as_str().replace("+44", "0").replace("(0)", "");
            let digits: String = national.chars().filter(char::is_ascii_digit).collect();
            Written { digits, range: found.range() }
        })
        .collect()
}

/// The numbers that are known: those of the settings' contacts and of the bulletin itself, with nine digits or more.
pub fn known(subject: &Subject) -> Vec<Known> {
    let own = subject.contacts();
    let mut known: Vec<Known> = Vec::new();
    for contact in subject.settings.contacts.iter().chain(own) {
        let Some(phone) = &contact.phone else { continue };
        let digits: String = phone.replace("+44", "0").chars().filter(char::is_ascii_digit).collect();
        if let Some(same) = known.iter_mut().find(|known| known.digits == digits) {
            if !same.names.contains(&contact.name) {
                same.names.push(contact.name.clone());
            }
            continue;
        }
        let national = NATIONAL.contains(&contact.name.as_str());
        known.push(Known { digits, written: phone.clone(), names: vec![contact.name.clone()], national });
    }
    known
}

/// Whether two numbers of one length differ by two neighbours that changed places.
pub fn swapped(one: &str, other: &str) -> bool {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let differ: Vec<usize> = one.iter().zip(other).enumerate().filter(|(_, (a, b))| a != b).map(|(at, _)| at).collect();
    one.len() == other.len() && matches!(differ[..], [a, b] if b == a + 1 && one[a] == other[b] && one[b] == other[a])
}

/// Whether one of some names stands near a place of a text.
pub fn named_near(text: &str, range: &Range<usize>, names: &[String], reach: usize) -> bool {
    let from = text.floor_char_boundary(range.start.saturating_sub(reach));
    let to = text.ceil_char_boundary((range.end + reach).min(text.len()));
    let around = text[from..to].to_lowercase();
    names.iter().any(|name| around.contains(&name.to_lowercase()))
}
