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

/// Where links and pictures lead, by their ids.
pub fn relations(xml: &str) -> HashMap<String, String> {
    let mut all = HashMap::new();
    each(xml, |element| {
        if element.local_name().as_ref() == "Relationship"
            && let (Some(id), Some(target)) = (value(element, "Id"), value(element, "Target"))
        {
            all.insert(id, target);
        }
    });
    all
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

/// Whether a level of a list counts, by list and level.
pub fn numbering(xml: &str) -> HashMap<(String, u8), bool> {
    let mut formats: HashMap<(String, u8), bool> = HashMap::new();
    let mut lists: Vec<(String, String)> = Vec::new();
    let (mut current, mut level, mut number) = (String::new(), 0_u8, String::new());
    each(xml, |element| match element.local_name().as_ref() {
        "abstractNum" => current = value(element, "abstractNumId").unwrap_or_default(),
        "lvl" => level = value(element, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(0),
        "numFmt" => {
            let counts = value(element, "val").is_some_and(|format| format != "bullet" && format != "none");
            formats.insert((current.clone(), level), counts);
        }
        "num" => number = value(element, "numId").unwrap_or_default(),
        "abstractNumId" => lists.push((number.clone(), value(element, "val").unwrap_or_default())),
        _ => {}
    });
    let mut all = HashMap::new();
    for (number, of) in lists {
        for ((of_format, level), counts) in &formats {
            if *of_format == of {
                all.insert((number.clone(), *level), *counts);
            }
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
