//! A bulletin in a line: its summary, or where it has none what it is, where and when. In: a bulletin and a voice. Out: a
//! text. It must not know where it is shown.

use std::borrow::Cow;

use super::{voice::Voice, when};
use crate::{settings::Settings, view::Card};

/// Kind, areas and date: of a thing with a time of its own, that of the thing.
pub fn facts(card: &Card, settings: &Settings, voice: &Voice) -> String {
    let place = voice.all_names(card.areas.iter().map(|area| area.name));
    let date = when::words(card, settings, voice).unwrap_or_else(|| voice.moment(card.date));
    let parts = [voice.kind(card.kind), &place, &date].into_iter().filter(|part| !part.is_empty());
    parts.collect::<Vec<_>>().join(" · ")
}

/// The summary; never empty, and never the title a second time.
pub fn summary<'s>(card: &Card<'s>, settings: &Settings, voice: &Voice) -> Cow<'s, str> {
    if card.summary.is_empty() { Cow::Owned(facts(card, settings, voice)) } else { Cow::Borrowed(card.summary) }
}
