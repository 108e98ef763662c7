//! The front page, lists in pages, and the archive (site.md, "Outputs").

use crate::harness::{Page, Site, site};

/// A site with bulletins on so many days of 2021, `B1` the oldest.
fn days(count: usize) -> Site {
    (1..=count).fold(site("").now("2022-01-01"), |site, number| {
        let (month, day) = (1 + number / 28, 1 + number % 28);
        let text = format!("---\ntitle: B{number}\ndate: 2021-{month:02}-{day:02}\narea: Kent\ntags: t\n---\n");
        site.edit(&format!("content/b{number}.md"), &text)
    })
}

fn titles(page: &Page) -> Vec<String> {
    page.all("ol class=\"list\"").iter().flat_map(|list| list.texts("h2")).collect()
}

#[test]
fn newest_first() {
    assert_eq!(titles(&days(3).page("/")), ["B3", "B2", "B1"]);
}

#[test]
fn pinned_first_then_newest_and_only_what_is_open() {
    let pin = |site: Site, number: usize, field: &str| {
        let path = format!("content/b{number}.md");
        let text = site.files[&path].replace("area:", &format!("{field}\narea:"));
        site.edit(&path, &text)
    };
    let site = pin(days(4), 2, "pinned: true");
    let site = pin(site, 4, "status: resolved\nclosed: 2021-02-01\npinned: true");
    assert_eq!(titles(&site.page("/")), ["B2", "B3", "B1"]);
    for list in ["/areas/kent/", "/kinds/notice/", "/tags/t/"] {
        assert_eq!(titles(&site.page(list)), ["B3", "B2", "B1", "B4"], "{list}");
    }
    assert_eq!(titles(&site.page("/2021/")), ["B4", "B3", "B2", "B1"]);
}

#[test]
fn lists_are_in_pages_of_twenty_with_stable_addresses() {
    let site = days(45);
    for first in ["/", "/areas/kent/", "/kinds/notice/", "/tags/t/", "/2021/"] {
        let page = |number: usize| if number == 1 { first.to_owned() } else { format!("{first}page/{number}/") };
        let all: Vec<String> = (1..=3).flat_map(|number| titles(&site.page(&page(number)))).collect();
        let want: Vec<String> = (1..=45).rev().map(|number| format!("B{number}")).collect();
        assert_eq!(all, want, "{first}");
        assert_eq!(titles(&site.page(&page(2))).len(), 20, "{first}");
        assert!(!site.has(&page(4)) && !site.has(&format!("{first}page/1/")), "{first}");
        let pager = site.page(&page(2)).find("nav class=\"pager\"");
        assert_eq!(pager.attributes("href"), [page(1), page(3)], "{first}");
        assert_eq!(site.page(&page(2)).link("canonical"), Some(format!("http://localhost:8080{}", page(2))));
    }
}

#[test]
fn per_page_is_a_setting() {
    let site = days(3).settings("per_page: 2");
    assert_eq!(titles(&site.page("/page/2/")), ["B1"]);
    assert_eq!(days(3).settings("per_page: 0").codes(), "value-wrong site.yaml:1:11");
}

#[test]
fn exactly_one_page_has_no_pager() {
    let site = days(20);
    assert!(!site.has("/page/2/"));
    assert!(site.page("/").all("nav class=\"pager\"").is_empty());
}

#[test]
fn a_site_without_bulletins_has_its_front_page() {
    let site = site("").edit("content/pages/about.md", "---\ntitle: About\n---\n");
    assert!(site.page("/").words("main").contains("No bulletin is open"));
    assert_eq!(site.feed("/rss.xml").all("item").len(), 0);
    site.feed("/atom.xml");
    site.feed("/feed.json");
    assert_eq!(site.problems(), "");
}

#[test]
fn the_archive_is_by_year_and_month() {
    let site = days(30).edit("content/old.md", "---\ntitle: Old\ndate: 2019-12-31\narea: Kent\n---\n");
    assert_eq!(titles(&site.page("/2021/02/")), ["B30", "B29", "B28"]);
    assert_eq!(titles(&site.page("/2019/")), ["Old"]);
    assert_eq!(titles(&site.page("/2019/12/")), ["Old"]);
    let archive = site.page("/archive/").find("div class=\"years\"");
    assert_eq!(archive.attributes("href"), ["/2021/", "/2021/02/", "/2021/01/", "/2019/", "/2019/12/"]);
    assert!(!site.has("/2020/"));
}

#[test]
fn tags_of_one_slug_are_one() {
    let site = site(
        "
        -- content/a.md --
        ---
        title: A
        date: 2021-03-01
        area: Kent
        tags: [Lead theft, lead  theft]
        ---
        -- content/b.md --
        ---
        title: B
        date: 2021-03-02
        area: Kent
        tags: LEAD THEFT
        ---
    ",
    );
    assert_eq!(titles(&site.page("/tags/lead-theft/")), ["B", "A"]);
    assert_eq!(site.page("/tags/").find("main").texts("a").len(), 1);
}

#[test]
fn outputs_can_be_left_out() {
    let site = days(3).settings("outputs: {tags: false, archive: false, sitemap: false, feeds: [rss]}");
    let files = site.files();
    for gone in [
        "/tags/",
        "/tags/t/",
        "/archive/",
        "/2021/",
        "/2021/01/",
        "/sitemap.xml",
        "/atom.xml",
        "/feed.json",
        "/areas/kent/atom.xml",
    ] {
        assert!(!files.contains(&gone.to_owned()), "{gone}");
    }
    assert!(site.has("/rss.xml") && site.has("/areas/kent/rss.xml"));
    for file in &files {
        for gone in ["atom.xml", "feed.json", "/archive/", "/tags/", "sitemap.xml"] {
            assert!(!site.page(file).contains(gone), "{file} speaks of {gone}");
        }
    }
}

#[test]
fn the_order_of_one_moment_is_that_of_paths() {
    let text = |title: &str| format!("---\ntitle: {title}\ndate: 2021-03-01\narea: Kent\n---\n");
    let site =
        site("").edit("content/b.md", &text("B")).edit("content/a.md", &text("A")).edit("content/c.md", &text("C"));
    assert_eq!(titles(&site.page("/")), ["A", "B", "C"]);
}
