//! Pages: About, Privacy, Contact (content.md, its beginning).

use crate::harness::{Site, bulletin, site};

fn about() -> Site {
    site(
        "
        -- content/pages/about.md --
        ---
        title: About us
        description: Who we are
        ---
        ## Who

        We are neighbours.
        -- content/pages/help/index.md --
        ---
        title: Help
        ---
        ![x](me.png)
        -- content/pages/help/me.png --
        10x10
        -- content/roof.md --
        ---
        title: Roof
        date: 2021-03-01
        area: Kent
        ---
        See [us](pages/about.md).
    ",
    )
}

#[test]
fn a_page_needs_no_date_and_no_area() {
    let site = about();
    assert_eq!(site.problems(), "");
    let page = site.page("/about/");
    assert_eq!(page.words("h1"), "About us");
    assert_eq!(page.meta("og:type"), "website");
    assert_eq!(page.meta("description"), "Who we are");
    assert_eq!(page.link("canonical").as_deref(), Some("http://localhost:8080/about/"));
}

#[test]
fn a_page_is_linked_from_the_menu_and_is_in_no_list_or_feed() {
    let site = about();
    assert!(site.page("/").find("nav aria-label=\"Main\"").contains("<a href=\"/about/\">About us</a>"));
    for file in ["/rss.xml", "/atom.xml", "/feed.json", "/areas/kent/", "/archive/"] {
        assert!(!site.page(file).contains("We are neighbours"), "{file}");
    }
    assert!(!site.page("/rss.xml").contains("About us"));
}

#[test]
fn a_page_may_be_a_folder() {
    assert!(about().page("/help/").contains("src=\"/help/me.png\""));
}

#[test]
fn a_page_is_a_target_of_links() {
    assert!(about().roof().contains("<a href=\"/about/\">us</a>"));
}

#[test]
fn a_page_may_be_a_draft() {
    let site = about().edit("content/pages/about.md", "---\ntitle: About us\ndraft: true\n---\n");
    assert!(!site.has("/about/"));
    assert_eq!(site.codes(), "link-hidden content/roof.md:6:5");
    assert!(site.preview().has("/about/"));
}

#[test]
fn a_page_may_say_that_it_is_not_published() {
    let site = site("").edit("content/pages/about.md", "---\ntitle: About us\npublished: false\n---\n");
    assert!(!site.has("/about/") && site.preview().has("/about/"));
}

#[test]
fn a_page_without_a_title_is_an_error() {
    assert_eq!(
        site("").edit("content/pages/about.md", "---\ntagline: x\n---\nText.\n").codes(),
        "title-missing content/pages/about.md:1:1"
    );
}

#[test]
fn a_page_is_in_the_sitemap() {
    assert!(about().page("/sitemap.xml").contains("<loc>http://localhost:8080/about/</loc>"));
}

#[test]
fn no_rule_for_a_part_takes_hold_of_a_whole_page() {
    let site = bulletin("").edit("site.yaml", "outputs: {search: true}\n");
    let pages = site.files().into_iter().filter(|file| file.ends_with('/') || file.ends_with(".html"));
    let classes: std::collections::BTreeSet<String> = pages
        .filter_map(|file| site.page(&file).split_once("<body class=\"").map(|(_, rest)| rest.to_owned()))
        .flat_map(|rest| rest.split('"').next().unwrap_or_default().split(' ').map(str::to_owned).collect::<Vec<_>>())
        .collect();
    assert!(classes.contains("search") && classes.contains("front"), "{classes:?}");
    let themes = format!("{}/themes", env!("CARGO_MANIFEST_DIR"));
    let own = ["noticeboard", "bulletin", "lists"].map(|name| format!("default/static/{name}.css"));
    for style in own.iter().map(String::as_str).chain(["large-print/static/theme.css", "newsletter/static/theme.css"]) {
        let style = std::fs::read_to_string(format!("{themes}/{style}")).unwrap();
        // `body.front` and `.label:is(.open, .updated)` say what they mean; `.search` may mean both.
        let selectors = style.lines().filter_map(|line| line.split_once('{')).flat_map(|(selectors, _)| {
            let mut selectors = selectors.to_owned();
            while let Some(start) = selectors.find('(') {
                let end = selectors[start..].find(')').map_or(selectors.len(), |at| start + at + 1);
                selectors.replace_range(start..end, "");
            }
            selectors.split([' ', ',', '>']).map(str::to_owned).collect::<Vec<_>>()
        });
        for selector in selectors {
            let class = selector.strip_prefix('.').map(|rest| rest.split([':', '.', '[']).next().unwrap_or_default());
            assert!(!class.is_some_and(|class| classes.contains(class)), "{selector}");
        }
    }
}
