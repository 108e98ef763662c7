//! What crawlers and hosts read: sitemaps, the news, aliases. In: the plan and the catalogue. Out: addresses with what is
//! said of them. It must not know XML.

use super::{
    Version, Viewer,
    bulletin::{page_versions, versions},
};
use crate::{
    address::Address,
    catalogue::{BulletinId, Catalogue, PlacedBulletin},
    moment::Moment,
    plan::{
        self, List, Output, Recipe, SITEMAP_MOST,
        traits::{self, OutputSubject},
    },
};

/// The most articles in one news sitemap.
const NEWS_MOST: usize = 1_000;

/// A sitemap, or the index of several.
#[derive(Debug, Hash)]
pub enum Sitemap<'s> {
    Whole(Vec<SitemapEntry<'s>>),
    /// How many parts there are.
    Index(u32),
}

/// A page that a sitemap lists.
#[derive(Debug, Hash)]
pub struct SitemapEntry<'s> {
    pub address: &'s Address,
    /// When its content last changed; none where nothing says so.
    pub changed: Option<Moment>,
    pub versions: Vec<Version<'s>>,
}

/// The bulletins that are news: address, language, date and title, newest first.
#[derive(Debug, Hash)]
pub struct NewsSitemap<'s>(pub Vec<(&'s Address, Option<&'s str>, Moment, &'s str)>);

/// What `robots.txt` names.
#[derive(Debug, Hash)]
pub struct Robots<'s>(pub Vec<&'s Address>);

/// What some hosts answer otherwise than with the file.
#[derive(Debug, Hash)]
pub struct Redirects<'s> {
    /// The aliases, each with where it leads.
    pub aliases: Vec<(&'s Address, &'s Address)>,
    /// The notices of what was taken back.
    pub gone: Vec<&'s Address>,
}

/// The notices that search engines are told of in headers.
#[derive(Debug, Hash)]
pub struct Headers<'s>(pub Vec<&'s Address>);

/// So many of them: Cloudflare Pages takes a hundred rules. Each notice says the same itself.
const NOTICES: usize = 90;

impl<'s> Viewer<'s> {
    /// The sitemap, or a part of it, from 1.
    pub(super) fn sitemap(self, part: Option<u32>) -> Sitemap<'s> {
        let listed = |output: &&Output| plan::traits::in_sitemap(self.catalogue, &output.recipe);
        let outputs: Vec<&Output> = self.plan.outputs.iter().filter(listed).collect();
        match part {
            None if outputs.len() > SITEMAP_MOST => Sitemap::Index(plan::pages(outputs.len(), SITEMAP_MOST)),
            None => Sitemap::Whole(entries(self.catalogue, &outputs)),
            Some(part) => {
                let own = outputs.chunks(SITEMAP_MOST).nth(part as usize - 1).unwrap_or_default();
                Sitemap::Whole(entries(self.catalogue, own))
            }
        }
    }

    /// The first so many that are news.
    pub(super) fn news(self) -> NewsSitemap<'s> {
        let entry = |placed: &'s PlacedBulletin| {
            let entry = &placed.bulletin.says.entry;
            (&placed.address, entry.more.lang.as_deref(), placed.bulletin.date, entry.title.as_str())
        };
        NewsSitemap(self.catalogue.news().take(NEWS_MOST).map(entry).collect())
    }

    /// The sitemaps that there are.
    pub(super) fn robots(self) -> Robots<'s> {
        let sitemap = |address: &&str| self.plan.at(&Address::new(address)).map(|output| &output.address);
        Robots(["/sitemap.xml", "/news-sitemap.xml"].iter().filter_map(sitemap).collect())
    }

    pub(super) fn redirects(self) -> Redirects<'s> {
        // Hosts do not look at what follows a `?`, so that one of several is chosen by the reader.
        let alias = |output: &'s Output| {
            let OutputSubject::Alias([target]) = traits::of(&output.recipe).subject else { return None };
            Some((&output.address, target))
        };
        let aliases = self.plan.outputs.iter().filter_map(alias).collect();
        Redirects { aliases, gone: self.notices().collect() }
    }

    pub(super) fn headers(self) -> Headers<'s> {
        Headers(self.notices().take(NOTICES).collect())
    }

    /// Where the notices stand of what was taken back.
    fn notices(self) -> impl Iterator<Item = &'s Address> {
        let notices = self.plan.outputs.iter().filter(|output| matches!(output.recipe, Recipe::Notice(_)));
        notices.map(|output| &output.address)
    }
}

fn entries<'s>(catalogue: &'s Catalogue, outputs: &[&'s Output]) -> Vec<SitemapEntry<'s>> {
    // The pages of a list follow one another and have one answer, for which the whole list must be read.
    let mut last: Option<(List, Option<Moment>)> = None;
    let of = |id: BulletinId| {
        let life = &catalogue.bulletin(id).bulletin.life;
        life.state.since().map_or(life.updated, |since| since.max(life.updated))
    };
    let newest = |ids: &[BulletinId]| ids.iter().copied().map(of).max();
    let entry = |output: &&'s Output| {
        let (changed, versions) = match traits::of(&output.recipe).subject {
            OutputSubject::Bulletin(id) => (Some(of(id)), versions(catalogue, id)),
            OutputSubject::Page(id) => (None, page_versions(catalogue, id)),
            OutputSubject::List(list, _) => {
                let known = last.filter(|(known, _)| *known == list).map(|(_, changed)| changed);
                let changed = known.unwrap_or_else(|| newest(plan::list_ids(catalogue, list)));
                last = Some((list, changed));
                (changed, Vec::new())
            }
            OutputSubject::AllBulletins => (newest(&catalogue.all.shown), Vec::new()),
            OutputSubject::Gone(_) | OutputSubject::File(_) | OutputSubject::Alias(_) | OutputSubject::Site => {
                (None, Vec::new())
            }
        };
        SitemapEntry { address: &output.address, changed, versions }
    };
    outputs.iter().map(entry).collect()
}
