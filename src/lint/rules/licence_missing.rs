//! A text of somebody else without a word on whether it may be passed on.

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Subject},
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::LicenceMissing,
    gravity: Gravity::Low,
    confidence: Confidence::Low,
    holds: LifePhase::Shown,
    triggers: &["url", "source"],
    asks: "source: {name: Kent Police, url: https://police.example/appeal}",
    silent: "source: {name: Kent Police, url: https://police.example/appeal, licence: OGL}",
    look,
};

fn look(subject: &Subject, found: &mut Findings) {
    let Some(origin) = subject.draft.and_then(|draft| draft.more.origin.as_ref()) else { return };
    if origin.url.is_none() || origin.licence.is_some() {
        return;
    }
    let place = ["source", "url"].iter().find(|field| subject.fields.find(field).is_some()).unwrap_or(&"source");
    found.add(
        subject.place_of(place),
        format!("the text is from {}, and nothing says that it may be passed on", origin.name),
        "look at the foot of their page, and add it: `source: {name, url, licence}`",
    );
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{quiet, trips};

    #[test]
    fn texts_of_others() {
        trips(
            "licence-missing",
            &[
                "url: https://police.example/appeal\n---\nDid you see it?".into(),
                "source: {name: Kent Police, url: https://police.example/appeal}\n---\nDid you see it?".into(),
            ],
        );
        quiet(
            "licence-missing",
            &[
                "source: {name: Kent Police, url: https://police.example/a, licence: OGL}\n---\nDid you see it?".into(),
                "source: Kent Police\n---\nDid you see it?".into(),
                "---\nOur own words.".into(),
            ],
        );
    }
}
