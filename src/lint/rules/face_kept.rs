//! An appeal that is over and still shows a picture.

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject},
    problem::Code,
    source::Span,
};

pub const RULE: Rule = Rule {
    code: Code::FaceKept,
    gravity: Gravity::Medium,
    confidence: Confidence::High,
    holds: LifePhase::Over,
    triggers: &["image", "!["],
    asks: "status: resolved\nimage: cctv.jpg",
    silent: "status: resolved",
    look,
};

fn look(subject: &Subject, found: &mut Findings) {
    if !subject.is(&["appeal"]) {
        return;
    }
    let told = "the appeal is over, and its picture is still shown";
    if subject.draft.is_some_and(|draft| draft.entry.more.image.is_some()) {
        let help = "does it show somebody who was looked for? Take `image` out: nobody looks for them any more";
        found.add(subject.place_of("image"), told, help);
    } else if let Some(picture) = subject.anchors.iter().find(|anchor| anchor.image) {
        let help = "does it show somebody who was looked for? Take it out: nobody looks for them any more";
        found.add(Span::from(picture.range.clone()), told, help);
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{quiet, trips};

    #[test]
    fn pictures_of_appeals_that_are_over() {
        let image = "image: https://a.example/face.jpg";
        trips(
            "face-kept",
            &[
                format!("kind: appeal\nstatus: resolved\nclosed: 2026-11-03\n{image}\n---\nThank you."),
                format!("kind: appeal\nexpires: 2026-11-05\n{image}\n---\nHave you seen her?"),
                "kind: appeal\nexpires: 2026-11-05\n---\nHave you seen her?\n\n![A woman](https://a.example/face.jpg)"
                    .into(),
            ],
        );
        quiet(
            "face-kept",
            &[
                format!("kind: appeal\n{image}\n---\nHave you seen her?"),
                format!("kind: warning\nexpires: 2026-11-05\n{image}\n---\nIce on the lane."),
                format!("kind: event\nexpires: 2026-11-05\n{image}\n---\nThe fair."),
                "kind: appeal\nstatus: resolved\nclosed: 2026-11-03\n---\nThank you.".into(),
                format!("kind: appeal\nstatus: withdrawn\nclosed: 2026-11-03\n{image}\n---\nThank you."),
            ],
        );
    }
}
