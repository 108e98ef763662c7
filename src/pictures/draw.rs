//! Pixels: a clean picture is read, made as small as the largest size that is published, turned upright, and written in
//! other sizes. In: bytes that show a picture and nothing else. Out: bytes of our encoders.

use std::{
    io::{Cursor, Read as _},
    panic::{AssertUnwindSafe, catch_unwind},
};

use fast_image_resize::{FilterType, PixelType, ResizeAlg, ResizeOptions, Resizer, images::Image};
use image::{
    ColorType, ExtendedColorType, ImageDecoder, ImageEncoder, ImageResult, Limits,
    codecs::{
        jpeg::{JpegDecoder, JpegEncoder},
        png::{CompressionType, FilterType as PngFilter, PngDecoder, PngEncoder},
        webp::WebPDecoder,
    },
};

use super::{MOST_BYTES, Picture, PictureError, PictureFormat, icc, png, sizes::Variant, webp};

/// Whether pictures can be turned and made smaller.
pub const DRAWS: bool = true;

const DAMAGED: PictureError = PictureError::Broken("its pixels cannot be read");
const UNWRITTEN: PictureError = PictureError::Broken("it cannot be written in another size");

/// The quality of a JPEG, from 1 to 100, and those that are tried after it while a picture is too large to be shared.
const JPEG: [u8; 4] = [82, 74, 66, 58];
/// The most bytes that a chat program takes for the picture of a link.
const SHARED_BYTES: usize = 300_000;
const WEBP: f32 = 78.0;

/// The pixels of a picture, upright, at the largest size that is published.
pub struct Pixels {
    width: u32,
    height: u32,
    /// Four bytes a pixel.
    pixels: Vec<u8>,
    clear: Transparency,
    profile: Option<Vec<u8>>,
}

/// Whether something shows through a picture.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Transparency {
    No,
    Yes,
}

/// Reads the pixels of a clean picture, of one that moves those of its first frame.
pub fn draw(picture: &Picture, clean: &[u8]) -> Result<Option<Pixels>, PictureError> {
    let fits = picture.format != PictureFormat::Png || png::profile(clean).is_none_or(is_bounded);
    let without = if fits { None } else { Some(png::with_profile(clean, None)) };
    let from = Cursor::new(without.as_deref().unwrap_or(clean));
    // The libraries answer damage with errors; should one fail inside, that is one picture's end and not the program's.
    let read = catch_unwind(AssertUnwindSafe(|| match picture.format {
        PictureFormat::Jpeg => JpegDecoder::new(from).and_then(read),
        PictureFormat::Png => PngDecoder::with_limits(from, limits()).and_then(read),
        PictureFormat::Webp | PictureFormat::Gif => WebPDecoder::new(from).and_then(read),
    }));
    let raw = read.ok().and_then(Result::ok).ok_or(DAMAGED)?;
    let stored = if picture.turn.swaps() { (picture.height, picture.width) } else { (picture.width, picture.height) };
    if (raw.width, raw.height) != stored {
        return Err(PictureError::Broken("its parts contradict each other"));
    }
    let whole = picture.whole();
    let (width, height) = if picture.turn.swaps() { (whole.height, whole.width) } else { (whole.width, whole.height) };
    let small = resized(raw.width, raw.height, raw.pixels, raw.clear, width, height)?;
    // Transparency of which there is none goes.
    let clear = if small.chunks_exact(4).all(|pixel| pixel[3] == u8::MAX) { Transparency::No } else { raw.clear };
    let pixels = turned(picture, &small, width as usize, height as usize);
    Ok(Some(Pixels { width: whole.width, height: whole.height, pixels, clear, profile: raw.profile }))
}

/// Whether a compressed profile is no larger than profiles are: the library would unpack all of it.
fn is_bounded(packed: &[u8]) -> bool {
    let mut unpacked = flate2::read::ZlibDecoder::new(packed).take(icc::MOST_BYTES as u64 + 1);
    std::io::copy(&mut unpacked, &mut std::io::sink()).is_ok_and(|size| size <= icc::MOST_BYTES as u64)
}

/// A picture as it was read, in red, green, blue and alpha of eight bits each: the one kind of pixels that is resized.
struct Raw {
    width: u32,
    height: u32,
    pixels: Vec<u8>,
    clear: Transparency,
    profile: Option<Vec<u8>>,
}

fn limits() -> Limits {
    let mut limits = Limits::no_limits();
    limits.max_alloc = Some(MOST_BYTES);
    limits
}

fn read(mut decoder: impl ImageDecoder) -> ImageResult<Raw> {
    decoder.set_limits(limits())?;
    let (width, height) = decoder.dimensions();
    let profile = decoder.icc_profile()?.as_deref().and_then(icc::plain);
    let colours = decoder.color_type();
    let mut pixels = vec![0; usize::try_from(decoder.total_bytes().min(MOST_BYTES)).unwrap_or_default()];
    decoder.read_image(&mut pixels)?;
    if matches!(colours, ColorType::L16 | ColorType::La16 | ColorType::Rgb16 | ColorType::Rgba16) {
        let high = |pair: &[u8]| u16::from_ne_bytes([pair[0], pair[1]]).to_be_bytes()[0];
        pixels = pixels.chunks_exact(2).map(high).collect();
    }
    let pixels = match colours.channel_count() {
        1 => pixels.iter().flat_map(|grey| [*grey, *grey, *grey, u8::MAX]).collect(),
        2 => pixels.chunks_exact(2).flat_map(|p| [p[0], p[0], p[0], p[1]]).collect(),
        3 => pixels.chunks_exact(3).flat_map(|p| [p[0], p[1], p[2], u8::MAX]).collect(),
        _ => pixels,
    };
    let clear = if colours.has_alpha() { Transparency::Yes } else { Transparency::No };
    Ok(Raw { width, height, pixels, clear, profile })
}

fn resized(
    w: u32,
    h: u32,
    pixels: Vec<u8>,
    clear: Transparency,
    width: u32,
    height: u32,
) -> Result<Vec<u8>, PictureError> {
    if (w, h) == (width, height) {
        return Ok(pixels);
    }
    let from = Image::from_vec_u8(w, h, pixels, PixelType::U8x4).map_err(|_| DAMAGED)?;
    let mut to = Image::new(width, height, PixelType::U8x4);
    let options = ResizeOptions::new()
        .resize_alg(ResizeAlg::Convolution(FilterType::Lanczos3))
        .use_alpha(clear == Transparency::Yes);
    Resizer::new().resize(&from, &mut to, &options).map_err(|_| UNWRITTEN)?;
    Ok(to.into_vec())
}

fn without_alpha(pixels: &[u8], colour: impl Fn(u8, u8) -> u8) -> Vec<u8> {
    pixels.chunks_exact(4).flat_map(|p| [colour(p[0], p[3]), colour(p[1], p[3]), colour(p[2], p[3])]).collect()
}

/// The picture upright; `width` and `height` are those in the file.
fn turned(picture: &Picture, pixels: &[u8], width: usize, height: usize) -> Vec<u8> {
    if picture.turn.is_upright() {
        return pixels.to_vec();
    }
    let (w, h) = if picture.turn.swaps() { (height, width) } else { (width, height) };
    let mut out = Vec::with_capacity(pixels.len());
    for y in 0..h {
        for x in 0..w {
            let (from_x, from_y) = picture.turn.source(x, y, width, height);
            let at = (from_y * width + from_x) * 4;
            out.extend_from_slice(&pixels[at..at + 4]);
        }
    }
    out
}

impl Pixels {
    /// The colour profile that the picture came with.
    pub fn profile(&self) -> Option<&[u8]> {
        self.profile.as_deref()
    }

    /// The picture in a size and a format.
    pub fn encode(&self, variant: &Variant) -> Result<Vec<u8>, PictureError> {
        let Variant { format, width, height } = *variant;
        let pixels = if (width, height) == (self.width, self.height) {
            self.pixels.clone()
        } else {
            resized(self.width, self.height, self.pixels.clone(), self.clear, width, height)?
        };
        // What shows through stays, but for a JPEG, where it shows white.
        let white = |colour: u8, alpha: u8| {
            let (colour, alpha) = (u16::from(colour), u16::from(alpha));
            u8::try_from((colour * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
        };
        let pixels = match (self.clear, format) {
            (Transparency::No, _) => without_alpha(&pixels, |colour, _| colour),
            (Transparency::Yes, PictureFormat::Jpeg) => without_alpha(&pixels, white),
            (Transparency::Yes, _) => pixels,
        };
        // A profile for print or for grey says nothing of what was made from it.
        let profile = self.profile.as_deref().filter(|profile| icc::is_rgb(profile));
        match format {
            PictureFormat::Jpeg => jpeg(&pixels, width, height, profile),
            PictureFormat::Png | PictureFormat::Gif => self.png(&pixels, width, height, profile),
            PictureFormat::Webp => {
                let encoder = match self.clear {
                    Transparency::No => ::webp::Encoder::from_rgb(&pixels, width, height),
                    Transparency::Yes => ::webp::Encoder::from_rgba(&pixels, width, height),
                };
                let encoded = encoder.encode_simple(false, WEBP).map_err(|_| UNWRITTEN)?;
                let with = |profile| webp::with_profile(&encoded, width, height, profile);
                Ok(profile.map_or_else(|| encoded.to_vec(), with))
            }
        }
    }

    fn png(&self, pixels: &[u8], width: u32, height: u32, profile: Option<&[u8]>) -> Result<Vec<u8>, PictureError> {
        let mut out = Vec::new();
        let mut encoder = PngEncoder::new_with_quality(&mut out, CompressionType::Default, PngFilter::Adaptive);
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile.to_vec()).map_err(|_| UNWRITTEN)?;
        }
        let colours = if self.clear == Transparency::Yes { ExtendedColorType::Rgba8 } else { ExtendedColorType::Rgb8 };
        encoder.write_image(pixels, width, height, colours).map_err(|_| UNWRITTEN)?;
        Ok(out)
    }
}

/// A JPEG of the first quality that makes it small enough to be shared, or of the last.
fn jpeg(pixels: &[u8], width: u32, height: u32, profile: Option<&[u8]>) -> Result<Vec<u8>, PictureError> {
    let mut out = Vec::new();
    for quality in JPEG {
        out.clear();
        let mut encoder = JpegEncoder::new_with_quality(&mut out, quality);
        if let Some(profile) = profile {
            encoder.set_icc_profile(profile.to_vec()).map_err(|_| UNWRITTEN)?;
        }
        encoder.write_image(pixels, width, height, ExtendedColorType::Rgb8).map_err(|_| UNWRITTEN)?;
        if out.len() <= SHARED_BYTES || u64::from(width) * u64::from(height) > SHARED_PIXELS {
            break;
        }
    }
    Ok(out)
}

/// A picture with more pixels is none to be shared, but the whole.
const SHARED_PIXELS: u64 = 1200 * 1700;
