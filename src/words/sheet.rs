//! One file of words. In: its text, and what the words of the English file look like. Out: a [`Sheet`] and problems. It must
//! not know the other files of the language.

use std::{
    collections::{BTreeSet, HashMap},
    sync::Arc,
};

use super::{
    Form, Forms, KindWords, Phrase, PluralRule, SiteNames,
    dates::{DATE_PARTS, TIME_PARTS},
    pieces,
};
use crate::{
    embedded,
    parse::{
        reader::nearest,
        tree::{self, Node, TreeValue},
    },
    problem::{Problem, wording},
    source::{Place, SourcePath, Span, Text},
};

/// The keys whose value is no single text.
const LISTS: &[(&str, usize)] = &[("months", 12), ("months_alone", 12), ("weekdays", 7)];
const SECTIONS: &[&str] = &["plural", "kinds", "contacts"];

/// What one file says, or several of one language together.
#[derive(Clone, Default)]
pub struct Sheet {
    pub said: HashMap<String, Arc<Phrase>>,
    pub lists: HashMap<&'static str, Vec<String>>,
    pub kinds: HashMap<String, KindWords>,
    pub notes: HashMap<String, String>,
    pub rule: Option<Arc<PluralRule>>,
    /// The last file, for problems about the language as a whole.
    pub path: Option<SourcePath>,
}

/// What a word looks like in the English file.
pub struct Shape {
    with_number: bool,
    parts: BTreeSet<String>,
}

/// What each word of the English file looks like.
pub fn shapes(english: &Text, problems: &mut Vec<Problem>) -> HashMap<String, Shape> {
    let map = map_of(english, problems);
    map.entries.iter().filter_map(|entry| Some((entry.key.clone(), shape(&entry.key, &entry.value)?))).collect()
}

impl Sheet {
    /// Lays another sheet of the same language over this one.
    pub fn lay(&mut self, over: Self) {
        let Self { said, mut lists, kinds, notes, rule, path } = over;
        self.said.extend(said);
        if lists.contains_key("months") && !lists.contains_key("months_alone") {
            lists.extend(lists.get("months").cloned().map(|months| ("months_alone", months)));
        }
        self.lists.extend(lists);
        for (name, words) in kinds {
            let known = self.kinds.entry(name).or_default();
            known.label = words.label.or(known.label.take());
            known.plural = words.plural.or(known.plural.take());
        }
        self.notes.extend(notes);
        self.rule = rule.or(self.rule.take());
        self.path = path.or(self.path.take());
    }
}

fn map_of(text: &Text, problems: &mut Vec<Problem>) -> tree::Map {
    let offset = if text.text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    tree::read(&text.text[offset..], offset, &text.path, tree::WORDS, problems).unwrap_or_default()
}

fn shape(key: &str, node: &Node) -> Option<Shape> {
    if SECTIONS.contains(&key) || LISTS.iter().any(|(list, _)| *list == key) {
        return None;
    }
    let parts_of = |text: &str| pieces(text).filter_map(|(_, name)| name.map(str::to_owned)).collect::<Vec<_>>();
    let also = match key {
        "date_time" => &[DATE_PARTS, TIME_PARTS, &["date"]].concat(),
        "date_full" | "date_day" | "date_short" | "date_weekday" | "date_month" => DATE_PARTS,
        "time" | "time_hour" => TIME_PARTS,
        _ => &[],
    };
    let also = also.iter().map(|name| (*name).to_owned());
    match &node.value {
        TreeValue::Text(text) => {
            Some(Shape { with_number: false, parts: parts_of(text).into_iter().chain(also).collect() })
        }
        TreeValue::Map(map) => {
            let texts = map.entries.iter().filter_map(|entry| match &entry.value.value {
                TreeValue::Text(text) => Some(parts_of(text)),
                _ => None,
            });
            let count = ["count".to_owned()];
            Some(Shape { with_number: true, parts: texts.flatten().chain(count).collect() })
        }
        _ => None,
    }
}

/// Reads one file.
pub struct SheetReader<'a> {
    pub path: &'a SourcePath,
    pub shapes: &'a HashMap<String, Shape>,
    pub names: &'a SiteNames,
    pub rule: Arc<PluralRule>,
    pub problems: &'a mut Vec<Problem>,
}

impl SheetReader<'_> {
    pub fn sheet(&mut self, text: &Text) -> Sheet {
        let map = map_of(text, self.problems);
        let mut sheet = Sheet { path: Some(text.path.clone()), ..Sheet::default() };
        // How the language counts comes first: the forms of words are read by it.
        if let Some(node) = map.get("plural") {
            sheet.rule = self.rule(node).map(Arc::new);
            self.rule = sheet.rule.clone().unwrap_or_else(|| self.rule.clone());
        }
        let built_in = text.path.below(embedded::FOLDER).is_some();
        for entry in &map.entries {
            let (key, node) = (entry.key.as_str(), &entry.value);
            if node.value == TreeValue::Null {
                continue;
            }
            match key {
                "plural" => {}
                "kinds" => sheet.kinds = self.kinds(node, built_in),
                "contacts" => sheet.notes = self.notes(node, built_in),
                _ => {
                    if let Some((name, count)) = LISTS.iter().find(|(name, _)| *name == key) {
                        sheet.lists.extend(self.list(key, node, *count).map(|list| (*name, list)));
                    } else if let Some(said) = self.said(entry) {
                        sheet.said.insert(key.to_owned(), Arc::new(said));
                    }
                }
            }
        }
        sheet
    }

    fn report(&mut self, problem: Problem) {
        self.problems.push(problem);
    }

    fn place(&self, span: Span) -> Place {
        Place::at(self.path, span)
    }

    fn wrong<T>(&mut self, node: &Node, key: &str, expected: &str) -> Option<T> {
        let place = self.place(node.span);
        self.report(wording::words_wrong(place, key, expected));
        None
    }

    fn unknown(&mut self, entry: &tree::MapEntry, known: &[&str]) {
        let near = nearest(&entry.key, known.iter().copied());
        let place = self.place(entry.key_span);
        self.report(wording::words_unknown(place, &entry.key, near));
    }

    fn rule(&mut self, node: &Node) -> Option<PluralRule> {
        let TreeValue::Map(map) = &node.value else {
            return self.wrong(node, "plural", "forms with their conditions, such as `one: n = 1`");
        };
        let mut rule = PluralRule::default();
        let before = self.problems.len();
        for entry in &map.entries {
            let named = Form::WORDS.iter().find(|(word, form)| *word == entry.key && *form != Form::None);
            match (named, &entry.value.value) {
                (Some((_, Form::Other)), _) => {}
                (Some((_, form)), TreeValue::Text(text)) if rule.add(*form, text) => {}
                (Some(_), _) => {
                    let expected =
                        "a condition as Unicode's CLDR has it, such as `n % 10 = 2..4 and n % 100 != 12..14`";
                    self.wrong::<()>(&entry.value, &entry.key, expected);
                }
                (None, _) => self.unknown(entry, &["zero", "one", "two", "few", "many", "other"]),
            }
        }
        (self.problems.len() == before).then_some(rule)
    }

    /// A text as it is written, white space around it too.
    fn text(&mut self, node: &Node, key: &str) -> Option<String> {
        match &node.value {
            TreeValue::Text(text) => Some(text.clone()),
            _ => self.wrong(node, key, "one text"),
        }
    }

    fn said(&mut self, entry: &tree::MapEntry) -> Option<Phrase> {
        let (key, node) = (entry.key.as_str(), &entry.value);
        let Some(shape) = self.shapes.get(key) else {
            let lists = LISTS.iter().map(|(list, _)| *list);
            let known: Vec<&str> =
                self.shapes.keys().map(String::as_str).chain(lists).chain(SECTIONS.iter().copied()).collect();
            self.unknown(entry, &known);
            return None;
        };
        match &node.value {
            // A language whose forms are all alike writes one text.
            TreeValue::Text(text) if shape.with_number => {
                self.parts(node, text, shape)?;
                Some(Phrase::Forms(Forms { rule: self.rule.clone(), forms: vec![(Form::Other, text.clone())] }))
            }
            TreeValue::Text(text) => {
                self.parts(node, text, shape)?;
                Some(Phrase::Text(text.clone()))
            }
            TreeValue::Map(map) if shape.with_number => {
                let mut forms = Vec::new();
                for entry in &map.entries {
                    let named = Form::WORDS.iter().find(|(word, _)| *word == entry.key).map(|(_, form)| *form);
                    match named.filter(|form| self.rule.has(*form)) {
                        Some(form) => {
                            let text = self.text(&entry.value, &entry.key)?;
                            self.parts(&entry.value, &text, shape)?;
                            forms.push((form, text));
                        }
                        None => {
                            let rule = self.rule.clone();
                            let known: Vec<&str> =
                                Form::WORDS.iter().filter(|(_, form)| rule.has(*form)).map(|(word, _)| *word).collect();
                            let place = self.place(entry.key_span);
                            self.report(wording::words_form_unknown(place, &entry.key, &known));
                        }
                    }
                }
                if !forms.iter().any(|(form, _)| *form == Form::Other) {
                    return self.wrong(node, key, "a form `other` besides the others");
                }
                Some(Phrase::Forms(Forms { rule: self.rule.clone(), forms }))
            }
            _ => self.wrong(node, key, if shape.with_number { "forms such as `one` and `other`" } else { "one text" }),
        }
    }

    /// Whether a text fills in only what there is.
    fn parts(&mut self, node: &Node, text: &str, shape: &Shape) -> Option<()> {
        let mut names = pieces(text).filter_map(|(_, name)| name);
        let Some(strange) = names.find(|name| !shape.parts.contains(*name)) else { return Some(()) };
        let known: Vec<&str> = shape.parts.iter().map(String::as_str).collect();
        let place = self.place(node.span);
        self.report(wording::words_part_unknown(place, strange, &known));
        None
    }

    fn list(&mut self, key: &str, node: &Node, count: usize) -> Option<Vec<String>> {
        let TreeValue::List(items) = &node.value else {
            return self.wrong(node, key, &format!("a list of {count} names"));
        };
        let names: Vec<String> = items.iter().filter_map(|item| self.text(item, key)).collect();
        if names.len() != count {
            return self.wrong(node, key, &format!("a list of {count} names"));
        }
        Some(names)
    }

    fn kinds(&mut self, node: &Node, built_in: bool) -> HashMap<String, KindWords> {
        let mut kinds = HashMap::new();
        for entry in self.section(node, "kinds", "kinds with their `label` and `plural`") {
            if !self.is_named(entry, &self.names.kinds, built_in) {
                continue;
            }
            let mut words = KindWords::default();
            match &entry.value.value {
                TreeValue::Map(map) => {
                    for entry in &map.entries {
                        match entry.key.as_str() {
                            "label" => words.label = self.text(&entry.value, "label"),
                            "plural" => words.plural = self.text(&entry.value, "plural"),
                            _ => self.unknown(entry, &["label", "plural"]),
                        }
                    }
                }
                _ => words.label = self.text(&entry.value, &entry.key),
            }
            kinds.insert(entry.key.clone(), words);
        }
        kinds
    }

    fn notes(&mut self, node: &Node, built_in: bool) -> HashMap<String, String> {
        let mut notes = HashMap::new();
        for entry in self.section(node, "contacts", "contacts with their notes") {
            if self.is_named(entry, &self.names.contacts, built_in) {
                notes.extend(self.text(&entry.value, &entry.key).map(|note| (entry.key.clone(), note)));
            }
        }
        notes
    }

    /// Whether the site has what an entry is named after; the program's own files speak of what a site may leave out.
    fn is_named(&mut self, entry: &tree::MapEntry, names: &[String], built_in: bool) -> bool {
        let known = built_in || names.contains(&entry.key);
        if !known {
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            self.unknown(entry, &names);
        }
        known
    }

    fn section<'n>(&mut self, node: &'n Node, key: &str, expected: &str) -> &'n [tree::MapEntry] {
        match &node.value {
            TreeValue::Map(map) => &map.entries,
            _ => {
                self.wrong::<()>(node, key, expected);
                &[]
            }
        }
    }
}
