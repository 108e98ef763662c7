//! What changed on disk, in batches. In: the site's folder. Out: paths that changed, once it is quiet. It must not know
//! what a path means for the site.

use std::{
    collections::BTreeSet,
    path::{Component, Path, PathBuf},
    sync::mpsc,
    time::{Duration, Instant},
};

use notify::{
    Config, ErrorKind, Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher,
    event::{AccessKind, AccessMode, ModifyKind},
};

use super::poll;
use crate::source::FOLDERS;

/// How often it is looked whether the folders are still the same ones, and how often a poll looks at everything.
pub const LOOK: Duration = Duration::from_secs(1);

/// What the watcher hands on.
#[derive(Debug)]
pub struct WatchEvent {
    pub paths: Vec<PathBuf>,
    pub how: WriteProgress,
}

/// What an event says of its paths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WriteProgress {
    /// They are as they are meant to be: closed after writing, renamed, removed.
    Whole,
    /// Somebody may still be writing.
    Writing,
    /// The system lost count: anything may have changed.
    Lost,
    /// The system takes no more folders to watch: of what lies in new ones it does not tell.
    Full,
}

/// Collects changes until it is quiet.
///
/// Waiting is most of what lies between saving and seeing, so a file that is whole waits only for what belongs to the same
/// save. Many files are a checkout or a pull, which pauses now and then: it waits longer, so that it is one change.
#[derive(Debug, Default)]
pub struct Batch {
    paths: BTreeSet<PathBuf>,
    first: Option<Instant>,
    due: Option<Instant>,
    pub lost: bool,
}

const AFTER_WHOLE: Duration = Duration::from_millis(12);
const AFTER_WRITING: Duration = Duration::from_millis(30);
const AFTER_MANY: Duration = Duration::from_millis(150);
/// More paths than one save touches: the file, a temporary one, a backup.
const MANY: usize = 4;
/// However busy it is, no change waits longer.
const LONGEST: Duration = Duration::from_secs(3);

impl Batch {
    /// Adds what was seen.
    pub fn add(&mut self, seen: WatchEvent, now: Instant) {
        self.lost |= matches!(seen.how, WriteProgress::Lost | WriteProgress::Full);
        self.paths.extend(seen.paths);
        let quiet = match seen.how {
            _ if self.paths.len() > MANY => AFTER_MANY,
            WriteProgress::Whole => AFTER_WHOLE,
            WriteProgress::Writing => AFTER_WRITING,
            WriteProgress::Lost | WriteProgress::Full => AFTER_MANY,
        };
        let first = *self.first.get_or_insert(now);
        self.due = Some((now + quiet).min(first + LONGEST));
    }

    /// When the batch is whole.
    pub fn due(&self) -> Option<Instant> {
        self.due
    }

    /// The paths of the batch, which is empty afterwards, and whether the system lost count.
    pub fn take(&mut self) -> (Vec<PathBuf>, bool) {
        let batch = std::mem::take(self);
        (batch.paths.into_iter().collect(), batch.lost)
    }
}

/// Watches a site's folder.
pub struct SiteWatch {
    root: PathBuf,
    config: PathBuf,
    /// None where it polls.
    watcher: Option<RecommendedWatcher>,
    /// What each watched folder was when the watch began: another folder may since have come into its place.
    known: Vec<(PathBuf, Option<Identity>)>,
    /// Why it polls, where it does.
    pub polls: Option<String>,
    tell: mpsc::Sender<WatchEvent>,
}

type Identity = (u64, u64);

/// Whether changes are asked for or told of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WatchMethod {
    Told,
    Poll,
}

impl SiteWatch {
    /// Begins to watch. Where the system cannot tell of changes, it is polled.
    pub fn begin(root: &Path, config: &Path, means: WatchMethod, tell: &mpsc::Sender<WatchEvent>) -> Self {
        let (root, config) = (root.to_owned(), config.to_owned());
        let mut watching = Self { root, config, watcher: None, known: Vec::new(), polls: None, tell: tell.clone() };
        if means == WatchMethod::Told {
            match watching.be_told(tell.clone()) {
                Ok(()) => return watching,
                Err(error) => watching.polls = Some(reason(&error)),
            }
        }
        watching.poll();
        watching
    }

    fn poll(&mut self) {
        self.watcher = None;
        let mut places: Vec<PathBuf> = FOLDERS.iter().map(|name| self.root.join(name)).collect();
        places.push(self.root.join(&self.config));
        poll::begin(places, LOOK, self.tell.clone());
    }

    /// Polls from here on, since the system tells of some changes only; whether that is news.
    pub fn fall_back(&mut self, why: String) -> bool {
        if self.watcher.is_none() {
            return false;
        }
        self.polls = Some(why);
        self.poll();
        true
    }

    fn be_told(&mut self, tell: mpsc::Sender<WatchEvent>) -> notify::Result<()> {
        let handler = move |event: notify::Result<Event>| {
            if let Some(seen) = event.map_or_else(|error| Some(failed(error)), |event| seen(&event)) {
                // Nobody hears it once the preview has ended.
                let _ = tell.send(seen);
            }
        };
        let watcher = self.watcher.insert(RecommendedWatcher::new(handler, Config::default())?);
        for (folder, mode) in folders(&self.root, &self.config) {
            let identity = identity(&folder);
            self.known.push((folder.clone(), identity));
            if identity.is_some() {
                watcher.watch(&folder, mode)?;
            }
        }
        Ok(())
    }

    /// Follows folders that came or were put in another's place, and says which.
    ///
    /// # Errors
    ///
    /// Why the system does not tell of what happens in one of them.
    pub fn follow(&mut self) -> Result<Vec<PathBuf>, String> {
        let mut replaced = Vec::new();
        let Some(watcher) = &mut self.watcher else { return Ok(replaced) };
        for (folder, mode) in folders(&self.root, &self.config) {
            let Some(known) = self.known.iter_mut().find(|(known, _)| *known == folder) else { continue };
            let now = identity(&folder);
            if now == known.1 {
                continue;
            }
            // The watch of a folder that is gone went with it, so that taking it away may well fail.
            let _ = watcher.unwatch(&folder);
            known.1 = now;
            if now.is_some()
                && let Err(error) = watcher.watch(&folder, mode)
            {
                // One that went again meanwhile is looked for again.
                if identity(&folder) == now {
                    return Err(reason(&error));
                }
                known.1 = None;
            }
            replaced.push(folder);
        }
        Ok(replaced)
    }

    /// A path below the root that belongs to the site; none for what is no part of it.
    pub fn below(&self, path: &Path) -> Option<PathBuf> {
        if path == self.root.join(&self.config) {
            return Some(self.config.clone());
        }
        let below = path.strip_prefix(&self.root).ok()?;
        if below.as_os_str().is_empty() {
            return Some(below.to_owned());
        }
        let Some(Component::Normal(first)) = below.components().next() else { return None };
        let first = FOLDERS.iter().find(|name| first == **name)?;
        let mut names = below.components().skip(1).filter_map(|part| part.as_os_str().to_str());
        let part = |name: &str| !(passed_over(name) || (*first == "content" && name.starts_with('_')));
        names.all(part).then(|| below.to_owned())
    }
}

/// The folders to watch, and how. The root itself is not watched through: `public` may hold a hundred thousand files.
fn folders(root: &Path, config: &Path) -> Vec<(PathBuf, RecursiveMode)> {
    let mut folders = vec![(root.to_owned(), RecursiveMode::NonRecursive)];
    folders.extend(FOLDERS.iter().map(|name| (root.join(name), RecursiveMode::Recursive)));
    if let Some(parent) = config.parent().filter(|parent| !parent.as_os_str().is_empty()) {
        folders.push((root.join(parent), RecursiveMode::NonRecursive));
    }
    folders
}

/// What an event means; none when nothing was changed by it.
fn seen(event: &Event) -> Option<WatchEvent> {
    // Reading is no change: the preview itself opens every file.
    let how = match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Remove(_)
        | EventKind::Modify(ModifyKind::Name(_)) => WriteProgress::Whole,
        EventKind::Access(_) => return None,
        _ if event.need_rescan() => WriteProgress::Lost,
        _ => WriteProgress::Writing,
    };
    Some(WatchEvent { paths: event.paths.clone(), how })
}

/// An error while watching: what it concerns has to be looked at.
fn failed(error: notify::Error) -> WatchEvent {
    let full = is_full(&error);
    WatchEvent { paths: error.paths, how: if full { WriteProgress::Full } else { WriteProgress::Lost } }
}

/// Whether the system takes no more folders to watch (`inotify_add_watch`: `ENOSPC`).
fn is_full(error: &notify::Error) -> bool {
    match &error.kind {
        ErrorKind::MaxFilesWatch => true,
        ErrorKind::Io(error) => error.raw_os_error() == Some(28),
        _ => false,
    }
}

/// Why no more folders can be watched, for a person.
pub const FULL: &str = "the system's limit of watched folders is reached (`fs.inotify.max_user_watches`)";

/// Names that no site is made of: hidden ones, and what editors put beside a file while they save it.
fn passed_over(name: &str) -> bool {
    let ends = ["~", ".swp", ".swo", ".swx", ".tmp", ".part", "___jb_tmp___", "___jb_old___"];
    name.starts_with('.') || name == "4913" || ends.iter().any(|end| name.ends_with(end)) || {
        name.starts_with('#') && name.ends_with('#')
    }
}

/// Why watching failed, for a person.
fn reason(error: &notify::Error) -> String {
    match &error.kind {
        _ if is_full(error) => FULL.to_owned(),
        ErrorKind::Io(error) if error.raw_os_error() == Some(24) => {
            "the system's limit of watching programs is reached (`fs.inotify.max_user_instances`)".to_owned()
        }
        ErrorKind::Io(error) => error.to_string(),
        _ => error.to_string(),
    }
}

#[cfg(unix)]
fn identity(folder: &Path) -> Option<Identity> {
    use std::os::unix::fs::MetadataExt as _;
    let metadata = std::fs::metadata(folder).ok().filter(std::fs::Metadata::is_dir)?;
    Some((metadata.dev(), metadata.ino()))
}

#[cfg(not(unix))]
fn identity(folder: &Path) -> Option<Identity> {
    let metadata = std::fs::metadata(folder).ok().filter(std::fs::Metadata::is_dir)?;
    let created = metadata.created().ok()?.duration_since(std::time::UNIX_EPOCH).ok()?;
    Some((created.as_secs(), u64::from(created.subsec_nanos())))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saw(paths: &[&str], how: WriteProgress) -> WatchEvent {
        WatchEvent { paths: paths.iter().map(PathBuf::from).collect(), how }
    }

    #[test]
    fn one_save_is_waited_for_shortly_and_many_changes_longer() {
        let start = Instant::now();
        let mut batch = Batch::default();
        batch.add(saw(&["roof.md"], WriteProgress::Writing), start);
        assert_eq!(batch.due(), Some(start + AFTER_WRITING));
        batch.add(saw(&["roof.md"], WriteProgress::Whole), start);
        assert_eq!(batch.due(), Some(start + AFTER_WHOLE));
        for number in 0..10 {
            batch.add(saw(&[&format!("{number}.md")], WriteProgress::Whole), start);
        }
        assert_eq!(batch.due(), Some(start + AFTER_MANY));
        assert_eq!(batch.take().0.len(), 11);
        assert_eq!(batch.due(), None);
    }

    #[test]
    fn a_limit_of_the_system_is_known_whenever_it_is_reached() {
        for error in
            [notify::Error::new(ErrorKind::MaxFilesWatch), notify::Error::io(std::io::Error::from_raw_os_error(28))]
        {
            assert_eq!(reason(&error), FULL);
            assert_eq!(failed(error).how, WriteProgress::Full);
        }
        assert_eq!(failed(notify::Error::generic("x")).how, WriteProgress::Lost);
    }

    #[test]
    fn a_storm_ends_at_last() {
        let start = Instant::now();
        let mut batch = Batch::default();
        for tick in 0..1_000 {
            batch.add(saw(&[&format!("{tick}.md")], WriteProgress::Writing), start + Duration::from_millis(10 * tick));
        }
        assert_eq!(batch.due(), Some(start + LONGEST));
    }

    #[test]
    fn names_of_editors_are_passed_over() {
        for name in [".roof.md.swp", "roof.md~", "4913", "#roof.md#", ".#roof.md", "roof.md___jb_tmp___", ".git"] {
            assert!(passed_over(name), "{name}");
        }
        for name in ["roof.md", "roof.jpg", "2021"] {
            assert!(!passed_over(name), "{name}");
        }
    }
}
