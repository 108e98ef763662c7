//! Pictures on the site: what pages name, what is refused, and that nothing a camera wrote is published (standards.md,
//! "Photos"; issue "Pictures"). The pictures are those of `photo.rs`.

use std::io::Cursor;

use noticeboard::testing::pictures::{self, PictureError, PictureFormat};

use crate::{
    harness::bulletin,
    photo::{self, Jpeg, Png, SECRET, fault, header, holds, is_clean},
};

#[test]
fn sizes_that_cannot_be_are_refused_by_the_header_alone() {
    let png = |width: u32, height: u32| {
        let head = [&width.to_be_bytes()[..], &height.to_be_bytes(), &[8, 6, 0, 0, 0]].concat();
        let data = photo::stored_zlib(&[0; 64]);
        [
            &b"\x89PNG\r\n\x1a\n"[..],
            &photo::chunk(*b"IHDR", &head),
            &photo::chunk(*b"IDAT", &data),
            &photo::chunk(*b"IEND", b""),
        ]
        .concat()
    };
    let too_large = |width, height| Some(PictureError::TooLarge { width, height });
    assert_eq!(fault("a.png", &png(100_000, 100_000)), too_large(100_000, 100_000));
    assert_eq!(fault("a.png", &png(u32::MAX, u32::MAX)), too_large(u32::MAX, u32::MAX));
    assert_eq!(fault("a.gif", &photo::gif(u16::MAX, u16::MAX, 1)), too_large(65_535, 65_535));
    let webp = photo::webp(16, 10, 0, 1);
    let at = webp.windows(4).position(|part| part == b"VP8X").unwrap() + 12;
    let mut lying = webp.clone();
    lying[at..at + 6].fill(0xff);
    assert_eq!(fault("a.webp", &lying), too_large(1 << 24, 1 << 24));
    assert!(matches!(fault("a.png", &png(0, 5)), Some(PictureError::Broken(_))));
}

#[test]
fn a_format_that_cannot_be_cleaned_is_known_by_its_bytes_and_by_its_name() {
    for (name, bytes) in [
        ("a.heic", &b"\0\0\0\x18ftypheic"[..]),
        ("a.jpg", b"\0\0\0\x18ftypheic"),
        ("a.jpg", b"\0\0\0\x1cftypavif"),
        ("photo", b"II*\0"),
        ("a.tiff", b"anything"),
        ("a.bmp", b"BM"),
    ] {
        assert!(matches!(fault(name, bytes), Some(PictureError::Format(_))), "{name}");
    }
    for bytes in [&b""[..], b"<html>not found</html>", b"version https://git-lfs.github.com/spec/v1\n"] {
        assert!(matches!(fault("a.jpg", bytes), Some(PictureError::Broken(_))));
    }
    // A name does not hide a picture, and other files are left alone.
    assert_eq!(header("no ending", &photo::jpeg(64, 40, &Jpeg::default())).format, PictureFormat::Jpeg);
    assert_eq!(header("a.jpg", &photo::webp(64, 40, 0, 1)).format, PictureFormat::Webp);
    assert_eq!(pictures::look("a.pdf", &mut Cursor::new(b"%PDF-1.7")).unwrap(), None);
    assert_eq!(pictures::look("film.mp4", &mut Cursor::new(b"\0\0\0\x18ftypmp42")).unwrap(), None);
}

#[test]
fn what_is_wrong_is_said_in_words() {
    let site = bulletin("image: {src: roof.jpg, alt: A roof}\n---\n![map](map.svg) ![x](x.png)\n")
        .edit("content/roof.jpg", "no picture")
        .put("content/photo.heic", b"\0\0\0\x18ftypheic".to_vec())
        .edit("content/map.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>")
        .put(
            "content/x.png",
            [&b"\x89PNG\r\n\x1a\n"[..], &photo::chunk(*b"IHDR", &[0, 1, 134, 160, 0, 1, 134, 160, 8, 6, 0, 0, 0])]
                .concat(),
        )
        .put("content/big.gif", photo::gif(65_535, 65_535, 1));
    insta::assert_snapshot!(site.problems(), @r"
    error[picture-too-large]: this picture has 65535 × 65535 pixels, more than can be read
    --> content/big.gif
     = help: make it smaller: 4000 pixels along an edge are enough for every screen

    error[drawing-active]: this drawing holds a script
    --> content/map.svg
     = help: save it as a plain SVG, or as a PNG

    error[picture-uncleaned]: what a camera wrote cannot be taken out of this picture: it is HEIC
    --> content/photo.heic
     = help: open it and save it as a JPEG, or as a PNG where it is a drawing

    error[picture-broken]: this picture cannot be read: it is no picture of a known format
    --> content/roof.jpg
     = help: fetch it again from where it came from, or open it and save it as a JPEG

    error[picture-broken]: this picture cannot be read: it ends too early
    --> content/x.png
     = help: fetch it again from where it came from, or open it and save it as a JPEG

    5 errors
    ");
}

#[test]
fn a_drawing_may_draw_and_nothing_else() {
    let drawing = |inner: &str| {
        fault("a.svg", format!("<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"x\">{inner}</svg>").as_bytes())
    };
    for fine in [
        "<path d=\"M0 0h1\" fill=\"url(#g)\" style=\"fill:url( '#g' )\"/>",
        "<a href=\"https://example.org/\"><text>x &amp; y</text></a>",
        "<use xlink:href=\"#a\"/><style>a &gt; b { fill: red }</style><style/>",
        "<metadata><rdf xmlns=\"http://purl.org/dc/\"/></metadata>",
    ] {
        assert_eq!(drawing(fine), None, "{fine}");
    }
    for active in [
        "<script>1</script>",
        "<SCRIPT/>",
        "<x:script xmlns:x=\"http://www.w3.org/2000/svg\"/>",
        "<g onload=\"x()\"/>",
        "<a href=\"java&#x0a;script:x()\"/>",
        "<foreignObject/>",
        "<image href=\"https://a.example/x.png\"/>",
        "<image href=\"data:image/jpeg;base64,xx\"/>",
        "<use xlink:href=\"//a.example/x.svg#a\"/>",
        "<style>@import 'https://a.example/';</style>",
        "<style>a { fill: ur<!-- -->l(https://a.example/) }</style>",
        "<style>a { fill: u\\72l(https://a.example/) }</style>",
        "<rect style=\"fill: url(https://a.example/)\"/>",
        "<set attributeName=\"href\" to=\"javascript:x()\"/>",
    ] {
        assert!(matches!(drawing(active), Some(PictureError::Active(_))), "{active}");
    }
    for active in [
        "<!DOCTYPE svg [<!ENTITY a 'x'>]><svg/>",
        "<!DOCTYPE svg [<!ATTLIST svg onload CDATA \"alert(1)\">]><svg xmlns=\"http://www.w3.org/2000/svg\"/>",
        "<!DOCTYPE svg PUBLIC '-//W3C//DTD SVG 1.1//EN' 'svg11.dtd' [<!ATTLIST image href CDATA 'http://a.example/'>]><svg/>",
        "<svg xmlns='http://www.w3.org/2000/svg'>&a;</svg>",
        "<?xml-stylesheet href='http://a.example/x.css'?><svg/>",
    ] {
        assert!(matches!(fault("a.svg", active.as_bytes()), Some(PictureError::Active(_))), "{active}");
    }
    for active in [
        "<h:img xmlns:h='http://www.w3.org/1999/xhtml' srcset='http://a.example/i.png 1x'/>",
        "<h:meta xmlns:h='http://www.w3.org/1999/xhtml' http-equiv='refresh' content='0;url=http://a.example/'/>",
        "<title><b xmlns='http://www.w3.org/1999/xhtml'>x</b></title>",
        "<m:math xmlns:m='http://www.w3.org/1998/Math/MathML'/>",
        "<e:listener xmlns:e='http://www.w3.org/2001/xml-events'/>",
        "<style>@im<title>x</title>port 'http://a.example/x.css';</style>",
        "<style>@im/**/port 'http://a.example/x.css';</style>",
        "<style><![CDATA[@import 'http://a.example/x.css';]]></style>",
        "<style>@font-face { font-family: x; src: url(http://a.example/x) }</style>",
        "<g fill='image-set(&quot;http://a.example/x&quot; 1x)'/>",
        "<flowRoot/>",
        "<iframe/>",
        "<animate attributeName='onload' to='x()'/>",
        "<animate attributeName='style' to='fill:url(//a.example/)'/>",
        "<feImage href='#a'/>",
        "<a href='vbscript:x'/>",
        "<filter><feTurbulence numOctaves='1000000'/></filter>",
    ] {
        assert!(matches!(drawing(active), Some(PictureError::Active(_))), "{active}");
    }
    for broken in [
        &b"<svg>"[..],
        b"text",
        b"",
        b"<svg></g></svg>",
        b"\xff\xfe<\0s\0",
        b"<?xml version=\"1.0\" encoding=\"ISO-2022-JP\"?><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version=\"1.0\" encoding=\"utf-7\"?><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<?xml version=\"1.1\"?><svg xmlns='http://www.w3.org/2000/svg'/>",
        b"<svg/><svg/>",
        b"<svg><g></svg>",
        b"<x:svg/>",
        b"<g xmlns='http://www.w3.org/2000/svg'><svg/></g>",
    ] {
        assert!(matches!(fault("a.svg", broken), Some(PictureError::Broken(_))), "{broken:?}");
    }
}

#[test]
fn a_page_that_calls_itself_a_drawing_is_none() {
    let page = "<html xmlns='http://www.w3.org/1999/xhtml'><body><form action='http://a.example/'>\
                <input name='password'/></form><svg xmlns='http://www.w3.org/2000/svg'/></body></html>";
    assert!(fault("a.svg", page.as_bytes()).is_some());
}

/// A drawing in which each of ten groups shows the one before it ten times.
fn nested(shown: impl Fn(usize) -> String) -> String {
    let group = |at: usize| {
        let inner = if at == 0 { "<rect/>".to_owned() } else { shown(at - 1).repeat(10) };
        format!(
            "<g id='a{at}'>{inner}</g><pattern id='p{at}'>{inner}</pattern><style>.c{at} {{ fill: url(#p{at}) }}</style>"
        )
    };
    format!("<svg xmlns='http://www.w3.org/2000/svg'>{}{}</svg>", (0..10).map(group).collect::<String>(), shown(9))
}

#[test]
fn a_drawing_is_drawn_in_good_time() {
    for bomb in [
        nested(|at| format!("<use href='#a{at}'/>")),
        nested(|at| format!("<g xmlns:x='http://www.w3.org/1999/xlink'><use x:href='#a{at}'/></g>")),
        nested(|at| format!("<rect fill='url(#p{at})'/>")),
        nested(|at| format!("<rect style='fill: url( \"#p{at}\" )'/>")),
        nested(|at| format!("<rect mask='url(#a{at})'/>")),
        nested(|at| format!("<rect class='c{at}'/>")),
        format!("<svg xmlns='http://www.w3.org/2000/svg'>{}</svg>", "<g>".repeat(500) + &"</g>".repeat(500)),
        format!("<svg xmlns='http://www.w3.org/2000/svg'><filter id='f'>{}</filter></svg>", "<feTile/>".repeat(900)),
    ] {
        assert!(matches!(fault("a.svg", bomb.as_bytes()), Some(PictureError::Active(_))), "{}", &bomb[..200]);
    }
    // One that leads back to itself ends, and gradients may be used as often as one likes.
    let ring = "<g id='a'><use href='#b'/></g><g id='b'><use href='#a'/></g>";
    let painted = "<linearGradient id='g'><stop/><stop/></linearGradient><style>.c { fill: url(#g) }</style>"
        .to_owned()
        + &"<rect class='c'/>".repeat(20_000);
    for fine in [ring, &painted] {
        let drawing = format!("<svg xmlns='http://www.w3.org/2000/svg'>{fine}</svg>");
        assert_eq!(fault("a.svg", drawing.as_bytes()), None);
    }
}

#[test]
fn a_drawing_is_published_without_what_its_program_noted() {
    let drawing = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n<!-- Made by Ann -->\n\
        <!DOCTYPE svg PUBLIC \"-//W3C//DTD SVG 1.1//EN\" \"http://www.w3.org/Graphics/SVG/1.1/DTD/svg11.dtd\">\n\
        <svg:svg xmlns:svg=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" \
        xmlns:inkscape=\"http://www.inkscape.org/namespaces/inkscape\" viewBox=\"0 0 9 9\" \
        inkscape:export-filename=\"C:/Ann/map.png\" data-x=\"y\">\
        <inkscape:namedview><svg:g inkscape:label=\"z\"/></inkscape:namedview><svg:metadata>Ann</svg:metadata>\
        <svg:title>A &lt;map&gt;</svg:title><svg:use xlink:href=\"#a\"/><svg:path id=\"a\" d=\"M0 0h9\" inkscape:label=\"x\"/>\
        <svg:a xlink:href=\"https://watch.example/?a&amp;b\"><svg:text>x</svg:text></svg:a></svg:svg>";
    let site = bulletin("---\n![map](map.svg)\n").edit("content/map.svg", drawing);
    assert_eq!(site.codes(), "");
    assert_eq!(
        site.page("/map.svg").0.trim(),
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><title>A &lt;map&gt;</title><use href=\"#a\"/>\
         <path id=\"a\" d=\"M0 0h9\"/><a href=\"https://watch.example/?a&amp;b\"><text>x</text></a></svg>"
    );
}

#[test]
fn raw_html_keeps_our_sizes_and_gets_no_foreign_ones() {
    let site = bulletin(
        "---\n![A wall](wall.jpg)\n\n<p><b>x</b><picture><source srcset=\"//a.example/x.webp 1w\"><img src=\"wall.jpg\"></picture></p>\n",
    );
    let page = site.edit("content/wall.jpg", "1000x700").roof();
    assert!(!page.contains("a.example"), "{}", page.0);
    assert!(page.contains("srcset=\"/wall.jpg.480.webp 480w") || !noticeboard::testing::pictures::DRAWS, "{}", page.0);
}

#[test]
fn nothing_is_left_of_the_picture_of_a_bulletin_that_was_taken_back() {
    let site = bulletin("status: withdrawn\nclosed: 2021-03-02\nimage: roof.jpg").edit("content/roof.jpg", "1500x1000");
    assert!(!site.files().iter().any(|file| file.contains("roof.jpg")), "{:?}", site.files());
}

#[test]
fn a_picture_of_the_theme_that_says_where_it_was_taken_is_reported() {
    let site = bulletin("")
        .settings("theme: ours")
        .edit("themes/ours/theme.yaml", "name: ours\n")
        .put("themes/ours/static/a.jpg", photo::jpeg(64, 40, &Jpeg { turn: 1, profile: false, inks: false }))
        .put("themes/ours/static/b.jpg", photo::jpeg(64, 40, &Jpeg::default()));
    assert_eq!(site.codes(), "theme-picture-tells themes/ours/static/a.jpg");
}

#[test]
fn a_picture_that_nothing_shows_is_told() {
    let site = bulletin("image: {src: roof.jpg, alt: A roof}")
        .settings("theme: ours\nmenu: [{name: Plan, address: /plan.png}]")
        .edit("themes/ours/theme.yaml", "name: ours\n")
        .edit("templates/footer.html", "<img src=\"/logo.png\" alt=\"\">")
        .edit("themes/ours/static/own.css", "main { background: url(/wall.png) }");
    let pictures = ["roof.jpg", "plan.png", "logo.png", "wall.png", "favicon.png", "roof2.jpg", "pages/other.png"];
    let site = pictures.iter().fold(site, |site, name| site.edit(&format!("content/{name}"), "64x40"));
    assert_eq!(site.codes(), "picture-unshown content/pages/other.png\npicture-unshown content/roof2.jpg");
    let draft = site.edit(
        "content/later.md",
        "---\ntitle: Later\ndate: 2021-03-01\narea: Kent\ndraft: true\n---\n![A](roof2.jpg)\n",
    );
    assert_eq!(draft.codes(), "picture-unshown content/pages/other.png", "a picture that is held back is not public");
}

#[test]
fn what_needs_no_drawing_is_cleaned_by_every_build_of_the_program() {
    for (name, bytes) in [
        ("a.jpg", photo::jpeg(640, 400, &Jpeg { turn: 1, profile: true, inks: false })),
        ("palette.png", photo::png(64, 40, Png::Palette, 1)),
        ("colour.png", photo::png(64, 40, Png::Colour, 1)),
        ("alpha.png", photo::png(64, 40, Png::Alpha, 1)),
        ("deep.png", photo::png(64, 40, Png::Deep, 1)),
        ("grey.png", photo::png(64, 40, Png::Grey, 1)),
        ("moving.png", photo::png(64, 40, Png::Moving, 6)),
        ("a.webp", photo::webp(64, 40, 1, 1)),
        ("moving.webp", photo::webp(64, 40, 6, 3)),
        ("a.gif", photo::gif(64, 40, 3)),
    ] {
        let whole = pictures::open(&header(name, &bytes), &bytes).and_then(|opened| opened.whole());
        let whole = whole.unwrap_or_else(|fault| panic!("{name}: {fault:?}"));
        assert!(is_clean(&bytes).is_err() && is_clean(&whole) == Ok(()), "{name}");
        assert!(!holds(&whole, SECRET.as_bytes()), "{name}");
    }
    let turned = fault("a.jpg", &photo::jpeg(640, 400, &Jpeg { turn: 6, profile: false, inks: false }));
    assert_eq!(turned, if pictures::DRAWS { None } else { Some(PictureError::Undrawn) });
}
