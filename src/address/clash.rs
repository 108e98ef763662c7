//! Whether two outputs are the same file on some system or host, and whether an address may be given at all. In:
//! addresses. Out: an address in the form that is compared, and reasons. It must not know what stands at an address.
//!
//! Sources: Microsoft, "Naming Files, Paths, and Namespaces"; Linux, `casefold` in ext4 and f2fs; Apple, APFS; AWS, object
//! keys; the files that Netlify, Cloudflare Pages, GitHub Pages, Apache and IIS read for themselves.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use super::Address;

/// The longest name of a file or folder, in bytes.
const LONGEST_NAME: usize = 255;
/// The longest address, in bytes: a key in an object store has 1,024, and a prefix may stand before it.
const LONGEST: usize = 900;

/// The address in the one form that all addresses have which some system or host takes for the same file: without regard
/// to case, accents' encoding, percent-encoding, and what Windows leaves out of names. Most are in it already.
pub fn canonical(address: &Address) -> Cow<'_, Address> {
    if is_plain(address.as_str()) { Cow::Borrowed(address) } else { Cow::Owned(Address::new(&forgotten(address))) }
}

/// The folders in which an address stands, as addresses of files without a slash at the end: the inner ones first.
pub fn folders(address: &Address) -> impl Iterator<Item = &str> {
    let mut rest = address.as_str();
    std::iter::from_fn(move || {
        rest = rest.rsplit_once('/')?.0;
        (!rest.is_empty()).then_some(rest)
    })
}

/// Whether an address is of slugs and plain names alone, so that there is nothing to take out of it.
fn is_plain(address: &str) -> bool {
    let name = |at: usize| address[at..].split('/').next().unwrap_or_default();
    let mut before = b'/';
    for (at, byte) in address.bytes().enumerate() {
        let plain = match byte {
            // Most names begin with a letter that none of the others does.
            b'a' | b'c' | b'l' | b'n' | b'p' if before == b'/' => !is_device(name(at)),
            b'd' | b'i' if before == b'/' => !is_index(name(at)),
            b'/' => before != b'.',
            byte => byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'-' | b'.' | b'_'),
        };
        if !plain {
            return false;
        }
        before = byte;
    }
    before != b'.'
}

fn forgotten(address: &Address) -> String {
    let decoded = decoded(address.as_str());
    let mut names: Vec<String> = decoded.split(['/', '\\']).map(name).collect();
    // What stands as a folder's index answers for the folder.
    if names.last().is_some_and(|last| is_index(last)) {
        names.pop();
        names.push(String::new());
    }
    names.join("/")
}

/// Percent-encoding taken off, however often it was put on: some hosts decode twice.
fn decoded(path: &str) -> String {
    let mut path = path.to_owned();
    while path.contains('%') {
        let next = percent_encoding::percent_decode_str(&path).decode_utf8_lossy().into_owned();
        if next.len() >= path.len() {
            break;
        }
        path = next;
    }
    path
}

/// The name of a file or folder as the most forgetful system keeps it.
fn name(name: &str) -> String {
    // A stream of a file is part of the file, to Windows.
    let name = name.split(':').next().filter(|name| !name.is_empty()).unwrap_or(name);
    let trimmed = name.trim_end_matches(['.', ' ']);
    let name = if trimmed.is_empty() { name } else { trimmed };
    if is_device(name) {
        let stem = name.split('.').next().unwrap_or_default();
        return stem.trim_end().to_ascii_lowercase();
    }
    let shown = name.nfd().filter(|c| !is_ignored(*c));
    let folded: String = shown.flat_map(char::to_uppercase).collect::<String>().to_lowercase();
    // A final sigma is a sigma, and what was folded may want to be put in order again.
    folded.replace('ς', "σ").nfd().collect()
}

/// Characters that are not seen, which file systems that fold case leave out (Unicode, `Default_Ignorable_Code_Point`).
fn is_ignored(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}'..='\u{1160}' | '\u{17b4}'..='\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fff8}' | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}')
}

/// Names that stand for devices on Windows, whatever their ending.
fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end();
    let is = |device: &str| stem.eq_ignore_ascii_case(device);
    let numbered = |device: &str| {
        let digit = stem.get(..3).filter(|start| start.eq_ignore_ascii_case(device)).map(|_| &stem[3..]);
        digit
            .is_some_and(|digit| matches!(digit, "1" | "2" | "3" | "4" | "5" | "6" | "7" | "8" | "9" | "¹" | "²" | "³"))
    };
    match stem.len() {
        3 => is("con") || is("prn") || is("aux") || is("nul"),
        4 | 5 => numbered("com") || numbered("lpt"),
        6 | 7 => is("conin$") || is("conout$"),
        _ => false,
    }
}

/// Names that a host serves for the folder they lie in: all of them, or IIS and usual settings of Apache.
fn is_index(name: &str) -> bool {
    matches!(name, "index.html" | "index.htm" | "default.htm")
}

/// Why an address cannot be given, in words that follow "since".
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressRefusal {
    /// A part has more than 255 bytes.
    LongName,
    /// All of it has too many.
    Long,
    /// Hosts keep it for themselves.
    Hosts,
    /// A part begins with a dot.
    Dot,
    /// Characters that mean something in the list of redirects.
    Pattern,
    /// No system takes it as a name.
    Name,
    /// Windows takes it for a device.
    Device,
}

impl AddressRefusal {
    pub fn words(self) -> &'static str {
        match self {
            Self::LongName => "a part of it is longer than the name of a file may be (255 bytes)",
            Self::Long => "it is longer than some hosts allow (900 bytes)",
            Self::Hosts => "hosts read a file of that name for themselves",
            Self::Dot => "a part of it begins with a dot, which hosts keep for themselves",
            Self::Pattern => "hosts read `*`, and `:` before a name, as a pattern for many addresses",
            Self::Name => "some systems cannot have a file of that name",
            Self::Device => "Windows takes a name in it for a device",
        }
    }
}

/// Whether an output may stand at an address, however it came to it: its length alone tells.
///
/// # Errors
///
/// Why it may not.
pub fn fits(address: &Address) -> Result<(), AddressRefusal> {
    let text = address.as_str();
    if text.len() > LONGEST_NAME && text.split('/').any(|name| name.len() > LONGEST_NAME) {
        return Err(AddressRefusal::LongName);
    }
    if text.len() > LONGEST { Err(AddressRefusal::Long) } else { Ok(()) }
}

/// Whether an address that an author writes may be given.
///
/// # Errors
///
/// Why it may not.
pub fn may_be_given(address: &Address) -> Result<(), AddressRefusal> {
    fits(address)?;
    let plain = decoded(address.as_str());
    let names: Vec<&str> = plain.trim_matches('/').split('/').collect();
    // What is read at the top of a site, by GitHub, GitLab, Cloudflare and Netlify.
    let top = ["cname", "_headers", "_redirects", "_routes.json", "_worker.js", "netlify.toml", "vercel.json"];
    let anywhere = |name: &str| name.eq_ignore_ascii_case("web.config");
    if names.first().is_some_and(|first| top.contains(&&*name(first))) || names.iter().any(|name| anywhere(name)) {
        return Err(AddressRefusal::Hosts);
    }
    for name in names {
        if name.starts_with('.') {
            return Err(AddressRefusal::Dot);
        }
        if name.contains('*') || name.starts_with(':') {
            return Err(AddressRefusal::Pattern);
        }
        let unfit = |c: char| c.is_control() || matches!(c, '\\' | '<' | '>' | '"' | '|' | '?' | ':' | '\u{fffd}');
        if name.contains(unfit) || name.ends_with(['.', ' ']) || name.starts_with(' ') {
            return Err(AddressRefusal::Name);
        }
        if is_device(name) {
            return Err(AddressRefusal::Device);
        }
    }
    Ok(())
}

/// A slug that Windows does not take for a device.
pub(super) fn no_device(mut slug: String) -> String {
    if is_device(&slug) {
        slug.push('-');
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_plain_has_nothing_to_be_taken_out_of_it() {
        let names =
            ["roof", "a.txt", "b.", ".b", "con", "aux.md", "com1", "index.html", "default.htm", "Roof", "é", ""];
        let mut plain = 0;
        for one in names {
            for other in names {
                for end in ["", "/"] {
                    let address = Address::new(&format!("/{one}/{other}{end}"));
                    if is_plain(address.as_str()) {
                        assert_eq!(Address::new(&forgotten(&address)), address);
                        plain += 1;
                    }
                }
            }
        }
        assert!(plain > 20);
    }
}
