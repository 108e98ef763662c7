//! Bytes to text, whatever encoding somebody's program left them in. In: bytes and what was declared of them. Out: text and
//! what had to be mended in it. It must not know what the text means.

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// What is to be said where characters were put right.
pub const MENDED: &str =
    "characters of another encoding stood in it and were put right: see whether quotes and pound signs are right";

/// A text, and how it was read.
#[derive(Debug, Default)]
pub struct DecodedText {
    pub text: String,
    /// The encoding, where it was not plain UTF-8.
    pub encoding: Option<&'static str>,
    /// Whether characters of another encoding stood in it and were put right.
    pub mended: bool,
}

/// Reads bytes as text. `declared` is the name that an envelope gives their encoding.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> DecodedText {
    let named = declared.and_then(|name| Encoding::for_label(name.trim().as_bytes()));
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None if std::str::from_utf8(bytes).is_ok() && wide(bytes).is_none() => (UTF_8, bytes),
        None => (wide(bytes).or(named.filter(|encoding| *encoding != UTF_8)).unwrap_or_else(|| guess(bytes)), bytes),
    };
    // What names another encoding of letters may be mistaken; those of Asia have pairs of bytes like these as well.
    let is_likely = named.is_none_or(|named| named == UTF_8 || named == WINDOWS_1252);
    let mixed = if encoding != UTF_8 && is_likely { mixed(bytes) } else { None };
    let encoding = if mixed.is_some() { UTF_8 } else { encoding };
    let read = || encoding.decode_without_bom_handling(bytes).0.into_owned();
    let is_mixed = mixed.is_some();
    let mut text = mixed.unwrap_or_else(read).replace("\r\n", "\n").replace('\r', "\n");
    text.retain(|c| !matches!(c, '\0' | '\u{feff}'));
    let before = text.len();
    let text = mend(text);
    let mended = text.len() != before || is_mixed;
    DecodedText { text, encoding: (encoding != UTF_8).then(|| encoding.name()), mended }
}

/// UTF-8 among which some bytes of Windows-1252 stand, as where a program put its own foot below a text.
fn mixed(bytes: &[u8]) -> Option<String> {
    let (mut text, mut right, mut wrong) = (String::new(), 0, 0);
    for chunk in bytes.utf8_chunks() {
        text.push_str(chunk.valid());
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += chunk.invalid().len();
        text.push_str(&WINDOWS_1252.decode_without_bom_handling(chunk.invalid()).0);
    }
    (wrong > 0 && right > wrong).then_some(text)
}

fn guess(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(&bytes[..bytes.len().min(256 * 1024)], true);
    detector.guess(None, Utf8Detection::Allow)
}

/// UTF-16 without a mark: nearly every second byte is nought.
fn wide(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = &bytes[..bytes.len().min(512)];
    let noughts = |from: usize| head.iter().skip(from).step_by(2).filter(|byte| **byte == 0).count();
    let half = head.len() / 2;
    match (noughts(0), noughts(1)) {
        _ if half < 4 => None,
        (even, odd) if even * 10 > half * 7 && odd * 10 < half => Some(UTF_16BE),
        (even, odd) if odd * 10 > half * 7 && even * 10 < half => Some(UTF_16LE),
        _ => None,
    }
}

/// What bytes of UTF-8 become when they are read as Windows-1252.
const TWICE: &[(&str, &str)] = &[
    ("â€™", "’"),
    ("â€˜", "‘"),
    ("â€œ", "“"),
    ("â€\u{9d}", "”"),
    ("â€“", "–"),
    ("â€”", "—"),
    ("â€¦", "…"),
    ("â€¢", "•"),
    ("Â£", "£"),
    ("Â©", "©"),
    ("Â°", "°"),
    ("Â·", "·"),
    ("Â\u{a0}", "\u{a0}"),
    ("Ã©", "é"),
    ("Ã¨", "è"),
    ("Ã´", "ô"),
    ("Ã¢", "â"),
    ("Ã¶", "ö"),
    ("Ã¼", "ü"),
];

/// Puts right what was read in the wrong encoding before it came here, and control characters that were signs once.
pub fn mend(text: String) -> String {
    let mut text = text;
    if text.contains(['â', 'Â', 'Ã']) {
        for (wrong, right) in TWICE {
            if text.contains(wrong) {
                text = text.replace(wrong, right);
            }
        }
    }
    if text.chars().any(|c| matches!(c, '\u{80}'..='\u{9f}')) {
        text = text.chars().map(from_windows).collect();
    }
    text
}

/// A control character of Latin-1 as the sign that Windows-1252 has at its place.
fn from_windows(c: char) -> char {
    match u8::try_from(u32::from(c)) {
        Ok(byte @ 0x80..=0x9f) => {
            let (text, _) = WINDOWS_1252.decode_without_bom_handling(std::slice::from_ref(&byte));
            text.chars().next().filter(|c| !c.is_control()).unwrap_or(' ')
        }
        _ => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn encodings_are_told_apart() {
        assert_eq!(decode("Café – £5".as_bytes(), None).text, "Café – £5");
        assert_eq!(decode(b"Caf\xe9 \x96 \xa35, the officer\x92s words", None).text, "Café – £5, the officer’s words");
        assert_eq!(decode(b"\xff\xfeR\0o\0o\0f\0", None).text, "Roof");
        assert_eq!(decode(b"R\0o\0o\0f\0 \0a\0b\0c\0", None).text, "Roof abc");
        assert_eq!(decode(b"\xef\xbb\xbfRoof\r\nb", None).text, "Roof\nb");
    }

    #[test]
    fn a_foot_of_another_encoding_is_read_as_such() {
        let decoded = decode(b"Caf\xc3\xa9 \xe2\x80\x93 \xc2\xa35\n\xa9 Wren Watch", None);
        assert_eq!((decoded.text.as_str(), decoded.encoding, decoded.mended), ("Café – £5\n© Wren Watch", None, true));
        // What is declared to be UTF-8 and is none.
        assert_eq!(decode(b"Caf\xe9 \x96 \xa35", Some("utf-8")).text, "Café – £5");
    }

    #[test]
    fn what_was_read_twice_is_put_right() {
        let decoded = decode("Donâ€™t pay Â£5 \u{96} ever".as_bytes(), None);
        assert_eq!((decoded.text.as_str(), decoded.mended), ("Don’t pay £5 – ever", true));
    }
}
