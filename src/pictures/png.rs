//! PNG (third edition): the header, and a copy without anything that is not needed to show the picture. In: bytes.
//! Out: facts, or bytes. What is kept is named here one by one.

use std::io::{Read, Seek};

use super::{
    Orientation, Picture, PictureError, PictureFormat, exif,
    fault::CUT,
    head::{Header, HeaderError, HeaderReader},
};

const SIGNATURE: &[u8] = b"\x89PNG\r\n\x1a\n";
const CONFUSED: PictureError = PictureError::Broken("its parts contradict each other");

/// The chunks that show the picture: pixels, colours, frames.
const KEPT: &[&[u8; 4]] = &[
    b"IHDR", b"PLTE", b"IDAT", b"IEND", b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"cICP", b"sBIT", b"acTL",
    b"fcTL", b"fdAT",
];

/// More parts before the pixels than any program writes.
const MOST_PARTS: usize = 10_000;

/// Reads the header.
pub fn head(head: &mut HeaderReader<impl Read + Seek>) -> Header {
    let signature: [u8; 8] = head.take()?;
    let (length, kind) = chunk_head(head)?;
    if signature != SIGNATURE || kind != *b"IHDR" || length != 13 {
        return Err(HeaderError::Fault(CONFUSED));
    }
    let size: [u8; 8] = head.take()?;
    let [bits, colours, _, _, _] = head.take()?;
    let _crc: [u8; 4] = head.take()?;
    let (width, height) = size.split_at(4);
    let number = |bytes: &[u8]| bytes.iter().fold(0_u32, |number, byte| number << 8 | u32::from(*byte));
    let (width, height) = (number(width), number(height));
    let channels = match colours {
        0 => 1,
        4 => 2,
        2 => 3,
        3 | 6 => 4,
        _ => return Err(HeaderError::Fault(CONFUSED)),
    };
    // Transparency in a chunk of its own may add a channel, and what is not eight bits a channel is made that.
    let depth = (channels + 1).min(4) * if bits == 16 { 3 } else { 1 };
    let mut found = exif::NONE;
    let mut moves = false;
    for _ in 0..MOST_PARTS {
        let (length, kind) = chunk_head(head)?;
        match &kind {
            b"IDAT" | b"IEND" => {
                let turn = if moves { Orientation::UPRIGHT } else { found.turn };
                let (width, height) = if turn.swaps() { (height, width) } else { (width, height) };
                return Ok((Picture { format: PictureFormat::Png, width, height, turn, moves, depth }, found));
            }
            b"eXIf" => {
                found = head.exif(length)?;
                head.skip(4)?;
            }
            _ => {
                moves |= kind == *b"acTL";
                head.skip(length + 4)?;
            }
        }
    }
    Err(HeaderError::Fault(CONFUSED))
}

fn chunk_head(head: &mut HeaderReader<impl Read + Seek>) -> Result<(u64, [u8; 4]), HeaderError> {
    let length = u32::from_be_bytes(head.take()?);
    Ok((u64::from(length), head.take()?))
}

/// The chunks of a picture with their kinds, each whole, up to the end of the picture.
fn chunks(bytes: &[u8]) -> impl Iterator<Item = Result<([u8; 4], &[u8]), PictureError>> {
    let mut rest = bytes.get(SIGNATURE.len()..);
    std::iter::from_fn(move || {
        let from = rest.take()?;
        let mut whole = || {
            let length = usize::try_from(u32::from_be_bytes(*from.first_chunk()?)).ok()?;
            let chunk = from.get(..length.checked_add(12)?)?;
            let kind = [chunk[4], chunk[5], chunk[6], chunk[7]];
            rest = (kind != *b"IEND").then_some(&from[chunk.len()..]);
            Some((kind, chunk))
        };
        Some(whole().ok_or(CUT))
    })
}

/// Copies what shows the picture and nothing else, and nothing of what follows its end.
pub fn clean(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut out = Vec::with_capacity(bytes.len());
    out.extend_from_slice(SIGNATURE);
    let mut pixels = false;
    for chunk in chunks(bytes) {
        let (kind, chunk) = chunk?;
        pixels |= kind == *b"IDAT";
        if KEPT.contains(&&kind) {
            out.extend_from_slice(chunk);
        } else if kind[0].is_ascii_uppercase() {
            return Err(CONFUSED);
        }
    }
    if pixels { Ok(out) } else { Err(CONFUSED) }
}

/// The same with another colour profile: the one in it is compressed, and only who reads the pixels can look inside.
pub fn with_profile(clean: &[u8], profile: Option<&[u8]>) -> Vec<u8> {
    let mut out = Vec::with_capacity(clean.len());
    out.extend_from_slice(SIGNATURE);
    for (kind, chunk) in chunks(clean).flatten() {
        match (&kind, profile) {
            (b"iCCP", Some(profile)) => {
                let content = [&b"icc\0\0"[..], &stored(profile)].concat();
                let length = u32::try_from(content.len())
                    .expect("a profile is part of a file, which is read up to a limit far below 4 GiB");
                let body = [&b"iCCP"[..], &content].concat();
                out.extend(length.to_be_bytes());
                out.extend_from_slice(&body);
                out.extend(crc(&body).to_be_bytes());
            }
            (b"iCCP", None) => {}
            _ => out.extend_from_slice(chunk),
        }
    }
    out
}

/// The colour profile of a clean picture, as it is compressed.
#[cfg(any(test, feature = "pictures"))]
pub fn profile(clean: &[u8]) -> Option<&[u8]> {
    let (_, chunk) = chunks(clean).flatten().find(|(kind, _)| kind == b"iCCP")?;
    let content = &chunk[8..chunk.len() - 4];
    // A name that ends in a zero byte, and the method.
    let name = content.iter().position(|byte| *byte == 0)?;
    content.get(name + 2..)
}

/// A zlib stream (RFC 1950) that stores its bytes as they are.
fn stored(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks = bytes.chunks(0xffff);
    let last = blocks.len().saturating_sub(1);
    for (at, block) in blocks.enumerate() {
        let length = u16::try_from(block.len()).expect("a block is at most 0xffff bytes long");
        out.push(u8::from(at == last));
        out.extend(length.to_le_bytes());
        out.extend((!length).to_le_bytes());
        out.extend_from_slice(block);
    }
    let (a, b) = bytes.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    out.extend((b << 16 | a).to_be_bytes());
    out
}

/// The check of a chunk (PNG, annex D).
fn crc(bytes: &[u8]) -> u32 {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    };
    !bytes.iter().fold(!0, step)
}
