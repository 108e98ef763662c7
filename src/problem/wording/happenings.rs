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
    problem(Code::WhenEndsEarly, place, "this ends before it begins", "correct `start` or `end`")
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
        DateHelp::Instead(instead) => format!("if the date is right, write `{key}: {instead}`"),
        DateHelp::Counted(day) => format!("counted from its `date`, that is `{key}: {day}`: write that"),
        DateHelp::Day => format!("write `{key}: DD {written}`, with the day in the place of `DD`"),
        DateHelp::Span if key == "date" => format!(
            "`date` is the day on which you publish it, such as `date: 26/11/2026`; what happens from one day to another says so on a line of its own: `when: {written}`"
        ),
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
