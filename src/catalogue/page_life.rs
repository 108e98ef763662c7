//! Fields of a bulletin's life in a page, which has none but that of a draft: passed over, they would leave in public what
//! nobody should see. In: the fields of a page. Out: problems. It must not know the clock: a date to come is told until then.

use super::given::Fields;
use crate::{
    parse::{
        reader::{Reader, nearest},
        tree::{Node, TreeValue},
    },
    problem::wording::{self, MissingEffect},
};

/// Words of `status` with which nobody sees a page.
const HIDES: &[&str] = &["withdrawn", "draft"];

/// Reports the fields of a page that would hold a bulletin back or end it.
pub fn report(fields: &Fields, reader: &mut Reader) {
    let text_of = |field| match fields.find(field) {
        Some((Node { value: TreeValue::Text(text), span }, name)) if !text.trim().is_empty() => {
            Some((text.trim(), *span, format!("{name}: {}", text.trim())))
        }
        _ => None,
    };
    if let Some((text, span, line)) = text_of("status")
        && hides(text, fields)
    {
        reader.report(wording::life_unread(reader.place(span), &line, MissingEffect::Draft));
    }
    if let Some((_, span, line)) = text_of("expires") {
        reader.report(wording::life_unread(reader.place(span), &line, MissingEffect::PageUntil));
    }
    if let Some((text, span, line)) = text_of("date")
        && let Some(day) = fields.settings.calendar().read(text)
    {
        reader.report_during(None, Some(day), wording::life_unread(reader.place(span), &line, MissingEffect::Draft));
    }
}

fn hides(text: &str, fields: &Fields) -> bool {
    let said = fields.meaning("status", text.to_owned()).map_or_else(|| text.to_owned(), |meant| meant.text);
    HIDES.iter().any(|word| word.eq_ignore_ascii_case(&said)) || nearest(&said, HIDES.iter().copied()).is_some()
}
