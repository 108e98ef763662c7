//! The words of problems with values of fields that are written in another form than the field takes. In: places, and what
//! stands there. Out: [`Problem`]s.

use super::{exact, list, nearest_or, problem, quoted};
use crate::{
    problem::{Code, Fix, Problem},
    source::Place,
};

/// An update that is no date with a text; `instead` is the whole field as it should be, where that can be told.
pub fn update_unread(place: Place, instead: Option<&str>) -> Problem {
    let example = "updates: [{date: 26/11/2026, text: \"The road is open again.\"}]";
    let help = match instead {
        Some(line) => format!("write {}", exact(line)),
        None => format!("write it as in {}", exact(example)),
    };
    problem(Code::ValueWrong, place, "an update needs its day, under `date`, and what is new, under `text`", help)
}

/// What stands behind a comma between braces: it ends a text that has no marks round it. `whole` is the text with it.
pub fn cut_by_comma(place: Place, code: Code, key: &str, part: &str, whole: &str) -> Problem {
    let message =
        format!("the comma before {} ends the text of {}, so the rest would be lost", quoted(part), quoted(key));
    let mended = format!("{key}: \"{}\"", whole.replace('\\', "\\\\").replace('"', "\\\""));
    problem(code, place, message, format!("put quotation marks round the whole: {}", exact(&mended)))
}

/// A text, or several entries, where the moment of the last change belongs; `instead` is the field that they belong to.
pub fn update_misplaced(place: Place, key: &str, instead: Option<&str>) -> Problem {
    let help = match instead {
        Some(line) => format!("write {}, with the day on which it was changed", exact(line)),
        None => "write `updates` as the name of this field: a list of `{date, text}`".to_owned(),
    };
    let message = format!("{} takes a day; what was changed belongs under `updates`", quoted(key));
    problem(Code::ValueWrong, place, message, help)
}

/// A name and an address in one text under `source`.
pub fn source_of_two(place: Place, name: &str, address: &str) -> Problem {
    let is_plain = name.starts_with(char::is_alphanumeric) && !name.contains([',', ':', '#', '[', ']', '{', '}', '"']);
    let shown = if is_plain { name.to_owned() } else { format!("{name:?}") };
    let new = format!("{{name: {shown}, url: {}}}", quoted_address(address));
    let fix = place.span.map(|span| Fix::replace(span, new.as_str()));
    let mut found = problem(
        Code::SourceNotAddress,
        place,
        "a name and an address stand here in one text",
        format!("they are read as {}; `noticeboard check --fix` writes it so", exact(&format!("source: {new}"))),
    );
    found.fix = fix.map(Box::new);
    found
}

/// An address among fields in braces, where a comma would end it.
fn quoted_address(address: &str) -> String {
    if address.contains([',', '[', ']', '{', '}', '#']) { format!("{address:?}") } else { address.to_owned() }
}

/// A picture named by where it lies on its author's machine.
pub fn picture_on_own_disk(place: Place, written: &str) -> Problem {
    let name = written.rsplit(['/', '\\']).next().unwrap_or(written);
    problem(
        Code::ImageMissing,
        place,
        format!("{} is a place on your own machine, which no reader can reach", quoted(written)),
        format!("copy the picture into the folder of this file, and write only its name: {}", exact(name)),
    )
}

pub fn status_unknown(place: Place, word: &str, nearest: Option<&str>, instead: Option<(&str, &str)>) -> Problem {
    // A word of its own (`removed`) comes before one that looks like it (`resolved`).
    let help = match (nearest, instead) {
        (_, Some((status, why))) => format!("write `status: {status}`: {why}"),
        (Some(_), None) => nearest_or(nearest, String::new()),
        (None, None) => "write `open`, `resolved` (it is over, and the page says so) or `withdrawn` (nothing of it is to be seen any more)".into(),
    };
    problem(Code::WordUnknown, place, format!("{} is no word that `status` knows", quoted(word)), help)
}

pub fn part_unread(place: Place, key: &str, part: &str, known: &[&str], nearest: Option<&str>) -> Problem {
    problem(
        Code::PartUnread,
        place,
        format!("nothing is made of {} inside {}", quoted(part), quoted(key)),
        nearest_or(nearest, format!("what is read there is {}", list(known.iter().copied()))),
    )
}

/// A word under `allow` that switches nothing off.
pub fn allow_unknown(place: Place, word: &str, nearest: Option<&str>) -> Problem {
    let help = "each message begins with its code in brackets, such as `title-long`: write that";
    let message = format!("no message has the code {}, so nothing is allowed by it", quoted(word));
    problem(Code::PartUnread, place, message, nearest_or(nearest, help.into()))
}
