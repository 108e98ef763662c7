//! What is wrong with when something happens. In: places. Out: [`Problem`]s.

use super::{Code, Problem, problem, quoted};
use crate::source::Place;

/// An event without its time; `date` is what it gives as its date.
pub fn when_missing(place: Place, date: Option<&str>) -> Problem {
    let own = date.map(|date| format!("; if it happens on {}, write `when: {date}`", quoted(date)));
    problem(
        Code::WhenMissing,
        place,
        "this bulletin does not say when it happens",
        format!(
            "`date` is the day on which you publish it, and nobody sees it before. Add a line such as `when: Saturday 5 December 2026, 10am to 2pm, Corn Hall`{}",
            own.unwrap_or_default()
        ),
    )
}

pub fn when_ends_early(place: Place) -> Problem {
    problem(Code::WhenEndsEarly, place, "this does not end after it begins", "correct `start` or `end`")
}

pub fn expires_before_when(place: Place) -> Problem {
    problem(
        Code::ExpiresBeforeWhen,
        place,
        "this would expire before it has happened",
        "leave `expires` out: it stays until what `when` says is over",
    )
}

pub fn change_before_date(place: Place, key: &str) -> Problem {
    problem(
        Code::ChangeBeforeDate,
        place,
        format!("{} says a day before the bulletin was published", quoted(key)),
        format!("correct `date`, or the day in {}", quoted(key)),
    )
}

/// A line beside `when` that says another time or place than it.
pub fn when_conflict(place: Place, key: &str, written: &str, said: &str) -> Problem {
    problem(
        Code::WhenConflict,
        place,
        format!("{} says {}, and `when` says {}", quoted(key), quoted(written), quoted(said)),
        format!("leave out what is wrong: the line {}, or what `when` says of it", quoted(key)),
    )
}

/// Hours of a day that have to be guessed, or that stand with other words.
pub fn time_unclear(place: Place, key: &str, written: &str, reason: &str, instead: &str) -> Problem {
    problem(
        Code::DateUnreadable,
        place,
        format!("{} is not plain: {} ({reason})", quoted(key), quoted(written)),
        format!("if that is meant, write `{key}: {instead}`"),
    )
}

pub fn time_unreadable(place: Place, key: &str, written: &str) -> Problem {
    problem(
        Code::DateUnreadable,
        place,
        format!("{} is no time of day that can be read: {}", quoted(key), quoted(written)),
        format!("write `{key}: 10am to 2pm`, or leave the line out and say it in the text"),
    )
}

/// Hours on a line of their own, beside several days.
pub fn time_of_days(place: Place, key: &str) -> Problem {
    problem(
        Code::DateUnreadable,
        place,
        format!("{} says hours, and `when` says several days", quoted(key)),
        format!("leave the line {} out, and say the hours of each day in the text", quoted(key)),
    )
}

/// Whether a text says that there is no end, or none that is known.
fn is_open_end(written: &str) -> bool {
    const WORDS: [&str; 14] = [
        "never",
        "none",
        "ongoing",
        "no",
        "no end",
        "until further notice",
        "further notice",
        "indefinite",
        "tbc",
        "tba",
        "unknown",
        "n/a",
        "-",
        "?",
    ];
    WORDS.contains(&written.trim().to_ascii_lowercase().as_str())
}

/// What can be said of a date that cannot be read, besides that.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DateHelp {
    /// What was probably meant; `YYYY`, or `YYYY-MM-DD`, stands for what is missing.
    Instead(String),
    /// What can be meant, though nothing of it is wrong.
    Meant(String),
    /// It says more than one day: the first one.
    Several(String),
    /// What is meant.
    Plain(String),
    /// What is meant where the clock on the wall is.
    Clock(String),
    /// Days on which the hours come again.
    Daily(String),
    /// A length of time was given: the day on which it ends when it is counted from the date.
    Counted(String),
    /// The day is missing.
    Day,
    /// It says from when until when.
    Span,
    /// It comes again and again.
    Recurring,
    Nothing,
}

pub fn date_unreadable(place: Place, key: &str, written: &str, reason: &str, help: &DateHelp) -> Problem {
    let help = match help {
        DateHelp::Instead(instead) if instead.contains("YYYY-MM-DD") => {
            format!("write `{key}: {instead}`, with the day in the place of `YYYY-MM-DD`")
        }
        DateHelp::Instead(instead) if instead.contains("YYYY") => {
            format!("write `{key}: {instead}`, with the year in the place of `YYYY`")
        }
        DateHelp::Meant(value) => format!("if that is meant, write `{key}: {value}`"),
        DateHelp::Several(value) => format!(
            "write `{key}: {value}` for the first, and a bulletin of its own for each other; or name the others in the text"
        ),
        DateHelp::Plain(value) => format!("write `{key}: {value}`"),
        DateHelp::Clock(value) => format!("for the time that the clock on the wall shows, write `{key}: {value}`"),
        DateHelp::Daily(value) => format!("write `{key}: {value}`, and the hours of each day into the text"),
        DateHelp::Instead(instead) => format!("if the date is right, write `{key}: {instead}`"),
        DateHelp::Counted(day) => format!("counted from its `date`, that is `{key}: {day}`: write that"),
        DateHelp::Day => format!("write `{key}: DD {written}`, with the day in the place of `DD`"),
        DateHelp::Span if key == "date" => {
            "`date` is the day on which you publish it, such as `date: 26/11/2026`; what happens from one day to another says so on a line of its own, such as `when: 5/12/2026 to 7/12/2026`".into()
        }
        DateHelp::Span if key == "expires" => "write its last day alone, such as `expires: 26/11/2026`".to_owned(),
        DateHelp::Recurring => format!(
            "write the next day on which it happens, such as `{key}: 26/11/2026`, and say in the text that it comes again"
        ),
        _ if key == "expires" && is_open_end(written) => {
            "leave the line out: without it the bulletin stands until you close it".to_owned()
        }
        _ => format!("write the day itself, such as `{key}: 26/11/2026`, or with a time `{key}: 26/11/2026 15:34`"),
    };
    problem(
        Code::DateUnreadable,
        place,
        format!("{} is not a moment that can be read: {} ({reason})", quoted(key), quoted(written)),
        help,
    )
}
