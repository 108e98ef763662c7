//! Values of a tree read as what a field takes, with every wrong one reported. In: [`Node`]s. Out: plain values and
//! problems. It must not know which fields there are.

use std::{borrow::Cow, fmt::Write as _};

use serde::{Deserialize, Serialize};

use super::tree::{Map, Node, TreeValue};
use crate::{
    moment::{self, DateOrder, Moment, MomentError, Zone},
    problem::{
        Code, Problem,
        wording::{self, DateHelp},
    },
    source::{Place, SourcePath, Span},
};

/// How far behind a text the next key begins where a comma alone parts them; in lines of their own it stands further.
const BEHIND_COMMA: usize = 2;

/// How moments without an offset are read.
#[derive(Clone, Copy, Debug)]
pub struct MomentRules<'a> {
    pub zone: &'a Zone,
    pub order: DateOrder,
}

impl MomentRules<'_> {
    /// The moment that a text says; none where it says none.
    pub fn read(self, text: &str) -> Option<Moment> {
        moment::parse(text, self.zone, self.order).ok().map(|reading| reading.moment)
    }
}

/// Reads the values of one source and collects what is wrong with them.
#[derive(Debug)]
pub struct Reader<'a> {
    pub path: &'a SourcePath,
    pub problems: Vec<Problem>,
    /// What is wrong only for a time.
    pub timed: Vec<TimedProblem>,
}

/// A problem that is one for a time alone: from a moment on, or until before one.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TimedProblem {
    pub from: Option<Moment>,
    pub until: Option<Moment>,
    pub problem: Problem,
}

impl TimedProblem {
    pub fn holds_at(&self, now: Moment) -> bool {
        self.from.is_none_or(|from| from <= now) && self.until.is_none_or(|until| now < until)
    }
}

/// A text and where it stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TextValue {
    pub text: String,
    pub span: Span,
}

impl<'a> Reader<'a> {
    pub fn new(path: &'a SourcePath) -> Self {
        Self { path, problems: Vec::new(), timed: Vec::new() }
    }

    pub fn place(&self, span: Span) -> Place {
        Place::at(self.path, span)
    }

    pub fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    /// Reports what is a problem only from a moment on, or until before one.
    pub fn report_during(&mut self, from: Option<Moment>, until: Option<Moment>, problem: Problem) {
        self.timed.push(TimedProblem { from, until, problem });
    }

    /// Reports a word under `allow` that is the code of no problem.
    pub fn unless_code(&mut self, word: &str, span: Span) {
        if Code::named(word).is_none() {
            let near = nearest(word, Code::ALL.iter().map(|code| code.name()));
            self.report(wording::allow_unknown(self.place(span), word, near));
        }
    }

    fn wrong<T>(&mut self, node: &Node, key: &str, expected: &str) -> Option<T> {
        self.report(wording::value_wrong(self.place(node.span), key, expected));
        None
    }

    /// Reports keys of a map that nothing is made of. `known` are those that something is.
    pub fn only(&mut self, map: &Map, key: &str, known: &[&str]) {
        let cut_off = self.cut_off(map, Code::PartUnread);
        for (at, entry) in map.entries.iter().enumerate() {
            if !cut_off.contains(&at) && !known.iter().any(|known| entry.key.eq_ignore_ascii_case(known)) {
                let near = nearest(&entry.key, known.iter().copied());
                self.report(wording::part_unread(self.place(entry.key_span), key, &entry.key, known, near));
            }
        }
    }

    /// Reports under a code each text that a comma cut short between braces, as in `{note: evenings, not Sundays}`: what follows
    /// the comma stands there as a key of its own without a value. The places of such keys in the map.
    pub fn cut_off(&mut self, map: &Map, code: Code) -> Vec<usize> {
        let mut cut_off = Vec::new();
        let mut text: Option<(&str, String, Span)> = None;
        for (at, entry) in map.entries.iter().enumerate() {
            let follows = text.take().filter(|(_, _, before)| {
                let gap = entry.key_span.range().start.checked_sub(before.range().end);
                entry.value.is_none() && gap.is_some_and(|gap| gap <= BEHIND_COMMA)
            });
            text = match (follows, &entry.value.value) {
                (Some((key, whole, _)), _) => {
                    let whole = format!("{whole}, {}", entry.key);
                    cut_off.push(at);
                    let is_last = map.entries.get(at + 1).is_none_or(|next| !next.value.is_none());
                    if is_last {
                        self.report(wording::cut_by_comma(self.place(entry.key_span), code, key, &entry.key, &whole));
                    }
                    Some((key, whole, entry.key_span))
                }
                (None, TreeValue::Text(value)) => Some((&entry.key, value.clone(), entry.value.span)),
                (None, _) => None,
            };
        }
        cut_off
    }

    /// One text: HTML entities decoded once, white space around it taken off; none when it is empty.
    pub fn text(&mut self, node: &Node, key: &str) -> Option<String> {
        match &node.value {
            _ if node.is_none() => None,
            TreeValue::Text(text) => Some(decoded(text)).filter(|text| !text.is_empty()),
            _ => self.wrong(node, key, "one text"),
        }
    }

    /// A text in Markdown, which decodes what is escaped in it when it is read: here it would become markup.
    pub fn markdown(&mut self, node: &Node, key: &str) -> Option<String> {
        match &node.value {
            _ if node.is_none() => None,
            TreeValue::Text(text) => Some(without_controls(text.trim()).into_owned()).filter(|text| !text.is_empty()),
            _ => self.wrong(node, key, "one text"),
        }
    }

    /// A list of texts; a single text is a list of one, or of those between its commas when `commas` says so.
    pub fn words(&mut self, node: &Node, key: &str, commas: Commas) -> Vec<TextValue> {
        let mut words = Vec::new();
        match &node.value {
            TreeValue::Null => {}
            TreeValue::Text(text) => {
                let parts: Vec<&str> =
                    if commas == Commas::Separate { text.split(',').collect() } else { vec![text.as_str()] };
                words.extend(parts.into_iter().map(|text| TextValue { text: decoded(text), span: node.span }));
            }
            TreeValue::List(list) => {
                for item in list {
                    match &item.value {
                        TreeValue::Null => {}
                        TreeValue::Text(text) => words.push(TextValue { text: decoded(text), span: item.span }),
                        _ => {
                            self.wrong::<()>(item, key, "a list of texts");
                        }
                    }
                }
            }
            TreeValue::Map(_) => {
                self.wrong::<()>(node, key, "a text or a list of texts");
            }
        }
        words.retain(|word| !word.text.is_empty());
        words
    }

    /// True or false, in the words that people use.
    pub fn flag(&mut self, node: &Node, key: &str) -> Option<bool> {
        match flag(node) {
            Some(flag) => Some(flag),
            None if node.value == TreeValue::Null => None,
            None => {
                let meant = if let TreeValue::Text(text) = &node.value { flag_meant(text) } else { None };
                match meant {
                    Some(flag) => self.report(wording::flag_unclear(self.place(node.span), key, flag)),
                    None => return self.wrong(node, key, "`true` or `false`"),
                }
                None
            }
        }
    }

    /// A whole number of one or more.
    pub fn count(&mut self, node: &Node, key: &str) -> Option<usize> {
        match &node.value {
            TreeValue::Text(text) => match text.trim().parse() {
                Ok(count) if count > 0 => Some(count),
                _ => self.wrong(node, key, "a whole number of 1 or more"),
            },
            _ => self.wrong(node, key, "a whole number of 1 or more"),
        }
    }

    pub fn map<'n>(&mut self, node: &'n Node, key: &str) -> Option<&'n Map> {
        match &node.value {
            TreeValue::Map(map) => Some(map),
            TreeValue::Null => None,
            _ => self.wrong(node, key, "lines `key: value`"),
        }
    }

    /// The items of a list; a single value is a list of one.
    #[expect(clippy::unused_self, reason = "asked like the other forms, which may report")]
    pub fn list<'n>(&mut self, node: &'n Node) -> &'n [Node] {
        match &node.value {
            TreeValue::List(list) => list,
            TreeValue::Null => &[],
            _ => std::slice::from_ref(node),
        }
    }

    /// One of a few words.
    pub fn choice<T: Copy>(&mut self, node: &Node, key: &str, known: &[(&str, T)]) -> Option<T> {
        let text = self.text(node, key)?;
        let found = known.iter().find(|(word, _)| word.eq_ignore_ascii_case(&text)).map(|(_, value)| *value);
        if found.is_none() {
            let words: Vec<&str> = known.iter().map(|(word, _)| *word).collect();
            let near = nearest(&text, words.iter().copied());
            self.report(wording::word_unknown(self.place(node.span), key, &text, &words, near));
        }
        found
    }

    /// A moment; what is wrong with it is reported.
    pub fn moment(&mut self, node: &Node, key: &str, calendar: MomentRules) -> Option<Moment> {
        let TreeValue::Text(text) = &node.value else {
            return if node.is_none() { None } else { self.wrong(node, key, "one moment") };
        };
        match moment::parse(text, calendar.zone, calendar.order) {
            Ok(reading) => {
                if reading.clock_change.is_some() {
                    let taken = reading.moment.words(calendar.zone);
                    self.report(wording::date_in_clock_change(self.place(node.span), text, &taken));
                }
                if reading.loose {
                    let local = reading.moment.rfc3339(calendar.zone);
                    let plain = if reading.moment.is_day() {
                        local.get(..10).unwrap_or(&local).to_owned()
                    } else {
                        local.get(..16).unwrap_or(&local).replace('T', " ")
                    };
                    self.report(wording::date_loose(self.place(node.span), key, text, &plain));
                }
                Some(reading.moment)
            }
            Err(reason) => {
                let swapped = swapped(text, calendar);
                let help = match (reason.instead().or(swapped), reason) {
                    (Some(instead), MomentError::OtherClock { .. }) => DateHelp::Clock(instead),
                    (Some(instead), MomentError::NamedDay { .. }) => DateHelp::Plain(instead),
                    (Some(instead), _) => DateHelp::Instead(instead),
                    (None, MomentError::NoDay) => DateHelp::Day,
                    (None, MomentError::Span) => DateHelp::Span,
                    (None, MomentError::Recurring) => DateHelp::Recurring,
                    _ => DateHelp::Nothing,
                };
                let place = self.place(node.span);
                self.report(wording::date_unreadable(place, key, text, &reason.to_string(), &help));
                None
            }
        }
    }

    /// An address: a whole one with `http`, `https`, `mailto` or `tel`, or a place on the site. It is
    /// decoded once, and what cannot stand in an address is percent-encoded.
    pub fn address(&mut self, node: &Node, key: &str) -> Option<String> {
        let text = self.text(node, key)?;
        let address = safe_address(&text);
        if address.is_none() {
            self.report(wording::address_unsafe(self.place(node.span), key, &text));
        }
        address
    }
}

/// A date with the month before the day, written the other way round; none where it is none.
fn swapped(text: &str, calendar: MomentRules) -> Option<String> {
    let (other, first) = match calendar.order {
        DateOrder::DayFirst => (DateOrder::MonthFirst, DateOrder::DayFirst),
        DateOrder::MonthFirst => (DateOrder::DayFirst, DateOrder::MonthFirst),
    };
    let reading = moment::parse(text, calendar.zone, other).ok()?;
    let (year, month, day) = reading.moment.date(calendar.zone);
    let date = match first {
        DateOrder::DayFirst => format!("{day:02}/{month:02}/{year}"),
        DateOrder::MonthFirst => format!("{month:02}/{day:02}/{year}"),
    };
    let shown = reading.moment.rfc3339(calendar.zone);
    Some(if reading.moment.is_day() { date } else { format!("{date} {}", shown.get(11..16)?) })
}

/// Whether commas in a single text separate several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Commas {
    Separate,
    Belong,
}

/// True or false in the words that people use; none when it is another word.
pub fn flag(node: &Node) -> Option<bool> {
    let TreeValue::Text(text) = &node.value else { return None };
    flag_of(text)
}

/// The same of a text.
pub fn flag_of(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "on" | "1" => Some(true),
        "false" | "no" | "off" | "0" => Some(false),
        _ => None,
    }
}

/// The yes or no that a text means in other words, with more behind it, or with a slip in it: `nope`, `yes, on Monday`, `flase`.
pub fn flag_meant(text: &str) -> Option<bool> {
    const YES: &[&str] = &["y", "yep", "yeah", "yup"];
    const NO: &[&str] = &["n", "nope", "nah", "noo", "not", "never", "none"];
    let text = text.trim().trim_end_matches(['.', '!', '?']).to_lowercase();
    if let Some(flag) = flag_of(&text) {
        return Some(flag);
    }
    let end = text.find(|letter: char| !letter.is_alphabetic()).unwrap_or(text.len());
    let (word, rest) = text.split_at(end);
    // A sentence may begin with "no" and "not".
    let goes_on = rest.is_empty() || rest.trim_start().starts_with([',', ';', ':', '.', '(', '-', '–', '—']);
    if rest == " yet" && word == "not" {
        return Some(false);
    }
    match word {
        "yes" | "true" => Some(true),
        "false" => Some(false),
        "no" if goes_on => Some(false),
        _ if !rest.is_empty() => None,
        word if YES.contains(&word) => Some(true),
        word if NO.contains(&word) => Some(false),
        // The day of the week.
        "tue" => None,
        word if word.starts_with('y') && strsim::osa_distance(word, "yes") == 1 => Some(true),
        word if word.len() > 2 && strsim::osa_distance(word, "true") == 1 => Some(true),
        word if word.len() > 3 && strsim::osa_distance(word, "false") == 1 => Some(false),
        _ => None,
    }
}

/// A text from a web page: entities decoded once (HTML standard, section 13.5), control characters other than
/// line ends dropped, white space around it taken off.
pub fn decoded(text: &str) -> String {
    let text = text.trim();
    let text = if text.contains('&') { html_escape::decode_html_entities(text) } else { Cow::Borrowed(text) };
    without_controls(&text).trim().to_owned()
}

/// A text without control characters but for ends of lines and tabs. Those that end a line or a page in a word processor part
/// words; those that turn the text behind them round go.
fn without_controls(text: &str) -> Cow<'_, str> {
    let is_end = |c: char| matches!(c, '\u{b}' | '\u{c}' | '\u{2028}' | '\u{2029}');
    let is_strange =
        |c: char| is_end(c) || (c.is_control() && !matches!(c, '\n' | '\t')) || matches!(c, '\u{202d}' | '\u{202e}');
    // As nearly every text is.
    let plain = text.bytes().fold(true, |plain, byte| plain & (b' '..=b'~').contains(&byte));
    if plain || !text.contains(is_strange) {
        return Cow::Borrowed(text);
    }
    text.chars().filter(|c| is_end(*c) || !is_strange(*c)).map(|c| if is_end(c) { ' ' } else { c }).collect()
}

/// An address that may be written into a page; none for one that could run a program (`javascript:`, `data:` …).
pub fn safe_address(text: &str) -> Option<String> {
    let text: String = text.trim().chars().filter(|c| !c.is_control()).collect();
    match url::Url::parse(&text) {
        Ok(url) if matches!(url.scheme(), "http" | "https") => {
            let plain = text.bytes().all(|b| b.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&b));
            Some(if plain { text } else { url.into() })
        }
        Ok(url) if matches!(url.scheme(), "mailto" | "tel") => Some(url.into()),
        Err(url::ParseError::RelativeUrlWithoutBase) => Some(encoded_path(&text)),
        Ok(_) | Err(_) => None,
    }
}

/// A path of an address, percent-encoded as RFC 3986 asks, with what is encoded already left alone.
pub fn encoded_path(path: &str) -> String {
    let plain = |byte: u8| {
        byte.is_ascii_graphic() && !matches!(byte, b'"' | b'<' | b'>' | b'\\' | b'^' | b'`' | b'{' | b'|' | b'}')
    };
    if path.bytes().all(plain) {
        return path.to_owned();
    }
    let mut out = String::with_capacity(path.len() + 16);
    for byte in path.bytes() {
        if plain(byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// The known word that was probably meant: within one slip for short words, two for longer ones.
pub fn nearest<'w>(word: &str, known: impl IntoIterator<Item = &'w str>) -> Option<&'w str> {
    let (given, word) = (word, word.to_lowercase());
    let length = word.chars().count();
    let most = match length {
        0..=2 => return None,
        3..=5 => 1,
        _ => 2,
    };
    known
        .into_iter()
        .filter_map(|known| {
            let lower = known.to_lowercase();
            // A word is no nearer to another than their lengths are.
            let near = lower.chars().count().abs_diff(length) <= most;
            near.then(|| (strsim::osa_distance(&word, &lower), known))
        })
        // `Roof.jpg` is another file than `roof.jpg`, and the nearest there is.
        .filter(|(distance, known)| *distance <= most && *known != given)
        .min()
        .map(|(_, known)| known)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_are_decoded_once() {
        assert_eq!(decoded(" a&amp;b &amp;amp; &#8220;x&rdquo;\u{0} "), "a&b &amp; “x”");
    }

    #[test]
    fn yes_and_no_are_known_with_a_slip() {
        for yes in
            ["true", "Yes.", "ture", "treu", "tru", "yess", "yse", "y", "yes please", "yes, on Monday", "true (so far)"]
        {
            assert_eq!(flag_meant(yes), Some(true), "{yes}");
        }
        for no in
            ["false", "flase", "fasle", "fales", "fals", "No!", "nope", "not yet", "no, wait", "no - wait", "never"]
        {
            assert_eq!(flag_meant(no), Some(false), "{no}");
        }
        for neither in
            ["", "now", "Tue", "no trace of him", "not far", "2026-11-26", "a set of keys", "fall", "tree house"]
        {
            assert_eq!(flag_meant(neither), None, "{neither}");
        }
    }

    #[test]
    fn active_addresses_never_pass() {
        for bad in [
            "javascript:alert(1)",
            " JavaScript:x",
            "java\tscript:x",
            "data:text/html,x",
            "vbscript:x",
            "file:///etc/passwd",
        ] {
            assert_eq!(safe_address(bad), None, "{bad}");
        }
        assert_eq!(
            safe_address("https://a.example/x?crop=(15,0)&w=6").as_deref(),
            Some("https://a.example/x?crop=(15,0)&w=6")
        );
        assert_eq!(safe_address("/über uns/").as_deref(), Some("/%C3%BCber%20uns/"));
        assert_eq!(safe_address("https://a.example/a b").as_deref(), Some("https://a.example/a%20b"));
    }

    #[test]
    fn the_nearest_word_is_close() {
        assert_eq!(nearest("aera", ["area", "areas"]), Some("area"));
        assert_eq!(nearest("Roof.JPG", ["roof.jpg", "roof2.jpg"]), Some("roof.jpg"));
        assert_eq!(nearest("roof.jpg", ["roof.jpg"]), None);
        assert_eq!(nearest("hero", ["area", "date"]), None);
        assert_eq!(nearest("refrence", ["reference"]), Some("reference"));
    }
}
