//! WebP (RFC 9649): the header, a copy without anything that is not needed to show the picture or its frames, and one with
//! a colour profile. In: bytes. Out: facts, or bytes. What is kept is named here one by one.

use std::io::{Read, Seek};

use super::{
    Orientation, Picture, PictureError, PictureFormat, exif,
    fault::CUT,
    head::{Header, HeaderError, HeaderReader},
    icc,
};

const CONFUSED: PictureError = PictureError::Broken("its parts contradict each other");

const PROFILE: u8 = 0x20;
const ALPHA: u8 = 0x10;
const MOVES: u8 = 0x02;

/// More parts than any program writes.
const MOST_PARTS: usize = 100_000;

/// Reads the header.
pub fn head(head: &mut HeaderReader<impl Read + Seek>) -> Header {
    let _: [u8; 12] = head.take()?;
    let (kind, length) = chunk_head(head)?;
    let long = |bytes: [u8; 4]| u32::from_le_bytes(bytes);
    let (width, height, flags) = match &kind {
        b"VP8X" => {
            let [flags, _, _, _, w1, w2, w3, h1, h2, h3] = head.take()?;
            head.skip(padded(length).saturating_sub(10))?;
            (long([w1, w2, w3, 0]) + 1, long([h1, h2, h3, 0]) + 1, flags)
        }
        b"VP8L" => {
            let [mark, a, b, c, d] = head.take()?;
            if mark != 0x2f {
                return Err(HeaderError::Fault(CONFUSED));
            }
            let bits = long([a, b, c, d]);
            ((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1, 0)
        }
        b"VP8 " => {
            let [_, _, _, 0x9d, 0x01, 0x2a, w1, w2, h1, h2] = head.take()? else {
                return Err(HeaderError::Fault(CONFUSED));
            };
            (long([w1, w2, 0, 0]) & 0x3fff, long([h1, h2, 0, 0]) & 0x3fff, 0)
        }
        _ => return Err(HeaderError::Fault(CONFUSED)),
    };
    let moves = flags & MOVES != 0;
    let mut found = exif::NONE;
    if kind == *b"VP8X" {
        for _ in 0..MOST_PARTS {
            if head.is_over()? {
                break;
            }
            let (kind, length) = chunk_head(head)?;
            if kind == *b"EXIF" {
                found = head.exif(length)?;
                break;
            }
            head.skip(padded(length))?;
        }
    }
    let turn = if moves { Orientation::UPRIGHT } else { found.turn };
    let (width, height) = if turn.swaps() { (height, width) } else { (width, height) };
    Ok((Picture { format: PictureFormat::Webp, width, height, turn, moves, depth: 6 }, found))
}

fn chunk_head(head: &mut HeaderReader<impl Read + Seek>) -> Result<([u8; 4], u64), HeaderError> {
    let kind = head.take()?;
    Ok((kind, u32::from_le_bytes(head.take()?).into()))
}

/// Chunks stand at even places.
fn padded(length: u64) -> u64 {
    length + length % 2
}

/// The chunks in a run of bytes: their kinds and contents.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = Result<([u8; 4], &[u8]), PictureError>> {
    let mut rest = Some(bytes).filter(|bytes| !bytes.is_empty());
    std::iter::from_fn(move || {
        let from = rest.take()?;
        let mut chunk = || {
            let kind = *from.first_chunk::<4>()?;
            let length = u32::from_le_bytes(*from.get(4..)?.first_chunk()?) as usize;
            let content = from.get(8..)?.get(..length)?;
            // The last padding is often forgotten.
            let next = from.get(8 + length + length % 2..).filter(|next| !next.is_empty());
            rest = next;
            Some((kind, content))
        };
        Some(chunk().ok_or(CUT))
    })
}

fn put(out: &mut Vec<u8>, kind: [u8; 4], content: &[u8]) {
    out.extend(kind);
    out.extend(
        u32::try_from(content.len()).expect("a chunk came out of a file whose length is told in 32 bits").to_le_bytes(),
    );
    out.extend_from_slice(content);
    if !content.len().is_multiple_of(2) {
        out.push(0);
    }
}

/// A file of chunks.
fn file(chunks: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(chunks.len() + 12);
    put(&mut out, *b"RIFF", &[b"WEBP", chunks].concat());
    out
}

/// Copies what shows the picture and nothing else, and nothing of what follows its end.
pub fn clean(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let length = u32::from_le_bytes(*bytes.get(4..).ok_or(CUT)?.first_chunk().ok_or(CUT)?) as usize;
    let whole = bytes.get(12..).and_then(|rest| rest.get(..length.checked_sub(4)?)).ok_or(CUT)?;
    let mut out = Vec::with_capacity(whole.len());
    let mut pixels = false;
    for (at, chunk) in chunks(whole).enumerate() {
        let (kind, content) = chunk?;
        match &kind {
            b"VP8X" if at == 0 && content.len() >= 10 => {
                let profile =
                    chunks(whole).flatten().any(|(kind, content)| kind == *b"ICCP" && icc::plain(content).is_some());
                let mut head = content[..10].to_vec();
                head[0] = head[0] & (ALPHA | MOVES) | if profile { PROFILE } else { 0 };
                put(&mut out, kind, &head);
            }
            b"ICCP" => {
                if let Some(profile) = icc::plain(content) {
                    put(&mut out, kind, &profile);
                }
            }
            b"ANMF" if content.len() >= 16 => {
                let mut frame = content[..16].to_vec();
                for chunk in chunks(&content[16..]) {
                    let (kind, content) = chunk?;
                    if matches!(&kind, b"ALPH" | b"VP8 " | b"VP8L") {
                        put(&mut frame, kind, content);
                    }
                }
                put(&mut out, kind, &frame);
                pixels = true;
            }
            b"VP8 " | b"VP8L" => {
                put(&mut out, kind, content);
                pixels = true;
                // In the simple form nothing else belongs to the picture.
                if at == 0 {
                    break;
                }
            }
            b"ALPH" | b"ANIM" => put(&mut out, kind, content),
            b"VP8X" | b"ANMF" => return Err(CONFUSED),
            _ => {}
        }
    }
    if pixels { Ok(file(&out)) } else { Err(CUT) }
}

/// A picture as an encoder made it, with a colour profile.
#[cfg(feature = "pictures")]
pub fn with_profile(bytes: &[u8], width: u32, height: u32, profile: &[u8]) -> Vec<u8> {
    let content = bytes.get(12..).unwrap_or_default();
    let transparent = chunks(content).flatten().any(|(kind, _)| kind == *b"ALPH");
    let edge = |length: u32| (length.max(1) - 1).to_le_bytes();
    let (w, h) = (edge(width), edge(height));
    let flags = PROFILE | if transparent { ALPHA } else { 0 };
    let mut out = Vec::with_capacity(bytes.len() + profile.len() + 64);
    put(&mut out, *b"VP8X", &[flags, 0, 0, 0, w[0], w[1], w[2], h[0], h[1], h[2]]);
    put(&mut out, *b"ICCP", profile);
    for (kind, content) in chunks(content).flatten().filter(|(kind, _)| kind != b"VP8X") {
        put(&mut out, kind, content);
    }
    file(&out)
}
