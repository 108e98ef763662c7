//! A form that comes back from a browser untouched changes nothing, and one box that was filled in changes that field alone
//! (desk.md, "Rules"): generated documents of every kind that people write. `NOTICEBOARD_CHANGES` sets how many there are.
//! The real screens are asked in `desk_saves`.

use noticeboard::testing::{
    catalogue::field_name,
    change::{self, Refusal},
    desk::{FormClock, FormData, changes, shown},
    settings,
};

use crate::harness::Dice;

/// Lines of front matter, by the field that they give: a document has one of each, or none.
const LINES: &[&[&str]] = &[
    &[
        "title: Roof off",
        "Title: 'Roof: off' # keep",
        "title: >\n  Roof off\n  at the hall",
        "og.title: Roof off | Tanfold Gazette",
        "\"title\": \"Roof \\\"off\\\"\"",
        "title: '  Roof  '",
    ],
    &[
        "date: 2026-11-20",
        "date: 26/11/26 # keep",
        "created: Thursday 26th November 2026 3pm",
        "date: tomorrow",
        "date: 2026-10-25T01:30:00Z",
    ],
    &[
        "area: Tanfold",
        "area: [Tanfold, 'Mill Lane' ] # keep",
        "areas:\n- Tanfold # keep\n# keep\n-  \"Mill Lane\"",
        "area: {name: Tanfold}",
        "area: []",
    ],
    &[
        "kind: warning",
        "Kind: Warning",
        "kind: Missing person # keep",
        "kind: Warnng",
        "kind: ''",
        "kind: [warning]",
        "kind: ~",
    ],
    &[
        "summary: Words",
        "description: |\n  One line\n  and the second",
        "summary: \"Two  blanks\\tand\\nlines\"",
        "summary: *x",
    ],
    &["severity: Severe", "severity: unknown", "severity: huge # keep", "severity: minor"],
    &[
        "expires: end of December",
        "expires: 2026-12-05 18:00 # keep",
        "expiryDate: 30/11/2026",
        "expires: [2026-12-05]",
    ],
    &[
        "when: 2026-12-05 10:00",
        "when: {start: 5 December 2026 10am, end: 12 noon, place: \"Corn Hall\"}",
        "when:\n  # keep\n  start: 2026-12-05 10:00 # start\n  end: \" 12:00\"\n  place: Corn Hall",
        "when:\n  start: 2026-12-05 10:00\n  end: 12:00",
        "event:\n    From: 2026-12-05 21:00\n    Until: 2am\n    venue: Hall\n    own: x",
        "starts: 2026-12-05 10:00\nends: 2026-12-05 12:00",
        "starts: '2026-12-05 10:00' # keep\nends: 12:00\nplace: Hall",
        "ends: 5/12/2026 12:00",
        "when: Saturday 5 December 2026, 10am to 12 noon, Corn Hall",
        "when: {date: 2026-12-05, time: 10am to 2pm}",
        "when: one of these days",
        "when: [2026-12-05]",
    ],
    &["reference: 46/322871/21", "references: ['46/1/21' , 46/2/21]", "reference:\n  - {no: 1}"],
    &[
        "source: \"Tanfold Council\"",
        "url: /lpp/",
        "source: ~",
        "url: 'https://council.example/a?x=1&amp;y=2' # keep",
        "source: 'Council'\nurl: https://council.example/a",
        "source: https://council.example/a",
        "source: {Name: Council, URL: https://council.example/a, own: x}",
        "source:\n  name: Council # keep\n  licence: OGL",
        "source: [a]",
    ],
    &["contacts: Police, Crimestoppers", "contacts: ['101']", "contacts: [{name: Joe, phone: 01632 960001}]"],
    &[
        "image: 'roof.png'",
        "og.image: https://img.example/a.png",
        "og:\n  image: https://img.example/a.png # keep\n  type: article",
        "image: {path: roof.png, alt: 'A, roof'}",
        "images: [a.png, b.png]",
        "image: {src: '', alt: ''}",
    ],
    &["tags: a, b,c", "categories: [a, 'b']"],
    &["draft: yes # keep", "published: false", "draft: Maybe", "pinned: Yes"],
    &["status: Found", "status: resolved\nclosed: 2026-11-28"],
    &["updates: First thing", "updates: # all\n  - date: 2026-11-21\n    text: First", "aliases: &a [x]"],
];

const BODIES: &[&str] = &[
    "Text.\n",
    "\nText, # no remark\nmore.\n\n\n",
    "   \n\n  indented\n\n\tcode  \n",
    "",
    "One\rTwo\nThree\n",
    "---\na: b\n---\n",
    "\n```yaml\na: b\n```",
];

fn document(dice: &mut Dice) -> String {
    let mut head = String::new();
    for lines in LINES {
        if dice.throw(3) > 0 {
            head.push_str(dice.one(lines));
            head.push('\n');
        }
        if dice.throw(6) == 0 {
            let own = format!("own{}", head.len());
            head.push_str(&dice.one(&["# keep\n", "\n", "own: {a: [b]} # keep\n"]).replace("own", &own));
        }
    }
    let (open, close) = [("---", "---"), ("```yaml", "```"), ("---", "..."), ("- - -", "—")][dice.throw(4)];
    let text = format!("{open}\n{head}{close}\n{}", dice.one(BODIES));
    let text = match dice.throw(4) {
        0 => text.replace('\n', "\r\n"),
        1 => text.replacen('\n', "\r\n", dice.throw(6)),
        _ => text,
    };
    if dice.throw(6) == 0 { format!("\u{feff}{text}") } else { text }
}

/// What a browser sends of a form that it was given: boxes of days and times hold nothing else, boxes of one line have no ends
/// of lines, and fields without a box are not sent.
fn sent_back(form: &FormData) -> Vec<(String, String)> {
    let is_shaped = |value: &str, shape: &str| {
        value.len() == shape.len()
            && value
                .bytes()
                .zip(shape.bytes())
                .all(|(byte, of)| if of == b'0' { byte.is_ascii_digit() } else { byte == of })
    };
    let mut pairs = Vec::new();
    for (name, value) in form.pairs() {
        let value = match name.as_str() {
            "tags" | "lang" | "author" | "source_licence" | "draft" => continue,
            name if name.ends_with("_day") && !is_shaped(value, "0000-00-00") => "",
            name if name.ends_with("_time") && !is_shaped(value, "00:00") => "",
            _ => value,
        };
        let lines = matches!(name.as_str(), "text" | "summary");
        let value =
            if lines { value.replace("\r\n", "\n").replace('\r', "\n") } else { value.replace(['\r', '\n'], "") };
        pairs.push((name.clone(), value));
    }
    pairs
}

/// What a form says, whichever way it is written.
fn said(pairs: &[(String, String)]) -> Vec<(&str, &str)> {
    let beside = |name: &str| name.ends_with("_kept") || name.ends_with("_exact");
    let mut said: Vec<(&str, &str)> = pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.trim()))
        .filter(|(name, value)| !value.is_empty() && !beside(name))
        .collect();
    said.sort_unstable();
    said
}

/// One thing that somebody does in a form: the boxes that are filled in, each with what comes into it.
const EDITS: &[&[(&str, &str)]] = &[
    &[("title", "New: title #1")],
    &[("kind", "appeal")],
    &[("summary", "Fresh words: \"quoted\" #tag")],
    &[("severity", "moderate")],
    &[("expires_day", "2027-01-05")],
    &[("date_day", "2026-11-19"), ("date_time", "08:15")],
    &[("start_day", "2026-12-04"), ("start_time", "09:30")],
    &[("start_day", "2026-12-24"), ("start_time", "09:30"), ("end_day", "2026-12-24"), ("end_time", "11:00")],
    &[("place", "Barn: the")],
    &[("area", "Marlow")],
    &[("reference", "46/9/26")],
    &[("source_name", "Gazette: the")],
    &[("source_url", "https://g.example/a?b=c&d=e#f")],
    &[("image", "b.png"), ("image_alt", "Alt, words")],
    &[("text", "A first line.\n\nAnd another.")],
    &[("pinned", "yes")],
];

#[test]
fn a_form_that_nobody_touched_changes_nothing_and_one_box_only_its_field() {
    let number = std::env::var("NOTICEBOARD_CHANGES").ok().and_then(|number| number.parse().ok()).unwrap_or(300);
    let (settings, _) = settings::read(None, "");
    let clock = FormClock::of(&settings);
    let mut dice = Dice(5);
    let (mut read, mut edited, mut refused) = (0, 0, 0);
    for _ in 0..number {
        let text = document(&mut dice);
        let Ok(form) = shown(&text, &clock) else { continue };
        read += 1;
        let pairs = sent_back(&form);
        // As the form held it: a browser sends every line end alike.
        let original = text.replace("\r\n", "\n");
        for basis in [&text, &original] {
            let made = changes(basis, &FormData::from(pairs.clone()), &clock);
            assert_eq!(made, Ok(Vec::new()), "a form that nobody touched\n{text}\n{pairs:?}");
        }
        let edit = dice.one(EDITS);
        let mut new: Vec<(String, String)> = pairs.clone();
        new.retain(|(name, _)| !edit.iter().any(|(known, _)| known == name));
        new.extend(edit.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())));
        edited += 1;
        let made = changes(&text, &FormData::from(new.clone()), &clock);
        let made = made.and_then(|made| change::apply_all(&text, &made, field_name));
        let made = match made {
            Ok(made) => made,
            Err(Refusal::Entangled) => {
                refused += 1;
                continue;
            }
            Err(refusal) => panic!("{refusal:?} of {edit:?}\n{text}"),
        };
        let back = sent_back(&shown(&made, &clock).expect("what was written can be read"));
        let (mut back, mut new) = (said(&back), said(&new));
        // An end that nobody could read for want of a start is read once there is one.
        if pairs.iter().any(|(name, _)| name == "end_kept") {
            for said in [&mut back, &mut new] {
                said.retain(|(name, _)| !matches!(*name, "end_day" | "end_time"));
            }
        }
        assert_eq!(back, new, "{edit:?}\n{text}\n=>\n{made}");
        // A name without quotes is read with the `#` in it, and makes room as a whole.
        let is_name = |line: &str| edit[0].0 == "source_name" && line.trim_start().starts_with("name:");
        let stays = |line: &str| made.contains(&line[line.find('#').unwrap()..]);
        let gone = text.lines().filter(|line| line.contains("# keep") && !stays(line) && !is_name(line));
        assert_eq!(gone.collect::<Vec<_>>(), Vec::<&str>::new(), "{edit:?}\n{text}\n=>\n{made}");
        let lines = |text: &str| text.split_inclusive('\n').map(str::to_owned).collect::<Vec<_>>();
        let (old, new) = (lines(&text), lines(&made));
        let before = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
        let after =
            old[before..].iter().rev().zip(new[before..].iter().rev()).take_while(|(old, new)| old == new).count();
        // The text is long, and start and end may stand far apart.
        let is_wide = edit.iter().any(|(name, _)| matches!(*name, "text" | "end_day"));
        let most = if is_wide { usize::MAX } else { 8 };
        assert!(old.len() - before - after <= most, "more than one field was written: {edit:?}\n{text}\n=>\n{made}");
    }
    println!("{read} of {number} documents read; of {edited} edits {refused} were refused");
    assert!(read * 2 > number && refused * 4 < edited, "{read} of {number} read, {refused} of {edited} refused");
}
