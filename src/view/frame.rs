//! What stands round every page besides its own view: the pages of the site and the contacts that are valid now. In: the
//! catalogue. Out: a [`Frame`]. It must not know words or templates.

use crate::{
    address::Address,
    catalogue::{BulletinId, Catalogue, PageId, State, TranslationRole, bulletin::Severity},
    language::first,
    moment::Moment,
    plan,
    settings::{self, Contact},
};

/// What stands round every page.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Frame {
    /// The pages of the site by address, each in all its languages, the original first.
    pub pages: Vec<Vec<PageVersion>>,
    /// The site's contacts that are valid now.
    pub contacts: Vec<Contact>,
    /// The usual contacts of each kind, in the order of the settings.
    pub usual: Vec<Vec<Contact>>,
    /// The languages that documents name, in order.
    pub languages: Vec<String>,
    /// The open bulletins that every page begins with, each in all its languages, the one that lists show first.
    pub urgent: Vec<UrgentBulletin>,
    /// Whether the site has calendars.
    pub has_calendars: bool,
    /// The site's own picture: a file of `content/`, with its width and height where it has them.
    pub logo: Option<(Address, Option<(u32, u32)>)>,
}

/// A bulletin that every page begins with.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct UrgentBulletin {
    /// In each language that it is there in, its own first.
    pub versions: Vec<PageVersion>,
    /// When it ends, where that is known.
    pub until: Option<Moment>,
}

/// A page in one language.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct PageVersion {
    pub language: String,
    pub title: String,
    pub address: Address,
}

impl Frame {
    pub fn of(catalogue: &Catalogue) -> Self {
        let version = |id: PageId| {
            let page = catalogue.page(id);
            let language = catalogue.language_of(&page.entry).to_owned();
            PageVersion { language, title: page.entry.title.clone(), address: page.address.clone() }
        };
        let originals = (0..).map(PageId).zip(&catalogue.pages);
        let originals = originals.filter(|(_, page)| !matches!(page.kin, TranslationRole::TranslationOf(_)));
        let of_bulletins =
            catalogue.bulletins.iter().filter_map(|placed| placed.bulletin.says.entry.more.lang.as_deref());
        let of_gone = catalogue.gone.iter().filter_map(|gone| gone.language.as_deref());
        let of_pages = catalogue.pages.iter().filter_map(|page| page.entry.more.lang.as_deref());
        let languages: std::collections::BTreeSet<&str> = of_bulletins.chain(of_gone).chain(of_pages).collect();
        let valid = catalogue.settings.contacts.iter().filter(|contact| contact.valid_at(catalogue.now));
        Self {
            pages: originals.map(|(id, _)| catalogue.page_versions(id).map(version).collect()).collect(),
            contacts: valid.cloned().collect(),
            usual: catalogue.usual.clone(),
            languages: languages.into_iter().map(str::to_owned).collect(),
            urgent: urgent(catalogue),
            has_calendars: plan::has_calendars(catalogue),
            logo: logo(catalogue),
        }
    }

    /// The contact for emergencies that is valid now.
    pub fn emergency(&self) -> Option<&Contact> {
        self.contacts.iter().find(|contact| contact.is_for_emergencies())
    }
}

/// Those that say that life is in danger, which stand first on the front page.
fn urgent(catalogue: &Catalogue) -> Vec<UrgentBulletin> {
    let version = |id: BulletinId| {
        let placed = catalogue.bulletin(id);
        let entry = &placed.bulletin.says.entry;
        let language = catalogue.language_of(entry).to_owned();
        PageVersion { language, title: entry.title.clone(), address: placed.address.clone() }
    };
    let is_extreme = |id: &BulletinId| catalogue.bulletin(*id).bulletin.says.severity == Severity::Extreme;
    let urgent = catalogue.front.iter().copied().take_while(is_extreme);
    let of = |id: BulletinId| {
        let versions = std::iter::once(id).chain(catalogue.versions(id).filter(|other| *other != id));
        let until = catalogue.bulletin(id).bulletin.life.ends.and_then(State::since);
        UrgentBulletin { versions: versions.map(version).collect(), until }
    };
    urgent.map(of).collect()
}

fn logo(catalogue: &Catalogue) -> Option<(Address, Option<(u32, u32)>)> {
    let name = catalogue.settings.logo.as_ref()?;
    let path = settings::logo_path(name);
    let file = catalogue.attachments.get(&path)?;
    let size = file.picture().map(|picture| (picture.whole().width, picture.whole().height));
    Some((file.address.clone(), size))
}

/// The version of a page in a language, else the one at hand.
pub fn in_language<'v>(versions: &'v [PageVersion], own: &'v PageVersion, language: &str) -> &'v PageVersion {
    let speaks = |version: &&PageVersion| first(&version.language) == first(language);
    if speaks(&own) { own } else { versions.iter().find(speaks).unwrap_or(own) }
}
