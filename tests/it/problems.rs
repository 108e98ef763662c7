//! What goes wrong is found in one run and shown together (content.md, "What goes wrong"; commands.md, "Output and exit
//! status"; design.md, "Problems").

use noticeboard::testing::problem::{Code, show};

use crate::harness::{bulletin, site};

const EIGHT: &str = "
    -- content/a-date.md --
    ---
    title: A
    date: 15.34 on 1/3
    area: Kent
    ---
    -- content/b-kind.md --
    ---
    title: B
    date: 2021-03-01
    area: Kent
    kind: apeal
    ---
    -- content/c-key.md --
    ---
    title: C
    date: 2021-03-01
    aera: Kent
    area: Kent
    ---
    -- content/d-twice.md --
    ---
    title: D
    date: 2021-03-01
    area: Kent
    title: Again
    ---
    -- content/e-yaml.md --
    ---
    title E
    date: 2021-03-01
    ---
    -- content/f-link.md --
    ---
    title: F
    date: 2021-03-01
    area: Kent
    ---
    See [the other one](kent/c-key.md).
    -- content/g-same.md --
    ---
    title: G
    date: 2021-03-01
    area: Kent
    slug: same
    ---
    -- content/h-same.md --
    ---
    title: H
    date: 2021-03-31
    area: Kent
    slug: same
    ---
    -- templates/bulletin.html --
    {% extends \"default/bulletin.html\" %}
    {% block help %}
    <p>Ring {{ bulletin.telefone }}.</p>
    {% endblock help %}
";

#[test]
fn eight_problems_in_one_run_each_at_its_place() {
    insta::assert_snapshot!(site(EIGHT).now("2021-04-01").problems(), @r#"
    error[date-unreadable]: `date` is not a moment that can be read: `15.34 on 1/3` (it is in none of the forms for a date)
     --> content/a-date.md:3:7
      |
    3 | date: 15.34 on 1/3
      |       ^^^^^^^^^^^^
      |
      = help: write the day itself, such as `date: 26/11/2026`, or with a time `date: 26/11/2026 15:34`

    error[kind-unknown]: `apeal` is none of the site's kinds
     --> content/b-kind.md:5:7
      |
    5 | kind: apeal
      |       ^^^^^
      |
      = help: did you mean `kind: appeal`?

    error[key-twice]: the key `title` is given twice
     --> content/d-twice.md:5:1
      |
    5 | title: Again
      | ^^^^^
      |
     ::: content/d-twice.md:2:1
      |
    2 | title: D
      | ----- first given here
      |
      = help: remove one of the two, or join their values

    error[yaml-broken]: the colon is missing behind the first word of this line
     --> content/e-yaml.md:2:1
      |
    2 | title E
      | ^^^^^^^
      |
      = help: write it as `title: E`

    error[link-target-missing]: there is no file `kent/c-key.md` to link to
     --> content/f-link.md:6:5
      |
    6 | See [the other one](kent/c-key.md).
      |     ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
      |
      = help: correct the path, or take the link out

    error[address-taken]: the address `/2021/03/same/` is wanted by another file too
     --> content/h-same.md:1:1
      |
    1 | ---
      | ^
      |
     ::: content/g-same.md:1:1
      |
    1 | ---
      | - wanted here too
      |
      = help: give one of the two another `slug`

    error[template-fault]: this template cannot be rendered: Field `telefone` is not defined. Available fields: address, areas, at_once, attachments, authors, banner, body, contact_list, contacts, coverage, date, direction, ending, ends, event, expires, extra, image, kind, language, lede, picture, pinned, poster, references, rest, severity, share, source, state, summary, tags, text, title, until, updated, updates, url, was_updated, when, where
     --> templates/bulletin.html:3:21
      |
    3 | <p>Ring {{ bulletin.telefone }}.</p>
      |                     ^^^^^^^^
      |
      = help: seen first at `/2021/03/c-key/`; `docs/templates.md` lists what a template can use

    warning[key-misspelt]: the key `aera` is not known
     --> content/c-key.md:4:1
      |
    4 | aera: Kent
      | ^^^^
      |
      = help: did you mean `area`?

    7 errors, 1 warning
    "#);
}

#[test]
fn errors_come_first_and_all_are_sorted_by_path_and_place() {
    let site = site(EIGHT).now("2021-04-01");
    let places: Vec<_> = site.found().into_iter().map(|problem| (!problem.is_error(), problem.place)).collect();
    assert!(places.is_sorted(), "{places:?}");
}

#[test]
fn a_broken_bulletin_stays_known_to_links() {
    let site = bulletin("---\nSee [it](broken.md).").edit("content/broken.md", "no front matter\n");
    assert_eq!(site.codes(), "front-matter-missing content/broken.md:1:1");
}

#[test]
fn what_a_broken_bulletin_links_to_is_checked_too() {
    let site = bulletin("kind: apeal\ncontacts: Nobody\n---\nSee [it](missing.md).");
    insta::assert_snapshot!(site.codes(), @r"
    kind-unknown content/roof.md:5:7
    contact-unknown content/roof.md:6:11
    link-target-missing content/roof.md:8:5
    ");
}

#[test]
fn what_has_an_error_is_not_sound_and_not_shown() {
    for broken in ["status: open\nstatus: withdrawn", "kind: apeal", "date: soon", "status: withdrawn\nclosed: soon"] {
        assert!(!bulletin(broken).has("/2021/03/roof/"), "{broken}");
    }
}

#[test]
fn what_is_met_often_is_told_together() {
    let mut many = site("");
    for number in 0..60 {
        many = many.edit(&format!("content/{number:02}.md"), "No front matter.\n");
    }
    let report = many.problems();
    assert_eq!(report.matches("error[front-matter-missing]").count(), 7);
    assert!(report.contains("error[front-matter-missing]: 54 times more: this file"), "{report}");
    assert!((0..46).all(|at| report.contains(&format!("content/{at:02}.md:1:1"))), "{report}");
    assert!(report.contains("and 14 more places"), "{report}");
    assert!(report.ends_with("\n60 errors\n"), "{}", &report[report.len() - 60..]);
}

#[test]
fn one_error_among_many_warnings_is_seen_first() {
    let mut many = site("").edit("content/z.md", "---\ntitle: Last\narea: Ford\n---\n");
    for number in 0..60 {
        many = many.edit(&format!("content/{number:02}.md"), "---\ntitle: A\ndate: 2021-03-01\n---\n");
    }
    let report = many.problems();
    assert!(report.starts_with("error[date-missing]"), "{report}");
    assert!(report.contains("warning[area-missing]: 60 times: this bulletin names no area\n"), "{report}");
    assert!(report.lines().count() < 24, "{report}");
}

#[test]
fn a_count_has_errors_and_warnings() {
    let site = bulletin("kind: apeal\naera: x");
    assert!(site.problems().ends_with("\n1 error, 1 warning\n"));
}

#[test]
fn a_very_long_line_is_shown_in_part() {
    let long = "x".repeat(5_000);
    let report = bulletin(&format!("kind: {long}")).problems();
    assert!(report.len() < 2_000, "{}", report.len());
    assert!(report.contains("content/roof.md:5:7"));
}

#[test]
fn words_from_outside_cannot_steer_the_terminal() {
    let report = bulletin("kind: \"a\\e[31mred\"\nseverity: \"\\u001b]0;title\\u0007\"").problems();
    assert!(!report.contains('\u{1b}') && !report.contains('\u{7}'), "{report:?}");
}

#[test]
fn columns_count_characters_not_bytes() {
    assert_eq!(
        bulletin("og: {title: Île, type: x}\nreference: [Île, {a: b}]").codes(),
        "value-wrong content/roof.md:6:18"
    );
}

#[test]
fn json_holds_everything() {
    let site = bulletin("kind: apeal\nkind: appeal");
    let problems = site.found();
    let json: serde_json::Value =
        serde_json::from_str(&show::json(&problems, &|_| Some(site.files["content/roof.md"].as_str().into()))).unwrap();
    let first = &json[0];
    assert_eq!(first["severity"], "error");
    assert_eq!(first["code"], "kind-unknown");
    assert_eq!((&first["path"], &first["line"], &first["column"]), (&"content/roof.md".into(), &5.into(), &7.into()));
    assert_eq!(json[1]["related"][0]["line"], 5);
}

#[test]
fn github_lines_are_escaped() {
    let site = bulletin("kind: \"100%, a: b\\nc\"");
    let text = show::github(&site.found(), &|_| Some(site.files["content/roof.md"].as_str().into()));
    assert_eq!(text.lines().count(), 1, "{text}");
    assert!(
        text.starts_with("::error title=kind-unknown,file=content/roof.md,line=5,col=7::`100%25, a: b c`"),
        "{text}"
    );
}

#[test]
fn sarif_has_a_rule_for_each_code() {
    let site = bulletin("kind: apeal");
    let text = show::sarif(&site.found(), &|_| Some(site.files["content/roof.md"].as_str().into()));
    let sarif: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
    let run = &sarif["runs"][0];
    assert_eq!(run["tool"]["driver"]["rules"].as_array().map(Vec::len), Some(Code::ALL.len()));
    assert_eq!(run["results"][0]["ruleId"], "kind-unknown");
    assert_eq!(run["results"][0]["locations"][0]["physicalLocation"]["region"]["startLine"], 5);
}

#[test]
fn yaml_that_explodes_is_refused() {
    let bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n\
                d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: [*d,*d,*d,*d,*d,*d,*d,*d,*d]";
    assert!(bulletin(bomb).codes().starts_with("yaml-feature content/roof.md:"), "{}", bulletin(bomb).codes());
    let brackets = bulletin(&format!("a: {}", "[".repeat(10_000))).codes();
    let closed = bulletin(&format!("a: {}{}", "[".repeat(60), "]".repeat(60))).codes();
    assert!(closed.starts_with("yaml-limit content/roof.md:"), "{closed}");
    assert!(brackets.starts_with("yaml-") && brackets.lines().count() == 1, "{brackets}");
    for brackets in ["[".repeat(60), format!("{}{}", "[".repeat(60), "]".repeat(60))] {
        let told = bulletin(&format!("tags: {brackets}")).problems();
        assert!(told.contains("one pair of brackets makes a list, as in `area: [Tanfold, Mill End]`"), "{told}");
    }
    // What repeats a value may stand anywhere, and as often as a file has room for.
    let lines: Vec<String> = (0..3_000).map(|at| format!("b{at}: *a")).collect();
    let many = bulletin(&format!("a: &a [x]\n{}\n", lines.join("\n")));
    assert!(many.codes().lines().count() < 10, "{}", many.codes());
}

#[test]
fn nothing_hides_behind_what_repeats_a_value() {
    for lines in ["tags: *a", "extra: &a {draft: true}\nmine: *a", "<<: *a", "mine: &a\n<<: *a", "extra: !x [a]"] {
        let codes = bulletin(&format!("{lines}\nkind: apeal\nstatus: withdrawnn")).codes();
        assert!(codes.contains("kind-unknown") && codes.contains("word-unknown"), "{lines}: {codes}");
    }
    // A value with words behind its mark has no name.
    let site = bulletin("summary: &a hello\ntags: *a");
    assert_eq!(site.codes(), "value-unquoted content/roof.md:5:10\nvalue-unquoted content/roof.md:6:7");
    for (line, told) in [
        ("publisher: *x", "setting-unknown site.yaml:2:1"),
        ("menu: [*x]", "yaml-broken site.yaml:1:1"),
        ("tagline: &x Round the ford\ndescription: *x", "setting-unknown site.yaml:3:1"),
    ] {
        let site = bulletin("").settings(&format!("{line}\nbase_ulr: https://a.example/"));
        assert!(site.codes().contains(told), "{line}: {}", site.codes());
    }
    let site = bulletin("").settings("menu: [*x]");
    assert!(
        site.problems().contains("`*x` repeats a value, and none above it has the name `&x`"),
        "{}",
        site.problems()
    );
}

#[test]
fn a_body_that_is_nested_without_end_is_refused() {
    let deep = bulletin(&format!("---\n{}x\n", "> ".repeat(10_000)));
    assert!(deep.codes().starts_with("body-too-deep content/roof.md:6:"), "{}", deep.codes());
}

#[test]
fn front_matter_must_be_a_map() {
    assert_eq!(site("").edit("content/roof.md", "---\n- a\n---\n").codes(), "not-a-map content/roof.md:2:1");
}

#[test]
fn commas_and_blanks_part_what_is_allowed_and_a_word_that_is_no_code_is_told() {
    for codes in ["title-long area-missing", "title-long, area-missing", "[title-long, area-missing]"] {
        assert_eq!(bulletin(&format!("area:\nallow: {codes}\nreason: it is for everybody")).codes(), "", "{codes}");
    }
    let site = bulletin("allow: title-longe\nreason: it has to be");
    assert_eq!(site.codes(), "part-unread content/roof.md:5:8");
    assert!(site.problems().contains("did you mean `title-long`?"), "{}", site.problems());
    let site = bulletin("").settings("allow: nothing-of-this-kind");
    assert_eq!(site.codes(), "part-unread site.yaml:1:8");
}
