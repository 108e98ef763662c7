//! The bytes of a file as they are sent. In: what is wanted and the output folder. Out: [`FileBytes`], held to the hash that
//! the plan was made with. It must not know any host.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

use std::{fs, io::Write as _, path::Path};

use flate2::{Compression, GzBuilder};

use super::{
    bare::bare,
    host::{FailureScope, FileBytes, HostError},
    steps::Act,
    wanted::{BytesSource, Print, SiteFile},
};
use crate::write;

/// Larger files are read in parts as they are sent.
pub const LARGE: u64 = 8 * 1024 * 1024;
/// What tells a compressed file's print from that of the file: another way of compressing has another name.
pub const GZIP: &str = "gzip 1";

/// Gets the bytes of a file.
///
/// # Errors
///
/// When they cannot be read, or are others than when the plan was made.
pub fn content(out: &Path, wanted: &SiteFile, act: Act) -> Result<FileBytes, HostError> {
    let (name, zip) = match &wanted.source {
        BytesSource::File(name) => (name, false),
        BytesSource::Gzip(name) => (name, true),
        BytesSource::Text(text) => return Ok(FileBytes::Bytes(text.as_bytes().into())),
    };
    let path = out.join(name);
    let unreadable = |error: std::io::Error| {
        HostError::new(FailureScope::Lasting, format!("`{}` cannot be read: {error}", path.display()))
    };
    if wanted.size > LARGE && !zip && act == Act::Send {
        let held = write::look(&path).map_err(unreadable)?;
        check(&path, Print::of(&held.hash), wanted.print)?;
        return Ok(FileBytes::File { path, size: held.size });
    }
    let mut bytes = fs::read(&path).map_err(unreadable)?;
    let print = Print::of(&blake3::hash(&bytes));
    check(&path, if zip { print.derived(GZIP) } else { print }, wanted.print)?;
    if act == Act::SendBare {
        bytes = bare(&String::from_utf8_lossy(&bytes)).into_bytes();
    }
    if zip {
        // The same bytes give the same file: no name, no time in it.
        let mut packed = GzBuilder::new().write(Vec::new(), Compression::best());
        bytes = packed.write_all(&bytes).and_then(|()| packed.finish()).map_err(unreadable)?;
    }
    Ok(FileBytes::Bytes(bytes.into()))
}

fn check(path: &Path, found: Print, wanted: Print) -> Result<(), HostError> {
    if found == wanted {
        return Ok(());
    }
    let sentence = format!("`{}` was changed while the site was published: build and publish again", path.display());
    Err(HostError::new(FailureScope::Fatal, sentence))
}
