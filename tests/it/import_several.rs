//! Messages whose text stands in several parts, and messages that pass on several others (import.md, e-mail): nothing of them is
//! lost without a word. In: the program over folders on disk. Out: the drafts and receipts. The messages are invented.

use crate::{
    disk::Folder,
    import::{DECEMBER, only, receipts},
};

const HEAD: &str = "From: Wren Valley Police <alerts@wrenvalley.police.example>\r\nTo: robin.sample@post.example\r\nSubject: Sheds entered in Mill End\r\nDate: Fri, 20 Nov 2026 15:40:00 +0000\r\nMessage-ID: <a1@police.example>\r\nMIME-Version: 1.0\r\n";
const FORWARDED: &str = "From: Robin Sample <robin.sample@post.example>\r\nTo: watch@groups.example\r\nSubject: Fwd: two alerts\r\nDate: Sat, 21 Nov 2026 08:02:00 +0000\r\nMessage-ID: <a2@post.example>\r\nMIME-Version: 1.0\r\n";
const SHEDS: &str = "Four sheds in Station Road were entered on Friday night. Ring 101, quoting 46/100234/26.";
const ROAD: &str = "The road at Reedbank is closed until Monday for a burst main.";

/// What becomes of a source: its bulletins by title, with their bodies, and all that was said.
fn brought(name: &str, bytes: impl AsRef<[u8]>) -> (Vec<(String, String)>, String) {
    let folder = Folder::empty().write("site.yaml", "title: T\n").write(name, bytes);
    let run = folder.at(DECEMBER, &["import", name, "--format", "json"]).ended(0);
    let all = receipts(&run);
    let drafts = all.iter().filter(|receipt| receipt["outcome"] == "written").map(|receipt| {
        let text = folder.read(receipt["path"].as_str().expect("it has a path"));
        let body = text.split_once("\n---\n").expect("it has front matter").1.trim().to_owned();
        (receipt["title"].as_str().expect("it has a title").to_owned(), body)
    });
    (drafts.collect(), run.out.clone())
}

fn titled(title: &str, body: &str) -> (String, String) {
    (title.to_owned(), body.to_owned())
}

fn both() -> Vec<(String, String)> {
    vec![titled("Sheds entered in Mill End", SHEDS), titled("Road closed at Reedbank", ROAD)]
}

/// A message of its own, as it is attached to another.
fn inner(from: &str, subject: &str, text: &str) -> String {
    format!(
        "From: {from}\r\nTo: robin.sample@post.example\r\nSubject: {subject}\r\nDate: Fri, 20 Nov 2026 15:40:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}\r\n"
    )
}

fn alert() -> String {
    inner("Wren Valley Police <alerts@wrenvalley.police.example>", "Sheds entered in Mill End", SHEDS)
}

fn notice() -> String {
    inner("Wrenfield Council <news@wrenfield.gov.uk>", "Road closed at Reedbank", ROAD)
}

#[test]
fn all_texts_of_a_message_are_taken_and_its_files_are_named() {
    let part = |head: &str, text: &str| format!("--b\r\n{head}\r\n\r\n{text}\r\n\r\n");
    let message = [
        HEAD,
        "Content-Type: multipart/mixed; boundary=b\r\n\r\n",
        &part("Content-Type: text/plain; charset=utf-8", "Four sheds were entered."),
        &part("Content-Type: image/jpeg; name=shed.jpg\r\nContent-Transfer-Encoding: base64", "/9j/4AAQSkZJRg=="),
        &part(
            "Content-Type: text/plain; charset=utf-8; name=ATT00001.txt\r\nContent-Disposition: attachment; filename=ATT00001.txt",
            "Ring 101, quoting 46/100234/26.",
        ),
        &part(
            "Content-Type: application/pdf; name=\"Robin Sample.pdf\"\r\nContent-Disposition: attachment; filename=\"Robin Sample.pdf\"\r\nContent-Transfer-Encoding: base64",
            "JVBERi0=",
        ),
        "--b--\r\n",
    ]
    .concat();
    let (drafts, said) = brought("a.eml", message);
    let want = "Four sheds were entered.\n\nRing 101, quoting 46/100234/26.";
    assert_eq!(drafts, [titled("Sheds entered in Mill End", want)]);
    assert!(said.contains("an attached file (.pdf)") && said.contains("the pictures of the message"), "{said}");
    assert!(!said.contains("Robin"), "{said}");
}

#[test]
fn each_message_that_was_passed_on_is_a_bulletin() {
    let gmail = |from: &str, subject: &str, text: &str| {
        format!(
            "---------- Forwarded message ---------\r\nFrom: {from}\r\nDate: Fri, 20 Nov 2026 at 15:40\r\nSubject: {subject}\r\nTo: <robin.sample@post.example>\r\n\r\n{text}\r\n\r\n"
        )
    };
    let police = "Wren Valley Police <alerts@wrenvalley.police.example>";
    let council = "Wrenfield Council <news@wrenfield.gov.uk>";
    let below = [
        FORWARDED,
        "Content-Type: text/plain\r\n\r\nSee both.\r\n\r\n",
        &gmail(police, "Sheds entered in Mill End", SHEDS),
        &gmail(council, "Road closed at Reedbank", ROAD),
    ]
    .concat();
    let quoted = |from: &str, subject: &str, text: &str| {
        format!(
            "Begin forwarded message:\r\n\r\n> From: {from}\r\n> Subject: {subject}\r\n> Date: 20 November 2026 at 15:40:00 GMT\r\n> To: robin.sample@post.example\r\n>\r\n> {text}\r\n\r\n"
        )
    };
    let apple = [
        FORWARDED,
        "Content-Type: text/plain\r\n\r\nSee both.\r\n\r\n",
        &quoted(police, "Sheds entered in Mill End", SHEDS),
        &quoted(council, "Road closed at Reedbank", ROAD),
    ]
    .concat();
    let attached = format!(
        "{FORWARDED}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\nFor the site.\r\n\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{}\r\n--b\r\nContent-Type: message/rfc822\r\n\r\n{}\r\n--b--\r\n",
        alert(),
        notice()
    );
    let as_file = attached.replace(
        "Content-Type: message/rfc822",
        "Content-Type: application/octet-stream; name=alert.eml\r\nContent-Disposition: attachment; filename=alert.eml",
    );
    let mailbox = format!(
        "From a@x Fri Nov 20 15:40:00 2026\r\n{}\r\nFrom b@x Fri Nov 20 15:41:00 2026\r\n{}\r\n",
        alert(),
        notice()
    );
    for (name, message) in [
        ("below.eml", below),
        ("apple.eml", apple),
        ("attached.eml", attached),
        ("file.eml", as_file),
        ("all.mbox", mailbox),
    ] {
        let (drafts, said) = brought(name, message);
        assert_eq!(drafts, both(), "{name}\n{said}");
        assert!(!said.contains("Robin"), "{name}\n{said}");
    }
}

#[test]
fn what_was_passed_on_twice_is_one_bulletin() {
    let text = format!(
        "{FORWARDED}Content-Type: text/plain\r\n\r\n---------- Forwarded message ---------\r\nFrom: Pat Example <pat@post.example>\r\nDate: Fri, 20 Nov 2026 at 17:40\r\nSubject: Fwd: Sheds entered in Mill End\r\nTo: <robin.sample@post.example>\r\n\r\nThis came to me and I thought that you would want it for the page, as ever.\r\n\r\n---------- Forwarded message ---------\r\nFrom: Wren Valley Police <alerts@wrenvalley.police.example>\r\nDate: Fri, 20 Nov 2026 at 15:40\r\nSubject: Sheds entered in Mill End\r\nTo: <pat@post.example>\r\n\r\n{SHEDS}\r\n"
    );
    let (drafts, said) = brought("a.eml", text);
    assert_eq!(drafts, [titled("Sheds entered in Mill End", SHEDS)], "{said}");
}

#[test]
fn heads_of_quotes_in_groups_are_read() {
    for line in [
        "On Friday, November 20, 2026 at 3:40:00 PM UTC Wren Valley Police wrote:",
        "On Friday, November 20, 2026 at 3:40:00\u{202f}PM UTC+1 Wren Valley Police wrote:",
        "On Friday 20 November 2026 at 15:40:00 UTC alerts@wrenvalley.police.example wrote:",
    ] {
        let message = format!(
            "From: Wren Watch <wren-watch@googlegroups.example>\r\nSubject: Re: [wren-watch] Sheds entered in Mill End\r\nDate: Sat, 21 Nov 2026 08:02:00 +0000\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{line}\r\n\r\n> {SHEDS}\r\n\r\n-- \r\nYou received this message because you are subscribed to the Google Groups \"Wren Watch\" group.\r\n"
        );
        let (drafts, said) = brought("a.eml", message);
        assert_eq!(drafts, [titled("Sheds entered in Mill End", SHEDS)], "{line}\n{said}");
    }
}

#[test]
fn lines_that_were_broken_to_fit_are_joined() {
    let message = format!(
        "{HEAD}Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes\r\n\r\nFour sheds were ente \r\nred. See https://police.example/news/novem \r\nber/sheds for more.\r\n"
    );
    let (drafts, _) = brought("a.eml", message);
    assert_eq!(drafts[0].1, "Four sheds were entered. See https://police.example/news/november/sheds for more.");
}

#[test]
fn a_text_in_another_encoding_than_it_says_is_read_and_told() {
    let want = "The café in Wrenfield lost £120 – the officer’s words. Ring 101.";
    let windows: &[u8] = b"The caf\xe9 in Wrenfield lost \xa3120 \x96 the officer\x92s words. Ring 101.\r\n";
    let printable = "The caf=E9 in Wrenfield lost =A3120 =96 the officer=92s words. Ring 101.\r\n";
    let head = |kind: &str| format!("{HEAD}Content-Type: {kind}\r\n");
    for (message, told) in [
        ([head("text/plain; charset=utf-8\r\n").as_bytes(), windows].concat(), true),
        ([head("text/plain\r\n").as_bytes(), windows].concat(), true),
        (
            [
                head("text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n").as_bytes(),
                printable.as_bytes(),
            ]
            .concat(),
            true,
        ),
        ([head("text/plain; charset=us-ascii\r\n").as_bytes(), windows].concat(), false),
        ([head("text/plain; charset=iso-8859-1\r\n").as_bytes(), want.as_bytes()].concat(), false),
    ] {
        let (drafts, said) = brought("a.eml", &message);
        assert_eq!(drafts[0].1, want, "{}", String::from_utf8_lossy(&message));
        assert_eq!(said.contains("was read as windows-1252"), told, "{said}");
    }
    let lost = format!("{HEAD}Content-Type: text/plain; charset=utf-8\r\n\r\nThe caf\u{fffd} is open.\r\n");
    assert!(brought("a.eml", lost).1.contains("letters were lost before it came here"));
}

#[test]
fn dates_in_the_head_of_what_was_passed_on_are_read_or_told() {
    for (date, want) in [
        ("20-11-2026 at 14:30", "2026-11-20 14:30"),
        ("Friday, November 20, 2026", "2026-11-20"),
        ("20 Nov 26", "2026-11-20"),
        ("20-11-26", "2026-11-20"),
        ("20-Nov-26 14:30", "2026-11-20 14:30"),
        ("Friday 20 November", "2026-11-20"),
        ("20/11/2026 14:30:00 GMT Standard Time", "2026-11-20 14:30"),
        // Nobody can know what this is: the day on which it was passed on is near.
        ("13/14/2026", "2026-11-21 08:02"),
    ] {
        let message = format!(
            "{FORWARDED}Content-Type: text/plain\r\n\r\n---------- Forwarded message ---------\r\nFrom: Wren Valley Police <alerts@wrenvalley.police.example>\r\nDate: {date}\r\nSubject: Sheds entered in Mill End\r\nTo: <robin.sample@post.example>\r\n\r\n{SHEDS}\r\n"
        );
        let folder = Folder::empty().write("a.eml", message);
        let run = folder.at(DECEMBER, &["import", "a.eml"]).ended(0);
        let text = only(&folder);
        assert!(text.contains(&format!("\ndate: {want}\n")), "{date}\n{text}");
        assert_eq!(run.out.contains("could not be read"), date == "13/14/2026", "{}", run.out);
    }
}

#[test]
fn the_date_of_a_letter_is_read_and_that_of_an_event_is_not() {
    let letter = "Sheds entered in Mill End\n\nDate: Friday, November 20, 2026\n\nFour sheds in Station Road were entered on Friday night.\n";
    let event = "Police surgery in Mill End\n\nDate: 20-11-2026\nTime: 10am\nVenue: the hall\n\nCome and talk to your officers about sheds.\n";
    for (text, want) in [(letter, "2026-11-20"), (event, "2026-12-02")] {
        let folder = Folder::empty().write("a.txt", text);
        folder.at(DECEMBER, &["import", "a.txt"]).ended(0);
        let text = only(&folder);
        assert!(text.contains(&format!("\ndate: {want}\n")) && text.contains("Date: "), "{text}");
    }
}

#[test]
fn a_message_that_was_attached_in_outlook_is_read() {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("it is new");
    let storage = "/__attach_version1.0_#00000000/__substg1.0_3701000D";
    file.create_storage_all(storage).expect("it is new");
    let mut put = |at: &str, property: &str, text: &str| {
        use std::io::Write as _;
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut stream = file.create_stream(format!("{at}/__substg1.0_{property}001F")).expect("it is new");
        stream.write_all(&bytes).expect("there is room");
    };
    put("", "0037", "For the site");
    put("", "0C1A", "Robin Sample");
    put("", "1000", "See the attached.");
    put(storage, "0037", "Sheds entered in Mill End");
    put(storage, "0C1A", "Wren Valley Police");
    put(storage, "007D", "Date: Fri, 20 Nov 2026 15:40:00 +0000\r\n");
    put(storage, "1000", SHEDS);
    let (drafts, said) = brought("a.msg", file.into_inner().into_inner());
    assert_eq!(drafts, [titled("Sheds entered in Mill End", SHEDS)], "{said}");
    assert!(!said.contains("Robin"), "{said}");
}

#[test]
fn old_files_of_word_and_excel_are_told_from_messages() {
    for (stream, want) in [("WordDocument", "save it as .docx"), ("Workbook", "it is an Excel file")] {
        let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("it is new");
        file.create_stream(format!("/{stream}")).expect("it is new");
        let folder = Folder::empty().write("a.doc", file.into_inner().into_inner());
        let run = folder.run(&["import", "a.doc"]).ended(1);
        assert!(run.err.contains(want), "{}", run.err);
    }
}

#[test]
fn a_message_that_was_copied_out_of_a_window_names_nobody_who_received_it() {
    for text in [
        format!(
            "---------- Forwarded message ---------\nFrom: Wren Valley Police <alerts@wrenvalley.police.example>\nDate: Fri, 20 Nov 2026 at 15:40\nSubject: Sheds entered in Mill End\nTo: Robin Sample <robin.sample@post.example>\n\n\n{SHEDS}\n"
        ),
        format!(
            "From: Wren Valley Police <alerts@wrenvalley.police.example>\nSent: 20 November 2026 15:40\nTo: Robin Sample <robin.sample@post.example>\nSubject: Sheds entered in Mill End\n\n{SHEDS}\n"
        ),
        format!(
            "Sheds entered in Mill End\nWren Valley Police <alerts@wrenvalley.police.example>\nFri 20/11/2026 15:40\nTo: Robin Sample <robin.sample@post.example>\n\nDear Robin,\n\n{SHEDS}\n"
        ),
        format!(
            "\n\nFrom: Wren Valley Police <alerts@wrenvalley.police.example>\nTo: Robin Sample <robin.sample@post.example>\nSubject: Sheds entered in Mill End\nDate: Fri, 20 Nov 2026 15:40:00 +0000\n\n{SHEDS}\n"
        ),
    ] {
        let folder = Folder::empty().write("a.txt", &text);
        let run = folder.at(DECEMBER, &["import", "a.txt"]).ended(0);
        let draft = only(&folder);
        assert!(draft.contains("title: Sheds entered in Mill End\ndate: 2026-11-20 15:40\n"), "{text}\n{draft}");
        assert!(draft.ends_with(&format!("---\n\n{SHEDS}\n")), "{text}\n{draft}");
        assert!(
            draft.contains("name: Wren Valley Police\n") && !draft.contains("Robin") && !run.out.contains("Robin"),
            "{draft}"
        );
    }
}

#[test]
fn files_of_other_programs_are_no_text() {
    for (name, text, want) in [
        ("a.ics", "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Walk\nEND:VEVENT\n", "it is an entry for a calendar"),
        ("a.vcf", "BEGIN:VCARD\nFN:Robin Sample\nEND:VCARD\n", "it is somebody's card"),
        ("a.csv", "Title,Date\nSheds,20/11/2026\n", "it is a table"),
    ] {
        let folder = Folder::empty().write(name, text);
        let run = folder.run(&["import", name]).ended(1);
        assert!(run.err.contains(want), "{}", run.err);
    }
}
