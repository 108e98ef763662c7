//! `new`: writes a bulletin with its front matter filled in. In: a title, areas and a kind. Out: a file and its path.
#![expect(clippy::disallowed_methods, reason = "edge: disk, environment and process")]

use std::{
    fs::{self, OpenOptions},
    io::Write as _,
    path::Path,
};

use clap::Args;

use super::{Global, Refusal, Status, listing};
use crate::{
    address::slug,
    clock,
    settings::{self, Settings},
    terminal::outln,
};

/// The options of `new`.
#[derive(Debug, Args)]
pub struct Options {
    /// The bulletin's title
    title: String,
    /// An area that it is about; may be given several times
    #[arg(long, value_name = "AREA")]
    area: Vec<String>,
    /// Its kind, such as `appeal` or `warning`
    #[arg(long, value_name = "KIND")]
    kind: Option<String>,
    /// Open it in the editor that `VISUAL` or `EDITOR` names
    #[arg(long)]
    edit: bool,
}

/// Writes the bulletin.
pub fn run(global: &Global, options: &Options) -> Result<Status, Refusal> {
    let title = options.title.trim();
    if title.is_empty() {
        return Err(Refusal::Usage("a bulletin needs a title".into()));
    }
    let (sources, _) = listing(global)?.sources();
    let (settings, _) = settings::read(sources.settings.as_ref(), &sources.folder_name);
    let kind = kind(options, &settings)?;
    let now = clock::now().map_err(Refusal::Failed)?;
    let zone = &settings.zone;
    let stamp = now.rfc3339(zone);
    let (day, time) = (&stamp[..10], &stamp[11..16]);
    let text = bulletin(title, &format!("{day} {time}"), &options.area, kind);

    let folder = format!("content/{}", &day[..4]);
    let stem = format!("{day}-{}", slug(title));
    let on_disk = global.below(&folder);
    let failed = |path: &Path, error: std::io::Error| {
        Refusal::Failed(format!("`{}` cannot be written: {error}", path.display()))
    };
    fs::create_dir_all(&on_disk).map_err(|error| failed(&on_disk, error))?;
    let names = std::iter::once(stem.clone()).chain((2..1000).map(|number| format!("{stem}-{number}")));
    for name in names {
        let path = on_disk.join(format!("{name}.md"));
        match OpenOptions::new().write(true).create_new(true).open(&path) {
            Ok(mut file) => {
                file.write_all(text.as_bytes()).map_err(|error| failed(&path, error))?;
                outln!("{}", path.display());
                return if options.edit { edit(&path) } else { Ok(Status::Done) };
            }
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed(&path, error)),
        }
    }
    Err(Refusal::Failed(format!("there are too many bulletins named `{stem}`")))
}

fn kind<'a>(options: &Options, settings: &'a Settings) -> Result<&'a str, Refusal> {
    match &options.kind {
        None => Ok(&settings.kinds[settings.default_kind].name),
        Some(wanted) => super::known_kind(wanted, settings),
    }
}

/// A text as YAML: a double-quoted string, whose escapes YAML shares with JSON.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn bulletin(title: &str, date: &str, areas: &[String], kind: &str) -> String {
    let area = match areas {
        [] => "area:\n".to_owned(),
        [one] => format!("area: {}\n", quoted(one)),
        several => format!("area: [{}]\n", several.iter().map(|area| quoted(area)).collect::<Vec<_>>().join(", ")),
    };
    format!(
        "---\ntitle: {}\ndate: {date}\n{area}kind: {kind}\nsummary:\nreference:\n---\n\n\
         Say in the first sentence what happened, where and when.\n\n## What to do\n\n- \n",
        quoted(title)
    )
}

fn edit(path: &Path) -> Result<Status, Refusal> {
    let editor =
        ["VISUAL", "EDITOR"].iter().find_map(|name| std::env::var(name).ok().filter(|editor| !editor.is_empty()));
    let Some(editor) = editor else {
        return Err(Refusal::Failed("no editor is set: say which in the variable `EDITOR`".into()));
    };
    let mut words = editor.split_whitespace();
    let program = words.next().unwrap_or_default();
    match std::process::Command::new(program).args(words).arg(path).status() {
        Ok(status) if status.success() => Ok(Status::Done),
        Ok(_) => Ok(Status::Reported),
        Err(error) => Err(Refusal::Failed(format!("the editor `{editor}` cannot be started: {error}"))),
    }
}
