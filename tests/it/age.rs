//! Pages that know their age: what a page carries for when nobody builds it again (site.md, "The reader's side"; content.md, "Life
//! of a bulletin").

use crate::{
    disk::{Folder, text},
    harness::bulletin,
};

#[test]
fn a_page_carries_when_it_will_be_over_and_the_words_for_it() {
    let expiring = "expires: 2021-03-20 18:00";
    let before = bulletin(expiring).roof();
    let banner = before.find("div class=\"banner");
    assert_eq!(before.attributes("data-from"), vec!["2021-03-20T18:00:00+00:00"; 2]);
    let after = bulletin(expiring).now("2021-03-21 12:00").roof();
    assert_eq!(banner.text(), after.words("div class=\"banner"));
    assert_eq!(after.attributes("data-from"), Vec::<String>::new());
    // Without a script it says in words until when it holds.
    assert!(before.text().contains("Until 6pm, Saturday 20 March 2021"), "{}", before.text());
}

#[test]
fn the_first_of_several_ends_counts() {
    let both = "kind: appeal\nstatus: resolved\nclosed: 2021-03-15\nexpires: 2021-03-20 18:00";
    let page = bulletin(both).roof();
    assert!(page.attributes("data-from").iter().all(|at| at == "2021-03-15T00:00:00+00:00"));
    assert!(page.words("div class=\"banner").starts_with("Resolved"));
    assert_eq!(bulletin("").roof().attributes("data-from"), Vec::<String>::new());
    // What is over asks nobody for anything: a script takes it away at that time.
    assert!(page.attributes("data-until").len() >= 2, "{:?}", page.attributes("data-until"));
}

#[test]
fn what_a_build_would_show_afterwards_stands_in_the_page() {
    let fields = "kind: missing\nseverity: extreme\nexpires: 2021-03-20\nreference: MP/77/26";
    let site = bulletin(fields);
    let over = "2021-03-21T00:00:00+00:00";
    let later = format!("aside class=\"facts\" data-from=\"{over}\" hidden");
    assert_eq!(site.roof().find(&later).words("dd"), "MP/77/26");
    // Beside other facts it is the reference alone that comes.
    let sourced = bulletin(&format!("{fields}\nsource: {{name: Police, url: 'https://police.example/1'}}")).roof();
    assert_eq!(sourced.find("aside class=\"facts\" aria-label").attributes("data-from"), [over]);
    let poster = site.page("/2021/03/roof/poster/");
    assert_eq!(poster.attributes("data-until"), vec![over; 4]);
    let fresh = bulletin(fields).now("2021-03-22").page("/2021/03/roof/poster/");
    assert_eq!(poster.all("div class=\"call\"").last().unwrap().text(), fresh.words("div class=\"call\""));
    assert_eq!(poster.all("p class=\"take\"").last().unwrap().text(), fresh.words("p class=\"take\""));
    let event = bulletin("kind: event\nwhen: {start: 2021-03-20 10:00}").roof();
    assert!(event.contains("<span data-until=\"2021-03-21T00:00:00+00:00\"><a href=\"/2021/03/roof/event.ics\">"));
}

#[test]
fn lists_mark_what_is_over() {
    let front = bulletin("expires: 2021-03-20").page("/");
    assert_eq!(front.attributes("data-from"), ["2021-03-21T00:00:00+00:00"]);
}

#[test]
fn what_is_to_come_is_in_no_page() {
    let site = bulletin("date: 2021-04-01\nexpires: 2021-04-03");
    assert_eq!(site.holding("Roof"), Vec::<String>::new());
    assert_eq!(site.holding("2021-04-0"), Vec::<String>::new());
}

#[test]
fn a_site_that_promises_to_be_looked_at_says_when_it_was() {
    let site = bulletin("").settings("fresh_within: 7 days");
    let line = site.page("/").find("p data-checked=\"/checked.txt\"");
    assert!(line.text().contains("This site was last checked on"), "{}", line.text());
    assert_eq!(site.page("/").attributes("data-within"), ["604800"]);
    assert_eq!(
        String::from_utf8(site.bytes("/checked.txt")).unwrap(),
        "2021-03-10T12:00:00+00:00\nen-GB Wednesday 10 March 2021\n"
    );
    assert_eq!(site.page("/").attributes("data-language"), ["en-GB"]);
    // No browser need know the language.
    let welsh = bulletin("").settings("language: cy\nfresh_within: 7 days");
    let checked = String::from_utf8(welsh.bytes("/checked.txt")).unwrap();
    assert_eq!(checked, "2021-03-10T12:00:00+00:00\ncy dydd Mercher 10 Mawrth 2021\n");
    assert_eq!(welsh.page("/").attributes("data-language"), ["cy"]);
    let none = bulletin("");
    assert!(!none.has("/checked.txt") && none.page("/").attributes("data-checked").is_empty());
    for wrong in ["soon", "5 minutes", "0", "[7]"] {
        assert!(bulletin("").settings(&format!("fresh_within: {wrong}")).codes().contains("value-wrong"), "{wrong}");
    }
}

#[test]
fn a_promise_is_kept_by_building_in_half_the_time() {
    let folder = Folder::empty().write("content/roof.md", text("Roof")).write("site.yaml", "fresh_within: 7 days\n");
    folder.build(&[]).ended(0);
    assert_eq!(folder.read(".noticeboard/next"), "2021-03-14T00:00:00Z\n");
}

/// The policy that a page says itself.
fn policy(page: &crate::harness::Page) -> Option<String> {
    let line = page.lines().find(|line| line.starts_with("<meta http-equiv=\"content-security-policy\""))?;
    Some(html_escape::decode_html_entities(line.split("content=\"").nth(1)?.split('"').next()?).into_owned())
}

#[test]
fn pages_say_themselves_what_they_may_load() {
    let site = bulletin("");
    let headers = String::from_utf8(site.bytes("/_headers")).unwrap();
    for page in [site.roof(), site.page("/"), site.page("/2021/03/roof/poster/"), site.page("/404.html")] {
        let policy = policy(&page).expect("it has one");
        assert!(policy.starts_with("default-src 'self'; script-src 'self';"), "{policy}");
        // A page cannot say who may show it in a frame; the rest is what hosts are told.
        assert!(headers.contains(&format!("{policy}; frame-ancestors 'self'\n")), "{policy}\n{headers}");
    }
    assert_eq!(policy(&bulletin("").settings("outputs: {headers: false}").roof()), None);
}
