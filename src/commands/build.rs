//! `build`: writes the site. In: the options. Out: files in the output folder, problems, and one line that sums up.
#![expect(
    clippy::disallowed_methods,
    reason = "edge: whether the output folder is there, and what the last build left"
)]

use std::{collections::HashSet, io, path::PathBuf};

use clap::Args;
use rayon::prelude::*;
use serde_json::json;

use super::{
    CachePolicy, CommandRefusal, CommandStatus, Global, LoadedSite, PriorBuild, SiteOptions, aliases, kept_pages,
    listing, lookup, open, output, print, there,
};
use crate::{
    address::Address,
    cache::{self, BuildRecord, BuiltFile, LastBuildReport, drafts, memory, translations},
    catalogue::{Catalogue, LinkTarget, life, translation},
    clock::{self, Timings},
    moment::Moment,
    plan::{
        Output, Recipe,
        traits::{self, SubjectRelation, Traits},
    },
    problem::{self, Code, Problem, ProblemSeverity, show, wording},
    published::{self, CurrentBulletin, MovedAddress},
    read::{OnDisk, SiteListing},
    render::RenderedOutput,
    site::{Fingerprints, Site},
    source::{File, SourcePath, Sources},
    terminal::{Interrupt, Progress, err, errln, outln},
    timetable,
    write::{self, Failure, Folders, OnProblem, Record, WriteReport},
};

/// The options of `build`.
#[derive(Debug, Args)]
pub struct BuildOptions {
    /// The folder to write to
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    view: SiteOptions,
    /// Publish what is sound even where something is wrong
    #[arg(long)]
    keep_going: bool,
    /// Give bulletins whose address is another now the old one under `aliases`, so that links to it lead on
    #[arg(long)]
    write_aliases: bool,
    /// How to print the result
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: BuildFormat,
    /// Say how long each stage took
    #[arg(long)]
    timings: bool,
}

impl BuildOptions {
    /// Builds again what was built into a folder.
    #[cfg(feature = "publish")]
    pub fn again(out: Option<PathBuf>, base_url: Option<String>) -> Self {
        let view = SiteOptions { base_url, ..SiteOptions::default() };
        Self { out, view, keep_going: false, write_aliases: false, format: BuildFormat::Human, timings: false }
    }
}

/// A form of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum BuildFormat {
    Human,
    Json,
}

/// Builds the site.
pub fn run(global: &Global, options: &BuildOptions) -> Result<CommandStatus, CommandRefusal> {
    if options.write_aliases {
        there(global)?;
        let built = BuildRecord::load(&output::folders(global, options.out.as_deref())?.built());
        for line in aliases::write(global, &options.view, built.as_ref())? {
            // What a program reads on standard output is one object.
            match options.format {
                BuildFormat::Human => outln!("{line}"),
                BuildFormat::Json => errln!("{line}"),
            }
        }
    }
    build(global, options)
}

fn build(global: &Global, options: &BuildOptions) -> Result<CommandStatus, CommandRefusal> {
    let mut timings = Timings::start();
    let interrupt = Interrupt::listen();
    let folders = output::folders(global, options.out.as_deref())?;
    there(global)?;
    let lock = output::lock(&folders)?;
    let last = LastBuild::of(global, options, &folders);
    let (listing, record) = rayon::join(|| listing(global), || Record::read(&folders, lock).compare(&folders));
    let listing = listing?;
    let fingerprint = listing.fingerprint();
    timings.mark("looking at sources and output");
    if let Some(known) = fingerprint.and_then(|fingerprint| last.still_holds(&fingerprint, options))
        && folders.built().exists()
        && record.is_untouched()
    {
        let texts = OnDisk::new(&listing.root, []);
        let lookup = |path: &SourcePath| texts.show(path);
        report(global, options, &known, Some(&WriteReport::default()), &lookup, &timings);
        return Ok(CommandStatus::Done);
    }
    let earlier = BuildRecord::load(&folders.built());
    let before = earlier.as_ref();
    let AssembledSite { mark, loaded: LoadedSite { sources, texts, made, site, mut problems } } =
        AssembledSite::of(global, options, &listing, before, &mut timings)?;
    let lookup = lookup(&sources, &texts);
    note_translations(&site, &folders);
    problems.retain(|problem| problem.severity() != ProblemSeverity::Lint);
    problems.extend(unfinished(&site, &options.view));
    problems.extend(emptied(&listing, &folders, before).filter(|_| !options.keep_going));
    let broken = problems.iter().any(problem::Problem::is_error);
    // What is taken back does not wait for what is wrong elsewhere.
    let taken_back = taken_back(&site, &folders, before);
    let go_on = options.keep_going || !taken_back.is_empty();

    let mut done = None;
    if !broken || go_on {
        let on_problem = if go_on { OnProblem::WriteTheRest } else { OnProblem::ChangeNothing };
        let progress = Progress::new(global.quiet(), interrupt, "outputs");
        let fingerprints = Fingerprints::new(&site, &cache::program(), &sources);
        timings.mark("fingerprints");
        let staying = before.filter(|_| broken || options.keep_going);
        // What leads to something that is taken back may speak of it: a translation does in every line.
        let goes = |file: &BuiltFile| leads_to(&folders, &site, file, &taken_back);
        let staying = staying.map(|before| kept_pages::stays(before, &site, &listing, &lookup, &goes, &mut problems));
        let staying = staying.unwrap_or_default();
        let public = public(&site, before, &staying);
        let before = staying;
        let stays = before.iter().map(|file| file.name.clone()).collect();
        let outputs = SiteOutputs { site: &site, sources: &sources, fingerprints, stays };
        let in_order = site.plan.by_date(&site.catalogue);
        let suspended = SuspendedMark::suspend(&folders);
        let (written, prepared) = rayon::join(
            || write::write(&folders, record, &in_order, &outputs, on_problem, &progress, &mut timings),
            || suspended.prepare(&built(&site, &sources, &options.view, (mark, listing.taken), before, public)),
        );
        progress.finish();
        match written {
            Ok((written, found)) => {
                suspended.replace(prepared);
                timings.mark("saying how it was built");
                problems.extend(found);
                if written.strange.1 > 0 {
                    let (first, count) = &written.strange;
                    problems.push(wording::output_strange(&folders.out.display().to_string(), first, *count));
                }
                forget(&site, &listing, &folders, &taken_back);
                made.prune(site.plan.outputs.iter().map(|output| &output.address));
                done = Some(written);
            }
            Err(Failure::Problems(found)) => {
                suspended.restore();
                problems.extend(found);
            }
            Err(Failure::Disk { path, error }) => {
                print(&problems, &lookup, global);
                return Err(output::unwritable(&path, &error));
            }
            Err(Failure::Interrupted) => {
                suspended.restore();
                return Ok(CommandStatus::Interrupted);
            }
        }
    } else {
        // A template's faults show only when it renders: report them in the same run.
        problems.extend(faults(&site, &sources));
    }
    problem::sort(&mut problems);
    let wrong = done.is_none() || problems.iter().any(problem::Problem::is_error);
    let strange = done.as_ref().is_some_and(|done| done.strange.1 > 0);
    let built = as_last(&site, fingerprint, problems);
    if !wrong {
        say_when_next(&folders, site.catalogue.next);
    }
    timings.mark("problems");
    last.keep(fingerprint.filter(|_| !wrong && !strange).map(|_| &built));
    report(global, options, &built, done.as_ref(), &lookup, &timings);
    if wrong && !options.keep_going {
        say_of_retractions(&site, &taken_back, earlier.as_ref(), done.as_ref());
    }
    // The program ends here: taking a large site apart piece by piece would only cost time.
    std::mem::forget(site);
    Ok(if wrong { CommandStatus::Reported } else { CommandStatus::Done })
}

/// Says what was taken back though something is wrong; and where this copy never built the site, so that nothing was
/// written, what may still be public.
fn say_of_retractions(site: &Site, taken_back: &[Address], before: Option<&BuildRecord>, done: Option<&WriteReport>) {
    let catalogue = &site.catalogue;
    let owed = catalogue.gone.iter().filter(|gone| life::forgotten(gone.since) > catalogue.now);
    let (addresses, sentence): (Vec<&Address>, _) = match (done, before) {
        (Some(_), _) => (
            taken_back.iter().collect(),
            "Taken back all the same: {}. `noticeboard publish` sends it; what is wrong waits to be mended",
        ),
        (None, None) => (
            owed.map(|gone| &gone.address).collect(),
            "Not taken back from here yet: {}. This copy of the site was never built: mend what is wrong first; or `noticeboard \
             build --keep-going` and `noticeboard publish --yes` take it back now, and what is wrong off the site",
        ),
        (None, Some(_)) => return,
    };
    if !addresses.is_empty() {
        let addresses = addresses.iter().map(|address| format!("`{address}`")).collect::<Vec<_>>().join(", ");
        errln!("{}", sentence.replace("{}", &addresses));
    }
}

/// What a build saw and said, for the next one.
fn as_last(site: &Site, fingerprint: Option<[u8; 32]>, problems: Vec<Problem>) -> LastBuildReport {
    let catalogue = &site.catalogue;
    let zone = &catalogue.settings.zone;
    LastBuildReport {
        listing: fingerprint.unwrap_or_default(),
        now: catalogue.now,
        until: catalogue.until,
        bulletins: catalogue.all.shown.len(),
        outputs: site.plan.outputs.len(),
        next: catalogue.next.map(|next| (next.words(zone), next.rfc3339(zone))),
        problems,
    }
}

/// What cannot be rendered, of every output.
fn faults(site: &Site, sources: &Sources) -> Vec<Problem> {
    site.faults(&Fingerprints::new(site, &cache::program(), sources), &HashSet::new()).0
}

/// Leaves the moment of the next build where a shell can read it without this program: in UTC, or `never`. Two moments of
/// this form are in order as texts.
fn say_when_next(folders: &Folders, next: Option<Moment>) {
    let text = next.map_or_else(|| "never".to_owned(), timetable::utc_seconds);
    // Where it cannot be written, who looks for it builds once more than needed.
    let _ = std::fs::write(folders.state.join("next"), text + "\n");
}

/// A site that was put together, and what tells its sources from others.
struct AssembledSite {
    mark: [u8; 32],
    loaded: LoadedSite,
}

impl AssembledSite {
    fn of(
        global: &Global,
        options: &BuildOptions,
        listing: &SiteListing,
        before: Option<&BuildRecord>,
        timings: &mut Timings,
    ) -> Result<Self, CommandRefusal> {
        // Before anything is read: a change from here on shows as one.
        let mark = listing.print(listing.taken);
        timings.mark("telling sources apart");
        let public_pages = before.filter(|_| options.keep_going).map(kept_pages::pages).unwrap_or_default();
        let earlier =
            PriorBuild { public_pages, bulletins: before.map(|before| before.bulletins.clone()).unwrap_or_default() };
        Ok(Self { mark, loaded: open(global, &options.view, listing, CachePolicy::Renew, earlier, timings)? })
    }
}

/// How the output folder was built, for `publish`; taken away while the folder may be neither the old nor the new site.
struct SuspendedMark {
    path: PathBuf,
    aside: PathBuf,
    /// Whether there was one: not where an earlier build was stopped while it changed the folder.
    was_there: bool,
    /// Where the new one waits: in a large site it is too large to be held in memory until then.
    next: PathBuf,
}

impl SuspendedMark {
    fn suspend(folders: &Folders) -> Self {
        let path = folders.built();
        let (aside, next) = (path.with_extension("built-before"), path.with_extension("built-next"));
        // What a build that was stopped left says nothing of the folder as it is now.
        let _ = std::fs::remove_file(&aside);
        let was_there = std::fs::rename(&path, &aside).is_ok();
        Self { path, aside, was_there, next }
    }

    /// Writes how the folder will have been built, beside what says so.
    fn prepare(&self, built: &BuildRecord) -> io::Result<()> {
        built.save(&self.next)
    }

    /// The output folder was not touched.
    fn restore(self) {
        if self.was_there {
            let _ = std::fs::rename(&self.aside, &self.path);
        }
        let _ = std::fs::remove_file(&self.next);
    }

    /// The output folder is another now. Should this fail, `publish` asks for another build.
    fn replace(self, prepared: io::Result<()>) {
        let _ = prepared.and_then(|()| std::fs::rename(&self.next, &self.path));
        let _ = std::fs::remove_file(&self.aside);
    }
}

/// How a site was built.
fn built(
    site: &Site,
    sources: &Sources,
    view: &SiteOptions,
    (mark, taken): ([u8; 32], i64),
    stays: Vec<BuiltFile>,
    (bulletins, moved): (Vec<CurrentBulletin>, Vec<MovedAddress>),
) -> BuildRecord {
    let catalogue = &site.catalogue;
    let withheld = sources.attachments.iter().filter(|file| catalogue.attachments.get(file.path.as_str()).is_none());
    let name = |file: &File| file.path.below("content").unwrap_or(file.path.as_str()).to_owned();
    let outputs = site.plan.outputs.par_iter().map(|output| BuiltFile {
        name: output.address.file(),
        role: site.plan.role(catalogue, output),
        source: source_of(catalogue, &output.recipe),
        of: traits::belongs_to(catalogue, output).iter().map(Address::file).collect(),
    });
    BuildRecord {
        base: catalogue.settings.base.root(),
        drafts: view.drafts,
        future: view.future,
        now: catalogue.now,
        next: catalogue.next.map(|next| (next.words(&catalogue.settings.zone), next)),
        sources: mark,
        taken,
        outputs: outputs.chain(stays).collect(),
        bulletins,
        withheld: withheld.map(name).collect(),
        moved,
    }
}

/// What is yet to be replaced in documents that readers would see: nothing of it goes to where they are.
fn unfinished(site: &Site, view: &SiteOptions) -> Vec<Problem> {
    let catalogue = &site.catalogue;
    if catalogue.settings.allows(Code::PlaceholderLeft) || view.drafts || catalogue.settings.base.is_local() {
        return Vec::new();
    }
    let is_shown = |path: &SourcePath| {
        matches!(catalogue.target(path.as_str()), Some(LinkTarget::Bulletin(_) | LinkTarget::Page(_)))
    };
    let left = site.readings.iter().filter(|reading| !reading.placeholders.is_empty() && is_shown(&reading.path));
    left.flat_map(|reading| reading.placeholders.iter().map(|left| left.problem(&reading.path))).collect()
}

/// The document whose page an output is.
fn source_of(catalogue: &Catalogue, recipe: &Recipe) -> Option<String> {
    let Traits { subject, relation: SubjectRelation::Own, .. } = traits::of(recipe) else { return None };
    Some(traits::document(catalogue, subject)?.as_str().to_owned())
}

/// The bulletins that the public knows of once the site is built, those that stay as they were among them, and the addresses
/// that they left.
fn public(
    site: &Site,
    before: Option<&BuildRecord>,
    staying: &[BuiltFile],
) -> (Vec<CurrentBulletin>, Vec<MovedAddress>) {
    let mut bulletins = published::current(&site.catalogue, &site.readings);
    let known: HashSet<String> = bulletins.iter().map(|bulletin| bulletin.address.clone()).collect();
    let pages: HashSet<&str> = staying.iter().map(|file| file.name.as_str()).collect();
    let stay = before.into_iter().flat_map(|before| &before.bulletins).filter(|bulletin| {
        !known.contains(&bulletin.address) && pages.contains(Address::new(&bulletin.address).file().as_str())
    });
    bulletins.extend(stay.cloned());
    let moved = before.map(|before| aliases::moved(before, site, &bulletins)).unwrap_or_default();
    (bulletins, moved)
}

/// The addresses of bulletins that are taken back now and that the last build still showed, or a place still shows: what
/// was built since then may not have been published.
fn taken_back(site: &Site, folders: &Folders, before: Option<&BuildRecord>) -> Vec<Address> {
    let catalogue = &site.catalogue;
    let public = memory::all(&folders.state);
    let of_places = public.shown().map(String::as_str);
    let of_build = before.into_iter().flat_map(|before| &before.bulletins).filter(|bulletin| bulletin.gone.is_none());
    let shown: HashSet<&str> = of_build.map(|bulletin| bulletin.used.as_str()).chain(of_places).collect();
    let addresses = catalogue.gone.iter().map(|gone| &gone.address);
    addresses.filter(|address| shown.contains(catalogue.id_of(address).as_str())).cloned().collect()
}

/// Removes what the program keeps of the words of what is taken back. The words of a file that was renamed besides lie under
/// its old name: where something was just taken back, only what belongs to a document that still stands is kept.
fn forget(site: &Site, listing: &SiteListing, folders: &Folders, taken_back: &[Address]) {
    let gone = || site.catalogue.gone.iter().map(|gone| &gone.path);
    if taken_back.is_empty() {
        drafts::forget(&folders.state, gone());
        return;
    }
    output::forget(folders);
    let gone: HashSet<&SourcePath> = gone().collect();
    let living = listing.documents.iter().map(|file| &file.path).filter(|path| !gone.contains(path));
    drafts::forget_all_but(&folders.state, living);
}

/// Notes which documents have an original, so that none is published by itself once the original is gone.
fn note_translations(site: &Site, folders: &Folders) {
    let before = translations::all(&folders.state);
    let language = &site.catalogue.settings.language;
    translations::keep(&folders.state, &before, &translation::known(&site.readings, language, &before));
}

/// The problem of a site that had bulletins and has none, as when a disk is not at hand. Whoever deletes one or two means it.
fn emptied(listing: &SiteListing, folders: &Folders, before: Option<&BuildRecord>) -> Option<Problem> {
    const MEANT: usize = 2;
    if !listing.has_no_bulletin() {
        return None;
    }
    let of_build = |built: &BuildRecord| built.bulletins.iter().filter(|bulletin| bulletin.gone.is_none()).count();
    let shown = before.map_or_else(|| memory::all(&folders.state).shown().count(), of_build);
    (shown > MEANT).then(|| wording::content_emptied(shown))
}

/// Whether a file of the last build leads to what is taken back: it may speak of it.
fn leads_to(folders: &Folders, site: &Site, file: &BuiltFile, taken_back: &[Address]) -> bool {
    if taken_back.is_empty() {
        return false;
    }
    let bytes = std::fs::read(folders.out.join(&file.name)).unwrap_or_default();
    let text = String::from_utf8_lossy(&bytes);
    taken_back.iter().any(|address| text.contains(&*site.catalogue.settings.base.link(address)))
}

/// The outputs of a site, for writing.
struct SiteOutputs<'r> {
    site: &'r Site,
    sources: &'r Sources,
    fingerprints: Fingerprints<'r>,
    stays: Vec<String>,
}

impl write::Make<&Output> for SiteOutputs<'_> {
    fn name(&self, output: &&Output) -> String {
        output.address.file()
    }

    fn inputs(&self, output: &&Output) -> Option<u128> {
        self.fingerprints.of(output)
    }

    fn render(&self, output: &&Output) -> Result<RenderedOutput, Problem> {
        self.site.render(output)
    }

    fn is_taken_back(&self, name: &str) -> bool {
        let is_notice = |address: String| {
            let output = self.site.plan.at(&Address::new(&address));
            output.is_some_and(|output| matches!(output.recipe, Recipe::Notice(_)))
        };
        let card = name.strip_prefix("cards").and_then(|name| name.strip_suffix(".png"));
        let above = name.match_indices('/').map(|(at, _)| format!("/{}/", &name[..at]));
        above.chain(card.map(|page| format!("{page}/"))).any(is_notice) || is_withheld(self.site, self.sources, name)
    }

    fn must_go(&self, output: &&Output) -> bool {
        matches!(output.recipe, Recipe::Notice(_))
    }

    fn stays(&self) -> &[String] {
        &self.stays
    }
}

/// Whether a file is one that is held back, or a size of it, such as `face.jpg.480.webp` of `face.jpg`.
fn is_withheld(site: &Site, sources: &Sources, name: &str) -> bool {
    let is_of = |file: &File| {
        let own = file.path.below("content").unwrap_or(file.path.as_str());
        name.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    let mut files = sources.attachments.iter().filter(|file| is_of(file));
    files.any(|file| site.catalogue.attachments.get(file.path.as_str()).is_none())
}

/// Where a build keeps what it saw and said, and what must be the same for that to count.
struct LastBuild {
    path: PathBuf,
    key: cache::CacheKey,
}

impl LastBuild {
    fn of(global: &Global, options: &BuildOptions, folders: &Folders) -> Self {
        let BuildOptions { out: _, view, keep_going, write_aliases: _, format: _, timings: _ } = options;
        let SiteOptions { base_url, drafts, future, now: _ } = view;
        let mut hasher = blake3::Hasher::new();
        hasher.update(&cache::program());
        let published = memory::all(&folders.state);
        let asked = (&folders.out, &global.config, base_url, drafts, future, keep_going, published);
        hasher.update(format!("{asked:?}").as_bytes());
        Self { path: folders.state.join("last"), key: *hasher.finalize().as_bytes() }
    }

    /// The last build, when one of the same files would make the same now.
    fn still_holds(&self, listing: &[u8; 32], options: &BuildOptions) -> Option<LastBuildReport> {
        let last = LastBuildReport::load(&self.path, &self.key)?;
        let now = match &options.view.now {
            None => clock::now().ok()?,
            // The moment is read with the settings' time zone; another text is looked at in full.
            Some(_) => return None,
        };
        (last.listing == *listing && last.holds_at(now)).then_some(last)
    }

    fn keep(&self, built: Option<&LastBuildReport>) {
        // What cannot be kept or taken away costs the next build time: it tells by the listing.
        let _ = match built {
            Some(built) => built.save(&self.path, &self.key),
            None => std::fs::remove_file(&self.path),
        };
    }
}

/// Says what was done, in the form that was asked for.
fn report(
    global: &Global,
    options: &BuildOptions,
    built: &LastBuildReport,
    done: Option<&WriteReport>,
    lookup: &show::Lookup,
    timings: &Timings,
) {
    let seconds = timings.seconds();
    if options.timings || global.verbose {
        err!("{}", timings.table());
    }
    match options.format {
        BuildFormat::Human => {
            print(&built.problems, lookup, global);
            if let Some(done) = done.filter(|_| !global.quiet) {
                if let Some((next, _)) = &built.next {
                    // The words of a day alone have no comma.
                    errln!("The site wants to be built next {} {next}", if next.contains(',') { "at" } else { "on" });
                }
                outln!("{}", summary(built, done, seconds));
            } else if done.is_none() {
                errln!("Nothing was written: the output folder stays as it was");
            }
        }
        BuildFormat::Json => {
            let problems = show::json(&built.problems, lookup);
            let problems: serde_json::Value = serde_json::from_str(&problems).unwrap_or_default();
            let result = json!({
                "bulletins": built.bulletins,
                "outputs": built.outputs,
                "written": done.map(|done| done.written),
                "removed": done.map(|done| done.removed),
                "seconds": seconds,
                "next": built.next.as_ref().map(|(_, next)| next),
                "problems": problems,
            });
            outln!("{result:#}");
        }
    }
}

fn summary(built: &LastBuildReport, done: &WriteReport, seconds: f64) -> String {
    let bulletins = show::number(built.bulletins, "bulletin");
    let outputs = show::number(built.outputs, "output");
    let removed = if done.removed > 0 { format!(", {} removed", done.removed) } else { String::new() };
    format!("Built {bulletins}, {outputs}: {} written{removed}, in {seconds:.2} s", done.written)
}
