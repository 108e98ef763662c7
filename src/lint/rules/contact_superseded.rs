//! A service that an open bulletin names although another took its place.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, LifePhase, Rule, Subject,
        subject::{PlacedPassage, before},
    },
    problem::{Code, Fix},
};

pub const RULE: Rule = Rule {
    code: Code::ContactSuperseded,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    // The contacts of the settings say which names end.
    triggers: &[],
    asks: "Report it to Action Fraud.",
    silent: "Report it to Report Fraud.",
    look,
};

static OF_THE_PAST: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:formerly|former|previously|then|old|replac\w+|was|used to be|known as|until|successor\w*|instead of|(?:took|takes|taken|in) (?:the )?place of|took over from|took on|(?:has|have) taken on|name (?:for|of)|enw (?:newydd|blaenorol))\b[^.]{0,25}$")
        .expect("it is a sound expression")
});
static AFTERWARDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^[^.]{0,25}\b(?:became|(?:has|have) become|becomes|(?:was|were|has been|is being) (?:\w+ly )?(?:replaced|renamed|superseded|closed|shut|scrapped|wound up|taken over)|is now|now called|is called|closed|ended|ceased|no longer|is no more|(?:has )?changed its name|was the (?:old )?name|gave way)\b")
        .expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    for contact in &subject.settings.contacts {
        let Some(until) = contact.valid_until else { continue };
        let names = [contact.name.clone(), contact.name.replace(' ', ""), contact.name.replace(' ', "-")];
        // Once in a bulletin is enough to be seen.
        let Some((copy, range)) = subject.copies.iter().find_map(|copy| Some((copy, named(copy, &names)?))) else {
            continue;
        };
        let now = contact.replaced_by.as_deref();
        let help = now.map_or_else(
            || "name whom readers should turn to now".to_owned(),
            |name| format!("`{name}` took its place: is that meant?"),
        );
        let span = copy.span(range.clone());
        let finding =
            found.add(span, format!("`{}` is no longer there", &copy.text()[range.clone()]), help).since(until);
        // Where a link leads to the old place, another name would hide it; and some marks mean something else in a field.
        let fits = |name: &&str| !copy.is_value() || !name.contains(['\'', '"', ':', '#', '\\']);
        if let Some(name) = now.filter(fits).filter(|_| copy.is_exact(&range) && subject.link_around(span).is_none()) {
            finding.mended_by(Fix::replace(span, name).for_review());
        }
    }
}

/// Where a passage turns to a contact by one of its names.
fn named(copy: &PlacedPassage, names: &[String]) -> Option<Range<usize>> {
    let text = copy.text();
    if copy.passage.quoted {
        return None;
    }
    names
        .iter()
        .flat_map(|name| find_words(text, name))
        .find(|range| !OF_THE_PAST.is_match(before(text, range.start)) && !AFTERWARDS.is_match(&text[range.end..]))
}

/// Where a name stands as words of its own, and not as part of an address.
fn find_words<'t>(text: &'t str, name: &'t str) -> impl Iterator<Item = Range<usize>> + 't {
    let first = name.bytes().next().unwrap_or_default();
    let (small, large) = (first.to_ascii_lowercase(), first.to_ascii_uppercase());
    let is_name = move |range: &Range<usize>| {
        let (mut ahead, mut behind) = (text[..range.start].chars().rev(), text[range.end..].chars());
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        match (ahead.next(), behind.next()) {
            (Some('@' | '/' | '_'), _) | (_, Some('@' | '/' | '_')) => false,
            (ahead_of, behind_of) if is_letter(ahead_of) || is_letter(behind_of) => false,
            (Some('.'), _) if is_letter(ahead.next()) => false,
            (_, Some('.')) if is_letter(behind.next()) => false,
            _ => true,
        }
    };
    memchr::memchr2_iter(small, large, text.as_bytes())
        .map(move |at| at..at + name.len())
        .filter(move |range| text.get(range.clone()).is_some_and(|found| found.eq_ignore_ascii_case(name)))
        .filter(is_name)
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, mend, quiet, trips, trips_at};

    #[test]
    fn a_mend_leaves_links_and_marks_alone() {
        for (text, mended) in [
            ("Ring Action\nFraud.", Some("Ring Report Fraud.")),
            ("Ring *Action* Fraud.", None),
            ("See [Action Fraud](https://www.actionfraud.police.uk/).", None),
        ] {
            assert_eq!(mend("contact-superseded", &body(text)), mended.map(body), "{text}");
        }
    }

    #[test]
    fn services_that_were_replaced() {
        trips(
            "contact-superseded",
            &[
                body("You can also contact Action Fraud on **0300 123 2040**."),
                "title: Report it to Action Fraud\n---\nDo.".into(),
                kind("warning", "Report it to ActionFraud."),
                kind("advice", "> [!TIP]\n> Ring Action-Fraud."),
                body("Ring Action\nFraud."),
                body("Ring *Action* Fraud."),
                body("Action Fraud has been told."),
                body("Action Fraud became Report Fraud. Ring Action Fraud."),
                "updates:\n  - date: 2026-11-03\n    text: Ring Action Fraud.\n---\nA scam.".into(),
            ],
        );
        quiet(
            "contact-superseded",
            &[
                body("Ring Report Fraud, formerly Action Fraud."),
                body("Report Fraud took the place of Action Fraud in December."),
                body("Report Fraud has taken on the work of Action Fraud."),
                body("Action Fraud became Report Fraud in December."),
                body("> Ring Action Fraud, they said."),
                body("Ring Report Fraud."),
                body("See www.actionfraud.police.uk, or write to help@actionfraud.example."),
                body("Report Fraud is the new name for Action Fraud."),
                body("Action Fraud has become Report Fraud."),
                body("Action Fraud no longer exists."),
                body("Fraud action groups met, and action: fraudsters beware."),
                body("It was reported to what was then Action Fraud."),
                "status: resolved\nclosed: 2026-11-03\n---\nRing Action Fraud.".into(),
                "status: withdrawn\nclosed: 2026-11-03\n---\nRing Action Fraud.".into(),
            ],
        );
        assert!(!trips_at("contact-superseded", &body("Ring Action Fraud."), "2025-12-03"));
        assert!(trips_at("contact-superseded", &body("Ring Action Fraud."), "2025-12-05"));
    }
}
