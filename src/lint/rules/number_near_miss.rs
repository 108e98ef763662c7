//! A telephone number that differs from a known one by one slip of the finger.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, LifePhase, Rule, Subject, fraud,
        numbers::{self, KnownNumber, NumberMention},
        subject::{PlacedPassage, PlacedPhone, before},
    },
    problem::{
        Code, Fix,
        fix::{Edit, FixAction, Safety},
    },
    source::Span,
};

pub const RULE: Rule = Rule {
    code: Code::NumberNearMiss,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &["0", "+44"],
    asks: "Crimestoppers, 0800 555 1111",
    silent: "Crimestoppers, 0800 555 111",
    look,
};

/// The name of the number's owner stands at most so many bytes away.
const NEAR: usize = 60;
fn look(subject: &Subject, found: &mut Findings) {
    look_at_contacts(subject, found);
    let mut known: Option<Vec<KnownNumber>> = None;
    for copy in &subject.copies {
        let text = copy.text();
        let numbers = numbers::written(text);
        if numbers.is_empty() {
            continue;
        }
        let known = known.get_or_insert_with(|| numbers::known(subject));
        for number in numbers {
            let is_theirs = |known: &KnownNumber| numbers::is_spoken_of(text, &number.range, known, NEAR);
            let Some(known) = numbers::slip(&number.digits, known, is_theirs) else { continue };
            if is_corrected(text, &number.range)
                || is_textphone(text, &number.range)
                || fraud::is_shown_by_caller(copy, number.range.start)
            {
                continue;
            }
            tell(subject, copy, &number, known, found);
        }
    }
}

/// What is known without the bulletin is held against the contacts that it writes out.
fn look_at_contacts(subject: &Subject, found: &mut Findings) {
    if subject.phones.is_empty() {
        return;
    }
    let known = numbers::public(subject.settings);
    for PlacedPhone { owner, passage } in &subject.phones {
        for number in numbers::written(passage.text()) {
            if let Some(known) = numbers::slip(&number.digits, &known, |known| numbers::names_owner(owner, known)) {
                tell(subject, passage, &number, known, found);
            }
        }
    }
}

fn tell(subject: &Subject, passage: &PlacedPassage, number: &NumberMention, known: &KnownNumber, found: &mut Findings) {
    let span = passage.span(number.range.clone());
    let owner = known.names.first().map_or("a contact", String::as_str);
    let finding = found.add(
        span,
        format!("`{}` is one slip away from the number of {owner}", &passage.text()[number.range.clone()]),
        format!("is `{}` meant?", known.written),
    );
    if let Some(edits) = mend(subject, passage, number, known).filter(|_| passage.is_exact(&number.range)) {
        finding.mended_by(Fix { safety: Safety::Ask, change: FixAction::Edits(edits) });
    }
}

/// What puts the known number there, and into the link that rings the other; nothing where that link cannot be changed.
fn mend(subject: &Subject, passage: &PlacedPassage, number: &NumberMention, known: &KnownNumber) -> Option<Vec<Edit>> {
    let span = passage.span(number.range.clone());
    let written = &passage.text()[number.range.clone()];
    let in_link = if written.starts_with("+44") { format!("+44{}", &known.digits[1..]) } else { known.digits.clone() };
    let Some(link) = subject.link_around(span) else { return Some(vec![Edit { span, text: known.written.clone() }]) };
    let Some(rung) = link.destination.strip_prefix("tel:") else {
        return Some(vec![Edit { span, text: known.written.clone() }]);
    };
    let target = Span::from(link.target.clone()?);
    // The number stands where the link leads.
    if target.start <= span.start && span.end <= target.end {
        return Some(vec![Edit { span, text: in_link }]);
    }
    if numbers::digits(rung) != number.digits {
        return None;
    }
    let in_link = if rung.starts_with("+44") { format!("+44{}", &known.digits[1..]) } else { known.digits.clone() };
    let target = Edit { span: target, text: format!("tel:{in_link}") };
    Some(vec![Edit { span, text: known.written.clone() }, target])
}

/// Whether it is said to be another number of somebody's: their textphone.
fn is_textphone(text: &str, number: &Range<usize>) -> bool {
    static TEXTPHONE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:text ?phones?|mini ?com|type ?talk|text relay|fax|sms)\b[^.;\n]{0,25}$")
            .expect("it is a sound expression")
    });
    TEXTPHONE.is_match(before(text, number.start))
}

/// Whether the text itself says that the number is wrong: `0800 555 1111 is not Crimestoppers`.
fn is_corrected(text: &str, number: &Range<usize>) -> bool {
    static CORRECTS: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:correction|corrected|the correct number|misprint\w*|mistyped|old number|never worked)\b")
            .expect("it is a sound expression")
    });
    static AFTER: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(
            r"(?i)^\s*,?\s*(?:is|was|which is|which was)\s+(?:not|wrong|a mistake|incorrect|a misprint|the wrong)\b",
        )
        .expect("it is a sound expression")
    });
    static BEFORE: LazyLock<Regex> = LazyLock::new(|| {
        Regex::new(r"(?i)\b(?:wrong|incorrect|misprinted|mistyped)(?: (?:number|telephone number))?(?: (?:is|was|as|given as|printed as))?[,: ]*$|,? not $")
            .expect("it is a sound expression")
    });
    let from = text.floor_char_boundary(number.start.saturating_sub(NEAR));
    CORRECTS.is_match(before(text, number.end))
        || CORRECTS.is_match(&text[number.end..text.ceil_char_boundary((number.end + NEAR).min(text.len()))])
        || AFTER.is_match(&text[number.end..])
        || BEFORE.is_match(&text[from..number.start])
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, mend, quiet, trips};

    #[test]
    fn a_mend_reaches_the_link_and_leaves_marks_alone() {
        for (text, mended) in [
            ("Ring 0800 555 1111.", Some("Ring 0800 555 111.")),
            ("[0800 555 1111](tel:08005551111)", Some("[0800 555 111](tel:0800555111)")),
            ("[0800 555 1111](tel:+448005551111)", Some("[0800 555 111](tel:+44800555111)")),
            ("[Ring Crimestoppers](tel:08005551111)", Some("[Ring Crimestoppers](tel:0800555111)")),
            ("Ring Crimestoppers on **0800 555** 1111.", None),
            ("Ring 0800\n555 1111.", Some("Ring 0800 555 111.")),
            ("> Ring 0800\n> 555 1111.", Some("> Ring 0800 555 111.")),
        ] {
            assert_eq!(mend("number-near-miss", &body(text)), mended.map(body), "{text}");
        }
        let lines = |number: &str| format!("title: Ring\nsummary: >\n  Ring us\n  on {number}\n---\nNow.");
        assert_eq!(mend("number-near-miss", &lines("0800 555 1111")), Some(lines("0800 555 111")));
    }

    #[test]
    fn numbers_that_were_mistyped() {
        trips(
            "number-near-miss",
            &[
                body("Ring Crimestoppers on 0800 555 1111."),
                body("Ring 0800 555 11 free of charge."),
                body("Report Fraud is at 0300 123 2400."),
                body("Ring Crimestoppers on 0800 565 111."),
                body("Ring 0800 555 112, anonymously."),
                body("Ring 0800 55 51 11 1."),
                body("[Ring Crimestoppers](tel:08005551111)"),
                body("Ring Crimestoppers\non 0800\n555 1111."),
                body("![Ring 0800 555 1111](https://a.example/x.jpg)"),
                body("<p>Ring 0800 555 1111</p>"),
                "contacts: [{name: Jean, phone: 01632 960001, note: Or ring 0800 555 1111}]\n---\nRing.".into(),
                body("Smell gas? Ring the National Gas Emergency Service on 0800 111 998."),
                kind("warning", "Call Report Fraud on +44 300 123 2400."),
                "title: x\ncontacts:\n  - name: The hall\n    phone: 01632 960001\n---\nRing the hall on 01632 960011."
                    .into(),
                "contacts: Crimestoppers 0800 555 112\n---\nRing them.".into(),
                "contacts: [{name: Crimestoppers, phone: 0800 555 1111}]\n---\nRing them.".into(),
                "contacts:\n  - name: Report Fraud\n    phone: \"0300 123 2400\"\n---\nRing them.".into(),
            ],
        );
        quiet(
            "number-near-miss",
            &[
                body("Ring Crimestoppers on 0800 555 111, or 0800 555111."),
                body("The number 0800 555 1111 is not Crimestoppers: theirs is 0800 555 111."),
                body("Ring Crimestoppers on 0800 555 111, not 0800 555 1111."),
                body("Ring the council on 0300 123 2041."),
                body("Ring the council's parking desk on 0300 123 2041."),
                body("Ring Crimestoppers on +44 800 555 111."),
                body("The caller rang from 0800 555 112 and said he was from Crimestoppers."),
                body("Correction: our last bulletin gave Crimestoppers as 0800 555 1111. It is 0800 555 111."),
                body("Scammers ask you to ring Crimestoppers on 0800 555 1111."),
                body("Report Fraud is on 0300 123 2040, and its textphone on 0300 123 2050."),
                body("Report Fraud: 0300 123 2040 (text relay 0300 123 2041)."),
                "status: resolved\nclosed: 2026-11-03\n---\nRing Crimestoppers on 0800 555 1111.".into(),
                body("Ring 01632 960001, quoting 46/322871/21."),
                "title: x\ncontacts:\n  - name: The hall\n    phone: 01632 960001\n---\nRing 01632 960002.".into(),
                "contacts: [Crimestoppers, Jean 07700 900123]\n---\nRing them.".into(),
                "contacts: [{name: The council, phone: 0300 123 2041}]\n---\nRing them.".into(),
                "contacts: [{name: Crimestoppers, phone: 0800 555111}]\n---\nRing them.".into(),
            ],
        );
    }
}
