//! Text pasted from Facebook and WhatsApp. In: text. Out: a [`Document`] of one post or message, never of what others
//! answered. It must not know the site.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    document::{Block, Body, Document, Format, Inline, Piece, Sure},
    facts, letter,
    moments::pattern,
    plain, standing,
};

/// The head of a message in an export of WhatsApp, of iPhones and of Android.
static MESSAGE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[\u{200e}\u{200f}\u{202a}]*\[?(\d{1,2}/\d{1,2}/\d{2,4}),? (\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[\s\u{202f}]?[ap]\.?m\.?)?)\]?\s*(?:-\s+|)([^:\n]{1,60}): (.*)$",
    )
});
/// A line of an export that nobody wrote.
static SYSTEM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[\u{200e}\u{200f}]*\[?\d{1,2}/\d{1,2}/\d{2,4},? \d{1,2}[:.]\d{2}.{0,12}\]?\s*(?:-\s+)?[^:]*$|end-to-end encrypted",
    )
});
/// What stands below a post: numbers and what readers can do.
static BELOW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:\d[\d.,]*\s?[km]?|\d[\d.,]*\s?[km]? (?:comments?|shares?|likes?|reactions?|views?)(?: .*)?|like|comment|comments|share|send|reply|follow|following|all reactions:?.*|most relevant|write a comment.*|view (?:more|all|previous).*|see (?:translation|original)|.* (?:is|was) (?:with|at|in) .*|\+\d+|author|top fan|edited)$",
    )
});
/// When a post was made: `20 November at 15:40 ·`, `5h`, `Yesterday at 10:12`.
static WHEN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^((?:\d{1,2} [a-z]+(?: \d{4})?(?:,? at \d{1,2}[:.]\d{2})?)|\d{1,3}\s?(?:m|h|d|w|mins?|hrs?|hours?|days?|weeks?)|yesterday(?: at .*)?|just now)\s*(?:[·•.]\s*.{0,12})?$",
    )
});
static SEE_MORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(?:\.{2,}|…)?\s*(?:see|read|show) more\s*$"));
static HASHTAGS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:#[\w-]+[\s,]*)+$"));
static MEDIA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[\u{200e}\s]*(?:<media omitted>|(?:image|video|audio|gif|sticker|document|contact card) omitted|<attached: .*>|this message was deleted\.?|.*\.(?:jpg|mp4|opus|webp) \(file attached\))$",
    )
});
/// Signs that stand for nothing in words.
static EMOJI: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[\u{1f300}-\u{1faff}\u{2600}-\u{27bf}\u{fe0f}\u{1f1e6}-\u{1f1ff}\u{20e3}\u{200d}\u{2b50}\u{2b55}\u{203c}\u{2049}]+",
    )
});

/// Whether a text is an export of WhatsApp.
pub fn is_whatsapp(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(30).collect();
    lines.first().is_some_and(|line| MESSAGE.is_match(line) || SYSTEM.is_match(line))
        && lines.iter().any(|line| MESSAGE.is_match(line))
}

/// Whether a text is a post that was copied with what stands round it.
pub fn is_post(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let when = lines.iter().take(4).any(|line| WHEN.is_match(line));
    let below = lines.iter().rev().take(12).filter(|line| BELOW.is_match(line)).count();
    when && (below >= 1 || lines.iter().any(|line| SEE_MORE.is_match(line))) || below >= 3 && lines.len() > below
}

/// One message of an export.
struct Said {
    day: String,
    time: String,
    who: String,
    text: String,
}

/// Reads an export of WhatsApp: the one message that is most like a bulletin.
pub fn whatsapp(text: &str) -> Document {
    let mut document = Document::of(Format::Chat);
    let mut all: Vec<Said> = Vec::new();
    for line in text.lines() {
        if let Some(found) = MESSAGE.captures(line) {
            all.push(Said {
                day: found[1].to_owned(),
                time: to_the_minute(&found[2]),
                who: found[3].trim().to_owned(),
                text: found[4].to_owned(),
            });
        } else if !SYSTEM.is_match(line)
            && let Some(last) = all.last_mut()
        {
            last.text.push('\n');
            last.text.push_str(line);
        }
    }
    let many = all.len();
    let best = all
        .into_iter()
        .filter(|said| !MEDIA.is_match(&said.text))
        .enumerate()
        .max_by_key(|(at, said)| (score(said), usize::MAX - at));
    let Some((_, said)) = best else {
        document.hold("no message of this chat holds text");
        return document;
    };
    if many > 1 {
        document.remove(
            format!("{} other messages", many - 1),
            "only one message was taken, and never what others answered",
        );
        document.warn("one message of the chat was taken: see whether it is the right one");
    }
    document
        .remove(format!("who sent it ({})", super::receipt::masked(&said.who)), "a chat names people and not sources");
    document.private.push(said.who.clone());
    document.warn("a chat is no source: find the force's or council's own text, and add `source`");
    let parts: Vec<&str> = said.day.split('/').collect();
    if let [day, month, year] = parts[..] {
        let century = if year.len() == 2 { "20" } else { "" };
        document.add(Piece::Date, format!("{day}/{month}/{century}{year} {}", said.time), "the chat", Sure::Said);
    }
    let text = said.text.replace(['\u{200e}', '\u{200f}'], "");
    let (title, text) = whatsapp_title(&text);
    if let Some(title) = title {
        document.add(Piece::Title, title, "the words in bold", Sure::Likely);
    }
    let text = without_signs(&mut document, &text);
    let blocks = letter::cleaned(&mut document, marked(plain::blocks(&text)));
    document.body = Body::Blocks(blocks);
    document
}

/// A time of day without its seconds.
fn to_the_minute(time: &str) -> String {
    static SECONDS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\d{1,2}[:.]\d{2})[:.]\d{2}"));
    SECONDS.replace(&time.replace('\u{202f}', " "), "$1").into_owned()
}

/// How much a message is like a bulletin.
fn score(said: &Said) -> usize {
    let official = standing::of(Some(&said.who), None, "") == standing::Standing::Official
        || ["pcso", "pc ", "sgt", "police", "warden"].iter().any(|word| said.who.to_lowercase().contains(word));
    let reference = !super::references::find(&said.text).is_empty();
    let asks = said.text.contains("101") || said.text.to_lowercase().contains("crimestoppers");
    usize::from(official) * 400 + usize::from(reference) * 300 + usize::from(asks) * 150 + said.text.len().min(600)
}

/// The words in bold with which a message begins are its title.
fn whatsapp_title(text: &str) -> (Option<String>, String) {
    static BOLD: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[^\p{L}\p{N}*]*\*([^*\n]{6,100})\*[\s:.–-]*"));
    match BOLD.captures(text) {
        Some(found) => (Some(found[1].trim().to_owned()), text[found[0].len()..].to_owned()),
        None => (None, text.to_owned()),
    }
}

/// `*bold*` and `_slanted_` of WhatsApp as what they are.
fn marked(blocks: Vec<Block>) -> Vec<Block> {
    static MARK: LazyLock<Regex> = LazyLock::new(|| pattern(r"(^|[\s(])(?:\*([^*\n]+)\*|_([^_\n]+)_)"));
    let split = |text: String| -> Vec<Inline> {
        let mut out = Vec::new();
        let mut at = 0;
        for found in MARK.captures_iter(&text) {
            let Some(whole) = found.get(0) else { continue };
            out.push(Inline::Text(format!("{}{}", &text[at..whole.start()], &found[1])));
            let inner = |text: &str| vec![Inline::Text(text.to_owned())];
            out.push(match (found.get(2), found.get(3)) {
                (Some(bold), _) => Inline::Strong(inner(bold.as_str())),
                (_, Some(slanted)) => Inline::Emphasis(inner(slanted.as_str())),
                _ => continue,
            });
            at = whole.end();
        }
        out.push(Inline::Text(text[at..].to_owned()));
        out
    };
    let line = |inlines: Vec<Inline>| -> Vec<Inline> {
        inlines
            .into_iter()
            .flat_map(|inline| if let Inline::Text(text) = inline { split(text) } else { vec![inline] })
            .collect()
    };
    blocks
        .into_iter()
        .map(|block| if let Block::Paragraph(inlines) = block { Block::Paragraph(line(inlines)) } else { block })
        .collect()
}

/// Text without signs such as 🚨, which readers of screens hear one by one.
fn without_signs(document: &mut Document, text: &str) -> String {
    if !EMOJI.is_match(text) {
        return text.to_owned();
    }
    document.remove("signs such as 🚨", "a voice reads them out one by one");
    text.lines()
        .map(|line| EMOJI.replace_all(line, " ").split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join("\n")
}

/// Reads a post of Facebook as it was copied.
pub fn post(text: &str) -> Document {
    let mut document = Document::of(Format::Chat);
    let lines: Vec<&str> = text.lines().map(str::trim_end).collect();
    let when = lines.iter().position(|line| WHEN.is_match(line.trim())).filter(|at| *at < 6);
    let mut rest = lines.as_slice();
    if let Some(at) = when {
        if let Some(found) = WHEN.captures(lines[at].trim()) {
            document.add(Piece::Date, found[1].to_owned(), "the post", Sure::Likely);
        }
        let name = lines[..at].iter().map(|line| line.trim()).find(|line| !line.is_empty()).unwrap_or_default();
        if standing::of(Some(name), None, "") == standing::Standing::Unknown {
            document
                .remove(format!("who posted it ({})", super::receipt::masked(name)), "a person's name is no source");
            document.warn("a private post is no source: find the force's or council's own text, and add `source`");
        } else {
            document.add(Piece::Publisher, name, "who posted it", Sure::Said);
        }
        rest = &lines[at + 1..];
    }
    let end = rest.iter().position(|line| {
        let line = line.trim();
        !line.is_empty() && BELOW.is_match(line)
    });
    let (post, below) = rest.split_at(end.unwrap_or(rest.len()));
    if !below.is_empty() {
        document.remove("what readers did and answered", "only the post was taken");
    }
    let mut kept: Vec<String> = Vec::new();
    for line in post {
        let line = line.trim();
        if HASHTAGS.is_match(line) {
            document.remove(plain::shown(line), "labels of the network");
            continue;
        }
        let cut = SEE_MORE.replace(line, "");
        if cut.len() < line.len() {
            document
                .hold("the network had cut the post short (“See more”): open it, copy the whole text, and import that");
            kept.push(format!("{}…", cut.trim_end()));
        } else {
            kept.push(line.to_owned());
        }
    }
    let text = without_signs(&mut document, kept.join("\n").trim());
    let text = shouted(&text);
    document.add(Piece::Title, facts::first_sentence(&text), "the first sentence", Sure::Guessed);
    let blocks = letter::cleaned(&mut document, plain::blocks(&text));
    document.body = Body::Blocks(blocks);
    document
}

/// Text without a shouted word before it: `APPEAL Four sheds …`.
fn shouted(text: &str) -> String {
    static WORD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^(?:WITNESS )?(?:APPEAL|WARNING|ALERT|UPDATE|URGENT|BREAKING|NEWS|ATTENTION|PLEASE SHARE)\b[\s:!–-]*")
    });
    WORD.replace(text, "").into_owned()
}
