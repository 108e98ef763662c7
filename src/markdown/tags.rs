//! A piece of HTML in; its tags, comments and text out, cut up as a browser's tokenizer does.
//! Linear, and knows neither which elements are allowed nor how they nest.

use std::borrow::Cow;
use std::ops::Range;

/// Elements whose content is no HTML.
const RAW_TEXT: [&str; 9] =
    ["iframe", "noembed", "noframes", "plaintext", "script", "style", "textarea", "title", "xmp"];

/// Elements without content (HTML standard, section 13.1.2).
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Whether the element `name` (lower case) has no content, and no tag that closes it.
pub fn is_void(name: &str) -> bool {
    VOID.contains(&name)
}

/// A piece of HTML. Ranges are bytes of the whole.
#[derive(Debug, PartialEq)]
pub enum HtmlToken {
    Text(Range<usize>),
    /// What stands inside an element whose content is no HTML.
    RawText(Range<usize>),
    Open(HtmlTag),
    Close(HtmlTag),
    Comment(Range<usize>),
    /// A doctype, a processing instruction or the like.
    Declaration(Range<usize>),
    /// A tag that the piece does not close; it reaches to the end.
    Unfinished(Range<usize>),
}

/// An opening or closing tag.
#[derive(Debug, PartialEq)]
pub struct HtmlTag {
    /// From `<` to `>`.
    pub range: Range<usize>,
    pub name: Range<usize>,
}

/// Iterates over the tokens of a piece of HTML.
pub struct HtmlTokens<'a> {
    html: &'a str,
    at: usize,
    raw_text: Option<Range<usize>>,
}

impl<'a> HtmlTokens<'a> {
    pub fn of(html: &'a str) -> Self {
        Self { html, at: 0, raw_text: None }
    }

    /// The end of a construct that closes with one of `marks`, or of everything.
    fn until(&self, from: usize, marks: &[&str]) -> usize {
        let ends = marks.iter().filter_map(|mark| Some(from + self.html.get(from..)?.find(mark)? + mark.len()));
        ends.min().unwrap_or(self.html.len())
    }

    fn tag(&self, start: usize, name: usize) -> Result<HtmlTag, Range<usize>> {
        let length =
            self.html[name..].find([' ', '\t', '\n', '\r', '\u{c}', '/', '>']).unwrap_or(self.html.len() - name);
        let mut attributes = Attributes { html: self.html, at: name + length };
        while attributes.next().is_some() {}
        if self.html[attributes.at..].starts_with('>') {
            Ok(HtmlTag { range: start..attributes.at + 1, name: name..name + length })
        } else {
            Err(start..self.html.len())
        }
    }

    fn raw_text_end(&self, name: &str) -> usize {
        let rest = &self.html[self.at..];
        let found = rest.match_indices("</").map(|(at, _)| at).find(|&at| {
            rest.as_bytes()
                .get(at + 2..at + 2 + name.len())
                .is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()))
        });
        self.at + found.unwrap_or(rest.len())
    }
}

impl Iterator for HtmlTokens<'_> {
    type Item = HtmlToken;

    fn next(&mut self) -> Option<HtmlToken> {
        if let Some(name) = self.raw_text.take() {
            let range = self.at..self.raw_text_end(&self.html[name]);
            if !range.is_empty() {
                self.at = range.end;
                return Some(HtmlToken::RawText(range));
            }
        }
        let start = self.at;
        let bytes = self.html.as_bytes();
        let (Some(&first), second) = (bytes.get(start), bytes.get(start + 1)) else {
            return None;
        };
        let token = match (first, second) {
            (b'<', Some(b'!')) if self.html[start..].starts_with("<!--") => {
                let quick = self.html[start + 4..].starts_with(['>']).then_some(start + 5);
                let quick = quick.or_else(|| self.html[start + 4..].starts_with("->").then_some(start + 6));
                self.at = quick.unwrap_or_else(|| self.until(start + 4, &["-->", "--!>"]));
                HtmlToken::Comment(start..self.at)
            }
            (b'<', Some(b'/')) if bytes.get(start + 2).is_some_and(u8::is_ascii_alphabetic) => {
                match self.tag(start, start + 2) {
                    Ok(tag) => {
                        self.at = tag.range.end;
                        HtmlToken::Close(tag)
                    }
                    Err(rest) => {
                        self.at = rest.end;
                        HtmlToken::Unfinished(rest)
                    }
                }
            }
            (b'<', Some(b'!' | b'?' | b'/')) => {
                self.at = self.until(start, &[">"]);
                HtmlToken::Declaration(start..self.at)
            }
            (b'<', Some(letter)) if letter.is_ascii_alphabetic() => match self.tag(start, start + 1) {
                Ok(tag) => {
                    self.at = tag.range.end;
                    if RAW_TEXT.iter().any(|name| name.eq_ignore_ascii_case(&self.html[tag.name.clone()])) {
                        self.raw_text = Some(tag.name.clone());
                    }
                    HtmlToken::Open(tag)
                }
                Err(rest) => {
                    self.at = rest.end;
                    HtmlToken::Unfinished(rest)
                }
            },
            _ => {
                let from = start + usize::from(first == b'<');
                self.at = self.html[from..].find('<').map_or(self.html.len(), |at| from + at);
                HtmlToken::Text(start..self.at)
            }
        };
        Some(token)
    }
}

impl HtmlTag {
    /// The element's name in lower case.
    pub fn lower_name<'a>(&self, html: &'a str) -> Cow<'a, str> {
        lower(&html[self.name.clone()])
    }

    pub fn attributes<'a>(&self, html: &'a str) -> Attributes<'a> {
        Attributes { html: &html[..self.range.end], at: self.name.end }
    }
}

/// `text` in lower case, borrowed when it is so already.
pub fn lower(text: &str) -> Cow<'_, str> {
    if text.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(text.to_ascii_lowercase())
    } else {
        Cow::Borrowed(text)
    }
}

/// Iterates over the attributes of a tag; stops at its `>` or at the end of the text.
pub struct Attributes<'a> {
    html: &'a str,
    at: usize,
}

/// An attribute: where its name and its value (without quotes) stand.
#[derive(Debug, PartialEq)]
pub struct Attribute {
    pub name: Range<usize>,
    pub value: Option<Range<usize>>,
}

impl Attributes<'_> {
    fn skip(&mut self, within: &[u8]) {
        let bytes = self.html.as_bytes();
        while bytes.get(self.at).is_some_and(|byte| within.contains(byte)) {
            self.at += 1;
        }
    }

    fn run(&mut self, stops: &[u8]) -> Range<usize> {
        let start = self.at;
        let bytes = self.html.as_bytes();
        while bytes.get(self.at).is_some_and(|byte| !stops.contains(byte)) {
            self.at += 1;
        }
        start..self.at
    }
}

const SPACE: &[u8] = b" \t\n\r\x0c";

impl Iterator for Attributes<'_> {
    type Item = Attribute;

    fn next(&mut self) -> Option<Attribute> {
        self.skip(b" \t\n\r\x0c/");
        let bytes = self.html.as_bytes();
        let start = self.at;
        if *bytes.get(start)? == b'>' {
            return None;
        }
        self.at += usize::from(bytes[start] == b'=');
        self.run(b" \t\n\r\x0c/>=");
        let name = start..self.at;
        self.skip(SPACE);
        if bytes.get(self.at) != Some(&b'=') {
            return Some(Attribute { name, value: None });
        }
        self.at += 1;
        self.skip(SPACE);
        let value = match bytes.get(self.at) {
            Some(&quote @ (b'"' | b'\'')) => {
                self.at += 1;
                let value = self.run(&[quote]);
                if self.at == self.html.len() {
                    return None;
                }
                self.at += 1;
                value
            }
            _ => self.run(b" \t\n\r\x0c>"),
        };
        Some(Attribute { name, value: Some(value) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cut(html: &str) -> Vec<String> {
        let show = |token| match token {
            HtmlToken::Text(range) => format!("text {}", &html[range]),
            HtmlToken::RawText(range) => format!("raw {}", &html[range]),
            HtmlToken::Comment(range) => format!("comment {}", &html[range]),
            HtmlToken::Declaration(range) => format!("declaration {}", &html[range]),
            HtmlToken::Unfinished(range) => format!("unfinished {}", &html[range]),
            HtmlToken::Close(tag) => format!("close {}", tag.lower_name(html)),
            HtmlToken::Open(tag) => {
                let attributes = tag.attributes(html).map(|Attribute { name, value }| {
                    format!(" {}={}", &html[name], value.map_or("-", |value| &html[value]))
                });
                format!("open {}{}", tag.lower_name(html), attributes.collect::<String>())
            }
        };
        HtmlTokens::of(html).map(show).collect()
    }

    #[test]
    fn tags_and_attributes() {
        assert_eq!(
            cut("a<B c=d e='>' f=\"g h\" i/>j</B >"),
            ["text a", "open b c=d e=> f=g h i=-", "text j", "close b"]
        );
        assert_eq!(cut("<a\nhref = x\n>"), ["open a href=x"]);
        assert_eq!(cut("<a/b/c=/d>"), ["open a b=- c=/d"]);
        assert_eq!(cut("1 < 2 <3"), ["text 1 ", "text < 2 ", "text <3"]);
    }

    #[test]
    fn comments_and_declarations() {
        assert_eq!(
            cut("<!-- <b> --><!--><!---><!-- x --!><?php y ?><!doctype z></ w>"),
            [
                "comment <!-- <b> -->",
                "comment <!-->",
                "comment <!--->",
                "comment <!-- x --!>",
                "declaration <?php y ?>",
                "declaration <!doctype z>",
                "declaration </ w>"
            ]
        );
        assert_eq!(cut("<!-- x"), ["comment <!-- x"]);
    }

    #[test]
    fn raw_text() {
        assert_eq!(cut("<script>a<b></SCRIPT>c"), ["open script", "raw a<b>", "close script", "text c"]);
        assert_eq!(cut("<style></style>"), ["open style", "close style"]);
        assert_eq!(cut("<title><b>"), ["open title", "raw <b>"]);
    }

    #[test]
    fn unfinished_tags_reach_to_the_end() {
        assert_eq!(cut("<a href=\"x>y"), ["unfinished <a href=\"x>y"]);
        assert_eq!(cut("<a b</a"), ["unfinished <a b</a"]);
        for part in ["<a b=\"", "<", "<!--", "</", "<a '", "<script>", "<a ", "</a x=\"", "<?"] {
            cut(&part.repeat(200_000));
        }
    }

    proptest::proptest! {
        #[test]
        fn tokens_cover_the_text_in_order(html in "([<>/=!?\"' a-c]|--|script|é){0,60}") {
            let mut at = 0;
            for token in HtmlTokens::of(&html) {
                let range = match token {
                    HtmlToken::Open(tag) | HtmlToken::Close(tag) => tag.range,
                    HtmlToken::Text(range) | HtmlToken::RawText(range) | HtmlToken::Comment(range) | HtmlToken::Declaration(range) | HtmlToken::Unfinished(range) => range,
                };
                assert_eq!(range.start, at);
                assert!(html.get(range.clone()).is_some() && range.end > at);
                at = range.end;
            }
            assert_eq!(at, html.len());
        }
    }
}
