//! `fields` of the settings: other keys, and what becomes of their values (site.md, "Settings"; content.md, "Fields").

use crate::harness::{bulletin, site};

/// A document at a path with these lines, under these settings.
fn under(settings: &str, path: &str, lines: &str) -> crate::harness::Site {
    site("").settings(settings).edit(path, &format!("---\ntitle: Roof\ndate: 2021-03-01\n{lines}\n---\nBody.\n"))
}

#[test]
fn a_value_of_another_program_is_split_where_the_settings_say_so() {
    for (settings, lines, areas) in [
        ("fields: {area: {keys: [places], split: \";\"}}", "places: Hill; Mill End ;", &["hill", "mill-end"][..]),
        (
            "fields: {area: {keys: [places], split: [\";\", \" and \"]}}",
            "places: [Hill; Ford, Mill and Ash]",
            &["hill", "ford", "mill", "ash"],
        ),
        ("fields: {area: [categories]}", "categories: Hill, Mill End", &["hill", "mill-end"]),
        ("fields: {area: [categories]}\nareas: [\"Hill, Mill End\"]", "categories: Hill, Mill End", &["hill-mill-end"]),
        ("fields: {area: {split: \"+\"}}", "area: Hill + Mill End", &["hill", "mill-end"]),
    ] {
        let site = under(settings, "content/roof.md", lines);
        assert_eq!(site.problems(), "", "{settings}");
        for area in areas {
            assert!(site.page(&format!("/areas/{area}/")).contains("/2021/03/roof/"), "{settings}: {area}");
        }
        let made = site.files().iter().filter(|file| file.starts_with("/areas/") && file.ends_with('/')).count();
        assert_eq!(made, areas.len() + 1, "{settings}: {:?}", site.files());
    }
    let page = under(
        "fields: {tags: {split: /}, author: {split: \" & \"}}",
        "content/roof.md",
        "area: Hill\ntags: a/b\nauthor: Jo & Al",
    );
    assert!(page.has("/tags/a/") && page.has("/tags/b/"), "{:?}", page.files());
    // A kind out of several: the first that is known.
    let settings = "fields: {kind: {keys: [type], split: \",\"}}";
    assert!(
        under(settings, "content/roof.md", "area: Hill\ntype: news, warning")
            .page("/kinds/warning/")
            .contains("/2021/03/roof/")
    );
}

#[test]
fn a_folder_gives_area_kind_and_language() {
    for (path, folder, area) in [
        ("content/mill-end/roof.md", "first", "Mill End"),
        ("content/mill-end/roof/index.md", "last", "Mill End"),
        ("content/news/ford/roof.md", "2", "Ford"),
        ("content/news/ford/roof.md", "last", "Ford"),
        ("content/Upper Wren/roof.md", "first", "Upper Wren"),
    ] {
        let site = under(&format!("fields: {{area: {{folder: {folder}}}}}"), path, "");
        assert_eq!(site.problems(), "", "{path}");
        assert_eq!(site.roof().words("span class=\"areas\""), area, "{path}");
    }
    // One of all folders lies in the other; a key of the document's own wins; names that the settings write are theirs.
    let all = under("fields: {area: {folder: all}}", "content/kent/mill-end/roof.md", "");
    assert!(all.page("/areas/kent/mill-end/").contains("/2021/03/roof/"));
    let own = under("fields: {area: {folder: first}}", "content/kent/roof.md", "area: Ford");
    assert_eq!(own.roof().words("span class=\"areas\""), "Ford");
    let renamed = under("fields: {area: {folder: first, rename: {me: Mill End}}}", "content/me/roof.md", "");
    assert_eq!(renamed.roof().words("span class=\"areas\""), "Mill End");
    let declared = "areas: [{name: Mill End, aliases: [me]}]\nfields: {area: {folder: first}}";
    for folder in ["mill-end", "me"] {
        let site = under(declared, &format!("content/{folder}/roof.md"), "");
        assert_eq!((site.problems().as_str(), &*site.roof().words("span class=\"areas\"")), ("", "Mill End"));
    }
    for folder in ["warning", "Warnings", "warnings"] {
        let site = under("fields: {kind: {folder: first}}", &format!("content/{folder}/roof.md"), "area: Hill");
        assert!(site.page("/kinds/warning/").contains("/2021/03/roof/"), "{folder}");
    }
    let unknown = under("fields: {kind: {folder: first}}", "content/misc/roof.md", "area: Hill");
    assert_eq!(unknown.problems(), "");
    assert!(unknown.page("/kinds/notice/").contains("/2021/03/roof/"));
}

#[test]
fn folders_of_languages_hold_one_document_in_several() {
    let text = |title: &str| format!("---\ntitle: {title}\ndate: 2021-03-01\narea: Hill\n---\nBody.\n");
    let page = |title: &str| format!("---\ntitle: {title}\n---\nBody.\n");
    let site = site("")
        .settings("fields: {lang: {folder: first}}")
        .edit("content/en/roof.md", &text("Roof"))
        .edit("content/cy/roof.md", "---\ntitle: To\n---\nCorff.\n")
        .edit("content/news/shed.md", &text("Shed"))
        .edit("content/pages/en/about.md", &page("About"))
        .edit("content/pages/cy/about.md", &page("Amdanom"));
    assert_eq!(site.problems(), "");
    assert_eq!(site.roof().words("h1"), "Roof");
    assert!(site.page("/cy/2021/03/roof/").contains("lang=\"cy\""));
    assert!(site.roof().contains("hreflang=\"cy\""));
    assert!(site.has("/2021/03/shed/") && site.has("/about/") && site.has("/cy/about/"), "{:?}", site.files());
}

#[test]
fn a_default_answers_where_nothing_else_does() {
    let settings = "fields: {area: {keys: [categories], ignore: [news], default: Wren/Valley}, kind: {default: advice}, lang: {default: cy}}";
    for lines in ["", "categories: news", "area:", "categories: [news]"] {
        let site = under(settings, "content/roof.md", lines);
        assert_eq!(site.problems(), "", "{lines}");
        assert!(site.page("/areas/wren/valley/").contains("/2021/03/roof/"), "{lines}");
        assert!(site.page("/kinds/advice/").contains("/2021/03/roof/"));
        assert!(site.roof().contains("<html lang=\"cy\""));
    }
    let given = under(settings, "content/roof.md", "categories: [news, Hill]\nkind: warning");
    assert!(!given.has("/areas/wren/") && given.has("/areas/hill/") && given.has("/kinds/warning/"));
}

#[test]
fn a_slash_nests_only_where_the_site_says_so() {
    for (settings, lines, address) in [
        ("fields: {area: [categories]}", "categories: [Parks/Gardens]", "/areas/parks-gardens/"),
        ("fields: {area: {keys: [categories], nest: true}}", "categories: [Parks/Gardens]", "/areas/parks/gardens/"),
        ("fields: {area: {nest: no}}", "area: Parks/Gardens", "/areas/parks-gardens/"),
        ("", "area: Parks/Gardens", "/areas/parks/gardens/"),
        ("areas: [Parks/Gardens]", "area: Parks/Gardens", "/areas/parks-gardens/"),
        (
            "fields: {area: {keys: [categories], rename: {p: Parks/Gardens}}}",
            "categories: [p]",
            "/areas/parks/gardens/",
        ),
    ] {
        let site = under(settings, "content/roof.md", lines);
        assert_eq!(site.problems(), "", "{settings}");
        assert!(site.page(address).contains("/2021/03/roof/"), "{settings}: {:?}", site.files());
    }
}

#[test]
fn of_a_list_the_first_word_counts_that_is_known_and_all_are_kept() {
    let settings = "fields: {kind: [categories], severity: [level], lang: [languages], area: [categories]}";
    let lines = "categories: [Hill, warning, appeal]\nlevel: [high, severe]\nlanguages: [welsh, cy, en]";
    let site = under(settings, "content/roof.md", lines);
    assert_eq!(site.problems(), "");
    assert!(site.page("/kinds/warning/").contains("/2021/03/roof/"));
    assert!(site.roof().contains("<html lang=\"cy\""));
    let kept = site.edit("templates/bulletin.html", "{{ bulletin.extra.level }} {{ bulletin.extra.languages }}").roof();
    assert!(kept.contains("high") && kept.contains("welsh"), "{kept:?}");
    // The same in the fields themselves; where none is known, the first is told.
    let site = under("", "content/roof.md", "area: Hill\nkind: [foo, appeal]\nseverity: [bad, minor]\nlang: [x, cy]");
    assert_eq!(site.problems(), "");
    let site = under("", "content/roof.md", "area: Hill\nseverity: [bad, worse]\nkind: [foo]\nlang: [english]");
    assert_eq!(
        site.codes(),
        "word-unknown content/roof.md:5:12\nkind-unknown content/roof.md:6:8\nvalue-wrong content/roof.md:7:8"
    );
}

#[test]
fn what_rules_of_fields_take_is_looked_at() {
    let codes = |rule: &str| bulletin("").settings(&format!("fields: {rule}")).codes();
    assert_eq!(codes("{title: {default: x}}"), "value-wrong site.yaml:1:18");
    assert_eq!(codes("{area: {folder: none}}"), "value-wrong site.yaml:1:25");
    assert_eq!(codes("{area: {folder: 0}}"), "value-wrong site.yaml:1:25");
    assert_eq!(codes("{kind: {nest: true}}"), "setting-unknown site.yaml:1:17");
}

#[test]
fn area_missing_can_be_switched_off() {
    for (settings, lines) in
        [("allow: [area-missing]", ""), ("allow: noon-unclear, area-missing", ""), ("", "allow: [area-missing]")]
    {
        assert_eq!(under(settings, "content/roof.md", lines).problems(), "", "{settings}{lines}");
    }
    // What is an error is never let through.
    assert_eq!(
        under("allow: [word-unknown]", "content/roof.md", "area: Hill\nseverity: bad").codes(),
        "word-unknown content/roof.md:5:11"
    );
}

#[test]
fn a_key_of_another_program_names_a_file() {
    let named = |lines: &str| {
        under("fields: {attachments: [pdf, downloads]}", "content/news/roof.md", lines)
            .edit("content/news/agenda.pdf", "x")
            .edit("content/files/plan.pdf", "x")
    };
    for (lines, address) in [
        ("pdf: agenda.pdf", "/news/agenda.pdf"),
        ("pdf: ./agenda.pdf", "/news/agenda.pdf"),
        ("pdf: /files/plan.pdf", "/files/plan.pdf"),
        ("downloads: [../files/plan.pdf]", "/files/plan.pdf"),
        ("downloads:\n- src: ../files/plan.pdf\n  title: Plan", "/files/plan.pdf"),
    ] {
        let site = named(lines);
        let page = site.page("/2021/03/roof/");
        assert!(page.find("aside class=\"facts\"").contains(&format!("href=\"{address}\"")), "{lines}: {}", page.0);
        // What it names goes when it is taken back.
        let gone = named(&format!("{lines}\nstatus: withdrawn\nclosed: 2021-03-02"));
        assert!(!gone.has(address), "{lines}");
    }
    assert!(named("pdf: agnda.pdf").problems().contains("did you mean `agenda.pdf`?"));
}
