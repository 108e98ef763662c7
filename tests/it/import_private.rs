//! What is private in what is imported (import.md): answers and what they quote, chats of several people, letters, hidden text
//! of Word, addresses that name who received them. In: the program over folders on disk, with `--yes`. Out: what became public,
//! and what is held. The texts are invented.

use crate::{
    disk::Folder,
    import::{DECEMBER, only, receipts, zipped},
};

const AREAS: &str = "title: T\nareas: [Reedbank, Thornmoor, Wrenfield]\n";

/// The one bulletin of a source with `--yes`, and its receipt.
fn public(name: &str, bytes: impl AsRef<[u8]>) -> (String, serde_json::Value) {
    let folder = Folder::empty().write("site.yaml", AREAS).write(name, bytes);
    let run = folder.at(DECEMBER, &["import", "--yes", "--format", "json", name]).ended(0);
    let receipt = receipts(&run).remove(0);
    (only(&folder), receipt)
}

fn removed(receipt: &serde_json::Value) -> String {
    let list = receipt["removed"].as_array().expect("it is a list");
    list.iter().filter_map(|one| one["what"].as_str()).collect::<Vec<_>>().join("; ")
}

fn mail(from: &str, subject: &str, text: &str) -> String {
    format!(
        "From: {from}\r\nTo: Robin Sample <robin.sample@gmail.com>\r\nSubject: {subject}\r\nDate: Thu, 19 Nov 2026 15:40:00 +0000\r\nMessage-ID: <a@b>\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{text}"
    )
}

const OFFICER: &str = "Alex Vale <alex.vale@wrenvalley.police.uk>";
const ANSWER: &str = "Two quad bikes were seized in Reedbank on 18 November. Call 101 with anything further.";
const QUESTION: &str = "Mrs Jones at number 9 told me about the quad bikes.";

#[test]
fn of_an_officers_answer_the_answer_is_taken_and_the_question_goes() {
    let wrote = "On Thu, 19 Nov 2026 at 09:00, Robin Sample <robin.sample@gmail.com> wrote:";
    for text in [
        format!("{ANSWER}\n\n{wrote}\n> {QUESTION}\n"),
        format!("{wrote}\n> {QUESTION}\n\n{ANSWER}\n"),
        format!("{ANSWER}\n\n{wrote}\n\n{QUESTION}\n"),
        format!("{ANSWER}\n\nAm Donnerstag schrieb Robin Sample:\n> {QUESTION}\n"),
        format!(
            "{ANSWER}\n\n-----Original Message-----\nFrom: Robin Sample <robin.sample@gmail.com>\nSent: 19 November 2026 09:00\nTo: Alex Vale\nSubject: Noise in Reedbank\n\n{QUESTION}\n"
        ),
        format!(
            "{ANSWER}\n\n________________________________\nFrom: Robin Sample <robin.sample@gmail.com>\nSent: 19 November 2026 09:00\nTo: Alex Vale\nSubject: Noise in Reedbank\n\n{QUESTION}\n"
        ),
    ] {
        for subject in ["Re: Noise in Reedbank", "RE: [Mill End] Noise in Reedbank"] {
            let (bulletin, receipt) = public("a.eml", mail(OFFICER, subject, &text));
            assert!(bulletin.ends_with(&format!("---\n\n{ANSWER}\n")), "{text}\n{bulletin}");
            assert!(removed(&receipt).contains("the message that it answers"), "{text}\n{receipt}");
        }
    }
}

#[test]
fn an_answer_between_private_people_is_held() {
    let text =
        format!("{ANSWER}\n\nOn Thu, 19 Nov 2026 at 09:00, Jean Other <jean.other@gmail.com> wrote:\n> {QUESTION}\n");
    let (bulletin, _) = public("a.eml", mail("Pat Example <pat.example@gmail.com>", "Re: Noise in Reedbank", &text));
    assert!(bulletin.contains("draft: true") && !bulletin.contains("Jones"), "{bulletin}");
    // An answer that holds an alert passes the alert on.
    let text = format!(
        "Thanks!\n\nOn Thu, 19 Nov 2026 at 09:00, Jean Other <jean.other@gmail.com> wrote:\n> FYI\n>\n> From: Wren Valley Police <alerts@wrenvalley.police.uk>\n> Sent: 19 November 2026 08:00\n> To: Jean Other\n> Subject: Noise in Reedbank\n>\n> {ANSWER}\n"
    );
    let (bulletin, _) = public("a.eml", mail("Pat Example <pat.example@gmail.com>", "Re: Noise in Reedbank", &text));
    assert!(bulletin.contains("name: Wren Valley Police") && bulletin.contains(ANSWER), "{bulletin}");
}

#[test]
fn of_a_chat_in_any_form_one_message_is_taken() {
    let one = "Two sheds were entered in Reedbank last night. Call 101.";
    let other = "I am away till Friday, 12 Mill Lane is empty";
    let telegram = |who: &str, at: &str, text: &str| {
        format!(
            "<div class=\"message default clearfix\" id=\"m\"><div class=\"body\"><div class=\"pull_right date details\" title=\"20.11.2026 {at}:03 UTC+00:00\">{at}</div><div class=\"from_name\">{who} </div><div class=\"text\">{text}</div></div></div>"
        )
    };
    for (name, text) in [
        ("a.txt", format!("2026-11-20, 21:12 - PCSO Sam: {one}\n2026-11-20, 21:15 - Jean Other: {other}")),
        ("a.txt", format!("20-11-2026 21:12 - PCSO Sam: {one}\n20-11-2026 21:15 - Jean Other: {other}")),
        ("a.txt", format!("PCSO Sam, [20/11/2026 21:12]\n{one}\n\nJean Other, [20/11/2026 21:15]\n{other}")),
        (
            "a.txt",
            format!(
                "From: PCSO Sam\nSent: Fri, 20 Nov 2026 21:12:00 +0000\n\n{one}\n\nFrom: Jean Other\nSent: Fri, 20 Nov 2026 21:15:00 +0000\n\n{other}"
            ),
        ),
        (
            "messages.html",
            format!(
                "<!DOCTYPE html><html><head><title>Exported Data</title></head><body><div class=\"history\">{}{}</div></body></html>",
                telegram("PCSO Sam", "21:12", one),
                telegram("Jean Other", "21:15", other)
            ),
        ),
    ] {
        let (bulletin, receipt) = public(name, &text);
        assert!(
            bulletin.contains("date: 2026-11-20 21:12\n") && bulletin.ends_with(&format!("---\n\n{one}\n")),
            "{text}\n{bulletin}"
        );
        assert!(removed(&receipt).contains("1 other message"), "{receipt}");
    }
    let (bulletin, _) =
        public("a.txt", format!("(20 Nov 2026 21:12) PCSO Sam: {one}\n(20 Nov 2026 21:15) Jean Other: {other}"));
    assert!(bulletin.contains("draft: true"), "{bulletin}");
    let (bulletin, _) =
        public("a.txt", format!("11/18/26, 9:12 PM - Jean: Morning\n11/5/26, 9:15 PM - PCSO Sam: {one}"));
    assert!(bulletin.contains("date: 2026-11-05 21:15\n"), "{bulletin}");
}

#[test]
fn who_posted_is_named_nowhere() {
    let text = "Two sheds were entered in Reedbank. Call 101 quoting 46/100234/26.";
    for (when, date) in [
        ("20 November at 15:40 · Shared with Public", "2026-11-20 15:40"),
        ("20 November at 3:40 pm\n·", "2026-11-20 15:40"),
        ("Friday at 3:40 pm ·", "2026-11-27 15:40"),
        ("Fri at 15:40 ·", "2026-11-27 15:40"),
        ("20/11/2026 ·", "2026-11-20"),
        ("20/11/2026\n·", "2026-11-20"),
        ("November 20 at 3:40 PM ·", "2026-11-20 15:40"),
    ] {
        let (bulletin, receipt) = public("a.txt", format!("Jean Other\n{when}\n{text}\nLike\nComment\nShare\n"));
        assert!(!format!("{bulletin}{receipt}").contains("Jean"), "{when}\n{bulletin}{receipt}");
        assert!(
            bulletin.contains(&format!("date: {date}\n")) && bulletin.ends_with(&format!("---\n\n{text}\n")),
            "{when}\n{bulletin}"
        );
    }
    let (bulletin, _) = public("a.txt", format!("Jean Other\nlast week\n{text}\nLike\nComment\nShare\n"));
    assert!(bulletin.contains("draft: true"), "{bulletin}");
}

fn word(body: &str, styles: &str) -> Vec<u8> {
    let document = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
    let styles = format!("<w:styles xmlns:w=\"w\">{styles}</w:styles>");
    zipped(&[("word/document.xml", document.as_bytes()), ("word/styles.xml", styles.as_bytes())])
}

fn run(marks: &str, text: &str) -> String {
    format!("<w:r><w:rPr>{marks}</w:rPr><w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

#[test]
fn hidden_and_struck_text_of_word_never_leaves() {
    let body = format!(
        "<w:p>{}</w:p><w:p>{}{}{}{}{}</w:p><w:p><w:pPr><w:pStyle w:val=\"Note\"/></w:pPr>{}{}</w:p>",
        run("", "Sheds entered in Reedbank"),
        run("", "Two sheds were entered"),
        run("<w:vanish/>", " at number 9"),
        run("<w:strike/>", " on Friday"),
        run("<w:dstrike/><w:b/>", " on Monday"),
        run("<w:strike w:val=\"0\"/>", " on 18 November. Call 101."),
        run("", "Ask Mrs Jones."),
        run("<w:vanish w:val=\"0\"/>", "Lock your shed."),
    );
    let style = "<w:style w:styleId=\"Note\"><w:name w:val=\"Note\"/><w:rPr><w:vanish/></w:rPr></w:style>";
    let (bulletin, receipt) = public("a.docx", word(&body, style));
    assert!(
        bulletin.ends_with("---\n\nTwo sheds were entered on 18 November. Call 101.\n\nLock your shed.\n"),
        "{bulletin}"
    );
    let removed = removed(&receipt);
    assert!(removed.contains("hidden text") && removed.contains("text that was struck out"), "{removed}");
}

#[test]
fn a_letter_is_taken_without_who_received_and_who_signed_it() {
    let says = "Doorstep traders were seen in Thornmoor on Thursday. They ask for cash.";
    let letter = format!(
        "Wren Valley Police\nStation Road\nWrenfield\nWR2 1AA\n\n20 November 2026\n\nMr R Sample\n12 Mill Lane\nWrenfield\nWR2 2BB\n\nDear Mr Sample\n\n{says}\n\nRing 101.\n\nYours sincerely\n\nJ. Seventh\nMobile: 07700 900555\n"
    );
    let paragraphs: Vec<String> = letter.lines().map(|line| format!("<w:p>{}</w:p>", run("", line))).collect();
    let paragraphs = paragraphs.concat();
    for (name, bytes) in [("a.txt", letter.clone().into_bytes()), ("a.docx", word(&paragraphs, ""))] {
        let (bulletin, receipt) = public(name, bytes);
        assert!(bulletin.ends_with(&format!("---\n\n{says}\n\nRing 101.\n")), "{bulletin}");
        assert!(bulletin.contains("area: Thornmoor\n") && bulletin.contains("date: 2026-11-20\n"), "{bulletin}");
        assert!(bulletin.contains("name: Wren Valley Police\n"), "{bulletin}");
        let removed = removed(&receipt);
        assert!(removed.contains("the head of the letter") && removed.contains("the signature"), "{removed}");
    }
    // What only begins like a letter keeps its title.
    let (bulletin, _) = public("a.txt", format!("Traders in Thornmoor\n\nDear residents,\n\n{says}\n"));
    assert!(bulletin.contains("title: Traders in Thornmoor\n") && !bulletin.contains("Dear"), "{bulletin}");
}

#[test]
fn no_address_tells_who_received_it() {
    let page = "<!DOCTYPE html><html><head><title>Sheds entered in Reedbank</title><link rel=\"canonical\" href=\"https://wren.example/news?mid=robin.sample@gmail.com&amp;utm_source=mail&amp;id=4\"></head><body><main><h1>Sheds entered in Reedbank</h1><p>Two sheds were entered in Reedbank last night, officers say, and tools were taken from both.</p><p>More is on <a href=\"https://wren.example/sheds?email=robin.sample@gmail.com&amp;page=2\">our page</a> and <a href=\"https://gbr01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fcouncil.example%2Froads&amp;data=05%7Crobin.sample%40gmail.com\">the council's</a>.</p></main></body></html>";
    let (bulletin, receipt) = public("a.html", page);
    assert!(bulletin.contains("url: https://wren.example/news?id=4\n"), "{bulletin}");
    assert!(
        bulletin.contains(
            "[our page](https://wren.example/sheds?page=2) and [the council's](https://council.example/roads)"
        ),
        "{bulletin}"
    );
    assert!(!format!("{bulletin}{receipt}").contains("robin"), "{bulletin}{receipt}");
    let feed = "<rss version=\"2.0\"><channel><title>Wren Valley Police</title><link>https://wren.example/</link><item><guid>1</guid><title>Sheds in Reedbank</title><link>https://wren.example/1?utm_source=rss</link><pubDate>Fri, 20 Nov 2026 15:40:00 GMT</pubDate><description>Two sheds were entered.</description></item></channel></rss>";
    let (bulletin, _) = public("feed.xml", feed);
    assert!(bulletin.contains("url: https://wren.example/1\n"), "{bulletin}");
}

#[test]
fn what_speaks_to_one_person_is_held() {
    let sheds = "Two sheds were entered in Reedbank on 18 November. Call 101.";
    let force = "Wren Valley Police <alerts@wrenvalley.police.uk>";
    let private = "Jean Other <jean.other@gmail.com>";
    for (from, text, held) in [
        (force, format!("Hi Robin,\n\n{sheds}\n\nRobin, thanks for the CCTV.\n"), true),
        (
            force,
            format!("{sheds}\n\nYour membership number is 558812. You are registered at 12 Mill Lane, WR2 2BB.\n"),
            true,
        ),
        (force, format!("Hi Robin,\n\n{sheds}\n\nCall us at number one Mill Lane.\n"), false),
        (private, format!("{sheds} If you see them ring me on 01632 960888.\n"), true),
        (private, format!("{sheds} They came to me at 12 Mill Lane.\n"), true),
    ] {
        let (bulletin, _) = public("a.eml", mail(from, "Sheds in Reedbank", &text));
        assert_eq!(bulletin.contains("draft: true"), held, "{text}\n{bulletin}");
    }
    let (bulletin, _) =
        public("a.txt", "20/11/2026, 21:15 - Sam: Jean at no 12 rang me (07700 900555) about two sheds in Reedbank");
    assert!(bulletin.contains("draft: true") && !bulletin.contains("()"), "{bulletin}");
}

#[test]
fn a_chat_names_nobody_to_whom_it_speaks_in_whatever_language_it_was_exported() {
    for (head, day) in [
        ("20/11/2026, 21:12 - ", "2026-11-20 21:12"),
        ("20.11.2026 klo 21.12 - ", "2026-11-20 21:12"),
        ("20.11.26 kl. 21.12 - ", "2026-11-20 21:12"),
        ("20/11/2026 à 21:12 - ", "2026-11-20 21:12"),
        ("[20/11/2026، 9:12:03 م] ", "2026-11-20 21:12"),
    ] {
        let text = format!(
            "{head}PCSO Sam: IMG-20261120-WA0001.jpg (file attached)\nTwo sheds in Mill End were entered. @447700900123 and @\u{2068}Jean Other\u{2069}, ring 101, quoting 46/100234/26.\n{head}Jean Other: I am away\n"
        );
        let (draft, receipt) = public("chat.txt", &text);
        for private in ["Sam", "Jean", "7700900123", "IMG-", "away"] {
            assert!(!draft.contains(private), "{private}\n{draft}");
        }
        assert!(
            draft.contains("Two sheds in Mill End were entered.") && draft.contains(&format!("date: {day}\n")),
            "{draft}"
        );
        assert!(removed(&receipt).contains("somebody in the chat"), "{receipt}");
    }
}
