//! Kinds of bulletin and whom to ring (site.md, `kinds` and `contacts`).

use crate::harness::{bulletin, site};

fn ring(kind: &str, now: &str) -> String {
    bulletin(&format!("kind: {kind}")).now(now).roof().words("section class=\"help\"")
}

#[test]
fn the_kinds_that_every_site_has() {
    let site = bulletin("");
    for kind in
        ["appeal", "warning", "missing", "incident", "advice", "event", "roads", "animal", "consultation", "notice"]
    {
        assert!(site.has(&format!("/kinds/{kind}/")), "{kind}");
        assert!(site.has(&format!("/kinds/{kind}/rss.xml")), "{kind}");
    }
}

#[test]
fn an_unknown_kind_names_those_there_are_or_the_nearest() {
    insta::assert_snapshot!(bulletin("kind: apeal").problems(), @r"
    error[kind-unknown]: `apeal` is none of the site's kinds
     --> content/roof.md:5:7
      |
    5 | kind: apeal
      |       ^^^^^
      |
      = help: did you mean `kind: appeal`?

    1 error
    ");
    insta::assert_snapshot!(bulletin("kind: party").problems(), @r"
    error[kind-unknown]: `party` is none of the site's kinds
     --> content/roof.md:5:7
      |
    5 | kind: party
      |       ^^^^^
      |
      = help: the kinds are `appeal`, `warning`, `missing`, `incident`, `advice`, `event`, `roads`, `animal`, `consultation`, `notice`

    1 error
    ");
}

#[test]
fn kinds_of_the_settings() {
    let site = bulletin("kind: flood")
        .settings(
            "
        kinds:
          - name: flood
            label: Flood alert
            plural: Flood alerts
            contacts: [Floodline]
            life: 7 days
          - notice
        contacts:
          - {name: Floodline, phone: 0345 988 1188}
    ",
        )
        .now("2021-03-05");
    assert_eq!(site.problems(), "");
    assert_eq!(site.page("/kinds/flood/").words("h1"), "Flood alerts");
    assert!(site.roof().words("p class=\"labels\"").starts_with("Flood alert"));
    assert!(site.roof().words("section class=\"help\"").contains("Floodline 0345 988 1188"));
    assert_eq!(site.roof().meta("article:expiration_time"), "2021-03-08T15:34:00+00:00");
    assert!(site.has("/kinds/appeal/"), "they add to the built-in ones");
    let only = bulletin("kind: flood").settings("kinds: [{name: flood}]\nkinds_only: true");
    assert!(only.has("/kinds/flood/") && !only.has("/kinds/appeal/"));
}

#[test]
fn nobody_is_rung_about_a_dog_or_a_street_light() {
    for kind in ["animal", "roads", "event", "consultation", "notice"] {
        assert!(!bulletin(&format!("kind: {kind}")).roof().contains("class=\"help\""), "{kind}");
    }
    let dog = bulletin("kind: animal\ncontacts: [{name: Jean, phone: 01632 960123}]").roof();
    assert!(dog.words("section class=\"help\"").contains("Jean 01632 960123"));
    assert!(!dog.words("section class=\"help\"").contains("999"));
}

#[test]
fn an_event_ends_when_it_is_over_and_never_before() {
    let ends = |fields: &str| bulletin(&format!("kind: event\n{fields}")).roof().meta("article:expiration_time");
    assert_eq!(ends("when: {start: 2021-03-12 10:00, end: 2021-03-12 14:00}"), "2021-03-12T14:00:00+00:00");
    assert_eq!(ends("when: 2021-03-12 10:00"), "2021-03-13T00:00:00+00:00");
    assert_eq!(ends("when: {start: 2021-03-12, end: 2021-03-14}"), "2021-03-15T00:00:00+00:00");
    // A later end may be given, which lasts through its day; an earlier one does not end it before it has happened.
    assert_eq!(ends("when: 2021-03-12\nexpires: 2021-03-13"), "2021-03-14T00:00:00+00:00");
    assert_eq!(ends("when: 2021-03-12\nexpires: 2021-03-11"), "2021-03-13T00:00:00+00:00");
    // One that does not say when stays, with a warning.
    assert!(bulletin("kind: event").roof().metas("article:expiration_time").is_empty());
    assert_eq!(bulletin("kind: event").codes(), "when-missing content/roof.md:1:1");
    assert!(bulletin("kind: appeal").roof().metas("article:expiration_time").is_empty());
}

#[test]
fn fraud_is_reported_to_the_body_of_the_day() {
    assert!(ring("warning", "2025-12-03 23:59").contains("Action Fraud 0300 123 2040"));
    assert!(!ring("warning", "2025-12-03 23:59").contains("Report Fraud"));
    assert!(ring("warning", "2025-12-04 00:00").contains("Report Fraud 0300 123 2040"));
    assert!(!ring("warning", "2025-12-04 00:00").contains("Action Fraud"));
}

#[test]
fn a_contact_that_was_replaced_is_shown_under_its_new_name() {
    let site = bulletin("expires: 2027-01-01\ncontacts: Action Fraud").now("2026-01-01");
    assert!(site.roof().words("section class=\"help\"").contains("Report Fraud"));
    insta::assert_snapshot!(site.problems(), @r"
    warning[contact-replaced]: the contact `Action Fraud` is not valid at present
     --> content/roof.md:6:11
      |
    6 | contacts: Action Fraud
      |           ^^^^^^^^^^^^
      |
      = help: `Report Fraud` is shown instead: name it

    1 warning
    ");
    assert_eq!(bulletin("expires: 2027-01-01\ncontacts: Action Fraud").now("2025-11-01").problems(), "");
}

#[test]
fn an_unknown_contact_is_an_error() {
    insta::assert_snapshot!(bulletin("contacts: Crimestopers").problems(), @r"
error[contact-unknown]: `Crimestopers` is none of the site's contacts
 --> content/roof.md:5:11
  |
5 | contacts: Crimestopers
  |           ^^^^^^^^^^^^
  |
  = help: did you mean `Crimestoppers`?

1 error
");
}

#[test]
fn contacts_of_the_settings_join_the_national_ones() {
    let site = bulletin("contacts: [ward, 999]").settings(
        "
        contacts:
          - {name: Ward, phone: 01622604100, note: Office hours}
          - {name: '101', phone: 101, note: Changed}
    ",
    );
    assert_eq!(site.problems(), "");
    let all = site.page("/").words("section class=\"contacts\"");
    assert!(
        all.contains("Ward 01622604100 Office hours") && all.contains("Changed") && all.contains("Crimestoppers"),
        "{all}"
    );
}

#[test]
fn the_contact_box_stands_on_every_page() {
    let site =
        bulletin("status: withdrawn\nclosed: 2021-03-02").edit("content/pages/about.md", "---\ntitle: About\n---\n");
    for address in ["/", "/2021/03/roof/", "/about/", "/areas/", "/404.html", "/kinds/appeal/"] {
        assert!(site.page(address).words("p class=\"emergency\"").contains("999"), "{address}");
    }
}

#[test]
fn a_contact_that_is_not_valid_yet_is_not_shown() {
    let site = site(
        "
        -- site.yaml --
        contacts:
          - {name: Old line, phone: 01622 604100, valid_until: 2021-03-01, replaced_by: New line}
          - {name: New line, phone: 01622 604101, valid_from: 2021-03-01}
        -- content/roof.md --
        ---
        title: Roof
        date: 2021-01-01
        area: Kent
        contacts: Old line
        ---
    ",
    );
    let ring = |now: &str| site_at(&site, now);
    assert_eq!(ring("2021-02-28"), ["Old line 01622 604100"]);
    assert_eq!(ring("2021-03-01"), ["New line 01622 604101"]);
}

fn site_at(site: &crate::harness::Site, now: &str) -> Vec<String> {
    let copy = site.files.iter().fold(crate::harness::site(""), |copy, (path, text)| copy.edit(path, text));
    copy.now(now).page("/2021/01/roof/").find("section class=\"help\"").texts("li")
}
