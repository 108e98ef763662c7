//! What an entry of a feed holds beside the text of its bulletin: its picture, whom to ring, how urgent it is, and what it is
//! where it has no summary (site.md, "Outputs"; content.md, "Life of a bulletin"; standards.md 2.4 to 2.6).

use crate::harness::{Site, bulletin};

/// The text of the entry in each feed, as a reader's program shows it.
fn contents(site: &Site) -> [String; 3] {
    let json = site.feed("/feed.json").json()["items"][0]["content_html"].as_str().unwrap().to_owned();
    let decoded = |words: String| words.trim().to_owned();
    [
        decoded(site.feed("/rss.xml").find("item").words("content:encoded")),
        decoded(site.feed("/atom.xml").find("entry").words("content")),
        json,
    ]
}

fn with_picture(fields: &str) -> Site {
    bulletin(fields)
        .base("https://example.org/watch/")
        .edit("content/p.jpg", "2400x1260")
        .edit("content/d.svg", "<svg xmlns='http://www.w3.org/2000/svg'/>")
}

#[test]
fn the_picture_of_a_bulletin_stands_at_the_head_of_its_entry() {
    let site = with_picture("kind: notice\nimage: {src: p.jpg, alt: 'A \"silver\" van'}\n---\nSeen here.");
    let image = "<p><img src=\"https://example.org/watch/p.jpg.1200.jpg\" alt=\"A &quot;silver&quot; van\" width=\"1200\" height=\"630\"></p>";
    for content in contents(&site) {
        assert!(content.starts_with(image) && content.contains("Seen here."), "{content}");
    }
    // JSON Feed 1.1: `image`, the address of the main picture of the item.
    assert_eq!(site.feed("/feed.json").json()["items"][0]["image"], "https://example.org/watch/p.jpg.1200.jpg");
    assert!(site.has("/p.jpg.1200.jpg"), "{:?}", site.files());
    let drawing = with_picture("kind: notice\nimage: {src: d.svg, alt: A plan}\n---\nSeen here.");
    assert!(contents(&drawing)[2].starts_with("<p><img src=\"https://example.org/watch/d.svg\" alt=\"A plan\"></p>"));
}

#[test]
fn a_picture_stands_once_in_an_entry_and_none_of_another_host() {
    for body in ["![A van](p.jpg)", "Seen. <img src=\"p.jpg\" alt=\"A van\">"] {
        let site = with_picture(&format!("kind: notice\nimage: {{src: p.jpg, alt: A van}}\n---\n{body}"));
        for content in contents(&site) {
            assert_eq!(content.matches("<img").count(), 1, "{content}");
        }
    }
    let elsewhere = with_picture("kind: notice\nimage: https://pictures.example/x.jpg");
    assert!(elsewhere.holding("<img src=\"https://pictures.example").is_empty());
    assert!(!elsewhere.feed("/feed.json").contains("\"image\""));
}

#[test]
fn what_is_taken_back_keeps_no_picture_in_feeds_and_feeds_follow_the_picture() {
    let gone = with_picture("kind: missing\nimage: {src: p.jpg, alt: A girl}\nstatus: resolved\nclosed: 2021-03-08");
    for feed in ["/feed.json", "/rss.xml", "/atom.xml"] {
        let feed = gone.feed(feed);
        assert!(
            feed.contains("no longer available") && !feed.contains("p.jpg") && !feed.contains("A girl"),
            "{}",
            feed.0
        );
    }
    let alt = |alt: &str| with_picture(&format!("image: {{src: p.jpg, alt: {alt}}}")).inputs("/rss.xml");
    assert_ne!(alt("One"), alt("Other"), "an incremental build would leave the feed as it was");
}

#[test]
fn an_entry_says_whom_to_ring_and_what_to_quote_while_it_is_open() {
    let fields = "kind: appeal\nreference: WV/1/26\ncontacts: [101, {name: Jean & Co, phone: 01632 960144, note: evenings}, {name: Form, url: 'https://a.example/?a=1&b=2'}]";
    let open = bulletin(&format!("{fields}\n---\nThree bicycles were taken."));
    let wanted = concat!(
        "<p>Who to ring:<br>\n<a href=\"tel:101\">101</a> (Police, when it is not urgent)<br>\n",
        "Jean &amp; Co: <a href=\"tel:+441632960144\">01632 960144</a> (evenings)<br>\n",
        "Form: <a href=\"https://a.example/?a=1&amp;b=2\">https://a.example/?a=1&amp;b=2</a><br>\n",
        "Reference: WV/1/26<br>\nIn an emergency ring 999</p>",
    );
    let content = &contents(&open)[2];
    assert!(content.contains(wanted), "{content}");
    assert!(contents(&open).iter().all(|content| content.contains("01632 960144")));
    // What is over asks nobody for anything.
    let over = bulletin(&format!("{fields}\nstatus: resolved\nclosed: 2021-03-05"));
    assert!(contents(&over).iter().all(|content| !content.contains("960144")));
    assert!(!contents(&bulletin("kind: notice\n---\nNews."))[2].contains("ring"));
}

#[test]
fn texts_and_feeds_say_that_it_is_urgent_until_it_is_over() {
    let titles = |fields: &str| {
        let site = bulletin(fields);
        let text = site.page("/2021/03/roof/bulletin.txt").lines().next().unwrap_or_default().to_owned();
        let feeds = [site.feed("/rss.xml").find("item"), site.feed("/atom.xml").find("entry")]
            .map(|entry| entry.words("title"));
        assert_eq!(feeds, [text.clone(), text.clone()], "{fields}");
        assert_eq!(site.feed("/feed.json").json()["items"][0]["title"], text.as_str());
        text
    };
    assert_eq!(titles("kind: warning\nseverity: extreme"), "Danger to life: Roof");
    assert_eq!(titles("kind: warning\nseverity: severe"), "Urgent: Roof");
    assert_eq!(titles("severity: severe\ntitle: 'URGENT: roof'"), "URGENT: roof");
    for lesser in ["moderate", "minor", "unknown"] {
        assert_eq!(titles(&format!("severity: {lesser}")), "Roof");
    }
    assert_eq!(titles("severity: extreme\nstatus: resolved\nclosed: 2021-03-05"), "Resolved: Roof");
}

#[test]
fn what_has_no_summary_says_what_it_is_and_not_its_title_again() {
    let said = "Notice · Kent · 3:34pm, Monday 1 March 2021";
    for body in ["", "| Day | Who |\n|--|--|\n| Monday | Jean |"] {
        let site = bulletin(&format!("kind: notice\n---\n{body}"));
        let page = site.roof();
        assert_eq!([page.meta("description"), page.meta("og:description")], [said, said]);
        assert_eq!(site.page("/2021/03/roof/poster/").meta("description"), said);
        assert_eq!(site.feed("/rss.xml").find("item").words("description"), said);
        assert!(contents(&site).iter().all(|content| !content.contains("Roof") && !content.is_empty()));
        assert!(!page.json_ld()["@graph"][0].to_string().contains("description"));
    }
}
