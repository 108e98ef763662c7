//! The site as the preview holds it. In: a folder, and which of its paths changed. Out: an [`Edition`], which is a
//! site with the problems of its sources. Everything that turns changes into a new edition is behind [`Live`]; the
//! rest of the preview knows no other way. It must not know requests, browsers or watching.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError},
};

use crate::{
    address::BaseUrl,
    cache::{self, Access, CacheKey, ImageCache, Shelf, memory},
    catalogue::{
        Preview, PublicPages, Reading, Readings,
        reading::{self, BodyQuery},
    },
    clock,
    lint::{self, Level},
    moment::Moment,
    plan::Output,
    problem::{self, Problem},
    published::PublishedRecord,
    read::{self, OnDisk, SiteListing},
    render::RenderedOutput,
    settings::{self, Settings},
    site::{self, Site, SiteRequest},
    source::{SourcePath, Sources, Text, Texts},
};

/// What is previewed, and how.
#[derive(Clone, Debug)]
pub struct PreviewOptions {
    pub root: PathBuf,
    /// The settings, as a path in the root.
    pub config: PathBuf,
    pub preview: Preview,
    /// Host and port under which browsers see the preview, where its links lead there; none where they lead to where the
    /// site will stand.
    pub authority: Option<String>,
}

/// The site at one moment, whole and never changed.
pub struct Edition {
    /// Counts the editions of one run, from 1.
    pub number: u64,
    pub site: Arc<Site>,
    /// What is wrong with the sources, sorted; what shows only when a page is rendered is not among it.
    pub problems: Vec<Problem>,
    /// Where the site will stand once it is published.
    pub home: BaseUrl,
    /// What kept the program itself from putting this edition together; it shows what the one before showed.
    pub fault: Option<String>,
    held: Arc<EditionBase>,
    /// What the rules ask, once they have looked.
    asked: OnceLock<Vec<Problem>>,
    pages: Mutex<VecDeque<(String, Arc<CachedPage>)>>,
}

/// Why a page cannot be shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageError {
    Problem(Problem),
    /// The program failed inside, and this is what it said.
    Program(String),
}

impl PageError {
    /// Whether it is over with the next edition, which is on its way: a file was saved while it was read.
    pub fn is_passing(&self) -> bool {
        matches!(self, Self::Problem(problem) if problem.is_passing())
    }

    /// Whether both are one and the same, met on two pages.
    pub fn is(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Problem(one), Self::Problem(other)) => {
                (&one.place, one.code, &one.message) == (&other.place, other.code, &other.message)
            }
            _ => self == other,
        }
    }
}

/// What further editions are made from.
struct EditionBase {
    /// The number of the edition that was made when this was read.
    number: u64,
    asked: PreviewOptions,
    listing: SiteListing,
    sources: Arc<Sources>,
    /// What was wrong with the sources themselves.
    unread: Vec<Problem>,
    settings: Settings,
    shelf: Shelf,
    /// What is known of the bulletins that were published.
    published: Arc<PublishedRecord>,
    texts: Arc<OnDisk>,
    made: Arc<ImageCache>,
    /// Settings that cannot be read, while the last sound ones stand in for them.
    broken: Option<Text>,
    /// What is wrong at whatever moment.
    problems: Vec<Problem>,
}

/// The texts of a site, one of them as it is being written.
struct Typed {
    texts: Arc<OnDisk>,
    path: SourcePath,
    text: Arc<str>,
}

impl Texts for Typed {
    fn text(&self, path: &SourcePath, hash: &[u8; 32]) -> Result<Arc<str>, String> {
        if *path == self.path { Ok(self.text.clone()) } else { self.texts.text(path, hash) }
    }

    fn bytes(&self, path: &SourcePath) -> Result<Vec<u8>, String> {
        self.texts.bytes(path)
    }
}

/// A page as it was rendered, kept for the browser that asks again.
pub struct CachedPage {
    pub rendered: Result<RenderedOutput, PageError>,
    /// Tells one state of the page from another; not by its style sheets, which change without a reload.
    pub mark: String,
    /// The addresses of the theme's style sheets that it loads.
    pub styles: Vec<String>,
}

/// The pages that an edition remembers: those that a few tabs show.
const REMEMBERED: usize = 32;

impl Edition {
    /// Takes what the rules ask about its documents; what they asked first stays.
    pub fn ask(&self, problems: Vec<Problem>) {
        let _ = self.asked.set(problems);
    }

    /// What is wrong with its sources, and what the rules ask about them as far as they have looked.
    pub fn all_problems(&self) -> impl Iterator<Item = &Problem> {
        self.problems.iter().chain(self.asked.get().into_iter().flatten())
    }

    /// What is wrong with a document whose text is this, also where the rules have not looked at all of them yet.
    #[cfg(feature = "desk")]
    pub fn problems_at(&self, path: &SourcePath, text: &str) -> Vec<Problem> {
        let here = |problem: &&Problem| problem.place.as_ref().is_some_and(|place| place.path == *path);
        let mut problems: Vec<Problem> = self.all_problems().filter(here).cloned().collect();
        let readings = &self.site.catalogue.readings;
        if self.asked.get().is_none()
            && let Ok(at) = readings.binary_search_by(|known| known.path.cmp(path))
        {
            problems.extend(self.asked_about(&readings[at], text));
        }
        problems
    }

    /// What is wrong with a text that was read, by itself.
    #[cfg(feature = "desk")]
    pub fn problems_of(&self, reading: &Arc<Reading>, text: &str) -> Vec<Problem> {
        let mut problems = reading.problems.clone();
        problems.extend(self.asked_about(reading, text));
        problems
    }

    /// What the rules ask about one document.
    #[cfg(feature = "desk")]
    fn asked_about(&self, reading: &Arc<Reading>, text: &str) -> Vec<Problem> {
        let settings = &self.held.settings;
        let notes = lint::look(reading, text, settings);
        lint::tell(std::slice::from_ref(reading), &[notes], settings, self.site.catalogue.now, Level::Usual)
    }

    /// What must be the same for notes about its documents to hold.
    pub fn settings_key(&self) -> CacheKey {
        cache::readings_key(&self.held.sources)
    }

    /// The text of a source, to show the line of a problem.
    pub fn text(&self, path: &SourcePath) -> Option<Arc<str>> {
        let broken = self.held.broken.as_ref().filter(|text| text.path == *path);
        let read = broken.map(|text| &text.text).or_else(|| self.held.sources.text(path)).cloned();
        read.or_else(|| self.held.texts.show(path))
    }

    /// Whether a file at this path, or anything in a folder there, was part of the site when it was read.
    pub fn knows(&self, path: &str) -> bool {
        self.held.listing.knows(path)
    }

    /// Whether a document was read from its file as that is now. An edition that stands in for one that could not be made has
    /// read nothing.
    pub fn is_as_read(&self, path: &str) -> bool {
        let readings = self.held.shelf.readings();
        let Ok(at) = readings.binary_search_by(|known| known.path.as_str().cmp(path)) else { return false };
        let disk = self.root().join(path);
        let is_file = std::fs::symlink_metadata(&disk).is_ok_and(|metadata| metadata.is_file());
        let same = |bytes: Vec<u8>| *blake3::hash(&bytes).as_bytes() == readings[at].hash;
        self.number == self.held.number && is_file && std::fs::read(disk).is_ok_and(same)
    }

    /// What of the bulletins that are not public it shows.
    pub fn preview(&self) -> Preview {
        self.held.asked.preview
    }

    /// The site's folder on disk.
    pub fn root(&self) -> &std::path::Path {
        &self.held.asked.root
    }

    /// The same sources at another moment, or with what is not public yet.
    pub fn other(&self, moment: Moment, preview: Preview) -> Self {
        let EditionBase { shelf, texts, .. } = &*self.held;
        self.assembled(moment, preview, shelf.readings(), texts.clone())
    }

    /// The same site with one document as it is being written, and as [`Self::read`] has read it: in place of its file, or
    /// beside the others where there is none yet.
    pub fn with_reading(&self, reading: Arc<Reading>, text: &str) -> Self {
        let EditionBase { shelf, texts, .. } = &*self.held;
        let path = reading.path.clone();
        let mut readings = shelf.readings().to_vec();
        match readings.binary_search_by(|known| known.path.cmp(&path)) {
            Ok(at) => readings[at] = reading,
            Err(at) => readings.insert(at, reading),
        }
        let typed = Typed { texts: texts.clone(), path, text: text.into() };
        // What is dated a moment ago is shown as open, though the site was read before.
        let now = clock::now().unwrap_or(self.site.catalogue.now);
        self.assembled(now, self.held.asked.preview, &readings.into(), Arc::new(typed))
    }

    /// What a text says by itself, were it in a file at a path.
    pub fn read(&self, path: &SourcePath, text: &str) -> Reading {
        let hash = *blake3::hash(text.as_bytes()).as_bytes();
        reading::read(path, text, hash, &self.held.settings, BodyQuery::Facts)
    }

    fn assembled(&self, moment: Moment, preview: Preview, readings: &Readings, texts: Arc<dyn Texts>) -> Self {
        let EditionBase { sources, settings, published, made, .. } = &*self.held;
        let wishes = SiteRequest {
            now: moment,
            preview,
            base: Some(settings.base.clone()),
            standing: PublicPages::default(),
            published: published.clone(),
            built: Vec::new(),
        };
        let (site, found) = site::assemble(settings.clone(), readings, sources, texts, made.clone(), &wishes);
        let mut problems = self.held.problems.clone();
        problems.extend(found);
        problem::sort(&mut problems);
        let (home, held, site) = (self.home.clone(), self.held.clone(), Arc::new(site));
        Self {
            number: self.number,
            site,
            problems,
            home,
            fault: None,
            held,
            asked: OnceLock::new(),
            pages: Mutex::default(),
        }
    }

    /// A page, rendered or remembered. A fault of the program while it renders is one page's, and not the server's.
    pub fn page(&self, output: &Output) -> Arc<CachedPage> {
        let name = output.address.as_str();
        let mut pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, page)) = pages.iter().find(|(known, _)| known == name) {
            return page.clone();
        }
        drop(pages);
        let page = Arc::new(self.marked(self.rendered(output)));
        pages = self.pages.lock().unwrap_or_else(PoisonError::into_inner);
        let passes = page.rendered.as_ref().err().is_some_and(PageError::is_passing);
        if !passes && !matches!(page.rendered, Ok(RenderedOutput::Copy(_) | RenderedOutput::Shared(_))) {
            pages.push_front((name.to_owned(), page.clone()));
            pages.truncate(REMEMBERED);
        }
        page
    }

    fn rendered(&self, output: &Output) -> Result<RenderedOutput, PageError> {
        match catch_unwind(AssertUnwindSafe(|| self.site.render(output))) {
            Ok(rendered) => rendered.map_err(PageError::Problem),
            Err(cause) => Err(PageError::Program(said(&*cause))),
        }
    }

    /// Why an output cannot be rendered, if it cannot. It is not remembered.
    pub fn fault_of(&self, output: &Output) -> Option<PageError> {
        self.rendered(output).err()
    }

    fn marked(&self, rendered: Result<RenderedOutput, PageError>) -> CachedPage {
        let Ok(RenderedOutput::Bytes(bytes)) = &rendered else {
            return CachedPage { mark: String::new(), styles: Vec::new(), rendered };
        };
        let base = &self.site.catalogue.settings.base;
        let text = String::from_utf8_lossy(bytes);
        let sheets = self.site.assets.iter().filter(|asset| asset.address.as_str().ends_with(".css"));
        let styles: Vec<String> =
            sheets.map(|asset| base.link(&asset.address)).filter(|link| text.contains(link.as_str())).collect();
        let mut hasher = blake3::Hasher::new();
        let mut rest = &*text;
        while let Some((at, link)) = styles.iter().filter_map(|link| Some((rest.find(link.as_str())?, link))).min() {
            hasher.update(&rest.as_bytes()[..at]);
            rest = &rest[at + link.len()..];
        }
        hasher.update(rest.as_bytes());
        let mark = hasher.finalize().to_hex()[..16].to_owned();
        CachedPage { rendered, mark, styles }
    }
}

/// What a panic said.
pub fn said(cause: &(dyn std::any::Any + Send)) -> String {
    let text = cause.downcast_ref::<String>().map(String::as_str).or_else(|| cause.downcast_ref::<&str>().copied());
    text.unwrap_or("nothing more is known").to_owned()
}

/// The site that is being written.
pub struct Live {
    asked: PreviewOptions,
    /// The settings as they were when they could last be read.
    sound: Option<Text>,
    edition: Arc<Edition>,
}

/// What a refresh led to.
pub struct RefreshResult {
    pub edition: Arc<Edition>,
    /// When the site wants to be looked at again although nothing changes: a bulletin expires, or its day comes.
    pub next: Option<Moment>,
}

impl Live {
    /// Reads a site.
    ///
    /// # Errors
    ///
    /// A sentence, when there is no site to show.
    pub fn open(asked: PreviewOptions) -> Result<Self, String> {
        let mut sound = None;
        let edition = edition(&asked, &mut sound, 1, None).map_err(|fault| match fault {
            PageError::Problem(problem) => format!("{}; {}", problem.message, problem.help),
            PageError::Program(said) => said,
        })?;
        Ok(Self { asked, sound, edition: Arc::new(edition) })
    }

    /// The edition that is current.
    pub fn edition(&self) -> RefreshResult {
        RefreshResult { edition: self.edition.clone(), next: self.edition.site.catalogue.next }
    }

    /// Brings the site to what is on disk. `changed` holds paths below the root that may have changed, been added or gone;
    /// one of a folder stands for all that is in it, an empty one for everything, and none at all says that only time has
    /// passed.
    pub fn refresh(&mut self, changed: &[PathBuf]) -> RefreshResult {
        let number = self.edition.number + 1;
        let before = Some((&*self.edition.held, changed));
        let made = catch_unwind(AssertUnwindSafe(|| edition(&self.asked, &mut self.sound, number, before)));
        let new = Arc::new(match made {
            Ok(Ok(edition)) => edition,
            Ok(Err(fault)) => self.standing(number, fault),
            Err(cause) => self.standing(number, PageError::Program(said(&*cause))),
        });
        // Taking a large site apart takes time too, and nobody has to wait for it.
        let old = std::mem::replace(&mut self.edition, new);
        rayon::spawn(move || drop(old));
        self.edition()
    }

    /// The edition before once more, with what stood in the way of a new one.
    fn standing(&self, number: u64, fault: PageError) -> Edition {
        let Edition { site, problems, home, held, .. } = &*self.edition;
        let mut problems = problems.clone();
        let fault = match fault {
            PageError::Problem(problem) => {
                problems.push(problem);
                problem::sort(&mut problems);
                None
            }
            PageError::Program(said) => Some(said),
        };
        let (site, home, held) = (site.clone(), home.clone(), held.clone());
        Edition { number, site, problems, home, fault, held, asked: OnceLock::new(), pages: Mutex::default() }
    }
}

/// Reads what is not known from before and puts everything together. Settings that cannot be read give way to the last
/// sound ones, so that the other pages stay as they are while somebody is typing.
fn edition(
    asked: &PreviewOptions,
    sound: &mut Option<Text>,
    number: u64,
    before: Option<(&EditionBase, &[PathBuf])>,
) -> Result<Edition, PageError> {
    let now = clock::now().map_err(PageError::Program)?;
    let listing = match before.and_then(|(held, changed)| held.listing.after(changed)) {
        Some(listing) => listing,
        None => read::list(&asked.root, &asked.config).map_err(|problem| PageError::Problem(*problem))?,
    };
    let same = before.map(|(held, _)| held).filter(|held| {
        held.broken.is_none() && held.unread.is_empty() && held.listing.differs_in_documents_alone(&listing)
    });
    let (sources, unread) = match same {
        Some(held) => (held.sources.clone(), Vec::new()),
        None => {
            let (sources, problems) = listing.sources();
            (Arc::new(sources), problems)
        }
    };
    let (sources, broken, mut problems, home) = with_sound_settings(asked, sources, &unread, sound);
    let at = |authority: &String| BaseUrl::parse(&format!("http://{authority}{}", home.path()));
    let base = asked.authority.as_ref().and_then(at);
    let published = Arc::new(memory::all(&asked.root.join(cache::STATE)));
    let wishes = SiteRequest {
        now,
        preview: asked.preview,
        base,
        standing: PublicPages::default(),
        published,
        built: Vec::new(),
    };
    let (settings, found) = site::settings(&sources, &wishes);
    problems.extend(found);
    let key = cache::readings_key(&sources);
    let known = match before {
        Some((held, _)) if cache::readings_key(&held.sources) == key => None,
        Some(_) => Some(Shelf::default()),
        None => Some(Shelf::load(&asked.root.join(cache::READINGS), &key)),
    };
    let known = known.as_ref().or(before.map(|(held, _)| &held.shelf));
    let (shelf, update) = known.unwrap_or(&Shelf::default()).update(&listing, &settings);
    let texts = Arc::new(OnDisk::new(&asked.root, update.texts));
    let made = before.map_or_else(
        || Arc::new(ImageCache::new(&asked.root.join(cache::MADE), Access::Read)),
        |(held, _)| held.made.clone(),
    );
    let (site, found) =
        site::assemble(settings.clone(), shelf.readings(), &sources, texts.clone(), made.clone(), &wishes);
    let held = EditionBase {
        number,
        asked: asked.clone(),
        listing,
        sources,
        unread,
        settings,
        shelf,
        published: wishes.published,
        texts,
        made,
        broken,
        problems: problems.clone(),
    };
    problems.extend(found);
    problem::sort(&mut problems);
    let (site, held) = (Arc::new(site), Arc::new(held));
    Ok(Edition { number, site, problems, home, fault: None, held, asked: OnceLock::new(), pages: Mutex::default() })
}

/// The sources with settings that can be read: their own, or the last that could. Out come besides the settings that
/// cannot, the problems so far, and where the site will stand.
fn with_sound_settings(
    asked: &PreviewOptions,
    sources: Arc<Sources>,
    unread: &[Problem],
    sound: &mut Option<Text>,
) -> (Arc<Sources>, Option<Text>, Vec<Problem>, BaseUrl) {
    let (read, found) = settings::read(sources.settings.as_ref(), &sources.folder_name);
    let config = SourcePath::of_disk(&asked.config);
    let about = |problem: &Problem| problem.place.as_ref().is_some_and(|place| place.path == config);
    let lost = sources.settings.is_none() && unread.iter().any(about);
    let mut problems = unread.to_vec();
    if !lost && !found.iter().any(Problem::is_error) {
        sound.clone_from(&sources.settings);
        return (sources, None, problems, read.base);
    }
    let Some(before) = sound.clone() else { return (sources, None, problems, read.base) };
    problems.extend(found);
    let mut sources = Arc::unwrap_or_clone(sources);
    let broken = sources.settings.replace(before);
    let home = settings::read(sources.settings.as_ref(), &sources.folder_name).0.base;
    (Arc::new(sources), broken, problems, home)
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn what_was_read_is_told_from_what_was_written_since() {
        let folder = tempfile::tempdir().unwrap();
        let (root, roof) = (folder.path().to_owned(), "content/roof.md");
        let write = |title: &str| fs::write(root.join(roof), format!("---\ntitle: {title}\n---\nText.\n")).unwrap();
        fs::create_dir(root.join("content")).unwrap();
        write("Roof");
        let preview = Preview::default();
        let asked = PreviewOptions { root: root.clone(), config: "site.yaml".into(), preview, authority: None };
        let mut live = Live::open(asked).unwrap();
        let is_as_read = |live: &Live| live.edition().edition.is_as_read(roof);
        assert!(is_as_read(&live) && !live.edition().edition.is_as_read("content/wall.md"));
        write("Slates");
        assert!(!is_as_read(&live));
        live.refresh(&[roof.into()]);
        assert!(is_as_read(&live));
        // What stood while there was no site has to be read when it is there again.
        fs::rename(root.join("content"), root.join("away")).unwrap();
        live.refresh(&[PathBuf::new()]);
        fs::rename(root.join("away"), root.join("content")).unwrap();
        assert!(!is_as_read(&live));
        live.refresh(&[PathBuf::new()]);
        assert!(is_as_read(&live));
    }
}
