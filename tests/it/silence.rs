//! Nothing that an author writes into the front matter is lost without a word (content.md, "Fields"): every value is used, kept
//! in `extra`, or spoken of. A value that is none of these can be changed, and neither what the document says nor its problems
//! change: that is what is looked for, in generated front matter and in real collections where they are at hand.

use std::path::Path;

use noticeboard::testing::{
    catalogue::{FIELDS, field_name, reading},
    markdown,
    parse::{self, tree::TreeValue},
    settings::{self, Settings},
    source::{SourcePath, Span, Text},
};

use crate::harness::Dice;

fn settings(yaml: &str) -> Settings {
    let text = Text { path: SourcePath::new("site.yaml"), text: yaml.into() };
    settings::read(Some(&text), "watch").0
}

/// What a document says and what is wrong with it, without what differs with every letter; none where an error keeps it
/// from being read.
fn said(path: &SourcePath, text: &str, settings: &Settings) -> Option<String> {
    let reading = reading::read(path, text, [0; 32], settings, reading::BodyQuery::Facts);
    let problems: Vec<String> =
        reading.problems.iter().map(|problem| [&problem.message, "\n", &problem.help].concat()).collect();
    let says = format!("{:?}", reading.says);
    (says != "Broken").then(|| says + &problems.join("\n"))
}

/// The same text with other letters and digits in the same places.
fn altered(text: &str) -> String {
    let other = |letter: char| match letter {
        'z' => 'a',
        'Z' => 'A',
        '9' => '1',
        letter if letter.is_ascii_alphanumeric() => char::from(u8::try_from(letter).unwrap_or(b'a') + 1),
        letter => letter,
    };
    text.chars().map(other).collect()
}

/// A value and the keys above it.
struct Scalar {
    place: Span,
    keys: Vec<Span>,
}

/// Every scalar of a value with its place, unless it is blank.
fn scalars(value: &TreeValue, place: Span, keys: &[Span], into: &mut Vec<Scalar>) {
    match value {
        TreeValue::Null => {}
        TreeValue::Text(_) => into.push(Scalar { place, keys: keys.to_vec() }),
        TreeValue::List(list) => {
            for item in list.iter().filter(|item| !item.is_blank()) {
                scalars(&item.value, item.span, keys, into);
            }
        }
        TreeValue::Map(map) => {
            for entry in map.entries.iter().filter(|entry| !entry.value.is_blank()) {
                scalars(&entry.value.value, entry.value.span, &[keys, &[entry.key_span]].concat(), into);
            }
        }
    }
}

/// The values of a document that are lost without a word.
fn lost(path: &str, text: &str, settings: &Settings) -> Vec<String> {
    let source = SourcePath::new(path);
    let read = |body: &str| (markdown::facts(body, markdown::RawHtml::Clean), None);
    let document = parse::parse(&source, text, field_name, read, &mut Vec::new());
    let (Some(map), Some(before)) = (document.fields, said(&source, text, settings)) else { return Vec::new() };
    let mut found = Vec::new();
    // What `check` is not to ask, and why: it says itself what it left unsaid because of them.
    let of_checks = |key: &str| matches!(key.to_lowercase().as_str(), "allow" | "reason");
    for entry in map.entries.iter().filter(|entry| !entry.value.is_blank() && !of_checks(&entry.key)) {
        scalars(&entry.value.value, entry.value.span, &[entry.key_span], &mut found);
    }
    // Problems stand at a key or at a value; those about what is missing stand at the first line.
    let problems = reading::read(&source, text, [0; 32], settings, reading::BodyQuery::Facts).problems;
    let told: Vec<Span> =
        problems.iter().filter_map(|problem| problem.place.as_ref()?.span).filter(|span| span.start > 0).collect();
    let is_told = |scalar: &Scalar| {
        let at = |span: &Span| {
            scalar.keys.contains(span) || (span.start <= scalar.place.start && scalar.place.end <= span.end)
        };
        told.iter().any(at)
    };
    let silent = found.into_iter().filter(|scalar| !is_told(scalar)).filter_map(|Scalar { place, .. }| {
        let (start, end) = (place.start as usize, place.end as usize);
        let value = text.get(start..end)?;
        let new = altered(value);
        if new == value {
            return None;
        }
        let changed = [&text[..start], &new, &text[end..]].concat();
        // A value without which the document cannot be read is spoken of.
        let after = said(&source, &changed, settings)?;
        let line = text[..start].matches('\n').count() + 1;
        (after == before).then(|| format!("{path}:{line}: {value}"))
    });
    silent.collect()
}

const VALUES: &[&str] = &[
    "Mill End",
    "news, warning",
    "2021-03-01",
    "2021-03-01 15:34",
    "true",
    "false",
    "17",
    "[Hill, Ford]",
    "[warning, appeal]",
    "{name: Hill, url: 'https://a.example/'}",
    "[{name: Hill, phone: 01632 960001}, {title: Story}]",
    "{start: 2021-03-05 10:00, place: Hall, colour: red}",
    "[{date: 2021-03-02, text: It rained., mood: wet}]",
    "{deep: {deeper: [one, {two: three}]}}",
    "https://a.example/b",
    "roof.png",
    "{src: roof.png, alt: A roof, caption: Ours}",
    "cy",
    "open",
    "moderate",
    "\"\"",
    "~",
    "[]",
    "{}",
];

/// Front matter of some keys, known and unknown, each with any value.
fn generated(dice: &mut Dice, names: &[String]) -> String {
    let mut lines = vec!["title: Roof".to_owned(), "date: 2021-03-01".into(), "area: Kent".into()];
    for _ in 0..2 + dice.throw(5) {
        let name = &names[dice.throw(names.len())];
        let name = if dice.throw(4) == 0 { name.to_uppercase() } else { name.clone() };
        let given = |line: &String| line.to_lowercase().starts_with(&format!("{}:", name.to_lowercase()));
        if !lines.iter().any(given) {
            lines.push(format!("{name}: {}", dice.one(VALUES)));
        }
    }
    format!("---\n{}\n---\nText.\n", lines.join("\n"))
}

#[test]
fn nothing_of_generated_front_matter_is_lost_without_a_word() {
    let mut names: Vec<String> = FIELDS
        .iter()
        .flat_map(|field| [field.name].into_iter().chain(field.others.iter().copied()))
        .map(str::to_owned)
        .collect();
    names.extend(
        ["layout", "weight", "announced", "place", "aera", "hero", "og.colour", "publish.by", "town"]
            .map(str::to_owned),
    );
    let settings = [
        settings(""),
        settings(
            "fields: {area: {keys: [town, hero], ignore: [Hill]}, date: [announced], kind: [categories], lang: [layout]}",
        ),
    ];
    let mut dice = Dice(7);
    let mut wrong = Vec::new();
    let mut read = 0;
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(250);
    for number in 0..cases {
        let text = generated(&mut dice, &names);
        let path = if number % 4 == 3 { "content/pages/roof.md" } else { "content/roof.md" };
        let settings = &settings[number % 2];
        read += usize::from(said(&SourcePath::new(path), &text, settings).is_some());
        wrong.extend(lost(path, &text, settings).into_iter().map(|lost| format!("{lost}\n{text}")));
    }
    assert!(read > cases / 10, "{read} could be read");
    assert!(wrong.is_empty(), "{} of them, such as\n{}", wrong.len(), wrong[..wrong.len().min(8)].join("\n"));
}

#[test]
fn nothing_of_real_collections_is_lost_without_a_word() {
    let named = std::env::var("NOTICEBOARD_CORPORA").ok();
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let folder = named.map_or(beside, Into::into);
    // Every document where somebody asks for it by name, and each twentieth of them otherwise.
    let step = if std::env::var_os("NOTICEBOARD_CORPORA").is_some() { 1 } else { 20 };
    let settings = settings("");
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten().filter(|entry| {
        entry.path().extension().is_some_and(|ending| ending == "md" || ending == "txt") && entry.file_type().is_file()
    });
    let mut wrong = Vec::new();
    for entry in files.step_by(step) {
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        let name = entry.file_name().to_string_lossy();
        wrong.extend(lost(&format!("content/{name}"), &text, &settings));
    }
    assert!(wrong.is_empty(), "{} of them, such as\n{}", wrong.len(), wrong[..wrong.len().min(40)].join("\n"));
}
