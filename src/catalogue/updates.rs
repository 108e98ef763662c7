//! The log of updates of a bulletin, and what people write where it belongs. In: the fields of a bulletin. Out: [`Update`]s
//! and problems that say what to write. It must not know the clock.

use super::{bulletin::Update, given::Fields};
use crate::{
    moment::month_name,
    parse::{
        mend,
        reader::Reader,
        tree::{MapEntry, TreeValue},
    },
    problem::{Code, wording},
    search::Terms,
};

/// The log of updates, newest first.
pub fn read(fields: &Fields, reader: &mut Reader) -> Vec<Update> {
    let Some((node, name)) = fields.find("updates") else { return Vec::new() };
    let mut updates = Vec::new();
    for item in reader.list(node) {
        let TreeValue::Map(map) = &item.value else {
            let instead = match &item.value {
                TreeValue::Text(text) => dated(text, fields),
                _ => None,
            };
            reader.report(wording::update_unread(reader.place(item.span), instead.as_deref()));
            continue;
        };
        if let [entry] = map.entries.as_slice()
            && let TreeValue::Text(text) = &entry.value.value
            && let Some(instead) = dated(&format!("{} {text}", entry.key), fields)
        {
            reader.report(wording::update_unread(reader.place(item.span), Some(&instead)));
            continue;
        }
        let lost = reader.cut_off(map, Code::ValueWrong);
        let mut map = map.clone();
        let mut at = 0..;
        map.entries.retain(|_| at.next().is_none_or(|at| !lost.contains(&at)));
        reader.only(&map, name, &["date", "text"]);
        let date = map.get("date").and_then(|node| reader.moment(node, "date", fields.settings.calendar()));
        let text = map.get("text").and_then(|node| Some((reader.markdown(node, "text")?, node.span)));
        if map.get("date").is_none() || map.get("text").is_none() {
            reader.report(wording::update_unread(reader.place(item.span), None));
        }
        let update = |(date, (text, span))| Update { date, text, span, terms: Terms::default() };
        updates.extend(date.zip(text).map(update));
    }
    in_order(&mut updates);
    updates
}

/// Puts a log in order, newest first. Of several with one date, the one that was written last is the newest: the last one, or
/// the first where the file has the newest above.
fn in_order(updates: &mut [Update]) {
    let dates = || updates.first().zip(updates.last()).map(|(first, last)| (first.date, last.date));
    if dates().is_none_or(|(first, last)| first <= last) {
        updates.reverse();
    }
    updates.sort_by_key(|update| std::cmp::Reverse(update.date));
}

/// Reports a text under `update`, which names the moment of the last one: what is new belongs under `updates`.
pub fn report_misplaced(fields: &Fields, reader: &mut Reader) -> bool {
    let Some((node, name)) = fields.find("updated").filter(|(_, name)| matches!(*name, "update" | "updated")) else {
        return false;
    };
    let instead = match &node.value {
        TreeValue::Text(text) if fields.settings.calendar().read(text.trim()).is_some() => return false,
        TreeValue::Text(text) => match dated(text, fields) {
            Some(instead) => Some(instead),
            None if is_told(text) => Some(one("26/11/2026", text.trim())),
            None => return false,
        },
        _ => None,
    };
    reader.report(wording::update_misplaced(reader.place(node.span), name, instead.as_deref()));
    true
}

/// Reports a line that begins with a day, as an entry of `updates` does, and stands below that name at the margin.
pub fn report_at_margin(entry: &MapEntry, fields: &Fields, reader: &mut Reader) -> bool {
    let is_open = |known: &MapEntry| known.key.eq_ignore_ascii_case("updates") && known.value.is_blank();
    let TreeValue::Text(text) = &entry.value.value else { return false };
    if !entry.key.starts_with(|first: char| first.is_ascii_digit()) || !fields.map.entries.iter().any(is_open) {
        return false;
    }
    let instead = dated(&format!("{} {text}", entry.key), fields);
    reader.report(wording::update_unread(reader.place(entry.key_span), instead.as_deref()));
    true
}

/// Whether a text tells something: more than one of its words is none of those that days are said with.
fn is_told(text: &str) -> bool {
    const OF_DAYS: [&str; 18] = [
        "the",
        "and",
        "last",
        "next",
        "this",
        "week",
        "month",
        "today",
        "tomorrow",
        "yesterday",
        "night",
        "noon",
        "midday",
        "midnight",
        "morning",
        "afternoon",
        "evening",
        "from",
    ];
    let words = text.split(|letter: char| !letter.is_alphabetic()).map(str::to_lowercase);
    let is_of_day = |word: &String| {
        let is_month = |month: u8| word.starts_with(&month_name(month)[..3].to_lowercase());
        OF_DAYS.contains(&word.as_str()) || (1..=12).any(is_month) || word.ends_with("day") || word.chars().count() < 3
    };
    words.filter(|word| !is_of_day(word)).count() > 1
}

/// A text that begins with a day, as the field `updates` should say it.
fn dated(text: &str, fields: &Fields) -> Option<String> {
    const MARKS: [char; 5] = [':', ',', '-', '–', ' '];
    let calendar = fields.settings.calendar();
    let ends = text.char_indices().filter(|(_, letter)| letter.is_whitespace()).map(|(at, _)| at);
    let day = |end: usize| text[..end].trim_end_matches(MARKS);
    let is_moment = |end: &usize| crate::moment::parse(day(*end), calendar.zone, calendar.order).is_ok();
    let end = ends.take(6).filter(is_moment).last()?;
    // Among fields in braces a comma ends a text that has no marks round it.
    let date = if day(end).contains(',') { mend::quoted(day(end)) } else { day(end).to_owned() };
    Some(one(&date, text[end..].trim_start_matches(MARKS).trim_end()))
}

/// The field `updates` with one entry.
fn one(date: &str, text: &str) -> String {
    format!("updates: [{{date: {date}, text: {}}}]", mend::quoted(text))
}
