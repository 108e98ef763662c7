//! The renderer's part for HTML that the author wrote: shown as text, or let through tag by tag, with
//! addresses checked and resolved, headings and ids fitted to the page. What is let through to be
//! cleaned passes the sanitiser as well. Must not know the events around it.

use super::clean::{allows, allows_attribute, goes_with_content};
use super::html::{HtmlRenderer, RenderRefusal};
use super::links::{self, LinkUse};
use super::rules::{address_use, is_comment, looks, modern, modern_element, objection};
use super::tags::{Attribute, HtmlTag, HtmlToken, HtmlTokens, lower};
use super::{RawHtml, escape};

impl HtmlRenderer<'_> {
    pub(super) fn html_block(&mut self, html: &str) -> Result<(), RenderRefusal> {
        self.line();
        if self.raw != RawHtml::Escape {
            let done = self.let_through(html, false);
            self.end_of_raw_block();
            return done;
        }
        if !is_comment(html) {
            self.out.push_str("<p>");
            escape::text(&mut self.out, html.trim_end());
            self.out.push_str("</p>\n");
        }
        Ok(())
    }

    pub(super) fn inline_html(&mut self, html: &str) -> Result<(), RenderRefusal> {
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
        self.shown.skipping = None;
        if let Some(name) = self.swallowing.take() {
            self.out.extend(["</", &name, ">"]);
        }
    }

    fn let_through(&mut self, html: &str, inline: bool) -> Result<(), RenderRefusal> {
        let clean = self.raw == RawHtml::Clean;
        let length = self.out.len();
        let mut inside = "";
        for token in HtmlTokens::of(html) {
            if self.skips(html, &token) {
                continue;
            }
            match token {
                HtmlToken::Text(range) if clean && self.links_text() => {
                    // Numbers and addresses are links wherever they stand.
                    self.linked_text(&html_escape::decode_html_entities(&html[range]));
                }
                HtmlToken::Text(range) => escape::verbatim(&mut self.out, &html[range]),
                HtmlToken::RawText(_) if clean && goes_with_content(&lower(inside)) => {}
                HtmlToken::RawText(range) if clean => escape::text(&mut self.out, &html[range]),
                HtmlToken::RawText(range) if inside.eq_ignore_ascii_case("script") => {
                    escape::verbatim(&mut self.out, &html[range]);
                }
                // Within SVG a browser reads this as HTML, so addresses count here too.
                HtmlToken::RawText(range) => self.let_through(&html[range], inline)?,
                HtmlToken::Comment(range) | HtmlToken::Declaration(range) => {
                    if !clean && html[range.clone()].ends_with('>') {
                        escape::verbatim(&mut self.out, &html[range]);
                    }
                }
                HtmlToken::Unfinished(range) => escape::text(&mut self.out, &html[range]),
                HtmlToken::Open(tag) => {
                    inside = &html[tag.name.clone()];
                    self.open_tag(html, &tag, inline)?;
                }
                HtmlToken::Close(tag) => self.close_tag(&tag.lower_name(html)),
            }
        }
        if self.out[length..].trim().is_empty() && !inline {
            self.out.truncate(length);
        }
        self.raw_written |= self.out.len() > length;
        Ok(())
    }

    fn open_tag(&mut self, html: &str, tag: &HtmlTag, inline: bool) -> Result<(), RenderRefusal> {
        let name = tag.lower_name(html);
        let clean = self.raw == RawHtml::Clean;
        let name = if clean { modern_element(&name) } else { &name };
        if clean {
            if self.swallowing.is_some() {
                return Ok(());
            }
            self.show_elsewhere(html, tag, name, inline);
            if self.is_stray_cell(name) {
                self.out.push(' ');
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
                return Err(RenderRefusal::RawHtml);
            }
        }
        if clean {
            self.open_list(name);
        }
        let start = self.out.len();
        match heading_level(name) {
            Some(level) => {
                let level = self.levels.next(level);
                self.raw_headings.push(level);
                self.out.extend(["<h", digit(level)]);
            }
            None if clean => self.out.extend(["<", name]),
            None => self.out.extend(["<", &html[tag.name.clone()]]),
        }
        let (mut address, mut alt) = (false, false);
        let mut seen = Vec::new();
        let (kind, alignment) = if clean { looks(html, tag, name) } else { (None, None) };
        for Attribute { name: range, value } in tag.attributes(html) {
            let attribute = lower(&html[range]);
            let attribute = if clean { modern(name, attribute) } else { attribute };
            if clean {
                let written_below =
                    kind.is_some() && attribute == "type" || alignment.is_some() && attribute == "class";
                if !allows_attribute(name, &attribute) || seen.contains(&attribute) || written_below {
                    continue;
                }
                seen.push(attribute.clone());
            }
            let written = self.attribute(name, &attribute, value.map(|value| &html[value]));
            address |= written && matches!(&*attribute, "href" | "src");
            alt |= &*attribute == "alt";
        }
        if let Some(kind) = kind {
            self.out.extend([" type=\"", kind, "\""]);
        }
        if let Some(classes) = alignment {
            self.out.push_str(" class=\"");
            escape::attribute(&mut self.out, &classes);
            self.out.push('"');
        }
        if name == "img" {
            if !address {
                self.out.truncate(start);
                return Ok(());
            }
            if clean {
                self.out.push_str(if alt { "" } else { " alt=\"\"" });
                self.out.push_str(if self.on_page() { " loading=\"lazy\"" } else { "" });
            }
        }
        self.out.push_str(if html[..tag.range.end].ends_with("/>") { "/>" } else { ">" });
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
        let clean = self.raw == RawHtml::Clean;
        let name = if clean { modern_element(name) } else { name };
        if clean {
            if !allows(name) || self.swallowing.is_some() || self.is_stray_cell(name) || self.close_list(name) {
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
        if objection(self.raw, element, name, &decoded).is_some() || name == "id" && !self.on_page() {
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
                .filter(|target| used == LinkUse::Link || !target.is_empty())
                .filter(|_| {
                    used == LinkUse::Link || self.raw == RawHtml::Trust || !links::is_elsewhere(&decoded, self.site)
                })
            else {
                self.out.truncate(start);
                return false;
            };
            links::write(&mut self.out, &target);
        } else if name == "id" {
            escape::attribute(&mut self.out, &self.ids.unique(decoded.into_owned()));
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

/// Elements in which no address or number is made a link.
fn is_unlinked(name: &str) -> bool {
    matches!(
        name,
        "button" | "code" | "kbd" | "option" | "pre" | "samp" | "script" | "select" | "style" | "textarea" | "title"
    )
}

fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

fn digit(level: u8) -> &'static str {
    ["2", "3", "4", "5", "6"].get(usize::from(level.saturating_sub(2))).copied().unwrap_or("6")
}

#[cfg(test)]
mod tests {
    use crate::markdown::testing::{escaped, feed, page, trusted};

    #[test]
    fn a_safe_subset_goes_through() {
        let kept = "<details>\n<summary>a</summary>\n<p>b <kbd>c</kbd> <abbr title=\"d\">e</abbr> <time datetime=\"2021-03-01\">f</time></p>\n</details>\n";
        assert_eq!(page(kept), kept);
        assert_eq!(page("H<sub>2</sub>O"), "<p>H<sub>2</sub>O</p>\n");
        assert_eq!(page("<details>\n\n- *a*\n\n</details>"), "<details>\n<ul>\n<li><em>a</em></li>\n</ul>\n</details>");
    }

    #[test]
    fn what_runs_is_taken_out() {
        assert_eq!(page("<script>alert(1)</script>\n\na"), "<p>a</p>\n");
        assert_eq!(page("a <script>alert(1)</script> b"), "<p>a  b</p>\n");
        assert_eq!(page("a <script>b\n\nc"), "<p>a </p>\n<p>c</p>\n");
        assert_eq!(page("<p onclick=\"x\" style=\"y\">a</p>"), "<p>a</p>");
        assert_eq!(page("<svg onload=x><a xlink:href=\"javascript:y\">a</a></svg>"), "<p><a>a</a></p>\n");
        assert_eq!(page("<iframe srcdoc=x></iframe><form><input name=a></form>b"), "b");
        for bad in [
            "javascript:x",
            "JAVASCRIPT&colon;x",
            "java&#10;script:x",
            "&#106avascript:x",
            " javascript:x",
            "data:text/html,x",
        ] {
            let html = page(&format!("<a href=\"{bad}\">a</a> <img src=\"{bad}\">")).to_lowercase();
            assert!(!html.contains("\"javascript:") && !html.contains("\"data:"), "{bad} {html}");
        }
    }

    #[test]
    fn numbers_and_addresses_are_links_in_raw_html_too() {
        let phone = "<a href=\"tel:+441622604100\">01622 604100</a>";
        assert_eq!(page("<p>Ring 01622 604100</p>"), format!("<p>Ring {phone}</p>"));
        assert_eq!(
            page("<div><b>01622&#32;604100</b> &lt;b&gt;</div>"),
            format!("<div><b>{phone}</b> &lt;b&gt;</div>")
        );
        assert_eq!(page("<td>01622 604100</td>\n"), format!(" {phone}\n"));
        assert!(page("<p>see www.a.uk</p>").contains("<a href=\"https://www.a.uk\" class=\"url\">www.a.uk</a>"));
        for left in ["<code>01622 604100</code>", "<a href=\"b\">01622 604100</a>", "<kbd>01622 604100</kbd>"] {
            assert!(!page(left).contains("tel:"), "{left}");
        }
    }

    #[test]
    fn lists_keep_their_numbers() {
        assert_eq!(
            page("<ol start=\"4\" type=\"a\"><li value=\"7\">Four</li></ol>"),
            "<ol start=\"4\" type=\"a\"><li value=\"7\">Four</li></ol>"
        );
        for style in ["list-style-type: lower-alpha;", "color: red; LIST-STYLE:lower-latin outside"] {
            assert_eq!(page(&format!("<ol style=\"{style}\"><li>a</li></ol>")), "<ol type=\"a\"><li>a</li></ol>");
        }
        assert_eq!(page("<ol reversed><li>a</li></ol>"), "<ol reversed=\"\"><li>a</li></ol>");
        assert_eq!(page("<ol type=\"x\"><li>a</li></ol>"), "<ol><li>a</li></ol>");
    }

    #[test]
    fn items_without_a_list_are_one() {
        let list = |items: &[&str]| format!("<ul><li>{}</li></ul>", items.join("</li><li>"));
        for (text, items) in [
            ("<li>A</li>\n\n<li>B</li>\n\n<li>C</li>", &["A", "B", "C"][..]),
            ("<li>A</li><li>B</li>", &["A", "B"]),
            ("<li>A\n<li>B\n", &["A", "B"]),
            ("<li>A\n\n<li>B\n", &["A", "B"]),
            ("<LI>A</LI>", &["A"]),
        ] {
            let bare: String = page(text).split('\n').collect();
            assert_eq!(bare, list(items), "{text}");
        }
        let apart = page("<li>A</li>\n\nx\n\n<li>B</li>");
        assert_eq!(apart.matches("<ul>").count(), 2, "{apart}");
        assert!(apart.contains("<p>x</p>"), "{apart}");
        assert_eq!(page("<ul><li>A</li></ul>"), "<ul><li>A</li></ul>");
    }

    #[test]
    fn what_is_shown_from_elsewhere_is_a_link() {
        let link = |address: &str| format!("<a href=\"{address}\">{address}</a>");
        for (text, address) in [
            (
                "<iframe src=\"https://maps.uk/hill\"><a href=\"https://maps.uk/hill\">Open</a></iframe>",
                "https://maps.uk/hill",
            ),
            ("<video src=\"https://v.uk/a.mp4\" controls>Your browser is old.</video>", "https://v.uk/a.mp4"),
            (
                "<video controls><source src=\"https://v.uk/a.webm\"><source src=\"https://v.uk/a.mp4\"></video>",
                "https://v.uk/a.webm",
            ),
            ("<audio src=\"https://v.uk/a.mp3\"></audio>", "https://v.uk/a.mp3"),
            ("<object data=\"https://v.uk/a.pdf\"><p>x</p></object>", "https://v.uk/a.pdf"),
            (
                "<object><param name=\"movie\" value=\"https://v.uk/v\"><embed src=\"https://v.uk/v\"></object>",
                "https://v.uk/v",
            ),
            ("<embed src=\"https://v.uk/e\">", "https://v.uk/e"),
            ("<iframe data-src=\"//v.uk/lazy\"></iframe>", "https://v.uk/lazy"),
            ("a <iframe src=\"https://v.uk/x\">b</iframe> c", "https://v.uk/x"),
            ("a <video src=\"https://v.uk/x\">old browser</video> c", "https://v.uk/x"),
        ] {
            let html = page(text);
            assert!(html.contains(&link(address)), "{text}: {html}");
            assert_eq!(html.matches("<a ").count(), 1, "{text}: {html}");
            assert!(
                !html.contains("rowser") && !html.contains("<iframe") && !html.contains("<video"),
                "{text}: {html}"
            );
        }
        assert_eq!(page("<iframe src=\"javascript:x\"></iframe>"), "");
        assert_eq!(page("<object>fallback</object>"), "<p>fallback</p>\n");
        assert_eq!(
            page("<iframe title=\"A map\" src=\"https://m.uk/\"></iframe>"),
            "<p><a href=\"https://m.uk/\">A map</a></p>\n"
        );
    }

    #[test]
    fn old_elements_and_attributes_say_the_same_today() {
        assert_eq!(page("<tt>a</tt> <strike>b</strike>"), "<p><code>a</code> <s>b</s></p>\n");
        assert_eq!(
            page(
                "<table><tbody><tr><td align=\"right\" class=\"x\">1</td><th style=\"text-align: center\">2</th></tr></tbody></table>"
            ),
            "<table><tbody><tr><td class=\"x align-right\">1</td><th class=\"align-centre\">2</th></tr></tbody></table>"
        );
        assert_eq!(page("<td>Room</td><td>2</td>\n"), " Room 2\n");
    }

    #[test]
    fn headings_and_ids_fit_the_page() {
        assert_eq!(
            page("<h1 id=main>a</h1>\n\n<h5>b</h5>\n\n# C\n"),
            "<h2 id=\"main-2\">a</h2>\n<h3>b</h3>\n<h2 id=\"c\">C</h2>\n"
        );
        assert_eq!(page("<div id=a></div>\n\n# A\n"), "<div id=\"a\"></div>\n<h2 id=\"a-2\">A</h2>\n");
        assert_eq!(feed("<h1 id=a>b</h1>"), "<h2>b</h2>");
    }

    #[test]
    fn addresses_are_resolved_and_images_completed() {
        assert_eq!(page("<a href='../b.md?x&amp;y'>c</a>"), "<p><a href=\"/kent/b/?x&amp;y\">c</a></p>\n");
        assert_eq!(page("<img src=../b.png>"), "<img src=\"/kent/b.png\" alt=\"\" loading=\"lazy\">");
        assert_eq!(page("<img alt=a>"), "");
    }

    #[test]
    fn a_named_place_keeps_its_name() {
        assert_eq!(page("<a name=\"b\"></a>c"), "<p><a id=\"b\"></a>c</p>\n");
    }

    #[test]
    fn text_in_raw_links_stays_text() {
        assert_eq!(
            page("<a href=\"b\">https://c.uk</a> https://d.uk"),
            "<p><a href=\"b\">https://c.uk</a> <a href=\"https://d.uk\" class=\"url\">https://d.uk</a></p>\n"
        );
    }

    #[test]
    fn comments_are_dropped() {
        assert_eq!(page("a <!-- b --> c\n\n<!-- d\n\ne -->\n\nf"), "<p>a  c</p>\n<p>f</p>\n");
        assert_eq!(escaped("<!--more-->\n\na"), "<p>a</p>\n");
    }

    #[test]
    fn escaped_html_is_text() {
        assert_eq!(
            escaped("<div>\n<b>a\n</div>\n\nb <i>c</i>"),
            "<p>&lt;div&gt;\n&lt;b&gt;a\n&lt;/div&gt;</p>\n<p>b &lt;i&gt;c&lt;/i&gt;</p>\n"
        );
    }

    #[test]
    fn trusted_html_goes_through_but_for_active_addresses() {
        assert_eq!(
            trusted("<iframe src=\"https://a.uk\" style='b'></iframe>"),
            "<iframe src=\"https://a.uk\" style=\"b\"></iframe>"
        );
        assert_eq!(trusted("<script>if (a<b) c()</script>"), "<script>if (a<b) c()</script>");
        assert_eq!(trusted("<a onclick=\"b('c')\" HREF=' jAvascript:d'>e</a>"), "<p><a onclick=\"b('c')\">e</a></p>\n");
        assert_eq!(trusted("<meta http-equiv=refresh content='0;url=javascript:a'>"), "<meta http-equiv=\"refresh\">");
        assert_eq!(
            trusted("<svg><style><a href=javascript:b>c</a></style></svg>"),
            "<p><svg><style><a>c</a></style></svg></p>\n"
        );
        assert_eq!(trusted("<h1>a</h1>"), "<h2>a</h2>");
    }

    #[test]
    fn feeds_never_trust() {
        let options = crate::markdown::HtmlOptions {
            raw: crate::markdown::RawHtml::Trust,
            target: crate::markdown::HtmlPlace::Feed,
            ..Default::default()
        };
        assert_eq!(crate::markdown::html("<script>a</script><form>b</form>\n", &options, &()), "b\n");
    }

    #[test]
    fn unfinished_tags_are_text() {
        for html in [page("<div title=\"\n\na"), trusted("<div title=\"\n\na")] {
            assert!(html.starts_with("&lt;div title=\"\n") && html.contains("<p>a</p>"), "{html}");
        }
    }
}
