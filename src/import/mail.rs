//! Messages: e-mail as it was saved or piped in, and Outlook's own files. In: bytes. Out: a [`MailMessage`], and from there a
//! [`SourceDocument`] without those who passed it on. It must not know the site.

use std::{borrow::Cow, sync::LazyLock};

use cfb::CompoundFile as Compound;
use mail_parser::{Address, MessageParser, MimeHeaders as _, PartType};
use regex::Regex;

use super::{
    ImportRefusal,
    document::{Block, ImportedBody, MetadataKind, SourceDocument, SourceFormat, Sure, block_words},
    facts, forwards, html, letter,
    moments::pattern,
    plain, standing,
};

/// A message, whatever program kept it.
#[derive(Clone, Debug, Default)]
pub struct MailMessage {
    pub from: Person,
    pub to: Vec<Person>,
    pub date: Option<String>,
    pub subject: String,
    pub id: Option<String>,
    pub language: Option<String>,
    pub text: Option<String>,
    pub html: Option<String>,
    /// Whether pictures came with it.
    pub pictures: bool,
    /// A message that was attached to it.
    pub inner: Option<Box<MailMessage>>,
}

/// A name and an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub address: String,
}

/// Whether a text begins as a message does.
pub fn is(text: &str) -> bool {
    let text = text.strip_prefix("From ").and_then(|rest| rest.split_once('\n')).map_or(text, |(_, rest)| rest);
    let mut headers = 0;
    let mut known = 0;
    for line in text.lines().take(60) {
        if line.is_empty() {
            break;
        }
        if line.starts_with([' ', '\t']) && headers > 0 {
            continue;
        }
        let Some((name, _)) = line.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-') {
            return false;
        }
        headers += 1;
        let name = name.to_ascii_lowercase();
        known += usize::from(matches!(
            name.as_str(),
            "from"
                | "date"
                | "subject"
                | "received"
                | "mime-version"
                | "message-id"
                | "return-path"
                | "delivered-to"
                | "content-type"
                | "to"
        ));
    }
    known >= 2
}

/// The address of a page that a browser saved whole (MHTML, RFC 2557), when a text is one.
pub fn saved_page(text: &str) -> Option<String> {
    let head = text.get(..text.floor_char_boundary(2000))?;
    let saved = head.contains("Snapshot-Content-Location:") || head.contains("<Saved by");
    let places = head.lines().filter_map(|line| line.split_once("-Location:"));
    let place = places.map(|(_, place)| place.trim().to_owned()).find(|place| place.starts_with("http"));
    place.filter(|_| saved)
}

/// Reads an e-mail.
pub fn parse(bytes: &[u8]) -> Result<MailMessage, ImportRefusal> {
    let bytes = if bytes.starts_with(b"From ") {
        bytes.iter().position(|byte| *byte == b'\n').map_or(bytes, |at| &bytes[at + 1..])
    } else {
        bytes
    };
    let parsed =
        MessageParser::default().parse(bytes).ok_or_else(|| ImportRefusal::new("it cannot be read as an e-mail"))?;
    let message = message(&parsed, 0);
    if message.text.is_none() && message.html.is_none() && message.inner.is_none() {
        return Err(ImportRefusal::new(
            "it is an e-mail without any text: perhaps the text is in an attachment, which you can save and give me",
        ));
    }
    Ok(message)
}

fn message(parsed: &mail_parser::Message, depth: usize) -> MailMessage {
    let mut message = MailMessage {
        from: people(parsed.from()).into_iter().next().unwrap_or_default(),
        to: [people(parsed.to()), people(parsed.cc())].concat(),
        date: parsed.date().map(mail_parser::DateTime::to_rfc3339),
        subject: parsed.subject().unwrap_or_default().to_owned(),
        id: parsed.message_id().map(str::to_owned),
        language: parsed.content_language().as_text().map(str::to_owned),
        ..MailMessage::default()
    };
    // Of ten thousand parts the first few are the text.
    for part in parsed.parts.iter().take(200) {
        match &part.body {
            PartType::Text(text) if message.text.is_none() && !text.trim().is_empty() => {
                message.text = Some(text.replace("\r\n", "\n"));
            }
            PartType::Html(html) if message.html.is_none() && !html.trim().is_empty() => {
                message.html = Some(html.clone().into_owned());
            }
            PartType::Message(inner) if message.inner.is_none() && depth < 10 => {
                message.inner = Some(Box::new(self::message(inner, depth + 1)));
            }
            PartType::Binary(_) | PartType::InlineBinary(_) => message.pictures = true,
            _ => {}
        }
    }
    message
}

fn people(address: Option<&Address>) -> Vec<Person> {
    let Some(address) = address else { return Vec::new() };
    let person = |one: &mail_parser::Addr| Person {
        name: one.name.as_deref().unwrap_or_default().trim().to_owned(),
        address: one.address.as_deref().unwrap_or_default().trim().to_owned(),
    };
    address.iter().take(50).map(person).collect()
}

/// A message as a document.
pub fn document(message: MailMessage, format: SourceFormat) -> SourceDocument {
    let mut document = SourceDocument::of(format);
    if let Some(id) = &message.id {
        document.add(MetadataKind::Id, id.as_str(), "the message", Sure::Said);
    }
    // What was attached to a message is what somebody wanted to pass on.
    let mut message = message;
    while let Some(inner) = message.inner.take() {
        forwards::dropped(&mut document, &message.from);
        message.to.iter().for_each(|person| forwards::private(&mut document, person));
        document.remove("the message around it", "it only passed this one on");
        message = *inner;
    }
    let blocks = blocks(&message, &mut document);
    let letter = forwards::unwrap(&mut document, &message, blocks);
    let subject = impersonal(&document, letter.subject.trim());
    let name = letter.from.name.trim_matches(['"', '\'']).to_owned();
    let (subject, name) = match POSTED.captures(&subject) {
        Some(found) if is_known(&found[1]) => (found[2].to_owned(), found[1].to_owned()),
        _ => (subject, body_named(&name).to_owned()),
    };
    let official = is_known(&name) && !RANK.is_match(&name) || is_body(&letter.from);
    document.add(MetadataKind::Title, subject, "the subject", Sure::Said);
    if let Some(date) = &letter.date {
        document.add(MetadataKind::Date, date.as_str(), "the message", Sure::Said);
    }
    if official || name.to_lowercase().contains("news") || is_desk(&letter.from.address) && !name.is_empty() {
        document.add(MetadataKind::Publisher, name.as_str(), "the sender", Sure::Said);
    } else if !name.is_empty() {
        document
            .remove(format!("the sender's name ({})", super::receipt::masked(&name)), "a person's name is no source");
        forwards::private(&mut document, &letter.from);
    }
    if document.best(MetadataKind::Publisher).is_none() {
        document.warn("the message names no force, council or other body as its sender: add `source`");
    }
    if let Some(language) = message.language {
        document.add(MetadataKind::Language, language, "the message", Sure::Likely);
    }
    let blocks = letter::cleaned(&mut document, letter.blocks);
    document.body = ImportedBody::Blocks(blocks);
    document
}

/// A subject of a network: `Wren Valley Police posted: Fireworks thrown at cars`.
static POSTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(.{3,60}?) posted(?: in [^:]{1,40})?: (\S.{7,})$"));
/// The rank of an officer, behind which a person's name follows.
static RANK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:[TA]/)?(?:PC|PCSO|WPC|Sgt|Sergeant|(?:Ch(?:ief)?\.? )?Insp(?:ector)?|(?:Chief )?Constable|DC|DS|DI|DCI|Detective|Supt|Superintendent)\b\.? (?:\w*\d\w* )?\p{Lu}",
    )
});

fn is_known(name: &str) -> bool {
    standing::of(Some(name), None, "") != standing::Authority::Unknown
}

/// The body for which a person writes: `Sam Example (Wren Valley Police)`, `Sgt Sam Example, Wren Valley Police`.
fn body_named(name: &str) -> &str {
    static PERSON_AND_BODY: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^(.{3,40}?)(?:\s*\(|\s+[-–|]\s+|,\s+| at )([^()]{4,60}?)\)?$"));
    // `Wren Valley Police via Neighbourhood Alert`: who speaks, and through what.
    if let Some((body, _)) = name.split_once(" via ").filter(|(body, _)| is_known(body)) {
        return body_named(body);
    }
    let Some(found) = PERSON_AND_BODY.captures(name) else { return name };
    let (Some(person), Some(body)) = (found.get(1), found.get(2)) else { return name };
    let a_person = !is_known(person.as_str()) || RANK.is_match(person.as_str());
    if a_person && is_known(body.as_str()) && !RANK.is_match(body.as_str()) { body.as_str() } else { name }
}

/// A subject without the first name, and with it the postcode, of who received it: `Robin, there is an alert for WR2 2BB`.
fn impersonal(document: &SourceDocument, subject: &str) -> String {
    static NEAR_HOME: LazyLock<Regex> =
        LazyLock::new(|| pattern(r" (?:for|in|near|at|around) (?-i:[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})\b"));
    let Some((first, rest)) = subject.split_once(", ") else { return subject.to_owned() };
    if !document.is_private_name(first) {
        return subject.to_owned();
    }
    facts::capitalised(&NEAR_HOME.replace_all(rest, ""))
}

/// Whether a force or council wrote from an address of its own that is no person's.
fn is_body(from: &Person) -> bool {
    let Some((local, _)) = from.address.split_once('@') else { return false };
    let name = from.name.to_lowercase();
    let named = name.split_whitespace().any(|word| word.len() > 2 && local.to_lowercase().contains(word));
    !named && standing::of_sender("", &from.address) == standing::Authority::Official
}

/// Addresses that no person has.
pub fn is_desk(address: &str) -> bool {
    let local = address.split('@').next().unwrap_or_default().to_lowercase();
    [
        "noreply",
        "no-reply",
        "donotreply",
        "do-not-reply",
        "news",
        "alerts",
        "alert",
        "press",
        "info",
        "enquiries",
        "updates",
        "newsletter",
        "messaging",
        "comms",
        "communications",
        "mail",
        "newyddion",
        "gwybodaeth",
    ]
    .iter()
    .any(|known| local == *known || local.starts_with(&format!("{known}.")) || local.starts_with(&format!("{known}-")))
}

/// The text of a message: the HTML says more, unless it says less than the plain text.
fn blocks(message: &MailMessage, document: &mut SourceDocument) -> Vec<Block> {
    let from_text = |text: &str| quoted(&head_in_lines(text));
    let Some(html) = &message.html else { return message.text.as_deref().map(from_text).unwrap_or_default() };
    let (mut tree, _) = html::tree(html);
    tree.prune(&mut |element| element.is_hidden());
    let mut reading = html::HtmlReader::default();
    let blocks = html::blocks(&tree, &mut reading);
    if reading.trackers > 0 {
        document.remove("a tracking picture", "it tells the sender who reads");
    }
    if !reading.pictures.is_empty() || message.pictures {
        document.remove("the pictures of the message", "nobody said that they may be shown: ask the sender");
    }
    let words: usize = blocks.iter().map(|block| block_words(block).len()).sum();
    match &message.text {
        Some(text) if words * 3 < text.len() => from_text(text),
        _ => blocks,
    }
}

/// A text whose head Yahoo wrote in one line: `----- Forwarded message ----- From: …To: …Sent: …Subject: …`.
fn head_in_lines(text: &str) -> Cow<'_, str> {
    static ONE_LINE: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?m)^([\s>]*-{2,} ?(?:Forwarded|Original) [Mm]essage ?-{2,})\s*From:(.*?)To:(.*?)(Sent|Date):(.*?)Subject:",
        )
    });
    ONE_LINE.replace_all(text, "$1\nFrom:$2\nTo:$3\n$4:$5\nSubject:")
}

/// How deeply quotes stand in one another at most; those further in are taken as one.
const DEEPEST: usize = 20;

/// Plain text with quotes marked by `>`.
pub fn quoted(text: &str) -> Vec<Block> {
    quoted_within(text, 0)
}

fn quoted_within(text: &str, depth: usize) -> Vec<Block> {
    if depth == DEEPEST {
        let bare: Vec<&str> = text.lines().map(|line| line.trim_start_matches(['>', ' '])).collect();
        return plain::blocks(&bare.join("\n"));
    }
    let mut blocks = Vec::new();
    let mut run = String::new();
    let mut quote = String::new();
    let strip = |line: &str| line.strip_prefix('>').map(|rest| rest.strip_prefix(' ').unwrap_or(rest).to_owned());
    let lines: Vec<&str> = text.lines().collect();
    // Of each line, whether the next one with anything in it is quoted.
    let mut goes_on = vec![false; lines.len()];
    for at in (1..lines.len()).rev() {
        let next = lines[at].trim_start();
        goes_on[at - 1] = if next.is_empty() { goes_on[at] } else { next.starts_with('>') };
    }
    for (at, line) in lines.iter().enumerate() {
        if let Some(inner) = strip(line.trim_start()) {
            if !run.trim().is_empty() {
                blocks.extend(plain::blocks(&run));
            }
            run.clear();
            quote.push_str(&inner);
            quote.push('\n');
            continue;
        }
        // A blank line between quoted ones belongs to them.
        let between = line.trim().is_empty() && goes_on[at];
        if !quote.is_empty() && between {
            quote.push('\n');
            continue;
        }
        if !quote.is_empty() {
            blocks.push(Block::Quote(quoted_within(&std::mem::take(&mut quote), depth + 1)));
        }
        run.push_str(line);
        run.push('\n');
    }
    if !quote.is_empty() {
        blocks.push(Block::Quote(quoted_within(&quote, depth + 1)));
    }
    if !run.trim().is_empty() {
        blocks.extend(plain::blocks(&run));
    }
    blocks
}

/// A message of Outlook's own form: a compound file whose streams are named by the properties they hold (MS-OXMSG).
pub fn outlook(bytes: &[u8]) -> Result<MailMessage, ImportRefusal> {
    let unread = || {
        ImportRefusal::new(
            "it is no Outlook message that can be read: open it, and save it as text or forward it to yourself",
        )
    };
    let mut file = Compound::open(std::io::Cursor::new(bytes)).map_err(|_| unread())?;
    let mut text = |property: &str| -> Option<String> {
        let read = |file: &mut Compound<std::io::Cursor<&[u8]>>, path: String| {
            use std::io::Read as _;
            let stream = file.open_stream(path).ok()?;
            let mut bytes = Vec::new();
            stream.take(super::LARGEST).read_to_end(&mut bytes).ok()?;
            Some(bytes)
        };
        if let Some(bytes) = read(&mut file, format!("/__substg1.0_{property}001F")) {
            let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
            return Some(String::from_utf16_lossy(&units).replace("\r\n", "\n"));
        }
        ["001E", "0102"].iter().find_map(|kind| {
            let bytes = read(&mut file, format!("/__substg1.0_{property}{kind}"))?;
            Some(super::decode::decode(&bytes, None).text)
        })
    };
    let headers = text("007D").unwrap_or_default();
    let header = |name: &str| {
        headers.lines().find_map(|line| {
            line.split_once(':')
                .filter(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.trim().to_owned())
        })
    };
    let mut message = MailMessage {
        from: Person {
            name: text("0C1A").or_else(|| text("0042")).unwrap_or_default(),
            address: text("5D01").or_else(|| text("0C1F")).unwrap_or_default(),
        },
        subject: text("0037").unwrap_or_default(),
        id: text("1035").or_else(|| header("Message-ID")),
        text: text("1000").filter(|text| !text.trim().is_empty()),
        html: text("1013").filter(|html| !html.trim().is_empty()),
        date: header("Date"),
        ..MailMessage::default()
    };
    if let Some(to) = text("0E04") {
        message.to =
            to.split(';').map(|name| Person { name: name.trim().to_owned(), address: String::new() }).collect();
    }
    if message.date.is_none() {
        message.date = sent(&mut file);
    }
    if message.text.is_none() && message.html.is_none() {
        return Err(ImportRefusal::new(
            "it is an Outlook message without any text: open it, copy the text, and give me that",
        ));
    }
    Ok(message)
}

/// When an Outlook message was sent: a time among its properties of fixed size, in tenths of microseconds since 1601.
fn sent(file: &mut Compound<std::io::Cursor<&[u8]>>) -> Option<String> {
    use std::io::Read as _;
    let mut bytes = Vec::new();
    file.open_stream("/__properties_version1.0").ok()?.take(1 << 20).read_to_end(&mut bytes).ok()?;
    let properties = bytes.get(32..)?.chunks_exact(16);
    let times = properties
        .filter(|property| property[..2] == [0x40, 0x00] && matches!(property[2..4], [0x39, 0x00] | [0x06, 0x0e]));
    let ticks = times.filter_map(|property| property[8..16].try_into().ok()).map(u64::from_le_bytes).next()?;
    let second = i64::try_from(ticks / 10_000_000).ok()? - 11_644_473_600;
    let zone = crate::moment::Zone::new("UTC").ok()?;
    Some(crate::moment::Moment::from_second(second)?.rfc3339(&zone))
}
