//! An open bulletin whose text names an end that is past.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While, subject::MONTH},
    moment,
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::ExpiredOpen,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: While::Open,
    triggers: &[
        "until ",
        "closing date",
        "closes ",
        "close on",
        "deadline",
        "ends on",
        "no later than",
        "valid to",
        "expires",
    ],
    asks: "The survey is open until 6 November 2026.",
    silent: "expires: 2026-11-06",
    look,
};

static END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)\b(?:(?:open|closed|shut|runs?|running|valid|available|in place|in force|diverted|suspended|on display|continues?)(?: from [^.;]{{0,45}}?)? (?:until|till)|closing date(?: is|:)?|closes(?: on)?|(?-i:close) on|deadline(?: for [\w ]{{1,30}}?)?(?: is|:)?|ends on|no later than|expires on)\s+(?:(?:noon|midday|midnight|\d{{1,2}}(?:[.:]\d\d)?\s?[ap]m)\s+on\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH})\b(?:,?\s+(?P<year>\d{{4}})\b)?"
    ))
    .expect("it is a sound expression")
});
/// What was, is told as past.
static TOLD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:was|were|been|had|stayed|remained|previous|last year['’]s)\s+(?:\w+\s+)?$")
        .expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    if !subject.is(&["event", "roads", "consultation", "notice", "advice", "warning", "appeal"]) {
        return;
    }
    let zone = &subject.settings.zone;
    let Some(draft) = subject.draft else { return };
    for copy in &subject.copies {
        let text = copy.text();
        for end in END.captures_iter(text) {
            let whole = end.get(0).map_or(0..0, |all| all.range());
            if copy.passage.quoted || TOLD.is_match(&text[..whole.start]) {
                continue;
            }
            let on = |year: i16| {
                let day = format!("{} {} {year}", &end["day"], &end["month"]);
                moment::parse(&day, zone, moment::DateOrder::DayFirst).ok().map(|read| read.moment.plus_days(1, zone))
            };
            // Without a year, the first such day after the bulletin's is meant.
            let (year, _, _) = draft.course.date.date(zone);
            let over = match end.name("year") {
                Some(year) => year.as_str().parse().ok().and_then(on),
                None => on(year).filter(|over| *over > draft.course.date).or_else(|| on(year + 1)),
            };
            let Some(over) = over else { continue };
            let day = &text[end.name("day").map_or(whole.start, |day| day.start())..whole.end];
            found
                .add(
                    copy.span(whole),
                    format!("`{day}` is past, and the bulletin is still open"),
                    "is it over? Then give it `expires`, or `status: resolved`",
                )
                .since(over);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, quiet, trips, trips_at};

    #[test]
    fn ends_that_are_past() {
        trips(
            "expired-open",
            &[
                body("The survey is open until Friday 6 November 2026."),
                body("Closing date: 7th November 2026."),
                body("The survey is open until 6 November."),
                body("Mill Lane is closed from Monday 2 November until Friday 20 November 2026."),
                kind("roads", "Mill Lane is closed until Friday 6th November."),
                kind("consultation", "Comments close on 20 November 2026."),
                kind("consultation", "The deadline for comments is 5pm on Friday 6 November 2026."),
                "title: Lane closed until 6 November 2026\n---\nGo round.".into(),
            ],
        );
        quiet(
            "expired-open",
            &[
                body("The survey is open until 6 December 2026."),
                body("He was there until 6 November 2026."),
                body("The lane is closed until 6 January."),
                body("They were seen in Hazel Close on 12 November 2026."),
                body("The lane was closed until 6 November 2026, and is open again."),
                kind("incident", "The shop was open until 6 November 2026."),
                "status: resolved\nclosed: 2026-11-03\n---\nOpen until 6 November 2026.".into(),
                "status: withdrawn\nclosed: 2026-11-03\n---\nOpen until 6 November 2026.".into(),
                "expires: 2026-11-07\n---\nOpen until 6 November 2026.".into(),
            ],
        );
        let survey = body("The survey is open until 28 November 2026.");
        assert!(
            !trips_at("expired-open", &survey, "2026-11-28 23:00") && trips_at("expired-open", &survey, "2026-11-29")
        );
    }
}
