//! Lists and maps in brackets, `[a, b]` and `{a: b}`: where they end, and which texts in them need quotes. In: a text
//! that begins with a bracket. Out: its length, and mends. It must not know lines or fields.

use super::{
    Cause, Dialect, Mend, Note, is_blank,
    scalar::{self, HashSign, QuoteEnd},
};

/// What stands in brackets.
#[derive(Debug, Default)]
pub(super) struct Flow {
    /// How many bytes the brackets hold, themselves included; none where they are never closed.
    pub(super) length: Option<usize>,
    pub(super) mends: Vec<Mend>,
    /// Comments between its values, which YAML passes over.
    pub(super) notes: Vec<Note>,
    /// Whether its brackets are nested more deeply than any real ones.
    pub(super) deep: bool,
}

/// Deeper brackets are left to the library, which refuses them.
const DEEPEST: usize = 40;

/// Reads brackets that begin at `at` in the source.
pub(super) fn read(text: &str, at: usize, dialect: Dialect) -> Flow {
    let mut flow = Flow::default();
    let mut open: Vec<char> = Vec::new();
    // Where a key was read, a value follows.
    let mut keyed = false;
    let mut pos = 0;
    while pos < text.len() {
        let rest = &text[pos..];
        let Some(first) = rest.chars().next() else { break };
        match first {
            '[' | '{' => {
                open.push(first);
                keyed = false;
                if open.len() > DEEPEST {
                    return Flow { deep: true, ..Flow::default() };
                }
                pos += 1;
            }
            ']' | '}' => {
                open.pop();
                keyed = false;
                pos += 1;
                if open.is_empty() {
                    flow.length = Some(pos);
                    return flow;
                }
            }
            ',' => {
                keyed = false;
                pos += 1;
            }
            _ if is_blank(first) || matches!(first, '\n' | '\r') => pos += first.len_utf8(),
            '#' if is_comment(text, pos) => {
                let end = rest.find('\n').unwrap_or(rest.len());
                let own_line = text[..pos].rsplit('\n').next().is_some_and(|before| before.trim().is_empty());
                if !own_line {
                    flow.notes.push(Note { comment: at + pos..at + pos + rest[..end].trim_end().len() });
                }
                pos += end;
            }
            _ => {
                let place = match open.last() {
                    _ if keyed => FlowKind::Value,
                    Some('{') => FlowKind::Key,
                    _ => FlowKind::Item,
                };
                let length = one(rest, at + pos, place, dialect, &mut flow);
                keyed = place != FlowKind::Value && rest[..length].ends_with(':');
                pos += length;
            }
        }
    }
    flow
}

/// Whether a `#` between brackets over several lines begins a note: it stands on a line of its own, or apart.
fn is_comment(text: &str, at: usize) -> bool {
    let before = text[..at].chars().next_back().is_none_or(char::is_whitespace);
    let own_line =
        text[..at].contains('\n') && text[..at].rsplit('\n').next().is_some_and(|line| line.trim().is_empty());
    let apart = text[at + 1..].chars().next().is_none_or(is_blank);
    before && text[at..].contains('\n') && (own_line || apart)
}

/// What a text in brackets is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum FlowKind {
    Key,
    Value,
    Item,
}

/// Reads a key with its colon, or a value, and says how long it is.
fn one(rest: &str, at: usize, place: FlowKind, dialect: Dialect, flow: &mut Flow) -> usize {
    if let Some(length) = in_quotes(rest) {
        return length + if place == FlowKind::Value { 0 } else { key_end(&rest[length..]) };
    }
    if place == FlowKind::Key
        && let Some(colon) = key(rest)
    {
        return colon + 1;
    }
    // A mark of punctuation inside curly quotes belongs to the text.
    let end = end_of(rest);
    let text = rest[..end].trim_end_matches(|letter| is_blank(letter) || matches!(letter, '\n' | '\r'));
    let colon = scalar::colon(text);
    if place == FlowKind::Item
        && let Some(colon) = colon
        && text[..colon].chars().all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
        && matches!(&text[..colon], "name" | "url" | "phone" | "title" | "text" | "date" | "src")
    {
        return colon + 1;
    }
    let mend = match scalar::curly(text, at) {
        Some(found) => Some(found),
        None if dialect == Dialect::Settings => {
            let hash = if text.starts_with('#') { Some(0) } else { scalar::comment(text) };
            // In brackets that end on its line it would take them along.
            let is_text = |from: usize| match scalar::hash_sign(text, from) {
                HashSign::Text => true,
                HashSign::Unclear => !rest[from..end].contains('\n') && end < rest.len(),
                HashSign::Comment => false,
            };
            hash.filter(|from| is_text(*from)).map(|_| (scalar::quote(text, at), Cause::Unquoted('#')))
        }
        None => match scalar::plain(text) {
            Some(why) => Some((scalar::quote(text, at), why)),
            None if scalar::comment(text).is_some() => Some((scalar::quote(text, at), Cause::Unquoted('#'))),
            None => None,
        },
    };
    flow.mends.extend(mend.map(|(edits, why)| Mend { edits, why }));
    end
}

/// How long a text in straight marks is; none where it is none.
fn in_quotes(rest: &str) -> Option<usize> {
    if !rest.starts_with(['"', '\'']) {
        return None;
    }
    let mark = if rest.starts_with('"') { '"' } else { '\'' };
    let close = scalar::closing(rest, mark)?;
    let behind = rest[close + 1..].trim_start_matches(is_blank);
    let ends = behind.is_empty() || behind.starts_with([',', ']', '}', ':', '\n', '\r']);
    (ends && scalar::straight(&rest[..=close], 0) == QuoteEnd::Sound).then_some(close + 1)
}

fn key_end(rest: &str) -> usize {
    usize::from(rest.starts_with(':'))
}

/// Where the colon behind a key stands.
fn key(rest: &str) -> Option<usize> {
    let end = end_of(rest);
    let colon = scalar::colon(&rest[..end])?;
    let key = &rest[..colon];
    (!key.is_empty()
        && key.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-' | '.' | ' ' | ':')))
    .then_some(colon)
}

/// Where a text in brackets ends: at the next mark that parts.
fn end_of(rest: &str) -> usize {
    let mut inside = None;
    for (at, letter) in rest.char_indices() {
        match (inside, letter) {
            (Some(close), letter) if letter == close => inside = None,
            (None, ',' | ']' | '}' | '[' | '{') => return at,
            (None, '“') if rest[at..].contains('”') => inside = Some('”'),
            (None, '\n') if scalar::colon(&rest[at..]).is_some_and(|colon| colon < 40) => return at,
            _ => {}
        }
    }
    rest.len()
}
