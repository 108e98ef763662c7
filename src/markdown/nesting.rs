//! Well-formed HTML in, the same without tags in places where HTML does not let them stand out: an
//! item outside a list, a block inside a heading. Their content stays. Also drops characters that
//! HTML forbids. Must not know who wrote the tags.

use super::escape;
use super::tags::{HtmlToken, HtmlTokens, is_void};

/// Appends `html`, which must be balanced as a sanitiser leaves it.
pub(super) fn write(out: &mut String, html: &str) {
    let mut open: Vec<(&str, bool)> = Vec::new();
    // How many of the open elements take no blocks.
    let mut phrases = 0_usize;
    // Tags of a block went, and what they held must not run into what stands beside it.
    let mut gap = false;
    // Whether words stand before, in the same block.
    let mut words = false;
    for token in HtmlTokens::of(html) {
        let range = match token {
            HtmlToken::Open(tag) => {
                let name = &html[tag.name];
                let parent = open.iter().rev().find(|(_, kept)| *kept).map(|(name, _)| *name);
                let fits = fits(name, parent) && !(phrases > 0 && is_block(name));
                if !is_void(name) {
                    open.push((name, fits));
                    phrases += usize::from(fits && takes_no_blocks(name));
                }
                if !fits {
                    gap |= sets_apart(name);
                    continue;
                }
                if is_block(name) {
                    (gap, words) = (false, false);
                }
                tag.range
            }
            HtmlToken::Close(tag) => {
                let Some((name, kept)) = open.pop() else {
                    continue;
                };
                if !kept {
                    gap |= sets_apart(name);
                    continue;
                }
                if is_block(name) {
                    (gap, words) = (false, false);
                }
                phrases -= usize::from(takes_no_blocks(name));
                tag.range
            }
            HtmlToken::Text(range) => {
                if !html[range.clone()].trim().is_empty() {
                    if std::mem::take(&mut gap) && words && !out.ends_with(char::is_whitespace) {
                        out.push(' ');
                    }
                    words = true;
                }
                range
            }
            HtmlToken::RawText(range)
            | HtmlToken::Comment(range)
            | HtmlToken::Declaration(range)
            | HtmlToken::Unfinished(range) => range,
        };
        escape::verbatim(out, &html[range]);
    }
}

/// Whether the element `name` may stand right inside `parent`.
fn fits(name: &str, parent: Option<&str>) -> bool {
    let parents: &[&str] = match name {
        "li" => &["ul", "ol"],
        "dt" | "dd" => &["dl", "div"],
        "figcaption" => &["figure"],
        "summary" => &["details"],
        "rt" | "rp" => &["ruby"],
        _ => return true,
    };
    parent.is_some_and(|parent| parents.contains(&parent))
}

/// Whether what stands in the element `name` stands apart on a page.
fn sets_apart(name: &str) -> bool {
    is_block(name) || matches!(name, "li" | "dt" | "dd" | "figcaption" | "summary")
}

fn is_block(name: &str) -> bool {
    matches!(
        name,
        "address"
            | "article"
            | "aside"
            | "blockquote"
            | "details"
            | "div"
            | "dl"
            | "figure"
            | "footer"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "header"
            | "hr"
            | "ol"
            | "p"
            | "pre"
            | "section"
            | "table"
            | "ul"
    )
}

/// Elements that take text and what belongs in a line of it. Links take what stands around them.
fn takes_no_blocks(name: &str) -> bool {
    matches!(
        name,
        "abbr"
            | "b"
            | "bdi"
            | "bdo"
            | "cite"
            | "code"
            | "dfn"
            | "em"
            | "h2"
            | "h3"
            | "h4"
            | "h5"
            | "h6"
            | "i"
            | "kbd"
            | "mark"
            | "p"
            | "pre"
            | "q"
            | "ruby"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strong"
            | "sub"
            | "sup"
            | "time"
            | "u"
            | "var"
    )
}

#[cfg(test)]
mod tests {
    fn fitted(html: &str) -> String {
        let mut out = String::new();
        super::write(&mut out, html);
        out
    }

    #[test]
    fn tags_out_of_place_go_and_their_content_stays() {
        assert_eq!(fitted("<li>a</li><ul><li>b</li></ul>"), "a<ul><li>b</li></ul>");
        assert_eq!(fitted("<p>x</p><li>101</li><li>999</li>"), "<p>x</p>101 999");
        assert_eq!(fitted("<dt>a</dt><dd>b</dd><b>c</b><li>d</li>"), "a b<b> c</b> d");
        assert_eq!(fitted("<h3><p>a <b>c</b></p></h3><p>d</p>"), "<h3>a <b>c</b></h3><p>d</p>");
        assert_eq!(fitted("<span><div><ul><li>a</li></ul></div></span>"), "<span>a</span>");
        assert_eq!(fitted("<figcaption>a</figcaption><summary>b</summary>"), "a b");
        assert_eq!(
            fitted("<dl><div><dt>a</dt><dd><p>b</p></dd></div></dl>"),
            "<dl><div><dt>a</dt><dd><p>b</p></dd></div></dl>"
        );
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        let html =
            "<figure><img src=\"a\" alt=\"\"><figcaption>b<br>c</figcaption></figure><a href=\"#d\"><div>e</div></a>";
        assert_eq!(fitted(html), html);
    }
}
