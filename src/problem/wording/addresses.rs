//! The words of problems with addresses. In: addresses, places, and what asked for them. Out: [`Problem`]s.

use super::{problem, quoted};
use crate::{
    problem::{Code, Problem},
    source::{Place, SourcePath},
};

/// What asked for an address, and so what can be changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressOrigin {
    Slug,
    Alias,
    /// The name of a file that is copied.
    File,
}

impl AddressOrigin {
    fn help(self) -> &'static str {
        match self {
            Self::Slug => "give it another `slug`",
            Self::Alias => "take it out of `aliases`, or write another",
            Self::File => "give the file another name",
        }
    }
}

/// Two outputs at one address, or at two that are one file on some system or host; `other` has the other's address.
pub fn address_taken(place: Place, asked: AddressOrigin, address: &str, other: &str, by: Option<Place>) -> Problem {
    let whose = if by.is_some() { "another file" } else { "the program itself" };
    let message = if address == other {
        format!("the address {} is wanted by {whose} too", quoted(address))
    } else {
        let clash = "cannot both stand on every system and host";
        format!("the address {} and {} of {whose} {clash}", quoted(address), quoted(other))
    };
    let help = match (asked, &by) {
        (AddressOrigin::Slug, Some(_)) => "give one of the two another `slug`",
        (AddressOrigin::Alias, Some(_)) => "take it out of the `aliases` of one of the two",
        _ => asked.help(),
    };
    let mut problem = problem(Code::AddressTaken, place, message, help);
    problem.related.extend(by.map(|place| (place, "wanted here too".into())));
    problem
}

pub fn address_refused(place: Place, address: &str, why: &str, asked: AddressOrigin) -> Problem {
    let message = format!("the address {} cannot be given, since {why}", quoted(address));
    problem(Code::AddressRefused, place, message, asked.help())
}

pub fn alias_of_front_page(place: Place, text: &str) -> Problem {
    let is_of_page = !text.contains(':') || text.contains("://");
    let message = if is_of_page {
        format!("the old address {} leads to the front page, whatever follows its `?`", quoted(text))
    } else {
        format!("{} is no address of a page", quoted(text))
    };
    problem(Code::AliasUnreachable, place, message, "take it out of `aliases`")
}

/// An old address that differs from another, which stands, in capitals alone.
pub fn alias_of_capitals(place: Place, text: &str, other: &str) -> Problem {
    problem(
        Code::AliasUnreachable,
        place,
        format!(
            "the old address {} differs from {} in capitals alone, and only that one is written: to some systems both are one file",
            quoted(text),
            quoted(other)
        ),
        "take it out of `aliases`; if your host tells capitals apart, have the host itself lead on from it",
    )
}

pub fn page_stays(place: Place, address: &str) -> Problem {
    problem(
        Code::PageStays,
        place,
        format!("the page {} stays as an earlier build made it, and is in no list, search or feed", quoted(address)),
        "correct what is wrong with this file; to take the page off, write `status: withdrawn` (a notice takes its place) or `draft: true`, or delete the file",
    )
}

pub fn page_goes(path: Option<&SourcePath>, source: &str, address: &str) -> Problem {
    let message = format!("the page {} of {} is taken off the site", quoted(address), quoted(source));
    let mut found = problem(
        Code::PageGoes,
        Place::whole(path.unwrap_or(&SourcePath::new("content"))),
        message,
        "nothing needs doing, if that is meant",
    );
    found.place = path.map(Place::whole);
    found
}

/// An id that another bulletin has as well.
pub fn id_taken(place: Place, id: &str) -> Problem {
    problem(
        Code::ValueWrong,
        place,
        format!("{} is the id of another bulletin too, and feed readers would keep only one", quoted(id)),
        "leave `id` out of the one that was not first at this address",
    )
}

/// A public address at which nothing stands any more; the file that its bulletin is in now, where it is known.
pub fn address_gone(place: Option<Place>, address: &str) -> Problem {
    let help = match &place {
        Some(_) => format!(
            "add `aliases: {address}` to its front matter, and readers are led on; `noticeboard build --write-aliases` does it"
        ),
        None => {
            "if it is to be taken back, say `status: withdrawn` in its file instead, and copies that readers have are \
             overwritten too; if it was renamed, add the address to its `aliases`"
                .into()
        }
    };
    Problem {
        code: Code::AddressGone,
        place,
        message: format!("{} is public, and nothing will stand there any more", quoted(address)),
        help,
        related: Vec::new(),
        fix: None,
    }
}

pub fn permalink_pattern(place: Place, key: &str, pattern: &str) -> Problem {
    if let Some((_, rest)) = pattern.split_once("://") {
        let path = rest.find('/').map_or("/", |at| &rest[at..]);
        return problem(
            Code::PermalinkPattern,
            place,
            format!("{} is an address of this site, and this one is of another: {}", quoted(key), quoted(pattern)),
            format!(
                "write {}, or, if the original stands there, {}",
                quoted(&format!("{key}: {path}")),
                quoted(&format!("url: {pattern}"))
            ),
        );
    }
    problem(
        Code::PermalinkPattern,
        place,
        format!("{} is a pattern and no address: {}", quoted(key), quoted(pattern)),
        "write a word, or a whole address such as `/2021/roof/`",
    )
}

pub fn permalink_template(place: Place, key: &str, text: &str) -> Problem {
    problem(
        Code::PermalinkPattern,
        place,
        format!("{} holds a mark of another program's templates, and is no address: {}", quoted(key), quoted(text)),
        "write a word, or a whole address such as `/2021/roof/`; without the line, the file's name is taken",
    )
}
