//! Moments as text: a `Moment` and a `Zone` go in, a date and time for people (GOV.UK style) or for machines
//! (RFC 3339, RFC 2822, CAP 1.2) comes out, always in English. Must not know how moments are read.

use super::{Moment, Zone};
use jiff::civil::{DateTime, Weekday};

pub(super) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A moment as the clocks of a zone show it: the zone is looked up once, however many texts are made of it.
#[derive(Clone, Copy, Debug)]
pub struct LocalMoment {
    /// The date and time that clocks show.
    civil: DateTime,
    /// The same, put back where the offset has odd seconds.
    local: DateTime,
    /// How far `local` is ahead of UTC.
    minutes: i32,
    is_day: bool,
}

impl LocalMoment {
    /// The year, 1899 to 2200.
    pub fn year(&self) -> i16 {
        self.civil.year()
    }

    /// The month, 1 to 12.
    pub fn month(&self) -> u8 {
        self.civil.month().unsigned_abs()
    }

    /// The day of the month, from 1.
    pub fn day(&self) -> u8 {
        self.civil.day().unsigned_abs()
    }

    /// The day of the week, 0 for Monday.
    pub fn weekday(&self) -> u8 {
        self.civil.weekday().to_monday_zero_offset().unsigned_abs()
    }

    /// The hour of the day, 0 to 23.
    pub fn hour(&self) -> u8 {
        self.civil.hour().unsigned_abs()
    }

    pub fn minute(&self) -> u8 {
        self.civil.minute().unsigned_abs()
    }

    /// Whether a date alone was given.
    pub fn is_day(&self) -> bool {
        self.is_day
    }

    /// As [`Moment::rfc3339`].
    pub fn rfc3339(&self) -> String {
        self.dashed(offset(self.minutes))
    }

    fn dashed(&self, (sign, hours, minutes): (char, u32, u32)) -> String {
        let mut out = String::with_capacity(25);
        date_and_time(&mut out, self.local);
        out.push(sign);
        two(&mut out, hours);
        out.push(':');
        two(&mut out, minutes);
        out
    }

    /// As [`Moment::rfc2822`].
    pub fn rfc2822(&self) -> String {
        let local = self.local;
        let (sign, hours, minutes) = offset(self.minutes);
        let mut out = String::with_capacity(31);
        out.push_str(&weekday_name(local.weekday())[..3]);
        out.push_str(", ");
        two(&mut out, small(local.day()));
        out.push(' ');
        out.push_str(&month_of(local)[..3]);
        out.push(' ');
        four(&mut out, local.year());
        out.push(' ');
        clock(&mut out, local);
        out.push(' ');
        out.push(sign);
        two(&mut out, hours);
        two(&mut out, minutes);
        out
    }

    /// As [`Moment::words`].
    pub fn words(&self) -> String {
        let local = self.civil;
        let mut out = String::with_capacity(40);
        if !self.is_day {
            match (local.hour(), local.minute()) {
                (0, 0) => out.push_str("midnight"),
                (12, 0) => out.push_str("midday"),
                (hour, minute) => {
                    number(&mut out, small((hour + 11) % 12 + 1));
                    if minute != 0 {
                        out.push(':');
                        two(&mut out, small(minute));
                    }
                    out.push_str(if hour < 12 { "am" } else { "pm" });
                }
            }
            out.push_str(", ");
        }
        out.push_str(weekday_name(local.weekday()));
        out.push(' ');
        day_words(&mut out, local);
        out
    }

    /// As [`Moment::day_words`].
    pub fn day_words(&self) -> String {
        let mut out = String::with_capacity(20);
        day_words(&mut out, self.civil);
        out
    }
}

impl Moment {
    /// What the clocks of `zone` show at this moment.
    pub fn shown(self, zone: &Zone) -> LocalMoment {
        let (local, civil, minutes) = self.local(zone);
        LocalMoment { civil, local, minutes, is_day: self.is_day() }
    }

    /// RFC 3339 in the zone's own offset, never `Z`: `2021-03-01T15:34:00+00:00`. A date alone is its first second.
    pub fn rfc3339(self, zone: &Zone) -> String {
        self.shown(zone).rfc3339()
    }

    /// A CAP 1.2 `dateTime` (section 3.3.2): as RFC 3339, but no offset is written `-00:00`: `2021-03-01T15:34:00-00:00`.
    pub fn cap(self, zone: &Zone) -> String {
        let shown = self.shown(zone);
        shown.dashed(match offset(shown.minutes) {
            (_, 0, 0) => ('-', 0, 0),
            other => other,
        })
    }

    /// RFC 2822 (RFC 822 with a four-digit year): `Mon, 01 Mar 2021 15:34:00 +0000`.
    pub fn rfc2822(self, zone: &Zone) -> String {
        self.shown(zone).rfc2822()
    }

    /// The moment in words, as GOV.UK writes it: `3:34pm, Monday 1 March 2021`, `3pm, …`, `midday, …`, `midnight, …`,
    /// and a date alone `Monday 1 March 2021`. Seconds are left out. `midnight` is the one that begins the day.
    pub fn words(self, zone: &Zone) -> String {
        self.shown(zone).words()
    }

    /// The day in words, without the weekday: `1 March 2021`.
    pub fn day_words(self, zone: &Zone) -> String {
        self.shown(zone).day_words()
    }
}

/// The English name of the weekday of a day in the Gregorian calendar; none where there is no such day.
pub fn weekday_of(year: i16, month: i8, day: i8) -> Option<&'static str> {
    jiff::civil::Date::new(year, month, day).ok().map(|date| weekday_name(date.weekday()))
}

/// The English name of a day of the week.
pub(super) fn weekday_name(weekday: Weekday) -> &'static str {
    match weekday {
        Weekday::Monday => "Monday",
        Weekday::Tuesday => "Tuesday",
        Weekday::Wednesday => "Wednesday",
        Weekday::Thursday => "Thursday",
        Weekday::Friday => "Friday",
        Weekday::Saturday => "Saturday",
        Weekday::Sunday => "Sunday",
    }
}

fn day_words(out: &mut String, local: DateTime) {
    number(out, small(local.day()));
    out.push(' ');
    out.push_str(month_of(local));
    out.push(' ');
    four(out, local.year());
}

/// The English name of a month, from 1; empty for a number that is no month's.
pub fn month_name(month: u8) -> &'static str {
    usize::from(month).checked_sub(1).and_then(|index| MONTHS.get(index)).copied().unwrap_or_default()
}

fn month_of(local: DateTime) -> &'static str {
    month_name(local.month().unsigned_abs())
}

fn date_and_time(out: &mut String, local: DateTime) {
    four(out, local.year());
    out.push('-');
    two(out, small(local.month()));
    out.push('-');
    two(out, small(local.day()));
    out.push('T');
    clock(out, local);
}

fn clock(out: &mut String, local: DateTime) {
    two(out, small(local.hour()));
    out.push(':');
    two(out, small(local.minute()));
    out.push(':');
    two(out, small(local.second()));
}

// A page holds some twenty dates: their digits are written by hand, since formatting cost more than the rest of them.

fn small(part: i8) -> u32 {
    u32::from(part.unsigned_abs())
}

/// The digits of a number below 100, two of them.
fn two(out: &mut String, number: u32) {
    digit(out, number / 10);
    digit(out, number % 10);
}

/// The digits of a number below 100, without a nought before them.
fn number(out: &mut String, number: u32) {
    if number >= 10 {
        digit(out, number / 10);
    }
    digit(out, number % 10);
}

/// The digits of a year.
fn four(out: &mut String, year: i16) {
    let year = u32::from(year.unsigned_abs());
    two(out, year / 100);
    two(out, year % 100);
}

fn digit(out: &mut String, digit: u32) {
    out.push(char::from(b"0123456789"[(digit % 10) as usize]));
}

/// An offset in minutes as its sign, hours and minutes.
fn offset(minutes: i32) -> (char, u32, u32) {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    (sign, minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::super::{DateOrder, parse};
    use super::*;
    use proptest::prelude::*;

    fn zone(name: &str) -> Zone {
        Zone::new(name).unwrap()
    }

    fn at(text: &str, zone: &Zone) -> Moment {
        parse(text, zone, DateOrder::DayFirst).unwrap().moment
    }

    #[test]
    fn the_police_appeal() {
        let london = zone("Europe/London");
        let moment = at("15:34 01/03/2021", &london);
        assert_eq!(moment.rfc3339(&london), "2021-03-01T15:34:00+00:00");
        assert_eq!(moment.cap(&london), "2021-03-01T15:34:00-00:00");
        assert_eq!(moment.rfc2822(&london), "Mon, 01 Mar 2021 15:34:00 +0000");
        assert_eq!(moment.words(&london), "3:34pm, Monday 1 March 2021");
        assert_eq!(moment.day_words(&london), "1 March 2021");
    }

    #[test]
    fn in_summer_and_elsewhere() {
        let london = zone("Europe/London");
        let moment = at("15:34 01/07/2021", &london);
        assert_eq!(moment.rfc3339(&london), "2021-07-01T15:34:00+01:00");
        assert_eq!(moment.cap(&london), "2021-07-01T15:34:00+01:00");
        assert_eq!(moment.rfc2822(&london), "Thu, 01 Jul 2021 15:34:00 +0100");
        let new_york = zone("America/New_York");
        assert_eq!(moment.cap(&new_york), "2021-07-01T10:34:00-04:00");
        assert_eq!(moment.rfc2822(&new_york), "Thu, 01 Jul 2021 10:34:00 -0400");
        assert_eq!(moment.words(&zone("Asia/Kolkata")), "8:04pm, Thursday 1 July 2021");
        assert_eq!(moment.rfc3339(&zone("America/St_Johns")), "2021-07-01T12:04:00-02:30");
    }

    #[test]
    fn times_of_day_are_as_gov_uk_writes_them() {
        let london = zone("Europe/London");
        for (time, words) in [
            ("00:00", "midnight"),
            ("00:01", "12:01am"),
            ("05:00", "5am"),
            ("11:59", "11:59am"),
            ("12:00", "midday"),
            ("12:05", "12:05pm"),
            ("15:00", "3pm"),
            ("17:30", "5:30pm"),
            ("23:59", "11:59pm"),
        ] {
            let moment = at(&format!("2021-03-01 {time}"), &london);
            assert_eq!(moment.words(&london), format!("{words}, Monday 1 March 2021"));
        }
        assert_eq!(at("2021-03-01", &london).words(&london), "Monday 1 March 2021");
    }

    #[test]
    fn an_offset_of_some_seconds_still_names_the_second() {
        // Until 1937 Amsterdam was 19 minutes and 32 seconds ahead.
        let amsterdam = zone("Europe/Amsterdam");
        let liberia = zone("Africa/Monrovia");
        for zone in [amsterdam, liberia] {
            for second in [-1_500_000_000, -1_500_000_017] {
                let moment = Moment::from_second(second).unwrap();
                assert_eq!(at(&moment.rfc3339(&zone), &zone), moment);
                assert_eq!(at(&moment.rfc2822(&zone), &zone), moment);
            }
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(second in -2_208_900_000_i64..7_257_900_000, name in prop::sample::select(vec![
            "Europe/London", "America/New_York", "Asia/Kolkata", "Pacific/Apia", "Africa/Monrovia", "UTC",
        ])) {
            let zone = zone(name);
            let moment = Moment::from_second(second).unwrap();
            // What another program reads.
            let read: jiff::Timestamp = moment.rfc3339(&zone).parse().unwrap();
            prop_assert_eq!(read.as_second(), second);
            let read = jiff::fmt::rfc2822::parse(&moment.rfc2822(&zone)).unwrap();
            prop_assert_eq!(read.timestamp().as_second(), second);
            for text in [moment.rfc3339(&zone), moment.rfc2822(&zone), moment.cap(&zone)] {
                prop_assert_eq!(at(&text, &zone), moment, "{}", text);
            }
            let minute = at(&moment.words(&zone), &zone);
            prop_assert_eq!(minute.words(&zone), moment.words(&zone));
            let day = moment.start_of_day(&zone);
            prop_assert_eq!(at(&day.words(&zone), &zone), day);
        }
    }
}
