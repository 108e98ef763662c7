//! `new`: writes a bulletin with its front matter filled in, and what its kind has to say for the author to fill in.
//! In: a title, areas and a kind. Out: a file and its path.
#![expect(clippy::disallowed_methods, reason = "edge: disk, environment and process")]

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::Path,
};

use clap::Args;

use super::{CommandRefusal, CommandStatus, Global, listing};
use crate::{
    change::yaml::quoted,
    clock,
    settings::{self, EventTiming, Kind, Settings},
    terminal::outln,
};

/// The options of `new`.
#[derive(Debug, Args)]
pub struct NewOptions {
    /// The bulletin's title
    title: String,
    /// An area that it is about; may be given several times
    #[arg(long, value_name = "AREA")]
    area: Vec<String>,
    /// Its kind, such as `appeal` or `warning`
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Open it in the editor that `VISUAL` or `EDITOR` names, else in the one that the system opens texts with
    #[arg(long)]
    edit: bool,
}

/// Writes the bulletin.
pub fn run(global: &Global, options: &NewOptions) -> Result<CommandStatus, CommandRefusal> {
    let title = options.title.trim();
    if title.is_empty() {
        return Err(CommandRefusal::Usage("a bulletin needs a title".into()));
    }
    let (sources, _) = listing(global)?.sources();
    let (settings, _) = settings::read(sources.settings.as_ref(), &sources.folder_name);
    let kind = kind(options, &settings)?;
    let now = clock::now().map_err(CommandRefusal::Failed)?;
    let zone = &settings.zone;
    let stamp = now.rfc3339(zone);
    let (day, time) = (&stamp[..10], &stamp[11..16]);
    let text = bulletin(title, &format!("{day} {time}"), &options.area, kind);

    let folder = format!("content/{}", &day[..4]);
    let stem = format!("{day}-{}", kind.file_name(title, &options.area));
    let on_disk = global.below(&folder);
    let failed = |path: &Path, error: std::io::Error| {
        CommandRefusal::Failed(format!("`{}` cannot be written: {error}", path.display()))
    };
    fs::create_dir_all(&on_disk).map_err(|error| failed(&on_disk, error))?;
    let names = std::iter::once(stem.clone()).chain((2..1000).map(|number| format!("{stem}-{number}")));
    for name in names {
        let path = on_disk.join(format!("{name}.md"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                file.write_all(text.as_bytes()).map_err(|error| failed(&path, error))?;
                outln!("{}", path.display());
                return if options.edit { edit(&path) } else { Ok(CommandStatus::Done) };
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(&path, error)),
        }
    }
    Err(CommandRefusal::Failed(format!("there are too many bulletins named `{stem}`")))
}

fn kind<'a>(options: &NewOptions, settings: &'a Settings) -> Result<&'a Kind, CommandRefusal> {
    let Some(wanted) = &options.kind else { return Ok(&settings.kinds[settings.default_kind]) };
    let name = super::known_kind(wanted, settings)?;
    let kind = settings.kinds.iter().find(|kind| kind.name == name);
    Ok(kind.unwrap_or(&settings.kinds[settings.default_kind]))
}

/// What bulletins of a kind have to say, for the author to fill in. A site's own kind is like the nearest of the program's.
fn skeleton(kind: &Kind) -> &'static str {
    match kind.name.as_str() {
        "missing" => include_str!("missing.md"),
        "consultation" => include_str!("consultation.md"),
        "animal" => include_str!("animal.md"),
        "warning" | "advice" | "incident" => include_str!("warning.md"),
        "appeal" => include_str!("appeal.md"),
        _ if kind.happens == EventTiming::Once => include_str!("event.md"),
        _ if kind.happens == EventTiming::While => include_str!("roads.md"),
        _ if kind.asks => include_str!("appeal.md"),
        _ => include_str!("notice.md"),
    }
}

fn bulletin(title: &str, date: &str, areas: &[String], kind: &Kind) -> String {
    let area = match areas {
        [] => String::new(),
        [one] => quoted(one),
        several => format!("[{}]", several.iter().map(|area| quoted(area)).collect::<Vec<_>>().join(", ")),
    };
    let filled = [("kind", kind.name.as_str()), ("date", date), ("area", &area), ("title", &quoted(title))]
        .iter()
        .fold(skeleton(kind).to_owned(), |text, (name, value)| text.replacen(&format!("{{{{{name}}}}}"), value, 1));
    // A field with nothing in it ends with its colon.
    filled.replace(": \n", ":\n")
}

/// How a text is opened where no editor is named, by the system: `open -t` takes the editor for texts, whatever opens
/// Markdown.
fn open_with_system(path: &Path) -> std::io::Result<()> {
    if cfg!(target_os = "macos") {
        return std::process::Command::new("open").arg("-t").arg(path).status().map(drop);
    }
    if cfg!(windows) {
        return std::process::Command::new("notepad.exe").arg(path).spawn().map(drop);
    }
    std::process::Command::new("xdg-open").arg(path).spawn().map(drop)
}

fn edit(path: &Path) -> Result<CommandStatus, CommandRefusal> {
    let editor =
        ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|editor| !editor.is_empty()));
    let Some(editor) = editor else {
        return open_with_system(path).map(|()| CommandStatus::Done).map_err(|_| {
            let path = path.display();
            CommandRefusal::Failed(format!(
                "no editor could be started: open `{path}` yourself, or say in the variable `EDITOR` which one to use"
            ))
        });
    };
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    match std::process::Command::new(program).args(words).arg(path).status() {
        Ok(status) if status.success() => Ok(CommandStatus::Done),
        Ok(status) => {
            let status = status.code().map_or("was ended".to_owned(), |code| format!("ended with status {code}"));
            let path = path.display();
            Err(CommandRefusal::Failed(format!("the editor `{editor}` {status}; the bulletin is there: `{path}`")))
        }
        Err(error) => Err(CommandRefusal::Failed(format!("the editor `{editor}` cannot be started: {error}"))),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalogue::placeholders;

    #[test]
    fn every_kind_has_words_to_replace_that_nobody_can_overlook() {
        for kind in settings::kinds::built_in() {
            let text = bulletin("Shed: 'a' \"b\"", "2021-03-01 15:34", &["Kent".into()], &kind);
            assert!(text.contains(placeholders::MARK), "{text}");
            assert!(
                text.starts_with("---\ntitle: \"Shed: 'a' \\\"b\\\"\"\ndate: 2021-03-01 15:34\narea: \"Kent\"\n"),
                "{text}"
            );
            assert!(!text.contains("{{") && !text.contains(": \n"), "{text}");
            let whens = ["event", "roads", "consultation"].contains(&kind.name.as_str());
            assert_eq!(text.contains("\nwhen:\n  start:\n  end:\n"), whens, "{text}");
        }
    }
}
