//! The parts of an e-mail (MIME): its texts in their order, the messages and files that were attached. In: the bytes of a
//! message. Out: a [`MailMessage`]. It must not know what the message is about.

use encoding_rs::{Encoding, UTF_8, WINDOWS_1252};
use mail_parser::{
    Address, HeaderName, Message, MessageParser, MessagePart, MimeHeaders as _, PartType,
    decoders::{base64::base64_decode, quoted_printable::quoted_printable_decode},
};

use super::{Encoded, MailMessage, MailText, Person, flowed, outlook};
use crate::import::{ImportRefusal, decode};

/// How deeply messages are attached to one another at most.
const DEEPEST: usize = 10;
/// How deeply the parts of one message stand in one another at most, and how many of them are read.
const DEEPEST_PART: usize = 30;
const MOST_PARTS: usize = 500;

/// Why attached files are left.
pub const NOT_TAKEN: &str =
    "files of a message are not taken: save it, and import it by itself or add it to the bulletin";

/// Reads an e-mail.
pub fn parse(bytes: &[u8]) -> Result<MailMessage, ImportRefusal> {
    parse_within(bytes, 0)
}

fn parse_within(bytes: &[u8], depth: usize) -> Result<MailMessage, ImportRefusal> {
    let parsed =
        MessageParser::default().parse(bytes).ok_or_else(|| ImportRefusal::new("it cannot be read as an e-mail"))?;
    let message = message(&parsed, depth);
    if message.texts.is_empty() && message.inner.is_empty() {
        return Err(ImportRefusal::new(
            "it is an e-mail without any text: perhaps the text is in an attachment, which you can save and give me",
        ));
    }
    Ok(message)
}

fn message(parsed: &Message, depth: usize) -> MailMessage {
    let message = MailMessage {
        from: people(parsed.from()).into_iter().next().unwrap_or_default(),
        to: [people(parsed.to()), people(parsed.cc())].concat(),
        // What was copied has the word of the program's window.
        date: parsed
            .date()
            .map(mail_parser::DateTime::to_rfc3339)
            .or_else(|| parsed.header_raw("Sent").map(|sent| sent.trim().to_owned())),
        subject: subject(parsed),
        id: parsed.message_id().map(str::to_owned),
        language: parsed.content_language().as_text().map(str::to_owned),
        ..MailMessage::default()
    };
    let mut reader = PartReader { parsed, depth, message, attached: Vec::new(), count: 0 };
    let texts = reader.texts(0, 0);
    let PartReader { mut message, attached, .. } = reader;
    // A text that came as a file is the text where there is no other.
    let (attached, names): (Vec<MailText>, Vec<String>) = attached.into_iter().unzip();
    if texts.is_empty() && message.inner.is_empty() {
        message.texts = attached;
    } else {
        message.texts = texts;
        message.left.extend(names.into_iter().map(|name| (name, NOT_TAKEN)));
    }
    message
}

/// The subject; of one that was sent without saying its encoding, as it reads.
fn subject(parsed: &Message) -> String {
    let read = parsed.subject().unwrap_or_default();
    let header = parsed.headers().iter().find(|header| header.name == HeaderName::Subject);
    let raw = header.and_then(|header| {
        parsed.raw_message.get(usize::try_from(header.offset_start).ok()?..usize::try_from(header.offset_end).ok()?)
    });
    match raw.filter(|_| read.contains('\u{fffd}')) {
        Some(raw) if !raw.windows(2).any(|two| two == b"=?") => {
            decode::decode(raw, None).text.split_whitespace().collect::<Vec<_>>().join(" ")
        }
        _ => read.to_owned(),
    }
}

fn people(address: Option<&Address>) -> Vec<Person> {
    let Some(address) = address else { return Vec::new() };
    let person = |one: &mail_parser::Addr| Person {
        name: one.name.as_deref().unwrap_or_default().trim().to_owned(),
        address: one.address.as_deref().unwrap_or_default().trim().to_owned(),
    };
    address.iter().take(50).map(person).collect()
}

/// What the parts of a message are read into.
struct PartReader<'m> {
    parsed: &'m Message<'m>,
    depth: usize,
    message: MailMessage,
    /// Texts that came as files, with what a receipt calls each.
    attached: Vec<(MailText, String)>,
    count: usize,
}

impl PartReader<'_> {
    /// The texts of a part and of those in it, in their order.
    fn texts(&mut self, id: usize, depth: usize) -> Vec<MailText> {
        let Some(part) = self.parsed.parts.get(id) else { return Vec::new() };
        self.count += 1;
        if self.count > MOST_PARTS || depth > DEEPEST_PART {
            self.leave("parts of the message", "it has more of them than any bulletin");
            return Vec::new();
        }
        match &part.body {
            PartType::Multipart(inner) => {
                let is_alternative = part.is_content_type("multipart", "alternative");
                let all = inner.iter().map(|id| self.texts(*id as usize, depth + 1)).collect();
                if is_alternative { alternative(all) } else { all.concat() }
            }
            PartType::Text(_) if is_plain(part) => self.text(part, MailText::Plain),
            PartType::Html(_) => self.text(part, MailText::Html),
            // What other programs draw of the same text.
            PartType::Text(_) if depth > 0 && part.attachment_name().is_none() => {
                if part.is_content_type("text", "calendar") {
                    self.leave("an entry for a calendar", "say when and where in `event`");
                }
                Vec::new()
            }
            PartType::Message(inner) => {
                if self.depth < DEEPEST {
                    let inner = message(inner, self.depth + 1);
                    self.message.inner.push(inner);
                } else {
                    self.leave("a message", "it was attached to a message that was attached, and so on");
                }
                Vec::new()
            }
            PartType::Text(_) | PartType::Binary(_) | PartType::InlineBinary(_) => {
                self.file(part);
                Vec::new()
            }
        }
    }

    fn leave(&mut self, what: impl Into<String>, why: &'static str) {
        let left = (what.into(), why);
        if !self.message.left.contains(&left) {
            self.message.left.push(left);
        }
    }

    /// A text: of the message, or one that was attached to it.
    fn text(&mut self, part: &MessagePart, of: impl Fn(String) -> MailText) -> Vec<MailText> {
        let name = part.attachment_name().unwrap_or_default();
        let is_file = part.content_disposition().is_some_and(mail_parser::ContentType::is_attachment);
        if is_file && ends(name, &["eml", "msg"]) {
            self.file(part);
            return Vec::new();
        }
        let text = self.decoded(part);
        if text.trim().is_empty() {
            return Vec::new();
        }
        // Exchange makes a file of what stands behind a picture: `ATT00001.txt`.
        if is_file && !name.starts_with("ATT0") {
            self.attached.push((of(text), file_named(part)));
            return Vec::new();
        }
        vec![of(text)]
    }

    /// The words of a text, whatever encoding its bytes are in.
    fn decoded(&mut self, part: &MessagePart) -> String {
        let (PartType::Text(read) | PartType::Html(read)) = &part.body else { return String::new() };
        let kind = part.content_type();
        let declared = kind.and_then(|kind| kind.attribute("charset"));
        let named = declared.and_then(|name| Encoding::for_label(name.trim().as_bytes()));
        // Other encodings cannot be told from ASCII by their bytes.
        let is_west = named.is_none_or(|named| named == UTF_8 || named == WINDOWS_1252);
        let text = match self.bytes(part).filter(|_| is_west) {
            Some(bytes) => {
                let decoded = decode::decode(&bytes, declared);
                let is_other = decoded.encoding.is_some() && decoded.encoding != named.map(Encoding::name);
                if is_other {
                    self.message.encoded = decoded.encoding.map(Encoded::As);
                } else if decoded.mended && self.message.encoded.is_none() {
                    self.message.encoded = Some(Encoded::Mended);
                }
                decoded.text
            }
            None => read.replace("\r\n", "\n"),
        };
        let says = |name: &str, value: &str| {
            kind.and_then(|kind| kind.attribute(name)).is_some_and(|said| said.eq_ignore_ascii_case(value))
        };
        if is_plain(part) && says("format", "flowed") {
            return flowed::joined(&text, says("delsp", "yes"));
        }
        text
    }

    /// The bytes of a part, as they were before they were made fit to be sent.
    fn bytes(&self, part: &MessagePart) -> Option<Vec<u8>> {
        let (start, end) = (usize::try_from(part.offset_body).ok()?, usize::try_from(part.offset_end).ok()?);
        let raw = self.parsed.raw_message.get(start..end)?;
        match part.encoding {
            mail_parser::Encoding::None => Some(raw.to_vec()),
            mail_parser::Encoding::QuotedPrintable => quoted_printable_decode(raw),
            mail_parser::Encoding::Base64 => base64_decode(raw),
        }
    }

    /// A file: a message is read, and any other is said.
    fn file(&mut self, part: &MessagePart) {
        let name = part.attachment_name().unwrap_or_default();
        let bytes = part.contents();
        if ends(name, &["eml", "msg"]) && self.depth < DEEPEST {
            let read = if outlook::is(bytes) { outlook::parse(bytes) } else { parse_within(bytes, self.depth + 1) };
            if let Ok(inner) = read {
                self.message.inner.push(inner);
                return;
            }
        }
        let kind = part.content_type().map(|kind| kind.c_type.to_ascii_lowercase()).unwrap_or_default();
        // What proves who sent it says nothing.
        let is_proof = ends(name, &["p7s", "asc"]) || part.is_content_type("application", "pgp-signature");
        if kind == "image" {
            self.message.pictures = true;
        } else if !is_proof {
            self.leave(file_named(part), NOT_TAKEN);
        }
    }
}

/// What a receipt calls an attached file. Its name may be that of a person.
fn file_named(part: &MessagePart) -> String {
    kind_of_file(part.attachment_name().unwrap_or_default())
}

/// The kind of a file, by the ending of its name.
pub fn kind_of_file(name: &str) -> String {
    match name.rsplit_once('.') {
        Some((_, ending)) if ending.len() < 6 => format!("an attached file (.{})", ending.to_lowercase()),
        _ => "an attached file".into(),
    }
}

fn ends(name: &str, endings: &[&str]) -> bool {
    name.rsplit_once('.').is_some_and(|(_, ending)| endings.iter().any(|one| ending.eq_ignore_ascii_case(one)))
}

fn is_plain(part: &MessagePart) -> bool {
    part.content_type().is_none_or(|kind| {
        kind.c_type.eq_ignore_ascii_case("text")
            && kind.c_subtype.as_deref().is_none_or(|kind| kind.eq_ignore_ascii_case("plain"))
    })
}

/// One text of several forms of it: as plain text, and with how it looks.
fn alternative(all: Vec<Vec<MailText>>) -> Vec<MailText> {
    let (mut plain, mut looks) = (Vec::new(), Vec::new());
    for texts in all {
        if texts.iter().any(MailText::has_html) {
            // The last form says the most (RFC 2046, 5.1.4).
            looks = texts;
        } else {
            plain.extend(texts.into_iter().filter_map(|text| match text {
                MailText::Plain(text) => Some(text),
                MailText::Html(_) | MailText::Both(..) => None,
            }));
        }
    }
    match (plain.is_empty(), looks.is_empty()) {
        (_, true) => plain.into_iter().take(1).map(MailText::Plain).collect(),
        (true, false) => looks,
        (false, false) => vec![MailText::Both(plain.join("\n\n"), looks)],
    }
}
