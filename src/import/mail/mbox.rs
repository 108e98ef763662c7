//! A mailbox in one file, as mail programs keep and export them (RFC 4155). In: its bytes. Out: the bytes of each message. It
//! must not know what a message says.

use std::{borrow::Cow, sync::LazyLock};

use regex::bytes::Regex;

/// The line above each message: `From robin@post.example Fri Nov 20 15:40:00 2026`, and the first line of its head.
static ABOVE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^From \S.*\d\d:\d\d.*\r?\n[A-Za-z][A-Za-z0-9-]*:"));
/// What begins like that line in a text, and was marked.
static MARKED: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?m)^>(>*From )"));

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is fixed and was tried")
}

/// The messages of a mailbox; of what is none, the one message that it is.
pub fn messages(bytes: &[u8]) -> Vec<Cow<'_, [u8]>> {
    // What stands before the head would be read as its end.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let blank = bytes.iter().take_while(|byte| matches!(byte, b'\n' | b'\r')).count();
    let bytes = of_apple(&bytes[blank..]).unwrap_or(&bytes[blank..]);
    if !bytes.starts_with(b"From ") {
        return vec![Cow::Borrowed(bytes)];
    }
    let is_above = |at: usize| at == 0 || bytes[..at].ends_with(b"\n\n") || bytes[..at].ends_with(b"\n\r\n");
    let mut starts: Vec<usize> =
        ABOVE.find_iter(bytes).map(|found| found.start()).filter(|start| is_above(*start)).collect();
    if starts.first() != Some(&0) {
        starts.insert(0, 0);
    }
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    let message = |(start, end): (usize, usize)| {
        let whole = &bytes[start..end];
        let head = whole.iter().position(|byte| *byte == b'\n').map_or(whole, |at| &whole[at + 1..]);
        MARKED.replace_all(head, &b"$1"[..])
    };
    starts.iter().copied().zip(ends).map(message).collect()
}

/// A message as Apple Mail keeps it (`.emlx`): its length stands above it, and what the program knows of it below.
pub fn of_apple(bytes: &[u8]) -> Option<&[u8]> {
    let end = bytes.iter().take(12).position(|byte| *byte == b'\n')?;
    let length: usize = std::str::from_utf8(&bytes[..end]).ok()?.trim().parse().ok()?;
    bytes.get(end + 1..)?.get(..length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mailbox_is_parted_where_messages_begin() {
        let text = "From a Fri Nov 20 15:40:00 2026\nSubject: One\n\nText\n>From here\n\nFrom noon at 12:30 on\nwalk\n\nFrom b Fri Nov 20 15:41:00 2026\nSubject: Two\n\nText\n";
        let all: Vec<String> =
            messages(text.as_bytes()).iter().map(|one| String::from_utf8_lossy(one).into_owned()).collect();
        assert_eq!(
            all,
            ["Subject: One\n\nText\nFrom here\n\nFrom noon at 12:30 on\nwalk\n\n", "Subject: Two\n\nText\n"]
        );
        assert_eq!(messages(b"Subject: One\n\nText").len(), 1);
    }
}
