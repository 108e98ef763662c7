//! What is made from the pixels of a picture: turned upright, in several sizes, and whatever is wrong with them found
//! (standards.md, "Photos"; issue "Pictures"). The pictures are those of `photo.rs`.

use std::io::Cursor;

use noticeboard::testing::pictures::{self, FileKind, PictureError};

use crate::{
    harness::{Dice, bulletin},
    photo::{self, CORNERS, Jpeg, Png, SECRET, fault, header, holds, is_clean},
};

/// Every file that is published of a picture: the whole, then the others.
fn published(name: &str, bytes: &[u8]) -> Vec<Vec<u8>> {
    let picture = header(name, bytes);
    let opened = pictures::open(&picture, bytes).unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
    let mut all = vec![opened.whole().expect("it can be written")];
    all.extend(picture.beside().iter().map(|variant| opened.variant(variant).expect("it can be written")));
    all
}

/// The colours in the middle of the four quarters of a picture, in its own place.
fn corners(bytes: &[u8]) -> ((u32, u32), [[u8; 4]; 4]) {
    let picture = image::load_from_memory(bytes).expect("it is a picture").to_rgba8();
    let (w, h) = picture.dimensions();
    let at = |x, y| picture.get_pixel(w * x / 4, h * y / 4).0;
    ((w, h), [at(1, 1), at(3, 1), at(1, 3), at(3, 3)])
}

fn are_near(found: [[u8; 4]; 4]) -> bool {
    let near = |(found, wanted): (&[u8; 4], &[u8; 3])| {
        found.iter().zip(wanted).all(|(found, wanted)| found.abs_diff(*wanted) <= 12)
    };
    found.iter().zip(&CORNERS).all(near)
}

#[test]
fn a_photograph_comes_out_upright_and_says_nothing_in_every_size() {
    for turn in 1..=8 {
        let photo = photo::jpeg(640, 400, &Jpeg { turn, profile: true, inks: false });
        assert!(is_clean(&photo).is_err(), "the test picture has something to lose");
        let picture = header("a.jpg", &photo);
        let size = if turn >= 5 { (400, 640) } else { (640, 400) };
        assert_eq!((picture.width, picture.height), size, "turn {turn}");
        for (file, at) in published("a.jpg", &photo).iter().zip(0..) {
            assert_eq!(is_clean(file), Ok(()), "turn {turn}, file {at}");
            let (found, colours) = corners(file);
            assert!(
                (found.0 > found.1) == (size.0 > size.1) && are_near(colours),
                "turn {turn}, file {at}: {colours:?}"
            );
            let again = header("a.jpg", file);
            assert!(again.turn.is_upright(), "turn {turn}, file {at} is turned once more");
        }
    }
}

#[test]
fn every_format_loses_what_stands_beside_its_pixels() {
    let png = |kind| photo::png(600, 500, kind, 6);
    for (name, bytes) in [
        ("colour.png", png(Png::Colour)),
        ("alpha.png", png(Png::Alpha)),
        ("palette.png", png(Png::Palette)),
        ("deep.png", png(Png::Deep)),
        ("grey.png", png(Png::Grey)),
        ("moving.png", png(Png::Moving)),
        ("upright.png", photo::png(600, 500, Png::Colour, 1)),
        ("a.webp", photo::webp(600, 500, 6, 1)),
        ("upright.webp", photo::webp(600, 500, 1, 1)),
        ("moving.webp", photo::webp(600, 500, 6, 3)),
        ("one.gif", photo::gif(600, 500, 1)),
        ("moving.gif", photo::gif(600, 500, 3)),
    ] {
        assert!(is_clean(&bytes).is_err(), "{name} has something to lose");
        for (file, at) in published(name, &bytes).iter().zip(0..) {
            assert_eq!(is_clean(file), Ok(()), "{name}, file {at}");
            if name.ends_with(".png") && !name.starts_with("moving") && !name.starts_with("grey") {
                let (size, mut colours) = corners(file);
                if name.starts_with("alpha") {
                    // What shows through is white where the format has no transparency; the colours of the rest are told.
                    let upright_left = [colours[0], colours[2]];
                    assert!(upright_left.iter().all(|colour| colour[3] == 255 || colour[3] < 80), "{name}, file {at}");
                    colours = [colours[0], colours[1], colours[0], colours[1]];
                    assert!(colours[0][0] > 150 && colours[1][1] > 150, "{name}, file {at}: {colours:?}");
                } else {
                    assert!(are_near(colours), "{name}, file {at}: {colours:?}");
                }
                let upright = name.starts_with("upright");
                assert_eq!(size.0 > size.1, upright, "{name}, file {at}");
            }
        }
    }
}

#[test]
fn what_may_stay_as_it_is_stays_to_the_byte() {
    // Pixels of an upright picture are not written anew: cleaning it twice gives the same, and the frames are all there.
    for (name, bytes) in [
        ("a.jpg", photo::jpeg(640, 400, &Jpeg { turn: 1, profile: true, inks: false })),
        ("a.png", photo::png(64, 40, Png::Palette, 1)),
        ("a.png", photo::png(64, 40, Png::Moving, 6)),
        ("a.webp", photo::webp(64, 40, 1, 1)),
        ("a.webp", photo::webp(64, 40, 0, 3)),
        ("a.gif", photo::gif(64, 40, 3)),
    ] {
        let once = published(name, &bytes).swap_remove(0);
        assert_eq!(once, published(name, &once).swap_remove(0), "{name}");
        let frames: &[u8] = match name {
            "a.gif" => b"\x2c\0\0\0\0\x01\0\x01",
            "a.webp" => b"ANMF",
            _ => b"fcTL",
        };
        let count = |bytes: &[u8]| bytes.windows(frames.len()).filter(|part| *part == frames).count();
        assert_eq!(count(&once), count(&bytes), "{name}");
        assert_eq!(holds(&once, b"NETSCAPE2.0"), name == "a.gif");
    }
}

#[test]
fn the_colour_profile_stays_without_its_owner() {
    for (name, bytes) in [
        ("a.jpg", photo::jpeg(640, 400, &Jpeg { turn: 6, profile: true, inks: false })),
        ("a.jpg", photo::jpeg(640, 400, &Jpeg { turn: 1, profile: true, inks: false })),
        ("a.png", photo::png(700, 700, Png::Colour, 1)),
        ("a.webp", photo::webp(640, 400, 1, 1)),
    ] {
        for file in published(name, &bytes) {
            use image::{ImageDecoder as _, ImageReader};
            let reader = ImageReader::new(Cursor::new(&file)).with_guessed_format().expect("memory can be read");
            let profile = reader.into_decoder().expect("it is a picture").icc_profile().expect("it can be read");
            let profile = profile.unwrap_or_else(|| panic!("{name} lost its profile"));
            assert!(holds(&profile, b"rTRC") && holds(&profile, b"acsp") && !holds(&profile, b"mmod"), "{name}");
        }
    }
    // One for grey or for print says nothing of red, green and blue.
    let grey = published("a.png", &photo::png(700, 700, Png::Grey, 1));
    assert!(holds(&grey[0], b"iCCP") && grey[1..].iter().all(|file| !holds(file, b"ICC")));
}

#[test]
fn a_picture_in_four_inks_can_be_read() {
    let photo = photo::jpeg(640, 400, &Jpeg { turn: 6, profile: false, inks: true });
    for file in published("a.jpg", &photo) {
        assert!(are_near(corners(&file).1), "{:?}", corners(&file));
    }
}

#[test]
fn a_picture_that_is_cut_off_anywhere_is_broken() {
    for (name, whole) in [
        ("a.jpg", photo::jpeg(64, 40, &Jpeg { turn: 6, profile: true, inks: false })),
        ("a.png", photo::png(16, 10, Png::Colour, 6)),
        ("a.webp", photo::webp(16, 10, 6, 1)),
        ("a.gif", photo::gif(16, 10, 2)),
    ] {
        // Up to the end of the picture itself; what follows it does not count.
        let tail = whole.len() - whole.windows(SECRET.len()).rposition(|part| part == SECRET.as_bytes()).unwrap();
        let tail = if name == "a.jpg" { tail + 13 } else { tail };
        assert_eq!(fault(name, &whole[..whole.len() - tail]).filter(|_| name != "a.jpg"), None, "{name} whole");
        for end in 0..whole.len() - tail {
            let found = fault(name, &whole[..end]);
            assert!(matches!(found, Some(PictureError::Broken(_))), "{name} cut at {end}: {found:?}");
        }
    }
}

#[test]
fn damage_is_a_problem_or_nothing_but_never_a_crash() {
    let mut dice = Dice(1);
    for (name, whole) in [
        ("a.jpg", photo::jpeg(64, 40, &Jpeg { turn: 6, profile: true, inks: false })),
        ("a.png", photo::png(16, 10, Png::Palette, 6)),
        ("a.webp", photo::webp(16, 10, 6, 1)),
        ("a.webp", photo::webp(16, 10, 6, 3)),
        ("a.gif", photo::gif(16, 10, 2)),
    ] {
        for _ in 0..300 {
            let mut damaged = whole.clone();
            for _ in 0..=dice.throw(4) {
                let at = dice.throw(damaged.len());
                damaged[at] = u8::try_from(dice.throw(256)).unwrap();
            }
            if let Some(FileKind::Picture(picture)) = pictures::look(name, &mut Cursor::new(&damaged)).unwrap() {
                if picture.weight() > 64 * 1024 * 1024 {
                    continue;
                }
                if let Ok(opened) = pictures::open(&picture, &damaged) {
                    assert_eq!(opened.whole().map(|file| is_clean(&file)), Ok(Ok(())), "{name}");
                }
            }
        }
    }
}

#[test]
fn a_header_that_lies_is_found_out() {
    // The size in the header is not that of the pixels.
    let png = photo::png(16, 10, Png::Colour, 0);
    let mut more = png.clone();
    more.splice(
        8..33,
        photo::chunk(*b"IHDR", &[&40_u32.to_be_bytes()[..], &40_u32.to_be_bytes(), &[8, 2, 0, 0, 0]].concat()),
    );
    assert!(matches!(fault("a.png", &more), Some(PictureError::Broken(_))));
    let webp = photo::webp(16, 10, 0, 1);
    let at = webp.windows(4).position(|part| part == b"VP8X").unwrap() + 12;
    let mut lying = webp.clone();
    lying[at] = 99;
    assert!(matches!(fault("a.webp", &lying), Some(PictureError::Broken(_))));
    // A second frame of another size in a JPEG.
    let jpeg = photo::jpeg(64, 40, &Jpeg::default());
    let scan = jpeg.windows(2).position(|part| part == [0xff, 0xda]).unwrap();
    let frame = photo::segment(0xc0, &[8, 0xff, 0xff, 0xff, 0xff, 1, 1, 0x11, 0]);
    let twice = [&jpeg[..scan], &frame, &jpeg[scan..]].concat();
    assert!(matches!(fault("a.jpg", &twice), Some(PictureError::Broken(_))));
}

#[test]
fn frames_by_the_thousand_take_no_time() {
    for (name, bytes) in [("a.gif", photo::gif(2000, 2000, 20_000)), ("a.webp", photo::webp(1000, 1000, 1, 20_000))] {
        let began = std::time::Instant::now();
        assert_eq!(fault(name, &bytes), None);
        assert!(began.elapsed().as_secs() < 10, "{name}: {:?}", began.elapsed());
    }
}

#[test]
fn a_page_offers_the_sizes_that_there_are() {
    let site = bulletin(
        "image: {src: roof.jpg, alt: A roof}\n---\nWords.\n\n![A wall](wall.jpg \"The wall\")\n\n![s](small.png)\n",
    )
    .edit("content/roof.jpg", "1500x1000")
    .edit("content/wall.jpg", "1000x700")
    .edit("content/small.png", "100x70");
    let page = site.roof();
    assert_eq!(
        page.find("figure class=\"picture").0,
        "<picture><source type=\"image/webp\" srcset=\"/roof.jpg.480.webp 480w, /roof.jpg.960.webp 960w, \
         /roof.jpg.1440.webp 1440w\" sizes=\"(min-width: 48em) 45em, 100vw\"><img src=\"/roof.jpg.1200.jpg\" alt=\"A roof\" \
         width=\"1500\" height=\"1000\" fetchpriority=\"high\"></picture>"
    );
    assert_eq!(page.find("figure").0.replace(&page.find("figure class=\"picture").0, ""), "");
    assert!(page.contains(
        "<figure><picture><source type=\"image/webp\" srcset=\"/wall.jpg.480.webp 480w, /wall.jpg.960.webp 960w\" \
         sizes=\"auto, (min-width: 48em) 45em, 100vw\"><img src=\"/wall.jpg\" alt=\"A wall\" width=\"1000\" height=\"700\" \
         loading=\"lazy\" decoding=\"async\"></picture><figcaption>The wall</figcaption></figure>"
    ), "{}", page.0);
    assert!(page.contains(
        "<img src=\"/small.png\" alt=\"s\" width=\"100\" height=\"70\" loading=\"lazy\" decoding=\"async\">"
    ));
    assert_eq!(page.meta("og:image"), "http://localhost:8080/roof.jpg.1200.jpg");
    assert_eq!(
        [page.meta("og:image:width"), page.meta("og:image:height"), page.meta("og:image:type")],
        ["1200", "800", "image/jpeg"]
    );
    let feed = site.feed("/feed.json").json();
    let content = feed["items"][0]["content_html"].as_str().expect("it is text").to_owned();
    assert!(
        content.contains("<img src=\"http://localhost:8080/wall.jpg\" alt=\"A wall\" width=\"1000\" height=\"700\">"),
        "{content}"
    );
    assert!(!content.contains("<picture>"));
    // Every address that is named is planned.
    for address in
        ["/roof.jpg", "/roof.jpg.480.webp", "/roof.jpg.1440.webp", "/roof.jpg.1200.jpg", "/wall.jpg.960.webp"]
    {
        assert!(site.has(address), "{address}: {:?}", site.files());
    }
}

#[test]
fn the_picture_that_readers_see_first_is_loaded_at_once() {
    let first = bulletin("---\n![x](roof.jpg)\n\n![y](roof.jpg)\n").edit("content/roof.jpg", "100x70").roof();
    assert!(
        first.contains("alt=\"x\" width=\"100\" height=\"70\"></p>")
            && first.contains("alt=\"y\" width=\"100\" height=\"70\" loading")
    );
    let below = bulletin("---\nWords.\n\n![x](roof.jpg)\n").edit("content/roof.jpg", "100x70").roof();
    assert!(below.contains("alt=\"x\" width=\"100\" height=\"70\" loading"));
    let led = bulletin("image: roof.jpg\n---\n![x](roof.jpg)\n").edit("content/roof.jpg", "100x70").roof();
    assert!(led.contains("alt=\"x\" width=\"100\" height=\"70\" loading"));
}

/// A chunk of a PNG.
fn chunk(kind: [u8; 4], content: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    crc.update(&kind);
    crc.update(content);
    let length = u32::try_from(content.len()).expect("it is short");
    [&length.to_be_bytes()[..], &kind, content, &crc.sum().to_be_bytes()].concat()
}

#[test]
fn a_profile_that_unpacks_without_end_is_left_out() {
    use std::io::Write as _;
    let mut packed = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::best());
    for _ in 0..64 {
        packed.write_all(&vec![0; 1 << 20]).expect("memory takes it");
    }
    let packed = packed.finish().expect("memory takes it");
    let mut plain = Vec::new();
    image::RgbImage::from_pixel(9, 9, image::Rgb([200, 0, 0]))
        .write_to(&mut Cursor::new(&mut plain), image::ImageFormat::Png)
        .expect("memory takes it");
    // Behind the header chunk, which ends at 33.
    let profile = chunk(*b"iCCP", &[&b"icc\0\0"[..], &packed].concat());
    let bomb = [&plain[..33], &profile, &plain[33..]].concat();
    let files = published("a.png", &bomb);
    assert!(files.iter().all(|file| file.len() < 2_000 && !holds(file, b"iCCP")));
    assert_eq!(corners(&files[0]).0, (9, 9));
}

#[test]
fn a_webp_of_a_usual_width_is_published() {
    for width in [480, 541, 700, 960, 1081, 1200, 1440, 1441] {
        let site = bulletin("image: {src: roof.webp, alt: A roof}\n---\n![A roof](roof.webp)\n")
            .edit("content/roof.webp", &format!("{width}x400"));
        assert_eq!(site.codes(), "", "{width}");
        assert!(site.roof().contains("/roof.webp"), "{width}");
    }
}
