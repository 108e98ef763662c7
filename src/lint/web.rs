//! Which addresses of other hosts a document leads to. In: its reading, its text and the settings. Out: addresses with their
//! places, for `check --links`. It must not know the network.

use std::{collections::BTreeSet, sync::LazyLock};

use regex::Regex;

use super::{LifePhase, Subject, fate};
use crate::{
    catalogue::Reading,
    moment::Moment,
    parse::tree::{Node, TreeValue},
    problem::Code,
    settings::Settings,
    source::Span,
};

static BARE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r#"https?://[^\s<>"'`\[\](){}|\\]+"#).expect("it is a sound expression"));

/// The addresses of other hosts in body, log and fields, without what follows `#`, each once, at its first place. None of a
/// bulletin that was taken back, or that allows what comes of them.
pub fn addresses(reading: &Reading, text: &str, settings: &Settings, now: Moment) -> Vec<(String, Span)> {
    let Some(subject) = Subject::new(reading, text, settings) else { return Vec::new() };
    let is_allowed =
        settings.allows(Code::LinkGone) || subject.allow().iter().any(|code| code == Code::LinkGone.name());
    if is_allowed || !LifePhase::Shown.at(fate(reading, now)) {
        return Vec::new();
    }
    let mut found: Vec<(String, Span)> = Vec::new();
    for anchor in &subject.anchors {
        found.push((anchor.destination.clone(), Span::from(anchor.range.clone())));
    }
    for copy in &subject.copies {
        for bare in BARE.find_iter(copy.text()) {
            found.push((ended(bare.as_str()).to_owned(), copy.span(bare.range())));
        }
    }
    for entry in &subject.fields.entries {
        of_field(&entry.value, &mut found);
    }
    let own = settings.base.root();
    let mut told = BTreeSet::new();
    found.retain_mut(|(address, _)| {
        let whole = address.split('#').next().unwrap_or_default().trim().to_owned();
        *address = whole;
        let lower = address.to_ascii_lowercase();
        let is_web = lower.starts_with("https://") || lower.starts_with("http://");
        is_web && !address.starts_with(own.as_str()) && told.insert(address.clone())
    });
    found
}

/// An address in running text, without the mark that ends the sentence.
fn ended(address: &str) -> &str {
    address.trim_end_matches(['.', ',', ';', ':', '!', '?', '…', '’', '”', '*', '_', '~'])
}

/// What of a field is an address and nothing else.
fn of_field(node: &Node, found: &mut Vec<(String, Span)>) {
    match &node.value {
        TreeValue::Text(text) if !text.contains(char::is_whitespace) => found.push((text.clone(), node.span)),
        TreeValue::Text(_) | TreeValue::Null => {}
        TreeValue::List(nodes) => nodes.iter().for_each(|node| of_field(node, found)),
        TreeValue::Map(map) => map.entries.iter().for_each(|entry| of_field(&entry.value, found)),
    }
}
