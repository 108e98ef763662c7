//! Values as front matter in the house form. In: texts, lists and maps without places. Out: YAML that reads back as just
//! these. It must not know which fields there are, or what stands around a value.

use crate::parse::tree;

/// A value of front matter without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A key without a value.
    Null,
    Text(String),
    List(Vec<Value>),
    /// Keys and values in their order.
    Map(Vec<(String, Value)>),
}

/// How a text of several lines is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Below its key, as it is.
    Block,
    /// Between quotes, where a remark behind it or on the next line would become part of it.
    Quoted,
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    /// A list of texts.
    pub fn texts<T: Into<String>>(texts: impl IntoIterator<Item = T>) -> Self {
        Self::List(texts.into_iter().map(Self::text).collect())
    }

    /// Its text, where it is one.
    pub fn as_text(&self) -> Option<&str> {
        if let Self::Text(text) = self { Some(text) } else { None }
    }

    /// The value of a key, where it is a map.
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Map(entries) => entries.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The value at a path, which leads from the outermost key inwards.
    pub fn at(&self, path: &[String]) -> Option<&Self> {
        match (self, path) {
            (_, []) => Some(self),
            (Self::Map(entries), path) => find(entries, path),
            _ => None,
        }
    }

    /// Its texts: itself, or those of its list.
    pub fn each_text(&self) -> Vec<&str> {
        match self {
            Self::Text(text) => vec![text],
            Self::List(list) => list.iter().filter_map(Self::as_text).collect(),
            Self::Null | Self::Map(_) => Vec::new(),
        }
    }

    /// Whether nothing but blanks is in it.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => text.trim().is_empty(),
            Self::List(list) => list.is_empty(),
            Self::Map(map) => map.is_empty(),
        }
    }

    /// Whether it is written behind its key, on one line.
    pub fn is_inline(&self, style: Style) -> bool {
        match self {
            Self::Null => true,
            Self::Text(text) => style == Style::Quoted || !is_block(text),
            Self::List(items) => items.is_empty(),
            Self::Map(entries) => entries.is_empty(),
        }
    }
}

/// The value at a path in the entries of a map; keys count in large and small letters alike.
pub fn find<'v>(entries: &'v [(String, Value)], path: &[String]) -> Option<&'v Value> {
    let (key, rest) = path.split_first()?;
    entries.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))?.1.at(rest)
}

impl From<&tree::TreeValue> for Value {
    fn from(value: &tree::TreeValue) -> Self {
        match value {
            tree::TreeValue::Null => Self::Null,
            tree::TreeValue::Text(text) => Self::text(text),
            tree::TreeValue::List(items) => Self::List(items.iter().map(|item| Self::from(&item.value)).collect()),
            tree::TreeValue::Map(map) => Self::from(map),
        }
    }
}

impl From<&tree::Map> for Value {
    fn from(map: &tree::Map) -> Self {
        let pair = |entry: &tree::MapEntry| (entry.key.clone(), Self::from(&entry.value.value));
        Self::Map(map.entries.iter().map(pair).collect())
    }
}

/// A line `key: value`, or several, with `indent` blanks before the key and an end of line after the last.
pub fn entry(key: &str, value: &Value, indent: usize, style: Style) -> String {
    format!("{:indent$}{}:{}\n", "", scalar(key), behind_key(value, indent, style))
}

/// What stands behind a key and its colon, without the last end of line. `indent` is the column of the key.
pub fn behind_key(value: &Value, indent: usize, style: Style) -> String {
    match value {
        Value::Null => String::new(),
        Value::Text(text) if style == Style::Block && is_block(text) => format!(" {}", block(text, indent + 2)),
        Value::Text(text) if style == Style::Quoted => format!(" {}", quoted(text)),
        Value::Text(text) => format!(" {}", scalar(text)),
        Value::List(items) if items.is_empty() => " []".to_owned(),
        Value::List(items) => {
            items.iter().map(|value| format!("\n{}", item(value, indent + 2, style))).collect::<Vec<_>>().concat()
        }
        Value::Map(entries) if entries.is_empty() => " {}".to_owned(),
        Value::Map(entries) => lines_of_map(entries, indent + 2, style),
    }
}

/// A line `- value`, or several, with `indent` blanks before the dash, without the last end of line.
pub fn item(value: &Value, indent: usize, style: Style) -> String {
    let dash = format!("{:indent$}-", "");
    match value {
        Value::Map(entries) if !entries.is_empty() => {
            let lines = lines_of_map(entries, indent + 2, style);
            // The first key stands behind the dash.
            format!("{dash} {}", lines.trim_start_matches(['\n', ' ']))
        }
        // A list in a list is rare, and short.
        Value::List(_) => format!("{dash} {}", flow(value)),
        _ => format!("{dash}{}", behind_key(value, indent, style)),
    }
}

fn lines_of_map(entries: &[(String, Value)], indent: usize, style: Style) -> String {
    entries
        .iter()
        .map(|(key, value)| format!("\n{:indent$}{}:{}", "", scalar(key), behind_key(value, indent, style)))
        .collect::<Vec<_>>()
        .concat()
}

/// A value on one line, inside brackets or not.
pub fn flow(value: &Value) -> String {
    match value {
        Value::Null => "~".to_owned(),
        Value::Text(text) if is_plain(text) && !text.contains([',', '[', ']', '{', '}', '#', ':']) => text.clone(),
        Value::Text(text) => quoted(text),
        Value::List(items) => format!("[{}]", items.iter().map(flow).collect::<Vec<_>>().join(", ")),
        Value::Map(entries) => {
            let pair = |(key, value): &(String, Value)| format!("{}: {}", scalar(key), flow(value));
            format!("{{{}}}", entries.iter().map(pair).collect::<Vec<_>>().join(", "))
        }
    }
}

/// A text on one line: as it is where YAML cannot take it for something else, else between double quotes.
pub fn scalar(text: &str) -> String {
    if is_plain(text) { text.to_owned() } else { quoted(text) }
}

/// A text between double quotes: its escapes are those that YAML shares with JSON (YAML 1.2, section 7.3.1).
pub fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if needs_escape(c) => out.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Characters that a YAML text may not hold as they are, or that some program takes for an end of line or a mark.
fn needs_escape(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether a text needs no quotes: it begins with a letter or digit, holds no mark of YAML, and is no word that YAML reads
/// as nothing.
fn is_plain(text: &str) -> bool {
    let begins = text.chars().next().is_some_and(char::is_alphanumeric);
    let ends = !text.ends_with([' ', ':', '\u{a0}']);
    let marks = text.contains(": ") || text.contains(" #") || text.contains(":\u{a0}");
    let null = text.eq_ignore_ascii_case("null");
    begins && ends && !marks && !null && !text.chars().any(|c| c == '\t' || c == '\n' || needs_escape(c))
}

/// Whether a text is written over several lines, below its key.
fn is_block(text: &str) -> bool {
    let sound = |c: char| c == '\n' || !(needs_escape(c) || c == '\t');
    text.contains('\n') && text.chars().all(sound) && !text.starts_with([' ', '\n']) && !text.ends_with("\n\n")
}

/// A text over several lines (YAML 1.2, section 8.1.2), each with `indent` blanks before it.
fn block(text: &str, indent: usize) -> String {
    let (mark, text) = text.strip_suffix('\n').map_or(("|-", text), |text| ("|", text));
    let line = |line: &str| if line.is_empty() { "\n".to_owned() } else { format!("\n{:indent$}{line}", "") };
    mark.chars().map(String::from).chain(text.split('\n').map(line)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::{parse::mend::KeyName, source::SourcePath};

    fn read(yaml: &str) -> Value {
        let mut problems = Vec::new();
        let path = SourcePath::new("content/a.md");
        let map = tree::read_fields(yaml, 0, &path, |_| KeyName::Unknown, &mut problems);
        assert!(problems.is_empty(), "{yaml}\n{problems:?}");
        Value::from(&map.expect("it is a map"))
    }

    fn value() -> impl Strategy<Value = Value> {
        let text = prop_oneof![
            "[!-~][ -~]{0,20}",
            "[a-z]\\PC{0,12}",
            "[:#'\"-][a-z:#'\"\n \\-]{0,20}",
            Just("null".to_owned()),
            Just("~".to_owned()),
            Just("- x\n  y\n".to_owned()),
        ];
        let leaf = prop_oneof![text.prop_map(Value::Text), Just(Value::Null)];
        leaf.prop_recursive(3, 16, 4, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
                prop::collection::btree_map("[a-z]{1,8}", inner, 0..4)
                    .prop_map(|map| Value::Map(map.into_iter().collect())),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_is_written_reads_back(value in value(), indent in 0_usize..3, quoted in any::<bool>()) {
            let style = if quoted { Style::Quoted } else { Style::Block };
            let yaml = format!("{}{}", entry("first", &value, indent, style), entry("last", &Value::text("x"), indent, style));
            let expected = Value::Map(vec![("first".into(), value), ("last".into(), Value::text("x"))]);
            prop_assert_eq!(read(&yaml), expected);
        }
    }

    #[test]
    fn texts_are_plain_where_they_can_be() {
        for text in ["Gates open at 10am", "01632 960001", "46/322871/21", "no", "2026-11-28 10:00", "Île, it's one"] {
            assert_eq!(scalar(text), text);
        }
        for (text, yaml) in [
            ("WARNING: gates open", "\"WARNING: gates open\""),
            ("\"Hello\"", "\"\\\"Hello\\\"\""),
            ("", "\"\""),
            ("null", "\"null\""),
            ("- x", "\"- x\""),
            ("a #b", "\"a #b\""),
        ] {
            assert_eq!(scalar(text), yaml);
        }
    }
}
