//! The messages of a chat, as programs export and copy them: WhatsApp, Telegram, Signal. In: text or HTML. Out:
//! [`ChatMessage`]s, and whether a text looks like a chat that cannot be read. It must not know which message is wanted.

use std::sync::LazyLock;

use regex::Regex;

use crate::import::{
    html::{self, Element},
    moments::pattern,
};

/// One message of a chat.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ChatMessage {
    pub day: String,
    pub time: String,
    pub who: String,
    pub text: String,
}

/// A day in digits, in the orders of all countries.
const DAY: &str = r"\d{1,2}[/.-] ?\d{1,2}[/.-] ?\d{2,4}|\d{4}[/.-] ?\d{1,2}[/.-] ?\d{1,2}";
/// A day with the name of its month.
const NAMED_DAY: &str = r"\d{1,2}\.? \p{L}{3,10}\.?,? \d{4}|\p{L}{3,10}\.? \d{1,2},? \d{4}";
const CLOCK: &str = r"\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:[\s\u{202f}]?[ap]\.?\s?m\.?)?";
const MARKS: &str = r"[\u{200e}\u{200f}\u{202a}]*";
/// Between day and time, what telephones in other languages write: `20.11.2026 klo 21.12`, `20/11/2026 à 21:12`.
const UNTIL_CLOCK: &str = r"\.?(?:\s?\p{L}\.)?[,،]?\s+(?:\p{L}{1,3}\.?\s+)?";
/// Behind the time, the same: `21:12 ч.`, `9:12 م`.
const BEHIND_CLOCK: &str = r"(?:[\s\u{202f}](?:Uhr|[^\W\d]{1,2}\.?(?:[^\W\d]\.?)?))?";

/// The head of a message in an export of WhatsApp, of iPhones and of Android.
static EXPORTED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^{MARKS}\[?({DAY}){UNTIL_CLOCK}({CLOCK}{BEHIND_CLOCK})\]?\s*(?:[-–—]\s+|)([^:\n]{{1,60}}): ?(.*)$"
    ))
});
/// The same, as it is copied from WhatsApp in a browser: `[21:10, 20/11/2026] PCSO Alex: …`.
static COPIED: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)^\[({CLOCK}), ({DAY})\] ([^:\n]{{1,60}}): (.*)$")));
/// The same, as it is copied from Telegram: `PCSO Alex, [20/11/2026 21:10]`, with the text below or behind it.
static TELEGRAM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i)^([^\[\n]{{1,60}}?),? \[({DAY}|{NAMED_DAY}),?(?: at)? ({CLOCK})\]:?\s*(.*)$"))
});
/// A line of an export that nobody wrote.
static SYSTEM: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?i)^{MARKS}\[?(?:{DAY}){UNTIL_CLOCK}\d{{1,2}}[:.]\d{{2}}.{{0,12}}\]?\s*(?:[-–—]\s+)?[^:]*$|end-to-end encrypted"
    ))
});
/// What Telegram writes above what somebody passed on or answered.
static CHAINED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^\[?(?:forwarded from|in reply to) [^\n\]]{1,60}\]?\s*$"));
/// Lines that Signal writes above a message.
static SIGNAL: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)^(from|sent|received|type|quote|attachment)s?: ?(.*)$"));
/// That a message was changed, which nobody wrote.
static EDITED: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)[\u{200e}\s]*(?:<this message was edited>|\(edited\))\s*$"));

/// The messages of a text; none when it is no chat.
pub fn messages(text: &str) -> Vec<ChatMessage> {
    let first: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(30).collect();
    let begins = first.first().is_some_and(|line| said(line).is_some() || SYSTEM.is_match(line));
    if !begins || !first.iter().any(|line| said(line).is_some()) {
        return signal(text);
    }
    let mut all: Vec<ChatMessage> = Vec::new();
    for line in text.lines() {
        if let Some(said) = said(line) {
            all.push(said);
        } else if !SYSTEM.is_match(line)
            && let Some(last) = all.last_mut()
            && !(last.text.is_empty() && CHAINED.is_match(line))
        {
            if !last.text.is_empty() {
                last.text.push('\n');
            }
            last.text.push_str(line);
        }
    }
    all.into_iter().map(unedited).collect()
}

fn unedited(message: ChatMessage) -> ChatMessage {
    ChatMessage { text: EDITED.replace(message.text.trim_end(), "").into_owned(), ..message }
}

/// The message that begins in a line, if one does.
fn said(line: &str) -> Option<ChatMessage> {
    let (day, time, who, text) = if let Some(found) = EXPORTED.captures(line) {
        (found[1].to_owned(), found[2].to_owned(), found[3].to_owned(), found[4].to_owned())
    } else if let Some(found) = COPIED.captures(line) {
        (found[2].to_owned(), found[1].to_owned(), found[3].to_owned(), found[4].to_owned())
    } else {
        let found = TELEGRAM.captures(line)?;
        (found[2].to_owned(), found[3].to_owned(), found[1].to_owned(), found[4].to_owned())
    };
    let who = who.trim().trim_start_matches('~').trim().to_owned();
    Some(ChatMessage { day, time: to_the_minute(&time), who, text })
}

/// The messages of Signal: heads of several lines, `From: …`, `Sent: …`, each above its text. Two at least, since messages
/// that were passed on by e-mail begin alike; those have a subject.
fn signal(text: &str) -> Vec<ChatMessage> {
    let mut all: Vec<ChatMessage> = Vec::new();
    let mut in_head = false;
    for line in text.lines() {
        match SIGNAL.captures(line.trim()) {
            Some(found) if found[1].eq_ignore_ascii_case("from") && !found[2].trim().is_empty() => {
                in_head = true;
                let who = found[2].split(['(', '<']).next().unwrap_or_default().trim().to_owned();
                all.push(ChatMessage { who, ..ChatMessage::default() });
            }
            Some(found) if in_head => {
                if let Some(last) = all.last_mut().filter(|_| found[1].eq_ignore_ascii_case("sent")) {
                    found[2].trim().clone_into(&mut last.day);
                }
            }
            _ if in_head && (line.starts_with("Subject:") || line.starts_with("To:")) => return Vec::new(),
            _ => {
                in_head &= line.trim().is_empty() && all.last().is_none_or(|last| last.day.is_empty());
                if let Some(last) = all.last_mut() {
                    last.text.push_str(line);
                    last.text.push('\n');
                }
            }
        }
    }
    let whole = all.len() > 1 && all.iter().all(|message| !message.day.is_empty());
    if !whole {
        return Vec::new();
    }
    for message in &mut all {
        message.text = message.text.trim().to_owned();
    }
    all
}

/// The messages of a page that Telegram exported; none of any other page.
pub fn telegram(html: &str) -> Vec<ChatMessage> {
    fn each(element: &Element, all: &mut Vec<ChatMessage>) {
        for inner in element.elements() {
            let is_message = inner.labels().split(' ').any(|label| label == "message");
            if !is_message {
                each(inner, all);
                continue;
            }
            let part = |name: &str| inner.find(&|one| one.labels().split(' ').any(|label| label == name));
            let Some(text) = part("text").map(Element::text).filter(|text| !text.is_empty()) else { continue };
            let when = part("date").and_then(|date| date.attribute("title")).unwrap_or_default().to_owned();
            let who = part("from_name").map(Element::text);
            // What follows from the same person has no name of its own.
            let who = who.or_else(|| all.last().map(|last| last.who.clone())).unwrap_or_default();
            let (day, time) = when.split_once(' ').unwrap_or((when.as_str(), ""));
            let time = to_the_minute(time.split(' ').next().unwrap_or_default());
            all.push(ChatMessage { day: day.to_owned(), time, who, text });
        }
    }
    if !(html.contains("class=\"from_name\"") && html.contains("class=\"message ")) {
        return Vec::new();
    }
    let mut all = Vec::new();
    each(&html::tree(html).0, &mut all);
    all
}

/// A time of day without its seconds.
fn to_the_minute(time: &str) -> String {
    static TIME: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)^(\d{1,2}[:.]\d{2})(?:[:.]\d{2})?\s*(.*)$"));
    let time = time.replace('\u{202f}', " ");
    let Some(found) = TIME.captures(time.trim()) else { return time };
    let half = match found[2].trim_end_matches('.') {
        "م" | "μ.μ" => " pm",
        "ص" | "π.μ" => " am",
        "" | "ч" | "Uhr" | "h" => "",
        half if half.to_lowercase().starts_with('a') => " am",
        half if half.to_lowercase().starts_with('p') => " pm",
        // Of half a day that is not known the time says nothing.
        _ => return String::new(),
    };
    format!("{}{half}", &found[1])
}

/// The three numbers of a day in digits, in their order.
fn numbers(day: &str) -> Option<[u16; 3]> {
    let parts: Vec<u16> = day.split(['/', '.', '-']).filter_map(|part| part.trim().parse().ok()).collect();
    parts.try_into().ok()
}

/// Whether a chat writes the month before the day: some second number is no month, and no first one is.
pub fn is_month_first(all: &[ChatMessage]) -> bool {
    let days = || all.iter().filter_map(|said| numbers(&said.day)).filter(|[first, ..]| *first < 100);
    days().any(|[_, second, _]| second > 12) && days().all(|[first, ..]| first <= 12)
}

/// A day as it is read elsewhere: the year first.
pub fn day(day: &str, month_first: bool) -> Option<String> {
    let Some([first, second, third]) = numbers(day) else {
        return Some(day.to_owned()).filter(|day| !day.is_empty());
    };
    let (year, month, day) = match (first > 31, month_first || second > 12) {
        (true, _) => (first, second, third),
        (false, true) => (third, first, second),
        (false, false) => (third, second, first),
    };
    let year = if year < 100 { 2000 + year } else { year };
    Some(format!("{year}-{month:02}-{day:02}"))
}

/// Whether several lines of a text begin as messages of a chat do, with a time and a name, in whatever form.
pub fn is_like_chat(text: &str) -> bool {
    // A time alone stands before the points of a programme too.
    static TIMED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?i)^{MARKS}\W{{0,3}}(?:(?:{DAY}|{NAMED_DAY}),?\s+(?:at\s+)?{CLOCK}|{CLOCK},?\s+(?:{DAY}|{NAMED_DAY})|[\[(]{CLOCK}[\])])\W{{1,5}}([^:\n]{{2,40}}):\s",
        ))
    });
    static NAMED: LazyLock<Regex> = LazyLock::new(|| {
        pattern(&format!(
            r"(?i)^\W{{0,3}}(\p{{L}}[^:\d\n]{{1,40}}?)[,\s—–-]+[\[(<]?(?:{DAY}|today|yesterday),?\s+(?:at\s+)?{CLOCK}[\])>]?:?\s*$",
        ))
    });
    // What heads the parts of a bulletin that goes on.
    static PART: LazyLock<Regex> = LazyLock::new(|| {
        pattern(
            r"(?i)\b(?:updates?|statement|appeal|warning|alert|original|road|police|council|fire|open|closed|from|until|between|at|on|to|meet|start|doors?)\b",
        )
    });
    let is_name = |name: &str| {
        let words = name.split_whitespace().count();
        (1..=4).contains(&words) && name.starts_with(char::is_uppercase) && !PART.is_match(name)
    };
    let mut heads = 0;
    for line in text.lines().take(2000) {
        let found = TIMED.captures(line).or_else(|| NAMED.captures(line));
        heads += usize::from(found.is_some_and(|found| is_name(found[1].trim())));
    }
    heads > 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_in_the_forms_of_programs() {
        for text in [
            "20/11/2026, 21:12 - PCSO Sam: Two sheds were entered.\n20/11/2026, 21:15 - Jean Other: I am away",
            "2026-11-20, 21:12 - PCSO Sam: Two sheds were entered.\n2026-11-20, 21:15 - Jean Other: I am away",
            "20-11-2026 21:12 - PCSO Sam: Two sheds were entered.\n20-11-2026 21:15 - Jean Other: I am away",
            "[20.11.26, 21:12:03] PCSO Sam: Two sheds were entered.\n[20.11.26, 21:15:44] Jean Other: I am away",
            "[21:12, 20/11/2026] PCSO Sam: Two sheds were entered.\n[21:15, 20/11/2026] Jean Other: I am away",
            "PCSO Sam, [20/11/2026 21:12]\nTwo sheds were entered.\n\nJean Other, [20/11/2026 21:15]\n[In reply to PCSO Sam]\nI am away",
            "PCSO Sam, [Nov 20, 2026 at 21:12]:\nTwo sheds were entered.\n\nJean Other, [Nov 20, 2026 at 21:15]:\nI am away",
            "11/20/26, 9:12 PM - PCSO Sam: Two sheds were entered.\n11/20/26, 9:15 PM - Jean Other: I am away <This message was edited>",
            "20.11.2026 klo 21.12 - PCSO Sam: Two sheds were entered.\n20.11.2026 klo 21.15 - Jean Other: I am away",
            "20.11.2026 kl. 21.12 - PCSO Sam: Two sheds were entered.\n20.11.2026 kl. 21.15 - Jean Other: I am away",
            "2026. 11. 20. 21:12 - PCSO Sam: Two sheds were entered.\n2026. 11. 20. 21:15 - Jean Other: I am away",
            "20/11/2026 à 21:12 - PCSO Sam: Two sheds were entered.\n20/11/2026 à 21:15 - Jean Other: I am away",
            "20.11.26 г., 21:12 ч. - PCSO Sam: Two sheds were entered.\n20.11.26 г., 21:15 ч. - Jean Other: I am away",
            "[20/11/2026، 9:12:03 م] PCSO Sam: Two sheds were entered.\n[20/11/2026، 9:15:44 م] Jean Other: I am away",
            "20/11/26, 9:12\u{202f}p.\u{a0}m. - PCSO Sam: Two sheds were entered.\n20/11/26, 9:15\u{202f}p.\u{a0}m. - Jean Other: I am away",
            "From: PCSO Sam (+447700900123)\nType: incoming\nSent: Fri, 20 Nov 2026 21:12:00 +0000\n\nTwo sheds were entered.\n\nFrom: Jean Other\nSent: Fri, 20 Nov 2026 21:15:00 +0000\n\nI am away",
        ] {
            let all = messages(text);
            let said: Vec<_> = all.iter().map(|one| (one.who.as_str(), one.text.trim())).collect();
            assert_eq!(said, [("PCSO Sam", "Two sheds were entered."), ("Jean Other", "I am away")], "{text}");
            let evening = ["21:12", "21.12", "9:12 pm", ""].contains(&all[0].time.to_lowercase().as_str());
            assert!(evening, "{text}: {}", all[0].time);
            let day = day(&all[0].day, is_month_first(&all)).expect("it has a day");
            assert!(day == "2026-11-20" || day.contains("20 Nov") || day.contains("Nov 20"), "{text}: {day}");
        }
    }

    #[test]
    fn a_whole_chat_says_where_the_month_stands() {
        let chat = |days: &[&str]| -> Vec<ChatMessage> {
            days.iter().map(|day| ChatMessage { day: (*day).to_owned(), ..ChatMessage::default() }).collect()
        };
        assert!(is_month_first(&chat(&["11/5/26", "11/18/26"])));
        assert!(!is_month_first(&chat(&["11/5/26", "12/5/26"])));
        assert!(!is_month_first(&chat(&["18/11/26", "11/5/26"])));
        assert!(!is_month_first(&chat(&["2026-11-18"])));
        assert_eq!(day("11/5/26", true).as_deref(), Some("2026-11-05"));
        assert_eq!(day("11/5/26", false).as_deref(), Some("2026-05-11"));
    }

    #[test]
    fn what_is_like_a_chat_is_told_from_parts_of_a_text() {
        for text in [
            "(20 Nov 2026 21:12) Sam: Two sheds\n(20 Nov 2026 21:15) Jean Other: I am away",
            "[21:12] Sam Example: Two sheds\n[21:15] Jean Other: I am away",
            "Sam Example 20/11/2026 21:12\nTwo sheds\nJean Other 20/11/2026 21:15\nI am away",
            "Sam Example — Today at 21:12\nTwo sheds\nJean Other — Today at 21:15\nI am away",
        ] {
            assert!(is_like_chat(text), "{text}");
        }
        for text in [
            "20 November 2026, 15:40 - Update: the road is open\n20 November 2026, 11:10 - Statement: the road is shut",
            "Meet at Mill End at 10:30: bring gloves.\nOsierham Quay 11:30",
            "20/11/2026 21:12 Two sheds were entered\nCall 101: quote 46/100234/26",
            "10:30 Doors open: tea\n11:00 Police speak: PCSO Sam",
            "10:30 Wrenfield Library: tea\n11:30 Osierham Quay: talk",
            "Osierham Quay 11:30\nReedbank 12:30",
            "Saturday 5 December 10:00: Wrenfield\nSunday 6 December 10:00: Osierham",
        ] {
            assert!(!is_like_chat(text), "{text}");
        }
    }
}
