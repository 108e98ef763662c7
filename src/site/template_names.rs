//! Templates under names that no page asks for, though they are nearly a name that one does. In: the sources. Out: problems.
//! It must not know what a template says.

use crate::{
    embedded,
    parse::reader::nearest,
    problem::{Problem, wording},
    source::{Sources, is_nearly_named},
    words,
};

/// The templates of a site and its theme that would never be used: no page and no other template names them.
pub fn passed_over(sources: &Sources, theme: &str) -> Vec<Problem> {
    let folders = ["templates".to_owned(), format!("themes/{theme}/templates")];
    let known = || embedded::TEMPLATES.iter().chain(embedded::SCREENS).map(|(name, _)| *name);
    let mut problems = Vec::new();
    for text in &sources.templates {
        let below = folders.iter().find_map(|folder| text.path.below(folder));
        let Some(name) = below.filter(|name| !name.starts_with(words::FOLDER)) else { continue };
        if known().any(|known| known == name) {
            continue;
        }
        let meant = known().find(|known| is_nearly_named(name, known)).or_else(|| nearest(name, known()));
        let is_named = |wanted: &str| {
            let mut others = sources.templates.iter().filter(|other| other.path != text.path);
            let quoted = ['"', '\''].map(|mark| format!("{wanted}{mark}"));
            others.any(|other| quoted.iter().any(|quoted| other.text.contains(quoted.as_str())))
        };
        if let Some(meant) = meant.filter(|_| !is_named(name)) {
            problems.push(wording::name_passed_over(&text.path, meant));
        }
    }
    problems
}
