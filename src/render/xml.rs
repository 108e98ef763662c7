//! XML written straight into a string, indented: elements with text, attributes and CDATA. In: names and texts. Out: bytes.
//! It must not know feeds.

use super::escape;

/// An XML document, or a piece of one, that is being written.
#[derive(Debug)]
pub struct Xml {
    out: String,
    /// How many elements are open.
    depth: usize,
}

impl Xml {
    /// A document of about so many bytes.
    pub fn new(bytes: usize) -> Self {
        let mut out = String::with_capacity(bytes);
        out.push_str("<?xml version=\"1.0\" encoding=\"utf-8\"?>");
        Self { out, depth: 0 }
    }

    /// A piece of about so many bytes that is to stand inside `depth` elements of a document.
    pub fn piece(depth: usize, bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes), depth }
    }

    fn line(&mut self) {
        self.out.push('\n');
        for _ in 0..self.depth {
            self.out.push(' ');
        }
    }

    fn start(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.line();
        self.out.push('<');
        self.out.push_str(name);
        for (name, value) in attributes {
            self.out.push(' ');
            self.out.push_str(name);
            self.out.push_str("=\"");
            escape::xml_attribute(&mut self.out, value);
            self.out.push('"');
        }
    }

    fn end(&mut self, name: &str) {
        self.out.push_str("</");
        self.out.push_str(name);
        self.out.push('>');
    }

    /// The style for people who open the document in a browser (W3C, Associating Style Sheets with XML documents).
    pub fn style(&mut self, address: &str) {
        self.line();
        self.out.push_str("<?xml-stylesheet type=\"text/css\" href=\"");
        escape::xml_attribute(&mut self.out, address);
        self.out.push_str("\"?>");
    }

    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push('>');
        self.depth += 1;
    }

    pub fn close(&mut self, name: &str) {
        self.depth -= 1;
        self.line();
        self.end(name);
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.start(name, attributes);
        self.out.push_str("/>");
    }

    /// An element with text; what XML 1.0 forbids (section 2.2) is left out.
    pub fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.start(name, attributes);
        self.out.push('>');
        escape::xml_text(&mut self.out, text);
        self.end(name);
    }

    /// An element whose text is a CDATA section, split where it holds `]]>`.
    pub fn cdata(&mut self, name: &str, text: &str) {
        self.start(name, &[]);
        self.out.push_str("><![CDATA[");
        escape::cdata(&mut self.out, text);
        self.out.push_str("]]>");
        self.end(name);
    }

    /// A piece that was written elsewhere.
    pub fn insert(&mut self, piece: &str) {
        self.out.push_str(piece);
    }

    /// The piece.
    pub fn into_piece(self) -> String {
        self.out
    }

    pub fn finish(mut self) -> Vec<u8> {
        self.out.push('\n');
        self.out.into_bytes()
    }
}
