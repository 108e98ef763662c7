//! Bulletins that were saved as what an editor calls a text, `Road closed.txt`. In: a path and the file. Out: whether it is one.
//! It must not know what a field means.

use std::{fs::File as DiskFile, io::Read as _, path::Path};

use super::encoding;
use crate::source::SourcePath;

/// Whether the name of a file is that of a text, as Notepad names what it saves.
pub(super) fn is_text(path: &SourcePath) -> bool {
    path.as_str().to_ascii_lowercase().ends_with(".txt")
}

/// Whether a text begins with front matter: somebody saved a bulletin as what their editor calls a text.
pub(super) fn begins_as_bulletin(disk: &Path) -> bool {
    /// Its first two lines lie within so many bytes.
    const HEAD: u64 = 1_024;
    let mut head = Vec::new();
    if DiskFile::open(disk).and_then(|file| file.take(HEAD).read_to_end(&mut head)).is_err() {
        return false;
    }
    // The last letter may be cut.
    if let Err(error) = std::str::from_utf8(&head)
        && error.error_len().is_none()
    {
        head.truncate(error.valid_up_to());
    }
    let Ok((text, _)) = encoding::decode(head) else { return false };
    let mut lines = text.trim_start_matches('\u{feff}').lines().map(str::trim).filter(|line| !line.is_empty());
    let marks =
        lines.next().is_some_and(|line| line.len() > 1 && line.chars().all(|mark| matches!(mark, '-' | '–' | '—')));
    let first = lines.next().unwrap_or_default().to_lowercase();
    marks
        && ["title", "date", "area", "kind", "status", "draft"]
            .iter()
            .any(|field| first.strip_prefix(field).is_some_and(|rest| rest.trim_start().starts_with([':', '='])))
}
