//! Links between source files (content.md, "Body").

use crate::harness::{Site, bulletin};

/// A bulletin with this body, beside others to link to.
fn body(text: &str) -> Site {
    let other = |title: &str, fields: &str| {
        format!("---\ntitle: {title}\ndate: 2021-03-01\narea: Kent\n{fields}---\n## Advice\n")
    };
    bulletin(&format!("---\n{text}"))
        .edit("content/other.md", &other("Other", ""))
        .edit("content/kent/third.md", &(other("Third", "") + "[back](../roof.md)\n"))
        .edit("content/kent/folder/index.md", &other("Folder", ""))
        .edit("content/draft.md", &other("Draft", "draft: true\n"))
        .edit("content/later.md", &other("Later", "slug: later-one\n").replace("2021-03-01", "2022-03-01"))
        .edit("content/gone.md", &other("Gone", "status: withdrawn\nclosed: 2021-03-02\n"))
}

fn href(text: &str) -> String {
    body(text).roof().find("div class=\"prose\"").attributes("href").join(" ")
}

#[test]
fn a_link_to_a_source_file_becomes_its_address() {
    for (link, address) in [
        ("other.md", "/2021/03/other/"),
        ("./other.md", "/2021/03/other/"),
        ("/other.md", "/2021/03/other/"),
        ("kent/third.md", "/2021/03/third/"),
        ("kent/../other.md", "/2021/03/other/"),
        ("kent/folder/index.md", "/2021/03/folder/"),
        ("other.md#advice", "/2021/03/other/#advice"),
        ("other.md?print=1#advice", "/2021/03/other/?print=1#advice"),
        ("https://a.example/x.md", "https://a.example/x.md"),
        ("#here", "#here"),
        ("mailto:a@b.example", "mailto:a@b.example"),
        ("/areas/kent/", "/areas/kent/"),
    ] {
        assert_eq!(href(&format!("[see]({link})")), address, "{link}");
    }
}

#[test]
fn a_link_up_and_over() {
    assert_eq!(body("").page("/2021/03/third/").find("div class=\"prose\"").attributes("href"), ["/2021/03/roof/"]);
}

#[test]
fn a_link_by_reference_too() {
    assert_eq!(href("[see][o]\n\n[o]: other.md"), "/2021/03/other/");
}

#[test]
fn a_missing_target_is_an_error_at_its_place() {
    insta::assert_snapshot!(body("First line.\n\nSee [it](othr.md) and [more](kent/none.md#x).").problems(), @r"
    error[link-target-missing]: there is no file `othr.md` to link to
     --> content/roof.md:8:5
      |
    8 | See [it](othr.md) and [more](kent/none.md#x).
      |     ^^^^^^^^^^^^^
      |
      = help: did you mean `other.md`?

    error[link-target-missing]: there is no file `kent/none.md#x` to link to
     --> content/roof.md:8:23
      |
    8 | See [it](othr.md) and [more](kent/none.md#x).
      |                       ^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: correct the path, or take the link out

    2 errors
    ");
}

#[test]
fn a_target_outside_the_site_is_missing() {
    assert_eq!(body("[x](../../etc/other.md)").codes(), "link-target-missing content/roof.md:6:1");
}

#[test]
fn a_target_that_is_not_published_is_a_warning_and_no_link() {
    let site = body("See [draft](draft.md) and [later](later.md).");
    insta::assert_snapshot!(site.problems(), @r"
    warning[link-hidden]: `draft.md` is not published, so the link leads nowhere at present
     --> content/roof.md:6:5
      |
    6 | See [draft](draft.md) and [later](later.md).
      |     ^^^^^^^^^^^^^^^^^
      |
      = help: take the link out, or publish what it leads to

    warning[link-hidden]: `later.md` is not published, so the link leads nowhere at present
     --> content/roof.md:6:27
      |
    6 | See [draft](draft.md) and [later](later.md).
      |                           ^^^^^^^^^^^^^^^^^
      |
      = help: take the link out, or publish what it leads to

    2 warnings
    ");
    assert!(site.roof().find("div class=\"prose\"").attributes("href").is_empty());
    assert!(site.roof().words("div class=\"prose\"").contains("See draft and later."));
    assert_eq!(site.holding("later-one"), Vec::<String>::new());
}

#[test]
fn a_target_that_was_taken_back_is_a_warning() {
    assert_eq!(body("See [it](gone.md).").codes(), "link-hidden content/roof.md:6:5");
}

#[test]
fn an_address_at_which_nothing_stands_is_a_lint() {
    insta::assert_snapshot!(body("See [it](/somewhere/).").problems(), @r"
    warning[link-unchecked]: the program puts nothing at `/somewhere/`
     --> content/roof.md:6:5
      |
    6 | See [it](/somewhere/).
      |     ^^^^^^^^^^^^^^^^^
      |
      = help: correct the address, unless another program puts something there

    1 warning
    ");
    assert_eq!(body("See [it](/areas/kent/) and [feed](/rss.xml) and [front](/).").problems(), "");
}

#[test]
fn links_in_feeds_are_whole() {
    let site = body("[see](other.md#advice) [here](#here) ![p](p.png)")
        .edit("content/p.png", "10x10")
        .base("https://example.org/watch/");
    let content = site.feed("/feed.json").json();
    let item = content["items"].as_array().unwrap().iter().find(|item| item["title"] == "Roof").unwrap().clone();
    let html = item["content_html"].as_str().unwrap();
    assert!(html.contains("href=\"https://example.org/watch/2021/03/other/#advice\""), "{html}");
    assert!(html.contains("src=\"https://example.org/watch/p.png\""), "{html}");
    assert!(!html.contains("href=\"#"), "{html}");
}

#[test]
fn a_link_in_the_log_of_updates_is_one_too() {
    let site = body("").edit("content/roof.md", "---\ntitle: Roof\ndate: 2021-03-01\narea: Kent\nupdates: [{date: 2021-03-02, text: 'See [it](other.md)'}]\n---\n");
    assert_eq!(site.roof().find("div class=\"log newest\"").attributes("href"), ["/2021/03/other/"]);
}

#[test]
fn a_missing_target_in_the_log_of_updates_is_an_error() {
    let site = bulletin("updates: [{date: 2021-03-02, text: 'See [it](none.md)'}]");
    assert!(site.codes().starts_with("link-target-missing content/roof.md:5:"), "{}", site.codes());
}

#[test]
fn a_file_beside_the_bulletin_that_is_missing_is_a_warning() {
    let site = body("See [the map](mop.pdf) and ![x](none.png).").edit("content/map.pdf", "x");
    assert_eq!(
        site.codes(),
        "file-unlinked content/map.pdf\nattachment-missing content/roof.md:6:5\nattachment-missing content/roof.md:6:28"
    );
    assert!(site.problems().contains("did you mean `map.pdf`?"));
}

#[test]
fn a_picture_of_the_site_by_its_whole_address_is_its_own() {
    for base in ["https://watch.example/", "https://watch.example/kent/"] {
        let site = bulletin(&format!(
            "image: {base}pictures/b.png\n---\n![a]({base}pictures/a.png) ![b]({}pictures/a.png) ![c]({}pictures/a.png) \
             ![d](https://other.example/pictures/a.png)\n",
            base.replace("https:", ""),
            base.replace("https:", "http:"),
        ))
        .settings(&format!("base_url: {base}"))
        .edit("content/pictures/a.png", "30x20")
        .edit("content/pictures/b.png", "30x20");
        let page = site.roof();
        assert_eq!(page.matches("pictures/a.png\" alt=").count(), 3, "{}", page.0);
        assert_eq!(page.matches("pictures/b.png\" alt=").count(), 1, "{}", page.0);
        assert!(!page.contains("src=\"http") && !page.contains("src=\"//"), "{}", page.0);
        assert_eq!(site.codes().matches("image-elsewhere").count(), 1, "{}", site.codes());
    }
}

#[test]
fn a_link_to_a_page_of_the_site_that_is_not_there_is_told() {
    let site = bulletin("---\n[a](https://watch.example/2021/03/roof/) [b](https://watch.example/gone/)\n")
        .settings("base_url: https://watch.example/");
    assert_eq!(site.codes().matches("link-unchecked").count(), 1, "{}", site.codes());
}

#[test]
fn accents_are_the_same_however_a_system_writes_them() {
    let other = "---\ntitle: Other\ndate: 2021-03-02\narea: Kent\n---\n";
    for (file, link) in [
        ("cafe\u{301}", "caf\u{e9}"),
        ("caf\u{e9}", "cafe\u{301}"),
        ("caf\u{e9}", "caf%C3%A9"),
        ("cafe\u{301}", "caf%C3%A9"),
    ] {
        let site = bulletin(&format!("---\n[see]({link}.md) ![a picture]({link}.png) [plan](./{link}.pdf)\n"))
            .edit(&format!("content/{file}.md"), other)
            .edit(&format!("content/{file}.png"), "30x20")
            .edit(&format!("content/{file}.pdf"), "x");
        assert_eq!(site.codes(), "", "{file} {link}");
        assert!(site.roof().contains("href=\"/2021/03/cafe/\""), "{file} {link}");
    }
}

#[test]
fn the_picture_of_one_that_was_taken_back_is_held_back_however_its_accents_are_written() {
    let site = bulletin("kind: missing\nstatus: withdrawn\nclosed: 2021-03-05\n---\n![x](caf\u{e9}.png)\n")
        .edit("content/cafe\u{301}.png", "30x20");
    assert!(site.files().iter().all(|file| !file.contains("caf")), "{:?}", site.files());
}

#[test]
fn a_percent_sign_in_a_name_is_part_of_the_name() {
    for (file, link, href) in [
        ("My%20Poster.pdf", "My%2520Poster.pdf", "/My%2520Poster.pdf"),
        ("My%20Poster.pdf", "My%20Poster.pdf", "/My%2520Poster.pdf"),
        ("My Poster.pdf", "My%20Poster.pdf", "/My%20Poster.pdf"),
        ("100%.pdf", "100%.pdf", "/100%25.pdf"),
        ("100%.pdf", "100%25.pdf", "/100%25.pdf"),
        ("a#b.pdf", "a%23b.pdf", "/a%23b.pdf"),
        ("what?.pdf", "what%3F.pdf", "/what%3F.pdf"),
        ("a+b.pdf", "a+b.pdf", "/a%2Bb.pdf"),
        ("a&b.pdf", "a&b.pdf", "/a&amp;b.pdf"),
    ] {
        let site = bulletin(&format!("---\n[the poster](<{link}>)\n")).edit(&format!("content/{file}"), "x");
        assert_eq!(site.codes(), "", "{file} {link}");
        assert!(site.roof().contains(&format!("href=\"{href}\"")), "{file} {link}: {}", site.roof().0);
        assert!(site.has(&format!("/{file}")), "{file}");
    }
}
