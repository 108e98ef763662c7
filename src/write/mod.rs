//! The writing edge: brings an output folder to what a plan says. In: outputs, a way to render them, and the record of
//! an earlier build. Out: files, and a count. It must not know Markdown, templates or bulletins.
//!
//! Everything that differs is first put into a staging folder; only when all of it stands there is the output folder
//! touched, file by file with renames. So a failed or interrupted build changes nothing, and after a kill in the middle
//! the next build finds by the record, which names new files before they appear, all that it has to mend.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

mod manifest;
mod record;

use std::{
    collections::{BTreeSet, HashMap, HashSet},
    fs::{self, File},
    io::{self, Write as _},
    ops::Range,
    path::{Path, PathBuf},
    sync::{
        Mutex,
        atomic::{AtomicUsize, Ordering},
    },
};

use crate::{clock::Timings, problem::Problem, render::RenderedOutput, source::SourcePath, stamp::Stamp};
use manifest::{Manifest, ManifestFile, PriorFile, below};
pub use record::{ComparedRecord, OutputFile, OutputLock, Record, look};

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
    /// Files in the output folder that no record knows, when there was no record: the first few, and how many.
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
    let prior = Prior { manifest: &known, places, recorded, fresh };

    // First pass: render everything, and put what differs into the staging folder.
    let outcomes = render(folders, &stage, &prior, outputs, make, watch)?;
    timings.mark("rendering");
    let (files, problems) = Files::of(outcomes, make.stays(), &prior);
    if !problems.is_empty() && on_problem == OnProblem::ChangeNothing {
        return Err(Failure::Problems(problems));
    }
    // Second pass: new names first, then what pages need, then pages, then what is gone.
    let done = files.put_in_place(out, &record, &stage, &prior)?;
    timings.mark("putting in place");
    Ok((done, problems))
}

/// What an earlier build left.
struct Prior<'m> {
    manifest: &'m Manifest,
    /// The place of each file in it by name.
    places: HashMap<&'m str, usize>,
    /// Whether there was a record at all.
    recorded: bool,
    /// Whether the output folder is missing or empty.
    fresh: bool,
}

impl Prior<'_> {
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
    prior: &Prior,
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

/// The files that the output folder is to hold.
struct Files {
    all: Vec<PriorFile>,
    /// Which of them lie in the staging folder.
    staged: Vec<usize>,
    /// Whether files that were changed shortly before the record was taken are known by it when it is taken again.
    settled_since: bool,
    /// Whether some could not be rendered.
    some_failed: bool,
}

impl Files {
    /// Gathers them, and why some could not be rendered.
    fn of(outcomes: Vec<Vec<OutputOutcome>>, stays: &[String], prior: &Prior) -> (Self, Vec<Problem>) {
        let all = Vec::with_capacity(outcomes.iter().map(Vec::len).sum::<usize>() + stays.len());
        let mut files = Self { all, staged: Vec::new(), settled_since: false, some_failed: false };
        let mut problems = Vec::new();
        for outcome in outcomes.into_iter().flatten() {
            match outcome {
                OutputOutcome::Unchanged(place) => files.all.push(prior.file(place)),
                OutputOutcome::Same(file) => {
                    files.settled_since = true;
                    files.all.push(file);
                }
                OutputOutcome::Staged(file) => {
                    files.staged.push(files.all.len());
                    files.all.push(file);
                }
                OutputOutcome::Failed(name, problem) => {
                    // What stood there before stays.
                    files.all.extend(name.and_then(|name| prior.place(&name)).map(|place| prior.file(place)));
                    files.some_failed = true;
                    problems.push(*problem);
                }
            }
        }
        files.all.extend(stays.iter().filter_map(|name| prior.place(name)).map(|place| prior.file(place)));
        (files, problems)
    }

    /// Brings the output folder and the record to these files.
    fn put_in_place(mut self, out: &Path, record: &Path, stage: &Stage, prior: &Prior) -> Result<WriteReport, Failure> {
        let names: HashSet<&str> = self.all.iter().map(|file| file.name.as_str()).collect();
        let prior_names = prior.manifest.files.iter().map(|file| file.name.as_str());
        let stale: BTreeSet<&str> = prior_names.filter(|name| !names.contains(name)).collect();
        let strange = if prior.recorded || prior.fresh { (Vec::new(), 0) } else { strangers(out, &names) };
        let new_names = names.len() + stale.len() > prior.manifest.files.len();
        if new_names {
            let ahead = names.iter().copied().chain(stale.iter().copied());
            manifest::write_names(record, ahead).map_err(disk(record))?;
        }
        let moved = self.move_staged(out, stage, &stale, prior)?;
        let mut removed = 0;
        for name in &stale {
            removed += usize::from(remove(out, name).map_err(disk(out))?);
        }
        let names_stand = prior.manifest.names_stand && !new_names && stale.is_empty();
        if !names_stand && (!new_names || !stale.is_empty()) {
            manifest::write_names(record, self.all.iter().map(|file| file.name.as_str())).map_err(disk(record))?;
        }
        for place in &self.staged {
            let PriorFile { name, written } = &mut self.all[*place];
            if let Some(written) = written.as_mut().filter(|it| it.stamp.is_none() || moved == StagingMove::ByCopies) {
                written.stamp = fs::metadata(out.join(name)).ok().and_then(|metadata| Stamp::of(&metadata));
            }
        }
        if self.settled_since || !self.staged.is_empty() || !names_stand || self.some_failed {
            manifest::write(record, &self.all).map_err(disk(record))?;
        }
        Ok(WriteReport { written: self.staged.len(), removed, strange })
    }

    /// Moves what was staged: at once into an empty folder, else file by file, what pages need first.
    fn move_staged(
        &self,
        out: &Path,
        stage: &Stage,
        stale: &BTreeSet<&str>,
        prior: &Prior,
    ) -> Result<StagingMove, Failure> {
        if prior.fresh && !self.staged.is_empty() {
            return stage.become_folder(out);
        }
        let mut names: Vec<&str> = self.staged.iter().map(|place| self.all[*place].name.as_str()).collect();
        names.sort_by_key(|name| !name.starts_with("assets/"));
        clear_the_way(out, stale, &names);
        let mut folders_made = HashSet::new();
        for name in names {
            stage.publish(out, name, &mut folders_made)?;
        }
        Ok(StagingMove::Whole)
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

/// Files below the output folder that the plan does not name: the first few, and how many.
fn strangers(out: &Path, names: &HashSet<&str>) -> (Vec<String>, usize) {
    let mut first = Vec::new();
    let mut count = 0;
    for entry in walkdir::WalkDir::new(out).sort_by_file_name().into_iter().flatten() {
        let below = entry.path().strip_prefix(out).unwrap_or(entry.path());
        let name = below.to_string_lossy().replace('\\', "/");
        // Marks for hosts (`CNAME`, `.nojekyll`) are put there by people.
        let a_mark = name == "CNAME" || name.starts_with('.');
        if entry.file_type().is_file() && !a_mark && !names.contains(name.as_str()) {
            count += 1;
            if first.len() < 3 {
                first.push(name);
            }
        }
    }
    (first, count)
}

/// Removes old files where a folder must stand now, and old folders where a file must.
fn clear_the_way(out: &Path, stale: &BTreeSet<&str>, staged: &[&str]) {
    for output in staged {
        let mut folder = *output;
        while let Some((above, _)) = folder.rsplit_once('/') {
            if stale.contains(above) {
                // What cannot be removed shows when the file is published.
                let _ = remove(out, above);
            }
            folder = above;
        }
        let inside = format!("{output}/");
        for name in stale.range(inside.as_str()..).take_while(|name| name.starts_with(&inside)) {
            let _ = remove(out, name);
        }
    }
}

/// Removes a file that the record names, and the folders that it leaves empty.
fn remove(out: &Path, name: &str) -> io::Result<bool> {
    let Some(path) = below(out, name) else { return Ok(false) };
    if fs::symlink_metadata(&path).is_ok_and(|metadata| metadata.is_dir()) {
        // A folder of this build took the place of the file.
        return Ok(false);
    }
    match fs::remove_file(&path) {
        Ok(()) => {}
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            return Ok(false);
        }
        Err(error) => return Err(error),
    }
    let mut folder = path.parent();
    while let Some(empty) = folder.filter(|folder| *folder != out && folder.starts_with(out)) {
        if fs::remove_dir(empty).is_err() {
            break;
        }
        folder = empty.parent();
    }
    Ok(true)
}

/// The staging folder; it is emptied when it is made and when it goes out of use.
struct Stage {
    folder: PathBuf,
}

impl Drop for Stage {
    fn drop(&mut self) {
        // What is left is only staged files; the next build removes them too.
        let _ = fs::remove_dir_all(&self.folder);
    }
}

impl Stage {
    fn new(state: &Path) -> Result<Self, Failure> {
        let folder = state.join("stage");
        match fs::remove_dir_all(&folder) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(disk(&folder)(error)),
            _ => {}
        }
        fs::create_dir_all(&folder).map_err(disk(&folder))?;
        Ok(Self { folder })
    }

    /// Compares what was rendered with what is there, and stages it when it differs.
    fn prepare(
        &self,
        name: String,
        rendered: &RenderedOutput,
        inputs: Option<u128>,
        folders: &Folders,
        fresh: bool,
    ) -> Result<OutputOutcome, Failure> {
        let here = folders.out.join(&name);
        let source;
        let content = match rendered {
            RenderedOutput::Bytes(bytes) => OutputContent::Bytes(bytes),
            RenderedOutput::Shared(bytes) => OutputContent::Bytes(bytes),
            RenderedOutput::Copy(path) => {
                source = source_path(&folders.root, path);
                OutputContent::File(&source)
            }
        };
        if !fresh
            && let Ok(metadata) = fs::symlink_metadata(&here)
            && metadata.is_file()
            && content.stands(&here, metadata.len())
        {
            let written = Some(ManifestFile { stamp: Stamp::of(&metadata), inputs });
            return Ok(OutputOutcome::Same(PriorFile { name, written }));
        }
        let staged = self.folder.join(&name);
        let to = Self::put(&staged, &content, &here)?;
        // Where the whole folder is moved, its files keep their stamps.
        let stamp = if fresh { to.metadata().ok().and_then(|metadata| Stamp::of(&metadata)) } else { None };
        Ok(OutputOutcome::Staged(PriorFile { name, written: Some(ManifestFile { stamp, inputs }) }))
    }

    /// Writes a staged file, which is to stand at `here`.
    fn put(staged: &Path, content: &OutputContent, here: &Path) -> Result<File, Failure> {
        let mut to = Self::begin(staged).map_err(disk(here))?;
        match content {
            OutputContent::Bytes(bytes) => to.write_all(bytes).map_err(disk(here))?,
            OutputContent::File(source) => {
                let mut from = File::open(source).map_err(disk(source))?;
                io::copy(&mut from, &mut to).map_err(disk(here))?;
            }
        }
        Ok(to)
    }

    /// Begins a staged file, with its folder: nearly every page has one of its own, and other files lie beside a page.
    fn begin(staged: &Path) -> io::Result<File> {
        let make_folder = || staged.parent().map_or(Ok(()), fs::create_dir_all);
        if staged.ends_with("index.html") {
            make_folder()?;
        }
        match File::create(staged) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {
                make_folder()?;
                File::create(staged)
            }
            begun => begun,
        }
    }

    /// The whole staging folder becomes the output folder, which is not there or empty.
    fn become_folder(&self, out: &Path) -> Result<StagingMove, Failure> {
        if let Some(above) = out.parent() {
            fs::create_dir_all(above).map_err(disk(above))?;
        }
        let _ = fs::remove_dir(out);
        match fs::rename(&self.folder, out) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => copy_folder(&self.folder, out)?,
            // A mount point cannot be replaced by a folder: it is filled.
            Err(_) if out.is_dir() => copy_folder(&self.folder, out)?,
            other => return other.map(|()| StagingMove::Whole).map_err(disk(out)),
        }
        Ok(StagingMove::ByCopies)
    }

    /// Moves one staged file to its place.
    fn publish(&self, out: &Path, name: &str, made: &mut HashSet<PathBuf>) -> Result<(), Failure> {
        let from = self.folder.join(name);
        let to = out.join(name);
        if let Some(folder) = to.parent()
            && made.insert(folder.to_owned())
        {
            fs::create_dir_all(folder).map_err(disk(folder))?;
        }
        match fs::rename(&from, &to) {
            Err(error) if error.kind() == io::ErrorKind::CrossesDevices => copy_over(&from, &to),
            other => other.map_err(disk(&to)),
        }
    }
}

/// How the staging folder became the output folder.
#[derive(Clone, Copy, PartialEq, Eq)]
enum StagingMove {
    Whole,
    /// Its files are others now, with other stamps.
    ByCopies,
}

enum OutputContent<'a> {
    Bytes(&'a [u8]),
    File(&'a Path),
}

impl OutputContent<'_> {
    /// Whether a file of so many bytes holds just this. Where that cannot be read, it is written again.
    fn stands(&self, there: &Path, size: u64) -> bool {
        match self {
            Self::Bytes(bytes) => bytes.len() as u64 == size && fs::read(there).is_ok_and(|there| there == *bytes),
            Self::File(source) => {
                let size_is_same = fs::metadata(source).is_ok_and(|metadata| metadata.len() == size);
                size_is_same && hash_of(there).is_ok_and(|hash| hash_of(source).is_ok_and(|source| source == hash))
            }
        }
    }
}

fn source_path(root: &Path, path: &SourcePath) -> PathBuf {
    root.join(path.as_str())
}

fn hash_of(path: &Path) -> io::Result<blake3::Hash> {
    let mut hasher = blake3::Hasher::new();
    hasher.update_reader(File::open(path)?)?;
    Ok(hasher.finalize())
}

/// A copy on another disk, by temporary file and rename.
fn copy_over(from: &Path, to: &Path) -> Result<(), Failure> {
    let mut beside = to.as_os_str().to_owned();
    beside.push(".new");
    let beside = PathBuf::from(beside);
    fs::copy(from, &beside).map_err(disk(to))?;
    fs::rename(&beside, to).map_err(disk(to))
}

fn copy_folder(from: &Path, to: &Path) -> Result<(), Failure> {
    for entry in walkdir::WalkDir::new(from) {
        let entry = entry.map_err(|error| Failure::Disk { path: from.to_owned(), error: error.into() })?;
        let below = entry.path().strip_prefix(from).unwrap_or(entry.path());
        let there = to.join(below);
        if entry.file_type().is_dir() {
            fs::create_dir_all(&there).map_err(disk(&there))?;
        } else {
            copy_over(entry.path(), &there)?;
        }
    }
    Ok(())
}
