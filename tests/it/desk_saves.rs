//! What a save at the desk does to a file, asked of the real screens: forms that nobody touched, in every encoding, and what
//! can be done with a bulletin whichever way it is written (desk.md, "Rules").

use crate::{
    desk::{Desk, Screen, encoded, unescaped},
    disk::Folder,
};

/// A tag's attribute as a browser reads it.
fn attribute(tag: &str, name: &str) -> Option<String> {
    let value = tag.split(&format!(" {name}=\"")).nth(1)?.split('"').next()?;
    Some(unescaped(value))
}

/// What a browser sends of a form of a page (HTML standard, "Constructing the entry list"): boxes of days and times that hold
/// something else are empty, of boxes to tick and to choose what is ticked and chosen counts.
fn entries(page: &str, form: &str) -> Vec<(String, String)> {
    let form = page.split(form).nth(1).and_then(|rest| rest.split("</form>").next()).expect("the page has the form");
    let mut entries = Vec::new();
    for piece in form.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').expect("tags are closed");
        let Some(name) = attribute(tag, "name") else {
            // A choice: the first, unless another is chosen.
            if tag.starts_with("option")
                && let Some((_, value, chosen)) = entries.last_mut()
                && (tag.ends_with(" selected") || *chosen == Some(false) && value == "\u{0}")
            {
                *value = attribute(tag, "value").unwrap_or_default();
                *chosen = Some(tag.ends_with(" selected"));
            }
            continue;
        };
        let value = attribute(tag, "value").unwrap_or_default();
        let digits = |shape: &str| {
            let fits = |(byte, of): (u8, u8)| if of == b'0' { byte.is_ascii_digit() } else { byte == of };
            value.len() == shape.len() && value.bytes().zip(shape.bytes()).all(fits)
        };
        match (tag.split(' ').next().unwrap_or_default(), attribute(tag, "type").as_deref()) {
            ("button", _) | ("input", Some("file")) => {}
            ("input", Some("checkbox")) if !tag.ends_with(" checked") => {}
            ("input", Some("date")) if !digits("0000-00-00") => entries.push((name, String::new(), None)),
            ("input", Some("time")) if !digits("00:00") => entries.push((name, String::new(), None)),
            ("input", Some("hidden")) => entries.push((name, value, None)),
            ("input", _) => entries.push((name, value.replace(['\r', '\n'], ""), None)),
            ("select", _) => entries.push((name, "\u{0}".to_owned(), Some(false))),
            ("textarea", _) => {
                let text = text.strip_prefix("\r\n").or_else(|| text.strip_prefix('\n')).unwrap_or(text);
                entries.push((name, unescaped(text), None));
            }
            _ => {}
        }
    }
    let ends = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n").replace('\n', "\r\n");
    entries.into_iter().map(|(name, value, _)| (name, ends(&value))).collect()
}

fn send(desk: &Desk, screen: &str, entries: &[(String, String)], more: &[(&str, &str)]) -> crate::served::Answer {
    let changed = |name: &str| more.iter().any(|(known, _)| *known == name);
    let kept = entries.iter().filter(|(name, _)| name != "token" && !changed(name));
    let pairs: Vec<(&str, &str)> = kept.map(|(name, value)| (name.as_str(), value.as_str())).collect();
    desk.post(screen, &[pairs.as_slice(), more].concat())
}

fn about(screen: &str, path: &str) -> String {
    format!("{screen}?{}", encoded(&[("path", path)]))
}

/// The form of a document, sent with some boxes filled in otherwise.
fn edit(desk: &Desk, path: &str, more: &[(&str, &str)]) -> crate::served::Answer {
    let page = desk.get(&about("write", path)).ended(200);
    send(desk, "write", &entries(&page.body, "id=\"form\""), &[more, &[("do", "save")]].concat())
}

fn head(fields: &str) -> String {
    format!("---\ntitle: Roof off\ndate: 2021-03-01 15:34\narea: Kent\n{fields}---\n\nOne line of caf\u{e9}.\n")
}

fn latin(text: &str) -> Vec<u8> {
    text.chars().map(|letter| u8::try_from(u32::from(letter)).expect("it is a letter of Latin-1")).collect()
}

fn utf16(text: &str) -> Vec<u8> {
    std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect()
}

#[test]
fn a_mend_is_of_one_place_and_what_the_form_says_afterwards_is_saved() {
    let path = "content/fair.md";
    let before = "From 10am to 12pm.\n\nTea is at 12pm, and the fair ends at 12pm.";
    let file = |text: &str| head("kind: notice\n").replace("One line of caf\u{e9}.", text);
    let folder = Folder::empty().write(path, file(before));
    let desk = Desk::of(&folder);
    let form = || desk.get(&about("write", path)).ended(200).body;
    let names = |page: &str, start: &str| {
        let names = page.split(start).skip(1).filter_map(|rest| rest.split('"').next());
        names.map(|name| format!("mend {name}")).collect::<Vec<_>>()
    };
    let mends = names(&form(), "value=\"mend ");
    assert_eq!(mends.len(), 3);
    // The second alone is mended, though all three say the same.
    let press = || {
        let page = form();
        send(&desk, "write", &entries(&page, "id=\"form\""), &[("do", mends[1].as_str())]).ended(200).body
    };
    let once = before.replace("Tea is at 12pm", "Tea is at midday");
    let mended = press();
    let (sent, there) = (entries(&mended, "id=\"form\""), folder.read(path));
    let words = sent.iter().find(|(name, _)| name == "text").map(|(_, text)| text.replace("\r\n", "\n"));
    assert_eq!((words.as_deref().map(str::trim_end), there), (Some(once.as_str()), file(before)));
    // Typed back, it stays as it was typed.
    send(&desk, "write", &sent, &[("text", before), ("do", "save")]).ended(303);
    assert_eq!(folder.read(path), file(before));
    // Left as it was mended, it is saved so.
    send(&desk, "write", &entries(&press(), "id=\"form\""), &[("do", "save")]).ended(303);
    assert_eq!(folder.read(path), file(&once));
    // On the page about a bulletin, too, a button mends what stands beside it.
    let page = desk.get(&about("bulletin", path)).ended(200).body;
    let mends = names(&page, "name=\"mend\" value=\"");
    assert_eq!(mends.len(), 2);
    let name = mends[1].strip_prefix("mend ").expect("it was put there");
    desk.post("mend", &[("path", path), ("mend", name)]).ended(303);
    assert_eq!(folder.read(path), file(&once.replace("ends at 12pm", "ends at midday")));
}

#[test]
fn a_form_that_nobody_touched_changes_no_byte_of_any_file() {
    let plain = head("kind: notice\n");
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("latin", latin(&plain)),
        ("utf16", utf16(&plain)),
        ("mac", plain.replace('\n', "\r").into_bytes()),
        ("mixed", plain.replacen('\n', "\r\n", 3).into_bytes()),
        ("mark", format!("\u{feff}{plain}").into_bytes()),
        ("none", head("").into_bytes()),
        ("label", head("kind: Appeals\n").into_bytes()),
        ("capital", head("Kind: Warning\nseverity: Severe\n").into_bytes()),
        ("word", head("severity: unknown\n").into_bytes()),
        ("quoted", head("source: \"Tanfold Council\"\nauthor: [A]\n").into_bytes()),
        ("address", head("url: /lpp/\n").into_bytes()),
        ("nothing", head("source: ~\nkind: ''\nimage: {}\nexpires:\n").into_bytes()),
        ("apart", head("kind: event\nstarts: 2021-03-20 10:00\nends: 2021-03-20 12:00 # late\n").into_bytes()),
        ("hours", head("kind: event\nwhen:\n  start: 2021-03-20 10:00\n  end: \" 12:00\"\n").into_bytes()),
        ("span", head("kind: event\nwhen: Saturday 20 March 2021, 10am to 12 noon, Corn Hall\n").into_bytes()),
        ("lines", head("summary: |\n  One \"line\"\n  and the second\n").into_bytes()),
        ("picture", head("og.image: https://img.example/a.png\n").into_bytes()),
        ("badges", head("pinned: Yes\nreference: 46/1/21, 46/2/21\ntags: a, b,c\n").into_bytes()),
    ];
    let broken = [
        "expires: end of December\n",
        "status: Found\n",
        "severity: huge\n",
        "kind: Warnng\n",
        "kind: event\nwhen:\n  start: 2021-03-20 10:00 # start\n",
    ]
    .map(head);
    let folder =
        files.iter().fold(Folder::empty(), |folder, (name, bytes)| folder.write(&format!("content/{name}.md"), bytes));
    let folder = broken
        .iter()
        .enumerate()
        .fold(folder, |folder, (at, text)| folder.write(&format!("content/broken-{at}.md"), text));
    let folder = folder.write("content/pages/about.md", "---\ntitle: About us\n---\n\nWe are neighbours.\n");
    let bytes = |path: &str| std::fs::read(folder.path(path)).expect("it is there");
    let desk = Desk::of(&folder);
    let names = files.iter().map(|(name, _)| format!("content/{name}.md")).chain(["content/pages/about.md".to_owned()]);
    for path in names {
        let before = bytes(&path);
        assert_eq!(edit(&desk, &path, &[]).ended(303).leads(), format!("{}&said=saved", about("bulletin", &path)));
        assert_eq!(bytes(&path), before, "the form of {path}");
        let page = desk.get(&about("text", &path)).ended(200);
        send(&desk, "text", &entries(&page.body, "action=\"/.desk/text\""), &[]).ended(303);
        assert_eq!(bytes(&path), before, "the text of {path}");
    }
    for (at, text) in broken.iter().enumerate() {
        let path = format!("content/broken-{at}.md");
        for more in [&[][..], &[("title", "Roof on")]] {
            edit(&desk, &path, more).ended(422);
            assert_eq!(folder.read(&path), *text);
        }
    }
    // What the form cannot show is told beside its box, and stays when another box is filled in.
    desk.get("write?path=content%2Fbroken-0.md").ended(200).says("The file says “end of December”");
    desk.get("write?path=content%2Fbroken-3.md").ended(200).says("“Warnng”, which this site does not know");
    edit(&desk, "content/broken-0.md", &[("expires_day", "2021-12-31")]).ended(303);
    assert_eq!(folder.read("content/broken-0.md"), broken[0].replace("end of December", "2021-12-31"));
    edit(&desk, "content/broken-3.md", &[("kind", "warning")]).ended(303);
    assert_eq!(folder.read("content/broken-3.md"), broken[3].replace("Warnng", "warning"));
    edit(&desk, "content/label.md", &[("kind", "warning")]).ended(303);
    assert_eq!(folder.read("content/label.md"), head("kind: warning\n"));
}

#[test]
fn a_page_in_an_older_encoding_can_be_changed_and_taken_down() {
    let text = head("kind: missing\n");
    let acts = [
        ("update", ("text", "Seen."), "updates:\n"),
        ("ends", ("day", "2022-01-01"), "expires: 2022-01-01\n"),
        ("take-back", ("text", ""), "status: withdrawn\n"),
        ("resolved", ("text", ""), "status: resolved\n"),
    ];
    let mut folder = Folder::empty();
    for (name, _, _) in &acts {
        folder = folder.write(&format!("content/{name}.md"), latin(&text));
    }
    let folder = folder.write("content/wide.md", utf16(&text)).write("content/edit.md", latin(&text));
    let folder = folder.write("content/picture.md", b"\x89PNG\r\n\x1a\n\0\0");
    let desk = Desk::of(&folder);
    for (name, field, line) in acts {
        let path = format!("content/{name}.md");
        let leads = desk.post(name, &[("path", path.as_str()), field]).ended(303).leads();
        assert_eq!(leads, format!("{}&said={name}", about("bulletin", &path)));
        let new = folder.read(&path);
        assert!(new.contains(line) && new.starts_with(&text[..text.find("---\n\n").unwrap()]), "{new}");
        assert!(new.ends_with("\nOne line of café.\n"), "{new}");
    }
    desk.post("take-back", &[("path", "content/wide.md")]).ended(303);
    assert!(
        folder.read("content/wide.md").starts_with("\u{feff}---\n")
            || folder.read("content/wide.md").starts_with("---\n")
    );
    // Whoever edits it is told, and what was there before is kept as it read.
    desk.get(&about("write", "content/edit.md")).ended(200).says("your next change saves it as UTF-8");
    edit(&desk, "content/edit.md", &[("title", "Roof on")]).ended(303);
    assert_eq!(folder.read("content/edit.md"), text.replace("off", "on"));
    desk.get(&about("versions", "content/edit.md")).ended(200).says("Roof off");
}

#[test]
fn an_event_is_moved_and_ended_however_it_says_its_time() {
    let apart = head("kind: event\nstarts: 2021-03-20 10:00 # doors\nends: 2021-03-20 12:00\n");
    let inside = head("kind: event\nwhen:\n  start: 2021-03-20 10:00\n  end: 12:00\n");
    let folder = Folder::empty().write("content/a.md", &apart).write("content/b.md", &inside);
    let folder = folder.write("content/c.md", head("kind: event\nwhen: 2021-03-20 21:00\n"));
    let desk = Desk::of(&folder);
    let moved = [("start_day", "2021-03-27"), ("end_day", "2021-03-27"), ("place", "Corn Hall")];
    edit(&desk, "content/a.md", &moved).ended(303);
    let want = apart.replace("03-20", "03-27").replace("---\n\n", "place: Corn Hall\n---\n\n");
    assert_eq!(folder.read("content/a.md"), want);
    // An end without a day goes with the start, and is read as on its day.
    edit(&desk, "content/b.md", &[("start_day", "2021-03-27")]).ended(303);
    assert_eq!(folder.read("content/b.md"), inside.replace("03-20", "03-27"));
    desk.page("/2021/03/b/").ended(200).says("10am").says("midday");
    edit(&desk, "content/b.md", &[("end_time", "13:00")]).ended(303);
    assert_eq!(folder.read("content/b.md"), inside.replace("03-20", "03-27").replace("12:00", "2021-03-27 13:00"));
    edit(&desk, "content/c.md", &[("end_time", "02:00")]).ended(303);
    assert!(folder.read("content/c.md").contains("end: \"2021-03-21 02:00\""), "{}", folder.read("content/c.md"));
}

#[test]
fn a_bulletin_whose_state_is_no_word_is_over_or_open_by_a_button() {
    let text = |kind: &str| head(&format!("kind: {kind}\nstatus: Found # by hand\n"));
    let folder = Folder::empty().write("content/a.md", text("animal")).write("content/b.md", text("missing"));
    let folder = folder.write("content/c.md", text("animal"));
    let desk = Desk::of(&folder);
    let screen = desk.get(&about("bulletin", "content/a.md")).ended(200).says("Still open").says("Resolved");
    assert!(screen.body.contains("/.desk/reopen?path=content%2Fa.md"), "{}", screen.body);
    desk.get(&about("bulletin", "content/b.md")).ended(200).says("take it down");
    desk.post("reopen", &[("path", "content/a.md")]).ended(303);
    assert_eq!(folder.read("content/a.md"), text("animal").replace("status: Found # by hand\n", "# by hand\n"));
    desk.post("resolved", &[("path", "content/b.md")]).ended(303);
    assert!(folder.read("content/b.md").contains("status: resolved # by hand\n"));
    // In the form, beside what is typed: it is shown before it is saved.
    let page = desk.get(&about("write", "content/c.md")).ended(200).says("value=\"status open\"");
    let typed = [("title", "Cat found"), ("do", "status resolved")];
    let shown = send(&desk, "write", &entries(&page.body, "id=\"form\""), &typed).ended(200);
    assert_eq!(folder.read("content/c.md"), text("animal"));
    send(&desk, "write", &entries(&shown.body, "id=\"form\""), &[("do", "save")]).ended(303);
    let saved = folder.read("content/c.md");
    assert!(saved.contains("title: Cat found\n") && saved.contains("status: resolved # by hand\nclosed: "), "{saved}");
}

#[test]
fn nothing_is_called_done_that_was_not() {
    let files = [
        ("unpublished", head("published: false\n")),
        ("twice", head("tags: a\ntags: b\nstatus: resolved\n")),
        ("text", head("updates: First thing\n")),
        ("toml", "+++\ntitle = \"Roof off\"\ndate = 2021-03-01\n+++\n\nBody.\n".to_owned()),
    ];
    let folder =
        files.iter().fold(Folder::empty(), |folder, (name, text)| folder.write(&format!("content/{name}.md"), text));
    let desk = Desk::of(&folder);
    desk.post("take-back", &[("path", "content/unpublished.md")]).ended(303);
    let taken = folder.read("content/unpublished.md");
    assert!(taken.contains("status: withdrawn\n") && !taken.contains("published"), "{taken}");
    for (act, path, fields) in [
        ("reopen", "content/twice.md", &[][..]),
        ("ends", "content/twice.md", &[("day", "")]),
        ("ends", "content/toml.md", &[("day", "2022-01-01")]),
    ] {
        let leads = desk.post(act, &[&[("path", path)], fields].concat()).ended(303).leads();
        assert_eq!(leads, format!("{}&said=entangled", about("text", path)), "{act} of {path}");
    }
    desk.post("update", &[("path", "content/text.md"), ("text", "Second")]).ended(409).says("Second");
    let as_text = desk.get(&about("write", "content/toml.md")).ended(303).leads();
    assert_eq!(as_text, about("text", "content/toml.md"));
    for (name, text) in &files[1..] {
        assert_eq!(folder.read(&format!("content/{name}.md")), *text);
    }
}
