//! The screen that publishes: what will go out, how far it is, how it ended. In: the site, and what is known of the last
//! publish. Out: bulletins by what becomes of them, and a publish that runs.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::{Component, Path, PathBuf},
    sync::{Arc, Mutex},
    thread,
};

use axum::http::StatusCode;
use serde_json::{Value, json};

use super::{about, page, place::UnreadField};
use crate::{
    address::Address,
    cache::memory,
    catalogue::State,
    clock,
    desk::{
        OWN, Program, PublishFailure, PublishSummary,
        form::FormData,
        http::Answer,
        rows, save,
        state::{Desk, OpenSite, Outgoing, Publishing},
        written,
    },
    moment::Moment,
    publish::{PublishError, PublishListener, Target},
    published::{self, Objection, PublicState, PublishedRecord},
    render::Voice,
    serve::{Edition, edition::said, shared::held},
    settings::Settings,
    source::SourcePath,
};

/// What has changed since the last publish, bulletin by bulletin, each as its place among those of the edition that are public.
pub struct PendingChanges {
    pub edition: Arc<Edition>,
    pub new: Vec<usize>,
    pub changed: Vec<usize>,
    /// Addresses of what was taken back, and of what is no longer there.
    pub taken_back: Vec<String>,
    pub deleted: Vec<String>,
    /// The pages whose text is not what it was when the desk published last.
    pub pages: Vec<rows::Row>,
}

impl PendingChanges {
    pub fn count(&self) -> usize {
        self.new.len() + self.changed.len() + self.taken_back.len() + self.deleted.len() + self.pages.len()
    }
}

/// What would go out, where it is known what is there.
pub fn pending(desk: &Desk, open: &OpenSite, known: &PublishedRecord) -> PendingChanges {
    let edition = open.edition();
    let current = published::current(edition.public(), &edition.site.readings);
    let mut pending = PendingChanges {
        edition,
        new: Vec::new(),
        changed: Vec::new(),
        taken_back: Vec::new(),
        deleted: Vec::new(),
        pages: Vec::new(),
    };
    let by_address: std::collections::HashMap<&str, (&String, &published::PublishedBulletin)> = known
        .bulletins
        .iter()
        .flat_map(|(id, known)| known.addresses.iter().map(move |address| (address.as_str(), (id, known))))
        .collect();
    let mut met = std::collections::HashSet::new();
    for (at, one) in current.iter().enumerate() {
        let found = by_address.get(one.address.as_str()).or_else(|| by_address.get(one.used.as_str()));
        if let Some((id, _)) = found {
            met.insert(id.as_str());
        }
        match (found, one.gone) {
            (Some((_, known)), Some(_)) if known.state == PublicState::Shown => {
                pending.taken_back.push(one.address.clone());
            }
            (None, None) => pending.new.push(at),
            (Some((_, known)), None) if known.version != one.version || known.state != PublicState::Shown => {
                pending.changed.push(at);
            }
            (_, Some(_)) | (Some(_), None) => {}
        }
    }
    let lost =
        known.bulletins.iter().filter(|(id, known)| known.state == PublicState::Shown && !met.contains(id.as_str()));
    pending.deleted = lost.filter_map(|(_, known)| known.addresses.last().cloned()).collect();
    if let Ok(known) = std::fs::read_to_string(desk.state().join(PAGES)) {
        let new: Vec<String> =
            pages_of(&pending.edition).into_iter().filter(|line| known.lines().all(|one| one != line)).collect();
        let is_new =
            |row: &rows::Row| new.iter().any(|line| line.split_once(' ').is_some_and(|(_, path)| path == row.path));
        let rows = rows::pages(&pending.edition, &pending.edition.site.voice(), "");
        pending.pages = rows.into_iter().filter(is_new).collect();
    }
    pending
}

/// Where it is noted which pages the desk published last, a line each: the hash of its text, and its path.
const PAGES: &str = "desk-pages";

/// The pages that are public, a line each.
fn pages_of(edition: &Edition) -> Vec<String> {
    let paths = edition.public().pages.iter().map(|placed| &placed.entry.path);
    let line = |path: &SourcePath| Some(format!("{} {path}", save::hash(edition.text(path)?.as_bytes())));
    paths.filter_map(line).collect()
}

const FEW: usize = 20;

pub fn show(desk: &Desk, open: &OpenSite) -> Answer {
    shown(desk, open, None, &[])
}

/// The screen with a place as it was typed, and what is wrong with it.
pub fn again(desk: &Desk, open: &OpenSite, typed: &FormData, unread: &[UnreadField]) -> Answer {
    shown(desk, open, Some(typed), unread)
}

fn shown(desk: &Desk, open: &OpenSite, typed: Option<&FormData>, unread: &[UnreadField]) -> Answer {
    // How it ended is shown once; what ends from here on is shown next time.
    let now = {
        let mut publishing = held(&desk.publishing);
        let over = matches!(*publishing, Publishing::Ended { .. });
        if over { std::mem::take(&mut *publishing) } else { publishing.clone() }
    };
    let known = memory::all(&desk.state());
    let pending = pending(desk, open, &known);
    let groups = groups(&pending);
    let edition = open.edition();
    let (_, troubled) = rows::troubled(&edition, &desk.folder.settings, FEW);
    let broken: Vec<_> = troubled.into_iter().filter(|row| row.errors > 0).collect();
    let settings = &edition.site.catalogue.settings;
    let (running, sent, refused) = match &now {
        Publishing::None => (Value::Null, Value::Null, Value::Null),
        Publishing::Running { done, all } => (json!({"done": done, "all": all}), Value::Null, Value::Null),
        Publishing::Ended { result: Ok(sent), out } => {
            let shown: Vec<_> = out.shown.iter().map(|(title, url)| json!({"title": title, "url": url})).collect();
            let more = out.count - out.shown.len();
            let told = json!({
                "whole": sent.whole,
                "commit": sent.commit,
                "gone": out.gone,
                "shown": shown,
                "more": more,
            });
            (Value::Null, told, Value::Null)
        }
        Publishing::Ended { result: Err(why), .. } => (Value::Null, Value::Null, refused(why, &edition)),
    };
    let shown = json!({
        "page": page(desk, "publish"),
        "groups": groups,
        "count": pending.count(),
        "first": known.is_empty(),
        "broken": broken,
        "unsettled": rows::is_unsettled(&edition, &desk.folder.settings),
        "waits": waiting(&edition),
        "pages": pending.pages,
        "typed": typed.map(|typed| json!({"base_url": typed.text("base_url"), "target": typed.text("target")})),
        "unread": unread.iter().map(|UnreadField { field, word, detail }| json!({"field": field, "word": word, "detail": detail})).collect::<Vec<_>>(),
        "target": settings.publish.target,
        "folder": folder_of(desk, settings).is_some(),
        "goes_to": settings.publish.target.as_deref().map(|target| place_of(&desk.folder.root, target)),
        "url": (!settings.base.is_local()).then(|| settings.base.root()),
        "running": running,
        "sent": sent,
        "refused": refused,
        "log": log(&desk.state(), &edition.site.voice()),
    });
    let status = if unread.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Answer::Page(status, "publish.html", shown)
}

/// The bulletins that wait for their day: each goes out by a publish on that day or after it.
fn waiting(edition: &Edition) -> Vec<rows::Row> {
    let (catalogue, voice) = (&edition.site.catalogue, edition.site.voice());
    let waits = catalogue.bulletins.iter().filter(|placed| placed.bulletin.life.state == State::Scheduled);
    waits.take(FEW).map(|placed| rows::shown(catalogue, &voice, placed)).collect()
}

/// The folder that the site is put into, by its whole path; none where it is sent to a host.
pub fn folder_of(desk: &Desk, settings: &Settings) -> Option<String> {
    let target = settings.publish.target.as_deref()?;
    matches!(Target::parse(target), Ok(Target::Folder(_))).then(|| place_of(&desk.folder.root, target))
}

/// Where files are sent, as people know it: a folder by its whole path.
fn place_of(root: &Path, target: &str) -> String {
    match Target::parse(target) {
        Ok(Target::Folder(folder)) => whole(root, &folder).display().to_string(),
        _ => target.to_owned(),
    }
}

/// A folder that is written as seen from the site's, by its whole path.
pub fn whole(root: &Path, folder: &Path) -> PathBuf {
    let root = std::path::absolute(root).unwrap_or_else(|_| root.to_owned());
    root.join(folder).components().fold(PathBuf::new(), |mut whole, part| {
        match part {
            Component::ParentDir => {
                whole.pop();
            }
            Component::CurDir => {}
            part => whole.push(part),
        }
        whole
    })
}

/// Why nothing went out, in words: what is wrong, what to do, and the addresses that it is about.
fn refused(why: &PublishFailure, edition: &Edition) -> Value {
    let voice = &edition.site.voice();
    let mut again = Vec::new();
    let word = |name: &str| voice.text(name).to_owned();
    let (sentence, addresses): (String, Vec<String>) = match why {
        PublishFailure::Broken => (word("desk_refused_broken"), Vec::new()),
        PublishFailure::Said(sentence) => {
            (disk(sentence, voice).unwrap_or_else(|| rows::sentence(&rows::without_numbers(sentence))), Vec::new())
        }
        PublishFailure::Stopped(stopped) => match stopped {
            PublishError::Host(sentence) => {
                let told = disk(sentence, voice).unwrap_or_else(|| rows::sentence(&rows::without_numbers(sentence)));
                (format!("{} {told}", word("desk_refused_host")), Vec::new())
            }
            PublishError::Files(files) => {
                (word("desk_refused_files"), files.iter().take(FEW).map(|(name, _)| name.clone()).collect())
            }
            PublishError::Untold(sentences) => (word("desk_refused_untold"), sentences.clone()),
            PublishError::Deletions(files, _) => {
                (voice.count("desk_refused_deletions", *files as u64, &[]), Vec::new())
            }
            PublishError::Objections(objections) => {
                let is_back = |one: &&Objection| matches!(one, Objection::TakenBack(_));
                let (back, rest): (Vec<&Objection>, Vec<&Objection>) = objections.iter().partition(is_back);
                again.extend(back.into_iter().map(|one| taken_back(edition, one.address())));
                let addresses: Vec<String> = rest.iter().take(FEW).map(|one| one.address().to_owned()).collect();
                (if rest.is_empty() { String::new() } else { word("desk_refused_older") }, addresses)
            }
            PublishError::Doubts(doubts, _) => (word("desk_refused_doubts"), doubts.clone()),
            PublishError::Emptied(_) => (word("desk_refused_emptied"), Vec::new()),
            PublishError::Foreign(_, names) => (word("desk_refused_foreign"), names.clone()),
            PublishError::Clock(_) => (word("desk_refused_clock"), Vec::new()),
            PublishError::Ids | PublishError::Interrupted => (word("desk_refused_again"), Vec::new()),
        },
    };
    json!({"sentence": sentence, "addresses": addresses, "again": again})
}

/// What is said where the disk stood in the way: in which folder, and what to do. The desk's own files are those of the site.
fn disk(sentence: &str, voice: &Voice) -> Option<String> {
    let why = sentence.split_once(" (os error ")?.0;
    let path = sentence.split('`').nth(1)?;
    let place = path.split("/.noticeboard").next().filter(|place| !place.is_empty()).unwrap_or(path);
    let is = |words: &[&str]| words.iter().any(|word| why.ends_with(word));
    let word = if is(&["Permission denied", "Read-only file system", "Access is denied."]) {
        "desk_refused_denied"
    } else if is(&["No space left on device", "Disk quota exceeded"]) {
        "desk_refused_full"
    } else {
        return None;
    };
    Some(voice.fill(word, &[("place", place)]))
}

/// What was taken back and is there again, to be asked about: its title, where it has one, and its address.
fn taken_back(edition: &Edition, address: &str) -> Value {
    let catalogue = edition.public();
    let placed = catalogue.bulletins.iter().find(|placed| placed.address.as_str() == address);
    let entry = placed.map(|placed| &placed.bulletin.says.entry);
    json!({
        "title": entry.map(|entry| &entry.title),
        "link": entry.map(|entry| about("bulletin", &entry.path)),
        "address": address,
        "url": catalogue.settings.base.url(&Address::new(address)),
    })
}

/// The bulletins by what becomes of them, as the host will see it.
fn groups(pending: &PendingChanges) -> Vec<Value> {
    let catalogue = pending.edition.public();
    let voice = pending.edition.site.voice();
    let rows = |places: &[usize]| -> Vec<Value> {
        let placed = places.iter().take(FEW).filter_map(|at| catalogue.bulletins.get(*at));
        placed.map(|placed| json!(rows::shown(catalogue, &voice, placed))).collect()
    };
    let addresses =
        |list: &[String]| list.iter().take(FEW).map(|address| json!({"address": address})).collect::<Vec<_>>();
    let group = |name: &str, count: usize, rows: Vec<Value>| json!({"name": name, "count": count, "rows": rows});
    let all = [
        group("taken_back", pending.taken_back.len(), addresses(&pending.taken_back)),
        group("new", pending.new.len(), rows(&pending.new)),
        group("changed", pending.changed.len(), rows(&pending.changed)),
        group("deleted", pending.deleted.len(), addresses(&pending.deleted)),
    ];
    all.into_iter().filter(|group| group["count"] != 0).collect()
}

/// Begins a publish, in a thread of its own.
pub fn begin(desk: &Desk, open: &OpenSite, form: &FormData) -> Answer {
    let again: Vec<String> = form.all("again").into_iter().map(str::to_owned).collect();
    let pending = pending(desk, open, &memory::all(&desk.state()));
    let (out, pages) = (outgoing(&pending), pages_of(&pending.edition).join("\n"));
    let mut publishing = held(&desk.publishing);
    if !matches!(*publishing, Publishing::Running { .. }) {
        *publishing = Publishing::Running { done: 0, all: 0 };
        let (state, program, folder) = (desk.publishing.clone(), desk.program.clone(), desk.state());
        thread::spawn(move || {
            let result = ended(&*program, &again, &state, &folder);
            if result.as_ref().is_ok_and(|sent| sent.whole) {
                // What cannot be noted counts as changed next time.
                let _ = std::fs::write(folder.join(PAGES), pages);
            }
            *held(&state) = Publishing::Ended { result, out };
        });
    }
    Answer::See(format!("{OWN}publish"))
}

/// What is to go out, as people are told of it afterwards.
fn outgoing(pending: &PendingChanges) -> Outgoing {
    let catalogue = pending.edition.public();
    let places = pending.new.iter().chain(&pending.changed);
    let placed = places.filter_map(|at| catalogue.bulletins.get(*at)).take(FEW);
    let named = placed
        .map(|placed| (placed.bulletin.says.entry.title.clone(), catalogue.settings.base.url(&placed.address)))
        .collect();
    Outgoing {
        gone: pending.taken_back.len() + pending.deleted.len(),
        shown: named,
        count: pending.new.len() + pending.changed.len(),
    }
}

/// Publishes, and says how it ended; where the program fails inside, that it did.
fn ended(
    program: &dyn Program,
    again: &[String],
    state: &Arc<Mutex<Publishing>>,
    folder: &Path,
) -> Result<PublishSummary, PublishFailure> {
    let whole = || {
        let sent = program.publish(again, Arc::new(ProgressListener(state.clone())))?;
        if let Ok(now) = clock::now() {
            note(folder, now.second(), sent.files);
        }
        Ok(PublishSummary { commit: written::commit(folder, program), ..sent })
    };
    catch_unwind(AssertUnwindSafe(whole)).unwrap_or_else(|cause| {
        Err(PublishFailure::Said(format!("the program failed inside, and said: {}", said(&*cause))))
    })
}

/// Where it is noted when the desk published, a line each: seconds since 1970, and how many files were sent.
const LOG: &str = "desk-publishes";
/// So many publishes are remembered.
const REMEMBERED: usize = 10;

/// Notes a publish. What cannot be noted is not told later.
fn note(folder: &Path, at: i64, files: usize) {
    let known = std::fs::read_to_string(folder.join(LOG)).unwrap_or_default();
    let lines = std::iter::once(format!("{at} {files}")).chain(known.lines().map(str::to_owned)).take(REMEMBERED);
    let _ = std::fs::write(folder.join(LOG), lines.collect::<Vec<_>>().join("\n"));
}

/// The last publishes, the newest first.
fn log(folder: &Path, voice: &Voice) -> Vec<Value> {
    let known = std::fs::read_to_string(folder.join(LOG)).unwrap_or_default();
    let read = |line: &str| {
        let (at, files) = line.split_once(' ')?;
        let at = Moment::from_second(at.parse().ok()?)?;
        Some(json!({"when": voice.moment(at), "files": files.parse::<u64>().ok()?}))
    };
    known.lines().take(REMEMBERED).filter_map(read).collect()
}

/// How far a publish is, for the script.
pub fn progress(desk: &Desk) -> Answer {
    Answer::Json(match &*held(&desk.publishing) {
        Publishing::Running { done, all } => json!({"running": true, "done": done, "all": all}),
        _ => json!({"running": false}),
    })
}

/// Hears how far a publish is.
struct ProgressListener(Arc<Mutex<Publishing>>);

impl PublishListener for ProgressListener {
    fn progress(&self, done: usize, all: usize) {
        *held(&self.0) = Publishing::Running { done, all };
    }

    fn stop(&self) -> bool {
        false
    }

    fn say(&self, _line: &str) {}

    fn step(&self, _line: &str) {}

    fn agree(&self, _question: &str) -> Option<bool> {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        desk::{ImportInput, NewSite},
        import::Receipt,
        publish::checkout::CommitResult,
    };

    struct Fails;

    impl Program for Fails {
        fn start(&self, _: &NewSite) -> Result<(), String> {
            Ok(())
        }

        fn publish(&self, _: &[String], _: Arc<dyn PublishListener>) -> Result<PublishSummary, PublishFailure> {
            panic!("no bulletin 7")
        }

        fn bring(&self, _: ImportInput) -> Result<Vec<Receipt>, String> {
            Ok(Vec::new())
        }

        fn commit(&self, _: &[String]) -> Option<CommitResult> {
            None
        }
    }

    #[test]
    fn a_publish_that_fails_inside_has_ended() {
        let folder = tempfile::tempdir().unwrap();
        match ended(&Fails, &[], &Arc::default(), folder.path()) {
            Err(PublishFailure::Said(sentence)) => assert!(sentence.contains("no bulletin 7"), "{sentence}"),
            other => panic!("{other:?}"),
        }
    }
}
