//! When the thing itself happens that a bulletin tells of, in the words of a language: the same on page, list, card, poster,
//! in texts, feeds and calendars. In: a bulletin and a voice. Out: a text. It must not know where it is shown.

use super::voice::Voice;
use crate::{
    moment::{LocalMoment, Moment, Zone},
    settings::{EventTiming, Settings},
    view::{Card, Times},
};

/// What readers are told for the date of a bulletin: when the thing happens, and where; none where it has no time of its own.
/// A place that is one of the bulletin's areas is said with these.
pub fn words(card: &Card, settings: &Settings, voice: &Voice) -> Option<String> {
    let place = card.when?.place.as_deref().filter(|place| {
        let place = place.trim().to_lowercase();
        !card.areas.iter().any(|area| area.name.to_lowercase() == place)
    });
    filled(card, place, settings, voice)
}

/// The same where nothing says the areas of the bulletin.
pub fn words_with_place(card: &Card, settings: &Settings, voice: &Voice) -> Option<String> {
    filled(card, card.when?.place.as_deref(), settings, voice)
}

fn filled(card: &Card, place: Option<&str>, settings: &Settings, voice: &Voice) -> Option<String> {
    let when = card.when?;
    let time = time(when.times, settings.kinds[card.kind].happens, voice, &settings.zone);
    Some(match place {
        Some(place) => voice.fill("when_place", &[("when", &time), ("place", place)]),
        None => time,
    })
}

/// `Saturday 5 December 2026, 10am to 2pm`.
fn time(times: Times, happens: EventTiming, voice: &Voice, zone: &Zone) -> String {
    match (times.start, times.end) {
        (Some(start), Some(end)) => span(start, end, voice, zone),
        (Some(start), None) => {
            let at = at(&start.shown(zone), voice);
            if happens == EventTiming::While { voice.fill("when_from", &[("when", &at)]) } else { at }
        }
        (None, Some(end)) => until(end, voice, zone),
        (None, None) => String::new(),
    }
}

/// `Until the end of Thursday 7 January 2027`, or `Until 5pm, Thursday 7 January 2027`.
fn until(end: Moment, voice: &Voice, zone: &Zone) -> String {
    let end = end.day_ended(zone).unwrap_or(end);
    let word = if end.is_day() { "until_day" } else { "until_time" };
    voice.fill(word, &[("when", &voice.dates.moment(&end.shown(zone)))])
}

/// Until when a bulletin holds that will end at a known moment; none where it says when the thing happens, or has ended.
pub fn holds(card: &Card, voice: &Voice) -> Option<String> {
    let ends = card.ends.filter(|_| card.when.is_none())?;
    let last = ends.last_before(voice.zone())?;
    Some(until(last, voice, voice.zone()))
}

fn span(start: Moment, end: Moment, voice: &Voice, zone: &Zone) -> String {
    let (from, to) = (start.shown(zone), end.shown(zone));
    // Midnight stands with the day that it ends.
    let last = end.day_ended(zone).filter(|last| *last >= start.start_of_day(zone));
    let last_day = last.map_or(to, |last| last.shown(zone));
    if start.date(zone) == last.unwrap_or(end).date(zone) {
        if start.is_day() || end.is_day() {
            return at(if start.is_day() && last.is_none() { &to } else { &from }, voice);
        }
        let date = voice.dates.full(&from);
        let (from, until) = (voice.dates.time(&from), voice.dates.time(&to));
        return voice.fill("when_hours", &[("date", &date), ("from", &from), ("to", &until)]);
    }
    // The year once.
    let same_year = from.year() == last_day.year();
    let date = if same_year { voice.dates.weekday(&from) } else { voice.dates.full(&from) };
    let (from, until) = (timed(date, &from, voice), timed(voice.dates.full(&last_day), &to, voice));
    voice.fill("when_days", &[("from", &from), ("to", &until)])
}

/// A day, with its time where it has one.
fn at(shown: &LocalMoment, voice: &Voice) -> String {
    timed(voice.dates.full(shown), shown, voice)
}

fn timed(date: String, shown: &LocalMoment, voice: &Voice) -> String {
    if shown.is_day() {
        return date;
    }
    voice.fill("when_at", &[("date", &date), ("time", &voice.dates.time(shown))])
}
