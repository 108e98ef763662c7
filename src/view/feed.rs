//! Feeds and alerts. In: the catalogue. Out: what each has, in order. It must not know formats.

use std::cmp::Reverse;

use super::{
    AlertMessage, ArticleRef, State, Viewer,
    bulletin::{area_name, tag_name},
};
use crate::{
    address::Address,
    catalogue::{BulletinId, Catalogue, DeletedBulletin, Gone, GoneId, Order, alert, life},
    moment::Moment,
    plan::{self, Scope},
    settings::FeedFormat,
};

/// One feed.
#[derive(Debug, Hash)]
pub struct Feed<'s> {
    pub format: FeedFormat,
    pub scope: ScopeView<'s>,
    /// Newest first.
    pub entries: Vec<FeedEntry<'s>>,
    /// When an entry last left it.
    pub left: Option<Moment>,
}

/// What a feed, or a list, is about.
#[derive(Clone, Debug, Hash)]
pub struct ScopeView<'s> {
    pub name: ScopeName<'s>,
    /// The page of the list.
    pub address: Address,
    /// The formats of its feeds.
    pub formats: Vec<FeedFormat>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ScopeName<'s> {
    Site,
    Area(&'s str),
    /// The place of a kind among the settings'.
    Kind(usize),
    Tag(&'s str),
}

/// An entry of a feed.
#[derive(Debug, Hash)]
pub enum FeedEntry<'s> {
    Article(ArticleRef<'s>),
    Neutral(Neutral<'s>),
}

/// What overwrites the copies of a bulletin that was taken back.
#[derive(Debug, Hash)]
pub struct Neutral<'s> {
    /// Its id for good: the first public address that it had.
    pub id: &'s Address,
    pub address: &'s Address,
    pub language: Option<&'s str>,
    pub published: Moment,
    pub changed: Moment,
}

/// An alert (CAP).
#[derive(Debug, Hash)]
pub struct AlertFile<'s> {
    pub page: &'s Address,
    pub message: AlertMessage,
    /// The CAP category of its kind.
    pub category: &'static str,
    /// When each of its messages was sent, the oldest first.
    pub sent: Vec<Moment>,
    /// The bulletin in each of its languages.
    pub versions: Vec<ArticleRef<'s>>,
}

/// The message that takes an alert back.
#[derive(Debug, Hash)]
pub struct CancelMessage<'s> {
    pub page: &'s Address,
    pub language: Option<&'s str>,
    pub sent: &'s [Moment],
}

/// The feed of all alerts, newest first.
#[derive(Debug, Hash)]
pub struct AlertFeed<'s>(pub Vec<AlertEntry<'s>>);

#[derive(Debug, Hash)]
pub struct AlertEntry<'s> {
    pub alert: Address,
    pub language: Option<&'s str>,
    pub published: Moment,
    pub newest: Moment,
    /// Title, state and summary; none for one that was taken back.
    pub says: Option<(&'s str, State, &'s str)>,
}

impl<'s> ScopeView<'s> {
    pub(super) fn of(catalogue: &'s Catalogue, scope: Scope) -> Self {
        let name = match scope {
            Scope::Site => ScopeName::Site,
            Scope::Area(area) => ScopeName::Area(area_name(catalogue, area).name),
            Scope::Kind(kind) => ScopeName::Kind(kind as usize),
            Scope::Tag(tag) => ScopeName::Tag(tag_name(catalogue, tag).name),
        };
        Self { name, address: plan::scope_address(catalogue, scope), formats: plan::feed_formats(catalogue, scope) }
    }
}

/// What a feed owes its readers an entry for.
#[derive(Clone, Copy)]
enum FeedItem {
    Bulletin(BulletinId),
    Gone(GoneId),
    /// Its place among those whose file is gone as well.
    Departed(usize),
}

impl<'s> Viewer<'s> {
    pub(super) fn feed(self, format: FeedFormat, scope: Scope) -> Feed<'s> {
        let catalogue = self.catalogue;
        let (owed, left) = choose(catalogue, scope);
        let entry = |owed| match owed {
            FeedItem::Bulletin(id) => FeedEntry::Article(self.article(id)),
            FeedItem::Gone(id) => FeedEntry::Neutral(neutral(catalogue, catalogue.gone(id))),
            FeedItem::Departed(at) => {
                let DeletedBulletin { id, address, told, lists: _ } = &catalogue.departed[at];
                FeedEntry::Neutral(Neutral { id, address, language: None, published: *told, changed: *told })
            }
        };
        Feed { format, scope: self.scope(scope), entries: owed.into_iter().map(entry).collect(), left }
    }

    pub(super) fn alert(self, id: BulletinId) -> AlertFile<'s> {
        let catalogue = self.catalogue;
        let known = alert::alert(catalogue, id);
        let alert::Alert { message, category, sent } = known.expect("the plan has alerts of bulletins that are some");
        let versions = catalogue.versions(id).map(|id| self.article(id)).collect();
        AlertFile { page: &catalogue.bulletin(id).address, message, category, sent, versions }
    }

    pub(super) fn cancel(self, id: GoneId) -> CancelMessage<'s> {
        let gone = self.catalogue.gone(id);
        CancelMessage { page: &gone.address, language: gone.language.as_deref(), sent: &gone.messages }
    }

    pub(super) fn alerts(self) -> AlertFeed<'s> {
        let catalogue = self.catalogue;
        let of_bulletin = |id: BulletinId| {
            let newest = alert::alert(catalogue, id)?.newest()?;
            let placed = catalogue.bulletin(id);
            let (bulletin, entry) = (&placed.bulletin, &placed.bulletin.says.entry);
            let entry = AlertEntry {
                alert: plan::alert_address(&placed.address),
                language: entry.more.lang.as_deref(),
                published: bulletin.date,
                newest,
                says: Some((&entry.title, bulletin.life.state, &entry.summary)),
            };
            Some((placed.order(), entry))
        };
        let of_gone = |gone: &'s Gone| {
            let newest = *gone.messages.last()?;
            let (alert, language) = (plan::alert_address(&gone.address), gone.language.as_deref());
            Some((gone.order(), AlertEntry { alert, language, published: gone.published, newest, says: None }))
        };
        let mut alerts: Vec<(Order, AlertEntry)> = catalogue.ids().filter_map(of_bulletin).collect();
        alerts.extend(catalogue.gone.iter().filter_map(of_gone));
        alerts.sort_by_key(|(order, alert)| (Reverse(alert.newest), *order));
        alerts.truncate(catalogue.settings.feed_items);
        AlertFeed(alerts.into_iter().map(|(_, alert)| alert).collect())
    }
}

fn neutral<'s>(catalogue: &'s Catalogue, gone: &'s Gone) -> Neutral<'s> {
    let Gone { address, language, published, changed, .. } = gone;
    Neutral {
        id: catalogue.id_of(address),
        address,
        language: language.as_deref(),
        published: *published,
        changed: *changed,
    }
}

/// The entries of a feed, newest first, and when one last left it.
fn choose(catalogue: &Catalogue, scope: Scope) -> (Vec<FeedItem>, Option<Moment>) {
    let most = catalogue.settings.feed_items;
    let listing = plan::scope_listing(catalogue, scope);
    let in_feeds = listing.shown.iter().copied().filter(|id| catalogue.in_feeds(&catalogue.bulletin(*id).bulletin));
    let (ended, lasting): (Vec<BulletinId>, Vec<BulletinId>) =
        in_feeds.partition(|id| matches!(catalogue.bulletin(*id).bulletin.life.state, State::Expired { .. }));
    let newest_first = |entry: &FeedItem| match entry {
        FeedItem::Bulletin(id) => {
            let placed = catalogue.bulletin(*id);
            let life = &placed.bulletin.life;
            (Reverse(life.state.changed(life.updated)), placed.order())
        }
        FeedItem::Gone(id) => (Reverse(catalogue.gone(*id).changed), catalogue.gone(*id).order()),
        FeedItem::Departed(at) => {
            let told = Reverse(catalogue.departed[*at].told);
            (told, (told, catalogue.documents() + at))
        }
    };
    let newest = |ids: Vec<BulletinId>| {
        let mut entries: Vec<FeedItem> = ids.into_iter().map(FeedItem::Bulletin).collect();
        if entries.len() > most {
            entries.select_nth_unstable_by_key(most, newest_first);
            entries.truncate(most);
        }
        entries
    };
    // What is over pushes out nothing that holds.
    let mut entries = newest(lasting);
    entries.extend(newest(ended));
    // What overwrites readers' copies is owed beside that number, until it is forgotten.
    let owed = listing.gone.iter().copied().filter(|id| catalogue.is_owed(catalogue.gone(*id)));
    entries.extend(owed.map(FeedItem::Gone));
    let own = plan::scope_address(catalogue, scope);
    let departed = (0..).zip(&catalogue.departed).filter(|(_, departed)| departed.lists.contains(&own));
    entries.extend(departed.map(|(at, _)| FeedItem::Departed(at)));
    entries.sort_unstable_by_key(newest_first);
    // What left the feed changed it too (RFC 6721 has a mark for that, which readers do not know).
    let expired = listing.shown.iter().filter_map(|id| catalogue.bulletin(*id).bulletin.expires).map(life::dropped);
    let forgotten = listing.gone.iter().map(|id| catalogue.forgotten(catalogue.gone(*id)));
    let left = expired.chain(forgotten).filter(|moment| *moment <= catalogue.now).max();
    (entries, left)
}
