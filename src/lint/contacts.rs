//! The contacts of the settings, held against the numbers that the country gives to everybody: what is mistyped there is
//! wrong on every page. In: the settings and their text. Out: problems. It must not know any bulletin.

use super::numbers;
use crate::{
    problem::{Code, Fix, Problem},
    settings::Settings,
    source::{Place, SourcePath, Span},
};

/// The contacts of a site's own settings whose numbers differ by a slip from the ones that are known.
pub fn mistyped(settings: &Settings, path: &SourcePath, text: &str) -> Vec<Problem> {
    if settings.allows(Code::NumberNearMiss) {
        return Vec::new();
    }
    let known = numbers::national(settings);
    let of_contact = |contact: &crate::settings::Contact| {
        let phone = contact.phone.as_deref()?;
        let digits = numbers::digits(phone);
        let meant = numbers::slip(&digits, &known, |known| numbers::names_owner(&contact.name, known))?;
        let at = text.find(phone);
        let span = at.map(|at| Span::new(at, at + phone.len()));
        Some(Problem {
            place: Some(span.map_or_else(|| Place::whole(path), |span| Place::at(path, span))),
            code: Code::NumberNearMiss,
            message: format!(
                "`{phone}` of the contact `{}` is one slip away from the number of {}",
                contact.name, meant.names[0]
            ),
            help: format!("is `{}` meant? Every page that names the contact gives this number", meant.written),
            related: Vec::new(),
            fix: span.map(|span| Box::new(Fix::replace(span, meant.written.clone()).for_review())),
        })
    };
    settings.contacts.iter().filter_map(of_contact).collect()
}
