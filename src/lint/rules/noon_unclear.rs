//! `12am` and `12pm`: one reader takes them for noon, the next for midnight.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject, subject::before},
    problem::{Code, Fix},
};

pub const RULE: Rule = Rule {
    code: Code::NoonUnclear,
    gravity: Gravity::Low,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &["12am", "12 am", "12a.m", "12 a.m", "12pm", "12 pm", "12p.m", "12 p.m", "12.00", "12:00", "12&nbsp;"],
    asks: "From 10am to 12pm.",
    silent: "From 10am to midday.",
    look,
};

static TWELVE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|[^\d.:/])(?P<time>12(?:[.:]00)?\s?(?P<half>[ap])(?:m\b|\.m\.))")
        .expect("it is a sound expression")
});

/// Behind a time: which of the two it is.
static SAID: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^[\s,(–-]{0,3}(?:12 )?(?:noon|midday|midnight|lunchtime)\b").expect("it is a sound expression")
});

/// The same before it: `12 noon (12pm)`.
static SAID_BEFORE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:noon|midday|midnight|lunchtime|hanner dydd|hanner nos)[\s,(]{1,3}$")
        .expect("it is a sound expression")
});

fn look(subject: &Subject, found: &mut Findings) {
    for copy in &subject.copies {
        for time in TWELVE.captures_iter(copy.text()) {
            let Some(written) = time.name("time") else { continue };
            if SAID.is_match(&copy.text()[written.end()..])
                || SAID_BEFORE.is_match(before(copy.text(), written.start()))
            {
                continue;
            }
            let meant = if time["half"].eq_ignore_ascii_case("a") { "midnight" } else { "midday" };
            let span = copy.span(written.range());
            let finding = found.add(
                span,
                format!("`{}` is noon for some and midnight for others", written.as_str()),
                format!("write `{meant}`, if that is what is meant"),
            );
            if copy.is_exact(&written.range()) {
                finding.mended_by(Fix::replace(span, meant).for_review());
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn twelves_that_can_be_taken_either_way() {
        trips(
            "noon-unclear",
            &[
                body("From 10am to 12pm."),
                body("Between 12.00 am and 3am."),
                body("At 12 p.m. sharp."),
                body("Between 12:00pm and 2pm."),
                "kind: event\nwhen: 2026-12-01\n---\nFrom 12PM.".into(),
                "title: Gates shut at 12am\n---\nShut.".into(),
            ],
        );
        quiet(
            "noon-unclear",
            &[
                body("From 10am to 12 noon."),
                body("At 12.30pm."),
                body("At 2:12pm and 10.12am."),
                body("From 12pm (noon) to 2pm, and at 12am midnight."),
                body("From 12 to 2pm, at 12.15pm and at 0:12am."),
                "status: resolved\nclosed: 2026-11-03\n---\nFrom 10am to 12pm.".into(),
                body("At 12 midday, 12 ampersands."),
                body("At 12 noon (12pm), or midday (12pm)."),
            ],
        );
    }
}
