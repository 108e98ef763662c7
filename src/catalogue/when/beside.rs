//! What stands on lines of its own beside `when`, or in parts of it: the hours of its day, its end, its place. In: the fields.
//! Out: a [`When`] that has them, and problems. What is said twice has to be the same. It must not know how lines are taken apart.

use super::{HOURS, PLACE, Times, When, end_alone, span};
use crate::{
    catalogue::{given::Fields, said},
    moment::Moment,
    parse::{
        reader::{MomentRules, Reader},
        tree::{MapEntry, Node, TreeValue},
    },
    problem::wording,
};

/// The first line under one of some names that the settings give no other meaning.
fn line<'f>(keys: &[&str], fields: &'f Fields) -> Option<&'f MapEntry> {
    let is_claimed = |key: &str| {
        fields.settings.fields.iter().any(|rule| rule.keys.iter().any(|name| name.eq_ignore_ascii_case(key)))
    };
    let mut entries = fields.map.entries.iter();
    entries.find(|entry| {
        keys.contains(&&*entry.key.to_ascii_lowercase()) && !is_claimed(&entry.key) && !entry.value.is_blank()
    })
}

/// Takes the hours on a line beside `when`. Its end, where that has a line of its own, comes out to be read.
pub fn hours<'f>(when: &mut When, fields: &'f Fields, reader: &mut Reader) -> Option<(&'f Node, &'static str)> {
    if let Some(entry) = line(HOURS, fields) {
        add_hours(when, entry, fields, reader);
    }
    // Two names of the field itself are told of as that.
    let entry = line(&["end", "until"], fields).filter(|entry| matches!(entry.value.value, TreeValue::Text(_)))?;
    let TreeValue::Text(text) = &entry.value.value else { return None };
    let Some(end) = when.times.end else { return Some((&entry.value, "end")) };
    let calendar = fields.settings.calendar();
    let said = end_alone(text, when.times.start, calendar).or_else(|| calendar.read(text));
    if said.is_some_and(|said| said != end) {
        let place = reader.place(entry.value.span);
        reader.report(wording::when_conflict(place, &entry.key, text, &end.plain(calendar.zone)));
    }
    None
}

/// Takes the hours that stand by themselves, or tells what is wrong with them.
pub fn add_hours(when: &mut When, entry: &MapEntry, fields: &Fields, reader: &mut Reader) {
    let (Some(start), Some(text)) = (when.times.start, reader.text(&entry.value, "time")) else { return };
    if text.trim().eq_ignore_ascii_case("all day") && start.is_day() {
        return;
    }
    let (calendar, place) = (fields.settings.calendar(), reader.place(entry.value.span));
    if start.is_day() && when.times.end.is_some() {
        return reader.report(wording::time_of_days(place, &entry.key));
    }
    let day = start.start_of_day(calendar.zone);
    let Some(read) = hours_of(day, &text, calendar) else {
        return reader.report(match said::meant_hours(&text) {
            Some((instead, reason)) => wording::time_unclear(place, &entry.key, &text, &reason, &instead),
            None => wording::time_unreadable(place, &entry.key, &text),
        });
    };
    let Times { start: from, end: until } = read.times;
    let is_same = from == Some(start) && (until.is_none() || when.times.end.is_none() || until == when.times.end);
    if start.is_day() || is_same {
        when.times = Times { start: from, end: until.or(when.times.end) };
        when.place = when.place.take().or(read.place);
    } else {
        reader.report(wording::when_conflict(place, &entry.key, &text, &plain(when.times, calendar)));
    }
}

/// From when until when, as it can be written.
fn plain(times: Times, calendar: MomentRules) -> String {
    let written = |moment: Moment| moment.plain(calendar.zone);
    let both = [times.start, times.end].into_iter().flatten().map(written);
    both.collect::<Vec<_>>().join(" to ")
}

/// From when until when something is on a day.
fn hours_of(day: Moment, hours: &str, calendar: MomentRules) -> Option<When> {
    let text = format!("{} {hours}", day.plain(calendar.zone));
    let alone = || {
        let start = Some(calendar.read(&text).filter(|start| !start.is_day())?);
        Some(When { times: Times { start, end: None }, place: None })
    };
    span(&text, calendar).or_else(alone).filter(|read| read.times.start.is_some_and(|start| !start.is_day()))
}

/// Takes the place on a line beside `when`; of two that name the same, the one that says more.
pub fn place(when: &mut When, fields: &Fields, reader: &mut Reader) {
    let is_text = |entry: &&MapEntry| matches!(entry.value.value, TreeValue::Text(_));
    let is_plain = |entry: &&MapEntry| ["place", "venue"].contains(&&*entry.key.to_ascii_lowercase());
    let Some(entry) = line(PLACE, fields).filter(|entry| is_text(entry) || is_plain(entry)) else { return };
    let Some(named) = reader.text(&entry.value, "place") else { return };
    let Some(said) = &when.place else {
        when.place = Some(named);
        return;
    };
    let (folded, of_when) = (named.to_lowercase(), said.to_lowercase());
    if folded.contains(&of_when) {
        when.place = Some(named);
    } else if !of_when.contains(&folded) {
        reader.report(wording::when_conflict(reader.place(entry.value.span), &entry.key, &named, said));
    }
}
