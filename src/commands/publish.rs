//! `publish`: brings a static host to what was built. In: the options. Out: files on the host, and one line that sums up.
#![expect(clippy::disallowed_methods, reason = "edge: whether the output folder is there")]

use std::{path::PathBuf, sync::Arc};

use clap::Args;

use super::{Global, Refusal, Status, build, listing, output, print};
use crate::{
    address::{Address, BaseUrl},
    cache::{Built, memory},
    clock::{self, Timings},
    problem::{Code, Problem},
    publish::{
        self, Author, Done, Earnest, Job, Remember, Report, Stopped, Talk, Target, count, local, ready, tell::Told,
    },
    published::{Memory, Objection, Published},
    settings::{self, Settings, publish::Compress},
    source::SourcePath,
    terminal::{self, Interrupt, Progress, errln, outln},
    write::{Folders, Record},
};

/// The options of `publish`.
#[derive(Debug, Args)]
pub struct Options {
    /// Where to: a folder, `s3://bucket/folder`, `sftp://user@host/folder`, `git+https://…#branch`; in place of the settings'
    target: Option<String>,
    /// The folder that was built into, when it is not `public`
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    /// Say what would be done, and do nothing
    #[arg(long)]
    dry_run: bool,
    /// How many files may be deleted without a question
    #[arg(long, value_name = "N", default_value_t = 256)]
    max_deletes: usize,
    /// Delete however many files the site no longer has
    #[arg(short, long)]
    yes: bool,
    /// Publish what the place knows as taken back, as newer or as deleted: the address of the bulletin; may be repeated
    #[arg(long, value_name = "ADDRESS")]
    restore: Vec<String>,
    /// The address of the store, when it is not Amazon's
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
}

/// Publishes the site.
pub fn run(global: &Global, options: &Options) -> Result<Status, Refusal> {
    let timings = Timings::start();
    let interrupt = Interrupt::listen();
    let folders = output::folders(global, options.out.as_deref())?;
    let (settings, unnamed) = settings(global)?;
    let (target, text) = target(global, options, &settings)?;
    refuse_overlap(&target, &folders)?;
    let verbose = global.verbose || options.dry_run;
    let progress = Progress::new(global.quiet(), interrupt, "files");
    let talk = Arc::new(Voice { progress, verbose, quiet: global.quiet });
    ask_for_new_folder(&target, options, &*talk)?;
    let memory = Arc::new(Copy { path: memory::path(&folders.state, &text) });
    if let Some(unnamed) = unnamed {
        ask_for_a_title(&unnamed, &memory, &*talk)?;
    }
    let mut built_again = false;
    loop {
        let (record, job) =
            prepare(global, options, &folders, &settings, &target, &*talk, memory.clone(), built_again)?;
        let Some(job) = job else {
            drop(record);
            again(global, options, &folders)?;
            built_again = true;
            continue;
        };
        let talking: Arc<dyn Talk> = talk.clone();
        let done = publish::run(&job, &talking);
        talk.progress.finish();
        // Until here nobody else may build into the folder.
        drop(record);
        match done {
            Err(Stopped::Ids) if !built_again => {
                again(global, options, &folders)?;
                built_again = true;
            }
            Ok(report) => {
                if report.retracted {
                    // The branch was fetched with what it held before.
                    output::forget(&folders);
                }
                if !global.quiet {
                    outln!("{}", summary(&report, job.earnest, timings.seconds()));
                }
                return Ok(Status::Done);
            }
            Err(stopped) => return fail(stopped, options, &job),
        }
    }
}

/// Looks at what was built, and what has to be done with it; no job where it has to be built again first.
#[expect(clippy::too_many_arguments, reason = "each is a thing of its own")]
fn prepare(
    global: &Global,
    options: &Options,
    folders: &Folders,
    settings: &Settings,
    target: &Target,
    talk: &dyn Talk,
    memory: Arc<dyn Remember>,
    built_again: bool,
) -> Result<(Record, Option<Job>), Refusal> {
    let (record, mut built) = built(global, folders)?;
    let now = clock::now().map_err(Refusal::Failed)?;
    let folder = folders.out.display().to_string();
    let sources = listing(global)?.print(built.taken);
    ready::check(&built, &sources, now, &folder).map_err(Refusal::Failed)?;
    let base =
        BaseUrl::parse(&built.base).ok_or_else(|| Refusal::Failed("the record of the build is damaged".into()))?;
    if let Some(overdue) = ready::overdue(&built, now, &folder) {
        if !built_again {
            talk.say(&format!("{overdue}: building it again first"));
            return Ok((record, None));
        }
        talk.say(&format!("warning: {overdue}"));
    }
    let bulletins = std::mem::take(&mut built.bulletins);
    let withheld = std::mem::take(&mut built.withheld).into_iter().collect();
    let local = local::gather(folders, &record, built, &settings.publish).map_err(Refusal::Failed)?;
    let mut site = local.site;
    if matches!(target, Target::Git(_)) {
        local::for_pages_hosts(&mut site, &settings.publish);
    }
    local::for_search_engines(&mut site, &settings.publish, &base);
    if !built_again {
        local.notes.iter().for_each(|note| talk.say(&format!("warning: {note}")));
    }
    let job = Job {
        target: target.clone(),
        endpoint: options.endpoint.clone().or_else(|| settings.publish.endpoint.clone()),
        region: settings.publish.region.clone(),
        author: author(settings, base.host()),
        restored: options.restore.iter().map(|address| own_address(address, &base)).collect(),
        told: Told {
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
        most_deleted: (!options.yes).then_some(options.max_deletes),
        earnest: if options.dry_run { Earnest::Tell } else { Earnest::Do },
        bulletins,
        withheld,
        memory,
        unasked: options.yes,
    };
    Ok((record, Some(job)))
}

/// Builds again what was built.
fn again(global: &Global, options: &Options, folders: &Folders) -> Result<(), Refusal> {
    let base = Built::load(&folders.built()).map(|built| built.base);
    let quietly = Global {
        root: global.root.clone(),
        config: global.config.clone(),
        quiet: true,
        verbose: false,
        color: global.color,
    };
    match build::run(&quietly, &build::Options::again(options.out.clone(), base))? {
        Status::Done => Ok(()),
        _ => Err(Refusal::Failed("the site could not be built again, and nothing was published".into())),
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

/// An address as the site writes it, `/2026/11/roof/`, from that or from the whole one.
fn own_address(text: &str, base: &BaseUrl) -> String {
    let below = text.strip_prefix(base.root().as_str()).or_else(|| text.strip_prefix(base.path()));
    Address::new(&format!("/{}", below.unwrap_or(text))).as_str().to_owned()
}

/// Asks before a new folder becomes a site, lest a name that was meant for a host makes one.
fn ask_for_new_folder(target: &Target, options: &Options, talk: &dyn Talk) -> Result<(), Refusal> {
    let Target::Folder(path) = target else { return Ok(()) };
    // What the settings say was thought about; so was a path.
    let is_path = options.target.is_none()
        || options.target.as_ref().is_some_and(|text| text.contains(['/', '\\']) || text.starts_with('.'));
    if path.exists() || options.yes || options.dry_run || is_path {
        return Ok(());
    }
    let question = format!("There is no folder `{}` here. Make it, and publish into it?", path.display());
    // A script that names a folder means one, unless it bears the name of a host.
    let is_host = path.to_string_lossy().contains('.');
    match talk.agree(&question) {
        Some(true) => Ok(()),
        None if !is_host => Ok(()),
        _ => Err(Refusal::Failed(format!(
            "there is no folder `{0}` here, and nothing was published: to make it, write `./{0}` or say `--yes`; a host is \
             written `sftp://user@{0}/folder`",
            path.display()
        ))),
    }
}

/// What this copy of the site remembers of the place.
struct Copy {
    path: PathBuf,
}

impl Remember for Copy {
    fn met(&self, there: Option<&Published>) -> Published {
        let memory = memory::read(&self.path);
        there.map_or(&memory.met, |there| memory.of(there)).clone()
    }

    fn known(&self) -> Published {
        memory::read(&self.path).known().clone()
    }

    fn hears(&self, published: &Published) {
        // A copy that cannot remember is asked more often.
        let _ = memory::write(&self.path, &memory::read(&self.path).with_heard(published));
    }

    fn about(&self, published: &Published) {
        let _ = memory::write(&self.path, &memory::read(&self.path).with_about(published));
    }

    fn meets(&self, published: &Published) {
        let memory = Memory::meeting(published);
        if memory::read(&self.path) != memory {
            let _ = memory::write(&self.path, &memory);
        }
    }
}

const DAY: u32 = 24 * 60 * 60;

/// The settings, when nothing is wrong with them, and what is to be said where they leave the site without a title.
fn settings(global: &Global) -> Result<(Settings, Option<Problem>), Refusal> {
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
    Err(Refusal::Failed(what.into()))
}

/// A site is not published for the first time under the name of its folder. Later on that holds nothing up.
fn ask_for_a_title(unnamed: &Problem, memory: &Copy, talk: &dyn Talk) -> Result<(), Refusal> {
    let sentence = format!("{}: {}", unnamed.message, unnamed.help);
    if memory::read(&memory.path) == Memory::default() {
        return Err(Refusal::Failed(sentence));
    }
    talk.say(&format!("warning: {sentence}"));
    Ok(())
}

/// Where to, and how that is written.
fn target(global: &Global, options: &Options, settings: &Settings) -> Result<(Target, String), Refusal> {
    let text = options.target.as_ref().or(settings.publish.target.as_ref());
    let Some(text) = text else {
        return Err(Refusal::Usage(
            "there is no place to publish to: name one, as in `noticeboard publish s3://watch.example.org`, or set \
             `publish` in `site.yaml`"
                .into(),
        ));
    };
    let target = Target::parse(text).map_err(Refusal::Usage)?;
    let compress = settings.publish.compress;
    if compress == Compress::Instead && !matches!(target, Target::Store(_)) {
        return Err(Refusal::Failed(
            "`compress: instead` is for stores, which say of a file that it is compressed: use `compress: beside` here"
                .into(),
        ));
    }
    // The settings speak of the site's folder, the command line of the one it was typed in.
    Ok(match target {
        Target::Folder(path) => {
            let path = if options.target.is_none() { global.below(path) } else { path };
            // Without the slash that a folder which is there ends with.
            let whole: PathBuf = output::whole(&path).components().collect();
            let whole = whole.display().to_string();
            (Target::Folder(path), whole)
        }
        target => (target, text.trim().to_owned()),
    })
}

/// A folder that is published into must be another than the site's.
fn refuse_overlap(target: &Target, folders: &Folders) -> Result<(), Refusal> {
    let Target::Folder(path) = target else { return Ok(()) };
    let (there, out, root) = (output::whole(path), output::whole(&folders.out), output::whole(&folders.root));
    if there.starts_with(&out) || out.starts_with(&there) || root.starts_with(&there) {
        let sentence = format!("`{}` is a folder of the site itself: publish into another", path.display());
        return Err(Refusal::Usage(sentence));
    }
    Ok(())
}

/// How the output folder was built, and the record of its files.
fn built(global: &Global, folders: &Folders) -> Result<(Record, Built), Refusal> {
    let folder = folders.out.display();
    if !global.root.is_dir() {
        return Err(Refusal::Usage(format!("there is no folder `{}`", global.root.display())));
    }
    if !folders.out.is_dir() {
        return Err(Refusal::Failed(format!("there is no `{folder}` yet: run `noticeboard build`, and publish then")));
    }
    let record = Record::read(folders, output::lock(folders)?);
    let built = Built::load(&folders.built());
    let built = built.ok_or_else(|| {
        Refusal::Failed(format!("`{folder}` is not as a build left it: run `noticeboard build`, and publish then"))
    })?;
    Ok((record, built))
}

fn summary(report: &Report, earnest: Earnest, seconds: f64) -> String {
    let Report { sent, bytes, deleted, same, retracted: _, changed: _ } = report;
    if *sent == 0 && *deleted == 0 {
        let files = count(*same, "file is", "files are");
        return format!("Nothing to publish: {files} there as they should be, in {seconds:.2} s");
    }
    let files = count(*sent, "file", "files");
    let deleted = if *deleted > 0 { format!(", {} deleted", count(*deleted, "file", "files")) } else { String::new() };
    let same = count(*same, "unchanged", "unchanged");
    match earnest {
        Earnest::Tell => format!("Would publish {files}{deleted}, {same}"),
        Earnest::Do => format!("Published {files} ({}){deleted}, {same}, in {seconds:.2} s", size(*bytes)),
    }
}

/// `12 KB`, `3.4 MB`.
fn size(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} B"),
        1_000..1_000_000 => format!("{} KB", bytes.div_ceil(1_000)),
        _ => format!("{}.{} MB", bytes / 1_000_000, bytes % 1_000_000 / 100_000),
    }
}

/// Says why a publish is not whole.
fn fail(stopped: Stopped, options: &Options, job: &Job) -> Result<Status, Refusal> {
    let sentence = match stopped {
        Stopped::Interrupted => {
            errln!("Interrupted: the site reads whole, and the same command goes on from here");
            return Ok(Status::Interrupted);
        }
        Stopped::Objections(objections) => {
            for objection in &objections {
                errln!("error: {}", said(objection));
            }
            object(&objections)
        }
        Stopped::Foreign(files, first) => format!(
            "the place holds another site, and {} of it would be replaced, such as `{}`: nothing was published. Look with \
             `--dry-run`; then say `--yes`, or name another place",
            count(files, "file", "files"),
            first.join("`, `")
        ),
        Stopped::Emptied(bulletins) => format!(
            "this site has no bulletin, and {} would be deleted: nothing was published. Bring the files of the site back and \
             build again; if they are to go, say `--yes`",
            count(bulletins, "bulletin", "bulletins")
        ),
        Stopped::Clock(there) => {
            let earlier = job.now;
            let days = (there - earlier) / i64::from(DAY);
            let by = if days > 0 {
                count(usize::try_from(days).unwrap_or(0), "day", "days")
            } else {
                "less than a day".into()
            };
            format!(
                "the clock of this machine is {by} behind that of the last publish, and a site of the past would be \
                 published: set the clock, and build again. If it was the other clock that was wrong, publish at a terminal, \
                 where you are asked"
            )
        }
        Stopped::Ids => {
            "the place knows the bulletins under other ids than this build: run `noticeboard build`, and publish then"
                .into()
        }
        Stopped::Host(sentence) => sentence,
        Stopped::Files(files) => {
            for (name, why) in &files {
                errln!("error: `{name}`: {why}");
            }
            let files = count(files.len(), "file", "files");
            format!(
                "{files} could not be sent or deleted; nothing that depends on them was done, and the same command tries again"
            )
        }
        Stopped::Untold(sentences) => {
            for sentence in &sentences {
                errln!("error: {sentence}");
            }
            "the site is published, but copies of what it was may be shown until they expire; the next publish tells of \
             it again"
                .into()
        }
        Stopped::Deletions(files, done) => format!(
            "{} would be deleted from the host, and {} may be: {}. Look with `--dry-run`; then say `--yes`, or \
             `--max-deletes {files}`",
            count(files, "file", "files"),
            options.max_deletes,
            match done {
                Done::Nothing => "nothing was published",
                Done::AllElse => {
                    "what was taken back is gone from the host and the rest of the site was sent, but nothing else was deleted"
                }
            }
        ),
    };
    Err(Refusal::Failed(sentence))
}

fn said(objection: &Objection) -> String {
    match objection {
        Objection::TakenBack(address) => {
            format!("`{address}` was taken back, and this copy of the site would bring it back")
        }
        Objection::Older(address) => format!("`{address}` is newer there than in this copy of the site"),
        Objection::Deleted(address) => format!("`{address}` was deleted there, and this copy of the site still has it"),
        Objection::Unknown(address) => format!("`{address}` is there, and this copy of the site never had it"),
    }
}

/// What to do about what speaks against a publish.
fn object(objections: &[Objection]) -> String {
    let only_unknown = objections.iter().all(|objection| matches!(objection, Objection::Unknown(_)));
    let bulletins = count(objections.len(), "bulletin", "bulletins");
    let first = objections.first().map_or("", Objection::address);
    if only_unknown {
        return format!(
            "nothing was published: {bulletins} would be deleted that somebody else put there. Get the newest files of the \
             site first; or, if they are to go, say `--yes`"
        );
    }
    format!(
        "nothing was published: this copy of the site is older than what is there, in {bulletins}. Get the newest files of \
         the site first; or, to publish this copy's all the same, name each: `--restore {first}`"
    )
}

/// Speaks on the terminal.
struct Voice {
    progress: Progress,
    verbose: bool,
    quiet: bool,
}

impl Talk for Voice {
    fn progress(&self, done: usize, all: usize) {
        self.progress.show(done, all);
    }

    fn stop(&self) -> bool {
        self.progress.wished()
    }

    fn say(&self, line: &str) {
        if !self.quiet {
            self.progress.say(line);
        }
    }

    fn step(&self, line: &str) {
        if self.verbose && !self.quiet {
            self.progress.print(line);
        }
    }

    fn agree(&self, question: &str) -> Option<bool> {
        terminal::agree(question)
    }
}
