//! RSS, Atom and JSON feeds (site.md, "Outputs"; standards.md 2.4 to 2.6).

use crate::harness::{Page, Site, bulletin, site};

fn appeal() -> Site {
    bulletin(
        "
        kind: appeal
        area: Kent/Maidstone
        tags: [lead, roofs]
        summary: Lead was taken.
        source: {name: Kent Police, url: https://kent.example/a}
        reference: 46/322871/21
        expires: 2021-04-01
        lang: cy
        ---
        The **body**, with [a link](/areas/kent/).
    ",
    )
    .settings(
        "
        title: Kent Watch
        description: What happened near you
        base_url: https://example.org/watch/
        publisher: {name: Kent Neighbours}
    ",
    )
}

fn order(feed: &Page, names: &[&str]) {
    let places: Vec<_> =
        names.iter().map(|name| feed.0.find(&format!("<{name}")).unwrap_or_else(|| panic!("no {name}"))).collect();
    assert!(places.is_sorted(), "{names:?} in\n{}", feed.0);
}

#[test]
fn an_rss_channel() {
    let rss = appeal().feed("/rss.xml");
    let channel = rss.find("channel");
    assert_eq!(channel.words("title"), "Kent Watch");
    assert_eq!(channel.words("link"), "https://example.org/watch/");
    assert_eq!(channel.words("description"), "What happened near you");
    assert_eq!(channel.words("language"), "en-gb");
    assert!(
        rss.contains(r#"<atom:link rel="self" type="application/rss+xml" href="https://example.org/watch/rss.xml"/>"#)
    );
}

#[test]
fn the_files_of_a_bulletin_are_named_in_every_feed() {
    let site = bulletin("attachments: [{src: files/map.pdf, title: The way <round>}, list.docx]")
        .edit("content/files/map.pdf", "x")
        .edit("content/list.docx", "x");
    let names = r#"<p>Files: <a href="http://localhost:8080/files/map.pdf">The way &lt;round&gt;</a>, <a href="http://localhost:8080/list.docx">list.docx</a></p>"#;
    let item = &site.feed("/feed.json").json()["items"][0];
    assert!(item["content_html"].as_str().unwrap().contains(names), "{item}");
    // JSON Feed 1.1: "attachments", each with `url` and `mime_type`.
    let map = serde_json::json!({"url": "http://localhost:8080/files/map.pdf", "mime_type": "application/pdf", "title": "The way <round>"});
    assert_eq!(item["attachments"][0], map);
    assert_eq!(item["attachments"].as_array().unwrap().len(), 2);
    // RFC 4287, section 4.2.7.2: `enclosure`.
    let atom = site.feed("/atom.xml");
    assert!(
        atom.contains(r#"<link rel="enclosure" type="application/pdf" title="The way &lt;round&gt;" href="http://localhost:8080/files/map.pdf"/>"#),
        "{}",
        atom.0
    );
    assert!(site.feed("/rss.xml").contains(names));
    assert!(!bulletin("kind: notice").feed("/feed.json").contains("attachments"));
}

#[test]
fn an_rss_item() {
    let item = appeal().feed("/rss.xml").find("item");
    assert_eq!(item.words("title"), "Roof");
    assert_eq!(item.words("link"), "https://example.org/watch/2021/03/roof/");
    assert!(item.contains(r#"<guid isPermaLink="true">https://example.org/watch/2021/03/roof/</guid>"#));
    assert_eq!(item.words("pubDate"), "Mon, 01 Mar 2021 15:34:00 +0000");
    assert_eq!(item.words("description"), "Lead was taken.");
    assert_eq!(item.words("dc:creator"), "Kent Police");
    assert_eq!(item.texts("category"), ["Appeal", "Maidstone", "lead", "roofs"]);
    assert!(
        item.contains(r#"<category domain="https://example.org/watch/areas/kent/maidstone/">Maidstone</category>"#)
    );
    order(&item, &["description", "content:encoded"]);
    let content = item.words("content:encoded");
    assert!(content.contains("<strong>body</strong>"), "{content}");
    assert!(content.contains("<a href=\"https://example.org/watch/areas/kent/\">"), "{content}");
}

#[test]
fn rss_dates_have_the_offset_of_the_day() {
    let date = |date: &str| {
        bulletin(&format!("date: {date}")).now("2022-01-01").feed("/rss.xml").find("item").words("pubDate")
    };
    assert_eq!(date("15:34 01/07/2021"), "Thu, 01 Jul 2021 15:34:00 +0100");
    assert_eq!(date("2021-03-01"), "Mon, 01 Mar 2021 00:00:00 +0000");
}

#[test]
fn an_atom_feed() {
    let atom = appeal().feed("/atom.xml");
    order(&atom, &["feed", "id", "title", "updated", "entry"]);
    assert_eq!(atom.words("title"), "Kent Watch");
    assert_eq!(atom.words("author"), "Kent Neighbours");
    assert!(
        atom.contains(r#"<link rel="self" type="application/atom+xml" href="https://example.org/watch/atom.xml"/>"#)
    );
    assert!(atom.contains(r#"<link rel="alternate" type="text/html" href="https://example.org/watch/"/>"#));
    assert_eq!(atom.words("updated"), "2021-03-01T15:34:00+00:00");
    assert!(atom.contains(r#"<entry xml:lang="cy">"#));
    let entry = atom.find("entry");
    assert_eq!(entry.words("id"), "https://example.org/watch/2021/03/roof/");
    assert_eq!(entry.words("published"), "2021-03-01T15:34:00+00:00");
    assert_eq!(entry.words("summary"), "Lead was taken.");
    assert_eq!(entry.all("link").len() + entry.matches("<link ").count(), 1, "one alternate");
    assert!(entry.contains(r#"<category term="lead" scheme="https://example.org/watch/tags/lead/"/>"#));
}

#[test]
fn a_json_feed() {
    let feed = appeal().feed("/feed.json").json();
    assert_eq!(feed["version"], "https://jsonfeed.org/version/1.1");
    assert_eq!(feed["title"], "Kent Watch");
    assert_eq!(feed["home_page_url"], "https://example.org/watch/");
    assert_eq!(feed["feed_url"], "https://example.org/watch/feed.json");
    assert_eq!(feed["language"], "en-GB");
    let item = &feed["items"][0];
    assert_eq!(item["id"], "https://example.org/watch/2021/03/roof/");
    assert_eq!(item["date_published"], "2021-03-01T15:34:00+00:00");
    assert_eq!(item["authors"][0]["name"], "Kent Police");
    assert_eq!(item["tags"], serde_json::json!(["Appeal", "Maidstone", "lead", "roofs"]));
    assert_eq!(item["language"], "cy");
    assert!(item["content_html"].as_str().is_some_and(|html| html.contains("<strong>body</strong>")));
    let facts = &item["_bulletin"];
    assert_eq!((&facts["state"], &facts["kind"]), (&"open".into(), &"appeal".into()));
    assert_eq!(facts["areas"][0], "Kent/Maidstone");
    assert_eq!(facts["reference"][0], "46/322871/21");
    assert_eq!(facts["expires"], "2021-04-02T00:00:00+01:00");
}

#[test]
fn every_list_has_feeds_of_its_own() {
    let site = appeal();
    for beside in ["/", "/areas/kent/", "/areas/kent/maidstone/", "/kinds/appeal/"] {
        assert_eq!(site.feed(&format!("{beside}rss.xml")).all("item").len(), 1, "{beside}");
        assert_eq!(site.feed(&format!("{beside}atom.xml")).all("entry").len(), 1, "{beside}");
        assert_eq!(
            site.feed(&format!("{beside}feed.json")).json()["items"].as_array().map(Vec::len),
            Some(1),
            "{beside}"
        );
        let own = format!("https://example.org/watch{beside}rss.xml");
        assert!(site.feed(&format!("{beside}rss.xml")).contains(&format!("href=\"{own}\"")), "{beside}");
    }
    assert_eq!(site.feed("/kinds/event/rss.xml").all("item").len(), 0);
}

#[test]
fn a_tag_has_one_feed_and_from_three_bulletins_on() {
    let tagged = |count: usize, settings: &str| {
        (0..count).fold(site("").settings(settings), |site, number| {
            let text = format!("---\ntitle: B{number}\ndate: 2021-03-01\narea: Kent\ntags: lead\n---\n");
            site.edit(&format!("content/b{number}.md"), &text)
        })
    };
    let feeds = |site: &crate::harness::Site| {
        ["rss.xml", "atom.xml", "feed.json"].map(|name| site.has(&format!("/tags/lead/{name}")))
    };
    for (count, settings, want) in [
        (2, "", [false, false, false]),
        (3, "", [true, false, false]),
        (3, "outputs: {feeds: [atom, json]}", [false, true, false]),
        (3, "outputs: {feeds: []}", [false, false, false]),
        (1, "outputs: {tag_feeds: {from: 1}}", [true, false, false]),
        (3, "outputs: {tag_feeds: {formats: [atom, json]}}", [false, true, true]),
        (3, "outputs: {tag_feeds: {formats: []}}", [false, false, false]),
        (9, "outputs: {tag_feeds: {from: 10}}", [false, false, false]),
    ] {
        let site = tagged(count, settings);
        assert_eq!(feeds(&site), want, "{count} {settings}");
        let page = site.page("/tags/lead/");
        assert_eq!(page.contains("/tags/lead/rss.xml"), want[0], "{count} {settings}");
    }
    assert_eq!(tagged(1, "outputs: {tag_feeds: {form: 1}}").codes(), "setting-unknown site.yaml:1:23");
}

#[test]
fn a_feed_holds_the_newest_fifty() {
    let many = (1..=60).fold(site("").now("2022-01-01"), |site, number| {
        let (month, day) = (1 + number / 28, 1 + number % 28);
        let text = format!("---\ntitle: B{number}\ndate: 2021-{month:02}-{day:02}\narea: Kent\n---\n");
        site.edit(&format!("content/b{number}.md"), &text)
    });
    let titles: Vec<String> = many.feed("/rss.xml").all("item").iter().map(|item| item.words("title")).collect();
    assert_eq!(titles.len(), 50);
    assert_eq!((titles[0].as_str(), titles[49].as_str()), ("B60", "B11"));
    assert_eq!(many.settings("feed_items: 3").feed("/rss.xml").all("item").len(), 3);
}

#[test]
fn a_guid_is_stable_when_the_title_is_edited() {
    let guid = |title: &str| bulletin(&format!("title: {title}")).feed("/rss.xml").find("item").words("guid");
    assert_eq!(guid("Roof"), guid("Lead taken from a roof"));
}

#[test]
fn an_entry_without_a_body_has_content_all_the_same() {
    let site = bulletin("");
    assert!(!site.feed("/atom.xml").find("entry").words("content").is_empty());
    assert!(!site.feed("/rss.xml").find("item").words("description").is_empty());
}

#[test]
fn content_that_ends_a_cdata_section_stays_whole() {
    let site = bulletin("---\nIn code: `a ]]> b`.");
    assert!(site.feed("/rss.xml").contains("]]&gt;") || site.feed("/rss.xml").contains("]]]]><![CDATA[>"));
    site.feed("/atom.xml");
}

#[test]
fn what_leaves_a_feed_moves_the_time_of_the_feed() {
    let leaves = |fields: &str, now: &str| {
        let site = bulletin(fields).edit("content/old.md", "---\ntitle: Old\ndate: 2021-01-01\narea: Kent\n---\n");
        site.now(now).feed("/atom.xml").words("updated")
    };
    assert_eq!(leaves("expires: 2021-03-05 09:00", "2021-03-04"), "2021-03-01T15:34:00+00:00");
    assert_eq!(leaves("expires: 2021-03-05 09:00", "2021-03-06"), "2021-03-05T09:00:00+00:00");
    assert_eq!(leaves("status: withdrawn\nclosed: 2021-03-02 10:00", "2021-03-06"), "2021-03-02T10:00:00+00:00");
    assert_eq!(leaves("status: withdrawn\nclosed: 2021-03-02 10:00", "2021-05-06"), "2021-04-01T11:00:00+01:00");
}

#[test]
fn authors_of_a_bulletin_come_before_its_source() {
    let item = bulletin("author: [Ana Ruiz, PC Brown]\nsource: Kent Police").feed("/rss.xml").find("item");
    assert_eq!(item.texts("dc:creator"), ["Ana Ruiz", "PC Brown"]);
}
