//! Somebody who has a right to stay unnamed for life, and could be worked out.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, LifePhase, Rule, Section, Subject,
        subject::{Name, PlacedPassage, STREET, name_pattern},
    },
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::VictimNameable,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: LifePhase::Shown,
    triggers: &[
        "rape",
        "raping",
        "sexual",
        "sex ",
        "indecen",
        "voyeurism",
        "traffick",
        "fgm",
        "genital",
        "forced marriage",
    ],
    asks: "Tom Sample, 44, was jailed for the rape of his stepdaughter.",
    silent: "A man of 44 was jailed for rape.",
    look,
};

static OFFENCE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:rap(?:e|es|ed|ing)|sexual(?:ly)? (?:assault\w*|abus\w*|offences?|exploit\w*|activity|acts?|contact|touch\w*)|sex (?:offences?|assaults?|attacks?)|indecen\w+|voyeurism|(?:human|sex) trafficking|trafficked|trafficking of|FGM|genital mutilation|forced marriage)\b").expect("it is sound")
});
/// Words that only look like an offence.
static HARMLESS: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(r"(?i)\boilseed rape|\brape ?(?:seed|field|crop|oil)").expect("it is sound"));
const KIN: &str = "(?:daughter|son|step-?(?:father|mother|son|daughter|sister|brother|child|children)|father|mother|uncle|aunt|grand(?:father|mother|daughter|son|child)|niece|nephew|teacher|pupil|student|wife|husband|partner|girlfriend|boyfriend|sister|brother|cousin|foster (?:child|father|mother|daughter|son)|ex-?(?:wife|husband|partner|girlfriend|boyfriend)?)";
/// What one of their own did to somebody: `his stepdaughter was raped`, `her stepfather abused her`.
static BY_KIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)\b(?:his|her|their|whose)\s+(?:[\w-]+\s+){{0,2}}?{KIN}s?\b(?:,[^.]{{0,40}}?,)?\s+(?:(?:had|has|is|was|were|been|being|repeatedly|allegedly)\s+){{0,3}}(?:(?:rap(?:ed|ing)|sexually|abus(?:ed|ing)|assault(?:ed|ing)|indecently)\b|(?:charged|accused)\s+(?:with|of)\s+(?:raping|abusing|(?:sexually|indecently)\s+\w+ing)\s+(?:her|him|them)\b)")).expect("it is sound")
});
/// What somebody did to one of their own.
static OF_KIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)\b(?:by|of|against|on|upon|rap(?:ed|ing)|assault(?:ed|ing)|abus(?:ed|ing)|touch(?:ed|ing)|involving|(?:sexual\s+(?:\w+\s+)?(?:activity|acts?|contact|relationship|communication)|sex|indecency)\s+(?:with|towards))\s+(?:his|her|their)\s+(?:[\w-]+\s+){{0,2}}?{KIN}s?\b")).expect("it is sound")
});
/// Who somebody was to whom it was done by: `the victim was his stepdaughter`.
static IS_KIN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"(?i)\b(?:victims?|complainants?|survivors?|girls?|boys?|child(?:ren)?|she|he|they)\s+(?:is|are|was|were)\s+(?:his|her|their)\s+(?:[\w-]+\s+){{0,2}}?{KIN}s?\b")).expect("it is sound")
});
static NAME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"{},?\s+(?:aged\s+|\()?[1-9]\d?\b|\b[1-9]\d?[- ]year[- ]old\s+(?:[a-z-]+\s+){{0,2}}{}",
        name_pattern(1),
        name_pattern(2)
    ))
    .expect("it is sound")
});
static VICTIM: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"\b(?:[Vv]ictim|[Ss]urvivor|[Cc]omplainant),?\s+(?:was\s+|is\s+|named\s+(?:as\s+|locally\s+as\s+)?|called\s+)*{}", name_pattern(1)))
        .expect("it is sound")
});
static AGE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b\d{1,2}[- ]year[- ]old\b|\baged \d{1,2}\b|\b(?:girl|boy|woman|man|victim|teenager|pupil|student)s?,? \(?\d{1,2}\b").expect("it is sound")
});
/// Somebody who goes to a certain school, or teaches there.
static AT_SCHOOL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"\b(?:[Pp]upils?|[Ss]tudents?|[Tt]eachers?|[Cc]aretaker|[Hh]ead ?teacher|[Tt]eaching assistant|[Gg]overnor|attends|attended|goes to|went to|who is at)\s+(?:at|from|of)?\s*(?:\p{Lu}[\w'’.-]*\s+){1,4}(?:School|Academy|College|Primary|Grammar|High|Infants|Juniors|University|Nursery)\b").expect("it is sound")
});
/// Where whoever was harmed lives.
static HOME: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(r"\b(?:[Gg]irl|[Bb]oy|[Ww]oman|[Vv]ictim|[Tt]eenager|[Pp]upil|[Ss]tudent|[Ss]he|[Hh]er home)\b[^.]{{0,30}}?\b(?:of|from|lives? (?:in|at|on)|living (?:in|at|on)|home (?:in|at|on)|in|at)\s+(?:\d{{1,4}}[a-z]?,?\s+)(?:[A-Z][\w'’]+\s+){{1,3}}{STREET}\b|\b(?:[Gg]irl|[Bb]oy|[Ww]oman|[Vv]ictim|[Tt]eenager|[Pp]upil|[Ss]tudent)\b,?\s+(?:\(?\d{{1,2}}\)?,?\s+)?(?:of|from|who lives (?:in|at|on)|living (?:in|at|on))\s+(?:[A-Z][\w'’]+\s+){{1,3}}{STREET}\b"))
        .expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    // A story in short paragraphs says the offence in one, and who it was in the next.
    let near = |at| subject.near(at).iter().filter(|copy| copy.section != Section::Update);
    let offence =
        |text: &str| OFFENCE.find(text).filter(|_| !HARMLESS.is_match(text)).map(|found| found.as_str().to_owned());
    let title =
        subject.copies.iter().filter(|copy| copy.section == Section::Title).find_map(|copy| offence(copy.text()));
    for (at, copy) in subject.copies.iter().enumerate() {
        let text = copy.text();
        let told = offence(text).or_else(|| near(at).find_map(|copy| offence(copy.text()))).or_else(|| title.clone());
        let Some(told) = told else { continue };
        let is_named = names_somebody(text);
        let victim = VICTIM.captures(text).filter(|victim| Name::of(victim, text).is_some());
        let is_aged = AGE.is_match(text);
        let of_kin = OF_KIN.find_iter(text).map(|kin| (kin.range(), kin.end()));
        let by_kin = BY_KIN.find_iter(text).map(|kin| (kin.range(), text.len()));
        let mut kin = of_kin.chain(by_kin).filter(|_| is_named || is_aged);
        let kin = kin.find(|(kin, until)| is_told(copy, kin.start, *until)).map(|(kin, _)| kin);
        // Who it was to whom is often told in a sentence of its own, or a paragraph.
        let is_known = || near(at).any(|copy| names_somebody(copy.text()) || AGE.is_match(copy.text()));
        let kin = kin.or_else(|| IS_KIN.find(text).filter(|_| is_known()).map(|kin| kin.range()));
        let clue = victim
            .and_then(|victim| victim.get(0).map(|all| all.range()))
            .or(kin)
            .or_else(|| AT_SCHOOL.find(text).filter(|_| is_aged || is_named).map(|school| school.range()))
            .or_else(|| HOME.find(text).filter(|_| is_aged).map(|home| home.range()));
        let Some(range) = clue else { continue };
        let what = text[range.clone()].to_owned();
        found.add(
            copy.span(range),
            format!("`{what}` beside `{told}` may tell who the victim is"),
            "can anybody work out who it was, from this and what else is known? Victims of such offences stay unnamed for life (Sexual Offences (Amendment) Act 1992)",
        );
    }
}

/// Whether somebody stands in a text by name and age.
fn names_somebody(text: &str) -> bool {
    NAME.captures_iter(text).any(|name| Name::of(&name, text).is_some())
}

/// Whether the sentence of a place says an offence before another place.
fn is_told(copy: &PlacedPassage, at: usize, until: usize) -> bool {
    let sentence = copy.sentence_at(at);
    let start = copy.text().floor_char_boundary(at.saturating_sub(400)).max(sentence.start);
    let end = until.min(sentence.end).min(copy.text().ceil_char_boundary((at + 400).min(copy.text().len())));
    OFFENCE.is_match(&copy.text()[start..end.max(start)])
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, quiet, trips};

    #[test]
    fn victims_who_can_be_worked_out() {
        trips(
            "victim-nameable",
            &[
                body("Tom Sample, 44, was jailed for the rape of his stepdaughter."),
                body("The victim Ellie Sample was sexually assaulted in May."),
                kind("incident", "A man raped a girl in May.\n\nThe victim, named locally as Ellie Sample, is safe."),
                body("Tom Sample, 44, a teacher at Wren Valley School, was charged with indecent assault."),
                body("A 14-year-old pupil at Wren Valley Academy was sexually assaulted."),
                body("A 44-year-old man was jailed for raping his stepdaughter."),
                body("Tom Sample, 44, was jailed for the rape\nof his\u{a0}stepdaughter."),
                body("Tom Sample, 44, was jailed after his stepdaughter was sexually assaulted."),
                body("Her stepfather, Tom Sample, 44, raped her in May."),
                body("Tom Sample, 44, a coach, was jailed for sexual activity with two of his pupils."),
                body("Tom Sample, 44, was jailed for rape. The victim was his stepdaughter."),
                body("Tom Sample, 44, was jailed for rape.\n\nThe girls were his own daughters."),
                body("Tom Sample, 44, was jailed for sexual activity with his stepdaughter."),
                body("Tom Sample, 44, was jailed for sexual offences involving his niece."),
                body("Tom Sample, 44, sexually touched his niece."),
                body("Her uncle, Tom Sample, 44, is charged with raping her."),
                body("A 15-year-old girl from Mill Lane was raped on Friday."),
                "title: Sexual assault in Tanfold\n---\nThe victim, 23, of Quarry Road, rang the police.".into(),
                "status: resolved\nclosed: 2026-11-03\n---\nThe victim Ellie Sample was raped.".into(),
            ],
        );
        quiet(
            "victim-nameable",
            &[
                body("A woman was sexually assaulted in Church Street."),
                body("Tom Sample, 44, was jailed for rape."),
                body("Tom Sample, 44, thanked his wife."),
                body(
                    "Ellie Sample, 23, posted the name of the victim of a sexual assault after her brother was jailed.",
                ),
                body(
                    "His girlfriend, Ellie Sample, 29, is charged with following the victim after the sexual assault.",
                ),
                body("Tom Sample, 25, hired a car by posing as his mother. He sexually assaulted two women."),
                body("A man raped his former partner."),
                body("A man was jailed for rape. The victim was his stepdaughter."),
                body("Tom Sample, 44, was jailed for rape. He lost contact with his wife."),
                body("A 23-year-old woman was sexually assaulted in Mill Lane."),
                body("A 15-year-old girl was sexually assaulted near Wren Valley School."),
                body("A talk on forced marriage at Wren Valley School, for parents and pupils."),
                body("Tom Sample, 44, a farmer, grows oilseed rape with his wife."),
                body("A 34-year-old woman was sexually assaulted. Her husband found her phone."),
                body("The victim was raped. Detective Inspector Ellie Sample, 41, leads the case."),
                "status: withdrawn\nclosed: 2026-11-03\n---\nThe victim Ellie Sample was raped.".into(),
            ],
        );
    }
}
