//! `import`: what is out there to bulletins. In: sources on the command line. Out: files below `content/`, each with a
//! receipt beside it. It must not know formats.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

mod files;
mod index;

use std::{
    collections::HashMap,
    fs,
    io::Write as _,
    path::{Path, PathBuf},
};

use clap::{Args, ValueEnum};

use super::{CommandRefusal, CommandStatus, Global};
use crate::{
    clock,
    fetch::AddressSource,
    import::{
        self, Action, ImportDraft, ImportRefusal, ImportRequest, Places, Receipt, SiteFacts, SourceDocument,
        SourceOrigin, SourceOutcome,
    },
    read, replace,
    settings::{self, Settings},
    terminal::{errln, out, outln},
};
use files::ReadSource;
use index::Stock;

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
    // From a timetable, what is known already is no news.
    let told = |receipt: &Receipt| !(options.new && matches!(receipt.outcome, SourceOutcome::Known(_)));
    for (source, documents) in site.documents(options) {
        match documents {
            Ok(documents) => {
                if options.new {
                    let places = site.places();
                    receipts.extend(import::vanished(&documents, &site.known(&places)));
                }
                for document in documents {
                    let receipt = site.take(document, &source, options)?;
                    if told(&receipt) {
                        receipts.push(receipt);
                    }
                }
            }
            Err(ImportRefusal(why)) => receipts.push(Receipt::refused(&source, "unknown", why)),
        }
    }
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
    let receipts = match import::read(&bytes, &origin) {
        Ok(documents) => {
            let taken = documents.into_iter().map(|document| site.take(document, &origin.shown(), &options));
            taken.collect::<Result<Vec<_>, _>>()?
        }
        Err(ImportRefusal(why)) => vec![Receipt::refused(&origin.shown(), "unknown", why)],
    };
    site.close(&options);
    Ok(receipts)
}

fn failed(path: &Path, error: &std::io::Error) -> CommandRefusal {
    CommandRefusal::Failed(format!("`{}` cannot be written: {error}", path.display()))
}

/// A site that takes bulletins in.
struct ImportSite {
    root: PathBuf,
    settings: Settings,
    wishes: ImportRequest,
    stock: Stock,
    /// What a dry run would have written.
    dry: HashMap<String, String>,
    now: crate::moment::Moment,
}

impl ImportSite {
    fn open(global: &Global, options: &ImportOptions) -> Result<Self, CommandRefusal> {
        let root = if global.root == Path::new(".") { PathBuf::new() } else { global.root.clone() };
        let now = clock::now().map_err(CommandRefusal::Failed)?;
        let (settings, stock) = match read::list(&global.root, &global.config) {
            Ok(listing) => {
                let (sources, _) = listing.sources();
                let (settings, _) = settings::read(sources.settings.as_ref(), &sources.folder_name);
                (settings, Stock::load(&listing, &global.below(crate::cache::STATE)))
            }
            Err(_) => (settings::read(None, "").0, Stock::default()),
        };
        let kind = match &options.kind {
            None => None,
            Some(wanted) => Some(super::known_kind(wanted, &settings)?.to_owned()),
        };
        let wishes = ImportRequest { areas: options.area.clone(), kind, looked_at: options.yes };
        Ok(Self { root, settings, wishes, stock, dry: HashMap::new(), now })
    }

    /// The documents of all sources, with the name of each.
    fn documents(&self, options: &ImportOptions) -> Vec<(String, Result<Vec<SourceDocument>, ImportRefusal>)> {
        let read = |source| match source {
            Ok(ReadSource { origin, bytes }) => (origin.shown(), import::read(&bytes, &origin)),
            Err((name, why)) => (name, Err(ImportRefusal::new(why))),
        };
        files::expand(&options.sources, &self.root).into_iter().map(read).collect()
    }

    fn places(&self) -> Places {
        Places::new(
            &self.settings.areas,
            self.stock.index.entries().flat_map(|entry| entry.areas.iter().map(String::as_str)),
        )
    }

    fn known<'a>(&'a self, places: &'a Places) -> SiteFacts<'a> {
        SiteFacts { settings: &self.settings, places, index: &self.stock.index, wishes: &self.wishes, now: self.now }
    }

    /// Makes a draft of a document and does what it asks for.
    fn take(
        &mut self,
        document: SourceDocument,
        source: &str,
        options: &ImportOptions,
    ) -> Result<Receipt, CommandRefusal> {
        let places = self.places();
        let ImportDraft { action, mut receipt } = import::draft_of(document, source, &self.known(&places));
        match action {
            Action::Nothing => {}
            Action::Write { path, text, files, replaces } => {
                let path = self.free(&path, &text, options);
                receipt.path.clone_from(&path);
                if !options.dry_run {
                    self.write(&path, text.as_bytes())?;
                    for (name, bytes) in files {
                        let folder = path.rsplit_once('/').map_or("", |(folder, _)| folder);
                        self.write(&format!("{folder}/{name}"), &bytes)?;
                    }
                    let json = serde_json::to_string_pretty(&receipt.json()).unwrap_or_default();
                    let beside = receipt_path(&path);
                    // A receipt that is there already says what was found the first time.
                    if !self.root.join(&beside).exists() {
                        self.write(&beside, format!("{json}\n").as_bytes())?;
                    }
                    if let Some(old) = &replaces {
                        self.remove(old);
                    }
                }
                if let Some(old) = replaces {
                    self.stock.forget(&old);
                }
                self.stock.add(&path, &text);
                if options.dry_run {
                    self.dry.insert(path, text);
                }
            }
            Action::Edit { path, change } => {
                let on_disk = self.root.join(&path);
                let text = match self.dry.get(&path) {
                    Some(text) => text.clone(),
                    None => fs::read_to_string(&on_disk).map_err(|error| failed(&on_disk, &error))?,
                };
                match import::apply(&text, &change) {
                    Some(new) => {
                        self.stock.forget(&path);
                        self.stock.add(&path, &new);
                        if options.dry_run {
                            self.dry.insert(path, new);
                        } else {
                            replace::replace(&on_disk, &new).map_err(|error| failed(&on_disk, &error))?;
                        }
                    }
                    None => {
                        receipt.outcome =
                            SourceOutcome::Refused(format!("`{path}` has no front matter to which it could be added"));
                    }
                }
            }
        }
        Ok(receipt)
    }

    /// The first free name like a path: no file has it, and no bulletin of that month the same address.
    fn free(&self, path: &str, text: &str, options: &ImportOptions) -> String {
        let path = match (&options.to, path.rsplit_once('/')) {
            (Some(folder), Some((_, name))) => format!("{}/{name}", folder.display().to_string().trim_end_matches('/')),
            _ => path.to_owned(),
        };
        let (stem, ending) = match path.strip_suffix("/index.md") {
            Some(stem) => (stem, "/index.md"),
            None => (path.trim_end_matches(".md"), ".md"),
        };
        let names = std::iter::once(path.clone()).chain((2..10_000).map(|number| format!("{stem}-{number}{ending}")));
        let mut names = names.filter(|name| {
            let there = fs::read(self.root.join(name));
            match there {
                Ok(bytes) => bytes == text.as_bytes(),
                Err(_) => !self.stock.has_address(name),
            }
        });
        names.next().unwrap_or(path)
    }

    /// Writes a new file; one with the same bytes may be there already, and no other is ever touched.
    fn write(&self, path: &str, bytes: &[u8]) -> Result<(), CommandRefusal> {
        let on_disk = self.root.join(path);
        if let Some(folder) = on_disk.parent() {
            fs::create_dir_all(folder).map_err(|error| failed(folder, &error))?;
        }
        match fs::OpenOptions::new().write(true).create_new(true).open(&on_disk) {
            Ok(mut file) => file.write_all(bytes).map_err(|error| {
                // Half a file would be taken for a bulletin.
                let _ = fs::remove_file(&on_disk);
                failed(&on_disk, &error)
            }),
            Err(error)
                if error.kind() == std::io::ErrorKind::AlreadyExists
                    && fs::read(&on_disk).is_ok_and(|there| there == bytes) =>
            {
                Ok(())
            }
            Err(error) => Err(failed(&on_disk, &error)),
        }
    }

    /// Takes away a draft that an import wrote and nobody touched.
    fn remove(&self, path: &str) {
        // What stays is a draft more, which the receipt names.
        let _ = fs::remove_file(self.root.join(path));
        let _ = fs::remove_file(self.root.join(receipt_path(path)));
    }

    fn close(&self, options: &ImportOptions) {
        if !options.dry_run {
            self.stock.save(&self.root);
        }
    }
}

/// The receipt beside a bulletin: its name begins with `_`, so it is no part of the site.
fn receipt_path(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    format!("{folder}/_{}.import.json", name.trim_end_matches(".md"))
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
