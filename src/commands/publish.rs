//! `publish`: brings a static host to what was built. In: the options. Out: files on the host, and one line that sums up.

use std::{path::PathBuf, sync::Arc};

use clap::Args;

use super::{
    CommandRefusal, CommandStatus, Global,
    publishing::{self, DAY, PublishOrder, PublishResult, PublishStop},
};
use crate::{
    clock::Timings,
    publish::{PartialResult, PublishError, PublishListener, PublishMode, Report, count},
    published::Objection,
    terminal::{self, Interrupt, Progress, errln, outln},
};

/// The options of `publish`.
#[derive(Debug, Args)]
pub struct PublishOptions {
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
    /// Delete however many files the site no longer has, and publish what `check` finds grave
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
pub fn run(global: &Global, options: &PublishOptions) -> Result<CommandStatus, CommandRefusal> {
    let timings = Timings::start();
    let interrupt = Interrupt::listen();
    let verbose = global.verbose || options.dry_run;
    let progress = Progress::new(global.quiet(), interrupt, "files");
    let talk = Arc::new(PublishReporter { progress, verbose, quiet: global.quiet });
    let PublishOptions { target, out, dry_run, max_deletes, yes, restore, endpoint } = options;
    let order = PublishOrder {
        target: target.clone(),
        out: out.clone(),
        earnest: if *dry_run { PublishMode::Tell } else { PublishMode::Do },
        most_deleted: (!yes).then_some(*max_deletes),
        unasked: *yes,
        restore: restore.clone(),
        endpoint: endpoint.clone(),
    };
    let talking: Arc<dyn PublishListener> = talk.clone();
    match publishing::publish(global, &order, &talking) {
        Ok(PublishResult { report, whole }) => {
            talk.progress.finish();
            if !global.quiet {
                outln!("{}", summary(&report, order.earnest, timings.seconds()));
            }
            if whole {
                return Ok(CommandStatus::Done);
            }
            Err(CommandRefusal::Failed(
                "the site could not be built again as a whole, for what is listed above; what was built is published. Mend \
                 it, build, and publish again"
                    .into(),
            ))
        }
        Err(PublishStop::Refused(refusal)) => Err(refusal),
        Err(PublishStop::Stopped { why, now }) => {
            talk.progress.finish();
            fail(why, options, now)
        }
    }
}

fn summary(report: &Report, earnest: PublishMode, seconds: f64) -> String {
    let Report { sent, bytes, deleted, same, retracted: _, changed: _ } = report;
    if *sent == 0 && *deleted == 0 {
        let files = count(*same, "file is", "files are");
        return format!("Nothing to publish: {files} there as they should be, in {seconds:.2} s");
    }
    let files = count(*sent, "file", "files");
    let deleted = if *deleted > 0 { format!(", {} deleted", count(*deleted, "file", "files")) } else { String::new() };
    let same = count(*same, "unchanged", "unchanged");
    match earnest {
        PublishMode::Tell => format!("Would publish {files}{deleted}, {same}"),
        PublishMode::Do => format!("Published {files} ({}){deleted}, {same}, in {seconds:.2} s", size(*bytes)),
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
fn fail(stopped: PublishError, options: &PublishOptions, now: i64) -> Result<CommandStatus, CommandRefusal> {
    let sentence = match stopped {
        PublishError::Interrupted => {
            errln!("Interrupted: the site reads whole, and the same command goes on from here");
            return Ok(CommandStatus::Interrupted);
        }
        PublishError::Objections(objections) => {
            for objection in &objections {
                errln!("error: {}", said(objection));
            }
            object(&objections)
        }
        PublishError::Doubts(doubts, done) => {
            for doubt in &doubts {
                errln!("error: {doubt}");
            }
            let done = match done {
                PartialResult::Nothing => "nothing was published",
                PartialResult::TakenBack | PartialResult::AllElse => {
                    "what was taken back is gone from the host, and nothing else was published"
                }
            };
            format!(
                "{done}: a careful colleague would ask about {} first. Mend the texts; or, where it is meant, say so in the \
                 bulletin with `allow` and `reason`, answer at a terminal, or say `--yes`",
                count(doubts.len(), "thing", "things")
            )
        }
        PublishError::Foreign(files, first) => format!(
            "the place holds another site, and {} of it would be replaced, such as `{}`: nothing was published. Look with \
             `--dry-run`; then say `--yes`, or name another place",
            count(files, "file", "files"),
            first.join("`, `")
        ),
        PublishError::Emptied(bulletins) => format!(
            "this site has no bulletin, and {} would be deleted: nothing was published. Bring the files of the site back and \
             build again; if they are to go, say `--yes`",
            count(bulletins, "bulletin", "bulletins")
        ),
        PublishError::Clock(there) => {
            let days = (there - now) / i64::from(DAY);
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
        PublishError::Ids => {
            "the place knows the bulletins under other ids than this build: run `noticeboard build`, and publish then"
                .into()
        }
        PublishError::Host(sentence) => sentence,
        PublishError::Files(files) => {
            for (name, why) in &files {
                errln!("error: `{name}`: {why}");
            }
            let files = count(files.len(), "file", "files");
            format!(
                "{files} could not be sent or deleted; nothing that depends on them was done, and the same command tries again"
            )
        }
        PublishError::Untold(sentences) => {
            for sentence in &sentences {
                errln!("error: {sentence}");
            }
            "the site is published, but copies of what it was may be shown until they expire; the next publish tells of \
             it again"
                .into()
        }
        PublishError::Deletions(files, done) => format!(
            "{} would be deleted from the host, and {} may be: {}. Look with `--dry-run`; then say `--yes`, or \
             `--max-deletes {files}`",
            count(files, "file", "files"),
            options.max_deletes,
            match done {
                PartialResult::Nothing | PartialResult::TakenBack => "nothing was published",
                PartialResult::AllElse => {
                    "what was taken back is gone from the host and the rest of the site was sent, but nothing else was deleted"
                }
            }
        ),
    };
    Err(CommandRefusal::Failed(sentence))
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
struct PublishReporter {
    progress: Progress,
    verbose: bool,
    quiet: bool,
}

impl PublishListener for PublishReporter {
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
