//! The command line: what can be asked for, and the wiring of each command. In: arguments. Out: an exit status.
//! It must not know any rule of the site.
#![expect(clippy::disallowed_methods, reason = "edge: whether the root is there")]

mod aliases;
mod build;
mod check;
mod completions;
#[cfg(feature = "desk")]
mod desk;
mod fix;
#[cfg(feature = "import")]
mod import;
mod init;
mod keep;
mod kept_pages;
#[cfg(feature = "import")]
mod links;
mod new;
mod next;
mod output;
#[cfg(feature = "publish")]
mod publish;
#[cfg(feature = "publish")]
mod publishing;
mod questions;
mod schema;
#[cfg(feature = "serve")]
mod serve;
mod upkeep;

use std::{
    path::{Path, PathBuf},
    process::ExitCode,
    sync::Arc,
};

use clap::{Args, CommandFactory as _, Parser, Subcommand};

use crate::{
    address::BaseUrl,
    cache::{self, Access, ImageCache, Shelf, added, memory, translations},
    catalogue::{Preview, PublicPages},
    clock::{self, Timings},
    huge_pages, moment,
    parse::reader::nearest,
    problem::{Problem, show},
    published::CurrentBulletin,
    read::{self, OnDisk, SiteListing},
    settings::{self, Settings},
    site::{self, SiteRequest},
    source::{SourcePath, Sources},
    terminal::{Colour, Quiet, err, errln},
};

/// Publishes community safety bulletins as a static site.
#[derive(Debug, Parser)]
#[command(name = "noticeboard", version, max_term_width = 100)]
struct CommandLine {
    #[command(flatten)]
    global: Global,
    #[command(subcommand)]
    command: Option<Command>,
}

/// What every command takes.
#[derive(Debug, Args)]
struct Global {
    /// The site's folder
    #[arg(long, global = true, value_name = "DIR", default_value = ".")]
    root: PathBuf,
    /// The settings, in the site's folder
    #[arg(long, global = true, value_name = "FILE", default_value = "site.yaml")]
    config: PathBuf,
    /// Say nothing but problems
    #[arg(short, long, global = true)]
    quiet: bool,
    /// Say more: how long each stage of a build took
    #[arg(short, long, global = true)]
    verbose: bool,
    /// When to use colours
    #[arg(long, global = true, value_name = "WHEN", default_value = "auto")]
    color: Colour,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Start a small site that builds and reads well
    Init(init::InitOptions),
    /// Write a new bulletin with its front matter filled in, and print its path
    New(new::NewOptions),
    /// Turn an e-mail, a page, a text, a feed or a Word file into bulletins
    #[cfg(feature = "import")]
    Import(import::ImportOptions),
    /// Report everything that is wrong or could be better, without writing
    Check(check::CheckOptions),
    /// Write the site
    Build(build::BuildOptions),
    /// Show the site in a browser while you write it
    #[cfg(feature = "serve")]
    Serve(serve::ServeOptions),
    /// Bring a static host to what was built
    #[cfg(feature = "publish")]
    Publish(publish::PublishOptions),
    /// Write, look, take back and publish in a browser
    #[cfg(feature = "desk")]
    Desk(desk::DeskOptions),
    /// Say when the site wants to be built again
    Next(next::NextOptions),
    /// Build and publish whenever a date in the site has come
    Keep(keep::KeepOptions),
    /// Print the completions for a shell
    Completions(completions::CompletionsOptions),
    /// Print the man page, or write one for each command
    Man(completions::ManOptions),
    /// Print the JSON Schema of front matter or of `site.yaml`, for editors
    Schema(schema::SchemaOptions),
}

/// Runs the program: reads the command line and does what it says.
pub fn run() -> ExitCode {
    huge_pages::forbid();
    let mut line = CommandLine::parse();
    let Some(command) = line.command.take() else {
        #[cfg(feature = "desk")]
        if crate::terminal::is_double_click() {
            let done = last_desk(line.global);
            let failed = done.is_err();
            let status = ended(done);
            if failed {
                crate::terminal::hold_open();
            }
            return status;
        }
        err!("{}", CommandLine::command().render_help());
        return ended(Ok(CommandStatus::Usage));
    };
    ended(done(&line.global, &command))
}

/// Opens the desk of the last site, or of the folder where there is one.
#[cfg(feature = "desk")]
fn last_desk(global: Global) -> Result<CommandStatus, CommandRefusal> {
    let elsewhere = global.root == Path::new(".") && !global.root.join("content").is_dir();
    let root = if elsewhere { desk::last_site() } else { global.root };
    desk::run(&Global { root, ..global }, &desk::DeskOptions::default())
}

/// Does what a command says.
fn done(global: &Global, command: &Command) -> Result<CommandStatus, CommandRefusal> {
    match command {
        Command::Init(options) => init::run(global, options),
        Command::New(options) => new::run(global, options),
        #[cfg(feature = "import")]
        Command::Import(options) => import::run(global, options),
        Command::Check(options) => check::run(global, options),
        Command::Build(options) => build::run(global, options),
        #[cfg(feature = "serve")]
        Command::Serve(options) => serve::run(global, options),
        #[cfg(feature = "publish")]
        Command::Publish(options) => publish::run(global, options),
        #[cfg(feature = "desk")]
        Command::Desk(options) => desk::run(global, options),
        Command::Next(options) => next::run(global, options),
        Command::Keep(options) => keep::run(global, options),
        Command::Completions(options) => completions::run(options),
        Command::Man(options) => completions::man(options),
        Command::Schema(options) => Ok(schema::run(global, options)),
    }
}

fn ended(done: Result<CommandStatus, CommandRefusal>) -> ExitCode {
    match done {
        Ok(CommandStatus::Usage) => ExitCode::from(2),
        Ok(CommandStatus::Done) => ExitCode::SUCCESS,
        Ok(CommandStatus::Reported) => ExitCode::from(1),
        Ok(CommandStatus::Interrupted) => ExitCode::from(crate::terminal::INTERRUPTED),
        Err(CommandRefusal::Usage(sentence)) => {
            errln!("error: {sentence}");
            ExitCode::from(2)
        }
        Err(CommandRefusal::Failed(sentence)) => {
            errln!("error: {sentence}");
            ExitCode::from(1)
        }
    }
}

/// How a command ended.
enum CommandStatus {
    Done,
    /// Something was wrong and was reported.
    Reported,
    /// The command line asked for nothing, and what it may ask for was shown.
    Usage,
    Interrupted,
}

/// What a repository of a site leaves out: what is built, and what is kept for the next build.
const IGNORED: &str = "/public/\n/.noticeboard/\n";

/// Why a command did nothing, in one sentence.
enum CommandRefusal {
    /// The command line asked for what cannot be.
    Usage(String),
    /// The machine or the site stood in the way.
    Failed(String),
}

impl CommandRefusal {
    /// What it says.
    #[cfg(feature = "publish")]
    fn sentence(self) -> String {
        match self {
            Self::Usage(sentence) | Self::Failed(sentence) => sentence,
        }
    }
}

impl Global {
    /// A path below the root, without a `./` before it.
    fn below(&self, path: impl AsRef<Path>) -> PathBuf {
        let path = path.as_ref();
        if self.root == Path::new(".") { path.to_owned() } else { self.root.join(path) }
    }

    /// The same site, with nothing said.
    fn quietly(&self) -> Self {
        let Self { root, config, color, .. } = self;
        Self { root: root.clone(), config: config.clone(), quiet: true, verbose: false, color: *color }
    }

    fn quiet(&self) -> Quiet {
        if self.quiet { Quiet::Yes } else { Quiet::No }
    }
}

/// What of the site is asked for by several commands.
#[derive(Debug, Default, Args)]
struct SiteOptions {
    /// The address where the site will stand, in place of the settings'
    #[arg(long, value_name = "URL")]
    base_url: Option<String>,
    /// Show drafts, marked as such
    #[arg(long)]
    drafts: bool,
    /// Show bulletins that are dated in the future
    #[arg(long)]
    future: bool,
    /// The moment that counts as now, such as `2026-03-02 15:34`
    #[arg(long, value_name = "MOMENT")]
    now: Option<String>,
}

impl SiteOptions {
    /// What is asked for, with the moment read in the site's time zone.
    fn wishes(&self, global: &Global, sources: &Sources) -> Result<SiteRequest, CommandRefusal> {
        let base = match &self.base_url {
            None => None,
            Some(text) => Some(BaseUrl::parse(text).ok_or_else(|| {
                CommandRefusal::Usage(format!(
                    "`--base-url` takes an address such as `https://example.org/`, not `{text}`"
                ))
            })?),
        };
        let now = match &self.now {
            None => clock::now().map_err(CommandRefusal::Failed)?,
            Some(text) => {
                let (settings, _) = settings::read(sources.settings.as_ref(), "");
                let reading = moment::parse(text, &settings.zone, settings.date_order)
                    .map_err(|reason| CommandRefusal::Usage(format!("`--now` cannot be read: `{text}` ({reason})")))?;
                reading.moment
            }
        };
        Ok(SiteRequest {
            now,
            preview: Preview { drafts: self.drafts, future: self.future },
            base,
            public_pages: PublicPages::default(),
            published: memory::all(&global.below(cache::STATE)).into(),
            built: Vec::new(),
            added: added::all(&global.below(cache::STATE)).into_iter().map(|file| file.path).collect(),
            translations: translations::all(&global.below(cache::STATE)).into(),
        })
    }
}

/// Lists the site's files; a folder that is none is a problem, which is printed.
fn listing(global: &Global) -> Result<SiteListing, CommandRefusal> {
    there(global)?;
    let listing = read::list(&global.root, &global.config).map_err(|problem| no_site(&problem))?;
    huge_pages::allow_for(listing.documents.len());
    Ok(listing)
}

/// Whether there is a site, before anything is made in its folder.
fn there(global: &Global) -> Result<(), CommandRefusal> {
    if !global.root.is_dir() {
        return Err(CommandRefusal::Usage(format!("there is no folder `{}`", global.root.display())));
    }
    read::there(&global.root).map_err(|problem| no_site(&problem))
}

fn no_site(problem: &Problem) -> CommandRefusal {
    CommandRefusal::Failed(format!("{}; {}", problem.message, problem.help))
}

/// A site that was read and put together.
struct LoadedSite {
    sources: Sources,
    texts: Arc<OnDisk>,
    made: Arc<ImageCache>,
    site: site::Site,
    problems: Vec<Problem>,
}

/// What is done about what earlier builds kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CachePolicy {
    /// It is of use, and stays as it is.
    Use,
    /// It is brought to what was read and made now.
    Renew,
}

/// What the last build left that counts now.
#[derive(Default)]
struct PriorBuild {
    /// What stays where two want one address.
    public_pages: PublicPages,
    bulletins: Vec<CurrentBulletin>,
}

/// Reads a site and puts it together.
fn open(
    global: &Global,
    view: &SiteOptions,
    listing: &SiteListing,
    keeping: CachePolicy,
    earlier: PriorBuild,
    timings: &mut Timings,
) -> Result<LoadedSite, CommandRefusal> {
    let (sources, mut problems) = listing.sources();
    timings.mark("settings and theme");
    let PriorBuild { public_pages, bulletins: built } = earlier;
    let wishes = SiteRequest { public_pages, built, ..view.wishes(global, &sources)? };
    let (settings, found) = site::settings(&sources, &wishes);
    problems.extend(found);
    let key = cache::readings_key(&sources);
    let folder = global.below(cache::READINGS);
    let kept = Shelf::load(&folder, &key);
    timings.mark("kept readings");
    let (shelf, update) = kept.update(listing, &settings);
    timings.mark("bulletins");
    let renewed = keeping == CachePolicy::Renew && update.differs;
    let texts = Arc::new(OnDisk::new(&listing.root, update.texts));
    let access = if keeping == CachePolicy::Renew { Access::Write } else { Access::Read };
    let made = Arc::new(ImageCache::new(&global.below(cache::MADE), access));
    let assemble = || site::assemble(None, settings, shelf.readings(), &sources, texts.clone(), made.clone(), &wishes);
    // What cannot be kept is read again next time.
    let keep = || renewed && shelf.save(&folder, &key, &kept).is_ok();
    let ((site, found), _) = rayon::join(assemble, keep);
    problems.extend(found);
    timings.mark("putting together");
    Ok(LoadedSite { sources, texts, made, site, problems })
}

/// Looks up the text of a source, for showing the line of a problem.
fn lookup<'a>(sources: &'a Sources, texts: &'a OnDisk) -> impl Fn(&SourcePath) -> Option<Arc<str>> + 'a {
    |path| sources.text(path).cloned().or_else(|| texts.show(path))
}

/// Prints problems for a person.
fn print(problems: &[Problem], lookup: &show::Lookup, global: &Global) {
    if !problems.is_empty() {
        err!("{}", show::report(problems, lookup, &global.color.renderer()));
    }
}

/// The site's kind of a name, however it is spelt.
fn known_kind<'a>(wanted: &str, settings: &'a Settings) -> Result<&'a str, CommandRefusal> {
    let by_name = settings.kinds.iter().find(|kind| kind.name.eq_ignore_ascii_case(wanted));
    let kind = by_name.or_else(|| settings.kinds.iter().find(|kind| kind.is_called(wanted)));
    kind.map(|kind| kind.name.as_str()).ok_or_else(|| {
        let known: Vec<&str> = settings.kinds.iter().map(|kind| kind.name.as_str()).collect();
        let hint = nearest(wanted, known.iter().copied())
            .map_or_else(|| format!("the kinds are {}", known.join(", ")), |near| format!("did you mean `{near}`?"));
        CommandRefusal::Usage(format!("`{wanted}` is none of the site's kinds; {hint}"))
    })
}
