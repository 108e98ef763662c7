//! A weekday that is not that of its date.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While},
    moment,
    problem::{Code, Fix},
};

pub const RULE: Rule = Rule {
    code: Code::WeekdayWrong,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: While::Shown,
    triggers: &["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"],
    look,
};

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

static DATED: LazyLock<Regex> = LazyLock::new(|| {
    let weekday = "(?P<weekday>(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)";
    let month = "(?P<month>(?:Jan|Febr)uary|March|April|May|June|July|August|(?:Septem|Octo|Novem|Decem)ber)";
    let month2 = month.replace("<month>", "<month2>");
    let day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?";
    let day2 = day.replace("<day>", "<day2>");
    Regex::new(&format!(
        r"(?i)\b{weekday},?\s+(?:the\s+)?(?:{day}\s+(?:of\s+)?{month}|{month2}\s+{day2}),?\s+(?P<year>\d{{4}})\b"
    ))
    .expect("it is a sound expression")
});

fn look(subject: &Subject, found: &mut Findings) {
    for copy in &subject.copies {
        for date in DATED.captures_iter(copy.text()) {
            let Some(right) = weekday(&date) else { continue };
            let written = &date["weekday"];
            if written.eq_ignore_ascii_case(right) {
                continue;
            }
            let whole = date.get(0).map_or(0..0, |all| all.range());
            let of = date.name("weekday").map_or(0..0, |weekday| weekday.range());
            let span = copy.span(of);
            let finding = found.add(
                copy.span(whole),
                format!("`{}` is a {right}", date[0].split_whitespace().collect::<Vec<_>>().join(" ")),
                format!("is the day wrong, or the weekday? It would be `{right}`"),
            );
            if copy.is_exact() {
                finding.mended_by(Fix::replace(span, right).for_review());
            }
        }
    }
}

/// The weekday of a date that was found; none where there is no such day, or it is too far away to be meant.
fn weekday(date: &Captures) -> Option<&'static str> {
    let either = |one: &str, other: &str| date.name(one).or_else(|| date.name(other)).map(|found| found.as_str());
    let month = either("month", "month2")?.to_lowercase();
    let month = MONTHS.iter().position(|known| month.starts_with(known))? + 1;
    let year: i16 = date["year"].parse().ok()?;
    let day: i8 = either("day", "day2")?.parse().ok()?;
    let month = i8::try_from(month).ok().filter(|_| (1900..2200).contains(&year))?;
    moment::weekday_of(year, month, day)
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn weekdays_that_are_not_the_dates() {
        trips(
            "weekday-wrong",
            &[
                body("It happened on Monday 2 March 2021."),
                body("See you on Thursday, 27th of November, 2026!"),
                body("On Sunday, November 29, 2027 the hall is shut."),
                "title: Meeting on Tuesday 2 December 2026\n---\nCome.".into(),
            ],
        );
        quiet(
            "weekday-wrong",
            &[
                body("It happened on Monday 1 March 2021."),
                body("On Sunday, November 29, 2026 the hall is shut."),
                body("On Monday 31 February 2021."),
                body("Every Monday from 2 March to 2021."),
                body("On Monday 2 March 1066 nobody wrote."),
            ],
        );
    }
}
