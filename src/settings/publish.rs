//! Where the site is published and how. In: `publish` of the settings. Out: [`Publish`]. It must not know how anything
//! is sent, and never holds a secret: a key that looks like one is an error.

use crate::{
    parse::{
        reader::{Commas, Reader, nearest},
        tree::{Map, Node, TreeValue},
    },
    problem::wording,
    source::Span,
};

/// Where the site is published and how.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Publish {
    /// A folder, `s3://…`, `sftp://…`, `git+…#branch`.
    pub target: Option<String>,
    /// The address of the store, where it is not Amazon's.
    pub endpoint: Option<String>,
    pub region: Option<String>,
    /// The domain that a Pages host is told of.
    pub cname: Option<String>,
    /// In whose name commits are made: `Name <address>`, or a name.
    pub author: Option<String>,
    pub keep: CacheTimes,
    pub compress: Compress,
    /// Files and folders of the output folder that are sent although no build wrote them.
    pub include: Vec<String>,
    /// Who keeps copies near readers, and is told what changed.
    pub caches: Vec<Cache>,
}

/// For how many seconds browsers and caches may keep what they got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CacheTimes {
    /// Pages, and whatever else changes under the same name.
    pub pages: u32,
    pub feeds: u32,
    /// Files that are named by their content.
    pub named: u32,
}

impl Default for CacheTimes {
    fn default() -> Self {
        Self { pages: 5 * 60, feeds: 5 * 60, named: YEAR }
    }
}

/// Whether texts are compressed beforehand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Compress {
    #[default]
    Not,
    /// A file `….gz` beside each, as `nginx` serves it with `gzip_static`.
    Beside,
    /// In the file's place, as a store hands it out.
    Instead,
}

/// A cache that is told what changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Cache {
    /// The id of a distribution.
    CloudFront(String),
    /// The id of a zone.
    Cloudflare(String),
    /// A command that reads addresses, a line each.
    Command(String),
    /// The address at which search engines are told (`IndexNow`).
    IndexNow(String),
}

/// Where all search engines that take part are told.
const INDEXNOW: &str = "https://api.indexnow.org/indexnow";

const KEYS: &[&str] =
    &["target", "endpoint", "region", "cname", "author", "keep", "compress", "include", "cdn", "indexnow"];
const CACHES: &[&str] = &["cloudfront", "cloudflare", "command"];
const MINUTE: u32 = 60;
const HOUR: u32 = 60 * MINUTE;
const DAY: u32 = 24 * HOUR;
const YEAR: u32 = 365 * DAY;

/// Reads `publish`; a text alone is the target.
pub fn read(node: &Node, reader: &mut Reader) -> Publish {
    let mut publish = Publish::default();
    if let TreeValue::Text(_) = node.value {
        publish.target = place(node, "publish", Span::new(node.span.start as usize, node.span.start as usize), reader);
        return publish;
    }
    let Some(map) = reader.map(node, "publish") else { return publish };
    refuse_secrets(map, reader);
    for entry in &map.entries {
        let value = &entry.value;
        match entry.key.as_str() {
            "target" => publish.target = place(value, "target", entry.key_span, reader),
            "endpoint" => publish.endpoint = endpoint(value, entry.key_span, reader),
            "region" => publish.region = reader.text(value, "region"),
            "cname" => publish.cname = cname(value, reader),
            "author" => publish.author = reader.text(value, "author"),
            "keep" => publish.keep = keep(value, reader),
            "compress" => {
                let known = [("no", Compress::Not), ("beside", Compress::Beside), ("instead", Compress::Instead)];
                publish.compress = reader.choice(value, "compress", &known).unwrap_or_default();
            }
            "include" => publish.include = include(value, reader),
            "cdn" => publish.caches.extend(caches(value, reader)),
            "indexnow" => publish.caches.extend(indexnow(value, reader)),
            other if is_secret(other) => {}
            other => {
                let near = nearest(other, KEYS.iter().copied());
                reader.report(wording::setting_unknown(reader.place(entry.key_span), other, near));
            }
        }
    }
    publish
}

/// Whether a key is one under which people keep what nobody else may know.
fn is_secret(key: &str) -> bool {
    let key = key.to_ascii_lowercase().replace(['-', ' '], "_");
    let whole = ["key", "pass", "user_password", "auth", "authorization"];
    let parts = ["secret", "token", "password", "passphrase", "access_key", "api_key", "private_key", "credential"];
    whole.contains(&key.as_str()) || parts.iter().any(|part| key.contains(part))
}

/// Reports every key that looks like a secret, however deep.
fn refuse_secrets(map: &Map, reader: &mut Reader) {
    for entry in &map.entries {
        if is_secret(&entry.key) {
            reader.report(wording::secret_in_settings(reader.place(entry.key_span), &entry.key));
        }
        for node in std::iter::once(&entry.value).chain(reader.list(&entry.value)) {
            if let TreeValue::Map(below) = &node.value {
                refuse_secrets(below, reader);
            }
        }
    }
}

/// Reads a target or an address; one with a password in it is refused.
fn place(node: &Node, key: &str, key_span: Span, reader: &mut Reader) -> Option<String> {
    let text = reader.text(node, key)?;
    let authority = text.split_once("://").map_or("", |(_, rest)| rest.split('/').next().unwrap_or_default());
    let user = authority.rsplit_once('@').map_or("", |(user, _)| user);
    // The user of `ssh` is no secret; a user of the web is nearly always a token.
    let web = text.contains("https://") || text.contains("http://");
    if user.contains(':') || (web && !user.is_empty()) {
        reader.report(wording::secret_in_settings(reader.place(key_span), key));
        return None;
    }
    Some(text)
}

fn endpoint(node: &Node, key_span: Span, reader: &mut Reader) -> Option<String> {
    let text = place(node, "endpoint", key_span, reader)?;
    if text.starts_with("https://") || text.starts_with("http://") {
        return Some(text);
    }
    let expected = "the address of a store, such as `https://s3.eu-central-003.backblazeb2.com`";
    reader.report(wording::value_wrong(reader.place(node.span), "endpoint", expected));
    None
}

/// Whether search engines are told, or at which address.
fn indexnow(node: &Node, reader: &mut Reader) -> Option<Cache> {
    let text = reader.text(node, "indexnow")?;
    match text.as_str() {
        "true" | "yes" | "on" => Some(Cache::IndexNow(INDEXNOW.into())),
        "false" | "no" | "off" => None,
        address if address.starts_with("https://") || address.starts_with("http://") => {
            Some(Cache::IndexNow(address.to_owned()))
        }
        _ => {
            let expected = "`true`, or the address of one search engine, such as `https://www.bing.com/indexnow`";
            reader.report(wording::value_wrong(reader.place(node.span), "indexnow", expected));
            None
        }
    }
}

fn cname(node: &Node, reader: &mut Reader) -> Option<String> {
    let text = reader.text(node, "cname")?;
    let plain = |label: &str| !label.is_empty() && label.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if text.contains('.') && text.split('.').all(plain) {
        return Some(text);
    }
    reader.report(wording::value_wrong(reader.place(node.span), "cname", "a domain, such as `watch.example.org`"));
    None
}

fn keep(node: &Node, reader: &mut Reader) -> CacheTimes {
    let mut keep = CacheTimes::default();
    let Some(map) = reader.map(node, "keep") else { return keep };
    for entry in &map.entries {
        let time = match entry.key.as_str() {
            "pages" => &mut keep.pages,
            "feeds" => &mut keep.feeds,
            "named" => &mut keep.named,
            other => {
                let near = nearest(other, ["pages", "feeds", "named"]);
                reader.report(wording::setting_unknown(reader.place(entry.key_span), other, near));
                continue;
            }
        };
        let Some(text) = reader.text(&entry.value, &entry.key) else { continue };
        match seconds(&text) {
            Some(seconds) => *time = seconds,
            None => {
                let expected = "a length of time, such as `5 minutes`, `1 hour` or `1 year`";
                reader.report(wording::value_wrong(reader.place(entry.value.span), &entry.key, expected));
            }
        }
    }
    keep
}

/// Reads `5 minutes`; a number alone is of seconds.
pub(super) fn seconds(text: &str) -> Option<u32> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let count: u32 = text[..end].parse().ok()?;
    let unit = match text[end..].trim() {
        "" | "s" | "second" | "seconds" => 1,
        "m" | "min" | "minute" | "minutes" => MINUTE,
        "h" | "hour" | "hours" => HOUR,
        "d" | "day" | "days" => DAY,
        "week" | "weeks" => 7 * DAY,
        "year" | "years" => YEAR,
        _ => return None,
    };
    count.checked_mul(unit).filter(|seconds| *seconds <= YEAR)
}

/// Paths below the output folder; `pagefind/` is a folder.
fn include(node: &Node, reader: &mut Reader) -> Vec<String> {
    let mut include = Vec::new();
    for word in reader.words(node, "include", Commas::Belong) {
        let below = word.text.trim_start_matches('/');
        let sound = |part: &str| !matches!(part, "" | "." | "..") && !part.contains('\\');
        if !below.is_empty() && below.trim_end_matches('/').split('/').all(sound) {
            include.push(below.to_owned());
        } else {
            let expected = "files and folders of the output folder, such as `pagefind/`";
            reader.report(wording::value_wrong(reader.place(word.span), "include", expected));
        }
    }
    include
}

/// Reads one cache or a list of them, each a line `cloudfront: …`.
fn caches(node: &Node, reader: &mut Reader) -> Vec<Cache> {
    let mut caches = Vec::new();
    for item in reader.list(node) {
        let Some(map) = reader.map(item, "cdn") else { continue };
        for entry in &map.entries {
            let make = match entry.key.as_str() {
                "cloudfront" => Cache::CloudFront,
                "cloudflare" => Cache::Cloudflare,
                "command" => Cache::Command,
                other if is_secret(other) => continue,
                other => {
                    let near = nearest(other, CACHES.iter().copied());
                    reader.report(wording::setting_unknown(reader.place(entry.key_span), other, near));
                    continue;
                }
            };
            let Some(text) = reader.text(&entry.value, &entry.key) else { continue };
            let is_id = text.bytes().all(|b| b.is_ascii_alphanumeric());
            if entry.key == "command" || is_id {
                caches.push(make(text));
            } else {
                let expected = "the id that the service shows, of letters and digits";
                reader.report(wording::value_wrong(reader.place(entry.value.span), &entry.key, expected));
            }
        }
    }
    caches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_are_read() {
        for (text, want) in [("300", 300), ("5 minutes", 300), ("1h", 3600), ("2 days", 172_800), ("1 year", YEAR)] {
            assert_eq!(seconds(text), Some(want), "{text}");
        }
        for text in ["", "soon", "5 moons", "-1", "99999999 years", "2 years"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    #[test]
    fn what_looks_like_a_secret_is_seen() {
        for key in ["secret_access_key", "access-key-id", "Token", "password", "api_key", "key", "aws_secret"] {
            assert!(is_secret(key), "{key}");
        }
        for key in KEYS.iter().chain(CACHES) {
            assert!(!is_secret(key), "{key}");
        }
    }
}
