//! The making of the catalogue: reads every document's fields, then resolves what they say of each other. In: documents,
//! files, settings, now. Out: a [`Catalogue`] and problems. It must not know the disk, templates or HTML.

use std::{
    collections::{BTreeMap, HashMap, HashSet},
    sync::Arc,
};

use rayon::prelude::*;

use super::{
    Areas, Attachments, BulletinId, Catalogue, Image, Listing, Page, PageId, Placed, Preview, Showing, Target,
    attachments::Owner,
    bulletin::{self, Bulletin, ContactName, Draft, Slug},
    check,
    entry::{self, Entry, PageDraft},
    life, links, lists, tags,
};
use crate::{
    address::{Address, slug},
    moment::Moment,
    parse::{
        Document,
        reader::Reader,
        tree::{self, Value},
    },
    problem::{Problem, wording},
    settings::{Contact, Piece, Settings},
    source::{File, Place, SourcePath, Sources},
};

/// Makes the catalogue of a site at a moment.
pub fn catalogue(
    settings: Settings,
    documents: &[Document],
    sources: &Sources,
    now: Moment,
    preview: Preview,
) -> (Catalogue, Vec<Problem>) {
    let read: Vec<(Read, Vec<Problem>)> =
        documents.par_iter().enumerate().map(|(index, document)| read(document, index, &settings)).collect();
    let mut problems = Vec::new();
    let mut drafts = Vec::new();
    let mut page_drafts = Vec::new();
    let mut targets = HashMap::with_capacity(documents.len());
    targets.extend(sources.unreadable.iter().map(|text| (text.path.as_str().to_owned(), Target::Broken)));
    for (read, found) in read {
        problems.extend(found);
        match read {
            Read::Bulletin(draft) => drafts.push(*draft),
            Read::Page(page) => page_drafts.push(*page),
            Read::Broken(path) => {
                targets.insert(path.as_str().to_owned(), Target::Broken);
            }
        }
    }

    let mut areas = Areas::declared(&settings.areas);
    let names: Vec<_> = drafts.iter().flat_map(|draft| draft.area_names.iter().cloned()).collect();
    let mut area_ids = areas.resolve(&names, &mut problems).into_iter();
    let (tag_list, mut tag_ids) = tags::gather(&drafts.iter().map(|draft| draft.tags.as_slice()).collect::<Vec<_>>());
    let shared = Shared::new(&settings, now);

    let mut images = Vec::with_capacity(drafts.len());
    let mut placed: Vec<(Bulletin, Address)> = Vec::with_capacity(drafts.len());
    for (at, draft) in drafts.into_iter().enumerate() {
        let mut ids: Vec<_> = area_ids.by_ref().take(draft.area_names.len()).flatten().collect();
        let mut seen = HashSet::new();
        ids.retain(|id| seen.insert(*id));
        let first_area = ids.first().map(|id| slug(&areas.get(*id).name));
        let address = address(&draft, first_area.as_deref(), &settings);
        let path = draft.entry.path.clone();
        match shared.bulletin(draft, ids, std::mem::take(&mut tag_ids[at]), preview, &mut problems) {
            Some(bulletin) => placed.push((bulletin, address)),
            None => {
                targets.insert(path.as_str().to_owned(), Target::Broken);
            }
        }
    }
    placed.sort_by(|(a, _), (b, _)| b.date.cmp(&a.date).then_with(|| a.entry.path.cmp(&b.entry.path)));

    let mut pages: Vec<(PageDraft, Address)> = Vec::new();
    for page in page_drafts {
        let address = page_address(&page);
        if page.draft && !preview.drafts {
            targets.insert(page.entry.path.as_str().to_owned(), Target::Hidden);
        } else {
            pages.push((page, address));
        }
    }
    pages.sort_by(|(_, a), (_, b)| a.cmp(b));

    for ((bulletin, _), id) in placed.iter().zip(0..) {
        let shown = bulletin.life.showing == Showing::Whole;
        let target = if shown { Target::Bulletin(BulletinId(id)) } else { Target::Hidden };
        targets.insert(bulletin.entry.path.as_str().to_owned(), target);
    }
    for ((page, _), id) in pages.iter().zip(0..) {
        targets.insert(page.entry.path.as_str().to_owned(), Target::Page(PageId(id)));
    }

    let whole = placed.iter().filter(|(bulletin, _)| bulletin.life.showing == Showing::Whole);
    let shown: Vec<(&Entry, &Address)> = whole
        .map(|(bulletin, address)| (&bulletin.entry, address))
        .chain(pages.iter().map(|(page, address)| (&page.entry, address)))
        .collect();
    let attachments = attachments(&sources.attachments, documents, &shown);
    for (bulletin, _) in &placed {
        images.push(image(&bulletin.entry, bulletin.life.showing, &attachments, &mut problems));
    }
    let page_images: Vec<_> =
        pages.iter().map(|(page, _)| image(&page.entry, Showing::Whole, &attachments, &mut problems)).collect();

    let bulletins: Vec<Placed> = placed
        .into_iter()
        .zip(images)
        .map(|((bulletin, address), image)| Placed { bulletin, address, image })
        .collect();
    let pages = pages
        .into_iter()
        .zip(page_images)
        .map(|((page, address), image)| Page { entry: page.entry, address, image })
        .collect();
    let next = bulletins.iter().filter_map(|placed| placed.bulletin.life.next).chain(shared.next_contact(now)).min();
    let usual = (0..settings.kinds.len()).map(|kind| usual_contacts(&settings, kind, now)).collect();
    let mut catalogue = Catalogue {
        by_area: vec![Listing::default(); areas.len()],
        by_kind: vec![Listing::default(); settings.kinds.len()],
        by_tag: vec![Listing::default(); tag_list.len()],
        all: Listing::default(),
        front: Vec::new(),
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
        targets,
        next,
    };
    lists::list(&mut catalogue);
    lists::archive(&mut catalogue);
    check::check(&catalogue, documents, &mut problems);
    (catalogue, problems)
}

enum Read {
    Bulletin(Box<Draft>),
    Page(Box<PageDraft>),
    Broken(SourcePath),
}

fn read(document: &Document, index: usize, settings: &Settings) -> (Read, Vec<Problem>) {
    let mut reader = Reader::new(&document.path);
    let index = u32::try_from(index).unwrap_or(u32::MAX);
    let is_page = document.path.below("content/pages").is_some();
    let read = if is_page {
        entry::read_page(document, index, settings, &mut reader).map(|page| Read::Page(Box::new(page)))
    } else {
        bulletin::read(document, index, settings, &mut reader).map(|draft| Read::Bulletin(Box::new(draft)))
    };
    let read = read.filter(|_| document.sound).unwrap_or_else(|| Read::Broken(document.path.clone()));
    (read, reader.problems)
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
        draft: Draft,
        areas: Vec<super::AreaId>,
        tags: Vec<u32>,
        preview: Preview,
        problems: &mut Vec<Problem>,
    ) -> Option<Bulletin> {
        let before = problems.len();
        let path = draft.entry.path.clone();
        let contacts = draft
            .contacts
            .map(|names| names.into_iter().filter_map(|name| self.contact(name, &path, problems)).collect::<Vec<_>>());
        if problems[before..].iter().any(Problem::is_error) {
            return None;
        }
        let life = life::decide(&draft.course, self.now, preview);
        let mut updates = draft.updates;
        updates.retain(|update| update.date <= self.now);
        Some(Bulletin {
            entry: draft.entry,
            date: draft.course.date,
            expires: draft.course.expires,
            life,
            areas,
            kind: draft.kind,
            tags,
            severity: draft.severity,
            updates,
            references: draft.references,
            origin: draft.origin,
            contacts,
            coverage: draft.coverage,
            pinned: draft.pinned,
            authors: draft.authors,
        })
    }

    /// The contact of a name, or the one that is valid now in its stead.
    fn contact(&self, name: ContactName, path: &SourcePath, problems: &mut Vec<Problem>) -> Option<Arc<Contact>> {
        let (name, span) = match name {
            ContactName::Written(contact) => return Some(Arc::new(contact)),
            ContactName::Named { name, span } => (name, span),
        };
        // An unknown name was reported when the bulletin was read.
        let contact = named(&self.contacts, &name)?;
        let valid = valid_now(&self.contacts, contact, self.now);
        if valid.is_none_or(|valid| valid.name != contact.name) {
            let by = valid.map(|valid| valid.name.as_str());
            problems.push(wording::contact_replaced(Place::at(path, span), &name, by));
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

fn address(draft: &Draft, area: Option<&str>, settings: &Settings) -> Address {
    let part = match &draft.slug {
        Slug::Whole(address) => return address.clone(),
        Slug::Part(part) => part,
    };
    let date = draft.course.date;
    let zone = &settings.zone;
    let mut path = String::new();
    for piece in &settings.permalink {
        match piece {
            Piece::Text(text) => path.push_str(text),
            Piece::Year => path.push_str(&format!("{:04}", date.year(zone))),
            Piece::Month => path.push_str(&format!("{:02}", date.month(zone))),
            Piece::Day => path.push_str(&format!("{:02}", date.day(zone))),
            Piece::Slug => path.push_str(part),
            Piece::Area => path.push_str(area.unwrap_or("everywhere")),
            Piece::Kind => path.push_str(&slug(&settings.kinds[draft.kind].name)),
        }
    }
    if !path.ends_with('/') && !path.ends_with(".html") {
        path.push('/');
    }
    Address::new(&path)
}

/// A page stands where it lies below `content/pages/`.
fn page_address(page: &PageDraft) -> Address {
    let part = match &page.slug {
        Slug::Whole(address) => return address.clone(),
        Slug::Part(part) => part,
    };
    let below = page.entry.path.below("content/pages").unwrap_or_default();
    let mut folders: Vec<String> = below.split('/').map(slug).collect();
    folders.pop();
    if entry::is_folder(&page.entry.path) {
        folders.pop();
    }
    folders.push(part.clone());
    Address::new(&format!("/{}/", folders.join("/")))
}

/// Places the attachments, and holds those back that only documents refer to which are not shown.
fn attachments(files: &[File], documents: &[Document], shown: &[(&Entry, &Address)]) -> Attachments {
    let shown_at: HashMap<&str, &Address> =
        shown.iter().map(|(entry, address)| (entry.path.as_str(), *address)).collect();
    let mut owners = BTreeMap::new();
    let mut by_shown = HashSet::new();
    let mut by_hidden = HashSet::new();
    for document in documents {
        let address = shown_at.get(document.path.as_str());
        if entry::is_folder(&document.path) && !matches!(document.path.folder(), "content" | "content/pages") {
            let owner = address.map_or(Owner::Hidden, |address| Owner::Shown((*address).clone()));
            owners.insert(document.path.folder().to_owned(), owner);
        }
        let files = if address.is_some() { &mut by_shown } else { &mut by_hidden };
        let links = document.links().into_iter().map(|(destination, _)| destination);
        files.extend(links.chain(named_in_fields(document)).filter_map(|name| links::file_of(&document.path, &name)));
    }
    by_hidden.retain(|file| !by_shown.contains(file));
    Attachments::place(files, &owners, &by_hidden)
}

/// Every text of the front matter, since a file may be named under any key.
fn named_in_fields(document: &Document) -> Vec<String> {
    let nodes = document.fields.iter().flat_map(|map| &map.entries).flat_map(|entry| tree::nodes(&entry.value));
    nodes.filter_map(|node| if let Value::Text(text) = &node.value { Some(text.clone()) } else { None }).collect()
}

fn image(entry: &Entry, showing: Showing, attachments: &Attachments, problems: &mut Vec<Problem>) -> Option<Image> {
    let name = entry.image.as_ref().filter(|_| showing == Showing::Whole)?;
    let place = Place::at(&entry.path, name.span);
    if name.src.contains("://") || name.src.starts_with("//") {
        let scheme = if name.src.starts_with("//") { "https:" } else { "" };
        return Some(Image::Elsewhere { url: format!("{scheme}{}", name.src), alt: name.alt.clone() });
    }
    let Some(found) = links::file_of(&entry.path, &name.src).and_then(|file| attachments.get(&file)) else {
        problems.push(wording::image_missing(place, &name.src, None));
        return None;
    };
    if name.alt.is_none() {
        problems.push(wording::image_without_alt(place));
    }
    Some(Image::Here { address: found.address.clone(), size: found.image, alt: name.alt.clone() })
}
