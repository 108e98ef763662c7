//! Bulletins as volunteers write them (content.md, "As volunteers write it"): read as meant, or told so that somebody who
//! has never heard of YAML can mend it; and `--fix`, which mends what has one right answer.

use noticeboard::problem::{Change, Safety, fix};

use crate::harness::{Site, site};

fn raw(text: &str) -> Site {
    site("").edit("content/gate.md", text)
}

/// The rest of a bulletin round one line, or more.
fn with(lines: &str) -> Site {
    let mut text = String::from("---\n");
    for (key, line) in [("title", "title: Gate shut"), ("date", "date: 2021-03-01 15:34"), ("area", "area: Mill End")] {
        if !lines.to_lowercase().lines().any(|line| line.trim_start().starts_with(key)) {
            text += &format!("{line}\n");
        }
    }
    raw(&format!("{text}{lines}\n---\nGo round by the ford.\n"))
}

/// The text of a file once `--fix` has mended what is safe, as often as it takes.
fn mended(site: &Site) -> String {
    let mut text = site.files["content/gate.md"].clone();
    for _ in 0..5 {
        let found = raw(&text).found();
        let edits = found.iter().filter_map(|problem| problem.fix.as_ref()).filter(|fix| fix.safety == Safety::Safe);
        let edits: Vec<_> = edits
            .filter_map(|fix| match &fix.change {
                Change::Edits(edits) => Some(edits.as_slice()),
                Change::Utf8 | Change::Name(_) => None,
            })
            .collect();
        if edits.is_empty() {
            return text;
        }
        text = fix::apply(&text, edits).0;
    }
    panic!("it is never mended: {text}")
}

/// A line as written, its codes, and the title that readers see.
const TITLES: &[(&str, &str, &str)] = &[
    ("title: WARNING: the gate is shut", "value-unquoted", "WARNING: the gate is shut"),
    ("title: Gate shut: go round: now", "value-unquoted", "Gate shut: go round: now"),
    ("title: #MillTogether week", "value-unquoted", "#MillTogether week"),
    ("title: Plot #4 dug up", "value-unquoted", "Plot #4 dug up"),
    ("title: !Urgent gate shut", "value-unquoted", "!Urgent gate shut"),
    ("title: &more on the gate", "value-unquoted", "&more on the gate"),
    ("title: *New* times", "value-unquoted", "*New* times"),
    ("title: @MillEnd says", "value-unquoted", "@MillEnd says"),
    ("title: [UPDATE] Gate shut", "value-unquoted", "[UPDATE] Gate shut"),
    ("title: {new} times", "value-unquoted", "{new} times"),
    ("title: > 50 came", "value-unquoted", "> 50 came"),
    ("title: | the gate", "value-unquoted", "| the gate"),
    ("title: - the gate", "value-unquoted", "- the gate"),
    ("title: % of gates", "value-unquoted", "% of gates"),
    ("title: 'Don't use the gate'", "value-unquoted", "Don't use the gate"),
    ("title: \"The \"old\" gate\"", "value-unquoted", "The \"old\" gate"),
    ("title: \"Stop\" says the sign", "value-unquoted", "\"Stop\" says the sign"),
    ("title: \"The gate", "value-unquoted", "The gate"),
    ("title: “The gate: shut”", "quotes-curly", "The gate: shut"),
    ("title: ‘Don’t use the gate’", "quotes-curly", "Don’t use the gate"),
    ("title: \"The gate”", "quotes-curly", "The gate"),
    ("title:\tThe gate", "blank-unusual", "The gate"),
    ("title:\u{a0}The gate", "blank-unusual", "The gate"),
    ("title: \u{200b}The gate", "blank-unusual", "The gate"),
    ("title\u{a0}: The gate", "blank-unusual", "The gate"),
    ("title:The gate", "blank-unusual", "The gate"),
    ("TITLE:The gate", "blank-unusual", "The gate"),
    ("  title: The gate", "blank-unusual", "The gate"),
    ("title: The ga\u{8}te", "blank-unusual", "The gate"),
    ("title：The gate", "blank-unusual", "The gate"),
    ("Title: The gate", "", "The gate"),
    ("title: The gate\n  is shut: go round", "value-unquoted", "The gate is shut: go round"),
    ("title: “Stop” or “go”", "", "“Stop” or “go”"),
];

#[test]
fn what_is_clear_is_read_as_meant_and_mended() {
    for (line, code, title) in TITLES {
        let site = with(line);
        let codes = site.codes();
        let names: Vec<&str> = codes.lines().map(|line| line.split(' ').next().unwrap_or_default()).collect();
        assert!(names.iter().all(|name| name == code), "{line:?}: {codes}");
        assert_eq!(names.is_empty(), code.is_empty(), "{line:?}: {codes}");
        let page = site.page("/2021/03/gate/");
        assert_eq!(page.words("h1"), *title, "{line:?}");
        let text = mended(&site);
        let again = raw(&text);
        assert_eq!(again.codes(), "", "{line:?} is mended to {text}");
        assert_eq!(again.page("/2021/03/gate/").words("h1"), *title, "{line:?} is mended to {text}");
        assert!(text.ends_with("---\nGo round by the ford.\n"), "the rest stays: {text}");
    }
}

#[test]
fn lists_are_read_as_meant() {
    for lines in [
        "area:\n-Mill End\n-Ford",
        "area:\n• Mill End\n• Ford",
        "area:\n–\u{a0}Mill End\n- Ford",
        "area: [Mill End, Ford",
        "area: [“Mill End”, ‘Ford’]",
    ] {
        let site = with(lines);
        let code = if lines.contains(['•', '–']) { "bullet-unusual" } else { "" };
        assert!(!site.codes().is_empty() && site.codes().contains(code), "{lines:?}");
        assert!(site.has("/areas/mill-end/") && site.has("/areas/ford/"), "{lines:?}: {}", site.codes());
        assert_eq!(raw(&mended(&site)).codes(), "", "{lines:?}");
    }
}

#[test]
fn long_dashes_are_marks() {
    for (open, close) in [("—", "—"), ("—-", "–-"), ("- - -", "---"), ("---", "—\u{a0}")] {
        let site = raw(&format!("{open}\ntitle: Gate\ndate: 2021-03-01\narea: Ford\n{close}\nGo round.\n"));
        assert!(site.codes().lines().all(|line| line.starts_with("mark-of-dashes")), "{}", site.codes());
        assert_eq!(site.page("/2021/03/gate/").words("h1"), "Gate", "{open}");
        assert!(mended(&site).starts_with("---\ntitle: Gate\ndate: 2021-03-01\narea: Ford\n---\n"), "{open}");
    }
}

/// What is told: lines, the place, and words of the help.
const TOLD: &[(&str, &str, &str)] = &[
    ("title Gate shut", "yaml-broken content/gate.md:4:1", "write it as `title: Gate shut`"),
    ("title = Gate shut", "yaml-broken content/gate.md:4:1", "write it as `title: Gate shut`"),
    ("Go round", "yaml-broken content/gate.md:5:1", "a word, a colon, a blank"),
    ("kind: notice # or warning", "comment-left-out content/gate.md:5:14", "`kind: \"notice # or warning\"`"),
    ("extra: &x [a]\nmore: *x", "yaml-feature content/gate.md:5:11", "write the value out"),
    ("extra: !!set [a]", "yaml-feature content/gate.md:5:", "write the value out"),
    ("og: &o {site_name: a}\n<<: *o", "yaml-feature content/gate.md:5:", "write the value out"),
];

#[test]
fn what_is_not_clear_is_told_in_plain_words() {
    for (lines, place, help) in TOLD {
        let site = with(lines);
        assert!(site.codes().starts_with(place), "{lines:?}: {}", site.codes());
        let problems = site.problems();
        assert!(problems.contains(help), "{lines:?}: {problems}");
        for word in ["mapping", "scalar", "simple key", "YAML", "node", "token", "anchor", "parse"] {
            assert!(!problems.contains(word), "{word} is a parser's word: {problems}");
        }
    }
}

#[test]
fn a_line_that_cannot_be_told_by_eye_is_shown() {
    insta::assert_snapshot!(with("area:\u{a0}Ford").problems(), @"
    warning[blank-unusual]: a no-break space stands here instead of a blank: `area:␣Ford`
     --> content/gate.md:4:6
      |
    4 | area:\u{a0}Ford
      |      ^
      |
      = help: it is read as `area: Ford`; `noticeboard check --fix` writes it so

    1 warning
    ");
}

#[test]
fn fields_without_the_first_mark() {
    let site = raw("title: Gate\ndate: 2021-03-01\narea: Ford\n---\nGo round.\n");
    assert_eq!(site.codes(), "front-matter-missing content/gate.md:1:1");
    assert!(site.problems().contains("put a line `---` above `title: Gate`"), "{}", site.problems());
}

#[test]
fn a_text_that_was_taken_for_fields() {
    let site =
        raw("---\ntitle: Gate\ndate: 2021-03-01\narea: Ford\n\nGo round by the ford, please.\n\n---\n\nThanks.\n");
    assert_eq!(site.codes(), "front-matter-unclosed content/gate.md:4:1");
    assert!(site.problems().contains("put a line `---` below this one, `area: Ford`"), "{}", site.problems());
}
