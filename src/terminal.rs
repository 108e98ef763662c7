//! The terminal edge: colours, progress, and the wish to stop. In: flags. Out: what a command prints with.
//! It must not know what is printed.
#![expect(clippy::disallowed_methods, reason = "edge: terminal and process")]

use std::{
    fmt,
    io::{ErrorKind, IsTerminal as _, Write},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant},
};

use annotate_snippets::Renderer;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::write::BuildProgress;

/// Whether the program was started by a double click: from no terminal, and by no program that reads through a pipe what it
/// prints.
#[cfg(all(feature = "desk", not(windows)))]
pub fn is_double_click() -> bool {
    #[cfg(unix)]
    let is_read = {
        use std::os::unix::fs::FileTypeExt as _;
        let is_pipe = |name: &str| std::fs::metadata(name).is_ok_and(|file| file.file_type().is_fifo());
        is_pipe("/dev/stdout") || is_pipe("/dev/stderr")
    };
    #[cfg(not(unix))]
    let is_read = false;
    let is_terminal =
        std::io::stdin().is_terminal() || std::io::stdout().is_terminal() || std::io::stderr().is_terminal();
    !is_terminal && !is_read
}

/// Whether the program was started by a double click. Windows opens a console for it then, so a terminal tells nothing.
#[cfg(all(feature = "desk", windows))]
pub fn is_double_click() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal() && !is_from_shell(|name| std::env::var(name).ok())
}

/// Whether a shell of Windows started the program, by what shells leave in the environment: the Command Prompt its prompt,
/// PowerShell the user's own folder of modules, shells from Unix their names.
#[cfg(all(feature = "desk", any(windows, test)))]
fn is_from_shell(variable: impl Fn(&str) -> Option<String>) -> bool {
    let own = variable("USERPROFILE").filter(|own| !own.is_empty()).map(|own| own.to_lowercase());
    let modules = variable("PSModulePath").unwrap_or_default().to_lowercase();
    own.is_some_and(|own| modules.contains(&own))
        || ["PROMPT", "SHELL", "TERM", "MSYSTEM", "NU_VERSION"].iter().any(|name| variable(name).is_some())
}

/// Prints to standard output, as `print!` does.
macro_rules! out {
    ($($text:tt)*) => { $crate::terminal::written(std::io::stdout(), format_args!($($text)*)) };
}
/// Prints a line to standard output, as `println!` does.
macro_rules! outln {
    ($($text:tt)*) => { $crate::terminal::out!("{}\n", format_args!($($text)*)) };
}
/// Prints to standard error, as `eprint!` does.
macro_rules! err {
    ($($text:tt)*) => { $crate::terminal::written(std::io::stderr(), format_args!($($text)*)) };
}
/// Prints a line to standard error, as `eprintln!` does.
macro_rules! errln {
    ($($text:tt)*) => { $crate::terminal::err!("{}\n", format_args!($($text)*)) };
}
pub(crate) use {err, errln, out, outln};

/// Keeps a window open that would close with the program, until somebody has read what it says.
#[cfg(feature = "desk")]
pub fn hold_open() {
    if std::io::stdin().is_terminal() {
        errln!("Press Enter to close this window.");
        let _ = std::io::stdin().read_line(&mut String::new());
    }
}

/// Writes what is printed. Whoever reads it may have gone, as `head` has after ten lines: then nobody misses the rest, and
/// the work goes on.
pub fn written(mut to: impl Write, text: fmt::Arguments<'_>) {
    if let Err(error) = to.write_fmt(text).and_then(|()| to.flush())
        && error.kind() != ErrorKind::BrokenPipe
    {
        // What cannot be said here either is lost.
        let _ = writeln!(std::io::stderr(), "error: this cannot be printed: {error}");
    }
}

/// When output has colours.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Colour {
    #[default]
    Auto,
    Always,
    Never,
}

impl Colour {
    /// How problems are printed: in colours on a terminal, unless `NO_COLOR` (no-color.org) or a flag says otherwise.
    pub fn renderer(self) -> Renderer {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|value| value == "dumb");
        let styled = match self {
            Self::Always => true,
            Self::Never => false,
            Self::Auto => std::io::stderr().is_terminal() && !refused && !dumb,
        };
        if styled { Renderer::styled() } else { Renderer::plain() }
    }
}

/// A wish to stop that comes with Ctrl-C; a second one ends the program at once.
#[derive(Clone, Default)]
pub struct Interrupt(Arc<AtomicBool>);

/// The exit status of an interrupted command.
pub const INTERRUPTED: u8 = 130;

impl Interrupt {
    /// Starts to listen.
    pub fn listen() -> Self {
        let interrupt = Self::default();
        let flag = interrupt.0.clone();
        // Without a handler Ctrl-C ends the program at once, which is sound too: writing is by rename.
        let _ = ctrlc::set_handler(move || {
            if flag.swap(true, Ordering::SeqCst) {
                std::process::exit(i32::from(INTERRUPTED));
            }
        });
        interrupt
    }

    pub fn wished(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }

    /// Waits until somebody wishes to stop.
    pub fn wait(&self) {
        while !self.wished() {
            std::thread::sleep(Duration::from_millis(50));
        }
    }
}

/// Asks a question that is answered by yes or no; none where nobody is there to answer.
pub fn agree(question: &str) -> Option<bool> {
    if !std::io::stdin().is_terminal() || !std::io::stderr().is_terminal() {
        return None;
    }
    err!("{question} [y/N] ");
    let mut answer = String::new();
    std::io::stdin().read_line(&mut answer).ok()?;
    Some(matches!(answer.trim().to_lowercase().as_str(), "y" | "yes"))
}

/// Progress of long work on a terminal; silent in a pipe, and for work that is done at once.
pub struct Progress {
    bar: ProgressBar,
    started: Instant,
    interrupt: Interrupt,
}

/// Work that is done sooner shows no progress.
const PATIENCE: Duration = Duration::from_millis(700);

impl Progress {
    /// A progress display that counts things of a name; `quiet` has none.
    pub fn new(quiet: Quiet, interrupt: Interrupt, things: &str) -> Self {
        let target = match quiet {
            Quiet::Yes => ProgressDrawTarget::hidden(),
            Quiet::No => ProgressDrawTarget::stderr_with_hz(10),
        };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template(&format!("{{bar:30}} {{pos}} of {{len}} {things}")) {
            bar.set_style(style);
        }
        Self { bar, started: Instant::now(), interrupt }
    }

    /// Shows how far the work is.
    pub fn show(&self, done: usize, all: usize) {
        if !self.bar.is_hidden() && self.started.elapsed() > PATIENCE {
            self.bar.set_length(all as u64);
            self.bar.set_position(done as u64);
        }
    }

    /// Says something beside the display.
    pub fn say(&self, line: &str) {
        self.bar.suspend(|| errln!("{line}"));
    }

    /// Prints a result beside the display.
    pub fn print(&self, line: &str) {
        self.bar.suspend(|| outln!("{line}"));
    }

    /// Whether somebody wishes to stop.
    pub fn wished(&self) -> bool {
        self.interrupt.wished()
    }

    /// Takes the display away.
    pub fn finish(&self) {
        self.bar.finish_and_clear();
    }
}

/// Whether a command says anything but problems.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quiet {
    Yes,
    No,
}

impl BuildProgress for Progress {
    fn progress(&self, done: usize, all: usize) {
        if done.is_multiple_of(64) {
            self.show(done, all);
        }
    }

    fn stop(&self) -> bool {
        self.interrupt.wished()
    }
}

#[cfg(all(test, feature = "desk"))]
mod tests {
    use super::*;

    #[test]
    fn a_shell_of_windows_is_told_from_a_double_click() {
        let explorer = [
            ("USERPROFILE", r"D:\Home\Bea"),
            (
                "PSModulePath",
                r"C:\Program Files\WindowsPowerShell\Modules;C:\Windows\system32\WindowsPowerShell\v1.0\Modules",
            ),
        ];
        let is = |more: &[(&str, &str)]| {
            let all = [more, &explorer].concat();
            is_from_shell(|name| all.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned()))
        };
        assert!(!is(&[]));
        assert!(is(&[("PROMPT", "$P$G")]));
        assert!(is(&[(
            "PSModulePath",
            r"D:\home\bea\Documents\PowerShell\Modules;C:\Program Files\PowerShell\Modules"
        )]));
        assert!(is(&[("TERM", "xterm-256color")]));
    }
}
