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
    rest: &'t str,
}

const HALF_DAY: u32 = 12 * 60;
/// Whoever writes `2 to 4` of something for the public means the afternoon; `9 to 11` may be either.
const EARLY: u32 = 8 * 60;

/// The hours that a text begins with: `10am to 2pm`, `2–4pm`, `10.00-12.00`, `from 10am till noon`, `7pm onwards`.
pub fn hours(text: &str) -> Option<Hours<'_>> {
    let mut text = text.trim_start_matches([' ', '\u{a0}', ',', ';', '@']);
    for word in ["between", "from", "starting", "at"] {
        text = after_word(text, word).map_or(text, str::trim_start);
    }
    let first = time(text)?;
    let after = first.rest.trim_start();
    let mark = ["to", "until", "till", "til", "and"].iter().find_map(|word| after_word(after, word));
    let mark = mark.or_else(|| after.strip_prefix(['-', '–', '—']));
    if let Some(second) = mark.and_then(time) {
        let (start, end, is_plain) = between(&first, &second)?;
        return Some(Hours { start, end: Some(end), is_plain, rest: second.rest });
    }
    let late = mark.and_then(|text| after_word(text.trim_start(), "late"));
    let rest = late.or_else(|| ["onwards", "onward"].iter().find_map(|word| after_word(after, word)));
    let (start, is_plain) = match first.half {
        // A number alone is no time.
        DayHalf::Unsaid if !first.has_minutes => return None,
        DayHalf::Unsaid => (likely(first.minutes), false),
        _ => (first.fixed()?, true),
    };
    Some(Hours { start, end: None, is_plain, rest: rest.unwrap_or(first.rest) })
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
            return Some(WrittenTime { minutes, has_minutes: true, half: DayHalf::Both, rest });
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
    let ends = !rest.starts_with(|next: char| next.is_alphanumeric() || matches!(next, '/' | ':'));
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
    Some(WrittenTime { minutes: hour * 60 + minute, has_minutes, half, rest })
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
        ] {
            let (from, until, is_plain, _) = read(text).unwrap_or_else(|| panic!("{text}"));
            assert_eq!((from, until, is_plain), (start, end, false), "{text}");
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
