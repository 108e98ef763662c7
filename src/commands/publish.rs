//! `publish`: brings a static host to what was built. In: the options. Out: files on the host, and one line that sums up.
#![expect(clippy::disallowed_methods, reason = "edge: whether the output folder is there")]

use std::{path::PathBuf, sync::Arc};

use clap::Args;

use super::{Global, Refusal, Status, build, listing, print};
use crate::{
    address::BaseUrl,
    cache::Built,
    clock::{self, Timings},
    problem::{Code, Problem},
    publish::{self, Earnest, Job, Report, Stopped, Talk, Target, count, local, ready, tell::Told},
    settings::{self, Settings, publish::Compress},
    source::SourcePath,
    terminal::{self, Interrupt, Progress},
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
    /// The address of the store, when it is not Amazon's
    #[arg(long, value_name = "URL")]
    endpoint: Option<String>,
}

/// Publishes the site.
pub fn run(global: &Global, options: &Options) -> Result<Status, Refusal> {
    let timings = Timings::start();
    let interrupt = Interrupt::listen();
    let folders = build::folders(global, options.out.as_deref())?;
    let settings = settings(global)?;
    let target = target(global, options, &settings)?;
    refuse_overlap(&target, &folders)?;
    let (record, built) = built(global, &folders)?;
    let now = clock::now().map_err(Refusal::Failed)?;
    let folder = folders.out.display().to_string();
    let sources = listing(global)?.print(built.taken);
    ready::check(&built, &sources, now, &folder).map_err(Refusal::Failed)?;
    let base =
        BaseUrl::parse(&built.base).ok_or_else(|| Refusal::Failed("the record of the build is damaged".into()))?;
    let overdue = ready::overdue(&built, now, &folder);
    let local = local::gather(&folders, &record, built, &settings.publish).map_err(Refusal::Failed)?;
    let mut site = local.site;
    if matches!(target, Target::Git(_)) {
        local::for_pages_hosts(&mut site, &settings.publish);
    }
    let verbose = global.verbose || options.dry_run;
    let progress = Progress::new(global.quiet(), interrupt, "files");
    let talk = Arc::new(Voice { progress, verbose, quiet: global.quiet });
    for note in local.notes.iter().chain(&overdue) {
        talk.say(&format!("warning: {note}"));
    }
    let job = Job {
        target,
        endpoint: options.endpoint.clone().or_else(|| settings.publish.endpoint.clone()),
        region: settings.publish.region.clone(),
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
    };
    let talking: Arc<dyn Talk> = talk.clone();
    let done = publish::run(&job, &talking);
    talk.progress.finish();
    // Until here nobody else may build into the folder.
    drop(record);
    match done {
        Ok(report) => {
            if !global.quiet {
                println!("{}", summary(&report, job.earnest, timings.seconds()));
            }
            Ok(Status::Done)
        }
        Err(stopped) => fail(stopped, options),
    }
}

const DAY: u32 = 24 * 60 * 60;

/// The settings, when nothing is wrong with them.
fn settings(global: &Global) -> Result<Settings, Refusal> {
    let (sources, _) = listing(global)?.sources();
    let (settings, problems) = settings::read(sources.settings.as_ref(), &sources.folder_name);
    let wrong: Vec<Problem> = problems.into_iter().filter(Problem::is_error).collect();
    if wrong.is_empty() {
        return Ok(settings);
    }
    print(&wrong, &|path: &SourcePath| sources.text(path).cloned(), global);
    let secret = wrong.iter().any(|problem| problem.code == Code::SecretInSettings);
    let what =
        if secret { "nothing is published while a secret stands in the settings" } else { "the settings are wrong" };
    Err(Refusal::Failed(what.into()))
}

fn target(global: &Global, options: &Options, settings: &Settings) -> Result<Target, Refusal> {
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
    Ok(match target {
        // The settings speak of the site's folder, the command line of the one it was typed in.
        Target::Folder(path) if options.target.is_none() => Target::Folder(global.below(path)),
        target => target,
    })
}

/// A folder that is published into must be another than the site's.
fn refuse_overlap(target: &Target, folders: &Folders) -> Result<(), Refusal> {
    let Target::Folder(path) = target else { return Ok(()) };
    let (there, out, root) = (build::whole(path), build::whole(&folders.out), build::whole(&folders.root));
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
    let record = Record::read(folders, build::lock(folders)?);
    let built = Built::load(&folders.built());
    let built = built.ok_or_else(|| {
        Refusal::Failed(format!("`{folder}` is not as a build left it: run `noticeboard build`, and publish then"))
    })?;
    Ok((record, built))
}

fn summary(report: &Report, earnest: Earnest, seconds: f64) -> String {
    let Report { sent, bytes, deleted, same, changed: _ } = report;
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
fn fail(stopped: Stopped, options: &Options) -> Result<Status, Refusal> {
    let sentence = match stopped {
        Stopped::Interrupted => {
            eprintln!("Interrupted: the site reads whole, and the same command goes on from here");
            return Ok(Status::Interrupted);
        }
        Stopped::Host(sentence) => sentence,
        Stopped::Files(files) => {
            for (name, why) in &files {
                eprintln!("error: `{name}`: {why}");
            }
            let files = count(files.len(), "file", "files");
            format!(
                "{files} could not be sent or deleted; nothing that depends on them was done, and the same command tries again"
            )
        }
        Stopped::Untold(sentences) => {
            for sentence in &sentences {
                eprintln!("error: {sentence}");
            }
            "the site is published, but copies of what it was may be shown until they expire; the next publish tells of \
             it again"
                .into()
        }
        Stopped::Deletions(files) => format!(
            "{} would be deleted from the host, and {} may be: nothing was published but what was taken back. Look with \
             `--dry-run`; then say `--yes`, or `--max-deletes {files}`",
            count(files, "file", "files"),
            options.max_deletes
        ),
    };
    Err(Refusal::Failed(sentence))
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
