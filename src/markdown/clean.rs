//! Which raw HTML is let through, and the last pass over finished HTML that holds any.
//! The lists here serve the report, the rewriting of raw tags and the sanitiser alike, so that what
//! is reported is what is taken out. Must not know Markdown.

use std::sync::OnceLock;

use ammonia::Builder;

use super::{nesting, tags};

/// How many elements of raw HTML may be open at once; the sanitiser is quadratic in it.
const MAX_OPEN: usize = 200;

/// The longest body, in bytes, whose raw HTML is cleaned.
pub(super) const MAX_SIZE: usize = 1 << 20;

/// Elements that an author may write, sorted.
pub(super) const ELEMENTS: &[&str] = &[
    "a",
    "abbr",
    "address",
    "article",
    "aside",
    "b",
    "bdi",
    "bdo",
    "blockquote",
    "br",
    "caption",
    "cite",
    "code",
    "col",
    "colgroup",
    "dd",
    "del",
    "details",
    "dfn",
    "div",
    "dl",
    "dt",
    "em",
    "figcaption",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "i",
    "img",
    "ins",
    "kbd",
    "li",
    "mark",
    "ol",
    "p",
    "pre",
    "q",
    "rp",
    "rt",
    "ruby",
    "s",
    "samp",
    "section",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "time",
    "tr",
    "u",
    "ul",
    "var",
    "wbr",
];

/// Attributes that an author may write on any element.
const GENERAL: &[&str] = &["class", "dir", "id", "lang", "title"];

/// Attributes that an author may write on one element.
const PARTICULAR: &[(&str, &[&str])] = &[
    ("a", &["href", "hreflang", "rel"]),
    ("blockquote", &["cite"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("del", &["cite", "datetime"]),
    ("details", &["open"]),
    ("img", &["alt", "height", "src", "width"]),
    ("ins", &["cite", "datetime"]),
    ("li", &["value"]),
    ("ol", &["reversed", "start", "type"]),
    ("q", &["cite"]),
    ("td", &["colspan", "rowspan"]),
    ("th", &["colspan", "rowspan", "scope"]),
    ("time", &["datetime"]),
];

/// Attributes that the renderer writes besides, on the elements that bear them.
const OURS: &[(&str, &[&str])] = &[
    ("a", &["aria-label", "role"]),
    ("div", &["aria-label", "role", "tabindex"]),
    ("img", &["decoding", "loading"]),
    ("input", &["aria-label", "checked", "disabled"]),
    ("pre", &["tabindex"]),
    ("section", &["aria-label"]),
    ("source", &["sizes", "srcset", "type"]),
];

/// Elements that are taken out with all that they hold.
const WITH_CONTENT: &[&str] = &["iframe", "noembed", "noframes", "script", "style", "textarea", "title", "xmp"];

/// Whether an author may write the element `name` (lower case).
pub(super) fn allows(name: &str) -> bool {
    ELEMENTS.binary_search(&name).is_ok()
}

/// Whether an author may write `attribute` on `element` (both in lower case).
pub(super) fn allows_attribute(element: &str, attribute: &str) -> bool {
    GENERAL.contains(&attribute)
        || PARTICULAR.iter().any(|(name, attributes)| *name == element && attributes.contains(&attribute))
}

/// Whether `name` (lower case) is taken out with all that it holds.
pub(super) fn goes_with_content(name: &str) -> bool {
    WITH_CONTENT.contains(&name)
}

/// Makes finished HTML safe: what no list here names is taken out, what is open is
/// closed, and what is out of place loses its tags.
pub(super) fn clean(html: &str) -> String {
    static BUILDER: OnceLock<Builder<'static>> = OnceLock::new();
    let builder = BUILDER.get_or_init(|| {
        let mut builder = Builder::empty();
        builder
            .add_tags(ELEMENTS)
            .add_tags(&["input", "picture", "source"])
            .add_clean_content_tags(WITH_CONTENT)
            .add_generic_attributes(GENERAL)
            .add_tag_attribute_values("input", "type", &["checkbox"])
            .add_url_schemes(&["http", "https", "mailto", "tel"])
            .attribute_filter(|element, name, value| {
                // The renderer writes addresses of the site here, and nobody else anything.
                let own = |candidate: &str| candidate.trim().starts_with('/') && !candidate.trim().starts_with("//");
                let foreign = (element, name) == ("source", "srcset") && !value.split(',').all(own);
                (!foreign).then_some(value.into())
            })
            .link_rel(None);
        for (element, attributes) in PARTICULAR.iter().chain(OURS) {
            builder.add_tag_attributes(element, *attributes);
        }
        builder
    });
    let cleaned = builder.clean(html).to_string();
    let mut out = String::with_capacity(cleaned.len());
    nesting::write(&mut out, &cleaned);
    out
}

/// Counts the elements that raw HTML holds open, never fewer than a browser would.
#[derive(Default)]
pub(super) struct OpenElements {
    names: Vec<String>,
}

impl OpenElements {
    /// Notes an opening tag, and says whether there are still few enough elements open.
    pub fn open(&mut self, name: &str) -> bool {
        if tags::is_void(name) {
            return true;
        }
        while self.names.last().is_some_and(|last| ends(last, name)) {
            self.names.pop();
        }
        if self.names.len() < MAX_OPEN {
            self.names.push(name.to_owned());
            return true;
        }
        false
    }

    /// Notes a closing tag. One that does not fit the innermost element closes nothing here, since a
    /// browser may well ignore it.
    pub fn close(&mut self, name: &str) {
        let implied = self.names.iter().rev().take_while(|open| closes_itself(open) && *open != name).count();
        let at = self.names.len() - implied;
        if at > 0 && self.names[at - 1] == name {
            self.names.truncate(at - 1);
        }
    }
}

/// Whether `open` needs no closing tag.
fn closes_itself(open: &str) -> bool {
    matches!(open, "p" | "li" | "dt" | "dd" | "tr" | "td" | "th" | "thead" | "tbody" | "tfoot" | "rt" | "rp")
}

/// Whether the tag `<next>` right inside the element `open` ends it.
fn ends(open: &str, next: &str) -> bool {
    match open {
        "p" => {
            const BLOCKS: &[&str] = &[
                "address",
                "article",
                "aside",
                "blockquote",
                "details",
                "div",
                "dl",
                "figcaption",
                "figure",
                "footer",
                "h1",
                "h2",
                "h3",
                "h4",
                "h5",
                "h6",
                "header",
                "ol",
                "p",
                "pre",
                "section",
                "ul",
            ];
            BLOCKS.binary_search(&next).is_ok()
        }
        "li" => next == "li",
        "dt" | "dd" => matches!(next, "dt" | "dd"),
        "rt" | "rp" => matches!(next, "rt" | "rp"),
        "td" | "th" => matches!(next, "td" | "th" | "tr" | "tbody" | "tfoot"),
        "tr" => matches!(next, "tr" | "tbody" | "tfoot"),
        "thead" | "tbody" | "tfoot" => matches!(next, "tbody" | "tfoot"),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markdown::tags::{Attribute, HtmlToken, HtmlTokens};
    use crate::markdown::testing::page;

    #[test]
    fn the_list_is_sorted() {
        assert!(ELEMENTS.is_sorted());
        for name in ["script", "style", "iframe", "form", "object", "embed", "svg", "math", "input", "main"] {
            assert!(!allows(name), "{name}");
        }
    }

    #[test]
    fn what_runs_is_taken_out() {
        assert_eq!(clean("a<script>b</script><p onclick=c style=d>e<a href='javascript:f'>g</a>"), "a<p>e<a>g</a></p>");
        assert_eq!(
            clean("<input type=text><input type=checkbox disabled>"),
            "<input><input type=\"checkbox\" disabled=\"\">"
        );
    }

    #[test]
    fn control_characters_are_dropped() {
        assert_eq!(clean("a&#1;b"), "ab");
    }

    #[test]
    fn open_elements_are_never_undercounted() {
        let mut open = OpenElements::default();
        for _ in 0..1000 {
            assert!(open.open("p") && open.open("li") && open.open("br"));
            open.close("li");
        }
        // A browser ignores the closing tag in the cell, so the elements pile up.
        let mut open = OpenElements::default();
        let deep = (0..200).all(|_| {
            let few = open.open("div") && open.open("table") && open.open("td");
            open.close("div");
            few
        });
        assert!(!deep);
        let mut open = OpenElements::default();
        assert!((0..200).all(|_| open.open("div")) && !open.open("div"));
    }

    #[test]
    fn our_own_marks_survive_the_sanitiser() {
        let text = "# A\n\n> [!NOTE]\n> b\n\n|a|\n|-:|\n|b|\n\n- [x] c[^1]\n\n```rust\nlet a;\n```\n\n![](d.png)\n\n[^1]: e\n\n";
        let plain = page(text);
        let raw = page(&format!("{text}<b>f</b>\n"));
        assert_eq!(tags(&raw.replace("<p><b>f</b></p>", "")), tags(&plain));
    }

    /// The opening tags, with their attributes in order of name.
    fn tags(html: &str) -> Vec<Vec<&str>> {
        let open = |token| {
            let HtmlToken::Open(tag) = token else { return None };
            let whole = |attribute: Attribute| match attribute.value {
                Some(value) if !value.is_empty() => &html[attribute.name.start..value.end],
                _ => &html[attribute.name],
            };
            let mut parts: Vec<_> = tag.attributes(html).map(whole).collect();
            parts.sort_unstable();
            parts.push(&html[tag.name]);
            Some(parts)
        };
        HtmlTokens::of(html).filter_map(open).collect()
    }
}
