//! `import`: what is out there to bulletins. In: sources on the command line. Out: files below `content/`, each with a
//! receipt beside it. It must not know formats.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

mod files;
mod index;
mod intake;

use std::{
    fs,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};

use super::{CommandRefusal, CommandStatus, Global};
use crate::{
    fetch::AddressSource,
    import::{self, ImportRefusal, Receipt, SourceOrigin, SourceOutcome},
    terminal::{errln, out, outln},
};
use files::{ReadSource, SourceGroup};
use intake::{DocumentGroup, ImportSite};

/// The options of `import`.
#[derive(Debug, Args)]
pub struct ImportOptions {
    /// A file, a folder, an address, or `-` for what is piped in
    #[arg(required = true, value_name = "SOURCE")]
    sources: Vec<String>,
    /// An area that every bulletin is about; may be given several times
    #[arg(long, value_name = "AREA")]
    area: Vec<String>,
    /// The kind of every bulletin, such as `appeal` or `warning`
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Say what would be written, and write nothing
    #[arg(long)]
    dry_run: bool,
    /// The folder to write into, in place of `content/YEAR`
    #[arg(long, value_name = "DIR")]
    to: Option<PathBuf>,
    /// Of feeds: new entries, changes and what has vanished, for a timetable
    #[arg(long)]
    new: bool,
    /// A person has looked: no drafts, but where something must be mended first
    #[arg(long)]
    yes: bool,
    /// How the receipts are printed
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: ReportFormat,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum ReportFormat {
    Human,
    Json,
}

/// Imports the sources.
pub fn run(global: &Global, options: &ImportOptions) -> Result<CommandStatus, CommandRefusal> {
    let content = global.below("content");
    if !global.root.is_dir() {
        return Err(CommandRefusal::Usage(format!("there is no folder `{}`", global.root.display())));
    }
    if !content.is_dir() && !options.dry_run {
        fs::create_dir_all(&content).map_err(|error| failed(&content, &error))?;
    }
    let mut site = ImportSite::open(global, options)?;
    let mut receipts = Vec::new();
    for group in groups(options, &site.root) {
        receipts.extend(site.take_all(group, options)?);
    }
    // From a timetable, what is known already is no news.
    receipts.retain(|receipt| !(options.new && matches!(receipt.outcome, SourceOutcome::Known(_))));
    site.close(options);
    print(&receipts, global, options);
    let refused = receipts.iter().any(|receipt| matches!(receipt.outcome, SourceOutcome::Refused(_)));
    Ok(if refused { CommandStatus::Reported } else { CommandStatus::Done })
}

/// Brings in what somebody pasted, dropped or named in the desk: a source with its bytes, or an address on the open net.
#[cfg(feature = "serve")]
pub fn bring(global: &Global, source: Result<(SourceOrigin, Vec<u8>), String>) -> Result<Vec<Receipt>, CommandRefusal> {
    let (origin, bytes) = match source {
        Ok(given) => given,
        Err(address) => match files::address(&address, AddressSource::InText) {
            Ok(ReadSource { origin, bytes }) => (origin, bytes),
            Err((source, why)) => return Ok(vec![Receipt::refused(&source, "unknown", why)]),
        },
    };
    let options = ImportOptions {
        sources: Vec::new(),
        area: Vec::new(),
        kind: None,
        dry_run: false,
        to: None,
        new: false,
        yes: false,
        format: ReportFormat::Json,
    };
    let mut site = ImportSite::open(global, &options)?;
    let group = DocumentGroup { site: None, sources: vec![(origin.shown(), import::read(&bytes, &origin))] };
    let receipts = site.take_all(group, &options)?;
    site.close(&options);
    Ok(receipts)
}

fn failed(path: &Path, error: &std::io::Error) -> CommandRefusal {
    CommandRefusal::Failed(format!("`{}` cannot be written: {error}", path.display()))
}

/// The documents of all sources, in their groups.
fn groups(options: &ImportOptions, root: &Path) -> Vec<DocumentGroup> {
    let read = |source| match source {
        Ok(ReadSource { origin, bytes }) => (origin.shown(), import::read(&bytes, &origin)),
        Err((name, why)) => (name, Err(ImportRefusal::new(why))),
    };
    let group =
        |group: SourceGroup| DocumentGroup { site: group.site, sources: group.sources.into_iter().map(read).collect() };
    files::expand(&options.sources, root).into_iter().map(group).collect()
}

fn print(receipts: &[Receipt], global: &Global, options: &ImportOptions) {
    if options.format == ReportFormat::Json {
        let all: Vec<_> = receipts.iter().map(Receipt::json).collect();
        outln!("{}", serde_json::to_string_pretty(&all).unwrap_or_default());
        return;
    }
    for receipt in receipts {
        match &receipt.outcome {
            SourceOutcome::Refused(why) => errln!("error: {}: {why}", receipt.source),
            _ if global.quiet => outln!("{}", receipt.path),
            _ => out!("{}", receipt.words()),
        }
    }
}
