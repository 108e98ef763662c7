//! A picture or text of somebody else without a word of whose it is.

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject},
    problem::Code,
    source::Span,
};

pub const RULE: Rule = Rule {
    code: Code::PictureUnsourced,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &["image", "!["],
    asks: "image: cctv.jpg",
    silent: "image: cctv.jpg\nsource: Kent Police",
    look,
};

fn look(subject: &Subject, found: &mut Findings) {
    let Some(draft) = subject.draft.filter(|_| subject.is(&["appeal"]) || subject.is_of_missing()) else { return };
    let own = subject.fields.find("image").filter(|_| draft.entry.more.image.is_some()).map(|node| node.span);
    let in_text = || subject.anchors.iter().find(|anchor| anchor.image).map(|anchor| Span::from(anchor.range.clone()));
    if let Some(place) = own.or_else(in_text).filter(|_| draft.more.origin.is_none()) {
        found.add(
            place,
            "nothing says who took this picture, or who gave it to you",
            "name them under `source`: the police let their pictures be passed on, a family must be asked",
        );
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{quiet, trips};

    #[test]
    fn pictures_of_nobody() {
        let image = "image: https://a.example/face.jpg";
        trips(
            "picture-unsourced",
            &[
                format!("kind: appeal\n{image}\n---\nHave you seen her?"),
                format!("kind: missing\n{image}\n---\nHave you seen her?"),
                "kind: appeal\n---\nHave you seen her?\n\n![A woman](https://a.example/face.jpg)".into(),
            ],
        );
        quiet(
            "picture-unsourced",
            &[
                format!("kind: appeal\nsource: Kent Police\n{image}\n---\nHave you seen her?"),
                format!("kind: event\n{image}\n---\nThe fair."),
                "kind: appeal\n---\nHave you seen her?".into(),
            ],
        );
    }
}
