//! The grammar of dates: the parts of a text go in, the date and time as written come out, when they are in one of the
//! accepted forms. Must not know calendars, nor which dates and times there are.

use super::DateOrder;
use super::tokens::{Token, Tokens};
use super::words::{MONTHS, weekday_name};
use jiff::civil::Weekday;

/// A number and how many digits it was written with.
pub(super) type Digits = (u32, usize);

/// A date and time as written, before anything is looked at but its form.
pub(super) struct WrittenMoment {
    pub(super) weekday: Option<Weekday>,
    pub(super) year: Digits,
    pub(super) month: u32,
    pub(super) day: u32,
    pub(super) order: Option<DateOrder>,
    pub(super) clock: Option<Clock>,
    /// Whether it is written in a way that is read, and that other programs would not read so.
    pub(super) loose: bool,
}

/// A time of day as written.
#[derive(Clone, Copy)]
pub(super) struct Clock {
    pub(super) hour: u32,
    pub(super) minute: u32,
    pub(super) second: u32,
    /// Whether seconds are written, as programs write them.
    pub(super) has_seconds: bool,
    pub(super) afternoon: Option<bool>,
    pub(super) offset: Option<Offset>,
}

/// An offset as written.
#[derive(Clone, Copy)]
pub(super) struct Offset {
    /// The name that stands for it.
    pub(super) name: Option<&'static str>,
    pub(super) behind: bool,
    pub(super) hours: u32,
    pub(super) minutes: u32,
}

/// A date with a time before or after it, or none.
pub(super) fn written(tokens: &mut Tokens, order: DateOrder) -> Option<WrittenMoment> {
    let weekday = take_weekday(tokens);
    if let Some(mut clock) = clock(tokens) {
        clock.offset = named_offset(tokens);
        tokens.take_mark(b',');
        tokens.take_word(&["on"]);
        let weekday = take_weekday(tokens).or(weekday);
        return Some(WrittenMoment { weekday, clock: Some(clock), ..date(tokens, order)? });
    }
    let mut date = date(tokens, order)?;
    tokens.take_mark(b',');
    let at_sign = tokens.take_mark(b'@');
    date.loose |= at_sign;
    let expected = at_sign || tokens.take_word(&["T", "at"]);
    let mut clock = clock(tokens);
    if clock.is_none() {
        clock = dotted_clock(tokens);
        date.loose |= clock.is_some();
    }
    if let Some(clock) = &mut clock {
        // In `10am-12` and `10:00-12` it is the end.
        let is_end =
            !clock.has_seconds && matches!((tokens.peek(1), tokens.peek(2)), (Token::Number(_, 1..=2), Token::End));
        if !(is_end && tokens.peek(0) == Token::Mark(b'-')) {
            clock.offset = offset(tokens);
        }
    } else if expected {
        return None;
    }
    Some(WrittenMoment { weekday, clock, ..date })
}

/// `2021-03-01`, `01/03/2021`, `1 March 2021` or `March 1, 2021`.
fn date(tokens: &mut Tokens, order: DateOrder) -> Option<WrittenMoment> {
    let parts = [tokens.peek(0), tokens.peek(1), tokens.peek(2), tokens.peek(3), tokens.peek(4)];
    let mut loose = false;
    let (year, month, day, order) = match parts {
        [
            Token::Number(year, digits @ (2 | 4)),
            Token::Mark(b'-'),
            Token::Number(month, 1..=2),
            Token::Mark(b'-'),
            Token::Number(day, 1..=2),
        ] => {
            tokens.skip(5);
            ((year, digits), month, day, None)
        }
        [
            Token::Number(year, 4),
            Token::Mark(mark @ (b'/' | b'.')),
            Token::Number(month, 1..=2),
            Token::Mark(again),
            Token::Number(day, 1..=2),
        ] if mark == again => {
            tokens.skip(5);
            loose = true;
            ((year, 4), month, day, None)
        }
        [
            Token::Number(first, 1..=2),
            Token::Mark(mark @ (b'/' | b'.' | b'-' | b'\\')),
            Token::Number(second, 1..=2),
            Token::Mark(again),
            Token::Number(year, digits @ (2 | 4)),
        ] if mark == again && (mark != b'-' || digits == 4) => {
            tokens.skip(5);
            loose = mark != b'/';
            let (day, month) = match order {
                DateOrder::DayFirst => (first, second),
                DateOrder::MonthFirst => (second, first),
            };
            ((year, digits), month, day, Some(order))
        }
        _ => {
            loose = tokens.take_word(&["the"]);
            let (month, day) = if let Some(day) = take_day(tokens) {
                tokens.take_word(&["of"]);
                // `26-Nov-2026`, as spreadsheets and logs write it.
                let mark = [b'-', b'/', b'.'].into_iter().find(|mark| tokens.take_mark(*mark));
                let month = take_month(tokens)?;
                if let Some(mark) = mark {
                    loose = true;
                    // The dot may be that of a month cut short.
                    if mark != b'.' && !tokens.take_mark(mark) {
                        return None;
                    }
                }
                (month, day)
            } else {
                (take_month(tokens)?, take_day(tokens)?)
            };
            tokens.take_mark(b',');
            let Token::Number(year, digits @ (2 | 4)) = tokens.peek(0) else { return None };
            tokens.skip(1);
            ((year, digits), month, day, None)
        }
    };
    // Two digits mean this century, as they do on a poster; those of the last one are long past.
    let year_first = matches!(parts, [_, Token::Mark(b'-'), ..]) && order.is_none();
    let short = year.1 == 2 && !year_first;
    let year = if short { (year.0 + if year.0 < 70 { 2000 } else { 1900 }, 4) } else { year };
    Some(WrittenMoment { weekday: None, year, month, day, order, clock: None, loose: loose || short })
}

/// `15:34`, `15:34:05.123`, `1534hrs`, `3:34pm`, `3.34 p.m.`, `3pm`, `12 noon`, `midday` or `midnight` (that which begins the day).
fn clock(tokens: &mut Tokens) -> Option<Clock> {
    const NOON: [&str; 2] = ["noon", "midday"];
    const HOURS: [&str; 5] = ["hrs", "hr", "hours", "h", "uhr"];
    let known = |hour| Some(Clock { hour, minute: 0, second: 0, has_seconds: false, afternoon: None, offset: None });
    let twelve = usize::from(tokens.peek(0) == Token::Number(12, 2));
    if tokens.is_word(twelve, &NOON) {
        tokens.skip(twelve + 1);
        return known(12);
    }
    if tokens.is_word(twelve, &["midnight"]) {
        tokens.skip(twelve + 1);
        return known(0);
    }
    if let (Token::Number(both, 4), true) = (tokens.peek(0), tokens.is_word(1, &HOURS)) {
        tokens.skip(2);
        return Some(Clock {
            hour: both / 100,
            minute: both % 100,
            second: 0,
            has_seconds: false,
            afternoon: None,
            offset: None,
        });
    }
    let Token::Number(hour, 1..=2) = tokens.peek(0) else { return None };
    let (minute, mut used) = match (tokens.peek(1), tokens.peek(2)) {
        // `19:30` and `19h30`.
        (Token::Mark(b':') | Token::Word("h" | "H"), Token::Number(minute, 2)) => (minute, 3),
        // With a dot it is a time only when `am`, `pm` or `hrs` says so.
        (Token::Mark(b'.'), Token::Number(minute, 2)) if half_day(tokens, 3).is_some() || tokens.is_word(3, &HOURS) => {
            (minute, 3)
        }
        _ if half_day(tokens, 1).is_some() => (0, 1),
        _ => return None,
    };
    let (mut second, mut has_seconds) = (0, false);
    if let (3, Token::Mark(b':'), Token::Number(given, 2)) = (used, tokens.peek(3), tokens.peek(4)) {
        (second, has_seconds) = (given, true);
        used = 5;
        if let (Token::Mark(b'.'), Token::Number(..)) = (tokens.peek(5), tokens.peek(6)) {
            used = 7;
        }
    }
    let half = half_day(tokens, used);
    tokens.skip(used + half.map_or(0, |(_, length)| length));
    tokens.take_word(&HOURS);
    Some(Clock { hour, minute, second, has_seconds, afternoon: half.map(|(afternoon, _)| afternoon), offset: None })
}

/// `19.30` behind a date, where it can be nothing but a time; `7.30` may be one of the morning or of the evening.
fn dotted_clock(tokens: &mut Tokens) -> Option<Clock> {
    let (Token::Number(hour, 2), Token::Mark(b'.'), Token::Number(minute, 2)) =
        (tokens.peek(0), tokens.peek(1), tokens.peek(2))
    else {
        return None;
    };
    tokens.skip(3);
    Some(Clock { hour, minute, second: 0, has_seconds: false, afternoon: None, offset: None })
}

/// Whether `am` or `pm` (`a.m.`, `p.m.`) stands `ahead` places further on: true for the afternoon, and how many parts it has.
fn half_day(tokens: &Tokens, ahead: usize) -> Option<(bool, usize)> {
    if tokens.is_word(ahead, &["am", "pm"]) {
        return Some((tokens.is_word(ahead, &["pm"]), 1));
    }
    let dotted = tokens.is_word(ahead, &["a", "p"])
        && tokens.peek(ahead + 1) == Token::Mark(b'.')
        && tokens.is_word(ahead + 2, &["m"]);
    let length = if tokens.peek(ahead + 3) == Token::Mark(b'.') { 4 } else { 3 };
    dotted.then(|| (tokens.is_word(ahead, &["p"]), length))
}

/// `Z`, `+01:00`, `+0100`, `+01`, `-4` or a name, with or without a name in brackets after it.
fn offset(tokens: &mut Tokens) -> Option<Offset> {
    let behind = match tokens.peek(0) {
        Token::Mark(b'+') => false,
        Token::Mark(b'-') => true,
        _ => return named_offset(tokens),
    };
    let (hours, minutes, used) = match (tokens.peek(1), tokens.peek(2), tokens.peek(3)) {
        (Token::Number(hours, 1..=2), Token::Mark(b':'), Token::Number(minutes, 2)) => (hours, minutes, 4),
        (Token::Number(hours, 1..=2), _, _) => (hours, 0, 2),
        (Token::Number(both, 4), _, _) => (both / 100, both % 100, 2),
        _ => return None,
    };
    tokens.skip(used);
    if let (Token::Mark(b'('), Token::Word(_), Token::Mark(b')')) = (tokens.peek(0), tokens.peek(1), tokens.peek(2)) {
        tokens.skip(3);
    }
    Some(Offset { name: None, behind, hours, minutes })
}

/// A name of RFC 2822 section 4.3, or `UTC`, or British Summer Time.
fn named_offset(tokens: &mut Tokens) -> Option<Offset> {
    const NAMES: [(&str, bool, u32); 13] = [
        ("Z", false, 0),
        ("UTC", false, 0),
        ("UT", false, 0),
        ("GMT", false, 0),
        ("BST", false, 1),
        ("EDT", true, 4),
        ("EST", true, 5),
        ("CDT", true, 5),
        ("CST", true, 6),
        ("MDT", true, 6),
        ("MST", true, 7),
        ("PDT", true, 7),
        ("PST", true, 8),
    ];
    let (name, behind, hours) = NAMES.into_iter().find(|(name, ..)| tokens.take_word(&[name]))?;
    Some(Offset { name: Some(name), behind, hours, minutes: 0 })
}

/// A day of the week, and the dot or comma after it.
fn take_weekday(tokens: &mut Tokens) -> Option<Weekday> {
    let Token::Word(word) = tokens.peek(0) else { return None };
    let mut days = Weekday::Monday.cycle_forward().take(7);
    let weekday = days.find(|day| {
        let name = weekday_name(*day);
        let short = match day {
            Weekday::Tuesday => &["Tues"][..],
            Weekday::Wednesday => &["Weds"],
            Weekday::Thursday => &["Thur", "Thurs"],
            _ => &[],
        };
        word.eq_ignore_ascii_case(name)
            || word.eq_ignore_ascii_case(&name[..3])
            || short.iter().any(|short| word.eq_ignore_ascii_case(short))
    })?;
    tokens.skip(1);
    tokens.take_mark(b'.');
    tokens.take_mark(b',');
    Some(weekday)
}

/// The months in Welsh, the second language of the program's words.
const WELSH_MONTHS: [&str; 12] = [
    "Ionawr",
    "Chwefror",
    "Mawrth",
    "Ebrill",
    "Mai",
    "Mehefin",
    "Gorffennaf",
    "Awst",
    "Medi",
    "Hydref",
    "Tachwedd",
    "Rhagfyr",
];

/// The name of a month in English or Welsh, or the first three letters of the English one (`Sept` too), and the dot after it.
fn take_month(tokens: &mut Tokens) -> Option<u32> {
    let Token::Word(word) = tokens.peek(0) else { return None };
    let ((_, _), month) = MONTHS.iter().zip(WELSH_MONTHS).zip(1..).find(|((name, welsh), _)| {
        word.eq_ignore_ascii_case(name)
            || word.eq_ignore_ascii_case(&name[..3])
            || word.eq_ignore_ascii_case(welsh)
            || (**name == "September" && word.eq_ignore_ascii_case("Sept"))
    })?;
    tokens.skip(1);
    tokens.take_mark(b'.');
    Some(month)
}

/// A day of the month in one or two digits, with or without `st`, `nd`, `rd`, `th`.
fn take_day(tokens: &mut Tokens) -> Option<u32> {
    let Token::Number(day, 1..=2) = tokens.peek(0) else { return None };
    tokens.skip(1);
    tokens.take_word(&["st", "nd", "rd", "th"]);
    Some(day)
}
