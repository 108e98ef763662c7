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
