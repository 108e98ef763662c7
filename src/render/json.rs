//! JSON written straight into a string, in the order in which it is said. In: names and values. Out: JSON that may stand
//! in a script block. It must not know what it says.

use super::escape;

/// JSON that is being written. A comma is put wherever a value follows another.
#[derive(Debug, Default)]
pub struct Json {
    out: String,
}

impl Json {
    pub fn with_capacity(bytes: usize) -> Self {
        Self { out: String::with_capacity(bytes) }
    }

    /// Before a value or a name: what stands before it tells whether it is the first.
    fn next(&mut self) {
        if !matches!(self.out.as_bytes().last(), None | Some(b'{' | b'[' | b':')) {
            self.out.push(',');
        }
    }

    fn string(&mut self, text: &str) {
        self.out.push('"');
        escape::json(&mut self.out, text);
        self.out.push('"');
    }

    /// A value that is JSON already, such as a number.
    pub fn raw(&mut self, value: &str) {
        self.next();
        self.out.push_str(value);
    }

    pub fn text(&mut self, text: &str) {
        self.next();
        self.string(text);
    }

    /// The name of the value that follows: one of our own, which needs no escaping.
    pub fn name(&mut self, name: &'static str) {
        self.next();
        self.out.push('"');
        self.out.push_str(name);
        self.out.push_str("\":");
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
        self.out.push('}');
    }

    /// A list whose values `values` writes.
    pub fn list(&mut self, values: impl FnOnce(&mut Self)) {
        self.raw("[");
        values(self);
        self.out.push(']');
    }

    pub fn finish(self) -> String {
        self.out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

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
