//! A publish, as a command and the desk start it: what was built, where it goes, what this copy remembers of the place. In: an
//! order. Out: files on the host, or why not. It must not know who ordered it, or how anything is sent.
#![expect(clippy::disallowed_methods, reason = "edge: whether the output folder is there")]

use std::{collections::BTreeSet, path::PathBuf, sync::Arc};

use super::{CommandRefusal, CommandStatus, Global, build, listing, output, print, questions::Questions};
use crate::{
    address::{Address, BaseUrl},
    cache::{BuildRecord, memory},
    clock,
    moment::Moment,
    problem::{Code, Problem},
    publish::{
        self, Author, PartialResult, PublishError, PublishJob, PublishListener, PublishMode, Remember, Report, Target,
        local, ready, tell::Recipient,
    },
    published::{Memory, PublishedRecord},
    settings::{self, Settings, publish::Compress},
    source::{SourcePath, is_of_site},
    write::{Folders, Record},
};

/// What is asked for.
pub struct PublishOrder {
    /// Where to, in place of the settings'.
    pub target: Option<String>,
    /// The folder that was built into, when it is not the usual one.
    pub out: Option<PathBuf>,
    pub earnest: PublishMode,
    /// How many files may be deleted unasked; none: any number.
    pub most_deleted: Option<usize>,
    /// Whether what somebody else put there may be replaced and deleted, and what is doubtful published, unasked.
    pub unasked: bool,
    /// The addresses of what is published although the place knows it as taken back, newer or deleted.
    pub restore: Vec<String>,
    pub endpoint: Option<String>,
}

/// What was published.
pub struct PublishResult {
    pub report: Report,
    /// Whether nothing was wrong with the site where it had to be built again.
    pub whole: bool,
}

/// Why a publish is not whole.
pub enum PublishStop {
    Refused(CommandRefusal),
    Stopped {
        why: PublishError,
        /// When it began, in seconds since 1970.
        now: i64,
    },
}

impl From<CommandRefusal> for PublishStop {
    fn from(refusal: CommandRefusal) -> Self {
        Self::Refused(refusal)
    }
}

/// Publishes what was built. Where the calendar has moved on since, it is built again first; what is wrong then holds nothing
/// back that was built.
///
/// # Errors
///
/// Why it is not whole.
pub fn publish(
    global: &Global,
    order: &PublishOrder,
    talk: &Arc<dyn PublishListener>,
) -> Result<PublishResult, PublishStop> {
    let folders = output::folders(global, order.out.as_deref())?;
    let (settings, unnamed) = settings(global)?;
    let (target, text) = target(global, order.target.as_ref(), &settings)?;
    refuse_overlap(&target, &folders)?;
    ask_for_new_folder(&target, order, &**talk)?;
    let memory = Arc::new(LocalMemory { path: memory::path(&folders.state, &text) });
    if let Some(unnamed) = unnamed {
        ask_for_a_title(&unnamed, &memory, &**talk)?;
    }
    let asked = Arc::new(Questions::new(global));
    let mut rebuilt = None;
    loop {
        let built_again = rebuilt.is_some();
        let (record, job) =
            prepare(global, order, &folders, &settings, &target, &**talk, memory.clone(), &asked, built_again)?;
        let Some((job, next)) = job else {
            drop(record);
            rebuilt = Some(again(global, order, &folders)?);
            continue;
        };
        let done = publish::run(&job, talk);
        // Until here nobody else may build into the folder.
        drop(record);
        match done {
            Err(PublishError::Ids) if !built_again => {
                rebuilt = Some(again(global, order, &folders)?);
            }
            Ok(report) => {
                if order.earnest == PublishMode::Do {
                    memory::note_next(&memory.path, next);
                    if !order.unasked {
                        asked.agree();
                    }
                }
                if report.retracted {
                    // The branch was fetched with what it held before.
                    output::forget(&folders);
                }
                return Ok(PublishResult { report, whole: !matches!(rebuilt, Some(CommandStatus::Reported)) });
            }
            Err(why) => {
                if matches!(why, PublishError::Doubts(_, PartialResult::TakenBack)) {
                    output::forget(&folders);
                }
                return Err(PublishStop::Stopped { why, now: job.now });
            }
        }
    }
}

/// Where it is kept what this copy remembers of the place that is published to; none where no place is named rightly.
pub fn memory_path(global: &Global, named: Option<&String>, folders: &Folders) -> Option<PathBuf> {
    let (sources, _) = listing(global).ok()?.sources();
    let (settings, _) = settings::read(sources.settings.as_ref(), &sources.folder_name);
    let (_, text) = target(global, named, &settings).ok()?;
    Some(memory::path(&folders.state, &text))
}

/// What has to be done, and when what is published comes to read otherwise.
type TimedJob = (PublishJob, Option<Moment>);

/// Looks at what was built, and what has to be done with it, with the moment at which it comes to read otherwise; no job where it has to be built again first.
#[expect(clippy::too_many_arguments, reason = "each is a thing of its own")]
fn prepare(
    global: &Global,
    order: &PublishOrder,
    folders: &Folders,
    settings: &Settings,
    target: &Target,
    talk: &dyn PublishListener,
    memory: Arc<dyn Remember>,
    asked: &Arc<Questions>,
    built_again: bool,
) -> Result<(Record, Option<TimedJob>), CommandRefusal> {
    let (record, mut built) = built(global, folders)?;
    let now = clock::now().map_err(CommandRefusal::Failed)?;
    let folder = folders.out.display().to_string();
    let sources = listing(global)?.print(built.taken);
    ready::check(&built, &sources, now, &folder).map_err(CommandRefusal::Failed)?;
    let base = BaseUrl::parse(&built.base)
        .ok_or_else(|| CommandRefusal::Failed("the record of the build is damaged".into()))?;
    if let Some(overdue) = ready::overdue(&built, now, &folder) {
        if !built_again {
            talk.say(&format!("{overdue}: building it again first"));
            return Ok((record, None));
        }
        talk.say(&format!("warning: {overdue}"));
    }
    let next = built.next.as_ref().map(|(_, next)| *next);
    let bulletins = std::mem::take(&mut built.bulletins);
    let withheld = std::mem::take(&mut built.withheld).into_iter().collect();
    let local = local::gather(folders, &record, built, &settings.publish).map_err(CommandRefusal::Failed)?;
    let mut site = local.site;
    if matches!(target, Target::Git(_)) {
        local::for_pages_hosts(&mut site, &settings.publish);
    }
    local::for_search_engines(&mut site, &settings.publish, &base);
    if !built_again {
        local.notes.iter().for_each(|note| talk.say(&format!("warning: {note}")));
    }
    let restored = restored(&order.restore, &base)?;
    let job = PublishJob {
        target: target.clone(),
        endpoint: order.endpoint.clone().or_else(|| settings.publish.endpoint.clone()),
        region: settings.publish.region.clone(),
        author: author(settings, base.host()),
        restored,
        told: Recipient {
            base,
            caches: settings.publish.caches.clone(),
            hub: settings.hub.clone(),
            state: folders.state.clone(),
        },
        state: folders.state.clone(),
        site: Arc::new(site),
        out: folders.out.clone(),
        now: now.second(),
        grace: i64::from(settings.publish.keep.pages.max(DAY)),
        most_deleted: order.most_deleted,
        earnest: order.earnest,
        bulletins,
        withheld,
        memory,
        unasked: order.unasked,
        doubts: {
            let asked = asked.clone();
            Arc::new(move || asked.doubts())
        },
    };
    Ok((record, Some((job, next))))
}

/// Builds again what was built. Where something is wrong, that is said, and what was taken back is built all the same.
fn again(global: &Global, order: &PublishOrder, folders: &Folders) -> Result<CommandStatus, PublishStop> {
    let base = BuildRecord::load(&folders.built()).map(|built| built.base);
    match build::run(&global.quietly(), &build::BuildOptions::again(order.out.clone(), base))? {
        CommandStatus::Interrupted => {
            let now = clock::now().map_err(CommandRefusal::Failed)?.second();
            Err(PublishStop::Stopped { why: PublishError::Interrupted, now })
        }
        status => Ok(status),
    }
}

/// In whose name a branch is changed: the site's, unless the settings say another.
fn author(settings: &Settings, host: &str) -> Author {
    let given = settings.publish.author.as_deref().and_then(|text| text.trim_end().strip_suffix('>')?.split_once('<'));
    match given {
        Some((name, email)) => Author { name: name.trim().to_owned(), email: email.trim().to_owned() },
        None => {
            let name = settings.publish.author.clone().unwrap_or_else(|| settings.title.clone());
            let host = host.split(':').next().unwrap_or_default();
            Author { name, email: format!("noticeboard@{host}") }
        }
    }
}

/// Addresses as the site writes them, `/2026/11/roof/`, from these or from whole ones. A slash that is missing at the end goes
/// without saying.
fn restored(written: &[String], base: &BaseUrl) -> Result<BTreeSet<String>, CommandRefusal> {
    let mut addresses = BTreeSet::new();
    for text in written {
        let below = text.strip_prefix(base.root().as_str()).or_else(|| text.strip_prefix(base.path()));
        if below.is_none() && text.contains("://") {
            return Err(CommandRefusal::Usage(format!(
                "`{text}` is no address of this site, which stands at `{}`: nothing was published",
                base.root()
            )));
        }
        let address = Address::new(&format!("/{}", below.unwrap_or(text)));
        addresses.extend([address.join("/"), address].map(|address| address.as_str().to_owned()));
    }
    Ok(addresses)
}

/// Asks before a new folder becomes a site, lest a name that was meant for a host makes one.
fn ask_for_new_folder(target: &Target, order: &PublishOrder, talk: &dyn PublishListener) -> Result<(), CommandRefusal> {
    let Target::Folder(path) = target else { return Ok(()) };
    // What the settings say was thought about; so was a path.
    let is_path = order.target.is_none()
        || order.target.as_ref().is_some_and(|text| text.contains(std::path::is_separator) || text.starts_with('.'));
    if path.exists() || order.unasked || order.earnest == PublishMode::Tell || is_path {
        return Ok(());
    }
    let question = format!("There is no folder `{}` here. Make it, and publish into it?", path.display());
    // A script that names a folder means one, unless it bears the name of a host, here or in a network of Windows.
    let name = path.to_string_lossy();
    let is_of_windows = name.contains('\\');
    match talk.agree(&question) {
        Some(true) => Ok(()),
        None if !is_of_windows && !name.contains('.') => Ok(()),
        _ => {
            let meant = if is_of_windows {
                "here a path is written with `/`".to_owned()
            } else {
                format!("a host is written `sftp://user@{name}/folder`")
            };
            Err(CommandRefusal::Failed(format!(
                "there is no folder `{name}` here, and nothing was published: to make it, write `./{name}` or say `--yes`; \
                 {meant}"
            )))
        }
    }
}

/// What this copy of the site remembers of the place.
struct LocalMemory {
    path: PathBuf,
}

impl Remember for LocalMemory {
    fn met(&self, there: Option<&PublishedRecord>) -> PublishedRecord {
        let memory = memory::read(&self.path);
        there.map_or(&memory.met, |there| memory.of(there)).clone()
    }

    fn known(&self) -> PublishedRecord {
        memory::read(&self.path).known().clone()
    }

    fn hears(&self, published: &PublishedRecord) {
        // A copy that cannot remember is asked more often.
        let _ = memory::write(&self.path, &memory::read(&self.path).with_heard(published));
    }

    fn about(&self, published: &PublishedRecord) {
        let _ = memory::write(&self.path, &memory::read(&self.path).with_about(published));
    }

    fn meets(&self, published: &PublishedRecord) {
        let memory = Memory::meeting(published);
        if memory::read(&self.path) != memory {
            let _ = memory::write(&self.path, &memory);
        }
    }
}

pub const DAY: u32 = 24 * 60 * 60;

/// The settings, when nothing is wrong with them, and what is to be said where they leave the site without a title.
fn settings(global: &Global) -> Result<(Settings, Option<Problem>), CommandRefusal> {
    let (sources, _) = listing(global)?.sources();
    let (settings, problems) = settings::read(sources.settings.as_ref(), &sources.folder_name);
    let wrong: Vec<Problem> = problems.into_iter().filter(Problem::is_error).collect();
    if wrong.is_empty() {
        let unnamed = settings::unset_title(sources.settings.as_ref(), &sources.folder_name, &settings);
        return Ok((settings, unnamed));
    }
    print(&wrong, &|path: &SourcePath| sources.text(path).cloned(), global);
    let secret = wrong.iter().any(|problem| problem.code == Code::SecretInSettings);
    let what =
        if secret { "nothing is published while a secret stands in the settings" } else { "the settings are wrong" };
    Err(CommandRefusal::Failed(what.into()))
}

/// A site is not published for the first time under the name of its folder. Later on that holds nothing up.
fn ask_for_a_title(unnamed: &Problem, memory: &LocalMemory, talk: &dyn PublishListener) -> Result<(), CommandRefusal> {
    let sentence = format!("{}: {}", unnamed.message, unnamed.help);
    if memory::read(&memory.path) == Memory::default() {
        return Err(CommandRefusal::Failed(sentence));
    }
    talk.say(&format!("warning: {sentence}"));
    Ok(())
}

/// Refuses a place that nothing can be published to, by its name alone: the one that is named, else the settings'.
///
/// # Errors
///
/// What is wrong with it.
pub fn check_target(global: &Global, named: Option<&String>) -> Result<(), CommandRefusal> {
    let (sources, _) = listing(global)?.sources();
    let (settings, _) = settings::read(sources.settings.as_ref(), &sources.folder_name);
    let is_named = named.is_some() || settings.publish.target.is_some();
    if is_named { target(global, named, &settings).map(|_| ()) } else { Ok(()) }
}

/// Where to, and how that is written.
fn target(global: &Global, named: Option<&String>, settings: &Settings) -> Result<(Target, String), CommandRefusal> {
    let text = named.or(settings.publish.target.as_ref());
    let Some(text) = text else {
        return Err(CommandRefusal::Usage(
            "there is no place to publish to: name one, as in `noticeboard publish s3://watch.example.org`, or set \
             `publish` in `site.yaml`"
                .into(),
        ));
    };
    let target = Target::parse(text).map_err(CommandRefusal::Usage)?;
    let compress = settings.publish.compress;
    if compress == Compress::Instead && !matches!(target, Target::Store(_)) {
        return Err(CommandRefusal::Failed(
            "`compress: instead` is for stores, which say of a file that it is compressed: use `compress: beside` here"
                .into(),
        ));
    }
    // The settings speak of the site's folder, the command line of the one it was typed in.
    Ok(match target {
        Target::Folder(path) => {
            let path = if named.is_none() { global.below(path) } else { path };
            // Without the slash that a folder which is there ends with.
            let whole: PathBuf = output::whole(&path).components().collect();
            let whole = whole.display().to_string();
            (Target::Folder(path), whole)
        }
        target => (target, text.trim().to_owned()),
    })
}

/// A folder that is published into must be another than the site's.
fn refuse_overlap(target: &Target, folders: &Folders) -> Result<(), CommandRefusal> {
    let Target::Folder(path) = target else { return Ok(()) };
    let (there, out, root) = (output::whole(path), output::whole(&folders.out), output::whole(&folders.root));
    if there.starts_with(&out) || out.starts_with(&there) || is_of_site(&there, &root) {
        let sentence = format!("`{}` is a folder of the site itself: publish into another", path.display());
        return Err(CommandRefusal::Usage(sentence));
    }
    Ok(())
}

/// How the output folder was built, and the record of its files.
fn built(global: &Global, folders: &Folders) -> Result<(Record, BuildRecord), CommandRefusal> {
    let folder = folders.out.display();
    if !global.root.is_dir() {
        return Err(CommandRefusal::Usage(format!("there is no folder `{}`", global.root.display())));
    }
    if !folders.out.is_dir() {
        return Err(CommandRefusal::Failed(format!(
            "there is no `{folder}` yet: run `noticeboard build`, and publish then"
        )));
    }
    let record = Record::read(folders, output::lock(folders)?);
    let built = BuildRecord::load(&folders.built());
    let built = built.ok_or_else(|| {
        CommandRefusal::Failed(format!(
            "`{folder}` is not as a build left it: run `noticeboard build`, and publish then"
        ))
    })?;
    Ok((record, built))
}
