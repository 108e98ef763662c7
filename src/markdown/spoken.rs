//! Raw HTML in, what it says out: words, and where lines, blocks, cells and items begin. Nothing runs together that stands
//! apart on a page. Must not know Markdown, nor where the words are going to stand.

use std::borrow::Cow;

use super::tags::{HtmlTag, HtmlToken, HtmlTokens, lower};

/// A piece of what HTML says.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum SpokenPiece<'t> {
    Words(Cow<'t, str>),
    /// A new line.
    Line,
    /// What is set apart from what stands before it.
    Block,
    /// What stands between two cells of a row.
    Cell,
    /// An item of a list, with its mark.
    Item(String),
    /// Where the link leads whose words end here.
    Link(String),
    /// Where something is that is shown on a page, such as a film.
    Shown(String),
}

/// Reads the HTML of one body, piece by piece in order.
#[derive(Default)]
pub(super) struct Speaker {
    lists: Vec<OpenList>,
    links: Vec<String>,
    /// How many raised and lowered elements are open.
    raised: usize,
    lowered: usize,
    /// The element whose content is not said.
    silent: Option<String>,
    /// How many elements are open whose words were struck out: what they say no longer holds.
    struck: usize,
    /// Whether a cell of the row came before.
    in_row: bool,
}

/// A list that is open.
struct OpenList {
    /// The number of the next item; none where items have a dash.
    next: Option<i64>,
    step: i64,
    kind: u8,
}

impl Speaker {
    /// What a piece of HTML says.
    pub fn say<'t>(&mut self, html: &'t str, take: &mut dyn FnMut(SpokenPiece<'t>)) {
        for token in HtmlTokens::of(html) {
            let struck = self.is_struck();
            let take: &mut dyn FnMut(SpokenPiece<'t>) = &mut |said| {
                if !struck || matches!(said, SpokenPiece::Line | SpokenPiece::Block | SpokenPiece::Cell) {
                    take(said);
                }
            };
            match token {
                HtmlToken::Text(range) => {
                    let words = html_escape::decode_html_entities(&html[range]);
                    if let Some(words) = self.words(words) {
                        take(SpokenPiece::Words(words));
                    }
                }
                HtmlToken::Open(tag) => self.open(html, &tag, take),
                HtmlToken::Close(tag) => self.close(&tag.lower_name(html), take),
                HtmlToken::RawText(_)
                | HtmlToken::Comment(_)
                | HtmlToken::Declaration(_)
                | HtmlToken::Unfinished(_) => {}
            }
        }
    }

    /// Words between tags as they are said here: digits that stand higher or lower are others than those beside them.
    pub fn words<'t>(&self, words: Cow<'t, str>) -> Option<Cow<'t, str>> {
        if self.silent.is_some() || self.is_struck() {
            return None;
        }
        let digits = match (self.raised, self.lowered) {
            (0, 0) => return Some(words),
            (0, _) => ['₀', '₁', '₂', '₃', '₄', '₅', '₆', '₇', '₈', '₉'],
            _ => ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'],
        };
        let other = |c: char| c.to_digit(10).map_or(c, |digit| digits[digit as usize]);
        // Letters such as those of `10<sup>th</sup>` read on.
        Some(Cow::Owned(words.chars().map(other).collect()))
    }

    /// Whether what is read now was struck out.
    pub fn is_struck(&self) -> bool {
        self.struck > 0
    }

    /// The end of a block of Markdown, with which a stroke ends that nobody ended: no text is lost by one.
    pub fn end_of_block(&mut self) {
        self.struck = 0;
    }

    fn open<'t>(&mut self, html: &'t str, tag: &HtmlTag, take: &mut dyn FnMut(SpokenPiece<'t>)) {
        let name = tag.lower_name(html);
        let value = |wanted: &str| {
            let found = tag.attributes(html).find(|attribute| lower(&html[attribute.name.clone()]) == wanted)?;
            let value = found.value.map_or("", |value| &html[value]);
            Some(html_escape::decode_html_entities(value).into_owned())
        };
        if self.silent.is_some() {
            return;
        }
        match name.as_ref() {
            "br" => take(SpokenPiece::Line),
            "tr" => {
                self.in_row = false;
                take(SpokenPiece::Line);
            }
            // Where one begins, since its end may be left out (HTML, optional tags).
            "td" | "th" => {
                if std::mem::replace(&mut self.in_row, true) {
                    take(SpokenPiece::Cell);
                }
            }
            "table" => {
                self.in_row = false;
                take(SpokenPiece::Block);
            }
            "wbr" => {}
            "del" | "s" | "strike" => self.struck += 1,
            "sup" => self.raised += 1,
            "sub" => self.lowered += 1,
            "q" => take(SpokenPiece::Words("“".into())),
            "a" => self.links.push(value("href").unwrap_or_default()),
            "rt" => take(SpokenPiece::Words(" (".into())),
            "ol" | "ul" => {
                if self.lists.is_empty() {
                    take(SpokenPiece::Block);
                }
                let number = (&*name == "ol").then(|| value("start").and_then(|start| start.trim().parse().ok()));
                let back = number.is_some() && value("reversed").is_some();
                let count = || i64::try_from(items(&html[tag.range.end..])).unwrap_or(1);
                let first = number.map(|start| start.unwrap_or_else(|| if back { count() } else { 1 }));
                let kind = ordered_by(value("type").as_deref(), value("style").as_deref()).unwrap_or(b'1');
                self.lists.push(OpenList { next: first, step: if back { -1 } else { 1 }, kind });
            }
            "li" => {
                let given = value("value").and_then(|value| value.trim().parse().ok());
                let mark = match self.lists.last_mut() {
                    Some(OpenList { next: Some(next), step, kind }) => {
                        let number = given.unwrap_or(*next);
                        *next = number.saturating_add(*step);
                        format!("{}. ", numbered(number, *kind))
                    }
                    _ => "- ".to_owned(),
                };
                take(SpokenPiece::Item(mark));
            }
            "video" | "audio" | "object" | "iframe" | "embed" => {
                let shown = ["src", "data-src", "data"].into_iter().find_map(value).filter(|shown| !shown.is_empty());
                if let Some(shown) = shown {
                    take(SpokenPiece::Block);
                    take(SpokenPiece::Shown(shown));
                    take(SpokenPiece::Block);
                    self.silent = (&*name != "embed").then(|| name.into_owned());
                }
            }
            name if is_inline(name) => {}
            _ => take(SpokenPiece::Block),
        }
    }

    fn close<'t>(&mut self, name: &str, take: &mut dyn FnMut(SpokenPiece<'t>)) {
        if self.silent.is_some() {
            if self.silent.as_deref() == Some(name) {
                self.silent = None;
            }
            return;
        }
        match name {
            "del" | "s" | "strike" => self.struck = self.struck.saturating_sub(1),
            "sup" => self.raised = self.raised.saturating_sub(1),
            "sub" => self.lowered = self.lowered.saturating_sub(1),
            "q" => take(SpokenPiece::Words("”".into())),
            "rt" => take(SpokenPiece::Words(") ".into())),
            "a" => {
                if let Some(link) = self.links.pop().filter(|link| !link.is_empty()) {
                    take(SpokenPiece::Link(link));
                }
            }
            "ol" | "ul" => {
                self.lists.pop();
                take(if self.lists.is_empty() { SpokenPiece::Block } else { SpokenPiece::Line });
            }
            "br" | "li" | "td" | "th" | "tr" | "wbr" => {}
            name if is_inline(name) => {}
            _ => take(SpokenPiece::Block),
        }
    }
}

/// How many items the list has whose opening tag stands right before.
fn items(html: &str) -> usize {
    let (mut depth, mut count) = (0_usize, 0);
    for token in HtmlTokens::of(html) {
        match token {
            HtmlToken::Open(tag) => match &*tag.lower_name(html) {
                "ol" | "ul" => depth += 1,
                "li" if depth == 0 => count += 1,
                _ => {}
            },
            HtmlToken::Close(tag) if matches!(&*tag.lower_name(html), "ol" | "ul") => match depth.checked_sub(1) {
                Some(outer) => depth = outer,
                None => break,
            },
            _ => {}
        }
    }
    count
}

/// The `type` of an ordered list, from that or from its style (CSS Lists, `list-style-type`).
pub(super) fn ordered_by(kind: Option<&str>, style: Option<&str>) -> Option<u8> {
    if let Some([kind @ (b'1' | b'a' | b'A' | b'i' | b'I')]) = kind.map(|kind| kind.trim().as_bytes()) {
        return Some(*kind);
    }
    let style = style?.to_ascii_lowercase();
    let mut styles = style.split(';').filter_map(|one| one.split_once(':'));
    let (_, named) = styles.find(|(name, _)| matches!(name.trim(), "list-style-type" | "list-style"))?;
    named.split_whitespace().find_map(|word| match word.trim_end_matches("!important") {
        "lower-alpha" | "lower-latin" => Some(b'a'),
        "upper-alpha" | "upper-latin" => Some(b'A'),
        "lower-roman" => Some(b'i'),
        "upper-roman" => Some(b'I'),
        "decimal" => Some(b'1'),
        _ => None,
    })
}

/// A number as a list of that type shows it (HTML, the `ol` element).
fn numbered(number: i64, kind: u8) -> String {
    let text = match kind {
        b'a' | b'A' if number > 0 => {
            let (mut rest, mut letters) = (number, Vec::new());
            while rest > 0 {
                rest -= 1;
                letters.push(b'a' + u8::try_from(rest % 26).unwrap_or_default());
                rest /= 26;
            }
            letters.iter().rev().map(|letter| char::from(*letter)).collect()
        }
        b'i' | b'I' if (1..4000).contains(&number) => {
            const STEPS: [(i64, &str); 13] = [
                (1000, "m"),
                (900, "cm"),
                (500, "d"),
                (400, "cd"),
                (100, "c"),
                (90, "xc"),
                (50, "l"),
                (40, "xl"),
                (10, "x"),
                (9, "ix"),
                (5, "v"),
                (4, "iv"),
                (1, "i"),
            ];
            let (mut rest, mut text) = (number, String::new());
            for (value, letters) in STEPS {
                while rest >= value {
                    rest -= value;
                    text.push_str(letters);
                }
            }
            text
        }
        _ => number.to_string(),
    };
    if kind.is_ascii_uppercase() { text.to_uppercase() } else { text }
}

/// Elements whose words read on with those around them.
fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "blink"
            | "cite"
            | "code"
            | "data"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "img"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "picture"
            | "rb"
            | "rp"
            | "ruby"
            | "samp"
            | "small"
            | "source"
            | "span"
            | "strong"
            | "time"
            | "tt"
            | "u"
            | "var"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_those_that_a_browser_shows() {
        for (number, kind, want) in [
            (4, b'a', "d"),
            (27, b'a', "aa"),
            (703, b'A', "AAA"),
            (0, b'a', "0"),
            (-1, b'1', "-1"),
            (4, b'i', "iv"),
            (1994, b'I', "MCMXCIV"),
            (4000, b'I', "4000"),
        ] {
            assert_eq!(numbered(number, kind), want);
        }
    }

    #[test]
    fn styles_say_how_lists_are_numbered() {
        for (kind, style, want) in [
            (Some("a"), None, Some(b'a')),
            (Some("x"), Some("list-style-type: lower-alpha;"), Some(b'a')),
            (None, Some("margin:0; LIST-STYLE: upper-roman inside"), Some(b'I')),
            (None, Some("list-style-type:lower-latin"), Some(b'a')),
            (None, Some("color: red"), None),
            (None, None, None),
        ] {
            assert_eq!(ordered_by(kind, style), want);
        }
    }
}
