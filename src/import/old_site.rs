//! A site of Jekyll, Hugo or Eleventy that is taken over whole: what its settings and folders say of all its documents.
//! In: the texts of its settings and the names of its files. Out: [`OldSite`]. It must not know the disk.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use super::{
    house::{self, Value},
    jekyll,
    receipt::{counted, was},
};
use crate::{
    address, language,
    parse::tree::{self, Map, MapEntry},
    source::{SourcePath, Span},
};

/// The program that made a site.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SiteMaker {
    Jekyll,
    Hugo,
    Eleventy,
    #[default]
    Unknown,
}

/// What is read of the folder of an old site before its documents.
#[derive(Clone, Debug, Default)]
pub struct OldSiteFiles {
    /// The folder, as it was named.
    pub folder: String,
    /// The folder of its content in it, with `/` at its end; empty where that is the whole folder.
    pub content: String,
    /// The names and texts of files of which [`says_of_others`] holds.
    pub texts: Vec<(String, String)>,
    /// The names of all files in it.
    pub files: BTreeSet<String>,
}

/// A site that is taken over.
#[derive(Clone, Debug, Default)]
pub struct OldSite {
    pub maker: SiteMaker,
    pub folder: String,
    pub content: String,
    pub files: BTreeSet<String>,
    /// Whether settings were found: without them it is a guess what the other program did.
    pub is_configured: bool,
    /// Where it stood, with its folder on its host.
    pub base: Option<url::Url>,
    /// What of its settings could not be followed.
    pub unfollowed: Vec<String>,
    settings: Vec<(String, Value)>,
    defaults: Vec<FieldDefaults>,
    /// Its languages, each with the folder below the content that is its own, where it has one.
    languages: Vec<(String, Option<String>)>,
}

/// Fields that hold for all documents in a folder that do not say otherwise.
#[derive(Clone, Debug)]
struct FieldDefaults {
    /// Below the folder of the site; empty for all.
    folder: String,
    /// The collection of Jekyll, where only that is meant.
    collection: Option<String>,
    fields: Map,
}

/// A document of such a site.
#[derive(Clone, Debug)]
pub struct OldPath {
    pub site: Arc<OldSite>,
    /// Below the folder of the site.
    pub path: String,
}

/// The fields that a folder may say for its documents. What else it says is about their looks.
const HANDED_DOWN: &[&str] = &[
    "published",
    "draft",
    "permalink",
    "lang",
    "categories",
    "category",
    "author",
    "authors",
    "publishDate",
    "expiryDate",
    "unpublishDate",
    "headless",
    "_build",
    "build",
    "private",
    "hidden",
    "unlisted",
    "password",
    "eleventyExcludeFromCollections",
];

const JEKYLL: &[&str] = &["_config.yml", "_config.yaml", "_config.toml"];
const HUGO: &[&str] =
    &["hugo.toml", "hugo.yaml", "hugo.yml", "hugo.json", "config.toml", "config.yaml", "config.yml", "config.json"];
const ELEVENTY: &[&str] = &[".eleventy.js", "eleventy.config.js", "eleventy.config.cjs", "eleventy.config.mjs"];
/// Endings of texts that are not read, and what to do with them.
const UNREAD: &[(&[&str], &str)] = &[
    (
        &["org", "adoc", "asciidoc", "asc", "rst", "rest", "textile", "wiki", "tex", "pdc", "rmd", "qmd", "ipynb"],
        "make Markdown of each, for instance with the program pandoc, and import that",
    ),
    (
        &[
            "njk", "liquid", "pug", "haml", "slim", "ejs", "hbs", "mustache", "vto", "webc", "mdx", "tsx", "jsx",
            "vue", "svelte", "astro", "php",
        ],
        "it is a template: where it holds text of its own, import the page that the old site made of it",
    ),
];
/// Where Hugo keeps settings in several files.
const HUGO_FOLDER: &str = "config/_default/";

/// Whether a file of an old site, by its path below that, is its settings or says something of other files.
pub fn says_of_others(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    is_settings(path)
        || path.starts_with(HUGO_FOLDER)
        || name == "_index.md"
        || name.ends_with(".11tydata.json")
        || path == ".eleventyignore"
        || path.rsplit('/').nth(1).is_some_and(|folder| name.strip_suffix(".json") == Some(folder))
}

/// Whether a file at the top of a folder is the settings of such a program.
pub fn is_settings(path: &str) -> bool {
    [JEKYLL, HUGO, ELEVENTY].iter().any(|names| names.contains(&path))
}

impl OldSite {
    /// Reads its settings.
    pub fn new(given: OldSiteFiles) -> Self {
        let OldSiteFiles { folder, content, texts, files } = given;
        let mut site = Self { folder, content, files, ..Self::default() };
        for (path, text) in &texts {
            site.read(path, text);
        }
        let any = |test: &dyn Fn(&str) -> bool| site.files.iter().any(|file| test(file));
        if site.maker == SiteMaker::Unknown {
            if any(&|file| file.starts_with("_posts/") || file.contains("/_posts/") || file.starts_with("_drafts/")) {
                site.maker = SiteMaker::Jekyll;
            } else if any(&|file| file.ends_with("/_index.md")) {
                site.maker = SiteMaker::Hugo;
            }
        }
        site.read_base();
        site.read_languages();
        site.read_defaults();
        site
    }

    fn read(&mut self, path: &str, text: &str) {
        let name = path.rsplit('/').next().unwrap_or(path);
        let maker = if JEKYLL.contains(&path) {
            SiteMaker::Jekyll
        } else if HUGO.contains(&path) || path.starts_with(HUGO_FOLDER) {
            SiteMaker::Hugo
        } else if ELEVENTY.contains(&path) {
            SiteMaker::Eleventy
        } else {
            self.read_folder(path, text);
            return;
        };
        if self.maker == SiteMaker::Unknown {
            self.maker = maker;
        }
        self.is_configured = true;
        if maker == SiteMaker::Eleventy {
            self.unfollowed.push(format!(
                "`{path}` is a program, which was not run: see whether the addresses in `aliases` are those of the old site"
            ));
            return;
        }
        let Some(map) = fields_of(name, text) else {
            self.unfollowed.push(format!(
                "`{path}` cannot be read: addresses and what was not to be shown were guessed without it"
            ));
            return;
        };
        let read = house::value(&tree::Node { span: map.span, value: tree::TreeValue::Map(map) });
        let Some(Value::Map(entries)) = read else { return };
        let stem = name.split('.').next().unwrap_or(name);
        if path.starts_with(HUGO_FOLDER) && !matches!(stem, "hugo" | "config") {
            self.settings.push((stem.to_owned(), Value::Map(entries)));
        } else {
            self.settings.extend(entries);
        }
    }

    /// What a section of Hugo hands down, and what Eleventy keeps for a folder.
    fn read_folder(&mut self, path: &str, text: &str) {
        let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
        if name == "_index.md" {
            let Some(map) = super::front::fields(text) else { return };
            let Some(cascade) = map.find("cascade") else { return };
            let maps: Vec<&Map> = match &cascade.value {
                tree::TreeValue::Map(map) => vec![map],
                tree::TreeValue::List(list) => list
                    .iter()
                    .filter_map(|item| if let tree::TreeValue::Map(map) = &item.value { Some(map) } else { None })
                    .collect(),
                _ => Vec::new(),
            };
            for map in maps {
                // What is handed down to chosen pages may be meant for any of them.
                self.defaults.push(FieldDefaults { folder: folder.into(), collection: None, fields: map.clone() });
            }
        } else if name.ends_with(".json") {
            // JSON is YAML.
            if let Some(fields) = fields_of(name, text) {
                self.defaults.push(FieldDefaults { folder: folder.into(), collection: None, fields });
            }
        } else if path == ".eleventyignore" {
            let lines = text.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
            self.settings.push(("exclude".into(), Value::texts(lines)));
        }
    }

    fn read_base(&mut self) {
        let text = match self.maker {
            SiteMaker::Hugo => self.setting(&["baseurl"]).and_then(Value::as_text).map(str::to_owned),
            _ => self.setting(&["url"]).and_then(Value::as_text).map(|url| {
                let folder = self.setting(&["baseurl"]).and_then(Value::as_text).unwrap_or_default();
                format!("{}/{}", url.trim_end_matches('/'), folder.trim_matches('/'))
            }),
        };
        self.base = text.and_then(|text| url::Url::parse(&text).ok()).filter(url::Url::has_host);
    }

    fn read_languages(&mut self) {
        let Some(Value::Map(languages)) = self.setting(&["languages"]).cloned() else { return };
        for (code, settings) in languages {
            let folder = lookup(&settings, "contentdir").and_then(Value::as_text).map(|folder| {
                let folder = folder.trim_matches('/');
                folder.strip_prefix(self.content.trim_end_matches('/')).unwrap_or(folder).trim_matches('/').to_owned()
            });
            self.languages.push((code, folder.filter(|folder| !folder.is_empty())));
        }
    }

    /// The defaults of Jekyll's settings.
    fn read_defaults(&mut self) {
        let Some(Value::List(list)) = self.setting(&["defaults"]).cloned() else { return };
        for item in list {
            let text = |key: &str| item.get("scope").and_then(|scope| scope.get(key)).and_then(Value::as_text);
            let folder = text("path").unwrap_or_default().trim_matches('/').to_owned();
            let collection = text("type").map(str::to_owned);
            let Some(values) = item.get("values") else { continue };
            let fields = Map { entries: entries_of(values), ..Map::default() };
            self.defaults.push(FieldDefaults { folder, collection, fields });
        }
        // The closest folder counts first.
        self.defaults.sort_by_key(|defaults| std::cmp::Reverse(defaults.folder.len()));
    }

    /// A setting, by the keys that lead to it; capitals make no difference.
    pub fn setting(&self, keys: &[&str]) -> Option<&Value> {
        let (first, inner) = keys.split_first()?;
        inner.iter().try_fold(entry(&self.settings, first)?, |value, key| lookup(value, key))
    }

    /// Whether a setting is on.
    pub fn is_on(&self, keys: &[&str]) -> bool {
        self.setting(keys).and_then(Value::as_text).is_some_and(|text| text.eq_ignore_ascii_case("true"))
    }

    /// The texts of a setting that may be a list.
    pub fn texts(&self, key: &str) -> Vec<&str> {
        self.setting(&[key]).map(Value::each_text).unwrap_or_default()
    }

    /// The language in which documents are whose names say none.
    pub fn main_language(&self) -> Option<&str> {
        self.setting(&["defaultcontentlanguage"]).and_then(Value::as_text)
    }

    /// Whether it makes pages of a collection of Jekyll, `staff` for the folder `_staff`.
    pub fn shows_collection(&self, name: &str) -> bool {
        self.is_on(&["collections", name, "output"])
    }

    /// What is to be said of files that hold text in a form that is not read.
    pub fn passed_over(&self) -> Vec<String> {
        let mut kinds: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
        for path in self.files.iter().filter(|path| path.starts_with(&self.content) && !self.leaves_out(path)) {
            let ending = path.rsplit_once('.').map_or("", |(_, ending)| ending);
            if UNREAD.iter().any(|(endings, _)| endings.contains(&ending)) {
                kinds.entry(ending).or_insert((0, path)).0 += 1;
            }
        }
        let what_to_do = |ending: &str| {
            UNREAD.iter().find(|(endings, _)| endings.contains(&ending)).map_or("", |(_, what_to_do)| what_to_do)
        };
        let say = |(ending, (count, first)): (&str, (usize, &str))| {
            format!(
                "{} `.{ending}` {} passed over, the first of them `{first}`: {}",
                counted(count, "file"),
                was(count),
                what_to_do(ending)
            )
        };
        kinds.into_iter().map(say).collect()
    }

    /// Whether its settings leave out a file or folder.
    pub fn leaves_out(&self, path: &str) -> bool {
        let is_in = |pattern: &&str| {
            let pattern = pattern.trim_start_matches("./").trim_start_matches('/');
            let bare = pattern.trim_end_matches("/**").trim_end_matches("/*").trim_end_matches('/');
            let inside = path.strip_prefix(bare).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'));
            let ending = bare.strip_prefix('*').is_some_and(|ending| !ending.contains('*') && path.ends_with(ending));
            !bare.is_empty() && (inside || ending)
        };
        let hugo = self.texts("ignorefiles").into_iter().filter_map(|pattern| regex::Regex::new(pattern).ok());
        let is_included = self.texts("include").iter().any(is_in);
        !is_included
            && (self.texts("exclude").iter().any(is_in) || hugo.into_iter().any(|pattern| pattern.is_match(path)))
    }
}

impl OldPath {
    /// The path below the content of the site.
    pub fn below(&self) -> &str {
        self.path.strip_prefix(&self.site.content).unwrap_or(&self.path)
    }

    /// The collection of Jekyll that it belongs to: `posts`, `drafts`, or one of the site's own.
    pub fn collection(&self) -> Option<&str> {
        if self.site.maker != SiteMaker::Jekyll {
            return None;
        }
        let mut folders: Vec<&str> = self.path.split('/').collect();
        folders.pop();
        if let Some(own) = folders.iter().find(|folder| matches!(**folder, "_posts" | "_drafts")) {
            return Some(&own[1..]);
        }
        let above = self.site.setting(&["collections_dir"]).and_then(Value::as_text);
        let first = folders.iter().find(|folder| Some(**folder) != above)?;
        first.strip_prefix('_').filter(|name| !name.is_empty())
    }

    /// The language that its name or folder says, and its path below the content without that and its ending.
    pub fn language(&self) -> (Option<String>, String) {
        let below = self.below();
        let stem = below.rsplit_once('.').filter(|(_, ending)| !ending.contains('/')).map_or(below, |(stem, _)| stem);
        for (code, folder) in &self.site.languages {
            let inside = folder.as_deref().and_then(|folder| stem.strip_prefix(folder)?.strip_prefix('/'));
            if let Some(inside) = inside {
                return (Some(code.clone()), inside.to_owned());
            }
        }
        let named = stem.rsplit_once('.').filter(|(before, tag)| {
            let is_declared = self.site.languages.iter().any(|(code, _)| code.eq_ignore_ascii_case(tag));
            let is_tag = language::tag(tag).is_some_and(|found| found.eq_ignore_ascii_case(tag));
            let is_one = is_tag && language::is_known(&tag.to_ascii_lowercase());
            !before.is_empty() && !before.ends_with('/') && (is_declared || is_one)
        });
        match named {
            Some((before, tag)) => (Some(tag.to_owned()), before.to_owned()),
            None => (None, stem.to_owned()),
        }
    }

    /// Adds to the fields of the document what its folder or the site's settings say for those that do not say it.
    pub fn fill(&self, fields: &mut Map) {
        let inside = |folder: &str| {
            folder.is_empty()
                || self.path.strip_prefix(folder).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        let collection = self.collection().unwrap_or("pages");
        let ours = self.site.defaults.iter().filter(|defaults| {
            inside(&defaults.folder) && defaults.collection.as_deref().is_none_or(|wanted| wanted == collection)
        });
        for entry in ours.flat_map(|defaults| &defaults.fields.entries) {
            let is_handed_down = HANDED_DOWN.iter().any(|key| key.eq_ignore_ascii_case(&entry.key));
            if is_handed_down && fields.find(&entry.key).is_none() {
                fields.entries.push(entry.clone());
            }
        }
    }
}

/// The value of a key, in capitals or not.
fn lookup<'v>(value: &'v Value, key: &str) -> Option<&'v Value> {
    match value {
        Value::Map(entries) => entry(entries, key),
        _ => None,
    }
}

fn entry<'v>(entries: &'v [(String, Value)], key: &str) -> Option<&'v Value> {
    entries.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)).map(|(_, value)| value)
}

/// A file of settings, by its ending.
fn fields_of(name: &str, text: &str) -> Option<Map> {
    let yaml = if name.ends_with(".toml") { jekyll::yaml_of_toml(text).ok()? } else { text.to_owned() };
    let path = SourcePath::new(name);
    tree::read(&yaml, 0, &path, tree::SETTINGS, &mut Vec::new())
}

fn entries_of(value: &Value) -> Vec<MapEntry> {
    let Value::Map(entries) = value else { return Vec::new() };
    let one = |(key, value): &(String, Value)| MapEntry {
        key: key.clone(),
        key_span: Span::default(),
        value: node_of(value),
    };
    entries.iter().map(one).collect()
}

fn node_of(value: &Value) -> tree::Node {
    let value = match value {
        Value::Null => tree::TreeValue::Null,
        Value::Text(text) => tree::TreeValue::Text(text.clone()),
        Value::List(list) => tree::TreeValue::List(list.iter().map(node_of).collect()),
        Value::Map(_) => tree::TreeValue::Map(Map { entries: entries_of(value), ..Map::default() }),
    };
    tree::Node { span: Span::default(), value }
}

/// A path as Hugo writes it in addresses.
pub fn hugo_path(path: &str) -> String {
    let kept = |c: &char| c.is_alphanumeric() || matches!(c, '/' | '.' | '-' | '_' | '+' | '~' | '#' | '%');
    address::decode(path).replace(' ', "-").chars().filter(kept).collect::<String>().to_lowercase()
}
