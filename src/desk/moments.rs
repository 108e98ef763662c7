//! Moments as the boxes of a form. In: what a document says, or a filled-in form. Out: a day and a time, or what is written for
//! them. It must not know fields.

use super::{fields::in_one_line, form::FormData};
use crate::{catalogue::when, moment::Moment, parse::reader::MomentRules, settings::Settings};

/// Moments: a day and a time each.
pub const MOMENTS: &[&str] = &["date", "expires", "start", "end"];

/// How moments are written where the site is.
pub struct FormClock<'s> {
    pub calendar: MomentRules<'s>,
}

impl<'s> FormClock<'s> {
    pub fn of(settings: &'s Settings) -> Self {
        Self { calendar: settings.calendar() }
    }

    /// The day of a moment, `2026-11-28`; none where it cannot be read.
    pub fn day(&self, text: &str) -> Option<String> {
        self.calendar.read(text).map(|moment| self.boxes(moment).0)
    }

    /// A moment in full, where its day and time alone could mean another: clocks show that time twice.
    pub fn exact(&self, moment: Moment) -> Option<String> {
        Some(moment.plain(self.calendar.zone)).filter(|plain| plain.contains('T'))
    }

    /// A moment as a day and a time, `2026-11-28` and `15:30`.
    pub fn boxes(&self, moment: Moment) -> (String, String) {
        let stamp = moment.rfc3339(self.calendar.zone);
        let part = |range: std::ops::Range<usize>| stamp.get(range).unwrap_or_default().to_owned();
        (part(0..10), if moment.is_day() { String::new() } else { part(11..16) })
    }
}

/// A moment as the two boxes of the form. An end may be a time alone; what cannot be read stands beside the boxes as it is
/// written.
pub fn moment_in(form: &mut FormData, name: &str, text: &str, start: Option<Moment>, clock: &FormClock) {
    let moment = clock.calendar.read(text);
    let alone = || when::end_alone(text, start, clock.calendar).filter(|end| name == "end" && !end.is_day());
    let (day, time) = match moment {
        Some(moment) => clock.boxes(moment),
        None => (String::new(), alone().map(|end| clock.boxes(end).1).unwrap_or_default()),
    };
    if moment.is_none() && time.is_empty() && !text.trim().is_empty() {
        form.push(&format!("{name}_kept"), in_one_line(text));
    }
    form.push(&format!("{name}_day"), day);
    form.push(&format!("{name}_time"), time);
    if let Some(exact) = moment.and_then(|moment| clock.exact(moment)) {
        form.push(&format!("{name}_exact"), exact);
    }
}

/// What the two boxes say.
pub fn moment_of(form: &FormData, name: &str) -> String {
    let part = |part: &str| form.text(&format!("{name}_{part}"));
    let (day, time, exact) = (part("day"), part("time"), part("exact"));
    // Of two moments that clocks show alike the form means the one that it was filled in with, as long as it says the same.
    if !time.is_empty() && exact.get(..10) == Some(day) && exact.get(11..16) == Some(time) {
        return exact.to_owned();
    }
    format!("{day} {time}").trim().to_owned()
}

/// What is written for what a form says: an end without a day is on the day of the start, or in the night that follows.
pub fn written(form: &FormData, name: &str, said: &str, clock: &FormClock) -> String {
    let start = (name == "end").then(|| clock.calendar.read(&moment_of(form, "start"))).flatten();
    match when::end_alone(said, start, clock.calendar) {
        Some(end) if !said.is_empty() => end.plain(clock.calendar.zone),
        _ => said.to_owned(),
    }
}
