//! Words about suicide that Samaritans ask writers to avoid (Media Guidelines for Reporting Suicide).

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject, subject::before},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::SuicideWording,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: LifePhase::Shown,
    triggers: &["suicide", "easy way out"],
    asks: "He committed suicide.",
    silent: "He took his own life.",
    look,
};

static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:commit(?:s|ted|ting)?\s+suicide|(?:un)?success(?:ful|fully)?\s+(?:suicide|(?:take|took) (?:his|her|their) own life)|(?:failed|botched|completed?)\s+suicide(?:\s+attempt)?|suicide\s+(?:epidemic|wave|hot[- ]?spot|capital|victims?|bid|jumpers?|tourists?)|(?:took|take) the easy way out)\b").expect("it is sound")
});
/// Where the words are spoken of, and not used.
static NAMED: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:\b(?:not|avoid|instead of|rather than|never|the (?:words?|phrase|term)|say|saying)\s+|,\s*)['‘“\x22`]\s*$|\b(?:avoid|instead of|rather than|never (?:say|write)|do not say|don['’]t say)\s+$").expect("it is sound")
});

static DEATH: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:suicid\w+|own li(?:fe|ves)|died|dead|death|overdose)\b").expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    for copy in &subject.copies {
        let text = copy.text();
        // An easy way out may be a cat's.
        let is_meant =
            |words: &regex::Match| !words.as_str().to_lowercase().ends_with("way out") || DEATH.is_match(text);
        for words in
            WORDS.find_iter(text).filter(|words| is_meant(words) && !NAMED.is_match(before(text, words.start())))
        {
            found.add(
                copy.span(words.range()),
                format!("`{}` hurts those who are left, and can lead others to follow", words.as_str()),
                "write `took their own life` or `died by suicide`, say nothing of how, and name Samaritans (116 123)",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, kind, quiet, trips};

    #[test]
    fn words_to_avoid() {
        trips(
            "suicide-wording",
            &[
                body("He committed suicide."),
                body("A suicide hotspot."),
                body("He was found dead. He took the easy way out, they said."),
                kind("missing", "She may try to commit suicide."),
                body("It was a failed suicide attempt."),
                "title: Suicide bid on bridge\n---\nThe police were there.".into(),
                "status: resolved\nclosed: 2026-11-03\n---\nHe committed suicide.".into(),
            ],
        );
        quiet(
            "suicide-wording",
            &[
                body("She died by suicide."),
                body("The cat took the easy way out through the flap."),
                body("We tell white lies to take the easy way out of trouble."),
                body("A talk on preventing suicide."),
                body("Say “died by suicide”, not “committed suicide”."),
                body("Avoid ‘commit suicide’ in your reports."),
                body("Anyone who thinks about suicide can ring Samaritans on 116 123."),
                "status: withdrawn\nclosed: 2026-11-03\n---\nHe committed suicide.".into(),
            ],
        );
    }
}
