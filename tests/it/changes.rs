//! A save changes what was changed (desk.md, "Rules"): whichever field, text or update is written into whichever document, all
//! other bytes stay, and the document reads as before with just that change; or the change is refused. Generated documents, and
//! real collections where they are at hand. `NOTICEBOARD_CHANGES` sets how many documents are generated.

use std::{collections::BTreeMap, ops::Range, path::Path};

use noticeboard::testing::{
    catalogue::{FIELDS, field_name},
    change::{self, Change, Refusal, Value},
};

use crate::harness::Dice;

/// Values as people and programs write them, each as it stands behind its key.
const VALUES: &[&str] = &[
    " Callers at the door in Tanfold",
    " WARNING: gates open",
    " 'it''s'   # short",
    " \"a \\\" b\"",
    "   “curly”",
    "",
    " ~",
    " &anchor text",
    " *anchor",
    " !tag text",
    " 46/322871/21",
    " 01632 960001",
    " no",
    " 2026-11-28 15:34",
    " Plot #4 dug up",
    " [Tanfold, 'Church End', \"Hill, upper\"] # two",
    " [Tanfold,\n  Church End,\n  # between\n  {name: x}]",
    " {name: Police, 'url': \"https://a.example/?a=1&b=2\"}",
    "\n  name: Police # who\n  url: https://a.example/\n  licence:",
    "\n    deep:\n      deeper: x\n    last: y",
    "\n  - Tanfold\n  - Church End  # also\n\n  - [x, y]",
    "\n- date: 2026-11-29\n  text: |\n    One.\n\n    Two: three.\n# between\n- date: 2026-11-30\n  text: Four",
    "\n  - {date: 2026-11-29, text: One}",
    " [{date: 2026-11-29, text: 'One'}] # all",
    "\n  -\n    date: 2026-11-29\n    text: 'One'\n  - 'two' # second",
    " {date: 2026-11-29, text: 'One'}",
    "\n  date: 2026-11-29 # first\n  text: |\n    One\n\n    more",
    " end of December",
    " Warnng",
    " 2026-12-05 10:00 # start",
    " |\n  One\n\n   two # not a remark\n  three",
    " >-\n  folded\n  lines",
    " |+\n  kept\n\n",
    " >2\n   indented\n  more",
    " two\n  lines",
    " \"two\n  lines\"",
    "\t tabbed",
    "\u{a0}no-break",
];

const REMARKS: &[&str] = &["", "", "", "# a remark\n", "\n", "# two\n\n# remarks\n", "  # a deep remark\n"];
const BODIES: &[&str] = &[
    "",
    "\n",
    "Text.",
    "\nText.\n",
    "\n\n# Heading\n\n- one\n- two  \n\n\ttabbed\n\n",
    "---\na: b\n---\nText\n",
    "```yaml\na: b\n```\n",
    "\u{feff}Text\n",
    "\nÎle — “quotes” {{ x }}\n\n<b>raw</b>",
];

/// A document of some fields, and whether it is one that must be refused.
fn document(dice: &mut Dice) -> (String, bool) {
    let more = ["layout", "Custom_key", "areas", "starts", "ends", "url", "event", "og.image", "published"];
    let mut names: Vec<&str> = FIELDS.iter().map(|field| field.name).chain(more).collect();
    let mut text = String::new();
    for _ in 0..dice.throw(7) {
        let name = names.swap_remove(dice.throw(names.len()));
        let name = if dice.throw(6) == 0 { name.to_uppercase() } else { name.to_owned() };
        let value = dice.one(VALUES);
        // Behind a text without quotes, an indented remark may be read as more of it.
        let closed = value.trim_start().starts_with(['[', '{', '\'', '"']);
        let remarks = if closed { REMARKS } else { &REMARKS[..6] };
        text.push_str(&format!("{name}:{value}\n{}", dice.one(remarks)));
    }
    let body = dice.one(BODIES);
    let (open, close) = match dice.throw(12) {
        0 => ("```yaml", "```"),
        1 => ("---", "..."),
        2 => ("\n--- ", "---\t"),
        3 => (";;;", ";;;"),
        4 if dice.throw(3) == 0 => return (body.trim_start_matches(['-', '`']).to_owned(), true),
        _ => ("---", "---"),
    };
    let mut whole = format!("{open}\n{text}{close}{}{body}", if body.is_empty() { "" } else { "\n" });
    match dice.throw(4) {
        0 => whole = whole.replace('\n', "\r\n"),
        // As two programs in turn leave it.
        1 if dice.throw(4) == 0 => whole = whole.replacen("\n\n", "\r\n\r\n", 2),
        _ => {}
    }
    if dice.throw(8) == 0 {
        whole.insert(0, '\u{feff}');
    }
    (whole, open == ";;;")
}

/// Where front matter and body stand, found without the program: the bytes of the fields, and where the body begins.
fn layout(text: &str) -> Option<(Range<usize>, usize)> {
    let mut at = 0;
    let mut open: Option<(usize, bool)> = None;
    for line in text.split_inclusive('\n') {
        let plain = line.trim_start_matches('\u{feff}').trim_end();
        match open {
            None if plain.is_empty() => {}
            None if plain == "---" => open = Some((at + line.len(), false)),
            None if plain.starts_with("```y") => open = Some((at + line.len(), true)),
            None => return None,
            Some((from, fence)) if closes(plain, fence) => {
                return Some((from..at, at + line.len()));
            }
            Some(_) => {}
        }
        at += line.len();
    }
    None
}

/// Whether a line ends front matter.
fn closes(line: &str, fence: bool) -> bool {
    let dashes = line.len() >= 3 && line.bytes().all(|byte| byte == b'-');
    if fence { line == "```" } else { dashes || line == "..." }
}

/// The name of the field that a line begins, if it begins one.
fn key(line: &str) -> Option<&str> {
    let end = line.find(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | '.' | '-'))?;
    (end > 0 && !line.starts_with('-') && line[end..].trim_start_matches(' ').starts_with(':')).then(|| &line[..end])
}

/// The lines that belong to a field, without blank lines and remarks behind it; the end of the fields where it is missing.
fn own_lines(text: &str, fields: &Range<usize>, name: &str) -> Range<usize> {
    let mut at = fields.start;
    let mut own: Option<Range<usize>> = None;
    let mut inside = false;
    for line in text[fields.clone()].split_inclusive('\n') {
        let end = at + line.len();
        let rest = line.get(..name.len()).filter(|key| key.eq_ignore_ascii_case(name)).map(|_| &line[name.len()..]);
        match key(line) {
            _ if rest.is_some_and(|rest| rest.trim_start_matches(' ').starts_with(':')) => {
                own = Some(at..end);
                inside = true;
            }
            Some(_) => inside = false,
            None if inside && !line.trim().is_empty() && !line.trim_start().starts_with('#') => {
                own = own.map(|own| own.start..end);
            }
            // Blank lines that a text keeps are its own.
            None if inside && line.trim().is_empty() => {
                own = own.map(|own| if text[own.clone()].contains("|+") { own.start..end } else { own });
            }
            None => {}
        }
        at = end;
    }
    own.unwrap_or(fields.end..fields.end)
}

fn entries(text: &str) -> Vec<(String, Value)> {
    match change::parts(text, field_name) {
        Ok((Value::Map(entries), _)) => entries,
        other => panic!("{other:?} in {text}"),
    }
}

/// What is wrong with a change that was made; `name` is the field that it may touch, none for the text.
fn wrong(text: &str, new: &str, change: &Change, name: Option<&str>) -> Option<String> {
    let Some((fields, body)) = layout(text) else { return Some(format!("the test cannot take it apart: {text}")) };
    let told = |why: &str| {
        let short = |text: &str| text.chars().take(1500).collect::<String>();
        Some(format!("{why}\n{change:?}\n--- old\n{}\n--- new\n{}\n", short(text), short(new)))
    };
    let range = name.map_or(body..text.len(), |name| own_lines(text, &fields, name));
    let (before, after) = (&text[..range.start], &text[range.end..]);
    if !new.starts_with(before) || !new[before.len()..].ends_with(after) {
        return told("other bytes changed");
    }
    let mut expected = entries(text);
    let at = name.and_then(|name| expected.iter().position(|(key, _)| key.eq_ignore_ascii_case(name)));
    match (change, at) {
        (Change::Set { path, value }, at) if path.len() == 1 => match at {
            Some(at) => expected[at].1 = value.clone(),
            None => expected.push((path[0].clone(), value.clone())),
        },
        (Change::Set { path, value }, at) => {
            let inner = (path[1].clone(), value.clone());
            match at.map(|at| &mut expected[at].1) {
                Some(Value::Map(map)) => match map.iter_mut().find(|(key, _)| key.eq_ignore_ascii_case(&path[1])) {
                    Some((_, known)) => *known = value.clone(),
                    None => map.push(inner),
                },
                Some(known @ Value::Null) => *known = Value::Map(vec![inner]),
                Some(_) => return told("what stood there is lost"),
                None => expected.push((path[0].clone(), Value::Map(vec![inner]))),
            }
        }
        (Change::Append { path, value }, at) => {
            let mut list = match at.map(|at| expected[at].1.clone()) {
                Some(Value::List(list)) => list,
                None | Some(Value::Null) => Vec::new(),
                Some(one) => vec![one],
            };
            list.push(value.clone());
            match at {
                Some(at) => expected[at].1 = Value::List(list),
                None => expected.push((path[0].clone(), Value::List(list))),
            }
        }
        (Change::Remove { .. }, Some(at)) => drop(expected.remove(at)),
        (Change::Body { text: wanted }, _)
            if change::body(new, field_name).as_deref() != Ok(wanted.trim_matches('\n')) =>
        {
            return told("the text is another");
        }
        _ => {}
    }
    if entries(new) == expected { None } else { told("it reads otherwise") }
}

fn value(dice: &mut Dice) -> Value {
    const TEXTS: &[&str] = &[
        "Callers at the door",
        "WARNING: gates open",
        "\"quoted\" it's",
        "# no remark",
        "- dash",
        "a #b: c",
        "Île – “x” 🚨",
        "null",
        "two\nlines\n\nand: three",
        "[NEW] gate",
        "",
        " blanks ",
        "tab\tin it",
        "---",
        "@parish & *co*",
        "2026-11-28 15:34",
    ];
    let text = |dice: &mut Dice| Value::text(dice.one(TEXTS));
    match dice.throw(6) {
        0 => Value::List((0..dice.throw(4)).map(|_| text(dice)).collect()),
        1 => Value::Map(vec![("name".into(), text(dice)), ("url".into(), Value::text("https://b.example/#x"))]),
        _ => text(dice),
    }
}

/// The body with one line changed, as a browser would send it, and the bytes that have to come of it.
fn body_changed(text: &str, dice: &mut Dice) -> Option<(Change, String)> {
    let (_, at) = layout(text)?;
    let shown = change::body(text, field_name).ok()?;
    let lines: Vec<&str> = shown.split('\n').collect();
    let number = dice.throw(lines.len());
    if lines[number].trim().is_empty() || text[at..].contains('\r') && !text[at..].contains("\r\n") {
        return None;
    }
    let nth = lines[..number].iter().filter(|line| **line == lines[number]).count();
    // The same line of the file, whatever blank lines stand round the text.
    let mut from = at;
    let mut seen = 0;
    for line in text[at..].split_inclusive('\n') {
        let plain = line.trim_end_matches(['\n', '\r']);
        if plain == lines[number] {
            if seen == nth {
                let whole = [&text[..from], "Changed: “line”", &text[from + plain.len()..]].concat();
                let mut new = lines.clone();
                new[number] = "Changed: “line”";
                return Some((Change::Body { text: new.join("\r\n") }, whole));
            }
            seen += 1;
        }
        from += line.len();
    }
    None
}

/// How many changes were made, and how many refused, by kind.
#[derive(Debug, Default)]
struct Tally(BTreeMap<&'static str, (usize, usize)>);

impl Tally {
    fn count(&mut self, kind: &'static str, made: bool) {
        let (all, refused) = self.0.entry(kind).or_default();
        *all += 1;
        *refused += usize::from(!made);
    }
}

/// Tries changes of every kind in a document; what is wrong comes out.
fn tried(text: &str, names: &[String], dice: &mut Dice, tally: &mut Tally) -> Vec<String> {
    let mut faults = Vec::new();
    let given = entries(text);
    let mut attempt = |kind: &'static str, change: Change, name: Option<&str>| {
        let new = change::apply(text, &change, field_name);
        let known = name.and_then(|name| given.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)));
        if kind == "update" && matches!(known, Some((_, Value::Text(_)))) {
            assert_eq!(new, Err(Refusal::Entangled), "a text is no list of updates");
            return;
        }
        if kind == "inner" && matches!(known, Some((_, Value::Text(_) | Value::List(_)))) {
            assert_eq!(new, Err(Refusal::Entangled), "what stands there would be lost");
            return;
        }
        tally.count(kind, new.is_ok());
        match &new {
            Ok(new) => faults.extend(wrong(text, new, &change, name)),
            Err(Refusal::Unreadable) => faults.push(format!("it was readable: {text}")),
            Err(Refusal::Entangled) => {}
        }
    };
    for name in names {
        attempt("set", Change::set(name, value(dice)), Some(name));
        attempt("remove", Change::remove(name), Some(name));
    }
    let update = |text: &str| {
        let pairs = [("date", "2026-11-30 09:00"), ("text", text)];
        Value::Map(pairs.map(|(key, text)| (key.to_owned(), Value::text(text))).to_vec())
    };
    let words = dice.one(&["One line", "Two lines:\n\n- of *text*", "Gate #4: open"]);
    attempt("update", Change::Append { path: vec!["updates".into()], value: update(words) }, Some("updates"));
    attempt("status", Change::set("status", Value::text("withdrawn")), Some("status"));
    attempt("inner", Change::Set { path: vec!["source".into(), "name".into()], value: value(dice) }, Some("source"));
    attempt("text", Change::Body { text: "\nAnother text\n\n---\nwith: marks\n".into() }, None);
    if let Some((change, want)) = body_changed(text, dice) {
        match change::apply(text, &change, field_name) {
            Ok(new) if new == want => tally.count("line", true),
            Ok(new) => faults.push(format!("more than a line changed\n--- old\n{text}\n--- new\n{new}")),
            Err(_) => tally.count("line", false),
        }
    }
    let same = change::body(text, field_name).map(|text| Change::Body { text: text.replace('\n', "\r\n") });
    if same.is_ok_and(|same| change::apply(text, &same, field_name).as_deref() != Ok(text)) {
        faults.push(format!("a text that was not changed was written anew\n{text}"));
    }
    faults
}

fn names(text: &str) -> Option<Vec<String>> {
    match change::parts(text, field_name) {
        Ok((Value::Map(entries), _)) => Some(entries.into_iter().map(|(key, _)| key).collect()),
        _ => None,
    }
}

fn report(wrong: &[String]) {
    assert!(wrong.is_empty(), "{} of them, such as\n{}", wrong.len(), wrong[..wrong.len().min(4)].join("\n"));
}

#[test]
fn one_change_leaves_all_other_bytes_of_generated_documents() {
    let number = std::env::var("NOTICEBOARD_CHANGES").ok().and_then(|number| number.parse().ok()).unwrap_or(80);
    let mut dice = Dice(21);
    let mut tally = Tally::default();
    let mut faults = Vec::new();
    let mut unreadable = 0;
    for _ in 0..number {
        let (text, refused) = document(&mut dice);
        let Some(names) = names(&text) else {
            unreadable += 1;
            let change = Change::set("title", Value::text("x"));
            assert_eq!(change::apply(&text, &change, field_name), Err(Refusal::Unreadable));
            continue;
        };
        assert!(!refused, "front matter of another kind was changed\n{text}");
        faults.extend(tried(&text, &names, &mut dice, &mut tally));
    }
    println!("{number} documents, {unreadable} that cannot be read; changes and refusals: {:?}", tally.0);
    report(&faults);
    assert!(unreadable < number / 2, "{unreadable} of {number} could not be read");
    for (kind, (all, refused)) in &tally.0 {
        assert!(refused * 10 <= *all, "{kind}: {refused} of {all} were refused");
    }
}

#[test]
fn one_change_leaves_all_other_bytes_of_real_collections() {
    let named = std::env::var("NOTICEBOARD_CORPORA").ok();
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora");
    let step = if named.is_some() { 1 } else { 80 };
    let folder = named.map_or(beside, Into::into);
    let files = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
    let texts = files.filter(|entry| entry.path().extension().is_some_and(|ending| ending == "md" || ending == "txt"));
    let mut dice = Dice(7);
    let mut tally = Tally::default();
    let mut faults = Vec::new();
    let (mut read, mut unreadable) = (0, 0);
    for entry in texts.step_by(step) {
        let Ok(text) = std::fs::read_to_string(entry.path()) else { continue };
        match names(&text) {
            Some(names) => {
                read += 1;
                faults.extend(tried(&text, &names, &mut dice, &mut tally));
            }
            None => unreadable += 1,
        }
    }
    println!("{read} documents read, {unreadable} not; changes and refusals: {:?}", tally.0);
    report(&faults);
}
