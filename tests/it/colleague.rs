//! The rules of `check` over whole sites: what they are told, what switches them off, and what they keep (lints.md).

use std::fs;

use crate::disk::Folder;

const NOW: &[&str] = &["check", "--now", "2026-11-28"];

fn bulletin(fields: &str, body: &str) -> String {
    format!("---\ntitle: A van in Mill Lane\ndate: 2026-11-20\narea: Kent\n{fields}---\n{body}\n")
}

fn site(files: &[(&str, String)]) -> Folder {
    files.iter().fold(Folder::empty(), |folder, (name, text)| folder.write(&format!("content/{name}.md"), text))
}

fn codes(folder: &Folder, arguments: &[&str]) -> Vec<String> {
    let arguments: Vec<&str> = [NOW, &["--format", "json"], arguments].concat();
    let out = folder.run(&arguments).out;
    let list: serde_json::Value = serde_json::from_str(&out).expect("it is JSON");
    let list = list.as_array().expect("it is a list");
    list.iter().map(|problem| problem["code"].as_str().expect("it has a code").to_owned()).collect()
}

const LONG: &str = "A blue van was left in Mill Lane beside the hall for three nights, and nobody of those who live there \
                    knows whose it is or who left it there with its lamps on and its windows open.";

#[test]
fn a_slip_is_shown_at_its_place_with_the_question() {
    let folder = site(&[("van", bulletin("", "It was there on Monday 18 November 2026."))]);
    let run = folder.run(NOW).ended(0);
    assert!(run.err.contains("warning[weekday-wrong]: `Monday 18 November 2026` is a Wednesday"), "{}", run.err);
    assert!(run.err.contains("content/van.md:6:17"), "{}", run.err);
    folder.run(&[NOW, &["--strict"]].concat()).ended(1);
    // A build says nothing of it.
    assert!(!folder.build(&[]).ended(0).err.contains("weekday-wrong"));
}

#[test]
fn a_code_is_switched_off_by_a_bulletin_or_the_site() {
    let body = "It was there on Monday 18 November 2026, from 10am to 12pm.";
    let own = "allow: [weekday-wrong, noon-unclear]\nreason: The poster had it so.\n";
    let folder = site(&[("van", bulletin(own, body)), ("bus", bulletin("", body))]);
    assert_eq!(codes(&folder, &[]), ["weekday-wrong", "noon-unclear"]);
    let said = folder.run(&[NOW, &["-v"]].concat()).err;
    assert!(said.contains("`weekday-wrong` is allowed in content/van.md: The poster had it so."), "{said}");
    let folder = folder.write("site.yaml", "title: Wren Valley Watch\nallow: noon-unclear\n");
    assert_eq!(codes(&folder, &[]), ["weekday-wrong"]);
}

#[test]
fn what_is_less_sure_is_asked_only_for_pedants() {
    let folder = site(&[("van", bulletin("", "Ring Tom on 07700 900123."))]);
    assert_eq!(codes(&folder, &[]), Vec::<String>::new());
    assert_eq!(codes(&folder, &["--pedantic"]), ["number-private"]);
}

#[test]
fn a_copy_of_an_open_bulletin_is_told_of() {
    let folder = site(&[("van", bulletin("", LONG)), ("van-2", bulletin("slug: other\n", LONG))]);
    assert_eq!(codes(&folder, &[]), ["near-duplicate"]);
    let over = bulletin("slug: other\nstatus: resolved\nclosed: 2026-11-21\n", LONG);
    assert_eq!(codes(&folder.write("content/van-2.md", over), &[]), Vec::<String>::new());
    // It is the newer one that is asked about, whatever their files are called.
    let older = bulletin("", LONG).replace("2026-11-20", "2026-11-14");
    let run = site(&[("again", bulletin("", LONG)), ("van", older)]).run(NOW);
    assert!(run.err.contains("nearly the same text as `content/van.md`"), "{}", run.err);
    // A report of every month follows one pattern.
    let later = bulletin("", LONG).replace("2026-11-20", "2026-10-20");
    let folder = site(&[("van", bulletin("", LONG)), ("october", later)]);
    assert_eq!(codes(&folder, &[]), Vec::<String>::new());
}

#[test]
fn a_translation_with_another_number_is_told_of() {
    let english = bulletin("", "Ring the hall on 01632 960001, quoting 46/322871/26.");
    let welsh = |number: &str| {
        format!("---\ntitle: Fan yn Mill Lane\n---\nFfoniwch y neuadd ar {number}, gan ddyfynnu 46/322871/26.\n")
    };
    let folder = site(&[("van", english), ("van.cy", welsh("01632 960010"))]);
    let run = folder.run(NOW);
    assert!(run.err.contains("warning[translation-facts]: `content/van.md` says `01632960001`"), "{}", run.err);
    let folder = folder.write("content/van.cy.md", welsh("01632 960 001"));
    assert!(!folder.run(NOW).err.contains("translation-facts"));
}

#[test]
fn what_was_noted_is_kept_and_holds_only_for_the_same_text_and_settings() {
    let folder = site(&[("van", bulletin("", "From 10am to 12pm."))]);
    folder.build(&[]).ended(0);
    assert_eq!(codes(&folder, &[]), ["noon-unclear"]);
    let kept = folder.path(".noticeboard/notes");
    let before = fs::read(&kept).expect("the notes are kept");
    assert_eq!(codes(&folder, &[]), ["noon-unclear"]);
    assert_eq!(fs::read(&kept).expect("they are still there"), before);
    fs::write(&kept, "spoilt").expect("the file can be written");
    assert_eq!(codes(&folder, &[]), ["noon-unclear"]);
    let folder = folder.write("content/van.md", bulletin("", "From 10am to midday."));
    assert_eq!(codes(&folder, &[]), Vec::<String>::new());
}

#[test]
fn drafts_are_looked_at_before_they_are_public() {
    let folder = site(&[("van", bulletin("draft: true\n", "From 10am to 12pm.")), ("bus", bulletin("", "A bus."))]);
    assert_eq!(codes(&folder, &[]), ["noon-unclear"]);
}

#[test]
fn each_rule_is_explained_with_its_gravity() {
    let run = Folder::empty().run(&["check", "--explain", "victim-nameable"]).ended(0);
    assert!(run.out.starts_with("warning[victim-nameable] (gravity high, confidence high)\n\n"), "{}", run.out);
    let run = Folder::empty().run(&["check", "--explain", "number-private"]).ended(0);
    assert!(run.out.contains("(gravity medium, confidence low: asked with `--pedantic`)"), "{}", run.out);
}

#[test]
fn an_explanation_shows_what_is_asked_about_and_what_is_not() {
    let out = Folder::empty().run(&["check", "--explain", "weekday-wrong"]).ended(0).out;
    assert!(
        out.contains(
            "It asks about this:\n\n    Monday 2 March 2021\n\nand not about this:\n\n    Tuesday 2 March 2021\n"
        ),
        "{out}"
    );
    assert!(out.contains("`allow: [weekday-wrong]`"), "{out}");
}

#[test]
fn a_translation_with_another_day_is_told_of_and_one_in_a_language_of_other_months_is_not() {
    let english = bulletin("", "The hall is shut on Friday 27 November 2026.");
    let other = |text: &str| format!("---\ntitle: X\n---\n{text}\n");
    let welsh = other("Mae'r neuadd ar gau ddydd Gwener 26 Tachwedd 2026.");
    let folder = site(&[("van", english.clone()), ("van.cy", welsh)]);
    assert!(folder.run(NOW).err.contains("`content/van.md` says `27 November`, and this translation does not"));
    let welsh = other("Mae'r neuadd ar gau ddydd Gwener 27 o Dachwedd 2026.");
    assert!(!folder.write("content/van.cy.md", welsh).run(NOW).err.contains("translation-facts"));
    let polish = other("Sala jest zamknięta w piątek 27 listopada 2026.");
    let folder = site(&[("van", english), ("van.pl", polish)]);
    assert!(!folder.run(NOW).err.contains("translation-facts"));
}

#[test]
fn a_translation_of_what_was_taken_back_is_left_alone() {
    let english = bulletin("status: withdrawn\nclosed: 2026-11-21\n", "Ring 01632 960001.");
    let welsh = "---\ntitle: Fan\n---\nFfoniwch ni.\n".to_owned();
    assert!(!site(&[("van", english), ("van.cy", welsh)]).run(NOW).err.contains("translation-facts"));
}

#[test]
fn contacts_and_areas_that_nothing_uses_are_told_to_pedants() {
    let settings = "title: Wren Valley Watch\nareas:\n  - name: Kent\n    areas: [Tanfold]\n  - Ford\ncontacts:\n  - {name: The \
                    hall, phone: 01632 960001}\n  - {name: The clerk, phone: 01632 960002}\n";
    let folder = site(&[("van", bulletin("contacts: [the hall]\n", "A van."))]).write("site.yaml", settings);
    assert_eq!(codes(&folder, &[]), Vec::<String>::new());
    assert_eq!(codes(&folder, &["--pedantic"]), ["contact-unused", "area-unused", "area-unused"]);
    let run = folder.run(&[NOW, &["--pedantic"]].concat());
    assert!(run.err.contains("no bulletin is in the area `Ford`") && run.err.contains("site.yaml:5:5"), "{}", run.err);
    assert!(run.err.contains("no bulletin and no kind names the contact `The clerk`"), "{}", run.err);
    let folder = folder.write("site.yaml", settings.to_owned() + "allow: [area-unused, contact-unused]\n");
    assert_eq!(codes(&folder, &["--pedantic"]), Vec::<String>::new());
}

/// Runs a command on the day of these tests.
fn at(folder: &Folder, arguments: &[&str]) -> crate::disk::Run {
    folder.at("1795867200", arguments)
}

const SLIP: &str = "Ring Crimestoppers on 0800 555 1111.";

#[test]
fn what_is_grave_is_not_published_without_a_word() {
    let site = site(&[("van", bulletin("", SLIP))]);
    let site =
        site.write("site.yaml", "title: Wren Valley Watch\nbase_url: https://watch.example.org/\npublish: ../host\n");
    at(&site, &["build", "-q"]).ended(0);
    // Nobody is there to ask.
    let run = at(&site, &["publish"]).ended(1);
    let said = "error: content/van.md: `0800 555 1111` is one slip away from the number of Crimestoppers: is `0800 555 111` meant?";
    assert!(run.err.contains(said) && run.err.contains("nothing was published"), "{run:?}");
    let host = site.path("../host");
    assert!(!host.join("index.html").exists());
    // What is only less sure, or less grave, holds nothing up; nor does what is meant.
    let meant = bulletin("allow: [number-near-miss]\nreason: An example of a slip.\n", SLIP);
    site.put("content/van.md", meant + "From 10am to 12pm. Ring Tom on 07700 900123.\n");
    at(&site, &["build", "-q"]).ended(0);
    at(&site, &["publish"]).ended(0);
    assert!(host.join("index.html").exists());
    // With a word it goes, and says which.
    site.put("content/van.md", bulletin("", SLIP));
    at(&site, &["build", "-q"]).ended(0);
    at(&site, &["publish"]).ended(1);
    let run = at(&site, &["publish", "--yes"]).ended(0);
    assert!(run.err.contains("warning: published all the same: content/van.md: `0800 555 1111`"), "{run:?}");
    // There is nothing to publish, and nothing is asked.
    at(&site, &["publish"]).ended(0);
}

#[test]
fn what_is_taken_back_goes_though_something_else_is_grave() {
    let settings = "title: Wren Valley Watch\nbase_url: https://watch.example.org/\npublish: ../host\n";
    let site = site(&[("van", bulletin("", "A van.")), ("jane", bulletin("", "Jane was seen in Mill Lane."))]);
    let site = site.write("site.yaml", settings);
    at(&site, &["build", "-q"]).ended(0);
    at(&site, &["publish"]).ended(0);
    site.put("content/jane.md", bulletin("status: withdrawn\nclosed: 2026-11-22\n", "Jane was seen in Mill Lane."));
    site.put("content/bus.md", bulletin("", SLIP));
    at(&site, &["build", "-q"]).ended(0);
    let run = at(&site, &["publish"]).ended(1);
    assert!(run.err.contains("what was taken back is gone from the host, and nothing else was published"), "{run:?}");
    let host = site.path("../host");
    let holds = |word: &str| {
        let texts = crate::disk::tree(&host).into_values().map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        texts.filter(|text| text.contains(word)).count()
    };
    assert_eq!(holds("Jane was seen"), 0);
    assert!(!host.join("2026/11/bus/index.html").exists());
    // Nor does a second one wait, though the publish before did not end.
    site.put("content/van.md", bulletin("status: withdrawn\nclosed: 2026-11-22\n", "A van."));
    at(&site, &["build", "-q"]).ended(0);
    at(&site, &["publish"]).ended(1);
    assert_eq!(holds("A van."), 0);
    // The next publish brings the rest.
    at(&site, &["publish", "--yes"]).ended(0);
    assert!(host.join("2026/11/bus/index.html").exists());
    assert_eq!(holds("Jane was seen"), 0);
}

#[test]
fn references_with_letters_are_compared_in_a_translation_and_an_unread_one_is_not() {
    let english = bulletin("reference: WV/1/62\n", "Quote WV/10482/26.");
    let with = |fields: &str, text: &str| {
        let welsh = format!("---\ntitle: X\n{fields}---\n{text}\n");
        site(&[("van", english.clone()), ("van.cy", welsh)]).run(NOW).err
    };
    let err = with("", "Dyfynnwch WV/10842/26.");
    assert!(err.contains("`content/van.md` says `WV/10482/26`, and this translation does not"), "{err}");
    let err = with("reference: WV/1/26\n", "Dyfynnwch WV/10482/26.");
    assert!(err.contains("`content/van.md` says `WV/1/62`, and this translation does not"), "{err}");
    assert!(!with("", "Dyfynnwch WV/10482/26.").contains("translation-facts"));
    assert!(!with("reference: WV/1/62\n", "Dyfynnwch WV/10482/26.").contains("translation-facts"));
    let unread = site(&[("van", english.clone()), ("van.cy", "Dyfynnwch WV/10482/26.\n".to_owned())]).run(NOW).err;
    assert!(!unread.contains("translation-facts"), "{unread}");
}
