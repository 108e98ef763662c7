//! A picture in the text without words for those who cannot see it.

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject},
    problem::Code,
    source::Span,
};

pub const RULE: Rule = Rule {
    code: Code::AltMissing,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &["!["],
    asks: "![](van.jpg)",
    silent: "![A red van outside the village hall](van.jpg)",
    look,
};

/// What editors put where the words belong.
const NO_WORDS: &[&str] = &[
    "image",
    "img",
    "picture",
    "photo",
    "photograph",
    "pic",
    "graphic",
    "logo",
    "alt",
    "alt text",
    "untitled",
    "llun",
];

/// Whether a text says nothing of what is in a picture: it is empty, one of [`NO_WORDS`], or the name of the file.
fn says_nothing(text: &str, destination: &str) -> bool {
    let words = text.trim().trim_matches(['.', ':', '*']).to_lowercase();
    let name = destination.rsplit(['/', '\\']).next().unwrap_or_default().to_lowercase();
    let stem = name.rsplit_once('.').map_or(&*name, |(stem, _)| stem);
    let plain = words.trim_end_matches(|c: char| c.is_ascii_digit() || c == ' ');
    // A name that is words says what they say.
    let of_file = words == name || (words == stem && stem.contains(|c: char| c.is_ascii_digit() || c == '_'));
    words.is_empty() || NO_WORDS.contains(&plain) || of_file
}

/// An address as it is told: one that holds the picture itself has megabytes.
fn shortened(destination: &str) -> String {
    const MOST: usize = 80;
    match destination.char_indices().nth(MOST) {
        Some((end, _)) => format!("{}…", &destination[..end]),
        None => destination.to_owned(),
    }
}

fn look(subject: &Subject, found: &mut Findings) {
    for picture in
        subject.anchors.iter().filter(|anchor| anchor.image && says_nothing(&anchor.text, &anchor.destination))
    {
        let name = shortened(&picture.destination);
        let what = if picture.text.trim().is_empty() {
            format!("the picture `{name}` has no words for those who cannot see it")
        } else {
            format!("`{}` does not say what is in the picture `{name}`", picture.text.trim())
        };
        found.add(
            Span::from(picture.range.clone()),
            what,
            "say between the square brackets what is in it: `![A red van outside the hall](…)`",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{body, quiet, trips};

    #[test]
    fn pictures_without_words() {
        trips(
            "alt-missing",
            &[
                body("![](https://a.example/van.jpg)"),
                body("Look: ![](<https://a.example/a b.png>)"),
                body("![Image](https://a.example/dog.png)"),
                "updates:\n  - date: 2026-11-03\n    text: \"See ![](https://a.example/van.jpg)\"\n---\nA van.".into(),
                body("![Photo 2](https://a.example/dog.png)"),
                body("![IMG_1234](https://a.example/IMG_1234.jpg)"),
                body("![dog.png](https://a.example/dog.png)"),
            ],
        );
        quiet(
            "alt-missing",
            &[
                body("![A red van](https://a.example/van.jpg)"),
                body("![Photo of a red van](https://a.example/van.jpg)"),
                body("![Van](https://a.example/van.jpg)"),
                body("`![](van.jpg)` is how it is written."),
                body("[](https://a.example/) is no picture."),
            ],
        );
    }
}
