//! When the thing itself happens that a bulletin tells of: an event, a closure, a consultation. In: the field `when`.
//! Out: a [`When`] and problems. It must not know how it is written for readers.

mod beside;

use serde::{Deserialize, Serialize};

use super::{given::Fields, said};
use crate::{
    moment::{self, Moment, Zone},
    parse::{
        reader::{MomentRules, Reader, nearest},
        tree::{Map, Node, TreeValue},
    },
    problem::wording::{self, DateHelp},
    settings::EventTiming,
};

/// A time of its own, and where that is.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct When {
    pub times: Times,
    pub place: Option<String>,
}

/// A time of its own. At least one of start and end is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Times {
    pub start: Option<Moment>,
    /// As given: a date alone lasts through its day.
    pub end: Option<Moment>,
}

impl Times {
    /// When it is over: at its end; without one, what happens once is over with the day on which it begins, and what
    /// begins and lasts is not.
    pub fn over(self, happens: EventTiming, zone: &Zone) -> Option<Moment> {
        match (self.end, self.start, happens) {
            (Some(end), ..) => Some(end.through(zone)),
            (None, _, EventTiming::While) => None,
            (None, start, _) => start.map(|start| start.start_of_next_day(zone)),
        }
    }

    /// What lists of such things are sorted by.
    pub fn sort_key(self) -> Option<Moment> {
        self.start.or(self.end)
    }
}

const KEYS: [&str; 4] = ["start", "end", "time", "place"];

/// Reads `when`: a moment, or `{start, end, place}`; or `starts` and `ends` as fields of their own. Its hours, its end and its
/// place may stand on lines beside it.
pub fn read(fields: &Fields, reader: &mut Reader) -> Option<When> {
    let (node, name) = fields.find("when")?;
    let mut when = When { times: Times::default(), place: None };
    let mut end = None;
    if name == "starts" || name == "ends" {
        when.times.start = fields.map.find("starts").and_then(|node| start(node, "starts", fields, reader));
        end = fields.map.find("ends").map(|node| (node, "ends"));
    } else if let TreeValue::Map(map) = &node.value {
        end = parts(map, &mut when, fields, reader);
    } else if let TreeValue::Text(text) = &node.value
        && let Some(read) = span(text, fields.settings.calendar())
    {
        when = read;
    } else {
        when.times.start = start(node, name, fields, reader);
    }
    if end.is_none() && when.times.start.is_some() {
        end = beside::hours(&mut when, fields, reader);
    }
    beside::place(&mut when, fields, reader);
    if let Some((node, key)) = end {
        when.times.end = self::end(node, key, when.times.start, fields, reader);
        if let (Some(start), Some(end)) = (when.times.start, when.times.end)
            && end.through(&fields.settings.zone) <= start
        {
            reader.report(wording::when_ends_early(reader.place(node.span)));
        }
    }
    when.times.sort_key().is_some().then_some(when)
}

/// The same text without what says no more than a day does: brackets round the times, `all day`, `from`.
fn bare(text: &str) -> String {
    let mut text = text.trim().to_owned();
    // A place may have brackets of its own: those of times hold nothing else, and no comma stands before them.
    let is_time = |inner: &str| {
        let words = inner.split([' ', '-', '–', ':', '.']).filter(|word| !word.is_empty());
        let is_hour = |word: &str| {
            let tail = word.trim_start_matches(|letter: char| letter.is_ascii_digit());
            word.len() - tail.len() <= 2
                && matches!(tail, "" | "am" | "pm" | "to" | "until" | "noon" | "midday" | "midnight")
        };
        (words.clone().count() > 1 || inner.trim_end().ends_with(['m', 'M']))
            && words.map(str::to_ascii_lowercase).all(|word| is_hour(&word))
    };
    if let Some(open) = text.find('(').filter(|open| !text[..*open].contains(','))
        && let Some(close) = text[open..].find(')')
        && is_time(&text[open + 1..open + close])
    {
        text.replace_range(open + close..=open + close, "");
        text.replace_range(open..=open, "");
    }
    let lower = text.to_ascii_lowercase();
    let end = [", all day", " all day"].iter().find_map(|end| lower.strip_suffix(end)).map_or(text.len(), str::len);
    let start = ["from ", "starting "].iter().find(|start| lower.starts_with(*start)).map_or(0, |start| start.len());
    text.get(start..end).unwrap_or_default().trim().to_owned()
}

/// The longest night that something lasts into, in seconds.
const NIGHT: i64 = 14 * 3_600;

/// A time with its end, its place or both in one text, as pages show it: `Saturday 5 December 2026, 10am to 2pm, Corn Hall`.
pub fn span(raw: &str, calendar: MomentRules) -> Option<When> {
    let text = bare(raw);
    let text = text.as_str();
    // What has a time of day in it is no place.
    let is_place = |place: Option<&str>| {
        place.is_none_or(|place| moment::hours(place).is_none() && moment::hours_in(place).is_none())
    };
    if let Some(when) = between(text, calendar).filter(|when| is_place(when.place.as_deref())) {
        return Some(when);
    }
    // A time and a place.
    let of_head = head(text, &|text| calendar.read(text)).filter(|(_, place)| is_place(*place));
    let Some((start, place)) = of_head else { return said::read(text, calendar) };
    let is_more = place.is_some() || text.len() < raw.trim().len();
    is_more.then_some(When { times: Times { start: Some(start), end: None }, place: place.map(str::to_owned) })
}

/// The longest head of a text, in parts between commas, that something can be made of; the rest is a place.
fn head<'t>(text: &'t str, read: &dyn Fn(&str) -> Option<Moment>) -> Option<(Moment, Option<&'t str>)> {
    let ends = text.match_indices(',').map(|(at, _)| at).chain([text.len()]).collect::<Vec<_>>();
    let (moment, end) = ends.into_iter().rev().find_map(|end| Some((read(text[..end].trim())?, end)))?;
    let place = text[end..].trim_start_matches(',').trim();
    Some((moment, Some(place).filter(|place| !place.is_empty())))
}

/// Whether something begins in the morning of a day.
fn is_morning(start: Moment, zone: &Zone) -> bool {
    !start.is_day() && start.day_ended(zone).is_none() && start.shown(zone).hour() < 12
}

/// The end that a text names: the midnight of a day, where something ends, is the one that ends this day.
pub fn closing(end: Moment, text: &str, zone: &Zone) -> Moment {
    let is_named = text.to_ascii_lowercase().contains("midnight") || said::is_twelve_am(&text.replace(' ', ""));
    if is_named && end.day_ended(zone).is_some() { end.start_of_next_day(zone).timed() } else { end }
}

/// From when until when something is, and what follows.
fn between(text: &str, calendar: MomentRules) -> Option<When> {
    let moment = |text: &str| calendar.read(text);
    for mark in moment::BETWEEN.into_iter().chain([" and ", " & "]) {
        for (at, _) in text.match_indices(mark) {
            let (first, second) = (text[..at].trim(), text[at + mark.len()..].trim());
            // In `2026-12-05` and `10:00-05:00` a hyphen is none between two times.
            let is_of_date = at < "2026-12-05".len() || first.contains('T') || first.matches(':').count() > 1;
            if mark == "-"
                && text.as_bytes().first().is_some_and(u8::is_ascii_digit)
                && text.as_bytes().get(4) == Some(&b'-')
                && is_of_date
            {
                continue;
            }
            // A first day without a year has that of the second.
            let year = second.split(|letter: char| !letter.is_ascii_digit()).find(|digits| digits.len() == 4);
            // A first day without a month has month and year of the second.
            let month = || {
                let last = second.split(',').next()?.trim();
                let tail = last.trim_start_matches(|letter: char| !letter.is_ascii_digit());
                let tail = tail.trim_start_matches(|letter: char| letter.is_ascii_digit());
                let tail = ["st", "nd", "rd", "th"].iter().find_map(|end| tail.strip_prefix(end)).unwrap_or(tail);
                let is_day = first.chars().any(|letter| letter.is_ascii_digit()) && !first.contains(['/', ':', '.']);
                (is_day && tail.starts_with(' ')).then(|| moment(&format!("{first}{tail}")))?
            };
            let start = moment(first).or_else(|| moment(&format!("{first} {}", year?))).or_else(month);
            let Some(start) = start else { continue };
            // So has a second one without a year that of the first.
            let of_year = |text: &str| {
                moment(&format!("{text} {}", start.year(calendar.zone))).filter(|end| start.is_day() && end.is_day())
            };
            let is_unclear =
                |text: &str| said::is_twelve_am(&text.replace(' ', "")) && is_morning(start, calendar.zone);
            let later = |text: &str| {
                let end = moment(text).map(|end| closing(end, text, calendar.zone));
                let end = end.or_else(|| end_of(start, text, &moment, calendar.zone)).or_else(|| of_year(text));
                end.filter(|_| !is_unclear(text))
            };
            // Two days are those from one to the other only where none is between them.
            let is_whole = |end: Moment| !mark.contains(['a', '&']) || end == start.start_of_next_day(calendar.zone);
            if let Some((end, place)) = head(second, &later)
                && end.through(calendar.zone) > start
                && is_whole(end)
            {
                let times = Times { start: Some(start), end: Some(end) };
                return Some(When { times, place: place.map(str::to_owned) });
            }
        }
    }
    None
}

/// The end of something that starts at a moment, given as a time of day alone: one of that day, or of the night that
/// follows, as in `9pm to 2am`.
pub(super) fn end_of(
    start: Moment,
    text: &str,
    moment: &dyn Fn(&str) -> Option<Moment>,
    zone: &Zone,
) -> Option<Moment> {
    if start.is_day() || text.is_empty() {
        return None;
    }
    let on = |day: Moment| moment(&format!("{} {text}", &day.rfc3339(zone)[..10])).filter(|end| !end.is_day());
    let next = start.plus_days(1, zone);
    let midnight = next.start_of_day(zone).second();
    let of_night = |end: &Moment| end.second() == midnight || end.second() - start.second() <= NIGHT;
    on(start).filter(|end| *end > start).or_else(|| on(next).filter(of_night))
}

/// The keys that are read for the start, the one that is written first.
pub const START: &[&str] = &["start", "starts", "from", "date"];
/// Those for the end.
pub const END: &[&str] = &["end", "ends", "to", "until"];
/// Those for the place.
pub const PLACE: &[&str] = &["place", "where", "location", "venue"];
/// Those for the hours of a day that stands by itself.
pub const HOURS: &[&str] = &["time", "times"];

/// The parts of a map; its end comes out to be read last, since it may lean on the start.
fn parts<'m>(map: &'m Map, when: &mut When, fields: &Fields, reader: &mut Reader) -> Option<(&'m Node, &'static str)> {
    let (mut end, mut time) = (None, None);
    for entry in map.entries.iter().filter(|entry| !entry.value.is_blank()) {
        let value = &entry.value;
        match entry.key.to_ascii_lowercase().as_str() {
            key if START.contains(&key) => when.times.start = start(value, "start", fields, reader),
            key if END.contains(&key) => end = Some((value, "end")),
            key if PLACE.contains(&key) => when.place = reader.text(value, "place"),
            key if HOURS.contains(&key) => time = Some(entry),
            other => {
                let near = nearest(other, KEYS);
                reader.report(wording::part_unread(reader.place(entry.key_span), "when", other, &KEYS, near));
            }
        }
    }
    match time {
        Some(entry) if when.times.start.is_some() => beside::add_hours(when, entry, fields, reader),
        Some(entry) => {
            reader.report(wording::part_unread(reader.place(entry.key_span), "when", &entry.key, &KEYS, None));
        }
        None => {}
    }
    end
}

fn start(node: &Node, key: &str, fields: &Fields, reader: &mut Reader) -> Option<Moment> {
    let calendar = fields.settings.calendar();
    if let TreeValue::Text(text) = &node.value
        && calendar.read(text).is_none()
        && (key == "when" || key == "event")
        && let Some((reason, help)) = of_days(text, calendar).or_else(|| said::meant(&bare(text), calendar))
    {
        reader.report(wording::date_unreadable(reader.place(node.span), key, text, &reason, &help));
        return None;
    }
    reader.moment(node, key, fields.settings.calendar())
}

/// How several days would be written that have their hours behind them.
fn of_days(text: &str, calendar: MomentRules) -> Option<(String, DateHelp)> {
    let When { times: Times { start: Some(start), end: Some(end) }, place: Some(more) } =
        between(&bare(text), calendar)?
    else {
        return None;
    };
    let (at, _) = moment::hours_in(&more).filter(|_| start.is_day() && end.is_day())?;
    let place = more[..at].trim_matches([' ', ',', '(']);
    let place = if place.is_empty() { String::new() } else { format!(", place: {}", said::quoted(place)) };
    let (start, end) = (start.plain(calendar.zone), end.plain(calendar.zone));
    let reason = "hours stand behind several days".to_owned();
    Some((reason, DateHelp::Daily(format!("{{start: {start}, end: {end}{place}}}"))))
}

fn end(node: &Node, key: &str, start: Option<Moment>, fields: &Fields, reader: &mut Reader) -> Option<Moment> {
    let calendar = fields.settings.calendar();
    let TreeValue::Text(text) = &node.value else { return reader.moment(node, key, calendar) };
    end_alone(text, start, calendar).or_else(|| Some(closing(reader.moment(node, key, calendar)?, text, calendar.zone)))
}

/// An end that is a time of day alone, `12:00` or `2am`: one of the day of the start, or of the night that follows. None where
/// the text is a moment by itself, or no time.
pub fn end_alone(text: &str, start: Option<Moment>, calendar: MomentRules) -> Option<Moment> {
    let moment = |text: &str| calendar.read(text);
    let (text, start) = (text.trim(), start?);
    if moment(text).is_some() {
        return None;
    }
    // What ends before it begins is told as that.
    let on_day = || moment(&format!("{} {text}", &start.rfc3339(calendar.zone)[..10]));
    let ended = || on_day().map(|end| closing(end, text, calendar.zone));
    end_of(start, text, &moment, calendar.zone).or_else(ended)
}
