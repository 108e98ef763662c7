//! A site as a function: readings, other sources, a moment and a few wishes in; a [`Site`] and a list of problems out.
//! It must not know the disk or the clock.

mod fingerprints;
mod named_in_settings;
mod template_names;

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use rayon::prelude::*;

use crate::{
    address::{Address, BaseUrl},
    assets::Assets,
    catalogue::{
        self, BulletinId, Catalogue, LinkTarget, PlacedBulletin, Preview, PublicPages, Reading, Readings, life, links,
        translation::{self, KnownTranslation},
    },
    embedded, markdown,
    moment::Moment,
    parse::reader::nearest,
    pictures,
    plan::{self, Output, Plan, Recipe, traits},
    problem::{Code, Problem, wording},
    published::{self, CurrentBulletin, LostAddress, PublishedRecord},
    render::{
        OutputCache, RenderedOutput, Renderer, TemplateValue, Voice,
        templates::{self, Templates},
    },
    settings::{self, Settings},
    source::{Place, Sources, Span, Static, Text, Texts},
    view::{self, Fingerprint, Frame, View, Viewer},
    words::{self, SiteNames, Words},
};
pub use fingerprints::Fingerprints;

/// A site at one moment: what the public may see, the plan of its outputs, and the means to render them.
pub struct Site {
    pub catalogue: Catalogue,
    /// What every document says, also those that the public may not see: for `check`, the desk, and what was published.
    pub readings: Readings,
    pub plan: Plan,
    pub assets: Arc<Assets>,
    pub look: Arc<Look>,
    renderer: Renderer,
}

/// How a site looks and speaks: all that is made of its settings and of the sources that are no documents.
pub struct Look {
    words: Arc<Words>,
    assets: Arc<Assets>,
    templates: Arc<Templates>,
    faults: Vec<Problem>,
}

impl Look {
    fn of(sources: &Sources, settings: &Settings) -> Self {
        let names = SiteNames {
            theme: settings.theme.clone(),
            language: settings.language.clone(),
            kinds: settings.kinds.iter().map(|kind| kind.name.clone()).collect(),
            contacts: settings.contacts.iter().map(|contact| contact.name.clone()).collect(),
        };
        let (words, mut faults) = words(sources, &names);
        let assets = Assets::gather(sources, &names.theme, &styles(&settings.base));
        let (templates, found) = templates::load(sources, &names.theme, &settings.base, &assets, &words);
        faults.extend(found);
        faults.extend(template_names::passed_over(sources, &names.theme));
        Self { words, assets: Arc::new(assets), templates: Arc::new(templates), faults }
    }
}

impl Site {
    /// Renders one output.
    ///
    /// # Errors
    ///
    /// When a template asks for something that is not there.
    pub fn render(&self, output: &Output) -> Result<RenderedOutput, Problem> {
        self.renderer.render(&self.view(output), &output.address)
    }

    /// Renders every output that can fail, a picture once, and keeps only what went wrong, and the fingerprints of what did
    /// not. What has a fingerprint in `known` was rendered without a fault before, and is not rendered again.
    pub fn faults(
        &self,
        fingerprints: &Fingerprints,
        known: &HashSet<Fingerprint>,
    ) -> (Vec<Problem>, HashSet<Fingerprint>) {
        let can_fail = self.plan.outputs.par_iter().filter(|output| traits::of(&output.recipe).can_fail);
        let looked: Vec<Result<Option<Fingerprint>, Problem>> = can_fail
            .map(|output| match fingerprints.of(output) {
                Some(fingerprint) if known.contains(&fingerprint) => Ok(Some(fingerprint)),
                new => self.render(output).map(|_| new),
            })
            .collect();
        let (mut faults, mut sound) = (Vec::new(), HashSet::new());
        for result in looked {
            match result {
                Ok(fingerprint) => sound.extend(fingerprint),
                Err(fault) => faults.push(fault),
            }
        }
        (faults, sound)
    }

    /// What an output shows.
    pub fn view<'s>(&'s self, output: &'s Output) -> View<'s> {
        view::of(Viewer::new(&self.catalogue, &self.plan, None), output)
    }

    /// The values that a template sees for an output, without the site's: for the documentation's test.
    pub fn template_values(&self, output: &Output) -> Option<TemplateValue> {
        self.renderer.template_values(&self.view(output), &output.address)
    }

    /// The values that every template sees as `site`, and as `words`, in the site's language.
    pub fn shared_values(&self) -> (TemplateValue, TemplateValue) {
        (self.renderer.site_value(), self.renderer.words_value())
    }
}

#[cfg(feature = "desk")]
impl Site {
    /// The site as its pages speak it, in its own language.
    pub fn voice(&self) -> Voice {
        let words = self.renderer.words();
        Voice::new(words, words.site(), &self.catalogue.settings)
    }

    /// A bulletin as feeds tell of it, whether or not it stands in one: an item of a JSON Feed.
    ///
    /// # Errors
    ///
    /// When its text cannot be read.
    pub fn feed_item(&self, id: BulletinId) -> Result<String, Problem> {
        self.renderer.feed_item(Viewer::new(&self.catalogue, &self.plan, None).article(id))
    }

    /// The texts of the interface.
    pub fn words(&self) -> &Arc<Words> {
        self.renderer.words()
    }
}

/// What a command asks for besides the settings.
#[derive(Clone, Debug)]
pub struct SiteRequest {
    pub now: Moment,
    pub preview: Preview,
    /// Takes the place of the settings' `base_url`.
    pub base: Option<BaseUrl>,
    /// What stays where two want one address.
    pub public_pages: PublicPages,
    /// What is known of the bulletins that were published.
    pub published: Arc<PublishedRecord>,
    /// The bulletins of the last build.
    pub built: Vec<CurrentBulletin>,
    /// Paths of files that are public only while something that is shown names them.
    pub added: Vec<String>,
    /// The documents that had an original in an earlier build.
    pub translations: Arc<[KnownTranslation]>,
}

/// The settings of a site, as the wishes change them, and what is wrong with them.
pub fn settings(sources: &Sources, wishes: &SiteRequest) -> (Settings, Vec<Problem>) {
    let (mut settings, mut problems) = settings::read(sources.settings.as_ref(), &sources.folder_name);
    if let Some(base) = &wishes.base {
        settings.base = base.clone();
    }
    settings.complete_addresses();
    problems.extend(theme(sources, &mut settings));
    let (colours, found) = settings::card::read(theme_settings(sources, &settings.theme));
    settings.card = colours;
    problems.extend(found);
    (settings, problems)
}

/// Puts a site together from what its documents say, in the order of their paths. Everything that is wrong with them is
/// among the problems; what is sound can be rendered. `look` is that of a site that had these settings and these sources,
/// where there is one.
pub fn assemble(
    look: Option<Arc<Look>>,
    settings: Settings,
    readings: &Readings,
    sources: &Sources,
    texts: Arc<dyn Texts>,
    kept: Arc<dyn OutputCache>,
    wishes: &SiteRequest,
) -> (Site, Vec<Problem>) {
    let settings = Arc::new(settings);
    let readings = &*translation::without_orphans(readings, &settings.language, &wishes.translations);
    // The two know nothing of each other.
    let ((catalogue, mut problems, current), look) = rayon::join(
        || known_catalogue(settings.clone(), readings, sources, wishes),
        || look.unwrap_or_else(|| Arc::new(Look::of(sources, &settings))),
    );
    let (plan, found) = plan::plan(&catalogue, &look.assets);
    if let Some(readings) = without_homeless(&catalogue, &plan, readings, &found) {
        return assemble(Some(look), Settings::clone(&settings), &readings, sources, texts, kept, wishes);
    }
    problems.extend(ids(&catalogue, readings, &current));
    problems.extend(found);
    let stands = |address: &str| plan.at(&Address::new(address)).is_some();
    problems.extend(wishes.published.lost(&current, stands).into_iter().map(|lost| match lost {
        LostAddress::Deleted(address) => wording::address_gone(None, &address),
        LostAddress::Moved { at, address } => {
            let path = published::path(&catalogue, readings, &current[at].address);
            wording::address_gone(path.map(Place::whole), &address)
        }
    }));
    let tells =
        |file: &&Static| !file.path.as_str().starts_with(embedded::FOLDER) && pictures::tells_place(&file.bytes);
    problems.extend(sources.statics.iter().filter(tells).map(|file| wording::theme_picture_tells(&file.path)));
    problems.extend(lints(&catalogue, readings, &plan));
    problems.extend(unshown(&catalogue, sources));
    if let Some(source) = &sources.settings {
        problems.extend(named_in_settings::missing(&catalogue, &plan, source));
    }
    let security = catalogue.settings.security.as_ref();
    problems.extend(security.and_then(|security| security.problem(wishes.now, &catalogue.settings.zone)));
    problems.extend(look.faults.iter().cloned());
    let Look { words, assets, templates, .. } = &*look;
    let (frame, bulletins) = (Frame::of(&catalogue), catalogue.bulletins.len());
    let (assets, templates) = (assets.clone(), templates.clone());
    let renderer = Renderer::new(settings, frame, bulletins, assets.clone(), templates, words, texts, kept);
    (Site { catalogue, readings: readings.clone(), plan, assets, look, renderer }, problems)
}

/// The readings with those documents as broken that have no page, since what wants the same address comes first: nothing may
/// lead to them. None where each has its page.
fn without_homeless(catalogue: &Catalogue, plan: &Plan, readings: &Readings, problems: &[Problem]) -> Option<Readings> {
    if !problems.iter().any(|problem| matches!(problem.code, Code::AddressTaken | Code::AddressRefused)) {
        return None;
    }
    let has_page = |address: &Address| {
        let output = plan.at(address);
        output.is_some_and(|output| matches!(output.recipe, Recipe::Bulletin(_) | Recipe::Page(_)))
    };
    let bulletins = catalogue.bulletins.iter().map(|placed| (&placed.address, placed.reading));
    let pages = catalogue.pages.iter().map(|page| (&page.address, page.reading));
    let homeless = bulletins.chain(pages).filter(|(address, _)| !has_page(address)).map(|(_, reading)| reading);
    let homeless: HashSet<usize> = homeless.collect();
    let of = |(at, reading): (usize, &Arc<Reading>)| {
        if !homeless.contains(&at) {
            return reading.clone();
        }
        let is_own = |problem: &&Problem| problem.place.as_ref().is_some_and(|place| place.path == reading.path);
        Arc::new(reading.broken_by(problems.iter().filter(is_own).cloned()))
    };
    (!homeless.is_empty()).then(|| readings.iter().enumerate().map(of).collect())
}

/// The catalogue alone of the site that [`assemble`] puts together.
pub fn catalogue(settings: Arc<Settings>, readings: &Readings, sources: &Sources, wishes: &SiteRequest) -> Catalogue {
    let language = settings.language.clone();
    let readings = translation::without_orphans(readings, &language, &wishes.translations);
    known_catalogue(settings, &readings, sources, wishes).0
}

/// The catalogue with what is known of its bulletins from before, and these as they are now, where anything is known.
fn known_catalogue(
    settings: Arc<Settings>,
    readings: &Readings,
    sources: &Sources,
    wishes: &SiteRequest,
) -> (Catalogue, Vec<Problem>, Vec<CurrentBulletin>) {
    let SiteRequest { now, preview, public_pages, .. } = wishes;
    let (mut catalogue, problems) =
        catalogue::catalogue(settings, readings, &sources.attachments, *now, *preview, public_pages);
    if !wishes.added.is_empty() {
        catalogue.attachments.withhold(|path| wishes.added.iter().any(|added| added == path.as_str()));
    }
    let current = remember(&mut catalogue, readings, wishes);
    (catalogue, problems, current)
}

/// Adds what is known of the bulletins from before: their ids, and what is still owed or held back of those that were
/// taken back. The bulletins as they are now, where anything is known.
fn remember(catalogue: &mut Catalogue, readings: &Readings, wishes: &SiteRequest) -> Vec<CurrentBulletin> {
    let SiteRequest { now, published, built, .. } = wishes;
    let given = !published::given_ids(catalogue, readings).is_empty();
    if !given && published.bulletins.is_empty() && (built.is_empty() || catalogue.gone.is_empty()) {
        return Vec::new();
    }
    let current = published::current(catalogue, readings);
    catalogue.former = published::former(&current, published, built, *now);
    catalogue.departed = published::departed(catalogue, &current, published, *now);
    let withheld = published::withheld(catalogue, published);
    if !withheld.is_empty() {
        catalogue.attachments.withhold(|path| withheld.contains(&published::hash(&[path.as_str().as_bytes()])));
    }
    let owed = catalogue.gone.iter().map(|gone| catalogue.forgotten(gone));
    let owed = owed.chain(catalogue.departed.iter().map(|departed| life::forgotten(departed.told)));
    let turn = owed.filter(|moment| moment > now).min();
    catalogue.next = catalogue.next.into_iter().chain(turn).min();
    catalogue.until = catalogue.until.into_iter().chain(turn).min();
    current
}

/// Two bulletins with one id: readers would lose one of them.
fn ids(catalogue: &Catalogue, readings: &Readings, current: &[CurrentBulletin]) -> Vec<Problem> {
    let given = published::given_ids(catalogue, readings);
    if given.is_empty() {
        return Vec::new();
    }
    let mut at: HashMap<&Address, usize> = HashMap::new();
    let addresses: Vec<Address> = current.iter().map(|bulletin| Address::new(&bulletin.address)).collect();
    for address in &addresses {
        *at.entry(catalogue.id_of(address)).or_default() += 1;
    }
    let twice = given.values().filter(|(_, id)| at.get(&id.address).is_some_and(|count| *count > 1));
    twice.map(|(path, id)| wording::id_taken(Place::at(path, id.span), id.address.as_str())).collect()
}

/// The styles that follow from the program and the settings: code's colours, and the host before local addresses on paper.
fn styles(base: &BaseUrl) -> String {
    let origin = base.absolute("/");
    let origin = origin.trim_end_matches('/');
    let css = markdown::highlight_css();
    format!(
        "{css}@media print{{:is(.prose,.log) a[href^=\"/\"]:not([href^=\"//\"],.url)::after{{content:\" ({origin}\" attr(href) \")\";font-size:.85em}}}}\n"
    )
}

/// The texts of the interface, and what is wrong with their files.
fn words(sources: &Sources, names: &SiteNames) -> (Arc<Words>, Vec<Problem>) {
    let (words, mut problems) = words::load(&sources.templates, names);
    if words.find(&names.language).is_none() {
        let place = sources.settings.as_ref().map(|source| settings::place_of(source, "language"));
        problems.extend(place.map(|place| wording::words_missing(place, &names.language)));
    }
    (Arc::new(words), problems)
}

/// The theme must be at hand; where it is not, the default one stands in.
fn theme(sources: &Sources, settings: &mut Settings) -> Option<Problem> {
    let mut known: Vec<&str> = sources
        .themes
        .iter()
        .filter_map(|text| {
            let path = text.path.as_str();
            let path = path.strip_prefix(embedded::FOLDER).map_or(path, |path| path.trim_start_matches('/'));
            path.strip_prefix("themes/")?.strip_suffix("/theme.yaml")
        })
        .collect();
    known.sort_unstable();
    known.dedup();
    let wanted = std::mem::replace(&mut settings.theme, "default".into());
    if known.contains(&wanted.as_str()) {
        settings.theme = wanted;
        return None;
    }
    let place = settings::place_of(sources.settings.as_ref()?, "theme");
    let folder = format!("themes/{wanted}");
    let mut files =
        sources.templates.iter().map(|text| &text.path).chain(sources.statics.iter().map(|file| &file.path));
    if files.any(|path| path.below(&folder).is_some()) {
        return Some(wording::theme_without_file(place, &wanted));
    }
    Some(wording::theme_unknown(place, &wanted, &known, nearest(&wanted, known.iter().copied())))
}

/// The settings of a theme and of those that it lies over, the last one winning.
fn theme_settings<'a>(sources: &'a Sources, theme: &str) -> impl Iterator<Item = &'a Text> {
    let folders = embedded::theme_folders(theme);
    let of = move |folder: String| {
        sources.themes.iter().find(move |text| text.path.below(&folder).is_some_and(|name| name == "theme.yaml"))
    };
    folders.into_iter().filter_map(of)
}

/// What only `check` speaks of and needs the whole site to be seen.
fn lints(catalogue: &Catalogue, readings: &Readings, plan: &Plan) -> Vec<Problem> {
    let of_document = |reading: &Arc<Reading>| {
        let mut problems = Vec::new();
        let (entry, address) = match catalogue.target(reading.path.as_str()).unwrap_or(LinkTarget::Hidden) {
            LinkTarget::Bulletin(id) => (&catalogue.bulletin(id).bulletin.says.entry, &catalogue.bulletin(id).address),
            LinkTarget::Page(id) => (&*catalogue.page(id).entry, &catalogue.page(id).address),
            LinkTarget::Broken | LinkTarget::Hidden => return problems,
        };
        for link in &reading.links {
            let place = Place::at(&entry.path, link.span);
            match links::lead(catalogue, &entry.path, address, &link.destination) {
                links::LinkDestination::Site { address, .. } => {
                    let known = plan.at(&address).is_some() || plan.at(&address.join("/")).is_some();
                    if !known {
                        problems.push(wording::link_unchecked(place, address.as_str()));
                    }
                }
                links::LinkDestination::Elsewhere { url } => problems.push(wording::link_without_scheme(place, &url)),
                links::LinkDestination::AsWritten if link.image && link.destination.contains("//") => {
                    problems.push(wording::image_elsewhere(place, &link.destination));
                }
                _ => {}
            }
        }
        if let Some(span) = reading.og_url
            && let Some(url) = entry.og("url").filter(|url| *url != catalogue.settings.base.url(address))
        {
            problems.push(wording::og_url_elsewhere(Place::at(&entry.path, span), url));
        }
        problems
    };
    let mut problems: Vec<Problem> = readings.par_iter().flat_map_iter(of_document).collect();
    problems.extend(life(catalogue));
    problems
}

/// Pictures that are public though nothing shows them: no page, and no text of the site's look or its settings.
fn unshown(catalogue: &Catalogue, sources: &Sources) -> Vec<Problem> {
    let texts = sources.settings.iter().chain(&sources.templates).chain(&sources.themes);
    let texts = texts.map(|text| text.text.as_bytes());
    catalogue::unshown::check(catalogue, texts.chain(sources.statics.iter().map(|file| &*file.bytes)))
}

/// Bulletins that are open though nobody needs them any more: so many years after their day.
const OLD: i16 = 2;

fn life(catalogue: &Catalogue) -> Option<Problem> {
    let zone = &catalogue.settings.zone;
    let (year, month, day) = catalogue.now.date(zone);
    // They stand newest first.
    let is_new = |placed: &PlacedBulletin| placed.bulletin.date.date(zone) >= (year - OLD, month, day);
    let from = catalogue.bulletins.partition_point(is_new);
    let is_meant = |placed: &&PlacedBulletin| {
        let (life, expires) = (&placed.bulletin.life, placed.bulletin.expires);
        life.state.is_open() && expires.is_none()
    };
    let mut old = catalogue.bulletins[from..].iter().rev().filter(is_meant);
    let oldest = old.next()?;
    let place = Place::at(&oldest.bulletin.says.entry.path, Span::new(0, 0));
    Some(wording::life_unset(place, &oldest.bulletin.date.words(zone), 1 + old.count()))
}
