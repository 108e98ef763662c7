//! What a block of raw HTML says, as passages with places. In: a body and the range of the block. Out: passages, pictures'
//! descriptions and links. It must not know what is looked for.

use std::ops::Range;

use super::{Anchor, Passage, PassagePart, Passages, RunForm, entity, says_something};
use crate::markdown::tags::{HtmlTag, HtmlToken, HtmlTokens, lower};

/// Elements that stand in a line with the words round them.
const IN_LINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "img", "ins", "kbd",
    "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var", "wbr",
];

/// Adds what a block of HTML says.
pub(super) fn passages(body: &str, block: Range<usize>, quoted: bool, out: &mut Passages) {
    let html = &body[block.clone()];
    let mut open = Passage::new(PassagePart::Paragraph, quoted);
    let mut link: Option<(Anchor, Passage)> = None;
    for token in HtmlTokens::of(html) {
        match token {
            HtmlToken::Text(range) => {
                let range = block.start + range.start..block.start + range.end;
                if let Some((_, passage)) = &mut link {
                    words(passage, range.clone(), body);
                }
                words(&mut open, range, body);
            }
            HtmlToken::Open(tag) => {
                let name = tag.lower_name(html);
                end_block(&name, &mut open, quoted, out);
                if name == "a"
                    && let Some(href) = value(html, &tag, "href")
                {
                    let target = block.start + href.start..block.start + href.end;
                    let destination = html_escape::decode_html_entities(&html[href]).into_owned();
                    let range = block.start + tag.range.start..block.start + tag.range.end;
                    let anchor = Anchor { text: String::new(), destination, range, target: Some(target), image: false };
                    link = Some((anchor, Passage::new(PassagePart::Paragraph, quoted)));
                }
                if name == "img"
                    && let Some(alt) = value(html, &tag, "alt")
                {
                    let mut picture = Passage::new(PassagePart::Paragraph, quoted);
                    words(&mut picture, block.start + alt.start..block.start + alt.end, body);
                    out.pictures.extend(Some(picture).filter(says_something));
                }
            }
            HtmlToken::Close(tag) => {
                let name = tag.lower_name(html);
                end_block(&name, &mut open, quoted, out);
                if name == "a"
                    && let Some((mut anchor, passage)) = link.take()
                {
                    anchor.text = passage.text;
                    anchor.range.end = block.start + tag.range.end;
                    out.anchors.push(anchor);
                }
            }
            HtmlToken::RawText(_) | HtmlToken::Comment(_) | HtmlToken::Declaration(_) | HtmlToken::Unfinished(_) => {}
        }
    }
    out.passages.extend(Some(open).filter(says_something));
}

/// Ends the passage that is open where a tag begins or ends a block.
fn end_block(name: &str, open: &mut Passage, quoted: bool, out: &mut Passages) {
    if !IN_LINE.contains(&name) {
        let said = std::mem::replace(open, Passage::new(PassagePart::Paragraph, quoted));
        out.passages.extend(Some(said).filter(says_something));
    }
}

/// Where the value of an attribute stands.
fn value(html: &str, tag: &HtmlTag, wanted: &str) -> Option<Range<usize>> {
    tag.attributes(html).find(|attribute| lower(&html[attribute.name.clone()]) == wanted)?.value
}

/// Adds words between tags, whose entities are letters.
fn words(passage: &mut Passage, range: Range<usize>, body: &str) {
    let text = &body[range.clone()];
    let mut start = 0;
    for (at, _) in text.match_indices('&') {
        let Some((meant, length)) = entity(&text[at..]).filter(|_| at >= start) else { continue };
        passage.push_text(&text[start..at], range.start + start..range.start + at, body);
        let place = range.start + at..range.start + at + length;
        if meant.chars().all(char::is_whitespace) {
            passage.push_blank(place, RunForm::Whole);
        } else {
            passage.push(&meant, place, RunForm::Whole);
        }
        start = at + length;
    }
    passage.push_text(&text[start..], range.start + start..range.end, body);
}
