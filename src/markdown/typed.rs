//! Lists and headings as word processors and hurried hands type them: `•` or `–` in the place of `-`, no blank behind a
//! mark. In: the lines of a body. Out: [`Slip`]s, each with what is read in its place. Must not know what a page looks like.

use std::ops::Range;

use super::marks::{CodeState, Line};

/// A mark that is read as it is meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slip {
    pub what: SlipKind,
    /// Where it stands in the body.
    pub range: Range<usize>,
    /// What is read in its place.
    pub instead: String,
}

/// What a slip is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SlipKind {
    /// This bullet stands where Markdown wants a hyphen.
    Bullet(char),
    /// There is no blank behind the hyphen or the number of an item.
    Item,
    /// There is no blank behind the `##` of a heading.
    Heading,
    /// An entry of a list begins with a mark of its own, and no hyphen.
    Entry,
    /// Tabs stand between the columns of a table.
    Table,
    /// A line is meant to end where it ends.
    Break,
    /// An empty line is meant between two lines.
    Apart,
    /// A blank or a bracket keeps a link or a picture from being one.
    Link,
    /// A blank keeps a text from being bold.
    Bold,
    /// A text is opened as bold and never closed.
    OpenBold,
    /// A character that nobody sees, and that keeps words apart or turns them round.
    Control(char),
}

/// Bullets that word processors put before the items of a list; the last ones are those of the font Symbol.
pub(super) const BULLETS: [char; 16] =
    ['•', '●', '◦', '▪', '■', '‣', '⁃', '∙', '·', '\u{f0b7}', '\u{f0a7}', '➤', '►', '▶', '➢', '❖'];
/// Letters that stand for bullets of the font Wingdings once their font is lost: with a tab behind them.
const LETTERS: [char; 5] = ['o', '§', 'Ø', 'ü', 'v'];

/// Whether a line may hold a slip, told by how it begins.
pub(super) fn may_slip(line: &[u8]) -> bool {
    let blanks = line.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'>')).count();
    let Some((first, rest)) = line[blanks..].split_first() else { return false };
    let next = rest.first().copied();
    match first {
        // The first bytes of the bullets, of the dash and of a no-break space.
        0xc2 | 0xe2 | 0xef => true,
        b'#' => next == Some(b'#') && rest.iter().find(|byte| **byte != b'#').is_some_and(|next| *next != b' '),
        b'-' => next.is_some_and(|next| next.is_ascii_alphabetic() || next >= 0x80),
        // A letter that stands for a bullet.
        b'o' | b'v' => next == Some(b'\t'),
        0xc3 => rest.get(1) == Some(&b'\t'),
        b'0'..=b'9' => {
            let digits = rest.iter().take_while(|byte| byte.is_ascii_digit()).count();
            matches!(rest[digits..], [b'.' | b')', next, ..] if next != b' ')
        }
        _ => false,
    }
}

/// What a line begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum LineMark {
    Bullet(char),
    /// A dash of middle length, which may also stand in a sentence.
    Dash,
    /// A hyphen with no blank behind it.
    Hyphen,
    /// A number with no blank behind it.
    Number(u32),
}

/// A line that begins with a mark.
struct MarkedLine {
    mark: LineMark,
    /// The mark with the blanks behind it, from the beginning of the line's text.
    range: Range<usize>,
    /// How far it is indented.
    indent: usize,
}

/// The slips of a body, in their order.
pub(super) fn slips(body: &str, lines: &[Line]) -> Vec<Slip> {
    let mut slips = Vec::new();
    let marked: Vec<Option<MarkedLine>> = lines.iter().map(|line| marked(body, line)).collect();
    // How far the items of the open list are indented, the outermost first.
    let mut levels: Vec<usize> = Vec::new();
    for (nth, line) in lines.iter().enumerate() {
        let text = &body[line.range.clone()];
        if let Some(found) = marked[nth].as_ref().filter(|found| means_item(body, lines, &marked, nth, found)) {
            while levels.last().is_some_and(|level| *level > found.indent) {
                levels.pop();
            }
            if levels.last().is_none_or(|level| *level < found.indent) {
                levels.push(found.indent);
            }
            let nested = "  ".repeat(levels.len() - 1);
            slips.push(match found.mark {
                LineMark::Bullet(_) | LineMark::Dash => {
                    let bullet = if let LineMark::Bullet(bullet) = found.mark { bullet } else { '–' };
                    // The indentation of a word processor would make code of it.
                    Slip { what: SlipKind::Bullet(bullet), range: found.range.clone(), instead: format!("{nested}- ") }
                }
                LineMark::Hyphen | LineMark::Number(_) => {
                    let end = found.range.end;
                    Slip { what: SlipKind::Item, range: end..end, instead: " ".into() }
                }
            });
            continue;
        }
        if !text.trim().is_empty() && !text.starts_with([' ', '\t']) {
            levels.clear();
        }
        slips.extend(heading(text, line));
    }
    slips
}

/// The mark with which a line begins.
fn marked(body: &str, line: &Line) -> Option<MarkedLine> {
    if line.code == CodeState::Fenced {
        return None;
    }
    let text = &body[line.range.clone()];
    let content = text.trim_start_matches([' ', '\t', '\u{a0}']);
    let before = text.len() - content.len();
    let first = content.chars().next()?;
    let behind = &content[first.len_utf8()..];
    let words = behind.trim_start_matches([' ', '\t', '\u{a0}']);
    let blanks = behind.len() - words.len();
    let indent = text[..before].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let start = line.range.start;
    // With the indentation, which the list replaces by its own.
    let whole = start..start + before + first.len_utf8() + blanks;
    let alone = |mark, end: usize| Some(MarkedLine { mark, range: start..start + before + end, indent });
    match first {
        bullet if BULLETS.contains(&bullet) && !words.is_empty() => {
            // A dot between words of one line, or a decimal point, is none.
            (bullet != '·' || blanks > 0).then_some(MarkedLine { mark: LineMark::Bullet(bullet), range: whole, indent })
        }
        letter if LETTERS.contains(&letter) && behind.starts_with('\t') && !words.is_empty() => {
            Some(MarkedLine { mark: LineMark::Bullet(letter), range: whole, indent })
        }
        '–' if blanks > 0 && !words.is_empty() => Some(MarkedLine { mark: LineMark::Dash, range: whole, indent }),
        '-' if line.code == CodeState::No && behind.starts_with(char::is_alphabetic) => alone(LineMark::Hyphen, 1),
        '0'..='9' if line.code == CodeState::No => {
            let digits = content.bytes().take_while(u8::is_ascii_digit).count();
            let rest = content[digits..].strip_prefix(['.', ')'])?;
            let number = content[..digits].parse().ok().filter(|_| digits < 3)?;
            rest.starts_with(char::is_alphabetic).then(|| alone(LineMark::Number(number), digits + 1)).flatten()
        }
        _ => None,
    }
}

/// Whether a mark begins an item: a bullet always, what may stand in a sentence only among its like or where a list begins.
fn means_item(body: &str, lines: &[Line], marked: &[Option<MarkedLine>], nth: usize, found: &MarkedLine) -> bool {
    let alike = |mark: LineMark| match (found.mark, mark) {
        (LineMark::Number(one), LineMark::Number(other)) => one.abs_diff(other) == 1,
        (one, other) => one == other,
    };
    let mark_of = |at: usize| marked.get(at).and_then(Option::as_ref).map(|marked| marked.mark);
    let is_blank = |at: usize| lines.get(at).is_none_or(|line| body[line.range.clone()].trim().is_empty());
    // The line of text before and behind, over one blank line.
    let before = nth.checked_sub(1).and_then(|at| if is_blank(at) { at.checked_sub(1) } else { Some(at) });
    let behind = if is_blank(nth + 1) { nth + 2 } else { nth + 1 };
    let beside = before.and_then(mark_of).is_some_and(alike) || mark_of(behind).is_some_and(alike);
    let opens = nth.checked_sub(1).is_none_or(is_blank);
    let announced = before.is_some_and(|at| body[lines[at].range.clone()].trim_end().ends_with(':'));
    match found.mark {
        LineMark::Bullet(_) => true,
        LineMark::Dash => beside || opens || announced,
        LineMark::Hyphen | LineMark::Number(_) => beside,
    }
}

/// A heading of two marks or more with no blank behind them. One mark alone begins a hash tag.
fn heading(text: &str, line: &Line) -> Option<Slip> {
    if line.code != CodeState::No {
        return None;
    }
    let content = text.trim_start_matches([' ', '>']);
    let marks = content.bytes().take_while(|byte| *byte == b'#').count();
    let words =
        content[marks..].starts_with(|c: char| c.is_alphanumeric() || matches!(c, '“' | '‘' | '"' | '\'' | '*'));
    let at = line.range.start + (text.len() - content.len()) + marks;
    ((2..=6).contains(&marks) && words).then(|| Slip { what: SlipKind::Heading, range: at..at, instead: " ".into() })
}

#[cfg(test)]
mod tests {
    use crate::markdown::{RawHtml, facts, plain, testing::page};

    #[test]
    fn bullets_of_word_processors_are_lists() {
        let list = "<ul>\n<li>Do not pay</li>\n<li>Ring 101</li>\n</ul>\n";
        for body in [
            "•\tDo not pay\n•\tRing 101",
            "• Do not pay\n• Ring 101\n",
            "•Do not pay\n•Ring 101",
            "\t•\tDo not pay\n\t•\tRing 101",
            "     •   Do not pay\r\n     •   Ring 101\r\n",
            "– Do not pay\n– Ring 101",
            "\u{f0b7}\u{a0}Do not pay\n\u{f0b7}\u{a0}Ring 101",
            "-Do not pay\n-Ring 101",
        ] {
            assert_eq!(page(body).replace('\r', ""), list, "{body:?}");
        }
        assert_eq!(page("Please:\n• a\n• b"), "<p>Please:</p>\n<ul>\n<li>a</li>\n<li>b</li>\n</ul>\n");
        assert_eq!(page("• a\n\t• b\n• c"), "<ul>\n<li>a\n<ul>\n<li>b</li>\n</ul>\n</li>\n<li>c</li>\n</ul>\n");
        assert_eq!(page("1.Lock up\n2.Ring 101"), "<ol>\n<li>Lock up</li>\n<li>Ring 101</li>\n</ol>\n");
        assert_eq!(plain("• a\n• b"), plain("- a\n- b"));
    }

    #[test]
    fn headings_need_no_blank() {
        assert_eq!(page("##What to do\n\nGo round."), "<h2 id=\"what-to-do\">What to do</h2>\n<p>Go round.</p>\n");
        assert_eq!(page("Go.\n##A\n###B"), "<p>Go.</p>\n<h2 id=\"a\">A</h2>\n<h3 id=\"b\">B</h3>\n");
    }

    #[test]
    fn what_only_looks_like_a_mark_stays() {
        for body in [
            "The hall – which is large\n– is shut.",
            "#StaySafe week",
            "##",
            "It is\n-5 degrees",
            "-5 degrees",
            "Ring 101 · text 60066",
            "10.30am in the hall",
            "1.Lock up",
            "-Item",
        ] {
            assert!(!page(body).contains("<li>") && !page(body).contains("<h"), "{body}");
        }
        assert_eq!(page("```\n• a\n##b\n```"), "<pre tabindex=\"0\"><code>• a\n##b\n</code></pre>\n");
    }

    #[test]
    fn slips_are_told_with_their_places() {
        let body = "##Do\n\n•\t[a](b.md)\n";
        let facts = facts(body, RawHtml::Clean);
        let slips: Vec<_> = facts.slips.iter().map(|slip| (&body[slip.range.clone()], slip.instead.as_str())).collect();
        assert_eq!(slips, [("", " "), ("•\t", "- ")]);
        assert_eq!(&body[facts.links[0].range.clone()], "[a](b.md)");
    }
}
