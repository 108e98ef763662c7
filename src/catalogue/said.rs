//! A day with its hours and its place as people say it in one line, `Sat 5 Dec 2026 2–4pm, Corn Hall`. In: the line. Out: a
//! [`When`], or where something of it is missing, wrong or in doubt, how it would be written. It must not know documents.

use std::borrow::Cow;

use super::when::{Times, When, end_of};
use crate::{
    moment::{self, Hours, Moment, MomentError},
    parse::reader::MomentRules,
    problem::wording::DateHelp,
};

/// The parts of a line.
struct SaidLine<'t> {
    day: SaidDay,
    hours: Option<Hours<'t>>,
    /// The wrong one of the British clocks behind the hours.
    clock: Option<MomentError>,
    place: Option<SaidPlace<'t>>,
    /// What is none of these.
    other: Option<&'t str>,
}

/// The day that a line names.
#[derive(Clone, Copy)]
enum SaidDay {
    Read(Moment),
    /// It is on another day of the week, or has a name or no year.
    Wrong(MomentError),
    Missing,
}

/// Where something happens.
#[derive(Clone)]
struct SaidPlace<'t> {
    name: Cow<'t, str>,
    sign: PlaceSign,
}

/// What says that words are a place.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PlaceSign {
    /// A comma, `at` or `in`.
    Plain,
    /// Nothing but how they read.
    None,
    /// They stand before the hours and behind them.
    Parted,
}

/// What a line says plainly; none where anything has to be guessed.
pub fn read(text: &str, calendar: MomentRules) -> Option<When> {
    let SaidLine { day: SaidDay::Read(day), hours, clock: None, place, other: None } = parts(text, calendar)? else {
        return None;
    };
    let is_plain =
        hours.is_none_or(|hours| hours.is_plain) && place.as_ref().is_none_or(|place| place.sign == PlaceSign::Plain);
    if !is_plain || (hours.is_none() && place.is_none()) {
        return None;
    }
    let times = match hours {
        Some(hours) => times(day, hours, calendar)?,
        None => Times { start: Some(day), end: None },
    };
    Some(When { times, place: place.map(|place| place.name.into_owned()) })
}

/// The hours of a day; none where the end cannot be that of the start: then nothing is sure.
fn times(day: Moment, hours: Hours, calendar: MomentRules) -> Option<Times> {
    let moment = |text: &str| calendar.read(text);
    let start = moment(&format!("{} {}", day.plain(calendar.zone), clock(hours.start)))?;
    let end = hours.end.map(|end| end_of(start, &clock(end), &moment, calendar.zone).ok_or(()));
    Some(Times { start: Some(start), end: end.transpose().ok()? })
}

/// How a line that cannot be read would be written, with all that it says, and why it cannot; none where it says no more than a
/// day, or nothing that can be made out.
pub fn meant(text: &str, calendar: MomentRules) -> Option<(String, DateHelp)> {
    let SaidLine { day, hours, clock: other_clock, place, other } = parts(text, calendar)?;
    if hours.is_none() && place.is_none() {
        return None;
    }
    let ends_early = match (day, hours) {
        (SaidDay::Read(day), Some(hours)) => times(day, hours, calendar).is_none(),
        _ => false,
    };
    // `and 12/12/2026 10am`
    let is_day = |other: &str| {
        let words = other.trim_start_matches("and ").trim_start_matches(['&', '+', ',', ';', ' ']);
        calendar.read(words).or_else(|| calendar.read(words.split(' ').next().unwrap_or_default())).is_some()
    };
    let is_several = matches!(day, SaidDay::Read(_)) && other.is_some_and(is_day);
    let (written, reason) = match day {
        SaidDay::Read(day) => {
            let reason = match (&place, other) {
                _ if is_several => "it says more than one day".to_owned(),
                _ if other_clock.is_some() => other_clock?.to_string(),
                _ if ends_early => "it ends before it begins".to_owned(),
                (_, Some(other)) => format!("`{other}` is neither its time nor its place"),
                _ if hours.is_some_and(|hours| !hours.is_plain) => half_unsaid(text),
                (Some(SaidPlace { sign: PlaceSign::None, .. }), _) => {
                    "nothing says where its place begins: a comma, `at` or `in`".to_owned()
                }
                (Some(SaidPlace { sign: PlaceSign::Parted, .. }), _) => {
                    "its place stands on both sides of its time".to_owned()
                }
                _ => return None,
            };
            (day.plain(calendar.zone), reason)
        }
        SaidDay::Wrong(reason) => (reason.instead()?, reason.to_string()),
        SaidDay::Missing => ("YYYY-MM-DD".to_owned(), "the day is missing".to_owned()),
    };
    let (start, end) = match hours {
        // The other way round.
        Some(Hours { start, end: Some(end), .. }) if ends_early => (Some(end.min(start)), Some(end.max(start))),
        hours => (hours.map(|hours| hours.start), hours.and_then(|hours| hours.end)),
    };
    let start = start.map_or_else(|| written.clone(), |start| format!("{written} {}", clock(start)));
    let end = end.map(|end| format!(", end: {}", clock(end)));
    let place = place.map(|place| format!(", place: {}", quoted(&place.name)));
    let value = if end.is_some() || place.is_some() {
        format!("{{start: {start}{}{}}}", end.unwrap_or_default(), place.unwrap_or_default())
    } else {
        start
    };
    let help = match day {
        SaidDay::Read(_) if is_several => DateHelp::Several(value),
        SaidDay::Read(_) if other_clock.is_some() => DateHelp::Clock(value),
        SaidDay::Read(_) => DateHelp::Meant(value),
        SaidDay::Wrong(MomentError::NamedDay { .. }) => DateHelp::Plain(value),
        SaidDay::Wrong(_) | SaidDay::Missing => DateHelp::Instead(value),
    };
    Some((reason, help))
}

/// Why it is not plain which half of the day is meant.
fn half_unsaid(text: &str) -> String {
    if is_twelve_am(text.split_ascii_whitespace().collect::<String>().as_str()) {
        "12am is noon for some and midnight for others".to_owned()
    } else {
        "it does not say whether morning or afternoon is meant".to_owned()
    }
}

/// Whether a text without blanks names the time that some take for noon.
pub fn is_twelve_am(text: &str) -> bool {
    let text = text.to_ascii_lowercase();
    text.contains("12am") || text.contains("12a.m")
}

/// How hours that stand by themselves would be written, and why they cannot be read as they are.
pub fn meant_hours(text: &str) -> Option<(String, String)> {
    let hours = moment::hours(text)?;
    let end = hours.end.map(|end| format!(" to {}", clock(end))).unwrap_or_default();
    let rest = hours.rest.trim_matches([' ', ',', '.', ';']);
    let reason = match rest {
        "" if !hours.is_plain => half_unsaid(text),
        "" => "it ends before it begins".to_owned(),
        rest => format!("`{rest}` is no time of day"),
    };
    Some((format!("{}{end}", clock(hours.start)), reason))
}

/// A time of day as clocks with 24 hours show it.
fn clock(minutes: u32) -> String {
    format!("{:02}:{:02}", minutes / 60 % 24, minutes % 60)
}

/// A text as it is written inside of `{…}`.
pub fn quoted(text: &str) -> String {
    let is_plain = text.starts_with(char::is_alphabetic)
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, ' ' | '.' | '-' | '’' | '(' | ')'));
    if is_plain { text.to_owned() } else { format!("'{}'", text.replace('\'', "''")) }
}

/// Takes a line apart: a day, its hours and a place, or the hours before the day.
fn parts<'t>(text: &'t str, calendar: MomentRules) -> Option<SaidLine<'t>> {
    let text = text.trim();
    // In `10am on 5 December 2026` the day is the second part.
    let is_first = moment::hours(text).is_none_or(|hours| !hours.is_said);
    if let Some((day, rest)) = day(text, calendar).filter(|_| is_first) {
        return behind(day, rest, calendar);
    }
    let hours = moment::hours(text)?;
    let (clock, rest) = zone_name(hours.rest);
    let rest = rest.trim_start_matches([' ', ',']);
    let of_day = rest.strip_prefix("on ").unwrap_or(rest);
    let (day, rest) = day(of_day, calendar).unwrap_or((SaidDay::Missing, rest));
    let (place, other) = place_or_more(rest)?;
    Some(SaidLine { day, hours: Some(hours), clock: wrong_clock(day, clock, hours, calendar), place, other })
}

/// What stands behind a day: its hours and its place, in this order or the other.
fn behind<'t>(day: SaidDay, rest: &'t str, calendar: MomentRules) -> Option<SaidLine<'t>> {
    if let Some(hours) = moment::hours(rest) {
        let (clock, after) = zone_name(hours.rest);
        let (place, other) = place_or_more(after)?;
        return Some(SaidLine {
            day,
            hours: Some(hours),
            clock: wrong_clock(day, clock, hours, calendar),
            place,
            other,
        });
    }
    let Some((at, hours)) = moment::hours_in(rest) else {
        return Some(SaidLine {
            day,
            hours: None,
            clock: None,
            place: place(rest, PlaceBehind::Day).ok()?,
            other: None,
        });
    };
    let before = rest[..at].trim_end();
    let is_parted = before.ends_with([',', ';', '(', '–', '—', '-']);
    let before = before.trim_end_matches([' ', ',', ';', '(', '–', '—', '-']);
    let (clock, after) = zone_name(hours.rest);
    let after = after.trim_matches([' ', ',', '.', ';', ')']);
    let mut other = Some(after).filter(|after| !after.is_empty());
    // What leads to a time without a comma is a place, or else a word such as `doors`.
    let found = place(before, PlaceBehind::Day).ok().flatten().filter(|place| is_parted || is_name(&place.name));
    let place = match (found, other) {
        (Some(place), Some(more)) if moment::hours_in(more).is_none() && !hours.rest.trim_start().starts_with('(') => {
            other = None;
            Some(SaidPlace { name: Cow::Owned(format!("{}, {more}", place.name)), sign: PlaceSign::Parted })
        }
        (None, _) if !before.is_empty() => {
            other = Some(before.trim_start_matches([' ', ',', ';', '(', '–', '—', '-']));
            None
        }
        (found, _) => found,
    };
    Some(SaidLine { day, hours: Some(hours), clock: wrong_clock(day, clock, hours, calendar), place, other })
}

/// The place behind the hours, and what stands there with a time of its own.
fn place_or_more(text: &str) -> Option<(Option<SaidPlace<'_>>, Option<&str>)> {
    let Some((at, _)) = moment::hours_in(text) else { return Some((place(text, PlaceBehind::Hours).ok()?, None)) };
    let at = text[..at].rfind([',', ';', '(']).unwrap_or(0);
    let other = text[at..].trim_matches([' ', ',', ';', '.']);
    let place = place(&text[..at], PlaceBehind::Hours).ok()?;
    Some((place, Some(other)))
}

/// The name of a British clock that a text begins with, and what follows.
fn zone_name(text: &str) -> (Option<&str>, &str) {
    let start = text.trim_start();
    match start.split_at_checked(3) {
        Some((name @ ("BST" | "GMT"), rest)) if !rest.starts_with(char::is_alphanumeric) => (Some(name), rest),
        _ => (None, text),
    }
}

/// What is wrong with the name of a clock behind hours.
fn wrong_clock(day: SaidDay, name: Option<&str>, hours: Hours, calendar: MomentRules) -> Option<MomentError> {
    let (SaidDay::Read(day), Some(name)) = (day, name) else { return None };
    let text = format!("{} {} {name}", day.plain(calendar.zone), clock(hours.start));
    moment::parse(&text, calendar.zone, calendar.order).err()
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
            Err(reason @ (MomentError::WrongWeekday { .. } | MomentError::NamedDay { .. })) => {
                return Some((SaidDay::Wrong(reason), rest));
            }
            Err(reason @ MomentError::NoYear { .. }) if without_year.is_none() => {
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

/// What a place stands behind.
#[derive(Clone, Copy, PartialEq, Eq)]
enum PlaceBehind {
    Day,
    Hours,
}

/// The place that a text is; none where there is no text.
fn place(text: &str, behind: PlaceBehind) -> Result<Option<SaidPlace<'_>>, NoPlace> {
    let text = text.trim().trim_end_matches(['.', ',']);
    if text.is_empty() {
        return Ok(None);
    }
    let parted = text.strip_prefix([',', ';', ':', '|', '–', '—', '-', '@']).map(str::trim_start);
    let name = parted.unwrap_or(text);
    let led = ["at ", "in "]
        .iter()
        .find_map(|word| name.strip_prefix(word))
        .map(str::trim_start)
        .filter(|name| is_name(name));
    let name = led.unwrap_or(name);
    let sign = if parted.is_some() || led.is_some() { PlaceSign::Plain } else { PlaceSign::None };
    let is_guess = || {
        behind == PlaceBehind::Hours
            && is_name(name)
            && !name.split(',').next().unwrap_or(name).bytes().any(|byte| byte.is_ascii_digit())
    };
    if !name.is_empty() && (sign == PlaceSign::Plain || is_guess()) {
        Ok(Some(SaidPlace { name: Cow::Borrowed(name), sign }))
    } else {
        Err(NoPlace)
    }
}

/// What leads to a second time, and to no place.
const LABELS: [&str; 9] = ["doors", "gates", "open", "opens", "start", "begins", "kick-off", "kickoff", "meet"];

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
    if LABELS.contains(&first.to_lowercase().as_str()) {
        return false;
    }
    if matches!(first, "the" | "our" | "your") {
        return words.next().is_some_and(|word| !OTHER.contains(&word.trim_end_matches([',', '.'])));
    }
    first.starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit())
        && text.chars().any(char::is_alphabetic)
}
