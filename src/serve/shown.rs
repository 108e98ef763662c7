//! What the preview says of a page: whether the tab is to load it again, what is wrong, and what it is. In: an edition, and
//! what a tab shows. Out: one JSON value for `preview.js`. It must not know HTTP or how this is laid out.

use serde_json::{Value, json};

use super::{
    edition::{CachedPage, Edition, PageError},
    look::{FileLookup, find},
    shared::Shared,
};
use crate::{
    catalogue::{Catalogue, Gone, Hidden, PlacedBulletin, Reason, State},
    moment::{Moment, Zone},
    plan::{
        Recipe,
        traits::{self, OutputSubject},
    },
    problem::{Problem, show},
    render::RenderedOutput,
    source::SourcePath,
};

/// What a tab says of itself.
#[derive(Debug, Default)]
pub struct Tab {
    /// The plain path that it shows.
    pub path: String,
    /// The mark of the page that it shows.
    pub mark: String,
    /// The edition that it heard of last, and the run that this was in.
    pub edition: u64,
    pub run: String,
    pub as_on: Option<Moment>,
    /// Whether it is told of what readers do not see yet: problems quote the files that they are in.
    pub sees_hidden: bool,
}

/// What is to be done with the page that a tab shows.
#[derive(Clone, Debug, PartialEq, Eq)]
enum TabAction {
    Stay,
    Reload,
    /// Only style sheets that it loads changed.
    Restyle(Vec<String>),
}

/// A problem or a fault for the page.
pub fn fault(fault: &PageError, edition: &Edition) -> Value {
    match fault {
        PageError::Problem(problem) => show::parts(problem, &|path| edition.text(path)),
        PageError::Program(said) => json!({
            "severity": "error",
            "code": "program",
            "message": format!("the program failed inside: {said}"),
            "help": "please report this; the rest of the preview goes on",
            "related": [],
        }),
    }
}

/// A fault as the terminal shows it.
pub fn in_words(fault: &PageError, edition: &Edition) -> String {
    match fault {
        PageError::Problem(problem) => show::plain(problem, &|path| edition.text(path)),
        PageError::Program(said) => format!("error: the program failed inside: {said}"),
    }
}

/// Everything that a tab wants to know.
pub fn state(shared: &Shared, edition: &Edition, tab: &Tab) -> Value {
    let found = find(edition, &tab.path);
    let page = match &found {
        FileLookup::Output(output) | FileLookup::Nothing(Some(output)) => Some(edition.page(output)),
        FileLookup::Nothing(None) | FileLookup::Elsewhere(_) => None,
    };
    let mut errors = errors(shared, edition, page.as_deref());
    let then = then(shared, &found, page.as_deref(), tab, !errors.is_empty());
    let (then, files) = match then {
        TabAction::Stay => ("stay", Vec::new()),
        TabAction::Reload => ("reload", Vec::new()),
        TabAction::Restyle(files) => ("restyle", files),
    };
    if !tab.sees_hidden {
        errors.clear();
    }
    let all = edition.all_problems().count();
    let sound = page.as_ref().filter(|page| page.rendered.is_ok());
    let catalogue = &edition.site.catalogue;
    json!({
        "run": shared.run,
        "edition": edition.number,
        "then": then,
        "files": files,
        "mark": sound.map(|page| &page.mark),
        "styles": sound.map(|page| &page.styles),
        "errors": errors,
        "warnings": edition.all_problems().filter(|problem| !problem.is_error()).count(),
        "all": all,
        "page": about(edition, &found, tab),
        "asOn": tab.as_on.map(|moment| words(moment, catalogue)),
        "today": words(catalogue.now, catalogue).get("day"),
        "waiting": if tab.sees_hidden { unseen(edition) } else { Vec::new() },
    })
}

/// The errors of the whole site, the one of this page first.
fn errors(shared: &Shared, edition: &Edition, page: Option<&CachedPage>) -> Vec<Value> {
    let of_page = page.and_then(|page| page.rendered.as_ref().err().cloned()).filter(|fault| !fault.is_passing());
    let mut faults: Vec<PageError> = of_page.into_iter().collect();
    let mut more = |fault: PageError| {
        if !faults.iter().any(|known| known.is(&fault)) {
            faults.push(fault);
        }
    };
    edition.fault.iter().for_each(|said| more(PageError::Program(said.clone())));
    edition
        .problems
        .iter()
        .filter(|problem| problem.is_error())
        .for_each(|problem| more(PageError::Problem(problem.clone())));
    shared.faults().into_iter().for_each(|(_, fault)| more(fault));
    faults.iter().take(show::MOST_SHOWN).map(|one| fault(one, edition)).collect()
}

fn then(shared: &Shared, found: &FileLookup, page: Option<&CachedPage>, tab: &Tab, broken: bool) -> TabAction {
    let page = match (found, page) {
        // The page went because something cannot be read just now: it is kept in sight under the overlay.
        (FileLookup::Nothing(_) | FileLookup::Elsewhere(_), _) if broken => return TabAction::Stay,
        (FileLookup::Elsewhere(_), _) | (_, None) => return TabAction::Reload,
        (_, Some(page)) => page,
    };
    let Ok(rendered) = &page.rendered else { return TabAction::Stay };
    if page.mark != tab.mark {
        return TabAction::Reload;
    }
    if tab.run != shared.run {
        return TabAction::Stay;
    }
    let RenderedOutput::Bytes(bytes) = rendered else { return TabAction::Stay };
    let text = String::from_utf8_lossy(bytes);
    let mut touched = shared.touched_since(tab.edition);
    touched.retain(|link| text.contains(link.as_str()));
    match touched.iter().all(|link| link.ends_with(".css")) {
        _ if touched.is_empty() => TabAction::Stay,
        true => TabAction::Restyle(touched),
        false => TabAction::Reload,
    }
}

/// A moment for people, and for the bar's field.
fn words(moment: Moment, catalogue: &Catalogue) -> Value {
    let zone = &catalogue.settings.zone;
    json!({"words": moment.words(zone), "day": moment.rfc3339(zone).get(..10)})
}

/// What stands at the address, in words.
fn about(edition: &Edition, found: &FileLookup, tab: &Tab) -> Value {
    let catalogue = &edition.site.catalogue;
    let mut about = match found {
        FileLookup::Output(output) if output.recipe == Recipe::NotFound => {
            json!({"state": "The page for lost readers"})
        }
        FileLookup::Output(output) => match traits::of(&output.recipe).subject {
            OutputSubject::Bulletin(id) => bulletin(edition, catalogue.bulletin(id)),
            OutputSubject::Gone(id) => gone(edition, catalogue.gone(id)),
            OutputSubject::Page(id) => own("Page", &catalogue.page(id).entry.path, edition),
            OutputSubject::List(..) => json!({"state": "List"}),
            OutputSubject::File(_) | OutputSubject::Alias(_) | OutputSubject::AllBulletins | OutputSubject::Site => {
                json!({"state": "Overview"})
            }
        },
        FileLookup::Nothing(_) | FileLookup::Elsewhere(_) => {
            match waiting(edition, &tab.path).filter(|_| tab.sees_hidden) {
                Some(waiting) => hidden(edition, waiting),
                None => json!({"state": "Nothing stands here", "name": "none"}),
            }
        }
    };
    if let (FileLookup::Output(output), Some(about)) = (found, about.as_object_mut()) {
        about.insert("link".into(), edition.home.url(&output.address).into());
    }
    if let Some(about) = about.as_object_mut() {
        about.insert("host".into(), edition.home.host().into());
        if !tab.sees_hidden {
            // The name of a file may say what was taken back.
            about.remove("problems");
            about.remove("source");
        }
    }
    about
}

/// What the source of a page is, and what is wrong with it.
fn own(state: &str, path: &SourcePath, edition: &Edition) -> Value {
    let here = |problem: &&Problem| problem.place.as_ref().is_some_and(|place| place.path == *path);
    let problems = edition.all_problems().filter(here);
    let problems: Vec<Value> = problems.map(|problem| show::parts(problem, &|path| edition.text(path))).collect();
    json!({"state": state, "source": path.as_str(), "problems": problems})
}

fn bulletin(edition: &Edition, placed: &PlacedBulletin) -> Value {
    let catalogue = &edition.site.catalogue;
    let zone = &catalogue.settings.zone;
    let bulletin = &placed.bulletin;
    let life = &bulletin.life;
    let label = match life.state {
        State::Draft => "Draft",
        State::Scheduled => "Scheduled",
        State::Open => "Open",
        State::Updated => "Updated",
        State::Resolved { .. } => "Resolved",
        State::Expired { .. } => "Expired",
    };
    let mut dates: Vec<(&str, Moment)> = vec![("Published", bulletin.date)];
    if life.updated != bulletin.date {
        dates.push(("Changed", life.updated));
    }
    dates.extend(life.state.since().map(|since| (label, since)));
    dates.extend(
        bulletin.expires.map(|expires| (if expires <= catalogue.now { "Expired" } else { "Expires" }, expires)),
    );
    dates.extend(life.next.map(|next| ("Next change", next)));
    dates.dedup_by(|later, first| later.0 == first.0);
    dated(own(label, &bulletin.says.entry.path, edition), life.state.name(), &dates, true, zone)
}

fn gone(edition: &Edition, gone: &Gone) -> Value {
    let dates = [("Published", gone.published), ("Taken back", gone.since)].into_iter();
    let dates: Vec<_> = dates.chain(gone.next.map(|next| ("Next change", next))).collect();
    let zone = &edition.site.catalogue.settings.zone;
    dated(own("Taken back", &gone.path, edition), "withdrawn", &dates, false, zone)
}

/// The most bulletins that are listed because readers do not see them yet.
const MOST_WAITING: usize = 50;

/// Why readers do not see a bulletin, in a word.
pub fn reason(reason: Reason) -> &'static str {
    match reason {
        Reason::Draft => "Draft",
        Reason::Scheduled => "Scheduled",
    }
}

fn hidden(edition: &Edition, hidden: &Hidden) -> Value {
    let name = match hidden.reason {
        Reason::Draft => State::Draft.name(),
        Reason::Scheduled => State::Scheduled.name(),
    };
    let label = reason(hidden.reason);
    let dates: Vec<_> = hidden.next.map(|next| ("Next change", next)).into_iter().collect();
    let zone = &edition.site.catalogue.settings.zone;
    dated(own(label, &hidden.path, edition), name, &dates, false, zone)
}

/// What a page is, with its state, its dates, and whether all of the bulletin is shown.
fn dated(mut about: Value, name: &str, dates: &[(&str, Moment)], whole: bool, zone: &Zone) -> Value {
    let dates: Vec<Value> = dates.iter().map(|(what, moment)| json!([what, moment.words(zone)])).collect();
    if let Some(about) = about.as_object_mut() {
        about.insert("name".into(), name.into());
        about.insert("dates".into(), dates.into());
        about.insert("whole".into(), whole.into());
    }
    about
}

/// The bulletins that readers do not see yet, for whoever writes them.
fn unseen(edition: &Edition) -> Vec<Value> {
    let catalogue = &edition.site.catalogue;
    let told = catalogue.hidden.iter().take(MOST_WAITING).map(|hidden| {
        let when = hidden.next.map(|next| next.words(&catalogue.settings.zone));
        json!({
            "state": reason(hidden.reason),
            "when": when,
            "source": hidden.path.as_str(),
            "link": catalogue.settings.base.link(&hidden.address),
        })
    });
    told.collect()
}

/// Whether a path is that of a bulletin that is not shown yet, or of something that belongs to one.
pub fn waits(edition: &Edition, path: &str) -> bool {
    let catalogue = &edition.site.catalogue;
    let Some(below) = path.strip_prefix(catalogue.settings.base.path()) else { return false };
    let address = crate::address::Address::new(below).join("/");
    catalogue.hidden.iter().any(|hidden| address.as_str().starts_with(hidden.address.as_str()))
}

/// A bulletin that belongs to an address and is not shown at present.
fn waiting<'a>(edition: &'a Edition, path: &str) -> Option<&'a Hidden> {
    let catalogue = &edition.site.catalogue;
    let below = path.strip_prefix(catalogue.settings.base.path())?;
    let address = crate::address::Address::new(below);
    catalogue.hidden.iter().find(|hidden| hidden.address == address)
}
