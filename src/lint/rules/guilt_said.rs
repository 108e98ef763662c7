//! Somebody who was arrested is called the offender before a court has said so.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject},
    problem::Code,
    source::Span,
};

pub const RULE: Rule = Rule {
    code: Code::GuiltSaid,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: LifePhase::Shown,
    triggers: &["arrest", "charged", "detained"],
    asks: "Officers arrested the burglar in Mill Lane.",
    silent: "A man was arrested in Mill Lane on suspicion of burglary.",
    look,
};

const WHO: &str = "(?:thief|thieves|burglars?|attackers?|robbers?|fraudsters?|scammers?|rapists?|killers?|murderers?|vandals?|offenders?|culprits?|criminals?|crooks?|conm[ae]n|arsonists?|stalkers?|muggers?|shoplifters?|drug dealers?|paedophiles?|raiders?|perpetrators?)";
static GUILT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"(?i)\b(?:(?:the|this|these|both|serial|prolific|our|his|her|their)\s+(?:(?P<said>[\w-]+)\s+)?(?P<who1>{WHO})\b(?P<rest>\s+\w+)?|(?:arrested|detained|charged)\s+(?:an?|two|three|four|five)\s+(?:[\w-]+\s+)?(?P<who2>{WHO})\b|(?P<who3>{WHO})\s+(?:(?:is|was|were|are|has|have|been|finally|now)\s+){{0,3}}(?:arrested|charged|detained)\b)"
    ))
    .expect("it is a sound expression")
});
static ARRESTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:(?:was|were|been|being|has|have|later|then|officers?|police|we|who)\s+(?:\w+\s+)?(?:arrested|charged|detained)|arrested and|(?:[a-z]+s?|thieves) (?:arrested|charged|detained)\b|(?:arrested|detained|charged|arresting)\s+(?:the|this|these|both|an?|two|three|four|five)\b)").expect("it is sound")
});
/// Once a court has decided, it may be said.
static DECIDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:convict\w+|jailed|pleaded guilty|pleads guilty|admitted|found guilty|sentenc\w+|imprisoned)\b",
    )
    .expect("it is sound")
});
/// Where nobody is meant, or nobody was arrested.
static OPEN: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:alleged\w*|suspected|if|should|can be|will be|may be|could be|would be|to be|not been|never|(?:scammers?|callers?|fraudsters?) (?:said|says?)|no (?:thieves|burglars|robbers|vandals)|charged at|nobody|no one|no arrests?|until|pretend\w*|posing|previously|will|would|try|tries|trying|claim\w*|saying|say you|told (?:her|him|them|you))\b|(?i:charged\s+(?:\w+\s+){0,3}(?:£|\d))").expect("it is sound")
});
/// Those of whom nobody is tried any more.
static LONG_AGO: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:in|of|since|from|by|year) 1[0-9]{3}s?\b|\b(?i:century|victorian)\b")
        .expect("it is a sound expression")
});
/// Somebody of whom it is said as it should be.
static SUSPECT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:an?|two|three|four|five|\d+)\s+(?:[\w-]+\s+){0,2}(?:man|men|woman|women|boys?|girls?|teenagers?|people|person|youths?)\b[^.]{0,30}\b(?:since\s+been\s+arrested|(?:arrested|detained)\b[^.]{0,30}\bon suspicion)\b").expect("it is sound")
});
/// What a thief may stand beside: `the burglar alarm`, `the offender management team`.
static OTHER: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)^\s+(?:alarms?|suspects?|proof|management|manager|unit|team|programme|register|bars?|deterrents?|tactics|films?|calls?)$")
        .expect("it is sound")
});

/// A sentence that goes on about who was arrested in the one before: `A man was arrested. The thief had taken twelve bikes.`
static GOES_ON: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(&format!(
        r"^(?i:the|this)\s+(?P<who>{WHO})\s+(?:had\s+(?:\w+ly\s+)?\w+(?:ed|en|ole|old|ought|ept|id|un|ade)|was\s+(?:also\s+)?(?:found with|caught|carrying|wearing))\b"
    ))
    .expect("it is a sound expression")
});
const HELP: &str = "write `the suspect`, or `a man was arrested on suspicion of …`: the other may prejudice a trial (Contempt of Court Act 1981)";

fn look(subject: &Subject, found: &mut Findings) {
    for copy in &subject.copies {
        let is_decided = DECIDED.is_match(copy.text());
        let mut arrested = false;
        for sentence in copy.sentences().iter().cloned() {
            let text = &copy.text()[sentence.clone()];
            let goes_on = GOES_ON.captures(text).filter(|_| arrested && !is_decided);
            arrested =
                text.starts_with("A ") && ARRESTED.is_match(text) && !OPEN.is_match(text) && !LONG_AGO.is_match(text);
            if let Some(who) = goes_on.and_then(|goes_on| goes_on.name("who")) {
                tell(found, copy.span(sentence.start + who.start()..sentence.start + who.end()), who.as_str());
                continue;
            }
            if !ARRESTED.is_match(text) || OPEN.is_match(text) || LONG_AGO.is_match(text) || is_decided {
                continue;
            }
            for guilt in GUILT.captures_iter(text) {
                let Some(who) = ["who1", "who2", "who3"].iter().find_map(|name| guilt.name(name)) else { continue };
                // Beside somebody else who is arrested, the thief is whoever took the thing.
                let is_apart = ["who2", "who3"].iter().all(|name| guilt.name(name).is_none()) && SUSPECT.is_match(text);
                let beside = guilt.name("rest").is_some_and(|rest| OTHER.is_match(rest.as_str()));
                let denied = guilt
                    .name("said")
                    .is_some_and(|said| matches!(said.as_str(), "the" | "other" | "second" | "remaining"));
                if beside || denied || is_apart {
                    continue;
                }
                tell(found, copy.span(sentence.start + who.start()..sentence.start + who.end()), who.as_str());
                // One in a sentence is enough to see it.
                break;
            }
        }
    }
}

fn tell(found: &mut Findings, span: Span, who: &str) {
    found.add(span, format!("`{who}` is said of somebody who was arrested, before a court decided"), HELP);
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn guilt_before_a_court() {
        trips(
            "guilt-said",
            &[
                body("Officers arrested the burglar in Mill Lane."),
                body("The thief was later arrested."),
                body("A man was arrested on Tuesday. The thief had taken twelve bikes."),
                body("The attacker has been charged and is in custody."),
                body("Officers arrested two burglars in Mill Lane."),
                body("Good news: the conman has been arrested. He has not been named."),
                "title: Bike thief arrested\n---\nThe bike thief was arrested at home.".into(),
                "updates:\n  - date: 2026-11-03\n    text: The vandals have been charged.\n---\nA wall.".into(),
                "status: resolved\nclosed: 2026-11-03\n---\nThe robber was arrested.".into(),
            ],
        );
        quiet(
            "guilt-said",
            &[
                body("A man was arrested on suspicion of burglary."),
                body("The thief was never arrested."),
                body("No thieves were arrested."),
                body("The caller said the thief had been arrested."),
                body("The thief got away with £30, but a man has since been arrested on suspicion of theft."),
                body("The burglar was arrested in May and jailed in June."),
                body("The thief got away. A man was arrested for another matter."),
                body("The burglar alarm rang, and a man was arrested."),
                body("If the thief is seen, he can be arrested."),
                body("In 1884 the burglar Tom Sample was arrested in Blackheath."),
                body("The suspected burglar was arrested."),
                body("A man was arrested, and the offender management team was told."),
                body("Nobody has been arrested, and the thieves are still at large."),
                body("The conmen said she was charged £500 for the roof."),
                body("A man was arrested after a thief was seen in Mill Lane."),
                body("These conmen will try to alarm you by saying that they have arrested someone with your card."),
                body("A man posing as a police officer said that a fraudster had been arrested."),
                "status: withdrawn\nclosed: 2026-11-03\n---\nThe robber was arrested.".into(),
            ],
        );
    }
}
