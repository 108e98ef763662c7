//! A number, reference or date that a translation lacks, which is found among all documents in `lint/site.rs`, or that a
//! summary gives otherwise than its text.

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Section, Subject, facts, subject::PlacedPassage},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::TranslationFacts,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &["summary", "description", "excerpt"],
    asks: "Ffoniwch 01632 960010.",
    silent: "Ffoniwch 01632 960001.",
    look,
};

fn look(subject: &Subject, found: &mut Findings) {
    let texts = |summary: bool| {
        let copies = subject.copies.iter().filter(move |copy| (copy.section == Section::Summary) == summary);
        facts::of(copies.map(PlacedPassage::text), subject.settings.date_order)
    };
    let Some(summary) = subject.copies.iter().find(|copy| copy.section == Section::Summary) else { return };
    let (said, text) = (texts(true), texts(false));
    let lacking = said.iter().filter(|fact| text.binary_search(fact).is_err());
    for (fact, other) in lacking.filter_map(|fact| Some((fact, facts::nearly(fact, &text)?))) {
        // What the text says besides is no slip.
        if said.contains(other) {
            continue;
        }
        found.add(
            summary.span(0..summary.text().len()),
            format!("the summary says `{}`, and the text `{}`", facts::words(fact), facts::words(other)),
            "which of the two is right? The summary is what lists and shared links show",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{quiet, trips};

    #[test]
    fn summaries_that_say_otherwise() {
        trips(
            "translation-facts",
            &[
                "summary: Come on 5 December\n---\nThe fair is on Saturday 6 December 2026.".into(),
                "summary: Ring 01632 960010\nkind: appeal\n---\nRing 01632 960001 if you saw it.".into(),
                "summary: Come on 5 December 2027\n---\nThe fair is on 5 December 2026.".into(),
                "summary: They lost £500\n---\nThe couple lost £5,000.".into(),
                "summary: Quote 46/322871/26\nkind: incident\n---\nQuote reference 46/322817/26.".into(),
            ],
        );
        quiet(
            "translation-facts",
            &[
                "summary: Come on 5 December\n---\nThe fair is on 5 and 6 December 2026.".into(),
                "summary: Ring 01632 960001\n---\nRing (01632) 960 001.".into(),
                "summary: They lost £500 in 2026\n---\nThe couple lost £500 on 5 December 2025. Ring 101.".into(),
                "summary: Come on 5 December\n---\nThe fair is back.".into(),
                "summary: Two bikes were stolen on 5 December\n---\nBikes were stolen on 5th December. Ring us by 9 December.".into(),
                "summary: Ring 01632 960001\n---\nRing the hall on 01632 960777, or the watch on 01632 960001.".into(),
                "---\nThe fair is on 6 December, and was on 5 December 2025.".into(),
                "status: resolved\nclosed: 2026-11-03\nsummary: Come on 5 December\n---\nThe fair is on 6 December.".into(),
            ],
        );
    }
}
