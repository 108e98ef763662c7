//! Nothing that is typed into the desk is lost: by a closed tab, by a file that is gone or cannot be changed, by somebody who
//! writes to the same bulletin, by going back (docs/reference.md, "noticeboard desk").

use std::fs;

use crate::{
    desk::{Desk, Screen, encoded, unescaped},
    disk::{Folder, text},
    served::Answer,
};

const ROOF: &str = "content/roof.md";

fn whole(form: &Answer) -> Vec<(&'static str, String)> {
    let names = ["path", "before", "original", "title", "summary", "text", "date_day", "date_time"];
    names.map(|name| (name, form.field(name))).to_vec()
}

fn borrowed<'p>(pairs: &'p [(&'static str, String)]) -> Vec<(&'static str, &'p str)> {
    pairs.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

#[test]
fn what_is_typed_on_every_screen_is_offered_there_again() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    for screen in ["update", "resolved"] {
        let typed = [("screen", screen), ("path", ROOF), ("text", "Typed for an hour."), ("touched", "yes")];
        desk.post("typed", &typed).ended(200);
        let again = desk.get(&format!("{screen}?path={ROOF}")).ended(200).says("was not saved");
        assert_eq!(again.field("text"), "Typed for an hour.", "{screen}");
        desk.get("").ended(200).says(&format!("{screen}?path=content%2Froof.md"));
        let thrown = [("screen", screen), ("path", ROOF), ("key", &format!("{screen}:{ROOF}"))];
        desk.post("drop-typed", &thrown).ended(303);
        assert_eq!(desk.get(&format!("{screen}?path={ROOF}")).ended(200).field("text"), "");
    }
    let form = desk.get(&format!("text?path={ROOF}")).ended(200);
    let typed =
        [("screen", "text"), ("path", ROOF), ("before", &form.field("before")), ("text", "All."), ("touched", "yes")];
    desk.post("typed", &typed).ended(200);
    assert_eq!(desk.get(&format!("text?path={ROOF}")).says("was not saved").field("text"), text("roof"));
    assert_eq!(desk.get(&format!("text?path={ROOF}&go-on=yes")).field("text"), "All.");
    desk.post("typed", &[("screen", "bring"), ("text", "Bring this."), ("touched", "yes")]).ended(200);
    assert_eq!(desk.get("bring").says("was not saved").field("text"), "Bring this.");
    // What was sent is not offered any more, and what is typed elsewhere stays.
    desk.post("typed", &[("screen", "update"), ("path", ROOF), ("text", "News."), ("touched", "yes")]).ended(200);
    desk.post("update", &[("path", ROOF), ("text", "News.")]).ended(303);
    assert_eq!(desk.get(&format!("update?path={ROOF}")).field("text"), "");
    desk.get(&format!("text?path={ROOF}")).says("was not saved");
    // Nothing is kept of what is taken back.
    desk.post("take-back", &[("path", ROOF)]).ended(303);
    desk.post("typed", &[("screen", "update"), ("path", ROOF), ("text", "Her name."), ("touched", "yes")]).ended(200);
    for file in fs::read_dir(folder.path(".noticeboard/unsaved")).unwrap() {
        let kept = fs::read_to_string(file.unwrap().path()).unwrap();
        assert!(!kept.contains("All.") && !kept.contains("Her name."), "{kept}");
    }
}

#[test]
fn what_a_browser_kept_is_not_put_over_what_was_typed_since() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let typed = |words: &str, at: &str| {
        let typed =
            [("screen", "update"), ("path", ROOF), ("text", words), ("touched", "yes"), ("only", "yes"), ("at", at)];
        desk.post("typed", &typed).ended(200).says("\"only\":true");
        desk.get(&format!("update?path={ROOF}")).field("text")
    };
    assert_eq!(typed("Kept by a browser.", "1"), "Kept by a browser.");
    assert_eq!(typed("Kept later.", "99999999999"), "Kept later.");
    assert_eq!(typed("Kept long ago.", "1"), "Kept later.");
}

#[test]
fn words_for_a_file_that_is_gone_become_a_new_bulletin() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let form = desk.get(&format!("text?path={ROOF}")).ended(200);
    folder.remove(ROOF);
    for round in ["at once", "once it is known"] {
        for screen in ["update", "resolved"] {
            let again = desk.post(screen, &[("path", ROOF), ("text", "News of an hour.")]).ended(409);
            assert_eq!(again.says("no longer there").field("text"), "News of an hour.", "{screen} {round}");
        }
        let changed = text("roof").replace("The body of roof.", "Typed for an hour.");
        let typed = [("path", ROOF), ("before", &form.field("before")), ("text", &changed)];
        let again = desk.post("text", &typed).ended(409).says("no longer there");
        assert_eq!(
            (again.field("title"), again.field("text").trim()),
            ("roof".into(), "Typed for an hour."),
            "{round}"
        );
        desk.get("").ended(200);
    }
    for path in ["../outside.md", "secret.md"] {
        for screen in ["write", "update", "text"] {
            let again = desk.post(screen, &[("path", path), ("text", "Typed for an hour.")]).ended(404);
            assert_eq!(again.field("text"), "Typed for an hour.", "{screen} {path}");
        }
    }
}

#[test]
fn what_a_file_does_not_take_is_told_and_the_rest_is_saved() {
    let folder = Folder::with(&["roof"]);
    let flow = "---\n{title: roof, date: 2021-03-01, area: Kent}\n---\n\nThe body of roof.\n";
    folder.put(ROOF, flow);
    let desk = Desk::of(&folder);
    let answer = desk.edit(ROOF, &[("title", "Typed title"), ("text", "Typed for an hour.")]);
    if answer.status == 303 {
        assert!(folder.read(ROOF).contains("Typed title"), "{}", folder.read(ROOF));
    } else {
        let again = answer.ended(409).says("in a way that the form cannot change");
        assert_eq!(again.field("title"), "Typed title");
    }
    assert!(folder.read(ROOF).contains("Typed for an hour."), "{}", folder.read(ROOF));
    // Front matter that nobody can read: the words stand beside the file.
    let form = whole(&desk.get(&format!("write?path={ROOF}")).ended(200));
    let twice = text("roof").replace("title: roof\n", "title: roof\ntitle: again\n");
    folder.put(ROOF, &twice);
    let hash = blake3::hash(twice.as_bytes()).to_hex().to_string();
    let mut pairs = form.clone();
    for (name, value) in &mut pairs {
        match *name {
            "before" => value.clone_from(&hash),
            "original" => value.clone_from(&twice),
            "text" => "More of it.".clone_into(value),
            _ => {}
        }
    }
    let beside = desk.post("write", &borrowed(&pairs)).ended(409).says("More of it.");
    assert_eq!(beside.field("text"), twice);
    assert_eq!(folder.read(ROOF), twice);
    // Likewise where it became so while somebody wrote.
    let typed = |name: &str| if name == "text" { Some("More of it.".to_owned()) } else { None };
    let stale: Vec<_> = form.into_iter().map(|(name, value)| (name, typed(name).unwrap_or(value))).collect();
    assert_eq!(desk.post("write", &borrowed(&stale)).ended(409).says("More of it.").field("text"), twice);
    assert_eq!(folder.read(ROOF), twice);
}

#[test]
fn going_back_after_a_save_makes_no_second_bulletin() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let address = desk.get("write?kind=notice").ended(303).leads();
    let form = desk.get(&address).ended(200);
    let (key, day) = (form.field("key"), form.field("date_day"));
    let send = |title: &str, words: &str| {
        let fields = [("key", &*key), ("kind", "notice"), ("title", title), ("date_day", &day), ("area", "Kent")];
        desk.post("write", &[&fields[..], &[("text", words), ("do", "ready")]].concat()).ended(303).leads()
    };
    let first = send("Bins", "On Monday.");
    // The address of the form leads to what it made.
    assert_eq!(format!("{}&said=saved", desk.get(&address).ended(303).leads().replace("write", "bulletin")), first);
    assert_eq!(send("Bins", "On Tuesday."), first);
    assert_eq!(send("Bins a day later", "On Wednesday."), first);
    let sources = folder.sources();
    assert_eq!(sources.len(), 2, "{sources:?}");
    let texts = sources.values().map(|text| String::from_utf8_lossy(text));
    let made = texts.into_iter().find(|text| text.contains("Wednesday")).unwrap();
    assert!(made.contains("Bins a day later"), "{made}");
    // Another form is another bulletin.
    let other = desk.new_form("notice").field("key");
    let fields =
        [("key", &*other), ("kind", "notice"), ("title", "Bins"), ("date_day", &day), ("text", "x"), ("do", "ready")];
    assert_ne!(desk.post("write", &fields).ended(303).leads(), first);
    // An update that is sent twice is there once.
    desk.post("update", &[("path", ROOF), ("text", "It is mended.")]).ended(303);
    let twice = desk.post("update", &[("path", ROOF), ("text", "It is mended.")]).ended(409).says("already");
    assert_eq!(twice.field("text"), "It is mended.");
    assert_eq!(folder.read(ROOF).matches("It is mended.").count(), 1);
}

#[test]
fn what_two_people_changed_in_one_body_stands_in_it() {
    let folder = Folder::with(&["roof"]);
    let original = text("roof").replace("The body of roof.", "One.\n\nTwo.\n\nThree.");
    folder.put(ROOF, &original);
    let desk = Desk::of(&folder);
    let form = desk.get(&format!("write?{}", encoded(&[("path", ROOF)]))).ended(200);
    let theirs = original.replace("One.", "One, and theirs.");
    folder.put(ROOF, &theirs);
    let conflict = desk.send(&form, &[("text", "One.\n\nTwo.\n\nThree, and mine.")]).ended(409);
    let conflict = conflict.says("Put mine together with it");
    desk.post("write", &borrowed(&whole(&conflict))).ended(303);
    assert_eq!(folder.read(ROOF), theirs.replace("Three.", "Three, and mine."));
    // Where both changed one place, the button says what it does.
    folder.put(ROOF, &theirs);
    let conflict = desk.send(&form, &[("text", "One, and mine.\n\nTwo.\n\nThree.")]).ended(409);
    assert!(!conflict.body.contains("Put mine together"));
    let conflict = conflict.says("Save mine over it").says("<del>theirs.</del>");
    desk.post("write", &borrowed(&whole(&conflict))).ended(303);
    assert_eq!(folder.read(ROOF), original.replace("One.", "One, and mine."));
}

#[test]
fn what_is_typed_in_two_tabs_is_kept_in_both() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let forms = [0, 1].map(|_| desk.get(&format!("write?path={ROOF}")).ended(200));
    let sends = |form: &Answer, screen: &str, words: &str| {
        let mut pairs = whole(form);
        pairs.push(("key", form.field("key")));
        pairs.iter_mut().filter(|(name, _)| *name == "text").for_each(|(_, value)| words.clone_into(value));
        desk.post(screen, &[&borrowed(&pairs)[..], &[("touched", "yes"), ("do", "save")]].concat())
    };
    sends(&forms[0], "typed", "Typed in one.").ended(200);
    sends(&forms[1], "typed", "Typed in the other.").ended(200);
    sends(&forms[1], "write", "Typed in the other.").ended(303);
    // What was saved is not offered any more, and what was typed beside it is.
    let offered = desk.get("").ended(200).says("Not saved <small>1</small>").body;
    let link = offered.split("href=\"/.desk/write?").nth(1).and_then(|rest| rest.split('"').next()).unwrap();
    assert_eq!(desk.get(&format!("write?{}", unescaped(link))).ended(200).field("text"), "Typed in one.");
    let form = desk.get(&format!("write?path={ROOF}")).ended(200).says("was not saved");
    assert_eq!(form.field("text").trim(), "Typed in the other.");
    // While it is asked what becomes of both, it is kept as well.
    let key = forms[0].field("key");
    desk.post("drop-typed", &[("key", &format!("{ROOF}#{key}")), ("path", ROOF)]).ended(303);
    desk.get("").ended(200).says("Open now");
    sends(&forms[0], "write", "Sent from one.").ended(409);
    assert_eq!(desk.get(&format!("write?path={ROOF}&go-on={key}")).ended(200).field("text"), "Sent from one.");
    // It goes with the bulletin.
    desk.post("take-back", &[("path", ROOF)]).ended(303);
    assert!(!desk.get("").ended(200).body.contains("Not saved"));
}
