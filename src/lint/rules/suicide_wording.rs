//! Words about suicide that Samaritans ask writers to avoid (Media Guidelines for Reporting Suicide).

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::SuicideWording,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: While::Shown,
    triggers: &["suicide"],
    look,
};

static WORDS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:commit(?:s|ted|ting)?\s+suicide|(?:un)?successful suicide|failed suicide|suicide (?:epidemic|hotspot|hot spot|capital|victim)|botched suicide)\b").expect("it is sound")
});

fn look(subject: &Subject, found: &mut Findings) {
    for copy in &subject.copies {
        for words in WORDS.find_iter(copy.text()) {
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
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn words_to_avoid() {
        trips("suicide-wording", &[body("He committed suicide."), body("A suicide hotspot.")]);
        quiet("suicide-wording", &[body("She died by suicide."), body("A talk on preventing suicide.")]);
    }
}
