//! A missing person's page that says more than helps to find them: it stays in people's minds when they are back.

use std::sync::LazyLock;

use regex::Regex;

use crate::{
    lint::{
        Confidence, Findings, Gravity, LifePhase, Rule, Section, Subject,
        subject::{Name, house_pattern, is_public_place, name_pattern},
    },
    problem::Code,
};

pub const RULE: Rule = Rule {
    code: Code::MissingTooMuch,
    gravity: Gravity::High,
    confidence: Confidence::High,
    holds: LifePhase::Open,
    // What a kind does the settings say.
    triggers: &[],
    asks: "He has dementia and lives at 14 Mill Lane.",
    silent: "He may be confused. He was last seen in Mill Lane.",
    look,
};

static ILLNESS: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:d?dementia|alzheimer['’]?s|parkinson['’]?s|down['’]?s syndrome|h?awtist\w+|iselder|anorexi\w+|bulimi\w+|eating disorder|(?:had|having|suffered|after|following|recent|from) (?:an? |the |his |her |their )?(?:\w+ )?strokes?\b|(?:threaten(?:ed|ing|s)|tried|trying|attempt(?:ed|ing|s)|wants?|wanted|plan(?:s|ned|ning)?|intend(?:s|ed|ing)?|may|might) (?:to )?(?:take|end|taking|ending) (?:his|her|their) (?:own )?li(?:fe|ves)|autis(?:m|tic)|schizophreni\w+|bipolar|depress(?:ion|ed)|suicidal|psychosis|psychotic|learning (?:disabilit\w+|difficult\w+)|epilep\w+|diabet\w+|self[- ]harm\w*|mental health|asperger['’]?s|adhd|ptsd|alcoholic|addict\w*)\b").expect("it is sound")
});
/// Where the words are about those who help, and not about the person.
static IN_GENERAL: LazyLock<Regex> = LazyLock::new(|| {
    Regex::new(r"(?i)\b(?:people|anyone|anybody|someone|those) (?:who |living )?(?:has |have |with )|\bherbert protocol|(?:alzheimer|parkinson)['’]?s (?:society|uk|research)|down['’]?s syndrome association|stroke association|autistic society|\bdementia (?:uk|friends|action)|\b(?:dementia|autism|mental health) (?:charit|helpline|team|support|nurse|service)").expect("it is sound")
});
static HOUSE: LazyLock<Regex> =
    LazyLock::new(|| Regex::new(&format!(r"(?:^|[^\w:./£-])(?P<house>{})\b", house_pattern())).expect("it is sound"));
static NAME: LazyLock<Regex> = LazyLock::new(|| Regex::new(&format!(r"{}\b", name_pattern(1))).expect("it is sound"));

/// So much before and behind an address tells whether somebody lives there.
const AROUND: usize = 40;

fn look(subject: &Subject, found: &mut Findings) {
    if !subject.is_of_missing() {
        return;
    }
    for copy in &subject.copies {
        let text = copy.text();
        if let Some(illness) = ILLNESS.find(text).filter(|_| !IN_GENERAL.is_match(text)) {
            found.add(
                copy.span(illness.range()),
                format!("`{}` is about the person's health", illness.as_str()),
                "does it help to find them? `may be confused` or `may need help` says what a reader has to know",
            );
        }
        if let Some(house) = HOUSE.captures(text).and_then(|found| found.name("house")) {
            let from = text.floor_char_boundary(house.start().saturating_sub(AROUND));
            let to = text.ceil_char_boundary((house.end() + AROUND).min(text.len()));
            if is_public_place(&text[from..house.start()]) || is_public_place(&text[house.end()..to]) {
                continue;
            }
            found.add(
                copy.span(house.range()),
                format!("`{}` is a whole address", house.as_str()),
                "does the number of the house help to find the person? The street or part of town is usually enough",
            );
        }
    }
    surname(subject, found);
}

/// The surname of the person in the address of the page, which people have after it was taken back.
fn surname(subject: &Subject, found: &mut Findings) {
    let path = subject.entry.path.as_str().to_lowercase();
    let slug = subject.fields.find("slug").and_then(|node| match &node.value {
        crate::parse::tree::TreeValue::Text(text) => Some(text.to_lowercase()),
        _ => None,
    });
    let words = |text: &str| text.split(|c: char| !c.is_alphanumeric()).map(str::to_owned).collect::<Vec<_>>();
    let is_in = |words: &[String], word: &str| words.contains(&word.to_lowercase());
    let (of_file, of_slug) = (words(path.trim_end_matches(".md")), slug.as_deref().map(words).unwrap_or_default());
    let of_aliases: Vec<String> =
        subject.entry.more.aliases.iter().flat_map(|alias| words(&alias.address.as_str().to_lowercase())).collect();
    let areas: Vec<String> = subject
        .draft
        .into_iter()
        .flat_map(|draft| &draft.area_names)
        .flat_map(|area| words(&area.text.to_lowercase()))
        .collect();
    // The file's name is no part of the address where a slug is given.
    let of_name = if slug.is_some() { &of_slug } else { &of_file };
    let holds = |word: &str| is_in(of_name, word) || is_in(&of_aliases, word);
    let in_sight = subject.copies.iter().filter(|copy| matches!(copy.section, Section::Title | Section::Body)).take(3);
    for copy in in_sight {
        for found_name in NAME.captures_iter(copy.text()) {
            let Some(name) = Name::of(&found_name, copy.text()) else { continue };
            if !holds(name.last) || areas.contains(&name.last.to_lowercase()) {
                continue;
            }
            let (place, help) = if is_in(&of_slug, name.last) {
                (
                    subject.place_of("slug"),
                    "write a `slug` such as `missing-person-in-…` before it is published: an address is copied, and stays",
                )
            } else if is_in(&of_file, name.last) && slug.is_none() {
                (
                    subject.place_of("title"),
                    "name the file `missing-person-in-…` before it is published: an address is copied, and stays",
                )
            } else {
                (
                    subject.place_of("aliases"),
                    "take the old address out, unless it was public: it leads to the page for as long as it stands here",
                )
            };
            found.add(place, format!("the address of the page holds the name `{} {}`", name.first, name.last), help);
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::trial::{kind, quiet, trips, trips_named};

    #[test]
    fn more_than_helps() {
        trips(
            "missing-too-much",
            &[
                kind("missing", "He has dementia."),
                kind("missing", "Last seen at 14 Mill Lane."),
                kind("missing", "She has bipolar disorder and needs her tablets."),
                kind("missing", "He has Alzheimer’s."),
                kind("missing", "She has Parkinson's, and had a stroke."),
                kind("missing", "He threatened to take his own life."),
                kind("missing", "Mae ganddo ddementia."),
                "kind: missing\naliases: [/missing/tom-sample/]\n---\nHave you seen Tom Sample?".into(),
                "kind: missing\nslug: tom-sample\n---\nHave you seen Tom Sample?".into(),
                kind("missing", "He left his home, 3 Quarry Terrace, on foot."),
                "title: Ellie, who has autism, is missing\nkind: missing\n---\nHave you seen her?".into(),
            ],
        );
        quiet(
            "missing-too-much",
            &[
                kind("missing", "Tom Sample may be confused. He was last seen in Mill Lane at 14:00."),
                kind("notice", "A talk on dementia at 14 Mill Lane."),
                kind("missing", "By a stroke of luck, a dog walker saw him."),
                kind("missing", "The Herbert Protocol helps people with dementia."),
                kind("missing", "He was seen at 14:30 Mill Lane, they say."),
                kind("missing", "Come to the police station, 14 Palace Avenue, or ring 101."),
                "kind: missing\nstatus: withdrawn\nclosed: 2026-11-03\n---\nHe has dementia.".into(),
            ],
        );
        let text = kind("missing", "Have you seen Tom Sample?");
        let named = |path: &str| trips_named("missing-too-much", &text, "2026-11-28", path);
        assert!(named("content/2026-11-01-tom-sample-missing.md"));
        assert!(named("content/2026-11-01-missing-sample.md"));
        assert!(!named("content/2026-11-01-missing-man.md"));
        let text =
            "area: Wren Valley\ntitle: Missing Man in Wren Valley\nkind: missing\n---\nHelp Find Tom in Wren Valley.";
        assert!(!trips_named("missing-too-much", text, "2026-11-28", "content/missing-man-in-wren-valley.md"));
    }
}
