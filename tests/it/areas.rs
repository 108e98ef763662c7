//! Areas form a tree, grown from what bulletins name or declared (content.md, "Areas").

use crate::harness::{Page, Site, bulletin, site};

/// A site with one bulletin for each area, at `/2021/03/a/`, `/2021/03/b/` and so on.
fn areas(names: &[&str]) -> Site {
    names.iter().zip('a'..).fold(site(""), |site, (area, name)| {
        let text = format!("---\ntitle: Bulletin {name}\ndate: 2021-03-01\narea: {area}\n---\n");
        site.edit(&format!("content/{name}.md"), &text)
    })
}

fn listed(page: &Page) -> Vec<String> {
    page.all("ol class=\"list\"").iter().flat_map(|list| list.texts("h2")).collect()
}

const DECLARED: &str = "
    areas:
      - name: Kent
        areas:
          - name: Maidstone
            aliases: [Maidstone Borough, County Town]
            position: [51.27, 0.52]
            areas: [Coxheath]
          - Ashford
";

#[test]
fn a_path_makes_every_area_on_it() {
    let site = areas(&["Kent/Maidstone/Coxheath"]);
    assert_eq!(listed(&site.page("/areas/kent/maidstone/coxheath/")), ["Bulletin a"]);
    assert_eq!(listed(&site.page("/areas/kent/maidstone/")), ["Bulletin a"]);
    assert_eq!(listed(&site.page("/areas/kent/")), ["Bulletin a"]);
}

#[test]
fn what_is_above_or_beside_is_not_inside() {
    let site = areas(&["Kent", "Kent/Maidstone", "Kent/Ashford"]);
    assert_eq!(listed(&site.page("/areas/kent/maidstone/")), ["Bulletin b"]);
    assert_eq!(listed(&site.page("/areas/kent/")), ["Bulletin a", "Bulletin b", "Bulletin c"]);
}

#[test]
fn a_bare_name_means_the_area_that_a_path_made_in_any_order() {
    for names in [["Kent/Maidstone", "Maidstone"], ["Maidstone", "Kent/Maidstone"]] {
        let site = areas(&names);
        assert_eq!(listed(&site.page("/areas/kent/maidstone/")), ["Bulletin a", "Bulletin b"]);
        assert!(!site.has("/areas/maidstone/"));
        assert_eq!(site.problems(), "");
    }
}

#[test]
fn two_areas_of_one_name_are_a_problem_that_lists_them() {
    insta::assert_snapshot!(areas(&["Kent/Newtown", "Powys/Newtown", "Newtown"]).problems(), @r"
    error[area-ambiguous]: 2 areas bear the name `Newtown`
     --> content/c.md:4:7
      |
    4 | area: Newtown
      |       ^^^^^^^
      |
      = help: write one of `Kent/Newtown`, `Powys/Newtown`

    1 error
    ");
}

#[test]
fn an_alias_is_the_name_of_one_area() {
    let declared = |areas: &str| bulletin("area: Church End").settings(&format!("areas:\n{areas}"));
    let site = declared("- {name: Wren Valley, areas: [{name: Wrenfield, aliases: [Church End]}, {name: Church End}]}");
    // The bulletin, which says no more, is told as well.
    let site = site.edit("content/roof.md", "---\ntitle: Roof\ndate: 2021-03-01\narea: Wren Valley\n---\n");
    insta::assert_snapshot!(site.problems(), @r"
    error[area-ambiguous]: 2 areas bear the name `Church End`: `Wren Valley/Wrenfield`, `Wren Valley/Church End`
     --> site.yaml:2:59
      |
    2 | - {name: Wren Valley, areas: [{name: Wrenfield, aliases: [Church End]}, {name: Church End}]}
      |                                                           ^^^^^^^^^^
      |
      = help: take this alias out, or change the name of the other area

    1 error
    ");
    assert!(site.has("/areas/wren-valley/church-end/"));
    for taken in [
        "- {name: Tanfold, aliases: [Church End]}\n- {name: Ford, aliases: [church end]}",
        "- {name: Church End}\n- {name: Ford, areas: [{name: Mill, aliases: [Church End]}]}",
        "- {name: Ford, aliases: [Church End]}\n- {name: Church End}",
    ] {
        assert!(declared(taken).codes().contains("area-ambiguous site.yaml"), "{taken}: {}", declared(taken).codes());
    }
    // In other places the path tells which is meant, and a bulletin that names none is asked for it.
    let apart =
        "- {name: Ford, areas: [{name: Mill, aliases: [Church End]}]}\n- {name: Kent, areas: [{name: Church End}]}";
    assert!(declared(apart).codes().starts_with("area-ambiguous content/roof.md"), "{}", declared(apart).codes());
    for sound in ["- {name: Tanfold, aliases: [Church End, church-end]}", "- {name: Church End, aliases: [Church End]}"]
    {
        assert_eq!(declared(sound).codes(), "", "{sound}");
    }
}

#[test]
fn a_bulletin_may_name_several() {
    let site = areas(&["[Kent/Maidstone, Surrey, kent]"]);
    assert_eq!(listed(&site.page("/areas/kent/")), ["Bulletin a"]);
    assert_eq!(listed(&site.page("/areas/surrey/")), ["Bulletin a"]);
    assert_eq!(site.page("/areas/kent/rss.xml").texts("item").len(), 1);
}

#[test]
fn names_compare_without_case_accents_or_space_and_the_first_seen_is_shown() {
    let site = areas(&["Île de France", "ile de france", "' ÎLE DE FRANCE '"]);
    let page = site.page("/areas/ile-de-france/");
    assert_eq!(listed(&page).len(), 3);
    assert_eq!(page.words("h1"), "Île de France");
}

#[test]
fn the_tree_shows_what_is_inside_what() {
    let site = areas(&["Kent/Maidstone", "Surrey"]);
    let tree = site.page("/areas/").find("div class=\"tree\"");
    assert_eq!(tree.attributes("href"), ["/areas/kent/", "/areas/kent/maidstone/", "/areas/surrey/"]);
}

#[test]
fn an_area_has_feeds_of_its_own() {
    let site = areas(&["Kent/Maidstone", "Surrey"]);
    let rss = site.feed("/areas/kent/rss.xml");
    assert_eq!(rss.all("item").len(), 1);
    assert!(rss.find("item").contains("/2021/03/a/"));
    assert!(site.page("/areas/kent/").contains("href=\"/areas/kent/rss.xml\""));
    assert!(site.has("/areas/kent/atom.xml") && site.has("/areas/kent/feed.json"));
}

#[test]
fn a_declared_area_has_a_page_without_bulletins() {
    let site = areas(&["Kent"]).settings(DECLARED);
    assert_eq!(listed(&site.page("/areas/kent/ashford/")), Vec::<String>::new());
    assert!(site.has("/areas/kent/maidstone/coxheath/"));
    assert_eq!(site.problems(), "");
}

#[test]
fn an_alias_finds_its_area() {
    let site = areas(&["maidstone borough", "Kent/County Town"]).settings(DECLARED);
    assert_eq!(listed(&site.page("/areas/kent/maidstone/")), ["Bulletin a", "Bulletin b"]);
    assert_eq!(site.problems(), "");
}

#[test]
fn an_undeclared_name_is_a_warning_with_the_nearest() {
    insta::assert_snapshot!(areas(&["Ashfrod", "Paris"]).settings(DECLARED).problems(), @r"
    warning[area-undeclared]: the area `Ashfrod` is not declared in the settings
     --> content/a.md:4:7
      |
    4 | area: Ashfrod
      |       ^^^^^^^
      |
      = help: did you mean `Ashford`?

    warning[area-undeclared]: the area `Paris` is not declared in the settings
     --> content/b.md:4:7
      |
    4 | area: Paris
      |       ^^^^^
      |
      = help: declare it under `areas` in `site.yaml`

    2 warnings
    ");
    let site = areas(&["Ashfrod"]).settings(DECLARED);
    assert_eq!(listed(&site.page("/areas/ashfrod/")), ["Bulletin a"]);
}

#[test]
fn a_declared_spelling_is_shown() {
    assert_eq!(areas(&["MAIDSTONE"]).settings(DECLARED).page("/areas/kent/maidstone/").words("h1"), "Maidstone");
}

#[test]
fn declared_areas_stand_in_their_order() {
    let tree = areas(&["Kent"]).settings("areas: [Surrey, Kent]").page("/areas/").find("div class=\"tree\"");
    assert_eq!(tree.attributes("href"), ["/areas/surrey/", "/areas/kent/"]);
}

#[test]
fn a_position_goes_out_in_feeds_and_structured_data() {
    let site = areas(&["Maidstone"]).settings(DECLARED);
    assert_eq!(site.feed("/rss.xml").words("georss:point"), "51.27 0.52");
    let place = &site.page("/2021/03/a/").json_ld()["@graph"][0]["spatialCoverage"][0];
    assert_eq!(place["name"], "Maidstone");
    assert_eq!(place["containedInPlace"]["name"], "Kent");
}

#[test]
fn a_position_off_the_earth_is_an_error() {
    assert_eq!(
        areas(&["Kent"]).settings("areas: [{name: Kent, position: [151, 0.5]}]").codes(),
        "value-wrong site.yaml:1:32"
    );
}

#[test]
fn crumbs_lead_up_the_tree() {
    let page = areas(&["Kent/Maidstone"]).page("/2021/03/a/");
    assert_eq!(
        page.find("nav class=\"crumbs").attributes("href"),
        ["/areas/", "/areas/kent/", "/areas/kent/maidstone/"]
    );
    let crumbs = &page.json_ld()["@graph"][1]["itemListElement"];
    let positions: Vec<_> = crumbs.as_array().unwrap().iter().map(|item| item["position"].as_u64()).collect();
    assert_eq!(positions, (1..=5).map(Some).collect::<Vec<_>>());
}

#[test]
fn an_area_has_no_more_parts_than_places_have() {
    let path = |parts: usize| (0..parts).map(|at| format!("a{at}")).collect::<Vec<_>>().join("/");
    assert_eq!(bulletin(&format!("kind: notice\narea: {}", path(12))).codes(), "");
    for parts in [13, 60, 1_000] {
        let codes = bulletin(&format!("kind: notice\narea: {}", path(parts))).codes();
        assert!(codes.contains("value-wrong content/roof.md:"), "{parts}: {codes}");
    }
}

#[test]
fn two_dots_make_no_map() {
    let of = |more: &str| {
        let two =
            "{name: Wrenfield, position: [52.412, -2.874], areas: [Mill]}, {name: Green, position: [52.4371, -2.9015]}";
        areas(&["Mill"]).settings(&format!("areas: [{two}{more}]")).page("/areas/wrenfield/")
    };
    assert!(!of("").contains("<figure class=\"map\""));
    assert!(of(", {name: Moor, position: [52.45, -2.88]}").contains("<figure class=\"map\""));
    assert!(
        of(", {name: Moor, outline: [[52.45, -2.88], [52.46, -2.88], [52.46, -2.87]]}")
            .contains("<figure class=\"map\"")
    );
}

#[test]
fn on_a_map_no_name_lies_over_a_dot() {
    let page = areas(&["Mill"])
        .settings(
            "areas: [{name: Wrenfield, position: [52.412, -2.874], areas: [Mill, {name: Quarter, position: [52.4145, -2.8702]}]}, {name: Green, position: [52.4371, -2.9015]}]",
        )
        .page("/areas/wrenfield/");
    let map = page.find("figure class=\"map\"").0;
    let number = |text: &str, key: &str| -> f64 {
        text.split_once(&format!("{key}=\"")).and_then(|(_, rest)| rest.split('"').next()?.parse().ok()).unwrap()
    };
    let names: Vec<_> = map.split("<text").skip(1).map(|text| (number(text, " x"), number(text, " y"))).collect();
    let dots: Vec<_> = map.split("<circle").skip(1).map(|dot| (number(dot, "cx"), number(dot, "cy"))).collect();
    assert!(names.len() >= 2 && dots.len() >= 3, "{map}");
    for (x, y) in names {
        // A letter is about ten units high, and the largest dot fourteen wide.
        assert!(dots.iter().all(|(cx, cy)| (cx - x).abs() > 30.0 || !(y - 15.0..y + 4.0).contains(cy)), "{map}");
    }
}
