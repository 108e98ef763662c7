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
fn the_front_page_says_how_many_are_open_where_and_since_when() {
    let line = county().page("/").find("p class=\"summary-line\"");
    assert_eq!(
        line.text(),
        "2 bulletins are open in Kent. The oldest is from 1 February 2021. Last change: Monday 1 March 2021."
    );
    assert_eq!(line.attributes("href"), ["/areas/kent/"]);
    let none = county().now("2020-01-01").page("/").words("p class=\"summary-line\"");
    assert_eq!(none, "No bulletin is open at present. When there is one, it will stand here.");
}

#[test]
fn where_all_is_in_one_area_the_places_in_it_are_named() {
    let site = county().edit("content/van.md", "---\ntitle: Van\ndate: 2021-02-01\narea: Dover\n---\n");
    let line = site.page("/").find("p class=\"summary-line\"");
    assert!(line.text().starts_with("2 bulletins are open in Maidstone and Dover."), "{}", line.text());
    assert_eq!(line.attributes("href"), ["/areas/kent/maidstone/", "/areas/kent/dover/"]);
}

#[test]
fn several_areas_at_the_top_are_named_themselves() {
    let site = county().edit("content/wall.md", "---\ntitle: Wall\ndate: 2021-03-01\narea: Surrey\n---\n");
    assert!(site.page("/").words("p class=\"summary-line\"").starts_with("3 bulletins are open in Kent and Surrey."));
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
fn a_bulletin_leads_to_its_telephone_numbers_from_the_top_while_it_is_open() {
    let open = bulletin("kind: appeal").roof();
    assert_eq!(open.find("p class=\"jump\"").attributes("href"), ["#nb-help"]);
    assert_eq!(open.words("p class=\"jump\""), "Can you help?");
    for quiet in ["contacts: []", "expires: 2021-03-02"] {
        assert!(bulletin(quiet).roof().all("p class=\"jump\"").is_empty(), "{quiet}");
    }
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
