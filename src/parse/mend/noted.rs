//! Values of settings beside comments: where a `#` begins one, and where it belongs to the text. In: the lines of a text.
//! Out: mends and notes. It must not know what a setting means.

use super::{
    Cause, Note, is_blank,
    scalar::{self, HashSign},
    scan::{Scan, YamlLine},
};

impl Scan<'_, '_> {
    /// Whether the value stands on the lines below: indented, or as a list.
    pub(super) fn is_above_value(&self, at: usize, indent: usize) -> bool {
        let is_said = |line: &&YamlLine| !line.is_empty() && !line.text.trim_start_matches(is_blank).starts_with('#');
        self.lines[at + 1..].iter().find(is_said).is_some_and(|line| {
            let item = line.text.trim_start_matches(is_blank).strip_prefix('-');
            let is_item = item.is_some_and(|rest| rest.chars().next().is_none_or(is_blank));
            line.depth() > indent || (is_item && line.depth() == indent)
        })
    }

    /// Mends a text of settings without quotation marks, in which the first `#` that YAML takes for a comment may stand.
    pub(super) fn plain_setting(&mut self, whole: &str, start: usize, comment: Option<usize>) {
        let hash = if whole.starts_with('#') { Some(0) } else { comment };
        let is_own_line = |from: usize| whole[..from].trim_end_matches(is_blank).ends_with('\n');
        if let Some(from) = hash.filter(|from| !is_own_line(*from)) {
            let line_end = whole[from..].find('\n').map_or(whole.len(), |end| from + end);
            match scalar::hash_sign(&whole[..line_end], from) {
                HashSign::Text => {
                    self.mend(scalar::quote(whole, start), Cause::Unquoted('#'));
                    return;
                }
                HashSign::Unclear => self.out.notes.push(Note { comment: start + from..start + line_end }),
                HashSign::Comment => {}
            }
        }
        let said = comment.map_or(whole, |from| whole[..from].trim_end());
        if said.starts_with('*') {
            self.mend(scalar::quote(said, start), Cause::Unquoted('*'));
        } else if scalar::colon(said).is_some() && comment.is_none() && !said.starts_with(['&', '!']) {
            self.mend(scalar::quote(whole, start), Cause::Unquoted(':'));
        }
    }
}
