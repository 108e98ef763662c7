//! What each output is besides its bytes: what it is about, what it is to readers, whether sitemaps list it, whether it can
//! show a fault of a template or a document. In: a recipe. Out: [`Traits`]. Besides `view::of` this is the only place that
//! tells all recipes apart.

use super::{IndexPiece, List, Output, Plan, Recipe, list_ids, page_of};
use crate::{
    address::Address,
    catalogue::{BulletinId, Catalogue, GoneId, PageId},
    role::Role,
    source::SourcePath,
};

/// What an output is besides its bytes.
#[derive(Clone, Copy, Debug)]
pub struct Traits<'r> {
    pub subject: OutputSubject<'r>,
    pub relation: SubjectRelation,
    /// What it is to readers by itself; see [`Plan::role`].
    role: Role,
    /// Whether sitemaps list it, as far as that is the same for all of its recipe.
    in_sitemap: bool,
    /// Whether rendering it can show a fault that nothing else shows.
    pub can_fail: bool,
}

/// What an output is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OutputSubject<'r> {
    Bulletin(BulletinId),
    Gone(GoneId),
    Page(PageId),
    /// A list, and the number of its page.
    List(List, u32),
    /// A file of `content/`, by its place among the attachments.
    File(u32),
    /// The pages of which an alias leads to one.
    Alias(&'r [Address]),
    /// Every bulletin that is shown.
    AllBulletins,
    /// The whole site, or much of it.
    Site,
}

/// How an output stands to the pages of its subject.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SubjectRelation {
    /// It is one.
    Own,
    /// It goes with them, should they be taken back.
    Beside,
}

const LISTED: bool = true;
const UNLISTED: bool = false;
const FAILS: bool = true;
/// What makes it fail makes another output fail as well, or fails never.
const SAFE: bool = false;

/// The traits of a recipe.
pub fn of(recipe: &Recipe) -> Traits<'_> {
    use OutputSubject::{Alias, AllBulletins, Bulletin, File, Gone, Page, Site};
    use SubjectRelation::{Beside, Own};
    let (subject, relation, role, in_sitemap, can_fail) = match recipe {
        Recipe::Bulletin(id) => (Bulletin(*id), Own, Role::Page, LISTED, FAILS),
        Recipe::Notice(id) => (Gone(*id), Own, Role::Notice, UNLISTED, FAILS),
        Recipe::Page(id) => (Page(*id), Own, Role::Page, LISTED, FAILS),
        Recipe::Poster(id) | Recipe::Text(id) | Recipe::Event(id) => {
            (Bulletin(*id), Beside, Role::Page, UNLISTED, FAILS)
        }
        Recipe::Alert(id) => (Bulletin(*id), Beside, Role::Feed, UNLISTED, FAILS),
        Recipe::Cancel(id) | Recipe::CancelledEvent(id) => (Gone(*id), Beside, Role::Feed, UNLISTED, FAILS),
        Recipe::Card(id) => (Bulletin(*id), Beside, Role::File, UNLISTED, SAFE),
        Recipe::Alias(targets) => (Alias(targets), Beside, Role::Page, UNLISTED, FAILS),
        Recipe::Attachment(at) => (File(*at), Beside, Role::File, UNLISTED, FAILS),
        Recipe::Picture(at, _) => (File(*at), Beside, Role::File, UNLISTED, SAFE),
        Recipe::List(list, number) => (OutputSubject::List(*list, *number), Own, Role::List, LISTED, FAILS),
        Recipe::Areas | Recipe::Kinds | Recipe::Tags | Recipe::Archive => {
            (AllBulletins, Own, Role::List, LISTED, FAILS)
        }
        Recipe::Search => (Site, Own, Role::List, LISTED, FAILS),
        Recipe::NotFound => (Site, Own, Role::List, UNLISTED, FAILS),
        Recipe::Asset(_) => (Site, Own, Role::Asset, UNLISTED, SAFE),
        Recipe::Feed(..) => (Site, Own, Role::Feed, UNLISTED, SAFE),
        Recipe::Alerts | Recipe::Calendar(_) => (Site, Own, Role::Feed, UNLISTED, FAILS),
        // The contents of the search name its other pieces, and go behind them.
        Recipe::SearchPiece(IndexPiece::Words(_) | IndexPiece::Records(_) | IndexPiece::Spelling) => {
            (Site, Own, Role::Feed, UNLISTED, SAFE)
        }
        Recipe::SearchPiece(IndexPiece::Contents) => (Site, Own, Role::Index, UNLISTED, SAFE),
        Recipe::Sitemap
        | Recipe::SitemapPart(_)
        | Recipe::News
        | Recipe::Robots
        | Recipe::Security
        | Recipe::Redirects
        | Recipe::Headers
        | Recipe::Checked => (Site, Own, Role::Index, UNLISTED, FAILS),
    };
    Traits { subject, relation, role, in_sitemap, can_fail }
}

/// Whether other outputs of the same subject are of no use without this one: the page of a bulletin, a picture in its own size.
pub(super) fn leads(recipe: &Recipe) -> bool {
    of(recipe).relation == SubjectRelation::Own || matches!(recipe, Recipe::Attachment(_))
}

impl Plan {
    /// What an output is to readers. All that is left of what was taken back counts as its notice.
    pub fn role(&self, catalogue: &Catalogue, output: &Output) -> Role {
        let is_notice = |address| self.at(address).is_some_and(|page| matches!(page.recipe, Recipe::Notice(_)));
        let pages = belongs_to(catalogue, output);
        if !pages.is_empty() && pages.iter().all(is_notice) { Role::Notice } else { of(&output.recipe).role }
    }
}

/// The document that a subject is.
pub fn document<'c>(catalogue: &'c Catalogue, subject: OutputSubject) -> Option<&'c SourcePath> {
    match subject {
        OutputSubject::Bulletin(id) => Some(&catalogue.bulletin(id).bulletin.says.entry.path),
        OutputSubject::Gone(id) => Some(&catalogue.gone(id).path),
        OutputSubject::Page(id) => Some(&catalogue.page(id).entry.path),
        OutputSubject::List(..)
        | OutputSubject::File(_)
        | OutputSubject::Alias(_)
        | OutputSubject::AllBulletins
        | OutputSubject::Site => None,
    }
}

/// The pages that an output belongs to and goes with, should they be taken back; its own is not named.
pub fn belongs_to(catalogue: &Catalogue, output: &Output) -> Vec<Address> {
    let Traits { subject, relation: SubjectRelation::Beside, .. } = of(&output.recipe) else { return Vec::new() };
    match subject {
        OutputSubject::Bulletin(id) => vec![catalogue.bulletin(id).address.clone()],
        OutputSubject::Gone(id) => vec![catalogue.gone(id).address.clone()],
        OutputSubject::Page(id) => vec![catalogue.page(id).address.clone()],
        OutputSubject::Alias(targets) => targets.to_vec(),
        OutputSubject::File(at) => catalogue.attachments.at(at).pages.clone(),
        OutputSubject::List(..) | OutputSubject::AllBulletins | OutputSubject::Site => Vec::new(),
    }
}

/// Whether a page belongs into the sitemap: those for readers, without what a preview alone shows, and what search engines are
/// told to look for elsewhere.
pub fn in_sitemap(catalogue: &Catalogue, recipe: &Recipe) -> bool {
    let traits = of(recipe);
    let is_public = match traits.subject {
        OutputSubject::Bulletin(id) => {
            catalogue.bulletin(id).bulletin.life.state.is_public() && catalogue.canonical(id).is_none()
        }
        OutputSubject::Gone(_)
        | OutputSubject::Page(_)
        | OutputSubject::List(..)
        | OutputSubject::File(_)
        | OutputSubject::Alias(_)
        | OutputSubject::AllBulletins
        | OutputSubject::Site => true,
    };
    traits.in_sitemap && is_public
}

/// The newest bulletin that an output is about, where it is about few.
pub(super) fn newest(catalogue: &Catalogue, recipe: &Recipe) -> Option<BulletinId> {
    match of(recipe).subject {
        OutputSubject::Bulletin(id) => Some(id),
        OutputSubject::List(list, number) => {
            page_of(list_ids(catalogue, list), catalogue.settings.per_page, number).first().copied()
        }
        OutputSubject::Gone(_)
        | OutputSubject::Page(_)
        | OutputSubject::File(_)
        | OutputSubject::Alias(_)
        | OutputSubject::AllBulletins
        | OutputSubject::Site => None,
    }
}
