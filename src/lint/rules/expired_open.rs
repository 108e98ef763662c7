//! An open bulletin whose text names an end that is past.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While},
    moment,
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::ExpiredOpen,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: While::Open,
    triggers: &["until ", "closing date", "closes on", "deadline", "ends on", "no later than"],
    look,
};

static END: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:open until|closed until|shut until|runs until|valid until|closing date(?: is|:)?|closes on|deadline(?: is|:)?|ends on|no later than)\s+(?:(?:mon|tues|wednes|thurs|fri|satur|sun)day,?\s+)?(?:the\s+)?(?P<date>\d{1,2}(?:st|nd|rd|th)?\s+(?:january|february|march|april|may|june|july|august|september|october|november|december),?\s+\d{4})",
    )
    .expect("it is a sound expression")
});

fn look(subject: &Subject, found: &mut Findings) {
    if !subject.is(&["event", "roads", "consultation", "notice", "advice", "warning"]) {
        return;
    }
    for copy in &subject.copies {
        for end in END.captures_iter(copy.text()) {
            let Some(date) = end.name("date") else { continue };
            let plain = date.as_str().replace(',', " ");
            let plain: Vec<&str> = plain.split_whitespace().collect();
            let day: String = plain[0].chars().filter(char::is_ascii_digit).collect();
            let text = format!("{day} {} {}", plain[1], plain[2]);
            let zone = &subject.settings.zone;
            let Ok(read) = moment::parse(&text, zone, moment::DateOrder::DayFirst) else { continue };
            let next = read.moment.plus_days(1, zone);
            found
                .add(
                    copy.span(end.get(0).map_or(0..0, |all| all.range())),
                    format!("`{}` is past, and the bulletin is still open", date.as_str()),
                    "is it over? Then give it `expires`, or `status: resolved`",
                )
                .since(next);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips, trips_at};

    #[test]
    fn ends_that_are_past() {
        trips(
            "expired-open",
            &[body("The survey is open until Friday 6 November 2026."), body("Closing date: 7th November 2026.")],
        );
        quiet(
            "expired-open",
            &[
                body("The survey is open until 6 December 2026."),
                body("He was there until 6 November 2026."),
                "expires: 2026-11-07\n---\nOpen until 6 November 2026.".into(),
            ],
        );
        let survey = body("The survey is open until 28 November 2026.");
        assert!(
            !trips_at("expired-open", &survey, "2026-11-28 23:00") && trips_at("expired-open", &survey, "2026-11-29")
        );
    }
}
