//! The renderer's part for blocks: paragraphs, figures, headings, quotes, callouts, lists and code.
//! Must not know what an address may be or how text is searched.

use std::fmt::Write as _;

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, HeadingLevel, Tag, TagEnd};

use super::html::HtmlRenderer;
use super::short_numbers::ListPlace;
use super::{escape, headings, highlight};

/// A heading that is being written. Its tag is put before it when its text is known.
pub(super) struct OpenHeading {
    start: usize,
    /// Its text, for the id.
    pub text: String,
    /// The id that the author gave.
    pub id: Option<String>,
}

/// The paragraph that is being written, or the last one.
#[derive(Default)]
pub(super) struct OpenParagraph {
    pub start: usize,
    pub content: usize,
    /// The image with a title that it began with.
    pub image: Option<TitledImage>,
}

/// Where an image and its `title` attribute stand in the output.
pub(super) struct TitledImage {
    pub end: usize,
    pub title_attribute: std::ops::Range<usize>,
    pub title: String,
}

/// A code block that is being read.
pub(super) struct OpenCode {
    language: String,
    pub text: String,
}

impl HtmlRenderer<'_> {
    pub(super) fn start_block(&mut self, tag: Tag) {
        self.line();
        let start = self.out.len();
        match tag {
            Tag::Paragraph => {
                self.out.push_str("<p>");
                self.paragraph = OpenParagraph { start, content: self.out.len(), image: None };
            }
            Tag::Heading { .. } => {
                self.heading = Some(OpenHeading { start, text: String::new(), id: None });
            }
            Tag::BlockQuote(None) => self.out.push_str("<blockquote>\n"),
            Tag::BlockQuote(Some(kind)) => self.start_callout(kind),
            Tag::CodeBlock(kind) => {
                let language = match &kind {
                    CodeBlockKind::Fenced(words) => {
                        words.split([' ', '\t', ',', '{']).next().unwrap_or_default().to_ascii_lowercase()
                    }
                    CodeBlockKind::Indented => String::new(),
                };
                self.code = Some(OpenCode { language, text: String::new() });
            }
            Tag::List(first) => {
                self.lists.push(ListPlace { start: self.out.len(), item: self.out.len() });
                match first {
                    None => self.out.push_str("<ul>\n"),
                    Some(1) => self.out.push_str("<ol>\n"),
                    // Writing to a string cannot fail.
                    Some(first) => _ = writeln!(self.out, "<ol start=\"{first}\">"),
                }
            }
            Tag::Item => {
                self.out.push_str("<li>");
                let content = self.out.len();
                if let Some(list) = self.lists.last_mut() {
                    list.item = content;
                }
            }
            _ => {}
        }
    }

    pub(super) fn end_block(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph => {
                self.stop_swallowing();
                self.end_paragraph();
            }
            TagEnd::Heading(level) => {
                self.stop_swallowing();
                self.end_heading(level);
            }
            TagEnd::BlockQuote(None) => self.close("</blockquote>\n"),
            TagEnd::BlockQuote(Some(_)) => self.close(if self.on_page() { "</div>\n" } else { "</blockquote>\n" }),
            TagEnd::CodeBlock => self.end_code(),
            TagEnd::List(numbered) => {
                self.lists.pop();
                self.close(if numbered { "</ol>\n" } else { "</ul>\n" });
            }
            TagEnd::Item => {
                self.stop_swallowing();
                self.unlink_count_in_item();
                self.out.push_str("</li>\n");
            }
            _ => {}
        }
    }

    /// The box of a task.
    pub(super) fn task(&mut self, done: bool) {
        if !self.on_page() {
            self.out.push_str(if done { "☑ " } else { "☐ " });
            return;
        }
        let (checked, name) = if done { (" checked", self.words().done) } else { ("", self.words().to_do) };
        self.out.extend(["<input type=\"checkbox\" disabled", checked, " aria-label=\""]);
        escape::attribute(&mut self.out, name);
        self.out.push_str("\"> ");
    }

    fn close(&mut self, tag: &str) {
        self.line();
        self.out.push_str(tag);
    }

    fn end_paragraph(&mut self) {
        let OpenParagraph { start, content, image } = std::mem::take(&mut self.paragraph);
        if self.out.get(content..).is_some_and(|content| content.trim().is_empty()) {
            self.out.truncate(start);
        } else if let Some(image) = image.filter(|image| image.end == self.out.len()) {
            self.out.replace_range(image.title_attribute, "");
            self.out.replace_range(start..content, "<figure>");
            self.out.push_str("<figcaption>");
            escape::text(&mut self.out, &image.title);
            self.out.push_str("</figcaption></figure>\n");
        } else {
            self.out.push_str("</p>\n");
        }
    }

    fn end_heading(&mut self, level: HeadingLevel) {
        let Some(OpenHeading { start, text, id }) = self.heading.take() else {
            return;
        };
        let content = self.out.get(start..).unwrap_or_default();
        if content.trim().is_empty() {
            self.out.truncate(start);
            return;
        }
        if self.notes.is_open() {
            // Notes are moved to the end, where a heading would belong to whatever came last.
            self.out.insert_str(start, "<p><strong>");
            self.out.push_str("</strong></p>\n");
            return;
        }
        let level = char::from(b'0' + self.levels.next(level as u8));
        let mut tag = String::with_capacity(text.len() + 16);
        tag.extend(['<', 'h', level]);
        if self.options.target == super::HtmlPlace::Page {
            let id = match id {
                Some(id) => self.ids.unique(id),
                None => self.ids.made(headings::slug(&text)),
            };
            let from = start + tag.len();
            tag.push_str(" id=\"");
            escape::attribute(&mut tag, &id);
            tag.push('"');
            self.heading_ids.push(from..start + tag.len());
        }
        tag.push('>');
        self.out.insert_str(start, &tag);
        self.out.extend(['<', '/', 'h', level, '>', '\n']);
    }

    fn start_callout(&mut self, kind: BlockQuoteKind) {
        let title = self.words().callout(kind);
        let class = match kind {
            BlockQuoteKind::Note => "note",
            BlockQuoteKind::Tip => "tip",
            BlockQuoteKind::Important => "important",
            BlockQuoteKind::Warning => "warning",
            BlockQuoteKind::Caution => "caution",
        };
        if self.on_page() {
            self.out.extend(["<div class=\"callout ", class, "\" role=\"note\">\n<p class=\"callout-title\">"]);
            escape::text(&mut self.out, title);
            self.out.push_str("</p>\n");
        } else {
            self.out.push_str("<blockquote>\n<p><strong>");
            escape::text(&mut self.out, title);
            self.out.push_str("</strong></p>\n");
        }
    }

    fn end_code(&mut self) {
        let Some(OpenCode { language, text }) = self.code.take() else {
            return;
        };
        self.out.push_str(if self.on_page() { "<pre tabindex=\"0\"><code" } else { "<pre><code" });
        if !language.is_empty() && self.on_page() {
            self.out.push_str(" class=\"language-");
            escape::attribute(&mut self.out, &language);
            self.out.push('"');
        }
        self.out.push('>');
        if self.options.highlight && self.on_page() && text.len() <= self.to_highlight {
            if highlight::write(&mut self.out, &language, &text) {
                self.to_highlight -= text.len();
            }
        } else {
            escape::text(&mut self.out, &text);
        }
        self.out.push_str("</code></pre>\n");
    }
}

#[cfg(test)]
mod tests {
    use crate::markdown::testing::{feed, page};
    use crate::markdown::{HtmlOptions, html};

    #[test]
    fn headings_start_below_the_title_and_bear_ids() {
        assert_eq!(
            page("# A\n\n### B *c* `d`\n\n# A\n"),
            "<h2 id=\"a\">A</h2>\n<h3 id=\"b-c-d\">B <em>c</em> <code>d</code></h3>\n<h2 id=\"a-2\">A</h2>\n"
        );
        assert_eq!(
            page("## Help\n\n## Main {#search}\n"),
            "<h2 id=\"help-2\">Help</h2>\n<h2 id=\"search-2\">Main</h2>\n"
        );
        assert_eq!(page("Kent\n====\n"), "<h2 id=\"kent\">Kent</h2>\n");
    }

    #[test]
    fn empty_headings_produce_nothing() {
        assert_eq!(page("#\n\n## ##\n\n# {#x}\n\na\n"), "<p>a</p>\n");
    }

    #[test]
    fn template_marks_are_text() {
        assert_eq!(
            page("## News {{ site.name }}\n\n{% include a.html %} {{ b }}\n"),
            "<h2 id=\"news-site-name\">News {{ site.name }}</h2>\n<p>{% include a.html %} {{ b }}</p>\n"
        );
    }

    #[test]
    fn the_title_is_left_out_when_it_comes_first() {
        let options = HtmlOptions { skip_title_heading: true, ..HtmlOptions::default() };
        assert_eq!(html("# A *b*[^1]\n\n## C\n", &options, &()), "<h2 id=\"c\">C</h2>\n");
        assert_eq!(html("a\n\n# B\n", &options, &()), "<p>a</p>\n<h2 id=\"b\">B</h2>\n");
        assert_eq!(html("## B\n", &options, &()), "<h2 id=\"b\">B</h2>\n");
    }

    #[test]
    fn alert_quotes_become_callouts() {
        assert_eq!(
            page("> [!WARNING]\n> a\n"),
            "<div class=\"callout warning\" role=\"note\">\n<p class=\"callout-title\">Warning</p>\n<p>a</p>\n</div>\n"
        );
        assert_eq!(feed("> [!TIP]\n> a\n"), "<blockquote>\n<p><strong>Tip</strong></p>\n<p>a</p>\n</blockquote>\n");
        assert_eq!(page("> a\n"), "<blockquote>\n<p>a</p>\n</blockquote>\n");
    }

    #[test]
    fn lists() {
        assert_eq!(page("3. a\n4. b\n"), "<ol start=\"3\">\n<li>a</li>\n<li>b</li>\n</ol>\n");
        assert_eq!(page("- a\n\n- b\n"), "<ul>\n<li>\n<p>a</p>\n</li>\n<li>\n<p>b</p>\n</li>\n</ul>\n");
    }

    #[test]
    fn boxes_of_tasks_have_names() {
        assert_eq!(
            page("- [x] a\n- [ ] b\n"),
            "<ul>\n<li><input type=\"checkbox\" disabled checked aria-label=\"Done\"> a</li>\n\
             <li><input type=\"checkbox\" disabled aria-label=\"To do\"> b</li>\n</ul>\n"
        );
        assert_eq!(feed("- [x] a\n- [ ] b\n"), "<ul>\n<li>☑ a</li>\n<li>☐ b</li>\n</ul>\n");
    }

    #[test]
    fn a_titled_image_alone_is_a_figure() {
        assert_eq!(
            page("![a](b.png \"c & d\")\n"),
            "<figure><img src=\"b.png\" alt=\"a\" loading=\"lazy\" decoding=\"async\"><figcaption>c &amp; d</figcaption></figure>\n"
        );
        assert_eq!(page("![a](b.png)\n"), "<p><img src=\"b.png\" alt=\"a\" loading=\"lazy\" decoding=\"async\"></p>\n");
        assert_eq!(
            page("![a](b.png \"c\") d\n"),
            "<p><img src=\"b.png\" alt=\"a\" title=\"c\" loading=\"lazy\" decoding=\"async\"> d</p>\n"
        );
        assert_eq!(
            feed("![a](b.png \"c\")\n"),
            "<figure><img src=\"b.png\" alt=\"a\"><figcaption>c</figcaption></figure>\n"
        );
    }

    #[test]
    fn code_is_escaped_and_known_languages_marked() {
        assert_eq!(page("```\na < b {{ c }}\n```\n"), "<pre tabindex=\"0\"><code>a &lt; b {{ c }}\n</code></pre>\n");
        let marked = page("```Rust,ignore\nlet a;\n```\n");
        assert!(
            marked
                .starts_with("<pre tabindex=\"0\"><code class=\"language-rust\"><span class=\"hl-keyword\">let</span>"),
            "{marked}"
        );
        assert_eq!(feed("```rust\nlet a;\n```\n"), "<pre><code>let a;\n</code></pre>\n");
        assert_eq!(page("```a\"b\nc\n```"), "<pre tabindex=\"0\"><code class=\"language-a&quot;b\">c\n</code></pre>\n");
    }

    #[test]
    fn feeds_get_no_ids() {
        assert_eq!(feed("# A {#b}\n"), "<h2>A</h2>\n");
    }
}
