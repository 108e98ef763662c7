//! `check --fix` on disk, old encodings, names that Notepad makes, and what editors leave (content.md, "As volunteers write
//! it"; commands.md, `check`).

/// Runs the program in a folder and gives its exit status with what it printed.
fn check(folder: &std::path::Path, arguments: &[&str]) -> (i32, String) {
    let output = std::process::Command::new(crate::disk::PROGRAM)
        .args(["--root", &folder.to_string_lossy(), "--color", "never", "check", "--now", "2021-03-10"])
        .args(arguments)
        .output()
        .expect("the program runs");
    let text = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    (output.status.code().unwrap_or(-1), text)
}

#[test]
fn old_encodings_and_names_are_read_and_mended() {
    let folder = tempfile::tempdir().expect("a folder");
    let content = folder.path().join("content");
    std::fs::create_dir(&content).expect("a folder");
    let text = "---\r\ntitle: Gate: shut\r\ndate: 01.03.2021\r\narea: Ford\r\n---\r\nIt costs \u{a3}5.\r\n";
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(text.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    std::fs::write(content.join("a.md"), utf16).expect("it is written");
    let ansi: Vec<u8> = text.chars().map(|letter| u8::try_from(letter).expect("it is Latin")).collect();
    std::fs::write(content.join("b.md"), ansi).expect("it is written");
    std::fs::write(content.join("c.md.txt"), text).expect("it is written");
    let (status, before) = check(folder.path(), &[]);
    assert_eq!(status, 0, "{before}");
    for code in ["encoding-other", "name-with-txt", "value-unquoted", "date-loose"] {
        assert!(before.contains(code), "{code}: {before}");
    }
    let (status, mended) = check(folder.path(), &["--fix"]);
    assert_eq!(status, 0, "{mended}");
    assert!(mended.contains("- title: Gate: shut\n+ title: \"Gate: shut\"\n"), "{mended}");
    assert!(mended.contains("content/c.md.txt: renamed to c.md") && mended.contains("nothing wrong"), "{mended}");
    let want = text.replace("Gate: shut", "\"Gate: shut\"").replace("01.03.2021", "2021-03-01");
    for name in ["a.md", "b.md", "c.md"] {
        assert_eq!(std::fs::read(content.join(name)).expect("it is there"), want.as_bytes(), "{name}");
    }
    let (_, again) = check(folder.path(), &["--fix"]);
    assert!(again.contains("Mended nothing"), "{again}");
}

#[test]
fn what_editors_leave_is_never_published() {
    let folder = tempfile::tempdir().expect("a folder");
    let content = folder.path().join("content");
    std::fs::create_dir_all(content.join("_posts")).expect("a folder");
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
        std::fs::write(content.join(name), text).expect("it is written");
    }
    let (status, said) = check(folder.path(), &[]);
    assert_eq!(status, 0, "{said}");
    assert!(said.contains("warning[leftover]: 8 times") && said.contains("folder-passed-over"), "{said}");
    let built = std::process::Command::new(crate::disk::PROGRAM)
        .args(["--root", &folder.path().to_string_lossy(), "build", "--now", "2021-03-10"])
        .output()
        .expect("the program runs");
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
    let public = folder.path().join("public");
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
fn generated(mut number: u64) -> Vec<u8> {
    let mut next = |below: usize| {
        // Numerical Recipes' generator: the same documents everywhere.
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(number >> 33).expect("it is small") % below
    };
    let (begin, end) =
        [("---\n", "---\n"), ("—\n", "---\n"), ("- - -\n", "---\n"), ("---\n", ""), ("```yaml\n", "```\n"), ("", "")]
            [next(6)];
    let mut text = begin.to_owned();
    for field in ["title: Gate", "date: 2021-03-01", "area: Ford"].into_iter().take(next(4)) {
        text.push_str(field);
        text.push('\n');
    }
    // Each piece once, so that a line that is said to change can be told from others.
    let (mut fields, mut texts) = (FIELDS.to_vec(), TEXTS.to_vec());
    for _ in 0..next(5) {
        text.push_str(fields.swap_remove(next(fields.len())));
        text.push('\n');
    }
    text.push_str(end);
    for _ in 0..next(6) {
        text.push_str(texts.swap_remove(next(texts.len())));
        text.push_str(["\n", "\n\n", "  \n", ""][next(4)]);
    }
    if next(3) == 0 {
        text = text.replace('\n', "\r\n");
    }
    match next(8) {
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
    let folder = tempfile::tempdir().expect("a folder");
    let content = folder.path().join("content");
    std::fs::create_dir(&content).expect("a folder");
    let before: std::collections::BTreeMap<String, Vec<u8>> =
        (0..150).map(|number| (format!("d{number:03}.md"), generated(number))).collect();
    for (name, bytes) in &before {
        std::fs::write(content.join(name), bytes).expect("it is written");
    }
    let (_, said) = check(folder.path(), &["--fix", "--unsafe"]);
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
    let after = |name: &str| std::fs::read(content.join(name)).expect("no file is lost");
    for (name, bytes) in &before {
        let now = after(name);
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
    let (_, again) = check(folder.path(), &["--fix", "--unsafe"]);
    assert!(again.starts_with("Mended nothing"), "{again}");
}
