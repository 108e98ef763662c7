//! The news sitemap: what was published in the last two days (standards.md 2.7).

use crate::harness::{Site, bulletin};

fn news(site: &Site) -> Vec<String> {
    site.feed("/news-sitemap.xml").texts("loc")
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

#[test]
fn robots_txt_names_both_sitemaps_or_none() {
    let robots = bulletin("").page("/robots.txt");
    let lines: Vec<&str> = robots.lines().filter(|line| line.starts_with("Sitemap: ")).collect();
    assert_eq!(
        lines,
        ["Sitemap: http://localhost:8080/sitemap.xml", "Sitemap: http://localhost:8080/news-sitemap.xml"]
    );
    let site = bulletin("").settings("outputs: {sitemap: false}");
    assert!(!site.has("/news-sitemap.xml") && !site.page("/robots.txt").contains("Sitemap"));
}
