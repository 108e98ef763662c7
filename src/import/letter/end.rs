//! The end of a letter: the line that signs off, the signature, and what stands below it. In: blocks. Out: the blocks above,
//! and what further down still asks something of readers. It must not know what the letter is about.

use std::sync::LazyLock;

use regex::Regex;

use super::{EMAIL, MOBILE};
use crate::import::{
    document::{Block, Inline, SourceDocument, block_words, joined, lines, words},
    moments::pattern,
    standing::{self, Authority},
};

static SIGN_OFF: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*(?:(?:kind|kindest|best|warm|warmest|many)?\s*(?:regards|wishes|thanks)|thanks(?: again)?(?: and regards)?|thank you|yours (?:sincerely|faithfully|truly)|(?:stay|keep) safe|take care|cheers|sincerely|diolch(?: yn fawr)?|cofion.*|best|rgds)\s*[,.!]*\s*$",
    )
});
static SIGNATURE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*(?:--\s*$|sent from (?:my|outlook|yahoo|mail|the|an?)\b.*|get outlook for .*|sent (?:with|via|using) .{0,30}(?:mail|proton|spark).*|anfonwyd o fy .*|our (?:mailing|postal) address is:?|.{1,40} mailing list|_\._,_\._,_|groups\.io links:?)\s*$",
    )
});
static SENT_BY: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^\s*(?:message|alert|e-?mail) sent by\b:?(.*)$"));
/// Ends of a letter that are headings of advice as well.
static ALSO_HEADING: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^\s*(?:(?:stay|keep) safe|take care)\b"));
/// Somebody in one line, as programs write them below a message: `Rhian Example | Principal Officer | DDI 01632 960556`.
static CARD: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*((?-i:\p{Lu})[\w'’-]+(?: (?-i:\p{Lu})[\w'’-]+){1,2}) \| ([^|]{3,60}) \| .*(?:\b(?:ddi|tel|mob|ext|phone)|\b[tme]:|@|\d{5}).*$",
    )
});
/// In such a line, a body that anybody may ring.
static PUBLIC_BODY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^[^|]*\b(?:support|advice|helpline|services?|aid|trust|charity|centre|line|reception)\b|^[^|]*\|[^|]*\b(?:helpline|hotline|freephone|free|number)\b|\b(?:0800|0808|116)\b",
    )
});

/// Whether a line ends a letter.
pub fn signs_off(line: &str) -> bool {
    SIGN_OFF.is_match(line)
}

/// Whether a line ends a letter, and is no heading besides.
pub fn surely_signs_off(line: &str) -> bool {
    signs_off(line) && !ALSO_HEADING.is_match(line)
}

/// Takes off the signature and what stands below it.
pub(super) fn without_end(document: &mut SourceDocument, blocks: &[Block]) -> Vec<Block> {
    let texts: Vec<String> = blocks.iter().map(block_words).collect();
    let mut kept: Vec<Block> = Vec::new();
    let mut skipping = false;
    for (at, block) in blocks.iter().enumerate() {
        let Block::Paragraph(inlines) = block else {
            if skipping && !belongs_to_signature(block) {
                skipping = false;
            }
            if !skipping {
                kept.push(block.clone());
            }
            continue;
        };
        let lines = lines(inlines);
        if skipping {
            // A name of a few lines belongs to the signature; what is longer, or a footer, is judged by itself.
            if is_short(&texts[at]) {
                let useful: Vec<_> = lines.into_iter().filter(|line| asks_to_call(&words(line))).collect();
                kept.extend(
                    Some(useful).filter(|lines| !lines.is_empty()).map(|lines| Block::Paragraph(joined(&lines))),
                );
                continue;
            }
            skipping = false;
        }
        let rest: usize = texts[at + 1..].iter().map(String::len).sum();
        let cut = (0..lines.len()).find(|cut| {
            let line = words(&lines[*cut]);
            // Where several stand below one another, they say whom to ring.
            let before = lines[..*cut].last().map(|line| words(line)).or_else(|| last_line(texts[..at].last()?));
            let after = lines.get(cut + 1).map(|line| words(line)).or_else(|| first_line(texts.get(at + 1)?));
            let is_one_of_many = [before, after].into_iter().flatten().any(|line| CARD.is_match(&line));
            SIGNATURE.is_match(&line)
                || SENT_BY.is_match(&line)
                || is_card(&line) && !is_one_of_many
                || signs_off(&line)
                    && rest < 900
                    && (surely_signs_off(&line) || a_name_follows(&lines[cut + 1..], &blocks[at + 1..]))
        });
        let Some(cut) = cut else {
            kept.push(block.clone());
            continue;
        };
        let first = words(&lines[cut]);
        let sent_by = SENT_BY.captures(&first).is_some();
        // `Message sent by` stands above the text as well, and takes its own block alone.
        document.remove(
            if sent_by { "the lines “Message sent by”" } else { "the signature" },
            "it names a person and not the source",
        );
        skipping = !sent_by || lines.len() == 1;
        if cut > 0 {
            kept.push(Block::Paragraph(joined(&lines[..cut])));
        }
    }
    kept
}

/// Whether what stands below a signature is part of it: a table of who wrote, or a name that was drawn as a heading.
fn belongs_to_signature(block: &Block) -> bool {
    let text = block_words(block);
    match block {
        Block::Heading(..) => is_name(&text),
        Block::List(..) => false,
        Block::Table(_) => EMAIL.is_match(&text) || MOBILE.is_match(&text) || !asks_to_call(&text),
        _ => true,
    }
}

fn first_line(text: &str) -> Option<String> {
    text.lines().next().map(str::to_owned)
}

fn last_line(text: &str) -> Option<String> {
    text.lines().next_back().map(str::to_owned)
}

/// Whether every line is short enough for a signature.
fn is_short(text: &str) -> bool {
    text.lines().all(|line| line.trim().len() < 70 && !line.trim().ends_with('.'))
}

/// Whether some words are two or three with a capital each.
fn is_name(text: &str) -> bool {
    let mut words = text.split_whitespace();
    (2..=3).contains(&words.clone().count()) && words.all(|word| word.starts_with(char::is_uppercase))
}

/// Whether below a line that ends a letter, or heads advice, stands who wrote it, or nothing.
fn a_name_follows(lines: &[Vec<Inline>], blocks: &[Block]) -> bool {
    let below = lines.iter().map(|line| words(line)).find(|line| !line.trim().is_empty());
    let next = blocks.iter().find(|block| !block_words(block).trim().is_empty());
    let line = match (below, next) {
        (Some(line), _) => line,
        (None, None) => return true,
        (None, Some(paragraph @ Block::Paragraph(_))) => block_words(paragraph).trim().to_owned(),
        (None, Some(other)) => return belongs_to_signature(other),
    };
    let line = line.lines().next().unwrap_or_default().trim();
    let mut words = line.split_whitespace();
    let is_of_name = |word: &str| {
        word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit()) || matches!(word, "and" | "of" | "the" | "&")
    };
    is_short(line) && (words.clone().count() <= 2 || words.all(is_of_name))
}

/// Whether a line is somebody's card, and of no body that readers may ring.
fn is_card(line: &str) -> bool {
    CARD.captures(line).is_some_and(|found| standing::of(Some(&found[1]), None, "") == Authority::Unknown)
        && !PUBLIC_BODY.is_match(line)
}

/// Whether a line below a signature asks its readers to call, or to quote a reference.
fn asks_to_call(line: &str) -> bool {
    static ASKS: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:call|ring|dial|phone|tell|report|contact)\b[^.]{0,40}\b(?:101|999|crimestoppers)\b|\bquot(?:e|ing)\b[^.]{0,30}\d",
        )
    });
    ASKS.is_match(line)
}
