//! The addresses that an import writes, without what tells of a reader: that of the source, and those in its text. In: a
//! document. Out: the same, and what was left out. It must not know formats.

use std::sync::LazyLock;

use regex::Regex;

use super::{
    document::{Block, ImportedBody, Inline, MetadataKind, SourceDocument, SourceFormat},
    leads::each_lead,
    moments::pattern,
    trackers,
};

static WEB: LazyLock<Regex> = LazyLock::new(|| pattern(r#"(?i)\bhttps?://[^\s<>"\])]+"#));

/// Cleans the addresses of a document. Messages were cleaned more strictly before; a site that is taken over keeps the
/// links of its own posts.
pub fn clean(document: &mut SourceDocument) {
    let mut candidates = std::mem::take(&mut document.candidates);
    candidates.retain_mut(|candidate| {
        if candidate.piece != MetadataKind::Address || !trackers::is_web(&candidate.value) {
            return true;
        }
        let Some(public) = trackers::of_page(document, &candidate.value) else { return false };
        candidate.value = public;
        true
    });
    document.candidates = candidates;
    if document.is_moved() || matches!(document.format, SourceFormat::Mail | SourceFormat::Outlook) {
        return;
    }
    match std::mem::take(&mut document.body) {
        ImportedBody::Markdown(text) => document.body = ImportedBody::Markdown(in_text(document, &text)),
        ImportedBody::Blocks(mut blocks) => {
            each_lead(&mut blocks, &mut |to, is_picture| {
                if !is_picture && trackers::is_web(to) {
                    *to = trackers::of_page(document, to).unwrap_or_default();
                }
            });
            for block in &mut blocks {
                each_line(block, &mut |line| in_line(document, line));
            }
            document.body = ImportedBody::Blocks(blocks);
        }
    }
}

fn each_line(block: &mut Block, see: &mut impl FnMut(&mut Vec<Inline>)) {
    match block {
        Block::Heading(_, line) | Block::Paragraph(line) | Block::Footnote(_, line) => see(line),
        Block::List(_, items) => items.iter_mut().flatten().for_each(|block| each_line(block, see)),
        Block::Quote(blocks) => blocks.iter_mut().for_each(|block| each_line(block, see)),
        Block::Table(rows) => rows.iter_mut().flatten().for_each(see),
        Block::Code(_) | Block::Rule => {}
    }
}

fn in_line(document: &mut SourceDocument, line: &mut Vec<Inline>) {
    for inline in line {
        match inline {
            Inline::Text(text) => *text = in_text(document, text),
            Inline::Strong(inner) | Inline::Emphasis(inner) | Inline::Struck(inner) | Inline::Link(_, inner) => {
                in_line(document, inner);
            }
            Inline::Picture { .. } | Inline::Code(_) | Inline::Note(_) | Inline::Break => {}
        }
    }
}

/// A text whose addresses are cleaned where they hold something of a reader.
fn in_text(document: &mut SourceDocument, text: &str) -> String {
    if !text.contains("://") {
        return text.to_owned();
    }
    let clean = |found: &regex::Captures| {
        let address = found[0].trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '_']);
        let public = trackers::of_page(document, address).unwrap_or_default();
        format!("{public}{}", &found[0][address.len()..])
    };
    WEB.replace_all(text, clean).into_owned()
}
