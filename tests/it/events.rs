//! Events and other things with a time of their own (content.md, "Events and other things with a time of their own"): the
//! same time in every place where a reader meets a date, calendars, and an end that follows from it.

use crate::harness::{Site, bulletin, site};

fn event(fields: &str) -> Site {
    bulletin(&format!("kind: event\n{fields}\n---\nCome and see."))
}

/// What readers are told for the date: on the page, in lists, on the poster and the card, in the text and in feeds.
fn told(site: &Site) -> String {
    let page = site.roof();
    let card = page.metas("og:image:alt").join(" ");
    let text = String::from_utf8(site.bytes("/2021/03/roof/bulletin.txt")).unwrap();
    let list = site.page("/").words("ol class=\"list");
    let poster = site.page("/2021/03/roof/poster/").words("p class=\"when\"");
    let feed = site.feed("/feed.json").json()["items"][0]["content_html"].to_string();
    let told = text.lines().nth(1).and_then(|line| line.split(" · ").nth(2)).unwrap_or_default().to_owned();
    let page = page.words("p class=\"when\"");
    for (place, said) in [("page", page), ("list", list), ("card", card), ("poster", poster), ("feed", feed)] {
        assert!(said.contains(&told), "{place}: `{told}` is not in `{said}`");
    }
    told
}

#[test]
fn a_reader_meets_one_time_everywhere() {
    let hours = "when: {start: 2021-03-20 10:00, end: 2021-03-20 12:00, place: Corn Hall}";
    assert_eq!(told(&event(hours)), "Saturday 20 March 2021, 10am to midday, Corn Hall");
    assert_eq!(told(&event("when: {start: 2021-03-20 10:00, end: '14:00'}")), "Saturday 20 March 2021, 10am to 2pm");
    assert_eq!(
        told(&event("starts: 2021-03-20 10:00\nends: 2021-03-20 14:00\nplace: Corn Hall")),
        "Saturday 20 March 2021, 10am to 2pm, Corn Hall"
    );
    let days = "when: {start: 2021-03-19, end: 2021-03-21}";
    assert_eq!(told(&event(days)), "Friday 19 March to Sunday 21 March 2021");
    let nights = "when: {start: 2021-12-31 18:00, end: 2022-01-02 11:00}";
    assert_eq!(told(&event(nights)), "Friday 31 December 2021, 6pm to Sunday 2 January 2022, 11am");
    // The clocks go forward at 1am.
    let change = "when: {start: 2021-03-28 00:30, end: 2021-03-28 03:30}";
    assert_eq!(told(&event(change)), "Sunday 28 March 2021, 12:30am to 3:30am");
    assert_eq!(told(&event("when: 2021-03-20 19:30")), "Saturday 20 March 2021, 7:30pm");
    assert_eq!(told(&event("event: 2021-03-20")), "Saturday 20 March 2021");
}

#[test]
fn a_place_that_is_the_area_is_said_once() {
    let site = event("area: Corn Hall\nwhen: {start: 2021-03-20 10:00, end: 2021-03-20 12:00, place: corn hall}");
    assert_eq!(told(&site), "Saturday 20 March 2021, 10am to midday");
    assert_eq!(site.roof().words("p class=\"when\"").matches("Corn Hall").count(), 1);
    // A reader of feeds shows no areas, and a calendar has a field for the place.
    let feed = site.feed("/feed.json").json()["items"][0]["content_html"].to_string();
    assert!(feed.contains("midday, corn hall"), "{feed}");
    assert!(String::from_utf8(site.bytes("/2021/03/roof/event.ics")).unwrap().contains("\r\nLOCATION:corn hall\r\n"));
}

#[test]
fn times_are_read_as_people_write_them() {
    for (when, want) in [
        ("Sat 20 Mar 2021 (10:00–14:00)", "Saturday 20 March 2021, 10am to 2pm"),
        (
            "Sat 20 March 2021, 10am to 2pm, Corn Hall (upstairs)",
            "Saturday 20 March 2021, 10am to 2pm, Corn Hall (upstairs)",
        ),
        ("20 March 2021 all day", "Saturday 20 March 2021"),
        ("from 20 March 2021 10am", "Saturday 20 March 2021, 10am"),
        ("20 March 2021 9pm to 2am", "Saturday 20 March, 9pm to Sunday 21 March 2021, 2am"),
        ("{date: 20/3/2021, time: 10am to 2pm, venue: Corn Hall}", "Saturday 20 March 2021, 10am to 2pm, Corn Hall"),
        ("{date: 20/3/2021, time: 7.30pm}", "Saturday 20 March 2021, 7:30pm"),
        ("{date: 2021-03-20, time: '10:00-14:00'}", "Saturday 20 March 2021, 10am to 2pm"),
        ("{date: 2021-03-20, time: 10am-2pm}", "Saturday 20 March 2021, 10am to 2pm"),
        ("{start: 2021-03-20 21:00, end: '02:00'}", "Saturday 20 March, 9pm to Sunday 21 March 2021, 2am"),
        ("20 March 2021 9am to midnight", "Saturday 20 March 2021, 9am to midnight"),
        ("{start: 2021-03-20 22:00, end: 2021-03-21 00:00}", "Saturday 20 March 2021, 10pm to midnight"),
        ("20 March 2021 10pm to 21 March 2021 midnight", "Saturday 20 March, 10pm to Sunday 21 March 2021, midnight"),
        ("20 March 2021 10am, Village Hall (1st floor)", "Saturday 20 March 2021, 10am, Village Hall (1st floor)"),
        ("20 March 2021, Football Day", "Saturday 20 March 2021, Football Day"),
        ("Sat 20 Mar 2021 2–4pm, Corn Hall", "Saturday 20 March 2021, 2pm to 4pm, Corn Hall"),
        ("Saturday 20 March 2021 at 10am in the Village Hall", "Saturday 20 March 2021, 10am, the Village Hall"),
        ("20 March 2021 10am till noon at the Rec", "Saturday 20 March 2021, 10am to midday, the Rec"),
        ("Sat 20 March 2021 10.00-12.00", "Saturday 20 March 2021, 10am to midday"),
        ("20/3/2021 from 10am to 12pm", "Saturday 20 March 2021, 10am to midday"),
        ("20/3/2021, from 10am to 12pm, Corn Hall", "Saturday 20 March 2021, 10am to midday, Corn Hall"),
        ("Saturday 20 March 2021, 7pm onwards", "Saturday 20 March 2021, 7pm"),
        ("20/03/21 between 11 and 1pm at St Mary’s Hall", "Saturday 20 March 2021, 11am to 1pm, St Mary’s Hall"),
        ("10am to 2pm on Saturday 20 March 2021, Corn Hall", "Saturday 20 March 2021, 10am to 2pm, Corn Hall"),
        ("2-4pm Saturday 20 March 2021 at Corn Hall", "Saturday 20 March 2021, 2pm to 4pm, Corn Hall"),
        ("Saturday 20 March 2021 in the Village Hall", "Saturday 20 March 2021, the Village Hall"),
        ("20 March 2021, 7pm, 12 Mill Lane", "Saturday 20 March 2021, 7pm, 12 Mill Lane"),
        ("20 March 2021\ntime: 2-4pm\nvenue: Corn Hall", "Saturday 20 March 2021, 2pm to 4pm, Corn Hall"),
        ("20 March 2021\nTime: 7pm", "Saturday 20 March 2021, 7pm"),
        ("20 March 2021\nTime: 10am-12", "Saturday 20 March 2021, 10am to midday"),
        ("20 March 2021, 10am\ntime: 10am to 1pm", "Saturday 20 March 2021, 10am to 1pm"),
        ("20 March 2021, 10am\nend: 1pm", "Saturday 20 March 2021, 10am to 1pm"),
        ("20 March 2021 10am\nlocation: Corn Hall", "Saturday 20 March 2021, 10am, Corn Hall"),
        ("20 March 2021 10am\nWhere: Corn Hall", "Saturday 20 March 2021, 10am, Corn Hall"),
        (
            "20 March 2021 10am, Corn Hall\nvenue: Corn Hall, Mill Lane",
            "Saturday 20 March 2021, 10am, Corn Hall, Mill Lane",
        ),
        ("20 March 2021, Corn Hall, 7pm to 9pm", "Saturday 20 March 2021, 7pm to 9pm, Corn Hall"),
        ("20 March 2021 at Corn Hall at 7pm", "Saturday 20 March 2021, 7pm, Corn Hall"),
        ("20 March 2021, Corn Hall 7pm", "Saturday 20 March 2021, 7pm, Corn Hall"),
        ("20 March 2021, football pitch, 7pm", "Saturday 20 March 2021, 7pm, football pitch"),
        ("'20 Mar 2021, 2pm: Village Hall'", "Saturday 20 March 2021, 2pm, Village Hall"),
        ("20 March 2021, Corn Hall, 20-22 High Street", "Saturday 20 March 2021, Corn Hall, 20-22 High Street"),
        ("10am on 20 March 2021 at Corn Hall, TF1 2AB", "Saturday 20 March 2021, 10am, Corn Hall, TF1 2AB"),
        ("20/3/2021 10am-12", "Saturday 20 March 2021, 10am to midday"),
        ("20/3/2021 19.30", "Saturday 20 March 2021, 7:30pm"),
        ("20/3/2021, 7pm to 9pm GMT, Corn Hall", "Saturday 20 March 2021, 7pm to 9pm, Corn Hall"),
        ("Fri 19th & Sat 20th March 2021", "Friday 19 March to Saturday 20 March 2021"),
        ("20 March 2021 to 22 March", "Saturday 20 March to Monday 22 March 2021"),
    ] {
        assert_eq!(told(&event(&format!("when: {when}"))), want, "{when}");
    }
    let unread = event("when: {date: 20/3/2021, time: after church, hall: Corn Hall}");
    assert_eq!(unread.codes(), "date-unreadable content/roof.md:6:31\npart-unread content/roof.md:6:45");
    // What cannot be read is told, and no other day.
    assert!(event("when: {date: 2021-03-20, time: '10:00-12'}").codes().contains("date-unreadable"));
    assert!(event("when: {start: 2021-03-20 14:00, end: '10:00'}").codes().contains("when-ends-early"));
    // Twenty hours are no night.
    assert!(event("when: 20 March 2021 2pm to 10am").codes().contains("date-unreadable"));
}

#[test]
fn the_help_for_a_time_has_all_that_was_said() {
    for (when, why, help) in [
        (
            "Sun 20 March 2021, 10am",
            "that day is a Saturday, not a Sunday",
            "if the date is right, write `when: 2021-03-20 10:00`",
        ),
        (
            "Sun 20 March 2021 2-4pm, Corn Hall",
            "that day is a Saturday, not a Sunday",
            "if the date is right, write `when: {start: 2021-03-20 14:00, end: 16:00, place: Corn Hall}`",
        ),
        (
            "20 March 10am to 2pm, Corn Hall",
            "the year is missing",
            "write `when: {start: 20 March YYYY 10:00, end: 14:00, place: Corn Hall}`, with the year in the place of `YYYY`",
        ),
        (
            "10am - 12pm at the Rec",
            "the day is missing",
            "write `when: {start: YYYY-MM-DD 10:00, end: 12:00, place: the Rec}`, with the day in the place of `YYYY-MM-DD`",
        ),
        ("7pm", "the day is missing", "write `when: YYYY-MM-DD 19:00`, with the day in the place of `YYYY-MM-DD`"),
        (
            "20/3/2021 19:30 St Mary's Hall",
            "nothing says where its place begins",
            "if that is meant, write `when: {start: 2021-03-20 19:30, place: 'St Mary''s Hall'}`",
        ),
        (
            "20 March 2021, 2 to 4, Corn Hall",
            "whether morning or afternoon is meant",
            "if that is meant, write `when: {start: 2021-03-20 14:00, end: 16:00, place: Corn Hall}`",
        ),
        (
            "20 March 2021, doors 7pm",
            "`doors` is neither its time nor its place",
            "if that is meant, write `when: 2021-03-20 19:00`",
        ),
        (
            "20 March 2021, 7pm, Corn Hall (doors 6.30pm)",
            "`(doors 6.30pm)` is neither its time nor its place",
            "if that is meant, write `when: {start: 2021-03-20 19:00, place: Corn Hall}`",
        ),
        (
            "20 March 2021, Corn Hall, 7pm, Tanfold",
            "its place stands on both sides of its time",
            "if that is meant, write `when: {start: 2021-03-20 19:00, place: 'Corn Hall, Tanfold'}`",
        ),
        (
            "19 to 21 March 2021, Corn Hall, 10am to 4pm",
            "hours stand behind several days",
            "write `when: {start: 2021-03-19, end: 2021-03-21, place: Corn Hall}`, and the hours of each day into the text",
        ),
        (
            "20 March 2021, 2pm to 1pm",
            "it ends before it begins",
            "if that is meant, write `when: {start: 2021-03-20 13:00, end: 14:00}`",
        ),
        (
            "20 March 2021 at 7",
            "whether morning or afternoon is meant",
            "if that is meant, write `when: 2021-03-20 19:00`",
        ),
        (
            "20/3/2021 7pm BST",
            "on that day clocks show GMT, not BST",
            "for the time that the clock on the wall shows, write `when: 2021-03-20 19:00`",
        ),
        (
            "5/7/2021, 7pm to 9pm GMT, Corn Hall",
            "on that day clocks show BST, not GMT",
            "for the time that the clock on the wall shows, write `when: {start: 2021-07-05 19:00, end: 21:00, place: Corn Hall}`",
        ),
        (
            "Boxing Day 2021, 11am, Corn Hall",
            "it is the name of a day",
            "write `when: {start: 2021-12-26 11:00, place: Corn Hall}`",
        ),
        (
            "20 March 2021, 10am to 12am",
            "12am is noon for some and midnight for others",
            "if that is meant, write `when: {start: 2021-03-20 10:00, end: 12:00}`",
        ),
        ("New Year’s Eve 2021, 9pm", "it is the name of a day", "write `when: 2021-12-31 21:00`"),
    ] {
        let told = event(&format!("when: {when}")).problems();
        assert!(told.contains("error[date-unreadable]") && told.contains(why) && told.contains(help), "{when}: {told}");
        // What the help says is read.
        let value = help.split('`').nth(1).unwrap().replace("YYYY-MM-DD", "2021-03-20").replace("YYYY", "2021");
        assert_eq!(event(&value).codes(), "", "{value}");
    }
    let told = event("time: 7pm").problems();
    assert!(told.contains("did you mean `when`? It takes the day as well, such as `when: "), "{told}");
    // What says neither hours nor a place is no more than a day.
    for when in
        ["20 March 2021 in aid of the roof", "20 March 2021 10am in the event of rain", "20 March 2021 10am 2pm"]
    {
        assert!(event(&format!("when: {when}")).codes().contains("date-unreadable"), "{when}");
    }
}

#[test]
fn what_stands_beside_a_time_is_read_or_told() {
    for (fields, code, help) in [
        ("when: 20/3/2021\ntime: 10-12", "date-unreadable", "if that is meant, write `time: 10:00 to 12:00`"),
        ("when: {date: 20/3/2021, time: 7.30}", "date-unreadable", "if that is meant, write `time: 19:30`"),
        ("when: 20/3/2021\ntime: after church", "date-unreadable", "or leave the line out and say it in the text"),
        ("when: 20/3/2021 to 22/3/2021\ntime: 10am to 4pm", "date-unreadable", "say the hours of each day in the text"),
        ("when: 20/3/2021 10am\ntime: 11am to 1pm", "when-conflict", "leave out what is wrong"),
        ("when: 20/3/2021 10am to 2pm\nend: 3pm", "when-conflict", "leave out what is wrong"),
        ("when: 20/3/2021 10am, Corn Hall\nvenue: The Swan", "when-conflict", "leave out what is wrong"),
    ] {
        let told = event(fields).problems();
        assert!(told.contains(&format!("error[{code}]")) && told.contains(help), "{fields}: {told}");
    }
    for fields in [
        "when: 20/3/2021\ntime: all day",
        "when: 20/3/2021 10am, Corn Hall\nplace: corn hall",
        "when: 20/3/2021\nlocation: {lat: 1}",
    ] {
        assert_eq!(event(fields).codes(), "", "{fields}");
    }
}

#[test]
fn midnight_stands_with_the_day_that_it_ends() {
    let roads = |fields: &str| bulletin(&format!("kind: roads\n{fields}\n---\nSee below."));
    let closed = roads("when: {start: 2021-03-08 08:00, end: 2021-03-20 00:00}");
    assert_eq!(told(&closed), "Monday 8 March, 8am to Friday 19 March 2021, midnight");
    for until in ["19 March 2021 midnight", "2021-03-20 00:00", "19/3/2021 12am"] {
        let site = bulletin(&format!("expires: {until}"));
        assert!(site.roof().contains("Until the end of Friday 19 March 2021"), "{until}");
        assert!(site.roof().meta("article:expiration_time").starts_with("2021-03-20T00:00:00"), "{until}");
    }
}

#[test]
fn an_event_stays_until_it_has_happened() {
    let early = event("when: 20/3/2021 10am to 2pm\nexpires: 19/3/2021");
    assert_eq!(early.codes(), "expires-before-when content/roof.md:7:10");
    let title = |now: &str| event("when: 20/3/2021 10am to 2pm\nexpires: 19/3/2021").now(now).roof().meta("og:title");
    assert!(!title("2021-03-20 09:00").contains("Expired") && title("2021-03-20 14:00").contains("Expired"));
    // A closure may be lifted early, and what was asked about lies before its appeal.
    assert_eq!(bulletin("kind: roads\nwhen: {start: 2021-03-08, end: 2021-03-20}\nexpires: 12/3/2021").codes(), "");
    assert_eq!(event("when: 20/3/2021 10am to 2pm\nexpires: 20/3/2021").codes(), "");
}

#[test]
fn a_day_to_come_at_which_it_is_resolved_holds_no_longer() {
    let site = bulletin("status: resolved\nclosed: 2021-03-20");
    assert!(site.roof().contains("Until the end of Friday 19 March 2021"));
    let text = String::from_utf8(site.bytes("/2021/03/roof/bulletin.txt")).unwrap();
    assert!(text.contains("Until the end of Friday 19 March 2021"), "{text}");
}

#[test]
fn changes_come_after_the_bulletin() {
    let early = bulletin("status: resolved\nclosed: 2021-02-01\nupdates: [{date: 2021-02-02, text: A van was seen.}]");
    assert_eq!(early.codes(), "change-before-date content/roof.md:6:9\nchange-before-date content/roof.md:7:36");
    let same = bulletin("status: resolved\nclosed: 2021-03-01\nupdates: [{date: 2021-03-01, text: A van was seen.}]");
    assert_eq!(same.codes(), "");
}

#[test]
fn what_lasts_says_from_when_or_until_when() {
    let lasting = |kind: &str, fields: &str| bulletin(&format!("kind: {kind}\n{fields}\n---\nSee below."));
    assert_eq!(told(&lasting("roads", "when: 2021-03-15 08:00")), "From Monday 15 March 2021, 8am");
    let closed = lasting("roads", "when: 2021-03-02 08:00");
    assert!(closed.page("/").words("ol class=\"list").contains("Roof"), "a closure without an end goes on");
    for fields in ["expires: 2022-01-06", "when: {end: 2022-01-06}"] {
        let site = lasting("consultation", fields);
        assert_eq!(told(&site), "Until the end of Thursday 6 January 2022");
        assert!(site.roof().meta("article:expiration_time").starts_with("2022-01-07T00:00:00"));
    }
    // Of any other kind, the day that is shown is the last one that holds.
    let notice = bulletin("expires: 2022-01-06").roof();
    assert!(notice.contains("the end of Thursday 6 January 2022"));
    let over = bulletin("expires: 2021-03-08").roof();
    assert!(over.words("div class=\"banner").contains("Monday 8 March 2021"));
}

#[test]
fn an_end_before_the_start_is_an_error() {
    insta::assert_snapshot!(event("when: {start: 2021-03-20 10:00, end: 2021-03-20 09:00}").problems(), @r"
    error[when-ends-early]: this does not end after it begins
     --> content/roof.md:6:38
      |
    6 | when: {start: 2021-03-20 10:00, end: 2021-03-20 09:00}
      |                                      ^^^^^^^^^^^^^^^^
      |
      = help: correct `start` or `end`

    1 error
    ");
}

#[test]
fn a_calendar_of_its_own() {
    let site = event("when: {start: 2021-03-20 10:00, end: 2021-03-20 12:00, place: 'Corn Hall; back'}");
    insta::assert_snapshot!(String::from_utf8(site.bytes("/2021/03/roof/event.ics")).unwrap().replace('\r', ""), @r"
    BEGIN:VCALENDAR
    VERSION:2.0
    PRODID:-//noticeboard//noticeboard//EN-GB
    CALSCALE:GREGORIAN
    METHOD:PUBLISH
    BEGIN:VEVENT
    UID:http://localhost:8080/2021/03/roof/
    DTSTAMP:20210301T153400Z
    LAST-MODIFIED:20210301T153400Z
    SEQUENCE:26910214
    DTSTART:20210320T100000Z
    DTEND:20210320T120000Z
    SUMMARY:Roof
    DESCRIPTION:Saturday 20 March 2021\, 10am to midday\, Corn Hall\; back\n\nC
     ome and see.\n\nhttp://localhost:8080/2021/03/roof/
    LOCATION:Corn Hall\; back
    URL:http://localhost:8080/2021/03/roof/
    CATEGORIES:Event
    STATUS:CONFIRMED
    END:VEVENT
    END:VCALENDAR
    ");
    let days = event("when: {start: 2021-03-19, end: 2021-03-21}");
    let text = String::from_utf8(days.bytes("/2021/03/roof/event.ics")).unwrap();
    assert!(text.contains("DTSTART;VALUE=DATE:20210319\r\nDTEND;VALUE=DATE:20210322\r\n"), "{text}");
    assert!(site.roof().contains("href=\"/2021/03/roof/event.ics\""));
    assert!(!bulletin("").has("/2021/03/roof/event.ics") && !bulletin("").has("/calendar.ics"));
}

#[test]
fn what_is_taken_back_is_cancelled_without_a_word() {
    let gone = |now: &str| {
        event("when: {start: 2021-03-20 10:00, place: Corn Hall}\nstatus: withdrawn\nclosed: 2021-03-08")
            .edit("content/other.md", "---\ntitle: Other\ndate: 2021-03-01\narea: Kent\n---\n")
            .now(now)
    };
    for address in ["/calendar.ics", "/areas/kent/calendar.ics", "/2021/03/roof/event.ics"] {
        let text = String::from_utf8(gone("2021-03-10").bytes(address)).unwrap();
        assert!(text.contains("STATUS:CANCELLED\r\n"), "{address}: {text}");
        for word in ["SUMMARY", "Roof", "Corn", "LOCATION", "DESCRIPTION"] {
            assert!(!text.contains(word), "{address}: {text}");
        }
    }
    let later = String::from_utf8(gone("2021-05-10").bytes("/calendar.ics")).unwrap();
    assert!(!later.contains("VEVENT"), "{later}");
}

#[test]
fn a_draft_stands_in_no_calendar_of_others() {
    let site = event("when: {start: 2021-03-20 10:00}\ndraft: true").preview();
    for address in ["/calendar.ics", "/areas/kent/calendar.ics"] {
        let text = String::from_utf8(site.bytes(address)).unwrap();
        assert!(!text.contains("VEVENT"), "{address}: {text}");
    }
    assert!(site.has("/2021/03/roof/event.ics"), "it has its own");
}

#[test]
fn events_are_listed_in_the_order_of_their_time() {
    let of = |name: &str, date: &str, when: &str| {
        format!(
            "-- content/{name}.md --\n---\ntitle: {name}\ndate: {date}\narea: Kent\nkind: event\nwhen: {when}\n---\n"
        )
    };
    let text = of("late", "2021-03-01", "2021-05-01")
        + &of("soon", "2021-02-01", "2021-03-12")
        + &of("between", "2021-03-03", "2021-04-01")
        + &of("past", "2021-01-01", "2021-01-02");
    let titles = site(&text).page("/kinds/event/").texts("h2");
    assert_eq!(titles[..3], ["soon", "between", "late"]);
    assert!(titles.contains(&"past".to_owned()));
}

#[test]
fn programs_read_an_event() {
    let page = event("when: {start: 2021-03-20 10:00, end: 2021-03-20 12:00, place: Corn Hall}").roof();
    let graph = page.json_ld();
    let event = graph["@graph"].as_array().unwrap().iter().find(|node| node["@type"] == "Event").unwrap();
    assert_eq!(event["startDate"], "2021-03-20T10:00:00+00:00");
    assert_eq!(event["endDate"], "2021-03-20T12:00:00+00:00");
    assert_eq!(event["location"]["name"], "Corn Hall");
}

#[test]
fn a_calendar_without_events_holds_its_time_zone() {
    // RFC 5545, section 3.6: at least one component.
    let site = event("when: {start: 2021-03-20 10:00}").settings("areas: [Kent, Essex]");
    let empty = calendar(&site, "/areas/essex/calendar.ics");
    assert!(
        empty.contains("\r\nBEGIN:VTIMEZONE\r\nTZID:UTC\r\nBEGIN:STANDARD\r\n") && !empty.contains("VEVENT"),
        "{empty}"
    );
    for address in ["/calendar.ics", "/areas/kent/calendar.ics", "/2021/03/roof/event.ics"] {
        assert!(!calendar(&site, address).contains("VTIMEZONE"), "{address}");
    }
}

/// The calendar of a bulletin, unfolded.
fn calendar(site: &Site, address: &str) -> String {
    String::from_utf8(site.bytes(address)).unwrap().replace("\r\n ", "")
}

#[test]
fn an_event_that_is_called_off_is_cancelled_with_its_reason() {
    let off = |kind: &str, closed: &str, start: &str| {
        bulletin(&format!(
            "kind: {kind}\nstatus: resolved\nclosed: {closed}\nwhen: {{start: {start}}}\nupdates: [{{date: 2021-03-05 10:00, text: 'The *path* is flooded.'}}]\n---\nBring a lantern."
        ))
    };
    let event = |site: &Site| {
        let graph = site.roof().json_ld();
        graph["@graph"].as_array().unwrap().iter().find(|node| node["@type"] == "Event").cloned()
    };
    let site = off("event", "2021-03-06 09:00", "2021-03-20 18:00");
    for address in ["/2021/03/roof/event.ics", "/calendar.ics", "/areas/kent/calendar.ics"] {
        let text = calendar(&site, address);
        assert!(
            text.contains("\r\nSTATUS:CANCELLED\r\nTRANSP:TRANSPARENT\r\n") && !text.contains("CONFIRMED"),
            "{text}"
        );
        assert!(text.contains("\r\nSUMMARY:Roof\r\nDESCRIPTION:Called off\\, 9am\\, Saturday 6 March 2021.\\n\\nUpdate\\, 10am\\, Friday 5 March 2021: The path is flooded.\\n\\nSaturday 20 March 2021\\, 6pm"), "{text}");
        // RFC 5545, section 3.8.7.4: the number grows with each change, and programs that have the event take it anew.
        assert!(text.contains("\r\nLAST-MODIFIED:20210306T090000Z\r\nSEQUENCE:26917021\r\n"), "{text}");
    }
    assert_eq!(event(&site).unwrap()["eventStatus"], "https://schema.org/EventCancelled");
    // Readers are told so in the same word everywhere.
    assert_eq!(site.roof().words("span class=\"label resolved done\""), "Called off");
    assert!(site.roof().words("div class=\"banner").starts_with("Called off Called off, 9am, Saturday 6 March 2021."));
    assert!(site.page("/areas/kent/").find("ol class=\"list").text().contains("called off"));
    assert!(site.page("/2021/03/roof/poster/").words("p class=\"over\"").starts_with("Called off"));
    assert_eq!(site.feed("/atom.xml").find("entry").words("title"), "Called off: Roof");
    assert!(site.bytes("/2021/03/roof/bulletin.txt").starts_with(b"Called off: Roof\n"));
    assert!(site.holding("Resolved").iter().all(|address| address.starts_with("/search/")));
    // On the day itself as well, with or without a time.
    for (closed, start, cancelled) in [
        ("2021-03-09", "2021-03-09", true),
        ("2021-03-09 08:00", "2021-03-09 10:00", true),
        ("2021-03-09 12:00", "2021-03-09 10:00", false),
        ("2021-03-09", "2021-03-08", false),
    ] {
        let site = off("event", closed, start);
        assert_eq!(calendar(&site, "/2021/03/roof/event.ics").contains("CANCELLED"), cancelled, "{closed}, {start}");
        assert_eq!(event(&site).unwrap()["eventStatus"] == "https://schema.org/EventCancelled", cancelled);
    }
    // A closure that ends before it was to begin is over, and no event.
    let road = off("roads", "2021-03-06 09:00", "2021-03-20 18:00");
    assert!(calendar(&road, "/2021/03/roof/event.ics").contains("STATUS:CONFIRMED"));
}
