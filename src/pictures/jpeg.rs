//! JPEG (ITU T.81): the header, and a copy without anything that is not needed to show the picture. In: bytes.
//! Out: facts, or bytes. What is kept is named here one by one, so that no kind of metadata has to be known to go.

use std::io::{Read, Seek};

use super::{
    Picture, PictureError, PictureFormat, exif,
    fault::CUT,
    head::{Header, HeaderError, HeaderReader},
    icc,
};

const CONFUSED: PictureError = PictureError::Broken("its parts contradict each other");
const UNUSUAL: PictureError = PictureError::Format("an unusual kind of JPEG");

/// More parts than any camera writes.
const MOST_PARTS: usize = 10_000;
/// Each pass over a progressive picture takes time for every pixel; cameras and programs write about ten.
const MOST_SCANS: usize = 100;

const SCAN: u8 = 0xda;
const END: u8 = 0xd9;

/// Reads the header.
pub fn head(head: &mut HeaderReader<impl Read + Seek>) -> Header {
    let [_, _] = head.take()?;
    let mut found = exif::NONE;
    let mut frame = None;
    for _ in 0..MOST_PARTS {
        let [mark, mut kind] = head.take()?;
        if mark != 0xff {
            return Err(HeaderError::Fault(CONFUSED));
        }
        while kind == 0xff {
            [kind] = head.take()?;
        }
        match kind {
            SCAN => break,
            END => return Err(HeaderError::Fault(CUT)),
            0xd0..=0xd8 | 0x01 => continue,
            _ => {}
        }
        let length = u64::from(u16::from_be_bytes(head.take()?));
        let length = length.checked_sub(2).ok_or(HeaderError::Fault(CONFUSED))?;
        match kind {
            0xc0..=0xcf if !matches!(kind, 0xc4 | 0xc8 | 0xcc) && length >= 6 => {
                let [_precision, h1, h2, w1, w2, _inks] = head.take()?;
                frame.get_or_insert((kind, u16::from_be_bytes([w1, w2]), u16::from_be_bytes([h1, h2])));
                head.skip(length - 6)?;
            }
            0xe1 if length >= 14 => {
                let mark: [u8; 6] = head.take()?;
                if &mark == b"Exif\0\0" {
                    let read = head.exif(length - 6)?;
                    // Browsers go by the first.
                    if found == exif::NONE {
                        found = read;
                    }
                } else {
                    head.skip(length - 6)?;
                }
            }
            _ => head.skip(length)?,
        }
    }
    let Some((kind, width, height)) = frame else { return Err(HeaderError::Fault(CONFUSED)) };
    let (width, height) = (u32::from(width), u32::from(height));
    let (width, height) = if found.turn.swaps() { (height, width) } else { (width, height) };
    // A progressive picture is held as coefficients until its last pass.
    let depth = if kind == 0xc2 { 9 } else { 3 };
    Ok((Picture { format: PictureFormat::Jpeg, width, height, turn: found.turn, moves: false, depth }, found))
}

/// Copies what shows the picture and nothing else; what follows its end, such as a film or a second picture, is left out.
pub fn clean(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend([0xff, 0xd8]);
    let mut rest = bytes.get(2..).ok_or(CUT)?;
    let mut profile: Vec<(u8, &[u8])> = Vec::new();
    let mut colours = Vec::new();
    let (mut frames, mut scans) = (0, 0);
    for _ in 0..MOST_PARTS {
        let (mark, after) = rest.split_first().ok_or(CUT)?;
        if *mark != 0xff {
            return Err(CONFUSED);
        }
        rest = after;
        let kind = loop {
            let (kind, after) = rest.split_first().ok_or(CUT)?;
            rest = after;
            if *kind != 0xff {
                break *kind;
            }
        };
        match kind {
            END if frames == 1 && scans > 0 => {
                out.extend([0xff, END]);
                return Ok(out);
            }
            END => return Err(CUT),
            0xd0..=0xd7 | 0x01 => continue,
            _ => {}
        }
        let length = usize::from(u16::from_be_bytes(*rest.first_chunk().ok_or(CUT)?));
        let part = rest.get(..length).ok_or(CUT)?;
        let content = part.get(2..).ok_or(CONFUSED)?;
        rest = &rest[length..];
        match kind {
            0xc0..=0xc2 => frames += 1,
            0xc4 | 0xdb | 0xdd => {}
            0xc3 | 0xc5..=0xcf | 0xdc..=0xdf => return Err(UNUSUAL),
            0xe0 if content.starts_with(b"JFIF\0") => {
                // Its units say nothing that matters here, and a small picture of it may show what the large one does not.
                colours = [&[0xff, 0xe0, 0, 16][..], b"JFIF\0", &[1, 2, 0, 0, 1, 0, 1, 0, 0]].concat();
                continue;
            }
            0xee if content.len() >= 12 && content.starts_with(b"Adobe") => {
                colours = [&[0xff, 0xee, 0, 14][..], b"Adobe", &[0, 100, 0, 0, 0, 0, content[11]]].concat();
                continue;
            }
            0xe2 => {
                if let Some([number, _, piece @ ..]) = content.strip_prefix(b"ICC_PROFILE\0") {
                    profile.push((*number, piece));
                }
                continue;
            }
            SCAN => {
                scans += 1;
                if frames != 1 || scans > MOST_SCANS {
                    return Err(CONFUSED);
                }
            }
            0xe0..=0xef | 0xfe => continue,
            _ => return Err(CONFUSED),
        }
        if frames <= 1 && scans <= 1 {
            // Before the first part that counts stands what says how colours are meant.
            out.append(&mut colours);
            write_profile(&mut out, &mut profile);
        }
        out.extend([0xff, kind]);
        out.extend_from_slice(part);
        if kind == SCAN {
            let end = scan(rest).ok_or(CUT)?;
            out.extend_from_slice(&rest[..end]);
            rest = &rest[end..];
        }
    }
    Err(CONFUSED)
}

/// How long the data of a scan are: up to a mark that is neither a stuffed byte nor a restart.
fn scan(data: &[u8]) -> Option<usize> {
    let marks = data.windows(2).enumerate().filter(|(_, pair)| pair[0] == 0xff);
    let mut ends = marks.filter(|(_, pair)| !matches!(pair[1], 0 | 0xd0..=0xd7 | 0xff));
    ends.next().map(|(at, _)| at)
}

/// Writes a colour profile in pieces that fit a segment.
fn write_profile(out: &mut Vec<u8>, pieces: &mut Vec<(u8, &[u8])>) {
    pieces.sort_by_key(|(number, _)| *number);
    let whole: Vec<u8> = pieces.drain(..).flat_map(|(_, piece)| piece).copied().collect();
    let Some(profile) = icc::plain(&whole) else { return };
    let pieces: Vec<&[u8]> = profile.chunks(60_000).collect();
    let Ok(count) = u8::try_from(pieces.len()) else { return };
    for (number, piece) in (1..=count).zip(pieces) {
        let length = u16::try_from(piece.len() + 16).expect("a piece is at most 60,000 bytes long");
        out.extend([0xff, 0xe2]);
        out.extend(length.to_be_bytes());
        out.extend_from_slice(b"ICC_PROFILE\0");
        out.extend([number, count]);
        out.extend_from_slice(piece);
    }
}
