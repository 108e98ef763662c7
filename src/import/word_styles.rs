//! What a Word file says beside its text: where links lead, which lists count, what styles stand for. In: XML of its parts.
//! Out: tables by their ids. It must not know the text.

use std::collections::HashMap;

use quick_xml::{
    Reader,
    events::{BytesStart, Event},
};

/// The value of an attribute, whatever prefix its name has.
pub fn value(element: &BytesStart, name: &str) -> Option<String> {
    let found = element.attributes().flatten().find(|attribute| attribute.key.local_name().as_ref() == name)?;
    Some(html_escape::decode_html_entities(&*found.value).into_owned())
}

/// Where parts of a file lead.
#[derive(Clone, Debug, Default)]
pub struct Relations {
    /// Links and pictures, by their ids.
    pub targets: HashMap<String, String>,
    /// Other parts, by the last word of their kind: `styles`, `numbering`.
    kinds: Vec<(String, String)>,
}

impl Relations {
    pub fn new(xml: &str) -> Self {
        let mut all = Self::default();
        each(xml, |element| {
            if element.local_name().as_ref() != "Relationship" {
                return;
            }
            let Some(target) = value(element, "Target") else { return };
            let kind = value(element, "Type").unwrap_or_default();
            all.kinds.push((kind.rsplit('/').next().unwrap_or_default().to_owned(), target.clone()));
            if let Some(id) = value(element, "Id") {
                all.targets.insert(id, target);
            }
        });
        all
    }

    /// The parts of a kind.
    pub fn of_kind(&self, kind: &str) -> impl Iterator<Item = &str> {
        self.kinds.iter().filter(move |(known, _)| known == kind).map(|(_, target)| target.as_str())
    }
}

/// Calls for every opening or empty element.
fn each(xml: &str, mut call: impl FnMut(&BytesStart)) {
    let mut reader = Reader::from_str(xml);
    loop {
        match reader.read_event() {
            Ok(Event::Start(element) | Event::Empty(element)) => call(&element),
            Ok(Event::Eof) | Err(_) => break,
            Ok(_) => {}
        }
    }
}

/// At which number each level of a list starts, by list and level; none for bullets.
pub fn numbering(xml: &str) -> HashMap<(String, u8), Option<u64>> {
    #[derive(Clone, Copy, Default)]
    struct Level {
        counts: bool,
        start: Option<u64>,
    }
    let mut formats: HashMap<(String, u8), Level> = HashMap::new();
    let mut lists: Vec<(String, String)> = Vec::new();
    // Where a list starts anew that otherwise looks like another.
    let mut anew: HashMap<(String, u8), u64> = HashMap::new();
    let (mut current, mut level, mut number) = (None::<String>, 0_u8, String::new());
    let number_of = |element: &BytesStart| value(element, "val").and_then(|start| start.parse().ok());
    each(xml, |element| match element.local_name().as_ref() {
        "abstractNum" => current = value(element, "abstractNumId"),
        "lvl" | "lvlOverride" => level = value(element, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(0),
        "numFmt" => {
            if let Some(current) = &current {
                let counts = value(element, "val").is_some_and(|format| format != "bullet" && format != "none");
                formats.entry((current.clone(), level)).or_default().counts = counts;
            }
        }
        "start" => {
            if let Some(current) = &current {
                formats.entry((current.clone(), level)).or_default().start = number_of(element);
            }
        }
        "num" => {
            current = None;
            number = value(element, "numId").unwrap_or_default();
        }
        "startOverride" => anew.extend(number_of(element).map(|start| ((number.clone(), level), start))),
        "abstractNumId" => lists.push((number.clone(), value(element, "val").unwrap_or_default())),
        _ => {}
    });
    let mut all = HashMap::new();
    for (number, of) in lists {
        for ((_, level), format) in formats.iter().filter(|((of_format, _), _)| *of_format == of) {
            let key = (number.clone(), *level);
            let start = anew.get(&key).copied().or(format.start).unwrap_or(1);
            all.insert(key, format.counts.then_some(start));
        }
    }
    all
}

/// What a style says of its paragraphs.
#[derive(Clone, Debug, Default)]
pub struct ParagraphStyle {
    pub name: String,
    pub based_on: Option<String>,
    pub list: Option<String>,
    pub level: Option<u8>,
    pub outline: Option<u8>,
    /// Whether its text is hidden, and whether it is struck out.
    pub hidden: Option<bool>,
    pub struck: Option<bool>,
}

/// Whether an element that is a switch is on.
pub fn is_on(element: &BytesStart) -> bool {
    value(element, "val").is_none_or(|said| !matches!(said.as_str(), "0" | "false" | "none" | "off"))
}

/// The styles, by their ids.
pub fn styles(xml: &str) -> HashMap<String, ParagraphStyle> {
    let mut all: HashMap<String, ParagraphStyle> = HashMap::new();
    let mut id = String::new();
    each(xml, |element| {
        let name = element.local_name();
        if name.as_ref() == "style" {
            id = value(element, "styleId").unwrap_or_default();
            all.insert(id.clone(), ParagraphStyle::default());
            return;
        }
        let Some(style) = all.get_mut(&id) else { return };
        let said = value(element, "val");
        match name.as_ref() {
            "name" => style.name = said.unwrap_or_default().to_lowercase(),
            "basedOn" => style.based_on = said,
            "numId" => style.list = said,
            "ilvl" => style.level = said.and_then(|level| level.parse().ok()),
            "outlineLvl" => style.outline = said.and_then(|level| level.parse().ok()),
            "vanish" => style.hidden = Some(is_on(element)),
            "strike" | "dstrike" => style.struck = Some(is_on(element) || style.struck == Some(true)),
            _ => {}
        }
    });
    all
}
