//! What the host is to hold: the files of the output folder as the build recorded them. In: how the folder was built, the
//! record of its files, the settings. Out: a [`SiteFiles`]. It must not know any host.

use std::{
    collections::{BTreeSet, HashMap},
    path::Path,
};

use walkdir::WalkDir;

use super::{
    content::GZIP,
    count, tell,
    wanted::{BytesSource, FileHeaders, Print, SiteFile, SiteFiles},
};
use crate::{
    address::BaseUrl,
    cache::BuildRecord,
    media,
    role::Role,
    settings::publish::{CacheTimes, Compress, Publish},
    write::{self, Folders, Record},
};

/// A site, and what should be known of the folder it is in.
pub struct Local {
    pub site: SiteFiles,
    pub notes: Vec<String>,
}

/// Files that people put into an output folder for a host or a service to find, and that no build writes.
const MARKS: &[&str] = &["CNAME", ".nojekyll", ".htaccess", "_headers"];
const MARKS_FOLDER: &str = ".well-known/";

/// Gathers the files of an output folder.
///
/// # Errors
///
/// A sentence, when files are not there that the build wrote, or cannot be read.
pub fn gather(folders: &Folders, record: &Record, built: BuildRecord, settings: &Publish) -> Result<Local, String> {
    let folder = folders.out.display();
    let mut known: HashMap<String, (Role, Vec<String>)> =
        built.outputs.into_iter().map(|file| (file.name, (file.role, file.of))).collect();
    let mut site = SiteFiles::new();
    for (name, held) in record.files(folders) {
        let held = held.map_err(|error| {
            format!("`{folder}/{name}` is not as the build left it ({error}): run `noticeboard build` again")
        })?;
        let Some((role, of)) = known.remove(&name) else {
            return Err(format!("`{folder}` holds more than the last build wrote: run `noticeboard build` again"));
        };
        add(&mut site, settings, &name, held, role, of);
    }
    let mut notes = Vec::new();
    let mut strange = Vec::new();
    for name in others(&folders.out, &site) {
        let asked = settings.include.iter().any(|path| is_within(&name, path));
        if !asked && !MARKS.contains(&name.as_str()) && !name.starts_with(MARKS_FOLDER) {
            // What hides is of an editor or a system.
            if !name.split('/').any(|part| part.starts_with('.')) {
                strange.push(name);
            }
            continue;
        }
        let path = folders.out.join(&name);
        let held = write::look(&path).map_err(|error| format!("`{}` cannot be read: {error}", path.display()))?;
        let role = if asked { Role::File } else { Role::Index };
        add(&mut site, settings, &name, held, role, Vec::new());
    }
    if let Some(first) = strange.first() {
        let files = count(strange.len(), "file that no build", "files that no build");
        notes.push(format!(
            "Not published: {files} wrote into `{folder}`, such as `{first}`. Name what belongs to the site under \
             `include` of `publish` in `site.yaml`"
        ));
    }
    Ok(Local { site, notes })
}

/// Whether a file is the one that was named, or lies in the folder that was.
fn is_within(name: &str, path: &str) -> bool {
    let path = path.trim_end_matches('/');
    name.strip_prefix(path).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// The files of a folder that a site does not name, in order.
fn others(out: &Path, site: &SiteFiles) -> BTreeSet<String> {
    let files = WalkDir::new(out).into_iter().flatten().filter(|entry| entry.file_type().is_file());
    let names = files.filter_map(|entry| {
        let name = entry.path().strip_prefix(out).ok()?.to_str()?;
        Some(if cfg!(windows) { name.replace('\\', "/") } else { name.to_owned() })
    });
    names.filter(|name| !site.contains_key(name)).collect()
}

fn add(site: &mut SiteFiles, settings: &Publish, name: &str, held: write::OutputFile, role: Role, mut of: Vec<String>) {
    of.sort_unstable();
    let print = Print::of(&held.hash);
    let plain = SiteFile {
        print,
        size: held.size,
        role,
        of,
        headers: headers(name, role, &settings.keep),
        source: BytesSource::File(name.to_owned()),
    };
    let worth = held.size >= WORTH && is_text(plain.headers.content_type);
    match settings.compress {
        Compress::Beside if worth => {
            let mut of = plain.of.clone();
            of.push(name.to_owned());
            of.sort_unstable();
            let zipped = SiteFile {
                print: print.derived(GZIP),
                of,
                source: BytesSource::Gzip(name.to_owned()),
                headers: FileHeaders { content_type: "application/gzip", ..plain.headers.clone() },
                ..plain.clone()
            };
            site.insert(format!("{name}.gz"), zipped);
            site.insert(name.to_owned(), plain);
        }
        Compress::Instead if worth => {
            let zipped = SiteFile {
                print: print.derived(GZIP),
                source: BytesSource::Gzip(name.to_owned()),
                headers: FileHeaders { encoding: Some("gzip"), ..plain.headers.clone() },
                ..plain
            };
            site.insert(name.to_owned(), zipped);
        }
        _ => _ = site.insert(name.to_owned(), plain),
    }
}

/// Smaller files fit into one packet either way.
const WORTH: u64 = 1024;

fn is_text(content_type: &str) -> bool {
    content_type.starts_with("text/")
        || ["json", "xml", "javascript"].iter().any(|word| content_type.split(';').next().unwrap_or("").ends_with(word))
}

/// What the host says about a file.
fn headers(name: &str, role: Role, keep: &CacheTimes) -> FileHeaders {
    let cache_control = match role {
        _ if role.is_named_by_content() => format!("public, max-age={}, immutable", keep.named),
        Role::Feed | Role::Index => format!("public, max-age={}", keep.feeds),
        Role::Notice | Role::Asset | Role::File | Role::Page | Role::List => format!("public, max-age={}", keep.pages),
    };
    FileHeaders { content_type: media::content_type(name), cache_control, encoding: None }
}

/// Files that only hosts of a kind need.
pub fn for_pages_hosts(site: &mut SiteFiles, settings: &Publish) {
    // Without it, some hosts take folders away whose names begin with an underscore.
    add_text(site, settings, ".nojekyll", String::new());
    if let Some(domain) = &settings.cname {
        add_text(site, settings, "CNAME", format!("{domain}\n"));
    }
}

/// The file by which search engines know whoever tells them what changed.
pub fn for_search_engines(site: &mut SiteFiles, settings: &Publish, base: &BaseUrl) {
    if let Some((name, text)) = tell::proof(base, &settings.caches) {
        add_text(site, settings, &name, text);
    }
}

/// Adds a file that no build wrote, unless there is one of this name.
fn add_text(site: &mut SiteFiles, settings: &Publish, name: &str, text: String) {
    let wanted = SiteFile {
        print: Print::of(&blake3::hash(text.as_bytes())),
        size: text.len() as u64,
        role: Role::Index,
        of: Vec::new(),
        headers: headers(name, Role::Index, &settings.keep),
        source: BytesSource::Text(text),
    };
    site.entry(name.to_owned()).or_insert(wanted);
}
