//! Text pasted from Facebook, WhatsApp and other chats. In: text. Out: a [`SourceDocument`] of one post or message, never of what others
//! answered. It must not know the site.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    document::{Block, ImportedBody, Inline, MetadataKind, SourceDocument, SourceFormat, Sure},
    facts, letter,
    moments::pattern,
    plain,
    receipt::counted,
    standing,
};

mod messages;

pub use messages::{ChatMessage, is_like_chat, messages, telegram};

/// What stands below a post: numbers and what readers can do.
static BELOW: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:\d[\d.,]*\s?[km]?|\d[\d.,]*\s?[km]? (?:comments?|shares?|likes?|reactions?|views?)(?: .*)?|like|comment|comments|share|send|reply|follow|following|all reactions:?.*|most relevant|write a comment.*|view (?:more|all|previous).*|see (?:translation|original)|like · (?:comment|reply).*|hoffi|sylw|sylwadau|rhannu|ateb|may be (?:an image|a [a-z]+) of .*|no photo description available.*|\+\d+|author|top fan|edited)$",
    )
});
/// When a post was made: `20 November at 15:40 ·`, `Friday at 3:40 pm`, `5h`, `Yesterday at 10:12`; a day in digits only
/// with the point behind it.
static WHEN: LazyLock<Regex> = LazyLock::new(|| {
    const MONTH: &str = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|ion|chwef|maw|ebr|mai|meh|gorff|awst|medi|hyd|tach|rhag)[a-z]*";
    const CLOCK: &str = r"\d{1,2}[:.]\d{2}(?:[\s\u{202f}]?[ap]\.?m\.?)?";
    pattern(&format!(
        r"(?i)^(?:((?:\d{{1,2}} {MONTH}(?:,? \d{{4}})?|{MONTH} \d{{1,2}}(?:,? \d{{4}})?)(?:,? (?:at|am) {CLOCK})?|(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*,? at {CLOCK}|\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}},? at {CLOCK}|\d{{1,3}}\s?(?:m|h|d|w|mins?|hrs?|hours?|days?|weeks?)(?: ago)?|yesterday(?: at .{{4,8}})?|today at {CLOCK}|just now)\s*(?:\.\s*.{{0,12}}|[·•]\s*.{{0,40}})?|(\d{{1,2}}[/.]\d{{1,2}}[/.]\d{{2,4}})\s*[·•].{{0,40}})$",
    ))
});
static SEE_MORE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(?:\.{2,}|…)?\s*(?:see|read|show) more\s*$"));
static HASHTAGS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(?:#[\w-]+[\s,]*)+$"));
static MEDIA: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[\u{200e}\s]*(?:<media omitted>|(?:image|video|audio|gif|sticker|document|contact card) omitted|<attached: .*>|this message was deleted\.?|<[^<>\n]{5,40}>|\S+\.\w{2,4} \([^()\n]{4,30}\))$",
    )
});
/// A file that came with a message, as a line or the beginning of one.
static ATTACHED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?im)[\u{200e}\s]*<[\p{L} ]{4,20}: [^<>\n]*\.\w{2,4}>|^\S+\.(?:jpe?g|png|gif|webp|mp4|3gp|opus|m4a|pdf|vcf|docx?) \([^()\n]{4,30}\)$",
    )
});
/// Somebody of the chat to whom a message speaks: by name, or by number where nobody knows the name.
static MENTION: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"@(?:\u{2068}[^\u{2069}\n]{1,60}\u{2069}|\+?\d{9,15}\b)[,:]?[ \t]*"));
/// Signs that stand for nothing in words.
static EMOJI: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"[\u{1f300}-\u{1faff}\u{2600}-\u{27bf}\u{fe0f}\u{1f1e6}-\u{1f1ff}\u{20e3}\u{200d}\u{2b50}\u{2b55}\u{203c}\u{2049}]+",
    )
});

/// Whether a text was copied from WhatsApp without who sent it: words in bold stand between single stars.
pub fn is_marked(text: &str) -> bool {
    static BOLD: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"(?m)(?:^|\s)\*[^*\s](?:[^*\n]*[^*\s])?\*(?:[\s.,:;!?]|$)"));
    let chained = text.trim_start().to_lowercase().starts_with("forwarded");
    BOLD.is_match(text) || chained && CHAIN.is_match(text.trim_start())
}

/// What WhatsApp and people put above what they pass on.
static CHAIN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^[\s↪➡]*forwarded(?: many times| from [^:\n]{2,40})?(?::\s*|\s*\n)"));

/// Whether a text is a post that was copied with what stands round it.
pub fn is_post(text: &str) -> bool {
    if turned(text).is_some() {
        return true;
    }
    let lines = post_lines(text);
    let lines: Vec<&str> = lines.iter().map(|line| line.trim()).filter(|line| !line.is_empty()).collect();
    let when = lines.iter().take(4).any(|line| WHEN.is_match(line));
    let below = lines.iter().rev().take(12).filter(|line| BELOW.is_match(line)).count();
    when && (below >= 1 || lines.iter().any(|line| SEE_MORE.is_match(line))) || below >= 3 && lines.len() > below
}

/// Reads a chat: the one message that is most like a bulletin.
pub fn conversation(said: Vec<ChatMessage>) -> SourceDocument {
    let mut document = SourceDocument::of(SourceFormat::Chat);
    let many = said.len();
    // Nobody who took part may be named.
    let mut others: Vec<String> = said.iter().map(|said| said.who.clone()).collect();
    others.sort_unstable();
    others.dedup();
    others.retain(|who| standing::of(Some(who), None, "") == standing::Authority::Unknown);
    let month_first = messages::is_month_first(&said);
    let best = said
        .into_iter()
        .filter(|said| !MEDIA.is_match(said.text.trim()))
        .enumerate()
        .max_by_key(|(at, said)| (score(said), usize::MAX - at));
    let Some((_, said)) = best else {
        document.hold("no message of this chat holds text");
        return document;
    };
    if many > 1 {
        document
            .remove(counted(many - 1, "other message"), "only one message was taken, and never what others answered");
        document.warn("one message of the chat was taken: see whether it is the right one");
    }
    document
        .remove(format!("who sent it ({})", super::receipt::masked(&said.who)), "a chat names people and not sources");
    document.private.push(said.who.clone());
    document.private.extend(others.into_iter().filter(|who| *who != said.who));
    if let Some(day) = messages::day(&said.day, month_first) {
        document.add(MetadataKind::Date, format!("{day} {}", said.time), "the chat", Sure::Said);
    }
    one(document, &said.text)
}

/// Reads a message that was copied by itself.
pub fn copied(text: &str) -> SourceDocument {
    one(SourceDocument::of(SourceFormat::Chat), text)
}

/// One message of a chat as a document.
fn one(mut document: SourceDocument, text: &str) -> SourceDocument {
    document.warn("a chat is no source: find the force's or council's own text, and add `source`");
    let spoken = MENTION.replace_all(text, "");
    if spoken.len() < text.len() {
        document.remove("the name or number of somebody in the chat", "the message speaks to that person");
    }
    let own = ATTACHED.replace_all(&spoken, "");
    if own.len() < spoken.len() {
        document.remove("a picture or file of the message", "nobody said that it may be shown: ask the sender");
    }
    let text = own.replace(['\u{200e}', '\u{200f}', '\u{2068}', '\u{2069}'], "");
    let text = text.trim_start();
    let bare = CHAIN.replace(text, "");
    if bare.len() < text.len() {
        document.remove("that it was forwarded", "it is about who passed it on");
        if text.to_lowercase().contains("many times") {
            document.warn("it was forwarded many times: is it on the force's own site?");
        }
    }
    let bare = ungreeted(&mut document, &bare);
    let (mut title, mut text) = whatsapp_title(&bare);
    // Who speaks may stand in bold above what is said.
    if let Some(name) = title.clone().filter(|name| is_speaker(name)) {
        document.add(MetadataKind::Publisher, name, "the words in bold", Sure::Likely);
        (title, text) = whatsapp_title(text.trim_start_matches('\n'));
    }
    if let Some(title) = title {
        document.add(MetadataKind::Title, title, "the words in bold", Sure::Likely);
    }
    let text = without_signs(&mut document, &text);
    let text = shouted(text.trim_start());
    let blocks = letter::cleaned(&mut document, marked(plain::blocks(&text)));
    document.body = ImportedBody::Blocks(blocks);
    document
}

/// A message without the greeting before its first sentence.
fn ungreeted(document: &mut SourceDocument, text: &str) -> String {
    static GREETING: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^\s*(?:(?:good (?:morning|afternoon|evening)|hi|hello|hiya|dear)(?: (?:all|everyone|everybody|folks|neighbours|residents|both|team))?\s*[.,!:–-]+|(?:morning|afternoon|evening)(?: (?:all|everyone|everybody|folks|neighbours|residents|both|team)\s*[.,!:–-]+|\s*[.,!]+))\s+",
        )
    });
    let rest = GREETING.replace(text, "");
    if rest.is_empty() || rest.len() == text.len() {
        return text.to_owned();
    }
    letter::greeted(document);
    facts::capitalised(&rest)
}

/// Whether some words are the name of a body that answers for what it says.
fn is_speaker(name: &str) -> bool {
    standing::of(Some(name), None, "") == standing::Authority::Official
        && name.split_whitespace().count() <= 5
        && !name.contains([':', '.'])
}

/// How much a message is like a bulletin.
fn score(said: &ChatMessage) -> usize {
    let official = standing::of(Some(&said.who), None, "") == standing::Authority::Official
        || ["pcso", "pc ", "sgt", "police", "warden"].iter().any(|word| said.who.to_lowercase().contains(word));
    let reference = !super::references::find(&said.text).is_empty();
    let asks = said.text.contains("101") || said.text.to_lowercase().contains("crimestoppers");
    usize::from(official) * 400 + usize::from(reference) * 300 + usize::from(asks) * 150 + said.text.len().min(600)
}

/// The words in bold with which a message begins are its title.
fn whatsapp_title(text: &str) -> (Option<String>, String) {
    static BOLD: LazyLock<Regex> =
        LazyLock::new(|| pattern(r"^[^\p{L}\p{N}*_]*(?:\*([^*\n]{6,100})\*|_([^_\n]{6,100})_)[\s:.–-]*"));
    match BOLD.captures(text) {
        Some(found) => {
            let title = found.get(1).or(found.get(2)).map(|title| title.as_str().trim().to_owned());
            (title, text[found[0].len()..].to_owned())
        }
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
    let block = |block| match block {
        Block::Paragraph(inlines) => Block::Paragraph(line(inlines)),
        Block::List(start, items) => Block::List(start, items.into_iter().map(marked).collect()),
        other => other,
    };
    blocks.into_iter().map(block).collect()
}

/// Text without signs such as 🚨, which readers of screens hear one by one.
fn without_signs(document: &mut SourceDocument, text: &str) -> String {
    if !EMOJI.is_match(text) {
        return text.to_owned();
    }
    document.remove("signs such as 🚨", "a voice reads them out one by one");
    text.lines()
        .map(|line| EMOJI.replace_all(line, " ").split_whitespace().collect::<Vec<_>>().join(" "))
        .collect::<Vec<_>>()
        .join("\n")
}

/// The name of a site in the preview of a link.
static PREVIEW: LazyLock<Regex> = LazyLock::new(|| pattern(r"^[A-Z0-9-]+(?:\.[A-Z0-9-]+)+$"));
/// What stands in the head of a post beside who wrote it and when.
static NOISE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:facebook|follow(?:ing)?|admin|moderator|author|top (?:contributor|fan)|rising contributor|group expert|verified(?: account)?|public|shared with (?:public|your friends)(?: group)?|public group|private group|join|.{2,40} shared (?:a|an|this) [a-z]+\.?)$",
    )
});
/// A name and when, in one line: `Robin Sample · 2h ·`.
static NAME_AND_WHEN: LazyLock<Regex> = LazyLock::new(|| pattern(r"^(\S.{1,60}?)\s+[·•]\s+(\S.*?)\s*[·•]?\s*$"));
/// What a group says of who writes, between a name and when: `Robin Sample · Admin · 2h ·`.
static ROLE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)(?:\s+[·•]\s+(?:admin|moderator|author|follow(?:ing)?|(?:top|rising|all-star) contributor|group expert|new member))+(\s*(?:[·•]|$))",
    )
});
/// What a network adds to a name: where somebody is, with whom, what they did.
static BESIDE_NAME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)\s+(?:is|was|are|were) (?:at|in|with|live|feeling)\b.*$|\s+(?:posted|updated|added|shared)\b.*$")
});

/// A post of X in the order of others: who, when, and what. It has its account behind its name, and when below the text.
fn turned(text: &str) -> Option<String> {
    static ACCOUNT: LazyLock<Regex> = LazyLock::new(|| pattern(r"^@\w{2,20}$"));
    static BELOW_TEXT: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)^(\d{1,2}):(\d{2})(?:\s?([ap])m)?\s+·\s+(?:(\p{L}{3,10}) (\d{1,2})|(\d{1,2}) (\p{L}{3,10})),? (\d{4})\b",
        )
    });
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let said = lines.iter().enumerate().filter(|(_, line)| !line.is_empty());
    let account = said.take(4).find_map(|(at, line)| ACCOUNT.is_match(line).then_some(at))?;
    let name = lines[..account].iter().rev().find(|line| !line.is_empty())?;
    let (when, found) = lines.iter().enumerate().find_map(|(at, line)| Some((at, BELOW_TEXT.captures(line)?)))?;
    let part = |at: usize| found.get(at).map(|part| part.as_str());
    let hour: u8 = part(1)?.parse().ok()?;
    let hour = match part(3).map(str::to_lowercase).as_deref() {
        Some("p") => hour % 12 + 12,
        Some(_) => hour % 12,
        None => hour,
    };
    let (day, month) = (part(5).or(part(6))?, part(4).or(part(7))?);
    // British English has four letters for this one.
    let month = if month.eq_ignore_ascii_case("sept") { "Sep" } else { month };
    let said = lines.get(account + 1..when)?.join("\n");
    let head = format!("{name}\n{day} {month} {} at {hour:02}:{}", part(8)?, part(2)?);
    Some(format!("{head}\n{}\nLike\n", said.trim_matches('\n')))
}

static DIGITS: LazyLock<Regex> = LazyLock::new(|| pattern(r"^\s*\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\s*$"));

/// The lines of a post without blank marks and what stands beside names; a name and when are two lines.
fn post_lines(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    for line in text.lines() {
        let head = ROLE.replace(line.trim_end(), "$1");
        let bare = head.trim().trim_matches(['·', '•']).trim();
        match NAME_AND_WHEN.captures(head.trim()) {
            Some(found) if WHEN.is_match(found[2].trim()) => lines.extend([found[1].to_owned(), found[2].to_owned()]),
            // A day in digits is when only with its point, which may stand in a line of its own.
            _ if bare.is_empty()
                && !head.trim().is_empty()
                && lines.last().is_some_and(|last: &String| DIGITS.is_match(last)) =>
            {
                if let Some(last) = lines.last_mut() {
                    last.push_str(" ·");
                }
            }
            _ if WHEN.is_match(head.trim()) && !WHEN.is_match(bare) => lines.push(head.trim().to_owned()),
            _ if WHEN.is_match(bare) || bare.is_empty() && !head.trim().is_empty() => {
                lines.extend(Some(bare.to_owned()).filter(|bare| !bare.is_empty()));
            }
            _ => lines.push(line.trim_end().to_owned()),
        }
    }
    lines
}

/// Reads a post of Facebook as it was copied; of one that was shared, what was shared.
pub fn post(text: &str) -> SourceDocument {
    let mut document = SourceDocument::of(SourceFormat::Chat);
    let turned = turned(text);
    let lines = post_lines(turned.as_deref().unwrap_or(text));
    let blank = |line: &&String| line.trim().is_empty();
    let official = |name: &str| standing::of(Some(name), None, "") != standing::Authority::Unknown;
    let named = |line: &String| {
        let name = ROLE.replace(line.trim(), "");
        BESIDE_NAME.replace(name.trim(), "").trim_end_matches('.').to_owned()
    };
    // Who wrote it stands above when, among the lines before what readers did.
    let first = lines.iter().take(12).position(|line| WHEN.is_match(line.trim()));
    let below =
        |line: &String| BELOW.is_match(line.trim()) && !WHEN.is_match(line.trim()) && !NOISE.is_match(line.trim());
    let end = first.map_or(0, |first| {
        lines[first..].iter().position(|line| !blank(&line) && below(line)).map_or(lines.len(), |at| first + at)
    });
    let heads: Vec<(usize, Vec<String>)> = (0..end)
        .filter(|at| WHEN.is_match(lines[*at].trim()))
        .map(|at| {
            let above = lines[..at].iter().rev().take_while(|line| line.len() < 80);
            let names = above.filter(|line| !blank(line) && !NOISE.is_match(line.trim())).take(2).map(named).collect();
            (at, names)
        })
        .collect();
    let spoken = heads.iter().rfind(|(_, names)| names.first().is_some_and(|name| official(name)));
    let mut rest = lines.as_slice();
    if let Some((at, names)) = spoken.or(heads.first()) {
        if let Some(when) = WHEN.captures(lines[*at].trim()).and_then(|found| found.get(1).or(found.get(2))) {
            document.add(MetadataKind::Date, when.as_str(), "the post", Sure::Likely);
        }
        let name = names.iter().find(|name| official(name)).or(names.first()).cloned().unwrap_or_default();
        if official(&name) {
            document.add(MetadataKind::Publisher, name.as_str(), "who posted it", Sure::Said);
        } else {
            document.warn("a private post is no source: find the force's or council's own text, and add `source`");
        }
        // People are named nowhere, not even those who shared it.
        let people =
            heads.iter().flat_map(|(_, names)| names).filter(|name| !official(name) && WHEN.find(name).is_none());
        for person in people.take(4) {
            document
                .remove(format!("who posted it ({})", super::receipt::masked(person)), "a person's name is no source");
        }
        rest = &lines[at + 1..end];
        if end < lines.len() {
            document.remove("what readers did and answered", "only the post was taken");
        }
    } else {
        document.hold("nothing says who posted it and when: take out the name of who did, where it still stands");
    }
    let noise = rest.iter().take_while(|line| blank(line) || NOISE.is_match(line.trim())).count();
    let rest = &rest[noise..];
    let end = rest.iter().position(|line| {
        let line = line.trim();
        !line.is_empty() && (BELOW.is_match(line) || PREVIEW.is_match(line))
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
    let blocks = letter::cleaned(&mut document, plain::blocks(&text));
    document.body = ImportedBody::Blocks(blocks);
    document
}

/// Text without a shouted word before it: `APPEAL Four sheds …`.
fn shouted(text: &str) -> String {
    static WORD: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"^(?:(?:WITNESS|SCAM|FRAUD|CRIME|POLICE|TRAFFIC|WEATHER|FLOOD) )?(?:APPEAL|WARNING|ALERT|UPDATE|URGENT|BREAKING|NEWS|ATTENTION|PLEASE SHARE|APÊL|RHYBUDD)\b[\s:!|·•–-]*",
        )
    });
    WORD.replace(text, "").into_owned()
}
