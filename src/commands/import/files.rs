//! The sources that a command line names, one by one. In: names. Out: bytes with where they came from, or why not.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fs::{self, File},
    io::{self, Read as _},
    path::{Path, PathBuf},
};

use walkdir::WalkDir;

use crate::{
    fetch::{self, AddressSource},
    import::{LARGEST, SourceOrigin},
};

/// A source that was read.
#[derive(Debug)]
pub struct ReadSource {
    pub origin: SourceOrigin,
    pub bytes: Vec<u8>,
}

/// A source, or its name and why it could not be read.
pub type SourceResult = Result<ReadSource, (String, String)>;

/// Reads the sources that were named; a folder is all that lies in it.
pub fn expand(names: &[String], root: &Path) -> Vec<SourceResult> {
    let mut found = Vec::new();
    for name in names {
        if name == "-" {
            found.push(bounded(
                io::stdin().lock(),
                SourceOrigin { name: "standard input".into(), ..SourceOrigin::default() },
            ));
        } else if name.contains("://") || name.starts_with("javascript:") || name.starts_with("data:") {
            found.push(address(name, AddressSource::ByUser));
        } else if Path::new(name).is_dir() {
            folder(Path::new(name), root, &mut found);
        } else {
            found.push(file(Path::new(name), None));
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

fn file(path: &Path, below: Option<String>) -> SourceResult {
    let name = path.display().to_string();
    match fs::metadata(path) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Err((name, "there is no such file".into())),
        Err(error) => return Err((name, format!("it cannot be read: {error}"))),
        Ok(metadata) if !metadata.is_file() => return Err((name, "it is neither a file nor a folder".into())),
        Ok(_) => {}
    }
    match File::open(path) {
        Ok(file) => bounded(file, SourceOrigin { name, below, ..SourceOrigin::default() }),
        Err(error) => Err((name, format!("it cannot be read: {error}"))),
    }
}

/// All texts of a folder; the content of a Jekyll or Hugo site is known by its paths.
fn folder(folder: &Path, root: &Path, found: &mut Vec<SourceResult>) {
    let own = fs::canonicalize(root.join("content")).ok();
    let content = ["content", "_posts"].iter().map(|name| folder.join(name)).find(|path| path.is_dir());
    let base = match &content {
        Some(path) if path.ends_with("content") => path.clone(),
        _ => folder.to_owned(),
    };
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
    let walk = WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .filter_entry(|entry| entry.depth() == 0 || !entry.file_name().to_str().is_some_and(hidden));
    let mut paths: Vec<PathBuf> = Vec::new();
    for entry in walk.flatten().filter(|entry| entry.file_type().is_file()) {
        let own =
            own.as_ref().is_some_and(|own| fs::canonicalize(entry.path()).is_ok_and(|path| path.starts_with(own)));
        if !own {
            paths.push(entry.into_path());
        }
    }
    let is_site = content.is_some()
        || ["_config.yml", "hugo.toml", "config.toml", "hugo.yaml"].iter().any(|name| folder.join(name).is_file())
        || paths.iter().any(|path| path.file_name().is_some_and(|name| name == "_index.md"))
        || folder.ends_with("content")
        || folder.ends_with("_posts");
    for path in paths {
        let below = path.strip_prefix(&base).unwrap_or(&path).to_string_lossy().replace('\\', "/");
        let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
        let markdown = matches!(ending.as_str(), "md" | "markdown" | "mdown");
        let receipt =
            path.file_name().and_then(|name| name.to_str()).is_some_and(|name| name.ends_with(".import.json"));
        let known = markdown
            || matches!(
                ending.as_str(),
                "txt" | "eml" | "msg" | "html" | "htm" | "mht" | "mhtml" | "docx" | "xml" | "rss" | "atom" | "json"
            );
        let outside = is_site && !path.starts_with(&base);
        if !known || receipt || outside || is_site && !markdown && !matches!(ending.as_str(), "html" | "htm") {
            continue;
        }
        let licence = matches!(
            path.file_stem().and_then(|name| name.to_str()),
            Some("LICENSE" | "LICENCE" | "README" | "CONTRIBUTING")
        );
        if !licence {
            found.push(file(&path, (is_site && markdown).then_some(below)));
        }
    }
}
