//! `noticeboard import` (import.md): what is out there becomes bulletins, once, with a receipt, and fit to publish. In: the
//! program over folders on disk. The texts are invented.

use std::{fs, io::Write as _};

use proptest::prelude::*;

use crate::disk::{Folder, Run};

/// What a force's page looks like when a program has collected it.
pub const APPEAL: &str = "```yaml
area: Wrenshire
og:
  description: Officers are warning about callers who pose as bank staff.
  image: https://www.wrenshire.police.example/brand/open-graph-default.jpg?crop=(15,0)&amp;w=600
  locale: en_GB
  title: Wrenfield residents warned about doorstep callers
  type: website
  url: https://www.wrenshire.police.example/news/appeals/2103/wrenfield-residents-warned/
publish:
  date: 15:34 01/03/2021
title: Wrenfield residents warned about doorstep callers | Wrenshire Police
url: https://www.wrenshire.police.example/news/appeals/2103/wrenfield-residents-warned/
```

Officers are warning about bogus callers in **Wrenfield** .

On Friday 26 February 2021, a pensioner in the **Tanfold Road** area handed a debit card to a man who claimed to work for a building society.

A second resident, of Mill End, refused to open the door to the same man, who wore a green lanyard and drove a silver hatchback.

Sergeant Alex Wrenshire said: 'Never hand over a card.'

Call Wrenshire Police on **01632 960101** , quoting reference 46/100234/21, or Crimestoppers on 0800 555111.
";

/// What a paper makes of it.
pub const STORY: &str = "More on WrenOnline
A bogus caller with a green lanyard tricked a pensioner into handing over a debit card near Tanfold Road by claiming to work for a building society.
The man, who drove a silver hatchback, called at homes in Wrenfield on Friday, and a second resident of Mill End refused to open the door to him.
Sergeant Alex Wrenshire said: \"Never hand over a card.\"
Anybody with information regarding the incident is urged to call Wrenshire Police on 01632 960101, quoting reference 46/100234/21.
Read more: All the latest news from Wrenfield
";

pub const AREAS: &str = "title: Watch\nareas:\n  - name: Wrenshire\n    areas:\n      - name: Wrenfield\n        areas: [Mill End]\n      - Tanfold\n";

/// The front matter and body of the one bulletin of a site.
pub fn only(folder: &Folder) -> String {
    let mut bulletins: Vec<String> = folder
        .tree("content")
        .into_iter()
        .filter(|(path, _)| path.ends_with(".md"))
        .map(|(_, bytes)| String::from_utf8(bytes).expect("it is text"))
        .collect();
    assert_eq!(bulletins.len(), 1, "{bulletins:#?}");
    bulletins.remove(0)
}

/// The second of December 2026, in seconds since 1970: after all that these tests import.
pub const DECEMBER: &str = "1796169600";

/// Receipts of an import, as programs read them.
pub fn receipts(run: &Run) -> Vec<serde_json::Value> {
    serde_json::from_str(&run.out).unwrap_or_else(|error| panic!("{error}: {run:#?}"))
}

/// The bytes of a packed file, such as a Word file, with these parts.
pub fn zipped(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("it is new");
        zip.write_all(bytes).expect("there is room");
    }
    zip.finish().expect("it is whole").into_inner()
}

fn sources() -> Folder {
    Folder::empty().write("site.yaml", AREAS).write("in/appeal.txt", APPEAL).write("in/story.txt", STORY)
}

#[test]
fn an_appeal_and_its_story_become_one_bulletin_in_either_order() {
    for order in [["in/appeal.txt", "in/story.txt"], ["in/story.txt", "in/appeal.txt"]] {
        for together in [true, false] {
            let folder = sources();
            if together {
                folder.run(&["import", order[0], order[1]]).ended(0);
            } else {
                folder.run(&["import", order[0]]).ended(0);
                folder.run(&["import", order[1]]).ended(0);
            }
            let text = only(&folder);
            for line in [
                "title: Wrenfield residents warned about doorstep callers\n",
                "date: 2021-03-01 15:34\n",
                "area:\n  - Wrenfield\n  - Mill End\n",
                "reference: 46/100234/21\n",
                "source:\n  name: Wrenshire Police\n  url: https://www.wrenshire.police.example/news/appeals/2103/wrenfield-residents-warned/\n",
                "contacts:\n  - name: Wrenshire Police\n    phone: 01632 960101\n  - Crimestoppers\n",
                "draft: true\n",
                "callers in **Wrenfield**.\n",
            ] {
                assert!(text.contains(line), "{order:?} {together}: {line} is not in\n{text}");
            }
            assert_eq!(text.matches("coverage:\n  - title: ").count(), 1, "{text}");
            assert!(text.contains("    publisher: WrenOnline\n"), "{text}");
            assert!(!text.contains("open-graph-default"), "{text}");
            let before = folder.tree("content");
            for source in order {
                folder.run(&["import", source]).ended(0);
            }
            assert_eq!(folder.tree("content"), before);
            folder.run(&["build", "--drafts"]).ended(0);
        }
    }
}

#[test]
fn a_dry_run_says_what_would_be_added_to_what_it_did_not_write() {
    let folder = sources();
    let run = folder.run(&["import", "in/appeal.txt", "in/story.txt", "--dry-run", "--format", "json"]).ended(0);
    let outcomes: Vec<_> = receipts(&run).iter().map(|receipt| receipt["outcome"].to_string()).collect();
    assert_eq!(outcomes, ["\"written\"", "\"coverage\""]);
    assert!(folder.tree("content").is_empty());
}

#[test]
fn a_receipt_says_what_was_found_guessed_and_left_out() {
    let folder = sources();
    let run = folder.run(&["import", "in/story.txt", "--format", "json"]).ended(0);
    let receipt = &receipts(&run)[0];
    assert_eq!(receipt["outcome"], "written");
    let guessed: Vec<&str> =
        receipt["guessed"].as_array().unwrap().iter().map(|found| found["field"].as_str().unwrap()).collect();
    assert_eq!(guessed, ["title", "date"]);
    assert!(receipt["removed"].to_string().contains("More on WrenOnline"));
    let path = receipt["path"].as_str().unwrap();
    let name = path.rsplit_once('/').unwrap().1.trim_end_matches(".md");
    let beside: serde_json::Value =
        serde_json::from_str(&folder.read(&format!("content/2026/_{name}.import.json").replace("2026", &path[8..12])))
            .unwrap();
    assert_eq!(&beside, receipt);
}

#[test]
fn a_dry_run_writes_nothing_and_yes_writes_no_draft() {
    let folder = sources();
    let before = folder.tree("");
    folder.run(&["import", "in/appeal.txt", "--dry-run"]).ended(0);
    assert_eq!(folder.tree(""), before);
    folder.run(&["import", "in/appeal.txt", "--yes", "--area", "Tanfold", "--kind", "WARNING"]).ended(0);
    let text = only(&folder);
    assert!(!text.contains("draft:") && text.contains("  - Tanfold\n") && text.contains("kind: warning\n"), "{text}");
    folder.run(&["import", "in/appeal.txt", "--kind", "wraning"]).ended(2);
}

#[test]
fn a_file_that_is_there_is_never_overwritten() {
    let own = "---\ntitle: Mine\ndate: 2021-03-01\narea: Kent\n---\nMine.\n";
    let path = "content/2021/2021-03-01-wrenfield-residents-warned-about-doorstep-callers.md";
    let folder = sources().write(path, own);
    folder.run(&["import", "in/appeal.txt"]).ended(0);
    assert_eq!(folder.read(path), own);
    assert!(folder.read(&path.replace(".md", "-2.md")).contains("draft: true"));
}

#[test]
fn one_bad_source_does_not_stop_the_rest() {
    let folder = sources().write("in/a.pdf", b"%PDF-1.7").write("in/b.md", "---\ntitle: x\n").write("in/c.txt", "");
    let run = folder.run(&["import", "in/a.pdf", "in/none.txt", "in/b.md", "in/c.txt", "in/appeal.txt"]).ended(1);
    assert!(run.err.contains("open it, copy the text, and give me that"), "{run:#?}");
    assert!(run.err.contains("in/none.txt: there is no such file"), "{run:#?}");
    assert!(run.err.contains("in/c.txt: it is empty"), "{run:#?}");
    assert!(only(&folder).contains("doorstep callers"));
}

#[test]
fn what_does_not_fit_utf_8_is_read_and_said() {
    let folder = Folder::empty().write("a.txt", b"Wrenfield Police\r\n\r\nThe officer\x92s words: caf\xe9 \x96 \xa35 stolen on 20 November 2026 in Wrenfield.\r\n");
    let run = folder.run(&["import", "a.txt", "--format", "json"]).ended(0);
    assert!(only(&folder).contains("The officer’s words: café – £5 stolen"));
    assert!(receipts(&run)[0]["look"].to_string().contains("windows-1252"), "{run:#?}");
}

#[test]
fn an_address_that_a_page_hid_is_looked_up_before_it_is_published() {
    for mark in ["[email\u{a0}protected]", "[email protected]", "[email&#160;protected]", "[email&#xA0;protected]"] {
        let text = format!("---\ntitle: Gates\ndate: 2021-03-01\n---\nWrite to {mark} by Friday.\n");
        let folder = Folder::empty().write("in/a.md", text);
        let run = folder.run(&["import", "in/a.md", "--yes"]).ended(0);
        let text = only(&folder);
        assert!(text.contains("draft: true\n") && text.contains("Write to … by Friday."), "{mark}: {text}");
        assert_eq!(run.out.matches("was hidden by the page and is lost").count(), 1, "{mark}: {}", run.out);
    }
}

#[test]
fn toml_and_jekyll_front_matter_are_read() {
    let folder = Folder::empty()
        .write("blog/_config.yml", "title: Old\n")
        .write("blog/_posts/2019-03-04-roof.md", "---\nlayout: post\ntitle: Roof mended\ntags: [hall, roof]\npublished: false\n---\nSee [gate]({% post_url 2019-03-05-gate %}).\n")
        .write("blog/_posts/2019-03-05-gate.markdown", "+++\ntitle = \"Gate: open\"\ndate = 2019-03-05T10:00:00Z\naliases = [\"/gate.html\"]\n[params]\nauthor = \"Ana\"\n+++\nOpen.\n")
        .write("blog/about.md", "---\ntitle: About\npermalink: /about-us/\n---\nWe are.\n");
    folder.run(&["import", "blog", "--yes"]).ended(0);
    let roof = folder.read("content/2019/2019-03-04-roof.md");
    assert!(
        roof.contains("aliases:\n  - \"/2019/03/04/roof/\"\n  - \"/2019/03/04/roof.html\"\ndraft: true\n"),
        "{roof}"
    );
    assert!(roof.contains("[gate](2019-03-05-gate.md)"), "{roof}");
    assert!(!roof.contains("layout"), "{roof}");
    let gate = folder.read("content/2019/2019-03-05-gate.md");
    assert!(
        gate.contains("title: \"Gate: open\"\ndate: 2019-03-05 10:00\n")
            && gate.contains("author: Ana\n")
            && gate.contains("- \"/gate.html\"\n"),
        "{gate}"
    );
    assert!(folder.read("content/pages/about-us.md").contains("title: About\n"));
    let before = folder.tree("content");
    folder.run(&["import", "blog", "--yes"]).ended(0);
    assert_eq!(folder.tree("content"), before);
    folder.run(&["build"]).ended(0);
    assert!(folder.tree("public").contains_key("2019/03/05/gate/index.html"));
}

/// A Word file with these paragraphs, in its own marks.
fn word(body: &str) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    let parts = [
        ("word/document.xml", document.as_str()),
        (
            "word/styles.xml",
            "<w:styles><w:style w:styleId=\"T\"><w:name w:val=\"Title\"/></w:style><w:style w:styleId=\"H\"><w:name w:val=\"heading 1\"/></w:style><w:style w:styleId=\"B\"><w:name w:val=\"List Bullet\"/></w:style></w:styles>",
        ),
        ("docProps/core.xml", "<x><dc:creator>Robin Sample</dc:creator></x>"),
        ("word/header1.xml", "<x><w:t>Robin Sample</w:t></x>"),
        ("word/comments.xml", "<x><w:t>Robin thinks so</w:t></x>"),
    ];
    zipped(&parts.map(|(name, text)| (name, text.as_bytes())))
}

#[test]
fn a_word_file_keeps_its_shape_and_loses_its_names() {
    let paragraph = |style: &str, text: &str| {
        format!("<w:p><w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    };
    let body = [
        paragraph("T", "Gates open"),
        "<w:p><w:r><w:t xml:space=\"preserve\">On 20 November 2026 in </w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>Wrenfield</w:t></w:r><w:del><w:r><w:delText>never</w:delText><w:t>never</w:t></w:r></w:del><w:ins><w:r><w:t>.</w:t></w:r></w:ins></w:p>".into(),
        paragraph("H", "To bring"),
        paragraph("B", "a lamp"),
        paragraph("X", "•\u{a0}a coat"),
        "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Ward</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Gates</w:t></w:r></w:p></w:tc></w:tr></w:tbl>".into(),
    ];
    let folder = Folder::empty().write("a.docx", word(&body.concat()));
    folder.run(&["import", "a.docx"]).ended(0);
    let text = only(&folder);
    assert!(text.contains("title: Gates open\n"), "{text}");
    assert!(text.contains("in **Wrenfield**.\n\n## To bring\n\n- a lamp\n- a coat\n\n| Ward | Gates |\n"), "{text}");
    assert!(!text.contains("Robin") && !text.contains("never"), "{text}");
}

/// A bulletin with any fields.
fn bulletin() -> impl Strategy<Value = String> {
    let text = prop_oneof![
        "[A-Z][a-z]{2,9}( [a-z]{1,9}){0,4}",
        "[A-Za-z][a-z]{1,6}[:#&'\"“ -]{1,3}[a-z]{1,6}",
        Just("Tom &amp;amp; Co".to_owned())
    ];
    let key = proptest::sample::select(vec![
        "summary",
        "reference",
        "author",
        "severity: minor\nbeat",
        "expires: 2027-01-02\nvan",
    ]);
    let body = proptest::collection::vec("[A-Za-z*_\\[\\]<>&#.:/|-][A-Za-z0-9 *_\\[\\]<>&#.:/|'-]{0,40}", 1..5)
        .prop_map(|blocks| blocks.join("\n\n"));
    let date = (2019..2026_i32, 1..13_u8, 1..29_u8, 0..24_u8, 0..60_u8);
    (
        text.clone(),
        date,
        proptest::option::of((key, text.clone())),
        proptest::collection::vec("[A-Z][a-z]{2,8}", 0..3),
        body,
    )
        .prop_map(|(title, (year, month, day, hour, minute), extra, areas, body)| {
            let quoted = |text: &str| serde_json::Value::from(text).to_string();
            let mut out =
                format!("---\ndate: {year}-{month:02}-{day:02} {hour:02}:{minute:02}\ntitle: {}\n", quoted(&title));
            if let Some((key, value)) = extra {
                out.push_str(&format!("{key}: {}\n", quoted(&value)));
            }
            if !areas.is_empty() {
                out.push_str(&format!("area: [{}]\n", areas.join(", ")));
            }
            format!("{out}---\n{body}\n")
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]
    #[test]
    fn importing_what_it_wrote_gives_the_same_bytes(bulletins in proptest::collection::vec(bulletin(), 1..6), yes in any::<bool>()) {
        let first = Folder::empty();
        for (at, text) in bulletins.iter().enumerate() {
            first.put(&format!("in/{at}.md"), text);
        }
        let yes: &[&str] = if yes { &["--yes"] } else { &[] };
        first.run(&[&["import", "in"], yes].concat());
        let wrote: Vec<(String, Vec<u8>)> = first.tree("content").into_iter().filter(|(path, _)| path.ends_with(".md")).collect();
        prop_assert!(!wrote.is_empty());
        let second = Folder::empty();
        for (path, bytes) in &wrote {
            second.put(&format!("in/{path}"), bytes);
        }
        second.run(&["import", "in"]).ended(0);
        let again: Vec<(String, Vec<u8>)> = second.tree("content").into_iter().filter(|(path, _)| path.ends_with(".md")).collect();
        prop_assert_eq!(again, wrote);
        let _ = fs::remove_dir_all(second.path("in"));
    }
}
