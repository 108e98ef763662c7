//! The texts of the interface, one file a language. In: the files of the program, the theme and the site, and the site's
//! language. Out: [`Words`], which has every text in every language that the site can speak. It must not know pages,
//! bulletins or templates.

mod dates;
mod load;
mod plural;
mod sheet;

use std::{collections::HashMap, sync::Arc};

pub use dates::Dates;
pub use load::{FOLDER, SiteNames, load};
pub use plural::{Form, PluralRule};

use crate::language::first;

/// A language of the interface, by its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LanguageId(pub u32);

/// Every language that the site can speak.
#[derive(Debug)]
pub struct Words {
    languages: Vec<Language>,
    site: LanguageId,
}

/// The texts of one language; what it lacks comes from the site's, then from English.
#[derive(Clone, Debug)]
pub struct Language {
    /// Its tag, such as `en-GB`.
    pub tag: String,
    pub dates: Dates,
    said: HashMap<String, Arc<Phrase>>,
    kinds: HashMap<String, KindWords>,
    notes: HashMap<String, String>,
}

/// A text, or the forms of one that goes with a number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Phrase {
    Text(String),
    Forms(Forms),
}

/// The forms of a text that goes with a number, and the rule of the language that they are in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forms {
    pub rule: Arc<PluralRule>,
    pub forms: Vec<(Form, String)>,
}

/// What a kind of bulletin is called.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KindWords {
    pub label: Option<String>,
    pub plural: Option<String>,
}

impl Words {
    /// The language that a page in a language speaks; none where there are no words in it.
    pub fn find(&self, tag: &str) -> Option<LanguageId> {
        let at = |wanted: &str| self.languages.iter().position(|language| language.tag == wanted);
        let site = self.language(self.site);
        let found =
            at(tag).or_else(|| at(first(tag))).or((first(&site.tag) == first(tag)).then_some(self.site.0 as usize));
        found.and_then(|at| u32::try_from(at).ok()).map(LanguageId)
    }

    /// The site's own language.
    pub fn site(&self) -> LanguageId {
        self.site
    }

    pub fn language(&self, id: LanguageId) -> &Language {
        &self.languages[id.0 as usize]
    }

    /// Every language there is.
    pub fn ids(&self) -> impl Iterator<Item = LanguageId> + use<> {
        (0..u32::try_from(self.languages.len()).unwrap_or(0)).map(LanguageId)
    }
}

impl Language {
    /// A text. The program asks for no other names than those of the English file, which a test sees to.
    pub fn text<'w>(&'w self, name: &'w str) -> &'w str {
        match self.get(name) {
            Some(Phrase::Text(text)) => text,
            Some(Phrase::Forms(forms)) => forms.of(u64::MAX),
            None => name,
        }
    }

    /// A text, with its forms where it has some.
    pub fn get(&self, name: &str) -> Option<&Phrase> {
        self.said.get(name).map(|said| &**said)
    }

    /// A text with what is to be filled in.
    pub fn fill(&self, name: &str, parts: &[(&str, &str)]) -> String {
        fill(self.text(name), parts)
    }

    /// The form of a text that goes with a number, with that as `{count}` and what else is to be filled in.
    pub fn count(&self, name: &str, number: u64, parts: &[(&str, &str)]) -> String {
        let text = match self.get(name) {
            Some(Phrase::Forms(forms)) => forms.of(number),
            _ => self.text(name),
        };
        let number = number.to_string();
        let parts: Vec<(&str, &str)> = parts.iter().copied().chain([("count", number.as_str())]).collect();
        fill(text, &parts)
    }

    /// What a kind is called in this language, by its name in the settings; none where no file of the language says so.
    pub fn kind(&self, name: &str) -> Option<&KindWords> {
        self.kinds.get(name)
    }

    /// The note beside a contact, likewise.
    pub fn note(&self, contact: &str) -> Option<&str> {
        self.notes.get(contact).map(String::as_str)
    }

    /// Every text by its name, in no order.
    pub fn all(&self) -> impl Iterator<Item = (&str, &Phrase)> {
        self.said.iter().map(|(name, said)| (name.as_str(), &**said))
    }
}

impl Forms {
    /// The form that goes with a number.
    pub fn of(&self, number: u64) -> &str {
        let get = |wanted: Form| self.forms.iter().find(|(form, _)| *form == wanted).map(|(_, text)| text.as_str());
        let none = if number == 0 { get(Form::None) } else { None };
        none.or_else(|| get(self.rule.form(number))).or_else(|| get(Form::Other)).unwrap_or_default()
    }
}

/// A text with its `{names}` filled in; those that are not at hand stay.
pub fn fill(text: &str, parts: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 32);
    for (between, name) in pieces(text) {
        out.push_str(between);
        let Some(name) = name else { continue };
        match parts.iter().find(|(known, _)| *known == name) {
            Some((_, part)) => out.push_str(part),
            None => out.extend(["{", name, "}"]),
        }
    }
    out
}

/// A text as what stands before each `{name}`, and the name; the last piece has none.
pub fn pieces(text: &str) -> impl Iterator<Item = (&str, Option<&str>)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest?;
        let is_name = |name: &str| !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_');
        let found = text.match_indices('{').find_map(|(at, _)| {
            let end = at + text[at..].find('}')?;
            is_name(&text[at + 1..end]).then_some((at, end))
        });
        let Some((at, end)) = found else {
            rest = None;
            return Some((text, None));
        };
        rest = Some(&text[end + 1..]);
        Some((&text[..at], Some(&text[at + 1..end])))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_in_braces_are_filled_in() {
        assert_eq!(fill("a {b} {c}{b}", &[("b", "1")]), "a 1 {c}1");
        assert_eq!(fill("{ b } {} { {b}", &[("b", "1")]), "{ b } {} { 1");
        assert_eq!(fill("", &[]), "");
    }

    #[test]
    fn nought_has_a_form_of_its_own() {
        let forms = |forms: &[(Form, &str)]| Forms {
            rule: Arc::new(PluralRule::of("cy")),
            forms: forms.iter().map(|(form, text)| (*form, (*text).to_owned())).collect(),
        };
        let welsh = forms(&[(Form::None, "dim"), (Form::Two, "2 fwletin"), (Form::Other, "bwletin")]);
        assert_eq!([0, 1, 2, 3].map(|number| welsh.of(number)), ["dim", "bwletin", "2 fwletin", "bwletin"]);
        assert_eq!(forms(&[(Form::Zero, "z"), (Form::Other, "o")]).of(0), "z");
    }
}
