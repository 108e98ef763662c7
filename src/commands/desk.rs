//! `desk`: writing, looking, taking back and publishing in a browser. In: the options. Out: an address, and a desk there until
//! Ctrl-C; for the desk, a new site and publishes.
#![expect(clippy::disallowed_methods, reason = "edge: disk; a browser is started")]

use std::{
    fs,
    path::{Path, PathBuf},
    sync::Arc,
};

use clap::Args;

use super::{CommandRefusal, CommandStatus, Global, IGNORED, build, import, output, publishing, questions, there};
use crate::{
    change::{
        Value,
        yaml::{self, Style},
    },
    desk::{self, DeskRequest, ImportInput, NewSite, Program, PublishFailure, PublishSummary},
    import::{Receipt, SourceOrigin},
    publish::{
        PublishError, PublishListener, PublishMode,
        checkout::{self, CommitResult},
    },
    source::SourcePath,
    terminal::{Colour, Interrupt, errln, outln},
};

/// The options of `desk`.
#[derive(Debug, Default, Args)]
pub struct DeskOptions {
    /// The port to listen at [default: the first free one from 4040 on]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Do not start a browser
    #[arg(long)]
    no_open: bool,
    /// Do not commit what was written when it is published, though the folder is a git repository
    #[arg(long)]
    no_commit: bool,
}

/// Keeps a desk until somebody wishes it to stop.
pub fn run(global: &Global, options: &DeskOptions) -> Result<CommandStatus, CommandRefusal> {
    let interrupt = Interrupt::listen();
    if !global.root.is_dir() {
        return Err(CommandRefusal::Usage(format!("there is no folder `{}`", global.root.display())));
    }
    let wishes = DeskRequest { root: global.root.clone(), config: global.config.clone(), port: options.port };
    let program = Arc::new(CommandLineProgram {
        root: global.root.clone(),
        config: global.config.clone(),
        commits: !options.no_commit,
    });
    // A site that cannot be found is told before a browser waits for it.
    if global.root.join("content").symlink_metadata().is_ok() {
        there(global)?;
    }
    let running = desk::start(&wishes, program).map_err(CommandRefusal::Failed)?;
    remember(&global.root);
    if !global.quiet {
        outln!("The desk is at {}", running.url);
        errln!("Whoever has this whole address can write on your site: keep it to yourself. Ctrl-C closes the desk.");
    }
    // The browser starts while the site is read.
    if !options.no_open && open::that_detached(&running.once).is_err() {
        errln!("No browser could be started: open the address yourself.");
    }
    running.open().map_err(CommandRefusal::Failed)?;
    interrupt.wait();
    drop(running);
    Ok(CommandStatus::Interrupted)
}

/// Where it is kept which site was open last, for whoever starts the program by a double click.
fn last() -> Option<PathBuf> {
    let home = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = home("XDG_STATE_HOME")
        .or_else(|| home("LOCALAPPDATA"))
        .or_else(|| home("HOME").map(|home| home.join(".local/state")))?;
    Some(folder.join("noticeboard/last-site"))
}

/// Remembers a site. What cannot be remembered is asked for next time.
fn remember(root: &Path) {
    let Some(path) = last() else { return };
    let _ = path.parent().map(fs::create_dir_all);
    let _ = fs::write(path, output::whole(root).display().to_string());
}

/// The site that was open last; else a folder for a new one in the user's own.
pub fn last_site() -> PathBuf {
    let known = last().and_then(|path| fs::read_to_string(path).ok()).map(|text| PathBuf::from(text.trim()));
    if let Some(known) = known.filter(|known| known.is_dir()) {
        return known;
    }
    let home = std::env::var_os("HOME").or_else(|| std::env::var_os("USERPROFILE")).map(PathBuf::from);
    let folder = home.unwrap_or_default().join("noticeboard");
    // Where it cannot be made, the desk says that there is none.
    let _ = fs::create_dir_all(&folder);
    folder
}

/// The rest of the program, as the desk asks for it.
struct CommandLineProgram {
    root: PathBuf,
    config: PathBuf,
    /// Whether a publish makes a commit as well.
    commits: bool,
}

impl CommandLineProgram {
    fn global(&self) -> Global {
        Global {
            root: self.root.clone(),
            config: self.config.clone(),
            quiet: true,
            verbose: false,
            color: Colour::Never,
        }
    }
}

impl Program for CommandLineProgram {
    fn start(&self, site: &NewSite) -> Result<(), String> {
        let settings = self.root.join(&self.config);
        if settings.exists() {
            let name = settings.display();
            return Err(format!(
                "`{name}` is there already, and nothing is overwritten: to write for the site that it is of, make a folder \
                 `content` beside it and open the desk again; to begin another, open the desk in another folder"
            ));
        }
        for (name, text) in files(site, &self.config) {
            let path = self.root.join(&name);
            if path.exists() {
                continue;
            }
            let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(&path, text));
            written.map_err(|error| format!("`{}` cannot be written: {error}", path.display()))?;
        }
        Ok(())
    }

    fn publish(&self, again: &[String], talk: Arc<dyn PublishListener>) -> Result<PublishSummary, PublishFailure> {
        let global = self.global();
        let built = build::run(&global, &build::BuildOptions::again(None, None));
        let sound = match built {
            Ok(status) => matches!(status, CommandStatus::Done),
            Err(refusal) => return Err(PublishFailure::Said(refusal.sentence())),
        };
        let order = publishing::PublishOrder {
            target: None,
            out: None,
            earnest: PublishMode::Do,
            most_deleted: Some(256),
            unasked: false,
            restore: again.to_vec(),
            endpoint: None,
        };
        match publishing::publish(&global, &order, &talk) {
            Ok(publishing::PublishResult { report, whole }) => {
                Ok(PublishSummary { files: report.sent, deleted: report.deleted, whole: sound && whole, commit: None })
            }
            // What was taken back goes although something is wrong elsewhere; all else waits.
            Err(_) if !sound => Err(PublishFailure::Broken),
            Err(publishing::PublishStop::Refused(refusal)) => Err(PublishFailure::Said(refusal.sentence())),
            Err(publishing::PublishStop::Stopped { why, .. }) => {
                if let PublishError::Doubts(doubts, _) = &why {
                    // The screen shows them; whoever publishes once more means it.
                    questions::agree(&self.root, doubts);
                }
                Err(PublishFailure::Stopped(why))
            }
        }
    }

    fn bring(&self, brought: ImportInput) -> Result<Vec<Receipt>, String> {
        let given = |name: String, bytes| Ok((SourceOrigin { name, ..SourceOrigin::default() }, bytes));
        let source = match brought {
            ImportInput::Text(text) => given("standard input".to_owned(), text.into_bytes()),
            ImportInput::File { name, bytes } => given(name, bytes),
            ImportInput::Address(address) => Err(address),
        };
        import::bring(&self.global(), source).map_err(CommandRefusal::sentence)
    }

    fn commit(&self, paths: &[String]) -> Option<CommitResult> {
        let settings = SourcePath::of_disk(&self.config);
        self.commits.then(|| checkout::commit(&self.root, settings.as_str(), paths, COMMIT))
    }
}

/// What a commit says of itself: nothing of what is in it, which may be taken back.
const COMMIT: &str = "Publish from the desk";

/// The files of a new site: those of `init` without its samples, with what was said in their places.
fn files(site: &NewSite, config: &Path) -> Vec<(PathBuf, String)> {
    let NewSite { name, places, publisher, email, base_url, target, language, country } = site;
    let settings = include_str!("init/site.yaml").replace("\"{{name}}\"", &yaml::quoted(name));
    let settings = settings.split_once('\n').map_or(settings.as_str(), |(_, rest)| rest);
    let mut given: Vec<(&str, Value)> = Vec::new();
    let texts = [("base_url", base_url), ("language", language)];
    given.extend(
        texts.into_iter().filter(|(_, text)| !text.is_empty()).map(|(key, text)| (key, Value::text(text.as_str()))),
    );
    // What the language says already need not be said again.
    if !country.is_empty() && country != "GB" {
        given.push(("country", Value::text(country.as_str())));
    }
    if country == "IE" {
        given.push(("timezone", Value::text("Europe/Dublin")));
    }
    // An address belongs to somebody: where nobody is named, to the site.
    let publishes = if publisher.is_empty() && !email.is_empty() { name } else { publisher };
    let people = [("name", publishes), ("email", email)];
    let people = people.into_iter().filter(|(_, text)| !text.is_empty());
    let people: Vec<_> = people.map(|(key, text)| (key.to_owned(), Value::text(text.as_str()))).collect();
    if !people.is_empty() {
        given.push(("publisher", Value::Map(people)));
    }
    let areas = desk::places_of(places);
    if !areas.is_empty() {
        given.push(("areas", Value::List(areas)));
    }
    if !target.is_empty() {
        given.push(("publish", Value::Map(vec![("target".to_owned(), Value::text(target.as_str()))])));
    }
    let given: String = given.iter().map(|(key, value)| yaml::entry(key, value, 0, Style::Block)).collect();
    vec![
        (config.to_owned(), format!("{settings}\n# What was said when the site was made.\n{given}")),
        ("content/pages/about.md".into(), about(publisher, email, language)),
        (".gitignore".into(), IGNORED.to_owned()),
    ]
}

/// The page about the site, with what is known of whoever publishes it.
fn about(publisher: &str, email: &str, language: &str) -> String {
    let welsh = language == "cy";
    let text = if welsh { include_str!("desk-about.cy.md") } else { include_str!("desk-about.md") };
    let who = match (publisher.is_empty(), welsh) {
        (false, _) => publisher,
        (true, false) => "neighbours",
        (true, true) => "cymdogion",
    };
    let reach = match (email.is_empty(), welsh) {
        (true, _) => String::new(),
        (false, false) => format!("\n## Reach us\n\nWrite to {email}.\n"),
        (false, true) => format!("\n## Cysylltu â ni\n\nYsgrifennwch at {email}.\n"),
    };
    text.replace("{{publisher}}", who) + &reach
}
