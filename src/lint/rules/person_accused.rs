//! Somebody by name who is only suspected.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, Rule, Subject, While,
        subject::{Name, name_pattern},
    },
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::PersonAccused,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Shown,
    triggers: &[
        "arrest",
        "charged",
        "wanted",
        "suspect",
        "accused",
        "remanded",
        "questioned",
        "in connection with",
        "court",
        "custody",
        "bailed",
        "speak to",
        "speak with",
        "trace",
        "locate",
    ],
    asks: "Tom Sample, 34, was arrested.",
    silent: "A 34-year-old man was arrested.",
    look,
};

static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    let before = name_pattern(1);
    let after = name_pattern(2);
    Regex::new(&format!(
        r"{before},?\s+(?:aged\s+|\()?(?P<age>[1-9]\d)\)?(?:,|\s+(?:of|from|was|has|is|who|and|in|on|over|after|about|for)\b|[.;:!]|$)|\b[1-9]\d[- ]year[- ]old\s+(?:[a-z-]+\s+){{0,2}}{after}"
    ))
    .expect("it is a sound expression")
});
static ACCUSED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:arrested|under arrest|arrest of|charged (?:with|over|after|in)|(?:been|was|were|is|are) (?:\w+ )?charged|wanted (?:by|for|in|on|over|after)|(?:is|are|still) (?:\w+ )?wanted|suspect(?:s|ed)?|accused|remanded|questioned (?:by|on|about|over)|on suspicion|in connection with|in (?:police )?custody|bailed|(?:due|appear(?:s|ed|ing)?|denie[sd]|pleaded not guilty) [^.]{0,25}\bcourt|(?:speak|talk) (?:to|with)|(?:trying|want|keen|need|hoping|asking for help|appeal\w*) to (?:trace|locate|find|identify))\b",
    )
    .expect("it is a sound expression")
});
/// What a court has decided may be told; and whoever was harmed or only speaks is not accused.
static DECIDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:convicted|jailed|pleaded guilty|pleads guilty|admitted|sentenced|found guilty|imprisoned|fined|banned|cleared|acquitted|missing|welfare)\b").expect("it is sound")
});
/// After a name: it is whom something was done to.
static HARMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^,?\s*(?:(?:of|from)\s+[^,.]{0,30},\s*)?(?:(?:\w+\s+){0,2}(?:died|dead|killed|murdered|injured)|was\s+(?:\w+\s+)?(?:hit|struck|stabbed|shot|attacked|robbed|assaulted)|said|told|says|who saw|saw)\b|^['’]s\b")
        .expect("it is a sound expression")
});
/// Before a name: likewise.
static OF_HARM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:death|deaths|murder|murdering|killing|stabbing|shooting|manslaughter|attack(?:ing)?|robbing|robbery|assault(?:ing)?|body|family|disappearance) (?:of|on) (?:\S+ ){0,3}$|\b(?:killing|murdering|attacking|robbing|assaulting|stabbing) (?:\S+ ){0,2}$|\b(?:victims?|witness(?:es)?|neighbours?|winners?|friends?|colleagues?|officers?|PCs?|spokesman|spokeswoman|coordinator),?\s+(?:(?:was|is|as|named as|called)\s+)?$")
        .expect("it is a sound expression")
});

fn look(subject: &Subject, found: &mut Findings) {
    if subject.is(&["missing", "animal"]) {
        return;
    }
    for copy in &subject.copies {
        let text = copy.text();
        if !ACCUSED.is_match(text) || DECIDED.is_match(text) {
            continue;
        }
        for named in NAMED.captures_iter(text) {
            let Some(name) = Name::of(&named, text) else { continue };
            let end = named.get(0).map_or(0, |all| all.end());
            let end = named.name("age").map_or(end, |age| age.end());
            if HARMED.is_match(&text[end..]) || OF_HARM.is_match(&text[..name.start]) {
                continue;
            }
            found.add(
                copy.span(name.start..end),
                format!("`{} {}` is named beside an arrest or charge", name.first, name.last),
                "did the police publish the name? They name nobody on arrest as a rule, and an innocent neighbour stays suspected (UK GDPR, article 10)",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, quiet, trips};

    #[test]
    fn people_by_name() {
        trips(
            "person-accused",
            &[
                body("Tom Sample, 34, of Mill Lane, has been charged with burglary."),
                body("Police arrested Ellie Sample, aged 41, from Maidstone."),
                body("Wanted: Tom Sample, 29. He is wanted by Kent Police."),
                body("On Monday Tom Sample, 34, of Mill Lane, appeared at Tanfold Magistrates' Court."),
                body("A 34-year-old builder, Tom, was there. 34-year-old Siân O'Brien-Jones was arrested."),
                body("Officers want to speak to Tom J. Sample (34) in connection with a theft."),
                body("Harry Green, aged 22, is in custody."),
                "title: Tom Sample, 34, charged with burglary\n---\nThe police said so.".into(),
                "status: resolved\nclosed: 2026-11-03\n---\nTom Sample, 34, was arrested.".into(),
            ],
        );
        quiet(
            "person-accused",
            &[
                body("A man, 34, of Maidstone, has been charged."),
                body("Tom Sample, 34, of Mill Lane, was jailed after he was charged."),
                body("Mill Lane, 34 of them, and a man was arrested."),
                body("On Monday May, 12 was arrested."),
                kind("missing", "Tom Sample, 34, of Maidstone, is missing. A suspect was seen."),
                body("Tom Sample, 34, of Mill Lane, won the cup."),
                body("A man from Milton Keynes, 34, has been charged."),
                body("A man was charged with the murder of Tom Sample, 34, of Mill Lane."),
                body("Tom Sample, 34, was stabbed in Mill Lane, and a man was arrested."),
                body("PC Ellie Sample, 41, said: a man was arrested."),
                body("Wednesday November, 25 was when a man was arrested."),
                "status: withdrawn\nclosed: 2026-11-03\n---\nTom Sample, 34, was arrested.".into(),
            ],
        );
    }
}
