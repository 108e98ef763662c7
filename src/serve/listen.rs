//! Ports and connections. In: where to listen. Out: connections handed to the router, never more than a few hundred, none of
//! which can keep the others waiting. It must not know what is answered.

use std::{
    collections::VecDeque,
    io,
    net::{IpAddr, SocketAddr, TcpListener as Bound, ToSocketAddrs as _},
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    time::Duration,
};

use axum::Router;
use hyper::{server::conn::http1, service::Service as _};
use hyper_util::{
    rt::{TokioIo, TokioTimer},
    service::TowerToHyperService,
};
use tokio::{
    net::{TcpListener, TcpStream},
    task::AbortHandle,
};

use super::{host::RequestOrigin, owner::Callers};

/// The port that the preview tries first.
pub const PORT: u16 = 4000;
/// How many further ones are tried when it is taken.
const FURTHER: u16 = 30;
/// The connections that are open at once. A browser needs six or seven.
const MOST: usize = 256;
/// In this time a request must have been sent; so long too may a connection lie idle.
const PATIENCE: Duration = Duration::from_secs(15);
/// The most bytes that the head of a request may have.
const HEAD: usize = 32 * 1024;

/// Takes hold of a port, that which is asked for or the first free one from the usual one on.
///
/// # Errors
///
/// A sentence that says why there is none.
pub fn bind(host: &str, port: Option<u16>, usual: u16) -> Result<Bound, String> {
    let ip = resolve(host)?;
    let ports = port.map_or(usual..=usual + FURTHER, |port| port..=port);
    for number in ports {
        match Bound::bind(SocketAddr::new(ip, number)) {
            Ok(bound) => return Ok(bound),
            Err(error) if error.kind() == io::ErrorKind::AddrInUse && port.is_none() => {}
            Err(error) => return Err(why_not(&error, host, number)),
        }
    }
    Err(format!("every port from {usual} to {} is taken: name a free one with `--port`", usual + FURTHER))
}

fn resolve(host: &str) -> Result<IpAddr, String> {
    let plain = host.trim_start_matches('[').trim_end_matches(']');
    if let Ok(ip) = plain.parse() {
        return Ok(ip);
    }
    let found = (plain, 0).to_socket_addrs().ok().map(Iterator::collect::<Vec<_>>).unwrap_or_default();
    let first = found.iter().find(|address| address.is_ipv4()).or(found.first());
    first.map(SocketAddr::ip).ok_or_else(|| format!("`--host` names no address of this machine: `{host}`"))
}

fn why_not(error: &io::Error, host: &str, port: u16) -> String {
    match error.kind() {
        io::ErrorKind::AddrInUse => {
            format!("port {port} is taken by another program: leave `--port` out, and the next free one is used")
        }
        io::ErrorKind::PermissionDenied => format!("port {port} may not be used by you: take one from 1024 on"),
        io::ErrorKind::AddrNotAvailable => format!("`--host` names no address of this machine: `{host}`"),
        _ => format!("port {port} of `{host}` cannot be listened at: {error}"),
    }
}

/// One that is open.
struct Connection {
    task: AbortHandle,
    /// Whether it ever sent a whole request.
    spoke: Arc<AtomicBool>,
}

/// Accepts connections until the program ends.
pub async fn accept(bound: Bound, router: Router, callers: Callers) -> io::Result<()> {
    bound.set_nonblocking(true)?;
    let at = bound.local_addr()?;
    let listener = TcpListener::from_std(bound)?;
    let mut open: VecDeque<Connection> = VecDeque::new();
    loop {
        let Ok((stream, from)) = listener.accept().await else {
            // The system has no more of something; what is open ends before long.
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        if !callers.admit(from, at) {
            continue;
        }
        if open.len() >= MOST {
            open.retain(|connection| !connection.task.is_finished());
        }
        if open.len() >= MOST {
            // Those who come later are not to wait for those who say nothing.
            let silent = open.iter().position(|connection| !connection.spoke.load(Ordering::Relaxed)).unwrap_or(0);
            if let Some(connection) = open.remove(silent) {
                connection.task.abort();
            }
        }
        let spoke = Arc::new(AtomicBool::new(false));
        let task = tokio::spawn(converse(stream, from.ip(), router.clone(), spoke.clone())).abort_handle();
        open.push_back(Connection { task, spoke });
    }
}

async fn converse(stream: TcpStream, from: IpAddr, router: Router, spoke: Arc<AtomicBool>) {
    // Answers are small and wanted at once.
    let _ = stream.set_nodelay(true);
    let service = TowerToHyperService::new(router);
    let service = hyper::service::service_fn(move |mut request: hyper::Request<hyper::body::Incoming>| {
        spoke.store(true, Ordering::Relaxed);
        let asker = RequestOrigin::of(from, request.headers());
        request.extensions_mut().insert(asker);
        service.call(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .max_buf_size(HEAD)
        .serve_connection(TokioIo::new(stream), service);
    // A connection that breaks off is the browser's affair.
    let _ = connection.await;
}
