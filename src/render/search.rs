//! What readers search: the bulletins that lists show, as documents and records. In: their view. Out: pieces of the index,
//! by number. It must not know how pieces are made, nor what a browser does with them.

use std::iter;

use rayon::prelude::*;

use super::{Renderer, voice::Voice, when};
use crate::{
    plan::IndexPiece,
    search::{self, AreaRecord, Contents, FacetName, Index, IndexedDocument, ResultRecord, Terms, Weight},
    settings::Settings,
    view::{Search, Severity, State},
};

/// The states by which readers choose, each with the one that its label is taken from.
const STATES: [(&str, State); 5] = [
    ("open", State::Open),
    ("resolved", State::Resolved { since: crate::moment::EPOCH, called_off: false }),
    ("expired", State::Expired { since: crate::moment::EPOCH }),
    ("draft", State::Draft),
    ("scheduled", State::Scheduled),
];

/// A piece of the index.
pub fn piece(renderer: &Renderer, piece: IndexPiece, search: Search) -> Vec<u8> {
    let (settings, voice) = (&*renderer.settings, &renderer.site_values().voice);
    let index = || renderer.index.get_or_init(|| index(settings, voice, search));
    match piece {
        IndexPiece::Contents => contents(settings, voice, search, index()),
        IndexPiece::Words(number) => index().words(number).to_vec(),
        IndexPiece::Spelling => index().spelling().to_vec(),
        IndexPiece::Records(number) => records(settings, voice, search, number),
    }
}

/// Turns round what the bulletins say. The sets of terms that they share are those of areas, then kinds, then states.
fn index(settings: &Settings, voice: &Voice, search: Search) -> Index {
    let areas: Vec<Terms> = search
        .areas()
        .iter()
        .map(|area| {
            let names = iter::once(area.name).chain(area.aliases.iter().map(String::as_str));
            Terms::of(names.map(|name| (Weight::Summary, name))).with_key(&search::key("a", area.key))
        })
        .collect();
    let kinds_from = areas.len();
    let states_from = kinds_from + settings.kinds.len();
    let kinds = settings.kinds.iter().enumerate().map(|(at, kind)| {
        let words = [(Weight::Summary, voice.kind(at)), (Weight::Summary, voice.kinds(at))];
        Terms::of(words).with_key(&search::key("k", &kind.name))
    });
    let states = STATES.iter().map(|(name, _)| Terms::default().with_key(&search::key("s", name)));
    let shared: Vec<Terms> = areas.into_iter().chain(kinds).chain(states).collect();
    let documents = search.found().map(|found| {
        let places = [kinds_from + found.kind, states_from + state(found.state)];
        let shared = found.areas.into_iter().chain(places.into_iter().map(place));
        IndexedDocument { own: found.terms, shared: shared.collect() }
    });
    let documents: Vec<IndexedDocument> = documents.collect();
    Index::of(&documents, &shared, search.word_pieces())
}

/// A place among areas, kinds, states and the like, as pieces of the index write it.
fn place(at: usize) -> u32 {
    u32::try_from(at).expect("each of these takes memory: there are fewer than 2^32")
}

/// The place of a state among [`STATES`]; what was updated is open.
fn state(state: State) -> usize {
    let name = if state.is_open() { "open" } else { state.name() };
    STATES.iter().position(|(known, _)| *known == name).unwrap_or(0)
}

fn severity(severity: Severity) -> usize {
    Severity::WORDS.iter().position(|(_, known)| *known == severity).unwrap_or(0)
}

fn contents(settings: &Settings, voice: &Voice, search: Search, index: &Index) -> Vec<u8> {
    let mut open = Vec::new();
    let mut days: Vec<u32> = Vec::with_capacity(search.count());
    for found in search.found() {
        let (year, month, day) = found.date.date(&settings.zone);
        let day = (u32::from(year.unsigned_abs()) * 12 + u32::from(month) - 1) * 31 + u32::from(day) - 1;
        if found.state.is_open() {
            open.push(place(days.len()));
        }
        // Clocks that were put back over midnight would let a later moment be of an earlier day.
        days.push(days.last().map_or(day, |latest| day.max(*latest)));
    }
    let tree = search.tree();
    let areas = tree.iter().map(|(area, depth)| AreaRecord { key: area.key, name: area.name, depth: *depth });
    let kinds = settings.kinds.iter().enumerate();
    let kinds = kinds.map(|(at, kind)| FacetName { name: &kind.name, label: voice.kind(at) });
    let states = STATES.iter().map(|(name, state)| FacetName { name, label: voice.state(*state) });
    let severities = Severity::WORDS
        .iter()
        .map(|(name, severity)| FacetName { name, label: voice.severity(*severity).unwrap_or("") });
    let contents = Contents {
        kinds: kinds.collect(),
        states: states.collect(),
        severities: severities.collect(),
        areas: areas.collect(),
        open,
        days,
    };
    let numbers = 0..search::record_pieces(search.count());
    let sums: Vec<u32> =
        numbers.into_par_iter().map(|number| search::sum(&records(settings, voice, search, number))).collect();
    search::contents(&contents, index, &sums)
}

fn records(settings: &Settings, voice: &Voice, search: Search, number: u32) -> Vec<u8> {
    let cards: Vec<_> = search
        .records(number)
        .into_iter()
        .map(|card| {
            let card = card.get();
            let link = settings.base.link(card.address);
            let published = || voice.dates.day(&card.date.shown(&settings.zone));
            let day = when::words(&card, settings, voice).unwrap_or_else(published);
            let names = voice.names(card.areas.iter().map(|area| area.name));
            (card, link, names, day)
        })
        .collect();
    search::records(cards.iter().map(|(card, link, names, day)| {
        let language = card.language.filter(|language| *language != settings.language);
        ResultRecord {
            address: link.strip_prefix(settings.base.path()).unwrap_or(link),
            title: card.title,
            summary: card.summary,
            place: names,
            day,
            language: language.unwrap_or_default(),
            kind: place(card.kind),
            state: place(state(card.state)),
            severity: place(severity(card.severity)),
        }
    }))
}
