//! An edition: the site at one moment as the preview shows it, with the problems of its sources and its pages as they are
//! asked for. In: what it is made from. Out: pages, problems, and other editions of the same sources. It must not know
//! requests, browsers or what changed.

use std::{
    collections::VecDeque,
    panic::{AssertUnwindSafe, catch_unwind},
    sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError},
    thread,
    time::Duration,
};

use super::site::PreviewOptions;
#[cfg(feature = "desk")]
use crate::lint::{self, Level};
use crate::{
    address::BaseUrl,
    cache::{self, CacheKey, ImageCache, Shelf},
    catalogue::{
        Catalogue, Preview, PublicPages, Reading, Readings,
        reading::{self, BodyQuery},
        translation::KnownTranslation,
    },
    clock,
    moment::Moment,
    plan::Output,
    problem::{self, Problem},
    published::PublishedRecord,
    read::{OnDisk, SiteListing},
    render::RenderedOutput,
    settings::Settings,
    site::{self, Look, Site, SiteRequest},
    source::{SourcePath, Sources, Text, Texts},
};

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
    pub(super) held: Arc<EditionBase>,
    /// What the rules ask, once they have looked.
    asked: OnceLock<Vec<Problem>>,
    /// What the public could see of it, where that is not all, once somebody asked.
    public: OnceLock<Catalogue>,
    /// The document that is being written, where it is not as on disk.
    pub(super) typed: Option<Arc<TextsWithEdit>>,
    pages: Mutex<RememberedPages>,
}

/// Pages by their addresses, those that were asked for last before the others.
pub(super) type RememberedPages = VecDeque<(String, Arc<CachedPage>)>;

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
pub(super) struct EditionBase {
    /// The number of the edition that was made when this was read.
    pub number: u64,
    pub asked: PreviewOptions,
    pub listing: SiteListing,
    pub sources: Arc<Sources>,
    /// What was wrong with the sources themselves.
    pub unread: Vec<Problem>,
    pub settings: Settings,
    pub shelf: Shelf,
    /// What is known of the bulletins that were published.
    pub published: Arc<PublishedRecord>,
    /// The documents that had an original in an earlier build.
    pub translations: Arc<[KnownTranslation]>,
    pub texts: Arc<OnDisk>,
    pub made: Arc<ImageCache>,
    pub look: Arc<Look>,
    /// Settings that cannot be read, while the last sound ones stand in for them.
    pub broken: Option<Text>,
    /// What is wrong at whatever moment.
    pub problems: Vec<Problem>,
}

impl EditionBase {
    fn wishes(&self, now: Moment, preview: Preview) -> SiteRequest {
        SiteRequest {
            now,
            preview,
            base: Some(self.settings.base.clone()),
            public_pages: PublicPages::default(),
            published: self.published.clone(),
            built: Vec::new(),
            added: Vec::new(),
            translations: self.translations.clone(),
        }
    }
}

/// The texts of a site, one of them as it is being written.
pub(super) struct TextsWithEdit {
    pub texts: Arc<OnDisk>,
    pub path: SourcePath,
    pub text: Arc<str>,
}

impl Texts for TextsWithEdit {
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

/// An edition of so many outputs takes a while to be taken apart.
const LARGE: usize = 2_000;
/// For so long somebody may be waiting for what the next edition shows.
const DRAWING: Duration = Duration::from_millis(400);

impl Drop for Edition {
    /// Taking a large site apart takes time, and nobody has to wait for it.
    fn drop(&mut self) {
        if self.site.plan.outputs.len() >= LARGE {
            let parts = (self.site.clone(), self.held.clone(), std::mem::take(&mut self.public));
            let later = move || {
                thread::sleep(DRAWING);
                drop(parts);
            };
            // Where there is no thread to be had, it happens at once.
            let _ = thread::Builder::new().name("taking apart".into()).spawn(later);
        }
    }
}

impl Edition {
    pub(super) fn new(
        number: u64,
        site: Arc<Site>,
        problems: Vec<Problem>,
        home: BaseUrl,
        held: Arc<EditionBase>,
    ) -> Self {
        Self {
            number,
            site,
            problems,
            home,
            fault: None,
            held,
            asked: OnceLock::new(),
            public: OnceLock::new(),
            typed: None,
            pages: Mutex::default(),
        }
    }

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
        let readings = &self.site.readings;
        if self.asked.get().is_none()
            && let Ok(at) = readings.binary_search_by(|known| known.path.cmp(path))
        {
            problems.extend(self.asked_about(&readings[at], text));
        }
        problems
    }

    /// What the reading of a text found wrong with it that is so now.
    #[cfg(feature = "desk")]
    pub fn found_in<'r>(&self, reading: &'r Reading) -> impl Iterator<Item = &'r Problem> + use<'r> {
        reading.problems_at(self.site.catalogue.now)
    }

    /// What is wrong with a text that was read, by itself.
    #[cfg(feature = "desk")]
    pub fn problems_of(&self, reading: &Arc<Reading>, text: &str) -> Vec<Problem> {
        let mut problems: Vec<Problem> = self.found_in(reading).cloned().collect();
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
        let typed = Arc::new(TextsWithEdit { texts: texts.clone(), path, text: text.into() });
        // What is dated a moment ago is shown as open, though the site was read before.
        let now = clock::now().unwrap_or(self.site.catalogue.now);
        let mut edition = self.assembled(now, self.held.asked.preview, &readings.into(), typed.clone());
        edition.typed = Some(typed);
        edition
    }

    /// Whether it shows what an edition would show that is made now from these readings, of which one was made from this
    /// text: somebody saved what was shown beside the form.
    pub(super) fn shows(
        &self,
        sources: &Arc<Sources>,
        published: &Arc<PublishedRecord>,
        readings: &Readings,
        texts: &[(SourcePath, Arc<str>)],
        now: Moment,
    ) -> bool {
        let (Some(typed), catalogue) = (&self.typed, &self.site.catalogue) else { return false };
        let path = &typed.path;
        let is_same = |(one, other): (&Arc<Reading>, &Arc<Reading>)| {
            Arc::ptr_eq(one, other)
                || (one.path == *path
                    && other.path == *path
                    && one.hash == other.hash
                    && one.problems == other.problems)
        };
        let is_now = catalogue.now <= now && catalogue.until.is_none_or(|until| now < until);
        is_now
            && texts.iter().any(|(known, text)| known == path && *text == typed.text)
            && Arc::ptr_eq(&self.held.sources, sources)
            && self.held.published == *published
            && self.site.readings.len() == readings.len()
            && self.site.readings.iter().zip(readings.iter()).all(is_same)
    }

    /// The catalogue as the public could see it at its moment, with no draft and nothing that is dated later.
    pub fn public(&self) -> &Catalogue {
        let catalogue = &self.site.catalogue;
        if catalogue.is_all_public() {
            return catalogue;
        }
        let wishes = self.held.wishes(catalogue.now, Preview::default());
        let of_public =
            || site::catalogue(catalogue.settings.clone(), &self.site.readings, &self.held.sources, &wishes);
        self.public.get_or_init(of_public)
    }

    /// What a text says by itself, were it in a file at a path.
    pub fn read(&self, path: &SourcePath, text: &str) -> Reading {
        let hash = *blake3::hash(text.as_bytes()).as_bytes();
        reading::read(path, text, hash, &self.held.settings, BodyQuery::Facts)
    }

    pub(super) fn assembled(
        &self,
        moment: Moment,
        preview: Preview,
        readings: &Readings,
        texts: Arc<dyn Texts>,
    ) -> Self {
        let EditionBase { sources, settings, made, look, .. } = &*self.held;
        let wishes = self.held.wishes(moment, preview);
        let (look, settings, made) = (Some(look.clone()), settings.clone(), made.clone());
        let (site, found) = site::assemble(look, settings, readings, sources, texts, made, &wishes);
        let mut problems = self.held.problems.clone();
        problems.extend(found);
        problem::sort(&mut problems);
        Self::new(self.number, Arc::new(site), problems, self.home.clone(), self.held.clone())
    }

    /// A page, rendered or remembered. A fault of the program while it renders is one page's, and not the server's.
    pub fn page(&self, output: &Output) -> Arc<CachedPage> {
        let name = output.address.as_str();
        let mut pages = self.remembered();
        if let Some((_, page)) = pages.iter().find(|(known, _)| known == name) {
            return page.clone();
        }
        drop(pages);
        let page = Arc::new(self.marked(self.rendered(output)));
        pages = self.remembered();
        let passes = page.rendered.as_ref().err().is_some_and(PageError::is_passing);
        if !passes && !matches!(page.rendered, Ok(RenderedOutput::Copy(_) | RenderedOutput::Shared(_))) {
            pages.push_front((name.to_owned(), page.clone()));
            pages.truncate(REMEMBERED);
        }
        page
    }

    pub(super) fn remembered(&self) -> MutexGuard<'_, RememberedPages> {
        self.pages.lock().unwrap_or_else(PoisonError::into_inner)
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
