//! What the name of a file below `content/` says of it: a document, or something that an editor or a system left there.
//! In: names. Out: what they are. It must not know the disk.

/// Whether a file is a bulletin or a page. Notepad hides that it adds `.txt`.
pub fn is_document(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let name = name.strip_suffix(".txt").unwrap_or(&name);
    name.ends_with(".md") || name.ends_with(".markdown")
}

/// Whether a file is what an editor, a copying program or a system left: never meant for readers, and perhaps an older
/// version of a bulletin that was taken back.
pub fn is_leftover(name: &str) -> bool {
    const ENDINGS: &[&str] = &[
        "~",
        ".bak",
        ".backup",
        ".orig",
        ".old",
        ".swp",
        ".swo",
        ".swx",
        ".save",
        ".sav",
        ".tmp",
        ".temp",
        ".rej",
        ".part",
        ".partial",
        ".crdownload",
        ".download",
        ".autosave",
        ".asd",
        ".wbk",
        ".lock",
        ".lnk",
    ];
    const NAMES: &[&str] = &["thumbs.db", "ehthumbs.db", "ehthumbs_vista.db", "desktop.ini", "icon\r", "$recycle.bin"];
    let name = name.to_lowercase();
    let is_copy = || [".md.", ".md~", ".markdown.", ".md_", ".md-", ".md "].iter().any(|mark| name.contains(mark));
    NAMES.contains(&name.as_str())
        || name.starts_with("~$")
        || name.starts_with(".#")
        || (name.len() > 1 && name.starts_with('#') && name.ends_with('#'))
        || ENDINGS.iter().any(|ending| name.ends_with(ending) || numbered(&name, ending))
        || (!is_document(&name) && is_copy())
}

/// Whether a name ends as in `roof.md.~3~` or `roof.bak2`.
fn numbered(name: &str, ending: &str) -> bool {
    let stem = name.trim_end_matches(|letter: char| letter.is_ascii_digit());
    stem.len() < name.len() && ending.len() > 1 && stem.ends_with(ending)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_by_programs() {
        for name in [
            "w.md~",
            "w.md.bak",
            "w.md.orig",
            "w.md.swp",
            "w.md.save",
            "w.md.tmp",
            "#w.md#",
            "Thumbs.db",
            "desktop.ini",
            "~$w.docx",
            "W.BAK",
            "w.md.bak2",
            "w.md.~3~",
            "w.md.2",
            "w.md_old",
            "w.md - Copy",
            "w.markdown.old",
            "plan.pdf.part",
        ] {
            assert!(is_leftover(name), "{name}");
        }
        for name in [
            "w.md",
            "w.md.txt",
            "W - Copy.md",
            "plan.pdf",
            "a.tmpl.txt",
            "notes.txt",
            "old.pdf",
            "#plan.pdf",
            "x.cy.md",
        ] {
            assert!(!is_leftover(name), "{name}");
        }
        assert!(is_document("a.MD") && is_document("a.md.txt") && is_document("a.markdown") && !is_document("a.txt"));
    }
}
