//! The site as the preview holds it. In: a folder, and which of its paths changed. Out: an [`Edition`], which is a
//! site with the problems of its sources. Everything that turns changes into a new edition is behind [`LiveSite`]; the
//! rest of the preview knows no other way. It must not know requests, browsers or watching.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    path::PathBuf,
    sync::Arc,
};

use super::edition::{Edition, EditionBase, PageError, RememberedPages, said};
use crate::{
    address::BaseUrl,
    cache::{self, Access, ImageCache, Shelf, memory, translations},
    catalogue::{Preview, PublicPages},
    clock,
    moment::Moment,
    problem::{self, Problem},
    read::{self, OnDisk},
    settings,
    site::{self, SiteRequest},
    source::{SourcePath, Sources, Text},
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

/// The site that is being written.
pub struct LiveSite {
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

impl LiveSite {
    /// Reads a site.
    ///
    /// # Errors
    ///
    /// A sentence, when there is no site to show.
    pub fn open(asked: PreviewOptions) -> Result<Self, String> {
        let mut sound = None;
        let edition = edition(&asked, &mut sound, 1, None, &[]).map_err(|fault| match fault {
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
        self.refresh_by(changed, &[])
    }

    /// The same. Where one of the editions that were typed shows just this, nothing is put together again.
    pub fn refresh_by(&mut self, changed: &[PathBuf], typed: &[Arc<Edition>]) -> RefreshResult {
        let number = self.edition.number + 1;
        let before = Some((&*self.edition.held, changed));
        let made = catch_unwind(AssertUnwindSafe(|| edition(&self.asked, &mut self.sound, number, before, typed)));
        let new = Arc::new(match made {
            Ok(Ok(edition)) => edition,
            Ok(Err(fault)) => self.unchanged(number, fault),
            Err(cause) => self.unchanged(number, PageError::Program(said(&*cause))),
        });
        self.edition = new;
        self.edition()
    }

    /// The edition before once more, with what stood in the way of a new one.
    fn unchanged(&self, number: u64, fault: PageError) -> Edition {
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
        let mut edition = Edition::new(number, site.clone(), problems, home.clone(), held.clone());
        edition.fault = fault;
        edition
    }
}

/// Reads what is not known from before and puts everything together. Settings that cannot be read give way to the last
/// sound ones, so that the other pages stay as they are while somebody is typing.
fn edition(
    asked: &PreviewOptions,
    sound: &mut Option<Text>,
    number: u64,
    before: Option<(&EditionBase, &[PathBuf])>,
    typed: &[Arc<Edition>],
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
        public_pages: PublicPages::default(),
        published,
        built: Vec::new(),
        // A preview shows what was added before anything names it.
        added: Vec::new(),
        translations: translations::all(&asked.root.join(cache::STATE)).into(),
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
    let readings = shelf.readings();
    let is_shown = |typed: &&Arc<Edition>| typed.shows(&sources, &wishes.published, readings, &update.texts, now);
    let shown = typed.iter().find(is_shown);
    let texts = Arc::new(OnDisk::new(&asked.root, update.texts));
    let made = before.map_or_else(
        || Arc::new(ImageCache::new(&asked.root.join(cache::MADE), Access::Read)),
        |(held, _)| held.made.clone(),
    );
    let (site, all, pages) = match shown {
        Some(typed) => (typed.site.clone(), typed.problems.clone(), typed.remembered().clone()),
        None => {
            let look =
                before.filter(|(held, _)| Arc::ptr_eq(&held.sources, &sources)).map(|(held, _)| held.look.clone());
            let (settings, texts, made) = (settings.clone(), texts.clone(), made.clone());
            let (site, found) = site::assemble(look, settings, readings, &sources, texts, made, &wishes);
            let mut all = problems.clone();
            all.extend(found);
            problem::sort(&mut all);
            (Arc::new(site), all, RememberedPages::new())
        }
    };
    let held = EditionBase {
        number,
        asked: asked.clone(),
        listing,
        sources,
        unread,
        settings,
        shelf,
        published: wishes.published,
        translations: wishes.translations,
        texts,
        made,
        look: site.look.clone(),
        broken,
        problems,
    };
    let edition = Edition::new(number, site, all, home, Arc::new(held));
    *edition.remembered() = pages;
    Ok(edition)
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
    #[cfg(feature = "desk")]
    use crate::serve::edition::TextsWithEdit;

    #[test]
    fn what_was_read_is_told_from_what_was_written_since() {
        let folder = tempfile::tempdir().unwrap();
        let (root, roof) = (folder.path().to_owned(), "content/roof.md");
        let write = |title: &str| fs::write(root.join(roof), format!("---\ntitle: {title}\n---\nText.\n")).unwrap();
        fs::create_dir(root.join("content")).unwrap();
        write("Roof");
        let preview = Preview::default();
        let asked = PreviewOptions { root: root.clone(), config: "site.yaml".into(), preview, authority: None };
        let mut live = LiveSite::open(asked).unwrap();
        let is_as_read = |live: &LiveSite| live.edition().edition.is_as_read(roof);
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

    #[cfg(feature = "desk")]
    #[test]
    fn what_was_shown_while_it_was_typed_is_not_put_together_again() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_owned();
        let write = |path: &str, text: &str| fs::write(root.join(path), text).unwrap();
        let text =
            |title: &str| format!("---\ntitle: {title}\ndate: 2021-03-02\narea: Ford\n---\nSee [it](wall.md).\n");
        let roof = SourcePath::new("content/roof.md");
        fs::create_dir(root.join("content")).unwrap();
        write("content/roof.md", &text("Roof"));
        write("content/wall.md", &text("Wall"));
        let preview = Preview { drafts: true, future: true };
        let asked = PreviewOptions { root: root.clone(), config: "site.yaml".into(), preview, authority: None };
        let mut live = LiveSite::open(asked.clone()).unwrap();
        let typed = |live: &LiveSite, text: &str| {
            let edition = live.edition().edition;
            Arc::new(edition.with_reading(Arc::new(edition.read(&roof, text)), text))
        };
        let everything = |edition: &Edition| {
            let outputs = edition.site.plan.outputs.iter();
            outputs.map(|output| (output.address.clone(), edition.site.render(output))).collect::<Vec<_>>()
        };
        let saved = |live: &mut LiveSite, typed: &[Arc<Edition>]| {
            let edition = live.refresh_by(&[roof.as_str().into()], typed).edition;
            let anew = LiveSite::open(asked.clone()).unwrap().edition().edition;
            assert_eq!(everything(&edition), everything(&anew));
            assert_eq!(edition.problems, anew.problems);
            assert!(edition.is_as_read(roof.as_str()));
            typed.iter().any(|typed| Arc::ptr_eq(&edition.site, &typed.site))
        };
        let slates = [typed(&live, &text("Slates")), typed(&live, &text("Tiles"))];
        write("content/roof.md", &text("Slates"));
        assert!(saved(&mut live, &slates));
        write("content/roof.md", &text("Thatch"));
        assert!(!saved(&mut live, &slates), "another text was saved");
        // What else changed since is not in what was typed.
        let turf = [typed(&live, &text("Turf"))];
        write("content/wall.md", &text("Wall with a gap"));
        live.refresh(&["content/wall.md".into()]);
        write("content/roof.md", &text("Turf"));
        assert!(!saved(&mut live, &turf));
        let tin = [typed(&live, &text("Tin"))];
        write("site.yaml", "title: Wren Valley Watch\n");
        live.refresh(&["site.yaml".into()]);
        write("content/roof.md", &text("Tin"));
        assert!(!saved(&mut live, &tin));
        // The day of the bulletin came since.
        let edition = live.edition().edition;
        let mut early = typed(&live, &text("Lead"));
        let moment = Moment::from_second(1_500_000_000).unwrap();
        let TextsWithEdit { texts, path, text: words } = &**early.typed.as_ref().unwrap();
        let of_early = TextsWithEdit { texts: texts.clone(), path: path.clone(), text: words.clone() };
        let of_early = Arc::new(of_early);
        let mut at = edition.assembled(moment, preview, &early.site.readings, of_early.clone());
        at.typed = Some(of_early);
        early = Arc::new(at);
        write("content/roof.md", &text("Lead"));
        assert!(!saved(&mut live, &[early]));
    }

    #[cfg(feature = "desk")]
    #[test]
    fn the_public_sees_neither_drafts_nor_what_comes_later() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().to_owned();
        fs::create_dir(root.join("content")).unwrap();
        let write = |name: &str, more: &str| {
            let text = format!("---\ntitle: {name}\narea: Ford\n{more}\n---\nText.\n");
            fs::write(root.join(format!("content/{name}.md")), text).unwrap();
        };
        let preview = Preview { drafts: true, future: true };
        let asked = PreviewOptions { root: root.clone(), config: "site.yaml".into(), preview, authority: None };
        let seen = || {
            let edition = LiveSite::open(asked.clone()).unwrap().edition().edition;
            let public = edition.public();
            assert_eq!(
                public.bulletins.len(),
                edition.other(public.now, Preview::default()).site.catalogue.bulletins.len()
            );
            (edition.site.catalogue.bulletins.len(), public.bulletins.len())
        };
        write("roof", "date: 2021-03-02");
        assert_eq!(seen(), (1, 1));
        write("wall", "date: 2021-03-02\ndraft: yes");
        assert_eq!(seen(), (2, 1));
        write("wall", "date: 2099-03-02");
        assert_eq!(seen(), (2, 1));
    }
}
