//! What is left out of the HTML in bodies.

use super::{Code, Problem, problem};
use crate::source::Place;

pub fn html_removed(place: Place, what: &str) -> Problem {
    problem(
        Code::HtmlRemoved,
        place,
        format!("{what} was left out of the page"),
        "write it in Markdown; `raw_html` in the settings says what is let through",
    )
}

/// A frame, a film or the like, in the place of which a link stands.
pub fn frame_removed(place: Place, what: &str) -> Problem {
    problem(
        Code::HtmlRemoved,
        place,
        format!("{what} is not shown here: readers get a link to what it showed"),
        "write the link yourself, with words that say where it leads; `raw_html` in the settings says what is let through",
    )
}

/// Attributes and elements that only say how something looks.
pub fn looks_removed(place: Place, what: &str, count: usize) -> Problem {
    let times = if count > 1 { format!(" ({count} times, this the first)") } else { String::new() };
    problem(
        Code::LooksRemoved,
        place,
        format!("{what}{times} says how something looks, and is left to the theme"),
        "nothing need be done, unless the looks meant something to readers",
    )
}
