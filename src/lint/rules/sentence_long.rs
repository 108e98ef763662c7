//! A first paragraph with a sentence that has to be read twice.

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject},
    markdown::PassagePart,
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::SentenceLong,
    gravity: Gravity::Low,
    confidence: Confidence::Low,
    holds: LifePhase::Open,
    triggers: &[],
    asks: "Police are asking anybody who was in the area of …, and who may have …, to …",
    silent: "Were you in Mill Lane on Friday evening? Kent Police would like to hear from you.",
    look,
};

/// The most words that are read at once (GOV.UK, "Writing for GOV.UK").
const WORDS: usize = 25;

fn look(subject: &Subject, found: &mut Findings) {
    let Some(first) = subject.prose().find(|copy| copy.passage.part == PassagePart::Paragraph) else { return };
    for sentence in first.sentences().iter().cloned() {
        let words = first.text()[sentence.clone()].split_whitespace().count();
        if words > WORDS {
            let start = &first.text()[sentence.clone()];
            let start: Vec<&str> = start.split_whitespace().take(5).collect();
            found.add(
                first.span(sentence),
                format!("the sentence that begins `{}` has {words} words", start.join(" ")),
                "can it be two? What happened, where and when come first",
            );
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn sentences_with_too_many_words() {
        let long = "word ".repeat(26);
        trips("sentence-long", &[body(&format!("{long}end."))]);
        quiet("sentence-long", &[body("Short. And short."), body(&format!("Short.\n\n{long}end."))]);
    }
}
