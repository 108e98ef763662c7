//! Two names of one field that say two things, of which one counts. In: the fields of a bulletin. Out: problems. It must not
//! know the clock: whether a date is still to come is told by when its problem holds.

use super::{
    given::Fields,
    held::{self, SaidLife},
};
use crate::{
    parse::{
        reader::{Reader, flag},
        tree::{Node, TreeValue},
    },
    problem::wording,
};

/// What a field's values are compared as.
#[derive(Clone, Copy, PartialEq, Eq)]
enum ComparisonKind {
    Moment,
    Flag,
    Text,
}

/// The fields of which one value counts and another would be missed. Of a picture, a summary or a title other programs keep
/// several, in several sizes.
const ONE_COUNTS: &[(&str, ComparisonKind)] = &[
    ("updated", ComparisonKind::Moment),
    ("expires", ComparisonKind::Moment),
    ("when", ComparisonKind::Text),
    ("slug", ComparisonKind::Text),
    ("attachments", ComparisonKind::Text),
    ("pinned", ComparisonKind::Flag),
];

/// Reports names of a field that say something else than the one that counts.
pub fn report(fields: &Fields, said: &SaidLife, reader: &mut Reader) {
    dates(fields, said, reader);
    for (field, compared) in ONE_COUNTS {
        let mut given = fields.all(field);
        let Some((taken, first)) = given.next() else { continue };
        for (node, name) in given {
            // Each is an end of one time.
            let apart = first == "starts" && name == "ends";
            if !apart && !same(taken, node, *compared, fields) {
                reader.report(wording::field_twice(reader.place(node.span), reader.place(taken.span), name, first));
            }
        }
    }
    if let (Some(source), Some(url)) = (fields.map.get("source"), fields.map.get("url"))
        && let TreeValue::Map(source) = &source.value
        && let Some(own) = source.get("url").filter(|own| !same(own, url, ComparisonKind::Text, fields))
    {
        reader.report(wording::field_twice(reader.place(url.span), reader.place(own.span), "url", "source.url"));
    }
}

fn same(one: &Node, other: &Node, compared: ComparisonKind, fields: &Fields) -> bool {
    let (TreeValue::Text(first), TreeValue::Text(second)) = (&one.value, &other.value) else {
        return words(one) == words(other);
    };
    let read = |text: &str| fields.settings.calendar().read(text.trim());
    let alike = first.trim().eq_ignore_ascii_case(second.trim());
    match compared {
        ComparisonKind::Text => alike,
        ComparisonKind::Flag => flag(one) == flag(other),
        ComparisonKind::Moment => read(first).zip(read(second)).map_or(alike, |(first, second)| {
            let zone = &fields.settings.zone;
            // A date alone says the same as a time on that day.
            first.second() == second.second()
                || (first.is_day() != second.is_day() && first.date(zone) == second.date(zone))
        }),
    }
}

fn words(node: &Node) -> Vec<&str> {
    crate::parse::tree::texts(node).into_iter().map(|(text, _)| text).collect()
}

/// The names of `date`: a later one that is to come would hold the bulletin back, if it counted.
fn dates(fields: &Fields, said: &SaidLife, reader: &mut Reader) {
    let mut given = fields.all("date").filter(|(node, name)| {
        let is_told = *name == "published" && held::is_put_off(node);
        !held::is_no_date(node) && !is_told
    });
    let Some((taken, first)) = given.next() else { return };
    let read = |node: &Node| match &node.value {
        TreeValue::Text(text) => fields.settings.calendar().read(text.trim()),
        _ => None,
    };
    for (node, name) in given {
        if same(taken, node, ComparisonKind::Moment, fields) {
            continue;
        }
        let (place, counts) = (reader.place(node.span), reader.place(taken.span));
        // When a file was made says nothing of when it is published.
        let made = matches!(name, "create" | "created" | "created_at");
        let told = || wording::field_twice(place.clone(), counts.clone(), name, first);
        match (read(node), read(taken)) {
            (Some(later), Some(date)) if later > date && !said.is_hidden() => {
                let TreeValue::Text(day) = &node.value else { continue };
                let held = wording::date_held(place.clone(), counts.clone(), name, first, day.trim());
                reader.report_during(None, Some(later), held);
                if !made {
                    reader.report_during(Some(later), None, told());
                }
            }
            _ if made => {}
            _ => reader.report(told()),
        }
    }
}
