//! What is known of the bulletins that were published: under which id, at which addresses, in which versions, and which
//! were taken back. In: what was known, and the bulletins of a site. Out: which is which, what must not be published,
//! and what is known afterwards. It must not know hosts, disks or the clock.
//!
//! It lies in the record on the host, and every working copy keeps the last one that it met. So a copy can tell its own
//! changes from those that it has not seen.

mod moved;
mod of_catalogue;

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use serde::{Deserialize, Serialize};

pub use moved::{MovedAddress, moved};
pub use of_catalogue::{current, departed, former, given_ids, path, withheld};

use crate::catalogue::life;

/// All that is known, as of one publish.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedRecord {
    /// Tells this list from that of a place that was set up anew.
    pub lineage: u64,
    /// Counts the publishes that changed something.
    pub generation: u64,
    /// When the last publish was, in seconds since 1970.
    pub time: i64,
    /// By id: the first public address.
    pub bulletins: BTreeMap<String, PublishedBulletin>,
}

/// What is known of one bulletin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedBulletin {
    /// The addresses at which it stood, the newest last.
    pub addresses: Vec<String>,
    /// What tells its newest version from others.
    pub version: u64,
    /// The versions before, the newest last.
    pub earlier: Vec<u64>,
    /// The generation in which it was last changed.
    pub changed: u64,
    pub state: PublicState,
    /// Hashes of its path, and of its date and title, by which it is known again after its file was renamed.
    pub path: u64,
    pub head: u64,
    /// Hashes of the addresses of its lists, whose feeds have it.
    pub lists: Vec<u64>,
    /// Hashes of the names of the files that go with it or went with it before, the newest last.
    pub files: Vec<u64>,
}

/// Where a bulletin stands, and since when, in seconds since 1970. Records on hosts have the number of a variant, counted
/// from 0: a new one comes last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PublicState {
    Shown,
    /// Taken back: since when the place says so.
    Gone(i64),
    Deleted(i64),
}

impl PublicState {
    pub fn is_gone(self) -> bool {
        matches!(self, Self::Gone(_))
    }
}

/// One bulletin of a site that was built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CurrentBulletin {
    /// Its id, where its author gave one.
    pub id: Option<String>,
    /// The id that its feeds were written with.
    pub used: String,
    pub address: String,
    pub aliases: Vec<String>,
    /// When it was published, in seconds since 1970.
    pub date: i64,
    /// Since when it was taken back, if it was.
    pub gone: Option<i64>,
    pub version: u64,
    pub path: u64,
    pub head: u64,
    pub lists: Vec<u64>,
    pub files: Vec<u64>,
}

/// Why a site must not be published as it is.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Objection {
    /// What stands at the address was taken back there.
    TakenBack(String),
    /// The place has a newer version than this copy ever met.
    Older(String),
    /// It was deleted there, which this copy never met.
    Deleted(String),
    /// It stands there, and this copy never had it.
    Unknown(String),
}

/// A public address at which nothing will stand any more.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LostAddress {
    /// Its bulletin is there no more.
    Deleted(String),
    /// Its bulletin, at this place among the current ones, has another address.
    Moved { at: usize, address: String },
}

/// What a working copy remembers of a place that it published to.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Memory {
    /// What it met there last.
    pub met: PublishedRecord,
    /// What it was about to say there, and may have said before it was stopped.
    pub about: Option<PublishedRecord>,
    /// What it heard there for building by, and has not published since: it counts as met by then.
    pub heard: Option<PublishedRecord>,
}

impl Memory {
    /// What this copy has met, when a place says so much.
    pub fn of(&self, there: &PublishedRecord) -> &PublishedRecord {
        self.about.as_ref().filter(|about| *about == there).unwrap_or(&self.met)
    }

    /// What the site is built by.
    pub fn known(&self) -> &PublishedRecord {
        self.heard.as_ref().unwrap_or(&self.met)
    }

    /// Notes what a publish is about to write there.
    pub fn with_about(self, published: &PublishedRecord) -> Self {
        Self { about: Some(published.clone()), ..self }
    }

    /// Notes what was read there, for building by.
    pub fn with_heard(self, published: &PublishedRecord) -> Self {
        Self { heard: Some(published.clone()), ..self }
    }

    /// Notes what stands there now that a publish has ended.
    pub fn meeting(published: &PublishedRecord) -> Self {
        Self { met: published.clone(), about: None, heard: None }
    }
}

impl Objection {
    pub fn address(&self) -> &str {
        let (Self::TakenBack(address) | Self::Older(address) | Self::Deleted(address) | Self::Unknown(address)) = self;
        address
    }
}

/// So many versions before the newest are remembered of each bulletin.
const REMEMBERED: usize = 32;

/// So many files that went with a bulletin before are remembered besides those that go with it.
const FILES_REMEMBERED: usize = 256;

/// A short hash, of things that nobody forges against himself.
pub fn hash(parts: &[&[u8]]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    for part in parts {
        hasher.update(&(part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut short = [0; 8];
    short.copy_from_slice(&hasher.finalize().as_bytes()[..8]);
    u64::from_le_bytes(short)
}

/// What tells a date and a title from others.
pub fn head(date: i64, title: &str) -> u64 {
    hash(&[&date.to_le_bytes(), title.trim().as_bytes()])
}

/// Ways to know a bulletin again whose address is another, the surest first.
const WAYS: [fn(&CurrentBulletin, &PublishedBulletin) -> bool; 4] = [
    |bulletin, known| bulletin.aliases.iter().any(|alias| known.addresses.contains(alias)),
    |bulletin, known| known.path == bulletin.path,
    |bulletin, known| known.version == bulletin.version,
    |bulletin, known| known.head == bulletin.head,
];

impl PublishedRecord {
    /// Whether nothing is known of any publish.
    pub fn is_empty(&self) -> bool {
        self.lineage == 0
    }

    /// The ids of bulletins, in their order: those of the ones that were published before, each known again by the surest
    /// sign that there is, and the first address of the others.
    pub fn ids(&self, bulletins: &[CurrentBulletin]) -> Vec<String> {
        let mut found: Vec<Option<&str>> = vec![None; bulletins.len()];
        let mut open: BTreeSet<&str> = self.bulletins.keys().map(String::as_str).collect();
        // Nearly all stand where they stood.
        let mut at: BTreeMap<&str, &str> = BTreeMap::new();
        for (id, known) in &self.bulletins {
            at.extend(known.addresses.iter().map(|address| (address.as_str(), id.as_str())));
        }
        for (bulletin, found) in bulletins.iter().zip(&mut found) {
            let given =
                bulletin.id.as_deref().and_then(|id| self.bulletins.get_key_value(id)).map(|(id, _)| id.as_str());
            let same = given.or_else(|| at.get(bulletin.address.as_str()).copied()).filter(|id| open.remove(id));
            *found = same;
        }
        for is_same in WAYS {
            if open.is_empty() || found.iter().all(Option::is_some) {
                break;
            }
            for (bulletin, found) in bulletins.iter().zip(&mut found).filter(|(_, found)| found.is_none()) {
                let mut likely = open.iter().filter(|id| is_same(bulletin, &self.bulletins[**id]));
                if let (Some(id), None) = (likely.next().copied(), likely.next()) {
                    open.remove(id);
                    *found = Some(id);
                }
            }
        }
        let ids = bulletins.iter().zip(found);
        ids.map(|(bulletin, found)| {
            bulletin.id.clone().or(found.map(str::to_owned)).unwrap_or_else(|| bulletin.address.clone())
        })
        .collect()
    }

    /// What speaks against publishing: `there` is known at the place, `self` is what this copy met last, and `holds` says
    /// whether the place still has a page at an address. What was `confirmed` by its address is allowed, and so is to
    /// delete what this copy never had, where `unknown_may_go`.
    pub fn objections(
        &self,
        there: &Self,
        bulletins: &[CurrentBulletin],
        holds: impl Fn(&str) -> bool,
        confirmed: &BTreeSet<String>,
        unknown_may_go: bool,
    ) -> Vec<Objection> {
        let met = (self.lineage == there.lineage).then_some(self);
        let seen = |known: &PublishedBulletin| met.is_some_and(|met| known.changed <= met.generation);
        let mut objections = BTreeSet::new();
        let ids = there.ids(bulletins);
        let allowed = |address: &str, known: Option<&PublishedBulletin>| {
            confirmed.contains(address)
                || known.is_some_and(|known| known.addresses.iter().any(|address| confirmed.contains(address)))
        };
        for (bulletin, id) in bulletins.iter().zip(&ids) {
            let address = bulletin.address.clone();
            let known = there.bulletins.get(id);
            if let Some(known) = known.filter(|known| !allowed(&address, Some(known))) {
                match known.state {
                    PublicState::Gone(_) if bulletin.gone.is_none() => {
                        objections.insert(Objection::TakenBack(address));
                    }
                    // Taking back is never in the way.
                    _ if bulletin.gone.is_some() => {}
                    PublicState::Deleted(_) if !seen(known) => {
                        objections.insert(Objection::Deleted(address));
                    }
                    // A copy that met nothing yet may hold a newer version, but not one from before.
                    PublicState::Shown
                        if known.version != bulletin.version
                            && !seen(known)
                            && (met.is_some_and(|met| met.bulletins.contains_key(id))
                                || known.earlier.contains(&bulletin.version)) =>
                    {
                        objections.insert(Objection::Older(address));
                    }
                    _ => {}
                }
            }
        }
        let used: BTreeSet<&str> = ids.iter().map(String::as_str).collect();
        let taken_back: BTreeMap<u64, &PublishedBulletin> = there
            .bulletins
            .values()
            .filter(|known| matches!(known.state, PublicState::Gone(_)))
            .flat_map(|known| known.earlier.iter().map(move |version| (*version, known)))
            .collect();
        for bulletin in bulletins.iter().filter(|bulletin| bulletin.gone.is_none()) {
            // The same text at another address is no other thing.
            if let Some(known) = taken_back.get(&bulletin.version)
                && !allowed(&bulletin.address, Some(known))
            {
                objections.insert(Objection::TakenBack(bulletin.address.clone()));
            }
        }
        for (id, known) in there.bulletins.iter().filter(|(id, _)| !used.contains(id.as_str())) {
            let Some(address) = known.addresses.last() else { continue };
            let had = met.is_some_and(|met| met.bulletins.contains_key(id));
            if known.state == PublicState::Shown && holds(address) && !allowed(address, Some(known)) {
                match (had, seen(known)) {
                    (true, true) => {}
                    _ if unknown_may_go => {}
                    (true, false) => _ = objections.insert(Objection::Older(address.clone())),
                    (false, _) => _ = objections.insert(Objection::Unknown(address.clone())),
                }
            }
        }
        objections.into_iter().collect()
    }

    /// The ids of bulletins that are shown.
    pub fn shown(&self) -> impl Iterator<Item = &String> {
        self.bulletins.iter().filter(|(_, known)| known.state == PublicState::Shown).map(|(id, _)| id)
    }

    /// The addresses at which something was taken back, for good, unless they were `confirmed`.
    pub fn tombstones<'p>(&'p self, confirmed: &'p BTreeSet<String>) -> impl Iterator<Item = &'p String> {
        let gone = self.bulletins.values().filter(|known| matches!(known.state, PublicState::Gone(_)));
        let open = gone.filter(|known| !known.addresses.iter().any(|address| confirmed.contains(address)));
        open.flat_map(|known| &known.addresses)
    }

    /// The same without what the words of things that were taken back could be told by.
    fn forgetting(mut self) -> Self {
        for known in self.bulletins.values_mut().filter(|known| matches!(known.state, PublicState::Gone(_))) {
            known.head = 0;
        }
        self
    }

    /// The same with the hashes of title and date that this copy still has of what was taken back since, so that it recognises
    /// a file of that which was renamed or rewritten.
    pub fn recalling(mut self, met: &Self) -> Self {
        if self.lineage == met.lineage {
            for (id, known) in self.bulletins.iter_mut().filter(|(_, known)| known.head == 0) {
                known.head = met.bulletins.get(id).map_or(0, |met| met.head);
            }
        }
        self
    }

    /// The same where the last publish did not come to its end: the thirty days of what it took back are counted from now.
    pub fn telling_again(mut self, now: i64) -> Self {
        let generation = self.generation;
        for known in self.bulletins.values_mut().filter(|known| known.changed == generation) {
            if let PublicState::Gone(since) = known.state {
                known.state = PublicState::Gone(since.max(now - now.rem_euclid(life::DAY)));
            }
        }
        self
    }

    /// Whether a copy that met so much would build other feeds and hold back other files of these bulletins than one that
    /// knows this.
    pub fn tells_more_than(&self, met: &Self, bulletins: &[CurrentBulletin], now: i64) -> bool {
        let shows =
            |published: &Self, id: &str| published.bulletins.get(id).is_some_and(|it| it.state == PublicState::Shown);
        let mut taken_back = self.ids(bulletins).into_iter().zip(bulletins).filter(|(_, it)| it.gone.is_some());
        if taken_back.any(|(id, _)| shows(self, &id) && !shows(met, &id)) {
            return true;
        }
        let told = |published: &Self| -> Vec<(String, PublishedBulletin)> {
            let of = |(id, known): (&String, &PublishedBulletin)| {
                let PublicState::Gone(since) = known.state else { return None };
                let plain = PublishedBulletin {
                    earlier: Vec::new(),
                    changed: 0,
                    version: 0,
                    path: 0,
                    head: 0,
                    ..known.clone()
                };
                let owed = life::forgets_after(since) > now || !known.files.is_empty();
                owed.then(|| (id.clone(), plain))
            };
            published.bulletins.iter().filter_map(of).collect()
        };
        told(self) != told(met)
    }

    /// What is known once the bulletins are published.
    pub fn renewed(&self, bulletins: &[CurrentBulletin], now: i64) -> Self {
        let generation = self.generation + 1;
        let before = self.clone().forgetting();
        let mut renewed = Self { generation, ..before.clone() };
        let ids = self.ids(bulletins);
        let used: BTreeSet<&String> = ids.iter().collect();
        for (_, known) in renewed.bulletins.iter_mut().filter(|(id, _)| !used.contains(id)) {
            if known.state == PublicState::Shown {
                (known.state, known.changed, known.head) = (PublicState::Deleted(now), generation, 0);
            }
        }
        for (bulletin, id) in bulletins.iter().zip(&ids) {
            let CurrentBulletin { address, version, path, .. } = bulletin;
            let state = bulletin.gone.map_or(PublicState::Shown, |since| PublicState::Gone(since.max(now)));
            // Of what was taken back nothing is kept that its words could be told by.
            let head = if bulletin.gone.is_some() { 0 } else { bulletin.head };
            let Some(known) = renewed.bulletins.get_mut(id) else {
                let addresses = vec![address.clone()];
                let known = PublishedBulletin {
                    addresses,
                    version: *version,
                    earlier: Vec::new(),
                    changed: generation,
                    state,
                    path: *path,
                    head,
                    lists: bulletin.lists.clone(),
                    files: bulletin.files.clone(),
                };
                renewed.bulletins.insert(id.clone(), known);
                continue;
            };
            let before = known.clone();
            if known.version != *version {
                known.earlier.retain(|earlier| earlier != version);
                known.earlier.push(known.version);
                let over = known.earlier.len().saturating_sub(REMEMBERED);
                known.earlier.drain(..over);
            }
            if known.addresses.last() != Some(address) {
                known.addresses.retain(|known| known != address);
                known.addresses.push(address.clone());
            }
            let is_as_gone = matches!((known.state, state), (PublicState::Gone(_), PublicState::Gone(_)));
            if !is_as_gone {
                known.state = state;
            }
            (known.version, known.path, known.head) = (*version, *path, head);
            if bulletin.gone.is_none() {
                known.lists.clone_from(&bulletin.lists);
            } else {
                let lists: BTreeSet<u64> = known.lists.iter().chain(&bulletin.lists).copied().collect();
                known.lists = lists.into_iter().collect();
            }
            // What went with it stays known, whatever its text names now: an earlier picture is taken back with it.
            let now: HashSet<u64> = bulletin.files.iter().copied().collect();
            known.files.retain(|file| !now.contains(file));
            let over = known.files.len().saturating_sub(FILES_REMEMBERED);
            known.files.drain(..over);
            known.files.extend(&bulletin.files);
            if *known != before {
                known.changed = generation;
            }
        }
        if renewed.bulletins == before.bulletins {
            renewed.generation = self.generation;
        }
        renewed
    }

    /// The addresses that are public or were, and at which nothing `stands` any more: of a bulletin that is there, all at
    /// which it ever stood, and of one that is not, its last one until a publish took it away.
    pub fn lost(&self, bulletins: &[CurrentBulletin], stands: impl Fn(&str) -> bool) -> Vec<LostAddress> {
        if self.bulletins.is_empty() {
            return Vec::new();
        }
        let ids = self.ids(bulletins);
        let at: HashMap<&str, usize> = ids.iter().map(String::as_str).zip(0..).collect();
        let shown = self.bulletins.iter().filter(|(_, known)| known.state == PublicState::Shown);
        let lost = shown.flat_map(|(id, known)| {
            let at = at.get(id.as_str()).copied();
            // Of what is there no more, its last address alone.
            let first = if at.is_some() { 0 } else { known.addresses.len().saturating_sub(1) };
            let of_it = &known.addresses[first..];
            let gone = of_it.iter().filter(|address| !stands(address));
            gone.map(move |address| match at {
                Some(at) => LostAddress::Moved { at, address: address.clone() },
                None => LostAddress::Deleted(address.clone()),
            })
        });
        lost.collect()
    }

    /// The former addresses of a bulletin, beside the one that it has.
    pub fn former<'p>(&'p self, id: &str, address: &'p str) -> impl Iterator<Item = &'p str> {
        let known = self.bulletins.get(id).into_iter().flat_map(|known| &known.addresses);
        known.map(String::as_str).filter(move |known| *known != address)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bulletin(name: &str, version: u64) -> CurrentBulletin {
        let path = hash(&[name.as_bytes()]);
        CurrentBulletin {
            id: None,
            used: format!("/{name}/"),
            address: format!("/{name}/"),
            aliases: Vec::new(),
            date: 1,
            gone: None,
            version: path.wrapping_add(version),
            path,
            head: path ^ 1,
            lists: Vec::new(),
            files: Vec::new(),
        }
    }

    fn gone(name: &str, version: u64) -> CurrentBulletin {
        CurrentBulletin { gone: Some(5), ..bulletin(name, version) }
    }

    fn published(bulletins: &[CurrentBulletin]) -> PublishedRecord {
        PublishedRecord { lineage: 9, ..PublishedRecord::default() }.renewed(bulletins, 1)
    }

    fn object(copy: &PublishedRecord, there: &PublishedRecord, bulletins: &[CurrentBulletin]) -> Vec<Objection> {
        copy.objections(there, bulletins, |_| true, &BTreeSet::new(), false)
    }

    #[test]
    fn a_copy_from_yesterday_is_refused_and_one_that_met_the_newest_is_not() {
        let first = published(&[bulletin("a", 1), bulletin("b", 1)]);
        let second = first.renewed(&[gone("a", 2), bulletin("b", 1), bulletin("c", 1)], 2);
        let old = [bulletin("a", 1), bulletin("b", 1)];
        let want = [Objection::TakenBack("/a/".into()), Objection::Unknown("/c/".into())];
        assert_eq!(object(&first, &second, &old), want);
        // It was renamed besides.
        let renamed =
            [CurrentBulletin { address: "/z/".into(), ..bulletin("a", 1) }, bulletin("b", 1), bulletin("c", 1)];
        assert_eq!(object(&PublishedRecord::default(), &second, &renamed), [Objection::TakenBack("/z/".into())]);
        // Without a memory, what was superseded is known as older.
        let third = second.renewed(&[gone("a", 2), bulletin("b", 2), bulletin("c", 1)], 3);
        let stale = [gone("a", 2), bulletin("b", 1), bulletin("c", 1)];
        assert_eq!(object(&PublishedRecord::default(), &third, &stale), [Objection::Older("/b/".into())]);
        let edited = [gone("a", 2), bulletin("b", 7), bulletin("c", 1)];
        assert_eq!(object(&second, &third, &edited), [Objection::Older("/b/".into())], "edited from an older one");
        assert_eq!(object(&third, &third, &stale), [], "a change that was undone on purpose");
        assert_eq!(object(&third, &third, &stale[..2]), [], "one that was deleted on purpose");
        let newest = [gone("a", 2), bulletin("b", 2), bulletin("c", 1), bulletin("d", 1)];
        assert_eq!(object(&PublishedRecord::default(), &third, &newest), [], "a fresh clone of the newest");
        assert_eq!(object(&first, &third, &newest), [], "one that was brought up to date");
    }

    #[test]
    fn what_was_confirmed_is_allowed() {
        let there = published(&[bulletin("a", 1)]).renewed(&[gone("a", 2)], 2);
        let confirmed = BTreeSet::from(["/a/".to_owned()]);
        assert_eq!(there.objections(&there, &[bulletin("a", 1)], |_| true, &confirmed, false), []);
        let back = there.renewed(&[bulletin("a", 1)], 3);
        assert_eq!(back.bulletins["/a/"].state, PublicState::Shown);
        assert_eq!(there.tombstones(&BTreeSet::new()).collect::<Vec<_>>(), ["/a/"]);
        assert_eq!(there.tombstones(&confirmed).count(), 0);
    }

    #[test]
    fn an_address_stays_lost_until_something_stands_there() {
        let at = |name: &str| CurrentBulletin { address: format!("/{name}/"), ..bulletin("a", 1) };
        let stands = |address: &str| address == "/c/";
        let moved = |address: &str| LostAddress::Moved { at: 0, address: address.into() };
        let first = published(&[bulletin("a", 1)]);
        assert_eq!(first.lost(&[at("b")], |_| false), [moved("/a/")]);
        // Published at the new address, and once more.
        let third = first.renewed(&[at("b")], 2).renewed(&[at("c")], 3);
        assert_eq!(third.lost(&[at("c")], stands), [moved("/a/"), moved("/b/")]);
        assert_eq!(third.lost(&[at("c")], |address| address != "/a/"), [moved("/a/")], "an alias stands at the other");
        assert_eq!(third.lost(&[at("a")], |address| address == "/a/"), [moved("/b/"), moved("/c/")], "it is back");
        assert_eq!(third.lost(&[], |_| false), [LostAddress::Deleted("/c/".into())]);
        assert_eq!(third.renewed(&[], 4).lost(&[], |_| false), []);
    }

    #[test]
    fn an_id_outlives_a_new_name_a_new_address_and_both_with_new_words() {
        let there = published(&[bulletin("a", 1), bulletin("b", 2)]);
        let of = |changed: CurrentBulletin| there.ids(&[changed, bulletin("b", 2)])[0].clone();
        let a = bulletin("a", 1);
        assert_eq!(of(CurrentBulletin { address: "/new/".into(), version: 3, ..a.clone() }), "/a/", "by its file");
        assert_eq!(
            of(CurrentBulletin { address: "/new/".into(), path: 3, head: 3, ..a.clone() }),
            "/a/",
            "by its text"
        );
        assert_eq!(
            of(CurrentBulletin { address: "/new/".into(), path: 3, version: 3, ..a.clone() }),
            "/a/",
            "by its title"
        );
        let alias = CurrentBulletin { aliases: vec!["/a/".into()], ..bulletin("new", 9) };
        assert_eq!(of(alias), "/a/");
        assert_eq!(of(CurrentBulletin { id: Some("/a/".into()), ..bulletin("new", 9) }), "/a/");
        assert_eq!(of(bulletin("new", 9)), "/new/");
        assert_eq!(there.former("/a/", "/new/").collect::<Vec<_>>(), ["/a/"]);
        // Two that are alike are nobody's.
        let twins = published(&[
            CurrentBulletin { head: 1, ..bulletin("a", 1) },
            CurrentBulletin { head: 1, ..bulletin("b", 2) },
        ]);
        assert_eq!(twins.ids(&[CurrentBulletin { head: 1, ..bulletin("new", 9) }]), ["/new/"]);
    }
}
