//! What is done to a bulletin at the desk happens, and is said: in all its languages at once, not over what somebody did
//! meanwhile, once, and with what it means for readers (docs/reference.md, "noticeboard desk").

use crate::{
    desk::{Desk, Screen, publish},
    disk::{Folder, text},
    served::Answer,
};

const ROOF: &str = "content/roof.md";
const SETTINGS: &str = "title: Watch\nbase_url: https://watch.example.org/\npublish:\n  target: ../host\n";

#[test]
fn what_is_done_to_a_translation_is_done_to_the_bulletin() {
    let folder = Folder::with(&["roof"]).write("content/roof.cy.md", "---\ntitle: To\n---\n\nTestun.\n");
    let (translation, desk) = ("content/roof.cy.md", Desk::of(&folder));
    for (act, fields, says) in [
        ("ends", &[("day", "2021-04-01")][..], "expires: 2021-04-01\n"),
        ("resolved", &[("text", "")], "status: resolved\n"),
        ("reopen", &[], "area: Kent\nexpires"),
        ("take-back", &[], "status: withdrawn\n"),
    ] {
        let asks = desk.get(&format!("{act}?path={translation}")).ended(200).says("in all its languages at once");
        assert_eq!(asks.field("path"), ROOF, "{act}");
        let done = desk.post(act, &[&[("path", translation)], fields].concat()).ended(303);
        assert!(done.leads().starts_with("bulletin?path=content%2Froof.md&"), "{act}: {}", done.leads());
        assert!(folder.read(ROOF).contains(says), "{act}\n{}", folder.read(ROOF));
    }
    assert_eq!(folder.read(translation), "---\ntitle: To\n---\n\nTestun.\n");
    for path in ["roof", "roof.cy"] {
        desk.get(&format!("bulletin?path=content/{path}.md")).ended(200).says("Put it back");
    }
    desk.post("reopen", &[("path", translation)]).ended(303);
    assert!(!folder.read(ROOF).contains("status"), "{}", folder.read(ROOF));
    // An update is in the language that it is written in.
    desk.get(&format!("update?path={translation}")).ended(200);
    desk.post("update", &[("path", translation), ("text", "Newydd.")]).ended(303);
    assert!(folder.read(translation).contains("text: Newydd.\n"));
}

#[test]
fn what_was_taken_back_comes_back_by_no_other_act() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let form = desk.get(&format!("write?path={ROOF}")).ended(200);
    let asked = desk.get(&format!("resolved?path={ROOF}")).ended(200);
    desk.post("take-back", &[("path", ROOF)]).ended(303);
    let gone = folder.read(ROOF);
    let before = asked.field("before");
    for (act, more) in [("resolved", ("text", "")), ("ends", ("day", "2021-04-01")), ("update", ("text", "News."))] {
        desk.post(act, &[("path", ROOF), ("before", &before), more]).ended(409).says("was taken back meanwhile");
        desk.post(act, &[("path", ROOF), more]).ended(409).says("was taken back meanwhile");
        assert!(desk.get(&format!("{act}?path={ROOF}")).ended(303).leads().starts_with("bulletin?"));
        assert_eq!(folder.read(ROOF), gone, "{act}");
    }
    // Pressed twice, it was done once.
    desk.post("take-back", &[("path", ROOF), ("before", &before)]).ended(303);
    assert_eq!(folder.read(ROOF), gone);
    // A form that would open it again does not.
    let conflict = desk.send(&form, &[("status", "resolved"), ("text", "Mine.")]).ended(409);
    let again = [("path", ROOF), ("before", &*conflict.field("before")), ("original", &*form.field("original"))];
    let rest = [("title", "roof"), ("text", "Mine."), ("status", "resolved"), ("do", "save")];
    desk.post("write", &[&again[..], &rest].concat()).ended(409).says("was taken back meanwhile");
    assert_eq!(folder.read(ROOF), gone);
    desk.post("reopen", &[("path", ROOF)]).ended(303);
    assert_eq!(folder.read(ROOF), text("roof"));
}

#[test]
fn an_act_is_done_to_the_file_that_it_was_asked_for() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let asked = desk.get(&format!("update?path={ROOF}")).ended(200);
    desk.edit(ROOF, &[("text", "Changed meanwhile.")]).ended(303);
    let said = [("path", ROOF), ("before", &asked.field("before")), ("text", "News.")];
    let again = desk.post("update", &said).ended(409).says("nothing was overwritten");
    assert_eq!(again.field("text"), "News.");
    desk.post("update", &[said[0], ("before", &again.field("before")), said[2]]).ended(303);
    // Words that are sent twice with an act are there once.
    let asked = desk.get(&format!("resolved?path={ROOF}")).ended(200);
    let said = [("path", ROOF), ("before", &asked.field("before")), ("text", "It is mended.")];
    let first = desk.post("resolved", &said).ended(303).leads();
    assert_eq!(desk.post("resolved", &said).ended(303).leads(), first);
    assert_eq!(folder.read(ROOF).matches("It is mended.").count(), 1);
}

#[test]
fn a_day_that_is_past_is_told_and_so_is_none() {
    let event = "---\ntitle: Fair\ndate: 2021-03-01\narea: Kent\nkind: event\nwhen: 2021-03-04\n---\n\nA fair.\n";
    let folder = Folder::with(&["roof"]).write("content/fair.md", event);
    let desk = Desk::of(&folder);
    let ends = |day: &str| {
        let done = desk.post("ends", &[("path", ROOF), ("day", day)]).ended(303);
        desk.get(&done.leads()).ended(200)
    };
    let later = ends("2021-04-01").says("The last day is set.");
    assert!(!later.body.contains("is past"));
    ends("2021-03-05").says("The last day is set. Its last day is past");
    let none = ends("").says("no last day");
    assert!(!none.body.contains("The last day is set"), "{}", none.body);
    let saved = desk.edit("content/fair.md", &[("title", "The fair")]).ended(303);
    desk.get(&saved.leads()).ended(200).says("Its last day is past");
}

/// A draft that was brought in, with what must be dealt with.
fn brought_in() -> Folder {
    let receipt =
        r#"{"look": [{"says": "the text ends at `See more`", "holds": true}, {"says": "look", "holds": false}]}"#;
    let draft = text("Post").replace("area:", "draft: true\narea:");
    Folder::with(&["roof"]).write("content/post.md", draft).write("content/_post.import.json", receipt)
}

#[test]
fn what_must_be_dealt_with_holds_a_draft_back() {
    let folder = brought_in();
    let (path, desk) = ("content/post.md", Desk::of(&folder));
    let held = "The text ends at “See more”.";
    desk.get(&format!("bulletin?path={path}")).ended(200).says(held);
    let form = desk.get(&format!("write?path={path}")).ended(200).says(held).says("name=\"dealt\"");
    let pairs: Vec<(&str, String)> =
        ["path", "before", "original", "title", "text"].map(|name| (name, form.field(name))).into();
    let send = |more: &[(&str, &str)]| {
        let pairs: Vec<(&str, &str)> = pairs.iter().map(|(name, value)| (*name, value.as_str())).collect();
        desk.post("write", &[&pairs[..], more].concat())
    };
    let again = send(&[("do", "ready")]).ended(422).says("href=\"#dealt\"").says("Ready to publish");
    assert!(!again.body.contains(" checked> <label for=\"dealt\""));
    assert!(folder.read(path).contains("draft: true"));
    // As text, too.
    let whole = desk.get(&format!("text?path={path}")).ended(200);
    let ready = folder.read(path).replace("draft: true\n", "");
    let typed = [("path", path), ("before", &whole.field("before")), ("text", &ready)];
    desk.post("text", &typed).ended(422).says(held);
    assert!(folder.read(path).contains("draft: true"));
    send(&[("dealt", "yes"), ("do", "ready")]).ended(303);
    assert!(!folder.read(path).contains("draft"));
    assert!(!desk.get(&format!("bulletin?path={path}")).ended(200).body.contains(held));
}

#[test]
fn the_receipt_of_a_draft_goes_and_comes_with_it() {
    let folder = brought_in();
    let (path, desk) = ("content/post.md", Desk::of(&folder));
    let deleted = desk.post("delete", &[("path", path)]).ended(303).leads();
    assert!(!folder.path("content/_post.import.json").exists());
    let id = desk.get(&deleted).ended(200).field("id");
    desk.post("restore", &[("path", path), ("id", &id), ("before", "")]).ended(303);
    assert!(folder.path("content/_post.import.json").exists());
    desk.get(&format!("bulletin?path={path}")).ended(200).says("See more");
}

#[test]
fn what_is_put_back_is_published_after_a_question() {
    let folder = Folder::with(&["roof"]).write("site.yaml", SETTINGS);
    let desk = Desk::of(&folder);
    publish(&desk).says("Published.");
    desk.post("take-back", &[("path", ROOF)]).ended(303);
    publish(&desk).says("1 page was taken down");
    desk.post("reopen", &[("path", ROOF)]).ended(303);
    let asks = publish(&desk).says("Put it on the web again?").says(">roof</a>");
    assert!(!asks.body.contains("Somebody else"), "{}", asks.body);
    let page = folder.path("../host/2021/03/roof/index.html");
    let is_public = || std::fs::read_to_string(&page).is_ok_and(|page| page.contains("The body of roof"));
    assert!(!is_public());
    let again = asks.field("again");
    asks.says(&format!("https://watch.example.org{again}"));
    desk.post("publish", &[("again", &again)]).ended(303);
    let ended = loop {
        let answer = desk.get("publish").ended(200);
        if !answer.body.contains("id=\"running\"") {
            break answer;
        }
        std::thread::sleep(std::time::Duration::from_millis(50));
    };
    ended.says("Published.");
    assert!(is_public());
    desk.edit(ROOF, &[("title", "The roof")]).ended(303);
    publish(&desk).says("Published.");
}

/// The form of an earlier version of a bulletin, the newest.
fn newest_version(desk: &Desk, path: &str) -> Answer {
    let versions = desk.get(&format!("versions?path={path}")).ended(200);
    let id = versions.body.split("&amp;id=").nth(1).and_then(|rest| rest.split('"').next()).unwrap().to_owned();
    desk.get(&format!("versions?path={path}&id={id}")).ended(200)
}

#[test]
fn an_earlier_version_makes_no_draft_of_what_is_public() {
    let draft = text("Plan").replace("area:", "draft: true\narea:");
    let folder = Folder::with(&["roof"]).write("content/plan.md", &draft);
    let (path, desk) = ("content/plan.md", Desk::of(&folder));
    desk.edit(path, &[("text", "Another."), ("draft", "no")]).ended(303);
    assert!(!folder.read(path).contains("draft"));
    let version = newest_version(&desk, path);
    assert!(!version.body.contains("draft: true"), "{}", version.body);
    let version = version.says("only whether it is a draft stays");
    let back = |version: &Answer| {
        let pairs = [("path", path), ("id", &*version.field("id")), ("before", &*version.field("before"))];
        desk.post("restore", &pairs).ended(303)
    };
    back(&version);
    assert_eq!(folder.read(path), text("Plan"));
    desk.edit(path, &[("text", "A third.")]).ended(303);
    desk.post("resolved", &[("path", path)]).ended(303);
    // What it said before that was open, and so it is again.
    back(&newest_version(&desk, path).says("status: resolved"));
    assert!(!folder.read(path).contains("resolved") && folder.read(path).contains("A third."));
}

#[test]
fn what_nobody_sees_yet_holds_nothing_up() {
    let draft =
        text("Plan").replace("area:", "draft: true\narea:").replace("The body", "See [it](nowhere.md). The body");
    let folder = Folder::with(&["roof"]).write("site.yaml", SETTINGS).write("content/plan.md", &draft);
    let desk = Desk::of(&folder);
    let today = desk.get("").ended(200).says("nowhere.md");
    assert!(!today.body.contains("Holds up publishing"), "{}", today.body);
    assert!(!desk.get("publish").ended(200).body.contains("These hold it up"));
    publish(&desk).says("Published.");
    desk.edit("content/plan.md", &[("draft", "no")]).ended(303);
    desk.get("").ended(200).says("Holds up publishing");
}
