//! Calendars (RFC 5545, RFC 7986): a bulletin's own, and those of the site and its areas to subscribe to. In: bulletins with
//! a time of their own. Out: bytes. A bulletin that was taken back leaves its time, and no words. It must not know templates.

use super::{Renderer, when};
use crate::{
    address::Address,
    markdown,
    moment::{Moment, Zone},
    plan,
    settings::{EventTiming, Settings},
    view::{self, Article, CalendarEntry, CancelledEvent, Times},
};

/// How often programs look for news of a calendar.
const REFRESH: &str = "PT4H";

/// The calendar of one bulletin.
pub fn of_bulletin(renderer: &Renderer, article: &Article) -> Vec<u8> {
    let mut calendar = CalendarWriter::new(&renderer.settings.language);
    calendar.event(renderer, article);
    calendar.finish()
}

/// What is left of it when the bulletin was taken back.
pub fn of_gone(renderer: &Renderer, event: &CancelledEvent) -> Vec<u8> {
    let mut calendar = CalendarWriter::new(&renderer.settings.language);
    calendar.cancelled(&renderer.settings, event);
    calendar.finish()
}

/// The calendar of the site or of an area.
pub fn of_scope(renderer: &Renderer, view: &view::Calendar) -> Vec<u8> {
    let settings = &renderer.settings;
    let voice = &renderer.site_values().voice;
    let mut calendar = CalendarWriter::new(&settings.language);
    let name = super::values::scope_title(settings, &view.scope, voice);
    let page = &view.scope.address;
    calendar.text("NAME", &name);
    // What programs from before RFC 7986 read.
    calendar.text("X-WR-CALNAME", &name);
    calendar.line(&format!("URL:{}", settings.base.url(page)));
    calendar.line(&format!("SOURCE;VALUE=URI:{}", settings.base.url(&page.join(plan::CALENDAR))));
    calendar.line(&format!("REFRESH-INTERVAL;VALUE=DURATION:{REFRESH}"));
    calendar.line(&format!("X-PUBLISHED-TTL:{REFRESH}"));
    for entry in &view.entries {
        match entry {
            CalendarEntry::Article(article) => calendar.event(renderer, &article.get()),
            CalendarEntry::Cancelled(event) => calendar.cancelled(settings, event),
        }
    }
    if view.entries.is_empty() {
        calendar.utc();
    }
    calendar.finish()
}

/// The lines of a calendar.
struct CalendarWriter(String);

impl CalendarWriter {
    fn new(language: &str) -> Self {
        let mut calendar = Self(String::with_capacity(1024));
        calendar.line("BEGIN:VCALENDAR");
        calendar.line("VERSION:2.0");
        calendar.line(&format!("PRODID:-//noticeboard//noticeboard//{}", language.to_ascii_uppercase()));
        calendar.line("CALSCALE:GREGORIAN");
        calendar.line("METHOD:PUBLISH");
        calendar
    }

    fn event(&mut self, renderer: &Renderer, article: &Article) {
        let settings = &renderer.settings;
        let card = &article.card;
        let Some(when) = card.when else { return };
        let off = card.state.is_called_off();
        self.begin(settings, card.address, card.updated, i64::from(off));
        self.times(when.times, &settings.zone);
        let voice = &renderer.values_in(card.language).voice;
        self.text("SUMMARY", card.title);
        let url = settings.base.url(card.address);
        let newest = article.updates.first().map(|update| {
            let mark = voice.fill("update_mark", &[("when", &voice.moment(update.date))]);
            format!("{mark}: {}", markdown::plain(update.text))
        });
        let ended = voice.ended(card.state).filter(|_| off);
        let words = ended.into_iter().chain(newest).chain(when::words_with_place(card, settings, voice));
        let summary = (!card.summary.is_empty()).then(|| card.summary.to_owned());
        let words: Vec<String> = words.chain(summary).chain([url.clone()]).collect();
        self.text("DESCRIPTION", &words.join("\n\n"));
        let areas = || voice.names(card.areas.iter().map(|area| area.name));
        let place = when.place.clone().unwrap_or_else(areas);
        if !place.is_empty() {
            self.text("LOCATION", &place);
        }
        self.line(&format!("URL:{url}"));
        self.text("CATEGORIES", voice.kind(card.kind));
        self.line(if off { "STATUS:CANCELLED" } else { "STATUS:CONFIRMED" });
        // A closure or consultation makes nobody busy, nor does what was called off.
        if off || settings.kinds[card.kind].happens == EventTiming::While {
            self.line("TRANSP:TRANSPARENT");
        }
        self.line("END:VEVENT");
    }

    fn cancelled(&mut self, settings: &Settings, event: &CancelledEvent) {
        let Some(times) = event.times else { return };
        self.begin(settings, event.page, event.changed, 1);
        self.times(times, &settings.zone);
        self.line("STATUS:CANCELLED");
        self.line("TRANSP:TRANSPARENT");
        self.line("END:VEVENT");
    }

    /// What an event begins with: its id, and which version of it this is, by a number that grows with the moment of its last
    /// change (RFC 5545, section 3.8.7.4): the minutes since 1970, which no later `date` makes less.
    fn begin(&mut self, settings: &Settings, page: &Address, changed: Moment, more: i64) {
        self.line("BEGIN:VEVENT");
        self.text("UID", &settings.base.url(page));
        self.line(&format!("DTSTAMP:{}", utc(changed)));
        self.line(&format!("LAST-MODIFIED:{}", utc(changed)));
        let minutes = changed.second().max(0) / 60 + more;
        self.line(&format!("SEQUENCE:{}", minutes.min(i64::from(i32::MAX))));
    }

    /// The time zone of all times: what a calendar without events holds, since it must hold something (RFC 5545, section 3.6).
    fn utc(&mut self) {
        const ZONE: [&str; 8] = [
            "BEGIN:VTIMEZONE",
            "TZID:UTC",
            "BEGIN:STANDARD",
            "DTSTART:19700101T000000",
            "TZOFFSETFROM:+0000",
            "TZOFFSETTO:+0000",
            "END:STANDARD",
            "END:VTIMEZONE",
        ];
        for line in ZONE {
            self.line(line);
        }
    }

    /// Start and end: moments in UTC, which every program reads alike; days as days, whose end is the day after.
    fn times(&mut self, times: Times, zone: &Zone) {
        let day = |moment: Moment| {
            let (year, month, day) = moment.date(zone);
            format!("{year:04}{month:02}{day:02}")
        };
        // What only has an end stands on the day of its end.
        let (start, end) = (times.sort_key(), times.end.filter(|_| times.start.is_some()));
        let Some(start) = start else { return };
        if start.is_day() {
            self.line(&format!("DTSTART;VALUE=DATE:{}", day(start)));
            let last = end.unwrap_or(start).start_of_day(zone);
            self.line(&format!("DTEND;VALUE=DATE:{}", day(last.start_of_next_day(zone))));
            return;
        }
        self.line(&format!("DTSTART:{}", utc(start)));
        if let Some(end) = end {
            self.line(&format!("DTEND:{}", utc(end.through(zone))));
        }
    }

    /// A text, escaped (RFC 5545, section 3.3.11).
    fn text(&mut self, name: &str, text: &str) {
        let mut line = String::with_capacity(name.len() + text.len() + 8);
        line.extend([name, ":"]);
        for letter in text.chars() {
            match letter {
                '\n' => line.push_str("\\n"),
                '\\' | ';' | ',' => line.extend(['\\', letter]),
                '\t' | '\u{b}' | '\u{c}' => line.push(' '),
                letter if letter.is_control() => {}
                letter => line.push(letter),
            }
        }
        self.line(&line);
    }

    /// A line, folded so that none is longer than 75 bytes (section 3.1), and never within a letter.
    fn line(&mut self, line: &str) {
        let mut left = 75;
        for letter in line.chars() {
            if letter.len_utf8() > left {
                self.0.push_str("\r\n ");
                left = 74;
            }
            self.0.push(letter);
            left -= letter.len_utf8();
        }
        self.0.push_str("\r\n");
    }

    fn finish(mut self) -> Vec<u8> {
        self.line("END:VCALENDAR");
        self.0.into_bytes()
    }
}

/// `20261205T100000Z`.
fn utc(moment: Moment) -> String {
    let shown = moment.rfc3339(&Zone::utc());
    shown[..19].chars().filter(|letter| !matches!(letter, '-' | ':')).chain(['Z']).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_folded_between_letters() {
        let mut calendar = CalendarWriter(String::new());
        calendar.text("SUMMARY", &"ŵ, ".repeat(60));
        let text = calendar.0;
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        let unfolded = text.replace("\r\n ", "");
        assert_eq!(unfolded.trim_end(), format!("SUMMARY:{}", "ŵ\\, ".repeat(60)).trim_end());
    }

    #[test]
    fn moments_are_in_utc() {
        assert_eq!(utc(Moment::from_second(0).unwrap()), "19700101T000000Z");
    }
}
