//! Dates as mail programs, sites and people write them. In: a text. Out: a moment, or none. It must not know where the text
//! stood.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    moment::{self, DateOrder, Moment, Zone},
    settings::Settings,
};

/// The month before the day: `November 20, 2026`.
static MONTH_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\b([a-z]{3,9})\.? (\d{1,2})(?:st|nd|rd|th)?,? (\d{4})\b"));
/// A date in a line of text.
static IN_TEXT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(\d{1,2})(?:st|nd|rd|th)?(?: of)? (jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?),? (\d{4})\b",
    )
});
/// The same without its year: what chats and social networks show of this year.
static NO_YEAR: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(\d{1,2}) ([a-z]{3,10})|([a-z]{3,10}) (\d{1,2})),?(?: (?:at|am) (\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?))?$",
    )
});
/// A day of this week: `Friday at 3:40 pm`, `Today at 15:40`.
static THIS_WEEK: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^(today|mon|tue|wed|thu|fri|sat|sun)[a-z]*,? at (\d{1,2}[:.]\d{2}(?:\s?[ap]\.?m\.?)?)$")
});
/// An offset that has too few digits: `14:00:00 -4`.
static SHORT_OFFSET: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(.*\d:\d\d(?::\d\d)?(?:\.\d+)?)\s*([+-])(\d\d?)(?::?(\d\d?))?$"));
static WEEKDAY: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)^(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|poniedziałek|wtorek|środa|czwartek|piątek|sobota|niedziela|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche),?\s+",
    )
});

/// What stands before a date in some heads, and days of the week in Welsh.
static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^(?:on |ar )?(?:(?:dydd )?(?:llun|mawrth|mercher|iau|gwener|sadwrn|sul|maw|mer|gwe|sad)\b\.?,?\s+)?")
});
/// Months in Welsh and in the other languages in which heads are known.
static MONTH: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?i)\b(?:ion(?:awr)?|chwef(?:ror)?|mawrth|maw|ebr(?:ill)?|mai|meh(?:efin)?|gorff(?:ennaf)?|awst|medi|hyd(?:ref)?|tach(?:wedd)?|rhag(?:fyr)?|januar|janvier|stycznia|februar|février|lutego|märz|mars|marca|avril|kwietnia|maja|juni|juin|czerwca|juli|juillet|lipca|août|sierpnia|septembre|września|oktober|octobre|października|novembre|listopada|dezember|décembre|grudnia)\b",
    )
});
/// A year of two digits behind hyphens or a month in letters: `20-11-26`, `20 Nov 26`.
static SHORT_YEAR: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"^(\d{1,2})(?:-(\d{1,2})-|[- ](\p{L}{3,9})[,.]?[- ])(\d{2})(,?\s.*)?$"));
/// The name of a zone behind a time, as Outlook and people write it: the time is that of clocks there.
static NAMED_ZONE: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)\s+(?:(?:GMT|British|UK)\s+(?:standard|daylight|summer)(?:\s+time)?|BST|UK time)$"));
/// The point that German puts behind a day.
static DAY_POINT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b(\d{1,2})\. (\p{L})"));

/// A month that programs write in another language, in English.
fn in_english(word: &str) -> &'static str {
    let word = word.to_lowercase();
    let months = [
        ("ion", "January"),
        ("chw", "February"),
        ("maw", "March"),
        ("ebr", "April"),
        ("mai", "May"),
        ("meh", "June"),
        ("gor", "July"),
        ("aws", "August"),
        ("med", "September"),
        ("hyd", "October"),
        ("tac", "November"),
        ("rha", "December"),
        ("jan", "January"),
        ("sty", "January"),
        ("feb", "February"),
        ("fév", "February"),
        ("lut", "February"),
        ("mär", "March"),
        ("mar", "March"),
        ("avr", "April"),
        ("kwi", "April"),
        ("maj", "May"),
        ("juni", "June"),
        ("juin", "June"),
        ("cze", "June"),
        ("jul", "July"),
        ("juil", "July"),
        ("lip", "July"),
        ("aoû", "August"),
        ("sie", "August"),
        ("sep", "September"),
        ("wrz", "September"),
        ("okt", "October"),
        ("oct", "October"),
        ("paź", "October"),
        ("nov", "November"),
        ("lis", "November"),
        ("dez", "December"),
        ("déc", "December"),
        ("gru", "December"),
    ];
    months.iter().find(|(start, _)| word.starts_with(start)).map_or("", |(_, name)| name)
}

pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("the pattern is fixed and was tried")
}

/// Reads a moment as a program or person wrote it.
pub fn read(text: &str, settings: &Settings) -> Option<Moment> {
    read_in(text, &settings.zone, settings.date_order)
}

pub fn read_in(text: &str, zone: &Zone, order: DateOrder) -> Option<Moment> {
    // Of a narrow blank, an old encoding leaves a question mark.
    static HALF: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)(\d)\?([ap]m)\b"));
    // Welsh and German for `at`: a time follows, and not the date of an English morning.
    static AT: LazyLock<Regex> = LazyLock::new(|| pattern(r"\bam (\d{1,2}:\d\d)"));
    let text = text.replace(['\u{202f}', '\u{a0}', '\u{200e}', '\u{200f}'], " ");
    let text = text.trim().trim_end_matches('.').trim();
    let text = AT.replace(&HALF.replace(text, "$1 $2"), "at $1").into_owned();
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    // In `Mawrth 3, 2026` it was the month that looked like a day of the week.
    let bare = BEFORE.replace(&text, "");
    in_forms(&bare, zone, order).or_else(|| if bare == text { None } else { in_forms(&text, zone, order) })
}

/// Reads a moment in the forms of programs.
fn in_forms(text: &str, zone: &Zone, order: DateOrder) -> Option<Moment> {
    let parse = |text: &str| moment::parse(text, zone, order).ok().map(|reading| reading.moment);
    let text = MONTH.replace_all(text, |found: &regex::Captures| in_english(&found[0]));
    let text = DAY_POINT.replace(&text, "$1 $2").into_owned();
    let text = NAMED_ZONE.replace(&text, "").into_owned();
    let spaced = text.replace(" at ", " ").replace(" o'clock", "").replace(" UTC", " +0000").replace(" Uhr", "");
    let zoned = spaced.strip_suffix(" GMT").map(|rest| format!("{rest} +0000"));
    let turned = MONTH_FIRST.replace(&spaced, "$2 $1 $3").replace(", ", " ");
    let offset = SHORT_OFFSET.captures(&text).map(|found| {
        format!("{}{}{:0>2}:{:0>2}", &found[1], &found[2], &found[3], found.get(4).map_or("00", |m| m.as_str()))
    });
    let offset = offset.map(|text| text.replacen(' ', "T", 1));
    // A weekday that is not that date's was somebody's slip: the date counts.
    let bare = |text: &str| WEEKDAY.replace(text, "").into_owned();
    let short = SHORT_YEAR.captures(&bare(&spaced)).map(|found| {
        let rest = found.get(5).map_or("", |rest| rest.as_str()).trim_start_matches(',');
        match found.get(2) {
            Some(month) => format!("{}/{}/20{}{rest}", &found[1], month.as_str(), &found[4]),
            None => format!("{} {} 20{}{rest}", &found[1], found.get(3).map_or("", |month| month.as_str()), &found[4]),
        }
    });
    let comment = text.split(" (").next().unwrap_or(&text).to_owned();
    [
        Some(text.clone()),
        Some(spaced.clone()),
        zoned,
        Some(turned.clone()),
        offset,
        Some(comment),
        Some(bare(&spaced)),
        Some(bare(&turned)),
        short,
    ]
    .into_iter()
    .flatten()
    .find_map(|text| parse(&text))
}

/// Reads a day without its year as the last such day before now.
pub fn without_year(text: &str, now: Moment, settings: &Settings) -> Option<Moment> {
    let text = text.replace('\u{202f}', " ");
    let text = WEEKDAY.replace(text.trim(), "");
    let found = NO_YEAR.captures(&text)?;
    let part = |at: usize| found.get(at).map(|part| part.as_str());
    let (day, month) = (part(1).or(part(4))?, part(2).or(part(3))?);
    let year = now.year(&settings.zone);
    let clock = part(5).map(|clock| format!(" {clock}")).unwrap_or_default();
    [year, year - 1]
        .iter()
        .filter_map(|year| read(&format!("{day} {month} {year}{clock}"), settings))
        .find(|moment| *moment <= now)
}

/// Reads a day of the week with its time as the last such moment before now.
pub fn this_week(text: &str, now: Moment, settings: &Settings) -> Option<Moment> {
    const DAY: i64 = 86_400;
    const WEEKDAYS: [&str; 7] = ["thu", "fri", "sat", "sun", "mon", "tue", "wed"];
    let text = text.replace('\u{202f}', " ");
    let found = THIS_WEEK.captures(text.trim())?;
    let wanted = found[1].to_lowercase();
    (0..8)
        .filter_map(|back| Moment::from_second(now.second().checked_sub(back * DAY)?))
        .filter_map(|moment| {
            let day = moment.rfc3339(&settings.zone)[..10].to_owned();
            // The first day of 1970 was a Thursday.
            let days = read_in(&day, &Zone::utc(), DateOrder::DayFirst)?.second().div_euclid(DAY);
            let weekday = WEEKDAYS[usize::try_from(days.rem_euclid(7)).ok()?];
            let is_wanted = wanted == "today" || wanted == weekday;
            if is_wanted { read(&format!("{day} {}", &found[2]), settings) } else { None }
        })
        .find(|moment| *moment <= now)
}

/// A time that networks count back from now: `5h`, `2 d`, `Yesterday at 10:12`.
static AGO: LazyLock<Regex> = LazyLock::new(|| {
    pattern(r"(?i)^(?:(\d{1,3})\s?(m|mins?|h|hrs?|hours?|d|days?|w|weeks?)(?: ago)?|yesterday(?: at .*)?|just now)$")
});

pub fn is_ago(text: &str) -> bool {
    AGO.is_match(text.trim())
}

/// Reads a time that is counted back from now, as its day.
pub fn ago(text: &str, now: Moment, settings: &Settings) -> Option<Moment> {
    let found = AGO.captures(text.trim())?;
    let number: i64 = found.get(1).map_or(Some(0), |number| number.as_str().parse().ok())?;
    let seconds = match found.get(2).and_then(|unit| unit.as_str().chars().next()).map(|unit| unit.to_ascii_lowercase())
    {
        Some('m') => 60 * number,
        Some('h') => 3_600 * number,
        Some('d') => 86_400 * number,
        Some(_) => 7 * 86_400 * number,
        None if text.trim().to_lowercase().starts_with("yesterday") => 86_400,
        None => 0,
    };
    Some(Moment::from_second(now.second().checked_sub(seconds)?)?.start_of_day(&settings.zone))
}

/// The first full date in a text.
pub fn in_text(text: &str, settings: &Settings) -> Option<(String, Moment)> {
    IN_TEXT.captures_iter(text).find_map(|found| {
        let said = format!("{} {} {}", &found[1], &found[2], &found[3]);
        Some((found[0].to_owned(), read(&said, settings)?))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_mail_programs_are_read() {
        let zone = Zone::new("Europe/London").expect("the zone is in the built-in database");
        for text in [
            "Fri, 20 Nov 2026 at 15:40",
            "20 November 2026 at 15:40:00 GMT",
            "Friday, November 20, 2026 3:40 PM",
            "Friday, November 20, 2026 3:40:00 PM",
            "Fri, 20 Nov 2026 15:40:00 +0000 (GMT)",
            "20 November 2026 15:40",
            "20/11/2026 15:40",
            "20/11/2026, 15:40",
            "Nov 20, 2026, at 3:40\u{202f}PM",
            "Thursday, 20 November 2026 15:40",
            "2026-11-20T15:40:00Z",
            "2026-11-20 10:40:00 -5",
            "2026-11-20T15:40:00+00:0",
            "On Friday, 20 November 2026 at 15:40",
            "Gwe, 20 Tach 2026 am 15:40",
            "Dydd Gwener, 20 Tachwedd 2026 15:40",
            "Nov 20, 2026 at 3:40?PM",
            "Friday, 20 November 2026 at 15:40:00 GMT",
            "Friday, November 20, 2026 at 3:40:00 PM UTC",
            "20-11-2026 at 15:40",
            "20-11-26 15:40",
            "20-Nov-26, 15:40",
            "20 Nov 26 at 15:40",
            "Fri 20 Nov 26, 15:40",
            "20/11/2026 15:40:00 GMT Standard Time",
        ] {
            let read = read_in(text, &zone, DateOrder::DayFirst).map(|moment| moment.rfc3339(&zone));
            assert_eq!(read.as_deref(), Some("2026-11-20T15:40:00+00:00"), "{text}");
        }
    }

    #[test]
    fn dates_with_words_that_mean_two_things_are_read() {
        let zone = Zone::new("Europe/London").expect("the zone is in the built-in database");
        for (text, wanted) in [
            // `am` is English for the morning, and Welsh for `at`.
            ("12:10 am 20/11/2026", "2026-11-20T00:10:00+00:00"),
            ("9:05 am 20.11.2026", "2026-11-20T09:05:00+00:00"),
            ("20/11/2026 12:10 am", "2026-11-20T00:10:00+00:00"),
            ("20 Tach 2026 am 00:10", "2026-11-20T00:10:00+00:00"),
            ("20 Tach 2026 am 15:40.", "2026-11-20T15:40:00+00:00"),
            // `Mawrth` is both Tuesday and March.
            ("Mawrth 3, 2026", "2026-03-03"),
            ("Maw 3, 2026 am 15:40", "2026-03-03T15:40:00+00:00"),
            ("Mawrth, 3 Mawrth 2026", "2026-03-03"),
            ("Dydd Mawrth 3 Tachwedd 2026", "2026-11-03"),
            ("20-11-26", "2026-11-20"),
            ("03-02-26", "2026-02-03"),
            ("20-Nov-26", "2026-11-20"),
        ] {
            let read = read_in(text, &zone, DateOrder::DayFirst).map(|moment| moment.rfc3339(&zone));
            let read = read.map(|read| read.strip_suffix("T00:00:00+00:00").map_or(read.clone(), str::to_owned));
            assert_eq!(read.as_deref(), Some(wanted), "{text}");
        }
    }
}
