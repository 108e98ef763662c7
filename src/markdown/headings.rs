//! Headings as the author wrote them in; the levels and ids that the page gives them out.
//! Must not know how a heading is written as HTML.

use std::collections::{HashMap, hash_map::Entry};

/// Ids that the page around a body uses itself.
const RESERVED: [&str; 9] = ["main", "help", "facts", "updates", "share", "nearby", "menu", "top", "search"];

/// An automatic id stops after about so many bytes.
const LONGEST: usize = 80;

/// Gives each heading its level on the page, `h2` to `h6`.
///
/// A heading stands one below the nearest heading before it that the author put higher, and at `h2`
/// when there is none. So order and nesting are the author's, no level is jumped over on the way
/// down, and headings of one level under one heading stay level.
#[derive(Default)]
pub(super) struct Levels {
    above: Vec<(u8, u8)>,
}

impl Levels {
    /// The level on the page for the next heading, which the author gave `written` (1 to 6).
    pub fn next(&mut self, written: u8) -> u8 {
        while self.above.last().is_some_and(|&(level, _)| level >= written) {
            self.above.pop();
        }
        let level = self.above.last().map_or(2, |&(_, level)| (level + 1).min(6));
        self.above.push((written, level));
        level
    }
}

/// Hands out ids, each once.
#[derive(Default)]
pub(super) struct Ids {
    /// What stands before each id that no author wrote.
    prefix: String,
    /// Ids that are taken, with the number to try next when one is wanted again.
    taken: HashMap<String, usize>,
}

impl Ids {
    /// Ids for a part of a page, which begin with its name.
    pub fn of_part(name: &str) -> Self {
        let prefix = if name.is_empty() { String::new() } else { format!("{name}-") };
        Self { prefix, ..Self::default() }
    }

    /// An id that is made: that of a note, or of a heading without one.
    pub fn made(&mut self, wanted: String) -> String {
        let wanted = if self.prefix.is_empty() { wanted } else { [&*self.prefix, &wanted].concat() };
        self.unique(wanted)
    }

    /// `wanted`, or when that is taken or reserved, `wanted-2` and so on.
    pub fn unique(&mut self, wanted: String) -> String {
        let mut number = match self.taken.entry(wanted.clone()) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(new) => {
                new.insert(2);
                if !RESERVED.contains(&&*wanted) {
                    return wanted;
                }
                2
            }
        };
        let id = loop {
            let id = format!("{wanted}-{number}");
            number += 1;
            if !self.taken.contains_key(&id) {
                break id;
            }
        };
        self.taken.insert(wanted, number);
        self.taken.insert(id.clone(), 2);
        id
    }
}

/// The id that a heading's text gives: letters and digits in lower case, joined by hyphens.
pub(super) fn slug(text: &str) -> String {
    let mut slug = String::with_capacity(text.len().min(LONGEST));
    let mut gap = false;
    for character in text.chars() {
        if character.is_alphanumeric() {
            if slug.len() >= LONGEST {
                break;
            }
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            if character.is_ascii() {
                slug.push(character.to_ascii_lowercase());
                continue;
            }
            slug.extend(character.to_lowercase().filter(|lower| lower.is_alphanumeric()));
        } else if !matches!(character, '\'' | '’') {
            gap = true;
        }
    }
    if slug.is_empty() { "section".to_owned() } else { slug }
}

/// Takes a trailing `{#id}` off the text of a heading: what is left, and the id. Classes and values beside it, as Pandoc and
/// Hugo have them (`{#id .class key=value}`), go with it.
pub(super) fn split_id(text: &str) -> (&str, Option<&str>) {
    let is_name = |name: &str| {
        let plain = |letter: char| letter.is_alphanumeric() || matches!(letter, '-' | '_' | '.' | ':');
        !name.is_empty() && name.chars().all(plain)
    };
    let parts = || {
        let inner = text.trim_end().strip_suffix('}')?;
        let open = inner.rfind('{')?;
        let mut ids = Vec::new();
        for word in inner[open + 1..].split_whitespace() {
            let value = word.split_once('=').map(|(key, _)| key);
            match word.strip_prefix('#') {
                Some(id) if is_name(id) => ids.push(id),
                _ if word.strip_prefix('.').or(value).is_some_and(is_name) => {}
                _ => return None,
            }
        }
        Some((inner[..open].trim_end(), Some(*ids.first()?)))
    };
    parts().unwrap_or((text, None))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn levels(written: &[u8]) -> Vec<u8> {
        let mut levels = Levels::default();
        written.iter().map(|&level| levels.next(level)).collect()
    }

    #[test]
    fn headings_start_at_two_and_keep_their_order() {
        assert_eq!(levels(&[1, 2, 3, 2, 1]), [2, 3, 4, 3, 2]);
        assert_eq!(levels(&[3, 4, 4, 3]), [2, 3, 3, 2]);
        assert_eq!(levels(&[2, 4, 4, 3, 6]), [2, 3, 3, 3, 4]);
        assert_eq!(levels(&[4, 2, 3]), [2, 2, 3]);
        assert_eq!(levels(&[1, 2, 3, 4, 5, 6, 6]), [2, 3, 4, 5, 6, 6, 6]);
    }

    #[test]
    fn no_level_is_jumped_over() {
        for number in 0..6_usize.pow(6) {
            let written: Vec<u8> =
                (0..6).map(|place| u8::try_from(number / 6_usize.pow(place) % 6 + 1).unwrap()).collect();
            let mut before = 1;
            for level in levels(&written) {
                assert!((2..=6).contains(&level) && level <= before + 1, "{written:?}");
                before = level;
            }
        }
    }

    #[test]
    fn ids_are_unique_and_not_the_pages_own() {
        let mut ids = Ids::default();
        let given: Vec<_> =
            ["a", "a", "a-2", "a", "main", "main", "b"].iter().map(|id| ids.unique((*id).to_owned())).collect();
        assert_eq!(given, ["a", "a-2", "a-2-2", "a-3", "main-2", "main-3", "b"]);
    }

    #[test]
    fn slugs() {
        assert_eq!(slug("Can you help?"), "can-you-help");
        assert_eq!(slug("  Maidstone's A20 & M20 "), "maidstones-a20-m20");
        assert_eq!(slug("Обращение Été 東京"), "обращение-été-東京");
        assert_eq!(slug("!?"), "section");
        assert!(slug(&"long ".repeat(1000)).len() < 100);
    }

    #[test]
    fn written_ids() {
        assert_eq!(split_id("Advice {#my_id}"), ("Advice", Some("my_id")));
        assert_eq!(split_id("Advice { #x } "), ("Advice", Some("x")));
        assert_eq!(split_id("Advice {#x .note data-a=1}"), ("Advice", Some("x")));
        assert_eq!(split_id("Advice {.note}"), ("Advice {.note}", None));
        for text in ["News {{ site.name }}", "News {% if x %}", "News {#}", "News {#a b}", "News {#a\"b}", "{.c}"] {
            assert_eq!(split_id(text), (text, None));
        }
    }
}
