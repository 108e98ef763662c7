//! Links, pictures and bold text that miss what Markdown wants by a blank or a bracket: `![A dog](IMG 1.png)`,
//! `[the map] (https://…)`, `(the map)[https://…]`, `** Important **`. In: the lines of a body. Out: [`Slip`]s, which read
//! them as they are meant. Must not know what stands at an address.

use std::ops::Range;

use super::bare;
use super::marks::{CodeState, LONGEST_LINE, Line, are_html, is_code};
use super::typed::{Slip, SlipKind};

/// Whether a body may hold such a slip, found without taking it apart.
pub(super) fn may_slip(body: &str) -> bool {
    let bytes = body.as_bytes();
    // What lies before it was searched for the end of an address, and has no blank.
    let mut searched = 0;
    let links = memchr::memchr2_iter(b']', b'[', bytes).any(|at| {
        let next = bytes.get(at + 1).copied().unwrap_or_default();
        match bytes[at] {
            b'[' => at > 0 && bytes[at - 1] == b')',
            _ if next == b' ' => bytes.get(at + 2) == Some(&b'('),
            _ if next == b'(' && at + 2 > searched => {
                let rest = &bytes[at + 2..];
                let end = memchr::memchr2(b')', b'\n', rest).unwrap_or(rest.len());
                searched = at + 2 + end;
                memchr::memchr(b' ', &rest[..end]).is_some()
            }
            _ => false,
        }
    });
    links || may_be_loose(bytes)
}

/// Whether a blank may stand behind the first stars of a bold text, or before the last ones.
fn may_be_loose(bytes: &[u8]) -> bool {
    let is_blank = |byte: u8| byte.is_ascii_whitespace() || byte >= 0x80;
    let mut open: Option<usize> = None;
    let mut past = 0;
    while let Some(found) = memchr::memchr(b'*', &bytes[past..]) {
        let at = past + found;
        past = at + 1;
        if bytes.get(past) != Some(&b'*') {
            continue;
        }
        past += 1;
        match open.take().filter(|open| !bytes[*open..at].contains(&b'\n')) {
            Some(open) if is_blank(bytes[open + 2]) || is_blank(bytes[at - 1]) => return true,
            Some(_) => {}
            None => {
                if open_line(bytes, at) {
                    return true;
                }
                open = Some(at);
            }
        }
    }
    false
}

/// Whether two stars begin a line that has no more of them.
fn open_line(bytes: &[u8], at: usize) -> bool {
    let before = memchr::memrchr(b'\n', &bytes[..at]).map_or(0, |end| end + 1);
    let rest = &bytes[at + 2..];
    let line = &rest[..memchr::memchr(b'\n', rest).unwrap_or(rest.len())];
    bytes[before..at].iter().all(|byte| matches!(byte, b' ' | b'>')) && memchr::memmem::find(line, b"**").is_none()
}

/// The slips of a body, in their order.
pub(super) fn slips(body: &str, lines: &[Line]) -> Vec<Slip> {
    let mut slips = Vec::new();
    open_bold(body, lines, &mut slips);
    for line in lines.iter().filter(|line| line.code == CodeState::No) {
        let text = &body[line.range.clone()];
        let before = slips.len();
        links(text, &mut slips);
        swapped(text, &mut slips);
        bold(text, &mut slips);
        for slip in &mut slips[before..] {
            slip.range = slip.range.start + line.range.start..slip.range.end + line.range.start;
        }
    }
    slips
}

/// Whether a body may hold a bare address with marks of Markdown in it, found without taking it apart.
pub(super) fn may_hold_marks(body: &str) -> bool {
    let bytes = body.as_bytes();
    let mut searched = 0;
    memchr::memchr_iter(b':', bytes).filter(|at| bytes[*at..].starts_with(b"://")).any(|at| {
        let from = at.max(searched);
        let rest = bytes[from..].iter().take_while(|byte| !byte.is_ascii_whitespace()).count();
        searched = from + rest;
        bytes[from..searched].iter().any(|byte| matches!(byte, b'*' | b'_' | b'~'))
    })
}

/// Bare addresses in which Markdown would see marks, such as `?__x__=1`: each is read as the address that it is, as it is
/// wherever bare addresses are links.
pub(super) fn marked_addresses(body: &str, lines: &[Line]) -> Vec<(Range<usize>, String)> {
    let (mut changes, mut found) = (Vec::new(), Vec::new());
    for (line, html) in lines.iter().zip(are_html(body, lines)) {
        let text = &body[line.range.clone()];
        if html || line.code != CodeState::No || text.contains("](") || text.len() > LONGEST_LINE {
            continue;
        }
        bare::find(text, bare::Punctuation::AsTyped, &mut found);
        for one in found.drain(..) {
            let (start, address) = (one.range.start, &text[one.range]);
            // Marks at its end are those of the words around it.
            let address = address.trim_end_matches(['*', '_', '~']);
            let alone = text[..start].chars().next_back().is_none_or(|before| before.is_whitespace() || before == '(');
            let takes_marks = address.contains("://") && holds_marks(address);
            if alone && takes_marks && !is_code(text, start) && !address.contains(['<', '>', '|', '`', '\\']) {
                let range = line.range.start + start..line.range.start + start + address.len();
                changes.push((range, format!("<{}>", address.replace("&amp;", "&"))));
            }
        }
    }
    changes
}

/// Whether Markdown would take something of an address for its marks: a low line between letters is none.
fn holds_marks(address: &str) -> bool {
    let bytes = address.as_bytes();
    let is_letter = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_alphanumeric);
    bytes.iter().enumerate().any(|(at, byte)| match byte {
        b'*' | b'~' => true,
        b'_' => !is_letter(at.checked_sub(1)) || !is_letter(Some(at + 1)),
        _ => false,
    })
}

/// Whether a text is an address, or the name of a file.
fn is_address(text: &str) -> bool {
    let name = text.rsplit('/').next().unwrap_or_default();
    let ending = name.rsplit_once('.').map_or("", |(_, ending)| ending);
    let file = (2..=4).contains(&ending.len()) && ending.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_web(text) || file
}

fn is_web(text: &str) -> bool {
    ["http://", "https://", "www.", "mailto:", "tel:"].iter().any(|start| text.starts_with(start))
}

/// The longest address that is looked for, in bytes.
const LONGEST: usize = 2_048;

/// What stands in the round brackets that a text begins with, brackets inside it paired.
fn bracketed(text: &str) -> Option<Range<usize>> {
    let mut depth = 0;
    for (at, letter) in text.char_indices().take_while(|(at, _)| *at <= LONGEST) {
        match letter {
            '(' => depth += 1,
            ')' if depth == 1 => return Some(1..at),
            ')' => depth -= 1,
            _ => {}
        }
    }
    None
}

/// Where brackets are closed outside of code, each with the last one before it that opens.
fn closed(text: &str, [opens, closes]: [u8; 2]) -> impl Iterator<Item = (usize, usize)> {
    let (mut open, mut ticks) = (None, 0);
    let bytes = text.as_bytes();
    memchr::memchr3_iter(b'`', opens, closes, bytes).filter_map(move |at| {
        let mark = bytes[at];
        if mark == b'`' {
            ticks += 1;
        } else if mark == opens {
            open = Some(at);
        }
        Some((open?, at)).filter(|_| mark == closes && ticks % 2 == 0)
    })
}

/// Blanks inside an address, and between the two pairs of brackets.
fn links(text: &str, slips: &mut Vec<Slip>) {
    for (open, at) in closed(text, [b'[', b']']) {
        let behind = &text[at + 1..];
        let blanks = behind.bytes().take_while(|byte| *byte == b' ').take(LONGEST).count();
        let (name, before) = (&text[open + 1..at], &text[..open]);
        if !behind[blanks..].starts_with('(') || (name.is_empty() && !before.ends_with('!')) {
            continue;
        }
        // A note, a box to tick and the name of another link are no names of this one.
        if blanks > 0 && (name.starts_with('^') || matches!(name, " " | "x" | "X") || before.ends_with(']')) {
            continue;
        }
        let Some(inner) = bracketed(&behind[blanks..]) else { continue };
        let start = at + 1 + blanks;
        let address = &text[start + inner.start..start + inner.end];
        if !is_address(address.trim()) || address.contains(['<', '>', '"']) || address.contains(" '") {
            continue;
        }
        let spaced = address.trim().contains(' ');
        if blanks > 0 {
            // In a sentence, a file's name in brackets may stand behind a note, and not behind a picture.
            let pictured = before.strip_suffix('!').is_some_and(|before| before.is_empty() || before.ends_with(' '));
            if !(is_web(address.trim()) || pictured) || spaced {
                continue;
            }
            slips.push(Slip { what: SlipKind::Link, range: at + 1..start, instead: String::new() });
        } else if spaced {
            let range = start + inner.start..start + inner.end;
            slips.push(Slip { what: SlipKind::Link, range, instead: format!("<{}>", address.trim()) });
        }
    }
}

/// Round brackets before square ones.
fn swapped(text: &str, slips: &mut Vec<Slip>) {
    for (open, at) in closed(text, [b'(', b')']) {
        let Some(behind) = text[at + 1..].strip_prefix('[') else { continue };
        let end = behind.bytes().take(LONGEST).position(|byte| matches!(byte, b'[' | b']'));
        let Some(end) = end.filter(|end| behind[*end..].starts_with(']')) else { continue };
        let (address, close) = (&behind[..end], at + 2 + end);
        // Behind square brackets, round ones are a link already.
        if open + 1 == at || text[..open].ends_with(']') || !is_web(address) || address.contains(' ') {
            continue;
        }
        for (range, instead) in [(open..open + 1, "["), (at..at + 2, "]("), (close..close + 1, ")")] {
            slips.push(Slip { what: SlipKind::Link, range, instead: instead.to_owned() });
        }
    }
}

/// Blanks inside the stars of the one bold text of a line.
fn bold(text: &str, slips: &mut Vec<Slip>) {
    let stars: Vec<usize> = memchr::memmem::find_iter(text.as_bytes(), "**").take(3).collect();
    let [open, close] = stars[..] else { return };
    let inner = &text[open + 2..close];
    let alone = text[..open].chars().next_back().is_none_or(char::is_whitespace)
        && !text[close + 2..].starts_with(|letter: char| letter.is_alphanumeric() || letter == '*');
    let (lead, tail) = (inner.len() - inner.trim_start().len(), inner.trim_end().len());
    if !alone || inner.trim().is_empty() || is_code(text, open) || text.trim_start().starts_with("***") {
        return;
    }
    let from = open + 2;
    for range in [from..from + lead, from + tail..close] {
        if !range.is_empty() {
            slips.push(Slip { what: SlipKind::Bold, range, instead: String::new() });
        }
    }
}

/// The end of a bold text that begins a line, in a paragraph in which nothing closes it.
fn open_bold(body: &str, lines: &[Line], slips: &mut Vec<Slip>) {
    let text = |line: &Line| &body[line.range.clone()];
    let paragraphs = lines.split(|line| line.code != CodeState::No || text(line).trim().is_empty());
    for paragraph in paragraphs {
        let stars = |line: &&Line| text(line).contains("**");
        let mut with_stars = paragraph.iter().filter(stars);
        let (Some(line), None) = (with_stars.next(), with_stars.next()) else { continue };
        let content = text(line).trim_start_matches([' ', '>']);
        let bold = content.strip_prefix("**").map(str::trim_end);
        let is_open = |bold: &&str| bold.starts_with(char::is_alphanumeric) && !bold.contains(['*', '`', '<', '|']);
        if bold.is_some_and(|bold| is_open(&bold)) {
            let end = line.range.start + text(line).trim_end().len();
            slips.push(Slip { what: SlipKind::OpenBold, range: end..end, instead: "**".to_owned() });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{may_slip, slips};
    use crate::markdown::{marks, testing::page};

    proptest::proptest! {
        #[test]
        fn no_slip_is_missed_at_a_glance(body in "(\\*\\*|\\*| |a|\n|\\[|\\]|\\(|\\)|b\\.png|https://c|`){0,16}") {
            let found = slips(&body, &marks::lines(&body));
            proptest::prop_assert!(found.is_empty() || may_slip(&body), "{found:?}");
        }
    }

    #[test]
    fn notes_boxes_and_links_beside_brackets_stay() {
        assert!(page("As told[^1] (https://a.example/)\n\n[^1]: By Ann.").contains("footnote"));
        assert!(!page("- [x] (https://a.example/) done").contains(">x</a>"));
        assert!(page("[a](b.md)[https://c.example/]").contains("href=\"b.md\""));
        // One inside the other.
        page("[a](b[c](d e.pdf          ).pdf)");
    }

    #[test]
    fn a_line_of_marks_takes_no_time() {
        for piece in ["](", "] (", ")[", "]", "[a](b.cc)", "**", "** a", "b\t"] {
            let body = piece.repeat(200_000);
            let found = slips(&body, &marks::lines(&body));
            assert!(found.is_empty() || may_slip(&body), "{piece}");
        }
    }

    #[test]
    fn a_bold_text_that_is_never_closed_ends_with_its_line() {
        for body in ["**Do not use flames.", "> **Ring 999\n> at once", "One.\n**Two\nthree.\n\nFour **five**."] {
            let page = page(body);
            assert!(page.contains("</strong>") && !page.contains("**"), "{body}: {page}");
        }
        assert_eq!(page("**Bold\nto here** now"), "<p><strong>Bold\nto here</strong> now</p>\n");
        for body in ["2 ** 3", "a **b", "**", "** a", "`**a`", "**a*", "```\n**a\n```"] {
            assert!(!page(body).contains("<strong>"), "{body}: {}", page(body));
        }
    }

    #[test]
    fn marks_in_a_bare_address_are_its_own() {
        for address in [
            "https://a.example/groups/1/?__cft__[0]=AZ&__tn__=%2CO",
            "https://a.example/_new_/b",
            "https://a.example/a*b*c",
            "https://a.example/~ann/~bob/",
            "http://a.example/x_(y)_z",
        ] {
            let shown = address.replace('&', "&amp;");
            for body in [
                address.to_owned(),
                format!("See ({address})"),
                format!("Go: {address}, now"),
                format!("**At {address}**"),
            ] {
                let page = page(&body);
                assert!(page.contains(&format!(">{shown}</a>")), "{body}: {page}");
                assert!(!page.contains("<em>") && !page.contains("<del>"), "{body}: {page}");
            }
        }
        assert!(page("**See https://a.example/** and **go**").contains("<strong>go</strong>"));
        assert!(page("**See https://a.example/** now").contains("<strong>See <a"));
        for body in [
            "`https://a.example/__b__`",
            "    https://a.example/__b__",
            "<div>\nhttps://a.example/__b__\n</div>",
            "<pre>\na\n\nhttps://a.example/__b__\n</pre>",
            "> <div>\n> https://a.example/__b__\n> </div>",
        ] {
            assert!(!page(body).contains("&lt;http"), "{body}: {}", page(body));
        }
        // As many as there may be take no time.
        page(&"https://a.example/__b__".repeat(20_000));
        page(&"https://a.example/__b__ ".repeat(20_000));
    }

    #[test]
    fn links_are_read_as_meant() {
        for (body, want) in [
            ("[map](road works.pdf)", "href=\"road%20works.pdf\""),
            ("[map](https://a.example/road works (2).pdf)", "href=\"https://a.example/road%20works%20(2).pdf\""),
            ("[map] (https://a.example/)", "<a href=\"https://a.example/\""),
            ("See (the map)[https://a.example/].", "<a href=\"https://a.example/\""),
            ("** Important ** : go", "<strong>Important</strong> : go"),
            ("**Important **: go", "<strong>Important</strong>: go"),
        ] {
            assert!(page(body).contains(want), "{body}: {}", page(body));
        }
        for body in [
            "[1](see below)",
            "[note] (the first one)",
            "[a](b.md \"Words here\")",
            "`[map] (https://a.example/)`",
            "f(x)[0]",
            "2 ** 3",
        ] {
            assert!(!page(body).contains("%20") && !page(body).contains("<strong"), "{body}: {}", page(body));
        }
    }
}
