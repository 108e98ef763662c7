//! What a reader finds: how many bulletins are open where and since when, areas in which nothing is open, the way to the
//! telephone numbers, leaving in a hurry (site.md, "The reader's side").

use crate::harness::{Site, bulletin, site};

/// Three areas of one county: a bulletin is open in the first, the second has an expired one, the third none.
fn county() -> Site {
    site(
        "
        -- site.yaml --
        areas: [{name: Kent, areas: [Maidstone, Ashford, Dover]}]
        -- content/roof.md --
        ---
        title: Roof
        date: 2021-03-01
        area: Maidstone
        ---
        -- content/van.md --
        ---
        title: Van
        date: 2021-02-01
        area: Kent
        ---
        -- content/gate.md --
        ---
        title: Gate
        date: 2021-02-20
        area: Ashford
        expires: 2021-03-01
        ---
    ",
    )
}

#[test]
fn the_front_page_begins_with_bulletins() {
    let page = county().page("/");
    let main = page.find("main");
    assert!(!main.contains("summary-line"), "no counts before the bulletins");
    let none = county().now("2020-01-01").page("/").words("p class=\"summary-line\"");
    assert_eq!(none, "No bulletin is open at present. When there is one, it will stand here.");
}

#[test]
fn what_is_urgent_stands_before_what_is_pinned_and_what_is_extreme_on_every_page() {
    let of = |name: &str, fields: &str| {
        (format!("content/{name}.md"), format!("---\ntitle: {name}\ndate: 2021-02-01\narea: Kent\n{fields}\n---\n"))
    };
    let mut site = county();
    for (name, fields) in [
        ("pinned", "pinned: true"),
        ("severe", "severity: severe"),
        ("extreme", "severity: extreme"),
        ("minor", "severity: minor"),
    ] {
        let (path, text) = of(name, fields);
        site = site.edit(&path, &text);
    }
    let front = site.page("/");
    assert_eq!(front.find("ol class=\"list").texts("h2")[..3], ["extreme", "severe", "pinned"]);
    // The front page says the headline right below, and once.
    for (page, says) in [("/", ""), ("/areas/", " extreme"), ("/2021/03/roof/", " extreme"), ("/404.html", " extreme")]
    {
        let band = site.page(page).find("aside class=\"band\"");
        assert_eq!(band.text().trim(), format!("Danger to life{says}"), "{page}");
        assert_eq!(band.attributes("href"), ["/2021/02/extreme/"], "{page}");
    }
    assert!(!site.page("/2021/02/extreme/").contains("class=\"band\""), "not on its own page");
    for word in ["Pinned", "Minor", "Moderate"] {
        assert!(!front.find("main").text().contains(word), "{word}");
    }
}

#[test]
fn an_area_shows_what_is_open_before_what_was() {
    let page = county().page("/areas/kent/");
    let lists: Vec<Vec<String>> = page.all("ol class=\"list\"").iter().map(|list| list.texts("h2")).collect();
    assert_eq!(lists, [vec!["Roof", "Van"], vec!["Gate"]]);
    assert!(page.find("main").texts("h2").contains(&"Earlier bulletins".to_owned()));
}

#[test]
fn an_area_in_which_nothing_is_open_shows_what_was_and_what_is_open_around_it() {
    let page = county().page("/areas/kent/ashford/");
    assert!(page.words("p class=\"summary-line\"").contains("There is one earlier bulletin"));
    assert_eq!(page.find("section class=\"around").texts("a"), ["Roof", "Van"]);
    assert_eq!(page.find("ol class=\"list\"").texts("h2"), ["Gate"]);

    let never = county().page("/areas/kent/dover/");
    assert_eq!(never.find("section class=\"around").texts("a"), ["Roof", "Van"]);
    assert!(never.all("ol class=\"list\"").is_empty());
    assert!(county().page("/areas/kent/maidstone/").all("section class=\"around").is_empty());
}

#[test]
fn what_is_over_asks_nobody_for_anything() {
    let open = bulletin("kind: missing").roof();
    assert_eq!(open.words("p class=\"at-once\""), "Seen this person? Ring 999");
    assert!(open.words("section class=\"help").starts_with("Can you help?"));
    let over = bulletin("kind: appeal\nexpires: 2021-03-02\nreference: A/1").roof();
    for asks in ["class=\"help\"", "class=\"share\"", "class=\"at-once\""] {
        assert!(!over.contains(asks), "{asks}");
    }
    assert!(over.words("aside class=\"facts").contains("A/1"));
    assert!(!bulletin("kind: appeal").roof().contains("class=\"at-once\""));
}

#[test]
fn a_bulletin_is_read_in_its_order() {
    let page = bulletin("kind: appeal\nreference: A/1\ntags: lead\nupdates: [{date: 2021-03-02, text: One}, {date: 2021-03-03, text: Two}]\n---\nFirst words.\n\nMore.").roof();
    let marks = [
        "class=\"labels\"",
        "<h1",
        "class=\"when\"",
        "class=\"log newest\"",
        "First words",
        "More.",
        "class=\"help\"",
        "<section class=\"log\"",
        "class=\"facts\"",
        "class=\"who-says\"",
        "class=\"share\"",
    ];
    let places: Vec<usize> =
        marks.iter().map(|mark| page.split_once("<main").unwrap().1.find(mark).expect(mark)).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(page.words("div class=\"who-says\"").contains("We are volunteers, not the police."));
}

#[test]
fn the_body_says_what_kind_of_page_it_is_and_of_a_bulletin_its_state() {
    let class =
        |page: &str| page.split_once("<body class=\"").map(|(_, rest)| rest.split('"').next().map(str::to_owned));
    let named = |name: &str| Some(Some(name.to_owned()));
    assert_eq!(class(&bulletin("status: resolved\nclosed: 2021-03-02").roof()), named("bulletin resolved"));
    assert_eq!(class(&bulletin("").page("/areas/kent/")), named("area"));
    assert_eq!(class(&bulletin("status: withdrawn\nclosed: 2021-03-02").roof()), named("retracted"));
}

#[test]
fn kinds_that_ask_for_it_have_a_way_to_leave_at_once() {
    let settings = "kinds: [{name: refuge, quick_exit: true}, notice]\nquick_exit: https://weather.example/";
    let exits = |page: &str| {
        page.matches("class=\"exit\" href=\"https://weather.example/\" rel=\"nofollow noreferrer\"").count()
    };
    let site = bulletin("kind: refuge").settings(settings);
    assert_eq!(exits(&site.roof()), 1);
    assert_eq!(exits(&site.page("/kinds/refuge/")), 1);
    for other in ["/", "/areas/kent/", "/kinds/notice/"] {
        assert_eq!(exits(&site.page(other)), 0, "{other}");
    }
    assert_eq!(exits(&bulletin("kind: notice").settings(settings).roof()), 0);
    // Nothing of a bulletin is left where it was taken back, its kind neither.
    let gone = bulletin("kind: refuge\nstatus: withdrawn\nclosed: 2021-03-02").settings(settings);
    assert_eq!(exits(&gone.roof()), 0);
    assert_eq!(bulletin("").settings("quick_exit: /about/").codes(), "value-wrong site.yaml:1:13");
}

#[test]
fn pages_need_no_style_or_script_of_their_own() {
    for page in [bulletin("kind: appeal").roof(), county().page("/"), county().page("/areas/kent/ashford/")] {
        assert!(!page.contains(" style=") && !page.contains("<style"), "{page}");
        let scripts = page.matches("<script").count();
        assert_eq!(
            scripts,
            page.matches("<script src=\"/assets/").count() + page.matches("application/ld+json").count()
        );
    }
}

#[test]
fn the_day_of_publication_stands_once() {
    let event = bulletin("kind: event\nwhen: 2021-03-20 10:00\ntags: tea").roof();
    assert!(event.words("div class=\"who-says\"").starts_with("Published on 1 March 2021 by "), "{}", event.0);
    assert_eq!(event.find("main").0.matches("1 March 2021").count(), 1, "{}", event.0);
    assert!(bulletin("kind: notice").roof().words("div class=\"who-says\"").starts_with("Published by "));
}

#[test]
fn in_lists_the_kind_stands_over_a_headline_and_where_and_when_below_it() {
    let list = bulletin("kind: appeal").page("/").find("ol class=\"list");
    assert_eq!(list.words("p class=\"labels\""), "Appeal");
    assert_eq!(list.words("p class=\"meta\""), "Kent 1 March 2021");
}

#[test]
fn on_paper_stands_where_to_write() {
    let site = bulletin("kind: notice").settings("publisher: {name: Kent Watch, email: watch@kent.example}");
    let who = site.roof().find("div class=\"who-says\"");
    assert!(who.contains("<span class=\"on-paper\">: watch@kent.example</span>"), "{}", who.0);
}
