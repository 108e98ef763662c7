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
