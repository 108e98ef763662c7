//! A missing person's page that is open, and says that they were found.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{Confidence, Findings, Gravity, LifePhase, Rule, Section, Subject, subject::PlacedPassage},
    problem::Code,
    settings::OnClose,
};

pub const RULE: Rule = Rule {
    code: Code::FoundOpen,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    triggers: &[
        "found",
        "located",
        "traced",
        "safe and ",
        "no longer missing",
        "returned home",
        "back home",
        "home safe",
    ],
    asks: "updates: [{date: 2026-11-03, text: He has been found safe and well.}]",
    silent: "status: withdrawn",
    look,
};

/// What a sentence says of a person: the group `who` is one word before it.
static FOUND: LazyLock<Regex> = LazyLock::new(|| {
    let now = "(?:(?:now|since|just|today|thankfully|happily|sadly|already) )*";
    let state =
        "(?:no longer missing|(?:safely )?back home|home safe|safe at home|returned home|safe and (?:well|sound))";
    Regex::new(&format!(
        r"(?i)(?:\b(?P<who>[\p{{L}}'’-]+)\s+)?\b(?:(?:has|have)\s+{now}been\s+{now}(?:found|located|traced)\b|(?:was|were|is|are)\s+{now}(?:found|located|traced)\s+(?:safe|alive|well|dead|today|this)\b|(?:is|are|has|have)\s+{now}{state}\b)"
    ))
    .expect("it is sound")
});

/// The same without a verb, as a title or what was added says it: `Found safe and well.`
static SHORT: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)^\W*(?:update\W+)?(?:now |safely )?(?:found|located|traced)(?:\W*$|\s*[:!–—-]|\s+(?:safe|alive|well|today)\b)|[:;,.(\[–—-]\s*(?:now )?found(?: safe(?: and (?:well|sound))?)?\W*$|^\W*(?:(?:now )?safe and (?:well|sound)|no longer missing)\b",
    )
    .expect("it is sound")
});

/// What makes it a wish or a question, where it stands before.
static UNSURE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(
        r"(?i)\b(?:if|until|till|once|when|whenever|whether|unless|hop(?:e|es|ed|ing)|pray(?:s|ing)?|so that|should|could|may|might|not|nor|never|nobody|no one|rumou?rs?|untrue|false)\b",
    )
    .expect("it is sound")
});

/// What makes it a question, or a thing of another time.
static ELSE: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\?\W*$|\b(?:last time|previously|on (?:an)?other occasions?|last (?:year|month)|in 20\d\d)\b")
        .expect("it is sound")
});

/// Words that stand for the person.
const PERSONS: &[&str] = &[
    "he",
    "she",
    "they",
    "man",
    "woman",
    "boy",
    "girl",
    "teenager",
    "teen",
    "child",
    "person",
    "pensioner",
    "lady",
    "gentleman",
    "youngster",
    "body",
    "couple",
    "pair",
    "father",
    "mother",
    "grandfather",
    "grandmother",
];

fn look(subject: &Subject, found: &mut Findings) {
    let Some(draft) = subject.draft else { return };
    if subject.settings.kinds[draft.kind].on_close != OnClose::Retract {
        return;
    }
    let title = subject.entry.title.to_lowercase();
    let is_person = |word: &str| {
        let small = word.to_lowercase();
        PERSONS.contains(&small.as_str())
            || word.starts_with(char::is_uppercase)
                && title.split(|letter: char| !letter.is_alphanumeric() && letter != '-').any(|named| named == small)
    };
    for copy in subject.copies.iter().filter(|copy| !copy.passage.quoted) {
        if let Some(words) = said(copy, is_person) {
            found.add(
                copy.span(words.clone()),
                format!("`{}` says that this person was found, and the page is open", copy.text()[words].trim()),
                "has this person been found? Then write `status: withdrawn`: nothing of them is shown any more, and their page does not say that they were found",
            );
            return;
        }
    }
}

/// Where a passage says that somebody was found.
fn said(copy: &PlacedPassage, is_person: impl Fn(&str) -> bool) -> Option<std::ops::Range<usize>> {
    let text = copy.text();
    copy.sentences().iter().find_map(|sentence| {
        let words = &text[sentence.clone()];
        if ELSE.is_match(words) {
            return None;
        }
        let of_person = FOUND.captures_iter(words).find_map(|all| {
            let who = all.name("who")?;
            is_person(who.as_str()).then(|| all.get(0).map(|all| all.range()))?
        });
        let is_short = match copy.section {
            Section::Title | Section::Update => true,
            Section::Summary | Section::Body | Section::Contact | Section::Beside => false,
        };
        let short = || SHORT.find(words.trim_end()).filter(|_| is_short).map(|all| all.range());
        let range = of_person.or_else(short).filter(|range| !UNSURE.is_match(&words[..range.start]))?;
        Some(sentence.start + range.start..sentence.start + range.end)
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{quiet, trips};

    #[test]
    fn somebody_who_was_found() {
        let update = |text: &str| {
            format!(
                "title: Missing - Arthur Placeholder, 81\nkind: missing\nupdates:\n  - date: 2026-11-03\n    text: {text}\n---\nHave you seen him? Ring 999."
            )
        };
        let title = |text: &str| format!("title: \"{text}\"\nkind: missing\n---\nHave you seen him? Ring 999.");
        let body =
            |text: &str| format!("title: Missing - Arthur Placeholder, 81\nkind: missing\n---\n{text} Ring 999.");
        trips(
            "found-open",
            &[
                update("Arthur has been found safe and well."),
                update("Found safe and well."),
                update("Now found."),
                update("He was found safe this morning."),
                title("FOUND: Missing Arthur, 81"),
                title("Missing: Arthur, 81 (found safe)"),
                title("Missing: Arthur, 81 - FOUND"),
                body("Arthur has now been found."),
                body("Arthur has been found safe and well after our appeal, and could not be happier."),
                body("Arthur Placeholder has been located. Thank you."),
                body("The man has been traced."),
                body("She is no longer missing."),
                body("He is back home."),
            ],
        );
        quiet(
            "found-open",
            &[
                body("If he has been found, this page goes."),
                body("He has not been found."),
                body("He hasn't been found."),
                body("He was found safe last time, in Mill Lane."),
                body("Has he been found?"),
                body("His car was found in Mill Lane."),
                body("His bag has been found in Mill Lane."),
                body("We hope he is found safe and well."),
                body("A car has been found. Arthur is 81."),
                body("Mill Lane has been searched, and nothing found."),
                update("His phone has been found."),
                update("Found: his hat, in Mill Lane?"),
                title("Missing: Arthur, 81, last seen at Foundry Lane"),
                title("Help us find Arthur"),
                "title: Arthur\nkind: missing\nstatus: withdrawn\nclosed: 2026-11-03\n---\nArthur has been found."
                    .into(),
                "title: Arthur\nkind: appeal\n---\nArthur has been found.".into(),
            ],
        );
    }
}
