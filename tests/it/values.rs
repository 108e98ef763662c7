//! What YAML and HTML make of values is never trusted: text stays what was written, and is decoded once (content.md,
//! "Moments" at its end and "Values taken from web pages").

use crate::harness::{bulletin, decoded};

#[test]
fn bare_values_are_kept_character_for_character() {
    for written in [
        "01622604100",
        "101",
        "999",
        "no",
        "yes",
        "15:34",
        "46/322871/21",
        "1_000",
        "0x1F",
        "1e3",
        "+44",
        "1.0",
        "2021-03-01",
        "true",
        ".5",
        "0o17",
        "!",
    ] {
        let quoted = if written == "!" { "'!'" } else { written };
        let page = bulletin(&format!("title: {quoted}\nreference: {quoted}\nsummary: {quoted}")).roof();
        assert_eq!(page.words("h1"), written);
        assert_eq!(page.meta("description"), written);
        assert_eq!(page.words("bdi"), written);
    }
}

#[test]
fn an_area_or_tag_may_look_like_a_number() {
    let site = bulletin("area: 101\ntags: [no, 007]");
    assert_eq!(site.page("/areas/101/").words("h1"), "101");
    assert_eq!(site.page("/tags/no/").words("h1"), "no");
    assert_eq!(site.page("/tags/007/").words("h1"), "007");
}

#[test]
fn an_address_is_decoded_once_and_escaped_once() {
    let page = bulletin("image: https://a.example/x.jpg?crop=(15,0,585,300)&amp;w=600&amp;h=300").roof();
    assert!(page.contains(r#"content="https://a.example/x.jpg?crop=(15,0,585,300)&amp;w=600&amp;h=300""#));
    assert!(!page.contains("&amp;amp;"));
}

#[test]
fn text_is_decoded_once() {
    for (written, meant) in [
        ("Fish &amp; Chips", "Fish & Chips"),
        ("Fish & Chips", "Fish & Chips"),
        ("'&lt;b&gt; &#8220;x&rdquo;'", "<b> “x”"),
        ("'&amp;amp;'", "&amp;"),
    ] {
        let site = bulletin(&format!("title: {written}\nsummary: {written}"));
        assert_eq!(site.roof().words("h1"), meant, "{written}");
        assert_eq!(site.roof().meta("og:title"), meant, "{written}");
        assert_eq!(site.roof().meta("og:description"), meant, "{written}");
        assert_eq!(site.feed("/feed.json").json()["items"][0]["title"], meant, "{written}");
        assert_eq!(site.feed("/rss.xml").find("item").words("title"), meant, "{written}");
    }
}

#[test]
fn active_addresses_never_pass_in_front_matter() {
    for field in [
        "url: javascript:alert(1)",
        "source: {name: x, url: 'javascript:alert(1)'}",
        "image: javascript:alert(1)",
        "image: {src: 'data:text/html,x', alt: x}",
        "coverage: [{title: x, url: 'javascript:alert(1)'}]",
        "contacts: [{name: x, url: 'java&#x9;script:alert(1)'}]",
        "og: {image: 'javascript:alert(1)'}",
        "og: {url: 'vbscript:x'}",
    ] {
        let site = bulletin(field);
        assert!(site.codes().contains("address-unsafe content/roof.md:5:"), "{field}: {}", site.codes());
        assert_eq!(site.holding("alert(1)"), Vec::<String>::new(), "{field}");
    }
}

/// A title, a summary and a name that try to break out of every place that they are written to.
const NASTY: &str = r#""Fraud" & <theft> – it's 100 % 'real' ]]> </script><!-- 🔥 Rhybudd: llifogydd ŵ تحذير"#;

#[test]
fn nasty_text_comes_out_whole_everywhere() {
    let yaml = serde_json::Value::from(NASTY.replace('&', "&amp;")).to_string();
    // In the name of an area a slash would lead into another area.
    let place = NASTY.replace('/', "|");
    let area = serde_json::Value::from(place.as_str());
    let site = bulletin(&format!(
        "title: {yaml}\nsummary: {yaml}\narea: {area}\ntags: [{yaml}]\nkind: warning\nauthor: {yaml}\nreference: {yaml}"
    ));
    let page = site.roof();
    assert_eq!(page.words("h1"), NASTY);
    assert_eq!(page.words("title"), format!("{NASTY} – Watch"));
    assert_eq!(page.meta("description"), NASTY);
    assert_eq!(page.meta("og:title"), NASTY);
    assert_eq!(page.meta("og:description"), NASTY);
    assert_eq!(page.metas("article:tag"), [&place, NASTY]);
    let graph = &page.json_ld()["@graph"];
    assert_eq!(graph[0]["headline"], NASTY);
    assert_eq!(graph[0]["description"], NASTY);
    assert_eq!(graph[0]["spatialCoverage"][0]["name"], place);
    let rss = site.feed("/rss.xml").find("item");
    // An RSS description is HTML inside XML.
    assert_eq!((rss.words("title"), decoded(&rss.words("description"))), (NASTY.into(), NASTY.into()));
    let atom = site.feed("/atom.xml").find("entry");
    assert_eq!((atom.words("title"), atom.words("summary")), (NASTY.into(), NASTY.into()));
    let json = site.feed("/feed.json").json();
    assert_eq!((&json["items"][0]["title"], &json["items"][0]["summary"]), (&NASTY.into(), &NASTY.into()));
    assert!(site.page("/").contains("&lt;theft"));
    let marked_up = |file: &String| ![".json", ".txt", ".bin"].iter().any(|ending| file.ends_with(ending));
    for file in site.holding("<theft>").into_iter().filter(marked_up) {
        // In a script block it is no tag.
        let page = site.page(&file);
        let (before, after) = page.split_once("<script type=\"application/ld+json\">").expect("it has structured data");
        let after = after.split_once("</script>").map_or("", |(_, after)| after);
        assert!(!before.contains("<theft>") && !after.contains("<theft>"), "{file}");
    }
    assert_eq!(site.codes(), "");
}

#[test]
fn a_title_of_300_characters_comes_out_whole() {
    let title = "Rhybudd 🔥 ".repeat(30);
    let title = title.trim();
    let site = bulletin(&format!("title: {title}"));
    assert_eq!(site.roof().words("h1"), title);
    assert_eq!(site.feed("/feed.json").json()["items"][0]["title"], title);
    assert_eq!(site.feed("/rss.xml").find("item").words("title"), title);
    assert_eq!(site.codes(), "");
}

#[test]
fn a_summary_of_several_lines_stays_one_text() {
    let site = bulletin("summary: |\n  First line.\n\n  Second line.\n");
    let text = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let want = "First line. Second line.";
    let page = site.page("/2021/03/roof/");
    assert!(page.0.contains("First line."), "it is there");
    let head = page.0.split("og:description\" content=\"").nth(1).and_then(|rest| rest.split('"').next());
    assert_eq!(text(head.unwrap_or_default()), want);
    assert_eq!(site.feed("/rss.xml").find("item").words("description"), want);
    assert_eq!(site.feed("/atom.xml").find("entry").words("summary"), want);
    assert_eq!(text(site.feed("/feed.json").json()["items"][0]["summary"].as_str().unwrap_or_default()), want);
    assert_eq!(text(page.json_ld()["@graph"][0]["description"].as_str().unwrap_or_default()), want);
}

#[test]
fn control_characters_never_reach_a_feed() {
    let site = bulletin("title: \"Roof\\u0001 \\u0008gone\"\nsummary: \"a\\u0000b\"");
    assert_eq!(site.feed("/rss.xml").find("item").words("title"), "Roof gone");
    assert_eq!(site.roof().words("h1"), "Roof gone");
}
