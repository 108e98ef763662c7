//! The sources that a command line names, one by one. In: names. Out: bytes with where they came from, or why not, and what
//! lies beside them in the folder of an old site.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
    sync::Arc,
};

use walkdir::WalkDir;

use crate::{
    fetch::{self, AddressSource},
    import::{self, LARGEST, OldPath, OldSite, OldSiteFiles, SourceOrigin},
};

/// A source that was read.
#[derive(Debug)]
pub struct ReadSource {
    pub origin: SourceOrigin,
    pub bytes: Vec<u8>,
}

/// A source, or its name and why it could not be read.
pub type SourceResult = Result<ReadSource, (String, String)>;

/// Sources that belong together.
#[derive(Debug)]
pub struct SourceGroup {
    /// The site of another program that they are, where they are one.
    pub site: Option<Arc<OldSite>>,
    pub sources: Vec<SourceResult>,
}

impl SourceGroup {
    fn of(source: SourceResult) -> Self {
        Self { site: None, sources: vec![source] }
    }
}

/// Reads the sources that were named; a folder is all that lies in it.
pub fn expand(names: &[String], root: &Path) -> Vec<SourceGroup> {
    let mut found = Vec::new();
    for name in names {
        if name == "-" {
            let origin = SourceOrigin { name: "standard input".into(), ..SourceOrigin::default() };
            found.push(SourceGroup::of(bounded(io::stdin().lock(), origin)));
        } else if name.contains("://") || name.starts_with("javascript:") || name.starts_with("data:") {
            found.push(SourceGroup::of(address(name, AddressSource::ByUser)));
        } else if Path::new(name).is_dir() {
            found.extend(folder(Path::new(name), root));
        } else {
            found.push(SourceGroup::of(file(Path::new(name), None)));
        }
    }
    found
}

/// Fetches what stands at an address.
pub fn address(name: &str, by: AddressSource) -> SourceResult {
    let fetched = fetch::fetch(name, LARGEST, by).map_err(|why| (name.to_owned(), why))?;
    let origin = SourceOrigin {
        name: name.to_owned(),
        address: Some(fetched.address),
        content_type: fetched.content_type,
        ..SourceOrigin::default()
    };
    Ok(ReadSource { origin, bytes: fetched.bytes })
}

fn bounded(reader: impl io::Read, origin: SourceOrigin) -> SourceResult {
    let mut bytes = Vec::new();
    match reader.take(LARGEST + 1).read_to_end(&mut bytes) {
        Ok(_) if bytes.len() as u64 > LARGEST => {
            Err((origin.name, format!("it is larger than {} MiB, which no bulletin is", LARGEST / 1024 / 1024)))
        }
        Ok(_) => Ok(ReadSource { origin, bytes }),
        Err(error) => Err((origin.name, format!("it cannot be read: {error}"))),
    }
}

fn file(path: &Path, old: Option<OldPath>) -> SourceResult {
    let name = path.display().to_string();
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err((name, "there is no such file".into())),
        Err(error) => return Err((name, format!("it cannot be read: {error}"))),
        Ok(metadata) if !metadata.is_file() => return Err((name, "it is neither a file nor a folder".into())),
        Ok(_) => {}
    }
    match File::open(path) {
        Ok(file) => bounded(file, SourceOrigin { name, old, ..SourceOrigin::default() }),
        Err(error) => Err((name, format!("it cannot be read: {error}"))),
    }
}

/// All texts of a folder; the content of a Jekyll, Hugo or Eleventy site is known by its paths.
fn folder(folder: &Path, root: &Path) -> Vec<SourceGroup> {
    let content = ["content", "_posts"].iter().map(|name| folder.join(name)).find(|path| path.is_dir());
    let base = match &content {
        Some(path) if path.ends_with("content") => path.clone(),
        _ => folder.to_owned(),
    };
    let paths = files_in(folder, root);
    let below = |path: &Path, base: &Path| path.strip_prefix(base).unwrap_or(path).to_string_lossy().replace('\\', "/");
    let settings: Vec<PathBuf> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    let settings = settings.into_iter().filter(|path| import::is_settings(&below(path, folder)) && path.is_file());
    let settings: Vec<PathBuf> = settings.collect();
    let is_site = content.is_some()
        || !settings.is_empty()
        || paths.iter().any(|path| path.file_name().is_some_and(|name| name == "_index.md"))
        || folder.ends_with("content")
        || folder.ends_with("_posts");
    let site = is_site.then(|| {
        let said = paths.iter().filter(|path| import::says_of_others(&below(path, folder)));
        let said: std::collections::BTreeSet<&PathBuf> = said.chain(&settings).collect();
        let text = |path: &PathBuf| file(path, None).ok().map(|read| String::from_utf8_lossy(&read.bytes).into_owned());
        let content = below(&base, folder);
        Arc::new(OldSite::new(OldSiteFiles {
            folder: folder.display().to_string(),
            content: if content.is_empty() { content } else { format!("{content}/") },
            texts: said.into_iter().filter_map(|path| Some((below(path, folder), text(path)?))).collect(),
            files: paths.iter().map(|path| below(path, folder)).collect(),
        }))
    });
    let mut sources = Vec::new();
    for path in paths {
        if is_source(&path, site.is_some(), &base) {
            let old = |site: &Arc<OldSite>| OldPath { site: Arc::clone(site), path: below(&path, folder) };
            sources.push(file(&path, site.as_ref().map(old)));
        }
    }
    match site {
        Some(site) => vec![SourceGroup { site: Some(site), sources }],
        None => sources.into_iter().map(SourceGroup::of).collect(),
    }
}

/// The files in a folder, in the order of their names: none that a program made or keeps for itself, none of the site's own.
fn files_in(folder: &Path, root: &Path) -> Vec<PathBuf> {
    let own = fs::canonicalize(root.join("content")).ok();
    let hidden = |name: &str| {
        name.starts_with('.')
            || matches!(
                name,
                "node_modules"
                    | "public"
                    | "_site"
                    | "target"
                    | "_includes"
                    | "_layouts"
                    | "_sass"
                    | "archetypes"
                    | "layouts"
                    | "themes"
            )
    };
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(|entry| {
        // Where Ruby keeps its libraries.
        let of_ruby = ["bundle", "cache", "gems", "ruby"];
        let is_library = of_ruby.iter().any(|name| entry.path().ends_with(Path::new("vendor").join(name)));
        entry.depth() == 0 || !is_library && !entry.file_name().to_str().is_some_and(hidden)
    });
    let is_own =
        |path: &Path| own.as_ref().is_some_and(|own| fs::canonicalize(path).is_ok_and(|path| path.starts_with(own)));
    let files = walk.flatten().filter(|entry| entry.file_type().is_file()).map(walkdir::DirEntry::into_path);
    files.filter(|path| !is_own(path)).collect()
}

/// Whether a file of a folder is a text that is taken in. `base` is the folder of a site's content.
fn is_source(path: &Path, of_site: bool, base: &Path) -> bool {
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let is_page = matches!(ending.as_str(), "md" | "markdown" | "mdown" | "html" | "htm");
    let others = ["txt", "eml", "emlx", "mbox", "msg", "mht", "mhtml", "docx", "xml", "rss", "atom", "json"];
    // What cannot be read is said, and what to do with it.
    let documents = ["pdf", "doc", "rtf", "odt", "pages"];
    let is_known = is_page || !of_site && others.iter().chain(&documents).any(|known| *known == ending);
    let is_receipt = name.ends_with(".import.json");
    let is_licence = matches!(stem, "LICENSE" | "LICENCE" | "README" | "CONTRIBUTING");
    let is_outside = of_site && !path.starts_with(base);
    is_known && !is_receipt && !is_licence && !is_outside
}
