//! Somebody who was arrested is called the offender before a court has said so.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::GuiltSaid,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Shown,
    triggers: &["arrest", "charged", "detained"],
    look,
};

static GUILT: LazyLock<Regex> = LazyLock::new(|| {
    let who = "(?:thief|thieves|burglars?|attackers?|robbers?|fraudsters?|rapist|killers?|murderer|vandals?|offenders?|culprits?|conm[ae]n|arsonist|stalker|mugger|shoplifters?)";
    Regex::new(&format!(
        r"(?i)\b(?:the|this|these|both|serial|prolific)\s+(?:\w+\s+)?(?P<who>{who})\b(?P<rest>\s+\w+)?"
    ))
    .expect("it is a sound expression")
});
static ARRESTED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:(?:was|were|been|being|has|have|later|officers?|police|we)\s+(?:\w+\s+)?(?:arrested|charged|detained)|arrested and|(?:arrested|detained)\s+(?:the|this|these|both)\b)").expect("it is sound")
});
static DECIDED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:convict\w+|jailed|pleaded|pleads|guilty|sentenc\w+|imprisoned|alleged\w*|suspected|if|should|can be|will be|may be|could be|would be|to be|not)\b").expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    for copy in &subject.copies {
        for sentence in copy.sentences() {
            let text = &copy.text()[sentence.clone()];
            if !ARRESTED.is_match(text) || DECIDED.is_match(copy.text()) {
                continue;
            }
            for guilt in GUILT.captures_iter(text) {
                let Some(who) = guilt.name("who") else { continue };
                if guilt.name("rest").is_some_and(|rest| rest.as_str().trim().eq_ignore_ascii_case("alarm")) {
                    continue;
                }
                found.add(
                    copy.span(sentence.start + who.start()..sentence.start + who.end()),
                    format!("`{}` is said of somebody who was arrested, before a court decided", who.as_str()),
                    "write `the suspect`, or `a man was arrested on suspicion of …`: the other may prejudice a trial (Contempt of Court Act 1981)",
                );
            }
        }
    }
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
                body("The attacker has been charged and is in custody."),
            ],
        );
        quiet(
            "guilt-said",
            &[
                body("A man was arrested on suspicion of burglary."),
                body("The burglar was arrested in May and jailed in June."),
                body("The thief got away. A man was arrested for another matter."),
                body("The burglar alarm rang, and a man was arrested."),
                body("If the thief is seen, he can be arrested."),
            ],
        );
    }
}
