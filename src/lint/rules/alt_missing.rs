//! A picture in the text without words for those who cannot see it.

use crate::{
    lint::{Confidence, Findings, Gravity, Rule, Subject, While},
    problem::Code,
    source::Span,
};

pub const RULE: Rule = Rule {
    code: Code::AltMissing,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: While::Open,
    triggers: &["![](", "![]["],
    look,
};

fn look(subject: &Subject, found: &mut Findings) {
    for picture in subject.anchors.iter().filter(|anchor| anchor.image && anchor.text.trim().is_empty()) {
        found.add(
            Span::from(picture.range.clone()).shifted(subject.body),
            format!("the picture `{}` has no words for those who cannot see it", picture.destination),
            "say between the square brackets what is in it: `![A red van outside the hall](…)`",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn pictures_without_words() {
        trips("alt-missing", &[body("![](https://a.example/van.jpg)"), body("Look: ![](<https://a.example/a b.png>)")]);
        quiet(
            "alt-missing",
            &[
                body("![A red van](https://a.example/van.jpg)"),
                body("`![](van.jpg)` is how it is written."),
                body("[](https://a.example/) is no picture."),
            ],
        );
    }
}
