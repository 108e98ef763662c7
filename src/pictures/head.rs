//! What the first bytes of a file say of a picture. In: a name and a reader. Out: a [`FileKind`], or none for what is no
//! picture. It reads headers and passes over everything between them, however long that is.

use std::io::{self, Cursor, Read, Seek, SeekFrom};

use super::{
    FileKind, Picture, PictureError, PictureFormat,
    exif::{self, Exif},
    fault::CUT,
    jpeg, png, webp,
};

/// Endings of pictures that can be cleaned here, whatever they hold.
const KNOWN: &[&str] = &["jpg", "jpeg", "jpe", "jfif", "png", "apng", "gif", "webp"];

/// Endings of pictures that cannot, and what they are called.
const UNKNOWN: &[(&str, &str)] = &[
    ("heic", "HEIC"),
    ("heif", "HEIC"),
    ("avif", "AVIF"),
    ("tif", "TIFF"),
    ("tiff", "TIFF"),
    ("bmp", "BMP"),
    ("jxl", "JPEG XL"),
    ("jp2", "JPEG 2000"),
    ("psd", "Photoshop"),
    ("dng", "a camera's own format"),
    ("cr2", "a camera's own format"),
    ("cr3", "a camera's own format"),
    ("nef", "a camera's own format"),
    ("arw", "a camera's own format"),
    ("svgz", "compressed SVG"),
];

/// Looks at a file: what counts is its first bytes, and its name where they say nothing.
///
/// # Errors
///
/// When it cannot be read.
pub fn look(name: &str, file: &mut (impl Read + Seek)) -> io::Result<Option<FileKind>> {
    let ending = name.rsplit_once('.').map_or(String::new(), |(_, ending)| ending.to_ascii_lowercase());
    if ending == "svg" {
        return Ok(Some(FileKind::Drawing));
    }
    if let Some((_, format)) = UNKNOWN.iter().find(|(known, _)| *known == ending) {
        return Ok(Some(FileKind::Unfit(PictureError::Format(format))));
    }
    let mut first = Vec::with_capacity(32);
    file.by_ref().take(32).read_to_end(&mut first)?;
    file.rewind()?;
    let mut head = HeaderReader { file };
    let read = match format(&first) {
        Some(Ok(PictureFormat::Jpeg)) => jpeg::head(&mut head),
        Some(Ok(PictureFormat::Png)) => png::head(&mut head),
        Some(Ok(PictureFormat::Gif)) => super::gif::head(&mut head),
        Some(Ok(PictureFormat::Webp)) => webp::head(&mut head),
        Some(Err(name)) => Err(HeaderError::Fault(PictureError::Format(name))),
        None if KNOWN.contains(&&*ending) => Err(HeaderError::Fault(PictureError::Broken(none(&first)))),
        None => return Ok(None),
    };
    match read.and_then(|(picture, _)| picture.checked().map_err(HeaderError::Fault)) {
        Ok(picture) => Ok(Some(FileKind::Picture(picture))),
        Err(HeaderError::Fault(fault)) => Ok(Some(FileKind::Unfit(fault))),
        Err(HeaderError::Disk(error)) => Err(error),
    }
}

/// Whether a picture says where it was taken, as far as its header can be read.
pub fn tells_place(bytes: &[u8]) -> bool {
    let mut file = Cursor::new(bytes);
    let mut head = HeaderReader { file: &mut file };
    let read = match format(bytes) {
        Some(Ok(PictureFormat::Jpeg)) => jpeg::head(&mut head),
        Some(Ok(PictureFormat::Png)) => png::head(&mut head),
        Some(Ok(PictureFormat::Webp)) => webp::head(&mut head),
        _ => return false,
    };
    read.is_ok_and(|(_, exif)| exif.place)
}

/// The format that the first bytes are of, or the name of one that cannot be cleaned.
fn format(first: &[u8]) -> Option<Result<PictureFormat, &'static str>> {
    let brand = first.get(8..12).unwrap_or_default();
    let known = match first {
        [0xff, 0xd8, 0xff, ..] => Ok(PictureFormat::Jpeg),
        [0x89, b'P', b'N', b'G', ..] => Ok(PictureFormat::Png),
        [b'G', b'I', b'F', b'8', b'7' | b'9', b'a', ..] => Ok(PictureFormat::Gif),
        [b'R', b'I', b'F', b'F', ..] if brand == b"WEBP" => Ok(PictureFormat::Webp),
        [_, _, _, _, b'f', b't', b'y', b'p', ..] => match brand {
            b"avif" | b"avis" => Err("AVIF"),
            b"heic" | b"heix" | b"heim" | b"heis" | b"hevc" | b"hevx" | b"mif1" | b"msf1" => Err("HEIC"),
            _ => return None,
        },
        [b'I', b'I', b'*', 0, ..] | [b'M', b'M', 0, b'*', ..] => Err("TIFF"),
        [0xff, 0x0a, ..] | [0, 0, 0, 12, b'J', b'X', b'L', b' ', ..] => Err("JPEG XL"),
        [0, 0, 0, 12, b'j', b'P', b' ', b' ', ..] => Err("JPEG 2000"),
        [b'8', b'B', b'P', b'S', ..] => Err("Photoshop"),
        _ => return None,
    };
    Some(known)
}

/// What a file is that has a picture's name and none in it.
fn none(first: &[u8]) -> &'static str {
    match first {
        [] => "it is empty",
        _ if first.starts_with(b"version https://git-lfs") => {
            "it is the stand-in of Git LFS, and `git lfs pull` brings the picture itself"
        }
        _ => "it is no picture of a known format",
    }
}

/// Why a header cannot be read.
pub enum HeaderError {
    Fault(PictureError),
    Disk(io::Error),
}

impl From<io::Error> for HeaderError {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::UnexpectedEof { Self::Fault(CUT) } else { Self::Disk(error) }
    }
}

/// A header, while it is read from front to back.
pub struct HeaderReader<'r, R> {
    file: &'r mut R,
}

/// What the reading of a header gives: the picture, and what its EXIF says besides.
pub type Header = Result<(Picture, Exif), HeaderError>;

impl<R: Read + Seek> HeaderReader<'_, R> {
    /// The next so many bytes.
    pub fn take<const N: usize>(&mut self) -> Result<[u8; N], HeaderError> {
        let mut bytes = [0; N];
        self.file.read_exact(&mut bytes)?;
        Ok(bytes)
    }

    /// EXIF in the next so many bytes; what is longer than EXIF may be is passed over.
    pub fn exif(&mut self, length: u64) -> Result<Exif, HeaderError> {
        const LONGEST: u64 = 1024 * 1024;
        let mut bytes = Vec::new();
        self.file.by_ref().take(length.min(LONGEST)).read_to_end(&mut bytes)?;
        self.skip(length.saturating_sub(LONGEST))?;
        Ok(exif::read(&bytes))
    }

    pub fn skip(&mut self, length: u64) -> Result<(), HeaderError> {
        if let Ok(length @ 1..) = i64::try_from(length) {
            self.file.seek(SeekFrom::Current(length))?;
        }
        Ok(())
    }

    /// Whether the file has ended.
    pub fn is_over(&mut self) -> Result<bool, HeaderError> {
        let mut byte = [0];
        let read = self.file.read(&mut byte)?;
        if read > 0 {
            self.file.seek(SeekFrom::Current(-1))?;
        }
        Ok(read == 0)
    }
}
