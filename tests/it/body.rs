//! Bodies on a page: the dialect, headings, telephone numbers and raw HTML (content.md, "Body"). The Markdown module has
//! finer tests of its own.

use crate::harness::{Page, Site, bulletin};

fn prose(body: &str) -> Page {
    bulletin(&format!("---\n{body}")).roof().find("div class=\"prose\"")
}

fn with_setting(raw_html: &str, body: &str) -> Site {
    bulletin(&format!("---\n{body}")).settings(&format!("raw_html: {raw_html}"))
}

#[test]
fn the_dialect() {
    for (body, html) in [
        ("| a | b |\n|---|---|\n| 1 | 2 |", "<td>1</td>"),
        ("~~old~~", "<del>old</del>"),
        ("- [x] done", "type=\"checkbox\""),
        ("text[^1]\n\n[^1]: note", "note"),
        ("## Advice {#what-to-do}", "id=\"what-to-do\""),
        ("## What to do", "id=\"what-to-do\""),
        ("see https://a.example/x.", "<a href=\"https://a.example/x\" class=\"url\">https://a.example/x</a>."),
    ] {
        assert!(prose(body).contains(html), "{body}: {}", prose(body).0);
    }
}

#[test]
fn alert_quotes_become_callouts() {
    for (word, title) in
        [("NOTE", "Note"), ("TIP", "Tip"), ("IMPORTANT", "Important"), ("WARNING", "Warning"), ("CAUTION", "Caution")]
    {
        let text = prose(&format!("> [!{word}]\n> Lock it.")).text();
        assert!(text.starts_with(title) && text.ends_with("Lock it."), "{text}");
    }
}

#[test]
fn a_page_has_one_h1_and_headings_start_at_h2_in_their_order() {
    let page = bulletin("---\n# One\n\n### Three\n\n# Again\n").roof();
    assert_eq!(page.texts("h1"), ["Roof"]);
    let prose = page.find("div class=\"prose\"");
    assert_eq!(prose.texts("h2"), ["One", "Again"]);
    assert!(prose.0.find("Three") < prose.0.find("Again"));
}

#[test]
fn a_first_heading_that_is_the_title_is_not_repeated() {
    assert_eq!(bulletin("---\n# Roof\n\nText.\n").roof().words("div class=\"prose\""), "Text.");
}

#[test]
fn telephone_numbers_can_be_tapped() {
    for (text, tel) in [
        ("ring 01622 604100 now", "tel:+441622604100"),
        ("ring 0300 123 2040", "tel:+443001232040"),
        ("ring 0800 555111", "tel:+44800555111"),
        ("ring **01622 604100**,", "tel:+441622604100"),
        ("ring +44 1622 604100", "tel:+441622604100"),
    ] {
        assert_eq!(prose(text).attributes("href"), [tel], "{text}");
    }
}

#[test]
fn what_only_looks_like_a_number_stays_text() {
    for text in
        ["quoting 46/322871/21", "on 01/03/2021", "£1,622,604.10", "at 15:34 on 2021-03-01", "flight BA 0123456789012"]
    {
        assert!(prose(text).attributes("href").is_empty(), "{text}: {}", prose(text).0);
    }
}

#[test]
fn every_number_of_the_sites_contacts_can_be_tapped() {
    let site = bulletin("---\nRing 101 or 999, or text 60066.").settings("contacts: [{name: Text line, phone: 60066}]");
    let hrefs = site.roof().find("div class=\"prose\"").attributes("href");
    assert_eq!(hrefs, ["tel:101", "tel:999", "tel:60066"]);
}

#[test]
fn raw_html_is_cleaned_and_what_was_taken_out_is_reported() {
    let site = bulletin(
        "---\nText <b>bold</b> <script>alert(1)</script> <a href=\"javascript:alert(1)\" onclick=\"x()\">x</a>\n\n<iframe src=\"https://a.example/\"></iframe>\n",
    );
    insta::assert_snapshot!(site.problems(), @r#"
    warning[html-removed]: <script> was left out of the page
     --> content/roof.md:6:18
      |
    6 | Text <b>bold</b> <script>alert(1)</script> <a href="javascript:alert(1)" onclick="x()">x</a>
      |                  ^^^^^^^^
      |
      = help: write it in Markdown; `raw_html` in the settings says what is let through

    warning[html-removed]: a `javascript:` address was left out of the page
     --> content/roof.md:6:47
      |
    6 | Text <b>bold</b> <script>alert(1)</script> <a href="javascript:alert(1)" onclick="x()">x</a>
      |                                               ^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write it in Markdown; `raw_html` in the settings says what is let through

    warning[html-removed]: onclick on <a> was left out of the page
     --> content/roof.md:6:74
      |
    6 | Text <b>bold</b> <script>alert(1)</script> <a href="javascript:alert(1)" onclick="x()">x</a>
      |                                                                          ^^^^^^^^^^^^
      |
      = help: write it in Markdown; `raw_html` in the settings says what is let through

    warning[html-removed]: <iframe> is not shown here: readers get a link to what it showed
     --> content/roof.md:8:1
      |
    8 | <iframe src="https://a.example/"></iframe>
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: write the link yourself, with words that say where it leads; `raw_html` in the settings says what is let through

    4 warnings
    "#);
    let prose = site.roof().find("div class=\"prose\"");
    assert!(prose.contains("<b>bold</b>"));
    for word in ["<script", "alert", "onclick", "<iframe", "javascript"] {
        assert!(!prose.contains(word), "{word}");
    }
}

#[test]
fn how_html_looks_is_counted_and_not_told_piece_by_piece() {
    let table = "<table border=1 width=600><tr><td width=50 style=\"color: red\">x</td></tr></table>\n\n".repeat(5);
    let site = bulletin(&format!("---\n{table}<a href=\"/\" target=\"_blank\">y</a>\n"));
    assert_eq!(site.codes(), "looks-removed content/roof.md:6:8");
    assert!(site.problems().contains("border on <table> (21 times, this the first)"), "{}", site.problems());
    assert!(site.roof().contains("<td>x</td>"));
}

#[test]
fn raw_html_can_be_shown_as_text() {
    let site = with_setting("escape", "Text <b>bold</b>");
    assert!(site.roof().find("div class=\"prose\"").contains("&lt;b&gt;bold&lt;/b&gt;"));
    assert_eq!(site.problems(), "");
}

#[test]
fn raw_html_can_be_trusted_but_for_active_addresses() {
    let site = with_setting(
        "trust",
        "<div data-x=\"1\">Text</div> <a href=\"javascript:alert(1)\">x</a>\n\n<iframe src=\"https://a.example/\"></iframe>\n",
    );
    let prose = site.roof().find("div class=\"prose\"");
    assert!(prose.contains("data-x=\"1\"") && prose.contains("<iframe"), "{}", prose.0);
    assert!(!prose.contains("javascript:"));
}

#[test]
fn trusted_html_is_cleaned_in_feeds() {
    let site = with_setting("trust", "<iframe src=\"https://a.example/\"></iframe>\n\n<script>x()</script>\n\nText");
    let item = site.feed("/feed.json").json()["items"][0]["content_html"].as_str().unwrap().to_owned();
    assert!(!item.contains("<iframe") && !item.contains("<script") && item.contains("Text"), "{item}");
}

#[test]
fn active_addresses_never_pass_in_markdown() {
    for body in [
        "[x](javascript:alert(1))",
        "<javascript:alert(1)>",
        "![x](javascript:alert(1))",
        "[x](JaVaScRiPt:alert(1))",
        "[x](data:text/html;base64,x)",
        "[x][r]\n\n[r]: vbscript:x",
    ] {
        for setting in ["clean", "escape", "trust"] {
            let page = with_setting(setting, body).roof().find("div class=\"prose\"");
            let addresses = [page.attributes("href"), page.attributes("src")].concat();
            assert!(
                addresses
                    .iter()
                    .all(|address| !address.to_lowercase().contains("script:") && !address.starts_with("data:")),
                "{body}"
            );
        }
    }
}

#[test]
fn code_is_highlighted_with_classes() {
    let pre = prose("```rust\nfn main() {}\n```").find("pre");
    assert!(pre.contains("<span class=\"") && !pre.contains("style="), "{}", pre.0);
    assert_eq!(pre.text(), "fn main() {}");
}

#[test]
fn typographic_quotes_are_an_option() {
    assert_eq!(prose("it's \"so\"").text(), "it's \"so\"");
    let site = bulletin("---\nit's \"so\"").settings("typographic_quotes: true");
    assert_eq!(site.roof().words("div class=\"prose\""), "it’s “so”");
}

#[test]
fn markup_in_another_language_is_text() {
    assert!(prose("a < b & c > d").contains("a &lt; b &amp; c &gt; d"));
}

#[test]
fn what_is_escaped_in_an_update_stays_text() {
    for raw in ["clean", "trust"] {
        for (text, want) in [
            ("write &lt;img src=x onerror=alert(1)&gt; as text", "&lt;img src=x onerror=alert(1)&gt;"),
            ("&#60;script&#62;x&#60;/script&#62;", "&lt;script&gt;x&lt;/script&gt;"),
            ("&#42;not strong&#42;", "*not strong*"),
            ("a &amp;lt;b&amp;gt;", "a &amp;lt;b&amp;gt;"),
            ("&#91;x&#93;(javascript:y)", "[x](javascript:y)"),
        ] {
            let page = bulletin(&format!("updates: [{{date: 2021-03-02, text: \"{text}\"}}]\n---\nText."))
                .settings(&format!("raw_html: {raw}"))
                .roof();
            assert!(page.contains(want), "{raw} {text}: {}", page.0);
            assert!(!page.contains("<img src=\"x\"") && !page.contains("<script>x"), "{raw} {text}");
        }
    }
}

#[test]
fn notes_of_updates_and_of_the_body_have_ids_of_their_own() {
    let page = bulletin(
        "updates:\n  - {date: 2021-03-02, text: \"News[^1]\\n\\n## More\\n\\n[^1]: first\"}\n  - {date: 2021-03-03, text: \"More[^1]\\n\\n## More\\n\\n[^1]: second\"}\n---\nText[^1]\n\n## More\n\n[^1]: body\n",
    )
    .roof();
    let mut ids: Vec<&str> =
        page.0.match_indices(" id=\"").map(|(at, mark)| page.0[at + mark.len()..].split('"').next().unwrap()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "{ids:?}");
    for id in ["fn-1", "update-1-fn-1", "update-2-fn-1"] {
        assert!(page.contains(&format!("href=\"#{id}\"")) && ids.contains(&id), "{id}: {ids:?}");
    }
}

#[test]
fn nothing_runs_together_in_any_output_that_is_text() {
    let site = bulletin(
        "kind: warning\nseverity: severe\n---\nSeen a silver van today? Ring 101<br>999 in danger\n\n<p>Ring 101</p><p>999 in danger</p>\n\n<table><tr><th>Room</th><td>2</td></tr><tr><th>Doors</th><td>10</td></tr></table>\n\n<ol start=\"4\" type=\"a\"><li>Four</li><li value=\"7\">Seven</li></ol>\n",
    )
    .settings("cap: {}");
    for address in [
        "/2021/03/roof/bulletin.txt",
        "/2021/03/roof/poster/",
        "/2021/03/roof/",
        "/rss.xml",
        "/cap.xml",
        "/2021/03/roof/alert.cap.xml",
    ] {
        let text = site.page(address).0;
        assert!(!text.contains("101999") && !text.contains("Room2") && !text.contains("2Doors"), "{address}: {text}");
    }
    let text = site.page("/2021/03/roof/bulletin.txt").0;
    assert!(text.contains("101\n999") && text.contains("Room  2") && text.contains("d. Four\ng. Seven"), "{text}");
}

#[test]
fn a_short_number_alone_is_rung_where_a_word_beside_it_says_so() {
    for (body, links) in [
        ("| Bus | Leaves |\n|---|---|\n| 101 | 10am |\n| 999 | 11am |", 0),
        ("| House | Votes |\n|---|---|\n| Mill End | 999 |", 0),
        ("| Room | Who |\n|---|---|\n| 101 | Jean |", 0),
        ("Rooms:\n\n- 101\n- 999", 0),
        ("| Who | Number |\n|---|---|\n| Police | 101 |\n| Emergency | 999 |", 2),
        ("| Ring | For |\n|---|---|\n| 101 | all else |", 1),
        ("Numbers to ring:\n\n- 101\n- 999", 2),
        ("- Police: 101\n- Ambulance: 999", 2),
        ("Ring **999**.", 1),
        ("Ring 999/101.", 2),
    ] {
        let prose = prose(body);
        let found = prose.attributes("href").iter().filter(|href| href.starts_with("tel:")).count();
        assert_eq!(found, links, "{body}: {}", prose.0);
    }
}

#[test]
fn a_link_to_a_number_rings_it_from_anywhere() {
    for (body, href) in [
        ("[Ring us](tel:01632960144)", "tel:+441632960144"),
        ("[Ring us](<tel:01632 960144>)", "tel:+441632960144"),
        ("[Ring us](tel:01632%20960144)", "tel:+441632960144"),
        ("[Ring us](tel:+441632960144)", "tel:+441632960144"),
        ("[Ring us](tel:999)", "tel:999"),
    ] {
        assert_eq!(prose(body).attributes("href"), [href], "{body}");
    }
}

#[test]
fn a_cell_behind_the_last_column_is_told() {
    let site =
        bulletin("---\n| Day | Who |\n|---|---|\n| Mon | Jean | 01632 960144 |\n| Tue | Ann | |\n| Wed | `a` |\n");
    assert_eq!(site.codes(), "cell-lost content/roof.md:8:16");
    let told = "`01632 960144` stands behind the last column of the table, so nobody sees it";
    assert!(site.problems().contains(told), "{}", site.problems());
}
