//! What is left out of the HTML in bodies, and the marks of other programs that stay in them.

use super::{Code, Problem, list, problem, quoted};
use crate::source::Place;

/// A cell behind the last column of its table.
pub fn cell_lost(place: Place, words: &str) -> Problem {
    problem(
        Code::CellLost,
        place,
        format!("{} stands behind the last column of the table, so nobody sees it", quoted(words)),
        "add a column: the first two lines of the table say how many it has, as in `| Day | Who | Ring |` and `|---|---|---|`",
    )
}

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
    // A slip of the keyboard.
    let near = ["https", "http", "mailto", "tel"].into_iter().find(|known| strsim::osa_distance(scheme, known) <= 2);
    if let Some(near) = near.filter(|near| scheme.len() > 2 && scheme != *near) {
        return problem(
            Code::HtmlRemoved,
            place,
            format!(
                "this address begins with {}, which browsers do not know: readers get no link",
                quoted(&format!("{scheme}:"))
            ),
            format!("did you mean {}?", quoted(&format!("{near}:"))),
        );
    }
    problem(
        Code::HtmlRemoved,
        place,
        format!("{what} was left out of the page"),
        "write it in Markdown; `raw_html` in the settings says what is let through",
    )
}

/// A comment that nothing closes; it is text, or all below it belongs to it.
pub fn comment_unclosed(place: Place, swallows: bool) -> Problem {
    let (message, help) = if swallows {
        ("`<!--` is never closed: nothing from here on is shown", "write `-->` where the note ends, or take `<!--` out")
    } else {
        (
            "`<!--` is never closed: readers see it and the note behind it",
            "write `-->` behind the note, or take the note out",
        )
    };
    problem(Code::HtmlRemoved, place, message, help)
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

/// Marks of other programs, each with its place; none come out where there are none.
pub fn short_codes(marks: &[(Place, &str)]) -> Option<Problem> {
    const MOST: usize = 12;
    let (first, mark) = marks.first()?;
    let mut distinct: Vec<&str> = Vec::new();
    for (_, mark) in marks {
        if !distinct.contains(mark) {
            distinct.push(mark);
        }
    }
    if distinct.len() == 1 {
        let times = if marks.len() > 1 { format!(", {} times", marks.len()) } else { String::new() };
        let message = format!("readers will see a mark of another program: {}{times}", list([*mark]));
        return Some(problem(Code::ShortCode, first.clone(), message, "replace it by what it stood for"));
    }
    let more = distinct.len().saturating_sub(MOST);
    let more = if more > 0 { format!(", and {more} more") } else { String::new() };
    let shown = list(distinct.into_iter().take(MOST));
    let message = format!("readers will see {} marks of another program: {shown}{more}", marks.len());
    Some(problem(Code::ShortCode, first.clone(), message, "replace each by what it stood for"))
}
