//! Which documents were translations in an earlier build: when the original of one is deleted or renamed, it must not be
//! published as if it had never had one. In: the folder of the state, paths and hashes. Out: the same later. It must not
//! know what is in a file.

use std::{fmt::Write as _, path::Path};

use crate::catalogue::translation::KnownTranslation;

const FILE: &str = "translations";

/// All that are known.
pub fn all(state: &Path) -> Vec<KnownTranslation> {
    let translation = |(hash, paths): (String, String)| {
        let (path, original) = match paths.split_once('\t') {
            Some((path, original)) => (path.to_owned(), Some(original.to_owned())),
            None => (paths, None),
        };
        Some(KnownTranslation { hash: u64::from_str_radix(&hash, 16).ok()?, path, original })
    };
    super::hashes_and_paths(&state.join(FILE)).into_iter().filter_map(translation).collect()
}

/// Keeps these, where they are others than `before`. What the disk does not take is as if this build had not been.
pub fn keep(state: &Path, before: &[KnownTranslation], known: &[KnownTranslation]) {
    if known != before {
        let mut lines = String::new();
        for KnownTranslation { hash, path, original } in known {
            let original = original.as_ref().map(|original| format!("\t{original}")).unwrap_or_default();
            // A `String` takes all that is written into it.
            let _ = writeln!(lines, "{hash:016x} {path}{original}");
        }
        let _ = super::put(&state.join(FILE), lines.as_bytes());
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    /// Older and newer versions of the program read the same file: a line for each, hash and path, and the path of the original
    /// where its name is no usual one.
    #[test]
    fn the_lines_of_the_file_are_these() {
        let folder = tempfile::tempdir().unwrap();
        let known = [
            KnownTranslation { hash: 0xab, path: "content/a b.cy.md".into(), original: None },
            KnownTranslation { hash: 0xcd, path: "content/c.cy.md".into(), original: Some("content/c.en.md".into()) },
        ];
        keep(folder.path(), &[], &known);
        let text = fs::read_to_string(folder.path().join(FILE)).unwrap();
        assert_eq!(text, "00000000000000ab content/a b.cy.md\n00000000000000cd content/c.cy.md\tcontent/c.en.md\n");
        assert_eq!(all(folder.path()), known);
    }
}
