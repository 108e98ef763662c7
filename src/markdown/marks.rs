//! A body in; the same as Markdown out: without the attribute lists of kramdown, which other programs read (`{: .note}`,
//! `{:start="2"}`), and with lists and headings as they were meant ([`super::typed`]). Those lists that mean something in
//! Markdown are applied, and all are reported. Must not know what a page looks like.
//!
//! Source: kramdown syntax, "Attribute List Definitions", "Block Attributes", "Span Attributes", "Extensions".

use std::{borrow::Cow, ops::Range};

use super::{
    link_slips, run_on,
    typed::{self, Slip, SlipKind},
};

/// A body as Markdown.
pub(super) struct UnmarkedBody<'t> {
    pub text: Cow<'t, str>,
    /// Where the text is another: from a byte here on, what has to be added to come to the body.
    shifts: Vec<(usize, isize)>,
    /// The marks, with their places in the body.
    pub marks: Vec<(String, Range<usize>)>,
    /// What is read otherwise than it is typed.
    pub slips: Vec<Slip>,
}

impl UnmarkedBody<'_> {
    /// Whether it is another text than the body.
    pub fn differs(&self) -> bool {
        !self.shifts.is_empty()
    }

    /// The place in the body of a place in the text.
    pub fn place(&self, at: usize) -> usize {
        let known = self.shifts.partition_point(|(from, _)| *from <= at);
        let shift = known.checked_sub(1).map_or(0, |known| self.shifts[known].1);
        at.saturating_add_signed(shift)
    }

    pub fn range(&self, range: Range<usize>) -> Range<usize> {
        // The end of what is not empty belongs to its last byte.
        let end = if range.is_empty() { self.place(range.start) } else { self.place(range.end - 1) + 1 };
        self.place(range.start)..end
    }
}

/// Takes the marks out of a body, applies those that mean something, and mends what is typed otherwise than it is meant.
pub(super) fn unmarked(body: &str) -> UnmarkedBody<'_> {
    let bytes = body.as_bytes();
    let marked = memchr::memchr_iter(b'{', bytes).any(|at| bytes.get(at + 1) == Some(&b':'));
    let (may_slip, may_run_on) = of_lines(bytes);
    let (may_link, may_hold_marks) = (link_slips::may_slip(body), link_slips::may_hold_marks(body));
    let mut slips = controls(body);
    if !marked && !may_slip && !may_run_on && !may_link && !may_hold_marks && slips.is_empty() {
        return UnmarkedBody { text: Cow::Borrowed(body), shifts: Vec::new(), marks: Vec::new(), slips: Vec::new() };
    }
    let lines = lines(body);
    if may_slip {
        slips.extend(typed::slips(body, &lines));
    }
    if may_run_on {
        slips.extend(run_on::slips(body, &lines));
    }
    if may_link {
        slips.extend(link_slips::slips(body, &lines));
    }
    slips.sort_by_key(|slip| (slip.range.start, slip.range.end));
    // Of two that overlap the first is made.
    let mut past = 0;
    slips.retain(|slip| {
        let apart = slip.range.start >= past;
        past = if apart { slip.range.end } else { past };
        apart
    });
    slips.dedup();
    let (mut changes, marks) = if marked { taken_out(body, &lines) } else { (Vec::new(), Vec::new()) };
    changes.extend(slips.iter().map(|slip| (slip.range.clone(), slip.instead.clone())));
    if may_hold_marks {
        changes.extend(link_slips::marked_addresses(body, &lines));
    }
    applied(body, changes, marks, slips)
}

/// Characters that nobody sees: those with which a word processor ends lines and pages, which part words, and those that
/// turn the text behind them round.
fn controls(body: &str) -> Vec<Slip> {
    let bytes = body.as_bytes();
    let is_wide = |at: usize| matches!(bytes.get(at + 1..at + 3), Some([0x80, 0xa8 | 0xa9 | 0xad | 0xae]));
    if memchr::memchr2(b'\x0b', b'\x0c', bytes).is_none() && !memchr::memchr_iter(0xe2, bytes).any(is_wide) {
        return Vec::new();
    }
    let slip = |(at, letter): (usize, char)| {
        let instead = match letter {
            '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}' => " ",
            '\u{202d}' | '\u{202e}' => "",
            _ => return None,
        };
        let range = at..at + letter.len_utf8();
        Some(Slip { what: SlipKind::Control(letter), range, instead: instead.to_owned() })
    };
    body.char_indices().filter_map(slip).collect()
}

/// Whether a body may hold slips, and lines that run on, told by how its lines begin.
pub(super) fn of_lines(body: &[u8]) -> (bool, bool) {
    let (mut may_slip, mut may_run_on) = (false, false);
    let (mut start, mut above) = (0, false);
    let is_wide = run_on::is_wide(body);
    for end in memchr::memchr_iter(b'\n', body).chain([body.len()]) {
        let line = &body[start..end];
        start = end + 1;
        may_slip = may_slip || typed::may_slip(line);
        let below = || body.get(start).is_some_and(|next| !matches!(next, b'\n' | b'\r'));
        let joined = std::mem::replace(&mut above, !line.trim_ascii().is_empty()) || below();
        may_run_on = may_run_on || joined && run_on::may_stand_alone(line.trim_ascii(), is_wide);
    }
    (may_slip, may_run_on)
}

/// Bytes of a body, and what is read in their place.
type Changes = Vec<(Range<usize>, String)>;

/// What the marks of kramdown change, and the marks.
fn taken_out(body: &str, lines: &[Line]) -> (Changes, Vec<(String, Range<usize>)>) {
    let mut changes: Changes = Vec::new();
    let mut marks = Vec::new();
    let mut silent: Option<usize> = None;
    for (nth, line) in lines.iter().enumerate() {
        if line.code != CodeState::No {
            continue;
        }
        let text = &body[line.range.clone()];
        let content = text.trim_start_matches([' ', '\t', '>']);
        let start = line.range.start + (text.len() - content.len());
        if let Some(list) = block(content.trim_end()) {
            let place = start..start + content.trim_end().len();
            marks.push((content.trim_end().to_owned(), place.clone()));
            match list.trim() {
                ":comment" => silent = silent.or(Some(place.start)),
                "/comment" | ":/comment" | "/" if silent.is_some() => {
                    let from = silent.take().unwrap_or(place.start);
                    changes.retain(|(range, _)| range.start < from);
                    changes.push((from..place.end, String::new()));
                    continue;
                }
                "toc" => {
                    if let Some(above) =
                        nth.checked_sub(1).map(|at| &lines[at]).filter(|above| is_item(&body[above.range.clone()]))
                    {
                        changes.push((above.range.clone(), String::new()));
                    }
                }
                list => apply(list, body, lines, nth, &mut changes),
            }
            changes.push((place, String::new()));
        } else {
            spans(text, line.range.start, &mut changes, &mut marks);
            if let Some((place, list)) = at_end(text) {
                let id = id(list).filter(|_| content.starts_with('#') && !text.contains("{#"));
                let named = id.map(|id| format!(" {{#{id}}}")).unwrap_or_default();
                let place = line.range.start + place.start..line.range.start + place.end;
                marks.push((body[place.clone()].trim().to_owned(), place.clone()));
                changes.push((place, named));
            }
        }
    }
    (changes, marks)
}

fn applied(body: &str, mut changes: Changes, marks: Vec<(String, Range<usize>)>, slips: Vec<Slip>) -> UnmarkedBody<'_> {
    changes.sort_by_key(|(range, _)| (range.start, range.end));
    let (mut text, mut shifts, mut done) = (String::with_capacity(body.len()), Vec::new(), 0);
    for (range, instead) in changes {
        if range.start < done {
            continue;
        }
        text.push_str(&body[done..range.start]);
        text.push_str(&instead);
        done = range.end;
        let (body_at, text_at) = (isize::try_from(done), isize::try_from(text.len()));
        shifts.push((text.len(), body_at.unwrap_or_default() - text_at.unwrap_or_default()));
    }
    text.push_str(&body[done..]);
    UnmarkedBody { text: Cow::Owned(text), shifts, marks, slips }
}

/// A line, without its end.
pub(super) struct Line {
    pub range: Range<usize>,
    pub code: CodeState,
}

/// Whether a line is code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum CodeState {
    No,
    /// Between fences.
    Fenced,
    /// Since it is indented, behind an empty line.
    Indented,
}

/// The lines of a body, and which of them are code.
pub(super) fn lines(body: &str) -> Vec<Line> {
    let (mut lines, mut at, mut fence, mut blank) = (Vec::new(), 0, None::<(char, usize)>, true);
    for whole in body.split_inclusive('\n') {
        let text = whole.trim_end_matches(['\n', '\r']);
        let bare = text.trim_start_matches([' ', '>']);
        // Code may begin behind the mark of a list.
        let item = bare.trim_start_matches(|letter: char| letter.is_ascii_digit());
        let item = item.strip_prefix(['-', '*', '+', '.', ')']).and_then(|item| item.strip_prefix(' '));
        let bare = item.map(str::trim_start).filter(|item| item.starts_with(['`', '~'])).unwrap_or(bare);
        let mark = bare.chars().next().filter(|mark| matches!(mark, '`' | '~')).unwrap_or(' ');
        let count = bare.chars().take_while(|c| *c == mark).count();
        let mut code = if fence.is_some() { CodeState::Fenced } else { CodeState::No };
        match fence {
            Some((open, least)) if mark == open && count >= least && bare.trim_end().chars().all(|c| c == open) => {
                fence = None;
            }
            None if mark != ' ' && count >= 3 => {
                fence = Some((mark, count));
                code = CodeState::Fenced;
            }
            _ => {}
        }
        // Indented code begins behind an empty line.
        if code == CodeState::No && blank && (text.starts_with("    ") || text.starts_with('\t')) {
            code = CodeState::Indented;
        }
        blank = text.trim().is_empty() || code != CodeState::No && fence.is_none();
        lines.push(Line { range: at..at + text.len(), code });
        at += whole.len();
    }
    lines
}

/// What stands between the braces of a line that is one attribute list.
fn block(line: &str) -> Option<&str> {
    let list = line.strip_prefix("{:")?.strip_suffix('}')?;
    (!list.contains(['{', '}']) && is_list(list)).then_some(list)
}

/// Whether a text is attributes, as kramdown reads them: classes, ids, `name="value"`, references, extensions.
fn is_list(list: &str) -> bool {
    let list = list.strip_prefix([':', '/']).unwrap_or(list);
    let mut rest = list.trim();
    while !rest.is_empty() {
        let name = rest.find(|c: char| c.is_whitespace() || c == '=').unwrap_or(rest.len());
        let plain = |c: char| c.is_alphanumeric() || matches!(c, '.' | '#' | '-' | '_' | ':' | '/');
        if name == 0 || !rest[..name].chars().all(plain) {
            return false;
        }
        rest = &rest[name..];
        if let Some(value) = rest.strip_prefix('=') {
            let end = match value.chars().next() {
                Some(quote @ ('"' | '\'')) => value[1..].find(quote).map(|at| at + 2),
                _ => Some(value.find(char::is_whitespace).unwrap_or(value.len())),
            };
            let Some(end) = end else { return false };
            rest = &value[end..];
        }
        rest = rest.trim_start();
    }
    true
}

/// The value that a list gives to a name.
fn value<'l>(list: &'l str, name: &str) -> Option<&'l str> {
    let at = list.match_indices(name).map(|(at, _)| at).find(|at| {
        list[at + name.len()..].starts_with('=') && (*at == 0 || list[..*at].ends_with(char::is_whitespace))
    })?;
    let value = &list[at + name.len() + 1..];
    match value.chars().next()? {
        quote @ ('"' | '\'') => value[1..].split(quote).next(),
        _ => value.split_whitespace().next(),
    }
}

/// Whether a line begins an item of a list.
fn is_item(line: &str) -> bool {
    let line = line.trim_start();
    line.starts_with("* ") || line.starts_with("- ") || number(line).is_some()
}

/// The range of the number with which an item of an ordered list begins.
fn number(line: &str) -> Option<Range<usize>> {
    let start = line.len() - line.trim_start_matches([' ', '>']).len();
    let digits = line[start..].bytes().take_while(u8::is_ascii_digit).count();
    let marked = line[start + digits..].starts_with(". ") || line[start + digits..].starts_with(") ");
    (digits > 0 && digits < 10 && marked).then_some(start..start + digits)
}

/// Applies what a list of a block means: where an ordered list starts, and the name of a heading.
fn apply(list: &str, body: &str, lines: &[Line], nth: usize, changes: &mut Changes) {
    let text = |line: &Line| &body[line.range.clone()];
    let is_blank = |line: &&Line| text(line).trim().is_empty();
    let below = lines.get(nth + 1..).unwrap_or_default().iter().find(|line| !is_blank(line));
    // The block above, from its first line.
    let above: Vec<&Line> = lines[..nth].iter().rev().take_while(|line| !is_blank(line)).collect();
    let first = above.last().copied();
    if let Some(start) =
        value(list, "start").filter(|start| start.len() < 10 && start.bytes().all(|b| b.is_ascii_digit()))
    {
        let numbered = [first, below].into_iter().flatten().find_map(|line| {
            let number = number(text(line))?;
            Some(line.range.start + number.start..line.range.start + number.end)
        });
        changes.extend(numbered.map(|range| (range, start.to_owned())));
    }
    if let (Some(id), Some(heading)) = (id(list), above.first())
        && text(heading).trim_start().starts_with('#')
        && !text(heading).contains("{#")
    {
        changes.push((heading.range.end..heading.range.end, format!(" {{#{id}}}")));
    }
}

/// The id that a list gives.
fn id(list: &str) -> Option<&str> {
    let id = list.split_whitespace().find_map(|word| word.trim_start_matches(':').strip_prefix('#'));
    id.or_else(|| value(list, "id")).filter(|id| !id.is_empty() && !id.contains(['{', '}', ' ']))
}

/// Lines longer than this, in bytes, are no one's writing: marks in them are not looked for.
pub(super) const LONGEST_LINE: usize = 8 * 1024;

/// Which lines are HTML, or what is set as it stands: HTML goes on up to an empty line, the other up to its end.
pub(super) fn are_html(body: &str, lines: &[Line]) -> Vec<bool> {
    let (mut html, mut preformatted) = (false, false);
    let of_line = |line: &Line| {
        // In a quote or a list, too.
        let text = body[line.range.clone()].trim_start_matches([' ', '\t', '>', '-', '*', '+']).trim_end();
        html = !text.is_empty() && (html || text.starts_with('<'));
        let begins = text.starts_with("<pre") || text.starts_with("<script") || text.starts_with("<style");
        preformatted = (preformatted || begins) && !text.contains("</");
        html || preformatted
    };
    lines.iter().map(of_line).collect()
}

/// Whether a place of a line is code.
pub(super) fn is_code(line: &str, at: usize) -> bool {
    line[..at].matches('`').count() % 2 == 1
}

/// The list at the end of a line of words, with the blanks before it: classes, ids or `name="value"`.
fn at_end(line: &str) -> Option<(Range<usize>, &str)> {
    let words = line.trim_end();
    let at = words.rfind("{:")?;
    let list = words[at + 2..].strip_suffix('}')?;
    let attributes = list.trim_start().starts_with(['.', '#']) || list.contains('=');
    let behind = words[..at].ends_with(' ') && !words[..at].trim().is_empty();
    let from = words[..at].trim_end().len();
    (attributes && behind && !is_code(words, at) && !list.contains(['{', '}']) && is_list(list))
        .then_some((from..words.len(), list))
}

/// Takes out the lists that stand right behind a link, emphasis or code.
fn spans(line: &str, start: usize, changes: &mut Changes, marks: &mut Vec<(String, Range<usize>)>) {
    if line.len() > LONGEST_LINE {
        return;
    }
    for (at, _) in line.match_indices("{:") {
        let behind = line[..at].ends_with([')', ']', '*', '_', '`', '>', '"']);
        let Some(end) = line[at..].find('}').filter(|_| behind && !is_code(line, at)) else { continue };
        let list = &line[at + 2..at + end];
        if is_list(list) && !list.trim().is_empty() {
            let place = start + at..start + at + end + 1;
            marks.push((line[at..=at + end].to_owned(), place.clone()));
            changes.push((place, String::new()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::testing::page;

    fn text(body: &str) -> String {
        unmarked(body).text.into_owned()
    }

    #[test]
    fn lists_of_attributes_are_taken_out() {
        for (body, want) in [
            ("A warning.\n{: .notice}\n\nb", "A warning.\n\n\nb"),
            ("[a](b){:target=\"_blank\" rel='x'}, c", "[a](b), c"),
            ("**a**{: .b} *c*{:.d} `e`{:.f}", "**a** *c* `e`"),
            ("![a](b.png){: width=\"50%\" }", "![a](b.png)"),
            ("> a\n> {: .b}", "> a\n> "),
            ("* TOC\n{:toc}\n\na", "\n\n\na"),
            ("{::options parse_block_html=\"true\" /}\na", "\na"),
            ("a\n{::comment}\nb {: c}\n{:/comment}\nd", "a\n\nd"),
            ("{:ref: .a #b}\nc", "\nc"),
            ("# A\n{: #b}", "# A {#b}\n"),
            ("# A\n{: #b .c}", "# A {#b}\n"),
            ("# A {: .b}\nc", "# A\nc"),
            ("## A  {:#b .c} ", "## A {#b} "),
            ("A {: .b}\n===", "A\n==="),
            ("- a {:.b}\n- c", "- a\n- c"),
            ("{:start=\"2\"}\n2. Second", "\n2. Second"),
            ("{:start=\"4\"}\n1. Fourth", "\n4. Fourth"),
            ("1. Fourth\n2. Fifth\n{: start='4'}", "4. Fourth\n2. Fifth\n"),
        ] {
            assert_eq!(text(body), want, "{body}");
        }
    }

    #[test]
    fn what_only_looks_like_one_stays() {
        for body in [
            "```\n{: .a}\n```",
            "a\n\n    {: .b}\n",
            "`{: .a}`",
            "a {: b} c",
            "{: a, b }",
            "{:}x",
            "a {: \"b\": 1 }",
            "smile {:",
            "~~~\na\n{: .b}\n~~~",
            "`[a](b){:.c}`",
        ] {
            assert_eq!(text(body), body, "{body}");
        }
    }

    #[test]
    fn readers_never_see_them() {
        assert_eq!(
            page(
                "{:start=\"2\"}\n2. Second\n\n[A link](https://a.uk/){:target=\"_blank\"}\n\nA warning.\n{: .notice}\n"
            ),
            "<ol start=\"2\">\n<li>Second</li>\n</ol>\n<p><a href=\"https://a.uk/\">A link</a></p>\n<p>A warning.</p>\n"
        );
    }

    proptest::proptest! {
        #[test]
        fn places_are_those_of_the_body(body in "([a-c\n >#*`]|\\{: \\.x\\}|\\)\\{:y=1\\}|1\\. |\\{:start=4\\}|é){0,30}") {
            let found = unmarked(&body);
            for (at, letter) in found.text.char_indices() {
                let place = found.place(at);
                proptest::prop_assert!(place <= body.len());
                if letter.is_ascii_lowercase() && !matches!(letter, 'x' | 'y') && !found.marks.iter().any(|(_, range)| range.contains(&place)) {
                    proptest::prop_assert_eq!(body[place..].chars().next(), Some(letter));
                }
            }
        }
    }
}
