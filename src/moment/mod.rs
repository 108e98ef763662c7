//! When things happen: text from a bulletin goes in, a `Moment` comes out, and a `Moment` is written
//! again for people and for machines. Must not know the clock, files, bulletins or templates.
//! What is read stands in `read`, what is written in `words`, time zones in `zone`.

mod hours;
mod read;
mod tokens;
mod words;
mod written;
mod zone;

use std::{fmt, num::NonZeroU64};

use serde::{Deserialize, Serialize};

use jiff::{SignedDuration, Span, Timestamp, civil};

pub use hours::{Hours, hours, hours_in};
pub use read::{BETWEEN, DateOrder, MomentError, date_prefix, days, parse};
pub use words::{LocalMoment, month_name, weekday_of};
pub use zone::Zone;

/// The first second that a [`Moment`] can hold: a day before 1900 in UTC, so that 1900 is whole in every zone.
const EARLIEST: i64 = -2_209_075_200;
/// The last second that a [`Moment`] can hold: a day after 2199 in UTC.
const LATEST: i64 = 7_258_204_800;

/// How closely a moment was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(into = "bool", from = "bool")]
pub enum Precision {
    /// A date alone; the moment is the start of that day.
    Day,
    /// A date and a time of day.
    Time,
}

impl From<Precision> for bool {
    /// Whether there is a time of day: so it stands in records, which other versions of the program read.
    fn from(precision: Precision) -> Self {
        precision == Precision::Time
    }
}

impl From<bool> for Precision {
    fn from(has_time: bool) -> Self {
        if has_time { Self::Time } else { Self::Day }
    }
}

/// A second in the years 1900 to 2199, and whether a time of day was given with it.
/// Moments are in order of time; of two at one second, the date alone comes first.
// A large site holds many, and many that are none: twice the seconds since `EARLIEST`, and one more where a time of day
// was given, counted from 1.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "(i64, Precision)", into = "(i64, Precision)")]
pub struct Moment(NonZeroU64);

/// 1970-01-01T00:00:00Z, where any moment will do.
pub const EPOCH: Moment = Moment::within(0, Precision::Time);

impl From<Moment> for (i64, Precision) {
    fn from(moment: Moment) -> Self {
        (moment.second(), moment.precision())
    }
}

impl TryFrom<(i64, Precision)> for Moment {
    type Error = &'static str;

    fn try_from((second, precision): (i64, Precision)) -> Result<Self, Self::Error> {
        Self::new(second, precision).ok_or("no second of the years 1900 to 2199")
    }
}

impl fmt::Debug for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Moment").field(&self.second()).field(&self.precision()).finish()
    }
}

impl Moment {
    /// A second that lies between [`EARLIEST`] and [`LATEST`].
    const fn within(second: i64, precision: Precision) -> Self {
        let half = match precision {
            Precision::Day => 0,
            Precision::Time => 1,
        };
        Self(NonZeroU64::MIN.saturating_add(2 * second.abs_diff(EARLIEST) + half))
    }

    /// The second that is nearest to one before [`EARLIEST`] or after [`LATEST`].
    fn nearest(second: i64, precision: Precision) -> Self {
        Self::within(second.clamp(EARLIEST, LATEST), precision)
    }

    /// The moment `second` seconds after 1970-01-01T00:00:00Z, given as closely as `precision` says: what
    /// [`Moment::second`] and [`Moment::precision`] gave. `None` outside the years 1900 to 2199.
    pub fn new(second: i64, precision: Precision) -> Option<Self> {
        (EARLIEST..=LATEST).contains(&second).then(|| Self::within(second, precision))
    }

    /// The moment `second` seconds after 1970-01-01T00:00:00Z (before it when negative, leap seconds not counted).
    /// `None` outside the years 1900 to 2199.
    pub fn from_second(second: i64) -> Option<Self> {
        Self::new(second, Precision::Time)
    }

    /// Seconds since 1970-01-01T00:00:00Z.
    pub fn second(self) -> i64 {
        EARLIEST.saturating_add_unsigned((self.0.get() - 1) / 2)
    }

    /// How closely it was given.
    pub fn precision(self) -> Precision {
        if self.0.get() % 2 == 1 { Precision::Day } else { Precision::Time }
    }

    /// Whether a date alone was given.
    pub fn is_day(self) -> bool {
        self.precision() == Precision::Day
    }

    /// Year, month and day of the month in `zone`.
    pub fn date(self, zone: &Zone) -> (i16, u8, u8) {
        let civil = self.civil(zone);
        (civil.year(), civil.month().unsigned_abs(), civil.day().unsigned_abs())
    }

    /// The year in `zone`, 1899 to 2200.
    pub fn year(self, zone: &Zone) -> i16 {
        self.civil(zone).year()
    }

    /// The month in `zone`, 1 to 12.
    pub fn month(self, zone: &Zone) -> u8 {
        self.civil(zone).month().unsigned_abs()
    }

    /// The day of the month in `zone`, 1 to 31.
    pub fn day(self, zone: &Zone) -> u8 {
        self.civil(zone).day().unsigned_abs()
    }

    /// The start of this moment's minute.
    #[must_use]
    pub fn minute(self) -> Self {
        Self::new(self.second().div_euclid(60) * 60, self.precision()).unwrap_or(self)
    }

    /// The start of this moment's day in `zone`: midnight, or the first time after it that the clocks there show.
    #[must_use]
    pub fn start_of_day(self, zone: &Zone) -> Self {
        Self::on(self.civil(zone).date(), zone)
    }

    /// The start of the day after this moment's in `zone`: when something that lasts through the day is over.
    #[must_use]
    pub fn start_of_next_day(self, zone: &Zone) -> Self {
        self.plus_days(1, zone).start_of_day(zone)
    }

    /// When something is over that was said to end here: a date alone lasts through its day.
    #[must_use]
    pub fn through(self, zone: &Zone) -> Self {
        if self.is_day() { self.start_of_next_day(zone) } else { self }
    }

    /// The other way: the moment that names the end of something which is over here. The start of a day is named by the
    /// day before it, the last one that holds.
    #[must_use]
    pub fn last_that_holds(self, zone: &Zone) -> Self {
        if self.is_day() { self.plus_days(-1, zone) } else { self }
    }

    /// The day that a midnight ends; none where it is no midnight, or a date alone.
    pub fn day_ended(self, zone: &Zone) -> Option<Self> {
        let day = self.start_of_day(zone);
        (!self.is_day() && day.second() == self.second()).then(|| day.plus_days(-1, zone))
    }

    /// The same moment with its time of day, where a date alone was given.
    #[must_use]
    pub fn timed(self) -> Self {
        Self::within(self.second(), Precision::Time)
    }

    /// The same time of day in `zone`, `days` calendar days later (earlier when negative), however many hours that is.
    /// A time that the clocks skip there is as much later as they skip. Stops at the ends of 1900 and 2199.
    #[must_use]
    pub fn plus_days(self, days: i32, zone: &Zone) -> Self {
        let civil = self.civil(zone);
        let later = Span::new().try_days(days).and_then(|span| civil.date().checked_add(span));
        let Ok(date) = later else {
            return Self::within(if days < 0 { EARLIEST } else { LATEST }, self.precision());
        };
        if self.is_day() {
            return Self::on(date, zone);
        }
        let second = zone
            .jiff()
            .to_ambiguous_timestamp(date.to_datetime(civil.time()))
            .compatible()
            .map_or(if days < 0 { EARLIEST } else { LATEST }, Timestamp::as_second);
        Self::nearest(second, self.precision())
    }

    /// The date `date` alone: the first second of it in `zone`.
    fn on(date: civil::Date, zone: &Zone) -> Self {
        let midnight = date.to_datetime(civil::Time::midnight());
        let start = zone.jiff().to_ambiguous_timestamp(midnight).compatible();
        let second = start.map_or(LATEST, Timestamp::as_second);
        Self::nearest(second, Precision::Day)
    }

    /// The date and time that clocks in `zone` show, twice, and how far they are ahead of UTC, in whole minutes.
    /// Where a zone was once some seconds off (Amsterdam before 1937), the first clock is put back by these, so that it and the minutes together name this second.
    fn local(self, zone: &Zone) -> (civil::DateTime, civil::DateTime, i32) {
        let timestamp = self.timestamp();
        let offset = zone.jiff().to_offset(timestamp);
        let civil = offset.to_datetime(timestamp);
        let minutes = offset.seconds() / 60;
        if offset.seconds() % 60 == 0 {
            return (civil, civil, minutes);
        }
        let shown = timestamp
            .checked_add(SignedDuration::from_mins(i64::from(minutes)))
            .expect("a day before 1900 to a day after 2199, moved by a day, is far inside what jiff holds");
        (jiff::tz::Offset::UTC.to_datetime(shown), civil, minutes)
    }

    /// The date and time that clocks in `zone` show.
    fn civil(self, zone: &Zone) -> civil::DateTime {
        zone.jiff().to_datetime(self.timestamp())
    }

    fn timestamp(self) -> Timestamp {
        Timestamp::from_second(self.second()).expect("a moment lies between 1899 and 2200, far inside what jiff holds")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, zone: &Zone) -> Moment {
        parse(text, zone, DateOrder::DayFirst).unwrap().moment
    }

    fn london() -> Zone {
        Zone::new("Europe/London").unwrap()
    }

    #[test]
    fn ends_of_the_range() {
        let utc = Zone::new("UTC").unwrap();
        assert_eq!(EARLIEST, at("1900-01-01", &utc).second() - 86_400);
        assert_eq!(LATEST, at("2199-12-31", &utc).second() + 2 * 86_400);
        assert_eq!(Moment::from_second(EARLIEST - 1), None);
        assert_eq!(Moment::from_second(LATEST + 1), None);
        assert_eq!(Moment::from_second(i64::MAX), None);
        let day = at("2021-03-01", &utc);
        assert_eq!(Moment::new(day.second(), day.precision()), Some(day));
        let last = Moment::from_second(LATEST).unwrap();
        assert_eq!(last.plus_days(i32::MAX, &utc), last);
        assert_eq!(last.plus_days(i32::MIN, &utc).second(), EARLIEST);
    }

    #[test]
    fn what_is_written_plainly_is_read_as_it_was() {
        let (zone, read) = (london(), |text| at(text, &london()));
        for (text, plain) in [
            ("2021-03-01", "2021-03-01"),
            ("3:34pm, 1 March 2021", "2021-03-01 15:34"),
            ("2021-03-01 15:34:05", "2021-03-01 15:34:05"),
            // At 02:00 of summer time the clocks go back by an hour.
            ("2021-10-31T00:30:00Z", "2021-10-31T01:30:00+01:00"),
            ("2021-10-31T01:30:00Z", "2021-10-31T01:30:00+00:00"),
            ("2021-10-31T02:30:00Z", "2021-10-31 02:30"),
        ] {
            assert_eq!(read(text).plain(&zone), plain);
            assert_eq!(read(plain), read(text));
        }
        assert_eq!(read("2021-03-01 15:34:05").minute(), read("2021-03-01 15:34"));
    }

    #[test]
    fn what_is_kept_of_a_moment_is_all_of_it() {
        assert_eq!(size_of::<Option<Moment>>(), 8);
        for second in [EARLIEST, EARLIEST + 1, -1, 0, 1, LATEST] {
            for precision in [Precision::Day, Precision::Time] {
                let moment = Moment::new(second, precision).unwrap();
                assert_eq!((moment.second(), moment.precision()), (second, precision));
                let kept = postcard::to_allocvec(&moment).unwrap();
                assert_eq!(postcard::from_bytes::<Moment>(&kept), Ok(moment));
            }
        }
        let outside = postcard::to_allocvec(&(LATEST + 1, Precision::Day)).unwrap();
        assert!(postcard::from_bytes::<Moment>(&outside).is_err());
    }

    #[test]
    fn order_is_by_time_then_day_alone_first() {
        let zone = london();
        assert!(at("2021-03-01", &zone) < at("2021-03-01 00:00", &zone));
        assert!(at("2021-03-01 00:00", &zone) < at("2021-03-01 00:00:01", &zone));
        assert!(at("2021-03-01 23:59", &zone) < at("2021-03-02", &zone));
    }

    #[test]
    fn a_calendar_day_is_not_always_24_hours() {
        let zone = london();
        let before = at("2021-03-27 12:00", &zone);
        assert_eq!(before.plus_days(1, &zone), at("2021-03-28 12:00", &zone));
        assert_eq!(before.plus_days(1, &zone).second() - before.second(), 23 * 3600);
        assert_eq!(at("2021-10-30", &zone).plus_days(2, &zone), at("2021-11-01", &zone));
        assert_eq!(at("2020-02-28 09:00", &zone).plus_days(1, &zone), at("2020-02-29 09:00", &zone));
        assert_eq!(at("2021-01-01 00:30", &zone).plus_days(-1, &zone), at("2020-12-31 00:30", &zone));
        assert_eq!(at("2021-12-31 23:59:59", &zone).start_of_next_day(&zone), at("2022-01-01", &zone));
        assert_eq!(at("2021-10-31 15:34", &zone).start_of_day(&zone), at("2021-10-31", &zone));
    }

    #[test]
    fn a_date_alone_lasts_through_its_day() {
        let zone = london();
        let (day, time) = (at("2021-10-31", &zone), at("2021-10-31 12:00", &zone));
        assert_eq!(day.through(&zone), at("2021-11-01", &zone));
        assert_eq!(day.through(&zone).last_that_holds(&zone), day);
        assert_eq!(time.through(&zone), time);
        assert_eq!(time.last_that_holds(&zone), time);
    }

    #[test]
    fn a_day_begins_when_its_clocks_do() {
        // In 2021 Beirut put its clocks forward at midnight: 28 March began at 01:00.
        let beirut = Zone::new("Asia/Beirut").unwrap();
        let day = at("2021-03-28", &beirut);
        assert_eq!(day.rfc3339(&beirut), "2021-03-28T01:00:00+03:00");
        assert_eq!(day.words(&beirut), "Sunday 28 March 2021");
    }

    #[test]
    fn the_date_is_that_of_the_zone() {
        let moment = at("2021-01-01T01:00:00Z", &london());
        let new_york = Zone::new("America/New_York").unwrap();
        let date = |zone: &Zone| (moment.year(zone), moment.month(zone), moment.day(zone));
        assert_eq!(date(&london()), (2021, 1, 1));
        assert_eq!(date(&new_york), (2020, 12, 31));
    }
}
