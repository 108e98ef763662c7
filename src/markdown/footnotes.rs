//! The renderer's part for footnotes: references where they stand, the notes at the end in the order
//! of the first references. A note that nothing refers to comes last; of two notes of one name the
//! first counts. Must not know what stands in a note.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::html::Renderer;
use super::{escape, links};

/// The footnotes met so far.
#[derive(Default)]
pub(super) struct Notes {
    by_name: HashMap<String, usize>,
    notes: Vec<Note>,
    referred: usize,
    /// The definitions being written: which note, and where in the output it began.
    open: Vec<(usize, usize)>,
}

#[derive(Default)]
struct Note {
    id: String,
    /// From 1, in the order of first references; 0 when there is none.
    number: usize,
    /// The ids of the references.
    references: Vec<String>,
    html: Option<String>,
}

impl Notes {
    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }
}

impl Renderer<'_> {
    pub(super) fn note_reference(&mut self, name: &str) {
        if self.image.is_some() {
            return;
        }
        let index = self.note(name);
        let linked = self.link.is_none() && self.unlinked == 0 && self.on_page();
        let notes = &mut self.notes;
        let note = &mut notes.notes[index];
        if note.number == 0 {
            notes.referred += 1;
            note.number = notes.referred;
        }
        let number = note.number;
        // Writing to a string cannot fail.
        _ = if linked {
            let id = self.ids.unique(&format!("fnref-{}", label(name)));
            self.out.push_str("<sup class=\"footnote-ref\"><a href=\"#");
            links::write(&mut self.out, &note.id);
            self.out.push_str("\" id=\"");
            escape::attribute(&mut self.out, &id);
            note.references.push(id);
            write!(self.out, "\" role=\"doc-noteref\">{number}</a></sup>")
        } else if self.on_page() {
            write!(self.out, "<sup class=\"footnote-ref\">{number}</sup>")
        } else {
            write!(self.out, "<sup>[{number}]</sup>")
        };
    }

    pub(super) fn start_note(&mut self, name: &str) {
        self.line();
        let index = self.note(name);
        self.notes.open.push((index, self.out.len()));
    }

    pub(super) fn end_note(&mut self) {
        let Some((index, start)) = self.notes.open.pop() else {
            return;
        };
        let html = self.out.split_off(start.min(self.out.len()));
        self.notes.notes[index].html.get_or_insert(html);
    }

    /// Writes the section of notes, if there are any.
    pub(super) fn write_notes(&mut self) {
        let mut notes = std::mem::take(&mut self.notes.notes);
        notes.retain(|note| note.html.is_some());
        if notes.is_empty() {
            return;
        }
        notes.sort_by_key(|note| {
            if note.number == 0 {
                usize::MAX
            } else {
                note.number
            }
        });
        self.line();
        if self.on_page() {
            self.out
                .push_str("<section class=\"footnotes\" aria-label=\"");
            escape::attribute(&mut self.out, self.options.words.footnotes);
            self.out.push_str("\">\n<ol>\n");
        } else {
            self.out.push_str("<hr>\n<ol>\n");
        }
        for note in &notes {
            self.write_note(note);
        }
        self.out.push_str(if self.on_page() {
            "</ol>\n</section>\n"
        } else {
            "</ol>\n"
        });
    }

    fn write_note(&mut self, note: &Note) {
        let html = note.html.as_deref().unwrap_or_default().trim_end();
        if !self.on_page() {
            self.out.extend(["<li>", html, "</li>\n"]);
            return;
        }
        self.out.push_str("<li id=\"");
        escape::attribute(&mut self.out, &note.id);
        self.out.push_str("\">");
        let inner = html.strip_suffix("</p>");
        self.out.push_str(inner.unwrap_or(html));
        for (index, reference) in note.references.iter().enumerate() {
            self.out.push_str(" <a href=\"#");
            links::write(&mut self.out, reference);
            self.out
                .push_str("\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"");
            escape::attribute(&mut self.out, self.options.words.back);
            // Writing to a string cannot fail.
            _ = write!(self.out, " {}", note.number);
            if index > 0 {
                _ = write!(self.out, "-{}", index + 1);
            }
            self.out.push_str("\">↩</a>");
        }
        self.out.push_str(if inner.is_some() {
            "</p></li>\n"
        } else {
            "</li>\n"
        });
    }

    /// The place of the note `name` in the list, which it is put in if need be.
    fn note(&mut self, name: &str) -> usize {
        if let Some(&index) = self.notes.by_name.get(name) {
            return index;
        }
        let id = if self.on_page() {
            self.ids.unique(&format!("fn-{}", label(name)))
        } else {
            String::new()
        };
        let index = self.notes.notes.len();
        self.notes.notes.push(Note {
            id,
            ..Note::default()
        });
        self.notes.by_name.insert(name.to_owned(), index);
        index
    }
}

/// A note's name as part of an id, which holds no white space.
fn label(name: &str) -> String {
    name.split(|letter: char| letter.is_whitespace() || letter.is_control())
        .collect::<Vec<_>>()
        .join("-")
}
