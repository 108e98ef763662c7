//! Parts that many pages show alike: the frame round a page, a bulletin in a list, the contacts of a kind. In: what a part
//! is about. Out: safe text, rendered once by a template of its own and remembered. It must not know whole pages.

use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

use tera::{Context, Value};

use super::{
    Renderer,
    memo::Memo,
    values::{MapField, Values, map},
};
use crate::{
    address::Address,
    problem::Problem,
    view::{CardRef, ScopeView},
    words::LanguageId,
};

/// The parts that were rendered, as many as there is room for.
pub struct Parts {
    frames: Memo<Value>,
    cards: Memo<Arc<str>>,
    lines: Memo<Arc<str>>,
    /// The links to feeds in the heads of pages, by language and what a page belongs to: as many as there are feeds.
    feed_links: Mutex<HashMap<(LanguageId, Option<Address>), Value>>,
    /// The usual contacts of each kind.
    contacts: Memo<Value>,
    /// Where the menu and the list of pages lead, in order: pages on which these mark one of their entries.
    marked: Vec<String>,
}

/// The entries of the menu under which pages belong.
const SECTIONS: [Option<&str>; 4] = [None, Some("/"), Some("/areas/"), Some("/archive/")];

/// The most cards that are remembered, about 1 KB each.
const CARDS: usize = 16_384;
/// The most lines that are remembered, about 300 bytes each.
const LINES: usize = 16_384;

/// What the frame of a page depends on.
pub struct FrameKey<'a> {
    /// The page, as links name it.
    pub link: &'a str,
    pub section: Option<&'static str>,
    /// Whether the page speaks a language in which there are no words.
    pub foreign: bool,
    /// What the frame shows, in the language that it speaks.
    pub values: &'a Values,
}

/// How a list shows bulletins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pins {
    Shown,
    Ignored,
}

impl Parts {
    /// An empty memory for a site with so many kinds and bulletins.
    pub fn new(values: &[Values], kinds: usize, bulletins: usize) -> Self {
        let sites = || values.iter().map(|values| &values.site);
        let entries =
            |name| sites().filter_map(move |site| site.get_from_path(name)).filter_map(Value::as_array).flatten();
        let address = |entry: &Value| Some(entry.get_from_path("address")?.as_str()?.to_owned());
        let mut marked: Vec<String> = entries("menu").chain(entries("pages")).filter_map(address).collect();
        marked.sort_unstable();
        let languages = values.len();
        Self {
            frames: Memo::new(2 * SECTIONS.len() * languages, usize::MAX),
            // A bulletin that leads the front page has two cards.
            cards: Memo::new(CARDS, 2 * bulletins),
            lines: Memo::new(LINES, bulletins * languages),
            feed_links: Mutex::default(),
            contacts: Memo::new(kinds * languages, kinds * languages),
            marked,
        }
    }
}

impl Renderer {
    /// A part in a language, rendered for an output.
    fn part(
        &self,
        values: &Values,
        template: &str,
        fields: impl IntoIterator<Item = MapField>,
        output: &Address,
    ) -> Result<String, Problem> {
        let mut context = Context::new();
        context.insert_value("site", values.site.clone());
        context.insert_value("words", values.words.clone());
        for (name, value) in fields {
            context.insert_value(name, value);
        }
        let mut out = Vec::with_capacity(1024);
        self.templates.render(template, &context, output, &mut out)?;
        let text = String::from_utf8(out).unwrap_or_default();
        Ok(text.trim().to_owned())
    }

    /// What stands round a page: `{head, masthead, numbers, publisher, footer}`.
    pub(super) fn frame(&self, frame: &FrameKey, output: &Address) -> Result<Value, Problem> {
        let link = |address: &str| Value::from(self.settings.base.link(&Address::new(address)));
        let section = || frame.section.map_or_else(Value::none, link);
        let make = |current: Value| {
            let part = |template| {
                let fields = [
                    ("current", current.clone()),
                    ("section", section()),
                    ("foreign", frame.foreign.into()),
                    ("translated", (!frame.values.voice.is_site()).into()),
                ];
                Ok(Value::safe_string(&self.part(frame.values, template, fields, output)?))
            };
            Ok(map([
                ("head", part("head.html")?),
                ("masthead", part("masthead.html")?),
                ("numbers", part("numbers.html")?),
                ("publisher", part("publisher.html")?),
                ("footer", part("footer.html")?),
            ]))
        };
        if self.parts.marked.binary_search_by(|marked| marked.as_str().cmp(frame.link)).is_ok() {
            return make(frame.link.into());
        }
        match (0..).zip(SECTIONS).find(|(_, section)| *section == frame.section) {
            Some((at, _)) => {
                let place = self.of_languages(at, frame.values).wrapping_mul(2).wrapping_add(frame.foreign.into());
                self.parts.frames.try_get(place, || make(Value::none()))
            }
            None => make(Value::none()),
        }
    }

    /// The links to the feeds that a page announces, one a line.
    pub(super) fn feed_links(
        &self,
        values: &Values,
        scope: Option<&ScopeView>,
        output: &Address,
    ) -> Result<Value, Problem> {
        let key = (values.voice.id(), scope.map(|scope| scope.address.clone()));
        let known = self.parts.feed_links.lock().ok().and_then(|known| known.get(&key).cloned());
        if let Some(known) = known {
            return Ok(known);
        }
        let links = self.part(values, "feeds.html", [("feeds", values.announced(scope))], output)?;
        let links = Value::safe_string(&links);
        if let Ok(mut known) = self.parts.feed_links.lock() {
            known.insert(key, links.clone());
        }
        Ok(links)
    }

    /// Bulletins as lists show them, one after another.
    pub(super) fn cards(&self, cards: &[CardRef], pins: Pins, output: &Address) -> Result<Value, Problem> {
        let part = |card: &CardRef| {
            let lead = pins == Pins::Shown && card.is_lead();
            self.parts.cards.try_get(card.key().wrapping_mul(2).wrapping_add(lead.into()), || {
                let values = self.site_values();
                let fields = [("bulletin", values.card(*card)), ("lead", lead.into())];
                Ok(self.part(values, "card.html", fields, output)?.into())
            })
        };
        joined(cards, part)
    }

    /// Bulletins as short lists show them, a line each, on a page in a language.
    pub(super) fn lines(&self, values: &Values, cards: &[CardRef], output: &Address) -> Result<Value, Problem> {
        let line = |card: &CardRef| {
            self.parts.lines.try_get(self.of_languages(card.key(), values), || {
                let fields = [("bulletin", values.card(*card))];
                Ok(self.part(values, "line.html", fields, output)?.into())
            })
        };
        joined(cards, line)
    }

    /// Contacts, one a line.
    pub(super) fn contacts(&self, values: &Values, contacts: Value, output: &Address) -> Result<Value, Problem> {
        Ok(Value::safe_string(&self.part(values, "contacts.html", [("contacts", contacts)], output)?))
    }

    /// The usual contacts of a kind, one a line.
    pub(super) fn usual_contacts(&self, values: &Values, kind: usize, output: &Address) -> Result<Value, Problem> {
        let make = || self.contacts(values, values.contacts(kind), output);
        let at = u32::try_from(kind);
        at.map_or_else(|_| make(), |at| self.parts.contacts.try_get(self.of_languages(at, values), make))
    }

    /// The place of something that there is once in each language.
    fn of_languages(&self, place: u32, values: &Values) -> u32 {
        let languages = u32::try_from(self.values.len()).unwrap_or(1);
        let own = self.values.iter().zip(0..).find(|(known, _)| known.voice.id() == values.voice.id());
        place.wrapping_mul(languages).wrapping_add(own.map_or(0, |(_, at)| at))
    }
}

/// The parts of several bulletins as one safe text.
fn joined(cards: &[CardRef], part: impl Fn(&CardRef) -> Result<Arc<str>, Problem>) -> Result<Value, Problem> {
    let mut out = String::with_capacity(cards.len() * 768);
    for card in cards {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&part(card)?);
    }
    Ok(Value::safe_string(&out))
}
