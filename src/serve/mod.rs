//! The preview edge: shows the site in a browser while it is written. In: a folder and where to listen. Out: answers to
//! browsers, and what there is to tell at the terminal. It writes nothing to disk, and must not know any rule of the site.
#![expect(clippy::disallowed_methods, reason = "edge: disk, clock, network")]

pub mod edition;
pub mod host;
pub mod http;
mod lints;
pub mod listen;
pub mod look;
pub mod owner;
mod page;
mod poll;
pub mod shared;
mod shown;
pub mod site;
mod sweep;
mod watch;

use std::{
    collections::BTreeSet,
    net::{IpAddr, SocketAddr, TcpListener, UdpSocket},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use crate::{
    catalogue::Preview,
    clock,
    moment::Moment,
    plan::traits::{self, OutputSubject},
    problem::Problem,
    source::SourcePath,
};
pub use edition::Edition;
use edition::PageError;
use host::Hosts;
use owner::Callers;
use shared::Shared;
use site::{LiveSite, PreviewOptions};
use sweep::EditionChange;
pub use watch::WatchMethod;
use watch::{Batch, LOOK, SiteWatch, WatchEvent, WriteProgress};

/// What is wished for.
#[derive(Clone, Debug)]
pub struct PreviewRequest {
    pub root: PathBuf,
    pub config: PathBuf,
    pub host: String,
    pub port: Option<u16>,
    pub preview: Preview,
    pub means: WatchMethod,
}

/// What there is to tell.
pub enum News<'a> {
    /// The preview stands at an address.
    Ready { url: &'a str, bulletins: usize, problems: &'a [Problem], edition: &'a Edition },
    /// The usual port was taken, and this one is used.
    OtherPort { usual: u16, port: u16 },
    /// Not only this machine can see it; the address to type elsewhere, where one is known.
    Open { at: IpAddr, preview: Preview, elsewhere: Option<&'a str> },
    /// Changes are looked for, since the system does not tell of them.
    Polling(&'a str),
    /// These paths changed. What kept the program from following them, if anything did, is the edition's fault.
    Changed { paths: &'a [String], took: Duration, edition: &'a Edition },
    /// Pages that cannot be rendered, each in words.
    Faults(&'a [String]),
}

/// How news is told.
pub type NewsListener = Arc<dyn Fn(&News) + Send + Sync>;

/// A preview that runs until it is dropped.
pub struct RunningPreview {
    pub url: String,
    runtime: Option<tokio::runtime::Runtime>,
}

impl RunningPreview {
    /// What runs at an address.
    pub fn new(url: String, runtime: tokio::runtime::Runtime) -> Self {
        Self { url, runtime: Some(runtime) }
    }
}

impl Drop for RunningPreview {
    fn drop(&mut self) {
        // Nothing that is still answered is worth waiting for.
        if let Some(runtime) = self.runtime.take() {
            runtime.shutdown_background();
        }
    }
}

/// The threads for rendering: more would only take the cores from each other.
const RENDERING: usize = 6;

/// Starts a preview.
///
/// # Errors
///
/// A sentence that says why it cannot start.
pub fn start(wishes: &PreviewRequest, tell: &NewsListener) -> Result<RunningPreview, String> {
    let bound = listen::bind(&wishes.host, wishes.port, listen::PORT)?;
    let at = bound.local_addr().map_err(|error| error.to_string())?;
    if wishes.port.is_none() && at.port() != listen::PORT {
        tell(&News::OtherPort { usual: listen::PORT, port: at.port() });
    }
    let authority = authority(&wishes.host, &at);
    let asked = PreviewOptions {
        root: wishes.root.clone(),
        config: wishes.config.clone(),
        preview: wishes.preview,
        authority: Some(authority.clone()),
    };
    let hosts = Hosts::new(&wishes.host, at.ip());
    let opened = OpenedSite::open(asked, hosts, wishes.means)?;
    let shared = opened.shared.clone();
    let edition = shared.edition();

    let router = http::router(shared);
    let runtime = serve(bound, router, Callers::Any)?;
    let url = format!("http://{authority}{}", edition.site.catalogue.settings.base.path());
    let bulletins = edition.site.catalogue.counts().0;
    tell(&News::Ready { url: &url, bulletins, problems: &edition.problems, edition: &edition });
    if !at.ip().is_loopback() {
        let path = edition.site.catalogue.settings.base.path();
        let elsewhere = in_network(at.ip()).map(|ip| format!("http://{}{path}", SocketAddr::new(ip, at.port())));
        tell(&News::Open { at: at.ip(), preview: wishes.preview, elsewhere: elsewhere.as_deref() });
    }
    opened.follow(tell);
    Ok(RunningPreview::new(url, runtime))
}

/// A site that was read and is about to be followed.
pub struct OpenedSite {
    shared: Arc<Shared>,
    live: Arc<Mutex<LiveSite>>,
    watching: SiteWatch,
    seen: mpsc::Receiver<WatchEvent>,
}

impl OpenedSite {
    /// Reads a site, and begins to hear of its changes.
    ///
    /// # Errors
    ///
    /// A sentence, when there is no site to show.
    pub fn open(asked: PreviewOptions, hosts: Hosts, means: WatchMethod) -> Result<Self, String> {
        // Followed to its end once, as the system names paths when it tells of changes.
        let root = asked.root.canonicalize().map_err(|error| format!("`{}`: {error}", asked.root.display()))?;
        // The watch begins before the site is read, so that no change falls between the two.
        let (sender, seen) = mpsc::channel();
        let watching = SiteWatch::begin(&root, &asked.config, means, &sender);
        let live = LiveSite::open(PreviewOptions { root, ..asked })?;
        let run = blake3::hash(format!("{} {:?}", std::process::id(), std::time::SystemTime::now()).as_bytes());
        let edition = live.edition().edition;
        let shared = Arc::new(Shared::new(hosts, run.to_hex()[..12].to_owned(), edition));
        Ok(Self { shared, live: Arc::new(Mutex::new(live)), watching, seen })
    }

    /// Follows the changes from now on, in threads that end with the program.
    pub fn follow(self, tell: &NewsListener) -> FollowedSite {
        let Self { shared, live, watching, seen } = self;
        if let Some(reason) = &watching.polls {
            tell(&News::Polling(reason));
        }
        let (changes, sweeping) = mpsc::channel();
        let _ = changes.send(EditionChange { edition: shared.edition(), documents: None });
        let (in_background, telling) = (shared.clone(), tell.clone());
        thread::spawn(move || {
            sweep::run(&in_background, &sweeping, &|edition, faults| told(edition, faults, &telling));
        });
        let followed = FollowedSite { shared: shared.clone(), live: live.clone(), changes: changes.clone() };
        let mut follow = Follow { followed: followed.clone(), watching, tell: tell.clone(), passed: None };
        // The sender lives on in the watcher.
        thread::spawn(move || follow.run(&seen));
        followed
    }
}

/// A site that is followed.
#[derive(Clone)]
pub struct FollowedSite {
    pub shared: Arc<Shared>,
    live: Arc<Mutex<LiveSite>>,
    changes: mpsc::Sender<EditionChange>,
}

impl FollowedSite {
    fn live(&self) -> MutexGuard<'_, LiveSite> {
        self.live.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Brings the site to what is on disk at these paths, and shows it from now on.
    pub fn refresh(&self, paths: &[PathBuf]) -> Arc<Edition> {
        self.refresh_by(paths, &[])
    }

    /// The same; where one of the editions that were typed shows just this, it is quicker.
    pub fn refresh_by(&self, paths: &[PathBuf], typed: &[Arc<Edition>]) -> Arc<Edition> {
        let waited_for = self.shared.wait_for();
        let mut live = self.live();
        let edition = live.refresh_by(paths, typed).edition;
        let names: Vec<String> = paths.iter().map(|path| name(path)).collect();
        self.shared.set_faults(sweep::still(&self.shared, &edition));
        self.shared.publish(edition.clone(), touched(&edition, &names));
        drop((live, waited_for));
        let _ = self.changes.send(EditionChange { edition: edition.clone(), documents: documents(&names) });
        edition
    }

    /// When the site wants to be looked at again although nothing changes.
    fn next(&self) -> Option<Moment> {
        self.live().edition().next
    }

    /// Brings the site to a later moment.
    fn pass_time(&self) {
        let mut live = self.live();
        let edition = live.refresh(&[]).edition;
        self.shared.publish(edition.clone(), Vec::new());
        drop(live);
        let _ = self.changes.send(EditionChange { edition, documents: Some(BTreeSet::new()) });
    }
}

/// Host and port as a browser of this machine writes them.
fn authority(host: &str, at: &SocketAddr) -> String {
    let host = host.trim_start_matches('[').trim_end_matches(']');
    let name = match host.parse::<IpAddr>() {
        Ok(IpAddr::V4(ip)) if ip.is_unspecified() => "127.0.0.1".to_owned(),
        Ok(IpAddr::V6(ip)) if ip.is_unspecified() => "[::1]".to_owned(),
        Ok(IpAddr::V6(ip)) => format!("[{ip}]"),
        _ => host.to_owned(),
    };
    format!("{name}:{}", at.port())
}

/// The address by which other machines of the network reach this one. Nothing is sent to find out: the system only says
/// from where it would send. The addresses asked about are those of documentation (RFC 5737, RFC 3849).
fn in_network(at: IpAddr) -> Option<IpAddr> {
    let (from, to) = match at {
        ip if !ip.is_unspecified() => return Some(ip),
        IpAddr::V4(_) => ("0.0.0.0:0", "192.0.2.1:9"),
        IpAddr::V6(_) => ("[::]:0", "[2001:db8::1]:9"),
    };
    let socket = UdpSocket::bind(from).ok()?;
    socket.connect(to).ok()?;
    let ip = socket.local_addr().ok()?.ip();
    (!ip.is_unspecified() && !ip.is_loopback()).then_some(ip)
}

/// Answers at a port, in threads of its own.
///
/// # Errors
///
/// A sentence, when the machine has no room for threads.
pub fn serve(bound: TcpListener, router: axum::Router, callers: Callers) -> Result<tokio::runtime::Runtime, String> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .max_blocking_threads(RENDERING)
        .thread_name("preview")
        .enable_all()
        .build()
        .map_err(|error| format!("the preview cannot start: {error}"))?;
    runtime.spawn(async move { listen::accept(bound, router, callers).await });
    Ok(runtime)
}

fn told(edition: &Edition, faults: &[PageError], tell: &NewsListener) {
    let words: Vec<String> = faults.iter().map(|fault| shown::in_words(fault, edition)).collect();
    tell(&News::Faults(&words));
}

/// Follows what changes.
struct Follow {
    followed: FollowedSite,
    watching: SiteWatch,
    tell: NewsListener,
    /// The moment that was passed last: with a clock that stands still there would be no end to it.
    passed: Option<Moment>,
}

impl Follow {
    fn run(&mut self, seen: &mpsc::Receiver<WatchEvent>) {
        let mut batch = Batch::default();
        let mut looked = Instant::now();
        // Reading a large site can itself make the system lose count. That is answered once, and not for ever.
        let mut answered_loss = false;
        loop {
            let now = Instant::now();
            let until = batch.due().unwrap_or(looked + LOOK).min(looked + LOOK);
            match seen.recv_timeout(until.saturating_duration_since(now)) {
                Ok(seen) => self.add(seen, &mut batch),
                Err(mpsc::RecvTimeoutError::Timeout) => {}
                Err(mpsc::RecvTimeoutError::Disconnected) => return,
            }
            let now = Instant::now();
            if now >= looked + LOOK {
                looked = now;
                let paths = self.follow();
                if !paths.is_empty() {
                    self.add(WatchEvent { paths, how: WriteProgress::Whole }, &mut batch);
                }
                self.pass_time();
            }
            if batch.due().is_some_and(|due| Instant::now() >= due) {
                let (mut paths, lost) = batch.take();
                paths.retain(|path| self.counts(path));
                let loss = lost && !answered_loss;
                answered_loss = lost && paths.is_empty();
                // With everything, nothing else needs a name.
                if loss || paths.iter().any(|path| path.as_os_str().is_empty()) {
                    paths = vec![PathBuf::new()];
                }
                paths = self.not_shown(paths);
                if !paths.is_empty() {
                    self.change(&paths);
                }
            }
        }
    }

    fn add(&mut self, seen: WatchEvent, batch: &mut Batch) {
        let WatchEvent { paths, how } = seen;
        // A folder of the site that comes or goes takes its watch with it.
        if how == WriteProgress::Full {
            self.fall_back(watch::FULL.to_owned());
        } else if how != WriteProgress::Writing || paths.iter().any(|path| path.is_dir()) {
            self.follow();
        }
        let paths: Vec<PathBuf> = paths.iter().filter_map(|path| self.watching.below(path)).collect();
        if matches!(how, WriteProgress::Lost | WriteProgress::Full) || !paths.is_empty() {
            batch.add(WatchEvent { paths, how }, Instant::now());
        }
    }

    /// Follows folders that came; where that cannot be, everything is looked at from here on, and at once.
    fn follow(&mut self) -> Vec<PathBuf> {
        match self.watching.follow() {
            Ok(paths) => paths,
            Err(why) => {
                self.fall_back(why);
                vec![self.followed.shared.edition().root().to_owned()]
            }
        }
    }

    fn fall_back(&mut self, why: String) {
        if self.watching.fall_back(why)
            && let Some(why) = &self.watching.polls
        {
            (self.tell)(&News::Polling(why));
        }
    }

    /// Whether a path is or was part of the site: what came and went between two looks is not.
    fn counts(&self, path: &Path) -> bool {
        let edition = self.followed.shared.edition();
        path.as_os_str().is_empty() || edition.root().join(path).exists() || edition.knows(&name(path))
    }

    /// The paths without documents that are shown as they are on disk: these were saved without a change, or whoever wrote
    /// them has shown them already, which is waited for.
    fn not_shown(&self, paths: Vec<PathBuf>) -> Vec<PathBuf> {
        let edition = self.followed.live().edition().edition;
        paths.into_iter().filter(|path| !edition.is_as_read(&name(path))).collect()
    }

    fn change(&self, paths: &[PathBuf]) {
        let started = Instant::now();
        let edition = self.followed.refresh(paths);
        let names: Vec<String> = paths.iter().map(|path| name(path)).collect();
        (self.tell)(&News::Changed { paths: &names, took: started.elapsed(), edition: &edition });
    }

    /// A bulletin expires, or its day comes, while the preview is open.
    fn pass_time(&mut self) {
        let Ok(now) = clock::now() else { return };
        let next = self.followed.next();
        if next.is_some_and(|next| next <= now) && next != self.passed {
            self.passed = next;
            self.followed.pass_time();
        }
    }
}

/// A path as sources have it.
fn name(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// The links of the attachments among the changed paths, in all their sizes.
fn touched(edition: &Edition, names: &[String]) -> Vec<String> {
    let catalogue = &edition.site.catalogue;
    let changed = |path: &str| {
        names.iter().any(|name| {
            path.strip_prefix(name.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('/') || name.is_empty())
        })
    };
    let outputs = edition.site.plan.outputs.iter().filter(|output| {
        let OutputSubject::File(at) = traits::of(&output.recipe).subject else { return false };
        changed(catalogue.attachments.at(at).path.as_str())
    });
    outputs.map(|output| catalogue.settings.base.link(&output.address)).collect()
}

/// The documents among the changed paths; none when something changed on which more than a page depends.
fn documents(names: &[String]) -> Option<BTreeSet<SourcePath>> {
    let in_content = |name: &&String| name.starts_with("content/");
    names
        .iter()
        .all(|name| in_content(&name))
        .then(|| names.iter().map(|name| SourcePath::new(name.as_str())).collect())
}
