//! The one HTTP client of a publish. In: a request. Out: the answer, or a fault that names the host and shows no address:
//! it may hold a signature. It must not know what is asked for.
#![expect(clippy::disallowed_methods, reason = "edge: large files are read as they are sent")]

use std::{fs::File, path::PathBuf, sync::Arc, time::Duration};

use ureq::{
    Agent, Error,
    http::{HeaderMap, Request},
    tls::{RootCerts, TlsConfig},
};

use super::{
    host::{FailureScope, HostError},
    patience,
};

/// How long it may take to reach a host.
const CONNECT: Duration = Duration::from_secs(15);
/// So many connections to a host stay open.
const KEPT_OPEN: usize = 64;
/// The most bytes of an answer that are read.
const LONGEST: u64 = 512 * 1024 * 1024;

/// A client, with connections that it keeps open.
#[derive(Clone, Debug)]
pub struct Client(Agent);

/// What is sent.
#[derive(Clone, Debug)]
pub enum RequestBody {
    Empty,
    Bytes(Arc<[u8]>),
    File { path: PathBuf, size: u64 },
}

/// What came back.
#[derive(Clone, Debug)]
pub struct Response {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Response {
    /// A header, when it is there and is text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }
}

impl Client {
    pub fn new() -> Self {
        // The second of two publishes in one process finds it there.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let agent = Agent::config_builder()
            .user_agent(concat!("noticeboard/", env!("CARGO_PKG_VERSION")))
            .http_status_as_error(false)
            .max_redirects(0)
            .max_redirects_will_error(false)
            .timeout_connect(Some(CONNECT))
            .max_idle_connections(KEPT_OPEN)
            .max_idle_connections_per_host(KEPT_OPEN)
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
            .build();
        Self(agent.into())
    }

    /// Asks a host, which people know as `place`, on a thread that may wait.
    ///
    /// # Errors
    ///
    /// When no answer came.
    pub async fn ask(
        &self,
        place: &str,
        method: &'static str,
        address: &str,
        headers: Vec<(&'static str, String)>,
        body: RequestBody,
    ) -> Result<Response, HostError> {
        let (agent, place, address) = (self.0.clone(), place.to_owned(), address.to_owned());
        let work = move || {
            let mut request = Request::builder().method(method).uri(&address);
            for (name, value) in headers {
                request = request.header(name, value);
            }
            send(&agent, request, body).map_err(|error| unreached(&place, &error))
        };
        let asked = tokio::task::spawn_blocking(work).await;
        asked.unwrap_or_else(|_| Err(HostError::new(FailureScope::Fatal, "this machine has no room for threads")))
    }
}

fn send(agent: &Agent, request: ureq::http::request::Builder, body: RequestBody) -> Result<Response, Error> {
    let size = match &body {
        RequestBody::File { size, .. } => *size,
        RequestBody::Bytes(bytes) => bytes.len() as u64,
        RequestBody::Empty => 0,
    };
    // What is no longer waited for must not arrive after the next attempt.
    let limit = Some(patience::limit(size));
    let response = match body {
        RequestBody::Empty => agent.run(agent.configure_request(request.body(())?).timeout_global(limit).build()),
        RequestBody::Bytes(bytes) => {
            agent.run(agent.configure_request(request.body(&bytes[..])?).timeout_global(limit).build())
        }
        RequestBody::File { path, .. } => {
            let file = File::open(path)?;
            agent.run(agent.configure_request(request.body(file)?).timeout_global(limit).build())
        }
    };
    let (parts, mut body) = response?.into_parts();
    let body = body.with_config().limit(LONGEST).read_to_vec()?;
    Ok(Response { status: parts.status.as_u16(), headers: parts.headers, body })
}

/// Why a connection failed. What looks names up has no kind of error of its own.
fn why(error: &std::io::Error) -> String {
    let text = error.to_string();
    if text.contains("lookup address information") || text.contains("resolve") {
        return "there is no host of this name, or no network".to_owned();
    }
    error.kind().to_string()
}

/// Why no answer came, without the address.
fn unreached(place: &str, error: &Error) -> HostError {
    let passing = |why: &str| HostError::new(FailureScope::Passing, format!("{place} cannot be reached: {why}"));
    match error {
        Error::BadUri(_) | Error::Http(_) | Error::InvalidProxyUrl => {
            HostError::new(FailureScope::Fatal, format!("the address of {place} cannot be right"))
        }
        Error::Tls(_) | Error::Pem(_) | Error::Rustls(_) => HostError::new(
            FailureScope::Fatal,
            format!("{place} does not prove who it is: its certificate is not trusted here"),
        ),
        Error::HostNotFound => passing("there is no host of this name, or no network"),
        Error::Timeout(_) => passing("no answer in time"),
        Error::ConnectionFailed => passing("nobody answers there"),
        Error::Io(error) => passing(&why(error)),
        _ => passing("the connection broke"),
    }
}
