//! The bytes of a text file as text: UTF-8, or what word processors and old editors write. In: bytes. Out: text, and in
//! which encoding it was; none for what is no text.

use encoding_rs::{UTF_16BE, UTF_16LE, WINDOWS_1252};

/// How a text was kept in its file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    Utf8,
    Utf16,
    Windows1252,
}

/// What a file is that begins like no text, in words.
pub fn foreign(bytes: &[u8]) -> Option<&'static str> {
    const BEGIN: [(&[u8], &str); 6] = [
        (b"PK\x03\x04", "a file of a word processor, such as Word or Pages"),
        (b"\xD0\xCF\x11\xE0", "a file of an old Word"),
        (b"{\\rtf", "a file of a word processor (RTF)"),
        (b"%PDF-", "a PDF"),
        (b"\x89PNG", "a picture"),
        (b"\xFF\xD8\xFF", "a photograph"),
    ];
    BEGIN.iter().find(|(begin, _)| bytes.starts_with(begin)).map(|(_, what)| *what)
}

/// Reads a text. A text in UTF-8 keeps its byte order mark: places in it are those of the file.
///
/// # Errors
///
/// Where its first byte stands that is no text.
pub fn decode(bytes: Vec<u8>) -> Result<(String, Encoding), usize> {
    let utf16 = match *bytes {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        // Without a mark, every second byte of a Western text is nothing.
        [0, letter, 0, ..] if letter != 0 => Some(UTF_16BE),
        [letter, 0, _, 0, ..] if letter != 0 => Some(UTF_16LE),
        _ => None,
    };
    if let Some(encoding) = utf16 {
        let (text, _, damaged) = encoding.decode(&bytes);
        let damaged = damaged || text.contains('\0');
        return if damaged { Err(0) } else { Ok((with_ends(text.into_owned()), Encoding::Utf16)) };
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok((with_ends(text), Encoding::Utf8)),
        Err(error) => {
            let at = error.utf8_error().valid_up_to();
            let bytes = error.into_bytes();
            // Bytes that stand for no letter in a text of any kind: a picture, or a program.
            let binary = |byte: &u8| matches!(byte, 0..=8 | 14..=26 | 28..=31 | 0x81 | 0x8D | 0x8F | 0x90 | 0x9D);
            if bytes.iter().any(binary) {
                return Err(at);
            }
            let text = WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned();
            Ok((with_ends(text), Encoding::Windows1252))
        }
    }
}

/// A text whose lines end as others do, where they end as on the first Macs; each place stays where it is.
fn with_ends(text: String) -> String {
    if !text.contains('\n') && text.contains('\r') { text.replace('\r', "\n") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_editors_write() {
        let of = |bytes: &[u8]| decode(bytes.to_vec());
        assert_eq!(of("\u{feff}é".as_bytes()), Ok(("\u{feff}é".into(), Encoding::Utf8)));
        assert_eq!(of(b"\xFF\xFEa\0\n\0"), Ok(("a\n".into(), Encoding::Utf16)));
        assert_eq!(of(b"\xFE\xFF\0a\0\n"), Ok(("a\n".into(), Encoding::Utf16)));
        assert_eq!(of(b"-\0-\0-\0"), Ok(("---".into(), Encoding::Utf16)));
        assert_eq!(of(b"\x93Don\x92t\x94 \xA350"), Ok(("“Don’t” £50".into(), Encoding::Windows1252)));
        assert_eq!(of(b"ok \xFF\xD8\x00"), Err(3));
        assert_eq!(of(b"\xFF\xFE\0\xD8"), Err(0));
        assert_eq!(of(b"---\rtitle: A\r"), Ok(("---\ntitle: A\n".into(), Encoding::Utf8)));
        assert_eq!(foreign(b"{\\rtf1 title: A}"), Some("a file of a word processor (RTF)"));
        assert_eq!(foreign(b"PK is short for park"), None);
        assert_eq!(of(b""), Ok((String::new(), Encoding::Utf8)));
    }
}
