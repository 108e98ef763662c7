//! Moments as bulletins write them, in time zones and over clock changes (content.md, "Moments").

use crate::harness::{Page, bulletin};

/// The page of a bulletin with this date, wherever its address is.
fn dated(date: &str) -> Page {
    bulletin(&format!("date: {date}\nslug: /roof/x/")).now("2030-01-01").page("/roof/x/")
}

#[test]
fn every_accepted_form() {
    for (written, iso) in [
        ("2021-03-01T15:34:00Z", "2021-03-01T15:34:00+00:00"),
        ("2021-07-01T15:34:00+01:00", "2021-07-01T15:34:00+01:00"),
        ("2021-07-01T15:34:00Z", "2021-07-01T16:34:00+01:00"),
        ("2021-03-01", "2021-03-01T00:00:00+00:00"),
        ("2021-03-01 15:34", "2021-03-01T15:34:00+00:00"),
        ("2021-03-01 15:34:56", "2021-03-01T15:34:56+00:00"),
        ("2021-03-01 15:34 -05:00", "2021-03-01T20:34:00+00:00"),
        ("2021-03-01 15:34:00+0530", "2021-03-01T10:04:00+00:00"),
        ("15:34 01/03/2021", "2021-03-01T15:34:00+00:00"),
        ("01/03/2021", "2021-03-01T00:00:00+00:00"),
        ("01/03/2021 15:34", "2021-03-01T15:34:00+00:00"),
        ("1 March 2021", "2021-03-01T00:00:00+00:00"),
        ("1 March 2021 15:34", "2021-03-01T15:34:00+00:00"),
        ("Mon, 01 Mar 2021 15:34:00 +0000", "2021-03-01T15:34:00+00:00"),
        ("Thu, 1 Jul 2021 15:34:00 GMT", "2021-07-01T16:34:00+01:00"),
    ] {
        assert_eq!(dated(written).attributes("datetime")[0], iso, "{written}");
    }
}

#[test]
fn shown_in_words() {
    assert_eq!(dated("15:34 01/03/2021").words("time"), "3:34pm, Monday 1 March 2021");
    assert_eq!(dated("15:34 01/07/2021").words("time"), "3:34pm, Thursday 1 July 2021");
    assert_eq!(dated("2021-03-01").words("time"), "Monday 1 March 2021");
}

#[test]
fn summer_time() {
    assert_eq!(dated("15:34 01/07/2021").attributes("datetime")[0], "2021-07-01T15:34:00+01:00");
}

#[test]
fn the_zone_of_the_settings() {
    let site = bulletin("date: 2021-03-01 15:34").settings("timezone: America/New_York");
    assert_eq!(site.roof().attributes("datetime")[0], "2021-03-01T15:34:00-05:00");
}

#[test]
fn the_address_has_the_date_of_the_zone() {
    let site = bulletin("date: 2021-03-01T01:00:00Z").settings("timezone: America/New_York");
    assert!(site.has("/2021/02/roof/"));
    assert!(site.has("/2021/02/") && !site.has("/2021/03/"));
}

#[test]
fn month_before_day_when_the_site_says_so() {
    let site = bulletin("date: 03/01/2021").settings("date_order: mdy");
    assert_eq!(site.roof().attributes("datetime")[0], "2021-03-01T00:00:00+00:00");
    assert_eq!(bulletin("date: 13/12/2020").settings("date_order: mdy").codes(), "date-unreadable content/roof.md:4:7");
}

#[test]
fn an_hour_that_the_clocks_skip_or_repeat_is_a_warning() {
    insta::assert_snapshot!(bulletin("date: 2021-03-28 01:30").now("2022-01-01").problems(), @r"
    warning[date-in-clock-change]: the clocks change at `2021-03-28 01:30`: 2:30am, Sunday 28 March 2021 is taken
     --> content/roof.md:4:7
      |
    4 | date: 2021-03-28 01:30
      |       ^^^^^^^^^^^^^^^^
      |
      = help: write the offset after the time, such as `+01:00`

    1 warning
    ");
    insta::assert_snapshot!(bulletin("date: 2021-10-31 01:30").now("2022-01-01").problems(), @r"
    warning[date-in-clock-change]: the clocks change at `2021-10-31 01:30`: 1:30am, Sunday 31 October 2021 is taken
     --> content/roof.md:4:7
      |
    4 | date: 2021-10-31 01:30
      |       ^^^^^^^^^^^^^^^^
      |
      = help: write the offset after the time, such as `+01:00`

    1 warning
    ");
    assert_eq!(bulletin("date: 2021-10-31 01:30 +01:00").now("2022-01-01").problems(), "");
}

#[test]
fn one_that_cannot_be_read_is_quoted_with_the_accepted_forms() {
    insta::assert_snapshot!(bulletin("date: 15.34 on 1/3").problems(), @r"
    error[date-unreadable]: `date` is not a moment that can be read: `15.34 on 1/3` (it is in none of the forms for a date)
     --> content/roof.md:4:7
      |
    4 | date: 15.34 on 1/3
      |       ^^^^^^^^^^^^
      |
      = help: write the day itself, such as `date: 26/11/2026`, or with a time `date: 26/11/2026 15:34`

    1 error
    ");
}

#[test]
fn nothing_is_guessed() {
    for written in [
        "2021-02-30",
        "32/01/2021",
        "01/13/2021",
        "21-03-01",
        "25:00 01/03/2021",
        "Tue, 01 Mar 2021 15:34:00 +0000",
        "soon",
        "2021",
        "20210301x",
    ] {
        let site = bulletin(&format!("date: {written}"));
        assert_eq!(site.codes(), "date-unreadable content/roof.md:4:7", "{written}");
        assert!(site.problems().contains(&format!("`{written}`")), "{written}");
    }
}
