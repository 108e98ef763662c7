//! The renderer's part for footnotes: references where they stand, the notes at the end in the order
//! of the first references. A note that nothing refers to comes last; of two notes of one name the
//! first counts. Must not know what stands in a note.

use std::collections::HashMap;
use std::fmt::Write as _;

use super::html::HtmlRenderer;
use super::{escape, links};

/// The footnotes met so far.
#[derive(Default)]
pub(super) struct FootnoteList {
    by_name: HashMap<String, usize>,
    list: Vec<Footnote>,
    referred: usize,
    /// The definitions being written: which note, and where in the output it began.
    open: Vec<(usize, usize)>,
}

#[derive(Default)]
struct Footnote {
    id: String,
    /// From 1, in the order of first references; 0 when there is none.
    number: usize,
    /// The ids of the references.
    references: Vec<String>,
    html: Option<String>,
}

impl FootnoteList {
    pub fn is_open(&self) -> bool {
        !self.open.is_empty()
    }
}

impl HtmlRenderer<'_> {
    pub(super) fn note_reference(&mut self, name: &str) {
        if self.image.is_some() {
            return;
        }
        let index = self.note(name);
        let linked = self.link.is_none() && self.unlinked == 0 && self.on_page();
        let notes = &mut self.notes;
        let note = &mut notes.list[index];
        if note.number == 0 {
            notes.referred += 1;
            note.number = notes.referred;
        }
        let number = note.number;
        // Writing to a string cannot fail.
        _ = if linked {
            let id = self.ids.made(format!("fnref-{}", label(name)));
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
        self.notes.list[index].html.get_or_insert(html);
    }

    /// Writes the section of notes, if there are any.
    pub(super) fn write_notes(&mut self) {
        let mut notes = std::mem::take(&mut self.notes.list);
        notes.retain(|note| note.html.is_some());
        if notes.is_empty() {
            return;
        }
        notes.sort_by_key(|note| if note.number == 0 { usize::MAX } else { note.number });
        self.line();
        if self.on_page() {
            self.out.push_str("<section class=\"footnotes\" aria-label=\"");
            let name = self.words().footnotes;
            escape::attribute(&mut self.out, name);
            self.out.push_str("\">\n<ol>\n");
        } else {
            self.out.push_str("<hr>\n<ol>\n");
        }
        for note in &notes {
            self.write_note(note);
        }
        self.out.push_str(if self.on_page() { "</ol>\n</section>\n" } else { "</ol>\n" });
    }

    fn write_note(&mut self, note: &Footnote) {
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
        let back = self.words().back;
        for (index, reference) in note.references.iter().enumerate() {
            self.out.push_str(" <a href=\"#");
            links::write(&mut self.out, reference);
            self.out.push_str("\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"");
            escape::attribute(&mut self.out, back);
            // Writing to a string cannot fail.
            _ = write!(self.out, " {}", note.number);
            if index > 0 {
                _ = write!(self.out, "-{}", index + 1);
            }
            self.out.push_str("\">↩</a>");
        }
        self.out.push_str(if inner.is_some() { "</p></li>\n" } else { "</li>\n" });
    }

    /// The place of the note `name` in the list, which it is put in if need be.
    fn note(&mut self, name: &str) -> usize {
        if let Some(&index) = self.notes.by_name.get(name) {
            return index;
        }
        let id = if self.on_page() { self.ids.made(format!("fn-{}", label(name))) } else { String::new() };
        let index = self.notes.list.len();
        self.notes.list.push(Footnote { id, ..Footnote::default() });
        self.notes.by_name.insert(name.to_owned(), index);
        index
    }
}

/// A note's name as part of an id, which holds no white space.
fn label(name: &str) -> String {
    name.split(|letter: char| letter.is_whitespace() || letter.is_control()).collect::<Vec<_>>().join("-")
}

#[cfg(test)]
mod tests {
    use crate::markdown::testing::{feed, page};

    #[test]
    fn notes_stand_at_the_end_in_order_of_reference() {
        assert_eq!(
            page("a[^y] b[^x] c[^y]\n\n[^x]: one\n\n[^y]: two\n\nd\n"),
            "<p>a<sup class=\"footnote-ref\"><a href=\"#fn-y\" id=\"fnref-y\" role=\"doc-noteref\">1</a></sup> \
             b<sup class=\"footnote-ref\"><a href=\"#fn-x\" id=\"fnref-x\" role=\"doc-noteref\">2</a></sup> \
             c<sup class=\"footnote-ref\"><a href=\"#fn-y\" id=\"fnref-y-2\" role=\"doc-noteref\">1</a></sup></p>\n\
             <p>d</p>\n\
             <section class=\"footnotes\" aria-label=\"Footnotes\">\n<ol>\n\
             <li id=\"fn-y\"><p>two \
             <a href=\"#fnref-y\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"Back to the text 1\">↩</a> \
             <a href=\"#fnref-y-2\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"Back to the text 1-2\">↩</a></p></li>\n\
             <li id=\"fn-x\"><p>one \
             <a href=\"#fnref-x\" class=\"footnote-back\" role=\"doc-backlink\" aria-label=\"Back to the text 2\">↩</a></p></li>\n\
             </ol>\n</section>\n"
        );
    }

    #[test]
    fn feeds_get_no_ids_or_links() {
        assert_eq!(feed("a[^1]\n\n[^1]: b\n"), "<p>a<sup>[1]</sup></p>\n<hr>\n<ol>\n<li><p>b</p></li>\n</ol>\n");
    }

    #[test]
    fn odd_notes() {
        assert_eq!(page("a[^none]"), "<p>a[^none]</p>\n");
        let unused = page("[^1]: b\n\n[^1]: c\n");
        assert!(unused.contains("<li id=\"fn-1\"><p>b</p></li>") && !unused.contains("<p>c"), "{unused}");
        let clash = page("# Fn 1\n\na[^1]\n\n[^1]: # b\n");
        assert!(
            clash.contains("<h2 id=\"fn-1\">")
                && clash.contains("<li id=\"fn-1-2\">")
                && clash.contains("href=\"#fn-1-2\""),
            "{clash}"
        );
        assert!(clash.contains("<p><strong>b</strong>"), "{clash}");
        let linked = page("<a href=\"b\">c[^1]</a>\n\n[^1]: d\n");
        assert!(linked.contains("<a href=\"b\">c<sup class=\"footnote-ref\">1</sup></a>"), "{linked}");
    }
}
