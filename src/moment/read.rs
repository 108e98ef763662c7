//! Moments from text: a date as people and programs write it goes in, a `Reading` comes out, or the reason why not.
//! Nothing is guessed: day and month are never swapped, and a wrong weekday is refused.
//! Must not know the clock, nor where the text stands.

use super::tokens::{Token, Tokens};
use super::words::{MONTHS, weekday_name};
use super::written::{Clock, Offset, WrittenMoment, written};
use super::{Moment, Precision, Zone};
use jiff::civil::Date;
use jiff::tz::AmbiguousOffset;

/// Which comes first in a date such as `01/03/2021`. Dates with the year first or the month in letters need no order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DateOrder {
    /// `01/03/2021` is 1 March.
    DayFirst,
    /// `01/03/2021` is 3 January.
    MonthFirst,
}

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MomentReading {
    /// The moment.
    pub moment: Moment,
    /// Set when the clocks change at that time, so that the text alone does not say which moment is meant.
    pub clock_change: Option<ClockChange>,
    /// Whether the text has two digits for the year, or dots or hyphens behind day and month.
    pub loose: bool,
}

/// What the clocks did at a local time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClockChange {
    /// They were put forward past it: it never was, and the moment is as much later as they skipped.
    Skipped,
    /// They were put back over it: it was twice, and the moment is the first.
    Repeated,
}

/// Why a text is not a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MomentError {
    /// It is none of the accepted forms.
    NotAForm,
    /// The year has two digits.
    TwoDigitYear,
    /// The year is before 1900 or after 2199.
    YearOutOfRange(u32),
    /// The month is not 1 to 12.
    NoSuchMonth {
        /// The month as given.
        month: u32,
        /// The order in which `01/03/2021` was read; `None` for the other forms.
        order: Option<DateOrder>,
    },
    /// The month has not so many days.
    NoSuchDay {
        /// The day as given.
        day: u32,
        /// The month, 1 to 12.
        month: u32,
        /// The year.
        year: u32,
        /// How many days that month has.
        days: u32,
    },
    /// The hour, minute or second is not on any clock, or the hour is not on a 12-hour one.
    NoSuchTime,
    /// The offset from UTC is more than 23:59.
    NoSuchOffset,
    /// The date falls on another day of the week.
    WrongWeekday {
        /// The day of the week as given.
        given: &'static str,
        /// That of the date.
        right: &'static str,
        /// The date: year, month, day.
        date: (i16, i8, i8),
        /// The local time that stands with it, in minutes since midnight.
        time: Option<u32>,
    },
    /// British clocks show the other of GMT and BST at that time.
    OtherClock {
        /// The clock as given.
        given: &'static str,
        /// That of the date.
        right: &'static str,
        /// The date: year, month, day.
        date: (i16, i8, i8),
        /// The local time as given, in minutes since midnight.
        time: u32,
    },
    /// The day has a name in the place of its date, such as `Boxing Day 2026`.
    NamedDay {
        /// The date: year, month, day.
        date: (i16, i8, i8),
        /// The local time that stands with it, in minutes since midnight.
        time: Option<u32>,
    },
    /// A day and a month without a year.
    NoYear {
        /// The day.
        day: u32,
        /// The month, 1 to 12.
        month: u32,
    },
    /// A word such as `tomorrow`, which means another day each day.
    Relative,
    /// A length of time such as `2 weeks`.
    Length,
    /// A day of the week without its date.
    Weekday,
    /// A month without its day.
    NoDay,
    /// Two days, or two times: from when until when.
    Span,
    /// Again and again, as in `every Tuesday`.
    Recurring,
}

impl std::fmt::Display for MomentError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Self::NotAForm => f.write_str("it is in none of the forms for a date"),
            Self::TwoDigitYear => f.write_str("the year needs four digits"),
            Self::YearOutOfRange(year) => write!(f, "the year {year} is not between 1900 and 2199"),
            Self::NoSuchMonth { month, order: Some(DateOrder::DayFirst) } => {
                write!(f, "there is no month {month}; the day is read before the month")
            }
            Self::NoSuchMonth { month, order: Some(DateOrder::MonthFirst) } => {
                write!(f, "there is no month {month}; the month is read before the day")
            }
            Self::NoSuchMonth { month, order: None } => write!(f, "there is no month {month}"),
            Self::NoSuchDay { day, month, year, days } => {
                let name =
                    MONTHS.iter().zip(1..).find(|(_, number)| *number == month).map_or("the month", |(name, _)| name);
                write!(f, "there is no day {day} in {name} {year}, which has {days} days")
            }
            Self::NoSuchTime => f.write_str("there is no such time of day"),
            Self::NoSuchOffset => f.write_str("no clock is so many hours from UTC"),
            Self::WrongWeekday { given, right, .. } => write!(f, "that day is a {right}, not a {given}"),
            Self::OtherClock { given, right, .. } => write!(f, "on that day clocks show {right}, not {given}"),
            Self::NamedDay { .. } => f.write_str("it is the name of a day, and a date is wanted"),
            Self::NoYear { .. } => f.write_str("the year is missing"),
            Self::Relative => f.write_str("it means another day tomorrow than today"),
            Self::Weekday => f.write_str("it is a weekday without its date"),
            Self::Length => f.write_str("it is a length of time, and a day is wanted"),
            Self::NoDay => f.write_str("the day is missing"),
            Self::Span => f.write_str("it says from when until when, or several days, and one day is wanted"),
            Self::Recurring => f.write_str("it comes again and again, and one day is wanted"),
        }
    }
}

impl std::error::Error for MomentError {}

impl MomentError {
    /// What was probably meant, to be copied; `YYYY` stands where the year has to be filled in.
    pub fn instead(&self) -> Option<String> {
        let written = |(year, month, day): (i16, i8, i8), time: Option<u32>| {
            let time = time.map(|time| format!(" {:02}:{:02}", time / 60, time % 60)).unwrap_or_default();
            format!("{year:04}-{month:02}-{day:02}{time}")
        };
        match *self {
            Self::WrongWeekday { date, time, .. } | Self::NamedDay { date, time } => Some(written(date, time)),
            Self::OtherClock { date, time, .. } => Some(written(date, Some(time))),
            Self::NoYear { day, month } => {
                let name = MONTHS.get(usize::try_from(month).ok()?.checked_sub(1)?)?;
                Some(format!("{day} {name} YYYY"))
            }
            _ => None,
        }
    }
}

/// What stands between two times, as people write it.
pub const BETWEEN: [&str; 9] = [" to ", " until ", " till ", " – ", " — ", " - ", "–", "—", "-"];

/// A text that is a date, with a time or without, from its beginning to its end.
fn whole(text: &str, order: DateOrder) -> Option<WrittenMoment> {
    let mut tokens = Tokens::of(text)?;
    let written = written(&mut tokens, order)?;
    (tokens.peek(0) == Token::End).then_some(written)
}

/// How many days a length of time has, such as `2 weeks`; none where it is no whole number of days or weeks.
pub fn days(text: &str) -> Option<i32> {
    let text = text.trim().to_ascii_lowercase();
    let text = text.strip_prefix("in ").or_else(|| text.strip_prefix("for ")).unwrap_or(&text);
    let (number, unit) = text.split_once(' ')?;
    let number: i32 = match number {
        "a" | "one" => 1,
        "two" => 2,
        "three" => 3,
        "four" => 4,
        digits => digits.parse().ok()?,
    };
    let days = match unit.trim() {
        "day" | "days" => 1,
        "week" | "weeks" => 7,
        "fortnight" | "fortnights" => 14,
        _ => return None,
    };
    number.checked_mul(days).filter(|days| (1..=3_660).contains(days))
}

/// The same text with the date in the place of a day's name, such as `Boxing Day`; none where it has none.
fn with_day_named(text: &str) -> Option<String> {
    const NAMED: [(&str, &str); 6] = [
        ("christmas eve", "24 December"),
        ("christmas day", "25 December"),
        ("boxing day", "26 December"),
        ("new year's eve", "31 December"),
        ("new years eve", "31 December"),
        ("new year's day", "1 January"),
    ];
    let text = text.replace('’', "'");
    let lower = text.to_ascii_lowercase();
    let (at, name, date) = NAMED.iter().find_map(|(name, date)| Some((lower.find(name)?, name, date)))?;
    Some(format!("{}{date}{}", &text[..at], &text[at + name.len()..]))
}

/// Why a text is in none of the forms, as far as that is plain.
fn why(text: &str, order: DateOrder) -> MomentError {
    const RELATIVE: [&str; 9] = ["today", "tonight", "tomorrow", "yesterday", "now", "next", "this", "last", "soon"];
    const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    const LENGTHS: [&str; 12] = [
        "day",
        "days",
        "week",
        "weeks",
        "fortnight",
        "fortnights",
        "month",
        "months",
        "hour",
        "hours",
        "year",
        "years",
    ];
    if let Some(dated) = with_day_named(text) {
        let read = whole(&dated, order).map(|written| (written.date(), written.clock.and_then(Clock::minutes)));
        return match read {
            Some((Ok(date), time)) => MomentError::NamedDay { date: (date.year(), date.month(), date.day()), time },
            Some((Err(reason), _)) => reason,
            None => why(&dated, order),
        };
    }
    let words = || text.split(|letter: char| !letter.is_ascii_alphabetic()).filter(|word| !word.is_empty());
    let is_one = |list: &[&str]| words().any(|word| list.iter().any(|known| word.eq_ignore_ascii_case(known)));
    // The same with a year is a date: one in which no day is lacking.
    for with_year in [format!("{text} 2024"), format!("{text}/2024")] {
        if let Some(WrittenMoment { day, month, year: (2024, _), .. }) = whole(&with_year, order) {
            return MomentError::NoYear { day, month };
        }
    }
    let all: Vec<&str> = text.split(|letter: char| !letter.is_ascii_alphanumeric()).collect();
    let is_number = |word: &str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit());
    let is_unit = |word: &str| LENGTHS.iter().any(|known| word.eq_ignore_ascii_case(known));
    let is_length = |pair: &[&str]| is_number(pair[0]) && is_unit(pair[1]);
    if days(text).is_some() || all.windows(2).any(is_length) {
        return MomentError::Length;
    }
    if is_one(&RELATIVE) {
        return MomentError::Relative;
    }
    let reads = |text: &str| whole(text, order).is_some();
    if reads(&format!("1 {text}")) || reads(&format!("1/{text}")) || reads(&format!("{text}-01")) {
        return MomentError::NoDay;
    }
    let spans = |mark: &str| {
        text.split_once(mark).is_some_and(|(first, last)| {
            reads(last.trim()) && first.bytes().any(|byte| byte.is_ascii_digit()) && first.len() < 40
        })
    };
    if BETWEEN.iter().chain(&[" and ", " & "]).any(|mark| spans(mark)) {
        return MomentError::Span;
    }
    if is_one(&["every", "each", "weekly", "fortnightly", "monthly", "daily", "weekdays"]) {
        return MomentError::Recurring;
    }
    let is_weekday = |word: &str| DAYS.iter().any(|day| day.eq_ignore_ascii_case(word));
    let only_letters = !text.bytes().any(|byte| byte.is_ascii_digit());
    if only_letters && words().any(is_weekday) { MomentError::Weekday } else { MomentError::NotAForm }
}

/// Reads a date, or a date and time, in one of many forms, of which `docs/reference.md` lists those to write, and their near kin: one-digit days and hours,
/// seconds and their fractions (dropped), short names of months and days, `1st`, `at`, `3.34pm`, `12 noon`, Unicode spaces.
///
/// With an offset (RFC 3339 or one of the names in RFC 2822, or `BST`) the moment is what the text says; without one it is
/// local time in `zone`. A date alone is the start of that day in `zone`. `order` is for `01/03/2021` only.
pub fn parse(text: &str, zone: &Zone, order: DateOrder) -> Result<MomentReading, MomentError> {
    let unread = || why(text, order);
    let mut tokens = Tokens::of(text).ok_or_else(unread)?;
    let mut written = written(&mut tokens, order).ok_or_else(unread)?;
    // A full stop at the end, as behind a sentence.
    written.loose |= written.clock.is_none() && tokens.take_mark(b'.');
    if tokens.peek(0) != Token::End {
        return Err(unread());
    }
    let date = written.date()?;
    let loose = written.loose;
    let Some(clock) = written.clock else {
        return Ok(MomentReading { moment: Moment::on(date, zone), clock_change: None, loose });
    };
    clock.place(date, zone).map(|reading| MomentReading { loose, ..reading })
}

impl Moment {
    /// As somebody writes it who knows what is read: `2021-03-01 15:34`, by the clocks of `zone`, a date alone without a time; as RFC
    /// 3339 where clocks show that time twice.
    pub fn plain(self, zone: &Zone) -> String {
        let stamp = self.rfc3339(zone);
        let (day, time) = (&stamp[..10], &stamp[11..19]);
        if self.is_day() {
            return day.to_owned();
        }
        let time = time.strip_suffix(":00").unwrap_or(time);
        let short = format!("{day} {time}");
        match parse(&short, zone, DateOrder::DayFirst) {
            Ok(reading) if reading.moment == self && reading.clock_change.is_none() => short,
            _ => stamp,
        }
    }
}

/// The date at the head of a file's name without its ending, and what follows it:
/// `2021-3-1-roof` gives `2021-3-1` and `roof`, `2021-03-01` gives itself and nothing.
/// It has the shape of a date; whether there is such a day is for [`parse`] to say.
pub fn date_prefix(file_stem: &str) -> Option<(&str, &str)> {
    let digits = |from: usize, most: usize| -> usize {
        file_stem.bytes().skip(from).take(most + 1).take_while(u8::is_ascii_digit).count()
    };
    let hyphen = |at: usize| file_stem.as_bytes().get(at) == Some(&b'-');
    let year = digits(0, 4);
    let month = digits(5, 2);
    let day = digits(6 + month, 2);
    if year != 4 || !hyphen(4) || !(1..=2).contains(&month) || !hyphen(5 + month) || !(1..=2).contains(&day) {
        return None;
    }
    let (date, rest) = file_stem.split_at_checked(6 + month + day)?;
    match rest.chars().next() {
        None => Some((date, "")),
        Some('-' | '_' | ' ') => Some((date, &rest[1..])),
        Some(_) => None,
    }
}

impl WrittenMoment {
    /// The day, when there is such a day and it is on the weekday given.
    fn date(&self) -> Result<Date, MomentError> {
        let Self { weekday, year: (year, digits), month, day, order, .. } = *self;
        if digits == 2 {
            return Err(MomentError::TwoDigitYear);
        }
        if !(1900..=2199).contains(&year) {
            return Err(MomentError::YearOutOfRange(year));
        }
        let small = |number: u32| i8::try_from(number).unwrap_or(0);
        let first = i16::try_from(year)
            .ok()
            .and_then(|year| Date::new(year, small(month), 1).ok())
            .ok_or(MomentError::NoSuchMonth { month, order })?;
        let days = first.days_in_month().unsigned_abs().into();
        let date = Date::new(first.year(), first.month(), small(day)).map_err(|_| MomentError::NoSuchDay {
            day,
            month,
            year,
            days,
        })?;
        match weekday {
            Some(given) if given != date.weekday() => Err(MomentError::WrongWeekday {
                given: weekday_name(given),
                right: weekday_name(date.weekday()),
                date: (date.year(), date.month(), date.day()),
                time: self.clock.filter(|clock| clock.offset.is_none()).and_then(Clock::minutes),
            }),
            _ => Ok(date),
        }
    }
}

impl Clock {
    /// Minutes since midnight.
    fn minutes(self) -> Option<u32> {
        Some(self.hour_of_day()? * 60 + self.minute)
    }

    /// The hour as a clock with 24 hours shows it; none where there is no such hour on a 12-hour one.
    fn hour_of_day(self) -> Option<u32> {
        match self.afternoon {
            None => Some(self.hour),
            Some(afternoon) if (1..=12).contains(&self.hour) => Some(self.hour % 12 + if afternoon { 12 } else { 0 }),
            Some(_) => None,
        }
    }

    /// The moment when clocks show this time on `date`: those at the offset given, or those in `zone`.
    fn place(self, date: Date, zone: &Zone) -> Result<MomentReading, MomentError> {
        let hour = self.hour_of_day().ok_or(MomentError::NoSuchTime)?;
        // RFC 3339 section 5.7: a 60th second is the leap second, at the last minute of a UTC day. It is taken as the 59th.
        let leap = self.second == 60 && self.offset.is_some();
        let second = if leap { 59 } else { self.second };
        let small = |number: u32| i8::try_from(number).unwrap_or(-1);
        let time = jiff::civil::Time::new(small(hour), small(self.minute), small(second), 0)
            .map_err(|_| MomentError::NoSuchTime)?;
        let local = date.to_datetime(time);
        let out_of_range = MomentError::YearOutOfRange(date.year().unsigned_abs().into());
        let (timestamp, clock_change) = if let Some(offset) = self.offset {
            let timestamp = offset.jiff()?.to_timestamp(local).map_err(|_| out_of_range)?;
            if let Some((given, right)) = self.other_clock(offset, timestamp, zone) {
                let date = (date.year(), date.month(), date.day());
                return Err(MomentError::OtherClock { given, right, date, time: hour * 60 + self.minute });
            }
            if leap && timestamp.as_second().rem_euclid(86_400) != 86_399 {
                return Err(MomentError::NoSuchTime);
            }
            (timestamp, None)
        } else {
            let ambiguous = zone.jiff().to_ambiguous_timestamp(local);
            let clock_change = match ambiguous.offset() {
                AmbiguousOffset::Unambiguous { .. } => None,
                AmbiguousOffset::Gap { .. } => Some(ClockChange::Skipped),
                AmbiguousOffset::Fold { .. } => Some(ClockChange::Repeated),
            };
            (ambiguous.compatible().map_err(|_| out_of_range)?, clock_change)
        };
        // A date of 1900 to 2199 at an offset of less than a day is inside the range of moments.
        let moment = Moment::within(timestamp.as_second(), Precision::Time);
        Ok(MomentReading { moment, clock_change, loose: false })
    }
}

impl Clock {
    /// The British clock that is given, and the one that is right there and then, where these differ: whoever writes `7pm BST` in
    /// December means the clock on the wall. Programs, which write seconds, mean what they say.
    fn other_clock(
        self,
        offset: Offset,
        timestamp: jiff::Timestamp,
        zone: &Zone,
    ) -> Option<(&'static str, &'static str)> {
        const BRITISH: [&str; 2] = ["GMT", "BST"];
        let given = offset.name.filter(|name| BRITISH.contains(name) && !self.has_seconds)?;
        let info = zone.jiff().to_offset_info(timestamp);
        let right = BRITISH.into_iter().find(|name| *name == info.abbreviation())?;
        (right != given).then_some((given, right))
    }
}

impl Offset {
    fn jiff(self) -> Result<jiff::tz::Offset, MomentError> {
        if self.hours > 23 || self.minutes > 59 {
            return Err(MomentError::NoSuchOffset);
        }
        let seconds = i32::try_from(self.hours * 3600 + self.minutes * 60).map_err(|_| MomentError::NoSuchOffset)?;
        jiff::tz::Offset::from_seconds(if self.behind { -seconds } else { seconds })
            .map_err(|_| MomentError::NoSuchOffset)
    }
}

#[cfg(test)]
mod tests;
