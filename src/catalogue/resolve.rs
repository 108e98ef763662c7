//! The making of the catalogue: resolves what documents say of each other, and takes what may be shown. In: readings,
//! files, settings, now. Out: a [`Catalogue`] and problems. It must not know the disk, templates or HTML.

use std::{borrow::Cow, cmp::Reverse, collections::HashMap, sync::Arc};

use rayon::prelude::*;

use super::{
    AreaId, Areas, Attachments, BulletinId, Catalogue, Gone, Hidden, LinkTarget, PageId, PlacedBulletin, PlacedPage,
    Preview, Reading, Readings, Tag, TranslationRole, addresses, alert,
    bulletin::{Bulletin, Draft, SmallList},
    candidate::{self, Candidate, Candidates},
    check,
    claims::{self, Claim, PublicPages},
    contacts::Contacts,
    entry::PageDraft,
    files,
    life::{End, Fate, Life},
    lists::{self, Lists, Membership},
    reading::DocumentContent,
    shared, tags, translation,
};
use crate::{
    address::{Address, slug},
    moment::Moment,
    problem::Problem,
    settings::Settings,
    source::File,
};

/// Makes the catalogue of a site at a moment. The readings stand in the order of their paths.
pub fn catalogue(
    settings: Arc<Settings>,
    readings: &Readings,
    files: &[File],
    now: Moment,
    preview: Preview,
    public_pages: &PublicPages,
) -> (Catalogue, Vec<Problem>) {
    let mut problems: Vec<Problem> = readings.iter().flat_map(|reading| reading.problems_at(now)).cloned().collect();
    let originals = translation::originals(readings, &settings.language);
    for (reading, _) in readings.iter().zip(&originals).filter(|(_, original)| original.is_none()) {
        problems.extend(reading.translation.iter().flat_map(|own| own.lacking.iter().cloned()));
    }
    let contacts = Contacts::new(settings.clone(), now);
    let candidates = candidate::candidates(readings, &originals, &settings, &contacts, now, preview, &mut problems);
    let (turn, originals_count) = (candidates.turn, candidates.originals);
    let mut split = split(candidates, readings, &originals, &settings, now, &mut problems);
    let mut targets: Vec<LinkTarget> = vec![LinkTarget::Broken; readings.len()];
    let mut pages = pages(readings, &originals, now, preview, &mut targets, &mut problems);
    split.drop_vain_claims(&mut pages, public_pages, &mut problems);
    let ResolvedCandidates { mut bulletins, gone, memberships, hidden, areas, tags } = split;
    for (at, id) in bulletins.iter().map(|placed| placed.reading).zip(0..) {
        targets[at] = LinkTarget::Bulletin(BulletinId(id));
    }
    for at in gone.iter().map(|gone| gone.reading).chain(hidden.iter().map(|hidden| hidden.reading)) {
        targets[at] = LinkTarget::Hidden;
    }
    for (at, id) in pages.iter().map(|page| page.reading).zip(0..) {
        targets[at] = LinkTarget::Page(PageId(id));
    }

    let shown = bulletins.iter().map(|placed| (placed.reading, &placed.address));
    let shown = shown.chain(pages.iter().map(|page| (page.reading, &page.address)));
    let attachments = files::attachments(files, readings, &originals, &settings, now, shown);
    complete(&mut bulletins, &mut pages, &originals, &attachments, &settings, &mut problems);

    let of_shown = bulletins.iter().map(|placed| placed.bulletin.life.next);
    let of_gone = gone.iter().map(|gone| gone.next);
    let of_others = hidden.iter().map(|hidden| hidden.next).chain([contacts.next()]);
    // A site that promises to be looked at is built in half the time, so that a run that fails or comes late breaks no promise.
    let half = settings.fresh_within.and_then(|seconds| Moment::from_second(now.second() + i64::from(seconds / 2)));
    // `security.txt` is left out when its day is over.
    let security = settings.security.as_ref();
    let lapse = security.map(|security| security.expires).filter(|expires| *expires > now);
    let next = of_shown.chain(of_gone).chain(of_others).chain([half, lapse]).flatten().min();
    // That it ends soon changes no page, and is told.
    let told = security.map(|security| security.told(&settings.zone)).filter(|told| *told > now);
    let until = turn.into_iter().chain(next).chain(told).min();
    let Lists { all, front, front_changed, front_since, ranks, by_date, years, by_area, by_kind, by_tag } =
        lists::lists(&bulletins, &memberships, &areas, tags.len(), &settings);
    let catalogue = Catalogue {
        sources: originals_count,
        in_languages: bulletins.iter().any(|placed| placed.kin != TranslationRole::Alone),
        usual: contacts.usual(&settings),
        settings,
        now,
        bulletins,
        gone,
        hidden,
        pages,
        areas,
        tags,
        attachments,
        all,
        front,
        front_changed,
        front_since,
        ranks,
        by_date,
        years,
        by_area,
        by_kind,
        by_tag,
        readings: readings.clone(),
        targets,
        former: HashMap::new(),
        departed: Vec::new(),
        next,
        until,
    };
    check::check(&catalogue, &mut problems);
    shared::check(&catalogue, &mut problems);
    (catalogue, problems)
}

/// The candidates by what becomes of them, and the areas and tags that there are by those that are shown.
struct ResolvedCandidates {
    bulletins: Vec<PlacedBulletin>,
    gone: Vec<Gone>,
    /// Which feeds each of `gone` belongs to.
    memberships: Vec<Membership>,
    hidden: Vec<Hidden>,
    areas: Areas,
    tags: Vec<Tag>,
}

impl ResolvedCandidates {
    /// Leaves out the documents whose addresses others have.
    fn drop_vain_claims(
        &mut self,
        pages: &mut Vec<PlacedPage>,
        public_pages: &PublicPages,
        problems: &mut Vec<Problem>,
    ) {
        let (first_gone, first_page) = (self.bulletins.len(), self.bulletins.len() + self.gone.len());
        let of_bulletins = self.bulletins.iter().map(|placed| {
            let PlacedBulletin { bulletin, address, .. } = placed;
            Claim { path: &bulletin.says.entry.path, address, date: Some(bulletin.date) }
        });
        let of_gone = self.gone.iter().map(|gone| {
            let Gone { path, address, published, .. } = gone;
            Claim { path, address, date: Some(*published) }
        });
        let of_pages = pages.iter().map(|page| Claim { path: &page.entry.path, address: &page.address, date: None });
        let claims: Vec<Claim> = of_bulletins.chain(of_gone).chain(of_pages).collect();
        let vain = claims::in_vain(&claims, public_pages, problems);
        if vain.is_empty() {
            return;
        }
        let keep = |from: usize| {
            let mut at = from..;
            let vain = &vain;
            move || at.next().is_none_or(|at| !vain.contains(&at))
        };
        let (mut bulletin, mut gone, mut membership, mut page) =
            (keep(0), keep(first_gone), keep(first_gone), keep(first_page));
        self.bulletins.retain(|_| bulletin());
        self.gone.retain(|_| gone());
        self.memberships.retain(|_| membership());
        pages.retain(|_| page());
    }
}

/// One candidate by what becomes of it.
#[expect(clippy::large_enum_variant, reason = "nearly all are shown, and a box for each would be one more allocation")]
enum ResolvedCandidate {
    Shown(PlacedBulletin),
    Gone(Box<(Gone, Membership)>),
    Hidden(Box<Hidden>),
}

fn split(
    candidates: Candidates,
    readings: &[Arc<Reading>],
    originals: &[Option<usize>],
    settings: &Settings,
    now: Moment,
    problems: &mut Vec<Problem>,
) -> ResolvedCandidates {
    let of_originals = &candidates.all[..candidates.originals];
    let shown_tags = of_originals.iter().map(|one| if one.is_shown() { one.says.tags.as_slice() } else { &[] });
    let (tree, (tags, tag_ids)) =
        rayon::join(|| Tree::of(of_originals, settings, problems), || tags::gather(shown_tags));
    let by_address: HashMap<&Address, u32> = tags.iter().map(|tag| &tag.address).zip(0..).collect();
    let settle = |(at, candidate): (usize, Candidate)| {
        let original = candidate.original.unwrap_or(at);
        let ids = &tree.ids[original];
        let area = ids.first().map(|id| tree.whole().get(*id));
        let says = &candidate.says;
        let address = match originals[candidate.reading] {
            None => addresses::of_bulletin(&says.slug, says, area, settings),
            Some(of) => {
                let (own, of) = (&readings[candidate.reading], &readings[of]);
                let slug = translation::slug(own, of).unwrap_or(&says.slug);
                translation::address(own, &addresses::of_bulletin(slug, says, area, settings))
            }
        };
        match candidate.fate {
            Fate::Shown(life) => {
                ResolvedCandidate::Shown(placed(candidate, life, ids.clone(), tag_ids[original].clone(), address, now))
            }
            Fate::Gone(end) => {
                let known = |word: &String| by_address.get(&tags::address(&slug(word))).copied();
                let membership = Membership {
                    listed: candidate.listed,
                    areas: ids.iter().copied().filter(|id| tree.is_public(*id)).collect(),
                    kind: says.kind,
                    tags: says.tags.iter().filter_map(known).collect(),
                };
                ResolvedCandidate::Gone(Box::new((gone(&candidate, &end, address, settings, now), membership)))
            }
            Fate::Hidden { reason, next } => {
                let (path, reading) = (says.entry.path.clone(), candidate.reading);
                ResolvedCandidate::Hidden(Box::new(Hidden { path, address, reason, next, reading }))
            }
        }
    };
    let settled: Vec<ResolvedCandidate> = candidates.all.into_par_iter().enumerate().map(settle).collect();
    let (mut gone, mut hidden) = (Vec::new(), Vec::new());
    let of_shown = settled.into_iter().filter_map(|one| match one {
        ResolvedCandidate::Shown(placed) => Some(placed),
        ResolvedCandidate::Gone(one) => {
            gone.push(*one);
            None
        }
        ResolvedCandidate::Hidden(one) => {
            hidden.push(*one);
            None
        }
    });
    let mut bulletins: Vec<PlacedBulletin> = of_shown.collect();
    bulletins.par_sort_unstable_by_key(|placed| (Reverse(placed.bulletin.date), placed.reading));
    gone.sort_unstable_by_key(|(gone, _)| gone.order());
    hidden.sort_unstable_by_key(|hidden| hidden.reading);
    let (gone, memberships) = gone.into_iter().unzip();
    ResolvedCandidates { bulletins, gone, memberships, hidden, areas: tree.public, tags }
}

/// The areas, and which of them each candidate names. They grow from what is shown, so that no other bulletin adds one or
/// decides how one is written.
struct Tree {
    public: Areas,
    /// With those that other bulletins name, whose addresses may hold them; none where there are no such bulletins.
    /// The public ones have the same ids.
    all: Option<Areas>,
    ids: Vec<SmallList<AreaId>>,
}

impl Tree {
    fn of(originals: &[Candidate], settings: &Settings, problems: &mut Vec<Problem>) -> Self {
        let mut ids: Vec<SmallList<AreaId>> = vec![SmallList::new(); originals.len()];
        let mut resolve = |areas: &mut Areas, places: &[usize]| {
            let says = || places.iter().map(|at| &originals[*at].says);
            let named = |says: &'_ Arc<Draft>| says.area_names.len();
            let names: Vec<_> =
                says().flat_map(|says| says.area_names.iter().map(|name| (&says.entry.path, name))).collect();
            let mut found = areas.resolve(&names, problems).into_iter();
            for (at, says) in places.iter().zip(says()) {
                for id in found.by_ref().take(named(says)).flatten() {
                    if !ids[*at].contains(&id) {
                        ids[*at].push(id);
                    }
                }
            }
        };
        let (shown, others): (Vec<usize>, Vec<usize>) = (0..originals.len()).partition(|at| originals[*at].is_shown());
        let mut public = Areas::declared(&settings.areas);
        resolve(&mut public, &shown);
        let all = (!others.is_empty()).then(|| {
            let mut all = public.clone();
            resolve(&mut all, &others);
            all
        });
        Self { public, all, ids }
    }

    fn whole(&self) -> &Areas {
        self.all.as_ref().unwrap_or(&self.public)
    }

    fn is_public(&self, id: AreaId) -> bool {
        (id.0 as usize) < self.public.len()
    }
}

impl Candidate {
    fn is_shown(&self) -> bool {
        matches!(self.fate, Fate::Shown(_))
    }
}

fn placed(
    candidate: Candidate,
    life: Life,
    areas: SmallList<AreaId>,
    tags: SmallList<u32>,
    address: Address,
    now: Moment,
) -> PlacedBulletin {
    let Candidate { says, fate: _, reading, original: _, contacts, updates_language, listed } = candidate;
    let bulletin = Bulletin {
        date: says.course.date,
        expires: says.course.expires,
        life,
        areas,
        kind: says.kind,
        tags,
        pinned: says.pinned,
        to_come: to_come(&says, now),
        updates_language,
        contacts,
        says,
    };
    PlacedBulletin { bulletin, address, image: None, reading, kin: TranslationRole::Alone, listed }
}

fn gone(candidate: &Candidate, end: &End, address: Address, settings: &Settings, now: Moment) -> Gone {
    let says = &candidate.says;
    let messages = if candidate.original.is_none() { alert::taken_back(settings, says, end, now) } else { Vec::new() };
    Gone {
        path: says.entry.path.clone(),
        address,
        published: says.course.date,
        since: end.since,
        changed: end.changed,
        next: end.next,
        language: says.entry.more.lang.clone(),
        aliases: says.entry.more.aliases.clone(),
        messages,
        times: says.more.when.as_ref().map(|when| when.times),
        reading: candidate.reading,
    }
}

/// How many entries of a log are dated after now: it stands newest first.
fn to_come(draft: &Draft, now: Moment) -> u32 {
    let later = draft.more.updates.partition_point(|update| update.date > now);
    u32::try_from(later).expect("a document has fewer updates than bytes, and those are fewer than 2^32")
}

/// The pages that are shown, by address, without what depends on others.
fn pages(
    readings: &[Arc<Reading>],
    originals: &[Option<usize>],
    now: Moment,
    preview: Preview,
    targets: &mut [LinkTarget],
    problems: &mut Vec<Problem>,
) -> Vec<PlacedPage> {
    let mut pages: Vec<PlacedPage> = Vec::new();
    for (at, reading) in readings.iter().enumerate() {
        let DocumentContent::Page(page) = &reading.says else { continue };
        let (page, address): (Cow<PageDraft>, Address) = match originals[at] {
            None if candidate::is_whole(reading, now) => {
                (Cow::Borrowed(&**page), addresses::of_page(&page.slug, &translation::place(reading)))
            }
            None => continue,
            Some(of) => {
                let Some(page) = translation::page(reading, &readings[of], problems) else { continue };
                let plain = addresses::of_page(&page.slug, &translation::place(reading));
                (Cow::Owned(page), translation::address(reading, &plain))
            }
        };
        if page.draft && !preview.drafts {
            targets[at] = LinkTarget::Hidden;
        } else {
            pages.push(PlacedPage {
                entry: page.entry.clone(),
                address,
                image: None,
                reading: at,
                kin: TranslationRole::Alone,
            });
        }
    }
    pages.sort_by(|a, b| a.address.cmp(&b.address));
    pages
}

/// Adds to each document what depends on others: its translations and its picture, which a translation without one takes
/// from its original.
fn complete(
    bulletins: &mut [PlacedBulletin],
    pages: &mut [PlacedPage],
    originals: &[Option<usize>],
    attachments: &Attachments,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) {
    let kin_of_bulletins = kin(originals, bulletins.iter().map(|placed| placed.reading), BulletinId);
    let kin_of_pages = kin(originals, pages.iter().map(|page| page.reading), PageId);
    let with_picture = |(placed, kin): (&mut PlacedBulletin, TranslationRole<BulletinId>)| {
        let mut problems = Vec::new();
        placed.image = files::image(&placed.bulletin.says.entry, attachments, settings, &mut problems);
        placed.kin = kin;
        problems
    };
    problems.par_extend(bulletins.par_iter_mut().zip(kin_of_bulletins).flat_map_iter(with_picture));
    for at in 0..bulletins.len() {
        if let TranslationRole::TranslationOf(original) = bulletins[at].kin
            && bulletins[at].image.is_none()
        {
            let image = bulletins[original.0 as usize].image.clone();
            bulletins[at].image = image;
        }
    }
    for (page, kin) in pages.iter_mut().zip(kin_of_pages) {
        page.image = files::image(&page.entry, attachments, settings, problems);
        page.kin = kin;
    }
    for at in 0..pages.len() {
        if let TranslationRole::TranslationOf(original) = pages[at].kin
            && pages[at].image.is_none()
        {
            let image = pages[original.0 as usize].image.clone();
            pages[at].image = image;
        }
    }
}

/// How documents belong together, by their places among the readings in the order in which they are placed.
fn kin<I: Copy>(
    originals: &[Option<usize>],
    placed: impl Iterator<Item = usize> + Clone,
    id: impl Fn(u32) -> I,
) -> Vec<TranslationRole<I>> {
    if originals.iter().all(Option::is_none) {
        return placed.map(|_| TranslationRole::Alone).collect();
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
        (Some(original), _) => {
            ids.get(&original).map_or(TranslationRole::Alone, |id| TranslationRole::TranslationOf(*id))
        }
        (None, Some(translations)) => TranslationRole::Original(translations),
        (None, None) => TranslationRole::Alone,
    };
    placed.map(kin).collect()
}
