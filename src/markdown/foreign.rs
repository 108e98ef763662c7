//! HTML that somebody else wrote in; out the same with every element closed, nothing that runs, and no deeper than the
//! guard for bodies allows, so that what reads it next need not mind. Must not know what it will be used for.

use std::sync::OnceLock;

use ammonia::Builder;

use super::clean::OpenElements;
use super::tags::{HtmlToken, HtmlTokens};

/// Elements that are kept, beside those that an author may write.
const MORE: &[&str] = &[
    "body", "button", "center", "dialog", "font", "form", "label", "legend", "fieldset", "main", "nav", "strike", "tt",
    "big", "search", "hgroup",
];

/// Elements that go with all that they hold.
const GONE: &[&str] = &[
    "audio", "canvas", "embed", "head", "iframe", "noembed", "noframes", "noscript", "object", "script", "select",
    "style", "svg", "template", "textarea", "title", "video", "xmp", "math", "map",
];

/// The most attributes of an element that are read: the parser compares each with all before it.
const MOST_ATTRIBUTES: usize = 100;

/// HTML that can be read without harm.
#[derive(Debug)]
pub struct WellFormed {
    pub html: String,
    /// Whether elements went because too many were open.
    pub deep: bool,
}

/// Makes it. Linear in its length, but for what the parser makes of elements that are open at once, which are few.
pub fn well_formed(html: &str) -> WellFormed {
    static BUILDER: OnceLock<Builder<'static>> = OnceLock::new();
    let builder = BUILDER.get_or_init(|| {
        let mut builder = Builder::empty();
        builder
            .add_tags(super::clean::ELEMENTS)
            .add_tags(MORE)
            .add_clean_content_tags(GONE)
            .add_generic_attributes(&[
                "class",
                "id",
                "role",
                "aria-label",
                "hidden",
                "aria-hidden",
                "itemprop",
                "style",
                "dir",
                "lang",
            ])
            .add_tag_attributes("a", &["href"])
            .add_tag_attributes("img", &["src", "alt", "width", "height", "data-src", "data-lazy-src", "data-original"])
            .add_tag_attributes("button", &["aria-expanded", "aria-controls"])
            .add_tag_attributes("time", &["datetime"])
            .add_tag_attributes("td", &["colspan"])
            .add_tag_attributes("th", &["colspan"])
            .add_tag_attributes("ol", &["start"])
            .add_tag_attributes("blockquote", &["type"])
            .add_url_schemes(&["http", "https", "mailto", "tel"])
            .link_rel(None);
        builder
    });
    let (bounded, deep) = bounded(html);
    WellFormed { html: builder.clean(&bounded).to_string(), deep }
}

/// The same without the tags of elements that would be too many open at once, and without attributes beyond the first ones.
/// Their text stays.
fn bounded(html: &str) -> (String, bool) {
    let mut out = String::with_capacity(html.len());
    let mut open = OpenElements::default();
    let mut gone: Vec<String> = Vec::new();
    let mut deep = false;
    for token in HtmlTokens::of(html) {
        match token {
            HtmlToken::Open(tag) => {
                let name = tag.lower_name(html);
                if open.open(&name) {
                    match tag.attributes(html).nth(MOST_ATTRIBUTES) {
                        Some(further) => {
                            out.push_str(&html[tag.range.start..further.name.start]);
                            out.push('>');
                        }
                        None => out.push_str(&html[tag.range]),
                    }
                } else {
                    deep = true;
                    out.push(' ');
                    // Bounded too: what is not remembered closes something less, which the parser mends.
                    if gone.len() < 10_000 {
                        gone.push(name.into_owned());
                    }
                }
            }
            HtmlToken::Close(tag) => {
                let name = tag.lower_name(html);
                if gone.last().is_some_and(|last| *last == *name) {
                    gone.pop();
                    out.push(' ');
                } else {
                    open.close(&name);
                    out.push_str(&html[tag.range]);
                }
            }
            HtmlToken::Text(range) | HtmlToken::RawText(range) => out.push_str(&html[range]),
            HtmlToken::Comment(_) | HtmlToken::Declaration(_) | HtmlToken::Unfinished(_) => {}
        }
    }
    (out, deep)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_runs_goes_and_what_is_open_is_closed() {
        let html =
            "<svg><title>x</title></svg><nav class=a onclick=b>n<p>c<script>d</script><a href='javascript:e'>f</a>";
        assert_eq!(well_formed(html).html, "<nav class=\"a\">n<p>c<a>f</a></p></nav>");
    }

    #[test]
    fn attributes_are_bounded_before_a_parser_sees_them() {
        let many = " a='b>c'".repeat(100_000);
        let html = format!("<p class=d{many} id=f>text</p>e");
        assert_eq!(well_formed(&html).html, "<p class=\"d\">text</p>e");
    }

    #[test]
    fn depth_is_bounded_before_a_parser_sees_it() {
        let html = format!("{}text{}", "<div>".repeat(100_000), "</div>".repeat(100_000));
        let well_formed = well_formed(&html);
        assert!(
            well_formed.deep && well_formed.html.contains("text") && well_formed.html.matches("<div>").count() <= 200
        );
    }
}
