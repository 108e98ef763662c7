//! What is wrong with when something happens. In: places. Out: [`Problem`]s.

use super::{Code, Problem, problem};
use crate::source::Place;

pub fn when_missing(place: Place) -> Problem {
    problem(
        Code::WhenMissing,
        place,
        "this bulletin does not say when it happens",
        "add a line such as `when: {start: 2026-12-05 10:00, end: 2026-12-05 14:00, place: Corn Hall}`; `date` is the day on which you publish it",
    )
}

pub fn when_ends_early(place: Place) -> Problem {
    problem(Code::WhenEndsEarly, place, "this ends before it begins", "correct `start` or `end`")
}
