//! Text in, escaped HTML appended to a string. Characters that HTML or XML forbid (controls but tab
//! and line feed, and the Unicode noncharacters) are dropped on the way.
//! Knows nothing of elements.
#![expect(clippy::needless_bitwise_bool, reason = "all bytes of a block are compared at once, without branches")]

/// Appends `text` as the content of an element.
pub(super) fn text(out: &mut String, text: &str) {
    push(out, text, &TEXT);
}

/// Appends `text` as the value of an attribute in double quotes.
pub(super) fn attribute(out: &mut String, text: &str) {
    push(out, text, &ATTRIBUTE);
}

/// Appends `html` as it is, but for characters that are forbidden.
pub(super) fn verbatim(out: &mut String, html: &str) {
    push(out, html, &VERBATIM);
}

const PASS: u8 = 0;
const AMPERSAND: u8 = 1;
const LESS: u8 = 2;
const GREATER: u8 = 3;
const QUOTE: u8 = 4;
const DROP: u8 = 5;
/// First byte of a sequence that may be a forbidden character.
const LEAD: u8 = 6;

static TEXT: [u8; 256] = table(true, false);
static ATTRIBUTE: [u8; 256] = table(true, true);
static VERBATIM: [u8; 256] = table(false, false);

const fn table(marks: bool, quote: bool) -> [u8; 256] {
    let mut table = [PASS; 256];
    let mut byte = 0;
    while byte < 0x20 {
        if byte != 9 && byte != 10 {
            table[byte] = DROP;
        }
        byte += 1;
    }
    table[0x7F] = DROP;
    table[0xC2] = LEAD;
    table[0xEF] = LEAD;
    let mut byte = 0xF0;
    while byte <= 0xF4 {
        table[byte] = LEAD;
        byte += 1;
    }
    if marks {
        table[b'&' as usize] = AMPERSAND;
        table[b'<' as usize] = LESS;
        table[b'>' as usize] = GREATER;
    }
    if quote {
        table[b'"' as usize] = QUOTE;
    }
    table
}

/// How many bytes are looked at in one go.
const BLOCK: usize = 32;

/// Whether all bytes are plain ASCII. Never leaves early and compares few times, so that the compiler takes many at once.
fn is_plain(block: &[u8; BLOCK]) -> bool {
    block.iter().fold(true, |plain, &byte| {
        let sign = (byte & 0xFD == b'<') | (byte & 0xFB == b'"'); // `<` and `>`, `"` and `&`
        let control = (byte < 0x20) & (byte != b'\n') | (byte == 0x7F);
        plain & byte.is_ascii() & !control & !sign
    })
}

/// The same of fewer bytes.
fn is_short_plain(bytes: &[u8]) -> bool {
    let mut block = [b' '; BLOCK];
    block.iter_mut().zip(bytes).for_each(|(place, byte)| *place = *byte);
    is_plain(&block)
}

fn push(out: &mut String, text: &str, table: &[u8; 256]) {
    let bytes = text.as_bytes();
    let (mut done, mut at) = (0, 0);
    let mut looked = 0; // up to here single bytes must be looked at
    while at < bytes.len() {
        if at >= looked {
            match bytes[at..].first_chunk() {
                Some(block) if is_plain(block) => {
                    at += BLOCK;
                    continue;
                }
                Some(_) => looked = at + BLOCK,
                None if is_short_plain(&bytes[at..]) => break,
                None => looked = bytes.len(),
            }
        }
        let (replacement, length) = match table[usize::from(bytes[at])] {
            PASS => {
                at += 1;
                continue;
            }
            AMPERSAND => ("&amp;", 1),
            LESS => ("&lt;", 1),
            GREATER => ("&gt;", 1),
            QUOTE => ("&quot;", 1),
            DROP => ("", 1),
            _ => match forbidden(&bytes[at..]) {
                0 => {
                    at += 1;
                    continue;
                }
                length => ("", length),
            },
        };
        out.push_str(&text[done..at]);
        out.push_str(replacement);
        at += length;
        done = at;
    }
    out.push_str(&text[done..]);
}

/// The length of the forbidden character that `bytes` begins with, or 0.
fn forbidden(bytes: &[u8]) -> usize {
    match bytes {
        [0xC2, 0x80..=0x9F, ..] => 2,
        [0xEF, 0xB7, 0x90..=0xAF, ..] | [0xEF, 0xBF, 0xBE | 0xBF, ..] => 3,
        [0xF0..=0xF4, second, 0xBF, 0xBE | 0xBF, ..] if second & 0x0F == 0x0F => 4,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    fn text(from: &str) -> String {
        let mut out = String::new();
        super::text(&mut out, from);
        out
    }

    #[test]
    fn marks_are_escaped() {
        assert_eq!(text("a < b && \"c\" > d"), "a &lt; b &amp;&amp; \"c\" &gt; d");
        let mut out = String::new();
        super::attribute(&mut out, "\"<é>\"");
        assert_eq!(out, "&quot;&lt;é&gt;&quot;");
    }

    #[test]
    fn forbidden_characters_are_dropped() {
        assert_eq!(text("a\0b\u{1}c\u{7f}d\u{85}e\u{fffe}f\u{fdd0}g\u{1ffff}h\u{10fffe}i"), "abcdefghi");
        assert_eq!(text("tab\tline\nreturn\rform\u{c}"), "tab\tline\nreturnform");
        let kept = "£ é … “ ” \u{feff} \u{fffd} 🚨 \u{10fffd} ﷼ ﷐".replace('\u{fdd0}', "");
        assert_eq!(text(&kept), kept);
    }

    #[test]
    fn every_character_is_kept_or_dropped_as_html_says() {
        for character in (0..=0x10_FFFF_u32).filter_map(char::from_u32) {
            let code = u32::from(character);
            let control = code < 0x20 && !matches!(code, 9 | 10) || (0x7F..=0x9F).contains(&code);
            let nonsense = (0xFDD0..=0xFDEF).contains(&code) || code & 0xFFFE == 0xFFFE;
            let mut out = String::new();
            super::verbatim(&mut out, character.encode_utf8(&mut [0; 4]));
            assert_eq!(out.is_empty(), control || nonsense, "U+{code:04X}");
        }
    }
}
