//! `keep`: builds and publishes whenever a date in the site has come. In: the options, what the last build left, the
//! clock. Out: `build` and `publish`, started as anybody would; or a timetable's file. It must not know bulletins.
#![expect(clippy::disallowed_methods, reason = "edge: processes, environment, disk")]

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
    thread,
    time::Duration,
};

use clap::Args;

use super::{CommandRefusal, CommandStatus, Global, listing, output, upkeep};
use crate::{
    cache::BuildRecord,
    clock,
    moment::Moment,
    settings,
    terminal::{Interrupt, errln, outln},
    timetable::{self, Job},
    write::Folders,
};

/// The options of `keep`.
#[derive(Debug, Args)]
pub struct KeepOptions {
    /// Where to publish to, in place of the settings'; without either, the site is built and no more
    target: Option<String>,
    /// Do what is due now, and end
    #[arg(long)]
    once: bool,
    /// Write the file that lets this machine do so by itself, and say how to switch it on
    #[arg(long, value_name = "SYSTEM", num_args = 0..=1, default_missing_value = "here", conflicts_with = "once")]
    install: Option<System>,
}

/// What keeps a machine's timetable.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum System {
    /// That of this machine
    Here,
    Systemd,
    Launchd,
    Windows,
}

/// How often the clock is looked at.
const TICK: Duration = Duration::from_millis(500);
/// How often it is looked whether somebody else has built, in ticks.
const LOOK: u32 = 60;
/// How long nothing is tried after what failed, in ticks: a quarter of an hour.
const PAUSE: u32 = 15 * 60 * 2;

/// Keeps the site.
pub fn run(global: &Global, options: &KeepOptions) -> Result<CommandStatus, CommandRefusal> {
    #[cfg(feature = "publish")]
    super::publishing::check_target(global, options.target.as_ref())?;
    if let Some(system) = options.install {
        return install(global, system.or_here(), options.target.as_deref());
    }
    let interrupt = Interrupt::listen();
    let publishes = options.target.is_some() || is_published(global)?;
    let folders = output::folders(global, None)?;
    let memory = if publishes { memory(global, options, &folders) } else { None };
    let mut said = None;
    loop {
        let built = BuildRecord::load(&folders.built());
        let now = clock::now().map_err(CommandRefusal::Failed)?;
        // What was built and did not arrive is owed still, whenever this is started again.
        let owed = Some("what was built last was not published").filter(|_| publishes && owed(&folders).exists());
        // Whoever builds before this looks again leaves nothing due here, and readers without it.
        let unpublished = || {
            let come = next_there(memory.as_deref()).is_some_and(|next| next <= now);
            come.then(|| "a date has come since the site was last published".to_owned())
        };
        if let Some(why) = upkeep::due(built.as_ref(), now).or(owed.map(str::to_owned)).or_else(unpublished) {
            say(global, &format!("Building: {why}"));
            let failed = turn(global, options, &folders, publishes)?;
            if interrupt.wished() {
                return Ok(CommandStatus::Interrupted);
            }
            if options.once {
                return Ok(failed.map_or(CommandStatus::Done, |_| CommandStatus::Reported));
            }
            if let Some(command) = failed {
                errln!("warning: `{command}` failed; it is tried again in 15 minutes");
                if wait(&interrupt, PAUSE) {
                    return Ok(CommandStatus::Interrupted);
                }
            }
            continue;
        }
        let next = built.as_ref().and_then(|built| built.next.as_ref()).map(|(words, _)| words.clone());
        if options.once {
            say(global, &next.map_or("Nothing is due".into(), |next| format!("Nothing is due before {next}")));
            return Ok(CommandStatus::Done);
        }
        if said.as_ref() != Some(&next) {
            say(
                global,
                &next.as_ref().map_or("No date is to come; waiting".into(), |next| format!("Waiting until {next}")),
            );
            said = Some(next);
        }
        if wait(&interrupt, LOOK) {
            return Ok(CommandStatus::Interrupted);
        }
    }
}

/// Where it is kept what the place was given last.
#[cfg(feature = "publish")]
fn memory(global: &Global, options: &KeepOptions, folders: &Folders) -> Option<PathBuf> {
    super::publishing::memory_path(global, options.target.as_ref(), folders)
}

/// When what the place was given last comes to read otherwise.
#[cfg(feature = "publish")]
fn next_there(memory: Option<&Path>) -> Option<Moment> {
    crate::cache::memory::next(memory?)
}

#[cfg(not(feature = "publish"))]
fn memory(_: &Global, _: &KeepOptions, _: &Folders) -> Option<PathBuf> {
    None
}

#[cfg(not(feature = "publish"))]
fn next_there(_: Option<&Path>) -> Option<Moment> {
    None
}

/// The file that is there from a build until what it wrote was published.
fn owed(folders: &Folders) -> PathBuf {
    folders.state.join("owed")
}

/// Builds and publishes; gives the command that failed.
fn turn(
    global: &Global,
    options: &KeepOptions,
    folders: &Folders,
    publishes: bool,
) -> Result<Option<&'static str>, CommandRefusal> {
    let built = start(global, "build", None)?;
    // A build that found something wrong has changed nothing but what is taken back, and that goes out all the same.
    if publishes && built == Some(1) && !is_current(global, folders)? {
        errln!("error: nothing was published, since the build failed: mend what is listed above");
    } else if publishes && matches!(built, Some(0 | 1)) {
        let owed = owed(folders);
        let failed = |error| CommandRefusal::Failed(format!("`{}` cannot be written: {error}", owed.display()));
        fs::write(&owed, "").map_err(failed)?;
        if start(global, "publish", options.target.as_deref())? != Some(0) {
            return Ok(Some("publish"));
        }
        fs::remove_file(&owed).map_err(failed)?;
    }
    Ok((built != Some(0)).then_some("build"))
}

/// Whether the output folder was built from the files as they are now: a failed build leaves it as it was, where nothing was
/// taken back.
fn is_current(global: &Global, folders: &Folders) -> Result<bool, CommandRefusal> {
    let Some(built) = BuildRecord::load(&folders.built()) else { return Ok(false) };
    Ok(listing(global)?.print(built.taken) == built.sources)
}

/// Starts a command of this program and waits for its end: its memory is given back, and Ctrl-C reaches it. Out: its exit
/// status; none when a signal ended it.
fn start(global: &Global, command: &str, argument: Option<&str>) -> Result<Option<i32>, CommandRefusal> {
    let mut process = Command::new(upkeep::program()?);
    process.arg("--root").arg(&global.root).arg("--config").arg(&global.config);
    if global.quiet {
        process.arg("--quiet");
    }
    let status = process.arg(command).args(argument).status();
    let status = status.map_err(|error| CommandRefusal::Failed(format!("`{command}` cannot be started: {error}")))?;
    Ok(status.code())
}

/// Waits; true when somebody wishes to stop.
fn wait(interrupt: &Interrupt, ticks: u32) -> bool {
    for _ in 0..ticks {
        if interrupt.wished() {
            return true;
        }
        thread::sleep(TICK);
    }
    interrupt.wished()
}

fn say(global: &Global, line: &str) {
    if !global.quiet {
        errln!("{line}");
    }
}

/// Whether the settings say where the site is published.
fn is_published(global: &Global) -> Result<bool, CommandRefusal> {
    let (sources, _) = listing(global)?.sources();
    Ok(settings::read(sources.settings.as_ref(), &sources.folder_name).0.publish.target.is_some())
}

impl System {
    /// That of this machine where none is named.
    fn or_here(self) -> Self {
        if self != Self::Here {
            self
        } else if cfg!(windows) {
            Self::Windows
        } else if cfg!(target_os = "macos") {
            Self::Launchd
        } else {
            Self::Systemd
        }
    }

    /// The files, the folder that they belong in, and what to say to switch them on.
    fn files(self, job: &Job, global: &Global) -> Result<(PathBuf, Vec<(String, String)>), CommandRefusal> {
        let variable = |name: &str| env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
        let home = || variable("HOME").ok_or_else(|| CommandRefusal::Failed("the variable HOME is not set".into()));
        Ok(match self {
            Self::Here | Self::Systemd => {
                let config = variable("XDG_CONFIG_HOME").map_or_else(|| home().map(|home| home.join(".config")), Ok)?;
                (config.join("systemd/user"), timetable::systemd_units(job).to_vec())
            }
            Self::Launchd => (home()?.join("Library/LaunchAgents"), vec![timetable::launchd(job)]),
            Self::Windows => (global.below(crate::cache::STATE), vec![timetable::task(job)]),
        })
    }

    fn switch_on(self, job: &Job, file: &Path) -> String {
        let Job { name, .. } = job;
        match self {
            Self::Here | Self::Systemd => format!(
                "systemctl --user daemon-reload && systemctl --user enable --now {name}.timer && loginctl enable-linger"
            ),
            Self::Launchd => format!("launchctl bootstrap gui/$(id -u) '{}'", file.display()),
            Self::Windows => format!("schtasks /Create /TN {name} /XML \"{}\"", file.display()),
        }
    }
}

/// Writes the timetable's files.
fn install(global: &Global, system: System, target: Option<&str>) -> Result<CommandStatus, CommandRefusal> {
    super::there(global)?;
    let job = upkeep::job(global, target)?;
    let (folder, files) = system.files(&job, global)?;
    let failed = |path: &Path, error: &std::io::Error| {
        CommandRefusal::Failed(format!("`{}` cannot be written: {error}", path.display()))
    };
    fs::create_dir_all(&folder).map_err(|error| failed(&folder, &error))?;
    let mut last = folder.clone();
    for (name, text) in files {
        last = folder.join(name);
        fs::write(&last, text).map_err(|error| failed(&last, &error))?;
        outln!("{}", last.display());
    }
    errln!("Switch it on: {}", system.switch_on(&job, &last));
    Ok(CommandStatus::Done)
}
