//! `check --fix`: mends the files of a site where there is one right answer, and shows each change. In: the site as it is
//! on disk. Out: the files changed, all of their other bytes as they were. It must not know what a fix is for.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{collections::BTreeMap, fs, path::Path};

use super::{CommandRefusal, Global};
use crate::{
    problem::{Edit, Fix, FixAction, Problem, Safety, fix, show},
    read, replace,
    source::SourcePath,
};

/// Prints a line about what was changed.
pub type LinePrinter = fn(&str);

/// A change may make room for another: so often the site is looked at again.
const ROUNDS: usize = 6;

/// What is done to one file.
#[derive(Default)]
struct FileFix {
    edits: Vec<Vec<Edit>>,
    utf8: Option<()>,
    name: Option<String>,
}

/// Mends the site, and says by `say` what was changed. `look` says what is wrong with it now.
pub fn run(
    global: &Global,
    most: Safety,
    say: LinePrinter,
    look: impl Fn() -> Result<Vec<Problem>, CommandRefusal>,
) -> Result<(), CommandRefusal> {
    let mut files: Vec<String> = Vec::new();
    let mut changes = 0;
    for _ in 0..ROUNDS {
        let problems = look()?;
        let mut wanted: BTreeMap<SourcePath, FileFix> = BTreeMap::new();
        for problem in &problems {
            let (Some(fix), Some(place)) = (&problem.fix, &problem.place) else { continue };
            if fix.safety == Safety::Safe || most == Safety::Ask {
                wanted.entry(place.path.clone()).or_default().add(fix);
            }
        }
        let mut made = 0;
        for (path, wanted) in &wanted {
            let done = mend(&global.root, path, wanted, say)?;
            if done > 0 && !files.iter().any(|file| file == path.as_str()) {
                files.push(path.as_str().to_owned());
            }
            made += done;
        }
        changes += made;
        if made == 0 {
            break;
        }
    }
    if !global.quiet {
        match changes {
            0 => say("Mended nothing"),
            _ => say(&format!("Mended {} in {}", show::number(changes, "place"), show::number(files.len(), "file"))),
        }
    }
    Ok(())
}

impl FileFix {
    fn add(&mut self, fix: &Fix) {
        match &fix.change {
            FixAction::Edits(edits) => self.edits.push(edits.clone()),
            FixAction::Utf8 => self.utf8 = Some(()),
            FixAction::Name(name) => self.name = Some(name.clone()),
        }
    }
}

/// Mends one file, and says how many changes were made.
fn mend(root: &Path, path: &SourcePath, wanted: &FileFix, say: LinePrinter) -> Result<usize, CommandRefusal> {
    let failed = |error: std::io::Error| CommandRefusal::Failed(format!("`{path}` cannot be mended: {error}"));
    let disk = fs::canonicalize(root.join(path.as_str())).map_err(failed)?;
    if !fs::canonicalize(root).is_ok_and(|root| disk.starts_with(root)) {
        return Ok(0);
    }
    let mut made = 0;
    if !wanted.edits.is_empty() || wanted.utf8.is_some() {
        let Some(text) = read::decoded(fs::read(&disk).map_err(failed)?) else { return Ok(0) };
        let (new, changed) = fix::apply(&text, wanted.edits.iter().map(Vec::as_slice));
        if wanted.utf8.is_some() {
            say(&format!("{path}: saved as UTF-8"));
            made += 1;
        }
        for change in &changed {
            say(&format!("{path}:{}", change.line));
            // An empty line that was put in is one, too.
            for line in change.before.split('\n') {
                say(&format!("- {}", shown(line)));
            }
            for line in change.after.split('\n') {
                say(&format!("+ {}", shown(line)));
            }
        }
        made += changed.len();
        if made > 0 {
            replace::replace(&disk, &new).map_err(failed)?;
        }
    }
    if let Some(name) = &wanted.name {
        let new = disk.with_file_name(name);
        if !new.exists() {
            fs::rename(&disk, &new).map_err(failed)?;
            say(&format!("{path}: renamed to {name}"));
            made += 1;
        }
    }
    Ok(made)
}

/// A line as it is shown: what steers a terminal is not let through, and what cannot be told by eye is seen.
fn shown(line: &str) -> String {
    line.chars()
        .filter(|letter| !letter.is_control() || *letter == '\t')
        .map(|letter| match letter {
            '\t' => '→',
            '\u{a0}' | '\u{202f}' => '␣',
            letter => letter,
        })
        .collect()
}
