//! Words with which people and other programs hold a bulletin back, end it or take it back, two bulletins in one file, and two
//! names of one field: nothing becomes public, or stays so, without a word (content.md, "Fields", "Life of a bulletin").

use crate::{
    disk::Folder,
    harness::{Site, site},
};

/// A bulletin of 1 March 2021 with more lines, or with another date; it is 10 March.
fn with(lines: &str) -> Site {
    let date = if lines.lines().any(|line| line.starts_with("date:")) { "" } else { "date: 2021-03-01\n" };
    site("").edit("content/gate.md", &format!("---\ntitle: Gate shut\narea: Ford\n{date}{lines}\n---\nGo round.\n"))
}

/// Lines that do nothing here, and what to write instead.
const MEANT: &[(&str, &str)] = &[
    ("embargo: 2027-01-01", "write `date: 2027-01-01`"),
    ("Not before: 1 January 2027", "write `date: 1 January 2027`"),
    ("not_before: 2027-01-01 09:00", "write `date: 2027-01-01 09:00`"),
    ("publish: 2027-01-01", "write `date: 2027-01-01`"),
    ("publish_on: 2027-01-01", "write `date: 2027-01-01`"),
    ("publishDate: 2027-01-01", "write `date: 2027-01-01` alone"),
    ("published: 2027-01-01", "write `date: 2027-01-01` alone"),
    ("pubDate: 2027-01-01", "write `date: 2027-01-01` alone"),
    ("publish: {date: 2027-01-01}", "write `date: 2027-01-01` alone"),
    ("publish: never", "write `draft: true`"),
    ("embargo: true", "write `draft: true`"),
    ("embargo: until we know more", "write `draft: true`"),
    ("hold: true", "write `draft: true`"),
    ("state: draft", "write `draft: true`"),
    ("post_status: draft", "write `draft: true`"),
    ("visibility: Private", "write `draft: true`"),
    ("private: true", "write `draft: true`"),
    ("hidden: yes", "write `draft: true`"),
    ("Hidden: true", "write `draft: true`"),
    ("public: false", "write `draft: true`"),
    ("password: swordfish", "write `draft: true`"),
    ("permalink: false", "write `draft: true`"),
    ("build: {render: never}", "write `draft: true`"),
    ("_build:\n  render: false", "write `draft: true`"),
    ("headless: true", "write `draft: true`"),
    ("expires_at: 2027-01-01", "write `expires: 2027-01-01`"),
    ("expiry_date: 2027-01-01", "write `expires: 2027-01-01`"),
    ("end_date: 2027-01-01", "write `expires: 2027-01-01`"),
    ("until: 2027-01-01", "write `expires: 2027-01-01`"),
    ("unpublish_on: 2027-01-01", "write `expires: 2027-01-01`"),
    ("until: further notice", "take the line out"),
    ("withdrawn: true", "write `status: withdrawn` in its place, and below it `closed: "),
    ("withdrawn: 2021-03-05", "write `status: withdrawn` in its place, and below it `closed: 2021-03-05`"),
    ("deleted: true", "write `status: withdrawn`"),
    ("removed: true", "write `status: withdrawn`"),
    ("state: trash", "write `status: withdrawn`"),
    ("kind: missing\nfound: yes", "write `status: withdrawn`"),
    ("found: yes", "write `status: resolved`"),
    ("resolved: true", "write `status: resolved`"),
    ("resolved: 2021-03-05", "below it `closed: 2021-03-05`"),
    ("archived: true", "write `status: resolved`"),
    ("active: false", "write `status: resolved`"),
    ("staus: withdrawn", "write `status: withdrawn`"),
    ("satus: Withdrawn", "write `status: withdrawn`"),
    ("statuss: withdrawn", "write `status: withdrawn`"),
    ("statue: withdrawn", "write `status: withdrawn`"),
    ("stauts: withdrawn", "write `status: withdrawn`"),
    ("stat: withdrawn", "write `status: withdrawn`"),
    ("staus: resolved", "write `status: resolved`"),
    ("staus: closed", "write `status: resolved`"),
    ("kind: missing\nstaus: found", "write `status: withdrawn`"),
    ("kind: missing\nstaus: resolved", "write `status: withdrawn`"),
    ("statsu: withdrawn 05/03/2021", "write `status: withdrawn`"),
    ("current status: withdrawn", "write `status: withdrawn`"),
    ("note: withdrawn", "write `status: withdrawn`"),
    ("note: withdrawn 05/03/2021", "write `status: withdrawn`"),
    ("layout: draft", "write `draft: true`"),
    ("draf: true", "write `draft: true`"),
    ("dratf: true", "write `draft: true`"),
    ("darft: yes", "write `draft: true`"),
    ("drafted: yes", "write `draft: true`"),
    ("hide: true", "write `draft: true`"),
    ("hiden: true", "write `draft: true`"),
    ("exipres: 2027-01-01", "write `expires: 2027-01-01`"),
    ("withdraw: 05/03/2021", "below it `closed: 05/03/2021`"),
    ("delete: yes", "write `status: withdrawn`"),
    ("remvoed: yes", "write `status: withdrawn`"),
    ("colsed: 2021-03-05", "below it `closed: 2021-03-05`"),
    ("publish: later", "write `draft: true`"),
    ("publish: after the meeting", "if everybody may, take the line out"),
    ("publish: [later]", "write `draft: true`"),
    ("publish: flase", "write `draft: true`"),
    ("published: flase", "write `draft: true`"),
    ("published: nope", "write `draft: true`"),
    ("published: not yet", "write `draft: true`"),
    ("published: later", "write `draft: true`"),
    ("hidden: ture", "write `draft: true`"),
    ("unlisted: y", "write `draft: true`"),
    ("public: flase", "write `draft: true`"),
    ("withdrawn: yse", "write `status: withdrawn`"),
    ("withdrawn: yes, on 5 March", "write `status: withdrawn`"),
    ("withdrawn: [true]", "write `status: withdrawn`"),
];

/// The same inside other fields.
const INSIDE: &[(&str, &str)] = &[
    ("publish: {from: 2027-01-01}", "write `date: 2027-01-01`"),
    ("publish:\n  start: 2027-01-01", "write `date: 2027-01-01`"),
    ("embargo: {until: 2027-01-01}", "write `date: 2027-01-01`"),
    ("publish: {until: 2027-02-01}", "write `expires: 2027-02-01` at the beginning of a line of its own"),
    ("valid: {to: 2027-02-01}", "write `expires: 2027-02-01`"),
    ("publish: {draft: true}", "write `draft: true`"),
    ("publish: {status: draft}", "write `draft: true`"),
    (
        "og: {status: withdrawn}",
        "write `status: withdrawn` at the beginning of a line of its own, and below it `closed: ",
    ),
    ("og: {draft: yes}", "write `draft: true` at the beginning of a line of its own"),
    ("meta: {life: {status: withdrawn}}", "write `status: withdrawn`"),
    ("bulletin:\n  Status: Resolved", "write `status: resolved`"),
    ("params: {hidden: true}", "write `draft: true`"),
    ("source: {name: Police, status: withdrawn}", "write `status: withdrawn`"),
    ("contacts:\n  - name: Jean\n    phone: 01632 960001\n    status: withdrawn", "write `status: withdrawn`"),
    ("when: {start: 2021-04-01, status: cancelled}", "write `status: withdrawn`"),
    ("road: {status: withdrawn}", "write `status: withdrawn`"),
    ("updates:\n  - status: withdrawn", "write `status: withdrawn`"),
    ("updates:\n  - withdrawn: true", "write `status: withdrawn`"),
    ("updates:\n  - withdrawn", "write `status: withdrawn`"),
    ("updates: resolved", "write `status: resolved`"),
    ("updates:\n  - date: 2021-03-02\n    text: Found.\n    status: withdrawn", "write `status: withdrawn`"),
    ("updates: [{date: 2021-03-02, text: Late.}, {withdrawn: 2021-03-05}]", "below it `closed: 2021-03-05`"),
];

#[test]
fn what_is_meant_to_hold_back_or_to_end_is_an_error_that_says_what_to_write() {
    for (lines, help) in MEANT.iter().chain(INSIDE) {
        let site = with(lines);
        assert!(site.codes().starts_with("life-unread content/gate.md:"), "{lines}: {}", site.codes());
        assert_eq!(site.codes().lines().count(), 1, "{lines}: {}", site.codes());
        assert!(site.problems().contains(help), "{lines}: {}", site.problems());
    }
}

#[test]
fn what_is_denied_past_or_said_properly_is_no_problem() {
    for lines in [
        "private: false",
        "hidden: no",
        "staff: withdrawn from the ford",
        "road_status: closed",
        "weather: future",
        "hide: no",
        "embargo: none",
        "embargo: 2021-02-01",
        "not_before: 2021-03-05",
        "publish: true",
        "publish: yes",
        "visibility: public",
        "post_status: publish",
        "state: Kent",
        "public: true",
        "password: \"\"",
        "withdrawn: false",
        "resolved: no",
        "found: a set of keys",
        "deleted: never",
        "permalink: /gate/",
        "build: {render: always}",
        "expires: 2027-01-01\nexpires_at: 2027-01-01",
        "status: withdrawn\nclosed: 2021-03-05\nwithdrawn: true",
        "status: resolved\nclosed: 2021-03-05\narchived: true",
        "draft: true\nhidden: true\nembargo: 2027-01-01",
        "date: 2027-02-01\nembargo: 2027-01-01",
        "publish: now",
        "publish: yes please",
        "publish: ture",
        "published: ture",
        "publish: {from: 2021-02-01}",
        "publish: {until: 2027-02-01}\nexpires: 2027-02-01",
        "publish: {draft: false, status: published}",
        "cover: {hidden: true, status: final}",
        "road: {status: closed, closed: 2021-03-05, open: false}",
        "forms: [{name: Grant, status: withdrawn}]",
        "og: {type: article, title: Withdrawn, description: Resolved}",
        "status: withdrawn\nclosed: 2021-03-05\nog: {status: withdrawn}",
        "updates: [{date: 2021-03-02, text: Resolved.}, {date: 2021-03-03, text: Open again.}]",
        "when: {start: 2021-04-01}\nend_date: 2021-04-01",
        "published: true\npublishDate: 2021-03-01",
    ] {
        assert_eq!(with(lines).codes(), "", "{lines}");
    }
    for (lines, rule) in [("embargo: 2027-01-01", "embargo"), ("publish: {until: 2027-01-01}", "publish.until")] {
        assert_eq!(with(lines).settings(&format!("fields: {{expires: [{rule}]}}")).codes(), "", "{lines}");
    }
}

#[test]
fn a_slip_in_a_field_of_its_life_is_mended() {
    for (line, want) in [
        ("staus: withdrawn", "\nstatus: withdrawn\n"),
        ("draf: yes", "\ndraft: yes\n"),
        ("exipres: 2027-01-01", "\nexpires: 2027-01-01\n"),
    ] {
        let folder = Folder::empty();
        folder.put(
            "content/a.md",
            format!("---\ntitle: Gate shut\ndate: 2021-03-01\narea: Ford\n{line}\n---\nGo round.\n"),
        );
        let run = folder.run(&["check", "--now", "2021-03-10", "--fix", "--unsafe"]);
        let text = String::from_utf8(folder.tree("content")["a.md"].clone()).expect("it is text");
        assert!(text.contains(want), "{line}: {text}\n{}{}", run.out, run.err);
    }
    // What is no value of the field is only told of.
    assert_eq!(with("stats: 3").codes(), "key-misspelt content/gate.md:5:1");
    assert_eq!(with("closes: 2021-04-05").codes(), "key-misspelt content/gate.md:5:1");
    assert_eq!(
        with("status: open\nexpires: 2027-01-01\nexipres: 2021-04-05").codes(),
        "key-misspelt content/gate.md:7:1"
    );
    let translated = site("")
        .edit("content/aled.md", "---\ntitle: Aled\ndate: 2021-03-01\narea: Ford\n---\nText.\n")
        .edit("content/aled.cy.md", "---\ntitle: Aled\nstaus: withdrawn\n---\nTestun.\n");
    assert!(translated.codes().contains("life-unread content/aled.cy.md:3:1"), "{}", translated.codes());
}

#[test]
fn a_field_of_its_life_below_the_fields_is_an_error() {
    let text = |body: &str| format!("---\ntitle: Gate shut\ndate: 2021-03-01\narea: Ford\n---\n{body}");
    let told = |body: &str| site("").edit("content/gate.md", &text(body)).codes();
    for (body, line) in [
        ("status: withdrawn\n\nGo round.\n", 6),
        ("\nStatus: withdrawn\nGo round.\n", 7),
        ("Go round.\n\nstatus: withdrawn\n", 8),
        ("status: resolved\nGo round.\n", 6),
        ("draft: yes\n\nGo round.\n", 6),
        ("closed: 05/03/2021\n\nGo round.\n", 6),
        ("area: Ford\nexpires: 2021-04-01\n\nGo round.\n", 7),
        ("withdrawn: yes\n\nGo round.\n", 6),
    ] {
        let want = format!("life-unread content/gate.md:{line}:1");
        assert!(told(body).contains(&want), "{body}: {}", told(body));
    }
    for body in [
        "Status: all clear\n\nGo round.\n",
        "Status: open\n\nGo round.\n",
        "Status: closed\n\nGo round.\n",
        "Until: further notice\nWhere: Mill Lane\n\nGo round.\n",
        "Go round.\n\nClosed: 05/03/2021\n",
        "\nClosed: 05/03/2021\n\nGo round.\n",
        "Go round.\nstatus: withdrawn\nMore.\n",
        "```yaml\nstatus: withdrawn\n```\n",
        "Go round.\n\n```yaml\nstatus: withdrawn",
        "Contacts: Jean\nDate: 5 December\n",
    ] {
        assert!(!told(body).contains("life-unread"), "{body}: {}", told(body));
    }
    let folder = Folder::empty();
    folder.put("content/a.md", text("status: withdrawn\n\nGo round.\n"));
    folder.run(&["check", "--now", "2021-03-10", "--fix", "--unsafe"]);
    let mended = String::from_utf8(folder.tree("content")["a.md"].clone()).expect("it is text");
    assert_eq!(mended, "---\ntitle: Gate shut\ndate: 2021-03-01\narea: Ford\nstatus: withdrawn\n---\n\nGo round.\n");
}

#[test]
fn of_several_words_for_a_state_the_safer_counts() {
    for status in ["withdrawn, closed 28/11/2020", "closed withdrawn", "closed - withdrawn", "open (withdrawn)"] {
        let problems = with(&format!("status: \"{status}\"")).problems();
        assert!(problems.contains("write `status: withdrawn`"), "{status}: {problems}");
    }
}

#[test]
fn publish_false_is_a_draft() {
    for lines in ["publish: false", "publish: no", "Publish: No", "published: false"] {
        let site = with(lines);
        assert_eq!(site.codes(), "", "{lines}");
        assert!(!site.has("/2021/03/gate/") && site.preview().has("/2021/03/gate/"), "{lines}");
    }
}

#[test]
fn a_misspelt_yes_or_no_never_publishes() {
    for line in ["draft: ture", "draft: yess", "published: flase", "publish: fales", "publish: later", "private: ye"] {
        assert!(with(line).holding("Go round").is_empty(), "{line}");
        // A mark that is no date leaves the name of the file to say it.
        let text = format!("---\ntitle: Gate shut\narea: Ford\n{line}\n---\nGo round.\n");
        let site = site("").edit("content/2021-03-01-gate.md", &text);
        assert_eq!(site.codes().lines().count(), 1, "{line}: {}", site.codes());
        assert!(site.holding("Go round").is_empty(), "{line}");
    }
}

#[test]
fn a_page_that_is_held_back_is_told_of() {
    for (lines, code) in [
        ("hidden: true", "life-unread content/pages/about.md:3:1"),
        ("og: {status: withdrawn}", "life-unread content/pages/about.md:3:6"),
        ("publish: later", "life-unread content/pages/about.md:3:1"),
        ("embargo: 2027-01-01", "life-unread content/pages/about.md:3:1"),
        ("withdrawn: true", "life-unread content/pages/about.md:3:1"),
        ("status: withdrawn", "life-unread content/pages/about.md:3:9"),
        ("status: wihtdrawn", "life-unread content/pages/about.md:3:9"),
        ("Status: draft", "life-unread content/pages/about.md:3:9"),
        ("expires: 2021-03-05", "life-unread content/pages/about.md:3:10"),
        ("expiryDate: 2027-01-01", "life-unread content/pages/about.md:3:13"),
        ("date: 2027-01-01", "life-unread content/pages/about.md:3:7"),
        ("date: 2021-03-01\nstatus: open", ""),
        ("date: 2020-01-01\nstatus: published", ""),
        ("draft: true\nstatus: withdrawn\nexpires: 2021-03-05\ndate: 2027-01-01", ""),
        ("status: \"\"\nexpires: \"\"", ""),
        ("embargo: 2021-02-01", ""),
        ("archived: true", ""),
        ("until: 2027-01-01", ""),
    ] {
        let text = format!("---\ntitle: About\n{lines}\n---\nUs.\n");
        assert_eq!(site("").edit("content/pages/about.md", &text).codes(), code, "{lines}");
    }
}

#[test]
fn what_is_held_back_becomes_sound_when_its_time_has_come() {
    for lines in ["embargo: 2027-01-01", "publishDate: 2027-01-01", "publish: {from: 2027-01-01}"] {
        assert!(with(lines).now("2026-12-31 23:00").codes().contains("life-unread"), "{lines}");
        assert!(!with(lines).now("2027-01-01").codes().contains("life-unread"), "{lines}");
    }
    // A date of the past that is not the one that counts is only told of.
    assert_eq!(with("publishDate: 2021-03-04").codes(), "field-twice content/gate.md:5:14");
    assert_eq!(with("created: 2020-12-01").codes(), "");
    assert_eq!(with("created: 2021-03-04").codes(), "");
}

#[test]
fn what_is_held_back_by_a_line_that_is_not_read_is_not_built_with_the_sound_rest() {
    let site = with("publishDate: 2027-01-01")
        .edit("content/ford.md", "---\ntitle: Ford\ndate: 2021-03-01\narea: Ford\n---\n");
    assert!(site.holding("Gate shut").is_empty() && site.has("/2021/03/ford/"));
}

#[test]
fn nothing_of_these_holds_up_what_takes_a_bulletin_back() {
    for lines in [
        "status: withdrawn\nclosed: 2021-03-05\nhidden: true\nembargo: 2027-01-01",
        "kind: missing\nstatus: resolved\nclosed: 2021-03-05\nprivate: true\nremoved: true",
        "status: withdrawn\nclosed: 2021-03-05\npublishDate: 2027-01-01",
        "draft: true\npublishDate: 2027-01-01",
    ] {
        let found = with(lines);
        assert!(!found.codes().contains("life-unread"), "{lines}: {}", found.codes());
    }
}

#[test]
fn closed_without_a_status_is_told_of() {
    let site = with("closed: 2021-03-05");
    assert_eq!(site.codes(), "status-missing content/gate.md:5:9");
    assert!(site.problems().contains("add a line `status: resolved`"), "{}", site.problems());
    assert_eq!(with("status: open\nclosed: 2021-03-05").codes(), "");
}

#[test]
fn a_second_bulletin_in_a_file_is_an_error() {
    let second = "---\ntitle: Missing: Zoe, 14\ndate: 2021-03-02\narea: Mill Lane\ndraft: true\n---\nText.\n";
    let site = with("")
        .edit("content/two.md", &format!("---\ntitle: A\ndate: 2021-03-01\narea: Ford\n---\nText.\n\n{second}"));
    assert!(site.codes().contains("bulletin-second content/two.md:8:1"), "{}", site.codes());
    assert!(site.problems().contains("a second bulletin begins here: put it in a file of its own"));
    assert!(site.holding("Zoe").is_empty());
    for text in [
        format!("```yaml\n{second}```\n"),
        "Text.\n\n---\n\nMind: the gate is shut. Contacts: none.\n\n---\n".into(),
        "Text.\n\n---\n\nDate: 5 December\n\nArea: Corn Hall\n\n---\n\nMore.\n".into(),
    ] {
        let site =
            with("").edit("content/two.md", &format!("---\ntitle: A\ndate: 2021-03-01\narea: Ford\n---\n{text}"));
        assert!(!site.codes().contains("bulletin-second"), "{text}: {}", site.codes());
    }
}

#[test]
fn two_names_of_a_field_that_say_two_things_are_told_of() {
    for (lines, code) in [
        ("updated: 2021-03-04\nlastmod: 2021-03-05", "field-twice content/gate.md:6:10"),
        ("updated: 2021-03-04 10:00\nlastmod: 2021-03-04", ""),
        ("expires: 2021-04-04\nexpiryDate: 2021-03-12", "field-twice content/gate.md:6:13"),
        ("slug: a\npermalink: /b/", "field-twice content/gate.md:6:12"),
        ("pinned: false\nsticky: true", "field-twice content/gate.md:6:9"),
        ("source: {name: A, url: 'https://a.example/'}\nurl: https://b.example/", "field-twice content/gate.md:6:6"),
        ("kind: [appeal, warning]", "field-twice content/gate.md:5:16"),
        ("kind: [warning]", ""),
        ("description: A\nexcerpt: B", ""),
        ("unpublishDate: 2027-01-01\nexpiryDate: 2027-01-01", ""),
    ] {
        let found = with(lines).codes();
        let told: Vec<&str> = found.lines().filter(|line| line.contains("field-twice") || code.is_empty()).collect();
        assert_eq!(told.join("\n"), code, "{lines}");
    }
    let spare = with("kind: [appeal, warning]").problems();
    assert!(spare.contains("a bulletin has one `kind`, and `warning` is passed over"), "{spare}");
}

#[test]
fn lists_take_the_words_of_all_their_names() {
    let site = with("categories: [crime, burglary]\ntags: shed theft, crime\nauthor: Jean\nauthors: [Jean, Bob]");
    for tag in ["crime", "burglary", "shed-theft"] {
        assert!(site.has(&format!("/tags/{tag}/")), "{tag}");
    }
    assert_eq!(site.codes(), "");
    let site = with("areas: [Mill Lane, Hill]\nredirect_from: /one/\naliases: [/two/]");
    assert!(["/areas/ford/", "/areas/mill-lane/", "/areas/hill/", "/one/", "/two/"].iter().all(|at| site.has(at)));
}

#[test]
fn unpublish_date_is_the_end_and_not_the_beginning() {
    let site = with("unpublishdate: 2021-03-05");
    assert_eq!(site.codes(), "");
    assert!(site.page("/2021/03/gate/").words("div class=\"banner").starts_with("Expired"));
}

#[test]
fn what_is_to_come_does_not_say_since_when_it_is_resolved() {
    let lines = "status: resolved\nupdates: [{date: 2021-12-01 09:00, text: It may rain.}]";
    let site = with(lines);
    let banner = site.page("/2021/03/gate/").words("div class=\"banner");
    assert!(banner.starts_with("Resolved") && banner.contains("1 March 2021"), "{banner}");
    assert!(site.problems().contains("until then Monday 1 March 2021 is taken"), "{}", site.problems());
    let later = with(lines).now("2021-12-02");
    assert!(later.page("/2021/03/gate/").words("div class=\"banner").contains("1 December 2021"));
    assert_eq!(later.codes(), "closed-missing content/gate.md:5:9");
}

#[test]
fn a_translation_whose_original_is_gone_is_told_so() {
    let site = site("").edit("content/aled.cy.md", "---\ntitle: Aled\n---\nTestun.\n");
    assert!(site.codes().contains("original-gone content/aled.cy.md:1:1"), "{}", site.codes());
    let problems = site.problems();
    assert!(problems.contains("this translates `content/aled.md`, which is not there"), "{problems}");
    assert!(problems.contains("delete this file too") && !problems.contains("add a line such as `date:"), "{problems}");
}
