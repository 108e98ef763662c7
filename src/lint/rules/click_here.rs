//! Links that do not say where they lead.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject, fraud},
    problem::Code,
    source::Span,
};

pub const RULE: Rule = Rule {
    code: Code::ClickHere,
    gravity: Gravity::Low,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &["here", "link", "more", "click", "info", "yma"],
    asks: "For the form, [click here](https://council.example/form).",
    silent: "See [the council's form](https://council.example/form).",
    look,
};

static EMPTY: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\W*(?:please )?(?:(?:click|tap|press)(?:ing)? )?(?:on )?(?:right )?(?:here|this link|the link|link|(?:read|see|learn|find out) more|more|(?:more|further) (?:info|information|details)|(?:cliciwch |gwelwch )?yma)\W*$")
        .expect("it is sound")
});
/// At the end of a sentence: `clicking here and there` was never a link.
static PLAIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:click|tap) here\b(?:\s*[.!:>»]|\s*$|\s+(?:to|for)\b)").expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    for link in subject.anchors.iter().filter(|anchor| !anchor.image && EMPTY.is_match(&anchor.text)) {
        let span = Span::from(link.range.clone());
        found.add(
            span,
            format!("the link `{}` does not say where it leads", link.text.trim()),
            "let the link be the name of what it leads to: it is read out of its sentence, and printed",
        );
    }
    for copy in &subject.copies {
        for words in PLAIN.find_iter(copy.text()) {
            let span = copy.span(words.range());
            let linked = |anchor: &crate::markdown::Anchor| {
                let of = Span::from(anchor.range.clone());
                of.start < span.end && span.start < of.end
            };
            if !subject.anchors.iter().any(linked) && !fraud::is_told_at(copy, words.start()) {
                found.add(
                    span,
                    format!("`{}` leads nowhere: it was a link where the text came from", words.as_str().trim()),
                    "put the link back, with the name of what it leads to, or take the sentence out",
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, quiet, trips};

    #[test]
    fn links_without_a_name() {
        trips(
            "click-here",
            &[
                body("For more, [click here](https://a.example/)."),
                body("See [here](https://a.example/)."),
                body("[Read more](https://a.example/)"),
                body("To get the latest updates, click here"),
                kind("event", "[Find out more](https://a.example/)"),
                body("I ddarllen mwy, [cliciwch yma](https://a.example/)."),
                body("Tap here to report it."),
                "updates:\n  - date: 2026-11-03\n    text: See [here](https://a.example/).\n---\nA van.".into(),
                "updates:\n  - date: 2026-11-03\n    text: For the map, click here.\n---\nA van.".into(),
            ],
        );
        quiet(
            "click-here",
            &[
                body("See [the council's page](https://a.example/) here."),
                body("Click [here to see more of it](https://a.example/)."),
                body("Fraudsters write “click here”, and people do."),
                kind("warning", "The text says: your parcel is held. Click here to pay.")
                    .replace("held. Click", "held, click"),
                kind("warning", "The message reads “Your parcel is held. Click here to pay.”"),
                body("[Click here and win: how fraudsters write](https://a.example/)"),
                body("Come here on Friday 4 December 2026."),
                body("[More about the hall](https://a.example/), and [the link road](https://b.example/)."),
                body("If a message says ‘click here’, delete it. Never click here and there."),
                "status: resolved\nclosed: 2026-11-03\n---\nSee [here](https://a.example/).".into(),
            ],
        );
    }
}
