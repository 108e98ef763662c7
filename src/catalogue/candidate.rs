//! Every sound bulletin of the sources, shown or not, before the catalogue takes the shown ones. In: readings, settings,
//! now. Out: [`Candidate`]s, each with its fate. It must not know areas, tags or addresses of others.

use std::{collections::HashMap, sync::Arc};

use rayon::prelude::*;

use super::{
    Preview, Reading,
    bulletin::Draft,
    contacts::Contacts,
    life::{self, Fate, Life, LifeFacts},
    reading::DocumentContent,
    translation,
};
use crate::{
    language::first,
    moment::Moment,
    problem::Problem,
    settings::{Contact, Settings},
};

/// A bulletin that may come to stand in the catalogue.
pub struct Candidate {
    /// What its file says; of a translation, with what it takes over.
    pub says: Arc<Draft>,
    pub fate: Fate,
    /// The place of its file among the readings.
    pub reading: usize,
    /// The place among the candidates of what it translates.
    pub original: Option<usize>,
    pub contacts: Option<Vec<Arc<Contact>>>,
    /// The language of the log, in a translation that has none of its own.
    pub updates_language: Option<Box<str>>,
    /// Whether lists and feeds take it: of a bulletin and its translations, they take one.
    pub listed: bool,
}

/// All candidates: those that stand alone or have translations in the order of their paths, then the translations.
#[derive(Default)]
pub struct Candidates {
    pub all: Vec<Candidate>,
    /// How many of them are no translations.
    pub originals: usize,
    /// The first moment after now at which one of them may come to read otherwise.
    pub turn: Option<Moment>,
}

/// A candidate with what else was found out about it.
struct CheckedCandidate {
    candidate: Candidate,
    turn: Option<Moment>,
    problems: Vec<Problem>,
}

/// Gathers the candidates. `originals` says of each reading which one it translates.
pub fn candidates(
    readings: &[Arc<Reading>],
    originals: &[Option<usize>],
    settings: &Settings,
    contacts: &Contacts,
    now: Moment,
    preview: Preview,
    problems: &mut Vec<Problem>,
) -> Candidates {
    let mut candidates = Candidates::default();
    let mut add = |found: Vec<CheckedCandidate>, candidates: &mut Candidates| {
        candidates.all.reserve(found.len());
        for CheckedCandidate { candidate, turn, problems: own } in found {
            candidates.all.push(candidate);
            candidates.turn = candidates.turn.into_iter().chain(turn).min();
            problems.extend(own);
        }
    };
    let alone =
        readings.par_iter().enumerate().filter(|(at, reading)| originals[*at].is_none() && is_whole(reading, now));
    let of_original = |(at, reading): (usize, &Arc<Reading>)| {
        let DocumentContent::Bulletin(draft) = &reading.says else { return None };
        let mut problems = Vec::new();
        let candidate = Candidate {
            says: draft.clone(),
            fate: life::decide(&draft.course, now, preview),
            reading: at,
            original: None,
            contacts: contacts.of(draft, &mut problems),
            updates_language: None,
            listed: true,
        };
        Some(CheckedCandidate { candidate, turn: turn(&draft.course, now), problems })
    };
    add(alone.filter_map(of_original).collect(), &mut candidates);
    candidates.originals = candidates.all.len();

    let pairs: Vec<(usize, usize)> =
        originals.iter().enumerate().filter_map(|(at, original)| Some((at, (*original)?))).collect();
    if pairs.is_empty() {
        return candidates;
    }
    let places: HashMap<usize, usize> =
        candidates.all.iter().enumerate().map(|(place, candidate)| (candidate.reading, place)).collect();
    let of_translation = |&(at, of): &(usize, usize)| {
        let original = *places.get(&of)?;
        if is_held(&readings[at], now) {
            return None;
        }
        let mut problems = Vec::new();
        let (says, updates_language) = translation::bulletin(&readings[at], &readings[of], settings, &mut problems)?;
        let DocumentContent::Bulletin(own) = &readings[at].says else { return None };
        let own_contacts = contacts.of(own, &mut problems);
        // A translation may have a log of its own.
        let logged = own.more.updates.iter().map(|update| update.date).filter(|date| *date > now).min();
        let fate = match life::decide(&says.course, now, preview) {
            Fate::Shown(life) => Fate::Shown(Life { next: life.next.into_iter().chain(logged).min(), ..life }),
            other => other,
        };
        let candidate = Candidate {
            fate,
            reading: at,
            original: Some(original),
            contacts: own_contacts.or_else(|| candidates.all[original].contacts.clone()),
            updates_language,
            listed: false,
            says: Arc::new(says),
        };
        let turn = turn(&candidate.says.course, now).into_iter().chain(logged).min();
        Some(CheckedCandidate { candidate, turn, problems })
    };
    let translations = pairs.par_iter().with_min_len(64).filter_map(of_translation).collect();
    add(translations, &mut candidates);
    choose(&mut candidates, settings);
    candidates
}

/// Whether a document has all that it needs to stand by itself, and nothing holds it back.
pub fn is_whole(reading: &Reading, now: Moment) -> bool {
    let lacking = reading.translation.iter().flat_map(|translation| &translation.lacking);
    !lacking.into_iter().any(Problem::is_error) && !is_held(reading, now)
}

/// Whether something is an error at a moment that is none for good.
fn is_held(reading: &Reading, now: Moment) -> bool {
    reading.timed.iter().any(|timed| timed.problem.is_error() && timed.holds_at(now))
}

/// The next moment at which a bulletin may come to read otherwise.
fn turn(course: &LifeFacts, now: Moment) -> Option<Moment> {
    life::all_turns(course).filter(|turn| *turn > now).min()
}

/// Chooses which of a bulletin and its translations stands in lists and feeds: the one in the site's language, else the
/// original. One that was chosen and then taken back alone keeps its neutral entry, and the original stands in for it.
fn choose(candidates: &mut Candidates, settings: &Settings) {
    let mut families: HashMap<usize, Vec<usize>> = HashMap::new();
    for (at, candidate) in candidates.all.iter().enumerate() {
        if let Some(original) = candidate.original {
            families.entry(original).or_insert_with(|| vec![original]).push(at);
        }
    }
    for (original, family) in families {
        let of_site = |at: &&usize| {
            let Candidate { says, fate, .. } = &candidates.all[**at];
            let language = says.entry.more.lang.as_ref().unwrap_or(&settings.language);
            first(language) == first(&settings.language) && !matches!(fate, Fate::Hidden { .. })
        };
        let chosen = family.iter().find(of_site).copied().unwrap_or(original);
        let fate = |at: usize| &candidates.all[at].fate;
        let stands_in = matches!(fate(chosen), Fate::Gone(_)) && matches!(fate(original), Fate::Shown(_));
        for at in family {
            candidates.all[at].listed = at == chosen || (stands_in && at == original);
        }
    }
}
