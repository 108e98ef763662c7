//! A message that was copied out of the window of a mail program: its head stands above its text in lines of that program's own
//! form. In: a text. Out: a [`MailMessage`], when it is one. It must not know what the message is about.

use std::sync::LazyLock;

use regex::Regex;

use super::{MailMessage, MailText, quoted};
use crate::import::{forwards, moments::pattern};

/// Who sent it: `Wren Valley Police <alerts@police.example>`.
static SENDER: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^\s*(?:From:\s*)?([^<>\n]{2,60}?)\s*<[^<>@\s]+@[^<>\s]+>\s*$"));
/// To whom: `To: Robin Sample`, `to me`.
static RECEIVER: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^\s*(?:to:.*|to (?:me|you)\b.{0,60}|at:\s.*)$"));
/// What programs show beside a subject.
static SHOWN: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^\s*(?:inbox|external(?: inbox)?|archive|summari[sz]e(?: this email)?|print all|in new window|x)\s*$")
});

/// How many lines a head has at most.
const HEAD: usize = 14;

/// The message that a text is a copy of; none where it is any other text.
pub fn message(text: &str) -> Option<MailMessage> {
    // Nearly all others are told by this alone.
    let top = text.get(..text.floor_char_boundary(3000)).unwrap_or(text);
    if text.trim_start().starts_with('<') || !top.contains('@') {
        return None;
    }
    let in_form = || {
        forwards::begins_with_head(&quoted(text))
            .then(|| MailMessage { texts: vec![MailText::Plain(text.to_owned())], ..MailMessage::default() })
    };
    in_form().or_else(|| of_window(text))
}

/// A message as the window of a program shows it: subject, sender, day, receiver, text.
fn of_window(text: &str) -> Option<MailMessage> {
    let lines: Vec<&str> = text.lines().collect();
    let sender = lines.iter().take(HEAD).position(|line| SENDER.is_match(line))?;
    let receiver = sender + 1 + lines[sender + 1..].iter().take(5).position(|line| RECEIVER.is_match(line))?;
    let mut body = receiver + 1;
    // Those who received it may stand in lines of their own.
    while lines
        .get(body)
        .is_some_and(|line| SENDER.is_match(line) || line.trim_start().to_lowercase().starts_with("cc:"))
    {
        body += 1;
    }
    let said = |line: &&&str| !line.trim().is_empty() && !SHOWN.is_match(line);
    let received =
        lines[receiver..body].iter().map(|line| line.trim().trim_start_matches("To:").trim_start_matches("to:"));
    let to = received.flat_map(|line| line.split([';', ','])).map(forwards::person).collect();
    Some(MailMessage {
        from: forwards::person(lines[sender].trim().trim_start_matches("From:")),
        to,
        date: lines[sender + 1..receiver].iter().find(said).map(|line| line.trim().to_owned()),
        subject: lines[..sender].iter().find(said).map(|line| line.trim().to_owned()).unwrap_or_default(),
        texts: vec![MailText::Plain(lines[body..].join("\n"))],
        ..MailMessage::default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_window_shows_is_read() {
        for text in [
            "Sheds entered\nWren Valley Police <alerts@police.example>\nFri 20/11/2026 15:40\nTo: Robin Sample <robin@post.example>\n\nFour sheds.",
            "Sheds entered\nInbox\n\nWren Valley Police <alerts@police.example>\nFri 20/11/2026 15:40\nto me\n\nFour sheds.",
            "Sheds entered\n\nWren Valley Police<alerts@police.example>\n\nFri 20/11/2026 15:40\n\nTo:\nRobin Sample <robin@post.example>\n\nFour sheds.",
        ] {
            let message = message(text).expect("it is a message");
            assert_eq!(message.subject, "Sheds entered", "{text}");
            assert_eq!(message.from.name, "Wren Valley Police", "{text}");
            assert_eq!(message.date.as_deref(), Some("Fri 20/11/2026 15:40"), "{text}");
            let [MailText::Plain(body)] = message.texts.as_slice() else { panic!("{text}") };
            assert_eq!(body.trim(), "Four sheds.", "{text}");
        }
        for text in [
            "Sheds entered\n\nFour sheds. Write to Wren Valley Police <alerts@police.example>\nor ring 101.",
            "Who to ask\n\nThe clerk <clerk@wrenfield.example>\n\nThe hall is open on Friday.\n\nTo book it, ring 01632 960001.",
        ] {
            assert!(message(text).is_none(), "{text}");
        }
    }
}
