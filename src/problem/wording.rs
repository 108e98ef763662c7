//! One constructor for each problem: callers pass what they hold, the words stand here. Messages are lower case without
//! a full stop, with the user's own words in backticks. In: places and values. Out: [`Problem`]s.

mod addresses;
mod content;
mod happenings;
mod html;
mod life;
mod look;
mod pictures;
mod security;
mod values;
mod writing;

pub use addresses::*;
pub use content::{content_dangling, content_elsewhere, content_emptied, content_missing};
pub use happenings::*;
pub use html::{cell_lost, comment_unclosed, frame_removed, html_removed, looks_removed, short_codes};
pub use life::*;
pub use look::*;
pub use pictures::{picture_unfit, picture_unshown, theme_picture_tells};
pub use security::*;
pub use values::*;
pub use writing::*;

use super::{Code, Problem};
use crate::source::{Place, SourcePath};

fn problem(code: Code, place: Place, message: impl Into<String>, help: impl Into<String>) -> Problem {
    Problem { code, place: Some(place), message: message.into(), help: help.into(), related: Vec::new(), fix: None }
}

/// A user's word in backticks, shortened when it is very long and with line ends folded.
fn quoted(word: &str) -> String {
    let mut short: String = word.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = short.char_indices().nth(80) {
        short.truncate(at);
        short.push('…');
    }
    format!("`{short}`")
}

fn list<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    words.into_iter().map(quoted).collect::<Vec<_>>().join(", ")
}

fn nearest_or(nearest: Option<&str>, otherwise: String) -> String {
    nearest.map_or(otherwise, |word| format!("did you mean {}?", quoted(word)))
}

// --- reading ---------------------------------------------------------------------------------------------------------

pub fn file_unreadable(path: &SourcePath, reason: &str) -> Problem {
    problem(
        Code::FileUnreadable,
        Place::whole(path),
        format!("this cannot be read: {reason}"),
        "see that it may be read",
    )
}

pub fn file_too_large(path: &SourcePath, bytes: u64, most: u64) -> Problem {
    problem(
        Code::FileTooLarge,
        Place::whole(path),
        format!("this file has {bytes} bytes, and the most that is accepted is {most}"),
        "shorten it, or put the long document beside the bulletin and link to it",
    )
}

pub fn name_not_utf8(path: &SourcePath) -> Problem {
    problem(Code::NameNotUtf8, Place::whole(path), "the name of this file is not UTF-8", "rename the file")
}

pub fn not_utf8(path: &SourcePath, offset: usize) -> Problem {
    problem(
        Code::NotUtf8,
        Place::at(path, (offset..offset + 1).into()),
        format!("this file is not UTF-8 from byte {} on", offset + 1),
        "save it as UTF-8 in your editor",
    )
}

/// A file that is no text at all, whatever its name says.
pub fn not_text(path: &SourcePath, what: &str) -> Problem {
    problem(
        Code::NotUtf8,
        Place::whole(path),
        format!("this is {what}, although its name ends as that of a text does"),
        "open it in the program that wrote it and save it as plain text; or give it its own ending back, and run `noticeboard import` with it",
    )
}

pub fn link_outside(path: &SourcePath, reason: &str) -> Problem {
    problem(
        Code::LinkOutside,
        Place::whole(path),
        format!("this symbolic link is left out: it {reason}"),
        "put a copy of what it leads to in its place",
    )
}

// --- front matter and YAML -------------------------------------------------------------------------------------------

pub fn yaml_limit(place: Place, reason: &str) -> Problem {
    problem(
        Code::YamlLimit,
        place,
        format!("this is refused: {reason}"),
        "write the values out, without nesting or aliases",
    )
}

/// What to write instead of brackets in brackets.
const ONE_PAIR: &str = "one pair of brackets makes a list, as in `area: [Tanfold, Mill End]`: take the others out";

/// A list in a list in a list, or a map in one, and so on.
pub fn yaml_deep(place: Place, most: usize) -> Problem {
    problem(
        Code::YamlLimit,
        place,
        format!("brackets, or lines further and further in, stand one inside the other here, more than {most} deep"),
        ONE_PAIR,
    )
}

pub fn key_twice(second: Place, first: Place, key: &str) -> Problem {
    let mut problem = problem(
        Code::KeyTwice,
        second,
        format!("the key {} is given twice", quoted(key)),
        "remove one of the two, or join their values",
    );
    problem.related.push((first, "first given here".into()));
    problem
}

pub fn not_a_map(place: Place) -> Problem {
    problem(
        Code::NotAMap,
        place,
        "lines such as `title: Gate closed` are expected here",
        "write each fact on a line of its own: a word, a colon, a blank, and what it says",
    )
}

// --- fields ----------------------------------------------------------------------------------------------------------

pub fn key_misspelt(place: Place, key: &str, nearest: &str) -> Problem {
    problem(
        Code::KeyMisspelt,
        place,
        format!("the key {} is not known", quoted(key)),
        match nearest {
            // A time alone is none.
            "when" => "did you mean `when`? It takes the day as well, such as `when: Saturday 5 December 2026, 7pm, Corn Hall`".into(),
            nearest => format!("did you mean {}?", quoted(nearest)),
        },
    )
}

/// A key that is a sentence: nothing of it is shown.
pub fn key_of_words(place: Place, key: &str) -> Problem {
    problem(
        Code::KeyMisspelt,
        place,
        format!("{} is no fact that the program knows, and readers do not see it", quoted(key)),
        "if it belongs to the text, put it below the second line `---`; if it belongs to the fact above, write both on one line",
    )
}

pub fn value_wrong(place: Place, key: &str, expected: &str) -> Problem {
    problem(Code::ValueWrong, place, format!("{} takes {expected}", quoted(key)), format!("write it as {expected}"))
}

/// A yes or no with more words, or with a slip in it.
pub fn flag_unclear(place: Place, key: &str, meant: bool) -> Problem {
    let message = format!("{} takes `true` or `false`, and no other word", quoted(key));
    problem(Code::ValueWrong, place, message, format!("write {}", exact(&format!("{key}: {meant}"))))
}

pub fn word_unknown(place: Place, key: &str, word: &str, known: &[&str], nearest: Option<&str>) -> Problem {
    problem(
        Code::WordUnknown,
        place,
        format!("{} is no value of {}", quoted(word), quoted(key)),
        nearest_or(nearest, format!("it is one of {}", list(known.iter().copied()))),
    )
}

pub fn title_missing(place: Place) -> Problem {
    problem(
        Code::TitleMissing,
        place,
        "this bulletin has no title",
        "add a line `title: …` between the two lines `---` at the top",
    )
}

pub fn date_missing(place: Place) -> Problem {
    problem(
        Code::DateMissing,
        place,
        "this bulletin has no date",
        "add a line such as `date: 2021-03-01 15:34`; a page without a date belongs into `content/pages/`",
    )
}

pub fn date_in_clock_change(place: Place, written: &str, taken: &str) -> Problem {
    problem(
        Code::DateInClockChange,
        place,
        format!("the clocks change at {}: {taken} is taken", quoted(written)),
        "write the offset after the time, such as `+01:00`",
    )
}

pub fn kind_unknown(place: Place, key: &str, word: &str, known: &[&str], nearest: Option<&str>) -> Problem {
    let all = list(known.iter().copied());
    let help = match nearest {
        Some(near) => format!("did you mean `{key}: {near}`?"),
        None => format!("the kinds are {all}"),
    };
    problem(Code::KindUnknown, place, format!("{} is none of the site's kinds", quoted(word)), help)
}

pub fn area_missing(place: Place) -> Problem {
    problem(
        Code::AreaMissing,
        place,
        "this bulletin names no area",
        "add a line `area: …` between the two lines `---` at the top",
    )
}

pub fn area_undeclared(place: Place, name: &str, nearest: Option<&str>) -> Problem {
    problem(
        Code::AreaUndeclared,
        place,
        format!("the area {} is not declared in the settings", quoted(name)),
        nearest_or(nearest, "declare it under `areas` in `site.yaml`".into()),
    )
}

pub fn area_ambiguous(place: Place, name: &str, paths: &[String]) -> Problem {
    problem(
        Code::AreaAmbiguous,
        place,
        format!("{} areas bear the name {}", paths.len(), quoted(name)),
        format!("write one of {}", list(paths.iter().map(String::as_str))),
    )
}

pub fn contact_unknown(place: Place, name: &str, known: &[&str], nearest: Option<&str>) -> Problem {
    problem(
        Code::ContactUnknown,
        place,
        format!("{} is none of the site's contacts", quoted(name)),
        nearest_or(nearest, format!("the contacts are {}", list(known.iter().copied()))),
    )
}

pub fn contact_replaced(place: Place, name: &str, by: Option<&str>) -> Problem {
    problem(
        Code::ContactReplaced,
        place,
        format!("the contact {} is not valid at present", quoted(name)),
        by.map_or("name another contact".into(), |by| format!("{} is shown instead: name it", quoted(by))),
    )
}

pub fn closed_missing(place: Place, status: &str, taken: &str) -> Problem {
    problem(
        Code::ClosedMissing,
        place,
        format!("this bulletin is {status} but does not say since when"),
        format!("add a line `closed: …`; until then {taken} is taken"),
    )
}

pub fn address_unsafe(place: Place, key: &str, address: &str) -> Problem {
    problem(
        Code::AddressUnsafe,
        place,
        format!("{} may not hold the address {}", quoted(key), quoted(address)),
        "write an address that begins with `https://` or `http://`",
    )
}

pub fn source_not_address(place: Place, key: &str, address: &str) -> Problem {
    problem(
        Code::SourceNotAddress,
        place,
        format!("{} is not the whole address of an original: {}", quoted(key), quoted(address)),
        "write it with `https://`; to choose this bulletin's own address write `permalink` instead",
    )
}

pub fn og_url_elsewhere(place: Place, address: &str) -> Problem {
    problem(
        Code::OgUrlElsewhere,
        place,
        format!("shares of this page will credit {}", quoted(address)),
        "leave `og.url` out, so that they credit this site",
    )
}

pub fn expires_before_date(place: Place) -> Problem {
    problem(
        Code::ExpiresBeforeDate,
        place,
        "this bulletin expires before it is published",
        "correct `expires` or `date`",
    )
}

pub fn image_missing(place: Place, path: &str, nearest: Option<&str>) -> Problem {
    problem(
        Code::ImageMissing,
        place,
        // As it is written, and not as an address of the web.
        format!("there is no picture {}", quoted(&percent_encoding::percent_decode_str(path).decode_utf8_lossy())),
        nearest_or(nearest, "put the picture beside the bulletin, or correct the path".into()),
    )
}

/// What is to be done about a file that went with what is not shown.
const WITHHELD: &str = "leave it out here: its bulletin was taken back or is not public yet, and its files go with it";

/// A picture that goes with a bulletin which is not shown.
pub fn image_withheld(place: Place, path: &str) -> Problem {
    let message =
        format!("the picture {} belongs to a bulletin that is not shown, and is held back with it", quoted(path));
    problem(Code::ImageMissing, place, message, WITHHELD)
}

pub fn image_without_alt(place: Place) -> Problem {
    problem(
        Code::ImageWithoutAlt,
        place,
        "this picture has no words for those who cannot see it",
        "write `image: {src: …, alt: …}` and say what is in the picture",
    )
}

pub fn translation_differs(place: Place, field: &str, original: &SourcePath) -> Problem {
    problem(
        Code::TranslationDiffers,
        place,
        format!("{} says something else here than in the original", quoted(field)),
        match field {
            "when" => format!(
                "write the day and the hours as in {}; only the place may have other words",
                quoted(original.as_str())
            ),
            _ => format!("leave it out: {} says it for every language", quoted(original.as_str())),
        },
    )
}

pub fn translation_language(path: &SourcePath, said: &str, named: &str) -> Problem {
    problem(
        Code::TranslationDiffers,
        Place::whole(path),
        format!("`lang` says {}, and the name of the file {}", quoted(said), quoted(named)),
        "leave `lang` out, or give the file another name",
    )
}

// --- bodies ----------------------------------------------------------------------------------------------------------

pub fn link_target_missing(place: Place, target: &str, nearest: Option<&str>) -> Problem {
    problem(
        Code::LinkTargetMissing,
        place,
        format!("there is no file {} to link to", quoted(target)),
        nearest_or(nearest, "correct the path, or take the link out".into()),
    )
}

pub fn mark_dropped(place: Place, mark: &str, count: usize) -> Problem {
    let others = if count > 1 { format!(", and {} others here,", count - 1) } else { String::new() };
    problem(
        Code::MarkDropped,
        place,
        format!(
            "the mark {}{others} is not shown: where it says where a list begins or names a heading, it is followed",
            quoted(mark)
        ),
        "take it out",
    )
}

pub fn life_unset(place: Place, day: &str, count: usize) -> Problem {
    let others = if count > 1 {
        format!(", and {} other bulletins are more than two years old and open", count - 1)
    } else {
        String::new()
    };
    problem(
        Code::LifeUnset,
        place,
        format!("this bulletin of {day} is still open{others}"),
        "give it `expires`, or its kind a `life` under `kinds` in `site.yaml`: old bulletins then stay in the archive and leave the lists of open ones",
    )
}

pub fn attachment_missing(place: Place, target: &str, nearest: Option<&str>) -> Problem {
    problem(
        Code::AttachmentMissing,
        place,
        format!("there is no file {} beside this one", quoted(target)),
        nearest_or(nearest, "put the file there, or correct the path".into()),
    )
}

/// A file that goes with a bulletin which is not shown.
pub fn attachment_withheld(place: Place, target: &str) -> Problem {
    let message =
        format!("the file {} belongs to a bulletin that is not shown, and is held back with it", quoted(target));
    problem(Code::AttachmentMissing, place, message, WITHHELD)
}

pub fn link_hidden(place: Place, target: &str, state: &str) -> Problem {
    problem(
        Code::LinkHidden,
        place,
        format!("{} is {state}, so the link leads nowhere at present", quoted(target)),
        "take the link out, or publish what it leads to",
    )
}

pub fn link_unchecked(place: Place, address: &str) -> Problem {
    let name = address.rsplit('/').next().unwrap_or_default();
    let is_mail = name.split_once('@').is_some_and(|(who, host)| !who.is_empty() && host.contains('.'));
    let (message, help) = if is_mail {
        (
            format!("{} is an e-mail address, and the link leads to a page of that name", quoted(name)),
            format!("write {}", quoted(&format!("mailto:{name}"))),
        )
    } else {
        (
            format!("the program puts nothing at {}", quoted(address)),
            "correct the address, unless another program puts something there".to_owned(),
        )
    };
    problem(Code::LinkUnchecked, place, message, help)
}

pub fn link_without_scheme(place: Place, url: &str) -> Problem {
    problem(
        Code::LinkWithoutScheme,
        place,
        "this link names another site, but not by a whole address",
        format!("write {}", quoted(url)),
    )
}

pub fn image_elsewhere(place: Place, url: &str) -> Problem {
    problem(
        Code::ImageElsewhere,
        place,
        format!("this picture lies on another host and is not loaded: {}", quoted(url)),
        "put a copy of it beside this file",
    )
}

pub fn body_too_deep(place: Place) -> Problem {
    problem(
        Code::BodyTooDeep,
        place,
        "this body is nested too deeply or holds too much raw HTML to be cleaned",
        "write it in plain Markdown",
    )
}

// --- settings, themes ----------------------------------------------------------------------------------------

pub fn setting_unknown(place: Place, key: &str, nearest: Option<&str>) -> Problem {
    problem(
        Code::SettingUnknown,
        place,
        format!("{} is no setting", quoted(key)),
        nearest_or(nearest, "remove it, or put it under `extra`".into()),
    )
}

pub fn secret_in_settings(place: Place, key: &str) -> Problem {
    problem(
        Code::SecretInSettings,
        place,
        format!("{} looks like a secret, and the settings are there for everybody to read", quoted(key)),
        "take it out, change it where it was given, and hand the new one over in the environment",
    )
}

// --- words -----------------------------------------------------------------------------------------------------------

pub fn words_file_strange(path: &SourcePath) -> Problem {
    problem(
        Code::WordsFile,
        Place::whole(path),
        "the name of this file is no language",
        "name it by the tag of its language, such as `cy.yaml`",
    )
}

pub fn words_unknown(place: Place, word: &str, nearest: Option<&str>) -> Problem {
    problem(
        Code::WordsUnknown,
        place,
        format!("{} is not known among the words of the interface", quoted(word)),
        nearest_or(nearest, "remove it; `docs/templates.md` says where all words stand".into()),
    )
}

pub fn words_wrong(place: Place, word: &str, expected: &str) -> Problem {
    problem(Code::WordsWrong, place, format!("{} takes {expected}", quoted(word)), format!("write it as {expected}"))
}

pub fn words_form_unknown(place: Place, form: &str, known: &[&str]) -> Problem {
    problem(
        Code::WordsWrong,
        place,
        format!("the language has no form {} for numbers", quoted(form)),
        format!("its forms are {}; `plural` in this file can say otherwise", list(known.iter().copied())),
    )
}

pub fn words_part_unknown(place: Place, part: &str, known: &[&str]) -> Problem {
    let known: Vec<String> = known.iter().map(|part| format!("{{{part}}}")).collect();
    let help = if known.is_empty() {
        "nothing is filled in here: write the words alone".into()
    } else {
        format!("what can be filled in here is {}", list(known.iter().map(String::as_str)))
    };
    problem(Code::WordsWrong, place, format!("{} is not filled in here", quoted(&format!("{{{part}}}"))), help)
}

pub fn words_lacking(place: Place, lacking: &[String]) -> Problem {
    let shown: Vec<&str> = lacking.iter().take(12).map(String::as_str).collect();
    let more = lacking.len() - shown.len();
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    problem(
        Code::WordsLacking,
        place,
        format!("this language lacks {} of the words, and readers see another language there", lacking.len()),
        format!("add {}{more}", list(shown)),
    )
}

pub fn words_missing(place: Place, language: &str) -> Problem {
    problem(
        Code::WordsMissing,
        place,
        format!("there are no words in the site's language {}, so its frame speaks English", quoted(language)),
        format!("put a file {} beside the site", quoted(&format!("templates/words/{language}.yaml"))),
    )
}

// --- output ----------------------------------------------------------------------------------------------------------

pub fn output_strange(folder: &str, first: &[String], count: usize) -> Problem {
    Problem {
        code: Code::OutputStrange,
        place: None,
        message: format!(
            "{} holds {count} {} that no build of this site is known to have written, such as {}",
            quoted(folder),
            if count == 1 { "file" } else { "files" },
            list(first.iter().map(String::as_str))
        ),
        help: "they are left alone; if they are old output, remove the folder and build again".into(),
        related: Vec::new(),
        fix: None,
    }
}
