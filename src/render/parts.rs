//! Parts that many pages show alike: the frame round a page, a bulletin in a list, the contacts of a kind. In: what a part
//! is about. Out: safe text, rendered once by a template of its own and remembered. It must not know whole pages.

use std::sync::Arc;

use tera::{Context, Value};

use super::{
    Renderer,
    memo::Memo,
    values::{Field, map},
};
use crate::{
    address::Address,
    catalogue::{BulletinId, Catalogue},
    problem::Problem,
};

/// The parts that were rendered, as many as there is room for.
pub struct Parts {
    frames: Memo<Value>,
    cards: Memo<Arc<str>>,
    lines: Memo<Arc<str>>,
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
pub struct Frame<'a> {
    /// The page, as links name it.
    pub link: &'a str,
    pub section: Option<&'static str>,
    /// Whether the page speaks another language than the site.
    pub foreign: bool,
}

/// How a list shows bulletins.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Pins {
    Shown,
    Ignored,
}

impl Parts {
    /// An empty memory for a site, of which templates see `site`.
    pub fn new(catalogue: &Catalogue, site: &Value) -> Self {
        let entries = |name| site.get_from_path(name).and_then(Value::as_array).into_iter().flatten();
        let address = |entry: &Value| Some(entry.get_from_path("address")?.as_str()?.to_owned());
        let mut marked: Vec<String> = entries("menu").chain(entries("pages")).filter_map(address).collect();
        marked.sort_unstable();
        let bulletins = catalogue.bulletins.len();
        let kinds = catalogue.settings.kinds.len();
        Self {
            frames: Memo::new(2 * SECTIONS.len(), usize::MAX),
            // A pinned bulletin has two cards.
            cards: Memo::new(CARDS, 2 * bulletins),
            lines: Memo::new(LINES, bulletins),
            contacts: Memo::new(kinds, kinds),
            marked,
        }
    }
}

impl Renderer {
    /// A part, rendered for an output.
    fn part(
        &self,
        template: &str,
        fields: impl IntoIterator<Item = Field>,
        output: &Address,
    ) -> Result<String, Problem> {
        let mut context = Context::new();
        for (name, value) in fields {
            context.insert_value(name, value);
        }
        let mut out = Vec::with_capacity(1024);
        self.templates.render(template, &context, output, &mut out)?;
        let text = String::from_utf8(out).unwrap_or_default();
        Ok(text.trim().to_owned())
    }

    /// What stands round a page: `{head, masthead, numbers, footer}`.
    pub(super) fn frame(&self, frame: &Frame, output: &Address) -> Result<Value, Problem> {
        let link = |address: &str| Value::from(self.catalogue.settings.base.link(&Address::new(address)));
        let section = || frame.section.map_or_else(Value::none, link);
        let make = |current: Value| {
            let part = |template| {
                let fields = [("current", current.clone()), ("section", section()), ("foreign", frame.foreign.into())];
                Ok(Value::safe_string(&self.part(template, fields, output)?))
            };
            Ok(map([
                ("head", part("head.html")?),
                ("masthead", part("masthead.html")?),
                ("numbers", part("numbers.html")?),
                ("footer", part("footer.html")?),
            ]))
        };
        if self.parts.marked.binary_search_by(|marked| marked.as_str().cmp(frame.link)).is_ok() {
            return make(frame.link.into());
        }
        match (0..).zip(SECTIONS).find(|(_, section)| *section == frame.section) {
            Some((at, _)) => self.parts.frames.try_get(2 * at + u32::from(frame.foreign), || make(Value::none())),
            None => make(Value::none()),
        }
    }

    /// Bulletins as lists show them, one after another.
    pub(super) fn cards(&self, ids: &[BulletinId], pins: Pins, output: &Address) -> Result<Value, Problem> {
        let card = |id: &BulletinId| {
            let pinned = pins == Pins::Shown && self.catalogue.bulletin(*id).bulletin.pinned;
            self.parts.cards.try_get(id.0.wrapping_mul(2).wrapping_add(pinned.into()), || {
                let fields = [("bulletin", self.values.card(&self.catalogue, *id)), ("pinned", pinned.into())];
                Ok(self.part("card.html", fields, output)?.into())
            })
        };
        joined(ids, card)
    }

    /// Bulletins as short lists show them, a line each.
    pub(super) fn lines(&self, ids: &[BulletinId], output: &Address) -> Result<Value, Problem> {
        let line = |id: &BulletinId| {
            self.parts.lines.try_get(id.0, || {
                let fields = [("bulletin", self.values.card(&self.catalogue, *id))];
                Ok(self.part("line.html", fields, output)?.into())
            })
        };
        joined(ids, line)
    }

    /// Contacts, one a line.
    pub(super) fn contacts(&self, contacts: Value, output: &Address) -> Result<Value, Problem> {
        Ok(Value::safe_string(&self.part("contacts.html", [("contacts", contacts)], output)?))
    }

    /// The usual contacts of a kind, one a line.
    pub(super) fn usual_contacts(&self, kind: usize, output: &Address) -> Result<Value, Problem> {
        let make = || self.contacts(self.values.contacts(kind), output);
        u32::try_from(kind).map_or_else(|_| make(), |at| self.parts.contacts.try_get(at, make))
    }
}

/// The parts of several bulletins as one safe text.
fn joined(ids: &[BulletinId], part: impl Fn(&BulletinId) -> Result<Arc<str>, Problem>) -> Result<Value, Problem> {
    let mut out = String::with_capacity(ids.len() * 768);
    for id in ids {
        if !out.is_empty() {
            out.push('\n');
        }
        out.push_str(&part(id)?);
    }
    Ok(Value::safe_string(&out))
}
