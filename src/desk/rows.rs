//! Bulletins as the desk lists them. In: an edition of the site. Out: rows, and which of them are asked for. Of what was taken
//! back a row tells its days and nothing else. It must not know requests or templates.

use std::collections::HashMap;

use serde::Serialize;

use super::{OWN, fields, form::FormData, screens::about};
use crate::{
    address::folded,
    catalogue::{Catalogue, Gone, LinkTarget, PlacedBulletin, Reading, State, field_name, translation},
    change,
    moment::Moment,
    problem::Problem,
    render::Voice,
    serve::Edition,
    source::{Place, SourcePath, line_and_column},
};

/// A bulletin in a list.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    pub path: String,
    pub link: String,
    /// None of one that was taken back.
    pub title: Option<String>,
    /// Of one that was taken back: what tells it from others.
    pub address: Option<String>,
    /// `draft`, `scheduled`, `open`, `updated`, `resolved`, `expired`, `withdrawn`, `broken`.
    pub state: &'static str,
    pub label: String,
    pub kind: String,
    pub areas: Vec<String>,
    /// The day of publication in words.
    pub day: String,
    /// What else its state says: until when, since when.
    pub note: String,
}

/// What is asked of the list.
#[derive(Debug, Default)]
pub struct Filter {
    words: Vec<String>,
    state: String,
    kind: String,
    area: String,
    from: String,
}

impl Filter {
    pub fn of(form: &FormData) -> Self {
        let words = folded(form.text("q")).split_whitespace().map(str::to_owned).collect();
        let own = |name: &str| form.text(name).to_owned();
        Self { words, state: own("state"), kind: own("kind"), area: folded(form.text("area")), from: own("from") }
    }

    fn takes(&self, catalogue: &Catalogue, placed: &PlacedBulletin) -> bool {
        let bulletin = &placed.bulletin;
        let settings = &catalogue.settings;
        if !self.state.is_empty() && !is_state(&self.state, bulletin.life.state) {
            return false;
        }
        if !self.kind.is_empty() && settings.kinds[bulletin.kind].name != self.kind {
            return false;
        }
        if !self.from.is_empty() && bulletin.date.rfc3339(&settings.zone).get(..10).is_some_and(|day| day < &*self.from)
        {
            return false;
        }
        let areas = &catalogue.areas;
        if !self.area.is_empty()
            && !areas.around(&bulletin.areas).iter().any(|id| folded(&areas.get(*id).name) == self.area)
        {
            return false;
        }
        if self.words.is_empty() {
            return true;
        }
        let entry = &bulletin.says.entry;
        let mut text = folded(&entry.title);
        for more in [entry.summary.as_str()].into_iter().chain(bulletin.says.more.references.iter().map(String::as_str))
        {
            text.push(' ');
            text.push_str(&folded(more));
        }
        for id in &bulletin.areas {
            text.push(' ');
            text.push_str(&folded(&areas.get(*id).name));
        }
        self.words.iter().all(|word| text.contains(word.as_str()))
    }

    fn takes_gone(&self) -> bool {
        let plain = self.words.is_empty() && self.kind.is_empty() && self.area.is_empty() && self.from.is_empty();
        plain && (self.state.is_empty() || self.state == "withdrawn")
    }
}

fn is_state(wanted: &str, state: State) -> bool {
    state.name() == wanted || (wanted == "open" && state.is_open())
}

/// Every bulletin that a filter takes, newest first, those that were taken back last; only those of a page are made rows.
pub fn all(edition: &Edition, voice: &Voice, filter: &Filter, page: usize, per_page: usize) -> (usize, Vec<Row>) {
    let catalogue = &edition.site.catalogue;
    let taken: Vec<&PlacedBulletin> =
        catalogue.bulletins.iter().filter(|placed| filter.takes(catalogue, placed)).collect();
    let gone: &[Gone] = if filter.takes_gone() { &catalogue.gone } else { &[] };
    let rows = taken.iter().map(|placed| Ok(*placed)).chain(gone.iter().map(Err)).skip(page * per_page).take(per_page);
    let rows = rows.map(|row| match row {
        Ok(placed) => shown(catalogue, voice, placed),
        Err(gone) => taken_back(catalogue, voice, gone),
    });
    (taken.len() + gone.len(), rows.collect())
}

/// The row of a bulletin.
pub fn shown(catalogue: &Catalogue, voice: &Voice, placed: &PlacedBulletin) -> Row {
    let (bulletin, zone) = (&placed.bulletin, voice.zone());
    let state = bulletin.life.state;
    let day = |moment: Moment| voice.dates.day(&moment.shown(zone));
    let note = match state {
        State::Scheduled => voice.fill("desk_row_from", &[("when", &voice.moment(bulletin.date))]),
        State::Resolved { .. } | State::Expired { .. } => state
            .told_since(zone)
            .map(|since| voice.fill("desk_row_since", &[("when", &day(since))]))
            .unwrap_or_default(),
        State::Draft | State::Open | State::Updated => {
            // What happens on a day is on that day, whenever it was written.
            let start = bulletin.says.more.when.as_ref().and_then(|when| when.times.start);
            match (start, bulletin.expires) {
                (Some(start), _) => voice.fill("desk_row_on", &[("when", &day(start))]),
                (None, Some(ends)) => voice.fill("desk_row_until", &[("when", &day(ends.last_that_holds(zone)))]),
                (None, None) => String::new(),
            }
        }
    };
    Row {
        path: bulletin.says.entry.path.as_str().to_owned(),
        link: about("bulletin", &bulletin.says.entry.path),
        title: Some(bulletin.says.entry.title.clone()),
        address: None,
        state: state.name(),
        label: voice.state(state).to_owned(),
        kind: voice.kind(bulletin.kind).to_owned(),
        areas: bulletin.areas.iter().map(|id| catalogue.areas.get(*id).name.clone()).collect(),
        day: day(bulletin.date),
        note,
    }
}

/// The pages whose titles hold some words, each as a row.
pub fn pages(edition: &Edition, voice: &Voice, words: &str) -> Vec<Row> {
    let words = folded(words);
    let taken = edition.site.catalogue.pages.iter().filter(|placed| {
        let title = folded(&placed.entry.title);
        words.split_whitespace().all(|word| title.contains(word))
    });
    let row = |path: &SourcePath, title: &str| Row {
        path: path.as_str().to_owned(),
        link: about("bulletin", path),
        title: Some(title.to_owned()),
        address: None,
        state: "page",
        label: voice.text("desk_page").to_owned(),
        kind: String::new(),
        areas: Vec::new(),
        day: String::new(),
        note: String::new(),
    };
    taken.map(|placed| row(&placed.entry.path, &placed.entry.title)).collect()
}

/// The row of one that was taken back.
pub fn taken_back(catalogue: &Catalogue, voice: &Voice, gone: &Gone) -> Row {
    let day = |moment: Moment| voice.dates.day(&moment.shown(voice.zone()));
    Row {
        path: gone.path.as_str().to_owned(),
        link: about("bulletin", &gone.path),
        title: None,
        address: Some(catalogue.settings.base.link(&gone.address)),
        state: "withdrawn",
        label: voice.text("desk_taken_back").to_owned(),
        kind: String::new(),
        areas: Vec::new(),
        // The day on which it was published says nothing any more.
        day: String::new(),
        note: voice.fill("desk_row_gone", &[("when", &day(gone.since))]),
    }
}

/// A document, or another file of the site, that has problems.
#[derive(Clone, Debug, Serialize)]
pub struct ProblemRow {
    /// None of what no screen shows.
    pub link: Option<String>,
    pub title: String,
    pub errors: usize,
    pub more: usize,
    /// The first of them, in words.
    pub first: String,
}

/// Whether the settings cannot be read: what the site is then is not what it was meant to be.
pub fn is_unsettled(edition: &Edition, settings: &SourcePath) -> bool {
    let is_there = |problem: &&Problem| problem.place.as_ref().is_some_and(|place| place.path == *settings);
    edition.all_problems().filter(is_there).any(Problem::is_error)
}

/// What has problems, what has errors first; at most so many, and how many there are. Of files that are no document come those
/// with errors, and the settings where a line of them is meant.
pub fn troubled(edition: &Edition, settings: &SourcePath, most: usize) -> (usize, Vec<ProblemRow>) {
    let mut by_path: HashMap<&SourcePath, Vec<&Problem>> = HashMap::new();
    let mut order = Vec::new();
    for problem in edition.all_problems() {
        let is_told = |place: &&Place| {
            place.path.below("content").is_some()
                || problem.is_error()
                || (place.path == *settings && place.span.is_some())
        };
        let Some(place) = problem.place.as_ref().filter(is_told) else { continue };
        let of_path = by_path.entry(&place.path).or_insert_with(|| {
            order.push(&place.path);
            Vec::new()
        });
        of_path.push(problem);
    }
    order.sort_by_key(|path| !by_path[path].iter().any(|problem| problem.is_error()));
    // What nobody sees yet holds nothing up.
    let waits = |path: &SourcePath| edition.public().target(path.as_str()) == Some(LinkTarget::Hidden);
    let rows = order.iter().take(most).map(|path| {
        let problems = &by_path[path];
        let errors = problems.iter().filter(|problem| problem.is_error()).count();
        let errors = if errors > 0 && waits(path) { 0 } else { errors };
        let first = problems.iter().find(|problem| problem.is_error()).unwrap_or(&problems[0]);
        // Other files of `content/` have no screen.
        let is_document = reading(edition, path).is_some();
        let voice = edition.site.voice();
        let (link, title) = if is_document {
            (Some(about("bulletin", path)), title(edition, path))
        } else if *path == settings {
            (Some(format!("{OWN}settings")), Some(voice.text("desk_settings").to_owned()))
        } else {
            (None, Some(path.as_str().to_owned()))
        };
        // A document shows its lines on a screen of its own.
        let line = first.place.as_ref().and_then(|place| place.span).filter(|_| !is_document);
        let line = line.zip(edition.text(path)).map(|(span, text)| line_and_column(&text, span.start as usize).0);
        let line = line.map(|line| voice.fill("desk_at_line", &[("line", &line.to_string())]) + " ");
        ProblemRow {
            link,
            title: title.unwrap_or_else(|| path.file_name().to_owned()),
            errors,
            more: problems.len() - 1,
            first: line.unwrap_or_default() + &sentence(&first.message),
        }
    });
    (order.len(), rows.collect())
}

/// The title of a document that is shown, or that cannot be: its file says one all the same.
pub fn title(edition: &Edition, path: &SourcePath) -> Option<String> {
    let catalogue = &edition.site.catalogue;
    match catalogue.target(path.as_str())? {
        LinkTarget::Bulletin(id) => Some(catalogue.bulletin(id).bulletin.says.entry.title.clone()),
        LinkTarget::Page(id) => Some(catalogue.page(id).entry.title.clone()),
        LinkTarget::Broken => said_title(&edition.text(path)?),
        LinkTarget::Hidden => None,
    }
}

/// The title that the text of a document says; none of one that is being taken back.
fn said_title(text: &str) -> Option<String> {
    let (fields, _) = change::parts(text, field_name).ok()?;
    if fields::value(&fields, "status").and_then(change::Value::as_text) == Some("withdrawn") {
        return None;
    }
    fields::value(&fields, "title")?.as_text().filter(|title| !title.is_empty()).map(str::to_owned)
}

/// The reading of a document.
pub fn reading<'e>(edition: &'e Edition, path: &SourcePath) -> Option<&'e Reading> {
    let readings = &edition.site.readings;
    let at = readings.binary_search_by(|known| known.path.cmp(path)).ok()?;
    Some(&readings[at])
}

/// The document that a document is a translation of: what happens to the one happens to both.
pub fn original(edition: &Edition, path: &SourcePath) -> Option<SourcePath> {
    let readings = &edition.site.readings;
    let at = readings.binary_search_by(|known| known.path.cmp(path)).ok()?;
    readings[at].translation.as_ref()?;
    let originals = translation::originals(readings, &edition.site.catalogue.settings.language);
    Some(readings[originals[at]?].path.clone())
}

/// What is left of a bulletin, where it was taken back.
pub fn gone<'e>(edition: &'e Edition, path: &SourcePath) -> Option<&'e Gone> {
    edition.site.catalogue.gone.iter().find(|gone| gone.path == *path)
}

/// A sentence without the numbers by which a system knows what stood in the way.
pub fn without_numbers(sentence: &str) -> String {
    let mut parts = sentence.split(" (os error ");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |told, part| told + part.split_once(')').map_or("", |(_, rest)| rest))
}

/// A message as a sentence: with a capital letter and a full stop, and what it quotes in the marks that people know.
pub fn sentence(message: &str) -> String {
    let quoted = |(at, part): (usize, &str)| match at {
        0 => part.to_owned(),
        at if at % 2 == 1 => format!("“{part}"),
        _ => format!("”{part}"),
    };
    let message: String = message.split('`').enumerate().map(quoted).collect();
    let mut letters = message.chars();
    let first = letters.next().map(|first| first.to_uppercase().collect::<String>()).unwrap_or_default();
    let rest = letters.as_str();
    let stop = if message.ends_with(['.', '?', '!', ':']) { "" } else { "." };
    format!("{first}{rest}{stop}")
}
