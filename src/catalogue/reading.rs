//! What one document says by itself, under the settings: a [`Reading`], which holds for as long as neither its file nor
//! the settings change, and which a later build may take over. In: a text and the settings. Out: a reading with its
//! problems. It must not know other documents, the clock or the disk.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::{
    bulletin::{self, Draft, MissingFieldPolicy},
    entry::{self, PageDraft},
    given::Fields,
    links,
    named::{self, SearchedText},
    placeholders::{self, Placeholder},
    terms,
    translation::{self, Translation},
};
use crate::{
    markdown::{self, PageHtml},
    moment::Moment,
    parse::{
        self, Document,
        reader::{Reader, TimedProblem},
    },
    problem::Problem,
    settings::{OutputGroup, Settings},
    source::{SourcePath, Span},
};

/// What one document says by itself.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Reading {
    pub path: SourcePath,
    /// The hash of its file (BLAKE3).
    pub hash: [u8; 32],
    pub says: DocumentContent,
    /// Where its body, its log and its files lead, other than to other hosts.
    pub links: Vec<SiteLink>,
    /// The other words of it that may name a file.
    pub files: Box<[FileWords]>,
    /// Where `og.url` stands.
    pub og_url: Option<Span>,
    pub problems: Vec<Problem>,
    /// What is wrong with it only for a time.
    pub timed: Vec<TimedProblem>,
    /// What is yet to be replaced in it.
    pub placeholders: Box<[Placeholder]>,
    /// What it says as a translation, where its name may be that of one.
    pub translation: Option<Box<Translation>>,
}

/// The readings of a site, in the order of their paths; editions of the site share them.
pub type Readings = Arc<[Arc<Reading>]>;

/// What a document is.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum DocumentContent {
    Bulletin(Arc<Draft>),
    Page(Box<PageDraft>),
    /// It could not be read; its problems say why. It stays known, so that links to it raise no problems of their own.
    Broken,
}

/// A link or an image whose destination the site decides, and images on other hosts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SiteLink {
    /// As written.
    pub destination: String,
    pub span: Span,
    pub image: bool,
    /// From when on readers see it; none: always.
    pub from: Option<Moment>,
}

/// Words that may name a file, each on a line: in front matter it may stand under any key, in raw HTML in any attribute.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileWords {
    pub words: Box<str>,
    /// From when on readers see them; none: always.
    pub from: Option<Moment>,
}

/// What is looked for in a body as it is read, besides what must be known of it.
#[derive(Clone, Copy)]
pub enum BodyQuery<'a> {
    Facts,
    /// Its HTML too, and where it is kept.
    Html(BodyStore<'a>),
}

/// Holds the HTML of a body until it is needed; none when there is no room for it.
pub type BodyStore<'a> = &'a (dyn Fn(PageHtml) -> Option<Arc<PageHtml>> + 'a);

/// Reads a document, whose bytes have that hash (BLAKE3).
pub fn read(path: &SourcePath, text: &str, hash: [u8; 32], settings: &Settings, body: BodyQuery) -> Reading {
    let mut problems = Vec::new();
    let raw = settings.raw_html;
    let is_page = path.below("content/pages").is_some();
    // The words of its body, where they are searched.
    let mut words = (!is_page && settings.outputs.has(OutputGroup::Search)).then(String::new);
    let read_body = |text: &str| match body {
        BodyQuery::Facts => {
            if let Some(words) = &mut words {
                *words = markdown::plain(text);
            }
            (markdown::facts(text, raw), None)
        }
        BodyQuery::Html(keep) => {
            let found = |text: &str| {
                settings.telephones.find(text).into_iter().map(|found| (found.range, found.href)).collect()
            };
            let (facts, html) =
                markdown::facts_and_html(text, raw, settings.typographic_quotes, &found, words.as_mut());
            (facts, html.and_then(keep))
        }
    };
    let document = parse::parse(path, text, super::fields::name, read_body, &mut problems);
    let mut reader = Reader::new(path);
    let named = translation::of(path, settings);
    let mut lacking = named.as_ref().map(|_| Vec::new());
    let says = if is_page {
        entry::read_page(&document, hash, settings, &mut reader).map(|page| DocumentContent::Page(Box::new(page)))
    } else {
        let lacking = lacking.as_mut().map_or(MissingFieldPolicy::Reported, MissingFieldPolicy::Kept);
        let mut draft = bulletin::read(&document, hash, settings, lacking, &mut reader);
        if let (Some(draft), Some(words)) = (draft.as_mut().filter(|_| document.sound), &words) {
            terms::take(draft, words, settings);
        }
        draft.map(|draft| DocumentContent::Bulletin(Arc::new(draft)))
    };
    for (code, span) in document.fields.iter().flat_map(super::fields::allow_at) {
        reader.unless_code(code, span);
    }
    problems.append(&mut reader.problems);
    let allowed = AllowedCodes::of(&document, settings);
    problems.retain(|problem| !allowed.allows(problem));
    if let Some(lacking) = &mut lacking {
        lacking.retain(|problem| !allowed.allows(problem));
    }
    let says = says.filter(|_| document.sound).unwrap_or(DocumentContent::Broken);
    let (attachments, words): (&[_], _) = match &says {
        DocumentContent::Bulletin(draft) => (&draft.more.attachments, SearchedText::Sound(&draft.more.updates)),
        DocumentContent::Page(_) => (&[], SearchedText::Sound(&[])),
        DocumentContent::Broken => (&[], SearchedText::Broken),
    };
    let log = match words {
        // Few have one, and of those that were read it is known.
        SearchedText::Sound([]) => None,
        _ => Fields::of(&document, settings).and_then(|fields| fields.find("updates")).map(|(node, _)| node),
    };
    let updates = if let SearchedText::Sound(updates) = words { updates } else { &[] };
    let from = |span| updates.iter().find(|update| update.span == span).map(|update| update.date);
    let links = document.links(log).into_iter().filter_map(|(link, span)| {
        let elsewhere = link.image && link.destination.contains("//");
        let wanted = elsewhere || !links::is_whole(&link.destination) || settings.own_path(&link.destination).is_some();
        wanted.then(|| SiteLink { destination: link.destination, span, image: link.image, from: from(span) })
    });
    let files = attachments.iter().map(|file| SiteLink {
        destination: file.src.clone(),
        span: file.span,
        image: false,
        from: None,
    });
    let links = links.chain(files).collect();
    let files = named::files(&document, text, words, settings);
    let translation = named.zip(lacking).map(|(named, lacking)| {
        let (stem, tag) = (named.stem.into_owned(), named.tag);
        let mut own = Translation { stem, tag, given: given(&document, settings), lacking };
        if let DocumentContent::Bulletin(draft) = &says
            && let Some(gone) = translation::lacking_alone(path, &own, draft.course.draft, &settings.language)
        {
            own.lacking = vec![gone];
        }
        Box::new(own)
    });
    let place_of = |key: &str| document.fields.as_ref().and_then(|map| map.find(key)).map(|node| node.span);
    Reading {
        path: path.clone(),
        hash,
        says,
        links,
        files,
        og_url: place_of("og.url"),
        problems,
        timed: reader.timed,
        placeholders: placeholders::find(&document, text),
        translation,
    }
}

/// The problems that a document or the settings say are none.
struct AllowedCodes<'a> {
    settings: &'a Settings,
    document: Vec<&'a str>,
}

impl<'a> AllowedCodes<'a> {
    fn of(document: &'a Document, settings: &'a Settings) -> Self {
        Self { settings, document: document.fields.iter().flat_map(super::fields::allow).collect() }
    }

    fn allows(&self, problem: &Problem) -> bool {
        let name = problem.code.name();
        problem.code.may_be_meant() && (self.settings.allows(problem.code) || self.document.contains(&name))
    }
}

/// The reading of a file of which nothing can be read.
pub fn broken(path: &SourcePath, hash: [u8; 32], problems: Vec<Problem>) -> Reading {
    let path = path.clone();
    let translation = translation::named(&path)
        .map(|named| Box::new(Translation { stem: named.stem.into_owned(), tag: named.tag, ..Translation::default() }));
    let (links, files) = (Vec::new(), Box::default());
    let (placeholders, timed) = (Box::default(), Vec::new());
    Reading {
        path,
        hash,
        says: DocumentContent::Broken,
        links,
        files,
        og_url: None,
        problems,
        timed,
        placeholders,
        translation,
    }
}

/// The fields of a translation that are its original's to say, its slug, and `when`, of which it may say the place.
fn given(document: &Document, settings: &Settings) -> Vec<(String, Span)> {
    let Some(fields) = Fields::of(document, settings) else { return Vec::new() };
    let names = translation::OF_ORIGINAL.iter().copied().chain(["slug", "when"]);
    names.filter_map(|name| Some((name.to_owned(), fields.find(name)?.0.span))).collect()
}

impl Reading {
    /// The same document as one that cannot be read, for these reasons.
    pub fn broken_by(&self, reasons: impl IntoIterator<Item = Problem>) -> Self {
        let problems = self.problems.iter().cloned().chain(reasons).collect();
        Self { says: DocumentContent::Broken, problems, ..self.clone() }
    }

    /// What is wrong with it at a moment.
    pub fn problems_at(&self, now: Moment) -> impl Iterator<Item = &Problem> + use<'_> {
        let timed = self.timed.iter().filter(move |timed| timed.holds_at(now)).map(|timed| &timed.problem);
        self.problems.iter().chain(timed)
    }

    /// The names by which it may show a file, link to it or mention it: those that readers see at a moment, or all.
    pub fn file_names(&self, at: Option<Moment>) -> impl Iterator<Item = &str> {
        let is_seen = move |from: Option<Moment>| from.zip(at).is_none_or(|(from, at)| from <= at);
        let links = self.links.iter().filter(move |link| is_seen(link.from)).map(|link| link.destination.as_str());
        let files = self.files.iter().filter(move |files| is_seen(files.from));
        links.chain(files.flat_map(|files| files.words.lines()))
    }

    /// Whether readers see something of it only after a moment, though they see the rest.
    pub fn is_seen_later(&self, at: Moment) -> bool {
        let froms = self.links.iter().map(|link| link.from).chain(self.files.iter().map(|files| files.from));
        froms.flatten().any(|from| from > at)
    }

    /// Tells what it says where that was read, once the reading was taken from where readings are kept.
    pub fn restore(&mut self) {
        let entry = match &mut self.says {
            DocumentContent::Bulletin(draft) => Arc::get_mut(draft).map(|draft| &mut draft.entry),
            DocumentContent::Page(page) => Arc::get_mut(&mut page.entry),
            DocumentContent::Broken => None,
        };
        if let Some(entry) = entry {
            (entry.path, entry.hash) = (self.path.clone(), self.hash);
        }
    }

    /// Whether the HTML of its body is at hand.
    pub fn has_html(&self) -> bool {
        match &self.says {
            DocumentContent::Bulletin(draft) => draft.entry.html.is_some(),
            DocumentContent::Page(page) => page.entry.html.is_some(),
            DocumentContent::Broken => false,
        }
    }
}
