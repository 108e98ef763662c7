//! Where things stand: slugs, patterns, collisions, aliases, and the path of `base_url` (site.md, "Outputs").

use crate::harness::{bulletin, site};

#[test]
fn a_bulletin_stands_under_its_month_by_the_name_of_its_file() {
    for (path, address) in [
        ("content/roof.md", "/2021/03/roof/"),
        ("content/kent/Lead Roof.md", "/2021/03/lead-roof/"),
        ("content/2021-03-01-roof.md", "/2021/03/roof/"),
        ("content/roof.markdown", "/2021/03/roof/"),
        ("content/roof/index.md", "/2021/03/roof/"),
        ("content/Île-de-France.md", "/2021/03/ile-de-france/"),
        ("content/Neighbour’s shed & Łódź.md", "/2021/03/neighbours-shed-lodz/"),
        ("content/東京.md", "/2021/03/東京/"),
    ] {
        let site = site("").edit(path, "---\ntitle: Roof\ndate: 2021-03-01\narea: Kent\n---\n");
        assert!(site.has(address), "{path}: {:?}", site.files());
    }
}

#[test]
fn other_scripts_are_percent_encoded_in_links() {
    let site = site("").edit("content/東京.md", "---\ntitle: Roof\ndate: 2021-03-01\narea: Kent\n---\n");
    assert!(site.page("/").contains("href=\"/2021/03/%E6%9D%B1%E4%BA%AC/\""));
    assert!(site.page("/sitemap.xml").contains("/2021/03/%E6%9D%B1%E4%BA%AC/</loc>"));
}

#[test]
fn the_pattern_of_the_settings() {
    let at = |pattern: &str| {
        bulletin("kind: appeal\narea: Kent/Maidstone").settings(&format!("permalink: {pattern}")).files()
    };
    for (pattern, address) in [
        ("/:year/:month/:day/:slug/", "/2021/03/01/roof/"),
        ("/:kind/:slug/", "/appeal/roof/"),
        ("/:area/:slug/", "/maidstone/roof/"),
        ("/b/:slug", "/b/roof/"),
    ] {
        assert!(at(pattern).contains(&address.to_owned()), "{pattern}");
    }
}

/// A bulletin in a folder of its own at an address that ends in `.html`, as old blogs have them, with all that a bulletin can have.
const OLD: &str = "
    -- site.yaml --
    base_url: https://example.org/
    cap: {status: Test}
    -- content/roof/index.md --
    ---
    title: Roof
    date: 2021-03-01
    area: Kent
    kind: warning
    slug: /news/roof.html
    when: 2021-03-12 10:00
    image: {src: p.png, alt: A roof}
    ---
    ![Its tiles](tiles/t.png) [the plan](plan.pdf)
    -- content/roof/index.cy.md --
    ---
    title: To
    ---
    Testun.
    -- content/roof/p.png --
    1200x630
    -- content/roof/tiles/t.png --
    1000x500
    -- content/roof/plan.pdf --
    x
    -- content/roof/p-again/index.md --
    ---
    title: Another
    date: 2021-03-02
    area: Kent
    slug: /news/other.html
    ---
";

#[test]
fn all_of_a_bulletin_whose_address_is_a_file_stands_beside_it() {
    let site = site(OLD);
    assert_eq!(site.codes(), "");
    let files = site.files();
    for address in [
        "/news/roof.html",
        "/cy/news/roof.html",
        "/news/roof-poster.html",
        "/news/roof.txt",
        "/news/roof.ics",
        "/news/roof.cap.xml",
        "/news/roof/p.png",
        "/news/roof/p.png.480.webp",
        "/news/roof/tiles/t.png",
        "/news/roof/plan.pdf",
        "/news/other.html",
        "/cards/news/other.html.png",
    ] {
        assert!(site.has(address), "{address}: {files:?}");
    }
    let below = |file: &&String| file.contains(".html/");
    assert_eq!(files.iter().find(below), None, "nothing stands below a file");
    let page = site.page("/news/roof.html");
    let image = page.meta("og:image");
    assert!(image.starts_with("https://example.org/news/roof/p.png."), "{image}");
    assert_eq!(page.meta("og:url"), "https://example.org/news/roof.html");
    assert!(page.contains("/news/roof/p.png.480.webp 480w"), "{}", page.0);
    for link in
        ["/news/roof/plan.pdf", "/news/roof-poster.html", "/news/roof.txt", "/news/roof.ics", "/cy/news/roof.html"]
    {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link}: {}", page.0);
    }
    assert!(page.contains("src=\"/news/roof/tiles/t.png"), "{}", page.0);
    let cymraeg = site.page("/cy/news/roof.html");
    assert!(cymraeg.contains("/news/roof/p.png") && cymraeg.contains("/cy/news/roof-poster.html"), "{}", cymraeg.0);
    for feed in ["/rss.xml", "/atom.xml", "/feed.json", "/sitemap.xml"] {
        let text = site.page(feed).0;
        assert!(text.contains("https://example.org/news/roof.html") && !text.contains(".html/"), "{feed}: {text}");
    }
}

#[test]
fn what_is_refused_goes_with_its_smaller_sizes() {
    // A folder of files that bears the name of a page: its files give way, all of them, and each is told once.
    let site = site("")
        .edit("content/roof.md", "---\ntitle: Roof\ndate: 2021-03-01\narea: Kent\nslug: /news/roof.html\n---\n")
        .edit("content/news/roof.html/p.png", "1200x630")
        .edit("content/news/roof.html/q.png", "1200x630");
    let told = site.codes();
    let told: Vec<&str> = told.lines().filter(|line| line.starts_with("address-taken")).collect();
    assert_eq!(told, ["address-taken content/news/roof.html/p.png", "address-taken content/news/roof.html/q.png"]);
    assert!(site.has("/news/roof.html"));
    let below: Vec<String> = site.files().into_iter().filter(|file| file.starts_with("/news/roof.html/")).collect();
    assert_eq!(below, Vec::<String>::new());
    // A file where the site needs a folder for many pages is told once.
    let site = bulletin("").edit("content/areas", "x");
    assert_eq!(site.codes(), "address-taken content/areas");
    // A picture that wants the address of a list, and one that would have to be a folder.
    let site = bulletin("")
        .edit("content/p.png", "1200x630")
        .edit("content/p.png/x.pdf", "x")
        .edit("content/P.png", "1200x630");
    let files = site.files();
    for picture in ["/p.png", "/P.png"] {
        let sizes = files.iter().any(|file| file.starts_with(&format!("{picture}.")));
        assert_eq!(site.has(picture), sizes, "{picture}: {files:?}");
    }
}

#[test]
fn the_patterns_of_jekyll() {
    let at = |pattern: &str, lines: &str| {
        bulletin(&format!("date: 2021-03-01\n{lines}")).settings(&format!("permalink: {pattern}")).files()
    };
    for (pattern, lines, address) in [
        ("/:year/:month/:day/:title.html", "", "/2021/03/01/roof.html"),
        ("/:categories/:title/", "categories: [Town News, roads]", "/town-news/roads/roof/"),
        ("/:categories/:title/", "categories: news roads", "/news/roads/roof/"),
        ("/:categories/:title/", "category: news", "/news/roof/"),
        ("/:categories/:slug/", "", "/roof/"),
        ("/b/:categories/:slug/", "", "/b/roof/"),
        ("/:short_year/:i_month/:i_day/:title:output_ext", "", "/21/3/1/roof.html"),
        ("pretty", "categories: news", "/news/2021/03/01/roof/"),
        ("date", "", "/2021/03/01/roof.html"),
        ("none", "", "/roof.html"),
    ] {
        let files = at(pattern, lines);
        assert!(files.contains(&address.to_owned()), "{pattern}: {files:?}");
    }
}

#[test]
fn a_pattern_without_a_slug_is_an_error() {
    assert_eq!(bulletin("").settings("permalink: /:year/").codes(), "value-wrong site.yaml:1:12");
    assert_eq!(bulletin("").settings("permalink: /:yeer/:slug/").codes(), "value-wrong site.yaml:1:12");
}

#[test]
fn two_bulletins_at_one_address_name_both() {
    let site = bulletin("").edit("content/kent/roof.md", "---\ntitle: Other\ndate: 2021-03-02\narea: Kent\n---\n");
    insta::assert_snapshot!(site.problems(), @r"
error[address-taken]: the address `/2021/03/roof/` is wanted by another file too
 --> content/kent/roof.md:1:1
  |
1 | ---
  | ^
  |
 ::: content/roof.md:1:1
  |
1 | ---
  | - wanted here too
  |
  = help: give one of the two another `slug`

1 error
");
}

#[test]
fn an_address_of_the_program_cannot_be_taken() {
    for address in ["/areas/", "/rss.xml", "/404.html", "/2021/03/", "/tags/"] {
        let site = bulletin(&format!("permalink: {address}"));
        assert!(site.codes().contains("address-taken content/roof.md"), "{address}: {}", site.codes());
    }
    assert!(bulletin("aliases: /areas/").codes().contains("address-taken content/roof.md"));
}

#[test]
fn a_bulletin_that_is_not_shown_takes_no_address() {
    let site = bulletin("")
        .edit("content/kent/roof.md", "---\ntitle: Other\ndate: 2021-03-02\narea: Kent\ndraft: true\n---\n");
    assert_eq!(site.problems(), "");
}

#[test]
fn an_address_never_leaves_the_site() {
    for slug in ["../../x", "/../../etc/passwd", "..", "a/../../b"] {
        for file in bulletin(&format!("slug: {slug}")).files() {
            assert!(!file.split('/').any(|part| part == ".." || part == "."), "{slug}: {file}");
        }
    }
}

#[test]
fn an_alias_leads_on_and_hosts_can_read_it() {
    let site = bulletin("aliases: [/old/roof, /older.html, 'https://old.example/a/b/']")
        .settings("base_url: https://example.org/watch/");
    let page = site.page("/old/roof/");
    assert_eq!(page.link("canonical").as_deref(), Some("https://example.org/watch/2021/03/roof/"));
    assert!(page.contains(r#"<meta http-equiv="refresh" content="0; url=https://example.org/watch/2021/03/roof/">"#));
    assert!(site.has("/older.html") && site.has("/a/b/"));
    insta::assert_snapshot!(site.page("/_redirects").0, @r"
    /watch/old/roof/ /watch/2021/03/roof/ 301
    /watch/older.html /watch/2021/03/roof/ 301
    /watch/a/b/ /watch/2021/03/roof/ 301
    ");
}

#[test]
fn a_link_may_hold_the_folder_of_the_site_or_not() {
    let body = "[areas](/watch/areas/) [same](/areas/) [own](/watch/2021/03/roof/#x) [map](/watch/map.pdf)";
    let site = bulletin(&format!("---\n{body}\n")).base("https://example.org/watch/");
    let site = site.edit("content/map.pdf", "x");
    let page = site.roof();
    for link in ["/watch/areas/", "/watch/2021/03/roof/#x", "/watch/map.pdf"] {
        assert!(page.contains(&format!("href=\"{link}\"")), "{link}: {page}");
    }
    assert!(!page.contains("/watch/watch/areas/"), "{page}");
    // It is taken off once, however often it stands there.
    let deep = bulletin(&format!("---\n[deep]({}/) [front](/watch)\n", "/watch".repeat(5_000)));
    assert!(deep.base("https://example.org/watch/").roof().contains("href=\"/watch/\""));
    assert!(
        !site.problems().contains("link-unchecked") && !site.problems().contains("file-unlinked"),
        "{}",
        site.problems()
    );
}

#[test]
fn old_addresses_that_differ_in_capitals_alone_are_told() {
    let site = bulletin("aliases: [/Old, /old, /old/]");
    assert_eq!(site.codes(), "alias-unreachable content/roof.md:5:17");
    assert!(site.problems().contains("`/old/` differs from `/Old/` in capitals alone"), "{}", site.problems());
    assert_eq!(bulletin("aliases: [/old, /old/, /2021/03/roof]").codes(), "");
}

#[test]
fn without_aliases_there_is_no_list_of_them() {
    assert!(!bulletin("").has("/_redirects"));
}

/// A site with something of everything that holds an address.
fn whole() -> crate::harness::Site {
    site(
        "
        -- site.yaml --
        title: Watch
        per_page: 1
        menu:
          - {name: Home, url: /}
          - {name: About, url: /about/}
        -- content/pages/about.md --
        ---
        title: About
        ---
        [Home](/) and [the roof](../roof/index.md#advice)
        -- content/roof/index.md --
        ---
        title: Roof
        date: 2021-03-01
        area: Kent/Maidstone
        kind: warning
        tags: lead
        image: {src: roof.png, alt: A roof}
        aliases: /old/roof/
        ---
        ![A roof](roof.png) [other](../other.md) [about](/about/) [a file](roof.pdf)
        -- content/roof/roof.png --
        1200x630
        -- content/roof/roof.pdf --
        x
        -- content/other.md --
        ---
        title: Other
        date: 2021-03-02
        area: Kent
        tags: lead
        ---
        -- content/gone.md --
        ---
        title: Gone
        date: 2021-03-02
        area: Kent
        status: withdrawn
        closed: 2021-03-03
        ---
    ",
    )
}

#[test]
fn the_path_of_base_url_stands_before_every_address_of_every_output() {
    let site = whole().base("https://example.org/watch/");
    assert_eq!(site.problems(), "");
    for file in site.files() {
        let page = site.page(&file);
        for address in page.attributes("href").into_iter().chain(page.attributes("src")) {
            let ours = address.starts_with('/') || address.starts_with("https://example.org");
            let path = address.strip_prefix("https://example.org").unwrap_or(&address);
            assert!(!ours || path.starts_with("/watch/"), "{file}: {address}");
        }
        for (at, _) in page.match_indices("https://example.org") {
            assert!(page[at..].starts_with("https://example.org/watch/"), "{file}: {}", &page[at..at + 40]);
        }
        assert!(!page.contains("localhost"), "{file}");
    }
}

#[test]
fn every_address_of_the_site_leads_to_something() {
    for base in ["http://localhost:8080/", "https://example.org/watch/"] {
        let site = whole().base(base);
        let path = base
            .split_once("//")
            .and_then(|(_, rest)| rest.split_once('/'))
            .map_or("/".into(), |(_, path)| format!("/{path}"));
        for file in site.files() {
            let page = site.page(&file);
            for address in page.attributes("href").into_iter().chain(page.attributes("src")) {
                let Some(below) = address.strip_prefix(base).or_else(|| address.strip_prefix(&path)) else { continue };
                let below = below.split(['#', '?']).next().unwrap_or_default();
                assert!(site.has(&format!("/{below}")), "{file} leads to {address}");
            }
        }
    }
}

#[test]
fn addresses_are_lower_case_ascii() {
    let site = bulletin("area: Île-de-France\ntags: Über Wald").settings("kinds: [Good News]\ndefault_kind: Good News");
    for address in ["/areas/ile-de-france/", "/tags/uber-wald/", "/kinds/good-news/"] {
        assert!(site.has(address), "{address}: {:?}", site.files());
    }
}

#[test]
fn a_slug_that_is_cut_keeps_the_address_that_other_programs_gave_it() {
    let long = "lead-was-taken-from-the-roof-".repeat(6);
    let long = long.trim_end_matches('-');
    let site = site("").edit(&format!("content/{long}.md"), "---\ntitle: Roof\ndate: 2021-03-01\narea: Kent\n---\n");
    assert_eq!(site.codes(), "");
    let page = site.page(&format!("/2021/03/{long}/"));
    assert!(page.contains("http-equiv=\"refresh\"") && page.contains("/2021/03/lead-was-taken-from-the-roof-"));
}

#[test]
fn addresses_of_other_places_are_none_of_this_site() {
    let site = bulletin("slug: https://v.example/w/q/").settings("base_url: https://watch.example/w/");
    assert!(site.codes().starts_with("permalink-pattern"), "{}", site.codes());
    assert!(
        site.problems()
            .contains("write `slug: /w/q/`, or, if the original stands there, `url: https://v.example/w/q/`"),
        "{}",
        site.problems()
    );
    let own = bulletin("slug: https://watch.example/w/q/").settings("base_url: https://watch.example/w/");
    assert!(own.codes().is_empty() && own.has("/q/"), "{}", own.codes());
    assert!(bulletin("aliases: ['mailto:a@b.c']").codes().starts_with("alias-unreachable content/roof.md"));
}
