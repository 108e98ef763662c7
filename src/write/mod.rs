//! The writing edge: brings an output folder to what a plan says. In: outputs, a way to render them, and the record of
//! an earlier build. Out: files, and a count. It must not know Markdown, templates or bulletins.
//!
//! Everything that differs is first put into a staging folder; only when all of it stands there is the output folder
//! touched, file by file with renames. So a failed or interrupted build changes nothing, and after a kill in the middle
//! the next build finds by the record, which names new files before they appear, all that it has to mend.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

mod folder;
mod manifest;
mod record;
mod stage;
mod strangers;

use std::{
    collections::HashMap,
    fs, io,
    ops::Range,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::{clock::Timings, problem::Problem, render::RenderedOutput};
use folder::FolderFiles;
#[cfg(feature = "publish")]
pub use manifest::is_below;
use manifest::{Manifest, PriorFile};
pub use record::{ComparedRecord, OutputFile, OutputLock, Record, look};
use stage::Stage;

/// Where a build reads attachments, writes, and keeps its record.
#[derive(Clone, Debug)]
pub struct Folders {
    /// The site's root, which sources are relative to.
    pub root: PathBuf,
    /// The output folder.
    pub out: PathBuf,
    /// The folder for the record and for staging, `.noticeboard` in the root.
    pub state: PathBuf,
}

impl Folders {
    /// Where the record of the output folder is kept: its own when it lies in the root, else one named by its path.
    fn record(&self) -> PathBuf {
        self.state.join(record::name(&self.root, &self.out))
    }

    /// Where it is kept how the output folder was built.
    pub fn built(&self) -> PathBuf {
        self.record().with_extension("built")
    }
}

/// What was done.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WriteReport {
    pub written: usize,
    pub removed: usize,
    /// Files in the output folder that no record knows, where one was lost: the first few, and how many.
    pub strange: (Vec<String>, usize),
}

/// Why nothing was written.
#[derive(Debug)]
pub enum Failure {
    /// Some outputs could not be rendered.
    Problems(Vec<Problem>),
    /// A file or folder could not be read or written.
    Disk { path: PathBuf, error: io::Error },
    /// The user asked to stop.
    Interrupted,
}

/// What is done about outputs that cannot be rendered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnProblem {
    ChangeNothing,
    WriteTheRest,
}

/// Hears how far a build is, and may ask it to stop.
pub trait BuildProgress: Sync {
    fn progress(&self, done: usize, all: usize);
    fn stop(&self) -> bool;
}

fn disk(path: &Path) -> impl FnOnce(io::Error) -> Failure + use<'_> {
    |error| Failure::Disk { path: path.to_owned(), error }
}

/// What became of one output in the first pass.
enum OutputOutcome {
    /// It was not rendered, since it is made from the same: its place in the record.
    Unchanged(usize),
    /// It was rendered, and its bytes are those that stand there.
    Same(PriorFile),
    Staged(PriorFile),
    /// It cannot be rendered; its name, where what stood there stays.
    Failed(Option<String>, Box<Problem>),
}

/// How outputs are made.
pub trait Make<O>: Sync {
    /// The path of an output's file below the output folder.
    fn name(&self, output: &O) -> String;

    /// What it is made from: where that is the same as last time, so are its bytes. None where that is not known.
    fn inputs(&self, output: &O) -> Option<u128>;

    /// Its bytes.
    ///
    /// # Errors
    ///
    /// When it cannot be rendered.
    fn render(&self, output: &O) -> Result<RenderedOutput, Problem>;

    /// The files besides that stay as an earlier build wrote them.
    fn stays(&self) -> &[String];

    /// Whether a file that no record names went with something that is taken back.
    fn is_taken_back(&self, name: &str) -> bool;

    /// Whether what stands there must go where an output cannot be rendered.
    fn must_go(&self, output: &O) -> bool;
}

/// Brings the output folder to `outputs`, and leaves what is to stay as an earlier build wrote it.
///
/// # Errors
///
/// See [`Failure`]; in every case the output folder is as it was, unless the disk failed during the renames.
pub fn write<O: Sync>(
    folders: &Folders,
    record: ComparedRecord,
    outputs: &[O],
    make: &impl Make<O>,
    on_problem: OnProblem,
    watch: &dyn BuildProgress,
    timings: &mut Timings,
) -> Result<(WriteReport, Vec<Problem>), Failure> {
    let Folders { root: _, out, state } = folders;
    let Record { path: record, manifest, _lock } = record.0;
    let stage = Stage::new(state)?;
    let recorded = manifest.is_some();
    let known = manifest.unwrap_or_default();
    let fresh = is_empty(out).map_err(disk(out))?;
    let places = known.files.iter().enumerate().map(|(place, file)| (file.name.as_str(), place)).collect();
    let prior = PriorOutput { manifest: &known, places, recorded, fresh };

    // First pass: render everything, and put what differs into the staging folder.
    let outcomes = render(folders, &stage, &prior, outputs, make, watch)?;
    timings.mark("rendering");
    let (files, problems) = FolderFiles::of(outcomes, make.stays(), &prior);
    if !problems.is_empty() && on_problem == OnProblem::ChangeNothing {
        return Err(Failure::Problems(problems));
    }
    // Second pass: new names first, then what pages need, then pages, then what is gone.
    let done = files.put_in_place(out, &record, &stage, &prior, &|name| make.is_taken_back(name))?;
    timings.mark("putting in place");
    Ok((done, problems))
}

/// What an earlier build left.
struct PriorOutput<'m> {
    manifest: &'m Manifest,
    /// The place of each file in it by name.
    places: HashMap<&'m str, usize>,
    /// Whether there was a record at all.
    recorded: bool,
    /// Whether the output folder is missing or empty.
    fresh: bool,
}

impl PriorOutput<'_> {
    fn place(&self, name: &str) -> Option<usize> {
        self.places.get(name).copied()
    }

    fn file(&self, place: usize) -> PriorFile {
        self.manifest.files[place].clone()
    }
}

/// Renders each output that is not known to stay the same, and stages what differs.
fn render<O: Sync>(
    folders: &Folders,
    stage: &Stage,
    prior: &PriorOutput,
    outputs: &[O],
    make: &impl Make<O>,
    watch: &dyn BuildProgress,
) -> Result<Vec<Vec<OutputOutcome>>, Failure> {
    let done = AtomicUsize::new(0);
    let failure: Mutex<Option<Failure>> = Mutex::new(None);
    let outcomes = in_order(outputs, |output| {
        if watch.stop() || failure.lock().is_ok_and(|failure| failure.is_some()) {
            return None;
        }
        let name = make.name(output);
        let inputs = make.inputs(output);
        let is_same = |place: &usize| !prior.fresh && is_made_from(&prior.manifest.files[*place], inputs);
        let outcome = match prior.place(&name).filter(is_same) {
            Some(place) => Ok(OutputOutcome::Unchanged(place)),
            None => match make.render(output) {
                Ok(rendered) => stage.prepare(name, &rendered, inputs, folders, prior.fresh),
                Err(problem) => {
                    let name = Some(name).filter(|_| !make.must_go(output));
                    Ok(OutputOutcome::Failed(name, Box::new(problem)))
                }
            },
        };
        watch.progress(done.fetch_add(1, Ordering::Relaxed) + 1, outputs.len());
        outcome
            .map_err(|found| {
                if let Ok(mut failure) = failure.lock() {
                    failure.get_or_insert(found);
                }
            })
            .ok()
    });
    if watch.stop() {
        return Err(Failure::Interrupted);
    }
    match failure.into_inner().unwrap_or_default() {
        Some(failure) => Err(failure),
        None => Ok(outcomes),
    }
}

/// So many outputs are taken at once by a thread.
const AT_ONCE: usize = 8;

/// Does some work for each item, on all threads, which take the items from the front: those that are worked on at one
/// time stand near each other, and share what is remembered. The results are in the order of the items, those of a few
/// at a time: a list of all would need as much memory again.
fn in_order<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> Option<R> + Sync) -> Vec<Vec<R>> {
    let next = AtomicUsize::new(0);
    let take = || {
        let from = next.fetch_add(AT_ONCE, Ordering::Relaxed);
        (from < items.len()).then(|| from..items.len().min(from + AT_ONCE))
    };
    let parts = rayon::broadcast(|_| {
        let runs = std::iter::from_fn(take);
        let worked = |run: Range<usize>| items[run].iter().filter_map(&work).collect();
        runs.map(|run| (run.start, worked(run))).collect::<Vec<(usize, Vec<R>)>>()
    });
    let mut runs: Vec<(usize, Vec<R>)> = parts.into_iter().flatten().collect();
    runs.sort_unstable_by_key(|(start, _)| *start);
    runs.into_iter().map(|(_, results)| results).collect()
}

/// Whether a file was made from the same and still stands as it was written.
fn is_made_from(known: &PriorFile, inputs: Option<u128>) -> bool {
    inputs.is_some() && known.written.as_ref().is_some_and(|written| written.inputs == inputs)
}

fn is_empty(out: &Path) -> io::Result<bool> {
    match fs::read_dir(out) {
        Ok(mut entries) => Ok(entries.next().is_none()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(true),
        Err(error) => Err(error),
    }
}
