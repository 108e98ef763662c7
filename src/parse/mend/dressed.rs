//! Names of fields with marks round them that do not belong there: `**Title:** Gate`, `• title: Gate`, `title = Gate`. In: a line.
//! Out: where the name and the value stand. It must not know what a field means, nor other lines.

use std::ops::Range;

use super::{Cause, Dialect, KeyName, is_blank, named};

/// Marks of lists, and what people put round words.
const BULLETS: [char; 10] = ['-', '*', '•', '‣', '▪', '●', '◦', '–', '—', '·'];
const ROUND: [char; 7] = ['*', '_', '`', '‘', '’', '“', '”'];

/// The name of a field with marks that do not belong there.
pub(super) struct MarkedKey {
    pub(super) word: Range<usize>,
    /// Where its value begins.
    pub(super) value: usize,
    pub(super) name: KeyName,
    pub(super) why: Cause,
}

/// In which dress the fields of a text may come.
#[derive(Clone, Copy)]
pub(super) enum MarkStyle {
    /// In none: its author knows YAML.
    No,
    Marks,
    /// As the entries of a list too, since the first of them is one.
    List,
}

impl MarkStyle {
    pub(super) fn of(text: &str, dialect: Dialect, names: impl Fn(&str) -> KeyName) -> Self {
        if dialect != Dialect::Bulletin {
            return Self::No;
        }
        let first = text.lines().find(|line| !line.trim_matches(is_blank).is_empty()).unwrap_or_default();
        let listed = first.starts_with(BULLETS) && read(first, true, &names).is_some();
        if listed { Self::List } else { Self::Marks }
    }

    /// A line that is a field at the margin in such a dress.
    pub(super) fn read(self, line: &str, names: &dyn Fn(&str) -> KeyName) -> Option<MarkedKey> {
        match self {
            Self::No => None,
            Self::Marks => read(line, false, names),
            Self::List => read(line, true, names),
        }
    }
}

fn read(text: &str, listed: bool, names: &dyn Fn(&str) -> KeyName) -> Option<MarkedKey> {
    let past = |at: usize, marks: &dyn Fn(char) -> bool| text.len() - text[at..].trim_start_matches(marks).len();
    let round = |letter: char| ROUND.contains(&letter);
    let mut why = None;
    let mut at = 0;
    // A list has a blank behind its mark: `**` is none.
    let mark = text.chars().next().filter(|mark| listed && BULLETS.contains(mark));
    if let Some(mark) = mark
        && text[mark.len_utf8()..].starts_with(is_blank)
    {
        why = Some(Cause::Dressed(mark));
        at = past(mark.len_utf8(), &is_blank);
    }
    // A small picture before the name: no letter, and no mark that people write texts with.
    let is_picture = |letter: char| !letter.is_alphanumeric() && !letter.is_ascii() && !round(letter);
    let mark = text[at..].chars().next().filter(|letter| is_picture(*letter) && !is_blank(*letter));
    if let Some(mark) = mark.filter(|mark| !BULLETS.contains(mark)) {
        why = why.or(Some(Cause::Dressed(mark)));
        at = past(at, &|letter| is_picture(letter) || is_blank(letter));
    }
    let word = past(at, &round);
    let is_round = word > at;
    why = why.or_else(|| text[at..word].chars().next().map(Cause::Dressed));
    let length = text[word..].bytes().take_while(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(byte)).count();
    let length = text[word..word + length].trim_end_matches('_').len();
    let word = word..word + length;
    at = word.end;
    if is_round {
        at = past(at, &round);
    }
    at = past(at, &is_blank);
    let mark = text[at..].chars().next().filter(|mark| matches!(mark, ':' | '：' | '='))?;
    if mark == '=' {
        why = why.or(Some(Cause::Equals));
    }
    at += mark.len_utf8();
    if is_round {
        at = past(at, &round);
    }
    let why = why?;
    let name = Some(named(names, &text[word.clone()])).filter(|name| name.is_field())?;
    Some(MarkedKey { word, value: past(at, &is_blank), name, why })
}
