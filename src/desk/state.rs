//! What the requests of one run share: the site as it is followed, the words and templates of the screens, what is being
//! typed, and how far a publish is. In: requests. Out: the same to every request. It must not know HTTP.

use std::{
    collections::VecDeque,
    io,
    panic::resume_unwind,
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock},
    thread,
    time::{Duration, SystemTime},
};

use super::{
    DeskRequest, NewSite, Program, PublishFailure, PublishSummary, door::AccessSecrets, history, receipts, save,
    unsaved, written,
};
use crate::{
    cache::{self, drafts},
    catalogue::Preview,
    clock, embedded,
    render::{Voice, screens::Screens},
    serve::{Edition, FollowedSite, OpenedSite, WatchMethod, host::Hosts, shared::held, site::PreviewOptions},
    settings,
    source::SourcePath,
    words,
};

/// Everything that a request needs.
pub struct Desk {
    pub folder: save::SiteFolder,
    config: PathBuf,
    pub door: AccessSecrets,
    hosts: Hosts,
    pub program: Arc<dyn Program>,
    open: RwLock<Option<Arc<OpenSite>>>,
    /// Set once the site was read, or there is none: until then every request that needs it waits.
    opened: OnceLock<()>,
    /// The screens before there is a site, in English and in Welsh, once somebody asked for them.
    first: [OnceLock<Result<LanguageScreens, String>>; 2],
    /// One save at a time: between looking at a file and replacing it nobody else of the desk comes.
    pub(super) saving: Mutex<()>,
    typed: Mutex<VecDeque<(u64, Arc<Edition>)>>,
    made: Mutex<VecDeque<MadeBulletin>>,
    pub publishing: Arc<Mutex<Publishing>>,
}

/// A site with what its screens are made with.
pub struct OpenSite {
    pub followed: FollowedSite,
    screens: Screens,
}

/// Screens in one language.
struct LanguageScreens {
    screens: Screens,
    voice: Voice,
}

/// A bulletin that a form for new ones made.
#[derive(Clone, Debug)]
pub struct MadeBulletin {
    /// The name that its form had.
    pub key: String,
    pub path: SourcePath,
    /// Its text as it was saved.
    pub text: String,
}

/// How far a publish is.
#[derive(Clone, Debug, Default)]
pub enum Publishing {
    #[default]
    None,
    Running {
        done: usize,
        all: usize,
    },
    Ended {
        result: Result<PublishSummary, PublishFailure>,
        /// What was to go out.
        out: Outgoing,
    },
}

/// What a publish sends, as people are told of it afterwards.
#[derive(Clone, Debug, Default)]
pub struct Outgoing {
    /// How many bulletins are taken back or deleted.
    pub gone: usize,
    /// The titles of the first that are new or changed, each with the address of its page.
    pub shown: Vec<(String, String)>,
    /// How many of these there are.
    pub count: usize,
}

/// How long a draft that was deleted can be put back.
const KEPT: Duration = Duration::from_hours(7 * 24);
/// Texts that are being typed whose preview can be asked for: those of a few tabs.
const TYPED: usize = 3;
/// New bulletins whose forms are known again when somebody goes back to one: those of a sitting.
const MADE: usize = 200;

impl LanguageScreens {
    fn of(language: &str) -> Result<Self, String> {
        let names = words::SiteNames {
            theme: "default".into(),
            language: language.into(),
            kinds: Vec::new(),
            contacts: Vec::new(),
        };
        let (words, _) = words::load(&embedded::templates().collect::<Vec<_>>(), &names);
        let words = Arc::new(words);
        let (settings, _) = settings::read(None, "");
        let voice = Voice::new(&words, words.site(), &settings);
        Ok(Self { screens: Screens::new(&words)?, voice })
    }
}

impl Desk {
    /// A desk over a folder, in which there may be no site yet.
    pub fn new(wishes: &DeskRequest, door: AccessSecrets, hosts: Hosts, program: Arc<dyn Program>) -> Self {
        Self {
            folder: save::SiteFolder { root: wishes.root.clone(), settings: SourcePath::of_disk(&wishes.config) },
            config: wishes.config.clone(),
            door,
            hosts,
            program,
            open: RwLock::default(),
            opened: OnceLock::new(),
            first: Default::default(),
            saving: Mutex::default(),
            typed: Mutex::default(),
            made: Mutex::default(),
            publishing: Arc::default(),
        }
    }

    /// Reads the site, where there is one, and lets those in who wait for it.
    ///
    /// # Errors
    ///
    /// A sentence, when it cannot be shown.
    pub fn open_first(&self) -> Result<(), String> {
        let read = if self.folder.root.join("content").is_dir() { self.open() } else { Ok(()) };
        let _ = self.opened.set(());
        read
    }

    /// Reads the site, and follows it from here on.
    ///
    /// # Errors
    ///
    /// A sentence, when there is none that can be shown.
    pub fn open(&self) -> Result<(), String> {
        let asked = PreviewOptions {
            root: self.folder.root.clone(),
            config: self.config.clone(),
            preview: Preview { drafts: true, future: true },
            authority: None,
        };
        let opened = OpenedSite::open(asked, self.hosts.clone(), WatchMethod::Told)?;
        let followed = opened.follow(&(Arc::new(|_: &crate::serve::News| ()) as crate::serve::NewsListener));
        let screens = Screens::new(followed.shared.edition().site.words())?;
        let open = Arc::new(OpenSite { followed, screens });
        self.forget_gone(&open);
        self.forget_deleted();
        self.drop_forgotten(&open);
        history::trim(&self.state());
        *self.open.write().unwrap_or_else(PoisonError::into_inner) = Some(open);
        Ok(())
    }

    /// The site, where there is one; waits while it is read for the first time.
    pub fn site(&self) -> Option<Arc<OpenSite>> {
        self.opened.wait();
        self.open.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Makes a site in the folder, and opens it.
    ///
    /// # Errors
    ///
    /// A sentence.
    pub fn begin(&self, site: &NewSite) -> Result<(), String> {
        self.program.start(site)?;
        self.open()
    }

    /// A screen.
    ///
    /// # Errors
    ///
    /// What its template asks for that is not there.
    pub fn screen(&self, name: &str, shown: &serde_json::Value, welsh: bool) -> Result<String, String> {
        match self.site() {
            Some(open) => open.screens.render(name, &open.edition().site.voice(), shown),
            None => {
                let (language, at) = if welsh { ("cy", 1) } else { ("en", 0) };
                let first = self.first[at].get_or_init(|| LanguageScreens::of(language)).as_ref();
                let LanguageScreens { screens, voice } = first.map_err(String::clone)?;
                screens.render(name, voice, shown)
            }
        }
    }

    /// Writes a document, and shows it at once.
    ///
    /// # Errors
    ///
    /// Why it was not written.
    pub fn save(
        &self,
        open: &OpenSite,
        path: &SourcePath,
        before: &save::FileBefore,
        text: &str,
    ) -> Result<(), save::SaveFailure> {
        let saving = held(&self.saving);
        let state = self.state();
        let is_known = |hash: &str| matches!(before, save::FileBefore::Hash(known) if known == hash);
        let old = save::read(&self.folder, path).ok().filter(|(_, hash)| is_known(hash)).map(|(old, _)| old);
        let files = old.as_ref().map(|old| self.added_in(open, path, old)).unwrap_or_default();
        // What it says already is not written again, in whichever encoding it stands there.
        if old.as_deref() != Some(text) {
            let keep = || old.as_ref().map_or(Ok(()), |old| self.keep(path, old).map(drop));
            let (kept, staged) = side_by_side(keep, || save::staged(&self.folder, path, text));
            let ((), staged) = (kept?, staged?);
            save::put(&self.folder, path, before, staged)?;
            drafts::note_back(&state, path);
            if *before == save::FileBefore::Absent {
                receipts::put_back(&self.folder, path);
            }
            written::note(&state, [path.as_str()].into_iter());
        }
        // Mostly it is what was typed last, and stands beside the form already.
        let typed: Vec<Arc<Edition>> = held(&self.typed).iter().map(|(_, edition)| edition.clone()).collect();
        open.followed.refresh_by(&[PathBuf::from(path.as_str())], &typed);
        self.follow_files(open, path, &files, text);
        drop(saving);
        self.forget_gone(open);
        Ok(())
    }

    /// Removes a document of which nothing is public, and keeps what it said as an earlier version, whose name it gives.
    ///
    /// # Errors
    ///
    /// Why it is still there.
    pub fn remove(&self, open: &OpenSite, path: &SourcePath) -> Result<String, save::SaveFailure> {
        let saving = held(&self.saving);
        let state = self.state();
        let (text, hash) = save::read(&self.folder, path)?;
        let kept = self.keep(path, &text)?;
        let files = self.added_in(open, path, &text);
        let noted = drafts::note_deleted(&state, path);
        noted.map_err(|error| save::SaveFailure::Disk(drafts::history(&state, path), error))?;
        save::remove(&self.folder, path, &hash)?;
        receipts::put_away(&self.folder, path);
        unsaved::forget_document(&state, path.as_str());
        written::note(&state, [path.as_str()].into_iter());
        open.followed.refresh(&[PathBuf::from(path.as_str())]);
        self.drop_unnamed(open, files, Some(path));
        drop(saving);
        Ok(kept)
    }

    /// Keeps a text that is about to go, and gives the name of its version. What cannot be kept does not go either.
    fn keep(&self, path: &SourcePath, text: &str) -> Result<String, save::SaveFailure> {
        let state = self.state();
        let kept = clock::now().map_err(io::Error::other).and_then(|now| history::keep(&state, path, text, now));
        kept.map_err(|error| save::SaveFailure::Disk(drafts::history(&state, path), error))
    }

    /// The folder of what is kept beside the site.
    pub fn state(&self) -> PathBuf {
        self.folder.root.join(cache::STATE)
    }

    /// Forgets earlier versions, and what was typed, of whatever is taken back now.
    fn forget_gone(&self, open: &OpenSite) {
        drafts::forget(&self.state(), open.edition().site.catalogue.gone.iter().map(|gone| &gone.path));
    }

    /// Forgets earlier versions of drafts that were deleted a week ago, and not put back since.
    fn forget_deleted(&self) {
        let before = SystemTime::now().checked_sub(KEPT).unwrap_or(SystemTime::UNIX_EPOCH);
        drafts::sweep(&self.state(), before, |path| save::is_there(&self.folder, path));
    }

    /// Keeps a site with a text that is being typed, and gives the number by which its pages are asked for.
    pub fn type_in(&self, edition: Edition) -> u64 {
        let mut typed = held(&self.typed);
        let number = typed.front().map_or(1, |(number, _)| number + 1);
        typed.push_front((number, Arc::new(edition)));
        typed.truncate(TYPED);
        number
    }

    /// Notes which bulletin a form made, so that the same form changes it from here on.
    pub fn note_made(&self, bulletin: MadeBulletin) {
        let mut made = held(&self.made);
        made.retain(|known| known.key != bulletin.key);
        made.push_front(bulletin);
        made.truncate(MADE);
    }

    /// The bulletin that a form made; none where it made none.
    pub fn made(&self, key: &str) -> Option<MadeBulletin> {
        held(&self.made).iter().find(|known| known.key == key).cloned()
    }

    /// The site with a text that is being typed.
    pub fn typed(&self, number: u64) -> Option<Arc<Edition>> {
        held(&self.typed).iter().find(|(known, _)| *known == number).map(|(_, edition)| edition.clone())
    }
}

/// Does two things at a time that wait for the disk.
fn side_by_side<A: Send, B>(one: impl Fn() -> A + Sync, other: impl FnOnce() -> B) -> (A, B) {
    thread::scope(|scope| {
        let beside = thread::Builder::new().spawn_scoped(scope, &one);
        let other = other();
        let one = match beside {
            Ok(beside) => beside.join().unwrap_or_else(|cause| resume_unwind(cause)),
            // There is no thread to be had.
            Err(_) => one(),
        };
        (one, other)
    })
}

impl OpenSite {
    /// The site as it is now.
    pub fn edition(&self) -> Arc<Edition> {
        self.followed.shared.edition()
    }
}
