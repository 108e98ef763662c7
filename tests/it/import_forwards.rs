//! Messages in the styles of more mail programs (import.md, e-mail): Yahoo, AOL, telephones, BT, Proton, Outlook in Welsh,
//! Google Groups, forwarded as an attachment; bulletins as alert services and mailing lists send them. In: a generator.
//! Out: what was right in each draft.

use std::fmt::Write as _;

use crate::{
    disk::Folder,
    import::{DECEMBER, receipts},
    import_mail::{COORDINATOR, COORDINATOR_MAIL, printable, quoted, words},
};

/// The facts of an alert; `number` makes it one of its own.
struct Alert {
    title: String,
    sender: &'static str,
    mail: &'static str,
    reference: String,
    body: [String; 3],
    when: When,
}

/// When it was sent, on the clocks of London.
#[derive(Clone, Copy)]
struct When {
    weekday: &'static str,
    day: u8,
    month: (&'static str, &'static str, u8),
    hour: u8,
    minute: u8,
    zone: &'static str,
}

impl When {
    fn moment(&self) -> String {
        format!("2026-{:02}-{:02} {:02}:{:02}", self.month.2, self.day, self.hour, self.minute)
    }

    fn clock(&self) -> String {
        format!("{:02}:{:02}", self.hour, self.minute)
    }

    /// `3:40 PM`.
    fn american(&self) -> String {
        let half = if self.hour < 12 { "AM" } else { "PM" };
        format!("{}:{:02} {half}", (self.hour + 11) % 12 + 1, self.minute)
    }

    fn short(&self) -> String {
        format!("{}, {} {} 2026", &self.weekday[..3], self.day, &self.month.0[..3])
    }
}

const NOVEMBER: When =
    When { weekday: "Friday", day: 20, month: ("November", "Tachwedd", 11), hour: 15, minute: 40, zone: "GMT" };
const JULY: When =
    When { weekday: "Friday", day: 3, month: ("July", "Gorffennaf", 7), hour: 9, minute: 5, zone: "BST" };

fn alert(number: usize) -> Alert {
    let reference = format!("46/{:06}/26", 100_200 + number);
    match number % 3 {
        0 => Alert {
            title: format!("Shed break-ins – Station Road, report {number}"),
            sender: "Wren Valley Police",
            mail: "noreply@alerts.example",
            body: [
                "Four sheds in Station Road were entered between 10pm on Friday 13 November and 5am on Saturday 14 November.".into(),
                "Locks were cut, and a cordless drill worth £120 and a blue mountain bicycle were taken.".into(),
                format!("If you saw anything please reply to this message or call 101 quoting {reference}."),
            ],
            reference,
            when: NOVEMBER,
        },
        1 => Alert {
            title: format!("Bogus callers: the water board, report {number}"),
            sender: "My Wren Valley Voice",
            mail: "wrenvalley@neighbourhoodalert.example",
            body: [
                "Residents of Mill End have been visited by two men who claim to work for the water board and ask to test the taps.".into(),
                "The water board’s staff carry cards with a photograph. Do not let anybody in who has none.".into(),
                format!("Please call 101, quoting reference {reference}, or Crimestoppers on 0800 555 111."),
            ],
            reference,
            when: JULY,
        },
        _ => Alert {
            title: format!("Dwyn beiciau yn Llanwern – apêl {number}"),
            sender: "Heddlu Dyffryn Dryw",
            mail: "newyddion@dyffryndryw.police.example",
            body: [
                "Cafodd dau feic eu dwyn o’r tŷ ger yr orsaf yn Llanwern nos Fawrth. Gwelwyd dyn ŵyneb yn wyneb.".into(),
                "Two bicycles were taken from the house by the station on Tuesday night.".into(),
                format!("Ffoniwch 101 – call 101, quoting reference {reference}."),
            ],
            reference,
            when: NOVEMBER,
        },
    }
}

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Style {
    Yahoo,
    Aol,
    Android,
    IPhone,
    Proton,
    Bt,
    OutlookInWelsh,
    GoogleGroup,
    Attached,
    Answered,
}

const STYLES: &[Style] = &[
    Style::Yahoo,
    Style::Aol,
    Style::Android,
    Style::IPhone,
    Style::Proton,
    Style::Bt,
    Style::OutlookInWelsh,
    Style::GoogleGroup,
    Style::Attached,
    Style::Answered,
];

/// The head of what is forwarded, line by line, and what marks the text below it.
fn head(style: Style, alert: &Alert) -> (String, Vec<(&'static str, String)>, &'static str) {
    let Alert { title, sender, mail, when, .. } = alert;
    let from = format!("{sender} <{mail}>");
    let to = format!("{COORDINATOR} <{COORDINATOR_MAIL}>");
    let (day, month, clock) = (when.day, when.month.0, when.clock());
    let lines = |from_key, date_key, date: String, to_key, subject_key| {
        vec![(from_key, from.clone()), (date_key, date), (to_key, to.clone()), (subject_key, title.clone())]
    };
    let english = |date_key, date| lines("From", date_key, date, "To", "Subject");
    match style {
        Style::Yahoo => {
            let date = format!("{}, {day} {month} 2026 at {clock}:00 {}", when.weekday, when.zone);
            ("----- Forwarded message -----".into(), english("Sent", date), "")
        }
        Style::Aol => ("-----Original Message-----".into(), english("Sent", format!("{} {clock}", when.short())), ""),
        Style::Android => {
            let offset = if when.zone == "BST" { "+01:00" } else { "+00:00" };
            let date = format!("{day:02}/{:02}/2026 {clock} (GMT{offset})", when.month.2);
            ("-------- Original message --------".into(), english("Date", date), "")
        }
        Style::IPhone => {
            let date = format!("{day} {month} 2026 at {clock}:00 {}", when.zone);
            ("Sent from my iPhone\n\nBegin forwarded message:\n".into(), english("Date", date), "> ")
        }
        Style::Proton => {
            let date = format!("On {}, {month} {day}, 2026 at {}", when.weekday, when.american());
            (
                "Sent with Proton Mail secure email.\n\n------- Forwarded Message -------".into(),
                english("Date", date),
                "> ",
            )
        }
        Style::Bt => {
            let date = format!("{}, {day:02} {}, 26 At {clock}", when.weekday, &month[..3]);
            ("------ Original Message ------".into(), english("Sent", date), "")
        }
        Style::OutlookInWelsh => {
            let date = format!("{day} {} 2026 {clock}", when.month.1);
            ("________________________________".into(), lines("Oddi wrth", "Anfonwyd", date, "At", "Pwnc"), "")
        }
        Style::GoogleGroup => {
            let date = format!("{} at {clock}", when.short());
            ("---------- Forwarded message ---------".into(), english("Date", date), "")
        }
        Style::Attached | Style::Answered => (String::new(), Vec::new(), ""),
    }
}

/// What the service sent, with what it puts round the text.
fn original(alert: &Alert, turn: usize) -> (String, String) {
    let greeting = ["Dear Robin,", "Annwyl Robin,", "Good morning,", "Hi Robin"][turn % 4];
    let foot = [
        "Message Sent By\nSam Example (Police, PCSO, Wrenfield)\n\nTo reply or forward this message please use the buttons below, or copy this link: https://alerts.example/R/1/2\nUnsubscribe: https://alerts.example/u/abcdef0123456789\n",
        "Message sent by\nSam Example\nPolice, PCSO\n\nReply to this message <https://alerts.example/R/abcdef0123456789> | Share <https://alerts.example/F/abcdef0123456789> | Rate\n\nYou are receiving this email at robin.sample@example.org as a registered user of Neighbourhood Alert.\n",
        "Kind regards\n\nSam Example\nEngagement Officer\nMobile 07700 900777\nsam.example@example.net\n\n--\nThis email and any attachments are confidential and intended for the addressee only.\n",
    ][turn % 3];
    let text = format!("{greeting}\n\n{}\n\n{foot}", alert.body.join("\n\n"));
    let cells = format!("<p style=\"margin:0\">{}</p>", alert.body.join("</p><p style=\"margin:0\">"));
    let foot_html = [
        "<tr><td><b>Message Sent By</b><br>Sam Example<br>(Police, PCSO, Wrenfield)</td></tr><tr><td><a href=\"https://alerts.example/R/1/2\">Reply</a></td><td><a href=\"https://alerts.example/F/abcdef0123456789\">Share</a></td></tr>",
        "<tr><td>To login to your account, <a href=\"https://alerts.example/l/abcdef0123456789\">click here</a>, or to unsubscribe, <a href=\"https://alerts.example/u/abcdef0123456789\">click here</a></td></tr>",
        "<tr><td><em>Copyright © 2026 Wren Alerts, All rights reserved.</em><br><br><strong>Our mailing address is:</strong><br>Wren Alerts<br>1 Sample Street<br>Wrenfield WF1 2AB<br><br>Want to change how you receive these emails?<br>You can <a href=\"https://wren.us1.list-manage.com/profile?u=abcdef0123456789\">update your preferences</a>.</td></tr>",
    ][turn % 3];
    let page = format!(
        "<div style=\"display:none\">For Robin</div><table width=\"100%\"><tr><td><table width=\"600\"><tr><td><img src=\"https://alerts.example/banner.png\" alt=\"Alerts\"></td></tr><tr><td>{greeting}</td></tr><tr><td>{cells}</td></tr>{foot_html}</table></td></tr></table><img src=\"https://alerts.example/o.gif?u=abcdef0123456789\" width=\"1\" height=\"1\">"
    );
    (text, page)
}

/// Text and HTML of a message in which the alert is passed on.
fn passed_on(style: Style, alert: &Alert, turn: usize) -> (String, String) {
    let notes = [
        "Please pass on to your members. Robin Sample (coordinator), 07700 900123",
        "Hi all,\n\nSee below. I know Pat at number 12 lost a bike as well.\n\nBest wishes\n\nRobin Sample\n4 Mill Lane, Wrenfield WF1 2AB\nT: 01632 960987\nrobin.sample@example.org",
        "",
    ];
    let note = notes[turn % 3];
    let note_html = format!("<p>{}</p>", note.replace("\n\n", "</p><p>").replace('\n', "<br>"));
    let (text, page) = original(alert, turn);
    let (separator, lines, mark) = head(style, alert);
    if style == Style::Answered {
        let when =
            format!("On {} at {}, {} <{}> wrote:", alert.when.short(), alert.when.clock(), alert.sender, alert.mail);
        let answer = "Thanks, I will tell our street.\nRobin Sample\n07700 900123";
        let quote = format!("{when}\n\n{}", quoted(&text, "> "));
        let quote_html = format!("<div>{}<br></div><blockquote>{page}</blockquote>", when.replace('<', "&lt;"));
        return if turn.is_multiple_of(2) {
            (format!("{answer}\n\n{quote}"), format!("<p>{}</p>{quote_html}", answer.replace('\n', "<br>")))
        } else {
            (format!("{quote}\n\n{answer}\n"), format!("{quote_html}<p>{}</p>", answer.replace('\n', "<br>")))
        };
    }
    if style == Style::Attached {
        return (note.to_owned(), note_html);
    }
    let head = lines.iter().fold(String::new(), |head, (key, value)| head + key + ": " + value + "\n");
    let escape = |text: &str| text.replace('&', "&amp;").replace('<', "&lt;");
    let row = |(key, value): &(&str, String)| format!("<b>{key}:</b> {}", escape(value));
    let rows: Vec<String> = lines.iter().map(row).collect();
    let head_html = match style {
        Style::Yahoo | Style::Android => format!("<div>{}</div>", rows.join("</div><div>")),
        _ => rows.join("<br>"),
    };
    let foot = match style {
        Style::GoogleGroup => {
            "\n-- \nYou received this message because you are subscribed to the Google Groups \"Mill End\" group.\nTo unsubscribe from this group, send an email to millend+unsubscribe@googlegroups.com.\n"
        }
        Style::Bt => {
            "\n_______________________________________________\nMillend mailing list\nMillend@lists.example\nhttps://lists.example/listinfo/millend\n"
        }
        _ => "",
    };
    let html = match style {
        // A telephone quotes the head by itself.
        Style::IPhone => format!(
            "{note_html}<div>Sent from my iPhone</div><div><br>Begin forwarded message:<br><br></div><blockquote type=\"cite\"><div>{head_html}<br><br></div></blockquote><blockquote type=\"cite\"><div>{page}</div></blockquote>"
        ),
        Style::Proton => format!(
            "{note_html}<div>------- Forwarded Message -------<br>{head_html}<br><br><blockquote>{page}</blockquote></div>"
        ),
        _ => format!(
            "{note_html}<div>{separator}</div><div>{head_html}</div><br>{page}<p>{}</p>",
            foot.replace('\n', "<br>")
        ),
    };
    let text = match style {
        // Yahoo's plain part has the whole head in one line.
        Style::Yahoo if turn.is_multiple_of(2) => {
            let [(_, from), (_, date), (_, to), (_, subject)] = &lines[..] else {
                unreachable!("a head has four lines")
            };
            format!("{note}\n\n   {separator} From: {from}To: {to}Sent: {date}Subject: {subject}\n\n{text}")
        }
        _ => format!("{note}\n\n{separator}\n{}{mark}\n{}{foot}", quoted(&head, mark), quoted(&text, mark)),
    };
    (text, html)
}

/// A part of a message in one of three encodings.
fn part(kind: &str, text: &str, turn: usize) -> String {
    let windows = turn % 3 == 1 && !text.contains(['ŵ', 'ŷ']);
    match turn % 3 {
        0 => {
            let mut lines = String::new();
            for chunk in base64(text.as_bytes()).as_bytes().chunks(76) {
                let _ = writeln!(lines, "{}\r", String::from_utf8_lossy(chunk));
            }
            format!("Content-Type: {kind}; charset=\"UTF-8\"\r\nContent-Transfer-Encoding: base64\r\n\r\n{lines}\r\n")
        }
        1 => {
            let charset = if windows { "windows-1252" } else { "utf-8" };
            let printable = printable(text, windows);
            format!(
                "Content-Type: {kind}; charset={charset}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{printable}\r\n"
            )
        }
        _ => format!("Content-Type: {kind}; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{text}\r\n"),
    }
}

fn base64(bytes: &[u8]) -> String {
    const SIGNS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::new();
    for three in bytes.chunks(3) {
        let bits = three.iter().fold(0_u32, |bits, byte| bits << 8 | u32::from(*byte)) << (8 * (3 - three.len()));
        for at in 0..4 {
            let sign = SIGNS[(bits >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= three.len() { char::from(sign) } else { '=' });
        }
    }
    out
}

fn word(text: &str) -> String {
    format!("=?utf-8?B?{}?=", base64(text.as_bytes()))
}

/// A whole text as its parts: plain alone, HTML alone, or both.
fn body(text: &str, page: &str, turn: usize) -> String {
    let page = format!("<html><head><meta charset=\"utf-8\"></head><body>{page}</body></html>");
    match turn % 3 {
        0 => part("text/plain", text, turn / 3),
        1 => part("text/html", &page, turn / 3),
        _ => format!(
            "Content-Type: multipart/alternative; boundary=\"b1\"\r\n\r\n--b1\r\n{}--b1\r\n{}--b1--\r\n",
            part("text/plain", text, turn / 3),
            part("text/html", &page, turn / 3)
        ),
    }
}

fn message(style: Style, alert: &Alert, turn: usize) -> String {
    let (text, page) = passed_on(style, alert, turn);
    let prefix = match style {
        Style::Answered => "Re: ",
        Style::Aol | Style::Yahoo => "Fw: ",
        Style::GoogleGroup => "[Mill End] Fwd: FW: ",
        Style::Bt => "FW: [EXTERNAL] ",
        _ => "Fwd: ",
    };
    let head = |from: &str, subject: &str, date: &str, id: &str| {
        format!(
            "From: {from}\r\nTo: {COORDINATOR_MAIL}\r\nSubject: {}\r\nDate: {date}\r\nMessage-ID: <{id}@example.org>\r\nMIME-Version: 1.0\r\n",
            word(subject)
        )
    };
    let from = format!("{COORDINATOR} <{COORDINATOR_MAIL}>");
    let outer =
        head(&from, &format!("{prefix}{}", alert.title), "Sat, 21 Nov 2026 08:02:00 +0000", &format!("outer{turn}"));
    let body_of = body(&text, &page, turn);
    if style != Style::Attached {
        return outer + &body_of;
    }
    let offset = if alert.when.zone == "BST" { "+0100" } else { "+0000" };
    let date = format!("{} {}:00 {offset}", alert.when.short(), alert.when.clock());
    let (text, page) = original(alert, turn);
    let inner = head(&format!("{} <{}>", alert.sender, alert.mail), &alert.title, &date, &format!("inner{turn}"));
    format!(
        "{outer}Content-Type: multipart/mixed; boundary=\"b2\"\r\n\r\n--b2\r\n{body_of}--b2\r\nContent-Type: message/rfc822\r\nContent-Disposition: attachment; filename=\"alert.eml\"\r\n\r\n{inner}{}\r\n--b2--\r\n",
        body(&text, &page, turn)
    )
}

/// What must be left of nobody, in the draft and in what is kept and said of it.
const PRIVATE: &[&str] = &[
    "Robin",
    "Sample",
    "robin.sample",
    "07700 9",
    "960987",
    "Mill Lane",
    "number 12",
    "Sam Example",
    "sam.example",
    "abcdef0123456789",
    "/R/1",
    "o.gif",
];
/// What no reader of a bulletin needs.
const ROUND: &[&str] = &[
    "Dear",
    "Annwyl",
    "nsubscribe",
    "buttons",
    "Message Sent",
    "Kind regards",
    "confidential",
    "Share",
    "Rate",
    "Groups",
    "mailing",
    "Copyright",
    "iPhone",
    "Proton",
    "tell our street",
    "EXTERNAL",
    "WF1",
];

#[test]
fn sixty_more_messages_are_unwrapped_and_nobody_is_named() {
    let folder = Folder::empty();
    let mut arguments = vec!["import".to_owned()];
    let mut alerts = Vec::new();
    for (at, style) in STYLES.iter().cycle().take(60).enumerate() {
        // Each style meets each alert, encoding and form.
        let turn = at / STYLES.len() + 7 * (at % STYLES.len());
        let alert = alert(at);
        let path = format!("in/{at:02}.eml");
        folder.put(&path, message(*style, &alert, turn).as_bytes());
        arguments.push(path);
        alerts.push((*style, turn, alert));
    }
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).chain(["--format", "json"]).collect();
    let run = folder.at(DECEMBER, &arguments).ended(0);
    let receipts = receipts(&run);
    assert_eq!(receipts.len(), 60);
    let (mut wrong, mut leaks) = (Vec::new(), Vec::new());
    for ((style, turn, alert), receipt) in alerts.iter().zip(&receipts) {
        let text = folder.read(receipt["path"].as_str().expect("it was written"));
        let title = if alert.title.contains(": ") { format!("\"{}\"", alert.title) } else { alert.title.clone() };
        let wanted = [
            format!("title: {title}\n"),
            format!("date: {}\n", alert.when.moment()),
            format!("name: {}\n", alert.sender),
            format!("reference: {}\n", alert.reference),
        ];
        let lacks: Vec<&String> = wanted.iter().filter(|want| !text.contains(want.as_str())).collect();
        let lost = alert.body[..2].iter().any(|paragraph| !words(&text).contains(&words(paragraph)));
        if !lacks.is_empty() || lost {
            wrong.push(format!("{style:?} {turn}: lacks {lacks:?}, lost text: {lost}\n{text}"));
        }
        let everything = format!("{text}{receipt}");
        let private = PRIVATE.iter().filter(|leak| everything.contains(**leak));
        leaks.extend(
            private
                .chain(ROUND.iter().filter(|leak| text.contains(**leak)))
                .map(|leak| format!("{style:?} {turn}: {leak}\n{text}")),
        );
    }
    assert!(leaks.is_empty(), "{} leaks\n{}", leaks.len(), leaks.join("\n\n"));
    assert!(wrong.len() <= 3, "{} of 60 are wrong\n{}", wrong.len(), wrong.join("\n\n"));
}
