//! What is wrong with `security` of the settings. In: places. Out: [`Problem`]s.

use super::{Code, Problem, problem, quoted};
use crate::source::Place;

pub fn security_lapsed(place: Place, until: &str) -> Problem {
    problem(
        Code::SecurityLapsed,
        place,
        format!(
            "{} lapsed: it held until {until}, and the site is built without {}",
            quoted("security"),
            quoted("security.txt")
        ),
        "see that its contacts still hold, then write an `expires` less than a year ahead",
    )
}

pub fn security_ending(place: Place, until: &str) -> Problem {
    problem(
        Code::SecurityEnding,
        place,
        format!(
            "{} holds until {until}, and from then on the site is built without {}",
            quoted("security"),
            quoted("security.txt")
        ),
        "see that its contacts still hold, then write an `expires` less than a year ahead",
    )
}

pub fn security_far(place: Place, until: &str) -> Problem {
    problem(
        Code::SecurityFar,
        place,
        format!("{} holds until {until}, which is more than a year ahead", quoted("security")),
        "write an `expires` less than a year ahead, so that somebody looks at it each year",
    )
}
