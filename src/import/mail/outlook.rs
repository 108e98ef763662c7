//! Messages in Outlook's own form: a compound file whose streams are named by the properties they hold (MS-OXMSG). In: bytes.
//! Out: a [`MailMessage`]. It must not know what the message is about.

use std::io::{Cursor, Read as _};

use cfb::CompoundFile as Compound;

use super::{MailMessage, MailText, Person, parts};
use crate::import::{ImportRefusal, LARGEST, decode};

type MessageFile<'b> = Compound<Cursor<&'b [u8]>>;

/// How deeply messages are attached to one another at most.
const DEEPEST: usize = 10;
/// How many attached files are looked at.
const MOST_FILES: usize = 200;

/// Whether bytes are a compound file, as Outlook and old programs write them.
pub fn is(bytes: &[u8]) -> bool {
    bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// Reads a message.
pub fn parse(bytes: &[u8]) -> Result<MailMessage, ImportRefusal> {
    let unread = || {
        ImportRefusal::new(
            "it is no Outlook message that can be read: open it, and save it as text or forward it to yourself",
        )
    };
    let mut file = Compound::open(Cursor::new(bytes)).map_err(|_| unread())?;
    if let Some(why) = other(&file) {
        return Err(ImportRefusal::new(why));
    }
    let message = message(&mut file, "", 0);
    if message.texts.is_empty() && message.inner.is_empty() {
        return Err(ImportRefusal::new(
            "it is an Outlook message without any text: open it, copy the text, and give me that",
        ));
    }
    Ok(message)
}

/// Why a compound file is no message, where it is one of another program.
fn other(file: &MessageFile) -> Option<&'static str> {
    let has = |name: &str| file.exists(format!("/{name}"));
    if has("WordDocument") {
        return Some("it is a Word file of the old kind (.doc): open it, and save it as .docx or copy the text");
    }
    if has("Workbook") || has("Book") {
        return Some("it is an Excel file: open it, copy the text, and give me that");
    }
    has("PowerPoint Document").then_some("it is a PowerPoint file: open it, copy the text, and give me that")
}

/// The message in a storage of the file; `at` is empty for the whole.
fn message(file: &mut MessageFile, at: &str, depth: usize) -> MailMessage {
    let headers = text(file, at, "007D").unwrap_or_default();
    let header = |name: &str| {
        headers.lines().find_map(|line| {
            line.split_once(':')
                .filter(|(key, _)| key.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.trim().to_owned())
        })
    };
    let from = Person {
        name: text(file, at, "0C1A").or_else(|| text(file, at, "0042")).unwrap_or_default(),
        address: text(file, at, "5D01").or_else(|| text(file, at, "0C1F")).unwrap_or_default(),
    };
    let mut message = MailMessage {
        from,
        subject: text(file, at, "0037").unwrap_or_default(),
        id: text(file, at, "1035").or_else(|| header("Message-ID")),
        date: header("Date").or_else(|| sent(file, at)),
        ..MailMessage::default()
    };
    let said = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    message.texts = match (said(text(file, at, "1000")), said(text(file, at, "1013"))) {
        (Some(plain), Some(html)) => vec![MailText::Both(plain, vec![MailText::Html(html)])],
        (Some(plain), None) => vec![MailText::Plain(plain)],
        (None, Some(html)) => vec![MailText::Html(html)],
        (None, None) => Vec::new(),
    };
    if let Some(to) = text(file, at, "0E04") {
        message.to =
            to.split(';').map(|name| Person { name: name.trim().to_owned(), address: String::new() }).collect();
    }
    attached(file, at, &mut message, depth);
    message
}

/// Takes the messages that were attached, and names the other files.
fn attached(file: &mut MessageFile, at: &str, message: &mut MailMessage, depth: usize) {
    let place = if at.is_empty() { "/" } else { at };
    let Ok(entries) = file.read_storage(place) else { return };
    let storages: Vec<String> = entries
        .filter(|entry| entry.is_storage() && entry.name().starts_with("__attach_version1.0_"))
        .map(|entry| format!("{at}/{}", entry.name()))
        .take(MOST_FILES)
        .collect();
    for storage in storages {
        let inner = format!("{storage}/__substg1.0_3701000D");
        if depth < DEEPEST && file.is_storage(&inner) {
            let inner = self::message(file, &inner, depth + 1);
            if !inner.texts.is_empty() || !inner.inner.is_empty() {
                message.inner.push(inner);
                continue;
            }
        }
        let name = text(file, &storage, "3707").or_else(|| text(file, &storage, "3704")).unwrap_or_default();
        let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
        if ending == "eml"
            && let Some(bytes) = stream(file, &format!("{storage}/__substg1.0_37010102"))
            && let Ok(inner) = parts::parse(&bytes)
        {
            message.inner.push(inner);
        } else if matches!(ending.as_str(), "png" | "jpg" | "jpeg" | "gif" | "bmp" | "webp" | "heic") {
            message.pictures = true;
        } else {
            message.left.push((parts::kind_of_file(&name), parts::NOT_TAKEN));
        }
    }
}

fn stream(file: &mut MessageFile, path: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    file.open_stream(path).ok()?.take(LARGEST).read_to_end(&mut bytes).ok()?;
    Some(bytes)
}

/// The text of a property.
fn text(file: &mut MessageFile, at: &str, property: &str) -> Option<String> {
    if let Some(bytes) = stream(file, &format!("{at}/__substg1.0_{property}001F")) {
        let units: Vec<u16> = bytes.chunks_exact(2).map(|pair| u16::from_le_bytes([pair[0], pair[1]])).collect();
        return Some(String::from_utf16_lossy(&units).replace("\r\n", "\n"));
    }
    ["001E", "0102"].iter().find_map(|kind| {
        let bytes = stream(file, &format!("{at}/__substg1.0_{property}{kind}"))?;
        Some(decode::decode(&bytes, None).text)
    })
}

/// When a message was sent: a time among its properties of fixed size, in tenths of microseconds since 1601. They stand below
/// a head of 32 bytes, and of 24 in a message that was attached.
fn sent(file: &mut MessageFile, at: &str) -> Option<String> {
    let bytes = stream(file, &format!("{at}/__properties_version1.0"))?;
    let properties = bytes.get(if at.is_empty() { 32 } else { 24 }..)?.chunks_exact(16);
    let times = properties
        .filter(|property| property[..2] == [0x40, 0x00] && matches!(property[2..4], [0x39, 0x00] | [0x06, 0x0e]));
    let ticks = times.filter_map(|property| property[8..16].try_into().ok()).map(u64::from_le_bytes).next()?;
    let second = i64::try_from(ticks / 10_000_000).ok()? - 11_644_473_600;
    let zone = crate::moment::Zone::new("UTC").ok()?;
    Some(crate::moment::Moment::from_second(second)?.rfc3339(&zone))
}
