//! What stands at an address. In: an address that somebody named. Out: bytes, or a sentence that says why not. It reaches no
//! machine of this network that was not named itself. It must not know what the bytes are for.

use std::{
    fmt,
    io::{ErrorKind, Read as _},
    net::IpAddr,
    time::Duration,
};

use ureq::{
    Agent, Error,
    config::Config,
    http::{Response, Uri},
    tls::{RootCerts, TlsConfig},
    unversioned::{
        resolver::{DefaultResolver, ResolvedSocketAddrs, Resolver},
        transport::{DefaultConnector, NextTimeout},
    },
};
use url::{Host, Url};

/// How long it may take to reach a host.
const CONNECT: Duration = Duration::from_secs(4);
/// How long all of it may take.
const WHOLE: Duration = Duration::from_secs(20);
/// How often an address may lead to another.
const REDIRECTS: usize = 5;

/// What stood there.
#[derive(Debug)]
pub struct FetchedPage {
    pub bytes: Vec<u8>,
    /// The address in the end.
    pub address: String,
    pub content_type: Option<String>,
}

/// Fetches an address, of at most so many bytes.
///
/// # Errors
///
/// When it cannot be fetched: why, in words.
pub fn fetch(address: &str, most: u64, by: AddressSource) -> Result<FetchedPage, String> {
    let (mut response, url) = reach(address, RequestMethod::Bytes, by).map_err(|why| why.to_string())?;
    let status = response.status().as_u16();
    if !(200..300).contains(&status) {
        return Err(match status {
            401 | 403 => format!("{}: open it, copy the text, and give me that", unshown(status)),
            404 | 410 => format!("nothing stands there any more ({status})"),
            _ => unshown(status),
        });
    }
    let header = |name: &str| response.headers().get(name).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let content_type = header("content-type");
    let too_large = || format!("it is larger than {} MiB, which no page is", most / 1024 / 1024);
    if header("content-length").and_then(|length| length.parse::<u64>().ok()).is_some_and(|length| length > most) {
        return Err(too_large());
    }
    let mut bytes = Vec::new();
    let read = response.body_mut().as_reader().take(most + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("it broke off: {}", error.kind()))?;
    if bytes.len() as u64 > most {
        return Err(too_large());
    }
    Ok(FetchedPage { bytes, address: url.into(), content_type })
}

/// What is known of an address that was asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkAnswer {
    /// Something stands there.
    Stands,
    /// Its server says that nothing does (404 or 410, RFC 9110).
    Gone(u16),
    /// There is no host of the name, or no network.
    NoHost,
    /// Nobody knows: why, in words.
    Unknown(String),
}

/// Whether something stands at an address. Its bytes are not fetched, where its server can say so without them.
pub fn ask(address: &str) -> LinkAnswer {
    let mut answer = LinkAnswer::NoHost;
    // Some servers know only one of the two, and say of the other what is not so.
    for asks in [RequestMethod::Head, RequestMethod::Bytes] {
        answer = match reach(address, asks, AddressSource::InText) {
            Ok((response, _)) => match response.status().as_u16() {
                200..300 => return LinkAnswer::Stands,
                status @ (404 | 410) => LinkAnswer::Gone(status),
                429 => return LinkAnswer::Unknown("its server wishes to be asked less often (429)".into()),
                status => LinkAnswer::Unknown(unshown(status)),
            },
            Err(FetchError::Error(error, _)) if matches!(*error, Error::HostNotFound) => return LinkAnswer::NoHost,
            Err(why) => return LinkAnswer::Unknown(why.to_string()),
        };
    }
    answer
}

/// Why a server does not show what may well stand there.
fn unshown(status: u16) -> String {
    match status {
        401 | 403 => format!("its server shows it to nobody who does not log in ({status})"),
        _ => format!("its server answered with an error ({status})"),
    }
}

/// What is asked of a server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum RequestMethod {
    Head,
    Bytes,
}

/// Who named an address.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressSource {
    /// Whoever runs the program: it may be a machine of this network.
    ByUser,
    /// A text of anybody's, or what was pasted from one.
    InText,
}

/// Why nothing was answered.
#[derive(Debug)]
enum FetchError {
    /// It was not asked for.
    Refused(String),
    Error(Box<Error>, Box<Url>),
}

impl From<String> for FetchError {
    fn from(why: String) -> Self {
        Self::Refused(why)
    }
}

impl fmt::Display for FetchError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Refused(why) => f.write_str(why),
            Self::Error(error, url) => f.write_str(&sentence(error, url)),
        }
    }
}

/// The answer at the end of all redirections, and whose it is.
fn reach(address: &str, asks: RequestMethod, by: AddressSource) -> Result<(Response<ureq::Body>, Url), FetchError> {
    let named = web(address)?;
    let mut url = named.clone();
    for _ in 0..=REDIRECTS {
        // What was named on the command line may stand in this network, and nothing to which it leads.
        let own = by == AddressSource::ByUser && same_place(&url, &named);
        if !own && is_here(&url) {
            return Err(FetchError::Refused(format!(
                "it leads to {}, which is a machine of this network: nothing was asked of it",
                place(&url)
            )));
        }
        let agent = agent(PublicResolver { own });
        let response = match asks {
            RequestMethod::Head => agent.head(url.as_str()).call(),
            RequestMethod::Bytes => agent.get(url.as_str()).call(),
        };
        let response = response.map_err(|error| FetchError::Error(Box::new(error), Box::new(url.clone())))?;
        if !response.status().is_redirection() {
            return Ok((response, url));
        }
        let location = response.headers().get("location").and_then(|to| to.to_str().ok());
        let Some(to) = location.and_then(|to| url.join(to).ok()) else {
            return Err(FetchError::Refused("it leads elsewhere without saying where".into()));
        };
        url = web(to.as_str())?;
    }
    Err(FetchError::Refused(format!("it leads on and on: more than {REDIRECTS} times")))
}

/// An address of the web.
fn web(address: &str) -> Result<Url, String> {
    let url = Url::parse(address).map_err(|_| "it is no address".to_owned())?;
    if !matches!(url.scheme(), "http" | "https") {
        return Err(format!("addresses begin with `http://` or `https://`, and this one with `{}:`", url.scheme()));
    }
    if !url.username().is_empty() || url.password().is_some() {
        return Err("an address with a name or password in it is not fetched".into());
    }
    Ok(url)
}

fn same_place(one: &Url, other: &Url) -> bool {
    one.host() == other.host() && one.port_or_known_default() == other.port_or_known_default()
}

fn place(url: &Url) -> String {
    url.host_str().unwrap_or_default().to_owned()
}

/// Whether an address names a machine of this network by itself.
fn is_here(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(address)) => is_private(IpAddr::V4(address)),
        Some(Host::Ipv6(address)) => is_private(IpAddr::V6(address)),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.').to_lowercase();
            name == "localhost"
                || [".localhost", ".local", ".internal", ".lan", ".home.arpa"].iter().any(|end| name.ends_with(end))
        }
        None => true,
    }
}

/// Addresses that mean this machine, this network, or nobody (RFC 6890).
fn is_private(address: IpAddr) -> bool {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            v4.is_loopback()
                || v4.is_private()
                || v4.is_link_local()
                || v4.is_unspecified()
                || v4.is_broadcast()
                || v4.is_multicast()
                || v4.is_documentation()
                || a == 0
                || a == 100 && (64..128).contains(&b)
                || a == 198 && (18..20).contains(&b)
                || a >= 240
        }
        IpAddr::V6(v6) => {
            let first = v6.segments()[0];
            v6.to_ipv4_mapped().is_some_and(|v4| is_private(IpAddr::V4(v4)))
                || v6.is_loopback()
                || v6.is_unspecified()
                || v6.is_multicast()
                || first & 0xfe00 == 0xfc00
                || first & 0xffc0 == 0xfe80
                || first == 0x64
        }
    }
}

/// Looks names up, and takes none that lead into this network; so a name cannot change its mind between a look and a call.
#[derive(Debug)]
struct PublicResolver {
    own: bool,
}

impl Resolver for PublicResolver {
    fn resolve(&self, uri: &Uri, config: &Config, timeout: NextTimeout) -> Result<ResolvedSocketAddrs, Error> {
        let found = DefaultResolver::default().resolve(uri, config, timeout)?;
        let proxied = config.proxy().is_some();
        if !self.own && !proxied && found.iter().any(|address| is_private(address.ip())) {
            return Err(Error::HostNotFound);
        }
        Ok(found)
    }
}

fn agent(resolver: PublicResolver) -> Agent {
    // The second of two in one process finds it there.
    let _ = rustls::crypto::ring::default_provider().install_default();
    let config = Agent::config_builder()
        .user_agent(concat!("noticeboard/", env!("CARGO_PKG_VERSION")))
        .http_status_as_error(false)
        .max_redirects(0)
        .max_redirects_will_error(false)
        .timeout_connect(Some(CONNECT))
        .timeout_global(Some(WHOLE))
        .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
        .build();
    Agent::with_parts(config, DefaultConnector::default(), resolver)
}

fn sentence(error: &Error, url: &Url) -> String {
    let host = place(url);
    match error {
        Error::Tls(_) | Error::Pem(_) | Error::Rustls(_) => {
            format!("{host} does not prove who it is: its certificate is not trusted here")
        }
        Error::HostNotFound => format!("there is no host {host} on the web, or no network"),
        Error::Timeout(_) => format!("{host} gave no answer in time"),
        Error::ConnectionFailed => format!("nobody answers at {host}"),
        Error::Io(error) => match error.kind() {
            ErrorKind::ConnectionRefused | ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted => {
                format!("{host} cannot be reached: {}", error.kind())
            }
            _ => format!("{host} cannot be reached: is this computer connected to the internet?"),
        },
        _ => format!("{host} cannot be reached"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn machines_of_this_network_are_told() {
        for here in [
            "http://127.0.0.1/",
            "http://localhost/",
            "http://10.1.2.3/",
            "http://[::1]/",
            "http://[::ffff:127.0.0.1]/",
            "http://169.254.169.254/",
            "http://2130706433/",
            "http://printer.local/",
            "http://[fd00::1]/",
        ] {
            assert!(is_here(&web(here).unwrap()), "{here}");
        }
        assert!(!is_here(&web("https://www.police.uk/").unwrap()));
        for bad in ["file:///etc/passwd", "ftp://a.example/", "javascript:x", "https://a:b@c.example/"] {
            assert!(web(bad).is_err(), "{bad}");
        }
    }
}
