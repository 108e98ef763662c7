//! Translations: `roof.cy.md` beside `roof.md` is the same bulletin in Welsh. In: the readings of both. Out: a bulletin or
//! page of its own that takes over what it does not say itself, and whose life is the original's. It must not know pages,
//! lists or feeds.

use std::{borrow::Cow, collections::BTreeMap, sync::Arc};

use serde::{Deserialize, Serialize};

use super::{
    Reading, Readings,
    bulletin::{Draft, FileName, RareFields, Slug},
    entry::{self, Entry, PageDraft},
    life::{LifeFacts, Status},
    links,
    rare::Rare,
    reading::DocumentContent,
    when::When,
};
use crate::{
    address::Address,
    language,
    moment::EPOCH,
    problem::{Code, Problem, wording},
    settings::Settings,
    source::{Place, SourcePath, Span},
};

/// What the name of a file says: the path without language and ending, and the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameParts<'p> {
    pub stem: Cow<'p, str>,
    pub tag: String,
}

/// What a document says besides that may be a translation, by its name.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Translation {
    /// Its path without language and ending, which its original shares.
    pub stem: String,
    /// Its language.
    pub tag: String,
    /// The fields that it gives itself though they are the original's to say, its `slug` and its `when`, with their places.
    pub given: Vec<(String, Span)>,
    /// What it would lack if there were no original.
    pub lacking: Vec<Problem>,
}

/// How a document and its translations belong together.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum TranslationRole<I> {
    Alone,
    /// It has translations, in the order of their paths.
    Original(Vec<I>),
    TranslationOf(I),
}

impl<I> TranslationRole<I> {
    /// What it is a translation of.
    pub fn original(&self) -> Option<&I> {
        match self {
            Self::TranslationOf(original) => Some(original),
            Self::Alone | Self::Original(_) => None,
        }
    }
}

/// The fields that are the original's to say: where a bulletin belongs, and its life.
pub const OF_ORIGINAL: &[&str] =
    &["date", "area", "kind", "tags", "severity", "pinned", "updated", "expires", "status", "closed"];

/// How the names of documents end.
const ENDINGS: &[&str] = &["md", "markdown", "md.txt", "markdown.txt", "txt"];

/// A name without the `.txt` that Notepad put behind `.md`.
pub fn without_txt(name: &str) -> &str {
    let ends = |end: &str| {
        let from = name.len().checked_sub(end.len());
        from.is_some_and(|from| name.as_bytes()[from..].eq_ignore_ascii_case(end.as_bytes()))
    };
    if ends(".md.txt") || ends(".markdown.txt") { &name[..name.len() - ".txt".len()] } else { name }
}

/// Reads the name of a file such as `roof.cy.md`; none where it does not end in a known language.
pub fn named(path: &SourcePath) -> Option<NameParts<'_>> {
    let whole = without_txt(path.as_str());
    let stem = whole.rsplit_once('.')?.0;
    let (before, tag) = stem.rsplit_once('.')?;
    if before.is_empty() || before.ends_with('/') || tag.contains('/') {
        return None;
    }
    let tag = language::tag(tag).filter(|tag| language::is_known(tag))?;
    Some(NameParts { stem: Cow::Borrowed(before), tag })
}

/// The same, of a file in the folder of a language, where the settings take languages from folders.
pub fn of(path: &SourcePath, settings: &Settings) -> Option<NameParts<'static>> {
    if let Some(NameParts { stem, tag }) = named(path) {
        return Some(NameParts { stem: Cow::Owned(stem.into_owned()), tag });
    }
    let folder = settings.rule("lang")?.folder?;
    let name = entry::folders(path, folder)?;
    let tag = language::tag(&name).filter(|tag| language::is_known(tag))?;
    let (before, after) = path.as_str().split_once(&format!("/{name}/"))?;
    let after = without_txt(after).rsplit_once('.')?.0;
    Some(NameParts { stem: Cow::Owned(format!("{before}/{after}")), tag })
}

/// Where a document would lie that had no language in its name and path.
pub fn place(reading: &Reading) -> Cow<'_, SourcePath> {
    match &reading.translation {
        Some(translation) => Cow::Owned(SourcePath::new(format!("{}.md", translation.stem))),
        None => Cow::Borrowed(&reading.path),
    }
}

/// For each reading, in the order of their paths, the place of the one that it translates: the document of the same name
/// without a language. Where every document of a name has one, that in the site's language is the original, or the first.
pub fn originals(readings: &[Arc<Reading>], language: &str) -> Vec<Option<usize>> {
    let at = |path: &str| readings.binary_search_by(|reading| reading.path.as_str().cmp(path)).ok();
    let plain = |stem: &str| ENDINGS.iter().find_map(|ending| at(&format!("{stem}.{ending}")));
    let mut alike: BTreeMap<&str, Vec<(usize, &str)>> = BTreeMap::new();
    for (at, reading) in readings.iter().enumerate() {
        if let Some(translation) = &reading.translation {
            alike.entry(&translation.stem).or_default().push((at, &translation.tag));
        }
    }
    let mut originals = vec![None; readings.len()];
    for (stem, versions) in alike {
        let whole = |(_, tag): &&(usize, &str)| tag.eq_ignore_ascii_case(language);
        let near = |(_, tag): &&(usize, &str)| language::first(tag) == language::first(language);
        let chosen = versions.iter().find(whole).or_else(|| versions.iter().find(near)).or(versions.first());
        let original = plain(stem).or(chosen.map(|(at, _)| *at));
        for (at, _) in versions.iter().filter(|(at, _)| Some(*at) != original) {
            originals[*at] = original;
        }
    }
    originals
}

/// A document that had an original when the site was built before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KnownTranslation {
    /// Of its bytes: it may be renamed as well.
    pub hash: u64,
    pub path: String,
    /// The path of its original, where that is another than its own with `.md` and without a language.
    pub original: Option<String>,
}

impl KnownTranslation {
    fn is_of(&self, reading: &Reading) -> bool {
        self.path == reading.path.as_str() || self.hash == hash_of(reading)
    }
}

fn hash_of(reading: &Reading) -> u64 {
    reading.hash.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
}

/// The documents that have an original, and those that are known to have had one.
pub fn known(readings: &[Arc<Reading>], language: &str, before: &[KnownTranslation]) -> Vec<KnownTranslation> {
    if readings.iter().all(|reading| reading.translation.is_none()) {
        return Vec::new();
    }
    let of = |(reading, original): (&Arc<Reading>, Option<usize>)| {
        let own = reading.translation.as_ref()?;
        let original = match original {
            Some(at) => Some(readings[at].path.as_str()).filter(|path| *path != usual_original(own).as_str()),
            None => had(reading, before)?.original.as_deref(),
        };
        let original = original.map(str::to_owned);
        Some(KnownTranslation { hash: hash_of(reading), path: reading.path.as_str().to_owned(), original })
    };
    readings.iter().zip(originals(readings, language)).filter_map(of).collect()
}

/// What an earlier build knew of a document that had an original then.
fn had<'k>(reading: &Reading, before: &'k [KnownTranslation]) -> Option<&'k KnownTranslation> {
    reading.translation.as_ref()?;
    before.iter().find(|known| known.is_of(reading))
}

/// Where the original of a translation lies as a rule.
fn usual_original(own: &Translation) -> SourcePath {
    SourcePath::new(format!("{}.md", own.stem))
}

/// The readings, but those that had an original and have none any more as documents that cannot be read.
pub fn without_orphans<'r>(readings: &'r Readings, language: &str, before: &[KnownTranslation]) -> Cow<'r, Readings> {
    if before.is_empty() {
        return Cow::Borrowed(readings);
    }
    let originals = originals(readings, language);
    let of = |(reading, original): (&Arc<Reading>, &Option<usize>)| {
        let may_be_orphan = original.is_none() && !is_hidden(reading);
        let known = had(reading, before).filter(|_| may_be_orphan)?;
        Some(Arc::new(orphan(reading, reading.translation.as_ref()?, known)))
    };
    let orphans: Vec<_> = readings.iter().zip(&originals).map(of).collect();
    if orphans.iter().all(Option::is_none) {
        return Cow::Borrowed(readings);
    }
    Cow::Owned(
        readings.iter().zip(orphans).map(|(reading, orphan)| orphan.unwrap_or_else(|| reading.clone())).collect(),
    )
}

fn orphan(reading: &Reading, own: &Translation, known: &KnownTranslation) -> Reading {
    let translation = Some(Box::new(Translation { lacking: Vec::new(), ..own.clone() }));
    let original = known.original.as_deref().map(SourcePath::new);
    // Until its original's is at hand, any moment stands there.
    let has_date = !matches!(&reading.says, DocumentContent::Bulletin(draft) if draft.course.date == EPOCH);
    Reading { translation, ..reading.broken_by([original_gone(&reading.path, own, original.as_ref(), has_date)]) }
}

/// Whether nobody sees a document as it is, and its author knows.
fn is_hidden(reading: &Reading) -> bool {
    match &reading.says {
        DocumentContent::Bulletin(draft) => draft.course.draft || draft.course.status == Status::Withdrawn,
        DocumentContent::Page(page) => page.draft,
        DocumentContent::Broken => false,
    }
}

/// `original`: the path that it had, where that is known and is not the usual one.
fn original_gone(path: &SourcePath, own: &Translation, original: Option<&SourcePath>, has_date: bool) -> Problem {
    let alone = usual_original(own);
    let original = original.unwrap_or(&alone);
    let named = named(path).map(|named| named.tag);
    wording::original_gone(Place::at(path, Span::new(0, 0)), original, &alone, named.as_deref(), &own.tag, has_date)
}

/// What a document lacks where it has no original: its original, if it was plainly written for one.
pub fn lacking_alone(path: &SourcePath, own: &Translation, is_draft: bool, language: &str) -> Option<Problem> {
    let has_no_date = own.lacking.iter().any(|problem| problem.code == Code::DateMissing);
    let says_nothing = own.given.iter().all(|(field, _)| field == "slug");
    let is_named = named(path).is_some() && language::first(&own.tag) != language::first(language);
    (has_no_date || (says_nothing && is_named && !is_draft)).then(|| original_gone(path, own, None, !has_no_date))
}

/// A translation of a bulletin, under its original's life, with the language of the log where that is the original's. None
/// comes out where one of the two is no bulletin.
pub fn bulletin(
    own: &Reading,
    original: &Reading,
    settings: &Settings,
    problems: &mut Vec<Problem>,
) -> Option<(Draft, Option<Box<str>>)> {
    let (DocumentContent::Bulletin(draft), DocumentContent::Bulletin(of)) = (&own.says, &original.says) else {
        return None;
    };
    let given = &own.translation.as_ref()?.given;
    for (field, span) in given.iter().filter(|(field, _)| differs(field, draft, of)) {
        problems.push(wording::translation_differs(Place::at(&own.path, *span), field, &original.path));
    }
    let mut course = of.course.clone();
    course.draft |= draft.course.draft;
    // One that was translated wrongly can be taken back alone.
    if draft.course.status == Status::Withdrawn && of.course.status != Status::Withdrawn {
        let newest = course.updates.iter().copied().chain(course.updated).chain([course.date]).max();
        let closed = draft.course.closed.filter(|_| gives(own, "closed"));
        let place = given.iter().find(|(field, _)| field == "status").filter(|_| !gives(own, "closed"));
        if let (Some((_, span)), Some(taken)) = (place, newest) {
            problems.push(wording::closed_missing(
                Place::at(&own.path, *span),
                "withdrawn",
                &taken.words(&settings.zone),
            ));
        }
        course = LifeFacts { status: Status::Withdrawn, closed, ..course };
    }
    let entry = entry(&draft.entry, &of.entry, own, problems);
    let log_language = of.entry.more.lang.as_ref().unwrap_or(&settings.language);
    let updates_language = draft.more.updates.is_empty().then(|| log_language.as_str().into());
    let (own_more, of_more) = (&*draft.more, &*of.more);
    let more = RareFields {
        updates: or(&own_more.updates, &of_more.updates),
        references: or(&own_more.references, &of_more.references),
        when: when(own_more.when.as_ref(), of_more.when.as_ref()),
        origin: own_more.origin.clone().or_else(|| of_more.origin.clone()),
        contacts: of_more.contacts.clone(),
        coverage: or(&own_more.coverage, &of_more.coverage),
        attachments: or(&own_more.attachments, &files(&of.entry.path, &of_more.attachments, settings)),
        authors: or(&own_more.authors, &of_more.authors),
        categories: of_more.categories.clone(),
    };
    let says = Draft { entry, course, more: Rare::new(more), terms: draft.terms.clone(), ..Draft::clone(of) };
    Some((says, updates_language))
}

/// A list of its own, or where it has none, the original's.
fn or<T: Clone>(own: &[T], of: &[T]) -> Vec<T> {
    if own.is_empty() { of.to_vec() } else { own.to_vec() }
}

/// The files that a document names, as any other document may name them: from `content/` on.
fn files(path: &SourcePath, files: &[FileName], settings: &Settings) -> Vec<FileName> {
    let rooted = |file: &FileName| {
        let found = links::files_meant(settings, path, &file.src).next();
        let src = found.and_then(|found| Some(format!("/{}", found.strip_prefix("content/")?)));
        FileName { src: src.unwrap_or_else(|| file.src.clone()), ..file.clone() }
    };
    files.iter().map(rooted).collect()
}

/// The time of the original, with the place in the translation's own words.
fn when(own: Option<&When>, of: Option<&When>) -> Option<When> {
    let place = own.and_then(|own| own.place.clone());
    of.map(|of| When { place: place.or_else(|| of.place.clone()), ..of.clone() })
}

/// A translation of a page.
pub fn page(own: &Reading, original: &Reading, problems: &mut Vec<Problem>) -> Option<PageDraft> {
    let (DocumentContent::Page(page), DocumentContent::Page(of)) = (&own.says, &original.says) else { return None };
    let entry = Arc::new(entry(&page.entry, &of.entry, own, problems));
    let slug = if gives(own, "slug") { page.slug.clone() } else { of.slug.clone() };
    Some(PageDraft { entry, slug, draft: page.draft || of.draft })
}

/// The slug of a translation: its own where it gives one.
pub fn slug<'r>(own: &'r Reading, original: &'r Reading) -> Option<&'r Slug> {
    let of = |reading: &'r Reading| match &reading.says {
        DocumentContent::Bulletin(draft) => Some(&draft.slug),
        DocumentContent::Page(page) => Some(&page.slug),
        DocumentContent::Broken => None,
    };
    of(if gives(own, "slug") { own } else { original })
}

/// Where a translation stands whose original's address would be this one: below its language.
pub fn address(own: &Reading, plain: &Address) -> Address {
    if gives(own, "slug") && matches!(slug(own, own), Some(Slug::Whole(_))) {
        return plain.clone();
    }
    let tag = own.translation.as_ref().map(|own| own.tag.to_ascii_lowercase()).unwrap_or_default();
    Address::new(&["/", &tag, plain.as_str()].concat())
}

/// A document and its translations, the original first.
pub fn family<'k, I: Copy + 'k>(id: I, kin: impl Fn(I) -> &'k TranslationRole<I>) -> impl Iterator<Item = I> + 'k {
    let original = match kin(id) {
        TranslationRole::TranslationOf(original) => *original,
        _ => id,
    };
    let translations = match kin(original) {
        TranslationRole::Original(translations) => translations.as_slice(),
        _ => &[],
    };
    std::iter::once(original).chain(translations.iter().copied())
}

fn gives(own: &Reading, field: &str) -> bool {
    own.translation.iter().flat_map(|translation| &translation.given).any(|(given, _)| given == field)
}

/// Whether a translation says something else than its original of a field that is the original's to say.
fn differs(field: &str, own: &Draft, of: &Draft) -> bool {
    match field {
        "date" => own.course.date != of.course.date,
        "kind" => own.kind != of.kind,
        "tags" => own.tags != of.tags,
        "severity" => own.severity != of.severity,
        "pinned" => own.pinned != of.pinned,
        "updated" => own.course.updated != of.course.updated,
        "expires" => own.course.expires != of.course.expires,
        "when" => {
            let times = |draft: &Draft| draft.more.when.as_ref().map(|when| when.times);
            own.more.when.is_some() && times(own) != times(of)
        }
        "status" => own.course.status != of.course.status && own.course.status != Status::Withdrawn,
        "closed" => own.course.closed != of.course.closed && own.course.status != Status::Withdrawn,
        "area" => !own.area_names.iter().map(|name| &name.text).eq(of.area_names.iter().map(|name| &name.text)),
        _ => false,
    }
}

fn entry(own: &Entry, of: &Entry, reading: &Reading, problems: &mut Vec<Problem>) -> Entry {
    let tag = reading.translation.as_ref().map(|own| own.tag.clone());
    let mut lang = own.more.lang.clone();
    if let (Some(tag), Some(said)) = (&tag, &lang)
        && language::first(tag) != language::first(said)
    {
        problems.push(wording::translation_language(&reading.path, said, tag));
        lang = Some(tag.clone());
    }
    let mut extra = own.more.extra.clone();
    let inherited = of.more.extra.entries.iter().filter(|entry| extra.get(&entry.key).is_none()).cloned();
    let inherited: Vec<_> = inherited.collect();
    extra.entries.extend(inherited);
    let more = entry::RareEntryFields {
        lang: lang.or(tag),
        publisher: own.more.publisher.clone().or_else(|| of.more.publisher.clone()),
        extra,
        ..entry::RareEntryFields::clone(&own.more)
    };
    Entry { more: Rare::new(more), ..own.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_language_stands_before_the_ending() {
        let named = |path: &str| {
            let path = SourcePath::new(path);
            named(&path).map(|named| format!("{} {}", named.stem, named.tag))
        };
        assert_eq!(named("content/a/roof.cy.md").as_deref(), Some("content/a/roof cy"));
        assert_eq!(named("content/index.pt-br.markdown").as_deref(), Some("content/index pt-BR"));
        for other in
            ["content/roof.md", "content/v1.2.md", "content/roof.old.md", "content/a.b/roof.md", "content/.cy.md"]
        {
            assert_eq!(named(other), None, "{other}");
        }
    }
}
