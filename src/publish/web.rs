//! The one HTTP client of a publish. In: nothing. Out: a client, with `ring` as its cryptography. It must not know what is
//! asked for.

use std::time::Duration;

use super::host::{Fault, Trouble};

/// How long it may take to reach a host.
const CONNECT: Duration = Duration::from_secs(15);

/// Makes the client.
///
/// # Errors
///
/// When this machine has no certificates that it trusts.
pub fn client() -> Result<reqwest::Client, Fault> {
    // The second of two publishes in one process finds it there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let client = reqwest::Client::builder()
        .user_agent(concat!("noticeboard/", env!("CARGO_PKG_VERSION")))
        .connect_timeout(CONNECT)
        .redirect(reqwest::redirect::Policy::none())
        .build();
    client.map_err(|error| {
        Fault::new(Trouble::Fatal, format!("this machine cannot speak with the web: {}", cause(&error)))
    })
}

/// What went wrong at the bottom, without addresses that may hold a signature.
pub fn cause(error: &(dyn std::error::Error + 'static)) -> String {
    let mut cause = error;
    while let Some(deeper) = cause.source() {
        cause = deeper;
    }
    cause.to_string()
}
