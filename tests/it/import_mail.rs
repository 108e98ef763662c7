//! Messages as six mail programs forward them (import.md, e-mail): sixty invented ones, plain and as HTML, in two encodings,
//! forwarded once, twice or answered above and below. In: a generator. Out: what was right in each draft.

use std::fmt::Write as _;

use crate::disk::Folder;

/// The facts of an alert.
struct Alert {
    title: &'static str,
    sender: &'static str,
    reference: &'static str,
    body: &'static [&'static str],
}

const ALERTS: &[Alert] = &[
    Alert {
        title: "Shed break-ins – Station Road, Wrenfield",
        sender: "Wren Valley Police",
        reference: "46/100234/26",
        body: &[
            "Four sheds in Station Road, Wrenfield were entered between 10pm on Friday 13 November and 5am on Saturday 14 November.",
            "Locks were cut, and a cordless drill worth £120 and a blue mountain bicycle were taken.",
            "If you saw anything please reply to this message or call 101 quoting 46/100234/26.",
        ],
    },
    Alert {
        title: "Bogus callers in Mill End",
        sender: "My Wren Valley Voice",
        reference: "46/100377/26",
        body: &[
            "Residents of Mill End have been visited by two men who claim to work for the water board and ask to test the taps.",
            "The water board’s staff carry cards with a photograph. Do not let anybody in who has none.",
            "Please call 101, quoting reference 46/100377/26, or Crimestoppers on 0800 555 111.",
        ],
    },
    Alert {
        title: "Café window broken in the High Street",
        sender: "Wrenfield Neighbourhood Watch",
        reference: "46/100401/26",
        body: &[
            "The window of a café in the High Street, Wrenfield was broken at about 11.20pm on Tuesday 17 November.",
            "Officers would like to hear from the driver of a silver hatchback who was waiting at the crossing.",
            "Call 101 and quote 46/100401/26.",
        ],
    },
];

pub const COORDINATOR: &str = "Robin Sample";
pub const COORDINATOR_MAIL: &str = "robin.sample@example.org";
const COORDINATOR_PHONE: &str = "07700 900123";
const TOKENS: &[&str] = &["abcdef0123456789", "/R/1/2", "o.gif", "R0b1nT0ken2026aaaabbbb"];

/// How a program forwards.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Program {
    Gmail,
    Outlook,
    OutlookOnline,
    Apple,
    Thunderbird,
    Quoted,
}

const PROGRAMS: &[Program] =
    &[Program::Gmail, Program::Outlook, Program::OutlookOnline, Program::Apple, Program::Thunderbird, Program::Quoted];

/// What was done with the alert before it came here.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Way {
    Forwarded,
    Twice,
    AnsweredAbove,
    AnsweredBelow,
    Direct,
}

struct Sample {
    name: String,
    bytes: Vec<u8>,
    alert: &'static Alert,
}

/// The alert's own text as a service sends it.
fn original(alert: &Alert) -> String {
    let mut text = "Dear Robin,\n\n".to_owned();
    for paragraph in alert.body {
        let _ = write!(text, "{}\n\n", wrapped(paragraph));
    }
    text.push_str(
        "Message Sent By\nSam Example (Police, PCSO, Wrenfield)\n\nTo reply or forward this message please use the buttons below, or copy this link: https://alerts.example/R/1/2\n\
         You are receiving this message because you are registered on My Wren Valley Voice. Unsubscribe: https://alerts.example/u/abcdef0123456789\n",
    );
    text
}

fn wrapped(text: &str) -> String {
    let (mut out, mut length) = (String::new(), 0);
    for word in text.split(' ') {
        if length > 0 && length + word.len() > 72 {
            out.push('\n');
            length = 0;
        } else if length > 0 {
            out.push(' ');
        }
        out.push_str(word);
        length += word.chars().count() + 1;
    }
    out
}

fn original_html(alert: &Alert) -> String {
    let body: Vec<String> =
        alert.body.iter().map(|paragraph| paragraph.replace("Wrenfield", "<b>Wrenfield</b>")).collect();
    format!(
        "<table width=\"600\"><tr><td><img src=\"https://alerts.example/logo.png\" alt=\"\"></td></tr><tr><td>Dear Robin,<br><br>{}</td></tr>\
         <tr><td><b>Message Sent By</b><br>Sam Example<br>(Police, PCSO, Wrenfield)</td></tr>\
         <tr><td><a href=\"https://alerts.example/R/1/2\">Reply to this message</a> <a href=\"https://alerts.example/u/abcdef0123456789\">Unsubscribe</a></td></tr></table>\
         <img src=\"https://alerts.example/o.gif?u=abcdef0123456789\" width=\"1\" height=\"1\">",
        body.join("<br><br>")
    )
}

/// The lines that a program puts above what it forwards, and the mark of quotes.
fn heads(program: Program, from: &str, mail: &str, subject: &str, to: &str) -> (String, &'static str) {
    match program {
        Program::Gmail => (
            format!(
                "---------- Forwarded message ---------\nFrom: {from} <{mail}>\nDate: Fri, 20 Nov 2026 at 15:40\nSubject: {subject}\nTo: <{to}>\n\n"
            ),
            "",
        ),
        Program::Outlook => (
            format!(
                "-----Original Message-----\nFrom: {from} <{mail}>\nSent: 20 November 2026 15:40\nTo: Robin Sample <{to}>\nSubject: {subject}\n\n"
            ),
            "",
        ),
        Program::OutlookOnline => (
            format!(
                "________________________________\nFrom: {from} <{mail}>\nSent: Friday, November 20, 2026 3:40 PM\nTo: Robin Sample <{to}>\nSubject: {subject}\n\n"
            ),
            "",
        ),
        Program::Apple => (
            format!(
                "Begin forwarded message:\n\n> From: {from} <{mail}>\n> Subject: {subject}\n> Date: 20 November 2026 at 15:40:00 GMT\n> To: {to}\n> \n"
            ),
            "> ",
        ),
        Program::Thunderbird => (
            format!(
                "-------- Forwarded Message --------\nSubject: \t{subject}\nDate: \tFri, 20 Nov 2026 15:40:00 +0000\nFrom: \t{from} <{mail}>\nTo: \t{to}\n\n\n"
            ),
            "",
        ),
        Program::Quoted => {
            (format!("> From: {from} <{mail}>\n> Date: 20/11/2026 15:40\n> Subject: {subject}\n> To: {to}\n>\n"), "> ")
        }
    }
}

/// The same as HTML.
fn heads_html(program: Program, from: &str, mail: &str, subject: &str, to: &str, inner: &str) -> String {
    match program {
        Program::Gmail => format!(
            "<div class=\"gmail_quote\"><div dir=\"ltr\" class=\"gmail_attr\">---------- Forwarded message ---------<br>From: <b>{from}</b> &lt;{mail}&gt;<br>Date: Fri, 20 Nov 2026 at 15:40<br>Subject: {subject}<br>To: &lt;{to}&gt;<br></div><br><br>{inner}</div>"
        ),
        Program::Outlook => format!(
            "<div><div style=\"border:none;border-top:solid #E1E1E1 1.0pt;padding:3.0pt 0cm 0cm 0cm\"><p class=\"MsoNormal\"><b>From:</b> {from} &lt;{mail}&gt; <br><b>Sent:</b> 20 November 2026 15:40<br><b>To:</b> Robin Sample &lt;{to}&gt;<br><b>Subject:</b> {subject}</p></div></div>{inner}"
        ),
        Program::OutlookOnline => format!(
            "<hr style=\"display:inline-block;width:98%\"><div id=\"divRplyFwdMsg\" dir=\"ltr\"><font face=\"Calibri\"><b>From:</b> {from} &lt;{mail}&gt;<br><b>Sent:</b> Friday, November 20, 2026 3:40 PM<br><b>To:</b> Robin Sample &lt;{to}&gt;<br><b>Subject:</b> {subject}</font><div>&nbsp;</div></div>{inner}"
        ),
        Program::Apple => format!(
            "<div>Begin forwarded message:</div><br><blockquote type=\"cite\"><div><b>From: </b>{from} &lt;<a href=\"mailto:{mail}\">{mail}</a>&gt;</div><div><b>Subject: </b><b>{subject}</b></div><div><b>Date: </b>20 November 2026 at 15:40:00 GMT</div><div><b>To: </b>{to}</div><br><div>{inner}</div></blockquote>"
        ),
        Program::Thunderbird => format!(
            "<div class=\"moz-forward-container\"><br>-------- Forwarded Message --------<table class=\"moz-email-headers-table\"><tbody><tr><th align=\"RIGHT\">Subject: </th><td>{subject}</td></tr><tr><th>Date: </th><td>Fri, 20 Nov 2026 15:40:00 +0000</td></tr><tr><th>From: </th><td>{from} <a href=\"mailto:{mail}\">&lt;{mail}&gt;</a></td></tr><tr><th>To: </th><td>{to}</td></tr></tbody></table><br><br>{inner}</div>"
        ),
        Program::Quoted => format!(
            "<blockquote>From: {from} &lt;{mail}&gt;<br>Date: 20/11/2026 15:40<br>Subject: {subject}<br>To: {to}<br><br>{inner}</blockquote>"
        ),
    }
}

/// A text as programs quote it.
pub fn quoted(text: &str, mark: &str) -> String {
    if mark.is_empty() {
        text.to_owned()
    } else {
        text.lines().fold(String::new(), |out, line| out + mark + line + "\n")
    }
}

/// The words of a text, without the marks of strong ones.
pub fn words(text: &str) -> String {
    text.replace("**", "").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Bytes of a text in an encoding, as quoted-printable.
pub fn printable(text: &str, windows: bool) -> String {
    let bytes: Vec<u8> = if windows {
        text.chars()
            .map(|c| match c {
                '–' => 0x96,
                '’' => 0x92,
                c => u8::try_from(u32::from(c)).unwrap_or(b'?'),
            })
            .collect()
    } else {
        text.as_bytes().to_vec()
    };
    let (mut out, mut length) = (String::new(), 0);
    for byte in bytes {
        let piece = match byte {
            b'\n' => {
                out.push_str("\r\n");
                length = 0;
                continue;
            }
            b'=' | 128.. => format!("={byte:02X}"),
            other => char::from(other).to_string(),
        };
        if length + piece.len() > 74 {
            out.push_str("=\r\n");
            length = 0;
        }
        length += piece.len();
        out.push_str(&piece);
    }
    out
}

fn message(alert: &'static Alert, program: Program, way: Way, html: bool, windows: bool) -> Sample {
    let alerts = "noreply@alerts.example";
    let note = format!("Please pass on to your members. {COORDINATOR} (coordinator), {COORDINATOR_PHONE}\n\n");
    let (heads_text, mark) = heads(program, alert.sender, alerts, alert.title, COORDINATOR_MAIL);
    let inner = format!("{heads_text}{}", quoted(&original(alert), mark));
    let inner_html = heads_html(program, alert.sender, alerts, alert.title, COORDINATOR_MAIL, &original_html(alert));
    let prefix = match program {
        Program::Outlook | Program::OutlookOnline => "FW: ",
        _ => "Fwd: ",
    };
    let forwarded = format!("{prefix}{}", alert.title);
    let answer = format!(
        "On Fri, 20 Nov 2026 at 15:40, {} <{alerts}> wrote:\n\n{}",
        alert.sender,
        quoted(&original(alert), "> ")
    );
    let answer_html = format!(
        "<div class=\"gmail_quote\"><div class=\"gmail_attr\">On Fri, 20 Nov 2026 at 15:40, {} &lt;<a href=\"mailto:{alerts}\">{alerts}</a>&gt; wrote:<br></div><blockquote class=\"gmail_quote\">{}</blockquote>",
        alert.sender,
        original_html(alert)
    );
    let html_note = format!("<p>{}</p>", note.trim());
    let (subject, text, page) = match way {
        Way::Forwarded => (forwarded, format!("{note}{inner}"), format!("{html_note}{inner_html}")),
        Way::Twice => {
            let (outer, outer_mark) =
                heads(program, COORDINATOR, COORDINATOR_MAIL, &forwarded, "pat.other@example.net");
            let again = quoted(&format!("{note}{inner}"), outer_mark);
            let outer_html = heads_html(
                program,
                COORDINATOR,
                COORDINATOR_MAIL,
                &forwarded,
                "pat.other@example.net",
                &format!("{html_note}{inner_html}"),
            );
            (
                format!("{prefix}{forwarded}"),
                format!("From Robin as well.\nPat 07700 900456\n\n{outer}{again}"),
                format!("<p>From Robin as well.<br>Pat 07700 900456</p>{outer_html}"),
            )
        }
        Way::AnsweredAbove => (
            format!("Re: {}", alert.title),
            format!("Thanks, I will tell our street.\n{COORDINATOR}\n{COORDINATOR_PHONE}\n\n{answer}"),
            format!("<p>Thanks, I will tell our street.<br>{COORDINATOR}<br>{COORDINATOR_PHONE}</p>{answer_html}"),
        ),
        Way::AnsweredBelow => (
            format!("Re: {}", alert.title),
            format!("{answer}\n\nThanks, I will tell our street.\n{COORDINATOR}, {COORDINATOR_PHONE}\n"),
            format!("{answer_html}<p>Thanks, I will tell our street.<br>{COORDINATOR}, {COORDINATOR_PHONE}</p>"),
        ),
        Way::Direct => (alert.title.to_owned(), original(alert), original_html(alert)),
    };
    let direct = way == Way::Direct;
    let (from, date) = if direct {
        (format!("{} <{alerts}>", alert.sender), "Fri, 20 Nov 2026 15:40:00 +0000")
    } else {
        (format!("{COORDINATOR} <{COORDINATOR_MAIL}>"), "Sat, 21 Nov 2026 08:02:00 +0000")
    };
    let charset = if windows { "windows-1252" } else { "utf-8" };
    let name = format!(
        "{program:?}-{way:?}-{}-{charset}-{}",
        if html { "html" } else { "plain" },
        alert.reference.replace('/', "")
    );
    let encoded: String =
        printable(&subject, windows).replace("\r\n", "").replace("=\r\n", "").replace(' ', "_").replace('?', "=3F");
    let mut out = format!(
        "From: {from}\r\nTo: {COORDINATOR_MAIL}\r\nSubject: =?{charset}?q?{encoded}?=\r\nDate: {date}\r\nMessage-ID: <{name}@example.org>\r\nMIME-Version: 1.0\r\n"
    );
    let plain = format!(
        "Content-Type: text/plain; charset={charset}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n",
        printable(&text, windows)
    );
    if html {
        let page = format!("<html><head><meta charset=\"{charset}\"></head><body>{page}</body></html>");
        let _ = write!(
            out,
            "Content-Type: multipart/alternative; boundary=\"b1\"\r\n\r\n--b1\r\n{plain}--b1\r\nContent-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n{}\r\n--b1--\r\n",
            printable(&page, windows)
        );
    } else {
        out.push_str(&plain);
    }
    Sample { name, bytes: out.into_bytes(), alert }
}

fn samples() -> Vec<Sample> {
    let mut all = Vec::new();
    let ways = [Way::Forwarded, Way::Twice, Way::AnsweredAbove, Way::AnsweredBelow, Way::Direct];
    for (at, program) in PROGRAMS.iter().enumerate() {
        for (number, way) in ways.iter().enumerate() {
            for html in [false, true] {
                let turn = at + number + usize::from(html);
                all.push(message(&ALERTS[turn % ALERTS.len()], *program, *way, html, turn % 2 == 1));
            }
        }
    }
    all
}

#[test]
fn sixty_messages_are_unwrapped_and_nobody_is_named() {
    let samples = samples();
    assert_eq!(samples.len(), 60);
    let mut wrong: Vec<String> = Vec::new();
    let mut leaks: Vec<String> = Vec::new();
    let folder = Folder::empty();
    for (at, sample) in samples.iter().enumerate() {
        let root = format!("{at}");
        folder.put(&format!("{root}/in/message.eml"), &sample.bytes);
        let run = folder.run(&["--root", &root, "import", &format!("{root}/in/message.eml")]);
        let files = folder.tree(&format!("{root}/content"));
        let text: String = files
            .iter()
            .filter(|(path, _)| path.ends_with(".md"))
            .map(|(_, bytes)| String::from_utf8_lossy(bytes))
            .collect();
        let everything: String =
            files.values().map(|bytes| String::from_utf8_lossy(bytes)).collect::<String>() + &run.out;
        let title = if sample.alert.title.contains(": ") {
            format!("\"{}\"", sample.alert.title)
        } else {
            sample.alert.title.to_owned()
        };
        let wanted = [
            format!("title: {title}\n"),
            "date: 2026-11-20 15:40\n".to_owned(),
            format!("name: {}\n", sample.alert.sender),
            format!("reference: {}\n", sample.alert.reference),
        ];
        let lacks: Vec<&String> = wanted.iter().filter(|want| !text.contains(want.as_str())).collect();
        if !lacks.is_empty() || run.status != Some(0) {
            wrong.push(format!("{}: lacks {lacks:?}\n{}\n{text}", sample.name, run.err));
        }
        // The text is whole: its first and second paragraph stand there.
        for paragraph in &sample.alert.body[..2] {
            if !words(&text).contains(&words(paragraph)) {
                wrong.push(format!("{}: lost {paragraph:?}\n{text}", sample.name));
            }
        }
        let private = [
            "Robin",
            "Sample",
            "robin.sample",
            "07700 9",
            "Pat",
            "pat.other",
            "Sam Example",
            "Unsubscribe",
            "buttons below",
            "Dear",
            "tell our street",
            "reply to this message or",
        ];
        for leak in private.iter().chain(TOKENS) {
            let masked = everything.replace("“reply to this message”", "");
            if text.contains(leak)
                || *leak != "reply to this message or"
                    && *leak != "Unsubscribe"
                    && masked.replace("unsubscribe", "").contains(leak)
            {
                leaks.push(format!("{}: {leak}\n{text}", sample.name));
            }
        }
    }
    assert!(leaks.is_empty(), "{} leaks\n{}", leaks.len(), leaks.join("\n\n"));
    assert!(wrong.len() <= 3, "{} of 60 are wrong\n{}", wrong.len(), wrong.join("\n\n"));
}

#[test]
fn a_mail_that_an_alert_warns_of_is_no_forward() {
    let text = "From: Wren Valley Police <noreply@alerts.example>\r\nSubject: Warning of a false tax refund\r\nDate: Fri, 20 Nov 2026 15:40:00 +0000\r\n\r\n\
        Residents of Wrenfield have received an e-mail that promises a refund. It is false, and the link in it asks for the number of a bank card. It looks like this:\r\n\r\n\
        From: HM Revenue <refund@revenue.example>\r\nSubject: Your refund of 312 pounds\r\nDate: 19 November 2026\r\n\r\nClick to claim.\r\n\r\nReport it on 101.\r\n";
    let folder = Folder::empty().write("a.eml", text);
    folder.run(&["import", "a.eml"]).ended(0);
    let text = crate::import::only(&folder);
    assert!(text.contains("title: Warning of a false tax refund\n") && text.contains("It looks like this"), "{text}");
}

#[test]
fn a_missing_person_is_one_whatever_is_with_them() {
    let folder = Folder::empty();
    let titles = [
        ("Missing: Tom Sample, last seen with his dog", "missing"),
        ("Missing man last seen in a red car", "missing"),
        ("Missing girl on a blue bike", "missing"),
        ("Missing man from Horse Lane", "missing"),
        ("Missing dog with a red collar", "animal"),
    ];
    for (at, (title, _)) in titles.iter().enumerate() {
        let text = format!(
            "From: Wren Valley Police <noreply@alerts.example>\r\nSubject: {title}\r\nDate: Fri, 20 Nov 2026 15:40:00 +0000\r\n\r\nThe search goes on in part {at} of Wrenfield. Call 101.\r\n"
        );
        folder.put(&format!("{at}.eml"), text.as_bytes());
    }
    let run = folder.run(&["import", "0.eml", "1.eml", "2.eml", "3.eml", "4.eml", "--format", "json"]).ended(0);
    for ((title, kind), receipt) in titles.iter().zip(crate::import::receipts(&run)) {
        let text = folder.read(receipt["path"].as_str().expect("it was written"));
        assert!(text.contains(&format!("kind: {kind}\n")), "{title}\n{text}");
    }
}

#[test]
fn the_same_alert_from_two_coordinators_is_one() {
    let one = message(&ALERTS[0], Program::Gmail, Way::Forwarded, true, false);
    let other = message(&ALERTS[0], Program::Apple, Way::Twice, false, true);
    let folder = Folder::empty().write("a.eml", one.bytes).write("b.eml", other.bytes);
    folder.run(&["import", "a.eml"]).ended(0);
    let before = folder.tree("content");
    let run = folder.run(&["import", "a.eml", "b.eml", "--format", "json"]).ended(0);
    assert_eq!(folder.tree("content"), before, "{run:#?}");
    assert!(crate::import::receipts(&run).iter().all(|receipt| receipt["outcome"] == "known"), "{run:#?}");
}

#[test]
fn an_outlook_file_is_read_as_an_e_mail() {
    let mut file = cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("it is new");
    let mut put = |property: &str, text: &str| {
        use std::io::Write as _;
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut stream = file.create_stream(format!("/__substg1.0_{property}001F")).expect("it is new");
        stream.write_all(&bytes).expect("there is room");
    };
    put("0037", "FW: Bogus callers in Mill End");
    put("0C1A", COORDINATOR);
    put("5D01", COORDINATOR_MAIL);
    put("007D", "Date: Sat, 21 Nov 2026 08:02:00 +0000\r\nMessage-ID: <x@example.org>\r\n");
    let (heads, _) =
        heads(Program::Outlook, ALERTS[1].sender, "noreply@alerts.example", ALERTS[1].title, COORDINATOR_MAIL);
    put("1000", &format!("Please pass on.\r\n{COORDINATOR}\r\n\r\n{heads}{}", original(&ALERTS[1])));
    let bytes = file.into_inner().into_inner();
    let folder = Folder::empty().write("a.msg", bytes);
    folder.run(&["import", "a.msg"]).ended(0);
    let text = crate::import::only(&folder);
    assert!(
        text.contains("title: Bogus callers in Mill End\ndate: 2026-11-20 15:40\n")
            && text.contains("name: My Wren Valley Voice\n"),
        "{text}"
    );
    assert!(!text.contains("Robin"), "{text}");
}

/// The draft of a message that was passed on.
fn passed_on(body: &str) -> String {
    let text = format!(
        "From: Robin Sample <robin.sample@example.org>\r\nTo: list@example.org\r\nSubject: Fwd: sheds\r\nDate: Sat, 21 Nov 2026 08:02:00 +0000\r\nMIME-Version: 1.0\r\n{body}"
    );
    let folder = Folder::empty().write("site.yaml", "title: T\n").write("a.eml", &text);
    folder.run(&["import", "a.eml"]).ended(0);
    crate::import::only(&folder)
}

#[test]
fn an_officer_who_writes_for_a_force_is_not_its_source() {
    for from in [
        "\"Sergeant Sam Example (Wren Valley Police)\" <sam.example@wrenvalley.police.example>",
        "PCSO Sam Example, Wren Valley Police <sam.example@wrenvalley.police.example>",
        "Sam Example - Wren Valley Police <sam.example@wrenvalley.police.example>",
    ] {
        let text = passed_on(&format!(
            "\r\n---------- Forwarded message ---------\r\nFrom: {from}\r\nDate: Fri, 20 Nov 2026 at 15:40\r\nSubject: Sheds broken into\r\nTo: <robin.sample@example.org>\r\n\r\nTwo sheds were broken into. Call 101.\r\n\r\nStay safe\r\n\r\nSgt 221 Sam Example\r\nDirect dial 01632 960777\r\n"
        ));
        assert!(text.contains("  name: Wren Valley Police\n"), "{from}\n{text}");
        assert!(!text.contains("Sam Example") && !text.contains("960777"), "{from}\n{text}");
    }
    let text = passed_on(
        "\r\n---------- Forwarded message ---------\r\nFrom: PCSO Sam Example <sam.example@mail.example>\r\nDate: Fri, 20 Nov 2026 at 15:40\r\nSubject: Sheds broken into\r\nTo: <robin.sample@example.org>\r\n\r\nTwo sheds were broken into. Call 101.\r\n",
    );
    assert!(!text.contains("source:") && !text.contains("Example"), "{text}");
}

#[test]
fn a_message_whose_head_stands_inside_its_quote_keeps_its_text() {
    let text = passed_on(
        "Content-Type: text/html; charset=utf-8\r\n\r\n<div>For the site. Robin</div><br><blockquote type=\"cite\"><div>On 19 Nov 2026, at 09:30, Wren Fire and Rescue Service &lt;info@wrenfire.example&gt; wrote:</div><br><div><h1>Winter fire safety</h1><p>Keep heaters a metre from curtains.</p></div></blockquote>",
    );
    assert!(text.contains("name: Wren Fire and Rescue Service\n") && text.contains("date: 2026-11-19 09:30"), "{text}");
    assert!(text.contains("Keep heaters a metre from curtains.") && !text.contains("Robin"), "{text}");
}

#[test]
fn a_subject_names_neither_who_received_it_nor_their_postcode() {
    let text = passed_on(
        "\r\n---------- Forwarded message ---------\r\nFrom: Wren Valley Alert <alert@wrenalert.example>\r\nDate: Thu, 19 Nov 2026 at 08:00\r\nSubject: Robin, bogus charity collectors near WR2 2BB\r\nTo: <robin.sample@example.org>\r\n\r\nHi Robin Sample,\r\n\r\nThere is a new alert for your home at 4 Mill Lane, WR2 2BB:\r\n\r\nMae rhybudd newydd.\r\n\r\n-----\r\n\r\nDear Robin,\r\n\r\nCollectors without a licence were in Mill End. Call the council on 01632 960200, or book a visit with Wren Garage: book with Wren Garage on 01632 960201.\r\n",
    );
    assert!(text.contains("title: Bogus charity collectors\n"), "{text}");
    for private in ["Robin", "WR2", "4 Mill Lane"] {
        assert!(!text.contains(private), "{private}\n{text}");
    }
    assert!(text.contains("  - name: The council\n    phone: 01632 960200\n"), "{text}");
    assert!(text.contains("  - name: Wren Garage\n    phone: 01632 960201\n"), "{text}");
}
