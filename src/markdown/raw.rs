//! The renderer's part for HTML that the author wrote: shown as text, or let through tag by tag, with
//! addresses checked and resolved, headings and ids fitted to the page. What is let through to be
//! cleaned passes the sanitiser as well. Must not know the events around it.

use super::clean::{allows, allows_attribute, goes_with_content};
use super::html::{Excess, Renderer};
use super::links::{self, Use};
use super::tags::{Attribute, Tag, Token, Tokens, lower};
use super::{RawHtml, escape};

impl Renderer<'_> {
    pub(super) fn html_block(&mut self, html: &str) -> Result<(), Excess> {
        self.line();
        if self.raw != RawHtml::Escape {
            return self.let_through(html, false);
        }
        if !is_comment(html) {
            self.out.push_str("<p>");
            escape::text(&mut self.out, html.trim_end());
            self.out.push_str("</p>\n");
        }
        Ok(())
    }

    pub(super) fn inline_html(&mut self, html: &str) -> Result<(), Excess> {
        if self.image.is_some() {
            return Ok(());
        }
        if self.raw != RawHtml::Escape {
            return self.let_through(html, true);
        }
        if !is_comment(html) {
            escape::text(&mut self.out, html);
        }
        Ok(())
    }

    /// Closes a raw element that the sanitiser takes out with its content, so that it takes no more
    /// than the block that the author wrote it in.
    pub(super) fn stop_swallowing(&mut self) {
        if let Some(name) = self.swallowing.take() {
            self.out.extend(["</", &name, ">"]);
        }
    }

    fn let_through(&mut self, html: &str, inline: bool) -> Result<(), Excess> {
        let clean = self.raw == RawHtml::Clean;
        let length = self.out.len();
        let mut inside = "";
        for token in Tokens::of(html) {
            match token {
                Token::Text(range) => escape::verbatim(&mut self.out, &html[range]),
                Token::RawText(_) if clean && goes_with_content(&lower(inside)) => {}
                Token::RawText(range) if clean => escape::text(&mut self.out, &html[range]),
                Token::RawText(range) if inside.eq_ignore_ascii_case("script") => {
                    escape::verbatim(&mut self.out, &html[range])
                }
                // Within SVG a browser reads this as HTML, so addresses count here too.
                Token::RawText(range) => self.let_through(&html[range], inline)?,
                Token::Comment(range) | Token::Declaration(range) => {
                    if !clean && html[range.clone()].ends_with('>') {
                        escape::verbatim(&mut self.out, &html[range]);
                    }
                }
                Token::Unfinished(range) => escape::text(&mut self.out, &html[range]),
                Token::Open(tag) => {
                    inside = &html[tag.name.clone()];
                    self.open_tag(html, &tag, inline)?;
                }
                Token::Close(tag) => self.close_tag(&tag.lower_name(html)),
            }
        }
        self.raw_written |= self.out.len() > length;
        Ok(())
    }

    fn open_tag(&mut self, html: &str, tag: &Tag, inline: bool) -> Result<(), Excess> {
        let name = tag.lower_name(html);
        let name = name.as_ref();
        if self.raw == RawHtml::Clean {
            if self.swallowing.is_some() {
                return Ok(());
            }
            if !allows(name) {
                if inline && goes_with_content(name) {
                    self.out.extend(["<", name, ">"]);
                    self.swallowing = Some(name.to_owned());
                }
                return Ok(());
            }
            if self.too_large_to_clean || !self.raw_open.open(name) {
                return Err(Excess::RawHtml);
            }
        }
        let start = self.out.len();
        match heading_level(name) {
            Some(level) => {
                let level = self.levels.next(level);
                self.raw_headings.push(level);
                self.out.extend(["<h", digit(level)]);
            }
            None => self.out.extend(["<", &html[tag.name.clone()]]),
        }
        let (mut address, mut alt) = (false, false);
        let mut seen = Vec::new();
        for Attribute { name: range, value } in tag.attributes(html) {
            let attribute = lower(&html[range]);
            if self.raw == RawHtml::Clean {
                if !allows_attribute(name, &attribute) || seen.contains(&attribute) {
                    continue;
                }
                seen.push(attribute.clone());
            }
            let written = self.attribute(name, &attribute, value.map(|value| &html[value]));
            address |= written && matches!(&*attribute, "href" | "src");
            alt |= &*attribute == "alt";
        }
        if name == "img" {
            if !address {
                self.out.truncate(start);
                return Ok(());
            }
            if self.raw == RawHtml::Clean {
                self.out.push_str(if alt { "" } else { " alt=\"\"" });
                self.out.push_str(if self.on_page() {
                    " loading=\"lazy\""
                } else {
                    ""
                });
            }
        }
        self.out.push_str(if html[..tag.range.end].ends_with("/>") {
            "/>"
        } else {
            ">"
        });
        self.unlinked += usize::from(name == "a" && address || is_unlinked(name));
        if let Some(link) = &mut self.link {
            link.note_name();
        }
        Ok(())
    }

    fn close_tag(&mut self, name: &str) {
        if self.swallowing.as_deref() == Some(name) {
            self.stop_swallowing();
            return;
        }
        if self.raw == RawHtml::Clean {
            if !allows(name) || self.swallowing.is_some() {
                return;
            }
            self.raw_open.close(name);
        }
        if name == "a" || is_unlinked(name) {
            self.unlinked = self.unlinked.saturating_sub(1);
        }
        if heading_level(name).is_none() {
            self.out.extend(["</", name, ">"]);
        } else if let Some(level) = self.raw_headings.pop() {
            self.out.extend(["</h", digit(level), ">"]);
        }
    }

    /// Writes an attribute, and says whether it did.
    fn attribute(&mut self, element: &str, name: &str, value: Option<&str>) -> bool {
        let decoded = html_escape::decode_html_entities(value.unwrap_or_default());
        if objection(self.raw, element, name, &decoded).is_some() || name == "id" && !self.on_page()
        {
            return false;
        }
        let Some(value) = value else {
            self.out.extend([" ", name]);
            return true;
        };
        let start = self.out.len();
        self.out.extend([" ", name, "=\""]);
        if let Some(used) = address_use(element, name) {
            let Some(target) = links::target(&decoded, used, self.site)
                .filter(|target| used == Use::Link || !target.is_empty())
            else {
                self.out.truncate(start);
                return false;
            };
            links::write(&mut self.out, &target);
        } else if name == "id" {
            escape::attribute(&mut self.out, &self.ids.unique(&decoded));
        } else {
            for (at, part) in value.split('"').enumerate() {
                self.out.push_str(if at > 0 { "&quot;" } else { "" });
                escape::verbatim(&mut self.out, part);
            }
        }
        self.out.push('"');
        true
    }
}

/// Why an attribute is taken out, as the report calls it; `None` when it is let through.
/// `element` and `name` are in lower case, `value` is decoded.
pub(super) fn objection(raw: RawHtml, element: &str, name: &str, value: &str) -> Option<String> {
    let clean = raw == RawHtml::Clean;
    if clean && !allows_attribute(element, name) {
        return Some(format!("{name} on <{element}>"));
    }
    if let Some(used) = address_use(element, name) {
        return links::refusal(value, used);
    }
    if clean && !is_sound(name, value) {
        return Some(format!("{name} on <{element}>"));
    }
    (!clean && !is_harmless(name, value))
        .then(|| format!("an active address in {name} on <{element}>"))
}

/// What the address in this attribute is for, if it holds one.
pub(super) fn address_use(element: &str, attribute: &str) -> Option<Use> {
    match (element, attribute) {
        ("img" | "source" | "audio" | "video" | "track" | "input", "src")
        | (_, "poster" | "background") => Some(Use::Image),
        (
            _,
            "action" | "cite" | "data" | "formaction" | "href" | "longdesc" | "manifest" | "ping"
            | "src" | "xlink:href",
        ) => Some(Use::Link),
        _ => None,
    }
}

/// Whether a trusted attribute hides no address that runs a program: in a refresh, an animation, a
/// document within. What is a program outright is trusted.
fn is_harmless(name: &str, value: &str) -> bool {
    if name.starts_with("on") || !value.contains(':') {
        return true;
    }
    let bare = |letter: &char| !letter.is_whitespace() && !letter.is_control();
    let value: String = value
        .chars()
        .filter(bare)
        .map(|letter| letter.to_ascii_lowercase())
        .collect();
    !value.contains("javascript:") && !value.contains("vbscript:")
}

/// Whether a number or word is one that HTML takes.
fn is_sound(name: &str, value: &str) -> bool {
    match name {
        "colspan" | "height" | "rowspan" | "span" | "width" => {
            value.parse::<u16>().is_ok_and(|number| {
                number > 0 && value.starts_with(|first: char| first.is_ascii_digit())
            })
        }
        "start" | "value" => value.parse::<i32>().is_ok() && !value.starts_with('+'),
        "id" => !value.is_empty() && !value.contains(char::is_whitespace),
        "dir" => matches!(value, "ltr" | "rtl" | "auto"),
        "scope" => matches!(value, "row" | "col" | "rowgroup" | "colgroup"),
        _ => true,
    }
}

/// Elements in which no address or number is made a link.
fn is_unlinked(name: &str) -> bool {
    matches!(
        name,
        "button"
            | "code"
            | "kbd"
            | "option"
            | "pre"
            | "samp"
            | "script"
            | "select"
            | "style"
            | "textarea"
            | "title"
    )
}

fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

fn digit(level: u8) -> &'static str {
    ["2", "3", "4", "5", "6"]
        .get(usize::from(level.saturating_sub(2)))
        .copied()
        .unwrap_or("6")
}

pub(super) fn is_comment(html: &str) -> bool {
    Tokens::of(html.trim()).all(|token| matches!(token, Token::Comment(_)))
}
