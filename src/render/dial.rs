//! What a contact says of its telephone. In: the text, and how numbers are written in the country. Out: HTML in which each
//! number rings. It must not know where it is shown.

use std::{borrow::Cow, fmt::Write as _};

use html_escape::encode_text;

use crate::telephone::{Numbering, Telephones, dialled};

/// The text as HTML, with a link on each of its numbers: `07700 900123 or 01632 960001` has two.
pub fn linked(phone: &str, numbering: Numbering) -> Cow<'_, str> {
    let numbers = match dialled(phone, numbering) {
        Some(href) => vec![(0..phone.len(), href)],
        None => {
            let found = Telephones::new([], numbering).find_in_context("Tel: ", phone, "").into_iter();
            found.map(|number| (number.range, number.href)).collect()
        }
    };
    if numbers.is_empty() {
        return encode_text(phone);
    }
    let mut html = String::new();
    let mut done = 0;
    for (range, href) in numbers {
        let (before, number) = (encode_text(&phone[done..range.start]), encode_text(&phone[range.clone()]));
        let _ = write!(html, "{before}<a href=\"{}\">{number}</a>", html_escape::encode_double_quoted_attribute(&href));
        done = range.end;
    }
    html.push_str(&encode_text(&phone[done..]));
    Cow::Owned(html)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_number_has_a_link_of_its_own() {
        let linked = |phone| linked(phone, Numbering::British).into_owned();
        assert_eq!(linked("01632 960001"), "<a href=\"tel:+441632960001\">01632 960001</a>");
        assert_eq!(
            linked("07700 900123 or 01632 960001"),
            "<a href=\"tel:+447700900123\">07700 900123</a> or <a href=\"tel:+441632960001\">01632 960001</a>"
        );
        assert_eq!(linked("101 (ask for Jean & Ann)"), "<a href=\"tel:101\">101</a> (ask for Jean &amp; Ann)");
        assert_eq!(linked("01632 960001, 9am to 5pm"), "<a href=\"tel:+441632960001\">01632 960001</a>, 9am to 5pm");
        assert_eq!(linked("at the <desk>"), "at the &lt;desk&gt;");
    }
}
