//! A letter on paper, as a Word file or a text holds it: head and address of who received it, greeting, signature. In: the
//! blocks of a text. Out: the same when it is no letter, and else what the letter says. It must not know formats.

use std::sync::LazyLock;

use regex::Regex;

use super::{cleaned, end, signs_off};
use crate::import::{
    document::{Block, MetadataKind, SourceDocument, Sure, block_words, joined, lines, words},
    moments::pattern,
    standing::{self, Authority},
};

/// The line that greets: `Dear Mr Sample,`.
static DEAR: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^\s*(?:dear|annwyl)\s+([^.?!:;]{2,60}?)\s*[,:.–-]?\s*$"));
/// A person with a title, as an address begins: `Mr R Sample`.
static TITLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"^\s*(?:Mr|Mrs|Ms|Miss|Mx|Dr|Rev|Sir|Lady|Prof)\b\.?(?:\s+(?:and|&|Mr|Mrs|Ms|Dr)\b\.?)*\s+\p{Lu}.{0,40}$")
});
/// A line of an address: a house with its number, or a postcode.
static HOME: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:(?:Flat|Apartment|Unit|No\.?)\s+)?\d{1,4}[A-Za-z]?,?\s+\p{Lu}[\w'’-]+(?:\s+\p{Lu}[\w'’-]+){0,3},?\s*(?:,.{0,60})?$|\b[A-Z]{1,2}\d[A-Z\d]?\s?\d[A-Z]{2}\s*$",
    )
});
/// A line of nothing but a day.
static DAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^\s*(?:date:?\s*)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(\d{1,2}(?:st|nd|rd|th)?\s+\p{L}{3,10},?\s+\d{4}|\d{1,2}[/.-]\d{1,2}[/.-]\d{4}|\d{4}-\d\d-\d\d)\s*$",
    )
});

/// How many lines may stand above the greeting.
const HEAD: usize = 20;

/// What a letter says, without head and address above its greeting, without greeting and signature. Any other text stays.
pub fn opened(document: &mut SourceDocument, blocks: Vec<Block>) -> Vec<Block> {
    let Some((head, rest)) = parted(&blocks) else {
        // A letter without a greeting ends as one.
        let ends = blocks.iter().rev().take(6).any(|block| block_words(block).lines().any(is_formal_end));
        return if ends { end::without_end(document, &blocks) } else { blocks };
    };
    let is_addressed = head.iter().any(|line| HOME.is_match(line) || TITLED.is_match(line));
    if !is_addressed {
        return cleaned(document, blocks);
    }
    for (at, line) in head.iter().enumerate() {
        if let Some(day) = DAY.captures(line) {
            document.add(MetadataKind::Date, &day[1], "the head of the letter", Sure::Said);
        }
        let next_is_home = head.get(at + 1).is_some_and(|next| HOME.is_match(next));
        let speaks = standing::of(Some(line), None, "") == Authority::Official;
        let is_place = HOME.is_match(line) || line.chars().any(|c| c.is_ascii_digit() || c == '@' || c == ':');
        if speaks && !is_place && line.split_whitespace().count() <= 6 {
            document.add(MetadataKind::Publisher, line.trim(), "the head of the letter", Sure::Likely);
        } else if TITLED.is_match(line) || next_is_home && !is_place {
            document.private.push(line.trim().trim_end_matches(',').to_owned());
        }
    }
    document.remove("the head of the letter, with the name and address of who received it", super::FOR_RECEIVER);
    cleaned(document, rest)
}

/// Whether a line ends a letter and nothing else.
fn is_formal_end(line: &str) -> bool {
    signs_off(line) && line.trim_start().to_lowercase().starts_with("yours ")
}

/// The lines above the greeting, and the blocks from it on.
fn parted(blocks: &[Block]) -> Option<(Vec<String>, Vec<Block>)> {
    let mut head = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        if let Block::Paragraph(inlines) | Block::Heading(_, inlines) = block {
            let all = lines(inlines);
            if let Some(greeting) = all.iter().position(|line| DEAR.is_match(&words(line))) {
                head.extend(all[..greeting].iter().map(|line| words(line)));
                let first = Block::Paragraph(joined(&all[greeting..]));
                let rest = std::iter::once(first).chain(blocks[at + 1..].iter().cloned()).collect();
                return Some((head, rest));
            }
        }
        head.extend(block_words(block).lines().map(str::to_owned));
        if head.len() > HEAD {
            return None;
        }
    }
    None
}
