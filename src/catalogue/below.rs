//! Fields of a bulletin's life that stand below the line that ends the fields, where they are text. In: a document, its fields
//! and what it says of its life. Out: problems that say where they belong. It must not know the clock.

use super::{
    given::Fields,
    held::{self, SaidLife},
    life::Status,
};
use crate::{
    parse::{
        Document,
        below::LineBelow,
        reader::{Reader, flag_of},
        tree::TreeValue,
    },
    problem::{Edit, Fix, FixAction, Safety, wording},
    source::Span,
};

/// Reports lines of the body that are meant to end a bulletin, to take it back or to hold it back.
pub fn report(document: &Document, fields: &Fields, said: &SaidLife, reader: &mut Reader) {
    if said.is_hidden() {
        return;
    }
    for line in &document.below {
        let TreeValue::Text(text) = &line.entry.value.value else { continue };
        if !is_meant(line, text, document, fields, said) {
            continue;
        }
        let entry = &line.entry;
        let place = reader.place(Span { start: entry.key_span.start, end: entry.value.span.end });
        let written = format!("{}: {text}", entry.key);
        let problem = wording::life_below(place, &written);
        // Beside another of its name it would be given twice.
        let is_free = fields.map.find(&entry.key).is_none();
        reader.report(if is_free { problem.with_fix(moved(document, line, &written)) } else { problem });
    }
}

/// Whether a line is meant as a field, and is no line of a text: those have words of their own behind the colon.
fn is_meant(line: &LineBelow, text: &str, document: &Document, fields: &Fields, said: &SaidLife) -> bool {
    let key = line.entry.key.to_ascii_lowercase();
    let is_written_so = line.entry.key == key || line.whole.range().start == document.body;
    let over = said.status.is_some_and(|status| status != Status::Open);
    match key.as_str() {
        "status" => match Status::WORDS.iter().find(|(word, _)| word.eq_ignore_ascii_case(text)) {
            Some((_, Status::Withdrawn)) => true,
            Some((_, Status::Resolved)) => !over && !fields.is_page(),
            Some((_, Status::Open)) => false,
            None => text.eq_ignore_ascii_case("draft"),
        },
        "draft" => flag_of(text) == Some(true),
        "closed" | "expires" => {
            let is_said = over || fields.find(if key == "closed" { "closed" } else { "expires" }).is_some();
            line.begins && is_written_so && !is_said && !fields.is_page() && held::moment(text, fields).is_some()
        }
        _ => held::takes_away(&line.entry.key, text),
    }
}

/// The line among the fields, as the last of them, and no longer in the text.
fn moved(document: &Document, line: &LineBelow, written: &str) -> Fix {
    let at = Span::new(document.fields_end, document.fields_end);
    let edits = vec![
        Edit { span: at, text: format!("{written}{}", document.line_end) },
        Edit { span: line.whole, text: String::new() },
    ];
    Fix { safety: Safety::Ask, change: FixAction::Edits(edits) }
}
