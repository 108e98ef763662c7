//! `security.txt` (RFC 9116). In: the settings. Out: bytes. It must not know when it lapses.

use crate::{address::Address, settings::Settings};

/// The file: `Contact` and `Expires` are required; a `Canonical` has to begin with `https` (sections 2.5.2 to 2.5.8).
pub fn text(settings: &Settings) -> Vec<u8> {
    let Some(security) = &settings.security else { return Vec::new() };
    let mut text = String::new();
    for contact in &security.contacts {
        text.push_str(&format!("Contact: {contact}\n"));
    }
    text.push_str(&format!("Expires: {}\n", security.expires.rfc3339(&settings.zone)));
    if !security.languages.is_empty() {
        text.push_str(&format!("Preferred-Languages: {}\n", security.languages.join(", ")));
    }
    let own = settings.base.url(&Address::new("/.well-known/security.txt"));
    if own.starts_with("https://") {
        text.push_str(&format!("Canonical: {own}\n"));
    }
    if let Some(policy) = &security.policy {
        text.push_str(&format!("Policy: {policy}\n"));
    }
    text.into_bytes()
}
