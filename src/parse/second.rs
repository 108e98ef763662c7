//! A second bulletin in the body of a first: its fields between two lines of dashes. In: a body. Out: where it begins.
//! It must not know what fields mean, only which names there are.

use std::ops::Range;

use super::{front_matter, mend::Names};
use crate::markdown;

/// What lines say that may be the fields of a bulletin.
#[derive(Default)]
struct SeenFields {
    /// The known ones, in small letters.
    known: Vec<String>,
    /// Whether an empty line stands among them, or below them.
    blank: bool,
    closed: bool,
}

/// The line of dashes with which a second bulletin begins, where there is one.
pub fn begins(body: &str, names: Names) -> Option<Range<usize>> {
    let bytes = body.as_bytes();
    // Most bodies have no such line.
    let starts = memchr::memchr_iter(b'\n', bytes).map(|end| end + 1).chain([0]);
    if !starts.into_iter().any(|start| front_matter::is_mark(line_at(body, start))) {
        return None;
    }
    let lines: Vec<Range<usize>> = markdown::prose_lines(body).collect();
    let mark = |line: &Range<usize>| front_matter::is_mark(&body[line.clone()]);
    lines.iter().enumerate().filter(|(_, line)| mark(line)).find_map(|(nth, line)| {
        let below = lines[nth + 1..].iter().map(|line| &body[line.clone()]);
        is_bulletin(&seen(below, names)).then(|| line.clone())
    })
}

fn line_at(body: &str, start: usize) -> &str {
    let end = memchr::memchr(b'\n', &body.as_bytes()[start..]).map_or(body.len(), |end| start + end);
    &body[start..end]
}

/// Whether lines are the fields of a bulletin. Words with colons stand between lines drawn across a text, too: those are
/// closed by a line of dashes directly below only where they are fields, and name no title.
fn is_bulletin(seen: &SeenFields) -> bool {
    let has = |name: &str| seen.known.iter().any(|known| known == name);
    let count = seen.known.len();
    if seen.closed { count > 1 && (has("title") || !seen.blank) } else { count > 2 && has("title") && has("date") }
}

fn seen<'b>(lines: impl Iterator<Item = &'b str>, names: Names) -> SeenFields {
    let mut seen = SeenFields::default();
    for line in lines {
        let text = line.trim();
        if text.is_empty() {
            seen.blank |= !seen.known.is_empty();
            continue;
        }
        if front_matter::is_mark(line) || text == "..." {
            seen.closed = true;
            break;
        }
        // What goes on with a field, as a list does, and notes.
        if !seen.known.is_empty() && line.starts_with([' ', '\t', '-', '#']) {
            continue;
        }
        let Some((key, _)) = text.split_once(':') else { break };
        let key = key.trim().to_lowercase();
        let is_word = !key.is_empty() && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte));
        if names(&key).is_field() {
            seen.known.push(key);
        } else if seen.known.is_empty() || !is_word {
            break;
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::parse::mend::KeyName;

    fn names(key: &str) -> KeyName {
        match key {
            "title" => KeyName::Text,
            "area" => KeyName::Texts,
            "date" | "draft" | "contacts" => KeyName::Typed,
            _ => KeyName::Unknown,
        }
    }

    #[test]
    fn the_fields_of_a_second_bulletin_are_found() {
        for body in [
            "Text.\n\n---\ntitle: Missing: Zoe, 14\ndate: 2026-11-20\narea: Ford\ndraft: true\n---\nText.\n",
            "Text.\r\n\r\n---\r\nTitle: Zoe\r\nDate: x\r\n---\r\nText.\r\n",
            "Text.\n\n---\ndate: x\narea:\n- Ford\n- Hill\nhero: a.png\n---\n# Zoe\n",
            "Text.\n\n—\ntitle: Zoe\ndate: x\n—\nText.\n",
            "Text.\n\n---\n\ntitle: Zoe\ndate: x\n\n---\nText.\n",
            "Text.\n\n---\ntitle: Zoe\ndate: x\narea: Ford\n\nText.\n",
            "---\ntitle: Zoe\ndate: x\n...\n",
        ] {
            let want = body.find("---").or_else(|| body.find('—')).unwrap();
            assert_eq!(begins(body, names).map(|line| line.start), Some(want), "{body:?}");
        }
    }

    #[test]
    fn lines_drawn_across_a_text_are_none() {
        for body in [
            "Text.\n\n---\n\nMind: the gate is shut.\n\n---\n",
            "Text.\n\n---\nContacts: Jean and Bob\n---\n",
            "Text.\n\n---\nDate: Saturday\nArea: Corn Hall\n\n---\nText.\n",
            "Text.\n\n---\nTitle: Zoe\nOf whom: nothing\n---\n",
            "```yaml\n---\ntitle: Zoe\ndate: x\n---\n```\n",
            "Text.\n\n---\ntitle: Zoe\ndate: x\n",
            "Text.\n\n---\nThe date: was wrong.\nThe title: too.\n---\n",
            "Text.\n\n---\n",
            "---",
            "",
        ] {
            assert_eq!(begins(body, names), None, "{body:?}");
        }
    }
}
