//! `completions` and `man`: what shells and `man` know of the program. In: the description of the command line.
//! Out: text on standard output, or man pages in a folder.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{
    fs,
    io::{self, Write as _},
    path::PathBuf,
};

use clap::{Args, CommandFactory as _};
use clap_complete::Shell;
use clap_mangen::Man;

use super::{CommandLine, CommandRefusal, CommandStatus};

/// The options of `completions`.
#[derive(Debug, Args)]
pub struct CompletionsOptions {
    /// The shell
    shell: Shell,
}

/// The options of `man`.
#[derive(Debug, Args)]
pub struct ManOptions {
    /// Write the page of every command into this folder
    #[arg(long, value_name = "DIR")]
    out: Option<PathBuf>,
}

/// Prints the completions for a shell.
pub fn run(options: &CompletionsOptions) -> Result<CommandStatus, CommandRefusal> {
    let mut text = Vec::new();
    clap_complete::generate(options.shell, &mut CommandLine::command(), "noticeboard", &mut text);
    print(&text)
}

/// Prints the man page of the program, or writes one for each command.
pub fn man(options: &ManOptions) -> Result<CommandStatus, CommandRefusal> {
    let Some(folder) = &options.out else {
        let mut text = Vec::new();
        let made = Man::new(CommandLine::command()).render(&mut text);
        made.map_err(|error| CommandRefusal::Failed(format!("no man page can be made: {error}")))?;
        return print(&text);
    };
    // `noticeboard build` is in `noticeboard-build.1`, as git has it.
    fs::create_dir_all(folder)
        .and_then(|()| clap_mangen::generate_to(CommandLine::command(), folder))
        .map_err(|error| CommandRefusal::Failed(format!("`{}` cannot be written: {error}", folder.display())))?;
    Ok(CommandStatus::Done)
}

/// Writes to standard output; a reader that has gone away is no failure.
fn print(text: &[u8]) -> Result<CommandStatus, CommandRefusal> {
    match io::stdout().lock().write_all(text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            Err(CommandRefusal::Failed(format!("standard output cannot be written: {error}")))
        }
        _ => Ok(CommandStatus::Done),
    }
}
