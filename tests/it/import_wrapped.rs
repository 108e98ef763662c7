//! Messages as services for newsletters, alerts and links wrap them (import.md, e-mail), forwarded by programs in several
//! languages. In: eight wrappers, five programs. Out: what was right in each of forty drafts, and what was left of the wrapper.

use crate::{
    disk::Folder,
    import::{DECEMBER, receipts},
    import_mail::{COORDINATOR, COORDINATOR_MAIL, printable, words},
};

const SENDER: &str = "Wren Valley Police <noreply@wrenvalley.police.example>";
const BODY: [&str; 2] = [
    "Two catalytic converters were cut from parked cars in Quarry Road, Tanfold between 1am and 4am on Thursday 19 November 2026.",
    "A grey van with a ladder on its roof was seen leaving towards the ring road.",
];
const TOKEN: &str = "tok9f8e7d6c5b4a3210";

fn title(number: usize) -> String {
    format!("Catalytic converters taken in Tanfold, report {number}")
}

fn reference(number: usize) -> String {
    format!("46/{}/26", 201_000 + number)
}

/// What a service puts before and after the text, each a line or paragraph; a link is `[words](address)`.
fn wrapper(number: usize) -> (Vec<String>, Vec<String>) {
    let lines = |lines: &[&str]| lines.iter().map(|line| line.replace("TOKEN", TOKEN)).collect::<Vec<_>>();
    match number {
        // A list service.
        0 => (
            lines(&["[View this email in your browser](https://wren.us21.list-manage.com/track/click?u=TOKEN)"]),
            lines(&[
                "[Find out more](https://wren.us21.list-manage.com/track/click?u=TOKEN&id=1)",
                "[Twitter](https://wren.us21.list-manage.com/track/click?u=TOKEN&id=2)",
                "============================================================ Copyright (C) 2026 Wren. All rights reserved.",
                "You can [update your preferences](https://wren.us21.list-manage.com/profile?u=TOKEN) or [unsubscribe from this list](https://wren.us21.list-manage.com/unsubscribe?u=TOKEN).",
            ]),
        ),
        // The bulletins of public bodies.
        1 => (
            lines(&["Having trouble viewing this email? [View it as a Web page](https://lnks.gd/l/TOKEN.eyJhbGci)."]),
            lines(&[
                "[Bookmark and Share](https://lnks.gd/l/TOKEN.1) [SUBSCRIBE](https://lnks.gd/l/TOKEN.2)",
                "Update your subscriptions, modify your password or email address, or stop subscriptions at any time on your [Subscriber Preferences Page](https://lnks.gd/l/TOKEN.3).",
                "This service is provided to you at no charge by [Wren](https://lnks.gd/l/TOKEN.4).",
                "This email was sent to robin.sample@example.org using GovDelivery Communications Cloud on behalf of: Wren",
            ]),
        ),
        // An alert service with links of its own for each member.
        2 => (
            lines(&["Dear Robin,"]),
            lines(&[
                "Please do not reply directly to this email, if you wish to reply please use the button or link: https://www.wrenengage.example/A/TOKEN",
                "Attachments",
                "poster.pdf - https://www.wrenengage.example/A/TOKEN",
                "[Email Others](https://www.wrenengage.example/F/TOKEN)",
                "Message Sent By",
                "Sam Example",
                "You can configure exactly who can contact you, or [Unsubscribe](https://www.wrenengage.example/U/TOKEN) from all emails.",
            ]),
        ),
        // Filters of links.
        3 => (
            Vec::new(),
            lines(&[
                "Report it online at [www.wrenvalley.police.example/report](https://gbr01.safelinks.protection.outlook.com/?url=https%3A%2F%2Fwww.wrenvalley.police.example%2Freport&data=05%7Crobin.sample%40example.org%7CTOKEN).",
                "Read [our advice](https://urldefense.com/v3/__https://www.wrenvalley.police.example/advice__;!!TOKEN$).",
                "See [the map](https://urldefense.proofpoint.com/v2/url?u=https-3A__www.wrenvalley.police.example_map&d=TOKEN).",
                "See [the poster](https://links.govdelivery.com/CL0/https:%2F%2Fwww.wrenvalley.police.example%2Fposter/1/TOKEN).",
            ]),
        ),
        // A firm's warning and farewell.
        4 => (
            lines(&[
                "CAUTION: This email originated from outside of the organisation. Do not click links unless you recognise the sender.",
                "Dear all,",
            ]),
            lines(&["Many thanks", "Sam Example", "Please consider the environment before printing this email."]),
        ),
        // A counter of clicks.
        5 => (
            Vec::new(),
            lines(&[
                "[Report online](https://u1234.ct.sendgrid.net/ls/click?upn=TOKEN-2Fabc)",
                "Follow us: [Facebook](https://u1234.ct.sendgrid.net/ls/click?upn=TOKEN-1) | [X](https://u1234.ct.sendgrid.net/ls/click?upn=TOKEN-2) | [Instagram](https://u1234.ct.sendgrid.net/ls/click?upn=TOKEN-3)",
                "You have been sent this email because you signed up to our newsletter.",
                "To stop receiving these emails, [unsubscribe here](https://u1234.ct.sendgrid.net/ls/click?upn=TOKEN-4).",
            ]),
        ),
        // The small print of a force.
        6 => (
            lines(&["Good afternoon Robin,"]),
            lines(&[
                "Kind regards,",
                "Sam Example | Engagement Officer",
                "M: 07700 900777 | E: sam.example@wrenvalley.police.example",
                "This email and any files transmitted with it are confidential and intended solely for the use of the individual or entity to whom they are addressed.",
                "Wren Valley does not accept service of documents by email. Internet email is not secure.",
                "The views expressed in this message are those of the author and not necessarily of the force.",
            ]),
        ),
        _ => (Vec::new(), Vec::new()),
    }
}

/// A program's head above what it forwards, what it writes behind it, and its word before the subject.
fn program(number: usize, title: &str) -> (String, &'static str, &'static str) {
    let to = format!("{COORDINATOR} <{COORDINATOR_MAIL}>");
    let head = |separator: &str, keys: [&str; 4], date: &str| {
        let [from, sent, receiver, subject] = keys;
        format!("{separator}\n{from} {SENDER}\n{sent} {date}\n{receiver} {to}\n{subject} {title}\n\n")
    };
    match number {
        0 => (
            head(
                "============ Forwarded message ============",
                ["From:", "Date:", "To:", "Subject:"],
                "Fri, 20 Nov 2026 15:40:00 +0000",
            ),
            "\n============ Forwarded message ============\n",
            "Fwd: ",
        ),
        1 => (
            head(
                "________________________________",
                ["Od:", "Wysłane:", "Do:", "Temat:"],
                "piątek, 20 listopada 2026 15:40",
            ),
            "",
            "PD: ",
        ),
        2 => (
            head(
                "-----Ursprüngliche Nachricht-----",
                ["Von:", "Gesendet:", "An:", "Betreff:"],
                "Freitag, 20. November 2026 15:40",
            ),
            "",
            "WG: ",
        ),
        3 => (
            head(
                "---------- Neges wedi’i hanfon ymlaen ---------",
                ["Gan:", "Dyddiad:", "I:", "Pwnc:"],
                "20 Tachwedd 2026 am 15:40",
            ),
            "",
            "Fwd: ",
        ),
        _ => (
            head(
                &format!("----- Forwarded message from {SENDER} -----\n"),
                ["From:", "Date:", "To:", "Subject:"],
                "Fri, 20 Nov 2026 15:40:00 +0000",
            ),
            "\n\n----- End forwarded message -----\n",
            "Fwd: ",
        ),
    }
}

/// Lines with their links as HTML, or as mail programs write them into plain text: `words<address>`.
fn written(line: &str, html: bool) -> String {
    let escaped = if html { line.replace('&', "&amp;").replace('<', "&lt;") } else { line.to_owned() };
    let mut out = String::new();
    let mut rest = escaped.as_str();
    while let Some((before, after)) = rest.split_once('[') {
        let (Some((said, tail)), true) = (after.split_once("]("), after.contains("](")) else { break };
        let Some((to, tail)) = tail.split_once(')') else { break };
        out += before;
        out += &if html { format!("<a href=\"{to}\">{said}</a>") } else { format!("{said}<{to}>") };
        rest = tail;
    }
    out + rest
}

fn message(number: usize) -> String {
    let title = title(number);
    let ((before, after), (head, end, prefix)) = (wrapper(number / 5), program(number % 5, &title));
    let html = number.is_multiple_of(2);
    let call = format!("Call 101 quoting {}, or Crimestoppers on 0800 555 111.", reference(number));
    let all: Vec<String> = before.into_iter().chain(BODY.map(str::to_owned)).chain([call]).chain(after).collect();
    let note = "Please pass on to your street.\n\nRobin\n07700 900123\n\n";
    let (kind, text) = if html {
        let paragraphs: Vec<String> = all.iter().map(|line| written(line, true)).collect();
        let paragraphs = format!("<p>{}</p>", paragraphs.join("</p><p>"));
        let lines = |text: &str| text.replace('<', "&lt;").replace('\n', "<br>");
        let page = format!(
            "<html><head><meta charset=\"utf-8\"></head><body><div>{}</div><div>{}</div><div>{paragraphs}</div><div>{}</div><img src=\"https://open.example/{TOKEN}.gif\" width=\"1\" height=\"1\"></body></html>",
            lines(note),
            lines(&head),
            lines(end)
        );
        ("text/html", page)
    } else {
        let paragraphs: Vec<String> = all.iter().map(|line| written(line, false)).collect();
        ("text/plain", format!("{note}{head}{}\n{end}", paragraphs.join("\n\n")))
    };
    format!(
        "From: {COORDINATOR} <{COORDINATOR_MAIL}>\r\nTo: undisclosed-recipients:;\r\nSubject: {prefix}{title}\r\nDate: Sat, 21 Nov 2026 08:02:00 +0000\r\nMessage-ID: <wrapped{number}@example.org>\r\nMIME-Version: 1.0\r\nContent-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
        printable(&text, false)
    )
}

/// What must be left of nobody, and what no reader of a bulletin needs.
const LEFT: &[&str] = &[
    "Robin",
    "Sample",
    "07700",
    TOKEN,
    "safelinks",
    "urldefense",
    "list-manage",
    "sendgrid",
    "lnks.gd",
    "CL0",
    "wrenengage",
    "nsubscribe",
    "Find out more",
    "Twitter",
    "Copyright",
    "=====",
    "trouble",
    "Bookmark",
    "ubscri",
    "no charge",
    "GovDelivery",
    "button",
    "Attachments",
    "poster.pdf",
    "Email Others",
    "Message Sent",
    "Sam Example",
    "configure",
    "CAUTION",
    "Dear",
    "Many thanks",
    "environment",
    "Report online",
    "Follow us",
    "newsletter",
    "Kind regards",
    "confidential",
    "service of documents",
    "views expressed",
    "orwarded message",
    "pass on",
];

#[test]
fn of_forty_wrapped_messages_the_text_is_left_and_nothing_else() {
    let folder = Folder::empty().write("site.yaml", "title: Watch\nareas: [Tanfold]\n");
    let mut arguments = vec!["import".to_owned(), "--format".into(), "json".into()];
    for number in 0..40 {
        let path = format!("in/{number:02}.eml");
        folder.put(&path, message(number).as_bytes());
        arguments.push(path);
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let run = folder.at(DECEMBER, &arguments).ended(0);
    let mut wrong = Vec::new();
    for (number, receipt) in receipts(&run).iter().enumerate() {
        let text = folder.read(receipt["path"].as_str().expect("it was written"));
        let wanted = [
            format!("title: {}\n", title(number)),
            "date: 2026-11-20 15:40\n".into(),
            "name: Wren Valley Police\n".into(),
            format!("reference: {}\n", reference(number)),
        ];
        let mut faults: Vec<String> = wanted.into_iter().filter(|want| !text.contains(want.as_str())).collect();
        faults.extend(
            BODY.iter().filter(|part| !words(&text).contains(&words(part))).map(|part| format!("lost: {part}")),
        );
        faults.extend(LEFT.iter().filter(|left| text.contains(**left)).map(|left| format!("left: {left}")));
        if number / 5 == 3 {
            let led = ["report", "advice", "map", "poster"]
                .map(|page| format!("https://www.wrenvalley.police.example/{page}"));
            faults.extend(led.into_iter().filter(|page| !text.contains(page.as_str())));
        }
        if !faults.is_empty() {
            wrong.push(format!("{number}: {faults:?}\n{text}"));
        }
    }
    assert_eq!(receipts(&run).len(), 40);
    assert!(wrong.is_empty(), "{} of 40 are wrong\n{}", wrong.len(), wrong.join("\n\n"));
}
