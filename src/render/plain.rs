//! A plain text as pages and texts show it. In: a text, its language, the telephone numbers that are known. Out: the text in
//! which numbers keep together and in their order. It must not know where it is shown.

use std::borrow::Cow;

use crate::{language, markdown, telephone::Telephones};

/// A text of a language: between words that are written from right to left, numbers and addresses keep their own order.
pub fn directed<'t>(text: &'t str, language: &str, telephones: &Telephones) -> Cow<'t, str> {
    if language::is_right_to_left(language) {
        markdown::isolated(text, telephones.places(text))
    } else {
        Cow::Borrowed(text)
    }
}

/// A text in which no line ends within a telephone number.
pub fn unbroken<'t>(text: &'t str, telephones: &Telephones) -> Cow<'t, str> {
    let places = telephones.places(text);
    if !places.iter().any(|place| text[place.clone()].contains(' ')) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + places.len() * 2);
    let mut done = 0;
    for place in places {
        out.push_str(&text[done..place.start]);
        out.push_str(&text[place.clone()].replace(' ', "\u{a0}"));
        done = place.end;
    }
    out.push_str(&text[done..]);
    Cow::Owned(out)
}
