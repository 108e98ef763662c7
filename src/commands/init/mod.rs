//! `init`: starts a small site. In: a folder, a name and a host. Out: files; none that is there is ever changed.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{fs, path::PathBuf};

use clap::Args;

use super::{Global, Refusal, Status};
use crate::{clock, moment::Zone};

/// The options of `init`.
#[derive(Debug, Args)]
pub struct Options {
    /// The folder to start the site in
    #[arg(default_value = ".")]
    dir: PathBuf,
    /// Where it will be published: writes the workflow that builds and deploys it
    #[arg(long, value_name = "HOST")]
    host: Option<Host>,
    /// The site's title
    #[arg(long, value_name = "NAME")]
    name: Option<String>,
}

/// A place that publishes static sites.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Host {
    GithubPages,
    GitlabPages,
    Netlify,
    CloudflarePages,
    S3,
}

impl Host {
    /// The path of its workflow, and the text.
    fn workflow(self) -> (&'static str, &'static str) {
        const ACTION: &str = ".github/workflows/noticeboard.yml";
        match self {
            Self::GithubPages => (ACTION, include_str!("github-pages.yml")),
            Self::GitlabPages => (".gitlab-ci.yml", include_str!("gitlab-pages.yml")),
            Self::Netlify => ("netlify.toml", include_str!("netlify.toml")),
            Self::CloudflarePages => (ACTION, include_str!("cloudflare-pages.yml")),
            Self::S3 => (ACTION, include_str!("s3.yml")),
        }
    }
}

const FILES: &[(&str, &str)] = &[
    ("site.yaml", include_str!("site.yaml")),
    ("content/first.md", include_str!("content/first.md")),
    ("content/second.md", include_str!("content/second.md")),
    ("content/pages/about.md", include_str!("content/pages/about.md")),
    (".gitignore", "/public/\n/.noticeboard/\n"),
];

/// Writes the site.
pub fn run(global: &Global, options: &Options) -> Result<Status, Refusal> {
    let dir = if options.dir == std::path::Path::new(".") { global.root.clone() } else { global.below(&options.dir) };
    let at = |name: &str| if dir == std::path::Path::new(".") { PathBuf::from(name) } else { dir.join(name) };
    let files: Vec<(&str, &str)> = FILES.iter().copied().chain(options.host.map(Host::workflow)).collect();
    if let Some((name, _)) = files.iter().find(|(name, _)| at(name).exists()) {
        let path = at(name);
        return Err(Refusal::Failed(format!("`{}` is there already, and nothing is overwritten", path.display())));
    }
    let folder = std::path::absolute(&dir).unwrap_or_else(|_| dir.clone());
    let folder_name = folder.file_name().and_then(|name| name.to_str()).unwrap_or("Our noticeboard").to_owned();
    let name = options.name.clone().unwrap_or(folder_name);
    let now = clock::now().map_err(Refusal::Failed)?;
    let zone = Zone::new("Europe/London").map_err(|unknown| Refusal::Failed(unknown.to_string()))?;
    let today = now.rfc3339(&zone)[..10].to_owned();
    for (path, text) in files {
        let path = at(path);
        let failed =
            |error: std::io::Error| Refusal::Failed(format!("`{}` cannot be written: {error}", path.display()));
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(failed)?;
        }
        let quoted = name.replace('\\', "\\\\").replace('"', "\\\"");
        fs::write(&path, text.replace("{{name}}", &quoted).replace("{{today}}", &today)).map_err(failed)?;
        println!("{}", path.display());
    }
    let here = options.dir.as_os_str() == "." && global.root.as_os_str() == ".";
    let place = if here { String::new() } else { format!("cd {} && ", dir.display()) };
    eprintln!("Next: {place}noticeboard build");
    Ok(Status::Done)
}
