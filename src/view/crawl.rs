//! What crawlers and hosts read: sitemaps, the news, aliases. In: the plan and the catalogue. Out: addresses with what is
//! said of them. It must not know XML.

use super::{
    Version, Viewer,
    bulletin::{page_versions, versions},
};
use crate::{
    address::Address,
    catalogue::{BulletinId, Catalogue, PlacedBulletin, life},
    moment::Moment,
    plan::{self, Output, Recipe, SITEMAP_MOST},
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

    /// Those of feeds that are no older than two days.
    pub(super) fn news(self) -> NewsSitemap<'s> {
        let catalogue = self.catalogue;
        let since = Moment::from_second(catalogue.now.second() - life::NEWS);
        let placed = catalogue.by_date.iter().map(|id| catalogue.bulletin(*id));
        let fresh = placed.take_while(move |placed| since.is_none_or(|since| placed.bulletin.date >= since));
        let fresh = fresh.filter(|placed| catalogue.is_news(&placed.bulletin)).take(NEWS_MOST);
        let entry = |placed: &'s PlacedBulletin| {
            let entry = &placed.bulletin.says.entry;
            (&placed.address, entry.more.lang.as_deref(), placed.bulletin.date, entry.title.as_str())
        };
        NewsSitemap(fresh.map(entry).collect())
    }

    pub(super) fn redirects(self) -> Redirects<'s> {
        // Hosts do not look at what follows a `?`, so that one of several is chosen by the reader.
        let alias = |output: &'s Output| match &output.recipe {
            Recipe::Alias(targets) if targets.len() == 1 => Some((&output.address, targets.first()?)),
            _ => None,
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
    let mut last: Option<(&Recipe, Option<Moment>)> = None;
    let entry = |output: &&'s Output| {
        let changed = match last {
            Some((known, changed)) if alike(known, &output.recipe) => changed,
            _ => changed(catalogue, &output.recipe),
        };
        last = Some((&output.recipe, changed));
        let versions = match &output.recipe {
            Recipe::Bulletin(id) => versions(catalogue, *id),
            Recipe::Page(id) => page_versions(catalogue, *id),
            _ => Vec::new(),
        };
        SitemapEntry { address: &output.address, changed, versions }
    };
    outputs.iter().map(entry).collect()
}

/// Whether two outputs are pages of one list.
fn alike(one: &Recipe, other: &Recipe) -> bool {
    matches!((one, other), (Recipe::List(one, _), Recipe::List(other, _)) if one == other)
}

/// When the content of a page last changed.
fn changed(catalogue: &Catalogue, recipe: &Recipe) -> Option<Moment> {
    let of = |id: &BulletinId| {
        let life = &catalogue.bulletin(*id).bulletin.life;
        life.state.since().map_or(life.updated, |since| since.max(life.updated))
    };
    match recipe {
        Recipe::Bulletin(id) => Some(of(id)),
        Recipe::List(list, _) => plan::list_ids(catalogue, *list).iter().map(of).max(),
        Recipe::Areas | Recipe::Kinds | Recipe::Tags | Recipe::Archive => catalogue.all.shown.iter().map(of).max(),
        _ => None,
    }
}
