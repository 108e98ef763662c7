//! `serve`: shows the site in a browser while it is written. In: the options. Out: the address, then what changed and what
//! is wrong, until Ctrl-C.
#![expect(clippy::disallowed_methods, reason = "edge: a browser is started")]

use std::{
    io::Write as _,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use annotate_snippets::Renderer;
use clap::Args;

use super::{CommandRefusal, CommandStatus, Global};
use crate::{
    catalogue::{Preview, Reason},
    problem::{Problem, show},
    serve::{self, Edition, News, PreviewRequest, WatchMethod},
    terminal::{Interrupt, errln},
};

/// The options of `serve`.
#[derive(Debug, Args)]
pub struct ServeOptions {
    /// The address or name to listen at; `0.0.0.0` lets others on your network see the preview
    #[arg(long, value_name = "HOST", default_value = "127.0.0.1")]
    host: String,
    /// The port to listen at [default: the first free one from 4000 on]
    #[arg(long, value_name = "PORT")]
    port: Option<u16>,
    /// Open the preview in your browser
    #[arg(long)]
    open: bool,
    /// Show drafts, marked as such
    #[arg(long)]
    drafts: bool,
    /// Look for changes every second, where the system does not tell of them (network drives, containers)
    #[arg(long)]
    poll: bool,
}

/// Runs the preview until somebody wishes it to stop.
pub fn run(global: &Global, options: &ServeOptions) -> Result<CommandStatus, CommandRefusal> {
    let interrupt = Interrupt::listen();
    if !global.root.is_dir() {
        return Err(CommandRefusal::Usage(format!("there is no folder `{}`", global.root.display())));
    }
    let wishes = PreviewRequest {
        root: global.root.clone(),
        config: global.config.clone(),
        host: options.host.clone(),
        port: options.port,
        preview: Preview { drafts: options.drafts, future: false },
        means: if options.poll { WatchMethod::Poll } else { WatchMethod::Told },
    };
    let (quiet, colour) = (global.quiet, global.color);
    let known = Mutex::new(Vec::new());
    let tell: serve::NewsListener = Arc::new(move |news| {
        // Lines of two threads do not run into each other.
        let mut out = std::io::stderr().lock();
        let renderer = colour.renderer();
        let words = match news {
            News::Ready { url, bulletins, problems, edition } => {
                if !quiet {
                    // Whoever started it may have stopped listening; the preview goes on.
                    let _ = writeln!(std::io::stdout(), "Preview of {} at {url}", show::number(*bulletins, "bulletin"));
                    let _ = out.write_all(waiting(edition).as_bytes());
                    let _ = writeln!(out, "Pages follow what you write. Ctrl-C ends the preview.");
                }
                report(problems, edition, &known, &renderer)
            }
            _ if quiet && !matches!(news, News::Changed { .. } | News::Faults(_)) => String::new(),
            News::OtherPort { usual, port } => format!("Port {usual} is taken, so the preview uses {port}.\n"),
            News::Open { at: ip, preview, elsewhere } => {
                let drafts = if preview.drafts {
                    ", and every draft with it: leave out `--drafts` to keep them to yourself"
                } else {
                    ", without what readers do not see yet: that is shown on this machine alone, and with `--drafts` there too"
                };
                let whose = if ip.is_unspecified() {
                    "Everybody on your network".into()
                } else {
                    format!("Whoever can reach {ip}")
                };
                let phone = elsewhere.map(|url| format!("On a telephone in the same network, type: {url}\n"));
                format!("{whose} can read this preview{drafts}.\n{}", phone.unwrap_or_default())
            }
            News::Polling(reason) => {
                format!("Changes are looked for every second, since the system cannot tell of them: {reason}.\n")
            }
            News::Changed { paths, took, edition } => {
                let said = if quiet { String::new() } else { format!("{}\n", changed(paths, *took)) };
                format!("{said}{}", report(&edition.problems, edition, &known, &renderer))
            }
            News::Faults(faults) => format!("{}\n\n", faults.join("\n\n")),
        };
        let _ = out.write_all(words.as_bytes());
    });
    let running = serve::start(&wishes, &tell).map_err(CommandRefusal::Failed)?;
    if options.open && open::that_detached(&running.url).is_err() {
        errln!("No browser could be started; open {} yourself.", running.url);
    }
    interrupt.wait();
    drop(running);
    Ok(CommandStatus::Interrupted)
}

/// Problems as `check` prints them. Those that were told before are only counted: whoever writes with the preview open
/// wants to see what the last save did.
fn report(problems: &[Problem], edition: &Edition, known: &Mutex<Vec<Problem>>, renderer: &Renderer) -> String {
    let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
    // An edit further up moves a problem and does not make it another one.
    let same = |one: &Problem, other: &Problem| {
        let path = |problem: &Problem| problem.place.as_ref().map(|place| place.path.clone());
        one.code == other.code && one.message == other.message && path(one) == path(other)
    };
    let is_new = |problem: &&Problem| !known.iter().any(|known| same(known, problem));
    let new: Vec<Problem> = problems.iter().filter(is_new).cloned().collect();
    let mended = known.iter().any(Problem::is_error) && !problems.iter().any(Problem::is_error);
    let mut text = show::report(&new, &|path| edition.text(path), renderer);
    if mended {
        text.push_str("Every error is mended\n");
    } else if problems.len() > new.len() {
        text.push_str(&format!("In all: {}\n", show::count(problems)));
    }
    if let Some(said) = &edition.fault {
        text.push_str(&format!("error: the program failed inside: {said}\n"));
    }
    *known = problems.to_vec();
    text
}

/// The most bulletins that are named since readers do not see them yet.
const WAITING: usize = 12;

/// What readers do not see yet, each with its address in the preview.
fn waiting(edition: &Edition) -> String {
    let catalogue = &edition.site.catalogue;
    let hidden = &catalogue.hidden;
    if hidden.is_empty() {
        return String::new();
    }
    let count = show::number(hidden.len(), "bulletin");
    let mut text = format!("Readers do not see {count} yet. You see them here:\n");
    for one in hidden.iter().take(WAITING) {
        let until = one.next.map(|next| format!(", until {}", next.words(&catalogue.settings.zone)));
        let what = match one.reason {
            Reason::Draft => "a draft",
            Reason::Scheduled => "scheduled",
        };
        let url = catalogue.settings.base.url(&one.address);
        text += &format!("  {url}  ({what}{}; {})\n", until.unwrap_or_default(), one.path);
    }
    if let Some(more) = hidden.len().checked_sub(WAITING).filter(|more| *more > 0) {
        text += &format!("  and {more} more\n");
    }
    text
}

/// The most paths that are named.
const NAMED: usize = 3;

/// `content/roof.md, content/shed.md and 4 more: shown after 12 ms`.
fn changed(paths: &[String], took: Duration) -> String {
    let named: Vec<&str> =
        paths.iter().take(NAMED).map(|path| if path.is_empty() { "everything" } else { path }).collect();
    let more = paths.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let took = match took.as_millis() {
        millis @ 0..1_000 => format!("{millis} ms"),
        millis => format!("{}.{} s", millis / 1_000, millis % 1_000 / 100),
    };
    format!("Changed: {}{more} ({took})", named.join(", "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_paths_are_named() {
        let paths: Vec<String> = (1..=5).map(|number| format!("content/{number}.md")).collect();
        let named = changed(&paths, Duration::from_millis(12));
        assert_eq!(named, "Changed: content/1.md, content/2.md, content/3.md and 2 more (12 ms)");
        assert_eq!(changed(&paths[..1], Duration::from_millis(2_345)), "Changed: content/1.md (2.3 s)");
    }
}
