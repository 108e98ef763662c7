//! `roof.cy.md` beside `roof.md`: the same bulletin in Welsh (docs/guide.md, "Translations"). One life, two addresses,
//! linked both ways, and in lists, feeds and counts once.

use crate::{
    disk::Folder,
    harness::{Site, site},
    photo,
};

/// A bulletin and a page, each in English and in Welsh.
fn bilingual(original: &str, translation: &str) -> Site {
    site(
        "
        -- site.yaml --
        title: Watch
        base_url: https://example.org/
        cap: {status: Test}
        -- content/pages/about.md --
        ---
        title: About
        ---
        Us.
        -- content/pages/about.cy.md --
        ---
        title: Ynghylch
        ---
        Ni.
        -- content/roof.png --
        600x400
    ",
    )
    .edit(
        "content/roof.md",
        &format!(
            "---\ntitle: Rooftop\ndate: 2021-03-01 15:34\narea: Kent/Maidstone\nkind: warning\nexpires: 2021-05-01\nreference: 46/1\nimage: {{src: roof.png, alt: A roof}}\ncontacts: ['101']\ntags: lead\n{original}---\nEnglish body.\n"
        ),
    )
    .edit("content/roof.cy.md", &format!("---\ntitle: Pen to\n{translation}---\nTestun Cymraeg.\n"))
}

const ENGLISH: &str = "/2021/03/roof/";
const WELSH: &str = "/cy/2021/03/roof/";

#[test]
fn a_translation_takes_over_what_it_does_not_say() {
    let site = bilingual("", "");
    assert_eq!(site.codes(), "");
    let page = site.page(WELSH);
    assert_eq!(page.attributes("lang")[0], "cy");
    assert_eq!(page.words("h1"), "Pen to");
    assert!(page.words("p class=\"when").starts_with("Maidstone 3:34pm, dydd Llun 1 Mawrth 2021"));
    assert_eq!(page.texts("p class=\"labels").join(" "), "Rhybudd Agored");
    let facts = page.words("aside class=\"facts");
    assert_eq!(facts, "Pwnc lead");
    assert_eq!(page.find("figure class=\"picture").attributes("src"), ["/roof.png"]);
    assert!(page.words("section class=\"help").contains("101"));
    assert!(page.words("div class=\"prose").contains("Testun Cymraeg."));
    // What it says of itself is its own.
    assert_eq!(page.meta("description"), "Testun Cymraeg.");
    assert!(!page.contains("English body"));
}

#[test]
fn both_are_linked_both_ways() {
    let site = bilingual("", "");
    let hreflangs = |page: &str| -> Vec<String> {
        let page = site.page(page);
        let lines = page.head().into_iter().filter(|line| line.contains("hreflang=")).map(str::to_owned);
        lines.collect()
    };
    let expected = [
        r#"<link rel="alternate" hreflang="en-GB" href="https://example.org/2021/03/roof/">"#,
        r#"<link rel="alternate" hreflang="cy" href="https://example.org/cy/2021/03/roof/">"#,
        r#"<link rel="alternate" hreflang="x-default" href="https://example.org/2021/03/roof/">"#,
    ];
    assert_eq!(hreflangs(ENGLISH), expected);
    assert_eq!(hreflangs(WELSH), expected);
    let (english, welsh) = (site.page(ENGLISH), site.page(WELSH));
    assert!(english.words("p class=\"when").ends_with("Also in Cymraeg"));
    assert!(
        english
            .contains(r#"<a href="/cy/2021/03/roof/" rel="alternate" hreflang="cy" lang="cy" dir="ltr">Cymraeg</a>"#)
    );
    assert!(welsh.words("p class=\"when").ends_with("Ar gael hefyd: English"));
    assert_eq!((english.meta("og:locale"), english.meta("og:locale:alternate")), ("en_GB".into(), "cy_GB".into()));
    assert_eq!((welsh.meta("og:locale"), welsh.meta("og:locale:alternate")), ("cy_GB".into(), "en_GB".into()));
    let (english, welsh) = (english.json_ld(), welsh.json_ld());
    assert_eq!(english["@graph"][0]["workTranslation"][0]["@id"], "https://example.org/cy/2021/03/roof/");
    assert_eq!(welsh["@graph"][0]["translationOfWork"]["@id"], "https://example.org/2021/03/roof/");
    assert_eq!(welsh["@graph"][0]["inLanguage"], "cy");
    let sitemap = site.feed("/sitemap.xml");
    for address in [ENGLISH, WELSH] {
        let (_, url) = sitemap.split_once(&format!("<loc>https://example.org{address}</loc>")).unwrap();
        let url = url.split("</url>").next().unwrap();
        assert_eq!(url.matches("<xhtml:link ").count(), 3, "{url}");
    }
}

#[test]
fn a_page_is_translated_too_and_the_menu_leads_to_it() {
    let site = bilingual("", "");
    let page = site.page("/cy/about/");
    assert_eq!(page.words("h1"), "Ynghylch");
    assert!(page.contains(r#"hreflang="x-default" href="https://example.org/about/""#));
    assert_eq!(page.words("nav aria-label=\"Prif ddewislen"), "Bwletinau Ardaloedd Archif Chwilio Ynghylch");
    assert!(page.find("nav aria-label=\"Prif ddewislen").contains(r#"href="/cy/about/" aria-current="page">"#));
    assert_eq!(site.page("/about/").words("nav aria-label=\"Main"), "Bulletins Areas Archive Search About");
    assert_eq!(site.page("/").words("nav aria-label=\"Main"), "Bulletins Areas Archive Search About");
    let site = site.settings("title: Watch\nmenu: [{name: Who we are, address: /about/}, {name: Start, address: /}]");
    assert_eq!(site.page(WELSH).words("nav aria-label=\"Prif ddewislen"), "Ynghylch Start");
    assert!(site.page(WELSH).contains(r#"<a href="/" lang="en-GB" dir="ltr" aria-current="true">Start</a>"#));
}

#[test]
fn lists_feeds_and_counts_have_the_original_alone() {
    let site = bilingual("", "");
    let mut holding = site.holding("Pen to");
    holding.sort();
    // The page that it is linked from, the alert, which is in both languages, and what is its own.
    let own = ["", "bulletin.txt", "poster/"].map(|name| format!("{WELSH}{name}"));
    assert_eq!(holding, [&[ENGLISH.to_owned(), "/2021/03/roof/alert.cap.xml".to_owned()], &own[..]].concat());
    assert_eq!(site.page("/").find("ol class=\"list").all("li").len(), 1);
    assert_eq!(site.renderer().catalogue.counts(), (1, 1));
    assert!(site.page("/kinds/").contains("1 bulletin"));
    assert_eq!(site.feed("/rss.xml").all("item").len(), 1);
    // One alert, in both languages.
    let alert = site.feed("/2021/03/roof/alert.cap.xml");
    assert_eq!(alert.texts("language"), ["en-GB", "cy"]);
    assert_eq!(alert.texts("headline"), ["Rooftop", "Pen to"]);
    assert_eq!(alert.all("incidents").len(), 1);
}

#[test]
fn what_happens_to_the_original_happens_to_every_translation() {
    for original in ["status: withdrawn\nclosed: 2021-03-05\n", "kind: missing\nstatus: resolved\nclosed: 2021-03-05\n"]
    {
        let original = original.to_owned();
        let site = bilingual("", "summary: Crynodeb\nslug: pen-to\n");
        let text = site.files["content/roof.md"]
            .replace("kind: warning\n", if original.contains("kind") { "" } else { "kind: warning\n" });
        let site = site.edit("content/roof.md", &text.replace("tags: lead\n", &format!("tags: lead\n{original}")));
        assert!(site.page(ENGLISH).contains("This bulletin is no longer available"));
        let notice = site.page("/cy/2021/03/pen-to/");
        assert!(
            notice.contains("Nid yw'r bwletin hwn ar gael mwyach")
                || notice.contains("Nid yw&#x27;r bwletin hwn ar gael mwyach"),
            "{}",
            notice.0
        );
        assert_eq!(notice.meta("robots"), "noindex");
        for word in ["Pen to", "Testun", "Crynodeb", "Rooftop", "English body", "roof.png", "46/1"] {
            assert_eq!(site.holding(word), Vec::<String>::new(), "{word}");
        }
    }
    let site = bilingual("draft: true\n", "");
    assert!(!site.has(ENGLISH) && !site.has(WELSH));
    assert_eq!(site.holding("Pen to"), Vec::<String>::new());
    let site = bilingual("", "").now("2021-02-01");
    assert!(!site.has(WELSH));
    let site = bilingual("status: resolved\nclosed: 2021-03-05 10:00\n", "");
    assert!(site.page(WELSH).words("div class=\"banner").starts_with("Wedi'i ddatrys"));
    assert!(bilingual("", "").now("2021-06-01").page(WELSH).words("div class=\"banner").starts_with("Wedi dod i ben"));
}

#[test]
fn a_translation_alone_may_be_a_draft_or_taken_back() {
    let site = bilingual("", "draft: true\n");
    assert!(!site.has(WELSH));
    assert!(!site.page(ENGLISH).contains("hreflang"));
    assert_eq!(site.holding("Pen to"), Vec::<String>::new());
    let site = bilingual("", "status: withdrawn\nclosed: 2021-03-06\n");
    assert_eq!(site.codes(), "");
    assert_eq!(site.page(WELSH).meta("robots"), "noindex");
    assert!(site.page(WELSH).words("p class=\"lede").contains("6 Mawrth 2021"));
    assert!(site.page(ENGLISH).contains("English body"));
    assert!(!site.page(ENGLISH).contains("hreflang"));
    assert_eq!(site.holding("Pen to"), Vec::<String>::new());
    assert_eq!(site.holding("Testun"), Vec::<String>::new());
    assert_eq!(bilingual("", "status: withdrawn\n").codes(), "closed-missing content/roof.cy.md:3:9");
}

#[test]
fn what_is_the_originals_to_say_is_not_said_twice() {
    let site = bilingual("severity: severe\n", "date: 2021-03-02\nkind: warning\nexpires: 2021-06-01\narea: Kent\n");
    insta::assert_snapshot!(site.problems(), @r"
    warning[translation-differs]: `date` says something else here than in the original
     --> content/roof.cy.md:3:7
      |
    3 | date: 2021-03-02
      |       ^^^^^^^^^^
      |
      = help: leave it out: `content/roof.md` says it for every language

    warning[translation-differs]: `expires` says something else here than in the original
     --> content/roof.cy.md:5:10
      |
    5 | expires: 2021-06-01
      |          ^^^^^^^^^^
      |
      = help: leave it out: `content/roof.md` says it for every language

    warning[translation-differs]: `area` says something else here than in the original
     --> content/roof.cy.md:6:7
      |
    6 | area: Kent
      |       ^^^^
      |
      = help: leave it out: `content/roof.md` says it for every language

    3 warnings
    ");
    assert!(site.page(WELSH).words("p class=\"when").contains("1 Mawrth 2021"));
    assert!(bilingual("", "lang: cy-GB\n").codes().is_empty());
    assert_eq!(bilingual("", "lang: fr\n").codes(), "translation-differs content/roof.cy.md");
}

#[test]
fn only_the_place_of_a_time_is_a_translations_own() {
    let original = "when: 5/4/2021 10am to 2pm, Corn Hall\n";
    assert_eq!(bilingual(original, "when: 5/4/2021 10am to 2pm, Neuadd\n").codes(), "");
    let told = bilingual(original, "when: 6/4/2021 11am to 2pm, Neuadd\n").problems();
    assert!(told.contains("warning[translation-differs]: `when` says something else"), "{told}");
    assert!(told.contains("write the day and the hours as in `content/roof.md`"), "{told}");
}

#[test]
fn the_log_of_the_original_says_its_language() {
    let site = bilingual("updates: [{date: 2021-03-03, text: News}]\n", "");
    let log = site.page(WELSH).find("div class=\"log");
    assert!(log.contains("<div lang=\"en-GB\" dir=\"ltr\"><p>News</p>"), "{}", log.0);
    let site =
        bilingual("updates: [{date: 2021-03-03, text: News}]\n", "updates: [{date: 2021-03-03, text: Newyddion}]\n");
    let log = site.page(WELSH).find("div class=\"log");
    assert!(log.contains("Newyddion") && !log.contains("lang=") && !log.contains("News<"));
}

#[test]
fn a_site_in_the_language_of_the_translation_lists_that() {
    let site = bilingual("lang: en-GB\n", "").settings("title: Watch\nlanguage: cy\nbase_url: https://example.org/");
    assert!(site.page("/").words("ol class=\"list").starts_with("Pen to"));
    let feed = site.feed("/rss.xml");
    assert_eq!(feed.texts("guid"), ["https://example.org/cy/2021/03/roof/"]);
    assert!(site.page(ENGLISH).contains(r#"hreflang="x-default" href="https://example.org/cy/2021/03/roof/""#));
    assert_eq!(site.page(ENGLISH).attributes("lang")[0], "en-GB");
    // Taken back alone, it is overwritten in feeds, and the original stands in.
    let site = site.edit("content/roof.cy.md", "---\ntitle: Pen to\nstatus: withdrawn\nclosed: 2021-03-05\n---\n");
    assert!(site.page("/").words("ol class=\"list").starts_with("Rooftop"));
    assert_eq!(site.feed("/rss.xml").texts("guid").len(), 2);
    assert_eq!(site.holding("Pen to"), Vec::<String>::new());
}

#[test]
fn without_an_original_it_is_an_ordinary_bulletin_in_its_language() {
    let site = site("").edit("content/afon.cy.md", "---\ntitle: Afon\ndate: 2021-03-01\narea: Kent\n---\nTestun.\n");
    assert_eq!(site.codes(), "");
    let page = site.page("/2021/03/afon/");
    assert_eq!(page.attributes("lang")[0], "cy");
    assert!(!page.contains("hreflang"));
    assert!(site.page("/").contains("Afon"));
    // It has to say for itself what it would take from an original.
    let site = site.edit("content/afon.cy.md", "---\ntitle: Afon\n---\nTestun.\n");
    assert_eq!(site.codes(), "original-gone content/afon.cy.md:1:1");
    assert!(!site.has("/2021/03/afon/"));
}

#[test]
fn an_original_that_is_gone_is_named_as_it_was_and_what_is_asked_for_works() {
    for original in
        ["content/gate.markdown", "content/gate.en.md", "content/gate.md.txt", "content/pages/gate.markdown"]
    {
        let folder = Folder::empty();
        let beside = original.rsplit_once('/').expect("it lies in a folder").0;
        let date = if beside.ends_with("pages") { "" } else { "date: 2021-03-01\narea: Ford\n" };
        folder.put(original, format!("---\ntitle: Gate shut\n{date}---\nGo round.\n"));
        folder.put(&format!("{beside}/gate.cy.md"), "---\ntitle: Giat\n---\nEwch rownd.\n");
        let check = |status: i32| folder.run(&["build", "--now", "2021-03-10"]).ended(status).err.clone();
        check(0);
        folder.remove(original);
        let told = check(1);
        assert!(told.contains(&format!("this translates `{original}`, which is not there")), "{told}");
        assert!(told.contains(&format!("rename it to `{beside}/gate.md`")), "{told}");
        assert!(told.contains("write below its first line `lang: cy`"), "{told}");
        assert_eq!(told.contains("`date: 26/11/2026`, with its own day"), !date.is_empty(), "{told}");
        folder.remove(&format!("{beside}/gate.cy.md"));
        let date = if date.is_empty() { "" } else { "date: 26/11/2020\n" };
        folder.put(&format!("{beside}/gate.md"), format!("---\nlang: cy\n{date}title: Giat\n---\nEwch rownd.\n"));
        check(0);
    }
}

#[test]
fn a_dated_name_alone_makes_no_bulletin_of_a_translation() {
    let lone = |lines: &str| {
        site("").edit("content/2021-03-01-afon.cy.md", &format!("---\ntitle: Afon\n{lines}---\nTestun.\n"))
    };
    let alone = lone("");
    assert_eq!(alone.codes(), "original-gone content/2021-03-01-afon.cy.md:1:1");
    assert_eq!(alone.holding("Testun"), Vec::<String>::new());
    // What says a thing of its own was meant to stand by itself, and what nobody sees harms nobody.
    assert_eq!(lone("area: Kent\n").codes(), "");
    assert_eq!(lone("draft: true\n").holding("Testun"), Vec::<String>::new());
    assert!(!lone("draft: true\n").codes().contains("original-gone"));
}

#[test]
fn what_was_a_translation_is_not_published_when_its_original_is_gone() {
    let welsh = "---\ntitle: Pen y to\narea: Kent\n---\nTestun.\n";
    for (original, state) in [
        ("content/2021-03-01-p.md", "status: withdrawn\nclosed: 2021-03-02"),
        ("content/2021-03-01-p.md", "draft: true"),
        ("content/2021-03-01-p/index.md", "draft: true"),
        ("content/pages/p.md", "draft: true"),
    ] {
        let translation = original.replace(".md", ".cy.md");
        let folder = Folder::empty();
        folder.put(original, format!("---\ntitle: Roof\narea: Kent\n{state}\n---\nText.\n"));
        folder.put(&translation, welsh);
        folder.put("content/other.md", "---\ntitle: Other\ndate: 2021-03-01\narea: Kent\n---\nText.\n");
        let build = |more: &[&str], status: i32| {
            folder.run(&[&["build", "-q", "--now", "2021-03-10"], more].concat()).ended(status).err.clone()
        };
        build(&[], 0);
        folder.remove(original);
        for _ in 0..2 {
            assert!(build(&[], 1).contains("error[original-gone]"), "{original}");
        }
        // The same under another name.
        folder.remove(&translation);
        let other = translation.replace("-p", "-q").replace("/p.", "/q.");
        folder.put(&other, welsh);
        assert!(build(&["--keep-going"], 1).contains("error[original-gone]"), "{original}");
        let shown = |name: &str| std::fs::read_to_string(folder.path(name)).unwrap_or_default().contains("Pen y to");
        assert!(!["public/index.html", "public/rss.xml", "public/sitemap.xml"].iter().any(|name| shown(name)));
        // As a bulletin of its own.
        folder.remove(&other);
        folder.put(original, welsh.replace("area:", "lang: cy\ndate: 2021-03-01\narea:"));
        build(&[], 0);
    }
}

#[test]
fn only_a_language_makes_a_translation() {
    let site = bilingual("", "")
        .edit("content/v1.2.md", "---\ntitle: V\ndate: 2021-03-01\narea: Kent\n---\n")
        .edit("content/roof.old.md", "---\ntitle: Old\ndate: 2021-03-01\narea: Kent\n---\n");
    assert_eq!(site.codes(), "");
    assert!(site.has("/2021/03/v1-2/") && site.has("/2021/03/roof-old/"));
}

#[test]
fn a_folder_has_translations_beside_its_index() {
    let site = site(
        "
        -- content/2021/roof/index.md --
        ---
        title: Rooftop
        date: 2021-03-01
        area: Kent
        ---
        ![A tile](tile.png)
        -- content/2021/roof/index.cy.md --
        ---
        title: Pen to
        ---
        ![Teilsen](tile.png) a'r [bwletin Saesneg](index.md)
        -- content/2021/roof/tile.png --
        10x10
    ",
    );
    assert_eq!(site.codes(), "");
    let page = site.page("/cy/2021/03/roof/");
    assert_eq!(page.find("div class=\"prose").attributes("src"), ["/2021/03/roof/tile.png"]);
    assert!(page.find("div class=\"prose").contains("href=\"/2021/03/roof/\""));
}

#[test]
fn what_cannot_be_read_of_the_original_hides_the_translation() {
    let site = bilingual("", "").edit("content/roof.md", "---\ntitle: Rooftop\ndate: soon\narea: Kent\n---\n");
    assert_eq!(site.codes(), "date-unreadable content/roof.md:3:7\npicture-unshown content/roof.png");
    assert!(!site.has(WELSH));
    assert_eq!(site.holding("Pen to"), Vec::<String>::new());
}

#[test]
fn nearby_bulletins_are_those_in_the_language_of_the_page() {
    let site = bilingual("", "")
        .edit("content/shed.md", "---\ntitle: Shed\ndate: 2021-03-02\narea: Kent/Maidstone\n---\n")
        .edit("content/shed.cy.md", "---\ntitle: Sied\n---\n")
        .edit("content/van.md", "---\ntitle: Van\ndate: 2021-03-03\narea: Kent/Maidstone\n---\n");
    let related = site.page(WELSH).find("div class=\"related");
    assert!(related.contains("<a href=\"/cy/2021/03/shed/\">Sied</a>"), "{}", related.0);
    assert!(related.contains("<a href=\"/2021/03/van/\" lang=\"en-GB\" dir=\"ltr\">Van</a>"));
    assert!(!site.page(ENGLISH).contains("Sied"));
    assert!(!related.contains("Rooftop"));
}

#[test]
fn three_languages_know_of_one_another() {
    let site = bilingual("", "").edit("content/roof.ur.md", "---\ntitle: چھت\n---\nمتن\n");
    assert_eq!(site.codes(), "");
    let page = site.page("/ur/2021/03/roof/");
    assert_eq!([&page.attributes("lang")[0], &page.attributes("dir")[0]], ["ur", "rtl"]);
    assert!(page.words("p class=\"when").ends_with("Also in English, Cymraeg"));
    assert!(site.page(WELSH).words("p class=\"when").ends_with("Ar gael hefyd: English, اردو"));
    assert_eq!(site.page(ENGLISH).metas("og:locale:alternate"), ["cy_GB"]);
}

#[test]
fn a_build_sees_what_a_change_of_one_means_for_the_other() {
    let files = bilingual("", "").files;
    let folder = Folder::empty();
    for (path, text) in &files {
        folder.put(path, text);
    }
    folder.put("content/roof.png", photo::png(600, 400, photo::Png::Palette, 0));
    let build = || folder.run(&["build", "-q", "--now", "2021-03-10"]).ended(0);
    let says = |page: &str, word: &str| {
        let text = std::fs::read_to_string(folder.path(&format!("public{page}index.html"))).unwrap();
        assert!(text.contains(word), "{page} does not say {word}");
    };
    build();
    // Another title of the translation, for the structured data of the original.
    folder.put("content/roof.cy.md", "---\ntitle: Pen y to\n---\nTestun.\n");
    build();
    says(ENGLISH, "Pen y to");
    // Another reference of the original, which the translation takes over.
    folder.put("content/roof.md", files["content/roof.md"].replace("46/1", "46/2"));
    build();
    says(WELSH, "46/2");
    // Another language of a bulletin, for the lists that show its title.
    folder.put("content/roof.md", files["content/roof.md"].replace("tags: lead", "tags: lead\nlang: en-US"));
    folder.put("content/shed.md", "---\ntitle: Shed\ndate: 2021-03-02\narea: Kent\n---\n");
    build();
    folder.put("content/shed.md", "---\ntitle: Shed\ndate: 2021-03-02\narea: Kent\nlang: cy\n---\n");
    build();
    says("/areas/kent/", "lang=\"cy\" dir=\"ltr\">Shed");
    // The page in the menu of what is Welsh.
    folder.put("content/pages/about.cy.md", "---\ntitle: Amdanom\n---\n");
    build();
    says(WELSH, "Amdanom");
    says("/2021/03/shed/", "Amdanom");
    // Another life of the original.
    folder.put(
        "content/roof.md",
        files["content/roof.md"].replace("tags:", "status: withdrawn\nclosed: 2021-03-04\ntags:"),
    );
    build();
    says(WELSH, "noindex");
    folder.remove("content/roof.cy.md");
    build();
    assert!(!folder.path(&format!("public{WELSH}index.html")).exists());
}

#[test]
fn a_bulletin_whose_files_all_name_their_language_is_one_in_several() {
    let text = |title: &str| format!("---\ntitle: {title}\ndate: 2021-03-01\narea: Kent\n---\nText.\n");
    let versions = |language: &str, names: &[&str]| {
        let site = site("").edit("site.yaml", &format!("language: {language}\n"));
        names.iter().fold(site, |site, name| site.edit(&format!("content/{name}"), &text(name)))
    };
    for (language, names, usual) in [
        ("en-GB", &["roof/index.en.md", "roof/index.cy.md"][..], "roof/index.en.md"),
        ("cy", &["roof/index.en.md", "roof/index.cy.md"], "roof/index.cy.md"),
        ("en-GB", &["roof.en.md", "roof.cy.md", "roof.pl.md"], "roof.en.md"),
        ("en-GB", &["roof.en-GB.md", "roof.en.md"], "roof.en-GB.md"),
        // None is in the site's language: the first stands in.
        ("en-GB", &["roof.pl.md", "roof.fr.md"], "roof.fr.md"),
        ("en-GB", &["roof.fr.md"], "roof.fr.md"),
    ] {
        let site = versions(language, names);
        assert!(!site.codes().contains("address-taken"), "{names:?}: {}", site.codes());
        let page = site.page("/2021/03/roof/");
        assert!(page.words("h1").contains(usual), "{language} {names:?}: {}", page.words("h1"));
        let lists = site.page("/rss.xml").matches("<item>").count();
        assert_eq!(lists, 1, "{language} {names:?}");
    }
}
