//! Two fields on one line: `status: resolved closed: 2026-11-21`. In: the value of the first. Out: mends that put the second
//! on a line of its own. It must not know what a field means.

use super::{
    Cause, Dialect, KeyName, is_blank, scalar,
    scan::{LineAbove, Scan},
};

impl Scan<'_, '_> {
    /// Parts a value of one word or date from another field behind it, which stands `column` far in as the first one does.
    /// A text may hold whatever it likes. Says which line comes next.
    pub(super) fn parted(
        &mut self,
        at: usize,
        text: &str,
        start: usize,
        column: usize,
        name: KeyName,
        above: &mut LineAbove,
    ) -> Option<usize> {
        if name != KeyName::Typed || self.dialect != Dialect::Bulletin || !text.contains(':') {
            return None;
        }
        // At the margin stand fields, and below them their parts.
        let is_second = |name: KeyName| match name {
            KeyName::Typed => true,
            KeyName::Texts => column == 0,
            KeyName::Inner => column > 0,
            KeyName::Text | KeyName::Unknown => false,
        };
        let words = text.match_indices(is_blank).map(|(at, blank)| at + blank.len());
        let (second, key) = words.filter(|word| !text[*word..].starts_with(is_blank)).find_map(|word| {
            let rest = &text[word..];
            let behind = &rest[rest.find(|letter: char| letter == ':' || is_blank(letter))?..];
            let is_key = behind.strip_prefix(':')?.chars().next().is_none_or(is_blank);
            let key = self.key(rest).filter(|key| is_key && is_second(key.name))?;
            Some((word, key))
        })?;
        let first = text[..second].trim_end_matches(is_blank);
        if first.is_empty() {
            return None;
        }
        if let Some(why) = scalar::plain(first) {
            self.mend(scalar::quote(first, start), why);
        }
        let lead = format!("\n{}", " ".repeat(column));
        self.replace(start + first.len()..start + second, &lead, Cause::TwoFields);
        let value = second + key.value;
        above.opens = value >= text.len();
        if above.opens {
            return Some(at + 1);
        }
        let pos = start - self.lines[at].start + value;
        let name = if column > 0 && key.name != KeyName::Typed { KeyName::Text } else { key.name };
        Some(self.value(at, pos, column, name, above))
    }
}
