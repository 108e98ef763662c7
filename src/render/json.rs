//! JSON written straight into a string, in the order in which it is said. In: names and values. Out: JSON that may stand
//! in a script block. It must not know what it says.

use std::io::{self, Write};

use serde::Serialize as _;
use serde_json::ser::{Formatter, Serializer};

use super::xml::holds;

/// JSON that is being written. A comma is put wherever a value follows another.
#[derive(Debug, Default)]
pub struct Json {
    out: Vec<u8>,
}

/// Strings that may stand in a script block: without a `<`, nothing in them can end it or hide its end.
struct ForScripts;

impl Formatter for ForScripts {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, writer: &mut W, fragment: &str) -> io::Result<()> {
        if !fragment.contains('<') {
            return writer.write_all(fragment.as_bytes());
        }
        let mut parts = fragment.split('<');
        writer.write_all(parts.next().unwrap_or_default().as_bytes())?;
        parts.try_for_each(|part| {
            writer.write_all(b"\\u003c")?;
            writer.write_all(part.as_bytes())
        })
    }
}

impl Json {
    pub fn with_capacity(bytes: usize) -> Self {
        Self { out: Vec::with_capacity(bytes) }
    }

    /// Before a value or a name: what stands before it tells whether it is the first.
    fn next(&mut self) {
        if !matches!(self.out.last(), None | Some(b'{' | b'[' | b':')) {
            self.out.push(b',');
        }
    }

    #[expect(clippy::needless_bitwise_bool, reason = "a question without branches")]
    fn string(&mut self, text: &str) {
        if !holds(text, |byte| (byte < b' ') | (byte == b'"') | (byte == b'\\') | (byte == b'<')) {
            for part in ["\"", text, "\""] {
                self.out.extend_from_slice(part.as_bytes());
            }
            return;
        }
        let mut serializer = Serializer::with_formatter(&mut self.out, ForScripts);
        text.serialize(&mut serializer).expect("writing to memory cannot fail");
    }

    /// A value that is JSON already, such as a number.
    pub fn raw(&mut self, value: &str) {
        self.next();
        self.out.extend_from_slice(value.as_bytes());
    }

    pub fn text(&mut self, text: &str) {
        self.next();
        self.string(text);
    }

    /// The name of the value that follows: one of our own, which needs no escaping.
    pub fn name(&mut self, name: &'static str) {
        self.next();
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    /// A name with its text.
    pub fn field(&mut self, name: &'static str, text: &str) {
        self.name(name);
        self.string(text);
    }

    /// An object whose fields `fields` writes.
    pub fn object(&mut self, fields: impl FnOnce(&mut Self)) {
        self.raw("{");
        fields(self);
        self.out.push(b'}');
    }

    /// A list whose values `values` writes.
    pub fn list(&mut self, values: impl FnOnce(&mut Self)) {
        self.raw("[");
        values(self);
        self.out.push(b']');
    }

    pub fn finish(self) -> String {
        String::from_utf8(self.out).expect("it was written from texts")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_ends_a_script() {
        let mut json = Json::default();
        json.text("</script><!--\u{1}\"\\");
        assert_eq!(json.finish(), r#""\u003c/script>\u003c!--\u0001\"\\""#);
    }

    #[test]
    fn commas_stand_between_values_alone() {
        let mut json = Json::default();
        json.object(|json| {
            json.field("a", "b,{");
            json.name("c");
            json.list(|json| {
                json.text("");
                json.raw("1");
                json.list(|_| {});
                json.object(|_| {});
            });
            json.field("d", ":");
            json.field("e", "");
        });
        assert_eq!(json.finish(), r#"{"a":"b,{","c":["",1,[],{}],"d":":","e":""}"#);
    }
}
