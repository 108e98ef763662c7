//! Hours of a day as people write them: the text behind or before a day goes in, from when until when and what follows
//! come out. Must not know the day, nor time zones.

/// Hours of a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hours<'t> {
    /// In minutes since midnight.
    pub start: u32,
    /// In minutes since midnight: of the same day, or of the next one where it is not after the start.
    pub end: Option<u32>,
    /// Whether nothing had to be guessed: the half of the day is said, or only one of the two can be meant.
    pub is_plain: bool,
    /// Whether they can be nothing but a time of day: they say `am`, `hrs` or `noon`, or have a colon.
    pub is_said: bool,
    /// What follows them in the text.
    pub rest: &'t str,
}

/// Which half of the day a time is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum DayHalf {
    Morning,
    Afternoon,
    /// It is as a clock with 24 hours shows it.
    Both,
    Unsaid,
}

/// A time of day as written.
#[derive(Clone, Copy, Debug)]
struct WrittenTime<'t> {
    /// In minutes, as far as is written.
    minutes: u32,
    has_minutes: bool,
    half: DayHalf,
    /// As [`Hours::is_said`].
    is_said: bool,
    rest: &'t str,
}

const HALF_DAY: u32 = 12 * 60;
/// Whoever writes `2 to 4` of something for the public means the afternoon; `9 to 11` may be either.
const EARLY: u32 = 8 * 60;

/// The hours that a text begins with: `10am to 2pm`, `2–4pm`, `10.00-12.00`, `from 10am till noon`, `7pm onwards`.
pub fn hours(text: &str) -> Option<Hours<'_>> {
    let (is_led, text) = led(text);
    let first = time(text)?;
    let after = first.rest.trim_start();
    let mark = ["to", "until", "till", "til", "and"].iter().find_map(|word| after_word(after, word));
    let mark = mark.or_else(|| after.strip_prefix(['-', '–', '—']));
    if let Some(second) = mark.and_then(time) {
        let (start, end, is_plain) = between(&first, &second)?;
        return Some(Hours {
            start,
            end: Some(end),
            is_plain,
            is_said: first.is_said || second.is_said,
            rest: second.rest,
        });
    }
    let late = mark.and_then(|text| after_word(text.trim_start(), "late"));
    let rest = late.or_else(|| ["onwards", "onward"].iter().find_map(|word| after_word(after, word)));
    let (start, is_plain) = match first.half {
        // A number alone is no time, unless it stands behind `at`.
        DayHalf::Unsaid if !(first.has_minutes || is_led && ends_part(first.rest)) => return None,
        DayHalf::Unsaid => (likely(first.minutes), false),
        _ => (first.fixed()?, true),
    };
    Some(Hours { start, end: None, is_plain, is_said: first.is_said, rest: rest.unwrap_or(first.rest) })
}

/// The first hours that stand anywhere in a text, and where: what can be nothing but a time of day, or what is all that stands
/// between two commas or behind `at`.
pub fn hours_in(text: &str) -> Option<(usize, Hours<'_>)> {
    let behind = text.char_indices().filter(|(_, c)| c.is_whitespace() || ",;(-–—/".contains(*c));
    let mut starts = std::iter::once(0).chain(behind.map(|(at, c)| at + c.len_utf8()));
    starts.find_map(|at| {
        let hours = hours(&text[at..])?;
        let begins_part = text[..at].trim_end().ends_with([',', ';', '(']) || text[..at].trim().is_empty();
        let is_alone = (begins_part || led(&text[at..]).0) && ends_part(hours.rest);
        (hours.is_said || is_alone).then_some((at, hours))
    })
}

/// Whether a text begins with a word that leads to a time, and what follows it.
fn led(text: &str) -> (bool, &str) {
    let start = text.trim_start_matches([' ', '\u{a0}', ',', ';', '@']);
    let words = ["between", "from", "starting", "starts", "at"];
    let rest = words.iter().fold(start, |text, word| after_word(text, word).map_or(text, str::trim_start));
    (rest.len() < start.len(), rest)
}

/// Whether a part between commas ends where a text begins.
fn ends_part(text: &str) -> bool {
    let text = text.trim_start();
    text.is_empty() || text.starts_with([',', ';', '(', ')'])
}

/// What follows a word that a text begins with.
fn after_word<'t>(text: &'t str, word: &str) -> Option<&'t str> {
    let (head, rest) = text.split_at_checked(word.len())?;
    let ends = !rest.starts_with(|next: char| next.is_alphanumeric());
    (ends && head.eq_ignore_ascii_case(word)).then_some(rest)
}

impl WrittenTime<'_> {
    /// Its minutes since midnight, where the half of the day is said.
    fn fixed(&self) -> Option<u32> {
        self.within(self.half)
    }

    fn within(&self, half: DayHalf) -> Option<u32> {
        match half {
            DayHalf::Both => Some(self.minutes),
            DayHalf::Morning => Some(self.minutes % HALF_DAY),
            DayHalf::Afternoon => Some(self.minutes % HALF_DAY + HALF_DAY),
            DayHalf::Unsaid => None,
        }
    }
}

/// The half of the day in which something at a time is most often.
fn likely(minutes: u32) -> u32 {
    if minutes < EARLY { minutes + HALF_DAY } else { minutes }
}

/// From when until when, and whether that is plain.
fn between(first: &WrittenTime, second: &WrittenTime) -> Option<(u32, u32, bool)> {
    let midnight = |end: u32| if end == 0 { 2 * HALF_DAY } else { end };
    match (first.fixed(), second.fixed()) {
        // `10am to 12am` is until noon for some.
        (Some(start), Some(0)) if start > 0 && start < HALF_DAY && second.half == DayHalf::Morning => {
            Some((start, HALF_DAY, false))
        }
        (Some(start), Some(end)) => Some((start, end, true)),
        // `2–4pm`, `11–1pm`, `10 till noon`: the half in which the first comes before the second.
        (None, Some(end)) => {
            let (morning, afternoon) = (first.within(DayHalf::Morning)?, first.within(DayHalf::Afternoon)?);
            let fits = |start: &u32| *start < midnight(end);
            match (fits(&morning), fits(&afternoon), second.half) {
                (true, true, DayHalf::Afternoon) => Some((afternoon, end, true)),
                (true, false, _) => Some((morning, end, end != 0)),
                (true, true, _) => Some((likely(morning), end, false)),
                (false, ..) => None,
            }
        }
        // `10am-12`, `7pm to 9`: the next such hour.
        (Some(start), None) => {
            let end = [second.within(DayHalf::Morning)?, second.within(DayHalf::Afternoon)?]
                .into_iter()
                .find(|end| *end > start)?;
            Some((start, end, first.half != DayHalf::Both))
        }
        (None, None) => {
            let start = likely(first.minutes);
            let end = if second.minutes > start { second.minutes } else { second.minutes + HALF_DAY };
            (end > start).then_some((start, end, false))
        }
    }
}

/// The time of day that a text begins with. Midnight is that which ends the day.
fn time(text: &str) -> Option<WrittenTime<'_>> {
    let text = text.trim_start();
    let twelve = text.strip_prefix("12").map_or(text, str::trim_start);
    for (word, minutes) in [("noon", HALF_DAY), ("midday", HALF_DAY), ("midnight", 0)] {
        if let Some(rest) = after_word(twelve, word) {
            // A name has a capital, as in `Noon Street`.
            let is_said = !twelve.starts_with(char::is_uppercase);
            return Some(WrittenTime { minutes, has_minutes: true, half: DayHalf::Both, is_said, rest });
        }
    }
    let digits = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
    let length = digits(text);
    let (number, mut rest) = text.split_at(length);
    let mut hour: u32 = number.parse().ok()?;
    let (mut minute, mut has_minutes, mut mark) = (0, false, ' ');
    if length == 4 {
        (hour, minute, has_minutes) = (hour / 100, hour % 100, true);
    } else if let Some(sign) = rest.chars().next().filter(|sign| matches!(sign, ':' | '.'))
        && digits(&rest[1..]) == 2
    {
        (minute, has_minutes, mark) = (rest[1..3].parse().ok()?, true, sign);
        rest = &rest[3..];
    }
    let (half, rest) = half_day(rest);
    let is_said = half.is_some() || mark == ':';
    // A colon between hours and a place, as in `2pm: Village Hall`.
    let is_colon = rest.strip_prefix(':').is_some_and(|after| after.starts_with(|next: char| !next.is_whitespace()));
    let ends = !is_colon && !rest.starts_with(|next: char| next.is_alphanumeric() || next == '/');
    if !ends || !(1..=4).contains(&length) || length == 3 || hour > 23 || minute > 59 {
        return None;
    }
    let half = match half {
        Some(DayHalf::Morning | DayHalf::Afternoon) if !(1..=12).contains(&hour) => return None,
        // Four digits in a row are a year, unless something says that they are hours.
        None if length == 4 => return None,
        Some(half) => half,
        None if hour > 12 || mark == ':' || (mark == '.' && length == 2) => DayHalf::Both,
        None => DayHalf::Unsaid,
    };
    Some(WrittenTime { minutes: hour * 60 + minute, has_minutes, half, is_said, rest })
}

/// `am`, `p.m.` or `hrs` that a text begins with, and what follows.
fn half_day(text: &str) -> (Option<DayHalf>, &str) {
    let trimmed = text.trim_start();
    for (words, half) in [
        (&["a.m.", "a.m", "am"][..], DayHalf::Morning),
        (&["p.m.", "p.m", "pm"], DayHalf::Afternoon),
        (&["hours", "hrs", "hr", "h"], DayHalf::Both),
    ] {
        if let Some(rest) = words.iter().find_map(|word| after_word(trimmed, word)) {
            return (Some(half), rest);
        }
    }
    (None, text)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// From when until when, whether that is plain, and what follows.
    fn read(text: &str) -> Option<(u32, Option<u32>, bool, &str)> {
        let clock = |minutes: u32| minutes / 60 * 100 + minutes % 60;
        hours(text).map(|it| (clock(it.start), it.end.map(clock), it.is_plain, it.rest.trim()))
    }

    #[test]
    fn hours_that_say_their_half_of_the_day_are_plain() {
        for (text, start, end, rest) in [
            ("10am", 1000, None, ""),
            (", 7.30pm, Corn Hall", 1930, None, ", Corn Hall"),
            ("7pm onwards", 1900, None, ""),
            ("7 p.m. till late at the Rec", 1900, None, "at the Rec"),
            ("19:30 St Mary's Hall", 1930, None, "St Mary's Hall"),
            ("1930hrs", 1930, None, ""),
            ("midday, the Rec", 1200, None, ", the Rec"),
            ("10am to 2pm", 1000, Some(1400), ""),
            ("2–4pm, Corn Hall", 1400, Some(1600), ", Corn Hall"),
            ("2-4 pm", 1400, Some(1600), ""),
            ("11-1pm", 1100, Some(1300), ""),
            ("10-12pm", 1000, Some(1200), ""),
            ("10 till noon", 1000, Some(1200), ""),
            ("10am till noon at the Rec", 1000, Some(1200), "at the Rec"),
            ("from 10am to 12pm", 1000, Some(1200), ""),
            ("between 10am and 12 noon", 1000, Some(1200), ""),
            ("10.00-12.00", 1000, Some(1200), ""),
            ("10am-12", 1000, Some(1200), ""),
            ("7pm to 9", 1900, Some(2100), ""),
            ("9pm to 2am", 2100, Some(200), ""),
            ("9pm to midnight", 2100, Some(0), ""),
            ("18:00 - 20:00", 1800, Some(2000), ""),
            ("2pm: Village Hall", 1400, None, ": Village Hall"),
            ("starts at 7pm", 1900, None, ""),
        ] {
            assert_eq!(read(text), Some((start, end, true, rest)), "{text}");
        }
    }

    #[test]
    fn hours_that_do_not_are_guessed() {
        for (text, start, end) in [
            ("10-12", 1000, Some(1200)),
            ("2 to 4", 1400, Some(1600)),
            ("7.30", 1930, None),
            ("7.30-9.00", 1930, Some(2100)),
            ("10:00-12", 1000, Some(1200)),
            ("8-12am", 800, Some(0)),
            ("at 7", 1900, None),
        ] {
            let (from, until, is_plain, _) = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((from, until, is_plain), (start, end, false), "{text}");
        }
    }

    #[test]
    fn hours_are_found_within_a_text() {
        for (text, at, start) in [
            ("Corn Hall, 7pm to 9pm", "7pm to 9pm", 1900),
            ("Corn Hall at 7", "at 7", 1900),
            ("Corn Hall, 10.30, Tanfold", "10.30, Tanfold", 1030),
            ("Corn Hall (doors 6.30pm)", "6.30pm)", 1830),
            ("Corn Hall at midnight", "at midnight", 0),
        ] {
            let (found, hours) = hours_in(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((text[found..].trim_start(), hours.start / 60 * 100 + hours.start % 60), (at, start), "{text}");
        }
        for text in [
            "12 Mill Lane",
            "Corn Hall, 20-22 High Street",
            "Room 4 and 5",
            "St Mary's, TF1 2AB",
            "The Midnight Café",
            "Hall 2",
            "Unit 4-6",
            "the Rec, 1st floor",
            "Corn Hall: upstairs",
        ] {
            assert_eq!(hours_in(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_no_time_is_none() {
        for text in
            ["", "10", "12 Mill Lane", "2026", "10/12/2026", "13pm", "25:00", "10:61", "1st floor", "noonday", "é", "٣"]
        {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
