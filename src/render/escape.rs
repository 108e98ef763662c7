//! Text in, the same text escaped and appended to a string: for attributes of HTML, for XML, for JSON in a script block.
//! It must not know what the text says.
#![expect(clippy::needless_bitwise_bool, reason = "all bytes of a block are compared at once, without branches")]

/// How many bytes are looked at in one go: without leaving early inside a block, so that the compiler takes many at once.
const BLOCK: usize = 32;

/// What stands in the place of the bytes that a text goes on with, and how many of them it replaces.
type Replacement = Option<(&'static str, usize)>;

fn holds<const N: usize>(block: &[u8; N], special: impl Fn(u8) -> bool) -> bool {
    block.iter().fold(false, |found, byte| found | special(*byte))
}

/// Whether some byte of the first `N` or of the last `N` may be special.
fn at_the_ends<const N: usize>(bytes: &[u8], special: impl Fn(u8) -> bool + Copy) -> bool {
    let doubtful = |block: Option<&[u8; N]>| block.is_none_or(|block| holds(block, special));
    doubtful(bytes.first_chunk()) || doubtful(bytes.last_chunk())
}

/// Appends `text`, replaced where `replace` says so. `special` is quick, and may be true of more bytes than are replaced.
fn push(out: &mut String, text: &str, special: impl Fn(u8) -> bool + Copy, replace: impl Fn(&[u8]) -> Replacement) {
    let bytes = text.as_bytes();
    // Most texts are short and hold nothing special: a title, an address, a date.
    let plain = match bytes.len() {
        0..4 => bytes.is_empty(),
        4..8 => !at_the_ends::<4>(bytes, special),
        8..16 => !at_the_ends::<8>(bytes, special),
        16..=32 => !at_the_ends::<16>(bytes, special),
        _ => false,
    };
    if plain {
        out.push_str(text);
        return;
    }
    let mut done = 0;
    let mut look = |from: usize, to: usize| {
        for at in from..to {
            if special(bytes[at])
                && at >= done
                && let Some((replacement, length)) = replace(&bytes[at..])
            {
                out.push_str(&text[done..at]);
                out.push_str(replacement);
                done = at + length;
            }
        }
    };
    let (blocks, last) = bytes.as_chunks::<BLOCK>();
    for (number, block) in blocks.iter().enumerate() {
        if holds(block, special) {
            look(number * BLOCK, (number + 1) * BLOCK);
        }
    }
    // The end of a longer text is looked at with what stands before it.
    if !last.is_empty() && bytes.last_chunk().is_none_or(|block: &[u8; BLOCK]| holds(block, special)) {
        look(bytes.len() - last.len(), bytes.len());
    }
    out.push_str(&text[done..]);
}

/// Appends the value of an attribute in double quotes, or the text of an element.
pub fn html(out: &mut String, text: &str) {
    let special = |byte| (byte & 0xfd == b'<') | (byte & 0xfb == b'"');
    push(out, text, special, |rest| match rest[0] {
        b'&' => Some(("&amp;", 1)),
        b'<' => Some(("&lt;", 1)),
        b'>' => Some(("&gt;", 1)),
        b'"' => Some(("&quot;", 1)),
        _ => None,
    });
}

/// Whether a byte may begin what XML 1.0 forbids (section 2.2).
fn doubtful(byte: u8) -> bool {
    (byte == 0xef) | ((byte < 0x20) & (byte != b'\t') & (byte != b'\n'))
}

/// What XML 1.0 forbids is left out: control characters, U+FFFE and U+FFFF. A carriage return would be read as a line feed.
fn forbidden(rest: &[u8]) -> Replacement {
    match rest {
        [b'\t' | b'\n', ..] => None,
        [b'\r', ..] => Some(("&#13;", 1)),
        [..0x20, ..] => Some(("", 1)),
        [0xef, 0xbf, 0xbe | 0xbf, ..] => Some(("", 3)),
        _ => None,
    }
}

/// Appends the text of an XML element, without what XML forbids.
pub fn xml_text(out: &mut String, text: &str) {
    let special = |byte| (byte == b'&') | (byte == b'<') | (byte == b'>') | doubtful(byte);
    push(out, text, special, |rest| match rest[0] {
        b'&' => Some(("&amp;", 1)),
        b'<' => Some(("&lt;", 1)),
        b'>' => Some(("&gt;", 1)),
        _ => forbidden(rest),
    });
}

/// Appends the value of an XML attribute in double quotes, whose white space a reader would otherwise flatten.
pub fn xml_attribute(out: &mut String, text: &str) {
    let special =
        |byte| (byte == b'&') | (byte == b'<') | (byte == b'>') | (byte == b'"') | (byte < 0x20) | (byte == 0xef);
    push(out, text, special, |rest| match rest[0] {
        b'&' => Some(("&amp;", 1)),
        b'<' => Some(("&lt;", 1)),
        b'>' => Some(("&gt;", 1)),
        b'"' => Some(("&quot;", 1)),
        b'\t' => Some(("&#9;", 1)),
        b'\n' => Some(("&#10;", 1)),
        _ => forbidden(rest),
    });
}

/// Appends the inside of a CDATA section, which is closed and opened again where the text holds `]]>`. A carriage return
/// cannot be written there, and is read as a line feed in any case.
pub fn cdata(out: &mut String, text: &str) {
    push(
        out,
        text,
        |byte| (byte == b']') | doubtful(byte),
        |rest| match rest {
            [b']', b']', b'>', ..] => Some(("]]]]><![CDATA[>", 3)),
            [b'\r', ..] => None,
            rest => forbidden(rest),
        },
    );
}

/// Control characters as JSON writes them.
const CONTROLS: [&str; 32] = [
    "\\u0000", "\\u0001", "\\u0002", "\\u0003", "\\u0004", "\\u0005", "\\u0006", "\\u0007", "\\b", "\\t", "\\n",
    "\\u000b", "\\f", "\\r", "\\u000e", "\\u000f", "\\u0010", "\\u0011", "\\u0012", "\\u0013", "\\u0014", "\\u0015",
    "\\u0016", "\\u0017", "\\u0018", "\\u0019", "\\u001a", "\\u001b", "\\u001c", "\\u001d", "\\u001e", "\\u001f",
];

/// Appends the inside of a JSON string that may stand in a script block: `</` cannot end that, nor `<!--` hide its end.
pub fn json(out: &mut String, text: &str) {
    push(
        out,
        text,
        |byte| (byte == b'"') | (byte == b'\\') | (byte == b'<') | (byte < 0x20),
        |rest| match rest {
            [b'"', ..] => Some(("\\\"", 1)),
            [b'\\', ..] => Some(("\\\\", 1)),
            [b'<', b'/', ..] => Some(("<\\/", 2)),
            [b'<', b'!', b'-', b'-', ..] => Some(("<\\u0021--", 4)),
            [control @ ..0x20, ..] => Some((CONTROLS[usize::from(*control)], 1)),
            _ => None,
        },
    );
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(write: impl Fn(&mut String, &str), text: &str) -> String {
        let mut out = String::new();
        write(&mut out, text);
        out
    }

    #[test]
    fn each_form_escapes_what_it_must() {
        let text = "a \"b\" <c> & 'd' ]]> </e> <!--\r\n\t\u{1}\u{fffe}é\u{ffff}";
        assert_eq!(written(html, "a \"b\" <c> & 'd'"), "a &quot;b&quot; &lt;c&gt; &amp; 'd'");
        assert_eq!(written(xml_text, text), "a \"b\" &lt;c&gt; &amp; 'd' ]]&gt; &lt;/e&gt; &lt;!--&#13;\n\té");
        assert_eq!(
            written(xml_attribute, text),
            "a &quot;b&quot; &lt;c&gt; &amp; 'd' ]]&gt; &lt;/e&gt; &lt;!--&#13;&#10;&#9;é"
        );
        assert_eq!(written(cdata, "a]]>b]]]\u{1}>c"), "a]]]]><![CDATA[>b]]]>c");
        assert_eq!(written(json, "\"\\ </script> <!-- \n\u{1}<"), r#"\"\\ <\/script> <\u0021-- \n\u0001<"#);
    }

    #[test]
    fn marks_are_seen_wherever_a_block_ends() {
        for before in 0..70 {
            let before = "é".repeat(before / 2) + &"x".repeat(before % 2);
            assert_eq!(written(html, &format!("{before}<é>{before}")), format!("{before}&lt;é&gt;{before}"));
            assert_eq!(written(json, &format!("{before}</{before}")), format!("{before}<\\/{before}"));
            assert_eq!(written(xml_text, &format!("{before}\u{ffff}{before}")), format!("{before}{before}"));
        }
    }

    proptest! {
        #[test]
        fn readers_get_back_what_was_written(text in "[\u{0}-\u{7f}é\u{fffe}🚨]{0,80}") {
            let json: String = serde_json::from_str(&format!("\"{}\"", written(json, &text))).unwrap();
            prop_assert_eq!(&json, &text);
            let allowed: String =
                text.chars().filter(|c| matches!(c, '\t' | '\n' | '\r' | ' '..='\u{fffd}' | '\u{10000}'..)).collect();
            let xml = written(xml_text, &text);
            prop_assert_eq!(&*quick_xml::escape::unescape(&xml).unwrap(), &allowed);
            let xml = written(xml_attribute, &text);
            prop_assert!(!xml.contains(['"', '\n', '\t']));
            prop_assert_eq!(&*quick_xml::escape::unescape(&xml).unwrap(), &allowed);
            let html = written(html, &text);
            prop_assert_eq!(&*html_escape::decode_html_entities(&html), &text);
        }
    }
}
