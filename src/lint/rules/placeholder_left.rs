//! What `new` and `init` left for the author to replace.

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::PlaceholderLeft,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Shown,
    triggers: &[],
    asks: "- **From:** WRITE HERE the junction",
    silent: "- **From:** the church",
    look,
};

fn look(subject: &Subject, found: &mut Findings) {
    for placeholder in subject.placeholders {
        let (message, help) = placeholder.left.words();
        found.add(placeholder.span, message, help);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    fn bulletin(fields: &str, text: &str) -> String {
        format!("{fields}\n---\n{text}")
    }

    #[test]
    fn what_was_left_for_the_author() {
        trips(
            "placeholder-left",
            &[
                body("WRITE HERE in the first sentence what happened."),
                body("- **From:** WRITE HERE the junction"),
                body("Say in the first sentence what happened, where and when.\n\n## What to do\n\n- "),
                body("The lane is shut.\n\n## What to do\n\n-"),
                body("> [!NOTE]\n> This is a sample, and nothing in it happened. Change it."),
                bulletin("title: Jumble sale\nkind: event\nwhen:\n  start:\n  end:\n  place: The hall", "Come."),
                bulletin(
                    "title: Jumble sale\nkind: event\nwhen: {start: 2021-03-09, place: WRITE HERE the hall}",
                    "Come.",
                ),
                bulletin("title: Roof\nkind: notice\nsummary: TBC", "Lead was taken."),
                bulletin("title: Sale\nkind: event\nwhen: {start: 2021-03-09, place: TBC}", "Come."),
                body("The meeting is on [INSERT DATE] in the hall."),
                body("Ring [your name] on 101."),
                body("From the road: WRITE\nHERE the junction."),
            ],
        );
        quiet(
            "placeholder-left",
            &[
                body("Please write here when the lane is open."),
                body("Tell [your council](https://a.example/) or [the hall]."),
                body("They [insert coins] first, he wrote <b>here</b>.").replace("[insert coins]", "(insert coins)"),
                body("The lane is shut.\n\n- Go round\n- Ring 101"),
                bulletin(
                    "title: Roof\nkind: notice\nallow: [placeholder-left]\nreason: it is about forms",
                    "WRITE HERE",
                ),
                bulletin("title: Roof\nkind: notice\n# WRITE HERE what you know\nsummary: Lead", "Lead was taken."),
                bulletin("title: Sale\nkind: event\nwhen: 2021-03-09", "Come."),
            ],
        );
    }
}
