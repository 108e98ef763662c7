//! Drawings in SVG. In: bytes. Out: a drawing that only draws, written anew from what is allowed. A browser that is led to
//! the file itself runs its scripts as those of the site and loads what it names, so whatever is not known to draw is not
//! let through; what programs for drawing note beside it (names, paths, versions) is left out, as from a photograph.

mod allowed;
mod work;

use quick_xml::{
    NsReader, XmlVersion,
    events::{BytesDecl, BytesStart, Event},
    name::{Namespace, ResolveResult},
};

use super::PictureError;
use work::SvgCleaner;

const SCRIPT: PictureError = PictureError::Active("a script");
const FOREIGN: PictureError = PictureError::Active("content that is no drawing");
const ELSEWHERE: PictureError = PictureError::Active("something that is loaded from elsewhere");
const PICTURE: PictureError = PictureError::Active("another picture");
const DECLARATIONS: PictureError = PictureError::Active("a DOCTYPE with declarations of its own");
const WORK: PictureError = PictureError::Active("more than a browser can draw in good time");
const NO_DRAWING: PictureError = PictureError::Broken("it is no SVG that can be read");

const SVG: &str = "http://www.w3.org/2000/svg";
const XHTML: &str = "http://www.w3.org/1999/xhtml";
const MATHML: &str = "http://www.w3.org/1998/Math/MathML";
const EVENTS: &str = "http://www.w3.org/2001/xml-events";

/// The largest drawing, in bytes.
const MOST_BYTES: usize = 4 << 20;
/// How deep its elements may lie in one another.
const MOST_DEPTH: usize = 128;

/// Reads a drawing and writes it anew.
pub fn clean(bytes: &[u8]) -> Result<Vec<u8>, PictureError> {
    if bytes.len() > MOST_BYTES {
        return Err(WORK);
    }
    let text = std::str::from_utf8(bytes).map_err(|_| PictureError::Broken("it is not UTF-8"))?;
    let mut reader = NsReader::from_str(text.trim_start_matches('\u{feff}'));
    reader.config_mut().check_end_names = true;
    let mut drawing = Drawing::default();
    loop {
        let event = reader.read_event().map_err(|_| NO_DRAWING)?;
        match &event {
            Event::Start(element) => drawing.open(&reader, element, ElementForm::Open)?,
            Event::Empty(element) => drawing.open(&reader, element, ElementForm::Empty)?,
            Event::End(_) => drawing.close()?,
            Event::Text(text) => drawing.text(text)?,
            Event::CData(text) => drawing.text(text)?,
            Event::GeneralRef(name) => {
                let known = match name.resolve_char_ref().map_err(|_| NO_DRAWING)? {
                    Some(letter) => letter.to_string(),
                    None => match &**name {
                        "lt" => "<".into(),
                        "gt" => ">".into(),
                        "amp" => "&".into(),
                        "quot" => "\"".into(),
                        "apos" => "'".into(),
                        _ => return Err(DECLARATIONS),
                    },
                };
                drawing.text(&known)?;
            }
            Event::Decl(declared) => encoding(declared)?,
            // What it declares could give attributes to elements, or spell anything.
            Event::DocType(text) if text.contains('[') => return Err(DECLARATIONS),
            Event::PI(text) if text.trim_start().starts_with("xml-stylesheet") => return Err(ELSEWHERE),
            Event::DocType(_) | Event::PI(_) | Event::Comment(_) => {}
            Event::Eof => break,
        }
    }
    drawing.finish()
}

/// A browser believes the declaration, so that other letters could stand there than were looked at.
fn encoding(declared: &BytesDecl) -> Result<(), PictureError> {
    let version = declared.version().map_err(|_| NO_DRAWING)?;
    let encoding = declared.encoding().transpose().map_err(|_| NO_DRAWING)?;
    let known =
        |name: &str| ["utf-8", "utf8", "us-ascii", "ascii"].iter().any(|known| known.eq_ignore_ascii_case(name));
    let plain = encoding.is_none_or(|encoding| known(&encoding));
    if plain && &*version == "1.0" { Ok(()) } else { Err(PictureError::Broken("it is not UTF-8")) }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum ElementForm {
    Open,
    Empty,
}

/// A drawing as far as it is read.
#[derive(Default)]
struct Drawing {
    out: String,
    /// The elements that are open, and were written.
    open: Vec<&'static str>,
    /// How many elements are open of something that is left out.
    left_out: usize,
    /// The text of the open style.
    style: String,
    whole: bool,
    work: SvgCleaner,
}

impl Drawing {
    fn open(&mut self, reader: &NsReader<&[u8]>, element: &BytesStart, stays: ElementForm) -> Result<(), PictureError> {
        let (namespace, local) = reader.resolver().resolve_element(element.name());
        let own = match namespace {
            ResolveResult::Bound(Namespace(SVG)) | ResolveResult::Unbound => true,
            ResolveResult::Bound(Namespace(XHTML | MATHML | EVENTS)) => return Err(FOREIGN),
            ResolveResult::Bound(_) => false,
            ResolveResult::Unknown(_) => return Err(NO_DRAWING),
        };
        let name = local.as_ref();
        if own {
            refused(name)?;
        }
        if self.open.len() + self.left_out >= MOST_DEPTH {
            return Err(WORK);
        }
        if self.left_out > 0 || !own || name == "metadata" {
            if self.open.is_empty() {
                return Err(NO_DRAWING);
            }
            self.left_out += usize::from(stays == ElementForm::Open);
            return Ok(());
        }
        let name = allowed::element(name).ok_or(FOREIGN)?;
        // One root, which is a drawing; a style holds words alone.
        if self.whole || self.open.is_empty() != (name == "svg") && self.open.is_empty() {
            return Err(NO_DRAWING);
        }
        if self.open.last() == Some(&"style") {
            return Err(FOREIGN);
        }
        self.out.extend(["<", name]);
        if self.open.is_empty() {
            self.out.extend([" xmlns=\"", SVG, "\""]);
        }
        self.work.open(name);
        self.attributes(reader, element, name)?;
        match stays {
            ElementForm::Open => {
                self.out.push('>');
                self.open.push(name);
            }
            ElementForm::Empty => {
                self.out.push_str("/>");
                self.work.close();
                self.whole = self.open.is_empty();
            }
        }
        Ok(())
    }

    fn attributes(&mut self, reader: &NsReader<&[u8]>, element: &BytesStart, name: &str) -> Result<(), PictureError> {
        let (mut linked, mut written) = (false, Vec::new());
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|_| NO_DRAWING)?;
            let value = attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| NO_DRAWING)?;
            let (namespace, local) = reader.resolver().resolve_attribute(attribute.key);
            let (key, bare) = (local.as_ref(), attribute.key.prefix().is_none());
            if bare && key.to_ascii_lowercase().starts_with("on") {
                return Err(SCRIPT);
            }
            let key = match (key, bare) {
                ("href" | "src", _) => {
                    link(name, &value)?;
                    // Both spellings may stand there; browsers prefer the one without a prefix.
                    if std::mem::replace(&mut linked, true) || key == "src" {
                        continue;
                    }
                    self.work.refers(value.trim().trim_start_matches('#'));
                    "href"
                }
                ("space", false) if attribute.key.as_ref() == "xml:space" => "xml:space",
                ("lang", false) if attribute.key.as_ref() == "xml:lang" => "lang",
                (_, true) if !matches!(namespace, ResolveResult::Bound(_)) => match allowed::attribute(key) {
                    Some(key) => key,
                    None => continue,
                },
                _ => continue,
            };
            if key == "attributeName" && allowed::animated(value.trim()).is_none() {
                return Err(SCRIPT);
            }
            if key != "href" {
                style(&value)?;
                work::names(&value).for_each(|name| self.work.refers(name));
            }
            match key {
                "id" => self.work.named(&value),
                "class" => self.work.classes(&value),
                _ => {}
            }
            work::bounded(name, key, &value)?;
            if written.contains(&key) {
                continue;
            }
            written.push(key);
            self.out.extend([" ", key, "=\""]);
            escape(&mut self.out, &value);
            self.out.push('"');
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), PictureError> {
        if self.left_out > 0 {
            return Ok(());
        }
        match self.open.last() {
            None if text.trim().is_empty() => {}
            None => return Err(NO_DRAWING),
            Some(&"style") => self.style.push_str(text),
            Some(_) => escape(&mut self.out, text),
        }
        Ok(())
    }

    fn close(&mut self) -> Result<(), PictureError> {
        if self.left_out > 0 {
            self.left_out -= 1;
            return Ok(());
        }
        let name = self.open.pop().ok_or(NO_DRAWING)?;
        if name == "style" {
            let text = std::mem::take(&mut self.style);
            style(&text)?;
            self.work.style(&text);
            escape(&mut self.out, &text);
        }
        self.out.extend(["</", name, ">"]);
        self.work.close();
        self.whole |= self.open.is_empty();
        Ok(())
    }

    fn finish(self) -> Result<Vec<u8>, PictureError> {
        if !self.whole || !self.open.is_empty() {
            return Err(NO_DRAWING);
        }
        self.work.checked()?;
        Ok(self.out.into_bytes())
    }
}

/// Elements that do more than draw, by what they do.
fn refused(name: &str) -> Result<(), PictureError> {
    match name.to_ascii_lowercase().as_str() {
        "script" | "handler" | "listener" => Err(SCRIPT),
        "image" | "feimage" => Err(PICTURE),
        _ => Ok(()),
    }
}

/// What an element names: a link leads somewhere when a reader follows it, and anything else stays in the drawing.
fn link(element: &str, value: &str) -> Result<(), PictureError> {
    let plain: String = value.chars().filter(|c| !c.is_whitespace() && !c.is_control()).collect();
    let plain = plain.to_ascii_lowercase();
    if plain.is_empty() || plain.starts_with('#') {
        return Ok(());
    }
    if plain.starts_with("data:") {
        return Err(PICTURE);
    }
    if element != "a" {
        return Err(ELSEWHERE);
    }
    let scheme = plain.split(['/', '?', '#']).next().and_then(|start| start.split_once(':')).map(|(scheme, _)| scheme);
    if scheme.is_none_or(|scheme| matches!(scheme, "http" | "https" | "mailto" | "tel")) { Ok(()) } else { Err(SCRIPT) }
}

/// Styles may name what is loaded, too.
fn style(text: &str) -> Result<(), PictureError> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && !matches!(c, '"' | '\'')).collect();
    let plain = plain.to_ascii_lowercase();
    let loads = |name: &str| plain.match_indices(name).any(|(at, _)| !plain[at + name.len()..].starts_with('#'));
    // An escape or a comment could hide anything that is looked for here.
    let hidden = (plain.contains('\\') || plain.contains("/*")) && plain.contains(['(', '@']);
    let names = [
        "@import",
        "@namespace",
        "@font-face",
        "image-set(",
        "image(",
        "src(",
        "element(",
        "-moz-binding",
        "behavior:",
    ];
    if loads("url(") || hidden || names.iter().any(|name| plain.contains(name)) {
        return Err(if plain.contains("url(data:image/") { PICTURE } else { ELSEWHERE });
    }
    Ok(())
}

/// Text or the value of an attribute, without characters that XML does not have.
fn escape(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' => out.push(c),
            '\r' => out.push_str("&#13;"),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
}
