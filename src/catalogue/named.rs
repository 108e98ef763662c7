//! Which words of a document may name a file, besides the links that are read in its body and its log: a text of its front
//! matter, an attribute of raw HTML, a style sheet. In: a document and its text. Out: [`FileWords`]. One word too many costs a
//! look, one too few leaves a picture on the web: so nothing here asks what a template or a browser makes of it. It must not
//! know which files there are.

use super::{bulletin::Update, links, reading::FileWords};
use crate::{
    moment::Moment,
    parse::{Document, tree},
    settings::Settings,
};

/// The longest path that is looked for, in bytes.
const LONGEST_PATH: usize = 1_024;

/// The words of a document that may name a file, and those of each update of its log.
pub fn files(document: &Document, text: &str, looked_at: SearchedText, settings: &Settings) -> Box<[FileWords]> {
    let mut words = WordList { settings, all: String::new() };
    let updates = if let SearchedText::Sound(updates) = looked_at { updates } else { &[] };
    let texts = document.fields.iter().flat_map(|map| &map.entries).flat_map(|entry| tree::texts(&entry.value));
    // What an update says is seen from its date on.
    for (text, _) in texts.filter(|(_, span)| !updates.iter().any(|update| update.span == *span)) {
        words.whole(text);
        words.within(text);
    }
    match looked_at {
        SearchedText::Broken => words.within(text),
        SearchedText::Sound(_) if document.facts.has_raw_html => words.within(&text[document.body..]),
        SearchedText::Sound(_) => {}
    }
    // Each of its own size: a list or a text that is shrunk in place keeps the memory that it had.
    let mut files: Vec<FileWords> = Vec::with_capacity(1 + updates.len());
    files.extend(words.take(None));
    for update in updates {
        words.within(&update.text);
        files.extend(words.take(Some(update.date)));
    }
    files.into()
}

/// What is looked through.
#[derive(Clone, Copy)]
pub enum SearchedText<'a> {
    /// Front matter, raw HTML, and this log.
    Sound(&'a [Update]),
    /// The whole text: nothing tells what it would have shown.
    Broken,
}

/// Words, each on a line.
struct WordList<'a> {
    settings: &'a Settings,
    all: String,
}

impl WordList<'_> {
    /// Adds a text as it stands, where it may be the name of a file: one word, or with a dot or a slash in it.
    fn whole(&mut self, text: &str) {
        let plain = || !text.contains(char::is_whitespace);
        if plain() || is_dotted(text) || memchr::memchr(b'/', text.as_bytes()).is_some() {
            self.push(text);
        }
    }

    /// Adds what in a text may be the name of a file: with a dot in it, between marks, and each word of that.
    fn within(&mut self, text: &str) {
        const MARKS: &[char] = &['"', '\'', '(', ')', '<', '>', '[', ']', '`', '\n', '\r'];
        const BETWEEN: &[char] = &[',', '=', ';', '{', '}'];
        if !is_dotted(text) {
            return;
        }
        for part in text.split(MARKS).filter(|part| is_dotted(part)) {
            self.push(part);
            // `image: Jane Doe.png` of front matter that cannot be read.
            let value = part.split_once(':').map_or("", |(_, value)| value);
            self.push(value);
            // `image: Jane Doe.png, shed.png`
            let names = [part, value].into_iter().filter_map(super::files::several).flatten();
            names.for_each(|name| self.push(name));
            let between = |c: char| c.is_whitespace() || BETWEEN.contains(&c);
            for word in part.split(between).filter(|word| word.len() < part.len() && is_dotted(word)) {
                self.push(word);
            }
        }
    }

    fn push(&mut self, text: &str) {
        let text = html_escape::decode_html_entities(text.trim());
        let elsewhere = || links::is_whole(&text) && self.settings.own_path(&text).is_none();
        let is_line = || memchr::memchr2(b'\n', b'\r', text.as_bytes()).is_none();
        if !text.is_empty() && text.len() <= LONGEST_PATH && is_line() && !elsewhere() {
            self.all.push_str(if self.all.is_empty() { "" } else { "\n" });
            self.all.push_str(&text);
        }
    }

    /// What was added so far.
    fn take(&mut self, from: Option<Moment>) -> Option<FileWords> {
        let words: Option<Box<str>> = Some(self.all.as_str().into()).filter(|_| !self.all.is_empty());
        self.all.clear();
        Some(FileWords { words: words?, from })
    }
}

/// Whether a text holds a dot with something behind it, as before the ending of a name.
fn is_dotted(text: &str) -> bool {
    memchr::memchr_iter(b'.', text.as_bytes()).any(|at| text[at + 1..].starts_with(char::is_alphanumeric))
}
