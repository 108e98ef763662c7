//! What the settings declare and nothing uses. In: the readings of all documents, the settings and where these stand. Out:
//! problems. It must not know how a page shows an area or contact.

use std::{collections::HashSet, sync::Arc};

use super::{Level, Rule};
use crate::{
    address::folded,
    catalogue::{
        Reading,
        area::AreaName,
        bulletin::{ContactName, Draft},
        reading::DocumentContent,
    },
    problem::{Code, Problem},
    settings::{AreaSpec, Settings},
    source::{Place, SourcePath},
};

/// The contacts and areas of a site's own settings that are used nowhere.
pub fn unused(readings: &[Arc<Reading>], settings: &Settings, path: &SourcePath, level: Level) -> Vec<Problem> {
    let asks = |code| Rule::of(code).is_some_and(|rule| rule.speaks(level)) && !settings.allows(code);
    let drafts: Vec<&Draft> = readings
        .iter()
        .filter_map(|reading| match &reading.says {
            DocumentContent::Bulletin(draft) => Some(&**draft),
            DocumentContent::Page(_) | DocumentContent::Broken => None,
        })
        .collect();
    let mut problems = Vec::new();
    if asks(Code::ContactUnused) {
        contacts(&drafts, settings, path, &mut problems);
    }
    if asks(Code::AreaUnused) {
        let named = drafts.iter().flat_map(|draft| &draft.area_names).flat_map(AreaName::parts);
        let named: HashSet<String> = named.map(folded).collect();
        for area in &settings.areas {
            areas(area, &named, path, &mut problems);
        }
    }
    problems
}

fn contacts(drafts: &[&Draft], settings: &Settings, path: &SourcePath, problems: &mut Vec<Problem>) {
    let of_kinds = settings.kinds.iter().flat_map(|kind| &kind.contacts).map(String::as_str);
    let of_bulletins = drafts.iter().filter_map(|draft| draft.more.contacts.as_ref()).flatten();
    let of_bulletins = of_bulletins.filter_map(|contact| match contact {
        ContactName::Named { name, .. } => Some(name.as_str()),
        ContactName::Written(_) => None,
    });
    let replaced = settings.contacts.iter().filter_map(|contact| contact.replaced_by.as_deref());
    let used: HashSet<String> = of_kinds.chain(of_bulletins).chain(replaced).map(folded).collect();
    // What the program brings is there for whoever wants it.
    let own = settings.contacts.iter().filter(|contact| contact.national_note().is_none());
    for contact in own.filter(|contact| contact.valid_until.is_none() && !used.contains(&folded(&contact.name))) {
        problems.push(Problem {
            place: Some(Place::whole(path)),
            code: Code::ContactUnused,
            message: format!("no bulletin and no kind names the contact `{}`", contact.name),
            help: "name it under `contacts` of a bulletin or kind, or take it out".into(),
            related: Vec::new(),
            fix: None,
        });
    }
}

/// Whether an area or one inside it is used; those that are not are told, the outermost alone.
fn areas(area: &AreaSpec, named: &HashSet<String>, path: &SourcePath, problems: &mut Vec<Problem>) {
    if !is_used(area, named) {
        problems.push(Problem {
            place: Some(Place::at(path, area.span)),
            code: Code::AreaUnused,
            message: format!("no bulletin is in the area `{}`", area.name),
            help: "is it spelt as in the bulletins? Else take it out until it is needed".into(),
            related: Vec::new(),
            fix: None,
        });
        return;
    }
    for inner in &area.areas {
        areas(inner, named, path, problems);
    }
}

fn is_used(area: &AreaSpec, named: &HashSet<String>) -> bool {
    let mut names = std::iter::once(&area.name).chain(area.aliases.iter().map(|alias| &alias.text));
    names.any(|name| named.contains(&folded(name))) || area.areas.iter().any(|inner| is_used(inner, named))
}
