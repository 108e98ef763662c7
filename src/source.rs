//! Texts that were read and places in them. In: paths and bytes from the reading edge, or from a test.
//! Out: [`Sources`], and [`Place`]s that problems point at. It must not know what a text means.

use std::{fmt, ops::Range, path::Path, sync::Arc};

use serde::{Deserialize, Serialize};

use crate::pictures::FileKind;

/// Where a source lies: relative to the site's root, with `/` between the names.
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct SourcePath(Arc<str>);

impl SourcePath {
    /// Takes a path that is relative to the root and already has `/` between its names.
    pub fn new(path: impl Into<Arc<str>>) -> Self {
        Self(path.into())
    }

    /// Takes a path that is relative to the root, as the system writes it.
    pub fn of_disk(path: &Path) -> Self {
        Self::new(path.to_string_lossy().replace('\\', "/"))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether both are one path in memory, which is sooner told than whether they are spelt alike.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The path below a folder such as `content`, or none when it does not lie there.
    pub fn below(&self, folder: &str) -> Option<&str> {
        self.0.strip_prefix(folder)?.strip_prefix('/')
    }

    /// The folder that it lies in, without a closing slash; empty for the root.
    pub fn folder(&self) -> &str {
        self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// The last name of the path.
    pub fn file_name(&self) -> &str {
        self.0.rsplit_once('/').map_or(&*self.0, |(_, name)| name)
    }
}

impl fmt::Display for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for SourcePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A range of bytes in one source.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Span {
    pub start: u32,
    pub end: u32,
}

impl Span {
    /// A span from byte offsets.
    pub fn new(start: usize, end: usize) -> Self {
        let fit = |n: usize| u32::try_from(n).expect("the reading edge takes no source of more than some MiB");
        Self { start: fit(start), end: fit(end.max(start)) }
    }

    /// The same span in a text that stands `offset` bytes into the source.
    pub fn shifted(self, offset: usize) -> Self {
        Self::new(self.start as usize + offset, self.end as usize + offset)
    }

    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

impl From<Range<usize>> for Span {
    fn from(range: Range<usize>) -> Self {
        Self::new(range.start, range.end)
    }
}

/// A place that a problem points at: a source, and the bytes in it when they are known.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Place {
    pub path: SourcePath,
    pub span: Option<Span>,
}

impl Place {
    pub fn at(path: &SourcePath, span: Span) -> Self {
        Self { path: path.clone(), span: Some(span) }
    }

    pub fn whole(path: &SourcePath) -> Self {
        Self { path: path.clone(), span: None }
    }
}

/// An attachment: a file below `content/` that is published and never held in memory for long.
#[derive(Clone, Debug)]
pub struct File {
    pub path: SourcePath,
    /// What its header says of it, where it is a picture.
    pub picture: Option<FileKind>,
    /// What stays the same for as long as its bytes do; none where that is not known without reading them.
    pub mark: Option<[u64; 4]>,
}

/// A file of a theme's `static/`, which is small and named by its content.
#[derive(Clone, Debug)]
pub struct Static {
    pub path: SourcePath,
    pub bytes: Arc<[u8]>,
}

/// One text of the site.
#[derive(Clone, Debug)]
pub struct Text {
    pub path: SourcePath,
    pub text: Arc<str>,
}

/// The folder of a site in which the program keeps what it needs again.
pub const STATE: &str = ".noticeboard";

/// The folders of a site that hold its sources.
pub const FOLDERS: [&str; 3] = ["content", "templates", "themes"];

/// Whether a folder holds the site in another, or is among its sources and what the program and git keep there: nothing is
/// published into it. Both are whole paths.
pub fn is_of_site(folder: &Path, root: &Path) -> bool {
    let mut own = FOLDERS.iter().chain(&[STATE, ".git"]).map(|name| root.join(name));
    root.starts_with(folder) || own.any(|own| folder.starts_with(own))
}

/// Where the texts of documents and the bytes of pictures come from when an output is rendered: they are not held longer
/// than that.
pub trait Texts: Send + Sync {
    /// The text of the document at a path whose bytes have that BLAKE3 hash.
    ///
    /// # Errors
    ///
    /// Why there is no such text, in words: the file cannot be read, or was changed since.
    fn text(&self, path: &SourcePath, hash: &[u8; 32]) -> Result<Arc<str>, String>;

    /// The bytes of an attachment.
    ///
    /// # Errors
    ///
    /// Why there are none, in words: the file cannot be read, or is larger than a picture may be.
    fn bytes(&self, path: &SourcePath) -> Result<Vec<u8>, String>;
}

/// What was read for one build besides the documents, each list sorted by path.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// The name of the site's folder: its title, when the settings give none.
    pub folder_name: String,
    pub settings: Option<Text>,
    /// The files below `content/` that are no documents. The documents themselves are read one by one.
    pub attachments: Vec<File>,
    /// The templates, those of themes and those in the binary among them.
    pub templates: Vec<Text>,
    /// The `theme.yaml` of each theme at hand.
    pub themes: Vec<Text>,
    /// The files below each theme's `static/`.
    pub statics: Vec<Static>,
}

impl Sources {
    /// The text of a source, wherever it came from, for showing the line of a problem.
    pub fn text(&self, path: &SourcePath) -> Option<&Arc<str>> {
        let sorted = |list: &'_ [Text]| list.binary_search_by(|text| text.path.cmp(path)).ok();
        if let Some(settings) = self.settings.as_ref().filter(|text| text.path == *path) {
            return Some(&settings.text);
        }
        [&self.templates, &self.themes].into_iter().find_map(|list| sorted(list).map(|at| &list[at].text))
    }

    /// Sorts every list by path, so that the order in which files were found does not matter.
    pub fn sort(&mut self) {
        for list in [&mut self.templates, &mut self.themes] {
            list.sort_by(|a, b| a.path.cmp(&b.path));
        }
        self.attachments.sort_by(|a, b| a.path.cmp(&b.path));
        self.statics.sort_by(|a, b| a.path.cmp(&b.path));
    }
}

/// Line and column of a byte offset, both from 1, the column in characters.
pub fn line_and_column(text: &str, offset: usize) -> (usize, usize) {
    let offset = text.floor_char_boundary(offset.min(text.len()));
    let before = &text[..offset];
    let start = before.rfind('\n').map_or(0, |at| at + 1);
    // A byte order mark takes no column: no editor shows it.
    let line = before[start..].trim_start_matches(if start == 0 { "\u{feff}" } else { "\n" });
    (before.bytes().filter(|byte| *byte == b'\n').count() + 1, line.chars().count() + 1)
}

/// Whether the name of a file is nearly another: in other capitals, with `.txt` behind it, as Notepad adds it, or with the
/// other ending of its kind.
pub fn is_nearly_named(name: &str, wanted: &str) -> bool {
    let lower = name.to_lowercase();
    let lower = lower.strip_suffix(".txt").unwrap_or(&lower);
    let other =
        |short: &str, long: &str| lower.strip_suffix(short).is_some_and(|stem| format!("{stem}{long}") == wanted);
    name != wanted && (lower == wanted || other(".yml", ".yaml") || other(".htm", ".html"))
}

/// Names by folder: what lies directly or further down in each folder, for look-ups by a relative path.
pub fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_count_characters() {
        assert_eq!(line_and_column("a\nîle x", 7), (2, 5));
        assert_eq!(line_and_column("", 9), (1, 1));
        assert_eq!(line_and_column("\u{feff}title", 5), (1, 3));
        assert_eq!(line_and_column("a\n\u{feff}title", 7), (2, 4));
    }

    #[test]
    fn joining_never_leaves_the_root() {
        assert_eq!(join("content/2026", "../kent/other.md").as_deref(), Some("content/kent/other.md"));
        assert_eq!(join("content", "../../x.md"), None);
    }
}
