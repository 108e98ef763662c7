//! The making of the catalogue: resolves what documents say of each other. In: readings, files, settings, now. Out: a [`Catalogue`] and problems. It must not know the disk, templates or HTML.

use std::{
    borrow::Cow,
    cmp::Reverse,
    collections::{BTreeMap, HashMap, HashSet},
    fmt::Write as _,
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    AreaId, Areas, Attachments, BulletinId, Catalogue, Image, Kin, Listing, Page, PageId, Placed, Preview, Reading,
    Readings, Showing, Target,
    attachments::Owner,
    bulletin::{Bulletin, ContactName, Draft, Few, Slug},
    check,
    entry::{self, Entry, PageDraft},
    life, links, lists,
    reading::Says,
    tags, translation,
};
use crate::{
    address::{Address, slug},
    moment::Moment,
    problem::{Problem, wording},
    settings::{Contact, Piece, Settings},
    source::{File, Place, SourcePath},
};

/// Makes the catalogue of a site at a moment. The readings stand in the order of their paths.
pub fn catalogue(
    settings: Settings,
    readings: &Readings,
    files: &[File],
    now: Moment,
    preview: Preview,
) -> (Catalogue, Vec<Problem>) {
    let mut problems: Vec<Problem> = readings.iter().flat_map(|reading| &reading.problems).cloned().collect();
    let mut targets: Vec<Target> = vec![Target::Broken; readings.len()];
    let originals = translation::originals(readings);
    let alone = |at: usize| originals[at].is_none() && is_whole(&readings[at]);
    for (reading, _) in readings.iter().zip(&originals).filter(|(_, original)| original.is_none()) {
        problems.extend(reading.translation.iter().flat_map(|translation| &translation.lacking).cloned());
    }
    let drafts: Vec<(usize, &Arc<Draft>)> = readings
        .iter()
        .enumerate()
        .filter(|(at, _)| alone(*at))
        .filter_map(|(at, reading)| if let Says::Bulletin(draft) = &reading.says { Some((at, draft)) } else { None })
        .collect();

    let mut areas = Areas::declared(&settings.areas);
    let names: Vec<_> =
        drafts.iter().flat_map(|(at, draft)| draft.area_names.iter().map(|name| (&readings[*at].path, name))).collect();
    let (area_ids, (tag_list, tag_ids)) = rayon::join(
        || areas.resolve(&names, &mut problems),
        || tags::gather(drafts.iter().map(|(_, draft)| draft.tags.as_slice())),
    );
    let mut area_ids = area_ids.into_iter();
    let shared = Shared::new(&settings, now);

    let of_drafts: Vec<Few<AreaId>> = drafts
        .iter()
        .map(|(_, draft)| {
            let mut ids: Few<AreaId> = Few::new();
            for id in area_ids.by_ref().take(draft.area_names.len()).flatten() {
                if !ids.contains(&id) {
                    ids.push(id);
                }
            }
            ids
        })
        .collect();
    let parts = drafts.into_par_iter().zip(of_drafts).zip(tag_ids);
    let (mut placed, mut found): (Vec<Option<Placed>>, Vec<Found>) = (Vec::new(), Vec::new());
    parts
        .map(|(((at, draft), ids), tags)| {
            let mut problems = Vec::new();
            let address = address(&draft.slug, draft, ids.first().map(|id| areas.get(*id)), &settings);
            let bulletin = shared.bulletin(draft, ids, tags, preview, &mut problems);
            let turn = life::turns(&draft.course).filter(|turn| *turn > now).min();
            (bulletin.map(|bulletin| Placed::new(bulletin, address, at)), Found { turn, problems })
        })
        .unzip_into_vecs(&mut placed, &mut found);
    #[expect(clippy::filter_map_identity, reason = "this one takes over the memory, `flatten` doubles it")]
    let mut bulletins: Vec<Placed> = placed.into_iter().filter_map(|placed| placed).collect();
    for (translation, of_translation) in
        translations(readings, &originals, &bulletins, &shared, &areas, &settings, preview)
    {
        bulletins.push(translation);
        found.push(of_translation);
    }
    let first_turn = found.iter().filter_map(|found| found.turn).min();
    problems.extend(found.into_iter().flat_map(|found| found.problems));
    sort_newest_first(&mut bulletins);

    let mut pages: Vec<(usize, Cow<PageDraft>, Address)> = Vec::new();
    for (at, reading) in readings.iter().enumerate() {
        let Says::Page(page) = &reading.says else { continue };
        let (page, address) = match originals[at] {
            None if is_whole(reading) => (Cow::Borrowed(&**page), page_address(&page.slug, &page.entry.path)),
            None => continue,
            Some(of) => {
                let Some(page) = translation::page(reading, &readings[of], &mut problems) else { continue };
                let plain = page_address(&page.slug, &page.entry.path);
                (Cow::Owned(page), translation::address(reading, &plain))
            }
        };
        if page.draft && !preview.drafts {
            targets[at] = Target::Hidden;
        } else {
            pages.push((at, page, address));
        }
    }
    pages.sort_by(|(.., a), (.., b)| a.cmp(b));
    let kin = kin(&originals, bulletins.iter().map(|placed| placed.reading), BulletinId);
    let in_languages = kin.iter().any(|kin| *kin != Kin::Alone);
    let page_kin = self::kin(&originals, pages.iter().map(|(at, ..)| *at), PageId);

    for (placed, id) in bulletins.iter().zip(0..) {
        let shown = placed.bulletin.life.showing == Showing::Whole;
        targets[placed.reading] = if shown { Target::Bulletin(BulletinId(id)) } else { Target::Hidden };
    }
    for ((at, ..), id) in pages.iter().zip(0..) {
        targets[*at] = Target::Page(PageId(id));
    }

    let whole = bulletins.iter().filter(|placed| placed.bulletin.life.showing == Showing::Whole);
    let whole = whole.map(|placed| (placed.reading, &placed.address));
    let shown = whole.chain(pages.iter().map(|(at, _, address)| (*at, address)));
    let attachments = attachments(files, readings, &originals, shown);
    let image = |entry: &Entry, showing, problems: &mut Vec<Problem>| image(entry, showing, &attachments, problems);
    let complete = |(placed, kin): (&mut Placed, Kin<BulletinId>)| {
        let mut problems = Vec::new();
        placed.image = image(&placed.bulletin.says.entry, placed.bulletin.life.showing, &mut problems);
        placed.kin = kin;
        problems
    };
    problems.par_extend(bulletins.par_iter_mut().zip(kin).flat_map_iter(complete));
    for at in 0..bulletins.len() {
        if let Kin::TranslationOf(original) = bulletins[at].kin {
            let picture = bulletins[original.0 as usize].image.clone();
            let own = &mut bulletins[at];
            own.image = own.image.take().or(picture.filter(|_| own.bulletin.life.showing == Showing::Whole));
        }
    }
    let mut pages: Vec<Page> = pages
        .into_iter()
        .zip(page_kin)
        .map(|((at, page, address), kin)| {
            let image = image(&page.entry, Showing::Whole, &mut problems);
            Page { entry: page.entry.clone(), address, image, reading: at, kin }
        })
        .collect();
    for at in 0..pages.len() {
        if let Kin::TranslationOf(original) = pages[at].kin {
            let picture = pages[original.0 as usize].image.clone();
            pages[at].image = pages[at].image.take().or(picture);
        }
    }
    let next = bulletins.iter().filter_map(|placed| placed.bulletin.life.next).chain(shared.next_contact(now)).min();
    let lapse = settings.security.iter().filter_map(|security| security.expires).filter(|expires| *expires > now);
    let until = first_turn.into_iter().chain(next).chain(lapse).min();
    let usual = (0..settings.kinds.len()).map(|kind| usual_contacts(&settings, kind, now)).collect();
    let mut catalogue = Catalogue {
        by_area: vec![Listing::default(); areas.len()],
        by_kind: vec![Listing::default(); settings.kinds.len()],
        by_tag: vec![Listing::default(); tag_list.len()],
        in_languages,
        all: Listing::default(),
        front: Vec::new(),
        front_changed: None,
        front_since: None,
        ranks: Vec::new(),
        by_date: Vec::new(),
        years: Vec::new(),
        usual,
        settings,
        now,
        bulletins,
        pages,
        areas,
        tags: tag_list,
        attachments,
        readings: readings.clone(),
        targets,
        next,
        until,
    };
    translation::choose(&mut catalogue);
    lists::list(&mut catalogue);
    lists::archive(&mut catalogue);
    check::check(&catalogue, &mut problems);
    (catalogue, problems)
}

/// What every bulletin is resolved against.
struct Shared {
    now: Moment,
    contacts: Vec<Arc<Contact>>,
}

impl Shared {
    fn new(settings: &Settings, now: Moment) -> Self {
        Self { now, contacts: settings.contacts.iter().cloned().map(Arc::new).collect() }
    }

    fn next_contact(&self, now: Moment) -> Option<Moment> {
        let changes =
            self.contacts.iter().flat_map(|contact| contact.valid_from.into_iter().chain(contact.valid_until));
        changes.filter(|change| *change > now).min()
    }

    fn bulletin(
        &self,
        draft: &Arc<Draft>,
        areas: Few<AreaId>,
        tags: Few<u32>,
        preview: Preview,
        problems: &mut Vec<Problem>,
    ) -> Option<Bulletin> {
        let before = problems.len();
        let contacts = self.contacts(draft, problems);
        if problems[before..].iter().any(Problem::is_error) {
            return None;
        }
        let life = life::decide(&draft.course, self.now, preview);
        Some(Bulletin {
            says: draft.clone(),
            date: draft.course.date,
            expires: draft.course.expires,
            life,
            areas,
            kind: draft.kind,
            tags,
            pinned: draft.pinned,
            to_come: to_come(draft, self.now),
            updates_language: None,
            contacts,
        })
    }

    /// The contacts that a bulletin names.
    fn contacts(&self, draft: &Draft, problems: &mut Vec<Problem>) -> Option<Vec<Arc<Contact>>> {
        let names = draft.more.contacts.as_ref()?;
        Some(names.iter().filter_map(|name| self.contact(name, &draft.entry.path, problems)).collect())
    }

    /// The contact of a name, or the one that is valid now in its stead.
    fn contact(&self, name: &ContactName, path: &SourcePath, problems: &mut Vec<Problem>) -> Option<Arc<Contact>> {
        let (name, span) = match name {
            ContactName::Written(contact) => return Some(Arc::new(contact.clone())),
            ContactName::Named { name, span } => (name, *span),
        };
        // An unknown name was reported when the bulletin was read.
        let contact = named(&self.contacts, name)?;
        let valid = valid_now(&self.contacts, contact, self.now);
        if valid.is_none_or(|valid| valid.name != contact.name) {
            let by = valid.map(|valid| valid.name.as_str());
            problems.push(wording::contact_replaced(Place::at(path, span), name, by));
        }
        valid.cloned()
    }
}

/// The contact of a name, without regard to case.
fn named<'c>(contacts: &'c [Arc<Contact>], name: &str) -> Option<&'c Arc<Contact>> {
    let name = crate::address::folded(name);
    contacts.iter().find(|contact| crate::address::folded(&contact.name) == name)
}

/// The contact itself when it is valid, else the one that took its place or held it before.
fn valid_now<'c>(contacts: &'c [Arc<Contact>], contact: &'c Arc<Contact>, now: Moment) -> Option<&'c Arc<Contact>> {
    if contact.valid_at(now) {
        return Some(contact);
    }
    let after = contact.replaced_by.as_deref().and_then(|name| named(contacts, name));
    let same = |name: &Option<String>| {
        name.as_deref().is_some_and(|name| crate::address::folded(name) == crate::address::folded(&contact.name))
    };
    let before = contacts.iter().find(|other| same(&other.replaced_by));
    after.into_iter().chain(before).find(|other| other.valid_at(now))
}

/// The usual contacts of a kind that are valid at the catalogue's now.
fn usual_contacts(settings: &Settings, kind: usize, now: Moment) -> Vec<Contact> {
    let contacts: Vec<Arc<Contact>> = settings.contacts.iter().cloned().map(Arc::new).collect();
    let names = settings.kinds[kind].contacts.iter();
    let valid = names.filter_map(|name| valid_now(&contacts, named(&contacts, name)?, now));
    valid.map(|contact| (**contact).clone()).collect()
}

/// Whether a document has all that it needs to stand by itself.
fn is_whole(reading: &Reading) -> bool {
    let lacking = reading.translation.iter().flat_map(|translation| &translation.lacking);
    !lacking.into_iter().any(Problem::is_error)
}

/// What was found out about a bulletin besides.
struct Found {
    /// The next moment at which it may come to read otherwise.
    turn: Option<Moment>,
    problems: Vec<Problem>,
}

/// Newest first by date; of one moment, in the order of the paths, which is that of the readings. Bulletins are large, so
/// their order is found first, and then each is moved once.
fn sort_newest_first(bulletins: &mut [Placed]) {
    let keys = bulletins.par_iter().enumerate().map(|(at, one)| (Reverse(one.bulletin.date), one.reading, at));
    let mut keys: Vec<_> = keys.collect();
    keys.par_sort_unstable();
    let mut from: Vec<usize> = keys.into_iter().map(|(.., at)| at).collect();
    for start in 0..from.len() {
        // Round one cycle: what has to stand here comes here, and what stood here goes on to where that was.
        let mut here = start;
        loop {
            let next = std::mem::replace(&mut from[here], here);
            if next == start {
                break;
            }
            bulletins.swap(here, next);
            here = next;
        }
    }
}

/// How many entries of a log are dated after now: it stands newest first.
fn to_come(draft: &Draft, now: Moment) -> u32 {
    let later = draft.more.updates.partition_point(|update| update.date > now);
    u32::try_from(later).unwrap_or(u32::MAX)
}

/// The translations of bulletins.
fn translations(
    readings: &[Arc<Reading>],
    originals: &[Option<usize>],
    bulletins: &[Placed],
    shared: &Shared,
    areas: &Areas,
    settings: &Settings,
    preview: Preview,
) -> Vec<(Placed, Found)> {
    let pairs: Vec<(usize, usize)> =
        originals.iter().enumerate().filter_map(|(at, original)| Some((at, (*original)?))).collect();
    let by_reading: HashMap<usize, &Bulletin> = if pairs.is_empty() {
        HashMap::new()
    } else {
        bulletins.iter().map(|placed| (placed.reading, &placed.bulletin)).collect()
    };
    let one = |&(at, of): &(usize, usize)| {
        let mut problems = Vec::new();
        let (own, original) = (&readings[at], &readings[of]);
        let whole = by_reading.get(&of)?;
        let (Says::Bulletin(draft), Says::Bulletin(of_draft)) = (&own.says, &original.says) else { return None };
        let (mut bulletin, course) = translation::bulletin(own, original, whole, settings, &mut problems)?;
        if draft.more.contacts.is_some() {
            bulletin.contacts = shared.contacts(draft, &mut problems);
        }
        let updates = draft.more.updates.iter().map(|update| update.date).filter(|date| *date > shared.now);
        let turn = life::turns(&course).filter(|turn| *turn > shared.now).chain(updates).min();
        bulletin.to_come = to_come(&bulletin.says, shared.now);
        bulletin.life = life::decide(&course, shared.now, preview);
        let area = bulletin.areas.first().map(|id| areas.get(*id));
        let slug = translation::slug(own, original)?;
        let address = translation::address(own, &address(slug, of_draft, area, settings));
        Some((Placed::new(bulletin, address, at), Found { turn, problems }))
    };
    pairs.par_iter().with_min_len(64).filter_map(one).collect()
}

/// How documents belong together, by their places among the readings in the order in which they are placed.
fn kin<I: Copy>(
    originals: &[Option<usize>],
    placed: impl Iterator<Item = usize> + Clone,
    id: impl Fn(u32) -> I,
) -> Vec<Kin<I>> {
    if originals.iter().all(Option::is_none) {
        return placed.map(|_| Kin::Alone).collect();
    }
    let ids: HashMap<usize, I> = placed.clone().zip(0..).map(|(at, place)| (at, id(place))).collect();
    // In the order of the paths.
    let mut translations: HashMap<usize, Vec<I>> = HashMap::new();
    for (at, original) in originals.iter().enumerate() {
        if let (Some(original), Some(id)) = (original, ids.get(&at)) {
            translations.entry(*original).or_default().push(*id);
        }
    }
    let kin = |at| match (originals[at], translations.remove(&at)) {
        (Some(original), _) => ids.get(&original).map_or(Kin::Alone, |id| Kin::TranslationOf(*id)),
        (None, Some(translations)) => Kin::Original(translations),
        (None, None) => Kin::Alone,
    };
    placed.map(kin).collect()
}

/// The address of a bulletin, from its slug, and from what else its draft says where the pattern asks for that.
fn address(slug_of: &Slug, draft: &Draft, area: Option<&super::Area>, settings: &Settings) -> Address {
    let part = match slug_of {
        Slug::Whole(address) => return address.clone(),
        Slug::Part(part) => part,
    };
    let (year, month, day) = draft.course.date.date(&settings.zone);
    let mut path = String::with_capacity(part.len() + 16);
    for piece in &settings.permalink {
        // Writing to a string cannot fail.
        let _ = match piece {
            Piece::Year => write!(path, "{year:04}"),
            Piece::Month => write!(path, "{month:02}"),
            Piece::Day => write!(path, "{day:02}"),
            _ => Ok(()),
        };
        match piece {
            Piece::Text(text) => path.push_str(text),
            Piece::Year | Piece::Month | Piece::Day => {}
            Piece::Slug => path.push_str(part),
            Piece::Area => path.push_str(&area.map_or_else(|| "everywhere".to_owned(), |area| slug(&area.name))),
            Piece::Kind => path.push_str(&slug(&settings.kinds[draft.kind].name)),
        }
    }
    if !path.ends_with('/') && !path.ends_with(".html") {
        path.push('/');
    }
    Address::new(&path)
}

/// A page stands where it lies below `content/pages/`.
fn page_address(slug_of: &Slug, path: &SourcePath) -> Address {
    let part = match slug_of {
        Slug::Whole(address) => return address.clone(),
        Slug::Part(part) => part,
    };
    let below = path.below("content/pages").unwrap_or_default();
    let mut folders: Vec<String> = below.split('/').map(slug).collect();
    folders.pop();
    if entry::is_folder(path) {
        folders.pop();
    }
    folders.push(part.clone());
    Address::new(&format!("/{}/", folders.join("/")))
}

/// Places the attachments, and holds those back that only documents refer to which are not shown. `shown` holds the
/// addresses of the readings that are.
fn attachments<'a>(
    files: &[File],
    readings: &[Arc<Reading>],
    originals: &[Option<usize>],
    shown: impl Iterator<Item = (usize, &'a Address)>,
) -> Attachments {
    if files.is_empty() {
        return Attachments::default();
    }
    let shown: HashMap<usize, &Address> = shown.collect();
    let mut owners = BTreeMap::new();
    let mut by_shown: HashMap<String, Vec<Address>> = HashMap::new();
    let mut by_hidden = HashSet::new();
    for (at, reading) in readings.iter().enumerate() {
        let address = shown.get(&at);
        // A translation lies in its original's folder.
        let own_folder = originals[at].is_none() && entry::is_folder(&reading.path);
        if own_folder && !matches!(reading.path.folder(), "content" | "content/pages") {
            let owner = address.map_or(Owner::Hidden, |address| Owner::Shown((*address).clone()));
            owners.insert(reading.path.folder().to_owned(), owner);
        }
        let links = reading.links.iter().map(|link| &link.destination);
        let names = links.map(String::as_str).chain(reading.files.lines());
        let files = names.filter_map(|name| links::file_of(&reading.path, name));
        match address {
            Some(address) => files.for_each(|file| by_shown.entry(file).or_default().push((*address).clone())),
            None => by_hidden.extend(files),
        }
    }
    by_hidden.retain(|file| !by_shown.contains_key(file));
    Attachments::place(files, &owners, &by_hidden, &by_shown)
}

fn image(
    entry: &Entry,
    showing: Showing,
    attachments: &Attachments,
    problems: &mut Vec<Problem>,
) -> Option<Box<Image>> {
    let name = entry.more.image.as_ref().filter(|_| showing == Showing::Whole)?;
    let place = Place::at(&entry.path, name.span);
    if name.src.contains("://") || name.src.starts_with("//") {
        let scheme = if name.src.starts_with("//") { "https:" } else { "" };
        return Some(Box::new(Image::Elsewhere { url: format!("{scheme}{}", name.src), alt: name.alt.clone() }));
    }
    let found = links::file_of(&entry.path, &name.src).and_then(|file| attachments.get(&file));
    let Some(found) = found.filter(|found| found.kind.is_some()) else {
        problems.push(wording::image_missing(place, &name.src, None));
        return None;
    };
    if name.alt.is_none() {
        problems.push(wording::image_without_alt(place));
    }
    let (address, picture) = (found.address.clone(), found.picture().copied());
    Some(Box::new(Image::Here { address, picture, alt: name.alt.clone() }))
}
