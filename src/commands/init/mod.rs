//! `init`: starts a small site. In: a folder, a name and a host. Out: files; none that is there is ever changed.
#![expect(clippy::disallowed_methods, reason = "edge: disk, and this program's own file")]

use std::{
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

use clap::Args;
use sha2::{Digest as _, Sha256};

use super::{CommandRefusal, CommandStatus, Global, IGNORED};
use crate::{
    clock,
    moment::Zone,
    schema,
    terminal::{errln, outln},
};

/// The options of `init`.
#[derive(Debug, Args)]
pub struct InitOptions {
    /// The folder to start the site in
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Where it will be published: writes the workflow that builds and deploys it
    #[arg(long, value_name = "HOST")]
    host: Option<HostingKind>,
    /// The site's title
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

/// A place that publishes static sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum HostingKind {
    GithubPages,
    GitlabPages,
    Netlify,
    CloudflarePages,
    S3,
}

impl HostingKind {
    /// The paths of its files, and their texts.
    fn files(self) -> &'static [(&'static str, &'static str)] {
        match self {
            Self::GithubPages => &[(".github/workflows/noticeboard.yml", include_str!("github-pages.yml"))],
            Self::GitlabPages => &[(".gitlab-ci.yml", include_str!("gitlab-pages.yml"))],
            Self::Netlify => &[
                ("netlify.toml", include_str!("netlify.toml")),
                ("netlify/functions/hourly.mjs", include_str!("netlify-hourly.mjs")),
            ],
            Self::CloudflarePages => &[(".github/workflows/noticeboard.yml", include_str!("cloudflare-pages.yml"))],
            Self::S3 => &[(".github/workflows/noticeboard.yml", include_str!("s3.yml"))],
        }
    }
}

/// What workflows for GitHub have in common: up to the job that publishes; up to the build; after it.
const PARTS: &[(&str, &str)] = &[
    ("{{github-head}}\n", include_str!("github-head.yml")),
    ("{{github-steps}}\n", include_str!("github-steps.yml")),
    ("{{github-build}}\n", include_str!("github-build.yml")),
    ("{{github-keep}}\n", include_str!("github-keep.yml")),
];

/// The settings, unless the command line names another file.
const SETTINGS: &str = "site.yaml";

const FILES: &[(&str, &str)] = &[
    (SETTINGS, include_str!("site.yaml")),
    ("content/first.md", include_str!("content/first.md")),
    ("content/second.md", include_str!("content/second.md")),
    ("content/pages/about.md", include_str!("content/pages/about.md")),
    (".gitignore", IGNORED),
    (".vscode/settings.json", include_str!("vscode.json")),
];

/// Files that other programs have too: one that is there stays, and the site is as good.
const OF_OTHERS: [&str; 4] =
    [".gitignore", ".vscode/settings.json", ".vscode/site.schema.json", ".vscode/bulletin.schema.json"];

/// The SHA-256 of the program for Linux on x86-64 of this version, in hexadecimal: the release tells it to programs for
/// other machines, and that program itself looks at its own file. None in a program that no release made.
fn checksum() -> Option<String> {
    if let Some(told) = option_env!("NOTICEBOARD_LINUX_SHA256") {
        return Some(told.to_owned());
    }
    option_env!("NOTICEBOARD_RELEASE")?;
    let bytes = fs::read(std::env::current_exe().ok()?).ok()?;
    let mut hex = String::new();
    for byte in Sha256::digest(bytes) {
        write!(hex, "{byte:02x}").ok()?;
    }
    Some(hex)
}

/// Writes the site.
pub fn run(global: &Global, options: &InitOptions) -> Result<CommandStatus, CommandRefusal> {
    let dir = if options.dir == std::path::Path::new(".") { global.root.clone() } else { global.below(&options.dir) };
    if dir.is_file() {
        let file = dir.display();
        return Err(CommandRefusal::Usage(format!("`{file}` is a file, and a site is a folder: give it another name")));
    }
    let at = |name: &str| if dir == std::path::Path::new(".") { PathBuf::from(name) } else { dir.join(name) };
    let schemas = [
        (".vscode/site.schema.json", format!("{:#}\n", schema::site())),
        (".vscode/bulletin.schema.json", format!("{:#}\n", schema::bulletin(None))),
    ];
    let of_host = options.host.map_or(&[][..], HostingKind::files);
    let files: Vec<(&str, &str)> = FILES.iter().chain(of_host).copied().collect();
    let config = global.config.to_string_lossy();
    let files = files.into_iter().map(|(name, text)| if name == SETTINGS { (&*config, text) } else { (name, text) });
    let files = files.chain(schemas.iter().map(|(name, text)| (*name, text.as_str())));
    let (there, files): (Vec<_>, Vec<_>) = files.partition(|(name, _)| at(name).exists());
    if let Some((name, _)) = there.iter().find(|(name, _)| !OF_OTHERS.contains(name)) {
        let path = at(name);
        return Err(CommandRefusal::Failed(format!(
            "`{}` is there already, and nothing is overwritten",
            path.display()
        )));
    }
    if options.name.as_ref().is_some_and(|name| name.trim().is_empty()) {
        let sentence = "`--name` is empty: write the title of the site behind it, or leave it out";
        return Err(CommandRefusal::Usage(sentence.into()));
    }
    let folder = std::path::absolute(&dir).unwrap_or_else(|_| dir.clone());
    let folder_name = folder.file_name().and_then(|name| name.to_str()).unwrap_or("Our noticeboard").to_owned();
    let name = options.name.clone().unwrap_or(folder_name);
    let now = clock::now().map_err(CommandRefusal::Failed)?;
    let zone = Zone::new("Europe/London").map_err(|unknown| CommandRefusal::Failed(unknown.to_string()))?;
    let today = now.rfc3339(&zone)[..10].to_owned();
    let checksum = checksum();
    for (path, text) in files {
        let path = at(path);
        let failed =
            |error: std::io::Error| CommandRefusal::Failed(format!("`{}` cannot be written: {error}", path.display()));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        fs::write(&path, fill(text, &name, &today, checksum.as_deref())).map_err(failed)?;
        if !global.quiet {
            outln!("{}", path.display());
        }
    }
    for (name, text) in there {
        errln!("warning: {}", kept(&at(name), name, text));
    }
    if options.host.is_some() && checksum.is_none() {
        errln!(
            "warning: this program was made by no release, so its checksum is not known: put that of version {} into {}",
            env!("CARGO_PKG_VERSION"),
            of_host[0].0
        );
    }
    let here = options.dir.as_os_str() == "." && global.root.as_os_str() == ".";
    if !global.quiet {
        errln!("{}", next(if here { None } else { Some(&dir) }, &config, options.host).trim_end());
    }
    Ok(CommandStatus::Done)
}

/// What is said of a file that was there and stays.
fn kept(path: &Path, name: &str, text: &str) -> String {
    let own = fs::read_to_string(path).unwrap_or_default();
    let missing: Vec<&str> = text.lines().filter(|line| !own.lines().any(|known| known.trim() == *line)).collect();
    let stays = format!("`{}` was there already and stays as it is", path.display());
    if name != ".gitignore" || missing.is_empty() {
        return stays;
    }
    format!("{stays}: put these lines into it: `{}`", missing.join("`, `"))
}

/// What to do next: commands a line each, which every shell takes, and the way to the host.
fn next(folder: Option<&Path>, config: &str, host: Option<HostingKind>) -> String {
    let named = if config == SETTINGS { String::new() } else { format!(" --config {}", quoted(config)) };
    let place = folder.map(|folder| format!("    cd {}\n", quoted(&folder.display().to_string()))).unwrap_or_default();
    let publish = match host {
        None => {
            "Nothing publishes it yet: docs/hosting.md of the program has the ways, and `noticeboard publish` goes them."
        }
        Some(HostingKind::GithubPages) => {
            "To publish it, put the folder on GitHub. There, under Settings, then Pages, choose \"GitHub Actions\" as the source."
        }
        Some(HostingKind::GitlabPages) => {
            "To publish it, put the folder on GitLab. The top of .gitlab-ci.yml says how it follows the calendar."
        }
        Some(HostingKind::Netlify) => {
            "To publish it, put the folder on GitHub or GitLab, and add that as a site on Netlify. The top of netlify.toml says how it \
             follows the calendar."
        }
        Some(HostingKind::CloudflarePages | HostingKind::S3) => {
            "To publish it, put the folder on GitHub. The top of .github/workflows/noticeboard.yml says which keys to give it there."
        }
    };
    format!(
        "\nTo see it, type:\n{place}    noticeboard{named} serve --open\n\n\
         Then write `title` and `base_url` in {config} and what is missing in content/pages/about.md, and delete the two samples;\n\
         `noticeboard{named} check` says what is left of that. A bulletin of your own begins with:\n    noticeboard{named} new \"Its title\"\n\n{publish}\n"
    )
}

/// A path as an argument that every shell takes.
fn quoted(path: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '/' | '\\' | '.' | '-' | '_' | ':');
    if path.chars().all(plain) { path.to_owned() } else { format!("\"{path}\"") }
}

/// A file's text with what is known about the site and the program in its places.
fn fill(text: &str, name: &str, today: &str, checksum: Option<&str>) -> String {
    let whole = PARTS.iter().fold(text.to_owned(), |text, (mark, part)| text.replace(mark, part));
    let from = match checksum {
        Some(_) => "the release's SHA256SUMS has it as well.",
        None => "put it here from SHA256SUMS of the release. Until then nothing is built.",
    };
    whole
        .replace("{{name}}", &name.replace('\\', "\\\\").replace('"', "\\\""))
        .replace("{{today}}", today)
        .replace("{{version}}", env!("CARGO_PKG_VERSION"))
        .replace("{{checksum-from}}", from)
        .replace("{{sha256}}", checksum.unwrap_or_default())
}
