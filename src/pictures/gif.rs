//! GIF (89a): the header, and a copy without anything that is not needed to show the picture or its frames. In: bytes.
//! Out: facts, or bytes. Comments and what programs add go; frames, their times and how often they run stay.

use std::io::{Read, Seek};

use super::{
    Orientation, Picture, PictureError, PictureFormat, exif,
    fault::CUT,
    head::{Header, HeaderReader},
};

const CONFUSED: PictureError = PictureError::Broken("its parts contradict each other");

/// Reads the header.
pub fn head(head: &mut HeaderReader<impl Read + Seek>) -> Header {
    let _: [u8; 6] = head.take()?;
    let [w1, w2, h1, h2] = head.take()?;
    let (width, height) = (u16::from_le_bytes([w1, w2]).into(), u16::from_le_bytes([h1, h2]).into());
    let picture =
        Picture { format: PictureFormat::Gif, width, height, turn: Orientation::UPRIGHT, moves: false, depth: 1 };
    Ok((picture, exif::NONE))
}

/// Copies what shows the picture and nothing else, and nothing of what follows its end.
pub fn clean(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut from = GifParts { bytes, at: 0 };
    let screen = from.take(13)?;
    out.extend_from_slice(screen);
    out.extend_from_slice(from.colours(screen[10])?);
    let mut frames = 0;
    loop {
        let start = from.at;
        match from.take(1)?[0] {
            0x3b if frames > 0 => {
                out.push(0x3b);
                return Ok(out);
            }
            0x2c => {
                let frame = from.take(9)?;
                from.colours(frame[8])?;
                from.take(1)?;
                from.blocks()?;
                frames += 1;
                out.extend_from_slice(&bytes[start..from.at]);
            }
            0x21 => {
                let kind = from.take(1)?[0];
                let content = from.blocks()?;
                // How a frame is shown, and how often all are: a block of three bytes after the name.
                let runs = |name: &[u8]| content.starts_with(name) && content.len() == name.len() + 5;
                let kept = match kind {
                    0xf9 => content.len() == 6,
                    0xff => runs(b"\x0bNETSCAPE2.0") || runs(b"\x0bANIMEXTS1.0"),
                    _ => false,
                };
                if kept {
                    out.extend_from_slice(&bytes[start..from.at]);
                }
            }
            _ => return Err(CONFUSED),
        }
    }
}

struct GifParts<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl<'b> GifParts<'b> {
    fn take(&mut self, length: usize) -> Result<&'b [u8], PictureError> {
        let part = self.bytes.get(self.at..self.at + length).ok_or(CUT)?;
        self.at += length;
        Ok(part)
    }

    /// A table of colours, where the flags before it say that there is one.
    fn colours(&mut self, flags: u8) -> Result<&'b [u8], PictureError> {
        self.take(if flags & 0x80 == 0 { 0 } else { 3 << ((flags & 7) + 1) })
    }

    /// Blocks, each with its length before it, up to an empty one.
    fn blocks(&mut self) -> Result<&'b [u8], PictureError> {
        let start = self.at;
        loop {
            let length = self.take(1)?[0];
            self.take(length.into())?;
            if length == 0 {
                return Ok(&self.bytes[start..self.at]);
            }
        }
    }
}
