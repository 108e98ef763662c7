//! A piece of raw HTML in; the destinations in it and what will be taken out of it added to the
//! facts. Judges by the rules that [`super::rules`] writes by, but writes nothing.

use std::ops::Range;

use super::RawHtml;
use super::clean::{self, OpenElements, allows};
use super::facts::{Facts, Limit, Link, Loss, RemovedMarkup};
use super::links::{self, LinkUse};
use super::rules::{address_use, is_comment, loss_of_attribute, loss_of_element, modern, modern_element, objection};
use super::tags::{Attribute, HtmlTag, HtmlToken, HtmlTokens, lower};

/// Raw HTML as the parser hands it over, line by line without the marks of quotes and lists.
#[derive(Default)]
pub(super) struct RawPiece {
    html: String,
    /// Where each line begins, here and in the body.
    lines: Vec<(usize, usize)>,
}

impl RawPiece {
    pub fn push(&mut self, line: &str, place: usize) {
        self.lines.push((self.html.len(), place));
        self.html.push_str(line);
    }

    pub fn html(&self) -> &str {
        &self.html
    }

    /// The place in the body of a place in this piece.
    fn place(&self, at: usize) -> usize {
        let line = self.lines.partition_point(|&(begins, _)| begins <= at).saturating_sub(1);
        self.lines.get(line).map_or(0, |&(begins, place)| place + (at - begins))
    }

    fn range_in(&self, range: &Range<usize>, text: &str) -> Range<usize> {
        let start = text.floor_char_boundary(self.place(range.start));
        let end = text.ceil_char_boundary(
            self.place(range.end.saturating_sub(1).max(range.start)) + usize::from(!range.is_empty()),
        );
        start..end.max(start)
    }
}

/// Examines the raw HTML of one body, piece by piece in order.
pub(super) struct Examiner<'a> {
    text: &'a str,
    raw: RawHtml,
    open: OpenElements,
}

impl<'a> Examiner<'a> {
    pub fn new(text: &'a str, raw: RawHtml) -> Self {
        Self { text, raw, open: OpenElements::default() }
    }

    pub fn text(&self) -> &'a str {
        self.text
    }

    pub fn examine(&mut self, piece: &RawPiece, facts: &mut Facts) {
        if is_comment(&piece.html) {
            return;
        }
        facts.has_raw_html = true;
        if self.raw == RawHtml::Escape {
            return;
        }
        for token in HtmlTokens::of(&piece.html) {
            match token {
                HtmlToken::Open(tag) => self.tag(piece, &tag, facts),
                HtmlToken::Close(tag) if self.raw == RawHtml::Clean => {
                    self.open.close(&tag.lower_name(&piece.html));
                }
                HtmlToken::Declaration(range) if self.raw == RawHtml::Clean => {
                    let name = piece.html[range.clone()].split([' ', '>']).next().unwrap_or_default();
                    let what = format!("{}>", name.chars().take(20).collect::<String>());
                    let range = piece.range_in(&range, self.text);
                    facts.removed.push(RemovedMarkup { what, range, loss: Loss::Content });
                }
                _ => {}
            }
            if facts.limit.is_some() {
                return;
            }
        }
    }

    /// What a frame or a film shows is a link, which comes out.
    fn shown_elsewhere<'f>(
        &self,
        piece: &RawPiece,
        tag: &HtmlTag,
        element: &str,
        facts: &'f mut Facts,
    ) -> Option<&'f str> {
        let html = piece.html.as_str();
        let used = match element {
            "iframe" | "embed" | "video" | "audio" | "source" => &["src", "data-src"][..],
            "object" => &["data"],
            _ => return None,
        };
        let before = facts.links.len();
        for Attribute { name, value } in tag.attributes(html) {
            let Some(value) = value.filter(|_| used.contains(&&*lower(&html[name.clone()]))) else { continue };
            let destination = html_escape::decode_html_entities(&html[value.clone()]).trim().to_owned();
            if !destination.is_empty() && links::refusal(&destination, LinkUse::Link).is_none() {
                facts.links.push(Link { destination, range: piece.range_in(&value, self.text), image: false });
            }
        }
        facts.links.get(before).map(|link| &*link.destination)
    }

    fn tag(&mut self, piece: &RawPiece, tag: &HtmlTag, facts: &mut Facts) {
        let html = piece.html.as_str();
        let element = tag.lower_name(html);
        let element = if self.raw == RawHtml::Clean { modern_element(&element) } else { &element };
        if self.raw == RawHtml::Clean {
            let range = piece.range_in(&tag.range, self.text);
            if !allows(element) {
                let loss = loss_of_element(element, self.shown_elsewhere(piece, tag, element, facts));
                let what = format!("<{}>", element.chars().take(40).collect::<String>());
                facts.removed.push(RemovedMarkup { what, range, loss });
                return;
            }
            if self.text.len() > clean::MAX_SIZE {
                facts.limit = Some((Limit::RawTooLarge, range));
                return;
            }
            if !self.open.open(element) {
                facts.limit = Some((Limit::RawTooDeep, range));
                return;
            }
        }
        for Attribute { name, value } in tag.attributes(html) {
            let whole = name.start..value.as_ref().map_or(name.end, |value| value.end);
            let name = lower(&html[name]);
            let name = if self.raw == RawHtml::Clean { modern(element, name) } else { name };
            let decoded = html_escape::decode_html_entities(value.clone().map_or("", |value| &html[value]));
            if let Some(what) = objection(self.raw, element, &name, &decoded) {
                let clean = self.raw == RawHtml::Clean && address_use(element, &name).is_none();
                let loss = if clean { loss_of_attribute(&name, &decoded) } else { Loss::Content };
                facts.removed.push(RemovedMarkup { what, range: piece.range_in(&whole, self.text), loss });
            } else if let (Some(value), "href" | "src" | "poster" | "background" | "data") = (value, &*name)
                && let Some(used) = address_use(element, &name)
            {
                let range = piece.range_in(&value, self.text);
                facts.links.push(Link { destination: decoded.into_owned(), range, image: used == LinkUse::Image });
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RawHtml;
    use crate::markdown::facts;

    fn removed(text: &str, raw: RawHtml) -> Vec<(String, &str)> {
        facts(text, raw).removed.into_iter().map(|removed| (removed.what, &text[removed.range])).collect()
    }

    #[test]
    fn what_is_taken_out_is_reported_at_its_place() {
        let text = "a <b onclick='c'>d</b>\n\n> <div\n>  style=\"e\">\n> <script>f</script>\n> é<a href=\"javascript:g\">h</a></div>\n";
        let expected = [
            ("onclick on <b>", "onclick='c"),
            ("style on <div>", "style=\"e"),
            ("<script>", "<script>"),
            ("a `javascript:` address", "href=\"javascript:g"),
        ];
        assert_eq!(removed(text, RawHtml::Clean), expected.map(|(what, range)| (what.to_owned(), range)));
        assert_eq!(removed(text, RawHtml::Escape), []);
        assert_eq!(removed(text, RawHtml::Trust), [expected[3]].map(|(what, range)| (what.to_owned(), range)));
    }

    #[test]
    fn comments_and_what_is_let_through_are_not_reported() {
        let text = "<!-- <script> --><details open class=a><summary>b</summary></details>\n\n<!-- c -->\n";
        assert_eq!(removed(text, RawHtml::Clean), []);
        assert!(!facts("a <!-- b -->\n\n<!-- c -->\n", RawHtml::Clean).has_raw_html);
        assert!(facts("<b>a</b>", RawHtml::Escape).has_raw_html);
    }

    #[test]
    fn what_is_lost_is_told_apart() {
        use super::Loss::{Content, Frame, Looks};
        for (text, loss) in [
            ("<table border=1 width=100% cellpadding=0>\n", vec![Looks; 3]),
            ("<a href=/x target=_blank data-id=7>x</a>", vec![Looks; 2]),
            ("<p style='color: red'>x</p>", vec![Looks]),
            ("<p style='display: none'>x</p>", vec![Content]),
            ("<span style='text-decoration:line-through'>x</span>", vec![Content]),
            ("<font color=red>x</font>", vec![Looks]),
            ("<center>x</center>", vec![Looks]),
            ("<iframe src=https://a.example/></iframe>", vec![Frame]),
            ("<iframe srcdoc=x></iframe>", vec![Content]),
            ("<object data=https://a.example/x.pdf></object>", vec![Frame]),
            ("<b onclick=x>y</b>", vec![Content]),
            ("<p background=javascript:x>y</p>", vec![Content]),
            ("<table summary=x>\n", vec![Content]),
            ("<form><input></form>", vec![Content; 2]),
        ] {
            let found: Vec<_> = facts(text, RawHtml::Clean).removed.into_iter().map(|removed| removed.loss).collect();
            assert_eq!(found, loss, "{text}");
        }
    }

    #[test]
    fn declarations_are_reported() {
        assert_eq!(removed("<?php a ?>\n", RawHtml::Clean), [("<?php>".to_owned(), "<?php a ?>")]);
    }
}
