//! Which addresses are one file on some system or host (content.md, "What goes wrong"): 400 pairs that Linux, macOS,
//! Windows, a store or a host of pages takes for one are all reported; 400 that none does are not. And which addresses
//! may not be given at all.

use noticeboard::testing::address::{
    Address,
    clash::{canonical, may_be_given},
};
use unicode_normalization::UnicodeNormalization;

use crate::harness::{bulletin, site};

/// Names as bulletins, places and volunteers' files have them.
const NAMES: [&str; 20] = [
    "roof",
    "Lead Roof",
    "café",
    "Über uns",
    "Łódź",
    "naïve plan",
    "東京",
    "Ωmega",
    "straße",
    "poster.final",
    "a-b_c",
    "2026",
    "Île-de-France",
    "Ženevska",
    "шкода",
    "ünïted",
    "Minutes (3)",
    "o’neill",
    "café-été",
    "résumé",
];

/// A way to write a name otherwise, which some system takes for the same.
type Way = (&'static str, fn(&str) -> String);

/// Every byte of a name percent-encoded.
fn encoded(sign: &str, name: &str) -> String {
    let bytes: Vec<String> = name.bytes().map(|byte| format!("{sign}{byte:02X}")).collect();
    bytes.concat()
}

fn alike() -> Vec<Way> {
    vec![
        ("macOS, Windows: capitals", |name| name.to_uppercase()),
        ("macOS, Windows: small letters", |name| name.to_lowercase()),
        ("macOS: accents apart", |name| name.nfd().collect()),
        ("macOS: accents apart, capitals", |name| name.to_uppercase().nfd().collect()),
        ("Windows: a dot at the end", |name| format!("{name}.")),
        ("Windows: dots and blanks at the end", |name| format!("{name}. . ")),
        ("Windows: a stream", |name| format!("{name}:Zone.Identifier")),
        ("hosts: percent-encoding", |name| encoded("%", name)),
        ("hosts that decode twice", |name| encoded("%25", name)),
        ("Linux with casefold: letters that are not seen", |name| format!("{name}\u{200d}\u{ad}")),
    ]
}

/// Whether two addresses cannot both be had: they are one file, or one is a file where the other needs a folder.
fn clash(one: &Address, other: &Address) -> bool {
    let (one, other) = (canonical(one), canonical(other));
    let inside = |inner: &str, file: &str| {
        !file.ends_with('/') && inner.strip_prefix(file).is_some_and(|rest| rest.starts_with('/'))
    };
    one == other || inside(one.as_str(), other.as_str()) || inside(other.as_str(), one.as_str())
}

/// Pairs of addresses that are one file somewhere, or of which one is a folder where the other is a file.
fn pairs_that_clash() -> Vec<(String, String, String)> {
    let mut pairs = Vec::new();
    for (at, name) in NAMES.iter().enumerate() {
        for (nth, (why, way)) in alike().into_iter().enumerate() {
            let (one, other) = ((*name).to_owned(), way(name));
            if one == other {
                continue;
            }
            // As a file, as a folder, and as a folder above.
            let (before, after) = [("/", ".pdf"), ("/", "/"), ("/areas/", "/page/2/")][(at + nth) % 3];
            let after =
                if why.contains("end") || why.contains("stream") { after.trim_start_matches(".pdf") } else { after };
            pairs.push((why.to_owned(), format!("{before}{one}{after}"), format!("{before}{other}{after}")));
        }
        let folder = format!("/kent/{name}");
        for (why, one, other) in [
            ("the index of a folder", format!("{folder}/"), format!("{folder}/index.html")),
            ("the index, in capitals", format!("{folder}/"), format!("{folder}/INDEX.HTML")),
            ("IIS and Apache: another index", format!("{folder}/"), format!("{folder}/index.htm")),
            ("a file and a folder", folder.clone(), format!("{folder}/")),
            ("a file and a folder deep below", folder.clone(), format!("{folder}/a/b.png")),
            ("a file and a folder in capitals", folder.clone(), format!("{}/x/", folder.to_uppercase())),
            ("two slashes", format!("{folder}/x/"), format!("/kent//{name}//x/")),
            ("a backslash", format!("{folder}/x"), format!("/kent\\{name}\\x")),
            ("full folding", format!("/{name}ß/"), format!("/{name}SS/")),
            ("a final sigma", format!("/{name}Σ/"), format!("/{name}ς/")),
            ("the sign for kelvin", format!("/{name}k/"), format!("/{name}\u{212a}/")),
            ("the sign for angstrom", format!("/{name}å/"), format!("/{name}\u{212b}/")),
        ] {
            pairs.push((why.to_owned(), one, other));
        }
    }
    for device in ["con", "prn", "aux", "nul", "com1", "com9", "lpt1", "lpt5", "com²"] {
        for (one, other) in [(".txt", ".pdf"), ("", ".md"), (".tar.gz", "")] {
            pairs.push((
                "Windows: a device".to_owned(),
                format!("/x/{device}{one}"),
                format!("/x/{}{other}", device.to_uppercase()),
            ));
        }
    }
    pairs
}

/// Pairs that every system and host keeps apart.
fn pairs_that_do_not() -> Vec<(String, String)> {
    let mut pairs = Vec::new();
    for (at, name) in NAMES.iter().enumerate() {
        let next = NAMES[(at + 1) % NAMES.len()];
        for (one, other) in [
            (format!("/{name}/"), format!("/{next}/")),
            (format!("/{name}/"), format!("/{name}-2/")),
            (format!("/{name}.pdf"), format!("/{name}.png")),
            (format!("/{name}.html"), format!("/{name}/")),
            (format!("/{name}.html"), format!("/{name}/index.html")),
            (format!("/a/{name}/"), format!("/b/{name}/")),
            (format!("/{name}/a.png"), format!("/{name}/b.png")),
            (format!("/{name}.png"), format!("/{name}.png.480.webp")),
            (format!("/{name}/"), format!("/{name}/poster/")),
            (format!("/{name}"), format!("/{name}s/")),
            (format!("/{name}x.txt"), format!("/x{name}.txt")),
            (format!("/.{name}"), format!("/{name}")),
            (format!("/{name} a"), format!("/{name}a")),
            (format!("/{name}_a/"), format!("/{name}-a/")),
            (format!("/ {name}"), format!("/{name}")),
            (format!("/{name}1/"), format!("/{name}²/")),
            (format!("/{name}fi/"), format!("/{name}f/")),
            (format!("/{name}é/"), format!("/{name}e/")),
            (format!("/{name}/index.html"), format!("/{name}/index.xml")),
            (format!("/{name}/con-air/"), format!("/{name}/con/")),
            (format!("/{name}/page/2/"), format!("/{name}/page/22/")),
        ] {
            pairs.push((one, other));
        }
    }
    pairs
}

#[test]
fn what_any_system_takes_for_one_file_clashes() {
    let pairs = pairs_that_clash();
    assert!(pairs.len() >= 400, "{}", pairs.len());
    for (why, one, other) in pairs {
        let (a, b) = (Address::new(&one), Address::new(&other));
        assert!(clash(&a, &b) && clash(&b, &a), "{why}: {one:?} {other:?}: {} {}", canonical(&a), canonical(&b));
        assert_eq!(canonical(&canonical(&a)), canonical(&a), "{one:?}");
    }
}

#[test]
fn what_every_system_keeps_apart_does_not() {
    let pairs = pairs_that_do_not();
    assert!(pairs.len() >= 400, "{}", pairs.len());
    for (one, other) in pairs {
        let (a, b) = (Address::new(&one), Address::new(&other));
        assert!(!clash(&a, &b) && !clash(&b, &a), "{one:?} {other:?}: {} {}", canonical(&a), canonical(&b));
    }
}

#[test]
fn files_that_clash_are_reported_with_both_sources() {
    for (one, other) in [
        ("Poster.pdf", "poster.PDF"),
        ("caf\u{e9}.pdf", "cafe\u{301}.pdf"),
        ("notes", "notes/a.pdf"),
        ("Kent/a.pdf", "kent"),
        ("list.", "list"),
        ("My%20Poster.pdf", "My Poster.pdf"),
        ("aux.pdf", "AUX.txt"),
    ] {
        let site = bulletin("").edit(&format!("content/{one}"), "x").edit(&format!("content/{other}"), "x");
        let said = site.problems();
        assert!(said.starts_with("error[address-taken]"), "{one} {other}: {said}");
        assert!(said.contains(one) && said.contains(other), "{one} {other}: {said}");
        assert!(said.contains("give the file another name"), "{said}");
    }
}

#[test]
fn a_file_cannot_stand_where_the_program_puts_something() {
    for name in [
        "index.html",
        "INDEX.html",
        "index.htm",
        "areas",
        "Areas",
        "areas/index.html",
        "areas/kent/index.html",
        "2021/03/roof/index.html",
        "2021/03/roof",
        "RSS.xml",
        "404.HTML",
        "Robots.txt",
        "search",
        "sitemap.xml",
        "assets",
        "2021",
    ] {
        let site = bulletin("").edit(&format!("content/{name}"), "x");
        assert!(site.codes().contains("address-taken content/"), "{name}: {}", site.codes());
        // What stands there stays.
        assert!(site.has("/") && site.has("/areas/") && site.has("/2021/03/roof/"), "{name}: {:?}", site.files());
    }
}

#[test]
fn an_alias_that_leads_to_its_own_page_is_none() {
    for alias in ["/2021/03/roof/", "/2021/03/roof", "/2021/03/roof/index.html", "/2021/03/Roof/", "/2021/03/r%6Fof/"] {
        let site = bulletin(&format!("aliases: [{alias}]"));
        assert_eq!(site.codes(), "", "{alias}");
        assert!(site.page("/2021/03/roof/").contains("<h1"), "{alias}");
        assert!(!site.has("/_redirects"), "{alias}");
    }
    let twice = bulletin("aliases: [/old, /old/, /old/index.html, 'https://old.example/old#x']");
    assert_eq!(twice.codes(), "");
    assert_eq!(twice.page("/_redirects").0, "/old/ /2021/03/roof/ 301\n");
}

#[test]
fn two_bulletins_cannot_have_one_alias() {
    let site = bulletin("aliases: /old/")
        .edit("content/wall.md", "---\ntitle: Wall\ndate: 2021-03-02\narea: Kent\naliases: [/Old]\n---\n");
    insta::assert_snapshot!(site.problems(), @r"
    error[address-taken]: the address `/old/` and `/Old/` of another file cannot both stand on every system and host
     --> content/roof.md:5:10
      |
    5 | aliases: /old/
      |          ^^^^^
      |
     ::: content/wall.md:5:11
      |
    5 | aliases: [/Old]
      |           ---- wanted here too
      |
      = help: take it out of the `aliases` of one of the two

    1 error
    ");
}

#[test]
fn old_addresses_that_differ_in_their_query_share_a_page() {
    let site = bulletin("aliases: ['https://old.example/news.php?id=1']")
        .edit("content/wall.md", "---\ntitle: Wall\ndate: 2021-03-02\narea: Kent\naliases: ['/news.php?id=2']\n---\n");
    assert_eq!(site.codes(), "");
    let page = site.page("/news.php");
    assert!(page.contains("/2021/03/roof/\"") && page.contains("/2021/03/wall/\""), "{}", page.0);
    assert!(!page.contains("http-equiv=\"refresh\"") && page.contains("noindex"));
    assert_eq!(site.page("/_redirects").0, "");
    let same = bulletin("aliases: ['/news.php?id=1']")
        .edit("content/wall.md", "---\ntitle: Wall\ndate: 2021-03-02\narea: Kent\naliases: ['/news.php?id=1']\n---\n");
    assert!(same.codes().contains("address-taken content/"), "{}", same.codes());
    assert_eq!(bulletin("aliases: ['/?p=12']").codes(), "alias-unreachable content/roof.md:5:11");
}

#[test]
fn some_addresses_are_not_ours_to_give() {
    let long = format!("/{}/", "a".repeat(300));
    let deep = "/abcdefghi".repeat(100);
    for address in [
        "/_headers",
        "/_redirects",
        "/_redirects/x/",
        "/CNAME",
        "/cname/",
        "/.htaccess",
        "/a/.htaccess",
        "/.noticeboard/state",
        "/.well-known/acme-challenge/x",
        "/.git/config",
        "/web.config",
        "/a/Web.config",
        "/_worker.js",
        "/*",
        "/a/*",
        "/*.html",
        "/:splat",
        "/a/:x/",
        "/con",
        "/a/NUL.txt",
        "/lpt1/",
        "/a./",
        "/a /b",
        "/...",
        "/%2ehtaccess",
        "/a%3Fb",
        "/a%5Cb/",
        "/a\\b/",
        &long,
        &deep,
    ] {
        let written = Address::new(&noticeboard::testing::address::decode(address));
        assert!(may_be_given(&written).is_err(), "{address}");
        for field in ["aliases", "slug"] {
            let quoted = address.replace('\\', "\\\\");
            let site = bulletin(
                &format!("{field}: [\"{quoted}\"]")
                    .replace("slug: [", "slug: ")
                    .replace("\"]", if field == "slug" { "\"" } else { "\"]" }),
            );
            let codes = site.codes();
            assert!(
                codes.contains("address-refused content/roof.md:5:")
                    || field == "slug" && codes.contains("permalink-pattern content/roof.md:5:"),
                "{field} {address}: {codes}"
            );
        }
    }
    for address in [
        "/old/",
        "/a.b/c/",
        "/_posts/x/",
        "/index.php",
        "/2019/roof.html",
        "/100%/",
        "/c++/",
        "/東京/",
        "/contact/",
        "/lpt10/",
    ] {
        assert_eq!(may_be_given(&Address::new(address)), Ok(()), "{address}");
    }
}

#[test]
fn a_name_too_long_for_its_sizes_is_told() {
    let name = format!("{}.jpg", "a".repeat(246));
    let site = bulletin(&format!("image: {name}")).edit(&format!("content/{name}"), "1200x900");
    assert!(site.codes().contains("address-refused"), "{}", site.codes());
}

#[test]
fn no_slug_is_a_device() {
    let site = site("")
        .edit("content/con.md", "---\ntitle: Con\ndate: 2021-03-01\narea: Aux\ntags: [nul, com1, console]\n---\n");
    assert_eq!(site.codes(), "");
    for address in ["/2021/03/con-/", "/areas/aux-/", "/tags/nul-/", "/tags/com1-/", "/tags/console/"] {
        assert!(site.has(address), "{address}: {:?}", site.files());
    }
}
