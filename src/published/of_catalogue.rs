//! What was published, and a catalogue: its bulletins, and what is known of them from before. In: a catalogue, and what was
//! known. Out: [`CurrentBulletin`] bulletins, and what the catalogue has to remember. It must not know hosts or disks.

use std::collections::{BTreeSet, HashMap, HashSet};

use super::{CurrentBulletin, PublicState, PublishedBulletin, PublishedRecord, hash, head};
use crate::{
    address::Address,
    catalogue::{
        BulletinId, Catalogue, DeletedBulletin, FormerBulletin, GoneId, Id, Readings, life, reading::DocumentContent,
    },
    moment::Moment,
    plan::{self, Scope},
    source::SourcePath,
};

/// The bulletins of a catalogue that the public knows of: those that are shown, and those that were taken back.
pub fn current(catalogue: &Catalogue, readings: &Readings) -> Vec<CurrentBulletin> {
    let shown = catalogue.bulletins.iter().map(|placed| {
        let aliases = &placed.bulletin.says.entry.more.aliases;
        (&placed.address, aliases, placed.reading, placed.bulletin.date, None)
    });
    let gone = catalogue
        .gone
        .iter()
        .map(|gone| (&gone.address, &gone.aliases, gone.reading, gone.published, Some(gone.since.second())));
    let (of_shown, of_gone) = lists(catalogue);
    let files = files(catalogue);
    let current = shown.chain(gone).zip(of_shown.into_iter().chain(of_gone));
    let current = current.map(|((address, aliases, reading, date, gone), lists)| {
        let reading = &readings[reading];
        let (title, id) = match &reading.says {
            DocumentContent::Bulletin(draft) => (draft.entry.title.as_str(), draft.entry.more.id.as_ref()),
            DocumentContent::Page(_) | DocumentContent::Broken => ("", None),
        };
        CurrentBulletin {
            id: id.map(|id| id.address.as_str().to_owned()),
            used: catalogue.id_of(address).as_str().to_owned(),
            address: address.as_str().to_owned(),
            aliases: aliases.iter().map(|alias| alias.address.as_str().to_owned()).collect(),
            date: date.second(),
            gone,
            version: hash(&[&reading.hash]),
            path: hash(&[reading.path.as_str().as_bytes()]),
            head: head(date.second(), title),
            lists,
            files: files.get(address).cloned().unwrap_or_default(),
        }
    });
    current.collect()
}

/// Hashes of the addresses of the lists of each bulletin that is shown, and of each that was taken back.
fn lists(catalogue: &Catalogue) -> (Vec<Vec<u64>>, Vec<Vec<u64>>) {
    let mut shown = vec![Vec::new(); catalogue.bulletins.len()];
    let mut gone = vec![Vec::new(); catalogue.gone.len()];
    for scope in plan::scopes(catalogue) {
        let listing = plan::scope_listing(catalogue, scope);
        let list = list(catalogue, scope);
        for BulletinId(at) in &listing.shown {
            shown[*at as usize].push(list);
        }
        for GoneId(at) in &listing.gone {
            gone[*at as usize].push(list);
        }
    }
    (shown, gone)
}

/// What tells a list from others.
fn list(catalogue: &Catalogue, scope: Scope) -> u64 {
    hash(&[plan::scope_address(catalogue, scope).as_str().as_bytes()])
}

/// Hashes of the names of the files that go with each bulletin, by its address.
fn files(catalogue: &Catalogue) -> HashMap<Address, Vec<u64>> {
    let of_gone = catalogue.gone.iter().filter_map(|gone| catalogue.former.get_key_value(&gone.address));
    let mut files: HashMap<Address, Vec<u64>> =
        of_gone.map(|(address, former)| (address.clone(), former.files.clone())).collect();
    for file in catalogue.attachments.iter() {
        for page in &file.pages {
            files.entry(page.clone()).or_default().push(hash(&[file.path.as_str().as_bytes()]));
        }
    }
    files
}

/// The bulletins of which more is known than their address: that they had another id or other addresses before, or since
/// when readers could know that they were taken back. `built` are those of the last build.
pub fn former(
    current: &[CurrentBulletin],
    published: &PublishedRecord,
    built: &[CurrentBulletin],
    now: Moment,
) -> HashMap<Address, FormerBulletin> {
    let built = PublishedRecord::default().renewed(built, 0);
    let of = |((bulletin, id), built_id): ((&CurrentBulletin, &String), &String)| {
        let addresses: Vec<Address> = published.former(id, &bulletin.address).map(Address::new).collect();
        let known = published.bulletins.get(id);
        let told = bulletin.gone.and(known).and_then(|known| match known.state {
            PublicState::Gone(since) => Moment::from_second(since),
            PublicState::Shown | PublicState::Deleted(_) => Some(now),
        });
        let files = [known, built.bulletins.get(built_id)].into_iter().flatten().filter(|_| bulletin.gone.is_some());
        let files: BTreeSet<u64> = files.flat_map(|known| &known.files).copied().collect();
        let is_plain = *id == bulletin.address && addresses.is_empty() && told.is_none() && files.is_empty();
        let former = || FormerBulletin { id: Address::new(id), addresses, told, files: files.into_iter().collect() };
        (!is_plain).then(|| (Address::new(&bulletin.address), former()))
    };
    current.iter().zip(&published.ids(current)).zip(&built.ids(current)).filter_map(of).collect()
}

/// What feeds still owe readers an entry for, though its file is there no more.
pub fn departed(
    catalogue: &Catalogue,
    current: &[CurrentBulletin],
    published: &PublishedRecord,
    now: Moment,
) -> Vec<DeletedBulletin> {
    let ids: HashSet<String> = published.ids(current).into_iter().collect();
    let lists: HashMap<u64, Address> = plan::scopes(catalogue)
        .into_iter()
        .map(|scope| (list(catalogue, scope), plan::scope_address(catalogue, scope)))
        .collect();
    let of = |(id, known): (&String, &PublishedBulletin)| {
        let PublicState::Gone(since) = known.state else { return None };
        let told = Moment::from_second(since).filter(|told| life::forgotten(*told) > now)?;
        let address = Address::new(known.addresses.last()?);
        let lists = known.lists.iter().filter_map(|hash| lists.get(hash)).cloned().collect();
        Some(DeletedBulletin { id: Address::new(id), address, told, lists })
    };
    published.bulletins.iter().filter(|(id, _)| !ids.contains(*id)).filter_map(of).collect()
}

/// Hashes of the names of the files that went with what was taken back: none is shown unless something that is shown
/// names it.
pub fn withheld(catalogue: &Catalogue, published: &PublishedRecord) -> HashSet<u64> {
    let of_current = catalogue.former.values();
    let of_published = published.bulletins.values().filter(|known| matches!(known.state, PublicState::Gone(_)));
    let of_current = of_current.flat_map(|former| &former.files);
    of_current.chain(of_published.flat_map(|known| &known.files)).copied().collect()
}

/// The ids that authors gave, by the addresses of their bulletins.
pub fn given_ids<'c>(
    catalogue: &'c Catalogue,
    readings: &'c Readings,
) -> HashMap<&'c Address, (&'c SourcePath, &'c Id)> {
    let of = |(address, reading): (_, usize)| match &readings[reading].says {
        DocumentContent::Bulletin(draft) => Some((address, (&draft.entry.path, draft.entry.more.id.as_ref()?))),
        DocumentContent::Page(_) | DocumentContent::Broken => None,
    };
    documents(catalogue).filter_map(of).collect()
}

/// The file of the bulletin at an address.
pub fn path<'r>(catalogue: &Catalogue, readings: &'r Readings, address: &str) -> Option<&'r SourcePath> {
    let (_, reading) = documents(catalogue).find(|(known, _)| known.as_str() == address)?;
    Some(&readings[reading].path)
}

/// The bulletins that the public knows of, by their addresses, with the places of their readings.
fn documents(catalogue: &Catalogue) -> impl Iterator<Item = (&Address, usize)> {
    let shown = catalogue.bulletins.iter().map(|placed| (&placed.address, placed.reading));
    shown.chain(catalogue.gone.iter().map(|gone| (&gone.address, gone.reading)))
}
