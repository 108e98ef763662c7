//! Somebody by name who is only suspected.

use std::{ops::Range, sync::LazyLock};

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, LifePhase, Rule, Subject,
        subject::{Name, PlacedPassage, before, links, name_pattern},
    },
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::PersonAccused,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: LifePhase::Shown,
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
    let asked = name_pattern(3);
    Regex::new(&format!(
        r"{before},?\s+(?:aged?:?\s+|who\s+is\s+|\()?(?P<age>[1-9]\d)\)?(?:,|\s+(?:of|from|was|has|is|who|and|in|on|over|after|about|for)\b|[.;:!](?:\D|$)|$)|\b[1-9]\d[- ]year[- ]old\s+(?P<between>(?:[a-z-]+\s+){{0,2}}){after}|{asked}(?P<end>[.?!])\s+The\s+[1-9]\d-year-old\b"
    ))
    .expect("it is a sound expression")
});
static ACCUSED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:(?:charged|wanted)\s*:\s+|arrested|under arrest|arrest of|charged (?:with|over|after|in)|(?:been|was|were|is|are) (?:\w+ )?charged|wanted (?:by|for|in|on|over|after)|(?:is|are|still) (?:\w+ )?wanted|suspect(?:s|ed)?|accused|remanded|questioned (?:by|on|about|over)|on suspicion|in connection with|in (?:police )?custody|bailed|(?:due|appear(?:s|ed|ing)?|denie[sd]|pleaded not guilty) [^.]{0,25}\bcourt|(?:want|wants|wish|like|need|keen|hoping|eager|asking) to (?:speak|talk) (?:to|with)|(?:trying|want|keen|need|hoping|asking for help|appeal\w*) to (?:trace|locate|find|identify))\b",
    )
    .expect("it is a sound expression")
});
/// What a court has decided may be told; and whoever was harmed or only speaks is not accused.
static DECIDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:convicted|jailed|pleaded guilty|pleads guilty|admitted|sentenced|found guilty|imprisoned|fined|banned|cleared|acquitted|missing|welfare|died in|wrongful\w*|wrongly)\b").expect("it is sound")
});
/// After a name: it is whom something was done to.
static HARMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^,?\s*(?:(?:of|from|an?|the|his|her|whose|who\s+(?:lives|lived|works|worked|runs|owns))\s+[^,.]{0,40},\s*){0,2}(?:(?:\w+\s+){0,2}(?:died|dead|killed|murdered|injured)|(?:(?:and|of|from|(?-i:\p{Lu})[\w'’-]*|\d+),?\s+){0,14}(?:[^.]{0,60}\b(?:when|as)\s+(?:he|she|they)\s+)?(?:was|were)\s+(?:\w+ly\s+)?(?:hit|struck|stabbed|shot|attacked|robbed|assaulted|run over|beaten|punched|knocked|killed|murdered|abducted|threatened|found dead|wounded|hurt|injured|told|conned|tricked|targeted|defrauded|scammed|burgled|phoned|called|visited|contacted|persuaded|asked to)|said|told|says|who saw|saw|thanked|praised|heard|spotted|noticed|rang|dialled|chased|recogni[sz]ed|confronted|helped|lost|welcomed|who (?:reported|found|rang|called)|whose (?:\w+ ){1,2}(?:was|were) (?:stolen|taken|damaged)|(?:wants|hopes) to (?:speak|talk)|(?:is|was) (?:keen|hoping|eager) to)\b|^['’]s\b")
        .expect("it is a sound expression")
});
/// After a name: whatever they did before, it is they who are accused.
static THEMSELVES: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^[^.]{0,120}\b(?:and|but|before|then)\s+(?:(?:he|she|they|who|later|then|was|were|is|are|has|have|been|being|also)\s+){1,4}(?:arrested|charged|accused|wanted|remanded|questioned)\b")
        .expect("it is a sound expression")
});
/// Before a name: likewise.
static OF_HARM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:death|deaths|murder|murdering|killing|stabbing|shooting|manslaughter|attack(?:ing)?|robbing|robbery|assault(?:ing)?|body|family|disappearance) (?:of|on) (?:\S+ ){0,3}$|\b(?:killing|murdering|attacking|robbing|assaulting|stabbing|shooting|wounding|injuring|hurting|hitting|beating|punching|threatening|harassing|stalking|abducting|kidnapping)(?: dead)? (?:\S+ ){0,3}$|\b(?:killed|murdered|injured|hurt|attacked|robbed|assaulted|stabbed|struck|hit|told by|home of) $|\b(?:victims?|witness(?:es)?|neighbours?|winners?|friends?|colleagues?|officers?|spokesman|spokeswoman|coordinator),?\s+(?:(?:was|is|as|named as|called)\s+)?$|\b(?:sergeants?|sgt|constables?|inspectors?|insp|superintendent|PCs?|PCSOs?|DCs?|DS|DI|DCI|detectives?)\.?\s+$")
        .expect("it is a sound expression")
});
/// Before a name that ends its sentence: it is who spoke.
static SPOKE: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"(?i)\b(?:said|says) $").expect("it is sound"));

static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"^(?:He|She|They|Both|The (?:man|woman|pair|two|teenager|suspects?|[1-9]\d-year-old))\b")
        .expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    if subject.is_of_missing() || subject.is(&["animal"]) {
        return;
    }
    for copy in &subject.copies {
        let text = copy.text();
        if !ACCUSED.is_match(text) || DECIDED.is_match(text) {
            continue;
        }
        let sentences = copy.sentences();
        for named in NAMED.captures_iter(text) {
            let Some(name) = Name::of(&named, text) else { continue };
            let at = sentences.partition_point(|sentence| sentence.start <= name.start).checked_sub(1);
            let at = at.filter(|at| sentences[*at].contains(&name.start));
            let Some(at) = at.filter(|at| is_accused(copy, name.start, sentences.get(at + 1))) else { continue };
            if named.name("between").is_some_and(|between| links(between.as_str())) {
                continue;
            }
            // `Have you seen Tom Sample? The 34-year-old is wanted`; of a statement, it must be about one accused by itself.
            let stated = named.name("end").is_some_and(|end| end.as_str() != "?");
            if stated && !ACCUSED.is_match(copy.words_around(name.start)) {
                continue;
            }
            let end = named.get(0).map_or(0, |all| all.end());
            let end = named.name("age").map_or(end, |age| age.end());
            let rest = &text[end..sentences[at].end.max(end)];
            let before = before(text, name.start);
            if (HARMED.is_match(rest) && !THEMSELVES.is_match(rest))
                || OF_HARM.is_match(before)
                || stated && SPOKE.is_match(before)
            {
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

/// Whether somebody is accused in the sentence of a place, or in the next, which goes on about them.
fn is_accused(copy: &PlacedPassage, at: usize, next: Option<&Range<usize>>) -> bool {
    let next = next.map(|next| copy.words_around(next.start));
    ACCUSED.is_match(copy.words_around(at)) || next.is_some_and(|next| GOES_ON.is_match(next) && ACCUSED.is_match(next))
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
                body("Both Tom Sample, 34, and Ellie Sample, 29, were arrested."),
                body("Police named Tom Sample, 34. He was charged on Monday."),
                body("Police said Tom Sample, 34, was arrested."),
                body("Have you seen Tom Sample? The 34-year-old is wanted for burglary."),
                body("Tom Sample, 34, who was charged on Monday, said nothing."),
                body("Tom Sample, 34, of Mill Lane, was arrested after a man was stabbed."),
                body("Tom Sample, 34, of Mill Lane, was charged after two women were attacked."),
                body("Charged: Tom Sample, aged 34."),
                body("Tom Sample, age 34, was arrested."),
                body("Tom Sample, who is 34, was arrested."),
                body("Tom Sample, 34, rang the police and was arrested."),
                body("Tom\nSample, 34, was\narrested."),
                "title: Tom Sample, 34, charged with burglary\n---\nThe police said so.".into(),
                "status: resolved\nclosed: 2026-11-03\n---\nTom Sample, 34, was arrested.".into(),
            ],
        );
        quiet(
            "person-accused",
            &[
                body("A man, 34, of Maidstone, has been charged."),
                body("A man robbed Tom Sample. The 34-year-old was arrested."),
                body("A man was arrested after a crash that killed Tom Sample. The 34-year-old is in custody."),
                body("“A man was arrested,” said Jane Sample. The 34-year-old is in custody."),
                body("A man was arrested at the home of Tom Sample, 34, on Monday."),
                body("Thank you to Tom Sample. The 34-year-old gate was wanted by nobody."),
                body("Tom Sample, 34, of Mill Lane, was jailed after he was charged."),
                body("Mill Lane, 34 of them, and a man was arrested."),
                body("On Monday May, 12 was arrested."),
                kind("missing", "Tom Sample, 34, of Maidstone, is missing. A suspect was seen."),
                body("Tom Sample, 34, of Mill Lane, won the cup."),
                body("Ellie Sample, 84, was told her grandson had been arrested."),
                body("Shop owner Tom Sample, 34, thanked officers who arrested a man."),
                body("Tom Sample, 34, welcomed news that two men had been arrested."),
                body("Tom Sample, 34, wants to speak to new members."),
                body("Shopkeeper Sample, 34, saw the man who was arrested."),
                body("A man from Milton Keynes, 34, has been charged."),
                body("A man was charged with the murder of Tom Sample, 34, of Mill Lane."),
                body("Tom Sample, 34, was stabbed in Mill Lane, and a man was arrested."),
                body("Tom Sample, 46, a father of two, was stabbed in Mill Lane, and a man was arrested."),
                body("Tom Sample, 46, who lives in Mill Lane, was attacked, and a man was arrested."),
                body("Tom Sample, 46, was on his way home when he was stabbed, and a man was arrested."),
                body("PC Ellie Sample, 41, said: a man was arrested."),
                body("Wednesday November, 25 was when a man was arrested."),
                body("Water for the Burial Ground 25.11.16 was charged in March."),
                body("The suspect was held before shooting 54-year-old Sergeant Tom Sample in the hall."),
                body(
                    "Sergeant Tom Sample, 30, Constable Ellie Sample, 25, and Noah Sample, 41, were shot by three suspects.",
                ),
                body("Two men were arrested after Tom Sample, 47, was repeatedly run over."),
                body("A man is accused of wounding Sergeant Tom Sample, 54, in May."),
                body("Tom Sample, 34, opened the fete. A man was arrested at the gate."),
                body("Tom Sample, 34, declined to speak to a reporter of the Echo."),
                body("Tom Sample, 46, a father of two, died in police custody in May."),
                body("Tom Sample, 64, was paid £2,500 after he was wrongfully arrested."),
                "status: withdrawn\nclosed: 2026-11-03\n---\nTom Sample, 34, was arrested.".into(),
            ],
        );
    }
}
