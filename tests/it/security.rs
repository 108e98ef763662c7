//! `security.txt` (RFC 9116; standards.md 2.7).

use crate::harness::{Site, bulletin};

const FILE: &str = "/.well-known/security.txt";

fn site(security: &str) -> Site {
    bulletin("").settings(&format!("base_url: https://example.org/\nsecurity: {{{security}}}"))
}

#[test]
fn there_is_none_unless_the_site_names_a_contact() {
    assert!(!bulletin("").has(FILE));
}

#[test]
fn it_says_whom_to_tell_and_until_when_that_holds() {
    let site = site(
        "contact: [security@example.org, https://example.org/report/, 'tel:+44-1622-604100'], expires: 2021-09-01, policy: https://example.org/policy/, languages: [en_GB, cy]",
    );
    assert_eq!(site.problems(), "");
    assert_eq!(
        site.page(FILE).0,
        "Contact: mailto:security@example.org\n\
         Contact: https://example.org/report/\n\
         Contact: tel:+44-1622-604100\n\
         Expires: 2021-09-01T00:00:00+01:00\n\
         Preferred-Languages: en-GB, cy\n\
         Canonical: https://example.org/.well-known/security.txt\n\
         Policy: https://example.org/policy/\n"
    );
}

#[test]
fn a_lapsed_one_is_left_out_and_the_rest_of_the_site_is_built() {
    let site = site("contact: a@example.org, expires: 2021-03-01");
    assert_eq!(site.codes(), "security-lapsed site.yaml:2:45");
    let problems = site.problems();
    assert!(
        problems.contains("warning[security-lapsed]: `security` lapsed: it held until Monday 1 March 2021"),
        "{problems}"
    );
    assert!(!site.has(FILE) && site.has("/"));
    assert!(site.now("2021-02-28 23:59").has(FILE));
}

#[test]
fn its_end_is_told_of_some_weeks_before() {
    let site = || site("contact: a@example.org, expires: 2021-04-01");
    assert_eq!(site().codes(), "security-ending site.yaml:2:45");
    assert!(site().problems().contains("holds until Thursday 1 April 2021"), "{}", site().problems());
    assert!(site().has(FILE));
    assert_eq!(site().now("2021-02-28 23:59").codes(), "");
    // A build that replays the last one's words knows when there are others to say.
    let quiet = site().now("2021-02-28 23:59");
    let until = quiet.renderer().catalogue.until.map(|until| until.rfc3339(&quiet.renderer().catalogue.settings.zone));
    assert_eq!(until.as_deref(), Some("2021-03-01T00:00:00+00:00"));
}

#[test]
fn one_that_does_not_say_until_when_is_an_error() {
    let site = site("contact: a@example.org");
    assert_eq!(site.codes(), "value-wrong site.yaml:2:11");
    assert!(site.problems().contains("`security` takes a `contact` and an `expires`"), "{}", site.problems());
    assert!(!site.has(FILE));
}

#[test]
fn more_than_a_year_ahead_is_pointed_out() {
    let site = site("contact: a@example.org, expires: 2022-03-20");
    assert_eq!(site.codes(), "security-far site.yaml:2:45");
    assert!(site.has(FILE));
    assert_eq!(self::site("contact: a@example.org, expires: 2022-03-09").codes(), "");
}

#[test]
fn contacts_have_a_scheme_that_the_rfc_knows() {
    for wrong in ["http://example.org/", "javascript:x", "somebody"] {
        let site = site(&format!("contact: '{wrong}', expires: 2021-09-01"));
        assert_eq!(site.codes(), "value-wrong site.yaml:2:21", "{wrong}");
        assert!(!site.has(FILE));
    }
    assert_eq!(site("expires: 2021-09-01").codes(), "value-wrong site.yaml:2:11");
    assert_eq!(site("contact: a@b.example, expires: soon").codes(), "date-unreadable site.yaml:2:43");
    assert_eq!(
        site("contact: a@b.example, expires: 2021-09-01, policy: http://b.example/").codes(),
        "value-wrong site.yaml:2:63"
    );
    assert_eq!(
        site("contact: a@b.example, expires: 2021-09-01, policies: x").codes(),
        "setting-unknown site.yaml:2:55"
    );
}

#[test]
fn a_canonical_address_begins_with_https() {
    let site = site("contact: a@example.org, expires: 2021-09-01").base("http://localhost:8080/");
    assert!(!site.page(FILE).contains("Canonical"));
}
