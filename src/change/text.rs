//! The text below the front matter, as somebody edits it in a window of its own, and its change line by line. In: a body and
//! the new text. Out: the bytes that change. Lines that stay keep their ends, whichever these are. It must not know Markdown.

use std::ops::Range;

use super::{TextEdit, line_end};

/// The body as it is shown: without the blank lines round it, every line ending in `\n`.
pub fn shown(body: &str) -> String {
    plain(&body[between_blanks(body)])
}

/// A text with one kind of line end, as browsers send one, and without blank lines round it.
pub(super) fn plain(text: &str) -> String {
    let lines: Vec<&str> = lines(text).map(|(line, _)| line).collect();
    let is_blank = |line: &&&str| line.trim().is_empty();
    let from = lines.iter().take_while(is_blank).count();
    let to = lines.len() - lines[from..].iter().rev().take_while(is_blank).count();
    lines[from..to].join("\n")
}

/// The change of the body at `at` in `text` that makes it show `new`.
pub(super) fn edit(text: &str, at: usize, new: &str) -> TextEdit {
    let end = line_end(text);
    let new = plain(new);
    let body = &text[at..];
    let range = between_blanks(body);
    if range.is_empty() {
        return first_text(text, at, &new, end);
    }
    let old: Vec<(&str, &str)> = lines(&body[range.clone()]).collect();
    let wanted: Vec<&str> = if new.is_empty() { Vec::new() } else { new.split('\n').collect() };
    retyped(&old, &wanted, at + range.start, end)
}

/// The change of a whole text to one that was typed.
pub(super) fn whole(text: &str, typed: &str) -> TextEdit {
    let old: Vec<(&str, &str)> = lines(text).collect();
    let wanted: Vec<&str> = lines(typed).map(|(line, _)| line).collect();
    retyped(&old, &wanted, 0, line_end(text))
}

/// The change of lines, the first of which stands at `at`, to others; new ones end in `end`.
fn retyped(old: &[(&str, &str)], wanted: &[&str], at: usize, end: &str) -> TextEdit {
    // A browser has another letter for a byte that stands for none.
    let is_same = |old: &str, new: &str| old == new || (old.contains('\0') && old.replace('\0', "\u{fffd}") == new);
    let same = |(old, new): &(&(&str, &str), &&str)| is_same(old.0, new);
    let before = old.iter().zip(wanted).take_while(same).count();
    let after = old[before..].iter().rev().zip(wanted[before..].iter().rev()).take_while(same).count();
    let length = |lines: &[(&str, &str)]| lines.iter().map(|(line, end)| line.len() + end.len()).sum::<usize>();
    let mut from = at + length(&old[..before]);
    let mut to = from + length(&old[before..old.len() - after]);
    let (gone, come) = (old.len() - after - before, wanted.len() - after - before);
    let mut with = String::new();
    for (at, line) in wanted[before..before + come].iter().enumerate() {
        with.push_str(line);
        if at + 1 < come || after > 0 {
            // A line in the place of another ends as that did.
            let known = old[before..before + gone].get(at).map_or("", |(_, end)| end);
            with.push_str(if known.is_empty() { end } else { known });
        }
    }
    if after == 0 && before > 0 && gone == 0 && come > 0 {
        with.insert_str(0, end);
    } else if after == 0 && before > 0 && come == 0 && gone > 0 {
        // The last line that stays has none: what followed it is gone.
        from -= old[before - 1].1.len();
    }
    to = to.max(from);
    TextEdit { range: from..to, with }
}

/// A body that shows nothing gets its first text, a blank line below the front matter.
fn first_text(text: &str, at: usize, new: &str, end: &str) -> TextEdit {
    if new.is_empty() {
        return TextEdit { range: at..at, with: String::new() };
    }
    let mut with = String::new();
    if !text[..at].ends_with('\n') {
        with.push_str(end);
    }
    if !text[at..].ends_with(['\n', '\r']) {
        with.push_str(end);
    }
    with.push_str(&new.replace('\n', end));
    with.push_str(end);
    TextEdit { range: text.len()..text.len(), with }
}

/// Where the text begins and ends, between the blank lines round it and without the last end of line.
fn between_blanks(body: &str) -> Range<usize> {
    let mut at = 0;
    let mut range: Option<Range<usize>> = None;
    for (line, end) in lines(body) {
        if !line.trim().is_empty() {
            let from = range.map_or(at, |range| range.start);
            range = Some(from..at + line.len());
        }
        at += line.len() + end.len();
    }
    range.unwrap_or(0..0)
}

/// The lines of a text, each with its end: `\r\n`, `\n` or `\r`, or none at the end of the text.
fn lines(text: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let Some(at) = text.find(['\n', '\r']) else {
            rest = None;
            return Some((text, ""));
        };
        let end = if text[at..].starts_with("\r\n") { 2 } else { 1 };
        rest = Some(&text[at + end..]);
        Some((&text[..at], &text[at..at + end]))
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn changed(text: &str, at: usize, new: &str) -> String {
        let edit = edit(text, at, new);
        [&text[..edit.range.start], &edit.with, &text[edit.range.end..]].concat()
    }

    #[test]
    fn only_the_lines_that_change_are_written() {
        for (body, new, want) in [
            ("\nOne\n\nTwo\n", "One\n\nThree", "\nOne\n\nThree\n"),
            ("\r\nOne\r\nTwo\nThree\r\n\r\n", "One\nTwo\nFour", "\r\nOne\r\nTwo\nFour\r\n\r\n"),
            ("One\r\nTwo", "One\nand\nTwo", "One\r\nand\r\nTwo"),
            ("One\nTwo\n", "One", "One\n"),
            ("One\nTwo", "One", "One"),
            ("One\n", "One\nTwo", "One\nTwo\n"),
            ("One\nTwo\n", "", "\n"),
            ("One\nTwo\n", "Two", "Two\n"),
            ("  code\n", "\n\n  code  \n\n", "  code  \n"),
            ("One\rTwo\n", "One\nTwo", "One\rTwo\n"),
            ("One\n", "\r\nOne\r\n", "One\n"),
            ("", "One\nTwo", "\nOne\nTwo\n"),
            ("\n", "One", "\nOne\n"),
            (" \n  ", "One", " \n  \nOne\n"),
            ("\n\n", " \n", "\n\n"),
        ] {
            let end = if body.contains("\r\n") { "\r\n" } else { "\n" };
            let text = format!("---{end}a: b{end}---{end}{body}");
            let at = text.len() - body.len();
            assert_eq!(&changed(&text, at, new)[at..], want, "{body:?} to {new:?}");
        }
        assert_eq!(changed("---\na: b\n---", 12, "One"), "---\na: b\n---\n\nOne\n");
    }

    proptest! {
        #[test]
        // A lone `\r` and a new line behind it would be one end: `apply` sees that, and refuses.
        fn what_is_asked_for_is_shown(body in "([ab \n]|\r\n){0,24}", new in "[ab \n\r]{0,24}", crlf in any::<bool>()) {
            let head = if crlf { "---\r\n---\r\n" } else { "---\n---\n" };
            let text = format!("{head}{body}");
            let whole = changed(&text, head.len(), &new);
            prop_assert!(whole.starts_with(head));
            prop_assert_eq!(shown(&whole[head.len()..]), plain(&new), "{:?}", &whole);
            let same = changed(&text, head.len(), &shown(&body));
            prop_assert_eq!(same, text);
        }
    }
}
