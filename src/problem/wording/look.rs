//! Problems of what a site is named, ordered and clothed by: its theme, its own picture, its areas, the names of its files.
//! In: places and values. Out: [`Problem`]s.

use super::{Code, Problem, list, nearest_or, problem, quoted};
use crate::source::{Place, SourcePath};

/// An alias in the settings that another area bears too.
pub fn alias_taken(place: Place, alias: &str, paths: &[String]) -> Problem {
    problem(
        Code::AreaAmbiguous,
        place,
        format!("{} areas bear the name {}: {}", paths.len(), quoted(alias), list(paths.iter().map(String::as_str))),
        "take this alias out, or change the name of the other area",
    )
}

/// The site's own picture, which is not there.
pub fn logo_missing(place: Place, name: &str, nearest: Option<&str>) -> Problem {
    problem(
        Code::ImageMissing,
        place,
        format!("there is no picture {} in `content`", quoted(name)),
        nearest_or(nearest, "put the picture into the folder `content`, or correct its name".into()),
    )
}

/// A key of a theme's file of which nothing is made.
pub fn theme_key_unknown(place: Place, key: &str, nearest: Option<&str>) -> Problem {
    let help = "take it out; a theme gives its `name`, `title`, `description` and the colours of `card`".to_owned();
    problem(Code::SettingUnknown, place, format!("{} means nothing in a theme", quoted(key)), nearest_or(nearest, help))
}

pub fn theme_unknown(place: Place, name: &str, known: &[&str], nearest: Option<&str>) -> Problem {
    problem(
        Code::ThemeUnknown,
        place,
        format!("there is no theme {}", quoted(name)),
        nearest_or(nearest, format!("the themes at hand are {}", list(known.iter().copied()))),
    )
}

/// A theme whose folder is there without the file that makes it one.
pub fn theme_without_file(place: Place, name: &str) -> Problem {
    problem(
        Code::ThemeUnknown,
        place,
        format!("the folder {} has no file `theme.yaml`, which makes a theme of it", quoted(&format!("themes/{name}"))),
        format!("put a file `theme.yaml` there with the line {}", quoted(&format!("name: {name}"))),
    )
}

/// A file whose name is nearly one by which the program finds settings, themes and templates.
pub fn name_passed_over(path: &SourcePath, wanted: &str) -> Problem {
    problem(
        Code::NamePassedOver,
        Place::whole(path),
        format!("this file is passed over: its name is not {}", quoted(wanted)),
        format!("rename it to {} if it is meant as that", quoted(wanted)),
    )
}

pub fn template_broken(place: Place, reason: &str) -> Problem {
    problem(
        Code::TemplateBroken,
        place,
        format!("this template cannot be read: {reason}"),
        "templates are Tera 2; `docs/templates.md` shows what they can use",
    )
}

/// A template that another names, and that is not there; `near` are those that may be meant.
pub fn template_missing(place: Place, name: &str, near: &[&str]) -> Problem {
    let help = if near.is_empty() {
        "name one that is there: the built-in ones are in the table of `docs/templates.md`, as `default/bulletin.html`; \
         those of the site lie in `templates/`"
            .to_owned()
    } else {
        format!("did you mean {}?", near.iter().map(|name| quoted(name)).collect::<Vec<_>>().join(" or "))
    };
    problem(Code::TemplateBroken, place, format!("there is no template {}", quoted(name)), help)
}

pub fn template_fault(place: Place, reason: &str, output: &str) -> Problem {
    problem(
        Code::TemplateFault,
        place,
        format!("this template cannot be rendered: {reason}"),
        format!("seen first at {}; `docs/templates.md` lists what a template can use", quoted(output)),
    )
}
