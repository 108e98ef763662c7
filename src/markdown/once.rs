//! A body in; what must be known of it and, where the site decides nothing in it, its HTML out, and its words where they are
//! wanted, in one reading. Most bodies are such: they link to other hosts or not at all. Must not know where the body is
//! going to stand.

use std::cell::Cell;
use std::ops::Range;

use pulldown_cmark::{Event, OffsetIter, Parser};

use super::facts::{self, Facts};
use super::html::{HtmlRenderer, PageHtml};
use super::plain::{BodyWords, plain};
use super::{BodyPicture, BodySite, HtmlOptions, HtmlPlace, RawHtml, Resolution, dialect, marks};

/// Finds the telephone numbers in a run of text: the byte range of each, in order, and its `tel:` address.
pub type NumberFinder<'a> = dyn Fn(&str) -> Vec<(Range<usize>, String)> + 'a;

/// What [`super::facts`] says of `text`, and what [`super::page_html`] gives for any site that finds the same telephone
/// numbers and whatever its words are; none where that hangs on anything else. What [`super::plain`] gives goes to `words`.
pub fn facts_and_html(
    text: &str,
    raw: RawHtml,
    typographic: bool,
    telephones: &NumberFinder,
    words: Option<&mut String>,
) -> (Facts, Option<PageHtml>) {
    if typographic {
        if let Some(words) = words {
            *words = plain(text);
        }
        // The facts are of the text as it is typed: the two readings differ.
        return (facts::facts(text, raw), None);
    }
    let options = HtmlOptions { raw, typographic, target: HtmlPlace::Page, ..HtmlOptions::default() };
    let site = NumbersOnly { telephones, asked: Cell::new(false) };
    let unmarked = marks::unmarked(text);
    let mut events = ObservedEvents {
        events: Parser::new_ext(&unmarked.text, dialect(typographic)).into_offset_iter(),
        facts: facts::FactsReader::new(&unmarked.text, raw),
        words: words.is_some().then(BodyWords::default),
    };
    let html = HtmlRenderer::new(&unmarked.text, raw, &options, &site).run(&mut events);
    // A body that cannot be rendered as it should is left in the middle.
    events.by_ref().for_each(drop);
    if let (Some(words), Some(heard)) = (words, events.words) {
        *words = heard.text();
    }
    let facts = events.facts.finish(&unmarked);
    let settled = |html: &PageHtml| {
        html.differs_by_ids_alone() && !site.asked.get() && facts.heading.is_none() && facts.limit.is_none()
    };
    let html = html.ok().filter(settled);
    (facts, html)
}

/// The events of a body, which whoever gathers the facts and the words hears as they pass.
struct ObservedEvents<'a> {
    events: OffsetIter<'a>,
    facts: facts::FactsReader<'a>,
    words: Option<BodyWords>,
}

impl<'a> Iterator for ObservedEvents<'a> {
    type Item = Event<'a>;

    fn next(&mut self) -> Option<Event<'a>> {
        let (event, range) = self.events.next()?;
        self.facts.event(&event, range);
        if let Some(words) = &mut self.words {
            words.event(&event);
        }
        Some(event)
    }
}

/// A site of which nothing is known but telephone numbers. It notes whether it was asked for more.
struct NumbersOnly<'a> {
    telephones: &'a NumberFinder<'a>,
    asked: Cell<bool>,
}

impl BodySite for NumbersOnly<'_> {
    fn resolve(&self, _destination: &str) -> Resolution {
        self.asked.set(true);
        Resolution::AsWritten
    }

    fn telephones(&self, text: &str) -> Vec<(Range<usize>, String)> {
        (self.telephones)(text)
    }

    fn is_own(&self, _url: &str) -> bool {
        self.asked.set(true);
        false
    }

    fn picture(&self, _destination: &str) -> Option<BodyPicture> {
        self.asked.set(true);
        None
    }
}
