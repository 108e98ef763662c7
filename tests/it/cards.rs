//! Share cards (site.md, "Outputs"; standards.md, 2.1): which bulletins have one, what it says, when it changes.

use noticeboard::testing::cards::{CardContent, CardMoment, Colours, Direction, ScreenColour, Stress};

use crate::harness::{Site, bulletin, site};

const CARD: &str = "/cards/2021/03/roof.png";

/// Width, height and bytes of a PNG.
fn png(bytes: &[u8]) -> (u32, u32, usize) {
    assert_eq!(bytes.get(..8), Some(&b"\x89PNG\r\n\x1a\n"[..]), "it is a PNG");
    let number = |at: usize| u32::from_be_bytes(bytes[at..at + 4].try_into().unwrap());
    (number(16), number(20), bytes.len())
}

/// The colours of a PNG's palette.
fn palette(bytes: &[u8]) -> Vec<&[u8]> {
    let at = bytes.windows(4).position(|name| name == b"PLTE").unwrap();
    let length = u32::from_be_bytes(bytes[at - 4..at].try_into().unwrap()) as usize;
    bytes[at + 4..at + 4 + length].chunks(3).collect()
}

fn cards(site: &Site) -> Vec<String> {
    site.files().into_iter().filter(|address| address.starts_with("/cards/")).collect()
}

fn alt(fields: &str) -> String {
    bulletin(fields).roof().meta("og:image:alt")
}

#[test]
fn a_bulletin_without_a_picture_is_shared_with_its_card() {
    let site =
        bulletin("title: A roof on Hill Rise\nkind: appeal\narea: Kent/Maidstone").base("https://example.org/watch/");
    let page = site.roof();
    let url = page.meta("og:image");
    let (address, version) = url.split_once("?v=").unwrap();
    assert_eq!(address, "https://example.org/watch/cards/2021/03/roof.png");
    assert!(version.len() == 8 && version.bytes().all(|byte| byte.is_ascii_hexdigit()), "{url}");
    assert_eq!(page.meta("og:image:secure_url"), url);
    assert_eq!(page.meta("og:image:type"), "image/png");
    assert_eq!((page.meta("og:image:width"), page.meta("og:image:height")), ("1200".into(), "630".into()));
    assert_eq!(page.meta("og:image:alt"), "Appeal. Open. A roof on Hill Rise. Maidstone. 1 March 2021. Watch");
    assert_eq!((page.meta("twitter:image"), page.meta("twitter:image:alt")), (url.clone(), page.meta("og:image:alt")));
    assert_eq!(page.json_ld()["@graph"][0]["image"][0], url);
    let (width, height, bytes) = png(&site.bytes(CARD));
    assert!((width, height) == (1200, 630) && bytes < 300_000, "{bytes}");
    assert_eq!(site.problems(), "");
}

#[test]
fn a_picture_that_can_be_shared_stands_for_itself() {
    let own = |size: &str| bulletin("image: {src: roof.png, alt: A roof}").edit("content/roof.png", size);
    for size in ["600x315", "1200x630", "4000x3000"] {
        assert_eq!(cards(&own(size)), Vec::<String>::new(), "{size}");
        assert!(own(size).roof().meta("og:image:alt") == "A roof", "{size}");
    }
    for size in ["599x400", "600x314", "10x10", "no picture"] {
        assert_eq!(cards(&own(size)), [CARD], "{size}");
        assert!(own(size).roof().meta("og:image").contains("/cards/"), "{size}");
    }
    for elsewhere in ["image: https://example.org/a.jpg", "og: {image: 'https://example.org/a.jpg'}"] {
        assert_eq!(cards(&bulletin(elsewhere)), Vec::<String>::new(), "{elsewhere}");
        assert_eq!(bulletin(elsewhere).roof().meta("og:image"), "https://example.org/a.jpg");
    }
}

#[test]
fn a_site_may_do_without() {
    let site = bulletin("").settings("outputs: {cards: false}");
    assert_eq!(cards(&site), Vec::<String>::new());
    assert!(site.roof().meta("og:image").contains("/assets/share."));
    let small = bulletin("image: {src: roof.png, alt: A roof}").edit("content/roof.png", "10x10");
    let small = small.settings("outputs: {cards: false}");
    assert!(small.roof().meta("og:image").ends_with("/roof.png"));
}

#[test]
fn the_state_is_said_in_words() {
    assert!(alt("").starts_with("Notice. Open. Roof. "));
    assert!(alt("updates: [{date: 2021-03-02, text: x}]").starts_with("Notice. Updated. Roof. "));
    assert!(alt("status: resolved\nclosed: 2021-03-05").starts_with("Notice. Resolved. Roof. "));
    assert!(alt("expires: 2021-03-05").starts_with("Notice. Expired. Roof. "));
    let preview = bulletin("draft: true").preview();
    assert!(preview.roof().meta("og:image:alt").starts_with("Notice. Draft. Roof. "));
}

#[test]
fn a_card_speaks_the_language_of_its_bulletin() {
    let welsh = alt("title: Dŵr ar y ffordd\nkind: appeal\nlang: cy\nstatus: resolved\nclosed: 2021-03-05");
    assert_eq!(welsh, "Apêl. Wedi'i ddatrys. Dŵr ar y ffordd. Kent. 1 Mawrth 2021. Watch");
    let site = bulletin("kind: appeal").settings("language: cy");
    assert!(site.roof().meta("og:image:alt").starts_with("Apêl. "));
}

#[test]
fn what_was_taken_back_and_what_is_not_out_has_none() {
    let hidden = |site: Site| {
        assert_eq!(cards(&site), Vec::<String>::new());
        assert!(!site.has("/2021/03/roof/") || site.roof().meta("og:image").contains("/assets/share."));
    };
    hidden(bulletin("status: withdrawn\nclosed: 2021-03-05"));
    hidden(bulletin("kind: missing\nstatus: resolved\nclosed: 2021-03-05"));
    hidden(bulletin("status: withdrawn\nclosed: 2021-03-05").preview());
    hidden(bulletin("draft: true"));
    hidden(bulletin("date: 2021-03-20"));
    assert_eq!(cards(&bulletin("draft: true").preview()), [CARD]);
    assert_eq!(cards(&bulletin("date: 2021-03-20").preview()), [CARD]);
}

#[test]
fn a_card_changes_with_what_stands_on_it_and_with_nothing_else() {
    let text = |fields: &str, body: &str| bulletin(&format!("title: Roof\nkind: appeal\n{fields}\n---\n{body}"));
    let said = |site: &Site| (site.roof().meta("og:image"), site.bytes(CARD), site.inputs(CARD).unwrap());
    let first = said(&text("", "One"));
    let same = vec![
        ("another body", text("", "Two, with **more** to it")),
        ("a summary, tags, a contact", text("summary: x\ntags: y\ncontacts: [{name: z, phone: 101}]", "One")),
        ("another template", text("", "One").edit("templates/footer.html", "x")),
        ("another style", text("", "One").edit("themes/default/static/theme.css", "x { y: z }")),
        ("a page", text("", "One").edit("content/pages/about.md", "---\ntitle: About\n---\n")),
        (
            "another bulletin",
            text("", "One").edit("content/b.md", "---\ntitle: B\ndate: 2021-03-02\narea: Kent\n---\n"),
        ),
        ("another minute", text("", "One").now("2021-03-10 12:01")),
    ];
    for (what, site) in &same {
        assert_eq!(said(site), first, "{what}");
    }
    let other = vec![
        ("resolved", text("status: resolved\nclosed: 2021-03-05", "One")),
        ("another title", bulletin("title: Root\nkind: appeal\n---\nOne")),
        ("another kind", bulletin("title: Roof\nkind: incident\n---\nOne")),
        ("another label", text("", "One").settings("kinds: [{name: appeal, label: Call, contacts: []}]")),
        ("another area", text("area: Surrey", "One")),
        ("another day", text("date: 2021-03-02", "One").edit("content/x.md", "")),
        ("another site", text("", "One").settings("title: Surrey Watch")),
        ("another language", text("lang: cy", "One")),
        ("other colours", text("", "One").edit("themes/default/theme.yaml", "card: {brand: '#600'}")),
        ("another time", text("expires: 2021-03-12", "One").now("2021-03-13 10:00")),
    ];
    for (what, site) in &other {
        let (url, bytes, inputs) = said(site);
        assert!(url != first.0 && bytes != first.1 && inputs != first.2, "{what}: {url}");
        assert_eq!(url.split_once('?').unwrap().0, first.0.split_once('?').unwrap().0, "{what}: it stays where it is");
    }
}

#[test]
fn letters_that_no_font_has_are_not_on_the_card() {
    assert_eq!(alt("title: 电话诈骗警告"), "Notice. Open. Kent. 1 March 2021. Watch");
    assert_eq!(alt("title: 'Warning: 电话'\narea: 伦敦"), "Notice. Open. 1 March 2021. Watch");
    assert_eq!(alt("title: 🚨 Scam 🚨"), "Notice. Open. Scam. Kent. 1 March 2021. Watch");
    let (chinese, none) = (bulletin("title: 电话诈骗警告").bytes(CARD), bulletin("title: 🚨").bytes(CARD));
    assert_eq!(chinese, none, "a card without its title is the same whatever the title was");
}

#[test]
fn cards_stand_where_no_page_does() {
    let at = |fields: &str, settings: &str| cards(&bulletin(fields).settings(settings));
    assert_eq!(at("", "permalink: /:slug/"), ["/cards/roof.png"]);
    assert_eq!(at("", "permalink: /:year/:slug.html"), ["/cards/2021/roof.html.png"]);
    assert_eq!(at("slug: 屋顶", ""), ["/cards/2021/03/屋顶.png"]);
    assert_eq!(
        bulletin("slug: 屋顶").page("/2021/03/屋顶/").meta("og:image").split_once('?').unwrap().0,
        "http://localhost:8080/cards/2021/03/%E5%B1%8B%E9%A1%B6.png"
    );
    let long = "a".repeat(253);
    assert_eq!(at(&format!("slug: /{long}/"), ""), [format!("/cards/{long}/card.png")]);
    let two = site(
        "
        -- content/a.md --
        ---
        title: A
        date: 2021-03-01
        area: Kent
        slug: roof
        ---
        -- content/b.md --
        ---
        title: B
        date: 2021-03-01
        area: Kent
        slug: roof
        ---
    ",
    );
    assert_eq!(two.found().len(), 1, "that two have one address is said once: {}", two.problems());
}

#[test]
fn hostile_titles_make_small_cards_too() {
    let zalgo: String =
        "Roof".chars().flat_map(|c| std::iter::once(c).chain(('\u{300}'..'\u{340}').cycle().take(500))).collect();
    let titles = [
        String::new(),
        "   ".into(),
        "\u{200b}\u{feff}\u{2060}".into(),
        "\u{0}\u{1}\u{7f}\u{85}\u{2028}".into(),
        "🚨".repeat(5_000),
        "👨\u{200d}👩\u{200d}👧\u{200d}👦 ".repeat(2_000),
        "W".repeat(10_000),
        "Long ".repeat(2_000),
        "@#%&§¶".repeat(2_000),
        "-".repeat(10_000),
        "\u{a0}".repeat(10_000),
        zalgo,
        "\u{301}".repeat(10_000),
        "\u{202e}Roof\u{202d}\u{2066}\u{2067}".repeat(1_000),
        "ا\u{200d}".repeat(5_000),
        "\u{64b}\u{650}".repeat(5_000),
        "ﷺ﷽".repeat(1_000),
        "क्".repeat(5_000),
        "ক্ষ্ম ".repeat(2_000),
        "אב 12 cd ".repeat(1_000),
        "ﬁ①Ⅷ㎏𝕬".repeat(1_000),
        "\u{10ffff}\u{e000}\u{fffd}".repeat(1_000),
        "電".repeat(10_000),
    ];
    for (title, direction) in
        titles.into_iter().zip([Direction::LeftToRight, Direction::RightToLeft].into_iter().cycle())
    {
        let text = || title.clone();
        let card = CardContent {
            moment: CardMoment::Published,
            site: text(),
            kind: text(),
            state: text(),
            stress: Stress::State,
            title: text(),
            place: text(),
            date: text(),
            direction,
            colours: Colours {
                paper: ScreenColour([255; 3]),
                ink: ScreenColour([0; 3]),
                quiet: ScreenColour([0; 3]),
                brand: ScreenColour([0; 3]),
            },
        };
        let shown: String = title.chars().take(8).collect();
        let (width, height, bytes) = png(&card.png());
        assert_eq!((width, height), (1200, 630));
        assert!(bytes < 300_000, "{shown:?}: {bytes}");
        assert!(card.words().chars().count() < 5_000, "{shown:?}");
    }
}

#[test]
fn a_theme_gives_the_colours() {
    let theme = |card: &str| {
        bulletin("").settings("theme: dusk").edit("themes/dusk/theme.yaml", &format!("name: dusk\ncard: {card}\n"))
    };
    let dusk = theme("{paper: '#14171a', ink: '#fff', brand: '9fcdf0'}");
    assert_eq!(dusk.problems(), "");
    let bytes = dusk.bytes(CARD);
    let colours = palette(&bytes);
    assert_eq!(colours[0], [0x14, 0x17, 0x1a]);
    for colour in [[0xff, 0xff, 0xff], [0x9f, 0xcd, 0xf0]] {
        assert!(colours.contains(&&colour[..]), "{colour:?}");
    }
    // What a theme does not say is as in the default one.
    let bytes = theme("{brand: '#600'}").bytes(CARD);
    assert_eq!(palette(&bytes)[0], [0xfb, 0xfa, 0xf7]);
    insta::assert_snapshot!(theme("{paper: red, inc: '#000'}").problems(), @r##"
    error[value-wrong]: `paper` takes a colour in quotes, such as `"#123f5f"`
     --> themes/dusk/theme.yaml:2:15
      |
    2 | card: {paper: red, inc: '#000'}
      |               ^^^
      |
      = help: write it as a colour in quotes, such as `"#123f5f"`

    error[setting-unknown]: `inc` is no setting
     --> themes/dusk/theme.yaml:2:20
      |
    2 | card: {paper: red, inc: '#000'}
      |                    ^^^
      |
      = help: did you mean `ink`?

    2 errors
    "##);
    insta::assert_snapshot!(theme("{ink: '#888'}").problems(), @r"
    error[value-wrong]: `ink` takes a colour that can be read on `paper`: with a contrast of 4.5 to 1
     --> themes/dusk/theme.yaml:2:13
      |
    2 | card: {ink: '#888'}
      |             ^^^^^^
      |
      = help: write it as a colour that can be read on `paper`: with a contrast of 4.5 to 1

    1 error
    ");
}

#[test]
fn the_default_colours_are_those_of_the_style_sheet() {
    let read =
        |path: &str| std::fs::read_to_string(format!("{}/themes/default/{path}", env!("CARGO_MANIFEST_DIR"))).unwrap();
    let (style, theme) = (read("static/noticeboard.css"), read("theme.yaml"));
    for name in ["paper", "ink", "brand"] {
        let token = style.split_once(&format!("--{name}: light-dark(")).unwrap().1.split_once(',').unwrap().0;
        let colour = theme.split_once(&format!("  {name}: \"")).unwrap().1.split_once('"').unwrap().0;
        assert_eq!(token, colour, "{name}");
    }
    let with = bulletin("").bytes(CARD);
    let without =
        bulletin("").edit("themes/default/theme.yaml", "card: {paper: '#fbfaf7', ink: '#16191d', brand: '#123f5f'}");
    assert_eq!(with, without.bytes(CARD), "the defaults in the program are the same");
}
