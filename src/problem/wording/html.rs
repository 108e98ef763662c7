//! What is left out of the HTML in bodies.

use super::{Code, Problem, problem};
use crate::source::Place;

pub fn html_removed(place: Place, what: &str) -> Problem {
    // A drive's letter, or `file:`.
    let scheme = what.split('`').nth(1).and_then(|scheme| scheme.strip_suffix(':')).unwrap_or_default();
    if scheme == "file" || scheme.len() == 1 {
        return problem(
            Code::HtmlRemoved,
            place,
            "this names a file on your own computer, where no reader can fetch it",
            "put the file beside this one, and write only its name, such as `![The crane](crane.jpg)`",
        );
    }
    // As a word processor exports them.
    if scheme == "data" {
        return problem(
            Code::HtmlRemoved,
            place,
            "a picture that is written into the text itself was left out of the page",
            "save it as a file beside this one, and write its name, such as `![The crane](crane.jpg)`",
        );
    }
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
