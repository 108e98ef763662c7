//! One document as rules look at it. In: its reading, its text and the settings. Out: a [`Subject`] with its passages and
//! helpers for sentences and names. It must not know any rule.

use std::{collections::HashSet, ops::Range, sync::LazyLock};

use regex::{Captures, Regex};

use crate::{
    catalogue::{
        Entry, Reading, allow, bulletin::Draft, field_name, placeholders::Placeholder, reading::DocumentContent,
    },
    markdown::{Anchor, Passage, PassagePart, Passages, of_text, passages},
    parse::{
        front_matter,
        reader::decoded,
        tree::{self, Map, Node, TreeValue},
    },
    settings::{Contact, PHONE_KEYS, Settings},
    source::Span,
};

/// Where a passage stands in its document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Title,
    Summary,
    Body,
    Update,
    Contact,
}

/// A passage with the place that it has.
#[derive(Debug)]
pub struct PlacedPassage {
    pub section: Section,
    pub passage: Passage,
    /// What is added to places in the passage.
    offset: usize,
    /// The place of the whole, where single characters have none: text that was written with escapes.
    whole: Option<Span>,
}

impl PlacedPassage {
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

    /// The sentence in which something stands.
    pub fn sentence_at(&self, at: usize) -> Range<usize> {
        self.sentences().into_iter().find(|sentence| sentence.contains(&at)).unwrap_or(0..self.text().len())
    }
}

/// What a contact of the document's own says of its telephone.
#[derive(Debug)]
pub struct ContactPhone {
    /// All that is known of whose it is.
    pub owner: String,
    pub passage: PlacedPassage,
}

/// One document as rules look at it.
pub struct Subject<'a> {
    pub entry: &'a Entry,
    /// What it says as a bulletin; none for a page.
    pub draft: Option<&'a Draft>,
    /// The name of its kind; `page` for a page.
    pub kind: &'a str,
    pub settings: &'a Settings,
    pub copies: Vec<PlacedPassage>,
    /// The telephones of its own contacts, which stand in no text.
    pub phones: Vec<ContactPhone>,
    pub anchors: Vec<Anchor>,
    /// Where the body begins in the file.
    pub body: usize,
    pub fields: Map,
    /// What is yet to be replaced in it.
    pub placeholders: &'a [Placeholder],
}

impl<'a> Subject<'a> {
    /// A passage with those before and behind it: a story in short paragraphs tells one thing in one, the rest in the next.
    pub fn near(&self, at: usize) -> &[PlacedPassage] {
        &self.copies[at.saturating_sub(1)..(at + 2).min(self.copies.len())]
    }

    /// Takes a document apart; none where it cannot be read.
    pub fn new(reading: &'a Reading, text: &str, settings: &'a Settings) -> Option<Self> {
        let (entry, draft) = match &reading.says {
            DocumentContent::Bulletin(draft) => (&draft.entry, Some(&**draft)),
            DocumentContent::Page(page) => (&*page.entry, None),
            DocumentContent::Broken => return None,
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
        copies.extend(passages.into_iter().map(|passage| PlacedPassage {
            section: Section::Body,
            passage,
            offset: split.body,
            whole: None,
        }));
        if let Some(TreeValue::List(updates)) = fields.find("updates").map(|node| &node.value) {
            for update in updates {
                if let TreeValue::Map(map) = &update.value
                    && let Some(node) = map.get("text")
                {
                    copies.extend(from_node(Section::Update, node, text));
                }
            }
        }
        let placeholders = &reading.placeholders;
        let phones = fields.find("contacts").map(|node| contact_phones(node, text)).unwrap_or_default();
        Some(Self { entry, draft, kind, settings, copies, phones, anchors, body: split.body, fields, placeholders })
    }

    /// Whether it is one of these kinds.
    pub fn is(&self, kinds: &[&str]) -> bool {
        kinds.contains(&self.kind)
    }

    /// The paragraphs, items and cells of body and log, without headings.
    pub fn prose(&self) -> impl Iterator<Item = &PlacedPassage> {
        self.copies.iter().filter(|copy| {
            matches!(copy.section, Section::Body | Section::Update)
                && !matches!(copy.passage.part, PassagePart::Heading(_))
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

/// The telephones of contacts that are written out: `Jean 01632 960001`, or `{name: Jean, phone: 01632 960001}`.
fn contact_phones(node: &Node, text: &str) -> Vec<ContactPhone> {
    let items = if let TreeValue::List(items) = &node.value { items.as_slice() } else { std::slice::from_ref(node) };
    let of_map = |map: &Map| {
        let owner = map.get("name").map(tree::texts).unwrap_or_default();
        let owner = owner.first().map(|(name, _)| (*name).to_owned()).unwrap_or_default();
        let phones = PHONE_KEYS.iter().filter_map(|key| from_node(Section::Contact, map.get(key)?, text));
        phones.map(|passage| ContactPhone { owner: owner.clone(), passage }).collect::<Vec<_>>()
    };
    let of_item = |item: &Node| match &item.value {
        TreeValue::Map(map) => of_map(map),
        TreeValue::Text(owner) => from_node(Section::Contact, item, text)
            .map(|passage| ContactPhone { owner: owner.clone(), passage })
            .into_iter()
            .collect(),
        TreeValue::Null | TreeValue::List(_) => Vec::new(),
    };
    items.iter().flat_map(of_item).collect()
}

fn from_node(section: Section, node: &Node, text: &str) -> Option<PlacedPassage> {
    let TreeValue::Text(written) = &node.value else { return None };
    // As readers get it.
    let value = &decoded(written);
    let start = node.span.range().start;
    // A plain text stands in the file as it is; one behind a quotation mark begins a byte later.
    let at = [start, start + 1].into_iter().find(|at| text.get(*at..*at + value.len()) == Some(value.as_str()));
    Some(PlacedPassage {
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

/// Words that begin with a capital and are no part of a person's name, in the order of the alphabet.
const NO_NAMES: &str = "\
    a academy act action adult adults african after age aged air ambulance american an and apartment appeal \
    appendix april arena arms army around article asian association at audi august aunt avenue bank bay beach \
    before block bmw board both boy boys britain british brother bus but cafe campaign canal captain care caribbean \
    cctv center central centre chapter chief child children christmas church citroen city class clinic cllr close club coast \
    coastguard college committee common community constable cottage council councillor county court crescent crime \
    crown cup cyclist daughter day dc dci december department detective district dr drive driver ds during east \
    easter eight eleven england english estate european event families family farm father february federal festival \
    figure final find fire five flat for force forum four fraud friday from fund gardens girl girls government \
    grade grammar grandfather grandmother great green group grove hall have he health help her high highway hill \
    his holiday honda hospital hotel house how hyundai if in infant inn insp inspector into ireland irish island it \
    item its january january's july junction june junior kia kingdom lady lane last league leisure library little \
    local lodge london lord lower magistrates man march market match may mayor meeting men mental mercedes mews \
    middle minister miss missing monday mother motorway mr mrs ms museum national navy near neighborhood \
    neighbourhood neighbourhoods new nine nissan north november number nursery october of office officer officers \
    old on open operation or our over page parish park parliament passenger pc pcso pedestrian pensioner people \
    person peugeot place plan police police's policy pool president primary prince princess producer project public pupil \
    pupils queen range renault report rescue resident residents restaurant rev reverend river road room round route \
    rover row royal safety saint sale saturday scheme school scotland scottish secondary secretary section security \
    seen september sergeant service services seven sgt she since sir sister six social society son south sports \
    square stadium state station street student students sunday sunday's superintendent surgery suspect table team \
    teenager teenagers ten terrace that the theatre their they this three thursday town toyota transit trust \
    tuesday twelve two uncle under unit united university until upper valley vauxhall victim village volkswagen \
    wales walk wanted war ward watch way we wednesday week welsh west what when where while who why wife with witness \
    witnesses woman women world year you your";

/// Surnames that are ends of streets and names of months as well: they are taken for names where an age leaves no doubt.
const ALSO_NAMES: &[&str] = &[
    "april", "bank", "church", "court", "day", "green", "hill", "lane", "march", "may", "park", "prince", "street",
    "way",
];

/// Whether a word may be part of a person's name.
fn may_name(word: &str) -> bool {
    static NO_NAME: LazyLock<HashSet<&str>> = LazyLock::new(|| NO_NAMES.split_whitespace().collect());
    let small = word.to_lowercase().replace('’', "'");
    let stem = small.strip_suffix("'s").unwrap_or(&small);
    word.chars().count() >= 2 && !NO_NAME.contains(stem) && word.chars().skip(1).any(char::is_lowercase)
}

/// A first and a last name in an expression, in groups with a number: names as they are written in Britain, with one in the
/// middle or none, `Siân O'Brien-Jones`.
pub fn name_pattern(number: u8) -> String {
    let word = r"\p{Lu}[\p{Ll}'’]+(?:-\p{Lu}\p{Ll}+)?";
    let last = r"\p{Lu}[\p{L}'’]*\p{Ll}(?:-\p{Lu}\p{Ll}+)*";
    format!(r"\b(?P<first{number}>{word})\s+(?:\p{{Lu}}\.?\s+|(?P<middle{number}>{word})\s+)?(?P<last{number}>{last})")
}

/// A name that a [`name_pattern`] found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Name<'t> {
    pub first: &'t str,
    pub last: &'t str,
    /// Where it begins in the text.
    pub start: usize,
}

impl<'t> Name<'t> {
    /// The name among the groups of a match; none where its words are no person's, or stand for a place: `in Milton Keynes`.
    pub fn of(found: &Captures<'t>, text: &str) -> Option<Self> {
        static PLACE: LazyLock<Regex> = LazyLock::new(|| {
            Regex::new(
                r"(?i)\b(?:in|from|at|near|around|outside|via|through|across|between|towards?|off|along|the)\s+$",
            )
            .expect("it is a sound expression")
        });
        static SURE: LazyLock<Regex> =
            LazyLock::new(|| Regex::new(r"(?i)\baged\b|year[- ]old").expect("it is a sound expression"));
        let part = |stem: &str| (1..=3).find_map(|number| found.name(&format!("{stem}{number}")));
        let (first, middle, last) = (part("first")?, part("middle"), part("last")?);
        // `On Monday Tom Sample`: what stands before a name may have a capital, too.
        let first = [Some(first), middle].into_iter().flatten().find(|word| may_name(word.as_str()))?;
        let is_sure = found.get(0).is_some_and(|all| SURE.is_match(all.as_str()));
        let also = is_sure && ALSO_NAMES.contains(&&*last.as_str().to_lowercase());
        let fits = (also || may_name(last.as_str())) && !PLACE.is_match(&text[..first.start()]);
        fits.then_some(Self { first: first.as_str(), last: last.as_str(), start: first.start() })
    }
}

/// Whether small words between an age and a name part them: `a 10-year-old and of Tom Sample`.
pub fn links(words: &str) -> bool {
    const LINKS: &[&str] =
        &["and", "or", "of", "by", "with", "from", "to", "in", "at", "on", "for", "near", "as", "than"];
    words.split_whitespace().any(|word| LINKS.contains(&word))
}

/// What is no house that somebody lives in, where it stands beside an address.
pub fn is_public_place(around: &str) -> bool {
    static PUBLIC: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)\b(?:shop|store|stores|supermarket|pub|inn|hall|church|chapel|school|college|club|caf[eé]|restaurant|takeaway|garage|station|office|offices|surgery|clinic|hospital|library|centre|center|museum|hotel|bank|business|premises|company|ltd|limited|salon|pharmacy|chemist|warehouse|car park|unit|councillor|committee|society|charity|trust)\b",
        )
        .expect("it is a sound expression")
    });
    PUBLIC.is_match(around)
}

/// A month by its whole name, in a pattern that does not mind capitals.
pub const MONTH: &str = "(?:january|february|march|april|may|june|july|august|september|october|november|december)";

/// A house by its number and street.
pub fn house_pattern() -> String {
    format!(r"\d{{1,4}}[a-zA-Z]?,?\s+(?:[A-Z][\w'’]+\s+){{1,3}}{STREET}")
}

/// The end of a street's name.
pub const STREET: &str = "(?:Street|Road|Avenue|Lane|Close|Drive|Way|Crescent|Court|Place|Gardens|Terrace|Grove|Hill|Rise|Walk|Mews|Row|Square|Mount|View|Parade|Green|Meadows?|Bank|Vale|Park|Fields?|Yard|Orchard|Heights|Wynd|St|Rd|Ave|Cl|Dr)";
