//! "Yesterday" in a text that is read next week.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Section, Subject, fraud, subject::before},
    markdown::PassagePart,
    moment,
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::RelativeDay,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &[
        "yesterday",
        "last night",
        "tonight",
        "this morning",
        "this afternoon",
        "this evening",
        "on monday",
        "on tuesday",
        "on wednesday",
        "on thursday",
        "on friday",
        "on saturday",
        "on sunday",
    ],
    asks: "A bike was stolen last night.",
    silent: "A bike was stolen on the evening of Friday 26 February.",
    look,
};

/// So many sentences of a text are looked at.
const FIRST: usize = 3;
/// A date so near says which day is meant.
const NEAR: usize = 40;

static DAY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:yesterday(?: (?:morning|afternoon|evening))?|last night|tonight|(?:earlier )?this (?:morning|afternoon|evening)|on (?:mon|tues|wednes|thurs|fri|satur|sun)day(?: (?:morning|afternoon|evening|night))?)\b").expect("it is sound")
});
static DATE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b\d{1,2}(?:st|nd|rd|th)?\s+(?:of\s+)?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)\w*\.?\s+\d{1,2}\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}|\b\d{4}-\d{2}-\d{2}\b|\b\d{1,2}(?:st|nd|rd|th)\b").expect("it is sound")
});
static NOT_MEANT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:every|each|of|as|last week|open|opens|held|usually|always|regularly|or|and|from)\s+$")
        .expect("it is sound")
});

/// A sentence of what is to come, and one of what was.
static TO_COME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:will|going to|to be|(?:is|are|being) (?:held|invited|planned|expected|forecast|due|closed|shut)|forecast|come (?:to|along|and)|join|meet|meeting|opens?|next|please)\b")
        .expect("it is sound")
});
static HAS_BEEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:was|were|had|has been|have been|stole|stolen|took|rang|came|went|saw|broke|got|drove|ran|left|lost|made|said|told|gave|fell|hit|found|(?:attack|attempt|call|damag|enter|happen|knock|report|smash|visit|us|walk|target|climb|forc|park|threaten|grabb|robb|push|snatch|start|occurr|remov|approach|follow|ask|tri|trick)ed)\b").expect("it is sound")
});
/// What makes another day of it: `on Wednesday last week`, or the hours behind midnight of `last night`.
static ELSEWHERE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)^\s*(?:of\s+)?(?:last|next|this|week|fortnight)\b").expect("it is sound"));
static SMALL_HOURS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:\d{1,2}(?:[.:]\d\d)?\s?a\.?m\b|midnight|early hours|small hours|0[0-5][.:]\d\d)")
        .expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    // A text of the police or a paper that was just brought in has no kind yet.
    let is_new = subject.fields.find("imported").is_some() && subject.fields.find("kind").is_none();
    if !is_new && !subject.is(&["appeal", "warning", "incident"]) && !subject.is_of_missing() {
        return;
    }
    let mut left = FIRST;
    let body = subject.copies.iter().filter(|copy| copy.section == Section::Body);
    for copy in body.filter(|copy| matches!(copy.passage.part, PassagePart::Paragraph)) {
        let text = copy.text();
        for sentence in copy.sentences().iter().take(left) {
            left -= 1;
            for day in DAY.find_iter(&text[sentence.clone()]) {
                let at = sentence.start + day.start()..sentence.start + day.end();
                let from = text.floor_char_boundary(at.start.saturating_sub(NEAR));
                let to = text.ceil_char_boundary((at.end + NEAR).min(text.len()));
                let quoted = copy.passage.quoted || fraud::is_quoted(&text[..at.start]);
                let dated = DATE.is_match(&text[from..to]);
                if dated
                    || quoted
                    || NOT_MEANT.is_match(before(text, at.start))
                    || text[at.end..].starts_with(['s', '’', '\''])
                {
                    continue;
                }
                let at_end = at.end;
                found.add(
                    copy.span(at),
                    format!("`{}` is another day for whoever reads it later", day.as_str()),
                    match dated_as(day.as_str(), &text[sentence.clone()], &text[at_end..], subject) {
                        Some(date) => format!("write the date as well: `on {date}`"),
                        None => "write the date as well, such as `on Friday 26 February`".to_owned(),
                    },
                );
            }
        }
        if left == 0 {
            break;
        }
    }
}

/// How the day would be written that is meant: of what was, the last of its name up to the day of publication, or the day
/// before that for what was yesterday; of what is to come, the next of its name. None where nothing tells which it is.
fn dated_as(said: &str, sentence: &str, behind: &str, subject: &Subject) -> Option<String> {
    let said = said.to_lowercase();
    let first = i32::from(said.starts_with("yesterday") || said.starts_with("last night"));
    let named = said.strip_prefix("on ");
    let (was, will) = (HAS_BEEN.is_match(sentence), TO_COME.is_match(sentence));
    if (named.is_some() && was == will)
        || ELSEWHERE.is_match(behind)
        || (said == "last night" && SMALL_HOURS.is_match(sentence))
    {
        return None;
    }
    subject.draft.and_then(|draft| {
        let zone = &subject.settings.zone;
        let published = draft.course.date.start_of_day(zone);
        let is_ahead = named.is_some() && will;
        let mut days = (first..first + 7).filter_map(|count| {
            let offset = if is_ahead { count + 1 } else { -count };
            let (year, month, day) = published.plus_days(offset, zone).date(zone);
            let weekday = moment::weekday_of(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?)?;
            Some((weekday, format!("{weekday} {day} {}", moment::month_name(month))))
        });
        days.find(|(weekday, _)| named.is_none_or(|named| named.starts_with(&weekday.to_lowercase())))
            .map(|(_, day)| day)
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, help, kind, quiet, trips};

    #[test]
    fn the_day_that_is_meant_is_written_out() {
        // The bulletins of these are of Sunday 1 November 2026.
        for (text, day) in [
            ("It was stolen on Friday evening.", "on Friday 30 October"),
            ("It was stolen on Sunday.", "on Sunday 1 November"),
            ("It was stolen last night.", "on Saturday 31 October"),
            ("It was stolen this morning.", "on Sunday 1 November"),
            ("On Friday we will knock on doors.", "on Friday 6 November"),
            ("Join us at the hall on Sunday.", "on Sunday 8 November"),
        ] {
            let told = help("relative-day", &kind("appeal", text), "2026-11-28");
            assert_eq!(told, format!("write the date as well: `{day}`"), "{text}");
        }
        for text in [
            "We will ask who was there on Friday.",
            "There is a vigil on Sunday.",
            "It was stolen on Wednesday last week.",
            "It was stolen at 1am last night.",
        ] {
            let told = help("relative-day", &kind("appeal", text), "2026-11-28");
            assert_eq!(told, "write the date as well, such as `on Friday 26 February`", "{text}");
        }
        let told = help("relative-day", &kind("warning", "Snow is forecast on Sunday."), "2026-11-28");
        assert_eq!(told, "write the date as well: `on Sunday 8 November`");
    }

    #[test]
    fn days_that_move() {
        trips(
            "relative-day",
            &[
                kind("appeal", "A bike was stolen last night."),
                kind("warning", "Callers came round.\n\nOn Friday, a woman was called."),
                kind("incident", "There was a crash this morning in Mill Lane."),
                kind("appeal", "A bike was stolen last\nnight in Mill Lane."),
            ],
        );
        quiet(
            "relative-day",
            &[
                kind("appeal", "On Friday 26 February 2021, a bike was stolen."),
                kind("appeal", "A bike was stolen on Friday (26 February)."),
                kind("appeal", "The market is open on Fridays."),
                kind("appeal", "One. Two. Three. It was last night."),
                kind("appeal", "A survey of last night as it was."),
                body("The hall is shut tonight."),
                kind("appeal", "> It was last night, she said."),
                kind("warning", "\"I was called last night,\" said one of them."),
                kind("warning", "“I was called last night,” said one of them."),
                "kind: appeal\nstatus: resolved\nclosed: 2026-11-03\n---\nA bike was stolen last night.".into(),
            ],
        );
    }
}
