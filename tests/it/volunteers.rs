//! Bulletins as volunteers write them (content.md, "As volunteers write it"): read as meant, or told so that somebody who
//! has never heard of YAML can mend it; and `--fix`, which mends what has one right answer.

use noticeboard::testing::problem::{FixAction, Safety, fix};

use crate::harness::{Site, site};

fn raw(text: &str) -> Site {
    site("").edit("content/gate.md", text)
}

/// A bulletin round a text, which begins on its sixth line.
fn of_body(text: &str) -> Site {
    raw(&format!("---\ntitle: Gate shut\ndate: 2021-03-01\narea: Ford\n---\n{text}"))
}

/// The rest of a bulletin round one line, or more.
fn with(lines: &str) -> Site {
    let mut text = String::from("---\n");
    for (key, line) in [("title", "title: Gate shut"), ("date", "date: 2021-03-01 15:34"), ("area", "area: Mill End")] {
        if !lines
            .to_lowercase()
            .lines()
            .any(|line| line.trim_start_matches(|letter: char| !letter.is_alphanumeric()).starts_with(key))
        {
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
                FixAction::Edits(edits) => Some(edits.as_slice()),
                FixAction::Utf8 | FixAction::Name(_) => None,
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
    ("title: **New** times", "value-unquoted", "New times"),
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
    ("title: \"The gate\",", "value-unquoted", "The gate"),
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
    ("title = The gate", "bullet-unusual", "The gate"),
    ("title = The gate: shut", "bullet-unusual value-unquoted", "The gate: shut"),
    ("**Title:** The gate", "bullet-unusual", "The gate"),
    ("**Title**: The gate", "bullet-unusual", "The gate"),
    ("‘title’: The gate", "bullet-unusual", "The gate"),
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
        assert!(names.iter().all(|name| code.contains(name)), "{line:?}: {codes}");
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
fn commas_part_areas_unless_one_of_the_whole_name_is_declared() {
    let site = with("area: Mill End, Ford");
    assert_eq!(site.codes(), "areas-with-commas content/gate.md:4:7");
    assert!(site.has("/areas/mill-end/") && site.has("/areas/ford/"));
    assert!(mended(&site).contains("area: [Mill End, Ford]\n"));
    let declared = with("area: Mill, the old one").settings("areas: [\"Mill, the old one\", Ford]");
    assert_eq!(declared.codes(), "");
    assert!(declared.has("/areas/mill-the-old-one/"));
}

#[test]
fn dates_as_people_write_them() {
    for (written, plain) in [
        ("01.03.2021", "2021-03-01"),
        ("1/3/21", "2021-03-01"),
        ("01-03-2021", "2021-03-01"),
        ("1.3.21 15:34", "2021-03-01 15:34"),
        ("15:34 01/03/21", "2021-03-01 15:34"),
    ] {
        let site = with(&format!("date: {written}"));
        assert_eq!(site.codes(), "date-loose content/gate.md:4:7", "{written}");
        assert!(mended(&site).contains(&format!("\ndate: {plain}\n")), "{written}: {}", mended(&site));
        assert_eq!(site.page("/2021/03/gate/").attributes("datetime")[0][..10], *"2021-03-01", "{written}");
    }
    for written in ["Monday 1st March 2021", "Monday 1 March 2021 at 3.34pm", "1/3/2021"] {
        assert_eq!(with(&format!("date: {written}")).codes(), "", "{written}");
    }
}

#[test]
fn a_person_with_a_number_is_a_contact() {
    for written in [
        "Jean 01632 960001",
        "Jean: 01632 960001",
        "Jean (01632 960001)",
        "{Name: Jean, Phone: 01632 960001}",
        "Jean: 01632 960001 (evenings)",
        "Jean, 01632 960001",
        "Jean, jean@a.example, 01632 960001",
        "Crimestoppers, Jean, 01632 960001",
    ] {
        let site = with(&format!("contacts: {written}"));
        let page = site.page("/2021/03/gate/");
        assert!(page.contains("Jean") && page.contains("tel:+441632960001"), "{written}: {}", site.codes());
        assert_eq!(page.contains("evenings"), written.contains("evenings"), "{written}");
        assert!(!site.codes().contains("contact-unknown"), "{written}: {}", site.codes());
    }
    // A slip in the name of a known one is told.
    assert_eq!(with("contacts: Crimestopers, 0800 555 111").codes(), "contact-unknown content/gate.md:5:11");
}

#[test]
fn capitals_make_no_other_field() {
    for lines in ["Status: withdrawn\nClosed: 2021-03-02", "STATUS: Withdrawn\nclosed: 2021-03-02"] {
        let site = with(lines);
        assert!(site.has("/2021/03/gate/") && !site.page("/2021/03/gate/").contains("Gate shut"), "{lines}");
    }
    assert!(!with("Draft: true").has("/2021/03/gate/"));
    assert!(with("expirydate: 2021-03-02").page("/2021/03/gate/").words("div class=\"banner").starts_with("Expired"));
    let page = with("Source: {NAME: Parish, Url: 'https://parish.example/'}").page("/2021/03/gate/").text();
    assert!(page.contains("https://parish.example/") && page.contains("Parish"));
    assert_eq!(with("title: A\nTitle: B").codes(), "key-twice content/gate.md:5:1");
}

#[test]
fn an_empty_field_is_as_if_absent() {
    for field in [
        "kind",
        "status",
        "severity",
        "summary",
        "expires",
        "closed",
        "updated",
        "updates",
        "reference",
        "source",
        "contacts",
        "coverage",
        "attachments",
        "image",
        "og",
        "tags",
        "lang",
        "slug",
        "aliases",
        "draft",
        "pinned",
        "author",
        "url",
    ] {
        for blank in ["", "\"\"", "'  '", "\"&nbsp;\"", "\u{a0}", "~", "\u{200b}", "\"\\t\""] {
            let codes = with(&format!("{field}: {blank}")).codes();
            assert!(codes.lines().all(|line| line.starts_with("blank-unusual")), "{field}: {blank:?}: {codes}");
        }
    }
    assert_eq!(with("title: \"  \"").codes(), "title-missing content/gate.md:1:1");
    assert_eq!(with("title: \"&nbsp;\"").codes(), "title-missing content/gate.md:1:1");
    assert_eq!(with("area: \" \"").codes(), "area-missing content/gate.md:1:1");
    assert_eq!(with("date: \"\"").codes(), "date-missing content/gate.md:1:1");
}

#[test]
fn one_that_was_taken_back_needs_no_title() {
    for title in ["title: \" \"", "title:", "title: \"&nbsp;\""] {
        let site = with(&format!("{title}\nkind: missing\nstatus: withdrawn\nclosed: 2021-03-05"));
        assert_eq!(site.codes(), "", "{title}");
        assert!(site.has("/2021/03/gate/"), "{title}");
        assert_eq!(site.feed("/rss.xml").matches("<item>").count(), 1, "{title}: the neutral entry");
    }
}

#[test]
fn what_is_passed_over_is_kept_for_templates() {
    let site = with("description: One\nsummary: Two\npublished: 2020-01-01\nimages: [a.png, b.png]\npublish: {by: Jo}")
        .edit("templates/bulletin.html", "{{ bulletin.extra.description }} {{ bulletin.extra.published }} {{ bulletin.extra.images[1] }} {{ bulletin.extra.publish.by }}");
    let page = site.page("/2021/03/gate/").text();
    for kept in ["One", "2020-01-01", "b.png", "Jo"] {
        assert!(page.contains(kept), "{kept}: {page}");
    }
}

#[test]
fn a_picture_of_what_was_taken_back_is_told_where_it_still_shows() {
    let bulletin = |title: &str, fields: &str, body: &str| {
        format!("---\ntitle: {title}\ndate: 2021-03-01\narea: Ford\n{fields}---\n{body}\n")
    };
    let gone =
        bulletin("Walker", "kind: missing\nstatus: resolved\nclosed: 2021-03-05\nimage: {src: jo.png, alt: Jo}\n", "");
    let shown = bulletin("Runner", "", "Text.\n\n![A woman](jo.png)");
    let with =
        |body: &str| site("").edit("content/w.md", &gone).edit("content/jo.png", "600x400").edit("content/o.md", body);
    insta::assert_snapshot!(with(&shown).problems(), @r"
    warning[picture-of-gone]: `jo.png` is the picture of `content/w.md`, which was taken back: here it is still to be seen
     --> content/o.md:8:1
      |
    8 | ![A woman](jo.png)
      | ^^^^^^^^^^^^^^^^^^
     ::: content/w.md
      = help: take the picture out here too; if it is to stay public, put a copy of it under another name, and name that

    1 warning
    ");
    let headed = bulletin("Runner", "image: {src: jo.png, alt: Jo}\n", "Text.");
    let linked = bulletin("Runner", "", "[Her picture](jo.png)");
    for body in [&headed, &linked] {
        assert!(with(body).codes().starts_with("picture-of-gone content/o.md:"), "{}", with(body).codes());
    }
    assert_eq!(with(&bulletin("Runner", "", "Text.")).codes(), "");
    // One for many occasions, and that of a translation which was taken back alone.
    let many = ["a", "b", "c"].iter().fold(with(&shown), |site, name| site.edit(&format!("content/{name}.md"), &shown));
    assert_eq!(many.codes(), "");
    let wrong = "---\ntitle: Cerddwr\nlang: cy\nstatus: withdrawn\nclosed: 2021-03-05\n---\n![Jo](jo.png)\n";
    let open = bulletin("Walker", "kind: missing\nimage: {src: jo.png, alt: Jo}\n", "");
    let alone = site("").edit("content/w.md", &open).edit("content/w.cy.md", wrong).edit("content/jo.png", "600x400");
    assert_eq!(alone.codes(), "");
}

#[test]
fn a_copy_of_what_was_taken_back_is_told() {
    let gone =
        "---\ntitle: Walker\ndate: 2021-03-01\narea: Ford\nkind: missing\nstatus: withdrawn\nclosed: 2021-03-05\n---\n";
    let open = "---\ntitle: Walker\ndate: 2021-03-01\narea: Ford\nkind: missing\n---\n";
    for name in ["w - Copy", "w copy", "w (2)", "Copy of w", "w (conflicted copy 2021-03-05)", "w-old", "other"] {
        let site = site("").edit("content/w.md", gone).edit(&format!("content/{name}.md"), open);
        assert_eq!(site.codes(), format!("near-copy content/{name}.md"), "{name}");
    }
    let other = open.replace("Walker", "Runner");
    assert_eq!(site("").edit("content/w.md", gone).edit("content/runner.md", &other).codes(), "");
}

#[test]
fn a_document_that_nothing_links_to_is_told() {
    let site =
        with("tags: a").edit("content/plan.docx", "x").edit("content/list.xlsx", "x").edit("content/map.pdf", "x");
    assert_eq!(
        site.codes(),
        "file-unlinked content/list.xlsx\nfile-unlinked content/map.pdf\nfile-unlinked content/plan.docx"
    );
    assert!(site.problems().contains("run `noticeboard import \"content/plan.docx\"`"), "{}", site.problems());
    let linked = raw("---\ntitle: Gate\ndate: 2021-03-01\narea: Ford\npdf: map.pdf\n---\n[plan](plan.docx)\n");
    assert_eq!(linked.edit("content/plan.docx", "x").edit("content/map.pdf", "x").codes(), "");
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
    ("date: tomorrow", "date-unreadable content/gate.md:4:7", "write the day itself, such as `date: 26/11/2026`"),
    ("draft: Yes - not yet", "value-wrong content/gate.md:5:8", "write `draft: true`"),
    ("draft: ture", "value-wrong content/gate.md:5:8", "write `draft: true`"),
    ("image: the gate.jpg", "image-missing content/gate.md:5:8", "there is no picture `the gate.jpg`"),
    ("updates:\n27/11 2pm: On site", "value-wrong content/gate.md:6:1", "an update needs its day"),
    (
        "updates:\n2/3/2021: On site",
        "value-wrong content/gate.md:6:1",
        "write `updates: [{date: 2/3/2021, text: \"On site\"}]`",
    ),
    (
        "kind: event\nwhen: 5/12/2021 10am and 12/12/2021 10am",
        "date-unreadable content/gate.md:6:7",
        "write `when: 2021-12-05 10:00` for the first, and a bulletin of its own for each other",
    ),
    ("date: next Friday", "date-unreadable content/gate.md:4:7", "another day tomorrow"),
    ("date: 26 November", "date-unreadable content/gate.md:4:7", "write `date: 26 November YYYY`"),
    ("date: Wednesday 3rd March, 9am", "date-unreadable content/gate.md:4:7", "the day itself"),
    ("date: 26/11", "date-unreadable content/gate.md:4:7", "write `date: 26 November YYYY`"),
    ("date: Sunday 1 March 2021", "date-unreadable content/gate.md:4:7", "that day is a Monday, not a Sunday"),
    ("date: Sunday 1 March 2021", "date-unreadable content/gate.md:4:7", "write `date: 2021-03-01`"),
    ("date: 02/26/2021", "date-unreadable content/gate.md:4:7", "write `date: 26/02/2021`"),
    ("expires: 2 weeks", "date-unreadable content/gate.md:5:10", "a length of time"),
    ("status: found", "word-unknown content/gate.md:5:9", "write `status: resolved`"),
    ("status: found\nkind: missing", "word-unknown content/gate.md:5:9", "write `status: withdrawn`"),
    ("status: cancelled", "word-unknown content/gate.md:5:9", "write `status: withdrawn`"),
    ("status: over", "word-unknown content/gate.md:5:9", "write `status: resolved`"),
    ("status: blue", "word-unknown content/gate.md:5:9", "`open`, `resolved`"),
    ("kind: scam alert", "kind-unknown content/gate.md:5:7", "did you mean `kind: warning`?"),
    ("contacts: Jean", "contact-unknown content/gate.md:5:11", "Crimestoppers"),
    ("source: {name: Parish, phone: 1}", "part-unread content/gate.md:5:24", "`url`"),
    ("updates: [{date: 2021-03-02, text: A, by: Jo}]", "part-unread content/gate.md:5:", "`text`"),
    ("image: {src: a.png, alt: A, caption: B}", "part-unread content/gate.md:5:", "`alt`"),
    ("og: Gate", "value-wrong content/gate.md:5:5", "indented below"),
    ("title Gate shut", "yaml-broken content/gate.md:4:1", "write it as `title: Gate shut`"),
    ("kind: lost dog", "kind-unknown content/gate.md:5:7", "did you mean `kind: animal`?"),
    ("kind: Missing person", "kind-unknown content/gate.md:5:7", "did you mean `kind: missing`?"),
    ("severity: high", "word-unknown content/gate.md:5:11", "did you mean `severe`?"),
    ("severity: amber", "word-unknown content/gate.md:5:11", "did you mean `moderate`?"),
    ("status: draft", "word-unknown content/gate.md:5:9", "`draft: true`"),
    ("expires: never", "date-unreadable content/gate.md:5:10", "leave the line out"),
    ("expires: Friday", "date-unreadable content/gate.md:5:10", "a weekday without its date"),
    ("image: C:\\Pictures\\dog.jpg", "image-missing content/gate.md:5:8", "write only its name: `dog.jpg`"),
    ("image: file:///C:/Pictures/dog.jpg", "image-missing content/gate.md:5:8", "`dog.jpg`"),
    (
        "updates: 27/02/2021 The gate is open again.",
        "value-wrong content/gate.md:5:10",
        "`updates: [{date: 27/02/2021, text: \"The gate is open again.\"}]`",
    ),
    (
        "updates:\n- 27/02/2021 15:30: The gate is open again.",
        "value-wrong content/gate.md:6:3",
        "`updates: [{date: 27/02/2021 15:30, text: \"The gate is open again.\"}]`",
    ),
    (
        "updates: 27 February 2021, 3.30pm: The \"Mill\" gate is open.",
        "value-wrong content/gate.md:5:10",
        r#"`updates: [{date: "27 February 2021, 3.30pm", text: "The \"Mill\" gate is open."}]`"#,
    ),
    (
        "update: the time was 4pm not 2pm",
        "value-wrong content/gate.md:5:9",
        "`updates: [{date: 26/11/2026, text: \"the time was 4pm not 2pm\"}]`",
    ),
    (
        "update: 27/02/2021 the gate is open again",
        "value-wrong content/gate.md:5:9",
        "`updates: [{date: 27/02/2021, text: \"the gate is open again\"}]`",
    ),
    ("update: next Saturday", "date-unreadable content/gate.md:5:9", ""),
    (
        "source: Wren Police https://police.example/a",
        "source-not-address content/gate.md:5:9",
        "`source: {name: Wren Police, url: https://police.example/a}`",
    ),
    ("status: resolved closed: 2021-02-28", "blank-unusual content/gate.md:5:17", "put each on a line of its own"),
    (
        "date: 2021-03-01\nupdates:\n- date: 28/02/2021 text: found",
        "blank-unusual content/gate.md:6:19",
        "put each on a line of its own",
    ),
    (
        "slug: \"/{{ title | slug }}/index.html\"",
        "permalink-pattern content/gate.md:5:7",
        "another program's templates",
    ),
    ("updates: The gate is open again.", "value-wrong content/gate.md:5:10", "`updates: [{date:"),
    ("date: 12-14 March 2021", "date-unreadable content/gate.md:4:7", "`when: 5/12/2026 to 7/12/2026`"),
    ("date: 27/02/2021 to 28/02/2021", "date-unreadable content/gate.md:4:7", "on which you publish it"),
    ("date: March 2021", "date-unreadable content/gate.md:4:7", "write `date: DD March 2021`"),
    ("when: every Tuesday 10am", "date-unreadable content/gate.md:5:7", "say in the text that it comes again"),
    ("expires: 2 weeks", "date-unreadable content/gate.md:5:10", "`expires: 2021-03-15`"),
    ("expires: until further notice", "date-unreadable content/gate.md:5:10", "leave the line out"),
    ("expires: 12 to 14 March 2021", "date-unreadable content/gate.md:5:10", "write its last day alone"),
    ("phone: 01632 960001", "key-misspelt content/gate.md:5:1", "did you mean `contacts`?"),
    ("Crime number: 46/100234/21", "key-misspelt content/gate.md:5:1", "did you mean `reference`?"),
    ("photo: gate.jpg", "key-misspelt content/gate.md:5:1", "did you mean `image`?"),
    ("Go round: by the ford", "key-misspelt content/gate.md:5:1", "below the second line `---`"),
    ("kind: event", "when-missing content/gate.md:1:1", "write `when: 2021-03-01 15:34`"),
    ("Go round", "yaml-broken content/gate.md:5:1", "a word, a colon, a blank"),
    ("kind: notice # or warning", "comment-left-out content/gate.md:5:14", "`kind: \"notice # or warning\"`"),
    (
        "cover:\n    relative: false # To use relative paths",
        "comment-left-out content/gate.md:6:21",
        "note to yourself",
    ),
    ("extra: &x [a]\nmore: *x", "yaml-feature content/gate.md:5:11", "write the value out"),
    ("extra: !!set [a]", "yaml-feature content/gate.md:5:", "write the value out"),
    ("og: &o {site_name: a}\n<<: *o", "yaml-feature content/gate.md:5:", "write the value out"),
];

#[test]
fn what_is_not_clear_is_told_in_plain_words() {
    for (lines, place, help) in TOLD {
        let site = with(lines);
        assert!(site.codes().lines().any(|line| line.starts_with(place)), "{lines:?}: {}", site.codes());
        let problems = site.problems();
        assert!(problems.contains(help), "{lines:?}: {problems}");
        for word in ["mapping", "scalar", "simple key", "YAML", "node", "token", "anchor", "parse"] {
            assert!(!problems.contains(word), "{word} is a parser's word: {problems}");
        }
    }
}

#[test]
fn two_fields_on_a_line_are_read_and_mended() {
    for (lines, want) in [
        ("status: resolved closed: 2021-03-02", "status: resolved\nclosed: 2021-03-02\n"),
        (
            "date: 2021-03-01\nstatus: resolved closed: 2021-03-02 updates:\n- date: 02/03/2021 text: found: all of it",
            "status: resolved\nclosed: 2021-03-02\nupdates:\n- date: 02/03/2021\n  text: \"found: all of it\"\n",
        ),
        ("source: Wren Police https://a.example/b", "source: {name: Wren Police, url: https://a.example/b}\n"),
    ] {
        let site = with(lines);
        let text = mended(&site);
        assert!(text.contains(want), "{text}");
        assert_eq!(raw(&text).codes(), "", "{text}");
        assert_eq!(site.page("/2021/03/gate/").0, raw(&text).page("/2021/03/gate/").0, "{lines}");
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
fn lists_on_lines_without_hyphens_are_read_as_meant() {
    for lines in [
        "area:\nMill End\nFord",
        "area:\n  Mill End\n  Ford",
        "area:\n\tMill End\n\tFord",
        "area:\n1. Mill End\n2. Ford",
        "area:\n* Mill End\n* Ford",
    ] {
        let site = with(lines);
        assert!(site.has("/areas/mill-end/") && site.has("/areas/ford/"), "{lines}: {}", site.codes());
        assert_eq!(raw(&mended(&site)).codes(), "", "{lines}");
    }
    let site = with("contacts:\n  Jean 01632 960001\n  Bob 01632 960002");
    assert_eq!(site.page("/2021/03/gate/").find("section class=\"help\"").matches("tel:+441632").count(), 2);
    let both = with("contacts: Jean 01632 960001 and police 101").page("/2021/03/gate/");
    assert!(both.find("section class=\"help\"").contains("tel:101"), "{}", both.0);
    let site = raw("---\ntitle: Gate shut since\nthe flood of Monday\ndate: 2021-03-01\narea: Ford\n---\nGo round.\n");
    assert_eq!(site.page("/2021/03/gate/").words("h1"), "Gate shut since the flood of Monday");
    assert_eq!(raw(&mended(&site)).codes(), "");
}

#[test]
fn fields_of_other_programs_and_in_other_dress_are_read_as_meant() {
    for text in [
        "+++\ntitle = \"Gate shut\"\ndate = 2021-03-01\narea = \"Ford\"\n+++\nGo round.\n",
        "   ---\n   title: Gate shut\n   date: 2021-03-01\n   area: Ford\n   ---\nGo round.\n",
        "```\ntitle: Gate shut\ndate: 2021-03-01\narea: Ford\n```\nGo round.\n",
        "---\n📌 title: Gate shut\n📅 date: 2021-03-01\n📍 area: Ford\n---\nGo round.\n",
        "---\n\u{200e}title: Gate shut\n\u{200e}date: \u{200e}2021-03-01\narea: Ford\u{200f}\n---\nGo round.\n",
        "\u{feff}\u{feff}---\ntitle: Gate shut\ndate: 2021-03-01\narea: Ford\n---\nGo round.\n",
        "---\ntitle: Gate shut\ndate: 2021/03/01\narea: Ford\n---\nGo round.\n",
        "---\ntitle: Gate shut\ndate: 01/03/2021.\narea: Ford\n---\nGo round.\n",
    ] {
        let site = raw(text);
        assert_eq!(site.page("/2021/03/gate/").words("h1"), "Gate shut", "{text}: {}", site.codes());
        assert!(site.has("/areas/ford/"), "{text}");
        assert_eq!(raw(&mended(&site)).codes(), "", "{text}");
    }
}

#[test]
fn a_text_without_fields_is_told_which_lines_to_put_above_it() {
    for (text, told) in [
        (
            "**Gate shut**\n\n**Date:** 1 March 2021\n**Area:** Ford\n\nGo round.\n",
            "put these five lines above the text: `---`, `title: Gate shut`, `date: 1 March 2021`, `area: Ford`, `---`",
        ),
        (
            "Gate shut\n\nGo round.\n",
            "put these five lines above the text, with your own date and area: `---`, `title: Gate shut`, `date: 26/11/2026 09:00`, `area: …`, `---`",
        ),
        ("From: Jo <jo@a.example>\nSubject: Gate\n\nShut.\n", "`noticeboard import \"content/gate.md\"`"),
        ("Draft 2\n---\ntitle: Gate\ndate: 2021-03-01\n---\nShut.\n", "move `Draft 2` below them"),
    ] {
        let site = raw(text);
        assert_eq!(site.codes(), "front-matter-missing content/gate.md:1:1");
        assert!(site.problems().contains(told), "{}", site.problems());
    }
}

#[test]
fn lines_of_bodies_that_are_meant_to_stand_apart_do() {
    let body = |text: &str| raw(&format!("---\ntitle: Gate\ndate: 2021-03-01\narea: Ford\n---\n{text}"));
    for (text, code, want) in [
        ("Place\tOpen\nHall\tall day\n", "lines-joined", "<td>all day</td>"),
        ("Place: Hall\nTime: 10am\n", "lines-joined", "Hall<br>"),
        ("**What happened**\nIt fell.\n", "lines-joined", "<p><strong>What happened</strong></p>"),
        ("Go round by the ford.\n---\nJean\n", "lines-joined", "<hr>"),
        ("✅ lock up\n✅ ring 101\n", "bullet-unusual", "<li>✅ lock up</li>"),
        ("a) lock up\nb) ring\n", "bullet-unusual", "<li>a) lock up</li>"),
        ("o\tlock up\no\tring\n", "bullet-unusual", "<li>lock up</li>"),
        ("[map] (https://a.example/)\n", "link-unusual", "<a href=\"https://a.example/\">map</a>"),
        ("(map)[https://a.example/]\n", "link-unusual", "<a href=\"https://a.example/\">map</a>"),
        ("** Important ** now\n", "blank-unusual", "<strong>Important</strong> now"),
    ] {
        let site = body(text);
        assert!(site.codes().contains(code), "{text}: {}", site.codes());
        let page = site.page("/2021/03/gate/");
        assert!(page.contains(want), "{text}: {}", page.0);
        assert_eq!(raw(&mended(&site)).codes(), "", "{text}: {}", mended(&site));
    }
    let picture = body("![The gate](IMG 1 (2).png)\n").edit("content/IMG 1 (2).png", "1200x630");
    assert!(picture.page("/2021/03/gate/").contains("alt=\"The gate\""));
    assert!(picture.problems().contains("it is read as `![The gate](<IMG 1 (2).png>)`"), "{}", picture.problems());
    let apart = body("![Gate] (van.png)\n").edit("content/van.png", "1200x630");
    assert!(apart.problems().contains("it is read as `![Gate](van.png)`"), "{}", apart.problems());
    assert!(body("![Gate](C:\\Pictures\\gate.jpg)\n").problems().contains("on your own computer"));
    // Words between tabs stay words in every output.
    assert!(body("Hall\tall day\n").page("/2021/03/gate/bulletin.txt").contains("Hall all day"));
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

#[test]
fn the_text_begins_behind_the_empty_line_below_a_field() {
    for (rest, last) in [
        ("area: Ford\n\n## What to do\n\nGo round.\n", "area: Ford"),
        ("area: Ford\n## What to do\nGo round.\n", "area: Ford"),
        ("area: Ford\n\n# Road closed\n", "area: Ford"),
        ("area: Ford\n\n- go round\n- do not park\n", "area: Ford"),
        ("area: Ford\nstatus: withdrawn\n\nNote: the ford is shut.\nDate: see below\n", "status: withdrawn"),
        ("tags:\n\n- ford\n- gate\narea: Ford\n\nGo round.\n", "area: Ford"),
        ("\n# where\narea: Ford\n\nGo round.\n", "area: Ford"),
    ] {
        let site = raw(&format!("---\ntitle: Gate\ndate: 2021-03-01\n{rest}"));
        assert!(site.codes().starts_with("front-matter-unclosed"), "{rest}: {}", site.codes());
        let want = format!("put a line `---` below this one, `{last}`, and above");
        assert!(site.problems().contains(&want), "{rest}: {}", site.problems());
    }
    // A line drawn across the text ends no fields.
    for rule in ["***", "___", "* * *"] {
        let site = raw(&format!(
            "---\ntitle: Gate\ndate: 2021-03-01\narea: Ford\n\nMissing: Arthur Placeholder\n\n{rule}\n\nMore words.\n"
        ));
        assert_eq!(site.codes(), "front-matter-unclosed content/gate.md:4:1", "{rule}");
    }
}

#[test]
fn ends_of_lines_and_pages_of_a_word_processor_part_words() {
    let site = of_body("Ring 101\u{b}999 or call\u{c}01632\u{b}960144. \u{202e}Mind\u{2028}the gate.\n");
    let text = site.page("/2021/03/gate/bulletin.txt");
    assert!(text.contains("Ring 101 999 or call 01632 960144. Mind the gate."));
    assert!(site.codes().contains("blank-unusual content/gate.md:6:1"), "{}", site.codes());
    let told = "an unusual blank (U+000B) stands here";
    assert!(site.problems().contains(told), "{}", site.problems());
    assert!(mended(&site).ends_with("Ring 101 999 or call 01632 960144. Mind the gate.\n"), "{}", mended(&site));
    let site = raw("---\ntitle: Gate\u{b}shut\u{2028}by \u{202e}night\ndate: 2021-03-01\narea: Ford\n---\nGo round.\n");
    assert_eq!(site.page("/2021/03/gate/").words("h1"), "Gate shut by night");
    assert!(mended(&site).contains("title: Gate shut by night\n"), "{}", mended(&site));
}

#[test]
fn code_that_is_never_closed_is_told() {
    for text in ["Go.\n\n```\nring 101\n\nMore.\n", "~~~ sh\nls\n"] {
        assert!(of_body(text).problems().contains("the code that begins here is never closed"), "{text}");
    }
    for text in ["```\na\n```\n", "Go.\n\n~~~\na\n~~~", "Write ``` here.\n", "```code``` here.\n"] {
        assert!(!of_body(text).problems().contains("never closed"), "{text}: {}", of_body(text).problems());
    }
}

#[test]
fn reasons_say_what_is_wrong() {
    for (lines, told) in [
        ("area. Mill End", "write it as `area: Mill End`"),
        ("area: [Mill End, , Ford]", "nothing stands between two commas of this list"),
    ] {
        assert!(with(lines).problems().contains(told), "{lines}: {}", with(lines).problems());
    }
    let curly = with("area: “Mill End”, “Ford”");
    assert!(curly.has("/areas/mill-end/") && curly.has("/areas/ford/"), "{}", curly.problems());
    assert!(mended(&curly).contains("area: [Mill End, Ford]\n"), "{}", mended(&curly));
    assert!(of_body("[b](jean@x.example)\n").problems().contains("write `mailto:jean@x.example`"));
    assert!(of_body("[a](htps://x.example)\n").problems().contains("did you mean `https:`?"));
}

#[test]
fn a_comment_that_is_never_closed_is_told() {
    for (text, told) in [
        ("Go round.\n\n<!-- note\n\nMore.\n", "never closed: nothing from here on is shown"),
        ("<!-- a --> Go.\n\n<!-- note\n", "never closed: nothing from here on is shown"),
        ("Visible <!-- note\n", "never closed: readers see it and the note behind it"),
    ] {
        assert!(of_body(text).problems().contains(told), "{text}: {}", of_body(text).problems());
    }
    for text in ["<!-- a -->\n\nGo.\n", "<!--\na\n\nb\n-->\n\nGo.\n", "```html\n<!-- a\n```\n", "Write `<!--` here.\n"]
    {
        assert!(!of_body(text).problems().contains("never closed"), "{text}: {}", of_body(text).problems());
    }
}

#[test]
fn lists_and_headings_of_bodies_are_read_as_meant_and_mended() {
    let site = raw(
        "---\ntitle: Gate shut\ndate: 2021-03-01 15:34\narea: Mill End\n---\n\n##What to do\n\nPlease:\n-Go round\n-Ask\n\n\
         •\tDo not pay\n•\tRing now\n\n– One\n– Two\n",
    );
    let page = site.page("/2021/03/gate/");
    assert!(page.contains("<h2 id=\"what-to-do\">What to do</h2>"));
    for item in ["Go round", "Ask", "Do not pay", "Ring now", "One", "Two"] {
        assert!(
            page.contains(&format!("<li>{item}</li>")) || page.contains(&format!("<p>{item}</p>\n</li>")),
            "{item}"
        );
    }
    assert_eq!(
        mended(&site).split("---\n\n").nth(1),
        Some(
            "##  What to do\n\nPlease:\n- Go round\n- Ask\n\n- Do not pay\n- Ring now\n\n- One\n- Two\n"
                .replace("##  ", "## ")
                .as_str()
        )
    );
    for told in [
        "there is no blank behind the marks of this heading\n --> content/gate.md:7:1",
        "it is read as `## What to do`; `noticeboard check --fix` writes it so",
        "there is no blank behind the mark of this list, on 2 lines\n  --> content/gate.md:10:1",
        "a bullet (•) stands where a list needs a hyphen, on 2 lines\n  --> content/gate.md:13:1",
        "a dash of middle length (–) stands where a list needs a hyphen, on 2 lines\n  --> content/gate.md:16:1",
    ] {
        assert!(site.problems().contains(told), "{told}\n{}", site.problems());
    }
}

#[test]
fn text_that_is_code_only_since_it_is_indented_is_told() {
    let site = raw(
        "---\ntitle: Gate shut\ndate: 2021-03-01 15:34\narea: Mill End\n---\nGo round.\n\n     The ford is open.\n     It is deep.\n\nAsk.\n",
    );
    insta::assert_snapshot!(site.problems(), @"
    warning[text-as-code]: this is shown as computer code, since the line begins with four blanks or more
     --> content/gate.md:8:6
      |
    8 |      The ford is open.
      |      ^^^^^^^^^^^^^^^^^
      |
      = help: begin the line at the margin: `The ford is open.`; if it is code, put a line of three backticks above and below it

    1 warning
    ");
    let found = site.found();
    let Some(FixAction::Edits(edits)) = found[0].fix.as_ref().map(|fix| fix.change.clone()) else {
        panic!("it has a mend")
    };
    let text = fix::apply(&site.files["content/gate.md"], [edits.as_slice()]).0;
    assert!(text.ends_with("Go round.\n\nThe ford is open.\nIt is deep.\n\nAsk.\n"), "{text}");
    assert!(raw(&text).found().is_empty());
}

#[test]
fn a_picture_whose_name_has_other_capitals_is_named() {
    let site = site("-- content/gate/IMG_1.JPG --\n1200x630\n").edit(
        "content/gate/index.md",
        "---\ntitle: Gate shut\ndate: 2021-03-01 15:34\narea: Mill End\nimage: {src: img_1.jpg, alt: The gate}\n---\nGo round.\n",
    );
    assert!(site.problems().contains("did you mean `IMG_1.JPG`?"), "{}", site.problems());
}

#[test]
fn what_follows_a_bar_in_a_title_is_the_source_where_its_address_bears_the_name() {
    let page = |title: &str| {
        with(&format!("title: {title}\nurl: https://police.wrenvalley.example/news/gate/"))
            .page("/2021/03/gate/")
            .words("h1")
    };
    assert_eq!(page("Gate shut | Wren Valley Police"), "Gate shut");
    assert_eq!(page("Gate shut | Mill End"), "Gate shut | Mill End");
}

#[test]
fn fields_written_as_a_list_or_between_other_lines_are_read_as_meant() {
    for (text, code) in [
        ("---\n- title: Gate shut\n- date: 2021-03-01\n- area: Ford\n---\nGo round.\n", "bullet-unusual"),
        ("---\n• title: Gate shut\n• date: 2021-03-01\n• area: Ford\n---\nGo round.\n", "bullet-unusual"),
        ("--\ntitle: Gate shut\ndate: 2021-03-01\narea: Ford\n--\nGo round.\n", "mark-of-dashes"),
        ("___\ntitle: Gate shut\ndate: 2021-03-01\narea: Ford\n___\nGo round.\n", "mark-of-dashes"),
        ("-------\ntitle: Gate shut\ndate: 2021-03-01\narea: Ford\n-------\nGo round.\n", "mark-of-dashes"),
        ("\\---\ntitle: Gate shut\ndate: 2021-03-01\narea: Ford\n\\---\nGo round.\n", "mark-of-dashes"),
        ("---\ntitle: Gate shut\ndate: 2021-03-01\narea: Ford\n===\nGo round.\n", "mark-of-dashes"),
    ] {
        let site = raw(text);
        assert!(site.codes().contains(code) && !site.codes().contains("missing"), "{text}: {}", site.codes());
        assert_eq!(site.page("/2021/03/gate/").words("h1"), "Gate shut", "{text}");
        assert!(site.has("/areas/ford/"), "{text}");
        assert_eq!(raw(&mended(&site)).codes(), "", "{text}");
    }
}

#[test]
fn areas_are_parted_by_other_marks_where_each_part_is_declared() {
    for area in ["Mill End and Ford", "Mill End; Ford", "Mill End & Ford", "Mill End / Ford", "mill end + ford"] {
        let site = with(&format!("area: {area}")).settings("areas: [Mill End, Ford]");
        assert!(site.codes().starts_with("areas-with-commas content/gate.md:4:7"), "{area}: {}", site.codes());
        let page = site.page("/2021/03/gate/");
        assert_eq!(page.find("p class=\"when\"").texts("a"), ["Mill End", "Ford"], "{area}");
        let other = with(&format!("area: {area}")).settings("areas: [Mill End]");
        assert!(!other.codes().contains("areas-with-commas"), "{area}");
    }
    let whole = with("area: Mill End and Ford").settings("areas: [Mill End, Ford, Mill End and Ford]");
    assert!(!whole.codes().contains("areas-with-commas"));
    let both = with("area: Bread & Butter and Mill End").settings("areas: [Bread & Butter, Mill End]");
    assert!(both.codes().starts_with("areas-with-commas"), "{}", both.codes());
    let inside = with("area: mill end / ford").settings("areas: [{name: Mill End, areas: [Ford]}]");
    assert!(!inside.codes().contains("areas-with-commas"), "{}", inside.codes());
    assert!(inside.has("/areas/mill-end/ford/") && !inside.has("/areas/ford/"));
}

#[test]
fn an_address_for_mail_is_a_contact_and_marks_of_other_networks_are_tags() {
    let page = with("contacts: Jean jean@millend.example").page("/2021/03/gate/");
    assert!(
        page.find("section class=\"help\"").contains("<a class=\"who\" href=\"mailto:jean@millend.example\">Jean</a>"),
        "{}",
        page.0
    );
    let site = with("tags: \"#gates #ford\"");
    assert!(site.has("/tags/gates/") && site.has("/tags/ford/"), "{}", site.codes());
}

#[test]
fn when_it_happens_may_be_said_as_pages_say_it() {
    for (when, shown) in [
        ("Saturday 20 March 2021, 10am to 2pm, Corn Hall", "Saturday 20 March 2021, 10am to 2pm, Corn Hall"),
        ("20/3/2021 10:00 - 14:00", "Saturday 20 March 2021, 10am to 2pm"),
        ("20/3/2021 10:00-14:00", "Saturday 20 March 2021, 10am to 2pm"),
        ("20 March 2021 10am–2pm, the hall, Ford", "Saturday 20 March 2021, 10am to 2pm, the hall, Ford"),
        ("20 March 2021 7.30pm, Corn Hall", "Saturday 20 March 2021, 7:30pm, Corn Hall"),
        ("19 March to 21 March 2021", "Friday 19 March to Sunday 21 March 2021"),
        ("2021-03-20T10:00:00-05:00", "Saturday 20 March 2021, 3pm"),
        ("2021-03-20", "Saturday 20 March 2021"),
    ] {
        let site = with(&format!("kind: event\nwhen: {when}"));
        assert_eq!(site.codes(), "", "{when}");
        let page = site.page("/2021/03/gate/");
        assert_eq!(page.words("span class=\"time\""), shown, "{when}");
    }
}

#[test]
fn a_state_in_other_words_is_told_by_what_it_means() {
    for (word, want) in [
        ("removed", "withdrawn"),
        ("taken down", "withdrawn"),
        ("unpublished", "withdrawn"),
        ("deceased", "resolved"),
        ("man arrested", "resolved"),
    ] {
        let said = with(&format!("status: {word}")).problems();
        assert!(said.contains(&format!("write `status: {want}`")), "{word}: {said}");
    }
    let missing = with("kind: missing\nstatus: deceased").problems();
    assert!(missing.contains("write `status: withdrawn`"), "{missing}");
}

#[test]
fn a_name_in_other_capitals_is_told() {
    let site = with("kind: notice").edit("content/Roof.PNG", "x");
    let text = site.files["content/gate.md"].replace("Go round", "[The plan](map.PDF). Go round");
    let site = site.edit("content/map.pdf", "x").edit("content/gate.md", &text);
    assert!(site.problems().contains("did you mean `map.pdf`?"), "{}", site.problems());
}

#[test]
fn pages_and_other_markdown_that_nobody_links_to_are_told() {
    let site = with("kind: notice").edit("content/saved.html", "<p>x").edit("content/note.mdown", "x");
    let site = site.edit("content/google1234.html", "x").edit("content/list.json", "{}");
    assert_eq!(
        site.codes(),
        "file-unlinked content/list.json\nfile-unlinked content/note.mdown\nfile-unlinked content/saved.html"
    );
}

#[test]
fn the_number_that_another_program_gave_stops_no_build() {
    assert_eq!(with("id: 123").codes(), "part-unread content/gate.md:5:5");
    assert_eq!(with("id: 2021/03/roof").codes(), "value-wrong content/gate.md:5:5");
}

#[test]
fn what_a_form_left_empty_is_as_if_absent() {
    let empty = "expires: []\ncontacts: [{}]\ncoverage: [{title: ''}]\nimage: {src: '', alt: ''}\nwhen: {start: '', end: ~}\n\
                 source: {name: ''}\nupdates: [{date: '', text: ''}]\nog: {image: {url: ''}}";
    assert_eq!(with(empty).codes(), "");
    let half = with("kind: event\nwhen: {start: 2021-03-20, end: '', place: ' '}");
    assert_eq!(half.codes(), "");
}
