//! What feeds say beside their entries: the hub that tells readers of changes (`WebSub`), the style for people who open one
//! in a browser; and the structured data of a bulletin's course (standards.md 2.3 to 2.7).

use crate::harness::{Site, bulletin};

fn with_hub() -> Site {
    bulletin("").settings("base_url: https://example.org/watch/\nhub: https://hub.example/?a=1&b=2")
}

#[test]
fn each_format_names_the_hub_in_its_own_way() {
    let site = with_hub();
    assert_eq!(site.problems(), "");
    let rss = site.feed("/areas/kent/rss.xml");
    assert!(rss.contains(r#"<atom:link rel="hub" href="https://hub.example/?a=1&amp;b=2"/>"#));
    assert!(site.feed("/atom.xml").contains(r#"<link rel="hub" href="https://hub.example/?a=1&amp;b=2"/>"#));
    let json = site.feed("/feed.json").json();
    assert_eq!(json["hubs"], serde_json::json!([{"type": "WebSub", "url": "https://hub.example/?a=1&b=2"}]));
}

#[test]
fn without_a_hub_none_is_named() {
    for feed in ["/rss.xml", "/atom.xml", "/feed.json"] {
        assert!(!bulletin("").feed(feed).contains("hub"), "{feed}");
    }
}

#[test]
fn a_hub_is_a_whole_address() {
    assert_eq!(bulletin("").settings("hub: /hub/").codes(), "value-wrong site.yaml:1:6");
    assert_eq!(bulletin("").settings("hub: 'javascript:x'").codes(), "address-unsafe site.yaml:1:6");
}

#[test]
fn a_feed_names_its_style_before_its_first_element() {
    let site = with_hub();
    let assets = site.renderer().assets.get("feed.css").expect("the theme has a style for feeds");
    for (feed, root) in [("/rss.xml", "<rss"), ("/atom.xml", "<feed"), ("/areas/kent/rss.xml", "<rss")] {
        let feed = site.feed(feed);
        let line = feed.lines().nth(1).unwrap_or_default();
        assert_eq!(line, format!(r#"<?xml-stylesheet type="text/css" href="/watch{}"?>"#, assets.address));
        assert!(feed.lines().nth(2).is_some_and(|line| line.starts_with(root)));
    }
    assert!(!site.page("/sitemap.xml").contains("xml-stylesheet"));
}

#[test]
fn a_theme_may_bring_its_own_style_for_feeds() {
    let own = with_hub()
        .settings("theme: ours")
        .edit("themes/ours/theme.yaml", "name: ours\n")
        .edit("themes/ours/static/feed.css", "item { color: red }");
    let style = |site: &Site| site.feed("/rss.xml").lines().nth(1).map(str::to_owned);
    assert_ne!(style(&own), style(&bulletin("")));
}

#[test]
fn our_own_readers_learn_the_facts_from_json() {
    let site = bulletin("kind: appeal\nseverity: minor\nreference: 46/1/21\nexpires: 2021-04-01\narea: Kent/Maidstone");
    let facts = site.feed("/feed.json").json()["items"][0]["_bulletin"].clone();
    assert_eq!(
        facts,
        serde_json::json!({
            "state": "open",
            "kind": "appeal",
            "severity": "minor",
            "areas": ["Kent/Maidstone"],
            "reference": ["46/1/21"],
            "expires": "2021-04-02T00:00:00+01:00",
        })
    );
}

#[test]
fn structured_data_tell_the_course_of_a_bulletin() {
    let site = bulletin(
        "area: Kent/Maidstone\nexpires: 2021-04-01\nurl: https://kent.example/a\nupdates:\n  - {date: 2021-03-05, text: Two *men*.}\n  - {date: 2021-03-03, text: One.}",
    );
    let article = site.roof().json_ld()["@graph"][0].clone();
    assert_eq!(article["isBasedOn"], "https://kent.example/a");
    assert_eq!(article["expires"], "2021-04-02T00:00:00+01:00");
    assert_eq!(article["spatialCoverage"][0]["containedInPlace"]["name"], "Kent");
    assert_eq!(
        article["correction"],
        serde_json::json!([
            {"@type": "CorrectionComment", "text": "Two men.", "datePublished": "2021-03-05T00:00:00+00:00"},
            {"@type": "CorrectionComment", "text": "One.", "datePublished": "2021-03-03T00:00:00+00:00"},
        ])
    );
    let bare = bulletin("").roof().json_ld()["@graph"][0].clone();
    for name in ["isBasedOn", "expires", "correction", "license", "keywords"] {
        assert!(bare.get(name).is_none(), "{name}");
    }
}

#[test]
fn a_missing_persons_page_says_no_more_of_them_than_its_text() {
    let site = bulletin("title: Have you seen Jo?\nkind: missing\n---\nJo, 30, was last seen in Kent.");
    let graph = site.roof().json_ld()["@graph"].clone();
    let types: Vec<&str> = graph.as_array().into_iter().flatten().filter_map(|item| item["@type"].as_str()).collect();
    assert_eq!(types, ["NewsArticle", "BreadcrumbList"]);
    for name in ["about", "mentions", "Person", "contentLocation", "birthDate"] {
        assert!(!graph.to_string().contains(&format!("\"{name}\"")), "{name}");
    }
}
