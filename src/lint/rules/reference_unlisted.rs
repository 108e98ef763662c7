//! A reference in the text that the field `reference` does not hold: it is then neither on the poster nor beside the number.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject, numbers, subject::before},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::ReferenceUnlisted,
    gravity: Gravity::Low,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &["reference", "ref", "quot", "crime n", "incident n", "log ", "cad ", "serial"],
    asks: "Call 101, quoting 46/322871/21.",
    silent: "reference: 46/322871/21",
    look,
};

/// After a word that announces it: `46/322871/21`, `26*345678`, `CAD 1234 of 5 March`, `45230012345`.
static REFERENCE: LazyLock<Regex> = LazyLock::new(|| {
    let form = r"\d{2}[/*]\d{3,}(?:/\d{2})?|\d{3,}/\d{2}|\d{2}-\d{3,}(?:/\d{2})?|(?:[A-Z]{1,3}[/-]){1,3}\d{2,}(?:[/-]\d+)*|\d{6,14}";
    Regex::new(&format!(
        r"(?i)\b(?:quoting|quote|reference|ref|crime|incident|log|cad|serial)\b[.:]?\s+(?:(?:the|police|crime|case|incident|log|reference|ref|number|no|code|cad|serial|is|and)\b[.:]?\s*){{0,5}}[:.]?\s*(?P<ref>{form}|(?:cad\s+)?\d{{1,6}}\s+of\s+(?:the\s+)?\d{{1,2}}(?:st|nd|rd|th)?(?:\s+(?:of\s+)?(?-i:[A-Z][a-z]+)|[/.]\d{{1,2}}[/.]\d{{2,4}}))\b"
    ))
    .expect("it is a sound expression")
});
/// Before a reference of a plan to build.
static PLAN: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\bplanning\b[^.]{0,40}$").expect("it is sound"));
/// Before a reference of something else that is numbered.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:grid|map|os|property|account|customer|booking|order|invoice|policy|application|charity|company|contract|payment|licence|product|model|item|plan|tree)\s+$").expect("it is sound")
});
/// What makes a number in a notice one of the police: minutes and newsletters are full of others.
static OF_POLICE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\b(?:quot\w+|crime|incident|police|cad|101)\b").expect("it is sound"));
/// What is stamped on a thing, and no log of a day.
static SERIAL: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)^serial\b").expect("it is sound"));

fn look(subject: &Subject, found: &mut Findings) {
    let Some(draft) = subject.draft else { return };
    if !subject.is(&["appeal", "warning", "incident", "notice"]) && !subject.is_of_missing() {
        return;
    }
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>().to_lowercase();
    let listed: Vec<String> = draft.more.references.iter().map(|known| plain(known)).collect();
    let mut told: Vec<String> = Vec::new();
    for copy in &subject.copies {
        let numbers = numbers::written(copy.text());
        for reference in REFERENCE.captures_iter(copy.text()) {
            let Some(written) = reference.name("ref") else { continue };
            let key = plain(written.as_str());
            // `26/01234/FUL` is about a plan to build.
            let text = copy.text();
            let goes_on = text[written.end()..].starts_with(['/', '-']) || PLAN.is_match(before(text, written.start()));
            let is_number = numbers.iter().any(|number| number.range.contains(&written.start()));
            let ahead = reference.get(0).map_or("", |all| before(text, all.start()));
            let is_stamp = SERIAL.is_match(&reference[0]) && !written.as_str().contains(" of ");
            let is_other = OTHER.is_match(ahead) || is_stamp || (subject.is(&["notice"]) && !OF_POLICE.is_match(text));
            if goes_on
                || is_number
                || is_other
                || listed.iter().any(|known| known.contains(&key))
                || told.contains(&key)
            {
                continue;
            }
            found.add(
                copy.span(written.range()),
                format!("the reference `{}` stands in the text alone", written.as_str()),
                format!(
                    "add `reference: {}` to the front matter: then it is on the poster and beside the number too",
                    written.as_str()
                ),
            );
            told.push(key);
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{kind, quiet, trips};

    #[test]
    fn references_in_the_text_alone() {
        trips(
            "reference-unlisted",
            &[
                kind("appeal", "Call 01632 960001, quoting reference 46/322871/21."),
                kind("appeal", "Call 101 quoting case reference 46/322871/21."),
                kind("warning", "Quote crime number 26/1234/26."),
                kind("incident", "Call 101 and quote incident 345 of 26 November."),
                kind("appeal", "Crime reference number: 45230012345."),
                kind("missing", "Ring 101, quoting CAD 1234 of 5 March."),
                kind("appeal", "Ring us, quoting DS/DC/120/26."),
                kind("missing", "Call 999, quoting 25-1345."),
                kind("appeal", "Quote log 512 of 26/11/2026."),
                kind("notice", "Tell the police what you saw, with reference 46/322871/21."),
                kind("incident", "Ring 101 with serial 512 of 26 November."),
            ],
        );
        quiet(
            "reference-unlisted",
            &[
                "kind: appeal\nreference: 46/322871/21\n---\nCall us, quoting reference 46/322871/21.".into(),
                kind("appeal", "It was on 01/03/2021, at number 46."),
                kind("event", "Planning reference 26/01234/FUL is discussed."),
                kind("appeal", "Planning reference 26/01234/FUL."),
                kind("notice", "Planning application, reference 26/01234."),
                kind("appeal", "Crime is down by 1234 of 5000. Quote 01632 960001 as your number."),
                kind("appeal", "Quote a price of 20-25 pounds and a reference for 2-3 years."),
                kind("appeal", "Quote our name, and ring 101."),
                kind("notice", "Land off Station Road: Certificate of Lawfulness. Grid Ref: 565806299756."),
                kind("appeal", "The van was left at OS grid reference 565806299756."),
                kind("notice", "Re: Property Reference 00632304300001 / Account Number 4015978."),
                kind("notice", "2. Ref. No: 14/00061 23/5/14. Cutting back of overhanging trees."),
                kind("incident", "One pistol, serial number 146872, was found."),
                "kind: appeal\nreference: [CAD 1234 of 5 March]\n---\nQuote CAD 1234 of 5 March.".into(),
                "kind: appeal\nstatus: resolved\nclosed: 2026-11-03\n---\nQuote reference 46/322871/21.".into(),
            ],
        );
    }
}
