//! One document as rules look at it. In: its reading, its text and the settings. Out: a [`Subject`] with its passages and
//! helpers for sentences and names. It must not know any rule.

use std::{cell::OnceCell, collections::HashSet, ops::Range, rc::Rc, sync::LazyLock};

use regex::{Captures, Regex};

use crate::{
    catalogue::{
        Entry, FIELDS, Reading, allow, bulletin::Draft, field_name, placeholders::Placeholder, reading::DocumentContent,
    },
    markdown::{Anchor, Passage, PassagePart, Passages, of_text, of_value, passages},
    parse::{
        front_matter,
        reader::decoded,
        tree::{self, Map, Node, TreeValue},
    },
    settings::{Contact, OnClose, PHONE_KEYS, Settings},
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
    /// What readers are shown beside the text: the description of a picture, the place of an event, the note of a contact.
    Beside,
}

/// A passage with the place that it has.
#[derive(Debug)]
pub struct PlacedPassage {
    pub section: Section,
    pub passage: Passage,
    origin: PassagePlace,
    sentences: OnceCell<Vec<Range<usize>>>,
}

/// Where the source of a passage stands in the file.
#[derive(Clone, Debug)]
enum PassagePlace {
    /// It begins at an offset.
    From(usize),
    /// It is the value of a field, whose letters have these places.
    Value(Rc<Passage>),
    /// There, but single letters have no place: it was written with escapes.
    Whole(Span),
}

impl PassagePlace {
    fn span(&self, range: Range<usize>) -> Span {
        match self {
            Self::From(offset) => Span::from(range).shifted(*offset),
            Self::Value(value) => Span::from(value.source(range)),
            Self::Whole(span) => *span,
        }
    }
}

impl PlacedPassage {
    fn new(section: Section, passage: Passage, origin: PassagePlace) -> Self {
        Self { section, passage, origin, sentences: OnceCell::new() }
    }

    pub fn text(&self) -> &str {
        &self.passage.text
    }

    /// The place in the file of a range of the text.
    pub fn span(&self, range: Range<usize>) -> Span {
        self.origin.span(self.passage.source(range))
    }

    /// Whether a range of the text stands in the file as one piece, without marks between its letters, so that it can be
    /// replaced.
    pub fn is_exact(&self, range: &Range<usize>) -> bool {
        self.passage.is_unbroken(range)
            && match &self.origin {
                PassagePlace::From(_) => true,
                PassagePlace::Value(value) => value.is_unbroken(&self.passage.source(range.clone())),
                PassagePlace::Whole(_) => false,
            }
    }

    /// Whether it is a value of the front matter, where some marks mean something else.
    pub fn is_value(&self) -> bool {
        matches!(self.origin, PassagePlace::Value(_) | PassagePlace::Whole(_))
    }

    /// Its sentences.
    pub fn sentences(&self) -> &[Range<usize>] {
        self.sentences.get_or_init(|| sentences(self.text()))
    }

    /// So much of the sentence in which something stands as is near it.
    pub fn words_around(&self, at: usize) -> &str {
        let (text, sentence) = (self.text(), self.sentence_at(at));
        let from = text.floor_char_boundary(at.saturating_sub(AROUND)).max(sentence.start);
        let to = text.ceil_char_boundary((at + AROUND).min(text.len())).min(sentence.end);
        &text[from..to]
    }

    /// The sentence in which something stands.
    pub fn sentence_at(&self, at: usize) -> Range<usize> {
        let sentences = self.sentences();
        let before = sentences.partition_point(|sentence| sentence.start <= at);
        let found = before.checked_sub(1).map(|before| sentences[before].clone());
        found.filter(|sentence| sentence.contains(&at)).unwrap_or(0..self.text().len())
    }
}

/// A telephone that stands in no text: of a contact of the document's own, or where a link leads.
#[derive(Debug)]
pub struct PlacedPhone {
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
    /// The telephones of its own contacts and of links, which stand in no text.
    pub phones: Vec<PlacedPhone>,
    /// Links and pictures, with their places in the file.
    pub anchors: Vec<Anchor>,
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
        let mut parts = SubjectParts { text, copies: Vec::new(), anchors: Vec::new(), pictures: Vec::new() };
        for (section, name) in [(Section::Title, "title"), (Section::Summary, "summary")] {
            let node = node_of(&fields, name);
            parts.copies.extend(node.and_then(|node| from_node(section, node, text)));
            // What is shared says what `og` gives, whatever the page says.
            let shared = fields.find(if name == "title" { "og.title" } else { "og.description" });
            let shared = shared.filter(|shared| node.is_none_or(|node| node.span != shared.span));
            parts.copies.extend(shared.and_then(|node| from_node(Section::Beside, node, text)));
        }
        parts.add(Section::Body, &text[split.body..], &PassagePlace::From(split.body));
        for update in items(fields.find("updates")) {
            if let Some((value, origin)) = inner(update, "text").and_then(|node| value_of(node, text)) {
                parts.add(Section::Update, &value, &origin);
            }
        }
        let SubjectParts { mut copies, anchors, pictures, .. } = parts;
        copies.extend(pictures);
        copies.extend(beside(&fields, text));
        let mut phones = fields.find("contacts").map(|node| contact_phones(node, text)).unwrap_or_default();
        phones.extend(anchors.iter().filter_map(phone_of));
        let placeholders = &reading.placeholders;
        Some(Self { entry, draft, kind, settings, copies, phones, anchors, fields, placeholders })
    }

    /// The link in which a place of the file stands.
    pub fn link_around(&self, span: Span) -> Option<&Anchor> {
        let holds = |anchor: &&Anchor| {
            let of = Span::from(anchor.range.clone());
            !anchor.image && of.start <= span.start && span.end <= of.end
        };
        self.anchors.iter().find(holds)
    }

    /// Whether it is about a missing person, or another matter of which nothing is left once it is over.
    pub fn is_of_missing(&self) -> bool {
        self.kind == "missing"
            || self.draft.is_some_and(|draft| self.settings.kinds[draft.kind].on_close == OnClose::Retract)
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
        node_of(&self.fields, field).map_or(Span::new(0, 0), |node| node.span)
    }

    /// The addresses to which fields lead.
    pub fn addresses(&self) -> Vec<(&str, Span)> {
        let fields = ["source", "coverage", "contacts"].into_iter().filter_map(|name| node_of(&self.fields, name));
        let nodes = fields.flat_map(|node| items(Some(node))).map(|node| inner(node, "url").unwrap_or(node));
        nodes
            .filter_map(|node| match &node.value {
                TreeValue::Text(text) => Some((text.as_str(), node.span)),
                TreeValue::Null | TreeValue::List(_) | TreeValue::Map(_) => None,
            })
            .collect()
    }

    /// Where a link of the text stands among its words.
    pub fn said_at(&self, anchor: &Anchor) -> Option<(&PlacedPassage, usize)> {
        let stands = |copy: &PlacedPassage, at: usize| {
            let start = copy.span(at..at + anchor.text.len()).range().start;
            anchor.range.contains(&start)
        };
        let of_text = |copy: &&PlacedPassage| matches!(copy.section, Section::Body | Section::Update);
        self.copies.iter().filter(of_text).filter(|_| !anchor.text.is_empty()).find_map(|copy| {
            let mut said = copy.text().match_indices(&anchor.text).map(|(at, _)| at);
            said.find(|at| stands(copy, *at)).map(|at| (copy, at))
        })
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

/// What of a document was taken apart.
struct SubjectParts<'t> {
    text: &'t str,
    copies: Vec<PlacedPassage>,
    anchors: Vec<Anchor>,
    /// The descriptions of pictures.
    pictures: Vec<PlacedPassage>,
}

impl SubjectParts<'_> {
    /// Adds a text in Markdown.
    fn add(&mut self, section: Section, markdown: &str, origin: &PassagePlace) {
        let Passages { passages, pictures, anchors } = passages(markdown);
        let placed = |section, passage| PlacedPassage::new(section, passage, origin.clone());
        self.copies.extend(passages.into_iter().map(|passage| placed(section, passage)));
        self.pictures.extend(pictures.into_iter().map(|passage| placed(Section::Beside, passage)));
        self.anchors.extend(anchors.into_iter().map(|mut anchor| {
            anchor.range = origin.span(anchor.range).range();
            let target = anchor.target.map(|target| origin.span(target).range());
            anchor.target = target.filter(|target| self.text.get(target.clone()) == Some(anchor.destination.as_str()));
            anchor
        }));
    }
}

/// What gives a field: its own name, or the first of its other names that holds something.
fn node_of<'m>(fields: &'m Map, name: &'m str) -> Option<&'m Node> {
    let others = FIELDS.iter().find(|field| field.name == name).map_or(&[][..], |field| field.others);
    let says_something = |node: &&Node| match &node.value {
        TreeValue::Null => false,
        TreeValue::Text(text) => !text.trim().is_empty(),
        TreeValue::List(_) | TreeValue::Map(_) => true,
    };
    std::iter::once(name).chain(others.iter().copied()).filter_map(|name| fields.find(name)).find(says_something)
}

/// The items of a list, or the one thing that stands instead.
fn items(node: Option<&Node>) -> &[Node] {
    match node {
        Some(Node { value: TreeValue::List(items), .. }) => items,
        Some(node) => std::slice::from_ref(node),
        None => &[],
    }
}

/// What a map holds under a key.
fn inner<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match &node.value {
        TreeValue::Map(map) => map.get(key),
        TreeValue::Null | TreeValue::Text(_) | TreeValue::List(_) => None,
    }
}

/// What readers are shown beside the text.
fn beside(fields: &Map, text: &str) -> Vec<PlacedPassage> {
    let of = |field: &str, key: &str| -> Vec<PlacedPassage> {
        let nodes = items(node_of(fields, field)).iter().filter_map(|node| inner(node, key));
        nodes.filter_map(|node| from_node(Section::Beside, node, text)).collect()
    };
    let mut all = of("image", "alt");
    all.extend(of("when", "place"));
    all.extend(of("contacts", "note"));
    // The title of a report is what a paper wrote.
    all.extend(of("coverage", "title").into_iter().map(|mut copy| {
        copy.passage.quoted = true;
        copy
    }));
    all
}

/// The telephones of contacts that are written out: `Jean 01632 960001`, or `{name: Jean, phone: 01632 960001}`.
fn contact_phones(node: &Node, text: &str) -> Vec<PlacedPhone> {
    let of_map = |map: &Map| {
        let owner = map.get("name").map(tree::texts).unwrap_or_default();
        let owner = owner.first().map(|(name, _)| (*name).to_owned()).unwrap_or_default();
        let phones = PHONE_KEYS.iter().filter_map(|key| from_node(Section::Contact, map.get(key)?, text));
        phones.map(|passage| PlacedPhone { owner: owner.clone(), passage }).collect::<Vec<_>>()
    };
    let of_item = |item: &Node| match &item.value {
        TreeValue::Map(map) => of_map(map),
        TreeValue::Text(owner) => from_node(Section::Contact, item, text)
            .map(|passage| PlacedPhone { owner: owner.clone(), passage })
            .into_iter()
            .collect(),
        TreeValue::Null | TreeValue::List(_) => Vec::new(),
    };
    items(Some(node)).iter().flat_map(of_item).collect()
}

/// The telephone that a link rings, unless the link itself says it.
fn phone_of(anchor: &Anchor) -> Option<PlacedPhone> {
    let number = anchor.destination.strip_prefix("tel:").or_else(|| anchor.destination.strip_prefix("sms:"))?;
    let rung = super::numbers::digits(number);
    if super::numbers::digits(&anchor.text).contains(&rung) {
        return None;
    }
    let origin = match &anchor.target {
        Some(target) => PassagePlace::From(target.end - number.len()),
        None => PassagePlace::Whole(Span::from(anchor.range.clone())),
    };
    Some(PlacedPhone {
        owner: anchor.text.clone(),
        passage: PlacedPassage::new(Section::Contact, of_text(number), origin),
    })
}

fn from_node(section: Section, node: &Node, text: &str) -> Option<PlacedPassage> {
    let (value, origin) = value_of(node, text)?;
    Some(PlacedPassage::new(section, of_text(&value), origin))
}

/// The text of a field as readers get it, and where it stands.
fn value_of(node: &Node, text: &str) -> Option<(String, PassagePlace)> {
    let TreeValue::Text(written) = &node.value else { return None };
    let value = decoded(written);
    let places = of_value(&value, text, node.span.range().start);
    Some((value, places.map_or(PassagePlace::Whole(node.span), |places| PassagePlace::Value(Rc::new(places)))))
}

/// So much of a sentence round a place is read: some have no end.
const AROUND: usize = 400;

/// So much before a place is read to tell what it is about.
const BEFORE: usize = 200;

/// What stands right before a place of a text.
pub fn before(text: &str, at: usize) -> &str {
    &text[text.floor_char_boundary(at.saturating_sub(BEFORE))..at]
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
        if end.as_str().starts_with('.') && SHORT.is_match(before(&text[start..], end.end() - start)) {
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

/// Words that stand with a capital before a surname, and are no first name.
const NO_FIRST: &[&str] = &[
    "shopkeeper",
    "shop",
    "owner",
    "landlord",
    "landlady",
    "baker",
    "butcher",
    "postman",
    "farmer",
    "builder",
    "teacher",
    "headteacher",
    "nurse",
    "plumber",
    "electrician",
    "homeowner",
    "householder",
    "businessman",
    "businesswoman",
    "volunteer",
    "manager",
    "grandad",
    "granddad",
    "gran",
    "nan",
    "dad",
    "mum",
    "neighbour",
    "carer",
    "ford",
    "fiat",
    "jaguar",
    "land",
    "lexus",
    "mazda",
    "mini",
    "mitsubishi",
    "range",
    "seat",
    "skoda",
    "suzuki",
    "tesla",
    "volvo",
    "yamaha",
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
        let is_first = |word: &str| may_name(word) && !NO_FIRST.contains(&&*word.to_lowercase());
        let first = [Some(first), middle].into_iter().flatten().find(|word| is_first(word.as_str()))?;
        let is_sure = found.get(0).is_some_and(|all| SURE.is_match(all.as_str()));
        let also = is_sure && ALSO_NAMES.contains(&&*last.as_str().to_lowercase());
        let fits = (also || may_name(last.as_str())) && !PLACE.is_match(before(text, first.start()));
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
