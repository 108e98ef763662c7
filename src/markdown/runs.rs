//! The renderer's part for a run of text: bare addresses and telephone numbers become links.
//! Must not know what surrounds the run, nor of a telephone number more than that it holds digits.
#![expect(clippy::needless_bitwise_bool, reason = "all bytes of a block are compared at once, without branches")]

use std::borrow::Cow;
use std::ops::Range;

use super::html::HtmlRenderer;
use super::{bare, escape, links};

impl HtmlRenderer<'_> {
    /// Writes text with its bare addresses and telephone numbers as links.
    pub(super) fn linked_text(&mut self, text: &str) {
        // Nearly all text is nothing but words.
        if is_words(text) {
            self.out.push_str(text);
            return;
        }
        let mut found = std::mem::take(&mut self.bare);
        found.clear();
        let replaced = self.options.typographic;
        let punctuation = if replaced { bare::Punctuation::Replaced } else { bare::Punctuation::AsTyped };
        bare::find(text, punctuation, &mut found);
        let phones = self.site.telephones(text);
        let mut phones = phones.iter().peekable();
        let mut done = 0;
        for address in &found {
            while let Some((range, phone)) = phones.next_if(|(range, _)| range.start < address.range.end) {
                if range.end <= address.range.start {
                    self.telephone(text, &mut done, range, phone);
                }
            }
            let shown = &text[address.range.clone()];
            escape::text(&mut self.out, &text[done..address.range.start]);
            self.out.extend(["<a href=\"", address.prefix]);
            let shown = if self.options.typographic { as_typed(shown) } else { Cow::Borrowed(shown) };
            links::write(&mut self.out, &shown);
            // A mailbox is not printed behind its link.
            self.out.push_str(if address.prefix == "mailto:" { "\">" } else { links::OWN_ADDRESS });
            escape::text(&mut self.out, &shown);
            self.out.push_str("</a>");
            done = address.range.end;
        }
        for (range, phone) in phones {
            self.telephone(text, &mut done, range, phone);
        }
        escape::text(&mut self.out, &text[done..]);
        self.bare = found;
    }

    /// Writes the text up to a telephone number, and the number, unless its range makes no sense.
    fn telephone(&mut self, text: &str, done: &mut usize, range: &Range<usize>, address: &str) {
        if range.start < *done || range.is_empty() {
            return;
        }
        let (Some(before), Some(number)) = (text.get(*done..range.start), text.get(range.clone())) else {
            return;
        };
        escape::text(&mut self.out, before);
        self.out.push_str("<a href=\"");
        links::write(&mut self.out, address);
        self.out.push_str("\">");
        escape::text(&mut self.out, number);
        self.out.push_str("</a>");
        *done = range.end;
    }
}

/// How many bytes are looked at in one go.
const BLOCK: usize = 32;

/// Whether a text is of letters and marks that stand as they are, and no number or address can be in it.
fn is_words(text: &str) -> bool {
    let mut rest = text.as_bytes();
    while let Some(block) = rest.first_chunk() {
        if !are_words(block) {
            return false;
        }
        rest = &rest[BLOCK..];
    }
    let mut block = [b' '; BLOCK + 1];
    block[..rest.len()].copy_from_slice(rest);
    are_words(&block)
}

/// The same of the bytes of a block, of which the last one is looked at with the next block. Never leaves early, so that the
/// compiler takes many bytes at once.
fn are_words(block: &[u8; BLOCK + 1]) -> bool {
    block[..BLOCK].iter().zip(&block[1..]).fold(true, |words, (&byte, &next)| {
        let letter = (b' '..0x7F).contains(&byte) | (byte == b'\n');
        // What is escaped, and the marks of addresses: `:`, `@`, and the full stop behind `www`.
        let escaped = (byte & 0xFD == b'<') | (byte == b'&');
        let address = (byte == b':') | (byte == b'@') | (byte | 0x20 == b'w') & (next == b'.');
        words & letter & !byte.is_ascii_digit() & !escaped & !address
    })
}

/// Undoes typographic punctuation, which has no place in an address.
fn as_typed(address: &str) -> Cow<'_, str> {
    let mut typed = Cow::Borrowed(address);
    for (mark, plain) in [('–', "--"), ('—', "---"), ('…', "..."), ('‘', "'"), ('’', "'")] {
        if typed.contains(mark) {
            typed = Cow::Owned(typed.replace(mark, plain));
        }
    }
    typed
}

#[cfg(test)]
mod tests {
    use crate::markdown::testing::{Kent, page};
    use crate::markdown::{HtmlOptions, html};

    const PHONE: &str = "<a href=\"tel:+441622604100\">01622 604100</a>";

    #[test]
    fn telephones_become_links() {
        assert_eq!(page("Call **01622 604100** now"), format!("<p>Call <strong>{PHONE}</strong> now</p>\n"));
        assert_eq!(page("01622&#32;604&#49;00"), format!("<p>{PHONE}</p>\n"));
        assert_eq!(page("01622\n604100"), format!("<p>{}</p>\n", PHONE.replace("2 6", "2\n6")));
        assert_eq!(page("## 01622 604100"), format!("<h2 id=\"01622-604100\">{PHONE}</h2>\n"));
    }

    #[test]
    fn nothing_is_linked_in_links_code_or_addresses() {
        assert_eq!(
            page("[01622 604100](#a) `01622 604100`"),
            "<p><a href=\"#a\">01622 604100</a> <code>01622 604100</code></p>\n"
        );
        assert_eq!(
            page("https://a.uk/01622604100/x 01622604100"),
            "<p><a href=\"https://a.uk/01622604100/x\" class=\"url\">https://a.uk/01622604100/x</a> <a href=\"tel:+441622604100\">01622604100</a></p>\n"
        );
        assert_eq!(page("[see https://a.uk](b)"), "<p><a href=\"b\">see https://a.uk</a></p>\n");
        assert_eq!(page("[a <https://b.uk> c](d)"), "<p><a href=\"d\">a https://b.uk c</a></p>\n");
    }

    #[test]
    fn bare_addresses_become_links() {
        assert_eq!(
            page("(https://a.uk/b_c_(d)?e&amp;f), www.a.uk or g@h.uk."),
            "<p>(<a href=\"https://a.uk/b_c_(d)?e&amp;f\" class=\"url\">https://a.uk/b_c_(d)?e&amp;f</a>), \
             <a href=\"https://www.a.uk\" class=\"url\">www.a.uk</a> or <a href=\"mailto:g@h.uk\">g@h.uk</a>.</p>\n"
        );
        assert_eq!(page("<a@b.uk>"), "<p><a href=\"mailto:a@b.uk\">a@b.uk</a></p>\n");
    }

    #[test]
    fn typographic_marks_stay_out_of_addresses() {
        let options = HtmlOptions { typographic: true, ..HtmlOptions::default() };
        assert_eq!(
            html("\"It's\" https://a.uk/b--c...", &options, &()),
            "<p>“It’s” <a href=\"https://a.uk/b--c\" class=\"url\">https://a.uk/b--c</a>…</p>\n"
        );
        assert_eq!(page("\"It's\" -- ..."), "<p>\"It's\" -- ...</p>\n");
    }

    #[test]
    fn ranges_that_make_no_sense_are_left() {
        struct Odd;
        impl crate::markdown::BodySite for Odd {
            fn resolve(&self, _: &str) -> crate::markdown::Resolution {
                crate::markdown::Resolution::AsWritten
            }
            #[expect(clippy::reversed_empty_ranges, reason = "that is what is tried")]
            fn telephones(&self, _: &str) -> Vec<(std::ops::Range<usize>, String)> {
                [1..2, 3..1, 0..0, 2..3, 1..3, 4..99].map(|range| (range, "tel:1".to_owned())).into()
            }
        }
        assert_eq!(html("é12", &HtmlOptions::default(), &Odd), "<p>é<a href=\"tel:1\">1</a>2</p>\n");
        assert_eq!(html("a", &HtmlOptions::default(), &Kent), "<p>a</p>\n");
    }
}
