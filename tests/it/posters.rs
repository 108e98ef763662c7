//! The poster of a bulletin and its plain text (site.md, "Outputs"): what stands on them, and where they stand.

use crate::harness::{Page, Site, bulletin, site};

fn poster(site: &Site) -> Page {
    site.page("/2021/03/roof/poster/")
}

fn text(site: &Site) -> String {
    site.page("/2021/03/roof/bulletin.txt").to_string()
}

#[test]
fn they_stand_below_the_bulletin_and_its_page_leads_there() {
    let site = bulletin("").base("https://example.org/watch/");
    assert!(site.has("/2021/03/roof/poster/") && site.has("/2021/03/roof/bulletin.txt"));
    let links = site.roof().find("section class=\"share").attributes("href");
    assert_eq!(
        links[3..],
        ["https://example.org/watch/2021/03/roof/", "/watch/2021/03/roof/bulletin.txt", "/watch/2021/03/roof/poster/"]
    );
    assert_eq!(poster(&site).find("header").attributes("href")[0], "/watch/2021/03/roof/");
}

#[test]
fn they_stand_beside_a_bulletin_that_is_a_file() {
    let site = bulletin("slug: /a/roof.html");
    assert!(site.has("/a/roof-poster.html") && site.has("/a/roof.txt"), "{:?}", site.files());
    assert_eq!(bulletin("slug: /a/roof.html\naliases: /a/roof.txt").codes(), "address-taken content/roof.md:6:10");
}

#[test]
fn a_site_may_leave_them_out() {
    for (setting, poster, text) in [("posters", false, true), ("text", true, false)] {
        let site = bulletin("").settings(&format!("outputs: {{{setting}: false}}"));
        assert_eq!((site.has("/2021/03/roof/poster/"), site.has("/2021/03/roof/bulletin.txt")), (poster, text));
        assert_eq!(site.roof().contains("roof/poster/"), poster);
        assert_eq!(site.roof().contains("bulletin.txt"), text);
    }
}

#[test]
fn what_is_not_shown_has_neither() {
    for fields in [
        "draft: true",
        "date: 2021-03-11",
        "status: withdrawn\nclosed: 2021-03-05",
        "kind: missing\nstatus: resolved\nclosed: 2021-03-05",
    ] {
        let site = bulletin(fields);
        assert!(
            !site.files().iter().any(|file| file.contains("poster") || file.ends_with(".txt") && file != "/robots.txt")
        );
        assert_eq!(site.holding("Roof"), Vec::<String>::new(), "{fields}");
    }
    let page = poster(&bulletin("draft: true").preview());
    assert_eq!(page.words("p class=\"over"), "Draft Not to be put up yet");
}

#[test]
fn a_poster_is_in_no_index_and_shared_as_its_bulletin() {
    let site = bulletin("summary: A summary").base("https://example.org/");
    let page = poster(&site);
    assert_eq!(page.meta("robots"), "noindex");
    assert_eq!(page.meta("og:url"), "https://example.org/2021/03/roof/");
    assert_eq!(page.meta("description"), "A summary");
    assert!(!site.page("/sitemap.xml").contains("poster"));
    assert!(page.len() < 12 * 1024, "{} bytes", page.len());
    assert!(!page.contains("style="));
}

#[test]
fn a_poster_says_what_where_and_when() {
    let page =
        poster(&bulletin("title: 'Roof: tools & ladders'\nkind: appeal\nseverity: severe\narea: [Kent, Surrey]"));
    assert_eq!(page.words("h1"), "Roof: tools & ladders");
    assert_eq!(page.words("p class=\"band"), "Appeal Urgent Watch");
    assert_eq!(page.words("p class=\"when"), "Kent and Surrey 3:34pm, Monday 1 March 2021");
    assert!(!poster(&bulletin("area: []\nseverity: minor")).contains("class=\"where\""));
}

#[test]
fn the_facts_are_the_first_items_of_the_first_list() {
    let page = poster(&bulletin(
        "---\nTools were taken.\n\nMore of it.\n\n- One *thing*\n- [Two](https://a.example/) things\n- Three\n- Four\n",
    ));
    assert_eq!(page.words("p class=\"lede"), "Tools were taken. More of it.");
    assert_eq!(page.find("main").texts("li"), ["One thing", "Two things", "Three"]);
    // The summary that was made of the list is not said twice.
    let page = poster(&bulletin("---\n- One thing\n- Another\n"));
    assert!(!page.contains("class=\"lede\""));
    assert_eq!(page.find("main").texts("li"), ["One thing", "Another"]);
}

#[test]
fn without_a_list_the_facts_are_how_the_other_paragraphs_begin() {
    let body = "Tools were taken.\n\nThe thieves came by the river path at 4.30am. They left by van.\n\nThank you.\n\nTo help, please do this:\n\n> Nobody saw them, said a neighbour.\n\nNear St. Mary's church a ladder was found. It is ours.\n";
    let page = poster(&bulletin(&format!("summary: In short\n---\n{body}")));
    assert_eq!(page.words("p class=\"lede"), "In short");
    let facts = ["The thieves came by the river path at 4.30am.", "Near St. Mary's church a ladder was found."];
    assert_eq!(page.find("main").texts("li"), facts);
    let page = poster(&bulletin("---\nOnly this.\n"));
    assert_eq!(page.find("main").texts("li"), Vec::<String>::new());
}

#[test]
fn words_are_cut_where_they_would_not_fit_and_titles_are_not() {
    let word = "Somewhere ";
    let title = word.repeat(24).trim().to_owned();
    let page = poster(&bulletin(&format!(
        "title: {title}\n---\nX.\n\n- {}\n- One sentence that stands by itself, at some length. {}\n",
        word.repeat(40),
        word.repeat(40)
    )));
    assert_eq!(page.words("h1"), title);
    let facts = page.find("main").texts("li");
    assert!(facts[0].ends_with("Somewhere…") && facts[0].chars().count() <= 111, "{}", facts[0]);
    assert!(facts[1].chars().count() <= 111);
    let page = poster(&bulletin(&format!("title: {}", word.repeat(500))));
    assert!(page.words("h1").ends_with('…') && page.words("h1").len() > 1_500);
}

#[test]
fn longer_texts_stand_in_smaller_type() {
    let size = |title: &str| {
        poster(&bulletin(&format!("title: {title}")))
            .attributes("class")
            .into_iter()
            .find(|class| class.starts_with('h') && class.len() < 4)
    };
    assert_eq!(size("Roof").as_deref(), Some("h1"));
    assert_eq!(size(&"roof ".repeat(9)).as_deref(), Some("h2"));
    assert_eq!(size(&"ROOF ".repeat(9)).as_deref(), Some("h3"));
    assert_eq!(size(&"屋根".repeat(12)).as_deref(), Some("h3"));
    assert_eq!(size(&"Roof ".repeat(48)).as_deref(), Some("h7"));
    assert_eq!(size(&"Roof ".repeat(200)).as_deref(), Some("h10"));
}

#[test]
fn the_number_is_the_one_that_the_author_put_first() {
    let call = |fields: &str| poster(&bulletin(fields)).find("div class=\"call").text();
    // Below the number for emergencies stands the first that is for everything else.
    assert_eq!(call("kind: missing"), "Can you help? Ring 999 In an emergency Police, when it is not urgent: 101");
    assert_eq!(
        call("kind: appeal\nseverity: extreme"),
        "Can you help? Ring 999 In an emergency Police, when it is not urgent: 101"
    );
    assert!(!call("kind: animal\ncontacts: [{name: Jean, phone: 01632 960123}]").contains("999"));
    assert_eq!(
        call(
            "kind: warning\ncontacts: [999, {name: Wardens, phone: 01632 960144, note: 8am to 8pm}]\nreference: [A/1, B/2]"
        ),
        "Ring 999 In an emergency Wardens: 01632 960144 Quote A/1 or B/2"
    );
    assert_eq!(call("contacts: [999]"), "Ring 999 In an emergency");
    assert_eq!(
        call("contacts: [{name: The desk, url: 'https://desk.example/report/'}]"),
        "The desk desk.example/report"
    );
    assert_eq!(call("contacts: []"), "More, and the latest localhost:8080/2021/03/roof");
    assert!(poster(&bulletin("contacts: [{name: W, phone: 01632 960144}]")).contains("href=\"tel:+441632960144\""));
}

#[test]
fn references_are_whole_or_not_there() {
    let call = |references: &str| {
        poster(&bulletin(&format!("kind: advice\nreference: {references}"))).find("div class=\"call").text()
    };
    assert!(call("[A/1, B/2, C/3]").contains("Quote A/1 or B/2 or C/3"));
    let long = "46/322871/21-AND-THEN-SOME";
    assert!(call(&format!("[{long}, {long}]")).contains(&format!("Quote {long} In")));
}

#[test]
fn a_poster_says_until_when_it_hangs_and_as_of_when_it_is_right() {
    let foot = |fields: &str| poster(&bulletin(fields)).find("div class=\"foot").text();
    let open = foot("");
    assert!(open.starts_with("Correct at 3:34pm, Monday 1 March 2021."), "{open}");
    assert!(open.ends_with("Please take this down on 29 March 2021."), "{open}");
    assert!(foot("expires: 2021-03-20 14:00").ends_with("Please take this down on 20 March 2021."));
    assert!(foot("kind: event\nwhen: 2021-03-11 10:00").ends_with("Please take this down on 11 March 2021."));
    let updated = foot("updates: [{date: 2021-03-08 09:00, text: News}, {date: 2021-04-01, text: Later}]");
    assert!(updated.starts_with("Correct at 9am, Monday 8 March 2021."), "{updated}");
    assert!(updated.ends_with("Please take this down on 5 April 2021."), "{updated}");
}

#[test]
fn a_poster_of_what_is_over_says_so() {
    let page = poster(&bulletin("kind: appeal\nstatus: resolved\nclosed: 2021-03-05"));
    assert_eq!(page.words("p class=\"over"), "Resolved Please take this poster down");
    assert!(page.words("div class=\"foot").ends_with("Please take this down now."));
    assert!(page.words("div class=\"call").starts_with("More, and the latest"), "it asks nobody for anything");
    let page = poster(&bulletin("expires: 2021-03-05"));
    assert_eq!(page.words("p class=\"over"), "Expired Please take this poster down");
}

#[test]
fn a_poster_has_the_code_of_its_bulletin() {
    let page = poster(&bulletin(""));
    assert!(page.contains("<svg viewBox=\"0 0 ") && page.contains("role=\"img\""));
    let long = poster(&bulletin("").base(&format!("https://example.org/{}/", "x".repeat(2_400))));
    assert!(!long.contains("<svg") && !long.contains("Scan the code"));
    // Where there is nobody to ring, the address stands large, and once.
    let at = |page: &Page, part: &str| page.words(&format!("div class=\"{part}")).contains("example.org");
    assert!(at(&long, "call") && !at(&long, "foot"));
    let ring = poster(&bulletin("contacts: [{name: Desk, phone: 01632 960001}]").base("https://example.org/"));
    assert!(!at(&ring, "call") && ring.words("div class=\"foot").contains("On the web: example.org/"));
}

#[test]
fn a_picture_stands_beside_the_words() {
    let with = |size: &str| poster(&bulletin("image: {src: p.png, alt: A shed}").edit("content/p.png", size));
    assert!(with("800x600").contains("class=\"middle wide\"") && with("600x800").contains("class=\"middle tall\""));
    assert!(with("800x600").contains("<img src=\"/p.png\" alt=\"A shed\" width=\"800\" height=\"600\">"));
    // A picture of another host is never loaded.
    assert!(!poster(&bulletin("image: https://a.example/x.png")).contains("<img"));
}

#[test]
fn the_sizes_are_links_within_the_page() {
    assert_eq!(poster(&bulletin("")).find("nav").attributes("href"), ["#a4", "#a5", "#large"]);
}

#[test]
fn a_bulletin_in_another_language_has_its_own_on_the_sheet() {
    let page = poster(&bulletin("lang: ar\ntitle: تحذير"));
    assert!(page.starts_with("<!doctype html>\n<html lang=\"ar\" dir=\"rtl\" "));
    assert!(page.contains("<p class=\"band\" lang=\"en-GB\" dir=\"ltr\">"));
}

#[test]
fn a_welsh_bulletin_has_a_welsh_poster_and_text() {
    let site =
        bulletin("lang: cy\ntitle: Perygl\nkind: warning\ncontacts: [999, {name: Wardeiniaid, phone: 01632 960144}]");
    let page = poster(&site);
    assert!(!page.contains(" lang=\"en"), "{page}");
    assert_eq!(page.words("div class=\"call"), "Ffoniwch 999 Mewn argyfwng Wardeiniaid: 01632 960144");
    assert!(page.words("div class=\"foot").ends_with("Tynnwch hwn i lawr ar 29 Mawrth 2021."), "{page}");
    let text = text(&site);
    assert!(text.starts_with("Perygl\nRhybudd · Kent · ") && text.contains("\nPwy i'w ffonio:\n999"), "{text}");
    assert!(text.ends_with("\nY diweddaraf: http://localhost:8080/2021/03/roof/\n"), "{text}");
}

#[test]
fn a_theme_or_site_may_change_the_poster() {
    let site = bulletin("")
        .edit("templates/poster.html", "{% extends \"default/poster.html\" %}{% block foot %}Ours{% endblock %}");
    assert!(poster(&site).contains("Ours") && !poster(&site).contains("Please take this down"));
    let site = site
        .settings("theme: mine")
        .edit("themes/mine/theme.yaml", "name: Mine")
        .edit("themes/mine/static/theme-poster.css", ":root { --brand: #000; }");
    let style =
        poster(&site).attributes("href").into_iter().find(|href| href.contains("/poster.")).expect("it has a style");
    assert!(site.page(&style).ends_with(":root{--brand:#000}"));
    assert!(!site.files().iter().any(|file| file.contains("theme-poster")));
}

#[test]
fn the_text_begins_with_the_title_and_has_all_of_it() {
    let site = site(
        "
        -- site.yaml --
        title: Kent Watch
        base_url: https://example.org/
        -- content/roof.md --
        ---
        title: Roof
        date: 2021-03-01 15:34
        area: [Kent, Surrey]
        kind: appeal
        reference: [A/1, B/2]
        updates: [{date: 2021-03-08, text: 'They were *seen*.'}]
        source: {name: Kent Police, url: 'https://police.example/roof'}
        ---
        # Roof

        Tools **were** taken. Ring [us](contact.md).

        ## What to do

        - Look at [the list](https://a.example/).
        - Lock it.
        -- content/contact.md --
        ---
        title: Contact
        date: 2021-03-01
        area: Kent
        ---
        ",
    );
    insta::assert_snapshot!(text(&site), @"
    Roof
    Appeal · Kent and Surrey · 3:34pm, Monday 1 March 2021

    Update, Monday 8 March 2021:
    They were seen.

    Tools were taken. Ring us (https://example.org/2021/03/contact/).

    What to do

    - Look at the list (https://a.example/).
    - Lock it.

    Who to ring:
    101 (Police, when it is not urgent)
    Crimestoppers: 0800 555 111 (You need not give your name)
    Reference: A/1, B/2
    In an emergency ring 999

    Source: Kent Police
    https://police.example/roof

    Kent Watch. Correct on Monday 8 March 2021.
    The latest: https://example.org/2021/03/roof/
    ");
    assert!(text(&site).ends_with("/roof/\n"));
}

#[test]
fn the_text_says_when_it_is_over() {
    let site = bulletin("status: resolved\nclosed: 2021-03-05 16:00");
    assert!(text(&site).starts_with(
        "Resolved: Roof\nNotice · Kent · 3:34pm, Monday 1 March 2021\n\nResolved since 4pm, Friday 5 March 2021.\n"
    ));
    assert!(text(&bulletin("contacts: []\n---\nBody.")).contains(
        "Body.\n\nWatch. Correct at 3:34pm, Monday 1 March 2021.\nThe latest: http://localhost:8080/2021/03/roof/\n"
    ));
    assert!(text(&bulletin("summary: In short")).contains("\n\nIn short\n\n"));
}

#[test]
fn the_newest_update_stands_above_the_words_of_a_poster() {
    let page = poster(&bulletin(
        "updates: [{date: 2021-03-08 10:00, text: '**Cancelled**: the ~~path~~ footpath is flooded.'}, {date: 2021-03-07, text: Older}]\n---\nBring a lantern.",
    ));
    assert_eq!(
        page.words("p class=\"update"),
        "Update, 10am, Monday 8 March 2021: Cancelled: the footpath is flooded."
    );
    assert!(page.0.find("class=\"update") < page.0.find("class=\"lede") && !page.contains("Older"));
    assert!(!poster(&bulletin("---\nBring a lantern.")).contains("class=\"update"));
    // It is cut at a word, and facts make room for it: no more words stand on the sheet than in a summary and three facts.
    let long = "somewhere ".repeat(60);
    let items = format!("- {}\n", "elsewhere ".repeat(10)).repeat(3);
    let body = format!("{long}\n\n{items}");
    let with = poster(&bulletin(&format!("updates: [{{date: 2021-03-08, text: {long}}}]\n---\n{body}")));
    let update = with.words("p class=\"update");
    assert!(update.ends_with("somewhere…") && update.chars().count() < 260, "{update}");
    let room = |page: &Page| page.words("div class=\"words").chars().count();
    assert!(room(&with) <= 220 + 3 * 110 + 5, "{}", with.0);
}

#[test]
fn a_poster_knows_by_itself_when_its_bulletin_ends() {
    let page = poster(&bulletin("expires: 2021-03-20"));
    assert!(
        page.contains("<p class=\"over\" data-from=\"2021-03-21T00:00:00+00:00\" hidden><strong>Expired</strong>"),
        "{}",
        page.0
    );
    assert!(page.contains("/assets/age."));
    let script = |fields: &str| poster(&bulletin(fields)).contains("<script");
    assert!(!script("kind: advice") && !script("expires: 2021-03-05"));
}

#[test]
fn the_text_has_titles_of_callouts_all_areas_and_nothing_that_was_struck_out() {
    let site = bulletin(
        "kind: notice\narea: [A, B, C, D, E, F]\n---\nAt ~~7pm~~ 8pm in the ~~Scout hut~~ Corn Hall.\n\n> [!CAUTION]\n> Bring a torch.\n",
    );
    let text = text(&site);
    assert!(text.contains("\nNotice · A, B, C, D, E and F · "), "{text}");
    assert!(text.contains("At 8pm in the Corn Hall.\n\n> Caution:\n> Bring a torch.\n"), "{text}");
    let page = site.roof();
    assert_eq!(page.meta("description"), "At 8pm in the Corn Hall. Bring a torch.");
    assert!(poster(&site).words("p class=\"lede").starts_with("At 8pm in the Corn Hall."));
    assert!(site.page("/").words("ol class=\"list").contains("At 8pm in the Corn Hall."));
    // The page shows that it was struck out.
    assert!(page.contains("<del>7pm</del>"));
    let welsh = bulletin("lang: cy\n---\n> [!TIP]\n> Fflachlamp.\n");
    assert!(welsh.page("/2021/03/roof/bulletin.txt").contains("> Awgrym:\n> Fflachlamp."));
}

#[test]
fn between_words_from_right_to_left_numbers_keep_their_order() {
    let site = bulletin(
        "lang: ur\ntitle: فون کریں 01632 960144 پر\nseverity: extreme\nupdates: [{date: 2021-03-02, text: نیا نمبر 01632 960155 ہے}]\n---\nسڑک بند ہے۔ دیکھیں https://a.example/ پر۔\n\n- پہلا 01632 960166 نمبر\n- دوسرا\n",
    );
    let (number, address) = ("\u{2066}01632 960144\u{2069}", "\u{2066}https://a.example/\u{2069}");
    for output in ["/2021/03/roof/", "/2021/03/roof/bulletin.txt", "/rss.xml", "/atom.xml", "/feed.json"] {
        assert!(site.page(output).contains(number), "{output}");
    }
    for output in ["/", "/2021/03/roof/", "/2021/03/roof/bulletin.txt", "/2021/03/roof/poster/", "/rss.xml"] {
        assert!(site.page(output).contains(address), "{output}");
    }
    // On a poster no line ends within a number.
    let page = poster(&site);
    for digits in ["960144", "960155", "960166"] {
        assert!(page.contains(&format!("\u{2066}01632\u{a0}{digits}\u{2069}")), "{digits}: {page}");
    }
    let feed = site.feed("/rss.xml");
    assert!(
        feed.contains("<div dir=\"rtl\">") && feed.contains("<a dir=\"ltr\" href=\"tel:+441632960166\">"),
        "{feed}"
    );
    // Other texts stay as they are.
    let site = bulletin("title: Ring 01632 960144\n---\nSee https://a.example/.\n");
    assert!(!site.roof().contains("\u{2066}") && !site.feed("/rss.xml").contains("dir="));
}
