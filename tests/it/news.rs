//! The news sitemap: what was published in the last two days (standards.md 2.7).

use crate::{
    disk::Folder,
    harness::{Site, bulletin},
};

fn news(site: &Site) -> Vec<String> {
    if site.has("/news-sitemap.xml") { site.feed("/news-sitemap.xml").texts("loc") } else { Vec::new() }
}

const ROOF: &str = "http://localhost:8080/2021/03/roof/";

#[test]
fn it_names_the_publication_the_language_the_moment_and_the_title() {
    let site =
        bulletin("title: '\"Fish\" & <chips>'\nlang: cy\ndate: 2021-03-09 15:34").settings("title: Kent & Watch");
    let map = site.feed("/news-sitemap.xml");
    assert!(map.contains(r#"xmlns:news="http://www.google.com/schemas/sitemap-news/0.9""#));
    assert_eq!(map.words("loc"), ROOF);
    assert_eq!(map.words("news:name"), "Kent & Watch");
    assert_eq!(map.words("news:language"), "cy");
    assert_eq!(map.words("news:publication_date"), "2021-03-09T15:34:00+00:00");
    assert_eq!(map.words("news:title"), "\"Fish\" & <chips>");
}

#[test]
fn news_is_news_for_two_days() {
    assert_eq!(news(&bulletin("").now("2021-03-01 15:33")), Vec::<String>::new());
    assert_eq!(news(&bulletin("").now("2021-03-01 15:34")), [ROOF]);
    assert_eq!(news(&bulletin("").now("2021-03-03 15:34")), [ROOF]);
    assert_eq!(news(&bulletin("").now("2021-03-03 15:35")), Vec::<String>::new());
    // An update does not make it news again.
    assert_eq!(news(&bulletin("updates: [{date: 2021-03-10, text: x}]")), Vec::<String>::new());
}

#[test]
fn what_is_over_or_taken_back_is_no_news() {
    for fields in ["expires: 2021-03-01", "status: withdrawn\nclosed: 2021-03-02", "draft: true"] {
        assert_eq!(news(&bulletin(fields).now("2021-03-02 12:00").preview()), Vec::<String>::new(), "{fields}");
    }
}

#[test]
fn the_newest_thousand_are_enough() {
    let mut site = bulletin("date: 2021-03-10 11:00");
    for number in 0..1_005 {
        let text = format!("---\ntitle: N\ndate: 2021-03-10 10:00\narea: Kent\nslug: n{number}\n---\n");
        site.files.insert(format!("content/n{number}.md"), text);
    }
    let news = news(&site);
    assert_eq!(news.len(), 1_000);
    assert_eq!(news[0], ROOF);
}

/// The sitemaps that `robots.txt` names.
fn named(robots: &str) -> Vec<&str> {
    robots.lines().filter_map(|line| line.strip_prefix("Sitemap: http://localhost:8080")).collect()
}

#[test]
fn there_is_no_empty_one() {
    // A schema of sitemaps wants one address at least.
    let old = bulletin("");
    assert!(!old.has("/news-sitemap.xml"));
    assert_eq!(named(&old.page("/robots.txt")), ["/sitemap.xml"]);
    let new = bulletin("").now("2021-03-01 16:00");
    assert!(new.has("/news-sitemap.xml"));
    assert_eq!(named(&new.page("/robots.txt")), ["/sitemap.xml", "/news-sitemap.xml"]);
    let none = bulletin("").settings("outputs: {sitemap: false}").now("2021-03-01 16:00");
    assert!(!none.has("/news-sitemap.xml") && named(&none.page("/robots.txt")).is_empty());
}

#[test]
fn it_comes_and_goes_from_build_to_build() {
    let folder = Folder::with(&["roof"]);
    for (now, there) in [("2021-03-01T16:00", true), ("2021-03-05T12:00", false), ("2021-03-01T16:00", true)] {
        folder.run(&["build", "--now", now]).ended(0);
        assert_eq!(folder.path("public/news-sitemap.xml").exists(), there, "{now}");
        assert_eq!(folder.read("public/robots.txt").contains("news"), there, "{now}");
    }
}
