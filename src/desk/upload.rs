//! Files that somebody adds to a bulletin. In: a name and bytes, as a browser sent them, and the bulletin. Out: what is to be
//! written beside it, under a safe name, without place and device; or why not. It must not know browsers.

use std::io::Cursor;

use crate::{
    address::slug,
    pictures::{self, FileKind},
    source::SourcePath,
};

/// The largest file that is taken, in bytes.
pub const LARGEST: usize = 25 * 1024 * 1024;

/// A file that may be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedFile {
    /// Its name, beside the bulletin.
    pub name: String,
    pub bytes: Vec<u8>,
    pub what: UploadKind,
}

/// What was added.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadKind {
    Picture { stripped: StrippedMetadata },
    Pdf,
    Calendar,
}

/// Whether something stood beside the pixels of a picture, such as place, time and device, and was left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StrippedMetadata {
    Something,
    Nothing,
}

/// Why a file is not taken. The words to each are `desk_upload_…` of the words' files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UploadRefusal {
    Empty,
    TooLarge,
    /// A drawing, a page or a script: it could run something in a reader's browser.
    Active,
    /// A photo in the form that some telephones keep, which browsers do not show.
    Heic,
    /// A text, a letter or a feed: that is brought in, not added.
    BringIn,
    /// A picture that cannot be read.
    Broken,
    Unknown,
}

impl UploadRefusal {
    /// The name of its words.
    pub fn word(self) -> &'static str {
        match self {
            Self::Empty => "desk_upload_empty",
            Self::TooLarge => "desk_upload_too_large",
            Self::Active => "desk_upload_active",
            Self::Heic => "desk_upload_heic",
            Self::BringIn => "desk_upload_bring_in",
            Self::Broken => "desk_upload_broken",
            Self::Unknown => "desk_upload_unknown",
        }
    }
}

/// What the text of a bulletin has to hold to show a file, with the words that describe it.
pub fn markdown(name: &str, what: UploadKind, words: &str) -> String {
    let is_picture = matches!(what, UploadKind::Picture { .. });
    // A link without words is none.
    let words = if words.trim().is_empty() && !is_picture { name } else { words };
    let words: String = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let words: String =
        words.chars().flat_map(|c| matches!(c, '[' | ']' | '\\').then_some('\\').into_iter().chain([c])).collect();
    let mark = if is_picture { "!" } else { "" };
    format!("{mark}[{words}]({name})")
}

/// Takes a file. `is_taken` says which names are in use beside the bulletin.
///
/// # Errors
///
/// Why it is not taken.
pub fn accept(
    name: &str,
    bytes: &[u8],
    beside: &SourcePath,
    is_taken: impl Fn(&str) -> bool,
) -> Result<AcceptedFile, UploadRefusal> {
    if bytes.is_empty() {
        return Err(UploadRefusal::Empty);
    }
    if bytes.len() > LARGEST {
        return Err(UploadRefusal::TooLarge);
    }
    let (bytes, what, ending) = match kind(bytes)? {
        UploadFormat::Picture(picture) => {
            let clean =
                pictures::open(&picture, bytes).and_then(|opened| opened.whole()).map_err(|_| UploadRefusal::Broken)?;
            // A turned picture can grow by what says so, although all else is gone from it.
            let stripped = if clean == bytes { StrippedMetadata::Nothing } else { StrippedMetadata::Something };
            (clean, UploadKind::Picture { stripped }, picture.format.ending())
        }
        UploadFormat::Pdf => (bytes.to_vec(), UploadKind::Pdf, "pdf"),
        UploadFormat::Calendar => (bytes.to_vec(), UploadKind::Calendar, "ics"),
    };
    let stem = stem(name, beside);
    let names = std::iter::once(format!("{stem}.{ending}"));
    let mut names = names.chain((2..10_000).map(|number| format!("{stem}-{number}.{ending}")));
    let name = names.find(|name| !is_taken(name)).ok_or(UploadRefusal::Unknown)?;
    Ok(AcceptedFile { name, bytes, what })
}

enum UploadFormat {
    Picture(pictures::Picture),
    Pdf,
    Calendar,
}

/// What a file is, by its bytes: its name may say anything.
fn kind(bytes: &[u8]) -> Result<UploadFormat, UploadRefusal> {
    if bytes.get(4..8) == Some(b"ftyp") {
        return Err(if bytes.get(8..12).is_some_and(|brand| brand.starts_with(b"he") || brand == b"mif1") {
            UploadRefusal::Heic
        } else {
            UploadRefusal::Unknown
        });
    }
    if bytes.starts_with(b"%PDF-") {
        return Ok(UploadFormat::Pdf);
    }
    match pictures::look("", &mut Cursor::new(bytes)).unwrap_or_default() {
        Some(FileKind::Picture(picture)) => return Ok(UploadFormat::Picture(picture)),
        Some(FileKind::Unfit(pictures::PictureError::TooLarge { .. })) => return Err(UploadRefusal::TooLarge),
        Some(FileKind::Drawing | FileKind::Unfit(pictures::PictureError::Active(_))) => {
            return Err(UploadRefusal::Active);
        }
        Some(FileKind::Unfit(_)) => return Err(UploadRefusal::Broken),
        None => {}
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(UploadRefusal::BringIn);
    }
    let Ok(text) = std::str::from_utf8(bytes) else { return Err(UploadRefusal::Unknown) };
    let text = text.trim_start_matches('\u{feff}').trim_start();
    let head = text.get(..text.floor_char_boundary(512)).unwrap_or_default().to_ascii_lowercase();
    if head.starts_with("begin:vcalendar") {
        return Ok(UploadFormat::Calendar);
    }
    let page = ["<svg", "<html", "<!doctype", "<script", "<body", "<?php"].iter().any(|mark| head.contains(mark));
    Err(if page {
        UploadRefusal::Active
    } else if text.bytes().any(|byte| byte == 0) {
        UploadRefusal::Unknown
    } else {
        UploadRefusal::BringIn
    })
}

/// What cameras and screens name their pictures: it says nothing.
const SAYING_NOTHING: &[&str] =
    &["", "img", "image", "dsc", "dscn", "pxl", "photo", "picture", "screenshot", "whatsapp"];

/// The name without its ending, in letters that every system and address takes.
fn stem(name: &str, beside: &SourcePath) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let own = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let made = slug(own);
    let first = made.split(|c: char| !c.is_ascii_alphabetic()).next().unwrap_or_default();
    let rest_is_numbers = made[first.len()..].chars().filter(char::is_ascii_alphabetic).count() <= 8;
    if own.chars().any(char::is_alphanumeric) && !(SAYING_NOTHING.contains(&first) && rest_is_numbers) {
        return made;
    }
    let bulletin = beside.file_name();
    let bulletin = bulletin.split('.').next().unwrap_or_default();
    let bulletin = if bulletin == "index" || bulletin.is_empty() { "picture" } else { bulletin };
    slug(bulletin)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn beside() -> SourcePath {
        SourcePath::new("content/2026/2026-11-29-callers.md")
    }

    fn accepted(name: &str, bytes: &[u8]) -> Result<String, UploadRefusal> {
        accept(name, bytes, &beside(), |_| false).map(|accepted| accepted.name)
    }

    #[test]
    fn names_are_safe_and_endings_follow_the_bytes() {
        let pdf = b"%PDF-1.7\n";
        for (name, want) in [
            ("Minutes of March.pdf", "minutes-of-march.pdf"),
            ("../../site.yaml", "site.pdf"),
            ("C:\\fakepath\\Poster.HTML", "poster.pdf"),
            ("a\u{0}b\r\nevil.svg", "a-b-evil.pdf"),
            ("IMG_20261129_0001.JPG", "2026-11-29-callers.pdf"),
            ("image.png", "2026-11-29-callers.pdf"),
            ("", "2026-11-29-callers.pdf"),
            ("…", "2026-11-29-callers.pdf"),
            (".htaccess", "2026-11-29-callers.pdf"),
            ("_hidden.pdf", "hidden.pdf"),
        ] {
            assert_eq!(accepted(name, pdf).as_deref(), Ok(want), "{name:?}");
        }
    }

    #[test]
    fn what_is_there_stays() {
        let taken = |name: &str| name == "map.ics" || name == "map-2.ics";
        let got = accept("map.ics", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", &beside(), taken).unwrap();
        assert_eq!(got.name, "map-3.ics");
    }

    #[test]
    fn what_could_run_is_refused() {
        for (name, bytes, want) in [
            (
                "a.svg",
                &b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>x</script></svg>"[..],
                UploadRefusal::Active,
            ),
            ("a.png", b"<?xml version=\"1.0\"?><svg/>", UploadRefusal::Active),
            ("a.html", b"<!doctype html><p>x", UploadRefusal::Active),
            ("a.pdf", b"  <script>x</script>", UploadRefusal::Active),
            ("a.jpg", b"\xff\xd8\xff\xe0", UploadRefusal::Broken),
            ("a.heic", b"\0\0\0\x18ftypheic\0\0\0\0", UploadRefusal::Heic),
            ("a.mp4", b"\0\0\0\x18ftypisom\0\0\0\0", UploadRefusal::Unknown),
            ("a.docx", b"PK\x03\x04", UploadRefusal::BringIn),
            ("a.eml", b"From: a@b.example\r\n\r\nText", UploadRefusal::BringIn),
            ("a.exe", b"MZ\x90\0\x03\0\xff\xff", UploadRefusal::Unknown),
            ("a.png", b"", UploadRefusal::Empty),
        ] {
            assert_eq!(accepted(name, bytes), Err(want), "{name}");
        }
        assert_eq!(accepted("a.pdf", &vec![0; LARGEST + 1]), Err(UploadRefusal::TooLarge));
    }

    #[test]
    fn pictures_lose_what_stands_beside_their_pixels() {
        // One pixel, and a remark behind it (GIF89a, section 24).
        let head = b"GIF89a\x01\0\x01\0\x80\0\0\0\0\0\xff\xff\xff";
        let pixel = b"\x2c\0\0\0\0\x01\0\x01\0\0\x02\x02\x44\x01\0";
        let remark = b"\x21\xfe\x0cat 51.2,0.5N\0";
        let got =
            accept("Back gate.jpeg", &[&head[..], remark, pixel, b"\x3b"].concat(), &beside(), |_| false).unwrap();
        assert_eq!(got.name, "back-gate.gif");
        assert_eq!(got.what, UploadKind::Picture { stripped: StrippedMetadata::Something });
        assert_eq!(got.bytes, [&head[..], pixel, b"\x3b"].concat());
        let again = accept("Back gate.gif", &got.bytes, &beside(), |_| false).unwrap();
        assert_eq!(again.what, UploadKind::Picture { stripped: StrippedMetadata::Nothing });
    }

    #[test]
    fn a_description_stays_one() {
        let picture = UploadKind::Picture { stripped: StrippedMetadata::Nothing };
        assert_eq!(markdown("a.jpg", picture, "The [back]\n gate"), "![The \\[back\\] gate](a.jpg)");
        assert_eq!(markdown("a.pdf", UploadKind::Pdf, "Minutes"), "[Minutes](a.pdf)");
        assert_eq!(markdown("minutes.pdf", UploadKind::Pdf, " "), "[minutes.pdf](minutes.pdf)");
    }
}
