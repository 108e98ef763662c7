//! What readers search: the bulletins that lists show, as documents and records. In: the catalogue. Out: pieces of the
//! index, by number. It must not know how pieces are made, nor what a browser does with them.

use std::iter;

use rayon::prelude::*;

use super::{Renderer, voice::Voice};
use crate::{
    catalogue::{AreaId, BulletinId, Catalogue, State, bulletin::Severity},
    plan::{self, Piece},
    search::{self, Contents, Document, Index, Place, Record, Terms, Weight, Word},
};

/// The states by which readers choose, each with the one that its label is taken from.
const STATES: [(&str, State); 5] = [
    ("open", State::Open),
    ("resolved", State::Resolved { since: crate::moment::EPOCH }),
    ("expired", State::Expired { since: crate::moment::EPOCH }),
    ("draft", State::Draft),
    ("scheduled", State::Scheduled),
];

/// A piece of the index.
pub fn piece(renderer: &Renderer, piece: Piece) -> Vec<u8> {
    let catalogue = &renderer.catalogue;
    let voice = &renderer.site_values().voice;
    let index = || renderer.index.get_or_init(|| index(catalogue, voice));
    match piece {
        Piece::Contents => contents(catalogue, voice, index()),
        Piece::Words(number) => index().words(number).to_vec(),
        Piece::Spelling => index().spelling().to_vec(),
        Piece::Records(number) => records(catalogue, voice, number),
    }
}

/// The bulletins of a piece of records.
pub fn ids_of_records(catalogue: &Catalogue, number: u32) -> impl Iterator<Item = BulletinId> + '_ {
    plan::searched(catalogue).skip(number as usize * search::RECORDS).take(search::RECORDS)
}

/// Turns round what the bulletins say. The sets of terms that they share are those of areas, then kinds, then states.
fn index(catalogue: &Catalogue, voice: &Voice) -> Index {
    let areas = catalogue.areas.ids().map(|id| {
        let area = catalogue.areas.get(id);
        let names = iter::once(&area.name).chain(&area.aliases);
        Terms::of(names.map(|name| (Weight::Summary, name.as_str())))
            .with_key(&search::key("a", area_key(catalogue, id)))
    });
    let kinds = catalogue.settings.kinds.iter().enumerate().map(|(at, kind)| {
        let words = [(Weight::Summary, voice.kind(at)), (Weight::Summary, voice.kinds(at))];
        Terms::of(words).with_key(&search::key("k", &kind.name))
    });
    let states = STATES.iter().map(|(name, _)| Terms::default().with_key(&search::key("s", name)));
    let shared: Vec<Terms> = areas.chain(kinds).chain(states).collect();
    let kinds_from = catalogue.areas.len();
    let states_from = kinds_from + catalogue.settings.kinds.len();
    let ids: Vec<BulletinId> = plan::searched(catalogue).collect();
    let document = |id: &BulletinId| {
        let bulletin = &catalogue.bulletin(*id).bulletin;
        let areas = catalogue.areas.around(&bulletin.areas).into_iter().map(|area| area.0);
        let places = [kinds_from + bulletin.kind, states_from + state(bulletin.life.state)];
        let shared = areas.chain(places.iter().map(|place| u32::try_from(*place).unwrap_or(u32::MAX)));
        Document { own: plan::terms(catalogue, *id).collect(), shared: shared.collect() }
    };
    let documents: Vec<Document> = ids.par_iter().with_min_len(256).map(document).collect();
    Index::of(&documents, &shared, plan::word_pieces(catalogue))
}

/// An area as its address names it: `kent/maidstone`.
fn area_key(catalogue: &Catalogue, id: AreaId) -> &str {
    catalogue.areas.get(id).address.as_str().trim_start_matches("/areas/").trim_end_matches('/')
}

/// The place of a state among [`STATES`]; what was updated is open.
fn state(state: State) -> usize {
    let name = if state.is_open() { "open" } else { state.name() };
    STATES.iter().position(|(known, _)| *known == name).unwrap_or(0)
}

fn severity(severity: Severity) -> usize {
    Severity::WORDS.iter().position(|(_, known)| *known == severity).unwrap_or(0)
}

fn contents(catalogue: &Catalogue, voice: &Voice, index: &Index) -> Vec<u8> {
    let zone = &catalogue.settings.zone;
    let ids: Vec<BulletinId> = plan::searched(catalogue).collect();
    let day = |id: &BulletinId| {
        let (year, month, day) = catalogue.bulletin(*id).bulletin.date.date(zone);
        (u32::from(year.unsigned_abs()) * 12 + u32::from(month) - 1) * 31 + u32::from(day) - 1
    };
    let mut days: Vec<u32> = ids.par_iter().with_min_len(256).map(day).collect();
    // Clocks that were put back over midnight would let a later moment be of an earlier day.
    let mut latest = 0;
    for day in &mut days {
        latest = latest.max(*day);
        *day = latest;
    }
    let is_open = |id: &BulletinId| catalogue.bulletin(*id).bulletin.life.state.is_open();
    let mut areas = Vec::new();
    let mut rest: Vec<(AreaId, u32)> = catalogue.areas.roots().iter().rev().map(|root| (*root, 0)).collect();
    while let Some((id, depth)) = rest.pop() {
        let area = catalogue.areas.get(id);
        // An area that only bulletins name which are not shown is not spoken of.
        if !catalogue.area(id).shown.is_empty() {
            areas.push(Place { key: area_key(catalogue, id), name: &area.name, depth });
        }
        rest.extend(area.children.iter().rev().map(|child| (*child, depth + 1)));
    }
    let kinds = catalogue.settings.kinds.iter().enumerate();
    let kinds = kinds.map(|(at, kind)| Word { name: &kind.name, label: voice.kind(at) });
    let states = STATES.iter().map(|(name, state)| Word { name, label: voice.state(*state) });
    let severities =
        Severity::WORDS.iter().map(|(name, severity)| Word { name, label: voice.severity(*severity).unwrap_or("") });
    let contents = Contents {
        kinds: kinds.collect(),
        states: states.collect(),
        severities: severities.collect(),
        areas,
        open: (0..).zip(&ids).filter(|(_, id)| is_open(id)).map(|(at, _)| at).collect(),
        days,
    };
    let numbers = 0..search::record_pieces(ids.len());
    let sums: Vec<u32> =
        numbers.into_par_iter().map(|number| search::sum(&records(catalogue, voice, number))).collect();
    search::contents(&contents, index, &sums)
}

fn records(catalogue: &Catalogue, voice: &Voice, number: u32) -> Vec<u8> {
    let settings = &catalogue.settings;
    let shown: Vec<_> = ids_of_records(catalogue, number)
        .map(|id| {
            let placed = catalogue.bulletin(id);
            let bulletin = &placed.bulletin;
            let link = settings.base.link(&placed.address);
            let day = voice.dates.day(&bulletin.date.shown(&settings.zone));
            let names = bulletin.areas.iter().map(|area| catalogue.areas.get(*area).name.as_str());
            (bulletin, link, voice.names(names), day)
        })
        .collect();
    search::records(shown.iter().map(|(bulletin, link, place, day)| {
        let language = bulletin.says.entry.more.lang.as_deref().filter(|language| *language != settings.language);
        let place_of = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        Record {
            address: link.strip_prefix(settings.base.path()).unwrap_or(link),
            title: &bulletin.says.entry.title,
            summary: &bulletin.says.entry.summary,
            place,
            day,
            language: language.unwrap_or_default(),
            kind: place_of(bulletin.kind),
            state: place_of(state(bulletin.life.state)),
            severity: place_of(severity(bulletin.says.severity)),
        }
    }))
}
