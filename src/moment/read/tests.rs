//! Which texts are moments, which are not and why, and what the clocks do to them.

use super::*;
use proptest::prelude::*;

fn zone(name: &str) -> Zone {
    Zone::new(name).unwrap()
}

fn read(text: &str) -> Result<MomentReading, MomentError> {
    parse(text, &zone("Europe/London"), DateOrder::DayFirst)
}

fn refused(text: &str) -> MomentError {
    read(text).expect_err(text)
}

/// The accepted forms, one example each.
const FORMS: [&str; 8] = [
    "2021-03-01",
    "2021-03-01 15:34",
    "2021-03-01T15:34:00+00:00",
    "15:34 01/03/2021",
    "01/03/2021",
    "1 March 2021",
    "3:34pm, Monday 1 March 2021",
    "Mon, 01 Mar 2021 15:34:00 +0000",
];

#[test]
fn every_form_with_a_time() {
    for text in [
        "2021-03-01T15:34:00+00:00",
        "2021-03-01t15:34:00z",
        "2021-03-01 15:34:00.123456789Z",
        "2021-03-01T15:34:00-00:00",
        "2021-03-01 15:34",
        "2021-3-1 15:34:00",
        "2021-03-01 16:34 +01:00",
        "2021-03-01 16:34 +0100",
        "2021-03-01 16:34:00 +01",
        "2021-03-01 11:34:00 -4",
        "2021-03-01 15:34 UTC",
        "2021-03-01 15:34 GMT",
        "2021-03-01 16:34:00 BST",
        "2021-03-01 10:34 EST",
        "15:34 01/03/2021",
        "15:34:00 1/3/2021",
        "15:34 on 01/03/2021",
        "3:34pm 01/03/2021",
        "01/03/2021 15:34",
        "01/03/2021, 15:34:00",
        "1 March 2021 15:34",
        "1 March 2021, 15:34",
        "1 March 2021 at 15:34",
        "1st March 2021 at 3.34pm",
        "1st of March 2021 at 3.34 p.m.",
        "15:34 1 March 2021",
        "15:34 GMT, Monday 1 March 2021",
        "3:34pm, Monday 1 March 2021",
        "1/3/2021 @ 3.34pm",
        "1 March 2021 15h34",
        "01.03.2021, 15:34 Uhr",
        "3.34PM on Monday, 1 Mar 2021",
        "Monday 1 March 2021 15:34",
        "Monday, 1 March 2021, 3:34 pm",
        "March 1, 2021 15:34",
        "Mar. 1st 2021 3:34 PM",
        "Mon, 01 Mar 2021 15:34:00 +0000",
        "Mon, 1 Mar 2021 15:34 GMT",
        "1 Mar 2021 10:34:00 -0500 (EST)",
        "\u{a0}15:34\u{a0}01/03/2021\n",
        "1\u{202f}March\u{2009}2021 15:34",
    ] {
        let reading = read(text).expect(text);
        assert_eq!(reading.moment.second(), 1_614_612_840, "{text}");
        assert!(!reading.moment.is_day(), "{text}");
        assert_eq!(reading.clock_change, None, "{text}");
    }
}

#[test]
fn every_form_of_a_day() {
    for text in [
        "2021-09-01",
        "2021-9-1",
        "01/09/2021",
        "1/9/2021",
        "1 September 2021",
        "1 Sept 2021",
        "1st Sep 2021",
        "Wednesday 1 September 2021",
        "Weds 1 sep 2021",
        "WED, 1 SEP 2021",
        "September 1, 2021",
        "Sep 1 2021",
        " 2021-09-01 ",
        "1-Sep-2021",
        "01/Sept/2021",
        "1. September 2021",
        "the 1st of September 2021",
        "Wednesday the 1st of September, 2021",
        "1 Medi 2021",
        "1\\9\\2021",
    ] {
        let moment = read(text).expect(text).moment;
        assert!(moment.is_day(), "{text}");
        assert_eq!(moment.rfc3339(&zone("Europe/London")), "2021-09-01T00:00:00+01:00", "{text}");
    }
    for form in FORMS {
        assert!(read(form).is_ok(), "{form}");
    }
}

#[test]
fn twelve_hour_times() {
    let london = zone("Europe/London");
    for (time, hour) in [
        ("12am", "00:00"),
        ("12:05am", "00:05"),
        ("1am", "01:00"),
        ("11:59am", "11:59"),
        ("12pm", "12:00"),
        ("12.30pm", "12:30"),
        ("11pm", "23:00"),
        ("12 noon", "12:00"),
        ("noon", "12:00"),
        ("midday", "12:00"),
        ("midnight", "00:00"),
        ("12 midnight", "00:00"),
        ("3 p.m.", "15:00"),
    ] {
        for text in [format!("{time} 1 March 2021"), format!("1 March 2021 at {time}"), format!("{time}, 01/03/2021")] {
            let shown = read(&text).expect(&text).moment.rfc3339(&london);
            assert_eq!(shown, format!("2021-03-01T{hour}:00+00:00"), "{text}");
        }
    }
}

#[test]
fn what_is_in_no_form() {
    for text in [
        "",
        " ",
        "soon",
        "2021",
        "2021-03",
        "20210301",
        "2021-03-01T",
        "2021-03-01T15",
        "2021-03-01 15:3",
        "2021-03-01 15:345",
        "2021-03-01Z",
        "2021-03-01 +01:00",
        "15:34",
        "15.34 on 1/3",
        "15.34 1 March 2021",
        "1/3",
        "1 Marsh 2021",
        "001/03/2021",
        "1 March 02021",
        "2021-03-01 15:34 +1:2",
        "2021-03-01 15:34 +",
        "2021-03-01 15:34 CET",
        "2021-03-01 15:34 Europe/London",
        "01/03/2021 15:34 and more",
        "01/03/2021 to 02/03/2021",
        "1 March",
        "Monday",
        "mer, 16 nov 2022",
        "2021-03-01 15:34:00.",
        "1 March 2021 at",
        "2021-03-01T15:34:00+01:00:00",
        "46/322871/21",
        "01622 604100",
        "\u{0}",
        "１ March 2021",
    ] {
        let reason = refused(text);
        let told = matches!(
            reason,
            MomentError::NotAForm
                | MomentError::NoYear { .. }
                | MomentError::Relative
                | MomentError::Length
                | MomentError::Weekday
                | MomentError::NoDay
                | MomentError::Span
        );
        assert!(told, "{text}: {reason:?}");
    }
}

#[test]
fn what_is_lacking_is_told() {
    assert_eq!(refused("1 March"), MomentError::NoYear { day: 1, month: 3 });
    assert_eq!(refused("Friday 26th November"), MomentError::NoYear { day: 26, month: 11 });
    assert_eq!(refused("26/11"), MomentError::NoYear { day: 26, month: 11 });
    assert_eq!(refused("tomorrow 9am"), MomentError::Relative);
    assert_eq!(refused("next Friday"), MomentError::Relative);
    assert_eq!(refused("2 weeks"), MomentError::Length);
    let clock = MomentError::OtherClock { given: "BST", right: "GMT", date: (2021, 3, 1), time: 16 * 60 + 34 };
    assert_eq!(refused("2021-03-01 16:34 BST"), clock);
    let named = |time| MomentError::NamedDay { date: (2021, 12, 26), time };
    assert_eq!(refused("Boxing Day 2021"), named(None));
    assert_eq!(refused("9pm, Boxing Day 2021"), named(Some(21 * 60)));
    assert_eq!(refused("Christmas Day"), MomentError::NoYear { day: 25, month: 12 });
    assert_eq!(refused("1 March 2021 10am-12"), MomentError::NotAForm);
    assert_eq!(refused("March 2021"), MomentError::NoDay);
    assert_eq!(refused("12-14 March 2021"), MomentError::Span);
    assert_eq!(refused("12 to 14 March 2021"), MomentError::Span);
    assert_eq!(refused("26/11/2021 – 28/11/2021"), MomentError::Span);
    assert_eq!(refused("every Tuesday, 10am"), MomentError::Recurring);
    assert_eq!(refused("on Friday"), MomentError::Weekday);
    assert_eq!(refused("1 March").instead().as_deref(), Some("1 March YYYY"));
}

#[test]
fn what_is_no_day_or_time() {
    let day = |day, month, days| MomentError::NoSuchDay { day, month, year: 2021, days };
    assert_eq!(refused("31/02/2021"), day(31, 2, 28));
    assert_eq!(refused("29 February 2021"), day(29, 2, 28));
    assert_eq!(refused("2021-04-31"), day(31, 4, 30));
    assert_eq!(refused("0/01/2021"), day(0, 1, 31));
    assert_eq!(refused("2021-13-01"), MomentError::NoSuchMonth { month: 13, order: None });
    assert_eq!(refused("2021-00-01"), MomentError::NoSuchMonth { month: 0, order: None });
    let order = Some(DateOrder::DayFirst);
    assert_eq!(refused("01/13/2021"), MomentError::NoSuchMonth { month: 13, order });
    // It may be the year, or the day, that stands first.
    assert_eq!(refused("21-03-01"), MomentError::TwoDigitYear);
    assert_eq!(refused("1899-12-31"), MomentError::YearOutOfRange(1899));
    assert_eq!(refused("2200-01-01"), MomentError::YearOutOfRange(2200));
    assert!(read("1900-01-01").is_ok() && read("2199-12-31T23:59:59-23:59").is_ok());
    for time in ["24:00", "25:34", "15:60", "15:34:60", "15:34:61", "13pm", "0am", "15:34pm"] {
        assert_eq!(refused(&format!("2021-03-01 {time}")), MomentError::NoSuchTime, "{time}");
    }
    assert_eq!(refused("2021-03-01T15:34:00+24:00"), MomentError::NoSuchOffset);
    assert_eq!(refused("2021-03-01T15:34:00+0160"), MomentError::NoSuchOffset);
}

#[test]
fn a_leap_second_is_taken_as_the_one_before() {
    let second = |text| read(text).unwrap().moment.second();
    assert_eq!(second("1990-12-31T23:59:60Z"), second("1990-12-31T23:59:59Z"));
    assert_eq!(second("1990-12-31T15:59:60-08:00"), second("1990-12-31T23:59:59Z"));
    assert_eq!(refused("1990-12-31T23:59:60-08:00"), MomentError::NoSuchTime);
}

#[test]
fn a_wrong_weekday_is_told_the_right_one() {
    for (text, instead) in [
        ("Tuesday 1 March 2021", "2021-03-01"),
        ("3pm, Tues 1 March 2021", "2021-03-01 15:00"),
        ("Tuesday 01/03/2021 at 10.30am", "2021-03-01 10:30"),
        ("Tue, 01 Mar 2021 15:34:00 +0000", "2021-03-01"),
    ] {
        let wrong = refused(text);
        assert_eq!(wrong.to_string(), "that day is a Monday, not a Tuesday", "{text}");
        assert_eq!(wrong.instead().as_deref(), Some(instead), "{text}");
    }
}

#[test]
fn nothing_is_swapped() {
    let london = zone("Europe/London");
    let american = |text| parse(text, &london, DateOrder::MonthFirst);
    assert_eq!(american("03/01/2021 15:34").unwrap(), read("01/03/2021 15:34").unwrap());
    let refused = american("13/01/2021").unwrap_err();
    assert_eq!(refused, MomentError::NoSuchMonth { month: 13, order: Some(DateOrder::MonthFirst) });
    assert_eq!(refused.to_string(), "there is no month 13; the month is read before the day");
    assert_eq!(american("2021-03-01").unwrap(), read("01/03/2021").unwrap());
}

#[test]
fn clocks_go_forward() {
    // Europe/London: 01:00 to 02:00 on 28 March 2021. America/New_York: 02:00 to 03:00 on 14 March 2021.
    let london = zone("Europe/London");
    let reading = read("2021-03-28 01:30").unwrap();
    assert_eq!(reading.clock_change, Some(ClockChange::Skipped));
    assert_eq!(reading.moment.rfc3339(&london), "2021-03-28T02:30:00+01:00");
    assert_eq!(read("2021-03-28 00:59:59").unwrap().moment.rfc3339(&london), "2021-03-28T00:59:59+00:00");
    assert_eq!(read("2021-03-28 02:00").unwrap().clock_change, None);
    assert_eq!(read("2021-03-28T01:30:00Z").unwrap().clock_change, None);
    let new_york = zone("America/New_York");
    let reading = parse("2021-03-14 02:30", &new_york, DateOrder::DayFirst).unwrap();
    assert_eq!(reading.clock_change, Some(ClockChange::Skipped));
    assert_eq!(reading.moment.rfc3339(&new_york), "2021-03-14T03:30:00-04:00");
}

#[test]
fn clocks_go_back() {
    // Europe/London: 02:00 to 01:00 on 31 October 2021. America/New_York: 02:00 to 01:00 on 7 November 2021.
    let london = zone("Europe/London");
    let reading = read("2021-10-31 01:30").unwrap();
    assert_eq!(reading.clock_change, Some(ClockChange::Repeated));
    assert_eq!(reading.moment.rfc3339(&london), "2021-10-31T01:30:00+01:00");
    assert_eq!(read("2021-10-31 02:00").unwrap().moment.rfc3339(&london), "2021-10-31T02:00:00+00:00");
    let new_york = zone("America/New_York");
    let reading = parse("1:30am, 7 November 2021", &new_york, DateOrder::DayFirst).unwrap();
    assert_eq!(reading.clock_change, Some(ClockChange::Repeated));
    assert_eq!(reading.moment.rfc3339(&new_york), "2021-11-07T01:30:00-04:00");
    assert_eq!(read("2021-10-31").unwrap().clock_change, None);
}

#[test]
fn leap_days_and_year_ends() {
    for name in ["Europe/London", "America/New_York"] {
        let zone = zone(name);
        let words = |text| parse(text, &zone, DateOrder::DayFirst).map(|reading| reading.moment.words(&zone));
        assert_eq!(words("29/02/2024 23:59").unwrap(), "11:59pm, Thursday 29 February 2024");
        assert_eq!(words("29/02/2000").unwrap(), "Tuesday 29 February 2000");
        assert!(words("29/02/1900").is_err() && words("29/02/2100").is_err());
        assert_eq!(words("31/12/2021 23:59:59").unwrap(), "11:59pm, Friday 31 December 2021");
        assert_eq!(words("01/01/2022 00:00").unwrap(), "midnight, Saturday 1 January 2022");
    }
}

#[test]
fn dates_at_the_head_of_file_names() {
    assert_eq!(date_prefix("2021-03-01-roof"), Some(("2021-03-01", "roof")));
    assert_eq!(date_prefix("2021-3-1-roof-2"), Some(("2021-3-1", "roof-2")));
    assert_eq!(date_prefix("2021-03-01_roof"), Some(("2021-03-01", "roof")));
    assert_eq!(date_prefix("2021-03-01"), Some(("2021-03-01", "")));
    assert_eq!(date_prefix("2021-13-99-roof"), Some(("2021-13-99", "roof")));
    for stem in [
        "",
        "roof",
        "2021",
        "2021-03",
        "2021-03-roof",
        "21-03-01-roof",
        "12021-03-01",
        "2021-03-011",
        "2021-03-01roof",
        "2021-003-01",
        "2021-03-0é",
        "é021-03-01",
    ] {
        assert_eq!(date_prefix(stem), None, "{stem}");
    }
}

proptest! {
    #[test]
    fn no_text_panics(text in "\\PC*", stem in "[0-9-]{0,12}\\PC{0,3}") {
        let _ = read(&text);
        if let Some((date, rest)) = date_prefix(&stem) {
            prop_assert!(stem.starts_with(date) && stem.ends_with(rest));
        }
    }

    #[test]
    fn nothing_like_a_date_panics(parts in prop::collection::vec(prop_oneof![
        "[0-9]{1,10}", "[-/:.,+() TZ]", Just("March".to_owned()), Just("Mon".to_owned()), Just("pm".to_owned()), Just("GMT".to_owned()),
    ], 0..20)) {
        for order in [DateOrder::DayFirst, DateOrder::MonthFirst] {
            if let Ok(reading) = parse(&parts.concat(), &zone("Europe/London"), order) {
                prop_assert!((1899..=2200).contains(&reading.moment.year(&zone("UTC"))));
            }
        }
    }
}

#[test]
fn written_in_a_hurry() {
    for (text, shown) in [
        ("2021/03/01", "2021-03-01T00:00:00+00:00"),
        ("2021.3.1", "2021-03-01T00:00:00+00:00"),
        ("01/03/2021.", "2021-03-01T00:00:00+00:00"),
        ("1 March 2021.", "2021-03-01T00:00:00+00:00"),
        ("01/03/2021 1530hrs", "2021-03-01T15:30:00+00:00"),
        ("1 March 2021, 1530 hours", "2021-03-01T15:30:00+00:00"),
        ("01/03/2021 15:30hrs", "2021-03-01T15:30:00+00:00"),
        ("01/03/2021 15.30 hrs", "2021-03-01T15:30:00+00:00"),
    ] {
        let zone = Zone::new("Europe/London").unwrap();
        let reading = parse(text, &zone, DateOrder::DayFirst).unwrap_or_else(|reason| panic!("{text}: {reason}"));
        assert_eq!(reading.moment.rfc3339(&zone), shown, "{text}");
    }
}

#[test]
fn lengths_of_time_in_days() {
    for (text, length) in
        [("2 weeks", Some(14)), ("in 10 days", Some(10)), ("a fortnight", Some(14)), ("2 hours", None)]
    {
        assert_eq!(days(text), length, "{text}");
    }
}
