//! The pieces of a Word file put together: lists, headings, the title. In: paragraphs and tables in their order. Out: the blocks of
//! a [`SourceDocument`]. It must not know Word's marks.

use std::{collections::HashMap, sync::LazyLock};

use regex::Regex;

use super::{ParagraphKind, WordPart};
use crate::import::{
    document::{Block, ImportedBody, Inline, MetadataKind, SourceDocument, Sure, words},
    html, letter,
    moments::pattern,
    plain,
};

/// A list that somebody made by hand, with a sign and a blank before each item.
fn by_hand(mut inlines: Vec<Inline>, kind: ParagraphKind) -> (Vec<Inline>, ParagraphKind) {
    static MARK: LazyLock<Regex> = LazyLock::new(|| {
        pattern(r"^\s*(?:(?:([•▪●◦○·*–‣■□►➢➤✓✔→\u{f0b7}\u{f0a7}\u{f0d8}\u{f0fc}-])|(\d{1,2})[.)])[\s\u{a0}]+|o\t\s*)")
    });
    if !matches!(kind, ParagraphKind::Text) {
        return (inlines, kind);
    }
    let Some(Inline::Text(first)) = inlines.first_mut() else { return (inlines, kind) };
    let Some(found) = MARK.captures(first) else { return (inlines, kind) };
    let kind = ParagraphKind::List(0, found.get(2).and_then(|number| number.as_str().parse().ok()));
    *first = first[found[0].len()..].to_owned();
    (inlines, kind)
}

/// Adds an item to the list before it, as deep as it stands. A list shows no number but the next.
fn item(blocks: &mut Vec<Block>, level: u8, number: Option<u64>, inlines: Vec<Inline>) {
    let Some(line) = html::paragraphs(inlines).into_iter().next() else { return };
    let same = match blocks.last() {
        Some(Block::List(_, items)) if level > 0 && !items.is_empty() => true,
        Some(Block::List(Some(start), items)) => number == Some(start + items.len() as u64),
        Some(Block::List(None, _)) => number.is_none(),
        _ => false,
    };
    if !same {
        blocks.push(Block::List(number, Vec::new()));
    }
    let Some(Block::List(_, items)) = blocks.last_mut() else { return };
    match (level, items.last_mut()) {
        (1.., Some(last)) => item(last, level - 1, number, line),
        _ => items.push(vec![Block::Paragraph(line)]),
    }
}

/// Pictures by the names of their files.
fn named(inlines: Vec<Inline>, names: &HashMap<String, String>) -> Vec<Inline> {
    let name = |inline| match inline {
        Inline::Picture { src, alt } => names.get(&src).map(|name| Inline::Picture { src: name.clone(), alt }),
        other => Some(other),
    };
    inlines.into_iter().filter_map(name).collect()
}

/// A heading is bold in any case.
fn unbold(inlines: Vec<Inline>) -> Vec<Inline> {
    inlines
        .into_iter()
        .flat_map(|inline| if let Inline::Strong(inner) = inline { inner } else { vec![inline] })
        .collect()
}

/// Puts the pieces together: lists, headings, the title.
pub fn assemble(document: &mut SourceDocument, pieces: Vec<WordPart>, names: &HashMap<String, String>) {
    let mut blocks: Vec<Block> = Vec::new();
    let mut title: Vec<String> = Vec::new();
    for piece in pieces {
        match piece {
            WordPart::Paragraph(inlines, kind) => {
                let (inlines, kind) = by_hand(named(inlines, names), kind);
                match kind {
                    ParagraphKind::List(level, number) => item(&mut blocks, level, number, inlines),
                    // A title may stand in several lines.
                    ParagraphKind::Heading(0) if blocks.is_empty() => {
                        title.extend(Some(words(&inlines).trim().to_owned()).filter(|line| !line.is_empty()));
                    }
                    ParagraphKind::Heading(0) if title.is_empty() => title.push(words(&inlines)),
                    ParagraphKind::Heading(level) => blocks.extend(
                        html::paragraphs(unbold(inlines))
                            .into_iter()
                            .map(|part| Block::Heading((level + 1).min(6), part)),
                    ),
                    ParagraphKind::Text => blocks.extend(html::paragraphs(inlines).into_iter().map(Block::Paragraph)),
                }
            }
            // A box round some lines is no table.
            WordPart::Table(rows) if rows.iter().all(|row| row.len() < 2) => {
                let cells = rows.into_iter().flatten().flat_map(|cell| html::paragraphs(named(cell, names)));
                blocks.extend(cells.map(Block::Paragraph));
            }
            WordPart::Table(rows) => {
                let cell = |cell: Vec<Inline>| named(cell, names);
                let row = |row: Vec<Vec<Inline>>| row.into_iter().map(cell).collect();
                blocks.push(Block::Table(rows.into_iter().map(row).collect()));
            }
            WordPart::Note(id, inlines) => {
                blocks.extend(
                    html::paragraphs(inlines).into_iter().take(1).map(|part| Block::Footnote(id.clone(), part)),
                );
            }
        }
    }
    document.add(MetadataKind::Title, title.join(" "), "the title", Sure::Said);
    let blocks = plain::framed(document, blocks);
    plain::dated(document, &blocks);
    document.body = ImportedBody::Blocks(letter::opened(document, blocks));
    if document.best(MetadataKind::Title).is_none() {
        plain::headline(document);
    }
}
