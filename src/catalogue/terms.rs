//! What of a bulletin is searched, and how much each place of it says. In: what its file tells. Out: its terms. It must
//! not know other bulletins: the names of areas and kinds come in where the index is made.

use super::bulletin::{ContactName, Draft};
use crate::{
    address::folded,
    parse,
    search::{Terms, Weight},
    settings::{Contact, Settings},
};

/// Takes the terms of a bulletin, the words of whose body these are, and of its updates, which are searched from their dates
/// on.
pub fn take(draft: &mut Draft, body: &str, settings: &Settings) {
    let entry = &draft.entry;
    let texts = [(Weight::Title, &*entry.title), (Weight::Summary, &entry.summary), (Weight::Once, body)];
    let references = draft.more.references.iter().map(|reference| (Weight::Title, reference.as_str()));
    let tags = draft.tags.iter().map(|tag| (Weight::Summary, tag.as_str()));
    // The numbers that readers are asked to ring are looked for as often as words.
    let contacts: Vec<String> = draft.more.contacts.iter().flatten().map(|name| words_of(name, settings)).collect();
    let contacts = contacts.iter().map(|contact| (Weight::Once, contact.as_str()));
    let texts = texts.into_iter().chain(references).chain(tags).chain(contacts);
    draft.terms = Terms::of(texts);
    for update in draft.more.get_mut().into_iter().flat_map(|more| &mut more.updates) {
        update.terms = Terms::of([(Weight::Once, &*parse::plain(&update.text))]);
    }
}

/// What is searched of a contact, as it is written out or as the settings have it under its name.
fn words_of(name: &ContactName, settings: &Settings) -> String {
    let words = |contact: &Contact| {
        let Contact { name, phone, note, .. } = contact;
        [Some(name), phone.as_ref(), note.as_ref()].into_iter().flatten().cloned().collect::<Vec<_>>().join(" ")
    };
    match name {
        ContactName::Written(contact) => words(contact),
        ContactName::Named { name, .. } => {
            let known = settings.contacts.iter().find(|contact| folded(&contact.name) == folded(name));
            known.map_or_else(|| name.clone(), words)
        }
    }
}
