//! Who stands behind a site and how readers follow it. In: `publisher` and `subscribe` of the settings. Out: [`Publisher`]
//! and [`Subscription`]s. It must not know bulletins.

use super::{Publisher, Subscription, links};
use crate::{
    parse::{
        reader::{Reader, nearest},
        tree::{Node, TreeValue},
    },
    problem::wording,
    telephone::{Numbering, dialled},
};

/// The networks that are named as they name themselves; any other word is shown as it is written.
pub const NETWORKS: &[(&str, &str)] = &[
    ("whatsapp", "WhatsApp"),
    ("facebook", "Facebook"),
    ("telegram", "Telegram"),
    ("signal", "Signal"),
    ("nextdoor", "Nextdoor"),
    ("instagram", "Instagram"),
    ("mastodon", "Mastodon"),
    ("bluesky", "Bluesky"),
    ("x", "X"),
];

/// Reads `{name, url, email}`, a name alone, or an address alone.
pub fn publisher(node: &Node, reader: &mut Reader) -> Option<Publisher> {
    const KEYS: [&str; 3] = ["name", "url", "email"];
    let TreeValue::Map(map) = &node.value else {
        let text = reader.text(node, "publisher")?;
        let is_address = text.starts_with("http") || text.starts_with('/');
        let address = is_address.then(|| links::address(node, "publisher", reader)).flatten();
        return Some(Publisher { name: text, address, email: None });
    };
    let mut publisher = Publisher { name: String::new(), address: None, email: None };
    for entry in &map.entries {
        match entry.key.as_str() {
            "name" | "title" => publisher.name = reader.text(&entry.value, "publisher").unwrap_or_default(),
            "url" | "address" => publisher.address = links::address(&entry.value, "publisher", reader),
            "email" => publisher.email = email(&entry.value, reader),
            other => {
                let near = nearest(other, KEYS);
                reader.report(wording::setting_unknown(reader.place(entry.key_span), other, near));
            }
        }
    }
    if publisher.name.is_empty() {
        publisher.name = publisher.address.clone()?;
    }
    Some(publisher)
}

/// Whether a text is an e-mail address that readers can write to.
pub fn is_email(text: &str) -> bool {
    text.split_once('@').is_some_and(|(name, host)| !name.is_empty() && host.contains('.'))
        && text.chars().all(|letter| letter.is_ascii_graphic() && !"<>\"(),:;?&%".contains(letter))
}

/// Reads an e-mail address, with or without `mailto:`.
fn email(node: &Node, reader: &mut Reader) -> Option<String> {
    let text = reader.text(node, "email")?;
    let address = text.strip_prefix("mailto:").unwrap_or(&text);
    if !is_email(address) {
        let expected = "an e-mail address, such as `watch@example.org`";
        reader.report(wording::value_wrong(reader.place(node.span), "email", expected));
        return None;
    }
    Some(address.to_owned())
}

/// Reads `subscribe`: lines `email: …`, `whatsapp: …`.
pub fn ways(node: &Node, numbering: Numbering, reader: &mut Reader) -> Vec<Subscription> {
    let Some(map) = reader.map(node, "subscribe") else { return Vec::new() };
    let mut ways = Vec::new();
    for entry in &map.entries {
        let address = way(&entry.key, &entry.value, numbering, reader);
        ways.extend(address.map(|address| Subscription { name: entry.key.clone(), address }));
    }
    ways
}

/// Where one of them leads: an address, a mailbox, or a number on which people write.
fn way(name: &str, node: &Node, numbering: Numbering, reader: &mut Reader) -> Option<String> {
    let TreeValue::Text(text) = &node.value else { return reader.address(node, name) };
    let text = text.trim();
    // Where readers write to be put on the list, or where they fill in a form.
    let is_mail = name.eq_ignore_ascii_case("email");
    if is_mail && (text.contains('@') || !text.contains('/')) && !text.contains("://") {
        return email(node, reader).map(|address| format!("mailto:{address}"));
    }
    let start = match name.to_ascii_lowercase().as_str() {
        "whatsapp" => Some("https://wa.me/"),
        "signal" => Some("https://signal.me/#p/+"),
        _ => None,
    };
    // Both want a number as it is rung from abroad.
    let number = dialled(text, numbering).and_then(|dialled| Some(dialled.strip_prefix("tel:+")?.to_owned()));
    if let (Some(start), Some(number)) = (start, number) {
        return Some([start, &number].concat());
    }
    let address = links::address(node, name, reader)?;
    // A name that somebody has on a network leads nowhere, nor does a number.
    if address.contains(['/', ':']) {
        return Some(address);
    }
    let expected = "the whole address to which readers are led, such as `https://example.org/join`";
    reader.report(wording::value_wrong(reader.place(node.span), name, expected));
    None
}
