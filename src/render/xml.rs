//! A thin hand over the XML writer: elements with text, attributes and CDATA. In: names and texts. Out: bytes.
//! It must not know feeds.

use std::borrow::Cow;

use quick_xml::{
    Writer,
    events::{BytesCData, BytesDecl, BytesEnd, BytesPI, BytesStart, BytesText, Event},
};

/// An XML document, or a piece of one, that is being written.
pub struct Xml {
    writer: Writer<Vec<u8>>,
    /// Where the piece begins.
    from: usize,
}

/// Whether `is` holds for a byte of a text. All bytes are asked, since few texts hold what is looked for: without branches
/// the compiler asks many at once.
pub fn holds(text: &str, is: impl Fn(u8) -> bool) -> bool {
    text.bytes().fold(false, |found, byte| found | is(byte))
}

const INTO_MEMORY: &str = "writing to memory cannot fail";

impl Xml {
    /// A document of about so many bytes.
    pub fn new(bytes: usize) -> Self {
        let mut writer = Writer::new_with_indent(Vec::with_capacity(bytes), b' ', 1);
        writer.write_event(Event::Decl(BytesDecl::new("1.0", Some("utf-8"), None))).expect(INTO_MEMORY);
        Self { writer, from: 0 }
    }

    /// A piece of about so many bytes that is to stand inside `depth` elements of a document.
    pub fn piece(depth: usize, bytes: usize) -> Self {
        let mut writer = Writer::new_with_indent(Vec::with_capacity(bytes), b' ', 1);
        // Elements round it, which are not part of the piece, give it its indentation.
        for _ in 0..depth {
            writer.write_event(Event::Start(BytesStart::new("a"))).expect(INTO_MEMORY);
        }
        let from = writer.get_ref().len();
        Self { writer, from }
    }

    fn event(&mut self, event: Event) {
        self.writer.write_event(event).expect(INTO_MEMORY);
    }

    /// The style for people who open the document in a browser (W3C, Associating Style Sheets with XML documents).
    pub fn style(&mut self, address: &str) {
        let address = quick_xml::escape::escape(address);
        let style = format!("xml-stylesheet type=\"text/css\" href=\"{address}\"");
        self.event(Event::PI(BytesPI::new(style)));
    }

    pub fn open(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Start(start(name, attributes)));
    }

    pub fn close(&mut self, name: &str) {
        self.event(Event::End(BytesEnd::new(name)));
    }

    /// An element without content.
    pub fn empty(&mut self, name: &str, attributes: &[(&str, &str)]) {
        self.event(Event::Empty(start(name, attributes)));
    }

    /// An element with text; what XML 1.0 forbids (section 2.2) is left out.
    pub fn text(&mut self, name: &str, attributes: &[(&str, &str)], text: &str) {
        self.open(name, attributes);
        self.event(Event::Text(BytesText::new(&allowed(text))));
        self.close(name);
    }

    /// An element whose text is a CDATA section, split where it holds `]]>`.
    pub fn cdata(&mut self, name: &str, text: &str) {
        self.open(name, &[]);
        let text = allowed(text);
        // The library looks at each `]` in turn; nearly no text holds the end of a section.
        if memchr::memmem::find(text.as_bytes(), b"]]>").is_none() {
            self.event(Event::CData(BytesCData::new(&*text)));
        } else {
            for part in BytesCData::escaped(&text) {
                self.event(Event::CData(part));
            }
        }
        self.close(name);
    }

    /// A piece that was written elsewhere, behind an element of the same depth or at the beginning of one around it.
    pub fn insert(&mut self, piece: &str) {
        self.writer.get_mut().extend_from_slice(piece.as_bytes());
    }

    /// The piece.
    pub fn into_piece(self) -> String {
        let bytes = self.writer.into_inner();
        String::from_utf8(bytes[self.from..].to_vec()).expect("it was written from texts")
    }

    pub fn finish(self) -> Vec<u8> {
        let mut bytes = self.writer.into_inner();
        bytes.push(b'\n');
        bytes
    }
}

fn start<'a>(name: &'a str, attributes: &[(&'a str, &'a str)]) -> BytesStart<'a> {
    let mut start = BytesStart::new(name);
    for (name, value) in attributes {
        start.push_attribute((*name, &*allowed(value)));
    }
    start
}

/// A text without the characters that XML 1.0 forbids.
#[expect(clippy::needless_bitwise_bool, reason = "all bytes of a block are compared at once, without branches")]
fn allowed(text: &str) -> Cow<'_, str> {
    let fine = |c: char| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..);
    // Only control characters and two of the three-byte ones that begin with EF are forbidden.
    let doubtful = |byte: u8| (byte == 0xef) | ((byte < 0x20) & (byte != b'\t') & (byte != b'\n') & (byte != b'\r'));
    if holds(text, doubtful) { text.chars().filter(|c| fine(*c)).collect() } else { Cow::Borrowed(text) }
}
