//! The reading edge: a folder on disk to [`Sources`]. In: the root and the path of the settings. Out: sources and what
//! could not be read. It must not know YAML, Markdown or templates.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    collections::HashSet,
    fs::{self, File as DiskFile},
    io::Read as _,
    path::{Path, PathBuf},
};

use rayon::prelude::*;
use walkdir::WalkDir;

use crate::{
    embedded,
    problem::{Problem, wording},
    source::{File, ImageSize, SourcePath, Sources, Static, Text},
};

/// The largest bulletin or template that is read, in bytes.
const LARGEST: u64 = 2 * 1024 * 1024;
/// The largest settings file, in bytes.
const LARGEST_SETTINGS: u64 = 8 * 1024 * 1024;
/// The largest file of a theme, in bytes.
const LARGEST_STATIC: u64 = 16 * 1024 * 1024;
/// So many bytes surely hold the size of a picture.
const IMAGE_HEAD: u64 = 256 * 1024;

/// Reads a site.
///
/// # Errors
///
/// When there is no site: a problem that says so.
pub fn read(root: &Path, config: &Path) -> Result<(Sources, Vec<Problem>), Box<Problem>> {
    if !root.join("content").is_dir() {
        return Err(Box::new(wording::content_missing(&root.display().to_string())));
    }
    let whole = fs::canonicalize(root).unwrap_or_else(|_| root.to_owned());
    let name = whole.file_name().and_then(|name| name.to_str()).unwrap_or_default().to_owned();
    let mut sources = Sources { folder_name: name, ..Sources::default() };
    let mut problems = Vec::new();

    let config_path = SourcePath::new(config.to_string_lossy().replace('\\', "/"));
    let config_file = root.join(config);
    match config_file.try_exists() {
        Ok(false) if config == Path::new("site.yaml") => {}
        Ok(false) => problems.push(wording::file_unreadable(&config_path, "it is not there")),
        _ => {
            let found = Found { path: config_path, disk: config_file };
            sources.settings = text_up_to(&found, LARGEST_SETTINGS, &mut problems);
        }
    }
    let mut walk = Walk { root, whole: &whole, problems: Vec::new() };
    let content = walk.files("content");
    let templates = walk.files("templates");
    let themes = walk.files("themes");
    problems.append(&mut walk.problems);

    let (documents, attachments): (Vec<Found>, Vec<Found>) =
        content.into_iter().partition(|found| is_document(&found.path));
    let read: Vec<(Option<Text>, Vec<Problem>)> = documents.par_iter().map(with_problems(text)).collect();
    for ((text, found), document) in read.into_iter().zip(&documents) {
        if text.is_none() {
            let bytes = limited(document, LARGEST, &mut Vec::new()).unwrap_or_default();
            let text = String::from_utf8_lossy(&bytes).into();
            sources.unreadable.push(Text { path: document.path.clone(), text });
        }
        sources.documents.extend(text);
        problems.extend(found);
    }
    sources.attachments =
        attachments.par_iter().map(|found| File { path: found.path.clone(), image: image(found) }).collect();
    sources.templates.extend(embedded::templates());
    sources.themes.extend(embedded::themes());
    sources.statics.extend(embedded::statics());
    for found in templates {
        sources.templates.extend(text(&found, &mut problems));
    }
    for found in themes {
        let path = found.path.as_str();
        let mut parts = path.splitn(4, '/').skip(2);
        match (parts.next(), parts.next()) {
            (Some("templates"), Some(_)) => sources.templates.extend(text(&found, &mut problems)),
            (Some("static"), Some(_)) => sources.statics.extend(bytes(&found, &mut problems)),
            (Some("theme.yaml"), None) => sources.themes.extend(text(&found, &mut problems)),
            _ => {}
        }
    }
    sources.sort();
    Ok((sources, problems))
}

fn with_problems<T>(
    read: impl Fn(&Found, &mut Vec<Problem>) -> T + Sync,
) -> impl Fn(&Found) -> (T, Vec<Problem>) + Sync {
    move |found| {
        let mut problems = Vec::new();
        (read(found, &mut problems), problems)
    }
}

/// Whether a file below `content/` is a bulletin or a page.
fn is_document(path: &SourcePath) -> bool {
    let name = path.file_name().to_ascii_lowercase();
    name.ends_with(".md") || name.ends_with(".markdown")
}

/// A file that was found.
struct Found {
    path: SourcePath,
    disk: PathBuf,
}

struct Walk<'a> {
    root: &'a Path,
    /// The root with every link followed: nothing outside it is read.
    whole: &'a Path,
    problems: Vec<Problem>,
}

impl Walk<'_> {
    /// Every file below a folder whose name, and whose folders' names, begin with neither `.` nor `_`.
    fn files(&mut self, folder: &str) -> Vec<Found> {
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
            files.push(Found { path, disk: entry.into_path() });
        }
        files
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
        let parts: Vec<_> = below.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        SourcePath::new(parts.join("/"))
    }
}

/// Reads a text; what cannot be read is reported.
fn text(found: &Found, problems: &mut Vec<Problem>) -> Option<Text> {
    text_up_to(found, LARGEST, problems)
}

fn text_up_to(found: &Found, most: u64, problems: &mut Vec<Problem>) -> Option<Text> {
    let bytes = limited(found, most, problems)?;
    match String::from_utf8(bytes) {
        Ok(text) => Some(Text { path: found.path.clone(), text: text.into() }),
        Err(error) => {
            problems.push(wording::not_utf8(&found.path, error.utf8_error().valid_up_to()));
            None
        }
    }
}

fn bytes(found: &Found, problems: &mut Vec<Problem>) -> Option<Static> {
    let bytes = limited(found, LARGEST_STATIC, problems)?;
    Some(Static { path: found.path.clone(), bytes: bytes.into() })
}

fn limited(found: &Found, most: u64, problems: &mut Vec<Problem>) -> Option<Vec<u8>> {
    let read = || -> std::io::Result<Result<Vec<u8>, u64>> {
        let file = DiskFile::open(&found.disk)?;
        let size = file.metadata()?.len();
        if size > most {
            return Ok(Err(size));
        }
        let mut bytes = Vec::with_capacity(usize::try_from(size).unwrap_or(0) + 1);
        // A file that grows while it is read ends at the limit all the same.
        file.take(most + 1).read_to_end(&mut bytes)?;
        let size = bytes.len() as u64;
        Ok(if size > most { Err(size) } else { Ok(bytes) })
    };
    match read() {
        Ok(Ok(bytes)) => Some(bytes),
        Ok(Err(size)) => {
            problems.push(wording::file_too_large(&found.path, size, most));
            None
        }
        Err(error) => {
            problems.push(wording::file_unreadable(&found.path, &error.to_string()));
            None
        }
    }
}

fn image(found: &Found) -> Option<ImageSize> {
    let name = found.path.file_name().to_ascii_lowercase();
    let ending = name.rsplit_once('.').map(|(_, ending)| ending)?;
    if !matches!(ending, "jpg" | "jpeg" | "png" | "gif" | "webp") {
        return None;
    }
    let mut head = Vec::new();
    DiskFile::open(&found.disk).ok()?.take(IMAGE_HEAD).read_to_end(&mut head).ok()?;
    ImageSize::of(&head)
}
