//! The words of problems with lines that are meant to hold a bulletin back or to end it, and with two lines that say one
//! thing. In: places, and what stands there. Out: [`Problem`]s.

use super::{exact, problem, quoted};
use crate::{
    problem::{Code, Problem},
    source::{Place, SourcePath},
};

/// What a line does not do that it is meant to, with the day that it gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MissingEffect<'t> {
    Draft,
    /// Neither yes nor no, where one of them is meant.
    Unclear,
    From(&'t str),
    Until(Option<&'t str>),
    /// The end of a page.
    PageUntil,
    TakenBack(Option<&'t str>),
    Resolved(Option<&'t str>),
}

/// A line that no field has, and with which people hold back or end a bulletin.
pub fn life_unread(place: Place, line: &str, what: MissingEffect) -> Problem {
    unheld(place, &quoted(line), "in its place", what)
}

/// The same inside another field.
pub fn life_inside(place: Place, line: &str, inside: &str, what: MissingEffect) -> Problem {
    let line = format!("{} inside {}", quoted(line), quoted(inside));
    unheld(place, &line, "at the beginning of a line of its own", what)
}

/// `here`: where the right line belongs.
fn unheld(place: Place, line: &str, here: &str, what: MissingEffect) -> Problem {
    let closed = |day: Option<&str>| exact(&format!("closed: {}", day.unwrap_or("26/11/2026 09:00")));
    let own = |day: Option<&str>| if day.is_some() { "" } else { ", with your own day" };
    let (message, help) = match what {
        MissingEffect::Draft => (
            format!("{line} keeps nobody from reading this: it would be public"),
            format!("write `draft: true` {here}: nobody sees it until you take that line out"),
        ),
        MissingEffect::Unclear => (
            format!("{line} is neither yes nor no: as it is, this would be public"),
            format!("write `draft: true` {here} while nobody is to see it; if everybody may, take the line out"),
        ),
        MissingEffect::From(day) => (
            format!("{line} holds nothing back: this would be public before then"),
            format!(
                "write {} in the place of any other `date`: until then nobody sees it",
                exact(&format!("date: {day}"))
            ),
        ),
        MissingEffect::Until(day) => (
            format!("{line} ends nothing: this would stay open"),
            format!(
                "write {} {here}{}",
                exact(&format!("expires: {}", day.unwrap_or("26/11/2026"))),
                if day.is_some() { "" } else { ", with its last day; if it has none, take the line out" }
            ),
        ),
        MissingEffect::PageUntil => (
            format!("{line} ends nothing: a page stays until somebody takes it off"),
            "take the line out; when the page is over, write `draft: true` or delete its file".to_owned(),
        ),
        MissingEffect::TakenBack(day) => (
            format!("{line} takes nothing back: all of this would be public"),
            format!(
                "write `status: withdrawn` {here}, and below it {}{}: nothing of it is then to be seen any more",
                closed(day),
                own(day)
            ),
        ),
        MissingEffect::Resolved(day) => (
            format!("{line} ends nothing: readers would see this as open"),
            format!(
                "write `status: resolved` {here}, and below it {}{}: the page then says that it is over",
                closed(day),
                own(day)
            ),
        ),
    };
    problem(Code::LifeUnread, place, message, help)
}

/// A field that ends a bulletin, takes it back or holds it back, below the line that ends the fields.
pub fn life_below(place: Place, line: &str) -> Problem {
    problem(
        Code::LifeUnread,
        place,
        format!("{} stands below the fields: readers see it as text, and it does nothing", quoted(line)),
        "move it up, above the second line `---`; if it belongs to the text, say it in a sentence",
    )
}

/// A date to come under another name of `date`, which another date comes before.
pub fn date_held(place: Place, first: Place, key: &str, taken: &str, day: &str) -> Problem {
    let mut found = problem(
        Code::LifeUnread,
        place,
        format!("{} is later than {}, which counts: this would be public before then", quoted(key), quoted(taken)),
        format!(
            "write {} alone, and take the other line out: until then nobody sees it",
            exact(&format!("date: {day}"))
        ),
    );
    found.related.push((first, "this one counts".into()));
    found
}

/// Two lines that say one field under two names, each something else.
pub fn field_twice(place: Place, first: Place, key: &str, taken: &str) -> Problem {
    let mut found = problem(
        Code::FieldTwice,
        place,
        format!("{} says something else than {}, which counts", quoted(key), quoted(taken)),
        "both are names of one field: keep the line that is right, and take the other one out",
    );
    found.related.push((first, "this one counts".into()));
    found
}

/// A value behind the one that is taken, of a field that has one.
pub fn value_spare(place: Place, field: &str, value: &str) -> Problem {
    problem(
        Code::FieldTwice,
        place,
        format!("a bulletin has one {}, and {} is passed over", quoted(field), quoted(value)),
        "take it out; words of your own belong under `tags`",
    )
}

/// A second picture where a bulletin names the one that stands for it.
pub fn picture_spare(place: Place, taken: &str, other: &str) -> Problem {
    problem(
        Code::FieldTwice,
        place,
        format!("one picture stands for a bulletin, and {} is passed over", quoted(other)),
        format!(
            "write {} alone, and show the other one in the text: {}",
            exact(&format!("image: {taken}")),
            exact(&format!("![what it shows]({other})"))
        ),
    )
}

/// A bulletin that says since when it is closed, and is open.
pub fn status_missing(place: Place, closed: &str) -> Problem {
    problem(
        Code::StatusMissing,
        place,
        format!("this says that it is closed since {}, and readers see it as open", quoted(closed)),
        "add a line `status: resolved` (it is over, and the page says so) or `status: withdrawn` (nothing of it is to be seen any more)",
    )
}

/// The fields of a bulletin in the text of another.
pub fn bulletin_second(place: Place) -> Problem {
    problem(
        Code::BulletinSecond,
        place,
        "a second bulletin begins here: put it in a file of its own",
        "move this line and all below it into a new file; here it would be published as part of the text above, whatever its own lines say",
    )
}

/// A translation whose original is not there. `alone`: where it would lie if it were none; `named`: the language in its name.
pub fn original_gone(
    place: Place,
    original: &SourcePath,
    alone: &SourcePath,
    named: Option<&str>,
    tag: &str,
    has_date: bool,
) -> Problem {
    let same_name = match named {
        Some(tag) => format!("the same name with {} before its ending", exact(&format!(".{tag}"))),
        None => "the same name".to_owned(),
    };
    let date = if has_date { String::new() } else { format!(" and {}, with its own day", exact("date: 26/11/2026")) };
    problem(
        Code::OriginalGone,
        place,
        format!("this translates {}, which is not there", quoted(original.as_str())),
        format!(
            "if the original was deleted or taken back, delete this file too; if the original has another name now, give this \
             file {same_name}; to publish this file by itself, rename it to {}, and write below its first line {}{date}",
            quoted(alone.as_str()),
            exact(&format!("lang: {tag}"))
        ),
    )
}
