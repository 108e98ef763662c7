//! One document as rules look at it. In: its reading, its text and the settings. Out: a [`Subject`] with its passages and
//! helpers for sentences and names. It must not know any rule.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::{
    catalogue::{Entry, Reading, allow, bulletin::Draft, field_name, placeholders::Placeholder, reading::Says},
    markdown::{Anchor, Part, Passage, Passages, of_text, passages},
    parse::{
        front_matter,
        reader::decoded,
        tree::{self, Map, Node, Value},
    },
    settings::{Contact, Settings},
    source::Span,
};

/// Where a passage stands in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Title,
    Summary,
    Body,
    Update,
}

/// A passage with the place that it has.
#[derive(Debug)]
pub struct Copy {
    pub section: Section,
    pub passage: Passage,
    /// What is added to places in the passage.
    offset: usize,
    /// The place of the whole, where single characters have none: text that was written with escapes.
    whole: Option<Span>,
}

impl Copy {
    pub fn text(&self) -> &str {
        &self.passage.text
    }

    /// The place in the file of a range of the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        self.whole.unwrap_or_else(|| Span::from(self.passage.source(range)).shifted(self.offset))
    }

    /// Whether single characters have a place, so that they can be replaced.
    pub fn is_exact(&self) -> bool {
        self.whole.is_none()
    }

    /// Its sentences.
    pub fn sentences(&self) -> Vec<Range<usize>> {
        sentences(self.text())
    }
}

/// One document as rules look at it.
pub struct Subject<'a> {
    pub entry: &'a Entry,
    /// What it says as a bulletin; none for a page.
    pub draft: Option<&'a Draft>,
    /// The name of its kind; `page` for a page.
    pub kind: &'a str,
    pub settings: &'a Settings,
    pub copies: Vec<Copy>,
    pub anchors: Vec<Anchor>,
    /// Where the body begins in the file.
    pub body: usize,
    pub fields: Map,
    /// What is yet to be replaced in it.
    pub placeholders: &'a [Placeholder],
}

impl<'a> Subject<'a> {
    /// Takes a document apart; none where it cannot be read.
    pub fn new(reading: &'a Reading, text: &str, settings: &'a Settings) -> Option<Self> {
        let (entry, draft) = match &reading.says {
            Says::Bulletin(draft) => (&draft.entry, Some(&**draft)),
            Says::Page(page) => (&*page.entry, None),
            Says::Broken => return None,
        };
        let split = front_matter::split(text).ok()?;
        let yaml = &text[split.yaml.clone()];
        let fields = tree::read_fields(yaml, split.yaml.start, &reading.path, field_name, &mut Vec::new())?;
        let kind = draft.map_or("page", |draft| settings.kinds[draft.kind].name.as_str());
        let mut copies = Vec::new();
        for (section, name) in [(Section::Title, "title"), (Section::Summary, "summary")] {
            if let Some(node) = fields.find(name) {
                copies.extend(from_node(section, node, text));
            }
        }
        let Passages { passages, anchors } = passages(&text[split.body..]);
        copies.extend(passages.into_iter().map(|passage| Copy {
            section: Section::Body,
            passage,
            offset: split.body,
            whole: None,
        }));
        if let Some(Value::List(updates)) = fields.find("updates").map(|node| &node.value) {
            for update in updates {
                if let Value::Map(map) = &update.value
                    && let Some(node) = map.get("text")
                {
                    copies.extend(from_node(Section::Update, node, text));
                }
            }
        }
        let placeholders = &reading.placeholders;
        Some(Self { entry, draft, kind, settings, copies, anchors, body: split.body, fields, placeholders })
    }

    /// Whether it is one of these kinds.
    pub fn is(&self, kinds: &[&str]) -> bool {
        kinds.contains(&self.kind)
    }

    /// The paragraphs, items and cells of body and log, without headings.
    pub fn prose(&self) -> impl Iterator<Item = &Copy> {
        self.copies.iter().filter(|copy| {
            matches!(copy.section, Section::Body | Section::Update) && !matches!(copy.passage.part, Part::Heading(_))
        })
    }

    /// The place of a field, or the beginning of the file.
    pub fn place_of(&self, field: &str) -> Span {
        self.fields.find(field).map_or(Span::new(0, 0), |node| node.span)
    }

    /// The codes that the front matter switches off.
    pub fn allow(&self) -> Vec<String> {
        allow(&self.fields).map(str::to_owned).collect()
    }

    /// Why they are switched off.
    pub fn reason(&self) -> Option<String> {
        let texts = self.fields.find("reason").map(tree::texts).unwrap_or_default();
        texts.first().map(|(text, _)| (*text).to_owned())
    }

    /// The contacts that readers of this bulletin are shown: its own, else those of its kind.
    pub fn contacts(&self) -> Vec<&Contact> {
        use crate::catalogue::bulletin::ContactName;
        let named = |name: &str| self.settings.contacts.iter().find(|contact| contact.name.eq_ignore_ascii_case(name));
        let Some(draft) = self.draft else { return Vec::new() };
        match &draft.more.contacts {
            Some(contacts) => contacts
                .iter()
                .filter_map(|contact| match contact {
                    ContactName::Named { name, .. } => named(name),
                    ContactName::Written(contact) => Some(contact),
                })
                .collect(),
            None => self.settings.kinds[draft.kind].contacts.iter().filter_map(|name| named(name)).collect(),
        }
    }
}

fn from_node(section: Section, node: &Node, text: &str) -> Option<Copy> {
    let Value::Text(written) = &node.value else { return None };
    // As readers get it.
    let value = &decoded(written);
    let start = node.span.range().start;
    // A plain text stands in the file as it is; one behind a quotation mark begins a byte later.
    let at = [start, start + 1].into_iter().find(|at| text.get(*at..*at + value.len()) == Some(value.as_str()));
    Some(Copy {
        section,
        passage: of_text(value, at.unwrap_or(start)),
        offset: 0,
        whole: at.is_none().then_some(node.span),
    })
}

/// The sentences of a text: they end at a full stop, question or exclamation mark before a blank, and at ends of lines.
pub fn sentences(text: &str) -> Vec<Range<usize>> {
    static END: LazyLock<Regex> =
        LazyLock::new(|| Regex::new(r#"[.!?]['"’”)]*\s+|\n+"#).expect("it is a sound expression"));
    static SHORT: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"\b(?:Mr|Mrs|Ms|Dr|St|Rd|Ave|PC|DC|Sgt|Insp|Det|No|Tel|tel|ext|e\.g|i\.e|approx|[A-Z])\.\s*$")
            .expect("it is a sound expression")
    });
    let mut out = Vec::new();
    let mut start = 0;
    for end in END.find_iter(text) {
        if end.as_str().starts_with('.') && SHORT.is_match(&text[start..end.end()]) {
            continue;
        }
        if !text[start..end.start()].trim().is_empty() {
            out.push(start..end.end());
        }
        start = end.end();
    }
    if !text[start..].trim().is_empty() {
        out.push(start..text.len());
    }
    out
}

/// Words that begin with a capital and are no part of a person's name.
const NO_NAMES: &[&str] = &[
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "street",
    "road",
    "lane",
    "avenue",
    "close",
    "drive",
    "way",
    "court",
    "place",
    "square",
    "park",
    "green",
    "hill",
    "house",
    "school",
    "college",
    "church",
    "hall",
    "centre",
    "center",
    "station",
    "police",
    "council",
    "crown",
    "magistrates",
    "officer",
    "officers",
    "inspector",
    "sergeant",
    "constable",
    "detective",
    "superintendent",
    "chief",
    "county",
    "city",
    "town",
    "village",
    "north",
    "south",
    "east",
    "west",
    "the",
    "a",
    "an",
    "in",
    "on",
    "at",
    "of",
    "for",
    "junction",
    "bus",
    "route",
    "class",
    "year",
    "grade",
    "age",
    "aged",
    "team",
    "unit",
    "section",
    "act",
    "page",
    "room",
    "block",
    "flat",
    "apartment",
    "number",
    "world",
    "war",
    "great",
    "royal",
    "saint",
    "club",
    "united",
    "kingdom",
    "england",
    "scotland",
    "wales",
    "ireland",
    "britain",
    "london",
    "district",
    "ward",
    "parish",
    "bank",
    "holiday",
    "christmas",
    "easter",
    "day",
    "week",
    "january's",
    "under",
    "over",
    "men",
    "women",
    "boys",
    "girls",
    "victim",
    "suspect",
    "mr",
    "mrs",
    "ms",
    "miss",
    "dr",
    "sir",
    "from",
    "this",
    "that",
    "he",
    "she",
    "they",
    "when",
    "article",
    "chapter",
    "appendix",
    "figure",
    "table",
    "item",
    "motorway",
    "highway",
    "trust",
    "group",
    "society",
    "association",
    "department",
    "office",
    "university",
    "hospital",
    "surgery",
    "clinic",
    "library",
    "museum",
];

/// Whether two words look like a person's name.
pub fn is_name(first: &str, last: &str) -> bool {
    let fits = |word: &str| {
        let small = word.to_lowercase();
        let letters = word.chars().count();
        letters >= 2 && !NO_NAMES.contains(&small.as_str()) && word.chars().skip(1).any(char::is_lowercase)
    };
    fits(first) && fits(last)
}
