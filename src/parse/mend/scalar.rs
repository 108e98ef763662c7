//! One value on its line: whether YAML reads the text that its author wrote, and how it has to be quoted if not.
//! In: a text. Out: the edits. It must not know lines or keys.

use std::ops::Range;

use super::{Cause, Dialect, is_blank};

type Edits = Vec<(Range<usize>, String)>;

/// Puts a text at a place into quotation marks: those that change the least of it.
pub(super) fn quote(text: &str, at: usize) -> Edits {
    let end = at + text.len();
    let mark = if !text.contains(['"', '\\']) {
        "\""
    } else if !text.contains('\'') {
        "'"
    } else {
        return vec![(at..end, quoted(text))];
    };
    vec![(at..at, mark.to_owned()), (end..end, mark.to_owned())]
}

/// A text as it stands in double quotation marks.
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 4);
    out.push('"');
    for letter in text.chars() {
        if matches!(letter, '"' | '\\') {
            out.push('\\');
        }
        out.push(letter);
    }
    out.push('"');
    out
}

/// The double quotation marks of every kind.
fn is_double(letter: char) -> bool {
    matches!(letter, '"' | '“' | '”' | '„' | '‟' | '″' | '«' | '»' | '＂')
}

/// The single quotation marks of every kind.
fn is_single(letter: char) -> bool {
    matches!(letter, '\'' | '‘' | '’' | '‚' | '‛' | '′')
}

/// The edits where curly marks stand round a whole text, one of them perhaps straight.
pub(super) fn curly(text: &str, at: usize) -> Option<(Edits, Cause)> {
    let first = text.chars().next()?;
    let last = text.chars().next_back()?;
    if text.len() < first.len_utf8() + last.len_utf8() || (first.is_ascii() && last.is_ascii()) {
        return None;
    }
    let inner = &text[first.len_utf8()..text.len() - last.len_utf8()];
    let wrapped = if is_double(first) && is_double(last) {
        !inner.contains(is_double)
    } else if is_single(first) && is_single(last) {
        // An apostrophe is no end of a quotation, as in `‘Don’t open’`.
        !inner.contains(['‘', '‚', '‛']) && loose(inner, is_single) == 0
    } else {
        false
    };
    if !wrapped {
        return None;
    }
    let seen = if first.is_ascii() { last } else { first };
    let end = at + text.len();
    let edits = if inner.contains(['"', '\\']) {
        vec![(at..end, if inner.contains('\'') { quoted(inner) } else { format!("'{inner}'") })]
    } else {
        let mark = || "\"".to_owned();
        vec![(at..at + first.len_utf8(), mark()), (end - last.len_utf8()..end, mark())]
    };
    Some((edits, Cause::Curly(seen)))
}

/// The edits where curly marks stand round each of several texts between commas: `“Tanfold”, “Mill End”`. They go.
pub(super) fn curly_parts(text: &str, at: usize) -> Option<(Edits, Cause)> {
    let (mut edits, mut seen, mut start) = (Edits::new(), None, 0);
    for part in text.split(',') {
        let begins = at + start + (part.len() - part.trim_start().len());
        start += part.len() + 1;
        let part = part.trim();
        let (first, last) = (part.chars().next()?, part.chars().next_back()?);
        let inner = part.strip_prefix(is_double)?.strip_suffix(is_double)?;
        if inner.trim().is_empty() || inner.contains(is_double) || plain(inner).is_some() {
            return None;
        }
        seen = seen.or_else(|| [first, last].into_iter().find(|mark| !mark.is_ascii()));
        let end = begins + part.len();
        edits.extend([(begins..begins + first.len_utf8(), String::new()), (end - last.len_utf8()..end, String::new())]);
    }
    Some((edits, Cause::Curly(seen?)))
}

/// How many marks stand in a text that are no apostrophes between two letters.
fn loose(text: &str, is_mark: impl Fn(char) -> bool) -> usize {
    let letters: Vec<char> = text.chars().collect();
    let between = |at: usize| {
        let letter =
            |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|letter| letter.is_alphanumeric());
        letter(at.checked_sub(1)) && letter(Some(at + 1))
    };
    (0..letters.len()).filter(|at| is_mark(letters[*at]) && !between(*at)).count()
}

/// How a text that begins with a straight quotation mark goes on.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum QuoteEnd {
    /// It is closed, and nothing stands behind it.
    Sound,
    /// It is closed, and a comment stands behind it, from that byte on.
    Comment(usize),
    /// The mark does not end on this line.
    Open,
    /// YAML would read something else than what is written.
    Mend(Edits, Cause),
}

/// Looks at a text that begins with `"` or `'`.
pub(super) fn straight(text: &str, at: usize) -> QuoteEnd {
    let mark = if text.starts_with('"') { '"' } else { '\'' };
    let Some(close) = closing(text, mark) else { return QuoteEnd::Open };
    let after = text[close + 1..].trim_matches(super::is_blank);
    if after.is_empty() {
        let bad = mark == '"' && bad_escape(&text[1..close]);
        if !bad {
            return QuoteEnd::Sound;
        }
        let inner = &text[1..close];
        let edits = if inner.contains('\'') {
            vec![(at..at + close + 1, quoted(inner))]
        } else {
            vec![(at..at + 1, "'".into()), (at + close..at + close + 1, "'".into())]
        };
        return QuoteEnd::Mend(edits, Cause::Backslash);
    }
    let behind = &text[close + 1..];
    // As JSON has it.
    if matches!(after, "," | ";") && !(mark == '"' && bad_escape(&text[1..close])) {
        return QuoteEnd::Mend(vec![(at + close + 1..at + text.len(), String::new())], Cause::CommaBehind);
    }
    if after.starts_with('#') && behind.starts_with(super::is_blank) {
        return QuoteEnd::Comment(close + 1 + (behind.len() - behind.trim_start_matches(super::is_blank).len()));
    }
    // `'Don't open'` is one text in marks; `"Stop" or "go"` is a text that begins and ends with one.
    let marks = loose(text, |letter| letter == mark);
    let wrapped = text.len() > 1 && text.ends_with(mark) && {
        let opens = text[1..].find(mark).is_some_and(|found| text[1..=found].ends_with(char::is_whitespace));
        marks % 2 == 1 || opens || (mark == '\'' && marks == 2)
    };
    let literal = if wrapped { &text[1..text.len() - 1] } else { text };
    let edits = if literal.contains(['"', '\\']) && literal.contains('\'') {
        vec![(at..at + text.len(), quoted(literal))]
    } else if wrapped {
        let new = if literal.contains(['"', '\\']) { "'" } else { "\"" };
        let end = at + text.len();
        vec![(at..at + 1, new.to_owned()), (end - 1..end, new.to_owned())]
    } else {
        quote(text, at)
    };
    QuoteEnd::Mend(edits, Cause::QuoteInside)
}

/// Where the mark closes with which a text begins.
pub(super) fn closing(text: &str, mark: char) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 1;
    while at < bytes.len() {
        match bytes[at] {
            b'\\' if mark == '"' => at += 1,
            b'\'' if mark == '\'' && bytes.get(at + 1) == Some(&b'\'') => at += 1,
            byte if char::from(byte) == mark => return Some(at),
            _ => {}
        }
        at += 1;
    }
    None
}

/// Whether a backslash stands before a letter that YAML has no meaning for, as in `"F:\Club"`.
fn bad_escape(inner: &str) -> bool {
    let bytes = inner.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] != b'\\' {
            at += 1;
            continue;
        }
        let digits = match bytes.get(at + 1) {
            Some(b'x') => 2,
            Some(b'u') => 4,
            Some(b'U') => 8,
            Some(
                b'0' | b'a' | b'b' | b't' | b'\t' | b'n' | b'v' | b'f' | b'r' | b'e' | b' ' | b'"' | b'/' | b'\\'
                | b'N' | b'_' | b'L' | b'P',
            ) => 0,
            _ => return true,
        };
        let hex = bytes.get(at + 2..at + 2 + digits);
        if !hex.is_some_and(|hex| hex.iter().all(u8::is_ascii_hexdigit)) {
            return true;
        }
        at += 2 + digits;
    }
    false
}

/// Why a text without quotation marks would be read as something else than it says.
pub(super) fn plain(text: &str) -> Option<Cause> {
    let first = text.chars().next()?;
    let next_is_blank = text[first.len_utf8()..].chars().next().is_none_or(super::is_blank);
    match first {
        '!' | '&' | '*' | '%' | '@' | '`' | '#' | ',' | ']' | '}' | '|' | '>' | '[' | '{' => {
            return Some(Cause::Unquoted(first));
        }
        '-' | '?' if next_is_blank => return Some(Cause::Unquoted(first)),
        ':' if next_is_blank => return Some(Cause::Unquoted(':')),
        _ => {}
    }
    colon(text).map(|_| Cause::Unquoted(':'))
}

/// The first colon that would make a key of what stands before it.
pub(super) fn colon(text: &str) -> Option<usize> {
    memchr::memchr_iter(b':', text.as_bytes())
        .find(|at| text[at + 1..].chars().next().is_none_or(|next| matches!(next, ' ' | '\t' | '\n' | '\r')))
}

/// What a `#` that YAML takes for a comment is in the settings, where people write comments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum HashSign {
    /// It stands apart from what follows.
    Comment,
    /// It stands before a number or is a colour, as in `Block #5` and `#5b2a6b`.
    Text,
    /// It stands before a word, which may belong to the value.
    Unclear,
}

/// What a `#` at a place of a line's value is. Of a colour nothing stands before it or behind it.
pub(super) fn hash_sign(text: &str, at: usize) -> HashSign {
    let after = text[at..].strip_prefix('#').unwrap_or_default();
    let word = after.split(|letter: char| !letter.is_alphanumeric()).next().unwrap_or_default();
    let is_hex = matches!(word.len(), 3 | 4 | 6 | 8) && word.bytes().all(|digit| digit.is_ascii_hexdigit());
    let is_colour = is_hex && at == 0 && after[word.len()..].trim_matches(super::is_blank).is_empty();
    match word.chars().next() {
        None => HashSign::Comment,
        Some(first) if first.is_ascii_digit() || is_colour => HashSign::Text,
        Some(_) => HashSign::Unclear,
    }
}

/// The first `#` that YAML would take for a comment: one behind a blank.
pub(super) fn comment(text: &str) -> Option<usize> {
    memchr::memchr_iter(b'#', text.as_bytes()).find(|at| text[..*at].ends_with([' ', '\t', '\n']))
}

/// Whether a mark of YAML stands before nothing or before brackets.
pub(super) fn structure(text: &str) -> bool {
    let (first, rest) = text.split_once(is_blank).unwrap_or((text, ""));
    let rest = rest.trim_start_matches(is_blank);
    first.len() > 1
        && (rest.starts_with(['[', '{']) || rest.is_empty() && (!first.starts_with('!') || first.starts_with("!!")))
}

/// Whether a text repeats a value that bears a name above: `*watch` below `&watch`. In front matter words behind a name make a
/// text of both.
pub(super) fn names_anchor(text: &str, above: &str, dialect: Dialect) -> bool {
    let Some(name) = text.strip_prefix('*').filter(|name| !name.is_empty() && !name.contains(is_blank)) else {
        return false;
    };
    let is_name = |line: &str, at: usize| {
        let begins = line[..at].trim_end_matches(is_blank).ends_with([':', '-', '[', ',', '{']);
        let Some(rest) = line[at + 1..].strip_prefix(name).filter(|_| begins) else { return false };
        let value = rest.trim_start_matches(is_blank);
        value.is_empty() || value.starts_with(['[', '{']) || (dialect == Dialect::Settings && value.len() < rest.len())
    };
    above.lines().any(|line| line.match_indices('&').any(|(at, _)| is_name(line, at)))
}

/// The first mark of a line that repeats a value by a name which none above it has.
pub fn strange_alias<'t>(line: &'t str, above: &str, dialect: Dialect) -> Option<&'t str> {
    let starts =
        line.match_indices('*').map(|(at, _)| at).filter(|at| line[..*at].ends_with([' ', '[', ',', '{', '-']));
    let alias = |at: usize| line[at..].split([' ', ',', ']', '}']).next().filter(|alias| alias.len() > 1);
    starts.filter_map(alias).find(|alias| !names_anchor(alias, above, dialect))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mended(text: &str, edits: Edits) -> String {
        let mut text = text.to_owned();
        for (range, new) in edits.into_iter().rev() {
            text.replace_range(range, &new);
        }
        text
    }

    #[test]
    fn straight_marks() {
        let of = |text: &str| match straight(text, 0) {
            QuoteEnd::Mend(edits, _) => mended(text, edits),
            other => format!("{other:?}"),
        };
        assert_eq!(of("'Don't answer the door'"), "\"Don't answer the door\"");
        assert_eq!(of("\"He said \"go\" twice\""), "'He said \"go\" twice'");
        assert_eq!(of("\"Stop\" says the warden"), "'\"Stop\" says the warden'");
        assert_eq!(of("\"Stop\" or \"go\""), "'\"Stop\" or \"go\"'");
        assert_eq!(of("\"F:\\Club\\wren\""), "'F:\\Club\\wren'");
        assert_eq!(of("\"Road closed\","), "\"Road closed\"");
        assert_eq!(of("\"Stop\", says the warden"), "'\"Stop\", says the warden'");
        assert_eq!(of("\"a\\tb\""), "Sound");
        assert_eq!(of("\"a\" # b"), "Comment(4)");
        assert_eq!(of("'Tis late"), "Open");
    }

    #[test]
    fn curly_marks_round_a_text() {
        let of = |text: &str| curly(text, 0).map(|(edits, _)| mended(text, edits));
        assert_eq!(of("“Gates: open”").as_deref(), Some("\"Gates: open\""));
        assert_eq!(of("\"Gates”").as_deref(), Some("\"Gates\""));
        assert_eq!(of("‘Don’t open’").as_deref(), Some("\"Don’t open\""));
        assert_eq!(of("“Stop” or “go”"), None);
        assert_eq!(of("“Stop” says he"), None);
        assert_eq!(of("\"Gates\""), None);
    }
}
