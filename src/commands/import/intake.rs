//! What becomes of documents on disk. In: documents, in groups that lead to each other. Out: bulletins below `content/` with
//! their receipts and files, each group once all of it is known. It must not know where documents came from.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    collections::HashMap,
    fs,
    io::{self, Write as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use super::{
    super::{CommandRefusal, Global, known_kind},
    ImportOptions, failed,
    index::Stock,
};
use crate::{
    clock,
    import::{
        self, Action, ImportDraft, ImportRefusal, ImportRequest, ImportedBytes, ImportedFile, OldSite, Places, Receipt,
        SiteFacts, SourceDocument, SourceOutcome, Warning,
    },
    read, replace,
    settings::{self, Settings},
};

/// Documents that may lead to each other.
pub struct DocumentGroup {
    /// The site of another program that they are, where they are one.
    pub site: Option<Arc<OldSite>>,
    /// The sources with the documents of each.
    pub sources: Vec<(String, Result<Vec<SourceDocument>, ImportRefusal>)>,
}

/// A bulletin that is written once its group is known.
struct PendingBulletin {
    path: String,
    files: Vec<ImportedFile>,
    receipt: String,
    /// A draft that it takes the place of.
    replaces: Option<String>,
}

/// A site that takes bulletins in.
pub struct ImportSite {
    pub root: PathBuf,
    settings: Settings,
    wishes: ImportRequest,
    stock: Stock,
    /// What is to be written of this group, in order.
    pending: Vec<PendingBulletin>,
    /// What a dry run would have written, and what is pending, by path.
    unwritten: HashMap<String, String>,
    now: crate::moment::Moment,
}

impl ImportSite {
    pub fn open(global: &Global, options: &ImportOptions) -> Result<Self, CommandRefusal> {
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
            Some(wanted) => Some(known_kind(wanted, &settings)?.to_owned()),
        };
        let wishes = ImportRequest { areas: options.area.clone(), kind, looked_at: options.yes };
        Ok(Self { root, settings, wishes, stock, pending: Vec::new(), unwritten: HashMap::new(), now })
    }

    /// Takes a group in: all of it is known before any of it is written, so that it can lead to each other.
    pub fn take_all(&mut self, group: DocumentGroup, options: &ImportOptions) -> Result<Vec<Receipt>, CommandRefusal> {
        let mut receipts: Vec<Receipt> = Vec::new();
        let (mut documents, mut sources, mut wholes) = (Vec::new(), Vec::new(), Vec::new());
        for (source, read) in group.sources {
            match read {
                Ok(mut read) => {
                    for document in &mut read {
                        let says = std::mem::take(&mut document.of_whole);
                        wholes.extend((!says.is_empty()).then(|| Receipt::of_site(&source, Vec::new(), says)));
                    }
                    if options.new {
                        let places = self.places();
                        receipts.extend(import::vanished(&read, &self.known(&places)));
                    }
                    sources.extend(std::iter::repeat_n(source, read.len()));
                    documents.extend(read);
                }
                Err(ImportRefusal(why)) => receipts.push(Receipt::refused(&source, "unknown", why)),
            }
        }
        let mut of_site = group.site.as_ref().and_then(|site| import::bind(site, &mut documents));
        let mut targets: Vec<(Option<String>, Option<String>)> =
            documents.iter().map(|document| (None, import::first_address(document))).collect();
        let originals: Vec<Option<usize>> =
            documents.iter().map(|document| document.part.as_ref().and_then(|part| part.original)).collect();
        let mut taken: Vec<Option<Receipt>> = vec![None; documents.len()];
        // A translation is put beside its original.
        let (first, then): (Vec<_>, Vec<_>) =
            documents.into_iter().zip(sources).enumerate().partition(|(number, _)| originals[*number].is_none());
        for (number, (mut document, source)) in first.into_iter().chain(then) {
            if let (Some(original), Some(part)) = (originals[number], &mut document.part) {
                part.beside.clone_from(&targets[original].0);
            }
            let receipt = self.take(document, &source, options)?;
            targets[number].0 = self.stock.index.at(&receipt.path).map(|known| known.path.clone());
            taken[number] = Some(receipt);
        }
        let kept = self.settle(&targets, options)?;
        if let Some(site) = group.site.filter(|_| !kept.is_empty()) {
            let receipt = of_site.get_or_insert_with(|| Receipt::of_site(&site.folder, Vec::new(), Vec::new()));
            receipt.look.extend(kept.into_iter().map(|says| Warning { says, holds: false }));
        }
        receipts.extend(taken.into_iter().flatten());
        receipts.extend(wholes);
        receipts.extend(of_site);
        Ok(receipts)
    }

    /// Writes what is pending, with paths in place of its marks for other documents of the group. Answers which of its files
    /// could not be put where they belong.
    fn settle(
        &mut self,
        targets: &[(Option<String>, Option<String>)],
        options: &ImportOptions,
    ) -> Result<Vec<String>, CommandRefusal> {
        let mut kept = Vec::new();
        for pending in std::mem::take(&mut self.pending) {
            // What took its place, or was added to it since, stands here.
            let Some(text) = self.unwritten.get(&pending.path) else { continue };
            let text = import::settled(text, &pending.path, targets).into_owned();
            if options.dry_run {
                self.unwritten.insert(pending.path, text);
                continue;
            }
            self.unwritten.remove(&pending.path);
            self.write(&pending.path, text.as_bytes())?;
            for file in &pending.files {
                kept.extend(self.write_file(&pending.path, file)?);
            }
            let beside = import::receipt_path(&pending.path);
            // A receipt that is there already says what was found the first time.
            if !self.root.join(&beside).exists() {
                self.write(&beside, pending.receipt.as_bytes())?;
            }
            if let Some(old) = &pending.replaces {
                self.remove(old);
            }
        }
        Ok(kept)
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
                if let Some(old) = &replaces {
                    self.stock.forget(old);
                    self.unwritten.remove(old);
                }
                self.stock.add(&path, &text);
                self.unwritten.insert(path.clone(), text);
                let json = serde_json::to_string_pretty(&receipt.json()).unwrap_or_default();
                self.pending.push(PendingBulletin { path, files, receipt: format!("{json}\n"), replaces });
            }
            Action::Edit { path, change } => {
                let on_disk = self.root.join(&path);
                let text = match self.unwritten.get(&path) {
                    Some(text) => text.clone(),
                    None => fs::read_to_string(&on_disk).map_err(|error| failed(&on_disk, &error))?,
                };
                receipt.look.extend(import::left_behind(&text, &change));
                match import::apply(&text, &change) {
                    Some(new) => {
                        self.stock.forget(&path);
                        self.stock.add(&path, &new);
                        if options.dry_run || self.unwritten.contains_key(&path) {
                            self.unwritten.insert(path, new);
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
        let mut names = names.filter(|name| match (self.unwritten.get(name), fs::read(self.root.join(name))) {
            (Some(there), _) => there == text,
            (None, Ok(bytes)) => bytes == text.as_bytes(),
            (None, Err(_)) => !self.stock.has_address(name),
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
                if error.kind() == io::ErrorKind::AlreadyExists
                    && fs::read(&on_disk).is_ok_and(|there| there == bytes) =>
            {
                Ok(())
            }
            Err(error) => Err(failed(&on_disk, &error)),
        }
    }

    /// Puts a file that came with a bulletin where that shows it; what is to be said where another file is there.
    fn write_file(&self, bulletin: &str, file: &ImportedFile) -> Result<Option<String>, CommandRefusal> {
        let folder = bulletin.rsplit_once('/').map_or("", |(folder, _)| folder);
        let path = match file.name.strip_prefix('/') {
            Some(below) => format!("content/{below}"),
            None => format!("{folder}/{}", file.name),
        };
        match &file.bytes {
            ImportedBytes::Held(bytes) => self.write(&path, bytes).map(|()| None),
            ImportedBytes::InFile(source) => {
                let bytes = fs::read(source).map_err(|error| failed(Path::new(source), &error))?;
                if bytes.is_empty() {
                    return Ok(Some(format!(
                        "`{source}` is empty and was not taken, though `{bulletin}` shows it: find the whole file, and put it at `{path}`"
                    )));
                }
                let there = fs::read(self.root.join(&path));
                if there.is_ok_and(|there| there != bytes) {
                    return Ok(Some(format!(
                        "`{path}` is another file than `{source}`, which `{bulletin}` shows, and stays as it is: see which is right"
                    )));
                }
                self.write(&path, &bytes).map(|()| None)
            }
        }
    }

    /// Takes away a draft that an import wrote and nobody touched.
    fn remove(&self, path: &str) {
        // What stays is a draft more, which the receipt names.
        let _ = fs::remove_file(self.root.join(path));
        let _ = fs::remove_file(self.root.join(import::receipt_path(path)));
    }

    pub fn close(&self, options: &ImportOptions) {
        if !options.dry_run {
            self.stock.save(&self.root);
        }
    }
}
