//! What every page carries in its head: Open Graph, Twitter card, canonical, structured data (site.md, "What every page
//! carries"; content.md, "Where addresses point"; standards.md 2.1 to 2.3).

use crate::harness::{Page, Site, bulletin, site};

const SEED: &str = r"```yaml
area: Kent
og:
  description: Concerns have been raised after conmen called residents.
  image: https://www.kent.police.uk/open-graph-default.jpg?crop=(15,0,585,300)&amp;w=600&amp;h=300&amp;scale=both
  locale: en_GB
  title: Maidstone residents warned about telephone fraudsters
  type: website
  url: https://www.kent.police.uk/news/maidstone/
publish:
  date: 15:34 01/03/2021
title: Maidstone residents warned about telephone fraudsters | Kent Police
url: https://www.kent.police.uk/news/maidstone/
```

Anybody with information is urged to call Kent Police on **01622 604100** , quoting reference 46/322871/21.
";

fn everything() -> Site {
    site(
        "
        -- site.yaml --
        title: Kent Watch
        base_url: https://example.org/watch/
        per_page: 1
        -- content/pages/about.md --
        ---
        title: About
        ---
        -- content/roof.md --
        ---
        title: Roof
        date: 2021-03-01
        area: Kent/Maidstone
        kind: warning
        tags: lead
        ---
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

fn html_pages(site: &Site) -> Vec<(String, Page)> {
    let files = site.files().into_iter().filter(|file| file.ends_with('/') || file.ends_with(".html"));
    files.map(|file| (file.clone(), site.page(&file))).collect()
}

/// The names of the `og:` and `article:` properties, in order.
fn properties(page: &Page) -> Vec<String> {
    let lines = page.head().into_iter().filter_map(|line| line.strip_prefix("<meta property=\""));
    lines.map(|rest| rest[..rest.find('"').unwrap()].to_owned()).collect()
}

#[test]
fn every_page_has_what_open_graph_requires_and_recommends() {
    let site = everything();
    assert!(html_pages(&site).len() > 20);
    for (file, page) in html_pages(&site) {
        for name in [
            "og:title",
            "og:type",
            "og:image",
            "og:url",
            "og:image:alt",
            "og:image:type",
            "og:image:width",
            "og:image:height",
            "og:description",
            "og:site_name",
            "og:locale",
        ] {
            assert!(!page.meta(name).is_empty(), "{file}: {name}");
        }
        // A poster is shared as its bulletin.
        let shared = file.trim_end_matches("poster/");
        assert_eq!(page.meta("og:url"), format!("https://example.org/watch{shared}"), "{file}");
        assert_eq!(page.meta("og:site_name"), "Kent Watch");
        assert_eq!(page.meta("og:locale"), "en_GB");
        assert!(page.meta("og:image").starts_with("https://example.org/watch/"), "{file}");
    }
}

#[test]
fn every_page_has_a_title_description_language_and_card() {
    for (file, page) in html_pages(&everything()) {
        assert!(!page.words("title").is_empty() && !page.meta("description").is_empty(), "{file}");
        assert!(page.contains("<html lang=\"en-GB\""), "{file}");
        assert_eq!(page.texts("h1").len(), 1, "{file}");
        assert_eq!(page.meta("twitter:card"), "summary_large_image", "{file}");
        assert!(page.contains("<meta name=\"twitter:card\""), "{file}");
        assert!(page.meta("twitter:image:alt").chars().count() <= 420, "{file}");
    }
}

#[test]
fn every_page_is_canonical_somewhere_unless_it_is_not_for_search_engines() {
    for (file, page) in html_pages(&everything()) {
        match page.link("canonical") {
            Some(canonical) => {
                assert_eq!(canonical, format!("https://example.org/watch{file}"));
                assert!(page.metas("robots").is_empty(), "{file}");
            }
            None => assert_eq!(page.meta("robots"), "noindex", "{file}"),
        }
    }
    assert_eq!(everything().page("/404.html").meta("robots"), "noindex");
}

#[test]
fn the_parts_of_a_picture_stand_directly_after_it() {
    for (file, page) in html_pages(&everything()) {
        let names = properties(&page);
        let image = names.iter().position(|name| name == "og:image").expect("it was there");
        let parts = names[image + 1..].iter().take_while(|name| name.starts_with("og:image:")).count();
        assert_eq!(parts, names.iter().filter(|name| name.starts_with("og:image:")).count(), "{file}: {names:?}");
    }
}

#[test]
fn an_article_has_its_times_section_and_tags_in_their_own_namespace() {
    let page = bulletin("kind: appeal\nupdated: 2021-03-02\nexpires: 2021-07-01\ntags: [lead, roofs]").roof();
    assert_eq!(page.meta("og:type"), "article");
    assert_eq!(page.meta("article:published_time"), "2021-03-01T15:34:00+00:00");
    assert_eq!(page.meta("article:modified_time"), "2021-03-02T00:00:00+00:00");
    assert_eq!(page.meta("article:expiration_time"), "2021-07-02T00:00:00+01:00");
    assert_eq!(page.meta("article:section"), "Appeal");
    assert!(page.metas("article:tag").ends_with(&["lead".into(), "roofs".into()]));
    assert!(!page.contains("og:article:"));
}

#[test]
fn another_type_has_no_article_properties() {
    assert!(!properties(&bulletin("og: {type: website}").roof()).iter().any(|name| name.starts_with("article:")));
}

#[test]
fn properties_of_the_front_matter_go_out_once_and_arrays_as_repeated_tags() {
    let page = bulletin(
        "
        og:
          title: A
          'locale:alternate': [cy_GB, fr_FR]
          see_also: [https://a.example/1, https://a.example/2]
          'article:author': https://a.example/brown
    ",
    )
    .roof();
    assert_eq!(page.metas("og:title"), ["A"]);
    assert_eq!(page.metas("og:locale:alternate"), ["cy_GB", "fr_FR"]);
    assert_eq!(page.metas("og:see_also"), ["https://a.example/1", "https://a.example/2"]);
    assert_eq!(page.metas("article:author"), ["https://a.example/brown"]);
}

#[test]
fn pictures_given_under_og_keep_their_parts_beside_them() {
    let page = bulletin(
        "
        og:
          image:
            url: https://a.example/1.jpg
            width: 600
            height: 300
            alt: A roof
    ",
    )
    .roof();
    let names = properties(&page);
    assert_eq!(page.metas("og:image"), ["https://a.example/1.jpg"], "{names:?}");
    assert_eq!((page.meta("og:image:width"), page.meta("og:image:height")), ("600".into(), "300".into()));
    assert_eq!(page.meta("og:image:alt"), "A roof");
}

#[test]
fn several_pictures_go_out_in_their_order() {
    let page = bulletin("og: {image: [https://a.example/1.jpg, https://a.example/2.jpg]}").roof();
    assert_eq!(page.metas("og:image"), ["https://a.example/1.jpg", "https://a.example/2.jpg"]);
}

#[test]
fn a_secure_address_is_given_for_a_secure_picture_alone() {
    assert!(everything().roof().metas("og:image:secure_url").len() == 1);
    assert!(bulletin("").roof().metas("og:image:secure_url").is_empty());
}

#[test]
fn an_original_elsewhere_is_canonical_unless_the_site_says_otherwise() {
    let page = bulletin("url: https://kent.example/a").roof();
    assert_eq!(page.link("canonical").as_deref(), Some("https://kent.example/a"));
    assert_eq!(page.meta("og:url"), "http://localhost:8080/2021/03/roof/");
    let own = bulletin("url: https://kent.example/a").settings("canonical: self").roof();
    assert_eq!(own.link("canonical").as_deref(), Some("http://localhost:8080/2021/03/roof/"));
    assert_eq!(bulletin("").roof().link("canonical").as_deref(), Some("http://localhost:8080/2021/03/roof/"));
}

#[test]
fn og_url_goes_out_as_written_and_check_says_so() {
    let site = bulletin("og: {url: https://kent.example/a}");
    assert_eq!(site.roof().meta("og:url"), "https://kent.example/a");
    insta::assert_snapshot!(site.problems(), @r"
    warning[og-url-elsewhere]: shares of this page will credit `https://kent.example/a`
     --> content/roof.md:5:11
      |
    5 | og: {url: https://kent.example/a}
      |           ^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: leave `og.url` out, so that they credit this site

    1 warning
    ");
    assert_eq!(bulletin("og: {url: 'http://localhost:8080/2021/03/roof/'}").problems(), "");
}

#[test]
fn an_address_of_the_original_that_is_a_path_is_none() {
    insta::assert_snapshot!(bulletin("url: /old/roof/").problems(), @r"
    warning[source-not-address]: `url` is not the whole address of an original: `/old/roof/`
     --> content/roof.md:5:6
      |
    5 | url: /old/roof/
      |      ^^^^^^^^^^
      |
      = help: write it with `https://`; to choose this bulletin's own address write `permalink` instead

    1 warning
    ");
}

#[test]
fn feeds_are_announced_for_the_site_and_for_the_area_or_kind() {
    let feeds = |page: Page| -> Vec<String> {
        let lines = page
            .head()
            .into_iter()
            .filter(|line| line.starts_with("<link rel=\"alternate\""))
            .map(|line| Page(line.to_owned()));
        lines.map(|line| format!("{} {}", line.attributes("type")[0], line.attributes("href")[0])).collect()
    };
    let site = everything().base("http://localhost:8080/");
    let of_site =
        ["application/rss+xml /rss.xml", "application/atom+xml /atom.xml", "application/feed+json /feed.json"];
    assert_eq!(feeds(site.page("/")), of_site);
    for (page, beside) in [
        ("/areas/kent/", "/areas/kent/"),
        ("/kinds/warning/", "/kinds/warning/"),
        ("/2021/03/roof/", "/areas/kent/maidstone/"),
    ] {
        let all = feeds(site.page(page));
        assert!(of_site.iter().all(|feed| all.contains(&(*feed).to_owned())), "{page}: {all:?}");
        assert!(all.contains(&format!("application/rss+xml {beside}rss.xml")), "{page}: {all:?}");
    }
}

#[test]
fn structured_data_of_an_article() {
    let page = bulletin(
        "
        kind: appeal
        area: Kent/Maidstone
        expires: 2021-04-01
        source: {name: Kent Police, url: https://kent.example/a, licence: https://licence.example/}
        updates: [{date: 2021-03-02, text: A **van** was seen.}]
        lang: cy
    ",
    )
    .roof();
    let graph = page.json_ld()["@graph"].clone();
    let types: Vec<_> = graph.as_array().unwrap().iter().map(|node| node["@type"].as_str().unwrap()).collect();
    assert_eq!(types, ["NewsArticle", "BreadcrumbList"]);
    let article = &graph[0];
    for (key, value) in [
        ("headline", "Roof"),
        ("url", "http://localhost:8080/2021/03/roof/"),
        ("datePublished", "2021-03-01T15:34:00+00:00"),
        ("dateModified", "2021-03-02T00:00:00+00:00"),
        ("expires", "2021-04-02T00:00:00+01:00"),
        ("isBasedOn", "https://kent.example/a"),
        ("creditText", "Kent Police"),
        ("license", "https://licence.example/"),
        ("inLanguage", "cy"),
    ] {
        assert_eq!(article[key], value, "{key}");
    }
    assert_eq!(article["author"]["name"], "Kent Police");
    assert_eq!(article["spatialCoverage"][0]["name"], "Maidstone");
    assert_eq!(article["spatialCoverage"][0]["containedInPlace"]["name"], "Kent");
    assert_eq!(article["correction"][0]["text"], "A van was seen.");
    assert_eq!(article["correction"][0]["@type"], "CorrectionComment");
    assert!(article["image"][0].as_str().unwrap().starts_with("http://localhost:8080/cards/"));
}

#[test]
fn a_warning_is_a_special_announcement_too() {
    let graph = bulletin("kind: warning\nexpires: 2021-04-01\nsummary: Beware.").roof().json_ld()["@graph"].clone();
    let announcement = graph.as_array().unwrap().iter().find(|node| node["@type"] == "SpecialAnnouncement").unwrap();
    assert_eq!(announcement["name"], "Roof");
    assert_eq!(announcement["text"], "Beware.");
    assert_eq!(announcement["datePosted"], "2021-03-01T15:34:00+00:00");
    assert_eq!(announcement["expires"], "2021-04-02T00:00:00+01:00");
    assert!(announcement["category"].as_str().unwrap().starts_with("https://"));
    assert_eq!(announcement["spatialCoverage"][0]["name"], "Kent");
}

#[test]
fn a_script_block_cannot_be_ended_from_within() {
    let page = bulletin("title: 'a</script><script>alert(1)</script><!--'").roof();
    assert_eq!(page.matches("<script").count(), 3, "the data, and the scripts that share and know the age");
    assert_eq!(page.matches("</script>").count(), 3);
    assert_eq!(page.json_ld()["@graph"][0]["headline"], "a</script><script>alert(1)</script><!--");
}

#[test]
fn a_collected_appeal() {
    let site = site("").edit("content/maidstone.md", SEED);
    let page = site.page("/2021/03/maidstone/");
    assert_eq!(page.words("h1"), "Maidstone residents warned about telephone fraudsters");
    assert_eq!(page.attributes("datetime")[0], "2021-03-01T15:34:00+00:00");
    assert_eq!(page.words("time"), "3:34pm, Monday 1 March 2021");
    assert!(page.contains(r#"<a href="https://www.kent.police.uk/news/maidstone/">Kent Police</a>"#));
    assert_eq!(page.link("canonical").as_deref(), Some("https://www.kent.police.uk/news/maidstone/"));
    assert!(page.contains("crop=(15,0,585,300)&amp;w=600&amp;h=300&amp;scale=both\""));
    assert!(page.find("div class=\"prose\"").contains("href=\"tel:+441622604100\""));
    assert_eq!(page.find("div class=\"prose\"").attributes("href").len(), 1);
    assert!(site.page("/areas/kent/").contains("/areas/kent/rss.xml"));
    assert_eq!(site.codes(), "og-url-elsewhere content/maidstone.md:9:8");
}

#[test]
fn a_page_asks_no_other_host_for_anything() {
    let site = everything().edit("content/roof.md", SEED);
    for (file, page) in html_pages(&site) {
        for src in page.attributes("src") {
            assert!(src.starts_with("/watch/"), "{file}: {src}");
        }
        assert!(!page.contains("@import") && !page.contains("<iframe"), "{file}");
        let sheets: Vec<_> = page.head().into_iter().filter(|line| line.contains("rel=\"stylesheet\"")).collect();
        assert!(sheets.iter().all(|line| line.contains("href=\"/watch/assets/")), "{sheets:?}");
    }
}

#[test]
fn a_page_is_small() {
    let site = everything();
    for (file, page) in html_pages(&site) {
        let assets = site.renderer().assets.iter();
        let style: usize = assets
            .filter(|asset| asset.address.as_str().ends_with(".css") && page.contains(asset.address.as_str()))
            .map(|asset| asset.bytes.len())
            .sum();
        assert!(page.len() + style < 30 * 1024, "{file}: {} bytes of HTML and {style} of CSS", page.len());
    }
}

#[test]
fn a_shared_link_says_that_its_bulletin_is_over() {
    let body = "---\nRing 101 if you see it.";
    for (fields, mark, since) in [
        ("status: resolved\nclosed: 2021-03-05 16:00", "Resolved", "Resolved since 4pm, Friday 5 March 2021."),
        ("expires: 2021-03-05", "Expired", "Expired since Friday 5 March 2021."),
    ] {
        for (title, own) in [("og: {title: Have you seen it?}", "Have you seen it?"), ("kind: appeal", "Roof")] {
            let site = bulletin(&format!("{fields}\n{title}\n{body}"));
            for page in [site.roof(), site.page("/2021/03/roof/poster/")] {
                assert_eq!(page.meta("og:title"), format!("{mark}: {own}"));
                assert_eq!(page.meta("og:description"), format!("{since} Ring 101 if you see it."));
            }
            assert_eq!(site.roof().words("h1"), "Roof");
        }
    }
    assert_eq!(bulletin(body).roof().meta("og:title"), "Roof");
}
