//! What every reader of a format ends in: the blocks of a text, and candidates for each piece of metadata with where each
//! came from and how sure it is. In: nothing. Out: [`SourceDocument`]. It must not know formats, sites or bulletins.

use super::house::Value;

/// One text from elsewhere, before anything was decided about it.
#[derive(Clone, Debug, Default)]
pub struct SourceDocument {
    pub format: SourceFormat,
    /// Candidates for metadata, in the order in which they were met.
    pub candidates: Vec<MetadataCandidate>,
    /// Front matter that is taken as it stands, by the house's names and in its order.
    pub fields: Vec<(String, Value)>,
    pub body: ImportedBody,
    /// What was left out, and why.
    pub removed: Vec<RemovedParts>,
    /// What a person must look at.
    pub warnings: Vec<Warning>,
    /// Names and numbers of those who passed it on, which must not stand in the bulletin.
    pub private: Vec<String>,
    /// First names of those whom it greets.
    pub greeted: Vec<String>,
    /// The hosts at which receivers of a message answer it, and leave the list.
    pub services: Vec<String>,
    /// The name that the file had, without its ending.
    pub stem: Option<String>,
    /// Whether it is a page of a site rather than a bulletin.
    pub page: bool,
    /// Whether it was a draft where it came from.
    pub draft: bool,
    /// Pictures and other files that came with it.
    pub files: Vec<ImportedFile>,
    /// What it is in a site that is taken over whole.
    pub part: Option<SitePart>,
    /// The whole text when it is a bulletin in the house form already.
    pub house: Option<String>,
    /// What is to be said of the whole source, of which this is the first document.
    pub of_whole: Vec<String>,
}

/// A file that comes with a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportedFile {
    /// Its path beside the document; one that begins with `/` is its path below `content/`.
    pub name: String,
    pub bytes: ImportedBytes,
}

/// Where the bytes of a file are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ImportedBytes {
    Held(Vec<u8>),
    /// In the file of this name, which is copied.
    InFile(String),
}

/// What a document is in a site that is taken over whole.
#[derive(Clone, Debug, Default)]
pub struct SitePart {
    /// Its path below the folder of the old site.
    pub path: String,
    /// Its path below the content of the old site, without language and ending.
    pub place: String,
    /// The language that the name of its file or folder says.
    pub language: Option<String>,
    /// The document that it is a translation of, by its number in that site.
    pub original: Option<usize>,
    /// The file in which its original is kept here.
    pub beside: Option<String>,
}

/// What a source is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SourceFormat {
    #[default]
    Text,
    FrontMatter,
    Mail,
    Outlook,
    Page,
    Chat,
    Feed,
    Word,
    WordPress,
}

impl SourceFormat {
    /// The word of receipts.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::FrontMatter => "text with front matter",
            Self::Mail => "e-mail",
            Self::Outlook => "Outlook message",
            Self::Page => "web page",
            Self::Chat => "pasted chat",
            Self::Feed => "feed",
            Self::Word => "Word file",
            Self::WordPress => "WordPress export",
        }
    }
}

/// A body, as Markdown that is kept as it is, or as blocks.
#[derive(Clone, Debug)]
pub enum ImportedBody {
    Markdown(String),
    Blocks(Vec<Block>),
}

impl Default for ImportedBody {
    fn default() -> Self {
        Self::Blocks(Vec::new())
    }
}

/// A piece of a body.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    Heading(u8, Vec<Inline>),
    Paragraph(Vec<Inline>),
    /// A list; the number with which an ordered one starts.
    List(Option<u64>, Vec<Vec<Block>>),
    Quote(Vec<Block>),
    Code(String),
    /// Rows of cells; the first row is the head.
    Table(Vec<Vec<Vec<Inline>>>),
    Footnote(String, Vec<Inline>),
    Rule,
}

/// A piece of a line.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    Text(String),
    Strong(Vec<Inline>),
    Emphasis(Vec<Inline>),
    /// Struck through: it no longer holds.
    Struck(Vec<Inline>),
    Link(String, Vec<Inline>),
    Picture {
        src: String,
        alt: String,
    },
    Code(String),
    Note(String),
    Break,
}

/// The pieces of metadata that readers look for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum MetadataKind {
    Title,
    Publisher,
    Date,
    Updated,
    Area,
    Kind,
    Summary,
    Address,
    Language,
    Licence,
    Picture,
    Tag,
    /// A name by which the source is known to be the same: message id, id of a feed's entry.
    Id,
    /// The feed that it came from.
    Feed,
    /// An address at which it stood on the old site.
    OldAddress,
    /// Before this moment it was not to be shown.
    NotBefore,
    /// From this moment on the old site no longer showed it.
    Gone,
}

/// How sure a candidate is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Sure {
    /// Nobody said so; a person must look.
    Guessed,
    /// It stands in a place where such things usually stand.
    Likely,
    /// The source says so in so many words.
    Said,
}

/// What a piece of metadata may be.
#[derive(Clone, Debug)]
pub struct MetadataCandidate {
    pub piece: MetadataKind,
    pub value: String,
    pub from: &'static str,
    pub sure: Sure,
}

/// What was left out: never with the whole of what is private.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RemovedParts {
    pub what: String,
    pub why: &'static str,
}

/// What a person must look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warning {
    pub says: String,
    /// Whether it stays a draft even when `--yes` was given.
    pub holds: bool,
}

impl SourceDocument {
    pub fn of(format: SourceFormat) -> Self {
        Self { format, ..Self::default() }
    }

    /// Adds a candidate, unless it is empty.
    pub fn add(&mut self, piece: MetadataKind, value: impl Into<String>, from: &'static str, sure: Sure) {
        let value = value.into();
        let value = if piece == MetadataKind::Id || piece == MetadataKind::Address || piece == MetadataKind::OldAddress
        {
            value.trim().to_owned()
        } else {
            value.split_whitespace().collect::<Vec<_>>().join(" ")
        };
        if !value.is_empty() {
            self.candidates.push(MetadataCandidate { piece, value, from, sure });
        }
    }

    /// The surest candidate, the first of those that are equally sure.
    pub fn best(&self, piece: MetadataKind) -> Option<&MetadataCandidate> {
        self.all(piece).reduce(|best, next| if next.sure > best.sure { next } else { best })
    }

    pub fn all(&self, piece: MetadataKind) -> impl Iterator<Item = &MetadataCandidate> {
        self.candidates.iter().filter(move |candidate| candidate.piece == piece)
    }

    /// Whether it belongs to a site that is taken over whole.
    pub fn is_moved(&self) -> bool {
        self.part.is_some() || self.all(MetadataKind::OldAddress).next().is_some()
    }

    /// Whether a person may have written it to others: a message or what was copied, of which nobody is known who answers
    /// for it.
    pub fn is_told_privately(&self) -> bool {
        match self.format {
            SourceFormat::Mail | SourceFormat::Outlook | SourceFormat::Chat => {
                self.best(MetadataKind::Publisher).is_none()
            }
            SourceFormat::Text
            | SourceFormat::FrontMatter
            | SourceFormat::Page
            | SourceFormat::Feed
            | SourceFormat::Word
            | SourceFormat::WordPress => false,
        }
    }

    /// Says that it stays a draft, since the old site did not show it.
    pub fn was_unshown(&mut self, why: &str) {
        self.draft = true;
        self.warn(format!("the old site did not show it ({why}): it stays a draft until you take `draft: true` out"));
    }

    pub fn remove(&mut self, what: impl Into<String>, why: &'static str) {
        let removed = RemovedParts { what: what.into(), why };
        if !self.removed.contains(&removed) {
            self.removed.push(removed);
        }
    }

    /// Says what a person must look at.
    pub fn warn(&mut self, says: impl Into<String>) {
        self.say(says, false);
    }

    /// Says what a person must mend before it can be published.
    pub fn hold(&mut self, says: impl Into<String>) {
        self.say(says, true);
    }

    /// Whether a word is the first name of somebody who must not be named.
    pub fn is_private_name(&self, word: &str) -> bool {
        let first =
            |known: &String| known.split([' ', '.', '@']).next().is_some_and(|name| name.eq_ignore_ascii_case(word));
        word.len() > 1 && self.private.iter().any(first)
    }

    fn say(&mut self, says: impl Into<String>, holds: bool) {
        let warning = Warning { says: says.into(), holds };
        if !self.warnings.contains(&warning) {
            self.warnings.push(warning);
        }
    }
}

/// The words of some inlines, without their marks.
pub fn words(inlines: &[Inline]) -> String {
    let mut out = String::new();
    add_words(inlines, &mut out);
    out
}

fn add_words(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text(text) | Inline::Code(text) => out.push_str(text),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Struck(inner) | Inline::Link(_, inner) => {
                add_words(inner, out);
            }
            Inline::Break => out.push('\n'),
            Inline::Picture { .. } | Inline::Note(_) => {}
        }
    }
}

/// The lines between breaks.
pub fn lines(inlines: &[Inline]) -> Vec<Vec<Inline>> {
    inlines.split(|inline| *inline == Inline::Break).map(<[Inline]>::to_vec).collect()
}

/// Lines with breaks between them, but for empty ones at the start.
pub fn joined(lines: &[Vec<Inline>]) -> Vec<Inline> {
    let mut out = Vec::new();
    for line in lines {
        if !out.is_empty() {
            out.push(Inline::Break);
        }
        out.extend(line.iter().cloned());
    }
    out
}

/// The words of a block.
pub fn block_words(block: &Block) -> String {
    match block {
        Block::Heading(_, inlines) | Block::Paragraph(inlines) | Block::Footnote(_, inlines) => words(inlines),
        Block::List(_, items) => items.iter().flatten().map(block_words).collect::<Vec<_>>().join("\n"),
        Block::Quote(blocks) => blocks.iter().map(block_words).collect::<Vec<_>>().join("\n"),
        Block::Code(text) => text.clone(),
        Block::Table(rows) => {
            let row = |row: &Vec<Vec<Inline>>| row.iter().map(|cell| words(cell)).collect::<Vec<_>>().join(" ");
            rows.iter().map(row).collect::<Vec<_>>().join("\n")
        }
        Block::Rule => String::new(),
    }
}
