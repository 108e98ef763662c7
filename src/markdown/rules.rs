//! What is let through of a raw tag's attributes: an element, an attribute and its value in, what is
//! wrong with it out. The report and the rewriting both ask here. Must not know Markdown.

use std::borrow::Cow;

use super::RawHtml;
use super::clean::allows_attribute;
use super::facts::Loss;
use super::links::{self, LinkUse};
use super::spoken::ordered_by;
use super::tags::{HtmlTag, HtmlToken, HtmlTokens, lower};

/// An obsolete attribute by the name that it has today: `<a name>` marks a place as an id does.
pub(super) fn modern<'a>(element: &str, attribute: Cow<'a, str>) -> Cow<'a, str> {
    if element == "a" && attribute == "name" { Cow::Borrowed("id") } else { attribute }
}

/// An obsolete element by the name that it has today.
pub(super) fn modern_element(name: &str) -> &str {
    match name {
        "acronym" => "abbr",
        "dir" | "menu" => "ul",
        "strike" => "s",
        "tt" => "code",
        name => name,
    }
}

/// What a tag's attributes say of how it looks that HTML can say today: the type of a list, and the classes of a cell.
pub(super) fn looks(html: &str, tag: &HtmlTag, element: &str) -> (Option<&'static str>, Option<String>) {
    let value = |wanted: &str| {
        let found = tag.attributes(html).find(|attribute| lower(&html[attribute.name.clone()]) == wanted)?;
        Some(html_escape::decode_html_entities(&html[found.value?]).into_owned())
    };
    match element {
        "ol" => {
            let kind = match ordered_by(value("type").as_deref(), value("style").as_deref()) {
                Some(b'a') => Some("a"),
                Some(b'A') => Some("A"),
                Some(b'i') => Some("i"),
                Some(b'I') => Some("I"),
                _ => None,
            };
            (kind, None)
        }
        "td" | "th" => {
            let aligned = value("align").as_deref().and_then(alignment);
            let aligned = aligned.or_else(|| value("style").as_deref().and_then(text_align));
            let classes = aligned.map(|class| [value("class").unwrap_or_default().trim(), class].join(" "));
            (None, classes.map(|classes| classes.trim().to_owned()))
        }
        _ => (None, None),
    }
}

fn alignment(value: &str) -> Option<&'static str> {
    match value.trim().to_ascii_lowercase().as_str() {
        "left" => Some("align-left"),
        "center" | "middle" => Some("align-centre"),
        "right" => Some("align-right"),
        _ => None,
    }
}

fn text_align(style: &str) -> Option<&'static str> {
    let mut parts = style.split(';').filter_map(|part| part.split_once(':'));
    let (_, value) = parts.find(|(name, _)| name.trim().eq_ignore_ascii_case("text-align"))?;
    alignment(value)
}

/// Why an attribute is taken out, as the report calls it; `None` when it is let through.
/// `element` and `name` are in lower case, `value` is decoded.
pub(super) fn objection(raw: RawHtml, element: &str, name: &str, value: &str) -> Option<String> {
    let clean = raw == RawHtml::Clean;
    let meant = match (element, name) {
        ("ol", "style") => ordered_by(None, Some(value)).is_some(),
        ("td" | "th", "align") => alignment(value).is_some(),
        ("td" | "th", "style") => text_align(value).is_some(),
        _ => false,
    };
    if clean && meant {
        return None;
    }
    if clean && !allows_attribute(element, name) {
        return Some(format!("{name} on <{element}>"));
    }
    if let Some(used) = address_use(element, name) {
        return links::refusal(value, used);
    }
    if clean && !is_sound(name, value) {
        return Some(format!("{name} on <{element}>"));
    }
    (!clean && !is_harmless(name, value)).then(|| format!("an active address in {name} on <{element}>"))
}

/// What is lost with an attribute that is taken out: of some, only how things look or where a link opens.
pub(super) fn loss_of_attribute(name: &str, value: &str) -> Loss {
    const LOOKS: &[&str] = &[
        "align",
        "alink",
        "allow",
        "allowfullscreen",
        "background",
        "bgcolor",
        "border",
        "bordercolor",
        "cellpadding",
        "cellspacing",
        "char",
        "charoff",
        "class",
        "clear",
        "color",
        "compact",
        "contenteditable",
        "decoding",
        "draggable",
        "face",
        "fetchpriority",
        "frame",
        "frameborder",
        "headers",
        "height",
        "hspace",
        "id",
        "link",
        "loading",
        "marginheight",
        "marginwidth",
        "noshade",
        "nowrap",
        "referrerpolicy",
        "rel",
        "role",
        "rules",
        "scrolling",
        "size",
        "sizes",
        "spellcheck",
        "srcset",
        "tabindex",
        "target",
        "text",
        "typeof",
        "valign",
        "vlink",
        "vspace",
        "width",
    ];
    let looks = match name {
        // What an author hid or struck out would read otherwise.
        "style" => {
            let style = value.to_ascii_lowercase();
            !["display", "visibility", "line-through", "content"].iter().any(|word| style.contains(word))
        }
        // What a script of another host would have shown there, such as a post.
        "data-href" | "data-url" => false,
        name => LOOKS.contains(&name) || name.starts_with("data-") || name.starts_with("item"),
    };
    if looks { Loss::Looks } else { Loss::Content }
}

/// What is lost with the tag of an element that is taken out. Its words stay where it has any.
pub(super) fn loss_of_element(element: &str, shows: Option<&str>) -> Loss {
    match element {
        _ if shows.is_some() => Loss::Frame,
        "basefont" | "big" | "blink" | "center" | "col" | "colgroup" | "font" | "marquee" | "nobr" | "o:p"
        | "picture" | "source" | "style" => Loss::Looks,
        _ => Loss::Content,
    }
}

/// What the address in this attribute is for, if it holds one.
pub(super) fn address_use(element: &str, attribute: &str) -> Option<LinkUse> {
    match (element, attribute) {
        ("img" | "source" | "audio" | "video" | "track" | "input", "src") | (_, "poster" | "background") => {
            Some(LinkUse::Image)
        }
        (
            _,
            "action" | "cite" | "data" | "formaction" | "href" | "longdesc" | "manifest" | "ping" | "src"
            | "xlink:href",
        ) => Some(LinkUse::Link),
        _ => None,
    }
}

/// Whether a piece of HTML holds comments and nothing else.
pub(super) fn is_comment(html: &str) -> bool {
    HtmlTokens::of(html.trim()).all(|token| matches!(token, HtmlToken::Comment(_)))
}

/// Whether a trusted attribute hides no address that runs a program: in a refresh, an animation, a
/// document within. What is a program outright is trusted.
fn is_harmless(name: &str, value: &str) -> bool {
    if name.starts_with("on") || !value.contains(':') {
        return true;
    }
    let bare = |letter: &char| !letter.is_whitespace() && !letter.is_control();
    let value: String = value.chars().filter(bare).map(|letter| letter.to_ascii_lowercase()).collect();
    !value.contains("javascript:") && !value.contains("vbscript:")
}

/// Whether a number or word is one that HTML takes.
fn is_sound(name: &str, value: &str) -> bool {
    match name {
        "colspan" | "height" | "rowspan" | "span" | "width" => value
            .parse::<u16>()
            .is_ok_and(|number| number > 0 && value.starts_with(|first: char| first.is_ascii_digit())),
        "start" | "value" => value.parse::<i32>().is_ok() && !value.starts_with('+'),
        "type" => ordered_by(Some(value), None).is_some(),
        "id" => !value.is_empty() && !value.contains(char::is_whitespace),
        "dir" => matches!(value, "ltr" | "rtl" | "auto"),
        "rel" => value.split_ascii_whitespace().all(|word| {
            matches!(
                word,
                "author" | "external" | "help" | "license" | "me" | "nofollow" | "noopener" | "noreferrer" | "tag"
            )
        }),
        "scope" => matches!(value, "row" | "col" | "rowgroup" | "colgroup"),
        _ => true,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_html_has_its_objections() {
        let clean = |element, name, value| objection(RawHtml::Clean, element, name, value);
        assert_eq!(clean("p", "onclick", "x").as_deref(), Some("onclick on <p>"));
        assert_eq!(clean("img", "width", "50%").as_deref(), Some("width on <img>"));
        assert_eq!(clean("img", "width", "50"), None);
        assert_eq!(clean("a", "rel", "nofollow noopener"), None);
        assert_eq!(clean("a", "href", "javascript:x").as_deref(), Some("a `javascript:` address"));
        let trust = |element, name, value| objection(RawHtml::Trust, element, name, value);
        assert_eq!(trust("p", "onclick", "location='javascript:x'"), None);
        assert!(trust("animate", "values", "a;java\nscript:x").is_some());
        assert!(trust("form", "action", "vbscript:x").is_some());
    }
}
