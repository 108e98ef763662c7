//! The fields of one document under all their names, and the words in them as the settings mean them. In: a [`Document`] and
//! the settings. Out: nodes and words. It must not know what a field means.

use smallvec::SmallVec;

use super::{entry, fields::Field};
use crate::{
    moment::Moment,
    parse::{
        Document,
        reader::{Commas, Reader},
        tree::{Map, Node},
    },
    settings::{Meaning, Settings, WordOrigin},
    source::{SourcePath, Span},
};

/// The fields of one document, with the settings' other names for them.
pub struct Fields<'a> {
    pub path: &'a SourcePath,
    pub map: &'a Map,
    pub settings: &'a Settings,
    /// The fields that its keys may give.
    given: SmallVec<[&'static Field; 8]>,
}

/// A word of a field, and where it stands.
#[derive(Clone, Debug)]
pub struct GivenWord {
    pub text: String,
    pub span: Span,
    pub by: WordOrigin,
}

impl<'a> Fields<'a> {
    /// The fields of a document; none where its front matter could not be read.
    pub fn of(document: &'a Document, settings: &'a Settings) -> Option<Self> {
        let map = document.fields.as_ref()?;
        let given = map.entries.iter().flat_map(|entry| super::fields::begun_by(&entry.key)).collect();
        Some(Self { path: &document.path, map, settings, given })
    }

    /// Whether the document is a page, which makes something of few fields.
    pub fn is_page(&self) -> bool {
        self.path.below("content/pages").is_some()
    }

    /// The value of a field under the first of its names that is present, and that name.
    pub fn find(&self, field: &'static str) -> Option<(&'a Node, &'a str)> {
        self.find_where(field, |_| true)
    }

    /// The same among the values that are `wanted`.
    pub fn find_where(&self, field: &'static str, wanted: impl Fn(&Node) -> bool) -> Option<(&'a Node, &'a str)> {
        self.names(field).find_map(|name| Some((self.map.find(name).filter(|node| wanted(node))?, name)))
    }

    /// The values of a field under every one of its names that is present, in order.
    pub fn all(&self, field: &'static str) -> impl Iterator<Item = (&'a Node, &'a str)> {
        let map = self.map;
        self.names(field).filter_map(move |name| Some((map.find(name)?, name)))
    }

    /// The names under which a field is read, in order; none of its own where the document has no key for it.
    fn names(&self, field: &'static str) -> impl Iterator<Item = &'a str> {
        let settings = self.settings;
        let claimed = move |name: &str| {
            settings.fields.iter().any(|rule| rule.field != field && rule.keys.iter().any(|key| key == name))
        };
        let known = self.given.iter().find(|known| known.name == field);
        let own = known.into_iter().flat_map(move |known| {
            std::iter::once(known.name).chain(known.others.iter().copied().filter(move |name| !claimed(name)))
        });
        own.chain(settings.rule(field).into_iter().flat_map(|rule| &rule.keys).map(String::as_str))
    }

    /// What the settings say a value of a field means; none when it is passed over.
    pub fn meaning(&self, field: &str, value: String) -> Option<Meaning> {
        match self.settings.rule(field) {
            Some(rule) => rule.apply(value),
            None => Some(Meaning { text: value, by: WordOrigin::Document }),
        }
    }

    /// The words of a field: those that it gives under all its names, else those that the settings take from its folder, else their default.
    pub fn words(&self, field: &'static str, commas: Commas, reader: &mut Reader) -> Vec<GivenWord> {
        let each = self.all(field).map(|(node, name)| self.words_of(field, node, name, commas, reader));
        let given: Vec<GivenWord> = each.flatten().collect();
        if given.is_empty() { self.otherwise(field) } else { given }
    }

    /// The words that a value of a field gives.
    pub fn words_of(
        &self,
        field: &'static str,
        node: &Node,
        name: &str,
        commas: Commas,
        reader: &mut Reader,
    ) -> Vec<GivenWord> {
        let rule = self.settings.rule(field);
        let parts = |text: String| match rule {
            Some(rule) => rule.parts(text),
            None => vec![text],
        };
        let words = reader.words(node, name, commas).into_iter();
        let parts = words.flat_map(|word| parts(word.text).into_iter().map(move |text| (text, word.span)));
        let meant = parts.filter_map(|(text, span)| {
            let Meaning { text, by } = self.meaning(field, text)?;
            Some(GivenWord { text, span, by })
        });
        meant.collect()
    }

    /// The words of a field that its document does not give: the name of a folder, else the settings' default.
    pub fn otherwise(&self, field: &str) -> Vec<GivenWord> {
        let Some(rule) = self.settings.rule(field) else { return Vec::new() };
        let said = |Meaning { text, by }| GivenWord { text, span: Span::default(), by };
        let folders = rule.folder.map(|folder| entry::folders(self.path, folder)).unwrap_or_default();
        let named: Vec<GivenWord> = folders.into_iter().filter_map(|name| rule.apply(name)).map(said).collect();
        if !named.is_empty() {
            return named;
        }
        rule.default.iter().map(|text| said(Meaning { text: text.clone(), by: WordOrigin::Settings })).collect()
    }

    /// The first word of a field that is known, where one word is wanted: of what it gives under any of its names, else of
    /// its folder, else the settings' default. Where its own name gives an unknown word, that comes out as an error.
    pub fn one<T>(
        &self,
        field: &'static str,
        known: impl Fn(&str) -> Option<T>,
        reader: &mut Reader,
    ) -> Option<Result<T, GivenWord>> {
        for name in self.names(field) {
            let Some(node) = self.map.find(name) else { continue };
            let words = self.words_of(field, node, name, Commas::Belong, reader);
            if let Some(found) = words.iter().find_map(|word| known(&word.text)) {
                return Some(Ok(found));
            }
            // Of the words of another program, none need be known here.
            let own = name == field || name.starts_with("og.");
            if let Some(word) = words.into_iter().next().filter(|_| own) {
                return Some(Err(word));
            }
        }
        self.otherwise(field).iter().find_map(|word| known(&word.text)).map(Ok)
    }

    pub fn moment(&self, field: &'static str, reader: &mut Reader) -> Option<(Moment, Span)> {
        let (node, name) = self.find(field)?;
        Some((reader.moment(node, name, self.settings.calendar())?, node.span))
    }
}
