//! The reading edge: a folder on disk to a [`SiteListing`] of its files, and from there to [`Sources`] and texts. In: the root
//! and the path of the settings. Out: sources and what could not be read. It must not know YAML, Markdown or templates.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

mod encoding;
mod limited;
pub mod names;
mod saved;

use std::{
    collections::{HashMap, HashSet},
    fs::{self, File as DiskFile},
    io::BufReader,
    path::{Path, PathBuf},
    sync::Arc,
};

use rayon::prelude::*;
use walkdir::WalkDir;

use encoding::Encoding;
use limited::limited;
use saved::{begins_as_bulletin, is_text};

use crate::{
    embedded, media, pictures,
    problem::{self, Problem, wording},
    source::{self, File, SourcePath, Sources, Static, Text, Texts},
    stamp::{self, Stamp},
};

/// The largest bulletin or template that is read, in bytes.
const LARGEST: u64 = 2 * 1024 * 1024;
/// The largest settings file, in bytes.
const LARGEST_SETTINGS: u64 = 8 * 1024 * 1024;
/// The largest file of a theme, in bytes.
const LARGEST_STATIC: u64 = 16 * 1024 * 1024;
/// The largest picture, in bytes.
const LARGEST_PICTURE: u64 = 64 * 1024 * 1024;

/// The files of a site before any is read, each list in the order of the paths.
#[derive(Clone, Debug)]
pub struct SiteListing {
    /// The site's folder.
    pub root: PathBuf,
    /// When the stamps were taken, in nanoseconds since 1970.
    pub taken: i64,
    folder_name: String,
    config: Option<ListedFile>,
    /// The Markdown files below `content/`.
    pub documents: Vec<ListedFile>,
    attachments: Vec<ListedFile>,
    templates: Vec<ListedFile>,
    themes: Vec<ListedFile>,
    pub problems: Vec<Problem>,
}

/// A file that was found.
#[derive(Clone, Debug)]
pub struct ListedFile {
    pub path: SourcePath,
    /// None where the disk could not say.
    pub stamp: Option<Stamp>,
}

/// Whether a site is in a folder.
///
/// # Errors
///
/// When there is none: a problem that says so.
pub fn there(root: &Path) -> Result<(), Box<Problem>> {
    let content = root.join("content");
    let folder = root.display().to_string();
    if content.is_dir() {
        let outside = content.is_symlink()
            && fs::canonicalize(root)
                .and_then(|root| Ok(!fs::canonicalize(&content)?.starts_with(root)))
                .unwrap_or(true);
        return if outside { Err(Box::new(wording::content_elsewhere(&folder))) } else { Ok(()) };
    }
    let dangling = content.is_symlink();
    Err(Box::new(if dangling { wording::content_dangling(&folder) } else { wording::content_missing(&folder) }))
}

/// Lists a site.
///
/// # Errors
///
/// When there is no site: a problem that says so.
pub fn list(root: &Path, config: &Path) -> Result<SiteListing, Box<Problem>> {
    there(root)?;
    let taken = stamp::time();
    let whole = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let folder_name = whole.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let mut walk = FolderWalk { root, whole: &whole, problems: Vec::new() };
    let (mut documents, attachments): (Vec<_>, Vec<_>) =
        walk.files("content").into_iter().partition(|path| is_document(root, path));
    walk.twins(&mut documents);
    let (templates, themes) = (walk.files("templates"), walk.files("themes"));
    let mut problems = walk.problems;
    problems.extend(themes_misnamed(&themes));

    let config_path = SourcePath::of_disk(config);
    let config = match root.join(config).try_exists() {
        Ok(false) if config == Path::new("site.yaml") => {
            problems.extend(settings_misnamed(root));
            None
        }
        Ok(false) => {
            problems.push(wording::file_unreadable(&config_path, "it is not there"));
            None
        }
        _ => Some(config_path),
    };
    let stamped = |paths: Vec<SourcePath>| {
        let mut files: Vec<ListedFile> = paths.into_par_iter().map(|path| stamped(root, path)).collect();
        files.sort_by(|a, b| a.path.cmp(&b.path));
        files
    };
    Ok(SiteListing {
        root: root.to_owned(),
        taken,
        folder_name,
        config: config.map(|path| self::stamped(root, path)),
        documents: stamped(documents),
        attachments: stamped(attachments),
        templates: stamped(templates),
        themes: stamped(themes),
        problems,
    })
}

/// Files beside which there are no settings, and that are meant as such.
fn settings_misnamed(root: &Path) -> Vec<Problem> {
    let names = fs::read_dir(root).into_iter().flatten().flatten().map(|entry| entry.file_name());
    let mut names: Vec<String> = names.filter_map(|name| name.into_string().ok()).collect();
    names.retain(|name| source::is_nearly_named(name, "site.yaml"));
    names.sort();
    names.iter().map(|name| wording::name_passed_over(&SourcePath::new(name.as_str()), "site.yaml")).collect()
}

/// Files of themes that are meant as the one that makes a theme of a folder, and that has none.
fn themes_misnamed(themes: &[SourcePath]) -> Vec<Problem> {
    const NAME: &str = "theme.yaml";
    let is_misnamed = |path: &&SourcePath| {
        let is_direct = path.folder().matches('/').count() == 1;
        let right = || format!("{}/{NAME}", path.folder());
        is_direct
            && source::is_nearly_named(path.file_name(), NAME)
            && !themes.iter().any(|other| other.as_str() == right())
    };
    themes.iter().filter(is_misnamed).map(|path| wording::name_passed_over(path, NAME)).collect()
}

fn stamped(root: &Path, path: SourcePath) -> ListedFile {
    let stamp = fs::metadata(disk(root, &path)).ok().and_then(|metadata| Stamp::of(&metadata));
    ListedFile { path, stamp }
}

/// Where a source lies on disk.
fn disk(root: &Path, path: &SourcePath) -> PathBuf {
    if root == Path::new(".") { PathBuf::from(path.as_str()) } else { root.join(path.as_str()) }
}

/// What tells whether a file was written since: its size and when it was last written, and its content where these may not tell.
fn mark(root: &Path, file: &ListedFile, taken: i64) -> [u8; 32] {
    let mut mark = [0; 32];
    if let Some(Stamp { size, modified, changed: _, node: _ }) = file.stamp {
        mark[..8].copy_from_slice(&size.to_le_bytes());
        mark[8..16].copy_from_slice(&modified.to_le_bytes());
    }
    if file.stamp.is_some_and(|stamp| stamp.is_written_before(taken)) {
        return mark;
    }
    let mut hasher = blake3::Hasher::new();
    hasher.update(&mark);
    // What cannot be read counts as empty; that it cannot is a problem of the build.
    let _ = DiskFile::open(disk(root, &file.path)).and_then(|file| hasher.update_reader(file).map(|_| ()));
    *hasher.finalize().as_bytes()
}

impl SiteListing {
    /// What tells two listings apart whose files differ, if only in a stamp; none when a file may change unseen.
    pub fn fingerprint(&self) -> Option<[u8; 32]> {
        let Self { root: _, taken, folder_name, config, documents, attachments, templates, themes, problems } = self;
        let mut bytes = Vec::with_capacity(96 * documents.len() + 1024);
        bytes.extend_from_slice(folder_name.as_bytes());
        for list in [config.as_slice(), documents, attachments, templates, themes] {
            bytes.extend_from_slice(&list.len().to_le_bytes());
            for file in list {
                let Stamp { size, modified, changed, node } = file.stamp.filter(|stamp| stamp.is_settled(*taken))?;
                bytes.extend_from_slice(file.path.as_str().as_bytes());
                bytes.push(0);
                for number in [size.to_le_bytes(), modified.to_le_bytes(), changed.to_le_bytes(), node.to_le_bytes()] {
                    bytes.extend_from_slice(&number);
                }
            }
        }
        problems.is_empty().then(|| *blake3::hash(&bytes).as_bytes())
    }

    /// A hash of all sources that does not depend on when they are looked at. `taken` is when the stamps of the first of the two
    /// listings were taken: files that may have changed unseen since then count by their content.
    pub fn print(&self, taken: i64) -> [u8; 32] {
        let Self { root, taken: _, folder_name, config, documents, attachments, templates, themes, problems } = self;
        let mut hasher = blake3::Hasher::new();
        hasher.update(folder_name.as_bytes());
        for list in [config.as_slice(), documents, attachments, templates, themes] {
            hasher.update(&list.len().to_le_bytes());
            let marks: Vec<[u8; 32]> = list.par_iter().with_min_len(256).map(|file| mark(root, file, taken)).collect();
            for (file, mark) in list.iter().zip(marks) {
                hasher.update(file.path.as_str().as_bytes());
                hasher.update(&[0]);
                hasher.update(&mark);
            }
        }
        for problem in problems {
            hasher.update(problem.message.as_bytes());
        }
        *hasher.finalize().as_bytes()
    }

    /// The same listing after some paths below the root changed; none where that takes a look at the whole folder.
    pub fn after(&self, changed: &[PathBuf]) -> Option<Self> {
        let mut new = Self { taken: stamp::time(), ..self.clone() };
        if !self.problems.is_empty() {
            return None;
        }
        for path in changed {
            let path = SourcePath::new(path.to_str()?.replace('\\', "/"));
            let folder = path.as_str().split('/').next().unwrap_or_default().to_owned();
            let is_config = self.config.as_ref().is_some_and(|config| config.path == path);
            let hidden = |name: &str| {
                name.starts_with('.') || names::is_leftover(name) || (folder == "content" && name.starts_with('_'))
            };
            if !is_config && path.as_str().split('/').any(hidden) {
                continue;
            }
            let list = match &*folder {
                // What it is depends on its text, which may have changed.
                "content" if is_text(&path) => return None,
                "content" if is_document(&self.root, &path) => &mut new.documents,
                "content" => &mut new.attachments,
                "templates" => &mut new.templates,
                "themes" => &mut new.themes,
                _ => return None,
            };
            let there = list.binary_search_by(|listed| listed.path.cmp(&path));
            match fs::symlink_metadata(disk(&self.root, &path)) {
                Ok(metadata) if metadata.is_file() => {
                    let listed = ListedFile { path, stamp: Stamp::of(&metadata) };
                    match there {
                        Ok(at) => list[at] = listed,
                        Err(at) => list.insert(at, listed),
                    }
                }
                Err(error) if error.kind() == std::io::ErrorKind::NotFound && there.is_ok() => {
                    list.retain(|listed| listed.path != path);
                }
                // A folder, a link, or a path that says nothing to us.
                _ => return None,
            }
        }
        Some(new)
    }

    /// Whether it holds no bulletin at all, though it may hold pages.
    pub fn has_no_bulletin(&self) -> bool {
        self.documents.iter().all(|file| file.path.below("content/pages").is_some())
    }

    /// Whether two listings differ in documents alone.
    pub fn differs_in_documents_alone(&self, other: &Self) -> bool {
        let same = |one: &[ListedFile], other: &[ListedFile]| {
            let stamps = one.iter().zip(other).all(|(one, other)| one.stamp == other.stamp && one.path == other.path);
            one.len() == other.len() && stamps
        };
        let (one, two) = (self.config.as_slice(), other.config.as_slice());
        same(one, two)
            && same(&self.attachments, &other.attachments)
            && same(&self.templates, &other.templates)
            && same(&self.themes, &other.themes)
    }

    /// Whether a file at this path, or anything in a folder there, is listed.
    pub fn knows(&self, path: &str) -> bool {
        let lists = [self.config.as_slice(), &self.documents, &self.attachments, &self.templates, &self.themes];
        let holds = |list: &[ListedFile], path: &str, is: &dyn Fn(&str) -> bool| {
            let at = list.partition_point(|listed| listed.path.as_str() < path);
            list.get(at).is_some_and(|listed| is(listed.path.as_str()))
        };
        let folder = format!("{path}/");
        lists.into_iter().any(|list| {
            holds(list, path, &|found| found == path) || holds(list, &folder, &|found| found.starts_with(&folder))
        })
    }

    /// Reads everything but the documents.
    pub fn sources(&self) -> (Sources, Vec<Problem>) {
        let mut problems = self.problems.clone();
        let mut sources = Sources { folder_name: self.folder_name.clone(), ..Sources::default() };
        let config = self.config.as_ref();
        sources.settings = config.and_then(|file| self.text_up_to(&file.path, LARGEST_SETTINGS, &mut problems));
        sources.attachments = self.attachments.par_iter().map(|file| self.attachment(file)).collect();
        sources.templates.extend(embedded::templates());
        sources.themes.extend(embedded::themes());
        sources.statics.extend(embedded::statics());
        let text = |file: &ListedFile, problems: &mut Vec<Problem>| self.text_up_to(&file.path, LARGEST, problems);
        for file in &self.templates {
            sources.templates.extend(text(file, &mut problems));
        }
        for file in &self.themes {
            let mut parts = file.path.as_str().splitn(4, '/').skip(2);
            match (parts.next(), parts.next()) {
                (Some("templates"), Some(_)) => sources.templates.extend(text(file, &mut problems)),
                (Some("static"), Some(_)) => {
                    let bytes = limited(&disk(&self.root, &file.path), &file.path, None, LARGEST_STATIC, &mut problems);
                    sources.statics.extend(bytes.map(|bytes| Static { path: file.path.clone(), bytes: bytes.into() }));
                }
                (Some("theme.yaml"), None) => sources.themes.extend(text(file, &mut problems)),
                _ => {}
            }
        }
        sources.sort();
        (sources, problems)
    }

    /// Reads a document. What of it is no text is reported; its bytes are hashed all the same.
    pub fn document(&self, ListedFile { path, stamp }: &ListedFile) -> ReadDocument {
        let mut problems = Vec::new();
        let size = stamp.map(|stamp| stamp.size);
        let Some(bytes) = limited(&disk(&self.root, path), path, size, LARGEST, &mut problems) else {
            return ReadDocument { hash: [0; 32], text: None, problems };
        };
        let hash = *blake3::hash(&bytes).as_bytes();
        let text = text_of(bytes, path, &mut problems);
        if is_text(path) {
            problems.push(wording::name_with_txt(path));
        }
        ReadDocument { hash, text, problems }
    }

    fn text_up_to(&self, path: &SourcePath, most: u64, problems: &mut Vec<Problem>) -> Option<Text> {
        let bytes = limited(&disk(&self.root, path), path, None, most, problems)?;
        text_of(bytes, path, problems).map(|text| Text { path: path.clone(), text: text.into() })
    }

    fn attachment(&self, file: &ListedFile) -> File {
        let stamp = file.stamp.filter(|stamp| stamp.is_settled(self.taken));
        let picture = picture(&disk(&self.root, &file.path), &file.path);
        let mark = stamp.map(|Stamp { size, modified, changed, node }| {
            [size, modified.cast_unsigned(), changed.cast_unsigned(), node]
        });
        File { path: file.path.clone(), picture, mark }
    }
}

/// A document that was read.
#[derive(Debug)]
pub struct ReadDocument {
    /// The hash of its bytes (BLAKE3).
    pub hash: [u8; 32],
    /// Its text; none where it is none.
    pub text: Option<String>,
    /// What is wrong with the file, or odd.
    pub problems: Vec<Problem>,
}

/// The texts of a site's documents: those that were read a moment ago, up to a limit, and for the others the disk.
#[derive(Debug)]
pub struct OnDisk {
    root: PathBuf,
    held: HashMap<SourcePath, Arc<str>>,
}

impl OnDisk {
    /// Takes the texts that are at hand.
    pub fn new(root: &Path, held: impl IntoIterator<Item = (SourcePath, Arc<str>)>) -> Self {
        Self { root: root.to_owned(), held: held.into_iter().collect() }
    }

    /// The text of any source, for showing the line of a problem; what is no text in it is replaced.
    pub fn show(&self, path: &SourcePath) -> Option<Arc<str>> {
        let bytes = limited(&disk(&self.root, path), path, None, LARGEST_SETTINGS, &mut Vec::new())?;
        let shown = encoding::decode(bytes.clone()).map(|(text, _)| text);
        Some(shown.unwrap_or_else(|_| String::from_utf8_lossy(&bytes).into_owned()).into())
    }
}

impl Texts for OnDisk {
    fn text(&self, path: &SourcePath, hash: &[u8; 32]) -> Result<Arc<str>, String> {
        if let Some(text) = self.held.get(path) {
            return Ok(text.clone());
        }
        let bytes = fs::read(disk(&self.root, path)).map_err(|error| error.to_string())?;
        let same = blake3::hash(&bytes).as_bytes() == hash;
        let text = encoding::decode(bytes).ok().map(|(text, _)| text).filter(|_| same);
        text.map(Into::into).ok_or_else(|| problem::CHANGED.to_owned())
    }

    fn bytes(&self, path: &SourcePath) -> Result<Vec<u8>, String> {
        let whole = fs::canonicalize(disk(&self.root, path)).map_err(|error| error.to_string())?;
        // It was below the root when the site was listed; that it has not become a link out of there is looked at again.
        if !fs::canonicalize(&self.root).is_ok_and(|root| whole.starts_with(root)) {
            return Err("it leads out of the site's folder".to_owned());
        }
        let mut problems = Vec::new();
        limited(&whole, path, None, LARGEST_PICTURE, &mut problems)
            .ok_or_else(|| problems.pop().map(|problem| problem.message).unwrap_or_default())
    }
}

/// Whether a file below `content/` is a bulletin or a page.
fn is_document(root: &Path, path: &SourcePath) -> bool {
    names::is_document(path.file_name()) || (is_text(path) && begins_as_bulletin(&disk(root, path)))
}

struct FolderWalk<'a> {
    root: &'a Path,
    /// The root with every link followed: nothing outside it is read.
    whole: &'a Path,
    problems: Vec<Problem>,
}

impl FolderWalk<'_> {
    /// Every file below a folder whose name, and whose folders' names, begin with neither `.` nor `_`.
    fn files(&mut self, folder: &str) -> Vec<SourcePath> {
        let start = self.root.join(folder);
        let mut files = Vec::new();
        if !start.is_dir() {
            return files;
        }
        let ignored = folder == "content";
        let mut outside: HashSet<PathBuf> = HashSet::new();
        let mut walk = WalkDir::new(&start).follow_links(true).max_depth(64).into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    let path = self.path(error.path().unwrap_or(&start));
                    let problem = if error.loop_ancestor().is_some() {
                        wording::link_outside(&path, "leads round in a circle")
                    } else if error.path().is_some_and(Path::is_symlink) {
                        wording::link_outside(&path, "leads to nothing")
                    } else {
                        let reason = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                        wording::file_unreadable(&path, &reason)
                    };
                    self.problems.push(problem);
                    continue;
                }
            };
            let name = entry.file_name().to_string_lossy();
            let hidden = entry.depth() > 0 && (name.starts_with('.') || (ignored && name.starts_with('_')));
            if ignored && hidden && entry.file_type().is_dir() && name.starts_with('_') {
                self.passed_over(entry.path());
            }
            if !hidden && entry.depth() > 0 && names::is_leftover(&name) {
                if ignored && entry.file_type().is_file() {
                    self.problems.push(wording::leftover(&self.path(entry.path())));
                }
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
            if hidden || (entry.path_is_symlink() && self.leads_outside(entry.path(), &mut outside)) {
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
                continue;
            }
            if !entry.file_type().is_file() {
                continue;
            }
            let path = self.path(entry.path());
            if entry.path().to_str().is_none() {
                self.problems.push(wording::name_not_utf8(&path));
                continue;
            }
            files.push(path);
        }
        files
    }

    /// Tells of a folder that is passed over though bulletins lie in it, as those of Jekyll do in `_posts`.
    fn passed_over(&mut self, folder: &Path) {
        let files = WalkDir::new(folder).max_depth(8).into_iter().flatten().take(10_000);
        let count = files.filter(|file| names::is_document(&file.file_name().to_string_lossy())).count();
        if count > 0 {
            self.problems.push(wording::folder_passed_over(&self.path(folder), count));
        }
    }

    /// Takes out files `x.md.txt` and `x.txt` beside which there is an `x.md`: they are older copies.
    fn twins(&mut self, documents: &mut Vec<SourcePath>) {
        let (texts, others): (Vec<SourcePath>, Vec<SourcePath>) =
            std::mem::take(documents).into_iter().partition(is_text);
        let known: HashSet<String> = others.iter().map(|path| path.as_str().to_lowercase()).collect();
        *documents = others;
        for path in texts {
            let lower = path.as_str().to_lowercase();
            let name = lower.trim_end_matches(".txt");
            if known.contains(name) || known.contains(&format!("{name}.md")) {
                self.problems.push(wording::leftover(&path));
            } else {
                documents.push(path);
            }
        }
    }

    fn leads_outside(&mut self, path: &Path, outside: &mut HashSet<PathBuf>) -> bool {
        let target = fs::canonicalize(path).ok();
        let inside = target.as_ref().is_some_and(|target| target.starts_with(self.whole));
        let above = path.parent().and_then(|folder| fs::canonicalize(folder).ok());
        let round = above.zip(target).is_some_and(|(above, target)| above.starts_with(target));
        if (!inside || round) && outside.insert(path.to_owned()) {
            let path = self.path(path);
            let reason = if inside { "leads round in a circle" } else { "leads out of the site's folder" };
            self.problems.push(wording::link_outside(&path, reason));
        }
        !inside || round
    }

    fn path(&self, path: &Path) -> SourcePath {
        let below = path.strip_prefix(self.root).unwrap_or(path);
        if std::path::MAIN_SEPARATOR == '/'
            && let Some(below) = below.to_str()
        {
            return SourcePath::new(below);
        }
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        SourcePath::new(parts.join("/"))
    }
}

/// The text that some bytes are, in whichever encoding; none where they are none.
pub fn decoded(bytes: Vec<u8>) -> Option<String> {
    encoding::decode(bytes).ok().map(|(text, _)| text)
}

/// The text of a file. One in another encoding is a problem that mends itself; what is no text is an error, and none.
fn text_of(bytes: Vec<u8>, path: &SourcePath, problems: &mut Vec<Problem>) -> Option<String> {
    if let Some(what) = encoding::foreign(&bytes) {
        problems.push(wording::not_text(path, what));
        return None;
    }
    match encoding::decode(bytes) {
        Ok((text, Encoding::Utf8)) => Some(text),
        Ok((text, Encoding::Utf16)) => {
            problems.push(wording::encoding_other(path, "UTF-16, which Notepad calls Unicode"));
            Some(text)
        }
        Ok((text, Encoding::Windows1252)) => {
            problems.push(wording::encoding_other(path, "Windows-1252, which Notepad calls ANSI"));
            Some(text)
        }
        Err(at) => {
            problems.push(wording::not_utf8(path, at));
            None
        }
    }
}

/// What a file is as a picture; only its header is read.
fn picture(disk: &Path, path: &SourcePath) -> Option<pictures::FileKind> {
    let media = media::content_type(path.as_str());
    if !media.starts_with("image/") && media != media::UNKNOWN {
        return None;
    }
    let look = || pictures::look(path.file_name(), &mut BufReader::new(DiskFile::open(disk)?));
    // What it is cannot be told, so that it is not published: it may be a photograph that says where it was taken.
    look().unwrap_or(Some(pictures::FileKind::Unfit(pictures::PictureError::Unread)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_photograph_that_cannot_be_read_is_not_taken_for_another_file() {
        let unread = Some(pictures::FileKind::Unfit(pictures::PictureError::Unread));
        for name in ["content/p.jpg", "content/p", "content/p.xyz"] {
            assert_eq!(picture(Path::new("/nowhere/p"), &SourcePath::new(name)), unread, "{name}");
        }
        assert_eq!(picture(Path::new("/nowhere/p"), &SourcePath::new("content/p.pdf")), None);
    }
}
