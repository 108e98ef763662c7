//! Addresses on the site, the files they stand for, and the words they are made of. In: names and `base_url`.
//! Out: [`Address`]es, links and slugs. It must not know what stands at an address.

pub mod clash;

use std::{borrow::Borrow, fmt, fmt::Write as _, sync::Arc};

use deunicode::deunicode_char;
use serde::{Deserialize, Serialize};

/// A place on the site, `/2021/03/roof/`: begins with a slash, not percent-encoded, without the path of `base_url`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Address(Arc<str>);

/// What stands beside the page of a bulletin.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PagePart {
    Poster,
    Text,
    Event,
    Alert,
}

impl PagePart {
    pub const ALL: [Self; 4] = [Self::Poster, Self::Text, Self::Event, Self::Alert];

    /// Its name in the folder of the page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Poster => "poster/",
            Self::Text => "bulletin.txt",
            Self::Event => "event.ics",
            Self::Alert => "alert.cap.xml",
        }
    }

    /// How its name ends where the page is a file: what follows `roof` of `roof.html`.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Poster => "-poster.html",
            Self::Text => ".txt",
            Self::Event => ".ics",
            Self::Alert => ".cap.xml",
        }
    }
}

impl Address {
    /// Takes a path in any form and gives it its leading slash; `.` and `..` and empty parts are dropped.
    pub fn new(path: &str) -> Self {
        // Most are made by the program, and have no such part.
        let begins_odd = |pair: &[u8]| pair[0] == b'/' && matches!(pair[1], b'/' | b'.');
        if path.starts_with('/') && !path.as_bytes().windows(2).any(begins_odd) {
            return Self(path.into());
        }
        let clean = |part: &&str| !matches!(*part, "" | "." | "..");
        let mut address = String::with_capacity(path.len() + 1);
        for part in path.split('/').filter(clean) {
            address.push('/');
            address.push_str(part);
        }
        if path.ends_with('/') || address.is_empty() {
            address.push('/');
        }
        Self(address.into())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The address of something that stands below this one.
    pub fn join(&self, name: &str) -> Self {
        Self::new(&[self.0.strip_suffix('/').unwrap_or(&self.0), "/", name].concat())
    }

    /// The folder of what belongs to the page at this address: `/news/roof/` of `/news/roof/` and of `/news/roof.html`.
    pub fn folder(&self) -> Self {
        if self.0.ends_with('/') {
            return self.clone();
        }
        Self::new(&[self.stem(), "/"].concat())
    }

    /// Where a part stands beside the page at this address: in its folder, or where the page is a file, under its name with
    /// another ending.
    pub fn beside(&self, part: PagePart) -> Self {
        if self.0.ends_with('/') {
            return self.join(part.name());
        }
        Self::new(&[self.stem(), part.ending()].concat())
    }

    /// The address of a file without the ending of its name.
    fn stem(&self) -> &str {
        let name = self.0.rfind('/').map_or(0, |at| at + 1);
        let end = self.0[name..].rfind('.').map_or(self.0.len(), |at| name + at);
        &self.0[..end]
    }

    /// The file below the output folder that answers at this address.
    pub fn file(&self) -> String {
        let path = &self.0[1..];
        if self.0.ends_with('/') { [path, "index.html"].concat() } else { path.to_owned() }
    }
}

impl Borrow<str> for Address {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// Where the site will stand: scheme and host, and a path that ends in a slash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl {
    origin: String,
    path: String,
}

impl BaseUrl {
    /// Reads `https://example.org/watch/`; none when it is no `http` or `https` address of a folder.
    pub fn parse(text: &str) -> Option<Self> {
        let url = url::Url::parse(text.trim()).ok()?;
        let plain = matches!(url.scheme(), "http" | "https")
            && url.query().is_none()
            && url.fragment().is_none()
            && url.username().is_empty()
            && url.password().is_none();
        if !plain {
            return None;
        }
        let names: Vec<&str> = url.path().split('/').filter(|name| !name.is_empty()).collect();
        let path = if names.is_empty() { "/".to_owned() } else { format!("/{}/", names.join("/")) };
        Some(Self { origin: url.origin().ascii_serialization(), path })
    }

    /// The path of every address, `/` or `/watch/`.
    pub fn path(&self) -> &str {
        &self.path
    }

    /// The host, with its port where one is given.
    pub fn host(&self) -> &str {
        self.origin.split_once("//").map_or("", |(_, host)| host)
    }

    /// Whether the host is this machine, by whichever of its names: no reader can reach it.
    pub fn is_local(&self) -> bool {
        let host = self.host();
        let host = host
            .rsplit_once(':')
            .filter(|(_, port)| port.bytes().all(|b| b.is_ascii_digit()))
            .map_or(host, |(host, _)| host);
        let host = host.trim_matches(['[', ']']).trim_end_matches('.').to_ascii_lowercase();
        host == "localhost"
            || host.ends_with(".localhost")
            || host.starts_with("127.")
            || matches!(host.as_str(), "::1" | "0.0.0.0" | "::" | "")
    }

    /// Whether a whole address is of this host, by whichever scheme.
    pub fn has_host(&self, url: &url::Url) -> bool {
        matches!(url.scheme(), "http" | "https")
            && url.origin().ascii_serialization().split_once("//").is_some_and(|(_, host)| host == self.host())
    }

    /// What follows this address in a whole one, from the slash on; none for what does not stand below it. The same host is
    /// meant with `www.` before it, by `http` as by `https`, and with the port that goes without saying.
    pub fn path_of(&self, destination: &str) -> Option<String> {
        let (scheme, rest) = destination.trim().split_once("//")?;
        if !["", "http:", "https:"].iter().any(|known| known.eq_ignore_ascii_case(scheme)) {
            return None;
        }
        let (host, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let below = path.strip_prefix(self.path())?;
        let is_same = plain_host(self.host()).eq_ignore_ascii_case(plain_host(host))
            || !host.is_ascii() && url::Host::parse(plain_host(host)).is_ok_and(|host| host.to_string() == self.host());
        // Another slash would make it the name of a host.
        is_same.then(|| format!("/{}", below.trim_start_matches('/')))
    }

    /// `https://example.org/watch/`.
    pub fn root(&self) -> String {
        [&*self.origin, &*self.path].concat()
    }

    /// The address as it stands in a link, percent-encoded, with the path of the site before it.
    pub fn link(&self, address: &Address) -> String {
        self.after("", address)
    }

    /// The same with scheme and host.
    pub fn url(&self, address: &Address) -> String {
        self.after(&self.origin, address)
    }

    fn after(&self, origin: &str, address: &Address) -> String {
        let path = &address.as_str()[1..];
        let mut out = String::with_capacity(origin.len() + self.path.len() + path.len());
        out.push_str(origin);
        out.push_str(&self.path);
        // Nearly every address is of slugs, which need no encoding: whole blocks are looked at without leaving early.
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'.');
        if path.bytes().fold(true, |all, byte| all & plain(byte)) {
            out.push_str(path);
        } else {
            encode(&mut out, path);
        }
        out
    }

    /// Scheme and host before what already is a link of this site.
    pub fn absolute(&self, link: &str) -> String {
        if link.starts_with('/') && !link.starts_with("//") {
            format!("{}{link}", self.origin)
        } else {
            link.to_owned()
        }
    }
}

/// A path percent-encoded for a link (RFC 3986): an address holds no encoding of its own, so `%`, `?` and `#` in it are
/// part of a name. `+` is encoded too, since stores read it as a blank.
fn encode(out: &mut String, path: &str) {
    for byte in path.bytes() {
        if byte.is_ascii_alphanumeric() || b"/-._~!$&'()*,;=:@".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
}

/// The path that a percent-encoded one stands for.
pub fn decode(path: &str) -> String {
    percent_encoding::percent_decode_str(path).decode_utf8_lossy().into_owned()
}

/// A host without `www.`, the port that its scheme has in any case, and the dot that ends a full name.
fn plain_host(host: &str) -> &str {
    let host = host.strip_suffix(":443").or_else(|| host.strip_suffix(":80")).unwrap_or(host);
    let host = host.strip_suffix('.').unwrap_or(host);
    host.get(..4).filter(|start| start.eq_ignore_ascii_case("www.")).map_or(host, |start| &host[start.len()..])
}

/// The most bytes of a slug: names of files may have 255.
const LONGEST: usize = 120;

/// A name as it stands in an address: lower-case ASCII letters and digits with hyphens between. Latin, Greek and
/// Cyrillic letters are transliterated, those of other scripts kept. A name of signs alone becomes their code points.
pub fn slug(name: &str) -> String {
    let mut out = whole_slug(name);
    if out.len() > LONGEST {
        let cut = out.floor_char_boundary(LONGEST);
        let cut = out[..cut].rfind('-').filter(|at| *at > LONGEST / 2).unwrap_or(cut);
        out.truncate(cut);
    }
    clash::no_device(out)
}

/// The same, however long it is.
pub fn whole_slug(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut gap = false;
    let push = |out: &mut String, gap: &mut bool, c: char| {
        if std::mem::take(gap) && !out.is_empty() {
            out.push('-');
        }
        out.push(c);
    };
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            push(&mut out, &mut gap, c.to_ascii_lowercase());
        } else if matches!(c, '\'' | '’' | '‘' | '\u{ad}' | '\u{300}'..='\u{36f}') {
            // An apostrophe joins, and a combining accent falls away.
        } else if !c.is_alphanumeric() {
            gap = true;
        } else if matches!(u32::from(c), 0xc0..=0x24f | 0x370..=0x52f | 0x1e00..=0x1fff) {
            for c in deunicode_char(c).unwrap_or_default().chars().filter(char::is_ascii_alphanumeric) {
                push(&mut out, &mut gap, c.to_ascii_lowercase());
            }
        } else {
            for c in c.to_lowercase() {
                push(&mut out, &mut gap, c);
            }
        }
    }
    if out.is_empty() {
        out = name.trim().chars().take(8).map(|c| format!("u{:x}", u32::from(c))).collect::<Vec<_>>().join("-");
    }
    out
}

/// A name as names are compared: without regard to case, accents or surrounding space.
pub fn folded(name: &str) -> String {
    use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};
    let mut out = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        if word.is_ascii() {
            out.extend(word.chars().map(|c| c.to_ascii_lowercase()));
        } else {
            out.extend(word.nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_lower_case_ascii_where_that_is_possible() {
        for (name, want) in [
            ("Île-de-France", "ile-de-france"),
            ("Neighbour’s shed, 2 doors!", "neighbours-shed-2-doors"),
            ("Łódź & Großau", "lodz-grossau"),
            ("Αθήνα", "athena"),
            ("東京 駅", "東京-駅"),
            ("🔥", "u1f525"),
            ("", ""),
        ] {
            assert_eq!(slug(name), want, "{name}");
        }
        assert!(slug(&"word ".repeat(80)).len() <= LONGEST);
    }

    #[test]
    fn a_base_path_stands_before_every_link() {
        let base = BaseUrl::parse("https://example.org/watch").expect("it is an address");
        let address = Address::new("/areas/東京/");
        assert_eq!(base.link(&address), "/watch/areas/%E6%9D%B1%E4%BA%AC/");
        assert_eq!(base.url(&Address::new("/")), "https://example.org/watch/");
        assert_eq!(BaseUrl::parse("ftp://x/"), None);
        assert_eq!(BaseUrl::parse("https://example.org/?a"), None);
    }

    #[test]
    fn an_address_never_climbs() {
        assert_eq!(Address::new("../../etc//x/").as_str(), "/etc/x/");
        assert_eq!(Address::new("").as_str(), "/");
        assert_eq!(Address::new("/a/").file(), "a/index.html");
        assert_eq!(Address::new("/404.html").file(), "404.html");
    }

    #[test]
    fn what_belongs_to_a_page_never_stands_below_a_file() {
        for (page, folder, text) in [
            ("/news/roof/", "/news/roof/", "/news/roof/bulletin.txt"),
            ("/news/roof.html", "/news/roof/", "/news/roof.txt"),
            ("/v1.2/roof.old.html", "/v1.2/roof.old/", "/v1.2/roof.old.txt"),
            ("/roof.php", "/roof/", "/roof.txt"),
        ] {
            assert_eq!(Address::new(page).folder().as_str(), folder);
            assert_eq!(Address::new(page).beside(PagePart::Text).as_str(), text);
        }
    }

    #[test]
    fn names_compare_without_case_accents_and_space() {
        assert_eq!(folded("  ÎLE  de France "), folded("ile de france"));
    }

    #[test]
    fn this_machine_is_known_by_its_names() {
        let local = |host: &str| BaseUrl::parse(&format!("http://{host}/")).map(|base| base.is_local());
        for host in [
            "localhost",
            "localhost:8080",
            "watch.localhost",
            "127.0.0.1:1111",
            "[::1]:8080",
            "[::1]",
            "LOCALHOST.",
            "0.0.0.0",
        ] {
            assert_eq!(local(host), Some(true), "{host}");
        }
        for host in ["watch.example.org", "example.org:8080", "10.0.0.1", "localhost.example.org", "[2001:db8::1]"] {
            assert_eq!(local(host), Some(false), "{host}");
        }
    }
}
