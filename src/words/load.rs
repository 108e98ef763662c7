//! The files of words to [`Words`]: those of the program, the theme and the site over one another, and what a language lacks
//! from the site's language and from English. In: texts below `templates/words/`. Out: every language, and problems. It must
//! not know what a word is for.

use std::{
    collections::{BTreeMap, HashMap},
    sync::Arc,
};

use super::{
    Language, LanguageId, Phrase, PluralRule, Words,
    dates::{Dates, Pattern},
    sheet::{self, Shape, Sheet, SheetReader},
};
use crate::{
    embedded,
    language::{self, first},
    problem::{Problem, wording},
    source::{Place, Text},
};

/// Where the files lie below a folder of templates.
pub const FOLDER: &str = "words/";

/// What a site calls its own.
#[derive(Clone, Debug)]
pub struct SiteNames {
    pub theme: String,
    pub language: String,
    /// The names of the kinds of bulletin.
    pub kinds: Vec<String>,
    pub contacts: Vec<String>,
}

/// Loads every language. What is wrong in a file is reported, and the word counts as left out.
pub fn load(templates: &[Text], names: &SiteNames) -> (Words, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut shapes: HashMap<String, Shape> = HashMap::new();
    let mut sheets: BTreeMap<String, Sheet> = BTreeMap::new();
    let english = format!("{}/templates/{FOLDER}en.yaml", embedded::FOLDER);
    if let Some(text) = templates.iter().find(|text| text.path.as_str() == english) {
        shapes = sheet::shapes(text, &mut problems);
    }
    for folder in folders(&names.theme) {
        for text in templates {
            let Some(name) = text.path.below(&folder) else { continue };
            let tag = name.strip_suffix(".yaml").filter(|stem| !stem.contains('.')).and_then(language::tag);
            let Some(tag) = tag else {
                problems.push(wording::words_file_strange(&text.path));
                continue;
            };
            let parent = sheets.get(&tag).or_else(|| sheets.get(first(&tag)));
            let rule =
                parent.and_then(|sheet| sheet.rule.clone()).unwrap_or_else(|| Arc::new(PluralRule::of(first(&tag))));
            let mut reader = SheetReader { path: &text.path, shapes: &shapes, names, rule, problems: &mut problems };
            let sheet = reader.sheet(text);
            sheets.entry(tag).or_default().lay(sheet);
        }
    }
    let none = Sheet::default();
    let sheet = |tag: &str| sheets.get(tag).unwrap_or(&none);
    let chain = |tag: &str| {
        let mut own = sheet(first(tag)).clone();
        if first(tag) != tag {
            own.lay(sheet(tag).clone());
        }
        own
    };
    let spoken = |tag: &str| sheets.contains_key(tag) || sheets.contains_key(first(tag));
    let site_tag = if spoken(&names.language) { &names.language } else { "en" };
    let mut behind = sheet("en").clone();
    behind.lay(chain(site_tag));
    let mut tags: Vec<&str> = sheets.keys().map(String::as_str).collect();
    if !sheets.contains_key(site_tag) {
        tags.push(site_tag);
    }
    for tag in &tags {
        let own = chain(tag);
        if let Some(path) = own.path.as_ref().filter(|path| path.below(embedded::FOLDER).is_none()) {
            let lacking = lacking(&own, &shapes);
            if !lacking.is_empty() {
                problems.push(wording::words_lacking(Place::whole(path), &lacking));
            }
        }
    }
    let languages = tags.iter().map(|tag| language(tag, chain(tag), &behind, *tag == site_tag)).collect();
    let site = tags.iter().zip(0..).find_map(|(tag, at)| (*tag == site_tag).then_some(at)).unwrap_or(0);
    (Words { languages, site: LanguageId(site) }, problems)
}

/// The folders of words, the last one winning.
fn folders(theme: &str) -> Vec<String> {
    let built_in = embedded::FOLDER;
    let above = ["", &format!("{built_in}/themes/{theme}/"), &format!("themes/{theme}/")].map(str::to_owned);
    let mut folders = vec![format!("{built_in}/templates")];
    folders.extend(above[1..].iter().chain(&above[..1]).map(|above| format!("{above}templates")));
    folders.into_iter().map(|folder| format!("{folder}/{}", FOLDER.trim_end_matches('/'))).collect()
}

fn language(tag: &str, own: Sheet, behind: &Sheet, is_site: bool) -> Language {
    let mut whole = behind.clone();
    // The names of kinds and notes of another language would take the place of what the settings say.
    if !is_site {
        whole.kinds.clear();
        whole.notes.clear();
    }
    let own_name = own.said.get("language_name").cloned();
    whole.lay(own);
    // What a language calls itself is no word of another.
    whole
        .said
        .insert("language_name".into(), own_name.unwrap_or_else(|| Arc::new(Phrase::Text(language::name(tag).into()))));
    let text = |name: &str| match whole.said.get(name).map(|said| &**said) {
        Some(Phrase::Text(text)) => text.clone(),
        _ => String::new(),
    };
    let pattern = |name: &str| Pattern::new(&text(name));
    let list = |name: &str| whole.lists.get(name).cloned().unwrap_or_default();
    let dates = Dates {
        months_alone: if whole.lists.contains_key("months_alone") { list("months_alone") } else { list("months") },
        months: list("months"),
        weekdays: list("weekdays"),
        date_time: pattern("date_time"),
        date_full: pattern("date_full"),
        date_day: pattern("date_day"),
        date_short: pattern("date_short"),
        date_weekday: pattern("date_weekday"),
        date_month: pattern("date_month"),
        time: pattern("time"),
        time_hour: pattern("time_hour"),
        morning: text("morning"),
        afternoon: text("afternoon"),
        midnight: text("midnight"),
        midday: text("midday"),
    };
    Language { tag: tag.to_owned(), dates, said: whole.said, kinds: whole.kinds, notes: whole.notes }
}

/// The words that a language leaves out, in order.
fn lacking(own: &Sheet, shapes: &HashMap<String, Shape>) -> Vec<String> {
    // The desk's words are for whoever writes, and no reader meets them.
    let wanted = |name: &&String| !name.starts_with("desk_") && !own.said.contains_key(*name);
    let texts = shapes.keys().filter(wanted).cloned();
    let lists = ["months", "weekdays"].into_iter().filter(|name| !own.lists.contains_key(name)).map(str::to_owned);
    let mut lacking: Vec<String> = texts.chain(lists).collect();
    lacking.sort();
    lacking
}
