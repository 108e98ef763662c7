//! Moments in the words of a language. In: what clocks show, and the forms of a language's file. Out: texts such as
//! `3:34pm, Monday 1 March 2021`. It must not know which language it speaks.

use crate::moment::LocalMoment;

/// How a language writes dates and times.
#[derive(Clone, Debug, Default)]
pub struct Dates {
    pub months: Vec<String>,
    /// The names that months have without a day beside them.
    pub months_alone: Vec<String>,
    /// From Monday on.
    pub weekdays: Vec<String>,
    pub date_time: Pattern,
    pub date_full: Pattern,
    pub date_day: Pattern,
    pub date_short: Pattern,
    pub date_weekday: Pattern,
    pub date_month: Pattern,
    pub time: Pattern,
    pub time_hour: Pattern,
    pub morning: String,
    pub afternoon: String,
    pub midnight: String,
    pub midday: String,
}

/// A form, taken apart once.
#[derive(Clone, Debug, Default)]
pub struct Pattern(Vec<PatternPiece>);

#[derive(Clone, Debug)]
enum PatternPiece {
    Text(String),
    Part(DateField),
}

#[derive(Clone, Copy, Debug)]
enum DateField {
    Date,
    Day,
    DayOfTwo,
    Half,
    Hour,
    HourOfDay,
    Minute,
    Month,
    MonthOfTwo,
    Time,
    Weekday,
    Year,
}

/// The names of what the forms of dates and times may hold.
pub const DATE_PARTS: &[&str] = &["day", "day2", "month", "month2", "year", "weekday"];
pub const TIME_PARTS: &[&str] = &["hour", "hour24", "minute", "half"];

impl DateField {
    fn named(name: &str) -> Option<Self> {
        Some(match name {
            "date" => Self::Date,
            "day" => Self::Day,
            "day2" => Self::DayOfTwo,
            "half" => Self::Half,
            "hour" => Self::Hour,
            "hour24" => Self::HourOfDay,
            "minute" => Self::Minute,
            "month" => Self::Month,
            "month2" => Self::MonthOfTwo,
            "time" => Self::Time,
            "weekday" => Self::Weekday,
            "year" => Self::Year,
            _ => return None,
        })
    }
}

impl Pattern {
    /// Takes a form apart; what it does not know stays as it is written.
    pub fn new(text: &str) -> Self {
        let mut pieces = Vec::new();
        for (between, name) in super::pieces(text) {
            if !between.is_empty() {
                pieces.push(PatternPiece::Text(between.to_owned()));
            }
            pieces.extend(name.and_then(DateField::named).map(PatternPiece::Part));
        }
        Self(pieces)
    }
}

impl Dates {
    /// The moment with its weekday, and its time where it has one.
    pub fn moment(&self, shown: &LocalMoment) -> String {
        let mut out = String::with_capacity(48);
        self.write(if shown.is_day() { &self.date_full } else { &self.date_time }, shown, &self.months, &mut out);
        out
    }

    /// The day, without the weekday.
    pub fn day(&self, shown: &LocalMoment) -> String {
        let mut out = String::with_capacity(24);
        self.write(&self.date_day, shown, &self.months, &mut out);
        out
    }

    /// The day with its weekday.
    pub fn full(&self, shown: &LocalMoment) -> String {
        let mut out = String::with_capacity(32);
        self.write(&self.date_full, shown, &self.months, &mut out);
        out
    }

    /// The day with its weekday, within a year that is known.
    pub fn weekday(&self, shown: &LocalMoment) -> String {
        let mut out = String::with_capacity(24);
        self.write(&self.date_weekday, shown, &self.months, &mut out);
        out
    }

    /// The time of day alone.
    pub fn time(&self, shown: &LocalMoment) -> String {
        let mut out = String::with_capacity(8);
        self.part(DateField::Time, shown, &self.months, &mut out);
        out
    }

    /// The day within a year that is known.
    pub fn short(&self, shown: &LocalMoment) -> String {
        let mut out = String::with_capacity(16);
        self.write(&self.date_short, shown, &self.months, &mut out);
        out
    }

    /// A month's name by itself, from 1.
    pub fn month(&self, month: u8) -> &str {
        name(&self.months_alone, usize::from(month).wrapping_sub(1))
    }

    /// A month of a year.
    pub fn month_of_year(&self, year: i16, month: u8) -> String {
        let mut out = String::new();
        for piece in &self.date_month.0 {
            match piece {
                PatternPiece::Text(text) => out.push_str(text),
                PatternPiece::Part(DateField::Month) => out.push_str(self.month(month)),
                PatternPiece::Part(DateField::MonthOfTwo) => two(&mut out, month.into()),
                PatternPiece::Part(DateField::Year) => four(&mut out, year),
                PatternPiece::Part(_) => {}
            }
        }
        out
    }

    fn write(&self, pattern: &Pattern, shown: &LocalMoment, months: &[String], out: &mut String) {
        for piece in &pattern.0 {
            match piece {
                PatternPiece::Text(text) => out.push_str(text),
                PatternPiece::Part(part) => self.part(*part, shown, months, out),
            }
        }
    }

    fn part(&self, part: DateField, shown: &LocalMoment, months: &[String], out: &mut String) {
        match part {
            DateField::Day => number(out, shown.day().into()),
            DateField::DayOfTwo => two(out, shown.day().into()),
            DateField::Month => out.push_str(name(months, usize::from(shown.month()).wrapping_sub(1))),
            DateField::MonthOfTwo => two(out, shown.month().into()),
            DateField::Year => four(out, shown.year()),
            DateField::Weekday => out.push_str(name(&self.weekdays, shown.weekday().into())),
            DateField::Hour => number(out, u32::from((shown.hour() + 11) % 12 + 1)),
            DateField::HourOfDay => two(out, shown.hour().into()),
            DateField::Minute => two(out, shown.minute().into()),
            DateField::Half => out.push_str(if shown.hour() < 12 { &self.morning } else { &self.afternoon }),
            DateField::Date => self.write(&self.date_full, shown, months, out),
            DateField::Time => match (shown.hour(), shown.minute()) {
                (0, 0) => out.push_str(&self.midnight),
                (12, 0) => out.push_str(&self.midday),
                (_, 0) => self.write(&self.time_hour, shown, months, out),
                _ => self.write(&self.time, shown, months, out),
            },
        }
    }
}

fn name(names: &[String], at: usize) -> &str {
    names.get(at).map(String::as_str).unwrap_or_default()
}

// A page holds some twenty dates: their digits are written by hand, since formatting cost more than the rest of them.

fn digit(out: &mut String, digit: u32) {
    out.push(char::from(b"0123456789"[(digit % 10) as usize]));
}

fn two(out: &mut String, number: u32) {
    digit(out, number / 10);
    digit(out, number);
}

fn number(out: &mut String, number: u32) {
    if number >= 10 {
        digit(out, number / 10);
    }
    digit(out, number);
}

fn four(out: &mut String, year: i16) {
    let year = u32::from(year.unsigned_abs());
    two(out, year / 100);
    two(out, year);
}
