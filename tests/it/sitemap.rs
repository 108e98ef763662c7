//! The sitemap, `robots.txt` and the page for an address that is not there (site.md, "Outputs"; standards.md 2.7).

use std::fmt::Write as _;

use crate::harness::{Site, bulletin};

fn locations(site: &Site) -> Vec<String> {
    let listed = site.page("/sitemap.xml").texts("loc");
    listed
        .iter()
        .map(|loc| loc.strip_prefix("https://example.org/watch").expect("it is of the site").to_owned())
        .collect()
}

fn appeal(fields: &str) -> Site {
    bulletin(fields).base("https://example.org/watch/")
}

#[test]
fn the_sitemap_holds_pages_for_readers_with_their_last_change() {
    let site =
        appeal("tags: lead\nupdated: 2021-03-05 10:00").edit("content/pages/about.md", "---\ntitle: About\n---\n");
    let listed = locations(&site);
    for page in [
        "/",
        "/2021/03/roof/",
        "/about/",
        "/areas/",
        "/areas/kent/",
        "/kinds/",
        "/kinds/notice/",
        "/tags/lead/",
        "/archive/",
        "/search/",
        "/2021/",
        "/2021/03/",
    ] {
        assert!(listed.contains(&page.to_owned()), "{page}: {listed:?}");
    }
    for other in ["/404.html", "/rss.xml", "/robots.txt"] {
        assert!(!listed.contains(&other.to_owned()), "{other}");
    }
    let roof =
        site.feed("/sitemap.xml").all("url").into_iter().find(|url| url.words("loc").ends_with("/roof/")).unwrap();
    assert_eq!(roof.words("lastmod"), "2021-03-05T10:00:00+00:00");
}

#[test]
fn the_last_change_is_one_of_content_and_not_of_the_build() {
    assert_eq!(appeal("").now("2021-04-01").page("/sitemap.xml"), appeal("").now("2021-05-01").page("/sitemap.xml"));
}

#[test]
fn what_is_not_for_search_engines_is_not_in_it() {
    for fields in ["draft: true", "date: 2022-01-01\nslug: /roof/", "status: withdrawn\nclosed: 2021-03-02"] {
        assert!(!locations(&appeal(fields).preview()).iter().any(|loc| loc.contains("roof")), "{fields}");
    }
    assert!(!locations(&appeal("aliases: /old/place/")).contains(&"/old/place/".into()));
    for (fields, settings, listed) in [
        ("url: https://police.example/roof", "", false),
        ("url: https://police.example/roof", "canonical: self", true),
        ("source: Wren Valley Police", "", true),
        ("url: https://example.org/watch/2021/03/roof/", "", true),
    ] {
        let site = appeal(fields).settings(settings).now("2021-03-02");
        assert_eq!(locations(&site).contains(&"/2021/03/roof/".into()), listed, "{fields}, {settings}");
        // Without news there is no such sitemap.
        let is_news = site.has("/news-sitemap.xml") && site.page("/news-sitemap.xml").contains("/2021/03/roof/");
        assert_eq!(is_news, listed, "{fields}, {settings}");
    }
}

#[test]
fn a_sitemap_is_split_at_fifty_thousand_addresses() {
    let mut settings = String::from("outputs: {feeds: [], tags: false, archive: false}\nareas:\n");
    for number in 0..50_000 {
        let _ = writeln!(settings, "- a{number}");
    }
    let site = bulletin("area: a1").base("https://example.org/watch/").edit("site.yaml", &settings);
    let index = site.feed("/sitemap.xml");
    assert!(index.contains("<sitemapindex"));
    assert_eq!(
        index.texts("loc"),
        ["https://example.org/watch/sitemap-1.xml", "https://example.org/watch/sitemap-2.xml"]
    );
    let first = site.page("/sitemap-1.xml").matches("<loc>").count();
    let second = site.page("/sitemap-2.xml").matches("<loc>").count();
    assert_eq!(first, 50_000);
    assert!(second > 0 && second < 100, "{second}");
    assert!(!site.has("/sitemap-3.xml"));
}

#[test]
fn a_small_sitemap_is_one_file() {
    assert!(!appeal("").has("/sitemap-1.xml"));
}

#[test]
fn robots_may_read_everything_and_find_the_sitemap() {
    let robots = appeal("status: withdrawn\nclosed: 2021-03-02").page("/robots.txt");
    assert!(robots.contains("\nSitemap: https://example.org/watch/sitemap.xml\n"));
    assert!(!robots.contains("Disallow: /"));
}

#[test]
fn the_page_for_an_address_that_is_not_there() {
    let page = appeal("").page("/404.html");
    assert_eq!(page.meta("robots"), "noindex");
    assert!(page.find("main").attributes("href").contains(&"/watch/".to_owned()));
}
