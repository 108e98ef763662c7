//! The desk: writing, looking, taking back and publishing in a browser. In: a folder, and what the rest of the program does
//! for it. Out: screens, and the site's own files changed. It must not know any rule of the site.
#![expect(clippy::disallowed_methods, reason = "edge: disk")]

mod beside;
mod diff;
mod door;
pub mod fields;
pub mod form;
mod history;
mod http;
mod join;
pub mod moments;
mod parted;
mod places;
mod receipts;
mod routes;
mod rows;
mod save;
mod screens;
mod state;
mod unsaved;
mod upload;
mod written;

use std::{path::PathBuf, sync::Arc};

use crate::{
    import::Receipt,
    publish::{PublishError, PublishListener, checkout::CommitResult},
    serve::{self, RunningPreview, host::Hosts, listen, owner::Callers},
};
use door::AccessSecrets;
pub use places::of_lines as places_of;
use state::Desk;

/// What is wished for.
#[derive(Clone, Debug)]
pub struct DeskRequest {
    pub root: PathBuf,
    /// The settings, as a path in the root.
    pub config: PathBuf,
    pub port: Option<u16>,
}

/// A site that is to be made.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewSite {
    pub name: String,
    /// One place a line, those inside it indented.
    pub places: String,
    pub publisher: String,
    pub email: String,
    /// Where it will stand.
    pub base_url: String,
    /// Where it is sent to.
    pub target: String,
    /// `en-GB` or `cy`.
    pub language: String,
    /// Whose usual numbers its readers ring (ISO 3166-1).
    pub country: String,
}

/// The countries that the first screen offers, the first unless another is chosen: those where people write to each other in
/// the languages that it speaks.
pub const COUNTRIES: &[&str] = &["GB", "IE", "IM", "JE", "GG"];

/// How a publish ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PublishSummary {
    pub files: usize,
    pub deleted: usize,
    /// Whether all of the site went out; else what was taken back did, and something is wrong elsewhere.
    pub whole: bool,
    /// The commit that was made besides, by its short name.
    pub commit: Option<String>,
}

/// Why nothing went out.
#[derive(Clone, Debug)]
pub enum PublishFailure {
    /// Something in the bulletins has to be mended first.
    Broken,
    /// A sentence of the program.
    Said(String),
    Stopped(PublishError),
}

/// What somebody brings in from elsewhere.
#[derive(Clone, Debug)]
pub enum ImportInput {
    Text(String),
    /// A whole address, to which the program goes only where it lies on the open net.
    Address(String),
    File {
        name: String,
        bytes: Vec<u8>,
    },
}

/// What the rest of the program does for the desk.
pub trait Program: Send + Sync {
    /// Makes a site in the folder.
    ///
    /// # Errors
    ///
    /// A sentence.
    fn start(&self, site: &NewSite) -> Result<(), String>;

    /// Builds the site and publishes it. What was taken back and is there again goes out where its address is among `again`.
    ///
    /// # Errors
    ///
    /// Why not.
    fn publish(&self, again: &[String], talk: Arc<dyn PublishListener>) -> Result<PublishSummary, PublishFailure>;

    /// Makes drafts of something from elsewhere, and says what became of it.
    ///
    /// # Errors
    ///
    /// A sentence, where the disk does not take them.
    fn bring(&self, brought: ImportInput) -> Result<Vec<Receipt>, String>;

    /// Keeps what the desk wrote in the folder's own history, and says what became of it; nothing where none is wished. The
    /// paths are those of files.
    fn commit(&self, paths: &[String]) -> Option<CommitResult>;
}

/// The port that is tried first.
pub const PORT: u16 = 4040;
/// The folder of the desk's own addresses, which no site has: names with a dot are passed over when a site is read.
pub const OWN: &str = "/.desk/";

/// A desk that stands until it is dropped.
pub struct Standing {
    /// The address with the key, to be printed.
    pub url: String,
    /// The address with the key that opens once, for the browser that is started.
    pub once: String,
    desk: Arc<Desk>,
    _running: RunningPreview,
}

impl Standing {
    /// Reads the site, for which whoever came meanwhile waits.
    ///
    /// # Errors
    ///
    /// A sentence, when there is none that can be shown.
    pub fn open(&self) -> Result<(), String> {
        self.desk.open_first()
    }
}

/// Sets up a desk. Its site is read by [`Standing::open`].
///
/// # Errors
///
/// A sentence that says why it cannot be.
pub fn start(wishes: &DeskRequest, program: Arc<dyn Program>) -> Result<Standing, String> {
    const HOST: &str = "127.0.0.1";
    let bound = listen::bind(HOST, wishes.port, PORT)?;
    let at = bound.local_addr().map_err(|error| error.to_string())?;
    let hosts = Hosts::new(HOST, at.ip());
    let door = AccessSecrets::new(hosts.clone(), at.port())?;
    let own = format!("http://{at}{OWN}");
    let url = format!("{own}?token={}", door.key());
    let once = format!("{own}?token={}", door.key_for_once().unwrap_or_default());
    let desk = Arc::new(Desk::new(wishes, door, hosts, program));
    let runtime = serve::serve(bound, http::router(desk.clone()), Callers::SameUser)?;
    Ok(Standing { _running: RunningPreview::new(url.clone(), runtime), url, once, desk })
}
