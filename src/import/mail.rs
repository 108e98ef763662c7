//! Messages: e-mail as it was saved or piped in, and Outlook's own files. In: bytes. Out: a [`MailMessage`], and from there a
//! [`SourceDocument`] without those who passed it on. It must not know the site.

use std::{borrow::Cow, collections::VecDeque, sync::LazyLock};

use regex::Regex;

use super::{
    ImportRefusal, decode,
    document::{Block, ImportedBody, MetadataKind, SourceDocument, SourceFormat, Sure, block_words},
    facts,
    forwards::{self, ForwardedLetter, LetterStart},
    html, letter,
    moments::pattern,
    page, plain, standing,
};

mod copied;
mod flowed;
mod mbox;
pub mod outlook;
mod parts;

/// A message, whatever program kept it.
#[derive(Clone, Debug, Default)]
pub struct MailMessage {
    pub from: Person,
    pub to: Vec<Person>,
    pub date: Option<String>,
    pub subject: String,
    pub id: Option<String>,
    pub language: Option<String>,
    /// Its texts, in their order: some programs part a text where a picture stands in it.
    pub texts: Vec<MailText>,
    /// How the texts were read, where that was not as they say.
    pub encoded: Option<Encoded>,
    /// Whether pictures came with it.
    pub pictures: bool,
    /// What else came with it, and why it is left out.
    pub left: Vec<(String, &'static str)>,
    /// The messages that were attached to it.
    pub inner: Vec<MailMessage>,
}

/// A text of a message.
#[derive(Clone, Debug)]
pub enum MailText {
    Plain(String),
    Html(String),
    /// The same in two forms: as plain text, and with how it looks.
    Both(String, Vec<MailText>),
}

/// How bytes were read that are not what they are said to be.
#[derive(Clone, Copy, Debug)]
pub enum Encoded {
    /// In another encoding.
    As(&'static str),
    /// With characters of another encoding among them.
    Mended,
}

impl MailText {
    fn has_html(&self) -> bool {
        self.html().is_some()
    }

    fn html(&self) -> Option<&str> {
        match self {
            Self::Plain(_) => None,
            Self::Html(html) => Some(html),
            Self::Both(_, texts) => texts.iter().find_map(Self::html),
        }
    }
}

/// A name and an address.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Person {
    pub name: String,
    pub address: String,
}

/// Whether a text begins as a message does.
pub fn is(text: &str) -> bool {
    let text = text.trim_start_matches(['\n', '\r']);
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

/// A page that a program saved as a message.
struct SavedPage {
    address: Option<String>,
}

/// The address of a page that a browser saved whole (MHTML, RFC 2557), when a text is one; of one that Word saved, none is
/// known.
fn saved_page(text: &str) -> Option<SavedPage> {
    let head = text.get(..text.floor_char_boundary(2000))?;
    let saved = head.contains("Snapshot-Content-Location:") || head.contains("<Saved by");
    let mut places = head.lines().filter_map(|line| line.split_once("-Location:")).map(|(_, place)| place.trim());
    let is_of_word = head.starts_with("MIME-Version:") && places.clone().any(|place| place.starts_with("file:///"));
    let address = places.find(|place| place.starts_with("http")).filter(|_| saved);
    (address.is_some() || is_of_word).then(|| SavedPage { address: address.map(str::to_owned) })
}

/// Reads an e-mail, or a mailbox of several. `text` is how it begins.
pub fn read(bytes: &[u8], text: &str) -> Result<Vec<SourceDocument>, ImportRefusal> {
    if let Some(SavedPage { address }) = saved_page(text) {
        let message = parts::parse(bytes)?;
        let html = message.texts.iter().find_map(MailText::html);
        return Ok(match html {
            Some(html) => vec![page::read(html, address.as_deref())],
            None => documents(message, SourceFormat::Mail),
        });
    }
    let messages = mbox::messages(bytes);
    let of_mailbox = messages.len() > 1;
    let mut all = Vec::new();
    let mut without_text = 0;
    for bytes in &messages {
        match parts::parse(bytes) {
            Ok(message) => all.extend(documents(message, SourceFormat::Mail)),
            Err(_) if of_mailbox => without_text += 1,
            Err(why) => return Err(why),
        }
    }
    if all.is_empty() {
        return Err(ImportRefusal::new("it is a mailbox without any text: give me the messages one by one"));
    }
    if let Some(first) = all.first_mut().filter(|_| without_text > 0) {
        first.warn(format!(
            "{without_text} of the {} messages in that mailbox have no text, and were passed over: look at them there",
            messages.len()
        ));
    }
    Ok(all)
}

/// Whether bytes are a message as Apple Mail keeps it.
pub fn is_of_apple(bytes: &[u8]) -> bool {
    mbox::of_apple(bytes).is_some_and(|message| is(&String::from_utf8_lossy(message)))
}

/// A message that was copied out of the window of a mail program; none of any other text.
pub fn copied(text: &str) -> Option<Vec<SourceDocument>> {
    copied::message(text).map(|message| documents(message, SourceFormat::Mail))
}

/// How many messages one may pass on at most.
const MOST_PASSED_ON: usize = 200;

/// A message as documents: itself, or each message that it passed on.
pub fn documents(message: MailMessage, format: SourceFormat) -> Vec<SourceDocument> {
    let mut all = Vec::new();
    gather(message, &SourceDocument::of(format), &mut all);
    all
}

/// Gathers the documents of a message. `around` holds what is known of the messages to which it was attached.
fn gather(mut message: MailMessage, around: &SourceDocument, all: &mut Vec<SourceDocument>) {
    let inner = std::mem::take(&mut message.inner);
    if inner.is_empty() {
        return letters(&message, around.clone(), all);
    }
    // What was attached to a message is what somebody wanted to pass on, and a body that says much besides speaks itself.
    let mut outer = around.clone();
    let said: usize = blocks(&message, &mut outer.clone()).iter().map(|block| block_words(block).len()).sum();
    let speaks = standing::of_sender(&message.from.name, &message.from.address) == standing::Authority::Official;
    for (what, why) in std::mem::take(&mut message.left) {
        outer.remove(what, why);
    }
    message.to.iter().for_each(|person| forwards::private(&mut outer, person));
    if speaks && said > 200 {
        outer.remove("the message that it was attached to", "that became a bulletin of its own");
        let mut own = around.clone();
        own.remove("the messages that were attached to it", "each became a bulletin of its own");
        letters(&message, own, all);
    } else {
        forwards::dropped(&mut outer, &message.from);
        outer.remove("the message around it", "it only passed this one on");
    }
    if inner.len() > 1 {
        outer.remove("the other messages that were attached", "each became a bulletin of its own");
    }
    for inner in inner {
        gather(inner, &outer, all);
    }
}

/// The letters in a message, one for each that it passed on.
fn letters(message: &MailMessage, mut around: SourceDocument, all: &mut Vec<SourceDocument>) {
    for (what, why) in &message.left {
        around.remove(what.as_str(), why);
    }
    match message.encoded {
        Some(Encoded::As(name)) => around.warn(format!(
            "its text was not in the encoding that it names and was read as {name}: see whether quotes and pound signs are right"
        )),
        Some(Encoded::Mended) => around.warn(decode::MENDED),
        None => {}
    }
    let blocks = blocks(message, &mut around);
    let mut waiting = VecDeque::from([LetterStart::Whole(blocks)]);
    let first = all.len();
    while let Some(start) = waiting.pop_front() {
        let mut document = around.clone();
        let number = all.len() - first + 1;
        if let Some(id) = &message.id {
            let id = if number == 1 { id.clone() } else { format!("{id}#{number}") };
            document.add(MetadataKind::Id, id, "the message", Sure::Said);
        }
        let unwrapped = forwards::unwrap(&mut document, message, start);
        letter(&mut document, message, unwrapped.letter);
        all.push(document);
        waiting.extend(unwrapped.beside.into_iter().map(LetterStart::Head));
        if number == MOST_PASSED_ON && !waiting.is_empty() {
            waiting.clear();
            if let Some(last) = all.last_mut() {
                last.hold("the message passes on more than are taken: give me what stands below this one by itself");
            }
        }
    }
    if all.len() > first + 1 {
        for document in &mut all[first..] {
            document.remove("the other messages that it passed on", "each became a bulletin of its own");
            if document.is_told_privately() {
                document.hold("it was passed on with other messages, and nobody is known who answers for it: see whether it is for everybody");
            }
        }
    }
}

/// A letter as a document.
fn letter(document: &mut SourceDocument, message: &MailMessage, letter: ForwardedLetter) {
    let subject = impersonal(document, letter.subject.trim());
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
    // Where the date of what was passed on cannot be read, this is near it.
    if let Some(date) = message.date.as_ref().filter(|date| letter.date.as_ref() != Some(date)) {
        document.add(MetadataKind::Date, date.as_str(), facts::PASSED_ON, Sure::Guessed);
    }
    if official || name.to_lowercase().contains("news") || is_desk(&letter.from.address) && !name.is_empty() {
        document.add(MetadataKind::Publisher, name.as_str(), "the sender", Sure::Said);
    } else if !name.is_empty() {
        document
            .remove(format!("the sender's name ({})", super::receipt::masked(&name)), "a person's name is no source");
        forwards::private(document, &letter.from);
    }
    if document.best(MetadataKind::Publisher).is_none() {
        document.warn("the message names no force, council or other body as its sender: add `source`");
    }
    if let Some(language) = &message.language {
        document.add(MetadataKind::Language, language.as_str(), "the message", Sure::Likely);
    }
    let blocks = letter::cleaned(document, letter.blocks);
    document.body = ImportedBody::Blocks(blocks);
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

/// The text of a message.
fn blocks(message: &MailMessage, document: &mut SourceDocument) -> Vec<Block> {
    let mut reading = html::HtmlReader::default();
    let blocks = message.texts.iter().flat_map(|text| blocks_of(text, &mut reading)).collect();
    if reading.trackers > 0 {
        document.remove("a tracking picture", "it tells the sender who reads");
    }
    if message.pictures || !reading.pictures.is_empty() || !reading.unplaced.is_empty() {
        document.remove("the pictures of the message", "nobody said that they may be shown: ask the sender");
    }
    if !reading.captions.is_empty() {
        document.remove("what stands below the pictures", "they do not come along");
    }
    blocks
}

/// One text as blocks: the HTML says more, unless it says less than the plain text.
fn blocks_of(text: &MailText, reading: &mut html::HtmlReader) -> Vec<Block> {
    match text {
        MailText::Plain(text) => quoted(&head_in_lines(text)),
        MailText::Html(html) => {
            let (mut tree, _) = html::tree(html);
            tree.prune(&mut |element| element.is_hidden());
            html::blocks(&tree, reading)
        }
        MailText::Both(plain, looks) => {
            let blocks: Vec<Block> = looks.iter().flat_map(|text| blocks_of(text, reading)).collect();
            let words: usize = blocks.iter().map(|block| block_words(block).len()).sum();
            if words * 3 < plain.len() { quoted(&head_in_lines(plain)) } else { blocks }
        }
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
