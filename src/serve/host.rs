//! Whom the preview answers, and at which paths. In: a `Host` header, who connected, the path of a request. Out: whether it
//! is meant for this server, whether somebody at this machine asks, and the path in plain letters. It must not know what
//! stands at a path.

use std::net::IpAddr;

use axum::http::{HeaderMap, uri::Authority};
use percent_encoding::percent_decode_str;

/// The longest path that is looked at; real ones have a hundred bytes or two.
const LONGEST: usize = 4_096;

/// The names by which the preview may be asked. A page elsewhere can make its own name lead to this machine (DNS
/// rebinding), and would then read drafts in the name of the person at the keyboard: so a strange name gets nothing.
#[derive(Clone, Debug)]
pub struct Hosts {
    /// What `--host` said.
    asked: String,
    /// The address that it listens at.
    bound: IpAddr,
}

impl Hosts {
    pub fn new(asked: &str, bound: IpAddr) -> Self {
        Self { asked: asked.trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase(), bound }
    }

    /// Whether a `Host` header names this server. The port is not looked at: it may have been forwarded.
    pub fn admit(&self, header: &str) -> bool {
        if header.contains('@') {
            return false;
        }
        let Ok(authority) = header.parse::<Authority>() else { return false };
        let host = authority.host().trim_start_matches('[').trim_end_matches(']').to_ascii_lowercase();
        if let Ok(ip) = host.parse::<IpAddr>() {
            // No name leads to a literal, so where every address is listened at, each may be asked.
            return ip == self.bound || ip.is_loopback() || self.bound.is_unspecified();
        }
        host == "localhost" || host == self.asked
    }
}

/// Who asks: what readers do not see yet is for whoever sits at this machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RequestOrigin {
    Here,
    /// On another machine of the network.
    Elsewhere,
}

impl RequestOrigin {
    /// Who connected from an address, and says by these headers whether it passes on what others ask. A machine that has one
    /// address for all of its network, as some containers have, does not tell its own user from others.
    pub fn of(from: IpAddr, headers: &HeaderMap) -> Self {
        const PASSED_ON: [&str; 4] = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];
        let passed_on = PASSED_ON.iter().any(|name| headers.contains_key(*name));
        if from.to_canonical().is_loopback() && !passed_on { Self::Here } else { Self::Elsewhere }
    }
}

/// Why a path is not looked up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathRefusal {
    Long,
    Malformed,
    /// Empty parts, `.` or `..`: nothing of a site stands there.
    Nowhere,
}

/// The path of a request in plain letters, `/2021/03/roof/`.
///
/// # Errors
///
/// When no site has such a path.
pub fn plain(path: &str) -> Result<String, PathRefusal> {
    if path.len() > LONGEST {
        return Err(PathRefusal::Long);
    }
    let plain = percent_decode_str(path).decode_utf8().map_err(|_| PathRefusal::Malformed)?;
    if !plain.starts_with('/') || plain.chars().any(char::is_control) {
        return Err(PathRefusal::Malformed);
    }
    let mut parts = plain[1..].split('/').peekable();
    while let Some(part) = parts.next() {
        let last = parts.peek().is_none();
        if matches!(part, "." | "..") || part.contains('\\') || (part.is_empty() && !last) {
            return Err(PathRefusal::Nowhere);
        }
    }
    Ok(plain.into_owned())
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    #[test]
    fn who_sits_at_this_machine_is_told_from_the_network() {
        let mut headers = HeaderMap::new();
        let asker = |from: &str, headers: &HeaderMap| RequestOrigin::of(from.parse().expect("an address"), headers);
        for from in ["127.0.0.1", "::1", "::ffff:127.0.0.1"] {
            assert_eq!(asker(from, &headers), RequestOrigin::Here, "{from}");
        }
        for from in ["192.0.2.8", "fd00::7", "::ffff:192.0.2.8"] {
            assert_eq!(asker(from, &headers), RequestOrigin::Elsewhere, "{from}");
        }
        headers.insert("x-forwarded-for", HeaderValue::from_static("192.0.2.8"));
        assert_eq!(asker("127.0.0.1", &headers), RequestOrigin::Elsewhere, "a tunnel on this machine");
    }

    fn hosts(asked: &str, bound: &str) -> Hosts {
        Hosts::new(asked, bound.parse().expect("it is an address"))
    }

    #[test]
    fn names_of_this_machine_are_admitted_and_no_others() {
        let own = hosts("127.0.0.1", "127.0.0.1");
        for host in ["localhost", "LOCALHOST:4000", "127.0.0.1", "127.0.0.1:9", "[::1]:4000", "127.0.0.2"] {
            assert!(own.admit(host), "{host}");
        }
        for host in [
            "",
            "evil.example",
            "localhost.evil.example",
            "127.0.0.1.evil.example",
            "10.0.0.1",
            "a@localhost",
            ":80",
            "x y",
        ] {
            assert!(!own.admit(host), "{host}");
        }
    }

    #[test]
    fn what_host_names_is_admitted() {
        let named = hosts("Bench.local", "192.168.1.5");
        assert!(named.admit("bench.local:4000") && named.admit("192.168.1.5") && named.admit("localhost"));
        assert!(!named.admit("192.168.1.6") && !named.admit("other.local"));
        let everywhere = hosts("0.0.0.0", "0.0.0.0");
        assert!(everywhere.admit("192.168.1.6:4000") && !everywhere.admit("other.local"));
        let six = hosts("[fd00::5]", "fd00::5");
        assert!(six.admit("[fd00::5]:4000") && !six.admit("[fd00::6]"));
    }

    #[test]
    fn paths_are_plain_or_refused() {
        assert_eq!(plain("/areas/%E6%9D%B1/").as_deref(), Ok("/areas/東/"));
        assert_eq!(plain("/").as_deref(), Ok("/"));
        for path in
            ["/..", "/a/../b", "/%2e%2e/x", "/a/%2E%2e", "//", "//evil.example/", "/a//b", "/./a", "/a%5c..%5cb"]
        {
            assert_eq!(plain(path), Err(PathRefusal::Nowhere), "{path}");
        }
        for path in ["/a%00b", "/%ff", "*", "/a%0d%0ab"] {
            assert_eq!(plain(path), Err(PathRefusal::Malformed), "{path}");
        }
        assert_eq!(plain(&format!("/{}", "a".repeat(5_000))), Err(PathRefusal::Long));
    }
}
