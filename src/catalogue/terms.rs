//! What of a bulletin is searched, and how much each place of it says. In: what its file tells. Out: its terms. It must
//! not know other bulletins: the names of areas and kinds come in where the index is made.

use super::bulletin::Draft;
use crate::{
    parse,
    search::{Terms, Weight},
};

/// Takes the terms of a bulletin and of its updates, which are searched from their dates on.
pub fn take(draft: &mut Draft, body: &str) {
    let body = parse::plain(body);
    let entry = &draft.entry;
    let texts = [(Weight::Title, &entry.title), (Weight::Summary, &entry.summary), (Weight::Once, &body)];
    let references = draft.more.references.iter().map(|reference| (Weight::Title, reference));
    let tags = draft.tags.iter().map(|tag| (Weight::Summary, tag));
    let texts = texts.into_iter().chain(references).chain(tags);
    draft.terms = Terms::of(texts.map(|(weight, text)| (weight, text.as_str())));
    for update in draft.more.get_mut().into_iter().flat_map(|more| &mut more.updates) {
        update.terms = Terms::of([(Weight::Once, &*parse::plain(&update.text))]);
    }
}
