//! The two forms of front matter, and where it ends (content.md, "Front matter").

use crate::harness::{bulletin, site};

/// A site with one bulletin, character for character.
fn raw(text: &str) -> crate::harness::Site {
    site("").edit("content/roof.md", text)
}

const FIELDS: &str = "title: Roof\ndate: 2021-03-01 15:34\narea: Kent\n";

#[test]
fn dashes() {
    let page = raw(&format!("---\n{FIELDS}---\nLead was taken.\n")).roof();
    assert_eq!(page.words("h1"), "Roof");
    assert_eq!(page.words("div class=\"prose\""), "Lead was taken.");
}

#[test]
fn dashes_may_close_with_dots() {
    assert_eq!(
        raw(&format!("---\n{FIELDS}...\nLead was taken.\n")).roof().words("div class=\"prose\""),
        "Lead was taken."
    );
}

#[test]
fn a_leading_yaml_block() {
    for mark in ["yaml", "yml"] {
        let page = raw(&format!("```{mark}\n{FIELDS}```\n\nLead was taken.\n")).roof();
        assert_eq!(page.words("h1"), "Roof");
        assert_eq!(page.words("div class=\"prose\""), "Lead was taken.");
    }
}

#[test]
fn byte_order_mark_crlf_blank_lines_and_blanks_after_marks() {
    let crlf = FIELDS.replace('\n', "\r\n");
    for text in [
        format!("\u{feff}---\n{FIELDS}---\nLead was taken.\n"),
        format!("---\r\n{crlf}---\r\nLead was taken.\r\n"),
        format!("\n \n---  \n{FIELDS}--- \t\nLead was taken.\n"),
        format!("\u{feff}\r\n```yaml \r\n{crlf}``` \r\nLead was taken.\r\n"),
    ] {
        let site = raw(&text);
        assert_eq!(site.problems(), "", "{text:?}");
        assert_eq!(site.roof().words("h1"), "Roof", "{text:?}");
        assert_eq!(site.roof().words("div class=\"prose\""), "Lead was taken.", "{text:?}");
    }
}

#[test]
fn a_body_may_begin_with_a_yaml_block() {
    let page = raw(&format!("---\n{FIELDS}---\n```yaml\ntitle: not this\n```\n")).roof();
    assert_eq!(page.words("h1"), "Roof");
    assert_eq!(page.words("pre"), "title: not this");
}

#[test]
fn template_marks_in_a_body_are_text() {
    let page = bulletin("---\nSee {{ site.title }} and {% include x %}.").roof();
    assert_eq!(page.words("div class=\"prose\""), "See {{ site.title }} and {% include x %}.");
}

#[test]
fn none_is_an_error_at_the_first_line() {
    insta::assert_snapshot!(raw("\nPolice appeal after lead was taken.\n").problems(), @r"
    error[front-matter-missing]: this file does not begin with its title, date and area
     --> content/roof.md:2:1
      |
    2 | Police appeal after lead was taken.
      | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: put these five lines above the text, with your own date and area: `---`, `title: Police appeal after lead was taken`, `date: 26/11/2026 09:00`, `area: …`, `---`

    1 error
    ");
}

#[test]
fn unclosed_is_an_error_where_the_line_belongs() {
    insta::assert_snapshot!(raw(&format!("\n---\n{FIELDS}\nWords: more of them.\n")).problems(), @r"
    error[front-matter-unclosed]: the end of the fields is not marked
     --> content/roof.md:5:1
      |
    5 | area: Kent
      | ^^^^^^^^^^
      |
     ::: content/roof.md:2:1
      |
    2 | ---
      | --- the fields begin here
      |
      = help: put a line `---` below this one, `area: Kent`, and above the text

    1 error
    ");
    insta::assert_snapshot!(raw(&format!("```yaml\n{FIELDS}")).problems(), @r"
    error[front-matter-unclosed]: the end of the fields is not marked
     --> content/roof.md:4:1
      |
    4 | area: Kent
      | ^^^^^^^^^^
      |
     ::: content/roof.md:1:1
      |
    1 | ```yaml
      | ------- the fields begin here
      |
      = help: put a line of three backticks, ```, below this one, `area: Kent`, and above the text

    1 error
    ");
}

#[test]
fn a_key_given_twice_names_both_places() {
    insta::assert_snapshot!(bulletin("kind: appeal\nkind: warning").problems(), @r"
    error[key-twice]: the key `kind` is given twice
     --> content/roof.md:6:1
      |
    6 | kind: warning
      | ^^^^
      |
     ::: content/roof.md:5:1
      |
    5 | kind: appeal
      | ---- first given here
      |
      = help: remove one of the two, or join their values

    1 error
    ");
}

#[test]
fn front_matter_that_is_nested_without_end_is_refused() {
    let nested: String = (0..60).map(|depth| format!("{}a:\n", " ".repeat(depth))).collect::<Vec<_>>().concat();
    let codes = site(&format!("-- content/a.md --\n---\ntitle: A\ndate: 2021-03-01\n{nested}---\nBody\n")).codes();
    assert!(codes.contains("yaml-limit"), "{codes}");
}

#[test]
fn a_text_in_marks_may_go_on_at_the_beginning_of_the_next_lines() {
    let site = site(
        "-- content/a.md --\n---\ntitle: A\ndate: 2021-03-01\narea: Kent\n\nsummary: \"You can learn\nit from a book,\nor not.\"\n\nkind: notice\n---\nBody\n",
    );
    assert_eq!(site.codes(), "");
    assert_eq!(site.page("/2021/03/a/").meta("description"), "You can learn it from a book, or not.");
}
