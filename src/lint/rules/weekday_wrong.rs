//! A weekday that is not that of its date.

use std::sync::LazyLock;

use regex::{Captures, Match, Regex};

use crate::{
    lint::{
        Confidence, Findings, Gravity, LifePhase, Rule, Subject, facts,
        subject::{PlacedPassage, before},
    },
    moment,
    problem::{Code, Fix},
};

pub const RULE: Rule = Rule {
    code: Code::WeekdayWrong,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Shown,
    triggers: &["mon", "tue", "wed", "thu", "fri", "sat", "sun", "dydd ", "nos "],
    asks: "Monday 2 March 2021",
    silent: "Tuesday 2 March 2021",
    look,
};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

static DATED: LazyLock<Regex> = LazyLock::new(|| {
    let weekday = |n: u8| {
        format!(
            r"(?P<weekday{n}>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|(?:Mon|Tues?|Weds?|Thur?s?|Fri|Sat|Sun)\b\.?)"
        )
    };
    let month = |n: u8| {
        format!(
            r"(?P<month{n}>(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)\b\.?)"
        )
    };
    let day = |n: u8| format!(r"(?P<day{n}>\d{{1,2}})(?:st|nd|rd|th)?");
    let (words, other, figures) = (
        format!(r"(?:the\s+)?{}\s+(?:of\s+)?{}", day(1), month(1)),
        format!(r"{}\s+{}", month(2), day(2)),
        r"(?P<day3>\d{1,2})(?:/(?P<month3>\d{1,2})/|\.(?P<month4>\d{1,2})\.|-(?P<month5>\d{1,2})-)(?P<year3>\d{4}|\d{2}\b)",
    );
    let year = |n: u8| format!(r"(?:,?\s+(?P<year{n}>\d{{4}})\b)");
    Regex::new(&format!(
        r"(?i)\b(?:{}(?:\s+(?:morning|afternoon|evening|night|lunchtime))?(?:,?\s+\(?|\s*[–—-]\s*)(?:(?:{words}|{other}){}?|{figures})|{}\s+{}{},?\s*(?:\(\s*{}\s*\)|,?\s+a\s+(?P<weekday3>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)\b))",
        weekday(1), year(1), day(4), month(6), year(4), weekday(2)
    ))
    .expect("it is a sound expression")
});
/// Before a weekday: it ends a span of weekdays.
static RANGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:mon|tue|wed|thu|fri|sat|sun)[a-z]*\.?\s*(?:to|till|until|[–—-])\s*$")
        .expect("it is a sound expression")
});
/// A newspaper, and what people do on a chair.
static NO_DAY: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\bthe\s+$").expect("it is a sound expression"));

fn look(subject: &Subject, found: &mut Findings) {
    let published = subject.draft.map(|draft| draft.course.date.date(&subject.settings.zone).0);
    let day_first = subject.settings.date_order == moment::DateOrder::DayFirst;
    // What these tell of is of these days, though a house or a law in them is older.
    let is_of_now = subject.is(&["event", "roads", "consultation", "appeal", "warning"]);
    let mut old: Vec<i16> = Vec::new();
    for copy in &subject.copies {
        let text = copy.text();
        look_at_welsh(copy, published, found);
        old.extend(published.into_iter().flat_map(|published| old_years(text, published)));
        for date in DATED.captures_iter(text) {
            let Some(of) = either(&date, &["weekday1", "weekday2", "weekday3"]) else { continue };
            let is_short = !of.as_str().to_lowercase().ends_with("day");
            let in_figures = date.name("year3").is_some();
            // `They wed 5 June`; `Mon to Sat 1 June to 30 September`.
            let is_verb = is_short && of.as_str().starts_with(char::is_lowercase);
            if is_verb || RANGE.is_match(before(text, of.start())) {
                continue;
            }
            if (is_short && NO_DAY.is_match(before(text, of.start()))) || (in_figures && !day_first) {
                continue;
            }
            if let Some(message) = no_day(&date) {
                let range = date.get(0).map_or(0..0, |all| all.range());
                found.add(copy.span(range), message, "which day is meant?");
                continue;
            }
            let Some(days) = days(&date, published.filter(|_| is_of_now || old.is_empty())) else { continue };
            let is = |day: &str| day.to_lowercase().starts_with(&of.as_str().to_lowercase()[..3]);
            let is_of_old = || old.iter().filter_map(|year| days_of(&date, &[*year])).flatten().any(is);
            if days.iter().any(|day| is(day)) || (days.len() > 1 && is_of_old()) {
                continue;
            }
            // Without a year, the years round that of the bulletin are looked at; the one in the middle is told.
            let (right, in_year) = match (&days[..], published) {
                ([_, right, _], Some(year)) => (*right, format!(" in {year}")),
                _ => (days[0], String::new()),
            };
            let whole = date.get(0).map_or(0..0, |all| all.range());
            let span = copy.span(of.range());
            let finding = found.add(
                copy.span(whole),
                format!("`{}` is a {right}{in_year}", date[0].split_whitespace().collect::<Vec<_>>().join(" ")),
                format!("is the day wrong, or the weekday? It would be `{right}`"),
            );
            if copy.is_exact(&of.range()) {
                let right = if is_short { &right[..3] } else { right };
                finding.mended_by(Fix::replace(span, right).for_review());
            }
        }
    }
}

/// What is wrong with a date whose month has no such day.
fn no_day(date: &Captures) -> Option<String> {
    let month = either(date, &["month1", "month2", "month6"])?.as_str().to_lowercase();
    let month = MONTHS.iter().position(|known| month.starts_with(known))? + 1;
    let day: i8 = either(date, &["day1", "day2", "day4"])?.as_str().parse().ok()?;
    // Without a year, one with a leap day may be meant.
    let year: i16 = either(date, &["year1", "year4"]).and_then(|year| year.as_str().parse().ok()).unwrap_or(2024);
    let number = i8::try_from(month).ok()?;
    let last = (28..=31).rev().find(|day| moment::weekday_of(year, number, *day).is_some())?;
    let name = moment::month_name(u8::try_from(month).ok()?);
    ((last + 1)..=31).contains(&day).then(|| format!("`{day} {name}` is no day: {name} has {last}"))
}

/// The days of the week in Welsh, from Monday.
const WELSH: [&str; 7] = ["Llun", "Mawrth", "Mercher", "Iau", "Gwener", "Sadwrn", "Sul"];
const ENGLISH: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
static IN_WELSH: LazyLock<Regex> = LazyLock::new(|| {
    let days = WELSH.join("|");
    let months =
        "ionawr|chwefror|[mf]awrth|ebrill|[mf]ai|[mf]ehefin|g?orffennaf|awst|[mf]edi|hydref|[td]h?achwedd|rh?agfyr";
    Regex::new(&format!(
        r"(?i)\b(?:dd?ydd|nos)\s+(?P<weekday>{days}),?\s+(?P<date>(?P<day>\d{{1,2}})(?:af|il|ydd|fed|ed|eg|ain)?\s+(?:o\s+)?(?P<month>{months})(?:,?\s+(?P<year>\d{{4}}))?)\b"
    ))
    .expect("it is a sound expression")
});

/// The same in Welsh.
fn look_at_welsh(copy: &PlacedPassage, published: Option<i16>, found: &mut Findings) {
    for date in IN_WELSH.captures_iter(copy.text()) {
        let (Some(weekday), Some(whole)) = (date.name("weekday"), date.name("date")) else { continue };
        let year = date.name("year").and_then(|year| year.as_str().parse::<i16>().ok());
        let years = year.map(|year| vec![year]);
        let years = years.or_else(|| published.map(|year| vec![year - 1, year, year + 1])).unwrap_or_default();
        let month = facts::month_named(&date["month"].to_lowercase()).and_then(|month| i8::try_from(month).ok());
        let day = |year: i16| {
            let english = moment::weekday_of(year, month?, date["day"].parse().ok()?)?;
            ENGLISH.iter().position(|known| *known == english).map(|at| WELSH[at])
        };
        let days: Option<Vec<&str>> = years.iter().map(|year| day(*year)).collect();
        let Some(days) = days.filter(|days| !days.is_empty()) else { continue };
        if days.iter().any(|day| day.eq_ignore_ascii_case(weekday.as_str())) {
            continue;
        }
        let (right, in_year) = match (&days[..], published) {
            ([_, right, _], Some(year)) => (*right, format!(" in {year}")),
            _ => (days[0], String::new()),
        };
        let finding = found.add(
            copy.span(weekday.start()..whole.end()),
            format!("`{}` is a `{right}`{in_year}", whole.as_str()),
            format!("is the day wrong, or the weekday? It would be `{right}`"),
        );
        if copy.is_exact(&weekday.range()) {
            finding.mended_by(Fix::replace(copy.span(weekday.range()), right).for_review());
        }
    }
}

/// The years that are named and were long over when the bulletin was written: days after them may be of those years.
fn old_years(text: &str, published: i16) -> impl Iterator<Item = i16> {
    static YEAR: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?:^|[^\d/£$,.-])(1[89]\d\d|20\d\d)(?:[^\d/]|$)").expect("it is a sound expression")
    });
    YEAR.captures_iter(text).filter_map(|year| year[1].parse().ok()).filter(move |year: &i16| *year < published - 1)
}

fn either<'t>(date: &Captures<'t>, names: &[&str]) -> Option<Match<'t>> {
    names.iter().find_map(|name| date.name(name))
}

/// The weekdays that a date may have: one with its year, three without; none where there is no such day, or it is too far
/// away to be meant.
fn days(date: &Captures, published: Option<i16>) -> Option<Vec<&'static str>> {
    if let Some(year) = either(date, &["year1", "year3", "year4"]) {
        let short = year.as_str().len() == 2;
        let year: i16 = year.as_str().parse().ok()?;
        let year = if short { 2000 + year } else { year };
        return (1900..2200).contains(&year).then(|| days_of(date, &[year])).flatten();
    }
    let year = published?;
    days_of(date, &[year - 1, year, year + 1])
}

/// The weekdays of a day and month in these years; none where one of them has no such day.
fn days_of(date: &Captures, years: &[i16]) -> Option<Vec<&'static str>> {
    let month = either(date, &["month1", "month2", "month3", "month4", "month5", "month6"])?.as_str().to_lowercase();
    let by_name = MONTHS.iter().position(|known| month.starts_with(known)).map(|at| at + 1);
    let month = i8::try_from(by_name.or_else(|| month.parse().ok())?).ok()?;
    let day: i8 = either(date, &["day1", "day2", "day3", "day4"])?.as_str().parse().ok()?;
    years.iter().map(|year| moment::weekday_of(*year, month, day)).collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, quiet, trips};

    #[test]
    fn weekdays_that_are_not_the_dates() {
        trips(
            "weekday-wrong",
            &[
                body("It happened on Monday 2 March 2021."),
                body("See you on Thursday, 27th of November, 2026!"),
                body("On Sunday, November 29, 2027 the hall is shut."),
                "title: Meeting on Tuesday 2 December 2026\n---\nCome.".into(),
                "summary: Come on Tuesday 2 December 2026\n---\nCome.".into(),
                body("Come on Tue 2 Dec 2026."),
                body("Come on Thurs, 27th Nov. 2026."),
                body("It was on Tuesday 02/12/2026, or Tuesday 2.12.26."),
                body("Come on Tuesday (2 December 2026)."),
                body("Come on Tuesday morning 2 December 2026."),
                body("Come on Tuesday evening, 2 December 2026."),
                body("Come on Weds 1 Dec 2026."),
                body("On Friday 31 November 2026 the hall is shut."),
                body("On Monday 29 February 2027 the hall is shut."),
                body("Dewch ar ddydd Gwener 5 Rhagfyr 2026."),
                kind("event", "Dewch dydd Llun, 27ain o Dachwedd."),
                body("The meeting is on 27 November 2026 (Thursday)."),
                // In the years round that of the bulletin it is a Thursday, a Friday and a Saturday.
                kind("appeal", "It happened on Monday 27 November."),
                kind("appeal", "The hall was built in 1936. It happened on Monday 27 November."),
                kind("event", "Since 1936 we meet. Come on Monday 27 November."),
                kind("roads", "Under the Act of 1984, Mill Lane is shut on Monday 27 November."),
                body("Permission C/2/1997/2002 was given. We meet again on Monday 27 November."),
                "kind: event\nwhen: 2026-12-02\n---\nCome on Tuesday 2 December 2026.".into(),
                "status: resolved\nclosed: 2026-11-03\n---\nIt was on Monday 2 March 2021.".into(),
            ],
        );
        quiet(
            "weekday-wrong",
            &[
                body("It happened on Monday 1 March 2021."),
                body("On Sunday, November 29, 2026 the hall is shut."),
                body("Every Monday from 2 March to 2021."),
                body("On Monday 2 March 1066 nobody wrote."),
                body("The Sun, 27 November 2026, has the story."),
                body("They sat on 2 December 2026, in the sun 3 of them had."),
                kind("event", "They wed 5 June 2027."),
                kind("event", "Open Mon to Sat 1 June to 30 September."),
                body("Come on Wed 2 Dec 2026, or on Friday 27 November."),
                body("It was on Wednesday 02/12/2026."),
                body("Dewch ar ddydd Sadwrn 5 Rhagfyr 2026."),
                body("Come from Monday 12/1 to Friday."),
                body("The meeting is on 27 November 2026 (Friday)."),
                body("On Friday 29 February it rained."),
                body("In 1939 I was ten.\n\nOn Monday 27 November we were sent away."),
                kind("appeal", "In 1939 she was ten. She was last seen on Monday 27 November."),
                body("My tenth birthday, in April 1945, fell on Monday 27 November."),
                "status: withdrawn\nclosed: 2026-11-03\n---\nIt was on Monday 2 March 2021.".into(),
            ],
        );
    }
}
