//! No screen of the desk leads nowhere: what is wrong is listed where it is said to be, pages and settings can be reached, a
//! new place can be added, and what is refused is told where it was typed (docs/reference.md, "noticeboard desk").

use crate::{
    desk::{Desk, Screen},
    disk::{Folder, text},
};

const ROOF: &str = "content/roof.md";

#[test]
fn settings_that_cannot_be_read_are_told_and_can_be_mended() {
    let broken = "title: Tanfold Watch\nareas:\n  - name: Kent\n  bad: [\n";
    let folder = Folder::with(&["roof"]).write("site.yaml", broken);
    let desk = Desk::of(&folder);
    for screen in ["", "publish"] {
        let shown = desk.get(screen).ended(200).says("The settings of the site").says("Line ");
        assert!(!shown.body.contains("where on the web will it be") && !shown.body.contains("Nothing is here yet"));
    }
    let form = desk.get("settings").ended(200);
    assert_eq!(form.field("text"), broken);
    let mended = broken.replace("  bad: [\n", "");
    desk.post("settings", &[("before", &form.field("before")), ("text", &mended)]).ended(303);
    assert_eq!(folder.read("site.yaml"), mended);
    assert_eq!(desk.get("settings").ended(200).field("name"), "Tanfold Watch");
}

#[test]
fn the_settings_that_people_change_are_changed_where_they_stand() {
    let settings = "# Ours.\ntitle: Watch # as it is\npublisher: Ann Prosser\nareas:\n  - name: Kent\n    areas:\n      - name: Mill Lane\nraw_html: trust\n";
    let folder = Folder::with(&["roof"]).write("site.yaml", settings);
    let desk = Desk::of(&folder);
    let form = desk.get("settings").ended(200);
    assert_eq!(form.field("places"), "Kent\n  Mill Lane\n");
    let send = |fields: &[(&str, &str)]| {
        let same = [("name", "Watch"), ("publisher", "Ann Prosser"), ("email", ""), ("places", "Kent\n  Mill Lane\n")];
        let rest = same.into_iter().filter(|(name, _)| !fields.iter().any(|(known, _)| known == name));
        desk.post("settings", &rest.chain(fields.iter().copied()).collect::<Vec<_>>())
    };
    send(&[]).ended(303);
    assert_eq!(folder.read("site.yaml"), settings);
    send(&[("name", "Tanfold Watch")]).ended(303);
    assert_eq!(folder.read("site.yaml"), settings.replace("title: Watch", "title: Tanfold Watch"));
    send(&[("name", "Tanfold Watch"), ("places", "Kent\n  Mill Lane\n  Mill End\n")]).ended(303);
    let now = folder.read("site.yaml");
    assert!(
        now.contains("- name: Mill End") && now.ends_with("raw_html: trust\n") && now.starts_with("# Ours."),
        "{now}"
    );
    send(&[("name", "Tanfold Watch"), ("places", "Kent\n  Mill Lane\n  Mill End\n"), ("email", "ann@tanfold.example")])
        .ended(303);
    let form = desk.get("settings").ended(200);
    assert_eq!((form.field("publisher"), form.field("email")), ("Ann Prosser".into(), "ann@tanfold.example".into()));
    send(&[("name", " ")]).ended(422);
    desk.get("").ended(200).says("/.desk/settings");
}

#[test]
fn what_was_not_edited_in_the_settings_stays_byte_for_byte() {
    let settings = "title: Watch\nareas: # ours\n- Church End # by the church\n- name: Kent\n  areas: [Mill Lane]\npublisher: {name: 'Us', url: https://us.example} # who\n";
    let folder = Folder::with(&["roof"]).write("site.yaml", settings);
    let desk = Desk::of(&folder);
    let send = |places: &str, email: &str| {
        let fields = [("name", "Watch"), ("publisher", "Us"), ("email", email), ("places", places)];
        desk.post("settings", &fields).ended(303);
        folder.read("site.yaml")
    };
    let places = "Church End\nKent\n  Mill Lane\n";
    assert_eq!(send(places, ""), settings);
    let with_email = settings.replace("us.example}", "us.example, email: us@us.example}");
    assert_eq!(send(places, "us@us.example"), with_email);
    let with_place = with_email.replace("[Mill Lane]", "[Mill Lane, Mill End]");
    assert_eq!(send("Church End\nKent\n  Mill Lane\n  Mill End\n", "us@us.example"), with_place);
    let with_two = with_place.replace("Mill End]\n", "Mill End]\n- Tanfold\n");
    assert_eq!(send("Church End\nKent\n  Mill Lane\n  Mill End\nTanfold\n", "us@us.example"), with_two);
    assert_eq!(
        send("Church End\nKent\n  Mill Lane\n  Mill End\nTanfold\n", ""),
        with_two.replace(", email: us@us.example", "")
    );
}

#[test]
fn an_address_that_nobody_can_write_to_is_refused_at_its_field() {
    let folder = Folder::with(&["roof"]).write("site.yaml", "title: Watch\n");
    let desk = Desk::of(&folder);
    for email in ["a@b", "me@localhost", "a b@us.example"] {
        let fields = [("name", "Watch"), ("publisher", ""), ("email", email)];
        let again = desk.post("settings", &fields).ended(422).says("Write the e-mail address whole");
        assert_eq!(again.field("name"), "Watch");
        assert_eq!(folder.read("site.yaml"), "title: Watch\n");
    }
    // Where nobody is named it belongs to the site.
    desk.post("settings", &[("name", "Watch"), ("publisher", ""), ("email", "us@us.example")]).ended(303);
    assert_eq!(desk.get("settings").ended(200).field("email"), "us@us.example");
    let folder = Folder::empty();
    let desk = Desk::of(&folder);
    desk.post("", &[("name", "Watch"), ("email", "a@b")]).ended(422).says("href=\"#email\"");
    desk.post("", &[("name", "Watch"), ("email", "us@us.example")]).ended(303);
    let form = desk.get("settings").ended(200);
    assert_eq!((form.field("publisher"), form.field("email")), ("Watch".into(), "us@us.example".into()));
}

#[test]
fn a_pasted_text_is_taken_before_an_address() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let address = "Www.police.invalid/news";
    let again = desk.post("bring", &[("text", ""), ("address", address)]).ended(422).says("Www.police.invalid");
    assert_eq!(again.field("address"), address);
    let words = "Callers at the door\n\nKent Police, 9 March 2021\n\nMen call at doors in Kent and say they are from the council. Do not let them in.";
    let drafted = desk.post("bring", &[("text", words), ("address", address)]).ended(200).says("It is a draft now");
    assert_eq!(drafted.field("address"), address);
    // What a field is called in a file, no form says.
    let none = desk.post("bring", &[("text", "A lost dog\n\nA brown dog ran off in Nowhere on Tuesday 9 March 2021.")]);
    assert!(!none.ended(200).body.contains("add “area”"));
}

#[test]
fn a_place_that_is_misspelt_or_new_is_mended_by_a_button() {
    let folder = Folder::with(&["roof"]).write("site.yaml", "areas:\n  - name: Kent\n  - name: Mill Lane\n");
    let desk = Desk::of(&folder);
    let typed =
        [("kind", "notice"), ("title", "Bins"), ("date_day", "2021-03-10"), ("text", "Late."), ("area", "Mil Lane")];
    let look = |pressed: &str| desk.post("write", &[&typed[..], &[("do", pressed)]].concat()).ended(200);
    look("look").says("Did you mean Mill Lane? Use it").says("value=\"area new Mil Lane\"");
    let used = look("area use Mil Lane\tMill Lane");
    assert!(used.body.contains("value=\"Mill Lane\"") && !used.body.contains("value=\"Mil Lane\""), "{}", used.body);
    let added = look("area new Mil Lane");
    assert!(!added.body.contains("value=\"area new"), "{}", added.body);
    assert_eq!(folder.read("site.yaml"), "areas:\n  - name: Kent\n  - name: Mill Lane\n  - name: Mil Lane\n");
    assert_eq!(folder.sources().len(), 2, "nothing is saved in passing");
}

#[test]
fn a_place_to_publish_to_is_refused_at_its_field() {
    let folder = Folder::with(&["roof"]).write("site.yaml", "title: Watch\n");
    let desk = Desk::of(&folder);
    for (target, words) in [
        ("content", "holds the files that the site is made from"),
        (".", "holds the files that the site is made from"),
        ("ftp.tanfold.example", "write where it lies"),
    ] {
        let again = desk.post("place", &[("base_url", "https://watch.example.org/"), ("target", target)]).ended(422);
        assert_eq!(again.says(words).field("target"), target);
    }
    assert_eq!(folder.read("site.yaml"), "title: Watch\n");
}

#[test]
fn pages_are_listed_edited_as_what_they_are_and_count_as_changes() {
    let about = "---\ntitle: About us\n---\n\nWho we are.\n";
    let folder = Folder::with(&["roof"])
        .write("site.yaml", "title: Watch\nbase_url: https://watch.example.org/\npublish:\n  target: ../web\n")
        .write("content/pages/about.md", about);
    let desk = Desk::of(&folder);
    desk.get("all").ended(200).says("About us");
    assert!(!desk.get("all?q=roof").ended(200).body.contains("About us"));
    let form = desk.get("write?path=content%2Fpages%2Fabout.md").ended(200);
    for name in ["area", "date_day", "kind", "severity", "reference", "expires_day", "pinned"] {
        assert!(!form.body.contains(&format!("name=\"{name}\"")), "{name}");
    }
    let send = |words: &str| {
        let form = desk.get("write?path=content%2Fpages%2Fabout.md").ended(200);
        let names = ["path", "before", "original", "title", "summary"];
        let fields: Vec<(&str, String)> = names.iter().map(|name| (*name, form.field(name))).collect();
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        desk.post("write", &[&fields[..], &[("text", words), ("do", "save")]].concat()).ended(303);
    };
    send("Who we were.");
    assert_eq!(folder.read("content/pages/about.md"), about.replace("are", "were"));
    crate::desk::publish(&desk);
    desk.get("").ended(200).says("Everything that is ready is published");
    send("Who we will be.");
    desk.get("").ended(200).says("1 change is not published yet");
    desk.get("publish").ended(200).says("Pages that changed").says("About us");
}

#[test]
fn what_waits_for_its_day_says_that_it_wants_a_publish() {
    let folder = Folder::with(&["roof"]).write("content/fair.md", text("fair").replace("2021-03-01", "2021-04-01"));
    let desk = Desk::of(&folder);
    for screen in ["", "publish"] {
        desk.get(screen).ended(200).says("Publish again on that day").says("fair");
    }
}

#[test]
fn what_is_not_there_and_what_is_broken_say_so_in_words() {
    let folder = Folder::empty().write(ROOF, "---\ntitle: The roof\ndate: someday\n---\nIt leaks.\n");
    let desk = Desk::of(&folder);
    let today = desk.get("").ended(200).says("The roof");
    assert!(!today.body.contains("Nothing is here yet"));
    desk.get("bulletin?path=content%2Fwall.md").ended(404).says("Back to Today");
    let own = desk.get("").header("content-security-policy").unwrap().to_owned();
    for path in ["/%2edesk/", "/%2Edesk/all"] {
        assert_eq!(desk.page(path).ended(200).header("content-security-policy"), Some(&*own), "{path}");
    }
}

#[test]
fn the_words_of_an_update_are_corrected_where_they_stand() {
    let folder = Folder::with(&["roof"]);
    let updates =
        "updates:\n  - date: 2021-03-02\n    text: It is mendid.\n  - date: 2021-03-03\n    text: It leaks again.\n";
    let roof = text("roof").replace("area: Kent\n", &format!("area: Kent\n{updates}"));
    folder.put(ROOF, &roof);
    let desk = Desk::of(&folder);
    desk.get(&format!("bulletin?path={ROOF}")).ended(200).says("update?path=content%2Froof.md&amp;item=0");
    let form = desk.get(&format!("update?path={ROOF}&item=0")).ended(200).says("Correct an update");
    assert_eq!(form.field("text"), "It is mendid.");
    let sent = [("path", ROOF), ("item", "0"), ("was", &form.field("was")), ("text", "It is mended.")];
    desk.post("update", &sent).ended(303);
    let mended = roof.replace("mendid", "mended");
    assert_eq!(folder.read(ROOF), mended);
    // It was changed since, and is not overwritten.
    let kept = desk.post("update", &[("text", "Otherwise."), sent[0], sent[1], sent[2]]).ended(409);
    assert_eq!(kept.field("text"), "Otherwise.");
    assert_eq!(folder.read(ROOF), mended);
    desk.get(&format!("update?path={ROOF}&item=7")).ended(404);
}

#[test]
fn a_text_beside_a_file_is_brought_in_too() {
    let folder = Folder::with(&["roof"]);
    let desk = Desk::of(&folder);
    let text = "Sheds entered in Mill Lane\n\nFour sheds in Mill Lane were entered on Friday night. Ring 101.";
    let answer = desk.with_file("bring", "shed.png", &[("screen", "bring"), ("text", text)]).ended(200);
    answer.says("It is a draft now").says("Sheds entered in Mill Lane").says("shed.png").says("t is a picture");
    // What was not taken stays in the form.
    let answer = desk.with_file("bring", "shed.png", &[("screen", "bring"), ("text", "{\"a\": 1}")]).ended(422);
    assert!(
        answer.field("text").contains("&quot;a&quot;") || answer.field("text").contains("\"a\""),
        "{}",
        answer.body
    );
}
