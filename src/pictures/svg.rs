//! Drawings in SVG. In: bytes. Out: whether the drawing only draws. A browser that is led to the file itself runs its
//! scripts as those of the site and loads what it names, so neither is let through; and a picture inside would be published
//! with everything that its camera wrote. It is not changed.

use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};

use super::Fault;

const SCRIPT: Fault = Fault::Active("a script");
const FOREIGN: Fault = Fault::Active("content that is no drawing");
const ELSEWHERE: Fault = Fault::Active("something that is loaded from elsewhere");
const PICTURE: Fault = Fault::Active("another picture");
const NO_DRAWING: Fault = Fault::Broken("it is no SVG that can be read");

/// Looks through a drawing.
pub fn check(bytes: &[u8]) -> Result<(), Fault> {
    let text = std::str::from_utf8(bytes).map_err(|_| Fault::Broken("it is not UTF-8"))?;
    let mut reader = Reader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = true;
    let (mut open, mut drawing) = (0_usize, false);
    // The text of a style, whose parts count as one.
    let mut written: Option<String> = None;
    loop {
        let event = reader.read_event().map_err(|_| NO_DRAWING)?;
        match &event {
            Event::Start(element) | Event::Empty(element) => {
                let stays = matches!(event, Event::Start(_));
                open += usize::from(stays);
                drawing |= element.local_name().as_ref() == "svg";
                if stays && element.local_name().as_ref() == "style" {
                    written.get_or_insert_default();
                }
                look(element)?;
            }
            Event::End(element) => {
                open = open.saturating_sub(1);
                if element.local_name().as_ref() == "style" {
                    style(&written.take().unwrap_or_default())?;
                }
            }
            // Entities of its own could spell anything that is looked for here.
            Event::DocType(text) if text.to_ascii_lowercase().contains("entity") => return Err(FOREIGN),
            Event::PI(text) if text.starts_with("xml-stylesheet") => return Err(ELSEWHERE),
            Event::Text(text) => written.iter_mut().for_each(|written| written.push_str(text)),
            Event::CData(text) => written.iter_mut().for_each(|written| written.push_str(text)),
            Event::GeneralRef(name)
                if written.is_some() && !matches!(&**name, "lt" | "gt" | "amp" | "quot" | "apos") =>
            {
                return Err(ELSEWHERE);
            }
            Event::Eof => break,
            _ => {}
        }
    }
    if drawing && open == 0 { Ok(()) } else { Err(NO_DRAWING) }
}

fn look(element: &BytesStart) -> Result<(), Fault> {
    let name = element.local_name().as_ref().to_ascii_lowercase();
    match &*name {
        "script" | "handler" | "listener" => return Err(SCRIPT),
        "foreignobject" | "iframe" | "embed" | "object" | "audio" | "video" => return Err(FOREIGN),
        _ => {}
    }
    for attribute in element.attributes() {
        let attribute = attribute.map_err(|_| NO_DRAWING)?;
        let key = attribute.key.local_name().as_ref().to_ascii_lowercase();
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| NO_DRAWING)?;
        let plain: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
        let plain = plain.to_ascii_lowercase();
        if key.starts_with("on") || plain.starts_with("javascript:") {
            return Err(SCRIPT);
        }
        match &*key {
            "href" | "src" if plain.starts_with("data:") => return Err(PICTURE),
            // A link leads somewhere when a reader follows it, and not before.
            "href" | "src" if name != "a" && !plain.starts_with('#') && !plain.is_empty() => return Err(ELSEWHERE),
            // What is animated could become any of these.
            "attributename" if plain.ends_with("href") || plain.starts_with("on") => return Err(SCRIPT),
            _ => style(&plain)?,
        }
    }
    Ok(())
}

/// Styles may name what is loaded, too.
fn style(text: &str) -> Result<(), Fault> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect();
    let plain = plain.to_ascii_lowercase();
    // An escape could spell anything that is looked for here.
    let loads = |name: &str| plain.match_indices(name).any(|(at, _)| !plain[at + name.len()..].starts_with('#'));
    let hidden = plain.contains('\\') && plain.contains(['(', '@']);
    if plain.contains("@import") || loads("url(") || hidden || plain.contains("image-set(") {
        return Err(if plain.contains("url(data:image/") { PICTURE } else { ELSEWHERE });
    }
    Ok(())
}
