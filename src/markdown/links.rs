//! A destination in; whether it may be linked or shown, and its escaped form, out.
//! Only http, https, mailto, tel and relative addresses pass, and in images no mailto or tel.
//! Must not know where the destination was written.

use std::borrow::Cow;

use super::{BodySite, Resolution};

/// What an address is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum LinkUse {
    Link,
    Image,
}

/// The address to write for `destination`, or `None` when it must not pass.
pub(super) fn target<'a>(destination: &'a str, used: LinkUse, site: &dyn BodySite) -> Option<Cow<'a, str>> {
    match (scheme(destination), used) {
        (Scheme::None, _) => {
            let destination = destination.trim();
            match site.resolve(destination) {
                Resolution::AsWritten => Some(Cow::Borrowed(destination)),
                Resolution::To(address) => Some(Cow::Owned(address)),
                Resolution::Nowhere => None,
            }
        }
        // A picture of the site itself, by its whole address.
        (Scheme::Web | Scheme::Host, LinkUse::Image) if site.is_own(destination.trim()) => {
            match site.resolve(destination.trim()) {
                Resolution::AsWritten => Some(Cow::Borrowed(destination.trim())),
                Resolution::To(address) => Some(Cow::Owned(address)),
                Resolution::Nowhere => None,
            }
        }
        (Scheme::Host, _) => Some(Cow::Owned(format!("https:{}", destination.trim()))),
        (Scheme::Web, _) => Some(Cow::Borrowed(destination.trim())),
        (Scheme::Person, LinkUse::Link) => {
            Some(telephone(destination.trim(), site).map_or_else(|| Cow::Borrowed(destination.trim()), Cow::Owned))
        }
        (Scheme::Person, LinkUse::Image) | (Scheme::Other(_), _) => None,
    }
}

/// The address of a number that an author wrote as one, in the form that rings it from anywhere: `tel:01622 604100` has blanks,
/// which no address may have, and rings in one country alone. None for what is no number, or has that form.
fn telephone(destination: &str, site: &dyn BodySite) -> Option<String> {
    let (scheme, number) = destination.split_once(':')?;
    if !scheme.eq_ignore_ascii_case("tel") || number.starts_with('+') && !number.contains([' ', '%']) {
        return None;
    }
    let number = percent_encoding::percent_decode_str(number).decode_utf8().ok()?;
    let number = number.trim();
    let found = site.telephones(number).into_iter().find(|(range, _)| *range == (0..number.len()));
    let bare = || {
        number.contains(char::is_whitespace).then(|| format!("tel:{}", number.split_whitespace().collect::<String>()))
    };
    found.map(|(_, address)| address).or_else(bare)
}

/// Whether an image lies on another host, which would hear of every reader that it is shown to.
pub(super) fn is_elsewhere(destination: &str, site: &dyn BodySite) -> bool {
    matches!(scheme(destination), Scheme::Web | Scheme::Host) && !site.is_own(destination.trim())
}

/// What to call an address that must not pass, such as ``a `javascript:` address``.
pub(super) fn refusal(destination: &str, used: LinkUse) -> Option<String> {
    match (scheme(destination), used) {
        (Scheme::Other(name), _) => Some(format!("a `{name}:` address")),
        (Scheme::Person, LinkUse::Image) => Some("an image that is no web address".to_owned()),
        _ => None,
    }
}

/// Appends `address` as the value of an attribute: percent-encoded where an address must be, then
/// escaped. What is percent-encoded already stays.
pub(super) fn write(out: &mut String, address: &str) {
    let bytes = address.as_bytes();
    let host = host_of(address);
    let mut fragment = false;
    let (mut done, mut at) = (0, 0);
    while at < bytes.len() {
        let byte = bytes[at];
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'.' | b'-' | b'_') {
            at += 1;
            continue;
        }
        let within_host = host.contains(&at);
        let keep = match byte {
            b'%' => {
                matches!(bytes.get(at + 1..at + 3), Some([a, b]) if a.is_ascii_hexdigit() && b.is_ascii_hexdigit())
            }
            b'#' => !std::mem::replace(&mut fragment, true),
            b'[' | b']' => within_host,
            b'"' | b'\'' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}' | b'&' => false,
            _ => byte.is_ascii_graphic() || within_host && !byte.is_ascii(),
        };
        if !keep {
            out.push_str(&address[done..at]);
            match byte {
                b'&' => out.push_str("&amp;"),
                // A browser drops these wherever they stand.
                b'\t' | b'\n' | b'\r' => {}
                _ if byte.is_ascii_control() => {}
                _ => {
                    out.push_str(percent_encoding::percent_encode_byte(byte));
                    // The rest of a character goes with its first byte, so that slices stay whole.
                    while bytes.get(at + 1).is_some_and(|next| next & 0xC0 == 0x80) {
                        at += 1;
                        out.push_str(percent_encoding::percent_encode_byte(bytes[at]));
                    }
                }
            }
            done = at + 1;
        }
        at += 1;
    }
    out.push_str(&address[done..]);
}

/// How the tag of a link ends whose text is its address already: on paper it is not printed once more.
pub(super) const OWN_ADDRESS: &str = "\" class=\"url\">";

/// Whether what a link shows, as HTML, is the address that it leads to, with or without its scheme and the slash at its end.
pub(super) fn is_own_address(shown: &str, address: &str) -> bool {
    let plain = |text: &str| {
        let text = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://")).unwrap_or(text);
        text.trim_end_matches('/').to_ascii_lowercase()
    };
    // Nearly all links show words.
    if shown.contains(' ') || !shown.contains('.') {
        return false;
    }
    let marks = ["<strong>", "</strong>", "<em>", "</em>", "<code>", "</code>"];
    let shown = marks.iter().fold(shown.replace("&amp;", "&"), |shown, mark| shown.replace(mark, ""));
    let (shown, address) = (plain(&shown), plain(address));
    // A place on the site itself.
    let own = address.starts_with('/').then(|| shown.find('/').map_or("", |at| &shown[at..]));
    own.unwrap_or(&shown) == address && shown.contains('.')
}

/// Whether `destination` is relative, so that the site must be asked about it.
pub(super) fn is_relative(destination: &str) -> bool {
    scheme(destination) == Scheme::None
}

#[derive(Debug, PartialEq, Eq)]
enum Scheme {
    None,
    /// `//host/path`: that host over https.
    Host,
    Web,
    Person,
    Other(String),
}

/// Reads as browsers do, and more widely: control characters, white space and invisible characters
/// do not hide a scheme.
fn scheme(destination: &str) -> Scheme {
    let mut name = String::new();
    let mut slashes = 0;
    for character in destination.chars() {
        match character {
            _ if character.is_control() || character.is_whitespace() || is_invisible(character) => {}
            '/' | '\\' if name.is_empty() => {
                slashes += 1;
                if slashes == 2 {
                    return Scheme::Host;
                }
            }
            ':' if slashes == 0 => {
                if !name.starts_with(|first: char| first.is_ascii_alphabetic()) {
                    return Scheme::None;
                }
                return match name.as_str() {
                    "http" | "https" => Scheme::Web,
                    "mailto" | "tel" => Scheme::Person,
                    _ => Scheme::Other(name),
                };
            }
            'a'..='z' | 'A'..='Z' | '0'..='9' | '+' | '-' | '.' if slashes == 0 => {
                name.push(character.to_ascii_lowercase());
            }
            _ => return Scheme::None,
        }
    }
    Scheme::None
}

fn is_invisible(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The range of the host in `scheme://host/…`, where other rules hold.
fn host_of(address: &str) -> std::ops::Range<usize> {
    let Some(start) = address.find("://").map(|at| at + 3) else {
        return 0..0;
    };
    if address[..start].contains(['/', '?', '#'])
        && !address[..start - 3].bytes().all(|byte| byte.is_ascii_alphanumeric())
    {
        return 0..0;
    }
    let length = address[start..].find(['/', '?', '#', '\\']).unwrap_or(address.len() - start);
    start..start + length
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passes(destination: &str) -> bool {
        target(destination, LinkUse::Link, &()).is_some()
    }

    fn written(address: &str) -> String {
        let mut out = String::new();
        write(&mut out, address);
        out
    }

    #[test]
    fn a_link_may_show_its_own_address() {
        for (shown, address) in [
            ("https://a.uk/b", "https://a.uk/b"),
            ("a.uk", "https://a.uk/"),
            ("<strong>A.uk/b?c&amp;d</strong>", "http://a.uk/b?c&d"),
            ("https://a.uk/2026/11/gate/", "/2026/11/gate/"),
        ] {
            assert!(is_own_address(shown, address), "{shown}");
        }
        for (shown, address) in [
            ("the plan", "https://a.uk/b"),
            ("a.uk", "https://www.a.uk/"),
            ("a.uk/b", "https://a.uk/c"),
            ("plan.pdf", "/plan.pdf"),
            ("see https://a.uk", "https://a.uk"),
        ] {
            assert!(!is_own_address(shown, address), "{shown}");
        }
    }

    #[test]
    fn the_five_kinds_pass() {
        for good in [
            "http://a.uk",
            "HTTPS://a.uk",
            "mailto:a@b.uk",
            "tel:+441622604100",
            "a/b.md",
            "#x",
            "?q=1",
            "/x:y",
            "../x",
            "",
            "46:1",
        ] {
            assert!(passes(good), "{good}");
            assert_eq!(refusal(good, LinkUse::Link), None);
        }
    }

    #[test]
    fn active_addresses_never_pass() {
        for bad in [
            "javascript:alert(1)",
            "JaVaScRiPt:x",
            " javascript:x",
            "java\tscript:x",
            "java\nscript:x",
            "\u{1}javascript:x",
            "java\0script:x",
            "javascript :x",
            "\u{200b}javascript:x",
            "vbscript:x",
            "data:text/html,x",
            "ftp://x",
            "file:///etc",
            "blob:x",
            "sms:1",
            "geo:1",
        ] {
            assert!(!passes(bad), "{bad:?}");
            assert!(target(bad, LinkUse::Image, &()).is_none());
        }
        assert_eq!(refusal("java\tscript:x", LinkUse::Link).as_deref(), Some("a `javascript:` address"));
    }

    #[test]
    fn images_take_web_and_relative_addresses_alone() {
        assert!(target("mailto:a@b.uk", LinkUse::Image, &()).is_none());
        assert!(target("tel:1", LinkUse::Image, &()).is_none());
        assert!(target("https://a.uk/i.png", LinkUse::Image, &()).is_some());
        assert!(target("i.png", LinkUse::Image, &()).is_some());
    }

    #[test]
    fn a_host_without_scheme_is_https() {
        assert_eq!(target("//a.uk/b", LinkUse::Link, &()).as_deref(), Some("https://a.uk/b"));
        assert!(!is_relative("//a.uk/b") && !is_relative("/\\a.uk"));
    }

    #[test]
    fn addresses_are_written_once_encoded() {
        assert_eq!(written("/a b/é?x=1&y=%20#z#w"), "/a%20b/%C3%A9?x=1&amp;y=%20#z%23w");
        assert_eq!(written("/100%/\"'<>{{x}}"), "/100%25/%22%27%3C%3E%7B%7Bx%7D%7D");
        assert_eq!(written("https://bücher.uk/ü[1]"), "https://bücher.uk/%C3%BC%5B1%5D");
        assert_eq!(written("http://[::1]/"), "http://[::1]/");
        assert_eq!(written("/a\tb\nc\u{1}"), "/abc");
        assert_eq!(written("/r?u=https://x.uk/[a]"), "/r?u=https://x.uk/%5Ba%5D");
    }
}
