//! `check --fix` on disk, old encodings, names that Notepad makes, and what editors leave (content.md, "As volunteers write
//! it"; commands.md, `check`).

use crate::{disk::Folder, harness::Dice};

/// Runs the program in a folder and gives its exit status with what it printed.
fn check(folder: &Folder, arguments: &[&str]) -> (i32, String) {
    let run = folder.run(&[&["--color", "never", "check", "--now", "2021-03-10"], arguments].concat());
    (run.status.unwrap_or(-1), run.out + &run.err)
}

#[test]
fn old_encodings_and_names_are_read_and_mended() {
    let folder = Folder::empty();
    let text = "---\r\ntitle: Gate: shut\r\ndate: 01.03.2021\r\narea: Ford\r\n---\r\nIt costs \u{a3}5.\r\n";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    folder.put("content/a.md", utf16);
    let ansi: Vec<u8> = text.chars().map(|letter| u8::try_from(letter).expect("it is Latin")).collect();
    folder.put("content/b.md", ansi);
    folder.put("content/c.md.txt", text);
    let (status, before) = check(&folder, &[]);
    assert_eq!(status, 0, "{before}");
    for code in ["encoding-other", "name-with-txt", "value-unquoted", "date-loose"] {
        assert!(before.contains(code), "{code}: {before}");
    }
    let (status, mended) = check(&folder, &["--fix"]);
    assert_eq!(status, 0, "{mended}");
    assert!(mended.contains("- title: Gate: shut\n+ title: \"Gate: shut\"\n"), "{mended}");
    assert!(mended.contains("content/c.md.txt: renamed to c.md") && mended.contains("nothing wrong"), "{mended}");
    let want = text.replace("Gate: shut", "\"Gate: shut\"").replace("01.03.2021", "2021-03-01");
    let mended = folder.tree("content");
    for name in ["a.md", "b.md", "c.md"] {
        assert_eq!(mended[name], want.as_bytes(), "{name}");
    }
    let (_, again) = check(&folder, &["--fix"]);
    assert!(again.contains("Mended nothing"), "{again}");
}

#[test]
fn what_a_machine_reads_holds_the_problems_alone() {
    let text = "---\ntitle: Gate: shut\ndate: 01.03.2021\narea: Ford\n---\nFrom 10am to 12pm.\n";
    for format in ["json", "sarif", "gitlab", "github"] {
        let folder = Folder::empty();
        folder.put("content/a.md", text);
        let run = folder.run(&["check", "--now", "2021-03-10", "--format", format, "--fix"]).ended(0);
        let said = "- title: Gate: shut\n+ title: \"Gate: shut\"\n";
        assert!(run.err.contains(said) && run.err.contains("Mended "), "{format}: {}", run.err);
        assert!(!run.out.contains("Mended") && run.out.contains("noon-unclear"), "{format}: {}", run.out);
        if format != "github" {
            serde_json::from_str::<serde_json::Value>(&run.out).expect("it is JSON");
        }
    }
}

#[test]
fn a_bulletin_that_was_saved_as_a_text_is_one() {
    let folder = Folder::empty();
    let text = "---\ntitle: Gate shut\ndate: 2021-03-01\narea: Ford\n---\nGo round.\n";
    folder.put("content/Gate shut.txt", text);
    folder.put("content/rules.txt", "title: none\n");
    let (_, said) = check(&folder, &[]);
    assert!(said.contains("it is read as `Gate shut.md`"), "{said}");
    assert!(said.contains("noticeboard import \"content/rules.txt\""), "{said}");
    folder.build(&[]).ended(0);
    assert!(folder.path("public/2021/03/gate-shut/index.html").exists());
    assert!(!folder.path("public/Gate shut.txt").exists());
    check(&folder, &["--fix"]);
    assert!(folder.path("content/Gate shut.md").exists() && !folder.path("content/Gate shut.txt").exists());
    // Beside the bulletin it is an older copy.
    folder.put("content/Gate shut.txt", text);
    assert!(check(&folder, &[]).1.contains("leftover"));
}

#[test]
fn what_editors_leave_is_never_published() {
    let folder = Folder::empty();
    let text = "---\ntitle: Gate\ndate: 2021-03-01\narea: Ford\n---\nSecret word.\n";
    for name in [
        "a.md",
        "a.md~",
        "a.md.bak",
        "#a.md#",
        "~$a.docx",
        "Thumbs.db",
        "desktop.ini",
        "a.md.orig",
        "_posts/b.md",
        "a.md.txt",
    ] {
        folder.put(&format!("content/{name}"), text);
    }
    let (status, said) = check(&folder, &[]);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("warning[leftover]: 8 times") && said.contains("folder-passed-over"), "{said}");
    folder.run(&["build", "--now", "2021-03-10"]).ended(0);
    let public = folder.path("public");
    for name in ["a.md~", "a.md.bak", "#a.md#", "~$a.docx", "Thumbs.db", "desktop.ini", "a.md.orig", "a.md.txt"] {
        assert!(!public.join(name).exists(), "{name}");
    }
}

/// Pieces of front matter and of text, some of them with something to mend, some that nothing can mend.
const FIELDS: &[&str] = &[
    "title: Gate: shut # at night",
    "title: “Roof tools”",
    "title:\tGate\u{a0}two",
    "title:Gate",
    "date: 01.03.2021",
    "date: Wednesday 3rd March 2021",
    "date: yesterday",
    "area: Ford, Tanfold",
    "area: [Ford",
    "Status: OPEN",
    "summary: Ring 01632 960010",
    "tags: [one, two]",
    "key: &anchor x",
    "contacts: [Crimestoppers]",
    "kind: apeal",
    "updates:\n  - date: 02.03.2021\n    text: From 12pm it is shut.",
];
const TEXTS: &[&str] = &[
    "From 10am to 12pm, or 12 a.m., it was shut.",
    "It was on Monday 2 March 2021, or Fri 2 Mar 2021.",
    "Ring Crimestoppers on 0800 555 1111, or 0800 555 11.",
    "Report it to Action Fraud, or ActionFraud.",
    "• one\n• two\n– three",
    "##Heading",
    "    indented words, not code",
    "é \u{200b}\u{202e} 🔥\u{a0}end  ",
    "[here](<a b.png>) ![](x.png) `12pm` <b>12pm</b>",
    "```\n12pm\n```",
    "> 12pm, “she” said",
    "| 12pm | x |\n|---|---|\n| 12am | y |",
    "",
];

/// A document of pieces that a number chooses, as bytes.
fn generated(number: u64) -> Vec<u8> {
    let mut dice = Dice(number);
    let (begin, end) =
        [("---\n", "---\n"), ("—\n", "---\n"), ("- - -\n", "---\n"), ("---\n", ""), ("```yaml\n", "```\n"), ("", "")]
            [dice.throw(6)];
    let mut text = begin.to_owned();
    for field in ["title: Gate", "date: 2021-03-01", "area: Ford"].into_iter().take(dice.throw(4)) {
        text.push_str(field);
        text.push('\n');
    }
    // Each piece once, so that a line that is said to change can be told from others.
    let (mut fields, mut texts) = (FIELDS.to_vec(), TEXTS.to_vec());
    for _ in 0..dice.throw(5) {
        text.push_str(fields.swap_remove(dice.throw(fields.len())));
        text.push('\n');
    }
    text.push_str(end);
    for _ in 0..dice.throw(6) {
        text.push_str(texts.swap_remove(dice.throw(texts.len())));
        text.push_str(["\n", "\n\n", "  \n", ""][dice.throw(4)]);
    }
    if dice.throw(3) == 0 {
        text = text.replace('\n', "\r\n");
    }
    match dice.throw(8) {
        0 => [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect(),
        1 => [b"\xef\xbb\xbf", text.as_bytes()].concat(),
        2 => [text.chars().filter(char::is_ascii).collect::<String>().as_bytes(), b"caf\xe9 \xa35\n"].concat(),
        3 => [text.as_bytes(), b"\x00\x01\n"].concat(),
        _ => text.into_bytes(),
    }
}

/// A file's text, whatever it was saved in.
fn read_as_text(bytes: &[u8]) -> String {
    match bytes {
        [0xFF, 0xFE, rest @ ..] => {
            let units: Vec<u16> =
                rest.chunks(2).map(|pair| u16::from_le_bytes([pair[0], *pair.get(1).unwrap_or(&0)])).collect();
            String::from_utf16_lossy(&units)
        }
        _ => String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect()),
    }
}

/// Lines as `check --fix` shows them, so that what it says can be held against what it did.
fn shown(line: &str) -> String {
    let seen = line.chars().filter(|letter| !letter.is_control() || *letter == '\t');
    let seen = seen.map(|letter| if letter == '\t' { '→' } else { letter });
    seen.map(|letter| if matches!(letter, '\u{a0}' | '\u{202f}') { '␣' } else { letter }).collect()
}

#[test]
fn what_is_mended_is_what_is_said_and_nothing_is_left_to_mend() {
    let folder = Folder::empty();
    let before: std::collections::BTreeMap<String, Vec<u8>> =
        (0..150).map(|number| (format!("d{number:03}.md"), generated(number))).collect();
    for (name, bytes) in &before {
        folder.put(&format!("content/{name}"), bytes);
    }
    let (_, said) = check(&folder, &["--fix", "--unsafe"]);
    let mut lines: std::collections::BTreeMap<String, Vec<String>> =
        before.iter().map(|(name, bytes)| (name.clone(), read_as_text(bytes).lines().map(shown).collect())).collect();
    let (mut changed, mut re_encoded) = (std::collections::BTreeSet::new(), std::collections::BTreeSet::new());
    // A hunk is a place, the lines that were, and the lines that are. Of the hunks of one round each names the line as it was
    // before the round.
    let mut hunks: Vec<(String, usize, Vec<String>, Vec<String>)> = Vec::new();
    for line in said.lines() {
        let place = line.strip_prefix("content/").and_then(|rest| rest.split_once(".md:"));
        match (place, hunks.last_mut()) {
            (Some((name, rest)), _) if rest.trim() == "saved as UTF-8" => drop(re_encoded.insert(format!("{name}.md"))),
            (Some((name, number)), _) if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                let number: usize = number.parse().expect("it is a number");
                hunks.push((format!("{name}.md"), number - 1, Vec::new(), Vec::new()));
            }
            (_, Some((.., was, _))) if line.starts_with("- ") => was.push(line[2..].to_owned()),
            (_, Some((.., is))) if line.starts_with("+ ") => is.push(line[2..].to_owned()),
            _ => {}
        }
    }
    let mut moved: std::collections::BTreeMap<String, usize> = std::collections::BTreeMap::new();
    for (name, at, was, is) in hunks {
        let lines = lines.get_mut(&name).expect("it is there");
        let moved = moved.entry(name.clone()).or_default();
        let stands = |at: usize| lines.get(at..at + was.len()) == Some(&was[..]);
        if !stands(at + *moved) {
            *moved = 0;
        }
        let from = at + *moved;
        assert!(stands(from), "{name}:{at} was not {was:?}");
        *moved += is.len() - was.len();
        lines.splice(from..from + was.len(), is);
        changed.insert(name);
    }
    assert!(changed.len() > 50, "{}", changed.len());
    let after = folder.tree("content");
    for (name, bytes) in &before {
        let now = after.get(name).expect("no file is lost").clone();
        if !changed.contains(name) && !re_encoded.contains(name) {
            assert_eq!(&now, bytes, "{name} was changed without a word");
            continue;
        }
        let text = String::from_utf8(now).expect("what was mended is UTF-8");
        assert_eq!(text.lines().map(shown).collect::<Vec<_>>(), lines[name], "{name}");
        let bare = |text: &str| text.matches('\n').count() - text.matches("\r\n").count();
        let other = bare(&read_as_text(bytes)) == 0 && bare(&text) > 0;
        assert!(!other, "{name} has other line ends");
    }
    let (_, again) = check(&folder, &["--fix", "--unsafe"]);
    assert!(again.starts_with("Mended nothing"), "{again}");
}
