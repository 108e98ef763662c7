//! Words that a form lets choose from. In: the settings and the word that a document has. Out: what can be chosen, that word among
//! it as it is written: a form that nobody touched sends it back.

use crate::{render::Voice, settings::Settings};

/// A word to choose: what is sent, what is shown, and whether it is chosen.
pub type WordOption = (String, String, bool);

/// The kinds. The one that is chosen is sent as the document writes it, and so is a word that means none.
pub fn kinds(settings: &Settings, voice: &Voice, word: &str, chosen: Option<usize>) -> Vec<WordOption> {
    let other = chosen.is_none().then(|| {
        let default = voice.kind(settings.default_kind);
        let label = match word {
            "" => voice.fill("desk_no_kind", &[("kind", default)]),
            word => voice.fill("desk_other_kind", &[("word", word), ("kind", default)]),
        };
        (word.to_owned(), label, true)
    });
    let kinds = settings.kinds.iter().enumerate().map(|(at, kind)| {
        let is_chosen = chosen == Some(at);
        (if is_chosen { word } else { &kind.name }.to_owned(), voice.kind(at).to_owned(), is_chosen)
    });
    other.into_iter().chain(kinds).collect()
}

/// How urgent something can be, likewise.
pub fn severities(voice: &Voice, word: &str) -> Vec<WordOption> {
    let known = ["extreme", "severe", "moderate", "minor"];
    let other = !word.is_empty() && !known.iter().any(|known| known.eq_ignore_ascii_case(word));
    let options = known.iter().map(|known| {
        let is_chosen = known.eq_ignore_ascii_case(word);
        let label = voice.text(&format!("desk_severity_{known}")).to_owned();
        (if is_chosen { word } else { known }.to_owned(), label, is_chosen)
    });
    let none = (String::new(), voice.text("desk_severity_none").to_owned(), word.is_empty());
    std::iter::once(none).chain(options).chain(other.then(|| (word.to_owned(), word.to_owned(), true))).collect()
}
