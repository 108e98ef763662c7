//! Front matter as volunteers write it, made into front matter as YAML wants it. In: the text between the marks.
//! Out: the mended text, each change with its reason, and where a place of the mended text stands in what was written.
//! It must not know what fields mean, nor the YAML library.

mod bare;
mod dressed;
mod flow;
mod noted;
mod parted;
mod scalar;
mod scan;

use std::{borrow::Cow, ops::Range};

use crate::problem::{Cause, is_unseen};
pub use scalar::{quoted, strange_alias};
pub use scan::mends;

/// How much of YAML is meant as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Front matter: marks that YAML has a meaning for are text, but for lists, maps, quotes and lines that begin with `#`.
    Bulletin,
    /// Settings, and other files of people who know YAML: comments, anchors and tags are what they are.
    Settings,
}

/// What is known of the names of keys, in small letters.
pub type Names = fn(&str) -> KeyName;

/// What is known of a key as it is written, in capitals or not.
fn named(names: &dyn Fn(&str) -> KeyName, key: &str) -> KeyName {
    let small = key.bytes().all(|byte| byte.is_ascii() && !byte.is_ascii_uppercase());
    if small { names(key) } else { names(&key.to_lowercase()) }
}

/// What is known of the name of a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyName {
    /// A field that holds words for people.
    Text,
    /// A field that holds several of them, as a list or between commas.
    Texts,
    /// A field that holds a date, a word out of a few, an address.
    Typed,
    /// A key inside another.
    Inner,
    Unknown,
}

impl KeyName {
    /// Whether it is the name of a field that holds words.
    pub fn holds_words(self) -> bool {
        matches!(self, Self::Text | Self::Texts)
    }

    /// Whether it is the name of a field.
    pub fn is_field(self) -> bool {
        self.holds_words() || self == Self::Typed
    }
}

/// One change: bytes of the text, and what stands there instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mend {
    /// The first and the last place that it changes: one stretch, or the two ends of a text that is put into quotes.
    pub edits: Vec<(Range<usize>, String)>,
    pub why: Cause,
}

/// Something that is not changed, and that YAML would pass over.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// A comment behind a value.
    pub comment: Range<usize>,
}

/// What is to be changed in a text, and what would be passed over.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Mends {
    pub mends: Vec<Mend>,
    pub notes: Vec<Note>,
    /// Lines that are no field, no list and no comment, and go on with nothing.
    pub strange: Vec<Range<usize>>,
    /// The first bracket that is never closed.
    pub unclosed: Option<Range<usize>>,
}

/// A text with its changes made.
#[derive(Clone, Debug)]
pub struct MendedText<'t> {
    pub text: Cow<'t, str>,
    /// In order: what was replaced, and how long its replacement is.
    edits: Vec<(Range<usize>, usize)>,
}

impl<'t> MendedText<'t> {
    /// Makes the changes.
    pub fn new(text: &'t str, mends: &[Mend]) -> Self {
        let mut edits: Vec<(&Range<usize>, &str)> =
            mends.iter().flat_map(|mend| &mend.edits).map(|(range, text)| (range, text.as_str())).collect();
        if edits.is_empty() {
            return Self { text: Cow::Borrowed(text), edits: Vec::new() };
        }
        edits.sort_by_key(|(range, _)| (range.start, range.end));
        let mut mended = String::with_capacity(text.len() + 64);
        let mut at = 0;
        let mut made = Vec::with_capacity(edits.len());
        for (range, new) in edits {
            // Two reasons for one place: the first holds.
            if range.start < at {
                continue;
            }
            mended.push_str(&text[at..range.start]);
            mended.push_str(new);
            at = range.end;
            made.push((range.clone(), new.len()));
        }
        mended.push_str(&text[at..]);
        Self { text: Cow::Owned(mended), edits: made }
    }

    /// Where a byte of the mended text stands in what was written.
    pub fn original(&self, at: usize) -> usize {
        let mut gone = 0;
        let mut come = 0;
        for (range, length) in &self.edits {
            let start = range.start + come - gone;
            if at < start {
                break;
            }
            if at < start + length {
                return range.start;
            }
            gone += range.len();
            come += length;
        }
        at + gone - come
    }

    /// The line of the mended text in which the byte `at` of what was written stands now.
    pub fn line(&self, at: usize) -> &str {
        let mut new = at;
        for (range, length) in self.edits.iter().rev() {
            if range.end <= at {
                let (gone, come) = self
                    .edits
                    .iter()
                    .take_while(|(edit, _)| edit.end <= range.end)
                    .fold((0, 0), |(gone, come), (edit, length)| (gone + edit.len(), come + length));
                new = at + come - gone;
                break;
            }
            if range.start <= at {
                new = at.min(range.start + length);
            }
        }
        let new = self.text.floor_char_boundary(new.min(self.text.len()));
        let start = self.text[..new].rfind('\n').map_or(0, |at| at + 1);
        let end = self.text[new..].find('\n').map_or(self.text.len(), |at| new + at);
        self.text[start..end].trim_end()
    }
}

/// Whether a character is a blank to people: spaces of every width, tabs, and what has no width at all.
pub fn is_blank(letter: char) -> bool {
    (letter.is_whitespace() && !matches!(letter, '\n' | '\r')) || is_unseen(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(key: &str) -> KeyName {
        match key {
            "title" => KeyName::Text,
            "area" => KeyName::Texts,
            "date" | "kind" => KeyName::Typed,
            "phone" | "name" => KeyName::Inner,
            _ => KeyName::Unknown,
        }
    }

    #[test]
    fn places_lead_back_to_what_was_written() {
        let text = "title:\u{a0}A: b\ndate: x\n";
        let found = mends(text, Dialect::Bulletin, names);
        let mended = MendedText::new(text, &found.mends);
        assert_eq!(mended.text, "title: \"A: b\"\ndate: x\n");
        let at = mended.text.find("date").unwrap();
        assert_eq!(mended.original(at), text.find("date").unwrap());
        assert_eq!(mended.original(mended.text.find('A').unwrap()), text.find('A').unwrap());
        assert_eq!(mended.line(text.find('A').unwrap()), "title: \"A: b\"");
        assert_eq!(mended.line(text.find("date").unwrap()), "date: x");
    }

    /// What is written, and what it is read as.
    const READ_AS: &[(&str, &str)] = &[
        ("title: Gates: open", "title: \"Gates: open\""),
        ("title: Gates:", "title: \"Gates:\""),
        ("title: \"a\" b: c", "title: '\"a\" b: c'"),
        ("title: #Together week", "title: \"#Together week\""),
        ("title: Plot #4 dug up", "title: \"Plot #4 dug up\""),
        ("title: !Now closed", "title: \"!Now closed\""),
        ("title: @parish says", "title: \"@parish says\""),
        ("title: [NEW] Gate", "title: \"[NEW] Gate\""),
        ("title: Gate shut\nfor a week\ndate: x", "title: Gate shut\n  for a week\ndate: x"),
        ("reference:\n  46.3/21", "reference:\n  46.3/21"),
        ("title: {{ page.title }}", "title: \"{{ page.title }}\""),
        ("title: > 50 came", "title: \"> 50 came\""),
        ("title: - gate", "title: \"- gate\""),
        ("title: *new* gate", "title: \"*new* gate\""),
        ("title: *new", "title: \"*new\""),
        ("title: \"&new gate\"\nkind: *new", "title: \"&new gate\"\nkind: \"*new\""),
        ("title:\tGate", "title: Gate"),
        ("title = Gate: open\ndate = x", "title: \"Gate: open\"\ndate: x"),
        ("**Title:** Gate\n**date**: x", "Title: Gate\ndate: x"),
        ("‘title’: Gate\n_area_:\n- Mill", "title: Gate\narea:\n- Mill"),
        ("- title: Gate\n- date: x", "title: Gate\ndate: x"),
        ("• title: Gate\n• area: Mill", "title: Gate\narea: Mill"),
        ("*Hill* = top: x", "*Hill* = top: x"),
        ("area:\n- title: Gate", "area:\n- title: Gate"),
        ("title:Gate", "title: Gate"),
        ("title\u{a0}: Gate", "title: Gate"),
        ("title: Gate\n  date: x", "title: Gate\ndate: x"),
        (" title: Gate\ndate: x", "title: Gate\ndate: x"),
        ("title: one\n  two: three\ndate: x", "title: \"one\n  two: three\"\ndate: x"),
        ("area:\n-Mill\n- Hill", "area:\n- Mill\n- Hill"),
        ("area:\n• Mill\n–\tHill", "area:\n- Mill\n- Hill"),
        ("area:\n- Mill: north", "area:\n- \"Mill: north\""),
        ("area: [“Mill”, #4, Hill: north]", "area: [\"Mill\", \"#4\", \"Hill: north\"]"),
        ("area: [Mill, Hill", "area: [Mill, Hill]"),
        ("c: [{name: Jo, note: Mon: 9}]", "c: [{name: Jo, note: \"Mon: 9\"}]"),
        ("c:\n- name: Jo: warden\n\tphone:01", "c:\n- name: \"Jo: warden\"\n  phone: 01"),
        ("kind: notice # or so", "kind: notice # or so"),
        ("title: Room # 5", "title: \"Room # 5\""),
        ("title: \"a\n  b\"\ndate: x", "title: \"a\n  b\"\ndate: x"),
        ("title: \"open", "title: \"open\""),
        ("title: |\n  a: b\n  # c\nkind: x", "title: |\n  a: b\n  # c\nkind: x"),
        ("url: https://a.example/b#c", "url: https://a.example/b#c"),
        ("og:\n  title: a\n  site: b", "og:\n  title: a\n  site: b"),
        ("a: {b: c, d: [e, f]}", "a: {b: c, d: [e, f]}"),
        ("a: [x,\n  y]\ntitle: z", "a: [x,\n  y]\ntitle: z"),
        (
            "a: [\n    x,\n    y\n  ]\n  # an indented remark\ntitle: z",
            "a: [\n    x,\n    y\n  ]\n  # an indented remark\ntitle: z",
        ),
        ("a: [ x, # one\n  y ]\ntitle: z", "a: [ x, # one\n  y ]\ntitle: z"),
        ("a: [ x, # one\ny, # two\n]\ntitle: z", "a: [ x, # one\ny, # two\n]\ntitle: z"),
        ("a: [x,\n# a remark\ny]\n  # another\ntitle: z", "a: [x,\n# a remark\ny]\n  # another\ntitle: z"),
        ("a: {\nb: x, # one\nc: [y,\nz]\n}\ntitle: z", "a: {\nb: x, # one\nc: [y,\nz]\n}\ntitle: z"),
        ("area: [Mill, Hill\ntitle: z] y", "area: [Mill, Hill]\ntitle: z] y"),
        ("# a: b: c\ntitle: z", "# a: b: c\ntitle: z"),
        ("area:\nMill\nHill # 2\ndate: x", "area:\n- Mill\n- \"Hill # 2\"\ndate: x"),
        ("area:\n  Mill\n  Hill", "area:\n  - Mill\n  - Hill"),
        ("area:\n1. Mill\n2) Hill", "area:\n- Mill\n- Hill"),
        ("area:\nMill,\nHill", "area:\n  Mill,\n  Hill"),
        ("area:\nMill\ndate: x", "area:\n  Mill\ndate: x"),
        ("area:\n  Mill", "area:\n  Mill"),
        ("title:\nGate shut\ndate: x", "title:\n  Gate shut\ndate: x"),
        ("title: Gate: shut\nfor a week\ndate: x", "title: \"Gate: shut\n  for a week\"\ndate: x"),
        ("kind: notice date: x", "kind: notice\ndate: x"),
        ("date: 21/11/2026 area: Mill: north", "date: 21/11/2026\narea: \"Mill: north\""),
        ("u:\n- date: x name: by: the ford", "u:\n- date: x\n  name: \"by: the ford\""),
        ("kind: date: x", "kind: \"date: x\""),
        ("title: a date: x", "title: \"a date: x\""),
        ("kind: notice: date", "kind: \"notice: date\""),
        ("📅 date: x\n⚠️ Title: Gate", "date: x\nTitle: Gate"),
        ("\u{200e}title: Gate", "title: Gate"),
        ("title: 15:34 and 46/3", "title: 15:34 and 46/3"),
        ("title: a\u{a0}b", "title: a\u{a0}b"),
    ];

    #[test]
    fn what_is_meant() {
        for (written, want) in READ_AS {
            let found = mends(written, Dialect::Bulletin, names);
            assert_eq!(MendedText::new(written, &found.mends).text, *want, "{written:?}");
            let again = mends(want, Dialect::Bulletin, names);
            assert_eq!(again.mends, [], "what was mended needs no more: {want:?}");
        }
    }

    /// The same of settings, and which comments are told.
    const IN_SETTINGS: &[(&str, &str, &[&str])] = &[
        ("title: Wren #1 Watch", "title: \"Wren #1 Watch\"", &[]),
        ("brand: #5b2a6b", "brand: \"#5b2a6b\"", &[]),
        ("brand: #fade", "brand: \"#fade\"", &[]),
        ("card: #colours\n  brand: #5b2a6b", "card: #colours\n  brand: \"#5b2a6b\"", &[]),
        ("areas: [{name: Block #5}]", "areas: [{name: \"Block #5\"}]", &[]),
        ("areas: [#5, Mill #east]", "areas: [\"#5\", \"Mill #east\"]", &[]),
        ("areas: [a, # one\n  b #two\n  , c]", "areas: [a, # one\n  b #two\n  , c]", &[]),
        ("areas:\n- Block #5\n#- Block #6", "areas:\n- \"Block #5\"\n#- Block #6", &[]),
        ("areas: #5 of them\n- Mill", "areas: #5 of them\n- Mill", &[]),
        ("title: Wren #Together", "title: Wren #Together", &["#Together"]),
        ("tagline: #Together", "tagline: #Together", &["#Together"]),
        ("theme: default #add", "theme: default #add", &["#add"]),
        ("per_page: 10 # few", "per_page: 10 # few", &[]),
        ("title: Wren\n  #Watch", "title: Wren\n  #Watch", &[]),
        ("title: \"Wren #1\" #one", "title: \"Wren #1\" #one", &[]),
    ];

    #[test]
    fn a_number_or_colour_behind_a_hash_is_text_in_settings() {
        for (written, want, told) in IN_SETTINGS {
            let found = mends(written, Dialect::Settings, |_| KeyName::Unknown);
            assert_eq!(MendedText::new(written, &found.mends).text, *want, "{written:?}");
            let notes: Vec<&str> = found.notes.iter().map(|note| &written[note.comment.clone()]).collect();
            assert_eq!(notes, *told, "{written:?}");
        }
    }

    #[test]
    fn comments_are_noted_and_strange_lines_told() {
        let found = mends("kind: x # why\ntitle: \"a\" # b\nGo round\n", Dialect::Bulletin, names);
        assert_eq!(found.notes.iter().map(|note| note.comment.clone()).collect::<Vec<_>>(), [8..13, 25..28]);
        assert_eq!(found.strange.len(), 1);
        assert_eq!(found.strange.first(), Some(&(29..37)));
        let notes = mends("a: [ x, # one\n  y ] # two\n", Dialect::Bulletin, names).notes;
        assert_eq!(notes.iter().map(|note| note.comment.clone()).collect::<Vec<_>>(), [8..13, 20..25]);
        assert!(mends("kind: x # why\n", Dialect::Settings, |_| KeyName::Unknown).notes.is_empty());
    }
}
