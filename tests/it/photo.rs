//! Pictures for tests, put together byte by byte: each with everything that a camera or a program may write beside the
//! pixels, and none from anywhere else. In: sizes and what goes wrong. Out: bytes.

use std::io::Cursor;

use noticeboard::testing::pictures::{self, FileKind, Picture, PictureError};

/// Words that no published picture may hold. They stand in every kind of metadata below.
pub const SECRET: &str = "SECRET";

/// The four corners of the test picture as they are seen upright, red, green, blue and grey: upper left first.
pub const CORNERS: [[u8; 3]; 4] = [[200, 60, 60], [60, 180, 60], [60, 60, 200], [128, 128, 128]];

/// The colour of a pixel of the picture in the file, which a turn brings upright.
fn stored(x: u32, y: u32, width: u32, height: u32, turn: u16) -> [u8; 3] {
    let (right, below) = (x * 2 >= width, y * 2 >= height);
    // Where this part of the stored picture is seen: EXIF 2.32, table 6, which says where its first row and column go.
    let (right, below) = match turn {
        2 => (!right, below),
        3 => (!right, !below),
        4 => (right, !below),
        5 => (below, right),
        6 => (!below, right),
        7 => (!below, !right),
        8 => (below, !right),
        _ => (right, below),
    };
    CORNERS[usize::from(right) + 2 * usize::from(below)]
}

pub fn holds(bytes: &[u8], word: &[u8]) -> bool {
    bytes.windows(word.len()).any(|part| part == word)
}

/// The marks of every kind of metadata that the test pictures have.
pub fn is_clean(bytes: &[u8]) -> Result<(), String> {
    let marks: [&[u8]; 10] = [
        SECRET.as_bytes(),
        b"Exif",
        b"EXIF",
        b"eXIf",
        b"MM\0*",
        b"http://ns.adobe",
        b"xmpmeta",
        b"8BIM",
        b"tEXt",
        b"ftyp",
    ];
    match marks.into_iter().find(|mark| holds(bytes, mark)) {
        Some(mark) => Err(String::from_utf8_lossy(mark).into_owned()),
        None => Ok(()),
    }
}

/// A picture whose header is read; anything else fails the test.
pub fn header(name: &str, bytes: &[u8]) -> Picture {
    match pictures::look(name, &mut Cursor::new(bytes)).expect("memory can be read") {
        Some(FileKind::Picture(picture)) => picture,
        other => panic!("{name}: {other:?}"),
    }
}

/// What is wrong with a picture, at the first look or at the second.
pub fn fault(name: &str, bytes: &[u8]) -> Option<PictureError> {
    match pictures::look(name, &mut Cursor::new(bytes)).expect("memory can be read") {
        Some(FileKind::Picture(picture)) => {
            let opened = pictures::open(&picture, bytes);
            opened.and_then(|opened| opened.whole()).err()
        }
        Some(FileKind::Unfit(fault)) => Some(fault),
        Some(FileKind::Drawing) => pictures::clean_drawing(bytes).err(),
        None => panic!("{name} is no picture"),
    }
}

/// A TIFF structure with orientation, camera, place and a small picture, which shows what was cut off.
pub fn exif(turn: u16) -> Vec<u8> {
    let mut out = b"MM\0*\0\0\0\x08".to_vec();
    let entry = |tag: u16, kind: u16, count: u32, value: [u8; 4]| {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value].concat()
    };
    let entries = [
        entry(0x010f, 2, 7, 200_u32.to_be_bytes()),
        entry(0x0112, 3, 1, [turn.to_be_bytes(), [0, 0]].concat().try_into().unwrap()),
        entry(0x8825, 4, 1, 100_u32.to_be_bytes()),
    ];
    out.extend(u16::try_from(entries.len()).unwrap().to_be_bytes());
    out.extend(entries.concat());
    // The second directory is that of the small picture.
    out.extend(300_u32.to_be_bytes());
    out.resize(100, 0);
    let place = [entry(1, 2, 2, *b"N\0\0\0"), entry(2, 5, 3, 150_u32.to_be_bytes()), entry(3, 2, 2, *b"E\0\0\0")];
    out.extend(u16::try_from(place.len()).unwrap().to_be_bytes());
    out.extend(place.concat());
    out.resize(150, 0);
    for number in [51_u32, 1, 16, 1, 20, 1] {
        out.extend(number.to_be_bytes());
    }
    out.resize(200, 0);
    out.extend(format!("{SECRET}\0").bytes());
    out.resize(300, 0);
    let small = jpeg(16, 16, &Jpeg::default());
    let thumbnail = [
        entry(0x0201, 4, 1, 400_u32.to_be_bytes()),
        entry(0x0202, 4, 1, u32::try_from(small.len()).unwrap().to_be_bytes()),
    ];
    out.extend(u16::try_from(thumbnail.len()).unwrap().to_be_bytes());
    out.extend(thumbnail.concat());
    out.resize(400, 0);
    out.extend(small);
    out
}

/// What stands in a JPEG besides its pixels.
#[derive(Clone, Debug, Default)]
pub struct Jpeg {
    /// Its orientation, 1 to 8; 0 for no metadata at all.
    pub turn: u16,
    pub profile: bool,
    /// Four inks instead of three colours.
    pub inks: bool,
}

/// Bits, written from the highest down.
#[derive(Default)]
struct Bits {
    out: Vec<u8>,
    held: u32,
    count: u32,
}

impl Bits {
    fn put(&mut self, value: u32, bits: u32) {
        self.held = self.held << bits | value & ((1 << bits) - 1);
        self.count += bits;
        while self.count >= 8 {
            self.count -= 8;
            let byte = u8::try_from(self.held >> self.count & 0xff).unwrap();
            self.out.push(byte);
            if byte == 0xff {
                self.out.push(0);
            }
        }
    }

    fn finish(mut self) -> Vec<u8> {
        self.put(0x7f, 7);
        self.out
    }
}

/// A segment of a JPEG.
pub fn segment(kind: u8, content: &[u8]) -> Vec<u8> {
    let length = u16::try_from(content.len() + 2).unwrap();
    [&[0xff, kind][..], &length.to_be_bytes(), content].concat()
}

/// A baseline JPEG: of each block of eight by eight pixels only the mean is written.
pub fn jpeg(width: u32, height: u32, with: &Jpeg) -> Vec<u8> {
    let mut out = vec![0xff, 0xd8];
    out.extend(segment(0xe0, b"JFIF\0\x01\x02\x01\0\x48\0\x48\x01\x01SEC"));
    if with.turn > 0 {
        out.extend(segment(0xe1, &[&b"Exif\0\0"[..], &exif(with.turn)].concat()));
        let xmp = format!("http://ns.adobe.com/xap/1.0/\0<x:xmpmeta xmlns:x='adobe:ns:meta/'>{SECRET}</x:xmpmeta>");
        out.extend(segment(0xe1, xmp.as_bytes()));
        let iptc =
            [&b"Photoshop 3.0\08BIM\x04\x04\0\0\0\0\0\x0b\x1c\x02\x19\0\x06"[..], SECRET.as_bytes(), b"\0"].concat();
        out.extend(segment(0xed, &iptc));
        out.extend(segment(0xe2, format!("MPF\0{SECRET}").as_bytes()));
        out.extend(segment(0xe5, SECRET.as_bytes()));
        out.extend(segment(0xfe, SECRET.as_bytes()));
    }
    if with.profile {
        out.extend(segment(0xe2, &[&b"ICC_PROFILE\0\x01\x01"[..], &profile(*b"RGB ")].concat()));
    }
    let channels: u8 = if with.inks { 4 } else { 3 };
    if with.inks {
        out.extend(segment(0xee, b"Adobe\0\x64\0\0\0\0\0"));
    }
    out.extend(segment(0xdb, &[&[0][..], &[1; 64]].concat()));
    let (w, h) = (u16::try_from(width).unwrap(), u16::try_from(height).unwrap());
    let components = (1..=channels).flat_map(|id| [id, 0x11, 0]);
    let frame = [&[8][..], &h.to_be_bytes(), &w.to_be_bytes(), &[channels], &components.collect::<Vec<_>>()].concat();
    out.extend(segment(0xc0, &frame));
    // Twelve symbols of four bits each for the size of a mean, and one of a single bit for "nothing else".
    let dc = [&[0x00, 0, 0, 0, 12][..], &[0; 12], &(0..12).collect::<Vec<u8>>()].concat();
    let ac = [&[0x10, 1][..], &[0; 15], &[0]].concat();
    out.extend(segment(0xc4, &dc));
    out.extend(segment(0xc4, &ac));
    let scans = (1..=channels).flat_map(|id| [id, 0]);
    out.extend(segment(0xda, &[&[channels][..], &scans.collect::<Vec<_>>(), &[0, 63, 0]].concat()));
    let mut bits = Bits::default();
    let mut last = [0_i32; 4];
    for y in (0..height).step_by(8) {
        for x in (0..width).step_by(8) {
            let rgb = stored(x, y, width, height, with.turn).map(f64::from);
            let levels = if with.inks {
                // Adobe writes inks upside down.
                [rgb[0], rgb[1], rgb[2], 255.0]
            } else {
                let luma = 0.299 * rgb[0] + 0.587 * rgb[1] + 0.114 * rgb[2];
                [luma, 128.0 + (rgb[2] - luma) / 1.772, 128.0 + (rgb[0] - luma) / 1.402, 0.0]
            };
            for (level, last) in levels.iter().zip(&mut last).take(channels.into()) {
                #[expect(clippy::cast_possible_truncation, reason = "levels are small")]
                let mean = ((level - 128.0) * 8.0).round() as i32;
                let difference = mean - *last;
                *last = mean;
                let size = 32 - difference.unsigned_abs().leading_zeros();
                bits.put(size, 4);
                let value = if difference < 0 { difference - 1 } else { difference };
                if size > 0 {
                    bits.put(value.cast_unsigned(), size);
                }
                bits.put(0, 1);
            }
        }
    }
    out.extend(bits.finish());
    out.extend([0xff, 0xd9]);
    if with.turn > 0 {
        // A film behind the picture, as telephones write it.
        out.extend(b"\0\0\0\x18ftypmp42 SECRET");
    }
    out
}

/// A colour profile with what colours need, and with what is said of a screen and its owner.
pub fn profile(colours: [u8; 4]) -> Vec<u8> {
    let xyz = b"XYZ \0\0\0\0\0\0\x80\0\0\0\x80\0\0\0\x80\0";
    let curve = b"curv\0\0\0\0\0\0\0\x01\x02\x33\0\0";
    let secret = [&b"mmod\0\0\0\0"[..], SECRET.as_bytes(), b"\0\0"].concat();
    let tags: [(&[u8; 4], &[u8]); 9] = [
        (b"desc", b"desc\0\0\0\0\0\0\0\x02P\0\0\0"),
        (b"wtpt", xyz),
        (b"rXYZ", xyz),
        (b"gXYZ", xyz),
        (b"bXYZ", xyz),
        (b"rTRC", curve),
        (b"gTRC", curve),
        (b"bTRC", curve),
        (b"mmod", &secret),
    ];
    let mut out = vec![0; 128];
    out[8] = 2;
    out[12..16].copy_from_slice(b"mntr");
    out[16..20].copy_from_slice(&colours);
    out[20..24].copy_from_slice(b"XYZ ");
    out[36..40].copy_from_slice(b"acsp");
    out[48..54].copy_from_slice(SECRET.as_bytes());
    out[68..80].copy_from_slice(b"\0\0\xf6\xd6\0\x01\0\0\0\0\xd3\x2d");
    out.extend(u32::try_from(tags.len()).unwrap().to_be_bytes());
    let mut at = 132 + 12 * tags.len();
    for (name, content) in &tags {
        out.extend_from_slice(*name);
        out.extend(u32::try_from(at).unwrap().to_be_bytes());
        out.extend(u32::try_from(content.len()).unwrap().to_be_bytes());
        at += content.len();
    }
    for (_, content) in &tags {
        out.extend_from_slice(content);
    }
    let length = u32::try_from(out.len()).unwrap();
    out[..4].copy_from_slice(&length.to_be_bytes());
    out
}

/// A chunk of a PNG.
pub fn chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let step = |crc: u32, byte: &u8| {
        (0..8).fold(crc ^ u32::from(*byte), |crc, _| if crc & 1 == 1 { 0xedb8_8320 ^ (crc >> 1) } else { crc >> 1 })
    };
    let body = [&kind[..], content].concat();
    let crc = !body.iter().fold(!0, step);
    [&u32::try_from(content.len()).unwrap().to_be_bytes()[..], &body, &crc.to_be_bytes()].concat()
}

/// A zlib stream that stores its bytes.
pub fn stored_zlib(bytes: &[u8]) -> Vec<u8> {
    let mut out = vec![0x78, 0x01];
    let blocks: Vec<&[u8]> = bytes.chunks(0xffff).collect();
    for (at, block) in blocks.iter().enumerate() {
        let length = u16::try_from(block.len()).unwrap();
        out.push(u8::from(at + 1 == blocks.len()));
        out.extend([length.to_le_bytes(), (!length).to_le_bytes()].concat());
        out.extend_from_slice(block);
    }
    let (a, b) = bytes.iter().fold((1_u32, 0_u32), |(a, b), byte| {
        let a = (a + u32::from(*byte)) % 65_521;
        (a, (b + a) % 65_521)
    });
    out.extend((b << 16 | a).to_be_bytes());
    out
}

/// What a PNG is made of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Png {
    Colour,
    Alpha,
    Palette,
    Deep,
    Grey,
    /// With two frames.
    Moving,
}

/// A PNG with metadata of every kind.
pub fn png(width: u32, height: u32, kind: Png, turn: u16) -> Vec<u8> {
    let (bits, colours) = match kind {
        Png::Colour | Png::Moving => (8, 2),
        Png::Alpha => (8, 6),
        Png::Palette => (8, 3),
        Png::Deep => (16, 2),
        Png::Grey => (8, 0),
    };
    let mut pixels = Vec::new();
    for y in 0..height {
        pixels.push(0);
        for x in 0..width {
            let rgb = stored(x, y, width, height, turn);
            match kind {
                Png::Colour | Png::Moving => pixels.extend(rgb),
                Png::Alpha => pixels.extend([rgb[0], rgb[1], rgb[2], if x < width / 2 { 255 } else { 64 }]),
                Png::Palette => {
                    pixels.push(u8::try_from(CORNERS.iter().position(|corner| *corner == rgb).unwrap()).unwrap());
                }
                Png::Deep => pixels.extend(rgb.iter().flat_map(|level| [*level, 7])),
                Png::Grey => pixels.push(rgb[0]),
            }
        }
    }
    let (w, h) = (width.to_be_bytes(), height.to_be_bytes());
    let mut out = b"\x89PNG\r\n\x1a\n".to_vec();
    out.extend(chunk(*b"IHDR", &[&w[..], &h, &[bits, colours, 0, 0, 0]].concat()));
    let plain = if kind == Png::Grey { *b"GRAY" } else { *b"RGB " };
    out.extend(chunk(*b"iCCP", &[&b"SECRET\0\0"[..], &stored_zlib(&profile(plain))].concat()));
    if kind == Png::Palette {
        out.extend(chunk(*b"PLTE", CORNERS.as_flattened()));
    }
    if turn > 0 {
        out.extend(chunk(*b"eXIf", &exif(turn)));
        out.extend(chunk(*b"tEXt", b"Author\0SECRET"));
        out.extend(chunk(*b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0SECRET"));
        out.extend(chunk(*b"tIME", &[7, 0xe5, 3, 1, 15, 34, 0]));
        out.extend(chunk(*b"prVt", SECRET.as_bytes()));
    }
    let frame = |number: u32| {
        let zero = [0; 4];
        chunk(*b"fcTL", &[&number.to_be_bytes()[..], &w, &h, &zero, &zero, &[0, 1, 0, 10, 0, 0]].concat())
    };
    let data = stored_zlib(&pixels);
    if kind == Png::Moving {
        out.extend(chunk(*b"acTL", &[0, 0, 0, 2, 0, 0, 0, 0]));
        out.extend(frame(0));
    }
    out.extend(chunk(*b"IDAT", &data));
    if kind == Png::Moving {
        out.extend(frame(1));
        out.extend(chunk(*b"fdAT", &[&2_u32.to_be_bytes()[..], &data].concat()));
    }
    out.extend(chunk(*b"IEND", b""));
    if turn > 0 {
        // What a cutting program left of the whole picture.
        out.extend(SECRET.as_bytes());
    }
    out
}

/// A GIF of so many frames, with a comment and what a program wrote.
pub fn gif(width: u16, height: u16, frames: usize) -> Vec<u8> {
    let mut out = b"GIF89a".to_vec();
    out.extend([width.to_le_bytes(), height.to_le_bytes()].concat());
    out.extend([0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
    out.extend(b"\x21\xff\x0bNETSCAPE2.0\x03\x01\0\0\0");
    out.extend(b"\x21\xfe\x06SECRET\0");
    out.extend(b"\x21\xff\x0bXMP DataXMP\x06SECRET\0");
    for _ in 0..frames {
        out.extend(b"\x21\xf9\x04\0\x0a\0\0\0");
        // One pixel each, in codes of three bits: clear, colour 0, end.
        out.extend([0x2c, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 2, 0x44, 0x01, 0]);
    }
    out.push(0x3b);
    if frames > 0 {
        out.extend(SECRET.as_bytes());
    }
    out
}

/// A chunk of a WebP.
pub fn riff(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let pad: &[u8] = if content.len() % 2 == 1 { &[0] } else { &[] };
    [&kind[..], &u32::try_from(content.len()).unwrap().to_le_bytes(), content, pad].concat()
}

/// A lossless WebP of one colour.
pub fn webp_pixels(width: u32, height: u32) -> Vec<u8> {
    let mut bits: Vec<(u32, u32)> = vec![(width - 1, 14), (height - 1, 14), (0, 1), (0, 3)];
    // No transform, no cache of colours, no table of codes; five codes of one symbol each: green, red, blue, alpha, distance.
    bits.extend([(0, 1), (0, 1), (0, 1)]);
    for symbol in [60, 200, 60, 255] {
        bits.extend([(1, 1), (0, 1), (1, 1), (symbol, 8)]);
    }
    bits.extend([(1, 1), (0, 1), (0, 1), (0, 1)]);
    let mut out = vec![0x2f];
    let (mut held, mut count) = (0_u64, 0);
    for (value, size) in bits {
        held |= u64::from(value) << count;
        count += size;
        while count >= 8 {
            out.push(u8::try_from(held & 0xff).unwrap());
            held >>= 8;
            count -= 8;
        }
    }
    out.push(u8::try_from(held & 0xff).unwrap());
    // One symbol to a code takes no bits for any pixel.
    out
}

/// A WebP with metadata, of one frame or several.
pub fn webp(width: u32, height: u32, turn: u16, frames: usize) -> Vec<u8> {
    let edge = |length: u32| (length - 1).to_le_bytes()[..3].to_vec();
    let flags = 0x20 | if turn > 0 { 0x0c } else { 0 } | if frames > 1 { 0x02 } else { 0 };
    let mut chunks = riff(*b"VP8X", &[&[flags, 0, 0, 0][..], &edge(width), &edge(height)].concat());
    chunks.extend(riff(*b"ICCP", &profile(*b"RGB ")));
    let pixels = riff(*b"VP8L", &webp_pixels(width, height));
    if frames > 1 {
        chunks.extend(riff(*b"ANIM", &[255, 255, 255, 255, 0, 0]));
        let head = [&[0; 6][..], &edge(width), &edge(height), &[100, 0, 0, 0]].concat();
        let frame = riff(*b"ANMF", &[&head[..], &pixels, &riff(*b"note", SECRET.as_bytes())].concat());
        (0..frames).for_each(|_| chunks.extend_from_slice(&frame));
    } else {
        chunks.extend(pixels);
    }
    if turn > 0 {
        chunks.extend(riff(*b"EXIF", &exif(turn)));
        chunks.extend(riff(*b"XMP ", SECRET.as_bytes()));
        chunks.extend(riff(*b"note", SECRET.as_bytes()));
    }
    let mut out = riff(*b"RIFF", &[&b"WEBP"[..], &chunks].concat());
    if turn > 0 {
        out.extend(SECRET.as_bytes());
    }
    out
}
