//! Every field of the front matter under every name that is read, and what holds when it is absent (content.md,
//! "Fields"). Moments stand in `moments`, the life of a bulletin in `life`, areas in `areas`.

use crate::harness::{bulletin, site};

#[test]
fn title() {
    assert_eq!(bulletin("title: Lead taken").roof().words("h1"), "Lead taken");
}

#[test]
fn title_from_og() {
    let page =
        site("").edit("content/roof.md", "---\nog:\n  title: Lead taken\ndate: 2021-03-01\narea: Kent\n---\n").roof();
    assert_eq!(page.words("h1"), "Lead taken");
    assert_eq!(page.meta("og:title"), "Lead taken");
}

#[test]
fn title_from_the_first_heading_stands_once() {
    let page = site("")
        .edit("content/roof.md", "---\ndate: 2021-03-01\narea: Kent\n---\n# Lead *taken*\n\nAt night.\n")
        .roof();
    assert_eq!(page.texts("h1"), ["Lead taken"]);
    assert_eq!(page.words("div class=\"prose\""), "At night.");
}

#[test]
fn title_is_missing_where_the_first_heading_is_no_h1() {
    let site = site("").edit("content/roof.md", "---\ndate: 2021-03-01\narea: Kent\n---\n## Lead taken\n");
    assert_eq!(site.codes(), "title-missing content/roof.md:1:1");
}

#[test]
fn title_with_the_publisher_behind_og_title_names_the_source() {
    let page = bulletin(
        "
        title: Lead taken | Kent Police
        og:
          title: Lead taken
        url: https://www.kent.police.uk/lead/
    ",
    )
    .roof();
    assert_eq!(page.words("h1"), "Lead taken");
    assert_eq!(page.meta("og:title"), "Lead taken");
    assert!(page.contains(r#"<a href="https://www.kent.police.uk/lead/">Kent Police</a>"#));
}

#[test]
fn title_with_a_bar_of_its_own_stays_whole() {
    assert_eq!(bulletin("title: Lead taken | Kent Police").roof().words("h1"), "Lead taken | Kent Police");
    let page = bulletin("title: Lead taken | Kent Police\nog: {title: Something else}").roof();
    assert_eq!(page.words("h1"), "Lead taken | Kent Police");
    assert_eq!(page.meta("og:title"), "Something else");
}

#[test]
fn the_first_name_present_wins() {
    let page = bulletin("description: From description\nsummary: From summary\nexcerpt: From excerpt").roof();
    assert_eq!(page.meta("description"), "From summary");
    let page = bulletin("excerpt: From excerpt\nog:\n  description: From og\ndescription: From description").roof();
    assert_eq!(page.meta("description"), "From description");
    assert_eq!(page.meta("og:description"), "From og");
}

#[test]
fn date_under_each_name() {
    for field in [
        "date: X",
        "publish:\n  date: X",
        "published: X",
        "pubDate: X",
        "publish.date: X",
        "publishDate: X",
        "create: X",
        "created: X",
        "created_at: X",
    ] {
        let text = format!("---\ntitle: Roof\narea: Kent\n{}\n---\n", field.replace('X', "15:34 01/03/2021"));
        let page = site("").edit("content/roof.md", &text).roof();
        assert_eq!(page.attributes("datetime")[0], "2021-03-01T15:34:00+00:00", "{field}");
    }
}

#[test]
fn date_before_the_files_name() {
    for name in ["2021-03-01-roof.md", "2021-3-1-roof.md", "2021-03-01-roof/index.md"] {
        let page = site("").edit(&format!("content/{name}"), "---\ntitle: Roof\narea: Kent\n---\n").roof();
        assert_eq!(page.attributes("datetime")[0], "2021-03-01T00:00:00+00:00", "{name}");
    }
}

#[test]
fn date_in_the_front_matter_wins_over_the_files_name() {
    let site = site("").edit("content/2019-01-01-roof.md", "---\ntitle: Roof\ndate: 2021-03-01\narea: Kent\n---\n");
    assert_eq!(site.roof().attributes("datetime")[0], "2021-03-01T00:00:00+00:00");
}

#[test]
fn date_missing_is_an_error_also_beside_published_false() {
    for line in ["", "published: false\n"] {
        let site = site("").edit("content/roof.md", &format!("---\ntitle: Roof\narea: Kent\n{line}---\n"));
        assert_eq!(site.codes(), "date-missing content/roof.md:1:1");
    }
}

#[test]
fn area_under_each_name() {
    for field in ["area: Kent", "areas: Kent", "areas: [Kent]", "area:\n  - Kent"] {
        let site = site("").edit("content/roof.md", &format!("---\ntitle: Roof\ndate: 2021-03-01\n{field}\n---\n"));
        assert!(site.page("/areas/kent/").contains("/2021/03/roof/"), "{field}");
    }
}

#[test]
fn area_absent_is_a_warning_and_in_no_area_list() {
    let site = site("").edit("content/roof.md", "---\ntitle: Roof\ndate: 2021-03-01\n---\n");
    insta::assert_snapshot!(site.problems(), @r"
    warning[area-missing]: this bulletin names no area
     --> content/roof.md:1:1
      |
    1 | ---
      | ^^^
      |
      = help: add a line `area: …` between the two lines `---` at the top

    1 warning
    ");
    assert!(site.page("/").contains("/2021/03/roof/"));
    assert!(!site.files().iter().any(|file| file.starts_with("/areas/") && file != "/areas/"));
}

#[test]
fn kind_and_its_default() {
    assert!(bulletin("kind: appeal").page("/kinds/appeal/").contains("/2021/03/roof/"));
    assert!(bulletin("").page("/kinds/notice/").contains("/2021/03/roof/"));
    assert!(bulletin("").settings("default_kind: advice").page("/kinds/advice/").contains("/2021/03/roof/"));
}

#[test]
fn summary_under_each_name() {
    for field in ["summary: At night", "description: At night", "og: {description: At night}", "excerpt: At night"] {
        let page = bulletin(&format!("{field}\n---\nBody.")).roof();
        assert_eq!(page.meta("description"), "At night", "{field}");
    }
}

#[test]
fn summary_absent_is_the_first_paragraph_as_plain_text() {
    let page =
        bulletin("---\n## Appeal\n\nLead **was** taken from [a roof](https://a.example/) `x` & more.\n\nSecond.")
            .roof();
    assert_eq!(page.meta("description"), "Lead was taken from a roof x & more. Second.");
}

#[test]
fn summary_absent_is_cut_at_a_word_near_200_characters() {
    let text = "Wörter ".repeat(60);
    let summary = bulletin(&format!("---\n{text}")).roof().meta("description");
    let length = summary.chars().count();
    assert!((150..=210).contains(&length), "{length}: {summary}");
    assert!(summary.trim_end_matches('…').trim_end().ends_with("Wörter"), "{summary}");
}

#[test]
fn readers_are_told_what_is_urgent_and_nothing_of_the_editors_words() {
    for (word, label) in [("extreme", "Danger to life"), ("severe", "Urgent")] {
        assert!(bulletin(&format!("severity: {word}")).roof().words("p class=\"labels\"").contains(label));
    }
    for word in ["moderate", "minor"] {
        assert_eq!(bulletin(&format!("severity: {word}")).roof().words("p class=\"labels\""), "Notice Open");
    }
    assert_eq!(
        bulletin("severity: unknown").roof().words("p class=\"labels\""),
        bulletin("").roof().words("p class=\"labels\"")
    );
}

#[test]
fn updated_under_each_name() {
    for field in ["updated", "lastmod", "last_modified_at"] {
        let page = bulletin(&format!("{field}: 2021-03-02 09:00")).roof();
        assert_eq!(page.meta("article:modified_time"), "2021-03-02T09:00:00+00:00", "{field}");
    }
    assert_eq!(bulletin("").roof().meta("article:modified_time"), "2021-03-01T15:34:00+00:00");
}

#[test]
fn expires_under_each_name() {
    for field in ["expires", "expiryDate"] {
        let page = bulletin(&format!("{field}: 2021-04-02 09:00")).roof();
        assert_eq!(page.meta("article:expiration_time"), "2021-04-02T09:00:00+01:00", "{field}");
    }
}

#[test]
fn updates_are_markdown_newest_first() {
    let page = bulletin(
        "
        updates:
          - date: 2021-03-02 09:00
            text: A **van** was seen.
          - date: 2021-03-03
            text: Two arrests.
    ",
    )
    .roof();
    assert_eq!(page.words("div class=\"log newest\""), "Update, Wednesday 3 March 2021 Two arrests.");
    let log = page.find("section class=\"log\"");
    assert_eq!(log.texts("li"), ["9am, Tuesday 2 March 2021 A van was seen."]);
    assert!(log.contains("<strong>van</strong>"));
}

#[test]
fn of_several_updates_of_a_day_the_one_written_last_is_the_newest() {
    // Written one below the other, and with the newest above.
    for updates in [
        "{date: 2021-03-02, text: First}, {date: 2021-03-03, text: Second}, {date: 2021-03-03, text: Third}",
        "{date: 2021-03-03, text: Third}, {date: 2021-03-03, text: Second}, {date: 2021-03-02, text: First}",
        "{date: 2021-03-03, text: First}, {date: 2021-03-03, text: Second}, {date: 2021-03-03, text: Third}",
    ] {
        let site = bulletin(&format!("updates: [{updates}]"));
        let places = |page: &str| ["Third", "Second", "First"].map(|text| page.find(text).expect("it is told"));
        for address in ["/2021/03/roof/", "/2021/03/roof/bulletin.txt", "/rss.xml", "/feed.json"] {
            assert!(places(&site.page(address)).is_sorted(), "{address}: {updates}");
        }
        assert!(site.roof().words("div class=\"log newest\"").ends_with("Third"), "{updates}");
    }
}

#[test]
fn reference_is_text_or_list_as_written() {
    let facts = |field: &str| bulletin(field).roof().words("aside class=\"facts\"");
    assert!(facts("reference: 46/322871/21").contains("Reference 46/322871/21"));
    assert!(facts("reference: [46/322871/21, 007, 1e3]").contains("References 46/322871/21, 007, 1e3"));
    assert!(!bulletin("reference: 46/322871/21").roof().contains("tel:+4446"));
}

#[test]
fn source_in_each_form() {
    let when = |field: &str| bulletin(field).roof().find("aside class=\"facts\"");
    let whole = when("source: {name: Kent Police, url: https://kent.example/a, licence: OGL 3.0}");
    assert!(whole.contains(r#"<a href="https://kent.example/a">Kent Police</a>"#), "{}", whole.0);
    for field in ["source: https://kent.example/a", "url: https://kent.example/a"] {
        assert!(when(field).contains(r#"<a href="https://kent.example/a">kent.example</a>"#), "{field}");
    }
    let licence = bulletin("source: {name: Kent Police, licence: OGL 3.0}").roof();
    assert!(licence.words("aside class=\"facts\"").contains("Licence OGL 3.0"));
    assert!(!bulletin("").roof().contains("class=\"facts\""));
}

#[test]
fn contacts_by_name_and_written_out() {
    let page = bulletin(
        "
        contacts:
          - crimestoppers
          - {name: PC Brown, phone: 01622604100, url: https://kent.example/brown, note: Mondays}
    ",
    )
    .roof();
    let help = page.find("section class=\"help\"");
    assert_eq!(
        help.texts("li"),
        ["Crimestoppers 0800 555 111 You need not give your name", "PC Brown 01622604100 Mondays"]
    );
    assert!(help.contains(r#"href="tel:+441622604100""#));
    assert!(help.contains(r#"href="https://kent.example/brown""#));
}

#[test]
fn contacts_that_yaml_takes_for_numbers() {
    let help = bulletin("contacts: [101, 999]").roof().find("section class=\"help\"");
    assert!(help.contains("tel:101") && help.contains("tel:999"), "{}", help.0);
}

#[test]
fn coverage() {
    let page = bulletin(
        "
        coverage:
          - title: Lead thieves strike
            url: https://news.example/1?a=1&amp;b=2
            publisher: Kent News
          - https://news.example/2
    ",
    )
    .roof();
    let coverage = page.find("section class=\"coverage\"");
    assert_eq!(coverage.texts("li"), ["Lead thieves strike Kent News", "https://news.example/2"]);
    assert_eq!(coverage.attributes("href"), ["https://news.example/1?a=1&b=2", "https://news.example/2"]);
}

#[test]
fn attachments() {
    let site = bulletin("attachments: [{src: files/map.pdf, title: The way round}, '/rules 2.docx']")
        .edit("content/files/map.pdf", "x")
        .edit("content/rules 2.docx", "x");
    assert_eq!(site.codes(), "");
    let facts = site.roof().find("aside class=\"facts\"");
    assert!(facts.contains("<dt>Files</dt>"), "{}", facts.0);
    assert!(facts.contains(r#"<a href="/files/map.pdf">The way round</a> (PDF)"#), "{}", facts.0);
    assert!(facts.contains(r#"<a href="/rules%202.docx">rules 2.docx</a>"#), "{}", facts.0);
    let text = site.page("/2021/03/roof/bulletin.txt");
    assert!(text.contains("Files:\nThe way round: http://localhost:8080/files/map.pdf\n"), "{}", text.0);
    assert_eq!(
        bulletin("attachments: mpa.pdf").edit("content/map.pdf", "x").codes(),
        "file-unlinked content/map.pdf\nattachment-missing content/roof.md:5:14"
    );
    let several = bulletin("attachments: map.pdf, rules.docx; form.pdf").edit("content/map.pdf", "x");
    let several = several.edit("content/rules.docx", "x").edit("content/form.pdf", "x");
    assert_eq!(several.codes(), "");
    assert_eq!(several.roof().find("aside class=\"facts\"").texts("a").len(), 3);
    let elsewhere = bulletin("attachment: https://council.example/map.pdf");
    assert!(elsewhere.problems().contains("`source` or `coverage`"), "{}", elsewhere.problems());
}

#[test]
fn a_translation_has_the_files_of_its_original() {
    let site = bulletin("slug: roof\nattachments: map.pdf")
        .edit("content/map.pdf", "x")
        .edit("content/roof.cy.md", "---\ntitle: To\n---\nTo.\n");
    assert!(site.page("/cy/2021/03/roof/").find("aside class=\"facts\"").contains("/map.pdf"), "{}", site.codes());
}

#[test]
fn image_in_each_form() {
    for field in ["image: roof.png", "og: {image: roof.png}", "image: {src: roof.png, alt: A bare roof}"] {
        let site = bulletin(field).edit("content/roof.png", "600x400");
        assert_eq!(site.roof().meta("og:image"), "http://localhost:8080/roof.png", "{field}");
        assert_eq!(site.roof().meta("og:image:width"), "600", "{field}");
    }
    let site = bulletin("image: {src: roof.png, alt: A bare roof}");
    assert_eq!(site.edit("content/roof.png", "600x400").roof().meta("og:image:alt"), "A bare roof");
    let site = bulletin("image: {src: roof.png, alt: A bare roof}").edit("content/roof.png", "400x300");
    assert!(
        site.roof()
            .contains(r#"<img src="/roof.png" alt="A bare roof" width="400" height="300" fetchpriority="high">"#)
    );
}

#[test]
fn image_on_another_host_is_named_and_never_loaded() {
    let page = bulletin("image: https://a.example/x.jpg?a=1&amp;b=2").roof();
    assert_eq!(page.meta("og:image"), "https://a.example/x.jpg?a=1&b=2");
    assert!(!page.attributes("src").iter().any(|src| src.contains("a.example")));
}

#[test]
fn image_absent_is_a_share_card() {
    let page = bulletin("").roof();
    assert_eq!((page.meta("og:image:width"), page.meta("og:image:height")), ("1200".into(), "630".into()));
}

#[test]
fn og_wins_over_what_is_derived() {
    let page = bulletin(
        "
        og:
          title: For sharing
          type: website
          site_name: Kent Police
          video: https://a.example/v.mp4
    ",
    )
    .roof();
    assert_eq!(page.words("h1"), "Roof");
    assert_eq!(page.meta("og:title"), "For sharing");
    assert_eq!(page.meta("og:type"), "website");
    assert_eq!(page.meta("og:site_name"), "Kent Police");
    assert_eq!(page.meta("og:video"), "https://a.example/v.mp4");
}

#[test]
fn tags_in_each_form() {
    for field in ["tags: lead, church roofs", "tags: [lead, church roofs]", "categories: lead, church roofs"] {
        let site = bulletin(field);
        assert_eq!(site.roof().metas("article:tag"), ["Kent", "lead", "church roofs"], "{field}");
        assert!(site.page("/tags/church-roofs/").contains("/2021/03/roof/"), "{field}");
    }
}

#[test]
fn lang_in_each_form() {
    for field in ["lang: cy", "og: {locale: cy_GB}", "lang: cy-GB", "lang: cy_GB"] {
        let page = bulletin(field).roof();
        assert!(page.contains("<html lang=\"cy"), "{field}");
        assert_eq!(page.meta("og:locale"), "cy_GB", "{field}");
    }
    assert_eq!(bulletin("").roof().meta("og:locale"), "en_GB");
}

#[test]
fn arabic_reads_from_right_to_left() {
    assert!(bulletin("lang: ar").roof().contains("<html lang=\"ar\" dir=\"rtl\""));
}

#[test]
fn slug_and_permalink() {
    assert!(bulletin("slug: Lead Roof").has("/2021/03/lead-roof/"));
    assert!(bulletin("permalink: /old/place/").has("/old/place/"));
    assert!(bulletin("slug: 101").has("/2021/03/101/"));
}

#[test]
fn aliases_under_each_name() {
    for field in ["aliases: [/old/roof/, older]", "redirect_from:\n  - /old/roof/\n  - older"] {
        let site = bulletin(field);
        assert_eq!(site.page("/old/roof/").link("canonical").as_deref(), Some("http://localhost:8080/2021/03/roof/"));
        assert!(site.has("/older/"), "{field}");
    }
}

#[test]
fn draft_under_each_name() {
    for field in ["draft: true", "draft: yes", "published: false"] {
        assert!(!bulletin(field).has("/2021/03/roof/"), "{field}");
        assert!(bulletin(field).preview().has("/2021/03/roof/"), "{field}");
    }
    for field in ["draft: false", "draft: no", "published: true"] {
        assert!(bulletin(field).has("/2021/03/roof/"), "{field}");
    }
}

#[test]
fn pinned_stands_first() {
    let site = bulletin("pinned: true").edit("content/new.md", "---\ntitle: New\ndate: 2021-03-09\narea: Kent\n---\n");
    assert_eq!(site.page("/").find("ol class=\"list\"").texts("h2"), ["Roof", "New"]);
}

#[test]
fn author_under_each_name() {
    for field in ["author: PC Brown", "authors: [PC Brown]"] {
        assert!(bulletin(field).roof().words("aside class=\"facts\"").contains("Written by PC Brown"), "{field}");
    }
    let facts = bulletin("authors: [PC Brown, Ana Ruiz]").roof().words("aside class=\"facts\"");
    assert!(facts.contains("Written by PC Brown, Ana Ruiz"));
}

#[test]
fn other_fields_reach_templates_whole() {
    let site = bulletin(
        "
        beat: 01622604100
        map:
          - {place: Roof, answer: no}
    ",
    )
    .edit(
        "templates/bulletin.html",
        "{{ bulletin.extra.beat }} {% for m in bulletin.extra.map %}{{ m.place }} {{ m.answer }}{% endfor %}",
    );
    assert_eq!(site.roof().0, "01622604100 Roof no");
    assert_eq!(site.problems(), "");
}

#[test]
fn a_slip_of_the_keyboard_is_reported_with_the_name_that_was_meant() {
    insta::assert_snapshot!(bulletin("aera: Kent\nrefrence: 1").problems(), @r"
    warning[key-misspelt]: the key `aera` is not known
     --> content/roof.md:5:1
      |
    5 | aera: Kent
      | ^^^^
      |
      = help: did you mean `area`?

    warning[key-misspelt]: the key `refrence` is not known
     --> content/roof.md:6:1
      |
    6 | refrence: 1
      | ^^^^^^^^
      |
      = help: did you mean `reference`?

    2 warnings
    ");
}

#[test]
fn a_word_that_is_like_no_field_is_no_slip() {
    assert_eq!(bulletin("layout: post\nauthorship: x\nweather: fine").problems(), "");
}

#[test]
fn every_wrong_field_of_one_bulletin_is_reported() {
    let site = bulletin(
        "
        date: soon
        kind: apeal
        status: opne
        severity: dire
        draft: perhaps
        expires: never
        title: [a]
        contacts: Nobody
    ",
    );
    insta::assert_snapshot!(site.codes(), @r"
    date-unreadable content/roof.md:3:7
    kind-unknown content/roof.md:4:7
    word-unknown content/roof.md:5:9
    word-unknown content/roof.md:6:11
    value-wrong content/roof.md:7:8
    date-unreadable content/roof.md:8:10
    value-wrong content/roof.md:9:8
    contact-unknown content/roof.md:10:11
    ");
}

#[test]
fn a_word_of_a_few_is_asked_for_by_name() {
    insta::assert_snapshot!(bulletin("status: resolvd").problems(), @r"
    error[word-unknown]: `resolvd` is no word that `status` knows
     --> content/roof.md:5:9
      |
    5 | status: resolvd
      |         ^^^^^^^
      |
      = help: did you mean `resolved`?

    1 error
    ");
    insta::assert_snapshot!(bulletin("severity: dire").problems(), @r"
    error[word-unknown]: `dire` is no value of `severity`
     --> content/roof.md:5:11
      |
    5 | severity: dire
      |           ^^^^
      |
      = help: it is one of `extreme`, `severe`, `moderate`, `minor`, `unknown`

    1 error
    ");
}

#[test]
fn what_other_programs_write_is_no_defect() {
    let site = bulletin(
        "author: {name: The watch, email: a@b.example}\npermalink: /:year/:title/\npublished: true\nimage: //pictures.example/a.jpg",
    );
    assert!(site.problems().contains("warning[permalink-pattern]"), "{}", site.problems());
    let page = site.page("/2021/03/roof/");
    assert_eq!(page.meta("og:image"), "https://pictures.example/a.jpg");
    assert!(page.text().contains("The watch"));
}

#[test]
fn the_usual_names_of_other_programs() {
    for name in ["update", "modified", "updated_at", "last_modified_at"] {
        let page = bulletin(&format!("{name}: 2021-03-05 10:00")).roof();
        assert_eq!(page.meta("article:modified_time"), "2021-03-05T10:00:00+00:00", "{name}");
    }
    for name in ["category: Sheds", "tag: [Sheds]", "categories: [Sheds]"] {
        assert!(bulletin(name).has("/tags/sheds/"), "{name}");
    }
    for name in ["images: [roof.png, other.png]", "featured_image: roof.png", "thumbnail: roof.png"] {
        let page = bulletin(name).edit("content/roof.png", "1200x630").roof();
        assert!(page.meta("og:image").contains("/roof.png"), "{name}: {}", page.meta("og:image"));
    }
    for name in ["language: cy", "locale: cy_GB"] {
        assert!(bulletin(name).roof().contains("<html lang=\"cy"), "{name}");
    }
    // A word that is no language is kept, and wrong in `lang` alone.
    let kept = bulletin("language: English").edit("templates/bulletin.html", "{{ bulletin.extra.language }}");
    assert!(kept.roof().contains("English"));
    assert_eq!(bulletin("lang: English").codes(), "value-wrong content/roof.md:5:7");
    for name in ["pin", "sticky"] {
        let site = bulletin(&format!("{name}: true"))
            .edit("content/shed.md", "---\ntitle: Shed\ndate: 2021-03-02\narea: Kent\n---\n");
        let front = site.page("/");
        let at = |address: &str| front.0.find(address).expect("it is listed");
        assert!(at("/2021/03/roof/") < at("/2021/03/shed/"), "{name}");
    }
}

#[test]
fn a_contact_is_read_under_the_names_that_people_give_its_parts() {
    let site = bulletin("contacts: [{name: Jean, tel: 07700 900123, email: jean@x.example}]");
    assert_eq!(site.codes(), "");
    let help = site.roof().find("section class=\"help");
    assert_eq!(help.attributes("href"), ["mailto:jean@x.example", "tel:+447700900123"]);
    let site = bulletin("contacts: [{name: Jean, phone: 07700 900123 or 01632 960144}]");
    let help = site.roof().find("section class=\"help");
    assert_eq!(help.attributes("href"), ["tel:+447700900123", "tel:+441632960144"]);
    let text = bulletin("contacts: jean@x.example").page("/2021/03/roof/bulletin.txt").0;
    assert!(text.contains("\njean@x.example\n"), "{text}");
}

#[test]
fn a_text_that_a_comma_cuts_short_is_an_error_with_the_whole_of_it() {
    let site = bulletin("contacts: [{name: Jean, phone: 07700 900123, note: evenings, not Sundays}]");
    let problems = site.problems();
    assert!(problems.contains("put quotation marks round the whole: `note: \"evenings, not Sundays\"`"), "{problems}");
    let site = bulletin("updates: [{date: 2021-03-02, text: A van, blue, was found}]");
    let problems = site.problems();
    assert!(
        problems.contains("error[value-wrong]: the comma before `was found` ends the text of `text`"),
        "{problems}"
    );
    assert!(problems.contains("`text: \"A van, blue, was found\"`"), "{problems}");
}
