//! An open bulletin whose text names an end that is past.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, LifePhase, Rule, Section, Subject,
        subject::{MONTH, PlacedPassage, before},
    },
    moment,
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::ExpiredOpen,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &[
        "until ",
        "till ",
        "say by ",
        "apply by ",
        "book by ",
        "comment by ",
        "comments by ",
        "register by ",
        "reply by ",
        "respond by ",
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
        r"(?i)\b(?:(?:open|closed|shut|runs?|running|valid|available|in place|in force|diverted|suspended|on display|continues|(?:(?:due|expected|likely|set|planned|scheduled) to )?continue)(?: from [^.;]{{0,45}}?)? (?:until|till)|closing date(?: is|:)?|closes(?: on)?|(?:comments|entries|applications|bookings|nominations|responses|submissions|polls|registrations|sales) close on|deadline(?: for [\w ]{{1,30}}?)?(?: is|:)?|(?:have your say|apply|book|comments?|register|reply|respond) by|ends on|no later than|expires on)\s+(?:(?:at\s+)?(?:noon|midday|midnight|\d{{1,2}}(?:[.:]\d\d)?\s?[ap]m)\s+on\s+)?(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:(?:the\s+)?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?(?P<month>{MONTH})\b(?:,?\s+(?P<year>\d{{4}})\b)?|(?P<figures>\d{{1,2}}/\d{{1,2}}/\d{{4}})\b)"
    ))
    .expect("it is a sound expression")
});
/// What was, is told as past.
static TOLD: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:was|were|been|had|stayed|remained|previous|last year['’]s)\s+(?:\w+\s+)?$")
        .expect("it is sound")
});

/// What somebody asks for or could do does not end: `to enable operations to continue until …`.
static WISHED: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:to|could|can|might|may|would|should|not)\s+$").expect("it is sound"));

static WAS: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\b(?:was|were)\b").expect("it is sound"));
/// A body of so many words is about one thing.
const SHORT: usize = 400;
/// So many words of a longer one say what it is about. Further down in minutes or a newsletter, an end is that of one matter.
const FIRST: usize = 120;

/// The title, the summary, what was added, and the body or how it begins.
fn opening<'s>(subject: &'s Subject) -> impl Iterator<Item = &'s PlacedPassage> {
    let words = |copy: &PlacedPassage| match copy.section {
        Section::Body => copy.text().split_whitespace().count(),
        Section::Title | Section::Summary | Section::Update | Section::Contact | Section::Beside => 0,
    };
    let is_short = subject.copies.iter().map(words).sum::<usize>() <= SHORT;
    let mut before = 0;
    subject.copies.iter().filter(move |copy| {
        let begins = before < FIRST;
        before += words(copy);
        is_short || copy.section != Section::Body || begins
    })
}

fn look(subject: &Subject, found: &mut Findings) {
    if !subject.is(&["event", "roads", "consultation", "notice", "advice", "warning", "appeal"]) {
        return;
    }
    let zone = &subject.settings.zone;
    let Some(draft) = subject.draft else { return };
    // Then its author has said when it ends.
    if subject.place_of("expires").end > 0 {
        return;
    }
    let mut told = Vec::new();
    for copy in opening(subject) {
        let text = copy.text();
        for end in END.captures_iter(text) {
            let whole = end.get(0).map_or(0..0, |all| all.range());
            let is_wished =
                end[0].to_lowercase().starts_with("continue ") && WISHED.is_match(before(text, whole.start));
            if is_wished
                || copy.passage.quoted
                || TOLD.is_match(before(text, whole.start))
                || WAS.is_match(&text[whole.clone()])
            {
                continue;
            }
            let on = |year: i16| {
                let day = match end.name("figures") {
                    Some(figures) => figures.as_str().to_owned(),
                    None => format!("{} {} {year}", &end["day"], &end["month"]),
                };
                moment::parse(&day, zone, subject.settings.date_order).ok().map(|read| read.moment.plus_days(1, zone))
            };
            // Without a year, the first such day after the bulletin's is meant.
            let (year, _, _) = draft.course.date.date(zone);
            let over = match end.name("year") {
                _ if end.name("figures").is_some() => on(year),
                Some(year) => year.as_str().parse().ok().and_then(on),
                None => on(year).filter(|over| *over > draft.course.date).or_else(|| on(year + 1)),
            };
            let Some(over) = over.filter(|over| !told.contains(over)) else { continue };
            told.push(over);
            let day = &text
                [end.name("day").or_else(|| end.name("figures")).map_or(whole.start, |day| day.start())..whole.end];
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
                body("The survey closes at noon on Friday 6 November 2026."),
                body("Have your say by 6 November 2026."),
                body("The survey is open till 06/11/2026."),
                body("The survey is\nopen until 6\nNovember 2026."),
                body("The survey is open until 6 November."),
                body(&format!(
                    "{}\n\nThe consultation runs until 6 November 2026.",
                    "Tell them what you think. ".repeat(40)
                )),
                body("Mill Lane is closed from Monday 2 November until Friday 20 November 2026."),
                kind("roads", "Mill Lane is closed until Friday 6th November."),
                kind("roads", "Repairs continue until Friday 6 November."),
                kind("roads", "Repairs are expected to continue until Friday 6 November."),
                // The first paragraph says what it is about, however long it is.
                body(&format!(
                    "{} It is open until 6 November 2026.\n\n{}",
                    "Tell them what you think. ".repeat(30),
                    "The council met. ".repeat(140)
                )),
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
                "expires: 2026-12-24\n---\nThe survey is open until 6 November 2026.".into(),
                body("They were seen in Hazel Close on 12 November 2026."),
                body("The lane was closed until 6 November 2026, and is open again."),
                kind("incident", "The shop was open until 6 November 2026."),
                body("A car came close on the 6th November to hitting a child."),
                body("The deadline for forms to be with us was 6 November 2026."),
                body("Permission is sought to enable operations to continue until 6 November 2026."),
                body(&format!(
                    "{}\n\nThe consultation is open until 6 November 2026.",
                    "The council met. ".repeat(140)
                )),
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
