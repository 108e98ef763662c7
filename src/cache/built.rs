//! How an output folder came to be: for which address, of which sources, and what each file is to readers. In: a file.
//! Out: a [`Built`]. It stands only while the folder is as a whole build left it.

use std::{io, path::Path};

use serde::{Deserialize, Serialize};

use super::{Key, file_of, load, put};
use crate::{catalogue::Preview, moment::Moment, role::Role};

/// How an output folder was built.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Built {
    /// The address that the site was built for.
    pub base: String,
    pub drafts: bool,
    pub future: bool,
    /// The moment that counted as now.
    pub now: Moment,
    /// When the site wants to be built next, in words, and as a moment.
    pub next: Option<(String, Moment)>,
    /// What tells the sources from others, and when that was taken (see [`crate::read::Listing::print`]).
    pub sources: [u8; 32],
    pub taken: i64,
    pub outputs: Vec<BuiltFile>,
}

/// A file of the output folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BuiltFile {
    /// Its path below the folder, with `/` between the names.
    pub name: String,
    pub role: Role,
    /// The pages that it goes with, by their names.
    pub of: Vec<String>,
}

/// A change of this makes old records count as not there.
const VERSION: Key = *b"noticeboard: how it was built, 1";

impl Built {
    /// What bulletins that are not for the public it shows.
    pub fn preview(&self) -> Preview {
        Preview { drafts: self.drafts, future: self.future }
    }

    /// Reads the record; none when the folder is not as a build left it.
    pub fn load(path: &Path) -> Option<Self> {
        load(path, &VERSION)
    }

    /// The bytes of the file that keeps it.
    ///
    /// # Errors
    ///
    /// When it cannot be put into bytes.
    pub fn file(&self) -> io::Result<Vec<u8>> {
        file_of(&VERSION, self)
    }

    /// Keeps it, by the bytes that [`Self::file`] gave.
    ///
    /// # Errors
    ///
    /// When the disk cannot take it.
    pub fn save(path: &Path, file: &[u8]) -> io::Result<()> {
        put(path, file)
    }
}
