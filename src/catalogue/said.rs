//! A day with its hours and its place as people say it in one line, `Sat 5 Dec 2026 2–4pm, Corn Hall`. In: the line. Out: a
//! [`When`], or where something of it is missing, wrong or in doubt, how it would be written. It must not know documents.

use super::when::{Times, When, end_of};
use crate::{
    moment::{self, Hours, Moment, Unreadable},
    parse::reader::MomentRules,
    problem::wording::DateHelp,
};

/// The parts of a line.
struct SaidLine<'t> {
    day: SaidDay,
    hours: Option<Hours<'t>>,
    place: Option<SaidPlace<'t>>,
}

/// The day that a line names.
#[derive(Clone, Copy)]
enum SaidDay {
    Read(Moment),
    /// It is on another day of the week, or has no year.
    Wrong(Unreadable),
    Missing,
}

/// Where something happens.
#[derive(Clone, Copy)]
struct SaidPlace<'t> {
    name: &'t str,
    /// Whether a comma, `at` or `in` says that it is a place.
    is_plain: bool,
}

/// What a line says plainly; none where anything has to be guessed.
pub fn read(text: &str, calendar: MomentRules) -> Option<When> {
    let SaidLine { day: SaidDay::Read(day), hours, place } = parts(text, calendar)? else { return None };
    let is_plain = hours.is_none_or(|hours| hours.is_plain) && place.is_none_or(|place| place.is_plain);
    if !is_plain || (hours.is_none() && place.is_none()) {
        return None;
    }
    let mut times = Times { start: Some(day), end: None };
    if let Some(Hours { start, end, .. }) = hours {
        let start = calendar.read(&format!("{} {}", day.plain(calendar.zone), clock(start)))?;
        let moment = |text: &str| calendar.read(text);
        // Where the end cannot be that of this start, nothing is sure.
        let end = end.map(|end| end_of(start, &clock(end), &moment, calendar.zone).ok_or(()));
        times = Times { start: Some(start), end: end.transpose().ok()? };
    }
    Some(When { times, place: place.map(|place| place.name.to_owned()) })
}

/// How a line that cannot be read would be written, with all that it says, and why it cannot; none where it says no more than a
/// day, or nothing that can be made out.
pub fn meant(text: &str, calendar: MomentRules) -> Option<(String, DateHelp)> {
    let SaidLine { day, hours, place } = parts(text, calendar)?;
    if hours.is_none() && place.is_none() {
        return None;
    }
    let (written, reason) = match day {
        SaidDay::Read(day) => {
            let reason = match (hours, place) {
                (Some(Hours { is_plain: false, .. }), _) => "it does not say whether morning or afternoon is meant",
                (_, Some(SaidPlace { is_plain: false, .. })) => {
                    "nothing says where its place begins: a comma, `at` or `in`"
                }
                _ => return None,
            };
            (day.plain(calendar.zone), reason.to_owned())
        }
        SaidDay::Wrong(reason) => (reason.instead()?, reason.to_string()),
        SaidDay::Missing => ("YYYY-MM-DD".to_owned(), "the day is missing".to_owned()),
    };
    let start = hours.map_or_else(|| written.clone(), |hours| format!("{written} {}", clock(hours.start)));
    let end = hours.and_then(|hours| hours.end).map(|end| format!(", end: {}", clock(end)));
    let place = place.map(|place| format!(", place: {}", quoted(place.name)));
    let value = if end.is_some() || place.is_some() {
        format!("{{start: {start}{}{}}}", end.unwrap_or_default(), place.unwrap_or_default())
    } else {
        start
    };
    let help = match day {
        SaidDay::Read(_) => DateHelp::Meant(value),
        SaidDay::Wrong(_) | SaidDay::Missing => DateHelp::Instead(value),
    };
    Some((reason, help))
}

/// A time of day as clocks with 24 hours show it.
fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

/// A text as it is written inside of `{…}`.
fn quoted(text: &str) -> String {
    let is_plain = text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '’' | '(' | ')'));
    if is_plain { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

/// Takes a line apart: a day, its hours and a place, or the hours before the day.
fn parts<'t>(text: &'t str, calendar: MomentRules) -> Option<SaidLine<'t>> {
    let text = text.trim();
    if let Some((day, rest)) = day(text, calendar) {
        let hours = moment::hours(rest);
        let place = place(hours.map_or(rest, |hours| hours.rest), hours.is_some()).ok()?;
        return Some(SaidLine { day, hours, place });
    }
    let hours = moment::hours(text)?;
    let rest = hours.rest.trim_start_matches([' ', ',']);
    let of_day = rest.strip_prefix("on ").unwrap_or(rest);
    let (day, rest) = day(of_day, calendar).unwrap_or((SaidDay::Missing, rest));
    Some(SaidLine { day, hours: Some(hours), place: place(rest, true).ok()? })
}

/// The day that a text begins with, and what follows: the shortest beginning that is one, if need be without a year.
fn day<'t>(text: &'t str, calendar: MomentRules) -> Option<(SaidDay, &'t str)> {
    let cuts =
        text.char_indices().filter(|(_, c)| c.is_whitespace() || *c == ',').map(|(at, _)| at).chain([text.len()]);
    let mut without_year = None;
    for cut in cuts {
        let (head, rest) = text.split_at(cut);
        match moment::parse(head.trim_end_matches([',', ' ']), calendar.zone, calendar.order) {
            // In `6 December 10 to 12` the `10` is no year.
            Ok(reading)
                if reading.moment.is_day() && !(ends_short(head) && moment::hours(&text[cut - 2..]).is_some()) =>
            {
                return Some((SaidDay::Read(reading.moment), rest));
            }
            Err(reason @ Unreadable::WrongWeekday { .. }) => return Some((SaidDay::Wrong(reason), rest)),
            Err(reason @ Unreadable::NoYear { .. }) if without_year.is_none() => {
                without_year = Some((SaidDay::Wrong(reason), rest));
            }
            _ => {}
        }
    }
    without_year
}

/// Whether a text ends in two digits behind a blank.
fn ends_short(text: &str) -> bool {
    let digits = text.bytes().rev().take_while(u8::is_ascii_digit).count();
    digits == 2 && text[..text.len() - 2].ends_with(' ')
}

/// What stands where a place may stand, and is none.
struct NoPlace;

/// The place that a text is, after a day or hours; none where there is no text.
fn place(text: &str, has_hours: bool) -> Result<Option<SaidPlace<'_>>, NoPlace> {
    let text = text.trim().trim_end_matches(['.', ',']);
    if text.is_empty() {
        return Ok(None);
    }
    let parted = text.strip_prefix([',', ';', '|', '–', '—', '-', '@']).map(str::trim_start);
    let name = parted.unwrap_or(text);
    let led = ["at ", "in "]
        .iter()
        .find_map(|word| name.strip_prefix(word))
        .map(str::trim_start)
        .filter(|name| is_name(name));
    let name = led.unwrap_or(name);
    let is_plain = parted.is_some() || led.is_some();
    let is_guess = || {
        has_hours && is_name(name) && !name.split(',').next().unwrap_or(name).bytes().any(|byte| byte.is_ascii_digit())
    };
    if !name.is_empty() && (is_plain || is_guess()) { Ok(Some(SaidPlace { name, is_plain })) } else { Err(NoPlace) }
}

/// Whether words name a place, and no time, purpose or condition.
fn is_name(text: &str) -> bool {
    const OTHER: [&str; 12] = [
        "morning",
        "afternoon",
        "evening",
        "night",
        "latest",
        "earliest",
        "event",
        "case",
        "weekend",
        "day",
        "rain",
        "week",
    ];
    if moment::hours(text).is_some() {
        return false;
    }
    let mut words = text.split_whitespace();
    let first = words.next().unwrap_or_default();
    if matches!(first, "the" | "our" | "your") {
        return words.next().is_some_and(|word| !OTHER.contains(&word.trim_end_matches([',', '.'])));
    }
    first.starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit())
        && text.chars().any(char::is_alphabetic)
}
