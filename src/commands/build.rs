//! `build`: writes the site. In: the options. Out: files in the output folder, problems, and one line that sums up.
#![expect(clippy::disallowed_methods, reason = "edge: how long it took, and whether the output folder is there")]

use std::path::PathBuf;

use clap::Args;
use serde_json::json;

use super::{Global, Refusal, Status, View, lookup, print, sources};
use crate::{
    problem::{self, Severity, show, wording},
    site,
    terminal::{Interrupt, Progress},
    write::{self, Done, Failure, Folders, OnProblem},
};

/// The options of `build`.
#[derive(Debug, Args)]
pub struct Options {
    /// The folder to write to
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
    #[command(flatten)]
    view: View,
    /// Publish what is sound even where something is wrong
    #[arg(long)]
    keep_going: bool,
    /// How to print the result
    #[arg(long, value_name = "FORMAT", default_value = "human")]
    format: Format,
}

/// A form of the result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, clap::ValueEnum)]
enum Format {
    Human,
    Json,
}

/// Builds the site.
pub fn run(global: &Global, options: &Options) -> Result<Status, Refusal> {
    let started = std::time::Instant::now();
    let interrupt = Interrupt::listen();
    let folders = folders(global, options)?;
    let (sources, mut problems) = sources(global)?;
    let read = started.elapsed();
    let wishes = options.view.wishes(&sources)?;
    let (renderer, found) = site::assemble(&sources, &wishes);
    let assembled = started.elapsed();
    problems.extend(found.into_iter().filter(|problem| problem.severity() != Severity::Lint));
    let broken = problems.iter().any(problem::Problem::is_error);

    let mut done = None;
    if !broken || options.keep_going {
        let on_problem = if options.keep_going { OnProblem::WriteTheRest } else { OnProblem::ChangeNothing };
        let progress = Progress::new(global.quiet(), interrupt);
        let name = |output: &crate::plan::Output| output.address.file();
        let written = write::write(
            &folders,
            &renderer.plan.outputs,
            name,
            |output| renderer.render(output),
            on_problem,
            &progress,
        );
        progress.finish();
        match written {
            Ok((written, found)) => {
                problems.extend(found);
                if written.strange.1 > 0 {
                    let (first, count) = &written.strange;
                    problems.push(wording::output_strange(&folders.out.display().to_string(), first, *count));
                }
                done = Some(written);
            }
            Err(Failure::Problems(found)) => problems.extend(found),
            Err(Failure::Disk { path, error }) => {
                print(&problems, &sources, global);
                return Err(Refusal::Failed(format!("`{}` cannot be written or read: {error}", path.display())));
            }
            Err(Failure::Interrupted) => return Ok(Status::Interrupted),
        }
    } else {
        // A template's faults show only when it renders: report them in the same run.
        problems.extend(super::check::faults(&renderer));
    }
    problem::sort(&mut problems);
    let seconds = started.elapsed().as_secs_f64();
    if global.verbose {
        let stages = [
            ("reading", read),
            ("putting together", assembled.saturating_sub(read)),
            ("rendering and writing", started.elapsed().saturating_sub(assembled)),
        ];
        for (stage, took) in stages {
            eprintln!("{stage}: {:.3} s", took.as_secs_f64());
        }
    }
    let catalogue = &renderer.catalogue;
    let next = catalogue.next.map(|next| next.words(&catalogue.settings.zone));
    match options.format {
        Format::Human => {
            print(&problems, &sources, global);
            if let Some(done) = done.as_ref().filter(|_| !global.quiet) {
                if let Some(next) = &next {
                    eprintln!("The site wants to be built next at {next}");
                }
                println!("{}", summary(&renderer, done, seconds));
            } else if done.is_none() {
                eprintln!("Nothing was written: {} stays as it was", folders.out.display());
            }
        }
        Format::Json => {
            let problems = show::json(&problems, &lookup(&sources));
            let problems: serde_json::Value = serde_json::from_str(&problems).unwrap_or_default();
            let result = json!({
                "bulletins": catalogue.all.shown.len(),
                "outputs": renderer.plan.outputs.len(),
                "written": done.as_ref().map(|done| done.written),
                "removed": done.as_ref().map(|done| done.removed),
                "seconds": seconds,
                "next": catalogue.next.map(|next| next.rfc3339(&catalogue.settings.zone)),
                "problems": problems,
            });
            println!("{result:#}");
        }
    }
    let wrong = done.is_none() || problems.iter().any(problem::Problem::is_error);
    Ok(if wrong { Status::Reported } else { Status::Done })
}

fn folders(global: &Global, options: &Options) -> Result<Folders, Refusal> {
    let out = match &options.out {
        Some(out) => out.clone(),
        None => global.below("public"),
    };
    // With links and `..` followed as far as the path exists.
    let whole = |path: &std::path::Path| {
        let path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
        let known =
            path.ancestors().find_map(|above| Some((above.canonicalize().ok()?, path.strip_prefix(above).ok()?)));
        known.map_or_else(|| path.clone(), |(above, rest)| above.join(rest))
    };
    let (root, inside) = (whole(&global.root), whole(&out));
    let holds_sources = ["content", "templates", "themes"].iter().any(|folder| inside.starts_with(root.join(folder)));
    if root.starts_with(&inside) || holds_sources {
        return Err(Refusal::Usage(format!("`--out` must be a folder of its own, not `{}`", out.display())));
    }
    if out.exists() && !out.is_dir() {
        return Err(Refusal::Usage(format!("`{}` is a file, and the site needs a folder", out.display())));
    }
    Ok(Folders { root: global.root.clone(), state: global.below(".noticeboard"), out })
}

fn summary(renderer: &crate::render::Renderer, done: &Done, seconds: f64) -> String {
    let count = |n: usize, one: &str, many: &str| format!("{n} {}", if n == 1 { one } else { many });
    let bulletins = count(renderer.catalogue.all.shown.len(), "bulletin", "bulletins");
    let outputs = count(renderer.plan.outputs.len(), "output", "outputs");
    let removed = if done.removed > 0 { format!(", {} removed", done.removed) } else { String::new() };
    format!("Built {bulletins}, {outputs}: {} written{removed}, in {seconds:.2} s", done.written)
}
